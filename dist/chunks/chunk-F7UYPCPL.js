import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  formatCacheEntry
} from "./chunk-UXX5YRA4.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  runChecked,
  withCode
} from "./chunk-O7GMNHRJ.js";
import {
  formatRepository,
  parseDigest
} from "./chunk-SHLUNWKC.js";
import {
  formatAttributes,
  quoteField
} from "./chunk-LJCXF7ZE.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/plan/load.ts
function choosePlatforms({ mode, build: { platforms } }, engine) {
  if (mode !== "load" || platforms.length === 1) return platforms;
  const own = platforms.find(
    ({ os, architecture }) => os === engine.os && architecture === engine.architecture
  );
  if (own !== void 0) return [own];
  throw new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `An engine can load one platform, and none of ${platforms.map(formatPlatform).join(", ")} is its own, ${formatPlatform(engine)}`,
    { hint: "Set `platforms` to the one to load." }
  );
}

// src/stages/job/secrets.ts
async function withSecretFiles(host, { secrets, secretFiles, folder }, work) {
  for (const { value } of secrets) host.mask(value);
  await Promise.all(secretFiles.map((file) => maskFile(host, file)));
  const files = secrets.map(({ id }, index) => ({ id, path: `${folder}/secrets/build-${index}` }));
  try {
    await Promise.all(
      secrets.map(
        ({ value }, index) => host.files.write(`${folder}/secrets/build-${index}`, value)
      )
    );
    return await work([...files, ...secretFiles]);
  } finally {
    await Promise.all(files.map(({ path }) => host.files.remove(path)));
  }
}
var MAX_MASKED_CHARS = 64 * 1024;
async function maskFile({ files, mask }, { path }) {
  const text = await files.readText(path);
  if (text.length <= MAX_MASKED_CHARS && !/[\0\uFFFD]/.test(text)) mask(text);
}
function chooseSecrets({ secrets, secretFiles }, ids) {
  const isWanted = ({ id }) => ids.includes(id);
  return { secrets: secrets.filter(isWanted), secretFiles: secretFiles.filter(isWanted) };
}

// src/plan/solves.ts
function makeBuild(plan, {
  platforms,
  metadataFile,
  ...means
}) {
  return {
    ...means,
    spec: { ...plan.build, platforms },
    cache: { from: plan.cache.from, to: directCache(plan) },
    output: chooseOutput(plan),
    metadataFile
  };
}
function makeCall(plan, { call, ...means }) {
  return {
    ...means,
    spec: plan.build,
    cache: { from: [], to: [] },
    output: { kind: "call", call },
    metadataFile: void 0
  };
}
function makeCacheExport(plan, means) {
  const to = deferredCache(plan);
  if (to.length === 0) return void 0;
  return {
    ...means,
    // A scan is never cached, and the provenance of what nobody keeps is worth nothing.
    spec: { ...makeRepeat(plan.build), attests: NO_ATTESTATIONS },
    // What came from a cache is in the builder by name alone: without the cache at hand BuildKit runs the steps again.
    cache: { from: plan.cache.from, to },
    output: { kind: "cache-only" },
    metadataFile: void 0
  };
}
var NO_ATTESTATIONS = ["type=provenance,disabled=true", "type=sbom,disabled=true"];
function makeLoad(plan, { platforms, ...means }) {
  return {
    ...means,
    spec: { ...makeRepeat(plan.build), platforms, attests: NO_ATTESTATIONS },
    cache: { from: [], to: [] },
    output: { kind: "load", tags: plan.load?.tags ?? [] },
    metadataFile: void 0
  };
}
function chooseOutput(plan) {
  switch (plan.mode) {
    case "push":
      return { kind: "push", repositories: plan.destinations.map(({ repository }) => repository) };
    case "load":
      return { kind: "load", tags: plan.load?.tags ?? [] };
    case "build":
    case "call":
      return { kind: "cache-only" };
  }
}
function deferredCache({ cache }) {
  return cache.to.filter((place) => !isInline(place));
}
function directCache({ cache }) {
  return cache.to.filter(isInline);
}
function isInline({ backend }) {
  return backend === "inline";
}
function makeRepeat(spec) {
  return { ...spec, noCache: false, noCacheFilters: [], pull: false, annotations: [], exports: [] };
}

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

// src/stages/build/load.ts
var DEADLINE_MS = 30 * 6e4;
function chooseLoaded(plan, engine) {
  return plan.mode === "push" && plan.load !== void 0 ? choosePlatforms({ mode: "load", build: plan.build }, engine) : [];
}
async function loadImage(host, { plan, means, platforms }) {
  const close = host.log.open(`Load ${platforms.map(formatPlatform).join(", ")} into the engine`);
  try {
    await withSecretFiles(
      host,
      { ...means.secrets, folder: `${means.folder}/load` },
      (secrets) => runChecked(host, {
        tool: "buildx",
        file: means.buildx.path,
        args: makeBuildArgs(makeLoad(plan, { builder: means.builder, platforms, secrets })),
        env: means.buildx.env,
        deadlineMs: DEADLINE_MS,
        onLine: host.log.foreign
      })
    );
  } catch (error) {
    throw withCode("BUILD_FAILED", error);
  } finally {
    close();
  }
}

export {
  choosePlatforms,
  makeBuild,
  makeCall,
  makeCacheExport,
  makeLoad,
  makeBuildArgs,
  formatPush,
  makeMetadataEnv,
  parseBuildMetadata,
  withSecretFiles,
  chooseSecrets,
  chooseLoaded,
  loadImage
};
