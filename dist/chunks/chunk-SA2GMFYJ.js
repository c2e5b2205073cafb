import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  findOwn,
  isRemoteContext
} from "./chunk-PFKVS5A6.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatAttributes,
  parse,
  parseList
} from "./chunk-LJCXF7ZE.js";
import {
  isRecord
} from "./chunk-KBW2CNOB.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/plan/runners.ts
var MOST_LEGS = 20;
var HOSTED = [
  { pattern: "linux/arm64", runner: "ubuntu-24.04-arm" },
  { pattern: "linux/arm", runner: "ubuntu-24.04-arm" },
  { pattern: "default", runner: "ubuntu-24.04" }
];
function planLegs({
  inputs: { platforms, runners, workflow },
  problems
}) {
  if (workflow !== void 0 && platforms.length > MOST_LEGS) {
    problems.push({
      input: "platforms",
      value: `${platforms.length} platforms`,
      problem: `are more than the ${MOST_LEGS} legs of the reusable workflow`,
      fix: "Use the step in a matrix of your own, or build some platforms in one job."
    });
  }
  return platforms.map((each, index) => {
    const platform = formatPlatform(each);
    const rule = findRule(platform, runners) ?? findRule(platform, HOSTED);
    return { platform, runner: rule?.runner ?? "ubuntu-24.04", index };
  });
}
function formatMatrix(legs) {
  return JSON.stringify({ include: legs });
}
function findRule(platform, rules) {
  return rules.filter(({ pattern }) => isMatch(pattern, platform)).sort((left, right) => weigh(right) - weigh(left))[0];
}
function isMatch(pattern, platform) {
  return pattern === "default" || platform === pattern || platform.startsWith(`${pattern}/`);
}
function weigh({ pattern }) {
  return pattern === "default" ? 0 : pattern.split("/").length;
}

// src/plan/attestations.ts
var SPDX = {
  kind: "spdx",
  predicateType: "https://spdx.dev/Document",
  cosignType: "spdxjson"
};
var PROVENANCE_V1 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v1",
  cosignType: "slsaprovenance1"
};
var PROVENANCE_V02 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v0.2",
  cosignType: "slsaprovenance02"
};
function planAttestations({
  facts,
  builderId,
  sbomGenerator,
  possible,
  ...asked
}) {
  const provenance = chooseAttestation("provenance", asked);
  const sbom = chooseAttestation("sbom", asked);
  const wantsProvenance = possible && provenance.kind !== "off" && !isDisabled(provenance);
  const wantsSbom = possible && sbom.kind !== "off" && !isDisabled(sbom);
  const provenanceAttributes = {
    mode: provenance.kind === "auto" && facts.visibility !== "public" ? "min" : "max",
    version: "v1",
    "builder-id": builderId,
    ...attributesOf(provenance)
  };
  const specs = [];
  if (wantsSbom) specs.push(SPDX);
  if (wantsProvenance)
    specs.push(provenanceAttributes.version === "v0.2" ? PROVENANCE_V02 : PROVENANCE_V1);
  return {
    attests: [
      wantsProvenance ? format("provenance", provenanceAttributes) : "type=provenance,disabled=true",
      wantsSbom ? format("sbom", { generator: sbomGenerator, ...attributesOf(sbom) }) : "type=sbom,disabled=true"
    ],
    specs
  };
}
function attributesOf(attestation) {
  if (attestation.kind !== "attributes") return {};
  const { type: _type, ...rest } = attestation.attributes;
  return rest;
}
function isDisabled(attestation) {
  return /^(?:1|t|true)$/i.test(attributesOf(attestation)["disabled"] ?? "");
}
function chooseAttestation(type, asked) {
  const entry = asked.attests.find((one) => one.type === type);
  if (asked[type].kind !== "auto" || entry === void 0) return asked[type];
  return { kind: "attributes", attributes: entry.attributes };
}
function format(type, attributes) {
  return formatAttributes({ type, ...attributes });
}

// src/names/version-order.ts
var import_semver = __toESM(require_semver(), 1);

// src/names/pep440.ts
async function loadPep440() {
  const library = await import("./pep440-TBJHPXFH.js");
  return library.default ?? library;
}

