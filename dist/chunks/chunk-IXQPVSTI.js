import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  FLOORS,
  TLS_PARTS,
  chooseOwnDriver,
  formatPlatformTag,
  gatherWarnings,
  listLacks,
  listNodes,
  listSources,
  makeKeptConfig,
  noteRun,
  parseBuildxVersion,
  planKept,
  planLevel,
  planLogins,
  refuseElsewhere
} from "./chunk-RSG6BFU7.js";
import {
  EVENTS,
  IMAGES,
  classifyEvent,
  formatOther,
  makeForeignHead,
  nameMount,
  planCache,
  planCacheWhenFull,
  planMounts
} from "./chunk-UXX5YRA4.js";
import {
  addLines,
  fitBuilder,
  isAnnotationLevel,
  planAttestations,
  planLegs,
  trustCache
} from "./chunk-SA2GMFYJ.js";
import {
  asksToLoad,
  asksToPush,
  canAttest,
  checkContexts,
  dockerfilePath,
  isRemoteContext,
  listDigestNames,
  listPlatformManifests,
  makeMissingPermission,
  noteLacking,
  parseManifest,
  planFiles,
  planOutputs,
  planSigning,
  pushesByDigest,
  usesEngine
} from "./chunk-PFKVS5A6.js";
import {
  comparePlatforms,
  formatPlatform,
  isSamePlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  listGrants,
  mergeBuildkitdConfig
} from "./chunk-EI3N3EFW.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  ensureFound
} from "./chunk-OHJM3DEI.js";
import {
  userDockerConfig
} from "./chunk-5DJDJALV.js";
import {
  formatReference,
  formatRepository,
  parseReference,
  parseTag
} from "./chunk-SHLUNWKC.js";
import {
  parseList
} from "./chunk-LJCXF7ZE.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  InputError,
  formatProblem
} from "./chunk-QF5QQBM2.js";

