import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  warnOfCacheSecrets
} from "./chunk-PTLKZAO4.js";
import {
  classifyEvent
} from "./chunk-UXX5YRA4.js";
import {
  classifyRef,
  isCacheVerified,
  listUnscoped,
  planLegs
} from "./chunk-SA2GMFYJ.js";
import {
  findGitHubRegistry,
  findOwn,
  parseBoolean,
  parseEcrHost,
  parseRegistryHost,
  readBoolean,
  readChoice,
  readList,
  readOrDefault,
  readText,
  readWord,
  report
} from "./chunk-PFKVS5A6.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatMark,
  makeMark
} from "./chunk-EI3N3EFW.js";
import {
  FOLDER_PREFIX,
  MARK_FILE,
  STATE_NAME,
  formatState
} from "./chunk-OHJM3DEI.js";
import {
  AUTHORITIES,
  findExtraAuthorities
} from "./chunk-5DJDJALV.js";
import {
  SECRET_NAME,
  formatReference,
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  parseAttributes,
  parseList,
  splitPair
} from "./chunk-LJCXF7ZE.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/stages/job/authorities.ts
async function linkAuthorities({ env, files }, folder) {
  const file = findExtraAuthorities(env);
  if (file === void 0 || await files.kind(file).catch(() => void 0) !== "file") return;
  await files.makeDir(`${folder}/${AUTHORITIES}`);
  await files.symlink(await files.realpath(file), `${folder}/${AUTHORITIES}/extra.pem`);
}

// src/stages/job/run-folder.ts
async function openRunFolder(host) {
  const path = await host.files.makeTempDir(FOLDER_PREFIX);
  let state = { v: 1, folder: path };
  host.saveState(STATE_NAME, formatState(state));
  await host.files.write(`${path}/${MARK_FILE}`, formatMark(await makeMark(host)));
  await Promise.all(
    ["docker", "buildx", "home", "tuf", "secrets", "bundles", "predicates"].map(
      (name) => host.files.makeDir(`${path}/${name}`)
    )
  );
  await linkAuthorities(host, path);
  return {
    path,
    remember: (resource) => {
      state = { ...state, ...resource };
      host.saveState(STATE_NAME, formatState(state));
    }
  };
}
function keepTemp(host, { path }) {
  const makeTempDir = async (prefix) => {
    const folder = `${path}/temp/${prefix}${host.randomHex(6)}`;
    await host.files.makeDir(folder);
    return folder;
  };
  return { ...host, files: { ...host.files, makeTempDir } };
}

// src/plan/kept-builder.ts
var SHARES = {
  default: "release",
  protected: "release",
  tag: "release",
  branch: "branch",
  "pull-request": "pull-request",
  passing: void 0
};
function planKept(inputs, facts) {
  const { keepBuilder, keepBuilderMaxBytes: maxBytes } = inputs;
  if (keepBuilder === void 0 || findObstacle(facts) !== void 0) return void 0;
  const share = chooseShare(facts);
  const owned = facts.repository.replace("/", ".").replace(/[^\w.-]/g, "_");
  return { name: `build-sign-kept.${keepBuilder}.${share}.${owned}`, maxBytes };
}
function noteKept({ keepBuilder }, facts) {
  const obstacle = keepBuilder === void 0 ? void 0 : findObstacle(facts);
  return obstacle === void 0 ? [] : [`\`keep-builder\` is left out, and the builder is of this job alone: ${obstacle}.`];
}
function chooseShare(facts) {
  const kind = classifyRef(facts);
  const isSure = kind !== "default" || facts.names.repository.defaultBranch !== void 0;
  return SHARES[isSure ? kind : "branch"];
}
function findObstacle(facts) {
  if (facts.runnerEnvironment === "github-hosted")
    return "a machine that GitHub hosts does not outlive its job (`cache` keeps layers there)";
  const kind = classifyEvent(facts);
  if (kind !== "own" && kind !== "pull-request")
    return "what this run builds comes from outside of the repository";
  return chooseShare(facts) === void 0 ? `a run of \`${facts.eventName}\` shares a builder with nobody` : void 0;
}
function refuseElsewhere({ driver, endpoint, nodes }, problems) {
  const isHere = driver === "auto" || driver === "docker-container";
  if (isHere && endpoint === void 0 && nodes.length === 0) return;
  problems.push({
    input: "keep-builder",
    problem: "keeps a container of the engine here, and the builder is somewhere else",
    fix: "Remove it, or `driver`, `endpoint` and `nodes`."
  });
}
function makeKeptConfig({ maxBytes }) {
  const reservedSpace = Math.floor(maxBytes / 10);
  return { worker: { oci: { gc: true, maxUsedSpace: maxBytes, reservedSpace } } };
}

