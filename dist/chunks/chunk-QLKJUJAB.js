import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  IMAGES,
  formatAttributes,
  formatCacheEntry,
  formatRepository,
  parseDigest,
  quoteField,
  runChecked,
  withCode,
  withHint
} from "./chunk-MJPTW4K4.js";
import {
  ActionError
} from "./chunk-YIUYN5FS.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";

// src/tools/buildx.ts
function makeBuildArgs({
  builder,
  spec,
  cache,
  secrets,
  output,
  metadataFile
}) {
  return [
    "build",
    ...builder === void 0 ? [] : [`--builder=${builder}`],
    "--progress=plain",
    ...makeContentArgs(spec),
    ...makeStepArgs(spec),
    ...makeFlags("cache-from", cache.from.map(formatCacheEntry)),
    ...makeFlags("cache-to", cache.to.map(formatCacheEntry)),
    ...makeFlag("metadata-file", metadataFile),
    ...makeOutputArgs(output, spec),
    ...makeFlag("platform", spec.platforms.map(formatPlatform).join(",")),
    ...secrets.map(
      ({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`
    ),
    "--",
    spec.context
  ];
}
function makeContentArgs(spec) {
  return [
    ...makeFlags("annotation", spec.annotations),
    ...makeFlags("attest", spec.attests),
    ...makeFlags("build-arg", spec.buildArgs),
    ...makeFlags("build-context", spec.contexts),
    ...makeFlag("file", spec.file),
    ...makeFlags("label", spec.labels),
    ...spec.noCache ? ["--no-cache"] : [],
    ...makeFlags("no-cache-filter", spec.noCacheFilters),
    ...spec.pull ? ["--pull"] : [],
    ...makeFlag("target", spec.target)
  ];
}
function makeStepArgs(spec) {
  return [
    ...makeFlags("add-host", spec.addHosts),
    ...makeFlags("allow", spec.allow),
    ...makeFlag("cgroup-parent", spec.cgroupParent),
    ...makeFlag("network", spec.network),
    ...makeFlag("shm-size", spec.shmSize),
    ...makeFlags("ssh", spec.ssh),
    ...makeFlags("ulimit", spec.ulimits)
  ];
}
function makeFlags(name, values) {
  return values.map((value) => `--${name}=${value}`);
}
function makeFlag(name, value) {
  return value === void 0 || value === "" ? [] : makeFlags(name, [value]);
}
function makeOutputArgs(output, spec) {
  const files = makeFlags("output", spec.exports);
  switch (output.kind) {
    case "call":
      return [`--call=${output.call}`];
    case "cache-only":
      return files.length > 0 ? files : ["--output=type=cacheonly"];
    case "load":
      return [...files, "--load", ...makeFlags("tag", output.tags)];
    case "push":
      return [...files, `--output=${formatPush(output.repositories, spec)}`];
  }
}
function formatPush(repositories, { imageAttributes }) {
  return formatAttributes({
    type: "image",
    name: repositories.map(formatRepository).join(","),
    push: "true",
    "push-by-digest": "true",
    "name-canonical": "true",
    "oci-mediatypes": "true",
    ...imageAttributes
  });
}
function makeCreateArgs({
  name,
  driverOpts,
  entitlements,
  image
}) {
  const named = driverOpts.some((option) => /(^|,)\s*"?image=/.test(option));
  return [
    "create",
    `--name=${name}`,
    "--driver=docker-container",
    ...named ? [] : [`--driver-opt=image=${image}`],
    ...makeFlags("driver-opt", driverOpts),
    ...makeFlag("buildkitd-flags", makeFlags("allow-insecure-entitlement", entitlements).join(" ")),
    "--bootstrap"
  ];
}
function makeMetadataEnv({
  provenance
}) {
  return {
    BUILDX_METADATA_WARNINGS: "true",
    ...provenance === void 0 ? {} : { BUILDX_METADATA_PROVENANCE: provenance }
  };
}
function parseBuildMetadata(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return void 0;
  const read = (key) => {
    const value = Reflect.get(parsed, key);
    return typeof value === "string" ? parseDigest(value) : void 0;
  };
  return {
    digest: read("containerimage.digest"),
    configDigest: read("containerimage.config.digest"),
    json: JSON.stringify(parsed)
  };
}

// src/stages/builder.ts
var BOOT_DEADLINE_MS = 3 * 6e4;
var BOOT_ATTEMPTS = 3;
var BOOT_HINT = "Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=\u2026` names another image, `builder` a builder that exists.";
async function ensureBuilder(host, {
  spec,
  buildx,
  engine,
  folder,
  say
}) {
  switch (spec.kind) {
    case "existing":
      return useExisting(host, { name: spec.name, buildx, say });
    case "engine":
      useEngine(await engine(), say);
      return void 0;
    case "own":
      return bootOwn(host, { spec, buildx, folder, say });
  }
}
async function useExisting(host, { name, buildx, say }) {
  await runChecked(host, {
    tool: "buildx",
    file: buildx.path,
    args: ["inspect", "--bootstrap", name],
    env: buildx.env,
    deadlineMs: BOOT_DEADLINE_MS
  }).catch((error) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode("BUILDER_FAILED", error)
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}
function useEngine(engine, say) {
  if (!engine.containerdStore) {
    throw new ActionError(
      "ENVIRONMENT_UNSUPPORTED",
      `The engine ${engine.version} keeps images in its own store, which holds neither several platforms nor attestations`,
      {
        hint: 'Use `driver: auto`, or turn on the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).'
      }
    );
  }
  say(`using the BuildKit of engine ${engine.version}`);
}
async function bootOwn(host, {
  spec: { driverOpts, entitlements },
  buildx,
  folder,
  say
}) {
  const name = `build-sign-${host.randomHex(6)}`;
  folder.remember({ builder: name, buildx: buildx.path });
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "buildx",
        file: buildx.path,
        args: makeCreateArgs({ name, driverOpts, entitlements, image: IMAGES.buildkit }),
        env: buildx.env,
        deadlineMs: BOOT_DEADLINE_MS
      });
      say(`booted ${name}`);
      return name;
    } catch (error) {
      await removeBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= BOOT_ATTEMPTS)
        throw withHint(BOOT_HINT, withCode("BUILDER_FAILED", error));
      say(
        `attempt ${attempt} of ${BOOT_ATTEMPTS} failed: ${error instanceof Error ? error.message : String(error)}`
      );
    }
  }
}
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
  makeBuildArgs,
  makeCreateArgs,
  makeMetadataEnv,
  parseBuildMetadata,
  ensureBuilder,
  removeBuilder,
  BINFMT_FOLDER,
  planHandlers,
  isEnabledHandler,
  parseEmulators
};
