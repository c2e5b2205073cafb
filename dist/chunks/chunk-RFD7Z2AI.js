import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  MEDIA_TYPE,
  parseManifest
} from "./chunk-PFKVS5A6.js";
import {
  digestHex,
  formatReference,
  parseDigest
} from "./chunk-SHLUNWKC.js";
import {
  ShapeError,
  asObject,
  asText,
  parseJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/tools/cosign.ts
var SIGNING_FLAGS = ({
  trustedRoot,
  signingConfig,
  tokenFile,
  bundleFile
}) => [
  "--yes",
  `--bundle=${bundleFile}`,
  // An absent or refused token fails at once instead of opening the device flow, which polls for five minutes.
  "--fulcio-auth-flow=token",
  `--identity-token=${tokenFile}`,
  "--oidc-disable-ambient-providers",
  `--signing-config=${signingConfig}`,
  `--trusted-root=${trustedRoot}`
];
function makeSignArgs({ image, files }) {
  return ["sign", "--upload=false", ...SIGNING_FLAGS(files), image];
}
function makeAttestArgs({
  image,
  files,
  type,
  predicateFile
}) {
  return [
    "attest",
    "--no-upload",
    `--type=${type}`,
    `--predicate=${predicateFile}`,
    ...SIGNING_FLAGS(files),
    image
  ];
}
function makeTrustedRootArgs(out) {
  return ["trusted-root", "create", "--with-default-services", `--out=${out}`];
}
function makeSigningConfigArgs(out, { transparencyLog }) {
  return [
    "signing-config",
    "create",
    "--with-default-services",
    ...transparencyLog ? [] : ["--no-default-rekor"],
    `--out=${out}`
  ];
}
function makeSignBlobArgs({ file, files }) {
  return ["sign-blob", ...SIGNING_FLAGS(files), file];
}
function makeAttestBlobArgs({
  files,
  type,
  statementFile
}) {
  return ["attest-blob", `--type=${type}`, `--statement=${statementFile}`, ...SIGNING_FLAGS(files)];
}
function makeVerifyBundleArgs({
  bundleFile,
  about,
  predicateType,
  policy,
  trustedRoot
}) {
  const means = [
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`]
  ];
  if (predicateType === void 0) {
    return [
      "verify-blob",
      `--bundle=${bundleFile}`,
      ...means,
      "file" in about ? about.file : about.digest
    ];
  }
  return [
    "verify-blob-attestation",
    `--bundle=${bundleFile}`,
    ..."file" in about ? [] : [`--digest=${digestHex(about.digest)}`, "--digestAlg=sha256"],
    `--type=${predicateType}`,
    ...means,
    ..."file" in about ? [about.file] : []
  ];
}
function makeVerifyImageArgs({
  image,
  predicateType,
  policy,
  trustedRoot
}) {
  return [
    "verify-attestation",
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    image
  ];
}
function makePolicyFlags(policy) {
  const optional = [
    ["repository", policy.repository],
    ["sha", policy.sha],
    ["ref", policy.ref],
    ["trigger", policy.trigger]
  ];
  return [
    `--certificate-identity=${policy.identity}`,
    `--certificate-oidc-issuer=${policy.issuer}`,
    ...optional.flatMap(
      ([name, value]) => value === void 0 ? [] : [`--certificate-github-workflow-${name}=${value}`]
    ),
    ...policy.transparencyLog ? [] : ["--use-signed-timestamps", "--insecure-ignore-tlog"]
  ];
}
function formatShellCommand(program, args) {
  return [program, ...args].map(quoteShell).join(" ");
}
function quoteShell(word) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// src/image/statement.ts
var MAX_SUBJECTS = 1e3;
function parseStatement(bytes, maxBytes) {
  const statement = readStatement(bytes, maxBytes);
  if (statement === void 0 || statement.count > MAX_SUBJECTS) return void 0;
  const { predicateType, subjects, predicate } = statement;
  return { predicateType, subjects, predicate };
}
function parseFileStatement(bytes) {
  return readStatement(bytes, bytes.byteLength);
}
function readStatement(bytes, maxBytes) {
  try {
    const { predicateType, subject, predicate } = parseJson(bytes, maxBytes);
    if (!Array.isArray(subject)) return void 0;
    const files = subject.flatMap(readSubject);
    return {
      predicateType: asText(predicateType, "a predicate type"),
      subjects: files.map(({ digest }) => digest),
      predicate: asObject(predicate, "a predicate"),
      files,
      count: subject.length
    };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readSubject(value) {
  const subject = asObject(value, "a subject");
  const { sha256 } = asObject(subject["digest"] ?? {}, "a digest");
  const digest = typeof sha256 === "string" ? parseDigest(`sha256:${sha256}`) : void 0;
  const { name } = subject;
  return digest === void 0 ? [] : [{ name: typeof name === "string" ? name : "", digest }];
}

// src/tools/bundle.ts
var MAX_BUNDLE_BYTES = 192 * 1024 * 1024;
var MAX_CERTIFICATE_BYTES = 64 * 1024;
var IN_TOTO = "application/vnd.in-toto+json";
function parseBundle(bytes) {
  try {
    const json = parseJson(bytes, MAX_BUNDLE_BYTES);
    if (json["mediaType"] !== MEDIA_TYPE.bundle) return void 0;
    const certificate = readCertificate(json);
    const statement = readStatement2(json);
    return certificate === void 0 || statement === void 0 ? void 0 : { certificate, statement };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readCertificate(json) {
  const material = asObject(json["verificationMaterial"], "material");
  if (material["certificate"] === void 0) return void 0;
  const { rawBytes } = asObject(material["certificate"], "a certificate");
  const der = Buffer.from(asText(rawBytes, "a certificate"), "base64");
  return der.byteLength > 0 && der.byteLength <= MAX_CERTIFICATE_BYTES ? der : void 0;
}
function readStatement2(json) {
  if (json["dsseEnvelope"] === void 0) return void 0;
  const { payload, payloadType } = asObject(json["dsseEnvelope"], "an envelope");
  if (payloadType !== IN_TOTO) return void 0;
  return parseStatement(Buffer.from(asText(payload, "a payload"), "base64"), MAX_BUNDLE_BYTES);
}

// src/stages/image/fetch.ts
async function fetchManifest(registry, repository, digest) {
  const content = await registry.readManifest(repository, digest);
  if (content === void 0) throw makeGone(repository, digest);
  return openManifest(repository, content);
}
function openManifest(repository, content) {
  const { digest } = content;
  const parsed = parseManifest(content.bytes, content.mediaType);
  if (parsed.ok)
    return { bytes: content.bytes, mediaType: content.mediaType, manifest: parsed.manifest };
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not a manifest: ${parsed.reason}`
  );
}
async function fetchBlob(registry, repository, { digest, sizeBytes }) {
  const bytes = await registry.readBlob({ repository, digest, maxBytes: sizeBytes });
  if (bytes === void 0) throw makeGone(repository, digest);
  return bytes;
}
function makeGone(repository, digest) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not in the registry any more`,
    {
      hint: "Does a clean-up job or a retention policy delete untagged manifests? It has to leave new ones alone for some hours."
    }
  );
}
async function* readBundles(registry, {
  repository,
  digest,
  predicateType,
  maxBytes = MAX_BUNDLE_BYTES
}) {
  const referrers = await registry.listReferrers(repository, digest);
  const candidates = referrers.filter((referrer) => mayBe(referrer, predicateType)).sort(compareNewest);
  for (const candidate of candidates) {
    const { manifest } = await fetchManifest(registry, repository, candidate.digest);
    const layer = manifest.kind === "image" ? manifest.layers.find(({ mediaType }) => mediaType === MEDIA_TYPE.bundle) : void 0;
    if (layer === void 0 || layer.sizeBytes > maxBytes) continue;
    yield { digest: candidate.digest, bytes: await fetchBlob(registry, repository, layer) };
  }
}
function mayBe({ artifactType, annotations }, predicateType) {
  const stated = annotations["dev.sigstore.bundle.predicateType"];
  if (stated !== void 0) return stated === predicateType;
  return artifactType === void 0 || artifactType === MEDIA_TYPE.bundle || artifactType === MEDIA_TYPE.ociEmpty;
}
function compareNewest(a, b) {
  const [createdA, createdB] = [readCreated(a), readCreated(b)];
  if (createdA === createdB) return 0;
  return createdA < createdB ? 1 : -1;
}
function readCreated({ annotations }) {
  return annotations["org.opencontainers.image.created"] ?? "";
}

// src/plan/cache-advice.ts
var WORTH_S = 5;
var NEAR_LIMIT = 0.8;
var FULL = 0.9;
var INSTALLERS = [
  {
    pattern: /\bnpm (ci|i|install)\b/,
    files: "package.json package-lock.json",
    cache: "/root/.npm"
  },
  {
    pattern: /\bpnpm (i|install|fetch)\b/,
    files: "package.json pnpm-lock.yaml",
    cache: "/root/.local/share/pnpm/store"
  },
  {
    pattern: /\byarn( install)?( --\S+)*\s*($|&&|;)/,
    files: "package.json yarn.lock",
    cache: "/usr/local/share/.cache/yarn"
  },
  {
    pattern: /\b(pip3?|python3? -m pip) install\b/,
    files: "requirements.txt",
    cache: "/root/.cache/pip"
  },
  {
    pattern: /\buv (sync|pip install)\b/,
    files: "pyproject.toml uv.lock",
    cache: "/root/.cache/uv"
  },
  { pattern: /\bgo (mod download|build|install)\b/, files: "go.mod go.sum", cache: "/go/pkg/mod" },
  {
    pattern: /\bcargo (build|fetch|install)\b/,
    files: "Cargo.toml Cargo.lock",
    cache: "/usr/local/cargo/registry"
  },
  {
    pattern: /\bcomposer install\b/,
    files: "composer.json composer.lock",
    cache: "/root/.composer/cache"
  },
  {
    pattern: /\bbundle install\b/,
    files: "Gemfile Gemfile.lock",
    cache: "/usr/local/bundle/cache"
  },
  { pattern: /\b(mvn|mvnw)\b/, files: "pom.xml", cache: "/root/.m2" },
  { pattern: /\b(gradle|gradlew)\b/, files: "build.gradle", cache: "/root/.gradle" }
];
var GIGABYTE = 1024 ** 3;
var ROOM_BYTES = 10 * GIGABYTE;
function isFull({ usedBytes, limitBytes }) {
  return usedBytes >= limitBytes * FULL;
}
function adviseCache({
  hits,
  room,
  mode
}) {
  const advice = hits.steps.flatMap((step, at) => adviseStep(step, hits.steps.slice(0, at)));
  const isNear = room !== void 0 && room.usedBytes >= room.limitBytes * NEAR_LIMIT;
  return [
    ...new Set(advice),
    ...isNear && mode === "max" ? [
      "the repository's room for caches is nearly full: `cache-mode: min` keeps the layers of the image alone, `cache: registry` keeps them elsewhere"
    ] : []
  ];
}
function adviseStep({ command, cached, seconds = 0, platform, step }, earlier) {
  const installer = INSTALLERS.find(({ pattern }) => pattern.test(command));
  if (cached || seconds < WORTH_S || installer === void 0 || !/^RUN /i.test(command)) return [];
  const stage = step.replace(/\d+\/\d+$/, "");
  const copied = earlier.some(
    (one) => !one.cached && one.platform === platform && one.step.replace(/\d+\/\d+$/, "") === stage && /^(COPY|ADD)( --\S+)* \.\/? /i.test(one.command)
  );
  const what = `\`${shortenCommand(command)}\` (${seconds.toFixed(0)} s)`;
  if (copied)
    return [
      `${what} ran because all of the context is copied before it: copy ${installer.files} first, install, then copy the rest`
    ];
  if (/--mount=\S*type=cache/.test(command)) return [];
  return [`${what} downloads anew: \`RUN --mount=type=cache,target=${installer.cache}\` keeps it`];
}
function shortenCommand(command) {
  const text = command.replace(/^RUN( --\S+)* /i, "").replaceAll("`", "'");
  return text.length <= 60 ? text : `${text.slice(0, 59)}\u2026`;
}

export {
  makeSignArgs,
  makeAttestArgs,
  makeTrustedRootArgs,
  makeSigningConfigArgs,
  makeSignBlobArgs,
  makeAttestBlobArgs,
  makeVerifyBundleArgs,
  makeVerifyImageArgs,
  formatShellCommand,
  quoteShell,
  parseStatement,
  parseFileStatement,
  parseBundle,
  fetchManifest,
  openManifest,
  fetchBlob,
  readBundles,
  NEAR_LIMIT,
  GIGABYTE,
  ROOM_BYTES,
  isFull,
  adviseCache
};
