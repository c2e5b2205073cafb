import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-3GLPFY2G.js";
import "./chunk-BXF7ZXOV.js";
import "./chunk-5HZJPSXZ.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-S6QP35Z3.js")).run,
  publish: async () => (await import("./publish-pipeline-KCTRWKTD.js")).runPublish
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
