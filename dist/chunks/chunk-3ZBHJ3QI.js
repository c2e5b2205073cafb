import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isCacheVerified,
  planLegs
} from "./chunk-66B4UEGH.js";
import {
  findOwn,
  readText,
  report
} from "./chunk-CQWTIPFL.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatReference,
  parseList,
  parseReference,
  splitPair
} from "./chunk-Q52MGDSR.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/plan/artifact-names.ts
var LEG_PREFIX = "bsa-leg.";
var WHOLE_IMAGE = "all";
function formatLegArtifact({ group, platform, attempt, phase }) {
  return `${LEG_PREFIX}${group}.${platform.replaceAll("/", "-")}.${attempt}.${phase}`;
}
function parseLegArtifact(name) {
  const match = /^bsa-leg\.([0-9a-f]{16})\.([a-z0-9.-]+)\.([1-9]\d{0,5})\.(start|done)$/.exec(name);
  if (match === null) return void 0;
  const [, group = "", platform = "", attempt = "", phase] = match;
  return {
    group,
    platform: platform.replaceAll("-", "/"),
    attempt: Number(attempt),
    phase: phase === "start" ? "start" : "done"
  };
}
function formatMergeArtifact(merge) {
  const { group, children, attempt, generation } = merge;
  return `bsa-merge.${group}.${children}.${attempt}.${generation}`;
}
function formatReleaseArtifact(merge) {
  return `${formatMergeArtifact(merge)}.released`;
}

// src/plan/level.ts
var HOSTED_LABEL = /^ubuntu-(latest|slim|\d{2}\.\d{2})(-arm)?$/;
function planLevel({
  inputs,
  facts,
  cache,
  builder,
  problems
}) {
  const { workflow, prepared } = inputs;
  if (workflow === void 0) {
    const reasons2 = ["other steps of the job can ask for the same identity"];
    const builderId = makeStepId(facts);
    return { level: 2, reasons: reasons2, builderId, accepted: [builderId] };
  }
  refuseOtherBuilders(inputs, problems);
  const whole = `${facts.serverUrl}/${workflow.ref}`;
  const name = prepared.includes("command") ? "prepared-step" : "step";
  const part = `${facts.serverUrl}/${readRepository(workflow)}/${name}@${workflow.sha}`;
  const reasons = findReasons({ inputs, facts, cache, builder, whole });
  return reasons.length === 0 ? { level: 3, reasons, builderId: whole, accepted: [whole, part] } : { level: 2, reasons, builderId: part, accepted: [part] };
}
function findReasons({
  inputs,
  facts,
  cache,
  builder,
  whole
}) {
  const { prepared, allow, network, builderIds } = inputs;
  const others = planLegs({ inputs, problems: [] }).filter(({ runner }) => !isHosted(runner));
  return [
    ...facts.runnerEnvironment === "github-hosted" ? [] : ["not a runner that GitHub hosts"],
    ...others.length === 0 ? [] : [`runners of other labels: ${others.map(({ platform }) => platform).join(", ")}`],
    // What the workflow signed itself, its own builders made: a build cannot choose what they take for a step's result.
    ...isCacheVerified(cache) ? [] : ["a cache that is not signed: other runs can write what is built from"],
    ...allow.length === 0 ? [] : [`privileges for steps: ${allow.join(", ")}`],
    ...network === "host" ? ["steps use the runner's network"] : [],
    ...listBuilderReasons(builder),
    ...prepared.includes("command") ? ["a command prepared the sources (`prepare`)"] : [],
    ...builderIds.length === 0 || builderIds.includes(whole) ? [] : ["the run was planned so"]
  ];
}
function listBuilderReasons(builder) {
  if (builder.kind === "existing") return [`the builder ${builder.name} was there before`];
  const { driver, nodes, config, kept } = findOwn(builder) ?? { nodes: [] };
  const isElsewhere = driver !== "docker-container" || nodes.some((one) => one.endpoint !== void 0);
  return [
    ...driver !== void 0 && isElsewhere ? ["a builder on other machines than the runner"] : [],
    ...kept === void 0 ? [] : ["a builder that earlier runs have built with"],
    ...config === void 0 ? [] : ["a configuration of buildkitd"]
  ];
}
function isHosted(runner) {
  const labels = typeof runner === "string" ? [runner] : runner;
  return Array.isArray(labels) && labels.length === 1 && HOSTED_LABEL.test(String(labels[0]));
}
function refuseOtherBuilders({ provenance, attests }, problems) {
  const fix = "Leave it out: the workflow writes what is true.";
  const problem = "names a builder";
  if (provenance.kind === "attributes" && "builder-id" in provenance.attributes)
    problems.push({ input: "provenance", problem, fix });
  if (attests.some(({ attributes }) => "builder-id" in attributes))
    problems.push({ input: "attests", problem, fix });
}
function makeStepId({
  serverUrl,
  actionSource,
  repository
}) {
  const [source = "", ref = ""] = (actionSource === "" ? repository : actionSource).split("@");
  return `${serverUrl}/${source}/step${ref === "" ? "" : `@${ref}`}`;
}
function readRepository({ ref }) {
  return ref.slice(0, ref.indexOf("/.github/"));
}
function readBuilderId(predicate) {
  const details = readField(predicate, "runDetails") ?? predicate;
  const id = readField(readField(details, "builder"), "id");
  return typeof id === "string" ? id : void 0;
}
function readField(value, name) {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : void 0;
}

