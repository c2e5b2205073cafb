import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  rankSources
} from "./chunk-EI3N3EFW.js";
import {
  runChecked,
  withCode,
  withHint
} from "./chunk-O7GMNHRJ.js";
import {
  ActionError,
  describeError
} from "./chunk-QF5QQBM2.js";

// src/stages/tools/pull-image.ts
var ROUNDS = 3;
var FIRST_DELAY_MS = 3e3;
var INSPECT_DEADLINE_MS = 15e3;
var PULL_DEADLINE_MS = 2 * 6e4;
var LASTING = /manifest unknown|not found|no matching manifest|denied|unauthorized/i;
async function findImage(host, { sources, env }) {
  const found = await Promise.all(
    sources.map(async (source) => {
      const { exitCode } = await host.run({
        tool: "docker",
        file: "docker",
        args: ["image", "inspect", "--format={{.Id}}", source],
        env,
        deadlineMs: INSPECT_DEADLINE_MS
      });
      return exitCode === 0;
    })
  );
  return sources.find((_, at) => found[at]);
}
async function ensureImage(host, request) {
  const found = await findImage(host, request);
  if (found !== void 0) return found;
  let sources = await rankSources(host, request);
  const failures = /* @__PURE__ */ new Map();
  for (let round = 1; ; round++) {
    const tried = [];
    for (const source of sources) {
      const failure = await pull(host, source, request);
      if (failure === void 0) return source;
      failures.set(source, failure.error);
      if (!failure.isLasting) tried.push(source);
    }
    sources = tried;
    if (sources.length === 0 || round === ROUNDS) throw makeFailed(failures);
    await host.clock.sleep(FIRST_DELAY_MS * 2 ** (round - 1));
  }
}
async function pull(host, source, { env, say }) {
  try {
    await runChecked(host, {
      tool: "docker",
      file: "docker",
      args: ["pull", "--quiet", source],
      env,
      deadlineMs: PULL_DEADLINE_MS
    });
    say(`pulled ${source}`);
    return void 0;
  } catch (error) {
    if (host.signal.aborted) throw error;
    const told = [describeError(error), ...error instanceof ActionError ? error.details : []];
    say(`${source}: ${told[0]}`);
    return { error, isLasting: LASTING.test(told.join("\n")) };
  }
}
function makeFailed(failures) {
  const names = [...failures.keys()].join(", ");
  const hint = `None of ${names} could be pulled. Can the engine reach one of these registries?`;
  return withHint(hint, withCode("TOOL_DOWNLOAD_FAILED", [...failures.values()].at(-1)));
}

// src/stages/builder/order-images.ts
function orderImages(host, own, asking) {
  const { images } = own;
  if (!isHere(own)) return { isLocal: Promise.resolve(false), own: Promise.resolve(own) };
  const named = listNamed(own);
  if (named.length > 0) {
    const all = named.map((name) => findImage(host, { ...asking, sources: [name] }));
    const isLocal = Promise.all(all).then((found) => !found.includes(void 0));
    return { isLocal, own: Promise.resolve(own) };
  }
  const local = findImage(host, { ...asking, sources: images });
  return {
    isLocal: local.then((name) => name !== void 0),
    own: local.then(async (name) => {
      if (name === void 0)
        return { ...own, images: await rankSources(host, { ...asking, sources: images }) };
      return { ...own, images: [name, ...images.filter((image) => image !== name)] };
    })
  };
}
function listLookedFor(own) {
  if (!isHere(own)) return [];
  const named = listNamed(own);
  return named.length > 0 ? named : own.images;
}
function isHere({ driver, nodes }) {
  return driver === "docker-container" && nodes.every((one) => one.endpoint === void 0);
}
function listNamed({ nodes }) {
  return [...new Set(nodes.flatMap(({ driverOpts }) => driverOpts.flatMap(findNamed)))];
}
function findNamed(option) {
  const name = /(?:^|,)\s*"?image=([^",]+)/.exec(option)?.[1];
  return name === void 0 ? [] : [name];
}

export {
  findImage,
  ensureImage,
  orderImages,
  listLookedFor,
  findNamed
};
