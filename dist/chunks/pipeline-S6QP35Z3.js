import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  DEFAULT_VERSIONS,
  EVENTS,
  FLOORS,
  Fault,
  IMAGES,
  LEG_PREFIX,
  MEDIA_TYPE,
  ROOM_BYTES,
  SIGNATURE_PREDICATE,
  TLS_PARTS,
  WHOLE_IMAGE,
  addLines,
  asksToLoad,
  asksToPush,
  assembleLegs,
  attempt,
  branchOf,
  canAttest,
  checkBases,
  checkCandidate,
  checkContexts,
  chooseOwnDriver,
  chooseShown,
  classifyEvent,
  classifyOutput,
  collectLegs,
  computeDigest,
  countHits,
  describeCommandFailure,
  describeTimes,
  digestHex,
  dockerfilePath,
  dropKept,
  ensureTool,
  findAzureKey,
  findBasis,
  findExcess,
  findGitVersion,
  findOwn,
  findUnchanged,
  fitBuilder,
  foreseePolicy,
  formatAttributes,
  formatBuildkitdConfig,
  formatBytes,
  formatCacheEntry,
  formatHits,
  formatLegArtifact,
  formatList,
  formatMergeArtifact,
  formatPlan,
  formatPlatformTag,
  formatReference,
  formatReleaseArtifact,
  formatRepository,
  formatRow,
  formatTotal,
  gatherFacts,
  gatherWarnings,
  handOver,
  inspectImage,
  isAnnotationLevel,
  isAtLeast,
  isDigest,
  isPinned,
  isRemoteContext,
  joinFailures,
  joinTracks,
  keepAlive,
  listAttestationManifests,
  listDecisions,
  listDigestNames,
  listGrants,
  listLacks,
  listNative,
  listNodes,
  listPlatformManifests,
  listPredicateLayers,
  listRequired,
  listSources,
  makeAnnotations,
  makeAttestBlobArgs,
  makeBundleChecker,
  makeCacheVariables,
  makeDateExpressions,
  makeForeignHead,
  makeGlobalExpressions,
  makeLabels,
  makeMissingPermission,
  makeSignArgs,
  makeSignBlobArgs,
  makeSigningConfigArgs,
  makeStandardPairs,
  makeTagLines,
  makeTimings,
  makeTrustedRootArgs,
  makeVerifyImageArgs,
  maskSecrets,
  mergeBuildkitdConfig,
  nameMount,
  noteLacking,
  notePrivacy,
  openAccess,
  openRunFolder,
  pLimit,
  parseBuildxVersion,
  parseDigest,
  parseFields,
  parseFileStatement,
  parseLegArtifact,
  parseList,
  parseList2,
  parseManifest,
  parsePairs,
  parseReference,
  parseRepository,
  parseSettings,
  parseTag,
  parseVersion,
  planAttestations,
  planCache,
  planCommands,
  planFiles,
  planKeepAlive,
  planLegs,
  planLevel,
  planLogins,
  planMounts,
  planOutputs,
  planSigning,
  prepareSigning,
  probeDestinations,
  publishTags,
  pullRequestOf,
  pushesByDigest,
  quoteField,
  quoteShell,
  rankSources,
  readBundles,
  readField,
  readInputs,
  readLogins,
  readPaths,
  redactArgument,
  redactLine,
  report,
  resolveEvent,
  runChecked,
  runPreflight,
  runSigningTasks,
  runTrack,
  settleWithin,
  signAndVerify,
  splitPair,
  startPolicing,
  tagOf,
  tellFailure,
  tellTakenTags,
  timeEmulated,
  trustCache,
  usesBackend,
  usesEngine,
  withCode,
  withHint
} from "./chunk-4BRVCKTQ.js";
import {
  NOTHING_EMULATED,
  describeSteps,
  formatEmulated,
  isNative,
  listEmulated
} from "./chunk-FG7OWVVX.js";
import {
  comparePlatforms,
  formatPlatform,
  isSamePlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  BINFMT_FOLDER,
  parseBinfmtStatus,
  parseHandler,
  planHandlers,
  removeBuilder,
  removeContainer
} from "./chunk-4KDWRKX7.js";
import {
  BUILDER_NAME,
  FOLDER_PREFIX
} from "./chunk-MHWYCVKE.js";
import {
  parseCacheAccess
} from "./chunk-BXF7ZXOV.js";
import {
  ActionError,
  InputError,
  TransportError,
  defuseLine,
  describeError,
  errorCode,
  formatProblem,
  isRecord,
  makeBuildEnv,
  makeEngineEnv,
  readJson,
  userDockerConfig
} from "./chunk-5HZJPSXZ.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/plan/load.ts
function choosePlatforms({ mode, build: { platforms } }, engine) {
  if (mode !== "load" || platforms.length === 1) return platforms;
  const own = platforms.find(
    ({ os, architecture }) => os === engine.os && architecture === engine.architecture
  );
  if (own !== void 0) return [own];
  throw new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `An engine can load one platform, and none of ${platforms.map(formatPlatform).join(", ")} is its own, ${formatPlatform(engine)}`,
    { hint: "Set `platforms` to the one to load." }
  );
}

// src/stages/announce.ts
import { createHash } from "node:crypto";
function makeGroupId({ groupKey }) {
  return createHash("sha256").update(groupKey).digest("hex").slice(0, 16);
}
function identifyLeg({ artifacts }, { plan, facts, matrix }) {
  return {
    group: makeGroupId(plan),
    platform: plan.leg === void 0 ? WHOLE_IMAGE : formatPlatform(plan.leg.platform),
    runId: facts.runId,
    attempt: facts.runAttempt,
    // Local runners give all jobs one token, or none: then jobs are told apart by name and matrix.
    job: JSON.stringify([artifacts.jobId ?? "", facts.jobName, matrix])
  };
}
function announcesItself({ mode, leg }) {
  return mode === "push" && leg !== void 0;
}
async function prepareLegs(host, setting) {
  const { plan, timings } = setting;
  if (!announcesItself(plan)) return;
  await runTrack(host, {
    title: "Legs",
    timings,
    work: (say) => announceLeg(host, { ...setting, say })
  });
}
async function announceLeg(host, { plan, identity, say }) {
  try {
    await announce(host, { plan, identity, say });
  } catch (error) {
    const isDown = error instanceof ActionError && error.code === "ARTIFACTS_UNAVAILABLE";
    if (!isDown || plan.publish === "auto") throw error;
    say(`not announced: ${error.message}`);
  }
}
async function announce(host, { plan, identity, say }) {
  const { group, platform, attempt: attempt2, job } = identity;
  const own = { group, platform, attempt: attempt2, phase: "start" };
  const record = { job, tags: listTags(plan) };
  const made = await host.artifacts.create(formatLegArtifact(own), JSON.stringify(record));
  if (made === "exists") await requireSameJob(host, { own, identity });
  say(`group ${group}, ${platform}, attempt ${attempt2}`);
  await requireNoConflict(host, { plan, identity, done: "Nothing was built." });
}
async function requireNoConflict(host, {
  plan,
  identity: { group, attempt: attempt2 },
  done
}) {
  const others = /* @__PURE__ */ new Map();
  for (const artifact of await host.artifacts.list(LEG_PREFIX)) {
    const leg = parseLegArtifact(artifact.name);
    if (leg?.phase !== "start" || leg.group === group || leg.attempt !== attempt2) continue;
    others.set(leg.group, artifact);
  }
  const wanted = new Set(listTags(plan));
  await Promise.all(
    [...others].map(async ([other, { id }]) => {
      const { tags } = parseAnnouncement(await host.artifacts.read(id));
      const both = tags.filter((tag) => wanted.has(tag));
      if (both.length > 0) throw makeTagConflict({ group, other, both, done });
    })
  );
}
function listTags({ destinations }) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name }) => formatReference({ repository, tag: name }))
  );
}
function makeTagConflict({
  group,
  other,
  both,
  done
}) {
  return new ActionError(
    "TAG_CONFLICT",
    `Another image of this run (group ${other}) is to get ${both.length === 1 ? "the tag" : "the tags"} ${both.join(", ")} too; this one is group ${group}`,
    {
      hint: `Legs of one image need the same images, tags, context, file, target, build arguments and secret ids, or the same \`group\`; \`platforms\` is the whole set in each of them. Different images need different tags, e.g. by \`flavor: suffix=-alpine\`. ${done}`
    }
  );
}
var POLLS = 5;
var POLL_MS = 1e3;
async function requireSameJob(host, { own, identity }) {
  const name = formatLegArtifact(own);
  for (let poll = 1; poll <= POLLS; poll++) {
    const found = (await host.artifacts.list(name)).find((one) => one.name === name);
    if (found !== void 0) {
      const { job } = parseAnnouncement(await host.artifacts.read(found.id));
      if (job === identity.job) return;
      break;
    }
    await host.clock.sleep(POLL_MS);
  }
  throw new ActionError(
    "LEG_DUPLICATE",
    `Another job of this run builds ${own.platform} of the same image (group ${own.group})`,
    {
      hint: "Each leg of a matrix builds another one of `platforms`. Legs that are meant to make different images differ in their tags, target or build arguments, or by `group`. Nothing was built."
    }
  );
}
function parseAnnouncement(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null) return { job: "", tags: [] };
    const job = Reflect.get(value, "job");
    const tags = Reflect.get(value, "tags");
    return {
      job: typeof job === "string" ? job : "",
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : []
    };
  } catch {
    return { job: "", tags: [] };
  }
}

// src/plan/annotations.ts
var LEVELS = "`index`, `manifest`, `index-descriptor`, `manifest-descriptor`";
function planAnnotations({
  inputs,
  names,
  mode,
  leg,
  isAttested,
  outputs: { imageAttributes, exports },
  problems
}) {
  const given = readGiven(inputs.annotations, problems);
  const all = inputs.images === "" ? given : names.annotations;
  const refuse2 = (value, problem, fix) => problems.push({ input: "annotations", value, problem, fix });
  for (const entry of given) {
    const problem = findProblem(entry);
    if (problem !== void 0)
      refuse2(entry, problem, `Write \`key=value\` or \`level:key=value\`; levels are ${LEVELS}.`);
  }
  if (mode === "load" || mode === "call") return { build: [], index: [] };
  const platforms = inputs.platforms.map(formatPlatform);
  for (const [entry, platform] of all.flatMap(listPlatforms)) {
    if (!platforms.includes(platform))
      refuse2(entry, "is for a platform that is not built", "Name one of `platforms`.");
  }
  const onIndex = all.find((entry) => readLevels(entry).some((level) => level.startsWith("index")));
  const isBare = platforms.length === 1 && !isAttested && (mode === "push" || exports.length > 0);
  if (onIndex !== void 0 && isBare)
    refuse2(
      onIndex,
      "stands on the index, and one platform without attestations has none",
      "Use the level `manifest`."
    );
  if (!/^(false|0)$/i.test(imageAttributes["oci-mediatypes"] ?? ""))
    return leg === void 0 ? { build: all, index: [] } : splitForLeg(all, formatPlatform(leg.platform));
  if (given.length > 0)
    refuse2(
      given.join(", "),
      "cannot stand in a manifest with Docker media types",
      "Leave `oci-mediatypes=false` out of `outputs`."
    );
  return { build: [], index: [] };
}
function splitForLeg(entries, platform) {
  const build = [];
  const index = [];
  for (const entry of entries) {
    const levels = readLevels(entry);
    const at = entry.indexOf("=");
    const key = entry.slice(levels.length === 0 ? 0 : entry.indexOf(":") + 1, at);
    const pair = `${key}=${entry.slice(at + 1)}`;
    if (levels.includes("index")) index.push(pair);
    const own = levels.filter((level) => !level.startsWith("index") && isFor(level, platform)).map((level) => level.replace(/\[.+\]$/, ""));
    if (levels.length === 0) build.push(entry);
    else if (own.length > 0) build.push(`${own.join(",")}:${pair}`);
  }
  return { build, index };
}
function isFor(level, platform) {
  const [, named] = /\[(.+)\]$/.exec(level) ?? [];
  if (named === void 0) return true;
  const parsed = parsePlatform(named);
  return parsed.ok && formatPlatform(parsed.platform) === platform;
}
function readGiven(text, problems) {
  try {
    return parseList(text, { comma: "keep" });
  } catch {
    const fix = "One `key=value` per line; quote a value of several lines as in CSV.";
    problems.push({ input: "annotations", problem: "is not a valid list", fix });
    return [];
  }
}
function findProblem(entry) {
  const at = entry.indexOf("=");
  if (at < 0) return "has no `=`";
  const key = entry.slice(0, at);
  const colon = key.indexOf(":");
  if (key.slice(colon + 1).trim() === "") return "has no key";
  if (colon < 0 || key.slice(0, colon).split(",").every(isAnnotationLevel)) return void 0;
  return "has a level that BuildKit does not know";
}
function readLevels(entry) {
  const [key = ""] = entry.split("=");
  const colon = key.indexOf(":");
  return colon < 0 ? [] : key.slice(0, colon).split(",");
}
function listPlatforms(entry) {
  return readLevels(entry).flatMap((level) => {
    const [, platform] = /\[(.+)\]$/.exec(level) ?? [];
    if (platform === void 0) return [];
    const parsed = parsePlatform(platform);
    return [[entry, parsed.ok ? formatPlatform(parsed.platform) : platform]];
  });
}

// src/plan/solves.ts
function makeBuild(plan, {
  platforms,
  metadataFile,
  ...means
}) {
  return {
    ...means,
    spec: { ...plan.build, platforms },
    cache: { from: plan.cache.from, to: directCache(plan) },
    output: chooseOutput(plan),
    metadataFile
  };
}
function makeCall(plan, { call, ...means }) {
  return {
    ...means,
    spec: plan.build,
    cache: { from: [], to: [] },
    output: { kind: "call", call },
    metadataFile: void 0
  };
}
function makeCacheExport(plan, means) {
  const to = deferredCache(plan);
  if (to.length === 0) return void 0;
  return {
    ...means,
    spec: makeRepeat(plan.build),
    // What came from a cache is in the builder by name alone: without the cache at hand BuildKit runs the steps again.
    cache: { from: plan.cache.from, to },
    output: { kind: "cache-only" },
    metadataFile: void 0
  };
}
var NO_ATTESTATIONS = ["type=provenance,disabled=true", "type=sbom,disabled=true"];
function makeLoad(plan, { platforms, ...means }) {
  return {
    ...means,
    spec: { ...makeRepeat(plan.build), platforms, attests: NO_ATTESTATIONS },
    cache: { from: [], to: [] },
    output: { kind: "load", tags: plan.load?.tags ?? [] },
    metadataFile: void 0
  };
}
function chooseOutput(plan) {
  switch (plan.mode) {
    case "push":
      return { kind: "push", repositories: plan.destinations.map(({ repository }) => repository) };
    case "load":
      return { kind: "load", tags: plan.load?.tags ?? [] };
    case "build":
    case "call":
      return { kind: "cache-only" };
  }
}
function deferredCache({ cache }) {
  return cache.to.filter((place) => !isInline(place));
}
function directCache({ cache }) {
  return cache.to.filter(isInline);
}
function isInline({ backend }) {
  return backend === "inline";
}
function makeRepeat(spec) {
  return { ...spec, noCache: false, noCacheFilters: [], pull: false, annotations: [], exports: [] };
}

// src/tools/buildx.ts
function makeBuildArgs({
  builder,
  spec,
  cache,
  secrets,
  output,
  metadataFile
}) {
  return [
    "build",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    ...makeContentArgs(spec),
    ...makeStepArgs(spec),
    ...makeFlags("cache-from", cache.from.map(formatCacheEntry)),
    ...makeFlags("cache-to", cache.to.map(formatCacheEntry)),
    ...makeFlag("metadata-file", metadataFile),
    ...makeOutputArgs(output, spec),
    ...makeFlag("platform", spec.platforms.map(formatPlatform).join(",")),
    ...secrets.map(
      ({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`
    ),
    "--",
    spec.context
  ];
}
function makeContentArgs(spec) {
  return [
    ...makeFlags("annotation", spec.annotations),
    ...makeFlags("attest", spec.attests),
    ...makeFlags("build-arg", spec.buildArgs),
    ...makeFlags("build-context", spec.contexts),
    ...makeFlag("file", spec.file),
    ...makeFlags("label", spec.labels),
    ...spec.noCache ? ["--no-cache"] : [],
    ...makeFlags("no-cache-filter", spec.noCacheFilters),
    ...spec.pull ? ["--pull"] : [],
    ...makeFlag("target", spec.target)
  ];
}
function makeStepArgs(spec) {
  return [
    ...makeFlags("add-host", spec.addHosts),
    ...makeFlags("allow", spec.allow),
    ...makeFlag("cgroup-parent", spec.cgroupParent),
    ...makeFlag("network", spec.network),
    ...makeFlag("shm-size", spec.shmSize),
    ...makeFlags("ssh", spec.ssh),
    ...makeFlags("ulimit", spec.ulimits)
  ];
}
function makeFlags(name, values) {
  return values.map((value) => `--${name}=${value}`);
}
function makeFlag(name, value) {
  return value === void 0 || value === "" ? [] : makeFlags(name, [value]);
}
function makeOutputArgs(output, spec) {
  const files = makeFlags("output", spec.exports);
  switch (output.kind) {
    case "call":
      return [`--call=${output.call}`];
    case "cache-only":
      return files.length > 0 ? files : ["--output=type=cacheonly"];
    case "load":
      return [...files, "--load", ...makeFlags("tag", output.tags)];
    case "push":
      return [...files, `--output=${formatPush(output.repositories, spec)}`];
  }
}
function formatPush(repositories, { imageAttributes }) {
  return formatAttributes({
    type: "image",
    name: repositories.map(formatRepository).join(","),
    push: "true",
    "push-by-digest": "true",
    "name-canonical": "true",
    "oci-mediatypes": "true",
    ...imageAttributes
  });
}
function makeMetadataEnv({
  provenance
}) {
  return {
    BUILDX_METADATA_WARNINGS: "true",
    ...provenance === void 0 ? {} : { BUILDX_METADATA_PROVENANCE: provenance }
  };
}
function parseBuildMetadata(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return void 0;
  const read = (key) => {
    const value = Reflect.get(parsed, key);
    return typeof value === "string" ? parseDigest(value) : void 0;
  };
  return {
    digest: read("containerimage.digest"),
    configDigest: read("containerimage.config.digest"),
    json: JSON.stringify(parsed)
  };
}

// src/tools/build-warnings.ts
function parseBuildWarnings(metadata) {
  const listed = readPath(readJson(metadata), ["buildx.build.warnings"]);
  const warnings = (Array.isArray(listed) ? listed : []).flatMap(parseWarning);
  const unique = new Map(
    warnings.map((one) => [`${one.filename}:${one.line}:${one.message}`, one])
  );
  return [...unique.values()];
}
function parseWarning(value) {
  const short = decode(readPath(value, ["short"]));
  const details = readPath(value, ["detail"]);
  const filename = readPath(value, ["sourceInfo", "filename"]);
  const text = decode(readPath(value, ["sourceInfo", "data"]));
  if (short === "" || !Array.isArray(details) || typeof filename !== "string" || text === "")
    return [];
  const url = readPath(value, ["url"]);
  const line = readPath(value, ["range", "0", "start", "line"]);
  const message = short.replace(/\s*\(line \d+\)$/, "");
  return [
    {
      title: details.map(decode).join(" "),
      message: typeof url === "string" && url !== "" ? `${message}
${url}` : message,
      filename,
      text,
      line: typeof line === "number" && line > 0 ? line : void 0
    }
  ];
}
function decode(value) {
  return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : "";
}
function readPath(value, path) {
  return path.reduce(
    (at, key) => typeof at === "object" && at !== null ? Reflect.get(at, key) : void 0,
    value
  );
}

// src/stages/annotate-checks.ts
async function annotateChecks(host, { plan, metadata }) {
  if (!plan.metadata.annotatesChecks) return;
  const warnings = parseBuildWarnings(metadata);
  if (warnings.length === 0) return;
  const { file } = plan.build;
  const text = file === void 0 ? void 0 : await readDockerfile(host, file);
  for (const { title, message, line, ...source } of warnings) {
    const isThis = text !== void 0 && text === source.text;
    const place = isThis ? { file: file?.replace(/^(?:\.\/)+/, ""), line } : NOWHERE;
    host.log.annotate(message, { title, ...place });
  }
}
var NOWHERE = { file: void 0, line: void 0 };
async function readDockerfile({ files }, file) {
  try {
    return await files.readText(file);
  } catch {
    return void 0;
  }
}

// src/tools/bake.ts
function makeBakeDefinition({ spec, cache, secrets, output }, keys) {
  const isRemote = isRemoteContext(spec.context);
  const addKeys = ({ backend, attributes }) => ({
    type: backend,
    ...attributes,
    ...keys[backend]
  });
  const target = {
    context: spec.context,
    ...spec.file === void 0 ? {} : { dockerfile: isRemote ? spec.file : `cwd://${spec.file}` },
    ...spec.target === void 0 ? {} : { target: spec.target },
    args: splitPairs(spec.buildArgs),
    labels: splitPairs(spec.labels),
    annotations: spec.annotations,
    attest: spec.attests,
    contexts: splitPairs(spec.contexts),
    platforms: spec.platforms.map(formatPlatform),
    "cache-from": cache.from.map(addKeys),
    "cache-to": cache.to.map(addKeys),
    secret: secrets.map(({ id, path }) => `${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`),
    ssh: spec.ssh,
    output: makeOutputs({ spec, output }),
    ...output.kind === "load" ? { tags: output.tags } : {},
    "no-cache": spec.noCache,
    "no-cache-filter": spec.noCacheFilters,
    pull: spec.pull,
    ...spec.shmSize === void 0 ? {} : { "shm-size": spec.shmSize },
    ulimits: spec.ulimits,
    ...spec.network === void 0 ? {} : { network: spec.network },
    "extra-hosts": splitHosts(spec.addHosts),
    entitlements: spec.allow
  };
  return JSON.stringify({ target: { default: escapeTemplates(target) } });
}
function makeBakeArgs({ builder, spec, metadataFile }, file) {
  return [
    "bake",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    "--allow=fs=*",
    "--allow=ssh",
    ...spec.allow.map((entry) => `--allow=${entry}`),
    `--file=${file}`,
    ...metadataFile === void 0 ? [] : [`--metadata-file=${metadataFile}`],
    "default"
  ];
}
function unwrapBakeMetadata(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof parsed !== "object" || parsed === null) return text;
  const { default: inner, ...rest } = parsed;
  return typeof inner === "object" && inner !== null ? JSON.stringify({ ...inner, ...rest }) : text;
}
function makeOutputs({ spec, output }) {
  switch (output.kind) {
    case "push":
      return [...spec.exports, formatPush(output.repositories, spec)];
    case "load":
      return [...spec.exports, "type=docker"];
    case "cache-only":
    case "call":
      return spec.exports.length > 0 ? [...spec.exports] : ["type=cacheonly"];
  }
}
function splitPairs(entries) {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf("=");
      return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
    })
  );
}
function splitHosts(entries) {
  return Object.fromEntries(
    entries.map((entry) => {
      const [, name = entry, address = ""] = /^([^:=]+)[:=](.*)$/.exec(entry) ?? [];
      return [name, address];
    })
  );
}
function escapeTemplates(value) {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [escapeText(name), escapeTemplates(inner)])
  );
}
function escapeText(text) {
  return text.replace(/([$%])\{/g, "$1$1{");
}

// src/tools/build-progress.ts
function makeBuildProgress() {
  const vertices = /* @__PURE__ */ new Map();
  const manifests = /* @__PURE__ */ new Set();
  const layers = /* @__PURE__ */ new Set();
  return {
    feed: (line) => {
      const [, number, rest = ""] = /^#(\d+) (.*?)\s*$/s.exec(line) ?? [];
      if (number === void 0) return;
      const digest = parseDigest(
        /^writing cache image manifest (sha256:\w+)/.exec(rest)?.[1] ?? ""
      );
      if (digest !== void 0) manifests.add(digest);
      const layer = parseDigest(/^writing layer (sha256:\w+)/.exec(rest)?.[1]);
      if (layer !== void 0) layers.add(layer);
      const id = Number(number);
      vertices.set(id, advance(vertices.get(id), rest));
    },
    steps: () => [...vertices].flatMap(([id, { name, state, seconds }]) => {
      const named = parseStepName(name);
      return named === void 0 ? [] : [{ id, ...named, state, seconds }];
    }),
    importSeconds: () => [...vertices.values()].filter(({ name }) => name.startsWith("importing cache manifest")).reduce((sum2, { seconds = 0 }) => sum2 + seconds, 0),
    cacheLayers: () => [...layers],
    cacheManifests: () => [...manifests]
  };
}
function advance(before, rest) {
  if (before === void 0) return { name: rest, state: "open", seconds: void 0 };
  if (rest === "CACHED" || isFetch(before, rest))
    return { ...before, state: "cached", seconds: void 0 };
  if (rest === "CANCELED") return { ...before, state: "cancelled" };
  if (rest.startsWith("ERROR: ")) return { ...before, state: "failed" };
  const [, seconds] = /^DONE (\d+(?:\.\d+)?)s$/.exec(rest) ?? [];
  if (seconds === void 0 || before.state === "cached") return before;
  return { ...before, state: "done", seconds: Number(seconds) };
}
function isFetch({ name }, rest) {
  return /^(extracting )?sha256:[0-9a-f]{64}( |$)/.test(rest) && parseStepName(name) !== void 0;
}
var NAME = /^\[(?:(?<label>[^\]]*) )? *(?<index>\d+)\/(?<total>\d+)\] (?<command>.*)$/s;
var PLATFORM = /^(?<platform>[a-z0-9]+(?:\/[a-z0-9]+)+(?:\([^)]*\))?)(?:->(?<target>\S+))?(?: |$)/;
function parseStepName(name) {
  const { label = "", index, total, command } = NAME.exec(name)?.groups ?? {};
  if (index === void 0 || total === void 0 || command === void 0) return void 0;
  const { platform, target } = PLATFORM.exec(label)?.groups ?? {};
  const stage = label.replace(PLATFORM, "").trim();
  return {
    platform,
    target,
    stage: stage === "" ? void 0 : stage,
    index: Number(index),
    total: Number(total),
    command
  };
}

// src/tools/import-progress.ts
var START = /^#(\d+) importing cache manifest from (\S+)/;
var END = /^#(\d+) (?:DONE|CANCELED|ERROR:? ?(.*))/;
function followImports() {
  const pending = /* @__PURE__ */ new Map();
  const failed = [];
  return {
    read: (line, atMs) => {
      const [, started = "", source = ""] = START.exec(line) ?? [];
      if (source !== "" && !pending.has(started)) pending.set(started, { source, sinceMs: atMs });
      const [, ended = "", problem] = END.exec(line) ?? [];
      const known = pending.get(ended);
      if (known === void 0) return;
      pending.delete(ended);
      if (problem !== void 0 && problem !== "") failed.push({ source: known.source, problem });
    },
    pending: () => [...pending.values()],
    failed: () => failed
  };
}
function isMissing({ problem }) {
  if (/could not fetch content descriptor/i.test(problem)) return false;
  return /: not found$|\b404\b|NoSuchKey|BlobNotFound|NAME_UNKNOWN|MANIFEST_UNKNOWN/i.test(problem);
}

// src/stages/build-attempts.ts
var READ_LIMIT_MS = 3e4;
var LOOK_MS = 500;
var KEPT_LINES = 200;
async function buildWithCache(host, {
  cache,
  build,
  unblock
}) {
  let next = { cache, isFresh: false, isRepeated: false };
  for (; ; ) {
    const result = await attemptOnce(host, { ...next, build });
    if (result.kind === "done") {
      const isTold = next.isFresh || result.failed.some((one) => !isMissing(one));
      if (next.isRepeated && !isTold)
        host.log.warning(
          "A layer of the build cache was gone: built once more, with new addresses"
        );
      return tellFailed(host, next.cache, result.failed);
    }
    next = chooseNext(host, { last: next, result });
    if (result.kind === "stuck" || next.isFresh) await unblock();
  }
}
async function attemptOnce(host, { cache, isFresh: isFresh2, build }) {
  const imports = followImports();
  const lines = [];
  const stopping = new AbortController();
  const limitMs = Math.min(READ_LIMIT_MS, cache.timeoutMs);
  const listStuck = () => imports.pending().filter(({ sinceMs }) => host.clock.elapsedMs() - sinceMs >= limitMs).map(({ source }) => source);
  let stuck = [];
  const stopLooking = host.clock.repeat(LOOK_MS, async () => {
    if (stuck.length > 0) return;
    stuck = listStuck();
    if (stuck.length > 0) stopping.abort();
  });
  const onLine = (line) => {
    imports.read(line, host.clock.elapsedMs());
    lines.push(line);
    if (lines.length > 2 * KEPT_LINES) lines.splice(0, KEPT_LINES);
  };
  try {
    await build({ cache, isFresh: isFresh2, onLine, stop: stopping.signal });
    return { kind: "done", failed: imports.failed() };
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (stopping.signal.aborted) return { kind: "stuck", sources: stuck };
    return { kind: "failed", error, text: lines.join("\n") };
  } finally {
    stopLooking();
  }
}
function chooseNext(host, { last, result }) {
  const { cache } = last;
  if (result.kind === "stuck") {
    const seconds = Math.min(READ_LIMIT_MS, cache.timeoutMs) / 1e3;
    const what = describePlaces(cache, result.sources);
    host.log.warning(`Built without ${what}: it did not answer within ${seconds} s`);
    return { ...last, cache: withoutSources(cache, result.sources) };
  }
  const known = classifyOutput({ tool: "buildx", text: result.text });
  const isCache = known?.id === "cache-blob-gone" || known?.id === "cache-blob-wrong";
  if (!isCache || last.isFresh || cache.from.length === 0) throw result.error;
  if (known.id === "cache-blob-gone" && !last.isRepeated) {
    host.log.info(`${known.message}. Once more, with new addresses.`);
    return { ...last, isRepeated: true };
  }
  host.log.warning(`Built without a cache: ${known.message}`);
  return { ...last, cache: { ...cache, from: [] }, isFresh: true };
}
function tellFailed(host, cache, failed) {
  const real = failed.filter((one) => !isMissing(one));
  const [first] = real;
  if (first === void 0) return cache;
  const sources = real.map(({ source }) => source);
  host.log.warning(`Built without ${describePlaces(cache, sources)}: ${first.problem}`);
  const broken = real.filter(({ problem }) => !isCorrupt(problem)).map(({ source }) => source);
  return withoutSources(cache, broken);
}
function isCorrupt(problem) {
  return /could not fetch content descriptor|invalid character|unexpected (?:end|EOF|data)|unmarshal|digest|unsupported or uninferrable/i.test(
    problem
  );
}
function isNamedBy({ backend, attributes }, source) {
  const [kind = ""] = source.split(":");
  return backend === "registry" ? attributes["ref"] === source : kind === backend;
}
function withoutSources(cache, sources) {
  const isOut = (place) => sources.some((one) => isNamedBy(place, one));
  const gone = cache.from.filter(isOut);
  const backends = new Set(gone.map(({ backend }) => backend));
  return {
    ...cache,
    from: cache.from.filter((place) => !isOut(place)),
    to: cache.to.filter(({ backend }) => !backends.has(backend))
  };
}
var NAMES = {
  gha: "the Actions cache",
  registry: "the cache in the registry",
  local: "the cache in the folder",
  s3: "the cache in the S3 bucket",
  azblob: "the cache in Azure",
  inline: "the inline cache"
};
function describePlaces({ from }, sources) {
  const backends = from.filter((place) => sources.some((source) => isNamedBy(place, source))).map(({ backend }) => NAMES[backend]);
  return [...new Set(backends)].join(" and ") || "the cache";
}

// src/stages/build-command.ts
function needsDefinition({ cache }, keys) {
  return keys.azblob !== void 0 && usesBackend(cache, "azblob");
}
async function withBuildArgs({ files }, { command, keys, file }, work) {
  if (!needsDefinition(command, keys)) return work(makeBuildArgs(command));
  const azblob = keys.azblob ?? {};
  try {
    await files.write(file, makeBakeDefinition(command, { azblob }));
    return await work(makeBakeArgs(command, file));
  } finally {
    await files.remove(file);
  }
}