// src/inputs/driver-options.ts
var OWN_DRIVERS = ["docker-container", "remote", "kubernetes"];
var OPTIONS = {
  "docker-container": [
    ...["image", "network", "memory", "memory-swap", "cpu-period", "cpu-quota", "cpu-shares"],
    ...["cpuset-cpus", "cpuset-mems", "cgroup-parent", "restart-policy", "default-load"],
    ...["provenance-add-gha", "allow-untrusted-image"]
  ],
  remote: ["servername", "cacert", "cert", "key", "default-load"],
  kubernetes: [
    ...["image", "namespace", "replicas", "rootless", "schedulername", "serviceaccount"],
    ...["requests.cpu", "requests.memory", "requests.ephemeral-storage"],
    ...["limits.cpu", "limits.memory", "limits.ephemeral-storage"],
    ...["persistent-volume-claim.requests.storage", "buildkit-root-volume-memory"],
    ...["nodeselector", "annotations", "labels", "tolerations", "loadbalance"],
    ...["qemu.install", "qemu.image", "default-load", "timeout"]
  ]
};
var WITH_VARIABLES = ["docker-container", "kubernetes"];
function checkDriverOptions(entries, driver) {
  return entries.flatMap((entry) => {
    const pair = splitPair(entry);
    if (pair === void 0)
      return [{ value: entry, problem: "is not `name=value`", fix: "Write e.g. `network=host`." }];
    if (/^env\.ACTIONS_/i.test(pair.key))
      return [
        {
          problem: "hands a token of the job to the builder's container",
          fix: "Remove the `env.ACTIONS_\u2026` option."
        }
      ];
    return driver === void 0 || isKnown(pair.key, driver) ? [] : [refuseName(pair.key, driver)];
  });
}
function isKnown(name, driver) {
  if (/^env\.[A-Za-z_]\w*$/.test(name)) return WITH_VARIABLES.includes(driver);
  return OPTIONS[driver].includes(name);
}
function refuseName(name, driver) {
  const known = [...OPTIONS[driver], ...WITH_VARIABLES.includes(driver) ? ["env.NAME"] : []];
  return {
    value: name.replace(/^env\..*$/, "env.\u2026"),
    problem: `is no option of the driver ${driver}`,
    fix: `It takes ${known.map((one) => `\`${one}\``).join(", ")}.`
  };
}

// src/inputs/yaml-entries.ts
var FORM = "Write a YAML list of mappings, each beginning with `- `; quote values with single quotes.";
async function readYamlEntries(reader, input, lists = []) {
  const text = readText(reader, input);
  if (text === void 0) return [];
  const { parseYaml } = await import("./yaml-document-OS5ZH2OZ.js");
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const problem = `is not valid YAML in line ${parsed.line} (${parsed.code})`;
    report(reader, { input, problem, fix: FORM });
    return [];
  }
  const { value } = parsed;
  if (value === null || value === "") return [];
  if (!Array.isArray(value)) {
    report(reader, { input, problem: "is not a list", fix: FORM });
    return [];
  }
  return value.flatMap((item, index) => readEntry(reader, { input, item, index, lists }));
}
function readEntry(reader, {
  input,
  item,
  index,
  lists
}) {
  const refuse = (problem, fix) => {
    report(reader, { input, problem: `entry ${index + 1} ${problem}`, fix });
  };
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    refuse("is not a mapping", FORM);
    return [];
  }
  const fields = /* @__PURE__ */ new Map();
  for (const [name, given] of Object.entries(item)) {
    const key = name.replaceAll("_", "-");
    const value = lists.includes(key) ? joinTexts(given) : given;
    if (typeof value !== "string") refuse(`has something else than a text in \`${key}\``, FORM);
    else if (fields.has(key)) refuse(`has \`${key}\` twice`, "Remove one of them.");
    else fields.set(key, value.trim());
  }
  return [{ fields, refuse }];
}
function joinTexts(value) {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isTexts ? value.join("\n") : value;
}
function refuseUnknown({ fields, refuse }, known) {
  const fix = `Use ${known.map((name) => `\`${name}\``).join(", ")}.`;
  for (const name of fields.keys()) {
    if (known.includes(name)) continue;
    const shown = /^[a-z][a-z-]{1,40}$/i.test(name) ? ` \`${name}\`` : "";
    refuse(`has a field${shown} that is not known`, fix);
  }
}

