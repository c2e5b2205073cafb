import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  classifyTag,
  parseFullReferences
} from "./chunk-IXQPVSTI.js";
import {
  readPaths
} from "./chunk-LKOHCVR5.js";
import {
  Fault,
  attempt,
  branchOf,
  findBasis,
  findGitVersion,
  loadPep440,
  makeAnnotations,
  makeDateExpressions,
  makeGlobalExpressions,
  makeLabels,
  makeStandardPairs,
  makeTagLines,
  parseFields,
  parseList as parseList2,
  parsePairs,
  parseSettings,
  pullRequestOf,
  resolveEvent,
  tagOf
} from "./chunk-SA2GMFYJ.js";
import {
  formatRepository,
  parseReference,
  parseRepository,
  parseTag
} from "./chunk-SHLUNWKC.js";
import {
  formatList,
  parseList
} from "./chunk-LJCXF7ZE.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/names/given-lines.ts
var VERSION_LABEL = "org.opencontainers.image.version";
var FLOATING_VERSION = /^v?\d+(?:\.\d+)?(?:-[\w.-]+)?$/;
async function makeGivenLines({
  tagNames,
  labels,
  annotations,
  facts: { ref, sha }
}) {
  const version = findGitVersion({ ref });
  const basisOf = (name) => {
    if (branchOf(ref) !== void 0) return { kind: "branch" };
    const follows = /^latest(?:-|$)/.test(name) || FLOATING_VERSION.test(name);
    return follows ? version : void 0;
  };
  const tags = tagNames.map(
    (name) => ({ name, kind: classifyTag(name), basis: basisOf(name) })
  );
  const suffix = findSuffix(parsePairs(labels)[VERSION_LABEL] ?? "", tagOf(ref) ?? "");
  return makeTagLines(tags, { labels, annotations, revision: sha, prefix: "", suffix });
}
function findSuffix(label, gitTag) {
  const [stated, tagged] = [label, gitTag].map((text) => text.replace(/^v/, ""));
  const rest = tagged && stated?.startsWith(tagged) ? stated.slice(tagged.length) : "";
  return rest.startsWith("-") ? rest : "";
}

