import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  FLOORS,
  isSameVersion,
  linkAuthorities,
  listLacks,
  listSources,
  parseBuildxVersion,
  parseCosignVersion,
  parseVersion,
  readCapabilities
} from "./chunk-RSG6BFU7.js";
import {
  computeDigest,
  makeRegistryClient
} from "./chunk-KYH7S52R.js";
import {
  SIGSTORE_AUDIENCE,
  joinTracks,
  makeTokenSource,
  runTrack
} from "./chunk-PTLKZAO4.js";
import {
  DEFAULT_VERSIONS,
  findCopy,
  findPinnedHash,
  formatPolicy
} from "./chunk-UXX5YRA4.js";
import {
  makeSigningConfigArgs,
  makeTrustedRootArgs,
  makeVerifyBundleArgs,
  parseBundle
} from "./chunk-RFD7Z2AI.js";
import {
  listPlatformManifests,
  makePolicy,
  parseManifest
} from "./chunk-PFKVS5A6.js";
import {
  rankSources
} from "./chunk-EI3N3EFW.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  describeCommandFailure,
  runChecked
} from "./chunk-O7GMNHRJ.js";
import {
  ensureFound
} from "./chunk-OHJM3DEI.js";
import {
  makeCosignEnv
} from "./chunk-5DJDJALV.js";
import {
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  isRecord
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  describeError
} from "./chunk-QF5QQBM2.js";

