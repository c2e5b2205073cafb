import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
<<<<<<<< HEAD:dist/chunks/start-F2P3PU4Q.js
} from "./chunk-NXKVMF4W.js";
========
} from "./chunk-GG4R3RW7.js";
>>>>>>>> main:dist/chunks/start-XPGWM3NY.js
import "./chunk-IQ4VSJ57.js";
import "./chunk-6CPTAW2H.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
<<<<<<<< HEAD:dist/chunks/start-F2P3PU4Q.js
<<<<<<<< HEAD:dist/chunks/start-F2P3PU4Q.js
  step: async () => (await import("./pipeline-4RRZMAYU.js")).run,
  publish: async () => (await import("./publish-pipeline-3K2RXLE3.js")).runPublish
========
  step: async () => (await import("./pipeline-A3WLQX7Y.js")).run,
  publish: async () => (await import("./publish-pipeline-3HSX6RJR.js")).runPublish
>>>>>>>> main:dist/chunks/start-XPGWM3NY.js
========
  step: async () => (await import("./pipeline-Y3EKNZVC.js")).run,
  publish: async () => (await import("./publish-pipeline-QWQZBAZH.js")).runPublish
>>>>>>>> tools:dist/chunks/start-JGJM2Y6S.js
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
