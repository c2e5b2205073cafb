import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'host-actions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOST = new URL('../../src/host/actions-host.ts', import.meta.url).href;
const SIGNALS = new URL('../../src/host/signals.ts', import.meta.url).href;
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const;

function makeEnv(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
  for (const file of Object.values(files)) writeFileSync(file, '');
  return { PATH: process.env['PATH'] ?? '', HOME: folder, RUNNER_TEMP: folder, ...files, ...more };
}

/** A process of its own, as the runner starts one, whose script has `host`. */
const makeArgs = (script: string): string[] => [
  '--input-type=module',
  '-e',
  `import { makeActionsHost } from ${JSON.stringify(HOST)}; import { cancelOnSignals } from ${JSON.stringify(SIGNALS)}; const host = makeActionsHost(cancelOnSignals());\n${script}`,
];

function run(script: string, env = makeEnv()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, makeArgs(script), {
    env,
    encoding: 'utf8',
  });
  const read = (name: (typeof FILES)[number]): string => readFileSync(join(folder, name), 'utf8');
  return { status, lines: stdout.split('\n').filter(Boolean), stderr, read };
}

describe('the host of a runner', () => {
  const { status, lines, stderr, read } = run(
    `
    host.log.info('hello');
    host.log.notice('note\\nsecond');
    host.log.warning('careful');
    host.log.error('broken', { title: 'BUILD_FAILED' });
    host.log.error('broken there', { title: 'BUILD_FAILED', file: 'app/Dockerfile', line: 3 });
    host.log.group('title', ['inside']);
    host.log.open('live')();
    host.log.foreign('::set-output name=x::y');
    host.mask('-----BEGIN\\r\\nline one\\n\\nab\\n-----END');
    host.mask('  ');
    host.setOutput('digest', 'sha256:1\\nsecond');
    host.saveState('run', '{}');
    await host.writeSummary('### title');
    process.emitWarning('experimental', 'ExperimentalWarning');
    const found = await host.run({ tool: 'sh', file: 'sh', args: ['-c', 'echo $A; cat; exit 3'], env: { PATH: process.env.PATH, A: 'b' }, stdin: 'in' });
    console.log(JSON.stringify(found));
    const spaced = await host.run({ tool: 'x', file: ${JSON.stringify(join(folder, 'with space/tool'))}, args: ['a b', '"'], env: {} });
    console.log(JSON.stringify(spaced));
    const absent = await host.run({ tool: 'x', file: '/nowhere/tool', args: [], env: {} });
    console.log(JSON.stringify(absent));
    const killed = await host.run({ tool: 'sh', file: 'sh', args: ['-c', 'kill -KILL $$'], env: {} });
    console.log(JSON.stringify(killed));
    console.log(JSON.stringify([host.machine.os, host.randomHex(6).length, host.readState('run'), Object.isFrozen(host.env)]));
    host.fail();
  `,
    (() => {
      mkdirSync(join(folder, 'with space'));
      writeFileSync(join(folder, 'with space/tool'), '#!/bin/sh\nprintf "%s|" "$@"\n', {
        mode: 0o755,
      });
      return makeEnv({ STATE_run: 'kept' });
    })(),
  );
  const [found, spaced, absent, killed, facts] = lines
    .filter((line) => /^[[{]/.test(line))
    .map((line) => JSON.parse(line));

  it('prints what the runner understands', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        'hello',
        '::notice::note%0Asecond',
        '::warning::careful',
        '::error title=BUILD_FAILED::broken',
        '::error title=BUILD_FAILED,file=app/Dockerfile,line=3::broken there',
        '::group::title',
        'inside',
        '::endgroup::',
        '::group::live',
      ]),
    );
  });

  it('prints nothing of a tool that the runner would understand', () => {
    expect(lines.filter((line) => line.includes('set-output'))).toEqual([
      expect.stringMatching(/^: :/),
    ]);
  });

  it('masks a value and each of its lines, but none that would hide everything', () => {
    const masks = lines
      .filter((line) => line.startsWith('::add-mask::'))
      .map((line) => line.slice(12));
    expect(masks).toEqual([
      '-----BEGIN%0D%0Aline one%0A%0Aab%0A-----END',
      '-----BEGIN',
      'line one',
      '-----END',
    ]);
  });

  it('writes outputs, state and summary to their files', () => {
    expect(read('GITHUB_OUTPUT')).toMatch(/^digest<<(\S+)\nsha256:1\nsecond\n\1\n$/);
    expect(read('GITHUB_STATE')).toMatch(/^run<</);
    expect(read('GITHUB_STEP_SUMMARY')).toBe('### title\n');
  });

  it('fails by its exit code, and keeps the notes of libraries out of the log', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(lines.filter((line) => line.includes('experimental'))).toEqual([
      expect.stringMatching(/^::debug::/),
    ]);
  });

  it('knows the machine and the state', () => {
    expect(facts).toEqual(['linux', 12, 'kept', true]);
  });

  it.each([
    ['one that fails', () => found, { exitCode: 3, stdout: 'b\nin', notFound: false }],
    ['one at a path with a space', () => spaced, { exitCode: 0, stdout: 'a b|"|' }],
    ['one that is not there', () => absent, { notFound: true }],
  ])('runs short commands: %s', (_, result, expected) => {
    expect(result()).toMatchObject(expected);
  });

  it('gives no exit code for a command that a signal ended', () => {
    expect(killed).not.toHaveProperty('exitCode');
  });
});

describe('a host without a summary file', () => {
  it('writes none', () => {
    const { status } = run("await host.writeSummary('x')", makeEnv({ GITHUB_STEP_SUMMARY: '' }));
    expect(status).toBe(0);
  });
});

describe('a runner that cancels', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends what runs and what waits', async (signal) => {
    const child = spawn(
      process.execPath,
      makeArgs(`
        const running = host.run({ tool: 'sleep', file: 'sleep', args: ['60'], env: { PATH: process.env.PATH }, deadlineMs: 60000 });
        const waiting = host.clock.sleep(60000).catch((error) => error.code);
        console.log('ready');
        const { exitCode } = await running;
        const after = await host.clock.sleep(1).catch((error) => error.code);
        console.log(JSON.stringify([exitCode ?? 'none', await waiting, after, host.signal.reason.code]));
      `),
      { env: makeEnv(), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output === 'ready\n') child.kill(signal);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, output }).toEqual({
      code: 0,
      output: 'ready\n["none","CANCELLED","CANCELLED","CANCELLED"]\n',
    });
  });
});

describe('a TMPDIR', () => {
  const look =
    'console.log(JSON.stringify([host.env.TMPDIR ?? null, process.env.TMPDIR ?? null]));';

  it('that is not there is left out, for tools and libraries alike', () => {
    const { lines } = run(look, makeEnv({ TMPDIR: join(folder, 'nowhere') }));
    expect(lines).toEqual([expect.stringContaining('TMPDIR is left out'), '[null,null]']);
  });

  it('that is there stays', () => {
    const { lines } = run(look, makeEnv({ TMPDIR: folder }));
    expect(lines).toEqual([JSON.stringify([folder, folder])]);
  });
});
