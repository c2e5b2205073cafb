/** A run from beginning to end, in the order in which its log tells it. */
import { ActionError, describeError, errorCode } from './errors.ts';
import type { Host } from './host/host.ts';
import type { Platform } from './image/platform.ts';
import { type Inputs, readInputs } from './inputs/parse.ts';
import { makeNames } from './names/names.ts';
import { choosePlatforms } from './plan/load.ts';
import { makePlan } from './plan/plan.ts';
import { formatPlan } from './plan/print.ts';
import type { Plan } from './plan/types.ts';
import { attachAll, keepAttached } from './stages/attach.ts';
import { type BuildMeans, runBuild } from './stages/build.ts';
import { exportCache } from './stages/cache-export.ts';
import { runCall } from './stages/call.ts';
import { type BuiltImage, describeImage } from './stages/describe.ts';
import { gatherFacts } from './stages/facts.ts';
import { chooseLoaded, loadImage } from './stages/load.ts';
import { moveTags } from './stages/publish.ts';
import { type Results, report } from './stages/report.ts';
import { openRunFolder } from './stages/run-folder.ts';
import { chooseSecrets } from './stages/secrets.ts';
import { type Ready, type Signing, setUp } from './stages/setup.ts';
import { makeBundles } from './stages/sign.ts';
import { signFiles } from './stages/sign-files.ts';
import { joinTracks, makeTimings, type Timings } from './stages/tracks.ts';
import { verifyAll } from './stages/verify.ts';

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
  if (failure !== undefined) tell(host, failure);
}

function tell(host: Host, error: unknown): void {
  const details = error instanceof ActionError ? error.details : [];
  if (details.length > 0) {
    const close = host.log.open('What the tool said');
    details.forEach(host.log.foreign);
    close();
  }
  if (error instanceof Error && error.stack !== undefined) host.log.debug(error.stack);
  host.log.error(describeError(error), errorCode(error));
  host.fail();
}

async function runStages(host: Host, results: Results, timings: Timings): Promise<void> {
  const parsed = readInputs(host.env);
  const { inputs } = parsed;
  if (inputs.githubToken !== undefined) host.mask(inputs.githubToken);
  const facts = await gatherFacts(host, inputs);
  const names = await makeNames({
    ...namedInputs(inputs),
    facts: facts.names,
    env: host.env,
  });
  const plan = makePlan({ parsed, facts, names });
  results.plan = plan;
  printPlan(host, plan);
  if (inputs.dryRun) return;

  const folder = await openRunFolder(host);
  const ready = await timings.measure('Set-up', () =>
    setUp(host, { plan, inputs, facts, folder, timings }),
  );
  results.policy = ready.signing?.policy;
  results.trustedRoot = inputs.trustedRoot;
  const means: BuildMeans = {
    buildx: ready.buildx,
    builder: ready.builder,
    folder: folder.path,
    secrets: chooseSecrets(inputs, plan.build.secretIds),
  };
  const work = { plan: { ...plan, cache: ready.cache }, means };
  if (plan.mode === 'call') await evaluate(host, { work, call: plan.call ?? '', timings });
  else await buildAndPublish(host, { work, ready, results, timings });
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
    results,
    timings,
  }: { work: Work; ready: Ready; results: Results; timings: Timings },
): Promise<void> {
  const { plan } = work;
  const engine = { os: ready.engine.os, architecture: ready.engine.arch };
  const loaded = chooseLoaded(plan, engine);
  results.build = await timings.measure('Build', () => runBuild(host, { ...work, engine }));
  const built = { ...work, platforms: choosePlatforms(plan, engine), ready, results, timings };
  if (plan.mode !== 'push') return signOutputs(host, built);
  // Before the tags: a failed load is a failed run, and a failed run moves no tag.
  if (loaded.length > 0)
    await timings.measure('Load', () => loadImage(host, { ...work, platforms: loaded }));

  const exporting = timings.measure('Cache', () => exportCache(host, work));
  try {
    await publish(host, built);
  } finally {
    results.cacheExport = await exporting;
  }
  results.published = true;
}

