/** Invariants of the tags in the registries after a run, and of what it says about them. */
import { digestFor, listPublished, listTold } from './e2e-claims.ts';
import { type Evidence, isSuccess } from './e2e-evidence.ts';
import type { TagState } from './e2e-snapshot.ts';

/** The temporary tags of legs. */
const TEMPORARY = /:bsa-keep\.[^:]*$/;

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
  // What was loaded, or is planned, is told by the same output.
  const isOther = expected.wanted === 'loaded' || expected.wanted === 'planned';
  if (!isPublished) return [...problems, ...(isOther ? [] : told.map((tag) => `${tag} is told`))];
  const wrong = told.filter((tag) => !mayName(tag, after.tags.get(tag)?.digest, evidence));
  return [
    ...problems,
    ...(told.length === 0 ? ['no tag'] : []),
    ...wrong.map(
      (tag) => `${tag} names ${after.tags.get(tag)?.digest}, not ${digestFor(tag, run)}`,
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

/** A tag may name what this run says, or what another one says that moved it at the same time. */
function mayName(tag: string, digest: string | undefined, { run, beside }: Evidence): boolean {
  const others = beside.filter((job) => listTold(job.run).includes(tag));
  return [run, ...others.map((job) => job.run)].some((each) => digestFor(tag, each) === digest);
}

export function checkTagsTogether(evidence: Evidence): readonly string[] {
  const { run, before, after } = evidence;
  const told = new Set(listTold(run));
  const lost = [...before.tags.keys()].filter(
    (tag) => !after.tags.has(tag) && !TEMPORARY.test(tag),
  );
  return [
    ...lost.map((tag) => `${tag} is gone`),
    ...listMoved(evidence).flatMap(([tag, { digest }]) => [
      ...(mayName(tag, digest, evidence)
        ? []
        : [`${tag} was moved to ${digest}, not to ${digestFor(tag, run)}`]),
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
