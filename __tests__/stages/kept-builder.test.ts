import { describe, expect, it } from '@jest/globals';
import { obtainKept } from '../../src/stages/builder/kept-builder.ts';
import { cleanUp } from '../../src/stages/cleanup/cleanup.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { formatMark, type Mark } from '../../src/tools/mark.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeOwnBuilder } from '../support/make-own-builder.ts';

const NAME = 'build-sign-kept.main.release.octo.app';
const CONTAINER = `buildx_buildkit_${NAME}0`;
const USES = `/tools/build-sign-builders/${NAME}`;
const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const KEPT = { name: NAME, maxBytes: 5000 };
const BUILDX = { path: '/opt/buildx', env: {} };
const MACHINE = {
  '/proc/sys/kernel/random/boot_id': 'boot\n',
  '/proc/sys/kernel/hostname': 'runner\n',
  '/proc/77/stat': `77 (Runner.Worker) S 1 ${'0 '.repeat(17)}5000 0`,
};
const use = (
  kept: string,
  { startedAt = '5000', machine = 'boot@runner', days = 0 } = {},
): string => {
  const owner = { machine, pid: 77, startedAt };
  const createdAtMs = NOW_MS - days * 86_400_000;
  const mark: Mark = { runId: '8', runAttempt: 1, job: 'a', createdAtMs, owner, kept };
  return formatMark(mark);
};

/** The engine's container, as `docker container inspect` tells it; absent where the key is undefined. */
function makeEngine(key: string | undefined, madeBy?: string): ScriptedCommand[] {
  let there = key;
  return [
    {
      when: /^docker container inspect/,
      answer: () =>
        there === undefined
          ? { exitCode: 1 }
          : {
              stdout: `id-${there}\nA=b\nBUILD_SIGN_ACTION=run=5 attempt=1 job=a created=1 kept=${there}\n`,
            },
    },
    {
      when: /^docker rm/,
      answer: () => {
        there = undefined;
        return {};
      },
    },
    { when: /^docker volume rm/, answer: {} },
    {
      when: /^buildx create/,
      answer: ({ args }) => {
        there ??= madeBy ?? / kept=(\w+)/.exec(args.join(' '))?.[1];
        return {};
      },
    },
  ];
}

async function obtain(commands: ScriptedCommand[], files: Record<string, string> = {}) {
  const host = makeFakeHost({
    env: { RUNNER_TOOL_CACHE: '/tools', RUNNER_TEMP: '/temp', GITHUB_RUN_ID: '9' },
    files: { ...MACHINE, ...files },
    commands,
    now: new Date(NOW_MS),
  });
  const folder = await openRunFolder(host);
  const said: string[] = [];
  const name = await obtainKept(host, {
    ...{
      own: makeOwnBuilder({ kept: KEPT }),
      kept: KEPT,
      key: 'k1',
      tls: [],
      buildx: BUILDX,
      folder,
    },
    say: (line) => said.push(line),
  });
  expect(host.unscripted).toEqual([]);
  return { host, name, said: said.join('\n') };
}
const removed = ({ commands }: FakeHost): string[] =>
  commands.flatMap(({ tool, args }) =>
    tool === 'docker' && /^(?:volume )?rm /.test(args.join(' ')) ? [args.join(' ')] : [],
  );
const uses = ({ stored }: FakeHost): string[] =>
  [...stored.keys()].filter((path) => path.startsWith(USES));

