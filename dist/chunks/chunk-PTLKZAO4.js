import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  findAwsDomain,
  parseEcrHost
} from "./chunk-PFKVS5A6.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  userDockerConfig
} from "./chunk-5DJDJALV.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  describeError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/stages/job/tracks.ts
function makeTimings(clock) {
  const seconds = {};
  return {
    measure: async (name, work) => {
      const startedMs = clock.elapsedMs();
      try {
        return await work();
      } finally {
        const spentMs = clock.elapsedMs() - startedMs + (seconds[name] ?? 0) * 1e3;
        seconds[name] = Math.round(spentMs) / 1e3;
      }
    },
    all: () => seconds
  };
}
async function runTrack({ log, clock }, { title, timings, after, work }) {
  await after;
  const lines = [];
  const startedMs = clock.elapsedMs();
  let outcome = "failed";
  try {
    const result = await timings.measure(title, () => work((line) => lines.push(line)));
    outcome = "done";
    return result;
  } finally {
    log.group(
      `${title}: ${outcome} in ${((clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`,
      lines
    );
  }
}
async function joinTracks(tracks) {
  const settled = await Promise.allSettled(tracks);
  const failures = settled.flatMap(
    (one) => one.status === "rejected" ? [one.reason] : []
  );
  if (failures.length > 0) throw joinFailures(failures);
}
function joinFailures(reasons) {
  const failures = [...new Set(reasons)];
  const cancelled = failures.find((one) => one instanceof ActionError && one.code === "CANCELLED");
  if (failures.length === 1 || cancelled !== void 0) return cancelled ?? failures[0];
  const [code = "UNEXPECTED", ...others] = new Set(failures.map(errorCode));
  const shared = code === "UNEXPECTED" || others.length > 0 ? "SETUP_FAILED" : code;
  return new ActionError(shared, failures.map(describeError).join("\n"), {
    cause: failures[0],
    details: failures.flatMap((one) => one instanceof ActionError ? one.details : [])
  });
}

// src/plan/cache-secrets.ts
var VARIABLES = {
  gha: {
    token: "ACTIONS_RUNTIME_TOKEN",
    url: "ACTIONS_CACHE_URL",
    url_v2: "ACTIONS_RESULTS_URL"
  },
  s3: {
    access_key_id: "AWS_ACCESS_KEY_ID",
    secret_access_key: "AWS_SECRET_ACCESS_KEY",
    session_token: "AWS_SESSION_TOKEN"
  }
};
function makeCacheVariables(secrets) {
  const pairs = Object.entries(VARIABLES).flatMap(
    ([backend, names]) => Object.entries(secrets[backend] ?? {}).flatMap(([key, value]) => {
      const name = names[key];
      return name === void 0 ? [] : [[name, value]];
    })
  );
  return Object.fromEntries(pairs);
}
var AZURE_KEY_VARIABLE = "AZURE_STORAGE_KEY";
function findAzureKey(secrets, env) {
  const key = secrets.azblob?.["secret_access_key"] ?? env[AZURE_KEY_VARIABLE];
  return key === void 0 || key === "" ? void 0 : { secret_access_key: key };
}
function listCacheSecrets(secrets) {
  return Object.values(secrets).flatMap(
    (one) => Object.entries(one).flatMap(
      ([key, value]) => /^url/.test(key) || value === "" ? [] : [value]
    )
  );
}
var BETTER = {
  gha: "Leave them out: the step knows the cache service of its runner.",
  s3: "Leave them out, and give the step\nenv:\n  AWS_ACCESS_KEY_ID: ${{ secrets.AWS_ACCESS_KEY_ID }}\n  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}",
  azblob: "Leave it out, and give the step\nenv:\n  AZURE_STORAGE_KEY: ${{ secrets.AZURE_STORAGE_KEY }}"
};
function warnOfCacheSecrets(secrets) {
  const backends = Object.keys(secrets);
  if (backends.length === 0) return [];
  const lines = backends.map((one) => `For \`type=${one}\`: ${BETTER[one] ?? ""}`);
  return [
    `Credentials stand in the attributes of a cache. They were masked and handed over outside of the command line. ${lines.join("\n")}`
  ];
}

