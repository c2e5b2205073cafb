import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/host/signals.ts
function cancelOnSignals() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.on(name, () => {
      controller.abort(new ActionError("CANCELLED", `The job was cancelled (${name})`));
    });
  }
  return controller.signal;
}

export {
  cancelOnSignals
};