// src/image/certificate.ts
var EXTENSIONS = {
  8: "issuer",
  9: "buildSignerUri",
  10: "buildSignerDigest",
  11: "runnerEnvironment",
  12: "sourceRepositoryUri",
  13: "sourceRepositoryDigest",
  14: "sourceRepositoryRef",
  15: "sourceRepositoryId",
  16: "sourceRepositoryOwnerUri",
  17: "sourceRepositoryOwnerId",
  18: "buildConfigUri",
  19: "buildConfigDigest",
  20: "buildTrigger",
  21: "runInvocationUri",
  22: "sourceRepositoryVisibility"
};
var NAMES = new Map(
  Object.entries(EXTENSIONS).map(([number, name]) => [`1.3.6.1.4.1.57264.1.${number}`, name])
);
var MAX_BYTES = 64 * 1024;
var EXTENSIONS_TAG = 3;
var UTF8_STRING = 12;
async function parseCertificate(der) {
  if (der.byteLength > MAX_BYTES) return void 0;
  const key = Buffer.from(der).toString("base64");
  if (parsed.has(key)) return parsed.get(key);
  const facts = tryReadFacts(await loadReader(), der);
  if (parsed.size < MAX_PARSED) parsed.set(key, facts);
  return facts;
}
var parsed = /* @__PURE__ */ new Map();
var MAX_PARSED = 256;
function tryReadFacts(reader, der) {
  try {
    return readFacts(reader, der);
  } catch {
    return void 0;
  }
}
function parseRunInvocation(uri) {
  const found = /^(https?:\/\/[^/?#\s]+)\/([^/?#\s]+\/[^/?#\s]+)\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/.exec(
    uri ?? ""
  );
  if (found === null) return void 0;
  const [, serverUrl = "", repository = "", runId, attempt] = found;
  return { serverUrl, repository, runId: Number(runId), attempt: Number(attempt) };
}
async function loadReader() {
  const library = await import("./dist-FK4MVY4D.js");
  return (library.default ?? library).ASN1Obj;
}
function readFacts(reader, der) {
  const [toBeSigned] = readWhole(reader, der)?.subs ?? [];
  const wrapped = toBeSigned?.subs.find(({ tag }) => tag.isContextSpecific(EXTENSIONS_TAG));
  const [list] = wrapped?.subs ?? [];
  const found = {};
  for (const { subs } of list?.subs ?? []) {
    const [id] = subs;
    const name = id?.tag.isOID() === true ? NAMES.get(id.toOID()) : void 0;
    if (name === void 0) continue;
    const text = readText(reader, subs.at(-1));
    if (text === void 0 || found[name] !== void 0) return void 0;
    found[name] = text;
  }
  return list === void 0 ? void 0 : found;
}
function readWhole(reader, bytes) {
  const read = reader.parseBuffer(Buffer.from(bytes));
  return bytes.byteLength === measureHeader(read) + read.value.byteLength ? read : void 0;
}
function measureHeader({ value: { byteLength } }) {
  if (byteLength < 128) return 2;
  return byteLength < 256 ? 3 : 4;
}
function readText(reader, block) {
  if (block?.tag.isOctetString() !== true) return void 0;
  const { tag, value } = readWhole(reader, block.value) ?? {};
  if (tag?.isUniversal() !== true || tag.number !== UTF8_STRING || tag.constructed)
    return void 0;
  const text = value?.toString("utf8");
  return text !== void 0 && value?.equals(Buffer.from(text)) === true ? text : void 0;
}

// src/stages/tools/install-tool.ts
import { isAbsolute as isAbsolute2 } from "node:path";

// src/tools/releases.ts
var GITHUB = "https://github.com";
var PUBLISHERS = {
  // As sigstore/cosign-installer and docker/actions-toolkit (src/cosign/install.ts) check it.
  cosign: {
    issuer: "https://accounts.google.com",
    identity: { exact: "keyless@projectsigstore.iam.gserviceaccount.com" },
    repository: void 0,
    fromTag: false,
    format: "signature"
  },
  // Docker's builder is a reusable workflow that anybody can call, and its identity is in the certificate of whoever
  // does: only the repository tells Docker's own runs from other people's. The bundle is the provenance that BuildKit
  // made (docker/buildx .github/workflows/build.yml).
  buildx: {
    issuer: "https://token.actions.githubusercontent.com",
    identity: {
      pattern: "^https://github\\.com/docker/github-builder(-experimental)?/\\.github/workflows/bake\\.yml@[0-9A-Za-z._/-]+$"
    },
    repository: "docker/buildx",
    fromTag: true,
    format: "attestation"
  }
};
var PROJECTS = {
  cosign: "sigstore/cosign",
  buildx: "docker/buildx"
};
function makeReleaseUrls(tool, { version, platform, baseUrl }) {
  const { os, arch } = platform;
  const file = tool === "cosign" ? `cosign-${os}-${arch}` : `buildx-v${version}.${os}-${arch}`;
  const binary = `${baseUrl}/${PROJECTS[tool]}/releases/download/v${version}/${file}`;
  return { binary, bundle: `${binary}.sigstore.json` };
}
function makeVerifyReleaseArgs({
  file,
  bundleFile,
  version,
  publisher,
  trustedRoot
}) {
  const { issuer, identity, repository, fromTag, format } = publisher;
  return [
    ...format === "signature" ? ["verify-blob"] : ["verify-blob-attestation", "--type=slsaprovenance1"],
    `--bundle=${bundleFile}`,
    "exact" in identity ? `--certificate-identity=${identity.exact}` : `--certificate-identity-regexp=${identity.pattern}`,
    `--certificate-oidc-issuer=${issuer}`,
    ...repository === void 0 ? [] : [`--certificate-github-workflow-repository=${repository}`],
    ...fromTag ? [`--certificate-github-workflow-ref=refs/tags/v${version}`] : [],
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    file
  ];
}

// src/stages/tools/tool-check.ts
var VERSION_DEADLINE_MS = 3e4;
var VERIFY_DEADLINE_MS = 6e4;
var TRUST_TRIES = 4;
async function readToolVersion(host, tool, path) {
  const args = tool === "cosign" ? ["version", "--json"] : ["version"];
  const { stdout } = await runChecked(host, {
    tool,
    file: path,
    args,
    env: { LANG: "C" },
    deadlineMs: VERSION_DEADLINE_MS
  });
  return tool === "cosign" ? parseCosignVersion(stdout) : parseBuildxVersion(stdout);
}
async function describeTool(host, { tool, path, folder }) {
  const find = async () => {
    const [version, sha256] = await Promise.all([
      readToolVersion(host, tool, path),
      host.files.sha256(path)
    ]);
    return { version, sha256 };
  };
  if (folder === void 0) return find();
  const key = [path, await host.files.stamp(path)];
  return ensureFound(host, folder, { name: tool, key, parse: parseFacts, find });
}
function parseFacts(value) {
  if (!isRecord(value)) return void 0;
  const { version, sha256 } = value;
  if (typeof version !== "string" || typeof sha256 !== "string") return void 0;
  return { version, sha256 };
}
async function makeReleaseCheck(host, { cosign, publisher, trustedRoot }) {
  const folder = await host.files.makeTempDir("release-check-");
  await linkAuthorities(host, folder);
  const env = makeCosignEnv({ env: host.env, folder });
  const root = trustedRoot ?? await fetchTrustedRoot(host, { cosign, env, folder });
  return async ({ file, bundleFile, version }) => {
    const args = makeVerifyReleaseArgs({ file, bundleFile, version, publisher, trustedRoot: root });
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
    } catch (error) {
      if (host.signal.aborted) throw error;
      throw makeInvalid(error);
    }
  };
}
function makeInvalid(error) {
  const known = error instanceof ActionError ? error : void 0;
  return new ActionError(
    "TOOL_SIGNATURE_INVALID",
    `The downloaded binary is not signed by its publisher: ${known?.message ?? String(error)}`,
    {
      hint: "It was not run. Does a proxy or a mirror change downloads? A version that is pinned in this action needs no signature.",
      cause: error,
      details: known?.details
    }
  );
}
async function fetchTrustedRoot(host, {
  cosign,
  env,
  folder
}) {
  const out = `${folder}/trusted_root.json`;
  const args = ["trusted-root", "create", "--with-default-services", `--out=${out}`];
  for (let count = 1; ; count++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
      return out;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (count === TRUST_TRIES) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched, by which the downloaded tool would be checked",
          {
            hint: "Use a version that is pinned in this action: it is checked by its hash.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (count - 1));
    }
  }
}

