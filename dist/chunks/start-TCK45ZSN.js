import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-K3WNQQVY.js";
import "./chunk-YIUYN5FS.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-Y3NPMZZ2.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-NTZ3GMX4.js")).run,
  publish: async () => (await import("./publish-pipeline-AI4XNGYJ.js")).runPublish
};
async function start(what) {
  const run = await PIPELINES[what]();
  await run(makeActionsHost());
  await closeConnections();
  process.exit();
}
export {
  start
};
