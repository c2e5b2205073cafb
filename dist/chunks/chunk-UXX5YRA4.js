import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  classifyRef,
  describeRef,
  encodePart,
  fingerprint,
  formatBytes,
  formatTrust,
  isDefaultBranch,
  listLines,
  makeCacheScope,
  mayReadCache,
  mayWrite,
  shorten
} from "./chunk-SA2GMFYJ.js";
import {
  findOwn,
  isRemoteContext,
  parseBoolean,
  readOrDefault,
  report
} from "./chunk-PFKVS5A6.js";
import {
  formatEmulated
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatReference,
  formatRepository,
  parseDigest,
  parseReference,
  parseRepository
} from "./chunk-SHLUNWKC.js";
import {
  formatAttributes,
  parseList,
  splitPair
} from "./chunk-LJCXF7ZE.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

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
  buildkitRootless: "docker.io/moby/buildkit:v0.32.2-rootless@sha256:504731e577c20559c00f968f33219f30115e70be29ab96728d1d06e963fc494b",
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

// src/inputs/cache-keys.ts
var CACHE_BACKENDS = ["gha", "registry", "local", "s3", "azblob", "inline"];
var EXPORT = {
  mode: { value: "mode", side: "to" },
  "ignore-error": { value: "boolean", side: "to" }
};
var IMAGE = {
  ...EXPORT,
  "image-manifest": { value: "boolean", side: "to" },
  "oci-mediatypes": { value: "boolean", side: "to" },
  compression: { value: "compression", side: "to" },
  "compression-level": { value: "integer", side: "to" },
  "force-compression": { value: "boolean", side: "to" }
};
var OBJECTS = {
  ...EXPORT,
  name: { value: "names" },
  prefix: { value: "text", place: true },
  manifests_prefix: { value: "text", place: true },
  blobs_prefix: { value: "text", place: true }
};
var CACHE_KEYS = {
  gha: {
    ...EXPORT,
    scope: { value: "text" },
    timeout: { value: "duration" },
    version: { value: "api-version" },
    repository: { value: "text" },
    url: { value: "token-url" },
    url_v2: { value: "token-url" },
    token: { value: "secret" },
    ghtoken: { value: "secret" }
  },
  registry: {
    ...IMAGE,
    ref: { value: "reference", place: true },
    "registry.insecure": { value: "boolean", place: true }
  },
  local: {
    ...IMAGE,
    src: { value: "path", side: "from" },
    digest: { value: "digest", side: "from" },
    dest: { value: "path", side: "to" },
    tag: { value: "tag" },
    reset: { value: "boolean", side: "to" }
  },
  s3: {
    ...OBJECTS,
    bucket: { value: "text", place: true },
    region: { value: "text", place: true },
    endpoint_url: { value: "url", place: true },
    use_path_style: { value: "boolean", place: true },
    touch_refresh: { value: "duration", place: true },
    upload_parallelism: { value: "count", place: true },
    disable_accept_encoding: { value: "boolean", place: true },
    retry_mode: { value: "retry-mode", place: true },
    retry_max_attempts: { value: "count", place: true },
    access_key_id: { value: "secret", place: true },
    secret_access_key: { value: "secret", place: true },
    session_token: { value: "secret", place: true }
  },
  azblob: {
    ...OBJECTS,
    account_url: { value: "url", place: true },
    account_name: { value: "text", place: true },
    container: { value: "text", place: true },
    secret_access_key: { value: "secret", place: true }
  },
  inline: {}
};
var CACHE_VARIABLES = {
  s3: { bucket: ["AWS_BUCKET"], region: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
  azblob: {
    account_url: ["BUILDKIT_AZURE_STORAGE_ACCOUNT_URL"],
    account_name: ["BUILDKIT_AZURE_STORAGE_ACCOUNT_NAME"],
    container: ["BUILDKIT_AZURE_STORAGE_CONTAINER"],
    prefix: ["BUILDKIT_AZURE_STORAGE_PREFIX"]
  }
};
var REQUIRED_KEYS = {
  gha: { from: [], to: [] },
  registry: { from: ["ref"], to: ["ref"] },
  local: { from: ["src"], to: ["dest"] },
  s3: { from: ["bucket", "region"], to: ["bucket", "region"] },
  azblob: { from: ["account_url"], to: ["account_url"] },
  inline: { from: [], to: [] }
};
function findBackend(name) {
  return CACHE_BACKENDS.find((one) => one === name);
}
function listCacheKeys(backend, at) {
  return Object.entries(CACHE_KEYS[backend]).flatMap(([name, { side, place }]) => {
    const fits = at === "place" ? place === true : side === void 0 || side === at;
    return fits ? [name] : [];
  });
}

// src/inputs/cache-entries.ts
function readCacheLines(reader, input) {
  const side = input === "cache-from" ? "from" : "to";
  return readCacheTexts(reader, input).flatMap((line) => {
    if (isReferenceLine(line)) {
      const parts = line.includes("{{") ? [line] : line.split(",");
      return parts.map((ref) => ({
        backend: "registry",
        attributes: { ref: ref.trim() },
        secrets: {}
      }));
    }
    return readCacheEntry(reader, { input, at: side, line });
  });
}
function readCacheTexts(reader, input) {
  const lines = readOrDefault(reader, input).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [only = "", ...others] = line.startsWith('"') ? splitList(line) ?? [] : [];
    return only === "" || others.length > 0 ? line : only;
  });
}
function splitList(line) {
  try {
    return parseList(line, { comma: "split", comments: false });
  } catch {
    return void 0;
  }
}
function isReferenceLine(line) {
  return !/[="]/.test(line.replace(/\{\{.*?\}\}/g, ""));
}
function readCacheEntry(reader, { input, at, line }) {
  const refuse = (problem, fix) => {
    report(reader, { input, ...mayHoldSecret(line) ? {} : { value: line }, problem, fix });
    return [];
  };
  const fields = splitFields(line);
  if (fields === void 0)
    return refuse(
      "is not `name=value` by comma",
      "Write e.g. `type=gha,scope={{branch}}`; quote a field that holds a comma."
    );
  const twice = fields.find(
    ([name], index) => fields.some(([other], n) => n < index && other === name)
  );
  if (twice !== void 0) return refuse(`names \`${twice[0]}\` twice`, "Give each key once.");
  const { type = "", ...given } = Object.fromEntries(fields);
  const backend = findBackend(type);
  if (backend === void 0)
    return refuse(
      type === "" ? "has no type" : "has a type that no builder knows",
      `Write \`type=\` and one of ${CACHE_BACKENDS.map((one) => `\`${one}\``).join(", ")}.`
    );
  if (backend === "inline" && at === "from")
    return refuse(
      "cannot be read: an inline cache is part of an image",
      "Name the image: `type=registry,ref=ghcr.io/org/app:tag`."
    );
  const unknown = Object.keys(given).filter((name) => !listCacheKeys(backend, at).includes(name));
  if (unknown.length > 0) return refuse(...describeUnknown(backend, unknown));
  return [splitSecrets(reader, backend, given)];
}
function describeUnknown(backend, names) {
  const [name = ""] = names;
  const quoted = names.map((one) => `\`${one}\``).join(", ");
  if (CACHE_KEYS[backend][name] === void 0) {
    const known = Object.keys(CACHE_KEYS[backend]);
    const list = known.length === 0 ? "no keys" : known.map((one) => `\`${one}\``).join(", ");
    return [`has ${quoted}, which \`type=${backend}\` does not know`, `It knows ${list}.`];
  }
  const fix = name === "mode" ? "It belongs to `cache-to`, or to `cache-mode`." : "It belongs to `cache-from` or `cache-to`; with `cache`, scope and names are made by the plan and `cache-scope`.";
  return [`has ${quoted}, which does nothing here`, fix];
}
var WITH_SECRETS = /^url(?:_v2)?$/;
function splitSecrets({ env }, backend, given) {
  const isSecret = (name) => CACHE_KEYS[backend][name]?.value === "secret" || backend === "gha" && WITH_SECRETS.test(name);
  const pairs = Object.entries(given);
  const fromJob = Object.entries(CACHE_VARIABLES[backend] ?? {}).flatMap(([name, variables]) => {
    const value = variables.map((one) => env[one]).find(Boolean);
    return value === void 0 || given[name] !== void 0 ? [] : [[name, value]];
  });
  return {
    backend,
    attributes: Object.fromEntries([...pairs.filter(([name]) => !isSecret(name)), ...fromJob]),
    secrets: Object.fromEntries(pairs.filter(([name]) => isSecret(name)))
  };
}
function splitFields(line) {
  const pairs = (splitList(line) ?? []).map(splitPair);
  const fields = pairs.flatMap(
    (pair) => pair === void 0 ? [] : [[pair.key.toLowerCase(), pair.value.trim()]]
  );
  return fields.length === pairs.length && fields.length > 0 ? fields : void 0;
}
function mayHoldSecret(line) {
  return /secret|token|access_key|password|sig=|:\/\/[^/]*@/i.test(line);
}

