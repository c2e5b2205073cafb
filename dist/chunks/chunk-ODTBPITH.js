import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact
} from "./chunk-MIBULRU7.js";
import {
  attachAll,
  keepAttached,
  makeBundles,
  verifyAll
} from "./chunk-FIBSJE2I.js";
import {
  makeContentOrder,
  tellKept
} from "./chunk-VXBI6TKC.js";
import {
  CANDIDATE_PREDICATE,
  formatCandidate,
  formatCandidateDocument,
  isSameCandidate,
  parseCandidate,
  parseCandidateDocument
} from "./chunk-TPV272LM.js";
import {
  parseCertificate,
  parseRunInvocation
} from "./chunk-CL3JVLAE.js";
import {
  readBuilderId
} from "./chunk-RSG6BFU7.js";
import {
  computeDigest
} from "./chunk-KYH7S52R.js";
import {
  joinTracks
} from "./chunk-PTLKZAO4.js";
import {
  pLimit
} from "./chunk-7ORZKQFX.js";
import {
  fetchBlob,
  fetchManifest,
  openManifest,
  parseBundle,
  parseStatement,
  readBundles
} from "./chunk-RFD7Z2AI.js";
import {
  MEDIA_TYPE,
  SIGNATURE_PREDICATE,
  isEmptyImage,
  listAttestationManifests,
  listPlatformManifests,
  listPredicateLayers,
  parseConfigPlatform
} from "./chunk-PFKVS5A6.js";
import {
  comparePlatforms,
  formatPlatform,
  normalizePlatform
} from "./chunk-NQQT4RC4.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  digestHex,
  formatReference,
  formatRepository,
  parseTag
} from "./chunk-SHLUNWKC.js";
import {
  ActionError,
  InputError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/stages/legs/check-candidate.ts
async function checkCandidate({ candidate, bundle }, { check, runId, repository }) {
  if (bundle === void 0) throw reject(candidate, "is not signed");
  const bytes = Buffer.from(bundle);
  const claim = { bytes, digest: candidate.digest, predicateType: CANDIDATE_PREDICATE };
  const verdict = await check(claim);
  if (!verdict.ok)
    throw reject(candidate, `has a signature that does not verify: ${verdict.reason}`);
  const parsed = parseBundle(bytes);
  const signed = parseCandidate(parsed?.statement.predicate);
  if (parsed === void 0 || signed === void 0 || !isSameCandidate(signed, candidate))
    throw reject(candidate, "differs from what was signed");
  const certificate = await parseCertificate(parsed.certificate);
  const invocation = parseRunInvocation(certificate?.runInvocationUri);
  const isOurs = invocation !== void 0 && String(invocation.runId) === runId && invocation.repository.toLowerCase() === repository.toLowerCase();
  if (!isOurs)
    throw reject(candidate, `was signed by ${describeRun(invocation)}, not by this run (${runId})`);
  return signed;
}
function describeRun(invocation) {
  return invocation === void 0 ? "no run that its certificate names" : `run ${invocation.runId} of ${invocation.repository}`;
}
function describeCandidate({
  platform,
  digest,
  group
}) {
  const what = platform === void 0 ? "image" : formatPlatform(platform);
  return `${what} ${digest} (group ${group})`;
}
function reject(candidate, why) {
  return new ActionError(
    "CANDIDATE_REJECTED",
    `The candidate for ${describeCandidate(candidate)} ${why}`,
    {
      hint: "Nothing was published. Only this action, in a job of this run that may sign (`id-token: write`), hands over candidates; look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
    }
  );
}

// src/plan/keep-alive.ts
var REAPED_AFTER_HOURS = {
  "quay.io": 1,
  "registry.gitlab.com": 24
};
function planKeepAlive({
  input,
  destinations,
  ...leg
}) {
  if (input === "off") return void 0;
  const repositories = destinations.map(({ repository }) => repository).filter(({ registry }) => input === "on" || REAPED_AFTER_HOURS[registry] !== void 0);
  if (repositories.length === 0) return void 0;
  const tag = makeKeepTag(leg);
  const names = repositories.map(formatRepository).join(", ");
  const why = input === "on" ? "asked for" : `deletes untagged images after ${listHours(repositories)}`;
  return { tag, repositories, reason: `${tag} until the image is published (${names}: ${why})` };
}
function listHours(repositories) {
  const hours = repositories.map(({ registry }) => REAPED_AFTER_HOURS[registry] ?? 0);
  const shortest = Math.min(...hours);
  return shortest === 1 ? "one hour" : `${shortest} hours`;
}
function makeKeepTag({ runId, attempt, group, platform }) {
  const suffix = platform === void 0 ? WHOLE_IMAGE : formatPlatform(platform).replaceAll("/", "-");
  const parsed = parseTag(`bsa-keep.${runId}.${attempt}.${escapeGroup(group)}.${suffix}`);
  if (parsed.ok) return parsed.tag;
  const problem = `${parsed.reason} as a part of the temporary tag of each leg`;
  throw new InputError([
    { input: "group", value: group, problem, fix: "Use up to 60 letters and digits." }
  ]);
}
function escapeGroup(group) {
  return group.replace(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`
  );
}

// src/stages/legs/keep-alive.ts
var PARALLEL = 8;
async function keepAlive(host, { registry, keep, image }) {
  const { tag, repositories } = keep;
  const { bytes, mediaType, digest } = image;
  await Promise.all(
    repositories.map(async (repository) => {
      const name = formatReference({ repository, tag });
      try {
        await registry.moveTag({ repository, tag, bytes, mediaType });
        host.log.info(`${name} keeps ${digest} until the image is published`);
      } catch (error) {
        warn(
          host,
          `${name} could not be set, and ${repository.registry} may delete it soon`,
          error
        );
      }
    })
  );
}
async function dropKeepAlive(host, dropping) {
  const limit = pLimit(PARALLEL);
  const names = await Promise.all(
    dropping.repositories.flatMap(
      (repository) => dropping.legs.map((leg) => limit(() => dropOne(host, { dropping, repository, leg })))
    )
  );
  const left = names.filter((name) => name !== void 0);
  if (left.length === 0) return;
  host.log.notice(
    `${left.join(", ")} could not be deleted and ${left.length === 1 ? "names" : "name"} the published image now: the registry, or the account used for it, does not delete tags.`
  );
}
async function dropOne(host, { dropping, repository, leg }) {
  const { registry, image, runId, group } = dropping;
  const tag = makeKeepTag({ ...leg, runId, group });
  const name = formatReference({ repository, tag });
  try {
    if (await deleteTag(registry, { repository, tag, digest: leg.digest })) {
      host.log.info(`${name} is removed`);
      return void 0;
    }
    await registry.moveTag({ repository, tag, bytes: image.bytes, mediaType: image.mediaType });
    return name;
  } catch (error) {
    warn(host, `${name} could not be removed`, error);
    return void 0;
  }
}
async function deleteTag(registry, { repository, tag, digest }) {
  const leg = await registry.readManifest(repository, digest);
  const result = await registry.deleteTag(repository, tag);
  if (result === "unsupported") return false;
  if (result === "absent" && await registry.probeManifest(repository, tag) !== void 0)
    return false;
  if (leg !== void 0 && await registry.probeManifest(repository, digest) === void 0)
    await registry.putManifest({ repository, reference: digest, ...leg });
  return true;
}
function warn(host, what, error) {
  if (errorCode(error) === "CANCELLED") throw error;
  host.log.warning(`${what}: ${error instanceof Error ? error.message : String(error)}`);
}
async function dropKept(host, {
  registry,
  destinations,
  candidates,
  image
}) {
  const [first] = candidates;
  const kept = new Set(candidates.flatMap((candidate) => candidate.keepAlive));
  const repositories = destinations.map(({ repository }) => repository).filter((repository) => kept.has(formatRepository(repository)));
  if (first === void 0 || repositories.length === 0) return;
  const { runId, group } = first;
  const legs = await listKept(host, { registry, repositories, candidates });
  await dropKeepAlive(host, { registry, repositories, runId, group, legs, image });
}
async function listKept(host, {
  registry,
  repositories,
  candidates
}) {
  const last = Math.max(...candidates.map(({ attempt }) => attempt));
  const attempts = Array.from({ length: last }, (_, at) => at + 1);
  const others = candidates.flatMap(
    (leg) => attempts.filter((one) => one !== leg.attempt).map((attempt) => ({ ...leg, attempt }))
  );
  try {
    const found = await Promise.all(
      others.map(async (leg) => {
        const tag = makeKeepTag(leg);
        const kept = await Promise.all(repositories.map((one) => registry.readManifest(one, tag)));
        const digest = kept.find((one) => one !== void 0)?.digest;
        return digest === void 0 ? [] : [{ ...leg, digest }];
      })
    );
    return [...candidates, ...found.flat()];
  } catch (error) {
    warn(host, "Temporary tags of earlier attempts could not be looked for", error);
    return candidates;
  }
}
async function readLeg(registry, {
  repository,
  digest,
  platform
}) {
  const content = await registry.readManifest(repository, digest);
  if (content !== void 0) return openManifest(repository, content);
  const name = formatReference({ repository, digest });
  const what = platform === void 0 ? "the image" : `the image of ${formatPlatform(platform)}`;
  throw new ActionError(
    "LEG_VANISHED",
    `${repository.registry} deleted ${what}, ${name}, before it was published: run the job that built it again, with \`keep-alive: on\`.`
  );
}

// src/image/assemble.ts
var DOCKER_TYPES = [MEDIA_TYPE.dockerManifest];
var NO_PLATFORM = { os: "unknown", architecture: "unknown" };
function assembleIndex({
  parts,
  annotations
}) {
  const sorted = [...parts].sort((a, b) => comparePlatforms(a.platform, b.platform));
  checkParts(sorted);
  const manifests = [
    ...sorted.map(({ platform, manifest }) => formatDescriptor(manifest, platform)),
    ...sorted.flatMap(
      ({ attestations }) => [...attestations].sort(compareDigests).map((one) => formatDescriptor(one, NO_PLATFORM))
    )
  ];
  const hasAnnotations = Object.keys(annotations).length > 0;
  const isDocker = manifests.every(({ mediaType: mediaType2 }) => DOCKER_TYPES.includes(mediaType2));
  const mediaType = isDocker && !hasAnnotations ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests,
    ...hasAnnotations ? { annotations: sortKeys(annotations) } : {}
  };
  return { bytes: new TextEncoder().encode(JSON.stringify(index, void 0, 2)), mediaType };
}
function checkParts(sorted) {
  if (sorted.length === 0) throw refuse("An index needs at least one platform");
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== void 0) throw refuse(`Two images were built for ${twice}`);
  for (const { platform, manifest, attestations } of sorted) {
    const name = formatPlatform(platform);
    if (manifest.platform !== void 0 && formatPlatform(manifest.platform) !== name)
      throw refuse(`The image of ${name} is listed for ${formatPlatform(manifest.platform)}`);
    const stray = attestations.find(
      ({ annotations }) => annotations["vnd.docker.reference.digest"] !== manifest.digest
    );
    if (stray !== void 0)
      throw refuse(`The attestations ${stray.digest} of ${name} are not about ${manifest.digest}`);
  }
}
function refuse(message) {
  return new ActionError("BUILD_RESULT_INVALID", message, {
    hint: "Each platform of an image has to be built exactly once: look at the jobs that built it."
  });
}
function formatDescriptor(descriptor, platform) {
  const { mediaType, digest, sizeBytes, annotations, artifactType } = descriptor;
  const { architecture, os, variant } = normalizePlatform(platform);
  const { osVersion = platform.osVersion, osFeatures = platform.osFeatures } = descriptor.platform ?? {};
  return {
    mediaType,
    digest,
    size: sizeBytes,
    annotations: Object.keys(annotations).length === 0 ? void 0 : sortKeys(annotations),
    platform: {
      architecture,
      os,
      "os.version": osVersion,
      "os.features": osFeatures,
      variant
    },
    artifactType
  };
}
function sortKeys(annotations) {
  return Object.fromEntries(
    Object.entries(annotations).sort(([left], [right]) => left < right ? -1 : 1)
  );
}
function compareDigests(left, right) {
  return left.digest < right.digest ? -1 : 1;
}

