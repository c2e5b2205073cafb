import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  parseCandidateDocument
} from "./chunk-TPV272LM.js";
import {
  FLOORS,
  IDENTITY_TYPES,
  listLacks,
  readAttestation,
  readAttests,
  readBuildArgs,
  readBuilderInputs,
  readBytes,
  readDuration,
  readIdentity,
  readLoginScope,
  readNodeInputs,
  readPlatformTags,
  readPlatforms,
  readRegistryAuth,
  readYamlEntries,
  refuseSecond,
  refuseUnknown
} from "./chunk-RSG6BFU7.js";
import {
  CACHE_BACKENDS,
  DEFAULT_VERSIONS,
  findBackend,
  isPinned,
  readCacheEntry,
  readCacheLines,
  readCacheTexts
} from "./chunk-UXX5YRA4.js";
import {
  findAwsDomain,
  parseEcrHost,
  parseRegistryHost,
  readAutoOrBoolean,
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
  hasQuerySecret
} from "./chunk-SHLUNWKC.js";
import {
  parseAttributes,
  parseList,
  splitPair
} from "./chunk-LJCXF7ZE.js";
import {
  readJson
} from "./chunk-KBW2CNOB.js";

// src/inputs/build-options.ts
function readEntries(reader, name, {
  comma,
  isValid,
  problem,
  fix
}) {
  return readList(reader, name, comma).filter((entry) => {
    const valid = isValid(entry) && !/[\0-\x1f\x7f]/.test(entry);
    if (!valid) report(reader, { input: name, value: entry, problem, fix });
    return valid;
  });
}
var HOST = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)[:=](.+)$/;
var IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
var IPV6 = /^(?=.*:.*:)(?:[0-9a-f]{0,4}:){1,7}(?:[0-9a-f]{0,4}|\d+\.\d+\.\d+\.\d+)$/i;
function isHostEntry(entry) {
  const [, , address = ""] = HOST.exec(entry) ?? [];
  const bare = address.replace(/^\[(.+)\]$/, "$1");
  return bare === "host-gateway" || IPV4.test(bare) || IPV6.test(bare);
}
function readAddHosts(reader) {
  return readEntries(reader, "add-hosts", {
    comma: "split",
    isValid: isHostEntry,
    problem: "is not `host:ip`",
    fix: "Write e.g. `registry.internal:10.0.0.5`."
  });
}
var ENTITLEMENT = /^(?:network\.host|security\.insecure|device(?:=[^\s-]\S*)?|buildx\.local\.delete)$/;
function readAllow(reader) {
  return readEntries(reader, "allow", {
    comma: "split",
    isValid: (entry) => ENTITLEMENT.test(entry),
    problem: "is no privilege that BuildKit knows",
    fix: "Use `network.host`, `security.insecure`, `device` or `device=name`."
  });
}
function readNetwork(reader) {
  if (readWord(reader, "network") === void 0) return void 0;
  return readChoice(reader, "network", ["default", "none", "host"]);
}
function readNoCacheFilters(reader) {
  return readEntries(reader, "no-cache-filters", {
    comma: "split",
    isValid: (entry) => /^[A-Za-z0-9][\w.-]*$/.test(entry),
    problem: "is not the name of a stage",
    fix: "Give names as they stand after `AS` in the Dockerfile."
  });
}
var SIZE = /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i;
function readShmSize(reader) {
  const value = readWord(reader, "shm-size");
  if (value !== void 0 && !SIZE.test(value)) {
    report(reader, {
      input: "shm-size",
      value,
      problem: "is not a size",
      fix: "Write e.g. `512m` or `2gb`."
    });
  }
  return value;
}
var SSH = /^[A-Za-z0-9][\w.-]*(?:=[^\s-].*)?$/;
function readSsh(reader) {
  return readEntries(reader, "ssh", {
    comma: "split",
    isValid: (entry) => SSH.test(entry),
    problem: "is neither `default` nor `id=path`",
    fix: "Write `default` for the agent of the job, or e.g. `deploy=/path/of/a/key`."
  });
}
var ULIMITS = [
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc"],
  ...["rss", "rtprio", "rttime", "sigpending", "stack"]
];
function readUlimits(reader) {
  return readEntries(reader, "ulimit", {
    comma: "keep",
    isValid: (entry) => {
      const { key, value } = splitPair(entry) ?? { key: "", value: "" };
      return ULIMITS.includes(key) && /^-?\d{1,18}(?::-?\d{1,18})?$/.test(value);
    },
    problem: "is not `type=soft[:hard]`",
    fix: "Write e.g. `nofile=1024:2048`."
  });
}
var CALL = /^(check|lint|outline|targets|build)(?:,(?:format=(?:text|json)|ignorestatus=(?:true|false)))*$/;
function readCall(reader) {
  const value = readWord(reader, "call");
  if (value === void 0) return void 0;
  const [, name] = CALL.exec(value) ?? [];
  if (name === void 0) {
    report(reader, {
      input: "call",
      value,
      problem: "is no evaluation that buildx knows",
      fix: "Use `check`, `outline` or `targets`."
    });
  }
  return name === "build" ? void 0 : value;
}

