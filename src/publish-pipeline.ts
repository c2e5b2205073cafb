/** The `publish/` action: what earlier jobs built, and nobody published yet, gets its tags. */
import { ActionError } from './errors.ts';
import type { Host } from './host/host.ts';
import { formatRepository } from './image/reference.ts';
import { readLogins, readPublishing } from './inputs/parse.ts';
import type { Candidate, CandidateDocument } from './plan/candidate.ts';
import { type ImagePlan, type PublishingPlan, planPublishing } from './plan/publishing.ts';
import type { Facts } from './plan/types.ts';
import { gatherFacts } from './stages/facts/facts.ts';
import { openRunFolder, type RunFolder } from './stages/job/run-folder.ts';
import { joinTracks, makeTimings, runTrack, type Timings } from './stages/job/tracks.ts';
import { assembleLegs } from './stages/legs/assemble-legs.ts';
import { checkCandidate } from './stages/legs/check-candidate.ts';
import { collectAll } from './stages/legs/hand-over.ts';
import { dropKept, readLeg } from './stages/legs/keep-alive.ts';
import { type Access, openAccess } from './stages/logins/access.ts';
import { maskSecrets } from './stages/logins/logins.ts';
import {
  inspectImage,
  publishTags,
  type Release,
  signAndVerify,
} from './stages/publishing/release.ts';
import type { ReportedPlan, Results } from './stages/report/report.ts';
import { reportImages, tellFailure } from './stages/report/report-images.ts';
import { probeDestinations } from './stages/setup/preflight.ts';
import { prepareSigning } from './stages/signing/prepare-signing.ts';

/** Publishes every image that is handed over. Never throws: a failure becomes one annotation and exit code 1. */
export async function runPublish(host: Host): Promise<void> {
  const images: Results[] = [];
  const timings = makeTimings(host.clock);
  let failure: unknown;
  try {
    await publishAll(host, images, timings);
  } catch (error) {
    failure = error;
  }
  await reportImages(host, { images, timings: timings.all(), error: failure }).catch((error) => {
    failure ??= error;
  });
  if (failure !== undefined) tellFailure(host, failure);
}

async function publishAll(host: Host, images: Results[], timings: Timings): Promise<void> {
  host.signal.throwIfAborted();
  const read = readPublishing(host.env);
  const { candidates } = read;
  const { inputs, problems } = await readLogins(host.env, read);
  maskSecrets(host, inputs);
  const facts = await gatherFacts(host, inputs);
  const documents = (candidates ?? (await readArtifacts(host, { facts, problems }))).filter(
    ({ candidate }) => inputs.group === undefined || candidate.group === inputs.group,
  );
  if (documents.length === 0 && problems.length === 0) throw makeMissing(inputs.group);
  const plan = planPublishing({ inputs, facts, documents, problems });
  printPlan(host, plan);
  const folder = await openRunFolder(host);
  const ready = await timings.measure('Set-up', () =>
    setUp(host, { plan, inputs, facts, folder, timings }),
  );
  // Through the job outputs of `needs`, which no other job can write, an unsigned candidate may come; not by artifact.
  const mayBeUnsigned = candidates !== undefined || plan.signing.kind === 'off';
  for (const image of plan.images) {
    const { summary: summarizes } = inputs.switches;
    const results: Results = { moved: [], published: false, group: image.group, summarizes };
    images.push(results);
    results.plan = makeReportedPlan(plan, image);
    results.trustedRoot = inputs.trustedRoot;
    const { access, signing } = ready;
    // Several images take their time; what ends meanwhile is renewed before the next one.
    await access.refresh();
    const { registry } = access;
    const own =
      signing === undefined
        ? undefined
        : { ...signing, policy: { ...signing.policy, attestations: image.attestations } };
    results.policy = own?.policy;
    const { destinations } = image;
    const { path } = folder;
    const { builderIds } = inputs;
    const guard = inputs.allowDowngrade
      ? undefined
      : { token: inputs.githubToken, repository: facts.repository };
    const means = { registry, signing: own, folder: path, builderIds, guard };
    const release = { ...means, destinations, results, timings };
    await publishImage(host, release, { image, facts, mayBeUnsigned });
  }
}

async function readArtifacts(
  host: Host,
  {
    facts: { runAttempt },
    problems,
  }: { facts: Facts; problems: ReturnType<typeof readPublishing>['problems'] },
): Promise<readonly CandidateDocument[]> {
  return problems.length > 0 ? [] : collectAll(host, { attempt: runAttempt });
}