// src/stages/legs/assemble-legs.ts
async function assembleLegs(assembly) {
  const { registry, destinations, annotations } = assembly;
  const [first] = destinations;
  if (first === void 0) throw refuse2("There is no image to assemble");
  const parts = await Promise.all(
    sortOut(assembly).map((candidate) => readPart(registry, first.repository, candidate))
  );
  const { bytes, mediaType } = assembleIndex({ parts, annotations: toRecord(annotations) });
  const digest = computeDigest(bytes);
  await Promise.all(
    destinations.map(
      ({ repository }) => registry.putManifest({ repository, reference: digest, mediaType, bytes })
    )
  );
  return digest;
}
function sortOut({ platforms, candidates, destinations }) {
  const expected = listRepositories(destinations);
  return platforms.map((platform) => {
    const name = formatPlatform(platform);
    const [candidate, second] = candidates.filter(
      (one) => one.platform !== void 0 && formatPlatform(one.platform) === name
    );
    if (candidate === void 0 || second !== void 0)
      throw refuse2(`There ${second === void 0 ? "is no leg" : "are several legs"} for ${name}`);
    const given = listRepositories(candidate.destinations);
    if (given !== expected)
      throw refuse2(
        `The leg for ${describeCandidate(candidate)} was pushed to ${given}, and this image belongs to ${expected}`
      );
    return candidate;
  });
}
function listRepositories(destinations) {
  return destinations.map(({ repository }) => formatRepository(repository)).sort().join(", ");
}
async function readPart(registry, repository, candidate) {
  const { platform, digest } = candidate;
  if (platform === void 0)
    throw refuse2(`${describeCandidate(candidate)} is a whole image, not a leg`);
  const root = await readLeg(registry, { repository, digest, platform });
  const found = readDescriptors(root, { digest, platform });
  await requirePlatform(registry, { repository, candidate, manifest: found.manifest });
  return { platform, ...found };
}
function readDescriptors({ manifest, mediaType, bytes }, { digest, platform }) {
  if (manifest.kind === "image") {
    const own = { mediaType, digest, sizeBytes: bytes.length, annotations: {}, platform };
    return { manifest: own, attestations: [] };
  }
  const [only, second] = listPlatformManifests(manifest);
  if (only === void 0 || second !== void 0 || formatPlatform(only.platform) !== formatPlatform(platform))
    throw refuse2(`${digest} is not an index of ${formatPlatform(platform)} alone`);
  const attestations = listAttestationManifests(manifest).filter(({ describes }) => describes === only.descriptor.digest).map(({ descriptor }) => descriptor);
  return { manifest: only.descriptor, attestations };
}
async function requirePlatform(registry, {
  repository,
  candidate: { platform },
  manifest
}) {
  const { manifest: image } = await fetchManifest(registry, repository, manifest.digest);
  if (image.kind !== "image") throw refuse2(`${manifest.digest} is not the manifest of an image`);
  const stated = parseConfigPlatform(await fetchBlob(registry, repository, image.config));
  const names = [stated, platform].map((one) => one === void 0 ? "" : formatPlatform(one));
  if (names[0] !== names[1])
    throw refuse2(
      `${manifest.digest} says that it is for ${names[0] || "no platform"}, not for ${names[1]}`
    );
}
function toRecord(annotations) {
  return Object.fromEntries(
    annotations.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    })
  );
}
function refuse2(message) {
  return new ActionError("CANDIDATE_REJECTED", message, {
    hint: "Nothing was published. Run all jobs again; if it comes back, look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
  });
}