// src/inputs/nodes.ts
var TLS_PARTS = ["cacert", "cert", "key"];
var FIELDS = [
  ...["name", "endpoint", "platforms", "driver-opts", "buildkitd-flags"],
  ...TLS_PARTS
];
var LISTS = ["platforms", "driver-opts"];
var NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
async function readNodes(reader, {
  driver,
  offset
}) {
  const entries = await readYamlEntries(reader, "nodes", LISTS);
  const names = /* @__PURE__ */ new Set();
  return entries.map((entry, at) => {
    refuseUnknown(entry, FIELDS);
    const node = readNode(reader, entry, { index: at + offset, driver });
    refuseSecondName(entry, node, names);
    return node;
  });
}
function listNodes({
  endpoint,
  driverOpts,
  endpointTls,
  nodes
}) {
  const [first, ...others] = nodes;
  if (endpoint === void 0 && first !== void 0) return [first, ...others];
  const own = { name: void 0, endpoint, platforms: [], buildkitdFlags: "" };
  return [{ ...own, driverOpts, tls: endpointTls }, ...nodes];
}
function readNode(reader, entry, { index, driver }) {
  const { fields, refuse } = entry;
  const name = fields.get("name") || void 0;
  if (name !== void 0 && !NAME.test(name))
    refuse("has a `name` that is none", "Use lower-case letters, digits and dashes.");
  const endpoint = fields.get("endpoint") || void 0;
  if (endpoint !== void 0 && !isEndpoint(endpoint))
    refuse("has an `endpoint` that is none", "Write e.g. `ssh://user@host` or `tcp://host:1234`.");
  return {
    name,
    endpoint,
    platforms: readNodePlatforms(entry),
    driverOpts: readNodeOptions(entry, driver),
    buildkitdFlags: fields.get("buildkitd-flags") ?? "",
    tls: readTls(reader, index, fields)
  };
}
function isEndpoint(text) {
  return /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]*$/.test(text);
}
function readEntries({ fields, refuse }, key) {
  try {
    return parseList(fields.get(key) ?? "", { comma: "split" });
  } catch {
    refuse(`has no valid list in \`${key}\``, "Quote an entry that holds commas as in CSV.");
    return [];
  }
}
function readNodePlatforms(entry) {
  return readEntries(entry, "platforms").flatMap((text) => {
    const parsed = parsePlatform(text);
    if (parsed.ok) return [formatPlatform(parsed.platform)];
    entry.refuse(`has a platform that ${parsed.reason}`, parsed.fix);
    return [];
  });
}
function readNodeOptions(entry, driver) {
  const options = readEntries(entry, "driver-opts");
  for (const { value, problem, fix } of checkDriverOptions(options, driver))
    entry.refuse(
      `has an option ${value === void 0 ? "that" : `\`${value}\` that`} ${problem}`,
      fix
    );
  return options;
}
function readTls({ env }, index, fields) {
  const found = {};
  for (const part of TLS_PARTS) {
    const text = fields.get(part) || env[`BUILDER_NODE_${index}_AUTH_TLS_${part.toUpperCase()}`]?.trim();
    if (text) found[part] = text;
  }
  return found;
}
function refuseSecondName({ refuse }, { name }, given) {
  if (name === void 0) return;
  if (given.has(name)) refuse(`has the name \`${name}\` a second time`, "Give each its own.");
  given.add(name);
}

