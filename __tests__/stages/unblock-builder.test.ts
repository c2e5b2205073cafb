import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '../../src/image/platform.ts';
import type { BuilderSpec, OwnBuilder } from '../../src/plan/builder-spec.ts';
import { unblockBuilder } from '../../src/stages/build/unblock-builder.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';

const own = (given: Partial<OwnBuilder> = {}): BuilderSpec => ({
  kind: 'own',
  own: makeOwnBuilder(given),
});
const wants = { pushes: true, emulators: false, isApart: false, caches: [], entitlements: [] };
const ARM = makeNode({ label: 'arm', endpoint: 'ssh://arm', platforms: ['linux/arm64'] });
const CONTEXT = makeNode({ endpoint: 'other' });

async function unblock(
  builder: BuilderSpec,
  {
    name = 'b',
    platform = 'linux/amd64',
    exitCode = 0,
    isStuck = true,
  }: { name?: string | null; platform?: string; exitCode?: number; isStuck?: boolean } = {},
) {
  const host = makeFakeHost({
    commands: [{ when: /^(docker|buildx prune) /, answer: { exitCode } }],
  });
  const parsed = parsePlatform(platform);
  const isUnblocked = await unblockBuilder(host, {
    plan: { builder },
    means: { builder: name ?? undefined, buildx: { path: '/buildx', env: {} } },
    platforms: parsed.ok ? [parsed.platform] : [],
    isStuck,
  });
  const commands = host.commands.map(({ args }) => args.join(' '));
  expect(host.commands.every(({ deadlineMs = 0 }) => deadlineMs > 0)).toBe(true);
  return { isUnblocked, stopped: commands.filter((args) => / ?stop /.test(args)), commands };
}

describe('a builder that waits for a cache', () => {
  it.each<[string, BuilderSpec, string, string[]]>([
    ['one container', own(), 'linux/amd64', ['stop --time=1 buildx_buildkit_b0']],
    [
      'where the engine itself would not do',
      { kind: 'auto', wants, own: makeOwnBuilder() },
      'linux/amd64',
      ['stop --time=1 buildx_buildkit_b0'],
    ],
    [
      'the node that builds the platform, where it is',
      own({ nodes: [makeNode({ platforms: ['linux/amd64'] }), ARM] }),
      'linux/arm64',
      ['--host=ssh://arm stop --time=1 buildx_buildkit_b-arm'],
    ],
    [
      'all nodes where nobody says which one it is',
      own({ nodes: [makeNode(), CONTEXT] }),
      'linux/amd64',
      ['stop --time=1 buildx_buildkit_b0', '--context=other stop --time=1 buildx_buildkit_b1'],
    ],
  ])('is started anew: %s', async (_, builder, platform, stopped) => {
    const done = await unblock(builder, { platform });
    expect([done.isUnblocked, done.stopped]).toEqual([true, stopped]);
    // Parts of layers go first, while the container runs.
    expect(done.commands).toHaveLength(2 * stopped.length);
    expect(done.commands[0]).toContain('content/ingest');
  });

  it('that could not be stopped is known as such', async () => {
    expect((await unblock(own(), { exitCode: 1 })).isUnblocked).toBe(false);
  });
});

describe('a builder that nobody may start anew', () => {
  it.each<[string, BuilderSpec, string | null]>([
    ['of somebody else', { kind: 'existing', name: 'b' }, 'b'],
    ['of the engine', { kind: 'engine', wants }, null],
    ['of the engine, which will do', { kind: 'auto', wants, own: makeOwnBuilder() }, null],
    ['on another machine', own({ driver: 'remote' }), 'b'],
    ['in a cluster', own({ driver: 'kubernetes' }), 'b'],
    ['that stays for other jobs', own({ kept: { name: 'k', maxBytes: 1 } }), 'b'],
  ])('loses parts of layers, and no more: %s', async (_, builder, name) => {
    const wrong = await unblock(builder, { name, isStuck: false });
    expect([wrong.isUnblocked, wrong.stopped]).toEqual([true, []]);
    const named = name === null ? '' : ' --builder=b';
    expect(wrong.commands).toEqual([`prune${named} --force --filter=id=none`]);
    const silent = await unblock(builder, { name });
    expect([silent.isUnblocked, silent.commands]).toEqual([true, []]);
  });
});
