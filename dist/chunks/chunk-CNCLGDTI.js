import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  formatHits,
  formatHitsJson,
  formatKeptLine,
  formatSaving,
  formatTotal
} from "./chunk-VXBI6TKC.js";
import {
  formatCandidateDocument
} from "./chunk-TPV272LM.js";
import {
  NEAR_LIMIT,
  adviseCache,
  formatShellCommand,
  makeVerifyBundleArgs,
  makeVerifyImageArgs
} from "./chunk-RFD7Z2AI.js";
import {
  formatBytes,
  formatMatrix,
  formatSeconds,
  formatTrust
} from "./chunk-SA2GMFYJ.js";
import {
  SIGNATURE_PREDICATE
} from "./chunk-PFKVS5A6.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatReference,
  formatRepository
} from "./chunk-SHLUNWKC.js";
import {
  ActionError,
  describeError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/stages/report/summary-table.ts
function formatTable(header, rows) {
  return [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
function formatCode(text) {
  if (text === "") return "";
  const line = text.replaceAll(/\r?\n/g, "\u23CE").replaceAll("|", "\\|");
  const fence = "`".repeat(findLongest(line) + 1);
  const isEdged = /^[` ]|[` ]$/.test(line);
  return isEdged ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
function formatCell(text) {
  return escapeHtml(text).replaceAll("|", "\\|").replaceAll(/\r?\n/g, "<br>");
}
function formatMessage(text) {
  const lines = text.split("\n");
  const isBlock = lines.map((line) => /^(permissions:$| {2}[\w-]+: [\w-]+$)/.test(line));
  return lines.flatMap((line, at) => {
    if (isBlock[at] !== true) {
      const continues = at < lines.length - 1 && isBlock[at + 1] !== true;
      return [`${escapeHtml(line)}${continues ? "<br>" : ""}`];
    }
    return [
      ...isBlock[at - 1] === true ? [] : ["", "```yaml"],
      line,
      ...isBlock[at + 1] === true ? [] : ["```", ""]
    ];
  });
}
function formatFolded(summary, lines) {
  return [
    `<details><summary>${summary}</summary>`,
    "",
    formatBlock(lines, "sh"),
    "",
    "</details>"
  ].join("\n");
}
function formatBlock(lines, language = "text") {
  const fence = "`".repeat(Math.max(3, findLongest(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}
function findLongest(text) {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/stages/report/summary-cache.ts
var MAX_ROWS = 10;
function formatAdvice({ build, cacheRoom, plan }) {
  const hits = build?.hits;
  if (hits === void 0) return "";
  const advice = adviseCache({ hits, room: cacheRoom, mode: findMode(plan) });
  const missed = hits.steps.filter(({ cached }) => !cached).sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0));
  return [
    // Without any hit there was no cache, or a first build: a list of all steps tells nothing.
    hits.cached === 0 || missed.length === 0 ? "" : formatMissed(missed),
    ...advice.length === 0 ? [] : [advice.map((line) => `- ${formatCell(line)}`).join("\n")]
  ].filter((part) => part !== "").join("\n\n");
}
function findMode(plan) {
  const place = plan?.cache?.to.find(({ backend }) => backend === "gha");
  return place?.attributes["mode"];
}
function formatSizes({ cacheRoom, cacheSizes = [] }) {
  const sizes = cacheSizes.map(({ scope, bytes }) => `${formatCode(scope)} ${formatSize(bytes)}`);
  return [...sizes, ...cacheRoom === void 0 ? [] : formatRoom(cacheRoom)].join("; ");
}
function formatRoom({ usedBytes, limitBytes, scopeBytes }) {
  const isNear = usedBytes >= limitBytes * NEAR_LIMIT;
  return [
    ...scopeBytes === void 0 ? [] : [`this scope ${formatSize(scopeBytes)}`],
    ...isNear ? [
      `all caches of the repository ${formatSize(usedBytes)} of ${formatSize(limitBytes)}: GitHub drops those that were not used for longest`
    ] : []
  ];
}
function formatFound({ build, cacheSaved }) {
  if (build?.hits === void 0) return "";
  const found = formatHits(build.hits);
  return cacheSaved === void 0 ? found : `${found}, ${formatSaving(cacheSaved)}`;
}
function formatSize(bytes) {
  if (bytes < 1024 ** 2 / 10) return `${(bytes / 1024).toFixed(1)} KB`;
  const mb = bytes / 1024 ** 2;
  return mb < 1024 ? `${mb.toFixed(1)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}
function formatMissed(missed) {
  const rows = missed.slice(0, MAX_ROWS).map(({ platform, step, command, seconds }) => [
    formatCell(`${platform} ${step}`.trim()),
    formatCode(command),
    seconds === void 0 ? "" : `${seconds.toFixed(1)} s`
  ]);
  const table = formatTable(["built anew", "step", "time"], rows);
  return missed.length <= MAX_ROWS ? table : `${table}

and ${missed.length - MAX_ROWS} more`;
}

// src/stages/report/summary-dry.ts
function formatRehearsal({ rehearsal, names, separator = "\n" }) {
  if (rehearsal === void 0) return "";
  const tags = names?.tags === void 0 || names.tags === "" ? [] : names.tags.split(separator);
  return [
    formatFindings(rehearsal),
    tags.length === 0 ? "No tag for this event." : formatColumn("tag", tags),
    formatPairs("label", rehearsal.labels),
    formatDecisions(rehearsal),
    rehearsal.commands.length === 0 ? "" : formatFolded("The commands of such a run", rehearsal.commands)
  ].filter((part) => part !== "").join("\n\n");
}
function formatFindings({ findings }) {
  if (findings.length === 0) return "";
  const items = findings.map((finding) => {
    const [first = "", ...more] = formatMessage(finding);
    return [`- ${first}`, ...more.map((line) => line === "" ? "" : `  ${line}`)].join("\n");
  });
  return ["**To do this for real, the job lacks:**", "", ...items].join("\n");
}
function formatColumn(name, values) {
  return formatTable(
    [name],
    values.map((value) => [formatCode(value)])
  );
}
function formatPairs(name, entries) {
  const rows = entries.flatMap((entry) => {
    const at = entry.indexOf("=");
    const value = entry.slice(at + 1);
    return value === "" ? [] : [[formatCode(entry.slice(0, at)), formatCode(value)]];
  });
  return rows.length === 0 ? "" : formatTable([name, "value"], rows);
}
function formatDecisions({ decisions, needs }) {
  const rows = [...decisions, ...needs].map(([name, value]) => [name, formatCell(value)]);
  return formatTable(["plan", ""], rows);
}

// src/stages/report/summary-legs.ts
function formatHeld({ plan, verified, waiting }, name) {
  const what = plan?.leg === void 0 ? name : `${formatPlatform(plan.leg.platform)} of ${name}`;
  const done = verified === void 0 ? "built" : "built, signed and verified";
  return waiting === void 0 ? `${what} is ${done}, and has no tag yet` : `${what} is ${done}; another leg publishes the whole image`;
}
function formatLegs(results) {
  const { plan, published, kept = [], waiting, candidate } = results;
  if (plan?.leg !== void 0 && (published || kept.length > 0))
    return `Put together from the legs for ${plan.leg.platforms.map(formatPlatform).join(", ")}.`;
  if (candidate === void 0 || published || waiting?.length === 0) return "";
  return [
    formatNext(results),
    `Planned tags: ${listPlanned(results).join(", ") || "none"}.`,
    formatPull(results)
  ].filter((sentence) => sentence !== "").join(" ");
}
function formatNext({ waiting, verified }) {
  if (waiting !== void 0)
    return `The leg that finishes last publishes it; when this one ended, ${waiting.join(", ")} ${waiting.length === 1 ? "was" : "were"} still missing.`;
  return verified === void 0 ? "The `publish/` action of a later job signs it and moves its tags: hand it the output `candidate`, as what is not signed is not taken from artifacts." : "The `publish/` action of a later job moves its tags; it finds the candidate by itself, or takes the output `candidate`.";
}
function listPlanned({ plan }) {
  const destinations = plan?.destinations ?? [];
  return destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name }) => `\`${formatReference({ repository, tag: name })}\``)
  );
}
function formatPull({ plan, image }) {
  const [first] = plan?.destinations ?? [];
  if (first === void 0 || image === void 0) return "";
  const name = formatReference({ repository: first.repository, digest: image.digest });
  return `Until then it can be pulled as \`${name}\`.`;
}

// src/stages/report/summary-mounts.ts
function formatMountRow(mounts) {
  if (mounts === void 0) return "";
  return formatCell(`${tellRestored(mounts.restored)}; ${tellKept(mounts.kept)}`);
}
function tellRestored({ outcome, mounts, seconds, heldUpSeconds }) {
  switch (outcome) {
    case "restored": {
      const list = mounts.map(({ mount, bytes }) => `${mount} ${formatBytes(bytes)}`);
      return `restored in ${formatSeconds(seconds)}, of which the build waited ${formatSeconds(heldUpSeconds)}: ${list.join(", ") || "none of those that are used"}`;
    }
    case "kept":
      return "the builder keeps them itself";
    case "missing":
      return "nothing to restore";
    case "failed":
    case "unreachable":
      return "**not restored**, see the warning";
  }
}
function tellKept(kept) {
  switch (kept.outcome) {
    case "saved":
      return `saved ${formatBytes(kept.bytes)} in ${formatSeconds(kept.seconds)}`;
    case "skipped":
      return `not saved: ${kept.reason}`;
    case "failed":
      return "**not saved**, see the warning";
  }
}
function formatMountOutput(mounts) {
  if (mounts === void 0) return "";
  const { keys, coldSeconds: _, wanted: __, ...restored } = mounts.restored;
  return JSON.stringify({ restored: { ...restored, wanted: keys.key }, saved: mounts.kept });
}

// src/stages/report/summary-run.ts
function formatAbout({ results, timings }) {
  const { plan, build, image, cacheExport } = results;
  if (plan === void 0 || build === void 0 && image === void 0) return "";
  const rows = [
    ["provenance", formatLevel(plan, image !== void 0)],
    ["cache", formatCache({ plan, build, cacheExport, seconds: timings["Cache"] })],
    ["cache mounts", formatMountRow(results.mounts)],
    ["cache trust", formatTrusted(plan)],
    ["cache hits", formatFound(results)],
    ["cache size", formatSizes(results)],
    ["emulated", formatEmulated(build?.emulated ?? [])],
    ["time", formatTimings(timings)]
  ].filter(([, value]) => value !== "");
  return rows.length === 0 ? "" : formatTable(["run", ""], rows);
}
function formatLevel({ level, attestations, signing }, isPushed) {
  const isClaimed = isPushed && attestations.some(({ kind }) => kind === "provenance");
  if (!isClaimed || level === void 0) return "";
  if (signing.kind === "off") return "not signed, so no more than SLSA Build L1";
  const name = `SLSA Build L${level.level}`;
  return level.reasons.length === 0 ? name : formatCell(`${name}, not more: ${level.reasons.join("; ")}`);
}
function formatCache({
  plan: { cache },
  build,
  cacheExport,
  seconds
}) {
  if (cache === void 0) return "";
  const written = cacheExport === void 0 ? "" : cacheExport.ok ? `; written beside signing in ${(seconds ?? cacheExport.seconds).toFixed(1)} s` : "; **not written**, see the warning";
  const left = (build?.cache ?? cache).from.length;
  const unread = left === 0 ? "**not read**" : "**not all of it was read**";
  const spent = build?.importSeconds ?? 0;
  const inTime = spent > 0 ? `; read in ${spent.toFixed(1)} s` : "";
  const read = left < cache.from.length ? `; ${unread}, see the warning` : inTime;
  return `${formatCell(cache.reason)}${read}${written}`;
}
function formatTrusted({ cache }) {
  if (cache === void 0) return "";
  const { from, to, trust } = cache;
  return from.length + to.length + trust.refused.length === 0 ? "" : formatCell(formatTrust(trust));
}
function formatEmulated(times) {
  if (times.length === 0) return "";
  const lines = [...new Set(times.flatMap(({ line }) => line ?? []))];
  const where = lines.length === 0 ? "" : `, ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
  return `${formatTotal(times)}${where}`;
}
var STAGES = [
  "Set-up",
  "Build",
  "Inspect",
  "Sign",
  "Sign files",
  "Attach",
  "Verify",
  "Publish",
  "Load"
];
function formatTimings(timings) {
  return Object.entries(timings).filter(([name]) => STAGES.includes(name)).map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`).join(" \xB7 ");
}

// src/stages/report/summary.ts
function formatSummary(told) {
  const { results, error } = told;
  return [
    `### ${formatHeadline(results, error)}`,
    ...error === void 0 ? [] : [formatFailure(results, error)],
    ...error === void 0 ? [formatLegs(results)] : [],
    formatRehearsal(results),
    formatTags(results),
    formatKept(results),
    formatSubjects(results),
    formatFiles(results),
    formatMissing(results.plan),
    formatCommands(told),
    formatAbout(told),
    formatAdvice(results)
  ].filter((part) => part !== "").join("\n\n");
}
function formatHeadline(results, error) {
  const { plan, published, verified, build, image, waiting, candidate, files } = results;
  const name = plan?.destinations[0] === void 0 ? "image" : formatRepository(plan.destinations[0].repository);
  if (error !== void 0)
    return `\u274C ${name} was not ${plan?.mode === "push" ? "published" : "built"}`;
  if (plan?.mode === "call") return `\u2705 Evaluated: ${plan.reason}; nothing was built`;
  if (build === void 0 && image === void 0)
    return `Dry run: nothing was built, ${name} is as it was`;
  const signed = files === void 0 ? "" : "; its files are signed and verified";
  if (plan?.mode === "load") return `\u2705 Built and loaded into the engine${signed}`;
  if (plan?.mode === "build") return `\u2705 Built, not pushed: ${plan.reason}${signed}`;
  if (!published && (results.kept?.length ?? 0) > 0)
    return `\u2705 ${name} is ${verified === void 0 ? "pushed" : "signed and verified"}; ${tellHolder(results)}`;
  if (waiting !== void 0 || !published && candidate !== void 0)
    return `\u2705 ${formatHeld(results, name)}`;
  if (published && verified !== void 0) return `\u2705 ${name} is published, signed and verified`;
  return `\u26A0\uFE0F ${name} is published **without a signature**`;
}
function formatFailure({ moved, verified }, error) {
  const quoted = formatMessage(describeError(error)).map((line) => `> ${line}`.trimEnd()).join("\n");
  const tags = moved.length === 0 ? "No tag was created or moved." : `Moved before the failure, to the ${verified === void 0 ? "unsigned" : "signed and verified"} image: ${moved.map(({ reference }) => `\`${reference}\``).join(", ")}.`;
  const told = error instanceof ActionError ? error.details : [];
  return [
    quoted,
    `\`${errorCode(error)}\` \xB7 ${tags}`,
    ...told.length === 0 ? [] : [formatBlock(told)]
  ].join("\n\n");
}
function formatTags({ moved, image }) {
  if (moved.length === 0 || image === void 0) return "";
  const rows = moved.map(({ reference, previous, digest }) => [
    `\`${reference}\``,
    formatPrevious(previous, digest ?? image.digest)
  ]);
  return `**Digest** \`${image.digest}\`

${formatTable(["tag", "before"], rows)}`;
}
function formatKept({ kept = [] }) {
  if (kept.length === 0) return "";
  const isRun = kept.every(({ reason }) => reason.kind === "run");
  const title = isRun ? "Left to a later run:" : "Left alone, as they would go backwards:";
  return [title, "", ...kept.map(formatKeptLine)].join("\n");
}
function tellHolder({ kept = [] }) {
  return kept.every(({ reason }) => reason.kind === "run") ? "a later run has its tags" : "its tags stay where they are";
}
function formatPrevious(previous, digest) {
  if (previous === void 0) return "new";
  return previous === digest ? "the same" : `\`${previous.slice(0, 19)}\u2026\``;
}
function formatSubjects({ image, verified, plan }) {
  if (image === void 0) return "";
  const found = (subject, predicateType) => verified?.some((one) => one.subject === subject && one.predicateType === predicateType) === true ? "\u2705" : "\u2013";
  const attestations = plan?.attestations ?? [];
  const built = image.subjects.filter(({ kind }) => kind === "platform");
  const isLeg = plan?.leg !== void 0 && built.length < plan.leg.platforms.length;
  const header = [
    "manifest",
    "digest",
    "signature",
    ...attestations.map(({ kind }) => kind === "spdx" ? "SBOM" : "provenance")
  ];
  const rows = image.subjects.filter(({ kind }) => kind === "platform" || kind === "index" && !isLeg).map((subject) => [
    subject.kind === "index" ? "index" : subject.platform ?? "",
    `\`${subject.digest.slice(0, 19)}\u2026\``,
    found(subject, SIGNATURE_PREDICATE),
    ...attestations.map(
      ({ predicateType }) => subject.kind === "platform" ? found(subject, predicateType) : ""
    )
  ]);
  return formatTable(header, rows);
}
function formatFiles({ files = [] }) {
  if (files.length === 0) return "";
  const rows = files.map(({ output, platform, spec, bundlePath }) => {
    const what = spec === void 0 ? "signature" : spec.kind === "spdx" ? "SBOM" : spec.kind;
    return [`\`${output.dest}\``, platform ?? "", what, `\`${bundlePath}\``];
  });
  return formatTable(["file", "platform", "\u2705", "bundle"], rows);
}
function formatMissing(plan) {
  if (plan === void 0 || plan.mode !== "push" && plan.files.length === 0) return "";
  const kinds = new Set(plan.attestations.map(({ kind }) => kind));
  const missing = [
    ...plan.signing.kind === "off" ? [`no signature (${plan.signing.reason})`] : [],
    ...kinds.has("spdx") ? [] : ["no SBOM"],
    ...kinds.has("provenance") ? [] : ["no provenance"]
  ];
  const what = plan.mode === "push" ? "this image" : "these files";
  return missing.length === 0 ? "" : `Not part of ${what}: ${missing.join(", ")}.`;
}
function formatCommands({ commands, results }) {
  if (commands.length === 0) return "";
  const identity = escapeHtml(results.policy?.identity ?? "");
  const summary = `Verify it (signed by <code>${identity}</code>)`;
  return formatFolded(
    summary,
    commands.flatMap((command, at) => [...at === 0 ? [] : [""], wrapCommand(command)])
  );
}
function wrapCommand(command) {
  return command.replaceAll(/ (?=--| ?[^ ]+$)/g, " \\\n  ");
}

