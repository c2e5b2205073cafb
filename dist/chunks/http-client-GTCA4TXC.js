import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  require_undici
} from "./chunk-Q52A66BP.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/host/http-client.ts
var import_undici = __toESM(require_undici(), 1);
function makeHttpClient() {
  const agent = new import_undici.EnvHttpProxyAgent({ keepAliveTimeout: 1e4, connect: { timeout: 15e3 } });
  return { request: import_undici.request, agent };
}
export {
  makeHttpClient
};
