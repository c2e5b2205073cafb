import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact
} from "./chunk-MIBULRU7.js";
import {
  readImageConfig
} from "./chunk-IXQPVSTI.js";
import {
  runTrack
} from "./chunk-PTLKZAO4.js";
import {
  isRemoteContext,
  listNative,
  usesEngine
} from "./chunk-PFKVS5A6.js";
import {
  NOTHING_EMULATED,
  isNative,
  listEmulated
} from "./chunk-FG7OWVVX.js";
import {
  formatPlatform,
  isSamePlatform
} from "./chunk-NQQT4RC4.js";
import {
  settleWithin
} from "./chunk-3OIHMHY7.js";
import {
  formatReference
} from "./chunk-SHLUNWKC.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/stages/emulation/emulated.ts
var LIMIT_MS = 2e3;
async function readEmulated({ files }, { build, mode, machine }) {
  if (mode === "call") return NOTHING_EMULATED;
  const text = build.file === void 0 || isRemoteContext(build.context) ? void 0 : await files.readText(build.file).catch(() => void 0);
  if (text === void 0) {
    const isForeign = build.platforms.some((platform) => !isNative(platform, machine));
    return { ...NOTHING_EMULATED, doubts: isForeign ? ["the Dockerfile is not here"] : [] };
  }
  const { findEmulated } = await import("./find-emulated-LXVAI2X2.js");
  return findEmulated({ text, build, machine });
}
async function foreseeEmulation(host, plan) {
  const { arch } = host.machine;
  if (arch === "other" || usesEngine(plan.builder) !== true) return plan;
  const machine = { os: "linux", architecture: arch };
  const { mode, emulation } = plan;
  const native = listNative(plan.builder);
  const platforms = plan.build.platforms.filter((one) => !native.includes(formatPlatform(one)));
  const build = { ...plan.build, platforms };
  const outlook = await readEmulated(host, { build, mode, machine });
  const isForeign = platforms.some((platform) => !isNative(platform, machine));
  const isTold = isForeign || outlook.steps.length > 0;
  return isTold ? { ...plan, emulation: { ...emulation, outlook } } : plan;
}
async function askBases(host, {
  emulated,
  registry,
  isPulled
}) {
  const { steps, bases, doubts } = emulated;
  const open = bases.filter(
    ({ platform }) => !steps.some((step) => isSamePlatform(step.platform, platform))
  );
  if (doubts.length > 0 || open.length === 0) return emulated;
  const found = await Promise.all(
    open.map(async (base) => {
      const triggers = isPulled ? (await settleWithin(host, LIMIT_MS, readImageConfig(registry, base)))?.triggers : void 0;
      if (triggers === void 0) return `whether ${base.image} has ONBUILD steps is not known`;
      const isSilent = !triggers.some((text) => /^\s*run\b|--from=/i.test(text));
      return isSilent ? void 0 : `${base.image} has ONBUILD steps`;
    })
  );
  return { ...emulated, doubts: found.filter((one) => one !== void 0) };
}
function chooseEmulated(emulated, {
  platforms,
  machine,
  isWhole
}) {
  const doubts = isWhole ? ["asked for"] : emulated.doubts;
  return listEmulated({ steps: emulated.steps, doubts }, { platforms, machine });
}