// src/stages/legs/hand-over.ts
var SECOND_LOOK_MS = 3e3;
var MAX_HAND_OVERS = 20;
async function handOver({ artifacts }, { identity, document }) {
  const { group, platform, attempt } = identity;
  const name = formatLegArtifact({ group, platform, attempt, phase: "done" });
  const text = formatCandidateDocument(document);
  for (let turn = 1; turn <= MAX_HAND_OVERS; turn++) {
    if (await artifacts.create(turn === 1 ? name : `${name}.${turn}`, text) === "created") return;
  }
  throw new ActionError(
    "ARTIFACTS_UNAVAILABLE",
    `This job cannot hand over what it built: the run has ${MAX_HAND_OVERS} artifacts named ${name} already`,
    {
      hint: "Look for a job of this run that creates artifacts of this name, and run all jobs again."
    }
  );
}
async function collectLegs(host, {
  identity,
  leg: { platform, platforms },
  own
}) {
  const others = platforms.map(formatPlatform).filter((name) => name !== formatPlatform(platform));
  const look = () => listNewest(host, identity);
  let found = await look();
  if (others.some((name) => !found.has(name))) {
    await host.clock.sleep(SECOND_LOOK_MS);
    found = await look();
  }
  const missing = others.filter((name) => !found.has(name));
  if (missing.length > 0) return { documents: [], missing };
  const handed = others.flatMap((name) => found.get(name) ?? []);
  return { documents: [own, ...await readDocuments(host, handed)], missing };
}
async function collectAll(host, { attempt }) {
  const found = await listNewest(host, { group: void 0, attempt });
  return readDocuments(host, [...found.values()]);
}
async function listNewest({ artifacts }, { group, attempt }) {
  const newest = /* @__PURE__ */ new Map();
  const begun = /* @__PURE__ */ new Map();
  for (const one of await listLegs(artifacts, group)) {
    const { leg } = one;
    const key = group === void 0 ? `${leg.group} ${leg.platform}` : leg.platform;
    const known = newest.get(key);
    if (leg.phase === "start") {
      if (leg.attempt <= attempt) begun.set(key, Math.max(leg.attempt, begun.get(key) ?? 0));
    } else if (known === void 0 || isNewer(one, known)) newest.set(key, one);
  }
  return new Map([...newest].filter(([key, { leg }]) => leg.attempt >= (begun.get(key) ?? 0)));
}
async function listLegs(artifacts, group) {
  const listed = await artifacts.list(group === void 0 ? LEG_PREFIX : `${LEG_PREFIX}${group}.`);
  return listed.flatMap(({ id, name }) => {
    const [, base = name, turn = "1"] = /^(.*\.done)\.(\d{1,2})$/.exec(name) ?? [];
    const leg = parseLegArtifact(base);
    return leg === void 0 ? [] : [{ id, leg, turn: Number(turn) }];
  });
}
function isNewer(a, b) {
  return a.leg.attempt === b.leg.attempt ? a.turn > b.turn : a.leg.attempt > b.leg.attempt;
}
async function readDocuments({ artifacts, log }, found) {
  const texts = await Promise.all(
    found.map(async ({ id, leg }) => ({ leg, text: await artifacts.read(id) }))
  );
  return texts.flatMap(({ leg, text }) => {
    const document = parseCandidateDocument(text);
    const name = formatLegArtifact(leg);
    if (document === void 0) {
      log.warning(`The artifact ${name} holds no candidate and is left out`);
      return [];
    }
    if (!isNamed(document, leg))
      throw reject(document.candidate, `was handed over as that of another leg, in ${name}`);
    return [document];
  });
}
function isNamed({ candidate }, named) {
  const { group, platform, attempt } = candidate;
  const built = platform === void 0 ? WHOLE_IMAGE : formatPlatform(platform);
  return group === named.group && built === named.platform && attempt === named.attempt;
}

