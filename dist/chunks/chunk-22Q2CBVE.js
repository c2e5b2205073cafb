import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  ExitCode,
  debug,
  endGroup,
  error,
  getState,
  info,
  notice,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning
} from "./chunk-QVLUYHP7.js";

// src/host/host.ts
var TransportError = class extends Error {
  kind;
  /** Host and port only: never a path or a query, which may carry a signature. */
  host;
  constructor(kind, host, message, cause) {
    super(message, { cause });
    this.name = "TransportError";
    this.kind = kind;
    this.host = host;
  }
};

// src/host/http.ts
var DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
var MAX_REDIRECTS = 5;
var REDIRECTS = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
var client;
function loadClient() {
  client ??= import("./http-client-A3Z7UGFN.js").then(({ makeHttpClient }) => makeHttpClient());
  return client;
}
async function closeConnections() {
  const used = await client;
  client = void 0;
  await used?.agent.destroy();
}
async function sendRequest(wanted, cancelled) {
  const timeout = AbortSignal.timeout(Math.ceil(wanted.timeoutMs));
  const signal = AbortSignal.any([timeout, cancelled]);
  let url = new URL(wanted.url);
  let headers = { ...wanted.headers };
  for (let hop = 0; ; hop++) {
    const response = await exchange({ wanted, url, headers, signal });
    const location = response.headers["location"];
    const follow = REDIRECTS.has(response.status) && isSafe(wanted) && location !== void 0;
    if (!follow || hop >= MAX_REDIRECTS) return response;
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
  if (error2 instanceof TransportError) return error2;
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
import { randomBytes as randomBytes2 } from "node:crypto";

// src/errors.ts
var ActionError = class extends Error {
  code;
  hint;
  details;
  constructor(code, message, more = {}) {
    super(message, more.cause === void 0 ? void 0 : { cause: more.cause });
    this.name = "ActionError";
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? [];
  }
};
var InputError = class extends ActionError {
  problems;
  constructor(problems) {
    super("INPUT_INVALID", formatProblems(problems));
    this.name = "InputError";
    this.problems = problems;
  }
};
function formatProblems(problems) {
  const lines = problems.map(formatProblem);
  if (lines.length === 1) return lines.join("");
  return [`${lines.length} problems with the inputs; nothing was started:`, ...lines].join("\n");
}
function formatProblem({ input, value, problem, fix }) {
  const shown = value === void 0 ? "" : ` (${JSON.stringify(shorten(value))})`;
  return `${input}${shown}: ${problem}. ${fix}`;
}
function shorten(value) {
  return value.length > 120 ? `${value.slice(0, 117)}...` : value;
}
function describeError(error2) {
  if (error2 instanceof ActionError) {
    return error2.hint === void 0 ? error2.message : `${error2.message}
${error2.hint}`;
  }
  const text = error2 instanceof Error ? `${error2.name}: ${error2.message}` : String(error2);
  return `Unexpected error, a defect of build-sign-action: ${text}`;
}
function errorCode(error2) {
  return error2 instanceof ActionError ? error2.code : "UNEXPECTED";
}

// src/tools/output-filter.ts
var MAX_LINE_CHARS = 16 * 1024;
var OVERPRINT = "\u21B3 ";
var ESCAPES = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
var CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/g;
var BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
var COMMAND = new RegExp("^[\\s\\p{DI}]*:\\p{DI}*:", "u");
var LEGACY_COMMAND = new RegExp("#\\p{DI}*#\\p{DI}*\\[", "gu");
function defuseLine(line) {
  const plain = line.replace(ESCAPES, "").replace(/[\r\n]+/g, " ").replace(CONTROLS, "").replace(BIDI_CONTROLS, "").replace(LEGACY_COMMAND, "# #[");
  return COMMAND.test(plain) ? plain.replace(COMMAND, ": :") : plain;
}
function makeLineFilter(onLine) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let held = "";
  let dropped = 0;
  let returned = false;
  let over = false;
  const finish = (end) => {
    const text = defuseLine(held) + (dropped === 0 ? "" : ` \u2026 (${dropped} more characters)`);
    if (text !== "" || end === "newline" && !over) onLine(over ? OVERPRINT + text : text);
    over = end === "return";
    held = "";
    dropped = 0;
  };
  const append = (text) => {
    const taken = text.slice(0, Math.max(0, MAX_LINE_CHARS - held.length));
    held += taken;
    dropped += text.length - taken.length;
  };
  const take2 = (text) => {
    for (const [token] of text.matchAll(/[^\r\n]+|[\r\n]/g)) {
      if (returned && token !== "\n") finish("return");
      returned = token === "\r";
      if (token === "\n") finish("newline");
      else if (!returned) append(token);
    }
  };
  return {
    write: (chunk) => take2(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })),
    end: () => {
      take2(decoder.decode());
      if (held !== "" || dropped > 0) finish("newline");
    }
  };
}

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

// src/tools/runtime-token.ts
function parseRuntimeToken(token) {
  const [, payload = "", signature = ""] = token.split(".");
  const scopes = readScopes(Buffer.from(payload, "base64url").toString("utf8"));
  if (scopes === void 0 || signature === "") return void 0;
  for (const scope of scopes.split(" ")) {
    const [, runId, jobId] = /^Actions\.Results:([^:]+):([^:]+)$/.exec(scope) ?? [];
    if (runId !== void 0 && jobId !== void 0) return { runId, jobId };
  }
  return void 0;
}
function readScopes(payload) {
  try {
    const claims = JSON.parse(payload);
    if (typeof claims !== "object" || claims === null || !("scp" in claims)) return void 0;
    return typeof claims.scp === "string" ? claims.scp : void 0;
  } catch {
    return void 0;
  }
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
  const { WORKER_ROLE, WORKER_URL } = await import("./artifact-worker-VHYQY7ST.js");
  const worker = new Worker(new URL(WORKER_URL), {
    workerData: WORKER_ROLE,
    env: { ...env },
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
function settle({ worker, pending, isSpent }, call2) {
  pending.delete(call2);
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
      const found = await list(door, stop);
      return found.filter(({ name }) => name.startsWith(prefix));
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
    if (error2 instanceof ArtifactCallError) throw describeFailure(error2.failure, error2);
    throw error2;
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
    if (found !== void 0)
      return await read(door, found.id, stop) === text ? "created" : "exists";
  }
  throw makeUnavailable(`It is not known whether the artifact ${name} was created`, {
    hint: "The service failed in between, and the name stays taken in this attempt. Run the failed jobs again",
    cause
  });
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
  if (signal.aborted) return report(UNKNOWN);
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
  child.stdin.on("error", () => void 0);
  child.stdin.end(command.stdin ?? "");
  try {
    const ending = await waitForEnd(child);
    return { ...ending, timedOut, stdout: stdout.end(), stderr: stderr.end() };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", group.stop);
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

// src/host/files.ts
import { createHash, randomBytes } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join as join2 } from "node:path";
import { pipeline } from "node:stream/promises";
function makeFiles(tempRoot = tmpdir()) {
  return {
    makeTempDir: (prefix) => fs.mkdtemp(join2(tempRoot, prefix)),
    readText: (path) => fs.readFile(path, "utf8"),
    readBytes: (path) => fs.readFile(path),
    write: writeWhole,
    makeDir: async (path) => {
      await fs.mkdir(path, { recursive: true, mode: 448 });
    },
    kind: readKind,
    executable: async (path) => await may(path, constants.X_OK) && await readKind(path) === "file",
    readable: (path) => may(path, constants.R_OK),
    remove: (path) => fs.rm(path, { recursive: true, force: true, maxRetries: 3 }),
    symlink: (target, path) => fs.symlink(target, path),
    rename: (from, to) => fs.rename(from, to),
    sha256: hashFile,
    realpath: (path) => fs.realpath(path)
  };
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
  const aside = `${path}.${randomBytes(4).toString("hex")}`;
  await fs.writeFile(aside, content, { mode, flag: "wx" });
  await fs.rename(aside, path);
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
async function hashFile(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

// src/host/actions-host.ts
var OS = { linux: "linux", darwin: "darwin", win32: "windows" };
function makeActionsHost() {
  const signal = cancelOnSignals();
  hideLibraryWarnings();
  const env = Object.freeze({ ...process.env });
  const files = makeFiles(env["RUNNER_TEMP"] || void 0);
  return {
    env,
    machine: {
      os: OS[process.platform] ?? "linux",
      arch: process.arch === "x64" ? "amd64" : process.arch === "arm64" ? "arm64" : "other",
      nodeArch: process.arch
    },
    log,
    files,
    clock: makeClock(signal),
    toolCache,
    github,
    artifacts: makeArtifacts({ env, files, log, signal, mask: maskLines }),
    signal,
    fetch: (request) => sendRequest(request, signal),
    run: (command) => runCommand(command, signal),
    mask: maskLines,
    setOutput: (name, value) => setOutput(name, value),
    saveState: (name, value) => saveState(name, value),
    readState: (name) => getState(name),
    writeSummary: async (markdown) => {
      if (process.env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(markdown, true).write();
    },
    fail: () => {
      process.exitCode = ExitCode.Failure;
    },
    randomHex: (bytes) => randomBytes2(bytes).toString("hex")
  };
}
function cancelOnSignals() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.on(name, () => {
      controller.abort(new ActionError("CANCELLED", `The job was cancelled (${name})`));
    });
  }
  return controller.signal;
}
function hideLibraryWarnings() {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => debug(`${name}: ${message}`));
}
var log = {
  info: (line) => info(line),
  debug: (line) => debug(line),
  notice: (message) => notice(message),
  warning: (message) => warning(message),
  error: (message, title) => error(message, title === void 0 ? {} : { title }),
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
    })
  };
}
function runCommand(command, signal) {
  return command.deadlineMs === void 0 ? runQuick(command) : runInGroup(command, { signal });
}
async function runQuick(command) {
  const { getExecOutput } = await import("./exec-4GHC55FM.js");
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
var toolCache = {
  find: async (tool, version, arch) => {
    const { find } = await import("./tool-cache-4PBF3RCD.js");
    return find(tool, version, arch) || void 0;
  },
  download: async (url) => {
    const { downloadTool } = await import("./tool-cache-4PBF3RCD.js");
    return downloadTool(url);
  },
  add: async (file, name, tool, version, arch) => {
    const { cacheFile } = await import("./tool-cache-4PBF3RCD.js");
    return cacheFile(file, name, tool, version, arch);
  }
};
var github = {
  repositoryVisibility: async (token, owner, repo) => {
    const { getOctokit } = await import("./github-ZJEDSRUZ.js");
    const { data } = await getOctokit(token).rest.repos.get({ owner, repo });
    const visibility = data.visibility;
    if (visibility === "public" || visibility === "internal") return visibility;
    return "private";
  }
};

// src/state.ts
var STATE_NAME = "run";
var FOLDER_PREFIX = "build-sign-";
function formatState(state) {
  return JSON.stringify(state);
}
var BUILDER = /^build-sign-[0-9a-f]{12}$/;
var EMULATOR = /^qemu-[a-z0-9_]+$/;
var ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
function parseState(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { folder, buildx, builder, emulators } = value;
  if (!isText(folder, ABSOLUTE)) return void 0;
  if (buildx !== void 0 && !isText(buildx, ABSOLUTE)) return void 0;
  if (builder !== void 0 && !isText(builder, BUILDER)) return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  return { v: 1, folder, buildx, builder, emulators: parsed };
}
function parseEmulators(value) {
  if (!isRecord(value)) return void 0;
  const { image, names } = value;
  if (!isText(image, /^[^\s-]\S*$/) || !Array.isArray(names) || names.length === 0)
    return void 0;
  const known = names.filter((name) => isText(name, EMULATOR));
  return known.length === names.length ? { image, names: known } : void 0;
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isText(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

// src/tools/child-env.ts
var NETWORK = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR"
];
var COMMON = ["PATH", "TMPDIR", "TZ", "RUNNER_TRACKING_ID", ...NETWORK];
var ENGINE = [
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH",
  "DOCKER_API_VERSION",
  "XDG_RUNTIME_DIR",
  "SSH_AUTH_SOCK"
];
var ACTIONS_CACHE = [
  "ACTIONS_RUNTIME_TOKEN",
  "ACTIONS_RESULTS_URL",
  "ACTIONS_CACHE_URL",
  "ACTIONS_CACHE_SERVICE_V2"
];
var RUN_DESCRIPTION = /^(GITHUB_(ACTIONS|EVENT_NAME|EVENT_PATH|ACTOR|ACTOR_ID|TRIGGERING_ACTOR|REF|REF_NAME|REF_PROTECTED|REF_TYPE|REPOSITORY|REPOSITORY_ID|REPOSITORY_OWNER|REPOSITORY_OWNER_ID|JOB|RUN_ATTEMPT|RUN_ID|RUN_NUMBER|SERVER_URL|WORKFLOW|WORKFLOW_REF|WORKFLOW_SHA)|ImageOS|ImageVersion|RUNNER_(OS|ARCH|ENVIRONMENT|NAME))$/;
function makeEngineEnv({
  env,
  folder,
  userBuilders,
  actionsCache,
  recordsRun
}) {
  return {
    ...pick(env, [
      ...COMMON,
      ...ENGINE,
      "HOME",
      "SOURCE_DATE_EPOCH",
      ...actionsCache === true ? ACTIONS_CACHE : [],
      ...recordsRun === true ? Object.keys(env).filter((name) => RUN_DESCRIPTION.test(name)) : []
    ]),
    DOCKER_CONFIG: `${folder}/docker`,
    BUILDX_CONFIG: userBuilders ?? `${folder}/buildx`,
    LANG: "C"
  };
}
function makeCosignEnv({
  env,
  folder
}) {
  return {
    ...pick(env, COMMON),
    HOME: `${folder}/home`,
    DOCKER_CONFIG: `${folder}/docker`,
    TUF_ROOT: `${folder}/tuf`,
    LANG: "C"
  };
}
function userDockerConfig(env) {
  const home = env["HOME"];
  return env["DOCKER_CONFIG"] || (home === void 0 || home === "" ? void 0 : `${home}/.docker`);
}
function pick(env, names) {
  const picked = {};
  for (const name of names) {
    const value = env[name];
    if (value !== void 0 && value !== "") picked[name] = value;
  }
  return picked;
}

// src/image/digest.ts
var PATTERN = /^sha256:[0-9a-f]{64}$/;
function isDigest(text) {
  return PATTERN.test(text);
}
function parseDigest2(text) {
  return text !== void 0 && isDigest(text) ? text : void 0;
}
function digestHex(digest) {
  return digest.slice("sha256:".length);
}

// src/image/platform.ts
var SYSTEMS = [
  "linux",
  "windows",
  "darwin",
  "freebsd",
  "openbsd",
  "netbsd",
  "dragonfly",
  "solaris",
  "illumos",
  "aix",
  "android",
  "ios",
  "plan9",
  "zos",
  "js",
  "wasi",
  "wasip1"
];
var ARCHITECTURES = [
  "amd64",
  "arm64",
  "arm",
  "386",
  "ppc64le",
  "s390x",
  "riscv64",
  "loong64",
  "mips64le",
  "mips64",
  "mipsle",
  "mips",
  "ppc64",
  "ppc",
  "arm64be",
  "armbe",
  "s390",
  "sparc64",
  "sparc",
  "riscv",
  "wasm"
];
var COMMON2 = [
  "linux/amd64",
  "linux/arm64",
  "linux/arm/v7",
  "linux/arm/v6",
  "linux/arm/v5",
  "linux/386",
  "linux/ppc64le",
  "linux/s390x",
  "linux/riscv64",
  "linux/loong64",
  "linux/mips64le",
  "windows/amd64",
  "windows/arm64",
  "wasi/wasm"
];
var ARCHITECTURE_ALIASES = {
  i386: { architecture: "386" },
  x86_64: { architecture: "amd64" },
  "x86-64": { architecture: "amd64" },
  aarch64: { architecture: "arm64" },
  armhf: { architecture: "arm", variant: "v7" },
  armel: { architecture: "arm", variant: "v6" }
};
var VARIANTS = {
  amd64: /^v[1-4]$/,
  arm64: /^v[89](?:\.\d)?$/,
  arm: /^v[5-8]$/
};
var MAX_TEXT_LENGTH = 64;
function parsePlatform(text) {
  const trimmed = text.trim();
  const parts = trimmed.toLowerCase().split("/");
  if (trimmed.length > MAX_TEXT_LENGTH || parts.length < 2 || parts.length > 3 || parts.includes("")) {
    return refuse("is not `os/architecture` or `os/architecture/variant`", trimmed);
  }
  const [os = "", architecture = "", variant] = parts;
  const platform = normalizePlatform({
    os,
    architecture,
    ...variant === void 0 ? {} : { variant }
  });
  if (!isOneOf(SYSTEMS, platform.os)) return refuse("names an unknown operating system", trimmed);
  if (!isOneOf(ARCHITECTURES, platform.architecture))
    return refuse("names an unknown architecture", trimmed);
  if (!hasKnownVariant(platform))
    return refuse(`names an unknown variant of ${platform.architecture}`, trimmed);
  return { ok: true, platform };
}
function normalizePlatform(platform) {
  const os = platform.os.toLowerCase() === "macos" ? "darwin" : platform.os.toLowerCase();
  const wanted = platform.architecture.toLowerCase();
  const alias = ARCHITECTURE_ALIASES[wanted];
  const architecture = alias?.architecture ?? wanted;
  const variant = normalizeVariant(
    architecture,
    alias?.variant ?? platform.variant?.toLowerCase() ?? ""
  );
  return variant === "" ? { os, architecture } : { os, architecture, variant };
}
function normalizeVariant(architecture, variant) {
  const named = /^\d/.test(variant) && (architecture === "arm" || architecture === "arm64") ? `v${variant}` : variant;
  if (architecture === "amd64") return named === "v1" ? "" : named;
  if (architecture === "arm64")
    return named === "v8" || named === "v8.0" ? "" : named.replace(/\.0$/, "");
  if (architecture === "arm") return named === "" ? "v7" : named;
  return named;
}
function hasKnownVariant({ architecture, variant }) {
  if (variant === void 0) return true;
  return VARIANTS[architecture]?.test(variant) ?? false;
}
function formatPlatform(platform) {
  const { os, architecture, variant } = normalizePlatform(platform);
  return variant === void 0 ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
function refuse(reason, text) {
  const nearest = findNearest(text.toLowerCase().slice(0, MAX_TEXT_LENGTH));
  const fix = nearest === void 0 ? "Write e.g. `linux/amd64,linux/arm64`." : `Did you mean \`${nearest}\`?`;
  return { ok: false, reason, fix };
}
function findNearest(text) {
  if (isOneOf(ARCHITECTURES, text) || Object.hasOwn(ARCHITECTURE_ALIASES, text))
    return formatPlatform({ os: "linux", architecture: text });
  if (isOneOf(SYSTEMS, text)) return `${text}/amd64`;
  const ranked = COMMON2.map((name) => ({ name, distance: editDistance(text, name) }));
  const best = ranked.reduce(
    (nearest, next) => next.distance < nearest.distance ? next : nearest
  );
  return best.distance <= 4 ? best.name : void 0;
}
function editDistance(left, right) {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row, column) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      );
    }
  }
  return at(left.length, right.length);
}
function isOneOf(known, name) {
  return known.includes(name);
}

