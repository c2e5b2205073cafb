/** A run from beginning to end, in the order in which its log tells it. */
import { ActionError } from './errors.ts';
import type { Host } from './host/host.ts';
import type { Platform } from './image/platform.ts';
import { readInputs, readLogins } from './inputs/parse.ts';
import { usesBackend } from './plan/cache-spec.ts';
import { choosePlatforms } from './plan/load.ts';
import { formatPlan } from './plan/print.ts';
import type { Plan } from './plan/types.ts';
import { identifyLeg, type LegIdentity } from './stages/announce.ts';
import type { BuildMeans } from './stages/build.ts';
import { buildImage } from './stages/build-apart.ts';
import { exportCache } from './stages/cache-export.ts';
import { readCacheKeys } from './stages/cache-keys.ts';
import { readCacheRoom } from './stages/cache-room.ts';
import { runCall } from './stages/call.ts';
import {
  keepCandidate,
  makeCandidate,
  mergeWhenComplete,
  offerCandidate,
} from './stages/candidate.ts';
import { foreseeEmulation } from './stages/emulated.ts';
import { readPlatform } from './stages/engine.ts';
import { tellBuilder } from './stages/export-builder.ts';
import { gatherFacts } from './stages/facts.ts';
import { draftRun } from './stages/find-mounts.ts';
import { settleMounts } from './stages/keep-mounts.ts';
import { chooseLoaded, loadImage } from './stages/load.ts';
import { maskSecrets } from './stages/logins.ts';
import { tellNames } from './stages/name-outputs.ts';
import { nameImage } from './stages/names.ts';
import { rehearse } from './stages/rehearse.ts';
import { inspectImage, publishTags, type Release, signAndVerify } from './stages/release.ts';
import { type Results, report } from './stages/report.ts';
import { tellFailure } from './stages/report-images.ts';
import { openRunFolder } from './stages/run-folder.ts';
import { chooseSecrets } from './stages/secrets.ts';
import { type Ready, setUp } from './stages/setup.ts';
import { signFiles } from './stages/sign-files.ts';
import { surveyRefused } from './stages/survey.ts';
import { joinTracks, makeTimings, type Timings } from './stages/tracks.ts';
import { enterOrTell } from './stages/working-directory.ts';

/** Runs the action. Never throws: a failure becomes one annotation, exit code 1, and outputs that say how far it came. */
export async function run(host: Host): Promise<void> {
  const results: Results = { moved: [], published: false };
  const timings = makeTimings(host.clock);
  let failure: unknown;
  try {
    await runStages(host, results, timings);
  } catch (error) {
    failure = error;
  }
  await report(host, { results, timings: timings.all(), error: failure });
  if (failure !== undefined) tellFailure(host, failure);
}

async function runStages(host: Host, results: Results, timings: Timings): Promise<void> {
  const parsed = await readLogins(host.env, readInputs(host.env));
  const { inputs } = parsed;
  maskSecrets(host, inputs);
  const lost = await enterOrTell(host, inputs);
  const facts = await gatherFacts(host, inputs, lost.length === 0);
  const problems = [...parsed.problems, ...lost];
  const named = await nameImage(host, { parsed: { ...parsed, problems }, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  if (refusal !== undefined) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const folder = await openRunFolder(host);
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder, timings });
  }
  const plan = await foreseeEmulation(host, draft);
  const identity = identifyLeg(host, { plan, facts, matrix: inputs.matrix });
  Object.assign(results, { plan, group: identity.group });
  printPlan(host, plan, identity);
  const folder = await openRunFolder(host);
  Object.assign(results, await tellNames(host, { named, plan, folder: folder.path }));
  if (inputs.dryRun) {
    const filled = named.parsed.inputs;
    results.rehearsal = rehearse(host, { plan, inputs: filled, facts, group: identity.group });
    return;
  }

  const ready = await timings.measure('Set-up', () =>
    setUp(host, { plan, inputs, facts, folder, timings, identity }),
  );
  results.builder = await tellBuilder(host, {
    ...{ ...ready, spec: plan.builder },
    isExported: inputs.exportBuilder,
    folder: folder.path,
  });
  results.policy = ready.signing?.policy;
  results.trustedRoot = inputs.trustedRoot;
  const means: BuildMeans = {
    ...{ buildx: ready.buildx, builder: ready.builder, emulation: ready.emulation },
    folder: folder.path,
    secrets: chooseSecrets(inputs, plan.build.secretIds),
    cacheKeys: readCacheKeys(host, inputs),
  };
  const work = { plan: { ...plan, cache: ready.cache, build: ready.build }, means };
  results.plan = work.plan;
  const stopRefreshing = ready.access.keepFresh();
  try {
    if (plan.mode === 'call') await evaluate(host, { work, call: plan.call ?? '', timings });
    else {
      const asking = { token: inputs.githubToken, repository: facts.repository };
      await buildAndPublish(host, { work, ready, identity, asking, results, timings });
    }
  } finally {
    stopRefreshing();
  }
}

