import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  assembleLegs,
  checkCandidate,
  collectAll,
  dropKept,
  inspectImage,
  publishTags,
  readLeg,
  signAndVerify
} from "./chunk-ODTBPITH.js";
import {
  readLogins,
  readPublishing
} from "./chunk-KCR2UASF.js";
import "./chunk-MIBULRU7.js";
import {
  reportImages,
  tellFailure
} from "./chunk-AZQU6YPA.js";
import {
  probeDestinations
} from "./chunk-PFKILCE3.js";
import "./chunk-FIBSJE2I.js";
import "./chunk-CNCLGDTI.js";
import "./chunk-VXBI6TKC.js";
import "./chunk-TPV272LM.js";
import {
  prepareSigning
} from "./chunk-CL3JVLAE.js";
import {
  gatherFacts
} from "./chunk-LKOHCVR5.js";
import {
  notePrivacy,
  openRunFolder,
  planLogins
} from "./chunk-RSG6BFU7.js";
import {
  openAccess
} from "./chunk-KYH7S52R.js";
import {
  joinTracks,
  makeTimings,
  maskSecrets,
  runTrack
} from "./chunk-PTLKZAO4.js";
import "./chunk-7ORZKQFX.js";
import {
  makeForeignHead
} from "./chunk-UXX5YRA4.js";
import "./chunk-RFD7Z2AI.js";
import "./chunk-SA2GMFYJ.js";
import {
  makeMissingPermission,
  planSigning
} from "./chunk-PFKVS5A6.js";
import "./chunk-FG7OWVVX.js";
import {
  comparePlatforms,
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import "./chunk-EI3N3EFW.js";
import "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import "./chunk-O7GMNHRJ.js";
import "./chunk-HQSA4M7E.js";
import "./chunk-OHJM3DEI.js";
import "./chunk-5DJDJALV.js";
import {
  formatReference,
  formatRepository
} from "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import {
  ActionError,
  InputError
} from "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";

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
  if (facts.foreignHead) throw makeForeignHead(facts);
  const signing = planSigning({ inputs, facts, destinations, result: "image", problems });
  const { logins, warnings } = planLogins({ inputs, facts, mode: "push", destinations, problems });
  if (problems.length > 0) throw new InputError(problems);
  requireOwnTags(images);
  if (signing.kind === "keyless" && !facts.oidcAvailable)
    throw makeMissingPermission(facts, destinations);
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
  const report = (problem, fix) => problems.push({ input: "candidates", problem, fix });
  const built = documents.map(({ candidate }) => nameBuilt(candidate));
  const isWhole = built.every((name) => name === WHOLE);
  const wanted = isWhole ? [WHOLE] : platforms.map(formatPlatform);
  const missing = wanted.filter((name) => !built.includes(name));
  const extra = built.filter((name, at) => !wanted.includes(name) || built.indexOf(name) !== at);
  if (missing.length > 0)
    report(
      `lack ${missing.join(", ")} of group ${group}; there is ${built.join(", ")}`,
      "Wait for every leg with `needs`; when one of them failed, run it again."
    );
  else if (extra.length > 0)
    report(
      `hold more of group ${group} than one image: ${extra.join(", ")}`,
      "Two jobs built the same: give their images different tags, or hand one of them on."
    );
  else if (new Set(documents.map(({ candidate }) => describeWhole(candidate))).size > 1)
    report(
      `hold legs of group ${group} that differ in platforms, images or attestations`,
      "Give each leg the same inputs, but for `platform`; different images need different groups."
    );
}
var WHOLE = "the whole image";
function nameBuilt({ platform }) {
  return platform === void 0 ? WHOLE : formatPlatform(platform);
}
function describeWhole({ platforms, destinations, attestations }) {
  return JSON.stringify([
    platforms.map(formatPlatform).sort(),
    destinations.map(({ repository }) => formatRepository(repository)).sort(),
    attestations.map(({ predicateType }) => predicateType).sort()
  ]);
}
function requireOwnTags(images) {
  const owners = /* @__PURE__ */ new Map();
  for (const { group, destinations } of images) {
    for (const reference of destinations.flatMap(listReferences)) {
      const other = owners.get(reference);
      if (other !== void 0 && other !== group)
        throw new ActionError(
          "TAG_CONFLICT",
          `Two images are to get the tag ${reference}: group ${other} and group ${group}`,
          {
            hint: "Different images need different tags, e.g. by `flavor: suffix=-alpine`; or choose one of them by the input `group`. Nothing was published."
          }
        );
      owners.set(reference, group);
    }
  }
}
function listReferences({ repository, tags }) {
  return tags.map(({ name }) => formatReference({ repository, tag: name }));
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
  await reportImages(host, { images, timings: timings.all(), error: failure }).catch((error) => {
    failure ??= error;
  });
  if (failure !== void 0) tellFailure(host, failure);
}
async function publishAll(host, images, timings) {
  host.signal.throwIfAborted();
  const read = readPublishing(host.env);
  const { candidates } = read;
  const { inputs, problems } = await readLogins(host.env, read);
  maskSecrets(host, inputs);
  const facts = await gatherFacts(host, inputs);
  const documents = (candidates ?? await readArtifacts(host, { facts, problems })).filter(
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
    const { summary: summarizes } = inputs.switches;
    const results = { moved: [], published: false, group: image.group, summarizes };
    images.push(results);
    results.plan = makeReportedPlan(plan, image);
    results.trustedRoot = inputs.trustedRoot;
    const { access, signing } = ready;
    await access.refresh();
    const { registry } = access;
    const own = signing === void 0 ? void 0 : { ...signing, policy: { ...signing.policy, attestations: image.attestations } };
    results.policy = own?.policy;
    const { destinations } = image;
    const { path } = folder;
    const { builderIds } = inputs;
    const guard = inputs.allowDowngrade ? void 0 : { token: inputs.githubToken, repository: facts.repository };
    const means = { registry, signing: own, folder: path, builderIds, guard };
    const release = { ...means, destinations, results, timings };
    await publishImage(host, release, { image, facts, mayBeUnsigned });
  }
}
async function readArtifacts(host, {
  facts: { runAttempt },
  problems
}) {
  return problems.length > 0 ? [] : collectAll(host, { attempt: runAttempt });
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
  const access = await openAccess(host, {
    plan: { logins, destinations },
    inputs,
    folder: folder.path
  });
  const probing = runTrack(host, {
    title: "Registry",
    timings,
    work: (say) => probeDestinations(access, { destinations, logins, facts, say })
  });
  const { signing: spec } = plan;
  const identity = inputs.certificateIdentity;
  const signing = spec.kind === "off" ? Promise.resolve(void 0) : prepareSigning(host, { spec, attestations: [], facts, identity, folder, timings });
  await joinTracks([probing, signing]);
  return { access, signing: await signing };
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
  host.log.info(describeChecked(image, signing !== void 0));
  const { platforms, attestations, annotations } = image;
  const isWhole = first.platform === void 0;
  if (isWhole)
    for (const { repository } of destinations)
      await readLeg(registry, { repository, digest: first.digest, platform: void 0 });
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
function describeChecked({ group, documents }, isSigning) {
  const what = documents.length === 1 ? "one candidate" : `${documents.length} legs`;
  const isChecked = isSigning && documents.every(({ bundle }) => bundle !== void 0);
  return `Publishing group ${group}: ${what}${isChecked ? ", signed by this run" : ""}`;
}
function makeReportedPlan({ signing }, { destinations, attestations }) {
  return {
    mode: "push",
    reason: "handed over by earlier jobs",
    ...{ destinations, attestations, signing },
    files: [],
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
  for (const message of plan.warnings) host.log.warning(message);
}
export {
  runPublish
};
