import { describe, expect, it } from '@jest/globals';
import { findOtherBuild } from '../../src/stages/cleanup/own-builders.ts';
import { formatMark, type Mark } from '../../src/tools/mark.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const CONTAINER = 'buildx_buildkit_build-sign-0123456789ab0';
const stat = (parent: number, startedAt: number): string =>
  `9 (node) S ${parent} ${'0 '.repeat(17)}${startedAt} 0`;
const FILES = {
  '/proc/sys/kernel/random/boot_id': 'boot\n',
  '/proc/sys/kernel/hostname': 'runner\n',
  '/proc/self/stat': stat(77, 6000),
  '/proc/77/stat': stat(1, 5000),
  '/proc/88/stat': stat(1, 5001),
};
const JOB: Mark = {
  ...{ runId: '9', runAttempt: 1, job: 'build' },
  createdAtMs: NOW_MS - HOUR_MS,
  owner: { machine: 'boot@runner', pid: 77, startedAt: '5000' },
};
const other = (owner: Mark['owner'], more: Partial<Mark> = {}): Mark => ({
  ...JOB,
  owner,
  ...more,
});

/** Its run; undefined where nobody else builds. */
async function find(
  marks: readonly Mark[],
  { env = {}, volumes = [] }: { env?: Record<string, string>; volumes?: readonly string[] } = {},
) {
  const names = marks.map((_, at) => `${CONTAINER.slice(0, -1)}${at}`);
  const host = makeFakeHost({
    now: new Date(NOW_MS),
    env: {
      ...{ RUNNER_ENVIRONMENT: 'self-hosted', GITHUB_RUN_ID: '9', GITHUB_JOB: 'build' },
      ...env,
    },
    files: FILES,
    commands: [
      {
        when: /^docker volume ls --filter=label=build-sign-emulators --format=/,
        answer: { stdout: volumes.map((line) => `${line}\n`).join('') },
      },
      { when: /^docker ps /, answer: { stdout: [...names, 'buildx_buildkit_mine0'].join('\n') } },
      ...marks.map((mark, at) => ({
        when: new RegExp(`^docker container inspect .* ${names[at]}$`),
        answer: { stdout: `A=b\nBUILD_SIGN_ACTION=${formatMark(mark)}\n` },
      })),
    ],
  });
  return (await findOtherBuild(host, {}))?.owner?.pid;
}

describe('another job that builds on this machine', () => {
  it('is one whose runner lives: a leg of the same matrix, too', async () => {
    expect(await find([JOB, other({ machine: 'boot@runner', pid: 88, startedAt: '5001' })])).toBe(
      88,
    );
  });

  it.each<[string, readonly Mark[]]>([
    ['this job itself', [JOB]],
    ['an earlier use in this job', [{ ...JOB, createdAtMs: NOW_MS - 7 * HOUR_MS }]],
    ['of a runner that is gone', [other({ machine: 'boot@runner', pid: 88, startedAt: '1' })]],
    [
      'long ago, in a container of its own',
      [
        other(
          { machine: 'boot@x', pid: 2, startedAt: '1' },
          { createdAtMs: NOW_MS - 200 * HOUR_MS },
        ),
      ],
    ],
    ['none', []],
  ])('is not %s', async (_, marks) => {
    expect(await find(marks)).toBeUndefined();
  });

  it('is one in a container of its own, where nobody can see its process', async () => {
    expect(await find([other({ machine: 'boot@x', pid: 2, startedAt: '1' })])).toBe(2);
  });

  const NEIGHBOUR = other({ machine: 'boot@runner', pid: 88, startedAt: '5001' });
  const GONE = other({ machine: 'boot@runner', pid: 88, startedAt: '1' });
  it.each<[string, string, number | undefined]>([
    ['is one that needs emulators', `build-sign-use-0123456789ab ${formatMark(NEIGHBOUR)}`, 88],
    ['is not this job', `build-sign-use-0123456789ab ${formatMark(JOB)}`, undefined],
    ['is not one that is gone', `build-sign-use-0123456789ab ${formatMark(GONE)}`, undefined],
    ['is not what somebody has called so', `data ${formatMark(NEIGHBOUR)}`, undefined],
    ['is not a volume without a mark', 'build-sign-use-0123456789ab ', undefined],
  ])('by its volume: %s', async (_, volume, pid) => {
    expect(await find([], { volumes: [volume] })).toBe(pid);
  });

  it('is nowhere on a machine of GitHub, where nobody is asked', async () => {
    const marks = [other({ machine: 'boot@runner', pid: 88, startedAt: '5001' })];
    expect(await find(marks, { env: { RUNNER_ENVIRONMENT: 'github-hosted' } })).toBeUndefined();
  });
});
