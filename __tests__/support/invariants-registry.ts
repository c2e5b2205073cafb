/** Invariants of what is in the registries and in the log after a run. */
import { type Evidence, isSuccess } from './e2e-evidence.ts';
import { readReferrers } from './e2e-registry.ts';
import { type ReferrersState, readImageReferrers, type TagState } from './e2e-snapshot.ts';
import { listRequirements } from './e2e-verify.ts';

/** Tags that were created or name something else than before. */
function listMoved({ before, after }: Evidence): ReadonlyArray<readonly [string, TagState]> {
  return [...after.tags].filter(([tag, { digest }]) => before.tags.get(tag)?.digest !== digest);
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

/** What a tag has to name: the image, or one platform of it beside a tag that names the image (`platform-tags: true`). */
function digestFor(tag: string, { run }: Evidence): string | undefined {
  const { digest, digests, tags = '' } = run.main.outputs;
  const told = tags.split('\n');
  const platforms: Readonly<Record<string, string>> = JSON.parse(digests || '{}');
  const [, own] =
    Object.entries(platforms).find(([platform]) => {
      const suffix = `-${platform.split('/').slice(1).join('-')}`;
      return tag.endsWith(suffix) && told.includes(tag.slice(0, -suffix.length));
    }) ?? [];
  return own ?? digest;
}

export function checkEffects(evidence: Evidence): readonly string[] {
  const { run, expected, after } = evidence;
  if (!isSuccess(evidence)) return [];
  const { tags = '', published, verified } = run.main.outputs;
  const isPublished = expected.wanted === 'published';
  const isSigned = isPublished ? expected.policy !== undefined : expected.fileBundles > 0;
  const bundles = (run.main.outputs['bundle-paths'] ?? '').split('\n').filter(Boolean);
  const problems = [
    ...(published === String(isPublished) ? [] : [`published is ${published}`]),
    ...(verified === String(isSigned) ? [] : [`verified is ${verified}`]),
    ...(bundles.length === expected.fileBundles ? [] : [`bundles at ${bundles.join(', ')}`]),
  ];
  if (!isPublished) return problems;
  const told = tags.split('\n').filter(Boolean);
  const wrong = told.filter((tag) => after.tags.get(tag)?.digest !== digestFor(tag, evidence));
  return [
    ...problems,
    ...(told.length === 0 ? ['no tag'] : []),
    ...wrong.map(
      (tag) => `${tag} names ${after.tags.get(tag)?.digest}, not ${digestFor(tag, evidence)}`,
    ),
  ];
}

export function checkTagsTogether(evidence: Evidence): readonly string[] {
  const { run, before, after } = evidence;
  const { tags = '' } = run.main.outputs;
  const told = new Set(tags.split('\n'));
  const lost = [...before.tags.keys()].filter((tag) => !after.tags.has(tag));
  return [
    ...lost.map((tag) => `${tag} is gone`),
    ...listMoved(evidence).flatMap(([tag, moved]) => {
      const digest = digestFor(tag, evidence);
      return [
        ...(moved.digest === digest
          ? []
          : [`${tag} was moved to ${moved.digest}, not to ${digest}`]),
        ...(told.has(tag) ? [] : [`${tag} was moved and is not told`]),
      ];
    }),
  ];
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
        const right = expected.policy === undefined ? 0 : 1;
        return count === right ? [] : [`${key} has ${count} new bundles of ${predicateType}`];
      });
    }),
  );
  return [...lost.flat(), ...counted.flat()];
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
  const { before, after, expected } = evidence;
  const [image] = listPublished(evidence);
  if (image === undefined || expected.policy === undefined) return [];
  if (after.sigstoreFaults > before.sigstoreFaults) return [];
  const required = await listRequirements(image, expected.policy);
  const made = after.logEntries - before.logEntries;
  const wanted = required.length + expected.fileBundles;
  return made === wanted ? [] : [`${made} log entries for ${wanted} bundles`];
}