// src/stages/image/missing-predicates.ts
function makeMissing({ missing, where, isEmpty }) {
  const kinds = missing.map(({ predicateType }) => predicateType).join(", ");
  return isEmpty ? new ActionError(
    "PREDICATE_MISSING",
    `The image for ${where} has no layers: BuildKit recorded no ${kinds} for an image with nothing in it`,
    {
      hint: "Is a `COPY` missing after the last `FROM scratch` of the Dockerfile? An image that is to be empty is built with `sbom: false` and `provenance: false`."
    }
  ) : new ActionError("PREDICATE_MISSING", `BuildKit recorded no ${kinds} for ${where}`, {
    hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`."
  });
}

// src/stages/image/describe.ts
async function describeImage(host, wanted) {
  const { registry, repository, digest } = wanted;
  const root = await fetchManifest(registry, repository, digest);
  const { manifest } = root;
  if (manifest.kind === "image") return describeSingle(wanted, { ...root, manifest });
  const index = manifest;
  const platforms = listPlatformManifests(index).map(
    ({ platform, descriptor }) => makeSubject("platform", descriptor, formatPlatform(platform))
  );
  checkPlatforms(wanted.platforms, platforms);
  const { subjects, predicates } = await readAttestations(host, { wanted, index, platforms });
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [
      ...platforms,
      ...subjects,
      {
        kind: "index",
        digest,
        mediaType: root.mediaType,
        sizeBytes: root.bytes.length,
        platform: void 0
      }
    ],
    predicates
  };
}
function describeSingle({ platforms, attestations, digest }, root) {
  if (attestations.length > 0)
    throw makeMissing({
      missing: attestations,
      where: "the image",
      isEmpty: isEmptyImage(root.manifest)
    });
  const [platform] = platforms;
  const subject = {
    kind: "platform",
    digest,
    mediaType: root.mediaType,
    sizeBytes: root.bytes.length,
    platform: platform === void 0 ? void 0 : formatPlatform(platform)
  };
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [subject],
    predicates: []
  };
}
function makeSubject(kind, descriptor, platform) {
  return {
    kind,
    digest: descriptor.digest,
    mediaType: descriptor.mediaType,
    sizeBytes: descriptor.sizeBytes,
    platform
  };
}
function checkPlatforms(wanted, found) {
  const names = new Set(found.map(({ platform }) => platform));
  const missing = wanted.map(formatPlatform).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `The pushed index has no manifest for ${missing.join(", ")}`,
    {
      hint: `It has ${[...names].join(", ") || "none"}. Does the Dockerfile set a fixed \`--platform\` in its last FROM?`
    }
  );
}
async function readAttestations(host, {
  wanted,
  index,
  platforms
}) {
  const described = listAttestationManifests(index);
  const parts = await Promise.all(
    platforms.map(async (subject) => {
      const own = described.filter(({ describes }) => describes === subject.digest);
      const manifests = own.map(
        ({ descriptor }) => makeSubject("attestation-manifest", descriptor, subject.platform ?? "")
      );
      return { manifests, predicates: await readPredicates(host, { wanted, subject, manifests }) };
    })
  );
  return {
    subjects: parts.flatMap(({ manifests }) => manifests),
    predicates: parts.flatMap(({ predicates }) => predicates)
  };
}
async function readPredicates(host, {
  wanted,
  subject,
  manifests
}) {
  const { registry, repository, attestations, folder } = wanted;
  if (attestations.length === 0) return [];
  const layers = (await Promise.all(
    manifests.map(async ({ digest }) => {
      const { manifest } = await fetchManifest(registry, repository, digest);
      return manifest.kind === "image" ? listPredicateLayers(manifest) : [];
    })
  )).flat();
  const missing = attestations.filter(
    (spec) => !layers.some(({ predicateType }) => predicateType === spec.predicateType)
  );
  if (missing.length > 0) throw await explainMissing(wanted, { missing, subject });
  const wantedLayers = attestations.flatMap(
    (spec) => layers.filter(({ predicateType }) => predicateType === spec.predicateType).map(({ descriptor }) => ({ spec, descriptor }))
  );
  requireOneProvenance(wantedLayers, subject);
  return Promise.all(
    wantedLayers.map(async ({ spec, descriptor }) => {
      const statement = await fetchBlob(registry, repository, descriptor);
      const file = `${folder}/${spec.kind}-${digestHex(descriptor.digest)}.json`;
      await host.files.write(file, readPredicate(statement, { spec, subject }));
      return { spec, subject, file };
    })
  );
}
function requireOneProvenance(layers, { platform, digest }) {
  const count = layers.filter(({ spec }) => spec.kind === "provenance").length;
  if (count < 2) return;
  throw new ActionError(
    "PROVENANCE_UNTRUE",
    `${platform ?? digest} has ${count} provenance statements, and BuildKit writes one: nobody can tell which is true`,
    {
      hint: "A frontend that the Dockerfile names (`# syntax=`) adds a provenance of its own: use another. Nothing was published."
    }
  );
}
function readPredicate(statement, { spec, subject }) {
  const parsed = parseStatement(statement, statement.byteLength);
  const about = parsed?.subjects.includes(subject.digest) === true;
  if (parsed === void 0 || parsed.predicateType !== spec.predicateType || !about) {
    throw new ActionError(
      "BUILD_RESULT_INVALID",
      `BuildKit's ${spec.kind} of ${subject.platform ?? "the image"} is not a statement about ${subject.digest}`,
      {
        hint: "Was the image changed in the registry while it was built? Run the job again."
      }
    );
  }
  return JSON.stringify(parsed.predicate);
}
async function explainMissing({ registry, repository }, { missing, subject }) {
  const where = subject.platform ?? subject.digest;
  const { manifest } = await fetchManifest(registry, repository, subject.digest);
  return makeMissing({ missing, where, isEmpty: isEmptyImage(manifest) });
}

