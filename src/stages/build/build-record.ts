/**
 * The record of a build in the Actions cache. Earlier ones tell what the steps took that come from the cache now. And as
 * a key can be taken once, a job that finds it taken in its own run knows that another one writes to the same place.
 */
import type { Host } from '../../host/host.ts';
import type { CacheBackend } from '../../inputs/cache-keys.ts';
import {
  type BuildRecord,
  type CacheSaving,
  countSaved,
  formatBuildRecord,
  gatherSeconds,
  labelJob,
  listRecorded,
  parseBuildRecord,
  type RecordedPlace,
} from '../../plan/build-record.ts';
import type { CacheHits } from '../../plan/cache-hits.ts';
import { fingerprint } from '../../plan/cache-scope.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { parseRuntimeToken } from '../../tools/runtime-token.ts';
import {
  type CacheService,
  findService,
  mayWriteEntries,
  readEntry,
  writeEntry,
} from '../job/cache-service.ts';
import { settleWithin } from '../job/within.ts';

type Reach = Pick<Host, 'env' | 'fetch' | 'log' | 'clock'>;

/** It goes on beside the export, and nothing depends on it. */
const LIMIT_MS = 15_000;
/** Keys that the service looks up at once. */
const MAX_KEYS = 9;
const LOOKS = 8;
const LOOK_MS = 500;

export interface Recording {
  readonly cache: CacheSpec;
  readonly runId: string;
  readonly attempt: number;
  readonly job: {
    readonly name: string;
    readonly matrix: Readonly<Record<string, string>>;
    /** The same for a step that is run again in its job. */
    readonly id: string;
  };
  /** The plan said already that the jobs of this matrix overwrite one another. */
  readonly isMatrixTold: boolean;
}

export interface Recorder {
  /** Undefined where nothing is known. Never rejects. */
  countSaved(hits: CacheHits): Promise<CacheSaving | undefined>;
  /** After the build: leaves a record at each place that is written. Never rejects; a warning names the other job. */
  keep(hits: CacheHits): Promise<void>;
}

/** Asks for the record of earlier builds at once, and waits for it when it is wanted. */
export function openRecorder(host: Reach, recording: Recording): Recorder {
  const service = findService(host.env);
  const recalling = service === undefined ? undefined : recall(host, service, recording);
  return {
    countSaved: async (hits) => countSaved(hits, (await recalling)?.seconds ?? NOTHING),
    keep: async (hits) => {
      const earlier = await recalling;
      // Who did not answer then is not waited for now.
      if (service === undefined || earlier === undefined || !mayWriteEntries(service)) return;
      const { name, matrix, id } = recording.job;
      const seconds = gatherSeconds(hits, earlier.seconds);
      const record = { job: name, label: labelJob(name, matrix), id: fingerprint(id), seconds };
      await settleWithin(host, LIMIT_MS, keepRecord(host, service, { recording, record }));
    },
  };
}

type Recalled = Pick<BuildRecord, 'seconds'>;

const NOTHING: Recalled['seconds'] = new Map();

/** Undefined where the service does not answer as it should. */
async function recall(
  host: Reach,
  service: CacheService,
  { cache: { from, to }, ...recording }: Recording,
): Promise<Recalled | undefined> {
  const places = listRecorded([...to, ...from]).slice(0, MAX_KEYS);
  const [first] = places;
  if (first === undefined) return undefined;
  const entry = readEntry(host, service, {
    key: makeKey(service, first, recording),
    restoreKeys: places.map(({ prefix }) => prefix),
  });
  const found = await settleWithin(host, LIMIT_MS, entry);
  if (found === undefined) return undefined;
  return found.text === undefined
    ? { seconds: NOTHING }
    : (parseBuildRecord(found.text) ?? { seconds: NOTHING });
}

/** GITHUB_RUN_ID is not in the token, whose own id of the run no step can set. */
function makeKey(
  { token }: CacheService,
  { prefix }: RecordedPlace,
  { runId, attempt }: Pick<Recording, 'runId' | 'attempt'>,
): string {
  return `${prefix}${parseRuntimeToken(token)?.runId ?? runId}-${attempt}`;
}

async function keepRecord(
  host: Reach,
  service: CacheService,
  { recording, record }: { recording: Recording; record: BuildRecord },
): Promise<void> {
  const text = formatBuildRecord(record);
  const others = await Promise.all(
    listRecorded(recording.cache.to).map(async (recorded) => {
      const key = makeKey(service, recorded, recording);
      const made = await writeEntry(host, service, { key, text });
      if (made !== 'exists') return [];
      const other = await readOther(host, service, key);
      return other === undefined || other.id === record.id ? [] : [{ other, recorded }];
    }),
  );
  const [found] = others.flat();
  if (found === undefined) return;
  if (recording.isMatrixTold && found.other.job === record.job) return;
  host.log.warning(describeClash({ ...found, record, recording }));
}

/** Whoever took the key writes it in the next moment. */
async function readOther(
  host: Reach,
  service: CacheService,
  key: string,
): Promise<BuildRecord | undefined> {
  for (let look = 1; look <= LOOKS; look++) {
    const { text } = await readEntry(host, service, { key, restoreKeys: [] });
    if (text !== undefined) return parseBuildRecord(text);
    await host.clock.sleep(LOOK_MS);
  }
  return undefined;
}

/** The attribute by which entries of a backend are told apart. */
const NAMED_BY: Readonly<Record<CacheBackend, string>> = {
  gha: 'scope',
  registry: 'ref',
  local: 'name',
  s3: 'name',
  azblob: 'name',
  inline: 'ref',
};

function describeClash({
  other,
  record,
  recorded: { place },
  recording: { cache },
}: {
  other: BuildRecord;
  record: BuildRecord;
  recorded: RecordedPlace;
  recording: Recording;
}): string {
  const both = `The jobs \`${other.label}\` and \`${record.label}\` of this run overwrite the build cache of one another: both write`;
  const named = NAMED_BY[place.backend];
  const what = `${both} \`${place.backend}\`, ${named} \`${place.scope || 'buildkit'}\`.`;
  if (cache.name === undefined)
    return `${what} Give each of them a \`${named}\` of its own in \`cache-from\` and \`cache-to\`.`;
  const own = `${what} Give each of them a \`cache-scope\` of its own`;
  // A workflow that is called twice has the same jobs twice.
  if (other.label === record.label) return `${own}, by an input of the workflow that is called.`;
  const value = other.job === record.job ? "join(matrix.*, '-')" : 'github.job';
  return `${own}:\ncache-scope: \${{ ${value} }}`;
}
