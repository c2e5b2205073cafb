import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  VERSION
} from "./chunks/chunk-6KMZXSUN.js";
import "./chunks/chunk-7QRAHV2Z.js";

// src/publish.ts
process.stdout.write(`build-sign-action ${VERSION}: publish
`);
<<<<<<< HEAD
<<<<<<< HEAD
<<<<<<< HEAD
var { start } = await import("./chunks/start-F2P3PU4Q.js");
=======
var { start } = await import("./chunks/start-XPGWM3NY.js");
>>>>>>> main
=======
var { start } = await import("./chunks/start-5MU3XO7L.js");
>>>>>>> dockerfile
=======
var { start } = await import("./chunks/start-JGJM2Y6S.js");
>>>>>>> tools
await start("publish");
