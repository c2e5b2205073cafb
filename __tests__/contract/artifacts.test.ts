import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';
import {
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { ActionError } from '../../src/errors.ts';
import { callService, type JobDoor, openDoor, upload } from '../support/artifact-client.ts';

const QUICK = { callMs: 20_000, retryMs: 20, settleMs: 20 };

let service: CacheService;
let proxy: FaultProxy;
let legs: readonly [JobDoor, JobDoor];
let temp: string;

beforeAll(async () => {
  service = await startCacheService();
  proxy = await startFaultProxy({ upstream: service.url });
  temp = await mkdtemp(join(tmpdir(), 'artifacts-'));
  const open = (job: string) => openDoor(service, { job, limits: QUICK, temp });
  legs = [await open('amd64'), await open('arm64')];
});

afterEach(async () => {
  proxy.setRules([]);
  service.artifacts.setRules({ numbering: 'create', listLagMs: 0 });
  await service.artifacts.remove(() => true);
  expect(await readdir(temp)).toEqual([]);
});

afterAll(async () => {
  await proxy.stop();
  await service.stop();
  await rm(temp, { recursive: true, force: true });
});

async function failWith(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ActionError ? error.code : String(error);
}

/** A door behind the proxy, with rules in force. */
function openFaulty(rules: readonly FaultRule[], limits: Partial<typeof QUICK> = {}) {
  proxy.setRules(rules);
  return openDoor(service, { url: proxy.url, limits: { ...QUICK, ...limits }, temp });
}

describe('artifacts of a run', () => {
  it('are created once, listed by prefix and read by every job', async () => {
    const [amd64, arm64] = legs.map(({ artifacts }) => artifacts);
    expect(await amd64?.create('leg.amd64', '{"platform":"linux/amd64"}')).toBe('created');
    expect(await arm64?.create('leg.amd64', '{"platform":"linux/arm64"}')).toBe('exists');
    expect(await arm64?.create('leg.arm64', 'ünïcode')).toBe('created');
    expect(await amd64?.create('other', '')).toBe('created');
    const listed = (await arm64?.list('leg.')) ?? [];
    expect(listed.map(({ name }) => name)).toEqual(['leg.amd64', 'leg.arm64']);
    expect(listed[0]).toEqual({
      id: expect.any(Number),
      name: 'leg.amd64',
      sizeBytes: expect.any(Number),
    });
    const texts = await Promise.all(listed.map(({ id }) => amd64?.read(id)));
    expect(texts).toEqual(['{"platform":"linux/amd64"}', 'ünïcode']);
    expect(legs.map(({ artifacts }) => artifacts.jobId)).toEqual(['amd64', 'arm64']);
  });

  it('are read by a job that has not listed them, of an earlier attempt too', async () => {
    await upload(service, { name: 'x', content: new Uint8Array(3) });
    const [entry] = service.artifacts.entries();
    const { artifacts } = await openDoor(service, { limits: QUICK, temp });
    expect(await failWith(artifacts.read(entry?.id ?? 0))).toBe('ARTIFACT_INVALID');
    expect(await failWith(artifacts.read(1))).toBe('ARTIFACT_INVALID');
  });

  it('exist before they are finalized, and are listed after', async () => {
    await callService(service, 'CreateArtifact', { name: 'claim' });
    const [{ artifacts }] = legs;
    expect(await artifacts.create('claim', 'x')).toBe('exists');
    expect(await artifacts.list('')).toEqual([]);
    service.artifacts.setRules({ listLagMs: 300, numbering: 'finalize' });
    expect(await artifacts.create('late', 'x')).toBe('created');
    expect(await artifacts.list('')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 310));
    expect(await artifacts.list('')).toMatchObject([{ name: 'late' }]);
  });

  it('are created by exactly one of two jobs that come at once, 50 times', async () => {
    for (let round = 0; round < 50; round++) {
      const name = `claim.${round}`;
      const results = await Promise.all(
        legs.map(({ artifacts }, leg) => artifacts.create(name, `${leg}`)),
      );
      expect([...results].sort()).toEqual(['created', 'exists']);
      const found = await legs[0].artifacts.list(name);
      const texts = await Promise.all(found.map(({ id }) => legs[1].artifacts.read(id)));
      expect(texts).toEqual([String(results.indexOf('created'))]);
    }
  }, 30_000);

  it('are not seen by another run', async () => {
    await legs[0].artifacts.create('mine', 'x');
    const { artifacts } = await openDoor(service, { run: 'other', limits: QUICK, temp });
    expect(await artifacts.list('')).toEqual([]);
    expect(await artifacts.create('mine', 'x')).toBe('created');
  });

  it('leave the log to whoever debugs, and mask what signs their URLs', async () => {
    const door = await openDoor(service, { limits: QUICK, temp });
    await door.artifacts.create('quiet', 'x');
    expect(door.lines).toContainEqual('artifacts: Finalizing artifact upload');
    expect(door.lines.join('\n')).not.toMatch(/sig=|::|Bearer/);
    expect(door.masked.some((value) => /^[A-Za-z0-9+/]{43}=$/.test(value))).toBe(true);
  });
});

describe('what another job uploaded', () => {
  const zeros = new Uint8Array(9 * 1024 * 1024);
  it.each([
    ['no archive', { content: new Uint8Array(100) }],
    ['nothing', { content: new Uint8Array(0) }],
    ['more than 8 MiB', { content: zeros }],
    [
      'something with another digest',
      { content: new Uint8Array(9), hash: `sha256:${'0'.repeat(64)}` },
    ],
  ])('is refused when it is %s', async (_what, { content, ...told }) => {
    await upload(service, { name: 'forged', content, ...told });
    const [{ artifacts }] = legs;
    const [found] = await artifacts.list('forged');
    expect(await failWith(artifacts.read(found?.id ?? 0))).toBe('ARTIFACT_INVALID');
  });

  it('is refused when more arrives than the list says, before all of it did', async () => {
    await legs[0].artifacts.create('grows', 'x');
    const body = zeros
      .toString()
      .replaceAll(',', '')
      .slice(0, 9 * 1024 * 1024);
    const { artifacts } = await openFaulty([{ match: /^GET/, action: { kind: 'partial', body } }]);
    service.setPublicUrl(proxy.url);
    const [found] = await artifacts.list('grows');
    const started = performance.now();
    expect(await failWith(artifacts.read(found?.id ?? 0))).toBe('ARTIFACT_INVALID');
    expect(performance.now() - started).toBeLessThan(10_000);
    service.setPublicUrl(service.url);
  });
});
