import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  joinTracks,
  runTrack
} from "./chunk-PTLKZAO4.js";
import {
  isRemoteContext,
  listPlatformManifests,
  makeUntrusted,
  parseConfigPlatform,
  parseManifest
} from "./chunk-PFKVS5A6.js";
import {
  formatPlatform,
  isSamePlatform,
  normalizePlatform
} from "./chunk-NQQT4RC4.js";
import {
  findFailureWithin,
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  formatReference,
  formatRepository,
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  ActionError,
  errorCode,
  restate
} from "./chunk-QF5QQBM2.js";

// src/image/compatibility.ts
function mayServe(offered, wanted) {
  const [have, need] = [normalizePlatform(offered), normalizePlatform(wanted)];
  if (have.os !== need.os) return false;
  if (need.architecture === "amd64") return /^(amd64|386)$/.test(have.architecture);
  if (need.architecture === "arm64") return /^arm(64)?$/.test(have.architecture);
  if (have.architecture !== need.architecture) return false;
  return need.architecture !== "arm" || readVariant(have) <= readVariant(need);
}
function readVariant({ variant = "" }) {
  return Number(/\d+/.exec(variant)?.[0] ?? 0);
}

// src/stages/setup/check-bases.ts
var LIMIT_MS = 2e3;
var MAX_IMAGES = 12;
var MAX_CONFIG_BYTES = 1024 * 1024;
async function checkBases(host, { plan, registry, say }) {
  const bases = await readBases(host, plan);
  const images = [...new Set(bases.map(({ image }) => image))].slice(0, MAX_IMAGES);
  const problems = [];
  await Promise.all(
    images.map(async (image) => {
      const offer = await settleWithin(host, LIMIT_MS, readOffer(registry.brief, image));
      if (offer === void 0 || offer.platforms.length === 0) return;
      say(`${image}: ${offer.platforms.map(formatPlatform).join(", ")}`);
      const lacking = bases.filter(
        (base) => base.image === image && !offer.platforms.some((one) => mayServe(one, base.platform))
      );
      if (lacking.length === 0) return;
      const problem = describeLack(plan.build.file, { image, lacking, offer });
      if (offer.isIndex) problems.push(problem);
      else
        host.log.warning(`${problem} The build takes it as it is: its programs do not run there.`);
    })
  );
  if (problems.length === 0) return;
  throw new ActionError("BASE_PLATFORM_MISSING", problems.sort().join("\n"), {
    hint: "Take a base image that has the platform, or leave the platform out of `platforms`. A stage that only makes files for others can run on the platform of the builder: `FROM --platform=$BUILDPLATFORM \u2026`."
  });
}
async function readBases({ files, log }, plan) {
  const { build, builder } = plan;
  const isLocal = builder.kind === "engine" && !build.pull;
  if (plan.mode === "call" || plan.mode === "load" || isLocal || build.file === void 0)
    return [];
  if (isRemoteContext(build.context)) return [];
  try {
    const text = await files.readText(build.file);
    const { listBases } = await import("./dockerfile-6EVCLT57.js");
    const { target, buildArgs } = build;
    const contexts = build.contexts.map((entry) => entry.split("=")[0] ?? "");
    return build.platforms.flatMap(
      (platform) => listBases({ text, target, buildArgs, contexts, platform })
    );
  } catch (error) {
    log.debug(`Base images are not checked: ${String(error)}`);
    return [];
  }
}
async function readOffer(registry, image) {
  const parsed = parseReference(image);
  if (!parsed.ok) return void 0;
  const { repository, tag, digest } = parsed.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? "latest");
  const result = content && parseManifest(content.bytes, content.mediaType);
  if (result?.ok !== true) return void 0;
  const { manifest } = result;
  if (manifest.kind === "index") {
    const found = listPlatformManifests(manifest).map(({ platform }) => platform);
    return { isIndex: true, platforms: found.filter(isFirst) };
  }
  const blob = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES
  });
  const own = blob && parseConfigPlatform(blob);
  return own && { isIndex: false, platforms: [own] };
}
function isFirst(platform, at, all) {
  return all.findIndex((other) => isSamePlatform(other, platform)) === at;
}
function describeLack(file, { image, lacking, offer }) {
  const unique = (values) => [...new Set(values)].join(", ");
  const missing = unique(lacking.map(({ platform }) => formatPlatform(platform)));
  const lines = unique(lacking.map(({ line }) => `${file}:${line}`));
  return `The base image ${image} (${lines}) has nothing for ${missing}, only ${unique(offer.platforms.map(formatPlatform))}.`;
}

