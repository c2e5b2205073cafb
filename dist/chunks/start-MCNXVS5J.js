import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  closeConnections,
  makeActionsHost
<<<<<<<< HEAD:dist/chunks/start-MCNXVS5J.js
} from "./chunk-3CG3RWJD.js";
import "./chunk-YVAEUCBU.js";
========
} from "./chunk-2ZSKF7FN.js";
import "./chunk-YIUYN5FS.js";
>>>>>>>> main:dist/chunks/start-5BWWJZGW.js
import "./chunk-6CPTAW2H.js";
import "./chunk-WWA3QFAY.js";
import "./chunk-7QRAHV2Z.js";

// src/start.ts
var PIPELINES = {
<<<<<<<< HEAD:dist/chunks/start-MCNXVS5J.js
  step: async () => (await import("./pipeline-XPPYI3NO.js")).run,
  publish: async () => (await import("./publish-pipeline-K6LYZJWC.js")).runPublish
========
  step: async () => (await import("./pipeline-5OIXTX4J.js")).run,
  publish: async () => (await import("./publish-pipeline-LNELQF27.js")).runPublish
>>>>>>>> main:dist/chunks/start-5BWWJZGW.js
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
