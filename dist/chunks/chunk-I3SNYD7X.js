import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  parseRuntimeToken
} from "./chunk-BVMKXS4Y.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  defuseLine,
  makeLineFilter
} from "./chunk-HQSA4M7E.js";
import {
  pickNetwork
} from "./chunk-5DJDJALV.js";
import {
  failCache,
  readRestored,
  readSaved
} from "./chunk-6CPTAW2H.js";
import {
  isRecord
} from "./chunk-KBW2CNOB.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";
import {
  ExitCode,
  debug,
  endGroup,
  error,
  exportVariable,
  getState,
  info,
  notice,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning
} from "./chunk-WWA3QFAY.js";

// src/host/http.ts
var DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
var MAX_REDIRECTS = 5;
var REDIRECTS = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
var client;
function loadClient() {
  client ??= import("./http-client-SQ7OMF3F.js").then(({ makeHttpClient }) => makeHttpClient());
  return client;
}
async function closeConnections() {
  const used = await client?.catch(() => void 0);
  client = void 0;
  await used?.agent.destroy();
}
async function sendRequest(wanted, cancelled) {
  const timeout = AbortSignal.timeout(Math.ceil(wanted.timeoutMs));
  const signal = AbortSignal.any([timeout, cancelled]);
  let url = new URL(wanted.url);
  const asked = url.origin;
  let headers = { ...wanted.headers };
  for (let hop = 0; ; hop++) {
    const response = await exchange({ wanted, url, headers, signal });
    const location = response.headers["location"];
    const follow = REDIRECTS.has(response.status) && isSafe(wanted) && location !== void 0;
    if (!follow || hop >= MAX_REDIRECTS)
      return url.origin === asked ? response : { ...response, isElsewhere: true };
    const next = parseLocation(location, url);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}
function parseLocation(location, from) {
  if (URL.canParse(location, from.href)) return new URL(location, from);
  throw new TransportError(
    "other",
    from.host,
    `${from.host} redirects to something that is no URL`
  );
}
function isSafe({ method = "GET" }) {
  return method === "GET" || method === "HEAD";
}
function withoutCredentials(headers) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name))
  );
}
async function exchange({
  wanted,
  url,
  headers,
  signal
}) {
  try {
    const { request, agent } = await loadClient();
    const response = await request(url, {
      method: wanted.method ?? "GET",
      headers,
      body: wanted.body ?? null,
      dispatcher: agent,
      signal,
      headersTimeout: wanted.timeoutMs,
      bodyTimeout: wanted.timeoutMs
    });
    const body = await readBody(response.body, wanted.maxBytes ?? DEFAULT_MAX_BYTES, url.host);
    return { status: response.statusCode, headers: flatten(response.headers), body };
  } catch (error2) {
    throw toTransportError(error2, url.host, signal);
  }
}
async function readBody(stream, maxBytes, host) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new TransportError("too-large", host, `${host} sent more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function flatten(headers) {
  const flat = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== void 0)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
var KINDS = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_ABORTED: "reset",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ETIMEDOUT: "timeout",
  ENETUNREACH: "refused",
  EHOSTUNREACH: "refused"
};
function toTransportError(error2, host, signal) {
  if (error2 instanceof TransportError || error2 instanceof ActionError) return error2;
  const reason = signal.aborted ? signal.reason : error2;
  if (signal.aborted && !(reason instanceof DOMException)) return reason;
  const code = codeOf(reason);
  const kind = isTimeout(reason) ? "timeout" : kindOf(code);
  const text = reason instanceof Error ? reason.message : String(reason);
  return new TransportError(kind, host, `${host}: ${code ?? kind}: ${text}`, reason);
}
var TIMEOUTS = /* @__PURE__ */ new Set([
  "TimeoutError",
  "ConnectTimeoutError",
  "HeadersTimeoutError",
  "BodyTimeoutError"
]);
function isTimeout(reason) {
  return typeof reason === "object" && reason !== null && "name" in reason && TIMEOUTS.has(String(reason.name));
}
function kindOf(code) {
  if (code === void 0) return "other";
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL)/.test(code)) return "tls";
  return KINDS[code] ?? "other";
}
function codeOf(error2) {
  if (typeof error2 !== "object" || error2 === null) return void 0;
  if ("code" in error2 && typeof error2.code === "string") return error2.code;
  return "cause" in error2 ? codeOf(error2.cause) : void 0;
}

// src/host/actions-host.ts
import { randomBytes as randomBytes3 } from "node:crypto";
import { existsSync } from "node:fs";

// src/host/artifacts.ts
import { join } from "node:path";

// node_modules/is-network-error/index.js
var objectToString = Object.prototype.toString;
var isError = (value) => objectToString.call(value) === "[object Error]";
var errorMessages = /* @__PURE__ */ new Set([
  "network error",
  // Chrome
  "NetworkError when attempting to fetch resource.",
  // Firefox
  "The Internet connection appears to be offline.",
  // Safari 16
  "Network request failed",
  // `cross-fetch`
  "fetch failed",
  // Undici (Node.js)
  "terminated",
  // Undici (Node.js)
  " A network error occurred.",
  // Bun (WebKit)
  "Network connection lost"
  // Cloudflare Workers (fetch)
]);
function isNetworkError(error2) {
  const isValid = error2 && isError(error2) && error2.name === "TypeError" && typeof error2.message === "string";
  if (!isValid) {
    return false;
  }
  const { message, stack } = error2;
  if (message === "Load failed" || message.startsWith("Load failed (") && message.endsWith(")")) {
    return stack === void 0 || "__sentry_captured__" in error2;
  }
  if (message.startsWith("error sending request for url")) {
    return true;
  }
  if (message === "Failed to fetch" || message.startsWith("Failed to fetch (") && message.endsWith(")")) {
    return true;
  }
  return errorMessages.has(message);
}

// node_modules/p-retry/index.js
function validateRetries(retries) {
  if (typeof retries === "number") {
    if (retries < 0) {
      throw new TypeError("Expected `retries` to be a non-negative number.");
    }
    if (Number.isNaN(retries)) {
      throw new TypeError("Expected `retries` to be a valid number or Infinity, got NaN.");
    }
  } else if (retries !== void 0) {
    throw new TypeError("Expected `retries` to be a number or Infinity.");
  }
}
function validateNumberOption(name, value, { min = 0, allowInfinity = false } = {}) {
  if (value === void 0) {
    return;
  }
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? " or Infinity" : ""}.`);
  }
  if (!allowInfinity && !Number.isFinite(value)) {
    throw new TypeError(`Expected \`${name}\` to be a finite number.`);
  }
  if (value < min) {
    throw new TypeError(`Expected \`${name}\` to be \u2265 ${min}.`);
  }
}
var AbortError = class extends Error {
  constructor(message) {
    super();
    if (message instanceof Error) {
      this.originalError = message;
      ({ message } = message);
    } else {
      this.originalError = new Error(message);
      this.originalError.stack = this.stack;
    }
    this.name = "AbortError";
    this.message = message;
  }
};
function calculateDelay(retriesConsumed, options) {
  const attempt = Math.max(1, retriesConsumed + 1);
  const random = options.randomize ? Math.random() + 1 : 1;
  let timeout = Math.round(random * options.minTimeout * options.factor ** (attempt - 1));
  timeout = Math.min(timeout, options.maxTimeout);
  return timeout;
}
function calculateRemainingTime(start, max) {
  if (!Number.isFinite(max)) {
    return max;
  }
  return max - (performance.now() - start);
}
async function onAttemptFailure({ error: error2, attemptNumber, retriesConsumed, startTime, options }) {
  const normalizedError = error2 instanceof Error ? error2 : new TypeError(`Non-error was thrown: "${error2}". You should only throw errors.`);
  if (normalizedError instanceof AbortError) {
    throw normalizedError.originalError;
  }
  const retriesLeft = Number.isFinite(options.retries) ? Math.max(0, options.retries - retriesConsumed) : options.retries;
  const maxRetryTime = options.maxRetryTime ?? Number.POSITIVE_INFINITY;
  const context = Object.freeze({
    error: normalizedError,
    attemptNumber,
    retriesLeft,
    retriesConsumed
  });
  await options.onFailedAttempt(context);
  if (calculateRemainingTime(startTime, maxRetryTime) <= 0) {
    throw normalizedError;
  }
  const consumeRetry = await options.shouldConsumeRetry(context);
  const remainingTime = calculateRemainingTime(startTime, maxRetryTime);
  if (remainingTime <= 0 || retriesLeft <= 0) {
    throw normalizedError;
  }
  if (normalizedError instanceof TypeError && !isNetworkError(normalizedError)) {
    if (consumeRetry) {
      throw normalizedError;
    }
    options.signal?.throwIfAborted();
    return false;
  }
  if (!await options.shouldRetry(context)) {
    throw normalizedError;
  }
  if (!consumeRetry) {
    options.signal?.throwIfAborted();
    return false;
  }
  const delayTime = calculateDelay(retriesConsumed, options);
  const finalDelay = Math.min(delayTime, remainingTime);
  options.signal?.throwIfAborted();
  if (finalDelay > 0) {
    await new Promise((resolve, reject) => {
      const onAbort = () => {
        clearTimeout(timeoutToken);
        options.signal?.removeEventListener("abort", onAbort);
        reject(options.signal.reason);
      };
      const timeoutToken = setTimeout(() => {
        options.signal?.removeEventListener("abort", onAbort);
        resolve();
      }, finalDelay);
      if (options.unref) {
        timeoutToken.unref?.();
      }
      options.signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
  options.signal?.throwIfAborted();
  return true;
}
async function pRetry(input, options = {}) {
  options = { ...options };
  validateRetries(options.retries);
  if (Object.hasOwn(options, "forever")) {
    throw new Error("The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.");
  }
  options.retries ??= 10;
  options.factor ??= 2;
  options.minTimeout ??= 1e3;
  options.maxTimeout ??= Number.POSITIVE_INFINITY;
  options.maxRetryTime ??= Number.POSITIVE_INFINITY;
  options.randomize ??= false;
  options.onFailedAttempt ??= () => {
  };
  options.shouldRetry ??= () => true;
  options.shouldConsumeRetry ??= () => true;
  validateNumberOption("factor", options.factor, { min: 0, allowInfinity: false });
  validateNumberOption("minTimeout", options.minTimeout, { min: 0, allowInfinity: false });
  validateNumberOption("maxTimeout", options.maxTimeout, { min: 0, allowInfinity: true });
  validateNumberOption("maxRetryTime", options.maxRetryTime, { min: 0, allowInfinity: true });
  if (!(options.factor > 0)) {
    options.factor = 1;
  }
  options.signal?.throwIfAborted();
  let attemptNumber = 0;
  let retriesConsumed = 0;
  const startTime = performance.now();
  while (Number.isFinite(options.retries) ? retriesConsumed <= options.retries : true) {
    attemptNumber++;
    try {
      options.signal?.throwIfAborted();
      const result2 = await input(attemptNumber);
      options.signal?.throwIfAborted();
      return result2;
    } catch (error2) {
      if (await onAttemptFailure({
        error: error2,
        attemptNumber,
        retriesConsumed,
        startTime,
        options
      })) {
        retriesConsumed++;
      }
    }
  }
  throw new Error("Retry attempts exhausted without throwing an error.");
}

// src/host/artifact-failure.ts
var OTHER_WAY = "Or hand the legs over without artifacts: publish: off, and their output candidate as the input candidates of publish/";
function isConflict({ message }) {
  return /^Failed to CreateArtifact: .*\(409\)/.test(message);
}
function isUnsettled(failure) {
  return failure.isRepeated && isConflict(failure) || /^Failed to FinalizeArtifact: /.test(failure.message);
}
function isNetworkFailure({ message }) {
  return /Unable to make request: E[A-Z]+/.test(message);
}
function describeFailure(failure, cause) {
  const { name } = failure;
  const message = redact(failure.message);
  if (name === "DigestMismatch" || name === "TooLarge" || name === "NoFile") {
    return new ActionError("ARTIFACT_INVALID", `An artifact of the run is refused: ${message}`, {
      cause
    });
  }
  if (name === "ArtifactNotFoundError") {
    return new ActionError("ARTIFACT_INVALID", "An artifact of the run is not there any more", {
      hint: "Something deleted it while the run was going on",
      cause
    });
  }
  return makeUnavailable(`Artifacts of this run cannot be used: ${message}`, {
    hint: chooseHint(name, message),
    cause
  });
}
function makeUnavailable(message, { hint, cause }) {
  return new ActionError("ARTIFACTS_UNAVAILABLE", message, {
    hint: `${hint}. ${OTHER_WAY}`,
    cause
  });
}
function chooseHint(name, message) {
  if (name === "GHESNotSupportedError")
    return "GitHub Enterprise Server has no artifact service of version 4";
  if (name === "UsageError" || /storage quota/.test(message))
    return "The storage quota for artifacts is used up: delete old ones, or raise it";
  if (/\((401|403)\)/.test(message))
    return "The service refused the token of the job: it ends with the job, or the runner gave another one";
  return "Run the failed jobs again when https://www.githubstatus.com says that Actions is well";
}
function redact(message) {
  const [first = ""] = message.split("\n");
  return first.replace(/([?&]sig=)[^&\s"']+/g, "$1***");
}

// src/host/artifact-thread.ts
import { Worker } from "node:worker_threads";
var ArtifactCallError = class extends Error {
  failure;
  constructor(failure) {
    super(failure.message);
    this.name = "ArtifactCallError";
    this.failure = failure;
  }
};
function makeArtifactThread(options) {
  let current;
  let lastCall = 0;
  const run = async (request, stop) => {
    stop.throwIfAborted();
    current ??= startThread(options);
    const mine = current;
    const thread = await mine;
    if (thread.isSpent) {
      if (current === mine) current = void 0;
      return run(request, stop);
    }
    return send(thread, { call: ++lastCall, request }, stop);
  };
  return { call: run };
}
async function startThread({ env, onLine }) {
  const { WORKER_ROLE, WORKER_URL } = await import("./artifact-worker-YVPWE2KI.js");
  const worker = new Worker(new URL(WORKER_URL), {
    workerData: WORKER_ROLE,
    env: { ...env },
    // Options of the process would be the thread's too.
    execArgv: [],
    stdout: true,
    stderr: true
  });
  const thread = { worker, pending: /* @__PURE__ */ new Map(), isSpent: false };
  worker.on("message", (answer) => {
    if ("line" in answer) onLine(answer.line);
    else take(thread, answer);
  });
  worker.on("error", (error2) => breakOff(thread, error2));
  worker.on("exit", () => breakOff(thread, new Error("the thread has ended")));
  worker.unref();
  return thread;
}
function send(thread, message, stop) {
  const { worker, pending } = thread;
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      thread.isSpent = true;
      reject(stop.reason);
      settle(thread, message.call);
    };
    pending.set(message.call, {
      resolve: (result2) => {
        stop.removeEventListener("abort", giveUp);
        resolve(result2);
      },
      reject: (error2) => {
        stop.removeEventListener("abort", giveUp);
        reject(error2);
      }
    });
    worker.ref();
    stop.addEventListener("abort", giveUp, { once: true });
    if (stop.aborted) giveUp();
    else worker.postMessage(message);
  });
}
function take(thread, answer) {
  const pending = thread.pending.get(answer.call);
  if ("failure" in answer) pending?.reject(new ArtifactCallError(answer.failure));
  else pending?.resolve(answer.result);
  settle(thread, answer.call);
}
function settle({ worker, pending, isSpent }, call3) {
  pending.delete(call3);
  if (pending.size > 0) return;
  worker.unref();
  if (isSpent) void worker.terminate();
}
function breakOff(thread, { name, message }) {
  thread.isSpent = true;
  const failure = { name, message, isRepeated: true };
  for (const { reject } of thread.pending.values()) reject(new ArtifactCallError(failure));
  thread.pending.clear();
}

// src/host/record-archive.ts
import { inflateRawSync } from "node:zlib";
var END_SIZE = 22;
var END_SIGNATURE = 101010256;
var ENTRY_SIZE = 46;
var ENTRY_SIGNATURE = 33639248;
var LOCAL_SIZE = 30;
var LOCAL_SIGNATURE = 67324752;
var STORED = 0;
var DEFLATED = 8;
function readRecordArchive(archive, { file, maxBytes }) {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const content = readOnlyEntry(bytes, file, maxBytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (error2) {
    if (error2 instanceof ActionError) throw error2;
    throw invalid("it cannot be unpacked", error2);
  }
}
function readOnlyEntry(bytes, file, maxBytes) {
  const end = bytes.length - END_SIZE;
  if (end < 0 || bytes.readUInt32LE(end) !== END_SIGNATURE) throw invalid("it is no zip archive");
  if (bytes.readUInt16LE(end + 10) !== 1) throw invalid("it does not hold exactly one file");
  const entry = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt32LE(entry) !== ENTRY_SIGNATURE) throw invalid("its directory is broken");
  const method = bytes.readUInt16LE(entry + 10);
  const packedSize = bytes.readUInt32LE(entry + 20);
  const name = slice(bytes, entry + ENTRY_SIZE, bytes.readUInt16LE(entry + 28)).toString();
  if (name !== file) throw invalid(`it holds another file than ${file}`);
  const local = bytes.readUInt32LE(entry + 42);
  if (bytes.readUInt32LE(local) !== LOCAL_SIGNATURE) throw invalid("its entry is broken");
  const skipped = bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = slice(bytes, local + LOCAL_SIZE + skipped, packedSize);
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: maxBytes });
  if (method !== STORED || packedSize > maxBytes) throw invalid("its compression is not known");
  return packed;
}
function slice(bytes, start, length) {
  if (start + length > bytes.length) throw new RangeError("beyond the end");
  return bytes.subarray(start, start + length);
}
function invalid(why, cause) {
  return new ActionError("ARTIFACT_INVALID", `The archive was not made by this action: ${why}`, {
    cause
  });
}

