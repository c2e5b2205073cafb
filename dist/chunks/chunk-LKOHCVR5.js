import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  PRIVILEGED_EVENTS
} from "./chunk-UXX5YRA4.js";
import {
  readField
} from "./chunk-SA2GMFYJ.js";
import {
  dockerfilePath,
  isLocalSource,
  isRemoteContext
} from "./chunk-PFKVS5A6.js";
import {
  parseBuildkitdConfig
} from "./chunk-EI3N3EFW.js";

// src/stages/facts/buildkitd-config.ts
async function readBuildkitdConfig({ files }, config) {
  if (config === void 0) return void 0;
  const text = config.kind === "text" ? config.text : await files.readText(config.path).catch(() => void 0);
  if (text === void 0) return { kind: "missing" };
  const parsed = await parseBuildkitdConfig(text);
  return parsed.ok ? { kind: "table", table: parsed.table } : { kind: "invalid", line: parsed.line };
}

// src/stages/facts/foreign-head.ts
import { dirname, isAbsolute, join } from "node:path";
async function readsForeignHead(host, { event, inputs }) {
  const { env } = host;
  const sides = readSides(env, event);
  if (sides === void 0) return false;
  const sources = [inputs.context, ...inputs.buildContexts.map(({ source }) => source)];
  for (const source of sources) {
    if (isRemoteContext(source) && namesHead(source, sides)) return true;
    if (!isLocalSource(source)) continue;
    if (await holdsForeign(host, source, sides)) return true;
    if (await hasForeignBelow(host, source, sides)) return true;
  }
  const { context, file } = inputs;
  const hasFile = file !== void 0 && !isRemoteContext(context) && isLocalSource(file);
  return hasFile && holdsForeign(host, dirname(file), sides);
}
function readSides(env, event) {
  const eventName = env["GITHUB_EVENT_NAME"] ?? "";
  if (!PRIVILEGED_EVENTS.includes(eventName)) return void 0;
  const text = (...path) => {
    const value = readField(event, path);
    return typeof value === "string" && value !== "" ? value.toLowerCase() : void 0;
  };
  if (eventName === "issue_comment" && readField(event, ["issue", "pull_request"]) === void 0)
    return void 0;
  const headRepository = text("pull_request", "head", "repo", "full_name") ?? text("workflow_run", "head_repository", "full_name");
  if (headRepository === (env["GITHUB_REPOSITORY"] ?? "").toLowerCase()) return void 0;
  const known = (values) => values.filter((value) => value !== void 0 && value !== "");
  return {
    ownShas: known([env["GITHUB_SHA"]?.toLowerCase(), text("pull_request", "base", "sha")]),
    ownBranches: known([text("pull_request", "base", "ref"), text("repository", "default_branch")]),
    headSha: text("pull_request", "head", "sha") ?? text("workflow_run", "head_sha"),
    headRepository,
    ownRepository: (env["GITHUB_REPOSITORY"] ?? "").toLowerCase()
  };
}
function namesHead(url, sides) {
  const [place = "", fragment = ""] = url.toLowerCase().split("#");
  const [path = "", query] = place.split("?");
  const { headSha } = sides;
  const revisions = [decode(fragment), ...new URLSearchParams(query).values()];
  return isOfHead(decode(path), sides) || revisions.some(
    (one) => /^(refs\/)?pull\//.test(one) || headSha !== void 0 && one.startsWith(headSha)
  );
}
function isOfHead(place, { headRepository, ownRepository }) {
  const [, owner = "", name = ""] = /[/:]([^/:]+)\/+([^/]+?)(?:\.git)?\/*$/.exec(place) ?? [];
  const named = `${owner}/${name}`;
  if (headRepository !== void 0) return named === headRepository;
  return named !== ownRepository && name !== "" && ownRepository.endsWith(`/${name}`);
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
async function hasForeignBelow(host, source, sides) {
  const { env, files } = host;
  const names = await files.list(source).catch(() => []);
  for (const name of names) {
    const git = join(source, name, ".git");
    if (await files.kind(git).catch(() => void 0) !== "directory") continue;
    const config = await files.readText(join(git, "config")).catch(() => "");
    const isAbout = isOrigin(config, env) || isOfHead(readOrigin(config), sides);
    if (isAbout && await holdsForeign(host, join(source, name), sides)) return true;
  }
  return false;
}
async function readCheckedOut({ env, files }, source) {
  const git = await findCheckout(files, source, env["GITHUB_WORKSPACE"] ?? "");
  if (git === void 0) return void 0;
  const read = openCheckout(files, git);
  if (!isOrigin(await read("config"), env)) return void 0;
  const { sha } = await readHead(read);
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha : void 0;
}
function openCheckout(files, git) {
  return (path) => files.readText(join(git, path)).then(
    (text) => text.trim(),
    () => ""
  );
}
async function readHead(read) {
  const head = await read("HEAD");
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  const sha = branch === void 0 ? head : await readRef(read, `refs/heads/${branch}`);
  return { branch, sha };
}
async function holdsForeign({ env, files }, source, sides) {
  const git = await findCheckout(files, source, env["GITHUB_WORKSPACE"] ?? "");
  if (git === void 0) return false;
  const read = openCheckout(files, git);
  const { branch, sha } = await readHead(read);
  if (sha === "" || sides.ownShas.includes(sha.toLowerCase())) return false;
  if (branch === void 0 || !sides.ownBranches.includes(branch.toLowerCase())) return true;
  const isAsFetched = await readRef(read, `refs/remotes/origin/${branch}`) === sha;
  return !isAsFetched || !isOrigin(await read("config"), env);
}
async function readRef(read, ref) {
  const loose = await read(ref);
  if (loose !== "") return loose;
  const lines = (await read("packed-refs")).split("\n");
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0] ?? "";
}
function readOrigin(config) {
  return (/\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(config)?.[1] ?? "").toLowerCase();
}
function isOrigin(config, env) {
  const server = env["GITHUB_SERVER_URL"] || "https://github.com";
  const own = `${server}/${env["GITHUB_REPOSITORY"] ?? ""}`.toLowerCase();
  return readOrigin(config).replace(/(\.git)?\/*$/, "") === own;
}
async function findCheckout(files, source, workspace) {
  const root = workspace === "" ? "" : await realpath(files, workspace);
  let folder = await realpath(files, source);
  for (; ; ) {
    const git = join(folder, ".git");
    if (await files.kind(git).catch(() => void 0) === "directory") return git;
    const above = dirname(folder);
    const isInside = isAbsolute(folder) && folder.startsWith(`${root}/`) && root !== "";
    if (!isInside || above === folder) return void 0;
    folder = above;
  }
}
async function realpath(files, path) {
  return files.realpath(path).catch(() => path);
}

// src/image/stage-count.ts
var FROM = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?[ \t]*$/gim;
var SOURCE = /\bfrom=["']?([\w./:@-]+)/gi;
function countStages(text, target) {
  const sections = splitSections(text);
  const start = target === void 0 ? sections.length - 1 : findSection(sections, target);
  if (start < 0) return void 0;
  const needed = /* @__PURE__ */ new Set();
  const visit = (at) => {
    const section = sections[at];
    if (section === void 0 || needed.has(at)) return;
    needed.add(at);
    const earlier = sections.slice(0, at);
    for (const source of listSources(section.text)) visit(findSection(earlier, source));
  };
  visit(start);
  return needed.size;
}
function splitSections(text) {
  const starts = [...text.matchAll(FROM)];
  return starts.map((start, at) => ({
    name: start[2]?.toLowerCase(),
    text: text.slice(start.index, starts[at + 1]?.index)
  }));
}
function listSources(text) {
  const [from] = [...text.matchAll(FROM)];
  const base = from?.[1] ?? "";
  return [base, ...[...text.matchAll(SOURCE)].map(([, name = ""]) => name)];
}
function findSection(sections, name) {
  const named = sections.findLastIndex((one) => one.name === name.toLowerCase());
  if (named >= 0) return named;
  return /^\d+$/.test(name) && Number(name) < sections.length ? Number(name) : -1;
}

