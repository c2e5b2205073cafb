import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  PROVENANCE_V02,
  PROVENANCE_V1,
  SPDX,
  parseTagLine
} from "./chunk-SA2GMFYJ.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatRepository,
  parseDigest,
  parseRepository
} from "./chunk-SHLUNWKC.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/plan/candidate.ts
var CANDIDATE_PREDICATE = "https://build-sign-action.dev/candidate/v1";
var KINDS = [SPDX, PROVENANCE_V1, PROVENANCE_V02];
var MAX_ENTRIES = 1e3;
var TAG_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
function formatCandidate(candidate) {
  const { platform, platforms, destinations, attestations, annotations, keepAlive } = candidate;
  return {
    version: 1,
    group: candidate.group,
    runId: candidate.runId,
    attempt: candidate.attempt,
    ...platform === void 0 ? {} : { platform: formatPlatform(platform) },
    platforms: platforms.map(formatPlatform),
    digest: candidate.digest,
    images: destinations.map(({ repository, tags }) => ({
      name: formatRepository(repository),
      tags: tags.map(({ name, kind, of, line }) => ({
        ...{ name, kind },
        ...of === void 0 ? {} : { of },
        ...line === void 0 ? {} : { line }
      }))
    })),
    annotations,
    attestations: attestations.map(({ predicateType }) => predicateType),
    signed: candidate.signed,
    keepAlive
  };
}
function isSameCandidate(one, other) {
  return JSON.stringify(formatCandidate(one)) === JSON.stringify(formatCandidate(other));
}
function formatCandidateDocument({ candidate, bundle }) {
  return JSON.stringify({
    candidate: formatCandidate(candidate),
    ...bundle === void 0 ? {} : { bundle }
  });
}
function parseCandidateDocument(text) {
  const value = readJson(text);
  if (!isRecord(value)) return void 0;
  const candidate = parseCandidate(value["candidate"]);
  const bundle = value["bundle"];
  if (candidate === void 0 || bundle !== void 0 && typeof bundle !== "string")
    return void 0;
  return { candidate, bundle };
}
function parseCandidate(value) {
  if (!isRecord(value) || value["version"] !== 1) return void 0;
  const { group, runId, attempt, signed } = value;
  const digest = typeof value["digest"] === "string" ? parseDigest(value["digest"]) : void 0;
  const platform = value["platform"] === void 0 ? void 0 : toPlatform(value["platform"]);
  const platforms = mapAll(value["platforms"], toPlatform);
  const destinations = mapAll(value["images"], toDestination);
  const annotations = mapAll(value["annotations"], toText);
  const attestations = mapAll(value["attestations"], toSpec);
  const keepAlive = mapAll(value["keepAlive"], toText);
  if (!isMatch(group, /^[0-9a-f]{16}$/) || !isMatch(runId, /^\d{1,20}$/) || typeof attempt !== "number" || !Number.isSafeInteger(attempt) || attempt < 1 || typeof signed !== "boolean" || digest === void 0 || value["platform"] !== void 0 && platform === void 0 || platforms === void 0 || platforms.length === 0 || destinations === void 0 || destinations.length === 0 || annotations === void 0 || attestations === void 0 || keepAlive === void 0)
    return void 0;
  return {
    group,
    runId,
    attempt,
    platform,
    platforms,
    digest,
    destinations,
    annotations,
    attestations,
    signed,
    keepAlive
  };
}
function toPlatform(value) {
  const parsed = typeof value === "string" ? parsePlatform(value) : void 0;
  return parsed?.ok === true ? parsed.platform : void 0;
}
function toRepository(value) {
  const parsed = typeof value === "string" ? parseRepository(value) : void 0;
  return parsed?.ok === true ? parsed.repository : void 0;
}
function toDestination(value) {
  if (!isRecord(value)) return void 0;
  const repository = toRepository(value["name"]);
  const tags = mapAll(value["tags"], toTag);
  return repository === void 0 || tags === void 0 ? void 0 : { repository, tags };
}
function toTag(value) {
  if (!isRecord(value)) return void 0;
  const { name, kind } = value;
  const of = value["of"] === void 0 ? void 0 : toCompanion(value["of"]);
  if (!isMatch(name, TAG_NAME) || kind !== "immutable" && kind !== "floating") return void 0;
  const line = value["line"] === void 0 ? void 0 : parseTagLine(value["line"]);
  if (value["of"] === void 0 !== (of === void 0)) return void 0;
  if (value["line"] === void 0 !== (line === void 0)) return void 0;
  return {
    ...{ name, kind },
    ...of === void 0 ? {} : { of },
    ...line === void 0 ? {} : { line }
  };
}
function toCompanion(value) {
  if (!isRecord(value)) return void 0;
  const { tag } = value;
  const platform = toPlatform(value["platform"]);
  if (!isMatch(tag, TAG_NAME) || platform === void 0) return void 0;
  return { tag, platform: formatPlatform(platform) };
}
function toSpec(value) {
  return KINDS.find(({ predicateType }) => predicateType === value);
}
function toText(value) {
  return typeof value === "string" ? value : void 0;
}
function mapAll(value, convert) {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) return void 0;
  const converted = value.flatMap((entry) => {
    const one = convert(entry);
    return one === void 0 ? [] : [one];
  });
  return converted.length === value.length ? converted : void 0;
}
function isMatch(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

export {
  CANDIDATE_PREDICATE,
  formatCandidate,
  isSameCandidate,
  formatCandidateDocument,
  parseCandidateDocument,
  parseCandidate
};