// src/stages/report/report.ts
async function report(host, reported) {
  reported.results.mounts = await reported.results.keeping;
  const outputs = makeOutputs(reported.results, reported.timings);
  for (const [name, value] of Object.entries(outputs)) host.setOutput(name, value);
  await writeSummary(host, reported);
}
async function writeSummary(host, { results, timings, error }) {
  if (results.plan === void 0 || results.summarizes === false) return;
  try {
    await host.writeSummary(
      formatSummary({ results, timings, error, commands: makeVerifyCommands(results) })
    );
  } catch (failure) {
    host.log.warning(
      `The job summary could not be written: ${failure instanceof Error ? failure.message : String(failure)}`
    );
  }
}
function makeOutputs(results, timings) {
  const { plan, build, policy, kept = [] } = results;
  const isLeg = plan?.leg !== void 0 && plan.mode === "push";
  const isPart = isLeg && plan.publish === "auto" && !results.published && kept.length === 0;
  const image = isPart ? void 0 : results.image;
  const digest = isPart ? "" : image?.digest ?? build?.metadata.digest ?? "";
  const first = plan?.destinations[0]?.repository;
  return {
    digest,
    digests: image === void 0 ? "" : JSON.stringify(Object.fromEntries(listPlatforms(image.subjects))),
    ...makeNameTexts(results),
    image: first === void 0 || image === void 0 ? "" : formatReference({ repository: first, digest: image.digest }),
    // A leg's own configuration is not that of the image.
    imageid: isLeg ? digest : build?.metadata.configDigest ?? digest,
    metadata: build?.metadata.json ?? "",
    published: results.waiting === void 0 ? String(results.published) : "",
    // After a failure nothing may look like a go-ahead, though the image that no tag names yet may verify.
    verified: results.waiting === void 0 ? String(isVerified(results)) : "",
    "signer-identity": isPart || (results.verified ?? results.files) === void 0 ? "" : policy?.identity ?? "",
    "verify-commands": isPart ? "" : makeVerifyCommands(results).join("\n"),
    "bundle-paths": (results.files ?? []).map(({ storedAt }) => storedAt).join("\n"),
    candidate: results.candidate === void 0 ? "" : formatCandidateDocument(results.candidate),
    group: results.group ?? "",
    matrix: plan?.legs === void 0 ? "" : formatMatrix(plan.legs),
    "builder-ids": plan?.level?.accepted.join("\n") ?? "",
    "cache-mounts": formatMountOutput(results.mounts),
    builder: results.builder ?? "",
    "cache-hits": build?.hits === void 0 ? "" : formatHitsJson(build.hits, results.cacheSaved),
    timings: JSON.stringify(timings)
  };
}
function isVerified({ plan, published, candidate, verified, files }) {
  if (plan?.mode === "build" || plan?.mode === "load") return files !== void 0;
  const isDone = published || plan?.publish === "off" && candidate !== void 0;
  return isDone && verified !== void 0;
}
function makeNameTexts(results) {
  const { names = NO_NAMES, isDry, separator = "\n" } = results;
  return isDry === true ? names : { ...names, tags: listDone(results).join(separator) };
}
var NO_NAMES = {
  tags: "",
  version: "",
  "tag-names": "",
  labels: "",
  annotations: "",
  json: "",
  "bake-file": "",
  "bake-file-tags": "",
  "bake-file-labels": "",
  "bake-file-annotations": ""
};
function listDone({ plan, build, moved }) {
  if (plan?.mode !== "load") return moved.map(({ reference }) => reference);
  return build === void 0 ? [] : plan.load?.tags ?? [];
}
function listPlatforms(subjects) {
  return subjects.flatMap(
    ({ kind, platform, digest }) => kind === "platform" && platform !== void 0 ? [[platform, digest]] : []
  );
}
function chooseShown(verified, top) {
  const isSigned = verified.some(({ subject }) => subject === top);
  return verified.filter(
    ({ subject, predicateType }) => subject === top || subject.kind === "platform" && !(isSigned && predicateType === SIGNATURE_PREDICATE)
  ).reverse();
}
function makeVerifyCommands(results) {
  return [...makeImageCommands(results), ...makeFileCommands(results)];
}
function makeImageCommands({ plan, image, policy, verified, trustedRoot }) {
  const top = image?.subjects.at(-1);
  if (plan === void 0 || image === void 0 || policy === void 0 || verified === void 0 || top === void 0)
    return [];
  const shown = chooseShown(verified, top);
  return plan.destinations.flatMap(
    ({ repository }) => shown.map(
      ({ subject, predicateType }) => formatShellCommand(
        "cosign",
        makeVerifyImageArgs({
          image: formatReference({ repository, digest: subject.digest }),
          predicateType,
          policy,
          trustedRoot
        })
      )
    )
  );
}
function makeFileCommands({ files = [], policy, trustedRoot }) {
  if (policy === void 0) return [];
  return files.map(
    ({ bundlePath, about, digest, spec }) => formatShellCommand(
      "cosign",
      makeVerifyBundleArgs({
        bundleFile: bundlePath,
        about: about === void 0 ? { digest } : { file: about },
        predicateType: spec?.predicateType,
        policy,
        trustedRoot
      })
    )
  );
}

export {
  report,
  writeSummary,
  makeOutputs,
  chooseShown,
  makeVerifyCommands
};
