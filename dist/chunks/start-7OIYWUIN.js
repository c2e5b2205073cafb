import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
} from "./chunk-QEC72TDK.js";
import "./chunk-5HZJPSXZ.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
<<<<<<<< HEAD:dist/chunks/start-7OIYWUIN.js
  step: async () => (await import("./pipeline-MHWFVD4H.js")).run,
  publish: async () => (await import("./publish-pipeline-BQ27H6T6.js")).runPublish
========
  step: async () => (await import("./pipeline-SZQ5PGOJ.js")).run,
  publish: async () => (await import("./publish-pipeline-C5336RHT.js")).runPublish
>>>>>>>> tools:dist/chunks/start-B37ZVJBS.js
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
