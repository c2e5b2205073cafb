/** What a run leaves of its build for later ones, beside its layers: which job wrote them, and what each step took. */
import { isRecord, readJson } from '../image/json-shape.ts';
import type { CacheHits, StepHit } from './cache-hits.ts';
import { fingerprint } from './cache-scope.ts';
import type { CachePlace } from './cache-spec.ts';

export interface BuildRecord {
  /** The job's name in the workflow. */
  readonly job: string;
  /** The job as GitHub shows it: `build (slim, linux/amd64)`. */
  readonly label: string;
  /** Stands for the job: the same when its step is run again, another one for any other job. */
  readonly id: string;
  /** Seconds of each step that was built, then or before. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** Where a build is described, by a name that others under it take from it. */
export interface RecordedPlace {
  readonly prefix: string;
  readonly place: CachePlace;
}

/** Places with one description for whoever writes there: not a folder of this machine, nor the image itself. */
export function listRecorded(places: readonly CachePlace[]): RecordedPlace[] {
  const found = new Map<string, CachePlace>();
  for (const place of places) {
    const where = findWhere(place);
    const prefix = `bsa-build-${place.backend}-${fingerprint(where ?? '')}-`;
    if (where !== undefined && !found.has(prefix)) found.set(prefix, place);
  }
  return [...found].map(([prefix, place]) => ({ prefix, place }));
}

function findWhere({ backend, attributes, of, scope }: CachePlace): string | undefined {
  const join = (...names: readonly string[]): string =>
    names.map((name) => attributes[name] ?? '').join(' ');
  switch (backend) {
    case 'gha':
      return attributes['scope'] ?? 'buildkit';
    case 'registry':
      return attributes['ref'];
    case 's3':
      return join('endpoint_url', 'bucket', 'prefix', 'name');
    case 'azblob':
      return join('account_url', 'container', 'prefix', 'name');
    case 'local':
      return of === 'given' ? undefined : scope;
    case 'inline':
      return undefined;
  }
}

/** Names of a matrix job are as GitHub makes them: the values in brackets. */
export function labelJob(job: string, matrix: Readonly<Record<string, string>>): string {
  const values = Object.values(matrix).filter((value) => value !== '');
  return values.length === 0 ? job : `${job} (${values.join(', ')})`;
}

const MAX_STEPS = 1000;
const MAX_TEXT_CHARS = 120;
const DAY_S = 86_400;

export function formatBuildRecord({ seconds, ...record }: BuildRecord): string {
  return JSON.stringify({
    ...record,
    seconds: Object.fromEntries([...seconds].slice(0, MAX_STEPS)),
  });
}

/** Any job that may write caches can have written it: what is strange is nothing. */
export function parseBuildRecord(text: string): BuildRecord | undefined {
  const value = readJson(text);
  if (!isRecord(value)) return undefined;
  const { job, label, id, seconds } = value;
  if (typeof job !== 'string' || typeof label !== 'string' || typeof id !== 'string')
    return undefined;
  if (!isRecord(seconds)) return undefined;
  const known = Object.entries(seconds).flatMap(
    ([name, one]): Array<[string, number]> =>
      typeof one === 'number' && one >= 0 && one <= DAY_S ? [[name, one]] : [],
  );
  return {
    ...{ job: show(job), label: show(label), id },
    seconds: new Map(known.slice(0, MAX_STEPS)),
  };
}

function show(text: string): string {
  return text.replace(/[\p{C}`]/gu, ' ').slice(0, MAX_TEXT_CHARS);
}

/** Without the number of steps of its stage, which a new last step changes. Says nothing of the command to a reader. */
function nameStep({ platform, step, command }: StepHit): string {
  return fingerprint(`${platform} ${step.replace(/\/\d+$/, '')} ${command}`);
}

/** What steps took, this time or when they were last built. */
export function gatherSeconds(
  { steps }: Pick<CacheHits, 'steps'>,
  earlier: BuildRecord['seconds'],
): BuildRecord['seconds'] {
  return new Map(
    steps.flatMap((step): Array<[string, number]> => {
      const name = nameStep(step);
      const seconds = step.cached ? earlier.get(name) : step.seconds;
      return seconds === undefined ? [] : [[name, seconds]];
    }),
  );
}

/** What the steps that came from the cache took when they were built; added up, though some may have run side by side. */
export interface CacheSaving {
  readonly seconds: number;
  /** False: of some of them nothing is known. */
  readonly isWhole: boolean;
}

/** Less is not worth a word. */
const MIN_SECONDS = 0.1;

/** Undefined where nothing is known. */
export function countSaved(
  { steps }: Pick<CacheHits, 'steps'>,
  earlier: BuildRecord['seconds'],
): CacheSaving | undefined {
  const cached = steps.filter((step) => step.cached);
  const known = cached.flatMap((step) => earlier.get(nameStep(step)) ?? []);
  const seconds = known.reduce((sum, one) => sum + one, 0);
  return seconds < MIN_SECONDS ? undefined : { seconds, isWhole: known.length === cached.length };
}

/** `which took at least 74.2 s when they were built` */
export function formatSaving({ seconds, isWhole }: CacheSaving): string {
  return `which took ${isWhole ? '' : 'at least '}${seconds.toFixed(1)} s when they were built`;
}