// src/tools/versions.ts
var import_semver = __toESM(require_semver(), 1);
function parseCosignVersion(stdout) {
  let parsed;
  try {
    parsed = JSON.parse(stdout);
  } catch {
    return void 0;
  }
  const version = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, "gitVersion") : void 0;
  return typeof version === "string" ? parseVersion(version) : void 0;
}
function parseBuildxVersion(stdout) {
  const version = /^github\.com\/docker\/buildx (\S+)/m.exec(stdout)?.[1];
  return version === void 0 ? void 0 : parseVersion(version);
}
var PRE_RELEASE = /^(alpha|beta|dev|pre|preview|rc)/i;
function parseVersion(text) {
  const version = (0, import_semver.parse)(text.trim(), { loose: true });
  if (version === null) return void 0;
  const suffix = version.prerelease.join(".");
  const build = version.build.join(".");
  const core = `${version.major}.${version.minor}.${version.patch}`;
  if (suffix === "" || PRE_RELEASE.test(suffix)) {
    return `${core}${suffix && `-${suffix}`}${build && `+${build}`}`;
  }
  return `${core}+${[suffix, build].filter(Boolean).join(".")}`;
}
function isSameVersion(one, other) {
  return (0, import_semver.eq)(one, other);
}
function isAtLeast(version, floor) {
  const parsed = (0, import_semver.parse)(version);
  return parsed !== null && (0, import_semver.gte)(parsed, floor);
}

// src/tools/capabilities.ts
var FEATURES = {
  cosign: {
    /** Its releases come with a Sigstore bundle of their own. */
    "signed-release": { since: "3.0.1-0", isNeeded: false },
    /**
     * Before, it accepts a bundle whose log entry is about another artifact (GHSA-whqx-f9j3-ch6m), and `sign` does not
     * take a signing config together with the flags that this action passes.
     */
    "bundle-of-its-artifact": { since: "3.0.4", isNeeded: true }
  },
  buildx: {
    /** `--call`, for what a Dockerfile says of itself. */
    call: { since: "0.15.0", isNeeded: true },
    /** BUILDX_METADATA_WARNINGS: what BuildKit found wrong with the Dockerfile. */
    "metadata-warnings": { since: "0.16.0", isNeeded: true },
    /** It hands the address of GitHub's second cache service to BuildKit; the first is turned off. */
    "actions-cache-v2": { since: "0.21.0", isNeeded: true },
    /** Event, ref and workflow of the run stand in the provenance of a builder that it creates. */
    "run-in-provenance": { since: "0.30.0", isNeeded: true },
    "signed-release": { since: "0.31.0-0", isNeeded: false }
  }
};
function readCapabilities(tool, version) {
  const features = FEATURES[tool];
  const can = Object.entries(features).map(([name, { since }]) => [
    name,
    isAtLeast(version, since)
  ]);
  return Object.fromEntries(can);
}
function listLacks(tool, version) {
  const features = FEATURES[tool];
  return Object.entries(features).flatMap(
    ([name, { since, isNeeded }]) => isNeeded && !isAtLeast(version, since) ? [name] : []
  );
}
var FLOORS = {
  cosign: findFloor(FEATURES.cosign),
  buildx: findFloor(FEATURES.buildx)
};
function findFloor(features) {
  const needed = Object.values(features).filter(({ isNeeded }) => isNeeded);
  return needed.reduce((floor, { since }) => isAtLeast(floor, since) ? floor : since, "0.0.0");
}

