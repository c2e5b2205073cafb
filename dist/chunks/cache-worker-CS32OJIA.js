import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  SILENCE,
  addLine,
  parseLibraryLine
} from "./chunk-6CPTAW2H.js";
import "./chunk-7QRAHV2Z.js";

// src/host/cache-worker.ts
import { constants, createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createZstdCompress, constants as zlib } from "node:zlib";
var WORKER_FILE = fileURLToPath(import.meta.url);
var WORKER_ROLE = "build-sign-action-cache";
var CHUNK_BYTES = 1024 * 1024;
if (process.argv[2] === WORKER_ROLE) await serve();
async function serve() {
  const call = JSON.parse(await text(process.stdin));
  const print = process.stdout.write.bind(process.stdout);
  const post = (message) => {
    print(`${call.nonce}${JSON.stringify(message)}
`);
  };
  let talk = SILENCE;
  process.stdout.write = (chunk) => {
    for (const line of String(chunk).split("\n")) {
      talk = addLine(talk, line);
      tell(line, post);
    }
    return true;
  };
  try {
    await guardTar();
    post({ answer: await run(call, () => talk) });
  } catch (error) {
    post({ answer: { outcome: "failed", problem: String(error) } });
  }
}
function tell(line, post) {
  const { command, value } = parseLibraryLine(line);
  if (command === "add-mask") post({ mask: value });
  else if (command !== "debug" && value.trim() !== "") post({ line: value });
}
async function run(call, listen) {
  const { restoreCache, saveCache } = await import("./cache-P5JOT2JQ.js");
  const paths = ["."];
  if (call.kind === "save") {
    for (const name of call.packed ?? []) await packFile(join(call.folder, name));
    const id = await saveCache(paths, call.key);
    const { cause, problem: problem2 = "it may only be read", sizeBytes: sizeBytes2 } = listen();
    return id >= 0 ? { outcome: "saved", sizeBytes: sizeBytes2 } : { outcome: "failed", problem: cause ?? problem2 };
  }
  const key = await restoreCache(paths, call.key, [...call.restoreKeys]);
  const { problem, sizeBytes } = listen();
  const strange = key === void 0 ? void 0 : await findStrange(call.folder);
  if (key !== void 0 && strange === void 0) return { outcome: "restored", key, sizeBytes };
  for (const name of await readdir(call.folder))
    await rm(join(call.folder, name), { recursive: true, force: true });
  if (strange !== void 0) return { outcome: "strange", problem: strange };
  return problem === void 0 ? { outcome: "missing" } : { outcome: "failed", problem };
}
async function packFile(path) {
  const aside = `${path}.packed`;
  const params = { [zlib.ZSTD_c_compressionLevel]: 1 };
  const [highWaterMark, chunkSize] = [CHUNK_BYTES, CHUNK_BYTES];
  await pipeline(
    createReadStream(path, { highWaterMark }),
    createZstdCompress({ params, chunkSize }),
    createWriteStream(aside, { highWaterMark })
  );
  await rename(aside, path);
}
async function findStrange(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  return strange === void 0 ? void 0 : "it holds something other than files and folders";
}
async function guardTar() {
  const path = process.env["PATH"] ?? "";
  const folder = join(process.env["RUNNER_TEMP"] ?? "", "bin");
  await mkdir(folder, { recursive: true });
  for (const name of ["tar", "gtar"]) {
    const program = await findProgram(name, path);
    if (program === void 0) continue;
    const quoted = `'${program.replaceAll("'", "'\\''")}'`;
    const script = `#!/bin/sh
for one do shift; [ "$one" = -P ] || set -- "$@" "$one"; done
exec ${quoted} "$@"
`;
    await writeFile(join(folder, name), script, { mode: 448 });
  }
  process.env["PATH"] = [folder, path].join(delimiter);
}
async function findProgram(name, path) {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    const isThere = folder !== "" && await isProgram(file);
    if (isThere) return file;
  }
  return void 0;
}
async function isProgram(file) {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
export {
  WORKER_FILE,
  WORKER_ROLE
};
