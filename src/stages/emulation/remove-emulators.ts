/** Takes emulators away that a run of ours has registered. */
import type { Host } from '../../host/host.ts';
import { parseEmulators } from '../../tools/binfmt.ts';
import { forgetEmulators } from './emulator-records.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'clock'>;

const UNINSTALL_DEADLINE_MS = 20_000;

/** Whether they are gone. Never throws: it is called on the way out. */
export async function removeEmulators(
  host: Reach,
  {
    image,
    names,
    env,
  }: { image: string; names: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<boolean> {
  const { exitCode, stdout } = await host.run({
    tool: 'docker',
    file: 'docker',
    args: [
      ...['run', '--rm', '--privileged', '--label=build-sign-action', image],
      ...['--uninstall', names.join(',')],
    ],
    env,
    deadlineMs: UNINSTALL_DEADLINE_MS,
  });
  // The installer exits 0 whatever happens; what it lists at its end is what is left.
  const left = exitCode === 0 ? parseEmulators(stdout) : undefined;
  const isGone = left !== undefined && !names.some((name) => left.includes(name));
  if (isGone) await forgetEmulators(host, names);
  return isGone;
}