// src/names/version-order.ts
var VERSION_SCHEMES = ["semver", "pep440"];
var PARTIAL = /^v?(\d{1,9})(?:\.(\d{1,9}))?$/;
function stripAffixes(label, { prefix, suffix }) {
  const rest = label.startsWith(prefix) ? label.slice(prefix.length) : label;
  return suffix !== "" && rest.endsWith(suffix) ? rest.slice(0, -suffix.length) : rest;
}
async function compareWithLabel(own, label) {
  const other = stripAffixes(label.trim(), own);
  return own.scheme === "pep440" ? comparePep440(other, own.text) : compareSemver(other, own.text);
}
async function isLabelOf(own, full) {
  if (own.scheme === "pep440") return await comparePep440(own.text, full) === 0;
  const partial = parsePartial(own.text);
  const parsed = import_semver.default.parse(full, { loose: true });
  if (partial === void 0 || parsed === null) return compareSemver(own.text, full) === 0;
  return partial.every((part, at) => part === [parsed.major, parsed.minor][at]);
}
function compareSemver(left, right) {
  const [one, other] = [left, right].map((text) => import_semver.default.parse(text, { loose: true }));
  if (one && other) return one.compare(other);
  return comparePartial(parsePartial(left), parsePartial(right));
}
function comparePartial(left, right) {
  if (left === void 0 || right === void 0 || left.length !== right.length) return void 0;
  const differences = left.map((part, at) => part - (right[at] ?? 0));
  return differences.find((difference) => difference !== 0);
}
function parsePartial(text) {
  const found = PARTIAL.exec(text);
  return found === null ? void 0 : found.slice(1).filter((part) => part !== void 0).map(Number);
}
async function comparePep440(left, right) {
  const pep440 = await loadPep440();
  if (pep440.valid(left) === null || pep440.valid(right) === null) return void 0;
  return pep440.compare(left, right);
}

// src/plan/tag-lines.ts
var MAX_CHARS = 1024;
function addLines(destinations, lines) {
  return destinations.map(({ repository, tags }) => ({
    repository,
    tags: tags.map((tag) => {
      const line = lines.get(tag.name);
      return line === void 0 ? tag : { ...tag, line };
    })
  }));
}
function parseTagLine(value) {
  if (!isRecord(value)) return void 0;
  const { source, version, revision, release } = value;
  if (!isText(source) || !isOptionalText(revision) || !isOptionalText(release)) return void 0;
  const known = {
    source,
    ...revision === void 0 ? {} : { revision },
    ...release === void 0 ? {} : { release }
  };
  if (version === void 0) return known;
  const parsed = parseVersion(version);
  return parsed === void 0 ? void 0 : { ...known, version: parsed };
}
function parseVersion(value) {
  if (!isRecord(value)) return void 0;
  const { text, prefix, suffix } = value;
  const scheme = VERSION_SCHEMES.find((one) => one === value["scheme"]);
  if (scheme === void 0 || !isText(text) || !isText(prefix) || !isText(suffix)) return void 0;
  return { scheme, text, prefix, suffix };
}
function isText(value) {
  return typeof value === "string" && value.length <= MAX_CHARS;
}
function isOptionalText(value) {
  return value === void 0 || isText(value);
}