// src/stages/tools/tool-pinned.ts
import { isAbsolute } from "node:path";

// src/stages/tools/tool-download.ts
var FIRST_DELAY_MS = 1e3;
var IDLE_MS = 15e3;
var TRY_MS = 12e4;
var ALL_PATIENCE = { tries: 5, budgetMs: 5 * 6e4 };
var SOME_PATIENCE = { tries: 2, budgetMs: 6e4 };
var NotPublishedError = class extends ActionError {
  constructor(url, status, cause) {
    super("TOOL_DOWNLOAD_FAILED", `${url} does not exist (HTTP ${status})`, {
      hint: "Is it a published version, and is there a release for this operating system and architecture?",
      cause
    });
  }
};
var StatusError = class extends Error {
  status;
  constructor(url, status) {
    super(`${new URL(url).host} answered HTTP ${status}`);
    this.status = status;
  }
};
async function downloadFile(host, { url, file, patience = ALL_PATIENCE }) {
  const { tries, budgetMs } = patience;
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    const timeoutMs = Math.min(leftMs, TRY_MS);
    const idleMs = Math.min(IDLE_MS, budgetMs);
    try {
      const status = await host.toolCache.download({ url, file, timeoutMs, idleMs });
      if (status === void 0) return;
      throw new StatusError(url, status);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = error instanceof StatusError ? error.status : void 0;
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error) || count === tries || late) throw makeFailed({ url, count, error });
      await host.clock.sleep(delayMs);
    }
  }
}
function mayPass(error) {
  if (error instanceof StatusError)
    return error.status >= 500 || error.status === 408 || error.status === 429;
  return error instanceof TransportError && error.kind !== "tls" && error.kind !== "other";
}
function makeFailed({
  url,
  count,
  error
}) {
  const reason = error instanceof Error ? error.message : String(error);
  const tries = count === 1 ? "" : ` in ${count} tries`;
  const disk = /ENOSPC|EDQUOT/.test(reason);
  return new ActionError(
    "TOOL_DOWNLOAD_FAILED",
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: disk ? "The disk of the runner is full: `df` shows which one. Nothing was published." : "Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.",
      cause: error
    }
  );
}