// src/registry/aws-signature.ts
async function signAwsRequest({ method = "POST", url, service, region, headers, body }, { key, now }) {
  const { default: aws4 } = await import("./aws4-UKTT3K3Z.js");
  const { host, pathname } = new URL(url);
  const request = {
    method,
    path: pathname,
    service,
    region,
    headers: { ...headers, Host: host, "X-Amz-Date": formatAmzDate(now) },
    body,
    // The HTTP client counts the bytes itself, and AWS does not ask for it.
    extraHeadersToIgnore: { "content-length": true }
  };
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...sessionToken === void 0 ? {} : { sessionToken }
  };
  const signed = aws4.sign(request, credentials);
  return Object.fromEntries(
    // The client sets these two itself, from the same address and body.
    Object.entries(signed.headers ?? {}).filter(([name]) => !/^(?:host|content-length)$/i.test(name)).map(([name, value]) => [name.toLowerCase(), String(value)])
  );
}
function formatAmzDate(time) {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

// src/registry/identity-call.ts
var ATTEMPTS = 4;
var TIMEOUT_MS = 1e4;
var MAX_BYTES = 1024 * 1024;
var FIRST_DELAY_MS = 500;
var MAX_DELAY_MS = 1e4;
var RETRYABLE = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
async function callIdentity(host, call) {
  for (let attempt = 1; ; attempt++) {
    const got = await attemptCall(host, call);
    if (typeof got === "string") return got;
    if (!got.retry || attempt === ATTEMPTS) throw got.error;
    const delayMs = got.retryAfterMs ?? FIRST_DELAY_MS * 2 ** (attempt - 1);
    if (delayMs > MAX_DELAY_MS) throw got.error;
    host.log.debug(`${got.error.message}; again in ${delayMs} ms`);
    await host.clock.sleep(delayMs);
  }
}
async function attemptCall(host, call) {
  const { url, headers, body } = call;
  try {
    const response = await host.fetch({
      method: "POST",
      url,
      headers: { "user-agent": "build-sign-action", ...headers },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES
    });
    if (response.status === 200) return new TextDecoder().decode(response.body);
    return describeAnswer(call, response);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { message, kind } = error;
    return {
      error: makeUnavailable(call, message, error),
      retry: kind !== "tls" && kind !== "too-large",
      retryAfterMs: void 0
    };
  }
}
function describeAnswer(call, { status, headers, body }) {
  const retryAfterS = Number(headers["retry-after"] || Number.NaN);
  const retryAfterMs = Number.isFinite(retryAfterS) ? Math.max(0, retryAfterS * 1e3) : void 0;
  const said = parseSafely(call, new TextDecoder().decode(body));
  const outcome = [`HTTP ${status}`, said?.code, said?.message].filter(Boolean).join(", ");
  if (RETRYABLE.has(status))
    return { error: makeUnavailable(call, outcome), retry: true, retryAfterMs };
  const hint = call.hint(said ?? { code: "", message: "" });
  const error = new ActionError(
    "IDENTITY_REFUSED",
    `${call.service} (${new URL(call.url).host}) refused the login at ${call.registry}: ${outcome}`,
    { hint }
  );
  return { error, retry: false, retryAfterMs };
}
function parseSafely({ parseRefusal }, text) {
  const said = /^\s*<(?:!doctype|html)/i.test(text) ? void 0 : parseRefusal(text);
  if (said === void 0) return void 0;
  const clean = (part, max) => part.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").replace(/[A-Za-z0-9+/=_-]{16,}(?:\.[A-Za-z0-9+/=_-]{8,}){2}/g, "\u2026").trim().slice(0, max);
  return { code: clean(said.code, 80), message: clean(said.message, 400) };
}
function makeUnavailable({ service, registry, url }, outcome, cause) {
  return new ActionError(
    "IDENTITY_UNAVAILABLE",
    `${service} (${new URL(url).host}) gave no login at ${registry}: ${outcome}`,
    {
      hint: "Nothing was pushed. Look at the status page of the service, then run the job again.",
      cause
    }
  );
}
function makeStrange({
  service,
  registry,
  url
}) {
  return new ActionError(
    "IDENTITY_REFUSED",
    `${service} (${new URL(url).host}) answered the login at ${registry} with something else than a credential`,
    { hint: "Is the address of the service right, and is there a proxy on the way to it?" }
  );
}
function parseJson(text) {
  const value = readJson(text);
  return isRecord(value) ? value : {};
}
function readString(fields, name) {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : void 0;
}
function parseOAuthRefusal(text) {
  const fields = parseJson(text);
  const code = readString(fields, "error") ?? "";
  const message = readString(fields, "error_description") ?? readString(fields, "message") ?? "";
  return code === "" && message === "" ? void 0 : { code, message };
}
var FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded" };

// src/registry/aws.ts
async function assumeRole(host, { identity, token }) {
  const { stsUrl, role, sessionName, durationS, registry } = identity;
  const call = { service: "AWS STS", registry, url: `${stsUrl}/` };
  const form = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: role,
    RoleSessionName: sessionName,
    DurationSeconds: String(durationS),
    WebIdentityToken: token.text
  });
  const text = await callIdentity(host, {
    ...call,
    headers: { ...FORM_HEADERS, accept: "text/xml" },
    body: form.toString(),
    parseRefusal: parseXmlRefusal,
    hint: (refusal) => hintRole(refusal, identity, token)
  });
  const [accessKeyId, secretAccessKey, sessionToken] = [
    readElement(text, "AccessKeyId"),
    readElement(text, "SecretAccessKey"),
    readElement(text, "SessionToken")
  ];
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw makeStrange(call);
  for (const secret of [secretAccessKey, sessionToken]) host.mask(secret);
  return { accessKeyId, secretAccessKey, sessionToken };
}
function readElement(xml, name) {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
function parseXmlRefusal(text) {
  const code = readElement(text, "Code");
  return code === void 0 ? void 0 : { code, message: readElement(text, "Message") ?? "" };
}
function hintRole({ code, message }, { role, audience, durationS }, { subject }) {
  const account = /::(\d{12}):/.exec(role)?.[1] ?? "";
  if (code === "AccessDenied")
    return `The trust policy of ${role} has to let this job in. Its token says
"token.actions.githubusercontent.com:sub": "${subject}"
"token.actions.githubusercontent.com:aud": "${audience}"
Compare both, character by character, with the conditions of that policy; and the role has to exist.`;
  if (/OpenIDConnect provider/i.test(message))
    return `Add GitHub as an identity provider to account ${account}: URL https://token.actions.githubusercontent.com, audience ${audience}.`;
  if (code === "InvalidIdentityToken" && /audience/i.test(message))
    return `Add the audience ${audience} to GitHub's identity provider in account ${account}, or set \`audience\` to one that it has.`;
  if (code === "ValidationError" && /DurationSeconds/i.test(message))
    return `The role allows no session of ${durationS} s: lower \`role-duration-seconds\`, or raise the role's maximum.`;
  if (code === "ExpiredTokenException") return "Set the clock of the runner (NTP).";
  return `Check the role ${role} and its region.`;
}
function findEcrUrl({ kind, region }) {
  const service = kind === "public" ? "api.ecr-public" : "api.ecr";
  return `https://${service}.${region}.${findAwsDomain(region)}`;
}
async function readEcrToken(host, question) {
  const { registry, isPublic, region, url, key } = question;
  const service = isPublic ? "ecr-public" : "ecr";
  const target = isPublic ? "SpencerFrontendService" : "AmazonEC2ContainerRegistry_V20150921";
  const call = { service: isPublic ? "AWS ECR Public" : "AWS ECR", registry, url: `${url}/` };
  const body = "{}";
  const headers = await signAwsRequest(
    {
      url: call.url,
      service,
      region,
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `${target}.GetAuthorizationToken`
      },
      body
    },
    { key, now: host.clock.now() }
  );
  const text = await callIdentity(host, {
    ...call,
    headers,
    body,
    parseRefusal: parseJsonRefusal,
    hint: (refusal) => hintEcr(refusal, service)
  });
  const lease = parseAuthorization(text);
  if (lease === void 0) throw makeStrange(call);
  host.mask(lease.password);
  return {
    credential: { username: lease.username, password: lease.password },
    expiresAtMs: lease.expiresAtMs
  };
}
function parseAuthorization(text) {
  const { authorizationData: data } = parseJson(text);
  const entry = Array.isArray(data) ? data[0] : data;
  if (!isRecord(entry)) return void 0;
  const decoded = Buffer.from(readString(entry, "authorizationToken") ?? "", "base64").toString();
  const colon = decoded.indexOf(":");
  const expiresAt = entry["expiresAt"];
  if (colon < 1 || colon === decoded.length - 1 || typeof expiresAt !== "number") return void 0;
  return {
    username: decoded.slice(0, colon),
    password: decoded.slice(colon + 1),
    expiresAtMs: expiresAt * 1e3
  };
}
function parseJsonRefusal(text) {
  const fields = parseJson(text);
  const code = readString(fields, "__type")?.replace(/^.*#/, "");
  const message = readString(fields, "message") ?? readString(fields, "Message") ?? "";
  return code === void 0 ? void 0 : { code, message };
}
function hintEcr({ code, message }, service) {
  const bearer = service === "ecr-public" ? ' and "sts:GetServiceBearerToken"' : "";
  if (code === "AccessDeniedException")
    return `Allow the role, or the owner of the key, "${service}:GetAuthorizationToken"${bearer} on resource "*".`;
  if (/ExpiredToken/.test(code))
    return "The AWS session in the environment has ended: get a new one right before this step.";
  if (/InvalidSignature/.test(code) && /expired|current time|not yet/i.test(message))
    return "Set the clock of the runner (NTP): the signature carries the time.";
  if (/UnrecognizedClient|InvalidSignature|InvalidClientTokenId/.test(code))
    return "The access key is unknown, or its secret does not belong to it.";
  return `Allow "${service}:GetAuthorizationToken"${bearer}, and check the region.`;
}
function readAmbientKey(env) {
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) return void 0;
  return { accessKeyId, secretAccessKey, sessionToken: env["AWS_SESSION_TOKEN"] || void 0 };
}

