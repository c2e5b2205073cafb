import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-I3SNYD7X.js";
import "./chunk-BVMKXS4Y.js";
import "./chunk-QEDXMK73.js";
import "./chunk-HQSA4M7E.js";
import "./chunk-5DJDJALV.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-GYBIWADT.js")).run,
  publish: async () => (await import("./publish-pipeline-DGD6SBQF.js")).runPublish
};
async function start(what, signal) {
  const run = await PIPELINES[what]();
  const host = makeActionsHost(signal);
  await new Promise(setImmediate);
  await run(host);
  await closeConnections();
  process.exit();
}
export {
  start
};