// src/stages/facts/read-stages.ts
async function readStages({ files }, inputs) {
  const path = dockerfilePath(inputs);
  if (path === void 0 || isRemoteContext(inputs.context)) return void 0;
  try {
    return countStages(await files.readText(path), inputs.target);
  } catch {
    return void 0;
  }
}

// src/names/facts.ts
function makeNamesFacts(source) {
  const { env, event, runTime } = source;
  const sha = env["GITHUB_SHA"] ?? "";
  return {
    eventName: env["GITHUB_EVENT_NAME"] ?? "",
    ref: env["GITHUB_REF"] ?? "",
    sha,
    repository: parseRepositoryFacts(source),
    pullRequest: parsePullRequest(event),
    baseRef: textAt(event, "base_ref"),
    commitTime: parseCommitTime(event, sha) ?? source.commitTime,
    runTime
  };
}
function parseRepositoryFacts({ env, event, repository }) {
  const fullName = env["GITHUB_REPOSITORY"] ?? "";
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const pick = (...path) => textAt(event, "repository", ...path) ?? textAt(repository, ...path);
  return {
    name: pick("name") ?? fullName.slice(fullName.indexOf("/") + 1),
    description: pick("description"),
    htmlUrl: pick("html_url") ?? (fullName === "" ? void 0 : `${server}/${fullName}`),
    license: pick("license", "spdx_id"),
    defaultBranch: pick("default_branch")
  };
}
function parsePullRequest(event) {
  const number = valueAt(event, "pull_request", "number") ?? valueAt(event, "number");
  if (typeof number !== "number") return void 0;
  return {
    number,
    headSha: textAt(event, "pull_request", "head", "sha"),
    baseRef: textAt(event, "pull_request", "base", "ref")
  };
}
function parseCommitTime(event, sha) {
  const commits = valueAt(event, "commits");
  const pushed = Array.isArray(commits) ? commits : [];
  const commit = [...pushed, valueAt(event, "head_commit")].find(
    (candidate) => sha !== "" && textAt(candidate, "id") === sha
  );
  const time = new Date(textAt(commit, "timestamp") ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
function textAt(value, ...path) {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found !== "" ? found : void 0;
}
function valueAt(value, ...path) {
  return path.reduce(
    (found, key) => typeof found === "object" && found !== null && Object.hasOwn(found, key) ? found[key] : void 0,
    value
  );
}

// src/stages/facts/repository-facts.ts
async function readNamesFacts(host, source) {
  const { env, clock } = host;
  const { event, repository } = source;
  const request = { env, event, repository, runTime: clock.now() };
  const stated = makeNamesFacts(request);
  const { sha } = stated;
  if (stated.commitTime !== void 0 || sha === "") return stated;
  const commitTime = await readCommitTime(host, sha) ?? readTime(
    await askGitHub(host, source, "commit", (asked) => host.github.commit({ ...asked, sha }))
  );
  return makeNamesFacts({ ...request, commitTime });
}
function readTime(commit) {
  const time = new Date(String(readField(commit, ["commit", "committer", "date"])));
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
async function readRepository(host, source) {
  const stated = readField(source.event, ["repository"]);
  if (readVisibility(stated) !== void 0) return stated;
  return askGitHub(host, source, "repository", (asked) => host.github.repository(asked));
}
async function askGitHub({ log }, { token, name }, what, ask) {
  const [owner, repo] = name.split("/");
  if (token === void 0 || !owner || !repo) return void 0;
  try {
    return await ask({ token, owner, repo });
  } catch (error) {
    log.debug(`GitHub did not tell the ${what}: ${String(error)}`);
    return void 0;
  }
}
async function readCommitTime({ env, run }, sha) {
  const { exitCode, stdout } = await run({
    tool: "git",
    file: "git",
    // The checkout may belong to another user than the one that runs the action, as in a container job.
    args: ["-c", "safe.directory=*", "show", "--no-patch", "--format=%cI", sha],
    env: { PATH: env["PATH"] ?? "" }
  });
  const time = new Date(exitCode === 0 ? stdout.trim() : Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
function readVisibility(repository) {
  const stated = readField(repository, ["visibility"]);
  if (stated === "public" || stated === "private" || stated === "internal") return stated;
  const isPrivate = readField(repository, ["private"]);
  return typeof isPrivate === "boolean" ? isPrivate ? "private" : "public" : void 0;
}

// src/stages/facts/facts.ts
async function gatherFacts(host, inputs, isEntered = true) {
  const { env } = host;
  const event = await readEvent(host);
  const serverUrl = env["GITHUB_SERVER_URL"] || "https://github.com";
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  const eventName = env["GITHUB_EVENT_NAME"] ?? "";
  const source = { event, token: inputs.githubToken, name: repository };
  const stated = readRepository(host, source);
  const [
    paths,
    visibility,
    names,
    signingConfigLogs,
    foreignHead,
    checkedOut,
    stages,
    buildkitdConfig
  ] = await Promise.all([
    readPaths(host, inputs, isEntered),
    stated.then(readVisibility),
    stated.then((known) => readNamesFacts(host, { ...source, repository: known })),
    readsLog(host, inputs.signingConfig),
    readsForeignHead(host, { event, inputs }),
    isRemoteContext(inputs.context) ? void 0 : readCheckedOut(host, inputs.context),
    readStages(host, inputs),
    readBuildkitdConfig(host, inputs.buildkitdConfig)
  ]);
  return {
    eventName,
    ref: env["GITHUB_REF"] ?? "",
    sha: env["GITHUB_SHA"] ?? "",
    repository,
    visibility,
    untrusted: isUntrusted({ event, repository, actor: env["GITHUB_ACTOR"] ?? "", eventName }),
    foreignHead,
    checkedOut,
    actor: env["GITHUB_ACTOR"] ?? "",
    serverUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}/attempts/${env["GITHUB_RUN_ATTEMPT"] ?? "1"}`,
    jobName: env["GITHUB_JOB"] ?? "",
    workflowRef: env["GITHUB_WORKFLOW_REF"] ?? "",
    actionSource: formatActionSource(env),
    workspace: env["GITHUB_WORKSPACE"] ?? "",
    runId: env["GITHUB_RUN_ID"] ?? "",
    runAttempt: Number(env["GITHUB_RUN_ATTEMPT"] || "1"),
    oidcAvailable: Boolean(
      env["ACTIONS_ID_TOKEN_REQUEST_URL"] && env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    ),
    actionsCache: Boolean(
      env["ACTIONS_RUNTIME_TOKEN"] && (env["ACTIONS_RESULTS_URL"] || env["ACTIONS_CACHE_URL"])
    ),
    stages,
    refProtected: env["GITHUB_REF_PROTECTED"] === "true",
    runnerEnvironment: env["RUNNER_ENVIRONMENT"] || void 0,
    sshAgent: Boolean(env["SSH_AUTH_SOCK"]),
    paths,
    buildkitdConfig,
    signingConfigLogs,
    names
  };
}
function formatActionSource(env) {
  const repository = env["GITHUB_ACTION_REPOSITORY"];
  const ref = env["GITHUB_ACTION_REF"];
  if (!repository) return "";
  return ref ? `${repository}@${ref}` : repository;
}
async function readEvent({ env, files, log }) {
  const path = env["GITHUB_EVENT_PATH"];
  if (!path) return {};
  try {
    return JSON.parse(await files.readText(path));
  } catch (error) {
    log.debug(`No event payload at ${path}: ${String(error)}`);
    return {};
  }
}
async function readPaths(host, inputs, isEntered) {
  const remote = isRemoteContext(inputs.context);
  const read = async (path) => isEntered ? readKind(host, path) : "later";
  const readSource = async (path) => {
    const kind = await read(path);
    return kind === "missing" && isPreparedLater(inputs) ? "later" : kind;
  };
  const [context, file, trustedRoot, signingConfig] = await Promise.all([
    readSource(remote ? void 0 : inputs.context),
    readSource(dockerfilePath(inputs)),
    read(inputs.trustedRoot),
    read(inputs.signingConfig)
  ]);
  const named = await readNamed(inputs, readSource);
  const isWhole = remote || context !== "missing" && file !== "missing";
  const beside = isWhole ? [] : await host.files.list(".").catch(() => []);
  const hasNamesake = remote && await read(inputs.context) === "directory";
  const sources = { context, hasNamesake, dockerfile: file, named };
  return { isEntered, beside, ...sources, trustedRoot, signingConfig };
}
function isPreparedLater({ dryRun, prepared }) {
  return dryRun && prepared.length > 0;
}
async function readNamed({ secretFiles, buildContexts }, readSource) {
  const sources = buildContexts.map(({ source }) => source).filter(isLocalSource);
  const paths = [.../* @__PURE__ */ new Set([...secretFiles.map(({ path }) => path), ...sources])];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readSource(path)]))
  );
}
async function readKind({ files }, path) {
  if (path === void 0) return "missing";
  try {
    const kind = await files.kind(path);
    if (kind === "file") return await files.readable(path) ? "file" : "unreadable";
    return kind ?? "missing";
  } catch {
    return "unreadable";
  }
}
async function readsLog({ files }, path) {
  if (path === void 0) return false;
  try {
    const logs = readField(JSON.parse(await files.readText(path)), ["rekorTlogUrls"]);
    return Array.isArray(logs) && logs.length > 0;
  } catch {
    return false;
  }
}
function isUntrusted({
  event,
  repository,
  actor,
  eventName
}) {
  if (actor === "dependabot[bot]") return true;
  if (!eventName.startsWith("pull_request")) return false;
  const head = readField(event, ["pull_request", "head", "repo", "full_name"]);
  return typeof head !== "string" || head.toLowerCase() !== repository.toLowerCase();
}

export {
  gatherFacts,
  readPaths
};