// src/registry/azure.ts
var LIFE_MS = 3 * 60 * 6e4;
async function readAzureToken(host, {
  identity,
  token,
  scheme
}) {
  const access = await readEntraToken(host, { identity, token });
  const { registry, tenantId, clientId } = identity;
  const call = {
    service: "Azure Container Registry",
    registry,
    url: `${scheme}://${registry}/oauth2/exchange`
  };
  const form = new URLSearchParams({
    grant_type: "access_token",
    service: registry,
    tenant: tenantId,
    access_token: access
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseRegistryRefusal,
    hint: () => `Give ${clientId} the role AcrPush on ${registry} (Container Registry Repository Writer where access is by repository). Where the registry takes no tokens of Azure Resource Manager, set \`token-scope: https://containerregistry.azure.net/.default\`.`
  });
  const refresh = readString(parseJson(text), "refresh_token");
  if (refresh === void 0) throw makeStrange(call);
  host.mask(refresh);
  return {
    // As a password, with zeros for a user, it would do as well; `docker login` stores it as an identity token too.
    credential: { identityToken: refresh },
    expiresAtMs: readExpiry(refresh) ?? host.clock.now().getTime() + LIFE_MS
  };
}
async function readEntraToken(host, { identity, token }) {
  const { authorityUrl, tenantId, clientId, tokenScope, registry } = identity;
  const call = { service: "Entra", registry, url: `${authorityUrl}/${tenantId}/oauth2/v2.0/token` };
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    scope: tokenScope,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: token.text
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: (refusal) => hintEntra(refusal, identity, token)
  });
  const access = readString(parseJson(text), "access_token");
  if (access === void 0) throw makeStrange(call);
  host.mask(access);
  return access;
}
function hintEntra({ message }, { clientId, tenantId, audience }, { subject }) {
  if (/AADSTS700016/.test(message))
    return `There is no application ${clientId} in tenant ${tenantId}.`;
  if (/AADSTS90002/.test(message)) return `There is no tenant ${tenantId} in this cloud.`;
  if (/AADSTS700024/.test(message)) return "Set the clock of the runner (NTP).";
  return `Add a federated credential to application ${clientId}, exactly as this job's token is:
issuer: https://token.actions.githubusercontent.com
subject: ${subject}
audience: ${audience}`;
}
function parseRegistryRefusal(text) {
  const { errors } = parseJson(text);
  const first = Array.isArray(errors) ? errors[0] : void 0;
  if (!isRecord(first)) return parseOAuthRefusal(text);
  return { code: readString(first, "code") ?? "", message: readString(first, "message") ?? "" };
}
function readExpiry(jwt) {
  const payload = Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString();
  const { exp } = parseJson(payload);
  return typeof exp === "number" ? exp * 1e3 : void 0;
}

