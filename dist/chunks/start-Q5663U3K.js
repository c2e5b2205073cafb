import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-BZ3GZ2OQ.js";
import "./chunk-GRNEOELV.js";
import "./chunk-HQSA4M7E.js";
import "./chunk-KCLZGPQ3.js";
import "./chunk-QEDXMK73.js";
import "./chunk-YDMBHURF.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-4ND4KCAB.js")).run,
  publish: async () => (await import("./publish-pipeline-T4CDLMOD.js")).runPublish
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