// src/inputs/cache.ts
var MAX_TIMEOUT_MS = 60 * 6e4;
function readCacheInputs(reader) {
  const cache = readCache(reader);
  const from = readCacheLines(reader, "cache-from");
  const to = readCacheLines(reader, "cache-to");
  const all = [...typeof cache === "string" ? [] : cache, ...from, ...to];
  return {
    cache: typeof cache === "string" ? cache : cache.map(dropSecrets),
    cacheScope: readWord(reader, "cache-scope"),
    cacheMode: readChoice(reader, "cache-mode", ["auto", "min", "max"]),
    cacheTrust: readChoice(reader, "cache-trust", ["auto", "signed", "ref", "any"]),
    cacheTimeoutMs: readDuration(reader, "cache-timeout", MAX_TIMEOUT_MS),
    cacheFrom: from.map(dropSecrets),
    cacheTo: to.map(dropSecrets),
    cacheSecrets: gatherSecrets(reader, all)
  };
}
function readCache(reader) {
  const words = readCacheTexts(reader, "cache").flatMap(
    (line) => line.includes("=") ? [line] : line.split(",").map((word) => word.trim())
  );
  const [only = ""] = words;
  if (words.length === 1 && (only === "auto" || only === "off")) return only;
  if (words.length === 0) return "auto";
  const entries = words.flatMap((word) => {
    if (word.includes("="))
      return readCacheEntry(reader, { input: "cache", at: "place", line: word });
    const backend = findBackend(word);
    if (backend !== void 0)
      return readCacheEntry(reader, { input: "cache", at: "place", line: `type=${backend}` });
    const names = ["auto", ...CACHE_BACKENDS, "off"].map((one) => `\`${one}\``).join(", ");
    const isAlone = word === "auto" || word === "off";
    report(reader, {
      input: "cache",
      value: word,
      problem: isAlone ? "cannot stand beside others" : "is not one of its values",
      fix: isAlone ? `Write \`${word}\` alone.` : `Use ${names}.`
    });
    return [];
  });
  return withoutRepetition(reader, entries);
}
function withoutRepetition(reader, entries) {
  return entries.filter(({ backend }, at) => {
    if (entries.findIndex((one) => one.backend === backend) === at) return true;
    const fix = "Use `cache-from` and `cache-to` for several places of one kind.";
    report(reader, { input: "cache", value: backend, problem: "is named twice", fix });
    return false;
  });
}
function dropSecrets({ backend, attributes }) {
  return { backend, attributes };
}
function gatherSecrets(reader, entries) {
  const gathered = {};
  for (const { backend, secrets } of entries) {
    if (Object.keys(secrets).length === 0) continue;
    const known = gathered[backend];
    const isOther = Object.entries({ ...known, ...secrets }).some(
      ([name, value]) => known !== void 0 && (known[name] !== value || secrets[name] !== value)
    );
    if (isOther)
      report(reader, {
        input: "cache-to",
        problem: `has other credentials for \`type=${backend}\` than another entry`,
        fix: "Use the same ones in each entry of that type."
      });
    gathered[backend] = secrets;
  }
  return gathered;
}

