/**
 * A build in spite of its cache. BuildKit has no limit for a cache that takes the connection and never answers, and
 * fetches the layers of a cache only when they are pushed or used, by addresses that may be over by then (buildkit#3239).
 * A cache may cost time, of which there is a limit, and never the build.
 */

import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { formatRepository, parseReference } from '../../image/reference.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { classifyOutput } from '../../tools/catalogue.ts';
import { type FailedImport, isMissing } from '../../tools/import-progress.ts';
import { followSigns } from '../../tools/solver-signs.ts';
import { type Repeats, repeatBuild } from './build-again.ts';
import { describePlaces, findOutage, withoutFar, withoutSources } from './cache-sources.ts';
import { keepOutputEnd, type OutputEnd } from './failed-build.ts';
import { GateFailure } from './import-gate.ts';
import { watchImports } from './watch-imports.ts';

type Reach = Pick<Host, 'log' | 'clock' | 'signal'>;

/** What is read of a cache before the build is some JSON. GitHub's service may make each request wait as long. */
const READ_LIMIT_MS = 30_000;

/** How long BuildKit may wait for a cache that it reads. */
export function limitReading({ timeoutMs }: Pick<CacheSpec, 'timeoutMs'>): number {
  return Math.min(READ_LIMIT_MS, timeoutMs);
}

/** How long a builder that still waits may be waited for: whatever stands before the cache mostly gives up in minutes. */
function waitBlocked({ timeoutMs }: Pick<CacheSpec, 'timeoutMs'>): number {
  const limitMs = limitReading({ timeoutMs });
  return Math.max(limitMs, timeoutMs - limitMs);
}

export interface Attempt {
  readonly cache: CacheSpec;
  /** Nothing may be taken from anywhere: what the builder knows of a layer may be all there is of it. */
  readonly isFresh: boolean;
  /** Where the generator of SBOMs is pulled from; undefined where the build names none of ours. */
  readonly generator?: string | undefined;
  readonly onLine: (line: string) => void;
  /** The end of what it was given. */
  readonly output: OutputEnd['lines'];
  readonly stop: AbortSignal;
}

/** The cache that was of use, less what was not. Throws what `build` throws when the cache is not to blame. */
export async function buildWithCache(
  host: Reach,
  {
    cache,
    build,
    unblock,
    generators = [],
  }: {
    cache: CacheSpec;
    /** Where the generator of SBOMs can be had from. */
    generators?: readonly string[];
    build: (attempt: Attempt) => Promise<void>;
    /**
     * Called after a build that was stopped: its builder may still wait for the cache, or keep parts of wrong layers.
     * False where it could not be started anew.
     */
    unblock: (blocked: { isStuck: boolean }) => Promise<boolean>;
  },
): Promise<CacheSpec> {
  const begun = { isFresh: false, isRepeated: false, mayBeBlocked: false };
  let next: Next = { ...begun, cache, generators, pushes: 0, losses: 0 };
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
    if (result.kind === 'blocked') throw makeBlocked(waitBlocked(cache));
    const again =
      result.kind === 'failed' && (await repeatBuild(host, { last: next, text: result.text }));
    if (again) {
      next = again;
      continue;
    }
    next = chooseNext(host, { last: next, result });
    if (result.kind === 'unread' || (result.kind === 'failed' && !next.isFresh)) continue;
    const isStuck = result.kind === 'stuck';
    const isRestarted = await unblock({ isStuck });
    next = { ...next, mayBeBlocked: isStuck && !isRestarted };
  }
}

interface Next extends Pick<Attempt, 'cache' | 'isFresh'>, Repeats {
  /** The same cache was asked for new addresses already. */
  readonly isRepeated: boolean;
  /** The builder may still wait for a cache that an earlier build asked. */
  readonly mayBeBlocked: boolean;
}