function makeMissing(group: string | undefined): ActionError {
  return new ActionError(
    'CANDIDATES_MISSING',
    `No job of this run has handed over an image${group === undefined ? '' : ` of group ${group}`}`,
    {
      hint: 'Build with `publish: off` (or one leg per job), and let this job wait for it with `needs`.',
    },
  );
}

type SetUp = {
  plan: PublishingPlan;
  inputs: ReturnType<typeof readPublishing>['inputs'];
  facts: Facts;
  folder: RunFolder;
  timings: Timings;
};

async function setUp(
  host: Host,
  { plan, inputs, facts, folder, timings }: SetUp,
): Promise<Pick<Release, 'signing'> & { readonly access: Access }> {
  const destinations = plan.images.flatMap((image) => image.destinations);
  const { logins } = plan;
  const access = await openAccess(host, {
    plan: { logins, destinations },
    inputs,
    folder: folder.path,
  });
  const probing = runTrack(host, {
    title: 'Registry',
    timings,
    work: (say) => probeDestinations(access, { destinations, logins, facts, say }),
  });
  const { signing: spec } = plan;
  const identity = inputs.certificateIdentity;
  const signing =
    spec.kind === 'off'
      ? Promise.resolve(undefined)
      : prepareSigning(host, { spec, attestations: [], facts, identity, folder, timings });
  await joinTracks([probing, signing]);
  return { access, signing: await signing };
}

/** Re-verifies what was handed over, assembles it where it comes in legs, signs what is not signed yet, and tags it. */
async function publishImage(
  host: Host,
  release: Release,
  { image, facts, mayBeUnsigned }: { image: ImagePlan; facts: Facts; mayBeUnsigned: boolean },
): Promise<void> {
  const { signing, registry, destinations, results } = release;
  const candidates = await Promise.all(
    image.documents.map(async (document): Promise<Candidate> => {
      const { candidate, bundle } = document;
      if (signing === undefined || (bundle === undefined && mayBeUnsigned)) return candidate;
      const { check } = signing;
      return checkCandidate(document, { check, ...facts });
    }),
  );
  const [first] = candidates;
  if (first === undefined) return;
  host.log.info(describeChecked(image, signing !== undefined));
  const { platforms, attestations, annotations } = image;
  const isWhole = first.platform === undefined;
  if (isWhole)
    for (const { repository } of destinations)
      await readLeg(registry, { repository, digest: first.digest, platform: undefined });
  const digest = isWhole
    ? first.digest
    : await assembleLegs({ registry, destinations, platforms, annotations, candidates });
  const isSigned = candidates.every((one, at) => one.signed && image.documents[at]?.bundle);
  const built = await inspectImage(host, release, {
    digest,
    platforms,
    attestations: isSigned ? [] : attestations,
  });
  results.image = built;
  const fresh = {
    subjects: built.subjects.filter(({ kind }) => !isSigned || (!isWhole && kind === 'index')),
    predicates: built.predicates,
  };
  await signAndVerify(host, release, { image: built, fresh, covered: built.subjects });
  await publishTags(host, release, built);
  await dropKept(host, { registry, destinations, candidates, image: built });
}

function describeChecked({ group, documents }: ImagePlan, isSigning: boolean): string {
  const what = documents.length === 1 ? 'one candidate' : `${documents.length} legs`;
  const isChecked = isSigning && documents.every(({ bundle }) => bundle !== undefined);
  return `Publishing group ${group}: ${what}${isChecked ? ', signed by this run' : ''}`;
}

function makeReportedPlan(
  { signing }: PublishingPlan,
  { destinations, attestations }: ImagePlan,
): ReportedPlan {
  return {
    mode: 'push',
    reason: 'handed over by earlier jobs',
    ...{ destinations, attestations, signing },
    files: [],
    leg: undefined,
    load: undefined,
    publish: 'auto',
  };
}

function printPlan(host: Host, plan: PublishingPlan): void {
  const lines = plan.images.flatMap(({ group, documents, destinations, signed }) => [
    `group ${group}: ${documents.length === 1 ? 'one candidate' : `${documents.length} legs`}${signed ? '' : ', unsigned: signed here'}`,
    ...destinations.map(
      ({ repository, tags }) =>
        `  ${formatRepository(repository)}  ${tags.map(({ name }) => name).join(' ')}`,
    ),
  ]);
  host.log.group('Plan', lines);
  plan.notices.forEach(host.log.notice);
  for (const message of plan.warnings) host.log.warning(message);
}