// src/stages/publishing/refusable.ts
var LIMIT_MS = 2e3;
async function putRefusableFirst(host, {
  registry,
  image
}, planned) {
  if (planned.length < 2) return planned;
  const isRefusable = await Promise.all(
    planned.map(async ({ repository, tag, kind, platform }) => {
      if (kind !== "immutable" || platform !== void 0) return false;
      const asked = registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, LIMIT_MS, asked);
      return head !== void 0 && head.digest !== image.digest;
    })
  );
  const pick = (wanted) => planned.filter((_, at) => isRefusable[at] === wanted);
  return [...pick(true), ...pick(false)];
}

// src/stages/publishing/replaced.ts
async function tellReplaced({ log }, { registry, order, image }, { repository, reference, previous }) {
  if (previous === void 0 || order?.isOfThisRun(repository, previous) !== true) return;
  const children = await fetchManifest(registry.brief, repository, previous).then(
    ({ manifest }) => manifest.kind === "image" ? [previous] : listPlatformManifests(manifest).map(({ descriptor }) => descriptor.digest),
    () => void 0
  );
  const own = image.subjects.map(({ digest }) => digest);
  if (children === void 0 || children.some((digest) => own.includes(digest))) return;
  log.notice(
    `${reference} named another image of this run, ${previous}, until now: two jobs or steps publish under this tag, and the last one to end has it. Platforms of one image belong into one step, or into legs with all of \`platforms\` in each; different images need different tags.`
  );
}

