import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  parseReference
} from "./chunk-SHLUNWKC.js";
import {
  describeError
} from "./chunk-QF5QQBM2.js";

// src/stages/tools/image-source.ts
var FEW_PULLS = 5;
var LIMIT_MS = 3e3;
async function rankSources(host, { sources, registry, say }) {
  if (sources.length < 2) return sources;
  const lacks = await Promise.all(sources.map((source) => findLack(host, registry, source)));
  const good = sources.filter((_, at) => lacks[at] === void 0);
  for (const [at, lack] of lacks.entries())
    if (lack !== void 0 && good.length > 0) say(`${sources[at]}: ${lack}`);
  return [...good, ...sources.filter((source) => !good.includes(source))];
}
async function findLack(host, registry, source) {
  const parsed = parseReference(source);
  if (!parsed.ok) return parsed.reason;
  const { repository, digest = "" } = parsed.reference;
  const asked = registry.probeManifest(repository, digest).then(
    (head) => {
      if (head === void 0) return { lack: "is not there" };
      const { pullsLeft } = head;
      const isFew = pullsLeft !== void 0 && pullsLeft < FEW_PULLS;
      return { lack: isFew ? `${pullsLeft} pulls are left to this address` : void 0 };
    },
    (error) => ({ lack: describeError(error) })
  );
  const answer = await settleWithin(host, LIMIT_MS, asked);
  return answer === void 0 ? `no answer in ${LIMIT_MS / 1e3} s` : answer.lack;
}

export {
  rankSources
};
