/**
 * A build in spite of its cache. BuildKit has no limit for a cache that takes the connection and never answers, and
 * fetches the layers of a cache only when they are pushed or used, by addresses that may be over by then (buildkit#3239).
 * A cache may cost time, of which there is a limit, and never the build.
 */
import type { Host } from '../host/host.ts';
import type { CacheBackend } from '../inputs/cache-keys.ts';
import type { CachePlace, CacheSpec } from '../plan/cache-spec.ts';
import { classifyOutput } from '../tools/catalogue.ts';
import { type FailedImport, followImports, isMissing } from '../tools/import-progress.ts';

type Reach = Pick<Host, 'log' | 'clock' | 'signal'>;

/** What is read of a cache before the build is some JSON. GitHub's service may make each request wait as long. */
const READ_LIMIT_MS = 30_000;
const LOOK_MS = 500;
/** Of what BuildKit says, what a failure is known by. */
const KEPT_LINES = 200;

export interface Attempt {
  readonly cache: CacheSpec;
  /** Nothing may be taken from anywhere: what the builder knows of a layer may be all there is of it. */
  readonly isFresh: boolean;
  readonly onLine: (line: string) => void;
  readonly stop: AbortSignal;
}

/** The cache that was of use, less what was not. Throws what `build` throws when the cache is not to blame. */
export async function buildWithCache(
  host: Reach,
  {
    cache,
    build,
    unblock,
  }: {
    cache: CacheSpec;
    build: (attempt: Attempt) => Promise<void>;
    /** Called after a build that was stopped: its builder may still wait for the cache, or keep parts of wrong layers. */
    unblock: () => Promise<void>;
  },
): Promise<CacheSpec> {
  let next: Next = { cache, isFresh: false, isRepeated: false };
  for (;;) {
    const result = await attemptOnce(host, { ...next, build });
    if (result.kind === 'done') {
      // One warning: what could not be read in the end says more.
      const isTold = next.isFresh || result.failed.some((one) => !isMissing(one));
      if (next.isRepeated && !isTold)
        host.log.warning(
          'A layer of the build cache was gone: built once more, with new addresses',
        );
      return tellFailed(host, next.cache, result.failed);
    }
    next = chooseNext(host, { last: next, result });
    if (result.kind === 'stuck' || next.isFresh) await unblock();
  }
}

interface Next extends Pick<Attempt, 'cache' | 'isFresh'> {
  /** The same cache was asked for new addresses already. */
  readonly isRepeated: boolean;
}

type Result =
  | { readonly kind: 'done'; readonly failed: readonly FailedImport[] }
  | { readonly kind: 'stuck'; readonly sources: readonly string[] }
  | { readonly kind: 'failed'; readonly error: unknown; readonly text: string };

async function attemptOnce(
  host: Reach,
  { cache, isFresh, build }: Next & { build: (attempt: Attempt) => Promise<void> },
): Promise<Result> {
  const imports = followImports();
  const lines: string[] = [];
  const stopping = new AbortController();
  const limitMs = Math.min(READ_LIMIT_MS, cache.timeoutMs);
  const listStuck = (): string[] =>
    imports
      .pending()
      .filter(({ sinceMs }) => host.clock.elapsedMs() - sinceMs >= limitMs)
      .map(({ source }) => source);
  let stuck: readonly string[] = [];
  const stopLooking = host.clock.repeat(LOOK_MS, async () => {
    if (stuck.length > 0) return;
    stuck = listStuck();
    if (stuck.length > 0) stopping.abort();
  });
  const onLine = (line: string): void => {
    imports.read(line, host.clock.elapsedMs());
    lines.push(line);
    if (lines.length > 2 * KEPT_LINES) lines.splice(0, KEPT_LINES);
  };
  try {
    await build({ cache, isFresh, onLine, stop: stopping.signal });
    return { kind: 'done', failed: imports.failed() };
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (stopping.signal.aborted) return { kind: 'stuck', sources: stuck };
    return { kind: 'failed', error, text: lines.join('\n') };
  } finally {
    stopLooking();
  }
}

/** Once more with new addresses where a layer was gone, then without a cache. */
function chooseNext(
  host: Reach,
  { last, result }: { last: Next; result: Exclude<Result, { kind: 'done' }> },
): Next {
  const { cache } = last;
  if (result.kind === 'stuck') {
    const seconds = Math.min(READ_LIMIT_MS, cache.timeoutMs) / 1000;
    const what = describePlaces(cache, result.sources);
    host.log.warning(`Built without ${what}: it did not answer within ${seconds} s`);
    return { ...last, cache: withoutSources(cache, result.sources) };
  }
  const known = classifyOutput({ tool: 'buildx', text: result.text });
  const isCache = known?.id === 'cache-blob-gone' || known?.id === 'cache-blob-wrong';
  if (!isCache || last.isFresh || cache.from.length === 0) throw result.error;
  if (known.id === 'cache-blob-gone' && !last.isRepeated) {
    host.log.info(`${known.message}. Once more, with new addresses.`);
    return { ...last, isRepeated: true };
  }
  host.log.warning(`Built without a cache: ${known.message}`);
  return { ...last, cache: { ...cache, from: [] }, isFresh: true };
}

/** One warning for whatever could not be read; that nothing was there yet is none. What is out of order is not written to. */
function tellFailed(host: Reach, cache: CacheSpec, failed: readonly FailedImport[]): CacheSpec {
  const real = failed.filter((one) => !isMissing(one));
  const [first] = real;
  if (first === undefined) return cache;
  const sources = real.map(({ source }) => source);
  host.log.warning(`Built without ${describePlaces(cache, sources)}: ${first.problem}`);
  const broken = real.filter(({ problem }) => !isCorrupt(problem)).map(({ source }) => source);
  return withoutSources(cache, broken);
}

/** What is not what it should be is written anew; a service that is away is left alone. */
function isCorrupt(problem: string): boolean {
  return /could not fetch content descriptor|invalid character|unexpected (?:end|EOF|data)|unmarshal|digest|unsupported or uninferrable/i.test(
    problem,
  );
}

/** A source that BuildKit names by its backend stands for all of that backend. */
function isNamedBy({ backend, attributes }: CachePlace, source: string): boolean {
  const [kind = ''] = source.split(':');
  return backend === 'registry' ? attributes['ref'] === source : kind === backend;
}

function withoutSources(cache: CacheSpec, sources: readonly string[]): CacheSpec {
  const isOut = (place: CachePlace): boolean => sources.some((one) => isNamedBy(place, one));
  const gone = cache.from.filter(isOut);
  const backends = new Set(gone.map(({ backend }) => backend));
  return {
    ...cache,
    from: cache.from.filter((place) => !isOut(place)),
    to: cache.to.filter(({ backend }) => !backends.has(backend)),
  };
}

const NAMES: Readonly<Record<CacheBackend, string>> = {
  gha: 'the Actions cache',
  registry: 'the cache in the registry',
  local: 'the cache in the folder',
  s3: 'the cache in the S3 bucket',
  azblob: 'the cache in Azure',
  inline: 'the inline cache',
};

function describePlaces({ from }: CacheSpec, sources: readonly string[]): string {
  const backends = from
    .filter((place) => sources.some((source) => isNamedBy(place, source)))
    .map(({ backend }) => NAMES[backend]);
  return [...new Set(backends)].join(' and ') || 'the cache';
}
