import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/tools/actions-cache.ts
var SILENCE = { problem: void 0, cause: void 0, sizeBytes: 0 };
function parseLibraryLine(line) {
  const [, command, value = line] = /^::([a-z-]+)[^:]*::(.*)$/.exec(line) ?? [];
  return { command, value: command === void 0 ? line : decodeData(value) };
}
function decodeData(value) {
  return value.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
function addLine(talk, line) {
  const { command, value } = parseLibraryLine(line);
  const failed = /^Failed to (?:restore|save): (.*)$/s.exec(value)?.[1];
  const warned = command === "warning" ? talk.problem ?? value : talk.problem;
  const size = /^File Size: (\d+)$|^Cache Size: .*\((\d+) B\)$/.exec(value);
  return {
    problem: failed ?? warned,
    cause: /^Failed to reserve cache: (?:\w*Error: )?(.*)$/s.exec(value)?.[1] ?? talk.cause,
    sizeBytes: size === null ? talk.sizeBytes : Number(size[1] ?? size[2])
  };
}
function readRestored(answer) {
  switch (answer.outcome) {
    case "restored":
    case "missing":
      return answer;
    case "saved":
      return failCache("other", "another question was answered");
    case "strange":
      return failCache("archive", answer.problem);
    case "failed":
      return failCache(chooseReason(answer.problem), answer.problem);
  }
}
function readSaved(answer) {
  if (answer.outcome === "saved") return answer;
  if (answer.outcome !== "failed") return failCache("other", "another question was answered");
  if (/\(409\)|already.exists/i.test(answer.problem)) return { outcome: "exists" };
  return failCache(chooseReason(answer.problem), answer.problem);
}
function chooseReason(problem) {
  if (/cache (?:read|write) denied|only be read|\((?:401|403)\)/i.test(problem)) return "denied";
  if (/\(429\)|rate limit/i.test(problem)) return "throttled";
  if (/\btar\b.*failed|no space left|ENOSPC/i.test(problem)) return "archive";
  return "other";
}
function failCache(reason, problem) {
  const [first = ""] = problem.split("\n");
  return { outcome: "failed", reason, problem: first.replace(/([?&]sig=)[^&\s"']+/g, "$1***") };
}

export {
  SILENCE,
  parseLibraryLine,
  addLine,
  readRestored,
  readSaved,
  failCache
};
