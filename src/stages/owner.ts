/** Which process runs the job, and whether the one of another job still does. */
import type { Host } from '../host/host.ts';
import { type Owner, parseProcessStat } from '../tools/mark.ts';

type Reach = Pick<Host, 'files'>;

/** The runner's process, which lives as long as the job; undefined where there is no /proc. */
export async function findOwner(host: Reach): Promise<Owner | undefined> {
  const own = await readStat(host, 'self');
  if (own === undefined) return undefined;
  const parent = await readStat(host, String(own.parent));
  const machine = await readMachine(host);
  if (parent === undefined || machine === undefined) return undefined;
  return { machine, pid: own.parent, startedAt: parent.startedAt };
}

/** Undefined: it is of another machine, or of this one before it was started again, and nobody can tell. */
export async function isAlive(host: Reach, owner: Owner): Promise<boolean | undefined> {
  const machine = await readMachine(host);
  if (machine === undefined || machine !== owner.machine) return undefined;
  return (await readStat(host, String(owner.pid)))?.startedAt === owner.startedAt;
}

async function readStat(
  { files }: Reach,
  pid: string,
): Promise<ReturnType<typeof parseProcessStat>> {
  return files.readText(`/proc/${pid}/stat`).then(parseProcessStat, () => undefined);
}

/** Containers count processes for themselves, and have a name of their own. */
async function readMachine({ files }: Reach): Promise<string | undefined> {
  try {
    const [boot, name] = await Promise.all([
      files.readText('/proc/sys/kernel/random/boot_id'),
      files.readText('/proc/sys/kernel/hostname'),
    ]);
    return `${boot.trim()}@${name.trim()}`;
  } catch {
    return undefined;
  }
}