// src/stages/tools/tool-image.ts
var MAX_LAYER_BYTES = 256 * 1024 * 1024;
var BUDGET_MS = 2 * 6e4;
var TRIES = 2;
async function fetchCopy(host, { copy, platform, say }) {
  const registry = makeRegistryClient({
    host,
    credentials: async () => void 0,
    budgetMs: BUDGET_MS,
    retry: { attempts: TRIES }
  });
  const sources = listSources(copy.image);
  const ranked = await rankSources(host, { sources, registry: registry.brief, say });
  let failure;
  for (const from of ranked) {
    try {
      return { path: await fetchFrom(host, { from, registry, copy, platform }), from };
    } catch (error) {
      if (host.signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}
async function fetchFrom(host, {
  from,
  registry,
  copy,
  platform
}) {
  const parsed2 = parseReference(from);
  if (!parsed2.ok || parsed2.reference.digest === void 0) throw makeMissing(from, "no digest");
  const { repository, digest } = parsed2.reference;
  const layers = await listLayers(registry, { repository, digest, platform });
  for (const layer of [...layers].sort((one, other) => other.sizeBytes - one.sizeBytes)) {
    const asked = { repository, digest: layer.digest, maxBytes: MAX_LAYER_BYTES };
    const bytes = await registry.readBlob(asked);
    if (bytes === void 0) throw makeMissing(from, `no layer ${layer.digest}`);
    const folder = await host.files.makeTempDir("tool-copy-");
    await host.files.write(`${folder}/layer`, bytes);
    await host.toolCache.extract(`${folder}/layer`, `${folder}/root`);
    const path = `${folder}/root/${copy.path}`;
    if (await host.files.kind(path) === "file") return path;
    await host.files.remove(folder);
  }
  throw makeMissing(from, `no file ${copy.path}`);
}
async function listLayers(registry, {
  repository,
  digest,
  platform
}) {
  const content = await registry.readManifest(repository, digest);
  const name = `${repository.registry}/${repository.path}@${digest}`;
  if (content === void 0) throw makeMissing(name, "no such manifest");
  const result = parseManifest(content.bytes, content.mediaType);
  if (!result.ok) throw makeMissing(name, result.reason);
  const { manifest } = result;
  if (manifest.kind === "image") return manifest.layers;
  const found = listPlatformManifests(manifest).find(
    (one) => one.platform.os === platform.os && one.platform.architecture === platform.arch
  );
  if (found === void 0) throw makeMissing(name, `nothing for ${platform.os}/${platform.arch}`);
  return listLayers(registry, { repository, digest: found.descriptor.digest, platform });
}
function makeMissing(image, lack) {
  return new ActionError("TOOL_DOWNLOAD_FAILED", `${image}: ${lack}`);
}

// src/stages/tools/tool-request.ts
function makeUrls(source, key) {
  return makeReleaseUrls(key.tool, { ...key, baseUrl: source.baseUrl ?? GITHUB });
}

// src/stages/tools/tool-store.ts
var cacheName = (tool) => `build-sign-${tool}`;
async function findKept({ toolCache, files, log }, { tool, version, platform }) {
  try {
    const folder = await toolCache.find(cacheName(tool), version, platform.arch);
    const path = folder === void 0 ? void 0 : `${folder}/${tool}`;
    return path !== void 0 && await files.executable(path) ? path : void 0;
  } catch (error) {
    log.debug(`No tool cache: ${String(error)}`);
    return void 0;
  }
}
async function placePrivately({ files }, tool, download) {
  const path = `${await files.makeTempDir(`${tool}-`)}/${tool}`;
  await files.write(path, await files.readBytes(download), 493);
  await files.remove(download);
  return path;
}
async function keep({ toolCache, log }, { tool, version, platform }, file) {
  try {
    await toolCache.add(file, tool, cacheName(tool), version, platform.arch);
  } catch (error) {
    log.debug(`${tool} ${version} was not kept in the tool cache: ${String(error)}`);
  }
}

// src/stages/tools/tool-pinned.ts
async function ensurePinned(host, pinned) {
  const { key, sha256, say, after } = pinned;
  const { tool, version } = key;
  const found = await findOnPath(host, tool, sha256) ?? await findKeptPinned(host, key, sha256);
  if (found !== void 0) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  await after;
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  try {
    return await fetchPinned(host, pinned, `${folder}/${tool}`);
  } finally {
    await host.files.remove(folder);
  }
}
async function fetchPinned(host, pinned, file) {
  const [copy] = listCopies(pinned);
  if (copy === void 0) return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  try {
    return await downloadPinned(host, { pinned, file, patience: SOME_PATIENCE });
  } catch (error) {
    if (host.signal.aborted) throw error;
    pinned.say(`${describeError(error)}. Trying ${copy.image}.`);
    const path = await takeCopy(host, pinned, copy);
    if (path !== void 0) return path;
    if (error instanceof ActionError && error.code === "TOOL_HASH_MISMATCH") throw error;
    return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  }
}
function listCopies({ key, source }) {
  if (source.copies !== void 0) return source.copies;
  const copy = key.platform.os === "linux" ? findCopy(key.tool, key.version) : void 0;
  return copy === void 0 ? [] : [copy];
}
async function takeCopy(host, { key, say }, copy) {
  try {
    const { path, from } = await fetchCopy(host, { copy, platform: key.platform, say });
    const placed = await placePrivately(host, key.tool, path);
    say(`${key.tool} ${key.version}: ${copy.path} of ${from} (by its digest)`);
    return placed;
  } catch (error) {
    if (host.signal.aborted) throw error;
    say(describeError(error));
    return void 0;
  }
}
async function findOnPath({ env, files }, tool, sha256) {
  for (const folder of (env["PATH"] ?? "").split(":")) {
    const path = `${folder}/${tool}`;
    if (!isAbsolute(folder) || !await files.executable(path)) continue;
    if (await files.sha256(path) === sha256) return path;
  }
  return void 0;
}
async function findKeptPinned(host, key, sha256) {
  const path = await findKept(host, key);
  if (path === void 0 || await host.files.sha256(path) === sha256) return path;
  host.log.warning(
    `${path} is not ${key.tool} ${key.version}: its bytes were changed. It is downloaded again.`
  );
  return void 0;
}
async function downloadPinned(host, {
  pinned: { key, sha256, source, say },
  file,
  patience
}) {
  const { binary: url } = makeUrls(source, key);
  for (let count = 1; ; count++) {
    await downloadFile(host, { url, file, patience });
    const got = await host.files.sha256(file);
    if (got === sha256) break;
    await host.files.remove(file);
    if (count === 2) throw makeMismatch(url, { got, sha256 });
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
  const path = await placePrivately(host, key.tool, file);
  await keep(host, key, path);
  say(`${key.tool} ${key.version}: downloaded from ${url} (sha256 as pinned)`);
  return path;
}
function makeMismatch(url, { got, sha256 }) {
  return new ActionError(
    "TOOL_HASH_MISMATCH",
    `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
    {
      hint: "It was not run. A proxy or a mirror that answers with a page of its own gives this error too."
    }
  );
}

// src/stages/tools/tool-release.ts
async function ensureRelease(host, signed) {
  const { key, source } = signed;
  const { tool } = key;
  const { binary, bundle } = makeUrls(source, key);
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  const [file, bundleFile] = [`${folder}/${tool}`, `${folder}/bundle.json`];
  try {
    return await checkRelease(host, { ...signed, binary, bundle, file, bundleFile });
  } finally {
    await host.files.remove(folder);
  }
}
async function checkRelease(host, signed) {
  const { key, say, binary, file, bundleFile } = signed;
  const { tool, version } = key;
  await downloadBundle(host, signed);
  const check = await prepareCheck(host, signed);
  const kept = await findKeptSigned(host, { key, check, bundleFile });
  if (kept !== void 0) {
    say(`${tool} ${version}: ${kept} (signature checked)`);
    return kept;
  }
  await downloadFile(host, { url: binary, file });
  await check({ file, bundleFile, version });
  const path = await placePrivately(host, tool, file);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (signature checked)`);
  return path;
}
async function downloadBundle(host, { bundle: url, bundleFile, key }) {
  try {
    await downloadFile(host, { url, file: bundleFile });
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    const { tool, version, platform } = key;
    const old = readCapabilities(tool, version)["signed-release"] ? "" : ": releases of that age are not signed";
    throw new ActionError(
      "TOOL_SIGNATURE_INVALID",
      `${tool} ${version} for ${platform.os}/${platform.arch} has no Sigstore bundle at ${url}${old}`,
      {
        hint: `It was not installed. Use ${DEFAULT_VERSIONS[tool]}, which is pinned by its hash, or the path of one that is installed.`,
        cause: error
      }
    );
  }
}
async function prepareCheck(host, { key, source, say }) {
  return makeReleaseCheck(host, {
    cosign: source.verifier ?? await ensureVerifier(host, { source, say }),
    publisher: source.publisher ?? PUBLISHERS[key.tool],
    trustedRoot: source.trustedRoot
  });
}
async function ensureVerifier(host, { source, say }) {
  const { os, arch, nodeArch } = host.machine;
  const key = {
    tool: "cosign",
    version: DEFAULT_VERSIONS.cosign,
    platform: { os, arch }
  };
  const sha256 = findPinnedHash("cosign", key);
  if (sha256 !== void 0) return ensurePinned(host, { key, sha256, source, say });
  throw new ActionError("ENVIRONMENT_UNSUPPORTED", `No cosign is pinned for ${os}/${nodeArch}`, {
    hint: "Install cosign and buildx on the runner, and give the path of cosign: `cosign-version: /path/to/cosign`."
  });
}
async function findKeptSigned(host, {
  key,
  check,
  bundleFile
}) {
  const file = await findKept(host, key);
  if (file === void 0) return void 0;
  try {
    await check({ file, bundleFile, version: key.version });
    return file;
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `${file} is not ${key.tool} ${key.version}: its signature does not verify. It is downloaded again.`
    );
    return void 0;
  }
}

// src/stages/tools/install-tool.ts
async function ensureTool(host, request) {
  const { tool, choice, say, after, source = {} } = request;
  if (choice.kind === "path") return useOwn(host, { ...request, path: choice.path });
  const version = requireVersion(tool, choice.version);
  const { os, arch } = host.machine;
  const key = { tool, version, platform: { os, arch } };
  const sha256 = findPinnedHash(tool, key);
  if (sha256 !== void 0)
    return { path: await ensurePinned(host, { key, sha256, source, say, after }), version, sha256 };
  await after;
  const path = await ensureRelease(host, { key, source, say });
  await requireSame(host, { tool, path, version });
  return { path, version, sha256: await host.files.sha256(path) };
}
function requireVersion(tool, wanted) {
  const version = parseVersion(wanted);
  const plain = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(wanted);
  if (version === void 0 || !plain) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be installed as ${JSON.stringify(wanted)}: it is no version`,
      {
        hint: `Write a version such as ${DEFAULT_VERSIONS[tool]}.`
      }
    );
  }
  requireFloor(tool, version);
  return wanted.replace(/^v/, "");
}
function requireFloor(tool, version) {
  if (listLacks(tool, version).length === 0) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `${tool} ${version} is older than ${FLOORS[tool]}, the oldest that can be used`,
    {
      hint: `Use ${DEFAULT_VERSIONS[tool]}, which is the default.`
    }
  );
}
async function requireSame(host, { tool, path, version }) {
  const found = await readToolVersion(host, tool, path);
  if (found !== void 0 && isSameVersion(found, parseVersion(version) ?? version)) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `The release ${version} of ${tool} says that it is ${found ?? "of no known version"}`,
    {
      hint: `${path} was not used. Does a mirror serve other releases than GitHub?`
    }
  );
}
async function useOwn(host, { tool, path, say, folder }) {
  if (!isAbsolute2(path) || !await host.files.executable(path)) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be used from ${path}: it is no absolute path of an executable file`,
      {
        hint: "Install it in an earlier step, or give a version to have it installed."
      }
    );
  }
  const { version, sha256 } = await describeTool(host, { tool, path, folder });
  if (version === void 0) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${path} does not say which version of ${tool} it is`,
      {
        hint: "Builds from source have to be stamped with their version."
      }
    );
  }
  requireFloor(tool, version);
  say(`${tool} ${version}: ${path}, as the workflow names it (sha256 ${sha256})`);
  return { path, version, sha256 };
}

// src/stages/tools/trust.ts
var ATTEMPTS = 5;
var DEADLINE_MS = 3e4;
async function ensureTrust(host, {
  spec,
  cosign,
  folder,
  say
}) {
  const files = spec.trustedRoot !== void 0 && spec.signingConfig !== void 0 ? { trustedRoot: spec.trustedRoot, signingConfig: spec.signingConfig } : await ensurePublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    "trusted root": files.trustedRoot,
    "signing config": files.signingConfig
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}\u2026)`);
  }
  return files;
}
async function ensurePublic(host, fetching) {
  const { spec, folder } = fetching;
  const { transparencyLog, cosign } = spec;
  const files = {
    trustedRoot: `${folder}/trusted_root.json`,
    signingConfig: `${folder}/signing_config.json`
  };
  const texts = await ensureFound(host, folder, {
    name: "trust",
    key: { transparencyLog, cosign },
    parse: parseTexts,
    find: () => fetchPublic(host, fetching, files)
  });
  await host.files.write(files.trustedRoot, texts.trustedRoot);
  await host.files.write(files.signingConfig, texts.signingConfig);
  return files;
}
async function fetchPublic(host, { spec, cosign }, { trustedRoot, signingConfig }) {
  await create(host, cosign, makeTrustedRootArgs(trustedRoot));
  await create(host, cosign, makeSigningConfigArgs(signingConfig, spec));
  return {
    trustedRoot: await host.files.readText(trustedRoot),
    signingConfig: await host.files.readText(signingConfig)
  };
}
function parseTexts(value) {
  if (!isRecord(value)) return void 0;
  const { trustedRoot, signingConfig } = value;
  if (typeof trustedRoot !== "string" || typeof signingConfig !== "string") return void 0;
  return { trustedRoot, signingConfig };
}
async function create(host, cosign, args) {
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign.path,
        args,
        env: cosign.env,
        deadlineMs: DEADLINE_MS
      });
      return;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (attempt === ATTEMPTS) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched",
          {
            hint: "Nothing was published. Run the job again; for a Sigstore of your own give `trusted-root` and `signing-config`.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (attempt - 1));
    }
  }
}

