/** Which cache mounts outlive the builder, under which name, and whether this run may write them. */
import type { CacheMount, FoundMounts, OtherMount } from '../image/cache-mounts.ts';
import { formatPlatform } from '../image/platform.ts';
import { isDefaultBranch } from '../names/expressions.ts';
import { IMAGES } from '../tools/lock.ts';
import { type BuilderSpec, findOwn } from './builder-spec.ts';
import { type CachePlanning, firstImage } from './cache.ts';
import { makeCacheScope } from './cache-scope.ts';
import { type CacheTrust, mayReadCache } from './cache-trust.ts';
import { isRemoteContext } from './contexts.ts';
import { findRights } from './events.ts';
import type { Facts, Plan } from './types.ts';

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
    open: [],
    bases: [],
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
  // buildx chooses a pod by the context of a build, and that of a helper is another one (driver/kubernetes, podchooser).
  const options = findOwn(builder)?.nodes.flatMap(({ driverOpts }) => driverOpts) ?? [];
  return options.some((one) => /^replicas=0*(?:[2-9]|1\d)/.test(one))
    ? 'the builder has several pods, of which buildx chooses one for each build'
    : undefined;
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

/** What one machine of a builder has in its mounts. */
export interface MountPart {
  /** File in which it is kept. */
  readonly archive: string;
  /** One of those that are built there; undefined: there is one machine. */
  readonly platform: string | undefined;
}

/** A machine for each platform, but for those that the inputs give to the same: what they build goes there as well. */
export function splitMounts(
  { build, builder }: Pick<Plan, 'build' | 'builder'>,
  isSpread: boolean,
): readonly [MountPart, ...MountPart[]] {
  const nodes = findOwn(builder)?.nodes ?? [];
  const places = new Map<string, string>();
  for (const platform of isSpread ? build.platforms.map(formatPlatform) : []) {
    const at = nodes.findIndex((node) => node.platforms.includes(platform));
    const place = at < 0 ? platform : `node ${at}`;
    if (!places.has(place)) places.set(place, platform);
  }
  const [first, ...others] = [...places.values()].map((platform) => ({
    archive: `mounts-${platform.replaceAll('/', '-')}.tar`,
    platform,
  }));
  return first === undefined
    ? [{ archive: 'mounts.tar', platform: undefined }]
    : [first, ...others];
}

/** Images with a `cp`, most likely: those that the build pulls, and BuildKit's own. The cheapest first. */
export function listHelperImages(
  { builder, mounts }: { readonly builder: BuilderSpec; readonly mounts: FoundMounts },
  wanted: readonly CacheMount[],
): readonly string[] {
  const own = findOwn(builder);
  const options = own?.nodes.flatMap(({ driverOpts }) => driverOpts) ?? [];
  const given = options.find((one) => one.startsWith('image='))?.slice('image='.length);
  const pulled = wanted.flatMap(({ base }) => (base === undefined ? [] : [base]));
  const buildkit = given === undefined ? (own?.images ?? []) : [given];
  return [...new Set([...pulled, ...mounts.bases, ...buildkit, IMAGES.buildkit])];
}

/** For the printed plan; undefined where there is nothing to say. */
export function formatMounts({ mounts, others, open, readOnly }: MountsSpec): string | undefined {
  if (mounts.length + others.length === 0) return undefined;
  const left = others.map((one) =>
    one.isOpen && open.length > 0 ? `line ${one.line}: its image is asked` : formatOther(one),
  );
  const kept =
    mounts.length === 0
      ? []
      : [`${mounts.map(nameMount).join(', ')}${readOnly === undefined ? '' : ', only read'}`];
  return [...kept, ...left].join('; ');
}

export function formatOther({ line, reason }: OtherMount): string {
  return `line ${line} not kept: ${reason}`;
}

/** What people know a mount by. */
export function nameMount({ id, target }: CacheMount): string {
  return id === target ? target : `${target} (${id})`;
}