// src/tools/pins.ts
var PINNED = {
  cosign: {
    "3.1.3": {
      "linux/amd64": "4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71",
      "linux/arm64": "c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a",
      "darwin/amd64": "2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c",
      "darwin/arm64": "5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76"
    },
    "3.0.6": {
      "linux/amd64": "c956e5dfcac53d52bcf058360d579472f0c1d2d9b69f55209e256fe7783f4c74",
      "linux/arm64": "bedac92e8c3729864e13d4a17048007cfafa79d5deca993a43a90ffe018ef2b8",
      "darwin/amd64": "4c3e7af8372d3ca3296e62fa56f23fcbb5721cc6ac1827900d398f110d7cd280",
      "darwin/arm64": "5fadd012ae6381a6a29ff86a7d39aa873878852f1073fc90b15995961ecfb084"
    }
  },
  buildx: {
    "0.36.1": {
      "linux/amd64": "48af8a397ebd60178778bf63611dbcebe5f5e7a9be90eb9147b24b9587455778",
      "linux/arm64": "5d0cafd9d16afe1a0f0d9529885344ace2cc99efdd531b6c783c5455a6001569",
      "darwin/amd64": "52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8",
      "darwin/arm64": "214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7"
    },
    "0.35.0": {
      "linux/amd64": "d41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda",
      "linux/arm64": "c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766"
    }
  }
};
var COPIES = {
  cosign: {
    "3.1.3": "ghcr.io/sigstore/cosign/cosign@sha256:9e5c2f2edc34351160407ca3416c61855bdf9403c3c5936e0f0be7fc261611b8"
  },
  buildx: {
    "0.36.1": "docker.io/docker/buildx-bin@sha256:1f2f6b2be4a2511ada67336e76892f1a588c89746009dd4b21069e4d867465be"
  }
};

// src/tools/lock.ts
var DEFAULT_VERSIONS = {
  cosign: "3.1.3",
  buildx: "0.36.1"
};
var IMAGES = {
  buildkit: "docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8",
  binfmt: "docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0",
  sbomScanner: "docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9"
};
function findCopy(tool, version) {
  const images = COPIES[tool];
  const image = Object.hasOwn(images, version) ? images[version] : void 0;
  return image === void 0 ? void 0 : { image, path: COPY_PATHS[tool] };
}
var COPY_PATHS = { cosign: "ko-app/cosign", buildx: "buildx" };
function isPinned(tool, version) {
  return Object.hasOwn(PINNED[tool], version);
}
function findPinnedHash(tool, { version, platform }) {
  const hashes = isPinned(tool, version) ? PINNED[tool][version] : void 0;
  const key = `${platform.os}/${platform.arch}`;
  return hashes !== void 0 && Object.hasOwn(hashes, key) ? hashes[key] : void 0;
}

// src/tools/image-sources.ts
var COPIES2 = /* @__PURE__ */ new Map([["docker.io", "mirror.gcr.io"]]);
function listSources(image) {
  const parsed = parseReference(image);
  if (!parsed.ok || parsed.reference.digest === void 0) return [image];
  const { repository } = parsed.reference;
  const registry = COPIES2.get(repository.registry);
  if (registry === void 0) return [image];
  const copy = { ...parsed.reference, repository: { ...repository, registry } };
  return [image, formatReference(copy)];
}

export {
  OWN_DRIVERS,
  checkDriverOptions,
  readYamlEntries,
  refuseUnknown,
  TLS_PARTS,
  readNodes,
  listNodes,
  isEndpoint,
  readTls,
  parseCosignVersion,
  parseBuildxVersion,
  parseVersion,
  isSameVersion,
  isAtLeast,
  readCapabilities,
  listLacks,
  FLOORS,
  DEFAULT_VERSIONS,
  IMAGES,
  findCopy,
  isPinned,
  findPinnedHash,
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact,
  formatMergeArtifact,
  formatReleaseArtifact,
  listSources,
  planLevel,
  readBuilderId
};