// src/inputs/candidates.ts
function readCandidates(reader) {
  const text = readText(reader, "candidates");
  if (text === void 0) return void 0;
  const found = [...new Set(splitTexts(text))].map(parseCandidateDocument);
  const documents = found.filter((one) => one !== void 0);
  if (documents.length === found.length && found.length > 0) return documents;
  report(reader, {
    input: "candidates",
    problem: found.length === 0 ? "holds no candidate: no job handed one over" : `has ${found.length - documents.length} of ${found.length} entries that are no candidates`,
    fix: "Give outputs `candidate` of earlier jobs: one per line, a JSON list, or `${{ toJSON(needs.build.outputs) }}`. Where a job warned `Skip output \u2026 since it may contain secret`, GitHub left it out: give that job fewer secrets, and none with a line as short as `{` or the name of the image."
  });
  return [];
}
var MAX_DEPTH = 6;
function splitTexts(text) {
  const whole = readJson(text);
  if (whole === void 0) return text.split("\n").flatMap(readEntry);
  return Array.isArray(whole) ? whole.flatMap(readEntry) : findTexts(whole, MAX_DEPTH);
}
function readEntry(entry) {
  if (typeof entry === "string" && entry.trim() === "") return [];
  const found = findTexts(entry, MAX_DEPTH);
  return found.length > 0 ? found : [JSON.stringify(entry) ?? ""];
}
function findTexts(value, depth) {
  if (depth === 0) return [];
  if (typeof value === "string") {
    const parsed = readJson(value);
    if (parsed === void 0 && BROKEN.test(value)) return [value];
    return typeof parsed === "string" ? [] : findTexts(parsed, depth - 1);
  }
  if (Array.isArray(value)) return value.flatMap((entry) => findTexts(entry, depth - 1));
  if (!isObject(value)) return [];
  if ("candidate" in value && isObject(value.candidate) && !("candidate" in value.candidate))
    return [JSON.stringify(value)];
  return Object.values(value).flatMap((inner) => findTexts(inner, depth - 1));
}
var BROKEN = /^\s*\{\s*"candidate"\s*:/;
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/inputs/contexts.ts
var PLACEHOLDER = /\{\{\s*defaultContext\s*\}\}/g;
function fillIn(text, env) {
  return text.replace(PLACEHOLDER, () => makeDefaultContext(env));
}
function makeDefaultContext(env) {
  const server = env["GITHUB_SERVER_URL"] || "https://github.com";
  return `${server}/${env["GITHUB_REPOSITORY"] ?? ""}.git#${env["GITHUB_SHA"] ?? ""}`;
}
function readContext(reader) {
  return fillIn(readWord(reader, "context") ?? ".", reader.env);
}
function readContextSecrets(reader, secrets) {
  const token = readText(reader, "github-token");
  const named = [readText(reader, "context") ?? "", ...readList(reader, "build-contexts", "keep")];
  const isDefault = named.some((text) => /\{\{\s*defaultContext\s*\}\}/.test(text));
  const isGiven = secrets.some(({ id }) => /^GIT_AUTH_TOKEN(\.|$)/.test(id));
  if (token === void 0 || !isDefault || isGiven) return [];
  const server = reader.env["GITHUB_SERVER_URL"] || "https://github.com";
  const host = server.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/s, "");
  return [{ id: `GIT_AUTH_TOKEN.${host}`, value: token, input: "secrets" }];
}
function readBuildContexts(reader) {
  const contexts = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "build-contexts", "keep")) {
    const { key: name, value } = splitPair(entry) ?? { key: "", value: "" };
    const source = fillIn(value.trim(), reader.env);
    const problem = findProblem({ name, source, isTaken: contexts.has(name.toLowerCase()) });
    if (problem === void 0) contexts.set(name.toLowerCase(), { name, source });
    else
      report(reader, {
        input: "build-contexts",
        // Nothing of a source is shown that may hold a password.
        value: source.includes("@") || hasQuerySecret(source) ? name : entry,
        problem,
        fix: "Write `name=path` or `name=docker-image://\u2026`, one per line, each name once."
      });
  }
  return [...contexts.values()];
}
function findProblem({
  name,
  source,
  isTaken
}) {
  if (name === "" || source === "" || /[\0-\x1f\x7f]/.test(name + source))
    return "is not `name=source`";
  if (!/^[A-Za-z0-9][\w./:@-]*$/.test(name)) return "has a name that no `FROM` could use";
  return isTaken ? "has a name that stands there already" : void 0;
}

