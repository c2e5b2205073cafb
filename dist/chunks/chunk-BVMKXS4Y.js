import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/tools/runtime-token.ts
function parseRuntimeToken(token) {
  const scopes = readClaim(token, "scp");
  if (scopes === void 0) return void 0;
  for (const scope of scopes.split(" ")) {
    const [, runId, jobId] = /^Actions\.Results:([^:]+):([^:]+)$/.exec(scope) ?? [];
    if (runId !== void 0 && jobId !== void 0) return { runId, jobId };
  }
  return void 0;
}
var WRITE = 2;
function parseCacheAccess(token) {
  const scopes = readJson(readClaim(token, "ac") ?? "");
  if (!Array.isArray(scopes)) return void 0;
  return scopes.flatMap((scope) => {
    if (!isRecord(scope)) return [];
    const { Scope: ref, Permission: permission } = scope;
    if (typeof ref !== "string" || typeof permission !== "number") return [];
    return [{ ref, writes: (permission & WRITE) !== 0 }];
  });
}
function readClaim(token, name) {
  const [, payload = "", signature = ""] = token.split(".");
  const claims = readJson(Buffer.from(payload, "base64url").toString("utf8"));
  const value = isRecord(claims) && signature !== "" ? claims[name] : void 0;
  return typeof value === "string" ? value : void 0;
}

export {
  parseRuntimeToken,
  parseCacheAccess
};
