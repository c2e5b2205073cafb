import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  makeActionsHost
} from "./chunks/chunk-Y4QGRXIH.js";
import {
  RUN_LABEL,
  makeClusterLabels,
  parseEmulators,
  removeBuilder
} from "./chunks/chunk-SUTWAZ4G.js";
import "./chunks/chunk-GRNEOELV.js";
import "./chunks/chunk-3MKCOJQC.js";
import "./chunks/chunk-HQSA4M7E.js";
import {
  makeEngineEnv
} from "./chunks/chunk-KCLZGPQ3.js";
import "./chunks/chunk-QEDXMK73.js";
import {
  FOLDER_PREFIX,
  STATE_NAME,
  parseState
} from "./chunks/chunk-ZFMGZUTL.js";
import "./chunks/chunk-YDMBHURF.js";
import "./chunks/chunk-6CPTAW2H.js";
import "./chunks/chunk-LJCXF7ZE.js";
import "./chunks/chunk-WWA3QFAY.js";
import "./chunks/chunk-7QRAHV2Z.js";

// src/stages/cleanup.ts
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
  await Promise.all([removeOwnBuilder(host2, state, env), removeEmulators(host2, state, env)]);
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
var UNINSTALL_DEADLINE_MS = 2e4;
async function removeEmulators(host2, { emulators }, env) {
  if (emulators === void 0) return;
  const names = emulators.names.join(",");
  const { exitCode, stdout } = await host2.run({
    tool: "docker",
    file: "docker",
    args: [
      "run",
      "--rm",
      "--privileged",
      "--label=build-sign-action",
      emulators.image,
      "--uninstall",
      names
    ],
    env,
    deadlineMs: UNINSTALL_DEADLINE_MS
  });
  const left = exitCode === 0 ? parseEmulators(stdout) : void 0;
  const isGone = left !== void 0 && !emulators.names.some((name) => left.includes(name));
  if (isGone) host2.log.info(`Removed the emulators ${names}`);
  else host2.log.warning(`The emulators ${names} could not be removed`);
}

// src/post.ts
var host = makeActionsHost();
try {
  await cleanUp(host);
} catch (error) {
  host.log.warning(`Cleaning up failed: ${error instanceof Error ? error.message : String(error)}`);
}
