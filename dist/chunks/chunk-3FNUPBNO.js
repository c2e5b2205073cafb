import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isRecord
} from "./chunk-YDMBHURF.js";

// src/state.ts
var STATE_NAME = "run";
var FOLDER_PREFIX = "build-sign-";
var MARK_FILE = "mark";
function formatState(state) {
  return JSON.stringify(state);
}
var BUILDER_NAME = /^build-sign-[0-9a-f]{12}$/;
var EMULATOR_NAME = /^qemu-[a-z0-9_]+$/;
var ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
function parseState(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { folder, buildx, builder, driver, emulators } = value;
  if (!isText(folder, ABSOLUTE)) return void 0;
  if (buildx !== void 0 && !isText(buildx, ABSOLUTE)) return void 0;
  if (builder !== void 0 && !isText(builder, BUILDER_NAME)) return void 0;
  if (driver !== void 0 && driver !== "kubernetes" && driver !== "remote") return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  return { v: 1, folder, buildx, builder, driver, emulators: parsed };
}
function parseEmulators(value) {
  if (!isRecord(value)) return void 0;
  const { image, names } = value;
  if (!isText(image, /^[^\s-]\S*$/) || !Array.isArray(names) || names.length === 0)
    return void 0;
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
  EMULATOR_NAME,
  parseState
};