// src/plan/cache-scope.ts
var MAX_SCOPE_CHARS = 400;
function makeCacheScope({
  inputs: { context, file, target, platforms, cacheScope, buildArgs = [], matrix = {} },
  image
}) {
  const isRemote = isRemoteContext(context);
  const folder = isRemote ? dropRevision(context) : simplifyPath(context);
  const dockerfile = simplifyPath(file ?? "");
  const isDefault = dockerfile === (isRemote || folder === "" ? "Dockerfile" : `${folder}/Dockerfile`);
  const optional = [
    ["c", folder],
    ["f", isDefault ? "" : dockerfile],
    ["t", target ?? ""],
    ["s", cacheScope ?? ""],
    ...listVariedArgs({ buildArgs, matrix }).map((arg) => ["a", arg])
  ];
  const scope = [
    "bsa",
    encodePart(image),
    ...optional.flatMap(([mark, part]) => part === "" ? [] : [`${mark}-${encodePart(part)}`]),
    ...platforms.map((platform) => encodePart(formatPlatform(platform))).sort()
  ].join(".");
  return shorten(scope, MAX_SCOPE_CHARS);
}
function shorten(text, maxChars) {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars - 17)}.${fingerprint(text)}`;
}
function fingerprint(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
var SURE_CHARS = 4;
function listVariedArgs({
  buildArgs,
  matrix
}) {
  const values = Object.values(matrix).filter((value) => value !== "");
  return buildArgs.filter((arg) => {
    const value = arg.slice(arg.indexOf("=") + 1);
    const words = value.split(/[^\w.-]+/);
    return values.some(
      (one) => words.includes(one) || value === one || one.length >= SURE_CHARS && value.includes(one)
    );
  }).sort();
}
var MACHINE = /^(?:runner|runs-on|os|arch|platform)(?:\.|$)/i;
function listUnscoped(matrix, scope) {
  const others = Object.entries(matrix).filter(
    ([key, value]) => value !== "" && !MACHINE.test(key) && !/^(?:linux|windows)\//.test(value)
  );
  const isPart = others.some(([, value]) => scope.includes(encodePart(value)));
  return isPart ? [] : others.map(([key]) => key);
}
function dropRevision(context) {
  const [url = "", fragment = ""] = context.split("#");
  const colon = fragment.indexOf(":");
  return colon < 0 ? url : url + fragment.slice(colon);
}
function simplifyPath(path) {
  return path.split("/").filter((part, at) => part !== "." && (part !== "" || at === 0)).join("/");
}
function encodePart(part) {
  return part.replace(/[^A-Za-z0-9-]/gu, (char) => {
    if (char === "/") return "__";
    return char === "." ? "_." : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
}

// src/plan/cache-refs.ts
var REF_KINDS = [
  "default",
  "protected",
  "branch",
  "pull-request",
  "tag",
  "passing"
];
var WRITERS = {
  gha: ["default", "protected", "branch", "pull-request"],
  registry: ["default", "protected"],
  local: ["default", "protected"],
  s3: ["default", "protected", "branch"],
  azblob: ["default", "protected", "branch"],
  inline: REF_KINDS
};
function classifyRef({ eventName, ref, refProtected, names }) {
  if (eventName === "pull_request_target" || eventName === "merge_group") return "passing";
  if (/^refs\/heads\/gh-readonly-queue\//.test(ref)) return "passing";
  if (eventName === "pull_request" || ref.startsWith("refs/pull/")) return "pull-request";
  if (ref.startsWith("refs/tags/")) return "tag";
  const { defaultBranch } = names.repository;
  if (defaultBranch === void 0 || readBranch(ref) === defaultBranch || ref === "")
    return "default";
  return refProtected ? "protected" : "branch";
}
function mayWrite(backend, kind) {
  return WRITERS[backend].includes(kind);
}
function listLines(facts) {
  const kind = classifyRef(facts);
  const { names, ref } = facts;
  const { defaultBranch } = names.repository;
  const last = { of: kind === "default" ? "own" : "default", branch: void 0 };
  const nearest = findNearest({ kind, ref, names });
  if (defaultBranch === void 0 || nearest?.branch === void 0) return [last];
  return nearest.branch === defaultBranch ? [last] : [nearest, last];
}
function findNearest({
  kind,
  ref,
  names
}) {
  switch (kind) {
    case "default":
      return void 0;
    case "protected":
    case "branch":
      return { of: "own", branch: readBranch(ref) };
    case "pull-request":
    case "passing":
      return { of: "base", branch: names.pullRequest?.baseRef };
    case "tag":
      return { of: "base", branch: readBranch(names.baseRef ?? "") };
  }
}
function readBranch(ref) {
  return /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
}
var WHO = {
  default: "the default branch",
  protected: "a protected branch",
  branch: "another branch",
  "pull-request": "a pull request",
  tag: "a tag",
  passing: "a merge queue or `pull_request_target`"
};
function describeRef(kind) {
  return WHO[kind];
}

// src/plan/cache-trust-gha.ts
function listReasons({ inputs, builder, signing }, { refs, level }) {
  if (level === "any") return [];
  const isKeyless = signing.kind === "keyless";
  return [
    ...isKeyless ? [] : ["this run signs nothing"],
    // BuildKit has the root of the public Sigstore compiled in; whoever asks for `signed` may use a BuildKit of their own.
    ...isKeyless && signing.trustedRoot !== void 0 && inputs.cacheTrust !== "signed" ? ["BuildKit trusts no Sigstore but the public one"] : [],
    ...isKeyless && !signing.transparencyLog ? ["BuildKit wants signatures that stand in a public log"] : [],
    ...isOwnContainer(builder) ? [] : ["the builder is not one that this step configures"],
    ...inputs.allow.some((entry) => /^(security\.insecure|device)/.test(entry)) ? ["privileged steps can reach the builder itself"] : [],
    ...refs.length === 0 ? ["the default branch is not known"] : []
  ];
}
function isOwnContainer(builder) {
  const own = findOwn(builder);
  return own?.driver === "docker-container" && own.nodes.length === 1 && own.nodes[0].endpoint === void 0;
}
function fitBuilder(builder, { actionsCache }) {
  return builder.kind === "auto" && actionsCache !== void 0 ? { kind: "own", own: builder.own } : builder;
}
function shareNames({ inputs, facts, builder }, kind) {
  const isPull = kind === "pull-request" || kind === "passing";
  const willSign = inputs.sign !== false && inputs.push !== false && inputs.trustedRoot === void 0;
  return isPull && willSign && inputs.cacheTrust === "auto" && facts.visibility === "public" && isOwnContainer(builder);
}

// src/plan/cache-trust-names.ts
function renameScopes(cache, {
  actionsCache,
  kind,
  facts
}) {
  const [nearest] = listLines(facts);
  if (actionsCache === void 0 || nearest?.branch === void 0) return cache;
  const suffix = `.b-${encodePart(nearest.branch)}`;
  if (actionsCache.kind === "signed")
    return kind !== "protected" ? cache : {
      ...cache,
      from: cache.from.map((place) => rename(place, suffix)),
      to: cache.to.map((place) => rename(place, suffix))
    };
  const based = cache.from.filter(isOurs).map((place) => rename(place, suffix));
  return {
    ...cache,
    from: [...cache.from.filter(isOurs), ...based, ...cache.from.filter((place) => !isOurs(place))]
  };
}
function isOurs({ backend, of }) {
  return backend === "gha" && of !== "given";
}
function rename(place, suffix) {
  if (!isOurs(place)) return place;
  const scope = `${place.scope}${suffix}`;
  return { ...place, scope, attributes: { ...place.attributes, scope } };
}

// src/plan/cache-trust.ts
function trustCache(planning) {
  const { cache, facts } = planning;
  const kind = classifyRef(facts);
  const { level, reason } = chooseLevel(planning, kind);
  const refs = listTrustedRefs(facts, kind);
  const lacks = listReasons(planning, { kind, refs, level });
  const actionsCache = chooseActionsCache(planning, {
    kind,
    refs,
    level,
    isPossible: lacks.length === 0
  });
  const verifiesRegistry = level !== "any" && planning.signing.kind === "keyless" && refs.length > 0;
  const means = { level, actionsCache, verifiesRegistry };
  const named = renameScopes(cache, { actionsCache, kind, facts });
  const from = named.from.filter((place) => mayReadCache(place, means));
  const kept = named.kept !== void 0 && mayReadCache({ backend: "local", of: "own" }, means);
  const refused = named.from.filter((place) => !from.includes(place)).map((place) => `${describePlace(place)}: ${explain(place, lacks)}`);
  return {
    ...named,
    from,
    kept: kept || named.kept === void 0 ? named.kept : { ...named.kept, restoreKeys: [] },
    trust: { ...means, reason, refs, refused: [...new Set(refused)] }
  };
}
function mayReadCache(place, { level, ...means }) {
  if (level === "any") return true;
  const proof = findProof(place, means);
  return level === "ref" ? proof !== "none" : proof === "buildkit" || proof === "cosign";
}
function findProof({ backend, of }, { actionsCache, verifiesRegistry }) {
  if (backend === "gha") return actionsCache?.kind === "signed" ? "buildkit" : "github";
  if (backend === "registry") return verifiesRegistry ? "cosign" : "none";
  return backend === "local" && of !== "given" ? "github" : "none";
}
function isCacheVerified({ from, trust }) {
  return from.every((place) => ["buildkit", "cosign"].includes(findProof(place, trust)));
}
function chooseLevel({ inputs, signing }, kind) {
  if (inputs.cacheTrust !== "auto")
    return { level: inputs.cacheTrust, reason: "as `cache-trust` says" };
  if (signing.kind === "off") return { level: "any", reason: "nothing is signed" };
  if (kind === "tag") return { level: "signed", reason: "a release is signed" };
  return { level: "ref", reason: "what is built is signed" };
}
function listTrustedRefs({ ref, names }, kind) {
  const { defaultBranch } = names.repository;
  const home = defaultBranch === void 0 ? [] : [`refs/heads/${defaultBranch}`];
  if (kind === "default") return home.length > 0 ? home : ref === "" ? [] : [ref];
  return kind === "branch" || kind === "protected" ? [ref, ...home] : home;
}
function chooseActionsCache(planning, {
  kind,
  refs,
  level,
  isPossible
}) {
  const [ref] = refs;
  const isSigning = planning.inputs.cacheTrust === "auto" || planning.inputs.cacheTrust === "signed";
  if (isSigning && level !== "any" && isPossible && ref !== void 0)
    return { kind: "signed", ref: kind === "branch" ? "refs/heads/*" : ref };
  return level === "any" && shareNames(planning, kind) ? { kind: "beside" } : void 0;
}
var PLACES = {
  gha: "GitHub's cache",
  registry: "registry cache",
  local: "folder",
  s3: "S3 cache",
  azblob: "Azure cache",
  inline: "inline cache"
};
function describePlace({ backend, scope }) {
  return `${PLACES[backend]} ${scope}`.trim();
}
function explain({ backend, of }, lacks) {
  if (backend === "gha") return lacks.join(", ");
  if (backend === "registry") return "this run checks no signatures";
  return backend === "local" && of !== "given" ? "the Actions cache keeps it, unsigned" : "nothing says who wrote it";
}
function formatTrust({
  level,
  reason,
  refs,
  actionsCache,
  verifiesRegistry,
  refused
}) {
  const rules = {
    signed: "only what is signed",
    ref: "what less trusted refs cannot write",
    any: "everything"
  };
  const signed = actionsCache?.kind === "signed";
  const whose = level === "any" ? [] : [.../* @__PURE__ */ new Set([...signed ? [actionsCache.ref] : [], ...verifiesRegistry ? refs : []])];
  const checks = [
    ...signed ? ["GitHub's by BuildKit"] : [],
    ...verifiesRegistry ? ["registries by cosign"] : []
  ];
  return [
    `${rules[level]} (${reason})`,
    ...checks.length === 0 ? [] : [`checked: ${checks.join(", ")}; signed by this workflow on ${whose.join(", ")}`],
    ...refused.length === 0 ? [] : [`not read: ${refused.join("; ")}`]
  ].join("; ");
}

// src/plan/mount-economy.ts
var MIN_BYTES = 256 * 1024;
var RESTORE_BYTES_PER_SECOND = 40 * 1024 * 1024;
var RESTORE_SECONDS = 1.5;
function findUnchanged({ restored }) {
  return restored?.isExact === true ? "Dockerfile and locks are those of what is kept" : void 0;
}
function findExcess({ restored, buildSeconds }, { bytes, maxBytes }) {
  if (bytes < MIN_BYTES) return `they hold next to nothing (${formatBytes(bytes)})`;
  if (bytes > maxBytes)
    return `they hold ${formatBytes(bytes)}, more than \`cache-mounts-max-size\` (${formatBytes(maxBytes)})`;
  const expected = RESTORE_SECONDS + bytes / RESTORE_BYTES_PER_SECOND;
  if (restored === void 0) {
    return expected > buildSeconds ? `to bring ${formatBytes(bytes)} back would take about ${formatSeconds(expected)}, longer than the whole build (${formatSeconds(buildSeconds)})` : void 0;
  }
  const { heldUpSeconds, coldSeconds } = restored;
  if (coldSeconds === void 0 || buildSeconds + heldUpSeconds <= coldSeconds) return void 0;
  return `with them the build took ${formatSeconds(buildSeconds)} after it had waited ${formatSeconds(heldUpSeconds)} for them, without them ${formatSeconds(coldSeconds)}: \`cache-mounts: off\` saves that`;
}
function formatBytes(bytes) {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
function formatSeconds(seconds) {
  return `${seconds.toFixed(1)} s`;
}

// src/stages/job/json-field.ts
function readField(value, path) {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return void 0;
    at = Reflect.get(at, key);
  }
  return at;
}

