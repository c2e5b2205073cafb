import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  findCredential,
  findProxySecrets,
  formatAuthKey,
  formatDockerConfig,
  hasHelpers,
  joinTracks,
  linkContexts,
  makeAmbientSource,
  makeLeaseSource,
  makeOwnLogins,
  pickContext,
  readUserConfig
} from "./chunk-PTLKZAO4.js";
import {
  MANIFEST_MEDIA_TYPES,
  MAX_MANIFEST_BYTES,
  MEDIA_TYPE,
  findRegistryService,
  parseManifest
} from "./chunk-PFKVS5A6.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  HELPER_VARIABLE,
  userDockerConfig
} from "./chunk-5DJDJALV.js";
import {
  digestHex,
  formatApiHost,
  formatReference,
  formatReferrersTag,
  formatRepository,
  isDigest,
  isSameRepository,
  parseDigest,
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  parseJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  describeError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/plan/pushed.ts
function listPushed({
  destinations,
  cache
}) {
  const named = destinations.map(({ repository }) => repository);
  const caches = (cache?.to ?? []).flatMap(({ backend, attributes }) => {
    const parsed = parseReference(attributes["ref"] ?? "");
    return backend === "registry" && parsed.ok ? [parsed.reference.repository] : [];
  });
  return [...named, ...caches].filter(
    (one, at, all) => all.findIndex((other) => isSameRepository(one, other)) === at
  );
}

// src/registry/content.ts
import { createHash } from "node:crypto";
function computeDigest(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

// src/registry/challenge.ts
var MAX_HEADER_LENGTH = 8192;
var ITEM = /[\s,]*([\w.~+/-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
function parseChallenge(header) {
  const found = header === void 0 ? [] : listChallenges(header.slice(0, MAX_HEADER_LENGTH));
  const bearer = found.find(({ scheme, params }) => scheme === "bearer" && params.has("realm"));
  const realm = bearer?.params.get("realm");
  if (bearer !== void 0 && realm !== void 0) {
    return {
      scheme: "bearer",
      realm,
      service: bearer.params.get("service"),
      scope: bearer.params.get("scope"),
      isInsufficient: bearer.params.get("error") === "insufficient_scope"
    };
  }
  return found.some(({ scheme }) => scheme === "basic") ? { scheme: "basic" } : void 0;
}
function listChallenges(header) {
  const found = [];
  ITEM.lastIndex = 0;
  for (let item = ITEM.exec(header); item !== null; item = ITEM.exec(header)) {
    const [, name = "", quoted, plain] = item;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    if (value === void 0) found.push({ scheme: name.toLowerCase(), params: /* @__PURE__ */ new Map() });
    else found.at(-1)?.params.set(name.toLowerCase(), value);
  }
  return found;
}

// src/registry/login-lines.ts
var ACCESS = "permissions:\n  contents: read\n  id-token: write";
function formatLoginLines(registry) {
  switch (findRegistryService(registry)) {
    case "aws-ecr":
      return identity(registry, "aws-ecr", [
        `role-to-assume: arn:aws:iam::${/^\d{12}/.exec(registry)?.[0] ?? "<account>"}:role/<role>`
      ]);
    case "google":
      return identity(registry, "gcp-wif", [
        "workload-identity-provider: projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>",
        "service-account: <name>@<project>.iam.gserviceaccount.com"
      ]);
    case "azure-acr":
      return identity(registry, "azure-acr", ["tenant-id: <uuid>", "client-id: <uuid>"]);
    case "dockerhub":
      return `${password(registry)}
or, without a stored secret, \`registry-identities\` with \`type: dockerhub\`.`;
    default:
      return password(registry);
  }
}
function password(registry) {
  return `Log in to ${registry}, by a login step before or by
registry: ${registry}
username: <user>
password: \${{ secrets.<NAME> }}`;
}
function identity(registry, type, fields) {
  const lines = [`type: ${type}`, `registry: ${registry}`, ...fields];
  const entry = lines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`);
  return `Log in to ${registry} with the identity of the job:
${ACCESS}
and in \`with\`:
registry-identities: |
${entry.join("\n")}`;
}

// src/registry/hints.ts
var PACKAGES_WRITE = "permissions:\n  contents: read\n  packages: write";
function findHint(facts) {
  if (facts.code === "REGISTRY_THROTTLED") return hintThrottled(facts);
  if (facts.code === "REGISTRY_UNREACHABLE") return hintUnreachable(facts);
  if (/immutab|cannot be overwritten/i.test(facts.outcome)) return hintImmutable(facts);
  if (facts.code === "REGISTRY_NOT_FOUND") return hintNotFound(facts);
  if (facts.code === "REGISTRY_DENIED" || facts.code === "REGISTRY_UNAUTHORIZED")
    return hintDenied(facts);
  if (facts.status !== void 0 && facts.status < 400) return hintStranger(facts);
  if (facts.status === 413)
    return "The registry, or a proxy in front of it, limits the size of uploads: raise that limit.";
  return void 0;
}
function hintThrottled({ repository }) {
  const login = repository.registry === "docker.io" ? " Docker Hub limits by account: log in, also for public images." : "";
  return `The registry limits requests. Run again later, or lower the number of jobs that run at once.${login}`;
}
function hintStranger({ repository }) {
  return `What answers at ${repository.registry} does not speak as a registry does: is that its host and port, and is a proxy with a login page in front of it?`;
}
function hintUnreachable({ repository, outcome }) {
  if (/CERT_NOT_YET_VALID|CERT_HAS_EXPIRED/.test(outcome)) {
    return `By the clock of this machine the certificate of ${repository.registry}, or of a proxy on the way, is not valid: is that clock right (NTP)? If it is, renew the certificate.`;
  }
  if (/ALTNAME_INVALID/.test(outcome)) {
    return `The certificate is for other names than ${repository.registry}: give the name that it holds, or one that holds this name to the registry.`;
  }
  if (/CERT|certificate|SELF_SIGNED|self-signed/i.test(outcome)) {
    return `The certificate of ${repository.registry} is not trusted here: set NODE_EXTRA_CA_CERTS, in the \`env\` of the job or of the runner, to a file with its authority. The builder has its own: give the file to \`buildkitd-config\` too (\`[registry."${repository.registry}"]\`, \`ca=[\u2026]\`).`;
  }
  if (/\bENOTFOUND\b/.test(outcome)) {
    return `No host has the name ${repository.registry}: is it written right? For a host of your own, this machine's DNS has to know it.`;
  }
  return `Look at the status page of ${repository.registry}, then run the failed job again: it continues with what was already pushed.`;
}
function hintImmutable({ repository }) {
  return `A tag in ${repository.path} is immutable and holds something else. Publish under a new tag; where the tag begins with \`sha256-\`, exclude that prefix from the immutability rule: signatures are listed under it.`;
}
function hintNotFound({ repository, outcome }) {
  if (!/NAME_UNKNOWN|name unknown|repository/i.test(outcome)) return void 0;
  if (/\.dkr\.ecr\./.test(repository.registry)) {
    return `Create the repository first: aws ecr create-repository --repository-name ${repository.path}`;
  }
  return `Create the repository ${repository.path} first, or correct its name.`;
}
function hintDenied({ repository, outcome, code, isLoggedIn }) {
  const { registry, path } = repository;
  if (registry === "docker.pkg.github.com")
    return `docker.pkg.github.com is no longer a registry: publish to ghcr.io/${path}.`;
  if (registry === "ghcr.io")
    return isLoggedIn === false ? hintNoToken(path) : hintGitHub(path, outcome);
  if (registry === "docker.io" && path.startsWith("library/")) {
    return `\`${path}\` without a registry means Docker Hub's official images. Did you mean \`ghcr.io/\u2026/${path.slice("library/".length)}\`?`;
  }
  if (isLoggedIn === false) return formatLoginLines(registry);
  if (/scope/i.test(outcome))
    return `The token for ${registry} may not write to ${path}: create one with read and write access.`;
  if (code === "REGISTRY_UNAUTHORIZED") return hintRefused(registry, isLoggedIn === true);
  return `The account used for ${registry} may not do this in ${path}: give it write access, or correct the name.`;
}
function hintRefused(registry, isLoggedIn) {
  return isLoggedIn ? `The login used for ${registry} is wrong or has ended: look at its user name and password, or get a new token. It comes from the inputs, or from a login step before.` : formatLoginLines(registry);
}
function hintNoToken(path) {
  return `There is no login for ghcr.io: leave \`github-token\` at its default and give the job
${PACKAGES_WRITE}
or, for ${path} of another GitHub, set \`username\` and a \`password\` with \`write:packages\`.`;
}
function hintGitHub(path, outcome) {
  const owner = path.split("/")[0] ?? path;
  if (/create.{0,20}organization package|create_package/i.test(outcome)) {
    return `Check in this order: \`${owner}\` is the owner of this repository; the job has
${PACKAGES_WRITE}
and the organization lets its members create packages (organization settings, Packages).`;
  }
  return `Give the job
${PACKAGES_WRITE}
and, if the package exists already, add this repository with the role Write under "Manage Actions access" in the settings of the package \`${path}\`. Pull requests from forks never get write access.`;
}

// src/registry/failure.ts
var RegistryFailure = class extends Error {
  facts;
  constructor(facts) {
    super(`${facts.phase}: ${facts.outcome}`, { cause: facts.cause });
    this.name = "RegistryFailure";
    this.facts = facts;
  }
};
var RETRYABLE = /* @__PURE__ */ new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
var LATE_BLOB = /\b(?:MANIFEST_BLOB_UNKNOWN|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID)\b/;
var RATE_LIMIT = /rate.?limit|too many requests|toomanyrequests/i;
function toStatusFailure(doing, response, now) {
  const { status } = response;
  const said = describeBody(response.body);
  const limited = status === 403 && RATE_LIMIT.test(said);
  return new RegistryFailure({
    ...doing,
    code: limited ? "REGISTRY_THROTTLED" : findCode(status),
    outcome: said === "" ? `HTTP ${status}` : `HTTP ${status}, ${said}`,
    status,
    retryable: limited || RETRYABLE.has(status) || status === 404 && LATE_BLOB.test(said),
    retryAfterMs: parseRetryAfter(response.headers["retry-after"], now)
  });
}
function toTransportFailure(doing, error) {
  if (!(error instanceof TransportError)) return error;
  const hopeless = error.kind === "tls" || error.kind === "too-large";
  return new RegistryFailure({
    ...doing,
    code: error.kind === "too-large" ? "REGISTRY_CORRUPT" : "REGISTRY_UNREACHABLE",
    outcome: error.message,
    retryable: !hopeless,
    cause: error
  });
}
function makeCorruptFailure(doing, outcome) {
  return new RegistryFailure({
    ...doing,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: true,
    maxAttempts: 2
  });
}
function toActionError({ facts }, attempts) {
  const { repository, phase, outcome, code } = facts;
  const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const message = `${repository.registry}: ${phase} in ${repository.path} failed after ${tries}: ${outcome}`;
  return new ActionError(code, message, { hint: findHint(facts), cause: facts.cause });
}
function findCode(status) {
  if (status === 401) return "REGISTRY_UNAUTHORIZED";
  if (status === 403) return "REGISTRY_DENIED";
  if (status === 404) return "REGISTRY_NOT_FOUND";
  if (status === 429) return "REGISTRY_THROTTLED";
  return RETRYABLE.has(status) || status >= 500 ? "REGISTRY_UNREACHABLE" : "REGISTRY_REFUSED";
}
function describeBody(body) {
  const text = new TextDecoder().decode(body.subarray(0, 4096));
  if (/^\s*</.test(text)) return "";
  return listErrors(text).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim().slice(0, 300);
}
function listErrors(text) {
  try {
    const { errors } = JSON.parse(text);
    if (!Array.isArray(errors)) return text;
    const told = errors.slice(0, 3).map((error) => {
      return [error?.code, error?.message].filter((part) => typeof part === "string").join(": ");
    });
    return told.join("; ");
  } catch {
    return text;
  }
}
function parseRetryAfter(header, now) {
  if (header === void 0) return void 0;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1e3 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : void 0;
}

// src/registry/authorizer.ts
var TOKEN_TIMEOUT_MS = 2e4;
var MAX_TOKEN_BYTES = 1024 * 1024;
var DEFAULT_EXPIRY_S = 60;
function makeAuthorizer(context) {
  const tokens = /* @__PURE__ */ new Map();
  const flying = /* @__PURE__ */ new Map();
  const learned = /* @__PURE__ */ new Map();
  const extras = /* @__PURE__ */ new Map();
  const { clock } = context.host;
  async function findToken(challenge, origin, scopes) {
    const { key, usable, purpose, extra } = scopes;
    const fresh = usable.map((name) => tokens.get(name)).find((token) => (token?.expiresMs ?? 0) > clock.elapsedMs());
    if (fresh !== void 0) return fresh.header;
    const fetching = flying.get(key) ?? fetchToken({ context, challenge, origin, purpose, extra });
    flying.set(key, fetching);
    try {
      const token = await fetching;
      tokens.set(key, token);
      return token.header;
    } finally {
      flying.delete(key);
    }
  }
  async function authorize(origin, purpose) {
    const challenge = origin.challenge ?? learned.get(purpose.repository.registry);
    if (challenge === void 0) return void 0;
    if (challenge.scheme === "bearer")
      return findToken(challenge, origin, listScopes(purpose, extras.get(placeOf(purpose))));
    const credential = await context.credentials(purpose);
    return credential !== void 0 && "username" in credential ? formatBasic(credential) : void 0;
  }
  return {
    authorize,
    renew: async (origin, purpose, { used, asked }) => {
      const challenge = parseChallenge(asked);
      if (origin.challenge === void 0 && challenge !== void 0)
        learned.set(purpose.repository.registry, challenge);
      const bearer = challenge?.scheme === "bearer" ? challenge : void 0;
      if (bearer?.isInsufficient !== true) forget(tokens, used);
      if (isBeyond(bearer?.scope, purpose)) extras.set(placeOf(purpose), bearer.scope);
      const renewed = await authorize(origin, purpose);
      return renewed === used ? void 0 : renewed;
    }
  };
}
function forget(tokens, refused) {
  for (const [key, { header }] of tokens) if (header === refused) tokens.delete(key);
}
function listScopes(purpose, extra) {
  const { repository, access } = purpose;
  const key = `${placeOf(purpose)} ${extra ?? ""}`;
  const pushing = `${placeOf({ repository, access: "pull,push" })} ${extra ?? ""}`;
  return { purpose, extra, key, usable: access === "pull" ? [pushing, key] : [key] };
}
function isBeyond(asked, purpose) {
  return asked?.startsWith("repository:") === true && !formatScope(purpose).startsWith(asked);
}
function placeOf(purpose) {
  return `${purpose.repository.registry} ${formatScope(purpose)}`;
}
function formatScope({ repository, access }) {
  return `repository:${repository.path}:${access}`;
}
async function fetchToken(question) {
  const { context, purpose } = question;
  const doing = { repository: purpose.repository, phase: "logging in" };
  const { clock } = context.host;
  const credential = await context.credentials(purpose);
  let response;
  try {
    response = await context.host.fetch(makeTokenRequest(question, credential));
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  if (response.status !== 200) {
    const { facts } = toStatusFailure(doing, response, clock.now());
    throw new RegistryFailure({ ...facts, isLoggedIn: credential !== void 0 });
  }
  const token = parseToken(response.body);
  if (token === void 0) throw refuseRealm(purpose, "the token server sent no token");
  if (credential !== void 0) context.host.mask(token.value);
  const usableMs = Math.max(token.lastsS - 30, token.lastsS / 2) * 1e3;
  return { header: `Bearer ${token.value}`, expiresMs: clock.elapsedMs() + usableMs };
}
function makeTokenRequest({ challenge, origin, purpose, extra }, credential) {
  const url = parseRealm(challenge.realm, origin, purpose);
  const scopes = [formatScope(purpose), ...extra === void 0 ? [] : [extra]];
  const bounds = { timeoutMs: TOKEN_TIMEOUT_MS, maxBytes: MAX_TOKEN_BYTES };
  if (credential !== void 0 && "identityToken" in credential) {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "build-sign-action",
      refresh_token: credential.identityToken,
      service: challenge.service ?? "",
      scope: scopes.join(" ")
    });
    const headers2 = { "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url: url.href, headers: headers2, body: form.toString(), ...bounds };
  }
  if (challenge.service !== void 0) url.searchParams.set("service", challenge.service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const headers = credential === void 0 ? {} : { authorization: formatBasic(credential) };
  return { url: url.href, headers, ...bounds };
}
function parseRealm(realm, origin, purpose) {
  const url = URL.canParse(realm, origin.url) ? new URL(realm, origin.url) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw refuseRealm(purpose, "the registry names a token server that is not a URL");
  }
  if (url.protocol === "http:" && !origin.url.startsWith("http:")) {
    throw refuseRealm(purpose, `the registry wants the password sent to ${url.host} in the clear`);
  }
  return url;
}
function refuseRealm({ repository }, outcome) {
  return new RegistryFailure({
    repository,
    phase: "logging in",
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function formatBasic({ username, password: password2 }) {
  return `Basic ${Buffer.from(`${username}:${password2}`).toString("base64")}`;
}
function parseToken(body) {
  try {
    const json = JSON.parse(new TextDecoder().decode(body));
    const value = json["token"] || json["access_token"];
    const lasts = json["expires_in"];
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return void 0;
    return { value, lastsS: typeof lasts === "number" && lasts > 0 ? lasts : DEFAULT_EXPIRY_S };
  } catch {
    return void 0;
  }
}

// src/registry/context.ts
function startAttempts({ host, retry, budgetMs }) {
  const deadlineMs = host.clock.elapsedMs() + budgetMs;
  return { clock: host.clock, log: host.log, policy: retry, deadlineMs };
}

// src/registry/origin.ts
var PING_TIMEOUT_MS = 15e3;
function makeOriginFinder(context) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const { registry } = repository;
    const found = known.get(registry) ?? probeOrigin(context, repository);
    known.set(registry, found);
    found.catch(() => known.delete(registry));
    return found;
  };
}
function isLoopbackHost(registry) {
  const host = registry.replace(/:\d+$/, "");
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
async function probeOrigin(context, repository) {
  const { registry } = repository;
  const doing = { repository, phase: "reaching the registry" };
  const mayBePlain = isLoopbackHost(registry) || context.insecureHosts.has(registry);
  const apiHost = formatApiHost(registry);
  const secure = `https://${apiHost}`;
  const ping = async (url) => {
    const response = await context.host.fetch({ url: `${url}/v2/`, timeoutMs: PING_TIMEOUT_MS });
    return toOrigin(url, response);
  };
  try {
    return await ping(secure).catch((error) => {
      if (mayBePlain && speaksNoTls(error)) return ping(`http://${apiHost}`);
      throw error;
    });
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  function toOrigin(url, response) {
    const { status, headers } = response;
    if (status === 429 || status === 408 || status >= 500) {
      throw toStatusFailure(doing, response, context.host.clock.now());
    }
    return {
      url,
      challenge: status === 401 ? parseChallenge(headers["www-authenticate"]) : void 0
    };
  }
}
function speaksNoTls(error) {
  return error instanceof TransportError && error.kind !== "timeout" && error.kind !== "dns";
}

// src/registry/retry.ts
var RETRY_POLICY = {
  attempts: 5,
  baseDelayMs: 1e3,
  maxDelayMs: 3e4,
  maxRetryAfterMs: 12e4,
  random: Math.random
};
async function runAttempts(attempts, attempt) {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error;
      await waitOrThrow(attempts, error, count);
    }
  }
}
async function waitOrThrow(attempts, failure, count) {
  const { clock, log, policy, deadlineMs } = attempts;
  const { facts } = failure;
  const allowed = Math.min(policy.attempts, facts.maxAttempts ?? policy.attempts);
  if (!facts.retryable || count >= allowed) throw toActionError(failure, count);
  if (facts.retryAfterMs !== void 0 && facts.retryAfterMs > policy.maxRetryAfterMs)
    throw makeTooLong(failure, count);
  const delayMs = findDelayMs(policy, count, facts.retryAfterMs);
  if (clock.elapsedMs() + delayMs > deadlineMs) throw toActionError(failure, count);
  const wait = `again in ${(delayMs / 1e3).toFixed(1)} s (attempt ${count + 1} of ${allowed})`;
  log.info(`${facts.repository.registry}: ${failure.message}; ${wait}`);
  await clock.sleep(delayMs);
}
function findDelayMs(policy, count, retryAfterMs) {
  if (retryAfterMs !== void 0) return retryAfterMs + policy.random() * policy.baseDelayMs;
  return policy.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (count - 1));
}
function makeTooLong(failure, count) {
  const known = toActionError(failure, count);
  const seconds = Math.ceil((failure.facts.retryAfterMs ?? 0) / 1e3);
  const message = `${known.message}; it asks to wait ${seconds} s (Retry-After), which is too long`;
  return new ActionError("REGISTRY_THROTTLED", message, { hint: known.hint, cause: known.cause });
}
var POLL_POLICY = {
  baseDelayMs: 250,
  factor: 1.7,
  maxDelayMs: 5e3,
  totalMs: 9e4
};
async function pollUntil({ clock, poll }, ask) {
  const endMs = clock.elapsedMs() + poll.totalMs;
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (answer !== void 0) return answer;
    const delayMs = Math.min(poll.maxDelayMs, poll.baseDelayMs * poll.factor ** round);
    if (clock.elapsedMs() + delayMs > endMs) return void 0;
    await clock.sleep(delayMs);
  }
}

// src/registry/exchange.ts
var DEFAULT_TIMEOUT_MS = 3e4;
var MIN_TIMEOUT_MS = 5e3;
var MIN_ANSWER_BYTES = 64 * 1024;
var USER_AGENT = "build-sign-action";
function makeWire(context) {
  const findOrigin = makeOriginFinder(context);
  const authorizer = makeAuthorizer(context);
  return makeWireWith({ context, findOrigin, authorizer });
}
function makeWireWith({ context, findOrigin, authorizer }) {
  return {
    context,
    limit: ({ budgetMs, attempts }) => {
      const retry = { ...context.retry, attempts };
      return makeWireWith({ context: { ...context, budgetMs, retry }, findOrigin, authorizer });
    },
    attempt: (run) => {
      const attempts = startAttempts(context);
      const send = (exchange) => {
        const leftMs = Math.max(
          MIN_TIMEOUT_MS,
          attempts.deadlineMs - context.host.clock.elapsedMs()
        );
        const timeoutMs = Math.min(exchange.timeoutMs ?? DEFAULT_TIMEOUT_MS, leftMs);
        return runExchange({ context, findOrigin, authorizer }, { ...exchange, timeoutMs });
      };
      return runAttempts(attempts, () => run(send));
    }
  };
}
async function runExchange({ context, findOrigin, authorizer }, exchange) {
  const origin = await findOrigin(exchange.repository);
  const url = findUrl(exchange, origin);
  const purpose = { repository: exchange.repository, access: exchange.access };
  const isOurs = url.origin === new URL(origin.url).origin;
  const used = isOurs ? await authorizer.authorize(origin, purpose) : void 0;
  let response = await transmit(context, { exchange, url, authorization: used });
  const mayAsk = isOurs && response.isElsewhere !== true;
  if (response.status === 401 && mayAsk && exchange.renew !== false) {
    const asked = response.headers["www-authenticate"];
    const renewed = await authorizer.renew(origin, purpose, { used, asked });
    if (renewed !== void 0)
      response = await transmit(context, { exchange, url, authorization: renewed });
  }
  if (exchange.accept.includes(response.status)) return { response, url };
  throw await makeRefusal(context, exchange, response);
}
async function makeRefusal({ host, credentials }, exchange, response) {
  const failure = toStatusFailure(exchange, response, host.clock.now());
  if (response.status !== 401 && response.status !== 403) return failure;
  const isLoggedIn = await credentials(exchange) !== void 0;
  const asked = response.status === 401 ? parseChallenge(response.headers["www-authenticate"]) : void 0;
  const isDenied = asked?.scheme === "bearer" && asked.isInsufficient && isLoggedIn;
  const { code } = failure.facts;
  return new RegistryFailure({
    ...failure.facts,
    code: isDenied ? "REGISTRY_DENIED" : code,
    isLoggedIn
  });
}
async function transmit(context, {
  exchange,
  url,
  authorization
}) {
  const headers = { "user-agent": USER_AGENT, ...exchange.headers };
  if (authorization !== void 0) headers["authorization"] = authorization;
  try {
    return await context.host.fetch({
      method: exchange.method,
      url: url.href,
      headers,
      ...exchange.body === void 0 ? {} : { body: exchange.body },
      timeoutMs: exchange.timeoutMs,
      maxBytes: Math.max(exchange.maxBytes ?? 0, MIN_ANSWER_BYTES)
    });
  } catch (error) {
    throw toTransportFailure(exchange, error);
  }
}
function findUrl(exchange, origin) {
  const { target, repository, phase } = exchange;
  if (typeof target === "string") return new URL(`${origin.url}/v2/${repository.path}/${target}`);
  const home = new URL(origin.url);
  if (target.protocol === "https:" || target.protocol === home.protocol) return target;
  if (target.protocol === "http:" && target.hostname === home.hostname) {
    const secure = new URL(target);
    secure.protocol = "https:";
    secure.port = home.port;
    return secure;
  }
  const outcome = `the registry refers to ${target.host} without TLS`;
  throw new RegistryFailure({
    repository,
    phase,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function readLocation({ response, url }, exchange) {
  const location = response.headers["location"];
  if (location !== void 0 && URL.canParse(location, url.href)) return new URL(location, url);
  const outcome = `HTTP ${response.status} without a usable Location`;
  throw new RegistryFailure({ ...exchange, code: "REGISTRY_CORRUPT", outcome, retryable: true });
}

// src/registry/blobs.ts
var BLOB_TIMEOUT_MS = 12e4;
function readBlob(wire, { repository, digest, maxBytes }) {
  const asked = { repository, phase: `reading the blob ${digest}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `blobs/${digest}`,
      timeoutMs: BLOB_TIMEOUT_MS,
      maxBytes,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const { byteLength } = response.body;
    if (byteLength > maxBytes)
      throw makeCorruptFailure(
        asked,
        `the registry sent ${byteLength} bytes, more than ${maxBytes}`
      );
    const sent = computeDigest(response.body);
    if (sent !== digest) throw makeCorruptFailure(asked, `the registry sent ${sent}`);
    return response.body;
  });
}
function hasBlob(wire, repository, digest) {
  return wire.attempt((send) => probeBlob(send, { repository, digest, access: "pull" }));
}
async function probeBlob(send, { repository, digest, access }) {
  const phase = `looking for the blob ${digest}`;
  const target = `blobs/${digest}`;
  const { response } = await send({
    repository,
    access,
    phase,
    method: "HEAD",
    target,
    accept: [200, 404]
  });
  return response.status === 200;
}
function ensureBlob(wire, repository, bytes) {
  const digest = computeDigest(bytes);
  const asked = {
    repository,
    access: "pull,push",
    phase: `pushing the blob ${digestHex(digest).slice(0, 12)}`
  };
  return wire.attempt(async (send) => {
    if (await probeBlob(send, { repository, digest, access: "pull,push" })) return digest;
    const location = await startUpload(send, asked);
    location.search += `${location.search === "" ? "?" : "&"}digest=${encodeURIComponent(digest)}`;
    await send({
      ...asked,
      method: "PUT",
      target: location,
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
      timeoutMs: BLOB_TIMEOUT_MS,
      accept: [200, 201, 202, 204]
    });
    return digest;
  });
}
function probePush(wire, repository) {
  const asked = {
    repository,
    access: "pull,push",
    phase: "checking the permission to push"
  };
  return wire.attempt(async (send) => {
    const target = await startUpload(send, asked);
    await send({
      ...asked,
      method: "DELETE",
      target,
      renew: false,
      timeoutMs: 1e4,
      accept: [200, 202, 204, 401, 403, 404, 405]
    }).catch((error) => wire.context.host.log.debug(String(error)));
  });
}
async function startUpload(send, asked) {
  const answer = await send({
    ...asked,
    method: "POST",
    target: "blobs/uploads/",
    accept: [202]
  });
  return readLocation(answer, asked);
}

// src/registry/bundle-manifest.ts
var EMPTY_CONFIG = new TextEncoder().encode("{}");
function makeBundleManifest({
  subject,
  bundle,
  predicateType,
  createdAt
}) {
  const annotations = {
    "dev.sigstore.bundle.content": "dsse-envelope",
    "dev.sigstore.bundle.predicateType": predicateType,
    "org.opencontainers.image.created": createdAt.toISOString().replace(/\.\d+Z$/, "Z")
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { ...makeContent(MEDIA_TYPE.ociEmpty, EMPTY_CONFIG), artifactType: MEDIA_TYPE.bundle },
    layers: [makeContent(MEDIA_TYPE.bundle, bundle)],
    annotations,
    subject: { mediaType: subject.mediaType, size: subject.sizeBytes, digest: subject.digest },
    artifactType: MEDIA_TYPE.bundle
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const descriptor = {
    mediaType: MEDIA_TYPE.ociManifest,
    digest: computeDigest(bytes),
    sizeBytes: bytes.byteLength,
    artifactType: MEDIA_TYPE.bundle,
    annotations
  };
  return { bytes, descriptor };
}
function makeContent(mediaType, bytes) {
  return { mediaType, size: bytes.byteLength, digest: computeDigest(bytes) };
}

// src/registry/manifests.ts
var ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(", ") };
function readManifest(wire, repository, reference) {
  const asked = { repository, phase: `reading the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const digest = computeDigest(response.body);
    const called = isDigest(reference) ? reference : parseDigest(response.headers["docker-content-digest"]);
    if (called !== void 0 && called !== digest) {
      throw makeCorruptFailure(asked, `the registry sent ${digest} as ${called}`);
    }
    return { digest, mediaType: readMediaType(response.headers), bytes: response.body };
  });
}
function probeManifest(wire, repository, reference) {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      access: "pull",
      phase: `looking for the manifest ${reference}`,
      method: "HEAD",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const length = response.headers["content-length"];
    return {
      digest: parseDigest(response.headers["docker-content-digest"]),
      mediaType: readMediaType(response.headers) || void 0,
      sizeBytes: length !== void 0 && /^\d{1,12}$/.test(length) ? Number(length) : void 0,
      pullsLeft: readPullsLeft(response.headers)
    };
  });
}
function readPullsLeft(headers) {
  const left = /^(\d{1,9})(;|$)/.exec(headers["ratelimit-remaining"] ?? "")?.[1];
  return left === void 0 ? void 0 : Number(left);
}
function readMediaType(headers) {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
}
async function waitForManifest(wire, repository, digest) {
  const { host, poll } = wire.context;
  const found = await pollUntil(
    { clock: host.clock, poll },
    () => probeManifest(wire, repository, digest)
  );
  if (found !== void 0 && (found.digest ?? digest) === digest) return found;
  const name = formatReference({ repository, digest });
  if (found !== void 0)
    throw new ActionError("REGISTRY_CORRUPT", `${name} is said to be ${found.digest}`);
  throw new ActionError(
    "REGISTRY_NOT_FOUND",
    `${name} was pushed and did not appear within ${poll.totalMs / 1e3} s`,
    {
      hint: "A clean-up job or a lifecycle rule may delete untagged manifests at once: exclude new ones from it."
    }
  );
}
function putManifest(wire, { repository, reference, mediaType, bytes }) {
  const digest = computeDigest(bytes);
  const asked = { repository, phase: `writing the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull,push",
      method: "PUT",
      target: `manifests/${reference}`,
      headers: { "content-type": mediaType },
      body: bytes,
      timeoutMs: 6e4,
      accept: [200, 201, 202]
    });
    const stored = parseDigest(response.headers["docker-content-digest"]);
    if (stored !== void 0 && stored !== digest) {
      throw makeCorruptFailure(asked, `the registry stored ${digest} as ${stored}`);
    }
    return digest;
  });
}
var DELETE_REFUSED = [400, 401, 403, 405];
var REFUSALS = [
  "REGISTRY_DENIED",
  "REGISTRY_UNAUTHORIZED",
  "REGISTRY_REFUSED"
];
async function deleteReference(wire, repository, reference) {
  try {
    return await wire.attempt(async (send) => {
      const { response } = await send({
        repository,
        access: "pull,push",
        phase: `deleting ${reference}`,
        method: "DELETE",
        target: `manifests/${reference}`,
        accept: [200, 202, 204, 404, ...DELETE_REFUSED]
      });
      if (response.status === 404) return "absent";
      return DELETE_REFUSED.includes(response.status) ? "unsupported" : "deleted";
    });
  } catch (error) {
    if (REFUSALS.includes(errorCode(error))) return "unsupported";
    throw error;
  }
}

// src/registry/queue.ts
function makeQueue() {
  const last = /* @__PURE__ */ new Map();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      const forget2 = () => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget2, forget2);
      return mine;
    }
  };
}

// src/registry/referrers-index.ts
function parseReferrersIndex(bytes, contentType) {
  const parsed = parseManifest(bytes, contentType);
  if (!parsed.ok) return parsed;
  const { manifest } = parsed;
  if (manifest.kind !== "index" || manifest.mediaType !== MEDIA_TYPE.ociIndex) {
    return { ok: false, reason: `is not an OCI index but ${manifest.mediaType}` };
  }
  const json = parseJson(bytes, MAX_MANIFEST_BYTES);
  const entries = json["manifests"] ?? [];
  return { ok: true, index: { json, entries, descriptors: manifest.manifests } };
}
function formatEntry(descriptor) {
  const { mediaType, digest, sizeBytes, artifactType, annotations } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...artifactType === void 0 ? {} : { artifactType },
    annotations
  };
}
function mergeReferrers(index, wanted) {
  const present = new Map(index?.entries.map((entry) => [digestOf(entry), entry]));
  const missing = [...wanted].filter(([digest, entry]) => !isListed(present.get(digest), entry));
  if (missing.length === 0) return void 0;
  for (const [digest, entry] of missing) present.set(digest, entry);
  const manifests = [...present.values()].sort(
    (left, right) => digestOf(left) < digestOf(right) ? -1 : 1
  );
  const base = index?.json ?? { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex };
  return new TextEncoder().encode(
    JSON.stringify({ ...base, mediaType: MEDIA_TYPE.ociIndex, manifests })
  );
}
function isListed(present, wanted) {
  return present !== void 0 && present["artifactType"] === wanted["artifactType"];
}
function digestOf(entry) {
  return String(entry["digest"]);
}

// src/registry/referrers.ts
var MAX_REFERRERS = 200;
var MAX_PAGES = 20;
var NO_API = [400, 404, 406];
async function readReferrers(wire, repository, digest) {
  const listed = await readFromApi(wire, repository, digest);
  if (listed !== void 0) return { source: "api", referrers: listed };
  return readReferrersTag(wire, repository, digest);
}
async function readFromApi(wire, repository, digest) {
  const found = [];
  let target = `referrers/${digest}`;
  for (let page = 0; target !== void 0; page++) {
    const answer = await readPage(wire, { repository, digest, target });
    if (answer === void 0) {
      if (page === 0) return void 0;
      throw new ActionError(
        "REGISTRY_CORRUPT",
        `${repository.registry}: the list of referrers of ${digest} broke off after ${page} pages`
      );
    }
    found.push(...answer.referrers);
    if (found.length > MAX_REFERRERS || page >= MAX_PAGES) throw refuseFlood(repository, digest);
    target = answer.next;
  }
  return found;
}
function readPage(wire, { repository, digest, target }) {
  const asked = { repository, phase: `listing the referrers of ${digest}` };
  return wire.attempt(async (send) => {
    const answer = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target,
      headers: { accept: MEDIA_TYPE.ociIndex },
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, ...NO_API]
    });
    const { status, headers, body } = answer.response;
    const contentType = headers["content-type"] ?? "";
    if (status !== 200 || !contentType.startsWith(MEDIA_TYPE.ociIndex)) return void 0;
    const parsed = parseManifest(body, contentType);
    if (!parsed.ok) throw makeCorruptFailure(asked, `the list ${parsed.reason}`);
    if (parsed.manifest.kind !== "index")
      throw makeCorruptFailure(asked, "the list is not an index");
    return { referrers: parsed.manifest.manifests, next: readNext(answer, asked) };
  });
}
var NOBODY = `sha256:${"0".repeat(64)}`;
function probeReferrersApi(wire, repository) {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      phase: "looking for the referrers API",
      access: "pull",
      method: "GET",
      target: `referrers/${NOBODY}`,
      headers: { accept: MEDIA_TYPE.ociIndex },
      accept: [200, ...NO_API]
    });
    const { status, headers, body } = response;
    if (status !== 200)
      return /NAME_UNKNOWN/.test(new TextDecoder().decode(body)) ? void 0 : false;
    return (headers["content-type"] ?? "").startsWith(MEDIA_TYPE.ociIndex);
  });
}
function readNext({ response, url }, asked) {
  const [, target] = /<([^>]{1,2048})>\s*;[^,]{0,200}\brel="?next"?/i.exec(response.headers["link"] ?? "") ?? [];
  if (target === void 0) return void 0;
  const next = URL.canParse(target, url.href) ? new URL(target, url) : void 0;
  if (next === void 0 || next.host !== url.host)
    throw makeCorruptFailure(asked, "the list continues on another host");
  return next;
}
async function readReferrersTag(wire, repository, digest) {
  const tag = formatReferrersTag(digest);
  const content = await readManifest(wire, repository, tag);
  if (content === void 0)
    return { source: "tag", referrers: [], index: void 0, digest: void 0 };
  const parsed = parseReferrersIndex(content.bytes, content.mediaType);
  if (!parsed.ok) {
    const name = formatReference({ repository, tag });
    throw new ActionError(
      "REGISTRY_CORRUPT",
      `${name} should list signatures and attestations, but it ${parsed.reason}`,
      {
        hint: "Another tool uses this tag for something else: delete the tag, then run again."
      }
    );
  }
  const referrers = parsed.index.descriptors;
  if (referrers.length > MAX_REFERRERS) throw refuseFlood(repository, digest);
  return { source: "tag", referrers, index: parsed.index, digest: content.digest };
}
function refuseFlood(repository, digest) {
  const name = formatReference({ repository, digest });
  return new ActionError("REGISTRY_REFUSED", `${name} has more than ${MAX_REFERRERS} referrers`, {
    hint: "Delete those that are not needed: verification reads every one of them."
  });
}

// src/registry/attach.ts
function newMemory() {
  return { seen: /* @__PURE__ */ new Map(), own: /* @__PURE__ */ new Map(), outdated: /* @__PURE__ */ new Set([void 0]) };
}
var MAX_ROUNDS = 5;
function makeAttacher(wire) {
  const queue = makeQueue();
  const memories = /* @__PURE__ */ new Map();
  const ensureConfig = makeConfigUploader(wire);
  return {
    attachBundles: async (wanted) => {
      await Promise.all([
        ensureConfig(wanted.repository),
        ...wanted.bundles.map(({ bytes }) => ensureBlob(wire, wanted.repository, bytes))
      ]);
      const manifests = await writeManifests(wire, wanted);
      const referrers = manifests.map(({ descriptor }) => descriptor);
      await ensureListed({ wire, queue, memories }, { ...wanted, referrers });
      return referrers;
    },
    ensureReferrers: (wanted) => ensureListed({ wire, queue, memories }, wanted)
  };
}
function makeConfigUploader(wire) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const key = formatRepository(repository);
    const uploading = known.get(key) ?? ensureBlob(wire, repository, EMPTY_CONFIG);
    known.set(key, uploading);
    uploading.catch(() => known.delete(key));
    return uploading;
  };
}
function writeManifests(wire, wanted) {
  const { repository, bundles } = wanted;
  return Promise.all(
    bundles.map(async ({ bytes, predicateType }) => {
      const manifest = makeBundleManifest({ ...wanted, bundle: bytes, predicateType });
      const { mediaType, digest } = manifest.descriptor;
      await putManifest(wire, { repository, reference: digest, mediaType, bytes: manifest.bytes });
      return manifest;
    })
  );
}
function ensureListed({ wire, queue, memories }, wanted) {
  const key = formatReference({ repository: wanted.repository, digest: wanted.subject.digest });
  return queue.run(key, async () => {
    const memory = memories.get(key) ?? newMemory();
    memories.set(key, memory);
    for (const referrer of wanted.referrers) memory.own.set(referrer.digest, formatEntry(referrer));
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      if (await runRound(wire, wanted, memory)) return;
      await pauseForOthers(wire, round);
    }
    throw refuseLost(wanted, `was overwritten by another writer ${MAX_ROUNDS} times`);
  });
}
async function runRound(wire, wanted, memory) {
  const { repository, subject } = wanted;
  const list = await readReferrers(wire, repository, subject.digest);
  if (isComplete(list, wanted)) return true;
  if (list.source === "tag") {
    for (const entry of list.index?.entries ?? []) memory.seen.set(digestOf(entry), entry);
    await writeIndex(wire, wanted, { list, memory });
  }
  const { host, poll } = wire.context;
  const readAgain = list.source === "tag" ? readReferrersTag : readReferrers;
  const seen = await pollUntil({ clock: host.clock, poll }, async () => {
    const now = await readAgain(wire, repository, subject.digest);
    if (isComplete(now, wanted)) return "listed";
    return now.source === "tag" && !memory.outdated.has(now.digest) ? "overwritten" : void 0;
  });
  if (seen === void 0)
    throw refuseLost(wanted, `does not show them after ${poll.totalMs / 1e3} s`);
  return seen === "listed";
}
async function writeIndex(wire, { repository, subject }, { list, memory }) {
  const bytes = mergeReferrers(list.index, new Map([...memory.seen, ...memory.own]));
  if (bytes === void 0) return;
  memory.outdated.add(list.digest);
  memory.outdated.delete(computeDigest(bytes));
  const reference = formatReferrersTag(subject.digest);
  await putManifest(wire, { repository, reference, mediaType: MEDIA_TYPE.ociIndex, bytes });
}
function isComplete({ referrers }, wanted) {
  const listed = new Set(referrers.map(({ digest }) => digest));
  return wanted.referrers.every(({ digest }) => listed.has(digest));
}
function pauseForOthers({ context }, round) {
  const { host, retry, poll } = context;
  return host.clock.sleep(retry.random() * poll.baseDelayMs * 2 ** round);
}
function refuseLost({ repository, subject }, what) {
  const name = formatReference({ repository, digest: subject.digest });
  return new ActionError(
    "REFERRER_LOST",
    `The list of signatures and attestations of ${name} ${what}`,
    {
      hint: "Run the failed job again: nothing is signed twice. If other jobs attach to the same image, let them run one after the other."
    }
  );
}

// src/registry/tags.ts
var MAX_LOOKS = 5;
async function moveTag(wire, move) {
  const digest = computeDigest(move.bytes);
  const { named: previous, rank: rank2, lookedMs } = await look(wire, move, digest);
  if (previous === digest) return { digest, previous };
  if (previous !== void 0 && rank2 === "later") return { digest, previous, leftTo: previous };
  await write(wire, move, lookedMs);
  const seen = await waitForTag(wire, { move, digest, previous });
  if (seen.digest === digest) return { digest, previous };
  if (seen.isLeft) return { digest, previous, leftTo: seen.digest };
  throw makeUnmoved(wire, { move, digest, previous, seen: seen.digest });
}
async function look(wire, { repository, tag, order }, digest) {
  for (let count = 1; ; count++) {
    const lookedMs = wire.context.host.clock.elapsedMs();
    const named = await readPrevious(wire, repository, tag);
    if (named === void 0 || named === digest || order === void 0)
      return { named, rank: "unknown", lookedMs };
    const rank2 = order.known(repository, named);
    if (rank2 !== void 0 || count === MAX_LOOKS)
      return { named, rank: rank2 ?? "unknown", lookedMs };
    await order.compare(repository, named);
  }
}
async function write(wire, { repository, tag, mediaType, bytes, order }, lookedMs) {
  await putManifest(wire, { repository, reference: tag, mediaType, bytes });
  order?.noteGap(wire.context.host.clock.elapsedMs() - lookedMs);
}
async function waitForTag(wire, { move, digest, previous }) {
  const { repository, tag, order } = move;
  const { host, poll } = wire.context;
  let last;
  const found = await pollUntil(
    { clock: host.clock, poll },
    async () => {
      const lookedMs = host.clock.elapsedMs();
      last = (await readManifest(wire, repository, tag))?.digest;
      if (last === digest) return { isLeft: false, digest };
      if (last === void 0 || last === previous || order === void 0) return void 0;
      const known = order.known(repository, last);
      const rank2 = known ?? await order.compare(repository, last);
      if (rank2 === "later") return { isLeft: true, digest: last };
      if (rank2 === "earlier" && known !== void 0) await write(wire, move, lookedMs);
      return void 0;
    }
  );
  return found ?? { isLeft: false, digest: last };
}
function makeUnmoved({ context: { poll } }, {
  move,
  digest,
  previous,
  seen
}) {
  const names = seen === void 0 ? "nothing" : seen;
  return new ActionError(
    "TAG_NOT_MOVED",
    `${formatReference(move)} was set to ${digest} and after ${poll.totalMs / 1e3} s still names ${names}`,
    {
      hint: seen === previous ? "The registry took the tag without moving it: look whether it is immutable, then run again." : "Another run moved the same tag meanwhile: give the workflow a `concurrency` group."
    }
  );
}
async function readPrevious(wire, repository, tag) {
  try {
    return (await readManifest(wire, repository, tag))?.digest;
  } catch (error) {
    if (errorCode(error) === "REGISTRY_DENIED") return void 0;
    throw error;
  }
}

// src/registry/client.ts
var BUDGET_MS = 5 * 6e4;
var BRIEF = { budgetMs: 5e3, attempts: 1 };
function makeRegistryClient(options) {
  const context = {
    host: options.host,
    credentials: options.credentials,
    insecureHosts: new Set(options.insecureHosts),
    retry: { ...RETRY_POLICY, ...options.retry },
    poll: { ...POLL_POLICY, ...options.poll },
    budgetMs: options.budgetMs ?? BUDGET_MS
  };
  const wire = makeWire(context);
  return {
    ...makeReader(wire),
    brief: makeReader(wire.limit(BRIEF)),
    waitForManifest: (repository, digest) => waitForManifest(wire, repository, digest),
    putManifest: (write2) => putManifest(wire, write2),
    moveTag: (move) => moveTag(wire, move),
    deleteTag: (repository, tag) => deleteReference(wire, repository, tag),
    deleteManifest: (repository, digest) => deleteReference(wire, repository, digest),
    hasBlob: (repository, digest) => hasBlob(wire, repository, digest),
    ensureBlob: (repository, bytes) => ensureBlob(wire, repository, bytes),
    probePush: (repository) => probePush(wire, repository),
    ...makeAttacher(wire)
  };
}
function makeReader(wire) {
  return {
    readManifest: (repository, reference) => readManifest(wire, repository, reference),
    probeManifest: (repository, reference) => probeManifest(wire, repository, reference),
    readBlob: (read) => readBlob(wire, read),
    listReferrers: async (repository, digest) => (await readReferrers(wire, repository, digest)).referrers,
    hasReferrersApi: (repository) => probeReferrersApi(wire, repository)
  };
}

// src/registry/docker-credential.ts
var DEADLINE_MS = 3e4;
var NOT_FOUND = /credentials not found in native keychain/i;
async function askHelper(host, helper, server) {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper))
    throw new ActionError(
      "CREDENTIAL_HELPER_FAILED",
      `docker's config.json names a credential helper that is not a program name`
    );
  const result = await host.run({
    tool,
    file: tool,
    args: ["get"],
    env: pickEnvironment(host.env),
    stdin: server,
    deadlineMs: DEADLINE_MS
  });
  if (result.exitCode === 0) {
    const credential = parseAnswer(result.stdout, tool, server);
    if (credential !== void 0) host.mask(findSecret(credential));
    return credential;
  }
  if (NOT_FOUND.test(result.stdout) || NOT_FOUND.test(result.stderr)) return void 0;
  const why = result.notFound ? "is not installed" : result.timedOut ? "did not answer in 30 s" : `ended with exit code ${result.exitCode ?? result.signal}`;
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool}, which docker's config.json names for ${server}, ${why}`,
    {
      hint: `Install ${tool}, or set the inputs \`registry\`, \`username\` and \`password\`: they are used without it.`,
      details: result.stderr.split("\n").slice(-5)
    }
  );
}
function findSecret(credential) {
  return "identityToken" in credential ? credential.identityToken : credential.password;
}
function pickEnvironment(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(
      ([name, value]) => value !== void 0 && HELPER_VARIABLE.test(name) ? [[name, value]] : []
    )
  );
}
function parseAnswer(stdout, tool, server) {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout);
    if (typeof secret === "string" && typeof username === "string") {
      if (secret === "") return void 0;
      return username === TOKEN_USER ? { identityToken: secret } : { username, password: secret };
    }
  } catch {
  }
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool} answered for ${server} with something else than a credential`
  );
}
var TOKEN_USER = "<token>";
function formatHelperAnswer(server, credential) {
  const [Username, Secret] = "identityToken" in credential ? [TOKEN_USER, credential.identityToken] : [credential.username, credential.password];
  return JSON.stringify({ ServerURL: server, Username, Secret });
}

// src/registry/credentials.ts
function makeCredentials(options) {
  const docker = /* @__PURE__ */ new Map();
  const environment = /* @__PURE__ */ new Map();
  async function find(repository) {
    const { registry } = repository;
    for (const origin of listFitting(options, repository)) {
      const lease = await origin.read();
      if (lease !== void 0) return { ...lease, origin };
    }
    const lookUp = docker.get(registry) ?? makeLookUp(options, registry);
    docker.set(registry, lookUp);
    const known = await lookUp();
    if (known !== void 0) return { ...known, origin: "docker" };
    if (!environment.has(registry)) environment.set(registry, options.ambient?.(registry));
    const ambient = await environment.get(registry)?.read();
    return ambient === void 0 ? void 0 : { ...ambient, origin: "environment" };
  }
  return {
    find,
    source: async ({ repository }) => (await find(repository))?.credential
  };
}
function listFitting({ logins, pushed }, repository) {
  const isPushed = pushed.some((one) => isSameRepository(one, repository));
  const other = isPushed ? "pull" : "push";
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== other
  );
  return fitting.sort((a, b) => rank(a) - rank(b));
}
function rank({ repository, use }) {
  return (repository === void 0 ? 2 : 0) + (use === "both" ? 1 : 0);
}
var HELPER_LIFE_MS = 15 * 6e4;
function makeLookUp({ host, config }, registry) {
  const place = config === void 0 ? { kind: "none" } : findCredential(config, registry);
  if (place.kind === "none") return async () => void 0;
  if (place.kind === "inline") {
    const lease = { credential: place.credential, expiresAtMs: void 0 };
    return async () => lease;
  }
  const { helper, server } = place;
  const source = makeLeaseSource({
    host,
    name: registry,
    ask: async () => ({
      credential: await askHelper(host, helper, server),
      expiresAtMs: host.clock.now().getTime() + HELPER_LIFE_MS
    })
  });
  return async () => {
    const { credential, expiresAtMs } = await source.read();
    return credential === void 0 ? void 0 : { credential, expiresAtMs };
  };
}

// src/registry/login-files.ts
function makeLoginFiles(set) {
  const { folder, config, pulls, pushes } = set;
  const plain = new Map([...pulls].map(([host, { credential }]) => [host, credential]));
  return [
    makeFile(`${folder}/docker/config.json`, formatDockerConfig(config, { inline: plain })),
    ...makeConfig(set, { dir: `${folder}/docker-push`, config, logins: chooseHostLogins(set) }),
    makeFile(`${folder}/docker-verify/config.json`, formatCosignConfig(pushes)),
    ...makeScopedConfigs(set)
  ];
}
function makeFile(path, text) {
  return { path, text, isProgram: false };
}
function chooseHostLogins({ pulls, pushes }) {
  const first = /* @__PURE__ */ new Map();
  for (const { repository, login } of pushes) {
    if (login !== void 0 && !first.has(repository.registry))
      first.set(repository.registry, login);
  }
  return new Map([...pulls, ...first]);
}
function makeScopedConfigs(set) {
  const { folder, narrow, pushes, apart } = set;
  const base = `${folder}/buildx/config`;
  const make = (dir, host, login) => makeConfig(set, {
    dir: `${base}/${dir}`,
    config: void 0,
    logins: new Map(login === void 0 ? [] : [[host, login]])
  });
  const single = [...pushes.filter(({ repository }) => apart.has(repository.registry)), ...narrow];
  return [
    ...[...apart].flatMap(([host, login]) => make(`${formatApiHost(host)}@pull`, host, login)),
    ...single.flatMap(
      ({ repository: { registry, path }, login }) => make(`${formatApiHost(registry)}/${path}`, registry, login)
    )
  ];
}
function makeConfig({ folder }, {
  dir,
  config,
  logins
}) {
  const renewed = [...logins].filter(([, { isRenewed }]) => isRenewed);
  const inline = [...logins].filter(([, { isRenewed }]) => !isRenewed);
  const place = dir.slice(folder.length).replace(/[^A-Za-z0-9.-]/g, "_");
  const helpers = renewed.map(([host, { credential }]) => ({
    host,
    credential,
    name: `bsa${place}_${host.replace(/[^A-Za-z0-9.-]/g, "_")}`
  }));
  const text = formatDockerConfig(config, {
    inline: new Map(inline.map(([host, { credential }]) => [host, credential])),
    helpers: new Map(helpers.map(({ host, name }) => [host, name]))
  });
  return [
    ...helpers.flatMap(({ host, credential, name }) => [
      makeFile(
        `${folder}/logins/${name}.json`,
        formatHelperAnswer(formatAuthKey(host), credential)
      ),
      {
        path: `${folder}/bin/docker-credential-${name}`,
        text: formatProgram(`${folder}/logins/${name}.json`),
        isProgram: true
      }
    ]),
    makeFile(`${dir}/config.json`, text)
  ];
}
function formatProgram(path) {
  return `#!/bin/sh