// src/inputs/matrix.ts
function readPlatform(reader) {
  const value = readWord(reader, "platform");
  if (value === void 0) return void 0;
  const parsed = parsePlatform(value);
  if (parsed.ok) return parsed.platform;
  report(reader, { input: "platform", value, problem: parsed.reason, fix: parsed.fix });
  return void 0;
}
function readMatrix(reader) {
  const text = readText(reader, "matrix");
  if (text === void 0) return {};
  try {
    return Object.fromEntries(listTexts(JSON.parse(text), ""));
  } catch {
    return {};
  }
}
function listTexts(value, path) {
  if (typeof value === "string" || typeof value === "number") return [[path, String(value)]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(
    ([key, inner]) => listTexts(inner, path === "" ? key : `${path}.${key}`)
  );
}
function readJobTotal(reader) {
  const total = Number(readText(reader, "job-total") ?? "1");
  return Number.isInteger(total) && total > 0 ? total : 1;
}
var GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
function readGroup(reader) {
  const value = readWord(reader, "group");
  if (value === void 0 || GROUP.test(value)) return value;
  report(reader, {
    input: "group",
    value,
    problem: "is not a name of letters, digits, `.`, `_` and `-`",
    fix: "Give e.g. `app-alpine`, at most 64 characters."
  });
  return void 0;
}

// src/inputs/mounts.ts
function readMountInputs(reader) {
  return {
    cacheMounts: readChoice(reader, "cache-mounts", ["auto", "off"]),
    cacheMountsMaxBytes: readBytes(reader, "cache-mounts-max-size")
  };
}

// src/inputs/naming.ts
function readNameInputs(reader) {
  return {
    images: readText(reader, "images") ?? "",
    tags: readText(reader, "tags") ?? "",
    flavor: readText(reader, "flavor") ?? "",
    labels: readText(reader, "labels") ?? "",
    annotations: readText(reader, "annotations") ?? "",
    bakeTarget: readOrDefault(reader, "bake-target"),
    separators: readSeparators(reader),
    platformTags: readPlatformTags(reader),
    allowDowngrade: readBoolean(reader, "allow-downgrade")
  };
}
function readSeparators({ env }) {
  return {
    tags: env["INPUT_SEP-TAGS"] || "\n",
    labels: env["INPUT_SEP-LABELS"] || "\n",
    annotations: env["INPUT_SEP-ANNOTATIONS"] || "\n"
  };
}

// src/inputs/outputs.ts
var OUTPUT_TYPES = ["image", "registry", "local", "tar", "oci", "docker", "cacheonly"];
function readOutputs(reader) {
  const lines = (readText(reader, "outputs") ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).flatMap((line) => readEntry2(reader, line));
}
function readEntry2(reader, line) {
  const refuse = (problem, fix) => {
    report(reader, { input: "outputs", value: line, problem, fix });
    return [];
  };
  const attributes = parseOutput(line);
  if (attributes === void 0)
    return refuse("is not `type=\u2026` with attributes", "Write e.g. `type=local,dest=out`.");
  const { type: given, ...rest } = attributes;
  const type = OUTPUT_TYPES.find((one) => one === given);
  if (type === void 0)
    return refuse("has a type that buildx does not know", "Use `local`, `tar`, `oci` or `docker`.");
  const isFile = type === "local" || type === "tar" || type === "oci";
  const { dest } = rest;
  if (dest === "-" || dest === void 0 && isFile)
    return refuse("needs a destination that is no terminal", "Add `dest=` with a path.");
  return [{ type, attributes: rest }];
}
function parseOutput(line) {
  return /[,="]/.test(line) ? parseAttributes(line) : { type: "local", dest: line };
}

// src/inputs/identity-fields.ts
var UUID = {
  pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  form: "a UUID such as `01234567-89ab-cdef-0123-456789abcdef`"
};
var WORD = { pattern: /^[\x21-\x7e]{1,512}$/, form: "one word" };
var FIELD_RULES = {
  audience: WORD,
  "role-to-assume": {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    form: "the ARN of a role, such as `arn:aws:iam::123456789012:role/push`"
  },
  region: { pattern: /^[a-z]{2,5}(?:-[a-z]+)+-\d$/, form: "a region such as `eu-central-1`" },
  "role-session-name": {
    pattern: /^[\w+=,.@-]{2,64}$/,
    form: "2 to 64 letters, digits or `_+=,.@-`"
  },
  "role-duration-seconds": {
    pattern: /^(?:9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d{2}|43200)$/,
    form: "a number from 900 to 43200"
  },
  "workload-identity-provider": {
    pattern: /^(?:(?:https:)?\/\/iam\.[a-z0-9.-]+\/)?projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
    form: "the full name, `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`"
  },
  "service-account": {
    pattern: /^[a-z0-9-]+@[a-z0-9.-]+$/,
    form: "the e-mail address of a service account"
  },
  "project-id": WORD,
  "tenant-id": UUID,
  "client-id": UUID,
  "token-scope": {
    pattern: /^https:\/\/[\w.-]+\/\.default$/,
    form: "such as `https://containerregistry.azure.net/.default`"
  },
  "connection-id": UUID,
  "expires-in": {
    pattern: /^(?:[3-9]\d\d|[12]\d{3}|3[0-5]\d\d|3600)$/,
    form: "a number of seconds from 300 to 3600"
  },
  username: { pattern: /^[^\s:]{1,128}$/, form: "one word" }
};
function readField({ fields, refuse }, name) {
  const value = fields.get(name) ?? "";
  if (value === "") return void 0;
  const { pattern, form } = FIELD_RULES[name];
  return pattern.test(value) ? value : refuse(`has an invalid \`${name}\``, `It is ${form}.`);
}
function readRequired(entry, name) {
  if ((entry.fields.get(name) ?? "") !== "") return readField(entry, name);
  return entry.refuse(`has no \`${name}\``, `Add it: ${FIELD_RULES[name].form}.`);
}
function readAddress({ fields, refuse }, name, fallback) {
  const value = fields.get(name) ?? "";
  if (value === "") return fallback;
  const url = URL.canParse(value) ? new URL(value) : void 0;
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? "");
  const isPlain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  const isSafe = url?.protocol === "https:" || url?.protocol === "http:" && isLocal;
  if (url !== void 0 && isPlain && isSafe) return url.href.replace(/\/+$/, "");
  refuse(`has an invalid \`${name}\``, "It is an address such as `https://sts.example.com`.");
  return fallback;
}

// src/inputs/registry-identities.ts
var COMMON = ["type", "registry", "for", "scope", "audience", "endpoint"];
var KINDS = {
  "aws-ecr": {
    fields: [
      "role-to-assume",
      "region",
      "role-session-name",
      "role-duration-seconds",
      "ecr-endpoint"
    ],
    read: readAws
  },
  "gcp-wif": {
    fields: ["workload-identity-provider", "service-account", "project-id", "iam-endpoint"],
    read: readGoogle
  },
  "azure-acr": { fields: ["tenant-id", "client-id", "token-scope"], read: readAzure },
  dockerhub: { fields: ["username", "connection-id", "expires-in"], read: readDockerHub }
};
async function readRegistryIdentities(reader) {
  const entries = await readYamlEntries(reader, "registry-identities");
  const given = /* @__PURE__ */ new Set();
  return entries.flatMap((entry) => {
    const identity = readIdentity2(entry);
    if (identity === void 0) return [];
    refuseSecond(entry, identity, given);
    return [identity];
  });
}
function readIdentity2(entry) {
  const type = IDENTITY_TYPES.find((one) => one === entry.fields.get("type"));
  if (type === void 0) {
    const types = IDENTITY_TYPES.map((one) => `\`${one}\``).join(", ");
    return entry.refuse("has no `type` that is known", `Use ${types}.`);
  }
  const kind = KINDS[type];
  refuseUnknown(entry, [...COMMON, ...kind.fields]);
  const text = entry.fields.get("registry") ?? "";
  const registry = parseRegistryHost(text || (type === "dockerhub" ? "docker.io" : ""));
  const scope = readLoginScope(entry, type === "dockerhub" ? "push" : "both");
  if (registry === void 0)
    return entry.refuse("has no `registry` that is a host", "Give the host of the image name.");
  return kind.read(entry, { registry, ...scope });
}
function readAws(entry, place) {
  const host = parseEcrHost(place.registry);
  const role = readRequired(entry, "role-to-assume");
  const region = readField(entry, "region") ?? host?.region;
  if (region === void 0)
    return entry.refuse(
      "has no `region`",
      "Add the region of the registry: its host does not tell it."
    );
  const isPublic = host?.kind === "public";
  const ecrRegion = host?.region ?? region;
  const ecr = isPublic ? "api.ecr-public" : "api.ecr";
  const identity = {
    type: "aws-ecr",
    ...place,
    audience: readField(entry, "audience") ?? (region.startsWith("cn-") ? "sts.amazonaws.com.cn" : "sts.amazonaws.com"),
    sessionName: readField(entry, "role-session-name") ?? "build-sign-action",
    durationS: Number(readField(entry, "role-duration-seconds") ?? 3600),
    region: ecrRegion,
    isPublic,
    stsUrl: readAddress(entry, "endpoint", `https://sts.${region}.${findAwsDomain(region)}`),
    ecrUrl: readAddress(
      entry,
      "ecr-endpoint",
      `https://${ecr}.${ecrRegion}.${findAwsDomain(ecrRegion)}`
    )
  };
  return role === void 0 ? void 0 : { ...identity, role };
}
function readGoogle(entry, place) {
  const name = readRequired(entry, "workload-identity-provider");
  const serviceAccount = readField(entry, "service-account");
  readField(entry, "project-id");
  const stsUrl = readAddress(entry, "endpoint", "https://sts.googleapis.com");
  const iamUrl = readAddress(entry, "iam-endpoint", "https://iamcredentials.googleapis.com");
  const audience = readField(entry, "audience");
  if (name === void 0) return void 0;
  const provider = name.slice(name.indexOf("projects/"));
  return {
    type: "gcp-wif",
    ...place,
    audience: audience ?? `https://iam.googleapis.com/${provider}`,
    provider,
    serviceAccount,
    stsUrl,
    iamUrl
  };
}
var AZURE_CLOUDS = {
  io: {
    authority: "https://login.microsoftonline.com",
    audience: "api://AzureADTokenExchange",
    resource: "https://management.azure.com"
  },
  cn: {
    authority: "https://login.partner.microsoftonline.cn",
    audience: "api://AzureADTokenExchangeChina",
    resource: "https://management.chinacloudapi.cn"
  },
  us: {
    authority: "https://login.microsoftonline.us",
    audience: "api://AzureADTokenExchangeUSGov",
    resource: "https://management.usgovcloudapi.net"
  }
};
function readAzure(entry, place) {
  const tenantId = readRequired(entry, "tenant-id");
  const clientId = readRequired(entry, "client-id");
  const ending = /\.azurecr\.(io|cn|us)$/.exec(place.registry)?.[1];
  const cloud = AZURE_CLOUDS[ending === "cn" || ending === "us" ? ending : "io"];
  const audience = readField(entry, "audience") ?? cloud.audience;
  const authorityUrl = readAddress(entry, "endpoint", cloud.authority);
  const tokenScope = readField(entry, "token-scope") ?? `${cloud.resource}/.default`;
  if (tenantId === void 0 || clientId === void 0) return void 0;
  return { type: "azure-acr", ...place, audience, tenantId, clientId, authorityUrl, tokenScope };
}
var MAX_HUB_LIFE = "3600";
function readDockerHub(entry, place) {
  const username = readRequired(entry, "username");
  const connectionId = readRequired(entry, "connection-id");
  const identityUrl = readAddress(entry, "endpoint", "https://identity.docker.com");
  const audience = readField(entry, "audience") ?? "https://identity.docker.com";
  const expiresInS = Number(readField(entry, "expires-in") ?? MAX_HUB_LIFE);
  if (username === void 0 || connectionId === void 0) return void 0;
  return { type: "dockerhub", ...place, audience, username, connectionId, expiresInS, identityUrl };
}

// src/inputs/runners.ts
var INPUT = "runners";
var CONTROL = "control";
var EXAMPLE = '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}';
function readRunners(reader) {
  const text = readOrDefault(reader, INPUT);
  if (text === "") return [];
  const entries = parseObject(text);
  if (entries === void 0) {
    const problem = "is not a JSON object";
    report(reader, { input: INPUT, value: text, problem, fix: `Write e.g. \`${EXAMPLE}\`.` });
    return [];
  }
  const rules = entries.flatMap(([key, value]) => readRule(reader, key, value));
  for (const [at, { pattern }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.pattern === pattern) === at) continue;
    const fix = "Keep one of the two.";
    report(reader, { input: INPUT, value: pattern, problem: "is named twice", fix });
  }
  return rules.filter(({ pattern }) => pattern !== CONTROL);
}
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject2(value) ? Object.entries(value) : void 0;
  } catch {
    return void 0;
  }
}
function readRule(reader, key, value) {
  const pattern = parsePattern(key);
  const runner = parseRunner(value);
  if (!pattern.ok) {
    report(reader, { input: INPUT, value: key, problem: pattern.reason, fix: pattern.fix });
  }
  if (runner === void 0) {
    report(reader, {
      input: INPUT,
      value: key,
      problem: "has no runner: neither a label, nor a list of labels, nor a group",
      fix: 'Write e.g. `"ubuntu-24.04"`, `["self-hosted", "arm64"]` or `{"group": "arm", "labels": ["large"]}`.'
    });
  }
  return pattern.ok && runner !== void 0 ? [{ pattern: pattern.pattern, runner }] : [];
}
function parsePattern(key) {
  const name = key.trim().toLowerCase();
  if (name === "default" || name === CONTROL) return { ok: true, pattern: name };
  const isSystem = /^[a-z0-9]+$/.test(name);
  const parsed = parsePlatform(isSystem ? `${name}/amd64` : name);
  if (!parsed.ok) return parsed;
  if (isSystem) return { ok: true, pattern: parsed.platform.os };
  if (/^[^/]+\/arm$/.test(name)) return { ok: true, pattern: `${parsed.platform.os}/arm` };
  return { ok: true, pattern: formatPlatform(parsed.platform) };
}
function parseRunner(value) {
  if (isLabel(value) || isLabels(value)) return value;
  if (!isObject2(value)) return void 0;
  const { group, labels, ...rest } = value;
  if (!isLabel(group) || Object.keys(rest).length > 0) return void 0;
  if (labels === void 0) return { group };
  return isLabel(labels) || isLabels(labels) ? { group, labels } : void 0;
}
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isLabel(value) {
  return typeof value === "string" && /^[^\0-\x1f\x7f]{1,256}$/.test(value) && value.trim() !== "";
}
function isLabels(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isLabel);
}

