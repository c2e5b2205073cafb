import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  makeBundleChecker
} from "./chunk-CL3JVLAE.js";
import {
  isAtLeast,
  listNodes,
  parseVersion
} from "./chunk-RSG6BFU7.js";
import {
  makeCacheVariables,
  runTrack
} from "./chunk-PTLKZAO4.js";
import {
  runSigningTasks
} from "./chunk-7ORZKQFX.js";
import {
  usesBackend
} from "./chunk-UXX5YRA4.js";
import {
  GIGABYTE,
  ROOM_BYTES,
  isFull,
  makeSignArgs,
  readBundles
} from "./chunk-RFD7Z2AI.js";
import {
  formatBytes,
  readField
} from "./chunk-SA2GMFYJ.js";
import {
  SIGNATURE_PREDICATE,
  findOwn
} from "./chunk-PFKVS5A6.js";
import {
  bootBuilder,
  obtainKept
} from "./chunk-IB3NVN46.js";
import {
  MARK_VARIABLE,
  parseMark
} from "./chunk-EI3N3EFW.js";
import {
  parseCacheAccess
} from "./chunk-BVMKXS4Y.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  TransportError
} from "./chunk-QEDXMK73.js";
import {
  listNodeNames
} from "./chunk-3MKCOJQC.js";
import {
  runChecked,
  withCode,
  withHint
} from "./chunk-O7GMNHRJ.js";
import {
  BUILDER_NAME,
  KEPT_NAME,
  describeJob,
  formatJob,
  listEarlier
} from "./chunk-OHJM3DEI.js";
import {
  makeEngineEnv,
  userDockerConfig
} from "./chunk-5DJDJALV.js";
import {
  formatReference,
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";
import {
  ActionError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/plan/builder-engine.ts
var ENGINE_FLOOR = "28.3.0";
var ENGINE_CACHES = ["gha", "inline", "local", "registry"];
var ENGINE_GRANTS = ["network.host", "device"];
function findEngineLacks({ pushes, emulators, isApart, caches, entitlements }, { os, version, containerdStore }) {
  const refused = entitlements.filter((one) => !ENGINE_GRANTS.includes(one));
  const unknown = caches.filter((type) => !ENGINE_CACHES.includes(type));
  const isNew = isAtLeast(parseVersion(version) ?? "", ENGINE_FLOOR);
  const lacks = [
    // buildx build/opt.go; the engine itself gives every name a tag (moby exporter/wrapper.go).
    [pushes, "pushes by tag only, and a tag is moved last here"],
    [os !== "linux", `runs ${os} containers`],
    [
      !containerdStore,
      "keeps images in a store of its own, which holds neither several platforms nor attestations"
    ],
    [!isNew, `is older than ${ENGINE_FLOOR}, the first that writes SLSA 1 provenance`],
    [unknown.length > 0, `has no cache backend ${unknown.join(", ")}`],
    [refused.length > 0, `does not grant ${refused.join(", ")}`],
    [emulators, "brings no emulators of its own"],
    [isApart, "keeps what others have built on this machine, and what is built now is signed"]
  ];
  return lacks.flatMap(([isLacking, text]) => isLacking ? [text] : []);
}

// src/stages/builder/builder.ts
var START_DEADLINE_MS = 3 * 6e4;
async function ensureBuilder(host, { spec, buildx, engine, boot, say }) {
  switch (spec.kind) {
    case "existing":
      return useExisting(host, { name: spec.name, buildx, say });
    case "own":
      return boot(spec.own);
    case "engine":
    case "auto": {
      const found = await engine();
      if (found === void 0) throw new ActionError("ENGINE_UNREACHABLE", "No engine answers");
      const lacks = findEngineLacks(spec.wants, found);
      if (lacks.length === 0) {
        say(`using the BuildKit of engine ${found.version}`);
        return void 0;
      }
      if (spec.kind === "engine") throw refuseEngine(found, lacks);
      say(`not the engine's own BuildKit: engine ${found.version} ${lacks.join("; ")}`);
      return boot(spec.own);
    }
  }
}
async function useExisting(host, { name, buildx, say }) {
  await runChecked(host, {
    tool: "buildx",
    file: buildx.path,
    args: ["inspect", "--bootstrap", name],
    env: buildx.env,
    deadlineMs: START_DEADLINE_MS
  }).catch((error) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode("BUILDER_FAILED", error)
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}
function refuseEngine({ version }, lacks) {
  return new ActionError(
    "ENVIRONMENT_UNSUPPORTED",
    `The BuildKit of this engine cannot do the work: engine ${version} ${lacks.join("; ")}`,
    {
      hint: 'Use `driver: auto`. Images of several platforms and attestations need the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).'
    }
  );
}

// src/stages/builder/shared-builder.ts
import { createHash } from "node:crypto";

// src/tools/shared-builder.ts
var SHARED_FILE = "shared.json";
function formatShared(shared) {
  return JSON.stringify(shared);
}
function parseShared(text) {
  const value = readJson(text);
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { job, key, builder, nodes } = value;
  if (typeof job !== "string" || typeof key !== "string") return void 0;
  if (typeof builder !== "string" || !Array.isArray(nodes)) return void 0;
  if (!BUILDER_NAME.test(builder) && !KEPT_NAME.test(builder)) return void 0;
  const named = nodes.filter(
    (node) => typeof node === "string" && /^[\w.-]+$/.test(node) && node.startsWith(builder)
  );
  if (named.length === 0 || named.length !== nodes.length) return void 0;
  return { v: 1, job, key, builder, nodes: named };
}

// src/stages/builder/shared-builder.ts
var SETTINGS = /^(?:DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|KUBECONFIG|(?:https?|no|all)_proxy)$/i;
async function findShared(host, search) {
  const job = describeJob(host.env);
  if (job === void 0) return void 0;
  for (const folder of await listEarlier(host, search.folder)) {
    const shared = await readShared(host, folder);
    if (shared?.job !== job) continue;
    const settings = await search.settle();
    if (shared.key !== makeKey(host.env, settings)) continue;
    if (await adopt(host, { shared, folder, search, own: settings.own })) return shared.builder;
  }
  return void 0;
}
async function readShared({ files }, folder) {
  return files.readText(`${folder}/${SHARED_FILE}`).then(parseShared, () => void 0);
}
async function share(host, name, { folder, ...settings }) {
  const job = describeJob(host.env);
  if (job === void 0) return;
  const nodes = listNodeNames(name, settings.own);
  const shared = { v: 1, job, key: makeKey(host.env, settings), builder: name, nodes };
  await host.files.write(`${folder}/${SHARED_FILE}`, formatShared(shared));
}
async function adopt(host, {
  shared,
  folder,
  search,
  own
}) {
  const { env } = search;
  const path = `buildx/instances/${shared.builder}`;
  const instance = await host.files.readText(`${folder}/${path}`).catch(() => void 0);
  if (instance === void 0) return false;
  if (own.driver === "docker-container" && !await areRunning(host, { shared, own, env }))
    return false;
  await host.files.write(`${search.folder}/${path}`, instance);
  return true;
}
async function areRunning(host, { shared, own, env }) {
  const here = shared.nodes.filter((_, at) => own.nodes[at]?.endpoint === void 0);
  if (here.length === 0) return true;
  const { exitCode, stdout } = await host.run({
    tool: "docker",
    file: "docker",
    args: [
      ...["container", "inspect", "--format", "{{.State.Running}} {{json .Config.Env}}"],
      ...here.map((node) => `buildx_buildkit_${node}`)
    ],
    env
  });
  const lines = stdout.split("\n").filter(Boolean);
  const job = describeJob(host.env);
  return exitCode === 0 && lines.length === here.length && lines.every((line) => isOfJob(line, { job, key: shared.key }));
}
function isOfJob(line, { job, key }) {
  const [, running, json = ""] = /^(true|false) (\[.*\])$/.exec(line) ?? [];
  if (running !== "true") return false;
  const mark = readVariables(json).filter((one) => one.startsWith(`${MARK_VARIABLE}=`)).map((one) => parseMark(one.slice(MARK_VARIABLE.length + 1)))[0];
  if (mark?.kept !== void 0) return mark.kept === key;
  return mark !== void 0 && formatJob(mark.runId, mark.runAttempt, mark.job) === job;
}
function readVariables(json) {
  try {
    const value = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}
function makeKey(env, { own, tls }) {
  const settings = Object.entries(env).filter(([name]) => SETTINGS.test(name));
  const made = { ...own, images: [...own.images].sort() };
  const text = JSON.stringify([made, tls, settings.sort(([a], [b]) => a < b ? -1 : 1)]);
  return createHash("sha256").update(text).digest("hex");
}

// src/plan/cache-policy.ts
var SIGN_FOLDER = "/tmp/build-sign-cache";
var SIGN_SCRIPT = [
  "set -e",
  `[ -p ${SIGN_FOLDER}/ask ]`,
  `one=${SIGN_FOLDER}/$$`,
  "mkdir $one",
  "mkfifo $one/bundle",
  "cat > $one/index",
  `echo $one > ${SIGN_FOLDER}/ask`,
  "cat $one/bundle",
  "rm -r $one"
].join("; ");
function planCacheTrustConfig({ actionsCache }, { policy, facts }) {
  if (actionsCache === void 0) return void 0;
  if (actionsCache.kind === "beside")
    return { cache: { gha: { sign: { command: [] }, verify: { required: false } } } };
  if (policy === void 0) return void 0;
  const { ref } = actionsCache;
  return {
    cache: {
      gha: {
        sign: { command: ["sh", "-c", SIGN_SCRIPT] },
        verify: {
          required: true,
          policy: {
            timestampThreshold: 1,
            tlogThreshold: 1,
            issuer: policy.issuer,
            subjectAlternativeName: makeIdentity(policy, ref),
            sourceRepositoryURI: `${facts.serverUrl}/${policy.repository ?? facts.repository}`,
            sourceRepositoryRef: ref,
            // A cache of a machine that others have touched is no cache for one that nobody has.
            ...facts.runnerEnvironment === "github-hosted" ? { runnerEnvironment: "github-hosted" } : {}
          }
        }
      }
    }
  };
}
function makeCachePolicies({ refs }, policy) {
  return refs.map((ref) => ({
    ...policy,
    identity: makeIdentity(policy, ref),
    ref,
    sha: void 0,
    trigger: void 0,
    attestations: []
  }));
}
function makeIdentity({ identity, ref }, trusted) {
  const end = `@${ref}`;
  return ref !== void 0 && identity.endsWith(end) ? `${identity.slice(0, -end.length)}@${trusted}` : identity;
}

// src/stages/job/cache-service.ts
import { createHash as createHash2 } from "node:crypto";
function findService(env) {
  const url = env["ACTIONS_RESULTS_URL"];
  if (!url || !env["ACTIONS_CACHE_SERVICE_V2"]) return void 0;
  return { url: url.endsWith("/") ? url : `${url}/`, token: env["ACTIONS_RUNTIME_TOKEN"] ?? "" };
}
function mayWriteEntries({ token }) {
  return parseCacheAccess(token)?.some(({ writes }) => writes) !== false;
}
var METHODS = "twirp/github.actions.results.api.v1.CacheService/";
var REQUEST_TIMEOUT_MS = 5e3;
var MAX_BYTES = 1024 * 1024;
var VERSION = createHash2("sha256").update("bsa entry 1").digest("hex");
async function askService(host, { url, token }, { method, body }) {
  const response = await host.fetch({
    method: "POST",
    url: new URL(METHODS + method, url).href,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBytes: MAX_BYTES
  });
  return { status: response.status, body: readJson(new TextDecoder().decode(response.body)) };
}
async function readEntry(host, service, { key, restoreKeys }) {
  const found = await askService(host, service, {
    method: "GetCacheEntryDownloadURL",
    body: { key, restore_keys: restoreKeys, version: VERSION }
  });
  if (found.status === 429 || found.status >= 500 || found.body === void 0)
    throw new Error(`HTTP ${found.status}`);
  const url = readField(found.body, ["signed_download_url"]);
  if (typeof url !== "string" || url === "") return { text: void 0 };
  const { status, body } = await host.fetch({
    url,
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBytes: MAX_BYTES
  });
  return { text: status === 200 ? new TextDecoder().decode(body) : void 0 };
}
async function writeEntry(host, service, { key, text }) {
  const name = { key, version: VERSION };
  const made = await askService(host, service, { method: "CreateCacheEntry", body: name });
  if (made.status === 409) return "exists";
  const url = readField(made.body, ["signed_upload_url"]);
  if (typeof url !== "string" || url === "") return "refused";
  const body = new TextEncoder().encode(text);
  const { status } = await host.fetch({
    ...{ method: "PUT", url, body, timeoutMs: REQUEST_TIMEOUT_MS },
    headers: { "x-ms-blob-type": "BlockBlob", "content-type": "application/json" }
  });
  if (status !== 201) return "refused";
  const ended = await askService(host, service, {
    method: "FinalizeCacheEntryUpload",
    body: { ...name, size_bytes: String(body.byteLength) }
  });
  return readField(ended.body, ["ok"]) === true ? "written" : "refused";
}

// src/stages/cache/cache-probe.ts
var ATTEMPTS = 3;
var DELAY_MS = 1e3;
var QUESTION = {
  method: "GetCacheEntryDownloadURL",
  body: { key: "build-sign-probe", version: "0".repeat(64) }
};
async function probeCache(host, { env, say, ...chosen }) {
  const service = findService(env);
  if (service === void 0) return chosen.cache;
  let problem;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await host.clock.sleep(DELAY_MS * (attempt - 1));
    const { reason, retry } = await askOnce(host, service);
    if (reason === void 0) {
      say("the Actions cache answers");
      return keepAllowed(host, { cache: await chosen.cache, token: service.token, say });
    }
    problem = reason;
    say(reason);
    if (!retry) break;
  }
  host.log.warning(`Built without the Actions cache: ${problem}`, "actions-cache");
  const cache = await chosen.cache;
  return {
    ...cache,
    from: cache.from.filter(isOther),
    to: cache.to.filter(isOther),
    reason: "the Actions cache does not answer",
    isDown: true
  };
}
function isOther({ backend }) {
  return backend !== "gha";
}
function keepAllowed({ log }, { cache, token, say }) {
  const access = parseCacheAccess(token);
  if (access === void 0) return cache;
  const listed = access.map(({ ref, writes }) => `${ref} (${writes ? "read, write" : "read"})`);
  say(`the job's token is for ${listed.join(", ") || "no ref at all"}`);
  const to = access.some(({ writes }) => writes) ? cache.to : cache.to.filter(isOther);
  if (to.length < cache.to.length)
    log.notice("The Actions cache is only read: the token of this job may not write to it");
  return { ...cache, to };
}
async function askOnce(host, service) {
  try {
    const { status } = await askService(host, service, QUESTION);
    if (status === 429 || status >= 500) return { reason: `HTTP ${status}`, retry: true };
    return { retry: false };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { reason: error.message, retry: error.kind !== "timeout" };
  }
}

// src/stages/cache/cache-room.ts
var BLOB_PREFIX = "buildkit-blob-1-";
var CHOICE_MS = 2e3;
async function chooseRoom(host, { cache, asking, say }) {
  const { whenFull } = cache;
  const asked = splitName(asking);
  if (whenFull === void 0 || asked === void 0) return cache;
  const room = await settleWithin(host, CHOICE_MS, readUsage(host.github, asked));
  if (room === void 0 || !isFull(room)) return cache;
  const { usedBytes, limitBytes } = room;
  say(`all caches of the repository take ${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}`);
  say(`instead of the Actions cache: ${whenFull.reason}`);
  return whenFull;
}
function splitName({ token, repository }) {
  const [owner, repo] = repository.split("/");
  return token === void 0 || !owner || !repo ? void 0 : { token, owner, repo };
}
async function readUsage(github, asked) {
  const usage = await github.cacheUsage(asked);
  const usedBytes = readField(usage, ["active_caches_size_in_bytes"]);
  if (typeof usedBytes !== "number") return void 0;
  const limit = readField(usage, ["max_cache_size_gb"]);
  const isKnown = typeof limit === "number" && limit > 0;
  return { usedBytes, limitBytes: isKnown ? limit * GIGABYTE : ROOM_BYTES };
}
async function readCacheRoom({ github, log }, { layers, ...asking }) {
  const asked = splitName(asking);
  if (asked === void 0) return void 0;
  try {
    const room = await readUsage(github, asked);
    if (room === void 0) return void 0;
    const listed = layers.length === 0 ? void 0 : await github.caches({ ...asked, key: BLOB_PREFIX });
    return { ...room, scopeBytes: sumLayers(listed, layers) };
  } catch (error) {
    log.debug(
      `The room for caches is not known: ${error instanceof Error ? error.message : String(error)}`
    );
    return void 0;
  }
}
function sumLayers(listed, layers) {
  const entries = readField(listed, ["actions_caches"]);
  if (!Array.isArray(entries)) return void 0;
  const sizes = new Map(
    entries.map((one) => [readField(one, ["key"]), readField(one, ["size_in_bytes"])])
  );
  let sum = 0;
  for (const layer of layers) {
    const size = sizes.get(`${BLOB_PREFIX}${layer}`);
    if (typeof size !== "number") return void 0;
    sum += size;
  }
  return sum;
}

// src/stages/build/cache-sources.ts
function isNamedBy({ backend, attributes }, source) {
  const [kind = ""] = source.split(":");
  return backend === "registry" ? attributes["ref"] === source : kind === backend;
}
function withoutSources(cache, sources) {
  const isOut = (place) => sources.some((one) => isNamedBy(place, one));
  const gone = new Set(cache.from.filter(isOut).map(nameService));
  return {
    ...cache,
    from: cache.from.filter((place) => !isOut(place)),
    to: cache.to.filter((place) => !gone.has(nameService(place)))
  };
}
function nameService({ backend, attributes }) {
  const parsed = backend === "registry" ? parseReference(attributes["ref"] ?? "") : void 0;
  return parsed?.ok === true ? parsed.reference.repository.registry : backend;
}
var NAMES = {
  gha: "the Actions cache",
  registry: "the cache in the registry",
  local: "the cache in the folder",
  s3: "the cache in the S3 bucket",
  azblob: "the cache in Azure",
  inline: "the inline cache"
};
function findOutage({ from }, sources) {
  const isThere = from.some(
    (place) => place.backend === "gha" && sources.some((source) => isNamedBy(place, source))
  );
  return isThere ? "actions-cache" : void 0;
}
function describePlaces({ from }, sources) {
  return describe(from.filter((place) => sources.some((source) => isNamedBy(place, source))));
}
function withoutFar(cache) {
  const near = cache.from.filter(({ backend }) => backend === "local");
  const far = cache.from.filter(({ backend }) => backend !== "local");
  return { left: { ...cache, from: near }, what: describe(far) };
}
function describe(places) {
  const names = places.map(({ backend }) => NAMES[backend]);
  return [...new Set(names)].join(" and ") || "the cache";
}

// src/stages/cache/cache-silent.ts
async function leaveSilent({ log }, { cache, destinations, registry }) {
  const hosts = new Set(destinations.map(({ repository }) => repository.registry));
  const places = cache.from.filter(({ backend }) => backend === "registry");
  const asked = await Promise.all(
    places.map(async (place) => ({ place, problem: await ask(place, hosts, registry) }))
  );
  const silent = asked.filter(({ problem }) => problem !== void 0);
  const [first] = silent;
  if (first === void 0) return cache;
  log.warning(`Built without the cache in the registry: ${first.problem}`);
  return withoutSources(
    cache,
    silent.flatMap(({ place }) => place.attributes["ref"] ?? [])
  );
}
async function ask({ attributes }, hosts, registry) {
  const parsed = parseReference(attributes["ref"] ?? "");
  if (!parsed.ok || !hosts.has(parsed.reference.repository.registry)) return void 0;
  const { repository, tag, digest } = parsed.reference;
  try {
    await registry.probeManifest(repository, digest ?? tag ?? "latest");
    return void 0;
  } catch (error) {
    const isSilent = error instanceof Error && error.cause instanceof TransportError && error.cause.kind === "timeout";
    return isSilent ? error.message : void 0;
  }
}

// src/stages/cache/vouch.ts
var MAX_BUNDLES = 8;
async function findCache(registry, { attributes }) {
  const parsed = parseReference(attributes["ref"] ?? "");
  if (!parsed.ok) return void 0;
  const { repository, tag, digest } = parsed.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? "latest");
  if (content === void 0) return void 0;
  const { mediaType, bytes } = content;
  return { repository, digest: content.digest, mediaType, sizeBytes: bytes.length, bytes };
}
async function isVouchedFor(registry, { repository, digest }, checkers) {
  let left = MAX_BUNDLES;
  for await (const { bytes } of readBundles(registry, {
    repository,
    digest,
    predicateType: SIGNATURE_PREDICATE
  })) {
    for (const check of checkers)
      if ((await check({ bytes, digest, predicateType: SIGNATURE_PREDICATE })).ok) return true;
    left -= 1;
    if (left === 0) break;
  }
  return false;
}
async function vouchFor(host, found, { signing, registry, folder }) {
  const { repository, digest, mediaType, sizeBytes } = found;
  const predicateType = SIGNATURE_PREDICATE;
  const image = formatReference({ repository, digest });
  const task = {
    label: `signature of the cache ${image}`,
    args: (tokenFile, bundleFile) => makeSignArgs({ image, files: { ...signing.trust, tokenFile, bundleFile } }),
    check: (bytes2) => signing.check({ bytes: bytes2, digest, predicateType })
  };
  const { timeoutMs } = signing.spec;
  const [bytes] = await runSigningTasks(host, {
    tasks: [task],
    timeoutMs,
    tools: { ...signing, folder }
  });
  if (bytes === void 0) return;
  await registry.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes },
    bundles: [{ bytes, predicateType }],
    createdAt: host.clock.now()
  });
}

