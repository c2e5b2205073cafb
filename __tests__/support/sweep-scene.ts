/** A machine of one's own on which runs have left things, and a later run that looks at them. */
import { expect } from '@jest/globals';
import { sweepOrphans } from '../../src/stages/cleanup/sweep.ts';
import { formatMark, type Mark } from '../../src/tools/mark.ts';
import { HANDLER, HANDLERS, IMAGE, status } from './emulation-scene.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import type { ScriptedCommand } from './fake-script.ts';

export const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
export const HOUR_MS = 3_600_000;
export const OWN = {
  RUNNER_ENVIRONMENT: 'self-hosted',
  RUNNER_TEMP: '/temp',
  RUNNER_TOOL_CACHE: '/tools',
};
export const MACHINE = {
  '/proc/sys/kernel/random/boot_id': 'boot\n',
  '/proc/sys/kernel/hostname': 'runner\n',
  '/proc/77/stat': `77 (Runner.Worker) S 1 ${'0 '.repeat(17)}5000 0`,
};
export const RECORD = '/tools/build-sign-emulators/qemu-aarch64.json';
export const HANDLER_FILE = `${HANDLERS}/qemu-aarch64`;

/** Of a job whose process is 77, since the tick 5000; any other start is one that is gone. */
export const mark = (hours: number, startedAt = '1'): string => {
  const owner = { machine: 'boot@runner', pid: 77, startedAt };
  const made: Mark = {
    runId: '9',
    runAttempt: 1,
    job: 'a',
    createdAtMs: NOW_MS - hours * HOUR_MS,
    owner,
  };
  return formatMark(made);
};
export const record = (hours: number, startedAt?: string, handler = HANDLER): string =>
  JSON.stringify({ v: 1, name: 'qemu-aarch64', handler, mark: mark(hours, startedAt) });

export const NOTHING: ScriptedCommand = { when: /^docker (?:ps|volume ls)/, answer: {} };
export const HAS_IMAGE: ScriptedCommand = { when: /^docker image inspect/, answer: {} };
export const UNINSTALL: ScriptedCommand = {
  when: /^docker run --rm --privileged .* --uninstall qemu-aarch64$/,
  answer: (_, host) => {
    host.stored.delete(HANDLER_FILE);
    return { stdout: status([]) };
  },
};

export async function sweep({
  files = {},
  commands = [NOTHING, HAS_IMAGE, UNINSTALL],
  env = OWN,
  usesEngine = true,
}: {
  files?: Record<string, string>;
  commands?: readonly ScriptedCommand[];
  env?: Record<string, string>;
  usesEngine?: boolean;
}): Promise<FakeHost> {
  const host = makeFakeHost({
    env,
    files: { ...MACHINE, ...files },
    commands,
    now: new Date(NOW_MS),
  });
  await sweepOrphans(host, { env: {}, usesEngine, emulationImage: IMAGE });
  expect(host.unscripted).toEqual([]);
  return host;
}