// src/plan/warnings.ts
function notePrivacy(signing, { visibility }) {
  if (signing.kind === "off" || signing.trustedRoot !== void 0 || visibility === "public")
    return [];
  const repository = visibility === void 0 ? "Neither the event nor GitHub (`github-token`) says whether this repository is public, so it is treated as private" : "This repository is not public";
  return [
    `${repository}: nothing is written to Sigstore's log of signatures, but the certificate, which names repository and workflow, appears in the public log of certificates. A Sigstore of your own (\`trusted-root\`, \`signing-config\`) or \`sign: false\` avoids that.`
  ];
}
function noteRun({
  mode,
  signing,
  facts
}) {
  return [...notePrivacy(signing, facts), ...noteCheckout(mode, facts)];
}
function noteCheckout(mode, { checkedOut, sha, eventName }) {
  const isNamed = checkedOut === void 0 || checkedOut === sha || /^pull_request/.test(eventName);
  if (mode !== "push" || isNamed || sha === "") return [];
  return [
    `The sources are checked out at ${checkedOut}, and this run is for ${sha}: names, labels and the signature's certificate are about the latter. A release of another commit is one of a run for it (\`gh workflow run --ref\`).`
  ];
}
function gatherWarnings({
  inputs,
  facts,
  cache
}) {
  const empty = inputs.secrets.flatMap(({ id, value }) => value === "" ? [id] : []);
  return [
    ...warnOfBuildArgs(inputs.buildArgs),
    ...warnOfPrivileges(inputs),
    ...noteKept(inputs, facts),
    ...facts.untrusted && empty.length > 0 ? [`Build secrets that were left out, because this run gets none: ${empty.join(", ")}.`] : [],
    ...warnOfCache(inputs, cache),
    ...warnOfSharing(inputs, cache)
  ];
}
function warnOfCache({ cache, cacheSecrets }, spec) {
  const isMissed = typeof cache !== "string" && spec.from.length + spec.to.length === 0;
  return [
    ...isMissed ? [`\`cache\` names one, but the cache is ${spec.reason}.`] : [],
    ...warnOfCacheSecrets(cacheSecrets)
  ];
}
function findSharing({ matrix, jobTotal }, { name, to }) {
  return jobTotal < 2 || name === void 0 || to.length === 0 ? [] : listUnscoped(matrix, name);
}
function warnOfSharing(inputs, cache) {
  const { jobTotal } = inputs;
  const keys = findSharing(inputs, cache);
  const [key] = keys;
  if (key === void 0) return [];
  const named = keys.map((one) => `\`${one}\``).join(", ");
  return [
    `The ${jobTotal} jobs of this matrix overwrite the build cache of one another: its values of ${named} are no part of image, context, Dockerfile, target or build arguments. Write
cache-scope: \${{ matrix.${key} }}`
  ];
}
var NO_SECRET = /public/i;
var PASSWORD_IN_URL = /:\/\/[^\s/:@]*:[^\s/@]+@/;
var PROXY = /^(?:https?|ftp|all)_proxy$/i;
function warnOfBuildArgs(entries) {
  const names = entries.map((entry) => entry.split("=")[0] ?? entry);
  const empty = names.filter((name, at) => entries[at] === `${name}=`);
  const withPassword = names.filter((_, at) => PASSWORD_IN_URL.test(entries[at] ?? ""));
  const secret = names.filter(
    (name) => withPassword.includes(name) && !PROXY.test(name) || SECRET_NAME.test(name) && !NO_SECRET.test(name) && !empty.includes(name)
  );
  return [
    ...empty.map((name) => `The build argument ${name} is empty.`),
    ...secret.length > 0 ? [warnOfSecrets(secret)] : [],
    ...withPassword.filter((name) => PROXY.test(name)).map(warnOfProxy)
  ];
}
function warnOfProxy(name) {
  return `The build argument ${name} holds a password, and build arguments are published with the provenance. Leave the password out, or write \`provenance: mode=min\`, which has no build arguments.`;
}
function warnOfSecrets(names) {
  const [first = ""] = names;
  const what = names.length === 1 ? `argument ${first} looks` : `arguments ${names.join(", ")} look`;
  const lines = names.map((name) => `  ${name}=\${{ secrets.${name} }}`);
  return `The build ${what} like a secret, and build arguments are recorded in the image and published with its provenance. Write instead
secrets: |
${lines.join("\n")}
and in the Dockerfile: RUN --mount=type=secret,id=${first},env=${first} \u2026`;
}
var PRIVILEGES = [
  [
    "security.insecure",
    "steps that ask for it run with all capabilities, unconfined: they can take over the builder's host"
  ],
  [
    "network.host",
    "steps that ask for it use the host's network: whatever listens on the runner's loopback is open to them"
  ],
  ["device", "steps that ask for it reach the host's devices"],
  ["buildx.local.delete", "an output with `mode=delete` may empty any folder of the runner"]
];
function warnOfPrivileges({ allow, network }) {
  const given = PRIVILEGES.filter(([name]) => allow.some((entry) => entry.split("=")[0] === name));
  return [
    ...given.map(([name, meaning]) => `\`allow: ${name}\`: ${meaning}.`),
    ...network === "host" ? [
      "`network: host`: every step uses the host's network; whatever listens on the runner's loopback is open to them."
    ] : []
  ];
}