type Built = Work & {
  /** Those that were built. */
  readonly platforms: readonly Platform[];
  readonly ready: Ready;
  readonly results: Results;
  readonly timings: Timings;
};

/** The files that the build left, where the plan signs. */
async function signOutputs(
  host: Host,
  { plan, means: { folder }, ready: { signing }, platforms, results, timings }: Built,
): Promise<void> {
  if (signing === undefined || plan.files.length === 0) return;
  const imageDigest = results.build?.metadata.digest;
  const signed = await timings.measure('Sign files', () =>
    signFiles(host, { plan, platforms, imageDigest, signing, folder }),
  );
  if (signed.length > 0) results.files = signed;
}

/** Everything between the push by digest and the tags. */
async function publish(host: Host, built: Built): Promise<void> {
  const {
    plan,
    means: { folder },
    ready,
    results,
    timings,
  } = built;
  const { registry } = ready;
  const digest = results.build?.metadata.digest;
  const [first] = plan.destinations;
  if (digest === undefined || first === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'buildx reported no digest of what it pushed');
  const image = await timings.measure('Inspect', async () => {
    // A registry may answer 404 for seconds after it took a push.
    const seen = plan.destinations.map((one) => registry.waitForManifest(one.repository, digest));
    await joinTracks(seen);
    return describeImage(host, {
      registry,
      repository: first.repository,
      digest,
      platforms: plan.build.platforms,
      attestations: plan.attestations,
      folder: `${folder}/predicates`,
    });
  });
  results.image = image;
  if (ready.signing !== undefined) {
    const { signing } = ready;
    await joinTracks([signAndVerify(host, { ...built, image, signing }), signOutputs(host, built)]);
  }
  await timings.measure('Publish', () =>
    moveTags(host, { registry, destinations: plan.destinations, image, moved: results.moved }),
  );
}

async function signAndVerify(
  host: Host,
  {
    plan,
    means: { folder },
    ready: { registry },
    image,
    signing,
    results,
    timings,
  }: Built & { readonly image: BuiltImage; readonly signing: Signing },
): Promise<void> {
  const { spec, policy, cosign, trust, tokens, check } = signing;
  const repositories = plan.destinations.map(({ repository }) => repository);
  const [repository] = repositories;
  if (repository === undefined) return;
  const createdAt = host.clock.now();
  const bundles = await timings.measure('Sign', () =>
    makeBundles(host, {
      image,
      repository,
      timeoutMs: spec.timeoutMs,
      tools: { cosign, trust, tokens, check, folder },
    }),
  );
  const attached = await timings.measure('Attach', () =>
    attachAll(host, { registry, repositories, bundles, createdAt }),
  );
  results.verified = await timings.measure('Verify', () =>
    verifyAll(host, {
      registry,
      repositories,
      subjects: image.subjects,
      policy,
      cosign,
      trustedRoot: trust.trustedRoot,
      check,
    }),
  );
  await keepAttached(registry, attached);
}

/** Without `images`, `tags` holds full references and there are no rules to apply. */
function namedInputs(
  inputs: Inputs,
): Pick<Inputs, 'images' | 'tags' | 'flavor' | 'labels' | 'annotations'> {
  const { images, tags, flavor, labels, annotations } = inputs;
  return images === ''
    ? { images, tags: '', flavor: '', labels, annotations: '' }
    : { images, tags, flavor, labels, annotations };
}

function printPlan(host: Host, plan: Plan): void {
  host.log.group('Plan', formatPlan(plan));
  plan.notices.forEach(host.log.notice);
  plan.warnings.forEach(host.log.warning);
  if (plan.mode === 'build') host.log.notice(`Not pushed: ${plan.reason}`);
}
