/** Invariants of what is in the registries and in the log after a run. */
import type { ActionRun } from '../../lab/runner.ts';
import { digestFor, type Evidence, isSuccess } from './e2e-evidence.ts';
import { readReferrers } from './e2e-registry.ts';
import { type ReferrersState, readImageReferrers, type TagState } from './e2e-snapshot.ts';
import { listRequirements } from './e2e-verify.ts';

/** The temporary tags of legs. */
const TEMPORARY = /:bsa-keep\.[^:]*$/;

function listTold({ main }: ActionRun): readonly string[] {
  return (main.outputs['tags'] ?? '').split('\n').filter(Boolean);
}

/** Tags that were created or name something else than before, but for those that another job tells of. */
function listMoved({
  run,
  beside,
  before,
  after,
}: Evidence): ReadonlyArray<readonly [string, TagState]> {
  const own = new Set(listTold(run));
  const others = new Set(beside.flatMap((job) => listTold(job.run)));
  return [...after.tags].filter(
    ([tag, { digest }]) =>
      before.tags.get(tag)?.digest !== digest &&
      !TEMPORARY.test(tag) &&
      (own.has(tag) || !others.has(tag)),
  );
}

export async function checkMovedTags(evidence: Evidence): Promise<readonly string[]> {
  const { expected, verifier } = evidence;
  const { policy } = expected;
  const moved = listMoved(evidence);
  if (expected.wanted !== 'published') return moved.map(([tag]) => `${tag} was not to be moved`);
  if (policy === undefined) return [];
  const images = new Map(
    moved.map(([, tag]) => [`${tag.registry.host}/${tag.name}@${tag.digest}`, tag]),
  );
  const found = await Promise.all(
    [...images.values()].map((image) => verifier.findUnverified(image, policy)),
  );
  return found.flat();
}

export function checkEffects(evidence: Evidence): readonly string[] {
  const { run, expected, after } = evidence;
  if (!isSuccess(evidence)) return [];
  const { outputs } = run.main;
  if (expected.wanted === 'partial') return listClaims(outputs);
  const { published, verified, candidate } = outputs;
  const isPublished = expected.wanted === 'published';
  const isHandedOver = expected.wanted === 'candidate';
  const isSigned =
    isPublished || isHandedOver ? expected.policy !== undefined : expected.fileBundles > 0;
  const bundles = (outputs['bundle-paths'] ?? '').split('\n').filter(Boolean);
  const problems = [
    ...(published === String(isPublished) ? [] : [`published is ${published}`]),
    ...(verified === String(isSigned) ? [] : [`verified is ${verified}`]),
    ...(bundles.length === expected.fileBundles ? [] : [`bundles at ${bundles.join(', ')}`]),
    ...(isHandedOver && !candidate ? ['no candidate'] : []),
  ];
  const told = listTold(run);
  if (!isPublished) return [...problems, ...told.map((tag) => `${tag} is told`)];
  const right = listDigests(evidence);
  const wrong = told.filter((tag) => !right(tag, after.tags.get(tag)?.digest));
  return [
    ...problems,
    ...(told.length === 0 ? ['no tag'] : []),
    ...wrong.map(
      (tag) => `${tag} names ${after.tags.get(tag)?.digest}, not ${digestFor(tag, evidence)}`,
    ),
  ];
}

const OF_THE_WHOLE = ['digest', 'digests', 'image', 'tags', 'published', 'verified'] as const;

/** GitHub gives a matrix the outputs of the leg that sets one last: those of a part must not be among them. */
function listClaims(outputs: Readonly<Record<string, string>>): readonly string[] {
  const claims = OF_THE_WHOLE.filter((name) => outputs[name] !== '');
  return [
    ...claims.map((name) => `${name} of a part is ${outputs[name]}`),
    ...(outputs['candidate'] ? [] : ['no candidate']),
  ];
}

/** A tag may name what this run says, or what another one says that it moved it to at the same time. */
function listDigests(evidence: Evidence) {
  const { beside } = evidence;
  return (tag: string, digest: string | undefined): boolean =>
    digest === digestFor(tag, evidence) ||
    beside.some(
      (job) => job.run.main.outputs['digest'] === digest && listTold(job.run).includes(tag),
    );
}

export function checkTagsTogether(evidence: Evidence): readonly string[] {
  const { run, before, after } = evidence;
  const told = new Set(listTold(run));
  const right = listDigests(evidence);
  const lost = [...before.tags.keys()].filter(
    (tag) => !after.tags.has(tag) && !TEMPORARY.test(tag),
  );
  return [
    ...lost.map((tag) => `${tag} is gone`),
    ...listMoved(evidence).flatMap(([tag, moved]) => [
      ...(right(tag, moved.digest)
        ? []
        : [`${tag} was moved to ${moved.digest}, not to ${digestFor(tag, evidence)}`]),
      ...(told.has(tag) ? [] : [`${tag} was moved and is not told`]),
    ]),
  ];
}

/** Temporary tags are made where they are asked for, and none outlives the publication. */
export function checkTemporaryTags(evidence: Evidence): readonly string[] {
  const { before, after, expected, beside } = evidence;
  const kept = [...after.tags].filter(([tag]) => TEMPORARY.test(tag));
  const published = new Set(
    listPublished(evidence).map(({ registry, name }) => `${registry.host}/${name}`),
  );
  const isAskedFor = [expected, ...beside.map((job) => job.expected)].some(({ isKept }) => isKept);
  const made = isAskedFor ? [] : kept.filter(([tag]) => !before.tags.has(tag));
  const left = kept.filter(([, { registry, name }]) => published.has(`${registry.host}/${name}`));
  return [...new Set([...made, ...left].map(([tag]) => `left behind: ${tag}`))];
}

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

/** The image in each repository where a successful run says that it published. */
function listPublished(evidence: Evidence): readonly TagState[] {
  const { digest, tags = '' } = evidence.run.main.outputs;
  if (!isSuccess(evidence) || evidence.expected.wanted !== 'published') return [];
  const states = tags.split('\n').flatMap((tag) => evidence.after.tags.get(tag) ?? []);
  const named = states.filter((state) => state.digest === digest);
  return [
    ...new Map(named.map((state) => [`${state.registry.host}/${state.name}`, state])).values(),
  ];
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

/** What a job says that it handed over, in the first of its repositories. */
function findCandidate({ run, after }: Evidence): (TagState & { isLeg: boolean }) | undefined {
  const text = run.main.outputs['candidate'] ?? '';
  if (text === '') return undefined;
  const { candidate }: { candidate: CandidateView } = JSON.parse(text);
  const [image] = candidate.images;
  const registry = after.registries.find(({ host }) => image?.name.startsWith(`${host}/`));
  if (image === undefined || registry === undefined) return undefined;
  const name = image.name.slice(registry.host.length + 1);
  return { registry, name, digest: candidate.digest, isLeg: candidate.platform !== undefined };
}

interface CandidateView {
  readonly digest: string;
  readonly platform?: string;
  readonly images: ReadonlyArray<{ readonly name: string }>;
}
