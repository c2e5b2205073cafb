import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  askBases,
  chooseEmulated,
  prepareLegs,
  readEmulated,
  requireNoConflict,
  requireOwnTags
} from "./chunk-VHHPDPLI.js";
import {
  assembleLegs,
  checkCandidate,
  collectLegs,
  dropKept,
  handOver,
  inspectImage,
  keepAlive,
  makeMissing,
  planKeepAlive,
  publishTags,
  signAndVerify
} from "./chunk-ODTBPITH.js";
import {
  formatMergeArtifact,
  formatReleaseArtifact
} from "./chunk-MIBULRU7.js";
import {
  checkDisk,
  isOwnKernel,
  probeHandler
} from "./chunk-IGMWSJLB.js";
import {
  endPreflight,
  runPreflight
} from "./chunk-PFKILCE3.js";
import {
  chooseLoaded,
  choosePlatforms,
  chooseSecrets,
  formatPush,
  loadImage,
  makeBuild,
  makeBuildArgs,
  makeCacheExport,
  makeCall,
  makeMetadataEnv,
  parseBuildMetadata,
  withSecretFiles
} from "./chunk-F7UYPCPL.js";
import "./chunk-FIBSJE2I.js";
import {
  countHits,
  countSaved,
  describeTimes,
  formatBuildRecord,
  formatHits,
  formatSaving,
  formatTotal,
  gatherSeconds,
  joinHits,
  labelJob,
  listRecorded,
  parseBuildRecord,
  timeEmulated
} from "./chunk-VXBI6TKC.js";
import "./chunk-TPV272LM.js";
import {
  SIGN_FOLDER,
  describePlaces,
  ensureBuilder,
  findCache,
  findOutage,
  findService,
  findUsable,
  makeCacheConfig,
  makeSetupEnv,
  mayWriteEntries,
  nameOutage,
  obtainBuilder,
  prepareCache,
  readCacheRoom,
  readEntry,
  saveFolder,
  saveLayers,
  tellBuilder,
  vouchFor,
  withoutFar,
  withoutSources,
  writeEntry
} from "./chunk-YSCF7Z7Q.js";
import {
  completeMounts,
  findUsableBuildx,
  identifyMount,
  readManifestContent,
  splitForLeg,
  stopWith,
  withConfig
} from "./chunk-IXQPVSTI.js";
import {
  ensureTool,
  prepareSigning,
  startPolicing
} from "./chunk-CL3JVLAE.js";
import {
  findSharing,
  keepTemp,
  listSources,
  parseVersion
} from "./chunk-RSG6BFU7.js";
import {
  RETRY_POLICY,
  computeDigest,
  findDelayMs,
  openAccess
} from "./chunk-KYH7S52R.js";
import {
  findAzureKey,
  joinTracks,
  makeCacheVariables,
  runTrack,
  signAwsRequest
} from "./chunk-PTLKZAO4.js";
import {
  pLimit,
  runSigningTasks
} from "./chunk-7ORZKQFX.js";
import {
  DEFAULT_VERSIONS,
  IMAGES,
  isPinned,
  listHelperImages,
  nameMount,
  splitMounts,
  usesBackend
} from "./chunk-UXX5YRA4.js";
import {
  makeAttestBlobArgs,
  makeSignBlobArgs,
  parseFileStatement
} from "./chunk-RFD7Z2AI.js";
import {
  findExcess,
  findUnchanged,
  fingerprint,
  formatBytes,
  formatSeconds,
  readField
} from "./chunk-SA2GMFYJ.js";
import {
  findEngine,
  readPlatform
} from "./chunk-PSIAJPV7.js";
import {
  findOwn,
  isEmptyImage,
  isRemoteContext,
  listAttestationManifests,
  listNative,
  listOnePerNode,
  listPlatformManifests,
  listPredicateLayers,
  parseManifest,
  usesEngine
} from "./chunk-PFKVS5A6.js";
import {
  describeSteps,
  formatEmulated,
  isNative
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  OWN_FILTER,
  announceUse,
  askDocker,
  endUse,
  findLeftEmulators,
  listOwnContainers,
  listUses,
  recordEmulators,
  removeEmulators
} from "./chunk-TZQ5KLDX.js";
import {
  parseBinfmtStatus,
  planHandlers
} from "./chunk-OHDHNXV6.js";
import {
  listSweepQueries,
  parseClusterBuilders,
  removeContainer
} from "./chunk-IB3NVN46.js";
import {
  ensureImage,
  findImage,
  orderImages
} from "./chunk-GJRLLONP.js";
import {
  LINKS_FOLDER,
  OWN_VOLUME,
  formatLinkName,
  isForgotten,
  isLeft,
  isOrphanLink,
  parseMark,
  rankSources
} from "./chunk-EI3N3EFW.js";
import {
  parseRuntimeToken
} from "./chunk-BVMKXS4Y.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import {
  listNodeNames
} from "./chunk-3MKCOJQC.js";
import {
  classifyOutput,
  describeCommandFailure,
  runChecked,
  withCode,
  withHint
} from "./chunk-O7GMNHRJ.js";
import {
  defuseLine
} from "./chunk-HQSA4M7E.js";
import {
  FOLDER_PREFIX,
  MARK_FILE
} from "./chunk-OHJM3DEI.js";
import {
  makeBuildEnv,
  makeEngineEnv
} from "./chunk-5DJDJALV.js";
import {
  digestHex,
  formatRepository,
  isDigest,
  parseDigest,
  parseReference,
  redactLine
} from "./chunk-SHLUNWKC.js";
import {
  quoteField
} from "./chunk-LJCXF7ZE.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  describeError,
  restate
} from "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import {
  require_commonjs
} from "./chunk-RFUQLXB7.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

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

// src/stages/builder/spread.ts
async function inspectBuilder(host, { name, buildx }) {
  const args = ["inspect", name];
  const { stdout } = await host.run({ tool: "buildx", file: buildx.path, args, env: buildx.env });
  const found = stdout.matchAll(/(?:^Name:\s*(\S*)\s+)?^Endpoint:/gm);
  const nodes = [...found].map(([, node = ""]) => node);
  return { driver: /^Driver:\s*(\S+)/m.exec(stdout)?.[1], nodes };
}
async function isSpread(host, {
  builder,
  means
}) {
  const own = findOwn(builder);
  if (own !== void 0) return means.builder !== void 0 && own.nodes.length > 1;
  if (builder.kind !== "existing") return false;
  const { nodes } = await inspectBuilder(host, { name: builder.name, buildx: means.buildx });
  return nodes.length > 1;
}

// src/stages/cleanup/sweep.ts
async function sweepOrphans(host, { env, usesEngine: usesEngine2, emulationImage }) {
  if (host.env["RUNNER_ENVIRONMENT"] !== "self-hosted") return;
  const parts = [
    sweepFolders(host),
    sweepLinks(host),
    ...usesEngine2 ? [
      sweepEngine(host, env),
      sweepUses(host, env),
      sweepEmulators(host, { env, image: emulationImage })
    ] : []
  ];
  await Promise.all(
    parts.map(
      (part) => part.catch((error) => host.log.debug(`The sweep failed: ${describeError(error)}`))
    )
  );
}
async function sweepFolders(host) {
  const { env, files, log } = host;
  const temp = env["RUNNER_TEMP"] ?? "";
  const names = temp === "" ? [] : await files.list(temp);
  for (const name of names.filter((one) => one.startsWith(FOLDER_PREFIX))) {
    const folder = `${temp}/${name}`;
    if (!await files.isPrivate(folder)) continue;
    const text = await files.readText(`${folder}/${MARK_FILE}`).catch(() => "");
    const mark = parseMark(text);
    if (!await isLeft(host, mark)) continue;
    await files.remove(folder);
    log.info(`Removed ${folder}, which run ${mark?.runId ?? ""} has left`);
  }
}
async function sweepLinks({ files, clock, log }) {
  const nowMs = clock.now().getTime();
  const names = (await files.list(LINKS_FOLDER)).filter((name) => isOrphanLink(name, nowMs));
  for (const name of names) {
    const link = `${LINKS_FOLDER}/${name}`;
    const isGone = await files.unlink(link).then(
      () => true,
      () => false
    );
    if (isGone) log.info(`Removed ${link}, which a killed run has left`);
  }
}
async function sweepEngine(host, env) {
  const containers = await listOwnContainers(host, env, "all");
  for (const { container, mark } of containers) {
    if (!await isLeft(host, mark)) continue;
    if (await removeContainer(host, { container, env }))
      host.log.info(`Removed ${container}, which run ${mark?.runId ?? ""} has left`);
  }
  const used = new Set(containers.map(({ container }) => `${container}_state`));
  await sweepVolumes(host, env, used);
}
async function sweepUses(host, env) {
  for (const { volume, mark } of await listUses(host, env)) {
    if (!await isLeft(host, mark)) continue;
    if (await endUse(host, { volume, env }))
      host.log.info(`Removed the volume ${volume}, which run ${mark?.runId ?? ""} has left`);
  }
}
async function sweepEmulators(host, { env, image: planned }) {
  const left = await findLeftEmulators(host);
  if (left.length === 0) return;
  const image = await findImage(host, { sources: listSources(planned), env });
  if (image === void 0) return;
  const names = left.map(({ name }) => name);
  if (await removeEmulators(host, { image, names, env }))
    host.log.info(`Removed the emulators ${names.join(", ")}, which a killed run has left`);
}
async function sweepVolumes(host, env, used) {
  const names = (await askDocker(host, env, ["volume", "ls", OWN_FILTER, "--format={{.Name}}"])).split("\n").filter((name) => OWN_VOLUME.test(name) && !used.has(name));
  for (const name of names) {
    const format = "--format={{.CreatedAt}}";
    const createdAt = await askDocker(host, env, ["volume", "inspect", format, name]);
    const createdAtMs = Date.parse(createdAt.trim());
    if (Number.isNaN(createdAtMs) || !isForgotten(createdAtMs, host.clock.now().getTime()))
      continue;
    await askDocker(host, env, ["volume", "rm", name]);
    host.log.info(`Removed the volume ${name}, whose builder is gone`);
  }
}

// src/stages/cleanup/sweep-cluster.ts
var DEADLINE_MS = 2e4;
async function sweepCluster(host, { own, env }) {
  try {
    for (const query of listSweepQueries(own)) {
      const text = await runKubectl(host, env, query);
      if (text === void 0) continue;
      const namespace = query.filter((one) => one.startsWith("--namespace="));
      for (const found of parseClusterBuilders(text))
        if (await isLeft(host, found.mark)) await remove(host, { found, env, namespace });
    }
  } catch (error) {
    host.log.debug(`The sweep of the cluster failed: ${describeError(error)}`);
  }
}
async function remove(host, {
  found: { name, mark, configMaps },
  env,
  namespace
}) {
  const objects = [`deployment/${name}`, ...configMaps.map((one) => `configmap/${one}`)];
  const args = ["delete", ...objects, "--ignore-not-found", "--wait=false", ...namespace];
  if (await runKubectl(host, env, args) !== void 0)
    host.log.info(`Removed ${name} from the cluster, which run ${mark?.runId ?? ""} has left`);
}
async function runKubectl(host, env, args) {
  const command = { tool: "kubectl", file: "kubectl", args, env, deadlineMs: DEADLINE_MS };
  const { exitCode, stdout, stderr } = await host.run(command);
  if (exitCode === 0) return stdout;
  host.log.debug(`kubectl ${args.join(" ")}: ${stderr.trim()}`);
  return void 0;
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

// src/stages/build/source-place.ts
import { dirname, join, relative } from "node:path";
async function findInRepository({ files }, file) {
  const path = await files.realpath(file);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (await files.kind(join(folder, ".git")) !== void 0) return relative(folder, path);
    if (folder === dirname(folder)) return file.replace(/^(?:\.\/)+/, "");
  }
}
async function readSource({ files }, file) {
  try {
    return await files.readText(file);
  } catch {
    return void 0;
  }
}

