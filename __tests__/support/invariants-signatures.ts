/** Invariants of what is signed and attested after a run, and of what the log has of it. */
import { findCandidate, listPublished } from './e2e-claims.ts';
import { type Evidence, isSuccess } from './e2e-evidence.ts';
import { readReferrers } from './e2e-registry.ts';
import { type ReferrersState, readImageReferrers } from './e2e-snapshot.ts';
import { listRequirements } from './e2e-verify.ts';

/** What a job hands over is signed and attested by then, but for the index that only holds a leg together. */
export async function checkCandidates(evidence: Evidence): Promise<readonly string[]> {
  const { run, expected, verifier } = evidence;
  const image = findCandidate(evidence);
  const isOpen = expected.wanted === 'candidate' || expected.wanted === 'partial';
  if (!isSuccess(evidence) || !isOpen || expected.policy === undefined) return [];
  if (image === undefined) return [`no candidate: ${run.main.outputs['candidate']}`];
  const found = await verifier.findUnverified(image, expected.policy);
  return image.isLeg ? found.filter((line) => !line.includes(' of the index ')) : found;
}

export async function checkReferrers(evidence: Evidence): Promise<readonly string[]> {
  const { expected, referrersBefore } = evidence;
  const lost = await Promise.all(
    [...referrersBefore].map(async ([key, { registry, name, digest, referrers }]) => {
      const now = await readReferrers(registry, name, digest);
      const left = new Set(now.map((each) => each.digest));
      const twice = now.length > left.size ? [`${key} lists a referrer twice`] : [];
      const gone = referrers.filter((each) => !left.has(each.digest));
      return [...twice, ...gone.map((each) => `${key}: ${each.digest} is lost`)];
    }),
  );
  const counted = await Promise.all(
    listPublished(evidence).map(async (image) => {
      const { registry, name, digest } = image;
      const states = await readImageReferrers(registry, name, digest);
      const required = await listRequirements(image, expected.policy ?? { attestations: [] });
      return required.flatMap(({ digest: subject, predicateType }) => {
        const key = `${registry.host}/${name}@${subject}`;
        const count = countNew(states.get(key), referrersBefore.get(key), predicateType);
        return isRightCount(evidence, count)
          ? []
          : [`${key} has ${count} new bundles of ${predicateType}`];
      });
    }),
  );
  return [...lost.flat(), ...counted.flat()];
}

/** What others built was signed by them, perhaps under another tag before; an index by each that merged at that time. */
function isRightCount({ run, beside, expected }: Evidence, count: number): boolean {
  const { policy, isMerge } = expected;
  if (policy === undefined) return count === 0;
  if (!isMerge) return count === 1;
  const { digest } = run.main.outputs;
  const same = beside.filter((job) => job.run.main.outputs['digest'] === digest);
  return count <= 1 + same.length;
}

function countNew(
  now: ReferrersState | undefined,
  before: ReferrersState | undefined,
  predicateType: string,
): number {
  const old = new Set(before?.referrers.map(({ digest }) => digest));
  return (now?.referrers ?? []).filter(
    (each) => each.predicateType === predicateType && !old.has(each.digest),
  ).length;
}

/** Only where Sigstore was left in peace: what a lost answer leaves in the log cannot be helped. */
export async function checkLogEntries(evidence: Evidence): Promise<readonly string[]> {
  const { before, after, beside } = evidence;
  const jobs = [evidence, ...beside.map((job) => ({ ...evidence, ...job }))];
  if (!jobs.every(isSuccess) || after.sigstoreFaults > before.sigstoreFaults) return [];
  const counts = await Promise.all(jobs.map(countRequired));
  if (counts.every((count) => count === undefined)) return [];
  const files = jobs.reduce((sum, { expected }) => sum + expected.fileBundles, 0);
  const required = counts.reduce<number>((sum, count = 0) => sum + count, files);
  const made = after.logEntries - before.logEntries;
  return made === required ? [] : [`${made} log entries for ${required} bundles`];
}

/** Bundles that a job has to make; undefined where it signs nothing. */
async function countRequired(evidence: Evidence): Promise<number | undefined> {
  const { expected } = evidence;
  if (expected.policy === undefined) return undefined;
  if (expected.logEntries !== undefined) return expected.logEntries;
  const candidate = findCandidate(evidence);
  const [published] = listPublished(evidence);
  const image = candidate ?? published;
  if (image === undefined) return undefined;
  const required = await listRequirements(image, expected.policy);
  if (candidate === undefined) return required.length;
  const own = required.filter(({ subject }) => subject !== 'index' || !candidate.isLeg);
  // The record is signed too, and the index by the leg that merges.
  return own.length + 1 + (published === undefined ? 0 : 1);
}