// src/host/artifacts.ts
var LIMITS = { callMs: 9e4, retryMs: 1e3, settleMs: 2e3 };
var CONNECTION_RETRIES = 2;
var SETTLE_LOOKS = 4;
var FILE = "record.json";
var MAX_BYTES = 8 * 1024 * 1024;
var ENV_NAMES = [
  ...["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL", "GITHUB_SERVER_URL"],
  ...["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"]
];
var NEEDED = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"];
function makeArtifacts(options) {
  const { env } = options;
  const door = {
    options,
    limits: { ...LIMITS, ...options.limits },
    thread: makeArtifactThread({ env: pickEnvironment(env), onLine: makeRelay(options) }),
    known: /* @__PURE__ */ new Map()
  };
  return {
    jobId: parseRuntimeToken(env["ACTIONS_RUNTIME_TOKEN"] ?? "")?.jobId,
    create: (name, text) => withDeadline(door, (stop) => create(door, { name, text, stop })),
    list: (prefix) => withDeadline(door, async (stop) => {
      const found = (await list(door, stop)).filter(({ name }) => name.startsWith(prefix));
      return found.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes }));
    }),
    read: (id) => withDeadline(door, (stop) => read(door, id, stop))
  };
}
function pickEnvironment(env) {
  return Object.fromEntries(
    ENV_NAMES.flatMap((name) => {
      const value = env[name];
      return value === void 0 || value === "" ? [] : [[name, value]];
    })
  );
}
function makeRelay({ log: log2, mask }) {
  return (line) => {
    const [, command, value = ""] = /^::([a-z-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (command === "add-mask") mask(decodeURIComponent(value));
    else if (command !== "debug") log2.debug(`artifacts: ${command === void 0 ? line : value}`);
  };
}
async function withDeadline({ options, limits }, run) {
  const { env, signal } = options;
  const missing = NEEDED.filter((name) => (env[name] ?? "") === "");
  if (missing.length > 0) {
    throw makeUnavailable(`The runner gave the job no ${missing.join(" and no ")}`, {
      hint: "Runners of GitHub give it to every JavaScript action; act does with --artifact-server-path"
    });
  }
  const deadline = AbortSignal.timeout(limits.callMs);
  try {
    return await run(AbortSignal.any([deadline, signal]));
  } catch (error2) {
    if (signal.aborted) throw signal.reason;
    if (error2 instanceof ActionError) throw error2;
    if (deadline.aborted) {
      const seconds = Math.ceil(limits.callMs / 1e3);
      throw makeUnavailable(`The artifact service did not answer within ${seconds} s`, {
        hint: "Run the failed jobs again when https://www.githubstatus.com says that Actions is well",
        cause: error2
      });
    }
    throw explain(error2);
  }
}
function call({ thread, limits }, request, stop) {
  return pRetry(() => thread.call(request, stop), {
    retries: CONNECTION_RETRIES,
    minTimeout: limits.retryMs,
    signal: stop,
    shouldRetry: ({ error: error2 }) => error2 instanceof ArtifactCallError && isNetworkFailure(error2.failure)
  });
}
async function create(door, creation) {
  const { files } = door.options;
  const folder = await files.makeTempDir("bsa-artifact-");
  let attempts = 0;
  try {
    const file = join(folder, FILE);
    await files.write(file, creation.text);
    const request = { kind: "upload", name: creation.name, file, folder };
    const thread = {
      call: (...parameters) => {
        attempts += 1;
        return door.thread.call(...parameters);
      }
    };
    await call({ ...door, thread }, request, creation.stop);
    return "created";
  } catch (error2) {
    if (!(error2 instanceof ArtifactCallError)) throw error2;
    const failure = { ...error2.failure, isRepeated: error2.failure.isRepeated || attempts > 1 };
    if (isUnsettled(failure)) return settle2(door, creation, error2);
    if (isConflict(failure)) return "exists";
    throw error2;
  } finally {
    await files.remove(folder);
  }
}
async function settle2(door, { name, text, stop }, cause) {
  for (let look = 0; look < SETTLE_LOOKS; look++) {
    if (look > 0) await sleep(door.limits.settleMs, stop);
    const found = (await list(door, stop)).find((each) => each.name === name);
    if (found === void 0) continue;
    const held = await read(door, found.id, stop).catch(ignoreInvalid);
    return held === text ? "created" : "exists";
  }
  throw makeUnavailable(`It is not known whether the artifact ${name} was created`, {
    hint: "The service failed in between, and the name stays taken in this attempt. Run the failed jobs again",
    cause
  });
}
function ignoreInvalid(error2) {
  const known = explain(error2);
  if (!(known instanceof ActionError) || known.code !== "ARTIFACT_INVALID") throw known;
}
function explain(error2) {
  return error2 instanceof ArtifactCallError ? describeFailure(error2.failure, error2) : error2;
}
async function list(door, stop) {
  const found = await call(door, { kind: "list" }, stop);
  for (const artifact of found) door.known.set(artifact.id, artifact);
  return found.toSorted((a, b) => a.id - b.id);
}
async function read(door, id, stop) {
  const { files } = door.options;
  if (!door.known.has(id)) await list(door, stop);
  const known = door.known.get(id);
  if (known !== void 0 && known.sizeBytes > MAX_BYTES) {
    throw new ActionError("ARTIFACT_INVALID", `The artifact ${known.name} is larger than 8 MiB`);
  }
  const folder = await files.makeTempDir("bsa-artifact-");
  try {
    const digest = parseDigest(known?.digest);
    const request = { kind: "download", id, folder, digest, maxBytes: MAX_BYTES };
    const archive = await call(door, request, stop);
    return readRecordArchive(archive, { file: FILE, maxBytes: MAX_BYTES });
  } finally {
    await files.remove(folder);
  }
}
function parseDigest(text) {
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text ?? "")?.[1];
  return hex === void 0 ? void 0 : `sha256:${hex.toLowerCase()}`;
}
function sleep(ms, stop) {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(stop.reason);
    };
    const timer = setTimeout(() => {
      stop.removeEventListener("abort", cancel);
      resolve();
    }, ms);
    if (stop.aborted) cancel();
    else stop.addEventListener("abort", cancel, { once: true });
  });
}

