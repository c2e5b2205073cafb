import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  FLOORS,
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  isSameVersion,
  linkAuthorities,
  listLacks,
  listSources,
  parseBuildxVersion,
  parseCosignVersion,
  parseLegArtifact,
  parseVersion,
  readBuilderId,
  readCapabilities
} from "./chunk-UPXEMGIS.js";
import {
  computeDigest,
  makeRegistryClient
} from "./chunk-GX4Q53PC.js";
import {
  SIGSTORE_AUDIENCE,
  joinTracks,
  makeTokenSource,
  runTrack
} from "./chunk-Q5XHURUX.js";
import {
  attachAll,
  keepAttached,
  makeBundles,
  pLimit,
  verifyAll
} from "./chunk-HTMS2DUU.js";
import {
  DEFAULT_VERSIONS,
  findCopy,
  findPinnedHash,
  formatPolicy
} from "./chunk-SDQ4ABPC.js";
import {
  fetchBlob,
  fetchManifest,
  makeContentOrder,
  makeSigningConfigArgs,
  makeTrustedRootArgs,
  makeVerifyBundleArgs,
  openManifest,
  parseBundle,
  parseStatement,
  readBundles,
  tellKept
} from "./chunk-ITWWWTO6.js";
import {
  CANDIDATE_PREDICATE,
  formatCandidate,
  formatCandidateDocument,
  isSameCandidate,
  parseCandidate,
  parseCandidateDocument
} from "./chunk-7G2AKSJU.js";
import {
  ensureFound
} from "./chunk-73JNTODQ.js";
import {
  MEDIA_TYPE,
  SIGNATURE_PREDICATE,
  listAttestationManifests,
  listPlatformManifests,
  listPredicateLayers,
  makePolicy,
  parseConfigPlatform,
  parseManifest
} from "./chunk-CY3RUIBK.js";
import {
  comparePlatforms,
  formatPlatform,
  normalizePlatform
} from "./chunk-NQQT4RC4.js";
import {
  rankSources
} from "./chunk-JFMC4QGV.js";
import {
  settleWithin
} from "./chunk-ROJYKH2X.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  describeCommandFailure,
  runChecked
} from "./chunk-VNLRSYO5.js";
import {
  makeCosignEnv
} from "./chunk-5DJDJALV.js";
import {
  digestHex,
  formatReference,
  formatRepository,
  parseReference,
  parseTag
} from "./chunk-BFWVZZ5T.js";
import {
  isRecord
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  InputError,
  describeError,
  errorCode
} from "./chunk-SITP2XBU.js";