// src/stages/cache/cache-verify.ts
async function verifyCaches(host, checking) {
  const { cache } = checking;
  if (!cache.trust.verifiesRegistry || cache.from.every((place) => !isRegistry(place)))
    return cache;
  const refused = [];
  const kept = await Promise.all(
    cache.from.map(
      (place) => isRegistry(place) ? checkPlace(host, place, { ...checking, refused }) : place
    )
  );
  if (refused.length > 0)
    host.log.notice(
      `Not read, for no signature by this workflow on ${cache.trust.refs.join(" or ")} vouches for it: ${refused.join("; ")}. What is signed would be made of it; \`cache-trust: any\` reads it all the same.`
    );
  return {
    ...cache,
    from: kept.filter((place) => place !== void 0),
    trust: { ...cache.trust, refused: [...cache.trust.refused, ...refused] }
  };
}
function isRegistry({ backend }) {
  return backend === "registry";
}
async function checkPlace(host, place, { cache, signing, registry, folder, say, refused }) {
  try {
    const found = await findCache(registry.brief, place);
    if (found === void 0) {
      say(`${place.scope}: nothing there yet`);
      return void 0;
    }
    const checkers = makeCachePolicies(cache.trust, signing.policy).map(
      (policy) => makeBundleChecker(host, {
        ...{ policy, folder, runId: "" },
        cosign: signing.cosign,
        trustedRoot: signing.trust.trustedRoot
      })
    );
    const ref = formatReference(found);
    if (await isVouchedFor(registry.brief, found, checkers)) {
      say(`${ref}: signed by this workflow, read by digest`);
      return { ...place, attributes: { ...place.attributes, ref } };
    }
    refused.push(`${place.scope} (${found.digest})`);
  } catch (error) {
    if (host.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : errorCode(error);
    refused.push(`${place.scope} (its signatures could not be checked: ${reason})`);
  }
  return void 0;
}

// src/stages/job/kept-folder.ts
async function restoreFolder(host, { what, ...request }) {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.restore(request);
  if (result.outcome === "failed")
    host.log.warning(`${what} was not restored: ${result.problem}`, nameOutage(result.reason));
  if (result.outcome !== "restored") return void 0;
  const { key, sizeBytes } = result;
  return { key, sizeBytes, seconds: secondsSince(host, startedMs) };
}
async function saveFolder(host, { what, ...request }) {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.save(request);
  if (result.outcome === "failed") {
    host.log.warning(`${what} was not saved: ${result.problem}`, nameOutage(result.reason));
    return void 0;
  }
  const sizeBytes = result.outcome === "saved" ? result.sizeBytes : 0;
  return { outcome: result.outcome, sizeBytes, seconds: secondsSince(host, startedMs) };
}
function nameOutage(reason) {
  return reason === "archive" ? void 0 : "actions-cache";
}
function secondsSince({ clock }, startedMs) {
  return Math.round(clock.elapsedMs() - startedMs) / 1e3;
}

// src/stages/cache/local-cache.ts
var WHAT = "The local build cache";
var READ = "layers";
var WRITTEN = "layers-new";
var RESTORE_LIMIT_MS = 12e4;
async function restoreLayers(host, { cache, folder, say }) {
  const { kept, timeoutMs } = cache;
  if (kept === void 0) return cache;
  const src = `${folder}/${READ}`;
  const restored = await restoreFolder(host, {
    what: WHAT,
    folder: src,
    key: kept.key,
    restoreKeys: kept.restoreKeys,
    timeoutMs: Math.min(timeoutMs, RESTORE_LIMIT_MS)
  });
  say(restored === void 0 ? "no layers were kept" : `layers restored from ${restored.key}`);
  const isPlanned = ({ backend, of }) => backend === "local" && of !== "given";
  return {
    ...cache,
    from: cache.from.flatMap((place) => {
      if (!isPlanned(place)) return [place];
      return restored === void 0 ? [] : [{ ...place, attributes: { src } }];
    }),
    to: cache.to.map(
      (place) => isPlanned(place) ? { ...place, attributes: { dest: `${folder}/${WRITTEN}`, ...place.attributes } } : place
    )
  };
}
async function saveLayers(host, { cache, folder, timeoutMs }) {
  const { kept } = cache;
  if (kept === void 0 || !kept.isWritten || timeoutMs <= 0) return;
  await saveFolder(host, {
    what: WHAT,
    folder: `${folder}/${WRITTEN}`,
    key: kept.key,
    timeoutMs
  });
}

// src/stages/cache/cache-tracks.ts
async function prepareCache(host, preparing) {
  const { timings, destinations } = preparing;
  const registry = preparing.registry.brief;
  const there = await findCaches(host, preparing);
  if (!needsSignatures(there)) return leaveSilent(host, { cache: there, destinations, registry });
  const signing = await preparing.signing;
  if (signing === void 0) return there;
  return runTrack(host, {
    title: "Cache signatures",
    timings,
    work: (say) => verifyCaches(host, { ...preparing, cache: there, signing, say })
  });
}
function findCaches(host, { cache, env, folder, timings, asking }) {
  const isAsked = usesBackend(cache, "gha");
  if (!isAsked && cache.kept === void 0) return Promise.resolve(cache);
  return runTrack(host, {
    title: isAsked ? "Cache service" : "Cached layers",
    timings,
    work: async (say) => {
      const chosen = chooseRoom(host, { cache, asking, say });
      const answering = isAsked ? await probeCache(host, { cache: chosen, env, say }) : cache;
      return restoreLayers(host, { cache: answering, folder, say });
    }
  });
}
function needsSignatures({ from, trust }) {
  return trust.verifiesRegistry && from.some(({ backend }) => backend === "registry");
}
async function makeCacheConfig({ cache }, { facts, policing }) {
  const { trust } = cache;
  const policy = trust.actionsCache?.kind === "signed" ? await policing?.policy : void 0;
  return planCacheTrustConfig(trust, { policy, facts });
}

// src/stages/setup/obtain-builder.ts
async function findUsable(host, {
  planned,
  makeOwn,
  inputs,
  env,
  folder,
  say,
  early
}) {
  if (planned === void 0) return void 0;
  const settle = async () => ({
    own: await makeOwn(planned),
    tls: readTls(inputs)
  });
  const booted = await early?.take(settle, say);
  if (booted !== void 0) return booted;
  const shared = await findShared(host, { settle, env, folder: folder.path });
  if (shared !== void 0) say(`using ${shared}, which an earlier use in this job made`);
  return shared;
}
async function obtainBuilder(host, {
  own,
  inputs,
  buildx,
  folder,
  say
}) {
  const tls = readTls(inputs);
  const boot = { own, tls, buildx, folder, say };
  const { kept } = own;
  if (kept !== void 0) {
    const key = makeKey(host.env, { own, tls });
    const name2 = await obtainKept(host, { ...boot, kept, key });
    if (name2 !== void 0) {
      await share(host, name2, { own, tls, folder: folder.path });
      return name2;
    }
  }
  const alone = { ...own, kept: void 0 };
  const name = await bootBuilder(host, { ...boot, own: alone });
  await share(host, name, { own: alone, tls, folder: folder.path });
  return name;
}
function readTls(inputs) {
  return listNodes(inputs).map((node) => node.tls);
}

// src/stages/builder/export-builder.ts
var EXPORTED = "exported";
async function tellBuilder(host, telling) {
  const { builder, buildx, spec, isExported, folder } = telling;
  const name = builder ?? await readContext(host, buildx);
  if (!isExported) return name;
  host.exportVariable("BUILDX_BUILDER", name);
  if (builder !== void 0 && findOwn(spec) !== void 0) {
    const config = `${folder}/${EXPORTED}`;
    const instance = await host.files.readText(`${folder}/buildx/instances/${name}`);
    await host.files.write(`${config}/instances/${name}`, instance);
    host.exportVariable("BUILDX_CONFIG", config);
  }
  host.log.info(`The builder ${name} is there for the steps that follow`);
  return name;
}
async function readContext(host, { env }) {
  const { exitCode, stdout } = await host.run({
    tool: "docker",
    file: "docker",
    args: ["context", "show"],
    env
  });
  return exitCode === 0 && stdout.trim() || "default";
}
var OWN_CONFIG = new RegExp(`[/\\\\]build-sign-[A-Za-z0-9]+[/\\\\]${EXPORTED}$`);
function isExportedConfig(path) {
  return OWN_CONFIG.test(path);
}
function findUserBuilders({ env }, builder) {
  const config = userDockerConfig(env);
  const given = env["BUILDX_CONFIG"] ?? "";
  const isOwn = BUILDER_NAME.test(builder) || KEPT_NAME.test(builder);
  const isMeant = given !== "" && (isOwn || !isExportedConfig(given));
  return isMeant ? given : config === void 0 ? void 0 : `${config}/buildx`;
}

// src/stages/setup/setup-env.ts
function makeSetupEnv(host, { plan, inputs, folder }) {
  return makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: plan.builder.kind === "existing" ? findUserBuilders(host, plan.builder.name) : void 0,
    actionsCache: usesBackend(plan.cache, "gha"),
    s3Cache: usesBackend(plan.cache, "s3"),
    cacheVariables: makeCacheVariables(inputs.cacheSecrets),
    recordsRun: findOwn(plan.builder)?.recordsRun === true,
    cluster: findOwn(plan.builder)?.driver === "kubernetes"
  });
}

export {
  ensureBuilder,
  findShared,
  makeKey,
  SIGN_FOLDER,
  findService,
  mayWriteEntries,
  readEntry,
  writeEntry,
  readCacheRoom,
  withoutSources,
  findOutage,
  describePlaces,
  withoutFar,
  findCache,
  vouchFor,
  saveFolder,
  nameOutage,
  saveLayers,
  prepareCache,
  makeCacheConfig,
  findUsable,
  obtainBuilder,
  readTls,
  tellBuilder,
  makeSetupEnv
};
