import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  compareWithLabel,
  fingerprint,
  isCommit,
  readField,
  stripAffixes
} from "./chunk-NRCVB3ID.js";
import {
  MAX_MANIFEST_BYTES,
  MEDIA_TYPE,
  listPlatformManifests,
  parseManifest
} from "./chunk-JPJAA6A5.js";
import {
  isNative
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  digestHex,
  formatReference,
  formatRepository,
  parseDigest
} from "./chunk-BFWVZZ5T.js";
import {
  ShapeError,
  asObject,
  asText,
  isRecord,
  parseJson,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError
} from "./chunk-V53TEMNW.js";

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

// src/tools/cosign.ts
var SIGNING_FLAGS = ({
  trustedRoot,
  signingConfig,
  tokenFile,
  bundleFile
}) => [
  "--yes",
  `--bundle=${bundleFile}`,
  // An absent or refused token fails at once instead of opening the device flow, which polls for five minutes.
  "--fulcio-auth-flow=token",
  `--identity-token=${tokenFile}`,
  "--oidc-disable-ambient-providers",
  `--signing-config=${signingConfig}`,
  `--trusted-root=${trustedRoot}`
];
function makeSignArgs({ image, files }) {
  return ["sign", "--upload=false", ...SIGNING_FLAGS(files), image];
}
function makeAttestArgs({
  image,
  files,
  type,
  predicateFile
}) {
  return [
    "attest",
    "--no-upload",
    `--type=${type}`,
    `--predicate=${predicateFile}`,
    ...SIGNING_FLAGS(files),
    image
  ];
}
function makeTrustedRootArgs(out) {
  return ["trusted-root", "create", "--with-default-services", `--out=${out}`];
}
function makeSigningConfigArgs(out, { transparencyLog }) {
  return [
    "signing-config",
    "create",
    "--with-default-services",
    ...transparencyLog ? [] : ["--no-default-rekor"],
    `--out=${out}`
  ];
}
function makeSignBlobArgs({ file, files }) {
  return ["sign-blob", ...SIGNING_FLAGS(files), file];
}
function makeAttestBlobArgs({
  files,
  type,
  statementFile
}) {
  return ["attest-blob", `--type=${type}`, `--statement=${statementFile}`, ...SIGNING_FLAGS(files)];
}
function makeVerifyBundleArgs({
  bundleFile,
  about,
  predicateType,
  policy,
  trustedRoot
}) {
  const means = [
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`]
  ];
  if (predicateType === void 0) {
    return [
      "verify-blob",
      `--bundle=${bundleFile}`,
      ...means,
      "file" in about ? about.file : about.digest
    ];
  }
  return [
    "verify-blob-attestation",
    `--bundle=${bundleFile}`,
    ..."file" in about ? [] : [`--digest=${digestHex(about.digest)}`, "--digestAlg=sha256"],
    `--type=${predicateType}`,
    ...means,
    ..."file" in about ? [about.file] : []
  ];
}
function makeVerifyImageArgs({
  image,
  predicateType,
  policy,
  trustedRoot
}) {
  return [
    "verify-attestation",
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    image
  ];
}
function makePolicyFlags(policy) {
  const optional = [
    ["repository", policy.repository],
    ["sha", policy.sha],
    ["ref", policy.ref],
    ["trigger", policy.trigger]
  ];
  return [
    `--certificate-identity=${policy.identity}`,
    `--certificate-oidc-issuer=${policy.issuer}`,
    ...optional.flatMap(
      ([name, value]) => value === void 0 ? [] : [`--certificate-github-workflow-${name}=${value}`]
    ),
    ...policy.transparencyLog ? [] : ["--use-signed-timestamps", "--insecure-ignore-tlog"]
  ];
}
function formatShellCommand(program, args) {
  return [program, ...args].map(quoteShell).join(" ");
}
function quoteShell(word) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// src/image/statement.ts
var MAX_SUBJECTS = 1e3;
function parseStatement(bytes, maxBytes) {
  const statement = readStatement(bytes, maxBytes);
  if (statement === void 0 || statement.count > MAX_SUBJECTS) return void 0;
  const { predicateType, subjects, predicate } = statement;
  return { predicateType, subjects, predicate };
}
function parseFileStatement(bytes) {
  return readStatement(bytes, bytes.byteLength);
}
function readStatement(bytes, maxBytes) {
  try {
    const { predicateType, subject, predicate } = parseJson(bytes, maxBytes);
    if (!Array.isArray(subject)) return void 0;
    const files = subject.flatMap(readSubject);
    return {
      predicateType: asText(predicateType, "a predicate type"),
      subjects: files.map(({ digest }) => digest),
      predicate: asObject(predicate, "a predicate"),
      files,
      count: subject.length
    };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readSubject(value) {
  const subject = asObject(value, "a subject");
  const { sha256 } = asObject(subject["digest"] ?? {}, "a digest");
  const digest = typeof sha256 === "string" ? parseDigest(`sha256:${sha256}`) : void 0;
  const { name } = subject;
  return digest === void 0 ? [] : [{ name: typeof name === "string" ? name : "", digest }];
}

// src/tools/bundle.ts
var MAX_BUNDLE_BYTES = 192 * 1024 * 1024;
var MAX_CERTIFICATE_BYTES = 64 * 1024;
var IN_TOTO = "application/vnd.in-toto+json";
function parseBundle(bytes) {
  try {
    const json = parseJson(bytes, MAX_BUNDLE_BYTES);
    if (json["mediaType"] !== MEDIA_TYPE.bundle) return void 0;
    const certificate = readCertificate(json);
    const statement = readStatement2(json);
    return certificate === void 0 || statement === void 0 ? void 0 : { certificate, statement };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readCertificate(json) {
  const material = asObject(json["verificationMaterial"], "material");
  if (material["certificate"] === void 0) return void 0;
  const { rawBytes } = asObject(material["certificate"], "a certificate");
  const der = Buffer.from(asText(rawBytes, "a certificate"), "base64");
  return der.byteLength > 0 && der.byteLength <= MAX_CERTIFICATE_BYTES ? der : void 0;
}
function readStatement2(json) {
  if (json["dsseEnvelope"] === void 0) return void 0;
  const { payload, payloadType } = asObject(json["dsseEnvelope"], "an envelope");
  if (payloadType !== IN_TOTO) return void 0;
  return parseStatement(Buffer.from(asText(payload, "a payload"), "base64"), MAX_BUNDLE_BYTES);
}

// src/stages/fetch.ts
async function fetchManifest(registry, repository, digest) {
  const content = await registry.readManifest(repository, digest);
  if (content === void 0) throw makeGone(repository, digest);
  return openManifest(repository, content);
}
function openManifest(repository, content) {
  const { digest } = content;
  const parsed = parseManifest(content.bytes, content.mediaType);
  if (parsed.ok)
    return { bytes: content.bytes, mediaType: content.mediaType, manifest: parsed.manifest };
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not a manifest: ${parsed.reason}`
  );
}
async function fetchBlob(registry, repository, { digest, sizeBytes }) {
  const bytes = await registry.readBlob({ repository, digest, maxBytes: sizeBytes });
  if (bytes === void 0) throw makeGone(repository, digest);
  return bytes;
}
function makeGone(repository, digest) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not in the registry any more`,
    {
      hint: "Does a clean-up job or a retention policy delete untagged manifests? It has to leave new ones alone for some hours."
    }
  );
}
async function* readBundles(registry, {
  repository,
  digest,
  predicateType,
  maxBytes = MAX_BUNDLE_BYTES
}) {
  const referrers = await registry.listReferrers(repository, digest);
  const candidates = referrers.filter((referrer) => mayBe(referrer, predicateType)).sort(compareNewest);
  for (const candidate of candidates) {
    const { manifest } = await fetchManifest(registry, repository, candidate.digest);
    const layer = manifest.kind === "image" ? manifest.layers.find(({ mediaType }) => mediaType === MEDIA_TYPE.bundle) : void 0;
    if (layer === void 0 || layer.sizeBytes > maxBytes) continue;
    yield { digest: candidate.digest, bytes: await fetchBlob(registry, repository, layer) };
  }
}
function mayBe({ artifactType, annotations }, predicateType) {
  const stated = annotations["dev.sigstore.bundle.predicateType"];
  if (stated !== void 0) return stated === predicateType;
  return artifactType === void 0 || artifactType === MEDIA_TYPE.bundle || artifactType === MEDIA_TYPE.ociEmpty;
}
function compareNewest(a, b) {
  const created = ({ annotations }) => annotations["org.opencontainers.image.created"] ?? "";
  return created(b).localeCompare(created(a));
}

// src/stages/ancestry.ts
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

// src/stages/image-statements.ts
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

// src/stages/content-order.ts
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

// src/stages/kept.ts
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

// src/plan/cache-advice.ts
var WORTH_S = 5;
var NEAR_LIMIT = 0.8;
var FULL = 0.9;
var INSTALLERS = [
  {
    pattern: /\bnpm (ci|i|install)\b/,
    files: "package.json package-lock.json",
    cache: "/root/.npm"
  },
  {
    pattern: /\bpnpm (i|install|fetch)\b/,
    files: "package.json pnpm-lock.yaml",
    cache: "/root/.local/share/pnpm/store"
  },
  {
    pattern: /\byarn( install)?( --\S+)*\s*($|&&|;)/,
    files: "package.json yarn.lock",
    cache: "/usr/local/share/.cache/yarn"
  },
  {
    pattern: /\b(pip3?|python3? -m pip) install\b/,
    files: "requirements.txt",
    cache: "/root/.cache/pip"
  },
  {
    pattern: /\buv (sync|pip install)\b/,
    files: "pyproject.toml uv.lock",
    cache: "/root/.cache/uv"
  },
  { pattern: /\bgo (mod download|build|install)\b/, files: "go.mod go.sum", cache: "/go/pkg/mod" },
  {
    pattern: /\bcargo (build|fetch|install)\b/,
    files: "Cargo.toml Cargo.lock",
    cache: "/usr/local/cargo/registry"
  },
  {
    pattern: /\bcomposer install\b/,
    files: "composer.json composer.lock",
    cache: "/root/.composer/cache"
  },
  {
    pattern: /\bbundle install\b/,
    files: "Gemfile Gemfile.lock",
    cache: "/usr/local/bundle/cache"
  },
  { pattern: /\b(mvn|mvnw)\b/, files: "pom.xml", cache: "/root/.m2" },
  { pattern: /\b(gradle|gradlew)\b/, files: "build.gradle", cache: "/root/.gradle" }
];
var GIGABYTE = 1024 ** 3;
var ROOM_BYTES = 10 * GIGABYTE;
function isFull({ usedBytes, limitBytes }) {
  return usedBytes >= limitBytes * FULL;
}
function adviseCache({
  hits,
  room,
  mode
}) {
  const advice = hits.steps.flatMap((step, at) => adviseStep(step, hits.steps.slice(0, at)));
  const isNear = room !== void 0 && room.usedBytes >= room.limitBytes * NEAR_LIMIT;
  return [
    ...new Set(advice),
    ...isNear && mode === "max" ? [
      "the repository's room for caches is nearly full: `cache-mode: min` keeps the layers of the image alone, `cache: registry` keeps them elsewhere"
    ] : []
  ];
}
function adviseStep({ command, cached, seconds = 0, platform, step }, earlier) {
  const installer = INSTALLERS.find(({ pattern }) => pattern.test(command));
  if (cached || seconds < WORTH_S || installer === void 0 || !/^RUN /i.test(command)) return [];
  const stage = step.replace(/\d+\/\d+$/, "");
  const copied = earlier.some(
    (one) => !one.cached && one.platform === platform && one.step.replace(/\d+\/\d+$/, "") === stage && /^(COPY|ADD)( --\S+)* \.\/? /i.test(one.command)
  );
  const what = `\`${shortenCommand(command)}\` (${seconds.toFixed(0)} s)`;
  if (copied)
    return [
      `${what} ran because all of the context is copied before it: copy ${installer.files} first, install, then copy the rest`
    ];
  if (/--mount=\S*type=cache/.test(command)) return [];
  return [`${what} downloads anew: \`RUN --mount=type=cache,target=${installer.cache}\` keeps it`];
}
function shortenCommand(command) {
  const text = command.replace(/^RUN( --\S+)* /i, "").replaceAll("`", "'");
  return text.length <= 60 ? text : `${text.slice(0, 59)}\u2026`;
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
  makeSignArgs,
  makeAttestArgs,
  makeTrustedRootArgs,
  makeSigningConfigArgs,
  makeSignBlobArgs,
  makeAttestBlobArgs,
  makeVerifyBundleArgs,
  makeVerifyImageArgs,
  formatShellCommand,
  quoteShell,
  parseStatement,
  parseFileStatement,
  parseBundle,
  fetchManifest,
  openManifest,
  fetchBlob,
  readBundles,
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
  NEAR_LIMIT,
  GIGABYTE,
  ROOM_BYTES,
  isFull,
  adviseCache,
  timeEmulated,
  formatTotal,
  describeTimes
};
