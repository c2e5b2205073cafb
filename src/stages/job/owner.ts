/** Which process runs the job, and whether the one of another job still does. */
import type { Host } from '../../host/host.ts';
import { isOrphan } from '../../plan/orphans.ts';
import { type Mark, type Owner, parseProcessStat } from '../../tools/mark.ts';

type Reach = Pick<Host, 'files'>;

/** What this job leaves on things of its own, for whoever finds them. */
export async function makeMark(host: Pick<Host, 'env' | 'files' | 'clock'>): Promise<Mark> {
  const { env, clock } = host;
  return {
    runId: env['GITHUB_RUN_ID'] ?? '',
    runAttempt: Number(env['GITHUB_RUN_ATTEMPT'] || '1'),
    job: env['GITHUB_JOB'] ?? '',
    createdAtMs: clock.now().getTime(),
    owner: await findOwner(host),
  };
}

/** Whether a killed run has left what bears this mark, and nobody uses it any more. */
export async function isLeft(
  host: Pick<Host, 'files' | 'clock'>,
  mark: Mark | undefined,
): Promise<boolean> {
  const alive = mark?.owner === undefined ? undefined : await isAlive(host, mark.owner);
  return isOrphan(mark, { nowMs: host.clock.now().getTime(), isAlive: alive });
}

/** The runner's process, which lives as long as the job; undefined where there is no /proc. */
async function findOwner(host: Reach): Promise<Owner | undefined> {
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
