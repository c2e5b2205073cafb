import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  BINFMT_FOLDER,
  parseEmulators
} from "./chunk-OHDHNXV6.js";
import {
  MARK_VARIABLE,
  OWN_CONTAINER,
  formatMark,
  isAlive,
  isLeft,
  makeMark,
  parseMark
} from "./chunk-EI3N3EFW.js";
import {
  EMULATOR_NAME,
  EMULATOR_USE,
  formatJob
} from "./chunk-OHJM3DEI.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/stages/job/ask-docker.ts
var DEADLINE_MS = 2e4;
async function askDocker(host, env, args) {
  const command = { tool: "docker", file: "docker", args, env, deadlineMs: DEADLINE_MS };
  const { exitCode, stdout } = await host.run(command);
  return exitCode === 0 ? stdout : "";
}

// src/stages/emulation/emulator-uses.ts
var LABEL = "build-sign-emulators";
async function announceUse(host, { builder, folder, env }) {
  const isOfThisJob = builder.kind === "own" && builder.own.kept === void 0;
  if (isOfThisJob || host.env["RUNNER_ENVIRONMENT"] !== "self-hosted") return;
  const volume = `build-sign-use-${host.randomHex(6)}`;
  folder.remember({ emulatorUse: volume });
  const label = `--label=${LABEL}=${formatMark(await makeMark(host))}`;
  await askDocker(host, env, ["volume", "create", label, volume]);
}
async function listUses(host, env) {
  const format = `--format={{.Name}} {{.Label "${LABEL}"}}`;
  const text = await askDocker(host, env, ["volume", "ls", `--filter=label=${LABEL}`, format]);
  return text.split("\n").flatMap((line) => {
    const [volume = "", ...mark] = line.split(" ");
    return EMULATOR_USE.test(volume) ? [{ volume, mark: parseMark(mark.join(" ")) }] : [];
  });
}
async function endUse(host, { volume, env }) {
  return (await askDocker(host, env, ["volume", "rm", volume])).trim() === volume;
}

// src/tools/emulator-record.ts
var RECORD_FOLDER = "build-sign-emulators";
function parseEmulatorRecord(text) {
  const value = readJson(text);
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { name, handler } = value;
  const mark = typeof value["mark"] === "string" ? parseMark(value["mark"]) : void 0;
  if (typeof name !== "string" || !EMULATOR_NAME.test(name)) return void 0;
  return typeof handler === "string" && mark !== void 0 ? { name, handler, mark } : void 0;
}

// src/stages/emulation/emulator-records.ts
async function recordEmulators(host, names) {
  const folder = findFolder(host);
  if (folder === void 0) return;
  const mark = formatMark(await makeMark(host));
  for (const name of names) {
    const handler = await readHandler(host, name);
    if (handler === void 0) continue;
    const text = JSON.stringify({ v: 1, name, handler, mark });
    await host.files.write(`${folder}/${name}.json`, text).catch((error) => host.log.debug(`${name} was not recorded: ${String(error)}`));
  }
}
async function findLeftEmulators(host) {
  const folder = findFolder(host);
  if (folder === void 0) return [];
  const found = [];
  for (const file of await host.files.list(folder).catch(() => [])) {
    const text = await host.files.readText(`${folder}/${file}`).catch(() => "");
    const record = parseEmulatorRecord(text);
    if (record === void 0 || file !== `${record.name}.json`) continue;
    if (!await isLeft(host, record.mark)) continue;
    if (await readHandler(host, record.name) === record.handler) found.push(record);
    else await forgetEmulators(host, [record.name]);
  }
  return found;
}
async function forgetEmulators(host, names) {
  const folder = findFolder(host);
  if (folder === void 0) return;
  for (const name of names)
    await host.files.remove(`${folder}/${name}.json`).catch(() => void 0);
}
function findFolder({ env }) {
  const cache = env["RUNNER_TOOL_CACHE"];
  if (env["RUNNER_ENVIRONMENT"] !== "self-hosted" || !cache) return void 0;
  return `${cache}/${RECORD_FOLDER}`;
}
async function readHandler({ files }, name) {
  return files.readText(`${BINFMT_FOLDER}/${name}`).catch(() => void 0);
}

// src/stages/emulation/remove-emulators.ts
var UNINSTALL_DEADLINE_MS = 2e4;
async function removeEmulators(host, {
  image,
  names,
  env
}) {
  const { exitCode, stdout } = await host.run({
    tool: "docker",
    file: "docker",
    args: [
      ...["run", "--rm", "--privileged", "--label=build-sign-action", image],
      ...["--uninstall", names.join(",")]
    ],
    env,
    deadlineMs: UNINSTALL_DEADLINE_MS
  });
  const left = exitCode === 0 ? parseEmulators(stdout) : void 0;
  const isGone = left !== void 0 && !names.some((name) => left.includes(name));
  if (isGone) await forgetEmulators(host, names);
  return isGone;
}

// src/stages/cleanup/own-builders.ts
var OWN_FILTER = "--filter=name=buildx_buildkit_build-sign-";
async function listOwnContainers(host, env, which) {
  const all = which === "all" ? ["--all"] : [];
  const names = (await askDocker(host, env, ["ps", ...all, OWN_FILTER, "--format={{.Names}}"])).split("\n").filter((name) => OWN_CONTAINER.test(name));
  const format = "--format={{range .Config.Env}}{{println .}}{{end}}";
  return Promise.all(
    names.map(async (container) => {
      const text = await askDocker(host, env, ["container", "inspect", format, container]);
      return { container, mark: readMark(text) };
    })
  );
}
async function findOtherBuild(host, env) {
  if (host.env["RUNNER_ENVIRONMENT"] === "github-hosted") return void 0;
  const own = await makeMark(host);
  const [containers, uses] = await Promise.all([
    listOwnContainers(host, env, "running"),
    listUses(host, env)
  ]);
  for (const { mark } of [...containers, ...uses]) {
    if (mark === void 0 || isSameJob(mark, own)) continue;
    const alive = mark.owner === void 0 ? void 0 : await isAlive(host, mark.owner);
    if (alive ?? !await isLeft(host, mark)) return mark;
  }
  return void 0;
}
function isSameJob(one, other) {
  if (one.owner !== void 0 && other.owner !== void 0)
    return JSON.stringify(one.owner) === JSON.stringify(other.owner);
  return nameJob(one) === nameJob(other);
}
function nameJob({ runId, runAttempt, job }) {
  return formatJob(runId, runAttempt, job);
}
function readMark(text) {
  const line = text.split("\n").find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  return line === void 0 ? void 0 : parseMark(line.slice(MARK_VARIABLE.length + 1));
}

export {
  recordEmulators,
  findLeftEmulators,
  askDocker,
  announceUse,
  listUses,
  endUse,
  removeEmulators,
  OWN_FILTER,
  listOwnContainers,
  findOtherBuild
};