// src/stages/secrets.ts
async function withSecretFiles(host, { secrets, secretFiles, folder }, work) {
  for (const { value } of secrets) host.mask(value);
  await Promise.all(secretFiles.map((file) => maskFile(host, file)));
  const files = secrets.map(({ id }, index) => ({ id, path: `${folder}/secrets/build-${index}` }));
  try {
    await Promise.all(
      secrets.map(
        ({ value }, index) => host.files.write(`${folder}/secrets/build-${index}`, value)
      )
    );
    return await work([...files, ...secretFiles]);
  } finally {
    await Promise.all(files.map(({ path }) => host.files.remove(path)));
  }
}
var MAX_MASKED_CHARS = 64 * 1024;
async function maskFile({ files, mask }, { path }) {
  const text = await files.readText(path);
  if (text.length <= MAX_MASKED_CHARS && !/[\0\uFFFD]/.test(text)) mask(text);
}
function chooseSecrets({ secrets, secretFiles }, ids) {
  const isWanted = ({ id }) => ids.includes(id);
  return { secrets: secrets.filter(isWanted), secretFiles: secretFiles.filter(isWanted) };
}

// src/stages/unblock-builder.ts
var DEADLINE_MS = 15e3;
var GRACE_SECONDS = 1;
async function unblockBuilder(host, { builder, buildx }) {
  if (builder === void 0) return;
  const container = `buildx_buildkit_${builder}0`;
  const parts = "rm -rf /var/lib/buildkit/*/content/ingest/*";
  const tool = { tool: "docker", file: "docker", env: buildx.env, deadlineMs: DEADLINE_MS };
  await host.run({ ...tool, args: ["exec", container, "sh", "-c", parts] });
  const result = await host.run({
    ...tool,
    args: ["stop", `--time=${GRACE_SECONDS}`, container]
  });
  if (result.exitCode !== 0)
    host.log.debug(`The builder was not started anew: ${result.stderr.trim()}`);
}

// src/stages/build.ts
var BUILD_DEADLINE_MS = 6 * 60 * 6e4;
async function runBuild(host, { plan, means, engine }) {
  const metadataFile = `${means.folder}/metadata.json`;
  const platforms = choosePlatforms(plan, engine);
  if (platforms.length < plan.build.platforms.length)
    host.log.info(
      `Of ${plan.build.platforms.map(formatPlatform).join(", ")}, only the engine's own platform is built and loaded: ${platforms.map(formatPlatform).join()}`
    );
  let progress = makeBuildProgress();
  const close = host.log.open("Build");
  const build = (attempt2) => {
    progress = makeBuildProgress();
    return runBuildx(host, {
      means,
      onLine: progress.feed,
      env: makeMetadataEnv(plan.metadata),
      attempt: attempt2,
      command: (secrets) => makeBuild(applyAttempt(plan, attempt2), {
        builder: means.builder,
        ...{ platforms, secrets, metadataFile }
      })
    });
  };
  let cache;
  try {
    cache = await buildWithCache(host, {
      ...{ cache: plan.cache, build },
      unblock: () => unblockBuilder(host, means)
    });
  } finally {
    close();
  }
  const metadata = await readMetadata(host, metadataFile);
  await annotateChecks(host, { plan, metadata: metadata.json });
  const hits = countHits(progress.steps(), platforms);
  if (hits !== void 0) host.log.info(formatHits(hits));
  const emulated = tellEmulated(host, { plan, means, steps: progress.steps() });
  return { metadata, cache, hits, importSeconds: progress.importSeconds(), emulated };
}
function tellEmulated({ log }, {
  plan: { build, leg },
  means: { emulation },
  steps
}) {
  const times = emulation === void 0 ? [] : timeEmulated(steps, emulation);
  if (times.length > 0)
    log.group(
      `Emulated: ${formatTotal(times)}`,
      describeTimes(times, { file: build.file, isLeg: leg !== void 0 })
    );
  return times;
}
function applyAttempt(plan, { cache, isFresh: isFresh2 }) {
  return { ...plan, cache, build: isFresh2 ? { ...plan.build, noCache: true } : plan.build };
}
async function readMetadata(host, metadataFile) {
  const isThere = await host.files.kind(metadataFile) === "file";
  const metadata = isThere ? parseBuildMetadata(unwrapBakeMetadata(await host.files.readText(metadataFile))) : void 0;
  if (metadata === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "buildx wrote no metadata about the build");
  return metadata;
}
async function runBuildx(host, {
  means,
  env,
  onLine,
  attempt: attempt2,
  command
}) {
  await withSecretFiles(
    host,
    { ...means.secrets, folder: means.folder },
    (secrets) => withBuildArgs(
      host,
      { command: command(secrets), keys: means.cacheKeys, file: `${means.folder}/build.json` },
      (args) => runChecked(host, {
        tool: "buildx",
        file: means.buildx.path,
        args,
        env: { ...means.buildx.env, ...env },
        deadlineMs: BUILD_DEADLINE_MS,
        stop: attempt2.stop,
        onLine: (line) => {
          onLine(line);
          attempt2.onLine(line);
          host.log.foreign(line);
        }
      })
    )
  ).catch((error) => {
    throw withoutDetails(withCode("BUILD_FAILED", error));
  });
}
function withoutDetails(error) {
  if (!(error instanceof ActionError)) return error;
  const { code, message, hint, cause } = error;
  return new ActionError(code, message, { hint, cause });
}

// src/plan/orphans.ts
var HOUR_MS = 36e5;
var GONE_MS = 6 * HOUR_MS;
var UNSEEN_MS = 6 * 24 * HOUR_MS;
function isOrphan(mark, { nowMs, isAlive: isAlive2 }) {
  if (mark === void 0 || isAlive2 === true) return false;
  return nowMs - mark.createdAtMs >= (isAlive2 === false ? GONE_MS : UNSEEN_MS);
}
var OWN_CONTAINER = /^buildx_buildkit_build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)$/;

// src/tools/mark.ts
var MARK_VARIABLE = "BUILD_SIGN_ACTION";
function formatMark({ runId, runAttempt, job, createdAtMs, owner }) {
  const fields = [
    ["run", runId],
    ["attempt", String(runAttempt)],
    ["job", encodeURIComponent(job)],
    ["created", String(createdAtMs)],
    ...owner === void 0 ? [] : [
      ["machine", encodeURIComponent(owner.machine)],
      ["pid", String(owner.pid)],
      ["started", owner.startedAt]
    ]
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(" ");
}
function parseMark(text) {
  const fields = new Map(
    text.split(" ").map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at), field.slice(at + 1)];
    })
  );
  const createdAtMs = readNumber(fields.get("created"));
  const runAttempt = readNumber(fields.get("attempt"));
  if (createdAtMs === void 0 || runAttempt === void 0) return void 0;
  return {
    runId: fields.get("run") ?? "",
    runAttempt,
    job: decode2(fields.get("job") ?? ""),
    createdAtMs,
    owner: readOwner(fields)
  };
}
function readOwner(fields) {
  const machine = decode2(fields.get("machine") ?? "");
  const pid = readNumber(fields.get("pid"));
  const startedAt = fields.get("started");
  if (machine === "" || pid === void 0 || startedAt === void 0) return void 0;
  return { machine, pid, startedAt };
}
function readNumber(text = "") {
  return /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function decode2(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
function parseProcessStat(text) {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const parent = readNumber(fields[1]);
  const startedAt = fields[19];
  return parent === void 0 || startedAt === void 0 ? void 0 : { parent, startedAt };
}

// src/stages/owner.ts
async function findOwner(host) {
  const own = await readStat(host, "self");
  if (own === void 0) return void 0;
  const parent = await readStat(host, String(own.parent));
  const machine = await readMachine(host);
  if (parent === void 0 || machine === void 0) return void 0;
  return { machine, pid: own.parent, startedAt: parent.startedAt };
}
async function isAlive(host, owner) {
  const machine = await readMachine(host);
  if (machine === void 0 || machine !== owner.machine) return void 0;
  return (await readStat(host, String(owner.pid)))?.startedAt === owner.startedAt;
}
async function readStat({ files }, pid) {
  return files.readText(`/proc/${pid}/stat`).then(parseProcessStat, () => void 0);
}
async function readMachine({ files }) {
  try {
    const [boot, name] = await Promise.all([
      files.readText("/proc/sys/kernel/random/boot_id"),
      files.readText("/proc/sys/kernel/hostname")
    ]);
    return `${boot.trim()}@${name.trim()}`;
  } catch {
    return void 0;
  }
}

// src/stages/sweep.ts
var DEADLINE_MS2 = 2e4;
async function sweepOrphans(host, env) {
  if (host.env["RUNNER_ENVIRONMENT"] !== "self-hosted") return;
  try {
    for (const { container, mark } of await listOwn(host, env)) {
      const alive = mark?.owner === void 0 ? void 0 : await isAlive(host, mark.owner);
      const nowMs = host.clock.now().getTime();
      if (!isOrphan(mark, { nowMs, isAlive: alive })) continue;
      if (await removeContainer(host, { container, env }))
        host.log.info(`Removed ${container}, which run ${mark?.runId ?? ""} has left`);
    }
  } catch (error) {
    host.log.debug(`The sweep failed: ${describeError(error)}`);
  }
}
async function listOwn(host, env) {
  const docker = async (...args) => {
    const command = { tool: "docker", file: "docker", args, env, deadlineMs: DEADLINE_MS2 };
    const { exitCode, stdout } = await host.run(command);
    return exitCode === 0 ? stdout : "";
  };
  const filter = "--filter=name=buildx_buildkit_build-sign-";
  const names = (await docker("ps", "--all", filter, "--format={{.Names}}")).split("\n").filter((name) => OWN_CONTAINER.test(name));
  return Promise.all(
    names.map(async (container) => ({
      container,
      mark: readMark(
        await docker(
          "container",
          "inspect",
          "--format={{range .Config.Env}}{{println .}}{{end}}",
          container
        )
      )
    }))
  );
}
function readMark(text) {
  const line = text.split("\n").find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  return line === void 0 ? void 0 : parseMark(line.slice(MARK_VARIABLE.length + 1));
}

// src/stages/build-apart.ts
async function buildImage(host, { registry, engine, ...work }) {
  const { plan, means } = work;
  const isHere = usesEngine(plan.builder) === true;
  const sweeping = isHere ? sweepOrphans(host, means.buildx.env) : void 0;
  try {
    return await isApart(host, work) ? await buildApart(host, { ...work, registry }) : await runBuild(host, { ...work, engine });
  } finally {
    await sweeping;
  }
}
async function isApart(host, { plan, means }) {
  const { mode, build, builder } = plan;
  if (mode !== "push" || build.platforms.length < 2) return false;
  const own = findOwn(builder);
  if (own !== void 0) return means.builder !== void 0 && own.nodes.length > 1;
  if (builder.kind !== "existing") return false;
  const { buildx } = means;
  const args = ["inspect", builder.name];
  const { stdout } = await host.run({ tool: "buildx", file: buildx.path, args, env: buildx.env });
  return (stdout.match(/^Endpoint:/gm) ?? []).length > 1;
}
async function buildApart(host, { plan, means, registry }) {
  const { platforms, exports, annotations } = plan.build;
  if (exports.length > 0) throw refuseFiles();
  const close = host.log.open("Build");
  let built;
  try {
    const builds = platforms.map((platform, at) => buildOne(host, { plan, means, platform, at }));
    await joinTracks(builds);
    built = await Promise.all(builds);
  } finally {
    close();
  }
  const candidates = platforms.map((platform, at) => makePart(plan, platform, built[at]));
  const [first] = platforms;
  const { index } = splitForLeg(annotations, first === void 0 ? "" : formatPlatform(first));
  const { destinations } = plan;
  const digest = await assembleLegs({
    ...{ registry, destinations, platforms, candidates },
    annotations: index
  });
  host.log.info(`${platforms.map(formatPlatform).join(", ")} \u2192 ${digest}`);
  const json = mergeMetadata(built, digest);
  await annotateChecks(host, { plan, metadata: json });
  return { metadata: { digest, configDigest: void 0, json } };
}
async function buildOne(host, { plan, means, platform, at }) {
  const name = formatPlatform(platform);
  const { build: annotations } = splitForLeg(plan.build.annotations, name);
  const metadataFile = `${means.folder}/metadata-${at}.json`;
  const part = { ...plan, build: { ...plan.build, annotations } };
  const log = { ...host.log, foreign: (line) => host.log.foreign(`${name} ${line}`) };
  const reach = { ...host, log };
  await buildWithCache(reach, {
    cache: plan.cache,
    unblock: () => unblockBuilder(reach, means),
    build: (attempt2) => runBuildx(reach, {
      means: { ...means, folder: `${means.folder}/build-${at}` },
      onLine: () => void 0,
      env: makeMetadataEnv(plan.metadata),
      attempt: attempt2,
      command: (secrets) => makeBuild(applyAttempt(part, attempt2), {
        builder: means.builder,
        ...{ platforms: [platform], secrets, metadataFile }
      })
    })
  });
  return readMetadata(host, metadataFile);
}
function makePart({ groupKey, destinations }, platform, metadata) {
  const digest = metadata?.digest;
  if (digest === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "buildx reported no digest of what it pushed");
  return { platform, digest, group: groupKey, destinations };
}
function mergeMetadata(built, digest) {
  const whole = {};
  for (const { json } of built) Object.assign(whole, JSON.parse(json));
  for (const name of ["containerimage.config.digest", "containerimage.descriptor"])
    delete whole[name];
  return JSON.stringify({ ...whole, "containerimage.digest": digest });
}
function refuseFiles() {
  return new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    "Files of several platforms cannot be written by several machines",
    { hint: "Leave `outputs` out, or build on one machine." }
  );
}

// src/plan/cache-policy.ts
var SIGN_FOLDER = "/tmp/build-sign-cache";
var SIGN_SCRIPT = [
  "set -e",
  `[ -p ${SIGN_FOLDER}/ask ]`,
  `one=${SIGN_FOLDER}/$$`,
  "mkdir $one",
  "mkfifo $one/bundle",
  "cat > $one/index",
  `echo $one > ${SIGN_FOLDER}/ask`,
  "cat $one/bundle",
  "rm -r $one"
].join("; ");
function planCacheTrustConfig({ actionsCache }, { policy, facts }) {
  if (actionsCache === void 0) return void 0;
  if (actionsCache.kind === "beside")
    return { cache: { gha: { sign: { command: [] }, verify: { required: false } } } };
  if (policy === void 0) return void 0;
  const { ref } = actionsCache;
  return {
    cache: {
      gha: {
        sign: { command: ["sh", "-c", SIGN_SCRIPT] },
        verify: {
          required: true,
          policy: {
            timestampThreshold: 1,
            tlogThreshold: 1,
            issuer: policy.issuer,
            subjectAlternativeName: makeIdentity(policy, ref),
            sourceRepositoryURI: `${facts.serverUrl}/${policy.repository ?? facts.repository}`,
            sourceRepositoryRef: ref,
            // A cache of a machine that others have touched is no cache for one that nobody has.
            ...facts.runnerEnvironment === "github-hosted" ? { runnerEnvironment: "github-hosted" } : {}
          }
        }
      }
    }
  };
}
function makeCachePolicies({ refs }, policy) {
  return refs.map((ref) => ({
    ...policy,
    identity: makeIdentity(policy, ref),
    ref,
    sha: void 0,
    trigger: void 0,
    attestations: []
  }));
}
function makeIdentity({ identity, ref }, trusted) {
  const end = `@${ref}`;
  return ref !== void 0 && identity.endsWith(end) ? `${identity.slice(0, -end.length)}@${trusted}` : identity;
}

// src/stages/cache-desk.ts
var WAIT_MS = 65 * 6e4;
var STEP_MS = 3e4;
var END2 = "end";
async function withCacheDesk(host, {
  cache,
  means,
  signing
}, work) {
  const { builder } = means;
  const isWanted = cache.trust.actionsCache?.kind === "signed" && cache.to.some(({ backend }) => backend === "gha");
  if (!isWanted || builder === void 0 || signing === void 0) return work();
  const desk = { container: `buildx_buildkit_${builder}0`, means, signing };
  const open = await openDesk(host, desk);
  if (!open) return work();
  let isServing = true;
  const serving = serve(host, desk).finally(() => {
    isServing = false;
  });
  try {
    return await work();
  } finally {
    if (isServing) await execute(host, desk, { script: `echo ${END2} > ${SIGN_FOLDER}/ask` });
    await serving;
  }
}
async function openDesk(host, desk) {
  const folder = `mkdir -p -m 700 ${SIGN_FOLDER}`;
  const script = `${folder} && { [ -p ${SIGN_FOLDER}/ask ] || mkfifo ${SIGN_FOLDER}/ask; }`;
  const result = await execute(host, desk, { script });
  if (result.exitCode === 0) return true;
  host.log.warning(
    `The build cache will not be signed, and so not be written: ${result.stderr.trim() || "docker exec failed"}`
  );
  return false;
}
async function serve(host, desk) {
  for (; ; ) {
    const script = `read -r one < ${SIGN_FOLDER}/ask && echo "$one"`;
    const { stdout } = await execute(host, desk, { script, deadlineMs: WAIT_MS });
    const folder = stdout.trim();
    if (!isRequest(folder)) return;
    const bundle = await signIndex(host, desk, folder).catch((error) => {
      host.log.warning(
        `The build cache was not signed: ${error instanceof Error ? error.message : String(error)}`
      );
      return "";
    });
    await execute(host, desk, { script: `cat > ${folder}/bundle`, stdin: bundle });
  }
}
function isRequest(folder) {
  return folder.startsWith(`${SIGN_FOLDER}/`) && /^\d+$/.test(folder.slice(SIGN_FOLDER.length + 1));
}
async function signIndex(host, { container, means, signing }, folder) {
  const file = `${means.folder}/cache-index-${host.randomHex(6)}.json`;
  await runChecked(host, {
    tool: "docker",
    file: "docker",
    args: ["cp", `${container}:${folder}/index`, file],
    env: means.buildx.env,
    deadlineMs: STEP_MS
  });
  const digest = parseDigest(`sha256:${await host.files.sha256(file)}`);
  const [bytes] = await runSigningTasks(host, {
    tasks: [
      {
        label: "signature of the cache index",
        args: (tokenFile, bundleFile) => makeSignBlobArgs({ file, files: { ...signing.trust, tokenFile, bundleFile } }),
        check: async (bytes2) => digest === void 0 ? { ok: false, reason: "it has no digest", details: [] } : signing.check({ bytes: bytes2, digest, predicateType: void 0 })
      }
    ],
    timeoutMs: signing.spec.timeoutMs,
    tools: { ...signing, folder: means.folder }
  });
  return Buffer.from(bytes ?? []).toString("utf8");
}
function execute(host, { container, means }, { script, stdin, deadlineMs = STEP_MS }) {
  return host.run({
    tool: "docker",
    file: "docker",
    args: [
      "exec",
      ...stdin === void 0 ? [] : ["--interactive"],
      container,
      "sh",
      "-c",
      script
    ],
    env: means.buildx.env,
    stdin,
    deadlineMs
  });
}

// src/stages/vouch.ts
var MAX_BUNDLES = 8;
async function findCache(registry, { attributes }) {
  const parsed = parseReference(attributes["ref"] ?? "");
  if (!parsed.ok) return void 0;
  const { repository, tag, digest } = parsed.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? "latest");
  if (content === void 0) return void 0;
  const { mediaType, bytes } = content;
  return { repository, digest: content.digest, mediaType, sizeBytes: bytes.length };
}
async function isVouchedFor(registry, { repository, digest }, checkers) {
  let left = MAX_BUNDLES;
  for await (const { bytes } of readBundles(registry, {
    repository,
    digest,
    predicateType: SIGNATURE_PREDICATE
  })) {
    for (const check of checkers)
      if ((await check({ bytes, digest, predicateType: SIGNATURE_PREDICATE })).ok) return true;
    left -= 1;
    if (left === 0) break;
  }
  return false;
}
async function vouchFor(host, found, { signing, registry, folder }) {
  const { repository, digest, mediaType, sizeBytes } = found;
  const predicateType = SIGNATURE_PREDICATE;
  const image = formatReference({ repository, digest });
  const task = {
    label: `signature of the cache ${image}`,
    args: (tokenFile, bundleFile) => makeSignArgs({ image, files: { ...signing.trust, tokenFile, bundleFile } }),
    check: (bytes2) => signing.check({ bytes: bytes2, digest, predicateType })
  };
  const { timeoutMs } = signing.spec;
  const [bytes] = await runSigningTasks(host, {
    tasks: [task],
    timeoutMs,
    tools: { ...signing, folder }
  });
  if (bytes === void 0) return;
  await registry.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes },
    bundles: [{ bytes, predicateType }],
    createdAt: host.clock.now()
  });
}

// src/stages/cache-sign.ts
async function signCaches(host, {
  cache,
  written,
  ...means
}) {
  const { signing } = means;
  if (signing === void 0 || !cache.trust.verifiesRegistry) return;
  const places = cache.to.filter(({ backend }) => backend === "registry");
  for (const place of places) await signPlace(host, place, { ...means, signing, written });
}
async function signPlace(host, place, { written, ...means }) {
  try {
    const found = await findCache(means.registry, place);
    if (found === void 0 || !written.includes(found.digest)) {
      host.log.info(`${place.scope} names another cache than this run wrote: not signed`);
      return;
    }
    await vouchFor(host, found, means);
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `The build cache ${place.scope} was written and not signed, so that signed runs will not read it: ${error instanceof Error ? error.message : String(error)}`
    );
  }
}

// src/stages/kept-folder.ts
async function restoreFolder(host, { what, ...request }) {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.restore(request);
  if (result.outcome === "failed") host.log.warning(`${what} was not restored: ${result.problem}`);
  if (result.outcome !== "restored") return void 0;
  const { key, sizeBytes } = result;
  return { key, sizeBytes, seconds: secondsSince(host, startedMs) };
}
async function saveFolder(host, { what, ...request }) {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.save(request);
  if (result.outcome === "failed") {
    host.log.warning(`${what} was not saved: ${result.problem}`);
    return void 0;
  }
  const sizeBytes = result.outcome === "saved" ? result.sizeBytes : 0;
  return { outcome: result.outcome, sizeBytes, seconds: secondsSince(host, startedMs) };
}
function secondsSince({ clock }, startedMs) {
  return Math.round(clock.elapsedMs() - startedMs) / 1e3;
}

// src/stages/local-cache.ts
var WHAT = "The local build cache";
var READ = "layers";
var WRITTEN = "layers-new";
var RESTORE_LIMIT_MS = 12e4;
async function restoreLayers(host, { cache, folder, say }) {
  const { kept, timeoutMs } = cache;
  if (kept === void 0) return cache;
  const src = `${folder}/${READ}`;
  const restored = await restoreFolder(host, {
    what: WHAT,
    folder: src,
    key: kept.key,
    restoreKeys: kept.restoreKeys,
    timeoutMs: Math.min(timeoutMs, RESTORE_LIMIT_MS)
  });
  say(restored === void 0 ? "no layers were kept" : `layers restored from ${restored.key}`);
  const isPlanned = ({ backend, of }) => backend === "local" && of !== "given";
  return {
    ...cache,
    from: cache.from.flatMap((place) => {
      if (!isPlanned(place)) return [place];
      return restored === void 0 ? [] : [{ ...place, attributes: { src } }];
    }),
    to: cache.to.map(
      (place) => isPlanned(place) ? { ...place, attributes: { dest: `${folder}/${WRITTEN}`, ...place.attributes } } : place
    )
  };
}
async function saveLayers(host, { cache, folder, timeoutMs }) {
  const { kept } = cache;
  if (kept === void 0 || !kept.isWritten || timeoutMs <= 0) return;
  await saveFolder(host, {
    what: WHAT,
    folder: `${folder}/${WRITTEN}`,
    key: kept.key,
    timeoutMs
  });
}