// src/image/certificate.ts
var EXTENSIONS = {
  8: "issuer",
  9: "buildSignerUri",
  10: "buildSignerDigest",
  11: "runnerEnvironment",
  12: "sourceRepositoryUri",
  13: "sourceRepositoryDigest",
  14: "sourceRepositoryRef",
  15: "sourceRepositoryId",
  16: "sourceRepositoryOwnerUri",
  17: "sourceRepositoryOwnerId",
  18: "buildConfigUri",
  19: "buildConfigDigest",
  20: "buildTrigger",
  21: "runInvocationUri",
  22: "sourceRepositoryVisibility"
};
var NAMES = new Map(
  Object.entries(EXTENSIONS).map(([number, name]) => [`1.3.6.1.4.1.57264.1.${number}`, name])
);
var MAX_BYTES = 64 * 1024;
var EXTENSIONS_TAG = 3;
var CONTEXT_CLASS = 3;
async function parseCertificate(der) {
  if (der.byteLength > MAX_BYTES) return void 0;
  const key = Buffer.from(der).toString("base64");
  if (parsed.has(key)) return parsed.get(key);
  const facts = tryReadFacts(await loadReader(), der);
  if (parsed.size < MAX_PARSED) parsed.set(key, facts);
  return facts;
}
var parsed = /* @__PURE__ */ new Map();
var MAX_PARSED = 256;
function tryReadFacts(reader, der) {
  try {
    return readFacts(reader, der);
  } catch {
    return void 0;
  }
}
function parseRunInvocation(uri) {
  const found = /^(https?:\/\/[^/?#\s]+)\/([^/?#\s]+\/[^/?#\s]+)\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/.exec(
    uri ?? ""
  );
  if (found === null) return void 0;
  const [, serverUrl = "", repository = "", runId, attempt] = found;
  return { serverUrl, repository, runId: Number(runId), attempt: Number(attempt) };
}
async function loadReader() {
  const library = await import("./build-O77I4TDB.js");
  return library.default ?? library;
}
function readFacts(reader, der) {
  const [toBeSigned] = readChildren(reader, readWhole(reader, der)) ?? [];
  const wrapped = readChildren(reader, toBeSigned)?.find(
    ({ idBlock }) => idBlock.tagClass === CONTEXT_CLASS && idBlock.tagNumber === EXTENSIONS_TAG
  );
  const [list] = readChildren(reader, wrapped) ?? [];
  const found = {};
  for (const extension of readChildren(reader, list) ?? []) {
    const parts = readChildren(reader, extension) ?? [];
    const [id] = parts;
    const name = id instanceof reader.ObjectIdentifier ? NAMES.get(id.valueBlock.toString()) : void 0;
    if (name === void 0) continue;
    const text = readText(reader, parts.at(-1));
    if (text === void 0 || found[name] !== void 0) return void 0;
    found[name] = text;
  }
  return list === void 0 ? void 0 : found;
}
function readWhole(reader, bytes) {
  const { offset, result } = reader.fromBER(bytes);
  return offset === bytes.byteLength ? result : void 0;
}
function readChildren({ Constructed }, block) {
  return block instanceof Constructed ? block.valueBlock.value : void 0;
}
function readText(reader, block) {
  if (!(block instanceof reader.OctetString)) return void 0;
  const text = readWhole(reader, block.valueBlock.valueHexView);
  return text instanceof reader.Utf8String ? text.valueBlock.value : void 0;
}

// src/stages/check-candidate.ts
async function checkCandidate({ candidate, bundle }, { check, runId, repository }) {
  if (bundle === void 0) throw reject(candidate, "is not signed");
  const bytes = Buffer.from(bundle);
  const claim = { bytes, digest: candidate.digest, predicateType: CANDIDATE_PREDICATE };
  const verdict = await check(claim);
  if (!verdict.ok)
    throw reject(candidate, `has a signature that does not verify: ${verdict.reason}`);
  const parsed2 = parseBundle(bytes);
  const signed = parseCandidate(parsed2?.statement.predicate);
  if (parsed2 === void 0 || signed === void 0 || !isSameCandidate(signed, candidate))
    throw reject(candidate, "differs from what was signed");
  const certificate = await parseCertificate(parsed2.certificate);
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
  const parsed2 = parseTag(`bsa-keep.${runId}.${attempt}.${escapeGroup(group)}.${suffix}`);
  if (parsed2.ok) return parsed2.tag;
  const problem = `${parsed2.reason} as a part of the temporary tag of each leg`;
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

// src/stages/keep-alive.ts
var PARALLEL = 8;
async function keepAlive(host, { registry, keep: keep2, image }) {
  const { tag, repositories } = keep2;
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

// src/stages/assemble-legs.ts
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

// src/stages/hand-over.ts
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

// src/stages/describe.ts
async function describeImage(host, wanted) {
  const { registry, repository, digest } = wanted;
  const root = await fetchManifest(registry, repository, digest);
  if (root.manifest.kind === "image") return describeSingle(wanted, root);
  const index = root.manifest;
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
  if (attestations.length > 0) throw makeMissing(attestations, "the image");
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
  if (missing.length > 0) throw makeMissing(missing, subject.platform ?? subject.digest);
  const wantedLayers = attestations.flatMap(
    (spec) => layers.filter(({ predicateType }) => predicateType === spec.predicateType).map(({ descriptor }) => ({ spec, descriptor }))
  );
  return Promise.all(
    wantedLayers.map(async ({ spec, descriptor }) => {
      const statement = await fetchBlob(registry, repository, descriptor);
      const file = `${folder}/${spec.kind}-${digestHex(descriptor.digest)}.json`;
      await host.files.write(file, readPredicate(statement, { spec, subject }));
      return { spec, subject, file };
    })
  );
}
function readPredicate(statement, { spec, subject }) {
  const parsed2 = parseStatement(statement, statement.byteLength);
  const about = parsed2?.subjects.includes(subject.digest) === true;
  if (parsed2 === void 0 || parsed2.predicateType !== spec.predicateType || !about) {
    throw new ActionError(
      "BUILD_RESULT_INVALID",
      `BuildKit's ${spec.kind} of ${subject.platform ?? "the image"} is not a statement about ${subject.digest}`,
      {
        hint: "Was the image changed in the registry while it was built? Run the job again."
      }
    );
  }
  return JSON.stringify(parsed2.predicate);
}
function makeMissing(specs, where) {
  const kinds = specs.map(({ predicateType }) => predicateType).join(", ");
  return new ActionError("PREDICATE_MISSING", `BuildKit recorded no ${kinds} for ${where}`, {
    hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`."
  });
}

// src/stages/refusable.ts
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

// src/stages/tag-choice.ts
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

// src/stages/publish.ts
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

// src/stages/settle.ts
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

// src/stages/tag-order.ts
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

// src/stages/release.ts
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

// src/stages/check-bundle.ts
var DEADLINE_MS = 6e4;
function makeBundleChecker(host, means) {
  const accepted = /* @__PURE__ */ new Set();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(" ");
    if (accepted.has(key)) return { ok: true };
    const asked = await askCosign(host, { ...means, claim });
    const verdict = asked.ok ? await checkRun(claim, means) : asked;
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}
async function checkRun({ bytes }, { runId }) {
  const certificate = parseBundle(bytes)?.certificate;
  const stated = certificate === void 0 ? void 0 : await parseCertificate(certificate);
  const invocation = parseRunInvocation(stated?.runInvocationUri);
  if (invocation === void 0 || runId === "" || String(invocation.runId) === runId)
    return { ok: true };
  return { ok: false, reason: `it was signed by another run (${invocation.runId})`, details: [] };
}
async function askCosign(host, { claim, policy, cosign, trustedRoot, folder }) {
  const bundleFile = `${folder}/bundles/check-${host.randomHex(6)}.json`;
  await host.files.write(bundleFile, claim.bytes);
  const { digest, predicateType } = claim;
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyBundleArgs({
      bundleFile,
      about: { digest },
      predicateType,
      policy,
      trustedRoot
    }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS
  };
  const result = await host.run(command);
  await host.files.remove(bundleFile);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0) return { ok: true };
  if (result.exitCode === void 0) throw describeCommandFailure(result, command);
  const lines = result.stderr.split("\n").filter(Boolean);
  const reason = lines.at(-1)?.replace(/^error during command execution: /, "");
  return { ok: false, reason: reason ?? "cosign gave no reason", details: lines.slice(-20) };
}

// src/stages/install-tool.ts
import { isAbsolute as isAbsolute2 } from "node:path";

// src/tools/releases.ts
var GITHUB = "https://github.com";
var PUBLISHERS = {
  // As sigstore/cosign-installer and docker/actions-toolkit (src/cosign/install.ts) check it.
  cosign: {
    issuer: "https://accounts.google.com",
    identity: { exact: "keyless@projectsigstore.iam.gserviceaccount.com" },
    repository: void 0,
    fromTag: false,
    format: "signature"
  },
  // Docker's builder is a reusable workflow that anybody can call, and its identity is in the certificate of whoever
  // does: only the repository tells Docker's own runs from other people's. The bundle is the provenance that BuildKit
  // made (docker/buildx .github/workflows/build.yml).
  buildx: {
    issuer: "https://token.actions.githubusercontent.com",
    identity: {
      pattern: "^https://github\\.com/docker/github-builder(-experimental)?/\\.github/workflows/bake\\.yml@[0-9A-Za-z._/-]+$"
    },
    repository: "docker/buildx",
    fromTag: true,
    format: "attestation"
  }
};
var PROJECTS = {
  cosign: "sigstore/cosign",
  buildx: "docker/buildx"
};
function makeReleaseUrls(tool, { version, platform, baseUrl }) {
  const { os, arch } = platform;
  const file = tool === "cosign" ? `cosign-${os}-${arch}` : `buildx-v${version}.${os}-${arch}`;
  const binary = `${baseUrl}/${PROJECTS[tool]}/releases/download/v${version}/${file}`;
  return { binary, bundle: `${binary}.sigstore.json` };
}
function makeVerifyReleaseArgs({
  file,
  bundleFile,
  version,
  publisher,
  trustedRoot
}) {
  const { issuer, identity, repository, fromTag, format } = publisher;
  return [
    ...format === "signature" ? ["verify-blob"] : ["verify-blob-attestation", "--type=slsaprovenance1"],
    `--bundle=${bundleFile}`,
    "exact" in identity ? `--certificate-identity=${identity.exact}` : `--certificate-identity-regexp=${identity.pattern}`,
    `--certificate-oidc-issuer=${issuer}`,
    ...repository === void 0 ? [] : [`--certificate-github-workflow-repository=${repository}`],
    ...fromTag ? [`--certificate-github-workflow-ref=refs/tags/v${version}`] : [],
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    file
  ];
}

// src/stages/tool-check.ts
var VERSION_DEADLINE_MS = 3e4;
var VERIFY_DEADLINE_MS = 6e4;
var TRUST_TRIES = 4;
async function readToolVersion(host, tool, path) {
  const args = tool === "cosign" ? ["version", "--json"] : ["version"];
  const { stdout } = await runChecked(host, {
    tool,
    file: path,
    args,
    env: { LANG: "C" },
    deadlineMs: VERSION_DEADLINE_MS
  });
  return tool === "cosign" ? parseCosignVersion(stdout) : parseBuildxVersion(stdout);
}
async function describeTool(host, { tool, path, folder }) {
  const find = async () => {
    const [version, sha256] = await Promise.all([
      readToolVersion(host, tool, path),
      host.files.sha256(path)
    ]);
    return { version, sha256 };
  };
  if (folder === void 0) return find();
  const key = [path, await host.files.stamp(path)];
  return ensureFound(host, folder, { name: tool, key, parse: parseFacts, find });
}
function parseFacts(value) {
  if (!isRecord(value)) return void 0;
  const { version, sha256 } = value;
  if (typeof version !== "string" || typeof sha256 !== "string") return void 0;
  return { version, sha256 };
}
async function makeReleaseCheck(host, { cosign, publisher, trustedRoot }) {
  const folder = await host.files.makeTempDir("release-check-");
  await linkAuthorities(host, folder);
  const env = makeCosignEnv({ env: host.env, folder });
  const root = trustedRoot ?? await fetchTrustedRoot(host, { cosign, env, folder });
  return async ({ file, bundleFile, version }) => {
    const args = makeVerifyReleaseArgs({ file, bundleFile, version, publisher, trustedRoot: root });
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
    } catch (error) {
      if (host.signal.aborted) throw error;
      throw makeInvalid(error);
    }
  };
}
function makeInvalid(error) {
  const known = error instanceof ActionError ? error : void 0;
  return new ActionError(
    "TOOL_SIGNATURE_INVALID",
    `The downloaded binary is not signed by its publisher: ${known?.message ?? String(error)}`,
    {
      hint: "It was not run. Does a proxy or a mirror change downloads? A version that is pinned in this action needs no signature.",
      cause: error,
      details: known?.details
    }
  );
}
async function fetchTrustedRoot(host, {
  cosign,
  env,
  folder
}) {
  const out = `${folder}/trusted_root.json`;
  const args = ["trusted-root", "create", "--with-default-services", `--out=${out}`];
  for (let count = 1; ; count++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
      return out;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (count === TRUST_TRIES) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched, by which the downloaded tool would be checked",
          {
            hint: "Use a version that is pinned in this action: it is checked by its hash.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (count - 1));
    }
  }
}

// src/stages/tool-pinned.ts
import { isAbsolute } from "node:path";

// src/stages/tool-download.ts
var FIRST_DELAY_MS = 1e3;
var IDLE_MS = 15e3;
var TRY_MS = 12e4;
var ALL_PATIENCE = { tries: 5, budgetMs: 5 * 6e4 };
var SOME_PATIENCE = { tries: 2, budgetMs: 6e4 };
var NotPublishedError = class extends ActionError {
  constructor(url, status, cause) {
    super("TOOL_DOWNLOAD_FAILED", `${url} does not exist (HTTP ${status})`, {
      hint: "Is it a published version, and is there a release for this operating system and architecture?",
      cause
    });
  }
};
var StatusError = class extends Error {
  status;
  constructor(url, status) {
    super(`${new URL(url).host} answered HTTP ${status}`);
    this.status = status;
  }
};
async function downloadFile(host, { url, file, patience = ALL_PATIENCE }) {
  const { tries, budgetMs } = patience;
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    const timeoutMs = Math.min(leftMs, TRY_MS);
    const idleMs = Math.min(IDLE_MS, budgetMs);
    try {
      const status = await host.toolCache.download({ url, file, timeoutMs, idleMs });
      if (status === void 0) return;
      throw new StatusError(url, status);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = error instanceof StatusError ? error.status : void 0;
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error) || count === tries || late) throw makeFailed({ url, count, error });
      await host.clock.sleep(delayMs);
    }
  }
}
function mayPass(error) {
  if (error instanceof StatusError)
    return error.status >= 500 || error.status === 408 || error.status === 429;
  return error instanceof TransportError && error.kind !== "tls" && error.kind !== "other";
}
function makeFailed({
  url,
  count,
  error
}) {
  const reason = error instanceof Error ? error.message : String(error);
  const tries = count === 1 ? "" : ` in ${count} tries`;
  const disk = /ENOSPC|EDQUOT/.test(reason);
  return new ActionError(
    "TOOL_DOWNLOAD_FAILED",
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: disk ? "The disk of the runner is full: `df` shows which one. Nothing was published." : "Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.",
      cause: error
    }
  );
}

// src/stages/tool-image.ts
var MAX_LAYER_BYTES = 256 * 1024 * 1024;
var BUDGET_MS = 2 * 6e4;
var TRIES = 2;
async function fetchCopy(host, { copy, platform, say }) {
  const registry = makeRegistryClient({
    host,
    credentials: async () => void 0,
    budgetMs: BUDGET_MS,
    retry: { attempts: TRIES }
  });
  const sources = listSources(copy.image);
  const ranked = await rankSources(host, { sources, registry: registry.brief, say });
  let failure;
  for (const from of ranked) {
    try {
      return { path: await fetchFrom(host, { from, registry, copy, platform }), from };
    } catch (error) {
      if (host.signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}
async function fetchFrom(host, {
  from,
  registry,
  copy,
  platform
}) {
  const parsed2 = parseReference(from);
  if (!parsed2.ok || parsed2.reference.digest === void 0) throw makeMissing2(from, "no digest");
  const { repository, digest } = parsed2.reference;
  const layers = await listLayers(registry, { repository, digest, platform });
  for (const layer of [...layers].sort((one, other) => other.sizeBytes - one.sizeBytes)) {
    const asked = { repository, digest: layer.digest, maxBytes: MAX_LAYER_BYTES };
    const bytes = await registry.readBlob(asked);
    if (bytes === void 0) throw makeMissing2(from, `no layer ${layer.digest}`);
    const folder = await host.files.makeTempDir("tool-copy-");
    await host.files.write(`${folder}/layer`, bytes);
    await host.toolCache.extract(`${folder}/layer`, `${folder}/root`);
    const path = `${folder}/root/${copy.path}`;
    if (await host.files.kind(path) === "file") return path;
    await host.files.remove(folder);
  }
  throw makeMissing2(from, `no file ${copy.path}`);
}
async function listLayers(registry, {
  repository,
  digest,
  platform
}) {
  const content = await registry.readManifest(repository, digest);
  const name = `${repository.registry}/${repository.path}@${digest}`;
  if (content === void 0) throw makeMissing2(name, "no such manifest");
  const result = parseManifest(content.bytes, content.mediaType);
  if (!result.ok) throw makeMissing2(name, result.reason);
  const { manifest } = result;
  if (manifest.kind === "image") return manifest.layers;
  const found = listPlatformManifests(manifest).find(
    (one) => one.platform.os === platform.os && one.platform.architecture === platform.arch
  );
  if (found === void 0) throw makeMissing2(name, `nothing for ${platform.os}/${platform.arch}`);
  return listLayers(registry, { repository, digest: found.descriptor.digest, platform });
}
function makeMissing2(image, lack) {
  return new ActionError("TOOL_DOWNLOAD_FAILED", `${image}: ${lack}`);
}

// src/stages/tool-request.ts
function makeUrls(source, key) {
  return makeReleaseUrls(key.tool, { ...key, baseUrl: source.baseUrl ?? GITHUB });
}

// src/stages/tool-store.ts
var cacheName = (tool) => `build-sign-${tool}`;
async function findKept({ toolCache, files, log }, { tool, version, platform }) {
  try {
    const folder = await toolCache.find(cacheName(tool), version, platform.arch);
    const path = folder === void 0 ? void 0 : `${folder}/${tool}`;
    return path !== void 0 && await files.executable(path) ? path : void 0;
  } catch (error) {
    log.debug(`No tool cache: ${String(error)}`);
    return void 0;
  }
}
async function placePrivately({ files }, tool, download) {
  const path = `${await files.makeTempDir(`${tool}-`)}/${tool}`;
  await files.write(path, await files.readBytes(download), 493);
  await files.remove(download);
  return path;
}
async function keep({ toolCache, log }, { tool, version, platform }, file) {
  try {
    await toolCache.add(file, tool, cacheName(tool), version, platform.arch);
  } catch (error) {
    log.debug(`${tool} ${version} was not kept in the tool cache: ${String(error)}`);
  }
}

// src/stages/tool-pinned.ts
async function ensurePinned(host, pinned) {
  const { key, sha256, say } = pinned;
  const { tool, version } = key;
  const found = await findOnPath(host, tool, sha256) ?? await findKeptPinned(host, key, sha256);
  if (found !== void 0) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  try {
    return await fetchPinned(host, pinned, `${folder}/${tool}`);
  } finally {
    await host.files.remove(folder);
  }
}
async function fetchPinned(host, pinned, file) {
  const [copy] = listCopies(pinned);
  if (copy === void 0) return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  try {
    return await downloadPinned(host, { pinned, file, patience: SOME_PATIENCE });
  } catch (error) {
    if (host.signal.aborted) throw error;
    pinned.say(`${describeError(error)}. Trying ${copy.image}.`);
    const path = await takeCopy(host, pinned, copy);
    if (path !== void 0) return path;
    if (error instanceof ActionError && error.code === "TOOL_HASH_MISMATCH") throw error;
    return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  }
}
function listCopies({ key, source }) {
  if (source.copies !== void 0) return source.copies;
  const copy = key.platform.os === "linux" ? findCopy(key.tool, key.version) : void 0;
  return copy === void 0 ? [] : [copy];
}
async function takeCopy(host, { key, say }, copy) {
  try {
    const { path, from } = await fetchCopy(host, { copy, platform: key.platform, say });
    const placed = await placePrivately(host, key.tool, path);
    say(`${key.tool} ${key.version}: ${copy.path} of ${from} (by its digest)`);
    return placed;
  } catch (error) {
    if (host.signal.aborted) throw error;
    say(describeError(error));
    return void 0;
  }
}
async function findOnPath({ env, files }, tool, sha256) {
  for (const folder of (env["PATH"] ?? "").split(":")) {
    const path = `${folder}/${tool}`;
    if (!isAbsolute(folder) || !await files.executable(path)) continue;
    if (await files.sha256(path) === sha256) return path;
  }
  return void 0;
}
async function findKeptPinned(host, key, sha256) {
  const path = await findKept(host, key);
  if (path === void 0 || await host.files.sha256(path) === sha256) return path;
  host.log.warning(
    `${path} is not ${key.tool} ${key.version}: its bytes were changed. It is downloaded again.`
  );
  return void 0;
}
async function downloadPinned(host, {
  pinned: { key, sha256, source, say },
  file,
  patience
}) {
  const { binary: url } = makeUrls(source, key);
  for (let count = 1; ; count++) {
    await downloadFile(host, { url, file, patience });
    const got = await host.files.sha256(file);
    if (got === sha256) break;
    await host.files.remove(file);
    if (count === 2) throw makeMismatch(url, { got, sha256 });
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
  const path = await placePrivately(host, key.tool, file);
  await keep(host, key, path);
  say(`${key.tool} ${key.version}: downloaded from ${url} (sha256 as pinned)`);
  return path;
}
function makeMismatch(url, { got, sha256 }) {
  return new ActionError(
    "TOOL_HASH_MISMATCH",
    `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
    {
      hint: "It was not run. A proxy or a mirror that answers with a page of its own gives this error too."
    }
  );
}

// src/stages/tool-release.ts
async function ensureRelease(host, signed) {
  const { key, source } = signed;
  const { tool } = key;
  const { binary, bundle } = makeUrls(source, key);
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  const [file, bundleFile] = [`${folder}/${tool}`, `${folder}/bundle.json`];
  try {
    return await checkRelease(host, { ...signed, binary, bundle, file, bundleFile });
  } finally {
    await host.files.remove(folder);
  }
}
async function checkRelease(host, signed) {
  const { key, say, binary, file, bundleFile } = signed;
  const { tool, version } = key;
  await downloadBundle(host, signed);
  const check = await prepareCheck(host, signed);
  const kept = await findKeptSigned(host, { key, check, bundleFile });
  if (kept !== void 0) {
    say(`${tool} ${version}: ${kept} (signature checked)`);
    return kept;
  }
  await downloadFile(host, { url: binary, file });
  await check({ file, bundleFile, version });
  const path = await placePrivately(host, tool, file);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (signature checked)`);
  return path;
}
async function downloadBundle(host, { bundle: url, bundleFile, key }) {
  try {
    await downloadFile(host, { url, file: bundleFile });
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    const { tool, version, platform } = key;
    const old = readCapabilities(tool, version)["signed-release"] ? "" : ": releases of that age are not signed";
    throw new ActionError(
      "TOOL_SIGNATURE_INVALID",
      `${tool} ${version} for ${platform.os}/${platform.arch} has no Sigstore bundle at ${url}${old}`,
      {
        hint: `It was not installed. Use ${DEFAULT_VERSIONS[tool]}, which is pinned by its hash, or the path of one that is installed.`,
        cause: error
      }
    );
  }
}
async function prepareCheck(host, { key, source, say }) {
  return makeReleaseCheck(host, {
    cosign: source.verifier ?? await ensureVerifier(host, { source, say }),
    publisher: source.publisher ?? PUBLISHERS[key.tool],
    trustedRoot: source.trustedRoot
  });
}
async function ensureVerifier(host, { source, say }) {
  const { os, arch, nodeArch } = host.machine;
  const key = {
    tool: "cosign",
    version: DEFAULT_VERSIONS.cosign,
    platform: { os, arch }
  };
  const sha256 = findPinnedHash("cosign", key);
  if (sha256 !== void 0) return ensurePinned(host, { key, sha256, source, say });
  throw new ActionError("ENVIRONMENT_UNSUPPORTED", `No cosign is pinned for ${os}/${nodeArch}`, {
    hint: "Install cosign and buildx on the runner, and give the path of cosign: `cosign-version: /path/to/cosign`."
  });
}
async function findKeptSigned(host, {
  key,
  check,
  bundleFile
}) {
  const file = await findKept(host, key);
  if (file === void 0) return void 0;
  try {
    await check({ file, bundleFile, version: key.version });
    return file;
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `${file} is not ${key.tool} ${key.version}: its signature does not verify. It is downloaded again.`
    );
    return void 0;
  }
}

// src/stages/install-tool.ts
async function ensureTool(host, request) {
  const { tool, choice, say, source = {} } = request;
  if (choice.kind === "path") return useOwn(host, { ...request, path: choice.path });
  const version = requireVersion(tool, choice.version);
  const { os, arch } = host.machine;
  const key = { tool, version, platform: { os, arch } };
  const sha256 = findPinnedHash(tool, key);
  if (sha256 !== void 0)
    return { path: await ensurePinned(host, { key, sha256, source, say }), version, sha256 };
  const path = await ensureRelease(host, { key, source, say });
  await requireSame(host, { tool, path, version });
  return { path, version, sha256: await host.files.sha256(path) };
}
function requireVersion(tool, wanted) {
  const version = parseVersion(wanted);
  const plain = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(wanted);
  if (version === void 0 || !plain) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be installed as ${JSON.stringify(wanted)}: it is no version`,
      {
        hint: `Write a version such as ${DEFAULT_VERSIONS[tool]}.`
      }
    );
  }
  requireFloor(tool, version);
  return wanted.replace(/^v/, "");
}
function requireFloor(tool, version) {
  if (listLacks(tool, version).length === 0) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `${tool} ${version} is older than ${FLOORS[tool]}, the oldest that can be used`,
    {
      hint: `Use ${DEFAULT_VERSIONS[tool]}, which is the default.`
    }
  );
}
async function requireSame(host, { tool, path, version }) {
  const found = await readToolVersion(host, tool, path);
  if (found !== void 0 && isSameVersion(found, parseVersion(version) ?? version)) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `The release ${version} of ${tool} says that it is ${found ?? "of no known version"}`,
    {
      hint: `${path} was not used. Does a mirror serve other releases than GitHub?`
    }
  );
}
async function useOwn(host, { tool, path, say, folder }) {
  if (!isAbsolute2(path) || !await host.files.executable(path)) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be used from ${path}: it is no absolute path of an executable file`,
      {
        hint: "Install it in an earlier step, or give a version to have it installed."
      }
    );
  }
  const { version, sha256 } = await describeTool(host, { tool, path, folder });
  if (version === void 0) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${path} does not say which version of ${tool} it is`,
      {
        hint: "Builds from source have to be stamped with their version."
      }
    );
  }
  requireFloor(tool, version);
  say(`${tool} ${version}: ${path}, as the workflow names it (sha256 ${sha256})`);
  return { path, version, sha256 };
}