// src/inputs/workflow.ts
var PREPARATIONS = ["command", "artifact"];
var REF = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml@\S+$/;
var SHA = /^[0-9a-f]{40}$/;
function readWorkflow(reader) {
  const ref = readWord(reader, "workflow-ref");
  const sha = readWord(reader, "workflow-sha");
  if (ref === void 0 && sha === void 0) return void 0;
  const fix = "Leave it out: it is for the reusable workflow of this action.";
  if (ref === void 0 || !REF.test(ref)) {
    const problem = "is not `owner/name/.github/workflows/file.yml@ref`";
    report(reader, { input: "workflow-ref", value: ref ?? "", problem, fix });
    return void 0;
  }
  if (sha === void 0 || !SHA.test(sha)) {
    report(reader, { input: "workflow-sha", value: sha ?? "", problem: "is not a commit", fix });
    return void 0;
  }
  return { ref, sha };
}
function readPrepared(reader) {
  return readList(reader, "prepared", "split").flatMap((entry) => {
    const known = PREPARATIONS.find((each) => each === entry);
    if (known !== void 0) return [known];
    const problem = "is not one of its values";
    const fix = "Leave it out: it is for the reusable workflow of this action.";
    report(reader, { input: "prepared", value: entry, problem, fix });
    return [];
  });
}