// src/inputs/attests.ts
var TYPES = ["sbom", "provenance"];
function readAttests(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "attests", "keep")) {
    const parsed = parseAttest(entry);
    if (parsed !== void 0 && !found.has(parsed.type)) {
      found.set(parsed.type, parsed);
      checkAttributes(reader, { input: "attests", value: entry, ...parsed });
      continue;
    }
    report(reader, {
      input: "attests",
      value: entry,
      problem: parsed === void 0 ? "is not an attestation that BuildKit makes" : `asks a second time for ${parsed.type}`,
      fix: "Write `type=sbom` or `type=provenance` with attributes, each once."
    });
  }
  return [...found.values()];
}
var BOOLEAN = {
  test: (value) => /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value),
  fix: "Use `true` or `false`."
};
var PROVENANCE_ATTRIBUTES = {
  disabled: BOOLEAN,
  mode: { test: (value) => /^(?:min|max|full)$/.test(value), fix: "Use `min` or `max`." },
  version: { test: (value) => /^v(?:1|0\.2)$/.test(value), fix: "Use `v1` or `v0.2`." },
  reproducible: BOOLEAN,
  "inline-only": BOOLEAN,
  "complete-materials": BOOLEAN
};
function checkAttributes(reader, given) {
  const known = given.type === "provenance" ? PROVENANCE_ATTRIBUTES : { disabled: BOOLEAN };
  for (const [key, { test, fix }] of Object.entries(known)) {
    const value = given.attributes[key];
    if (value === void 0 || test(value)) continue;
    const problem = `has a \`${key}\` that BuildKit does not know`;
    report(reader, { input: given.input, value: given.value, problem, fix });
  }
}
function parseAttest(entry) {
  const attributes = parseAttributes(spellOut(entry));
  const type = TYPES.find((one) => one === attributes?.["type"]);
  if (attributes === void 0 || type === void 0) return void 0;
  const { type: _type, disabled, ...rest } = attributes;
  if (disabled === void 0) return { type, attributes: rest };
  const isDisabled = parseBoolean(disabled) ?? { "1": true, "0": false }[disabled];
  return isDisabled === void 0 ? void 0 : { type, attributes: { ...rest, disabled: String(isDisabled) } };
}
function spellOut(entry) {
  try {
    return parseList(entry, { comma: "split", comments: false }).map((field) => {
      const value = parseBoolean(field);
      return value === void 0 ? `"${field.replaceAll('"', '""')}"` : `disabled=${!value}`;
    }).join(",");
  } catch {
    return entry;
  }
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

// src/inputs/values.ts
function readPlatforms(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "platforms", "split")) {
    const parsed = parsePlatform(entry);
    if (parsed.ok) found.set(formatPlatform(parsed.platform), parsed.platform);
    else
      report(reader, { input: "platforms", value: entry, problem: parsed.reason, fix: parsed.fix });
  }
  return [...found.values()];
}
function readBuildArgs(reader) {
  return readList(reader, "build-args", "keep").filter((entry) => {
    const pair = splitPair(entry);
    if (pair !== void 0 && !/\s/.test(pair.key)) return true;
    const fix = "Write the value out: the job's environment is not passed to the build.";
    const value = isName(entry) ? entry : void 0;
    report(reader, {
      input: "build-args",
      value,
      problem: "has an entry that is not `NAME=value`",
      fix
    });
    return false;
  });
}
function isName(entry) {
  return /^[A-Za-z_]\w{0,39}$/.test(entry);
}
function readAttestation(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "auto" || value === "") return { kind: "auto" };
  const boolean = parseBoolean(value);
  if (boolean !== void 0) return { kind: boolean ? "on" : "off" };
  const attributes = parseAttributes(value);
  if (attributes !== void 0) {
    checkAttributes(reader, { input: name, value, type: name, attributes });
    return { kind: "attributes", attributes };
  }
  const fix = "Use `true`, `false`, or attributes such as `mode=max`.";
  report(reader, { input: name, value, problem: "is neither a boolean nor attributes", fix });
  return { kind: "auto" };
}
var UNITS_MS = { s: 1e3, m: 6e4, h: 36e5 };
function readDuration(reader, name, maxMs) {
  const value = readOrDefault(reader, name);
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= maxMs) return ms;
  const problem = `is not a duration between 1s and ${maxMs / 6e4}m`;
  report(reader, { input: name, value, problem, fix: "Write e.g. `90s` or `15m`." });
  return maxMs;
}
var PATTERN = /[\\^*?[]|\.\+|\||\$$/;
function readIdentity(reader) {
  const value = readWord(reader, "certificate-identity");
  if (value !== void 0 && PATTERN.test(value)) {
    report(reader, {
      input: "certificate-identity",
      value,
      problem: "looks like a regular expression; identities are compared exactly",
      fix: "Write it out, e.g. `https://github.com/org/app/.github/workflows/release.yml@refs/heads/main`."
    });
  }
  return value;
}
function readBuilderName(reader) {
  const value = readWord(reader, "builder");
  if (value !== void 0 && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) {
    report(reader, {
      input: "builder",
      value,
      problem: "is not a builder name",
      fix: "Use a name that `docker buildx ls` shows."
    });
  }
  return value;
}
var UNITS_BYTES = { m: 1024 ** 2, g: 1024 ** 3 };
function readBytes(reader, input) {
  const value = readOrDefault(reader, input);
  const [, count = "", unit = ""] = /^(\d{1,5})\s*([mg])i?b?$/i.exec(value) ?? [];
  const bytes = Number(count) * (UNITS_BYTES[unit.toLowerCase()] ?? 0);
  if (bytes > 0) return bytes;
  report(reader, {
    input,
    value,
    problem: "is not a size of a megabyte or more",
    fix: "Write e.g. `500mb` or `2gb`."
  });
  return 0;
}

// src/inputs/mirrors.ts
var PLACE = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._/-]*)?$/;
var FIX = "Write `registry=mirror`, such as `docker.io=mirror.gcr.io`; without a registry it is docker.io.";
function readMirrors(reader) {
  return readList(reader, "mirrors", "split").flatMap((entry) => {
    const [first = "", second] = entry.split("=");
    const registry = second === void 0 ? "docker.io" : parseRegistryHost(first.trim());
    const place = (second ?? first).trim();
    if (/^http:\/\//i.test(place)) {
      const fix = "Say `http = true` for it in `buildkitd-config`, and leave `http://` out here.";
      report(reader, { input: "mirrors", value: entry, problem: "is not encrypted", fix });
      return [];
    }
    const mirror = place.replace(/^https:\/\//i, "").replace(/\/+$/, "");
    if (registry !== void 0 && PLACE.test(mirror)) return [{ registry, mirror }];
    report(reader, { input: "mirrors", value: entry, problem: "is not a mirror", fix: FIX });
    return [];
  });
}

// src/inputs/builder.ts
var DRIVERS = ["auto", "docker", ...OWN_DRIVERS];
var EMULATION_MODES = ["auto", "binfmt", "builtin", "off"];
function readBuilderInputs(reader) {
  const driver = readChoice(reader, "driver", DRIVERS);
  return {
    driver,
    driverOpts: readDriverOpts(reader, chooseOwnDriver(driver)),
    builder: readBuilderName(reader),
    endpoint: readEndpoint(reader),
    endpointTls: readTls(reader, 0, /* @__PURE__ */ new Map()),
    nodes: [],
    buildkitdConfig: readBuildkitdConfig(reader),
    buildkitdFlags: readFlags(reader),
    mirrors: readMirrors(reader),
    exportBuilder: readBoolean(reader, "export-builder"),
    keepBuilder: readKeptName(reader),
    keepBuilderMaxBytes: readBytes(reader, "keep-builder-max-size"),
    emulation: readChoice(reader, "emulation", EMULATION_MODES),
    emulationImage: readWord(reader, "emulation-image")
  };
}
async function readNodeInputs(reader, { driver, endpoint }) {
  const offset = endpoint === void 0 ? 0 : 1;
  return readNodes(reader, { driver: chooseOwnDriver(driver), offset });
}
function chooseOwnDriver(driver) {
  if (driver === "auto") return "docker-container";
  return driver === "docker" ? void 0 : driver;
}
function readDriverOpts(reader, driver) {
  const entries = readList(reader, "driver-opts", "split");
  for (const found of checkDriverOptions(entries, driver))
    report(reader, { input: "driver-opts", ...found });
  return entries;
}
function readEndpoint(reader) {
  const value = readWord(reader, "endpoint");
  if (value !== void 0 && !isEndpoint(value)) {
    const fix = "Write e.g. `tcp://host:1234`, `ssh://user@host`, or the name of a docker context.";
    report(reader, { input: "endpoint", value, problem: "is not an address", fix });
  }
  return value;
}
function readBuildkitdConfig(reader) {
  const text = readText(reader, "buildkitd-config");
  if (text === void 0) return void 0;
  if (/[\n=[]/.test(text)) return { kind: "text", text };
  return { kind: "file", path: readWord(reader, "buildkitd-config") ?? text };
}
function readFlags(reader) {
  const value = readText(reader, "buildkitd-flags") ?? "";
  if (value !== "" && !/^--?[a-z]/.test(value)) {
    const fix = "Write them as for buildkitd, such as `--debug`.";
    report(reader, { input: "buildkitd-flags", value, problem: "has no flag", fix });
  }
  return value.replace(/\s+/g, " ");
}
function readKeptName(reader) {
  const value = readWord(reader, "keep-builder");
  if (value === void 0 || /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(value)) return value;
  const fix = "Write up to 32 small letters, digits and dashes, such as `main`.";
  report(reader, { input: "keep-builder", value, problem: "is not a name for a builder", fix });
  return void 0;
}

// src/plan/identities.ts
var LOGIN_USES = ["pull", "push", "both"];
var IDENTITY_TYPES = ["aws-ecr", "gcp-wif", "azure-acr", "dockerhub"];

// src/inputs/login-scope.ts
var SCOPE = /^(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)?(?:@(?<actions>(?:pull|push)(?:,(?:pull|push))*))?$/;
function readLoginScope({ fields, refuse }, fallback) {
  const wanted = fields.get("for") ?? "";
  const use = LOGIN_USES.find((one) => one === wanted);
  if (use === void 0 && wanted !== "")
    refuse("has an unknown `for`", `Use ${LOGIN_USES.map((one) => `\`${one}\``).join(", ")}.`);
  const text = fields.get("scope") ?? "";
  const groups = SCOPE.exec(text)?.groups;
  if (groups === void 0) {
    refuse("has a `scope` that is none", "Write `@push`, `org/app` or `org/app@push`.");
    return { repository: void 0, use: use ?? fallback };
  }
  const { repository, actions } = groups;
  const scoped = actions === void 0 ? void 0 : actions.includes("push") ? "push" : "pull";
  if (scoped !== void 0 && use !== void 0 && use !== scoped)
    refuse("says two things in `for` and `scope`", "Remove one of them.");
  return { repository, use: use ?? scoped ?? fallback };
}

// src/inputs/registry-auth.ts
var FIELDS2 = ["registry", "username", "password", "ecr", "scope", "for", "logout"];
async function readRegistryAuth(reader) {
  const entries = await readYamlEntries(reader, "registry-auth");
  const given = /* @__PURE__ */ new Set();
  return entries.flatMap((entry) => {
    refuseUnknown(entry, FIELDS2);
    const auth = readEntry2(entry);
    if (auth === void 0) return [];
    refuseLogout(entry);
    refuseSecond(entry, auth, given);
    return [auth];
  });
}
function listPlaces({
  registry,
  repository = "",
  use
}) {
  const uses = use === "both" ? ["pull", "push"] : [use];
  return uses.map((one) => `${registry}/${repository}@${one}`);
}
function refuseSecond({ refuse }, login, given) {
  const places = listPlaces(login);
  if (places.some((place) => given.has(place)))
    refuse(
      `is a second login for ${login.registry}`,
      "Remove one, or limit each by `scope` or `for`."
    );
  for (const place of places) given.add(place);
}
function readEntry2(entry) {
  const { fields, refuse } = entry;
  const registry = parseRegistryHost(fields.get("registry") || "docker.io");
  const scope = readLoginScope(entry, "both");
  if (registry === void 0)
    return refuse("has a `registry` that is no host", "Give the host, such as `ghcr.io`.");
  const [username, password] = [fields.get("username") ?? "", fields.get("password") ?? ""];
  return {
    registry,
    ...scope,
    username,
    password,
    isAwsKey: readsAwsKey(entry, registry, username)
  };
}
function readsAwsKey({ fields, refuse }, registry, username) {
  const ecr = fields.get("ecr") || "auto";
  const isEcr = parseEcrHost(registry) !== void 0;
  if (ecr === "auto") return isEcr && username !== "AWS";
  const wanted = parseBoolean(ecr);
  if (wanted === void 0) refuse("has an unknown `ecr`", "Use `auto`, `true` or `false`.");
  if (wanted === true && !isEcr)
    refuse(
      "has `ecr: true` for a registry that is not named as those of Amazon are",
      "Remove `ecr`."
    );
  return wanted === true;
}
function refuseLogout({ fields, refuse }) {
  const logout = fields.get("logout") ?? "";
  if (logout === "" || parseBoolean(logout) === true) return;
  refuse(
    "has a `logout` other than `true`",
    "Remove it: a login of this step never outlives it. For one that later steps see too, use docker/login-action."
  );
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

// src/tools/image-sources.ts
var COPIES = /* @__PURE__ */ new Map([["docker.io", "mirror.gcr.io"]]);
function listSources(image) {
  const parsed = parseReference(image);
  if (!parsed.ok || parsed.reference.digest === void 0) return [image];
  const { repository } = parsed.reference;
  const registry = COPIES.get(repository.registry);
  if (registry === void 0) return [image];
  const copy = { ...parsed.reference, repository: { ...repository, registry } };
  return [image, formatReference(copy)];
}

// src/plan/level-tools.ts
var TAKEN_FOR_OURS = [];
var AMOUNTS = /^(?:memory|memory-swap|cpu-quota|cpu-period|cpu-shares|cpuset-cpus|cpuset-mems|restart-policy|default-load|provenance-add-gha)=/;
function listToolReasons({ buildx, emulationImage }, builder) {
  const nodes = findOwn(builder)?.nodes ?? [];
  const options = nodes.flatMap(({ driverOpts }) => driverOpts).filter((option) => !AMOUNTS.test(option) && !TAKEN_FOR_OURS.includes(option));
  const names = [...new Set(options.map((option) => option.split("=")[0]))];
  const isForeign = emulationImage !== void 0 && !TAKEN_FOR_OURS.includes(emulationImage);
  return [
    ...names.length === 0 ? [] : [`options of the builder (\`driver-opts\`): ${names.join(", ")}`],
    ...nodes.every(({ flags }) => flags === "") ? [] : ["flags of buildkitd"],
    ...buildx.kind === "path" ? ["a buildx that the workflow names by its path"] : [],
    ...isForeign ? ["an image of emulators that runs with all privileges"] : []
  ];
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
    ...listToolReasons(inputs, builder),
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

// src/plan/login-identities.ts
var PERMISSIONS = "permissions:\n  contents: read\n  id-token: write";
function planIdentities({ inputs, facts, mode, problems }) {
  const wanted = inputs.registryIdentities.filter(({ use }) => mode === "push" || use !== "push");
  if (wanted.length === 0) return { logins: [], warnings: [] };
  if (facts.oidcAvailable) {
    const isOptional = mode === "push" ? {} : { isOptional: true };
    return { logins: wanted.map((one) => ({ ...makeLogin(one), ...isOptional })), warnings: [] };
  }
  const hosts = [...new Set(wanted.map(({ registry }) => registry))].join(", ");
  if (mode !== "push")
    return { logins: [], warnings: [`No login at ${hosts}: this run gets no OIDC token.`] };
  problems.push({
    input: "registry-identities",
    problem: `needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    fix: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):
${PERMISSIONS}`,
    lacking: true
  });
  return { logins: [], warnings: [] };
}
function makeLogin(identity) {
  const { registry, repository, use } = identity;
  return {
    registry,
    username: describeIdentity(identity),
    source: "registry-identities",
    use,
    identity,
    ...repository === void 0 ? {} : { repository }
  };
}
function describeIdentity(identity) {
  switch (identity.type) {
    case "aws-ecr":
      return identity.role;
    case "gcp-wif":
      return identity.serviceAccount ?? identity.provider;
    case "azure-acr":
      return identity.clientId;
    case "dockerhub":
      return identity.username;
  }
}

// src/plan/logins.ts
function planLogins(planning) {
  const { inputs, facts, destinations, problems } = planning;
  if (facts.foreignHead) return { ...NONE, isAnonymous: true };
  const parts = [planExplicit(planning), planList(planning), planIdentities(planning)];
  const logins = parts.flatMap((part) => part.logins);
  refuseRivals(logins, problems);
  const hosts = destinations.map(({ repository }) => repository.registry);
  const home = findGitHubRegistry(facts.serverUrl);
  const isCovered = logins.some(
    ({ registry, repository, use }) => registry === home && repository === void 0 && use !== "pull"
  );
  if (home !== void 0 && hosts.includes(home) && !isCovered && inputs.githubToken !== void 0)
    logins.push(makeTokenLogin(facts, home));
  return { logins, warnings: parts.flatMap((part) => part.warnings), isAnonymous: false };
}
function makeTokenLogin({ actor }, registry) {
  return {
    registry,
    username: actor === "" ? "token" : actor,
    source: "github-token",
    use: "both"
  };
}
var NONE = { logins: [], warnings: [] };
function planExplicit({ inputs, mode, destinations, problems }) {
  const { registry, username, password } = inputs;
  if (username === void 0 && password === void 0) return NONE;
  if (username === void 0 || password === void 0) {
    const missing = username === void 0 ? "username" : "password";
    if (mode !== "push")
      return { logins: [], warnings: [`No login: \`${missing}\` is empty in this run.`] };
    problems.push({ input: missing, ...makeEmptyLogin("is empty") });
    return NONE;
  }
  const host = destinations[0]?.repository.registry;
  const place = registry === void 0 ? host : parseRegistryHost(registry);
  if (place !== void 0) {
    const isAwsKey = parseEcrHost(place) !== void 0 && username !== "AWS";
    const login = { registry: place, username, source: "password", use: "both" };
    return { logins: [isAwsKey ? { ...login, isAwsKey } : login], warnings: [] };
  }
  problems.push({
    input: "registry",
    value: registry,
    problem: registry === void 0 ? "is missing: there is no image that tells whose login this is" : "is not the host of a registry",
    fix: "Give the host, such as `ghcr.io` or `docker.io`, with a port where it has one."
  });
  return NONE;
}
function makeEmptyLogin(what) {
  return {
    problem: `${what}: a login needs both \`username\` and \`password\``,
    fix: "Give both, or neither. A secret that is not set for this repository or environment is empty too.",
    lacking: true
  };
}
function planList({ inputs, mode, problems }) {
  const { registryAuth, registry, username, password } = inputs;
  const beside = Object.entries({ registry, username, password }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`\`${name}\``]
  );
  if (registryAuth.length > 0 && beside.length > 0)
    problems.push({
      input: "registry-auth",
      problem: `is given together with ${beside.join(", ")}`,
      fix: "Move that login into the list."
    });
  const logins = [];
  const warnings = [];
  for (const [entry, auth] of registryAuth.entries()) {
    const { registry: registry2, repository, use, username: username2, password: password2, isAwsKey } = auth;
    const isComplete = username2 !== "" && password2 !== "";
    const isAmbient = isAwsKey && username2 === "" && password2 === "";
    if (isComplete || isAmbient)
      logins.push({
        registry: registry2,
        username: username2,
        source: "registry-auth",
        use,
        entry,
        ...repository === void 0 ? {} : { repository },
        ...isAwsKey ? { isAwsKey } : {}
      });
    else if (mode !== "push")
      warnings.push(
        `No login at ${registry2}: its entry in \`registry-auth\` is empty in this run.`
      );
    else
      problems.push({
        input: "registry-auth",
        ...makeEmptyLogin(`has an empty entry ${entry + 1} (${registry2})`)
      });
  }
  return { logins, warnings };
}
function refuseRivals(logins, problems) {
  const sources = /* @__PURE__ */ new Map();
  for (const login of logins) {
    for (const place of listPlaces({ ...login, repository: login.repository })) {
      const other = sources.get(place);
      if (other !== void 0 && other !== login.source) {
        problems.push({
          input: login.source,
          problem: `has a second login for ${login.registry}, beside the one of \`${other}\``,
          fix: "Remove one of them."
        });
        return;
      }
      sources.set(place, login.source);
    }
  }
}

