/** One bundle against the policy, by cosign: without a registry, about exactly one digest and one predicate type. */
import type { Host } from '../../host/host.ts';
import { parseCertificate, parseRunInvocation } from '../../image/certificate.ts';
import type { Digest } from '../../image/digest.ts';
import type { Policy } from '../../plan/types.ts';
import { computeDigest } from '../../registry/content.ts';
import { parseBundle } from '../../tools/bundle.ts';
import { describeCommandFailure } from '../../tools/catalogue.ts';
import { makeVerifyBundleArgs } from '../../tools/cosign.ts';
import type { Cosign } from '../tools/trust.ts';

type Reach = Pick<Host, 'run' | 'signal' | 'files' | 'randomHex'>;

const DEADLINE_MS = 60_000;

export interface BundleClaim {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Undefined: a signature of the bytes that have the digest, and no statement about them. */
  readonly predicateType: string | undefined;
}

export type BundleVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly details: readonly string[] };

/** Throws COMMAND_* when cosign did not come to a verdict (killed, timed out): that is no word about the bundle. */
export type BundleChecker = (claim: BundleClaim) => Promise<BundleVerdict>;

interface Means {
  readonly policy: Policy;
  /** `GITHUB_RUN_ID`; empty outside of a run. */
  readonly runId: string;
  readonly cosign: Cosign;
  readonly trustedRoot: string;
  readonly folder: string;
}

/**
 * The verdict depends on nothing but the bundle's bytes, the claim, the policy and the trusted root, so a claim that
 * held is remembered: what comes back from the registry byte for byte as it was checked is not checked again.
 */
export function makeBundleChecker(host: Reach, means: Means): BundleChecker {
  const accepted = new Set<string>();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(' ');
    if (accepted.has(key)) return { ok: true };
    const asked = await askCosign(host, { ...means, claim });
    const verdict = asked.ok ? await checkRun(claim, means) : asked;
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}

/**
 * cosign cannot compare the run: two runs for one commit have the same identity, repository, commit and ref. A Sigstore
 * of one's own may write no run into its certificates; there is nothing to compare then.
 */
async function checkRun({ bytes }: BundleClaim, { runId }: Means): Promise<BundleVerdict> {
  const certificate = parseBundle(bytes)?.certificate;
  const stated = certificate === undefined ? undefined : await parseCertificate(certificate);
  const invocation = parseRunInvocation(stated?.runInvocationUri);
  if (invocation === undefined || runId === '' || String(invocation.runId) === runId)
    return { ok: true };
  return { ok: false, reason: `it was signed by another run (${invocation.runId})`, details: [] };
}

async function askCosign(
  host: Reach,
  { claim, policy, cosign, trustedRoot, folder }: Means & { claim: BundleClaim },
): Promise<BundleVerdict> {
  const bundleFile = `${folder}/bundles/check-${host.randomHex(6)}.json`;
  await host.files.write(bundleFile, claim.bytes);
  const { digest, predicateType } = claim;
  const command = {
    tool: 'cosign',
    file: cosign.path,
    args: makeVerifyBundleArgs({
      bundleFile,
      about: { digest },
      predicateType,
      policy,
      trustedRoot,
    }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS,
  };
  const result = await host.run(command);
  await host.files.remove(bundleFile);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0) return { ok: true };
  if (result.exitCode === undefined) throw describeCommandFailure(result, command);
  const lines = result.stderr.split('\n').filter(Boolean);
  const reason = lines.at(-1)?.replace(/^error during command execution: /, '');
  return { ok: false, reason: reason ?? 'cosign gave no reason', details: lines.slice(-20) };
}