// src/stages/cache-export.ts
async function exportCache(host, {
  plan,
  means,
  signer
}) {
  const { builder } = means;
  const build = makeCacheExport(plan, { builder, secrets: [] });
  if (build === void 0) return void 0;
  const startedMs = host.clock.elapsedMs();
  const leftMs = () => plan.cache.timeoutMs - (host.clock.elapsedMs() - startedMs);
  try {
    const result = await withSecretFiles(
      host,
      { ...means.secrets, folder: `${means.folder}/export` },
      (secrets) => withCacheDesk(
        host,
        { cache: plan.cache, means, signing: signer.signing },
        () => runExport(host, {
          ...{ means, build: { ...build, secrets } },
          deadlineMs: plan.cache.timeoutMs
        })
      )
    );
    const { folder } = means;
    await signCaches(host, { ...signer, folder, cache: plan.cache, written: result.written });
    if (result.ok && plan.cache.kept !== void 0)
      await saveLayers(host, { cache: plan.cache, folder, timeoutMs: leftMs() });
    const seconds = (host.clock.elapsedMs() - startedMs) / 1e3;
    return { ok: result.ok, seconds, layers: result.layers };
  } catch (error) {
    if (!host.signal.aborted)
      host.log.warning(
        `The build cache was not written: ${error instanceof Error ? error.message : String(error)}`
      );
    return { ok: false, seconds: 0 };
  }
}
async function runExport(host, { means, build, deadlineMs }) {
  const progress = makeBuildProgress();
  const tool = { tool: "buildx", file: means.buildx.path, deadlineMs };
  const result = await withBuildArgs(
    host,
    { command: build, keys: means.cacheKeys, file: `${means.folder}/export.json` },
    (args) => host.run({ ...tool, args, env: means.buildx.env, onLine: progress.feed })
  );
  const seconds = result.durationMs / 1e3;
  const failure = result.exitCode === 0 ? findSwallowed(result.stderr) : describeCommandFailure(result, tool).message;
  if (failure !== void 0 && !host.signal.aborted)
    host.log.warning(`The build cache was not written: ${failure}`);
  const written = progress.cacheManifests();
  return { ok: failure === void 0, seconds, written, layers: progress.cacheLayers() };
}
function findSwallowed(stderr) {
  const imports = new Set(
    [...stderr.matchAll(/^#(\d+) importing cache manifest/gm)].map(([, step]) => step)
  );
  const errors = [...stderr.matchAll(/^#(\d+) ERROR: (.*)$/gm)];
  return errors.find(([, step]) => !imports.has(step))?.[2];
}

// src/stages/cache-keys.ts
function readCacheKeys({ env, mask }, { cacheSecrets }) {
  const azblob = findAzureKey(cacheSecrets, env);
  if (azblob === void 0) return {};
  for (const value of Object.values(azblob)) mask(value);
  return { azblob };
}

// src/stages/cache-room.ts
var BLOB_PREFIX = "buildkit-blob-1-";
async function readCacheRoom({ github, log }, {
  token,
  repository,
  layers
}) {
  const [owner, repo] = repository.split("/");
  if (token === void 0 || !owner || !repo) return void 0;
  const asked = { token, owner, repo };
  try {
    const usage = await github.cacheUsage(asked);
    const usedBytes = readField(usage, ["active_caches_size_in_bytes"]);
    if (typeof usedBytes !== "number") return void 0;
    const listed = layers.length === 0 ? void 0 : await github.caches({ ...asked, key: BLOB_PREFIX });
    return { usedBytes, limitBytes: ROOM_BYTES, scopeBytes: sumLayers(listed, layers) };
  } catch (error) {
    log.debug(
      `The room for caches is not known: ${error instanceof Error ? error.message : String(error)}`
    );
    return void 0;
  }
}
function sumLayers(listed, layers) {
  const entries = readField(listed, ["actions_caches"]);
  if (!Array.isArray(entries)) return void 0;
  const sizes = new Map(
    entries.map((one) => [readField(one, ["key"]), readField(one, ["size_in_bytes"])])
  );
  let sum2 = 0;
  for (const layer of layers) {
    const size = sizes.get(`${BLOB_PREFIX}${layer}`);
    if (typeof size !== "number") return void 0;
    sum2 += size;
  }
  return sum2;
}

// src/stages/call.ts
var DEADLINE_MS3 = 10 * 6e4;
async function runCall(host, { plan, means, call }) {
  const command = {
    tool: "buildx",
    file: means.buildx.path,
    env: means.buildx.env,
    deadlineMs: DEADLINE_MS3
  };
  const result = await withSecretFiles(
    host,
    { ...means.secrets, folder: means.folder },
    (secrets) => host.run({
      ...command,
      args: makeBuildArgs(makeCall(plan, { builder: means.builder, call, secrets }))
    })
  );
  if (host.signal.aborted) throw host.signal.reason;
  result.stdout.trimEnd().split("\n").forEach(host.log.foreign);
  if (result.exitCode === 0) return;
  if (result.exitCode === void 0 || result.stdout.trim() === "")
    throw withCode("BUILD_FAILED", describeCommandFailure(result, command));
  throw new ActionError("CHECK_FAILED", `\`call: ${call}\` found something in the Dockerfile`, {
    hint: "What it found stands above. `ignorestatus=true` (`call: check,ignorestatus=true`) reports without failing."
  });
}

// src/stages/claim.ts
import { createHash as createHash2 } from "node:crypto";
var MAX_GENERATIONS = 20;
var POLLS2 = 10;
var POLL_MS2 = 1e3;
function hashChildren(candidates) {
  const digests = candidates.map(({ digest }) => digest).sort();
  return createHash2("sha256").update(digests.join("\n")).digest("hex").slice(0, 16);
}
async function claimMerge(host, {
  identity,
  candidates
}) {
  const { group, attempt: attempt2, platform } = identity;
  const children = hashChildren(candidates);
  for (let generation = 1; generation <= MAX_GENERATIONS; generation++) {
    const merge2 = { group, children, attempt: attempt2, generation };
    const made = await host.artifacts.create(formatMergeArtifact(merge2), platform);
    if (made === "created") return makeClaim(host, merge2);
    if (!await isDead(host, { merge: merge2, platform })) return void 0;
    host.log.info(`Taking over the merge: its leg gave it up (generation ${generation})`);
  }
  return void 0;
}
function makeClaim(host, merge2) {
  return {
    release: async () => {
      try {
        await host.artifacts.create(formatReleaseArtifact(merge2), "");
      } catch (error) {
        host.log.debug(`The claim could not be released: ${String(error)}`);
      }
    }
  };
}
async function isDead({ artifacts, clock }, { merge: merge2, platform }) {
  const name = formatMergeArtifact(merge2);
  const released = formatReleaseArtifact(merge2);
  for (let poll = 1; poll <= POLLS2; poll++) {
    const listed = await artifacts.list(name);
    if (listed.some((one) => one.name === released)) return true;
    const claim = listed.find((one) => one.name === name);
    if (claim !== void 0) return await artifacts.read(claim.id) === platform;
    await clock.sleep(POLL_MS2);
  }
  return true;
}

// src/stages/candidate.ts
function makeCandidate({
  plan,
  identity: { group, runId, attempt: attempt2 },
  image,
  keepAlive: keepAlive2
}) {
  return {
    group,
    runId,
    attempt: attempt2,
    platform: plan.leg?.platform,
    platforms: plan.leg?.platforms ?? plan.build.platforms,
    digest: image.digest,
    destinations: plan.destinations,
    annotations: plan.indexAnnotations,
    attestations: plan.attestations,
    signed: plan.signing.kind !== "off",
    keepAlive: keepAlive2
  };
}
async function offerCandidate(host, { identity, document }) {
  try {
    await handOver(host, { identity, document });
    host.log.info("Handed over: for the `publish/` action of a later job, which moves the tags");
  } catch (error) {
    host.log.warning(
      `The candidate was not kept as an artifact (${error instanceof Error ? error.message : String(error)}); hand the output \`candidate\` to the publishing job`
    );
  }
}
async function mergeWhenComplete(host, release, {
  plan,
  leg,
  identity,
  document
}) {
  await handOver(host, { identity, document });
  const own = `${formatPlatform(leg.platform)} is handed over`;
  const { documents, missing } = await collectLegs(host, { identity, leg, own: document });
  if (missing.length > 0) {
    host.log.info(
      `${own}; still missing: ${missing.join(", ")}. The leg that finishes last publishes the image`
    );
    return missing;
  }
  const stated = documents.map(({ candidate }) => candidate);
  const claim = await claimMerge(host, { identity, candidates: stated });
  if (claim === void 0) {
    host.log.info(`${own}, and all legs are there: another one is publishing the image`);
    return [];
  }
  try {
    await requireNoConflict(host, { plan, identity, done: "Nothing was published." });
    await merge(host, release, { plan, leg, identity, documents });
    return void 0;
  } catch (error) {
    await claim.release();
    throw error;
  }
}
async function merge(host, release, {
  plan,
  leg: { platforms },
  identity,
  documents
}) {
  const { signing, registry, destinations, results } = release;
  host.log.info(`All legs are there (${platforms.map(formatPlatform).join(", ")}): merging`);
  const candidates = signing === void 0 ? documents.map(({ candidate }) => candidate) : await Promise.all(
    documents.map(
      (one) => checkCandidate(one, {
        check: signing.check,
        runId: identity.runId,
        repository: host.env["GITHUB_REPOSITORY"] ?? ""
      })
    )
  );
  const digest = await assembleLegs({
    registry,
    destinations,
    platforms,
    annotations: plan.indexAnnotations,
    candidates
  });
  const image = await inspectImage(host, release, { digest, platforms, attestations: [] });
  results.image = image;
  const fresh = {
    subjects: image.subjects.filter(({ kind }) => kind === "index"),
    predicates: []
  };
  await signAndVerify(host, release, { image, fresh, covered: image.subjects });
  await publishTags(host, release, image);
  await dropKept(host, { registry, destinations, candidates, image });
}
async function keepCandidate(host, { registry, destinations }, { plan, identity, image }) {
  const keep2 = planKeepAlive({
    ...{ input: plan.keepAlive, destinations },
    runId: identity.runId,
    attempt: identity.attempt,
    group: identity.group,
    platform: plan.leg?.platform
  });
  if (keep2 === void 0) return [];
  await keepAlive(host, { registry, keep: keep2, image });
  return keep2.repositories.map(formatRepository);
}

// src/stages/emulated.ts
var LIMIT_MS = 2e3;
var MAX_CONFIG_BYTES = 1024 * 1024;
async function readEmulated({ files }, { build, mode, machine }) {
  if (mode === "call") return NOTHING_EMULATED;
  const text = build.file === void 0 || isRemoteContext(build.context) ? void 0 : await files.readText(build.file).catch(() => void 0);
  if (text === void 0) {
    const isForeign = build.platforms.some((platform) => !isNative(platform, machine));
    return { ...NOTHING_EMULATED, doubts: isForeign ? ["the Dockerfile is not here"] : [] };
  }
  const { findEmulated } = await import("./find-emulated-JEZHVYZC.js");
  return findEmulated({ text, build, machine });
}
async function foreseeEmulation(host, plan) {
  const { arch } = host.machine;
  if (arch === "other" || usesEngine(plan.builder) !== true) return plan;
  const machine = { os: "linux", architecture: arch };
  const { mode, emulation } = plan;
  const native = listNative(plan.builder);
  const platforms = plan.build.platforms.filter((one) => !native.includes(formatPlatform(one)));
  const build = { ...plan.build, platforms };
  const outlook = await readEmulated(host, { build, mode, machine });
  const isForeign = platforms.some((platform) => !isNative(platform, machine));
  const isTold = isForeign || outlook.steps.length > 0;
  return isTold ? { ...plan, emulation: { ...emulation, outlook } } : plan;
}
async function askBases(host, {
  emulated,
  registry,
  isPulled
}) {
  const { steps, bases, doubts } = emulated;
  const open = bases.filter(
    ({ platform }) => !steps.some((step) => isSamePlatform(step.platform, platform))
  );
  if (doubts.length > 0 || open.length === 0) return emulated;
  const found = await Promise.all(
    open.map(async (base) => {
      const triggers = isPulled ? await settleWithin(host, LIMIT_MS, readTriggers(registry, base)) : void 0;
      if (triggers === void 0) return `whether ${base.image} has ONBUILD steps is not known`;
      const isSilent = !triggers.some((text) => /^\s*run\b|--from=/i.test(text));
      return isSilent ? void 0 : `${base.image} has ONBUILD steps`;
    })
  );
  return { ...emulated, doubts: found.filter((one) => one !== void 0) };
}
async function readTriggers(registry, { image, platform }) {
  const parsed = parseReference(image);
  if (!parsed.ok) return void 0;
  const { repository, tag, digest } = parsed.reference;
  const read = async (name) => readContent(await registry.readManifest(repository, name));
  const top = await read(digest ?? tag ?? "latest");
  const own = top?.kind === "index" ? listPlatformManifests(top).find((one) => isSamePlatform(one.platform, platform)) : void 0;
  const manifest = own === void 0 ? top : await read(own.descriptor.digest);
  if (manifest?.kind !== "image") return void 0;
  const bytes = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES
  });
  return bytes && parseTriggers(bytes);
}
async function readContent(content) {
  const result = content && parseManifest(content.bytes, content.mediaType);
  return result?.ok === true ? result.manifest : void 0;
}
function parseTriggers(bytes) {
  const value = readJson(new TextDecoder().decode(bytes));
  if (!isRecord(value)) return void 0;
  const { config } = value;
  const triggers = isRecord(config) ? config["OnBuild"] ?? [] : [];
  return Array.isArray(triggers) ? triggers.map(String) : void 0;
}
function chooseEmulated(emulated, {
  platforms,
  machine,
  isWhole
}) {
  const doubts = isWhole ? ["asked for"] : emulated.doubts;
  return listEmulated({ steps: emulated.steps, doubts }, { platforms, machine });
}

// src/tools/docker.ts
var ARCHITECTURES = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "arm",
  armv6l: "arm",
  i686: "386",
  loongarch64: "loong64"
};
function parseEngine(text) {
  let info;
  try {
    info = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof info !== "object" || info === null) return void 0;
  const read = (key) => {
    const value = Reflect.get(info, key);
    return typeof value === "string" ? value : "";
  };
  if (read("ServerVersion") === "") return void 0;
  const arch = read("Architecture");
  return {
    os: read("OSType"),
    arch: ARCHITECTURES[arch] ?? arch,
    version: read("ServerVersion"),
    rootDir: read("DockerRootDir"),
    kernel: read("KernelVersion"),
    hostname: read("Name"),
    containerdStore: JSON.stringify(Reflect.get(info, "DriverStatus") ?? "").includes(
      "io.containerd.snapshotter"
    )
  };
}

// src/stages/engine.ts
var DEADLINE_MS4 = 15e3;
async function findEngine(host, { builder, mode, load }, env) {
  const isUsed = mode === "load" || load !== void 0 || usesEngine(builder);
  if (isUsed === false) return void 0;
  if (isUsed === true) return readEngine(host, env);
  return readEngine(host, env).catch((error) => {
    host.log.debug(`No engine: ${describeError(error)}`);
    return void 0;
  });
}
async function readEngine(host, env) {
  const result = await host.run({
    tool: "docker",
    file: "docker",
    args: ["info", "--format", "{{json .}}"],
    env,
    deadlineMs: DEADLINE_MS4
  });
  const engine = parseEngine(result.stdout);
  if (engine !== void 0) return engine;
  const why = result.notFound ? "docker is not on the PATH" : result.timedOut ? "it did not answer in 15 s" : lastLine(result.stderr);
  throw new ActionError("ENGINE_UNREACHABLE", `No container engine answers: ${why}`, {
    hint: "Use a runner with Docker (GitHub-hosted Linux runners have it), or set DOCKER_HOST to an engine this job may use."
  });
}
function readPlatform({ machine: { os, arch } }, engine) {
  if (engine !== void 0) return { os: engine.os, architecture: engine.arch };
  return { os: os === "windows" ? "windows" : "linux", architecture: arch };
}
function lastLine(text) {
  return text.split("\n").filter(Boolean).at(-1) ?? "docker gave no reason";
}

// src/stages/export-builder.ts
var EXPORTED = "exported";
async function tellBuilder(host, telling) {
  const { builder, buildx, spec, isExported, folder } = telling;
  const name = builder ?? await readContext(host, buildx);
  if (!isExported) return name;
  host.exportVariable("BUILDX_BUILDER", name);
  if (builder !== void 0 && findOwn(spec) !== void 0) {
    const config = `${folder}/${EXPORTED}`;
    const instance = await host.files.readText(`${folder}/buildx/instances/${name}`);
    await host.files.write(`${config}/instances/${name}`, instance);
    host.exportVariable("BUILDX_CONFIG", config);
  }
  host.log.info(`The builder ${name} is there for the steps that follow`);
  return name;
}
async function readContext(host, { env }) {
  const { exitCode, stdout } = await host.run({
    tool: "docker",
    file: "docker",
    args: ["context", "show"],
    env
  });
  return exitCode === 0 && stdout.trim() || "default";
}
var OWN_CONFIG = new RegExp(`[/\\\\]build-sign-[A-Za-z0-9]+[/\\\\]${EXPORTED}$`);
function isExportedConfig(path) {
  return OWN_CONFIG.test(path);
}
function findUserBuilders({ env }, builder) {
  const config = userDockerConfig(env);
  const given = env["BUILDX_CONFIG"] ?? "";
  const isMeant = given !== "" && (BUILDER_NAME.test(builder) || !isExportedConfig(given));
  return isMeant ? given : config === void 0 ? void 0 : `${config}/buildx`;
}

// src/image/cache-mounts.ts
var SHARINGS = ["shared", "private", "locked"];
function identifyMount({ id, uid, gid, mode }) {
  const owned = uid !== void 0 || gid !== void 0 || mode !== void 0;
  return owned ? `${id} ${uid ?? 0}:${gid ?? 0} ${mode ?? "0755"}` : id;
}
var PLAIN = /^[\w@%+=:./~-]+$/;
function joinMounts(steps) {
  const mounts = /* @__PURE__ */ new Map();
  const others = /* @__PURE__ */ new Map();
  for (const { line, base, mounts: values } of steps) {
    for (const value of values) {
      const mount = value === void 0 ? { line, reason: "what it says is not known before the build" } : parseCacheMount(splitFields(value), { base, line });
      if (mount !== void 0 && "reason" in mount) others.set(line, mount.reason);
      else if (mount !== void 0 && !mounts.has(identifyMount(mount)))
        mounts.set(identifyMount(mount), mount);
    }
  }
  return {
    mounts: [...mounts.values()],
    others: [...others].map(([line, reason]) => ({ line, reason }))
  };
}
function splitFields(value) {
  try {
    return parseList(value, { comma: "split", comments: false });
  } catch {
    return [];
  }
}
function parseCacheMount(fields, place) {
  const values = /* @__PURE__ */ new Map();
  for (const field of fields) {
    const at = field.indexOf("=");
    const name = (at < 0 ? field : field.slice(0, at)).trim().toLowerCase();
    values.set(NAMES2[name] ?? name, at < 0 ? "" : field.slice(at + 1));
  }
  if (values.get("type")?.toLowerCase() !== "cache") return void 0;
  const { line } = place;
  const target = values.get("target") ?? "";
  const id = values.get("id") || cleanPath(target);
  if (values.has("from") && values.get("from") !== "scratch")
    return { line, reason: `it begins with what ${values.get("from")} has` };
  if (!PLAIN.test(id) || !PLAIN.test(target))
    return { line, reason: "its id or target is not known before the build" };
  const mode = values.get("mode");
  const [uid, gid] = [readNumber2(values.get("uid")), readNumber2(values.get("gid"))];
  if (uid === null || gid === null || mode !== void 0 && !/^[0-7]{1,7}$/.test(mode))
    return { line, reason: "its owner or mode is not known before the build" };
  const sharing = SHARINGS.find((one) => one === values.get("sharing")?.toLowerCase()) ?? "shared";
  return { id, target, uid, gid, mode, sharing, ...place };
}
var NAMES2 = { dst: "target", destination: "target" };
function readNumber2(text) {
  if (text === void 0) return void 0;
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
function cleanPath(path) {
  const isAbsolute2 = path.startsWith("/");
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute2) parts.push("..");
  }
  const joined = parts.join("/");
  if (isAbsolute2) return `/${joined}`;
  return joined === "" ? "." : joined;
}

// src/plan/build.ts
function makeFileSpec(inputs) {
  return isRemoteContext(inputs.context) ? inputs.file : dockerfilePath(inputs);
}
function planBuild({
  inputs,
  facts,
  leg,
  derived,
  problems
}) {
  checkContexts({ inputs, facts, problems });
  if (inputs.platforms.length === 0 && !problems.some(({ input }) => input === "platforms")) {
    problems.push({
      input: "platforms",
      value: "",
      problem: "names no platform",
      fix: "Give e.g. `linux/amd64,linux/arm64`."
    });
  }
  return {
    ...derived,
    context: inputs.context,
    contexts: inputs.buildContexts.map(({ name, source }) => `${name}=${source}`),
    file: makeFileSpec(inputs),
    target: inputs.target,
    // An evaluation is not about platforms: the builder's own will do, without emulation.
    platforms: inputs.call === void 0 ? choosePlatforms2(inputs, leg) : [],
    buildArgs: inputs.buildArgs,
    ...planPrivileges({ inputs, facts, problems }),
    noCache: inputs.noCache,
    noCacheFilters: inputs.noCacheFilters,
    pull: inputs.pull,
    addHosts: inputs.addHosts,
    network: inputs.network,
    shmSize: inputs.shmSize,
    ulimits: inputs.ulimits,
    cgroupParent: inputs.cgroupParent
  };
}
function planPrivileges({
  inputs,
  facts,
  problems
}) {
  if (facts.foreignHead) return { secretIds: [], ssh: [], allow: [] };
  checkSsh({ inputs, facts, problems });
  const secretIds = listSecretIds({ inputs, facts, problems });
  return { secretIds, ssh: inputs.ssh, allow: inputs.allow };
}
function choosePlatforms2({ platforms }, leg) {
  return leg === void 0 ? platforms : [leg.platform];
}
function checkSsh({
  inputs,
  facts,
  problems
}) {
  const needsAgent = inputs.ssh.filter((entry) => !entry.includes("="));
  if (needsAgent.length === 0 || facts.sshAgent) return;
  problems.push({
    input: "ssh",
    value: needsAgent.join(", "),
    problem: "needs an SSH agent, and this job has none (SSH_AUTH_SOCK is not set)",
    fix: "Start one in an earlier step, or name a key: `default=/path/of/a/key`.",
    lacking: true
  });
}
function listSecretIds({
  inputs,
  facts,
  problems
}) {
  for (const { id, value, input } of inputs.secrets) {
    if (value === "" && !facts.untrusted) {
      problems.push({
        input,
        problem: `the value of \`${id}\` is empty`,
        fix: "Set the secret for the repository, organization or environment, or remove the entry.",
        lacking: true
      });
    }
  }
  for (const { id, path } of inputs.secretFiles) {
    const kind = facts.paths.named[path];
    if (kind === "file" || kind === "later") continue;
    problems.push({
      input: "secret-files",
      // The path stays unsaid: a secret that was written here by mistake would be shown.
      problem: `the file of \`${id}\` does not exist or cannot be read`,
      fix: "Give the path of a file, relative to the workspace; a value belongs into `secrets`.",
      ...noteLacking(kind)
    });
  }
  const given = inputs.secrets.filter(({ value }) => value !== "");
  return [...given, ...inputs.secretFiles].map(({ id }) => id);
}

// src/plan/builder-config.ts
function planBuildkitdConfig({
  inputs,
  facts,
  problems
}) {
  const given = readGiven2(inputs, facts, problems);
  const mirrors = inputs.mirrors.map(({ registry, mirror }) => ({
    registry: { [registry]: { mirrors: [mirror] } }
  }));
  const tables = [...given === void 0 ? [] : [given], ...mirrors];
  return tables.length === 0 ? void 0 : mergeBuildkitdConfig(tables);
}
function readGiven2({ buildkitdConfig }, { buildkitdConfig: fact }, problems) {
  if (fact === void 0 || fact.kind === "table") return fact?.table;
  const input = "buildkitd-config";
  if (fact.kind === "invalid") {
    const fix2 = "Write it as docs.docker.com/build/buildkit/toml-configuration shows.";
    problems.push({ input, problem: `is not valid TOML in line ${fact.line}`, fix: fix2 });
    return void 0;
  }
  const value = buildkitdConfig?.kind === "file" ? buildkitdConfig.path : void 0;
  const fix = "Give a path from the workspace, or the configuration itself.";
  problems.push({ input, value, problem: "names no file", fix, lacking: true });
  return void 0;
}
var GRANT = /--?allow-insecure-entitlement[=\s]+["']?([^\s"']+)/g;
function refuseGrants({
  inputs: { allow, nodes, buildkitdFlags },
  config,
  problems
}) {
  const check = (input, granted) => {
    for (const one of new Set(granted)) {
      if (allow.some((entry) => entry === one || entry.startsWith(`${one}=`))) continue;
      const fix = `Add \`${one}\` to \`allow\` if the steps need it, or remove the grant.`;
      problems.push({ input, value: one, problem: "grants a privilege not asked for", fix });
    }
  };
  const find = (flags) => [...flags.matchAll(GRANT)].map(([, granted = ""]) => granted);
  check("buildkitd-flags", find(buildkitdFlags));
  check(
    "nodes",
    nodes.flatMap((node) => find(node.buildkitdFlags))
  );
  check("buildkitd-config", listGrants(config ?? {}));
}
function listEntitlements({ allow }) {
  return [...new Set(allow.flatMap((entry) => entry.split("=")[0] ?? []))];
}
function listImageSources(image, mirrors) {
  const parsed = parseReference(image);
  if (!parsed.ok) return [image];
  const { registry, path } = parsed.reference.repository;
  const rest = image.slice(formatRepository(parsed.reference.repository).length);
  const places = mirrors.filter((one) => one.registry === registry);
  return [...places.map(({ mirror }) => `${mirror}/${path}${rest}`), ...listSources(image)];
}
function withConfig(own, more) {
  if (more === void 0) return own;
  return { ...own, config: mergeBuildkitdConfig([own.config ?? {}, more]) };
}

// src/plan/builder-nodes.ts
var REMOTE = /^(?:docker-container|kube-pod|npipe|ssh|tcp|unix):\/\//;
var PEM = /-----BEGIN /;
function planNodes(planning) {
  const { inputs, driver } = planning;
  const nodes = listNodes(inputs);
  const [first, ...others] = nodes;
  refuseEndpoints(planning);
  const unclaimed = listUnclaimed(planning);
  const heir = others.length === 0 ? void 0 : findHeir(nodes);
  const plan = (node) => ({
    label: node.name,
    endpoint: driver === "kubernetes" ? void 0 : node.endpoint,
    platforms: node === heir ? [...node.platforms, ...unclaimed] : node.platforms,
    driverOpts: [...node.driverOpts, ...listTlsPaths(node)],
    flags: node.buildkitdFlags || inputs.buildkitdFlags,
    tls: TLS_PARTS.filter((part) => isText(node, part))
  });
  return [plan(first), ...others.map(plan)];
}
function listUnclaimed({ inputs, problems }) {
  const nodes = listNodes(inputs);
  const claimed = new Set(nodes.flatMap(({ platforms }) => platforms));
  if (nodes.length > 1 && claimed.size === 0) {
    problems.push({
      input: "nodes",
      problem: "has several machines, and none says for which platforms it is",
      fix: "Add `platforms`, such as `linux/arm64`, to all but one."
    });
  }
  return inputs.platforms.map(formatPlatform).filter((platform) => !claimed.has(platform));
}
function findHeir(nodes) {
  return nodes.find(({ platforms }) => platforms.length === 0) ?? nodes[0];
}
function isText({ tls }, part) {
  return PEM.test(tls[part] ?? "");
}
function listTlsPaths(node) {
  return TLS_PARTS.flatMap((part) => {
    const path = node.tls[part];
    return path === void 0 || isText(node, part) ? [] : [`${part}=${path}`];
  });
}
function refuseEndpoints({ inputs, driver, problems }) {
  const given = /* @__PURE__ */ new Set();
  listNodes(inputs).forEach((node, at) => {
    const isFirst = at === 0 && (inputs.endpoint !== void 0 || inputs.nodes.length === 0);
    const input = isFirst ? "endpoint" : "nodes";
    const fault = findFault(node, driver, given);
    if (fault !== void 0) problems.push({ input, value: node.endpoint, ...fault });
    if (driver !== "kubernetes") given.add(node.endpoint ?? "");
  });
}
function findFault({ endpoint, tls, buildkitdFlags }, driver, given) {
  if (driver === "kubernetes" && endpoint !== void 0)
    return {
      problem: "is an address, and `driver: kubernetes` takes the cluster of the kubeconfig",
      fix: "Remove it; `driver-opts: namespace=\u2026` says where in the cluster."
    };
  if (driver === "remote" && !REMOTE.test(endpoint ?? ""))
    return {
      problem: "is no address of a buildkitd, which `driver: remote` needs",
      fix: "Give `endpoint`, or `nodes` with one each, such as `tcp://host:1234`, `ssh://user@host` or `unix:///run/buildkit/buildkitd.sock`."
    };
  if (driver !== "remote" && Object.keys(tls).length > 0)
    return {
      problem: `has TLS files, which the driver ${driver} does not take`,
      fix: "Use `driver: remote`, or a docker context."
    };
  if (driver === "remote" && buildkitdFlags !== "")
    return {
      problem: "has flags for a buildkitd that runs already",
      fix: "Remove `buildkitd-flags`."
    };
  return given.has(endpoint ?? "") ? { problem: "is there twice", fix: "Give each machine once." } : void 0;
}

// src/plan/builder.ts
function planBuilder(planning) {
  const { inputs, problems } = planning;
  if (inputs.builder !== void 0) {
    refuseSettings(planning, inputs.builder);
    return { kind: "existing", name: inputs.builder };
  }
  const settings = listSettings(inputs);
  if (inputs.driver === "docker") {
    for (const input of settings) {
      problems.push({
        input,
        problem: "cannot change the engine's own BuildKit, which `driver: docker` stands for",
        fix: "Remove it, or use `driver: docker-container`."
      });
    }
    return { kind: "engine", wants: listWants(planning) };
  }
  const own = planOwn(planning);
  return inputs.driver === "auto" && settings.length === 0 ? { kind: "auto", wants: listWants(planning), own } : { kind: "own", own };
}
function listSettings(inputs) {
  const given = [
    ["driver-opts", inputs.driverOpts.length > 0],
    ["endpoint", inputs.endpoint !== void 0],
    ["nodes", inputs.nodes.length > 0],
    ["buildkitd-config", inputs.buildkitdConfig !== void 0],
    ["buildkitd-flags", inputs.buildkitdFlags !== ""],
    ["mirrors", inputs.mirrors.length > 0]
  ];
  return given.flatMap(([input, isSet]) => isSet ? [input] : []);
}
function refuseSettings({ inputs, problems }, name) {
  const settings = [...inputs.driver === "auto" ? [] : ["driver"], ...listSettings(inputs)];
  if (settings.length === 0) return;
  const others = settings.map((input) => `\`${input}\``).join(", ");
  problems.push({
    input: "builder",
    value: name,
    problem: `names an existing builder, which ${others} cannot change`,
    fix: "Remove one or the other."
  });
}
function planOwn(planning) {
  const { inputs, facts, problems } = planning;
  const driver = chooseOwnDriver(inputs.driver) ?? "docker-container";
  const config = planBuildkitdConfig({ inputs, facts, problems });
  if (driver === "remote") refuseDaemonSettings(inputs, problems);
  else refuseGrants({ inputs, config, problems });
  const nodes = planNodes({ inputs, driver, problems });
  return {
    driver,
    nodes,
    images: driver === "remote" ? [] : listImages(nodes, inputs.mirrors),
    entitlements: driver === "remote" ? [] : listEntitlements(inputs),
    config,
    recordsRun: facts.visibility === "public"
  };
}
var ROOTLESS = /^rootless=(?:1|t|true)$/i;
function listImages(nodes, mirrors) {
  const rootless = nodes.filter(({ driverOpts }) => driverOpts.some((one) => ROOTLESS.test(one)));
  if (rootless.length === 0) return listImageSources(IMAGES.buildkit, mirrors);
  if (rootless.length < nodes.length) return [];
  return listImageSources(IMAGES.buildkitRootless, mirrors);
}
function refuseDaemonSettings(inputs, problems) {
  const settings = ["buildkitd-config", "buildkitd-flags", "mirrors"];
  for (const input of listSettings(inputs).filter((one) => settings.includes(one))) {
    problems.push({
      input,
      problem: "cannot change a buildkitd that runs already, which `driver: remote` stands for",
      fix: "Remove it, and configure that buildkitd."
    });
  }
}
function listWants({ inputs, cache, mode }) {
  const caches = [...cache.from, ...cache.to].map(({ backend }) => backend);
  return {
    pushes: mode === "push",
    emulators: inputs.emulation === "builtin",
    caches: [...new Set(caches)],
    entitlements: listEntitlements(inputs)
  };
}

// src/names/classify.ts
var FULL_VERSION = /(?:^|[^\d.])v?\d+\.\d+\.\d+/i;
var COMMIT = /(?:^sha-[0-9a-f]{7,64}$)|(?:^|[^0-9a-z])[0-9a-f]{40}(?:[^0-9a-z]|$)/;
function classifyTag(name) {
  return FULL_VERSION.test(name) || COMMIT.test(name) ? "immutable" : "floating";
}

// src/plan/destinations.ts
var ORDER = { immutable: 0, floating: 1 };
function orderTags(tags) {
  const rank = ({ name, kind }) => name === "latest" ? 2 : ORDER[kind];
  return [...tags].sort((a, b) => rank(a) - rank(b));
}
function parseFullReferences(text, problems) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readEntries(text, problems)) {
    const parsed = parseReference(lowerName(entry));
    if (!parsed.ok) {
      problems.push({ input: "tags", value: entry, problem: parsed.reason, fix: parsed.fix });
      continue;
    }
    const { repository, tag = "latest", digest } = parsed.reference;
    if (digest !== void 0) {
      problems.push({
        input: "tags",
        value: entry,
        problem: "holds a digest, which the build decides",
        fix: "Give `name:tag`."
      });
      continue;
    }
    const key = formatRepository(repository);
    const destination = found.get(key) ?? { repository, tags: /* @__PURE__ */ new Map() };
    destination.tags.set(tag, { name: tag, kind: classifyTag(tag) });
    found.set(key, destination);
  }
  return [...found.values()].map(({ repository, tags }) => ({
    repository,
    tags: orderTags([...tags.values()])
  }));
}
function noteLowered(text) {
  const entries = readEntries(text, []).filter((entry) => lowerName(entry) !== entry);
  return entries.map((entry) => `tags: \`${entry}\` is published as \`${lowerName(entry)}\`.`);
}
function lowerName(entry) {
  const name = /^[^@]*?(?=(?::[^/@]*)?(?:@|$))/.exec(entry)?.[0] ?? entry;
  return name.toLowerCase() + entry.slice(name.length);
}
function readEntries(text, problems) {
  try {
    return parseList(text, { comma: "split" });
  } catch {
    problems.push({
      input: "tags",
      problem: "is not a valid list",
      fix: "Give one reference per line."
    });
    return [];
  }
}

// src/plan/legs.ts
function planLeg({
  inputs,
  problems
}) {
  const platforms = [...inputs.platforms].sort(comparePlatforms);
  const { platform, notices } = choosePlatform({ inputs, problems });
  if (platform === void 0 || platforms.length < 2) return { leg: void 0, notices };
  return { leg: { platform, platforms }, notices };
}
function choosePlatform({
  inputs: { platform, platforms, matrix },
  problems
}) {
  if (platform !== void 0) {
    requireOneOf({ platform, platforms, problems });
    return { platform, notices: [] };
  }
  const named = toPlatform(matrix["platform"]);
  if (named !== void 0) {
    requireOneOf({ platform: named, platforms, problems });
    return { platform: named, notices: [] };
  }
  const wanted = new Map(platforms.map((one) => [formatPlatform(one), one]));
  const found = new Set(
    Object.values(matrix).flatMap((value) => {
      const parsed = toPlatform(value);
      return parsed === void 0 ? [] : [formatPlatform(parsed)];
    })
  );
  const fitting = [...found].filter((name) => wanted.has(name));
  const [only, second] = fitting;
  if (second === void 0)
    return { platform: only === void 0 ? void 0 : wanted.get(only), notices: [] };
  if (platforms.length < 2) return { platform: void 0, notices: [] };
  const notice = `The matrix names several of \`platforms\` (${fitting.join(", ")}), so this leg builds all of them; set \`platform\` to the one it should build.`;
  return { platform: void 0, notices: [notice] };
}
function requireOneOf({
  platform,
  platforms,
  problems
}) {
  const name = formatPlatform(platform);
  const names = platforms.map(formatPlatform);
  if (names.includes(name) || names.length === 0) return;
  problems.push({
    input: "platform",
    value: name,
    problem: "is not one of `platforms`",
    fix: `\`platforms\` is the whole set that the image is to have, now ${names.join(", ")}; add it there.`
  });
}
function toPlatform(value) {
  const parsed = value === void 0 ? void 0 : parsePlatform(value);
  return parsed?.ok === true ? parsed.platform : void 0;
}
function makeGroupKey({
  inputs: { group, platforms, buildArgs, buildContexts },
  build,
  destinations
}) {
  if (group !== void 0) return JSON.stringify({ named: group });
  const { context, file, target, secretIds } = build;
  return JSON.stringify({
    tags: destinations.flatMap(listTags2).sort(),
    platforms: [...platforms].map(formatPlatform).sort(),
    context,
    contexts: buildContexts.map(({ name, source }) => `${name}=${source}`).sort(),
    file: file ?? "",
    target: target ?? "",
    buildArgs: [...buildArgs].sort(),
    secretIds: [...secretIds].sort()
  });
}
function listTags2({ repository, tags }) {
  const name = formatRepository(repository);
  return [name, ...tags.map((tag) => `${name}:${tag.name}`)];
}

// src/plan/metadata.ts
function planMetadata({ switches }) {
  return {
    provenance: switches.metadataProvenance,
    annotatesChecks: switches.checkAnnotations
  };
}

// src/plan/mode.ts
function planMode({
  inputs,
  facts,
  destinations,
  problems
}) {
  if (facts.foreignHead && !inputs.allowUntrustedHead) throw makeForeignHead(facts);
  if (inputs.call !== void 0) return { mode: "call", reason: `\`call: ${inputs.call}\`` };
  if (inputs.push === true && !facts.foreignHead)
    return planPush({ inputs, destinations, problems });
  if (asksToLoad(inputs))
    return { mode: "load", reason: inputs.load ? "`load: true`" : "`outputs: type=docker`" };
  if (inputs.push === false) return { mode: "build", reason: "`push: false`" };
  const reason = explainUnpushed(facts);
  if (reason !== void 0) return { mode: "build", reason };
  if (inputs.images === "" && asksToPush(inputs) && destinations.length > 0)
    return { mode: "push", reason: "`outputs` asks for it" };
  if (inputs.images === "") {
    return {
      mode: "build",
      reason: destinations.length === 0 ? "no `images` to push to" : "`push: true` is not set"
    };
  }
  if (destinations.length === 0)
    return {
      mode: "build",
      reason: "no image or no tag comes out of `images` and `tags` for this event"
    };
  return { mode: "push", reason: "`images` are given" };
}
function planPush({
  inputs,
  destinations,
  problems
}) {
  const isTold = problems.some(({ input }) => input === "images" || input === "tags");
  if (destinations.length === 0 && !isTold) problems.push(describeNothing(inputs));
  return { mode: "push", reason: "`push: true`" };
}
function describeNothing({ images, tags }) {
  if (images === "" && tags === "") {
    return {
      input: "images",
      value: "",
      problem: "is empty, so there is nothing to push to",
      fix: "Set e.g. `images: ghcr.io/${{ github.repository }}`, or `push: false`."
    };
  }
  return {
    input: "tags",
    value: tags,
    problem: "gives no tag for this event, or every image is switched off, so there is nothing to push to",
    fix: "Add a rule that fits, such as `type=ref,event=branch` or `type=sha`, or use `push: auto` to only build then."
  };
}
function explainUnpushed(facts) {
  const kind = classifyEvent(facts);
  if (EVENTS[kind].push === "auto") return void 0;
  if (kind === "pull-request") {
    const what2 = facts.eventName === "merge_group" ? "a merge queue" : "a pull request";
    return `${what2} is not pushed unless \`push: true\` is set`;
  }
  const what = {
    fork: "pull request from a fork",
    dependabot: "run by Dependabot",
    "foreign-head": "code of a pull request from a fork",
    own: "event"
  }[kind];
  return `${what}: built, not pushed and not signed`;
}

// src/plan/platform-tags.ts
var INPUT = "platform-tags";
function planPlatformTags({
  inputs: { platformTags: template, platforms },
  destinations,
  problems
}) {
  if (template === void 0) return destinations;
  return destinations.map(({ repository, tags }) => {
    const taken = new Map(tags.map(({ name }) => [name, "the index"]));
    const added = (tag) => platforms.flatMap((platform) => {
      const made = makePlatformTag(tag, { template, platform, problems });
      if (made === void 0) return [];
      const holder = taken.get(made.name);
      taken.set(made.name, formatPlatform(platform));
      if (holder === void 0) return [made];
      problems.push({
        input: INPUT,
        value: template,
        problem: `gives ${formatPlatform(platform)} the tag \`${formatReference({ repository, tag: made.name })}\`, which ${holder} has`,
        fix: "Tell the platforms apart with `{{os}}` and `{{arch}}`."
      });
      return [];
    });
    return { repository, tags: tags.flatMap((tag) => [tag, ...added(tag)]) };
  });
}
function makePlatformTag(tag, {
  template,
  platform,
  problems
}) {
  const [os = "", ...arch] = formatPlatform(platform).split("/");
  const name = formatPlatformTag(template, { tag: tag.name, os, arch: arch.join("-") });
  const parsed = parseTag(name);
  if (parsed.ok) return { ...tag, name, of: { tag: tag.name, platform: formatPlatform(platform) } };
  problems.push({
    input: INPUT,
    value: template,
    problem: `gives \`${name}\`, a tag that no registry takes`,
    fix: parsed.fix
  });
  return void 0;
}

