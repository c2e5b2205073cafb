/** One bundle against the policy, by cosign: without a registry, about exactly one digest and one predicate type. */
import type { Host } from '../host/host.ts';
import type { Digest } from '../image/digest.ts';
import type { Policy } from '../plan/types.ts';
import { computeDigest } from '../registry/content.ts';
import { describeCommandFailure } from '../tools/catalogue.ts';
import { makeVerifyBundleArgs } from '../tools/cosign.ts';
import type { Cosign } from './trust.ts';

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

/**
 * The verdict depends on nothing but the bundle's bytes, the claim, the policy and the trusted root, so a claim that
 * held is remembered: what comes back from the registry byte for byte as it was checked is not checked again.
 */
export function makeBundleChecker(
  host: Reach,
  means: { policy: Policy; cosign: Cosign; trustedRoot: string; folder: string },
): BundleChecker {
  const accepted = new Set<string>();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(' ');
    if (accepted.has(key)) return { ok: true };
    const verdict = await askCosign(host, { ...means, claim });
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}

async function askCosign(
  host: Reach,
  {
    claim,
    policy,
    cosign,
    trustedRoot,
    folder,
  }: { claim: BundleClaim; policy: Policy; cosign: Cosign; trustedRoot: string; folder: string },
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