// src/stages/publishing/tag-choice.ts
function chooseOrder({ order, content }, line) {
  if (content === void 0 || line === void 0 || !isComparable(line)) return order;
  const isVersion = line.version !== void 0;
  const choose = (own, run) => {
    if (own === "later" || isVersion && own === "earlier") return own;
    return run === "unknown" ? own : run;
  };
  return {
    known: (repository, digest) => {
      const own = content.known(line, repository, digest);
      if (own === void 0) return void 0;
      const run = order === void 0 ? "unknown" : order.known(repository, digest);
      return run === void 0 ? void 0 : choose(own.rank, run);
    },
    // At the same time: each of them waits for three answers, one after the other.
    compare: async (repository, digest) => {
      const [own, run = "unknown"] = await Promise.all([
        content.compare(line, repository, digest),
        order?.compare(repository, digest)
      ]);
      return choose(own.rank, run);
    },
    noteGap: (gapMs) => order?.noteGap(gapMs)
  };
}
function isComparable({ version, revision }) {
  return version !== void 0 || revision !== void 0;
}

// src/stages/publishing/publish.ts
function listPlannedTags(destinations) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name: tag, kind, of, line }) => ({
      repository,
      tag,
      kind,
      platform: of?.platform,
      reference: formatReference({ repository, tag }),
      line
    }))
  );
}
async function moveTags(host, publication) {
  const { destinations, moved, kept } = publication;
  const planned = await putRefusableFirst(host, publication, listPlannedTags(destinations));
  for (const one of planned) {
    const { reference } = one;
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const reason = await findOtherRelease(host, publication, one);
      if (reason !== void 0) {
        keepFor(host, publication, { ...one, digest: void 0, reason });
        continue;
      }
      const { previous, digest, leftTo } = await moveOne(publication, one);
      if (leftTo !== void 0) {
        keepBack(host, publication, { ...one, digest: leftTo });
        continue;
      }
      moved.push({ reference, previous, ...one.platform === void 0 ? {} : { digest } });
      host.log.info(`${reference} \u2192 ${digest}${describePrevious(previous, digest)}`);
      if (previous !== digest) await tellReplaced(host, publication, { ...one, previous });
    } catch (error) {
      const left = planned.length - moved.length - kept.length - 1;
      throw makePartial({ error, reference, moved, left });
    }
  }
}
async function findOtherRelease(host, { content }, { line, reference }) {
  if (line?.release === void 0 || content === void 0) return void 0;
  const latest = await content.findLatestRelease();
  if (latest === line.release) return void 0;
  if (latest !== void 0) return { kind: "release", named: latest, own: line.release };
  host.log.notice(
    `${reference}: GitHub could not be asked which release is the latest (\`latest=release\` takes a \`github-token\`); it goes by the version.`
  );
  return void 0;
}
async function moveOne(publication, { repository, tag, platform, line }) {
  const { registry, image } = publication;
  const order = chooseOrder(publication, line);
  const { mediaType, bytes } = platform === void 0 ? image : await fetchManifest(registry, repository, digestOf(image, platform));
  return registry.moveTag({ repository, tag, mediaType, bytes, order });
}
function digestOf(image, platform) {
  if (platform === void 0) return image.digest;
  const subject = image.subjects.find(
    (one) => one.kind === "platform" && one.platform === platform
  );
  if (subject !== void 0) return subject.digest;
  throw new ActionError("BUILD_RESULT_INVALID", `The image has no manifest for ${platform}`);
}
function keepBack(host, publication, planned) {
  const { content } = publication;
  const { repository, digest, line } = planned;
  const verdict = line === void 0 ? void 0 : content?.known(line, repository, digest);
  const reason = verdict?.reason ?? { kind: "run" };
  keepFor(host, publication, { ...planned, reason });
}
function keepFor(host, { order, moved, kept }, {
  repository,
  reference,
  digest,
  reason
}) {
  const at = moved.findIndex((one) => one.reference === reference);
  if (at >= 0) moved.splice(at, 1);
  const isRun = reason.kind === "run" && digest !== void 0;
  const run = isRun ? order?.findRun(repository, digest) : void 0;
  const tag = { reference, digest, run, reason };
  kept.push(tag);
  host.log.notice(tellKept(tag));
}
function describePrevious(previous, digest) {
  if (previous === void 0) return " (new)";
  return previous === digest ? " (was there already)" : ` (was ${previous})`;
}
function makePartial({
  error,
  reference,
  moved,
  left
}) {
  if (!(error instanceof ActionError) || error.code === "CANCELLED") return error;
  const done = moved.length === 0 ? "No tag was moved." : `Moved before: ${moved.map((one) => one.reference).join(", ")}.`;
  const untouched = left === 0 ? "" : `Not touched: the ${left === 1 ? "one" : left} after it.`;
  return new ActionError("TAG_NOT_MOVED", `${reference} could not be moved: ${error.message}`, {
    hint: [done, untouched, error.hint ?? "Run the job again."].filter(Boolean).join(" "),
    cause: error,
    details: error.details
  });
}