// src/plan/plan.ts
function draftPlan({
  parsed,
  facts,
  names,
  lasting = names,
  written = parsed.inputs
}) {
  const { inputs } = parsed;
  const problems = [...parsed.problems, ...names.problems];
  const destinations = planDestinations({ inputs, names, problems });
  const { mode, reason } = planMode({ inputs, facts, destinations, problems });
  const files = planFiles(inputs);
  const { leg, notices } = planLeg({ inputs, problems });
  const caching = { inputs, facts, leg, names, destinations, mode, problems };
  const cached = planCache(caching);
  const attesting = gatherAttesting({ inputs, facts, mode, files });
  const { specs } = planAttestations({ ...attesting, builderId: "" });
  const result = mode === "push" ? "image" : classifyFiles(files, specs);
  const signing = planSigning({ inputs, facts, destinations, result, problems });
  const chosen = planBuilder({ inputs, facts, cache: cached, mode, problems });
  const cache = trustCache({ inputs, facts, cache: cached, builder: chosen, signing });
  const builder = fitBuilder(chosen, cache.trust);
  const level = planLevel({ inputs, facts, cache, builder, problems });
  const attestations = planAttestations({ ...attesting, builderId: level.builderId });
  const references = allReferences(destinations);
  const outputs = planOutputs({ inputs, destinations, references, mode, problems });
  const { warnings, ...access } = planLogins({ inputs, facts, mode, destinations, problems });
  const isAttested = attestations.specs.length > 0;
  const annotations = planAnnotations({ inputs, names, mode, leg, isAttested, outputs, problems });
  const build = planBuild({
    inputs,
    facts,
    leg,
    derived: {
      labels: planLabels({ inputs, names, problems }),
      annotations: annotations.build,
      attests: mode === "call" ? [] : attestations.attests,
      ...outputs
    },
    problems
  });
  const named = inputs.images === "" ? destinations : lasting.destinations;
  const plan = {
    mode,
    reason,
    version: names.version,
    build,
    leg,
    groupKey: makeGroupKey({ inputs: written, build, destinations: named }),
    publish: pushesByDigest(inputs) ? "off" : inputs.publish,
    ...{ keepAlive: inputs.keepAlive, allowDowngrade: inputs.allowDowngrade },
    indexAnnotations: annotations.index,
    call: inputs.call,
    ...{ cache, mounts: planMounts({ ...caching, builder, trust: cache.trust }) },
    destinations: mode === "push" ? planPlatformTags({ inputs, destinations, problems }) : [],
    files,
    load: planLoad({ inputs, mode, references }),
    ...{ builder, buildx: inputs.buildx },
    emulation: { mode: inputs.emulation, image: inputs.emulationImage ?? IMAGES.binfmt },
    metadata: planMetadata(inputs),
    ...access,
    ...{ attestations: attestations.specs, signing, level },
    legs: planLegs({ inputs, problems }),
    notices: [...gatherNotices(inputs, names), ...notices, ...notePrivacy(signing, facts)],
    warnings: [...names.warnings, ...warnings, ...gatherWarnings({ inputs, facts, cache })],
    findings: []
  };
  return settle(plan, { problems, inputs, facts });
}
function gatherAttesting({
  inputs,
  facts,
  mode,
  files
}) {
  const possible = mode === "push" || mode === "build" && canAttest(files);
  return { ...inputs, facts, sbomGenerator: IMAGES.sbomScanner, possible };
}
function gatherNotices({ switches, images, tags }, { notices }) {
  const lowered = images === "" ? noteLowered(tags) : [];
  return [...notices, ...lowered, ...switches.ignored];
}
function planLoad({
  inputs,
  mode,
  references
}) {
  const isLoaded = mode === "load" || mode === "push" && asksToLoad(inputs);
  return isLoaded ? { tags: references } : void 0;
}
var DECIDING = ["push", "sign"];
function settle(plan, { problems, inputs, facts }) {
  const isDecided = !problems.some(({ input }) => DECIDING.includes(input));
  const missing = plan.signing.kind === "keyless" && !facts.oidcAvailable && isDecided ? makeMissingPermission(facts) : void 0;
  const permission = missing === void 0 ? [] : [{ input: "sign", problem: missing.message, fix: missing.hint ?? "", lacking: true }];
  const all = [...problems, ...permission];
  if (inputs.dryRun && inputs.workflow === void 0) {
    const wrong = problems.filter(({ lacking }) => lacking !== true);
    const refusal = wrong.length > 0 ? new InputError(wrong) : void 0;
    return { plan: { ...plan, findings: all.map(formatProblem) }, refusal };
  }
  return { plan, refusal: problems.length > 0 ? new InputError(all) : missing };
}
function planDestinations({ inputs, names, problems }) {
  if (inputs.images !== "") return addLines(names.destinations, names.lines);
  if (!pushesByDigest(inputs))
    return addLines(parseFullReferences(inputs.tags, problems), names.lines);
  const named = parseFullReferences(inputs.tags || listDigestNames(inputs), problems);
  return named.map(({ repository }) => ({ repository, tags: [] }));
}
function planLabels({ inputs, names, problems }) {
  if (inputs.images !== "") return names.labels;
  try {
    return parseList(inputs.labels, { comma: "keep" });
  } catch {
    const fix = "One `key=value` per line; quote a value of several lines as in CSV.";
    problems.push({ input: "labels", problem: "is not a valid list", fix });
    return [];
  }
}
function classifyFiles(files, specs) {
  if (files.length === 0) return "nothing";
  return specs.length > 0 || files.some(({ type }) => type !== "local") ? "files" : "bare files";
}
function allReferences(destinations) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name }) => `${formatRepository(repository)}:${name}`)
  );
}

// src/stages/find-mounts.ts
async function draftRun(host, planning) {
  const draft = draftPlan(planning);
  return { ...draft, plan: await findMounts(host, draft.plan) };
}
async function findMounts(host, plan) {
  const found = plan.mounts.off === void 0 ? await readMounts(host, plan) : void 0;
  return found === void 0 ? plan : { ...plan, mounts: { ...plan.mounts, ...found } };
}
async function readMounts({ files, log }, { build }) {
  if (build.file === void 0) return void 0;
  try {
    const text = await files.readText(build.file);
    if (!/--mount=/.test(text) || !/cache/i.test(text)) return void 0;
    const { analyseDockerfile } = await import("./dockerfile-SDMFWZDM.js");
    const contexts = build.contexts.map((entry) => entry.split("=")[0] ?? "");
    const { target, buildArgs, platforms } = build;
    return joinMounts(
      platforms.flatMap(
        (platform) => analyseDockerfile({ text, target, buildArgs, contexts, platform }).runs
      )
    );
  } catch (error) {
    log.debug(`Cache mounts are not looked for: ${String(error)}`);
    return void 0;
  }
}

// src/tools/mount-copy.ts
var ARCHIVE = "mounts.tar";
function makeRestoreFile(helper) {
  const sources = helper.mounts.map(({ name }) => `/bsa/from/${name}`);
  return [
    "FROM scratch AS archive",
    `ADD ${ARCHIVE} /`,
    ...startCopy(helper),
    formatRun(helper, {
      mounts: ["type=bind,from=archive,target=/bsa/from"],
      folder: "/bsa/to",
      command: ["cp", "-a", ...sources, "/bsa/to/"]
    }),
    ""
  ].join("\n");
}
function makeKeepFile(helper) {
  const sources = helper.mounts.map(({ name }) => `/bsa/from/${name}`);
  return [
    ...startCopy(helper),
    "WORKDIR /bsa/to",
    formatRun(helper, {
      mounts: [],
      folder: "/bsa/from",
      command: ["cp", "-a", ...sources, "/bsa/to/"]
    }),
    "FROM scratch",
    "COPY --from=copy /bsa/to /",
    ""
  ].join("\n");
}
function startCopy({ base, nonce }) {
  return [
    // The builder's own platform: nothing is emulated to copy files.
    `FROM --platform=$BUILDPLATFORM ${base} AS copy`,
    "USER 0:0",
    `ENV BUILD_SIGN_RUN=${nonce}`
  ];
}
function formatRun({ mounts }, step) {
  const all = [
    ...step.mounts,
    ...mounts.map(({ name, mount }) => formatMount(mount, `${step.folder}/${name}`))
  ];
  const flags = all.map((value) => `--mount=${value}`).join(" ");
  return `RUN --network=none ${flags} ${JSON.stringify(step.command)}`;
}
function formatMount({ id, uid, gid, mode, sharing }, target) {
  const optional = Object.entries({ uid, gid, mode }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`${name}=${value}`]
  );
  return ["type=cache", `id=${id}`, `target=${target}`, `sharing=${sharing}`, ...optional].join();
}
function makeHelperArgs(command) {
  const { builder, file, context, contexts, namespace, dest } = command;
  return [
    "build",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    "--provenance=false",
    "--sbom=false",
    ...contexts.map((value) => `--build-context=${value}`),
    ...namespace === void 0 ? [] : [`--build-arg=BUILDKIT_CACHE_MOUNT_NS=${namespace}`],
    `--file=${file}`,
    dest === void 0 ? "--output=type=cacheonly" : `--output=type=tar,dest=${dest}`,
    "--",
    context
  ];
}

// src/stages/mount-keys.ts
import { createHash as createHash3 } from "node:crypto";

// src/plan/mount-keys.ts
var LOCKS = /* @__PURE__ */ new Set([
  ...["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"],
  ...["bun.lockb", "deno.lock", "go.sum", "go.work.sum", "Cargo.lock", "poetry.lock", "uv.lock"],
  ...["pdm.lock", "Pipfile.lock", "conda-lock.yml", "Gemfile.lock", "composer.lock", "mix.lock"],
  ...["gradle.lockfile", "libs.versions.toml", "gradle-wrapper.properties", "pom.xml"],
  ...["packages.lock.json", "Package.resolved", "pubspec.lock", "Podfile.lock", "flake.lock"],
  ...["conan.lock", "build.sbt", "stack.yaml.lock", "cabal.project.freeze", "rebar.lock"],
  ...["shard.lock", "Manifest.toml", "renv.lock", "MODULE.bazel.lock", ".terraform.lock.hcl"]
]);
var LIKE_LOCKS = /^requirements.*\.txt$|\.gradle(?:\.kts)?$|\.csproj$/;
function isLock(name) {
  return LOCKS.has(name) || LIKE_LOCKS.test(name);
}
var DEEP = /^(?:\.git|node_modules|vendor|target|dist|build|\.venv|__pycache__)$/;
function isWorthLooking(folder) {
  return !DEEP.test(folder.slice(folder.lastIndexOf("/") + 1));
}
function makeMountKeys({
  scope,
  architecture,
  dockerfile,
  locks,
  day
}) {
  const own = `bsa-mounts-1.${architecture}.${scope}.`;
  const same = `${own}${dockerfile}.`;
  return { key: `${same}${locks ?? day}`, restoreKeys: [same, own] };
}

// src/stages/mount-keys.ts
var MAX_DEPTH = 6;
async function readMountKeys(host, { build, mounts }) {
  const locks = await findLocks(host, build);
  const hashes = await Promise.all(
    locks.map(async (path) => `${path} ${await host.files.sha256(`${build.context}/${path}`)}`)
  );
  host.log.debug(`Locks of cache mounts: ${locks.join(", ") || "none"}`);
  return makeMountKeys({
    scope: shortHash(mounts.scope),
    architecture: host.machine.nodeArch,
    dockerfile: shortHash(await host.files.readText(build.file ?? "")),
    locks: locks.length === 0 ? void 0 : shortHash(hashes.join("\n")),
    day: host.clock.now().toISOString().slice(0, 10)
  });
}
function shortHash(text) {
  return createHash3("sha256").update(text).digest("hex").slice(0, 20);
}
async function findLocks({ files }, build) {
  const isSent = await readIgnore({ files }, build);
  const found = await files.walk(
    build.context,
    (folder) => isWorthLooking(folder) && folder.split("/").length <= MAX_DEPTH
  );
  return found.filter((path) => isLock(path.slice(path.lastIndexOf("/") + 1)) && isSent(path));
}
async function readIgnore({ files }, { context, file }) {
  for (const path of [`${file}.dockerignore`, `${context}/.dockerignore`]) {
    if (await files.kind(path) !== "file") continue;
    const { default: module } = await import("./ignore-Q5GGJ57U.js");
    const rules = module.default().add(await files.readText(path));
    return (one) => !rules.ignores(one);
  }
  return () => true;
}

// src/stages/mount-archive.ts
var RECORD = "mounts.json";
var MAX_RECORD_CHARS = 1e5;
function nameMounts(mounts) {
  return mounts.map((mount) => ({ name: `m${shortHash(identifyMount(mount))}`, mount }));
}
async function writeRecord({ files }, folder, record) {
  await files.write(`${folder}/${RECORD}`, JSON.stringify({ v: 1, ...record }));
}
async function readRecord({ files }, folder) {
  const path = `${folder}/${RECORD}`;
  if (await files.kind(path) !== "file" || await files.size(path) > MAX_RECORD_CHARS)
    return void 0;
  const value = readJson(await files.readText(path));
  if (!isRecord(value) || value["v"] !== 1 || !Array.isArray(value["mounts"])) return void 0;
  const mounts = value["mounts"].flatMap((one) => {
    if (!isRecord(one)) return [];
    const { name, bytes } = one;
    const isKnown = typeof name === "string" && /^m[0-9a-f]{20}$/.test(name);
    return isKnown && isCount(bytes) ? [{ name, bytes }] : [];
  });
  const { coldSeconds } = value;
  return { mounts, coldSeconds: isCount(coldSeconds) ? coldSeconds : void 0 };
}
function isCount(value) {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

// src/tools/builder-usage.ts
function makeUsageArgs(builder) {
  return [
    "du",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--filter=type=exec.cachemount",
    "--format=json"
  ];
}
function parseMountUsage(stdout) {
  const usage = /* @__PURE__ */ new Map();
  for (const line of stdout.split("\n")) {
    const record = readJson(line);
    if (!isRecord(record) || record["Type"] !== "exec.cachemount") continue;
    const id = parseDescription(String(record["Description"]));
    if (id === void 0) continue;
    usage.set(id, (usage.get(id) ?? 0) + parseSize(String(record["Size"])));
  }
  return usage;
}
function parseDescription(description) {
  const named = / with id ("(?:[^"\\]|\\.)*")$/.exec(description)?.[1];
  const id = named === void 0 ? void 0 : readJson(named);
  if (typeof id === "string") return id;
  return /^cached mount (\S+) from /.exec(description)?.[1];
}
var UNITS = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
function parseSize(text) {
  const [, count = "", unit = ""] = /^([\d.]+)([kMGT]?B)$/.exec(text) ?? [];
  return Math.round(Number(count) * (UNITS[unit] ?? 0));
}

// src/stages/mount-copy.ts
var USAGE_DEADLINE_MS = 15e3;
async function runHelper(host, { plan, means }, { mounts, write, folder, context, dest, deadlineMs }) {
  const base = mounts.find(({ mount }) => mount.base !== void 0)?.mount.base ?? IMAGES.buildkit;
  const file = `${folder}/Dockerfile`;
  await host.files.makeDir(context);
  await host.files.write(file, write({ mounts, base, nonce: host.randomHex(8) }));
  const command = {
    builder: means.builder,
    file,
    context,
    contexts: plan.build.contexts,
    namespace: plan.mounts.namespace,
    dest
  };
  const { SOURCE_DATE_EPOCH: _, ...env } = means.buildx.env;
  await runChecked(host, {
    tool: "buildx",
    file: means.buildx.path,
    args: makeHelperArgs(command),
    env,
    deadlineMs
  });
}
async function readUsage(host, {
  means,
  namespace = ""
}, mounts) {
  const { exitCode, stdout } = await host.run({
    tool: "buildx",
    file: means.buildx.path,
    args: makeUsageArgs(means.builder),
    env: means.buildx.env,
    deadlineMs: USAGE_DEADLINE_MS
  });
  if (exitCode !== 0) return void 0;
  const usage = parseMountUsage(stdout);
  const own = mounts.flatMap(({ name, mount }) => {
    const bytes = usage.get(`${namespace}/${mount.id}`);
    return bytes === void 0 ? [] : [[name, bytes]];
  });
  return new Map(own);
}

// src/stages/keep-mounts.ts
var HELPER_LIMIT_MS = 2 * 6e4;
var UPLOAD_LIMIT_MS = 3 * 6e4;
async function settleMounts(host, {
  plan,
  means,
  restored,
  timings
}) {
  if (restored === void 0) return void 0;
  const buildSeconds = timings.all()["Build"] ?? 0;
  const kept = await timings.measure(
    "Cache mounts out",
    () => keepMounts(host, { plan, means, restored, buildSeconds })
  );
  return { restored, kept };
}
async function keepMounts(host, keeping) {
  const startedMs = host.clock.elapsedMs();
  try {
    const told = await keep(host, keeping);
    if ("reason" in told) {
      host.log.info(`Cache mounts are not saved: ${told.reason}`);
      return { outcome: "skipped", reason: told.reason };
    }
    const seconds = (host.clock.elapsedMs() - startedMs) / 1e3;
    return told.outcome === "saved" ? { ...told, seconds } : told;
  } catch (error) {
    if (!host.signal.aborted) {
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(`What cache mounts hold was not saved: ${why}`);
    }
    return { outcome: "failed" };
  }
}
async function keep(host, { plan, means, restored, buildSeconds }) {
  const { readOnly, namespace, maxBytes } = plan.mounts;
  const history = makeHistory(restored, buildSeconds);
  const early = readOnly ?? findEarly(restored, history);
  if (early !== void 0) return { reason: early };
  const mounts = nameMounts(plan.mounts.mounts);
  const usage = await readUsage(host, { means, namespace }, mounts);
  const used = usage === void 0 ? mounts : mounts.filter(({ name }) => usage.has(name));
  const expected = usage === void 0 ? void 0 : sum(usage.values());
  const reason = expected === void 0 ? void 0 : findExcess(history, { bytes: expected, maxBytes });
  if (used.length === 0) return { reason: "no step that was run has used them" };
  if (reason !== void 0) return { reason };
  const folder = `${means.folder}/mounts/out`;
  try {
    await extract(host, { plan, means, folder, mounts: used });
    const bytes = await host.files.size(`${folder}/${ARCHIVE}`);
    const excess = findExcess(history, { bytes, maxBytes });
    if (excess !== void 0) return { reason: excess };
    await writeRecord(host, folder, {
      mounts: used.map(({ name }) => ({ name, bytes: usage?.get(name) ?? 0 })),
      coldSeconds: history.restored === void 0 ? buildSeconds : history.restored.coldSeconds
    });
    return await save(host, { folder, key: restored.keys.key, bytes });
  } finally {
    await host.files.remove(folder);
  }
}
function makeHistory({ outcome, key, keys, seconds, coldSeconds }, buildSeconds) {
  const isExact = key === keys.key;
  return {
    buildSeconds,
    restored: outcome === "restored" ? { isExact, seconds, coldSeconds } : void 0
  };
}
function findEarly({ outcome }, history) {
  if (outcome === "unreachable") return "the Actions cache does not answer";
  return outcome === "kept" ? "the builder keeps them itself" : findUnchanged(history);
}
async function extract(host, {
  plan,
  means,
  folder,
  mounts
}) {
  await host.files.makeDir(folder);
  await runHelper(
    host,
    { plan, means },
    {
      mounts,
      write: makeKeepFile,
      folder: `${means.folder}/mounts/keep`,
      context: `${means.folder}/mounts/empty`,
      dest: `${folder}/${ARCHIVE}`,
      deadlineMs: HELPER_LIMIT_MS
    }
  );
}
async function save(host, { folder, key, bytes }) {
  const saved = await saveFolder(host, {
    what: "What cache mounts hold",
    folder,
    key,
    timeoutMs: UPLOAD_LIMIT_MS
  });
  if (saved === void 0) return { outcome: "failed" };
  if (saved.outcome === "exists") return { reason: "another run has saved the same" };
  host.log.info(
    `Saved what cache mounts hold: ${formatBytes(bytes)}, ${formatBytes(saved.sizeBytes)} compressed`
  );
  return { outcome: "saved", bytes };
}
function sum(values) {
  return [...values].reduce((total, one) => total + one, 0);
}

// src/stages/load.ts
var DEADLINE_MS5 = 30 * 6e4;
function chooseLoaded(plan, engine) {
  return plan.mode === "push" && plan.load !== void 0 ? choosePlatforms({ mode: "load", build: plan.build }, engine) : [];
}
async function loadImage(host, { plan, means, platforms }) {
  const close = host.log.open(`Load ${platforms.map(formatPlatform).join(", ")} into the engine`);
  try {
    await withSecretFiles(
      host,
      { ...means.secrets, folder: `${means.folder}/load` },
      (secrets) => runChecked(host, {
        tool: "buildx",
        file: means.buildx.path,
        args: makeBuildArgs(makeLoad(plan, { builder: means.builder, platforms, secrets })),
        env: means.buildx.env,
        deadlineMs: DEADLINE_MS5,
        onLine: host.log.foreign
      })
    );
  } catch (error) {
    throw withCode("BUILD_FAILED", error);
  } finally {
    close();
  }
}

// src/names/outputs.ts
function formatNameDocuments(lists, bakeTarget) {
  const { version, images, tags, tagNames, annotations } = lists;
  const labels = parsePairs(lists.labels);
  const args = {
    DOCKER_META_IMAGES: images.map(({ name }) => name).join(","),
    ...version === "" ? {} : { DOCKER_META_VERSION: version }
  };
  const formatBake = (target) => JSON.stringify({ target: { [bakeTarget]: target } }, null, 2);
  return {
    json: JSON.stringify({ tags, "tag-names": tagNames, labels, annotations }),
    bakeFile: formatBake({ tags, labels, args }),
    bakeFileTags: formatBake({ tags, args }),
    bakeFileLabels: formatBake({ labels }),
    bakeFileAnnotations: formatBake({ annotations })
  };
}

// src/plan/name-outputs.ts
var BAKE_FILES = {
  "bake-file": "bakeFile",
  "bake-file-tags": "bakeFileTags",
  "bake-file-labels": "bakeFileLabels",
  "bake-file-annotations": "bakeFileAnnotations"
};
var BAKE_FILE_OUTPUTS = Object.keys(BAKE_FILES);
function makeNameOutputs({
  inputs,
  names,
  plan
}) {
  const { separators } = inputs;
  const lists = inputs.images === "" ? makeGivenLists({ inputs, names, plan }) : names;
  const documents = inputs.images === "" ? formatNameDocuments(lists, inputs.bakeTarget) : names;
  const files = BAKE_FILE_OUTPUTS.map((output) => [output, documents[BAKE_FILES[output]]]);
  return {
    texts: {
      version: lists.version,
      "tag-names": lists.tagNames.join(separators.tags),
      labels: lists.labels.join(separators.labels),
      annotations: lists.annotations.join(separators.annotations),
      json: documents.json
    },
    files: Object.fromEntries(files),
    tags: [...lists.tags, ...listPlatformTags(plan)]
  };
}
function makeGivenLists({
  inputs,
  names,
  plan
}) {
  const destinations = parseFullReferences(inputs.tags, []);
  const tags = destinations.flatMap((one) => one.tags.map((tag) => ({ ...one, tag: tag.name })));
  return {
    version: names.version,
    images: [],
    tagNames: [...new Set(tags.map(({ tag }) => tag))],
    tags: tags.map(({ repository, tag }) => formatReference({ repository, tag })),
    labels: plan.build.labels,
    annotations: plan.build.annotations
  };
}
function listPlatformTags({ destinations }) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.filter(({ of }) => of !== void 0).map(({ name }) => formatReference({ repository, tag: name }))
  );
}

// src/stages/name-outputs.ts
async function tellNames(host, { named, plan, folder }) {
  const { inputs } = named.parsed;
  const { switches, dryRun, separators } = inputs;
  const { texts, files, tags } = makeNameOutputs({ inputs, names: named.names, plan });
  const names = {
    ...texts,
    ...await writeFiles(host, files, folder),
    tags: tags.join(separators.tags)
  };
  if (switches.exportNames ?? dryRun) exportAll(host, names);
  return { names, isDry: dryRun, summarizes: switches.summary, separator: separators.tags };
}
async function writeFiles(host, files, folder) {
  const paths = await Promise.all(
    BAKE_FILE_OUTPUTS.map(async (name) => {
      const path = `${folder}/names/${name}.json`;
      await host.files.write(path, files[name]);
      return [name, path];
    })
  );
  return Object.fromEntries(paths);
}
function exportAll(host, names) {
  for (const [name, value] of Object.entries(names)) {
    const variable = name.replaceAll("-", "_").toUpperCase();
    host.exportVariable(`DOCKER_METADATA_OUTPUT_${variable}`, value);
  }
}

// src/names/given-lines.ts
var VERSION_LABEL = "org.opencontainers.image.version";
var FLOATING_VERSION = /^v?\d+(?:\.\d+)?(?:-[\w.-]+)?$/;
async function makeGivenLines({
  tagNames,
  labels,
  annotations,
  facts: { ref, sha }
}) {
  const version = findGitVersion({ ref });
  const basisOf = (name) => {
    if (branchOf(ref) !== void 0) return { kind: "branch" };
    const follows = /^latest(?:-|$)/.test(name) || FLOATING_VERSION.test(name);
    return follows ? version : void 0;
  };
  const tags = tagNames.map(
    (name) => ({ name, kind: classifyTag(name), basis: basisOf(name) })
  );
  const suffix = findSuffix(parsePairs(labels)[VERSION_LABEL] ?? "", tagOf(ref) ?? "");
  return makeTagLines(tags, { labels, annotations, revision: sha, prefix: "", suffix });
}
function findSuffix(label, gitTag) {
  const [stated, tagged] = [label, gitTag].map((text) => text.replace(/^v/, ""));
  const rest = tagged && stated?.startsWith(tagged) ? stated.slice(tagged.length) : "";
  return rest.startsWith("-") ? rest : "";
}