// src/stages/signing/check-bundle.ts
var DEADLINE_MS2 = 6e4;
function makeBundleChecker(host, means) {
  const accepted = /* @__PURE__ */ new Set();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(" ");
    if (accepted.has(key)) return { ok: true };
    const asked = await askCosign(host, { ...means, claim });
    const verdict = asked.ok ? await checkRun(claim, means) : asked;
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}
async function checkRun({ bytes }, { runId }) {
  const certificate = parseBundle(bytes)?.certificate;
  const stated = certificate === void 0 ? void 0 : await parseCertificate(certificate);
  const invocation = parseRunInvocation(stated?.runInvocationUri);
  if (invocation === void 0 || runId === "" || String(invocation.runId) === runId)
    return { ok: true };
  return { ok: false, reason: `it was signed by another run (${invocation.runId})`, details: [] };
}
async function askCosign(host, { claim, policy, cosign, trustedRoot, folder }) {
  const bundleFile = `${folder}/bundles/check-${host.randomHex(6)}.json`;
  await host.files.write(bundleFile, claim.bytes);
  const { digest, predicateType } = claim;
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyBundleArgs({
      bundleFile,
      about: { digest },
      predicateType,
      policy,
      trustedRoot
    }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS2
  };
  const result = await host.run(command);
  await host.files.remove(bundleFile);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0) return { ok: true };
  if (result.exitCode === void 0) throw describeCommandFailure(result, command);
  const lines = result.stderr.split("\n").filter(Boolean);
  const reason = lines.at(-1)?.replace(/^error during command execution: /, "");
  return { ok: false, reason: reason ?? "cosign gave no reason", details: lines.slice(-20) };
}

