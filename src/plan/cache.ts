/** Which build cache is read and written, and why. */

import { formatPlatform } from '../image/platform.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { CacheSpec, Facts } from './types.ts';

/** BuildKit's own limit for one export is 10 minutes; a cache that takes longer than this costs more than it saves. */
const EXPORT_TIMEOUT = '5m';

/**
 * Explicit `cache-from`/`cache-to` win; else the Actions cache where it is there. `image` names the scope; a build
 * without an image is scoped by its repository.
 */
export function planCache({
  inputs,
  facts,
  image,
}: {
  inputs: Inputs;
  facts: Facts;
  image: string | undefined;
}): CacheSpec {
  if (inputs.cacheFrom.length > 0 || inputs.cacheTo.length > 0) return planExplicit(inputs);
  if (inputs.cache === 'off') return noCache('turned off by `cache: off`');
  if (inputs.noCache) return noCache('turned off by `no-cache`');
  if (inputs.driver === 'docker')
    return noCache("the engine's own BuildKit cannot export to the Actions cache");
  if (!facts.actionsCache) return noCache('this runner offers no Actions cache');
  const scope = makeCacheScope({ inputs, image: image ?? facts.repository });
  return {
    from: [`type=gha,scope=${scope}`],
    to: [`type=gha,scope=${scope},mode=max,ignore-error=true,timeout=${EXPORT_TIMEOUT}`],
    reason: `Actions cache, scope ${scope}`,
    usesActionsCache: true,
  };
}

function noCache(reason: string): CacheSpec {
  return { from: [], to: [], reason: `none: ${reason}`, usesActionsCache: false };
}

function planExplicit({ cacheFrom, cacheTo }: Inputs): CacheSpec {
  const entries = [...cacheFrom, ...cacheTo];
  return {
    from: cacheFrom,
    to: cacheTo.map(withIgnoreError),
    reason: 'as given by cache-from and cache-to',
    usesActionsCache: entries.some((entry) => /(^|,)\s*"?type=gha\b/i.test(entry)),
  };
}

/** A cache that cannot be written must not fail a release; whoever set `ignore-error` decided for themselves. */
function withIgnoreError(entry: string): string {
  if (/(^|,)\s*ignore-error=/i.test(entry) || !entry.includes('=')) return entry;
  return /(^|,)\s*type=inline\b/i.test(entry) ? entry : `${entry},ignore-error=true`;
}

/**
 * Two builds share a scope only when image, Dockerfile, target and platforms are the same: BuildKit keeps one index
 * per scope, so that matrix legs under one scope overwrite each other (buildkit#2524, build-push-action#546).
 */
export function makeCacheScope({ inputs, image }: { inputs: Inputs; image: string }): string {
  const platforms = inputs.platforms.map(formatPlatform).sort();
  const parts = [image, inputs.file, inputs.target, ...platforms].filter(
    (part) => part !== undefined,
  );
  return ['bsa', ...parts.map(encodePart)].join('.');
}

/** Keeps what every cache key takes, and keeps different names different: `/` becomes `_`, everything else its code. */
function encodePart(part: string): string {
  return part.replace(/[^A-Za-z0-9-]/gu, (char) => {
    if (char === '/') return '_';
    return `-${(char.codePointAt(0) ?? 0).toString(16)}-`;
  });
}
