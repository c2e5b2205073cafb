import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  listSources,
  parseLegArtifact
} from "./chunk-3ZBHJ3QI.js";
import {
  runTrack
} from "./chunk-A4EJZN6D.js";
import {
  isAnnotationLevel
} from "./chunk-66B4UEGH.js";
import {
  isRemoteContext,
  listNative,
  listPlatformManifests,
  parseManifest,
  usesEngine
} from "./chunk-CQWTIPFL.js";
import {
  NOTHING_EMULATED,
  isNative,
  listEmulated
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform,
  isSamePlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  listGrants,
  mergeBuildkitdConfig
} from "./chunk-2DVIBV5S.js";
import {
  settleWithin
} from "./chunk-ROJYKH2X.js";
import {
  formatReference,
  formatRepository,
  parseList,
  parseReference
} from "./chunk-Q52MGDSR.js";
import {
  ActionError,
  isRecord,
  readJson
} from "./chunk-YDMBHURF.js";

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
  const { group, platform, attempt, job } = identity;
  const own = { group, platform, attempt, phase: "start" };
  const record = { job, tags: listTags(plan) };
  const made = await host.artifacts.create(formatLegArtifact(own), JSON.stringify(record));
  if (made === "exists") await requireSameJob(host, { own, identity });
  say(`group ${group}, ${platform}, attempt ${attempt}`);
  await requireNoConflict(host, { plan, identity, done: "Nothing was built." });
}
async function requireNoConflict(host, {
  plan,
  identity: { group, attempt },
  done
}) {
  const others = /* @__PURE__ */ new Map();
  for (const artifact of await host.artifacts.list(LEG_PREFIX)) {
    const leg = parseLegArtifact(artifact.name);
    if (leg?.phase !== "start" || leg.group === group || leg.attempt !== attempt) continue;
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
    values.set(NAMES[name] ?? name, at < 0 ? "" : field.slice(at + 1));
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
  const [uid, gid] = [readNumber(values.get("uid")), readNumber(values.get("gid"))];
  if (uid === null || gid === null || mode !== void 0 && !/^[0-7]{1,7}$/.test(mode))
    return { line, reason: "its owner or mode is not known before the build" };
  const sharing = SHARINGS.find((one) => one === values.get("sharing")?.toLowerCase()) ?? "shared";
  return { id, target, uid, gid, mode, sharing, ...place };
}
var NAMES = { dst: "target", destination: "target" };
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
  const given = readGiven(inputs.annotations, problems);
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

export {
  identifyLeg,
  prepareLegs,
  requireNoConflict,
  readEmulated,
  foreseeEmulation,
  askBases,
  chooseEmulated,
  identifyMount,
  joinMounts,
  planAnnotations,
  splitForLeg,
  planBuildkitdConfig,
  refuseGrants,
  listEntitlements,
  listImageSources,
  withConfig
};
