import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import type { BuildSecret } from '../../src/inputs/secrets.ts';
import { runChecked, withCode, withHint } from '../../src/stages/job/run-command.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { withSecretFiles } from '../../src/stages/job/secrets.ts';
import { joinTracks, makeTimings, runTrack } from '../../src/stages/job/tracks.ts';
import { parseState } from '../../src/state.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const later = (error: unknown, host = makeFakeHost()): Promise<never> =>
  host.clock.sleep(1).then(() => {
    throw error;
  });

describe('tracks', () => {
  it.each(['done', 'failed'])(
    'print their lines as one group when they have %s',
    async (outcome) => {
      const host = makeFakeHost();
      const running = runTrack(host, {
        title: 'Builder',
        timings: makeTimings(host.clock),
        work: async (say) => {
          say('one');
          await host.clock.sleep(1500);
          say('two');
          if (outcome === 'failed') throw new Error('x');
        },
      });
      await running.catch(() => undefined);
      expect(host.lines).toEqual([`Builder: ${outcome} in 1.5 s`, 'one', 'two']);
    },
  );

  it('are all waited for before one failure is told as it is', async () => {
    const error = new ActionError('BUILDER_FAILED', 'x');
    let ended = false;
    const slow = new Promise<void>((resolve) => {
      setTimeout(() => {
        ended = true;
        resolve();
      }, 20);
    });
    await expect(joinTracks([Promise.reject(error), slow])).rejects.toBe(error);
    expect(ended).toBe(true);
  });

  it('that fail for several reasons are told together, each once', async () => {
    const engine = new ActionError('ENGINE_UNREACHABLE', 'no engine', {
      hint: 'Start it.',
      details: ['a'],
    });
    const registry = new ActionError('REGISTRY_DENIED', 'no push', { details: ['b'] });
    await expect(
      joinTracks([Promise.reject(engine), later(engine), later(registry)]),
    ).rejects.toMatchObject({
      code: 'SETUP_FAILED',
      message: 'no engine\nStart it.\nno push',
      details: ['a', 'b'],
    });
  });

  it('that were cancelled are told as that alone', async () => {
    const cancelled = new ActionError('CANCELLED', 'cancelled');
    await expect(joinTracks([later(new Error('x')), later(cancelled)])).rejects.toBe(cancelled);
  });

  it('that succeed are nothing to tell', async () => {
    await expect(joinTracks([Promise.resolve(1), Promise.resolve(2)])).resolves.toBeUndefined();
  });
});

describe('timings', () => {
  it('are seconds by stage, also of a stage that failed', async () => {
    const host = makeFakeHost();
    const timings = makeTimings(host.clock);
    await timings.measure('Build', () => host.clock.sleep(1234));
    await timings.measure('Sign', () => later(new Error('x'), host)).catch(() => undefined);
    expect(timings.all()).toEqual({ Build: 1.234, Sign: 0.001 });
  });
});

describe('a command that has to succeed', () => {
  const command = { tool: 'buildx', file: '/opt/buildx', args: ['build', '--x'], env: {} };
  const run = (answer: object) =>
    runChecked(makeFakeHost({ commands: [{ when: /^buildx/, answer }] }), command);

  it('does with exit code 0, whatever it prints', async () => {
    await expect(run({ stderr: 'ERROR: not really' })).resolves.toMatchObject({ exitCode: 0 });
  });

  it.each([
    [{ exitCode: 1 }, 'COMMAND_FAILED'],
    [{ exitCode: undefined, signal: 'SIGKILL' }, 'COMMAND_FAILED'],
    [{ exitCode: 0, timedOut: true }, 'COMMAND_TIMED_OUT'],
    [{ exitCode: undefined, notFound: true }, 'COMMAND_NOT_FOUND'],
  ])('does not with %j', async (answer, code) => {
    await expect(run(answer)).rejects.toMatchObject({ code });
  });

  it('is told as cancelled when the run is', async () => {
    const cancelled = new ActionError('CANCELLED', 'x');
    const host = makeFakeHost({ commands: [{ when: /^buildx/, answer: {} }] });
    host.cancel(cancelled);
    await expect(runChecked(host, command)).rejects.toBe(cancelled);
  });

  it.each([
    [new ActionError('COMMAND_FAILED', 'x'), 'BUILD_FAILED'],
    [new ActionError('COMMAND_TIMED_OUT', 'x'), 'COMMAND_TIMED_OUT'],
    [new ActionError('CANCELLED', 'x'), 'CANCELLED'],
    [new ActionError('REGISTRY_DENIED', 'x'), 'REGISTRY_DENIED'],
  ])('%s is told by its stage as %s', (error, code) => {
    expect(withCode('BUILD_FAILED', error)).toMatchObject({ code, message: 'x' });
  });
});

describe('a hint', () => {
  it.each([
    [new ActionError('BUILDER_FAILED', 'x'), 'Do that.'],
    [new ActionError('BUILDER_FAILED', 'x', { hint: 'Known.' }), 'Known.'],
  ])('is given to a failure that has none', (error, hint) => {
    expect(withHint('Do that.', error)).toMatchObject({
      code: 'BUILDER_FAILED',
      message: 'x',
      hint,
    });
  });

  it('is not given to a defect', () => {
    const error = new Error('x');
    expect(withHint('Do that.', error)).toBe(error);
  });
});

describe('the folder of a run', () => {
  it('is known to the post step before anything is in it, and so is each resource', async () => {
    const host = makeFakeHost();
    const folder = await openRunFolder(host);
    expect(host.events[0]).toBe('state');
    folder.remember({ builder: 'build-sign-0123456789ab', buildx: '/opt/buildx' });
    folder.remember({ emulators: { image: 'a', names: ['qemu-arm'] } });
    expect(parseState(host.state.get('run') ?? '')).toEqual({
      v: 1,
      folder: folder.path,
      builder: 'build-sign-0123456789ab',
      buildx: '/opt/buildx',
      emulators: { image: 'a', names: ['qemu-arm'] },
    });
  });
});

describe('build secrets', () => {
  const secrets: BuildSecret[] = [
    { id: 'npm', value: 'hunter2', input: 'secrets' },
    { id: '../../etc/passwd', value: 'line one\nline two', input: 'secrets' },
  ];
  const given = { secrets, secretFiles: [], folder: '/run' };

  it('are masked, in files of numbers, and gone afterwards', async () => {
    const host = makeFakeHost();
    const seen = await withSecretFiles(host, given, async (files) =>
      files.map(({ id, path }) => [id, path, host.stored.get(path)]),
    );
    expect(seen).toEqual([
      ['npm', '/run/secrets/build-0', 'hunter2'],
      ['../../etc/passwd', '/run/secrets/build-1', 'line one\nline two'],
    ]);
    expect([...host.stored.keys()]).toEqual([]);
    expect(host.masked).toEqual(['hunter2', 'line one\nline two']);
  });

  it('are gone when the work fails', async () => {
    const host = makeFakeHost();
    await expect(withSecretFiles(host, given, () => later(new Error('x')))).rejects.toThrow('x');
    expect([...host.stored.keys()]).toEqual([]);
  });
});