// src/inputs/cache-values.ts
var DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
var TAG = /^\w[\w.-]{0,127}$/;
var COMPRESSIONS = ["uncompressed", "gzip", "estargz", "zstd"];
function oneOf(...values) {
  const fix = `Use ${values.map((one) => `\`${one}\``).join(", ")}.`;
  return (value) => values.includes(value) ? void 0 : { problem: "is not one of its values", fix };
}
function matching(pattern, { problem, fix }) {
  return (value) => pattern.test(value) ? void 0 : { problem, fix };
}
var CHECKS = {
  text: () => void 0,
  secret: () => void 0,
  path: () => void 0,
  names: matching(/^[^;]+(?:;[^;]+)*$/, {
    problem: "is no list of names",
    fix: "Separate names by `;`."
  }),
  boolean: (value) => parseBoolean(value) === void 0 && !/^[01]$/.test(value) ? { problem: "is not a boolean", fix: "Use `true` or `false`." } : void 0,
  count: matching(/^[1-9]\d{0,3}$/, { problem: "is no positive number", fix: "Write e.g. `4`." }),
  integer: matching(/^-?\d{1,3}$/, { problem: "is no number", fix: "Write e.g. `3`." }),
  duration: matching(DURATION, { problem: "is no duration", fix: "Write e.g. `30s` or `5m`." }),
  tag: matching(TAG, {
    problem: "is no tag",
    fix: "Use letters, digits, `_`, `.` and `-`."
  }),
  digest: (value) => parseDigest(value) === void 0 ? { problem: "is no digest", fix: "Write `sha256:` and 64 hexadecimal digits." } : void 0,
  reference: checkReference,
  url: checkUrl,
  "token-url": checkTokenUrl,
  mode: oneOf("min", "max"),
  compression: oneOf(...COMPRESSIONS),
  "api-version": oneOf("1", "2"),
  "retry-mode": oneOf("standard", "adaptive")
};
function checkReference(value) {
  const parsed = parseReference(value);
  if (!parsed.ok) return { problem: parsed.reason, fix: parsed.fix };
  return void 0;
}
function checkTokenUrl(value) {
  const wrong = checkUrl(value);
  if (wrong !== void 0) return wrong;
  const { protocol, hostname } = new URL(value);
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === "https:" || isLoopback) return void 0;
  const fix = "Leave it out: the runner knows the address of its cache service.";
  return { problem: "would send the token of the job in the clear", fix };
}
function checkUrl(value) {
  const fix = "Write e.g. `https://storage.example.com`.";
  if (!URL.canParse(value)) return { problem: "is no URL", fix };
  const { protocol, username, password, search } = new URL(value);
  if (username !== "" || password !== "" || search !== "")
    return { problem: "holds more than an address", fix };
  return /^https?:$/.test(protocol) ? void 0 : { problem: "is no address of a service", fix };
}
function findCacheProblems({ backend, attributes }, side) {
  const values = Object.entries(attributes).flatMap(([name, value]) => {
    const key = CACHE_KEYS[backend][name];
    if (key === void 0) return [];
    const found = checkValue(key.value, value);
    return found === void 0 ? [] : [{ ...found, problem: `\`${name}\` ${found.problem}` }];
  });
  const lacking = REQUIRED_KEYS[backend][side].filter((name) => attributes[name] === void 0);
  return [
    ...values,
    ...lacking.map((name) => ({
      problem: `lacks \`${name}\``,
      fix: `Add \`${name}=\u2026\` to \`type=${backend}\`.`,
      lacks: name
    }))
  ];
}
function checkValue(kind, value) {
  if (value === "") return { problem: "is empty", fix: "Give a value, or leave the key out." };
  if (/[\0-\x1f\x7f]/.test(value))
    return { problem: "holds control characters", fix: "Give one line of plain text." };
  return CHECKS[kind](value);
}

