import { describe, expect, it } from '@jest/globals';
import { sweepOrphans } from '../../src/stages/cleanup/sweep.ts';
import { findLeftEmulators, recordEmulators } from '../../src/stages/emulation/emulator-records.ts';
import { ensure, HANDLER, IMAGE, probe, RUNS, remembered } from '../support/emulation-scene.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import {
  HANDLER_FILE,
  HOUR_MS,
  MACHINE,
  mark,
  NOTHING,
  NOW_MS,
  OWN,
  RECORD,
  record,
  sweep,
} from '../support/sweep-scene.ts';

describe('links to caches, in the folder that all share', () => {
  const DAY_MS = 24 * HOUR_MS;
  const named = (days: number): string =>
    `/tmp/bsa-layers-${NOW_MS - days * DAY_MS}-0123456789abcdef`;

  it.each([
    ['after six days', named(6), true],
    ['not while their run may go on', named(5), false],
    ['not those of another name', `/tmp/bsa-layers-${'0'.repeat(13)}-x`, false],
    ['not those that no time is in', '/tmp/bsa-layers-0123456789abcdef', false],
  ])('are removed %s', async (_, link, isGone) => {
    const host = await sweep({ files: { [link]: '/caché' } });
    expect(host.stored.has(link)).toBe(!isGone);
    expect(host.events.includes(`unlink ${link}`)).toBe(isGone);
  });

  it('that the system keeps keep no other from being removed', async () => {
    const [kept, gone] = [named(8), named(7)];
    const host = makeFakeHost({
      env: OWN,
      files: { ...MACHINE, [kept]: '/é', [gone]: '/é' },
      commands: [NOTHING],
      now: new Date(NOW_MS),
    });
    const unlink = (path: string): Promise<void> =>
      path === kept ? Promise.reject(new Error('EPERM')) : host.files.unlink(path);
    const reach = { ...host, files: { ...host.files, unlink } };
    await sweepOrphans(reach, { env: {}, usesEngine: true, emulationImage: IMAGE });
    expect([host.stored.has(kept), host.stored.has(gone)]).toEqual([true, false]);
  });
});

describe('private folders of runs before', () => {
  it.each([
    ['of a job that is gone', 'build-sign-a', mark(6), true],
    ['that are young', 'build-sign-a', mark(5.9), false],
    ['of a job that runs', 'build-sign-a', mark(1000, '5000'), false],
    ['of another machine, too young', 'build-sign-a', mark(100).replace('boot', 'other'), false],
    ['of another machine', 'build-sign-a', mark(144).replace('boot', 'other'), true],
    ['without a mark', 'build-sign-a', '', false],
    ['with a mark of somebody', 'build-sign-a', 'mine', false],
    ['of others', 'other-a', mark(1000), false],
  ])('%s', async (_, name, text, isGone) => {
    const files = { [`/temp/${name}/mark`]: text, [`/temp/${name}/docker/config.json`]: '{}' };
    for (const usesEngine of [true, false]) {
      const host = await sweep({ files, usesEngine });
      expect(host.stored.has(`/temp/${name}/docker/config.json`)).toBe(!isGone);
    }
  });

  it('stay on a hosted runner', async () => {
    const files = { '/temp/build-sign-a/mark': mark(1000) };
    const host = await sweep({ files, env: { ...OWN, RUNNER_ENVIRONMENT: 'github-hosted' } });
    expect(host.stored.has('/temp/build-sign-a/mark')).toBe(true);
    expect(host.commands).toEqual([]);
  });

  it('go also when no engine answers', async () => {
    const broken: ScriptedCommand = {
      when: /^docker/,
      answer: () => {
        throw new Error('no engine');
      },
    };
    const host = await sweep({ files: { '/temp/build-sign-a/mark': mark(7) }, commands: [broken] });
    expect(host.stored.has('/temp/build-sign-a/mark')).toBe(false);
  });
});

describe('volumes by which jobs say that they need emulators', () => {
  const VOLUME = 'build-sign-use-0123456789ab';
  it.each<[string, string, boolean]>([
    ['go when their job is gone', `${VOLUME} ${mark(6)}`, true],
    ['stay while they are young', `${VOLUME} ${mark(5)}`, false],
    ['stay while their job runs', `${VOLUME} ${mark(1000, '5000')}`, false],
    ['stay without a mark', `${VOLUME} mine`, false],
    ['stay under another name', `data ${mark(1000)}`, false],
  ])('%s', async (_, line, isGone) => {
    const commands: ScriptedCommand[] = [
      {
        when: /^docker volume ls --filter=label=build-sign-emulators /,
        answer: { stdout: `${line}\n` },
      },
      { when: /^docker volume rm /, answer: ({ args }) => ({ stdout: `${args.at(-1)}\n` }) },
      NOTHING,
    ];
    const host = await sweep({ commands });
    const removed = host.commands.filter(({ args }) => args[1] === 'rm').map(({ args }) => args[2]);
    expect(removed).toEqual(isGone ? [VOLUME] : []);
    expect(host.lines.join().includes(`Removed the volume ${VOLUME}`)).toBe(isGone);
  });
});