// src/stages/publishing/settle.ts
var MIN_WAIT_MS = 250;
var MAX_ROUNDS = 6;
async function settleTags(host, publication) {
  const { order, destinations, moved } = publication;
  if (order === void 0) return;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const names = new Set(moved.map(({ reference }) => reference));
    const ours = listPlannedTags(destinations).filter(({ reference }) => names.has(reference));
    if (ours.length === 0) return;
    await host.clock.sleep(Math.max(MIN_WAIT_MS, 2 * order.longestGapMs()));
    const again = await Promise.all(ours.map((one) => settleOne(host, publication, one)));
    if (!again.includes(true)) return;
  }
  host.log.warning(
    "Older runs kept moving the same tags back: give the workflow a `concurrency` group."
  );
}
async function settleOne(host, publication, planned) {
  const { image } = publication;
  const { repository, reference, platform, line } = planned;
  const order = chooseOrder(publication, line);
  const wanted = digestOf(image, platform);
  const named = await readTag(host, publication, planned);
  if (order === void 0 || named === void 0 || named === wanted) return false;
  const rank = await order.compare(repository, named);
  if (rank === "later") keepBack(host, publication, { ...planned, digest: named });
  if (rank !== "earlier") return false;
  const { leftTo } = await moveOne(publication, planned);
  if (leftTo === void 0)
    host.log.info(`${reference} \u2192 ${wanted} once more: an earlier run had moved it back`);
  else keepBack(host, publication, { ...planned, digest: leftTo });
  return leftTo === void 0;
}
async function readTag(host, { registry }, { repository, tag, reference }) {
  try {
    return (await registry.brief.readManifest(repository, tag))?.digest;
  } catch (error) {
    if (host.signal.aborted || errorCode(error) === "CANCELLED") throw error;
    host.log.debug(`${reference} could not be looked at again: ${String(error)}`);
    return void 0;
  }
}

// src/stages/publishing/tag-order.ts
var MAX_SIGNATURES = 4;
var MAX_SIGNATURE_BYTES = 256 * 1024;
function makeTagOrder(host, setting) {
  const judgements = /* @__PURE__ */ new Map();
  const silent = /* @__PURE__ */ new Set();
  let longestGapMs = 0;
  const keyOf = (repository, digest) => formatReference({ repository, digest });
  async function judge(repository, digest) {
    if (silent.has(repository.registry)) return { rank: "unknown", run: void 0 };
    try {
      const run = await readLatestRun(setting, repository, digest);
      return { rank: rankRun(run, setting.run), run };
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      host.log.debug(`${keyOf(repository, digest)} could not be compared: ${String(error)}`);
      return { rank: "unknown", run: void 0 };
    }
  }
  return {
    known: (repository, digest) => judgements.get(keyOf(repository, digest))?.rank,
    findRun: (repository, digest) => judgements.get(keyOf(repository, digest))?.run,
    isOfThisRun: (repository, digest) => {
      const found = judgements.get(keyOf(repository, digest))?.run;
      const { run } = setting;
      return found?.runId === run.runId && found.attempt === run.attempt;
    },
    compare: async (repository, digest) => {
      const key = keyOf(repository, digest);
      const found = judgements.get(key) ?? await judge(repository, digest);
      judgements.set(key, found);
      return found.rank;
    },
    noteGap: (gapMs) => {
      longestGapMs = Math.max(longestGapMs, gapMs);
    },
    longestGapMs: () => longestGapMs
  };
}
async function readLatestRun(setting, repository, digest) {
  const { registry, run } = setting;
  let latest;
  for await (const signed of readRuns(registry.brief, { ...setting, repository, digest })) {
    if (latest === void 0 || rankRun(signed, latest) === "later") latest = signed;
    if (rankRun(latest, run) === "later") break;
  }
  return latest;
}
async function* readRuns(registry, { repository, digest, issuer, run }) {
  const wanted = { repository, digest, predicateType: SIGNATURE_PREDICATE };
  let count = 0;
  for await (const { bytes } of readBundles(registry, {
    ...wanted,
    maxBytes: MAX_SIGNATURE_BYTES
  })) {
    const bundle = parseBundle(bytes);
    const isAbout = bundle?.statement.subjects.includes(digest) === true;
    const facts = isAbout ? await parseCertificate(bundle.certificate) : void 0;
    const signed = parseRunInvocation(facts?.runInvocationUri);
    if (signed !== void 0 && facts?.issuer === issuer && isSameProject(signed, run))
      yield signed;
    count += 1;
    if (count === MAX_SIGNATURES) return;
  }
}
function isSameProject(left, right) {
  const nameOf = ({ serverUrl, repository }) => `${serverUrl}/${repository}`.toLowerCase();
  return nameOf(left) === nameOf(right);
}
function rankRun(signed, own) {
  if (signed === void 0) return "unknown";
  const ahead = signed.runId - own.runId || signed.attempt - own.attempt;
  if (ahead === 0) return "unknown";
  return ahead > 0 ? "later" : "earlier";
}