// src/inputs/run.ts
function readRunInputs(reader) {
  return {
    dryRun: readBoolean(reader, "dry-run"),
    allowUntrustedHead: readBoolean(reader, "allow-untrusted-head"),
    runners: readRunners(reader),
    workingDirectory: readWord(reader, "working-directory"),
    workflow: readWorkflow(reader),
    prepared: readPrepared(reader),
    builderIds: readList(reader, "builder-ids", "keep")
  };
}

// src/inputs/secrets.ts
function readSecrets(reader) {
  const ids = /* @__PURE__ */ new Set();
  const given = readPairs(reader, { input: "secrets", comma: "keep", ids });
  const files = readPairs(reader, { input: "secret-files", comma: "keep", ids });
  const named = readPairs(reader, { input: "secret-envs", comma: "split", ids });
  return {
    secrets: [
      ...given.map(({ key: id, value }) => ({ id, value, input: "secrets" })),
      ...named.flatMap(({ key: id, value }) => readVariable(reader, id, value.trim()))
    ],
    secretFiles: files.flatMap(({ key: id, value }) => checkPath(reader, id, value.trim()))
  };
}
var FORMS = {
  secrets: "Write `id=value`, one per line; quote a value of several lines as in CSV.",
  "secret-files": "Write `id=path`, one per line.",
  "secret-envs": "Write `id=NAME`, with the name of a variable that the step has in `env`."
};
function readPairs(reader, { input, comma, ids }) {
  const refuse = (problem, fix = FORMS[input]) => {
    report(reader, { input, problem, fix });
    return [];
  };
  return splitEntries(reader, { input, comma }).flatMap((entry, index) => {
    const pair = splitPair(entry);
    if (pair === void 0) return refuse(`entry ${index + 1} has no \`=\``);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(pair.key))
      return refuse(
        `the id of entry ${index + 1} has other characters than letters, digits, \`.\`, \`_\`, \`-\``,
        "Rename it."
      );
    if (ids.has(pair.key))
      return refuse(`the id \`${pair.key}\` appears twice`, "Give each secret an id of its own.");
    ids.add(pair.key);
    return [pair];
  });
}
function splitEntries(reader, { input, comma }) {
  try {
    return parseList(readText(reader, input) ?? "", { comma, comments: input !== "secrets" });
  } catch {
    const fix = "Quote a value of several lines as in CSV, and double each quote inside it.";
    report(reader, { input, problem: "is not a valid list", fix });
    return [];
  }
}
function readVariable(reader, id, name) {
  const input = "secret-envs";
  const refuse = (problem, fix) => {
    report(reader, { input, problem, fix });
    return [];
  };
  if (!/^[A-Za-z_]\w*$/.test(name))
    return refuse(`what \`${id}\` names is not a variable`, FORMS[input]);
  if (/^ACTIONS_/i.test(name))
    return refuse(`\`${id}\` hands a token of the job to the build`, "Remove it.");
  const value = reader.env[name];
  if (value === void 0)
    return refuse(
      `the variable that \`${id}\` names is not set`,
      "Set it in `env` of the step, such as `NPM_TOKEN: ${{ secrets.NPM_TOKEN }}`."
    );
  return [{ id, value, input }];
}
function checkPath(reader, id, path) {
  if (path !== "" && !/[\0-\x1f\x7f]/.test(path)) return [{ id, path }];
  const problem = `\`${id}\` has no path`;
  report(reader, { input: "secret-files", problem, fix: FORMS["secret-files"] });
  return [];
}