// src/names/fault.ts
var Fault = class extends Error {
  fix;
  constructor(problem, fix) {
    super(problem);
    this.name = "Fault";
    this.fix = fix;
  }
};
function attempt({ input, value, problems }, task) {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push({ input, value, problem: error.message, fix: error.fix });
    return void 0;
  }
}

// src/names/expressions.ts
function resolveEvent(facts, settings) {
  const { eventName, pullRequest } = facts;
  const isTarget = eventName === "pull_request_target" && pullRequest !== void 0;
  const useHead = settings.usePullRequestHead && eventName.startsWith("pull_request");
  const sha = (useHead ? pullRequest?.headSha : void 0) ?? facts.sha;
  return {
    ...facts,
    ref: isTarget ? `refs/pull/${pullRequest.number}/merge` : facts.ref,
    sha,
    shortSha: sha.slice(0, settings.shortShaLength)
  };
}
function branchOf(ref) {
  return afterPrefix(ref, "refs/heads/");
}
function tagOf(ref) {
  return afterPrefix(ref, "refs/tags/");
}
function pullRequestOf(ref) {
  return afterPrefix(ref, "refs/pull/")?.replace(/\/merge$/, "");
}
function afterPrefix(ref, prefix) {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : void 0;
}
function makeDateExpressions(event, { formatDate }) {
  const makeDate = (time) => (...args) => formatDate({ time, ...readDateArguments(args) });
  return {
    date: makeDate(event.runTime),
    commit_date: makeDate(event.commitTime ?? event.runTime)
  };
}
function makeGlobalExpressions(event, templates) {
  const isDefault = isDefaultBranch(event);
  return {
    branch: () => branchOf(event.ref) ?? "",
    tag: () => tagOf(event.ref) ?? "",
    sha: () => event.shortSha,
    base_ref: () => baseBranchOf(event),
    is_default_branch: () => String(isDefault),
    is_not_default_branch: () => String(!isDefault),
    ...makeDateExpressions(event, templates)
  };
}
function readDateArguments(args) {
  const [format2] = args;
  const { hash = {} } = args.at(-1) ?? {};
  const unknown = Object.keys(hash).find((key) => key !== "tz");
  if (unknown !== void 0) {
    throw new Fault(
      `a date has no \`${unknown}\``,
      "Write `{{date 'YYYYMMDD' tz='Europe/Berlin'}}`."
    );
  }
  return {
    format: typeof format2 === "string" ? format2 : void 0,
    zone: typeof hash["tz"] === "string" ? hash["tz"] : "UTC"
  };
}
var DEFAULT_BRANCH_EVENTS = ["schedule", "issues", "issue_comment", "discussion"];
function isDefaultBranch({
  eventName,
  ref,
  repository
}) {
  const branch = branchOf(ref);
  if (branch === void 0) return false;
  return repository.defaultBranch === void 0 ? DEFAULT_BRANCH_EVENTS.includes(eventName) : repository.defaultBranch === branch;
}
function baseBranchOf({ ref, baseRef, pullRequest }) {
  if (tagOf(ref) !== void 0) return baseRef?.replace(/^refs\/heads\//, "") ?? "";
  return pullRequestOf(ref) === void 0 ? "" : pullRequest?.baseRef ?? "";
}

// src/names/settings.ts
var ANNOTATION_LEVELS = [
  "manifest",
  "index",
  "manifest-descriptor",
  "index-descriptor"
];
var LEVEL = new RegExp(`^(?:${ANNOTATION_LEVELS.join("|")})(?:\\[[A-Za-z0-9_/-]+\\])?$`);
var DEFAULT_SHORT_SHA_LENGTH = 7;
function isAnnotationLevel(text) {
  return LEVEL.test(text);
}
function parseSettings(env, problems) {
  const read = (name, parse2) => {
    const value = env[name]?.trim() ?? "";
    return value === "" ? void 0 : attempt({ input: name, value, problems }, () => parse2(value));
  };
  return {
    shortShaLength: read("DOCKER_METADATA_SHORT_SHA_LENGTH", parseLength) ?? DEFAULT_SHORT_SHA_LENGTH,
    usePullRequestHead: /true/i.test(env["DOCKER_METADATA_PR_HEAD_SHA"] ?? ""),
    annotationLevels: read("DOCKER_METADATA_ANNOTATIONS_LEVELS", parseLevels) ?? ["manifest"],
    // BuildKit also takes the word `context` here, which is not a time: then it is none for names either.
    sourceTime: parseEpoch(env["SOURCE_DATE_EPOCH"] ?? "")
  };
}
function parseLength(text) {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Fault("it is not a positive whole number", "Set it to a length such as 12.");
}
function parseLevels(text) {
  const levels = text.split(",").map((level) => level.trim()).filter((level) => level !== "");
  const wrong = levels.find((level) => !isAnnotationLevel(level));
  if (wrong === void 0) return levels;
  throw new Fault(
    `it has the unknown level \`${wrong}\``,
    `Use ${ANNOTATION_LEVELS.map((level) => `\`${level}\``).join(", ")}, by comma.`
  );
}
function parseEpoch(text) {
  const time = new Date(/^\d{1,12}$/.test(text) ? Number(text) * 1e3 : Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}

// src/names/list.ts
function parseList2(text) {
  return readCsv(() => parseList(text.trim(), { comma: "keep" }));
}
function parseFields(entry) {
  const records = readCsv(
    () => parse(entry, { relax_column_count: true, skip_empty_lines: true })
  );
  const [record = []] = records;
  return record.map((field) => {
    const at = field.indexOf("=");
    if (at < 1) return { key: void 0, value: field.trim() };
    return { key: field.slice(0, at).trim().toLowerCase(), value: field.slice(at + 1).trim() };
  });
}
function readCsv(read) {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault(
      `its quotes do not fit (${reason})`,
      "Put the whole entry or field into double quotes, and double those inside."
    );
  }
}

// src/names/metadata.ts
var PREFIX = "org.opencontainers.image.";
function makeStandardPairs({ event, version, created }) {
  const { repository, sha } = event;
  const standard = {
    title: repository.name,
    description: repository.description,
    url: repository.htmlUrl,
    source: repository.htmlUrl,
    version,
    created: created.toISOString(),
    revision: sha,
    licenses: repository.license
  };
  return new Map(Object.entries(standard).map(([key, value]) => [`${PREFIX}${key}`, value ?? ""]));
}
function makeLabels(standard, custom) {
  const pairs = new Map(standard);
  for (const { key, value } of parseCustom(custom)) pairs.set(key, value);
  return formatPairs(pairs);
}
function makeAnnotations(standard, custom, levels) {
  const entries = parseCustom(custom).map(parseLevels2);
  const everywhere = new Map(standard);
  for (const { key, value, levels: own } of entries) {
    if (own.length === 0) everywhere.set(key, value);
  }
  const all = /* @__PURE__ */ new Set([...levels, ...entries.flatMap((entry) => entry.levels)]);
  return [...all].flatMap((level) => {
    const pairs = new Map(levels.includes(level) ? everywhere : []);
    for (const { key, value, levels: own } of entries) {
      if (own.includes(level)) pairs.set(key, value);
    }
    return formatPairs(pairs).map((pair) => `${level}:${pair}`);
  });
}
function parsePairs(lines) {
  return Object.fromEntries(lines.map(splitPair));
}
function parseCustom({ input, text, render, problems, warn }) {
  const lines = attempt({ input, value: text, problems }, () => parseList2(text)) ?? [];
  return lines.flatMap((line) => {
    const rendered = attempt({ input, value: line, problems }, () => render(line));
    if (rendered === void 0) return [];
    if (!rendered.includes("=")) {
      warn(`${input}: \`${line}\` has no \`=\`; it is ignored.`);
      return [];
    }
    const [key, value] = splitPair(rendered);
    return [{ levels: [], key, value }];
  });
}
function parseLevels2(entry) {
  const colon = entry.key.indexOf(":");
  const levels = entry.key.slice(0, Math.max(colon, 0)).split(",");
  return levels.every(isAnnotationLevel) ? { levels, key: entry.key.slice(colon + 1), value: entry.value } : entry;
}
function splitPair(line) {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}
var PLAIN_KEY = /^[a-z0-9.]+$/;
function formatPairs(pairs) {
  const isPlain = [...pairs.keys()].every((key) => PLAIN_KEY.test(key));
  const compare = isPlain ? compareUnits : compareEnglish;
  return [...pairs].toSorted(([left], [right]) => compare(left, right)).map(([key, value]) => `${key}=${value}`);
}
function compareUnits(left, right) {
  return left < right ? -1 : 1;
}
function compareEnglish(left, right) {
  return left.localeCompare(right, "en");
}

