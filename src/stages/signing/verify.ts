/**
 * Verification from the registry, against the plan's policy: what a verifier elsewhere will find, subject by subject
 * and predicate by predicate. Bundles are found through the registry's own listing and checked by cosign byte for
 * byte, because `cosign verify` says "no signatures found" (exit 10) for a registry that merely answered 500, and
 * accepts an image that has nothing but an SBOM attestation.
 */
import pLimit from 'p-limit';
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { formatReference, formatRepository, type Repository } from '../../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import { describeSubject } from '../../plan/subjects.ts';
import type { Policy, Subject } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { describeCommandFailure } from '../../tools/catalogue.ts';
import { makeVerifyImageArgs } from '../../tools/cosign.ts';
import { readBundles } from '../image/fetch.ts';
import type { Cosign } from '../tools/trust.ts';
import { countBundles } from './attach.ts';
import type { BundleChecker } from './check-bundle.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock'>;

const PARALLEL = 8;
const DEADLINE_MS = 60_000;
const USER_ATTEMPTS = 3;

export interface Verification {
  readonly subject: Subject;
  readonly predicateType: string;
}

interface Wanted {
  readonly registry: RegistryClient;
  readonly repositories: readonly Repository[];
  readonly subjects: readonly Subject[];
  readonly policy: Policy;
  readonly cosign: Cosign;
  readonly trustedRoot: string;
  readonly check: BundleChecker;
}

/** What the policy requires: a signature on every subject, and each attestation on every platform. */
export function listRequired(subjects: readonly Subject[], policy: Policy): Verification[] {
  return subjects.flatMap((subject) => [
    { subject, predicateType: SIGNATURE_PREDICATE },
    ...(subject.kind === 'platform'
      ? policy.attestations.map(({ predicateType }) => ({ subject, predicateType }))
      : []),
  ]);
}

/** Throws VERIFICATION_FAILED naming each thing that is missing or does not verify. */
export async function verifyAll(host: Reach, wanted: Wanted): Promise<readonly Verification[]> {
  const required = listRequired(wanted.subjects, wanted.policy);
  const limit = pLimit(PARALLEL);
  // Started first, as it takes longer than all that is read beside it, and told last.
  const asUsers = wanted.repositories.map((repository) =>
    limit(() => verifyAsUsersDo(host, { wanted, repository })),
  );
  const checks = wanted.repositories.flatMap((repository) =>
    required.map((one) => limit(() => verifyOne({ wanted, repository, required: one }))),
  );
  const problems = (await Promise.allSettled([...checks, ...asUsers])).flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (host.signal.aborted) throw host.signal.reason;
  if (problems.length > 0) throw gather(problems);
  for (const repository of wanted.repositories) {
    host.log.info(`${formatRepository(repository)}: ${countBundles(required.length)} verified`);
  }
  return required;
}

/** A registry that does not answer is said as that; only when it answered is something missing or forged. */
function gather(problems: readonly unknown[]): unknown {
  const [other] = problems.filter(
    (one) => !(one instanceof ActionError && one.code === 'VERIFICATION_FAILED'),
  );
  if (other !== undefined) return other;
  const failures = problems.filter((one) => one instanceof ActionError);
  const [first] = failures;
  if (failures.length === 1) return first;
  return new ActionError('VERIFICATION_FAILED', failures.map(({ message }) => message).join('\n'), {
    hint: first?.hint,
    details: failures.flatMap(({ details }) => details).slice(0, 40),
  });
}

async function verifyOne({
  wanted,
  repository,
  required,
}: {
  wanted: Wanted;
  repository: Repository;
  required: Verification;
}): Promise<void> {
  const { registry, policy, check } = wanted;
  const { subject, predicateType } = required;
  const reasons: string[] = [];
  for await (const candidate of readBundles(registry, {
    repository,
    digest: subject.digest,
    predicateType,
  })) {
    const verdict = await check({
      bytes: candidate.bytes,
      digest: subject.digest,
      predicateType,
    });
    if (verdict.ok) return;
    reasons.push(`${candidate.digest}: ${verdict.reason}`);
  }
  const where = `${describeSubject(subject)} (${formatReference({ repository, digest: subject.digest })})`;
  const what =
    predicateType === SIGNATURE_PREDICATE ? 'signature' : `attestation of type ${predicateType}`;
  throw new ActionError(
    'VERIFICATION_FAILED',
    `No ${what} of ${where} verifies; ${reasons.length} found in the registry`,
    {
      hint: `Expected identity ${policy.identity}, issuer ${policy.issuer}. No tag was moved.`,
      details: reasons,
    },
  );
}

/** One check by the command that users run, so that what the summary prints is known to work on this registry. */
async function verifyAsUsersDo(
  host: Reach,
  { wanted, repository }: { wanted: Wanted; repository: Repository },
): Promise<void> {
  const { policy, cosign, trustedRoot, subjects } = wanted;
  const top = subjects.at(-1);
  if (top === undefined) return;
  const image = formatReference({ repository, digest: top.digest });
  const command = {
    tool: 'cosign',
    file: cosign.path,
    args: makeVerifyImageArgs({ image, predicateType: SIGNATURE_PREDICATE, policy, trustedRoot }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS,
  };
  let result = await host.run(command);
  // It reads the registry by itself and takes an outage of a second for an image without signatures.
  for (let attempt = 1; result.exitCode !== 0 && attempt < USER_ATTEMPTS; attempt++) {
    await host.clock.sleep(2000 * attempt);
    result = await host.run(command);
  }
  if (result.exitCode === 0) return;
  const failure = describeCommandFailure(result, command);
  throw new ActionError(
    'VERIFICATION_FAILED',
    `cosign does not accept ${image}: ${failure.message}`,
    {
      hint: 'Every bundle verifies by itself, so cosign does not find them as this registry lists them. No tag was moved; run the job again.',
      cause: failure,
      details: failure.details,
    },
  );
}
