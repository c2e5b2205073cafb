/** Which cache mounts outlive the builder, under which name, and whether this run may write them. */
import type { CacheMount, FoundMounts } from '../image/cache-mounts.ts';
import { isDefaultBranch } from '../names/expressions.ts';
import { type BuilderSpec, findOwn } from './builder-spec.ts';
import { type CachePlanning, firstImage } from './cache.ts';
import { makeCacheScope } from './cache-scope.ts';
import { type CacheTrust, mayReadCache } from './cache-trust.ts';
import { isRemoteContext } from './contexts.ts';
import { findRights } from './events.ts';
import type { Facts } from './types.ts';

export interface MountsSpec extends FoundMounts {
  /** Why none is kept; undefined: those that are found are. */
  readonly off: string | undefined;
  /** Why they are read and not written; undefined: they are written. */
  readonly readOnly: string | undefined;
  /** One image, target and set of platforms: what others build has mounts of its own. */
  readonly scope: string;
  /** What BuildKit puts before every id. */
  readonly namespace: string | undefined;
  readonly maxBytes: number;
}

type Planning = Omit<CachePlanning, 'mode' | 'problems'> & {
  readonly builder: BuilderSpec;
  readonly trust: CacheTrust;
};

/** The Dockerfile has not been read yet: what is `mounts` and `others` comes with it. */
export function planMounts(planning: Planning): MountsSpec {
  const { inputs, facts, leg } = planning;
  const image = firstImage(planning) ?? facts.repository;
  const platforms = leg === undefined ? inputs.platforms : [leg.platform];
  return {
    off: findObstacle(planning),
    readOnly: findLimit(facts),
    scope: makeCacheScope({ inputs: { ...inputs, platforms }, image }),
    namespace: readArg(inputs.buildArgs, 'BUILDKIT_CACHE_MOUNT_NS'),
    maxBytes: inputs.cacheMountsMaxBytes,
    mounts: [],
    others: [],
  };
}

function findObstacle({ inputs, facts, builder, trust }: Planning): string | undefined {
  if (inputs.call !== undefined) return 'nothing is built';
  if (inputs.cacheMounts === 'off') return 'turned off by `cache-mounts: off`';
  if (inputs.cache === 'off') return 'turned off by `cache: off`';
  // BuildKit makes the folders of mounts with an owner anew then, and finds nothing under them.
  if (inputs.noCache) return 'turned off by `no-cache`';
  if (!facts.actionsCache) return 'this runner offers no Actions cache';
  // Nobody signs them: a release is not made of them, and the workflow's builder keeps to what it made itself.
  if (!mayReadCache({ backend: 'local', of: 'own' }, trust) || inputs.workflow !== undefined)
    return 'nobody signs them, and what is built is signed';
  if (isRemoteContext(inputs.context)) return 'the Dockerfile is not at hand before the build';
  const nodes = findOwn(builder)?.nodes.length ?? 1;
  return nodes > 1 ? 'the builder has several nodes, each with mounts of its own' : undefined;
}

/** All branches read the caches of the default one, and every other only its own (docs.github.com "Restrictions for accessing a cache"). */
function findLimit(facts: Facts): string | undefined {
  if (findRights(facts).cacheWrite !== 'yes') return 'by its event this run writes no cache';
  return isDefaultBranch(facts.names) ? undefined : 'they are written on the default branch';
}

function readArg(buildArgs: readonly string[], name: string): string | undefined {
  const entry = buildArgs.findLast((one) => one.startsWith(`${name}=`));
  return entry === undefined ? undefined : entry.slice(name.length + 1);
}

/** For the printed plan; undefined where there is nothing to say. */
export function formatMounts({ mounts, others, readOnly }: MountsSpec): string | undefined {
  if (mounts.length + others.length === 0) return undefined;
  const left = others.map(({ line, reason }) => `line ${line} not kept: ${reason}`);
  const kept =
    mounts.length === 0
      ? []
      : [`${mounts.map(nameMount).join(', ')}${readOnly === undefined ? '' : ', only read'}`];
  return [...kept, ...left].join('; ');
}

/** What people know a mount by. */
export function nameMount({ id, target }: CacheMount): string {
  return id === target ? target : `${target} (${id})`;
}
