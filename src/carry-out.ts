/** The plan is made: everything ready, the image built, signed and verified, and its tags moved. */
import { ActionError } from './errors.ts';
import type { Host } from './host/host.ts';
import type { Digest } from './image/digest.ts';
import type { Platform } from './image/platform.ts';
import { choosePlatforms } from './plan/load.ts';
import type { Plan } from './plan/types.ts';
import { findSharing } from './plan/warnings.ts';
import type { BuildMeans } from './stages/build/build.ts';
import { buildImage } from './stages/build/build-apart.ts';
import { openRecorder, type Recorder, type Recording } from './stages/build/build-record.ts';
import { runCall } from './stages/build/call.ts';
import { chooseLoaded, loadImage } from './stages/build/load.ts';
import { tellBuilder } from './stages/builder/export-builder.ts';
import { readCacheKeys } from './stages/cache/cache-keys.ts';
import { endCache } from './stages/cache/end-cache.ts';
import { readPlatform } from './stages/job/engine.ts';
import { warnOfOutageOnce } from './stages/job/outage.ts';
import { chooseSecrets } from './stages/job/secrets.ts';
import { joinTracks, type Timings } from './stages/job/tracks.ts';
import { type LegIdentity, requireOwnTags } from './stages/legs/announce.ts';
import { settleMounts } from './stages/mounts/keep-mounts.ts';
import {
  keepCandidate,
  makeCandidate,
  mergeWhenComplete,
  offerCandidate,
} from './stages/publishing/candidate.ts';
import {
  inspectImage,
  publishTags,
  type Release,
  signAndVerify,
} from './stages/publishing/release.ts';
import type { Results } from './stages/report/report.ts';
import { hideInMetadata } from './stages/setup/hide-proxies.ts';
import { type Ready, type Setting, setUp } from './stages/setup/setup.ts';
import { signFiles } from './stages/signing/sign-files.ts';

/** Throws what stopped it; `results` says how far it came. */
export async function carryOut(given: Host, setting: Setting, results: Results): Promise<void> {
  const { plan, inputs, facts, folder, timings, identity } = setting;
  const host = warnOfOutageOnce(given);
  const ready = await timings.measure('Set-up', () => setUp(host, setting));
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
  const { cache, build } = ready;
  const metadata = hideInMetadata(plan.metadata, ready.access);
  const work = { plan: { ...plan, cache, build, metadata }, means };
  results.plan = work.plan;
  const stopRefreshing = ready.access.keepFresh();
  try {
    if (plan.mode === 'call') await evaluate(host, { work, call: plan.call ?? '', timings });
    else {
      const asking = { token: inputs.githubToken, repository: facts.repository };
      const recorder = openRecorder(host, planRecording(setting, work));
      await buildAndPublish(host, { work, ready, identity, asking, recorder, results, timings });
    }
  } finally {
    stopRefreshing();
  }
}

function planRecording(
  { facts, inputs, identity: { runId, attempt, job } }: Setting,
  { plan: { cache } }: Work,
): Recording {
  return {
    ...{ cache, runId, attempt },
    job: { name: facts.jobName, matrix: inputs.matrix, id: job },
    isMatrixTold: findSharing(inputs, cache).length > 0,
  };
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
    recorder,
    results,
    timings,
  }: {
    work: Work;
    ready: Ready;
    identity: LegIdentity;
    asking: NonNullable<Release['guard']>;
    recorder: Recorder;
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
  const attests = results.build.attests ?? plan.build.attests;
  const repeated = { ...plan, cache, build: { ...plan.build, attests } };
  const built = { ...work, plan: repeated, signer: ready, hits: results.build.hits };
  const { digest } = results.build.metadata;
  const ending = { ...built, recorder, asking, timings, digest };
  if (plan.mode !== 'push') {
    const ended = endCache(host, ending);
    return signOutputs(host, release, { plan, platforms, digest }).finally(async () => {
      Object.assign(results, await ended);
    });
  }
  await ready.access.refresh();
  // Before the tags: a failed load is a failed run, and a failed run moves no tag.
  if (loaded.length > 0)
    await timings.measure('Load', () => loadImage(host, { ...work, platforms: loaded }));

  const ended = endCache(host, ending);
  try {
    await publish(host, { plan, release, identity, digest });
  } finally {
    Object.assign(results, await ended);
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
  {
    plan,
    platforms,
    digest,
  }: { plan: Plan; platforms: readonly Platform[]; digest: Digest | undefined },
): Promise<void> {
  if (signing === undefined || plan.files.length === 0) return;
  const signed = await timings.measure('Sign files', () =>
    signFiles(host, { plan, platforms, imageDigest: digest, signing, folder }),
  );
  if (signed.length > 0) results.files = signed;
}

/** Everything after the push by digest. A leg, and a step with `publish: off`, hand over what they signed. */
async function publish(
  host: Host,
  {
    plan,
    release,
    identity,
    digest,
  }: { plan: Plan; release: Release; identity: LegIdentity; digest: Digest | undefined },
): Promise<void> {
  const { results } = release;
  const { leg, attestations, build } = plan;
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
      signOutputs(host, release, { plan, platforms, digest }),
    ]);
    await requireOwnTags(host, { plan, identity });
    await publishTags(host, release, image);
    return;
  }
  const keepAlive = await keepCandidate(host, release, { plan, identity, image });
  const record = makeCandidate({ plan, identity, image, keepAlive });
  const signing = signAndVerify(host, release, { ...job, record });
  await joinTracks([signing, signOutputs(host, release, { plan, platforms, digest })]);
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
