/**
 * A candidate is believed for what was signed in it, by this very run: every job of the run, also one without an identity,
 * can create an artifact of any name that points to any digest.
 */
import { ActionError } from '../../errors.ts';
import {
  parseCertificate,
  parseRunInvocation,
  type RunInvocation,
} from '../../image/certificate.ts';
import { formatPlatform } from '../../image/platform.ts';
import {
  CANDIDATE_PREDICATE,
  type Candidate,
  type CandidateDocument,
  isSameCandidate,
  parseCandidate,
} from '../../plan/candidate.ts';
import { parseBundle } from '../../tools/bundle.ts';
import type { BundleChecker } from '../signing/check-bundle.ts';

export interface CheckedBy {
  readonly check: BundleChecker;
  readonly runId: string;
  /** `owner/name` of the repository that the run belongs to. */
  readonly repository: string;
}

/**
 * The record as it was signed, which is what the document says in every field: tags and group count as much as the
 * digest. Throws CANDIDATE_REJECTED.
 */
export async function checkCandidate(
  { candidate, bundle }: CandidateDocument,
  { check, runId, repository }: CheckedBy,
): Promise<Candidate> {
  if (bundle === undefined) throw reject(candidate, 'is not signed');
  const bytes = Buffer.from(bundle);
  const claim = { bytes, digest: candidate.digest, predicateType: CANDIDATE_PREDICATE };
  const verdict = await check(claim);
  if (!verdict.ok)
    throw reject(candidate, `has a signature that does not verify: ${verdict.reason}`);
  const parsed = parseBundle(bytes);
  const signed = parseCandidate(parsed?.statement.predicate);
  if (parsed === undefined || signed === undefined || !isSameCandidate(signed, candidate))
    throw reject(candidate, 'differs from what was signed');
  const certificate = await parseCertificate(parsed.certificate);
  const invocation = parseRunInvocation(certificate?.runInvocationUri);
  const isOurs =
    invocation !== undefined &&
    String(invocation.runId) === runId &&
    invocation.repository.toLowerCase() === repository.toLowerCase();
  if (!isOurs)
    throw reject(candidate, `was signed by ${describeRun(invocation)}, not by this run (${runId})`);
  return signed;
}

function describeRun(invocation: RunInvocation | undefined): string {
  return invocation === undefined
    ? 'no run that its certificate names'
    : `run ${invocation.runId} of ${invocation.repository}`;
}

/** Names the leg and the digest, so that a forged one can be found. */
export function describeCandidate({
  platform,
  digest,
  group,
}: Pick<Candidate, 'platform' | 'digest' | 'group'>): string {
  const what = platform === undefined ? 'image' : formatPlatform(platform);
  return `${what} ${digest} (group ${group})`;
}

/** Makes CANDIDATE_REJECTED. */
export function reject(candidate: Candidate, why: string): ActionError {
  return new ActionError(
    'CANDIDATE_REJECTED',
    `The candidate for ${describeCandidate(candidate)} ${why}`,
    {
      hint: 'Nothing was published. Only this action, in a job of this run that may sign (`id-token: write`), hands over candidates; look for a job of this run that creates artifacts named `bsa-leg.…`.',
    },
  );
}