type Work = { readonly plan: Plan; readonly means: BuildMeans };

async function evaluate(
  host: Host,
  { work, call, timings }: { work: Work; call: string; timings: Timings },
): Promise<void> {
  await timings.measure('Evaluate', () => runCall(host, { ...work, call }));
}

async function buildAndPublish(
  host: Host,
  {
    work,
    ready,
    identity,
    asking,
    results,
    timings,
  }: {
    work: Work;
    ready: Ready;
    identity: LegIdentity;
    asking: NonNullable<Release['guard']>;
    results: Results;
    timings: Timings;
  },
): Promise<void> {
  const { plan, means } = work;
  const engine = readPlatform(host, ready.engine);
  const loaded = chooseLoaded(plan, engine);
  const { registry, signing } = ready;
  results.build = await timings.measure('Build', () =>
    buildImage(host, { ...work, registry, engine }),
  );
  results.keeping = settleMounts(host, { ...work, restored: ready.mounts, timings });
  const [{ destinations }, { folder }] = [plan, means];
  const guard = plan.allowDowngrade ? undefined : asking;
  const release = { registry, destinations, signing, folder, guard, results, timings };
  const platforms = choosePlatforms(plan, engine);
  const cache = results.build.cache ?? plan.cache;
  const exported = { ...work, plan: { ...plan, cache }, signer: ready };
  if (plan.mode !== 'push') {
    const exporting = timings.measure('Cache', () => exportCache(host, exported));
    return signOutputs(host, release, { plan, platforms }).finally(async () => {
      results.cacheExport = await exporting;
    });
  }
  await ready.access.refresh();
  // Before the tags: a failed load is a failed run, and a failed run moves no tag.
  if (loaded.length > 0)
    await timings.measure('Load', () => loadImage(host, { ...work, platforms: loaded }));

  const exporting = timings.measure('Cache', () => exportCache(host, exported));
  const room = exporting.then((written) =>
    usesBackend(plan.cache, 'gha')
      ? readCacheRoom(host, { ...asking, layers: written?.layers ?? [] })
      : undefined,
  );
  try {
    await publish(host, { plan, release, identity });
  } finally {
    results.cacheExport = await exporting;
    results.cacheRoom = await room;
  }
}

/** The files that the build left, where the plan signs. */
async function signOutputs(
  host: Host,
  {
    signing,
    folder,
    results,
    timings,
  }: Pick<Release, 'signing' | 'folder' | 'results' | 'timings'>,
  { plan, platforms }: { plan: Plan; platforms: readonly Platform[] },
): Promise<void> {
  if (signing === undefined || plan.files.length === 0) return;
  const imageDigest = results.build?.metadata.digest;
  const signed = await timings.measure('Sign files', () =>
    signFiles(host, { plan, platforms, imageDigest, signing, folder }),
  );
  if (signed.length > 0) results.files = signed;
}

/** Everything after the push by digest. A leg, and a step with `publish: off`, hand over what they signed. */
async function publish(
  host: Host,
  { plan, release, identity }: { plan: Plan; release: Release; identity: LegIdentity },
): Promise<void> {
  const { results } = release;
  const { leg, attestations, build } = plan;
  const digest = results.build?.metadata.digest;
  if (digest === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'buildx reported no digest of what it pushed');
  const { platforms } = build;
  const image = await inspectImage(host, release, { digest, platforms, attestations });
  results.image = image;
  const isWhole = leg === undefined;
  const subjects = image.subjects.filter(({ kind }) => isWhole || kind !== 'index');
  const fresh = { subjects, predicates: image.predicates };
  const job = { image, fresh, covered: subjects };
  if (isWhole && plan.publish === 'auto') {
    await joinTracks([
      signAndVerify(host, release, job),
      signOutputs(host, release, { plan, platforms }),
    ]);
    await publishTags(host, release, image);
    return;
  }
  const keepAlive = await keepCandidate(host, release, { plan, identity, image });
  const record = makeCandidate({ plan, identity, image, keepAlive });
  const signing = signAndVerify(host, release, { ...job, record });
  await joinTracks([signing, signOutputs(host, release, { plan, platforms })]);
  const document = await signing;
  if (document === undefined) return;
  results.candidate = document;
  if (leg === undefined || plan.publish === 'off') {
    await offerCandidate(host, { identity, document });
    return;
  }
  const missing = await mergeWhenComplete(host, release, { plan, leg, identity, document });
  results.waiting = missing;
}

function printPlan(host: Host, plan: Plan, { group }: LegIdentity): void {
  host.log.group('Plan', formatPlan(plan, group));
  tellThoughts(host, plan);
  if (plan.mode === 'build') host.log.notice(`Not pushed: ${plan.reason}`);
}

function tellThoughts({ log }: Host, { notices, warnings }: Plan): void {
  notices.forEach(log.notice);
  warnings.forEach(log.warning);
}
