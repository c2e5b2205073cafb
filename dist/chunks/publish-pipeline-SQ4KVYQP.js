import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  assembleLegs,
  checkCandidate,
  collectAll,
  dropKept,
  gatherFacts,
  inspectImage,
  joinTracks,
  makeMissingPermission,
  makeTimings,
  notePrivacy,
  openRunFolder,
  planLogins,
  planSigning,
  prepareAccess,
  prepareSigning,
  probeDestinations,
  publishTags,
  readPublishing,
  reportImages,
  runTrack,
  signAndVerify,
  tellFailure
} from "./chunk-IY36KZMG.js";
import "./chunk-BFYARNKY.js";
import {
  comparePlatforms,
  formatRepository
} from "./chunk-G3ECHSIE.js";
import {
  ActionError,
  InputError
} from "./chunk-K4MMYSCE.js";
import "./chunk-5FVLCRTS.js";

// src/plan/publishing.ts
function planPublishing({
  inputs,
  facts,
  documents,
  problems: found
}) {
  const problems = [...found];
  const images = groupImages(documents);
  for (const image of images) checkImage(image, problems);
  const destinations = images.flatMap((image) => image.destinations);
  const signing = planSigning({ inputs, facts, destinations, pushing: true, problems });
  const { logins, warnings } = planLogins({ inputs, facts, mode: "push", destinations, problems });
  if (problems.length > 0) throw new InputError(problems);
  if (signing.kind === "keyless" && !facts.oidcAvailable) throw makeMissingPermission(facts);
  return { images, signing, logins, notices: notePrivacy(signing, facts), warnings };
}
function groupImages(documents) {
  const groups = /* @__PURE__ */ new Map();
  for (const document of documents) {
    const { group } = document.candidate;
    groups.set(group, [...groups.get(group) ?? [], document]);
  }
  return [...groups].flatMap(([group, members]) => {
    const [first] = members;
    if (first === void 0) return [];
    const { platforms, destinations, attestations, annotations } = first.candidate;
    const sorted = [...platforms].sort(comparePlatforms);
    const signed = members.every(({ candidate }) => candidate.signed);
    return [
      {
        group,
        documents: members,
        platforms: sorted,
        destinations,
        attestations,
        annotations,
        signed
      }
    ];
  });
}
function checkImage({ group, documents, platforms }, problems) {
  const isWhole = documents.every(({ candidate }) => candidate.platform === void 0);
  const expected = isWhole ? 1 : platforms.length;
  if (documents.length === expected) return;
  problems.push({
    input: "candidates",
    problem: isWhole ? `hold ${documents.length} whole images of group ${group}` : `hold ${documents.length} of the ${expected} legs of group ${group}`,
    fix: isWhole ? "Two jobs built the same image: give them different tags, or hand one of them on." : "Wait for every leg with `needs`; when one of them failed, run it again."
  });
}