// src/image/reference.ts
var EXAMPLE = "ghcr.io/org/app";
var DOCKER_HUB = "docker.io";
var DOCKER_HUB_ALIASES = /* @__PURE__ */ new Set([DOCKER_HUB, "index.docker.io", "registry-1.docker.io"]);
var MAX_TEXT_LENGTH2 = 512;
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
  return refuse2(
    `has a ${tag === void 0 ? "digest" : "tag"}`,
    `Write the name alone: \`${formatRepository(repository)}\`.`
  );
}
function parseReference(text) {
  const unfit = findUnfitText(text);
  if (unfit !== void 0) return unfit;
  const at = text.indexOf("@");
  const digest = at < 0 ? void 0 : parseDigest2(text.slice(at + 1));
  if (at >= 0 && digest === void 0) {
    return refuse2(
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
    return refuse2("has an empty tag", "Write a tag after the colon, or leave the colon out.");
  if (text.length > 128)
    return refuse2(`has a tag of ${text.length} characters`, "Use at most 128.");
  if (RESERVED_TAG.test(text)) {
    return refuse2(
      "has a tag that is reserved for signatures and other referrers",
      "Use a tag that is not `sha256-` and a digest."
    );
  }
  if (!TAG.test(text)) {
    return refuse2(
      "has a tag that is not valid",
      "Use letters, digits, `_`, `.` and `-`, the first one neither `.` nor `-`."
    );
  }
  return { ok: true, tag: text };
}
function parseName(name) {
  if (/:sha256$/.test(name))
    return refuse2("has a digest in place of a tag", "Write `@sha256:\u2026` instead of `:sha256:\u2026`.");
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (!isRegistryHost(first)) {
    return checkPath(DOCKER_HUB, name.includes("/") ? name : `library/${name}`);
  }
  const reason = findHostProblem(first);
  if (reason !== void 0)
    return refuse2(
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
    return refuse2(
      "has an empty part in its name",
      `Write it like \`${EXAMPLE}\`, without \`//\` or a slash at an end.`
    );
  if (path.length > MAX_PATH_LENGTH)
    return refuse2(`has a name of ${path.length} characters`, `Use at most ${MAX_PATH_LENGTH}.`);
  if (components.every((component) => PATH_COMPONENT.test(component)))
    return { ok: true, repository: { registry, path } };
  const lower = path.toLowerCase();
  if (lower !== path && lower.split("/").every((component) => PATH_COMPONENT.test(component))) {
    return refuse2(
      "has upper case in its name",
      `Write \`${formatRepository({ registry, path: lower })}\`.`
    );
  }
  return refuse2(
    "has a name that is not valid",
    `Use lower-case letters and digits, with \`.\`, \`_\`, \`__\` or \`-\` between them, e.g. \`${EXAMPLE}\`.`
  );
}
function findUnfitText(text) {
  if (text === "") return refuse2("is empty", `Write a name such as \`${EXAMPLE}\`.`);
  if (text.length > MAX_TEXT_LENGTH2)
    return refuse2(`has ${text.length} characters`, `Use at most ${MAX_TEXT_LENGTH2}.`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return refuse2("starts with a URL scheme", `Write it without, e.g. \`${EXAMPLE}\`.`);
  if (/[\s\x00-\x1f\x7f]/.test(text))
    return refuse2(
      "has white space or a control character in it",
      "Remove it; write one name per line."
    );
  const odd = /[^\x21-\x7e]/u.exec(text)?.[0];
  if (odd === void 0) return void 0;
  const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return refuse2(
    `has a character that no image name can have (U+${code})`,
    "Type the name anew in plain ASCII."
  );
}
function refuse2(reason, fix) {
  return { ok: false, reason, fix };
}
function formatRepository({ registry, path }) {
  return `${registry}/${path}`;
}
function formatReference({ repository, tag, digest }) {
  return `${formatRepository(repository)}${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function formatApiHost(registry) {
  return DOCKER_HUB_ALIASES.has(registry) ? "registry-1.docker.io" : registry;
}
function formatReferrersTag(digest) {
  return `sha256-${digestHex(digest)}`;
}

// node_modules/csv-parse/lib/api/CsvError.js
var CsvError = class _CsvError extends Error {
  constructor(code, message, options, ...contexts) {
    if (Array.isArray(message)) message = message.join(" ").trim();
    super(message);
    if (Error.captureStackTrace !== void 0) {
      Error.captureStackTrace(this, _CsvError);
    }
    this.code = code;
    for (const context of contexts) {
      for (const key in context) {
        const value = context[key];
        this[key] = Buffer.isBuffer(value) ? value.toString(options.encoding) : value == null ? value : JSON.parse(JSON.stringify(value));
      }
    }
  }
};

// node_modules/csv-parse/lib/utils/is_object.js
var is_object = function(obj) {
  return typeof obj === "object" && obj !== null && !Array.isArray(obj);
};

// node_modules/csv-parse/lib/api/normalize_columns_array.js
var normalize_columns_array = function(columns) {
  const normalizedColumns = [];
  for (let i = 0, l = columns.length; i < l; i++) {
    const column = columns[i];
    if (column === void 0 || column === null || column === false) {
      normalizedColumns[i] = { disabled: true };
    } else if (typeof column === "string" || typeof column === "number") {
      normalizedColumns[i] = { name: `${column}` };
    } else if (is_object(column)) {
      if (typeof column.name !== "string") {
        throw new CsvError("CSV_OPTION_COLUMNS_MISSING_NAME", [
          "Option columns missing name:",
          `property "name" is required at position ${i}`,
          "when column is an object literal"
        ]);
      }
      normalizedColumns[i] = column;
    } else {
      throw new CsvError("CSV_INVALID_COLUMN_DEFINITION", [
        "Invalid column definition:",
        "expect a string or a literal object,",
        `got ${JSON.stringify(column)} at position ${i}`
      ]);
    }
  }
  return normalizedColumns;
};

// node_modules/csv-parse/lib/utils/ResizeableBuffer.js
var ResizeableBuffer = class {
  constructor(size = 100) {
    this.size = size;
    this.length = 0;
    this.buf = Buffer.allocUnsafe(size);
  }
  prepend(val) {
    if (Buffer.isBuffer(val)) {
      const length = this.length + val.length;
      if (length >= this.size) {
        this.resize();
        if (length >= this.size) {
          throw Error("INVALID_BUFFER_STATE");
        }
      }
      const buf = this.buf;
      this.buf = Buffer.allocUnsafe(this.size);
      val.copy(this.buf, 0);
      buf.copy(this.buf, val.length);
      this.length += val.length;
    } else {
      const length = this.length++;
      if (length === this.size) {
        this.resize();
      }
      const buf = this.clone();
      this.buf[0] = val;
      buf.copy(this.buf, 1, 0, length);
    }
  }
  append(val) {
    const length = this.length++;
    if (length === this.size) {
      this.resize();
    }
    this.buf[length] = val;
  }
  clone() {
    return Buffer.from(this.buf.slice(0, this.length));
  }
  resize() {
    const length = this.length;
    this.size = this.size * 2;
    const buf = Buffer.allocUnsafe(this.size);
    this.buf.copy(buf, 0, 0, length);
    this.buf = buf;
  }
  toString(encoding) {
    if (encoding) {
      return this.buf.toString(encoding, 0, this.length);
    } else {
      return Uint8Array.prototype.slice.call(this.buf.slice(0, this.length));
    }
  }
  toJSON() {
    return this.toString("utf8");
  }
  reset() {
    this.length = 0;
  }
};
var ResizeableBuffer_default = ResizeableBuffer;

// node_modules/csv-parse/lib/api/init_state.js
var init_state = function(options) {
  const timchars = [
    // Basic Latin
    32,
    // [Space](https://www.fileformat.info/info/unicode/char/0020/index.htm)
    9,
    // [CHARACTER TABULATION (HT)](https://www.fileformat.info/info/unicode/char/0009/index.htm)
    10,
    // [LINE FEED (LF)](https://www.fileformat.info/info/unicode/char/000a/index.htm)
    13,
    // [CARRIAGE RETURN (CR)](https://www.fileformat.info/info/unicode/char/000d/index.htm)
    12,
    // [FORM FEED (FF)](https://www.fileformat.info/info/unicode/char/000c/index.htm)
    11,
    // [LINE TABULATION (VT)](https://www.fileformat.info/info/unicode/char/000b/index.htm)
    // Latin-1 Supplement
    160,
    // [NO-BREAK SPACE (NBSP)](https://www.fileformat.info/info/unicode/char/00a0/index.htm)
    // Ogham
    5760,
    // [OGHAM SPACE MARK](https://www.fileformat.info/info/unicode/char/1680/index.htm)
    // General Punctuation
    8192,
    // [EN QUAD](https://www.fileformat.info/info/unicode/char/2000/index.htm)
    8193,
    // [EM QUAD](https://www.fileformat.info/info/unicode/char/2001/index.htm)
    8194,
    // [EN SPACE](https://www.fileformat.info/info/unicode/char/2002/index.htm)
    8195,
    // [EM SPACE](https://www.fileformat.info/info/unicode/char/2003/index.htm)
    8196,
    // [THREE-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2004/index.htm)
    8197,
    // [FOUR-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2005/index.htm)
    8198,
    // [SIX-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2006/index.htm)
    8199,
    // [FIGURE SPACE](https://www.fileformat.info/info/unicode/char/2007/index.htm)
    8200,
    // [PUNCTUATION SPACE](https://www.fileformat.info/info/unicode/char/2008/index.htm)
    8201,
    // [THIN SPACE](https://www.fileformat.info/info/unicode/char/2009/index.htm)
    8202,
    // [HAIR SPACE](https://www.fileformat.info/info/unicode/char/200a/index.htm)
    8232,
    // [LINE SEPARATOR](https://www.fileformat.info/info/unicode/char/2028/index.htm)
    8233,
    // [PARAGRAPH SEPARATOR](https://www.fileformat.info/info/unicode/char/2029/index.htm)
    8239,
    // [NARROW NO-BREAK SPACE (NNBSP)](https://www.fileformat.info/info/unicode/char/202f/index.htm)
    8287,
    // [MEDIUM MATHEMATICAL SPACE (MMSP)](https://www.fileformat.info/info/unicode/char/205f/index.htm)
    12288,
    // [IDEOGRAPHIC SPACE](https://www.fileformat.info/info/unicode/char/3000/index.htm)
    65279
    // [ZERO WIDTH NO-BREAK SPACE (BOM)](https://www.fileformat.info/info/unicode/char/feff/index.htm)
  ].reduce((acc, codepoint) => {
    const encoded = Buffer.from(
      String.fromCharCode(codepoint),
      options.encoding
    );
    if (codepoint !== 63 && encoded.length === 1 && encoded[0] === 63) {
      return acc;
    }
    acc.push(encoded);
    return acc;
  }, []);
  const timcharFirstBytes = new Uint8Array(256);
  for (const t of timchars) timcharFirstBytes[t[0]] = 1;
  return {
    bomSkipped: false,
    bufBytesStart: 0,
    castField: options.cast_function,
    commenting: false,
    delimiterBufPrevious: void 0,
    delimiterDiscovered: false,
    // Current error encountered by a record
    error: void 0,
    enabled: options.from_line === 1,
    escaping: false,
    escapeIsQuote: Buffer.isBuffer(options.escape) && Buffer.isBuffer(options.quote) && Buffer.compare(options.escape, options.quote) === 0,
    // columns can be `false`, `true`, `Array`
    expectedRecordLength: Array.isArray(options.columns) ? options.columns.length : void 0,
    field: new ResizeableBuffer_default(20),
    firstLineToHeaders: options.cast_first_line_to_header,
    needMoreDataSize: Math.max(
      // Skip if the remaining buffer smaller than comment
      options.comment !== null ? options.comment.length : 0,
      ...options.delimiter ? options.delimiter.map((delimiter) => delimiter.length) : [],
      // Auto discovery of delimiter is limited to 1 character
      options.delimiter_auto ? 1 : 0,
      // Skip if the remaining buffer can be escape sequence
      options.quote !== null ? options.quote.length : 0,
      ...timchars.map((t) => t.length)
    ),
    previousBuf: void 0,
    quoting: false,
    stop: false,
    rawBuffer: new ResizeableBuffer_default(100),
    record: [],
    recordHasError: false,
    record_length: 0,
    recordDelimiterMaxLength: options.record_delimiter.length === 0 ? 0 : Math.max(...options.record_delimiter.map((v) => v.length)),
    trimChars: [
      Buffer.from(" ", options.encoding)[0],
      Buffer.from("	", options.encoding)[0]
    ],
    wasQuoting: false,
    wasRowDelimiter: false,
    timchars,
    timcharFirstBytes
  };
};

// node_modules/csv-parse/lib/utils/underscore.js
var underscore = function(str) {
  return str.replace(/([A-Z])/g, function(_, match) {
    return "_" + match.toLowerCase();
  });
};

// node_modules/csv-parse/lib/api/normalize_options.js
var normalize_options = function(opts) {
  const options = {};
  for (const opt in opts) {
    options[underscore(opt)] = opts[opt];
  }
  if (options.encoding === void 0 || options.encoding === true) {
    options.encoding = "utf8";
  } else if (options.encoding === null || options.encoding === false) {
    options.encoding = null;
  } else if (typeof options.encoding !== "string" && options.encoding !== null) {
    throw new CsvError(
      "CSV_INVALID_OPTION_ENCODING",
      [
        "Invalid option encoding:",
        "encoding must be a string or null to return a buffer,",
        `got ${JSON.stringify(options.encoding)}`
      ],
      options
    );
  }
  if (options.bom === void 0 || options.bom === null || options.bom === false) {
    options.bom = false;
  } else if (options.bom !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_BOM",
      [
        "Invalid option bom:",
        "bom must be true,",
        `got ${JSON.stringify(options.bom)}`
      ],
      options
    );
  }
  options.cast_function = null;
  if (options.cast === void 0 || options.cast === null || options.cast === false || options.cast === "") {
    options.cast = void 0;
  } else if (typeof options.cast === "function") {
    options.cast_function = options.cast;
    options.cast = true;
  } else if (options.cast !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST",
      [
        "Invalid option cast:",
        "cast must be true or a function,",
        `got ${JSON.stringify(options.cast)}`
      ],
      options
    );
  }
  if (options.cast_date === void 0 || options.cast_date === null || options.cast_date === false || options.cast_date === "") {
    options.cast_date = false;
  } else if (options.cast_date === true) {
    options.cast_date = function(value) {
      const date = Date.parse(value);
      return !isNaN(date) ? new Date(date) : value;
    };
  } else if (typeof options.cast_date !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST_DATE",
      [
        "Invalid option cast_date:",
        "cast_date must be true or a function,",
        `got ${JSON.stringify(options.cast_date)}`
      ],
      options
    );
  }
  options.cast_first_line_to_header = void 0;
  if (options.columns === true) {
    options.cast_first_line_to_header = void 0;
  } else if (typeof options.columns === "function") {
    options.cast_first_line_to_header = options.columns;
    options.columns = true;
  } else if (Array.isArray(options.columns)) {
    options.columns = normalize_columns_array(options.columns);
  } else if (options.columns === void 0 || options.columns === null || options.columns === false) {
    options.columns = false;
  } else {
    throw new CsvError(
      "CSV_INVALID_OPTION_COLUMNS",
      [
        "Invalid option columns:",
        "expect an array, a function or true,",
        `got ${JSON.stringify(options.columns)}`
      ],
      options
    );
  }
  if (options.group_columns_by_name === void 0 || options.group_columns_by_name === null || options.group_columns_by_name === false) {
    options.group_columns_by_name = false;
  } else if (options.group_columns_by_name !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "expect an boolean,",
        `got ${JSON.stringify(options.group_columns_by_name)}`
      ],
      options
    );
  } else if (options.columns === false) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "the `columns` mode must be activated."
      ],
      options
    );
  }
  if (options.comment === void 0 || options.comment === null || options.comment === false || options.comment === "") {
    options.comment = null;
  } else {
    if (typeof options.comment === "string") {
      options.comment = Buffer.from(options.comment, options.encoding);
    }
    if (!Buffer.isBuffer(options.comment)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_COMMENT",
        [
          "Invalid option comment:",
          "comment must be a buffer or a string,",
          `got ${JSON.stringify(options.comment)}`
        ],
        options
      );
    }
  }
  if (options.comment_no_infix === void 0 || options.comment_no_infix === null || options.comment_no_infix === false) {
    options.comment_no_infix = false;
  } else if (options.comment_no_infix !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_COMMENT",
      [
        "Invalid option comment_no_infix:",
        "value must be a boolean,",
        `got ${JSON.stringify(options.comment_no_infix)}`
      ],
      options
    );
  }
  if (options.delimiter_auto === void 0 || options.delimiter_auto === null || options.delimiter_auto === false) {
    options.delimiter_auto = false;
  } else if (options.delimiter_auto === true) {
    options.delimiter_auto = {};
  } else if (!is_object(options.delimiter_auto)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_DELIMITER_AUTO",
      [
        "Invalid option delimiter_auto:",
        "delimiter_auto must be a boolean or a configuration object,",
        `got ${JSON.stringify(options.delimiter_auto)}`
      ],
      options
    );
  }
  if (options.delimiter_auto) {
    if (options.delimiter_auto.preferred === void 0)
      options.delimiter_auto.preferred = {
        [",".charCodeAt(0)]: 1.8,
        ["	".charCodeAt(0)]: 1.8,
        [";".charCodeAt(0)]: 1.6,
        [" ".charCodeAt(0)]: 1.6,
        [":".charCodeAt(0)]: 1.5,
        [".".charCodeAt(0)]: 1.4,
        ["/".charCodeAt(0)]: 1.4
      };
    else if (!is_object(options.delimiter_auto.preferred)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "preferred must be an object,",
          `got ${JSON.stringify(options.delimiter_auto.preferred)}`
        ],
        options
      );
    }
    if (options.delimiter_auto.score === void 0)
      options.delimiter_auto.score = (info2, options2) => {
        return (info2.total - info2.std) * (options2.preferred[info2.char_code] || 1);
      };
    else if (typeof options.delimiter_auto.score !== "function") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "score must be a function,",
          `got ${JSON.stringify(options.delimiter_auto.score)}`
        ],
        options
      );
    }
    if (options.delimiter_auto.size === void 0)
      options.delimiter_auto.size = 2048;
    else if (typeof options.delimiter_auto.size !== "number") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "size must be a number,",
          `got ${JSON.stringify(options.delimiter_auto.size)}`
        ],
        options
      );
    }
  }
  const delimiter_json = JSON.stringify(options.delimiter);
  if (options.delimiter_auto !== false) {
    options.delimiter = [];
  }
  if (!Array.isArray(options.delimiter)) {
    if (options.delimiter === void 0 || options.delimiter === null || options.delimiter === false) {
      options.delimiter = Buffer.from(",", options.encoding);
    }
    options.delimiter = [options.delimiter];
  }
  options.delimiter = options.delimiter.map(function(delimiter) {
    if (typeof delimiter === "string") {
      delimiter = Buffer.from(delimiter, options.encoding);
    }
    if (!Buffer.isBuffer(delimiter) || delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER",
        [
          "Invalid option delimiter:",
          "delimiter must be a non empty string or buffer or array of string|buffer,",
          `got ${delimiter_json}`
        ],
        options
      );
    }
    return delimiter;
  });
  if (options.escape === void 0 || options.escape === true) {
    options.escape = Buffer.from('"', options.encoding);
  } else if (typeof options.escape === "string") {
    options.escape = Buffer.from(options.escape, options.encoding);
  } else if (options.escape === null || options.escape === false) {
    options.escape = null;
  }
  if (options.escape !== null) {
    if (!Buffer.isBuffer(options.escape)) {
      throw new Error(
        `Invalid Option: escape must be a buffer, a string or a boolean, got ${JSON.stringify(options.escape)}`
      );
    }
  }
  if (options.from === void 0 || options.from === null) {
    options.from = 1;
  } else {
    if (typeof options.from === "string" && /\d+/.test(options.from)) {
      options.from = parseInt(options.from);
    }
    if (Number.isInteger(options.from)) {
      if (options.from < 0) {
        throw new Error(
          `Invalid Option: from must be a positive integer, got ${JSON.stringify(opts.from)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from must be an integer, got ${JSON.stringify(options.from)}`
      );
    }
  }
  if (options.from_line === void 0 || options.from_line === null) {
    options.from_line = 1;
  } else {
    if (typeof options.from_line === "string" && /\d+/.test(options.from_line)) {
      options.from_line = parseInt(options.from_line);
    }
    if (Number.isInteger(options.from_line)) {
      if (options.from_line <= 0) {
        throw new Error(
          `Invalid Option: from_line must be a positive integer greater than 0, got ${JSON.stringify(opts.from_line)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from_line must be an integer, got ${JSON.stringify(opts.from_line)}`
      );
    }
  }
  if (options.ignore_last_delimiters === void 0 || options.ignore_last_delimiters === null) {
    options.ignore_last_delimiters = false;
  } else if (typeof options.ignore_last_delimiters === "number") {
    options.ignore_last_delimiters = Math.floor(options.ignore_last_delimiters);
    if (options.ignore_last_delimiters === 0) {
      options.ignore_last_delimiters = false;
    }
  } else if (typeof options.ignore_last_delimiters !== "boolean") {
    throw new CsvError(
      "CSV_INVALID_OPTION_IGNORE_LAST_DELIMITERS",
      [
        "Invalid option `ignore_last_delimiters`:",
        "the value must be a boolean value or an integer,",
        `got ${JSON.stringify(options.ignore_last_delimiters)}`
      ],
      options
    );
  }
  if (options.ignore_last_delimiters === true && options.columns === false) {
    throw new CsvError(
      "CSV_IGNORE_LAST_DELIMITERS_REQUIRES_COLUMNS",
      [
        "The option `ignore_last_delimiters`",
        "requires the activation of the `columns` option"
      ],
      options
    );
  }
  if (options.info === void 0 || options.info === null || options.info === false) {
    options.info = false;
  } else if (options.info !== true) {
    throw new Error(
      `Invalid Option: info must be true, got ${JSON.stringify(options.info)}`
    );
  }
  if (options.max_record_size === void 0 || options.max_record_size === null || options.max_record_size === false) {
    options.max_record_size = 0;
  } else if (Number.isInteger(options.max_record_size) && options.max_record_size >= 0) {
  } else if (typeof options.max_record_size === "string" && /\d+/.test(options.max_record_size)) {
    options.max_record_size = parseInt(options.max_record_size);
  } else {
    throw new Error(
      `Invalid Option: max_record_size must be a positive integer, got ${JSON.stringify(options.max_record_size)}`
    );
  }
  if (options.objname === void 0 || options.objname === null || options.objname === false) {
    options.objname = void 0;
  } else if (Buffer.isBuffer(options.objname)) {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty buffer`);
    }
    if (options.encoding === null) {
    } else {
      options.objname = options.objname.toString(options.encoding);
    }
  } else if (typeof options.objname === "string") {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty string`);
    }
  } else if (typeof options.objname === "number") {
  } else {
    throw new Error(
      `Invalid Option: objname must be a string or a buffer, got ${options.objname}`
    );
  }
  if (options.objname !== void 0) {
    if (typeof options.objname === "number") {
      if (options.columns !== false) {
        throw Error(
          "Invalid Option: objname index cannot be combined with columns or be defined as a field"
        );
      }
    } else {
      if (options.columns === false) {
        throw Error(
          "Invalid Option: objname field must be combined with columns or be defined as an index"
        );
      }
    }
  }
  if (options.on_record === void 0 || options.on_record === null) {
    options.on_record = void 0;
  } else if (typeof options.on_record !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_ON_RECORD",
      [
        "Invalid option `on_record`:",
        "expect a function,",
        `got ${JSON.stringify(options.on_record)}`
      ],
      options
    );
  }
  if (options.on_skip !== void 0 && options.on_skip !== null && typeof options.on_skip !== "function") {
    throw new Error(
      `Invalid Option: on_skip must be a function, got ${JSON.stringify(options.on_skip)}`
    );
  }
  if (options.quote === null || options.quote === false || options.quote === "") {
    options.quote = null;
  } else {
    if (options.quote === void 0 || options.quote === true) {
      options.quote = Buffer.from('"', options.encoding);
    } else if (typeof options.quote === "string") {
      options.quote = Buffer.from(options.quote, options.encoding);
    }
    if (!Buffer.isBuffer(options.quote)) {
      throw new Error(
        `Invalid Option: quote must be a buffer or a string, got ${JSON.stringify(options.quote)}`
      );
    }
  }
  if (options.raw === void 0 || options.raw === null || options.raw === false) {
    options.raw = false;
  } else if (options.raw !== true) {
    throw new Error(
      `Invalid Option: raw must be true, got ${JSON.stringify(options.raw)}`
    );
  }
  if (options.record_delimiter === void 0) {
    options.record_delimiter = [];
  } else if (typeof options.record_delimiter === "string" || Buffer.isBuffer(options.record_delimiter)) {
    if (options.record_delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer,",
          `got ${JSON.stringify(options.record_delimiter)}`
        ],
        options
      );
    }
    options.record_delimiter = [options.record_delimiter];
  } else if (!Array.isArray(options.record_delimiter)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_RECORD_DELIMITER",
      [
        "Invalid option `record_delimiter`:",
        "value must be a string, a buffer or array of string|buffer,",
        `got ${JSON.stringify(options.record_delimiter)}`
      ],
      options
    );
  }
  options.record_delimiter = options.record_delimiter.map(function(rd, i) {
    if (typeof rd !== "string" && !Buffer.isBuffer(rd)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a string, a buffer or array of string|buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`
        ],
        options
      );
    } else if (rd.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`
        ],
        options
      );
    }
    if (typeof rd === "string") {
      rd = Buffer.from(rd, options.encoding);
    }
    return rd;
  });
  if (typeof options.relax_column_count === "boolean") {
  } else if (options.relax_column_count === void 0 || options.relax_column_count === null) {
    options.relax_column_count = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count must be a boolean, got ${JSON.stringify(options.relax_column_count)}`
    );
  }
  if (typeof options.relax_column_count_less === "boolean") {
  } else if (options.relax_column_count_less === void 0 || options.relax_column_count_less === null) {
    options.relax_column_count_less = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_less must be a boolean, got ${JSON.stringify(options.relax_column_count_less)}`
    );
  }
  if (typeof options.relax_column_count_more === "boolean") {
  } else if (options.relax_column_count_more === void 0 || options.relax_column_count_more === null) {
    options.relax_column_count_more = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_more must be a boolean, got ${JSON.stringify(options.relax_column_count_more)}`
    );
  }
  if (typeof options.relax_quotes === "boolean") {
  } else if (options.relax_quotes === void 0 || options.relax_quotes === null) {
    options.relax_quotes = false;
  } else {
    throw new Error(
      `Invalid Option: relax_quotes must be a boolean, got ${JSON.stringify(options.relax_quotes)}`
    );
  }
  if (typeof options.skip_empty_lines === "boolean") {
  } else if (options.skip_empty_lines === void 0 || options.skip_empty_lines === null) {
    options.skip_empty_lines = false;
  } else {
    throw new Error(
      `Invalid Option: skip_empty_lines must be a boolean, got ${JSON.stringify(options.skip_empty_lines)}`
    );
  }
  if (typeof options.skip_records_with_empty_values === "boolean") {
  } else if (options.skip_records_with_empty_values === void 0 || options.skip_records_with_empty_values === null) {
    options.skip_records_with_empty_values = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_empty_values must be a boolean, got ${JSON.stringify(options.skip_records_with_empty_values)}`
    );
  }
  if (typeof options.skip_records_with_error === "boolean") {
  } else if (options.skip_records_with_error === void 0 || options.skip_records_with_error === null) {
    options.skip_records_with_error = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_error must be a boolean, got ${JSON.stringify(options.skip_records_with_error)}`
    );
  }
  if (options.rtrim === void 0 || options.rtrim === null || options.rtrim === false) {
    options.rtrim = false;
  } else if (options.rtrim !== true) {
    throw new Error(
      `Invalid Option: rtrim must be a boolean, got ${JSON.stringify(options.rtrim)}`
    );
  }
  if (options.ltrim === void 0 || options.ltrim === null || options.ltrim === false) {
    options.ltrim = false;
  } else if (options.ltrim !== true) {
    throw new Error(
      `Invalid Option: ltrim must be a boolean, got ${JSON.stringify(options.ltrim)}`
    );
  }
  if (options.trim === void 0 || options.trim === null || options.trim === false) {
    options.trim = false;
  } else if (options.trim !== true) {
    throw new Error(
      `Invalid Option: trim must be a boolean, got ${JSON.stringify(options.trim)}`
    );
  }
  if (options.trim === true && opts.ltrim !== false) {
    options.ltrim = true;
  } else if (options.ltrim !== true) {
    options.ltrim = false;
  }
  if (options.trim === true && opts.rtrim !== false) {
    options.rtrim = true;
  } else if (options.rtrim !== true) {
    options.rtrim = false;
  }
  if (options.to === void 0 || options.to === null) {
    options.to = -1;
  } else if (options.to !== -1) {
    if (typeof options.to === "string" && /\d+/.test(options.to)) {
      options.to = parseInt(options.to);
    }
    if (Number.isInteger(options.to)) {
      if (options.to <= 0) {
        throw new Error(
          `Invalid Option: to must be a positive integer greater than 0, got ${JSON.stringify(opts.to)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to must be an integer, got ${JSON.stringify(opts.to)}`
      );
    }
  }
  if (options.to_line === void 0 || options.to_line === null) {
    options.to_line = -1;
  } else if (options.to_line !== -1) {
    if (typeof options.to_line === "string" && /\d+/.test(options.to_line)) {
      options.to_line = parseInt(options.to_line);
    }
    if (Number.isInteger(options.to_line)) {
      if (options.to_line <= 0) {
        throw new Error(
          `Invalid Option: to_line must be a positive integer greater than 0, got ${JSON.stringify(opts.to_line)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to_line must be an integer, got ${JSON.stringify(opts.to_line)}`
      );
    }
  }
  return options;
};

// node_modules/csv-parse/lib/utils/delimiter_discover.js
var delimiter_discover = function(records, options) {
  if (!options) {
    ({ delimiter_auto: options } = normalize_options({ delimiter_auto: true }));
  }
  if (typeof records === "string") {
    records = Buffer.from(records);
  }
  if (Buffer.isBuffer(records)) {
    records = ((data) => {
      const records2 = [];
      const parser = transform({ delimiter: [] });
      const push = (record) => records2.push(record);
      const close = () => {
      };
      const error2 = parser.parse(data, true, push, close);
      if (error2 !== void 0) throw error2;
      return records2;
    })(records);
  }
  const info2 = Array(127).fill().map(() => ({ lines: [] }));
  records.map(([record], line) => {
    for (let i = 0, l = record.length; i < l; i++) {
      const code = record.charCodeAt(i);
      if (info2[code].lines[line] === void 0) info2[code].lines[line] = 0;
      info2[code].lines[line]++;
    }
  });
  info2.map((info3, i) => {
    info3.char_code = i;
    info3.std = std(info3.lines);
    info3.total = info3.lines.reduce((acc, val) => acc + val, 0);
    info3.preferred = !!options.preferred[i];
    info3.score = options.score(info3, options);
  });
  const result2 = info2.reduce(
    (acc, info3) => acc.score > info3.score ? acc : info3,
    {}
  );
  return String.fromCharCode(result2.char_code);
};
var std = function(array) {
  const n = array.length;
  if (n === 0) return 0;
  const mean = array.reduce((a, b) => a + b) / n;
  return Math.sqrt(
    array.map((x) => Math.pow(x - mean, 2)).reduce((a, b) => a + b) / n
  );
};

// node_modules/csv-parse/lib/api/index.js
var isRecordEmpty = function(record) {
  return record.every(
    (field) => field == null || field.toString && field.toString().trim() === ""
  );
};
var cr = 13;
var nl = 10;
var boms = {
  // Note, the following are equals:
  // Buffer.from("\ufeff")
  // Buffer.from([239, 187, 191])
  // Buffer.from('EFBBBF', 'hex')
  utf8: Buffer.from([239, 187, 191]),
  // Note, the following are equals:
  // Buffer.from "\ufeff", 'utf16le
  // Buffer.from([255, 254])
  utf16le: Buffer.from([255, 254])
};
var transform = function(original_options = {}) {
  const info2 = {
    bytes: 0,
    bytes_records: 0,
    comment_lines: 0,
    empty_lines: 0,
    invalid_field_length: 0,
    lines: 1,
    records: 0
  };
  const options = normalize_options(original_options);
  return {
    info: info2,
    original_options,
    options,
    state: init_state(options),
    __needMoreData: function(i, bufLen, end) {
      if (end) return false;
      const { encoding, escape, quote } = this.options;
      const { quoting, needMoreDataSize, recordDelimiterMaxLength } = this.state;
      const numOfCharLeft = bufLen - i - 1;
      const requiredLength = Math.max(
        needMoreDataSize,
        // Skip if the remaining buffer smaller than record delimiter
        // If "record_delimiter" is yet to be discovered:
        // 1. It is equals to `[]` and "recordDelimiterMaxLength" equals `0`
        // 2. We set the length to windows line ending in the current encoding
        // Note, that encoding is known from user or bom discovery at that point
        // recordDelimiterMaxLength,
        recordDelimiterMaxLength === 0 ? Buffer.from("\r\n", encoding).length : recordDelimiterMaxLength,
        // Skip if remaining buffer can be an escaped quote
        quoting ? (escape === null ? 0 : escape.length) + quote.length : 0,
        // Skip if remaining buffer can be record delimiter following the closing quote
        quoting ? quote.length + recordDelimiterMaxLength : 0
      );
      return numOfCharLeft < requiredLength;
    },
    // Central parser implementation
    parse: function(nextBuf, end, push, close) {
      const {
        bom,
        comment_no_infix,
        delimiter_auto,
        encoding,
        from_line,
        ltrim,
        max_record_size,
        raw,
        relax_quotes,
        rtrim,
        skip_empty_lines,
        to,
        to_line
      } = this.options;
      let { comment, escape, quote, record_delimiter } = this.options;
      const {
        bomSkipped,
        delimiterDiscovered,
        delimiterBufPrevious,
        rawBuffer,
        escapeIsQuote
      } = this.state;
      if (!delimiterDiscovered && delimiter_auto) {
        let delimiterBuf;
        if (delimiterBufPrevious === void 0) {
          delimiterBuf = nextBuf;
        } else if (delimiterBufPrevious !== void 0 && nextBuf === void 0) {
          delimiterBuf = delimiterBufPrevious;
        } else {
          delimiterBuf = Buffer.concat([delimiterBufPrevious, nextBuf]);
        }
        nextBuf = void 0;
        if (end || delimiterBuf.length > delimiter_auto.size) {
          this.options.delimiter = [
            Buffer.from(
              delimiter_discover(delimiterBuf, this.options.delimiter_auto)
            )
          ];
          this.state.previousBuf = delimiterBuf;
          this.state.delimiterBufPrevious = void 0;
          this.state.delimiterDiscovered = true;
        } else {
          this.state.delimiterBufPrevious = delimiterBuf;
          return;
        }
      }
      const { previousBuf } = this.state;
      let buf;
      if (previousBuf === void 0) {
        if (nextBuf === void 0) {
          close();
          return;
        } else {
          buf = nextBuf;
        }
      } else if (previousBuf !== void 0 && nextBuf === void 0) {
        buf = previousBuf;
      } else {
        buf = Buffer.concat([previousBuf, nextBuf]);
      }
      if (bomSkipped === false) {
        if (bom === false) {
          this.state.bomSkipped = true;
        } else if (buf.length < 3) {
          if (end === false) {
            this.state.previousBuf = buf;
            return;
          }
        } else {
          for (const encoding2 in boms) {
            if (boms[encoding2].compare(buf, 0, boms[encoding2].length) === 0) {
              const bomLength = boms[encoding2].length;
              this.state.bufBytesStart += bomLength;
              buf = buf.slice(bomLength);
              const options2 = normalize_options({
                ...this.original_options,
                encoding: encoding2
              });
              for (const key in options2) {
                this.options[key] = options2[key];
              }
              ({ comment, escape, quote } = this.options);
              break;
            }
          }
          this.state.bomSkipped = true;
        }
      }
      const bufLen = buf.length;
      let pos;
      for (pos = 0; pos < bufLen; pos++) {
        if (this.__needMoreData(pos, bufLen, end)) {
          break;
        }
        if (this.state.wasRowDelimiter === true) {
          this.info.lines++;
          this.state.wasRowDelimiter = false;
        }
        if (to_line !== -1 && this.info.lines > to_line) {
          this.state.stop = true;
          close();
          return;
        }
        if (this.state.quoting === false && record_delimiter.length === 0) {
          const record_delimiterCount = this.__autoDiscoverRecordDelimiter(
            buf,
            pos
          );
          if (record_delimiterCount) {
            record_delimiter = this.options.record_delimiter;
          }
        }
        const chr = buf[pos];
        if (raw === true) {
          rawBuffer.append(chr);
        }
        if ((chr === cr || chr === nl) && this.state.wasRowDelimiter === false) {
          this.state.wasRowDelimiter = true;
        }
        if (this.state.escaping === true) {
          this.state.escaping = false;
        } else {
          if (escape !== null && this.state.quoting === true && this.__isEscape(buf, pos, chr) && pos + escape.length < bufLen) {
            if (escapeIsQuote) {
              if (this.__isQuote(buf, pos + escape.length)) {
                this.state.escaping = true;
                pos += escape.length - 1;
                continue;
              }
            } else {
              this.state.escaping = true;
              pos += escape.length - 1;
              continue;
            }
          }
          if (this.state.commenting === false && this.__isQuote(buf, pos)) {
            if (this.state.quoting === true) {
              const nextChr = buf[pos + quote.length];
              const isNextChrTrimable = rtrim && this.__isCharTrimable(buf, pos + quote.length);
              const isNextChrComment = comment !== null && this.__compareBytes(comment, buf, pos + quote.length, nextChr);
              const isNextChrDelimiter = this.__isDelimiter(
                buf,
                pos + quote.length,
                nextChr
              );
              const isNextChrRecordDelimiter = record_delimiter.length === 0 ? this.__autoDiscoverRecordDelimiter(buf, pos + quote.length) : this.__isRecordDelimiter(nextChr, buf, pos + quote.length);
              if (escape !== null && this.__isEscape(buf, pos, chr) && this.__isQuote(buf, pos + escape.length)) {
                pos += escape.length - 1;
              } else if (!nextChr || isNextChrDelimiter || isNextChrRecordDelimiter || isNextChrComment || isNextChrTrimable) {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                pos += quote.length - 1;
                continue;
              } else if (relax_quotes === false) {
                const err = this.__error(
                  new CsvError(
                    "CSV_INVALID_CLOSING_QUOTE",
                    [
                      "Invalid Closing Quote:",
                      `got "${String.fromCharCode(nextChr)}"`,
                      `at line ${this.info.lines}`,
                      "instead of delimiter, record delimiter, trimable character",
                      "(if activated) or comment"
                    ],
                    this.options,
                    this.__infoField()
                  )
                );
                if (err !== void 0) return err;
              } else {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                this.state.field.prepend(quote);
                pos += quote.length - 1;
              }
            } else {
              if (this.state.field.length !== 0) {
                if (relax_quotes === false) {
                  const info3 = this.__infoField();
                  const bom2 = Object.keys(boms).map(
                    (b) => boms[b].equals(this.state.field.toString()) ? b : false
                  ).filter(Boolean)[0];
                  const err = this.__error(
                    new CsvError(
                      "INVALID_OPENING_QUOTE",
                      [
                        "Invalid Opening Quote:",
                        `a quote is found on field ${JSON.stringify(info3.column)} at line ${info3.lines}, value is ${JSON.stringify(this.state.field.toString(encoding))}`,
                        bom2 ? `(${bom2} bom)` : void 0
                      ],
                      this.options,
                      info3,
                      {
                        field: this.state.field
                      }
                    )
                  );
                  if (err !== void 0) return err;
                }
              } else {
                this.state.quoting = true;
                pos += quote.length - 1;
                continue;
              }
            }
          }
          if (this.state.quoting === false) {
            const recordDelimiterLength = this.__isRecordDelimiter(
              chr,
              buf,
              pos
            );
            if (recordDelimiterLength !== 0) {
              const skipCommentLine = this.state.commenting && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0;
              if (skipCommentLine) {
                this.info.comment_lines++;
              } else {
                if (this.state.enabled === false && this.info.lines + (this.state.wasRowDelimiter === true ? 1 : 0) >= from_line) {
                  this.state.enabled = true;
                  this.__resetField();
                  this.__resetRecord();
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                if (skip_empty_lines === true && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0) {
                  this.info.empty_lines++;
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                this.info.bytes = this.state.bufBytesStart + pos;
                const errField = this.__onField();
                if (errField !== void 0) return errField;
                this.info.bytes = this.state.bufBytesStart + pos + recordDelimiterLength;
                const errRecord = this.__onRecord(push);
                if (errRecord !== void 0) return errRecord;
                if (to !== -1 && this.info.records >= to) {
                  this.state.stop = true;
                  close();
                  return;
                }
              }
              this.state.commenting = false;
              pos += recordDelimiterLength - 1;
              continue;
            }
            if (this.state.commenting) {
              continue;
            }
            if (comment !== null && (comment_no_infix === false || this.state.record.length === 0 && this.state.field.length === 0)) {
              const commentCount = this.__compareBytes(comment, buf, pos, chr);
              if (commentCount !== 0) {
                this.state.commenting = true;
                continue;
              }
            }
            const delimiterLength = this.__isDelimiter(buf, pos, chr);
            if (delimiterLength !== 0) {
              this.info.bytes = this.state.bufBytesStart + pos;
              const errField = this.__onField();
              if (errField !== void 0) return errField;
              pos += delimiterLength - 1;
              continue;
            }
          }
        }
        if (this.state.commenting === false) {
          if (max_record_size !== 0 && this.state.record_length + this.state.field.length > max_record_size) {
            return this.__error(
              new CsvError(
                "CSV_MAX_RECORD_SIZE",
                [
                  "Max Record Size:",
                  "record exceed the maximum number of tolerated bytes",
                  `of ${max_record_size}`,
                  `at line ${this.info.lines}`
                ],
                this.options,
                this.__infoField()
              )
            );
          }
        }
        const lappend = ltrim === false || this.state.quoting === true || this.state.field.length !== 0 || !this.__isCharTrimable(buf, pos);
        const rappend = rtrim === false || this.state.wasQuoting === false;
        if (lappend === true && rappend === true) {
          this.state.field.append(chr);
        } else if (rtrim === true && !this.__isCharTrimable(buf, pos)) {
          return this.__error(
            new CsvError(
              "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE",
              [
                "Invalid Closing Quote:",
                "found non trimable byte after quote",
                `at line ${this.info.lines}`
              ],
              this.options,
              this.__infoField()
            )
          );
        } else {
          if (lappend === false) {
            pos += this.__isCharTrimable(buf, pos) - 1;
          }
          continue;
        }
      }
      if (end === true) {
        if (this.state.quoting === true) {
          const err = this.__error(
            new CsvError(
              "CSV_QUOTE_NOT_CLOSED",
              [
                "Quote Not Closed:",
                `the parsing is finished with an opening quote at line ${this.info.lines}`
              ],
              this.options,
              this.__infoField()
            )
          );
          if (err !== void 0) return err;
        } else {
          if (this.state.wasQuoting === true || this.state.record.length !== 0 || this.state.field.length !== 0) {
            this.info.bytes = this.state.bufBytesStart + pos;
            const errField = this.__onField();
            if (errField !== void 0) return errField;
            const errRecord = this.__onRecord(push);
            if (errRecord !== void 0) return errRecord;
          } else if (this.state.wasRowDelimiter === true) {
            this.info.empty_lines++;
          } else if (this.state.commenting === true) {
            this.info.comment_lines++;
          }
        }
      } else {
        this.state.bufBytesStart += pos;
        this.state.previousBuf = buf.slice(pos);
      }
      if (this.state.wasRowDelimiter === true) {
        this.info.lines++;
        this.state.wasRowDelimiter = false;
      }
    },
    __onRecord: function(push) {
      const {
        columns,
        group_columns_by_name,
        encoding,
        info: info3,
        from,
        relax_column_count,
        relax_column_count_less,
        relax_column_count_more,
        raw,
        skip_records_with_empty_values
      } = this.options;
      const { enabled, record } = this.state;
      if (enabled === false) {
        return this.__resetRecord();
      }
      const recordLength = record.length;
      if (columns === true) {
        if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
          this.__resetRecord();
          return;
        }
        return this.__firstLineToColumns(record);
      }
      if (columns === false && this.info.records === 0) {
        this.state.expectedRecordLength = recordLength;
      }
      if (recordLength !== this.state.expectedRecordLength) {
        const err = columns === false ? new CsvError(
          "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
          [
            "Invalid Record Length:",
            `expect ${this.state.expectedRecordLength},`,
            `got ${recordLength} on line ${this.info.lines}`
          ],
          this.options,
          this.__infoField(),
          {
            record
          }
        ) : new CsvError(
          "CSV_RECORD_INCONSISTENT_COLUMNS",
          [
            "Invalid Record Length:",
            `columns length is ${columns.length},`,
            // rename columns
            `got ${recordLength} on line ${this.info.lines}`
          ],
          this.options,
          this.__infoField(),
          {
            record
          }
        );
        if (relax_column_count === true || relax_column_count_less === true && recordLength < this.state.expectedRecordLength || relax_column_count_more === true && recordLength > this.state.expectedRecordLength) {
          this.info.invalid_field_length++;
          this.state.error = err;
        } else {
          const finalErr = this.__error(err);
          if (finalErr) return finalErr;
        }
      }
      if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
        this.__resetRecord();
        return;
      }
      if (this.state.recordHasError === true) {
        this.__resetRecord();
        this.state.recordHasError = false;
        return;
      }
      this.info.records++;
      if (from === 1 || this.info.records >= from) {
        const { objname } = this.options;
        if (columns !== false) {
          const obj = {};
          for (let i = 0, l = record.length; i < l; i++) {
            if (columns[i] === void 0 || columns[i].disabled) continue;
            if (group_columns_by_name === true && Object.hasOwn(obj, columns[i].name)) {
              if (Array.isArray(obj[columns[i].name])) {
                obj[columns[i].name] = obj[columns[i].name].concat(record[i]);
              } else {
                obj[columns[i].name] = [obj[columns[i].name], record[i]];
              }
            } else {
              Object.defineProperty(obj, columns[i].name, {
                value: record[i],
                enumerable: true,
                writable: true,
                configurable: true
              });
            }
          }
          if (raw === true || info3 === true) {
            const extRecord = Object.assign(
              { record: obj },
              raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {},
              info3 === true ? { info: this.__infoRecord() } : {}
            );
            const err = this.__push(
              objname === void 0 ? extRecord : [obj[objname], extRecord],
              push
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === void 0 ? obj : [obj[objname], obj],
              push
            );
            if (err) {
              return err;
            }
          }
        } else {
          if (raw === true || info3 === true) {
            const extRecord = Object.assign(
              { record },
              raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {},
              info3 === true ? { info: this.__infoRecord() } : {}
            );
            const err = this.__push(
              objname === void 0 ? extRecord : [record[objname], extRecord],
              push
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === void 0 ? record : [record[objname], record],
              push
            );
            if (err) {
              return err;
            }
          }
        }
      }
      this.__resetRecord();
    },
    __firstLineToColumns: function(record) {
      const { firstLineToHeaders } = this.state;
      try {
        const headers = firstLineToHeaders === void 0 ? record : firstLineToHeaders.call(null, record);
        if (!Array.isArray(headers)) {
          return this.__error(
            new CsvError(
              "CSV_INVALID_COLUMN_MAPPING",
              [
                "Invalid Column Mapping:",
                "expect an array from column function,",
                `got ${JSON.stringify(headers)}`
              ],
              this.options,
              this.__infoField(),
              {
                headers
              }
            )
          );
        }
        const normalizedHeaders = normalize_columns_array(headers);
        this.state.expectedRecordLength = normalizedHeaders.length;
        this.options.columns = normalizedHeaders;
        this.__resetRecord();
        return;
      } catch (err) {
        return err;
      }
    },
    __resetRecord: function() {
      if (this.options.raw === true) {
        this.state.rawBuffer.reset();
      }
      this.state.error = void 0;
      this.state.record = [];
      this.state.record_length = 0;
    },
    __onField: function() {
      const { cast, encoding, rtrim, max_record_size } = this.options;
      const { enabled, wasQuoting } = this.state;
      if (enabled === false) {
        return this.__resetField();
      }
      let field = this.state.field.toString(encoding);
      if (rtrim === true && wasQuoting === false) {
        field = field.trimRight();
      }
      if (cast === true) {
        const [err, f] = this.__cast(field);
        if (err !== void 0) return err;
        field = f;
      }
      this.state.record.push(field);
      if (max_record_size !== 0 && typeof field === "string") {
        this.state.record_length += field.length;
      }
      this.__resetField();
    },
    __resetField: function() {
      this.state.field.reset();
      this.state.wasQuoting = false;
    },
    __push: function(record, push) {
      const { on_record } = this.options;
      if (on_record !== void 0) {
        const info3 = this.__infoRecord();
        try {
          record = on_record.call(null, record, info3);
        } catch (err) {
          return err;
        }
        if (record === void 0 || record === null) {
          return;
        }
      }
      this.info.bytes_records += this.info.bytes;
      push(record);
    },
    // Return a tuple with the error and the casted value
    __cast: function(field) {
      const { columns, relax_column_count } = this.options;
      const isColumns = Array.isArray(columns);
      if (isColumns === true && relax_column_count && this.options.columns.length <= this.state.record.length) {
        return [void 0, void 0];
      }
      if (this.state.castField !== null) {
        try {
          const info3 = this.__infoField();
          return [void 0, this.state.castField.call(null, field, info3)];
        } catch (err) {
          return [err];
        }
      }
      if (this.__isFloat(field)) {
        return [void 0, parseFloat(field)];
      } else if (this.options.cast_date !== false) {
        const info3 = this.__infoField();
        return [void 0, this.options.cast_date.call(null, field, info3)];
      }
      return [void 0, field];
    },
    __compareBytes: function(sourceBuf, targetBuf, targetPos, firstByte) {
      if (sourceBuf[0] !== firstByte) return 0;
      const sourceLength = sourceBuf.length;
      for (let i = 1; i < sourceLength; i++) {
        if (sourceBuf[i] !== targetBuf[targetPos + i]) return 0;
      }
      return sourceLength;
    },
    // Helper to test if a character is trimable
    __isCharTrimable: function(buf, pos) {
      const { timchars, timcharFirstBytes } = this.state;
      const first = buf[pos];
      if (first === void 0 || timcharFirstBytes[first] === 0) return 0;
      loop1: for (let i = 0; i < timchars.length; i++) {
        const timchar = timchars[i];
        for (let j = 0; j < timchar.length; j++) {
          if (timchar[j] !== buf[pos + j]) continue loop1;
        }
        return timchar.length;
      }
      return 0;
    },
    __isDelimiter: function(buf, pos, chr) {
      const { delimiter, ignore_last_delimiters } = this.options;
      if (ignore_last_delimiters === true && this.state.record.length === this.options.columns.length - 1) {
        return 0;
      } else if (ignore_last_delimiters !== false && typeof ignore_last_delimiters === "number" && this.state.record.length === ignore_last_delimiters - 1) {
        return 0;
      }
      loop1: for (let i = 0; i < delimiter.length; i++) {
        const del = delimiter[i];
        if (del[0] === chr) {
          for (let j = 1; j < del.length; j++) {
            if (del[j] !== buf[pos + j]) continue loop1;
          }
          return del.length;
        }
      }
      return 0;
    },
    __isEscape: function(buf, pos, chr) {
      const { escape } = this.options;
      if (escape === null) return false;
      const l = escape.length;
      if (escape[0] === chr) {
        for (let i = 0; i < l; i++) {
          if (escape[i] !== buf[pos + i]) {
            return false;
          }
        }
        return true;
      }
      return false;
    },
    __isFloat: function(value) {
      return value - parseFloat(value) + 1 >= 0;
    },
    // Keep it in case we implement the `cast_int` option
    // __isInt(value){
    //   // return Number.isInteger(parseInt(value))
    //   // return !isNaN( parseInt( obj ) );
    //   return /^(\-|\+)?[1-9][0-9]*$/.test(value)
    // }
    __isQuote: function(buf, pos) {
      const { quote } = this.options;
      if (quote === null) return false;
      const l = quote.length;
      for (let i = 0; i < l; i++) {
        if (quote[i] !== buf[pos + i]) {
          return false;
        }
      }
      return true;
    },
    __isRecordDelimiter: function(chr, buf, pos) {
      const { record_delimiter } = this.options;
      const recordDelimiterLength = record_delimiter.length;
      loop1: for (let i = 0; i < recordDelimiterLength; i++) {
        const rd = record_delimiter[i];
        const rdLength = rd.length;
        if (rd[0] !== chr) {
          continue;
        }
        for (let j = 1; j < rdLength; j++) {
          if (rd[j] !== buf[pos + j]) {
            continue loop1;
          }
        }
        return rd.length;
      }
      return 0;
    },
    __autoDiscoverRecordDelimiter: function(buf, pos) {
      const { encoding } = this.options;
      const rds = [
        // Important, the windows line ending must be before mac os 9
        Buffer.from("\r\n", encoding),
        Buffer.from("\n", encoding),
        Buffer.from("\r", encoding)
      ];
      loop: for (let i = 0; i < rds.length; i++) {
        const l = rds[i].length;
        for (let j = 0; j < l; j++) {
          if (rds[i][j] !== buf[pos + j]) {
            continue loop;
          }
        }
        this.options.record_delimiter.push(rds[i]);
        this.state.recordDelimiterMaxLength = rds[i].length;
        return rds[i].length;
      }
      return 0;
    },
    __error: function(msg) {
      const { encoding, raw, skip_records_with_error } = this.options;
      const err = typeof msg === "string" ? new Error(msg) : msg;
      if (skip_records_with_error) {
        this.state.recordHasError = true;
        if (this.options.on_skip !== void 0) {
          try {
            this.options.on_skip(
              err,
              raw ? this.state.rawBuffer.toString(encoding) : void 0
            );
          } catch (err2) {
            return err2;
          }
        }
        return void 0;
      } else {
        return err;
      }
    },
    __infoDataSet: function() {
      return {
        ...this.info,
        columns: this.options.columns
      };
    },
    __infoRecord: function() {
      const { columns, raw, encoding } = this.options;
      return {
        ...this.__infoDataSet(),
        bytes_records: this.info.bytes,
        error: this.state.error,
        header: columns === true,
        index: this.state.record.length,
        raw: raw ? this.state.rawBuffer.toString(encoding) : void 0
      };
    },
    __infoField: function() {
      const { columns } = this.options;
      const isColumns = Array.isArray(columns);
      const bytes_records = this.info.bytes_records;
      return {
        ...this.__infoRecord(),
        bytes_records,
        column: isColumns === true ? columns.length > this.state.record.length ? columns[this.state.record.length].name : null : this.state.record.length,
        quoting: this.state.wasQuoting
      };
    }
  };
};

// node_modules/csv-parse/lib/sync.js
var parse = function(data, opts = {}) {
  if (typeof data === "string") {
    data = Buffer.from(data);
  }
  const records = opts && opts.objname ? /* @__PURE__ */ Object.create(null) : [];
  const parser = transform(opts);
  const push = (record) => {
    if (parser.options.objname === void 0) records.push(record);
    else {
      records[record[0]] = record[1];
    }
  };
  const close = () => {
  };
  const error2 = parser.parse(data, true, push, close);
  if (error2 !== void 0) throw error2;
  return records;
};

// src/inputs/lists.ts
function parseList(text, { comma, comments = true }) {
  const records = parse(text, {
    columns: false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...comments ? { comment: "#", comment_no_infix: true } : {}
  });
  const entries = comma === "split" ? records.flat() : records.map((fields) => fields.join(","));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
function splitPair(entry) {
  const at = entry.indexOf("=");
  if (at < 1) return void 0;
  return { key: entry.slice(0, at).trim(), value: entry.slice(at + 1) };
}
function parseAttributes(text) {
  const attributes = {};
  for (const field of splitFields(text) ?? [""]) {
    const pair = splitPair(field);
    if (pair === void 0) return void 0;
    attributes[pair.key.toLowerCase()] = pair.value.trim();
  }
  return attributes;
}
function splitFields(text) {
  try {
    return parseList(text, { comma: "split", comments: false });
  } catch {
    return void 0;
  }
}
function quoteField(field) {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
function formatAttributes(attributes) {
  return Object.entries(attributes).map(([name, value]) => quoteField(`${name}=${value}`)).join(",");
}

// src/tools/buildx.ts
function makeBuildArgs({
  builder,
  spec,
  cache,
  secrets,
  output,
  metadataFile
}) {
  return [
    "build",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    ...makeContentArgs(spec),
    ...makeStepArgs(spec),
    ...makeFlags("cache-from", cache.from),
    ...makeFlags("cache-to", cache.to),
    ...makeFlag("metadata-file", metadataFile),
    ...makeOutputArgs(output, spec),
    ...makeFlag("platform", spec.platforms.map(formatPlatform).join(",")),
    ...secrets.map(
      ({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`
    ),
    "--",
    spec.context
  ];
}
function makeContentArgs(spec) {
  return [
    ...makeFlags("annotation", spec.annotations),
    ...makeFlags("attest", spec.attests),
    ...makeFlags("build-arg", spec.buildArgs),
    ...makeFlags("build-context", spec.contexts),
    ...makeFlag("file", spec.file),
    ...makeFlags("label", spec.labels),
    ...spec.noCache ? ["--no-cache"] : [],
    ...makeFlags("no-cache-filter", spec.noCacheFilters),
    ...spec.pull ? ["--pull"] : [],
    ...makeFlag("target", spec.target)
  ];
}
function makeStepArgs(spec) {
  return [
    ...makeFlags("add-host", spec.addHosts),
    ...makeFlags("allow", spec.allow),
    ...makeFlag("cgroup-parent", spec.cgroupParent),
    ...makeFlag("network", spec.network),
    ...makeFlag("shm-size", spec.shmSize),
    ...makeFlags("ssh", spec.ssh),
    ...makeFlags("ulimit", spec.ulimits)
  ];
}
function makeFlags(name, values) {
  return values.map((value) => `--${name}=${value}`);
}
function makeFlag(name, value) {
  return value === void 0 || value === "" ? [] : makeFlags(name, [value]);
}
function makeOutputArgs(output, spec) {
  const files = makeFlags("output", spec.exports);
  switch (output.kind) {
    case "call":
      return [`--call=${output.call}`];
    case "cache-only":
      return files.length > 0 ? files : ["--output=type=cacheonly"];
    case "load":
      return [...files, "--load", ...makeFlags("tag", output.tags)];
    case "push":
      return [...files, `--output=${formatPush(output.repositories, spec)}`];
  }
}
function formatPush(repositories, { imageAttributes }) {
  return formatAttributes({
    type: "image",
    name: repositories.map(formatRepository).join(","),
    push: "true",
    "push-by-digest": "true",
    "name-canonical": "true",
    "oci-mediatypes": "true",
    ...imageAttributes
  });
}
function makeCreateArgs({
  name,
  driverOpts,
  entitlements,
  image
}) {
  const named = driverOpts.some((option) => /(^|,)\s*"?image=/.test(option));
  return [
    "create",
    `--name=${name}`,
    "--driver=docker-container",
    ...named ? [] : [`--driver-opt=image=${image}`],
    ...makeFlags("driver-opt", driverOpts),
    ...makeFlag("buildkitd-flags", makeFlags("allow-insecure-entitlement", entitlements).join(" ")),
    "--bootstrap"
  ];
}
function parseBuildMetadata(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return void 0;
  const read2 = (key) => {
    const value = Reflect.get(parsed, key);
    return typeof value === "string" ? parseDigest2(value) : void 0;
  };
  return {
    digest: read2("containerimage.digest"),
    configDigest: read2("containerimage.config.digest"),
    json: JSON.stringify(parsed)
  };
}

// src/tools/lock.ts
var COSIGN_FLOOR = "3.0.4";
var BUILDX_FLOOR = "0.30.0";
var FLOORS = {
  cosign: COSIGN_FLOOR,
  buildx: BUILDX_FLOOR
};
var DEFAULT_VERSIONS = {
  cosign: "3.1.3",
  buildx: "0.36.1"
};
var IMAGES = {
  buildkit: "docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8",
  binfmt: "docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0",
  sbomScanner: "docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9"
};
var PINNED = {
  cosign: {
    "3.1.3": {
      "linux/amd64": "4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71",
      "linux/arm64": "c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a",
      "darwin/amd64": "2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c",
      "darwin/arm64": "5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76"
    },
    // What sigstore/cosign-installer v4 installs: found on the PATH, it is used as it is.
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
      // Pinned or not at all: Docker publishes no Sigstore bundle for its darwin binaries.
      "darwin/amd64": "52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8",
      "darwin/arm64": "214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7"
    },
    "0.35.0": {
      "linux/amd64": "d41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda",
      "linux/arm64": "c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766"
    }
  }
};
function isPinned(tool, version) {
  return Object.hasOwn(PINNED[tool], version);
}
function findPinnedHash(tool, { version, platform }) {
  const hashes = isPinned(tool, version) ? PINNED[tool][version] : void 0;
  const key = `${platform.os}/${platform.arch}`;
  return hashes !== void 0 && Object.hasOwn(hashes, key) ? hashes[key] : void 0;
}

// src/tools/catalogue-build.ts
var STEPS = [
  {
    id: "emulator-crash",
    pattern: /qemu: uncaught target signal \d+|QEMU internal SIGSEGV/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "The emulator (QEMU) crashed while it ran a program of another architecture",
    hint: "Build this platform on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.",
    retry: "once"
  },
  {
    id: "exec-format",
    pattern: /exec format error|invalid ELF image/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "A step ran a program of an architecture that this machine cannot execute",
    hint: "Set `emulation: auto`, or build the platform on a native runner. When it happens for the native platform, the base image or a copied binary is of another architecture.",
    retry: "no"
  },
  {
    id: "disk-full",
    pattern: /no space left on device|disk quota exceeded/i,
    fromStep: true,
    code: "BUILD_FAILED",
    message: "The disk of the runner is full",
    hint: "Remove software that the job does not need before this step, or use a larger runner. `docker system df` shows what images and cache take.",
    retry: "no"
  }
];
var BUILDER2 = [
  {
    id: "engine-unreachable",
    pattern: /cannot connect to the docker daemon|failed to connect to the docker API|error during connect/i,
    code: "ENGINE_UNREACHABLE",
    message: "No container engine answers",
    hint: "Use a runner with Docker, or set DOCKER_HOST to an engine that this job may use.",
    retry: "no"
  },
  {
    id: "engine-denied",
    pattern: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    code: "ENGINE_UNREACHABLE",
    message: "The user of the runner may not use the container engine",
    hint: "Add the user to the group `docker`, or set DOCKER_HOST to a rootless engine.",
    retry: "no"
  },
  {
    id: "builder-absent",
    pattern: /no builder "(?<name>[^"]*)" found/i,
    code: "BUILDER_FAILED",
    message: "There is no builder `{name}`",
    hint: "`builder` has to name one that an earlier step of this job made. Without `builder` the action makes its own.",
    retry: "no"
  },
  {
    id: "driver-limit",
    pattern: /not supported for (?:the )?docker driver/i,
    code: "BUILDER_FAILED",
    message: "The `docker` driver of this engine can do neither several platforms nor cache export",
    hint: "Leave `driver` and `builder` at their defaults, or turn on the containerd image store of the engine.",
    retry: "no"
  },
  {
    id: "load-several",
    pattern: /docker exporter does not (?:currently )?support exporting manifest lists/i,
    code: "BUILD_FAILED",
    message: "The engine cannot load an image of several platforms",
    hint: "Load one platform, or push.",
    retry: "no"
  },
  {
    id: "entitlement",
    pattern: /(?<what>network\.host|security\.insecure|device) is not allowed|additional privileges requested/i,
    code: "BUILD_FAILED",
    message: "The build asks for a privilege that was not granted",
    hint: "Grant `network.host` or `security.insecure` to the build and to the builder, or remove the flag from the Dockerfile.",
    retry: "no"
  }
];
var SOURCES = [
  {
    id: "dockerfile-absent",
    pattern: /failed to read dockerfile/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile was not found",
    hint: "`file` counts from the workspace, not from `context`. Is there an `actions/checkout` step before?",
    retry: "no"
  },
  {
    id: "context-absent",
    pattern: /unable to prepare context: path "(?<path>[^"]*)" not found/i,
    code: "BUILD_FAILED",
    message: "The build context `{path}` does not exist",
    hint: "Is there an `actions/checkout` step before? `context` counts from the workspace.",
    retry: "no"
  },
  {
    id: "dockerfile-invalid",
    pattern: /dockerfile parse error on line (?<line>\d+): (?<why>[^\n]+)/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has an error in line {line}: {why}",
    hint: "A newer syntax needs `# syntax=docker/dockerfile:1` as the first line.",
    retry: "no"
  },
  {
    id: "stage-absent",
    pattern: /target stage "(?<stage>[^"]*)" could not be found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has no stage `{stage}`",
    hint: "Check `target` against the `AS` names.",
    retry: "no"
  },
  {
    id: "copy-absent",
    pattern: /failed to calculate checksum of ref [^\n]*?: "?(?<path>[^\n"]+?)"?: not found/i,
    code: "BUILD_FAILED",
    message: "A file that the Dockerfile copies is not in the build context: {path}",
    hint: "Is it excluded by `.dockerignore`, not checked in, or made by a step or job whose artifact was not downloaded?",
    retry: "no"
  },
  {
    id: "platform-absent",
    pattern: /no match for platform in manifest|no matching manifest for (?<platform>\S+)/i,
    code: "BUILD_FAILED",
    message: "A base image does not exist for one of the platforms",
    hint: "`docker buildx imagetools inspect IMAGE` lists its platforms. Remove the platform or choose another base.",
    retry: "no"
  },
  {
    id: "secret-absent",
    pattern: /secret (?<id>[^\s:]+): not found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile requires the secret `{id}`, which the step does not give",
    hint: "Add it to `secrets`: `{id}=${{ secrets.\u2026 }}`. Pull requests from forks get no secrets.",
    retry: "no"
  },
  {
    id: "input-list",
    pattern: /secret missing ID|extraneous or missing " in quoted-field|bare " in non-quoted-field|invalid opening quote/i,
    code: "INPUT_INVALID",
    message: "An input with a list has a quotation mark in the wrong place",
    hint: 'Quote a whole entry as in CSV: `"id=a ""quoted"" value"`.',
    retry: "no"
  },
  {
    id: "name-case",
    pattern: /repository name must be lowercase|invalid reference format/i,
    code: "INPUT_INVALID",
    message: "An image name is not valid",
    hint: "Names have lower case letters, digits and `.`, `_`, `-`, `/` only; owner names of GitHub often have capitals.",
    retry: "no"
  }
];
var OUTCOMES = [
  {
    id: "step-killed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 137|signal: killed)|cannot allocate memory/i,
    code: "BUILD_FAILED",
    message: "A build step was killed, most likely for want of memory",
    hint: "Use a larger runner, build fewer platforms at once, or limit the parallelism of the step.",
    retry: "no"
  },
  {
    id: "step-failed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: exit code: (?<exit>\d+)/i,
    code: "BUILD_FAILED",
    message: "The build step `{step}` failed with exit code {exit}",
    hint: "Its output is in the log above.",
    retry: "no"
  }
];
var forBuilds = (failures) => failures.map((failure) => ({ ...failure, tool: "buildx" }));
var STEP_FAILURES = forBuilds(STEPS);
var BUILDER_FAILURES = BUILDER2;
var SOURCE_FAILURES = forBuilds([...SOURCES, ...OUTCOMES]);

// src/tools/catalogue-cache.ts
var CACHE = [
  {
    id: "cache-service-old",
    pattern: /legacy service is shutting down/i,
    code: "BUILD_FAILED",
    message: "The builder speaks a version of GitHub's cache service that was switched off",
    hint: "Use BuildKit 0.20 and buildx 0.21 or newer: leave `builder` and `driver-opts` at their defaults.",
    retry: "no"
  },
  {
    id: "cache-throttled",
    pattern: /cache service responded with 429|exceeding usage of resource 'Count'|maximum timeout reached|(?:cache|actions)[^\n]*\b429\b/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache service is limiting requests",
    hint: "Fewer scopes or `mode=min` make fewer requests; `cache: off` makes none.",
    retry: "yes"
  },
  {
    id: "cache-blob-gone",
    pattern: /blob\.core\.windows\.net[^\n]*(?:403|404|AuthenticationFailed|BlobNotFound)|Server failed to authenticate the request|The specified blob does not exist/i,
    code: "BUILD_FAILED",
    message: "A layer could not be fetched from GitHub's cache: its address has expired or it was evicted",
    hint: "Run again; should it stay, delete the cache of this scope in the repository or set `cache: off` once. The registry is not at fault.",
    retry: "once"
  },
  {
    id: "cache-full",
    pattern: /failed to reserve cache|error committing cache|cache already exists|cache storage quota/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache did not take the build cache",
    hint: "The quota of the repository may be used up, or another job writes the same scope: give each image its own `scope`.",
    retry: "no"
  },
  {
    id: "cache-media-type",
    pattern: /(?:exporting cache|error writing (?:layer|manifest|config) blob|cache export)[\s\S]*?unexpected status from PUT[^\n]*: 400 Bad Request/i,
    code: "BUILD_FAILED",
    message: "The registry does not take the build cache in this format",
    hint: "Add `image-manifest=true,oci-mediatypes=true` to `cache-to`.",
    retry: "no"
  },
  {
    id: "cache-denied",
    pattern: /error writing layer blob[^\n]*: 40[13]\b|(?:cache export|exporting cache)[^\n]*denied/i,
    code: "BUILD_FAILED",
    message: "The build cache may not be written there",
    hint: "Log in to the registry of `cache-to`, or add `ignore-error=true` to it. Pull requests from forks can only read.",
    retry: "no"
  }
];
var CACHE_FAILURES = CACHE.map((failure) => ({
  ...failure,
  tool: "buildx"
}));

// src/tools/catalogue-registry.ts
var REGISTRY_FAILURES = [
  {
    id: "package-denied",
    pattern: /installation not allowed to (?:create|write) organization package|permission_denied: (?:write|create)_package|ghcr\.io\/[^\n]*: 403 Forbidden/i,
    code: "REGISTRY_DENIED",
    message: "GitHub does not let this job write the package",
    hint: 'Add `permissions: packages: write` to the job. Does the package belong to another repository? Give this one write access under "Manage Actions access" in its settings. Does the organization let its members create packages? Is the owner in the image name the owner of the repository?',
    retry: "no"
  },
  {
    id: "rate-limit",
    pattern: /toomanyrequests|pull rate limit|(?:registry-1\.docker\.io|docker\.io)[^\n]*429 Too Many Requests/i,
    code: "REGISTRY_THROTTLED",
    message: "The registry limits how much may be pulled, and the limit is reached",
    hint: "Log in to Docker Hub before this step, or pull base images through a mirror.",
    retry: "yes"
  },
  {
    id: "credential-expired",
    pattern: /authorization token has expired|failed to fetch oauth token/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential of the registry was refused or has expired",
    hint: "Tokens of ECR and the like live for hours at most: log in right before this step.",
    retry: "once"
  },
  {
    id: "token-scope",
    pattern: /access token has insufficient scopes|cannot be authenticated with the token provided|no basic auth credentials/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential does not fit: expired, of another account, or without the scope that is needed",
    hint: "Pushing needs a token with write access to this repository of the registry.",
    retry: "once"
  },
  {
    id: "repository-absent",
    pattern: /name unknown|NAME_UNKNOWN|repository with name '[^']*' does not exist|app repository not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The repository does not exist in the registry",
    hint: "Create it first (ECR: `aws ecr create-repository`), or check the spelling of the name.",
    retry: "no"
  },
  {
    id: "login-missing",
    pattern: /insufficient_scope|requested access to the resource is denied|(?:pull|push) access denied|authorization failed/i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access: no login for this host, or a wrong name",
    hint: "A name without a host means docker.io: is it meant to be `ghcr.io/\u2026`? Log in to the host that the name begins with.",
    retry: "no"
  },
  {
    id: "immutable-tag",
    pattern: /TAG_INVALID|configured as immutable|tag is immutable|cannot be overwritten/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not allow this tag to be changed",
    hint: "Release tags of an immutable repository can be pushed once. For the tags `sha256-\u2026` that hold signatures, exclude this prefix from immutability.",
    retry: "no"
  },
  {
    id: "manifest-refused",
    pattern: /MANIFEST_INVALID|manifest invalid/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not take a manifest of this kind",
    hint: "Registries from before OCI 1.1 refuse attestations or signatures: `provenance: false` and `sbom: false` leave them out of the image.",
    retry: "no"
  },
  {
    id: "unauthorized",
    pattern: /\b401 Unauthorized\b|UNAUTHORIZED: |authentication required|no credentials found for registry/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The registry wants a login",
    hint: "Give `username` and `password` (or log in with `docker/login-action`) for the host of the image name.",
    retry: "no"
  },
  {
    id: "forbidden",
    pattern: /\b403 Forbidden\b|\bDENIED: |\bdenied: /i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access",
    hint: "The login works, but its account may not do this: check its rights on the repository, and for ghcr.io `permissions: packages: write`.",
    retry: "no"
  },
  {
    id: "manifest-unknown",
    pattern: /MANIFEST_UNKNOWN|manifest unknown|image tag not found|\/manifests\/\S+ not found|failed to resolve source metadata for [^\n]*: not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The registry does not have an image or a part of it",
    hint: "Wrong tag or digest? Deleted by a clean-up job? Some registries also take seconds to show what was just pushed.",
    retry: "once"
  },
  {
    id: "throttled",
    pattern: /\b429 Too Many Requests\b|\bstatus(?: code)?:? 429\b/i,
    code: "REGISTRY_THROTTLED",
    message: "A server limits the number of requests",
    hint: "Run the job again later, or run fewer at the same time.",
    retry: "yes"
  },
  {
    id: "certificate-untrusted",
    pattern: /x509: |certificate signed by unknown authority|tls: failed to verify certificate|server gave HTTP response to HTTPS client/i,
    code: "REGISTRY_UNREACHABLE",
    message: "The connection to a server is not trusted",
    hint: "For a certificate authority of your own install it on the runner and give it to the builder; is the server meant to speak plain HTTP?",
    retry: "no"
  },
  {
    id: "connection-refused",
    pattern: /connection refused/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server refused the connection",
    hint: "Is the host name with its port right? From inside a builder container, `localhost` is the container: use `driver-opts: network=host`.",
    retry: "yes"
  },
  {
    id: "transient",
    pattern: /\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|status(?: code)?:? 50[0234]\b|failed to parse error response 50\d|UNAVAILABLE: |cannot reuse body, request must be retried|read\/write on closed pipe|i\/o timeout|connection reset|broken pipe|TLS handshake timeout|unexpected EOF|no such host|Client\.Timeout exceeded|context deadline exceeded|temporary failure in name resolution/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server did not answer properly, or the network failed",
    hint: "Usually passes. No tag was moved: run the job again.",
    retry: "yes"
  }
];

// src/tools/catalogue-signing.ts
var RERUN = "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev).";
var DEFECT = "This should not be reachable: please report it with the log of the run.";
var IDENTITY = [
  {
    id: "oidc-permission",
    pattern: /unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL) environment variable was unset|using device flow|error obtaining token: expired_token|error retrieving identity token|missing id-token: write/i,
    code: "OIDC_PERMISSION_MISSING",
    message: "The job has no OIDC token to sign with",
    hint: "Add `permissions: id-token: write` to the job, and to the calling job when this one is in a reusable workflow. Pull requests from forks never get a token.",
    retry: "no"
  },
  {
    id: "oidc-token-malformed",
    pattern: /compact JWS format must have three parts|failed to parse token|malformed jwt/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The OIDC token is not a JSON Web Token",
    hint: "Something between the job and GitHub answered in its place: check the proxy of the runner.",
    retry: "once"
  },
  {
    id: "oidc-endpoint",
    pattern: /fetching ambient OIDC credentials|error fetching GitHub OIDC token/i,
    code: "OIDC_UNAVAILABLE",
    message: "GitHub's OIDC endpoint gave no token",
    hint: "Usually passes within minutes (githubstatus.com). No tag was moved.",
    retry: "yes"
  },
  {
    id: "oidc-issuer",
    pattern: /id token issued by a different provider|unsupported issuer|issuer (?:is )?not (?:configured|trusted)/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority does not know the issuer of the OIDC token",
    hint: "The public Sigstore accepts tokens of github.com only. GitHub Enterprise Server needs a Sigstore of its own: `trusted-root` and `signing-config`.",
    retry: "no"
  },
  {
    id: "oidc-token-refused",
    pattern: /Fulcio returned 40[013]|signingCert\]\[40[013]\]|error processing the identity token|token is expired/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority refused the OIDC token",
    hint: "A token lives for some minutes, and its audience has to be `sigstore`. Is the clock of the runner right?",
    retry: "once"
  }
];
var SERVICES = [
  {
    id: "trust-metadata-invalid",
    pattern: /TUF[^\n]*(?:invalid key|expired|signature threshold)|sigstore\/root[^\n]*permission denied/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be used",
    hint: "Is the clock of the runner right? Does a proxy change downloads? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "once"
  },
  {
    id: "trust-metadata-unreachable",
    pattern: /getting trusted root from TUF|getting signing config from TUF|error updating to TUF remote mirror|failed to create TUF client|tuf refresh failed|failed to download \d+\.root\.json/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be fetched",
    hint: "Is tuf-repo-cdn.sigstore.dev reachable from the runner? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "yes"
  },
  {
    id: "log-duplicate",
    pattern: /createLogEntryConflict|equivalent entry already exists|failed to fetch conflicting entry|unexpected entry returned from rekor server/i,
    code: "SIGNING_FAILED",
    message: "The transparency log has this entry already and would not hand it over",
    hint: "A new attempt signs with a new key and makes a new entry.",
    retry: "once"
  },
  {
    id: "payload-too-large",
    pattern: /payload too large|request entity too large|status(?: code)?:? 413\b|\]\[413\]|exceeded the limit \(|exceeds maximum allowed size|message larger than max/i,
    code: "SIGNING_FAILED",
    message: "What is to be signed is larger than the service accepts",
    hint: "Usually an SBOM of many megabytes. Use a Sigstore whose log stores only hashes (Rekor v2), or turn the SBOM off: `sbom: false`.",
    retry: "no"
  },
  {
    id: "log-refused",
    pattern: /createLogEntryBadRequest|adding rekor v2 entry: unexpected response: 4(?!29)\d\d|giving up[^\n]*status 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The transparency log refused the entry",
    hint: "Does the signing config name the log of the same Sigstore as the trusted root?",
    retry: "no"
  },
  {
    id: "log-unavailable",
    pattern: /adding rekor v2 entry|giving up after \d+ attempt|\/api\/v[12]\/log\/entries|createLogEntryDefault/i,
    code: "SIGNING_FAILED",
    message: "The transparency log (Rekor) did not take the entry",
    hint: RERUN,
    retry: "yes"
  },
  {
    id: "timestamp-missing",
    pattern: /a timestamp authority must be provided/i,
    code: "SIGNING_FAILED",
    message: "The signing config names no timestamp authority, which this transparency log (Rekor v2) needs",
    hint: "Add one to the signing config: `cosign signing-config create --tsa \u2026`.",
    retry: "no"
  },
  {
    id: "timestamp-refused",
    pattern: /timestamp authority returned 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The timestamp authority refused the request",
    hint: "Does the signing config name an RFC 3161 authority?",
    retry: "no"
  },
  {
    // sigstore-go closes the body before it reads it: neither the status nor the host is told.
    id: "sigstore-unavailable",
    pattern: /http: read on closed response body|timestamp authority returned|Fulcio returned|api\/v[12]\/(?:signingCert|timestamp)|getting key from Fulcio/i,
    code: "SIGNING_FAILED",
    message: "The certificate authority or the timestamp authority did not answer properly",
    hint: RERUN,
    retry: "yes"
  }
];
var VERIFICATION = [
  {
    // cosign checks what it was given before it writes the bundle.
    id: "certificate-invalid",
    pattern: /failed to verify leaf certificate|accepted signatures do not match threshold|failed to verify signed certificate timestamp/i,
    code: "BUNDLE_REJECTED",
    message: "The certificate that was issued does not verify with the trusted root",
    hint: "Do trusted root and signing config belong to the same Sigstore, and is the clock of the runner right?",
    retry: "once"
  },
  {
    id: "log-proof-invalid",
    pattern: /failed to verify log inclusion|note has no verifiable signatures|unable to verify transparency log/i,
    code: "BUNDLE_REJECTED",
    message: "The proof of the log entry does not verify with the trusted root's key",
    hint: "Trusted root and signing config have to belong to the same Sigstore.",
    retry: "no"
  },
  {
    id: "identity-mismatch",
    pattern: /expected SAN value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by {got}, expected is {expected}",
    hint: "A workflow called from another one signs as the called workflow: name it in `certificate-identity`, exactly, with its ref.",
    retry: "no"
  },
  {
    id: "issuer-mismatch",
    pattern: /expected issuer value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The issuer of the signature is {got}, expected is {expected}",
    hint: "GitHub Enterprise has issuers of its own.",
    retry: "no"
  },
  {
    id: "identity-unmatched",
    pattern: /none of the expected identities matched|no matching certificate ?identity found|failed to verify certificate identity/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by somebody else than expected",
    hint: "Compare the identity in the lines below with the expected one: workflow file, ref and upper or lower case count.",
    retry: "no"
  },
  {
    id: "predicate-missing",
    pattern: /none of the attestations matched the predicate type: (?<wanted>[^\s,]+)/i,
    code: "VERIFICATION_FAILED",
    message: "There is no attestation of type {wanted}",
    hint: "It may be attached to the platform manifests instead of the index, or the other way round.",
    retry: "once"
  },
  {
    // cosign says so too when the registry answered 401, 403, 429 or 500: never a verdict on its own.
    id: "nothing-found",
    pattern: /no signatures found|no matching (?:signatures|attestations)/i,
    code: "VERIFICATION_FAILED",
    message: "cosign found no signature or attestation that verifies, or could not read the registry",
    hint: "Images signed by cosign 3 need cosign 2.6 or newer to verify.",
    retry: "once"
  },
  {
    id: "flags-conflict",
    pattern: /cannot specify service URLs and use signing config|not supported with --signing-config|certificate-identity-regexp is required|unknown flag: --|invalid predicate type/i,
    code: "COMMAND_FAILED",
    message: "cosign does not accept the arguments it was given",
    hint: DEFECT,
    retry: "no"
  }
];
var SIGNING_FAILURES = [
  ...IDENTITY,
  ...SERVICES,
  ...VERIFICATION
].map((failure) => ({ ...failure, tool: "cosign" }));

