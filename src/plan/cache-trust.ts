/**
 * Which caches a run reads. What is signed must not be made of what a less trusted ref, or a job that cannot sign, put
 * into a cache: whoever writes an entry chooses what a later build takes for the result of a step.
 */
import type { CacheBackend } from '../inputs/cache-keys.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { BuilderSpec } from './builder-spec.ts';
import { classifyRef, type RefKind } from './cache-refs.ts';
import type { CachePlace, CacheSpec, PlannedCache } from './cache-spec.ts';
import { listReasons, shareNames } from './cache-trust-gha.ts';
import { renameScopes } from './cache-trust-names.ts';
import type { Facts, SigningSpec } from './types.ts';

/** What vouches for a cache: a signature that BuildKit checks, or we; GitHub, which keeps refs apart; or nobody. */
export type CacheProof = 'buildkit' | 'cosign' | 'github' | 'none';

/** How BuildKit handles GitHub's cache; without it, as ever. Signed and unsigned entries have names of their own. */
export type ActionsCacheTrust =
  | {
      /** Written with a signature, read with one alone. */
      readonly kind: 'signed';
      /** Refs whose signatures count; a `*` at the end stands for anything. */
      readonly ref: string;
    }
  /** Read and written under the names of signed entries, without looking at signatures. */
  | { readonly kind: 'beside' };

export interface CacheTrust {
  /** `signed`: only what a signature vouches for; `ref`: GitHub's own separation of refs too; `any`: everything. */
  readonly level: 'signed' | 'ref' | 'any';
  /** Why it is that level. */
  readonly reason: string;
  /** Refs whose signatures count in registries, the nearest first. */
  readonly refs: readonly string[];
  readonly actionsCache: ActionsCacheTrust | undefined;
  /** Caches in registries are read by digest after their signature was checked, and signed after they were written. */
  readonly verifiesRegistry: boolean;
  /** What is not read, and why. */
  readonly refused: readonly string[];
}

export interface TrustPlanning {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly cache: PlannedCache;
  readonly builder: BuilderSpec;
  readonly signing: SigningSpec;
}

/** What a run can check. */
type Means = Pick<CacheTrust, 'level' | 'actionsCache' | 'verifiesRegistry'>;

/** Everything is read that may be; the rest is left out of the plan, with the reason. */
export function trustCache(planning: TrustPlanning): CacheSpec {
  const { cache, facts } = planning;
  const kind = classifyRef(facts);
  const { level, reason } = chooseLevel(planning, kind);
  const refs = listTrustedRefs(facts, kind);
  const lacks = listReasons(planning, { kind, refs, level });
  const actionsCache = chooseActionsCache(planning, {
    kind,
    refs,
    level,
    isPossible: lacks.length === 0,
  });
  const verifiesRegistry =
    level !== 'any' && planning.signing.kind === 'keyless' && refs.length > 0;
  const means: Means = { level, actionsCache, verifiesRegistry };
  const named = renameScopes(cache, { actionsCache, kind, facts });
  const from = named.from.filter((place) => mayReadCache(place, means));
  const kept = named.kept !== undefined && mayReadCache({ backend: 'local', of: 'own' }, means);
  const refused = named.from
    .filter((place) => !from.includes(place))
    .map((place) => `${describePlace(place)}: ${explain(place, lacks)}`);
  return {
    ...named,
    from,
    kept: kept || named.kept === undefined ? named.kept : { ...named.kept, restoreKeys: [] },
    trust: { ...means, reason, refs, refused: [...new Set(refused)] },
  };
}

/** Also for folders that the runner's cache keeps (`local`, and cache mounts): GitHub separates refs, nobody signs. */
export function mayReadCache(
  place: Pick<CachePlace, 'backend' | 'of'>,
  { level, ...means }: Means,
): boolean {
  if (level === 'any') return true;
  const proof = findProof(place, means);
  return level === 'ref' ? proof !== 'none' : proof === 'buildkit' || proof === 'cosign';
}