// src/names/dates.ts
var ISO = "YYYY-MM-DDTHH:mm:ss";
var LONG_FORMATS = {
  LT: "h:mm A",
  LTS: "h:mm:ss A",
  L: "MM/DD/YYYY",
  LL: "MMMM D, YYYY",
  LLL: "MMMM D, YYYY h:mm A",
  LLLL: "dddd, MMMM D, YYYY h:mm A",
  l: "M/D/YYYY",
  ll: "MMM D, YYYY",
  lll: "MMM D, YYYY h:mm A",
  llll: "ddd, MMM D, YYYY h:mm A"
};
var LONG_TOKEN = /\[[^[]*\]|\\.|LTS|LT|LL?L?L?|l{1,4}/g;
var TOKEN = /\[[^[]*\]|\\.|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|wo|ww?|Wo|WW?|Qo?|N{1,5}|YYYYYY|YYYYY|YYYY|YY|Y|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|./gs;
var PLAIN = new Set(
  "M MM MMM MMMM D DD d dd ddd dddd YY YYYY A a H HH h hh m mm s ss".split(" ")
);
var OWN = {
  Mo: ({ day }) => formatOrdinal(day.month() + 1),
  Q: ({ day }) => quarterOf(day),
  Qo: ({ day }) => formatOrdinal(quarterOf(day)),
  Do: ({ day }) => formatOrdinal(day.date()),
  DDD: ({ day }) => day.dayOfYear(),
  DDDo: ({ day }) => formatOrdinal(day.dayOfYear()),
  DDDD: ({ day }) => pad(day.dayOfYear(), 3),
  do: ({ day }) => formatOrdinal(day.day()),
  e: ({ day }) => day.day(),
  E: ({ day }) => day.isoWeekday(),
  w: ({ day }) => day.week(),
  wo: ({ day }) => formatOrdinal(day.week()),
  ww: ({ day }) => pad(day.week(), 2),
  W: ({ day }) => day.isoWeek(),
  Wo: ({ day }) => formatOrdinal(day.isoWeek()),
  WW: ({ day }) => pad(day.isoWeek(), 2),
  Y: ({ day }) => day.year(),
  YYYYY: ({ day }) => pad(day.year(), 5),
  YYYYYY: ({ day }) => `+${pad(day.year(), 6)}`,
  y: ({ day }) => day.year(),
  yy: ({ day }) => day.year(),
  yyy: ({ day }) => day.year(),
  yyyy: ({ day }) => day.year(),
  yo: ({ day }) => formatOrdinal(day.year()),
  N: () => "AD",
  NN: () => "AD",
  NNN: () => "AD",
  NNNN: () => "Anno Domini",
  NNNNN: () => "AD",
  gg: ({ day }) => pad(day.weekYear() % 100, 2),
  gggg: ({ day }) => pad(day.weekYear(), 4),
  GG: ({ day }) => pad(day.isoWeekYear() % 100, 2),
  GGGG: ({ day }) => pad(day.isoWeekYear(), 4),
  k: ({ day }) => day.hour() || 24,
  kk: ({ day }) => pad(day.hour() || 24, 2),
  hmm: ({ day }) => day.format("hmm"),
  hmmss: ({ day }) => day.format("hmmss"),
  Hmm: ({ day }) => day.format("Hmm"),
  Hmmss: ({ day }) => day.format("Hmmss"),
  X: ({ time }) => Math.floor(time.getTime() / 1e3),
  x: ({ time }) => time.getTime(),
  Z: ({ offsetMinutes }) => formatOffset(offsetMinutes, ":"),
  ZZ: ({ offsetMinutes }) => formatOffset(offsetMinutes, ""),
  z: ({ name }) => name(),
  zz: ({ name }) => name()
};
async function loadFormatDate() {
  const [{ default: dayjs }, ...plugins] = await Promise.all([
    import("./dayjs.min-2S4ZZIVD.js"),
    import("./utc-IVNCXIZW.js"),
    import("./weekOfYear-6HRBMRV2.js"),
    import("./weekYear-JBMEYSVR.js"),
    import("./isoWeek-QZPG3JYH.js"),
    import("./dayOfYear-IZQHPFWG.js")
  ]);
  for (const plugin of plugins) dayjs.extend(plugin.default);
  const readZone = makeZoneReader();
  return ({ time, format, zone }) => {
    const offsetMinutes = parseOffset(readZone(time, zone, "longOffset"));
    const day = dayjs.utc(time.getTime() + offsetMinutes * 6e4);
    const iso = offsetMinutes === 0 ? `${ISO}[Z]` : `${ISO}Z`;
    const name = () => readZone(time, zone, "short");
    return formatTokens({ day, time, offsetMinutes, name }, format ?? iso);
  };
}
function formatTokens(local, format) {
  const expanded = format.replace(LONG_TOKEN, (token) => LONG_FORMATS[token] ?? token);
  return expanded.replace(TOKEN, (token) => formatToken(local, token));
}
function formatToken(local, token) {
  if (token.startsWith("[")) return token.replace(/^\[|\]$/g, "");
  if (token.startsWith("\\")) return token.slice(1);
  if (/^S+$/.test(token))
    return pad(local.day.millisecond(), 3).padEnd(9, "0").slice(0, token.length);
  if (PLAIN.has(token)) return local.day.format(token);
  const own = Object.hasOwn(OWN, token) ? OWN[token] : void 0;
  return own === void 0 ? token : String(own(local));
}
function parseOffset(name) {
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
function makeZoneReader() {
  const made = /* @__PURE__ */ new Map();
  return (timeOf, timeZone, timeZoneName) => {
    const key = `${timeZone} ${timeZoneName}`;
    try {
      const formatter = made.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName });
      made.set(key, formatter);
      const parts = formatter.formatToParts(timeOf);
      return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    } catch {
      throw new Fault(
        `\`${timeZone}\` is not a time zone`,
        "Use a name such as `UTC` or `Europe/Berlin`."
      );
    }
  };
}
function formatOffset(offsetMinutes, separator) {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${sign}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}
function formatOrdinal(value) {
  const isTeen = Math.floor(value % 100 / 10) === 1;
  const ending = isTeen ? void 0 : ["th", "st", "nd", "rd"][value % 10];
  return `${value}${ending ?? "th"}`;
}
function quarterOf(day) {
  return Math.floor(day.month() / 3) + 1;
}
function pad(value, width) {
  return String(value).padStart(width, "0");
}

// src/names/templates.ts
async function loadTemplates(texts) {
  const templates = texts.filter(hasExpression);
  const hasDate = templates.some((text) => /date/.test(text));
  const [render, formatDate] = await Promise.all([
    templates.length > 0 ? loadRender() : void 0,
    hasDate ? loadFormatDate() : void 0
  ]);
  return {
    render: (text, values) => render !== void 0 && hasExpression(text) ? render(text, values) : text,
    formatDate: formatDate ?? (({ time }) => time.toISOString())
  };
}
function hasExpression(text) {
  return text.includes("{{");
}
async function loadRender() {
  const { default: handlebars } = await import("./lib-UZI5UUTR.js");
  const engine = handlebars.create();
  engine.unregisterHelper("log");
  return (text, values) => {
    try {
      return engine.compile(text, { noEscape: true })(values);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw describeError(error);
    }
  };
}
function describeError(error) {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const reason = lines.length > 1 ? lines.at(-1) ?? "" : lines[0] ?? "";
  return new Fault(
    `its expression cannot be read (${reason})`,
    "Write expressions as `{{branch}}`, `{{tag}}`, `{{sha}}` or `{{date 'YYYYMMDD'}}`."
  );
}

// src/names/typos.ts
function findSimilar(word, known) {
  const plain = simplify(word);
  return known.find((name) => {
    const other = simplify(name);
    return other === plain || plain.length > MIN_LETTERS && isOneSlip(plain, other);
  });
}
var MIN_LETTERS = 4;
function simplify(word) {
  return word.toLowerCase().replace(/[^a-z.]/g, "");
}
function isOneSlip(left, right) {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const a = left.slice(start, left.length - end);
  const b = right.slice(start, right.length - end);
  const isSwap = a.length === 2 && a === [...b].reverse().join("");
  return isSwap || a.length < 2 && b.length < 2;
}

// src/names/expand.ts
var EXPRESSION = /(?<slashes>\\*)(?<expression>\{\{\{\s*(?<raw>[A-Za-z_][\w.-]*)(?<rawArgs>[^{}]*)\}\}\}|\{\{\s*(?<plain>[A-Za-z_][\w.-]*)(?<args>[^{}]*)\}\})/g;
var DATE_ARGUMENTS = /^(?:\s+(?:"[^"]*"|'[^']*'))?(?:\s+\w+=(?:"[^"]*"|'[^']*'))*\s*$/;
var DATES = ["date", "commit_date"];
function makeExpressions({ names, facts, env, more = {} }) {
  const event = resolveEvent(facts, parseSettings(env, []));
  let loading;
  return async (text, input) => {
    if (!text.includes("{{")) return { text, problems: [], notices: [] };
    loading ??= loadTemplates(["{{date}}"]);
    const templates = await loading;
    const values = {
      ...makeGlobalExpressions(event, templates),
      ...makeNameValues(names),
      ...more
    };
    return fillExpressions(text, input, { values, templates });
  };
}
function fillExpressions(text, input, { values, templates }) {
  const known = listNames(values);
  const problems = [];
  const notices = [];
  const filled = mapMatches(text, ({ expression, name, args, slashes }) => {
    if (!isOurs(name, args, known)) {
      const similar = findSimilar(name, known);
      if (similar !== void 0 && slashes === "")
        notices.push(
          `${input}: \`${expression}\` is no expression and stays as it is; \`{{${similar}}}\` would be one.`
        );
      return void 0;
    }
    if (slashes.length % 2 === 1) return expression;
    const blame = { input, value: expression, problems };
    return attempt(blame, () => templates.render(expression, values)) ?? expression;
  });
  return { text: filled, problems, notices };
}
function listNames(values) {
  return Object.entries(values).flatMap(
    ([name, value]) => typeof value === "object" && value !== null ? Object.keys(value).map((key) => `${name}.${key}`) : [name]
  );
}
function isOurs(name, args, known) {
  if (!known.includes(name)) return false;
  return DATES.includes(name) ? DATE_ARGUMENTS.test(args) : args.trim() === "";
}
function mapMatches(text, change) {
  let end = 0;
  let result = "";
  for (const { 0: whole, index, groups = {} } of text.matchAll(EXPRESSION)) {
    const { expression = "", slashes = "" } = groups;
    const name = groups["raw"] ?? groups["plain"] ?? "";
    const args = groups["rawArgs"] ?? groups["args"] ?? "";
    const changed = change({ expression, name, args, slashes });
    const kept = slashes.slice(0, Math.floor(slashes.length / 2));
    result += text.slice(end, index) + (changed === void 0 ? whole : kept + changed);
    end = index + whole.length;
  }
  return result + text.slice(end);
}
function makeNameValues({
  fullVersion,
  version,
  created,
  revision,
  tags
}) {
  return {
    version: fullVersion?.full ?? version,
    major: fullVersion?.major ?? "",
    minor: fullVersion?.minor ?? "",
    patch: fullVersion?.patch ?? "",
    created: created.toISOString(),
    revision,
    meta: { version, tags: tags.join("\n") }
  };
}

// src/names/flavor.ts
var LATEST_MODES = ["auto", "true", "false", "release"];
var NO_AFFIX = { text: "", onLatest: false };
var DEFAULT = { latest: "auto", prefix: NO_AFFIX, suffix: NO_AFFIX };
var GRAMMAR = "Use `latest=auto|true|false|release`, `prefix=\u2026` or `suffix=\u2026`, the latter two with `,onlatest=true|false`.";
function parseFlavor(text, problems) {
  const lines = attempt({ input: "flavor", value: text, problems }, () => parseList2(text)) ?? [];
  return lines.reduce(
    (known, line) => attempt({ input: "flavor", value: line, problems }, () => applyLine(known, line)) ?? known,
    DEFAULT
  );
}
function applyLine(flavor, line) {
  let affix;
  return parseFields(line).reduce((known, field) => {
    if (field.key === "prefix" || field.key === "suffix") affix = field.key;
    return applyField(known, field, affix);
  }, flavor);
}
function applyField(flavor, { key, value }, affix) {
  switch (key) {
    case "latest":
      return { ...flavor, latest: parseLatest(value) };
    case "prefix":
    case "suffix":
      return { ...flavor, [key]: { ...flavor[key], text: value } };
    case "onlatest": {
      const onLatest = parseOnLatest(value);
      return affix === void 0 ? flavor : { ...flavor, [affix]: { ...flavor[affix], onLatest } };
    }
    case void 0:
      throw new Fault(`\`${value}\` has no \`=\``, GRAMMAR);
    default:
      throw new Fault(`it has the unknown attribute \`${key}\``, GRAMMAR);
  }
}
function parseLatest(value) {
  const mode = LATEST_MODES.find((known) => known === value);
  if (mode !== void 0) return mode;
  throw new Fault(`its \`latest\` is \`${value}\``, "Use `auto`, `true`, `false` or `release`.");
}
function parseOnLatest(value) {
  if (value === "true" || value === "false") return value === "true";
  throw new Fault(`its \`onlatest\` is \`${value}\``, "Use `true` or `false`.");
}

// src/names/types.ts
var TAG_KINDS = ["immutable", "floating"];

// src/names/tag-filter.ts
function parseTagFilter(values) {
  const wanted = values.filter((value) => !value.startsWith("!")).map(parsePattern);
  const unwanted = values.filter((value) => value.startsWith("!")).map((value) => parsePattern(value.slice(1)));
  return (tag) => (wanted.length === 0 || wanted.some((fits) => fits(tag))) && !unwanted.some((fits) => fits(tag));
}
function parsePattern(text) {
  const kind = TAG_KINDS.find((one) => one === text);
  if (kind !== void 0) return (tag) => tag.kind === kind;
  if (!/^[\w.*?-]+$/.test(text))
    throw new Fault(
      `its \`tags\` is \`${text}\``,
      "Use `immutable`, `floating` or a pattern such as `1.*`; repeat `tags=` for several."
    );
  const pattern = new RegExp(
    `^${text.replace(/[.-]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`
  );
  return ({ name }) => pattern.test(name);
}

// src/names/images.ts
function parseImages(text, problems) {
  const found = /* @__PURE__ */ new Map();
  const notices = [];
  for (const line of attemptList(text, problems)) {
    attempt({ input: "images", value: line, problems }, () => {
      const { names, takes } = parseEntry(line);
      for (const name of names) {
        const image = parseImage(name);
        if (image.name !== name)
          notices.push(`images: \`${name}\` is published as \`${image.name}\`.`);
        const place = formatRepository(image.repository);
        const known = found.get(place);
        const isTaken = (tag) => known?.takes(tag) === true || takes(tag);
        found.set(place, { ...known ?? image, takes: isTaken });
      }
    });
  }
  return { images: [...found.values()], notices };
}
function attemptList(text, problems) {
  return attempt({ input: "images", value: text, problems }, () => parseList2(text)) ?? [];
}
function parseEntry(line) {
  const names = [];
  const patterns = [];
  let enabled = true;
  for (const { key, value } of parseFields(line)) {
    if (key === "enable") enabled = parseEnable(value);
    else if (key === "tags") patterns.push(value);
    else if (key === "name" || key === void 0 && value !== "") names.push(value);
    else if (key !== void 0) {
      throw new Fault(
        `it has the unknown attribute \`${key}\``,
        "Use `name`, `enable` and `tags`."
      );
    }
  }
  const takes = parseTagFilter(patterns);
  if (!enabled || names.every((name) => name !== "")) return { names: enabled ? names : [], takes };
  throw new Fault(
    "it has no name",
    "Write `name=ghcr.io/org/app`, or switch it off with `enable=false`."
  );
}
function parseEnable(value) {
  if (value === "true" || value === "false") return value === "true";
  throw new Fault(`its \`enable\` is \`${value}\``, "Use `enable=true` or `enable=false`.");
}
function parseImage(text) {
  const name = text.toLowerCase();
  const parsed = parseRepository(name);
  if (!parsed.ok) throw new Fault(`it ${parsed.reason}`, parsed.fix);
  return { name, repository: parsed.repository };
}

// src/names/outputs.ts
function formatNameDocuments(lists, bakeTarget) {
  const { version, images, tags, tagNames, annotations } = lists;
  const labels = parsePairs(lists.labels);
  const args = {
    DOCKER_META_IMAGES: images.map(({ name }) => name).join(","),
    ...version === "" ? {} : { DOCKER_META_VERSION: version }
  };
  const formatBake = (target) => JSON.stringify({ target: { [bakeTarget]: target } }, null, 2);
  return {
    json: JSON.stringify({ tags, "tag-names": tagNames, labels, annotations }),
    bakeFile: formatBake({ tags, labels, args }),
    bakeFileTags: formatBake({ tags, args }),
    bakeFileLabels: formatBake({ labels }),
    bakeFileAnnotations: formatBake({ annotations })
  };
}

// src/names/rules.ts
var RULE_TYPES = [
  "schedule",
  "semver",
  "pep440",
  "match",
  "edge",
  "ref",
  "raw",
  "sha"
];
var REF_EVENTS = ["branch", "tag", "pr"];
var SHA_FORMATS = ["short", "long"];
var DEFAULT_PRIORITIES = {
  schedule: 1e3,
  semver: 900,
  pep440: 900,
  match: 800,
  edge: 700,
  ref: 600,
  raw: 200,
  sha: 100
};
var DEFAULT_RULES = `type=schedule
type=ref,event=branch
type=ref,event=tag
type=ref,event=pr`;
var COMMON_ATTRIBUTES = ["enable", "priority", "prefix", "suffix"];
var ATTRIBUTES = {
  schedule: ["pattern"],
  semver: ["pattern", "value", "match"],
  pep440: ["pattern", "value", "match"],
  match: ["pattern", "group", "value"],
  edge: ["branch"],
  ref: ["event"],
  raw: ["value"],
  sha: ["format"]
};
function parseRules(text, problems) {
  const given = attempt({ input: "tags", value: text, problems }, () => parseList2(text)) ?? [];
  const lines = given.length === 0 && text.trim() === "" ? parseList2(DEFAULT_RULES) : given;
  const warnings = [];
  const rules = lines.flatMap(
    (line) => attempt({ input: "tags", value: line, problems }, () => [parseRule(line, warnings)]) ?? []
  );
  return { rules: rules.toSorted((left, right) => right.priority - left.priority), warnings };
}
function parseRule(line, warnings) {
  const fields = parseFields(line);
  refuseSeveral(fields.flatMap(({ key, value }) => key === void 0 ? [value] : []));
  const attributes = new Map(fields.map(({ key, value }) => [key ?? "value", value]));
  const type = parseChoice(attributes.get("type") ?? "raw", RULE_TYPES, "type");
  const known = ["type", ...COMMON_ATTRIBUTES, ...ATTRIBUTES[type]];
  for (const name of attributes.keys()) {
    if (known.includes(name)) continue;
    warnings.push(`tags: \`${line}\`: type \`${type}\` has no \`${name}\`; it is ignored.`);
  }
  const source = parseSource(type, attributes);
  return {
    line,
    priority: parsePriority(attributes.get("priority"), type),
    enable: attributes.get("enable") ?? "true",
    prefix: attributes.get("prefix") ?? defaultPrefix(source),
    suffix: attributes.get("suffix"),
    source
  };
}
function parseSource(type, attributes) {
  const read = (name) => attributes.get(name) ?? "";
  switch (type) {
    case "schedule":
      return { type, pattern: attributes.get("pattern") ?? "nightly" };
    case "semver":
    case "pep440": {
      const pattern = demand(attributes, "pattern", "pattern={{version}}");
      return { type, pattern, value: read("value"), match: read("match") };
    }
    case "match": {
      const pattern = demand(attributes, "pattern", "pattern=v(.*),group=1");
      return { type, pattern, group: parseGroup(read("group")), value: read("value") };
    }
    case "edge":
      return { type, branch: read("branch") };
    case "ref": {
      const event = demand(attributes, "event", "event=branch");
      return { type, event: parseChoice(event, REF_EVENTS, "event") };
    }
    case "raw":
      return { type, value: refuseName(demand(attributes, "value", "value=nightly")) };
    case "sha":
      return {
        type,
        format: parseChoice(attributes.get("format") ?? "short", SHA_FORMATS, "format")
      };
  }
}
function refuseSeveral(values) {
  if (values.length < 2) return;
  const listed = values.map((value) => `\`${value}\``).join(", ");
  throw new Fault(`it has several values, ${listed}`, "Give each tag a line of its own.");
}
function refuseName(value) {
  const parsed = parseReference(value);
  const isFull = parsed.ok && parsed.reference.tag !== void 0 && value.includes("/");
  if (!isFull) return value;
  throw new Fault(
    "it is a full reference, which would become part of a tag of `images`",
    "Write the tag alone, or leave `images` out."
  );
}
function defaultPrefix(source) {
  if (source.type === "sha") return "sha-";
  return source.type === "ref" && source.event === "pr" ? "pr-" : void 0;
}
function demand(attributes, name, example) {
  const value = attributes.get(name);
  if (value !== void 0) return value;
  throw new Fault(`it has no \`${name}\``, `Add it, such as \`${example}\`.`);
}
function parseChoice(value, choices, name) {
  const found = choices.find((choice) => choice === value);
  if (found !== void 0) return found;
  throw new Fault(
    `its ${name} is \`${value}\``,
    `Use ${choices.map((choice) => `\`${choice}\``).join(", ")}.`
  );
}
function parsePriority(value, type) {
  const priority = value === void 0 ? DEFAULT_PRIORITIES[type] : Number(value);
  if (Number.isFinite(priority)) return priority;
  throw new Fault(`its priority is \`${value}\``, "Use a number.");
}
function parseGroup(value) {
  if (/^\d*$/.test(value)) return Number(value);
  throw new Fault(
    `its group is \`${value}\``,
    "Use the number of a group of the pattern; 0 is all of it."
  );
}