// src/names/dates.ts
var ISO = "YYYY-MM-DDTHH:mm:ss";
var LONG_FORMATS = {
  LT: "h:mm A",
  LTS: "h:mm:ss A",
  L: "MM/DD/YYYY",
  LL: "MMMM D, YYYY",
  LLL: "MMMM D, YYYY h:mm A",
  LLLL: "dddd, MMMM D, YYYY h:mm A",
  l: "M/D/YYYY",
  ll: "MMM D, YYYY",
  lll: "MMM D, YYYY h:mm A",
  llll: "ddd, MMM D, YYYY h:mm A"
};
var LONG_TOKEN = /\[[^[]*\]|\\.|LTS|LT|LL?L?L?|l{1,4}/g;
var TOKEN = /\[[^[]*\]|\\.|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|wo|ww?|Wo|WW?|Qo?|N{1,5}|YYYYYY|YYYYY|YYYY|YY|Y|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|./gs;
var PLAIN2 = new Set(
  "M MM MMM MMMM D DD d dd ddd dddd YY YYYY A a H HH h hh m mm s ss".split(" ")
);
var OWN = {
  Mo: ({ day }) => formatOrdinal(day.month() + 1),
  Q: ({ day }) => quarterOf(day),
  Qo: ({ day }) => formatOrdinal(quarterOf(day)),
  Do: ({ day }) => formatOrdinal(day.date()),
  DDD: ({ day }) => day.dayOfYear(),
  DDDo: ({ day }) => formatOrdinal(day.dayOfYear()),
  DDDD: ({ day }) => pad(day.dayOfYear(), 3),
  do: ({ day }) => formatOrdinal(day.day()),
  e: ({ day }) => day.day(),
  E: ({ day }) => day.isoWeekday(),
  w: ({ day }) => day.week(),
  wo: ({ day }) => formatOrdinal(day.week()),
  ww: ({ day }) => pad(day.week(), 2),
  W: ({ day }) => day.isoWeek(),
  Wo: ({ day }) => formatOrdinal(day.isoWeek()),
  WW: ({ day }) => pad(day.isoWeek(), 2),
  Y: ({ day }) => day.year(),
  YYYYY: ({ day }) => pad(day.year(), 5),
  YYYYYY: ({ day }) => `+${pad(day.year(), 6)}`,
  y: ({ day }) => day.year(),
  yy: ({ day }) => day.year(),
  yyy: ({ day }) => day.year(),
  yyyy: ({ day }) => day.year(),
  yo: ({ day }) => formatOrdinal(day.year()),
  N: () => "AD",
  NN: () => "AD",
  NNN: () => "AD",
  NNNN: () => "Anno Domini",
  NNNNN: () => "AD",
  gg: ({ day }) => pad(day.weekYear() % 100, 2),
  gggg: ({ day }) => pad(day.weekYear(), 4),
  GG: ({ day }) => pad(day.isoWeekYear() % 100, 2),
  GGGG: ({ day }) => pad(day.isoWeekYear(), 4),
  k: ({ day }) => day.hour() || 24,
  kk: ({ day }) => pad(day.hour() || 24, 2),
  hmm: ({ day }) => day.format("hmm"),
  hmmss: ({ day }) => day.format("hmmss"),
  Hmm: ({ day }) => day.format("Hmm"),
  Hmmss: ({ day }) => day.format("Hmmss"),
  X: ({ time }) => Math.floor(time.getTime() / 1e3),
  x: ({ time }) => time.getTime(),
  Z: ({ offsetMinutes }) => formatOffset(offsetMinutes, ":"),
  ZZ: ({ offsetMinutes }) => formatOffset(offsetMinutes, ""),
  z: ({ name }) => name(),
  zz: ({ name }) => name()
};
async function loadFormatDate() {
  const [{ default: dayjs }, ...plugins] = await Promise.all([
    import("./dayjs.min-2S4ZZIVD.js"),
    import("./utc-IVNCXIZW.js"),
    import("./weekOfYear-6HRBMRV2.js"),
    import("./weekYear-JBMEYSVR.js"),
    import("./isoWeek-QZPG3JYH.js"),
    import("./dayOfYear-IZQHPFWG.js")
  ]);
  for (const plugin of plugins) dayjs.extend(plugin.default);
  const readZone = makeZoneReader();
  return ({ time, format, zone }) => {
    const offsetMinutes = parseOffset(readZone(time, zone, "longOffset"));
    const day = dayjs.utc(time.getTime() + offsetMinutes * 6e4);
    const iso = offsetMinutes === 0 ? `${ISO}[Z]` : `${ISO}Z`;
    const name = () => readZone(time, zone, "short");
    return formatTokens({ day, time, offsetMinutes, name }, format ?? iso);
  };
}
function formatTokens(local, format) {
  const expanded = format.replace(LONG_TOKEN, (token) => LONG_FORMATS[token] ?? token);
  return expanded.replace(TOKEN, (token) => formatToken(local, token));
}
function formatToken(local, token) {
  if (token.startsWith("[")) return token.replace(/^\[|\]$/g, "");
  if (token.startsWith("\\")) return token.slice(1);
  if (/^S+$/.test(token))
    return pad(local.day.millisecond(), 3).padEnd(9, "0").slice(0, token.length);
  if (PLAIN2.has(token)) return local.day.format(token);
  const own = Object.hasOwn(OWN, token) ? OWN[token] : void 0;
  return own === void 0 ? token : String(own(local));
}
function parseOffset(name) {
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
function makeZoneReader() {
  const made = /* @__PURE__ */ new Map();
  return (timeOf, timeZone, timeZoneName) => {
    const key = `${timeZone} ${timeZoneName}`;
    try {
      const formatter = made.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName });
      made.set(key, formatter);
      const parts = formatter.formatToParts(timeOf);
      return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    } catch {
      throw new Fault(
        `\`${timeZone}\` is not a time zone`,
        "Use a name such as `UTC` or `Europe/Berlin`."
      );
    }
  };
}
function formatOffset(offsetMinutes, separator) {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${sign}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}
function formatOrdinal(value) {
  const isTeen = Math.floor(value % 100 / 10) === 1;
  const ending = isTeen ? void 0 : ["th", "st", "nd", "rd"][value % 10];
  return `${value}${ending ?? "th"}`;
}
function quarterOf(day) {
  return Math.floor(day.month() / 3) + 1;
}
function pad(value, width) {
  return String(value).padStart(width, "0");
}

// src/names/templates.ts
async function loadTemplates(texts) {
  const templates = texts.filter(hasExpression);
  const hasDate = templates.some((text) => /date/.test(text));
  const [render, formatDate] = await Promise.all([
    templates.length > 0 ? loadRender() : void 0,
    hasDate ? loadFormatDate() : void 0
  ]);
  return {
    render: (text, values) => render !== void 0 && hasExpression(text) ? render(text, values) : text,
    formatDate: formatDate ?? (({ time }) => time.toISOString())
  };
}
function hasExpression(text) {
  return text.includes("{{");
}
async function loadRender() {
  const { default: handlebars } = await import("./lib-UZI5UUTR.js");
  const engine = handlebars.create();
  engine.unregisterHelper("log");
  return (text, values) => {
    try {
      return engine.compile(text, { noEscape: true })(values);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw describeError2(error);
    }
  };
}
function describeError2(error) {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const reason = lines.length > 1 ? lines.at(-1) ?? "" : lines[0] ?? "";
  return new Fault(
    `its expression cannot be read (${reason})`,
    "Write expressions as `{{branch}}`, `{{tag}}`, `{{sha}}` or `{{date 'YYYYMMDD'}}`."
  );
}

// src/names/typos.ts
function findSimilar(word, known) {
  const plain = simplify(word);
  return known.find((name) => {
    const other = simplify(name);
    return other === plain || plain.length > MIN_LETTERS && isOneSlip(plain, other);
  });
}
var MIN_LETTERS = 4;
function simplify(word) {
  return word.toLowerCase().replace(/[^a-z.]/g, "");
}
function isOneSlip(left, right) {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const a = left.slice(start, left.length - end);
  const b = right.slice(start, right.length - end);
  const isSwap = a.length === 2 && a === [...b].reverse().join("");
  return isSwap || a.length < 2 && b.length < 2;
}

// src/names/expand.ts
var EXPRESSION = /(?<slashes>\\*)(?<expression>\{\{\{\s*(?<raw>[A-Za-z_][\w.-]*)(?<rawArgs>[^{}]*)\}\}\}|\{\{\s*(?<plain>[A-Za-z_][\w.-]*)(?<args>[^{}]*)\}\})/g;
var DATE_ARGUMENTS = /^(?:\s+(?:"[^"]*"|'[^']*'))?(?:\s+\w+=(?:"[^"]*"|'[^']*'))*\s*$/;
var DATES = ["date", "commit_date"];
function makeExpressions({ names, facts, env, more = {} }) {
  const event = resolveEvent(facts, parseSettings(env, []));
  let loading;
  return async (text, input) => {
    if (!text.includes("{{")) return { text, problems: [], notices: [] };
    loading ??= loadTemplates(["{{date}}"]);
    const templates = await loading;
    const values = {
      ...makeGlobalExpressions(event, templates),
      ...makeNameValues(names),
      ...more
    };
    return fillExpressions(text, input, { values, templates });
  };
}
function fillExpressions(text, input, { values, templates }) {
  const known = listNames(values);
  const problems = [];
  const notices = [];
  const filled = mapMatches(text, ({ expression, name, args, slashes }) => {
    if (!isOurs(name, args, known)) {
      const similar = findSimilar(name, known);
      if (similar !== void 0 && slashes === "")
        notices.push(
          `${input}: \`${expression}\` is no expression and stays as it is; \`{{${similar}}}\` would be one.`
        );
      return void 0;
    }
    if (slashes.length % 2 === 1) return expression;
    const blame = { input, value: expression, problems };
    return attempt(blame, () => templates.render(expression, values)) ?? expression;
  });
  return { text: filled, problems, notices };
}
function listNames(values) {
  return Object.entries(values).flatMap(
    ([name, value]) => typeof value === "object" && value !== null ? Object.keys(value).map((key) => `${name}.${key}`) : [name]
  );
}
function isOurs(name, args, known) {
  if (!known.includes(name)) return false;
  return DATES.includes(name) ? DATE_ARGUMENTS.test(args) : args.trim() === "";
}
function mapMatches(text, change) {
  let end = 0;
  let result = "";
  for (const { 0: whole, index, groups = {} } of text.matchAll(EXPRESSION)) {
    const { expression = "", slashes = "" } = groups;
    const name = groups["raw"] ?? groups["plain"] ?? "";
    const args = groups["rawArgs"] ?? groups["args"] ?? "";
    const changed = change({ expression, name, args, slashes });
    const kept = slashes.slice(0, Math.floor(slashes.length / 2));
    result += text.slice(end, index) + (changed === void 0 ? whole : kept + changed);
    end = index + whole.length;
  }
  return result + text.slice(end);
}
function makeNameValues({
  fullVersion,
  version,
  created,
  revision,
  tags
}) {
  return {
    version: fullVersion?.full ?? version,
    major: fullVersion?.major ?? "",
    minor: fullVersion?.minor ?? "",
    patch: fullVersion?.patch ?? "",
    created: created.toISOString(),
    revision,
    meta: { version, tags: tags.join("\n") }
  };
}

// src/names/flavor.ts
var LATEST_MODES = ["auto", "true", "false", "release"];
var NO_AFFIX = { text: "", onLatest: false };
var DEFAULT = { latest: "auto", prefix: NO_AFFIX, suffix: NO_AFFIX };
var GRAMMAR = "Use `latest=auto|true|false|release`, `prefix=\u2026` or `suffix=\u2026`, the latter two with `,onlatest=true|false`.";
function parseFlavor(text, problems) {
  const lines = attempt({ input: "flavor", value: text, problems }, () => parseList2(text)) ?? [];
  return lines.reduce(
    (known, line) => attempt({ input: "flavor", value: line, problems }, () => applyLine(known, line)) ?? known,
    DEFAULT
  );
}
function applyLine(flavor, line) {
  let affix;
  return parseFields(line).reduce((known, field) => {
    if (field.key === "prefix" || field.key === "suffix") affix = field.key;
    return applyField(known, field, affix);
  }, flavor);
}
function applyField(flavor, { key, value }, affix) {
  switch (key) {
    case "latest":
      return { ...flavor, latest: parseLatest(value) };
    case "prefix":
    case "suffix":
      return { ...flavor, [key]: { ...flavor[key], text: value } };
    case "onlatest": {
      const onLatest = parseOnLatest(value);
      return affix === void 0 ? flavor : { ...flavor, [affix]: { ...flavor[affix], onLatest } };
    }
    case void 0:
      throw new Fault(`\`${value}\` has no \`=\``, GRAMMAR);
    default:
      throw new Fault(`it has the unknown attribute \`${key}\``, GRAMMAR);
  }
}
function parseLatest(value) {
  const mode = LATEST_MODES.find((known) => known === value);
  if (mode !== void 0) return mode;
  throw new Fault(`its \`latest\` is \`${value}\``, "Use `auto`, `true`, `false` or `release`.");
}
function parseOnLatest(value) {
  if (value === "true" || value === "false") return value === "true";
  throw new Fault(`its \`onlatest\` is \`${value}\``, "Use `true` or `false`.");
}

// src/names/types.ts
var TAG_KINDS = ["immutable", "floating"];

// src/names/tag-filter.ts
function parseTagFilter(values) {
  const wanted = values.filter((value) => !value.startsWith("!")).map(parsePattern);
  const unwanted = values.filter((value) => value.startsWith("!")).map((value) => parsePattern(value.slice(1)));
  return (tag) => (wanted.length === 0 || wanted.some((fits) => fits(tag))) && !unwanted.some((fits) => fits(tag));
}
function parsePattern(text) {
  const kind = TAG_KINDS.find((one) => one === text);
  if (kind !== void 0) return (tag) => tag.kind === kind;
  if (!/^[\w.*?-]+$/.test(text))
    throw new Fault(
      `its \`tags\` is \`${text}\``,
      "Use `immutable`, `floating` or a pattern such as `1.*`; repeat `tags=` for several."
    );
  const pattern = new RegExp(
    `^${text.replace(/[.-]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`
  );
  return ({ name }) => pattern.test(name);
}

// src/names/images.ts
function parseImages(text, problems) {
  const found = /* @__PURE__ */ new Map();
  const notices = [];
  for (const line of attemptList(text, problems)) {
    attempt({ input: "images", value: line, problems }, () => {
      const { names, takes } = parseEntry(line);
      for (const name of names) {
        const image = parseImage(name);
        if (image.name !== name)
          notices.push(`images: \`${name}\` is published as \`${image.name}\`.`);
        const place = formatRepository(image.repository);
        const known = found.get(place);
        const isTaken = (tag) => known?.takes(tag) === true || takes(tag);
        found.set(place, { ...known ?? image, takes: isTaken });
      }
    });
  }
  return { images: [...found.values()], notices };
}
function attemptList(text, problems) {
  return attempt({ input: "images", value: text, problems }, () => parseList2(text)) ?? [];
}
function parseEntry(line) {
  const names = [];
  const patterns = [];
  let enabled = true;
  for (const { key, value } of parseFields(line)) {
    if (key === "enable") enabled = parseEnable(value);
    else if (key === "tags") patterns.push(value);
    else if (key === "name" || key === void 0 && value !== "") names.push(value);
    else if (key !== void 0) {
      throw new Fault(
        `it has the unknown attribute \`${key}\``,
        "Use `name`, `enable` and `tags`."
      );
    }
  }
  const takes = parseTagFilter(patterns);
  if (!enabled || names.every((name) => name !== "")) return { names: enabled ? names : [], takes };
  throw new Fault(
    "it has no name",
    "Write `name=ghcr.io/org/app`, or switch it off with `enable=false`."
  );
}
function parseEnable(value) {
  if (value === "true" || value === "false") return value === "true";
  throw new Fault(`its \`enable\` is \`${value}\``, "Use `enable=true` or `enable=false`.");
}
function parseImage(text) {
  const name = text.toLowerCase();
  const parsed = parseRepository(name);
  if (!parsed.ok) throw new Fault(`it ${parsed.reason}`, parsed.fix);
  return { name, repository: parsed.repository };
}

// src/names/rules.ts
var RULE_TYPES = [
  "schedule",
  "semver",
  "pep440",
  "match",
  "edge",
  "ref",
  "raw",
  "sha"
];
var REF_EVENTS = ["branch", "tag", "pr"];
var SHA_FORMATS = ["short", "long"];
var DEFAULT_PRIORITIES = {
  schedule: 1e3,
  semver: 900,
  pep440: 900,
  match: 800,
  edge: 700,
  ref: 600,
  raw: 200,
  sha: 100
};
var DEFAULT_RULES = `type=schedule
type=ref,event=branch
type=ref,event=tag
type=ref,event=pr`;
var COMMON_ATTRIBUTES = ["enable", "priority", "prefix", "suffix"];
var ATTRIBUTES = {
  schedule: ["pattern"],
  semver: ["pattern", "value", "match"],
  pep440: ["pattern", "value", "match"],
  match: ["pattern", "group", "value"],
  edge: ["branch"],
  ref: ["event"],
  raw: ["value"],
  sha: ["format"]
};
function parseRules(text, problems) {
  const given = attempt({ input: "tags", value: text, problems }, () => parseList2(text)) ?? [];
  const lines = given.length === 0 && text.trim() === "" ? parseList2(DEFAULT_RULES) : given;
  const warnings = [];
  const rules = lines.flatMap(
    (line) => attempt({ input: "tags", value: line, problems }, () => [parseRule(line, warnings)]) ?? []
  );
  return { rules: rules.toSorted((left, right) => right.priority - left.priority), warnings };
}
function parseRule(line, warnings) {
  const attributes = new Map(
    parseFields(line).map(({ key, value }) => [key ?? "value", value])
  );
  const type = parseChoice(attributes.get("type") ?? "raw", RULE_TYPES, "type");
  const known = ["type", ...COMMON_ATTRIBUTES, ...ATTRIBUTES[type]];
  for (const name of attributes.keys()) {
    if (known.includes(name)) continue;
    warnings.push(`tags: \`${line}\`: type \`${type}\` has no \`${name}\`; it is ignored.`);
  }
  const source = parseSource(type, attributes);
  return {
    line,
    priority: parsePriority(attributes.get("priority"), type),
    enable: attributes.get("enable") ?? "true",
    prefix: attributes.get("prefix") ?? defaultPrefix(source),
    suffix: attributes.get("suffix"),
    source
  };
}
function parseSource(type, attributes) {
  const read = (name) => attributes.get(name) ?? "";
  switch (type) {
    case "schedule":
      return { type, pattern: attributes.get("pattern") ?? "nightly" };
    case "semver":
    case "pep440": {
      const pattern = demand(attributes, "pattern", "pattern={{version}}");
      return { type, pattern, value: read("value"), match: read("match") };
    }
    case "match": {
      const pattern = demand(attributes, "pattern", "pattern=v(.*),group=1");
      return { type, pattern, group: parseGroup(read("group")), value: read("value") };
    }
    case "edge":
      return { type, branch: read("branch") };
    case "ref": {
      const event = demand(attributes, "event", "event=branch");
      return { type, event: parseChoice(event, REF_EVENTS, "event") };
    }
    case "raw":
      return { type, value: demand(attributes, "value", "value=nightly") };
    case "sha":
      return {
        type,
        format: parseChoice(attributes.get("format") ?? "short", SHA_FORMATS, "format")
      };
  }
}
function defaultPrefix(source) {
  if (source.type === "sha") return "sha-";
  return source.type === "ref" && source.event === "pr" ? "pr-" : void 0;
}
function demand(attributes, name, example) {
  const value = attributes.get(name);
  if (value !== void 0) return value;
  throw new Fault(`it has no \`${name}\``, `Add it, such as \`${example}\`.`);
}
function parseChoice(value, choices, name) {
  const found = choices.find((choice) => choice === value);
  if (found !== void 0) return found;
  throw new Fault(
    `its ${name} is \`${value}\``,
    `Use ${choices.map((choice) => `\`${choice}\``).join(", ")}.`
  );
}
function parsePriority(value, type) {
  const priority = value === void 0 ? DEFAULT_PRIORITIES[type] : Number(value);
  if (Number.isFinite(priority)) return priority;
  throw new Fault(`its priority is \`${value}\``, "Use a number.");
}
function parseGroup(value) {
  if (/^\d*$/.test(value)) return Number(value);
  throw new Fault(
    `its group is \`${value}\``,
    "Use the number of a group of the pattern; 0 is all of it."
  );
}

// src/names/versions.ts
var import_semver = __toESM(require_semver(), 1);

// src/names/world.ts
function readVersionText(value, world) {
  return value === "" ? tagOf(world.event.ref) : world.templates.render(value, world.globals);
}
function parseRegExp(pattern, flags = "") {
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw new Fault(
      `\`${pattern}\` is not a regular expression`,
      "Write a JavaScript regular expression, such as `v(.*)`."
    );
  }
}

