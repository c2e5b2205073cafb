import { describe, expect, it } from '@jest/globals';
import { ensureFound } from '../../src/stages/job/earlier-use.ts';
import { findEngine } from '../../src/stages/job/engine.ts';
import { ensureBuildx } from '../../src/stages/tools/buildx.ts';
import { ensureTool } from '../../src/stages/tools/install-tool.ts';
import { ensureTrust } from '../../src/stages/tools/trust.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { readFixture } from '../support/recorded.ts';

const JOB = { RUNNER_TEMP: '/temp', GITHUB_RUN_ID: '7', GITHUB_JOB: 'release', HOME: '/home' };
const FIRST = '/temp/build-sign-a';
const SECOND = '/temp/build-sign-b';

/** The next use of the action on the same machine: what is on the disk is there, and nothing else. */
function startUse(
  { stored }: Pick<FakeHost, 'stored'>,
  { env = JOB, commands = [] }: { env?: Record<string, string>; commands?: ScriptedCommand[] } = {},
): FakeHost {
  const host = makeFakeHost({ env, commands, executables: ['/opt/cosign', BUILDX] });
  for (const [path, text] of stored) host.stored.set(path, text);
  return host;
}

const BUILDX = '/home/.docker/cli-plugins/docker-buildx';
const EMPTY = { stored: new Map<string, string>() };
const ask = async (host: FakeHost, folder: string, key: unknown = 'x'): Promise<boolean> => {
  let isAsked = false;
  const find = async (): Promise<string> => {
    isAsked = true;
    return 'answer';
  };
  const parse = (value: unknown): string | undefined => (value === 'answer' ? value : undefined);
  expect(await ensureFound(host, folder, { name: 'x', key, parse, find })).toBe('answer');
  return isAsked;
};

describe('what an earlier use in this job has found', () => {
  it('is not asked for again, however many uses there are', async () => {
    const first = startUse(EMPTY);
    expect(await ask(first, FIRST)).toBe(true);
    const second = startUse(first);
    expect(await ask(second, SECOND)).toBe(false);
    second.stored.delete(`${FIRST}/found/x.json`);
    expect(await ask(startUse(second), '/temp/build-sign-c')).toBe(false);
  });

  it('is no answer to another question', async () => {
    const first = startUse(EMPTY);
    await ask(first, FIRST, ['x']);
    expect(await ask(startUse(first), SECOND, ['y'])).toBe(true);
  });

  it.each([
    ['another run', { GITHUB_RUN_ID: '8' }],
    ['another attempt', { GITHUB_RUN_ATTEMPT: '2' }],
    ['another job', { GITHUB_JOB: 'other' }],
    ['whoever has not the token of the job', { ACTIONS_RUNTIME_TOKEN: 'of another job' }],
    ['no run at all', { GITHUB_RUN_ID: '' }],
    ['a machine without RUNNER_TEMP', { RUNNER_TEMP: '' }],
  ])('is not there for %s', async (_, env) => {
    const first = startUse(EMPTY);
    await ask(first, FIRST);
    expect(await ask(startUse(first, { env: { ...JOB, ...env } }), SECOND)).toBe(true);
  });

  it.each(['', 'null', '{}', '{"v":2}', '[]', 'no JSON'])('is not believed as %j', async (text) => {
    const first = startUse(EMPTY);
    await ask(first, FIRST);
    first.stored.set(`${FIRST}/found/x.json`, text);
    expect(await ask(startUse(first), SECOND)).toBe(true);
  });

  it('is not believed as another kind of answer', async () => {
    const first = startUse(EMPTY);
    await ask(first, FIRST);
    const text = String(first.stored.get(`${FIRST}/found/x.json`)).replace(
      'answer":"answer',
      'answer":"',
    );
    first.stored.set(`${FIRST}/found/x.json`, text);
    expect(await ask(startUse(first), SECOND)).toBe(true);
  });
});

