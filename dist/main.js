import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import "./chunks/chunk-JROFUIXI.js";

// src/version.ts
var VERSION = true ? "0.1.0" : "unreleased";

// src/main.ts
process.stdout.write(`build-sign-action ${VERSION}
`);
var { start } = await import("./chunks/start-T6ZCLX2H.js");
await start();