// src/registry/docker-hub.ts
async function readHubToken(host, { identity, token }) {
  const { identityUrl, connectionId, expiresInS, registry, username, audience } = identity;
  const call = { service: "Docker Hub", registry, url: `${identityUrl}/oauth/token` };
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    subject_token: token.text,
    connection_id: connectionId,
    expires_in: String(expiresInS)
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: () => `Check the connection ${connectionId} of the organization ${username} (Admin Console, OIDC connections): a ruleset has to match this job, whose token says
sub: ${token.subject}
aud: ${audience}`
  });
  const password = readString(parseJson(text), "access_token");
  if (password === void 0) throw makeStrange(call);
  host.mask(password);
  return {
    credential: { username, password },
    expiresAtMs: host.clock.now().getTime() + expiresInS * 1e3
  };
}

// src/registry/google.ts
var USERNAME = "oauth2accesstoken";
var SCOPE = "https://www.googleapis.com/auth/cloud-platform";
var JSON_HEADERS = { "content-type": "application/json", accept: "application/json" };
async function readGoogleToken(host, { identity, token }) {
  const federated = await federate(host, { identity, token });
  const { serviceAccount } = identity;
  const access = serviceAccount === void 0 ? federated : await impersonate(host, {
    identity,
    serviceAccount,
    token: federated.token,
    subject: token.subject
  });
  return {
    credential: { username: USERNAME, password: access.token },
    expiresAtMs: access.expiresAtMs
  };
}
async function federate(host, { identity, token }) {
  const { provider, stsUrl, registry } = identity;
  const call = { service: "Google STS", registry, url: `${stsUrl}/v1/token` };
  const text = await callIdentity(host, {
    ...call,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      audience: `//iam.googleapis.com/${provider}`,
      grantType: "urn:ietf:params:oauth:grant-type:token-exchange",
      requestedTokenType: "urn:ietf:params:oauth:token-type:access_token",
      scope: SCOPE,
      subjectTokenType: "urn:ietf:params:oauth:token-type:jwt",
      subjectToken: token.text
    }),
    parseRefusal: (body) => parseOAuthRefusal(body) ?? parseApiRefusal(body),
    hint: (refusal) => hintProvider(refusal, identity, token)
  });
  const fields = parseJson(text);
  const [access, lastsS] = [readString(fields, "access_token"), fields["expires_in"]];
  if (access === void 0) throw makeStrange(call);
  host.mask(access);
  const lastsMs = (typeof lastsS === "number" && lastsS > 0 ? lastsS : 300) * 1e3;
  return { token: access, expiresAtMs: host.clock.now().getTime() + lastsMs };
}
async function impersonate(host, {
  identity,
  serviceAccount,
  token,
  subject
}) {
  const { iamUrl, registry, provider } = identity;
  const path = `/v1/projects/-/serviceAccounts/${encodeURIComponent(serviceAccount)}:generateAccessToken`;
  const call = { service: "Google IAM Credentials", registry, url: `${iamUrl}${path}` };
  const pool = provider.replace(/\/providers\/.*$/, "");
  const text = await callIdentity(host, {
    ...call,
    headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` },
    body: JSON.stringify({ scope: [SCOPE], lifetime: "3600s" }),
    parseRefusal: parseApiRefusal,
    hint: ({ code }) => code === "NOT_FOUND" ? `There is no service account ${serviceAccount}.` : `Let this job act as ${serviceAccount}: give it the role roles/iam.workloadIdentityUser for
principal://iam.googleapis.com/${pool}/subject/${subject}
or for a principalSet that holds it, and enable the API iamcredentials.googleapis.com.`
  });
  const fields = parseJson(text);
  const access = readString(fields, "accessToken");
  const expiresAtMs = Date.parse(readString(fields, "expireTime") ?? "");
  if (access === void 0 || Number.isNaN(expiresAtMs)) throw makeStrange(call);
  host.mask(access);
  return { token: access, expiresAtMs };
}
function parseApiRefusal(text) {
  const { error } = parseJson(text);
  if (!isRecord(error)) return void 0;
  return { code: readString(error, "status") ?? "", message: readString(error, "message") ?? "" };
}
function hintProvider({ code, message }, { provider, audience }, { subject }) {
  if (/attribute condition/i.test(message))
    return `The condition of the provider does not let this job in. Its token says
sub: ${subject}`;
  if (/stale to sign-in|expired/i.test(message)) return "Set the clock of the runner (NTP).";
  if (/audience/i.test(message))
    return `The token is for ${audience}: add that to the allowed audiences of the provider, or set \`audience\` to one that it has.`;
  if (code === "invalid_target")
    return `There is no such provider, or it is disabled: ${provider}. The project is named by its number, not its id.`;
  if (/issuer/i.test(message))
    return "The provider has to have the issuer https://token.actions.githubusercontent.com.";
  return `Check the provider ${provider} and its attribute mapping (google.subject = assertion.sub). The token says
sub: ${subject}`;
}

// src/registry/identities.ts
var THIS_MACHINE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;
async function exchangeIdentity(host, { identity, tokens }) {
  const token = await tokens(identity.audience);
  switch (identity.type) {
    case "aws-ecr": {
      const key = await assumeRole(host, { identity, token });
      const { registry, isPublic, region, ecrUrl: url } = identity;
      return readEcrToken(host, { registry, isPublic, region, url, key });
    }
    case "gcp-wif":
      return readGoogleToken(host, { identity, token });
    case "azure-acr": {
      const scheme = THIS_MACHINE.test(identity.registry) ? "http" : "https";
      return readAzureToken(host, { identity, token, scheme });
    }
    case "dockerhub":
      return readHubToken(host, { identity, token });
  }
}

// src/registry/lease.ts
var MARGIN_MS = 10 * 6e4;
var LAST_MS = 6e4;
function makeLeaseSource({
  host,
  name,
  ask
}) {
  let held;
  let flying;
  const leftMs = ({ expiresAtMs }) => expiresAtMs === void 0 ? Number.POSITIVE_INFINITY : expiresAtMs - host.clock.now().getTime();
  async function renew() {
    try {
      const lease = await ask();
      held = { lease, marginMs: Math.min(MARGIN_MS, leftMs(lease) / 2) };
      return lease;
    } catch (error) {
      if (held === void 0 || leftMs(held.lease) < LAST_MS) throw error;
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(
        `The login at ${name} could not be renewed, and is used until it ends: ${why}`
      );
      return held.lease;
    }
  }
  return {
    read: async () => {
      if (held !== void 0 && leftMs(held.lease) > held.marginMs) return held.lease;
      flying ??= renew().finally(() => {
        flying = void 0;
      });
      return flying;
    }
  };
}

// src/tools/oidc-token.ts
function parseTokenAnswer(body, audience) {
  const answer = readJson(body);
  if (!isRecord(answer)) return refuse("the answer is not JSON");
  const text = answer["value"];
  if (typeof text !== "string" || text === "") return refuse("the answer holds no token");
  const [, payload = "", signature = ""] = text.split(".");
  const claims = readJson(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isRecord(claims) || signature === "") return refuse("the token is not a JWT");
  if (claims["aud"] !== audience)
    return refuse(`the token is for another audience than ${audience}`);
  const expiresAtS = claims["exp"];
  const issuedAtS = claims["iat"];
  if (typeof expiresAtS !== "number") return refuse("the token has no expiry");
  const read = (name) => typeof claims[name] === "string" ? claims[name] : "";
  const jobWorkflowRef = read("job_workflow_ref");
  if (jobWorkflowRef === "") return refuse("the token names no workflow (job_workflow_ref)");
  return {
    ok: true,
    token: {
      text,
      expiresAtS,
      ...typeof issuedAtS === "number" ? { lifetimeS: expiresAtS - issuedAtS } : {},
      subject: read("sub"),
      claims: {
        issuer: read("iss"),
        jobWorkflowRef,
        repository: read("repository"),
        ref: read("ref"),
        sha: read("sha"),
        eventName: read("event_name")
      }
    }
  };
}
function findMismatch(claims, job) {
  if (job.repository !== "" && claims.repository.toLowerCase() !== job.repository.toLowerCase()) {
    return `the token is for repository ${claims.repository}, the job runs in ${job.repository}`;
  }
  if (job.sha !== "" && claims.sha !== job.sha)
    return `the token is for commit ${claims.sha}, the job builds ${job.sha}`;
  return void 0;
}
function refuse(reason) {
  return { ok: false, reason };
}

// src/stages/job/oidc.ts
var SIGSTORE_AUDIENCE = "sigstore";
var ATTEMPTS2 = 6;
var REQUEST_TIMEOUT_MS = 1e4;
var TOTAL_MS = 9e4;
var MAX_DELAY_MS2 = 15e3;
var MIN_LIFE_S = 60;
function makeTokenSource(host, request) {
  let current;
  const ask = () => {
    const asking = fetchHeld(host, request);
    current = asking;
    asking.catch(() => {
      if (current === asking) current = void 0;
    });
    return asking;
  };
  return async () => {
    const last = current;
    const held = await last;
    if (held !== void 0 && leftS(host, held) >= MIN_LIFE_S) return held.token;
    return (await (current === void 0 || current === last ? ask() : current)).token;
  };
}
async function fetchHeld(host, request) {
  const token = await fetchToken(host, request);
  return { token, sinceMs: host.clock.elapsedMs() };
}
function leftS(host, { token, sinceMs }) {
  const { lifetimeS = Number.POSITIVE_INFINITY } = token;
  return Math.min(lifeS(host, token), lifetimeS - (host.clock.elapsedMs() - sinceMs) / 1e3);
}
function lifeS({ clock }, { expiresAtS }) {
  return expiresAtS - clock.now().getTime() / 1e3;
}
async function fetchToken(host, { audience, purpose, timeoutMs }) {
  const endMs = host.clock.elapsedMs() + Math.min(TOTAL_MS, timeoutMs);
  let last = { reason: "not asked", retry: true };
  for (let attempt = 1; attempt <= ATTEMPTS2; attempt++) {
    const leftMs = Math.max(1, endMs - host.clock.elapsedMs());
    const timeout = { audience, timeoutMs: Math.min(REQUEST_TIMEOUT_MS, leftMs) };
    const got = await requestToken(host, timeout);
    if (!("reason" in got)) return checkToken(host, got);
    last = got;
    const delayMs = Math.min(MAX_DELAY_MS2, 1e3 * 2 ** (attempt - 1));
    if (!got.retry || attempt === ATTEMPTS2 || host.clock.elapsedMs() + delayMs > endMs) break;
    host.log.info(
      `GitHub's OIDC endpoint: ${got.reason}; again in ${delayMs / 1e3} s (attempt ${attempt + 1} of ${ATTEMPTS2})`
    );
    await host.clock.sleep(delayMs);
  }
  throw new ActionError(
    "OIDC_UNAVAILABLE",
    `GitHub gave no OIDC token for ${purpose}: ${last.reason}`,
    {
      hint: last.retry ? "Nothing was published under a tag. Run the job again when GitHub Actions has recovered (www.githubstatus.com)." : "Check that the job has `permissions: id-token: write`, in the calling workflow too."
    }
  );
}
async function requestToken(host, { audience, timeoutMs }) {
  const base = host.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const bearer = host.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (!base || !bearer) {
    throw new ActionError(
      "OIDC_PERMISSION_MISSING",
      "The job has no permission to ask for an OIDC token"
    );
  }
  if (!URL.canParse(base))
    return { reason: "ACTIONS_ID_TOKEN_REQUEST_URL is no URL", retry: false };
  const url = new URL(base);
  url.searchParams.set("audience", audience);
  try {
    const { status, body } = await host.fetch({
      url: url.href,
      headers: { authorization: `bearer ${bearer}`, accept: "application/json" },
      timeoutMs,
      maxBytes: 1024 * 1024
    });
    if (status !== 200)
      return {
        reason: `HTTP ${status} from ${url.host}`,
        retry: status >= 500 || status === 429 || status === 408
      };
    const parsed = parseTokenAnswer(Buffer.from(body).toString("utf8"), audience);
    return parsed.ok ? parsed.token : { reason: parsed.reason, retry: true };
  } catch (error) {
    if (error instanceof TransportError)
      return { reason: error.message, retry: error.kind !== "tls" };
    throw error;
  }
}
function checkToken(host, token) {
  host.mask(token.text);
  const mismatch = findMismatch(token.claims, {
    repository: host.env["GITHUB_REPOSITORY"] ?? "",
    sha: host.env["GITHUB_SHA"] ?? ""
  });
  if (mismatch !== void 0) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      `GitHub's OIDC token does not fit this job: ${mismatch}`,
      {
        hint: "An earlier step may have changed GITHUB_* or ACTIONS_ID_TOKEN_REQUEST_* in the environment."
      }
    );
  }
  if (lifeS(host, token) < MIN_LIFE_S) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      "GitHub's OIDC token has expired by this machine's clock",
      {
        hint: "Set the clock of the runner (NTP)."
      }
    );
  }
  return token;
}