describe('volumes without a container', () => {
  const OURS = 'buildx_buildkit_build-sign-0123456789ab0_state';
  const list = (...names: string[]): ScriptedCommand => ({
    when: /^docker volume ls/,
    answer: { stdout: `${names.join('\n')}\n` },
  });
  const created = (hours: number): ScriptedCommand => ({
    when: /^docker volume inspect/,
    answer: { stdout: `${new Date(NOW_MS - hours * HOUR_MS).toISOString()}\n` },
  });
  const containers = (...names: string[]): ScriptedCommand[] => [
    { when: /^docker ps/, answer: { stdout: `${names.join('\n')}\n` } },
    { when: /^docker container inspect/, answer: { stdout: `BUILD_SIGN_ACTION=${mark(0)}\n` } },
  ];
  const REMOVE: ScriptedCommand = { when: /^docker volume rm /, answer: {} };
  const removed = ({ commands }: FakeHost): string[] =>
    commands.filter(({ args }) => args[1] === 'rm').map(({ args }) => args.join(' '));

  it.each([
    ['old ones go', OURS, 6, [], [`volume rm ${OURS}`]],
    ['young ones stay', OURS, 5, [], []],
    ['those of a container stay', OURS, 1000, ['buildx_buildkit_build-sign-0123456789ab0'], []],
    ['those of others stay', 'buildx_buildkit_build-sign-mine0_state', 1000, [], []],
    ['those of no date stay', OURS, Number.NaN, [], []],
  ])('%s', async (_, name, hours, used, expected) => {
    const date = Number.isNaN(hours)
      ? { when: /^docker volume inspect/, answer: { stdout: '<no value>\n' } }
      : created(hours);
    const commands = [...containers(...used), list(name), date, REMOVE];
    expect(removed(await sweep({ commands }))).toEqual(expected);
  });
});

describe('emulators of runs before', () => {
  const there = { [HANDLER_FILE]: HANDLER };

  it('go with their record, as long as they are what was registered', async () => {
    const host = await sweep({ files: { ...there, [RECORD]: record(7) } });
    expect(host.stored.has(HANDLER_FILE)).toBe(false);
    expect(host.stored.has(RECORD)).toBe(false);
    expect(host.lines.join()).toContain('Removed the emulators qemu-aarch64');
  });

  it.each([
    ['of a job that runs', record(1000, '5000')],
    ['that are young', record(5)],
    ['that somebody has registered anew', record(7, '1', 'enabled\ninterpreter /other\n')],
    ['without a record', ''],
    ['with a record of another name', record(7).replace('qemu-aarch64', 'qemu-arm')],
    ['with a record that names no emulator', record(7).replace('qemu-aarch64', '../x')],
  ])('stay: %s', async (_, text) => {
    const host = await sweep({ files: { ...there, [RECORD]: text } });
    expect(host.stored.has(HANDLER_FILE)).toBe(true);
  });

  it('stay where the engine does not have what removes them', async () => {
    const commands = [NOTHING, { when: /^docker image inspect/, answer: { exitCode: 1 } }];
    const host = await sweep({ files: { ...there, [RECORD]: record(7) }, commands });
    expect(host.stored.has(HANDLER_FILE)).toBe(true);
    expect(host.stored.has(RECORD)).toBe(true);
  });

  it('are this run’s to remove when it uses them', async () => {
    const files = { ...MACHINE, ...there, [RECORD]: record(7) };
    const { host, said, ensuring } = await ensure({
      ...{ files, commands: [probe('arm64', RUNS)], env: OWN, now: new Date(NOW_MS) },
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64']);
    expect(remembered(host)).toEqual({ image: IMAGE, names: ['qemu-aarch64'] });
    expect(said.join()).toContain('there since run 9');
    expect(await findLeftEmulators(host)).toEqual([]);
  });

  it('are recorded on a machine of one’s own only', async () => {
    for (const [environment, isWritten] of [
      ['self-hosted', true],
      ['github-hosted', false],
    ] as const) {
      const env = { ...OWN, RUNNER_ENVIRONMENT: environment };
      const host = makeFakeHost({ env, files: { ...MACHINE, ...there } });
      await recordEmulators(host, ['qemu-aarch64', 'qemu-s390x']);
      expect([...host.stored.keys()].filter((path) => path.startsWith('/tools'))).toEqual(
        isWritten ? [RECORD] : [],
      );
    }
  });
});