// src/tools/redact.ts
var RULES = [
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, "***"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_pat_[\w-]{16,})/g, "***"],
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)?\s*)[^\s"',]+/gi, "$1***"],
  [
    /([?&](?:sig|signature|token|access_token|x-amz-(?:signature|credential|security-token)|x-goog-signature|sas)=)[^&\s"'<>]+/gi,
    "$1***"
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, "$1***"]
];
function redactLine(line) {
  return RULES.reduce((text, [pattern, shown]) => text.replace(pattern, shown), line);
}

// src/tools/catalogue.ts
var KNOWN_FAILURES = [
  ...STEP_FAILURES,
  ...CACHE_FAILURES,
  ...SIGNING_FAILURES,
  ...BUILDER_FAILURES,
  ...SOURCE_FAILURES,
  ...REGISTRY_FAILURES
];
function classifyOutput({
  tool,
  text
}) {
  const lines = text.split("\n").map(readLine);
  const all = lines.map((line) => line.text).join("\n");
  const own = lines.flatMap((line) => line.fromStep ? [] : [line.text]).join("\n");
  for (const failure of KNOWN_FAILURES) {
    if (failure.tool !== void 0 && failure.tool !== tool) continue;
    const match = failure.pattern.exec(failure.fromStep === true ? all : own);
    if (match !== null) return describe(failure, match.groups ?? {});
  }
  return void 0;
}
function describe({ id, code, message, hint, retry }, groups) {
  const fill = (template) => template.replace(/\{(\w+)\}/g, (_, name) => shorten2(groups[name] ?? ""));
  return { id, code, message: fill(message), hint: fill(hint), retry };
}
function shorten2(value) {
  return value.length > 160 ? `${value.slice(0, 159)}\u2026` : value;
}
function readLine(raw) {
  const line = redactLine(defuseLine(raw)).trim();
  const [, output] = /^(?:#\d+ )?\d+\.\d+ (.*)$/.exec(line) ?? [];
  if (output !== void 0) return { text: output, fromStep: true };
  const text = line.replace(/^#\d+ /, "");
  return { text: /^warning\b/i.test(text) ? "" : text, fromStep: false };
}
var MAX_DETAILS = 20;
function describeCommandFailure(result2, { tool, file, deadlineMs }) {
  const text = result2.stderr.trim() === "" ? result2.stdout : result2.stderr;
  const details = listTail(text);
  const known = classifyOutput({ tool, text });
  if (result2.timedOut) {
    const limit = deadlineMs === void 0 ? "its time limit" : `${Math.round(deadlineMs / 1e3)} s`;
    return new ActionError(
      "COMMAND_TIMED_OUT",
      `${tool} did not end within ${limit} and was stopped`,
      { details, hint: known?.hint }
    );
  }
  if (result2.notFound) {
    return new ActionError(
      "COMMAND_NOT_FOUND",
      `${tool} could not be started: ${file} is not there or may not be executed`,
      {
        details,
        hint: "Is it installed on the runner? A temporary folder that is mounted with `noexec` gives the same error."
      }
    );
  }
  const ended = describeEnd(result2);
  const why = known?.message ?? findLastWord(details);
  return new ActionError(
    "COMMAND_FAILED",
    `${tool} ${ended}${why === void 0 ? "" : `: ${why}`}`,
    {
      details,
      hint: known?.hint ?? (isKilled(result2) ? "Most often the runner has no memory left: use a larger one." : void 0),
      cause: known === void 0 ? void 0 : new ActionError(known.code, known.message, { hint: known.hint })
    }
  );
}
function describeEnd({ exitCode, signal }) {
  if (signal !== void 0) return `was ended by ${signal}`;
  return exitCode === void 0 ? "ended without an exit code" : `failed with exit code ${exitCode}`;
}
function isKilled({ exitCode, signal }) {
  return signal === "SIGKILL" || exitCode === 137;
}
function listTail(text) {
  const lines = text.slice(-64 * 1024).split(/\r\n|\n|\r/).map((line) => redactLine(defuseLine(line)).trimEnd());
  return lines.filter((line) => line.trim() !== "").slice(-MAX_DETAILS);
}
function findLastWord(details) {
  return details.at(-1)?.trim().replace(/^(?:#\d+ )?(?:error(?: during command execution)?: )+/i, "");
}

// src/stages/run-command.ts
async function runChecked(host, command) {
  host.log.debug(`${command.file} ${command.args.join(" ")}`);
  const result2 = await host.run(command);
  if (host.signal.aborted) throw host.signal.reason;
  if (result2.exitCode === 0 && !result2.timedOut) return result2;
  throw describeCommandFailure(result2, command);
}
function withCode(code, error2) {
  const generic = error2 instanceof ActionError && /^COMMAND_/.test(error2.code) && error2.code !== "COMMAND_TIMED_OUT";
  if (!generic) return error2;
  const known = error2.cause instanceof ActionError ? error2.cause.code : void 0;
  return new ActionError(known ?? code, error2.message, {
    hint: error2.hint,
    cause: error2.cause,
    details: error2.details
  });
}
function withHint(hint, error2) {
  if (!(error2 instanceof ActionError) || error2.hint !== void 0) return error2;
  const { code, message, cause, details } = error2;
  return new ActionError(code, message, { hint, cause, details });
}

// src/stages/builder.ts
var BOOT_DEADLINE_MS = 3 * 6e4;
var BOOT_ATTEMPTS = 3;
var BOOT_HINT = "Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=\u2026` names another image, `builder` a builder that exists.";
async function ensureBuilder(host, {
  spec,
  buildx,
  engine,
  folder,
  say
}) {
  switch (spec.kind) {
    case "existing":
      return useExisting(host, { name: spec.name, buildx, say });
    case "engine":
      useEngine(await engine(), say);
      return void 0;
    case "own":
      return bootOwn(host, { spec, buildx, folder, say });
  }
}
async function useExisting(host, { name, buildx, say }) {
  await runChecked(host, {
    tool: "buildx",
    file: buildx.path,
    args: ["inspect", "--bootstrap", name],
    env: buildx.env,
    deadlineMs: BOOT_DEADLINE_MS
  }).catch((error2) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode("BUILDER_FAILED", error2)
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}
function useEngine(engine, say) {
  if (!engine.containerdStore) {
    throw new ActionError(
      "ENVIRONMENT_UNSUPPORTED",
      `The engine ${engine.version} keeps images in its own store, which holds neither several platforms nor attestations`,
      {
        hint: 'Use `driver: auto`, or turn on the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).'
      }
    );
  }
  say(`using the BuildKit of engine ${engine.version}`);
}
async function bootOwn(host, {
  spec: { driverOpts, entitlements },
  buildx,
  folder,
  say
}) {
  const name = `build-sign-${host.randomHex(6)}`;
  folder.remember({ builder: name, buildx: buildx.path });
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "buildx",
        file: buildx.path,
        args: makeCreateArgs({ name, driverOpts, entitlements, image: IMAGES.buildkit }),
        env: buildx.env,
        deadlineMs: BOOT_DEADLINE_MS
      });
      say(`booted ${name}`);
      return name;
    } catch (error2) {
      await removeBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= BOOT_ATTEMPTS)
        throw withHint(BOOT_HINT, withCode("BUILDER_FAILED", error2));
      say(
        `attempt ${attempt} of ${BOOT_ATTEMPTS} failed: ${error2 instanceof Error ? error2.message : String(error2)}`
      );
    }
  }
}
async function removeBuilder(host, { name, buildx }) {
  const { exitCode, stderr } = await host.run({
    tool: "buildx",
    file: buildx.path,
    args: ["rm", "--force", name],
    env: buildx.env
  });
  if (exitCode === 0) return true;
  host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  return removeContainer(host, { name, env: buildx.env });
}
async function removeContainer(host, { name, env }) {
  const container = `buildx_buildkit_${name}0`;
  for (const args of [
    ["rm", "--force", "--volumes", container],
    ["volume", "rm", "--force", `${container}_state`]
  ]) {
    const { exitCode, stderr } = await host.run({ tool: "docker", file: "docker", args, env });
    if (exitCode === 0) continue;
    host.log.debug(`docker ${args.join(" ")}: ${stderr.trim()}`);
    return false;
  }
  return true;
}

// src/tools/binfmt.ts
var BINFMT_FOLDER = "/proc/sys/fs/binfmt_misc";
var QEMU = {
  amd64: "x86_64",
  arm64: "aarch64",
  arm: "arm",
  "386": "i386",
  ppc64le: "ppc64le",
  s390x: "s390x",
  riscv64: "riscv64",
  mips64le: "mips64el",
  mips64: "mips64",
  loong64: "loongarch64"
};
function planHandlers(platforms, engineArch) {
  const handlers = /* @__PURE__ */ new Map();
  for (const { os, architecture: arch } of platforms) {
    const qemu = QEMU[arch];
    const native = arch === engineArch || engineArch === "amd64" && arch === "386";
    if (os === "linux" && !native && qemu !== void 0)
      handlers.set(arch, { arch, name: `qemu-${qemu}` });
  }
  return [...handlers.values()];
}
function isEnabledHandler(text) {
  return /^enabled$/m.test(text);
}
function parseEmulators2(stdout) {
  const start = stdout.lastIndexOf("{\n");
  try {
    const status = JSON.parse(stdout.slice(Math.max(start, 0)));
    const emulators = typeof status === "object" && status !== null ? Reflect.get(status, "emulators") : void 0;
    if (emulators === null) return [];
    return Array.isArray(emulators) ? emulators.filter((name) => typeof name === "string") : void 0;
  } catch {
    return void 0;
  }
}

export {
  ActionError,
  InputError,
  describeError,
  errorCode,
  TransportError,
  closeConnections,
  makeActionsHost,
  parse,
  parseList,
  splitPair,
  parseAttributes,
  formatAttributes,
  COSIGN_FLOOR,
  BUILDX_FLOOR,
  FLOORS,
  DEFAULT_VERSIONS,
  IMAGES,
  isPinned,
  findPinnedHash,
  parsePlatform,
  normalizePlatform,
  formatPlatform,
  isDigest,
  parseDigest2 as parseDigest,
  digestHex,
  parseRepository,
  parseReference,
  parseTag,
  formatRepository,
  formatReference,
  formatApiHost,
  formatReferrersTag,
  makeBuildArgs,
  parseBuildMetadata,
  classifyOutput,
  describeCommandFailure,
  runChecked,
  withCode,
  STATE_NAME,
  FOLDER_PREFIX,
  formatState,
  parseState,
  makeEngineEnv,
  makeCosignEnv,
  userDockerConfig,
  ensureBuilder,
  removeBuilder,
  BINFMT_FOLDER,
  planHandlers,
  isEnabledHandler,
  parseEmulators2 as parseEmulators
};
