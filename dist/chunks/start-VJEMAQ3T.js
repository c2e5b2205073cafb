import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-BADRW25J.js";
import "./chunk-IQ4VSJ57.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-UFYG4RZN.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-2QJJ3RWF.js")).run,
  publish: async () => (await import("./publish-pipeline-2UIAT4HD.js")).runPublish
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