// src/names/versions.ts
var RAW_PATTERN = /^\{\{\{?&?\s*raw\s*\}?\}\}$/;
function makeSemverValue(source, world) {
  const text = readVersion(source, world);
  if (text === void 0) return void 0;
  const parsed = import_semver.default.valid(text) === null ? null : import_semver.default.parse(text, { loose: true });
  if (parsed === null) {
    world.warn(`tags: \`${text}\` is not a semantic version (https://semver.org).`);
    return void 0;
  }
  return makeValue(source.pattern, world, {
    isFinal: parsed.prerelease.length === 0,
    values: parsed,
    version: parseVersionParts(text)
  });
}
function makePep440Value(source, world) {
  const { pep440, warn } = world;
  const text = readVersion(source, world);
  if (text === void 0 || pep440 === void 0) return void 0;
  const explained = pep440.valid(text) === null ? null : pep440.explain(text);
  const full = pep440.clean(text);
  if (explained === null || full === null) {
    warn(`tags: \`${text}\` is not a version by PEP 440 (https://peps.python.org/pep-0440).`);
    return void 0;
  }
  const { is_prerelease, is_postrelease, is_devrelease } = explained;
  const parts = {
    major: String(pep440.major(text)),
    minor: String(pep440.minor(text)),
    patch: String(pep440.patch(text))
  };
  return makeValue(source.pattern, world, {
    isFinal: !(is_prerelease || is_postrelease || is_devrelease),
    values: { raw: text, version: full, ...parts },
    version: { full, ...parts }
  });
}
function parseVersionParts(text) {
  const parsed = import_semver.default.parse(text);
  if (parsed === null) return void 0;
  return {
    full: parsed.version,
    major: String(parsed.major),
    minor: String(parsed.minor),
    patch: String(parsed.patch)
  };
}
function readVersion(source, world) {
  const given = readVersionText(source.value, world);
  if (given === void 0 || source.match === "") return given?.replaceAll("/", "-");
  const found = given.match(parseRegExp(source.match));
  if (found === null) world.warn(`tags: \`${source.match}\` does not match \`${given}\`.`);
  return (found?.[1] ?? found?.[0] ?? given).replaceAll("/", "-");
}
function makeValue(pattern, { templates }, known) {
  const { isFinal: isFinal2, values, version } = known;
  const used = isFinal2 || RAW_PATTERN.test(pattern) ? pattern : "{{version}}";
  return {
    text: templates.render(used, values),
    isRelease: isFinal2,
    kind: isFullPattern(used) ? "immutable" : "floating",
    ...version === void 0 ? {} : { version }
  };
}
function isFullPattern(pattern) {
  const names = new Set(Array.from(pattern.matchAll(/\{\{\{?&?\s*(\w+)/g), (found) => found[1]));
  return names.has("version") || names.has("raw") || ["major", "minor", "patch"].every((name) => names.has(name));
}

// src/names/values.ts
function makeRuleValue(source, world) {
  switch (source.type) {
    case "schedule":
      return makeScheduleValue(source.pattern, world);
    case "semver":
      return makeSemverValue(source, world);
    case "pep440":
      return makePep440Value(source, world);
    case "match":
      return makeMatchValue(source, world);
    case "edge":
      return makeEdgeValue(source.branch, world.event);
    case "ref":
      return makeRefValue(source.event, world.event.ref);
    case "raw":
      return makeRawValue(source.value, world);
    case "sha":
      return makeShaValue(source.format, world.event);
  }
}
function floating(text) {
  return { text, isRelease: false, kind: "floating" };
}
function makeScheduleValue(pattern, world) {
  if (world.event.eventName !== "schedule") return void 0;
  return floating(world.templates.render(pattern, world.dates));
}
function makeEdgeValue(branch, { ref, repository }) {
  const wanted = branch === "" ? repository.defaultBranch : branch;
  return wanted !== void 0 && wanted === branchOf(ref) ? floating("edge") : void 0;
}
function makeRefValue(event, ref) {
  if (event === "tag") {
    const text2 = tagOf(ref);
    return text2 === void 0 ? void 0 : { text: text2, isRelease: true, kind: "immutable" };
  }
  const text = event === "branch" ? branchOf(ref) : pullRequestOf(ref);
  return text === void 0 ? void 0 : floating(text);
}
function makeRawValue(value, { templates, globals, event }) {
  const text = templates.render(value, globals);
  const namesCommit = event.shortSha !== "" && text.includes(event.shortSha);
  return {
    text,
    isRelease: false,
    kind: namesCommit ? "immutable" : classifyTag(text)
  };
}
function makeShaValue(format, { sha, shortSha }) {
  if (sha === "") return void 0;
  return { text: format === "long" ? sha : shortSha, isRelease: false, kind: "immutable" };
}
function makeMatchValue(source, world) {
  const given = readVersionText(source.value, world);
  if (given === void 0) return void 0;
  const [, body, flags] = /^\/(.+)\/(.*)$/.exec(source.pattern) ?? [];
  const found = given.match(parseRegExp(body ?? source.pattern, flags));
  const text = found?.[source.group];
  if (text === void 0) {
    world.warn(
      found === null ? `tags: \`${source.pattern}\` does not match \`${given}\`.` : `tags: \`${source.pattern}\` has no group ${source.group}.`
    );
    return void 0;
  }
  return { text, isRelease: true, kind: text === given ? "immutable" : classifyTag(text) };
}

// src/names/tags.ts
function makeTags(request) {
  const { rules, flavor, world, problems } = request;
  const made = rules.flatMap((rule) => {
    const blame = { input: "tags", value: rule.line, problems };
    return attempt(blame, () => makeTag(rule, flavor, world)) ?? [];
  });
  const [first] = made;
  const wantsLatest = isLatestWanted(request, first);
  const latest = first !== void 0 && wantsLatest ? makeLatest(request, made) : void 0;
  return {
    tags: mergeTags(latest === void 0 ? made : [...made, latest]),
    version: made.find(({ version }) => version !== void 0)?.version,
    prefix: first?.prefix ?? "",
    suffix: first?.suffix ?? ""
  };
}
function isLatestWanted({ flavor, world }, first) {
  if (flavor.latest === "true" || first === void 0) return flavor.latest === "true";
  if (flavor.latest === "release") return first.isRelease && tagOf(world.event.ref) !== void 0;
  return flavor.latest === "auto" && first.isRelease;
}
function makeTag(rule, flavor, world) {
  if (!isEnabled(rule, world)) return void 0;
  const value = makeRuleValue(rule.source, world);
  if (value === void 0) return void 0;
  const { templates, globals } = world;
  const prefix = templates.render(rule.prefix ?? flavor.prefix.text, globals);
  const suffix = templates.render(rule.suffix ?? flavor.suffix.text, globals);
  const text = `${prefix}${value.text}${suffix}`;
  if (text === "") return void 0;
  const name = sanitizeTag(text);
  const isLatest = name === "latest";
  return {
    name,
    isLatest,
    kind: isLatest ? "floating" : value.kind,
    isRelease: value.isRelease,
    version: value.version,
    basis: findBasis(rule.source, { version: value.version, isLatest, event: world.event }),
    ...{ prefix: cleanTag(prefix), suffix: cleanTag(suffix) }
  };
}
function isEnabled({ enable }, { templates, globals }) {
  const enabled = templates.render(enable, globals);
  if (enabled === "true" || enabled === "false") return enabled === "true";
  throw new Fault(
    `its \`enable\` is \`${enabled}\``,
    "Use `true`, `false` or an expression that gives one of them."
  );
}
function makeLatest({ flavor, world, problems }, made) {
  const known = made.find(({ version }) => version !== void 0)?.basis;
  const basis = known ?? findGitVersion(world.event) ?? findBasis({ type: "raw" }, { isLatest: true, event: world.event });
  const release = flavor.latest === "release" ? tagOf(world.event.ref) : void 0;
  const render = ({ text, onLatest }) => onLatest ? world.templates.render(text, world.globals) : "";
  return attempt({ input: "flavor", value: "latest", problems }, () => ({
    name: sanitizeTag(`${render(flavor.prefix)}latest${render(flavor.suffix)}`),
    kind: "floating",
    isLatest: true,
    basis,
    release
  }));
}
function sanitizeTag(text) {
  const parsed = parseTag(cleanTag(text));
  if (parsed.ok) return parsed.tag;
  throw new Fault(`\`${text}\` ${parsed.reason}`, parsed.fix);
}
function cleanTag(text) {
  return text.replace(/[^a-zA-Z0-9._-]+/g, "-");
}
function mergeTags(tags) {
  const merged = /* @__PURE__ */ new Map();
  for (const { name, kind, isLatest, basis, release } of tags) {
    const known = merged.get(name);
    const floats = kind === "floating" || known?.kind === "floating";
    merged.set(name, {
      name,
      kind: floats ? "floating" : "immutable",
      isLatest: isLatest || known?.isLatest === true,
      basis: known?.basis ?? basis,
      release: release ?? known?.release
    });
  }
  return [...merged.values()];
}

// src/names/names.ts
var DEFAULT_BAKE_TARGET = "docker-metadata-action";
async function makeNames(request) {
  const problems = [];
  const warnings = /* @__PURE__ */ new Set();
  const settings = parseSettings(request.env, problems);
  const event = resolveEvent(request.facts, settings);
  const { images, notices } = parseImages(request.images, problems);
  const { rules, warnings: ruleWarnings } = parseRules(request.tags, problems);
  const flavor = parseFlavor(request.flavor, problems);
  for (const warning of ruleWarnings) warnings.add(warning);
  const world = {
    ...await loadWorld(request, event),
    pep440: rules.some(({ source }) => source.type === "pep440") ? await import("./pep440-TBJHPXFH.js") : void 0,
    warn: (message) => warnings.add(message)
  };
  const { tags, version, prefix, suffix } = makeTags({ rules, flavor, world, problems });
  if (tags.length === 0) {
    warnings.add("No tag comes out of `tags` for this event.");
  }
  const subject = { event, version: tags[0]?.name ?? "", created: findCreated(event, settings) };
  const known = {
    ...makeLists(images, tags),
    version: subject.version,
    fullVersion: version ?? parseVersionParts(tagOf(event.ref) ?? ""),
    revision: event.sha,
    created: subject.created
  };
  const values = { ...world.globals, ...makeNameValues(known) };
  const metadata = makeMetadata({ request, settings, world, subject, values, problems });
  const lists = { ...known, ...metadata };
  return {
    ...lists,
    ...formatNameDocuments(lists, request.bakeTarget ?? DEFAULT_BAKE_TARGET),
    destinations: planDestinations2(images, tags),
    lines: await makeTagLines(tags, { ...metadata, ...{ prefix, suffix, revision: event.sha } }),
    problems,
    warnings: [...warnings],
    notices: [...notices, ...noteUntagged(images, tags)]
  };
}
async function loadWorld(request, event) {
  const { tags, flavor, labels, annotations } = request;
  const templates = await loadTemplates([tags, flavor, labels, annotations]);
  return {
    event,
    templates,
    globals: makeGlobalExpressions(event, templates),
    dates: makeDateExpressions(event, templates)
  };
}
function makeLists(images, tags) {
  const tagNames = tags.map(({ name }) => name);
  const references = images.flatMap(
    (image) => tags.filter(image.takes).map((tag) => `${image.name}:${tag.name}`)
  );
  return {
    images: images.map(({ name, repository }) => ({ name, repository })),
    tagNames,
    tags: images.length === 0 ? tagNames : references
  };
}
function isTemplate(text) {
  return text.replace(/\{\{\{?[^{}#/^!>&~]*\}\}\}?/g, "").includes("{{");
}
function makeMetadata({
  request,
  settings,
  world: { templates, warn },
  subject,
  values,
  problems
}) {
  const standard = makeStandardPairs(subject);
  const custom = (input) => ({
    input,
    text: request[input],
    render: (text) => {
      if (isTemplate(text)) return templates.render(text, values);
      const filled = fillExpressions(text, input, { values: { ...values }, templates });
      problems.push(...filled.problems);
      filled.notices.forEach(warn);
      return filled.text;
    },
    problems,
    warn
  });
  return {
    labels: makeLabels(standard, custom("labels")),
    annotations: makeAnnotations(standard, custom("annotations"), settings.annotationLevels)
  };
}
function findCreated({ commitTime, runTime }, { sourceTime }) {
  return sourceTime ?? commitTime ?? runTime;
}
function noteUntagged(images, tags) {
  const untagged = images.filter(({ takes }) => tags.length > 0 && !tags.some(takes));
  return untagged.map(
    ({ name }) => `images: \`${name}\` takes none of the tags of this event, and is left out.`
  );
}
function planDestinations2(images, tags) {
  const rank = ({ kind, isLatest }) => isLatest ? 2 : kind === "immutable" ? 0 : 1;
  const ordered = tags.toSorted((left, right) => rank(left) - rank(right)).map(({ name, kind }) => ({ name, kind }));
  return images.map(({ repository, takes }) => ({ repository, tags: ordered.filter(takes) })).filter((destination) => destination.tags.length > 0);
}

// src/plan/expand-inputs.ts
async function expandInputs({
  parsed,
  ...request
}) {
  const { inputs } = parsed;
  const { names } = request;
  const filling = { expand: makeExpressions(request), problems: [], notices: /* @__PURE__ */ new Set() };
  const expanded = {
    ...inputs,
    buildArgs: await mapAll(inputs.buildArgs, (entry) => fillPair(filling, "build-args", entry)),
    buildContexts: await mapAll(inputs.buildContexts, async ({ name, source }) => ({
      name,
      source: await fillLine(filling, "build-contexts", source)
    })),
    outputs: await mapAll(inputs.outputs, async ({ type, attributes }) => ({
      type,
      attributes: await fillAttributes(filling, "outputs", attributes)
    })),
    cache: typeof inputs.cache === "string" ? inputs.cache : await mapAll(inputs.cache, (entry) => fillCache(filling, "cache", entry)),
    ...inputs.cacheScope === void 0 ? {} : { cacheScope: await fillLine(filling, "cache-scope", inputs.cacheScope) },
    cacheFrom: await mapAll(inputs.cacheFrom, (entry) => fillCache(filling, "cache-from", entry)),
    cacheTo: await mapAll(inputs.cacheTo, (entry) => fillCache(filling, "cache-to", entry)),
    ...inputs.images === "" ? {
      labels: await fillPairs(filling, "labels", inputs.labels),
      annotations: await fillPairs(filling, "annotations", inputs.annotations)
    } : {}
  };
  return {
    parsed: { inputs: expanded, problems: [...parsed.problems, ...filling.problems] },
    names: { ...names, notices: [...names.notices, ...filling.notices] }
  };
}
function mapAll(values, change) {
  return Promise.all(values.map(change));
}
async function fill(filling, input, text) {
  const { text: filled, problems, notices } = await filling.expand(text, input);
  filling.problems.push(...problems);
  for (const notice of notices) filling.notices.add(notice);
  return filled;
}
async function fillLine(filling, input, text) {
  const filled = await fill(filling, input, text);
  if (filled !== text && /[\0-\x1f\x7f]/.test(filled)) {
    const problem = "becomes several lines";
    const fix = "Use an expression that gives one line, such as `{{version}}`.";
    filling.problems.push({ input, value: text, problem, fix });
  }
  return filled;
}
async function fillPair(filling, input, entry) {
  const at = entry.indexOf("=") + 1;
  return entry.slice(0, at) + await fill(filling, input, entry.slice(at));
}
async function fillPairs(filling, input, text) {
  if (!text.includes("{{")) return text;
  try {
    const entries = parseList(text, { comma: "keep" });
    return formatList(await mapAll(entries, (entry) => fillPair(filling, input, entry)));
  } catch {
    return text;
  }
}
async function fillAttributes(filling, input, attributes) {
  const filled = await mapAll(
    Object.entries(attributes),
    async ([name, value]) => [name, await fillLine(filling, input, value)]
  );
  return Object.fromEntries(filled);
}
async function fillCache(filling, input, { backend, attributes }) {
  return { backend, attributes: await fillAttributes(filling, input, attributes) };
}

// src/stages/names.ts
async function nameImage(host, { parsed, facts }) {
  const request = { facts: facts.names, env: host.env };
  const inputs = namedInputs(parsed.inputs);
  const names = await makeNames({ ...inputs, ...request });
  const runTime = facts.names.commitTime ?? /* @__PURE__ */ new Date(0);
  const lasting = await makeNames({ ...inputs, ...request, facts: { ...facts.names, runTime } });
  const expanded = await expandInputs({ parsed, names, ...request });
  return {
    ...expanded,
    names: await lineGiven({ ...expanded, facts }),
    lasting,
    written: parsed.inputs,
    facts: await lookAgain(host, { facts, before: parsed.inputs, inputs: expanded.parsed.inputs })
  };
}
function namedInputs(inputs) {
  const { images, tags, flavor, labels, annotations, bakeTarget } = inputs;
  return images === "" ? { images, tags: "", flavor: "", labels: "", annotations: "", bakeTarget } : { images, tags, flavor, labels, annotations, bakeTarget };
}
async function lineGiven({
  parsed,
  names,
  facts
}) {
  const { images, tags, labels, annotations } = parsed.inputs;
  if (images !== "" || labels === "") return names;
  const tagNames = parseFullReferences(tags, []).flatMap((one) => one.tags.map(({ name }) => name));
  const given = { labels: readLines(labels), annotations: readLines(annotations) };
  const lines = await makeGivenLines({ tagNames, ...given, facts: facts.names });
  return { ...names, lines };
}
function readLines(text) {
  try {
    return parseList(text, { comma: "keep" });
  } catch {
    return [];
  }
}
async function lookAgain(host, { facts, before, inputs }) {
  const known = before.buildContexts.map(({ source }) => source);
  if (inputs.buildContexts.every(({ source }) => known.includes(source))) return facts;
  return { ...facts, paths: await readPaths(host, inputs, facts.paths.isEntered) };
}

// src/plan/needs.ts
function listNeeds(plan) {
  const pushed = plan.mode === "push" ? plan.destinations : [];
  return [
    ["permissions", listPermissions(plan).join(", ") || "none"],
    ...pushed.map(({ repository }) => {
      const name = formatRepository(repository);
      return ["push access", `${name} (${findLogin(plan, repository.registry)})`];
    })
  ];
}
function listPermissions({ build, mode, destinations, signing, logins }) {
  const hasIdentity = logins.some(({ identity }) => identity !== void 0);
  const isGhcr = destinations.some(({ repository }) => repository.registry === "ghcr.io");
  return [
    ...isRemoteContext(build.context) ? [] : ["contents: read"],
    ...mode === "push" && isGhcr ? ["packages: write"] : [],
    ...signing.kind === "keyless" || hasIdentity ? ["id-token: write"] : []
  ];
}
function findLogin({ logins }, registry) {
  const login = logins.find((one) => one.registry === registry && one.use !== "pull");
  return login === void 0 ? "no login here: a docker login of the job counts" : `login by \`${login.source}\``;
}

// src/tools/create-builder.ts
function makeCreateCommands(own, means) {
  const last = own.nodes.length - 1;
  return own.nodes.map((node, at) => [
    "create",
    `--name=${means.name}`,
    ...at === 0 ? [`--driver=${own.driver}`] : ["--append"],
    `--node=${nameNode(means.name, node, at)}`,
    ...listOptions(own, { node, at, means }).map((option) => `--driver-opt=${quoteField(option)}`),
    ...makeFlags2(own, node),
    ...means.configFile === void 0 ? [] : [`--buildkitd-config=${means.configFile}`],
    ...node.platforms.length === 0 ? [] : [`--platform=${node.platforms.join(",")}`],
    ...at === last ? ["--bootstrap"] : [],
    ...node.endpoint === void 0 ? [] : ["--", node.endpoint]
  ]);
}
function nameNode(builder, { label }, at) {
  return label === void 0 ? `${builder}${at}` : `${builder}-${label}`;
}
function listNodeNames(name, { nodes }) {
  return nodes.map((node, at) => nameNode(name, node, at));
}
function listOptions({ driver }, { node, at, means }) {
  const given = new Set(
    node.driverOpts.map((option) => splitPair(option)?.key.toLowerCase() ?? "")
  );
  const { image, variables, labels, tlsFile } = means;
  const ours = [
    ...image === void 0 || driver === "remote" ? [] : [["image", image]],
    ...driver === "docker-container" ? listVariables(variables) : [],
    ...node.tls.map((part) => [part, tlsFile(at, part)])
  ];
  return [
    ...ours.flatMap(([key, value]) => given.has(key.toLowerCase()) ? [] : [`${key}=${value}`]),
    ...node.driverOpts,
    ...driver === "kubernetes" ? [`labels=${joinLabels(node, labels)}`] : []
  ];
}
function findDriverOption({ driverOpts }, name) {
  return driverOpts.map(splitPair).findLast((pair) => pair?.key.toLowerCase() === name)?.value;
}
function joinLabels(node, labels) {
  const theirs = findDriverOption(node, "labels")?.replaceAll('"', "") ?? "";
  const ours = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return [...theirs === "" ? [] : [theirs], ...ours].join(",");
}
function listVariables(variables) {
  return Object.entries(variables).map(([name, value]) => [`env.${name}`, value]);
}
function makeFlags2({ entitlements }, { flags }) {
  const all = [
    ...entitlements.map((one) => `--allow-insecure-entitlement=${one}`),
    ...flags === "" ? [] : [flags]
  ];
  return all.length === 0 ? [] : [`--buildkitd-flags=${all.join(" ")}`];
}
var PROXIES = /^(?:https?_proxy|no_proxy|all_proxy)$/i;
var LOOPBACK = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i;
function listProxies(env, { isHostNetwork: isHostNetwork2 }) {
  const found = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === void 0 || value === "" || !PROXIES.test(name)) continue;
    if (isHostNetwork2 || /^no_proxy$/i.test(name) || !LOOPBACK.test(value)) found[name] = value;
  }
  return found;
}
function isHostNetwork({ nodes }) {
  return nodes.every(({ driverOpts }) => driverOpts.includes("network=host"));
}

// src/tools/shell.ts
var VARIABLE = /\u{E000}([A-Z][A-Z0-9_]*)\u{E001}/u;
function makeVariable(name) {
  return `\uE000${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}\uE001`;
}
function formatCommandLines(words) {
  const firstFlag = words.findIndex((word) => word.startsWith("-"));
  const start = firstFlag === -1 ? words.length : firstFlag;
  const lines = [
    words.slice(0, start).map(quoteWord).join(" "),
    ...words.slice(start).map((word) => `  ${quoteWord(word)}`)
  ];
  return lines.map((line, at) => at === lines.length - 1 ? line : `${line} \\`);
}
function quoteWord(word) {
  const parts = word.split(VARIABLE);
  if (parts.length === 1) return quoteShell(word);
  return parts.map((part, at) => at % 2 === 1 ? `"$${part}"` : part === "" ? "" : quoteShell(part)).join("");
}

// src/stages/rehearse-build.ts
var FOLDER = makeVariable("run");
var BUILDER = "build-sign-dry-run";
function rehearseBuild(rehearsed) {
  const { plan, platforms, loaded } = rehearsed;
  const means = { builder: nameBuilder(plan), secrets: listSecretFiles(rehearsed) };
  const prepare = { title: "Prepare", lines: listPreparations(rehearsed) };
  if (plan.mode === "call") {
    const { call = "" } = plan;
    return {
      before: [prepare, makeStep("Evaluate", makeCall(plan, { ...means, call }))],
      after: []
    };
  }
  const isPushed = plan.mode === "push";
  const metadataFile = `${FOLDER}/metadata.json`;
  const build = makeBuild(plan, { ...means, platforms, metadataFile });
  const cache = makeCacheExport(plan, means);
  return {
    before: [prepare, makeStep(isPushed ? "Build, pushed by digest: no tag yet" : "Build", build)],
    after: [
      ...loaded.length > 0 ? [makeStep("Load", makeLoad(plan, { ...means, platforms: loaded }))] : [],
      ...cache === void 0 ? [] : [makeStep("Write the build cache, beside signing", cache)]
    ]
  };
}
function makeStep(title, command) {
  return { title, lines: formatBuildx(makeBuildArgs(command)) };
}
function formatBuildx(args) {
  return formatCommandLines(["docker", "buildx", ...args.map(redactArgument)]);
}
function nameBuilder({ builder }) {
  if (builder.kind === "existing") return builder.name;
  return findOwn(builder) === void 0 ? void 0 : BUILDER;
}
function listCreation(own) {
  const commands = makeCreateCommands(own, {
    name: BUILDER,
    image: own.images.at(-1),
    configFile: own.config === void 0 ? void 0 : `${FOLDER}/buildkitd.toml`,
    tlsFile: (node, part) => `${FOLDER}/certs/${node}-${part}.pem`,
    variables: {},
    labels: {}
  });
  return commands.flatMap(formatBuildx);
}
function listPreparations({ plan: { builder, build }, inputs }) {
  const own = findOwn(builder);
  const written = inputs.secrets.filter(({ id }) => build.secretIds.includes(id));
  return [
    "RUN=$(mktemp -d)",
    'mkdir "$RUN/bundles" "$RUN/predicates" "$RUN/secrets"',
    ...written.map(
      ({ id }, at) => `# the value of secret ${JSON.stringify(id)} goes into "$RUN/secrets/build-${at}"`
    ),
    ...own === void 0 ? [] : listCreation(own)
  ];
}
function listSecretFiles({ plan, inputs, facts }) {
  const isWanted = ({ id }) => plan.build.secretIds.includes(id);
  const written = inputs.secrets.filter(isWanted).map(({ id }, at) => ({ id, path: `${FOLDER}/secrets/build-${at}` }));
  const files = inputs.secretFiles.filter(isWanted).map(({ id, path }) => ({
    id,
    path: facts.paths.named[path] === "file" ? path : makeVariable(`file_of_${id}`)
  }));
  return [...written, ...files];
}
function rehearseCleanup({ builder }) {
  const args = ["docker", "buildx", "rm", "--force", BUILDER];
  return {
    title: "Clean up",
    lines: [
      ...findOwn(builder) === void 0 ? [] : [args.join(" ")],
      `rm -rf ${quoteWord(FOLDER)}`
    ]
  };
}
function nameByVariable(repository, variable) {
  return quoteWord(`${formatRepository(repository)}@${variable}`);
}

// src/stages/rehearse-signing.ts
function rehearseSigning(signed) {
  const { plan } = signed;
  const [first] = plan.destinations;
  if (plan.mode !== "push" || first === void 0) return [];
  const { repository } = first;
  const image = foreseeImage(plan);
  const reading = { title: "Digests", lines: listReadings({ plan, repository, image }) };
  const { signing } = plan;
  if (signing.kind === "off") return [reading];
  const trust = nameTrust(signing);
  return [
    reading,
    ...fetchTrust(signing),
    ...listPredicateReadings({ repository, image, plan }),
    { title: "Sign and attest, uploading nothing", lines: listTasks({ repository, image, trust }) },
    {
      title: "Attach",
      lines: ["# The action checks each bundle and uploads it as a referrer of its manifest."]
    },
    {
      title: "Verify: the output `verify-commands`",
      lines: listVerifications(signed, image, signing)
    }
  ];
}
function foreseeImage(plan) {
  const { platforms } = plan.build;
  const hasIndex = platforms.length > 1 || plan.attestations.length > 0;
  const built = platforms.map((platform) => makeSubject("platform", platform, hasIndex));
  const attached = plan.attestations.length === 0 ? [] : platforms;
  const index = makeSubject("index", void 0, hasIndex);
  const subjects = [
    ...built,
    ...attached.map((platform) => makeSubject("attestation-manifest", platform, hasIndex)),
    ...hasIndex && plan.leg === void 0 ? [index] : []
  ];
  const predicates = built.flatMap(
    (subject) => plan.attestations.map((spec) => ({ spec, subject, file: namePredicate(spec, subject) }))
  );
  const { digest, mediaType } = index;
  return { digest, mediaType, bytes: new Uint8Array(), subjects, predicates };
}
function namePredicate({ kind }, { platform = "" }) {
  return `${FOLDER}/predicates/${kind}-${platform.replaceAll("/", "-")}.json`;
}
function makeSubject(kind, platform, hasIndex) {
  const name = platform === void 0 ? void 0 : formatPlatform(platform);
  const suffix = kind === "attestation-manifest" ? "_attestations" : "";
  const variable = makeVariable(hasIndex && name !== void 0 ? `${name}${suffix}` : "image");
  const mediaType = kind === "index" ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest;
  return { kind, platform: name, digest: variable, mediaType, sizeBytes: 0 };
}
function listReadings({
  plan,
  repository,
  image
}) {
  const raw = `docker buildx imagetools inspect --raw ${nameByVariable(repository, image.digest)}`;
  const parts = image.subjects.filter(({ digest }) => digest !== image.digest);
  return [
    `IMAGE=$(jq -r '."containerimage.digest"' "$RUN/metadata.json")`,
    ...parts.flatMap(({ kind, digest }, at) => {
      const platform = plan.build.platforms[at % plan.build.platforms.length];
      if (platform === void 0) return [];
      const name = nameVariable(digest);
      const own = nameVariable(makeSubject("platform", platform, true).digest);
      return kind === "platform" ? [`${name}=$(${raw} | jq -r '${selectPlatform(platform)}')`] : [`${name}=$(${raw} | jq -r --arg of "$${own}" '${OF_PLATFORM}')`];
    })
  ];
}
var OF_PLATFORM = '.manifests[] | select(.annotations["vnd.docker.reference.digest"] == $of) | .digest';
function selectPlatform({ os, architecture, variant }) {
  const asked = Object.entries({ os, architecture, variant }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`.${name} == "${value}"`]
  );
  return `first(.manifests[] | select(.platform | ${asked.join(" and ")}) | .digest)`;
}
function nameVariable(placeholder) {
  return quoteWord(placeholder).replaceAll(/["$]/g, "");
}
function nameTrust({ trustedRoot, signingConfig }) {
  return {
    trustedRoot: trustedRoot ?? `${FOLDER}/trusted_root.json`,
    signingConfig: signingConfig ?? `${FOLDER}/signing_config.json`
  };
}
function fetchTrust(signing) {
  const trust = nameTrust(signing);
  const isPublic = signing.trustedRoot === void 0 || signing.signingConfig === void 0;
  if (!isPublic) return [];
  return [
    {
      title: "The public Sigstore's trusted root",
      lines: [
        ...formatCosign(makeTrustedRootArgs(trust.trustedRoot)),
        ...formatCosign(makeSigningConfigArgs(trust.signingConfig, signing))
      ]
    }
  ];
}
function listPredicateReadings({
  repository,
  image: { predicates, digest },
  plan
}) {
  if (predicates.length === 0) return [];
  const isOne = plan.build.platforms.length === 1;
  const inspect = `docker buildx imagetools inspect ${nameByVariable(repository, digest)}`;
  const lines = predicates.map(({ spec, subject, file }) => {
    const field = spec.kind === "spdx" ? "SBOM" : "Provenance";
    const part = spec.kind === "spdx" ? "SPDX" : "SLSA";
    const value = isOne ? `.${field}.${part}` : `(index .${field} "${subject.platform}").${part}`;
    return `${inspect} --format '{{ json ${value} }}' >${quoteWord(file)}`;
  });
  return [{ title: "SBOM and provenance, as BuildKit recorded them", lines }];
}
function listTasks({
  repository,
  image,
  trust
}) {
  return [
    '# "$RUN/secrets/token": an OIDC token for the audience `sigstore`',
    ...planCommands({ image, repository, trust }).flatMap(({ label, args }, at) => [
      `# ${label}`,
      ...formatCosign(args(`${FOLDER}/secrets/token`, `${FOLDER}/bundles/${at + 1}.json`))
    ])
  ];
}
function listVerifications({ plan, facts, identity }, image, { transparencyLog, trustedRoot }) {
  const { attestations } = plan;
  const policy = foreseePolicy({ facts, identity, attestations, transparencyLog });
  const top = image.subjects.at(-1);
  if (top === void 0) return [];
  const required = listRequired(image.subjects, policy);
  return plan.destinations.flatMap(
    ({ repository }) => chooseShown(required, top).flatMap(
      ({ subject, predicateType }) => formatCosign(
        makeVerifyImageArgs({
          image: formatReference({ repository, digest: subject.digest }),
          predicateType,
          policy,
          trustedRoot
        })
      )
    )
  );
}
function formatCosign(args) {
  return formatCommandLines(["cosign", ...args]);
}

// src/stages/rehearse.ts
function rehearse(host, { plan, inputs, facts, group }) {
  const { findings, ...platforms } = foreseePlatforms(host, plan);
  const rehearsed = { plan, inputs, facts, ...platforms };
  const commands = inputs.workflow === void 0 ? formatSteps(listSteps(rehearsed)) : [];
  const rehearsal = {
    decisions: listDecisions(plan, group),
    needs: listNeeds(plan),
    findings: [...plan.findings, ...findings],
    labels: plan.build.labels,
    annotations: plan.build.annotations,
    commands
  };
  print(host, rehearsal);
  return rehearsal;
}
function listSteps(rehearsed) {
  const { plan, inputs, facts } = rehearsed;
  const { before, after } = rehearseBuild(rehearsed);
  const identity = inputs.certificateIdentity;
  return [
    ...before,
    ...rehearseSigning({ plan, facts, identity }),
    ...after,
    ...listTagging(plan),
    rehearseCleanup(plan)
  ];
}
function listTagging({ mode, publish: publish2, leg }) {
  if (mode !== "push") return [];
  const line = publish2 === "off" ? "# None: the output `candidate` goes to the publishing job." : leg === void 0 ? "# The action writes the same manifest under each tag of the plan, and reads it back." : "# The last leg to finish puts the image together, signs its index, and moves the tags.";
  return [{ title: "Tags", lines: [line] }];
}
function foreseePlatforms(host, plan) {
  const engine = readPlatform(host, void 0);
  try {
    const loaded = chooseLoaded(plan, engine);
    return { platforms: choosePlatforms(plan, engine), loaded, findings: [] };
  } catch (error) {
    return { platforms: plan.build.platforms, loaded: [], findings: [describeError(error)] };
  }
}
function formatSteps(steps) {
  return steps.flatMap(({ title, lines }, at) => [
    ...at === 0 ? [] : [""],
    `## ${title}`,
    ...lines
  ]);
}
function print({ log }, { needs, findings, commands }) {
  log.group(
    "Needs",
    needs.map(([name, value]) => formatRow(name, value))
  );
  if (commands.length > 0) {
    const close = log.open("Commands");
    for (const line of commands.flatMap((command) => command.split("\n"))) log.foreign(line);
    close();
  }
  if (findings.length === 0) return;
  log.info("To do this for real, the job lacks:");
  for (const line of findings.flatMap((finding) => finding.split("\n"))) log.foreign(`  ${line}`);
}

// src/plan/builder-engine.ts
var ENGINE_FLOOR = "28.3.0";
var ENGINE_CACHES = ["gha", "inline", "local", "registry"];
var ENGINE_GRANTS = ["network.host", "device"];
function findEngineLacks({ pushes, emulators, caches, entitlements }, { os, version, containerdStore }) {
  const refused = entitlements.filter((one) => !ENGINE_GRANTS.includes(one));
  const unknown = caches.filter((type) => !ENGINE_CACHES.includes(type));
  const isNew = isAtLeast(parseVersion(version) ?? "", ENGINE_FLOOR);
  const lacks = [
    // buildx build/opt.go; the engine itself gives every name a tag (moby exporter/wrapper.go).
    [pushes, "pushes by tag only, and a tag is moved last here"],
    [os !== "linux", `runs ${os} containers`],
    [
      !containerdStore,
      "keeps images in a store of its own, which holds neither several platforms nor attestations"
    ],
    [!isNew, `is older than ${ENGINE_FLOOR}, the first that writes SLSA 1 provenance`],
    [unknown.length > 0, `has no cache backend ${unknown.join(", ")}`],
    [refused.length > 0, `does not grant ${refused.join(", ")}`],
    [emulators, "brings no emulators of its own"]
  ];
  return lacks.flatMap(([isLacking, text]) => isLacking ? [text] : []);
}

// src/stages/builder.ts
var START_DEADLINE_MS = 3 * 6e4;
async function ensureBuilder(host, { spec, buildx, engine, boot, say }) {
  switch (spec.kind) {
    case "existing":
      return useExisting(host, { name: spec.name, buildx, say });
    case "own":
      return boot(spec.own);
    case "engine":
    case "auto": {
      const found = await engine();
      if (found === void 0) throw new ActionError("ENGINE_UNREACHABLE", "No engine answers");
      const lacks = findEngineLacks(spec.wants, found);
      if (lacks.length === 0) {
        say(`using the BuildKit of engine ${found.version}`);
        return void 0;
      }
      if (spec.kind === "engine") throw refuseEngine(found, lacks);
      say(`not the engine's own BuildKit: engine ${found.version} ${lacks.join("; ")}`);
      return boot(spec.own);
    }
  }
}
async function useExisting(host, { name, buildx, say }) {
  await runChecked(host, {
    tool: "buildx",
    file: buildx.path,
    args: ["inspect", "--bootstrap", name],
    env: buildx.env,
    deadlineMs: START_DEADLINE_MS
  }).catch((error) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode("BUILDER_FAILED", error)
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}
function refuseEngine({ version }, lacks) {
  return new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `The BuildKit of this engine cannot do the work: engine ${version} ${lacks.join("; ")}`,
    {
      hint: 'Use `driver: auto`. Images of several platforms and attestations need the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).'
    }
  );
}

// src/stages/buildx.ts
var PLUGIN_FOLDERS = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins"
];
async function ensureChosenBuildx(host, { choice: wanted, token, say, source = {} }) {
  if (wanted.kind === "installed") return ensureBuildx(host, say);
  const choice = wanted.kind === "latest" ? await findLatest(host, token) : wanted;
  const { path, version, sha256 } = await ensureTool(host, { tool: "buildx", choice, say, source });
  host.log.debug(`buildx ${version} at ${path}: sha256 ${sha256}`);
  return path;
}
async function findLatest({ github }, token) {
  const asked = { token: token ?? "", owner: "docker", repo: "buildx" };
  const answer = await github.latestRelease(asked).catch((error) => error);
  const tag = readField(answer, ["tag_name"]);
  const version = typeof tag === "string" ? parseVersion(tag) : void 0;
  if (version !== void 0)
    return { kind: isPinned("buildx", version) ? "pinned" : "release", version };
  const why = answer instanceof Error ? `: ${answer.message}` : "";
  throw new ActionError(
    "TOOL_DOWNLOAD_FAILED",
    `GitHub did not say which release of buildx is the latest${why}`,
    {
      hint: `Give a version in place of \`latest\`, such as ${DEFAULT_VERSIONS.buildx}, or leave \`buildx-version\` out.`,
      cause: answer
    }
  );
}
async function ensureBuildx(host, say) {
  const found = await findInstalled(host);
  if (found !== void 0) {
    const version = await readVersion2(host, found);
    if (version !== void 0 && listLacks("buildx", version).length === 0) {
      say(`buildx ${version}: ${found}`);
      return found;
    }
    say(`buildx ${version ?? "of unknown version"} at ${found} is older than ${FLOORS.buildx}`);
  }
  const { path } = await ensureTool(host, {
    tool: "buildx",
    choice: { kind: "pinned", version: DEFAULT_VERSIONS.buildx },
    say
  });
  return path;
}
async function findInstalled(host) {
  const config = userDockerConfig(host.env);
  const folders = [...config === void 0 ? [] : [`${config}/cli-plugins`], ...PLUGIN_FOLDERS];
  for (const folder of folders) {
    const path = `${folder}/docker-buildx`;
    if (await host.files.executable(path)) return path;
  }
  return void 0;
}
async function readVersion2(host, path) {
  const { exitCode, stdout } = await host.run({
    tool: "buildx",
    file: path,
    args: ["version"],
    env: { PATH: host.env["PATH"] ?? "" }
  });
  return exitCode === 0 ? parseBuildxVersion(stdout) : void 0;
}

// src/stages/cache-probe.ts
var ATTEMPTS = 3;
var DELAY_MS = 1e3;
var REQUEST_TIMEOUT_MS = 5e3;
var LOOKUP = "twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL";
var QUESTION = JSON.stringify({ key: "build-sign-probe", version: "0".repeat(64) });
async function probeCache(host, { cache, env, say }) {
  const url = env["ACTIONS_RESULTS_URL"];
  if (!url || !env["ACTIONS_CACHE_SERVICE_V2"]) return cache;
  const token = env["ACTIONS_RUNTIME_TOKEN"] ?? "";
  let problem;
  for (let attempt2 = 1; attempt2 <= ATTEMPTS; attempt2++) {
    if (attempt2 > 1) await host.clock.sleep(DELAY_MS * (attempt2 - 1));
    const { reason, retry } = await askOnce(host, { url, token });
    if (reason === void 0) {
      say("the Actions cache answers");
      return keepAllowed(host, { cache, token, say });
    }
    problem = reason;
    say(reason);
    if (!retry) break;
  }
  host.log.warning(`Built without the Actions cache: ${problem}`);
  return {
    ...cache,
    from: cache.from.filter(isOther),
    to: cache.to.filter(isOther),
    reason: "the Actions cache does not answer"
  };
}
function isOther({ backend }) {
  return backend !== "gha";
}
function keepAllowed({ log }, { cache, token, say }) {
  const access = parseCacheAccess(token);
  if (access === void 0) return cache;
  const listed = access.map(({ ref, writes }) => `${ref} (${writes ? "read, write" : "read"})`);
  say(`the job's token is for ${listed.join(", ") || "no ref at all"}`);
  const to = access.some(({ writes }) => writes) ? cache.to : cache.to.filter(isOther);
  if (to.length < cache.to.length)
    log.notice("The Actions cache is only read: the token of this job may not write to it");
  return { ...cache, to };
}
async function askOnce(host, { url, token }) {
  try {
    const { status } = await host.fetch({
      method: "POST",
      url: new URL(LOOKUP, url.endsWith("/") ? url : `${url}/`).href,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json"
      },
      body: QUESTION,
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxBytes: 1024 * 1024
    });
    if (status === 429 || status >= 500) return { reason: `HTTP ${status}`, retry: true };
    return { retry: false };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { reason: error.message, retry: error.kind !== "timeout" };
  }
}

// src/stages/cache-verify.ts
async function verifyCaches(host, checking) {
  const { cache } = checking;
  if (!cache.trust.verifiesRegistry || cache.from.every((place) => !isRegistry(place)))
    return cache;
  const refused = [];
  const kept = await Promise.all(
    cache.from.map(
      (place) => isRegistry(place) ? checkPlace(host, place, { ...checking, refused }) : place
    )
  );
  if (refused.length > 0)
    host.log.notice(
      `Not read, for no signature by this workflow on ${cache.trust.refs.join(" or ")} vouches for it: ${refused.join("; ")}. What is signed would be made of it; \`cache-trust: any\` reads it all the same.`
    );
  return {
    ...cache,
    from: kept.filter((place) => place !== void 0),
    trust: { ...cache.trust, refused: [...cache.trust.refused, ...refused] }
  };
}
function isRegistry({ backend }) {
  return backend === "registry";
}
async function checkPlace(host, place, { cache, signing, registry, folder, say, refused }) {
  try {
    const found = await findCache(registry.brief, place);
    if (found === void 0) {
      say(`${place.scope}: nothing there yet`);
      return void 0;
    }
    const checkers = makeCachePolicies(cache.trust, signing.policy).map(
      (policy) => makeBundleChecker(host, {
        ...{ policy, folder, runId: "" },
        cosign: signing.cosign,
        trustedRoot: signing.trust.trustedRoot
      })
    );
    const ref = formatReference(found);
    if (await isVouchedFor(registry.brief, found, checkers)) {
      say(`${ref}: signed by this workflow, read by digest`);
      return { ...place, attributes: { ...place.attributes, ref } };
    }
    refused.push(`${place.scope} (${found.digest})`);
  } catch (error) {
    if (host.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : errorCode(error);
    refused.push(`${place.scope} (its signatures could not be checked: ${reason})`);
  }
  return void 0;
}

// src/stages/cache-tracks.ts
async function prepareCache(host, preparing) {
  const { cache, timings } = preparing;
  const probed = findCaches(host, preparing);
  if (!needsSignatures(cache)) return probed;
  const signing = await preparing.signing;
  const there = await probed;
  if (signing === void 0) return there;
  return runTrack(host, {
    title: "Cache signatures",
    timings,
    work: (say) => verifyCaches(host, { ...preparing, cache: there, signing, say })
  });
}
function findCaches(host, { cache, env, folder, timings }) {
  const isAsked = usesBackend(cache, "gha");
  if (!isAsked && cache.kept === void 0) return Promise.resolve(cache);
  return runTrack(host, {
    title: isAsked ? "Cache service" : "Cached layers",
    timings,
    work: async (say) => {
      const answering = isAsked ? await probeCache(host, { cache, env, say }) : cache;
      return restoreLayers(host, { cache: answering, folder, say });
    }
  });
}
function needsSignatures({ from, trust }) {
  return trust.verifiesRegistry && from.some(({ backend }) => backend === "registry");
}
async function makeCacheConfig({ cache }, { facts, policing }) {
  const { trust } = cache;
  const policy = trust.actionsCache?.kind === "signed" ? await policing?.policy : void 0;
  return planCacheTrustConfig(trust, { policy, facts });
}

// src/stages/check-disk.ts
var FEW_BYTES = 2 * 1024 ** 3;
async function checkDisk({ env, files, log }, engine) {
  const isElsewhere = /^(?:tcp|ssh|https?):/.test(env["DOCKER_HOST"] ?? "");
  const rootDir = isElsewhere ? "" : await engine.then((one) => one?.rootDir ?? "").catch(() => "");
  const paths = [rootDir, env["RUNNER_TEMP"] ?? ""].filter((path) => path !== "");
  const disks = await Promise.all(
    paths.map(async (path) => ({ path, free: await files.freeBytes(path) }))
  );
  const [fullest] = disks.flatMap(({ path, free }) => free === void 0 ? [] : [{ path, free }]).sort((a, b) => a.free - b.free);
  if (fullest === void 0 || fullest.free >= FEW_BYTES) return;
  log.warning(
    `Only ${(fullest.free / 1024 ** 3).toFixed(1)} GiB are free at ${fullest.path}, and a build may need more. On a runner that GitHub hosts, remove first what no build of images uses: sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc (the reusable workflow does that with \`free-disk-space: true\`); elsewhere: docker system prune.`
  );
}

// src/tools/probe-program.ts
var PROBE_EXIT_CODE = 42;
var MACHINES = {
  // mov edi,42; mov eax,60; syscall
  amd64: { id: 62, bits: 64, order: "little", flags: 0, code: "bf2a000000 b83c000000 0f05" },
  // mov ebx,42; mov eax,1; int 0x80
  "386": { id: 3, bits: 32, order: "little", flags: 0, code: "bb2a000000 b801000000 cd80" },
  // mov x0,#42; mov x8,#93; svc #0
  arm64: { id: 183, bits: 64, order: "little", flags: 0, code: "400580d2 a80b80d2 010000d4" },
  // mov r0,#42; mov r7,#1; svc #0
  arm: { id: 40, bits: 32, order: "little", flags: 83886080, code: "2a00a0e3 0170a0e3 000000ef" },
  // li a0,42; li a7,93; ecall
  riscv64: { id: 243, bits: 64, order: "little", flags: 0, code: "1305a002 9308d005 73000000" },
  // li r0,1; li r3,42; sc
  ppc64le: { id: 21, bits: 64, order: "little", flags: 2, code: "01000038 2a006038 02000044" },
  // lghi %r2,42; svc 1
  s390x: { id: 22, bits: 64, order: "big", flags: 0, code: "a729002a 0a01" },
  // li v0,5058; li a0,42; syscall
  mips64le: {
    id: 8,
    bits: 64,
    order: "little",
    flags: 2147483648,
    code: "c2130224 2a000424 0c000000"
  },
  mips64: { id: 8, bits: 64, order: "big", flags: 2147483648, code: "240213c2 2404002a 0000000c" },
  // ori a0,zero,42; ori a7,zero,93; syscall 0
  loong64: { id: 258, bits: 64, order: "little", flags: 67, code: "04a88003 0b748103 00002b00" }
};
var BASE_ADDRESS = 4194304;
var PAGE_BYTES = 65536;
function makeProbeProgram(architecture) {
  const machine = MACHINES[architecture];
  if (machine === void 0) return void 0;
  const code = Buffer.from(machine.code.replaceAll(" ", ""), "hex");
  const isWide = machine.bits === 64;
  const [headerBytes, segmentBytes] = isWide ? [64, 56] : [52, 32];
  const start = headerBytes + segmentBytes;
  const file = makeWriter(start + code.length, machine);
  file.bytes("7f454c46", isWide ? "02" : "01", machine.order === "little" ? "01" : "02", "01");
  file.bytes("00".repeat(9));
  file.half(2, machine.id).word(1);
  file.address(BASE_ADDRESS + start, headerBytes, 0);
  file.word(machine.flags).half(headerBytes, segmentBytes, 1, 0, 0, 0);
  const size = start + code.length;
  file.word(1);
  if (isWide) file.word(5);
  file.address(0, BASE_ADDRESS, BASE_ADDRESS, size, size);
  if (!isWide) file.word(5);
  file.address(PAGE_BYTES);
  return file.bytes(code.toString("hex")).finish();
}
function makeWriter(length, { bits, order }) {
  const view = new DataView(new ArrayBuffer(length));
  const isLittle = order === "little";
  let at = 0;
  const writer = {
    bytes: (...hex) => {
      for (const byte of Buffer.from(hex.join(""), "hex")) view.setUint8(at++, byte);
      return writer;
    },
    half: (...values) => {
      for (const value of values) {
        view.setUint16(at, value, isLittle);
        at += 2;
      }
      return writer;
    },
    word: (...values) => {
      for (const value of values) {
        view.setUint32(at, value, isLittle);
        at += 4;
      }
      return writer;
    },
    address: (...values) => {
      for (const value of values) {
        if (bits === 64) view.setBigUint64(at, BigInt(value), isLittle);
        else view.setUint32(at, value, isLittle);
        at += bits / 8;
      }
      return writer;
    },
    finish: () => new Uint8Array(view.buffer)
  };
  return writer;
}

// src/stages/probe-emulation.ts
var PROBE_DEADLINE_MS = 1e4;
async function isOwnKernel({ files }, { kernel, hostname }) {
  const read = (name) => files.readText(`/proc/sys/kernel/${name}`).then(
    (text) => text.trim(),
    () => ""
  );
  const [ownKernel, ownName] = await Promise.all([read("osrelease"), read("hostname")]);
  return ownKernel !== "" && ownKernel === kernel && ownName !== "" && ownName === hostname;
}
async function probeHandler(host, { arch, name }, folder) {
  const [runs, handler] = await Promise.all([
    runProgram(host, arch, folder),
    host.files.readText(`${BINFMT_FOLDER}/${name}`).then(parseHandler, () => void 0)
  ]);
  if (handler === void 0 || !handler.isEnabled) return runs === true ? "runs" : "missing";
  if (!handler.isFixed)
    return { broken: `its interpreter ${handler.interpreter} is not there inside containers` };
  if (runs === false)
    return { broken: `its interpreter ${handler.interpreter} does not run programs` };
  return "runs";
}
async function runProgram({ files, run: run2 }, arch, folder) {
  const program = makeProbeProgram(arch);
  if (program === void 0) return void 0;
  const file = `${folder}/probe/${arch}`;
  await files.write(file, program, 448);
  const result = await run2({
    tool: "probe",
    file,
    // For whoever looks at the list of processes; the program reads nothing.
    args: [arch],
    env: {},
    // A kernel that knows no handler leaves the file to a shell, whose traces are to be removed with the folder.
    cwd: `${folder}/probe`,
    deadlineMs: PROBE_DEADLINE_MS
  });
  if (result.notFound && !await files.executable(file)) return void 0;
  return result.exitCode === PROBE_EXIT_CODE;
}

// src/stages/install-emulation.ts
var INSTALL_DEADLINE_MS = 5 * 6e4;
async function probeHandlers(host, {
  handlers,
  means,
  mayAsk,
  say
}) {
  const isOwn = await isOwnKernel(host, means.engine);
  if (!isOwn) say("the engine is on another machine");
  if (!isOwn && !mayAsk) return [...handlers];
  const status = isOwn ? void 0 : await runInstaller(host, { args: [], means });
  const states = await Promise.all(
    handlers.map(async (handler) => ({
      handler,
      state: status === void 0 ? await probeHandler(host, handler, means.folder) : readState(status, handler)
    }))
  );
  const broken = states.flatMap(
    ({ handler, state }) => typeof state === "string" ? [] : [{ ...handler, reason: state.broken }]
  );
  if (broken.length > 0) throw refuseBroken(broken);
  return states.filter(({ state }) => state === "missing").map(({ handler }) => handler);
}
function readState({ supported, emulators }, handler) {
  if (isSupported(supported, handler)) return "runs";
  return emulators.includes(handler.name) ? { broken: "it runs no programs inside containers" } : "missing";
}
function isSupported(supported, { arch }) {
  return supported.some((platform) => platform.split("/")[1] === arch);
}
function refuseBroken(broken) {
  const [first] = broken;
  return new ActionError(
    "EMULATION_FAILED",
    broken.map(({ name, reason }) => `The handler ${name} is registered and does not work: ${reason}`).join("\n"),
    {
      hint: `It was there before this run, which leaves it alone. Remove it (as root: echo -1 > /proc/sys/fs/binfmt_misc/${first?.name}), or set \`emulation: builtin\`.`
    }
  );
}
async function installHandlers(host, { missing, means }) {
  const archs = missing.map(({ arch }) => arch).join(",");
  const status = await runInstaller(host, { args: ["--install", archs], means });
  const absent = missing.filter(({ name }) => !status.emulators.includes(name));
  if (absent.length > 0)
    throw new ActionError(
      "EMULATION_FAILED",
      `The emulators ${absent.map(({ name }) => name).join(", ")} were not registered`,
      { hint: HINT, details: status.output.split("\n").slice(-20) }
    );
  const isOwn = await isOwnKernel(host, means.engine);
  const states = await Promise.all(
    missing.map(async (handler) => ({
      handler,
      state: isOwn ? await probeHandler(host, handler, means.folder) : readState(status, handler)
    }))
  );
  const idle = states.filter(({ state }) => state !== "runs").map(({ handler }) => handler);
  if (idle.length > 0)
    throw new ActionError(
      "EMULATION_FAILED",
      `The emulators ${idle.map(({ name }) => name).join(", ")} were registered, and programs for ${idle.map(({ arch }) => `linux/${arch}`).join(", ")} do not run`,
      { hint: HINT }
    );
}
var HINT = "The engine has to allow privileged containers and binfmt_misc has to be mounted. `emulation: builtin` needs neither, and native runners for each platform need no emulation.";
async function runInstaller(host, { args, means: { image, env } }) {
  const { stdout } = await runChecked(host, {
    tool: "docker",
    file: "docker",
    args: ["run", "--rm", "--privileged", "--label=build-sign-action", await image(), ...args],
    env,
    deadlineMs: INSTALL_DEADLINE_MS
  }).catch((error) => {
    throw withCode("EMULATION_FAILED", error);
  });
  const status = parseBinfmtStatus(stdout) ?? { supported: [], emulators: [] };
  return { ...status, output: stdout };
}

// src/stages/pull-image.ts
var ROUNDS = 3;
var FIRST_DELAY_MS = 3e3;
var INSPECT_DEADLINE_MS = 15e3;
var PULL_DEADLINE_MS = 2 * 6e4;
var LASTING = /manifest unknown|not found|no matching manifest|denied|unauthorized/i;
async function findImage(host, { sources, env }) {
  const found = await Promise.all(
    sources.map(async (source) => {
      const { exitCode } = await host.run({
        tool: "docker",
        file: "docker",
        args: ["image", "inspect", "--format={{.Id}}", source],
        env,
        deadlineMs: INSPECT_DEADLINE_MS
      });
      return exitCode === 0;
    })
  );
  return sources.find((_, at) => found[at]);
}
async function ensureImage(host, request) {
  const found = await findImage(host, request);
  if (found !== void 0) return found;
  let sources = await rankSources(host, request);
  const failures = /* @__PURE__ */ new Map();
  for (let round = 1; ; round++) {
    const tried = [];
    for (const source of sources) {
      const failure = await pull(host, source, request);
      if (failure === void 0) return source;
      failures.set(source, failure.error);
      if (!failure.isLasting) tried.push(source);
    }
    sources = tried;
    if (sources.length === 0 || round === ROUNDS) throw makeFailed(failures);
    await host.clock.sleep(FIRST_DELAY_MS * 2 ** (round - 1));
  }
}
async function pull(host, source, { env, say }) {
  try {
    await runChecked(host, {
      tool: "docker",
      file: "docker",
      args: ["pull", "--quiet", source],
      env,
      deadlineMs: PULL_DEADLINE_MS
    });
    say(`pulled ${source}`);
    return void 0;
  } catch (error) {
    if (host.signal.aborted) throw error;
    const told = [describeError(error), ...error instanceof ActionError ? error.details : []];
    say(`${source}: ${told[0]}`);
    return { error, isLasting: LASTING.test(told.join("\n")) };
  }
}
function makeFailed(failures) {
  const names = [...failures.keys()].join(", ");
  const hint = `None of ${names} could be pulled. Can the engine reach one of these registries?`;
  return withHint(hint, withCode("TOOL_DOWNLOAD_FAILED", [...failures.values()].at(-1)));
}

// src/stages/emulation.ts
async function prepareEmulation(host, {
  engine,
  ...rest
}) {
  const { plan, registry, env, say } = rest;
  const found = await engine;
  if (found === void 0) {
    say("not here: the builder is on other machines");
    return void 0;
  }
  const native = listNative(plan.builder);
  const platforms = choosePlatforms(plan, { os: found.os, architecture: found.arch }).filter(
    (one) => !native.includes(formatPlatform(one))
  );
  const pull2 = (image) => ensureImage(host, { sources: listSources(image), env, registry: registry.brief, say });
  return ensureEmulation(host, { ...rest, platforms, engine: found, pull: pull2 });
}
async function ensureEmulation(host, request) {
  const { plan, engine, say } = request;
  const machine = { os: engine.os, architecture: engine.arch };
  const emulated = await gather(host, { request, machine });
  const wanted = chooseEmulated(emulated, {
    platforms: request.platforms,
    machine,
    isWhole: plan.emulation.mode === "binfmt"
  });
  const handlers = planHandlers(wanted, engine.arch);
  const nothing = { installed: [], emulated, machine };
  if (handlers.length === 0) {
    say(`not needed: no step runs programs that are foreign to ${formatPlatform(machine)}`);
    return nothing;
  }
  say(`emulated: ${formatEmulated(emulated)}`);
  if (plan.emulation.mode === "builtin") {
    say("left to the emulators in the BuildKit image");
    return nothing;
  }
  const names = await ensureHandlers(host, { request, handlers, emulated });
  return { ...nothing, installed: names };
}
async function gather(host, {
  request: { plan, platforms, registry },
  machine
}) {
  const { mode, builder, emulation } = plan;
  const build = { ...plan.build, platforms };
  const emulated = await readEmulated(host, { build, mode, machine });
  if (emulation.mode !== "auto") return emulated;
  const isPulled = builder.kind === "own" || build.pull;
  return askBases(host, { emulated, registry: registry.brief, isPulled });
}
async function ensureHandlers(host, {
  request,
  handlers,
  emulated
}) {
  const { plan, engine, env, folder, say } = request;
  const { mode } = plan.emulation;
  const image = pullOnce(request);
  const means = { engine, image, env, folder: folder.path };
  const missing = await probeHandlers(host, { handlers, means, mayAsk: mode !== "off", say });
  if (missing.length === 0) {
    say(`already there: ${listNames2(handlers)}`);
    return [];
  }
  if (mode === "off") {
    refuseOff(host, { request, missing, emulated });
    return [];
  }
  const names = missing.map(({ name }) => name);
  const pulled = await image();
  folder.remember({ emulators: { image: pulled, names } });
  say(`installing ${names.join(", ")} from ${pulled}`);
  await installHandlers(host, { missing, means });
  say(`programs run: ${missing.map(({ arch }) => `linux/${arch}`).join(", ")}`);
  return names;
}
function pullOnce({ plan, pull: pull2 }) {
  let pulling;
  return () => {
    pulling ??= pull2(plan.emulation.image).catch((error) => {
      throw withCode("EMULATION_FAILED", error);
    });
    return pulling;
  };
}
function listNames2(handlers) {
  return handlers.map(({ name }) => name).join(", ");
}
function refuseOff(host, {
  request: { plan, engine, say },
  missing,
  emulated
}) {
  const machine = { os: engine.os, architecture: engine.arch };
  const archs = missing.map(({ arch }) => arch);
  const steps = emulated.steps.filter(
    ({ platform }) => archs.includes(platform.architecture) && !isNative(platform, machine)
  );
  if (steps.length === 0) {
    say(`missing, and turned off: ${listNames2(missing)}`);
    return;
  }
  const what = `${formatPlatform(machine)} does not run these steps, and emulation is turned off:
${describeSteps(steps, plan.build.file).join("\n")}`;
  if (plan.builder.kind !== "engine") {
    host.log.warning(`${what}
They end in "exec format error" unless BuildKit brings emulators.`);
    return;
  }
  throw new ActionError("EMULATION_FAILED", what, {
    hint: "Set `emulation: auto`, run them on `FROM --platform=$BUILDPLATFORM`, or build the platform on a native runner."
  });
}

// src/stages/generator.ts
function usesOwnGenerator({ attests }) {
  return attests.some((attest) => attest.includes(IMAGES.sbomScanner));
}
async function chooseGenerator(host, { build, registry, say }) {
  const sources = listSources(IMAGES.sbomScanner);
  const [best = IMAGES.sbomScanner] = await rankSources(host, {
    sources,
    registry: registry.brief,
    say
  });
  say(best);
  const attests = build.attests.map((attest) => attest.replace(IMAGES.sbomScanner, best));
  return { ...build, attests };
}

// src/tools/cluster.ts
var RUN_LABEL = "build-sign-action";
var JOB_LABEL = `${RUN_LABEL}-job`;
function makeClusterLabels({
  runId,
  job
}) {
  return { [RUN_LABEL]: trim(runId), [JOB_LABEL]: trim(job) };
}
function trim(text) {
  const value = text.replaceAll(/[^\w.-]/g, "-").slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return value === "" ? "unknown" : value;
}
function listPodQueries(name, own) {
  const names = listNodeNames(name, own);
  const byNamespace = /* @__PURE__ */ new Map();
  own.nodes.forEach((node, at) => {
    const namespace = findDriverOption(node, "namespace");
    byNamespace.set(namespace, [...byNamespace.get(namespace) ?? [], names[at] ?? ""]);
  });
  return [...byNamespace].map(([namespace, apps]) => [
    ...["get", "deployments,pods", `--selector=app in (${apps.join(",")})`, "--output=json"],
    ...namespace === void 0 ? [] : [`--namespace=${namespace}`]
  ]);
}
function readPodTimeoutMs({ nodes }) {
  return Math.max(
    ...nodes.map((node) => parseDuration(findDriverOption(node, "timeout")) ?? DEFAULT_WAIT_MS)
  );
}
var DEFAULT_WAIT_MS = 12e4;
var UNITS_MS = { ms: 1, s: 1e3, m: 6e4, h: 36e5 };
function parseDuration(text) {
  if (text === void 0 || !/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return void 0;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum2, [, count, unit]) => sum2 + Number(count) * (UNITS_MS[unit ?? ""] ?? 0),
    0
  );
}

// src/tools/pods.ts
var LOOK = "What `kubectl describe pod` and `kubectl logs` say of it tells more.";
var ADMISSION = "The namespace has to admit privileged pods (`pod-security.kubernetes.io/enforce: privileged`): `driver-opts: namespace=\u2026` names another. `rootless=true` does without the privilege, but asks for a seccomp profile that the level `baseline` refuses too.";
var KINDS = [
  { when: /violates PodSecurity/, hint: ADMISSION, isFinal: true },
  {
    when: /exceeded quota|maximum .* usage per|must specify (?:limits|requests)/,
    hint: "What a pod asks for is set by `driver-opts: requests.cpu=\u2026`, `requests.memory=\u2026`, `limits.cpu=\u2026` and `limits.memory=\u2026`: it has to fit what the namespace has left (`kubectl describe quota`).",
    isFinal: false
  },
  {
    when: /^FailedCreate/,
    hint: "The namespace does not admit the pod as `driver-opts` ask for it. `kubectl describe replicaset` tells more.",
    isFinal: false
  },
  {
    when: /^InvalidImageName|^(?:ErrImagePull|ImagePullBackOff).*(?:not found|manifest unknown|denied|unauthorized)/i,
    hint: "The nodes of the cluster cannot pull the image: `driver-opts: image=\u2026` names another, `mirrors` another place. For a registry that wants a login give the service account of `driver-opts: serviceaccount=\u2026` its `imagePullSecrets`.",
    isFinal: true
  },
  {
    when: /^ErrImagePull|^ImagePullBackOff/,
    hint: "The nodes of the cluster cannot pull the image: `driver-opts: image=\u2026` names another, `mirrors` another place.",
    isFinal: false
  },
  {
    when: /^Unschedulable/,
    hint: "No node takes the pod: see `nodeselector`, `tolerations` and `requests.\u2026` in `driver-opts`. Where a node is started for it first, `timeout=10m` waits longer.",
    isFinal: false
  },
  { when: /^CrashLoopBackOff|^CreateContainer/, hint: LOOK, isFinal: true }
];
var USUAL = ["ContainerCreating", "PodInitializing"];
var MAX_MESSAGE = 400;
function findPodTrouble(text) {
  const found = listObjects(text).map(findTrouble).find((one) => one !== void 0);
  if (found === void 0) return void 0;
  const message = shorten(redactLine(defuseLine(found.message.replaceAll(/\s+/g, " "))));
  const kind = KINDS.find(({ when }) => when.test(`${found.reason}: ${message}`));
  return {
    ...{ reason: found.reason, message },
    hint: kind?.hint ?? LOOK,
    isFinal: kind?.isFinal === true
  };
}
function listObjects(text) {
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  const items = list.items ?? [];
  const isPod = ({ kind }) => kind === "Pod";
  return [...items.filter(isPod), ...items.filter((one) => !isPod(one))];
}
function findTrouble({ kind, status }) {
  const conditions = status?.conditions ?? [];
  if (kind !== "Pod") return findCondition(conditions, "ReplicaFailure", "True");
  const containers = [
    ...status?.initContainerStatuses ?? [],
    ...status?.containerStatuses ?? []
  ];
  const waiting = containers.map(readWaiting).find((one) => one !== void 0);
  if (waiting !== void 0) return waiting;
  if (status?.phase === "Failed")
    return { reason: status.reason ?? "Failed", message: status.message ?? "" };
  const unscheduled = findCondition(conditions, "PodScheduled", "False");
  if (unscheduled !== void 0) return unscheduled;
  const isSilent = status?.phase === "Running" && containers.some(({ ready }) => ready === false);
  return isSilent ? { reason: "NotReady", message: "its container runs, and buildkitd does not answer" } : void 0;
}
function findCondition(conditions, type, status) {
  const found = conditions.find((one) => one.type === type && one.status === status);
  return found && { reason: found.reason ?? type, message: found.message ?? "" };
}
function readWaiting({ state, lastState }) {
  const { reason, message = "" } = state?.waiting ?? {};
  if (reason === void 0 || USUAL.includes(reason)) return void 0;
  const ended = lastState?.terminated;
  const why = ended === void 0 ? "" : ` (it ended with ${ended.reason ?? ""} ${ended.exitCode ?? ""})`;
  return { reason, message: `${message}${why}` };
}
function shorten(text) {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}\u2026` : text;
}

// src/stages/create-in-cluster.ts
var LOOK_MS2 = 3e3;
var LOOK_DEADLINE_MS = 15e3;
var AROUND_MS = 6e4;
async function createInCluster(host, creation) {
  const { own, buildx, commands } = creation;
  const stopping = new AbortController();
  let seen;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    seen = await readTrouble(host, creation);
    isLooking = false;
    if (seen?.isFinal === true) stopping.abort();
  };
  const stopLooking = host.clock.repeat(LOOK_MS2, look);
  try {
    for (const args of commands) {
      const deadlineMs = readPodTimeoutMs(own) * own.nodes.length + AROUND_MS;
      const command = { tool: "buildx", file: buildx.path, args, env: buildx.env };
      await runChecked(host, { ...command, deadlineMs, stop: stopping.signal });
    }
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (!stopping.signal.aborted) seen = await readTrouble(host, creation);
    throw seen === void 0 ? error : describeTrouble(seen, error);
  } finally {
    stopLooking();
  }
}
function describeTrouble({ reason, message, hint }, cause) {
  const details = cause instanceof ActionError ? cause.details : void 0;
  const why = message === "" ? reason : `${reason}: ${message}`;
  return new ActionError("BUILDER_FAILED", `The pod of the builder does not get ready: ${why}`, {
    hint,
    cause,
    details
  });
}
async function readTrouble(host, creation) {
  const { own, name, buildx, folder } = creation;
  for (const args of listPodQueries(name, own)) {
    const { stdout, stderr } = await host.run({
      tool: "kubectl",
      file: "kubectl",
      args: [...args, `--cache-dir=${folder}/kubectl`],
      env: buildx.env,
      deadlineMs: LOOK_DEADLINE_MS
    });
    if (stderr.trim() !== "") host.log.debug(`kubectl: ${stderr.trim()}`);
    const trouble = findPodTrouble(stdout);
    if (trouble !== void 0) return trouble;
  }
  return void 0;
}

// src/stages/boot-builder.ts
var BOOT_DEADLINE_MS = 3 * 6e4;
var BOOT_ATTEMPTS = 3;
var HINTS = {
  "docker-container": "Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=\u2026` names another image, `mirrors` another place, `builder` a builder that exists.",
  remote: "Does a buildkitd answer at the address, from this runner? With TLS it wants `cacert`, `cert` and `key`; by ssh it needs `buildctl` on the other machine and a key that asks for no password.",
  kubernetes: "Does `kubectl auth can-i create deployments` say yes on this runner, and may pods be privileged there? `driver-opts: rootless=true` does without."
};
async function bootBuilder(host, request) {
  const { own, buildx, folder, say } = request;
  const name = `build-sign-${host.randomHex(6)}`;
  const driver = own.driver === "docker-container" ? void 0 : own.driver;
  folder.remember({ builder: name, buildx: buildx.path, driver });
  const means = await prepareMeans(host, name, request);
  const attempts = own.driver === "remote" ? 1 : Math.max(BOOT_ATTEMPTS, own.images.length);
  for (let attempt2 = 1; ; attempt2++) {
    const image = own.images[(attempt2 - 1) % Math.max(own.images.length, 1)];
    try {
      const commands = makeCreateCommands(own, { ...means, image });
      if (own.driver === "kubernetes")
        await createInCluster(host, { own, name, buildx, folder: folder.path, commands });
      else await create(host, commands, buildx);
      say(`booted ${name}${own.nodes.length > 1 ? ` on ${own.nodes.length} nodes` : ""}`);
      return name;
    } catch (error) {
      await removeBuilder(host, { name, buildx, driver });
      if (host.signal.aborted || attempt2 >= attempts || isFinal(own, error))
        throw describeFailure(own, error);
      say(
        `attempt ${attempt2} of ${attempts} failed: ${error instanceof Error ? error.message : String(error)}`
      );
    }
  }
}
function isFinal({ driver }, error) {
  if (driver !== "kubernetes" || !(error instanceof ActionError)) return false;
  if (error.code !== "COMMAND_FAILED") return true;
  return classifyOutput({ tool: "buildx", text: error.details.join("\n") })?.retry === "no";
}
function describeFailure({ driver }, error) {
  const failure = withCode("BUILDER_FAILED", error);
  if (driver !== "remote" || !(failure instanceof ActionError))
    return withHint(HINTS[driver], failure);
  const { message, cause, details } = failure;
  return new ActionError("BUILDER_FAILED", message, { hint: HINTS.remote, cause, details });
}
async function create(host, commands, buildx) {
  for (const args of commands)
    await runChecked(host, {
      tool: "buildx",
      file: buildx.path,
      args,
      env: buildx.env,
      deadlineMs: BOOT_DEADLINE_MS
    });
}
async function prepareMeans(host, name, { own, tls, folder, say }) {
  const tlsFile = (node, part) => `${folder.path}/certs/${node}-${part}.pem`;
  for (const [at, { tls: parts }] of own.nodes.entries())
    for (const part of parts) {
      const text = tls[at]?.[part] ?? "";
      if (part === "key") host.mask(text);
      await host.files.write(tlsFile(at, part), `${text}
`);
    }
  const configFile = own.config === void 0 ? void 0 : `${folder.path}/buildkitd.toml`;
  if (own.config !== void 0 && configFile !== void 0)
    await host.files.write(configFile, await formatBuildkitdConfig(own.config));
  return {
    name,
    configFile,
    tlsFile,
    variables: { ...readProxies(host, own, say), [MARK_VARIABLE]: await makeMark(host) },
    labels: makeClusterLabels({
      runId: host.env["GITHUB_RUN_ID"] ?? "",
      job: host.env["GITHUB_JOB"] ?? ""
    })
  };
}
function readProxies({ env }, own, say) {
  if (own.driver !== "docker-container") return {};
  const proxies = listProxies(env, { isHostNetwork: isHostNetwork(own) });
  const names = Object.keys(proxies);
  if (names.length > 0) say(`proxies of the job: ${names.join(", ")}`);
  return proxies;
}
async function makeMark(host) {
  const { env, clock } = host;
  return formatMark({
    runId: env["GITHUB_RUN_ID"] ?? "",
    runAttempt: Number(env["GITHUB_RUN_ATTEMPT"] || "1"),
    job: env["GITHUB_JOB"] ?? "",
    createdAtMs: clock.now().getTime(),
    owner: await findOwner(host)
  });
}

// src/stages/shared-builder.ts
import { createHash as createHash4 } from "node:crypto";

// src/tools/shared-builder.ts
var SHARED_FILE = "shared.json";
function formatShared(shared) {
  return JSON.stringify(shared);
}
function parseShared(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { job, key, builder, nodes } = value;
  if (typeof job !== "string" || typeof key !== "string") return void 0;
  if (typeof builder !== "string" || !BUILDER_NAME.test(builder) || !Array.isArray(nodes))
    return void 0;
  const named = nodes.filter(
    (node) => typeof node === "string" && /^[a-z0-9-]+$/.test(node) && node.startsWith(builder)
  );
  if (named.length === 0 || named.length !== nodes.length) return void 0;
  return { v: 1, job, key, builder, nodes: named };
}

// src/stages/shared-builder.ts
var SETTINGS = /^(?:DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|KUBECONFIG|(?:https?|no|all)_proxy)$/i;
async function findShared(host, sharing) {
  const { env, files } = host;
  const temp = env["RUNNER_TEMP"];
  const job = describeJob(env);
  if (!temp || job === void 0) return void 0;
  const key = makeKey(env, sharing);
  const names = await files.list(temp).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(FOLDER_PREFIX))) {
    const folder = `${temp}/${name}`;
    if (folder === sharing.folder || !await files.isPrivate(folder)) continue;
    const shared = await readShared(host, folder);
    if (shared?.job !== job || shared.key !== key) continue;
    if (await adopt(host, { shared, folder, sharing })) return shared.builder;
  }
  return void 0;
}
async function readShared({ files }, folder) {
  return files.readText(`${folder}/${SHARED_FILE}`).then(parseShared, () => void 0);
}
async function share(host, name, sharing) {
  const job = describeJob(host.env);
  if (job === void 0) return;
  const { own, folder } = sharing;
  const nodes = listNodeNames(name, own);
  const shared = { v: 1, job, key: makeKey(host.env, sharing), builder: name, nodes };
  await host.files.write(`${folder}/${SHARED_FILE}`, formatShared(shared));
}
async function adopt(host, { shared, folder, sharing }) {
  const { own, buildx } = sharing;
  const path = `buildx/instances/${shared.builder}`;
  const instance = await host.files.readText(`${folder}/${path}`).catch(() => void 0);
  if (instance === void 0) return false;
  if (own.driver === "docker-container" && !await areRunning(host, { shared, own, buildx }))
    return false;
  await host.files.write(`${sharing.folder}/${path}`, instance);
  return true;
}
async function areRunning(host, { shared, own, buildx }) {
  const here = shared.nodes.filter((_, at) => own.nodes[at]?.endpoint === void 0);
  if (here.length === 0) return true;
  const { exitCode, stdout } = await host.run({
    tool: "docker",
    file: "docker",
    args: [
      ...["container", "inspect", "--format", "{{.State.Running}} {{json .Config.Env}}"],
      ...here.map((node) => `buildx_buildkit_${node}`)
    ],
    env: buildx.env
  });
  const lines = stdout.split("\n").filter(Boolean);
  const job = describeJob(host.env);
  return exitCode === 0 && lines.length === here.length && lines.every((line) => isOfJob(line, job));
}
function isOfJob(line, job) {
  const [, running, json = ""] = /^(true|false) (\[.*\])$/.exec(line) ?? [];
  if (running !== "true") return false;
  const mark = readVariables(json).filter((one) => one.startsWith(`${MARK_VARIABLE}=`)).map((one) => parseMark(one.slice(MARK_VARIABLE.length + 1)))[0];
  return mark !== void 0 && formatJob(mark.runId, mark.runAttempt, mark.job) === job;
}
function readVariables(json) {
  try {
    const value = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}
function describeJob(env) {
  const runId = env["GITHUB_RUN_ID"] ?? "";
  if (runId === "") return void 0;
  return formatJob(runId, Number(env["GITHUB_RUN_ATTEMPT"] || "1"), env["GITHUB_JOB"] ?? "");
}
function formatJob(runId, attempt2, job) {
  return `${runId}/${attempt2}/${job}`;
}
function makeKey(env, { own, tls }) {
  const settings = Object.entries(env).filter(([name]) => SETTINGS.test(name));
  const made = { ...own, images: [...own.images].sort() };
  const text = JSON.stringify([made, tls, settings.sort(([a], [b]) => a < b ? -1 : 1)]);
  return createHash4("sha256").update(text).digest("hex");
}

// src/stages/obtain-builder.ts
async function obtainBuilder(host, {
  own,
  inputs,
  buildx,
  folder,
  say
}) {
  const tls = listNodes(inputs).map((node) => node.tls);
  const sharing = { own, tls, buildx, folder: folder.path };
  const shared = await findShared(host, sharing);
  if (shared !== void 0) {
    say(`using ${shared}, which an earlier use in this job made`);
    return shared;
  }
  const name = await bootBuilder(host, { own, tls, buildx, folder, say });
  await share(host, name, sharing);
  return name;
}

// src/stages/order-images.ts
function orderImages(host, own, asking) {
  const { driver, nodes, images } = own;
  const isHere = driver === "docker-container" && nodes.every((one) => one.endpoint === void 0);
  const named = nodes.flatMap(({ driverOpts }) => driverOpts.flatMap(findNamed));
  if (!isHere || named.length > 0) {
    const all = [...new Set(named)].map((name) => findImage(host, { ...asking, sources: [name] }));
    const isLocal = Promise.all(all).then((found) => isHere && !found.includes(void 0));
    return { isLocal, own: Promise.resolve(own) };
  }
  const local = findImage(host, { ...asking, sources: images });
  return {
    isLocal: local.then((name) => name !== void 0),
    own: local.then(async (name) => {
      if (name === void 0)
        return { ...own, images: await rankSources(host, { ...asking, sources: images }) };
      return { ...own, images: [name, ...images.filter((image) => image !== name)] };
    })
  };
}
function findNamed(option) {
  const name = /(?:^|,)\s*"?image=([^",]+)/.exec(option)?.[1];
  return name === void 0 ? [] : [name];
}

// src/stages/restore-mounts.ts
var DOWNLOAD_LIMIT_MS = 6e4;
var HELPER_LIMIT_MS2 = 9e4;
async function restoreMounts(host, setting) {
  const { plan, say } = setting;
  const startedMs = host.clock.elapsedMs();
  const keys = await readMountKeys(host, plan);
  const nothing = { keys, key: void 0, mounts: [], coldSeconds: void 0 };
  const end = (outcome) => ({
    ...nothing,
    outcome,
    seconds: (host.clock.elapsedMs() - startedMs) / 1e3
  });
  const isLasting = staysAfterRun(plan);
  if (isLasting && await isKept(host, setting)) return end("kept");
  if (!await setting.isServed) {
    say("the Actions cache does not answer");
    return end("unreachable");
  }
  const folder = `${setting.folder}/mounts/in`;
  const entry = await host.cache.restore({ folder, ...keys, timeoutMs: DOWNLOAD_LIMIT_MS });
  if (entry.outcome === "failed") {
    host.log.warning(`What cache mounts held was not restored: ${entry.problem}`);
    return end(entry.reason === "archive" ? "failed" : "unreachable");
  }
  if (entry.outcome === "missing") {
    say("there is nothing to restore");
    return end("missing");
  }
  say(`${entry.key}: ${formatBytes(entry.sizeBytes)}`);
  if (!isLasting && await isKept(host, setting)) return end("kept");
  const filled = await fill2(host, setting, folder);
  await host.files.remove(folder);
  if (filled === void 0) return end("failed");
  for (const { mount, bytes } of filled.mounts) say(`${mount}: ${formatBytes(bytes)}`);
  return { ...end("missing"), ...filled, outcome: "restored", key: entry.key };
}
function staysAfterRun({ builder }) {
  return builder.kind === "existing" || builder.kind === "engine" || builder.kind === "own" && builder.own.driver === "remote";
}
async function isKept(host, { plan, means, say }) {
  const ready = await means;
  if (isFresh(plan, ready)) return false;
  const named = nameMounts(plan.mounts.mounts);
  const { namespace } = plan.mounts;
  const usage = await readUsage(host, { means: ready, namespace }, named);
  const isThere = usage !== void 0 && usage.size > 0;
  if (isThere) say("the builder has them from an earlier build");
  return isThere;
}
function isFresh({ builder }, { builder: name }) {
  return name !== void 0 && findOwn(builder) !== void 0 && !staysAfterRun({ builder });
}
async function fill2(host, { plan, means, folder }, context) {
  const ready = await means;
  try {
    const record = await readRecord(host, context);
    const wanted = chooseMounts(plan, record);
    if (record === void 0 || wanted.length === 0) return { mounts: [], coldSeconds: void 0 };
    await runHelper(
      host,
      { plan, means: ready },
      {
        mounts: wanted,
        write: makeRestoreFile,
        folder: `${folder}/mounts`,
        context,
        dest: void 0,
        deadlineMs: HELPER_LIMIT_MS2
      }
    );
    const bytes = new Map(record.mounts.map((one) => [one.name, one.bytes]));
    return {
      mounts: wanted.map(({ name, mount }) => ({
        mount: nameMount(mount),
        bytes: bytes.get(name) ?? 0
      })),
      coldSeconds: record.coldSeconds
    };
  } catch (error) {
    if (host.signal.aborted) throw host.signal.reason;
    const why = error instanceof Error ? error.message : String(error);
    host.log.warning(`What cache mounts held was not restored: ${why}`);
    if (isFresh(plan, ready)) await emptyMounts(host, ready);
    return void 0;
  }
}
async function emptyMounts(host, { buildx, builder }) {
  const { exitCode, stderr } = await host.run({
    tool: "buildx",
    file: buildx.path,
    args: ["prune", `--builder=${builder}`, "--all", "--force", "--filter=type=exec.cachemount"],
    env: buildx.env,
    deadlineMs: HELPER_LIMIT_MS2
  });
  if (exitCode !== 0) host.log.debug(`buildx prune: ${stderr.trim()}`);
}
function chooseMounts({ mounts }, record) {
  const kept = new Set(record?.mounts.map(({ name }) => name));
  return nameMounts(mounts.mounts).filter(({ name }) => kept.has(name));
}

// src/stages/prepare-mounts.ts
async function prepareMounts(host, { plan, folder, timings, means, cache }) {
  if (plan.mounts.mounts.length === 0) return void 0;
  const isServed = cache.then((one) => usesBackend(one, "gha") || !usesBackend(plan.cache, "gha"));
  return runTrack(host, {
    title: "Cache mounts",
    timings,
    work: (say) => restoreMounts(host, { plan, folder: folder.path, means, isServed, say })
  });
}

// src/stages/stop-with.ts
function stopWith(host, work) {
  const controller = new AbortController();
  work.catch((error) => controller.abort(error));
  const signal = AbortSignal.any([host.signal, controller.signal]);
  return {
    ...host,
    signal,
    run: (command) => host.run({ ...command, stop: joinStops(command.stop, controller.signal) })
  };
}
function joinStops(own, other) {
  return own === void 0 ? other : AbortSignal.any([own, other]);
}

// src/stages/setup.ts
async function setUp(host, setting) {
  const { plan, inputs, folder, timings } = setting;
  const env = makeSetupEnv(host, setting);
  const access = await openAccess(host, { plan, inputs, folder: folder.path });
  const engine = findEngine(host, plan, env);
  const preflight = runPreflight(host, { ...setting, access });
  const started = startSigning(host, setting);
  const builder = runTrack(host, {
    title: "Builder",
    timings,
    work: (say) => prepareBuilder(host, {
      ...{ setting, env, engine, preflight, access, say },
      policing: started?.policing
    })
  });
  const emulation = runTrack(host, {
    title: "Emulation",
    timings,
    after: preflight,
    work: (say) => prepareEmulation(host, { plan, folder, registry: access.registry, env, engine, say })
  });
  const build = prepareGenerator(host, { setting, registry: access.registry });
  const signing = started === void 0 ? Promise.resolve(void 0) : started.prepare(preflight);
  const cache = prepareCache(host, {
    ...{ cache: plan.cache, signing, timings },
    env: { ...host.env, ...makeCacheVariables(inputs.cacheSecrets) },
    registry: access.registry,
    folder: folder.path
  });
  const legs = prepareLegs(host, setting);
  const disk = checkDisk(host, engine);
  const entered = builder.then((ready) => enterLogins(host, { ready, access, folder }));
  const mounts = prepareMounts(host, { ...setting, means: entered, cache });
  const tracks = [entered, emulation, build, cache, signing, legs, mounts];
  await joinTracks([engine, preflight, disk, ...tracks]);
  return {
    engine: await engine,
    ...await entered,
    mounts: await mounts,
    access,
    registry: access.registry,
    cache: await cache,
    emulation: await emulation,
    build: await build,
    signing: await signing
  };
}
function startSigning(host, { plan, inputs, facts, folder, timings }) {
  if (plan.signing.kind === "off") return void 0;
  const identity = inputs.certificateIdentity;
  const asked = { spec: plan.signing, attestations: plan.attestations, facts, identity, timings };
  const policing = startPolicing(host, asked);
  const prepare = (preflight) => prepareSigning(host, { ...asked, folder, preflight, policing });
  return { policing, prepare };
}
function prepareGenerator(host, { setting: { plan, timings }, registry }) {
  const { build } = plan;
  if (plan.mode === "call" || !usesOwnGenerator(build)) return Promise.resolve(build);
  return runTrack(host, {
    title: "SBOM generator",
    timings,
    work: (say) => chooseGenerator(host, { build, registry, say })
  });
}
function makeSetupEnv(host, { plan, inputs, folder }) {
  return makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: plan.builder.kind === "existing" ? findUserBuilders(host, plan.builder.name) : void 0,
    actionsCache: usesBackend(plan.cache, "gha"),
    s3Cache: usesBackend(plan.cache, "s3"),
    cacheVariables: makeCacheVariables(inputs.cacheSecrets),
    recordsRun: findOwn(plan.builder)?.recordsRun === true,
    cluster: findOwn(plan.builder)?.driver === "kubernetes"
  });
}
function enterLogins({ env: jobEnv }, {
  ready,
  access: { asksHelpers },
  folder
}) {
  const { buildx, builder } = ready;
  const env = makeBuildEnv(buildx.env, { folder: folder.path, jobEnv, asksHelpers });
  return { buildx: { ...buildx, env }, builder };
}
async function prepareBuilder(host, {
  setting,
  env,
  engine,
  preflight,
  policing,
  access,
  say
}) {
  const { plan, inputs, facts, folder } = setting;
  const { githubToken: token } = inputs;
  const planned = findOwn(plan.builder);
  const asking = { env, registry: access.registry.brief, say };
  const images = planned && orderImages(host, planned, asking);
  const path = await ensureChosenBuildx(host, { choice: plan.buildx, token, say });
  const buildx = { path, env };
  if (await images?.isLocal !== true) await preflight;
  const builder = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => engine,
    boot: async (wanted) => {
      const config = await makeCacheConfig(plan, { facts, policing });
      const own = withConfig(await images?.own ?? wanted, config);
      return obtainBuilder(stopWith(host, preflight), { own, inputs, buildx, folder, say });
    },
    say
  }).catch((error) => preflight.then(() => Promise.reject(error)));
  return { buildx, builder };
}

