/** Scopes of GitHub's cache where signatures tell apart what one name would mix. */

import { listLines, type RefFacts, type RefKind } from './cache-refs.ts';
import { encodePart } from './cache-scope.ts';
import type { CachePlace, PlannedCache } from './cache-spec.ts';
import type { ActionsCacheTrust } from './cache-trust.ts';

type Untrusted = PlannedCache;

/**
 * BuildKit looks at the entries of all refs that it can see under one name, and drops all of them when one does not
 * verify. So a protected branch, which takes only what it signed itself, has a scope of its own; and a pull request to it
 * looks there first.
 */
export function renameScopes(
  cache: Untrusted,
  {
    actionsCache,
    kind,
    facts,
  }: { actionsCache: ActionsCacheTrust | undefined; kind: RefKind; facts: RefFacts },
): Untrusted {
  const [nearest] = listLines(facts);
  if (actionsCache === undefined || nearest?.branch === undefined) return cache;
  const suffix = `.b-${encodePart(nearest.branch)}`;
  if (actionsCache.kind === 'signed')
    return kind !== 'protected'
      ? cache
      : {
          ...cache,
          from: cache.from.map((place) => rename(place, suffix)),
          to: cache.to.map((place) => rename(place, suffix)),
        };
  const based = cache.from.filter(isOurs).map((place) => rename(place, suffix));
  return {
    ...cache,
    from: [...cache.from.filter(isOurs), ...based, ...cache.from.filter((place) => !isOurs(place))],
  };
}

/** What the user named stays as it is named. */
function isOurs({ backend, of }: CachePlace): boolean {
  return backend === 'gha' && of !== 'given';
}

function rename(place: CachePlace, suffix: string): CachePlace {
  if (!isOurs(place)) return place;
  const scope = `${place.scope}${suffix}`;
  return { ...place, scope, attributes: { ...place.attributes, scope } };
}
