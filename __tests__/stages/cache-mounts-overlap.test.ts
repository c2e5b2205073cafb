import { afterAll, describe, expect, it } from '@jest/globals';
import { makeTimings } from '../../src/stages/job/tracks.ts';
import { shortHash } from '../../src/stages/mounts/mount-keys.ts';
import { prepareMounts } from '../../src/stages/mounts/prepare-mounts.ts';
import { makeReader } from '../support/emulation-scene.ts';
import { type CacheStore, makeCacheStore } from '../support/fake-cache.ts';
import { startWorld, stopWorlds } from '../support/fake-world.ts';
import { fillCache, MEANS, openMounts } from '../support/mount-scene.ts';

afterAll(stopWorlds);

const NEVER = new Promise<never>(() => undefined);
const NO_REGISTRY = { brief: makeReader({}) };

describe('mounts are restored beside everything else', () => {
  it('whatever the cache of layers waits for', async () => {
    const cache = makeCacheStore();
    const key = await fillCache(cache);
    const { host, plan } = await openMounts({ cache });
    const restored = await prepareMounts(host, {
      plan,
      folder: { path: '/run' },
      timings: makeTimings(host.clock),
      means: Promise.resolve(MEANS),
      registry: NO_REGISTRY,
      cache: NEVER,
      others: [NEVER],
    });
    expect(restored).toMatchObject({ outcome: 'restored', key, heldUpSeconds: 0 });
  });

  it('and cost what the build waits for them alone', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const build = {
      when: /^buildx build/,
      answer: async (_: unknown, { clock }: { clock: typeof host.clock }) => {
        await clock.sleep(5000);
        return { durationMs: 0 };
      },
    };
    const { host, plan } = await openMounts({ cache, commands: [build] });
    const boot = host.clock.sleep(2000);
    const means = boot.then(() => MEANS);
    const timings = makeTimings(host.clock);
    const restored = await prepareMounts(host, {
      ...{ plan, folder: { path: '/run' }, timings, means },
      registry: NO_REGISTRY,
      cache: Promise.resolve(plan.cache),
      others: [boot, boot.then(() => host.clock.sleep(3000))],
    });
    expect(restored).toMatchObject({ outcome: 'restored', seconds: 7, heldUpSeconds: 2 });
    expect(host.lines.join('\n')).toContain('the build waited 2.0 s for them');
  });
});

describe('a whole run', () => {
  const DOCKERFILE = 'FROM scratch\nRUN --mount=type=cache,target=/made x\n';

  /** Has one entry, under every key. */
  function makeFullStore(): CacheStore {
    const mounts = [{ name: `m${shortHash('/made')}`, bytes: 9 }];
    const record = JSON.stringify({ v: 1, mounts, coldSeconds: 9 });
    const content = new Map([
      ['mounts.json', record],
      ['mounts.tar', 'x'],
    ]);
    const entries = Object.assign(new Map(), { has: () => true, get: () => content });
    return { ...makeCacheStore(), entries };
  }

  it('begins the download while the builder boots, and fills it while cosign is got ready', async () => {
    let fill = (): void => undefined;
    const filled = new Promise<void>((resolve) => {
      fill = resolve;
    });
    const answerBuild = () => {
      fill();
      return {};
    };
    const { host, run } = await startWorld({
      cache: makeFullStore(),
      files: { './Dockerfile': DOCKERFILE },
      inputs: { 'cache-trust': 'any', platforms: 'linux/amd64' },
      commands: [
        {
          when: /^buildx build .*mounts\/mounts.tar.Dockerfile .*type=cacheonly/,
          answer: answerBuild,
        },
        { when: /^cosign version/, answer: () => filled.then(() => ({ stdout: 'no version' })) },
      ],
    });
    await run();
    const at = (event: RegExp): number => host.events.findIndex((one) => event.test(one));
    const order = [/^cache restore /, /^run buildx create/, /^run buildx build/].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });
});
