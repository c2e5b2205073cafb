import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/plan/artifact-names.ts
var LEG_PREFIX = "bsa-leg.";
var WHOLE_IMAGE = "all";
function formatLegArtifact({ group, platform, attempt, phase }) {
  return `${LEG_PREFIX}${group}.${platform.replaceAll("/", "-")}.${attempt}.${phase}`;
}
function parseLegArtifact(name) {
  const match = /^bsa-leg\.([0-9a-f]{16})\.([a-z0-9.-]+)\.([1-9]\d{0,5})\.(start|done)$/.exec(name);
  if (match === null) return void 0;
  const [, group = "", platform = "", attempt = "", phase] = match;
  return {
    group,
    platform: platform.replaceAll("-", "/"),
    attempt: Number(attempt),
    phase: phase === "start" ? "start" : "done"
  };
}
function formatMergeArtifact(merge) {
  const { group, children, attempt, generation } = merge;
  return `bsa-merge.${group}.${children}.${attempt}.${generation}`;
}
function formatReleaseArtifact(merge) {
  return `${formatMergeArtifact(merge)}.released`;
}

export {
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact,
  formatMergeArtifact,
  formatReleaseArtifact
};
