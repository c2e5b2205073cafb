import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  findDriverOption,
  listNodeNames
} from "./chunk-3MKCOJQC.js";
import {
  isRecord,
  readJson
} from "./chunk-YDMBHURF.js";

// src/stages/remove-builder.ts
async function removeBuilder(host, { name, buildx, driver }) {
  const { exitCode, stderr } = await host.run({
    tool: "buildx",
    file: buildx.path,
    args: ["rm", "--force", name],
    env: buildx.env
  });
  if (exitCode === 0) return true;
  host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  if (driver !== void 0) return /no builder .* found/i.test(stderr);
  return removeContainer(host, { container: `buildx_buildkit_${name}0`, env: buildx.env });
}
async function removeContainer(host, { container, env }) {
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

// src/tools/mark.ts
var MARK_VARIABLE = "BUILD_SIGN_ACTION";
function formatMark({ runId, runAttempt, job, createdAtMs, owner }) {
  const fields = [
    ["run", runId],
    ["attempt", String(runAttempt)],
    ["job", encodeURIComponent(job)],
    ["created", String(createdAtMs)],
    ...owner === void 0 ? [] : [
      ["machine", encodeURIComponent(owner.machine)],
      ["pid", String(owner.pid)],
      ["started", owner.startedAt]
    ]
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(" ");
}
function parseMark(text) {
  const fields = new Map(
    text.split(" ").map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at), field.slice(at + 1)];
    })
  );
  const createdAtMs = readNumber(fields.get("created"));
  const runAttempt = readNumber(fields.get("attempt"));
  if (createdAtMs === void 0 || runAttempt === void 0) return void 0;
  return {
    runId: fields.get("run") ?? "",
    runAttempt,
    job: decode(fields.get("job") ?? ""),
    createdAtMs,
    owner: readOwner(fields)
  };
}
function readOwner(fields) {
  const machine = decode(fields.get("machine") ?? "");
  const pid = readNumber(fields.get("pid"));
  const startedAt = fields.get("started");
  if (machine === "" || pid === void 0 || startedAt === void 0) return void 0;
  return { machine, pid, startedAt };
}
function readNumber(text = "") {
  return /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
function parseProcessStat(text) {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const parent = readNumber(fields[1]);
  const startedAt = fields[19];
  return parent === void 0 || startedAt === void 0 ? void 0 : { parent, startedAt };
}

// src/tools/cluster.ts
var RUN_LABEL = "build-sign-action";
var JOB_LABEL = `${RUN_LABEL}-job`;
var MARK_ANNOTATION = `${RUN_LABEL}/mark`;
function makeClusterLabels({
  runId,
  job
}) {
  return { [RUN_LABEL]: trim(runId), [JOB_LABEL]: trim(job) };
}
function makeClusterAnnotations(mark) {
  return { [MARK_ANNOTATION]: encodeURIComponent(mark) };
}
var OWN_DEPLOYMENT = /^build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)$/;
function listSweepQueries({ nodes }) {
  const namespaces = new Set(nodes.map((node) => findDriverOption(node, "namespace")));
  return [...namespaces].map((namespace) => [
    ...["get", "deployments", `--selector=${RUN_LABEL}`, "--output=json"],
    ...nameNamespace(namespace)
  ]);
}
function parseClusterBuilders(text) {
  const { items = [] } = JSON.parse(text);
  return items.flatMap(({ metadata, spec }) => {
    const { name = "", annotations = {} } = metadata ?? {};
    if (!OWN_DEPLOYMENT.test(name)) return [];
    const volumes = spec?.template?.spec?.volumes ?? [];
    const named = volumes.map(({ configMap }) => configMap?.name ?? "");
    return {
      name,
      mark: readMark(annotations[MARK_ANNOTATION]),
      configMaps: named.filter((one) => one.startsWith(`${name}-config`))
    };
  });
}
function readMark(text = "") {
  try {
    return parseMark(decodeURIComponent(text));
  } catch {
    return void 0;
  }
}
function nameNamespace(namespace) {
  return namespace === void 0 ? [] : [`--namespace=${namespace}`];
}
function trim(text) {
  const value = text.replaceAll(/[^\w.-]/g, "-").slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return value === "" ? "unknown" : value;
}
function listPodQueries(name, own) {
  const names = listNodeNames(name, own);
  const byNamespace = /* @__PURE__ */ new Map();
  own.nodes.forEach((node, at) => {
    const namespace = findDriverOption(node, "namespace");
    byNamespace.set(namespace, [...byNamespace.get(namespace) ?? [], names[at] ?? ""]);
  });
  return [...byNamespace].map(([namespace, apps]) => [
    ...["get", "deployments,pods", `--selector=app in (${apps.join(",")})`, "--output=json"],
    ...nameNamespace(namespace)
  ]);
}
function readPodTimeoutMs({ nodes }) {
  return Math.max(
    ...nodes.map((node) => parseDuration(findDriverOption(node, "timeout")) ?? DEFAULT_WAIT_MS)
  );
}
var DEFAULT_WAIT_MS = 12e4;
var UNITS_MS = { ms: 1, s: 1e3, m: 6e4, h: 36e5 };
function parseDuration(text) {
  if (text === void 0 || !/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return void 0;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ""] ?? 0),
    0
  );
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
function parseHandler(text) {
  return {
    isEnabled: /^enabled$/m.test(text),
    interpreter: /^interpreter (.*)$/m.exec(text)?.[1] ?? "",
    isFixed: /^flags: \w*F/m.test(text)
  };
}
function parseBinfmtStatus(stdout) {
  const emulators = parseEmulators(stdout);
  const status = readStatus(stdout);
  if (emulators === void 0 || !isRecord(status)) return void 0;
  const { supported } = status;
  return { emulators, supported: Array.isArray(supported) ? supported.map(String) : [] };
}
function readStatus(stdout) {
  return readJson(stdout.slice(Math.max(stdout.lastIndexOf("{\n"), 0)));
}
function parseEmulators(stdout) {
  const status = readStatus(stdout);
  const emulators = isRecord(status) ? status["emulators"] : void 0;
  if (emulators === null) return [];
  return Array.isArray(emulators) ? emulators.filter((name) => typeof name === "string") : void 0;
}

export {
  MARK_VARIABLE,
  formatMark,
  parseMark,
  parseProcessStat,
  removeBuilder,
  removeContainer,
  RUN_LABEL,
  makeClusterLabels,
  makeClusterAnnotations,
  listSweepQueries,
  parseClusterBuilders,
  listPodQueries,
  readPodTimeoutMs,
  BINFMT_FOLDER,
  planHandlers,
  parseHandler,
  parseBinfmtStatus,
  parseEmulators
};
