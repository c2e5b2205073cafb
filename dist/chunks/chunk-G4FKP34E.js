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
} from "./chunk-6DGBSBES.js";
import {
  require_undici
} from "./chunk-3S7RSZBT.js";
import {
  __toESM
} from "./chunk-JROFUIXI.js";

// src/host/http.ts
var import_undici = __toESM(require_undici(), 1);

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
var agent;
function dispatcher() {
  agent ??= new import_undici.EnvHttpProxyAgent({ keepAliveTimeout: 1e4, connect: { timeout: 15e3 } });
  return agent;
}
async function closeConnections() {
  await agent?.destroy();
  agent = void 0;
}
async function sendRequest(wanted, cancelled) {
  const signal = AbortSignal.any([AbortSignal.timeout(wanted.timeoutMs), cancelled]);
  let url = new URL(wanted.url);
  let headers = { ...wanted.headers };
  for (let hop = 0; ; hop++) {
    const response = await exchange({ wanted, url, headers, signal });
    const location = response.headers["location"];
    const follow = REDIRECTS.has(response.status) && isSafe(wanted) && location !== void 0;
    if (!follow || hop >= MAX_REDIRECTS) return response;
    const next = new URL(location, url);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
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
    const response = await (0, import_undici.request)(url, {
      method: wanted.method ?? "GET",
      headers,
      body: wanted.body ?? null,
      dispatcher: dispatcher(),
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
    if (value !== void 0) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
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
function isTimeout(reason) {
  return reason instanceof DOMException && reason.name === "TimeoutError" || reason instanceof import_undici.errors.ConnectTimeoutError || reason instanceof import_undici.errors.HeadersTimeoutError || reason instanceof import_undici.errors.BodyTimeoutError;
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
    super("INPUT_INVALID", problems.map(formatProblem).join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
};
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
import { StringDecoder } from "node:string_decoder";
function defuseLine(line) {
  const plain = line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "").replace(/[\0-\x08\x0b-\x1f\x7f]/g, "");
  return plain.replace(/##\[/g, "## [").replace(/^(\s*)::/, "$1: :");
}
function makeLineFilter(onLine) {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const flush = (text) => {
    for (const line of text.split(/\r\n|\n|\r/)) if (line !== "") onLine(line);
  };
  return {
    write: (chunk) => {
      rest += decoder.write(Buffer.from(chunk));
      const at = Math.max(rest.lastIndexOf("\n"), rest.lastIndexOf("\r"));
      if (at < 0) return;
      flush(rest.slice(0, at));
      rest = rest.slice(at + 1);
    },
    end: () => flush(rest + decoder.end())
  };
}

// src/host/command.ts
import { spawn } from "node:child_process";
import { StringDecoder as StringDecoder2 } from "node:string_decoder";
var MAX_CAPTURE_CHARS = 4 * 1024 * 1024;
var TERM_AFTER_MS = 3e3;
var KILL_AFTER_MS = 5e3;
function runInGroup(command, signal) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command.file, [...command.args], {
      env: { ...command.env },
      cwd: command.cwd,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"]
    });
    const stdout = capture(child.stdout, command.onLine);
    const stderr = capture(child.stderr, command.onLine);
    let timedOut = false;
    let notFound = false;
    const stop = endGroup2(child);
    const deadline = command.deadlineMs === void 0 ? void 0 : setTimeout(() => {
      timedOut = true;
      stop();
    }, command.deadlineMs);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const finish = (exitCode, endedBy) => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", stop);
      stop.done();
      resolve({
        exitCode,
        signal: endedBy,
        timedOut,
        notFound,
        stdout: stdout.end(),
        stderr: stderr.end(),
        durationMs: performance.now() - started
      });
    };
    child.on("error", (error2) => {
      notFound = error2.code === "ENOENT" || error2.code === "EACCES";
      if (child.pid === void 0) finish(void 0, void 0);
    });
    child.on("close", (code, endedBy) => finish(code ?? void 0, endedBy ?? void 0));
    child.stdin.on("error", () => void 0);
    child.stdin.end(command.stdin ?? "");
  });
}
function endGroup2(child) {
  let timers = [];
  const send = (name) => {
    if (child.pid === void 0) return;
    try {
      process.kill(-child.pid, name);
    } catch {
    }
  };
  const stop = () => {
    if (timers.length > 0) return;
    send("SIGINT");
    timers = [
      setTimeout(() => send("SIGTERM"), TERM_AFTER_MS),
      setTimeout(() => send("SIGKILL"), KILL_AFTER_MS)
    ];
  };
  return Object.assign(stop, { done: () => timers.forEach(clearTimeout) });
}
function capture(stream, onLine) {
  const decoder = new StringDecoder2("utf8");
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
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
function makeFiles(tempRoot = tmpdir()) {
  return {
    makeTempDir: (prefix) => fs.mkdtemp(join(tempRoot, prefix)),
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
  return {
    env: Object.freeze({ ...process.env }),
    machine: {
      os: OS[process.platform] ?? "linux",
      arch: process.arch === "x64" ? "amd64" : process.arch === "arm64" ? "arm64" : "other",
      nodeArch: process.arch
    },
    log,
    files: makeFiles(process.env["RUNNER_TEMP"] || void 0),
    clock: makeClock(signal),
    toolCache,
    github,
    signal,
    fetch: (request2) => sendRequest(request2, signal),
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
  return command.deadlineMs === void 0 ? runQuick(command) : runInGroup(command, signal);
}
async function runQuick(command) {
  const { getExecOutput } = await import("./exec-NK7VAQYY.js");
  const started = performance.now();
  try {
    const { exitCode, stdout, stderr } = await getExecOutput(command.file, [...command.args], {
      env: { ...command.env },
      ...command.cwd === void 0 ? {} : { cwd: command.cwd },
      ...command.stdin === void 0 ? {} : { input: Buffer.from(command.stdin) },
      silent: true,
      ignoreReturnCode: true
    });
    const code = exitCode ?? void 0;
    return result({ exitCode: code, stdout, stderr, notFound: false, started });
  } catch (error2) {
    return result({ exitCode: void 0, stdout: "", stderr: String(error2), notFound: true, started });
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
    const { find } = await import("./tool-cache-HBUPLICW.js");
    return find(tool, version, arch) || void 0;
  },
  download: async (url) => {
    const { downloadTool } = await import("./tool-cache-HBUPLICW.js");
    return downloadTool(url);
  },
  add: async (file, name, tool, version, arch) => {
    const { cacheFile } = await import("./tool-cache-HBUPLICW.js");
    return cacheFile(file, name, tool, version, arch);
  }
};
var github = {
  repositoryVisibility: async (token, owner, repo) => {
    const { getOctokit } = await import("./github-XIUJTX4E.js");
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
var NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
function parseState(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1 || !isText(value["folder"])) return void 0;
  const { folder, buildx, builder, emulators } = value;
  if (buildx !== void 0 && !isText(buildx)) return void 0;
  if (builder !== void 0 && !(isText(builder) && NAME.test(builder))) return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  return { v: 1, folder, buildx, builder, emulators: parsed };
}
function parseEmulators(value) {
  if (!isRecord(value) || !isText(value["image"]) || value["image"].startsWith("-")) return void 0;
  const names = value["names"];
  if (!Array.isArray(names) || !names.every((name) => isText(name) && NAME.test(name))) return void 0;
  return { image: value["image"], names: names.filter(isText) };
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isText(value) {
  return typeof value === "string" && value !== "";
}

// src/tools/child-env.ts
var NETWORK = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"];
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
var ACTIONS_CACHE = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL", "ACTIONS_CACHE_SERVICE_V2"];
function makeEngineEnv({
  env,
  folder,
  userBuilders,
  actionsCache
}) {
  return {
    ...pick(env, [...COMMON, ...ENGINE, "HOME", "SOURCE_DATE_EPOCH", ...actionsCache === true ? ACTIONS_CACHE : []]),
    DOCKER_CONFIG: `${folder}/docker`,
    BUILDX_CONFIG: userBuilders ?? `${folder}/buildx`,
    LANG: "C"
  };
}
function makeCosignEnv({ env, folder }) {
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
function parseDigest(text) {
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
  const digest = at < 0 ? void 0 : parseDigest(text.slice(at + 1));
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

// src/tools/buildx.ts
function makeBuildArgs({ builder, spec, cache, secrets, output, metadataFile }) {
  return [
    "build",
    `--builder=${builder}`,
    "--progress=plain",
    ...spec.attests.map((value) => `--attest=${value}`),
    ...spec.buildArgs.map((value) => `--build-arg=${value}`),
    ...cache.from.map((value) => `--cache-from=${value}`),
    ...cache.to.map((value) => `--cache-to=${value}`),
    ...spec.file === void 0 ? [] : [`--file=${spec.file}`],
    ...spec.labels.map((value) => `--label=${value}`),
    ...metadataFile === void 0 ? [] : [`--metadata-file=${metadataFile}`],
    ...spec.noCache ? ["--no-cache"] : [],
    ...makeOutputArgs(output),
    `--platform=${spec.platforms.map(formatPlatform).join(",")}`,
    ...spec.pull ? ["--pull"] : [],
    ...secrets.map(({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`),
    ...spec.target === void 0 ? [] : [`--target=${spec.target}`],
    "--",
    spec.context
  ];
}
function makeOutputArgs(output) {
  switch (output.kind) {
    case "cache-only":
      return ["--output=type=cacheonly"];
    case "load":
      return ["--load", ...output.tags.map((tag) => `--tag=${tag}`)];
    case "push": {
      const names = output.repositories.map(formatRepository).join(",");
      const fields = [
        "type=image",
        quoteField(`name=${names}`),
        "push=true",
        "push-by-digest=true",
        "name-canonical=true",
        "oci-mediatypes=true"
      ];
      return [`--output=${fields.join(",")}`];
    }
  }
}
function quoteField(field) {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
function makeCreateArgs({
  name,
  driverOpts,
  image
}) {
  const named = driverOpts.some((option) => /^image=/.test(option));
  return [
    "create",
    `--name=${name}`,
    "--driver=docker-container",
    ...named ? [] : [`--driver-opt=image=${image}`],
    ...driverOpts.map((option) => `--driver-opt=${option}`),
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
  const read = (key) => {
    const value = Reflect.get(parsed, key);
    return typeof value === "string" ? parseDigest(value) : void 0;
  };
  return {
    digest: read("containerimage.digest"),
    configDigest: read("containerimage.config.digest"),
    json: JSON.stringify(parsed)
  };
}
var STEP = /^#(\d+) \[(?!internal\])[^\]]*\d+\/\d+\] /;
var CACHED = /^#(\d+) CACHED\b/;
function makeStepCounter() {
  const steps = /* @__PURE__ */ new Set();
  const cached = /* @__PURE__ */ new Set();
  return {
    read: (line) => {
      const step = STEP.exec(line)?.[1];
      if (step !== void 0) steps.add(step);
      const hit = CACHED.exec(line)?.[1];
      if (hit !== void 0) cached.add(hit);
    },
    count: () => ({ cached: [...cached].filter((id) => steps.has(id)).length, total: steps.size })
  };
}

// src/tools/lock.ts
var COSIGN_FLOOR = "3.0.4";
var DEFAULT_VERSIONS = { cosign: "3.1.3", buildx: "0.36.1" };
var IMAGES = {
  buildkit: "docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8",
  binfmt: "docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0",
  sbomScanner: "docker.io/docker/buildkit-syft-scanner:stable-1@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9"
};
function isPinned(tool, version) {
  return DEFAULT_VERSIONS[tool] === version;
}

// src/tools/catalogue.ts
function classifyOutput(_) {
  return void 0;
}
function describeCommandFailure(result2, command) {
  const details = result2.stderr.split("\n").filter(Boolean).slice(-20);
  if (result2.timedOut) return new ActionError("COMMAND_TIMED_OUT", `${command.tool} timed out`, { details });
  if (result2.notFound) return new ActionError("COMMAND_NOT_FOUND", `${command.tool} was not found`);
  return new ActionError("COMMAND_FAILED", `${command.tool} failed (${result2.exitCode ?? result2.signal ?? "killed"})`, { details });
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
  return new ActionError(code, error2.message, { hint: error2.hint, cause: error2.cause, details: error2.details });
}

// src/stages/builder.ts
var BOOT_DEADLINE_MS = 3 * 6e4;
var BOOT_ATTEMPTS = 3;
async function ensureBuilder(host, { spec, buildx, engine, folder, say }) {
  switch (spec.kind) {
    case "existing":
      return useExisting(host, { name: spec.name, buildx, say });
    case "engine":
      return useEngine(await engine(), say);
    case "own":
      return bootOwn(host, { driverOpts: spec.driverOpts, buildx, folder, say });
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
    throw withCode("BUILDER_FAILED", error2);
  });
  say(`using the existing builder ${name}`);
  return name;
}
function useEngine(engine, say) {
  if (!engine.containerdStore) {
    throw new ActionError("ENVIRONMENT_UNSUPPORTED", `The engine ${engine.version} keeps images in its own store, which holds neither several platforms nor attestations`, {
      hint: 'Use `driver: auto`, or turn on the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).'
    });
  }
  say(`using the BuildKit of engine ${engine.version}`);
  return "default";
}
async function bootOwn(host, { driverOpts, buildx, folder, say }) {
  const name = `build-sign-${host.randomHex(6)}`;
  folder.remember({ builder: name, buildx: buildx.path });
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "buildx",
        file: buildx.path,
        args: makeCreateArgs({ name, driverOpts, image: IMAGES.buildkit }),
        env: buildx.env,
        deadlineMs: BOOT_DEADLINE_MS
      });
      say(`booted ${name}`);
      return name;
    } catch (error2) {
      await removeBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= BOOT_ATTEMPTS) throw withCode("BUILDER_FAILED", error2);
      say(`attempt ${attempt} of ${BOOT_ATTEMPTS} failed: ${error2 instanceof Error ? error2.message : String(error2)}`);
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
  if (exitCode !== 0) host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  return exitCode === 0;
}

export {
  ActionError,
  InputError,
  describeError,
  errorCode,
  TransportError,
  closeConnections,
  makeActionsHost,
  COSIGN_FLOOR,
  DEFAULT_VERSIONS,
  IMAGES,
  isPinned,
  parsePlatform,
  normalizePlatform,
  formatPlatform,
  isDigest,
  parseDigest,
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
  makeStepCounter,
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
  removeBuilder
};
