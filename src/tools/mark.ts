/**
 * What a builder's container says of whom it belongs to. buildx gives a container no labels, but variables: this one
 * is read by the sweep that follows a run which was killed, and by people who find a container and wonder.
 */
export interface Mark {
  readonly runId: string;
  readonly runAttempt: number;
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  readonly owner: Owner | undefined;
  /** Of a builder that stays, and of those who use it: what its settings are. */
  readonly kept?: string | undefined;
}

/** The process that runs the job, as only this machine knows it since its last start. */
export interface Owner {
  readonly machine: string;
  readonly pid: number;
  /** Ticks from the machine's start to the process's: numbers of processes come again. */
  readonly startedAt: string;
}

export const MARK_VARIABLE = 'BUILD_SIGN_ACTION';

export function formatMark({ runId, runAttempt, job, createdAtMs, owner, kept }: Mark): string {
  const fields: ReadonlyArray<readonly [string, string]> = [
    ['run', runId],
    ['attempt', String(runAttempt)],
    ['job', encodeURIComponent(job)],
    ['created', String(createdAtMs)],
    ...(owner === undefined
      ? []
      : [
          ['machine', encodeURIComponent(owner.machine)] as const,
          ['pid', String(owner.pid)] as const,
          ['started', owner.startedAt] as const,
        ]),
    ...(kept === undefined ? [] : [['kept', kept] as const]),
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

/** Undefined for a text that is no mark. */
export function parseMark(text: string): Mark | undefined {
  const fields = new Map(
    text.split(' ').map((field): [string, string] => {
      const at = field.indexOf('=');
      return [field.slice(0, at), field.slice(at + 1)];
    }),
  );
  const createdAtMs = readNumber(fields.get('created'));
  const runAttempt = readNumber(fields.get('attempt'));
  const kept = fields.get('kept');
  if (createdAtMs === undefined || runAttempt === undefined) return undefined;
  return {
    runId: fields.get('run') ?? '',
    runAttempt,
    job: decode(fields.get('job') ?? ''),
    createdAtMs,
    owner: readOwner(fields),
    ...(kept === undefined || kept === '' ? {} : { kept }),
  };
}

function readOwner(fields: ReadonlyMap<string, string>): Owner | undefined {
  const machine = decode(fields.get('machine') ?? '');
  const pid = readNumber(fields.get('pid'));
  const startedAt = fields.get('started');
  if (machine === '' || pid === undefined || startedAt === undefined) return undefined;
  return { machine, pid, startedAt };
}

function readNumber(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Number of the parent and start of a process, by `/proc/<pid>/stat`; the name in it may hold anything. */
export function parseProcessStat(
  text: string,
): { readonly parent: number; readonly startedAt: string } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const parent = readNumber(fields[1]);
  const startedAt = fields[19];
  return parent === undefined || startedAt === undefined ? undefined : { parent, startedAt };
}
