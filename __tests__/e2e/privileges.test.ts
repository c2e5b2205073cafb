import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findProgram, probeCommand, runCommand } from '../../lab/provision/commands.ts';
import { listLibraries } from '../../lab/provision/libraries.ts';
import { type HttpServer, startHttpServer } from '../../lab/services/http-server.ts';
import { BARE, type CaseRequest, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'privileges-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Tried {
  readonly built: CheckedRun;
  /** What a step wrote to this file below `/seen`, without the line break at its end. */
  seen(file: string): Promise<string>;
}

/** Builds steps on the base image; what they leave in `/seen` is read afterwards. */
async function tryBuild(
  steps: readonly string[],
  { inputs, ...request }: CaseRequest,
): Promise<Tried> {
  const workspace = request.workspace ?? (await mkdtemp(join(folder, 'workspace-')));
  const dest = await mkdtemp(join(folder, 'out-'));
  const base = `FROM ${world().lab.baseImage} AS work`;
  const lines = [base, 'RUN mkdir /seen', ...steps, 'FROM scratch', 'COPY --from=work /seen /'];
  await writeFile(join(workspace, 'Dockerfile'), `${lines.join('\n')}\n`);
  const built = await world().run({
    wanted: 'built',
    ...request,
    workspace,
    inputs: { ...BARE, sign: 'false', outputs: `type=local,dest=${dest}`, ...inputs },
  });
  const seen = async (file: string) => (await readFile(join(dest, file), 'utf8')).trim();
  return { built, seen };
}

describe('ssh', () => {
  let agent: ChildProcess;
  let socket: string;
  const keys = { agent: '', file: '' };
  const fingerprints = { agent: '', file: '' };

  beforeAll(async () => {
    for (const name of ['agent', 'file'] as const) {
      const path = join(folder, `key-${name}`);
      await runCommand({
        file: 'ssh-keygen',
        args: ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path],
      });
      const [, fingerprint = ''] = (
        await runCommand({ file: 'ssh-keygen', args: ['-lf', `${path}.pub`] })
      ).split(' ');
      keys[name] = path;
      fingerprints[name] = fingerprint;
    }
    socket = join(folder, 'agent.sock');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    const add = { file: 'ssh-add', args: ['-q', keys.agent], env: { SSH_AUTH_SOCK: socket } };
    for (let left = 50; left > 0 && (await probeCommand(add)).exitCode !== 0; left--)
      await sleep(100);
  });
  afterAll(() => {
    agent.kill();
  });

  /** A workspace with the machine's `ssh-add`, which asks whatever agent a step is given. */
  async function makeWorkspace(): Promise<string> {
    const workspace = await mkdtemp(join(folder, 'workspace-'));
    const program = (await findProgram('ssh-add')) ?? '';
    const files = { 'bin/ssh-add': program, ...(await listLibraries(program)) };
    for (const [path, source] of Object.entries(files)) {
      const target = join(workspace, 'root', path);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(source, target);
    }
    await mkdir(join(workspace, 'root/etc'));
    await writeFile(join(workspace, 'root/etc/passwd'), 'root:x:0:0:root:/:/bin/sh\n');
    return workspace;
  }

  const readKey = async (name: 'agent' | 'file') => ({
    name: `private key of ${name}`,
    value: (await readFile(keys[name], 'utf8')).split('\n').slice(1, -2).join('\n'),
  });

  it('gives steps the agent of the job, and a key from a file, each under its id', async () => {
    const { built, seen } = await tryBuild(
      [
        'COPY root /',
        'RUN --mount=type=ssh ssh-add -l > /seen/agent',
        'RUN --mount=type=ssh,id=deploy ssh-add -l > /seen/file',
        'RUN test -z "$SSH_AUTH_SOCK" && touch /seen/nothing',
      ],
      {
        workspace: await makeWorkspace(),
        inputs: { ssh: `default\ndeploy=${keys.file}` },
        env: { SSH_AUTH_SOCK: socket },
        canaries: [await readKey('agent'), await readKey('file')],
      },
    );
    expect(built.error).toBeUndefined();
    expect(await seen('agent')).toBe(`256 ${fingerprints.agent} agent (ED25519)`);
    expect(await seen('file')).toMatch(
      new RegExp(`^256 ${quotePattern(fingerprints.file)} .*\\(ED25519\\)$`),
    );
    expect(await seen('nothing')).toBe('');
  });

  it('is missed before anything is built where the job has no agent', async () => {
    const { built } = await tryBuild([], { inputs: { ssh: 'default' } });
    expect(built.error?.code).toBe('INPUT_INVALID');
    expect(built.main.groups).not.toContain('Build');
  });

  it('is told as what is missing where a step requires it', async () => {
    const { built } = await tryBuild(['RUN --mount=type=ssh,id=deploy,required=true true'], {
      inputs: {},
    });
    expect(built.error?.message).toContain('`ssh`');
  });
});

