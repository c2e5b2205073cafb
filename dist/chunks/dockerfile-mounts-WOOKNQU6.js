import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  require_main
} from "./chunk-7IBY4IF5.js";
import {
  identifyMount,
  parseCacheMount
} from "./chunk-EP54CR5M.js";
import {
  parse
} from "./chunk-75WMHJQE.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/image/dockerfile-mounts.ts
var import_dockerfile_ast = __toESM(require_main(), 1);
function findCacheMounts(question, platforms) {
  const dockerfile = import_dockerfile_ast.DockerfileParser.parse(question.text);
  const syntax = dockerfile.getDirectives().find((one) => one.getName() === "syntax");
  if (syntax !== void 0 && !/^(docker\.io\/)?docker\/dockerfile\b/.test(syntax.getValue()))
    return { mounts: [], others: [] };
  const mounts = /* @__PURE__ */ new Map();
  const others = /* @__PURE__ */ new Map();
  for (const platform of platforms) {
    const stages = readStages(dockerfile.getInstructions(), { ...question, platform });
    for (const { stage, base } of reach(stages, question)) {
      for (const { fields, line } of stage.mounts) {
        const mount = parseCacheMount(fields, { base, line });
        if (mount !== void 0 && "reason" in mount) others.set(line, mount.reason);
        else if (mount !== void 0 && !mounts.has(identifyMount(mount)))
          mounts.set(identifyMount(mount), mount);
      }
    }
  }
  return {
    mounts: [...mounts.values()],
    others: [...others].map(([line, reason]) => ({ line, reason }))
  };
}
function readStages(instructions, question) {
  const given = new Map(question.buildArgs.map(splitArg));
  const platform = /* @__PURE__ */ new Map([
    ["TARGETPLATFORM", formatPlatform(question.platform)],
    ["TARGETOS", question.platform.os],
    ["TARGETARCH", question.platform.architecture],
    ["TARGETVARIANT", question.platform.variant ?? ""]
  ]);
  const global = new Map(platform);
  const stages = [];
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction instanceof import_dockerfile_ast.From) {
      const base = expand(instruction.getImage() ?? "", global);
      const parent = stages.findLast(
        ({ name }) => name !== void 0 && name === base?.toLowerCase()
      );
      stages.push({
        name: instruction.getBuildStage()?.toLowerCase(),
        base,
        sources: [],
        mounts: [],
        // What ENV sets goes on in stages that begin with this one, and ARG does not; here both do.
        variables: new Map(parent?.variables)
      });
    } else if (instruction instanceof import_dockerfile_ast.Arg) {
      const property = instruction.getProperty();
      if (property === null) continue;
      const name = property.getName();
      const scope = stage?.variables ?? global;
      const inherited = stage === void 0 ? platform.get(name) : global.get(name);
      const value = given.get(name) ?? expand(property.getValue() ?? void 0, scope) ?? inherited;
      if (value !== void 0) scope.set(name, value);
      else if (property.getValue() !== null) scope.delete(name);
    } else if (stage !== void 0) readStep(instruction, stage);
  }
  return stages;
}
function readStep(instruction, stage) {
  if (instruction instanceof import_dockerfile_ast.Env) {
    for (const property of instruction.getProperties()) {
      const value = expand(property.getValue() ?? "", stage.variables);
      if (value === void 0) stage.variables.delete(property.getName());
      else stage.variables.set(property.getName(), value);
    }
  }
  if (!(instruction instanceof import_dockerfile_ast.Copy || instruction instanceof import_dockerfile_ast.Run)) return;
  const line = instruction.getRange().start.line + 1;
  for (const flag of instruction.getFlags()) {
    const value = flag.getValue() ?? "";
    if (flag.getName() === "from") stage.sources.push(value.toLowerCase());
    if (flag.getName() !== "mount") continue;
    const fields = splitFields(value).map((field) => expand(field, stage.variables) ?? field);
    stage.mounts.push({ fields, line });
    for (const field of fields)
      if (field.startsWith("from=")) stage.sources.push(field.slice("from=".length).toLowerCase());
  }
}
function splitFields(value) {
  try {
    const [fields] = parse(value, { relax_column_count: true });
    return fields ?? [];
  } catch {
    return [];
  }
}
function splitArg(entry) {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
}
var VARIABLE = /\$(?:(\w+)|\{(\w+)(?:(:?)([-+])([^}$]*))?\})/g;
function expand(text, known) {
  if (text === void 0) return void 0;
  let isSure = true;
  const filled = text.replace(VARIABLE, (_all, bare, braced, colon, sign, word) => {
    const value = known.get(bare ?? braced);
    const isSet = value !== void 0 && (colon !== ":" || value !== "");
    if (sign === "+") return isSet ? word : "";
    if (sign === "-") return isSet ? value : word;
    if (value === void 0) isSure = false;
    return value ?? "";
  });
  return isSure && !filled.includes("$") ? filled : void 0;
}
function reach(stages, { target, contexts }) {
  const replaced = new Set(contexts.map((name) => name.toLowerCase()));
  const find = (name, before) => {
    const earlier = stages.slice(0, before);
    const named = earlier.findLast((stage) => stage.name === name.toLowerCase());
    return named ?? (/^\d+$/.test(name) ? earlier[Number(name)] : void 0);
  };
  const findBase = (stage) => {
    const parent = stage.base === void 0 ? void 0 : find(stage.base, stages.indexOf(stage));
    if (parent !== void 0) return findBase(parent);
    return stage.base === "scratch" ? void 0 : stage.base;
  };
  const needed = /* @__PURE__ */ new Set();
  const visit = (stage) => {
    if (needed.has(stage) || stage.name !== void 0 && replaced.has(stage.name)) return;
    needed.add(stage);
    for (const name of [stage.base ?? "", ...stage.sources]) {
      const other = find(name, stages.indexOf(stage));
      if (other !== void 0) visit(other);
    }
  };
  const start = target === void 0 ? stages.at(-1) : find(target, stages.length);
  if (start !== void 0) visit(start);
  return stages.filter((stage) => needed.has(stage)).map((stage) => ({ stage, base: findBase(stage) }));
}
export {
  findCacheMounts
};
