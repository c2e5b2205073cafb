import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/image/digest.ts
var PATTERN = /^sha256:[0-9a-f]{64}$/;
function isDigest(text) {
  return PATTERN.test(text);
}
function parseDigest(text) {
  return text !== void 0 && isDigest(text) ? text : void 0;
}
function digestHex(digest) {
  return digest.slice("sha256:".length);
}

// src/image/reference.ts
var EXAMPLE = "ghcr.io/org/app";
var DOCKER_HUB = "docker.io";
var DOCKER_HUB_ALIASES = /* @__PURE__ */ new Set([DOCKER_HUB, "index.docker.io", "registry-1.docker.io"]);
var MAX_TEXT_LENGTH = 512;
var MAX_PATH_LENGTH = 255;
var PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
var DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
var IPV6 = /^\[[0-9a-f:]+\]$/i;
var TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
var RESERVED_TAG = /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/i;
function parseRepository(text) {
  const parsed = parseReference(text);
  if (!parsed.ok) return parsed;
  const { repository, tag, digest } = parsed.reference;
  if (tag === void 0 && digest === void 0) return { ok: true, repository };
  return refuse(
    `has a ${tag === void 0 ? "digest" : "tag"}`,
    `Write the name alone: \`${formatRepository(repository)}\`.`
  );
}
function parseReference(text) {
  const unfit = findUnfitText(text);
  if (unfit !== void 0) return unfit;
  const at = text.indexOf("@");
  const digest = at < 0 ? void 0 : parseDigest(text.slice(at + 1));
  if (at >= 0 && digest === void 0) {
    return refuse(
      "has something else than a sha256 digest after `@`",
      "Write `@sha256:` and 64 hexadecimal digits in lower case."
    );
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const hasTag = colon > named.lastIndexOf("/");
  const repository = parseName(hasTag ? named.slice(0, colon) : named);
  if (!repository.ok) return repository;
  const known = { repository: repository.repository, ...digest === void 0 ? {} : { digest } };
  if (!hasTag) return { ok: true, reference: known };
  const tag = parseTag(named.slice(colon + 1));
  return tag.ok ? { ok: true, reference: { ...known, tag: tag.tag } } : tag;
}
function parseTag(text) {
  if (text === "")
    return refuse("has an empty tag", "Write a tag after the colon, or leave the colon out.");
  if (text.length > 128)
    return refuse(`has a tag of ${text.length} characters`, "Use at most 128.");
  if (RESERVED_TAG.test(text)) {
    return refuse(
      "has a tag that is reserved for signatures and other referrers",
      "Use a tag that is not `sha256-` and a digest."
    );
  }
  if (!TAG.test(text)) {
    return refuse(
      "has a tag that is not valid",
      "Use letters, digits, `_`, `.` and `-`, the first one neither `.` nor `-`."
    );
  }
  return { ok: true, tag: text };
}
function parseName(name) {
  if (/:sha256$/.test(name))
    return refuse("has a digest in place of a tag", "Write `@sha256:\u2026` instead of `:sha256:\u2026`.");
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (!isRegistryHost(first)) {
    return checkPath(DOCKER_HUB, name.includes("/") ? name : `library/${name}`);
  }
  const reason = findHostProblem(first);
  if (reason !== void 0)
    return refuse(
      reason,
      `Write the registry as a host with an optional port, e.g. \`${EXAMPLE}\`.`
    );
  const registry = first.toLowerCase();
  const path = name.slice(slash + 1);
  if (!DOCKER_HUB_ALIASES.has(registry)) return checkPath(registry, path);
  return checkPath(DOCKER_HUB, path.includes("/") ? path : `library/${path}`);
}
function isRegistryHost(first) {
  return /[.:]/.test(first) || first.toLowerCase() === "localhost";
}
function findHostProblem(registry) {
  const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(registry) ?? [];
  if (!DOMAIN.test(host) && !IPV6.test(host)) return "has a registry that is not a host name";
  if (port === void 0) return void 0;
  const inRange = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  return inRange ? void 0 : "has a port that is not a number from 1 to 65535";
}
function checkPath(registry, path) {
  const components = path.split("/");
  if (components.includes(""))
    return refuse(
      "has an empty part in its name",
      `Write it like \`${EXAMPLE}\`, without \`//\` or a slash at an end.`
    );
  if (path.length > MAX_PATH_LENGTH)
    return refuse(`has a name of ${path.length} characters`, `Use at most ${MAX_PATH_LENGTH}.`);
  if (components.every((component) => PATH_COMPONENT.test(component)))
    return { ok: true, repository: { registry, path } };
  const lower = path.toLowerCase();
  if (lower !== path && lower.split("/").every((component) => PATH_COMPONENT.test(component))) {
    return refuse(
      "has upper case in its name",
      `Write \`${formatRepository({ registry, path: lower })}\`.`
    );
  }
  return refuse(
    "has a name that is not valid",
    `Use lower-case letters and digits, with \`.\`, \`_\`, \`__\` or \`-\` between them, e.g. \`${EXAMPLE}\`.`
  );
}
function findUnfitText(text) {
  if (text === "") return refuse("is empty", `Write a name such as \`${EXAMPLE}\`.`);
  if (text.length > MAX_TEXT_LENGTH)
    return refuse(`has ${text.length} characters`, `Use at most ${MAX_TEXT_LENGTH}.`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return refuse("starts with a URL scheme", `Write it without, e.g. \`${EXAMPLE}\`.`);
  if (/[\s\x00-\x1f\x7f]/.test(text))
    return refuse(
      "has white space or a control character in it",
      "Remove it; write one name per line."
    );
  const odd = /[^\x21-\x7e]/u.exec(text)?.[0];
  if (odd === void 0) return void 0;
  const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return refuse(
    `has a character that no image name can have (U+${code})`,
    "Type the name anew in plain ASCII."
  );
}
function refuse(reason, fix) {
  return { ok: false, reason, fix };
}
function formatRepository({ registry, path }) {
  return `${registry}/${path}`;
}
function formatReference({ repository, tag, digest }) {
  return `${formatRepository(repository)}${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function isSameRepository(left, right) {
  return left.registry === right.registry && left.path === right.path;
}
function formatApiHost(registry) {
  return DOCKER_HUB_ALIASES.has(registry) ? "registry-1.docker.io" : registry;
}
function formatReferrersTag(digest) {
  return `sha256-${digestHex(digest)}`;
}

// src/tools/redact.ts
var QUERY_SECRET = String.raw`(?:[\w.-]*(?:token|secret|passw(?:or)?d|pwd|credentials?|signature|(?:api|access|auth|private|secret)[-_]?key)|sig|sas|jwt|auth)`;
var RULES = [
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, "***"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_pat_[\w-]{16,})/g, "***"],
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)?\s*)[^\s"',]+/gi, "$1***"],
  [new RegExp(`([?&]${QUERY_SECRET}=)[^&\\s"'<>]+`, "gi"), "$1***"],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, "$1***"]
];
var IS_QUERY_SECRET = new RegExp(`^${QUERY_SECRET}$`, "i");
function hasQuerySecret(url) {
  const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return [...new URLSearchParams(query)].some(
    ([name, value]) => value !== "" && IS_QUERY_SECRET.test(name)
  );
}
var SECRET_NAME = /token|secret|passw|pword|credential|(?:^|_)(?:key|auth)$|api_?key/i;
var SECRET_ATTRIBUTE = /((?:^|[,=]"?)(?:secret_access_key|session_token|access_key_id|account_key|token|password)=)[^,"]*/gi;
function redactArgument(argument) {
  const [, start, name = ""] = /^(--build-arg=([^=]*)=)./s.exec(argument) ?? [];
  if (start !== void 0 && SECRET_NAME.test(name)) return `${start}***`;
  const isCache = /^--cache-(?:from|to)=/.test(argument);
  const shown = isCache ? argument.replace(SECRET_ATTRIBUTE, "$1***") : argument;
  return redactLine(shown.replace(/^(--driver-opt="?env\.[^=]*=).*$/s, "$1***"));
}
function redactLine(line) {
  return RULES.reduce((text, [pattern, shown]) => text.replace(pattern, shown), line);
}

export {
  isDigest,
  parseDigest,
  digestHex,
  parseRepository,
  parseReference,
  parseTag,
  formatRepository,
  formatReference,
  isSameRepository,
  formatApiHost,
  formatReferrersTag,
  hasQuerySecret,
  SECRET_NAME,
  redactArgument,
  redactLine
};