// src/stages/trust.ts
var ATTEMPTS = 5;
var DEADLINE_MS2 = 3e4;
async function ensureTrust(host, {
  spec,
  cosign,
  folder,
  say
}) {
  const files = spec.trustedRoot !== void 0 && spec.signingConfig !== void 0 ? { trustedRoot: spec.trustedRoot, signingConfig: spec.signingConfig } : await ensurePublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    "trusted root": files.trustedRoot,
    "signing config": files.signingConfig
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}\u2026)`);
  }
  return files;
}
async function ensurePublic(host, fetching) {
  const { spec, folder } = fetching;
  const { transparencyLog, cosign } = spec;
  const files = {
    trustedRoot: `${folder}/trusted_root.json`,
    signingConfig: `${folder}/signing_config.json`
  };
  const texts = await ensureFound(host, folder, {
    name: "trust",
    key: { transparencyLog, cosign },
    parse: parseTexts,
    find: () => fetchPublic(host, fetching, files)
  });
  await host.files.write(files.trustedRoot, texts.trustedRoot);
  await host.files.write(files.signingConfig, texts.signingConfig);
  return files;
}
async function fetchPublic(host, { spec, cosign }, { trustedRoot, signingConfig }) {
  await create(host, cosign, makeTrustedRootArgs(trustedRoot));
  await create(host, cosign, makeSigningConfigArgs(signingConfig, spec));
  return {
    trustedRoot: await host.files.readText(trustedRoot),
    signingConfig: await host.files.readText(signingConfig)
  };
}
function parseTexts(value) {
  if (!isRecord(value)) return void 0;
  const { trustedRoot, signingConfig } = value;
  if (typeof trustedRoot !== "string" || typeof signingConfig !== "string") return void 0;
  return { trustedRoot, signingConfig };
}
async function create(host, cosign, args) {
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign.path,
        args,
        env: cosign.env,
        deadlineMs: DEADLINE_MS2
      });
      return;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (attempt === ATTEMPTS) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched",
          {
            hint: "Nothing was published. Run the job again; for a Sigstore of your own give `trusted-root` and `signing-config`.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (attempt - 1));
    }
  }
}

// src/stages/prepare-signing.ts
function startPolicing(host, { spec, attestations, facts, identity, timings, after }) {
  const tokens = makeTokenSource(host, {
    audience: SIGSTORE_AUDIENCE,
    purpose: "signing",
    timeoutMs: spec.timeoutMs
  });
  const policy = runTrack(host, {
    title: "Identity",
    ...{ timings, after },
    work: async (say) => {
      const { claims } = await tokens();
      const { transparencyLog } = spec;
      const made = makePolicy({ facts, claims, identity, attestations, transparencyLog });
      formatPolicy(made).forEach(say);
      return made;
    }
  });
  return { tokens, policy };
}
async function prepareSigning(host, setting) {
  const { spec, facts, folder, timings, preflight } = setting;
  const { tokens, policy: policing } = setting.policing ?? startPolicing(host, setting);
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: "cosign",
    timings,
    // For a cosign that is here nothing is fetched, and nothing loaded: it keeps nobody waiting.
    after: spec.cosign.kind === "path" ? void 0 : preflight,
    work: async (say) => {
      const { path } = await ensureTool(host, {
        ...{ tool: "cosign", choice: spec.cosign, say },
        folder: folder.path
      });
      const cosign2 = { path, env };
      return { cosign: cosign2, trust: await ensureTrust(host, { spec, cosign: cosign2, folder: folder.path, say }) };
    }
  });
  await joinTracks([tools, policing]);
  const [{ cosign, trust }, policy] = [await tools, await policing];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, {
    ...{ policy, cosign, trustedRoot },
    runId: facts.runId,
    folder: folder.path
  });
  return { spec, tokens, policy, cosign, trust, check, run: parseRunInvocation(facts.runUrl) };
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
  inspectImage,
  signAndVerify,
  publishTags,
  ensureTool,
  makeBundleChecker,
  startPolicing,
  prepareSigning
};