// src/plan/cache-spec.ts
function usesBackend({ from, to }, backend) {
  return [...from, ...to].some((place) => place.backend === backend);
}
function formatCacheEntry({ backend, attributes }) {
  return formatAttributes({ type: backend, ...attributes });
}

// src/plan/cache-given.ts
var READ_TIMEOUT = "30s";
function checkEntries(entries, {
  input,
  side,
  optional = [],
  problems
}) {
  for (const entry of entries) {
    const text = formatCacheEntry(entry);
    const value = mayHoldSecret(text) ? void 0 : text;
    for (const { problem, fix, lacks } of findCacheProblems(entry, side))
      if (lacks === void 0 || !optional.includes(lacks))
        problems.push({ input, value, problem, fix });
  }
}
function placeGiven(entry, { side, writeTimeout }) {
  const { backend, attributes } = entry;
  const of = "given";
  const scope = nameScope(entry);
  if (backend === "inline") return { backend, scope, of, attributes };
  if (backend === "gha") {
    const timeout = { timeout: side === "from" ? READ_TIMEOUT : writeTimeout };
    const missing2 = side === "from" ? timeout : { "ignore-error": "true", ...timeout };
    return { backend, scope, of, attributes: { ...attributes, ...without(missing2, attributes) } };
  }
  if (side === "from") return { backend, scope, of, attributes };
  const image = backend === "registry" && attributes["oci-mediatypes"] === void 0 ? { "image-manifest": "true", "oci-mediatypes": "true" } : {};
  const missing = { ...image, "ignore-error": "true" };
  return { backend, scope, of, attributes: { ...attributes, ...without(missing, attributes) } };
}
function without(missing, attributes) {
  return Object.fromEntries(
    Object.entries(missing).filter(([name]) => attributes[name] === void 0)
  );
}
function nameScope({ backend, attributes }) {
  const { scope, ref, src, dest, name } = attributes;
  switch (backend) {
    case "gha":
      return scope ?? "buildkit";
    case "registry":
      return ref ?? "";
    case "local":
      return src ?? dest ?? "";
    case "s3":
    case "azblob":
      return name ?? "buildkit";
    case "inline":
      return "";
  }
}
function refuseImageTags({ cacheTo }, { destinations, problems }) {
  const taken = new Set(
    destinations.flatMap(
      ({ repository, tags }) => (
        // Without a tag the cache would be what `latest` names.
        ["latest", ...tags.map(({ name }) => name)].map(
          (tag) => formatReference({ repository, tag })
        )
      )
    )
  );
  for (const { backend, attributes } of cacheTo) {
    const parsed = parseReference(attributes["ref"] ?? "");
    if (backend !== "registry" || !parsed.ok) continue;
    const { repository, tag = "latest" } = parsed.reference;
    if (!taken.has(formatReference({ repository, tag }))) continue;
    problems.push({
      input: "cache-to",
      value: attributes["ref"],
      problem: `writes the cache to \`${formatReference({ repository, tag })}\`, a name of the image`,
      fix: `Give the cache a name of its own: \`ref=${formatRepository(repository)}:buildcache\`.`
    });
  }
}

