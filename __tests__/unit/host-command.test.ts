import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runInGroup } from '../../src/host/command.ts';
import type { Command } from '../../src/host/host.ts';

const folder = mkdtempSync(join(tmpdir(), 'host-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NEVER = new AbortController().signal;
/** Far less than people would wait, far more than these children take on a busy machine. */
const patience = { termMs: 150, killMs: 300, lingerMs: 150 };

const shell = (script: string, more: Partial<Command> = {}): Command => ({
  tool: 'sh',
  file: '/bin/sh',
  args: ['-c', script],
  env: { PATH: process.env['PATH'] ?? '' },
  deadlineMs: 20_000,
  ...more,
});

const run = (command: Command, signal = NEVER) => runInGroup(command, { signal, patience });

const isAlive = (pid: number): boolean => {
  try {
    // What nobody has waited for yet is dead all the same.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** A killed process goes when the kernel next looks at it. */
async function listSurvivors(pids: readonly number[]): Promise<number[]> {
  for (let tries = 0; tries < 100 && pids.some(isAlive); tries++) await sleep(10);
  return pids.filter(isAlive);
}

/** Numbers that the children wrote; they may have died before. */
const readPids = (name: string): number[] =>
  readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map(Number);

describe('a command that ends by itself', () => {
  it.each([
    ['exit 0', { exitCode: 0, signal: undefined }],
    ['exit 7', { exitCode: 7, signal: undefined }],
    ['kill -KILL $$', { exitCode: undefined, signal: 'SIGKILL' }],
  ])('%s', async (script, expected) => {
    expect(await run(shell(script))).toMatchObject({
      ...expected,
      timedOut: false,
      notFound: false,
    });
  });

  it('gives both streams apart', async () => {
    const result = await run(shell('echo out; echo err >&2'));
    expect(result).toMatchObject({ stdout: 'out\n', stderr: 'err\n' });
  });

  it('hands over lines as they come, whatever ends them, made harmless', async () => {
    const lines: string[] = [];
    const onLine = (line: string): void => {
      lines.push(line);
    };
    await run(shell('printf "one\\r\\ntwo\\n::set-output name=x::y\\nlast"', { onLine }));
    expect(lines).toEqual(['one', 'two', expect.stringMatching(/^: :set-output/), 'last']);
  });

  it('shows progress that is written over itself line by line', async () => {
    const lines: string[] = [];
    await run(
      shell('printf "10%%\\r20%%\\r::add-mask::x\\n"', { onLine: (line) => lines.push(line) }),
    );
    expect(lines).toHaveLength(3);
    expect(lines.filter((line) => /^\s*::/.test(line))).toEqual([]);
  });

  it('keeps the end of a stream that is too long, and every line is handed over', async () => {
    let count = 0;
    const onLine = (): void => {
      count += 1;
    };
    const result = await run(shell('yes 0123456789 | head -n 450000; echo end', { onLine }));
    expect(result.stdout.length).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(result.stdout.endsWith('0123456789\nend\n')).toBe(true);
    expect(count).toBe(450_001);
  });

  it('keeps characters that are cut in two by a chunk', async () => {
    const result = await run(shell('printf "\\303"; sleep 0.05; printf "\\244"'));
    expect(result.stdout).toBe('ä');
  });

  it('gets its input, and an end of it', async () => {
    expect((await run(shell('cat', { stdin: 'hello' }))).stdout).toBe('hello');
    expect((await run(shell('cat; echo done'))).stdout).toBe('done\n');
  });

  it('may leave its input unread', async () => {
    const result = await run(shell('exec <&-; exit 0', { stdin: 'x'.repeat(1_000_000) }));
    expect(result.exitCode).toBe(0);
  });

  it('sees the environment it is given and nothing of ours', async () => {
    const { stdout } = await run(shell('/usr/bin/env', { env: { A: 'b' } }));
    expect(stdout.split('\n').filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line))).toEqual([
      'A=b',
      '',
    ]);
  });

  it('runs where it is told', async () => {
    expect((await run(shell('pwd -P', { cwd: '/usr' }))).stdout).toBe('/usr\n');
  });

  it('passes arguments on as they are', async () => {
    const args = ['%s|', 'a b', '$HOME', '"', '*', ''];
    const { stdout } = await run({ ...shell(''), file: '/usr/bin/printf', args });
    expect(stdout).toBe('a b|$HOME|"|*||');
  });
});

describe('a command that cannot be started', () => {
  const plain = join(folder, 'plain');
  writeFileSync(plain, 'no program', { mode: 0o644 });

  it.each([
    ['an absent file', '/nowhere/tool'],
    ['a file that may not be executed', plain],
    ['a folder', folder],
    ['a name that is not on the PATH', 'surely-not-a-tool'],
  ])('%s', async (_, file) => {
    expect(await run({ ...shell(''), file })).toMatchObject({
      exitCode: undefined,
      notFound: true,
    });
  });

  it('for another reason says which', async () => {
    const result = await run(shell('exit 0', { args: ['-c', 'exit 0', 'x'.repeat(3_000_000)] }));
    expect(result).toMatchObject({ exitCode: undefined, notFound: false });
    expect(result.stderr).toContain('E2BIG');
  });
});

describe('a command that takes too long', () => {
  it.concurrent('is asked to stop, and is timed out whatever its exit code is', async () => {
    const result = await run(
      shell('trap "exit 0" INT; while :; do sleep 0.05; done', { deadlineMs: 100 }),
    );
    expect(result).toMatchObject({ timedOut: true, exitCode: 0 });
  });

  it.concurrent.each([
    ['SIGINT', ''],
    ['SIGTERM', 'trap "" INT;'],
    ['SIGKILL', 'trap "" INT TERM;'],
  ])('is ended by %s after %j', async (signal, traps) => {
    const script = `${traps} echo ready; while :; do sleep 0.05 & wait; done`;
    const result = await run(shell(script, { deadlineMs: 200 }));
    expect(result).toMatchObject({ timedOut: true, signal });
    expect(result.stdout).toBe('ready\n');
  });

  it.concurrent('takes its children and their children with it', async () => {
    const file = join(folder, 'tree');
    const script = `(sh -c 'echo $$ >> ${file}; sleep 60 & echo $! >> ${file}; wait') & echo $! >> ${file}; wait`;
    const result = await run(shell(script, { deadlineMs: 300 }));
    expect(result.timedOut).toBe(true);
    expect(readPids('tree').length).toBe(3);
    expect(await listSurvivors(readPids('tree'))).toEqual([]);
  });

  it.concurrent('takes children with it that ignore signals and have closed their streams', async () => {
    const file = join(folder, 'deaf');
    const deaf = `trap '' INT TERM; echo $$ > ${file}; while :; do sleep 0.05; done`;
    const script = `sh -c "${deaf.replaceAll('$', '\\$')}" >/dev/null 2>&1 </dev/null & wait`;
    await run(shell(script, { deadlineMs: 300 }));
    expect(await listSurvivors(readPids('deaf'))).toEqual([]);
  });
});

describe('a command that ends and leaves somebody behind who holds its streams', () => {
  it.concurrent('does not hold up the run', async () => {
    const file = join(folder, 'daemon');
    const result = await run(
      shell(`setsid sh -c 'echo $$ > ${file}; exec sleep 60' & sleep 0.2; echo done`),
    );
    const [pid = 0] = readPids('daemon');
    spawnSync('kill', ['-KILL', String(pid)]);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'done\n', timedOut: false });
    expect(result.durationMs).toBeLessThan(10_000);
  });
});

describe('a run that is cancelled', () => {
  it.concurrent('ends its commands', async () => {
    const controller = new AbortController();
    const file = join(folder, 'cancelled');
    const running = run(
      shell(`echo $$ > ${file}; sleep 60`, { onLine: () => undefined }),
      controller.signal,
    );
    setTimeout(() => controller.abort(new Error('cancelled')), 200);
    const result = await running;
    expect(result).toMatchObject({ timedOut: false, exitCode: undefined, signal: 'SIGINT' });
    expect(await listSurvivors(readPids('cancelled'))).toEqual([]);
  });

  it.concurrent('starts no further one', async () => {
    const file = join(folder, 'started');
    const result = await run(shell(`echo $$ > ${file}`), AbortSignal.abort(new Error('cancelled')));
    expect(result).toMatchObject({ exitCode: undefined, notFound: false, timedOut: false });
    expect(() => readPids('started')).toThrow('ENOENT');
  });
});
