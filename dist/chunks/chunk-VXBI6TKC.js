import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  fetchBlob,
  fetchManifest
} from "./chunk-RFD7Z2AI.js";
import {
  compareWithLabel,
  fingerprint,
  isCommit,
  readField,
  stripAffixes
} from "./chunk-SA2GMFYJ.js";
import {
  MAX_MANIFEST_BYTES,
  listPlatformManifests
} from "./chunk-PFKVS5A6.js";
import {
  isNative
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatReference,
  formatRepository
} from "./chunk-SHLUNWKC.js";
import {
  asObject,
  isRecord,
  parseJson,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/plan/cache-hits.ts
var MAX_COMMAND_CHARS = 200;
function countHits(steps, platforms) {
  const [only] = platforms;
  const alone = only === void 0 ? "" : formatPlatform(only);
  const hits = steps.flatMap((step) => {
    const { command, state, seconds, stage, index, total, platform = alone } = step;
    if (state !== "cached" && state !== "done" || /^FROM /i.test(command)) return [];
    const cached = state === "cached";
    const place = `${stage === void 0 ? "" : `${stage} `}${index}/${total}`;
    return [{ platform, step: place, command: shorten(command), cached, seconds }];
  });
  if (hits.length === 0) return void 0;
  const names = [...new Set(hits.map(({ platform }) => platform))].sort();
  const counts = names.map(
    (name) => [name, count(hits.filter(({ platform }) => platform === name))]
  );
  return { ...count(hits), platforms: Object.fromEntries(counts), steps: hits };
}
function joinHits(parts) {
  const known = parts.filter((part) => part !== void 0);
  if (known.length === 0) return void 0;
  const steps = known.flatMap((part) => part.steps);
  const platforms = Object.assign({}, ...known.map((part) => part.platforms));
  return { ...count(steps), platforms, steps };
}
function count(hits) {
  return { cached: hits.filter(({ cached }) => cached).length, total: hits.length };
}
function shorten(command) {
  const line = command.replace(/\s+/g, " ");
  return line.length <= MAX_COMMAND_CHARS ? line : `${line.slice(0, MAX_COMMAND_CHARS - 1)}\u2026`;
}
function formatHits({ cached, total, platforms }) {
  const each = Object.entries(platforms).map(
    ([name, one]) => `${name} ${one.cached} of ${one.total}`
  );
  const share = `${Math.round(cached / total * 100)} % of ${total} ${total === 1 ? "step" : "steps"}`;
  return `${share} from the cache${each.length > 1 ? ` (${each.join(", ")})` : ""}`;
}
function formatHitsJson(hits, saved) {
  const { cached, total, platforms, steps } = hits;
  const ratio = Number((cached / total).toFixed(3));
  const named = steps.map(({ command: _, ...step }) => step);
  return JSON.stringify({
    ratio,
    cached,
    total,
    savedSeconds: saved?.seconds,
    platforms,
    steps: named
  });
}

// src/stages/facts/ancestry.ts
var GIT_MS = 5e3;
async function findAncestry(host, { own, theirs, access }) {
  if (own === theirs || !isCommit(own) || !isCommit(theirs)) return "apart";
  try {
    return await askGit(host, own, theirs) ?? await askGitHub(host, { own, theirs, access });
  } catch (error) {
    host.log.debug(`${theirs} could not be compared with ${own}: ${String(error)}`);
    return "apart";
  }
}
async function askGit(host, own, theirs) {
  if (await isAncestor(host, theirs, own)) return "ancestor";
  return await isAncestor(host, own, theirs) ? "descendant" : void 0;
}
async function isAncestor({ env, run }, older, newer) {
  const { exitCode } = await run({
    tool: "git",
    file: "git",
    args: ["-c", "safe.directory=*", "merge-base", "--is-ancestor", older, newer],
    // A partial clone would fetch what it lacks: from wherever its configuration says, and as long as that takes.
    env: { PATH: env["PATH"] ?? "", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" },
    deadlineMs: GIT_MS
  });
  return exitCode === 0;
}
async function askGitHub({ github }, { own, theirs, access }) {
  const { token, repository } = access;
  const [owner, repo] = repository.split("/");
  if (token === void 0 || !owner || !repo) return "apart";
  const answer = await github.compare({ token, owner, repo, base: own, head: theirs });
  const status = readField(answer, ["status"]);
  if (status === "ahead") return "descendant";
  return status === "behind" ? "ancestor" : "apart";
}

// src/stages/image/image-statements.ts
var MAX_CONFIG_BYTES = 1024 * 1024;
async function readStatements(registry, repository, digest) {
  const { manifest } = await fetchManifest(registry, repository, digest);
  const onTop = pickStatements(manifest.annotations);
  if (isComplete(onTop)) return onTop;
  const image = await openImage(registry, repository, manifest);
  if (image === void 0) return onTop;
  const onImage = pickStatements(image.annotations);
  if (isComplete(onImage)) return onImage;
  if (image.config.sizeBytes > MAX_CONFIG_BYTES) return onImage;
  const labels = readLabels(await fetchBlob(registry, repository, image.config));
  return pickStatements(labels) ?? onImage ?? onTop;
}
async function openImage(registry, repository, manifest) {
  if (manifest.kind === "image") return manifest;
  const [first] = listPlatformManifests(manifest);
  if (first === void 0) return void 0;
  const found = await fetchManifest(registry, repository, first.descriptor.digest);
  return found.manifest.kind === "image" ? found.manifest : void 0;
}
function readLabels(bytes) {
  const { config } = parseJson(bytes, MAX_MANIFEST_BYTES);
  const { Labels: labels } = asObject(config ?? {}, "a config");
  return asObject(labels ?? {}, "labels");
}
function pickStatements(from) {
  const pick = (name) => {
    const value = from[`org.opencontainers.image.${name}`];
    return typeof value === "string" ? value : "";
  };
  const found = { source: pick("source"), version: pick("version"), revision: pick("revision") };
  return found.source === "" ? void 0 : found;
}
function isComplete(found) {
  return found !== void 0 && found.version !== "" && found.revision !== "";
}

// src/stages/publishing/content-order.ts
var NO_RELEASE = "no release";
var UNKNOWN = { rank: "unknown" };
function makeContentOrder(host, setting) {
  const verdicts = /* @__PURE__ */ new Map();
  const readings = /* @__PURE__ */ new Map();
  const silent = /* @__PURE__ */ new Set();
  let release;
  const keyOf = (line, repository, digest) => JSON.stringify([line, formatRepository(repository), digest]);
  async function read(repository, digest) {
    if (silent.has(repository.registry)) return void 0;
    try {
      return await readStatements(setting.registry.brief, repository, digest);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      const reference = formatReference({ repository, digest });
      host.log.debug(`${reference} could not be compared: ${String(error)}`);
      return void 0;
    }
  }
  function readOnce(repository, digest) {
    const key = formatReference({ repository, digest });
    const reading = readings.get(key) ?? read(repository, digest);
    readings.set(key, reading);
    return reading;
  }
  return {
    known: (line, repository, digest) => verdicts.get(keyOf(line, repository, digest)),
    compare: async (line, repository, digest) => {
      const key = keyOf(line, repository, digest);
      const found = verdicts.get(key) ?? await judge(host, { line, ...setting }, readOnce(repository, digest));
      verdicts.set(key, found);
      return found;
    },
    findLatestRelease: () => {
      release ??= askLatestRelease(host, setting.access);
      return release;
    }
  };
}
async function judge(host, { line, access }, reading) {
  const { version, revision } = line;
  if (version === void 0 && revision === void 0) return UNKNOWN;
  const stated = await reading;
  if (stated === void 0 || normalize(stated.source) !== normalize(line.source)) return UNKNOWN;
  if (version !== void 0) {
    const ahead2 = await compareWithLabel(version, stated.version) ?? 0;
    const named = stripAffixes(stated.version, version);
    return toVerdict(ahead2, { kind: "version", named, own: version.text });
  }
  const own = revision ?? "";
  const theirs = stated.revision;
  const ancestry = await findAncestry(host, { own, theirs, access });
  const ahead = ancestry === "apart" ? 0 : ancestry === "descendant" ? 1 : -1;
  return toVerdict(ahead, { kind: "commit", named: theirs, own });
}
function toVerdict(ahead, reason) {
  if (ahead === 0) return UNKNOWN;
  return ahead > 0 ? { rank: "later", reason } : { rank: "earlier" };
}
function normalize(source) {
  return source.toLowerCase().replace(/(?:\.git)?\/?$/, "");
}
async function askLatestRelease({ github, log }, { token, repository }) {
  const [owner, repo] = repository.split("/");
  if (token === void 0 || !owner || !repo) return void 0;
  try {
    const answer = await github.latestRelease({ token, owner, repo });
    const tag = readField(answer, ["tag_name"]);
    return typeof tag === "string" && tag !== "" ? tag : NO_RELEASE;
  } catch (error) {
    log.debug(`GitHub did not tell the latest release: ${String(error)}`);
    return void 0;
  }
}

// src/stages/publishing/kept.ts
function tellKept({ reference, digest, run, reason }) {
  const kept = `${reference} is left alone: `;
  const names = `it names ${digest}, `;
  const { kind } = reason;
  if (kind === "run")
    return `${kept}${names}which ${formatRun(run)} signed, a later run than this one. To go back on purpose, start a new run.`;
  const why = kind === "release" ? formatReason(reason) : `${names}${formatReason(reason)}`;
  return `${kept}${why}. To move it all the same, set \`allow-downgrade: true\`.`;
}
function formatKeptLine({ reference, digest, run, reason }) {
  if (reason.kind === "release") return `- \`${reference}\`: ${formatReason(reason)}`;
  const named = `- \`${reference}\` names \`${digest?.slice(0, 19)}\u2026\``;
  return reason.kind === "run" ? `${named} of ${formatRun(run)}` : `${named}, ${formatReason(reason)}`;
}
function formatReason(reason) {
  const { kind, named, own } = reason;
  switch (kind) {
    case "version":
      return `version ${named}, which is higher than ${own}`;
    case "commit":
      return `commit ${shorten2(named)}, which is newer than ${shorten2(own)}`;
    case "release":
      return named === NO_RELEASE ? `GitHub marks no release as the latest, and so not ${own}` : `GitHub marks ${named} as the latest release, not ${own}`;
  }
}
function formatRun(run) {
  if (run === void 0) return "another run";
  return `run ${run.runId} (${run.serverUrl}/${run.repository}/actions/runs/${run.runId})`;
}
var shorten2 = (commit) => commit.slice(0, 12);

// src/plan/build-record.ts
function listRecorded(places) {
  const found = /* @__PURE__ */ new Map();
  for (const place of places) {
    const where = findWhere(place);
    const prefix = `bsa-build-${place.backend}-${fingerprint(where ?? "")}-`;
    if (where !== void 0 && !found.has(prefix)) found.set(prefix, place);
  }
  return [...found].map(([prefix, place]) => ({ prefix, place }));
}
function findWhere({ backend, attributes, of, scope }) {
  const join = (...names) => names.map((name) => attributes[name] ?? "").join(" ");
  switch (backend) {
    case "gha":
      return attributes["scope"] ?? "buildkit";
    case "registry":
      return attributes["ref"];
    case "s3":
      return join("endpoint_url", "bucket", "prefix", "name");
    case "azblob":
      return join("account_url", "container", "prefix", "name");
    case "local":
      return of === "given" ? void 0 : scope;
    case "inline":
      return void 0;
  }
}
function labelJob(job, matrix) {
  const values = Object.values(matrix).filter((value) => value !== "");
  return values.length === 0 ? job : `${job} (${values.join(", ")})`;
}
var MAX_STEPS = 1e3;
var MAX_TEXT_CHARS = 120;
var DAY_S = 86400;
function formatBuildRecord({ seconds, ...record }) {
  return JSON.stringify({
    ...record,
    seconds: Object.fromEntries([...seconds].slice(0, MAX_STEPS))
  });
}
function parseBuildRecord(text) {
  const value = readJson(text);
  if (!isRecord(value)) return void 0;
  const { job, label, id, seconds } = value;
  if (typeof job !== "string" || typeof label !== "string" || typeof id !== "string")
    return void 0;
  if (!isRecord(seconds)) return void 0;
  const known = Object.entries(seconds).flatMap(
    ([name, one]) => typeof one === "number" && one >= 0 && one <= DAY_S ? [[name, one]] : []
  );
  return {
    ...{ job: show(job), label: show(label), id },
    seconds: new Map(known.slice(0, MAX_STEPS))
  };
}
function show(text) {
  return text.replace(/[\p{C}`]/gu, " ").slice(0, MAX_TEXT_CHARS);
}
function nameStep({ platform, step, command }) {
  return fingerprint(`${platform} ${step.replace(/\/\d+$/, "")} ${command}`);
}
function gatherSeconds({ steps }, earlier) {
  return new Map(
    steps.flatMap((step) => {
      const name = nameStep(step);
      const seconds = step.cached ? earlier.get(name) : step.seconds;
      return seconds === void 0 ? [] : [[name, seconds]];
    })
  );
}
var MIN_SECONDS = 0.1;
function countSaved({ steps }, earlier) {
  const cached = steps.filter((step) => step.cached);
  const known = cached.flatMap((step) => earlier.get(nameStep(step)) ?? []);
  const seconds = known.reduce((sum, one) => sum + one, 0);
  return seconds < MIN_SECONDS ? void 0 : { seconds, isWhole: known.length === cached.length };
}
function formatSaving({ seconds, isWhole }) {
  return `which took ${isWhole ? "" : "at least "}${seconds.toFixed(1)} s when they were built`;
}

// src/plan/emulated-times.ts
function timeEmulated(steps, { emulated, machine }) {
  const foreign = steps.flatMap((step) => {
    const platform = findForeign(step, { emulated, machine });
    return platform === void 0 ? [] : [{ ...step, place: platform }];
  });
  return foreign.flatMap(({ place, command, stage, state, seconds, index }) => {
    if (state !== "done" || seconds === void 0) return [];
    const peers = foreign.filter((other) => other.place === place && other.stage === stage).toSorted((left, right) => left.index - right.index);
    const known = emulated.steps.filter(
      (step) => formatPlatform(step.platform) === place && (stage === void 0 || step.stage === stage)
    );
    const at = peers.findIndex((other) => other.index === index);
    const line = known.length === peers.length ? known[at]?.line : void 0;
    return [{ platform: place, command: shorten3(command), line, seconds }];
  });
}
function findForeign({ platform, stage, command }, { emulated, machine }) {
  if (!/^(ONBUILD )?RUN /.test(command)) return void 0;
  if (platform === void 0) {
    const known = emulated.steps.find((step) => stage === void 0 || step.stage === stage);
    return known && formatPlatform(known.platform);
  }
  const parsed = parsePlatform(platform);
  if (!parsed.ok || isNative(parsed.platform, machine)) return void 0;
  return formatPlatform(parsed.platform);
}
var MAX_COMMAND_CHARS2 = 72;
function shorten3(command) {
  const line = command.replace(/\s+/g, " ");
  return line.length <= MAX_COMMAND_CHARS2 ? line : `${line.slice(0, MAX_COMMAND_CHARS2 - 1)}\u2026`;
}
function formatTotal(times) {
  const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${times.length} ${times.length === 1 ? "step" : "steps"}, ${total.toFixed(1)} s`;
}
function describeTimes(times, { file = "Dockerfile", isLeg }) {
  const lines = times.map(({ platform, command, line, seconds }) => {
    const place = line === void 0 ? file : `${file}:${line}`;
    return `${seconds.toFixed(1).padStart(7)} s  ${platform}  ${place}  ${command}`;
  });
  return [...lines, chooseHint(times, isLeg)];
}
var CROSS_COMPILERS = /\b(go (build|install|test)|cargo (build|install)|dotnet (build|publish)|zig build|(npm|yarn|pnpm) (run )?build|tsc|mvnw?|gradlew?|javac)\b/;
var COMPILERS = /\b(make|cmake|ninja|meson|gcc|g\+\+|cc|clang(\+\+)?|rustc|pip3? (install|wheel))\b/;
function chooseHint(times, isLeg) {
  const slowest = times.toSorted((left, right) => right.seconds - left.seconds);
  if (slowest.some(({ command }) => CROSS_COMPILERS.test(command)))
    return "A compiler runs under emulation. It makes programs for other platforms by itself: `FROM --platform=$BUILDPLATFORM \u2026` for its stage, with `ARG TARGETOS TARGETARCH` to tell it the platform.";
  const isArm = times.every(({ platform }) => platform === "linux/arm64");
  const native = isArm ? " (`runs-on: ubuntu-24.04-arm`)" : "";
  const way = isLeg ? `A native machine for this leg${native} emulates nothing.` : `A leg of a matrix on a native machine${native} emulates nothing; the legs make one image.`;
  return slowest.some(({ command }) => COMPILERS.test(command)) ? `A compiler runs under emulation. ${way}` : way;
}

export {
  countHits,
  joinHits,
  formatHits,
  formatHitsJson,
  makeContentOrder,
  tellKept,
  formatKeptLine,
  listRecorded,
  labelJob,
  formatBuildRecord,
  parseBuildRecord,
  gatherSeconds,
  countSaved,
  formatSaving,
  timeEmulated,
  formatTotal,
  describeTimes
};