// src/plan/cache-places.ts
function makePlaces(request) {
  const made = MAKERS[request.entry.backend](request);
  if (made === void 0) return void 0;
  return request.isWritten ? made : { ...made, to: [] };
}
var MAKERS = {
  gha: makeActionsPlaces,
  registry: makeRegistryPlaces,
  local: makeLocalPlaces,
  s3: makeObjectPlaces,
  azblob: makeObjectPlaces,
  inline: makeInlinePlaces
};
function makeActionsPlaces({ scopes, mode, timeout }) {
  const [own = ""] = scopes;
  const place = (scope, attributes) => ({
    backend: "gha",
    scope,
    of: "own",
    attributes: { scope, ...attributes }
  });
  return {
    from: scopes.map((scope) => place(scope, { timeout: timeout.read })),
    to: [place(own, { mode, "ignore-error": "true", timeout: timeout.write })],
    text: `Actions cache, scope ${own}`
  };
}
function nameLines({ scopes, facts }) {
  return listLines(facts).flatMap(
    ({ of, branch }) => scopes.map((scope) => ({
      of,
      name: branch === void 0 ? scope : `${scope}.b-${encodePart(branch)}`
    }))
  );
}
var MAX_TAG_CHARS = 128;
var TAG_PREFIX = "buildcache-";
function makeRegistryPlaces(request) {
  const { entry, image, mode } = request;
  const { ref = image, ...rest } = entry.attributes;
  if (ref === void 0) return void 0;
  const parsed = parseRepository(ref);
  const repository = parsed.ok ? formatRepository(parsed.repository) : ref;
  const place = ({ of, name }, more) => {
    const tagged = `${repository}:${makeCacheTag(name)}`;
    return {
      backend: "registry",
      scope: tagged,
      of,
      attributes: { ref: tagged, ...rest, ...more }
    };
  };
  const lines = nameLines(request);
  const written = {
    mode,
    "image-manifest": "true",
    "oci-mediatypes": "true",
    "ignore-error": "true"
  };
  const to = lines.slice(0, 1).map((line) => place(line, written));
  return {
    from: lines.map((line) => place(line, {})),
    to,
    text: `registry cache ${to[0]?.scope ?? repository}`
  };
}
var SHOWN = /^(?:[tsb]-|linux__|windows__|load$)/;
function makeCacheTag(name) {
  const hash = fingerprint(name);
  const room = MAX_TAG_CHARS - TAG_PREFIX.length - hash.length - 1;
  const parts = name.split(".").filter((part) => SHOWN.test(part));
  const shown = parts.join(".").replace(/[^\w.-]+/g, "-").slice(0, room);
  return shown === "" ? `${TAG_PREFIX}${hash}` : `${TAG_PREFIX}${hash}-${shown}`;
}
function makeObjectPlaces(request) {
  const { entry, mode } = request;
  const { backend, attributes } = entry;
  const place = ({ of, name }, more) => ({
    backend,
    scope: name,
    of,
    attributes: { ...attributes, name, ...more }
  });
  const lines = nameLines(request);
  const [own] = lines;
  const where = backend === "s3" ? `S3 bucket ${attributes["bucket"] ?? ""}` : `Azure container ${attributes["container"] ?? "buildkit-cache"}`;
  return {
    from: lines.map((line) => place(line, {})),
    to: own === void 0 ? [] : [place(own, { mode, "ignore-error": "true" })],
    text: `${where}, name ${own?.name ?? ""}`
  };
}
var MAX_KEY_CHARS = 440;
function makeLocalPlaces({ scopes, facts, mode, isWritten }) {
  const [own = ""] = scopes;
  const prefixes = scopes.map((scope) => `${shorten(`layers.${scope}`, MAX_KEY_CHARS)}.`);
  const place = (attributes) => ({
    backend: "local",
    scope: own,
    of: "own",
    attributes
  });
  return {
    from: [place({})],
    to: [place({ mode, "ignore-error": "true" })],
    kept: {
      key: `${prefixes[0] ?? ""}${facts.runId}-${facts.runAttempt}`,
      restoreKeys: prefixes,
      isWritten
    },
    text: `folder kept by the Actions cache, key ${prefixes[0] ?? ""}\u2026`
  };
}
var MAX_INLINE_IMAGES = 4;
function makeInlinePlaces({ image, facts, destinations }) {
  if (image === void 0) return void 0;
  const own = (destinations[0]?.tags ?? []).filter(({ kind }) => kind === "floating");
  const branches = [facts.names.pullRequest?.baseRef, facts.names.repository.defaultBranch];
  const named = branches.flatMap(
    (branch) => branch === void 0 ? [] : [branch.replace(/[^\w.-]+/g, "-")]
  );
  const tags = [.../* @__PURE__ */ new Set([...own.map(({ name }) => name), ...named, "latest"])];
  return {
    from: tags.slice(0, MAX_INLINE_IMAGES).map((tag, at) => ({
      backend: "registry",
      scope: `${image}:${tag}`,
      of: at < own.length ? "own" : "default",
      attributes: { ref: `${image}:${tag}` }
    })),
    to: [{ backend: "inline", scope: image, of: "own", attributes: {} }],
    text: "inline in the image"
  };
}