// src/plan/files.ts
function listPlaces({ type, split }, { platforms, buildArgs }) {
  const isMap = platforms.length > 1 || buildArgs.some(asksForMap);
  return platforms.map((platform) => {
    const id = nameFolder(platform);
    const hasFolder = type === "tar" ? isMap : split ?? isMap;
    return {
      platform: formatPlatform(platform),
      folder: hasFolder ? `${id}/` : "",
      suffix: isMap && !(split ?? isMap) ? `.${id}` : ""
    };
  });
}
function asksForMap(argument) {
  return /^BUILDKIT_MULTI_PLATFORM=(1|t|true)$/i.test(argument);
}
function nameFolder(platform) {
  return formatPlatform(platform).replaceAll("/", "_");
}
function isStatementName(name, { output, place, spec }) {
  const end = `${place.suffix}.json`;
  if (!name.startsWith(output.prefix) || !name.endsWith(end)) return false;
  const middle = name.slice(output.prefix.length, -end.length);
  return spec.kind === "provenance" ? middle === "provenance" : /^[^/]+\.spdx$/.test(middle);
}
function nameBundle(name, output, place) {
  const stem = name.replace(/\.json$/, "").replace(/\.spdx(?=\.|$)/, "");
  if (output.isFolder) return `${output.dest}/${place.folder}${stem}.sigstore.json`;
  const platform = place.suffix === "" ? place.folder.replace(/^(.+)\/$/, ".$1") : "";
  return `${output.dest}.${stem}${platform}.sigstore.json`;
}
function nameLayoutBundle({ dest }, {
  spec,
  platform,
  isOnly,
  count
}) {
  const kind = spec.kind === "spdx" ? "sbom" : spec.kind;
  const part = isOnly ? "" : `.${platform.replaceAll("/", "_")}`;
  return `${dest}.${kind}${count > 1 ? `-${count}` : ""}${part}.sigstore.json`;
}
function nameSignature({ dest }) {
  return `${dest}.sigstore.json`;
}

