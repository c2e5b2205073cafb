import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  require_main
} from "./chunk-7IBY4IF5.js";
import {
  formatPlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/image/dockerfile.ts
var import_dockerfile_ast = __toESM(require_main(), 1);
function listBases(question) {
  const dockerfile = import_dockerfile_ast.DockerfileParser.parse(question.text);
  const syntax = dockerfile.getDirectives().find((one) => one.getName() === "syntax");
  if (syntax !== void 0 && !/^(docker\.io\/)?docker\/dockerfile\b/.test(syntax.getValue()))
    return [];
  const known = readVariables(dockerfile.getInitialARGs(), question);
  const stages = readStages(dockerfile.getInstructions(), known);
  return walkStages(stages, question);
}
function readVariables(args, { buildArgs, platform }) {
  const given = new Map(
    buildArgs.flatMap((entry) => {
      const at = entry.indexOf("=");
      return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
    })
  );
  const known = /* @__PURE__ */ new Map([
    ["TARGETPLATFORM", formatPlatform(platform)],
    ["TARGETOS", platform.os],
    ["TARGETARCH", platform.architecture],
    ["TARGETVARIANT", platform.variant ?? ""]
  ]);
  for (const name of known.keys()) known.set(name, given.get(name) ?? known.get(name) ?? "");
  for (const arg of args) {
    const property = arg.getProperty();
    if (property === null) continue;
    const name = property.getName();
    const value = given.get(name) ?? expand(property.getValue() ?? void 0, known);
    if (value === void 0) known.delete(name);
    else known.set(name, value);
  }
  return known;
}
var VARIABLE = /\$(?:(\w+)|\{(\w+)(?:(:?)([-+])([^}$]*))?\})/g;
function expand(text, known) {
  if (text === void 0) return void 0;
  let isSure = !/["'\\]/.test(text);
  const filled = text.replace(VARIABLE, (_all, bare, braced, colon, sign, word) => {
    const value = known.get(bare ?? braced);
    const isSet = value !== void 0 && (colon !== ":" || value !== "");
    if (sign === "+") return isSet ? word : "";
    if (sign === "-") return isSet ? value : word;
    if (value === void 0) isSure = false;
    return value ?? "";
  });
  return isSure && filled !== "" && !filled.includes("$") ? filled : void 0;
}
function readStages(instructions, known) {
  const stages = [];
  for (const instruction of instructions) {
    const line = instruction.getRange().start.line + 1;
    if (instruction instanceof import_dockerfile_ast.From) {
      const flag = instruction.getPlatformFlag()?.getValue() ?? void 0;
      stages.push({
        name: instruction.getBuildStage()?.toLowerCase(),
        base: expand(instruction.getImage() ?? void 0, known),
        // Without a value that is known, the platform is not known either.
        platformFlag: flag === void 0 ? void 0 : expand(flag, known) ?? "unknown",
        line,
        sources: []
      });
      continue;
    }
    for (const name of listSources(instruction)) stages.at(-1)?.sources.push({ name, line });
  }
  return stages;
}
function listSources(instruction) {
  const isSource = instruction instanceof import_dockerfile_ast.Copy || instruction instanceof import_dockerfile_ast.Run;
  if (!isSource) return [];
  const values = instruction.getFlags().map((flag) => {
    const value = flag.getValue() ?? "";
    if (flag.getName() === "from") return value;
    return flag.getName() === "mount" ? /(?:^|,)from=([^,]*)/.exec(value)?.[1] ?? "" : "";
  });
  return values.filter((value) => /^[\w./:@-]+$/.test(value));
}
function walkStages(stages, question) {
  const replaced = new Set(question.contexts.map(simplify));
  const bases = [];
  const seen = /* @__PURE__ */ new Set();
  const find = (name, before) => {
    const earlier = stages.slice(0, before);
    const named = earlier.findLast((stage) => stage.name === name.toLowerCase());
    return named ?? (/^\d+$/.test(name) ? earlier[Number(name)] : void 0);
  };
  const findPlatform = (stage) => {
    const base = stage.base === void 0 ? void 0 : find(stage.base, stages.indexOf(stage));
    if (base !== void 0) return findPlatform(base);
    if (stage.platformFlag === void 0) return question.platform;
    const parsed = parsePlatform(stage.platformFlag);
    return parsed.ok ? parsed.platform : void 0;
  };
  const visit = (stage) => {
    if (seen.has(stage) || stage.name !== void 0 && replaced.has(stage.name)) return;
    seen.add(stage);
    const platform = findPlatform(stage);
    const needs = [
      ...stage.base === void 0 ? [] : [{ name: stage.base, line: stage.line }],
      ...stage.sources
    ];
    for (const { name, line } of needs) {
      if (replaced.has(simplify(name))) continue;
      const other = find(name, stages.indexOf(stage));
      if (other !== void 0) visit(other);
      else if (platform !== void 0 && name !== "scratch")
        bases.push({ image: name, line, platform });
    }
  };
  const last = stages.at(-1);
  const start = question.target === void 0 ? last : find(question.target, stages.length);
  if (start !== void 0) visit(start);
  return bases;
}
function simplify(name) {
  return name.toLowerCase().replace(/^docker\.io\//, "").replace(/^library\//, "").replace(/:latest$/, "");
}
export {
  listBases
};
