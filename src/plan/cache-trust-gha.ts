/** Whether BuildKit can sign and verify what it keeps in GitHub's cache, and under which names. */
import { type BuilderSpec, findOwn } from './builder-spec.ts';
import type { RefKind } from './cache-refs.ts';
import type { CacheTrust, TrustPlanning } from './cache-trust.ts';

/** Why it cannot; empty where it can. */
export function listReasons(
  { inputs, builder, signing }: TrustPlanning,
  { refs, level }: { kind: RefKind; refs: readonly string[]; level: CacheTrust['level'] },
): string[] {
  if (level === 'any') return [];
  const isKeyless = signing.kind === 'keyless';
  return [
    ...(isKeyless ? [] : ['this run signs nothing']),
    // BuildKit has the root of the public Sigstore compiled in; whoever asks for `signed` may use a BuildKit of their own.
    ...(isKeyless && signing.trustedRoot !== undefined && inputs.cacheTrust !== 'signed'
      ? ['BuildKit trusts no Sigstore but the public one']
      : []),
    ...(isKeyless && !signing.transparencyLog
      ? ['BuildKit wants signatures that stand in a public log']
      : []),
    ...(isOwnContainer(builder) ? [] : ['the builder is not one that this step configures']),
    ...(inputs.allow.some((entry) => /^(security\.insecure|device)/.test(entry))
      ? ['privileged steps can reach the builder itself']
      : []),
    ...(refs.length === 0 ? ['the default branch is not known'] : []),
  ];
}

/** One container on this machine, with a configuration of ours: several would each write the whole cache. */
function isOwnContainer(builder: BuilderSpec): boolean {
  const own = findOwn(builder);
  return (
    own?.driver === 'docker-container' &&
    own.nodes.length === 1 &&
    own.nodes[0].endpoint === undefined
  );
}

/** The engine's own BuildKit has another configuration, and knows nothing of signatures. */
export function fitBuilder(
  builder: BuilderSpec,
  { actionsCache }: Pick<CacheTrust, 'actionsCache'>,
): BuilderSpec {
  return builder.kind === 'auto' && actionsCache !== undefined
    ? { kind: 'own', own: builder.own }
    : builder;
}

/**
 * A pull request has nobody to sign for it and nothing that is signed: it reads what its base signed, which lies under
 * names of its own, and writes beside it what only this pull request can read.
 */
export function shareNames({ inputs, facts, builder }: TrustPlanning, kind: RefKind): boolean {
  const isPull = kind === 'pull-request' || kind === 'passing';
  const willSign =
    inputs.sign !== false && inputs.push !== false && inputs.trustedRoot === undefined;
  return (
    isPull &&
    willSign &&
    inputs.cacheTrust === 'auto' &&
    facts.visibility === 'public' &&
    isOwnContainer(builder)
  );
}
