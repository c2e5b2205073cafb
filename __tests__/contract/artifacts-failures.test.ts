import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
import { openDoor, upload } from '../support/artifact-client.ts';

const QUICK = { callMs: 20_000, retryMs: 20, settleMs: 20 };

let service: CacheService;
let proxy: FaultProxy;
let temp: string;

beforeAll(async () => {
  service = await startCacheService();
  proxy = await startFaultProxy({ upstream: service.url });
  temp = await mkdtemp(join(tmpdir(), 'artifacts-'));
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

describe('a service that fails', () => {
  it('is given the time of one call and no more, and the thread goes with it', async () => {
    const { artifacts } = await openFaulty(
      [{ match: /List/, action: { kind: 'hang' }, times: 2 }],
      { callMs: 6_000 },
    );
    const started = performance.now();
    const both = [artifacts.list(''), artifacts.list('')];
    expect(await Promise.all(both.map(failWith))).toEqual(Array(2).fill('ARTIFACTS_UNAVAILABLE'));
    // The library alone would wait for minutes.
    expect(performance.now() - started).toBeLessThan(60_000);
    proxy.setRules([]);
    await upload(service, { name: 'x', content: new Uint8Array(1) });
    expect(await artifacts.list('')).toHaveLength(1);
  });

  it.each([429, 500])(
    'is waited for no longer either when it answers %d for ever',
    async (status) => {
      const action = { kind: 'status', status, body: '{"msg":"no"}' } as const;
      const { artifacts } = await openFaulty([{ match: /POST/, action }], { callMs: 700 });
      expect(await failWith(artifacts.create('x', ''))).toBe('ARTIFACTS_UNAVAILABLE');
      expect(await failWith(artifacts.list(''))).toBe('ARTIFACTS_UNAVAILABLE');
    },
  );

  it('is asked again when a connection breaks', async () => {
    const { artifacts } = await openFaulty([
      { match: /List/, action: { kind: 'reset' }, times: 2 },
    ]);
    expect(await artifacts.list('')).toEqual([]);
    proxy.setRules([{ match: /List/, action: { kind: 'reset' } }]);
    expect(await failWith(artifacts.list(''))).toBe('ARTIFACTS_UNAVAILABLE');
  });

  it("is not believed that a name is another one's when the answer to our own was lost", async () => {
    const lost = (match: RegExp): FaultRule => ({ match, action: { kind: 'lost' }, times: 1 });
    const door = await openFaulty([lost(/FinalizeArtifact/)]);
    expect(await door.artifacts.create('whole', 'mine')).toBe('created');
    proxy.setRules([lost(/CreateArtifact/)]);
    expect(await failWith(door.artifacts.create('half', 'mine'))).toBe('ARTIFACTS_UNAVAILABLE');
    await upload(service, { name: 'foreign', content: new Uint8Array(1) });
    proxy.setRules([{ match: /CreateArtifact/, action: { kind: 'reset' }, times: 1 }]);
    expect(await door.artifacts.create('foreign', 'mine')).toBe('exists');
  });

  it('is left at once when the job is cancelled', async () => {
    const door = await openFaulty([{ match: /CreateArtifact/, action: { kind: 'hang' } }]);
    setTimeout(() => door.cancel(new ActionError('CANCELLED', 'cancelled')), 300);
    const started = performance.now();
    expect(await failWith(door.artifacts.create('x', ''))).toBe('CANCELLED');
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await failWith(door.artifacts.list(''))).toBe('CANCELLED');
  });

  it.each([
    ['no token', { ACTIONS_RUNTIME_TOKEN: '' }, 'act does'],
    ['no address', { ACTIONS_RESULTS_URL: '' }, 'ACTIONS_RESULTS_URL'],
    ['GitHub Enterprise Server', { GITHUB_SERVER_URL: 'https://git.example.com' }, 'Enterprise'],
    ['a token that is none', { ACTIONS_RUNTIME_TOKEN: 'a.b.c' }, 'Run the failed jobs'],
    ['nothing there', { ACTIONS_RESULTS_URL: 'http://127.0.0.1:1' }, 'Run the failed jobs'],
  ])('is told with the way that needs no service: %s', async (_what, env, told) => {
    const { artifacts } = await openDoor(service, { env, limits: QUICK, temp });
    const error: unknown = await artifacts.create('x', '').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ARTIFACTS_UNAVAILABLE',
      hint: expect.stringContaining('candidates of publish/'),
    });
    expect(`${error} ${Object(error)['hint']}`).toContain(told);
  });

  it('is told as a quota, or as a token that is refused', async () => {
    const status = (body: string) =>
      [{ match: /POST/, action: { kind: 'status', status: 403, body } }] as const;
    const { artifacts } = await openFaulty(status('{"msg":"insufficient usage to create"}'));
    const hint = async () =>
      Object(await artifacts.create('x', '').catch((reason: unknown) => reason))['hint'];
    expect(await hint()).toMatch(/quota/);
    proxy.setRules(status('{"msg":"no"}'));
    expect(await hint()).toMatch(/token/);
  });
});

describe('a process that used the service', () => {
  it('ends by itself though a request hangs, and has printed nothing', async () => {
    proxy.setRules([{ match: /ListArtifacts/, action: { kind: 'hang' } }]);
    const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).href;
    const code = `
      import { makeArtifacts } from ${JSON.stringify(source('host/artifacts.ts'))};
      import { makeFiles } from ${JSON.stringify(source('host/files.ts'))};
      const open = (limits) => makeArtifacts({
        env: process.env, files: makeFiles(), log: { debug() {} }, mask() {},
        signal: new AbortController().signal, limits,
      });
      await open({}).create('from-a-process', 'x');
      await open({ callMs: 3000 }).list('').catch(({ code }) => {
        process.exitCode = code === 'ARTIFACTS_UNAVAILABLE' ? 7 : 1;
      });
    `;
    const script = join(await mkdtemp(join(tmpdir(), 'process-')), 'script.mjs');
    await writeFile(script, code);
    const child = spawn(process.execPath, [script], {
      env: {
        ACTIONS_RUNTIME_TOKEN: await service.runtimeToken({ runId: 'run' }),
        ACTIONS_RESULTS_URL: proxy.url,
      },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
      });
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    expect({ exitCode, printed }).toEqual({ exitCode: 7, printed: '' });
  }, 40_000);
});