type Result =
  | { readonly kind: 'done'; readonly failed: readonly FailedImport[] }
  | { readonly kind: 'stuck'; readonly sources: readonly string[] }
  /** The builder was asked for nothing. */
  | { readonly kind: 'unread'; readonly why: string }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly text: string };

async function attemptOnce(
  host: Reach,
  {
    cache,
    isFresh,
    mayBeBlocked,
    generators,
    build,
  }: Next & { build: (attempt: Attempt) => Promise<void> },
): Promise<Result> {
  const signs = followSigns();
  const startedMs = host.clock.elapsedMs();
  const output = keepOutputEnd();
  const patienceMs = waitBlocked(cache);
  const imports = watchImports(host, {
    limitMs: limitReading(cache),
    isOver: () =>
      mayBeBlocked && !signs.isAlive() && host.clock.elapsedMs() - startedMs >= patienceMs,
  });
  const { stop } = imports;
  const onLine = (line: string): void => {
    imports.read(line);
    signs.read(line);
    output.add(line);
  };
  try {
    await build({ cache, isFresh, generator: generators[0], onLine, output: output.lines, stop });
    return { kind: 'done', failed: imports.failed() };
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (error instanceof GateFailure) return { kind: 'unread', why: error.message };
    const sources = imports.stuck();
    if (stop.aborted) return sources.length > 0 ? { kind: 'stuck', sources } : { kind: 'blocked' };
    return { kind: 'failed', error, text: output.lines().join('\n') };
  } finally {
    imports.end();
  }
}

function makeBlocked(waitedMs: number): ActionError {
  return new ActionError(
    'BUILDER_FAILED',
    `The builder does nothing any more: for ${waitedMs / 1000} s it has not begun a build without the cache that does not answer`,
    {
      hint: 'BuildKit waits for a cache that it asked, for as long as that is silent, and its container could not be started anew. Leave the cache out until it answers: `cache: off`',
    },
  );
}

/** Once more with new addresses where a layer was gone, then without a cache. */
function chooseNext(
  host: Reach,
  { last, result }: { last: Next; result: Exclude<Result, { kind: 'done' | 'blocked' }> },
): Next {
  const { cache } = last;
  if (result.kind === 'unread') {
    const { left, what } = withoutFar(cache);
    host.log.warning(`Built without ${what}: ${result.why}`);
    return { ...last, cache: left };
  }
  if (result.kind === 'stuck') {
    const seconds = limitReading(cache) / 1000;
    const what = describePlaces(cache, result.sources);
    host.log.warning(
      `Built without ${what}: it did not answer within ${seconds} s`,
      findOutage(cache, result.sources),
    );
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
  const real = failed.filter((one) => !isMissing(one) && !isMade(cache, one));
  const [first] = real;
  if (first === undefined) return cache;
  const sources = real.map(({ source }) => source);
  const what = describePlaces(cache, sources);
  host.log.warning(`Built without ${what}: ${first.problem}`, findOutage(cache, sources));
  const broken = real.filter(({ problem }) => !isCorrupt(problem)).map(({ source }) => source);
  return withoutSources(cache, broken);
}

/** So some registries call a repository that the first push makes. Where it is not that, the write tells so. */
function isMade({ to }: CacheSpec, { source, problem }: FailedImport): boolean {
  const isUnknown = /access denied, repository does not exist/.test(problem);
  const repository = nameRepository(source);
  return isUnknown && to.some(({ attributes }) => nameRepository(attributes['ref']) === repository);
}

function nameRepository(reference = ''): string | undefined {
  const parsed = parseReference(reference);
  return parsed.ok ? formatRepository(parsed.reference.repository) : undefined;
}

/** What is not what it should be is written anew; a service that is away is left alone. */
function isCorrupt(problem: string): boolean {
  return /could not fetch content descriptor|invalid character|unexpected (?:end|EOF|data)|unmarshal|digest|unsupported or uninferrable/i.test(
    problem,
  );
}
