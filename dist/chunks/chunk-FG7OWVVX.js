import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  formatPlatform,
  isSamePlatform
} from "./chunk-NQQT4RC4.js";

// src/plan/emulated.ts
var NOTHING_EMULATED = { steps: [], bases: [], doubts: [] };
function isNative(platform, machine) {
  if (platform.os !== machine.os) return false;
  if (platform.architecture === machine.architecture) return true;
  return machine.architecture === "amd64" && platform.architecture === "386";
}
function listEmulated({ steps, doubts }, { platforms, machine }) {
  const found = [...steps.map(({ platform }) => platform), ...doubts.length > 0 ? platforms : []];
  return found.filter(
    (one, at) => !isNative(one, machine) && found.findIndex((other) => isSamePlatform(other, one)) === at
  );
}
function formatEmulated({ steps, doubts }) {
  const lines = [...new Set(steps.map(({ line }) => line))];
  const known = steps.length === 0 ? "no step that is known" : `${steps.length} ${steps.length === 1 ? "step, line" : `steps, ${lines.length === 1 ? "line" : "lines"}`} ${lines.join(", ")}`;
  return doubts.length === 0 ? known : `${known}, perhaps more (${doubts.join("; ")})`;
}
function describeSteps(steps, file = "Dockerfile") {
  return steps.map(
    ({ line, text, platform }) => `${file}:${line} RUN ${text} (${formatPlatform(platform)})`
  );
}

export {
  NOTHING_EMULATED,
  isNative,
  listEmulated,
  formatEmulated,
  describeSteps
};
