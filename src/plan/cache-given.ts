/** The cache that `cache-from` and `cache-to` name. */
import type { InputProblem } from '../errors.ts';
import { formatReference, formatRepository, parseReference } from '../image/reference.ts';
import { type CacheEntry, type CacheInputName, mayHoldSecret } from '../inputs/cache-entries.ts';
import type { CacheSide } from '../inputs/cache-keys.ts';
import { findCacheProblems } from '../inputs/cache-values.ts';
import { type CachePlace, formatCacheEntry } from './cache-spec.ts';
import type { Destination } from './types.ts';

/** What GitHub's service may take per request before it counts as out of order; BuildKit's own limit is 10 minutes. */
export const READ_TIMEOUT = '30s';

/** Notes what is wrong with the values. */
export function checkEntries(
  entries: readonly CacheEntry[],
  {
    input,
    side,
    optional = [],
    problems,
  }: {
    input: CacheInputName;
    side: CacheSide;
    /** What the plan makes. */
    optional?: readonly string[];
    problems: InputProblem[];
  },
): void {
  for (const entry of entries) {
    const text = formatCacheEntry(entry);
    const value = mayHoldSecret(text) ? undefined : text;
    for (const { problem, fix, lacks } of findCacheProblems(entry, side))
      if (lacks === undefined || !optional.includes(lacks))
        problems.push({ input, value, problem, fix });
  }
}

/** As the user wrote it, and with what no cache should be without where the user said nothing. */
export function placeGiven(
  entry: CacheEntry,
  { side, writeTimeout }: { side: CacheSide; writeTimeout: string },
): CachePlace {
  const { backend, attributes } = entry;
  const of = 'given';
  const scope = nameScope(entry);
  if (backend === 'inline') return { backend, scope, of, attributes };
  if (backend === 'gha') {
    const timeout = { timeout: side === 'from' ? READ_TIMEOUT : writeTimeout };
    const missing = side === 'from' ? timeout : { 'ignore-error': 'true', ...timeout };
    return { backend, scope, of, attributes: { ...attributes, ...without(missing, attributes) } };
  }
  if (side === 'from') return { backend, scope, of, attributes };
  // Only together: BuildKit refuses an image manifest with Docker's types.
  const image =
    backend === 'registry' && attributes['oci-mediatypes'] === undefined
      ? { 'image-manifest': 'true', 'oci-mediatypes': 'true' }
      : {};
  // A cache that cannot be written must not fail a release; whoever set `ignore-error` decided for themselves.
  const missing = { ...image, 'ignore-error': 'true' };
  return { backend, scope, of, attributes: { ...attributes, ...without(missing, attributes) } };
}

function without(
  missing: Readonly<Record<string, string>>,
  attributes: CacheEntry['attributes'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(missing).filter(([name]) => attributes[name] === undefined),
  );
}

function nameScope({ backend, attributes }: CacheEntry): string {
  const { scope, ref, src, dest, name } = attributes;
  switch (backend) {
    case 'gha':
      return scope ?? 'buildkit';
    case 'registry':
      return ref ?? '';
    case 'local':
      return src ?? dest ?? '';
    case 's3':
    case 'azblob':
      return name ?? 'buildkit';
    case 'inline':
      return '';
  }
}

/** A cache under a tag of the image would be what users pull, or the other way round: whichever is written last. */
export function refuseImageTags(
  { cacheTo }: { readonly cacheTo: readonly CacheEntry[] },
  { destinations, problems }: { destinations: readonly Destination[]; problems: InputProblem[] },
): void {
  const taken = new Set(
    destinations.flatMap(({ repository, tags }) =>
      // Without a tag the cache would be what `latest` names.
      ['latest', ...tags.map(({ name }) => name)].map((tag) =>
        formatReference({ repository, tag }),
      ),
    ),
  );
  for (const { backend, attributes } of cacheTo) {
    const parsed = parseReference(attributes['ref'] ?? '');
    if (backend !== 'registry' || !parsed.ok) continue;
    const { repository, tag = 'latest' } = parsed.reference;
    if (!taken.has(formatReference({ repository, tag }))) continue;
    problems.push({
      input: 'cache-to',
      value: attributes['ref'],
      problem: `writes the cache to \`${formatReference({ repository, tag })}\`, a name of the image`,
      fix: `Give the cache a name of its own: \`ref=${formatRepository(repository)}:buildcache\`.`,
    });
  }
}