// src/inputs/switches.ts
var METADATA_PROVENANCE = ["min", "max", "disabled"];
function readSwitches(env, problems) {
  const readFlag = (name) => {
    const value = env[name] ?? "";
    const flag = parseFlag(value);
    if (flag === void 0 && value !== "")
      problems.push({
        input: name,
        value,
        problem: "is not a boolean",
        fix: "Set the variable to `true` or `false`."
      });
    return flag;
  };
  return {
    exportNames: readFlag("DOCKER_METADATA_SET_OUTPUT_ENV"),
    summary: readFlag("DOCKER_BUILD_SUMMARY") ?? true,
    checkAnnotations: readFlag("DOCKER_BUILD_CHECKS_ANNOTATIONS") ?? true,
    metadataProvenance: readProvenance(env["BUILDX_METADATA_PROVENANCE"] ?? ""),
    ignored: listIgnored(env)
  };
}
function parseFlag(text) {
  if (/^(1|t|T|true|True|TRUE)$/.test(text)) return true;
  return /^(0|f|F|false|False|FALSE)$/.test(text) ? false : void 0;
}
function readProvenance(text) {
  if (parseFlag(text) === false) return "disabled";
  return METADATA_PROVENANCE.find((mode) => mode === text);
}
function listIgnored(env) {
  const noAttestations = parseFlag(env["BUILDX_NO_DEFAULT_ATTESTATIONS"] ?? "") === true;
  const hasBuilder = Boolean(env["BUILDX_BUILDER"]) && !env["INPUT_BUILDER"];
  return [
    ...noAttestations ? [
      "`BUILDX_NO_DEFAULT_ATTESTATIONS` turns nothing off here: write `provenance: false` and `sbom: false`."
    ] : [],
    ...hasBuilder ? ["`BUILDX_BUILDER` chooses nothing here: name the builder in the input `builder`."] : []
  ];
}

