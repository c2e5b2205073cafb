import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import "./chunk-7QRAHV2Z.js";

// src/host/artifact-worker.ts
import { AsyncLocalStorage } from "node:async_hooks";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
var WORKER_URL = import.meta.url;
var WORKER_ROLE = "build-sign-action artifacts";
var WATCH_INTERVAL_MS = 100;
var calls = new AsyncLocalStorage();
if (!isMainThread && workerData === WORKER_ROLE) {
  process.stdout.write = takeLine;
  parentPort?.on("message", (call) => void answer(call));
}
function takeLine(chunk) {
  for (const line of String(chunk).split("\n")) {
    const state = calls.getStore();
    if (state !== void 0 && /^Attempt \d+ of \d+ failed/.test(line)) state.isRepeated = true;
    if (line.trim() !== "") post({ line: line.trimEnd() });
  }
  return true;
}
function post(answer2) {
  parentPort?.postMessage(answer2);
}
async function answer({ call, request }) {
  const state = { isRepeated: false };
  try {
    const result = await calls.run(state, () => serve(request));
    post({ call, result });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    post({ call, failure: { name, message, isRepeated: state.isRepeated } });
  }
}
async function serve(request) {
  const { default: client } = await import("./artifact-4CZW5IXT.js");
  if (request.kind === "upload") {
    await client.uploadArtifact(request.name, [request.file], request.folder);
    return void 0;
  }
  if (request.kind === "list") {
    const { artifacts } = await client.listArtifacts({ latest: true });
    return artifacts.map(({ id: id2, name, size, digest: digest2 }) => ({ id: id2, name, sizeBytes: size, digest: digest2 }));
  }
  const { id, folder, digest, maxBytes } = request;
  const loading = client.downloadArtifact(id, {
    path: folder,
    skipDecompress: true,
    ...digest === void 0 ? {} : { expectedHash: digest }
  });
  const { digestMismatch } = await watchSize(loading, folder, maxBytes);
  if (digestMismatch === true) throw makeError("DigestMismatch", "its digest is another one");
  const bytes = await readOnlyFile(folder);
  if (bytes.length > maxBytes) throw makeTooLarge(maxBytes);
  return bytes;
}
async function watchSize(loading, folder, maxBytes) {
  const watch = {};
  const excess = new Promise((_, reject) => {
    watch.timer = setInterval(() => {
      void readSize(folder).then((sizeBytes) => {
        if (sizeBytes > maxBytes) reject(makeTooLarge(maxBytes));
      });
    }, WATCH_INTERVAL_MS);
  });
  try {
    return await Promise.race([loading, excess]);
  } finally {
    clearInterval(watch.timer);
  }
}
async function readSize(folder) {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map(
    (name) => stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0
    )
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
async function readOnlyFile(folder) {
  const [name, ...others] = await readdir(folder);
  if (name === void 0 || others.length > 0) throw makeError("NoFile", "it is not one file");
  return readFile(join(folder, name));
}
function makeTooLarge(maxBytes) {
  return makeError("TooLarge", `it has more than ${maxBytes} bytes`);
}
function makeError(name, message) {
  return Object.assign(new Error(message), { name });
}
export {
  WORKER_ROLE,
  WORKER_URL
};