exec cat '${path.replaceAll("'", `'\\''`)}'
`;
}
function formatCosignConfig(pushes) {
  const auths = /* @__PURE__ */ new Map();
  for (const { repository, login } of pushes) {
    if (login === void 0) continue;
    const { registry, path } = repository;
    if (!auths.has(registry)) auths.set(registry, login.credential);
    const host = registry === "docker.io" ? "index.docker.io" : registry;
    const isOther = auths.get(registry) !== login.credential;
    if (isOther) auths.set(`${host}/${path}`, login.credential);
  }
  return formatDockerConfig(void 0, { inline: auths });
}

// src/stages/logins/gather-logins.ts
async function gatherLogins(gathering) {
  const { logins, pushed } = gathering;
  const readers = logins.filter(({ use }) => use !== "push");
  const hosts = readers.flatMap((one) => one.repository === void 0 ? [one.registry] : []);
  const single = readers.flatMap(
    ({ registry, repository: path }) => path === void 0 ? [] : [{ registry, path }]
  );
  const pulls = Promise.all([...new Set(hosts)].map((host) => findOwn(gathering, host)));
  const narrow = Promise.all(single.map((one) => findLogin(gathering, one)));
  const pushes = Promise.all(pushed.map((one) => findLogin(gathering, one)));
  await joinTracks([pulls, narrow, pushes]);
  return {
    pulls: new Map((await pulls).flat()),
    narrow: await narrow,
    pushes: await pushes,
    apart: await findApart(gathering, [...new Set(pushed.map(({ registry }) => registry))])
  };
}
async function findOwn(gathering, host) {
  const found = await gathering.credentials.find(elsewhere(host));
  return typeof found?.origin === "object" ? [[host, toFileLogin(gathering, found)]] : [];
}
async function findLogin(gathering, repository) {
  const found = await gathering.credentials.find(repository);
  return { repository, login: found && toFileLogin(gathering, found) };
}
async function findApart(gathering, hosts) {
  const { credentials, pushed } = gathering;
  const apart = /* @__PURE__ */ new Map();
  for (const host of hosts) {
    const other = await credentials.find(elsewhere(host));
    const own = await Promise.all(
      pushed.filter(({ registry }) => registry === host).map(credentials.find)
    );
    if (own.some((found) => found?.origin !== other?.origin))
      apart.set(host, other && toFileLogin(gathering, other));
  }
  return apart;
}
function elsewhere(registry) {
  return { registry, path: "" };
}
var LONGEST_JOB_MS = 6 * 60 * 6e4;
function toFileLogin({ clock }, { credential, expiresAtMs }) {
  const isRenewed = expiresAtMs !== void 0 && expiresAtMs - clock.now().getTime() < LONGEST_JOB_MS;
  return { credential, isRenewed, expiresAtMs };
}
function findSoonestEnd({ pulls, narrow, pushes, apart }) {
  const single = [...narrow, ...pushes].map(({ login }) => login);
  const ends = [...pulls.values(), ...apart.values(), ...single].flatMap(
    (login) => login?.expiresAtMs === void 0 ? [] : [login.expiresAtMs]
  );
  return ends.length === 0 ? void 0 : Math.min(...ends);
}

// src/stages/logins/access.ts
var REFRESH_MS = 6e4;
var MIN_REFRESH_MS = 1e3;
async function openAccess(host, { plan, inputs, folder }) {
  const userFolder = userDockerConfig(host.env);
  const isAnonymous = plan.isAnonymous === true;
  const given = await readUserConfig(host, userFolder);
  const config = isAnonymous ? pickContext(given) : given;
  const logins = makeOwnLogins(host, plan, inputs);
  const pushed = listPushed(plan);
  const credentials = makeCredentials({
    host,
    config,
    logins,
    pushed,
    ambient: (registry) => isAnonymous ? void 0 : makeAmbientSource(host, registry)
  });
  const written = /* @__PURE__ */ new Map();
  const write2 = (set) => writeFiles(host, set, written);
  const pulls = new Map(logins.flatMap(listKnown));
  await write2({ folder, config, pulls, narrow: [], pushes: [], apart: /* @__PURE__ */ new Map() });
  await linkContexts(host, userFolder, folder);
  const proxySecrets = config === void 0 ? [] : findProxySecrets(config);
  proxySecrets.forEach(host.mask);
  let soonestEnd;
  const gather = async () => {
    const gathered = await gatherLogins({ clock: host.clock, credentials, logins, pushed });
    soonestEnd = findSoonestEnd(gathered);
    await write2({ folder, config, ...gathered });
    return gathered;
  };
  const refresh = makeRefresh(host, gather);
  return {
    registry: makeRegistryClient({ host, credentials: credentials.source }),
    asksHelpers: config !== void 0 && hasHelpers(config),
    hasProxyLogin: proxySecrets.length > 0,
    logIn: async () => tellLimits(host, plan, await gather()),
    refresh,
    keepFresh: () => keepFresh(host, { refresh, findSoonest: () => soonestEnd })
  };
}
function listKnown({ registry, repository, use, known }) {
  if (known === void 0 || repository !== void 0 || use === "push") return [];
  return [[registry, { credential: known, isRenewed: false }]];
}
function makeRefresh(host, gather) {
  let running;
  return () => {
    running ??= gather().then(() => void 0).catch(
      (error) => host.log.warning(`A login was not renewed: ${describeError(error)}`)
    ).finally(() => {
      running = void 0;
    });
    return running;
  };
}
function keepFresh({ clock }, { refresh, findSoonest }) {
  let stop = () => void 0;
  let isOver = false;
  const arm = () => {
    const leftMs = (findSoonest() ?? Number.POSITIVE_INFINITY) - clock.now().getTime();
    const waitMs = Math.min(REFRESH_MS, Math.max(MIN_REFRESH_MS, leftMs / 2));
    stop = clock.repeat(waitMs, async () => {
      stop();
      await refresh();
      if (!isOver) arm();
    });
  };
  arm();
  return () => {
    isOver = true;
    stop();
  };
}
async function writeFiles({ files }, set, written) {
  for (const { path, text, isProgram } of makeLoginFiles(set)) {
    if (written.get(path) === text) continue;
    await files.makeDir(path.slice(0, path.lastIndexOf("/")));
    await files.write(path, text, isProgram ? 448 : void 0);
    written.set(path, text);
  }
}
function tellLimits({ log }, { builder }, { apart }) {
  if (builder?.kind !== "existing" || apart.size === 0) return;
  log.notice(
    `The builder ${builder.name} is yours, and so is the folder of its logins: base images at ${[...apart.keys()].join(", ")} are pulled with the login for pushing.`
  );
}

export {
  computeDigest,
  RETRY_POLICY,
  findDelayMs,
  makeRegistryClient,
  openAccess
};