// src/host/cache.ts
import { randomBytes } from "node:crypto";

// src/host/command.ts
import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
var MAX_CAPTURE_CHARS = 4 * 1024 * 1024;
var PATIENCE = { termMs: 3e3, killMs: 5e3, lingerMs: 2e3 };
var UNKNOWN = { exitCode: void 0, signal: void 0 };
async function runInGroup(command, { signal, patience = PATIENCE }) {
  const started = performance.now();
  const report = (known) => ({
    timedOut: false,
    notFound: false,
    stdout: "",
    stderr: "",
    durationMs: performance.now() - started,
    ...known
  });
  if (signal.aborted || command.stop?.aborted === true) return report(UNKNOWN);
  try {
    const child = spawn(command.file, [...command.args], {
      env: { ...command.env },
      cwd: command.cwd,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"]
    });
    return report(await attend(child, { command, signal, patience }));
  } catch (error2) {
    return report({ ...UNKNOWN, notFound: isAbsent(error2), stderr: String(error2) });
  }
}
async function attend(child, { command, signal, patience }) {
  const stdout = capture(child.stdout, command.onLine);
  const stderr = capture(child.stderr, command.onLine);
  const group = makeGroup(child, patience);
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    group.stop();
  };
  const deadline = command.deadlineMs === void 0 ? void 0 : setTimeout(expire, command.deadlineMs);
  signal.addEventListener("abort", group.stop, { once: true });
  command.stop?.addEventListener("abort", group.stop, { once: true });
  child.stdin.on("error", () => void 0);
  child.stdin.end(command.stdin ?? "");
  try {
    const ending = await waitForEnd(child);
    return { ...ending, timedOut, stdout: stdout.end(), stderr: stderr.end() };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", group.stop);
    command.stop?.removeEventListener("abort", group.stop);
    group.close();
  }
}
function waitForEnd(child) {
  return new Promise((resolve, reject) => {
    child.on("error", (error2) => {
      if (child.pid === void 0) reject(error2);
    });
    child.on(
      "close",
      (code, endedBy) => resolve({ exitCode: code ?? void 0, signal: endedBy ?? void 0 })
    );
  });
}
function isAbsent(error2) {
  const code = typeof error2 === "object" && error2 !== null && "code" in error2 ? error2.code : void 0;
  return code === "ENOENT" || code === "EACCES";
}
function makeGroup(child, patience) {
  let timers = [];
  let linger;
  const send2 = (name) => {
    if (child.pid === void 0) return;
    try {
      process.kill(-child.pid, name);
    } catch {
    }
  };
  child.on("exit", () => {
    linger = setTimeout(() => {
      send2("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
    }, patience.lingerMs);
  });
  return {
    stop: () => {
      if (timers.length > 0) return;
      send2("SIGINT");
      timers = [
        setTimeout(() => send2("SIGTERM"), patience.termMs),
        setTimeout(() => send2("SIGKILL"), patience.killMs)
      ];
    },
    close: () => {
      if (timers.length > 0) send2("SIGKILL");
      [linger, ...timers].forEach(clearTimeout);
    }
  };
}
function capture(stream, onLine) {
  const decoder = new StringDecoder("utf8");
  const filter = onLine === void 0 ? void 0 : makeLineFilter(onLine);
  let text = "";
  stream.on("data", (chunk) => {
    filter?.write(chunk);
    text += decoder.write(chunk);
    if (text.length > 2 * MAX_CAPTURE_CHARS) text = text.slice(-MAX_CAPTURE_CHARS);
  });
  stream.on("error", () => void 0);
  return {
    end: () => {
      filter?.end();
      return (text + decoder.end()).slice(-MAX_CAPTURE_CHARS);
    }
  };
}

// src/host/cache.ts
var ENV_NAMES2 = [
  ...["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL"],
  ...["ACTIONS_CACHE_SERVICE_V2", "ACTIONS_CACHE_MODE", "GITHUB_SERVER_URL", "NODE_EXTRA_CA_CERTS"]
];
function makeCache(options) {
  return {
    isAvailable: isAvailable(options),
    restore: async (request) => {
      const told = await call2(options, { kind: "restore", ...request });
      return "reason" in told ? told : readRestored(told);
    },
    save: async (request) => {
      const told = await call2(options, { kind: "save", restoreKeys: [], ...request });
      return "reason" in told ? told : readSaved(told);
    }
  };
}
function isAvailable({ env, os }) {
  const url = env["ACTIONS_CACHE_SERVICE_V2"] ? "ACTIONS_RESULTS_URL" : "ACTIONS_CACHE_URL";
  return os !== "windows" && Boolean(env[url]) && Boolean(env["ACTIONS_RUNTIME_TOKEN"]);
}
async function call2(options, {
  timeoutMs,
  stop,
  ...request
}) {
  const { files, signal } = options;
  if (!isAvailable(options)) return failCache("absent", "this runner offers no Actions cache");
  signal.throwIfAborted();
  const { WORKER_FILE, WORKER_ROLE } = await import("./cache-worker-CS32OJIA.js");
  const temp = await files.makeTempDir("bsa-cache-");
  const nonce = randomBytes(16).toString("hex");
  const answers = [];
  try {
    await files.makeDir(request.folder);
    const result2 = await runInGroup(
      {
        tool: "actions/cache",
        file: process.execPath,
        args: ["--no-warnings", WORKER_FILE, WORKER_ROLE],
        env: makeEnvironment(options, { temp, folder: request.folder }),
        cwd: request.folder,
        stdin: JSON.stringify({ ...request, nonce }),
        deadlineMs: timeoutMs,
        stop,
        onLine: (line) => takeLine(options, { line, nonce, answers })
      },
      { signal }
    );
    signal.throwIfAborted();
    if (answers[0] !== void 0) return answers[0];
    return stop?.aborted === true ? failCache("other", "it was stopped") : describeSilence(result2, timeoutMs);
  } finally {
    await files.remove(temp);
  }
}
function makeEnvironment({ env }, { temp, folder }) {
  const given = ENV_NAMES2.flatMap((name) => {
    const value = env[name];
    return value === void 0 || value === "" ? [] : [[name, value]];
  });
  return {
    ...pickNetwork(env),
    ...Object.fromEntries(given),
    PATH: env["PATH"] ?? "",
    // The library writes its archive there, and reads names relative to the workspace.
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: folder,
    LANG: "C"
  };
}
function takeLine({ log: log2, mask }, {
  line,
  nonce,
  answers
}) {
  const isOurs = line.startsWith(nonce);
  const message = isOurs ? JSON.parse(line.slice(nonce.length)) : { line };
  if (!isRecord(message)) return;
  if (typeof message["mask"] === "string") mask(message["mask"]);
  if (typeof message["line"] === "string") log2.debug(`actions/cache: ${message["line"]}`);
  if (isAnswer(message["answer"])) answers.push(message["answer"]);
}
function isAnswer(value) {
  return isRecord(value) && typeof value["outcome"] === "string";
}
function describeSilence({ timedOut, stderr }, timeoutMs) {
  if (timedOut) return failCache("timeout", `no end within ${Math.ceil(timeoutMs / 1e3)} s`);
  return failCache("other", stderr.trim().split("\n").at(-1) || "it ended without an answer");
}

// src/host/download.ts
import { createWriteStream } from "node:fs";
import { stat, truncate } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
var MAX_REDIRECTS2 = 5;
async function downloadFile(wanted, cancelled) {
  const timeout = AbortSignal.timeout(Math.ceil(wanted.timeoutMs));
  const signal = AbortSignal.any([timeout, cancelled]);
  try {
    return await receive(wanted, signal);
  } catch (error2) {
    throw toTransportError(error2, new URL(wanted.url).host, signal);
  }
}
async function receive(wanted, signal) {
  const { file, idleMs } = wanted;
  const from = await sizeOf(file);
  const { url, response } = await open({ url: wanted.url, from, idleMs, signal });
  const { statusCode: status, headers, body } = response;
  const resumes = status === 206 && startsAt(headers["content-range"], from);
  if (status === 200 || resumes) {
    await pipeline(body, createWriteStream(file, { flags: resumes ? "a" : "w", mode: 384 }));
    return void 0;
  }
  await body.dump();
  if (status === 416 && from > 0) return void 0;
  if (status !== 206) return status;
  await truncate(file, 0);
  throw new TransportError("other", url.host, `${url.host} sent another part than was asked for`);
}
async function open({
  url: first,
  from,
  idleMs,
  signal
}) {
  const { request, agent } = await loadClient();
  let url = new URL(first);
  for (let hop = 0; hop <= MAX_REDIRECTS2; hop++) {
    const response = await request(url, {
      method: "GET",
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
      dispatcher: agent,
      signal,
      headersTimeout: idleMs,
      bodyTimeout: idleMs
    });
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode) || typeof location !== "string")
      return { url, response };
    await response.body.dump();
    url = parseLocation(location, url);
  }
  throw new TransportError("other", url.host, `${url.host} redirects without an end`);
}
async function sizeOf(file) {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
function startsAt(range, from) {
  return new RegExp(`^bytes ${from}-\\d+/`).test(String(range));
}

// src/host/files.ts
import { createHash, randomBytes as randomBytes2 } from "node:crypto";
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join as join2 } from "node:path";
function makeFiles(tempRoot = tmpdir()) {
  return {
    makeTempDir: (prefix) => makeTempDir(tempRoot, prefix),
    readText: (path) => fs.readFile(path, "utf8"),
    readBytes: (path) => fs.readFile(path),
    write: writeWhole,
    makeDir: async (path) => {
      await fs.mkdir(path, { recursive: true, mode: 448 });
    },
    kind: readKind,
    list: (path) => fs.readdir(path),
    executable: async (path) => await may(path, constants.X_OK) && await readKind(path) === "file",
    isPrivate: isPrivateFolder,
    readable: (path) => may(path, constants.R_OK),
    remove: (path) => fs.rm(path, { recursive: true, force: true, maxRetries: 3 }),
    unlink: (path) => fs.unlink(path),
    symlink: (target, path) => fs.symlink(target, path),
    rename: (from, to) => fs.rename(from, to),
    sha256: hashFile,
    realpath: (path) => fs.realpath(path),
    size: async (path) => (await fs.stat(path)).size,
    stamp: readStamp,
    walk,
    freeBytes: readFreeBytes,
    enter: async (path) => process.chdir(path)
  };
}
async function makeTempDir(root, prefix) {
  try {
    return await fs.mkdtemp(join2(root, prefix));
  } catch (error2) {
    if (!isNowhere(error2)) throw error2;
    throw new ActionError(
      "ENVIRONMENT_UNSUPPORTED",
      `The folder for temporary files is not there: RUNNER_TEMP names ${root}`,
      {
        hint: "The runner makes that folder for each job. Does an earlier step remove it, does the workflow set RUNNER_TEMP, or does the container of the job not mount it?",
        cause: error2
      }
    );
  }
}
function isNowhere(error2) {
  const { code } = error2;
  return code === "ENOENT" || code === "ENOTDIR";
}
async function may(path, mode) {
  try {
    await fs.access(path, mode);
    return true;
  } catch {
    return false;
  }
}
async function writeWhole(path, content, mode = 384) {
  await fs.mkdir(dirname(path), { recursive: true, mode: 448 });
  const aside = `${path}.${randomBytes2(4).toString("hex")}`;
  try {
    await fs.writeFile(aside, content, { mode, flag: "wx" });
    await fs.rename(aside, path);
  } catch (error2) {
    await fs.rm(aside, { force: true });
    throw error2;
  }
}
async function readKind(path) {
  try {
    const stats = await fs.stat(path);
    if (stats.isFile()) return "file";
    return stats.isDirectory() ? "directory" : "other";
  } catch (error2) {
    if (error2.code === "EACCES") throw error2;
    return void 0;
  }
}
async function walk(root, enters) {
  const files = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
    for (const entry of await fs.readdir(join2(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && enters(path)) folders.push(path);
    }
  }
  return files.sort();
}
async function isPrivateFolder(path) {
  try {
    const stats = await fs.lstat(path);
    const isOwn = process.getuid === void 0 || stats.uid === process.getuid();
    return stats.isDirectory() && isOwn && (stats.mode & 63) === 0;
  } catch {
    return false;
  }
}
async function readStamp(path) {
  const { dev, ino, size, mtimeNs, ctimeNs } = await fs.stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}