// src/inputs/tool-choice.ts
var VERSION = /^v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?)$/;
var WHY_SO_NEW = {
  cosign: ", whose predecessors accept a log entry of another artifact (GHSA-whqx-f9j3-ch6m)",
  buildx: ", the oldest that does all that is asked of it"
};
function readCosignChoice(reader) {
  const choice = readChoice2(reader, "cosign");
  return choice ?? { kind: "pinned", version: DEFAULT_VERSIONS.cosign };
}
function readBuildxChoice(reader) {
  const value = readWord(reader, "buildx-version");
  if (value === "latest") return { kind: "latest" };
  const fix = findFix(value ?? "");
  if (fix === void 0) return readChoice2(reader, "buildx") ?? { kind: "installed" };
  const problem = "is no release of docker/buildx, and nothing else can be checked";
  report(reader, { input: "buildx-version", value: value ?? "", problem, fix });
  return { kind: "installed" };
}
function findFix(value) {
  if (/^(cloud|lab):/.test(value))
    return `Install it in an earlier step and give its absolute path, or write e.g. \`${DEFAULT_VERSIONS.buildx}\`.`;
  if (/^(https?|git|ssh):\/\/|^git@|\.git(#|$)/.test(value))
    return "Build it in an earlier step (`docker buildx build <address>`), stamped with its version, and give its absolute path.";
  return void 0;
}
function readChoice2(reader, tool) {
  const input = `${tool}-version`;
  const value = readWord(reader, input);
  if (value === void 0) return void 0;
  if (value.startsWith("/")) return { kind: "path", path: value };
  const version = VERSION.exec(value)?.[1];
  if (version === void 0) {
    const problem = "is neither a version nor an absolute path";
    report(reader, { input, value, problem, fix: `Write e.g. \`${DEFAULT_VERSIONS[tool]}\`.` });
    return void 0;
  }
  if (listLacks(tool, version).length > 0) {
    const floor = FLOORS[tool];
    const problem = `is older than ${floor}${WHY_SO_NEW[tool]}`;
    report(reader, { input, value, problem, fix: `Use ${floor} or newer.` });
    return void 0;
  }
  return { kind: isPinned(tool, version) ? "pinned" : "release", version };
}

// src/inputs/parse.ts
var MAX_SIGN_TIMEOUT_MS = 60 * 60 * 1e3;
function readPublishing(env) {
  const { inputs, problems } = readInputs(env);
  const reader = { env, problems: [...problems] };
  const candidates = readCandidates(reader);
  return { inputs, candidates, problems: reader.problems };
}
function readInputs(env) {
  const reader = { env, problems: [] };
  const inputs = {
    ...readNameInputs(reader),
    ...readBuildInputs(reader),
    ...readStepInputs(reader),
    ...readResultInputs(reader),
    ...readMatrixInputs(reader),
    ...readSigningInputs(reader),
    ...readCacheInputs(reader),
    ...readMountInputs(reader),
    ...readBuilderInputs(reader),
    registry: readWord(reader, "registry"),
    username: readText(reader, "username"),
    password: readText(reader, "password"),
    registryAuth: [],
    registryIdentities: [],
    githubToken: readText(reader, "github-token"),
    ...readRunInputs(reader),
    switches: readSwitches(env, reader.problems)
  };
  return { inputs, problems: reader.problems };
}
async function readLogins(env, { inputs, problems }) {
  const reader = { env, problems: [...problems] };
  const registryAuth = await readRegistryAuth(reader);
  const registryIdentities = await readRegistryIdentities(reader);
  const nodes = await readNodeInputs(reader, inputs);
  return {
    inputs: { ...inputs, registryAuth, registryIdentities, nodes },
    problems: reader.problems
  };
}
function readBuildInputs(reader) {
  return {
    platforms: readPlatforms(reader),
    context: readContext(reader),
    buildContexts: readBuildContexts(reader),
    file: readWord(reader, "file"),
    target: readWord(reader, "target"),
    buildArgs: readBuildArgs(reader),
    ...readSecretInputs(reader),
    pull: readBoolean(reader, "pull"),
    noCache: readBoolean(reader, "no-cache"),
    noCacheFilters: readNoCacheFilters(reader),
    call: readCall(reader)
  };
}
function readSecretInputs(reader) {
  const { secrets, secretFiles } = readSecrets(reader);
  return {
    secrets: [...secrets, ...readContextSecrets(reader, [...secrets, ...secretFiles])],
    secretFiles,
    ssh: readSsh(reader)
  };
}
function readStepInputs(reader) {
  return {
    network: readNetwork(reader),
    addHosts: readAddHosts(reader),
    allow: readAllow(reader),
    shmSize: readShmSize(reader),
    ulimits: readUlimits(reader),
    cgroupParent: readWord(reader, "cgroup-parent")
  };
}
function readResultInputs(reader) {
  return {
    push: readAutoOrBoolean(reader, "push"),
    load: readBoolean(reader, "load"),
    outputs: readOutputs(reader),
    provenance: readAttestation(reader, "provenance"),
    sbom: readAttestation(reader, "sbom"),
    attests: readAttests(reader)
  };
}
function readMatrixInputs(reader) {
  return {
    platform: readPlatform(reader),
    group: readGroup(reader),
    publish: readChoice(reader, "publish", ["auto", "off"]),
    keepAlive: readChoice(reader, "keep-alive", ["auto", "on", "off"]),
    matrix: readMatrix(reader),
    jobTotal: readJobTotal(reader)
  };
}
function readSigningInputs(reader) {
  return {
    sign: readAutoOrBoolean(reader, "sign"),
    trustedRoot: readWord(reader, "trusted-root"),
    signingConfig: readWord(reader, "signing-config"),
    cosign: readCosignChoice(reader),
    buildx: readBuildxChoice(reader),
    signTimeoutMs: readDuration(reader, "sign-timeout", MAX_SIGN_TIMEOUT_MS),
    certificateIdentity: readIdentity(reader)
  };
}

export {
  readPublishing,
  readInputs,
  readLogins
};
