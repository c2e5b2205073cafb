import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  FOLDER_PREFIX
} from "./chunk-EXDO44IS.js";
import {
  isRecord,
  readJson
} from "./chunk-KBW2CNOB.js";

// src/stages/job/earlier-use.ts
import { createHmac } from "node:crypto";

// src/tools/finding.ts
function parseFinding(text, { job, key }) {
  const value = readJson(text);
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  return value["job"] === job && value["key"] === key ? value["answer"] : void 0;
}

// src/stages/job/earlier-use.ts
function describeJob(env) {
  const runId = env["GITHUB_RUN_ID"] ?? "";
  if (runId === "") return void 0;
  return formatJob(runId, Number(env["GITHUB_RUN_ATTEMPT"] || "1"), env["GITHUB_JOB"] ?? "");
}
function formatJob(runId, attempt, job) {
  return `${runId}/${attempt}/${job}`;
}
async function listEarlier({ env, files }, own) {
  const temp = env["RUNNER_TEMP"];
  if (!temp) return [];
  const names = await files.list(temp).catch(() => []);
  const folders = names.filter((name) => name.startsWith(FOLDER_PREFIX)).map((name) => `${temp}/${name}`).filter((folder) => folder !== own);
  const isPrivate = await Promise.all(folders.map((folder) => files.isPrivate(folder)));
  return folders.filter((_, at) => isPrivate[at]);
}
async function ensureFound(host, folder, finding) {
  const { name, parse, find } = finding;
  const job = describeJob(host.env);
  if (job === void 0) return find();
  const secret = host.env["ACTIONS_RUNTIME_TOKEN"] ?? "";
  const key = createHmac("sha256", secret).update(JSON.stringify(finding.key)).digest("hex");
  const file = `found/${name}.json`;
  const answers = await Promise.all(
    // This use may have asked already, for a builder that boots early.
    [folder, ...await listEarlier(host, folder)].map(async (earlier) => {
      const text2 = await host.files.readText(`${earlier}/${file}`).catch(() => "");
      const answer = parseFinding(text2, { job, key });
      return answer === void 0 ? void 0 : parse(answer);
    })
  );
  const value = answers.find((one) => one !== void 0) ?? await find();
  const text = JSON.stringify({ v: 1, job, key, answer: value });
  await host.files.write(`${folder}/${file}`, text);
  return value;
}

export {
  describeJob,
  formatJob,
  listEarlier,
  ensureFound
};