// src/plan/events.ts
var EVENTS = {
  own: {
    events: "`push`, `release`, `schedule`, `workflow_dispatch` and whatever is not below",
    build: "yes",
    push: "auto",
    sign: "pushed",
    cacheWrite: "yes",
    credentials: "yes"
  },
  "pull-request": {
    events: "`pull_request` from a branch of the repository, `merge_group`",
    build: "yes",
    push: "asked",
    sign: "pushed",
    cacheWrite: "yes",
    credentials: "yes"
  },
  fork: {
    events: "`pull_request` from a fork",
    build: "yes",
    push: "refused",
    sign: "never",
    cacheWrite: "own",
    credentials: "read"
  },
  dependabot: {
    events: "any event by Dependabot",
    build: "yes",
    push: "refused",
    sign: "never",
    cacheWrite: "own",
    credentials: "read"
  },
  "foreign-head": {
    events: "`pull_request_target`, `workflow_run`, `issue_comment` with the code of a pull request from a fork",
    build: "asked",
    push: "never",
    sign: "never",
    cacheWrite: "never",
    credentials: "never"
  }
};
var PRIVILEGED_EVENTS = [
  "pull_request_target",
  "workflow_run",
  "issue_comment"
];
function classifyEvent({
  eventName,
  untrusted,
  foreignHead,
  actor
}) {
  if (foreignHead) return "foreign-head";
  if (untrusted) return actor === "dependabot[bot]" ? "dependabot" : "fork";
  return /^(?:pull_request|merge_group$)/.test(eventName) ? "pull-request" : "own";
}
function findRights(facts) {
  return EVENTS[classifyEvent(facts)];
}
function makeForeignHead({ eventName }) {
  return new ActionError(
    "UNTRUSTED_EVENT",
    `The code that is checked out is not this repository's: a job of \`${eventName}\` has its secrets, its cache and its identity, and the code of a pull request from a fork must get near none of them`,
    {
      hint: "Build pull requests in the event `pull_request`, which needs no secrets here. Or set `allow-untrusted-head: true`: it is built then without logins, build secrets, cache export, tags and signature."
    }
  );
}

