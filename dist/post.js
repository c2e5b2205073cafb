import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  endUse as endUse2,
  findOtherBuild,
  removeEmulators
} from "./chunks/chunk-TZQ5KLDX.js";
import {
  makeActionsHost
} from "./chunks/chunk-I3SNYD7X.js";
import "./chunks/chunk-OHDHNXV6.js";
import {
  RUN_LABEL,
  endUse,
  makeClusterLabels,
  removeBuilder
} from "./chunks/chunk-IB3NVN46.js";
import "./chunks/chunk-GJRLLONP.js";
import "./chunks/chunk-EI3N3EFW.js";
import "./chunks/chunk-BVMKXS4Y.js";
import "./chunks/chunk-3OIHMHY7.js";
import "./chunks/chunk-QEDXMK73.js";
import "./chunks/chunk-3MKCOJQC.js";
import "./chunks/chunk-O7GMNHRJ.js";
import "./chunks/chunk-HQSA4M7E.js";
import {
  FOLDER_PREFIX,
  STATE_NAME,
  parseState
} from "./chunks/chunk-OHJM3DEI.js";
import {
  makeEngineEnv
} from "./chunks/chunk-5DJDJALV.js";
import "./chunks/chunk-SHLUNWKC.js";
import "./chunks/chunk-6CPTAW2H.js";
import "./chunks/chunk-LJCXF7ZE.js";
import {
  isRecord,
  readJson
} from "./chunks/chunk-KBW2CNOB.js";
import {
  cancelOnSignals
} from "./chunks/chunk-6QZF3PTZ.js";
import "./chunks/chunk-QF5QQBM2.js";
import "./chunks/chunk-WWA3QFAY.js";
import "./chunks/chunk-7QRAHV2Z.js";

// src/stages/emulation/remove-probes.ts
var DEADLINE_MS = 15e3;
var WAIT_MS = 2e3;
var SKEW_MS = 1e3;
async function removeProbes(host2, { boot, env }) {
  const docker = async (args) => {
    const command = { tool: "docker", file: "docker", args, env, deadlineMs: DEADLINE_MS };
    const { exitCode, stdout } = await host2.run(command);
    return exitCode === 0 ? stdout : "";
  };
  const list = async () => {
    const filters = ["--filter=status=created", `--filter=ancestor=${boot.image}`];
    const ids = (await docker(["ps", "--all", "--quiet", "--no-trunc", ...filters])).split("\n");
    const texts = await Promise.all(
      ids.filter(Boolean).map((id) => docker(["container", "inspect", "--format={{json .}}", id]))
    );
    return texts.flatMap((text) => readProbe(text, boot) ?? []);
  };
  const before = await list();
  if (before.length === 0) return;
  await host2.clock.sleep(WAIT_MS).catch(() => void 0);
  const after = await list();
  for (const id of after.filter((one) => before.includes(one)))
    await docker(["rm", "--volumes", id]);
}
function readProbe(text, { sinceMs }) {
  const value = readJson(text);
  const config = isRecord(value) ? value["HostConfig"] : void 0;
  if (!isRecord(value) || !isRecord(config)) return void 0;
  const { Id: id, Path: path, Created: created } = value;
  if (typeof id !== "string" || path !== "/bin/true" || config["AutoRemove"] !== true)
    return void 0;
  return Date.parse(String(created)) >= sinceMs - SKEW_MS ? id : void 0;
}

// src/stages/cleanup/cleanup.ts
async function cleanUp(host2) {
  const text = host2.readState(STATE_NAME);
  if (text === "") return;
  const state = parseState(text);
  if (state === void 0 || !await isOurs(host2, state.folder)) {
    host2.log.warning("The state of the main step cannot be read; nothing is cleaned up");
    return;
  }
  const env = makeEngineEnv({
    env: host2.env,
    folder: state.folder,
    cluster: state.driver === "kubernetes"
  });
  await Promise.all([
    removeOwnBuilder(host2, state, env),
    pruneKept(host2, state, env),
    state.boot && removeProbes(host2, { boot: state.boot, env }),
    removeOwnEmulators(host2, state, env),
    state.emulatorUse && endUse2(host2, { volume: state.emulatorUse, env })
  ]);
  await host2.files.remove(state.folder);
}
var FOLDER = new RegExp(`^(.*)[/\\\\](${FOLDER_PREFIX}[A-Za-z0-9]+)$`, "s");
async function isOurs({ env, files }, folder) {
  const temp = env["RUNNER_TEMP"]?.replace(/[/\\]+$/, "");
  const [, parent, name = ""] = FOLDER.exec(folder) ?? [];
  if (!temp || parent !== temp) return false;
  const kind = await files.kind(folder);
  if (kind !== "directory") return kind === void 0;
  const [real, realTemp] = await Promise.all([files.realpath(folder), files.realpath(temp)]);
  const [, realParent, realName] = FOLDER.exec(real) ?? [];
  return realParent === realTemp && realName === name;
}
async function removeOwnBuilder(host2, { builder, buildx, driver }, env) {
  if (builder === void 0 || buildx === void 0) return;
  const removed = await removeBuilder(host2, {
    name: builder,
    buildx: { path: buildx, env },
    driver
  });
  if (removed) host2.log.info(`Removed the builder ${builder}`);
  else host2.log.warning(`The builder ${builder} could not be removed${tellHow(host2, driver)}`);
}
function tellHow({ env }, driver) {
  if (driver !== "kubernetes") return "";
  const { [RUN_LABEL]: run } = makeClusterLabels({ runId: env["GITHUB_RUN_ID"] ?? "", job: "" });
  return `: \`kubectl delete deployments -l ${RUN_LABEL}=${run}\` does, in its namespace`;
}
var PRUNE_DEADLINE_MS = 6e4;
async function pruneKept(host2, { kept, buildx, folder }, env) {
  if (kept === void 0 || buildx === void 0) return;
  if (await host2.files.kind(folder) === void 0) return;
  const { exitCode, stderr } = await host2.run({
    tool: "buildx",
    file: buildx,
    args: [
      ...["prune", `--builder=${kept.name}`, "--all", "--force"],
      `--max-used-space=${kept.maxBytes}`
    ],
    env,
    deadlineMs: PRUNE_DEADLINE_MS
  });
  if (exitCode === 0) host2.log.info(`The builder ${kept.name} stays`);
  else host2.log.warning(`The builder ${kept.name} could not be pruned: ${stderr.trim()}`);
  await endUse(host2, { kept, folder: { path: folder } });
}
async function removeOwnEmulators(host2, { emulators }, env) {
  if (emulators === void 0) return;
  const names = emulators.names.join(",");
  const other = await findOtherBuild(host2, env);
  if (other !== void 0) {
    host2.log.info(
      `The emulators ${names} stay: run ${other.runId} builds on this machine and may need them; a later run removes them`
    );
    return;
  }
  const isGone = await removeEmulators(host2, { ...emulators, env });
  if (isGone) host2.log.info(`Removed the emulators ${names}`);
  else host2.log.warning(`The emulators ${names} could not be removed`);
}

// src/post.ts
var host = makeActionsHost(cancelOnSignals());
try {
  await cleanUp(host);
} catch (error) {
  host.log.warning(`Cleaning up failed: ${error instanceof Error ? error.message : String(error)}`);
}