// src/stages/signing/prepare-signing.ts
function makeSigningTokens(host, { timeoutMs }) {
  return makeTokenSource(host, { audience: SIGSTORE_AUDIENCE, purpose: "signing", timeoutMs });
}
function startPolicing(host, { spec, attestations, facts, identity, timings, after, ...asked }) {
  const tokens = asked.tokens ?? makeSigningTokens(host, spec);
  const policy = runTrack(host, {
    title: "Identity",
    ...{ timings, after },
    work: async (say) => {
      const { claims } = await tokens();
      const { transparencyLog } = spec;
      const made = makePolicy({ facts, claims, identity, attestations, transparencyLog });
      formatPolicy(made).forEach(say);
      return made;
    }
  });
  return { tokens, policy };
}
async function prepareSigning(host, setting) {
  const { spec, facts, folder, timings, preflight } = setting;
  const { tokens, policy: policing } = setting.policing ?? startPolicing(host, setting);
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: "cosign",
    timings,
    // For a cosign that is here nothing is fetched, and nothing loaded: it keeps nobody waiting.
    after: spec.cosign.kind === "path" ? void 0 : preflight,
    work: async (say) => {
      const { path } = await ensureTool(host, {
        ...{ tool: "cosign", choice: spec.cosign, say },
        folder: folder.path
      });
      const cosign2 = { path, env };
      return { cosign: cosign2, trust: await ensureTrust(host, { spec, cosign: cosign2, folder: folder.path, say }) };
    }
  });
  await joinTracks([tools, policing]);
  const [{ cosign, trust }, policy] = [await tools, await policing];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, {
    ...{ policy, cosign, trustedRoot },
    runId: facts.runId,
    folder: folder.path
  });
  return { spec, tokens, policy, cosign, trust, check, run: parseRunInvocation(facts.runUrl) };
}

export {
  parseCertificate,
  parseRunInvocation,
  makeBundleChecker,
  ensureTool,
  makeSigningTokens,
  startPolicing,
  prepareSigning
};
