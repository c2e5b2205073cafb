import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/image/platform.ts
var SYSTEMS = [
  "linux",
  "windows",
  "darwin",
  "freebsd",
  "openbsd",
  "netbsd",
  "dragonfly",
  "solaris",
  "illumos",
  "aix",
  "android",
  "ios",
  "plan9",
  "zos",
  "js",
  "wasi",
  "wasip1"
];
var ARCHITECTURES = [
  "amd64",
  "arm64",
  "arm",
  "386",
  "ppc64le",
  "s390x",
  "riscv64",
  "loong64",
  "mips64le",
  "mips64",
  "mipsle",
  "mips",
  "ppc64",
  "ppc",
  "arm64be",
  "armbe",
  "s390",
  "sparc64",
  "sparc",
  "riscv",
  "wasm"
];
var COMMON = [
  "linux/amd64",
  "linux/arm64",
  "linux/arm/v7",
  "linux/arm/v6",
  "linux/arm/v5",
  "linux/386",
  "linux/ppc64le",
  "linux/s390x",
  "linux/riscv64",
  "linux/loong64",
  "linux/mips64le",
  "windows/amd64",
  "windows/arm64",
  "wasi/wasm"
];
var ARCHITECTURE_ALIASES = {
  i386: { architecture: "386" },
  x86_64: { architecture: "amd64" },
  "x86-64": { architecture: "amd64" },
  aarch64: { architecture: "arm64" },
  armhf: { architecture: "arm", variant: "v7" },
  armel: { architecture: "arm", variant: "v6" }
};
var VARIANTS = {
  amd64: /^v[1-4]$/,
  arm64: /^v[89](?:\.\d)?$/,
  arm: /^v[5-8]$/
};
var MAX_TEXT_LENGTH = 64;
function parsePlatform(text) {
  const trimmed = text.trim();
  const parts = trimmed.toLowerCase().split("/");
  if (trimmed.length > MAX_TEXT_LENGTH || parts.length < 2 || parts.length > 3 || parts.includes("")) {
    return refuse("is not `os/architecture` or `os/architecture/variant`", trimmed);
  }
  const [os = "", architecture = "", variant] = parts;
  const platform = normalizePlatform({
    os,
    architecture,
    ...variant === void 0 ? {} : { variant }
  });
  if (!isOneOf(SYSTEMS, platform.os)) return refuse("names an unknown operating system", trimmed);
  if (!isOneOf(ARCHITECTURES, platform.architecture))
    return refuse("names an unknown architecture", trimmed);
  if (!hasKnownVariant(platform))
    return refuse(`names an unknown variant of ${platform.architecture}`, trimmed);
  return { ok: true, platform };
}
function normalizePlatform(platform) {
  const os = platform.os.toLowerCase() === "macos" ? "darwin" : platform.os.toLowerCase();
  const wanted = platform.architecture.toLowerCase();
  const alias = ARCHITECTURE_ALIASES[wanted];
  const architecture = alias?.architecture ?? wanted;
  const variant = normalizeVariant(
    architecture,
    alias?.variant ?? platform.variant?.toLowerCase() ?? ""
  );
  return variant === "" ? { os, architecture } : { os, architecture, variant };
}
function normalizeVariant(architecture, variant) {
  const named = /^\d/.test(variant) && (architecture === "arm" || architecture === "arm64") ? `v${variant}` : variant;
  if (architecture === "amd64") return named === "v1" ? "" : named;
  if (architecture === "arm64")
    return named === "v8" || named === "v8.0" ? "" : named.replace(/\.0$/, "");
  if (architecture === "arm") return named === "" ? "v7" : named;
  return named;
}
function hasKnownVariant({ architecture, variant }) {
  if (variant === void 0) return true;
  return VARIANTS[architecture]?.test(variant) ?? false;
}
function formatPlatform(platform) {
  const { os, architecture, variant } = normalizePlatform(platform);
  return variant === void 0 ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
function isSamePlatform(left, right) {
  return formatPlatform(left) === formatPlatform(right);
}
function comparePlatforms(left, right) {
  const [first, second] = [formatPlatform(left), formatPlatform(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}
function refuse(reason, text) {
  const nearest = findNearest(text.toLowerCase().slice(0, MAX_TEXT_LENGTH));
  const fix = nearest === void 0 ? "Write e.g. `linux/amd64,linux/arm64`." : `Did you mean \`${nearest}\`?`;
  return { ok: false, reason, fix };
}
function findNearest(text) {
  if (isOneOf(ARCHITECTURES, text) || Object.hasOwn(ARCHITECTURE_ALIASES, text))
    return formatPlatform({ os: "linux", architecture: text });
  if (isOneOf(SYSTEMS, text)) return `${text}/amd64`;
  const ranked = COMMON.map((name) => ({ name, distance: editDistance(text, name) }));
  const best = ranked.reduce(
    (nearest, next) => next.distance < nearest.distance ? next : nearest
  );
  return best.distance <= 4 ? best.name : void 0;
}
function editDistance(left, right) {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row, column) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      );
    }
  }
  return at(left.length, right.length);
}
function isOneOf(known, name) {
  return known.includes(name);
}

export {
  parsePlatform,
  normalizePlatform,
  formatPlatform,
  isSamePlatform,
  comparePlatforms
};