// src/stages/publishing/release.ts
async function inspectImage(host, { registry, destinations, folder, timings }, wanted) {
  const [first] = destinations;
  if (first === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "There is no repository to read from");
  return timings.measure("Inspect", async () => {
    const seen = destinations.map((one) => registry.waitForManifest(one.repository, wanted.digest));
    await joinTracks(seen);
    const predicates = `${folder}/predicates`;
    const { repository } = first;
    return describeImage(host, { registry, repository, folder: predicates, ...wanted });
  });
}
async function signAndVerify(host, release, { image, fresh, covered, record }) {
  const { signing, destinations, folder, results, timings, registry } = release;
  const repositories = destinations.map(({ repository: repository2 }) => repository2);
  const [repository] = repositories;
  if (signing === void 0 || repository === void 0)
    return record === void 0 ? void 0 : { candidate: record, bundle: void 0 };
  const { spec, policy, cosign, trust, tokens, check } = signing;
  const { builderIds = [] } = release;
  const { identity } = policy;
  await requireOwnBuilder(host, { predicates: fresh.predicates, identity, builderIds });
  const statement = record === void 0 ? [] : [await writeRecord(host, { image, record, folder })];
  const createdAt = host.clock.now();
  const made = await timings.measure(
    "Sign",
    () => makeBundles(host, {
      image: { ...fresh, predicates: [...fresh.predicates, ...statement] },
      repository,
      timeoutMs: spec.timeoutMs,
      tools: { cosign, trust, tokens, check, folder }
    })
  );
  const bundles = made.filter(({ predicateType }) => predicateType !== CANDIDATE_PREDICATE);
  const attached = await timings.measure(
    "Attach",
    () => attachAll(host, { registry, repositories, bundles, createdAt })
  );
  results.verified = await timings.measure(
    "Verify",
    () => verifyAll(host, {
      registry,
      repositories,
      subjects: covered,
      policy,
      cosign,
      trustedRoot: trust.trustedRoot,
      check
    })
  );
  await keepAttached(registry, attached);
  const [bundle] = made.filter(({ predicateType }) => predicateType === CANDIDATE_PREDICATE);
  if (record === void 0 || bundle === void 0) return void 0;
  return { candidate: record, bundle: Buffer.from(bundle.bytes).toString("utf8") };
}
async function requireOwnBuilder({ files }, {
  predicates,
  identity,
  builderIds
}) {
  for (const { spec, file } of predicates) {
    if (spec.kind !== "provenance") continue;
    const builder = readBuilderId(JSON.parse(await files.readText(file)));
    const isOwn = !builder?.includes("/.github/workflows/") || builder === identity;
    if (builderIds.length === 0 ? isOwn : isOwn && builderIds.includes(builder ?? "")) continue;
    throw new ActionError(
      "PROVENANCE_UNTRUE",
      `The provenance names ${builder} as its builder, and it would be signed by ${identity}`,
      {
        hint: "Leave `builder-id` out of `provenance`: the action writes what is true. Nothing was published."
      }
    );
  }
}
async function writeRecord({ files }, { image, record, folder }) {
  const subject = image.subjects.find(({ digest }) => digest === image.digest);
  if (subject === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", `${image.digest} is not among its own manifests`);
  const file = `${folder}/predicates/candidate.json`;
  await files.write(file, JSON.stringify(formatCandidate(record)));
  const type = CANDIDATE_PREDICATE;
  return { spec: { kind: "candidate", predicateType: type, cosignType: type }, subject, file };
}
async function publishTags(host, release, image) {
  const { registry, destinations, results, timings } = release;
  const { moved } = results;
  const kept = [];
  results.kept = kept;
  const orders = makeOrders(host, release);
  const publication = { registry, destinations, image, ...orders, moved, kept };
  await timings.measure("Publish", () => moveTags(host, publication));
  if (orders.order !== void 0)
    await timings.measure("Settle", () => settleTags(host, publication));
  results.published = moved.length > 0 || kept.length === 0;
}
function makeOrders(host, { registry, signing, guard }) {
  if (guard === void 0) return { order: void 0 };
  const content = makeContentOrder(host, { registry, access: guard });
  if (signing?.run === void 0) return { order: void 0, content };
  const { run, policy } = signing;
  return { order: makeTagOrder(host, { registry, run, issuer: policy.issuer }), content };
}

export {
  checkCandidate,
  planKeepAlive,
  keepAlive,
  dropKept,
  readLeg,
  assembleLegs,
  handOver,
  collectLegs,
  collectAll,
  makeMissing,
  inspectImage,
  signAndVerify,
  publishTags
};
