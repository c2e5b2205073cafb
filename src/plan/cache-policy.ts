/** What a signature of a cache has to say: for BuildKit's configuration, and for cosign. */
import type { CacheTrust } from './cache-trust.ts';
import type { Facts, Policy } from './types.ts';

/** Where the signing command of BuildKit and this step meet, inside the builder's container. */
export const SIGN_FOLDER = '/tmp/build-sign-cache';

/**
 * Runs in the builder's container, which has neither cosign nor an identity: it hands over what is to be signed and
 * waits for the bundle. Without somebody who listens it fails at once, and the cache is not written.
 */
const SIGN_SCRIPT = [
  'set -e',
  `[ -p ${SIGN_FOLDER}/ask ]`,
  `one=${SIGN_FOLDER}/$$`,
  'mkdir $one',
  'mkfifo $one/bundle',
  'cat > $one/index',
  `echo $one > ${SIGN_FOLDER}/ask`,
  'cat $one/bundle',
  'rm -r $one',
].join('; ');

export type PolicyFacts = Pick<Facts, 'serverUrl' | 'repository' | 'runnerEnvironment'>;
type Table = Readonly<Record<string, unknown>>;

/** A part of buildkitd.toml (cache/remotecache/gha/ghatypes in BuildKit); undefined where BuildKit's own defaults do. */
export function planCacheTrustConfig(
  { actionsCache }: Pick<CacheTrust, 'actionsCache'>,
  { policy, facts }: { policy: Policy | undefined; facts: PolicyFacts },
): Table | undefined {
  if (actionsCache === undefined) return undefined;
  if (actionsCache.kind === 'beside')
    return { cache: { gha: { sign: { command: [] }, verify: { required: false } } } };
  if (policy === undefined) return undefined;
  const { ref } = actionsCache;
  return {
    cache: {
      gha: {
        sign: { command: ['sh', '-c', SIGN_SCRIPT] },
        verify: {
          required: true,
          policy: {
            timestampThreshold: 1,
            tlogThreshold: 1,
            issuer: policy.issuer,
            subjectAlternativeName: makeIdentity(policy, ref),
            sourceRepositoryURI: `${facts.serverUrl}/${policy.repository ?? facts.repository}`,
            sourceRepositoryRef: ref,
            // A cache of a machine that others have touched is no cache for one that nobody has.
            ...(facts.runnerEnvironment === 'github-hosted'
              ? { runnerEnvironment: 'github-hosted' }
              : {}),
          },
        },
      },
    },
  };
}

/** The same workflow, repository and issuer; of another commit, run and event; one for each ref. */
export function makeCachePolicies({ refs }: Pick<CacheTrust, 'refs'>, policy: Policy): Policy[] {
  return refs.map((ref) => ({
    ...policy,
    identity: makeIdentity(policy, ref),
    ref,
    sha: undefined,
    trigger: undefined,
    attestations: [],
  }));
}

/** A workflow of the repository is another identity on each ref; one of another repository is the same for all. */
function makeIdentity({ identity, ref }: Policy, trusted: string): string {
  const end = `@${ref}`;
  return ref !== undefined && identity.endsWith(end)
    ? `${identity.slice(0, -end.length)}@${trusted}`
    : identity;
}
