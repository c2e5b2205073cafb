/** Which build cache is read and written, and why. */

import { formatPlatform } from '../image/platform.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { CacheSpec } from './cache-spec.ts';
import { isRemoteContext } from './contexts.ts';
import { findRights } from './events.ts';
import type { Facts, LegSpec, Plan } from './types.ts';

/** BuildKit's own limit for one export is 10 minutes; a cache that takes longer than this costs more than it saves. */
const EXPORT_TIMEOUT = '5m';
/** How long each request of an import waits for a service that limits requests; 10 minutes are BuildKit's own. */
const IMPORT_TIMEOUT = '30s';

/**
 * Explicit `cache-from`/`cache-to` win; else the Actions cache where it is there. `image` names the scope; a build
 * without an image is scoped by its repository.
 */
export function planCache(planning: CachePlanning): CacheSpec {
  const cache = chooseCache(planning);
  const { cacheWrite } = findRights(planning.facts);
  if (cacheWrite === 'yes') return cache;
  const to = cacheWrite === 'own' ? cache.to.filter((entry) => !isRegistryCache(entry)) : [];
  const isLess = to.length < cache.to.length;
  return { ...cache, to, reason: isLess ? `${cache.reason}, only read` : cache.reason };
}

interface CachePlanning {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly leg: LegSpec | undefined;
  readonly image: string | undefined;
  readonly mode: Plan['mode'];
}

/** Nobody who may only read can write there; the attempt would end in a warning that no pull request can cure. */
function isRegistryCache(entry: string): boolean {
  return !entry.includes('=') || /(^|,)\s*"?type=registry\b/i.test(entry);
}

function chooseCache({ inputs, facts, leg, image, mode }: CachePlanning): CacheSpec {
  if (inputs.call !== undefined) return noCache('nothing is built');
  if (inputs.cacheFrom.length > 0 || inputs.cacheTo.length > 0) return planExplicit(inputs);
  if (inputs.cache === 'off') return noCache('turned off by `cache: off`');
  if (inputs.noCache) return noCache('turned off by `no-cache`');
  if (!facts.actionsCache) return noCache('this runner offers no Actions cache');
  const platforms = leg === undefined ? inputs.platforms : [leg.platform];
  const whole = makeCacheScope({
    inputs: { ...inputs, platforms },
    image: image ?? facts.repository,
  });
  if (whole.length > MAX_SCOPE_CHARS)
    return noCache('its scope would be longer than a cache key may be');
  // What is loaded is one platform of several: under the same scope it would replace what all of them need.
  const scope = mode === 'load' ? `${whole}.load` : whole;
  return {
    from: [...new Set([scope, whole])].map(
      (name) => `type=gha,scope=${name},timeout=${IMPORT_TIMEOUT}`,
    ),
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

/** GitHub takes keys of 512 characters; BuildKit puts some 20 around the scope. */
const MAX_SCOPE_CHARS = 480;

/**
 * Two builds share a scope only when image, context, Dockerfile, target and platforms are the same: BuildKit keeps one
 * index per scope, so that matrix legs under one scope overwrite each other (buildkit#2524, build-push-action#546).
 */
export function makeCacheScope({
  inputs: { context, file, target, platforms },
  image,
}: {
  inputs: Pick<Inputs, 'context' | 'file' | 'target' | 'platforms'>;
  image: string;
}): string {
  const isRemote = isRemoteContext(context);
  const folder = isRemote ? dropRevision(context) : simplifyPath(context);
  const dockerfile = simplifyPath(file ?? '');
  const isDefault =
    dockerfile === (isRemote || folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`);
  const optional: ReadonlyArray<readonly [string, string]> = [
    ['c', folder],
    ['f', isDefault ? '' : dockerfile],
    ['t', target ?? ''],
  ];
  return [
    'bsa',
    encodePart(image),
    ...optional.flatMap(([mark, part]) => (part === '' ? [] : [`${mark}-${encodePart(part)}`])),
    ...platforms.map((platform) => encodePart(formatPlatform(platform))).sort(),
  ].join('.');
}

/** Other branches and commits of a Git context are the same build; another folder of it (`#ref:folder`) is not. */
function dropRevision(context: string): string {
  const [url = '', fragment = ''] = context.split('#');
  const colon = fragment.indexOf(':');
  return colon < 0 ? url : url + fragment.slice(colon);
}

function simplifyPath(path: string): string {
  return path
    .split('/')
    .filter((part, at) => part !== '.' && (part !== '' || at === 0))
    .join('/');
}

/**
 * Only letters, digits, `-`, `_` and `.`, which every cache key takes. Different parts stay different: `_` begins an
 * escape, and the `.` that separates parts is never left alone.
 */
function encodePart(part: string): string {
  return part.replace(/[^A-Za-z0-9-]/gu, (char) => {
    if (char === '/') return '__';
    return char === '.' ? '_.' : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
}