// src/stages/build/annotate-checks.ts
async function annotateChecks(host, { plan, metadata }) {
  if (!plan.metadata.annotatesChecks) return;
  const warnings = parseBuildWarnings(metadata);
  if (warnings.length === 0) return;
  const { file } = plan.build;
  const text = file === void 0 ? void 0 : await readSource(host, file);
  const shown = file === void 0 || text === void 0 ? void 0 : await findInRepository(host, file);
  for (const { title, message, line, ...source } of warnings) {
    const isThis = text !== void 0 && text === source.text;
    const place = isThis ? { file: shown, line } : NOWHERE;
    host.log.annotate(message, { title, ...place });
  }
}
var NOWHERE = { file: void 0, line: void 0 };

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

// src/tools/solver-signs.ts
var BEFORE = /^#\d+ \[internal\] (?:booting buildkit|waiting for connection)/;
var LINE = /^#([1-9]\d*) (DONE|CACHED|ERROR)?/;
function followSigns() {
  const before = /* @__PURE__ */ new Set();
  let isAlive = false;
  return {
    read: (line) => {
      const [, step = "", ended] = LINE.exec(line) ?? [];
      if (BEFORE.test(line)) before.add(step);
      if (ended !== void 0 && !before.has(step)) isAlive = true;
    },
    isAlive: () => isAlive
  };
}

// src/tools/solve-failure.ts
var PUSH = /^ERROR: (?:failed to build: )?failed to solve: failed to push (\S+): (.*)$/m;
var PASSING = /\btoomanyrequests\b[^\n]*|\b(?:429 Too Many Requests|5\d\d (?:[A-Z][\w-]*(?: [A-Z][\w-]*)*))/;
var PULL = /^ERROR: (?:failed to build: )?failed to solve: [^\n]*\b(?:failed to copy|failed to resolve source metadata|failed to do request|failed to authorize|httpReadSeeker)\b/m;
var LOST = /^ERROR: [^\n]*\bUnavailable(?: desc = |: )[^\n]*(?:error reading from server|transport is closing|graceful_stop)/m;
var NO_ENGINE = /^ERROR: [^\n]*(?:cannot connect to the docker daemon|failed to connect to the docker API|error during connect)/im;
function findPassingPush(text) {
  const [, name, reason = ""] = PUSH.exec(text) ?? [];
  const [words] = PASSING.exec(reason) ?? [];
  return words === void 0 ? void 0 : `${name}: ${words}`;
}
function failsToPull(text, image) {
  const steps = text.split("\n").filter((line) => /^ > /.test(line));
  return PULL.test(text) && steps.some((line) => line.includes(image));
}
function losesBuilder(text) {
  return LOST.test(text);
}
function lacksEngine(text) {
  return NO_ENGINE.test(text);
}

// src/stages/build/generator.ts
function usesOwnGenerator({ attests }) {
  return attests.some((attest) => attest.includes(IMAGES.sbomScanner));
}
async function chooseGenerator(host, { build, registry, say, sources = listSources(IMAGES.sbomScanner) }) {
  const [named] = sources;
  const lacks = [];
  const [best = named] = await rankSources(host, {
    ...{ sources, registry: registry.brief },
    say: (lack) => {
      lacks.push(lack);
      say(lack);
    }
  });
  say(best);
  if (best !== named) host.log.warning(tellSwitch(best, lacks[0] ?? named));
  return { ...build, attests: renameGenerator(build.attests, { named, best }) };
}
function tellSwitch(best, why) {
  return `The SBOM generator comes from ${best}: ${why}`;
}
function listGenerators({ attests }, sources = listSources(IMAGES.sbomScanner)) {
  const named = sources.find((source) => attests.some((attest) => attest.includes(source)));
  return named === void 0 ? [] : [named, ...sources.filter((source) => source !== named)];
}
function renameGenerator(attests, { named, best }) {
  return attests.map((attest) => attest.replace(named, best));
}

// src/stages/build/build-again.ts
var POLICY = { ...RETRY_POLICY, baseDelayMs: 4e3 };
async function repeatBuild({ log, clock }, { last, text }) {
  const [generator = "", next] = last.generators;
  if (next !== void 0 && failsToPull(text, generator)) {
    log.warning(tellSwitch(next, `${generator} could not be pulled`));
    return { ...last, generators: last.generators.slice(1) };
  }
  const found = await findBuilderAgain({ log, clock }, last, text);
  if (found !== void 0) return found;
  const refused = findPassingPush(text);
  const count = last.pushes + 1;
  if (refused === void 0 || count >= POLICY.attempts) return void 0;
  const delayMs = findDelayMs(POLICY, count);
  const wait = `again in ${(delayMs / 1e3).toFixed(1)} s (attempt ${count + 1} of ${POLICY.attempts})`;
  log.info(`Not pushed, ${refused}; ${wait}`);
  await clock.sleep(delayMs);
  return { ...last, pushes: count };
}
async function findBuilderAgain({ log, clock }, last, text) {
  const losses = last.losses + 1;
  if (last.losses === 0 && losesBuilder(text))
    log.warning(
      "The builder ended in the middle of the build: built once more, with what it has. Was there too little memory, or was its engine started anew?"
    );
  else if (last.losses === 0 || losses >= POLICY.attempts || !lacksEngine(text)) return void 0;
  await clock.sleep(POLICY.baseDelayMs * 2 ** (losses - 1));
  return { ...last, losses };
}

// src/tools/build-failure.ts
var MAX_LINES = 40;
var STEP = /^ > \[/;
var PLACE = /^[^\s:][^:]*:\d+$/;
var RULE = /^-{20}$/;
var BLAMED = /^ *(\d+) \| >>> (.*)$/;
function parseBuildFailure(output) {
  const start = output.findIndex((line2, at) => isStart(line2, output[at + 1] ?? ""));
  if (start < 0) return void 0;
  const end = output.findLastIndex((line2) => line2.startsWith("ERROR: "));
  const told = output.slice(start, end < start ? void 0 : end);
  const [, line, text = ""] = told.map((one) => BLAMED.exec(one)).find((one) => one !== null) ?? [];
  return {
    lines: told.slice(-MAX_LINES).map((one) => redactLine(defuseLine(one)).trimEnd()),
    source: line === void 0 ? void 0 : { line: Number(line), text }
  };
}
function isStart(line, next) {
  return line === "------" && STEP.test(next) || PLACE.test(line) && RULE.test(next);
}

// src/stages/build/failed-build.ts
var KEPT_LINES = 300;
function keepOutputEnd() {
  const lines = [];
  return {
    add: (line) => {
      lines.push(line);
      if (lines.length > 2 * KEPT_LINES) lines.splice(0, KEPT_LINES);
    },
    lines: () => lines
  };
}
async function explainFailedBuild(host, { error, output, file }) {
  if (!(error instanceof ActionError)) return error;
  const failure = parseBuildFailure(output);
  return restate(error, {
    details: failure?.lines ?? error.details,
    isLogged: true,
    place: await findPlace(host, { file, source: failure?.source })
  });
}
function harmless(text) {
  return defuseLine(text).trimEnd();
}
async function findPlace(host, { file, source }) {
  if (file === void 0 || source === void 0) return void 0;
  const text = (await readSource(host, file))?.split(/\r?\n/)[source.line - 1];
  if (text === void 0 || harmless(text) !== harmless(source.text)) return void 0;
  return { file: await findInRepository(host, file), line: source.line };
}

// src/stages/build/gate-route.ts
async function findRoute(host, { plan, means: { builder, buildx }, platforms }) {
  if (builder === void 0) return { kind: "engine", context: void 0 };
  const own = findOwn(plan.builder);
  if (own !== void 0)
    return { kind: "daemons", builder, nodes: listOwn(builder, own, platforms) };
  const { driver, nodes } = await inspectBuilder(host, { name: builder, buildx });
  if (driver === "docker") return { kind: "engine", context: builder };
  if (nodes.length < 2)
    return { kind: "daemons", builder, nodes: [{ name: nodes[0] || builder, platforms: [] }] };
  const named = platforms.map(formatPlatform);
  return {
    kind: "daemons",
    builder,
    nodes: named.map((platform, at) => ({ name: `${builder}${at}`, platforms: [platform] }))
  };
}
function listOwn(builder, own, platforms) {
  const names = listNodeNames(builder, own);
  if (own.nodes.length === 1) return [{ name: names[0] ?? builder, platforms: [] }];
  return [...listOnePerNode(own, platforms)].map(([at, platform]) => {
    const asked = formatPlatform(platform);
    const others = (own.nodes[at]?.platforms ?? []).filter((one) => one !== asked);
    return { name: names[at] ?? builder, platforms: [asked, ...others] };
  });
}

// src/tools/buildkit-messages.ts
var import_runtime = __toESM(require_commonjs(), 1);
var GATEWAY_SOLVE = "/moby.buildkit.v1.frontend.LLBBridge/Solve";
var CONTROL_STATUS = "/moby.buildkit.v1.Control/Status";
function readSolveImports(message) {
  let imports = [];
  eachField(message, (field, reader) => {
    if (field !== 3) return false;
    const { key, value } = readPair(reader.bytes());
    if (key === "cache-imports") imports = readEntries(value);
    return true;
  });
  return imports;
}
function readEntries(json) {
  const entries = readJson(json);
  return (Array.isArray(entries) ? entries : []).filter(isRecord).map((entry) => {
    const given = isRecord(entry["Attrs"]) ? Object.entries(entry["Attrs"]) : [];
    const attributes = Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
    return { type: String(entry["Type"]), attributes };
  });
}
function countImports(imports) {
  const keys = imports.map(
    ({ type, attributes }) => type === "registry" ? attributes["ref"] ?? "" : JSON.stringify([type, Object.entries(attributes).sort()])
  );
  return new Set(keys).size;
}
function makeImportSolve(imports) {
  const noDefinition = new import_runtime.BinaryWriter().tag(1, import_runtime.WireType.LengthDelimited).bytes(NO_OPERATION).finish();
  const writer = new import_runtime.BinaryWriter().tag(1, import_runtime.WireType.LengthDelimited).bytes(noDefinition);
  writer.tag(5, import_runtime.WireType.Varint).bool(true).tag(6, import_runtime.WireType.Varint).bool(true);
  for (const entry of imports) writer.tag(12, import_runtime.WireType.LengthDelimited).bytes(writeEntry2(entry));
  return writer.tag(14, import_runtime.WireType.Varint).bool(true).finish();
}
var NO_OPERATION = Uint8Array.of(255);
function writeEntry2({ type, attributes }) {
  const writer = new import_runtime.BinaryWriter().tag(1, import_runtime.WireType.LengthDelimited).string(type);
  for (const [key, value] of Object.entries(attributes)) {
    const pair = new import_runtime.BinaryWriter().tag(1, import_runtime.WireType.LengthDelimited).string(key);
    const both = pair.tag(2, import_runtime.WireType.LengthDelimited).string(value).finish();
    writer.tag(2, import_runtime.WireType.LengthDelimited).bytes(both);
  }
  return writer.finish();
}
function readVertices(message) {
  const vertices = [];
  eachField(message, (field, reader) => {
    if (field !== 1) return false;
    vertices.push(readVertex(reader.bytes()));
    return true;
  });
  return vertices;
}
function readVertex(message) {
  let vertex = { digest: "", name: "", isStarted: false, isCompleted: false };
  eachField(message, (field, reader) => {
    switch (field) {
      case 1:
        vertex = { ...vertex, digest: reader.string() };
        return true;
      case 3:
        vertex = { ...vertex, name: reader.string() };
        return true;
      case 5:
        vertex = { ...vertex, isStarted: true };
        return false;
      case 6:
        vertex = { ...vertex, isCompleted: true };
        return false;
      default:
        return false;
    }
  });
  return vertex;
}
function readPair(message) {
  let pair = { key: "", value: "" };
  eachField(message, (field, reader) => {
    if (field === 1) pair = { ...pair, key: reader.string() };
    else if (field === 2) pair = { ...pair, value: reader.string() };
    else return false;
    return true;
  });
  return pair;
}
function eachField(message, take) {
  const reader = new import_runtime.BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!take(field, reader)) reader.skip(wireType);
  }
}

