import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  isNative
} from "./chunk-FG7OWVVX.js";
import {
  analyseDockerfile,
  simplifyName
} from "./chunk-57IH5IDN.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-7QRAHV2Z.js";

// src/plan/find-emulated.ts
function findEmulated({
  text,
  build: { target, buildArgs, contexts, platforms },
  machine
}) {
  const sources = contexts.map(splitContext);
  const found = platforms.map(
    (platform) => analyseDockerfile({
      text,
      target,
      buildArgs,
      contexts: sources.map(({ name }) => name),
      platform,
      buildPlatform: machine
    })
  );
  const steps = found.flatMap(({ runs }) => listForeign(runs, machine));
  const bases = found.flatMap((analysis) => listOpenBases(analysis, sources));
  return {
    steps: unique(steps, ({ line, text: command }) => `${line} ${command}`).sort(
      (left, right) => left.line - right.line
    ),
    bases: unique(bases, ({ image }) => image).filter(
      ({ platform }) => !isNative(platform, machine)
    ),
    doubts: [...new Set(found.flatMap((analysis) => listDoubts(analysis, sources)))]
  };
}
function listForeign(runs, machine) {
  return runs.flatMap(
    ({ line, text, stage, platform }) => platform === void 0 || isNative(platform, machine) ? [] : [{ line, text, stage, platform }]
  );
}
function splitContext(entry) {
  const [name = ""] = entry.split("=", 1);
  return { name, source: entry.slice(name.length + 1) };
}
function listOpenBases({ starts, contexts }, sources) {
  const named = contexts.flatMap((context) => {
    const source = findSource(context, sources);
    const [, image] = /^docker-image:\/\/(.+)$/.exec(source) ?? [];
    return image === void 0 ? [] : [{ ...context, image }];
  });
  return [...starts, ...named];
}
function findSource({ image }, sources) {
  return sources.find(({ name }) => simplifyName(name) === simplifyName(image))?.source ?? "";
}
function listDoubts({ runs, contexts, doubts }, sources) {
  return [
    ...doubts,
    ...runs.flatMap(
      ({ line, platform }) => platform === void 0 ? [`line ${line}: the platform is not known`] : []
    ),
    ...contexts.flatMap(
      (context) => /^(oci-layout|target):/.test(findSource(context, sources)) ? [`line ${context.line}: ${context.image} is an image that is not looked into`] : []
    )
  ];
}
function unique(all, name) {
  const keys = all.map((one) => `${name(one)} ${formatPlatform(one.platform)}`);
  return all.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}
export {
  findEmulated
};