// src/stages/archive.ts
var DEADLINE_MS6 = 10 * 6e4;
async function listMembers(host, archive, isWanted) {
  const found = [];
  await runTar(host, {
    args: ["-tf", locate(archive)],
    // An archive may list more than is kept of a tool's output.
    onLine: (line) => {
      if (isWanted(line)) found.push(line);
    }
  });
  return found;
}
async function extractMembers(host, { archive, members, into }) {
  if (members.length === 0) return;
  await runTar(host, { args: ["-xf", locate(archive), "-C", into, "--", ...members] });
}
function locate(archive) {
  return archive.startsWith("/") ? archive : `./${archive}`;
}
async function runTar(host, command) {
  await runChecked(host, {
    ...command,
    tool: "tar",
    file: "tar",
    env: { PATH: host.env["PATH"] ?? "", LANG: "C" },
    deadlineMs: DEADLINE_MS6
  });
}

// src/stages/check-files.ts
var PARALLEL = 16;
var UNREADABLE_NAME = "\uFFFD";
async function checkFiles(host, { root, statements }) {
  const wanted = new Map(
    statements.flatMap(
      ({ statement }) => statement.files.map(({ name, digest }) => [name, digest])
    )
  );
  const limit = pLimit(PARALLEL);
  const verdicts = await Promise.all(
    [...wanted].map(
      ([name, digest]) => limit(async () => ({ name, verdict: await judge(host, `${root}${name}`, digest) }))
    )
  );
  const wrong = verdicts.filter(({ verdict }) => verdict === "missing" || verdict === "changed");
  if (wrong.length > 0) throw makeChanged(root, wrong);
  const unread = verdicts.filter(({ verdict }) => verdict === "unreadable").length;
  if (unread > 0)
    host.log.info(
      `${root}: ${unread} of ${wanted.size} files cannot be read, and were not compared`
    );
}
async function judge({ files }, path, digest) {
  if (path.includes(UNREADABLE_NAME)) return "unreadable";
  try {
    if (await files.kind(path) !== "file") return "missing";
    return `sha256:${await files.sha256(path)}` === digest ? "same" : "changed";
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, "code") : void 0;
    if (code === "EACCES") return "unreadable";
    if (code === "ENOENT") return "missing";
    throw error;
  }
}
function makeChanged(root, wrong) {
  const [first] = wrong;
  const others = wrong.length > 1 ? `, and ${wrong.length - 1} more` : "";
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${root}${first?.name} is ${first?.verdict} since BuildKit wrote it${others}`,
    {
      hint: "Do two outputs, or another step of the job, write to the same folder? Give each a folder of its own; `attestation-prefix` helps where the build makes a file called `provenance.json`.",
      details: wrong.slice(0, 40).map(({ name, verdict }) => `${verdict}: ${name}`)
    }
  );
}

// src/stages/file-claims.ts
function makeGone({ type, dest }, path) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${path} is not there, though BuildKit wrote it to \`type=${type},dest=${dest}\``,
    { hint: "Does something else in the job empty that folder while the image is built?" }
  );
}
function requireStatements(found, { attestations }, where) {
  const missing = attestations.filter((spec) => !found.some((one) => one.spec === spec));
  if (missing.length === 0) return;
  const types = missing.map(({ predicateType }) => predicateType).join(", ");
  throw new ActionError("PREDICATE_MISSING", `BuildKit wrote no ${types} for ${where}`, {
    hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`."
  });
}

// src/stages/describe-layout.ts
async function describeLayout(host, wanted) {
  const { output } = wanted;
  const read = makeReader(host, wanted);
  const readBlob = async (digest) => {
    const bytes = await read(`blobs/sha256/${digestHex(digest)}`);
    if (computeDigest(bytes) === digest) return bytes;
    throw makeBroken(output, `${digest} has other content`);
  };
  const index = await readImage(output, await read("index.json"), { wanted, readBlob });
  const platforms = listPlatformManifests(index);
  const claims = await Promise.all(
    platforms.map(async ({ platform, descriptor: { digest } }) => {
      const statements = await readStatements({ wanted, index, digest, readBlob });
      const name = formatPlatform(platform);
      requireStatements(statements, wanted, `${name} in ${output.dest}`);
      return Promise.all(
        statements.map(
          ({ spec, bytes, count }) => keepClaim(host, {
            wanted,
            claim: {
              output,
              platform: name,
              spec,
              digest,
              about: void 0,
              bundlePath: nameLayoutBundle(output, {
                spec,
                platform: name,
                isOnly: platforms.length === 1,
                count
              })
            },
            bytes
          })
        )
      );
    })
  );
  return claims.flat();
}
function makeReader(host, { output, folder }) {
  const { files } = host;
  const root = output.isFolder ? output.dest : `${folder}/${digestHex(computeDigest(Buffer.from(output.dest)))}`;
  return async (path) => {
    if (!output.isFolder) {
      await files.makeDir(root);
      await extractMembers(host, { archive: output.dest, members: [path], into: root });
    }
    if (await files.kind(`${root}/${path}`) !== "file")
      throw makeGone(output, `${output.dest}/${path}`);
    return files.readBytes(`${root}/${path}`);
  };
}
async function readImage(output, bytes, { wanted, readBlob }) {
  const layout = parse(output, bytes);
  const digests = new Set(
    layout.kind === "index" ? layout.manifests.map(({ digest: digest2 }) => digest2) : []
  );
  const [only] = digests;
  const { imageDigest } = wanted;
  const digest = imageDigest !== void 0 && digests.has(imageDigest) ? imageDigest : only;
  if (digest === void 0 || digests.size > 1 && digest !== imageDigest)
    throw makeBroken(output, "its index does not name the image that was built");
  const image = parse(output, await readBlob(digest));
  if (image.kind === "index") return image;
  throw new ActionError(
    "PREDICATE_MISSING",
    `${output.dest} holds one manifest and no attestations`,
    { hint: "Does the builder support attestations (BuildKit 0.11 or newer)?" }
  );
}
function parse(output, bytes) {
  const parsed = parseManifest(bytes);
  if (parsed.ok) return parsed.manifest;
  throw makeBroken(output, parsed.reason);
}
function makeBroken({ dest }, reason) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${dest} is not the layout of an image: ${reason}`,
    {
      hint: "Does another step of the job, or another output, write there too? Build into a new place."
    }
  );
}
async function readStatements({
  wanted: { output, attestations },
  index,
  digest,
  readBlob
}) {
  const own = listAttestationManifests(index).filter(({ describes }) => describes === digest);
  const layers = await Promise.all(
    own.map(async ({ descriptor }) => {
      const manifest = parse(output, await readBlob(descriptor.digest));
      return manifest.kind === "image" ? listPredicateLayers(manifest) : [];
    })
  );
  const found = attestations.map(async (spec) => {
    const fitting = layers.flat().filter((layer) => layer.predicateType === spec.predicateType);
    return Promise.all(
      fitting.map(async ({ descriptor }, position) => {
        const bytes = nameSubject(await readBlob(descriptor.digest), digest);
        const statement = parseFileStatement(bytes);
        const isAbout = statement?.subjects.includes(digest) === true;
        if (!isAbout || statement.predicateType !== spec.predicateType)
          throw makeBroken(output, `its ${spec.kind} is not a statement about ${digest}`);
        return { spec, bytes, count: position + 1 };
      })
    );
  });
  return (await Promise.all(found)).flat();
}
function nameSubject(bytes, digest) {
  const statement = parseFileStatement(bytes);
  if (statement === void 0 || statement.subjects.length > 0) return bytes;
  const { predicateType, predicate } = statement;
  return Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v0.1",
      predicateType,
      subject: [{ name: "_", digest: { sha256: digestHex(digest) } }],
      predicate
    })
  );
}
async function keepClaim({ files }, { wanted, claim, bytes }) {
  const file = `${wanted.folder}/${digestHex(computeDigest(bytes))}.json`;
  await files.write(file, bytes);
  return { ...claim, file };
}

// src/stages/describe-files.ts
async function describeFiles(host, { outputs, ...wanted }) {
  const claims = [];
  for (const output of outputs) {
    const statements = wanted.attestations.length > 0 && output.type !== "docker";
    if (output.type !== "local") claims.push(await describeArchive(host, output));
    if (!statements) continue;
    claims.push(
      ...output.type === "oci" ? await describeLayout(host, { ...wanted, output }) : await describeTree(host, { ...wanted, output })
    );
  }
  return claims;
}
async function describeArchive({ files }, output) {
  const file = output.isFolder ? `${output.dest}/index.json` : output.dest;
  if (await files.kind(file) !== "file") throw makeGone(output, file);
  const digest = `sha256:${await files.sha256(file)}`;
  if (!isDigest(digest)) throw makeGone(output, file);
  const bundlePath = nameSignature(output);
  return { output, platform: void 0, spec: void 0, file, digest, about: file, bundlePath };
}
async function describeTree(host, wanted) {
  const { output, build } = wanted;
  const places = listPlaces(output, build);
  const root = output.isFolder ? output.dest : await unpackStatements(host, wanted, places);
  const all = (await Promise.all(places.map((place) => readPlace(host, { wanted, place, root })))).flat();
  const found = dropForged(all);
  const claims = [];
  for (const place of places) {
    const own = found.filter((one) => one.place === place);
    requireStatements(own, wanted, `${place.platform} in ${output.dest}`);
    if (output.isFolder)
      await checkFiles(host, { root: `${root}/${place.folder}`, statements: own });
    claims.push(...(await Promise.all(own.map((one) => makeClaim2(host, wanted, one)))).flat());
  }
  return claims;
}
async function unpackStatements(host, { output, attestations, folder }, places) {
  const root = `${folder}/${digestHex(computeDigest(Buffer.from(output.dest)))}`;
  const members = await listMembers(
    host,
    output.dest,
    (member) => places.some(
      (place) => member.startsWith(place.folder) && attestations.some(
        (spec) => isStatementName(member.slice(place.folder.length), { output, place, spec })
      )
    )
  );
  for (const { folder: part } of places)
    await host.files.makeDir(`${root}/${part}`.replace(/\/$/, ""));
  await extractMembers(host, { archive: output.dest, members, into: root });
  return root;
}
async function readPlace({ files }, { wanted, place, root }) {
  const { output, attestations } = wanted;
  const folder = `${root}/${place.folder}`.replace(/\/$/, "");
  if (await files.kind(folder) !== "directory") throw makeGone(output, folder);
  const names = await files.list(folder);
  const candidates = attestations.flatMap(
    (spec) => names.filter((name) => isStatementName(name, { output, place, spec })).map((name) => ({ spec, name }))
  );
  const found = await Promise.all(
    candidates.map(async ({ spec, name }) => {
      const path = `${await files.realpath(folder)}/${name}`;
      if (await files.kind(path) !== "file" || await files.realpath(path) !== path) return [];
      const bytes = await files.readBytes(path);
      const statement = parseFileStatement(bytes);
      if (statement?.predicateType !== spec.predicateType) return [];
      return [{ place, spec, name, bytes, digest: computeDigest(bytes), statement }];
    })
  );
  return found.flat();
}
function dropForged(found) {
  const listed = new Set(found.flatMap(({ statement }) => statement.subjects));
  return found.filter(({ digest }) => !listed.has(digest));
}
async function makeClaim2({ files, log }, { output, folder }, { place, spec, name, bytes, digest: ownDigest, statement }) {
  const [first] = statement.files;
  const bundlePath = nameBundle(name, output, place);
  if (first === void 0) {
    log.info(`${output.dest}: ${place.platform} has no file, so there is nothing to attest`);
    return [];
  }
  if (output.isFolder) refuseOverwriting(bundlePath, statement, `${output.dest}/${place.folder}`);
  const file = `${folder}/${digestHex(ownDigest)}.json`;
  await files.write(file, bytes);
  return [
    {
      output,
      platform: place.platform,
      spec,
      file,
      digest: first.digest,
      about: output.isFolder ? `${output.dest}/${place.folder}${first.name}` : void 0,
      bundlePath
    }
  ];
}
function refuseOverwriting(bundlePath, { files }, root) {
  if (!files.some(({ name }) => `${root}${name}` === bundlePath)) return;
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `${bundlePath} is part of what was built, so its bundle cannot be put there`,
    { hint: "Give the output an `attestation-prefix`, or build without that file." }
  );
}

// src/stages/sign-files.ts
var BUNDLE_MODE = 420;
async function signFiles(host, { plan, platforms, imageDigest, signing, folder }) {
  const { timeoutMs } = signing.spec;
  const tools = { ...signing, folder };
  const claims = await describeFiles(host, {
    outputs: plan.files,
    build: { ...plan.build, platforms },
    attestations: plan.attestations,
    imageDigest,
    folder: `${folder}/statements`
  });
  const tasks = claims.map((claim) => makeTask(host, claim, tools));
  const bundles = await runSigningTasks(host, { tasks, timeoutMs, tools });
  return Promise.all(
    claims.map((claim, index) => placeBundle(host, { claim, bytes: bundles[index], tools }))
  );
}
function makeTask(host, claim, { trust, check }) {
  const { spec, file } = claim;
  return {
    label: describeClaim(claim),
    args: (tokenFile, bundleFile) => {
      const files = { ...trust, tokenFile, bundleFile };
      return spec === void 0 ? makeSignBlobArgs({ file, files }) : makeAttestBlobArgs({ files, type: spec.cosignType, statementFile: file });
    },
    check: async (bytes) => {
      if (spec !== void 0 && !await holdsStatement(host, bytes, file))
        return { ok: false, reason: "it holds another statement than BuildKit wrote", details: [] };
      return check(makeCheck(claim, bytes));
    }
  };
}
function describeClaim({ spec, platform, output, file }) {
  if (spec === void 0) return `signature of ${file}`;
  const kind = spec.kind === "spdx" ? "SBOM" : spec.kind;
  return `${kind} of ${output.dest}${platform === void 0 ? "" : ` (${platform})`}`;
}
function makeCheck({ digest, spec }, bytes) {
  return { bytes, digest, predicateType: spec?.predicateType };
}
async function holdsStatement({ files }, bundle, statementFile) {
  try {
    const { dsseEnvelope } = JSON.parse(
      Buffer.from(bundle).toString("utf8")
    );
    const payload = dsseEnvelope?.payload;
    if (typeof payload !== "string") return false;
    const statement = Buffer.from(await files.readBytes(statementFile));
    return Buffer.from(payload, "base64").equals(statement);
  } catch {
    return false;
  }
}
async function placeBundle(host, { claim, bytes, tools }) {
  const { bundlePath } = claim;
  if (bytes === void 0) throw makeUnwritten(bundlePath, void 0);
  let verdict;
  try {
    await host.files.write(bundlePath, bytes, BUNDLE_MODE);
    verdict = await tools.check(makeCheck(claim, await host.files.readBytes(bundlePath)));
  } catch (error) {
    if (host.signal.aborted || error instanceof ActionError) throw error;
    throw makeUnwritten(bundlePath, error);
  }
  if (verdict.ok) {
    host.log.info(`${bundlePath}: ${describeClaim(claim)}, verified`);
    return { ...claim, storedAt: await host.files.realpath(bundlePath) };
  }
  throw new ActionError("VERIFICATION_FAILED", `${bundlePath} does not verify`, {
    hint: `${verdict.reason}
Does something else in the job write to that file?`,
    details: verdict.details
  });
}
function makeUnwritten(path, cause) {
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  return new ActionError("BUNDLE_NOT_WRITTEN", `${path} cannot be written${reason}`, {
    hint: "Bundles go beside the files they are about. Is the folder writable and the disk not full? Otherwise give `dest` another path, or set `sign: false`.",
    cause
  });
}

// src/plan/survey.ts
var LOGINS = ["registry", "username", "password", "registry-auth", "registry-identities"];
var BASES = [
  ...["working-directory", "context", "file", "target", "build-args", "build-contexts"],
  ...["call", "builder", "driver"]
];
var TAGS = ["images", "tags", "flavor", "platform-tags", "publish", "push"];
function planSurvey({
  plan,
  inputs,
  blamed,
  untrusted
}) {
  const isSound = (names) => names.every((name) => !blamed.has(name));
  const logins = plan.logins.filter((login) => isPlaced(login, inputs, isSound));
  const mayPush = !untrusted && isSound(["push"]);
  const destinations = mayPush ? plan.destinations.filter(
    (one) => isSound(LOGINS) && logins.length === plan.logins.length || isCovered(one, logins)
  ) : [];
  return { logins, destinations, checksBases: isSound(BASES), checksTags: isSound(TAGS) };
}
function isPlaced({ source, identity }, { registry }, isSound) {
  if (identity !== void 0) return isSound(["registry-identities"]);
  return source !== "password" || registry !== void 0 || isSound(["images", "tags"]);
}
function isCovered({ repository }, logins) {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== "pull"
  );
  return fitting.length === 1;
}

// src/stages/survey.ts
var LIMIT_MS2 = 2e3;
async function surveyRefused(host, setting) {
  const { plan, inputs, facts, refusal, folder, timings } = setting;
  const blamed = new Set(
    refusal instanceof InputError ? refusal.problems.map(({ input }) => input) : []
  );
  const { untrusted } = facts;
  const survey = planSurvey({ plan, inputs, blamed, untrusted });
  const { logins, destinations } = survey;
  const asked = { ...plan, logins, destinations };
  const access = await openAccess(host, { plan: asked, inputs, folder: folder.path });
  const env = makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: void 0,
    actionsCache: false,
    recordsRun: false
  });
  const engine = readEngine(host, env);
  const track = (title, work) => runTrack(host, { title, timings, work });
  const { registry } = access;
  const found = await Promise.all(
    [
      engine,
      checkDisk(host, engine),
      track("Registry", (say) => probeDestinations(access, { ...asked, facts, say })),
      survey.checksBases && track("Base images", (say) => checkBases(host, { plan: asked, registry, say })),
      survey.checksTags && tellTakenTags(host, { plan: asked, facts, access })
    ].map((work) => findFailure(host, Promise.resolve(work)))
  );
  return joinFailures([refusal, ...found.filter((one) => one !== void 0)]);
}
function findFailure(host, work) {
  const failing = work.then(
    () => void 0,
    (error) => error
  );
  return settleWithin(host, LIMIT_MS2, failing);
}

// src/stages/working-directory.ts
import { isAbsolute, join, relative } from "node:path";
var NAME2 = "working-directory";
async function enterWorkingDirectory({ env, files }, folder) {
  if (folder === void 0) return;
  const workspace = env["GITHUB_WORKSPACE"] || ".";
  const path = isAbsolute(folder) ? folder : join(workspace, folder);
  const kind = await files.kind(path);
  if (kind !== "directory") {
    const problem = "is not a folder of the workspace";
    const fix = "Check the repository out into it first (`path:`).";
    throw new InputError([{ input: NAME2, value: folder, problem, fix, ...noteLacking(kind) }]);
  }
  const below = relative(await files.realpath(workspace), await files.realpath(path));
  if (below === ".." || below.startsWith("../") || isAbsolute(below)) {
    throw refuse(folder, "leads out of the workspace", "Give a folder below the workspace.");
  }
  await files.enter(path);
}
async function enterOrTell(host, { workingDirectory }) {
  try {
    await enterWorkingDirectory(host, workingDirectory);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
function refuse(value, problem, fix) {
  return new InputError([{ input: NAME2, value, problem, fix }]);
}

// src/pipeline.ts
async function run(host) {
  const results = { moved: [], published: false };
  const timings = makeTimings(host.clock);
  let failure;
  try {
    await runStages(host, results, timings);
  } catch (error) {
    failure = error;
  }
  await report(host, { results, timings: timings.all(), error: failure });
  if (failure !== void 0) tellFailure(host, failure);
}
async function runStages(host, results, timings) {
  const parsed = await readLogins(host.env, readInputs(host.env));
  const { inputs } = parsed;
  maskSecrets(host, inputs);
  const lost = await enterOrTell(host, inputs);
  const facts = await gatherFacts(host, inputs, lost.length === 0);
  const problems = [...parsed.problems, ...lost];
  const named = await nameImage(host, { parsed: { ...parsed, problems }, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  if (refusal !== void 0) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const folder2 = await openRunFolder(host);
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder: folder2, timings });
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
  const ready = await timings.measure(
    "Set-up",
    () => setUp(host, { plan, inputs, facts, folder, timings, identity })
  );
  results.builder = await tellBuilder(host, {
    ...{ ...ready, spec: plan.builder },
    isExported: inputs.exportBuilder,
    folder: folder.path
  });
  results.policy = ready.signing?.policy;
  results.trustedRoot = inputs.trustedRoot;
  const means = {
    ...{ buildx: ready.buildx, builder: ready.builder, emulation: ready.emulation },
    folder: folder.path,
    secrets: chooseSecrets(inputs, plan.build.secretIds),
    cacheKeys: readCacheKeys(host, inputs)
  };
  const { cache, build } = ready;
  const work = { plan: { ...plan, cache, build }, means };
  const stopRefreshing = ready.access.keepFresh();
  try {
    if (plan.mode === "call") await evaluate(host, { work, call: plan.call ?? "", timings });
    else {
      const asking = { token: inputs.githubToken, repository: facts.repository };
      await buildAndPublish(host, { work, ready, identity, asking, results, timings });
    }
  } finally {
    stopRefreshing();
  }
}
async function evaluate(host, { work, call, timings }) {
  await timings.measure("Evaluate", () => runCall(host, { ...work, call }));
}
async function buildAndPublish(host, {
  work,
  ready,
  identity,
  asking,
  results,
  timings
}) {
  const { plan, means } = work;
  const engine = readPlatform(host, ready.engine);
  const loaded = chooseLoaded(plan, engine);
  const { registry, signing } = ready;
  results.build = await timings.measure(
    "Build",
    () => buildImage(host, { ...work, registry, engine })
  );
  results.keeping = settleMounts(host, { ...work, restored: ready.mounts, timings });
  const [{ destinations }, { folder }] = [plan, means];
  const guard = plan.allowDowngrade ? void 0 : asking;
  const release = { registry, destinations, signing, folder, guard, results, timings };
  const platforms = choosePlatforms(plan, engine);
  const cache = results.build.cache ?? plan.cache;
  const exported = { ...work, plan: { ...plan, cache }, signer: ready };
  if (plan.mode !== "push") {
    const exporting2 = timings.measure("Cache", () => exportCache(host, exported));
    return signOutputs(host, release, { plan, platforms }).finally(async () => {
      results.cacheExport = await exporting2;
    });
  }
  await ready.access.refresh();
  if (loaded.length > 0)
    await timings.measure("Load", () => loadImage(host, { ...work, platforms: loaded }));
  const exporting = timings.measure("Cache", () => exportCache(host, exported));
  const room = exporting.then(
    (written) => usesBackend(plan.cache, "gha") ? readCacheRoom(host, { ...asking, layers: written?.layers ?? [] }) : void 0
  );
  try {
    await publish(host, { plan, release, identity });
  } finally {
    results.cacheExport = await exporting;
    results.cacheRoom = await room;
  }
}
async function signOutputs(host, {
  signing,
  folder,
  results,
  timings
}, { plan, platforms }) {
  if (signing === void 0 || plan.files.length === 0) return;
  const imageDigest = results.build?.metadata.digest;
  const signed = await timings.measure(
    "Sign files",
    () => signFiles(host, { plan, platforms, imageDigest, signing, folder })
  );
  if (signed.length > 0) results.files = signed;
}
async function publish(host, { plan, release, identity }) {
  const { results } = release;
  const { leg, attestations, build } = plan;
  const digest = results.build?.metadata.digest;
  if (digest === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "buildx reported no digest of what it pushed");
  const { platforms } = build;
  const image = await inspectImage(host, release, { digest, platforms, attestations });
  results.image = image;
  const isWhole = leg === void 0;
  const subjects = image.subjects.filter(({ kind }) => isWhole || kind !== "index");
  const fresh = { subjects, predicates: image.predicates };
  const job = { image, fresh, covered: subjects };
  if (isWhole && plan.publish === "auto") {
    await joinTracks([
      signAndVerify(host, release, job),
      signOutputs(host, release, { plan, platforms })
    ]);
    await publishTags(host, release, image);
    return;
  }
  const keepAlive2 = await keepCandidate(host, release, { plan, identity, image });
  const record = makeCandidate({ plan, identity, image, keepAlive: keepAlive2 });
  const signing = signAndVerify(host, release, { ...job, record });
  await joinTracks([signing, signOutputs(host, release, { plan, platforms })]);
  const document = await signing;
  if (document === void 0) return;
  results.candidate = document;
  if (leg === void 0 || plan.publish === "off") {
    await offerCandidate(host, { identity, document });
    return;
  }
  const missing = await mergeWhenComplete(host, release, { plan, leg, identity, document });
  results.waiting = missing;
}
function printPlan(host, plan, { group }) {
  host.log.group("Plan", formatPlan(plan, group));
  tellThoughts(host, plan);
  if (plan.mode === "build") host.log.notice(`Not pushed: ${plan.reason}`);
}
function tellThoughts({ log }, { notices, warnings }) {
  notices.forEach(log.notice);
  warnings.forEach(log.warning);
}
export {
  run
};
