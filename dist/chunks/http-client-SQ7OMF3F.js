import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  ActionError
} from "./chunk-QF5QQBM2.js";
import {
  require_undici
} from "./chunk-Q52A66BP.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/host/http-client.ts
var import_undici = __toESM(require_undici(), 1);
function makeHttpClient() {
  const agent = new import_undici.EnvHttpProxyAgent({
    ...{ keepAliveTimeout: 1e4, connect: { timeout: 15e3 } },
    httpProxy: readProxy("http_proxy"),
    httpsProxy: readProxy("https_proxy")
  });
  return { request: import_undici.request, agent };
}
function readProxy(lower) {
  const name = [lower, lower.toUpperCase()].find((one) => process.env[one] !== void 0);
  const value = process.env[name ?? lower]?.trim() ?? "";
  if (value === "") return "";
  const url = value.includes("://") ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:\/\//i.test(url)) return url;
  throw new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `${name ?? lower} is no address of an HTTP proxy`,
    { hint: "Write it as http://host:port. SOCKS is spoken by some of the tools only." }
  );
}
export {
  makeHttpClient
};
