import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/version.ts
var VERSION = true ? "0.1.0" : "unreleased";

export {
  VERSION
};
