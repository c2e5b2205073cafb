import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  foreseeEmulation,
  identifyLeg
} from "./chunk-VHHPDPLI.js";
import {
  readInputs,
  readLogins
} from "./chunk-KCR2UASF.js";
import "./chunk-MIBULRU7.js";
import "./chunk-TPV272LM.js";
import {
  formatNameDocuments,
  nameImage
} from "./chunk-QDNYTBA3.js";
import {
  draftRun,
  findUsableBuildx,
  foreseeMachines,
  parseFullReferences,
  stopOn
} from "./chunk-IXQPVSTI.js";
import {
  gatherFacts
} from "./chunk-LKOHCVR5.js";
import {
  openRunFolder
} from "./chunk-RSG6BFU7.js";
import {
  makeTimings,
  maskSecrets,
  writeContext
} from "./chunk-PTLKZAO4.js";
import {
  formatPlan
} from "./chunk-UXX5YRA4.js";
import "./chunk-SA2GMFYJ.js";
import {
  askEngine
} from "./chunk-PSIAJPV7.js";
import {
  hasNodeHere,
  noteLacking
} from "./chunk-PFKVS5A6.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import {
  findImage,
  listLookedFor
} from "./chunk-GJRLLONP.js";
import "./chunk-EI3N3EFW.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import "./chunk-O7GMNHRJ.js";
import "./chunk-HQSA4M7E.js";
import {
  listEarlier
} from "./chunk-OHJM3DEI.js";
import {
  makeEngineEnv
} from "./chunk-5DJDJALV.js";
import {
  formatReference
} from "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import {
  InputError
} from "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";

// src/plan/name-outputs.ts
var BAKE_FILES = {
  "bake-file": "bakeFile",
  "bake-file-tags": "bakeFileTags",
  "bake-file-labels": "bakeFileLabels",
  "bake-file-annotations": "bakeFileAnnotations"
};
var BAKE_FILE_OUTPUTS = Object.keys(BAKE_FILES);
function makeNameOutputs({
  inputs,
  names,
  plan
}) {
  const { separators } = inputs;
  const lists = inputs.images === "" ? makeGivenLists({ inputs, names, plan }) : names;
  const documents = inputs.images === "" ? formatNameDocuments(lists, inputs.bakeTarget) : names;
  const files = BAKE_FILE_OUTPUTS.map((output) => [output, documents[BAKE_FILES[output]]]);
  return {
    texts: {
      version: lists.version,
      "tag-names": lists.tagNames.join(separators.tags),
      labels: lists.labels.join(separators.labels),
      annotations: lists.annotations.join(separators.annotations),
      json: documents.json
    },
    files: Object.fromEntries(files),
    tags: [...lists.tags, ...listPlatformTags(plan)]
  };
}
function makeGivenLists({
  inputs,
  names,
  plan
}) {
  const destinations = parseFullReferences(inputs.tags, []);
  const tags = destinations.flatMap((one) => one.tags.map((tag) => ({ ...one, tag: tag.name })));
  return {
    version: names.version,
    images: [],
    tagNames: [...new Set(tags.map(({ tag }) => tag))],
    tags: tags.map(({ repository, tag }) => formatReference({ repository, tag })),
    labels: plan.build.labels,
    annotations: plan.build.annotations
  };
}
function listPlatformTags({ destinations }) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.filter(({ of }) => of !== void 0).map(({ name }) => formatReference({ repository, tag: name }))
  );
}

// src/stages/facts/name-outputs.ts
async function tellNames(host, { named, plan, folder }) {
  const { inputs } = named.parsed;
  const { switches, dryRun, separators } = inputs;
  const { texts, files, tags } = makeNameOutputs({ inputs, names: named.names, plan });
  const names = {
    ...texts,
    ...await writeFiles(host, files, folder),
    tags: tags.join(separators.tags)
  };
  if (switches.exportNames ?? dryRun) exportAll(host, names);
  return { names, isDry: dryRun, summarizes: switches.summary, separator: separators.tags };
}
async function writeFiles(host, files, folder) {
  const paths = await Promise.all(
    BAKE_FILE_OUTPUTS.map(async (name) => {
      const path = `${folder}/names/${name}.json`;
      await host.files.write(path, files[name]);
      return [name, path];
    })
  );
  return Object.fromEntries(paths);
}
function exportAll(host, names) {
  for (const [name, value] of Object.entries(names)) {
    const variable = name.replaceAll("-", "_").toUpperCase();
    host.exportVariable(`DOCKER_METADATA_OUTPUT_${variable}`, value);
  }
}