// src/inputs/platform-tags.ts
var DEFAULT_TEMPLATE = "{{tag}}-{{arch}}";
var PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
var PLACEHOLDERS = ["tag", "os", "arch"];
function readPlatformTags(reader) {
  const value = readOrDefault(reader, "platform-tags");
  const boolean = value === "" ? false : parseBoolean(value);
  if (boolean !== void 0) return boolean ? DEFAULT_TEMPLATE : void 0;
  const problem = findProblem(value);
  if (problem === void 0) return value;
  report(reader, {
    input: "platform-tags",
    value,
    problem,
    fix: `Use \`true\`, \`false\` or a template such as \`${DEFAULT_TEMPLATE}\`.`
  });
  return void 0;
}
function findProblem(template) {
  const names = Array.from(template.matchAll(PLACEHOLDER), ([, name = ""]) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown !== void 0) return `has the unknown \`{{${unknown}}}\``;
  if (!names.includes("tag")) return "has no `{{tag}}`, so that all tags would get the same name";
  return /[{}]/.test(template.replace(PLACEHOLDER, "")) ? "has braces that do not fit" : void 0;
}
function formatPlatformTag(template, parts) {
  const values = new Map(Object.entries(parts));
  return template.replace(PLACEHOLDER, (_, name) => values.get(name) ?? "");
}

export {
  readAttests,
  readYamlEntries,
  refuseUnknown,
  TLS_PARTS,
  listNodes,
  readPlatforms,
  readBuildArgs,
  readAttestation,
  readDuration,
  readIdentity,
  readBytes,
  readBuilderInputs,
  readNodeInputs,
  chooseOwnDriver,
  readPlatformTags,
  formatPlatformTag,
  IDENTITY_TYPES,
  readLoginScope,
  readRegistryAuth,
  refuseSecond,
  parseCosignVersion,
  parseBuildxVersion,
  parseVersion,
  isSameVersion,
  isAtLeast,
  readCapabilities,
  listLacks,
  FLOORS,
  linkAuthorities,
  openRunFolder,
  keepTemp,
  listSources,
  planKept,
  refuseElsewhere,
  makeKeptConfig,
  planLevel,
  readBuilderId,
  planLogins,
  notePrivacy,
  noteRun,
  gatherWarnings,
  findSharing
};