// src/plan/builder-config.ts
function planBuildkitdConfig({
  inputs,
  facts,
  problems
}) {
  const given = readGiven(inputs, facts, problems);
  const mirrors = inputs.mirrors.map(({ registry, mirror }) => ({
    registry: { [registry]: { mirrors: [mirror] } }
  }));
  const tables = [...given === void 0 ? [] : [given], ...mirrors];
  return tables.length === 0 ? void 0 : mergeBuildkitdConfig(tables);
}
function readGiven({ buildkitdConfig }, { buildkitdConfig: fact }, problems) {
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
    for (const fields of values) {
      const mount = parseCacheMount(fields, { base, line });
      if (mount !== void 0 && "reason" in mount) others.set(line, mount);
      else if (mount !== void 0 && !mounts.has(identifyMount(mount)))
        mounts.set(identifyMount(mount), mount);
    }
  }
  return {
    mounts: [...mounts.values()],
    others: [...others.values()]
  };
}
function parseCacheMount(fields, place) {
  const unknown = KNOWN.find((name) => fields.has(name) && fields.get(name) === void 0);
  const type = fields.get("type")?.toLowerCase();
  if (type !== "cache" && unknown !== "type") return void 0;
  const { line } = place;
  if (unknown !== void 0)
    return { line, reason: `its ${unknown} is not known before the build`, isOpen: true };
  const target = fields.get("target") ?? "";
  const id = fields.get("id") || cleanPath(target);
  const from = fields.get("from") || "scratch";
  if (from !== "scratch") return { line, reason: `it begins with what ${from} has` };
  const strange = [id, target].find((one) => !PLAIN.test(one));
  if (strange !== void 0)
    return { line, reason: `${JSON.stringify(strange)} is no plain path or id` };
  const mode = fields.get("mode");
  const [uid, gid] = [readNumber(fields.get("uid")), readNumber(fields.get("gid"))];
  if (uid === null || gid === null || mode !== void 0 && !/^[0-7]{1,7}$/.test(mode))
    return { line, reason: "its owner or mode is none" };
  const sharing = SHARINGS.find((one) => one === fields.get("sharing")?.toLowerCase()) ?? "shared";
  return { id, target, uid, gid, mode, sharing, ...place };
}
var KNOWN = ["type", "id", "target", "from", "sharing", "uid", "gid", "mode"];
function readNumber(text) {
  if (text === void 0) return void 0;
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
function cleanPath(path) {
  const isAbsolute = path.startsWith("/");
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute) parts.push("..");
  }
  const joined = parts.join("/");
  if (isAbsolute) return `/${joined}`;
  return joined === "" ? "." : joined;
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
  const given = readGiven2(inputs.annotations, problems);
  const all = inputs.images === "" ? given : names.annotations;
  const refuse = (value, problem, fix) => problems.push({ input: "annotations", value, problem, fix });
  for (const entry of given) {
    const problem = findProblem(entry);
    if (problem !== void 0)
      refuse(entry, problem, `Write \`key=value\` or \`level:key=value\`; levels are ${LEVELS}.`);
  }
  if (mode === "load" || mode === "call") return { build: [], index: [] };
  const platforms = inputs.platforms.map(formatPlatform);
  for (const [entry, platform] of all.flatMap(listPlatforms)) {
    if (!platforms.includes(platform))
      refuse(entry, "is for a platform that is not built", "Name one of `platforms`.");
  }
  const onIndex = all.find((entry) => readLevels(entry).some((level) => level.startsWith("index")));
  const isBare = platforms.length === 1 && !isAttested && (mode === "push" || exports.length > 0);
  if (onIndex !== void 0 && isBare)
    refuse(
      onIndex,
      "stands on the index, and one platform without attestations has none",
      "Use the level `manifest`."
    );
  if (!/^(false|0)$/i.test(imageAttributes["oci-mediatypes"] ?? ""))
    return leg === void 0 ? { build: all, index: [] } : splitForLeg(all, formatPlatform(leg.platform));
  if (given.length > 0)
    refuse(
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
function readGiven2(text, problems) {
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
    platforms: inputs.call === void 0 ? choosePlatforms(inputs, leg) : [],
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
function choosePlatforms({ platforms }, leg) {
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
    return { kind: "engine", wants: { ...listWants(planning), isApart: false } };
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
    ["mirrors", inputs.mirrors.length > 0],
    ["keep-builder", inputs.keepBuilder !== void 0]
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
function foreseeMachines(inputs) {
  if (inputs.builder !== void 0 || inputs.driver === "docker") return void 0;
  return planMachines({ inputs, problems: [] });
}
function planMachines({ inputs, problems }) {
  const driver = chooseOwnDriver(inputs.driver) ?? "docker-container";
  const nodes = planNodes({ inputs, driver, problems });
  return { driver, nodes, images: driver === "remote" ? [] : listImages(nodes, inputs.mirrors) };
}
function planOwn(planning) {
  const { inputs, facts, problems } = planning;
  const config = planBuildkitdConfig({ inputs, facts, problems });
  const machines = planMachines(planning);
  const { driver } = machines;
  if (driver === "remote") refuseDaemonSettings(inputs, problems);
  else refuseGrants({ inputs, config, problems });
  if (inputs.keepBuilder !== void 0) refuseElsewhere(inputs, problems);
  const kept = planKept(inputs, facts);
  return {
    ...machines,
    kept,
    entitlements: driver === "remote" ? [] : listEntitlements(inputs),
    config: kept === void 0 ? config : mergeBuildkitdConfig([config ?? {}, makeKeptConfig(kept)]),
    // It is written into the container, where the next run finds that of this one.
    recordsRun: facts.visibility === "public" && kept === void 0
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
function listWants({ inputs, facts, cache, mode, signing }) {
  const isOneOfMany = facts.runnerEnvironment !== "github-hosted";
  const caches = [...cache.from, ...cache.to].map(({ backend }) => backend);
  return {
    pushes: mode === "push",
    emulators: inputs.emulation === "builtin",
    isApart: signing.kind === "keyless" && isOneOfMany,
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
  const rules = listRules(text);
  problems.push(...rules.map(refuseRule));
  for (const entry of readEntries(text, problems)) {
    if (rules.some((rule) => rule.includes(entry))) continue;
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
function listRules(text) {
  return text.split(/\r?\n/).filter((line) => /^\s*"?type=/.test(line));
}
function refuseRule(rule) {
  return {
    input: "tags",
    value: rule.trim(),
    problem: "is a rule for the tags of `images`, and there are none",
    fix: "Set e.g. `images: ghcr.io/${{ github.repository }}`, or write full references such as `ghcr.io/org/app:1.2.3`."
  };
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
    tags: destinations.flatMap(listTags).sort(),
    platforms: [...platforms].map(formatPlatform).sort(),
    context,
    contexts: buildContexts.map(({ name, source }) => `${name}=${source}`).sort(),
    file: file ?? "",
    target: target ?? "",
    buildArgs: [...buildArgs].sort(),
    secretIds: [...secretIds].sort()
  });
}
function listTags({ repository, tags }) {
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
  const chosen = planBuilder({ inputs, facts, cache: cached, mode, signing, problems });
  const trusting = { inputs, facts, builder: chosen, signing };
  const cache = trustBoth(trusting, [cached, planCacheWhenFull(caching)]);
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
    notices: [...gatherNotices(inputs, names), ...notices, ...noteRun({ mode, signing, facts })],
    warnings: [...names.warnings, ...warnings, ...gatherWarnings({ inputs, facts, cache })],
    findings: []
  };
  return settle(plan, { problems, inputs, facts });
}
function trustBoth(trusting, [cache, whenFull]) {
  return {
    ...trustCache({ ...trusting, cache }),
    whenFull: whenFull && trustCache({ ...trusting, cache: whenFull })
  };
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
  const missing = plan.signing.kind === "keyless" && !facts.oidcAvailable && isDecided ? makeMissingPermission(facts, plan.destinations) : void 0;
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

// src/stages/image/image-config.ts
var MAX_CONFIG_BYTES = 1024 * 1024;
async function readImageConfig(registry, { image, platform }) {
  const parsed = parseReference(image);
  if (!parsed.ok) return void 0;
  const { repository, tag, digest } = parsed.reference;
  const read = (name) => readManifestContent(registry, { repository, reference: name });
  const top = await read(digest ?? tag ?? "latest");
  const own = top?.kind === "index" ? listPlatformManifests(top).find((one) => isSamePlatform(one.platform, platform)) : void 0;
  const manifest = own === void 0 ? top : await read(own.descriptor.digest);
  if (manifest?.kind !== "image") return void 0;
  const bytes = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES
  });
  return bytes && parseConfig(bytes);
}
async function readManifestContent(registry, { repository, reference }) {
  const content = await registry.readManifest(repository, reference);
  const result = content && parseManifest(content.bytes, content.mediaType);
  return result?.ok === true ? result.manifest : void 0;
}
function parseConfig(bytes) {
  const value = readJson(new TextDecoder().decode(bytes));
  if (!isRecord(value)) return void 0;
  const config = isRecord(value["config"]) ? value["config"] : {};
  const [triggers, environment] = [config["OnBuild"] ?? [], config["Env"] ?? []];
  if (!Array.isArray(triggers) || !Array.isArray(environment)) return void 0;
  return {
    triggers: triggers.map(String),
    environment: new Map(environment.map((entry) => splitEntry(String(entry))))
  };
}
function splitEntry(entry) {
  const [name = ""] = entry.split("=", 1);
  return [name, entry.slice(name.length + 1)];
}

// src/stages/mounts/find-mounts.ts
var LIMIT_MS = 3e3;
async function draftRun(host, planning) {
  const draft = draftPlan(planning);
  return { ...draft, plan: await findMounts(host, draft.plan) };
}
async function findMounts(host, plan) {
  const found = plan.mounts.off === void 0 ? await readMounts(host, plan, /* @__PURE__ */ new Map()) : void 0;
  return found === void 0 ? plan : { ...plan, mounts: { ...plan.mounts, ...found } };
}
async function completeMounts(host, {
  plan,
  registry,
  say
}) {
  const { mounts: known } = plan;
  if (known.open.length === 0) return known.mounts;
  const environments = await readEnvironments(host, { images: known.open, registry });
  const found = await readMounts(host, plan, environments) ?? known;
  const before = new Set(known.mounts.map(identifyMount));
  for (const one of found.mounts)
    if (!before.has(identifyMount(one))) say(`line ${one.line}: ${nameMount(one)}`);
  for (const one of found.others) if (one.isOpen) say(formatOther(one));
  return found.mounts;
}
async function readEnvironments(host, { images, registry }) {
  const answers = await Promise.all(
    images.map(async (base) => {
      const config = await settleWithin(host, LIMIT_MS, readImageConfig(registry, base));
      return config === void 0 ? [] : [[base.image, config.environment]];
    })
  );
  return new Map(answers.flat());
}
async function readMounts({ files, log, machine }, { build, builder }, environments) {
  if (build.file === void 0) return void 0;
  try {
    const text = await files.readText(build.file);
    if (!/--mount=/.test(text) || !/cache|\$/i.test(text)) return void 0;
    const { analyseDockerfile } = await import("./dockerfile-6EVCLT57.js");
    const contexts = build.contexts.map((entry) => entry.split("=")[0] ?? "");
    const { target, buildArgs, platforms } = build;
    const isHere = usesEngine(builder) === true && machine.arch !== "other";
    const buildPlatform = isHere ? { os: "linux", architecture: machine.arch } : void 0;
    const asked = { text, target, buildArgs, contexts, buildPlatform, environments };
    const found = platforms.map((platform) => analyseDockerfile({ ...asked, platform }));
    const joined = joinMounts(found.flatMap(({ runs }) => runs));
    const starts = new Map(found.flatMap((one) => one.starts).map((one) => [one.image, one]));
    const isOpen = joined.others.some((one) => one.isOpen);
    return { ...joined, open: isOpen ? [...starts.values()] : [], bases: [...starts.keys()] };
  } catch (error) {
    log.debug(`Cache mounts are not looked for: ${String(error)}`);
    return void 0;
  }
}

// src/stages/job/stop-with.ts
function stopWith(host, work) {
  const controller = new AbortController();
  work.catch((error) => controller.abort(error));
  return stopOn(host, controller.signal);
}
function stopOn(host, stop) {
  return {
    ...host,
    signal: AbortSignal.any([host.signal, stop]),
    run: (command) => host.run({ ...command, stop: joinStops(command.stop, stop) })
  };
}
function joinStops(own, other) {
  return own === void 0 ? other : AbortSignal.any([own, other]);
}

// src/stages/tools/installed-buildx.ts
var PLUGIN_FOLDERS = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins"
];
var VERSION_DEADLINE_MS = 15e3;
async function findUsableBuildx(host, {
  choice,
  say,
  folder
}) {
  const found = choice.kind === "installed" ? await findInstalled(host) : void 0;
  if (found === void 0) return void 0;
  const version = await recallVersion(host, found, folder);
  if (version !== void 0 && listLacks("buildx", version).length === 0) {
    say(`buildx ${version}: ${found}`);
    return found;
  }
  say(`buildx ${version ?? "of unknown version"} at ${found} is older than ${FLOORS.buildx}`);
  return void 0;
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
async function recallVersion(host, path, folder) {
  if (folder === void 0) return readVersion(host, path);
  const version = await ensureFound(host, folder, {
    name: "buildx",
    key: [path, await host.files.stamp(path)],
    parse: (value) => typeof value === "string" ? value : void 0,
    find: async () => await readVersion(host, path) ?? ""
  });
  return version === "" ? void 0 : version;
}
async function readVersion(host, path) {
  const { exitCode, stdout } = await host.run({
    tool: "buildx",
    file: path,
    args: ["version"],
    env: { PATH: host.env["PATH"] ?? "" },
    deadlineMs: VERSION_DEADLINE_MS
  });
  return exitCode === 0 ? parseBuildxVersion(stdout) : void 0;
}

export {
  readImageConfig,
  readManifestContent,
  classifyTag,
  parseFullReferences,
  identifyMount,
  splitForLeg,
  withConfig,
  foreseeMachines,
  draftRun,
  completeMounts,
  stopWith,
  stopOn,
  findUsableBuildx
};