async function readFreeBytes(path) {
  try {
    const { bavail, bsize } = await fs.statfs(path);
    return bavail * bsize;
  } catch {
    return void 0;
  }
}
var CHUNK_BYTES = 1024 * 1024;
async function hashFile(path) {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const file = await fs.open(path);
  try {
    for (; ; ) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

// src/host/github.ts
var BRIEF_MS = 5e3;
var LIMIT_MS = 1e3;
var github = {
  repository: async ({ token, owner, repo }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    return (await getOctokit(token).rest.repos.get({ owner, repo })).data;
  },
  commit: async ({ token, owner, repo, sha }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    return (await getOctokit(token).rest.repos.getCommit({ owner, repo, ref: sha })).data;
  },
  compare: async ({ token, owner, repo, base, head }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    const asked = { owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 2, request };
    return (await getOctokit(token).rest.repos.compareCommitsWithBasehead(asked)).data;
  },
  cacheUsage: async ({ token, owner, repo }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    const octokit = getOctokit(token);
    const ask = (ms) => ({ owner, repo, request: { signal: AbortSignal.timeout(ms) } });
    const [usage, limit] = await Promise.all([
      octokit.rest.actions.getActionsCacheUsage(ask(BRIEF_MS)),
      // For administrators only, and unknown to older servers: a job's own token is refused.
      octokit.request("GET /repos/{owner}/{repo}/actions/cache/storage-limit", ask(LIMIT_MS)).catch(() => void 0)
    ]);
    return { ...limit?.data, ...usage.data };
  },
  caches: async ({ token, owner, repo, key }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    const { actions } = getOctokit(token).rest;
    const asked = { owner, repo, key, per_page: 100, sort: "last_accessed_at", request };
    return (await actions.getActionsCacheList(asked)).data;
  },
  latestRelease: async ({ token, owner, repo }) => {
    const { getOctokit } = await import("./github-6ZWJAD2S.js");
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    try {
      return (await getOctokit(token).rest.repos.getLatestRelease({ owner, repo, request })).data;
    } catch (error2) {
      if (error2 instanceof Error && Reflect.get(error2, "status") === 404) return void 0;
      throw error2;
    }
  }
};

// src/host/actions-host.ts
var OS = { linux: "linux", darwin: "darwin", win32: "windows" };
function makeActionsHost(signal) {
  hideLibraryWarnings();
  leaveLostFolder();
  const env = Object.freeze({ ...process.env });
  const files = makeFiles(env["RUNNER_TEMP"] || void 0);
  const os = OS[process.platform] ?? "linux";
  return {
    env,
    machine: {
      os,
      arch: process.arch === "x64" ? "amd64" : process.arch === "arm64" ? "arm64" : "other",
      nodeArch: process.arch
    },
    log,
    files,
    clock: makeClock(signal),
    toolCache: makeToolCache(signal),
    github,
    artifacts: makeArtifacts({ env, files, log, signal, mask: maskLines }),
    cache: makeCache({ env, files, log, signal, mask: maskLines, os }),
    signal,
    fetch: (request) => sendRequest(request, signal),
    run: (command) => runCommand(command, signal),
    relay: async (request) => (await import("./relay-QMZGJIJP.js")).startRelay(request),
    mask: maskLines,
    setOutput: (name, value) => setOutput(name, value),
    exportVariable: (name, value) => exportVariable(name, value),
    saveState: (name, value) => saveState(name, value),
    readState: (name) => getState(name),
    writeSummary: async (markdown) => {
      if (process.env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(markdown, true).write();
    },
    fail: () => {
      process.exitCode = ExitCode.Failure;
    },
    randomHex: (bytes) => randomBytes3(bytes).toString("hex")
  };
}
function hideLibraryWarnings() {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => debug(`${name}: ${message}`));
}
function leaveLostFolder() {
  const { TMPDIR: folder } = process.env;
  if (folder === void 0 || existsSync(folder)) return;
  info(`TMPDIR is left out: there is no ${folder}`);
  delete process.env["TMPDIR"];
}
var log = {
  info: (line) => info(line),
  debug: (line) => debug(line),
  notice: (message) => notice(message),
  warning: (message) => warning(message),
  annotate: (message, place) => warning(message, formatPlace(place)),
  error: (message, place) => error(message, formatPlace(place)),
  group: (title, lines) => {
    startGroup(title);
    for (const line of lines) info(line);
    endGroup();
  },
  open: (title) => {
    startGroup(title);
    return () => endGroup();
  },
  foreign: (line) => info(defuseLine(line))
};
function formatPlace({ title, file, line }) {
  if (file === void 0) return { title };
  return { title, file, ...line === void 0 ? {} : { startLine: line } };
}
function maskLines(value) {
  if (value.trim() === "") return;
  setSecret(value);
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  if (lines.length < 2) return;
  for (const line of lines) if (line.length > 3) setSecret(line);
}
function makeClock(signal) {
  return {
    now: () => /* @__PURE__ */ new Date(),
    elapsedMs: () => performance.now(),
    sleep: (ms) => new Promise((resolve, reject) => {
      const cancel = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", cancel);
        resolve();
      }, ms);
      if (signal.aborted) cancel();
      else signal.addEventListener("abort", cancel, { once: true });
    }),
    repeat: (everyMs, work) => {
      const timer = setInterval(() => void work(), everyMs).unref();
      return () => clearInterval(timer);
    }
  };
}
function runCommand(command, signal) {
  return command.deadlineMs === void 0 ? runQuick(command) : runInGroup(command, { signal });
}
async function runQuick(command) {
  const { getExecOutput } = await import("./exec-RNPQMZLZ.js");
  const started = performance.now();
  try {
    const file = `"${command.file}"`;
    const { exitCode, stdout, stderr } = await getExecOutput(file, [...command.args], {
      env: { ...command.env },
      ...command.cwd === void 0 ? {} : { cwd: command.cwd },
      ...command.stdin === void 0 ? {} : { input: Buffer.from(command.stdin) },
      silent: true,
      ignoreReturnCode: true
    });
    const code = exitCode ?? void 0;
    return result({ exitCode: code, stdout, stderr, notFound: false, started });
  } catch (error2) {
    return result({
      exitCode: void 0,
      stdout: "",
      stderr: String(error2),
      notFound: true,
      started
    });
  }
}
function result({
  started,
  ...known
}) {
  return { ...known, signal: void 0, timedOut: false, durationMs: performance.now() - started };
}
var makeToolCache = (signal) => ({
  find: async (tool, version, arch) => {
    const { find } = await import("./tool-cache-45VEO3CG.js");
    return find(tool, version, arch) || void 0;
  },
  download: (wanted) => downloadFile(wanted, signal),
  extract: async (archive, folder) => {
    const { extractTar } = await import("./tool-cache-45VEO3CG.js");
    await extractTar(archive, folder, "x");
  },
  add: async (file, name, tool, version, arch) => {
    const { cacheFile } = await import("./tool-cache-45VEO3CG.js");
    return cacheFile(file, name, tool, version, arch);
  }
});

export {
  closeConnections,
  makeActionsHost
};
