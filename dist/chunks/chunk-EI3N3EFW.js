import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  isRecord
} from "./chunk-KBW2CNOB.js";
import {
  describeError
} from "./chunk-QF5QQBM2.js";

// src/tools/buildkitd-config.ts
async function parseBuildkitdConfig(text) {
  const { parse, TomlError } = await import("./dist-VIHOP6I3.js");
  try {
    return { ok: true, table: parse(text) };
  } catch (error) {
    return { ok: false, line: error instanceof TomlError ? error.line : 1 };
  }
}
async function formatBuildkitdConfig(table) {
  const { stringify } = await import("./dist-VIHOP6I3.js");
  return stringify(table);
}
function mergeBuildkitdConfig(tables) {
  const merged = {};
  for (const table of tables)
    for (const [key, value] of Object.entries(table)) merged[key] = mergeValues(merged[key], value);
  return merged;
}
function mergeValues(before, value) {
  if (isTable(before) && isTable(value)) return mergeBuildkitdConfig([before, value]);
  if (Array.isArray(before) && Array.isArray(value)) return [.../* @__PURE__ */ new Set([...before, ...value])];
  return value;
}
function isTable(value) {
  return isRecord(value) && !(value instanceof Date);
}
function listGrants(table) {
  const granted = table["insecure-entitlements"];
  return Array.isArray(granted) ? granted.map(String) : [];
}

// src/tools/mark.ts
var MARK_VARIABLE = "BUILD_SIGN_ACTION";
function formatMark({ runId, runAttempt, job, createdAtMs, owner, kept }) {
  const fields = [
    ["run", runId],
    ["attempt", String(runAttempt)],
    ["job", encodeURIComponent(job)],
    ["created", String(createdAtMs)],
    ...owner === void 0 ? [] : [
      ["machine", encodeURIComponent(owner.machine)],
      ["pid", String(owner.pid)],
      ["started", owner.startedAt]
    ],
    ...kept === void 0 ? [] : [["kept", kept]]
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
  const kept = fields.get("kept");
  if (createdAtMs === void 0 || runAttempt === void 0) return void 0;
  return {
    runId: fields.get("run") ?? "",
    runAttempt,
    job: decode(fields.get("job") ?? ""),
    createdAtMs,
    owner: readOwner(fields),
    ...kept === void 0 || kept === "" ? {} : { kept }
  };
}
function readOwner(fields) {
  const machine = decode(fields.get("machine") ?? "");
  const pid = readNumber(fields.get("pid"));
  const startedAt = fields.get("started");
  if (machine === "" || pid === void 0 || startedAt === void 0) return void 0;
  return { machine, pid, startedAt };
}
function readNumber(text = "") {
  return /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function decode(text) {
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

// src/plan/orphans.ts
var HOUR_MS = 36e5;
var GONE_MS = 6 * HOUR_MS;
var UNSEEN_MS = 6 * 24 * HOUR_MS;
function isOrphan(mark, { nowMs, isAlive: isAlive2 }) {
  if (mark === void 0 || isAlive2 === true) return false;
  return nowMs - mark.createdAtMs >= (isAlive2 === false ? GONE_MS : UNSEEN_MS);
}
var OWN_CONTAINER = /^buildx_buildkit_build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)$/;
var OWN_VOLUME = /^buildx_buildkit_build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)_state$/;
var LINKS_FOLDER = "/tmp";
function formatLinkName({
  nowMs,
  random
}) {
  return `bsa-layers-${nowMs}-${random}`;
}
function isOrphanLink(name, nowMs) {
  const [, sinceMs] = /^bsa-layers-(\d{13})-[0-9a-f]+$/.exec(name) ?? [];
  return sinceMs !== void 0 && nowMs - Number(sinceMs) >= UNSEEN_MS;
}
function isForgotten(createdAtMs, nowMs) {
  return nowMs - createdAtMs >= GONE_MS;
}

// src/stages/job/owner.ts
async function makeMark(host) {
  const { env, clock } = host;
  return {
    runId: env["GITHUB_RUN_ID"] ?? "",
    runAttempt: Number(env["GITHUB_RUN_ATTEMPT"] || "1"),
    job: env["GITHUB_JOB"] ?? "",
    createdAtMs: clock.now().getTime(),
    owner: await findOwner(host)
  };
}
async function isLeft(host, mark) {
  const alive = mark?.owner === void 0 ? void 0 : await isAlive(host, mark.owner);
  return isOrphan(mark, { nowMs: host.clock.now().getTime(), isAlive: alive });
}
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

// src/stages/tools/image-source.ts
var FEW_PULLS = 5;
var LIMIT_MS = 3e3;
async function rankSources(host, { sources, registry, say }) {
  if (sources.length < 2) return sources;
  const lacks = await Promise.all(sources.map((source) => findLack(host, registry, source)));
  const good = sources.filter((_, at) => lacks[at] === void 0);
  for (const [at, lack] of lacks.entries())
    if (lack !== void 0 && good.length > 0) say(`${sources[at]}: ${lack}`);
  return [...good, ...sources.filter((source) => !good.includes(source))];
}
async function findLack(host, registry, source) {
  const parsed = parseReference(source);
  if (!parsed.ok) return parsed.reason;
  const { repository, digest = "" } = parsed.reference;
  const asked = registry.probeManifest(repository, digest).then(
    (head) => {
      if (head === void 0) return { lack: "is not there" };
      const { pullsLeft } = head;
      const isFew = pullsLeft !== void 0 && pullsLeft < FEW_PULLS;
      return { lack: isFew ? `${pullsLeft} pulls are left to this address` : void 0 };
    },
    (error) => ({ lack: describeError(error) })
  );
  const answer = await settleWithin(host, LIMIT_MS, asked);
  return answer === void 0 ? `no answer in ${LIMIT_MS / 1e3} s` : answer.lack;
}

export {
  parseBuildkitdConfig,
  formatBuildkitdConfig,
  mergeBuildkitdConfig,
  listGrants,
  MARK_VARIABLE,
  formatMark,
  parseMark,
  OWN_CONTAINER,
  OWN_VOLUME,
  LINKS_FOLDER,
  formatLinkName,
  isOrphanLink,
  isForgotten,
  makeMark,
  isLeft,
  isAlive,
  rankSources
};
