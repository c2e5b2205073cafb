import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-J4RJOVPC.js";
import "./chunk-K4MMYSCE.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-5FVLCRTS.js";

// src/start.ts
var PIPELINES = {
  step: async () => (await import("./pipeline-ONG2LXZP.js")).run,
  publish: async () => (await import("./publish-pipeline-QIPNYG4M.js")).runPublish
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
