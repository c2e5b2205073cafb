import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/tools/binfmt.ts
var BINFMT_FOLDER = "/proc/sys/fs/binfmt_misc";
var QEMU = {
  amd64: "x86_64",
  arm64: "aarch64",
  arm: "arm",
  "386": "i386",
  ppc64le: "ppc64le",
  s390x: "s390x",
  riscv64: "riscv64",
  mips64le: "mips64el",
  mips64: "mips64",
  loong64: "loongarch64"
};
function planHandlers(platforms, engineArch) {
  const handlers = /* @__PURE__ */ new Map();
  for (const { os, architecture: arch } of platforms) {
    const qemu = QEMU[arch];
    const native = arch === engineArch || engineArch === "amd64" && arch === "386";
    if (os === "linux" && !native && qemu !== void 0)
      handlers.set(arch, { arch, name: `qemu-${qemu}` });
  }
  return [...handlers.values()];
}
function parseHandler(text) {
  return {
    isEnabled: /^enabled$/m.test(text),
    interpreter: /^interpreter (.*)$/m.exec(text)?.[1] ?? "",
    isFixed: /^flags: \w*F/m.test(text)
  };
}
function parseBinfmtStatus(stdout) {
  const emulators = parseEmulators(stdout);
  const status = readStatus(stdout);
  if (emulators === void 0 || !isRecord(status)) return void 0;
  const { supported } = status;
  return { emulators, supported: Array.isArray(supported) ? supported.map(String) : [] };
}
function readStatus(stdout) {
  return readJson(stdout.slice(Math.max(stdout.lastIndexOf("{\n"), 0)));
}
function parseEmulators(stdout) {
  const status = readStatus(stdout);
  const emulators = isRecord(status) ? status["emulators"] : void 0;
  if (emulators === null) return [];
  return Array.isArray(emulators) ? emulators.filter((name) => typeof name === "string") : void 0;
}

export {
  BINFMT_FOLDER,
  planHandlers,
  parseHandler,
  parseBinfmtStatus,
  parseEmulators
};