// src/stages/job/working-directory.ts
import { isAbsolute, join, relative } from "node:path";
var NAME = "working-directory";
async function enterWorkingDirectory({ env, files }, folder) {
  if (folder === void 0) return;
  const workspace = env["GITHUB_WORKSPACE"] || ".";
  const path = isAbsolute(folder) ? folder : join(workspace, folder);
  const kind = await files.kind(path);
  if (kind !== "directory") {
    const problem = "is not a folder of the workspace";
    const fix = "Check the repository out into it first (`path:`).";
    throw new InputError([{ input: NAME, value: folder, problem, fix, ...noteLacking(kind) }]);
  }
  const below = relative(await files.realpath(workspace), await files.realpath(path));
  if (below === ".." || below.startsWith("../") || isAbsolute(below)) {
    throw refuse(folder, "leads out of the workspace", "Give a folder below the workspace.");
  }
  await files.enter(path);
}
async function enterOrTell(host, { workingDirectory }) {
  try {
    await enterWorkingDirectory(host, workingDirectory);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
function refuse(value, problem, fix) {
  return new InputError([{ input: NAME, value, problem, fix }]);
}

// src/stages/setup/ask-ahead.ts
async function askAhead(outside, { inputs, folder }) {
  const ending = new AbortController();
  const asked = /* @__PURE__ */ new Map();
  const asking = stopOn(outside, ending.signal);
  const remember = (command) => {
    const running = asking.run(command);
    asked.set(describe(command), running);
    return running;
  };
  const recall = (command) => {
    const key = describe(command);
    const running = asked.get(key);
    asked.delete(key);
    return running ?? outside.run(command);
  };
  const host = { ...asking, run: remember };
  if ((await listEarlier(host, folder)).length === 0) {
    const images = listImagesHere(inputs);
    const isReady = images !== void 0 && await isWritten(writeContext(host, folder));
    void ask(host, { inputs, folder, images: isReady ? images : void 0 });
  }
  return { host: { ...outside, run: recall }, end: () => ending.abort() };
}
function describe({ file, args, env }) {
  return JSON.stringify([file, args, env]);
}
function isWritten(writing) {
  return writing.then(
    () => true,
    () => false
  );
}
function listImagesHere(inputs) {
  const machines = foreseeMachines(inputs);
  if (machines === void 0) return [];
  return hasNodeHere(machines) ? listLookedFor(machines) : void 0;
}
async function ask(host, {
  inputs,
  folder,
  images
}) {
  const env = makeEngineEnv({ env: host.env, folder });
  await Promise.allSettled([
    findUsableBuildx(host, { choice: inputs.buildx, say: () => void 0, folder }),
    images && askEngine(host, { env, folder }),
    images && findImage(host, { sources: images, env })
  ]);
}

// src/pipeline.ts
async function run(host) {
  const results = { moved: [], published: false };
  const timings = makeTimings(host.clock);
  let failure;
  try {
    await runStages(host, results, timings);
  } catch (error) {
    failure = error;
  }
  await tellResults(host, { results, timings: timings.all(), error: failure }).catch((error) => {
    failure ??= error;
  });
  if (failure === void 0) return;
  const { tellFailure } = await import("./report-images-VUGW4UYY.js");
  tellFailure(host, failure);
}
async function tellResults(...told) {
  const { report } = await import("./report-E3YVOSCL.js");
  await report(...told);
}
async function runStages(host, results, timings) {
  host.signal.throwIfAborted();
  const parsed = await readLogins(host.env, readInputs(host.env));
  maskSecrets(host, parsed.inputs);
  const lost = await enterOrTell(host, parsed.inputs);
  const known = { ...parsed, problems: [...parsed.problems, ...lost] };
  const folder = await openRunFolder(host);
  if (known.inputs.dryRun || known.problems.length > 0) {
    const gathering = gatherFacts(host, known.inputs, lost.length === 0);
    await resolveAndCarryOut(host, { known, gathering, folder, timings }, results);
    return;
  }
  const ahead = await askAhead(host, { inputs: known.inputs, folder: folder.path });
  try {
    await bootAndCarryOut(ahead.host, { known, folder, timings }, results);
  } finally {
    ahead.end();
  }
}
async function bootAndCarryOut(host, begun, results) {
  const { known, folder } = begun;
  const executing = loadExecution();
  const gathering = gatherFacts(host, known.inputs);
  const early = await bootEarly(host, { known, folder, gathering });
  try {
    await resolveAndCarryOut(host, { ...begun, gathering, executing, early }, results);
  } finally {
    await early?.drop();
  }
}
async function resolveAndCarryOut(host, { known, folder, gathering, executing, early, timings }, results) {
  const { inputs } = known;
  const facts = await gathering;
  const named = await nameImage(host, { parsed: known, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  if (refusal !== void 0) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const { surveyRefused } = await import("./survey-KY6KQPJE.js");
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder, timings });
  }
  const plan = await foreseeEmulation(host, draft);
  const identity = identifyLeg(host, { plan, facts, inputs });
  Object.assign(results, { plan, group: identity.group });
  printPlan(host, plan, identity);
  Object.assign(results, await tellNames(host, { named, plan, folder: folder.path }));
  if (executing === void 0) {
    const { rehearse } = await import("./rehearse-XVUZBVXI.js");
    const filled = named.parsed.inputs;
    results.rehearsal = rehearse(host, { plan, inputs: filled, facts, group: identity.group });
    return;
  }
  const { carryOut } = await executing;
  const setting = { plan, inputs, facts, folder, timings, identity, early };
  await carryOut(host, setting, results);
}
var PATIENCE_MS = 50;
async function bootEarly(host, {
  known: parsed,
  folder,
  gathering
}) {
  if (await settleWithin(host, PATIENCE_MS, gathering) !== void 0) return void 0;
  const { startEarly } = await import("./early-builder-6KWJYPGX.js");
  return startEarly(host, { parsed, folder });
}
async function loadExecution() {
  return import("./carry-out-TXVZZK5X.js");
}
function printPlan(host, plan, { group }) {
  host.log.group("Plan", formatPlan(plan, group));
  tellThoughts(host, plan);
  if (plan.mode === "build") host.log.notice(`Not pushed: ${plan.reason}`);
}
function tellThoughts({ log }, { notices, warnings }) {
  notices.forEach(log.notice);
  for (const message of warnings) log.warning(message);
}
export {
  run
};