// src/names/versions.ts
var import_semver = __toESM(require_semver(), 1);

// src/names/world.ts
function readVersionText(value, world) {
  return value === "" ? tagOf(world.event.ref) : world.templates.render(value, world.globals);
}
function parseRegExp(pattern, flags = "") {
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw new Fault(
      `\`${pattern}\` is not a regular expression`,
      "Write a JavaScript regular expression, such as `v(.*)`."
    );
  }
}

// src/names/versions.ts
var RAW_PATTERN = /^\{\{\{?&?\s*raw\s*\}?\}\}$/;
function makeSemverValue(source, world) {
  const text = readVersion(source, world);
  if (text === void 0) return void 0;
  const parsed = import_semver.default.valid(text) === null ? null : import_semver.default.parse(text, { loose: true });
  if (parsed === null) {
    world.warn(`tags: \`${text}\` is not a semantic version (https://semver.org).`);
    return void 0;
  }
  return makeValue(source.pattern, world, {
    isFinal: parsed.prerelease.length === 0,
    values: parsed,
    version: parseVersionParts(text)
  });
}
function makePep440Value(source, world) {
  const { pep440, warn } = world;
  const text = readVersion(source, world);
  if (text === void 0 || pep440 === void 0) return void 0;
  const explained = pep440.valid(text) === null ? null : pep440.explain(text);
  const full = pep440.clean(text);
  if (explained === null || full === null) {
    warn(`tags: \`${text}\` is not a version by PEP 440 (https://peps.python.org/pep-0440).`);
    return void 0;
  }
  const { is_prerelease, is_postrelease, is_devrelease } = explained;
  const parts = {
    major: String(pep440.major(text)),
    minor: String(pep440.minor(text)),
    patch: String(pep440.patch(text))
  };
  return makeValue(source.pattern, world, {
    isFinal: !(is_prerelease || is_postrelease || is_devrelease),
    values: { raw: text, version: full, ...parts },
    version: { full, ...parts }
  });
}
function parseVersionParts(text) {
  const parsed = import_semver.default.parse(text);
  if (parsed === null) return void 0;
  return {
    full: parsed.version,
    major: String(parsed.major),
    minor: String(parsed.minor),
    patch: String(parsed.patch)
  };
}
function readVersion(source, world) {
  const given = readVersionText(source.value, world);
  if (given === void 0 || source.match === "") return given?.replaceAll("/", "-");
  const found = given.match(parseRegExp(source.match));
  if (found === null) world.warn(`tags: \`${source.match}\` does not match \`${given}\`.`);
  return (found?.[1] ?? found?.[0] ?? given).replaceAll("/", "-");
}
function makeValue(pattern, { templates }, known) {
  const { isFinal, values, version } = known;
  const used = isFinal || RAW_PATTERN.test(pattern) ? pattern : "{{version}}";
  return {
    text: templates.render(used, values),
    isRelease: isFinal,
    kind: isFullPattern(used) ? "immutable" : "floating",
    ...version === void 0 ? {} : { version }
  };
}
function isFullPattern(pattern) {
  const names = new Set(Array.from(pattern.matchAll(/\{\{\{?&?\s*(\w+)/g), (found) => found[1]));
  return names.has("version") || names.has("raw") || ["major", "minor", "patch"].every((name) => names.has(name));
}

// src/names/values.ts
function makeRuleValue(source, world) {
  switch (source.type) {
    case "schedule":
      return makeScheduleValue(source.pattern, world);
    case "semver":
      return makeSemverValue(source, world);
    case "pep440":
      return makePep440Value(source, world);
    case "match":
      return makeMatchValue(source, world);
    case "edge":
      return makeEdgeValue(source.branch, world.event);
    case "ref":
      return makeRefValue(source.event, world.event.ref);
    case "raw":
      return makeRawValue(source.value, world);
    case "sha":
      return makeShaValue(source.format, world.event);
  }
}
function floating(text) {
  return { text, isRelease: false, kind: "floating" };
}
function makeScheduleValue(pattern, world) {
  if (world.event.eventName !== "schedule") return void 0;
  return floating(world.templates.render(pattern, world.dates));
}
function makeEdgeValue(branch, { ref, repository }) {
  const wanted = branch === "" ? repository.defaultBranch : branch;
  return wanted !== void 0 && wanted === branchOf(ref) ? floating("edge") : void 0;
}
function makeRefValue(event, ref) {
  if (event === "tag") {
    const text2 = tagOf(ref);
    return text2 === void 0 ? void 0 : { text: text2, isRelease: true, kind: "immutable" };
  }
  const text = event === "branch" ? branchOf(ref) : pullRequestOf(ref);
  return text === void 0 ? void 0 : floating(text);
}
function makeRawValue(value, { templates, globals, event }) {
  const text = templates.render(value, globals);
  const namesCommit = event.shortSha !== "" && text.includes(event.shortSha);
  return {
    text,
    isRelease: false,
    kind: namesCommit ? "immutable" : classifyTag(text)
  };
}
function makeShaValue(format, { sha, shortSha }) {
  if (sha === "") return void 0;
  return { text: format === "long" ? sha : shortSha, isRelease: false, kind: "immutable" };
}
function makeMatchValue(source, world) {
  const given = readVersionText(source.value, world);
  if (given === void 0) return void 0;
  const [, body, flags] = /^\/(.+)\/(.*)$/.exec(source.pattern) ?? [];
  const found = given.match(parseRegExp(body ?? source.pattern, flags));
  const text = found?.[source.group];
  if (text === void 0) {
    world.warn(
      found === null ? `tags: \`${source.pattern}\` does not match \`${given}\`.` : `tags: \`${source.pattern}\` has no group ${source.group}.`
    );
    return void 0;
  }
  return { text, isRelease: true, kind: text === given ? "immutable" : classifyTag(text) };
}

// src/names/tags.ts
function makeTags(request) {
  const { rules, flavor, world, problems } = request;
  const made = rules.flatMap((rule) => {
    const blame = { input: "tags", value: rule.line, problems };
    return attempt(blame, () => makeTag(rule, flavor, world)) ?? [];
  });
  const [first] = made;
  const wantsLatest = isLatestWanted(request, first);
  const latest = first !== void 0 && wantsLatest ? makeLatest(request, made) : void 0;
  return {
    tags: mergeTags(latest === void 0 ? made : [...made, latest]),
    version: made.find(({ version }) => version !== void 0)?.version,
    prefix: first?.prefix ?? "",
    suffix: first?.suffix ?? ""
  };
}
function isLatestWanted({ flavor, world }, first) {
  if (flavor.latest === "true" || first === void 0) return flavor.latest === "true";
  if (flavor.latest === "release") return first.isRelease && tagOf(world.event.ref) !== void 0;
  return flavor.latest === "auto" && first.isRelease;
}
function makeTag(rule, flavor, world) {
  if (!isEnabled(rule, world)) return void 0;
  const value = makeRuleValue(rule.source, world);
  if (value === void 0) return void 0;
  const { templates, globals } = world;
  const prefix = templates.render(rule.prefix ?? flavor.prefix.text, globals);
  const suffix = templates.render(rule.suffix ?? flavor.suffix.text, globals);
  const text = `${prefix}${value.text}${suffix}`;
  if (text === "") return void 0;
  const name = sanitizeTag(text);
  const isLatest = name === "latest";
  return {
    name,
    isLatest,
    kind: isLatest ? "floating" : value.kind,
    isRelease: value.isRelease,
    version: value.version,
    basis: findBasis(rule.source, { version: value.version, isLatest, event: world.event }),
    ...{ prefix: cleanTag(prefix), suffix: cleanTag(suffix) }
  };
}
function isEnabled({ enable }, { templates, globals }) {
  const enabled = templates.render(enable, globals);
  if (enabled === "true" || enabled === "false") return enabled === "true";
  throw new Fault(
    `its \`enable\` is \`${enabled}\``,
    "Use `true`, `false` or an expression that gives one of them."
  );
}
function makeLatest({ flavor, world, problems }, made) {
  const known = made.find(({ version }) => version !== void 0)?.basis;
  const basis = known ?? findGitVersion(world.event) ?? findBasis({ type: "raw" }, { isLatest: true, event: world.event });
  const release = flavor.latest === "release" ? tagOf(world.event.ref) : void 0;
  const render = ({ text, onLatest }) => onLatest ? world.templates.render(text, world.globals) : "";
  return attempt({ input: "flavor", value: "latest", problems }, () => ({
    name: sanitizeTag(`${render(flavor.prefix)}latest${render(flavor.suffix)}`),
    kind: "floating",
    isLatest: true,
    basis,
    release
  }));
}
function sanitizeTag(text) {
  const parsed = parseTag(cleanTag(text));
  if (parsed.ok) return parsed.tag;
  throw new Fault(`\`${text}\` ${parsed.reason}`, parsed.fix);
}
function cleanTag(text) {
  return text.replace(/[^a-zA-Z0-9._-]+/g, "-");
}
function mergeTags(tags) {
  const merged = /* @__PURE__ */ new Map();
  for (const { name, kind, isLatest, basis, release } of tags) {
    const known = merged.get(name);
    const floats = kind === "floating" || known?.kind === "floating";
    merged.set(name, {
      name,
      kind: floats ? "floating" : "immutable",
      isLatest: isLatest || known?.isLatest === true,
      basis: known?.basis ?? basis,
      release: release ?? known?.release
    });
  }
  return [...merged.values()];
}

// src/names/names.ts
var DEFAULT_BAKE_TARGET = "docker-metadata-action";
async function makeNames(request) {
  const problems = [];
  const warnings = /* @__PURE__ */ new Set();
  const settings = parseSettings(request.env, problems);
  const event = resolveEvent(request.facts, settings);
  const { images, notices } = parseImages(request.images, problems);
  const { rules, warnings: ruleWarnings } = parseRules(request.tags, problems);
  const flavor = parseFlavor(request.flavor, problems);
  for (const warning of ruleWarnings) warnings.add(warning);
  const world = {
    ...await loadWorld(request, event),
    pep440: rules.some(({ source }) => source.type === "pep440") ? await loadPep440() : void 0,
    warn: (message) => warnings.add(message)
  };
  const { tags, version, prefix, suffix } = makeTags({ rules, flavor, world, problems });
  const isRefused = problems.some(({ input }) => input === "tags" || input === "flavor");
  if (tags.length === 0 && !isRefused) {
    warnings.add("No tag comes out of `tags` for this event.");
  }
  const subject = { event, version: tags[0]?.name ?? "", created: findCreated(event, settings) };
  const known = {
    ...makeLists(images, tags),
    version: subject.version,
    fullVersion: version ?? parseVersionParts(tagOf(event.ref) ?? ""),
    revision: event.sha,
    created: subject.created
  };
  const values = { ...world.globals, ...makeNameValues(known) };
  const metadata = makeMetadata({ request, settings, world, subject, values, problems });
  const lists = { ...known, ...metadata };
  return {
    ...lists,
    ...formatNameDocuments(lists, request.bakeTarget ?? DEFAULT_BAKE_TARGET),
    destinations: planDestinations(images, tags),
    lines: await makeTagLines(tags, { ...metadata, ...{ prefix, suffix, revision: event.sha } }),
    problems,
    warnings: [...warnings],
    notices: [...notices, ...noteUntagged(images, tags)]
  };
}
async function loadWorld(request, event) {
  const { tags, flavor, labels, annotations } = request;
  const templates = await loadTemplates([tags, flavor, labels, annotations]);
  return {
    event,
    templates,
    globals: makeGlobalExpressions(event, templates),
    dates: makeDateExpressions(event, templates)
  };
}
function makeLists(images, tags) {
  const tagNames = tags.map(({ name }) => name);
  const references = images.flatMap(
    (image) => tags.filter(image.takes).map((tag) => `${image.name}:${tag.name}`)
  );
  return {
    images: images.map(({ name, repository }) => ({ name, repository })),
    tagNames,
    tags: images.length === 0 ? tagNames : references
  };
}
function isTemplate(text) {
  return text.replace(/\{\{\{?[^{}#/^!>&~]*\}\}\}?/g, "").includes("{{");
}
function makeMetadata({
  request,
  settings,
  world: { templates, warn },
  subject,
  values,
  problems
}) {
  const standard = makeStandardPairs(subject);
  const custom = (input) => ({
    input,
    text: request[input],
    render: (text) => {
      if (isTemplate(text)) return templates.render(text, values);
      const filled = fillExpressions(text, input, { values: { ...values }, templates });
      problems.push(...filled.problems);
      filled.notices.forEach(warn);
      return filled.text;
    },
    problems,
    warn
  });
  return {
    labels: makeLabels(standard, custom("labels")),
    annotations: makeAnnotations(standard, custom("annotations"), settings.annotationLevels)
  };
}
function findCreated({ commitTime, runTime }, { sourceTime }) {
  return sourceTime ?? commitTime ?? runTime;
}
function noteUntagged(images, tags) {
  const untagged = images.filter(({ takes }) => tags.length > 0 && !tags.some(takes));
  return untagged.map(
    ({ name }) => `images: \`${name}\` takes none of the tags of this event, and is left out.`
  );
}
function planDestinations(images, tags) {
  const rank = ({ kind, isLatest }) => isLatest ? 2 : kind === "immutable" ? 0 : 1;
  const ordered = tags.toSorted((left, right) => rank(left) - rank(right)).map(({ name, kind }) => ({ name, kind }));
  return images.map(({ repository, takes }) => ({ repository, tags: ordered.filter(takes) })).filter((destination) => destination.tags.length > 0);
}

// src/plan/expand-inputs.ts
async function expandInputs({
  parsed,
  ...request
}) {
  const { inputs } = parsed;
  const { names } = request;
  const filling = { expand: makeExpressions(request), problems: [], notices: /* @__PURE__ */ new Set() };
  const expanded = {
    ...inputs,
    buildArgs: await mapAll(inputs.buildArgs, (entry) => fillPair(filling, "build-args", entry)),
    buildContexts: await mapAll(inputs.buildContexts, async ({ name, source }) => ({
      name,
      source: await fillLine(filling, "build-contexts", source)
    })),
    outputs: await mapAll(inputs.outputs, async ({ type, attributes }) => ({
      type,
      attributes: await fillAttributes(filling, "outputs", attributes)
    })),
    cache: typeof inputs.cache === "string" ? inputs.cache : await mapAll(inputs.cache, (entry) => fillCache(filling, "cache", entry)),
    ...inputs.cacheScope === void 0 ? {} : { cacheScope: await fillLine(filling, "cache-scope", inputs.cacheScope) },
    cacheFrom: await mapAll(inputs.cacheFrom, (entry) => fillCache(filling, "cache-from", entry)),
    cacheTo: await mapAll(inputs.cacheTo, (entry) => fillCache(filling, "cache-to", entry)),
    ...inputs.images === "" ? {
      labels: await fillPairs(filling, "labels", inputs.labels),
      annotations: await fillPairs(filling, "annotations", inputs.annotations)
    } : {}
  };
  return {
    parsed: { inputs: expanded, problems: [...parsed.problems, ...filling.problems] },
    names: { ...names, notices: [...names.notices, ...filling.notices] }
  };
}
function mapAll(values, change) {
  return Promise.all(values.map(change));
}
async function fill(filling, input, text) {
  const { text: filled, problems, notices } = await filling.expand(text, input);
  filling.problems.push(...problems);
  for (const notice of notices) filling.notices.add(notice);
  return filled;
}
async function fillLine(filling, input, text) {
  const filled = await fill(filling, input, text);
  if (filled !== text && /[\0-\x1f\x7f]/.test(filled)) {
    const problem = "becomes several lines";
    const fix = "Use an expression that gives one line, such as `{{version}}`.";
    filling.problems.push({ input, value: text, problem, fix });
  }
  return filled;
}
async function fillPair(filling, input, entry) {
  const at = entry.indexOf("=") + 1;
  return entry.slice(0, at) + await fill(filling, input, entry.slice(at));
}
async function fillPairs(filling, input, text) {
  if (!text.includes("{{")) return text;
  try {
    const entries = parseList(text, { comma: "keep" });
    return formatList(await mapAll(entries, (entry) => fillPair(filling, input, entry)));
  } catch {
    return text;
  }
}
async function fillAttributes(filling, input, attributes) {
  const filled = await mapAll(
    Object.entries(attributes),
    async ([name, value]) => [name, await fillLine(filling, input, value)]
  );
  return Object.fromEntries(filled);
}
async function fillCache(filling, input, { backend, attributes }) {
  return { backend, attributes: await fillAttributes(filling, input, attributes) };
}

// src/stages/facts/names.ts
async function nameImage(host, { parsed, facts }) {
  const request = { facts: facts.names, env: host.env };
  const inputs = namedInputs(parsed.inputs);
  const names = await makeNames({ ...inputs, ...request });
  const runTime = facts.names.commitTime ?? /* @__PURE__ */ new Date(0);
  const lasting = await makeNames({ ...inputs, ...request, facts: { ...facts.names, runTime } });
  const expanded = await expandInputs({ parsed, names, ...request });
  return {
    ...expanded,
    names: await lineGiven({ ...expanded, facts }),
    lasting,
    written: parsed.inputs,
    facts: await lookAgain(host, { facts, before: parsed.inputs, inputs: expanded.parsed.inputs })
  };
}
function namedInputs(inputs) {
  const { images, tags, flavor, labels, annotations, bakeTarget } = inputs;
  return images === "" ? { images, tags: "", flavor: "", labels: "", annotations: "", bakeTarget } : { images, tags, flavor, labels, annotations, bakeTarget };
}
async function lineGiven({
  parsed,
  names,
  facts
}) {
  const { images, tags, labels, annotations } = parsed.inputs;
  if (images !== "" || labels === "") return names;
  const tagNames = parseFullReferences(tags, []).flatMap((one) => one.tags.map(({ name }) => name));
  const given = { labels: readLines(labels), annotations: readLines(annotations) };
  const lines = await makeGivenLines({ tagNames, ...given, facts: facts.names });
  return { ...names, lines };
}
function readLines(text) {
  try {
    return parseList(text, { comma: "keep" });
  } catch {
    return [];
  }
}
async function lookAgain(host, { facts, before, inputs }) {
  const known = before.buildContexts.map(({ source }) => source);
  if (inputs.buildContexts.every(({ source }) => known.includes(source))) return facts;
  return { ...facts, paths: await readPaths(host, inputs, facts.paths.isEntered) };
}

export {
  formatNameDocuments,
  nameImage
};