function quotePattern(text: string): string {
  return text.replace(/[+/.]/g, '\\$&');
}

describe('the network', () => {
  let server: HttpServer;
  beforeAll(async () => {
    server = await startHttpServer({ handler: (_, response) => void response.end('reached') });
  });
  afterAll(() => server.stop());

  const ask = (options = ''): string =>
    `RUN ${options} busybox wget -q -O /seen/answer ${server.url}/ || echo unreachable > /seen/answer`;

  it.each<[string, string, Record<string, string>, string]>([
    ['the host’s for every step', '', { network: 'host' }, 'reached'],
    ['none', '', { network: 'none' }, 'unreachable'],
    [
      'the host’s for a step that may',
      '--network=host',
      { allow: 'network.host', network: 'none' },
      'reached',
    ],
    ['none for a step that wants none', '--network=none', { network: 'host' }, 'unreachable'],
  ])('is %s', async (_, options, inputs, answer) => {
    const { built, seen } = await tryBuild([ask(options)], { inputs });
    expect(built.error).toBeUndefined();
    expect(await seen('answer')).toBe(answer);
  });

  it('of the host is refused to a step that may not', async () => {
    const { built } = await tryBuild([ask('--network=host')], { inputs: {} });
    expect(built.error?.message).toContain('`allow: ');
  });
});

describe('a privileged step', () => {
  const read = (options: string, file: string): string =>
    `RUN ${options} while read -r name value; do test "$name" = CapEff: && echo "$value"; done < /proc/self/status > /seen/${file} || true`;

  it('is refused without `allow`', async () => {
    const { built } = await tryBuild([read('--security=insecure', 'granted')], { inputs: {} });
    expect(built.error?.message).toContain('`allow: ');
  });

  it('has what it asks for with `allow`, and a warning says so', async () => {
    const { built, seen } = await tryBuild(
      [read('', 'plain'), read('--security=insecure', 'granted')],
      { inputs: { allow: 'security.insecure' } },
    );
    expect(built.error).toBeUndefined();
    expect(built.warnings).toEqual([expect.stringContaining('security.insecure')]);
    const mayAdministrate = (capabilities: string): boolean =>
      (BigInt(`0x${capabilities}`) & (1n << 21n)) !== 0n;
    expect(mayAdministrate(await seen('plain'))).toBe(false);
    expect(mayAdministrate(await seen('granted'))).toBe(true);
  });
});

describe('devices', () => {
  it('may be asked for on a builder that allows them', async () => {
    const inputs = { allow: 'device=example.com/device=one' };
    const { built, seen } = await tryBuild(['RUN touch /seen/done'], { inputs });
    expect(built.error).toBeUndefined();
    expect(built.warnings).toEqual([expect.stringContaining('device')]);
    expect(await seen('done')).toBe('');
  });
});

describe('cgroup-parent', () => {
  it('is where steps run', async () => {
    const { built, seen } = await tryBuild(
      ['RUN cat /proc/self/cgroup /proc/1/cgroup > /seen/group'],
      {
        inputs: { 'cgroup-parent': 'lab-group' },
      },
    );
    expect(built.error).toBeUndefined();
    expect(await seen('group')).toContain('lab-group');
  });
});