// src/stages/logins/denial.ts
function explainDenial({ error, repository, logins, facts }) {
  const isRefusal = /^REGISTRY_(?:DENIED|UNAUTHORIZED)$/.test(errorCode(error));
  if (!(error instanceof ActionError) || !isRefusal) return error;
  if (facts.untrusted) return makeUntrusted();
  const used = findUsed(logins, repository);
  const owner = facts.repository.split("/")[0]?.toLowerCase() ?? "";
  const isForeign = repository.path.split("/")[0] !== owner;
  const hint = used?.source === "github-token" && owner !== "" && isForeign ? explainOwner(repository, owner) : [describeLogin(used, { repository, logins }), error.hint].filter(Boolean).join("\n");
  return restate(error, { hint });
}
function findUsed(logins, repository) {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== "pull"
  );
  return fitting.find((one) => one.repository !== void 0) ?? fitting[0];
}
function describeLogin(used, { repository, logins }) {
  if (used !== void 0) return `It was asked as ${used.username} (\`${used.source}\`).`;
  const others = [...new Set(logins.map(({ registry }) => registry))].join(", ");
  if (others === "") return void 0;
  return `The inputs have no login for ${repository.registry}, but for ${others}.`;
}
function explainOwner({ registry, path }, owner) {
  const [other, ...rest] = path.split("/");
  return `The token of this job belongs to ${owner}, and the image to ${other}: publish to ${[registry, owner, ...rest].join("/")}, or log in as somebody who may write there, with \`username\` and a \`password\` that has \`write:packages\`.`;
}

// src/stages/setup/preflight.ts
var TAGS_LIMIT_MS = 2e3;
var LATE_LIMIT_MS = 2e3;
async function runPreflight(host, { plan, facts, access, timings }) {
  const { registry } = access;
  const destinations = runTrack(host, {
    title: "Registry",
    timings,
    work: (say) => probeDestinations(access, { ...plan, facts, say })
  });
  const bases = runTrack(host, {
    title: "Base images",
    timings,
    work: (say) => checkBases(host, { plan, registry, say })
  });
  await joinTracks([destinations, bases]);
  await Promise.all([
    tellTakenTags(host, { plan, facts, access }),
    tellReferrers(host, { plan, access })
  ]);
}
async function endPreflight(host, { preflight, engine }) {
  preflight.catch(() => void 0);
  const isThere = await engine.then(
    () => true,
    () => false
  );
  if (isThere) return preflight;
  const failure = await findFailureWithin(host, LATE_LIMIT_MS, preflight);
  if (failure !== void 0) throw failure;
}
async function tellReferrers(host, { plan, access }) {
  if (plan.signing.kind === "off") return;
  await Promise.all(
    plan.destinations.map(async ({ repository }) => {
      const asked = access.registry.brief.hasReferrersApi(repository);
      const hasApi = await settleWithin(host, TAGS_LIMIT_MS, asked);
      if (hasApi === void 0) return;
      const how = hasApi ? "by the referrers API" : "under tags `sha256-\u2026` (no referrers API)";
      host.log.info(`${formatRepository(repository)}: signatures are listed ${how}`);
    })
  );
}
async function probeDestinations({ registry, logIn }, {
  destinations,
  logins,
  facts,
  say
}) {
  await logIn();
  for (const { registry: place, identity } of logins)
    if (identity !== void 0) say(`${place}: logged in by ${identity.type}`);
  await joinTracks(
    destinations.map(async ({ repository }) => {
      await registry.probePush(repository).catch((error) => {
        throw explainDenial({ error, repository, logins, facts });
      });
      say(`${formatRepository(repository)}: pushing is allowed`);
    })
  );
}
async function tellTakenTags(host, { plan, facts, access }) {
  if (facts.runAttempt !== 1 || plan.publish !== "auto") return;
  const wanted = plan.destinations.flatMap(
    ({ repository, tags }) => tags.filter(({ kind, of }) => kind === "immutable" && of === void 0).map(({ name }) => ({ repository, tag: name }))
  );
  const found = await Promise.all(
    wanted.map(async ({ repository, tag }) => {
      const asked = access.registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, TAGS_LIMIT_MS, asked);
      return head && `${formatReference({ repository, tag })} (${head.digest ?? "unknown digest"})`;
    })
  );
  const taken = found.filter((one) => one !== void 0);
  if (taken.length === 0) return;
  host.log.notice(
    `There already: ${taken.join(", ")}. If the image comes out different, the tag is moved to it; a repository whose tags are immutable (an option of Amazon ECR, Docker Hub, Harbor and others) refuses that after the build.`
  );
}

export {
  checkBases,
  runPreflight,
  endPreflight,
  probeDestinations,
  tellTakenTags
};