// src/names/lines.ts
var import_semver2 = __toESM(require_semver(), 1);
var PREFIX2 = "org.opencontainers.image.";
var COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
function isCommit(text) {
  return COMMIT.test(text);
}
function findBasis({ type }, {
  version,
  isLatest,
  event
}) {
  if (version !== void 0 && (type === "semver" || type === "pep440"))
    return { kind: "version", scheme: type, full: version.full };
  if (branchOf(event.ref) !== void 0) return { kind: "branch" };
  return isLatest || type === "match" ? findGitVersion(event) : void 0;
}
function findGitVersion({ ref }) {
  const full = import_semver2.default.parse(tagOf(ref) ?? "", { loose: true })?.version;
  return full === void 0 ? void 0 : { kind: "version", scheme: "semver", full };
}
async function makeTagLines(tags, statements) {
  const [source, ...others] = readStatements(statements, "source");
  const isClear = source !== void 0 && others.every((other) => other === source);
  const lines = /* @__PURE__ */ new Map();
  for (const { name, kind, basis, release } of tags) {
    if (kind !== "floating") continue;
    const followed = isClear ? await findFollowed(basis, statements) : void 0;
    if (followed === void 0 && release === void 0) continue;
    lines.set(name, {
      source: source ?? "",
      ...followed,
      ...release === void 0 ? {} : { release }
    });
  }
  return lines;
}
async function findFollowed(basis, statements) {
  if (basis?.kind === "branch") {
    const { revision } = statements;
    const stated = readStatements(statements, "revision");
    const isTrue = stated.length > 0 && stated.every((one) => one === revision);
    return isTrue && isCommit(revision) ? { revision } : void 0;
  }
  if (basis === void 0) return void 0;
  const { scheme, full } = basis;
  const { prefix, suffix } = statements;
  const [first, ...others] = readStatements(statements, "version");
  if (first === void 0 || others.some((other) => other !== first)) return void 0;
  const version = { scheme, text: stripAffixes(first, { prefix, suffix }), prefix, suffix };
  return await isLabelOf(version, full) ? { version } : void 0;
}
function readStatements({ labels, annotations }, name) {
  const key = `${PREFIX2}${name}`;
  const label = parsePairs(labels)[key];
  const marks = annotations.flatMap((line) => {
    const at = line.indexOf(`${key}=`);
    const isWhole = at === 0 || line[at - 1] === ":";
    return isWhole ? [line.slice(at + key.length + 1)] : [];
  });
  return [label ?? "", ...marks].filter((value) => value !== "");
}

export {
  SPDX,
  PROVENANCE_V1,
  PROVENANCE_V02,
  planAttestations,
  loadPep440,
  stripAffixes,
  compareWithLabel,
  addLines,
  parseTagLine,
  classifyRef,
  mayWrite,
  listLines,
  describeRef,
  fitBuilder,
  makeCacheScope,
  shorten,
  fingerprint,
  listUnscoped,
  encodePart,
  trustCache,
  mayReadCache,
  isCacheVerified,
  formatTrust,
  findUnchanged,
  findExcess,
  formatBytes,
  formatSeconds,
  Fault,
  attempt,
  resolveEvent,
  branchOf,
  tagOf,
  pullRequestOf,
  makeDateExpressions,
  makeGlobalExpressions,
  isDefaultBranch,
  readField,
  parseList2 as parseList,
  parseFields,
  isAnnotationLevel,
  parseSettings,
  makeStandardPairs,
  makeLabels,
  makeAnnotations,
  parsePairs,
  isCommit,
  findBasis,
  findGitVersion,
  makeTagLines,
  planLegs,
  formatMatrix
};
