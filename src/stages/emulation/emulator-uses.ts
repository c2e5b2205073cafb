/**
 * Which jobs need the emulators of a machine. Its runners share nothing but the kernel and the engine: a builder that is of one job
 * alone shows there that this job builds, and whoever builds elsewhere says so by an empty volume that bears the mark of the job.
 */
import type { Host } from '../../host/host.ts';
import type { BuilderSpec } from '../../plan/builder-spec.ts';
import { EMULATOR_USE } from '../../state.ts';
import { formatMark, type Mark, parseMark } from '../../tools/mark.ts';
import { askDocker } from '../job/ask-docker.ts';
import { makeMark } from '../job/owner.ts';
import type { RunFolder } from '../job/run-folder.ts';

type Environment = Readonly<Record<string, string>>;

const LABEL = 'build-sign-emulators';

export interface EmulatorUse {
  readonly volume: string;
  readonly mark: Mark | undefined;
}

/** Before the kernel is asked what it has: from then on no other job takes it away. Only a machine of one's own has others. */
export async function announceUse(
  host: Pick<Host, 'env' | 'files' | 'run' | 'clock' | 'randomHex'>,
  { builder, folder, env }: { builder: BuilderSpec; folder: RunFolder; env: Environment },
): Promise<void> {
  const isOfThisJob = builder.kind === 'own' && builder.own.kept === undefined;
  if (isOfThisJob || host.env['RUNNER_ENVIRONMENT'] !== 'self-hosted') return;
  const volume = `build-sign-use-${host.randomHex(6)}`;
  folder.remember({ emulatorUse: volume });
  const label = `--label=${LABEL}=${formatMark(await makeMark(host))}`;
  await askDocker(host, env, ['volume', 'create', label, volume]);
}

/** Those of jobs that are gone as well. */
export async function listUses(
  host: Pick<Host, 'run'>,
  env: Environment,
): Promise<readonly EmulatorUse[]> {
  const format = `--format={{.Name}} {{.Label "${LABEL}"}}`;
  const text = await askDocker(host, env, ['volume', 'ls', `--filter=label=${LABEL}`, format]);
  return text.split('\n').flatMap((line) => {
    const [volume = '', ...mark] = line.split(' ');
    return EMULATOR_USE.test(volume) ? [{ volume, mark: parseMark(mark.join(' ')) }] : [];
  });
}

/** Whether it is gone. */
export async function endUse(
  host: Pick<Host, 'run'>,
  { volume, env }: { volume: string; env: Environment },
): Promise<boolean> {
  return (await askDocker(host, env, ['volume', 'rm', volume])).trim() === volume;
}