export function findProof(
  { backend, of }: Pick<CachePlace, 'backend' | 'of'>,
  { actionsCache, verifiesRegistry }: Omit<Means, 'level'>,
): CacheProof {
  if (backend === 'gha') return actionsCache?.kind === 'signed' ? 'buildkit' : 'github';
  if (backend === 'registry') return verifiesRegistry ? 'cosign' : 'none';
  return backend === 'local' && of !== 'given' ? 'github' : 'none';
}

/** True when nothing that other runs could have written unseen takes part. */
export function isCacheVerified({ from, trust }: Pick<CacheSpec, 'from' | 'trust'>): boolean {
  return from.every((place) => ['buildkit', 'cosign'].includes(findProof(place, trust)));
}

function chooseLevel(
  { inputs, signing }: TrustPlanning,
  kind: RefKind,
): Pick<CacheTrust, 'level' | 'reason'> {
  if (inputs.cacheTrust !== 'auto')
    return { level: inputs.cacheTrust, reason: 'as `cache-trust` says' };
  if (signing.kind === 'off') return { level: 'any', reason: 'nothing is signed' };
  if (kind === 'tag') return { level: 'signed', reason: 'a release is signed' };
  return { level: 'ref', reason: 'what is built is signed' };
}

/** Less trusted than a tag or a pull request is every branch but the default one; than a branch, nothing it could read. */
function listTrustedRefs({ ref, names }: Facts, kind: RefKind): readonly string[] {
  const { defaultBranch } = names.repository;
  const home = defaultBranch === undefined ? [] : [`refs/heads/${defaultBranch}`];
  if (kind === 'default') return home.length > 0 ? home : ref === '' ? [] : [ref];
  return kind === 'branch' || kind === 'protected' ? [ref, ...home] : home;
}

function chooseActionsCache(
  planning: TrustPlanning,
  {
    kind,
    refs,
    level,
    isPossible,
  }: { kind: RefKind; refs: readonly string[]; level: CacheTrust['level']; isPossible: boolean },
): ActionsCacheTrust | undefined {
  const [ref] = refs;
  const isSigning =
    planning.inputs.cacheTrust === 'auto' || planning.inputs.cacheTrust === 'signed';
  if (isSigning && level !== 'any' && isPossible && ref !== undefined)
    // Who may push one branch that nobody protects may push another; one pattern has to fit the default branch as well.
    return { kind: 'signed', ref: kind === 'branch' ? 'refs/heads/*' : ref };
  return level === 'any' && shareNames(planning, kind) ? { kind: 'beside' } : undefined;
}

const PLACES: Readonly<Record<CacheBackend, string>> = {
  gha: "GitHub's cache",
  registry: 'registry cache',
  local: 'folder',
  s3: 'S3 cache',
  azblob: 'Azure cache',
  inline: 'inline cache',
};

function describePlace({ backend, scope }: CachePlace): string {
  return `${PLACES[backend]} ${scope}`.trim();
}

function explain({ backend, of }: CachePlace, lacks: readonly string[]): string {
  if (backend === 'gha') return lacks.join(', ');
  if (backend === 'registry') return 'this run checks no signatures';
  return backend === 'local' && of !== 'given'
    ? 'the Actions cache keeps it, unsigned'
    : 'nothing says who wrote it';
}

/** For the printed plan and the summary. */
export function formatTrust({
  level,
  reason,
  refs,
  actionsCache,
  verifiesRegistry,
  refused,
}: CacheTrust): string {
  const rules = {
    signed: 'only what is signed',
    ref: 'what less trusted refs cannot write',
    any: 'everything',
  };
  const signed = actionsCache?.kind === 'signed';
  const whose =
    level === 'any'
      ? []
      : [...new Set([...(signed ? [actionsCache.ref] : []), ...(verifiesRegistry ? refs : [])])];
  const checks = [
    ...(signed ? ["GitHub's by BuildKit"] : []),
    ...(verifiesRegistry ? ['registries by cosign'] : []),
  ];
  return [
    `${rules[level]} (${reason})`,
    ...(checks.length === 0
      ? []
      : [`checked: ${checks.join(', ')}; signed by this workflow on ${whose.join(', ')}`]),
    ...(refused.length === 0 ? [] : [`not read: ${refused.join('; ')}`]),
  ].join('; ');
}