// src/stages/logins/logins.ts
var TOKEN_TIMEOUT_MS = 6e4;
function maskSecrets({ mask }, { githubToken = "", registryAuth, cacheSecrets }) {
  const passwords = registryAuth.map(({ password }) => password);
  for (const secret of [githubToken, ...passwords, ...listCacheSecrets(cacheSecrets)])
    if (secret !== "") mask(secret);
}
function makeOwnLogins(host, plan, inputs) {
  const tokens = makeAudienceTokens(host);
  return plan.logins.map((spec) => ({
    registry: spec.registry,
    repository: spec.repository,
    use: spec.use,
    ...makeReader(host, { spec, inputs, tokens })
  }));
}
function makeAudienceTokens(host) {
  const sources = /* @__PURE__ */ new Map();
  return async (audience) => {
    const source = sources.get(audience) ?? makeTokenSource(host, {
      audience,
      purpose: `the login (${audience})`,
      timeoutMs: TOKEN_TIMEOUT_MS
    });
    sources.set(audience, source);
    return source();
  };
}
function makeReader(host, { spec, inputs, tokens }) {
  const { registry, identity, isAwsKey } = spec;
  if (identity !== void 0) {
    const ask = () => exchangeIdentity(host, { identity, tokens });
    return {
      read: withoutIfOptional(host, spec, makeLeaseSource({ host, name: registry, ask }))
    };
  }
  const secret = readSecret(spec, inputs);
  if (secret !== "") host.mask(secret);
  if (isAwsKey === true) return makeKeySource(host, spec, secret);
  const known = { username: spec.username, password: secret };
  return { known, read: async () => ({ credential: known, expiresAtMs: void 0 }) };
}
function readSecret({ source, entry = -1 }, inputs) {
  if (source === "registry-auth") return inputs.registryAuth[entry]?.password ?? "";
  return (source === "password" ? inputs.password : inputs.githubToken) ?? "";
}
function withoutIfOptional(host, { registry, isOptional }, source) {
  if (isOptional !== true) return source.read;
  let isGivenUp = false;
  return async () => {
    if (isGivenUp) return void 0;
    try {
      return await source.read();
    } catch (error) {
      if (!(error instanceof ActionError) || error.code === "CANCELLED") throw error;
      isGivenUp = true;
      host.log.warning(`No login at ${registry}, and nothing is pushed: ${error.message}`);
      return void 0;
    }
  };
}
function makeKeySource(host, { registry, username }, secret) {
  const key = username === "" ? void 0 : { accessKeyId: username, secretAccessKey: secret };
  const ask = async () => {
    const used = key ?? readAmbientKey(host.env);
    if (used === void 0)
      throw new ActionError(
        "IDENTITY_REFUSED",
        `The login at ${registry} has neither \`username\` and \`password\` nor an AWS access key in the environment`,
        { hint: "Run aws-actions/configure-aws-credentials before, or use `registry-identities`." }
      );
    return exchangeKey(host, registry, used);
  };
  return makeLeaseSource({ host, name: registry, ask });
}
function makeAmbientSource(host, registry) {
  const key = readAmbientKey(host.env);
  if (key === void 0 || parseEcrHost(registry) === void 0) return void 0;
  const ask = () => exchangeKey(host, registry, key);
  return makeLeaseSource({ host, name: registry, ask });
}
async function exchangeKey(host, registry, key) {
  const ecr = parseEcrHost(registry);
  if (ecr === void 0)
    throw new ActionError("IDENTITY_REFUSED", `${registry} is no registry of Amazon's`);
  const { kind, region } = ecr;
  const url = findEcrUrl(ecr);
  return readEcrToken(host, { registry, isPublic: kind === "public", region, url, key });
}