// src/publish-pipeline.ts
async function runPublish(host) {
  const images = [];
  const timings = makeTimings(host.clock);
  let failure;
  try {
    await publishAll(host, images, timings);
  } catch (error) {
    failure = error;
  }
  await reportImages(host, { images, timings: timings.all(), error: failure });
  if (failure !== void 0) tellFailure(host, failure);
}
async function publishAll(host, images, timings) {
  const { inputs, candidates, problems } = readPublishing(host.env);
  if (inputs.githubToken !== void 0) host.mask(inputs.githubToken);
  const facts = await gatherFacts(host, inputs);
  const documents = (candidates ?? await readArtifacts(host, problems.length > 0)).filter(
    ({ candidate }) => inputs.group === void 0 || candidate.group === inputs.group
  );
  if (documents.length === 0 && problems.length === 0) throw makeMissing(inputs.group);
  const plan = planPublishing({ inputs, facts, documents, problems });
  printPlan(host, plan);
  const folder = await openRunFolder(host);
  const ready = await timings.measure(
    "Set-up",
    () => setUp(host, { plan, inputs, facts, folder, timings })
  );
  const mayBeUnsigned = candidates !== void 0 || plan.signing.kind === "off";
  for (const image of plan.images) {
    const results = { moved: [], published: false, group: image.group };
    images.push(results);
    results.plan = makeReportedPlan(plan, image);
    results.trustedRoot = inputs.trustedRoot;
    const { registry, signing } = ready;
    const own = signing === void 0 ? void 0 : { ...signing, policy: { ...signing.policy, attestations: image.attestations } };
    results.policy = own?.policy;
    const { destinations } = image;
    const { path } = folder;
    const release = { registry, destinations, signing: own, folder: path, results, timings };
    await publishImage(host, release, { image, facts, mayBeUnsigned });
  }
}
async function readArtifacts(host, hasProblems) {
  return hasProblems ? [] : collectAll(host);
}
function makeMissing(group) {
  return new ActionError(
    "CANDIDATES_MISSING",
    `No job of this run has handed over an image${group === void 0 ? "" : ` of group ${group}`}`,
    {
      hint: "Build with `publish: off` (or one leg per job), and let this job wait for it with `needs`."
    }
  );
}
async function setUp(host, { plan, inputs, facts, folder, timings }) {
  const destinations = plan.images.flatMap((image) => image.destinations);
  const { logins } = plan;
  const registry = await prepareAccess(host, {
    plan: { logins, destinations },
    inputs,
    folder: folder.path
  });
  const access = runTrack(host, {
    title: "Registry",
    timings,
    work: (say) => probeDestinations(registry, { destinations, say })
  });
  const { signing: spec } = plan;
  const identity = inputs.certificateIdentity;
  const signing = spec.kind === "off" ? Promise.resolve(void 0) : prepareSigning(host, { spec, attestations: [], facts, identity, folder, timings });
  await joinTracks([access, signing]);
  return { registry, signing: await signing };
}
async function publishImage(host, release, { image, facts, mayBeUnsigned }) {
  const { signing, registry, destinations, results } = release;
  const candidates = await Promise.all(
    image.documents.map(async (document) => {
      const { candidate, bundle } = document;
      if (signing === void 0 || bundle === void 0 && mayBeUnsigned) return candidate;
      const { check } = signing;
      return checkCandidate(document, { check, ...facts });
    })
  );
  const [first] = candidates;
  if (first === void 0) return;
  const { platforms, attestations, annotations } = image;
  const isWhole = first.platform === void 0;
  const digest = isWhole ? first.digest : await assembleLegs({ registry, destinations, platforms, annotations, candidates });
  const isSigned = candidates.every((one, at) => one.signed && image.documents[at]?.bundle);
  const built = await inspectImage(host, release, {
    digest,
    platforms,
    attestations: isSigned ? [] : attestations
  });
  results.image = built;
  const fresh = {
    subjects: built.subjects.filter(({ kind }) => !isSigned || !isWhole && kind === "index"),
    predicates: built.predicates
  };
  await signAndVerify(host, release, { image: built, fresh, covered: built.subjects });
  await publishTags(host, release, built);
  await dropKept(host, { registry, destinations, candidates, image: built });
}
function makeReportedPlan({ signing }, { destinations, attestations }) {
  return {
    mode: "push",
    reason: "handed over by earlier jobs",
    ...{ destinations, attestations, signing },
    leg: void 0,
    load: void 0,
    publish: "auto"
  };
}
function printPlan(host, plan) {
  const lines = plan.images.flatMap(({ group, documents, destinations, signed }) => [
    `group ${group}: ${documents.length === 1 ? "one candidate" : `${documents.length} legs`}${signed ? "" : ", unsigned: signed here"}`,
    ...destinations.map(
      ({ repository, tags }) => `  ${formatRepository(repository)}  ${tags.map(({ name }) => name).join(" ")}`
    )
  ]);
  host.log.group("Plan", lines);
  plan.notices.forEach(host.log.notice);
  plan.warnings.forEach(host.log.warning);
}
export {
  runPublish
};
