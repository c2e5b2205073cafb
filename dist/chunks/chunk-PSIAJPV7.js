import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  usesEngine
} from "./chunk-PFKVS5A6.js";
import {
  ensureFound
} from "./chunk-OHJM3DEI.js";
import {
  userDockerConfig
} from "./chunk-5DJDJALV.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  describeError
} from "./chunk-QF5QQBM2.js";

// src/tools/docker.ts
var ARCHITECTURES = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "arm",
  armv6l: "arm",
  i686: "386",
  loongarch64: "loong64"
};
function parseEngine(text) {
  let info;
  try {
    info = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof info !== "object" || info === null) return void 0;
  const read = (key) => {
    const value = Reflect.get(info, key);
    return typeof value === "string" ? value : "";
  };
  if (read("ServerVersion") === "") return void 0;
  const arch = read("Architecture");
  return {
    os: read("OSType"),
    arch: ARCHITECTURES[arch] ?? arch,
    version: read("ServerVersion"),
    rootDir: read("DockerRootDir"),
    kernel: read("KernelVersion"),
    hostname: read("Name"),
    containerdStore: JSON.stringify(Reflect.get(info, "DriverStatus") ?? "").includes(
      "io.containerd.snapshotter"
    )
  };
}
function isPodmanInfo(text) {
  const info = readJson(text);
  return isRecord(info) && isRecord(info["host"]) && "buildahVersion" in info["host"];
}
function parseEngineFacts(value) {
  if (!isRecord(value)) return void 0;
  const { os, arch, version, containerdStore, rootDir, kernel, hostname } = value;
  if (typeof os !== "string" || typeof arch !== "string" || typeof version !== "string")
    return void 0;
  if (typeof rootDir !== "string" || typeof containerdStore !== "boolean") return void 0;
  if (typeof kernel !== "string" || typeof hostname !== "string") return void 0;
  return { os, arch, version, containerdStore, rootDir, kernel, hostname };
}

// src/stages/job/engine.ts
var DEADLINE_MS = 15e3;
async function findEngine(host, { builder, mode, load }, { env, folder }) {
  const isUsed = mode === "load" || load !== void 0 || usesEngine(builder);
  if (isUsed === false) return void 0;
  const asked = askEngine(host, { env, folder });
  if (isUsed === true) return asked.then((engine) => ensureLinux(engine, builder));
  return asked.catch((error) => {
    host.log.debug(`No engine: ${describeError(error)}`);
    return void 0;
  });
}
async function askEngine(host, { env, folder }) {
  return ensureFound(host, folder, {
    name: "engine",
    key: await readWhere(host),
    parse: parseEngineFacts,
    find: () => readEngine(host, env)
  });
}
function ensureLinux(engine, builder) {
  if (engine.os !== "windows" || usesEngine(builder) === false) return engine;
  throw new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `The engine here (${engine.version}) runs Windows containers, in which BuildKit does not run`,
    {
      hint: "Build on a Linux runner (`runs-on: ubuntu-latest`), or on another machine by `driver: remote` and `endpoint`."
    }
  );
}
var WHERE = /^DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY|API_VERSION)$/;
async function readWhere({ env, files }) {
  const config = await files.readText(`${userDockerConfig(env) ?? ""}/config.json`).catch(() => void 0);
  return [config, Object.entries(env).filter(([name]) => WHERE.test(name))];
}
async function readEngine(host, env) {
  const result = await host.run({
    tool: "docker",
    file: "docker",
    args: ["info", "--format", "{{json .}}"],
    env,
    deadlineMs: DEADLINE_MS
  });
  const engine = parseEngine(result.stdout);
  if (engine !== void 0) return engine;
  throw new ActionError("ENGINE_UNREACHABLE", `No container engine answers: ${findWhy(result)}`, {
    hint: findHint(result)
  });
}
function findWhy({ notFound, timedOut, stdout, stderr }) {
  if (notFound) return "docker is not on the PATH";
  if (timedOut) return "it did not answer in 15 s";
  if (isPodmanInfo(stdout)) return "the docker on the PATH is Podman's stand-in";
  return lastLine(stderr);
}
function findHint({ stdout, stderr }) {
  if (isPodmanInfo(stdout))
    return "buildx speaks to a socket: install Docker's own command line (`docker-ce-cli`), start Podman's (`systemctl --user enable --now podman.socket`), and give the job DOCKER_HOST=unix:///run/user/<uid>/podman/podman.sock.";
  if (/permission denied/i.test(stderr))
    return "The user of the runner may not use the engine's socket: `sudo usermod -aG docker <user>` and start the runner anew, or set DOCKER_HOST to an engine this job may use.";
  return "Use a runner with Docker (GitHub-hosted Linux runners have it), or set DOCKER_HOST to an engine this job may use. A job with `container:` needs a docker in its image, too.";
}
function readPlatform({ machine: { os, arch } }, engine) {
  if (engine !== void 0) return { os: engine.os, architecture: engine.arch };
  return { os: os === "windows" ? "windows" : "linux", architecture: arch };
}
function lastLine(text) {
  return text.split("\n").filter(Boolean).at(-1) ?? "docker gave no reason";
}

export {
  findEngine,
  askEngine,
  readEngine,
  readPlatform
};