describe('a builder that is kept', () => {
  it('is made where there is none, under its name and with its mark, and the post step does not remove it', async () => {
    const { host, name } = await obtain(makeEngine(undefined));
    expect(name).toBe(NAME);
    const create = host.commands.find(({ args }) => args[0] === 'create')?.args.join(' ') ?? '';
    expect(create).toContain(`--name=${NAME}`);
    expect(create).toMatch(/BUILD_SIGN_ACTION=run=9 .* kept=k1/);
    expect(create).not.toContain('pid=');
    expect(JSON.parse(host.state.get('run') ?? '')).toMatchObject({ kept: KEPT });
    expect(JSON.parse(host.state.get('run') ?? '').builder).toBeUndefined();
  });

  it('is used where it is there with the same settings', async () => {
    const { host, name, said } = await obtain(makeEngine('k1'));
    expect(name).toBe(NAME);
    expect(said).toContain('since run 5');
    expect(removed(host)).toEqual([]);
  });

  it('is made anew where its settings are others: by the container’s number, with its volume', async () => {
    const { host, name } = await obtain(makeEngine('k0'));
    expect(name).toBe(NAME);
    expect(removed(host)).toEqual(['rm --force id-k0', `volume rm ${CONTAINER}_state`]);
  });

  it.each([
    ['that runs', use('k0')],
    ['of another machine, in its time', use('k0', { machine: 'other@x', days: 5 })],
  ])('is left alone where a job %s has it with other settings', async (_, text) => {
    const { host, name, said } = await obtain(makeEngine('k0'), { [`${USES}/build-sign-x`]: text });
    expect(name).toBeUndefined();
    expect(said).toContain('in use with other settings, by run 8');
    expect(removed(host)).toEqual([]);
    expect(host.commands).toEqual([]);
    expect(uses(host)).toEqual([`${USES}/build-sign-x`]);
  });

  it.each([
    ['with the same settings', use('k1'), 'k1', []],
    ['that is gone', use('k0', { startedAt: '1' }), 'k0', ['rm']],
    ['nobody can see, after its time', use('k0', { machine: 'other@x', days: 6 }), 'k0', ['rm']],
    ['that is no mark', 'x', 'k1', []],
  ])('is used beside a use %s', async (_, text, key, verbs) => {
    const { host, name } = await obtain(makeEngine(key), { [`${USES}/build-sign-x`]: text });
    expect(name).toBe(NAME);
    expect(
      removed(host)
        .map((one) => one.split(' ')[0])
        .slice(0, 1),
    ).toEqual(verbs);
    expect(uses(host)).toContainEqual(expect.stringMatching(/build-sign-\d+$/));
  });

  it('is not used where another job was faster, with other settings', async () => {
    const { host, name } = await obtain(makeEngine(undefined, 'k2'));
    expect(name).toBeUndefined();
    expect(removed(host)).toEqual([]);
    expect(uses(host)).toEqual([]);
  });

  it('that does not boot is not removed: another job may build in it', async () => {
    const failing: ScriptedCommand = {
      when: /^buildx create/,
      answer: { exitCode: 1, stderr: 'no' },
    };
    const FORGET: ScriptedCommand = { when: /^buildx rm --force --keep-daemon/, answer: {} };
    const [inspect] = makeEngine('k1');
    const work = obtain([...(inspect === undefined ? [] : [inspect]), failing, FORGET]);
    await expect(work).rejects.toMatchObject({ code: 'BUILDER_FAILED' });
  });
});

describe('the post step', () => {
  const state = { v: 1, folder: '/temp/build-sign-a', buildx: '/opt/buildx', kept: KEPT };
  it.each([
    [0, /INFO|The builder .* stays/],
    [1, /could not be pruned/],
  ])('prunes it to its bound and leaves it (buildx ends with %d)', async (exitCode, told) => {
    const host = makeFakeHost({
      env: { RUNNER_TEMP: '/temp', RUNNER_TOOL_CACHE: '/tools', STATE_run: JSON.stringify(state) },
      files: { '/temp/build-sign-a/mark': '', [`${USES}/build-sign-a`]: use('k1') },
      commands: [{ when: /^buildx prune/, answer: { exitCode, stderr: 'no' } }],
    });
    await cleanUp(host);
    expect(host.commands.map(({ args }) => args.join(' '))).toEqual([
      `prune --builder=${NAME} --all --force --max-used-space=5000`,
    ]);
    expect(host.lines.join('\n')).toMatch(told);
    expect(uses(host)).toEqual([]);
    expect(host.stored.has('/temp/build-sign-a/mark')).toBe(false);
    const lines = [...host.lines];
    await cleanUp(host);
    expect(host.commands).toHaveLength(1);
    expect(host.lines).toEqual(lines);
  });
});
