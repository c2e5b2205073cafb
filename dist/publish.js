import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  VERSION
} from "./chunks/chunk-6KMZXSUN.js";
import {
  cancelOnSignals
} from "./chunks/chunk-6QZF3PTZ.js";
import "./chunks/chunk-QF5QQBM2.js";
import "./chunks/chunk-7QRAHV2Z.js";

// src/publish.ts
var signal = cancelOnSignals();
process.stdout.write(`build-sign-action ${VERSION}: publish
`);
var { start } = await import("./chunks/start-UEYAQRBO.js");
await start("publish", signal);
