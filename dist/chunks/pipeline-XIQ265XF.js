import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  foreseeEmulation,
  identifyLeg
} from "./chunk-FU3JRV5L.js";
import {
  readInputs,
  readLogins
} from "./chunk-V5EHDGBC.js";
import "./chunk-MIBULRU7.js";
import "./chunk-V3SLQHFG.js";
import {
  formatNameDocuments,
  nameImage
} from "./chunk-DXRDZ5Y6.js";
import {
  draftRun,
  parseFullReferences
} from "./chunk-VERE5B2P.js";
import {
  gatherFacts
} from "./chunk-WIEDXW63.js";
import {
  openRunFolder
} from "./chunk-A2QJHVKI.js";
import {
  makeTimings,
  maskSecrets
} from "./chunk-6WEJ5CE4.js";
import {
  formatPlan
} from "./chunk-XBVVFUJQ.js";
import "./chunk-VCHEAQKV.js";
import {
  noteLacking
} from "./chunk-2ZDAI6C6.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-6C3K74AT.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import "./chunk-EXDO44IS.js";
import "./chunk-5DJDJALV.js";
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
  const { tellFailure } = await import("./report-images-HFUSJFQT.js");
  tellFailure(host, failure);
}
async function tellResults(...told) {
  const { report } = await import("./report-55PLHNMG.js");
  await report(...told);
}
async function runStages(host, results, timings) {
  host.signal.throwIfAborted();
  const parsed = await readLogins(host.env, readInputs(host.env));
  const { inputs } = parsed;
  const executing = inputs.dryRun ? void 0 : loadExecution();
  maskSecrets(host, inputs);
  const lost = await enterOrTell(host, inputs);
  const gathering = gatherFacts(host, inputs, lost.length === 0);
  const known = { ...parsed, problems: [...parsed.problems, ...lost] };
  const early = executing && await bootEarly(host, known, gathering);
  const resolved = { known, gathering, executing, early, timings };
  try {
    await resolveAndCarryOut(host, resolved, results);
  } finally {
    await early?.builder.drop();
  }
}
async function resolveAndCarryOut(host, {
  known,
  gathering,
  executing,
  early,
  timings
}, results) {
  const { inputs } = known;
  const facts = await gathering;
  const named = await nameImage(host, { parsed: known, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  const open = async () => early?.folder ?? openRunFolder(host);
  if (refusal !== void 0) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const folder2 = await open();
    const { surveyRefused } = await import("./survey-6SJEW2BO.js");
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder: folder2, timings });
  }
  const plan = await foreseeEmulation(host, draft);
  const identity = identifyLeg(host, { plan, facts, matrix: inputs.matrix });
  Object.assign(results, { plan, group: identity.group });
  printPlan(host, plan, identity);
  const folder = await open();
  Object.assign(results, await tellNames(host, { named, plan, folder: folder.path }));
  if (executing === void 0) {
    const { rehearse } = await import("./rehearse-D3SOQEGB.js");
    const filled = named.parsed.inputs;
    results.rehearsal = rehearse(host, { plan, inputs: filled, facts, group: identity.group });
    return;
  }
  const { carryOut } = await executing;
  const setting = { plan, inputs, facts, folder, timings, identity, early: early?.builder };
  await carryOut(host, setting, results);
}
var PATIENCE_MS = 50;
async function bootEarly(host, known, gathering) {
  if (known.problems.length > 0) return void 0;
  if (await settleWithin(host, PATIENCE_MS, gathering) !== void 0) return void 0;
  const { startEarly } = await import("./early-builder-OLE44OJD.js");
  const folder = await openRunFolder(host);
  return { folder, builder: startEarly(host, { parsed: known, folder }) };
}
async function loadExecution() {
  return import("./carry-out-SLIA2HUO.js");
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