// src/registry/docker-config.ts
var HUB_KEY = "https://index.docker.io/v1/";
var HUB_HOSTS = /* @__PURE__ */ new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
function parseDockerConfig(text) {
  try {
    const json = JSON.parse(text);
    return isObject(json) ? { json } : void 0;
  } catch {
    return void 0;
  }
}
function pickContext(config) {
  const currentContext = config?.json["currentContext"];
  return currentContext === void 0 ? void 0 : { json: { currentContext } };
}
function findCredential({ json }, registry) {
  const server = formatAuthKey(registry);
  const helpers = isObject(json["credHelpers"]) ? json["credHelpers"] : {};
  const named = [server, registry].map((key) => helpers[key]).find((helper2) => helper2 !== void 0);
  const helper = named ?? json["credsStore"];
  if (typeof helper === "string" && helper !== "") return { kind: "helper", helper, server };
  const credential = findInline(isObject(json["auths"]) ? json["auths"] : {}, registry);
  return credential === void 0 ? { kind: "none" } : { kind: "inline", credential };
}
function findInline(auths, registry) {
  const entry = auths[formatAuthKey(registry)] ?? Object.entries(auths).find(([key]) => isKeyOf(key, registry))?.[1];
  if (!isObject(entry)) return void 0;
  const token = entry["identitytoken"];
  if (typeof token === "string" && token !== "") return { identityToken: token };
  const [username, password] = typeof entry["auth"] === "string" ? decodeAuth(entry["auth"]) : [entry["username"], entry["password"]];
  if (typeof username !== "string" || username === "" || typeof password !== "string")
    return void 0;
  return { username, password };
}
function isKeyOf(key, registry) {
  const host = key.replace(/^https?:\/\//, "").split("/")[0]?.toLowerCase() ?? "";
  return host === registry || HUB_HOSTS.has(host) && HUB_HOSTS.has(registry);
}
function decodeAuth(auth) {
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? [void 0, void 0] : [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, "")];
}
function formatAuthKey(registry) {
  return HUB_HOSTS.has(registry) ? HUB_KEY : registry;
}
function addEnvironmentLogins(config, text) {
  const given = parseDockerConfig(text)?.json["auths"];
  if (!isObject(given)) return void 0;
  const logins = /* @__PURE__ */ new Map();
  for (const [key, entry] of Object.entries(given)) {
    const auth = isObject(entry) ? entry["auth"] : void 0;
    const [username, password] = typeof auth === "string" ? decodeAuth(auth) : [];
    if (username === void 0 || password === void 0) return void 0;
    logins.set(key, { username, password });
  }
  return { json: addLogins(config, { inline: logins }) };
}
function formatDockerConfig(config, logins) {
  return `${JSON.stringify(addLogins(config, logins), void 0, 2)}
`;
}
function addLogins(config, { inline, helpers = /* @__PURE__ */ new Map() }) {
  const json = config?.json ?? {};
  const auths = isObject(json["auths"]) ? json["auths"] : {};
  const named = isObject(json["credHelpers"]) ? json["credHelpers"] : {};
  const own = [...inline].map(([registry, login]) => [formatAuthKey(registry), login]);
  const asked = [...helpers].map(([registry, name]) => [formatAuthKey(registry), name]);
  return {
    ...json,
    auths: {
      ...auths,
      ...Object.fromEntries(own.map(([key, login]) => [key, formatAuth(login)]))
    },
    credHelpers: {
      ...named,
      ...Object.fromEntries(own.map(([key]) => [key, ""])),
      ...Object.fromEntries(asked)
    }
  };
}
function hasHelpers({ json }) {
  const helpers = isObject(json["credHelpers"]) ? Object.values(json["credHelpers"]) : [];
  return [json["credsStore"], ...helpers].some((name) => typeof name === "string" && name !== "");
}
function formatAuth(credential) {
  if ("identityToken" in credential) return { identitytoken: credential.identityToken };
  return { auth: encodeAuth(credential.username, credential.password) };
}
function encodeAuth(username, password) {
  return Buffer.from(`${username}:${password}`).toString("base64");
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
var PROXY_LOGIN = /^(?:[a-z0-9+.-]+:\/\/)?([^/:@]*):?([^/]*)@/i;
function findProxySecrets({ json }) {
  const engines = isObject(json["proxies"]) ? Object.values(json["proxies"]) : [];
  const urls = engines.flatMap((proxies) => isObject(proxies) ? Object.values(proxies) : []);
  return urls.flatMap((url) => {
    const [, user, password] = PROXY_LOGIN.exec(String(url)) ?? [];
    return password || user || [];
  });
}

// src/stages/logins/user-config.ts
async function readUserConfig(host, folder) {
  const path = `${folder ?? ""}/config.json`;
  const text = folder !== void 0 && await host.files.kind(path) === "file" ? await host.files.readText(path) : void 0;
  const config = text === void 0 ? void 0 : parseDockerConfig(text);
  if (text !== void 0 && config === void 0)
    host.log.warning(`${path} is not valid JSON; its logins are not used`);
  const given = host.env["DOCKER_AUTH_CONFIG"];
  if (given === void 0 || given === "") return config;
  const both = addEnvironmentLogins(config, given);
  if (both === void 0)
    host.log.warning("DOCKER_AUTH_CONFIG is not what docker takes; its logins are not used");
  return both ?? config;
}
async function writeContext(host, folder) {
  const userFolder = userDockerConfig(host.env);
  const quiet = { ...host, log: { ...host.log, warning: host.log.debug } };
  const config = pickContext(await readUserConfig(quiet, userFolder));
  const text = formatDockerConfig(config, { inline: /* @__PURE__ */ new Map() });
  await host.files.write(`${folder}/docker/config.json`, text);
  await linkContexts(host, userFolder, folder);
}
async function linkContexts({ files }, userFolder, folder) {
  if (userFolder === void 0 || await files.kind(`${userFolder}/contexts`) !== "directory")
    return;
  for (const name of ["docker", "docker-push"]) {
    const link = `${folder}/${name}/contexts`;
    if (await files.kind(link) === void 0) await files.symlink(`${userFolder}/contexts`, link);
  }
}

export {
  makeTimings,
  runTrack,
  joinTracks,
  joinFailures,
  makeCacheVariables,
  findAzureKey,
  warnOfCacheSecrets,
  signAwsRequest,
  makeLeaseSource,
  SIGSTORE_AUDIENCE,
  makeTokenSource,
  maskSecrets,
  makeOwnLogins,
  makeAmbientSource,
  pickContext,
  findCredential,
  formatAuthKey,
  formatDockerConfig,
  hasHelpers,
  findProxySecrets,
  readUserConfig,
  writeContext,
  linkContexts
};
