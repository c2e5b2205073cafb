import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  VERSION
} from "./chunks/chunk-6KMZXSUN.js";
import "./chunks/chunk-7QRAHV2Z.js";

// src/main.ts
process.stdout.write(`build-sign-action ${VERSION}
`);
var { start } = await import("./chunks/start-LQGXPWPI.js");
await start("step");