// src/stages/legs/announce.ts
import { createHash } from "node:crypto";
function makeGroupId({ groupKey }) {
  return createHash("sha256").update(groupKey).digest("hex").slice(0, 16);
}
function identifyLeg({ artifacts }, {
  plan,
  facts,
  inputs: { matrix, jobTotal }
}) {
  return {
    group: makeGroupId(plan),
    platform: plan.leg === void 0 ? WHOLE_IMAGE : formatPlatform(plan.leg.platform),
    runId: facts.runId,
    attempt: facts.runAttempt,
    // Local runners give all jobs one token, or none: then jobs are told apart by name and matrix.
    job: JSON.stringify([artifacts.jobId ?? "", facts.jobName, matrix]),
    jobTotal
  };
}
var MOST_JOBS = 20;
function announcesItself({ mode, leg, publish }, { jobTotal }) {
  if (mode !== "push") return false;
  return leg !== void 0 || publish === "auto" && jobTotal > 1 && jobTotal <= MOST_JOBS;
}
async function prepareLegs(host, setting) {
  const { plan, identity, timings } = setting;
  if (!announcesItself(plan, identity)) return;
  await runTrack(host, {
    title: plan.leg === void 0 ? "Matrix" : "Legs",
    timings,
    work: (say) => announceLeg(host, { ...setting, say })
  });
}
async function announceLeg(host, { plan, identity, say }) {
  try {
    await announce(host, { plan, identity, say });
  } catch (error) {
    const isNeeded = plan.leg !== void 0 && plan.publish === "auto";
    if (!isDown(error) || isNeeded) throw error;
    say(`not announced: ${error.message}`);
  }
}
async function announce(host, { plan, identity, say }) {
  const { group, platform, attempt, job } = identity;
  const own = { group, platform, attempt, phase: "start" };
  const record = { job, tags: listTags(plan) };
  const made = await host.artifacts.create(formatLegArtifact(own), JSON.stringify(record));
  if (made === "exists" && plan.leg !== void 0) await requireSameJob(host, { own, identity });
  say(`group ${group}, ${platform}, attempt ${attempt}`);
  await requireNoConflict(host, { plan, identity, done: "Nothing was built." });
}
function isDown(error) {
  return error instanceof ActionError && error.code === "ARTIFACTS_UNAVAILABLE";
}
async function requireOwnTags(host, setting) {
  if (!announcesItself(setting.plan, setting.identity)) return;
  try {
    await requireNoConflict(host, { ...setting, done: "No tag was moved." });
  } catch (error) {
    if (!isDown(error)) throw error;
    host.log.debug(`Other jobs of the matrix: ${error.message}`);
  }
}
async function requireNoConflict(host, {
  plan,
  identity: { group, attempt, job: own },
  done
}) {
  const others = /* @__PURE__ */ new Map();
  for (const artifact of await host.artifacts.list(LEG_PREFIX)) {
    const leg = parseLegArtifact(artifact.name);
    if (leg?.phase !== "start" || leg.group === group || leg.attempt !== attempt) continue;
    others.set(leg.group, artifact);
  }
  const wanted = new Set(listTags(plan));
  await Promise.all(
    [...others].map(async ([other, { id }]) => {
      const { job, tags } = parseAnnouncement(await host.artifacts.read(id));
      const both = tags.filter((tag) => wanted.has(tag));
      const isNext = plan.leg === void 0 && job === own;
      if (both.length > 0 && !isNext) throw makeTagConflict({ group, other, both, done });
    })
  );
}
function listTags({ destinations, leg, allowDowngrade }) {
  const isOrdered = leg === void 0 && !allowDowngrade;
  return destinations.flatMap(
    ({ repository, tags }) => tags.filter(({ line }) => !isOrdered || line?.version === void 0).map(({ name }) => formatReference({ repository, tag: name }))
  );
}
function makeTagConflict({
  group,
  other,
  both,
  done
}) {
  return new ActionError(
    "TAG_CONFLICT",
    `Another image of this run (group ${other}) is to get ${both.length === 1 ? "the tag" : "the tags"} ${both.join(", ")} too; this one is group ${group}`,
    {
      hint: `Legs of one image need the same images, tags, context, file, target, build arguments and secret ids, or the same \`group\`; \`platforms\` is the whole set in each of them. Different images need different tags, e.g. by \`flavor: suffix=-alpine\`. ${done}`
    }
  );
}
var POLLS = 5;
var POLL_MS = 1e3;
async function requireSameJob(host, { own, identity }) {
  const name = formatLegArtifact(own);
  for (let poll = 1; poll <= POLLS; poll++) {
    const found = (await host.artifacts.list(name)).find((one) => one.name === name);
    if (found !== void 0) {
      const { job } = parseAnnouncement(await host.artifacts.read(found.id));
      if (job === identity.job) return;
      break;
    }
    await host.clock.sleep(POLL_MS);
  }
  throw new ActionError(
    "LEG_DUPLICATE",
    `Another job of this run builds ${own.platform} of the same image (group ${own.group})`,
    {
      hint: "Each leg of a matrix builds another one of `platforms`. Legs that are meant to make different images differ in their tags, target or build arguments, or by `group`. Nothing was built."
    }
  );
}
function parseAnnouncement(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null) return { job: "", tags: [] };
    const job = Reflect.get(value, "job");
    const tags = Reflect.get(value, "tags");
    return {
      job: typeof job === "string" ? job : "",
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : []
    };
  } catch {
    return { job: "", tags: [] };
  }
}

export {
  readEmulated,
  foreseeEmulation,
  askBases,
  chooseEmulated,
  identifyLeg,
  prepareLegs,
  requireOwnTags,
  requireNoConflict
};