// src/plan/cache.ts
function planCache(planning) {
  return limitWrites(planning, chooseCache(planning));
}
function planCacheWhenFull(planning) {
  const { inputs, facts, mode } = planning;
  const isChosen = inputs.cache === "auto" && inputs.cacheFrom.length + inputs.cacheTo.length === 0;
  const isPlanned = isChosen && !inputs.noCache && facts.actionsCache && !hasManyJobs(inputs);
  if (!isPlanned || mode !== "push" || firstImage(planning) === void 0) return void 0;
  const registry = joinAll(planning, [REGISTRY], "the Actions cache of the repository is full");
  const { from } = joinAll(planning, [GHA], "");
  return limitWrites(planning, { ...registry, from: [...registry.from, ...from] });
}
function limitWrites(planning, cache) {
  const { cacheWrite } = findRights(planning.facts);
  if (cacheWrite === "yes") return cache;
  const to = cacheWrite === "own" ? cache.to.filter(isOwn) : [];
  const isLess = to.length < cache.to.length;
  const kept = cache.kept === void 0 ? void 0 : { ...cache.kept, isWritten: false };
  const reason = isLess ? `${cache.reason}, only read` : cache.reason;
  return { ...cache, to, kept, reason };
}
function isOwn({ backend, of }) {
  return backend === "gha" || backend === "inline" || backend === "local" && of === "given";
}
function chooseCache(planning) {
  const { inputs } = planning;
  if (inputs.call !== void 0) return noCache(inputs, "nothing is built");
  if (inputs.cacheFrom.length > 0 || inputs.cacheTo.length > 0) return planGiven(planning);
  if (inputs.cache === "off") return noCache(inputs, "turned off by `cache: off`");
  if (inputs.noCache) return noCache(inputs, "turned off by `no-cache`");
  const { entries, because } = inputs.cache === "auto" ? chooseBackend(planning) : chooseNamed(planning, inputs.cache);
  if (entries.length === 0) return noCache(inputs, because);
  const chosen = joinAll(planning, entries, because);
  const isOwnIdea = inputs.cache === "auto" && entries.includes(REGISTRY);
  return isOwnIdea && planning.mode !== "push" ? onlyRead(chosen) : chosen;
}
function onlyRead(cache) {
  if (cache.to.length === 0) return cache;
  return { ...cache, to: [], reason: `${cache.reason}, only read: nothing is pushed` };
}
function joinAll(planning, entries, because) {
  const joined = joinPlaces(planning.inputs, { places: makeAll(planning, entries), because });
  return { ...joined, name: nameBuild(planning) };
}
function noCache({ cacheTimeoutMs }, reason) {
  return {
    from: [],
    to: [],
    reason: `none: ${reason}`,
    timeoutMs: cacheTimeoutMs,
    kept: void 0
  };
}
function planGiven({ inputs, destinations, problems }) {
  const { cacheFrom, cacheTo, cacheTimeoutMs } = inputs;
  checkEntries(cacheFrom, { input: "cache-from", side: "from", problems });
  checkEntries(cacheTo, { input: "cache-to", side: "to", problems });
  refuseImageTags(inputs, { destinations, problems });
  const writeTimeout = formatSeconds(cacheTimeoutMs);
  return {
    from: cacheFrom.map((entry) => placeGiven(entry, { side: "from", writeTimeout })),
    to: cacheTo.map((entry) => placeGiven(entry, { side: "to", writeTimeout })),
    reason: "as given by cache-from and cache-to",
    timeoutMs: cacheTimeoutMs,
    kept: void 0
  };
}
var MANY_JOBS = 20;
function hasManyJobs({ jobTotal }) {
  return jobTotal >= MANY_JOBS;
}
var GHA = { backend: "gha", attributes: {} };
var REGISTRY = { backend: "registry", attributes: {} };
function chooseBackend(planning) {
  const { inputs, facts, mode } = planning;
  const hasImage = firstImage(planning) !== void 0;
  if (facts.actionsCache && hasImage && mode === "push" && hasManyJobs(inputs)) {
    const because2 = `${inputs.jobTotal} jobs are more than the Actions cache serves at once`;
    return { entries: [REGISTRY], because: because2 };
  }
  if (facts.actionsCache) return { entries: [GHA], because: "" };
  const because = "this runner offers no Actions cache";
  const isLocalName = mode !== "push" && planning.names.images.length === 0;
  if (!hasImage || isLocalName || facts.runId === "") return { entries: [], because };
  return { entries: [REGISTRY], because };
}
function chooseNamed(planning, named) {
  const { facts, mode, problems } = planning;
  const image = firstImage(planning);
  checkEntries(named, { input: "cache", side: "to", optional: ["ref", "dest"], problems });
  const because = [];
  const entries = named.filter(({ backend, attributes: { ref } }) => {
    if ((backend === "gha" || backend === "local") && !facts.actionsCache)
      because.push("this runner offers no Actions cache");
    else if (backend === "registry" && ref !== void 0 && !parseRepository(ref).ok)
      return refuseReference(planning, ref);
    else if (backend === "registry" && ref === void 0 && image === void 0)
      problems.push({
        input: "cache",
        value: backend,
        problem: "has no image to lie beside",
        fix: "Name one by `images` or `tags`, or write `type=registry,ref=ghcr.io/org/app-cache`."
      });
    else if (backend === "inline" && (image === void 0 || mode !== "push"))
      because.push("an inline cache is part of a pushed image");
    else return true;
    return false;
  });
  const all = [...new Set(because)].join("; ");
  return { entries, because: entries.length === 0 ? all || "what it names is refused" : all };
}
function refuseReference({ problems }, ref) {
  const parsed = parseRepository(ref);
  const reason = parsed.ok ? "" : parsed.reason;
  const fix = `${parsed.ok ? "" : parsed.fix} Or write the whole in \`cache-from\` and \`cache-to\`.`;
  problems.push({ input: "cache", value: ref, problem: reason, fix });
  return false;
}
function nameBuild(planning) {
  const { inputs, facts, leg } = planning;
  const platforms = leg === void 0 ? inputs.platforms : [leg.platform];
  const image = firstImage(planning) ?? facts.repository;
  return makeCacheScope({ inputs: { ...inputs, platforms }, image });
}
function makeAll(planning, entries) {
  const { inputs, facts, mode, destinations } = planning;
  const image = firstImage(planning);
  const whole = nameBuild(planning);
  const scopes = mode === "load" ? [`${whole}.load`, whole] : [whole];
  const kind = classifyRef(facts);
  return entries.flatMap((entry) => {
    const isWritten = mayWrite(entry.backend, kind);
    const made = makePlaces({
      ...{ entry, scopes, facts, image, destinations, isWritten },
      mode: chooseMode(inputs, facts),
      timeout: { read: READ_TIMEOUT, write: formatSeconds(inputs.cacheTimeoutMs) }
    });
    if (made === void 0) return [];
    return [isWritten ? made : { ...made, text: `${made.text}, only read (${describeRef(kind)})` }];
  });
}
function chooseMode({ cacheMode }, { stages }) {
  if (cacheMode !== "auto") return cacheMode;
  return stages === 1 ? "min" : "max";
}
function firstImage({
  names: { images },
  destinations
}) {
  const [first] = images.length > 0 ? images : destinations;
  return first === void 0 ? void 0 : formatRepository(first.repository);
}
function joinPlaces({ cacheTimeoutMs }, { places, because }) {
  const text = places.map((one) => one.text).join("; ");
  return {
    from: places.flatMap((one) => one.from),
    to: places.flatMap((one) => one.to),
    reason: because === "" ? text : `${text} (${because})`,
    timeoutMs: cacheTimeoutMs,
    kept: places.find((one) => one.kept !== void 0)?.kept
  };
}
function formatSeconds(ms) {
  const seconds = Math.round(ms / 1e3);
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

// src/plan/mounts.ts
function planMounts(planning) {
  const { inputs, facts, leg } = planning;
  const image = firstImage(planning) ?? facts.repository;
  const platforms = leg === void 0 ? inputs.platforms : [leg.platform];
  return {
    off: findObstacle(planning),
    readOnly: findLimit(facts),
    scope: makeCacheScope({ inputs: { ...inputs, platforms }, image }),
    namespace: readArg(inputs.buildArgs, "BUILDKIT_CACHE_MOUNT_NS"),
    maxBytes: inputs.cacheMountsMaxBytes,
    mounts: [],
    others: [],
    open: [],
    bases: []
  };
}
function findObstacle({ inputs, facts, builder, trust }) {
  if (inputs.call !== void 0) return "nothing is built";
  if (inputs.cacheMounts === "off") return "turned off by `cache-mounts: off`";
  if (inputs.cache === "off") return "turned off by `cache: off`";
  if (inputs.noCache) return "turned off by `no-cache`";
  if (!facts.actionsCache) return "this runner offers no Actions cache";
  if (!mayReadCache({ backend: "local", of: "own" }, trust) || inputs.workflow !== void 0)
    return "nobody signs them, and what is built is signed";
  if (isRemoteContext(inputs.context)) return "the Dockerfile is not at hand before the build";
  const options = findOwn(builder)?.nodes.flatMap(({ driverOpts }) => driverOpts) ?? [];
  return options.some((one) => /^replicas=0*(?:[2-9]|1\d)/.test(one)) ? "the builder has several pods, of which buildx chooses one for each build" : void 0;
}
function findLimit(facts) {
  if (findRights(facts).cacheWrite !== "yes") return "by its event this run writes no cache";
  return isDefaultBranch(facts.names) ? void 0 : "they are written on the default branch";
}
function readArg(buildArgs, name) {
  const entry = buildArgs.findLast((one) => one.startsWith(`${name}=`));
  return entry === void 0 ? void 0 : entry.slice(name.length + 1);
}
function splitMounts({ build, builder }, isSpread) {
  const nodes = findOwn(builder)?.nodes ?? [];
  const places = /* @__PURE__ */ new Map();
  for (const platform of isSpread ? build.platforms.map(formatPlatform) : []) {
    const at = nodes.findIndex((node) => node.platforms.includes(platform));
    const place = at < 0 ? platform : `node ${at}`;
    if (!places.has(place)) places.set(place, platform);
  }
  const [first, ...others] = [...places.values()].map((platform) => ({
    archive: `mounts-${platform.replaceAll("/", "-")}.tar`,
    platform
  }));
  return first === void 0 ? [{ archive: "mounts.tar", platform: void 0 }] : [first, ...others];
}
function listHelperImages({ builder, mounts }, wanted) {
  const own = findOwn(builder);
  const options = own?.nodes.flatMap(({ driverOpts }) => driverOpts) ?? [];
  const given = options.find((one) => one.startsWith("image="))?.slice("image=".length);
  const pulled = wanted.flatMap(({ base }) => base === void 0 ? [] : [base]);
  const buildkit = given === void 0 ? own?.images ?? [] : [given];
  return [.../* @__PURE__ */ new Set([...pulled, ...mounts.bases, ...buildkit, IMAGES.buildkit])];
}
function formatMounts({ mounts, others, open, readOnly }) {
  if (mounts.length + others.length === 0) return void 0;
  const left = others.map(
    (one) => one.isOpen && open.length > 0 ? `line ${one.line}: its image is asked` : formatOther(one)
  );
  const kept = mounts.length === 0 ? [] : [`${mounts.map(nameMount).join(", ")}${readOnly === void 0 ? "" : ", only read"}`];
  return [...kept, ...left].join("; ");
}
function formatOther({ line, reason }) {
  return `line ${line} not kept: ${reason}`;
}
function nameMount({ id, target }) {
  return id === target ? target : `${target} (${id})`;
}

// src/plan/tool-choice.ts
function formatToolChoice(choice) {
  switch (choice.kind) {
    case "latest":
      return "the latest release, checked by its signature";
    case "path":
      return choice.path;
    case "pinned":
      return `${choice.version}, pinned by its hash`;
    case "release":
      return `${choice.version}, checked by its signature`;
  }
}

// src/plan/print.ts
function formatPlan(plan, group) {
  return listDecisions(plan, group).map(([name, value]) => formatRow(name, value));
}
function listDecisions(plan, group) {
  const { build, destinations, load } = plan;
  return [
    row("result", formatMode(plan)),
    ...plan.mode === "call" ? [] : [row("platforms", build.platforms.map(formatPlatform).join(", "))],
    ...formatEmulation(plan),
    ...formatLeg(plan, group),
    row("context", [build.context, build.file, build.target].filter(Boolean).join(" \xB7 ")),
    ...destinations.map(
      ({ repository, tags }) => row(
        "image",
        `${formatRepository(repository)}  ${tags.map(({ name }) => name).join(" ") || "(no tag)"}`
      )
    ),
    ...(load?.tags ?? []).map((tag) => row("load as", tag)),
    ...build.contexts.length > 0 ? [row("contexts", build.contexts.join(", "))] : [],
    ...build.exports.map((value) => row("output", value)),
    ...formatImageAttributes(plan),
    row("builder", formatBuilder(plan)),
    ...plan.buildx.kind === "installed" ? [] : [row("buildx", formatToolChoice(plan.buildx))],
    ...build.allow.length > 0 ? [row("allowed", build.allow.join(", "))] : [],
    row("cache", plan.cache.reason),
    ...formatMountRow(plan),
    ...formatCacheTrust(plan),
    row("attestations", formatAttestations(plan)),
    row("signing", formatSigning(plan)),
    ...formatLevel(plan),
    ...plan.logins.map((login) => row("login", formatLogin(login))),
    ...build.secretIds.length > 0 ? [row("secrets", build.secretIds.join(", "))] : []
  ];
}
function formatMountRow({ mounts }) {
  const text = formatMounts(mounts);
  return text === void 0 ? [] : [row("cache mounts", text)];
}
function formatEmulation({ mode, emulation: { mode: how, outlook } }) {
  if (mode === "call" || outlook === void 0) return [];
  const { steps, doubts } = outlook;
  if (steps.length === 0 && doubts.length === 0)
    return [row("emulated", "nothing, as far as the Dockerfile tells")];
  const by = {
    auto: "",
    binfmt: "",
    builtin: ", by BuildKit's own emulators",
    off: ", turned off"
  };
  return [row("emulated", `${formatEmulated(outlook)}${by[how]}`)];
}
function formatLogin({ registry, repository, username, source, use, isAwsKey }) {
  const place = repository === void 0 ? registry : `${registry}/${repository}`;
  const who = isAwsKey === true ? "an AWS access key" : username;
  const limit = use === "both" ? "" : `, to ${use} only`;
  return `${place} as ${who} (${source}${limit})`;
}
function formatPolicy(policy) {
  return [
    formatRow("identity", policy.identity),
    formatRow("issuer", policy.issuer),
    ...policy.repository === void 0 ? [] : [formatRow("repository", policy.repository)],
    ...policy.sha === void 0 ? [] : [formatRow("commit", policy.sha)],
    formatRow(
      "log",
      policy.transparencyLog ? "transparency log" : "timestamp only, nothing is written to a public log"
    )
  ];
}
function row(name, value) {
  return [name, value];
}
function formatRow(name, value) {
  return `${name.padEnd(13)} ${value}`;
}
function formatMode({ mode, reason, publish, build: { platforms } }) {
  const what = {
    push: publish === "off" ? "push by digest" : "push by digest, tags last",
    load: `load ${platforms.length > 1 ? "the engine's own platform " : ""}into the engine`,
    build: "build only",
    call: "evaluate the Dockerfile, build nothing"
  }[mode];
  return `${what} (${reason})`;
}
function formatLeg({ leg, publish, mode }, group) {
  if (mode !== "push" || leg === void 0 && publish === "auto") return [];
  const whole = leg?.platforms.map(formatPlatform).join(", ") ?? "";
  const end = publish === "auto" ? " (the last leg to finish publishes)" : "";
  return [
    ...leg === void 0 ? [] : [row("leg of", `${whole}${end}`)],
    row("group", group),
    ...publish === "off" ? [row("publish", "off: no tag; hand the output `candidate` on")] : []
  ];
}
function formatImageAttributes({ build: { imageAttributes } }) {
  const text = formatAttributes(imageAttributes);
  return text === "" ? [] : [row("image with", text)];
}
function formatBuilder({ builder }) {
  if (builder.kind === "existing") return `${builder.name} (existing, stays)`;
  if (builder.kind === "engine") return "the engine's own BuildKit";
  const { driver, nodes, config, kept } = builder.own;
  const [first] = nodes;
  const own = [
    kept === void 0 ? `${driver}, for this job only` : `${kept.name}, which stays, with ${formatBytes(kept.maxBytes)} at most`,
    ...nodes.length > 1 || first.endpoint !== void 0 ? nodes.map((node) => formatNode(node, driver === "kubernetes" ? "a pod" : "the engine here")) : first.driverOpts.map(hideValue),
    ...config === void 0 ? [] : ["with a configuration"]
  ].join(" \xB7 ");
  return builder.kind === "auto" ? `the engine's own BuildKit where it will do, else ${own}` : own;
}
function formatNode({ endpoint, platforms, driverOpts }, here) {
  const native = platforms.length === 0 ? [] : [`for ${platforms.join(", ")}`];
  return [endpoint ?? here, ...native, ...driverOpts.map(hideValue)].join(" ");
}
function hideValue(option) {
  return option.replace(/(env\.[^=]*=).*$/s, "$1\u2026");
}
function formatCacheTrust({ cache: { from, to, trust } }) {
  if (from.length + to.length + trust.refused.length === 0) return [];
  return [row("cache trust", formatTrust(trust))];
}
function formatAttestations({ attestations, mode }) {
  if (mode !== "push" && attestations.length === 0) return "none (nothing is pushed)";
  const kinds = new Set(attestations.map(({ kind }) => kind));
  const say = (kind, name) => kinds.has(kind) ? name : `no ${name} (turned off)`;
  return [say("spdx", "SBOM (SPDX)"), say("provenance", "SLSA provenance")].join(", ");
}
function formatLevel({ attestations, level }) {
  if (!attestations.some(({ kind }) => kind === "provenance")) return [];
  const why = level.reasons.length === 0 ? "" : ` (${level.reasons.join("; ")})`;
  return [row("SLSA", `Build L${level.level}${why}`)];
}
function formatSigning({ signing }) {
  if (signing.kind === "off") return `off: ${signing.reason}`;
  const sigstore = signing.trustedRoot === void 0 ? "public Sigstore" : "Sigstore of your own";
  return `cosign, keyless, ${sigstore}, up to ${Math.round(signing.timeoutMs / 1e3)} s`;
}

export {
  CACHE_BACKENDS,
  findBackend,
  readCacheLines,
  readCacheTexts,
  readCacheEntry,
  DEFAULT_VERSIONS,
  IMAGES,
  findCopy,
  isPinned,
  findPinnedHash,
  usesBackend,
  formatCacheEntry,
  EVENTS,
  PRIVILEGED_EVENTS,
  classifyEvent,
  makeForeignHead,
  planCache,
  planCacheWhenFull,
  planMounts,
  splitMounts,
  listHelperImages,
  formatOther,
  nameMount,
  formatPlan,
  listDecisions,
  formatPolicy,
  formatRow
};
