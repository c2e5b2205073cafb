import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-P5HR7WYL.js";
import "./chunk-K4MMYSCE.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-5FVLCRTS.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-7GNH5QAX.js")).run,
  publish: async () => (await import("./publish-pipeline-EKHRQJ7Z.js")).runPublish
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