// src/tools/import-vertices.ts
function followImportVertices() {
  const isDone = /* @__PURE__ */ new Map();
  return {
    read: (message) => {
      for (const { digest, name, isStarted, isCompleted } of readVertices(message))
        if (isStarted && name.startsWith("importing cache manifest from "))
          isDone.set(digest, isCompleted);
    },
    count: () => {
      const done = [...isDone.values()].filter(Boolean).length;
      return { started: isDone.size, pending: isDone.size - done };
    }
  };
}

// src/stages/build/open-gate.ts
var LOOK_MS = 20;
var SETTLED_MS = 1500;
async function openGate(host, way) {
  const imports = followImportVertices();
  const closing = new AbortController();
  const relay = await host.relay({
    ...way,
    watches: { path: CONTROL_STATUS, onMessage: imports.read },
    holds: {
      path: GATEWAY_SOLVE,
      until: (call) => readFirst(host, { call, imports, closing: closing.signal })
    }
  });
  return {
    close: () => {
      closing.abort();
      return relay.close();
    }
  };
}
async function readFirst({ clock }, {
  call,
  imports,
  closing
}) {
  const wanted = readSolveImports(call.message);
  if (wanted.length === 0) return;
  await call.ask(makeImportSolve(wanted));
  const askedMs = clock.elapsedMs();
  const isRead = () => {
    const { started, pending } = imports.count();
    const isSettled = clock.elapsedMs() - askedMs >= SETTLED_MS;
    return pending === 0 && (started >= countImports(wanted) || isSettled);
  };
  await new Promise((resolve) => {
    const stop2 = clock.repeat(LOOK_MS, async () => {
      if (!isRead() && !closing.aborted) return;
      stop2();
      resolve();
    });
  });
}

// src/stages/build/unblock-builder.ts
var DEADLINE_MS2 = 15e3;
var GRACE_SECONDS = 1;
function isRestartable({ builder }, means) {
  const own = findOwn(builder);
  const isContainer = own?.driver === "docker-container";
  return means.builder !== void 0 && isContainer && own.kept === void 0;
}
async function unblockBuilder(host, { plan, means, platforms, isStuck }) {
  const { builder, buildx } = means;
  const own = findOwn(plan.builder);
  if (builder === void 0 || own === void 0 || !isRestartable(plan, means)) {
    if (!isStuck) await dropParts(host, { builder, buildx });
    return true;
  }
  const stopped = await Promise.all(
    listContainers(builder, own, platforms).map((container) => stop(host, container, buildx.env))
  );
  return stopped.every((isStopped) => isStopped);
}
async function dropParts(host, { builder, buildx }) {
  const { exitCode, stderr } = await host.run({
    tool: "buildx",
    file: buildx.path,
    args: [
      "prune",
      ...builder === void 0 ? [] : [`--builder=${builder}`],
      "--force",
      "--filter=id=none"
    ],
    env: buildx.env,
    deadlineMs: DEADLINE_MS2
  });
  if (exitCode !== 0) host.log.debug(`buildx prune: ${stderr.trim()}`);
}
function listContainers(builder, own, platforms) {
  const names = listNodeNames(builder, own);
  const wanted = platforms.map(formatPlatform);
  const isChosen = (node) => node.platforms.some((platform) => wanted.includes(platform));
  const isKnown = own.nodes.some(isChosen);
  return own.nodes.flatMap(
    (node, at) => isKnown && !isChosen(node) ? [] : [{ name: `buildx_buildkit_${names[at] ?? ""}`, flags: locate(node) }]
  );
}
function locate({ endpoint }) {
  if (endpoint === void 0) return [];
  return [endpoint.includes("://") ? `--host=${endpoint}` : `--context=${endpoint}`];
}
async function stop(host, { name, flags }, env) {
  const parts = "rm -rf /var/lib/buildkit/*/content/ingest/*";
  const tool = { tool: "docker", file: "docker", env, deadlineMs: DEADLINE_MS2 };
  await host.run({ ...tool, args: [...flags, "exec", name, "sh", "-c", parts] });
  const args = [...flags, "stop", `--time=${GRACE_SECONDS}`, name];
  const { exitCode, stderr } = await host.run({ ...tool, args });
  if (exitCode !== 0) host.log.debug(`The builder was not started anew: ${stderr.trim()}`);
  return exitCode === 0;
}

// src/stages/build/import-gate.ts
var DEADLINE_MS3 = 15e3;
function isGated({ plan, means, cache }) {
  const isFar = cache.from.some(({ backend }) => backend !== "local");
  return isFar && !isRestartable(plan, means);
}
var GateFailure = class extends Error {
  constructor(cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`it takes a socket in the folder of temporary files (RUNNER_TEMP): ${why}`, { cause });
    this.name = "GateFailure";
  }
};
async function withImportGate(host, gated, work) {
  const { builder, buildx } = gated.means;
  if (!isGated(gated)) return work({ builder, env: buildx.env });
  const gates = [];
  const folders = [];
  const close = () => Promise.all(gates.map((gate) => gate.close()));
  gated.stop.addEventListener("abort", close, { once: true });
  try {
    const ways = await openGates(host, { gated, folders, gates }).catch((error) => {
      throw host.signal.aborted ? error : new GateFailure(error);
    });
    host.log.info(
      "The builder reads its caches before it builds: buildx reaches it through this step, as a remote one"
    );
    return await work(ways);
  } finally {
    gated.stop.removeEventListener("abort", close);
    await close();
    await Promise.all(folders.map((one) => host.files.remove(one)));
  }
}
var MAX_FOLDER_BYTES = 90;
async function makeFolder({ files, clock, randomHex }, folders) {
  const folder = await files.makeTempDir("gate-");
  folders.push(folder);
  if (Buffer.byteLength(folder) <= MAX_FOLDER_BYTES) return folder;
  const link = formatLinkName({ nowMs: clock.now().getTime(), random: randomHex(8) });
  const path = `${LINKS_FOLDER}/${link}`;
  await files.symlink(folder, path);
  folders.push(path);
  return path;
}
async function openGates(host, { gated, folders, gates }) {
  const { buildx } = gated.means;
  const folder = await makeFolder(host, folders);
  const route = await findRoute(host, gated);
  if (route.kind === "engine") {
    const socket = `${folder}/0`;
    const context = route.context === void 0 ? [] : [`--context=${route.context}`];
    const dial = { file: "docker", args: [...context, "system", "dial-stdio"], env: buildx.env };
    gates.push(await openGate(host, { socket, dial, isEngine: true }));
    return { builder: ENGINE_BUILDER, env: pointDocker(buildx.env, socket) };
  }
  const env = { ...buildx.env, BUILDX_CONFIG: `${folder}/buildx` };
  const { builder } = route;
  for (const [at, node] of route.nodes.entries()) {
    const socket = `${folder}/${at}`;
    const args = makeDialArgs(builder, node.platforms);
    const dial = { file: buildx.path, args, env: buildx.env };
    gates.push(await openGate(host, { socket, dial, isEngine: false }));
    await addNode(host, { buildx: { ...buildx, env }, builder, node, socket, isFirst: at === 0 });
  }
  return { builder, env };
}
var ENGINE_BUILDER = "default";
function makeDialArgs(builder, [platform]) {
  return [
    ...["dial-stdio", `--builder=${builder}`],
    ...platform === void 0 ? [] : [`--platform=${platform}`]
  ];
}
async function addNode(host, { buildx: { path, env }, builder, node: { name, platforms }, socket, isFirst }) {
  await runChecked(host, {
    tool: "buildx",
    file: path,
    args: [
      ...["create", `--name=${builder}`, `--node=${name}`],
      ...isFirst ? ["--driver=remote"] : ["--append"],
      ...platforms.length === 0 ? [] : [`--platform=${platforms.join()}`],
      `unix://${socket}`
    ],
    env,
    deadlineMs: DEADLINE_MS3
  });
}
var ENGINE_VARIABLES = /* @__PURE__ */ new Set([
  "DOCKER_CONTEXT",
  "DOCKER_TLS",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH"
]);
function pointDocker(env, socket) {
  const others = Object.entries(env).filter(([name]) => !ENGINE_VARIABLES.has(name));
  return { ...Object.fromEntries(others), DOCKER_HOST: `unix://${socket}` };
}

// src/stages/build/watch-imports.ts
var LOOK_MS2 = 500;
function watchImports({ clock }, {
  limitMs,
  isOver = () => false
}) {
  const imports = followImports();
  const stopping = new AbortController();
  const listStuck = () => imports.pending().filter(({ sinceMs }) => clock.elapsedMs() - sinceMs >= limitMs).map(({ source }) => source);
  let stuck = [];
  const end = clock.repeat(LOOK_MS2, async () => {
    if (stopping.signal.aborted) return;
    stuck = listStuck();
    if (stuck.length > 0 || isOver()) stopping.abort();
  });
  return {
    read: (line) => imports.read(line, clock.elapsedMs()),
    stop: stopping.signal,
    stuck: () => stuck,
    failed: imports.failed,
    end
  };
}

