import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/state.ts
var STATE_NAME = "run";
var FOLDER_PREFIX = "build-sign-";
var MARK_FILE = "mark";
function formatState(state) {
  return JSON.stringify(state);
}
var BUILDER_NAME = /^build-sign-[0-9a-f]{12}$/;
var KEPT_NAME = /^build-sign-kept(?:\.[a-z0-9-]+){2}\.[\w.-]+$/;
var EMULATOR_NAME = /^qemu-[a-z0-9_]+$/;
var ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
function parseState(text) {
  const value = readJson(text);
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { folder, buildx, builder, boot, kept, driver, emulators } = value;
  if (!isText(folder, ABSOLUTE)) return void 0;
  if (buildx !== void 0 && !isText(buildx, ABSOLUTE)) return void 0;
  if (builder !== void 0 && !isText(builder, BUILDER_NAME)) return void 0;
  if (driver !== void 0 && driver !== "kubernetes" && driver !== "remote") return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  const bounded = kept === void 0 ? void 0 : parseKept(kept);
  if (kept !== void 0 && bounded === void 0) return void 0;
  const begun = boot === void 0 ? void 0 : parseBoot(boot);
  if (boot !== void 0 && begun === void 0) return void 0;
  return { v: 1, folder, buildx, builder, boot: begun, kept: bounded, driver, emulators: parsed };
}
var IMAGE = /^[^\s-]\S*$/;
function parseBoot(value) {
  if (!isRecord(value)) return void 0;
  const { image, sinceMs } = value;
  if (!isText(image, IMAGE) || typeof sinceMs !== "number") return void 0;
  return { image, sinceMs };
}
function parseKept(value) {
  if (!isRecord(value)) return void 0;
  const { name, maxBytes } = value;
  if (!isText(name, KEPT_NAME) || typeof maxBytes !== "number") return void 0;
  return Number.isSafeInteger(maxBytes) && maxBytes > 0 ? { name, maxBytes } : void 0;
}
function parseEmulators(value) {
  if (!isRecord(value)) return void 0;
  const { image, names } = value;
  if (!isText(image, IMAGE) || !Array.isArray(names) || names.length === 0) return void 0;
  const known = names.filter((name) => isText(name, EMULATOR_NAME));
  return known.length === names.length ? { image, names: known } : void 0;
}
function isText(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

export {
  STATE_NAME,
  FOLDER_PREFIX,
  MARK_FILE,
  formatState,
  BUILDER_NAME,
  KEPT_NAME,
  EMULATOR_NAME,
  parseState
};
