import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  findNamed
} from "./chunk-GJRLLONP.js";
import {
  MARK_VARIABLE,
  formatBuildkitdConfig,
  formatMark,
  isAlive,
  makeMark,
  parseMark
} from "./chunk-EI3N3EFW.js";
import {
  findDriverOption,
  isHostNetwork,
  listNodeNames,
  listProxies,
  makeCreateCommands
} from "./chunk-3MKCOJQC.js";
import {
  classifyOutput,
  runChecked,
  withCode,
  withHint
} from "./chunk-O7GMNHRJ.js";
import {
  defuseLine
} from "./chunk-HQSA4M7E.js";
import {
  redactLine
} from "./chunk-SHLUNWKC.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  restate
} from "./chunk-QF5QQBM2.js";

// src/stages/builder/remove-builder.ts
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
async function forgetBuilder(host, { name, buildx }) {
  const args = ["rm", "--force", "--keep-daemon", "--keep-state", name];
  await host.run({ tool: "buildx", file: buildx.path, args, env: buildx.env });
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

// src/tools/cluster-labels.ts
var RUN_LABEL = "build-sign-action";
var JOB_LABEL = `${RUN_LABEL}-job`;
function makeClusterLabels({
  runId,
  job
}) {
  return { [RUN_LABEL]: trim(runId), [JOB_LABEL]: trim(job) };
}
function trim(text) {
  const value = text.replaceAll(/[^\w.-]/g, "-").slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return value === "" ? "unknown" : value;
}

// src/tools/cluster.ts
var MARK_ANNOTATION = `${RUN_LABEL}/mark`;
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
function listPodQueries(name, own) {
  return selectPods(name, own).map((selected) => [
    ...["get", "deployments,pods", "--output=json"],
    ...selected
  ]);
}
function selectPods(name, own) {
  const names = listNodeNames(name, own);
  const byNamespace = /* @__PURE__ */ new Map();
  own.nodes.forEach((node, at) => {
    const namespace = findDriverOption(node, "namespace");
    byNamespace.set(namespace, [...byNamespace.get(namespace) ?? [], names[at] ?? ""]);
  });
  return [...byNamespace].map(([namespace, apps]) => [
    `--selector=app in (${apps.join(",")})`,
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

// src/tools/pods.ts
var LOOK = "What `kubectl describe pod` and `kubectl logs` say of it tells more.";
var ADMISSION = "The namespace has to admit privileged pods (`pod-security.kubernetes.io/enforce: privileged`): `driver-opts: namespace=\u2026` names another. `rootless=true` does without the privilege, but asks for a seccomp profile that the level `baseline` refuses too.";
var KINDS = [
  { when: /violates PodSecurity/, hint: ADMISSION, isFinal: true },
  {
    when: /exceeded quota|maximum .* usage per|must specify (?:limits|requests)/,
    hint: "What a pod asks for is set by `driver-opts: requests.cpu=\u2026`, `requests.memory=\u2026`, `limits.cpu=\u2026` and `limits.memory=\u2026`: it has to fit what the namespace has left (`kubectl describe quota`).",
    isFinal: false
  },
  {
    when: /^FailedCreate/,
    hint: "The namespace does not admit the pod as `driver-opts` ask for it. `kubectl describe replicaset` tells more.",
    isFinal: false
  },
  {
    when: /^InvalidImageName|^(?:ErrImagePull|ImagePullBackOff).*(?:not found|manifest unknown|denied|unauthorized)/i,
    hint: "The nodes of the cluster cannot pull the image: `driver-opts: image=\u2026` names another, `mirrors` another place. For a registry that wants a login give the service account of `driver-opts: serviceaccount=\u2026` its `imagePullSecrets`.",
    isFinal: true
  },
  {
    when: /^ErrImagePull|^ImagePullBackOff/,
    hint: "The nodes of the cluster cannot pull the image: `driver-opts: image=\u2026` names another, `mirrors` another place.",
    isFinal: false
  },
  {
    when: /^Unschedulable/,
    hint: "No node takes the pod: see `nodeselector`, `tolerations` and `requests.\u2026` in `driver-opts`. Where a node is started for it first, `timeout=10m` waits longer.",
    isFinal: false
  },
  { when: /^CrashLoopBackOff|^CreateContainer/, hint: LOOK, isFinal: true }
];
var USUAL = ["ContainerCreating", "PodInitializing"];
var MAX_MESSAGE = 400;
function findPodTrouble(text) {
  const found = listObjects(text).map(findTrouble).find((one) => one !== void 0);
  if (found === void 0) return void 0;
  const message = shorten(redactLine(defuseLine(found.message.replaceAll(/\s+/g, " "))));
  const kind = KINDS.find(({ when }) => when.test(`${found.reason}: ${message}`));
  return {
    ...{ reason: found.reason, message },
    hint: kind?.hint ?? LOOK,
    isFinal: kind?.isFinal === true
  };
}
function listObjects(text) {
  const list = readJson(text);
  if (!isRecord(list) || !Array.isArray(list["items"])) return [];
  const items = list["items"].filter(isRecord);
  const isPod = ({ kind }) => kind === "Pod";
  return [...items.filter(isPod), ...items.filter((one) => !isPod(one))];
}
function findTrouble({ kind, status }) {
  const conditions = status?.conditions ?? [];
  if (kind !== "Pod") return findCondition(conditions, "ReplicaFailure", "True");
  const containers = [
    ...status?.initContainerStatuses ?? [],
    ...status?.containerStatuses ?? []
  ];
  const waiting = containers.map(readWaiting).find((one) => one !== void 0);
  if (waiting !== void 0) return waiting;
  if (status?.phase === "Failed")
    return { reason: status.reason ?? "Failed", message: status.message ?? "" };
  const unscheduled = findCondition(conditions, "PodScheduled", "False");
  if (unscheduled !== void 0) return unscheduled;
  const isSilent = status?.phase === "Running" && containers.some(({ ready }) => ready === false);
  return isSilent ? { reason: "NotReady", message: "its container runs, and buildkitd does not answer" } : void 0;
}
function findCondition(conditions, type, status) {
  const found = conditions.find((one) => one.type === type && one.status === status);
  return found && { reason: found.reason ?? type, message: found.message ?? "" };
}
function readWaiting({ state, lastState }) {
  const { reason, message = "" } = state?.waiting ?? {};
  if (reason === void 0 || USUAL.includes(reason)) return void 0;
  const ended = lastState?.terminated;
  const why = ended === void 0 ? "" : ` (it ended with ${ended.reason ?? ""} ${ended.exitCode ?? ""})`;
  return { reason, message: `${message}${why}` };
}
function shorten(text) {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}\u2026` : text;
}

// src/stages/builder/create-in-cluster.ts
var LOOK_MS = 3e3;
var LOOK_DEADLINE_MS = 15e3;
var AROUND_MS = 6e4;
async function createInCluster(host, creation) {
  const { own, buildx, commands } = creation;
  const stopping = new AbortController();
  let seen;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    seen = await readTrouble(host, creation);
    isLooking = false;
    if (seen?.isFinal === true) stopping.abort();
  };
  const stopLooking = host.clock.repeat(LOOK_MS, look);
  try {
    for (const args of commands) {
      const deadlineMs = readPodTimeoutMs(own) * own.nodes.length + AROUND_MS;
      const command = { tool: "buildx", file: buildx.path, args, env: buildx.env };
      await runChecked(host, { ...command, deadlineMs, stop: stopping.signal });
    }
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (!stopping.signal.aborted) seen = await readTrouble(host, creation);
    throw seen === void 0 ? error : describeTrouble(seen, error);
  } finally {
    stopLooking();
  }
}
function describeTrouble({ reason, message, hint }, cause) {
  const details = cause instanceof ActionError ? cause.details : void 0;
  const why = message === "" ? reason : `${reason}: ${message}`;
  return new ActionError("BUILDER_FAILED", `The pod of the builder does not get ready: ${why}`, {
    hint,
    cause,
    details
  });
}
async function readTrouble(host, creation) {
  const { own, name, buildx } = creation;
  for (const args of listPodQueries(name, own)) {
    const { stdout, stderr } = await host.run({
      tool: "kubectl",
      file: "kubectl",
      args,
      env: buildx.env,
      deadlineMs: LOOK_DEADLINE_MS
    });
    if (stderr.trim() !== "") host.log.debug(`kubectl: ${stderr.trim()}`);
    const trouble = findPodTrouble(stdout);
    if (trouble !== void 0) return trouble;
  }
  return void 0;
}

// src/stages/builder/boot-builder.ts
var BOOT_DEADLINE_MS = 3 * 6e4;
var BOOT_ATTEMPTS = 3;
var HINTS = {
  "docker-container": "Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=\u2026` names another image, `mirrors` another place, `builder` a builder that exists.",
  remote: "Does a buildkitd answer at the address, from this runner? With TLS it wants `cacert`, `cert` and `key`; by ssh it needs `buildctl` on the other machine and a key that asks for no password.",
  kubernetes: "Does `kubectl auth can-i create deployments` say yes on this runner, and may pods be privileged there? `driver-opts: rootless=true` does without."
};
async function bootBuilder(host, request) {
  const { own, buildx, folder, say } = request;
  const { kept } = own;
  const name = kept?.name ?? `build-sign-${host.randomHex(6)}`;
  const driver = own.driver === "docker-container" ? void 0 : own.driver;
  folder.remember(
    kept === void 0 ? { builder: name, buildx: buildx.path, driver } : { kept, buildx: buildx.path }
  );
  const means = await prepareMeans(host, name, request);
  const attempts = own.driver === "remote" ? 1 : Math.max(BOOT_ATTEMPTS, own.images.length);
  for (let attempt = 1; ; attempt++) {
    const image = own.images[(attempt - 1) % Math.max(own.images.length, 1)];
    try {
      folder.remember({ boot: describeBoot(host, own, image) });
      const commands = makeCreateCommands(own, { ...means, image });
      if (own.driver === "kubernetes") await createInCluster(host, { own, name, buildx, commands });
      else await create(host, commands, buildx);
      folder.remember({ boot: void 0 });
      say(`booted ${name}${own.nodes.length > 1 ? ` on ${own.nodes.length} nodes` : ""}`);
      return name;
    } catch (error) {
      if (kept === void 0) await removeBuilder(host, { name, buildx, driver });
      else await forgetBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= attempts || isFinal(own, error))
        throw describeFailure(own, error);
      say(
        `attempt ${attempt} of ${attempts} failed: ${error instanceof Error ? error.message : String(error)}`
      );
    }
  }
}
function describeBoot({ clock }, { driver, nodes }, image) {
  const here = nodes.find(({ endpoint }) => endpoint === void 0);
  const named = here?.driverOpts.flatMap(findNamed)[0] ?? image;
  if (driver !== "docker-container" || here === void 0 || named === void 0) return void 0;
  return { image: named, sinceMs: clock.now().getTime() };
}
function isFinal({ driver }, error) {
  if (driver !== "kubernetes" || !(error instanceof ActionError)) return false;
  if (error.code !== "COMMAND_FAILED") return true;
  return classifyOutput({ tool: "buildx", text: error.details.join("\n") })?.retry === "no";
}
function describeFailure({ driver }, error) {
  const failure = withCode("BUILDER_FAILED", error);
  if (driver !== "remote" || !(failure instanceof ActionError))
    return withHint(HINTS[driver], failure);
  return restate(failure, { code: "BUILDER_FAILED", hint: HINTS.remote });
}
async function create(host, commands, buildx) {
  for (const args of commands)
    await runChecked(host, {
      tool: "buildx",
      file: buildx.path,
      args,
      env: buildx.env,
      deadlineMs: BOOT_DEADLINE_MS
    });
}
async function prepareMeans(host, name, { own, tls, folder, say, key }) {
  const tlsFile = (node, part) => `${folder.path}/certs/${node}-${part}.pem`;
  for (const [at, { tls: parts }] of own.nodes.entries())
    for (const part of parts) {
      const text = tls[at]?.[part] ?? "";
      if (part === "key") host.mask(text);
      await host.files.write(tlsFile(at, part), `${text}
`);
    }
  const configFile = own.config === void 0 ? void 0 : `${folder.path}/buildkitd.toml`;
  if (own.config !== void 0 && configFile !== void 0)
    await host.files.write(configFile, await formatBuildkitdConfig(own.config));
  const made = await makeMark(host);
  const mark = formatMark(key === void 0 ? made : { ...made, owner: void 0, kept: key });
  return {
    name,
    configFile,
    tlsFile,
    variables: { ...readProxies(host, own, say), [MARK_VARIABLE]: mark },
    annotations: makeClusterAnnotations(mark),
    labels: makeClusterLabels({
      runId: host.env["GITHUB_RUN_ID"] ?? "",
      job: host.env["GITHUB_JOB"] ?? ""
    })
  };
}
function readProxies({ env }, own, say) {
  if (own.driver !== "docker-container") return {};
  const proxies = listProxies(env, { isHostNetwork: isHostNetwork(own) });
  const names = Object.keys(proxies);
  if (names.length > 0) say(`proxies of the job: ${names.join(", ")}`);
  return proxies;
}

// src/stages/builder/kept-builder.ts
var DEADLINE_MS = 2e4;
var UNSEEN_MS = 6 * 24 * 36e5;
async function obtainKept(host, wanted) {
  const { kept, key, say } = wanted;
  await writeUse(host, wanted);
  const other = await findOtherUse(host, wanted);
  if (other !== void 0) {
    say(`${kept.name} is in use with other settings, by run ${other.runId}`);
    await endUse(host, wanted);
    return void 0;
  }
  const found = await findContainer(host, wanted);
  if (found !== void 0 && found.mark?.kept !== key) {
    say(`${kept.name} is made anew: its settings have changed`);
    await removeFound(host, wanted, found);
  }
  const name = await bootBuilder(host, wanted);
  const made = found?.mark?.kept === key ? found : await findContainer(host, wanted);
  if (made?.mark?.kept === key) {
    if (made === found) say(`${name} has been here since run ${made.mark.runId}`);
    return name;
  }
  say(`${name} was made by another job in the meantime, with other settings`);
  await endUse(host, wanted);
  return void 0;
}
async function endUse({ env, files }, { kept, folder }) {
  const uses = findUses(env, kept.name);
  if (uses !== void 0) await files.remove(`${uses}/${nameUse(folder)}`).catch(() => void 0);
}
async function writeUse(host, { kept, key, folder }) {
  const uses = findUses(host.env, kept.name);
  if (uses === void 0) return;
  const mark = formatMark({ ...await makeMark(host), kept: key });
  await host.files.write(`${uses}/${nameUse(folder)}`, mark).catch((error) => host.log.debug(`The use was not recorded: ${String(error)}`));
}
async function findOtherUse(host, { kept, key, folder }) {
  const uses = findUses(host.env, kept.name);
  if (uses === void 0) return void 0;
  for (const name of await host.files.list(uses).catch(() => [])) {
    if (name === nameUse(folder)) continue;
    const text = await host.files.readText(`${uses}/${name}`).catch(() => "");
    const mark = parseMark(text);
    if (mark === void 0) continue;
    if (!await isUsed(host, mark)) await host.files.remove(`${uses}/${name}`);
    else if (mark.kept !== key) return mark;
  }
  return void 0;
}
async function isUsed(host, { owner, createdAtMs }) {
  const alive = owner === void 0 ? void 0 : await isAlive(host, owner);
  return alive ?? host.clock.now().getTime() - createdAtMs < UNSEEN_MS;
}
function findUses(env, name) {
  const cache = env["RUNNER_TOOL_CACHE"];
  return cache ? `${cache}/build-sign-builders/${name}` : void 0;
}
function nameUse({ path }) {
  return path.slice(path.lastIndexOf("/") + 1);
}
async function findContainer(host, { kept, buildx }) {
  const format = "{{.Id}}{{println}}{{range .Config.Env}}{{println .}}{{end}}";
  const { exitCode, stdout } = await host.run({
    ...{ tool: "docker", file: "docker", env: buildx.env, deadlineMs: DEADLINE_MS },
    args: ["container", "inspect", `--format=${format}`, nameContainer(kept)]
  });
  if (exitCode !== 0) return void 0;
  const [id = "", ...variables] = stdout.split("\n");
  const line = variables.find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  const mark = line === void 0 ? void 0 : parseMark(line.slice(MARK_VARIABLE.length + 1));
  return { id, mark };
}
async function removeFound(host, { kept, buildx }, { id }) {
  for (const args of [
    ["rm", "--force", id],
    ["volume", "rm", `${nameContainer(kept)}_state`]
  ]) {
    const command = { tool: "docker", file: "docker", args, env: buildx.env };
    const { exitCode, stderr } = await host.run({ ...command, deadlineMs: DEADLINE_MS });
    if (exitCode !== 0) host.log.debug(`docker ${args.join(" ")}: ${stderr.trim()}`);
  }
}
function nameContainer({ name }) {
  return `buildx_buildkit_${name}0`;
}

export {
  removeBuilder,
  removeContainer,
  RUN_LABEL,
  makeClusterLabels,
  listSweepQueries,
  parseClusterBuilders,
  bootBuilder,
  obtainKept,
  endUse
};