// src/stages/build/build-attempts.ts
var READ_LIMIT_MS = 3e4;
function limitReading({ timeoutMs }) {
  return Math.min(READ_LIMIT_MS, timeoutMs);
}
function waitBlocked({ timeoutMs }) {
  const limitMs = limitReading({ timeoutMs });
  return Math.max(limitMs, timeoutMs - limitMs);
}
async function buildWithCache(host, {
  cache,
  build,
  unblock,
  generators = []
}) {
  const begun = { isFresh: false, isRepeated: false, mayBeBlocked: false };
  let next = { ...begun, cache, generators, pushes: 0, losses: 0 };
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
    if (result.kind === "blocked") throw makeBlocked(waitBlocked(cache));
    const again = result.kind === "failed" && await repeatBuild(host, { last: next, text: result.text });
    if (again) {
      next = again;
      continue;
    }
    next = chooseNext(host, { last: next, result });
    if (result.kind === "unread" || result.kind === "failed" && !next.isFresh) continue;
    const isStuck = result.kind === "stuck";
    const isRestarted = await unblock({ isStuck });
    next = { ...next, mayBeBlocked: isStuck && !isRestarted };
  }
}
async function attemptOnce(host, {
  cache,
  isFresh: isFresh2,
  mayBeBlocked,
  generators,
  build
}) {
  const signs = followSigns();
  const startedMs = host.clock.elapsedMs();
  const output = keepOutputEnd();
  const patienceMs = waitBlocked(cache);
  const imports = watchImports(host, {
    limitMs: limitReading(cache),
    isOver: () => mayBeBlocked && !signs.isAlive() && host.clock.elapsedMs() - startedMs >= patienceMs
  });
  const { stop: stop2 } = imports;
  const onLine = (line) => {
    imports.read(line);
    signs.read(line);
    output.add(line);
  };
  try {
    await build({ cache, isFresh: isFresh2, generator: generators[0], onLine, output: output.lines, stop: stop2 });
    return { kind: "done", failed: imports.failed() };
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (error instanceof GateFailure) return { kind: "unread", why: error.message };
    const sources = imports.stuck();
    if (stop2.aborted) return sources.length > 0 ? { kind: "stuck", sources } : { kind: "blocked" };
    return { kind: "failed", error, text: output.lines().join("\n") };
  } finally {
    imports.end();
  }
}
function makeBlocked(waitedMs) {
  return new ActionError(
    "BUILDER_FAILED",
    `The builder does nothing any more: for ${waitedMs / 1e3} s it has not begun a build without the cache that does not answer`,
    {
      hint: "BuildKit waits for a cache that it asked, for as long as that is silent, and its container could not be started anew. Leave the cache out until it answers: `cache: off`"
    }
  );
}
function chooseNext(host, { last, result }) {
  const { cache } = last;
  if (result.kind === "unread") {
    const { left, what } = withoutFar(cache);
    host.log.warning(`Built without ${what}: ${result.why}`);
    return { ...last, cache: left };
  }
  if (result.kind === "stuck") {
    const seconds = limitReading(cache) / 1e3;
    const what = describePlaces(cache, result.sources);
    host.log.warning(
      `Built without ${what}: it did not answer within ${seconds} s`,
      findOutage(cache, result.sources)
    );
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
  const real = failed.filter((one) => !isMissing(one) && !isMade(cache, one));
  const [first] = real;
  if (first === void 0) return cache;
  const sources = real.map(({ source }) => source);
  const what = describePlaces(cache, sources);
  host.log.warning(`Built without ${what}: ${first.problem}`, findOutage(cache, sources));
  const broken = real.filter(({ problem }) => !isCorrupt(problem)).map(({ source }) => source);
  return withoutSources(cache, broken);
}
function isMade({ to }, { source, problem }) {
  const isUnknown = /access denied, repository does not exist/.test(problem);
  const repository = nameRepository(source);
  return isUnknown && to.some(({ attributes }) => nameRepository(attributes["ref"]) === repository);
}
function nameRepository(reference = "") {
  const parsed = parseReference(reference);
  return parsed.ok ? formatRepository(parsed.reference.repository) : void 0;
}
function isCorrupt(problem) {
  return /could not fetch content descriptor|invalid character|unexpected (?:end|EOF|data)|unmarshal|digest|unsupported or uninferrable/i.test(
    problem
  );
}

// src/stages/build/build-command.ts
import { dirname as dirname2 } from "node:path";

// src/stages/build/plain-folders.ts
var PLAIN = /^[\x20-\x7e]*$/;
async function withPlainFolders(host, { cache, folder }, work) {
  const links = [];
  const place = async (entry) => {
    const name = entry.attributes["dest"] === void 0 ? "src" : "dest";
    const path = entry.attributes[name] ?? "";
    if (entry.backend !== "local" || PLAIN.test(path)) return entry;
    const parent = PLAIN.test(folder) ? folder : LINKS_FOLDER;
    const named = { nowMs: host.clock.now().getTime(), random: host.randomHex(8) };
    const link = `${parent}/${formatLinkName(named)}`;
    const needed = [parent, ...name === "dest" ? [path] : []];
    if (!await makeLink(host, { path, link, needed })) return entry;
    links.push(link);
    return { ...entry, attributes: { ...entry.attributes, [name]: link } };
  };
  try {
    const [from, to] = await Promise.all(
      [cache.from, cache.to].map((entries) => Promise.all(entries.map(place)))
    );
    return await work({ from: from ?? [], to: to ?? [] });
  } finally {
    await Promise.all(links.map((link) => host.files.remove(link)));
  }
}
async function makeLink({ files, log }, { path, link, needed }) {
  try {
    for (const one of needed) await files.makeDir(one);
    await files.symlink(await files.realpath(path), link);
    return true;
  } catch (error) {
    log.debug(`No link to ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

// src/stages/build/build-command.ts
function needsDefinition({ cache }, keys) {
  return keys.azblob !== void 0 && usesBackend(cache, "azblob");
}
async function withBuildArgs(host, given, work) {
  const { command, file } = given;
  return withPlainFolders(
    host,
    { cache: command.cache, folder: dirname2(file) },
    (cache) => withArgs(host, { ...given, command: { ...command, cache } }, work)
  );
}
async function withArgs({ files }, { command, keys, file }, work) {
  if (!needsDefinition(command, keys)) return work(makeBuildArgs(command));
  const azblob = keys.azblob ?? {};
  try {
    await files.write(file, makeBakeDefinition(command, { azblob }));
    return await work(makeBakeArgs(command, file));
  } finally {
    await files.remove(file);
  }
}

// src/stages/build/build.ts
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
  let { attests } = plan.build;
  const build = (attempt) => {
    progress = makeBuildProgress();
    const applied = applyAttempt(plan, attempt);
    attests = applied.build.attests;
    return runBuildx(host, {
      gated: { plan, platforms },
      means,
      file: plan.build.file,
      onLine: progress.feed,
      env: makeMetadataEnv(plan.metadata),
      attempt,
      command: (secrets) => makeBuild(applied, {
        builder: means.builder,
        ...{ platforms, secrets, metadataFile }
      })
    });
  };
  let cache;
  try {
    cache = await buildWithCache(host, {
      cache: plan.cache,
      build,
      generators: listGenerators(plan.build),
      unblock: (blocked) => unblockBuilder(host, { plan, means, platforms, ...blocked })
    });
  } finally {
    close();
  }
  const metadata = await readMetadata(host, metadataFile);
  await annotateChecks(host, { plan, metadata: metadata.json });
  const hits = countHits(progress.steps(), platforms);
  if (hits !== void 0) host.log.info(formatHits(hits));
  const emulated = tellEmulated(host, { plan, means, steps: progress.steps() });
  const importSeconds = progress.importSeconds();
  return { metadata, cache, attests, hits, importSeconds, emulated };
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
function applyAttempt(plan, { cache, isFresh: isFresh2, generator }) {
  const [named] = listGenerators(plan.build);
  const { attests: planned } = plan.build;
  const attests = named === void 0 || generator === void 0 ? planned : renameGenerator(planned, { named, best: generator });
  const build = { ...plan.build, attests };
  return { ...plan, cache, build: isFresh2 ? { ...build, noCache: true } : build };
}
async function readMetadata(host, metadataFile) {
  const isThere = await host.files.kind(metadataFile) === "file";
  const metadata = isThere ? parseBuildMetadata(unwrapBakeMetadata(await host.files.readText(metadataFile))) : void 0;
  if (metadata === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "buildx wrote no metadata about the build");
  return metadata;
}
async function runBuildx(host, {
  gated,
  means,
  env,
  onLine,
  attempt,
  command,
  file
}) {
  const { folder, cacheKeys: keys } = means;
  const run = (args, ways) => runChecked(host, {
    tool: "buildx",
    file: means.buildx.path,
    args,
    env: { ...ways.env, ...env },
    deadlineMs: BUILD_DEADLINE_MS,
    stop: attempt.stop,
    onLine: (line) => {
      onLine(line);
      attempt.onLine(line);
      host.log.foreign(line);
    }
  });
  await withImportGate(
    host,
    { ...gated, means, cache: attempt.cache, stop: attempt.stop },
    (ways) => withSecretFiles(host, { ...means.secrets, folder }, (secrets) => {
      const build = { ...command(secrets), builder: ways.builder };
      const given = { command: build, keys, file: `${folder}/build.json` };
      return withBuildArgs(host, given, (args) => run(args, ways));
    })
  ).catch(async (error) => {
    const failed = withCode("BUILD_FAILED", error);
    throw await explainFailedBuild(host, { error: failed, output: attempt.output(), file });
  });
}

// src/stages/build/build-apart.ts
async function buildImage(host, { registry, engine, ...work }) {
  const sweeping = sweep(host, work);
  try {
    return await isApart(host, work) ? await buildApart(host, { ...work, registry }) : await runBuild(host, { ...work, engine });
  } finally {
    await sweeping;
  }
}
async function sweep(host, { plan: { builder, emulation }, means }) {
  const { env } = means.buildx;
  const own = findOwn(builder);
  const emulationImage = emulation.image;
  await Promise.all([
    own?.driver === "kubernetes" ? sweepCluster(host, { own, env }) : void 0,
    sweepOrphans(host, { env, emulationImage, usesEngine: usesEngine(builder) === true })
  ]);
}
function isApart(host, { plan, means }) {
  const { mode, build, builder } = plan;
  return mode === "push" && build.platforms.length > 1 && isSpread(host, { builder, means });
}
async function buildApart(host, { plan, means, registry }) {
  const { platforms, exports, annotations } = plan.build;
  if (exports.length > 0) throw refuseFiles();
  const close = host.log.open("Build");
  const reach = { ...host, log: { ...host.log, warning: sayOnce(host.log.warning) } };
  let parts;
  try {
    const builds = platforms.map((platform, at) => buildOne(reach, { plan, means, platform, at }));
    await joinTracks(builds);
    parts = await Promise.all(builds);
  } finally {
    close();
  }
  const built = parts.map(({ metadata }) => metadata);
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
  const hits = joinHits(parts.map((part) => part.hits));
  if (hits !== void 0) host.log.info(formatHits(hits));
  return {
    metadata: { digest, configDigest: void 0, json },
    cache: joinCaches(plan, parts),
    // What one machine could not pull from the first registry was pulled from the second.
    attests: parts.map((part) => part.attests).find((one) => one.join() !== plan.build.attests.join()) ?? plan.build.attests,
    hits,
    importSeconds: Math.max(...parts.map(({ importSeconds }) => importSeconds))
  };
}
function sayOnce(say) {
  const said = /* @__PURE__ */ new Set();
  return (message, outage) => {
    if (!said.has(message)) say(message, outage);
    said.add(message);
  };
}
function joinCaches({ cache }, parts) {
  return {
    ...cache,
    from: cache.from.filter((place) => parts.every((part) => part.cache.from.includes(place))),
    to: cache.to.filter((place) => parts.every((part) => part.cache.to.includes(place)))
  };
}
async function buildOne(host, { plan, means, platform, at }) {
  const name = formatPlatform(platform);
  const { build: annotations } = splitForLeg(plan.build.annotations, name);
  const metadataFile = `${means.folder}/metadata-${at}.json`;
  const part = { ...plan, build: { ...plan.build, annotations } };
  const log = { ...host.log, foreign: (line) => host.log.foreign(`${name} ${line}`) };
  const reach = { ...host, log };
  let progress = makeBuildProgress();
  let { attests } = plan.build;
  const ways = { ...means, folder: `${means.folder}/build-${at}` };
  const cache = await buildWithCache(reach, {
    cache: plan.cache,
    unblock: (blocked) => unblockBuilder(reach, { plan, means, platforms: [platform], ...blocked }),
    generators: listGenerators(plan.build),
    build: (attempt) => {
      progress = makeBuildProgress();
      const applied = applyAttempt(part, attempt);
      attests = applied.build.attests;
      return runBuildx(reach, {
        gated: { plan, platforms: [platform] },
        means: ways,
        file: plan.build.file,
        onLine: progress.feed,
        env: makeMetadataEnv(plan.metadata),
        attempt,
        command: (secrets) => makeBuild(applied, {
          builder: means.builder,
          ...{ platforms: [platform], secrets, metadataFile }
        })
      });
    }
  });
  return {
    metadata: await readMetadata(host, metadataFile),
    ...{ cache, attests },
    hits: countHits(progress.steps(), [platform]),
    importSeconds: progress.importSeconds()
  };
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

// src/stages/build/build-record.ts
var LIMIT_MS = 15e3;
var MAX_KEYS = 9;
var LOOKS = 8;
var LOOK_MS3 = 500;
function openRecorder(host, recording) {
  const service = findService(host.env);
  const recalling = service === void 0 ? void 0 : recall(host, service, recording);
  return {
    countSaved: async (hits) => countSaved(hits, (await recalling)?.seconds ?? NOTHING),
    keep: async (hits) => {
      const earlier = await recalling;
      if (service === void 0 || earlier === void 0 || !mayWriteEntries(service)) return;
      const { name, matrix, id } = recording.job;
      const seconds = gatherSeconds(hits, earlier.seconds);
      const record = { job: name, label: labelJob(name, matrix), id: fingerprint(id), seconds };
      await settleWithin(host, LIMIT_MS, keepRecord(host, service, { recording, record }));
    }
  };
}
var NOTHING = /* @__PURE__ */ new Map();
async function recall(host, service, { cache: { from, to }, ...recording }) {
  const places = listRecorded([...to, ...from]).slice(0, MAX_KEYS);
  const [first] = places;
  if (first === void 0) return void 0;
  const entry = readEntry(host, service, {
    key: makeKey(service, first, recording),
    restoreKeys: places.map(({ prefix }) => prefix)
  });
  const found = await settleWithin(host, LIMIT_MS, entry);
  if (found === void 0) return void 0;
  return found.text === void 0 ? { seconds: NOTHING } : parseBuildRecord(found.text) ?? { seconds: NOTHING };
}
function makeKey({ token }, { prefix }, { runId, attempt }) {
  return `${prefix}${parseRuntimeToken(token)?.runId ?? runId}-${attempt}`;
}
async function keepRecord(host, service, { recording, record }) {
  const text = formatBuildRecord(record);
  const others = await Promise.all(
    listRecorded(recording.cache.to).map(async (recorded) => {
      const key = makeKey(service, recorded, recording);
      const made = await writeEntry(host, service, { key, text });
      if (made !== "exists") return [];
      const other = await readOther(host, service, key);
      return other === void 0 || other.id === record.id ? [] : [{ other, recorded }];
    })
  );
  const [found] = others.flat();
  if (found === void 0) return;
  if (recording.isMatrixTold && found.other.job === record.job) return;
  host.log.warning(describeClash({ ...found, record, recording }));
}
async function readOther(host, service, key) {
  for (let look = 1; look <= LOOKS; look++) {
    const { text } = await readEntry(host, service, { key, restoreKeys: [] });
    if (text !== void 0) return parseBuildRecord(text);
    await host.clock.sleep(LOOK_MS3);
  }
  return void 0;
}
var NAMED_BY = {
  gha: "scope",
  registry: "ref",
  local: "name",
  s3: "name",
  azblob: "name",
  inline: "ref"
};
function describeClash({
  other,
  record,
  recorded: { place },
  recording: { cache }
}) {
  const both = `The jobs \`${other.label}\` and \`${record.label}\` of this run overwrite the build cache of one another: both write`;
  const named = NAMED_BY[place.backend];
  const what = `${both} \`${place.backend}\`, ${named} \`${place.scope || "buildkit"}\`.`;
  if (cache.name === void 0)
    return `${what} Give each of them a \`${named}\` of its own in \`cache-from\` and \`cache-to\`.`;
  const own = `${what} Give each of them a \`cache-scope\` of its own`;
  if (other.label === record.label) return `${own}, by an input of the workflow that is called.`;
  const value = other.job === record.job ? "join(matrix.*, '-')" : "github.job";
  return `${own}:
cache-scope: \${{ ${value} }}`;
}

// src/stages/build/call.ts
var DEADLINE_MS4 = 10 * 6e4;
async function runCall(host, { plan, means, call }) {
  const command = {
    tool: "buildx",
    file: means.buildx.path,
    env: means.buildx.env,
    deadlineMs: DEADLINE_MS4
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

// src/stages/cache/cache-keys.ts
function readCacheKeys({ env, mask }, { cacheSecrets }) {
  const azblob = findAzureKey(cacheSecrets, env);
  if (azblob === void 0) return {};
  for (const value of Object.values(azblob)) mask(value);
  return { azblob };
}

// src/tools/export-failure.ts
function findSwallowed(stderr) {
  const imports = new Set(
    [...stderr.matchAll(/^#(\d+) importing cache manifest/gm)].map(([, step]) => step)
  );
  const errors = [...stderr.matchAll(/^#(\d+) ERROR: (.*)$/gm)];
  return errors.find(([, step]) => !imports.has(step))?.[2];
}

// src/stages/cache/cache-desk.ts
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

// src/stages/cache/cache-sign.ts
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

// src/image/cache-description.ts
function sumCachedLayers(bytes) {
  const description = readJson(new TextDecoder().decode(bytes));
  const layers = isRecord(description) ? description["layers"] : void 0;
  if (!Array.isArray(layers)) return void 0;
  let sum2 = 0;
  for (const layer of layers) {
    const annotations = isRecord(layer) ? layer["annotations"] : void 0;
    const size = isRecord(annotations) ? annotations["size"] : void 0;
    if (typeof size !== "number") return void 0;
    sum2 += size;
  }
  return sum2;
}
function measureInlineCache(config) {
  const parsed = readJson(new TextDecoder().decode(config));
  const cache = isRecord(parsed) ? parsed["moby.buildkit.cache.v0"] : void 0;
  return typeof cache === "string" ? Buffer.from(cache, "base64").length : void 0;
}
var CACHE_CONFIG = "application/vnd.buildkit.cacheconfig.v0";
function isCacheManifest(bytes) {
  const parsed = readJson(new TextDecoder().decode(bytes));
  if (!isRecord(parsed)) return false;
  const { config, manifests } = parsed;
  const listed = Array.isArray(manifests) ? manifests : [];
  return [config, ...listed].some((one) => isRecord(one) && one["mediaType"] === CACHE_CONFIG);
}

// src/stages/cache/spare-images.ts
async function spareImages({ log }, { cache, registry }) {
  const isFree = await Promise.all(cache.to.map((place) => mayOverwrite(registry, place)));
  const taken = cache.to.filter((_, at) => isFree[at] === false);
  for (const { attributes } of taken)
    log.warning(
      `The build cache was not written to ${attributes["ref"]}: an image has that name. Give the cache a name of its own in \`cache-to\`, such as \`ref=\u2026:buildcache\`.`
    );
  return taken.length === 0 ? cache : { ...cache, to: cache.to.filter((_, at) => isFree[at]) };
}
async function mayOverwrite(registry, place) {
  if (place.backend !== "registry" || place.of !== "given") return true;
  const found = await findCache(registry, place).catch(() => void 0);
  return found === void 0 || isCacheManifest(found.bytes);
}

// src/stages/cache/cache-export.ts
async function exportCache(host, { plan: planned, means, signer }) {
  const { builder } = means;
  const cache = await spareImages(host, { cache: planned.cache, registry: signer.registry.brief });
  const plan = { ...planned, cache };
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
          plan,
          means,
          build: { ...build, secrets },
          deadlineMs: plan.cache.timeoutMs
        })
      )
    );
    const { folder } = means;
    await signCaches(host, { ...signer, folder, cache: plan.cache, written: result.written });
    if (result.ok && plan.cache.kept !== void 0)
      await saveLayers(host, { cache: plan.cache, folder, timeoutMs: leftMs() });
    const seconds = (host.clock.elapsedMs() - startedMs) / 1e3;
    return { ok: result.ok, seconds, layers: result.layers, written: result.written };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!host.signal.aborted) tellUnwritten(host, { plan, why });
    return { ok: false, seconds: 0 };
  }
}
function tellUnwritten({ log }, { plan: { cache }, why }) {
  const isAtGitHub = usesBackend({ from: [], to: cache.to }, "gha");
  log.warning(`The build cache was not written: ${why}`, isAtGitHub ? "actions-cache" : void 0);
}
function describeSilence({ cache }, sources) {
  const seconds = limitReading(cache) / 1e3;
  return `${describePlaces(cache, sources)} did not answer within ${seconds} s when it was read once more`;
}
async function runExport(host, {
  plan,
  means,
  build,
  deadlineMs
}) {
  const progress = makeBuildProgress();
  const imports = watchImports(host, { limitMs: limitReading(plan.cache) });
  const onLine = (line) => {
    progress.feed(line);
    imports.read(line);
  };
  const tool = { tool: "buildx", file: means.buildx.path, deadlineMs };
  const { platforms } = plan.build;
  const { cacheKeys: keys, folder } = means;
  const result = await withImportGate(
    host,
    { plan, means, cache: build.cache, platforms, stop: imports.stop },
    ({ builder, env }) => {
      const given = { command: { ...build, builder }, keys, file: `${folder}/export.json` };
      return withBuildArgs(
        host,
        given,
        (args) => host.run({ ...tool, args, env, onLine, stop: imports.stop })
      );
    }
  ).finally(imports.end);
  const seconds = result.durationMs / 1e3;
  const failure = findFailure({ result, tool, silent: imports.stuck() }, plan);
  if (failure !== void 0 && !host.signal.aborted) tellUnwritten(host, { plan, why: failure });
  if (imports.stop.aborted) await unblockBuilder(host, { plan, means, platforms, isStuck: true });
  const written = progress.cacheManifests();
  return { ok: failure === void 0, seconds, written, layers: progress.cacheLayers() };
}
function findFailure({
  result,
  tool,
  silent
}, plan) {
  if (silent.length > 0) return describeSilence(plan, silent);
  if (result.exitCode === 0) return findSwallowed(result.stderr);
  return describeCommandFailure(result, tool).message;
}

// src/stages/cache/cache-azure.ts
import { posix } from "node:path";
var TIMEOUT_MS = 5e3;
var MAX_BYTES = 16 * 1024 ** 2;
async function readAzureSize(host, { place, keys }) {
  const accountKey = keys.azblob?.["secret_access_key"];
  const blob = locate2(place.attributes);
  if (accountKey === void 0 || blob === void 0) return void 0;
  const { signBlobUrl } = await import("./azure-signature-QWWB4NXS.js");
  const url = signBlobUrl(blob, { accountKey, now: host.clock.now() });
  host.mask(new URL(url).searchParams.get("sig") ?? "");
  const { status, body } = await host.fetch({ url, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  return status === 200 ? sumCachedLayers(body) : void 0;
}
function locate2(attributes) {
  const { account_url: accountUrl = "", container = "buildkit-cache", prefix = "" } = attributes;
  if (!URL.canParse(accountUrl)) return void 0;
  const [account = ""] = new URL(accountUrl).hostname.split(".");
  const [name = ""] = (attributes["name"] ?? "buildkit").split(";");
  return {
    ...{ accountUrl, container },
    accountName: attributes["account_name"] ?? account,
    blob: posix.join(prefix, attributes["manifests_prefix"] ?? "manifests", name)
  };
}

// src/stages/cache/cache-bucket.ts
var TIMEOUT_MS2 = 5e3;
var MAX_BYTES2 = 16 * 1024 ** 2;
async function readBucketSize(host, { place: { attributes }, env }) {
  const key = findKey(env);
  const region = attributes["region"] ?? env["AWS_REGION"] ?? "";
  const url = locate3({ bucket: env["AWS_BUCKET"] ?? "", ...attributes }, region);
  if (key === void 0 || url === void 0) return void 0;
  const headers = await signAwsRequest(
    { method: "GET", url, service: "s3", region, headers: {}, body: "" },
    { key, now: host.clock.now() }
  );
  const { status, body } = await host.fetch({
    ...{ url, headers, timeoutMs: TIMEOUT_MS2, maxBytes: MAX_BYTES2 }
  });
  return status === 200 ? sumCachedLayers(body) : void 0;
}
function findKey(env) {
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) return void 0;
  return { accessKeyId, secretAccessKey, sessionToken: env["AWS_SESSION_TOKEN"] };
}
function locate3(attributes, region) {
  const { bucket = "", prefix = "", manifests_prefix: folder = "manifests/" } = attributes;
  const [name = ""] = (attributes["name"] ?? "buildkit").split(";");
  const endpoint = attributes["endpoint_url"] ?? `https://s3.${region}.amazonaws.com`;
  if (bucket === "" || region === "" || !URL.canParse(endpoint)) return void 0;
  const url = new URL(endpoint);
  const object = encodeURI(`${prefix}${folder}${name}`);
  if (attributes["use_path_style"] === "true") return `${url.origin}/${bucket}/${object}`;
  const hosted = `${url.protocol}//${bucket}.${url.host}/${object}`;
  return URL.canParse(hosted) ? hosted : void 0;
}

// src/stages/cache/cache-sizes.ts
async function measureCaches(host, {
  plan,
  means,
  signer,
  cacheExport,
  digest
}) {
  const registry = signer.registry.brief;
  const { env } = means.buildx;
  const keys = means.cacheKeys;
  const written = cacheExport?.written ?? [];
  const isWritten = cacheExport?.ok === true;
  const repository = plan.mode === "push" ? plan.destinations[0]?.repository : void 0;
  const read = async (place) => {
    switch (place.backend) {
      case "registry":
        return readRegistrySize(registry, { place, written });
      case "s3":
        return isWritten ? readBucketSize(host, { place, env }) : void 0;
      case "azblob":
        return isWritten ? readAzureSize(host, { place, keys }) : void 0;
      case "inline":
        return readInlineSize(registry, { repository, digest });
      default:
        return void 0;
    }
  };
  return measure(host, plan.cache, read);
}
async function measure({ log }, { to }, read) {
  const sizes = await Promise.all(
    to.map(async (place) => {
      const { scope } = place;
      try {
        const bytes = await read(place);
        return bytes === void 0 ? [] : [{ scope, bytes }];
      } catch (error) {
        log.debug(`The size of ${scope} is not known: ${String(error)}`);
        return [];
      }
    })
  );
  return sizes.flat();
}
async function readRegistrySize(registry, { place, written }) {
  const found = written.length === 0 ? void 0 : await findCache(registry, place);
  return found !== void 0 && written.includes(found.digest) ? sumLayers(found.bytes) : void 0;
}
async function readInlineSize(registry, { repository, digest }) {
  if (repository === void 0 || digest === void 0) return void 0;
  const root = await readManifestContent(registry, { repository, reference: digest });
  const manifests = root?.kind === "index" ? await Promise.all(
    listPlatformManifests(root).map(
      ({ descriptor }) => readManifestContent(registry, { repository, reference: descriptor.digest })
    )
  ) : [root];
  const sizes = await Promise.all(
    manifests.map(async (manifest) => {
      if (manifest?.kind !== "image") return void 0;
      const { digest: config, sizeBytes } = manifest.config;
      const bytes = await registry.readBlob({ repository, digest: config, maxBytes: sizeBytes });
      return bytes === void 0 ? void 0 : measureInlineCache(bytes);
    })
  );
  const known = sizes.filter((size) => size !== void 0);
  return known.length === 0 ? void 0 : known.reduce((sum2, size) => sum2 + size, 0);
}
function sumLayers(bytes) {
  const parsed = parseManifest(bytes);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { manifest } = parsed;
  const parts = manifest.kind === "image" ? [manifest.config, ...manifest.layers] : manifest.manifests;
  return parts.reduce((sum2, { sizeBytes }) => sum2 + sizeBytes, 0);
}

// src/stages/cache/end-cache.ts
async function endCache(host, {
  hits,
  recorder,
  asking,
  timings,
  digest,
  ...exported
}) {
  const { plan } = exported;
  const exporting = timings.measure("Cache", () => exportCache(host, exported));
  const saving = hits === void 0 ? void 0 : recorder.countSaved(hits);
  const isWritten = plan.cache.to.length > 0 && hits !== void 0;
  const keeping = isWritten ? recorder.keep(hits) : void 0;
  const cacheExport = await exporting;
  const isAsked = plan.mode === "push" && usesBackend(plan.cache, "gha");
  const [cacheSaved, cacheRoom, cacheSizes] = await Promise.all([
    saving,
    isAsked ? readCacheRoom(host, { ...asking, layers: cacheExport?.layers ?? [] }) : void 0,
    measureCaches(host, { ...exported, cacheExport, digest }),
    keeping
  ]);
  if (cacheSaved !== void 0)
    host.log.info(`Spared by the cache: steps ${formatSaving(cacheSaved)}`);
  return { cacheExport, cacheRoom, cacheSaved, cacheSizes };
}

// src/stages/job/outage.ts
function warnOfOutageOnce(host) {
  const told = /* @__PURE__ */ new Set();
  const warning = (message, outage) => {
    if (outage !== void 0 && told.has(outage)) host.log.info(message);
    else host.log.warning(message);
    if (outage !== void 0) told.add(outage);
  };
  return { ...host, log: { ...host.log, warning } };
}

// src/tools/mount-copy.ts
function makeRestoreFile(helper) {
  const sources = helper.mounts.map(({ name }) => `/bsa/from/${name}`);
  return [
    "FROM scratch AS archive",
    `ADD ${helper.archive} /`,
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
  const { builder, file, context, contexts, namespace, platform, dest } = command;
  return [
    "build",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    "--provenance=false",
    "--sbom=false",
    ...platform === void 0 ? [] : [`--platform=${platform}`],
    ...contexts.map((value) => `--build-context=${value}`),
    ...namespace === void 0 ? [] : [`--build-arg=BUILDKIT_CACHE_MOUNT_NS=${namespace}`],
    `--file=${file}`,
    dest === void 0 ? "--output=type=cacheonly" : `--output=type=tar,dest=${dest}`,
    "--",
    context
  ];
}

// src/stages/mounts/mount-keys.ts
import { createHash } from "node:crypto";

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

// src/stages/mounts/mount-keys.ts
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
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
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

// src/stages/mounts/mount-archive.ts
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
    const before = usage.has(id) ? usage.get(id) : 0;
    const isKnown = record["Reclaimable"] !== false && before !== void 0;
    usage.set(id, isKnown ? before + parseSize(String(record["Size"])) : void 0);
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

// src/stages/mounts/mount-copy.ts
var USAGE_DEADLINE_MS = 15e3;
var USELESS = /executable file not found|exec format error|exec [^\n]*(?:no such file|permission denied)|no match for platform|failed to resolve source metadata/i;
async function runHelper(host, helping, run) {
  const endMs = host.clock.elapsedMs() + run.deadlineMs;
  const wanted = run.mounts.map(({ mount }) => mount);
  const images = listHelperImages(helping.plan, wanted);
  for (const [at, base] of images.entries()) {
    const deadlineMs = endMs - host.clock.elapsedMs();
    try {
      return await runIn(host, helping, { ...run, base, deadlineMs });
    } catch (error) {
      const isLast = at === images.length - 1 || host.clock.elapsedMs() >= endMs;
      if (host.signal.aborted || isLast || !isUseless(error)) throw error;
      host.log.debug(`Cache mounts are not copied in ${base}: ${String(error)}`);
    }
  }
}
function isUseless(error) {
  return error instanceof ActionError && error.details.some((line) => USELESS.test(line));
}
async function runIn(host, { plan, means }, { part, mounts, base, write, folder, context, dest, deadlineMs }) {
  const { archive, platform } = part;
  const file = `${folder}/${archive}.Dockerfile`;
  await host.files.makeDir(context);
  await host.files.write(file, write({ mounts, base, archive, nonce: host.randomHex(8) }));
  const { contexts } = plan.build;
  const { namespace } = plan.mounts;
  const { builder, buildx } = means;
  const { SOURCE_DATE_EPOCH: _, ...env } = buildx.env;
  await runChecked(host, {
    tool: "buildx",
    file: buildx.path,
    args: makeHelperArgs({ builder, file, context, contexts, namespace, platform, dest }),
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
    const id = `${namespace}/${mount.id}`;
    return usage.has(id) ? [[name, usage.get(id)]] : [];
  });
  return new Map(own);
}

// src/stages/mounts/keep-mounts.ts
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
  const mounts = nameMounts(restored.wanted);
  const usage = await readUsage(host, { means, namespace }, mounts);
  const used = usage === void 0 ? mounts : mounts.filter(({ name }) => usage.has(name));
  const sizes = [...usage?.values() ?? [void 0]];
  const expected = sizes.every((bytes) => bytes !== void 0) ? sum(sizes) : void 0;
  const reason = expected === void 0 ? void 0 : findExcess(history, { bytes: expected, maxBytes });
  if (used.length === 0) return { reason: "no step that was run has used them" };
  if (reason !== void 0) return { reason };
  const folder = `${means.folder}/mounts/out`;
  const startedMs = host.clock.elapsedMs();
  try {
    const archives = await extract(host, { plan, means, folder, mounts: used });
    const bytes = sum(
      await Promise.all(archives.map((name) => host.files.size(`${folder}/${name}`)))
    );
    const excess = findExcess(history, { bytes, maxBytes });
    if (excess !== void 0) return { reason: excess };
    await writeRecord(host, folder, {
      mounts: used.map(({ name }) => ({ name, bytes: usage?.get(name) ?? 0 })),
      coldSeconds: history.restored === void 0 ? buildSeconds : history.restored.coldSeconds
    });
    const leftMs = plan.cache.timeoutMs - (host.clock.elapsedMs() - startedMs);
    return await save(host, { folder, key: restored.keys.key, archives, bytes, leftMs });
  } finally {
    await host.files.remove(folder);
  }
}
function makeHistory({ outcome, key, keys, heldUpSeconds, coldSeconds }, buildSeconds) {
  const isExact = key === keys.key;
  return {
    buildSeconds,
    restored: outcome === "restored" ? { isExact, heldUpSeconds, coldSeconds } : void 0
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
  const parts = splitMounts(plan, await isSpread(host, { builder: plan.builder, means }));
  const common = {
    mounts,
    write: makeKeepFile,
    folder: `${means.folder}/mounts/keep`,
    context: `${means.folder}/mounts/empty`,
    deadlineMs: Math.min(HELPER_LIMIT_MS, plan.cache.timeoutMs)
  };
  const archives = parts.map(({ archive }) => archive);
  await joinTracks(
    parts.map((part) => {
      const dest = `${folder}/${part.archive}`;
      return runHelper(host, { plan, means }, { ...common, part, dest });
    })
  );
  return archives;
}
async function save(host, {
  folder,
  key,
  archives,
  bytes,
  leftMs
}) {
  const saved = await saveFolder(host, {
    what: "What cache mounts hold",
    folder,
    key,
    // BuildKit unpacks what is compressed, and half as many bytes are sent to it.
    packed: archives,
    timeoutMs: Math.min(UPLOAD_LIMIT_MS, leftMs)
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

// src/stages/legs/claim.ts
import { createHash as createHash2 } from "node:crypto";
var MAX_GENERATIONS = 20;
var POLLS = 10;
var POLL_MS = 1e3;
function hashChildren(candidates) {
  const digests = candidates.map(({ digest }) => digest).sort();
  return createHash2("sha256").update(digests.join("\n")).digest("hex").slice(0, 16);
}
async function claimMerge(host, {
  identity,
  candidates
}) {
  const { group, attempt, platform } = identity;
  const children = hashChildren(candidates);
  for (let generation = 1; generation <= MAX_GENERATIONS; generation++) {
    const merge2 = { group, children, attempt, generation };
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
  for (let poll = 1; poll <= POLLS; poll++) {
    const listed = await artifacts.list(name);
    if (listed.some((one) => one.name === released)) return true;
    const claim = listed.find((one) => one.name === name);
    if (claim !== void 0) return await artifacts.read(claim.id) === platform;
    await clock.sleep(POLL_MS);
  }
  return true;
}

// src/stages/publishing/candidate.ts
function makeCandidate({
  plan,
  identity: { group, runId, attempt },
  image,
  keepAlive: keepAlive2
}) {
  return {
    group,
    runId,
    attempt,
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

// src/stages/setup/hide-proxies.ts
var MAX = /(^type=provenance(?:,.*)?,mode=)max(?=,|$)/;
function hideProxies({ log }, { build, access }) {
  if (!access.hasProxyLogin || !build.attests.some((attest) => MAX.test(attest))) return build;
  log.warning(
    "A proxy in the configuration of docker on this runner has a user or a password, and proxies are build arguments, which the provenance would publish: it is made with `mode=min`, which has none. A proxy that knows the runner without a login needs no such care."
  );
  return { ...build, attests: build.attests.map((attest) => attest.replace(MAX, "$1min")) };
}
function hideInMetadata(metadata, { hasProxyLogin }) {
  return hasProxyLogin ? { ...metadata, provenance: "disabled" } : metadata;
}

// src/stages/emulation/install-emulation.ts
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
var HINT = "The engine has to allow privileged containers, which a rootless one does not, and binfmt_misc has to be mounted. `emulation: builtin` needs neither, and native runners for each platform need no emulation.";
async function runInstaller(host, { args, means: { image, env } }) {
  const { stdout } = await runChecked(host, {
    tool: "docker",
    file: "docker",
    args: ["run", "--rm", "--privileged", "--label=build-sign-action", await image(), ...args],
    env,
    deadlineMs: INSTALL_DEADLINE_MS
  }).catch((error) => {
    throw withHint(HINT, withCode("EMULATION_FAILED", error));
  });
  const status = parseBinfmtStatus(stdout) ?? { supported: [], emulators: [] };
  return { ...status, output: stdout };
}

// src/stages/emulation/emulation.ts
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
  const pull = (image) => ensureImage(host, { sources: listSources(image), env, registry: registry.brief, say });
  return ensureEmulation(host, { ...rest, platforms, engine: found, pull });
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
  await announceUse(host, { builder: plan.builder, folder, env });
  const missing = await probeHandlers(host, { handlers, means, mayAsk: mode !== "off", say });
  const names = missing.map(({ name }) => name);
  const left = await adoptLeft(host, { request, handlers, names });
  if (missing.length === 0) {
    say(`already there: ${listNames(handlers)}`);
    return left;
  }
  if (mode === "off") {
    refuseOff(host, { request, missing, emulated });
    return [];
  }
  const pulled = await image();
  const ours = [...left, ...names];
  folder.remember({ emulators: { image: pulled, names: ours } });
  say(`installing ${names.join(", ")} from ${pulled}`);
  await installHandlers(host, { missing, means });
  await recordEmulators(host, names);
  say(`programs run: ${missing.map(({ arch }) => `linux/${arch}`).join(", ")}`);
  return ours;
}
async function adoptLeft(host, {
  request: { plan, folder, say },
  handlers,
  names
}) {
  const there = handlers.filter(({ name }) => !names.includes(name));
  const left = (await findLeftEmulators(host)).filter(
    (record) => there.some(({ name }) => name === record.name)
  );
  if (left.length === 0) return [];
  const adopted = left.map(({ name }) => name);
  folder.remember({ emulators: { image: plan.emulation.image, names: adopted } });
  await recordEmulators(host, adopted);
  for (const { name, mark } of left)
    say(`${name} is there since run ${mark.runId}, which was killed; it is removed after this job`);
  return adopted;
}
function pullOnce({ plan, pull }) {
  let pulling;
  return () => {
    pulling ??= pull(plan.emulation.image).catch((error) => {
      throw withCode("EMULATION_FAILED", error);
    });
    return pulling;
  };
}
function listNames(handlers) {
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
    say(`missing, and turned off: ${listNames(missing)}`);
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

// src/stages/mounts/restore-mounts.ts
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
  if (staysAfterRun(plan) && await isKept(host, setting)) return end("kept");
  const folder = `${setting.folder}/mounts/in`;
  const entry = await download(host, setting, { folder, ...keys });
  if (entry.outcome === "failed") return end(await tellMissed(host, setting, entry));
  if (entry.outcome === "missing") {
    say("there is nothing to restore");
    return end("missing");
  }
  say(`${entry.key}: ${formatBytes(entry.sizeBytes)}`);
  if (await isKept(host, setting)) return end("kept");
  const filled = await fill(host, setting, folder);
  await host.files.remove(folder);
  if (filled === void 0) return end("failed");
  for (const { mount, bytes } of filled.mounts) say(`${mount}: ${formatBytes(bytes)}`);
  return { ...end("missing"), ...filled, outcome: "restored", key: entry.key };
}
async function download(host, { isServed, means }, request) {
  const stopper = new AbortController();
  const stop2 = () => stopper.abort();
  void isServed.then((isTrue) => isTrue || stop2(), stop2);
  void means.catch(stop2);
  return host.cache.restore({ ...request, timeoutMs: DOWNLOAD_LIMIT_MS, stop: stopper.signal });
}
async function tellMissed(host, { isServed, means, say }, { reason, problem }) {
  await means;
  if (await isServed)
    host.log.warning(`What cache mounts held was not restored: ${problem}`, nameOutage(reason));
  else say("the Actions cache does not answer");
  return reason === "archive" ? "failed" : "unreachable";
}
function staysAfterRun({ builder }) {
  return builder.kind === "existing" || builder.kind === "engine" || builder.kind === "own" && (builder.own.driver === "remote" || builder.own.kept !== void 0);
}
async function isKept(host, { plan, means, wanted, say }) {
  const ready = await means;
  if (isFresh(plan, ready)) return false;
  const named = nameMounts(await wanted);
  const { namespace } = plan.mounts;
  const usage = await readUsage(host, { means: ready, namespace }, named);
  const isThere = usage !== void 0 && usage.size > 0;
  if (isThere) say("the builder has them from an earlier build");
  return isThere;
}
function isFresh({ builder }, { builder: name }) {
  return name !== void 0 && findOwn(builder) !== void 0 && !staysAfterRun({ builder });
}
async function fill(host, setting, context) {
  const { plan } = setting;
  const ready = await setting.means;
  try {
    const record = await readRecord(host, context);
    const mounts = chooseMounts(await setting.wanted, record);
    const parts = await findParts(host, { plan, means: ready, context });
    if (record === void 0 || mounts.length === 0 || parts.length === 0)
      return { mounts: [], coldSeconds: void 0 };
    await joinTracks(
      parts.map((part) => fillPart(host, { setting, means: ready }, { part, mounts, context }))
    );
    const bytes = new Map(record.mounts.map((one) => [one.name, one.bytes]));
    return {
      mounts: mounts.map(({ name, mount }) => ({
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
async function findParts(host, {
  plan,
  means,
  context
}) {
  const parts = splitMounts(plan, await isSpread(host, { builder: plan.builder, means }));
  const there = await host.files.list(context);
  return parts.filter(({ archive }) => there.includes(archive));
}
function fillPart(host, { setting: { plan, folder }, means }, run) {
  return runHelper(
    host,
    { plan, means },
    {
      ...run,
      write: makeRestoreFile,
      folder: `${folder}/mounts`,
      dest: void 0,
      // It may have to wait for another build that holds a mount (`sharing=locked`).
      deadlineMs: Math.min(HELPER_LIMIT_MS2, plan.cache.timeoutMs)
    }
  );
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
function chooseMounts(wanted, record) {
  const kept = new Set(record?.mounts.map(({ name }) => name));
  return nameMounts(wanted).filter(({ name }) => kept.has(name));
}

// src/stages/mounts/prepare-mounts.ts
async function prepareMounts(host, { plan, folder, timings, means, registry, cache, others }) {
  const { mounts, open } = plan.mounts;
  if (mounts.length + open.length === 0) return void 0;
  const isServed = cache.then(({ isDown }) => isDown !== true);
  let othersEndedMs;
  void Promise.allSettled(others).then(() => {
    othersEndedMs = host.clock.elapsedMs();
  });
  return runTrack(host, {
    title: "Cache mounts",
    timings,
    work: async (say) => {
      const wanted = completeMounts(host, { plan, registry: registry.brief, say });
      if (mounts.length === 0 && (await wanted).length === 0) return void 0;
      const setting = { plan, folder: folder.path, means, wanted, isServed, say };
      const restored = await restoreMounts(host, setting);
      const endedMs = host.clock.elapsedMs();
      const heldUpSeconds = (endedMs - (othersEndedMs ?? endedMs)) / 1e3;
      say(`the build waited ${formatSeconds(heldUpSeconds)} for them`);
      return { ...restored, wanted: await wanted, heldUpSeconds };
    }
  });
}

// src/stages/setup/head-start.ts
var LONGEST_MS = 150;
function giveHeadStart(host) {
  let end = () => void 0;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const run = (command) => {
    const running = host.run(command);
    if (command.tool === "buildx" && command.args[0] !== "version") end();
    return running;
  };
  return {
    host: { ...host, run },
    end,
    over: Promise.race([ended, host.clock.sleep(LONGEST_MS)])
  };
}

// src/stages/tools/buildx.ts
async function ensureChosenBuildx(host, { choice: wanted, token, say, source = {}, after, folder }) {
  if (wanted.kind === "installed") return ensureBuildx(host, { say, after, folder });
  const choice = wanted.kind === "latest" ? await findLatest(host, { token, after }) : wanted;
  const { path, version, sha256 } = await ensureTool(host, {
    tool: "buildx",
    choice,
    say,
    source,
    after,
    folder
  });
  host.log.debug(`buildx ${version} at ${path}: sha256 ${sha256}`);
  return path;
}
async function findLatest(host, { token, after }) {
  await after;
  const answer = await askLatest(host, token).catch((error) => error);
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
var LATEST_URL = "https://api.github.com/repos/docker/buildx/releases/latest";
async function askLatest(host, token) {
  const isHome = (host.env["GITHUB_SERVER_URL"] || "https://github.com") === "https://github.com";
  if (isHome && token !== void 0)
    return host.github.latestRelease({ token, owner: "docker", repo: "buildx" });
  const headers = { accept: "application/vnd.github+json", "user-agent": "build-sign-action" };
  const { status, body } = await host.fetch({ url: LATEST_URL, headers, timeoutMs: 15e3 });
  if (status === 200) return JSON.parse(Buffer.from(body).toString("utf8"));
  throw new Error(`HTTP ${status} from api.github.com, asked without a token`);
}
async function ensureBuildx(host, { say, after, folder }) {
  const found = await findUsableBuildx(host, { choice: { kind: "installed" }, say, folder });
  if (found !== void 0) return found;
  const { path } = await ensureTool(host, {
    tool: "buildx",
    choice: { kind: "pinned", version: DEFAULT_VERSIONS.buildx },
    say,
    after
  });
  return path;
}

// src/stages/setup/prepare-builder.ts
async function prepareBuilder({ host, end }, {
  setting,
  env,
  engineEnv,
  engine,
  preflight,
  policing,
  access,
  say
}) {
  const { plan, inputs, facts, folder } = setting;
  const { githubToken: token } = inputs;
  const planned = findOwn(plan.builder);
  const makeOwn = async (own) => {
    if (plan.cache.trust.actionsCache?.kind === "signed") end();
    return withConfig(own, await makeCacheConfig(plan, { facts, policing }));
  };
  const { early } = setting;
  preflight.catch(() => early?.drop());
  const finding = findUsable(host, { planned, makeOwn, inputs, env, folder, say, early });
  const asking = { env: engineEnv, registry: access.registry.brief, say };
  const ordering = finding.then((found) => {
    if (found === void 0 && planned !== void 0) return orderImages(host, planned, asking);
    end();
    return void 0;
  });
  const choosing = ensureChosenBuildx(host, {
    ...{ choice: plan.buildx, token, say },
    folder: folder.path,
    // Where a builder needs the engine and has none, buildx is of no use.
    after: engine
  });
  await joinTracks([ordering, choosing]);
  const [usable, images, path] = [await finding, await ordering, await choosing];
  const buildx = { path, env };
  const isHere = usable !== void 0 || await images?.isLocal === true;
  if (!isHere) {
    end();
    await preflight;
  }
  const builder = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => engine,
    boot: async (wanted) => {
      if (usable !== void 0) return usable;
      const own = await makeOwn(await images?.own ?? wanted);
      return obtainBuilder(stopWith(host, preflight), { own, inputs, buildx, folder, say });
    },
    say
  }).finally(end).catch((error) => preflight.then(() => Promise.reject(error)));
  return { buildx, builder };
}

// src/stages/setup/setup.ts
async function setUp(outside, setting) {
  const { plan, inputs, facts, folder, timings } = setting;
  const host = keepTemp(outside, folder);
  const env = makeSetupEnv(host, setting);
  const access = await openAccess(host, { plan, inputs, folder: folder.path });
  const engineEnv = makeEngineEnv({ env: host.env, folder: folder.path });
  const engine = findEngine(host, plan, { env: engineEnv, folder: folder.path });
  const head = giveHeadStart(host);
  const asked = head.over.then(() => runPreflight(host, { ...setting, access }));
  const preflight = endPreflight(host, { preflight: asked, engine });
  const admitted = preflight.then(async () => void await engine);
  const started = startSigning(host, setting, head.over);
  const builder = runTrack(host, {
    title: "Builder",
    timings,
    work: (say) => prepareBuilder(head, {
      ...{ setting, env, engineEnv, engine, preflight: admitted, access, say },
      policing: started?.policing
    })
  });
  const emulation = runTrack(host, {
    title: "Emulation",
    timings,
    after: admitted,
    work: (say) => prepareEmulation(host, {
      ...{ plan, folder, registry: access.registry, engine, say },
      env: engineEnv
    })
  });
  const build = head.over.then(
    () => prepareGenerator(host, { setting, registry: access.registry })
  );
  const signing = started === void 0 ? Promise.resolve(void 0) : started.prepare(admitted);
  const cache = head.over.then(
    () => prepareCache(host, {
      ...{ cache: plan.cache, destinations: plan.destinations, signing, timings },
      asking: { token: inputs.githubToken, repository: facts.repository },
      env: { ...host.env, ...makeCacheVariables(inputs.cacheSecrets) },
      registry: access.registry,
      folder: folder.path
    })
  );
  const legs = head.over.then(() => prepareLegs(host, setting));
  const disk = checkDisk(host, engine);
  const entered = builder.then((ready) => enterLogins(host, { ready, access, folder }));
  const tracks = [engine, preflight, disk, entered, emulation, build, cache, signing, legs];
  const { registry } = access;
  const mounts = prepareMounts(host, {
    ...setting,
    means: entered,
    registry,
    cache,
    others: tracks
  });
  await joinTracks([...tracks, mounts]);
  return {
    engine: await engine,
    ...await entered,
    mounts: await mounts,
    ...{ access, registry },
    cache: await cache,
    emulation: await emulation,
    build: hideProxies(host, { build: await build, access }),
    signing: await signing
  };
}
function startSigning(host, { plan, inputs, facts, folder, timings, early }, after) {
  if (plan.signing.kind === "off") return void 0;
  const { attestations, signing: spec } = plan;
  const identity = inputs.certificateIdentity;
  const tokens = early?.tokens();
  const asked = { spec, attestations, facts, identity, timings, after, tokens };
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
function enterLogins({ env: jobEnv }, {
  ready,
  access: { asksHelpers },
  folder
}) {
  const { buildx, builder } = ready;
  const env = makeBuildEnv(buildx.env, { folder: folder.path, jobEnv, asksHelpers });
  return { buildx: { ...buildx, env }, builder };
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

// src/stages/image/archive.ts
var DEADLINE_MS5 = 10 * 6e4;
async function listMembers(host, archive, isWanted) {
  const found = [];
  await runTar(host, {
    args: ["-tf", locate4(archive)],
    // An archive may list more than is kept of a tool's output.
    onLine: (line) => {
      if (isWanted(line)) found.push(line);
    }
  });
  return found;
}
async function extractMembers(host, { archive, members, into }) {
  if (members.length === 0) return;
  await runTar(host, { args: ["-xf", locate4(archive), "-C", into, "--", ...members] });
}
function locate4(archive) {
  return archive.startsWith("/") ? archive : `./${archive}`;
}
async function runTar(host, command) {
  await runChecked(host, {
    ...command,
    tool: "tar",
    file: "tar",
    env: { PATH: host.env["PATH"] ?? "", LANG: "C" },
    deadlineMs: DEADLINE_MS5
  });
}

// src/stages/image/check-files.ts
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

// src/stages/image/file-claims.ts
function makeGone({ type, dest }, path) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${path} is not there, though BuildKit wrote it to \`type=${type},dest=${dest}\``,
    { hint: "Does something else in the job empty that folder while the image is built?" }
  );
}
async function requireStatements(found, { attestations }, { where, isEmpty }) {
  const missing = attestations.filter((spec) => !found.some((one) => one.spec === spec));
  if (missing.length === 0) return;
  throw makeMissing({ missing, where, isEmpty: await isEmpty() });
}

// src/stages/image/describe-layout.ts
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
      await requireStatements(statements, wanted, {
        where: `${name} in ${output.dest}`,
        isEmpty: async () => isEmptyImage(parse(output, await readBlob(digest)))
      });
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
  const { attestations: missing } = wanted;
  throw makeMissing({ missing, where: output.dest, isEmpty: isEmptyImage(image) });
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

// src/stages/image/describe-files.ts
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
    await requireStatements(own, wanted, {
      where: `${place.platform} in ${output.dest}`,
      isEmpty: () => hasNothingElse(host, { wanted, place, root })
    });
    if (output.isFolder)
      await checkFiles(host, { root: `${root}/${place.folder}`, statements: own });
    claims.push(...(await Promise.all(own.map((one) => makeClaim2(host, wanted, one)))).flat());
  }
  return claims;
}
async function hasNothingElse(host, { wanted, place, root }) {
  const { output, attestations } = wanted;
  const isOther = (name) => name !== "" && !attestations.some((spec) => isStatementName(name, { output, place, spec }));
  if (output.isFolder) {
    const names = await host.files.list(`${root}/${place.folder}`);
    return !names.some(isOther);
  }
  const members = await listMembers(
    host,
    output.dest,
    (member) => member.startsWith(place.folder) && isOther(member.slice(place.folder.length))
  );
  return members.length === 0;
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

// src/stages/signing/sign-files.ts
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

// src/carry-out.ts
async function carryOut(given, setting, results) {
  const { plan, inputs, facts, folder, timings, identity } = setting;
  const host = warnOfOutageOnce(given);
  const ready = await timings.measure("Set-up", () => setUp(host, setting));
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
  const metadata = hideInMetadata(plan.metadata, ready.access);
  const work = { plan: { ...plan, cache, build, metadata }, means };
  results.plan = work.plan;
  const stopRefreshing = ready.access.keepFresh();
  try {
    if (plan.mode === "call") await evaluate(host, { work, call: plan.call ?? "", timings });
    else {
      const asking = { token: inputs.githubToken, repository: facts.repository };
      const recorder = openRecorder(host, planRecording(setting, work));
      await buildAndPublish(host, { work, ready, identity, asking, recorder, results, timings });
    }
  } finally {
    stopRefreshing();
  }
}
function planRecording({ facts, inputs, identity: { runId, attempt, job } }, { plan: { cache } }) {
  return {
    ...{ cache, runId, attempt },
    job: { name: facts.jobName, matrix: inputs.matrix, id: job },
    isMatrixTold: findSharing(inputs, cache).length > 0
  };
}
async function evaluate(host, { work, call, timings }) {
  await timings.measure("Evaluate", () => runCall(host, { ...work, call }));
}
async function buildAndPublish(host, {
  work,
  ready,
  identity,
  asking,
  recorder,
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
  const attests = results.build.attests ?? plan.build.attests;
  const repeated = { ...plan, cache, build: { ...plan.build, attests } };
  const built = { ...work, plan: repeated, signer: ready, hits: results.build.hits };
  const { digest } = results.build.metadata;
  const ending = { ...built, recorder, asking, timings, digest };
  if (plan.mode !== "push") {
    const ended2 = endCache(host, ending);
    return signOutputs(host, release, { plan, platforms, digest }).finally(async () => {
      Object.assign(results, await ended2);
    });
  }
  await ready.access.refresh();
  if (loaded.length > 0)
    await timings.measure("Load", () => loadImage(host, { ...work, platforms: loaded }));
  const ended = endCache(host, ending);
  try {
    await publish(host, { plan, release, identity, digest });
  } finally {
    Object.assign(results, await ended);
  }
}
async function signOutputs(host, {
  signing,
  folder,
  results,
  timings
}, {
  plan,
  platforms,
  digest
}) {
  if (signing === void 0 || plan.files.length === 0) return;
  const signed = await timings.measure(
    "Sign files",
    () => signFiles(host, { plan, platforms, imageDigest: digest, signing, folder })
  );
  if (signed.length > 0) results.files = signed;
}
async function publish(host, {
  plan,
  release,
  identity,
  digest
}) {
  const { results } = release;
  const { leg, attestations, build } = plan;
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
      signOutputs(host, release, { plan, platforms, digest })
    ]);
    await requireOwnTags(host, { plan, identity });
    await publishTags(host, release, image);
    return;
  }
  const keepAlive2 = await keepCandidate(host, release, { plan, identity, image });
  const record = makeCandidate({ plan, identity, image, keepAlive: keepAlive2 });
  const signing = signAndVerify(host, release, { ...job, record });
  await joinTracks([signing, signOutputs(host, release, { plan, platforms, digest })]);
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
export {
  carryOut
};
