import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/image/cache-mounts.ts
var SHARINGS = ["shared", "private", "locked"];
function identifyMount({ id, uid, gid, mode }) {
  const owned = uid !== void 0 || gid !== void 0 || mode !== void 0;
  return owned ? `${id} ${uid ?? 0}:${gid ?? 0} ${mode ?? "0755"}` : id;
}
var PLAIN = /^[\w@%+=:./~-]+$/;
function parseCacheMount(fields, place) {
  const values = /* @__PURE__ */ new Map();
  for (const field of fields) {
    const at = field.indexOf("=");
    const name = (at < 0 ? field : field.slice(0, at)).trim().toLowerCase();
    values.set(NAMES[name] ?? name, at < 0 ? "" : field.slice(at + 1));
  }
  if (values.get("type")?.toLowerCase() !== "cache") return void 0;
  const { line } = place;
  const target = values.get("target") ?? "";
  const id = values.get("id") || cleanPath(target);
  if (values.has("from") && values.get("from") !== "scratch")
    return { line, reason: `it begins with what ${values.get("from")} has` };
  if (!PLAIN.test(id) || !PLAIN.test(target))
    return { line, reason: "its id or target is not known before the build" };
  const mode = values.get("mode");
  const [uid, gid] = [readNumber(values.get("uid")), readNumber(values.get("gid"))];
  if (uid === null || gid === null || mode !== void 0 && !/^[0-7]{1,7}$/.test(mode))
    return { line, reason: "its owner or mode is not known before the build" };
  const sharing = SHARINGS.find((one) => one === values.get("sharing")?.toLowerCase()) ?? "shared";
  return { id, target, uid, gid, mode, sharing, ...place };
}
var NAMES = { dst: "target", destination: "target" };
function readNumber(text) {
  if (text === void 0) return void 0;
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
function cleanPath(path) {
  const isAbsolute = path.startsWith("/");
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute) parts.push("..");
  }
  const joined = parts.join("/");
  if (isAbsolute) return `/${joined}`;
  return joined === "" ? "." : joined;
}

export {
  identifyMount,
  parseCacheMount
};
