/** Single files out of an archive, by the runner's `tar`: archives of images are larger than memory. */
import type { Command, Host } from '../../host/host.ts';
import { runChecked } from '../job/run-command.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'env'>;

const DEADLINE_MS = 10 * 60_000;

/** Names in the archive that `isWanted`. */
export async function listMembers(
  host: Reach,
  archive: string,
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  await runTar(host, {
    args: ['-tf', locate(archive)],
    // An archive may list more than is kept of a tool's output.
    onLine: (line) => {
      if (isWanted(line)) found.push(line);
    },
  });
  return found;
}

/** Puts these members into a folder, under their names in the archive. */
export async function extractMembers(
  host: Reach,
  { archive, members, into }: { archive: string; members: readonly string[]; into: string },
): Promise<void> {
  if (members.length === 0) return;
  await runTar(host, { args: ['-xf', locate(archive), '-C', into, '--', ...members] });
}

/** GNU tar takes what stands before a colon for the name of another machine, unless a slash comes first. */
function locate(archive: string): string {
  return archive.startsWith('/') ? archive : `./${archive}`;
}

async function runTar(host: Reach, command: Pick<Command, 'args' | 'onLine'>): Promise<void> {
  await runChecked(host, {
    ...command,
    tool: 'tar',
    file: 'tar',
    env: { PATH: host.env['PATH'] ?? '', LANG: 'C' },
    deadlineMs: DEADLINE_MS,
  });
}