describe('the second use', () => {
  const plan = { builder: { kind: 'own' }, mode: 'load', load: undefined } as const;
  const INFO = {
    when: /^docker info/,
    answer: { stdout: readFixture('docker-info/containerd.json') },
  };
  const find = (host: FakeHost, folder: string) =>
    findEngine(host, plan as unknown as Parameters<typeof findEngine>[1], { env: {}, folder });

  it('does not ask the engine, unless another one is meant', async () => {
    const first = startUse(EMPTY, { commands: [INFO] });
    const found = await find(first, FIRST);
    const second = startUse(first);
    expect(await find(second, SECOND)).toEqual(found);
    expect(second.commands).toEqual([]);
    const env = { ...JOB, DOCKER_HOST: 'tcp://other:2376' };
    const third = startUse(first, { env, commands: [INFO] });
    await find(third, SECOND);
    expect(third.commands).toHaveLength(1);
    const moved = startUse(first, { commands: [INFO] });
    moved.stored.set('/home/.docker/config.json', '{"currentContext":"other"}');
    await find(moved, SECOND);
    expect(moved.commands).toHaveLength(1);
  });

  it('does not ask a tool that nobody has touched for its version, and asks one that is another', async () => {
    const says = (version: string): ScriptedCommand => ({
      when: /^cosign version/,
      answer: { stdout: `{"gitVersion":"v${version}"}` },
    });
    const use = async (host: FakeHost, folder: string) =>
      ensureTool(host, {
        ...{ tool: 'cosign', choice: { kind: 'path', path: '/opt/cosign' }, folder },
        say: () => undefined,
      });
    const first = startUse(
      { stored: new Map([['/opt/cosign', 'one']]) },
      { commands: [says('3.1.3')] },
    );
    const found = await use(first, FIRST);
    expect(found.version).toBe('3.1.3');
    const second = startUse(first);
    expect(await use(second, SECOND)).toEqual(found);
    expect(second.commands).toEqual([]);
    const third = startUse(first, { commands: [says('3.1.4')] });
    third.stored.set('/opt/cosign', 'two');
    const other = await use(third, SECOND);
    expect(other.version).toBe('3.1.4');
    expect(other.sha256).not.toBe(found.sha256);
  });

  it('does not ask the installed buildx either', async () => {
    const VERSION = 'github.com/docker/buildx v0.36.1 abc';
    const commands = [{ when: /^buildx version/, answer: { stdout: VERSION } }];
    const first = startUse({ stored: new Map([[BUILDX, 'one']]) }, { commands });
    expect(await ensureBuildx(first, { say: () => undefined, folder: FIRST })).toBe(BUILDX);
    const second = startUse(first);
    expect(await ensureBuildx(second, { say: () => undefined, folder: SECOND })).toBe(BUILDX);
    expect(second.commands).toEqual([]);
  });

  it('has the trusted root of the first, and does not start cosign for it', async () => {
    const create: ScriptedCommand = {
      when: /^cosign \S+ create/,
      answer: ({ args }, host) => {
        const out = args.find((one) => one.startsWith('--out='))?.slice(6) ?? '';
        host.stored.set(out, `from ${args[0]}`);
        return {};
      },
    };
    const spec = {
      kind: 'keyless',
      timeoutMs: 1000,
      trustedRoot: undefined,
      signingConfig: undefined,
      cosign: { kind: 'pinned', version: '3.1.3' },
    } as const;
    const trust = (host: FakeHost, folder: string, logs = true) =>
      ensureTrust(host, {
        ...{ spec: { ...spec, transparencyLog: logs }, folder, say: () => undefined },
        cosign: { path: '/opt/cosign', env: {} },
      });
    const first = startUse(EMPTY, { commands: [create] });
    await trust(first, FIRST);
    expect(first.commands).toHaveLength(2);
    const second = startUse(first);
    const files = await trust(second, SECOND);
    expect(second.commands).toEqual([]);
    expect(files.trustedRoot).toBe(`${SECOND}/trusted_root.json`);
    expect(second.stored.get(files.trustedRoot)).toBe('from trusted-root');
    expect(second.stored.get(files.signingConfig)).toBe('from signing-config');
    const third = startUse(first, { commands: [create] });
    await trust(third, SECOND, false);
    expect(third.commands).toHaveLength(2);
  });
});
