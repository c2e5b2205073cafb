import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/tools/output-filter.ts
var MAX_LINE_CHARS = 16 * 1024;
var OVERPRINT = "\u21B3 ";
var ESCAPES = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
var CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/g;
var BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
var COMMAND = new RegExp("^[\\s\\p{DI}]*:\\p{DI}*:", "u");
var LEGACY_COMMAND = new RegExp("#\\p{DI}*#\\p{DI}*\\[", "gu");
function defuseLine(line) {
  const plain = line.replace(ESCAPES, "").replace(/[\r\n]+/g, " ").replace(CONTROLS, "").replace(BIDI_CONTROLS, "").replace(LEGACY_COMMAND, "# #[");
  return COMMAND.test(plain) ? plain.replace(COMMAND, ": :") : plain;
}
function makeLineFilter(onLine) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let held = "";
  let dropped = 0;
  let returned = false;
  let over = false;
  const finish = (end) => {
    const text = defuseLine(held) + (dropped === 0 ? "" : ` \u2026 (${dropped} more characters)`);
    if (text !== "" || end === "newline" && !over) onLine(over ? OVERPRINT + text : text);
    over = end === "return";
    held = "";
    dropped = 0;
  };
  const append = (text) => {
    const taken = text.slice(0, Math.max(0, MAX_LINE_CHARS - held.length));
    held += taken;
    dropped += text.length - taken.length;
  };
  const take = (text) => {
    for (const [token] of text.matchAll(/[^\r\n]+|[\r\n]/g)) {
      if (returned && token !== "\n") finish("return");
      returned = token === "\r";
      if (token === "\n") finish("newline");
      else if (!returned) append(token);
    }
  };
  return {
    write: (chunk) => take(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (held !== "" || dropped > 0) finish("newline");
    }
  };
}

export {
  defuseLine,
  makeLineFilter
};
