import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-OQHN4WF2.js";
import "./chunk-WHP66ZD6.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-E5AMCUGX.js")).run,
  publish: async () => (await import("./publish-pipeline-KPMPUC3E.js")).runPublish
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
