import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/stages/remove-builder.ts
async function removeBuilder(host, { name, buildx }) {
  const { exitCode, stderr } = await host.run({
    tool: "buildx",
    file: buildx.path,
    args: ["rm", "--force", name],
    env: buildx.env
  });
  if (exitCode === 0) return true;
  host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  return removeContainer(host, { name, env: buildx.env });
}
async function removeContainer(host, { name, env }) {
  const container = `buildx_buildkit_${name}0`;
  for (const args of [
    ["rm", "--force", "--volumes", container],
    ["volume", "rm", "--force", `${container}_state`]
  ]) {
    const { exitCode, stderr } = await host.run({ tool: "docker", file: "docker", args, env });
    if (exitCode === 0) continue;
    host.log.debug(`docker ${args.join(" ")}: ${stderr.trim()}`);
    return false;
  }
  return true;
}

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
function isEnabledHandler(text) {
  return /^enabled$/m.test(text);
}
function parseEmulators(stdout) {
  const start = stdout.lastIndexOf("{\n");
  try {
    const status = JSON.parse(stdout.slice(Math.max(start, 0)));
    const emulators = typeof status === "object" && status !== null ? Reflect.get(status, "emulators") : void 0;
    if (emulators === null) return [];
    return Array.isArray(emulators) ? emulators.filter((name) => typeof name === "string") : void 0;
  } catch {
    return void 0;
  }
}

export {
  removeBuilder,
  BINFMT_FOLDER,
  planHandlers,
  isEnabledHandler,
  parseEmulators
};
