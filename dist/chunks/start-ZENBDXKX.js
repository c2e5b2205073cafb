import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-ZFKTCTZ4.js";
import "./chunk-K4MMYSCE.js";
import "./chunk-QVLUYHP7.js";
import "./chunk-5FVLCRTS.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-X7QPBKRR.js")).run,
  publish: async () => (await import("./publish-pipeline-2ZYJJCBX.js")).runPublish
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
