import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  formatEmulated,
  isNative
} from "./chunk-FG7OWVVX.js";
import {
  comparePlatforms,
  formatPlatform,
  isSamePlatform,
  normalizePlatform,
  parsePlatform
} from "./chunk-NQQT4RC4.js";
import {
  FOLDER_PREFIX,
  STATE_NAME,
  formatState
} from "./chunk-MHWYCVKE.js";
import {
  ActionError,
  HELPER_VARIABLE,
  InputError,
  ShapeError,
  TransportError,
  asObject,
  asText,
  defuseLine,
  describeError,
  errorCode,
  isRecord,
  makeCosignEnv,
  parseJson,
  readJson,
  shown,
  userDockerConfig
} from "./chunk-5HZJPSXZ.js";
import {
  require_semver
} from "./chunk-XLEKP5WA.js";
import {
  __toESM
} from "./chunk-7QRAHV2Z.js";

// src/image/digest.ts
var PATTERN = /^sha256:[0-9a-f]{64}$/;
function isDigest(text) {
  return PATTERN.test(text);
}
function parseDigest(text) {
  return text !== void 0 && isDigest(text) ? text : void 0;
}
function digestHex(digest) {
  return digest.slice("sha256:".length);
}

// src/image/reference.ts
var EXAMPLE = "ghcr.io/org/app";
var DOCKER_HUB = "docker.io";
var DOCKER_HUB_ALIASES = /* @__PURE__ */ new Set([DOCKER_HUB, "index.docker.io", "registry-1.docker.io"]);
var MAX_TEXT_LENGTH = 512;
var MAX_PATH_LENGTH = 255;
var PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
var DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
var IPV6 = /^\[[0-9a-f:]+\]$/i;
var TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
var RESERVED_TAG = /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/i;
function parseRepository(text) {
  const parsed2 = parseReference(text);
  if (!parsed2.ok) return parsed2;
  const { repository, tag, digest } = parsed2.reference;
  if (tag === void 0 && digest === void 0) return { ok: true, repository };
  return refuse(
    `has a ${tag === void 0 ? "digest" : "tag"}`,
    `Write the name alone: \`${formatRepository(repository)}\`.`
  );
}
function parseReference(text) {
  const unfit = findUnfitText(text);
  if (unfit !== void 0) return unfit;
  const at = text.indexOf("@");
  const digest = at < 0 ? void 0 : parseDigest(text.slice(at + 1));
  if (at >= 0 && digest === void 0) {
    return refuse(
      "has something else than a sha256 digest after `@`",
      "Write `@sha256:` and 64 hexadecimal digits in lower case."
    );
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const hasTag = colon > named.lastIndexOf("/");
  const repository = parseName(hasTag ? named.slice(0, colon) : named);
  if (!repository.ok) return repository;
  const known = { repository: repository.repository, ...digest === void 0 ? {} : { digest } };
  if (!hasTag) return { ok: true, reference: known };
  const tag = parseTag(named.slice(colon + 1));
  return tag.ok ? { ok: true, reference: { ...known, tag: tag.tag } } : tag;
}
function parseTag(text) {
  if (text === "")
    return refuse("has an empty tag", "Write a tag after the colon, or leave the colon out.");
  if (text.length > 128)
    return refuse(`has a tag of ${text.length} characters`, "Use at most 128.");
  if (RESERVED_TAG.test(text)) {
    return refuse(
      "has a tag that is reserved for signatures and other referrers",
      "Use a tag that is not `sha256-` and a digest."
    );
  }
  if (!TAG.test(text)) {
    return refuse(
      "has a tag that is not valid",
      "Use letters, digits, `_`, `.` and `-`, the first one neither `.` nor `-`."
    );
  }
  return { ok: true, tag: text };
}
function parseName(name) {
  if (/:sha256$/.test(name))
    return refuse("has a digest in place of a tag", "Write `@sha256:\u2026` instead of `:sha256:\u2026`.");
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (!isRegistryHost(first)) {
    return checkPath(DOCKER_HUB, name.includes("/") ? name : `library/${name}`);
  }
  const reason = findHostProblem(first);
  if (reason !== void 0)
    return refuse(
      reason,
      `Write the registry as a host with an optional port, e.g. \`${EXAMPLE}\`.`
    );
  const registry = first.toLowerCase();
  const path = name.slice(slash + 1);
  if (!DOCKER_HUB_ALIASES.has(registry)) return checkPath(registry, path);
  return checkPath(DOCKER_HUB, path.includes("/") ? path : `library/${path}`);
}
function isRegistryHost(first) {
  return /[.:]/.test(first) || first.toLowerCase() === "localhost";
}
function findHostProblem(registry) {
  const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(registry) ?? [];
  if (!DOMAIN.test(host) && !IPV6.test(host)) return "has a registry that is not a host name";
  if (port === void 0) return void 0;
  const inRange = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  return inRange ? void 0 : "has a port that is not a number from 1 to 65535";
}
function checkPath(registry, path) {
  const components = path.split("/");
  if (components.includes(""))
    return refuse(
      "has an empty part in its name",
      `Write it like \`${EXAMPLE}\`, without \`//\` or a slash at an end.`
    );
  if (path.length > MAX_PATH_LENGTH)
    return refuse(`has a name of ${path.length} characters`, `Use at most ${MAX_PATH_LENGTH}.`);
  if (components.every((component) => PATH_COMPONENT.test(component)))
    return { ok: true, repository: { registry, path } };
  const lower = path.toLowerCase();
  if (lower !== path && lower.split("/").every((component) => PATH_COMPONENT.test(component))) {
    return refuse(
      "has upper case in its name",
      `Write \`${formatRepository({ registry, path: lower })}\`.`
    );
  }
  return refuse(
    "has a name that is not valid",
    `Use lower-case letters and digits, with \`.\`, \`_\`, \`__\` or \`-\` between them, e.g. \`${EXAMPLE}\`.`
  );
}
function findUnfitText(text) {
  if (text === "") return refuse("is empty", `Write a name such as \`${EXAMPLE}\`.`);
  if (text.length > MAX_TEXT_LENGTH)
    return refuse(`has ${text.length} characters`, `Use at most ${MAX_TEXT_LENGTH}.`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return refuse("starts with a URL scheme", `Write it without, e.g. \`${EXAMPLE}\`.`);
  if (/[\s\x00-\x1f\x7f]/.test(text))
    return refuse(
      "has white space or a control character in it",
      "Remove it; write one name per line."
    );
  const odd = /[^\x21-\x7e]/u.exec(text)?.[0];
  if (odd === void 0) return void 0;
  const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return refuse(
    `has a character that no image name can have (U+${code})`,
    "Type the name anew in plain ASCII."
  );
}
function refuse(reason, fix) {
  return { ok: false, reason, fix };
}
function formatRepository({ registry, path }) {
  return `${registry}/${path}`;
}
function formatReference({ repository, tag, digest }) {
  return `${formatRepository(repository)}${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function isSameRepository(left, right) {
  return left.registry === right.registry && left.path === right.path;
}
function formatApiHost(registry) {
  return DOCKER_HUB_ALIASES.has(registry) ? "registry-1.docker.io" : registry;
}
function formatReferrersTag(digest) {
  return `sha256-${digestHex(digest)}`;
}

// node_modules/csv-parse/lib/api/CsvError.js
var CsvError = class _CsvError extends Error {
  constructor(code, message, options, ...contexts) {
    if (Array.isArray(message)) message = message.join(" ").trim();
    super(message);
    if (Error.captureStackTrace !== void 0) {
      Error.captureStackTrace(this, _CsvError);
    }
    this.code = code;
    for (const context of contexts) {
      for (const key in context) {
        const value = context[key];
        this[key] = Buffer.isBuffer(value) ? value.toString(options.encoding) : value == null ? value : JSON.parse(JSON.stringify(value));
      }
    }
  }
};

// node_modules/csv-parse/lib/utils/is_object.js
var is_object = function(obj) {
  return typeof obj === "object" && obj !== null && !Array.isArray(obj);
};

// node_modules/csv-parse/lib/api/normalize_columns_array.js
var normalize_columns_array = function(columns) {
  const normalizedColumns = [];
  for (let i = 0, l = columns.length; i < l; i++) {
    const column = columns[i];
    if (column === void 0 || column === null || column === false) {
      normalizedColumns[i] = { disabled: true };
    } else if (typeof column === "string" || typeof column === "number") {
      normalizedColumns[i] = { name: `${column}` };
    } else if (is_object(column)) {
      if (typeof column.name !== "string") {
        throw new CsvError("CSV_OPTION_COLUMNS_MISSING_NAME", [
          "Option columns missing name:",
          `property "name" is required at position ${i}`,
          "when column is an object literal"
        ]);
      }
      normalizedColumns[i] = column;
    } else {
      throw new CsvError("CSV_INVALID_COLUMN_DEFINITION", [
        "Invalid column definition:",
        "expect a string or a literal object,",
        `got ${JSON.stringify(column)} at position ${i}`
      ]);
    }
  }
  return normalizedColumns;
};

// node_modules/csv-parse/lib/utils/ResizeableBuffer.js
var ResizeableBuffer = class {
  constructor(size = 100) {
    this.size = size;
    this.length = 0;
    this.buf = Buffer.allocUnsafe(size);
  }
  prepend(val) {
    if (Buffer.isBuffer(val)) {
      const length = this.length + val.length;
      if (length >= this.size) {
        this.resize();
        if (length >= this.size) {
          throw Error("INVALID_BUFFER_STATE");
        }
      }
      const buf = this.buf;
      this.buf = Buffer.allocUnsafe(this.size);
      val.copy(this.buf, 0);
      buf.copy(this.buf, val.length);
      this.length += val.length;
    } else {
      const length = this.length++;
      if (length === this.size) {
        this.resize();
      }
      const buf = this.clone();
      this.buf[0] = val;
      buf.copy(this.buf, 1, 0, length);
    }
  }
  append(val) {
    const length = this.length++;
    if (length === this.size) {
      this.resize();
    }
    this.buf[length] = val;
  }
  clone() {
    return Buffer.from(this.buf.slice(0, this.length));
  }
  resize() {
    const length = this.length;
    this.size = this.size * 2;
    const buf = Buffer.allocUnsafe(this.size);
    this.buf.copy(buf, 0, 0, length);
    this.buf = buf;
  }
  toString(encoding) {
    if (encoding) {
      return this.buf.toString(encoding, 0, this.length);
    } else {
      return Uint8Array.prototype.slice.call(this.buf.slice(0, this.length));
    }
  }
  toJSON() {
    return this.toString("utf8");
  }
  reset() {
    this.length = 0;
  }
};
var ResizeableBuffer_default = ResizeableBuffer;

// node_modules/csv-parse/lib/api/init_state.js
var init_state = function(options) {
  const timchars = [
    // Basic Latin
    32,
    // [Space](https://www.fileformat.info/info/unicode/char/0020/index.htm)
    9,
    // [CHARACTER TABULATION (HT)](https://www.fileformat.info/info/unicode/char/0009/index.htm)
    10,
    // [LINE FEED (LF)](https://www.fileformat.info/info/unicode/char/000a/index.htm)
    13,
    // [CARRIAGE RETURN (CR)](https://www.fileformat.info/info/unicode/char/000d/index.htm)
    12,
    // [FORM FEED (FF)](https://www.fileformat.info/info/unicode/char/000c/index.htm)
    11,
    // [LINE TABULATION (VT)](https://www.fileformat.info/info/unicode/char/000b/index.htm)
    // Latin-1 Supplement
    160,
    // [NO-BREAK SPACE (NBSP)](https://www.fileformat.info/info/unicode/char/00a0/index.htm)
    // Ogham
    5760,
    // [OGHAM SPACE MARK](https://www.fileformat.info/info/unicode/char/1680/index.htm)
    // General Punctuation
    8192,
    // [EN QUAD](https://www.fileformat.info/info/unicode/char/2000/index.htm)
    8193,
    // [EM QUAD](https://www.fileformat.info/info/unicode/char/2001/index.htm)
    8194,
    // [EN SPACE](https://www.fileformat.info/info/unicode/char/2002/index.htm)
    8195,
    // [EM SPACE](https://www.fileformat.info/info/unicode/char/2003/index.htm)
    8196,
    // [THREE-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2004/index.htm)
    8197,
    // [FOUR-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2005/index.htm)
    8198,
    // [SIX-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2006/index.htm)
    8199,
    // [FIGURE SPACE](https://www.fileformat.info/info/unicode/char/2007/index.htm)
    8200,
    // [PUNCTUATION SPACE](https://www.fileformat.info/info/unicode/char/2008/index.htm)
    8201,
    // [THIN SPACE](https://www.fileformat.info/info/unicode/char/2009/index.htm)
    8202,
    // [HAIR SPACE](https://www.fileformat.info/info/unicode/char/200a/index.htm)
    8232,
    // [LINE SEPARATOR](https://www.fileformat.info/info/unicode/char/2028/index.htm)
    8233,
    // [PARAGRAPH SEPARATOR](https://www.fileformat.info/info/unicode/char/2029/index.htm)
    8239,
    // [NARROW NO-BREAK SPACE (NNBSP)](https://www.fileformat.info/info/unicode/char/202f/index.htm)
    8287,
    // [MEDIUM MATHEMATICAL SPACE (MMSP)](https://www.fileformat.info/info/unicode/char/205f/index.htm)
    12288,
    // [IDEOGRAPHIC SPACE](https://www.fileformat.info/info/unicode/char/3000/index.htm)
    65279
    // [ZERO WIDTH NO-BREAK SPACE (BOM)](https://www.fileformat.info/info/unicode/char/feff/index.htm)
  ].reduce((acc, codepoint) => {
    const encoded = Buffer.from(
      String.fromCharCode(codepoint),
      options.encoding
    );
    if (codepoint !== 63 && encoded.length === 1 && encoded[0] === 63) {
      return acc;
    }
    acc.push(encoded);
    return acc;
  }, []);
  const timcharFirstBytes = new Uint8Array(256);
  for (const t of timchars) timcharFirstBytes[t[0]] = 1;
  return {
    bomSkipped: false,
    bufBytesStart: 0,
    castField: options.cast_function,
    commenting: false,
    delimiterBufPrevious: void 0,
    delimiterDiscovered: false,
    // Current error encountered by a record
    error: void 0,
    enabled: options.from_line === 1,
    escaping: false,
    escapeIsQuote: Buffer.isBuffer(options.escape) && Buffer.isBuffer(options.quote) && Buffer.compare(options.escape, options.quote) === 0,
    // columns can be `false`, `true`, `Array`
    expectedRecordLength: Array.isArray(options.columns) ? options.columns.length : void 0,
    field: new ResizeableBuffer_default(20),
    firstLineToHeaders: options.cast_first_line_to_header,
    needMoreDataSize: Math.max(
      // Skip if the remaining buffer smaller than comment
      options.comment !== null ? options.comment.length : 0,
      ...options.delimiter ? options.delimiter.map((delimiter) => delimiter.length) : [],
      // Auto discovery of delimiter is limited to 1 character
      options.delimiter_auto ? 1 : 0,
      // Skip if the remaining buffer can be escape sequence
      options.quote !== null ? options.quote.length : 0,
      ...timchars.map((t) => t.length)
    ),
    previousBuf: void 0,
    quoting: false,
    stop: false,
    rawBuffer: new ResizeableBuffer_default(100),
    record: [],
    recordHasError: false,
    record_length: 0,
    recordDelimiterMaxLength: options.record_delimiter.length === 0 ? 0 : Math.max(...options.record_delimiter.map((v) => v.length)),
    trimChars: [
      Buffer.from(" ", options.encoding)[0],
      Buffer.from("	", options.encoding)[0]
    ],
    wasQuoting: false,
    wasRowDelimiter: false,
    timchars,
    timcharFirstBytes
  };
};

// node_modules/csv-parse/lib/utils/underscore.js
var underscore = function(str) {
  return str.replace(/([A-Z])/g, function(_, match) {
    return "_" + match.toLowerCase();
  });
};

// node_modules/csv-parse/lib/api/normalize_options.js
var normalize_options = function(opts) {
  const options = {};
  for (const opt in opts) {
    options[underscore(opt)] = opts[opt];
  }
  if (options.encoding === void 0 || options.encoding === true) {
    options.encoding = "utf8";
  } else if (options.encoding === null || options.encoding === false) {
    options.encoding = null;
  } else if (typeof options.encoding !== "string" && options.encoding !== null) {
    throw new CsvError(
      "CSV_INVALID_OPTION_ENCODING",
      [
        "Invalid option encoding:",
        "encoding must be a string or null to return a buffer,",
        `got ${JSON.stringify(options.encoding)}`
      ],
      options
    );
  }
  if (options.bom === void 0 || options.bom === null || options.bom === false) {
    options.bom = false;
  } else if (options.bom !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_BOM",
      [
        "Invalid option bom:",
        "bom must be true,",
        `got ${JSON.stringify(options.bom)}`
      ],
      options
    );
  }
  options.cast_function = null;
  if (options.cast === void 0 || options.cast === null || options.cast === false || options.cast === "") {
    options.cast = void 0;
  } else if (typeof options.cast === "function") {
    options.cast_function = options.cast;
    options.cast = true;
  } else if (options.cast !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST",
      [
        "Invalid option cast:",
        "cast must be true or a function,",
        `got ${JSON.stringify(options.cast)}`
      ],
      options
    );
  }
  if (options.cast_date === void 0 || options.cast_date === null || options.cast_date === false || options.cast_date === "") {
    options.cast_date = false;
  } else if (options.cast_date === true) {
    options.cast_date = function(value) {
      const date = Date.parse(value);
      return !isNaN(date) ? new Date(date) : value;
    };
  } else if (typeof options.cast_date !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST_DATE",
      [
        "Invalid option cast_date:",
        "cast_date must be true or a function,",
        `got ${JSON.stringify(options.cast_date)}`
      ],
      options
    );
  }
  options.cast_first_line_to_header = void 0;
  if (options.columns === true) {
    options.cast_first_line_to_header = void 0;
  } else if (typeof options.columns === "function") {
    options.cast_first_line_to_header = options.columns;
    options.columns = true;
  } else if (Array.isArray(options.columns)) {
    options.columns = normalize_columns_array(options.columns);
  } else if (options.columns === void 0 || options.columns === null || options.columns === false) {
    options.columns = false;
  } else {
    throw new CsvError(
      "CSV_INVALID_OPTION_COLUMNS",
      [
        "Invalid option columns:",
        "expect an array, a function or true,",
        `got ${JSON.stringify(options.columns)}`
      ],
      options
    );
  }
  if (options.group_columns_by_name === void 0 || options.group_columns_by_name === null || options.group_columns_by_name === false) {
    options.group_columns_by_name = false;
  } else if (options.group_columns_by_name !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "expect an boolean,",
        `got ${JSON.stringify(options.group_columns_by_name)}`
      ],
      options
    );
  } else if (options.columns === false) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "the `columns` mode must be activated."
      ],
      options
    );
  }
  if (options.comment === void 0 || options.comment === null || options.comment === false || options.comment === "") {
    options.comment = null;
  } else {
    if (typeof options.comment === "string") {
      options.comment = Buffer.from(options.comment, options.encoding);
    }
    if (!Buffer.isBuffer(options.comment)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_COMMENT",
        [
          "Invalid option comment:",
          "comment must be a buffer or a string,",
          `got ${JSON.stringify(options.comment)}`
        ],
        options
      );
    }
  }
  if (options.comment_no_infix === void 0 || options.comment_no_infix === null || options.comment_no_infix === false) {
    options.comment_no_infix = false;
  } else if (options.comment_no_infix !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_COMMENT",
      [
        "Invalid option comment_no_infix:",
        "value must be a boolean,",
        `got ${JSON.stringify(options.comment_no_infix)}`
      ],
      options
    );
  }
  if (options.delimiter_auto === void 0 || options.delimiter_auto === null || options.delimiter_auto === false) {
    options.delimiter_auto = false;
  } else if (options.delimiter_auto === true) {
    options.delimiter_auto = {};
  } else if (!is_object(options.delimiter_auto)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_DELIMITER_AUTO",
      [
        "Invalid option delimiter_auto:",
        "delimiter_auto must be a boolean or a configuration object,",
        `got ${JSON.stringify(options.delimiter_auto)}`
      ],
      options
    );
  }
  if (options.delimiter_auto) {
    if (options.delimiter_auto.preferred === void 0)
      options.delimiter_auto.preferred = {
        [",".charCodeAt(0)]: 1.8,
        ["	".charCodeAt(0)]: 1.8,
        [";".charCodeAt(0)]: 1.6,
        [" ".charCodeAt(0)]: 1.6,
        [":".charCodeAt(0)]: 1.5,
        [".".charCodeAt(0)]: 1.4,
        ["/".charCodeAt(0)]: 1.4
      };
    else if (!is_object(options.delimiter_auto.preferred)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "preferred must be an object,",
          `got ${JSON.stringify(options.delimiter_auto.preferred)}`
        ],
        options
      );
    }
    if (options.delimiter_auto.score === void 0)
      options.delimiter_auto.score = (info, options2) => {
        return (info.total - info.std) * (options2.preferred[info.char_code] || 1);
      };
    else if (typeof options.delimiter_auto.score !== "function") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "score must be a function,",
          `got ${JSON.stringify(options.delimiter_auto.score)}`
        ],
        options
      );
    }
    if (options.delimiter_auto.size === void 0)
      options.delimiter_auto.size = 2048;
    else if (typeof options.delimiter_auto.size !== "number") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "size must be a number,",
          `got ${JSON.stringify(options.delimiter_auto.size)}`
        ],
        options
      );
    }
  }
  const delimiter_json = JSON.stringify(options.delimiter);
  if (options.delimiter_auto !== false) {
    options.delimiter = [];
  }
  if (!Array.isArray(options.delimiter)) {
    if (options.delimiter === void 0 || options.delimiter === null || options.delimiter === false) {
      options.delimiter = Buffer.from(",", options.encoding);
    }
    options.delimiter = [options.delimiter];
  }
  options.delimiter = options.delimiter.map(function(delimiter) {
    if (typeof delimiter === "string") {
      delimiter = Buffer.from(delimiter, options.encoding);
    }
    if (!Buffer.isBuffer(delimiter) || delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER",
        [
          "Invalid option delimiter:",
          "delimiter must be a non empty string or buffer or array of string|buffer,",
          `got ${delimiter_json}`
        ],
        options
      );
    }
    return delimiter;
  });
  if (options.escape === void 0 || options.escape === true) {
    options.escape = Buffer.from('"', options.encoding);
  } else if (typeof options.escape === "string") {
    options.escape = Buffer.from(options.escape, options.encoding);
  } else if (options.escape === null || options.escape === false) {
    options.escape = null;
  }
  if (options.escape !== null) {
    if (!Buffer.isBuffer(options.escape)) {
      throw new Error(
        `Invalid Option: escape must be a buffer, a string or a boolean, got ${JSON.stringify(options.escape)}`
      );
    }
  }
  if (options.from === void 0 || options.from === null) {
    options.from = 1;
  } else {
    if (typeof options.from === "string" && /\d+/.test(options.from)) {
      options.from = parseInt(options.from);
    }
    if (Number.isInteger(options.from)) {
      if (options.from < 0) {
        throw new Error(
          `Invalid Option: from must be a positive integer, got ${JSON.stringify(opts.from)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from must be an integer, got ${JSON.stringify(options.from)}`
      );
    }
  }
  if (options.from_line === void 0 || options.from_line === null) {
    options.from_line = 1;
  } else {
    if (typeof options.from_line === "string" && /\d+/.test(options.from_line)) {
      options.from_line = parseInt(options.from_line);
    }
    if (Number.isInteger(options.from_line)) {
      if (options.from_line <= 0) {
        throw new Error(
          `Invalid Option: from_line must be a positive integer greater than 0, got ${JSON.stringify(opts.from_line)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from_line must be an integer, got ${JSON.stringify(opts.from_line)}`
      );
    }
  }
  if (options.ignore_last_delimiters === void 0 || options.ignore_last_delimiters === null) {
    options.ignore_last_delimiters = false;
  } else if (typeof options.ignore_last_delimiters === "number") {
    options.ignore_last_delimiters = Math.floor(options.ignore_last_delimiters);
    if (options.ignore_last_delimiters === 0) {
      options.ignore_last_delimiters = false;
    }
  } else if (typeof options.ignore_last_delimiters !== "boolean") {
    throw new CsvError(
      "CSV_INVALID_OPTION_IGNORE_LAST_DELIMITERS",
      [
        "Invalid option `ignore_last_delimiters`:",
        "the value must be a boolean value or an integer,",
        `got ${JSON.stringify(options.ignore_last_delimiters)}`
      ],
      options
    );
  }
  if (options.ignore_last_delimiters === true && options.columns === false) {
    throw new CsvError(
      "CSV_IGNORE_LAST_DELIMITERS_REQUIRES_COLUMNS",
      [
        "The option `ignore_last_delimiters`",
        "requires the activation of the `columns` option"
      ],
      options
    );
  }
  if (options.info === void 0 || options.info === null || options.info === false) {
    options.info = false;
  } else if (options.info !== true) {
    throw new Error(
      `Invalid Option: info must be true, got ${JSON.stringify(options.info)}`
    );
  }
  if (options.max_record_size === void 0 || options.max_record_size === null || options.max_record_size === false) {
    options.max_record_size = 0;
  } else if (Number.isInteger(options.max_record_size) && options.max_record_size >= 0) {
  } else if (typeof options.max_record_size === "string" && /\d+/.test(options.max_record_size)) {
    options.max_record_size = parseInt(options.max_record_size);
  } else {
    throw new Error(
      `Invalid Option: max_record_size must be a positive integer, got ${JSON.stringify(options.max_record_size)}`
    );
  }
  if (options.objname === void 0 || options.objname === null || options.objname === false) {
    options.objname = void 0;
  } else if (Buffer.isBuffer(options.objname)) {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty buffer`);
    }
    if (options.encoding === null) {
    } else {
      options.objname = options.objname.toString(options.encoding);
    }
  } else if (typeof options.objname === "string") {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty string`);
    }
  } else if (typeof options.objname === "number") {
  } else {
    throw new Error(
      `Invalid Option: objname must be a string or a buffer, got ${options.objname}`
    );
  }
  if (options.objname !== void 0) {
    if (typeof options.objname === "number") {
      if (options.columns !== false) {
        throw Error(
          "Invalid Option: objname index cannot be combined with columns or be defined as a field"
        );
      }
    } else {
      if (options.columns === false) {
        throw Error(
          "Invalid Option: objname field must be combined with columns or be defined as an index"
        );
      }
    }
  }
  if (options.on_record === void 0 || options.on_record === null) {
    options.on_record = void 0;
  } else if (typeof options.on_record !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_ON_RECORD",
      [
        "Invalid option `on_record`:",
        "expect a function,",
        `got ${JSON.stringify(options.on_record)}`
      ],
      options
    );
  }
  if (options.on_skip !== void 0 && options.on_skip !== null && typeof options.on_skip !== "function") {
    throw new Error(
      `Invalid Option: on_skip must be a function, got ${JSON.stringify(options.on_skip)}`
    );
  }
  if (options.quote === null || options.quote === false || options.quote === "") {
    options.quote = null;
  } else {
    if (options.quote === void 0 || options.quote === true) {
      options.quote = Buffer.from('"', options.encoding);
    } else if (typeof options.quote === "string") {
      options.quote = Buffer.from(options.quote, options.encoding);
    }
    if (!Buffer.isBuffer(options.quote)) {
      throw new Error(
        `Invalid Option: quote must be a buffer or a string, got ${JSON.stringify(options.quote)}`
      );
    }
  }
  if (options.raw === void 0 || options.raw === null || options.raw === false) {
    options.raw = false;
  } else if (options.raw !== true) {
    throw new Error(
      `Invalid Option: raw must be true, got ${JSON.stringify(options.raw)}`
    );
  }
  if (options.record_delimiter === void 0) {
    options.record_delimiter = [];
  } else if (typeof options.record_delimiter === "string" || Buffer.isBuffer(options.record_delimiter)) {
    if (options.record_delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer,",
          `got ${JSON.stringify(options.record_delimiter)}`
        ],
        options
      );
    }
    options.record_delimiter = [options.record_delimiter];
  } else if (!Array.isArray(options.record_delimiter)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_RECORD_DELIMITER",
      [
        "Invalid option `record_delimiter`:",
        "value must be a string, a buffer or array of string|buffer,",
        `got ${JSON.stringify(options.record_delimiter)}`
      ],
      options
    );
  }
  options.record_delimiter = options.record_delimiter.map(function(rd, i) {
    if (typeof rd !== "string" && !Buffer.isBuffer(rd)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a string, a buffer or array of string|buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`
        ],
        options
      );
    } else if (rd.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`
        ],
        options
      );
    }
    if (typeof rd === "string") {
      rd = Buffer.from(rd, options.encoding);
    }
    return rd;
  });
  if (typeof options.relax_column_count === "boolean") {
  } else if (options.relax_column_count === void 0 || options.relax_column_count === null) {
    options.relax_column_count = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count must be a boolean, got ${JSON.stringify(options.relax_column_count)}`
    );
  }
  if (typeof options.relax_column_count_less === "boolean") {
  } else if (options.relax_column_count_less === void 0 || options.relax_column_count_less === null) {
    options.relax_column_count_less = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_less must be a boolean, got ${JSON.stringify(options.relax_column_count_less)}`
    );
  }
  if (typeof options.relax_column_count_more === "boolean") {
  } else if (options.relax_column_count_more === void 0 || options.relax_column_count_more === null) {
    options.relax_column_count_more = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_more must be a boolean, got ${JSON.stringify(options.relax_column_count_more)}`
    );
  }
  if (typeof options.relax_quotes === "boolean") {
  } else if (options.relax_quotes === void 0 || options.relax_quotes === null) {
    options.relax_quotes = false;
  } else {
    throw new Error(
      `Invalid Option: relax_quotes must be a boolean, got ${JSON.stringify(options.relax_quotes)}`
    );
  }
  if (typeof options.skip_empty_lines === "boolean") {
  } else if (options.skip_empty_lines === void 0 || options.skip_empty_lines === null) {
    options.skip_empty_lines = false;
  } else {
    throw new Error(
      `Invalid Option: skip_empty_lines must be a boolean, got ${JSON.stringify(options.skip_empty_lines)}`
    );
  }
  if (typeof options.skip_records_with_empty_values === "boolean") {
  } else if (options.skip_records_with_empty_values === void 0 || options.skip_records_with_empty_values === null) {
    options.skip_records_with_empty_values = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_empty_values must be a boolean, got ${JSON.stringify(options.skip_records_with_empty_values)}`
    );
  }
  if (typeof options.skip_records_with_error === "boolean") {
  } else if (options.skip_records_with_error === void 0 || options.skip_records_with_error === null) {
    options.skip_records_with_error = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_error must be a boolean, got ${JSON.stringify(options.skip_records_with_error)}`
    );
  }
  if (options.rtrim === void 0 || options.rtrim === null || options.rtrim === false) {
    options.rtrim = false;
  } else if (options.rtrim !== true) {
    throw new Error(
      `Invalid Option: rtrim must be a boolean, got ${JSON.stringify(options.rtrim)}`
    );
  }
  if (options.ltrim === void 0 || options.ltrim === null || options.ltrim === false) {
    options.ltrim = false;
  } else if (options.ltrim !== true) {
    throw new Error(
      `Invalid Option: ltrim must be a boolean, got ${JSON.stringify(options.ltrim)}`
    );
  }
  if (options.trim === void 0 || options.trim === null || options.trim === false) {
    options.trim = false;
  } else if (options.trim !== true) {
    throw new Error(
      `Invalid Option: trim must be a boolean, got ${JSON.stringify(options.trim)}`
    );
  }
  if (options.trim === true && opts.ltrim !== false) {
    options.ltrim = true;
  } else if (options.ltrim !== true) {
    options.ltrim = false;
  }
  if (options.trim === true && opts.rtrim !== false) {
    options.rtrim = true;
  } else if (options.rtrim !== true) {
    options.rtrim = false;
  }
  if (options.to === void 0 || options.to === null) {
    options.to = -1;
  } else if (options.to !== -1) {
    if (typeof options.to === "string" && /\d+/.test(options.to)) {
      options.to = parseInt(options.to);
    }
    if (Number.isInteger(options.to)) {
      if (options.to <= 0) {
        throw new Error(
          `Invalid Option: to must be a positive integer greater than 0, got ${JSON.stringify(opts.to)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to must be an integer, got ${JSON.stringify(opts.to)}`
      );
    }
  }
  if (options.to_line === void 0 || options.to_line === null) {
    options.to_line = -1;
  } else if (options.to_line !== -1) {
    if (typeof options.to_line === "string" && /\d+/.test(options.to_line)) {
      options.to_line = parseInt(options.to_line);
    }
    if (Number.isInteger(options.to_line)) {
      if (options.to_line <= 0) {
        throw new Error(
          `Invalid Option: to_line must be a positive integer greater than 0, got ${JSON.stringify(opts.to_line)}`
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to_line must be an integer, got ${JSON.stringify(opts.to_line)}`
      );
    }
  }
  return options;
};

// node_modules/csv-parse/lib/utils/delimiter_discover.js
var delimiter_discover = function(records, options) {
  if (!options) {
    ({ delimiter_auto: options } = normalize_options({ delimiter_auto: true }));
  }
  if (typeof records === "string") {
    records = Buffer.from(records);
  }
  if (Buffer.isBuffer(records)) {
    records = ((data) => {
      const records2 = [];
      const parser = transform({ delimiter: [] });
      const push = (record) => records2.push(record);
      const close = () => {
      };
      const error = parser.parse(data, true, push, close);
      if (error !== void 0) throw error;
      return records2;
    })(records);
  }
  const info = Array(127).fill().map(() => ({ lines: [] }));
  records.map(([record], line) => {
    for (let i = 0, l = record.length; i < l; i++) {
      const code = record.charCodeAt(i);
      if (info[code].lines[line] === void 0) info[code].lines[line] = 0;
      info[code].lines[line]++;
    }
  });
  info.map((info2, i) => {
    info2.char_code = i;
    info2.std = std(info2.lines);
    info2.total = info2.lines.reduce((acc, val) => acc + val, 0);
    info2.preferred = !!options.preferred[i];
    info2.score = options.score(info2, options);
  });
  const result = info.reduce(
    (acc, info2) => acc.score > info2.score ? acc : info2,
    {}
  );
  return String.fromCharCode(result.char_code);
};
var std = function(array) {
  const n = array.length;
  if (n === 0) return 0;
  const mean = array.reduce((a, b) => a + b) / n;
  return Math.sqrt(
    array.map((x) => Math.pow(x - mean, 2)).reduce((a, b) => a + b) / n
  );
};

// node_modules/csv-parse/lib/api/index.js
var isRecordEmpty = function(record) {
  return record.every(
    (field) => field == null || field.toString && field.toString().trim() === ""
  );
};
var cr = 13;
var nl = 10;
var boms = {
  // Note, the following are equals:
  // Buffer.from("\ufeff")
  // Buffer.from([239, 187, 191])
  // Buffer.from('EFBBBF', 'hex')
  utf8: Buffer.from([239, 187, 191]),
  // Note, the following are equals:
  // Buffer.from "\ufeff", 'utf16le
  // Buffer.from([255, 254])
  utf16le: Buffer.from([255, 254])
};
var transform = function(original_options = {}) {
  const info = {
    bytes: 0,
    bytes_records: 0,
    comment_lines: 0,
    empty_lines: 0,
    invalid_field_length: 0,
    lines: 1,
    records: 0
  };
  const options = normalize_options(original_options);
  return {
    info,
    original_options,
    options,
    state: init_state(options),
    __needMoreData: function(i, bufLen, end) {
      if (end) return false;
      const { encoding, escape, quote } = this.options;
      const { quoting, needMoreDataSize, recordDelimiterMaxLength } = this.state;
      const numOfCharLeft = bufLen - i - 1;
      const requiredLength = Math.max(
        needMoreDataSize,
        // Skip if the remaining buffer smaller than record delimiter
        // If "record_delimiter" is yet to be discovered:
        // 1. It is equals to `[]` and "recordDelimiterMaxLength" equals `0`
        // 2. We set the length to windows line ending in the current encoding
        // Note, that encoding is known from user or bom discovery at that point
        // recordDelimiterMaxLength,
        recordDelimiterMaxLength === 0 ? Buffer.from("\r\n", encoding).length : recordDelimiterMaxLength,
        // Skip if remaining buffer can be an escaped quote
        quoting ? (escape === null ? 0 : escape.length) + quote.length : 0,
        // Skip if remaining buffer can be record delimiter following the closing quote
        quoting ? quote.length + recordDelimiterMaxLength : 0
      );
      return numOfCharLeft < requiredLength;
    },
    // Central parser implementation
    parse: function(nextBuf, end, push, close) {
      const {
        bom,
        comment_no_infix,
        delimiter_auto,
        encoding,
        from_line,
        ltrim,
        max_record_size,
        raw,
        relax_quotes,
        rtrim,
        skip_empty_lines,
        to,
        to_line
      } = this.options;
      let { comment, escape, quote, record_delimiter } = this.options;
      const {
        bomSkipped,
        delimiterDiscovered,
        delimiterBufPrevious,
        rawBuffer,
        escapeIsQuote
      } = this.state;
      if (!delimiterDiscovered && delimiter_auto) {
        let delimiterBuf;
        if (delimiterBufPrevious === void 0) {
          delimiterBuf = nextBuf;
        } else if (delimiterBufPrevious !== void 0 && nextBuf === void 0) {
          delimiterBuf = delimiterBufPrevious;
        } else {
          delimiterBuf = Buffer.concat([delimiterBufPrevious, nextBuf]);
        }
        nextBuf = void 0;
        if (end || delimiterBuf.length > delimiter_auto.size) {
          this.options.delimiter = [
            Buffer.from(
              delimiter_discover(delimiterBuf, this.options.delimiter_auto)
            )
          ];
          this.state.previousBuf = delimiterBuf;
          this.state.delimiterBufPrevious = void 0;
          this.state.delimiterDiscovered = true;
        } else {
          this.state.delimiterBufPrevious = delimiterBuf;
          return;
        }
      }
      const { previousBuf } = this.state;
      let buf;
      if (previousBuf === void 0) {
        if (nextBuf === void 0) {
          close();
          return;
        } else {
          buf = nextBuf;
        }
      } else if (previousBuf !== void 0 && nextBuf === void 0) {
        buf = previousBuf;
      } else {
        buf = Buffer.concat([previousBuf, nextBuf]);
      }
      if (bomSkipped === false) {
        if (bom === false) {
          this.state.bomSkipped = true;
        } else if (buf.length < 3) {
          if (end === false) {
            this.state.previousBuf = buf;
            return;
          }
        } else {
          for (const encoding2 in boms) {
            if (boms[encoding2].compare(buf, 0, boms[encoding2].length) === 0) {
              const bomLength = boms[encoding2].length;
              this.state.bufBytesStart += bomLength;
              buf = buf.slice(bomLength);
              const options2 = normalize_options({
                ...this.original_options,
                encoding: encoding2
              });
              for (const key in options2) {
                this.options[key] = options2[key];
              }
              ({ comment, escape, quote } = this.options);
              break;
            }
          }
          this.state.bomSkipped = true;
        }
      }
      const bufLen = buf.length;
      let pos;
      for (pos = 0; pos < bufLen; pos++) {
        if (this.__needMoreData(pos, bufLen, end)) {
          break;
        }
        if (this.state.wasRowDelimiter === true) {
          this.info.lines++;
          this.state.wasRowDelimiter = false;
        }
        if (to_line !== -1 && this.info.lines > to_line) {
          this.state.stop = true;
          close();
          return;
        }
        if (this.state.quoting === false && record_delimiter.length === 0) {
          const record_delimiterCount = this.__autoDiscoverRecordDelimiter(
            buf,
            pos
          );
          if (record_delimiterCount) {
            record_delimiter = this.options.record_delimiter;
          }
        }
        const chr = buf[pos];
        if (raw === true) {
          rawBuffer.append(chr);
        }
        if ((chr === cr || chr === nl) && this.state.wasRowDelimiter === false) {
          this.state.wasRowDelimiter = true;
        }
        if (this.state.escaping === true) {
          this.state.escaping = false;
        } else {
          if (escape !== null && this.state.quoting === true && this.__isEscape(buf, pos, chr) && pos + escape.length < bufLen) {
            if (escapeIsQuote) {
              if (this.__isQuote(buf, pos + escape.length)) {
                this.state.escaping = true;
                pos += escape.length - 1;
                continue;
              }
            } else {
              this.state.escaping = true;
              pos += escape.length - 1;
              continue;
            }
          }
          if (this.state.commenting === false && this.__isQuote(buf, pos)) {
            if (this.state.quoting === true) {
              const nextChr = buf[pos + quote.length];
              const isNextChrTrimable = rtrim && this.__isCharTrimable(buf, pos + quote.length);
              const isNextChrComment = comment !== null && this.__compareBytes(comment, buf, pos + quote.length, nextChr);
              const isNextChrDelimiter = this.__isDelimiter(
                buf,
                pos + quote.length,
                nextChr
              );
              const isNextChrRecordDelimiter = record_delimiter.length === 0 ? this.__autoDiscoverRecordDelimiter(buf, pos + quote.length) : this.__isRecordDelimiter(nextChr, buf, pos + quote.length);
              if (escape !== null && this.__isEscape(buf, pos, chr) && this.__isQuote(buf, pos + escape.length)) {
                pos += escape.length - 1;
              } else if (!nextChr || isNextChrDelimiter || isNextChrRecordDelimiter || isNextChrComment || isNextChrTrimable) {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                pos += quote.length - 1;
                continue;
              } else if (relax_quotes === false) {
                const err = this.__error(
                  new CsvError(
                    "CSV_INVALID_CLOSING_QUOTE",
                    [
                      "Invalid Closing Quote:",
                      `got "${String.fromCharCode(nextChr)}"`,
                      `at line ${this.info.lines}`,
                      "instead of delimiter, record delimiter, trimable character",
                      "(if activated) or comment"
                    ],
                    this.options,
                    this.__infoField()
                  )
                );
                if (err !== void 0) return err;
              } else {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                this.state.field.prepend(quote);
                pos += quote.length - 1;
              }
            } else {
              if (this.state.field.length !== 0) {
                if (relax_quotes === false) {
                  const info2 = this.__infoField();
                  const bom2 = Object.keys(boms).map(
                    (b) => boms[b].equals(this.state.field.toString()) ? b : false
                  ).filter(Boolean)[0];
                  const err = this.__error(
                    new CsvError(
                      "INVALID_OPENING_QUOTE",
                      [
                        "Invalid Opening Quote:",
                        `a quote is found on field ${JSON.stringify(info2.column)} at line ${info2.lines}, value is ${JSON.stringify(this.state.field.toString(encoding))}`,
                        bom2 ? `(${bom2} bom)` : void 0
                      ],
                      this.options,
                      info2,
                      {
                        field: this.state.field
                      }
                    )
                  );
                  if (err !== void 0) return err;
                }
              } else {
                this.state.quoting = true;
                pos += quote.length - 1;
                continue;
              }
            }
          }
          if (this.state.quoting === false) {
            const recordDelimiterLength = this.__isRecordDelimiter(
              chr,
              buf,
              pos
            );
            if (recordDelimiterLength !== 0) {
              const skipCommentLine = this.state.commenting && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0;
              if (skipCommentLine) {
                this.info.comment_lines++;
              } else {
                if (this.state.enabled === false && this.info.lines + (this.state.wasRowDelimiter === true ? 1 : 0) >= from_line) {
                  this.state.enabled = true;
                  this.__resetField();
                  this.__resetRecord();
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                if (skip_empty_lines === true && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0) {
                  this.info.empty_lines++;
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                this.info.bytes = this.state.bufBytesStart + pos;
                const errField = this.__onField();
                if (errField !== void 0) return errField;
                this.info.bytes = this.state.bufBytesStart + pos + recordDelimiterLength;
                const errRecord = this.__onRecord(push);
                if (errRecord !== void 0) return errRecord;
                if (to !== -1 && this.info.records >= to) {
                  this.state.stop = true;
                  close();
                  return;
                }
              }
              this.state.commenting = false;
              pos += recordDelimiterLength - 1;
              continue;
            }
            if (this.state.commenting) {
              continue;
            }
            if (comment !== null && (comment_no_infix === false || this.state.record.length === 0 && this.state.field.length === 0)) {
              const commentCount = this.__compareBytes(comment, buf, pos, chr);
              if (commentCount !== 0) {
                this.state.commenting = true;
                continue;
              }
            }
            const delimiterLength = this.__isDelimiter(buf, pos, chr);
            if (delimiterLength !== 0) {
              this.info.bytes = this.state.bufBytesStart + pos;
              const errField = this.__onField();
              if (errField !== void 0) return errField;
              pos += delimiterLength - 1;
              continue;
            }
          }
        }
        if (this.state.commenting === false) {
          if (max_record_size !== 0 && this.state.record_length + this.state.field.length > max_record_size) {
            return this.__error(
              new CsvError(
                "CSV_MAX_RECORD_SIZE",
                [
                  "Max Record Size:",
                  "record exceed the maximum number of tolerated bytes",
                  `of ${max_record_size}`,
                  `at line ${this.info.lines}`
                ],
                this.options,
                this.__infoField()
              )
            );
          }
        }
        const lappend = ltrim === false || this.state.quoting === true || this.state.field.length !== 0 || !this.__isCharTrimable(buf, pos);
        const rappend = rtrim === false || this.state.wasQuoting === false;
        if (lappend === true && rappend === true) {
          this.state.field.append(chr);
        } else if (rtrim === true && !this.__isCharTrimable(buf, pos)) {
          return this.__error(
            new CsvError(
              "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE",
              [
                "Invalid Closing Quote:",
                "found non trimable byte after quote",
                `at line ${this.info.lines}`
              ],
              this.options,
              this.__infoField()
            )
          );
        } else {
          if (lappend === false) {
            pos += this.__isCharTrimable(buf, pos) - 1;
          }
          continue;
        }
      }
      if (end === true) {
        if (this.state.quoting === true) {
          const err = this.__error(
            new CsvError(
              "CSV_QUOTE_NOT_CLOSED",
              [
                "Quote Not Closed:",
                `the parsing is finished with an opening quote at line ${this.info.lines}`
              ],
              this.options,
              this.__infoField()
            )
          );
          if (err !== void 0) return err;
        } else {
          if (this.state.wasQuoting === true || this.state.record.length !== 0 || this.state.field.length !== 0) {
            this.info.bytes = this.state.bufBytesStart + pos;
            const errField = this.__onField();
            if (errField !== void 0) return errField;
            const errRecord = this.__onRecord(push);
            if (errRecord !== void 0) return errRecord;
          } else if (this.state.wasRowDelimiter === true) {
            this.info.empty_lines++;
          } else if (this.state.commenting === true) {
            this.info.comment_lines++;
          }
        }
      } else {
        this.state.bufBytesStart += pos;
        this.state.previousBuf = buf.slice(pos);
      }
      if (this.state.wasRowDelimiter === true) {
        this.info.lines++;
        this.state.wasRowDelimiter = false;
      }
    },
    __onRecord: function(push) {
      const {
        columns,
        group_columns_by_name,
        encoding,
        info: info2,
        from,
        relax_column_count,
        relax_column_count_less,
        relax_column_count_more,
        raw,
        skip_records_with_empty_values
      } = this.options;
      const { enabled, record } = this.state;
      if (enabled === false) {
        return this.__resetRecord();
      }
      const recordLength = record.length;
      if (columns === true) {
        if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
          this.__resetRecord();
          return;
        }
        return this.__firstLineToColumns(record);
      }
      if (columns === false && this.info.records === 0) {
        this.state.expectedRecordLength = recordLength;
      }
      if (recordLength !== this.state.expectedRecordLength) {
        const err = columns === false ? new CsvError(
          "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
          [
            "Invalid Record Length:",
            `expect ${this.state.expectedRecordLength},`,
            `got ${recordLength} on line ${this.info.lines}`
          ],
          this.options,
          this.__infoField(),
          {
            record
          }
        ) : new CsvError(
          "CSV_RECORD_INCONSISTENT_COLUMNS",
          [
            "Invalid Record Length:",
            `columns length is ${columns.length},`,
            // rename columns
            `got ${recordLength} on line ${this.info.lines}`
          ],
          this.options,
          this.__infoField(),
          {
            record
          }
        );
        if (relax_column_count === true || relax_column_count_less === true && recordLength < this.state.expectedRecordLength || relax_column_count_more === true && recordLength > this.state.expectedRecordLength) {
          this.info.invalid_field_length++;
          this.state.error = err;
        } else {
          const finalErr = this.__error(err);
          if (finalErr) return finalErr;
        }
      }
      if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
        this.__resetRecord();
        return;
      }
      if (this.state.recordHasError === true) {
        this.__resetRecord();
        this.state.recordHasError = false;
        return;
      }
      this.info.records++;
      if (from === 1 || this.info.records >= from) {
        const { objname } = this.options;
        if (columns !== false) {
          const obj = {};
          for (let i = 0, l = record.length; i < l; i++) {
            if (columns[i] === void 0 || columns[i].disabled) continue;
            if (group_columns_by_name === true && Object.hasOwn(obj, columns[i].name)) {
              if (Array.isArray(obj[columns[i].name])) {
                obj[columns[i].name] = obj[columns[i].name].concat(record[i]);
              } else {
                obj[columns[i].name] = [obj[columns[i].name], record[i]];
              }
            } else {
              Object.defineProperty(obj, columns[i].name, {
                value: record[i],
                enumerable: true,
                writable: true,
                configurable: true
              });
            }
          }
          if (raw === true || info2 === true) {
            const extRecord = Object.assign(
              { record: obj },
              raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {},
              info2 === true ? { info: this.__infoRecord() } : {}
            );
            const err = this.__push(
              objname === void 0 ? extRecord : [obj[objname], extRecord],
              push
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === void 0 ? obj : [obj[objname], obj],
              push
            );
            if (err) {
              return err;
            }
          }
        } else {
          if (raw === true || info2 === true) {
            const extRecord = Object.assign(
              { record },
              raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {},
              info2 === true ? { info: this.__infoRecord() } : {}
            );
            const err = this.__push(
              objname === void 0 ? extRecord : [record[objname], extRecord],
              push
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === void 0 ? record : [record[objname], record],
              push
            );
            if (err) {
              return err;
            }
          }
        }
      }
      this.__resetRecord();
    },
    __firstLineToColumns: function(record) {
      const { firstLineToHeaders } = this.state;
      try {
        const headers = firstLineToHeaders === void 0 ? record : firstLineToHeaders.call(null, record);
        if (!Array.isArray(headers)) {
          return this.__error(
            new CsvError(
              "CSV_INVALID_COLUMN_MAPPING",
              [
                "Invalid Column Mapping:",
                "expect an array from column function,",
                `got ${JSON.stringify(headers)}`
              ],
              this.options,
              this.__infoField(),
              {
                headers
              }
            )
          );
        }
        const normalizedHeaders = normalize_columns_array(headers);
        this.state.expectedRecordLength = normalizedHeaders.length;
        this.options.columns = normalizedHeaders;
        this.__resetRecord();
        return;
      } catch (err) {
        return err;
      }
    },
    __resetRecord: function() {
      if (this.options.raw === true) {
        this.state.rawBuffer.reset();
      }
      this.state.error = void 0;
      this.state.record = [];
      this.state.record_length = 0;
    },
    __onField: function() {
      const { cast, encoding, rtrim, max_record_size } = this.options;
      const { enabled, wasQuoting } = this.state;
      if (enabled === false) {
        return this.__resetField();
      }
      let field = this.state.field.toString(encoding);
      if (rtrim === true && wasQuoting === false) {
        field = field.trimRight();
      }
      if (cast === true) {
        const [err, f] = this.__cast(field);
        if (err !== void 0) return err;
        field = f;
      }
      this.state.record.push(field);
      if (max_record_size !== 0 && typeof field === "string") {
        this.state.record_length += field.length;
      }
      this.__resetField();
    },
    __resetField: function() {
      this.state.field.reset();
      this.state.wasQuoting = false;
    },
    __push: function(record, push) {
      const { on_record } = this.options;
      if (on_record !== void 0) {
        const info2 = this.__infoRecord();
        try {
          record = on_record.call(null, record, info2);
        } catch (err) {
          return err;
        }
        if (record === void 0 || record === null) {
          return;
        }
      }
      this.info.bytes_records += this.info.bytes;
      push(record);
    },
    // Return a tuple with the error and the casted value
    __cast: function(field) {
      const { columns, relax_column_count } = this.options;
      const isColumns = Array.isArray(columns);
      if (isColumns === true && relax_column_count && this.options.columns.length <= this.state.record.length) {
        return [void 0, void 0];
      }
      if (this.state.castField !== null) {
        try {
          const info2 = this.__infoField();
          return [void 0, this.state.castField.call(null, field, info2)];
        } catch (err) {
          return [err];
        }
      }
      if (this.__isFloat(field)) {
        return [void 0, parseFloat(field)];
      } else if (this.options.cast_date !== false) {
        const info2 = this.__infoField();
        return [void 0, this.options.cast_date.call(null, field, info2)];
      }
      return [void 0, field];
    },
    __compareBytes: function(sourceBuf, targetBuf, targetPos, firstByte) {
      if (sourceBuf[0] !== firstByte) return 0;
      const sourceLength = sourceBuf.length;
      for (let i = 1; i < sourceLength; i++) {
        if (sourceBuf[i] !== targetBuf[targetPos + i]) return 0;
      }
      return sourceLength;
    },
    // Helper to test if a character is trimable
    __isCharTrimable: function(buf, pos) {
      const { timchars, timcharFirstBytes } = this.state;
      const first = buf[pos];
      if (first === void 0 || timcharFirstBytes[first] === 0) return 0;
      loop1: for (let i = 0; i < timchars.length; i++) {
        const timchar = timchars[i];
        for (let j = 0; j < timchar.length; j++) {
          if (timchar[j] !== buf[pos + j]) continue loop1;
        }
        return timchar.length;
      }
      return 0;
    },
    __isDelimiter: function(buf, pos, chr) {
      const { delimiter, ignore_last_delimiters } = this.options;
      if (ignore_last_delimiters === true && this.state.record.length === this.options.columns.length - 1) {
        return 0;
      } else if (ignore_last_delimiters !== false && typeof ignore_last_delimiters === "number" && this.state.record.length === ignore_last_delimiters - 1) {
        return 0;
      }
      loop1: for (let i = 0; i < delimiter.length; i++) {
        const del = delimiter[i];
        if (del[0] === chr) {
          for (let j = 1; j < del.length; j++) {
            if (del[j] !== buf[pos + j]) continue loop1;
          }
          return del.length;
        }
      }
      return 0;
    },
    __isEscape: function(buf, pos, chr) {
      const { escape } = this.options;
      if (escape === null) return false;
      const l = escape.length;
      if (escape[0] === chr) {
        for (let i = 0; i < l; i++) {
          if (escape[i] !== buf[pos + i]) {
            return false;
          }
        }
        return true;
      }
      return false;
    },
    __isFloat: function(value) {
      return value - parseFloat(value) + 1 >= 0;
    },
    // Keep it in case we implement the `cast_int` option
    // __isInt(value){
    //   // return Number.isInteger(parseInt(value))
    //   // return !isNaN( parseInt( obj ) );
    //   return /^(\-|\+)?[1-9][0-9]*$/.test(value)
    // }
    __isQuote: function(buf, pos) {
      const { quote } = this.options;
      if (quote === null) return false;
      const l = quote.length;
      for (let i = 0; i < l; i++) {
        if (quote[i] !== buf[pos + i]) {
          return false;
        }
      }
      return true;
    },
    __isRecordDelimiter: function(chr, buf, pos) {
      const { record_delimiter } = this.options;
      const recordDelimiterLength = record_delimiter.length;
      loop1: for (let i = 0; i < recordDelimiterLength; i++) {
        const rd = record_delimiter[i];
        const rdLength = rd.length;
        if (rd[0] !== chr) {
          continue;
        }
        for (let j = 1; j < rdLength; j++) {
          if (rd[j] !== buf[pos + j]) {
            continue loop1;
          }
        }
        return rd.length;
      }
      return 0;
    },
    __autoDiscoverRecordDelimiter: function(buf, pos) {
      const { encoding } = this.options;
      const rds = [
        // Important, the windows line ending must be before mac os 9
        Buffer.from("\r\n", encoding),
        Buffer.from("\n", encoding),
        Buffer.from("\r", encoding)
      ];
      loop: for (let i = 0; i < rds.length; i++) {
        const l = rds[i].length;
        for (let j = 0; j < l; j++) {
          if (rds[i][j] !== buf[pos + j]) {
            continue loop;
          }
        }
        this.options.record_delimiter.push(rds[i]);
        this.state.recordDelimiterMaxLength = rds[i].length;
        return rds[i].length;
      }
      return 0;
    },
    __error: function(msg) {
      const { encoding, raw, skip_records_with_error } = this.options;
      const err = typeof msg === "string" ? new Error(msg) : msg;
      if (skip_records_with_error) {
        this.state.recordHasError = true;
        if (this.options.on_skip !== void 0) {
          try {
            this.options.on_skip(
              err,
              raw ? this.state.rawBuffer.toString(encoding) : void 0
            );
          } catch (err2) {
            return err2;
          }
        }
        return void 0;
      } else {
        return err;
      }
    },
    __infoDataSet: function() {
      return {
        ...this.info,
        columns: this.options.columns
      };
    },
    __infoRecord: function() {
      const { columns, raw, encoding } = this.options;
      return {
        ...this.__infoDataSet(),
        bytes_records: this.info.bytes,
        error: this.state.error,
        header: columns === true,
        index: this.state.record.length,
        raw: raw ? this.state.rawBuffer.toString(encoding) : void 0
      };
    },
    __infoField: function() {
      const { columns } = this.options;
      const isColumns = Array.isArray(columns);
      const bytes_records = this.info.bytes_records;
      return {
        ...this.__infoRecord(),
        bytes_records,
        column: isColumns === true ? columns.length > this.state.record.length ? columns[this.state.record.length].name : null : this.state.record.length,
        quoting: this.state.wasQuoting
      };
    }
  };
};

// node_modules/csv-parse/lib/sync.js
var parse = function(data, opts = {}) {
  if (typeof data === "string") {
    data = Buffer.from(data);
  }
  const records = opts && opts.objname ? /* @__PURE__ */ Object.create(null) : [];
  const parser = transform(opts);
  const push = (record) => {
    if (parser.options.objname === void 0) records.push(record);
    else {
      records[record[0]] = record[1];
    }
  };
  const close = () => {
  };
  const error = parser.parse(data, true, push, close);
  if (error !== void 0) throw error;
  return records;
};

// src/inputs/lists.ts
function parseList(text, { comma, comments = true }) {
  const records = /["\r]/.test(text) ? parseRecords(text, comments) : splitLines(text, comments);
  const entries = comma === "split" ? records.flat() : records.map((fields) => fields.join(","));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
function parseRecords(text, comments) {
  return parse(text, {
    columns: false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...comments ? { comment: "#", comment_no_infix: true } : {}
  });
}
function splitLines(text, comments) {
  const lines = text.split("\n").filter((line) => !(comments && line.startsWith("#")));
  return lines.map((line) => line.split(","));
}
function splitPair(entry) {
  const at = entry.indexOf("=");
  if (at < 1) return void 0;
  return { key: entry.slice(0, at).trim(), value: entry.slice(at + 1) };
}
function parseAttributes(text) {
  const attributes = {};
  for (const field of splitFields(text) ?? [""]) {
    const pair = splitPair(field);
    if (pair === void 0) return void 0;
    attributes[pair.key.toLowerCase()] = pair.value.trim();
  }
  return attributes;
}
function splitFields(text) {
  try {
    return parseList(text, { comma: "split", comments: false });
  } catch {
    return void 0;
  }
}
function formatList(entries) {
  return entries.map((entry) => `"${entry.replaceAll('"', '""')}"`).join("\n");
}
function quoteField(field) {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
function formatAttributes(attributes) {
  return Object.entries(attributes).map(([name, value]) => quoteField(`${name}=${value}`)).join(",");
}

// src/inputs/table-build.ts
var BUILD_ROWS = [
  {
    name: "platforms",
    group: "build",
    description: "Platforms to build for, by comma or one per line",
    default: "linux/amd64,linux/arm64"
  },
  {
    name: "context",
    group: "build",
    description: "Build context: a folder below the workspace, or a Git URL. `{{defaultContext}}` is the commit of this run on GitHub, without a checkout",
    default: "."
  },
  {
    name: "build-contexts",
    group: "build",
    description: "Further contexts, `name=\u2026` one per line: a folder, a Git URL, `docker-image://\u2026`, `oci-layout://\u2026`. A source may hold expressions",
    example: "assets=./assets"
  },
  {
    name: "file",
    group: "build",
    description: "Path of the Dockerfile. Default: `Dockerfile` in the context"
  },
  { name: "target", group: "build", description: "Stage of the Dockerfile to build" },
  {
    name: "build-args",
    group: "build",
    description: "Build arguments, `NAME=value` one per line. A value may hold the expressions of tag rules and `{{version}}`, `{{major}}`, `{{minor}}`, `{{patch}}`, `{{created}}`, `{{revision}}`; any other `{{\u2026}}` stays, and so does one after a backslash",
    example: "VERSION={{version}}"
  },
  {
    name: "secrets",
    group: "build",
    description: "Build secrets, `id=value` one per line (quote a value of several lines). Handed to BuildKit by file, never recorded",
    secret: true,
    example: "npm_token=${{ secrets.NPM_TOKEN }}"
  },
  {
    name: "secret-files",
    group: "build",
    description: "Build secrets that are files, `id=path` one per line",
    example: "npmrc=./.npmrc"
  },
  {
    name: "secret-envs",
    group: "build",
    description: "Build secrets that are variables of the step's environment, `id=NAME` by comma or one per line",
    example: "npm_token=NPM_TOKEN"
  },
  {
    name: "ssh",
    group: "build",
    description: "SSH agent sockets or keys for the build, `default` or `id=path`, by comma or one per line",
    example: "default"
  },
  {
    name: "pull",
    group: "build",
    description: "Always look for newer base images",
    default: "false"
  },
  { name: "no-cache", group: "build", description: "Build every step anew", default: "false" },
  {
    name: "no-cache-filters",
    group: "build",
    description: "Stages to build anew, by comma or one per line"
  },
  {
    name: "call",
    group: "build",
    description: "Evaluate the Dockerfile instead of building it: `check`, `outline` or `targets`. The result is printed, and a check that finds something fails",
    example: "check"
  },
  {
    name: "network",
    group: "steps",
    description: "Network of the steps: `default`, `none` or `host`"
  },
  {
    name: "add-hosts",
    group: "steps",
    description: "Host names for the steps, `host:ip`, by comma or one per line",
    example: "registry.internal:10.0.0.5"
  },
  {
    name: "allow",
    group: "steps",
    description: "Privileges that steps may ask for, by comma or one per line: `network.host`, `security.insecure`, `device`"
  },
  {
    name: "shm-size",
    group: "steps",
    description: "Size of `/dev/shm` in the steps",
    example: "2gb"
  },
  {
    name: "ulimit",
    group: "steps",
    description: "Limits of the steps, `type=soft[:hard]` one per line",
    example: "nofile=1024:1024"
  },
  { name: "cgroup-parent", group: "steps", description: "Parent cgroup of the steps" },
  {
    name: "push",
    group: "result",
    description: "Push the image: by digest first, and under its tags once it is signed and verified. `auto`: when there is something to push to, except in pull requests",
    default: "auto"
  },
  {
    name: "load",
    group: "result",
    description: "Load the image into the engine (the engine's own platform). Instead of pushing it, or with `push: true` after that",
    default: "false"
  },
  {
    name: "outputs",
    group: "result",
    description: "Outputs as buildx takes them, one per line: `type=local`, `tar`, `oci` and `docker` are made by the same build; `type=image` and `type=registry` without a name give attributes, such as `compression=zstd`, to what is pushed. Values of attributes may hold expressions",
    example: "type=oci,dest=image.tar"
  }
];

// src/inputs/table-builder.ts
var BUILDER_ROWS = [
  {
    name: "driver",
    group: "builder",
    description: "Builder: `auto` (the engine's own BuildKit where it can do all that the step asks, which no push by digest is, else `docker-container`), `docker-container` (BuildKit in a container of its own), `docker` (the engine's own, which needs the containerd image store), `remote` (a buildkitd elsewhere, see `endpoint`), `kubernetes`",
    default: "auto"
  },
  {
    name: "driver-opts",
    group: "builder",
    description: "Options for the driver as `buildx create --driver-opt` takes them, one per line",
    example: "network=host"
  },
  {
    name: "endpoint",
    group: "builder",
    description: "Where the builder is: for `remote` the address of a buildkitd (`tcp://`, `ssh://`, `unix://`), for `docker-container` an engine or docker context. Default: the engine here",
    example: "tcp://buildkit.internal:1234"
  },
  {
    name: "nodes",
    group: "builder",
    description: "Several machines as one builder, each platform being built where it is native: a YAML list with `endpoint`, `platforms`, `name`, `driver-opts`, `buildkitd-flags`, and for TLS `cacert`, `cert` and `key` as text. An entry without `endpoint` is the engine here"
  },
  {
    name: "buildkitd-config",
    group: "builder",
    description: "Configuration of buildkitd (TOML), inline or the path of a file"
  },
  {
    name: "buildkitd-flags",
    group: "builder",
    description: "Flags of buildkitd. One that grants a privilege needs the same in `allow`",
    example: "--debug"
  },
  {
    name: "mirrors",
    group: "builder",
    description: "Mirrors of registries, `registry=mirror` one per line, for what is built from and for the image of the builder",
    example: "docker.io=mirror.gcr.io"
  },
  {
    name: "builder",
    group: "builder",
    description: "Name of an existing builder to use; it is never removed"
  },
  {
    name: "export-builder",
    group: "builder",
    description: "Leave the builder to the steps that follow in this job: plain `docker buildx build` uses it. It is removed at the end of the job",
    default: "false"
  },
  {
    name: "emulation",
    group: "builder",
    description: "Emulation of foreign platforms: `auto` (installed when a step of the Dockerfile needs it and the machine has none), `binfmt` (for every foreign platform), `builtin` (what the BuildKit image brings; nothing is installed), `off`",
    default: "auto"
  },
  {
    name: "buildx-version",
    group: "builder",
    description: "buildx to use: a version (0.30.0 or newer; one that is not pinned here is verified by its Sigstore bundle first), `latest`, or the absolute path of an installed buildx. Default: the installed one where it is new enough, else the pinned version",
    example: "0.36.1"
  },
  {
    name: "emulation-image",
    group: "builder",
    description: "Image that installs the emulators. Default: tonistiigi/binfmt, pinned by digest"
  }
];

// src/inputs/table-cache.ts
var CACHE_ROWS = [
  {
    name: "cache",
    group: "cache",
    description: "Build cache: `auto` (the Actions cache where it is there, else the registry; the registry too for 20 jobs or more), `off`, or one or several of `gha`, `registry`, `local`, `s3`, `azblob`, `inline`, by comma or one per line; with where it is, an entry is `type=s3,bucket=\u2026,region=\u2026`. See [docs/cache.md](docs/cache.md)",
    default: "auto"
  },
  {
    name: "cache-scope",
    group: "cache",
    description: "Tells builds apart that are otherwise alike, so that they do not overwrite the cache of one another. Image, context, Dockerfile, target, platforms and the build arguments that a matrix varies are told apart without it",
    example: "${{ matrix.flavor }}"
  },
  {
    name: "cache-mode",
    group: "cache",
    description: "`max` writes the layers of all stages, `min` those of the image; `auto`: `max` where the image is built from several stages",
    default: "auto"
  },
  {
    name: "cache-timeout",
    group: "cache",
    description: "How long writing the cache may take, which happens while the image is signed and published; then it is left as it was",
    default: "5m"
  },
  {
    name: "cache-trust",
    group: "cache",
    description: "Whose caches are read: `signed` (those that this workflow signed on a trusted branch), `ref` (those too that GitHub keeps away from other refs), `any`; `auto`: `signed` for a tag, `ref` for what else is signed, `any` for what is not. See [docs/cache-trust.md](docs/cache-trust.md)",
    default: "auto"
  },
  {
    name: "cache-from",
    group: "cache",
    description: "Cache sources as buildx takes them, one per line; values may hold expressions. With it or `cache-to` set, `cache` chooses nothing"
  },
  {
    name: "cache-to",
    group: "cache",
    description: "Cache destinations as buildx takes them, one per line; values may hold expressions. With it or `cache-from` set, `cache` chooses nothing"
  }
];

// src/inputs/table-matrix.ts
var MATRIX_ROWS = [
  {
    name: "platform",
    group: "matrix",
    description: "The one of `platforms` that this leg of a matrix builds; the last leg to finish assembles the image, signs it, verifies it and moves its tags. Default: the platform that the matrix holds, where it is one of `platforms` and the only one",
    example: "${{ matrix.platform }}"
  },
  {
    name: "group",
    group: "matrix",
    description: "Name of the image that legs make together, the same in each of them. Default: derived from names, tags, context, file, target, build arguments and secret ids, which are then the same in each leg"
  },
  {
    name: "publish",
    group: "matrix",
    description: "`auto`: tags are moved as soon as the image is whole and verified. `off`: pushed by digest, signed, attested and verified, and no tag yet: the output `candidate` goes to the `publish/` action of a later job",
    default: "auto"
  },
  {
    name: "keep-alive",
    group: "matrix",
    description: "Temporary tags for what is not tagged yet: `auto` (only in registries that delete untagged manifests within hours), `on`, `off`",
    default: "auto"
  },
  {
    name: "matrix",
    group: "matrix",
    description: "The matrix of this job; set by its default",
    default: "${{ toJSON(matrix) }}",
    hidden: true
  },
  {
    name: "job-total",
    group: "matrix",
    description: "How many jobs the matrix has; set by its default",
    default: "${{ strategy.job-total }}",
    hidden: true
  }
];

// src/inputs/table-mounts.ts
var MOUNT_ROWS = [
  {
    name: "cache-mounts",
    group: "cache",
    description: "Keep what `RUN --mount=type=cache` gathers from run to run, in the Actions cache: `auto` (where `cache` is not `off`; saved on the default branch, read everywhere), `off`",
    default: "auto"
  },
  {
    name: "cache-mounts-max-size",
    group: "cache",
    description: "Cache mounts that hold more, all together and uncompressed, are not saved",
    default: "2gb"
  }
];

// src/inputs/table-names.ts
var NAME_ROWS = [
  {
    name: "images",
    group: "image",
    description: "Image names to publish to, one per line, without a tag; `name=\u2026` with `enable=true|false`, and with `tags=\u2026` for some of the tags only: `immutable`, `floating` or a pattern such as `1.*`, several times for several, `!` before one for all but those. Upper case in the name is lowered. Empty: build only, or full references in `tags`",
    example: "ghcr.io/${{ github.repository }}"
  },
  {
    name: "tags",
    group: "image",
    description: "With `images`: tag rules as in docker/metadata-action (`type=semver,pattern={{version}}`, `type=ref,event=branch`, `type=sha`, `type=raw,value=\u2026` or a bare tag); empty means branch, Git tag or pull request of the event. Without `images`: full references as in docker/build-push-action",
    example: "type=semver,pattern={{version}}"
  },
  {
    name: "flavor",
    group: "image",
    description: "Flavor of the tag rules as in docker/metadata-action: `latest=auto|true|false`, `prefix=\u2026`, `suffix=\u2026`; and `latest=release`, which moves `latest` only for the release that GitHub marks as the latest"
  },
  {
    name: "labels",
    group: "image",
    description: "Image labels, `key=value` one per line; with `images`, added to the labels derived from the repository. May hold expressions, such as `{{version}}`"
  },
  {
    name: "annotations",
    group: "image",
    description: "Annotations, `key=value` one per line, on the manifests or on the levels named before a colon: `index`, `manifest`, `index-descriptor`, `manifest-descriptor`, by comma, each with a platform or without (`manifest[linux/amd64]:key=value`). With `images`, added to those derived from the repository. May hold expressions",
    example: "index,manifest:org.opencontainers.image.title=App"
  },
  {
    name: "platform-tags",
    group: "image",
    description: "Further tags for each platform, which name its manifest instead of the index: `true` for `{{tag}}-{{arch}}` (`1.2.3-amd64`, `1.2.3-arm-v7`), or a template of `{{tag}}`, `{{os}}` and `{{arch}}`",
    default: "false",
    example: "{{tag}}-{{os}}-{{arch}}"
  },
  {
    name: "allow-downgrade",
    group: "image",
    description: "Move tags backwards too. Otherwise a tag that names the image of a later run, of a higher version (`latest`, `1`, `1.2`) or of a newer commit of its branch is left alone, with a notice",
    default: "false"
  },
  {
    name: "sep-tags",
    group: "image",
    description: "What stands between the tags in the outputs `tags` and `tag-names`. Default: a line break"
  },
  {
    name: "sep-labels",
    group: "image",
    description: "What stands between the labels in the output `labels`. Default: a line break"
  },
  {
    name: "sep-annotations",
    group: "image",
    description: "What stands between the annotations in the output `annotations`. Default: a line break"
  },
  {
    name: "bake-target",
    group: "image",
    description: "Name of the target in the bake files",
    default: "docker-metadata-action"
  }
];

// src/inputs/table-publish.ts
var PUBLISH_ROWS = [
  {
    name: "candidates",
    group: "matrix",
    description: "What to publish: outputs `candidate` of earlier jobs, one per line, as a JSON list, or as `toJSON(needs.build.outputs)` has them. Default: every candidate of this run, from its artifacts; those have to be signed",
    example: "${{ toJSON(needs.build.outputs) }}"
  }
];
var SHARED_WITH_PUBLISH = [
  "group",
  "allow-downgrade",
  "sign",
  "trusted-root",
  "signing-config",
  "cosign-version",
  "sign-timeout",
  "certificate-identity",
  "registry",
  "username",
  "password",
  "registry-auth",
  "registry-identities",
  "github-token",
  "builder-ids"
];

// src/inputs/table.ts
var rows = [
  ...NAME_ROWS,
  ...BUILD_ROWS,
  ...MATRIX_ROWS,
  ...CACHE_ROWS,
  ...MOUNT_ROWS,
  {
    name: "provenance",
    group: "attestations",
    description: "SLSA provenance: `auto` (`mode=max` for a public repository, `mode=min` otherwise), `true`, `false`, or attributes such as `mode=min`",
    default: "auto"
  },
  {
    name: "sbom",
    group: "attestations",
    description: "SBOM per platform: `auto` (made), `true`, `false`, or attributes such as `generator=<image>`",
    default: "auto"
  },
  {
    name: "attests",
    group: "attestations",
    description: "Attestations as buildx takes them, one per line. An entry counts where `sbom` or `provenance`, whichever it is about, is `auto`",
    example: "type=sbom,generator=docker/buildkit-syft-scanner:1"
  },
  {
    name: "sign",
    group: "signing",
    description: "Sign with cosign, keyless, with the identity of this workflow: `auto` (whenever the image is pushed, and files of `outputs` wherever the job has `id-token: write`), `true`, `false`",
    default: "auto"
  },
  {
    name: "trusted-root",
    group: "signing",
    description: "Path of a Sigstore trusted root (`trusted_root.json`) for a Sigstore of your own. Default: the public one, fetched and checked by cosign's TUF client"
  },
  {
    name: "signing-config",
    group: "signing",
    description: "Path of a Sigstore signing config for a Sigstore of your own. Needs `trusted-root`"
  },
  {
    name: "cosign-version",
    group: "signing",
    description: "cosign to use: a version (3.0.4 or newer; one that is not pinned here is verified by its Sigstore bundle first), or the absolute path of an installed cosign. Default: the pinned version"
  },
  {
    name: "sign-timeout",
    group: "signing",
    description: "How long to keep trying when Sigstore is unavailable, such as `15m` or `90s`; at most `60m`",
    default: "15m"
  },
  {
    name: "certificate-identity",
    group: "signing",
    description: "The identity that signatures have to carry, exactly. Default: the identity of this workflow as GitHub states it in its OIDC token"
  },
  ...BUILDER_ROWS,
  {
    name: "registry",
    group: "access",
    description: "Registry host that `username` and `password` belong to. Default: the host of the first image"
  },
  { name: "username", group: "access", description: "User name for the registry" },
  {
    name: "password",
    group: "access",
    description: "Password or token for the registry",
    secret: true
  },
  {
    name: "registry-auth",
    group: "access",
    description: "Several logins, as a YAML list of `registry`, `username`, `password` as in docker/login-action, with its `scope` and `ecr`, and `for`: `push` (only the repositories that are written to), `pull` (only others, such as base images) or `both`. Not together with `registry`, `username`, `password`",
    example: "- { registry: ghcr.io, username: bot, password: '${{ secrets.GHCR_TOKEN }}' }",
    secret: true
  },
  {
    name: "registry-identities",
    group: "access",
    description: "Logins without a stored secret, by the OIDC token of the job: a YAML list with `type` (`aws-ecr`, `gcp-wif`, `azure-acr`, `dockerhub`), `registry` and what the service needs; see docs/registries.md. Needs `id-token: write`",
    example: "- { type: aws-ecr, registry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com, role-to-assume: arn:aws:iam::123456789012:role/push }"
  },
  {
    name: "github-token",
    group: "access",
    description: "Token for GitHub: login to ghcr.io when no other login is given, and the repository's visibility where the event does not tell",
    default: "${{ github.token }}",
    secret: true
  },
  {
    name: "allow-untrusted-head",
    group: "run",
    description: "In `pull_request_target`, `workflow_run` and `issue_comment`: build the code of a pull request from a fork, which is refused otherwise; without logins, build secrets, cache export, tags and signature. See docs/events.md",
    default: "false"
  },
  {
    name: "dry-run",
    group: "run",
    description: "Print the plan, what it needs of the job, and the commands (secrets hidden), set the outputs that are names (`version`, `tags`, `labels`, `json` \u2026) and stop. Needs no checkout, engine, network or permission",
    default: "false"
  },
  {
    name: "runners",
    group: "run",
    description: 'JSON: platform \u2192 label of a runner, list of labels, or `{"group": \u2026, "labels": \u2026}`, for the output `matrix`. A platform without variant, a system (`linux`) and `default` stand for all that begin with them; the most specific entry counts. Default: what GitHub hosts',
    example: '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}'
  },
  {
    name: "working-directory",
    group: "run",
    description: "Folder below the workspace that relative paths of all inputs count from. Default: the workspace"
  },
  {
    name: "workflow-ref",
    group: "run",
    description: "For the reusable workflow of this action: where it comes from",
    hidden: true
  },
  {
    name: "workflow-sha",
    group: "run",
    description: "For the reusable workflow of this action: its commit",
    hidden: true
  },
  {
    name: "builder-ids",
    group: "run",
    description: "For the reusable workflow of this action: builders that the plan lets a provenance name",
    hidden: true
  },
  {
    name: "prepared",
    group: "run",
    description: "For the reusable workflow of this action: what changed the sources before the build",
    hidden: true
  }
];
var INPUTS = rows;
var shared = SHARED_WITH_PUBLISH;
var PUBLISH_INPUTS = [
  ...PUBLISH_ROWS,
  ...INPUTS.filter(({ name }) => shared.includes(name))
];

// src/inputs/reader.ts
var DEFAULTS = new Map(
  INPUTS.map((row2) => [row2.name, row2.default])
);
var MAX_WORD_CHARS = 4096;
function report(reader, problem) {
  reader.problems.push(problem);
}
function readText({ env }, name) {
  const value = env[`INPUT_${name.toUpperCase()}`]?.replace(/^\uFEFF/, "").trim();
  return value === "" ? void 0 : value;
}
function readOrDefault(reader, name) {
  const fallback = DEFAULTS.get(name) ?? "";
  return readText(reader, name) ?? (fallback.includes("${{") ? "" : fallback);
}
function readWord(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "") return void 0;
  if (/[\0-\x1f\x7f]/.test(value)) {
    report(reader, {
      input: name,
      value,
      problem: "holds control characters",
      fix: "Give one line of plain text."
    });
  } else if (value.startsWith("-")) {
    report(reader, {
      input: name,
      value,
      problem: "starts with a dash, like an option",
      fix: "Give a value, such as `./name`."
    });
  } else if (value.length > MAX_WORD_CHARS) {
    report(reader, {
      input: name,
      value,
      problem: `is longer than ${MAX_WORD_CHARS} characters`,
      fix: "Give a shorter value."
    });
  }
  return value;
}
var TRUE = /^(true|True|TRUE)$/;
var FALSE = /^(false|False|FALSE)$/;
function parseBoolean(text) {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : void 0;
}
function readBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed2 = parseBoolean(value);
  if (parsed2 === void 0 && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not a boolean",
      fix: "Use `true` or `false`."
    });
  }
  return parsed2 ?? false;
}
function readAutoOrBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed2 = parseBoolean(value);
  if (parsed2 === void 0 && value !== "auto" && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: "Use `auto`, `true` or `false`."
    });
  }
  return parsed2 ?? "auto";
}
function readChoice(reader, name, accepted) {
  const value = readOrDefault(reader, name);
  const found = accepted.find((one) => one === value);
  if (found === void 0) {
    const choices = accepted.map((one) => `\`${one}\``).join(", ");
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: `Use ${choices}.`
    });
  }
  return found ?? accepted[0];
}
function readList(reader, name, comma) {
  try {
    return parseList(readOrDefault(reader, name), { comma });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = "One entry per line; quote an entry that holds quotes or line breaks as in CSV.";
    report(reader, { input: name, problem: `is not a valid list (${why})`, fix });
    return [];
  }
}

// src/inputs/attests.ts
var TYPES = ["sbom", "provenance"];
function readAttests(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "attests", "keep")) {
    const parsed2 = parseAttest(entry);
    if (parsed2 !== void 0 && !found.has(parsed2.type)) {
      found.set(parsed2.type, parsed2);
      continue;
    }
    report(reader, {
      input: "attests",
      value: entry,
      problem: parsed2 === void 0 ? "is not an attestation that BuildKit makes" : `asks a second time for ${parsed2.type}`,
      fix: "Write `type=sbom` or `type=provenance` with attributes, each once."
    });
  }
  return [...found.values()];
}
function parseAttest(entry) {
  const attributes = parseAttributes(spellOut(entry));
  const type = TYPES.find((one) => one === attributes?.["type"]);
  if (attributes === void 0 || type === void 0) return void 0;
  const { type: _type, disabled, ...rest } = attributes;
  if (disabled === void 0) return { type, attributes: rest };
  const isDisabled2 = parseBoolean(disabled) ?? { "1": true, "0": false }[disabled];
  return isDisabled2 === void 0 ? void 0 : { type, attributes: { ...rest, disabled: String(isDisabled2) } };
}
function spellOut(entry) {
  try {
    return parseList(entry, { comma: "split", comments: false }).map((field) => {
      const value = parseBoolean(field);
      return value === void 0 ? `"${field.replaceAll('"', '""')}"` : `disabled=${!value}`;
    }).join(",");
  } catch {
    return entry;
  }
}

// src/inputs/build-options.ts
function readEntries(reader, name, {
  comma,
  isValid,
  problem,
  fix
}) {
  return readList(reader, name, comma).filter((entry) => {
    const valid = isValid(entry) && !/[\0-\x1f\x7f]/.test(entry);
    if (!valid) report(reader, { input: name, value: entry, problem, fix });
    return valid;
  });
}
var HOST = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)[:=](.+)$/;
var IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
var IPV62 = /^(?=.*:.*:)(?:[0-9a-f]{0,4}:){1,7}(?:[0-9a-f]{0,4}|\d+\.\d+\.\d+\.\d+)$/i;
function isHostEntry(entry) {
  const [, , address = ""] = HOST.exec(entry) ?? [];
  const bare = address.replace(/^\[(.+)\]$/, "$1");
  return bare === "host-gateway" || IPV4.test(bare) || IPV62.test(bare);
}
function readAddHosts(reader) {
  return readEntries(reader, "add-hosts", {
    comma: "split",
    isValid: isHostEntry,
    problem: "is not `host:ip`",
    fix: "Write e.g. `registry.internal:10.0.0.5`."
  });
}
var ENTITLEMENT = /^(?:network\.host|security\.insecure|device(?:=[^\s-]\S*)?|buildx\.local\.delete)$/;
function readAllow(reader) {
  return readEntries(reader, "allow", {
    comma: "split",
    isValid: (entry) => ENTITLEMENT.test(entry),
    problem: "is no privilege that BuildKit knows",
    fix: "Use `network.host`, `security.insecure`, `device` or `device=name`."
  });
}
function readNetwork(reader) {
  if (readWord(reader, "network") === void 0) return void 0;
  return readChoice(reader, "network", ["default", "none", "host"]);
}
function readNoCacheFilters(reader) {
  return readEntries(reader, "no-cache-filters", {
    comma: "split",
    isValid: (entry) => /^[A-Za-z0-9][\w.-]*$/.test(entry),
    problem: "is not the name of a stage",
    fix: "Give names as they stand after `AS` in the Dockerfile."
  });
}
var SIZE = /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i;
function readShmSize(reader) {
  const value = readWord(reader, "shm-size");
  if (value !== void 0 && !SIZE.test(value)) {
    report(reader, {
      input: "shm-size",
      value,
      problem: "is not a size",
      fix: "Write e.g. `512m` or `2gb`."
    });
  }
  return value;
}
var SSH = /^[A-Za-z0-9][\w.-]*(?:=[^\s-].*)?$/;
function readSsh(reader) {
  return readEntries(reader, "ssh", {
    comma: "split",
    isValid: (entry) => SSH.test(entry),
    problem: "is neither `default` nor `id=path`",
    fix: "Write `default` for the agent of the job, or e.g. `deploy=/path/of/a/key`."
  });
}
var ULIMITS = [
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc"],
  ...["rss", "rtprio", "rttime", "sigpending", "stack"]
];
function readUlimits(reader) {
  return readEntries(reader, "ulimit", {
    comma: "keep",
    isValid: (entry) => {
      const { key, value } = splitPair(entry) ?? { key: "", value: "" };
      return ULIMITS.includes(key) && /^-?\d{1,18}(?::-?\d{1,18})?$/.test(value);
    },
    problem: "is not `type=soft[:hard]`",
    fix: "Write e.g. `nofile=1024:2048`."
  });
}
var CALL = /^(check|lint|outline|targets|build)(?:,(?:format=(?:text|json)|ignorestatus=(?:true|false)))*$/;
function readCall(reader) {
  const value = readWord(reader, "call");
  if (value === void 0) return void 0;
  const [, name] = CALL.exec(value) ?? [];
  if (name === void 0) {
    report(reader, {
      input: "call",
      value,
      problem: "is no evaluation that buildx knows",
      fix: "Use `check`, `outline` or `targets`."
    });
  }
  return name === "build" ? void 0 : value;
}

// src/inputs/driver-options.ts
var OWN_DRIVERS = ["docker-container", "remote", "kubernetes"];
var OPTIONS = {
  "docker-container": [
    ...["image", "network", "memory", "memory-swap", "cpu-period", "cpu-quota", "cpu-shares"],
    ...["cpuset-cpus", "cpuset-mems", "cgroup-parent", "restart-policy", "default-load"],
    ...["provenance-add-gha", "allow-untrusted-image"]
  ],
  remote: ["servername", "cacert", "cert", "key", "default-load"],
  kubernetes: [
    ...["image", "namespace", "replicas", "rootless", "schedulername", "serviceaccount"],
    ...["requests.cpu", "requests.memory", "requests.ephemeral-storage"],
    ...["limits.cpu", "limits.memory", "limits.ephemeral-storage"],
    ...["persistent-volume-claim.requests.storage", "buildkit-root-volume-memory"],
    ...["nodeselector", "annotations", "labels", "tolerations", "loadbalance"],
    ...["qemu.install", "qemu.image", "default-load", "timeout"]
  ]
};
var WITH_VARIABLES = ["docker-container", "kubernetes"];
function checkDriverOptions(entries, driver) {
  return entries.flatMap((entry) => {
    const pair = splitPair(entry);
    if (pair === void 0)
      return [{ value: entry, problem: "is not `name=value`", fix: "Write e.g. `network=host`." }];
    if (/^env\.ACTIONS_/i.test(pair.key))
      return [
        {
          problem: "hands a token of the job to the builder's container",
          fix: "Remove the `env.ACTIONS_\u2026` option."
        }
      ];
    return driver === void 0 || isKnown(pair.key, driver) ? [] : [refuseName(pair.key, driver)];
  });
}
function isKnown(name, driver) {
  if (/^env\.[A-Za-z_]\w*$/.test(name)) return WITH_VARIABLES.includes(driver);
  return OPTIONS[driver].includes(name);
}
function refuseName(name, driver) {
  const known = [...OPTIONS[driver], ...WITH_VARIABLES.includes(driver) ? ["env.NAME"] : []];
  return {
    value: name.replace(/^env\..*$/, "env.\u2026"),
    problem: `is no option of the driver ${driver}`,
    fix: `It takes ${known.map((one) => `\`${one}\``).join(", ")}.`
  };
}

// src/image/registry-host.ts
function parseRegistryHost(text) {
  const host = text.replace(/^https?:\/\//i, "").replace(/\/+$/, "").replace(/\/v[12]$/, "");
  if (host.includes("/")) return void 0;
  const parsed2 = parseRepository(`${host}/org/app`);
  return parsed2.ok && parsed2.repository.path === "org/app" ? parsed2.repository.registry : void 0;
}
var ECR_PRIVATE = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)$/;
var ECR_PUBLIC = /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/;
function parseEcrHost(host) {
  if (ECR_PUBLIC.test(host)) return { kind: "public", region: "us-east-1" };
  const region = ECR_PRIVATE.exec(host)?.[1];
  return region === void 0 ? void 0 : { kind: "private", region };
}
function findRegistryService(host) {
  if (host === "ghcr.io") return "ghcr";
  if (host === "docker.io" || host === "dhi.io") return "dockerhub";
  if (parseEcrHost(host) !== void 0) return "aws-ecr";
  if (/(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/.test(host)) return "google";
  return /\.azurecr\.(?:io|cn|us)$/.test(host) ? "azure-acr" : void 0;
}
function findAwsDomain(region) {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  return region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
}

// src/inputs/mirrors.ts
var PLACE = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._/-]*)?$/;
var FIX = "Write `registry=mirror`, such as `docker.io=mirror.gcr.io`; without a registry it is docker.io.";
function readMirrors(reader) {
  return readList(reader, "mirrors", "split").flatMap((entry) => {
    const [first = "", second] = entry.split("=");
    const registry = second === void 0 ? "docker.io" : parseRegistryHost(first.trim());
    const place = (second ?? first).trim();
    if (/^http:\/\//i.test(place)) {
      const fix = "Say `http = true` for it in `buildkitd-config`, and leave `http://` out here.";
      report(reader, { input: "mirrors", value: entry, problem: "is not encrypted", fix });
      return [];
    }
    const mirror = place.replace(/^https:\/\//i, "").replace(/\/+$/, "");
    if (registry !== void 0 && PLACE.test(mirror)) return [{ registry, mirror }];
    report(reader, { input: "mirrors", value: entry, problem: "is not a mirror", fix: FIX });
    return [];
  });
}

// src/inputs/yaml-entries.ts
var FORM = "Write a YAML list of mappings, each beginning with `- `; quote values with single quotes.";
async function readYamlEntries(reader, input, lists = []) {
  const text = readText(reader, input);
  if (text === void 0) return [];
  const { parseYaml } = await import("./yaml-document-OS5ZH2OZ.js");
  const parsed2 = parseYaml(text);
  if (!parsed2.ok) {
    const problem = `is not valid YAML in line ${parsed2.line} (${parsed2.code})`;
    report(reader, { input, problem, fix: FORM });
    return [];
  }
  const { value } = parsed2;
  if (value === null || value === "") return [];
  if (!Array.isArray(value)) {
    report(reader, { input, problem: "is not a list", fix: FORM });
    return [];
  }
  return value.flatMap((item, index) => readEntry(reader, { input, item, index, lists }));
}
function readEntry(reader, {
  input,
  item,
  index,
  lists
}) {
  const refuse5 = (problem, fix) => {
    report(reader, { input, problem: `entry ${index + 1} ${problem}`, fix });
  };
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    refuse5("is not a mapping", FORM);
    return [];
  }
  const fields = /* @__PURE__ */ new Map();
  for (const [name, given] of Object.entries(item)) {
    const key = name.replaceAll("_", "-");
    const value = lists.includes(key) ? joinTexts(given) : given;
    if (typeof value !== "string") refuse5(`has something else than a text in \`${key}\``, FORM);
    else if (fields.has(key)) refuse5(`has \`${key}\` twice`, "Remove one of them.");
    else fields.set(key, value.trim());
  }
  return [{ fields, refuse: refuse5 }];
}
function joinTexts(value) {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isTexts ? value.join("\n") : value;
}
function refuseUnknown({ fields, refuse: refuse5 }, known) {
  const fix = `Use ${known.map((name) => `\`${name}\``).join(", ")}.`;
  for (const name of fields.keys()) {
    if (known.includes(name)) continue;
    const shown2 = /^[a-z][a-z-]{1,40}$/i.test(name) ? ` \`${name}\`` : "";
    refuse5(`has a field${shown2} that is not known`, fix);
  }
}

// src/inputs/nodes.ts
var TLS_PARTS = ["cacert", "cert", "key"];
var FIELDS = [
  ...["name", "endpoint", "platforms", "driver-opts", "buildkitd-flags"],
  ...TLS_PARTS
];
var LISTS = ["platforms", "driver-opts"];
var NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
async function readNodes(reader, {
  driver,
  offset
}) {
  const entries = await readYamlEntries(reader, "nodes", LISTS);
  const names = /* @__PURE__ */ new Set();
  return entries.map((entry, at) => {
    refuseUnknown(entry, FIELDS);
    const node = readNode(reader, entry, { index: at + offset, driver });
    refuseSecondName(entry, node, names);
    return node;
  });
}
function listNodes({
  endpoint,
  driverOpts,
  endpointTls,
  nodes
}) {
  const [first, ...others] = nodes;
  if (endpoint === void 0 && first !== void 0) return [first, ...others];
  const own = { name: void 0, endpoint, platforms: [], buildkitdFlags: "" };
  return [{ ...own, driverOpts, tls: endpointTls }, ...nodes];
}
function readNode(reader, entry, { index, driver }) {
  const { fields, refuse: refuse5 } = entry;
  const name = fields.get("name") || void 0;
  if (name !== void 0 && !NAME.test(name))
    refuse5("has a `name` that is none", "Use lower-case letters, digits and dashes.");
  const endpoint = fields.get("endpoint") || void 0;
  if (endpoint !== void 0 && !isEndpoint(endpoint))
    refuse5("has an `endpoint` that is none", "Write e.g. `ssh://user@host` or `tcp://host:1234`.");
  return {
    name,
    endpoint,
    platforms: readNodePlatforms(entry),
    driverOpts: readNodeOptions(entry, driver),
    buildkitdFlags: fields.get("buildkitd-flags") ?? "",
    tls: readTls(reader, index, fields)
  };
}
function isEndpoint(text) {
  return /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]*$/.test(text);
}
function readEntries2({ fields, refuse: refuse5 }, key) {
  try {
    return parseList(fields.get(key) ?? "", { comma: "split" });
  } catch {
    refuse5(`has no valid list in \`${key}\``, "Quote an entry that holds commas as in CSV.");
    return [];
  }
}
function readNodePlatforms(entry) {
  return readEntries2(entry, "platforms").flatMap((text) => {
    const parsed2 = parsePlatform(text);
    if (parsed2.ok) return [formatPlatform(parsed2.platform)];
    entry.refuse(`has a platform that ${parsed2.reason}`, parsed2.fix);
    return [];
  });
}
function readNodeOptions(entry, driver) {
  const options = readEntries2(entry, "driver-opts");
  for (const { value, problem, fix } of checkDriverOptions(options, driver))
    entry.refuse(
      `has an option ${value === void 0 ? "that" : `\`${value}\` that`} ${problem}`,
      fix
    );
  return options;
}
function readTls({ env }, index, fields) {
  const found = {};
  for (const part of TLS_PARTS) {
    const text = fields.get(part) || env[`BUILDER_NODE_${index}_AUTH_TLS_${part.toUpperCase()}`]?.trim();
    if (text) found[part] = text;
  }
  return found;
}
function refuseSecondName({ refuse: refuse5 }, { name }, given) {
  if (name === void 0) return;
  if (given.has(name)) refuse5(`has the name \`${name}\` a second time`, "Give each its own.");
  given.add(name);
}

// src/inputs/values.ts
function readPlatforms(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "platforms", "split")) {
    const parsed2 = parsePlatform(entry);
    if (parsed2.ok) found.set(formatPlatform(parsed2.platform), parsed2.platform);
    else
      report(reader, { input: "platforms", value: entry, problem: parsed2.reason, fix: parsed2.fix });
  }
  return [...found.values()];
}
function readBuildArgs(reader) {
  return readList(reader, "build-args", "keep").filter((entry) => {
    const pair = splitPair(entry);
    if (pair !== void 0 && !/\s/.test(pair.key)) return true;
    const fix = "Write the value out: the job's environment is not passed to the build.";
    const value = isName(entry) ? entry : void 0;
    report(reader, {
      input: "build-args",
      value,
      problem: "has an entry that is not `NAME=value`",
      fix
    });
    return false;
  });
}
function isName(entry) {
  return /^[A-Za-z_]\w{0,39}$/.test(entry);
}
function readAttestation(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "auto" || value === "") return { kind: "auto" };
  const boolean = parseBoolean(value);
  if (boolean !== void 0) return { kind: boolean ? "on" : "off" };
  const attributes = parseAttributes(value);
  if (attributes !== void 0) return { kind: "attributes", attributes };
  const fix = "Use `true`, `false`, or attributes such as `mode=max`.";
  report(reader, { input: name, value, problem: "is neither a boolean nor attributes", fix });
  return { kind: "auto" };
}
var UNITS_MS = { s: 1e3, m: 6e4, h: 36e5 };
function readDuration(reader, name, maxMs) {
  const value = readOrDefault(reader, name);
  const [, count2 = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const ms = Number(count2) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= maxMs) return ms;
  const problem = `is not a duration between 1s and ${maxMs / 6e4}m`;
  report(reader, { input: name, value, problem, fix: "Write e.g. `90s` or `15m`." });
  return maxMs;
}
var PATTERN2 = /[\\^*?[]|\.\+|\||\$$/;
function readIdentity(reader) {
  const value = readWord(reader, "certificate-identity");
  if (value !== void 0 && PATTERN2.test(value)) {
    report(reader, {
      input: "certificate-identity",
      value,
      problem: "looks like a regular expression; identities are compared exactly",
      fix: "Write it out, e.g. `https://github.com/org/app/.github/workflows/release.yml@refs/heads/main`."
    });
  }
  return value;
}
function readBuilderName(reader) {
  const value = readWord(reader, "builder");
  if (value !== void 0 && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) {
    report(reader, {
      input: "builder",
      value,
      problem: "is not a builder name",
      fix: "Use a name that `docker buildx ls` shows."
    });
  }
  return value;
}

// src/inputs/builder.ts
var DRIVERS = ["auto", "docker", ...OWN_DRIVERS];
var EMULATION_MODES = ["auto", "binfmt", "builtin", "off"];
function readBuilderInputs(reader) {
  const driver = readChoice(reader, "driver", DRIVERS);
  return {
    driver,
    driverOpts: readDriverOpts(reader, chooseOwnDriver(driver)),
    builder: readBuilderName(reader),
    endpoint: readEndpoint(reader),
    endpointTls: readTls(reader, 0, /* @__PURE__ */ new Map()),
    nodes: [],
    buildkitdConfig: readBuildkitdConfig(reader),
    buildkitdFlags: readFlags(reader),
    mirrors: readMirrors(reader),
    exportBuilder: readBoolean(reader, "export-builder"),
    emulation: readChoice(reader, "emulation", EMULATION_MODES),
    emulationImage: readWord(reader, "emulation-image")
  };
}
async function readNodeInputs(reader, { driver, endpoint }) {
  const offset = endpoint === void 0 ? 0 : 1;
  return readNodes(reader, { driver: chooseOwnDriver(driver), offset });
}
function chooseOwnDriver(driver) {
  if (driver === "auto") return "docker-container";
  return driver === "docker" ? void 0 : driver;
}
function readDriverOpts(reader, driver) {
  const entries = readList(reader, "driver-opts", "split");
  for (const found of checkDriverOptions(entries, driver))
    report(reader, { input: "driver-opts", ...found });
  return entries;
}
function readEndpoint(reader) {
  const value = readWord(reader, "endpoint");
  if (value !== void 0 && !isEndpoint(value)) {
    const fix = "Write e.g. `tcp://host:1234`, `ssh://user@host`, or the name of a docker context.";
    report(reader, { input: "endpoint", value, problem: "is not an address", fix });
  }
  return value;
}
function readBuildkitdConfig(reader) {
  const text = readText(reader, "buildkitd-config");
  if (text === void 0) return void 0;
  if (/[\n=[]/.test(text)) return { kind: "text", text };
  return { kind: "file", path: readWord(reader, "buildkitd-config") ?? text };
}
function readFlags(reader) {
  const value = readText(reader, "buildkitd-flags") ?? "";
  if (value !== "" && !/^--?[a-z]/.test(value)) {
    const fix = "Write them as for buildkitd, such as `--debug`.";
    report(reader, { input: "buildkitd-flags", value, problem: "has no flag", fix });
  }
  return value.replace(/\s+/g, " ");
}

// src/inputs/cache-keys.ts
var CACHE_BACKENDS = ["gha", "registry", "local", "s3", "azblob", "inline"];
var EXPORT = {
  mode: { value: "mode", side: "to" },
  "ignore-error": { value: "boolean", side: "to" }
};
var IMAGE = {
  ...EXPORT,
  "image-manifest": { value: "boolean", side: "to" },
  "oci-mediatypes": { value: "boolean", side: "to" },
  compression: { value: "compression", side: "to" },
  "compression-level": { value: "integer", side: "to" },
  "force-compression": { value: "boolean", side: "to" }
};
var OBJECTS = {
  ...EXPORT,
  name: { value: "names" },
  prefix: { value: "text", place: true },
  manifests_prefix: { value: "text", place: true },
  blobs_prefix: { value: "text", place: true }
};
var CACHE_KEYS = {
  gha: {
    ...EXPORT,
    scope: { value: "text" },
    timeout: { value: "duration" },
    version: { value: "api-version" },
    repository: { value: "text" },
    url: { value: "token-url" },
    url_v2: { value: "token-url" },
    token: { value: "secret" },
    ghtoken: { value: "secret" }
  },
  registry: {
    ...IMAGE,
    ref: { value: "reference", place: true },
    "registry.insecure": { value: "boolean", place: true }
  },
  local: {
    ...IMAGE,
    src: { value: "path", side: "from" },
    digest: { value: "digest", side: "from" },
    dest: { value: "path", side: "to" },
    tag: { value: "tag" },
    reset: { value: "boolean", side: "to" }
  },
  s3: {
    ...OBJECTS,
    bucket: { value: "text", place: true },
    region: { value: "text", place: true },
    endpoint_url: { value: "url", place: true },
    use_path_style: { value: "boolean", place: true },
    touch_refresh: { value: "duration", place: true },
    upload_parallelism: { value: "count", place: true },
    disable_accept_encoding: { value: "boolean", place: true },
    retry_mode: { value: "retry-mode", place: true },
    retry_max_attempts: { value: "count", place: true },
    access_key_id: { value: "secret", place: true },
    secret_access_key: { value: "secret", place: true },
    session_token: { value: "secret", place: true }
  },
  azblob: {
    ...OBJECTS,
    account_url: { value: "url", place: true },
    account_name: { value: "text", place: true },
    container: { value: "text", place: true },
    secret_access_key: { value: "secret", place: true }
  },
  inline: {}
};
var CACHE_VARIABLES = {
  s3: { bucket: ["AWS_BUCKET"], region: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
  azblob: {
    account_url: ["BUILDKIT_AZURE_STORAGE_ACCOUNT_URL"],
    account_name: ["BUILDKIT_AZURE_STORAGE_ACCOUNT_NAME"],
    container: ["BUILDKIT_AZURE_STORAGE_CONTAINER"],
    prefix: ["BUILDKIT_AZURE_STORAGE_PREFIX"]
  }
};
var REQUIRED_KEYS = {
  gha: { from: [], to: [] },
  registry: { from: ["ref"], to: ["ref"] },
  local: { from: ["src"], to: ["dest"] },
  s3: { from: ["bucket", "region"], to: ["bucket", "region"] },
  azblob: { from: ["account_url"], to: ["account_url"] },
  inline: { from: [], to: [] }
};
function findBackend(name) {
  return CACHE_BACKENDS.find((one) => one === name);
}
function listCacheKeys(backend, at) {
  return Object.entries(CACHE_KEYS[backend]).flatMap(([name, { side, place }]) => {
    const fits = at === "place" ? place === true : side === void 0 || side === at;
    return fits ? [name] : [];
  });
}

// src/inputs/cache-entries.ts
function readCacheLines(reader, input) {
  const side = input === "cache-from" ? "from" : "to";
  return readCacheTexts(reader, input).flatMap((line) => {
    if (isReferenceLine(line)) {
      const parts = line.includes("{{") ? [line] : line.split(",");
      return parts.map((ref) => ({
        backend: "registry",
        attributes: { ref: ref.trim() },
        secrets: {}
      }));
    }
    return readCacheEntry(reader, { input, at: side, line });
  });
}
function readCacheTexts(reader, input) {
  const lines = readOrDefault(reader, input).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [only = "", ...others] = line.startsWith('"') ? splitList(line) ?? [] : [];
    return only === "" || others.length > 0 ? line : only;
  });
}
function splitList(line) {
  try {
    return parseList(line, { comma: "split", comments: false });
  } catch {
    return void 0;
  }
}
function isReferenceLine(line) {
  return !/[="]/.test(line.replace(/\{\{.*?\}\}/g, ""));
}
function readCacheEntry(reader, { input, at, line }) {
  const refuse5 = (problem, fix) => {
    report(reader, { input, ...mayHoldSecret(line) ? {} : { value: line }, problem, fix });
    return [];
  };
  const fields = splitFields2(line);
  if (fields === void 0)
    return refuse5(
      "is not `name=value` by comma",
      "Write e.g. `type=gha,scope={{branch}}`; quote a field that holds a comma."
    );
  const twice = fields.find(
    ([name], index) => fields.some(([other], n) => n < index && other === name)
  );
  if (twice !== void 0) return refuse5(`names \`${twice[0]}\` twice`, "Give each key once.");
  const { type = "", ...given } = Object.fromEntries(fields);
  const backend = findBackend(type);
  if (backend === void 0)
    return refuse5(
      type === "" ? "has no type" : "has a type that no builder knows",
      `Write \`type=\` and one of ${CACHE_BACKENDS.map((one) => `\`${one}\``).join(", ")}.`
    );
  if (backend === "inline" && at === "from")
    return refuse5(
      "cannot be read: an inline cache is part of an image",
      "Name the image: `type=registry,ref=ghcr.io/org/app:tag`."
    );
  const unknown = Object.keys(given).filter((name) => !listCacheKeys(backend, at).includes(name));
  if (unknown.length > 0) return refuse5(...describeUnknown(backend, unknown));
  return [splitSecrets(reader, backend, given)];
}
function describeUnknown(backend, names) {
  const [name = ""] = names;
  const quoted = names.map((one) => `\`${one}\``).join(", ");
  if (CACHE_KEYS[backend][name] === void 0) {
    const known = Object.keys(CACHE_KEYS[backend]);
    const list = known.length === 0 ? "no keys" : known.map((one) => `\`${one}\``).join(", ");
    return [`has ${quoted}, which \`type=${backend}\` does not know`, `It knows ${list}.`];
  }
  const fix = name === "mode" ? "It belongs to `cache-to`, or to `cache-mode`." : "It belongs to `cache-from` or `cache-to`; with `cache`, scope and names are made by the plan and `cache-scope`.";
  return [`has ${quoted}, which does nothing here`, fix];
}
var WITH_SECRETS = /^url(?:_v2)?$/;
function splitSecrets({ env }, backend, given) {
  const isSecret = (name) => CACHE_KEYS[backend][name]?.value === "secret" || backend === "gha" && WITH_SECRETS.test(name);
  const pairs = Object.entries(given);
  const fromJob = Object.entries(CACHE_VARIABLES[backend] ?? {}).flatMap(([name, variables]) => {
    const value = variables.map((one) => env[one]).find(Boolean);
    return value === void 0 || given[name] !== void 0 ? [] : [[name, value]];
  });
  return {
    backend,
    attributes: Object.fromEntries([...pairs.filter(([name]) => !isSecret(name)), ...fromJob]),
    secrets: Object.fromEntries(pairs.filter(([name]) => isSecret(name)))
  };
}
function splitFields2(line) {
  const pairs = (splitList(line) ?? []).map(splitPair);
  const fields = pairs.flatMap(
    (pair) => pair === void 0 ? [] : [[pair.key.toLowerCase(), pair.value.trim()]]
  );
  return fields.length === pairs.length && fields.length > 0 ? fields : void 0;
}
function mayHoldSecret(line) {
  return /secret|token|access_key|password|sig=/i.test(line);
}

// src/inputs/cache.ts
var MAX_TIMEOUT_MS = 60 * 6e4;
function readCacheInputs(reader) {
  const cache = readCache(reader);
  const from = readCacheLines(reader, "cache-from");
  const to = readCacheLines(reader, "cache-to");
  const all = [...typeof cache === "string" ? [] : cache, ...from, ...to];
  return {
    cache: typeof cache === "string" ? cache : cache.map(dropSecrets),
    cacheScope: readWord(reader, "cache-scope"),
    cacheMode: readChoice(reader, "cache-mode", ["auto", "min", "max"]),
    cacheTrust: readChoice(reader, "cache-trust", ["auto", "signed", "ref", "any"]),
    cacheTimeoutMs: readDuration(reader, "cache-timeout", MAX_TIMEOUT_MS),
    cacheFrom: from.map(dropSecrets),
    cacheTo: to.map(dropSecrets),
    cacheSecrets: gatherSecrets(reader, all)
  };
}
function readCache(reader) {
  const words = readCacheTexts(reader, "cache").flatMap(
    (line) => line.includes("=") ? [line] : line.split(",").map((word) => word.trim())
  );
  const [only = ""] = words;
  if (words.length === 1 && (only === "auto" || only === "off")) return only;
  if (words.length === 0) return "auto";
  const entries = words.flatMap((word) => {
    if (word.includes("="))
      return readCacheEntry(reader, { input: "cache", at: "place", line: word });
    const backend = findBackend(word);
    if (backend !== void 0)
      return readCacheEntry(reader, { input: "cache", at: "place", line: `type=${backend}` });
    const names = ["auto", ...CACHE_BACKENDS, "off"].map((one) => `\`${one}\``).join(", ");
    const isAlone = word === "auto" || word === "off";
    report(reader, {
      input: "cache",
      value: word,
      problem: isAlone ? "cannot stand beside others" : "is not one of its values",
      fix: isAlone ? `Write \`${word}\` alone.` : `Use ${names}.`
    });
    return [];
  });
  return withoutRepetition(reader, entries);
}
function withoutRepetition(reader, entries) {
  return entries.filter(({ backend }, at) => {
    if (entries.findIndex((one) => one.backend === backend) === at) return true;
    const fix = "Use `cache-from` and `cache-to` for several places of one kind.";
    report(reader, { input: "cache", value: backend, problem: "is named twice", fix });
    return false;
  });
}
function dropSecrets({ backend, attributes }) {
  return { backend, attributes };
}
function gatherSecrets(reader, entries) {
  const gathered = {};
  for (const { backend, secrets } of entries) {
    if (Object.keys(secrets).length === 0) continue;
    const known = gathered[backend];
    const isOther = Object.entries({ ...known, ...secrets }).some(
      ([name, value]) => known !== void 0 && (known[name] !== value || secrets[name] !== value)
    );
    if (isOther)
      report(reader, {
        input: "cache-to",
        problem: `has other credentials for \`type=${backend}\` than another entry`,
        fix: "Use the same ones in each entry of that type."
      });
    gathered[backend] = secrets;
  }
  return gathered;
}

// src/plan/attestations.ts
var SPDX = {
  kind: "spdx",
  predicateType: "https://spdx.dev/Document",
  cosignType: "spdxjson"
};
var PROVENANCE_V1 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v1",
  cosignType: "slsaprovenance1"
};
var PROVENANCE_V02 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v0.2",
  cosignType: "slsaprovenance02"
};
function planAttestations({
  facts,
  builderId,
  sbomGenerator,
  possible,
  ...asked
}) {
  const provenance = chooseAttestation("provenance", asked);
  const sbom = chooseAttestation("sbom", asked);
  const wantsProvenance = possible && provenance.kind !== "off" && !isDisabled(provenance);
  const wantsSbom = possible && sbom.kind !== "off" && !isDisabled(sbom);
  const provenanceAttributes = {
    mode: provenance.kind === "auto" && facts.visibility !== "public" ? "min" : "max",
    version: "v1",
    "builder-id": builderId,
    ...attributesOf(provenance)
  };
  const specs = [];
  if (wantsSbom) specs.push(SPDX);
  if (wantsProvenance)
    specs.push(provenanceAttributes.version === "v0.2" ? PROVENANCE_V02 : PROVENANCE_V1);
  return {
    attests: [
      wantsProvenance ? format("provenance", provenanceAttributes) : "type=provenance,disabled=true",
      wantsSbom ? format("sbom", { generator: sbomGenerator, ...attributesOf(sbom) }) : "type=sbom,disabled=true"
    ],
    specs
  };
}
function attributesOf(attestation) {
  if (attestation.kind !== "attributes") return {};
  const { type: _type, ...rest } = attestation.attributes;
  return rest;
}
function isDisabled(attestation) {
  return attributesOf(attestation)["disabled"] === "true";
}
function chooseAttestation(type, asked) {
  const entry = asked.attests.find((one) => one.type === type);
  if (asked[type].kind !== "auto" || entry === void 0) return asked[type];
  return { kind: "attributes", attributes: entry.attributes };
}
function format(type, attributes) {
  return formatAttributes({ type, ...attributes });
}

// src/names/version-order.ts
var import_semver = __toESM(require_semver(), 1);
var VERSION_SCHEMES = ["semver", "pep440"];
var PARTIAL = /^v?(\d{1,9})(?:\.(\d{1,9}))?$/;
function stripAffixes(label, { prefix, suffix }) {
  const rest = label.startsWith(prefix) ? label.slice(prefix.length) : label;
  return suffix !== "" && rest.endsWith(suffix) ? rest.slice(0, -suffix.length) : rest;
}
async function compareWithLabel(own, label) {
  const other = stripAffixes(label.trim(), own);
  return own.scheme === "pep440" ? comparePep440(other, own.text) : compareSemver(other, own.text);
}
async function isLabelOf(own, full) {
  if (own.scheme === "pep440") return await comparePep440(own.text, full) === 0;
  const partial = parsePartial(own.text);
  const parsed2 = import_semver.default.parse(full, { loose: true });
  if (partial === void 0 || parsed2 === null) return compareSemver(own.text, full) === 0;
  return partial.every((part, at) => part === [parsed2.major, parsed2.minor][at]);
}
function compareSemver(left, right) {
  const [one, other] = [left, right].map((text) => import_semver.default.parse(text, { loose: true }));
  if (one && other) return one.compare(other);
  return comparePartial(parsePartial(left), parsePartial(right));
}
function comparePartial(left, right) {
  if (left === void 0 || right === void 0 || left.length !== right.length) return void 0;
  const differences = left.map((part, at) => part - (right[at] ?? 0));
  return differences.find((difference) => difference !== 0);
}
function parsePartial(text) {
  const found = PARTIAL.exec(text);
  return found === null ? void 0 : found.slice(1).filter((part) => part !== void 0).map(Number);
}
async function comparePep440(left, right) {
  const pep440 = await import("./pep440-TBJHPXFH.js");
  if (pep440.valid(left) === null || pep440.valid(right) === null) return void 0;
  return pep440.compare(left, right);
}

// src/plan/tag-lines.ts
var MAX_CHARS = 1024;
function addLines(destinations, lines) {
  return destinations.map(({ repository, tags }) => ({
    repository,
    tags: tags.map((tag) => {
      const line = lines.get(tag.name);
      return line === void 0 ? tag : { ...tag, line };
    })
  }));
}
function parseTagLine(value) {
  if (!isRecord(value)) return void 0;
  const { source, version, revision, release } = value;
  if (!isText(source) || !isOptionalText(revision) || !isOptionalText(release)) return void 0;
  const known = {
    source,
    ...revision === void 0 ? {} : { revision },
    ...release === void 0 ? {} : { release }
  };
  if (version === void 0) return known;
  const parsed2 = parseVersion(version);
  return parsed2 === void 0 ? void 0 : { ...known, version: parsed2 };
}
function parseVersion(value) {
  if (!isRecord(value)) return void 0;
  const { text, prefix, suffix } = value;
  const scheme = VERSION_SCHEMES.find((one) => one === value["scheme"]);
  if (scheme === void 0 || !isText(text) || !isText(prefix) || !isText(suffix)) return void 0;
  return { scheme, text, prefix, suffix };
}
function isText(value) {
  return typeof value === "string" && value.length <= MAX_CHARS;
}
function isOptionalText(value) {
  return value === void 0 || isText(value);
}

// src/plan/candidate.ts
var CANDIDATE_PREDICATE = "https://build-sign-action.dev/candidate/v1";
var KINDS = [SPDX, PROVENANCE_V1, PROVENANCE_V02];
var MAX_ENTRIES = 1e3;
var TAG_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
function formatCandidate(candidate) {
  const { platform, platforms, destinations, attestations, annotations, keepAlive: keepAlive2 } = candidate;
  return {
    version: 1,
    group: candidate.group,
    runId: candidate.runId,
    attempt: candidate.attempt,
    ...platform === void 0 ? {} : { platform: formatPlatform(platform) },
    platforms: platforms.map(formatPlatform),
    digest: candidate.digest,
    images: destinations.map(({ repository, tags }) => ({
      name: formatRepository(repository),
      tags: tags.map(({ name, kind, of, line }) => ({
        ...{ name, kind },
        ...of === void 0 ? {} : { of },
        ...line === void 0 ? {} : { line }
      }))
    })),
    annotations,
    attestations: attestations.map(({ predicateType }) => predicateType),
    signed: candidate.signed,
    keepAlive: keepAlive2
  };
}
function isSameCandidate(one, other) {
  return JSON.stringify(formatCandidate(one)) === JSON.stringify(formatCandidate(other));
}
function formatCandidateDocument({ candidate, bundle }) {
  return JSON.stringify({
    candidate: formatCandidate(candidate),
    ...bundle === void 0 ? {} : { bundle }
  });
}
function parseCandidateDocument(text) {
  const value = readJson(text);
  if (!isRecord(value)) return void 0;
  const candidate = parseCandidate(value["candidate"]);
  const bundle = value["bundle"];
  if (candidate === void 0 || bundle !== void 0 && typeof bundle !== "string")
    return void 0;
  return { candidate, bundle };
}
function parseCandidate(value) {
  if (!isRecord(value) || value["version"] !== 1) return void 0;
  const { group, runId, attempt: attempt2, signed } = value;
  const digest = typeof value["digest"] === "string" ? parseDigest(value["digest"]) : void 0;
  const platform = value["platform"] === void 0 ? void 0 : toPlatform(value["platform"]);
  const platforms = mapAll(value["platforms"], toPlatform);
  const destinations = mapAll(value["images"], toDestination);
  const annotations = mapAll(value["annotations"], toText);
  const attestations = mapAll(value["attestations"], toSpec);
  const keepAlive2 = mapAll(value["keepAlive"], toText);
  if (!isMatch(group, /^[0-9a-f]{16}$/) || !isMatch(runId, /^\d{1,20}$/) || typeof attempt2 !== "number" || !Number.isSafeInteger(attempt2) || attempt2 < 1 || typeof signed !== "boolean" || digest === void 0 || value["platform"] !== void 0 && platform === void 0 || platforms === void 0 || platforms.length === 0 || destinations === void 0 || destinations.length === 0 || annotations === void 0 || attestations === void 0 || keepAlive2 === void 0)
    return void 0;
  return {
    group,
    runId,
    attempt: attempt2,
    platform,
    platforms,
    digest,
    destinations,
    annotations,
    attestations,
    signed,
    keepAlive: keepAlive2
  };
}
function toPlatform(value) {
  const parsed2 = typeof value === "string" ? parsePlatform(value) : void 0;
  return parsed2?.ok === true ? parsed2.platform : void 0;
}
function toRepository(value) {
  const parsed2 = typeof value === "string" ? parseRepository(value) : void 0;
  return parsed2?.ok === true ? parsed2.repository : void 0;
}
function toDestination(value) {
  if (!isRecord(value)) return void 0;
  const repository = toRepository(value["name"]);
  const tags = mapAll(value["tags"], toTag);
  return repository === void 0 || tags === void 0 ? void 0 : { repository, tags };
}
function toTag(value) {
  if (!isRecord(value)) return void 0;
  const { name, kind } = value;
  const of = value["of"] === void 0 ? void 0 : toCompanion(value["of"]);
  if (!isMatch(name, TAG_NAME) || kind !== "immutable" && kind !== "floating") return void 0;
  const line = value["line"] === void 0 ? void 0 : parseTagLine(value["line"]);
  if (value["of"] === void 0 !== (of === void 0)) return void 0;
  if (value["line"] === void 0 !== (line === void 0)) return void 0;
  return {
    ...{ name, kind },
    ...of === void 0 ? {} : { of },
    ...line === void 0 ? {} : { line }
  };
}
function toCompanion(value) {
  if (!isRecord(value)) return void 0;
  const { tag } = value;
  const platform = toPlatform(value["platform"]);
  if (!isMatch(tag, TAG_NAME) || platform === void 0) return void 0;
  return { tag, platform: formatPlatform(platform) };
}
function toSpec(value) {
  return KINDS.find(({ predicateType }) => predicateType === value);
}
function toText(value) {
  return typeof value === "string" ? value : void 0;
}
function mapAll(value, convert) {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) return void 0;
  const converted = value.flatMap((entry) => {
    const one = convert(entry);
    return one === void 0 ? [] : [one];
  });
  return converted.length === value.length ? converted : void 0;
}
function isMatch(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

// src/inputs/candidates.ts
function readCandidates(reader) {
  const text = readText(reader, "candidates");
  if (text === void 0) return void 0;
  const found = [...new Set(splitTexts(text))].map(parseCandidateDocument);
  const documents = found.filter((one) => one !== void 0);
  if (documents.length === found.length && found.length > 0) return documents;
  report(reader, {
    input: "candidates",
    problem: found.length === 0 ? "holds no candidate: no job handed one over" : `has ${found.length - documents.length} of ${found.length} entries that are no candidates`,
    fix: "Give outputs `candidate` of earlier jobs: one per line, a JSON list, or `${{ toJSON(needs.build.outputs) }}`."
  });
  return [];
}
var MAX_DEPTH = 6;
function splitTexts(text) {
  const whole = readJson(text);
  if (whole === void 0) return text.split("\n").flatMap(readEntry2);
  return Array.isArray(whole) ? whole.flatMap(readEntry2) : findTexts(whole, MAX_DEPTH);
}
function readEntry2(entry) {
  if (typeof entry === "string" && entry.trim() === "") return [];
  const found = findTexts(entry, MAX_DEPTH);
  return found.length > 0 ? found : [JSON.stringify(entry) ?? ""];
}
function findTexts(value, depth) {
  if (depth === 0) return [];
  if (typeof value === "string") {
    const parsed2 = readJson(value);
    if (parsed2 === void 0 && BROKEN.test(value)) return [value];
    return typeof parsed2 === "string" ? [] : findTexts(parsed2, depth - 1);
  }
  if (Array.isArray(value)) return value.flatMap((entry) => findTexts(entry, depth - 1));
  if (!isObject(value)) return [];
  if ("candidate" in value && isObject(value.candidate) && !("candidate" in value.candidate))
    return [JSON.stringify(value)];
  return Object.values(value).flatMap((inner) => findTexts(inner, depth - 1));
}
var BROKEN = /^\s*\{\s*"candidate"\s*:/;
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/inputs/contexts.ts
var PLACEHOLDER = /\{\{\s*defaultContext\s*\}\}/g;
function fillIn(text, env) {
  return text.replace(PLACEHOLDER, () => makeDefaultContext(env));
}
function makeDefaultContext(env) {
  const server = env["GITHUB_SERVER_URL"] || "https://github.com";
  return `${server}/${env["GITHUB_REPOSITORY"] ?? ""}.git#${env["GITHUB_SHA"] ?? ""}`;
}
function readContext(reader) {
  return fillIn(readWord(reader, "context") ?? ".", reader.env);
}
function readContextSecrets(reader, secrets) {
  const token = readText(reader, "github-token");
  const named = [readText(reader, "context") ?? "", ...readList(reader, "build-contexts", "keep")];
  const isDefault = named.some((text) => /\{\{\s*defaultContext\s*\}\}/.test(text));
  const isGiven = secrets.some(({ id }) => /^GIT_AUTH_TOKEN(\.|$)/.test(id));
  if (token === void 0 || !isDefault || isGiven) return [];
  const server = reader.env["GITHUB_SERVER_URL"] || "https://github.com";
  const host = server.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/s, "");
  return [{ id: `GIT_AUTH_TOKEN.${host}`, value: token, input: "secrets" }];
}
function readBuildContexts(reader) {
  const contexts = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "build-contexts", "keep")) {
    const { key: name, value } = splitPair(entry) ?? { key: "", value: "" };
    const source = fillIn(value.trim(), reader.env);
    const problem = findProblem({ name, source, isTaken: contexts.has(name.toLowerCase()) });
    if (problem === void 0) contexts.set(name.toLowerCase(), { name, source });
    else
      report(reader, {
        input: "build-contexts",
        // Nothing of a source is shown that may hold a password.
        value: source.includes("@") ? name : entry,
        problem,
        fix: "Write `name=path` or `name=docker-image://\u2026`, one per line, each name once."
      });
  }
  return [...contexts.values()];
}
function findProblem({
  name,
  source,
  isTaken
}) {
  if (name === "" || source === "" || /[\0-\x1f\x7f]/.test(name + source))
    return "is not `name=source`";
  if (!/^[A-Za-z0-9][\w./:@-]*$/.test(name)) return "has a name that no `FROM` could use";
  return isTaken ? "has a name that stands there already" : void 0;
}

// src/inputs/matrix.ts
function readPlatform(reader) {
  const value = readWord(reader, "platform");
  if (value === void 0) return void 0;
  const parsed2 = parsePlatform(value);
  if (parsed2.ok) return parsed2.platform;
  report(reader, { input: "platform", value, problem: parsed2.reason, fix: parsed2.fix });
  return void 0;
}
function readMatrix(reader) {
  const text = readText(reader, "matrix");
  if (text === void 0) return {};
  try {
    return Object.fromEntries(listTexts(JSON.parse(text), ""));
  } catch {
    return {};
  }
}
function listTexts(value, path) {
  if (typeof value === "string" || typeof value === "number") return [[path, String(value)]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(
    ([key, inner]) => listTexts(inner, path === "" ? key : `${path}.${key}`)
  );
}
function readJobTotal(reader) {
  const total = Number(readText(reader, "job-total") ?? "1");
  return Number.isInteger(total) && total > 0 ? total : 1;
}
var GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
function readGroup(reader) {
  const value = readWord(reader, "group");
  if (value === void 0 || GROUP.test(value)) return value;
  report(reader, {
    input: "group",
    value,
    problem: "is not a name of letters, digits, `.`, `_` and `-`",
    fix: "Give e.g. `app-alpine`, at most 64 characters."
  });
  return void 0;
}

// src/inputs/mounts.ts
function readMountInputs(reader) {
  return {
    cacheMounts: readChoice(reader, "cache-mounts", ["auto", "off"]),
    cacheMountsMaxBytes: readBytes(reader, "cache-mounts-max-size")
  };
}
var UNITS = { m: 1024 ** 2, g: 1024 ** 3 };
function readBytes(reader, input) {
  const value = readOrDefault(reader, input);
  const [, count2 = "", unit = ""] = /^(\d{1,5})\s*([mg])i?b?$/i.exec(value) ?? [];
  const bytes = Number(count2) * (UNITS[unit.toLowerCase()] ?? 0);
  if (bytes > 0) return bytes;
  report(reader, {
    input,
    value,
    problem: "is not a size of a megabyte or more",
    fix: "Write e.g. `500mb` or `2gb`."
  });
  return 0;
}

// src/inputs/platform-tags.ts
var DEFAULT_TEMPLATE = "{{tag}}-{{arch}}";
var PLACEHOLDER2 = /\{\{\s*(\w+)\s*\}\}/g;
var PLACEHOLDERS = ["tag", "os", "arch"];
function readPlatformTags(reader) {
  const value = readOrDefault(reader, "platform-tags");
  const boolean = value === "" ? false : parseBoolean(value);
  if (boolean !== void 0) return boolean ? DEFAULT_TEMPLATE : void 0;
  const problem = findProblem2(value);
  if (problem === void 0) return value;
  report(reader, {
    input: "platform-tags",
    value,
    problem,
    fix: `Use \`true\`, \`false\` or a template such as \`${DEFAULT_TEMPLATE}\`.`
  });
  return void 0;
}
function findProblem2(template) {
  const names = Array.from(template.matchAll(PLACEHOLDER2), ([, name = ""]) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown !== void 0) return `has the unknown \`{{${unknown}}}\``;
  if (!names.includes("tag")) return "has no `{{tag}}`, so that all tags would get the same name";
  return /[{}]/.test(template.replace(PLACEHOLDER2, "")) ? "has braces that do not fit" : void 0;
}
function formatPlatformTag(template, parts) {
  const values = new Map(Object.entries(parts));
  return template.replace(PLACEHOLDER2, (_, name) => values.get(name) ?? "");
}

// src/inputs/naming.ts
function readNameInputs(reader) {
  return {
    images: readText(reader, "images") ?? "",
    tags: readText(reader, "tags") ?? "",
    flavor: readText(reader, "flavor") ?? "",
    labels: readText(reader, "labels") ?? "",
    annotations: readText(reader, "annotations") ?? "",
    bakeTarget: readOrDefault(reader, "bake-target"),
    separators: readSeparators(reader),
    platformTags: readPlatformTags(reader),
    allowDowngrade: readBoolean(reader, "allow-downgrade")
  };
}
function readSeparators({ env }) {
  return {
    tags: env["INPUT_SEP-TAGS"] || "\n",
    labels: env["INPUT_SEP-LABELS"] || "\n",
    annotations: env["INPUT_SEP-ANNOTATIONS"] || "\n"
  };
}

// src/inputs/outputs.ts
var OUTPUT_TYPES = ["image", "registry", "local", "tar", "oci", "docker", "cacheonly"];
function readOutputs(reader) {
  const lines = (readText(reader, "outputs") ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).flatMap((line) => readEntry3(reader, line));
}
function readEntry3(reader, line) {
  const refuse5 = (problem, fix) => {
    report(reader, { input: "outputs", value: line, problem, fix });
    return [];
  };
  const attributes = parseOutput(line);
  if (attributes === void 0)
    return refuse5("is not `type=\u2026` with attributes", "Write e.g. `type=local,dest=out`.");
  const { type: given, ...rest } = attributes;
  const type = OUTPUT_TYPES.find((one) => one === given);
  if (type === void 0)
    return refuse5("has a type that buildx does not know", "Use `local`, `tar`, `oci` or `docker`.");
  const isFile2 = type === "local" || type === "tar" || type === "oci";
  const { dest } = rest;
  if (dest === "-" || dest === void 0 && isFile2)
    return refuse5("needs a destination that is no terminal", "Add `dest=` with a path.");
  return [{ type, attributes: rest }];
}
function parseOutput(line) {
  return /[,="]/.test(line) ? parseAttributes(line) : { type: "local", dest: line };
}

// src/plan/identities.ts
var LOGIN_USES = ["pull", "push", "both"];
var IDENTITY_TYPES = ["aws-ecr", "gcp-wif", "azure-acr", "dockerhub"];

// src/inputs/login-scope.ts
var SCOPE = /^(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)?(?:@(?<actions>(?:pull|push)(?:,(?:pull|push))*))?$/;
function readLoginScope({ fields, refuse: refuse5 }, fallback) {
  const wanted = fields.get("for") ?? "";
  const use = LOGIN_USES.find((one) => one === wanted);
  if (use === void 0 && wanted !== "")
    refuse5("has an unknown `for`", `Use ${LOGIN_USES.map((one) => `\`${one}\``).join(", ")}.`);
  const text = fields.get("scope") ?? "";
  const groups = SCOPE.exec(text)?.groups;
  if (groups === void 0) {
    refuse5("has a `scope` that is none", "Write `@push`, `org/app` or `org/app@push`.");
    return { repository: void 0, use: use ?? fallback };
  }
  const { repository, actions } = groups;
  const scoped = actions === void 0 ? void 0 : actions.includes("push") ? "push" : "pull";
  if (scoped !== void 0 && use !== void 0 && use !== scoped)
    refuse5("says two things in `for` and `scope`", "Remove one of them.");
  return { repository, use: use ?? scoped ?? fallback };
}

// src/inputs/registry-auth.ts
var FIELDS2 = ["registry", "username", "password", "ecr", "scope", "for", "logout"];
async function readRegistryAuth(reader) {
  const entries = await readYamlEntries(reader, "registry-auth");
  const given = /* @__PURE__ */ new Set();
  return entries.flatMap((entry) => {
    refuseUnknown(entry, FIELDS2);
    const auth = readEntry4(entry);
    if (auth === void 0) return [];
    refuseLogout(entry);
    refuseSecond(entry, auth, given);
    return [auth];
  });
}
function listPlaces({
  registry,
  repository = "",
  use
}) {
  const uses = use === "both" ? ["pull", "push"] : [use];
  return uses.map((one) => `${registry}/${repository}@${one}`);
}
function refuseSecond({ refuse: refuse5 }, login, given) {
  const places = listPlaces(login);
  if (places.some((place) => given.has(place)))
    refuse5(
      `is a second login for ${login.registry}`,
      "Remove one, or limit each by `scope` or `for`."
    );
  for (const place of places) given.add(place);
}
function readEntry4(entry) {
  const { fields, refuse: refuse5 } = entry;
  const registry = parseRegistryHost(fields.get("registry") || "docker.io");
  const scope = readLoginScope(entry, "both");
  if (registry === void 0)
    return refuse5("has a `registry` that is no host", "Give the host, such as `ghcr.io`.");
  const [username, password2] = [fields.get("username") ?? "", fields.get("password") ?? ""];
  return {
    registry,
    ...scope,
    username,
    password: password2,
    isAwsKey: readsAwsKey(entry, registry, username)
  };
}
function readsAwsKey({ fields, refuse: refuse5 }, registry, username) {
  const ecr = fields.get("ecr") || "auto";
  const isEcr = parseEcrHost(registry) !== void 0;
  if (ecr === "auto") return isEcr && username !== "AWS";
  const wanted = parseBoolean(ecr);
  if (wanted === void 0) refuse5("has an unknown `ecr`", "Use `auto`, `true` or `false`.");
  if (wanted === true && !isEcr)
    refuse5(
      "has `ecr: true` for a registry that is not named as those of Amazon are",
      "Remove `ecr`."
    );
  return wanted === true;
}
function refuseLogout({ fields, refuse: refuse5 }) {
  const logout = fields.get("logout") ?? "";
  if (logout === "" || parseBoolean(logout) === true) return;
  refuse5(
    "has a `logout` other than `true`",
    "Remove it: a login of this step never outlives it. For one that later steps see too, use docker/login-action."
  );
}

// src/inputs/identity-fields.ts
var UUID = {
  pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  form: "a UUID such as `01234567-89ab-cdef-0123-456789abcdef`"
};
var WORD = { pattern: /^[\x21-\x7e]{1,512}$/, form: "one word" };
var FIELD_RULES = {
  audience: WORD,
  "role-to-assume": {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    form: "the ARN of a role, such as `arn:aws:iam::123456789012:role/push`"
  },
  region: { pattern: /^[a-z]{2,5}(?:-[a-z]+)+-\d$/, form: "a region such as `eu-central-1`" },
  "role-session-name": {
    pattern: /^[\w+=,.@-]{2,64}$/,
    form: "2 to 64 letters, digits or `_+=,.@-`"
  },
  "role-duration-seconds": {
    pattern: /^(?:9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d{2}|43200)$/,
    form: "a number from 900 to 43200"
  },
  "workload-identity-provider": {
    pattern: /^(?:(?:https:)?\/\/iam\.[a-z0-9.-]+\/)?projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
    form: "the full name, `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`"
  },
  "service-account": {
    pattern: /^[a-z0-9-]+@[a-z0-9.-]+$/,
    form: "the e-mail address of a service account"
  },
  "project-id": WORD,
  "tenant-id": UUID,
  "client-id": UUID,
  "token-scope": {
    pattern: /^https:\/\/[\w.-]+\/\.default$/,
    form: "such as `https://containerregistry.azure.net/.default`"
  },
  "connection-id": UUID,
  "expires-in": {
    pattern: /^(?:[3-9]\d\d|[12]\d{3}|3[0-5]\d\d|3600)$/,
    form: "a number of seconds from 300 to 3600"
  },
  username: { pattern: /^[^\s:]{1,128}$/, form: "one word" }
};
function readField({ fields, refuse: refuse5 }, name) {
  const value = fields.get(name) ?? "";
  if (value === "") return void 0;
  const { pattern, form } = FIELD_RULES[name];
  return pattern.test(value) ? value : refuse5(`has an invalid \`${name}\``, `It is ${form}.`);
}
function readRequired(entry, name) {
  if ((entry.fields.get(name) ?? "") !== "") return readField(entry, name);
  return entry.refuse(`has no \`${name}\``, `Add it: ${FIELD_RULES[name].form}.`);
}
function readAddress({ fields, refuse: refuse5 }, name, fallback) {
  const value = fields.get(name) ?? "";
  if (value === "") return fallback;
  const url = URL.canParse(value) ? new URL(value) : void 0;
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? "");
  const isPlain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  const isSafe = url?.protocol === "https:" || url?.protocol === "http:" && isLocal;
  if (url !== void 0 && isPlain && isSafe) return url.href.replace(/\/+$/, "");
  refuse5(`has an invalid \`${name}\``, "It is an address such as `https://sts.example.com`.");
  return fallback;
}

// src/inputs/registry-identities.ts
var COMMON = ["type", "registry", "for", "scope", "audience", "endpoint"];
var KINDS2 = {
  "aws-ecr": {
    fields: [
      "role-to-assume",
      "region",
      "role-session-name",
      "role-duration-seconds",
      "ecr-endpoint"
    ],
    read: readAws
  },
  "gcp-wif": {
    fields: ["workload-identity-provider", "service-account", "project-id", "iam-endpoint"],
    read: readGoogle
  },
  "azure-acr": { fields: ["tenant-id", "client-id", "token-scope"], read: readAzure },
  dockerhub: { fields: ["username", "connection-id", "expires-in"], read: readDockerHub }
};
async function readRegistryIdentities(reader) {
  const entries = await readYamlEntries(reader, "registry-identities");
  const given = /* @__PURE__ */ new Set();
  return entries.flatMap((entry) => {
    const identity2 = readIdentity2(entry);
    if (identity2 === void 0) return [];
    refuseSecond(entry, identity2, given);
    return [identity2];
  });
}
function readIdentity2(entry) {
  const type = IDENTITY_TYPES.find((one) => one === entry.fields.get("type"));
  if (type === void 0) {
    const types = IDENTITY_TYPES.map((one) => `\`${one}\``).join(", ");
    return entry.refuse("has no `type` that is known", `Use ${types}.`);
  }
  const kind = KINDS2[type];
  refuseUnknown(entry, [...COMMON, ...kind.fields]);
  const text = entry.fields.get("registry") ?? "";
  const registry = parseRegistryHost(text || (type === "dockerhub" ? "docker.io" : ""));
  const scope = readLoginScope(entry, type === "dockerhub" ? "push" : "both");
  if (registry === void 0)
    return entry.refuse("has no `registry` that is a host", "Give the host of the image name.");
  return kind.read(entry, { registry, ...scope });
}
function readAws(entry, place) {
  const host = parseEcrHost(place.registry);
  const role = readRequired(entry, "role-to-assume");
  const region = readField(entry, "region") ?? host?.region;
  if (region === void 0)
    return entry.refuse(
      "has no `region`",
      "Add the region of the registry: its host does not tell it."
    );
  const isPublic = host?.kind === "public";
  const ecrRegion = host?.region ?? region;
  const ecr = isPublic ? "api.ecr-public" : "api.ecr";
  const identity2 = {
    type: "aws-ecr",
    ...place,
    audience: readField(entry, "audience") ?? (region.startsWith("cn-") ? "sts.amazonaws.com.cn" : "sts.amazonaws.com"),
    sessionName: readField(entry, "role-session-name") ?? "build-sign-action",
    durationS: Number(readField(entry, "role-duration-seconds") ?? 3600),
    region: ecrRegion,
    isPublic,
    stsUrl: readAddress(entry, "endpoint", `https://sts.${region}.${findAwsDomain(region)}`),
    ecrUrl: readAddress(
      entry,
      "ecr-endpoint",
      `https://${ecr}.${ecrRegion}.${findAwsDomain(ecrRegion)}`
    )
  };
  return role === void 0 ? void 0 : { ...identity2, role };
}
function readGoogle(entry, place) {
  const name = readRequired(entry, "workload-identity-provider");
  const serviceAccount = readField(entry, "service-account");
  readField(entry, "project-id");
  const stsUrl = readAddress(entry, "endpoint", "https://sts.googleapis.com");
  const iamUrl = readAddress(entry, "iam-endpoint", "https://iamcredentials.googleapis.com");
  const audience = readField(entry, "audience");
  if (name === void 0) return void 0;
  const provider = name.slice(name.indexOf("projects/"));
  return {
    type: "gcp-wif",
    ...place,
    audience: audience ?? `https://iam.googleapis.com/${provider}`,
    provider,
    serviceAccount,
    stsUrl,
    iamUrl
  };
}
var AZURE_CLOUDS = {
  io: {
    authority: "https://login.microsoftonline.com",
    audience: "api://AzureADTokenExchange",
    resource: "https://management.azure.com"
  },
  cn: {
    authority: "https://login.partner.microsoftonline.cn",
    audience: "api://AzureADTokenExchangeChina",
    resource: "https://management.chinacloudapi.cn"
  },
  us: {
    authority: "https://login.microsoftonline.us",
    audience: "api://AzureADTokenExchangeUSGov",
    resource: "https://management.usgovcloudapi.net"
  }
};
function readAzure(entry, place) {
  const tenantId = readRequired(entry, "tenant-id");
  const clientId = readRequired(entry, "client-id");
  const ending = /\.azurecr\.(io|cn|us)$/.exec(place.registry)?.[1];
  const cloud = AZURE_CLOUDS[ending === "cn" || ending === "us" ? ending : "io"];
  const audience = readField(entry, "audience") ?? cloud.audience;
  const authorityUrl = readAddress(entry, "endpoint", cloud.authority);
  const tokenScope = readField(entry, "token-scope") ?? `${cloud.resource}/.default`;
  if (tenantId === void 0 || clientId === void 0) return void 0;
  return { type: "azure-acr", ...place, audience, tenantId, clientId, authorityUrl, tokenScope };
}
var MAX_HUB_LIFE = "3600";
function readDockerHub(entry, place) {
  const username = readRequired(entry, "username");
  const connectionId = readRequired(entry, "connection-id");
  const identityUrl = readAddress(entry, "endpoint", "https://identity.docker.com");
  const audience = readField(entry, "audience") ?? "https://identity.docker.com";
  const expiresInS = Number(readField(entry, "expires-in") ?? MAX_HUB_LIFE);
  if (username === void 0 || connectionId === void 0) return void 0;
  return { type: "dockerhub", ...place, audience, username, connectionId, expiresInS, identityUrl };
}

// src/inputs/runners.ts
var INPUT = "runners";
var CONTROL = "control";
var EXAMPLE2 = '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}';
function readRunners(reader) {
  const text = readOrDefault(reader, INPUT);
  if (text === "") return [];
  const entries = parseObject(text);
  if (entries === void 0) {
    const problem = "is not a JSON object";
    report(reader, { input: INPUT, value: text, problem, fix: `Write e.g. \`${EXAMPLE2}\`.` });
    return [];
  }
  const rules = entries.flatMap(([key, value]) => readRule(reader, key, value));
  for (const [at, { pattern }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.pattern === pattern) === at) continue;
    const fix = "Keep one of the two.";
    report(reader, { input: INPUT, value: pattern, problem: "is named twice", fix });
  }
  return rules.filter(({ pattern }) => pattern !== CONTROL);
}
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject2(value) ? Object.entries(value) : void 0;
  } catch {
    return void 0;
  }
}
function readRule(reader, key, value) {
  const pattern = parsePattern(key);
  const runner = parseRunner(value);
  if (!pattern.ok) {
    report(reader, { input: INPUT, value: key, problem: pattern.reason, fix: pattern.fix });
  }
  if (runner === void 0) {
    report(reader, {
      input: INPUT,
      value: key,
      problem: "has no runner: neither a label, nor a list of labels, nor a group",
      fix: 'Write e.g. `"ubuntu-24.04"`, `["self-hosted", "arm64"]` or `{"group": "arm", "labels": ["large"]}`.'
    });
  }
  return pattern.ok && runner !== void 0 ? [{ pattern: pattern.pattern, runner }] : [];
}
function parsePattern(key) {
  const name = key.trim().toLowerCase();
  if (name === "default" || name === CONTROL) return { ok: true, pattern: name };
  const isSystem = /^[a-z0-9]+$/.test(name);
  const parsed2 = parsePlatform(isSystem ? `${name}/amd64` : name);
  if (!parsed2.ok) return parsed2;
  if (isSystem) return { ok: true, pattern: parsed2.platform.os };
  if (/^[^/]+\/arm$/.test(name)) return { ok: true, pattern: `${parsed2.platform.os}/arm` };
  return { ok: true, pattern: formatPlatform(parsed2.platform) };
}
function parseRunner(value) {
  if (isLabel(value) || isLabels(value)) return value;
  if (!isObject2(value)) return void 0;
  const { group, labels, ...rest } = value;
  if (!isLabel(group) || Object.keys(rest).length > 0) return void 0;
  if (labels === void 0) return { group };
  return isLabel(labels) || isLabels(labels) ? { group, labels } : void 0;
}
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isLabel(value) {
  return typeof value === "string" && /^[^\0-\x1f\x7f]{1,256}$/.test(value) && value.trim() !== "";
}
function isLabels(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isLabel);
}

// src/inputs/workflow.ts
var PREPARATIONS = ["command", "artifact"];
var REF = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml@\S+$/;
var SHA = /^[0-9a-f]{40}$/;
function readWorkflow(reader) {
  const ref = readWord(reader, "workflow-ref");
  const sha = readWord(reader, "workflow-sha");
  if (ref === void 0 && sha === void 0) return void 0;
  const fix = "Leave it out: it is for the reusable workflow of this action.";
  if (ref === void 0 || !REF.test(ref)) {
    const problem = "is not `owner/name/.github/workflows/file.yml@ref`";
    report(reader, { input: "workflow-ref", value: ref ?? "", problem, fix });
    return void 0;
  }
  if (sha === void 0 || !SHA.test(sha)) {
    report(reader, { input: "workflow-sha", value: sha ?? "", problem: "is not a commit", fix });
    return void 0;
  }
  return { ref, sha };
}
function readPrepared(reader) {
  return readList(reader, "prepared", "split").flatMap((entry) => {
    const known = PREPARATIONS.find((each) => each === entry);
    if (known !== void 0) return [known];
    const problem = "is not one of its values";
    const fix = "Leave it out: it is for the reusable workflow of this action.";
    report(reader, { input: "prepared", value: entry, problem, fix });
    return [];
  });
}

// src/inputs/run.ts
function readRunInputs(reader) {
  return {
    dryRun: readBoolean(reader, "dry-run"),
    allowUntrustedHead: readBoolean(reader, "allow-untrusted-head"),
    runners: readRunners(reader),
    workingDirectory: readWord(reader, "working-directory"),
    workflow: readWorkflow(reader),
    prepared: readPrepared(reader),
    builderIds: readList(reader, "builder-ids", "keep")
  };
}

// src/inputs/secrets.ts
function readSecrets(reader) {
  const ids = /* @__PURE__ */ new Set();
  const given = readPairs(reader, { input: "secrets", comma: "keep", ids });
  const files = readPairs(reader, { input: "secret-files", comma: "keep", ids });
  const named = readPairs(reader, { input: "secret-envs", comma: "split", ids });
  return {
    secrets: [
      ...given.map(({ key: id, value }) => ({ id, value, input: "secrets" })),
      ...named.flatMap(({ key: id, value }) => readVariable(reader, id, value.trim()))
    ],
    secretFiles: files.flatMap(({ key: id, value }) => checkPath2(reader, id, value.trim()))
  };
}
var FORMS = {
  secrets: "Write `id=value`, one per line; quote a value of several lines as in CSV.",
  "secret-files": "Write `id=path`, one per line.",
  "secret-envs": "Write `id=NAME`, with the name of a variable that the step has in `env`."
};
function readPairs(reader, { input, comma, ids }) {
  const refuse5 = (problem, fix = FORMS[input]) => {
    report(reader, { input, problem, fix });
    return [];
  };
  return splitEntries(reader, { input, comma }).flatMap((entry, index) => {
    const pair = splitPair(entry);
    if (pair === void 0) return refuse5(`entry ${index + 1} has no \`=\``);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(pair.key))
      return refuse5(
        `the id of entry ${index + 1} has other characters than letters, digits, \`.\`, \`_\`, \`-\``,
        "Rename it."
      );
    if (ids.has(pair.key))
      return refuse5(`the id \`${pair.key}\` appears twice`, "Give each secret an id of its own.");
    ids.add(pair.key);
    return [pair];
  });
}
function splitEntries(reader, { input, comma }) {
  try {
    return parseList(readText(reader, input) ?? "", { comma, comments: input !== "secrets" });
  } catch {
    const fix = "Quote a value of several lines as in CSV, and double each quote inside it.";
    report(reader, { input, problem: "is not a valid list", fix });
    return [];
  }
}
function readVariable(reader, id, name) {
  const input = "secret-envs";
  const refuse5 = (problem, fix) => {
    report(reader, { input, problem, fix });
    return [];
  };
  if (!/^[A-Za-z_]\w*$/.test(name))
    return refuse5(`what \`${id}\` names is not a variable`, FORMS[input]);
  if (/^ACTIONS_/i.test(name))
    return refuse5(`\`${id}\` hands a token of the job to the build`, "Remove it.");
  const value = reader.env[name];
  if (value === void 0)
    return refuse5(
      `the variable that \`${id}\` names is not set`,
      "Set it in `env` of the step, such as `NPM_TOKEN: ${{ secrets.NPM_TOKEN }}`."
    );
  return [{ id, value, input }];
}
function checkPath2(reader, id, path) {
  if (path !== "" && !/[\0-\x1f\x7f]/.test(path)) return [{ id, path }];
  const problem = `\`${id}\` has no path`;
  report(reader, { input: "secret-files", problem, fix: FORMS["secret-files"] });
  return [];
}

// src/inputs/switches.ts
var METADATA_PROVENANCE = ["min", "max", "disabled"];
function readSwitches(env, problems) {
  const readFlag = (name) => {
    const value = env[name] ?? "";
    const flag = parseFlag(value);
    if (flag === void 0 && value !== "")
      problems.push({
        input: name,
        value,
        problem: "is not a boolean",
        fix: "Set the variable to `true` or `false`."
      });
    return flag;
  };
  return {
    exportNames: readFlag("DOCKER_METADATA_SET_OUTPUT_ENV"),
    summary: readFlag("DOCKER_BUILD_SUMMARY") ?? true,
    checkAnnotations: readFlag("DOCKER_BUILD_CHECKS_ANNOTATIONS") ?? true,
    metadataProvenance: readProvenance(env["BUILDX_METADATA_PROVENANCE"] ?? ""),
    ignored: listIgnored(env)
  };
}
function parseFlag(text) {
  if (/^(1|t|T|true|True|TRUE)$/.test(text)) return true;
  return /^(0|f|F|false|False|FALSE)$/.test(text) ? false : void 0;
}
function readProvenance(text) {
  if (parseFlag(text) === false) return "disabled";
  return METADATA_PROVENANCE.find((mode) => mode === text);
}
function listIgnored(env) {
  const noAttestations = parseFlag(env["BUILDX_NO_DEFAULT_ATTESTATIONS"] ?? "") === true;
  const hasBuilder = Boolean(env["BUILDX_BUILDER"]) && !env["INPUT_BUILDER"];
  return [
    ...noAttestations ? [
      "`BUILDX_NO_DEFAULT_ATTESTATIONS` turns nothing off here: write `provenance: false` and `sbom: false`."
    ] : [],
    ...hasBuilder ? ["`BUILDX_BUILDER` chooses nothing here: name the builder in the input `builder`."] : []
  ];
}

// src/tools/versions.ts
var import_semver2 = __toESM(require_semver(), 1);
function parseCosignVersion(stdout) {
  let parsed2;
  try {
    parsed2 = JSON.parse(stdout);
  } catch {
    return void 0;
  }
  const version = typeof parsed2 === "object" && parsed2 !== null ? Reflect.get(parsed2, "gitVersion") : void 0;
  return typeof version === "string" ? parseVersion2(version) : void 0;
}
function parseBuildxVersion(stdout) {
  const version = /^github\.com\/docker\/buildx (\S+)/m.exec(stdout)?.[1];
  return version === void 0 ? void 0 : parseVersion2(version);
}
var PRE_RELEASE = /^(alpha|beta|dev|pre|preview|rc)/i;
function parseVersion2(text) {
  const version = (0, import_semver2.parse)(text.trim(), { loose: true });
  if (version === null) return void 0;
  const suffix = version.prerelease.join(".");
  const build = version.build.join(".");
  const core = `${version.major}.${version.minor}.${version.patch}`;
  if (suffix === "" || PRE_RELEASE.test(suffix)) {
    return `${core}${suffix && `-${suffix}`}${build && `+${build}`}`;
  }
  return `${core}+${[suffix, build].filter(Boolean).join(".")}`;
}
function isSameVersion(one, other) {
  return (0, import_semver2.eq)(one, other);
}
function isAtLeast(version, floor) {
  const parsed2 = (0, import_semver2.parse)(version);
  return parsed2 !== null && (0, import_semver2.gte)(parsed2, floor);
}

// src/tools/capabilities.ts
var FEATURES = {
  cosign: {
    /** Its releases come with a Sigstore bundle of their own. */
    "signed-release": { since: "3.0.1-0", isNeeded: false },
    /**
     * Before, it accepts a bundle whose log entry is about another artifact (GHSA-whqx-f9j3-ch6m), and `sign` does not
     * take a signing config together with the flags that this action passes.
     */
    "bundle-of-its-artifact": { since: "3.0.4", isNeeded: true }
  },
  buildx: {
    /** `--call`, for what a Dockerfile says of itself. */
    call: { since: "0.15.0", isNeeded: true },
    /** BUILDX_METADATA_WARNINGS: what BuildKit found wrong with the Dockerfile. */
    "metadata-warnings": { since: "0.16.0", isNeeded: true },
    /** It hands the address of GitHub's second cache service to BuildKit; the first is turned off. */
    "actions-cache-v2": { since: "0.21.0", isNeeded: true },
    /** Event, ref and workflow of the run stand in the provenance of a builder that it creates. */
    "run-in-provenance": { since: "0.30.0", isNeeded: true },
    "signed-release": { since: "0.31.0-0", isNeeded: false }
  }
};
function readCapabilities(tool, version) {
  const features = FEATURES[tool];
  const can = Object.entries(features).map(([name, { since }]) => [
    name,
    isAtLeast(version, since)
  ]);
  return Object.fromEntries(can);
}
function listLacks(tool, version) {
  const features = FEATURES[tool];
  return Object.entries(features).flatMap(
    ([name, { since, isNeeded }]) => isNeeded && !isAtLeast(version, since) ? [name] : []
  );
}
var FLOORS = {
  cosign: findFloor(FEATURES.cosign),
  buildx: findFloor(FEATURES.buildx)
};
function findFloor(features) {
  const needed = Object.values(features).filter(({ isNeeded }) => isNeeded);
  return needed.reduce((floor, { since }) => isAtLeast(floor, since) ? floor : since, "0.0.0");
}

// src/tools/pins.ts
var PINNED = {
  cosign: {
    "3.1.3": {
      "linux/amd64": "4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71",
      "linux/arm64": "c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a",
      "darwin/amd64": "2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c",
      "darwin/arm64": "5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76"
    },
    "3.0.6": {
      "linux/amd64": "c956e5dfcac53d52bcf058360d579472f0c1d2d9b69f55209e256fe7783f4c74",
      "linux/arm64": "bedac92e8c3729864e13d4a17048007cfafa79d5deca993a43a90ffe018ef2b8",
      "darwin/amd64": "4c3e7af8372d3ca3296e62fa56f23fcbb5721cc6ac1827900d398f110d7cd280",
      "darwin/arm64": "5fadd012ae6381a6a29ff86a7d39aa873878852f1073fc90b15995961ecfb084"
    }
  },
  buildx: {
    "0.36.1": {
      "linux/amd64": "48af8a397ebd60178778bf63611dbcebe5f5e7a9be90eb9147b24b9587455778",
      "linux/arm64": "5d0cafd9d16afe1a0f0d9529885344ace2cc99efdd531b6c783c5455a6001569",
      "darwin/amd64": "52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8",
      "darwin/arm64": "214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7"
    },
    "0.35.0": {
      "linux/amd64": "d41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda",
      "linux/arm64": "c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766"
    }
  }
};
var COPIES = {
  cosign: {
    "3.1.3": "ghcr.io/sigstore/cosign/cosign@sha256:9e5c2f2edc34351160407ca3416c61855bdf9403c3c5936e0f0be7fc261611b8"
  },
  buildx: {
    "0.36.1": "docker.io/docker/buildx-bin@sha256:1f2f6b2be4a2511ada67336e76892f1a588c89746009dd4b21069e4d867465be"
  }
};

// src/tools/lock.ts
var DEFAULT_VERSIONS = {
  cosign: "3.1.3",
  buildx: "0.36.1"
};
var IMAGES = {
  buildkit: "docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8",
  buildkitRootless: "docker.io/moby/buildkit:v0.32.2-rootless@sha256:504731e577c20559c00f968f33219f30115e70be29ab96728d1d06e963fc494b",
  binfmt: "docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0",
  sbomScanner: "docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9"
};
function findCopy(tool, version) {
  const images = COPIES[tool];
  const image = Object.hasOwn(images, version) ? images[version] : void 0;
  return image === void 0 ? void 0 : { image, path: COPY_PATHS[tool] };
}
var COPY_PATHS = { cosign: "ko-app/cosign", buildx: "buildx" };
function isPinned(tool, version) {
  return Object.hasOwn(PINNED[tool], version);
}
function findPinnedHash(tool, { version, platform }) {
  const hashes = isPinned(tool, version) ? PINNED[tool][version] : void 0;
  const key = `${platform.os}/${platform.arch}`;
  return hashes !== void 0 && Object.hasOwn(hashes, key) ? hashes[key] : void 0;
}

// src/inputs/tool-choice.ts
var VERSION = /^v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?)$/;
var WHY_SO_NEW = {
  cosign: ", whose predecessors accept a log entry of another artifact (GHSA-whqx-f9j3-ch6m)",
  buildx: ", the oldest that does all that is asked of it"
};
function readCosignChoice(reader) {
  const choice = readChoice2(reader, "cosign");
  return choice ?? { kind: "pinned", version: DEFAULT_VERSIONS.cosign };
}
function readBuildxChoice(reader) {
  const value = readWord(reader, "buildx-version");
  if (value === "latest") return { kind: "latest" };
  const fix = findFix(value ?? "");
  if (fix === void 0) return readChoice2(reader, "buildx") ?? { kind: "installed" };
  const problem = "is no release of docker/buildx, and nothing else can be checked";
  report(reader, { input: "buildx-version", value: value ?? "", problem, fix });
  return { kind: "installed" };
}
function findFix(value) {
  if (/^(cloud|lab):/.test(value))
    return `Install it in an earlier step and give its absolute path, or write e.g. \`${DEFAULT_VERSIONS.buildx}\`.`;
  if (/^(https?|git|ssh):\/\/|^git@|\.git(#|$)/.test(value))
    return "Build it in an earlier step (`docker buildx build <address>`), stamped with its version, and give its absolute path.";
  return void 0;
}
function readChoice2(reader, tool) {
  const input = `${tool}-version`;
  const value = readWord(reader, input);
  if (value === void 0) return void 0;
  if (value.startsWith("/")) return { kind: "path", path: value };
  const version = VERSION.exec(value)?.[1];
  if (version === void 0) {
    const problem = "is neither a version nor an absolute path";
    report(reader, { input, value, problem, fix: `Write e.g. \`${DEFAULT_VERSIONS[tool]}\`.` });
    return void 0;
  }
  if (listLacks(tool, version).length > 0) {
    const floor = FLOORS[tool];
    const problem = `is older than ${floor}${WHY_SO_NEW[tool]}`;
    report(reader, { input, value, problem, fix: `Use ${floor} or newer.` });
    return void 0;
  }
  return { kind: isPinned(tool, version) ? "pinned" : "release", version };
}

// src/inputs/parse.ts
var MAX_SIGN_TIMEOUT_MS = 60 * 60 * 1e3;
function readPublishing(env) {
  const { inputs, problems } = readInputs(env);
  const reader = { env, problems: [...problems] };
  const candidates = readCandidates(reader);
  return { inputs, candidates, problems: reader.problems };
}
function readInputs(env) {
  const reader = { env, problems: [] };
  const inputs = {
    ...readNameInputs(reader),
    ...readBuildInputs(reader),
    ...readStepInputs(reader),
    ...readResultInputs(reader),
    ...readMatrixInputs(reader),
    ...readSigningInputs(reader),
    ...readCacheInputs(reader),
    ...readMountInputs(reader),
    ...readBuilderInputs(reader),
    registry: readWord(reader, "registry"),
    username: readText(reader, "username"),
    password: readText(reader, "password"),
    registryAuth: [],
    registryIdentities: [],
    githubToken: readText(reader, "github-token"),
    ...readRunInputs(reader),
    switches: readSwitches(env, reader.problems)
  };
  return { inputs, problems: reader.problems };
}
async function readLogins(env, { inputs, problems }) {
  const reader = { env, problems: [...problems] };
  const registryAuth = await readRegistryAuth(reader);
  const registryIdentities = await readRegistryIdentities(reader);
  const nodes = await readNodeInputs(reader, inputs);
  return {
    inputs: { ...inputs, registryAuth, registryIdentities, nodes },
    problems: reader.problems
  };
}
function readBuildInputs(reader) {
  return {
    platforms: readPlatforms(reader),
    context: readContext(reader),
    buildContexts: readBuildContexts(reader),
    file: readWord(reader, "file"),
    target: readWord(reader, "target"),
    buildArgs: readBuildArgs(reader),
    ...readSecretInputs(reader),
    pull: readBoolean(reader, "pull"),
    noCache: readBoolean(reader, "no-cache"),
    noCacheFilters: readNoCacheFilters(reader),
    call: readCall(reader)
  };
}
function readSecretInputs(reader) {
  const { secrets, secretFiles } = readSecrets(reader);
  return {
    secrets: [...secrets, ...readContextSecrets(reader, [...secrets, ...secretFiles])],
    secretFiles,
    ssh: readSsh(reader)
  };
}
function readStepInputs(reader) {
  return {
    network: readNetwork(reader),
    addHosts: readAddHosts(reader),
    allow: readAllow(reader),
    shmSize: readShmSize(reader),
    ulimits: readUlimits(reader),
    cgroupParent: readWord(reader, "cgroup-parent")
  };
}
function readResultInputs(reader) {
  return {
    push: readAutoOrBoolean(reader, "push"),
    load: readBoolean(reader, "load"),
    outputs: readOutputs(reader),
    provenance: readAttestation(reader, "provenance"),
    sbom: readAttestation(reader, "sbom"),
    attests: readAttests(reader)
  };
}
function readMatrixInputs(reader) {
  return {
    platform: readPlatform(reader),
    group: readGroup(reader),
    publish: readChoice(reader, "publish", ["auto", "off"]),
    keepAlive: readChoice(reader, "keep-alive", ["auto", "on", "off"]),
    matrix: readMatrix(reader),
    jobTotal: readJobTotal(reader)
  };
}
function readSigningInputs(reader) {
  return {
    sign: readAutoOrBoolean(reader, "sign"),
    trustedRoot: readWord(reader, "trusted-root"),
    signingConfig: readWord(reader, "signing-config"),
    cosign: readCosignChoice(reader),
    buildx: readBuildxChoice(reader),
    signTimeoutMs: readDuration(reader, "sign-timeout", MAX_SIGN_TIMEOUT_MS),
    certificateIdentity: readIdentity(reader)
  };
}

// src/plan/cache-spec.ts
function usesBackend({ from, to }, backend) {
  return [...from, ...to].some((place) => place.backend === backend);
}
function formatCacheEntry({ backend, attributes }) {
  return formatAttributes({ type: backend, ...attributes });
}

// src/plan/cache-refs.ts
var REF_KINDS = [
  "default",
  "protected",
  "branch",
  "pull-request",
  "tag",
  "passing"
];
var WRITERS = {
  gha: ["default", "protected", "branch", "pull-request"],
  registry: ["default", "protected"],
  local: ["default", "protected"],
  s3: ["default", "protected", "branch"],
  azblob: ["default", "protected", "branch"],
  inline: REF_KINDS
};
function classifyRef({ eventName, ref, refProtected, names }) {
  if (eventName === "pull_request_target" || eventName === "merge_group") return "passing";
  if (/^refs\/heads\/gh-readonly-queue\//.test(ref)) return "passing";
  if (eventName === "pull_request" || ref.startsWith("refs/pull/")) return "pull-request";
  if (ref.startsWith("refs/tags/")) return "tag";
  const { defaultBranch } = names.repository;
  if (defaultBranch === void 0 || readBranch(ref) === defaultBranch || ref === "")
    return "default";
  return refProtected ? "protected" : "branch";
}
function mayWrite(backend, kind) {
  return WRITERS[backend].includes(kind);
}
function listLines(facts) {
  const kind = classifyRef(facts);
  const { names, ref } = facts;
  const { defaultBranch } = names.repository;
  const last = { of: kind === "default" ? "own" : "default", branch: void 0 };
  const nearest = findNearest({ kind, ref, names });
  if (defaultBranch === void 0 || nearest?.branch === void 0) return [last];
  return nearest.branch === defaultBranch ? [last] : [nearest, last];
}
function findNearest({
  kind,
  ref,
  names
}) {
  switch (kind) {
    case "default":
      return void 0;
    case "protected":
    case "branch":
      return { of: "own", branch: readBranch(ref) };
    case "pull-request":
    case "passing":
      return { of: "base", branch: names.pullRequest?.baseRef };
    case "tag":
      return { of: "base", branch: readBranch(names.baseRef ?? "") };
  }
}
function readBranch(ref) {
  return /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
}
var WHO = {
  default: "the default branch",
  protected: "a protected branch",
  branch: "another branch",
  "pull-request": "a pull request",
  tag: "a tag",
  passing: "a merge queue or `pull_request_target`"
};
function describeRef(kind) {
  return WHO[kind];
}

// src/plan/builder-spec.ts
function findOwn(builder) {
  return builder.kind === "own" || builder.kind === "auto" ? builder.own : void 0;
}
function usesEngine(builder) {
  if (builder.kind === "existing") return "perhaps";
  const own = findOwn(builder);
  if (own === void 0 || builder.kind === "auto") return true;
  return own.driver === "docker-container" && own.nodes.some(({ endpoint }) => endpoint === void 0);
}
function listNative(builder) {
  const nodes = findOwn(builder)?.nodes ?? [];
  return nodes.flatMap(({ endpoint, platforms }) => endpoint === void 0 ? [] : platforms);
}

// src/plan/cache-trust-gha.ts
function listReasons({ inputs, builder, signing }, { refs, level }) {
  if (level === "any") return [];
  const isKeyless = signing.kind === "keyless";
  return [
    ...isKeyless ? [] : ["this run signs nothing"],
    // BuildKit has the root of the public Sigstore compiled in; whoever asks for `signed` may use a BuildKit of their own.
    ...isKeyless && signing.trustedRoot !== void 0 && inputs.cacheTrust !== "signed" ? ["BuildKit trusts no Sigstore but the public one"] : [],
    ...isKeyless && !signing.transparencyLog ? ["BuildKit wants signatures that stand in a public log"] : [],
    ...isOwnContainer(builder) ? [] : ["the builder is not one that this step configures"],
    ...inputs.allow.some((entry) => /^(security\.insecure|device)/.test(entry)) ? ["privileged steps can reach the builder itself"] : [],
    ...refs.length === 0 ? ["the default branch is not known"] : []
  ];
}
function isOwnContainer(builder) {
  const own = findOwn(builder);
  return own?.driver === "docker-container" && own.nodes.length === 1 && own.nodes[0].endpoint === void 0;
}
function fitBuilder(builder, { actionsCache }) {
  return builder.kind === "auto" && actionsCache !== void 0 ? { kind: "own", own: builder.own } : builder;
}
function shareNames({ inputs, facts, builder }, kind) {
  const isPull = kind === "pull-request" || kind === "passing";
  const willSign = inputs.sign !== false && inputs.push !== false && inputs.trustedRoot === void 0;
  return isPull && willSign && inputs.cacheTrust === "auto" && facts.visibility === "public" && isOwnContainer(builder);
}

// src/plan/contexts.ts
var REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/i;
function isRemoteContext(context) {
  return REMOTE_CONTEXT.test(context);
}
function dockerfilePath({
  context,
  file
}) {
  if (isRemoteContext(context)) return void 0;
  return file ?? `${context.replace(/\/+$/, "")}/Dockerfile`;
}
function isLocalSource(source) {
  return !isRemoteContext(source) && !/^[a-z][a-z0-9+.-]*:/i.test(source);
}
function checkContexts({
  inputs,
  facts,
  problems
}) {
  checkContext({ inputs, facts, problems });
  for (const { name, source } of inputs.buildContexts) {
    if (isRemoteContext(source)) checkRemote("build-contexts", source, problems);
    const kind = facts.paths.named[source];
    if (!isLocalSource(source) || kind === "directory" || kind === "later") continue;
    problems.push({
      input: "build-contexts",
      value: `${name}=${source}`,
      problem: "names a folder that does not exist",
      fix: "Give a folder, relative to the workspace, or write `docker-image://\u2026` for an image.",
      ...noteLacking(kind)
    });
  }
}
function checkContext({
  inputs,
  facts,
  problems
}) {
  if (isRemoteContext(inputs.context)) {
    checkRemote("context", inputs.context, problems);
    return;
  }
  if (facts.paths.context === "later") return;
  const hasContext = facts.paths.context === "directory";
  if (!hasContext) {
    const problem = facts.paths.context === "missing" ? "does not exist" : "is not a readable folder";
    const fix = `Check the repository out first (\`actions/checkout\`) and give a folder below the workspace.${describeBeside(facts)}`;
    const lacking = noteLacking(facts.paths.context);
    problems.push({ input: "context", value: inputs.context, problem, fix, ...lacking });
  }
  if (hasContext || inputs.file !== void 0) checkDockerfile({ inputs, facts, problems });
}
function checkDockerfile({
  inputs,
  facts,
  problems
}) {
  const kind = facts.paths.dockerfile;
  if (kind === "file" || kind === "later") return;
  const problem = {
    missing: "does not exist",
    directory: "is a folder, not a Dockerfile",
    other: "is not a regular file",
    unreadable: "cannot be read"
  }[kind];
  problems.push({
    input: "file",
    value: dockerfilePath(inputs),
    problem,
    fix: `Is the repository checked out (\`actions/checkout\`)? The path counts from the workspace, not from the context.${describeBeside(facts)}`,
    ...noteLacking(kind)
  });
}
var MAX_BESIDE = 12;
function describeBeside({ paths: { beside } }) {
  const names = beside.filter((name) => !name.startsWith(".")).sort();
  if (names.length === 0) return "";
  const more = names.length > MAX_BESIDE ? ", \u2026" : "";
  return ` There are: ${names.slice(0, MAX_BESIDE).join(", ")}${more}.`;
}
function noteLacking(kind) {
  return kind === void 0 || kind === "missing" ? { lacking: true } : {};
}
var CREDENTIALS = /^(?:ssh:\/\/[^/@]*:[^/@]*@|(?!ssh:)[a-z+]+:\/\/[^/]*@)/i;
var LOOPBACK = /^[a-z]+:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/]|$)/i;
function checkRemote(input, context, problems) {
  const hasCredentials = CREDENTIALS.test(context);
  if (hasCredentials) {
    problems.push({
      input,
      problem: "carries a user name or password, which would stand in the log and in the provenance",
      fix: "Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`."
    });
  }
  if (/^(http|git):\/\//i.test(context) && !LOOPBACK.test(context)) {
    problems.push({
      input,
      value: hasCredentials ? void 0 : context,
      problem: "is fetched without encryption, so that anybody on the way can change it",
      fix: "Use `https://`."
    });
  }
}

// src/plan/cache-scope.ts
var MAX_SCOPE_CHARS = 400;
function makeCacheScope({
  inputs: { context, file, target, platforms, cacheScope, buildArgs = [], matrix = {} },
  image
}) {
  const isRemote = isRemoteContext(context);
  const folder = isRemote ? dropRevision(context) : simplifyPath(context);
  const dockerfile = simplifyPath(file ?? "");
  const isDefault = dockerfile === (isRemote || folder === "" ? "Dockerfile" : `${folder}/Dockerfile`);
  const optional = [
    ["c", folder],
    ["f", isDefault ? "" : dockerfile],
    ["t", target ?? ""],
    ["s", cacheScope ?? ""],
    ...listVariedArgs({ buildArgs, matrix }).map((arg) => ["a", arg])
  ];
  const scope = [
    "bsa",
    encodePart(image),
    ...optional.flatMap(([mark, part]) => part === "" ? [] : [`${mark}-${encodePart(part)}`]),
    ...platforms.map((platform) => encodePart(formatPlatform(platform))).sort()
  ].join(".");
  return shorten(scope, MAX_SCOPE_CHARS);
}
function shorten(text, maxChars) {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars - 17)}.${fingerprint(text)}`;
}
function fingerprint(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
var SURE_CHARS = 4;
function listVariedArgs({
  buildArgs,
  matrix
}) {
  const values = Object.values(matrix).filter((value) => value !== "");
  return buildArgs.filter((arg) => {
    const value = arg.slice(arg.indexOf("=") + 1);
    const words = value.split(/[^\w.-]+/);
    return values.some(
      (one) => words.includes(one) || value === one || one.length >= SURE_CHARS && value.includes(one)
    );
  }).sort();
}
var MACHINE = /^(?:runner|runs-on|os|arch|platform)(?:\.|$)/i;
function listUnscoped(matrix, scope) {
  const others = Object.entries(matrix).filter(
    ([key, value]) => value !== "" && !MACHINE.test(key) && !/^(?:linux|windows)\//.test(value)
  );
  const isPart = others.some(([, value]) => scope.includes(encodePart(value)));
  return isPart ? [] : others.map(([key]) => key);
}
function dropRevision(context) {
  const [url = "", fragment = ""] = context.split("#");
  const colon = fragment.indexOf(":");
  return colon < 0 ? url : url + fragment.slice(colon);
}
function simplifyPath(path) {
  return path.split("/").filter((part, at) => part !== "." && (part !== "" || at === 0)).join("/");
}
function encodePart(part) {
  return part.replace(/[^A-Za-z0-9-]/gu, (char) => {
    if (char === "/") return "__";
    return char === "." ? "_." : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
}

// src/plan/cache-trust-names.ts
function renameScopes(cache, {
  actionsCache,
  kind,
  facts
}) {
  const [nearest] = listLines(facts);
  if (actionsCache === void 0 || nearest?.branch === void 0) return cache;
  const suffix = `.b-${encodePart(nearest.branch)}`;
  if (actionsCache.kind === "signed")
    return kind !== "protected" ? cache : {
      ...cache,
      from: cache.from.map((place) => rename(place, suffix)),
      to: cache.to.map((place) => rename(place, suffix))
    };
  const based = cache.from.filter(isOurs).map((place) => rename(place, suffix));
  return {
    ...cache,
    from: [...cache.from.filter(isOurs), ...based, ...cache.from.filter((place) => !isOurs(place))]
  };
}
function isOurs({ backend, of }) {
  return backend === "gha" && of !== "given";
}
function rename(place, suffix) {
  if (!isOurs(place)) return place;
  const scope = `${place.scope}${suffix}`;
  return { ...place, scope, attributes: { ...place.attributes, scope } };
}

// src/plan/cache-trust.ts
function trustCache(planning) {
  const { cache, facts } = planning;
  const kind = classifyRef(facts);
  const { level, reason } = chooseLevel(planning, kind);
  const refs = listTrustedRefs(facts, kind);
  const lacks = listReasons(planning, { kind, refs, level });
  const actionsCache = chooseActionsCache(planning, {
    kind,
    refs,
    level,
    isPossible: lacks.length === 0
  });
  const verifiesRegistry = level !== "any" && planning.signing.kind === "keyless" && refs.length > 0;
  const means = { level, actionsCache, verifiesRegistry };
  const named = renameScopes(cache, { actionsCache, kind, facts });
  const from = named.from.filter((place) => mayReadCache(place, means));
  const kept = named.kept !== void 0 && mayReadCache({ backend: "local", of: "own" }, means);
  const refused = named.from.filter((place) => !from.includes(place)).map((place) => `${describePlace(place)}: ${explain(place, lacks)}`);
  return {
    ...named,
    from,
    kept: kept || named.kept === void 0 ? named.kept : { ...named.kept, restoreKeys: [] },
    trust: { ...means, reason, refs, refused: [...new Set(refused)] }
  };
}
function mayReadCache(place, { level, ...means }) {
  if (level === "any") return true;
  const proof = findProof(place, means);
  return level === "ref" ? proof !== "none" : proof === "buildkit" || proof === "cosign";
}
function findProof({ backend, of }, { actionsCache, verifiesRegistry }) {
  if (backend === "gha") return actionsCache?.kind === "signed" ? "buildkit" : "github";
  if (backend === "registry") return verifiesRegistry ? "cosign" : "none";
  return backend === "local" && of !== "given" ? "github" : "none";
}
function isCacheVerified({ from, trust }) {
  return from.every((place) => ["buildkit", "cosign"].includes(findProof(place, trust)));
}
function chooseLevel({ inputs, signing }, kind) {
  if (inputs.cacheTrust !== "auto")
    return { level: inputs.cacheTrust, reason: "as `cache-trust` says" };
  if (signing.kind === "off") return { level: "any", reason: "nothing is signed" };
  if (kind === "tag") return { level: "signed", reason: "a release is signed" };
  return { level: "ref", reason: "what is built is signed" };
}
function listTrustedRefs({ ref, names }, kind) {
  const { defaultBranch } = names.repository;
  const home = defaultBranch === void 0 ? [] : [`refs/heads/${defaultBranch}`];
  if (kind === "default") return home.length > 0 ? home : ref === "" ? [] : [ref];
  return kind === "branch" || kind === "protected" ? [ref, ...home] : home;
}
function chooseActionsCache(planning, {
  kind,
  refs,
  level,
  isPossible
}) {
  const [ref] = refs;
  const isSigning = planning.inputs.cacheTrust === "auto" || planning.inputs.cacheTrust === "signed";
  if (isSigning && level !== "any" && isPossible && ref !== void 0)
    return { kind: "signed", ref: kind === "branch" ? "refs/heads/*" : ref };
  return level === "any" && shareNames(planning, kind) ? { kind: "beside" } : void 0;
}
var PLACES = {
  gha: "GitHub's cache",
  registry: "registry cache",
  local: "folder",
  s3: "S3 cache",
  azblob: "Azure cache",
  inline: "inline cache"
};
function describePlace({ backend, scope }) {
  return `${PLACES[backend]} ${scope}`.trim();
}
function explain({ backend, of }, lacks) {
  if (backend === "gha") return lacks.join(", ");
  if (backend === "registry") return "this run checks no signatures";
  return backend === "local" && of !== "given" ? "the Actions cache keeps it, unsigned" : "nothing says who wrote it";
}
function formatTrust({
  level,
  reason,
  refs,
  actionsCache,
  verifiesRegistry,
  refused
}) {
  const rules = {
    signed: "only what is signed",
    ref: "what less trusted refs cannot write",
    any: "everything"
  };
  const signed = actionsCache?.kind === "signed";
  const whose = level === "any" ? [] : [.../* @__PURE__ */ new Set([...signed ? [actionsCache.ref] : [], ...verifiesRegistry ? refs : []])];
  const checks = [
    ...signed ? ["GitHub's by BuildKit"] : [],
    ...verifiesRegistry ? ["registries by cosign"] : []
  ];
  return [
    `${rules[level]} (${reason})`,
    ...checks.length === 0 ? [] : [`checked: ${checks.join(", ")}; signed by this workflow on ${whose.join(", ")}`],
    ...refused.length === 0 ? [] : [`not read: ${refused.join("; ")}`]
  ].join("; ");
}

// src/names/fault.ts
var Fault = class extends Error {
  fix;
  constructor(problem, fix) {
    super(problem);
    this.name = "Fault";
    this.fix = fix;
  }
};
function attempt({ input, value, problems }, task) {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push({ input, value, problem: error.message, fix: error.fix });
    return void 0;
  }
}

// src/names/expressions.ts
function resolveEvent(facts, settings) {
  const { eventName, pullRequest } = facts;
  const isTarget = eventName === "pull_request_target" && pullRequest !== void 0;
  const useHead = settings.usePullRequestHead && eventName.startsWith("pull_request");
  const sha = (useHead ? pullRequest?.headSha : void 0) ?? facts.sha;
  return {
    ...facts,
    ref: isTarget ? `refs/pull/${pullRequest.number}/merge` : facts.ref,
    sha,
    shortSha: sha.slice(0, settings.shortShaLength)
  };
}
function branchOf(ref) {
  return afterPrefix(ref, "refs/heads/");
}
function tagOf(ref) {
  return afterPrefix(ref, "refs/tags/");
}
function pullRequestOf(ref) {
  return afterPrefix(ref, "refs/pull/")?.replace(/\/merge$/, "");
}
function afterPrefix(ref, prefix) {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : void 0;
}
function makeDateExpressions(event, { formatDate }) {
  const makeDate = (time) => (...args) => formatDate({ time, ...readDateArguments(args) });
  return {
    date: makeDate(event.runTime),
    commit_date: makeDate(event.commitTime ?? event.runTime)
  };
}
function makeGlobalExpressions(event, templates) {
  const isDefault = isDefaultBranch(event);
  return {
    branch: () => branchOf(event.ref) ?? "",
    tag: () => tagOf(event.ref) ?? "",
    sha: () => event.shortSha,
    base_ref: () => baseBranchOf(event),
    is_default_branch: () => String(isDefault),
    is_not_default_branch: () => String(!isDefault),
    ...makeDateExpressions(event, templates)
  };
}
function readDateArguments(args) {
  const [format2] = args;
  const { hash = {} } = args.at(-1) ?? {};
  const unknown = Object.keys(hash).find((key) => key !== "tz");
  if (unknown !== void 0) {
    throw new Fault(
      `a date has no \`${unknown}\``,
      "Write `{{date 'YYYYMMDD' tz='Europe/Berlin'}}`."
    );
  }
  return {
    format: typeof format2 === "string" ? format2 : void 0,
    zone: typeof hash["tz"] === "string" ? hash["tz"] : "UTC"
  };
}
var DEFAULT_BRANCH_EVENTS = ["schedule", "issues", "issue_comment", "discussion"];
function isDefaultBranch({
  eventName,
  ref,
  repository
}) {
  const branch = branchOf(ref);
  if (branch === void 0) return false;
  return repository.defaultBranch === void 0 ? DEFAULT_BRANCH_EVENTS.includes(eventName) : repository.defaultBranch === branch;
}
function baseBranchOf({ ref, baseRef, pullRequest }) {
  if (tagOf(ref) !== void 0) return baseRef?.replace(/^refs\/heads\//, "") ?? "";
  return pullRequestOf(ref) === void 0 ? "" : pullRequest?.baseRef ?? "";
}

// src/inputs/cache-values.ts
var DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
var TAG2 = /^\w[\w.-]{0,127}$/;
var COMPRESSIONS = ["uncompressed", "gzip", "estargz", "zstd"];
function oneOf(...values) {
  const fix = `Use ${values.map((one) => `\`${one}\``).join(", ")}.`;
  return (value) => values.includes(value) ? void 0 : { problem: "is not one of its values", fix };
}
function matching(pattern, { problem, fix }) {
  return (value) => pattern.test(value) ? void 0 : { problem, fix };
}
var CHECKS = {
  text: () => void 0,
  secret: () => void 0,
  path: () => void 0,
  names: matching(/^[^;]+(?:;[^;]+)*$/, {
    problem: "is no list of names",
    fix: "Separate names by `;`."
  }),
  boolean: (value) => parseBoolean(value) === void 0 && !/^[01]$/.test(value) ? { problem: "is not a boolean", fix: "Use `true` or `false`." } : void 0,
  count: matching(/^[1-9]\d{0,3}$/, { problem: "is no positive number", fix: "Write e.g. `4`." }),
  integer: matching(/^-?\d{1,3}$/, { problem: "is no number", fix: "Write e.g. `3`." }),
  duration: matching(DURATION, { problem: "is no duration", fix: "Write e.g. `30s` or `5m`." }),
  tag: matching(TAG2, {
    problem: "is no tag",
    fix: "Use letters, digits, `_`, `.` and `-`."
  }),
  digest: (value) => parseDigest(value) === void 0 ? { problem: "is no digest", fix: "Write `sha256:` and 64 hexadecimal digits." } : void 0,
  reference: checkReference,
  url: checkUrl,
  "token-url": checkTokenUrl,
  mode: oneOf("min", "max"),
  compression: oneOf(...COMPRESSIONS),
  "api-version": oneOf("1", "2"),
  "retry-mode": oneOf("standard", "adaptive")
};
function checkReference(value) {
  const parsed2 = parseReference(value);
  if (!parsed2.ok) return { problem: parsed2.reason, fix: parsed2.fix };
  return void 0;
}
function checkTokenUrl(value) {
  const wrong = checkUrl(value);
  if (wrong !== void 0) return wrong;
  const { protocol, hostname } = new URL(value);
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === "https:" || isLoopback) return void 0;
  const fix = "Leave it out: the runner knows the address of its cache service.";
  return { problem: "would send the token of the job in the clear", fix };
}
function checkUrl(value) {
  const fix = "Write e.g. `https://storage.example.com`.";
  if (!URL.canParse(value)) return { problem: "is no URL", fix };
  const { protocol, username, password: password2, search } = new URL(value);
  if (username !== "" || password2 !== "" || search !== "")
    return { problem: "holds more than an address", fix };
  return /^https?:$/.test(protocol) ? void 0 : { problem: "is no address of a service", fix };
}
function findCacheProblems({ backend, attributes }, side) {
  const values = Object.entries(attributes).flatMap(([name, value]) => {
    const key = CACHE_KEYS[backend][name];
    if (key === void 0) return [];
    const found = checkValue(key.value, value);
    return found === void 0 ? [] : [{ ...found, problem: `\`${name}\` ${found.problem}` }];
  });
  const lacking = REQUIRED_KEYS[backend][side].filter((name) => attributes[name] === void 0);
  return [
    ...values,
    ...lacking.map((name) => ({
      problem: `lacks \`${name}\``,
      fix: `Add \`${name}=\u2026\` to \`type=${backend}\`.`,
      lacks: name
    }))
  ];
}
function checkValue(kind, value) {
  if (value === "") return { problem: "is empty", fix: "Give a value, or leave the key out." };
  if (/[\0-\x1f\x7f]/.test(value))
    return { problem: "holds control characters", fix: "Give one line of plain text." };
  return CHECKS[kind](value);
}

// src/plan/cache-given.ts
var READ_TIMEOUT = "30s";
function checkEntries(entries, {
  input,
  side,
  optional = [],
  problems
}) {
  for (const entry of entries)
    for (const { problem, fix, lacks } of findCacheProblems(entry, side))
      if (lacks === void 0 || !optional.includes(lacks))
        problems.push({ input, value: formatCacheEntry(entry), problem, fix });
}
function placeGiven(entry, { side, writeTimeout }) {
  const { backend, attributes } = entry;
  const of = "given";
  const scope = nameScope(entry);
  if (backend === "inline") return { backend, scope, of, attributes };
  if (backend === "gha") {
    const timeout = { timeout: side === "from" ? READ_TIMEOUT : writeTimeout };
    const missing2 = side === "from" ? timeout : { "ignore-error": "true", ...timeout };
    return { backend, scope, of, attributes: { ...attributes, ...without(missing2, attributes) } };
  }
  if (side === "from") return { backend, scope, of, attributes };
  const image = backend === "registry" && attributes["oci-mediatypes"] === void 0 ? { "image-manifest": "true", "oci-mediatypes": "true" } : {};
  const missing = { ...image, "ignore-error": "true" };
  return { backend, scope, of, attributes: { ...attributes, ...without(missing, attributes) } };
}
function without(missing, attributes) {
  return Object.fromEntries(
    Object.entries(missing).filter(([name]) => attributes[name] === void 0)
  );
}
function nameScope({ backend, attributes }) {
  const { scope, ref, src, dest, name } = attributes;
  switch (backend) {
    case "gha":
      return scope ?? "buildkit";
    case "registry":
      return ref ?? "";
    case "local":
      return src ?? dest ?? "";
    case "s3":
    case "azblob":
      return name ?? "buildkit";
    case "inline":
      return "";
  }
}

// src/plan/cache-places.ts
function makePlaces(request) {
  const made = MAKERS[request.entry.backend](request);
  if (made === void 0) return void 0;
  return request.isWritten ? made : { ...made, to: [] };
}
var MAKERS = {
  gha: makeActionsPlaces,
  registry: makeRegistryPlaces,
  local: makeLocalPlaces,
  s3: makeObjectPlaces,
  azblob: makeObjectPlaces,
  inline: makeInlinePlaces
};
function makeActionsPlaces({ scopes, mode, timeout }) {
  const [own = ""] = scopes;
  const place = (scope, attributes) => ({
    backend: "gha",
    scope,
    of: "own",
    attributes: { scope, ...attributes }
  });
  return {
    from: scopes.map((scope) => place(scope, { timeout: timeout.read })),
    to: [place(own, { mode, "ignore-error": "true", timeout: timeout.write })],
    text: `Actions cache, scope ${own}`
  };
}
function nameLines({ scopes, facts }) {
  return listLines(facts).flatMap(
    ({ of, branch }) => scopes.map((scope) => ({
      of,
      name: branch === void 0 ? scope : `${scope}.b-${encodePart(branch)}`
    }))
  );
}
var MAX_TAG_CHARS = 128;
var TAG_PREFIX = "buildcache-";
function makeRegistryPlaces(request) {
  const { entry, image, mode } = request;
  const { ref = image, ...rest } = entry.attributes;
  if (ref === void 0) return void 0;
  const parsed2 = parseRepository(ref);
  const repository = parsed2.ok ? formatRepository(parsed2.repository) : ref;
  const place = ({ of, name }, more) => {
    const tagged = `${repository}:${makeCacheTag(name)}`;
    return {
      backend: "registry",
      scope: tagged,
      of,
      attributes: { ref: tagged, ...rest, ...more }
    };
  };
  const lines = nameLines(request);
  const written = {
    mode,
    "image-manifest": "true",
    "oci-mediatypes": "true",
    "ignore-error": "true"
  };
  const to = lines.slice(0, 1).map((line) => place(line, written));
  return {
    from: lines.map((line) => place(line, {})),
    to,
    text: `registry cache ${to[0]?.scope ?? repository}`
  };
}
var SHOWN = /^(?:[tsb]-|linux__|windows__|load$)/;
function makeCacheTag(name) {
  const hash = fingerprint(name);
  const room = MAX_TAG_CHARS - TAG_PREFIX.length - hash.length - 1;
  const parts = name.split(".").filter((part) => SHOWN.test(part));
  const shown2 = parts.join(".").replace(/[^\w.-]+/g, "-").slice(0, room);
  return shown2 === "" ? `${TAG_PREFIX}${hash}` : `${TAG_PREFIX}${hash}-${shown2}`;
}
function makeObjectPlaces(request) {
  const { entry, mode } = request;
  const { backend, attributes } = entry;
  const place = ({ of, name }, more) => ({
    backend,
    scope: name,
    of,
    attributes: { ...attributes, name, ...more }
  });
  const lines = nameLines(request);
  const [own] = lines;
  const where = backend === "s3" ? `S3 bucket ${attributes["bucket"] ?? ""}` : `Azure container ${attributes["container"] ?? "buildkit-cache"}`;
  return {
    from: lines.map((line) => place(line, {})),
    to: own === void 0 ? [] : [place(own, { mode, "ignore-error": "true" })],
    text: `${where}, name ${own?.name ?? ""}`
  };
}
var MAX_KEY_CHARS = 440;
function makeLocalPlaces({ scopes, facts, mode, isWritten }) {
  const [own = ""] = scopes;
  const prefixes = scopes.map((scope) => `${shorten(`layers.${scope}`, MAX_KEY_CHARS)}.`);
  const place = (attributes) => ({
    backend: "local",
    scope: own,
    of: "own",
    attributes
  });
  return {
    from: [place({})],
    to: [place({ mode, "ignore-error": "true" })],
    kept: {
      key: `${prefixes[0] ?? ""}${facts.runId}-${facts.runAttempt}`,
      restoreKeys: prefixes,
      isWritten
    },
    text: `folder kept by the Actions cache, key ${prefixes[0] ?? ""}\u2026`
  };
}
var MAX_INLINE_IMAGES = 4;
function makeInlinePlaces({ image, facts, destinations }) {
  if (image === void 0) return void 0;
  const own = (destinations[0]?.tags ?? []).filter(({ kind }) => kind === "floating");
  const branches = [facts.names.pullRequest?.baseRef, facts.names.repository.defaultBranch];
  const named = branches.flatMap(
    (branch) => branch === void 0 ? [] : [branch.replace(/[^\w.-]+/g, "-")]
  );
  const tags = [.../* @__PURE__ */ new Set([...own.map(({ name }) => name), ...named, "latest"])];
  return {
    from: tags.slice(0, MAX_INLINE_IMAGES).map((tag, at) => ({
      backend: "registry",
      scope: `${image}:${tag}`,
      of: at < own.length ? "own" : "default",
      attributes: { ref: `${image}:${tag}` }
    })),
    to: [{ backend: "inline", scope: image, of: "own", attributes: {} }],
    text: "inline in the image"
  };
}

// src/plan/events.ts
var EVENTS = {
  own: {
    events: "`push`, `release`, `schedule`, `workflow_dispatch` and whatever is not below",
    build: "yes",
    push: "auto",
    sign: "pushed",
    cacheWrite: "yes",
    credentials: "yes"
  },
  "pull-request": {
    events: "`pull_request` from a branch of the repository, `merge_group`",
    build: "yes",
    push: "asked",
    sign: "pushed",
    cacheWrite: "yes",
    credentials: "yes"
  },
  fork: {
    events: "`pull_request` from a fork",
    build: "yes",
    push: "refused",
    sign: "never",
    cacheWrite: "own",
    credentials: "read"
  },
  dependabot: {
    events: "any event by Dependabot",
    build: "yes",
    push: "refused",
    sign: "never",
    cacheWrite: "own",
    credentials: "read"
  },
  "foreign-head": {
    events: "`pull_request_target`, `workflow_run`, `issue_comment` with the code of a pull request from a fork",
    build: "asked",
    push: "never",
    sign: "never",
    cacheWrite: "never",
    credentials: "never"
  }
};
var PRIVILEGED_EVENTS = [
  "pull_request_target",
  "workflow_run",
  "issue_comment"
];
function classifyEvent({
  eventName,
  untrusted,
  foreignHead,
  actor
}) {
  if (foreignHead) return "foreign-head";
  if (untrusted) return actor === "dependabot[bot]" ? "dependabot" : "fork";
  return /^(?:pull_request|merge_group$)/.test(eventName) ? "pull-request" : "own";
}
function findRights(facts) {
  return EVENTS[classifyEvent(facts)];
}
function makeForeignHead({ eventName }) {
  return new ActionError(
    "UNTRUSTED_EVENT",
    `The code that is checked out is not this repository's: a job of \`${eventName}\` has its secrets, its cache and its identity, and the code of a pull request from a fork must get near none of them`,
    {
      hint: "Build pull requests in the event `pull_request`, which needs no secrets here. Or set `allow-untrusted-head: true`: it is built then without logins, build secrets, cache export, tags and signature."
    }
  );
}

// src/plan/cache.ts
function planCache(planning) {
  const cache = chooseCache(planning);
  const { cacheWrite } = findRights(planning.facts);
  if (cacheWrite === "yes") return cache;
  const to = cacheWrite === "own" ? cache.to.filter(isOwn) : [];
  const isLess = to.length < cache.to.length;
  const kept = cache.kept === void 0 ? void 0 : { ...cache.kept, isWritten: false };
  const reason = isLess ? `${cache.reason}, only read` : cache.reason;
  return { ...cache, to, kept, reason };
}
function isOwn({ backend, of }) {
  return backend === "gha" || backend === "inline" || backend === "local" && of === "given";
}
function chooseCache(planning) {
  const { inputs } = planning;
  if (inputs.call !== void 0) return noCache(inputs, "nothing is built");
  if (inputs.cacheFrom.length > 0 || inputs.cacheTo.length > 0) return planGiven(planning);
  if (inputs.cache === "off") return noCache(inputs, "turned off by `cache: off`");
  if (inputs.noCache) return noCache(inputs, "turned off by `no-cache`");
  const { entries, because } = inputs.cache === "auto" ? chooseBackend(planning) : chooseNamed(planning, inputs.cache);
  if (entries.length === 0) return noCache(inputs, because);
  const joined = joinPlaces(inputs, { places: makeAll(planning, entries), because });
  return { ...joined, name: nameBuild(planning) };
}
function noCache({ cacheTimeoutMs }, reason) {
  return {
    from: [],
    to: [],
    reason: `none: ${reason}`,
    timeoutMs: cacheTimeoutMs,
    kept: void 0
  };
}
function planGiven({ inputs, problems }) {
  const { cacheFrom, cacheTo, cacheTimeoutMs } = inputs;
  checkEntries(cacheFrom, { input: "cache-from", side: "from", problems });
  checkEntries(cacheTo, { input: "cache-to", side: "to", problems });
  const writeTimeout = formatSeconds(cacheTimeoutMs);
  return {
    from: cacheFrom.map((entry) => placeGiven(entry, { side: "from", writeTimeout })),
    to: cacheTo.map((entry) => placeGiven(entry, { side: "to", writeTimeout })),
    reason: "as given by cache-from and cache-to",
    timeoutMs: cacheTimeoutMs,
    kept: void 0
  };
}
var FULL = 0.9;
var MANY_JOBS = 20;
var GHA = { backend: "gha", attributes: {} };
var REGISTRY = { backend: "registry", attributes: {} };
function chooseBackend(planning) {
  const { inputs, facts, mode } = planning;
  const hasImage = firstImage(planning) !== void 0;
  const usage = facts.cacheUsage;
  const isFull = usage !== void 0 && usage.usedBytes >= usage.limitBytes * FULL;
  const isMany = inputs.jobTotal >= MANY_JOBS;
  if (facts.actionsCache && hasImage && mode === "push" && (isFull || isMany)) {
    const because2 = isFull ? "the repository's Actions cache is full" : `${inputs.jobTotal} jobs are more than the Actions cache serves at once`;
    return { entries: [REGISTRY], because: because2 };
  }
  if (facts.actionsCache) return { entries: [GHA], because: "" };
  const because = "this runner offers no Actions cache";
  if (!hasImage || facts.runId === "") return { entries: [], because };
  return { entries: [REGISTRY], because };
}
function chooseNamed(planning, named) {
  const { facts, mode, problems } = planning;
  const image = firstImage(planning);
  checkEntries(named, { input: "cache", side: "to", optional: ["ref", "dest"], problems });
  const because = [];
  const entries = named.filter(({ backend, attributes: { ref } }) => {
    if ((backend === "gha" || backend === "local") && !facts.actionsCache)
      because.push("this runner offers no Actions cache");
    else if (backend === "registry" && ref !== void 0 && !parseRepository(ref).ok)
      return refuseReference(planning, ref);
    else if (backend === "registry" && ref === void 0 && image === void 0)
      problems.push({
        input: "cache",
        value: backend,
        problem: "has no image to lie beside",
        fix: "Name one by `images` or `tags`, or write `type=registry,ref=ghcr.io/org/app-cache`."
      });
    else if (backend === "inline" && (image === void 0 || mode !== "push"))
      because.push("an inline cache is part of a pushed image");
    else return true;
    return false;
  });
  return { entries, because: [...new Set(because)].join("; ") };
}
function refuseReference({ problems }, ref) {
  const parsed2 = parseRepository(ref);
  const reason = parsed2.ok ? "" : parsed2.reason;
  const fix = `${parsed2.ok ? "" : parsed2.fix} Or write the whole in \`cache-from\` and \`cache-to\`.`;
  problems.push({ input: "cache", value: ref, problem: reason, fix });
  return false;
}
function nameBuild(planning) {
  const { inputs, facts, leg } = planning;
  const platforms = leg === void 0 ? inputs.platforms : [leg.platform];
  const image = firstImage(planning) ?? facts.repository;
  return makeCacheScope({ inputs: { ...inputs, platforms }, image });
}
function makeAll(planning, entries) {
  const { inputs, facts, mode, destinations } = planning;
  const image = firstImage(planning);
  const whole = nameBuild(planning);
  const scopes = mode === "load" ? [`${whole}.load`, whole] : [whole];
  const kind = classifyRef(facts);
  return entries.flatMap((entry) => {
    const isWritten = mayWrite(entry.backend, kind);
    const made = makePlaces({
      ...{ entry, scopes, facts, image, destinations, isWritten },
      mode: chooseMode(inputs, facts),
      timeout: { read: READ_TIMEOUT, write: formatSeconds(inputs.cacheTimeoutMs) }
    });
    if (made === void 0) return [];
    return [isWritten ? made : { ...made, text: `${made.text}, only read (${describeRef(kind)})` }];
  });
}
function chooseMode({ cacheMode }, { stages }) {
  if (cacheMode !== "auto") return cacheMode;
  return stages === 1 ? "min" : "max";
}
function firstImage({
  names: { images },
  destinations
}) {
  const [first] = images.length > 0 ? images : destinations;
  return first === void 0 ? void 0 : formatRepository(first.repository);
}
function joinPlaces({ cacheTimeoutMs }, { places, because }) {
  const text = places.map((one) => one.text).join("; ");
  return {
    from: places.flatMap((one) => one.from),
    to: places.flatMap((one) => one.to),
    reason: because === "" ? text : `${text} (${because})`,
    timeoutMs: cacheTimeoutMs,
    kept: places.find((one) => one.kept !== void 0)?.kept
  };
}
function formatSeconds(ms) {
  const seconds = Math.round(ms / 1e3);
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

// src/plan/mounts.ts
function planMounts(planning) {
  const { inputs, facts, leg } = planning;
  const image = firstImage(planning) ?? facts.repository;
  const platforms = leg === void 0 ? inputs.platforms : [leg.platform];
  return {
    off: findObstacle(planning),
    readOnly: findLimit(facts),
    scope: makeCacheScope({ inputs: { ...inputs, platforms }, image }),
    namespace: readArg(inputs.buildArgs, "BUILDKIT_CACHE_MOUNT_NS"),
    maxBytes: inputs.cacheMountsMaxBytes,
    mounts: [],
    others: []
  };
}
function findObstacle({ inputs, facts, builder, trust }) {
  if (inputs.call !== void 0) return "nothing is built";
  if (inputs.cacheMounts === "off") return "turned off by `cache-mounts: off`";
  if (inputs.cache === "off") return "turned off by `cache: off`";
  if (inputs.noCache) return "turned off by `no-cache`";
  if (!facts.actionsCache) return "this runner offers no Actions cache";
  if (!mayReadCache({ backend: "local", of: "own" }, trust) || inputs.workflow !== void 0)
    return "nobody signs them, and what is built is signed";
  if (isRemoteContext(inputs.context)) return "the Dockerfile is not at hand before the build";
  const nodes = findOwn(builder)?.nodes.length ?? 1;
  return nodes > 1 ? "the builder has several nodes, each with mounts of its own" : void 0;
}
function findLimit(facts) {
  if (findRights(facts).cacheWrite !== "yes") return "by its event this run writes no cache";
  return isDefaultBranch(facts.names) ? void 0 : "they are written on the default branch";
}
function readArg(buildArgs, name) {
  const entry = buildArgs.findLast((one) => one.startsWith(`${name}=`));
  return entry === void 0 ? void 0 : entry.slice(name.length + 1);
}
function formatMounts({ mounts, others, readOnly }) {
  if (mounts.length + others.length === 0) return void 0;
  const left = others.map(({ line, reason }) => `line ${line} not kept: ${reason}`);
  const kept = mounts.length === 0 ? [] : [`${mounts.map(nameMount).join(", ")}${readOnly === void 0 ? "" : ", only read"}`];
  return [...kept, ...left].join("; ");
}
function nameMount({ id, target }) {
  return id === target ? target : `${target} (${id})`;
}

// src/plan/tool-choice.ts
function formatToolChoice(choice) {
  switch (choice.kind) {
    case "latest":
      return "the latest release, checked by its signature";
    case "path":
      return choice.path;
    case "pinned":
      return `${choice.version}, pinned by its hash`;
    case "release":
      return `${choice.version}, checked by its signature`;
  }
}

// src/plan/print.ts
function formatPlan(plan, group) {
  return listDecisions(plan, group).map(([name, value]) => formatRow(name, value));
}
function listDecisions(plan, group) {
  const { build, destinations, load } = plan;
  return [
    row("result", formatMode(plan)),
    ...plan.mode === "call" ? [] : [row("platforms", build.platforms.map(formatPlatform).join(", "))],
    ...formatEmulation(plan),
    ...formatLeg(plan, group),
    row("context", [build.context, build.file, build.target].filter(Boolean).join(" \xB7 ")),
    ...destinations.map(
      ({ repository, tags }) => row(
        "image",
        `${formatRepository(repository)}  ${tags.map(({ name }) => name).join(" ") || "(no tag)"}`
      )
    ),
    ...(load?.tags ?? []).map((tag) => row("load as", tag)),
    ...build.contexts.length > 0 ? [row("contexts", build.contexts.join(", "))] : [],
    ...build.exports.map((value) => row("output", value)),
    ...formatImageAttributes(plan),
    row("builder", formatBuilder(plan)),
    ...plan.buildx.kind === "installed" ? [] : [row("buildx", formatToolChoice(plan.buildx))],
    ...build.allow.length > 0 ? [row("allowed", build.allow.join(", "))] : [],
    row("cache", plan.cache.reason),
    ...formatMountRow(plan),
    ...formatCacheTrust(plan),
    row("attestations", formatAttestations(plan)),
    row("signing", formatSigning(plan)),
    ...formatLevel(plan),
    ...plan.logins.map((login) => row("login", formatLogin(login))),
    ...build.secretIds.length > 0 ? [row("secrets", build.secretIds.join(", "))] : []
  ];
}
function formatMountRow({ mounts }) {
  const text = formatMounts(mounts);
  return text === void 0 ? [] : [row("cache mounts", text)];
}
function formatEmulation({ mode, emulation: { mode: how, outlook } }) {
  if (mode === "call" || outlook === void 0) return [];
  const { steps, doubts } = outlook;
  if (steps.length === 0 && doubts.length === 0)
    return [row("emulated", "nothing, as far as the Dockerfile tells")];
  const by = {
    auto: "",
    binfmt: "",
    builtin: ", by BuildKit's own emulators",
    off: ", turned off"
  };
  return [row("emulated", `${formatEmulated(outlook)}${by[how]}`)];
}
function formatLogin({ registry, repository, username, source, use, isAwsKey }) {
  const place = repository === void 0 ? registry : `${registry}/${repository}`;
  const who = isAwsKey === true ? "an AWS access key" : username;
  const limit = use === "both" ? "" : `, to ${use} only`;
  return `${place} as ${who} (${source}${limit})`;
}
function formatPolicy(policy) {
  return [
    formatRow("identity", policy.identity),
    formatRow("issuer", policy.issuer),
    ...policy.repository === void 0 ? [] : [formatRow("repository", policy.repository)],
    ...policy.sha === void 0 ? [] : [formatRow("commit", policy.sha)],
    formatRow(
      "log",
      policy.transparencyLog ? "transparency log" : "timestamp only, nothing is written to a public log"
    )
  ];
}
function row(name, value) {
  return [name, value];
}
function formatRow(name, value) {
  return `${name.padEnd(13)} ${value}`;
}
function formatMode({ mode, reason, publish, build: { platforms } }) {
  const what = {
    push: publish === "off" ? "push by digest" : "push by digest, tags last",
    load: `load ${platforms.length > 1 ? "the engine's own platform " : ""}into the engine`,
    build: "build only",
    call: "evaluate the Dockerfile, build nothing"
  }[mode];
  return `${what} (${reason})`;
}
function formatLeg({ leg, publish, mode }, group) {
  if (mode !== "push" || leg === void 0 && publish === "auto") return [];
  const whole = leg?.platforms.map(formatPlatform).join(", ") ?? "";
  const end = publish === "auto" ? " (the last leg to finish publishes)" : "";
  return [
    ...leg === void 0 ? [] : [row("leg of", `${whole}${end}`)],
    row("group", group),
    ...publish === "off" ? [row("publish", "off: no tag; hand the output `candidate` on")] : []
  ];
}
function formatImageAttributes({ build: { imageAttributes } }) {
  const text = formatAttributes(imageAttributes);
  return text === "" ? [] : [row("image with", text)];
}
function formatBuilder({ builder }) {
  if (builder.kind === "existing") return `${builder.name} (existing, stays)`;
  if (builder.kind === "engine") return "the engine's own BuildKit";
  const { driver, nodes, config } = builder.own;
  const [first] = nodes;
  const own = [
    `${driver}, for this job only`,
    ...nodes.length > 1 || first.endpoint !== void 0 ? nodes.map((node) => formatNode(node, driver === "kubernetes" ? "a pod" : "the engine here")) : first.driverOpts.map(hideValue),
    ...config === void 0 ? [] : ["with a configuration"]
  ].join(" \xB7 ");
  return builder.kind === "auto" ? `the engine's own BuildKit where it will do, else ${own}` : own;
}
function formatNode({ endpoint, platforms, driverOpts }, here) {
  const native = platforms.length === 0 ? [] : [`for ${platforms.join(", ")}`];
  return [endpoint ?? here, ...native, ...driverOpts.map(hideValue)].join(" ");
}
function hideValue(option) {
  return option.replace(/(env\.[^=]*=).*$/s, "$1\u2026");
}
function formatCacheTrust({ cache: { from, to, trust } }) {
  if (from.length + to.length + trust.refused.length === 0) return [];
  return [row("cache trust", formatTrust(trust))];
}
function formatAttestations({ attestations, mode }) {
  if (mode !== "push" && attestations.length === 0) return "none (nothing is pushed)";
  const kinds = new Set(attestations.map(({ kind }) => kind));
  const say = (kind, name) => kinds.has(kind) ? name : `no ${name} (turned off)`;
  return [say("spdx", "SBOM (SPDX)"), say("provenance", "SLSA provenance")].join(", ");
}
function formatLevel({ attestations, level }) {
  if (!attestations.some(({ kind }) => kind === "provenance")) return [];
  const why = level.reasons.length === 0 ? "" : ` (${level.reasons.join("; ")})`;
  return [row("SLSA", `Build L${level.level}${why}`)];
}
function formatSigning({ signing }) {
  if (signing.kind === "off") return `off: ${signing.reason}`;
  const sigstore = signing.trustedRoot === void 0 ? "public Sigstore" : "Sigstore of your own";
  return `cosign, keyless, ${sigstore}, up to ${Math.round(signing.timeoutMs / 1e3)} s`;
}

// src/stages/tracks.ts
function makeTimings(clock) {
  const seconds = {};
  return {
    measure: async (name, work) => {
      const startedMs = clock.elapsedMs();
      try {
        return await work();
      } finally {
        const spentMs = clock.elapsedMs() - startedMs + (seconds[name] ?? 0) * 1e3;
        seconds[name] = Math.round(spentMs) / 1e3;
      }
    },
    all: () => seconds
  };
}
async function runTrack({ log, clock }, { title, timings, after, work }) {
  await after;
  const lines = [];
  const startedMs = clock.elapsedMs();
  let outcome = "failed";
  try {
    const result = await timings.measure(title, () => work((line) => lines.push(line)));
    outcome = "done";
    return result;
  } finally {
    log.group(
      `${title}: ${outcome} in ${((clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`,
      lines
    );
  }
}
async function joinTracks(tracks) {
  const settled = await Promise.allSettled(tracks);
  const failures = settled.flatMap(
    (one) => one.status === "rejected" ? [one.reason] : []
  );
  if (failures.length > 0) throw joinFailures(failures);
}
function joinFailures(reasons) {
  const failures = [...new Set(reasons)];
  const cancelled = failures.find((one) => one instanceof ActionError && one.code === "CANCELLED");
  if (failures.length === 1 || cancelled !== void 0) return cancelled ?? failures[0];
  const [code = "UNEXPECTED", ...others] = new Set(failures.map(errorCode));
  const shared2 = code === "UNEXPECTED" || others.length > 0 ? "SETUP_FAILED" : code;
  return new ActionError(shared2, failures.map(describeError).join("\n"), {
    cause: failures[0],
    details: failures.flatMap((one) => one instanceof ActionError ? one.details : [])
  });
}

// src/image/certificate.ts
var EXTENSIONS = {
  8: "issuer",
  9: "buildSignerUri",
  10: "buildSignerDigest",
  11: "runnerEnvironment",
  12: "sourceRepositoryUri",
  13: "sourceRepositoryDigest",
  14: "sourceRepositoryRef",
  15: "sourceRepositoryId",
  16: "sourceRepositoryOwnerUri",
  17: "sourceRepositoryOwnerId",
  18: "buildConfigUri",
  19: "buildConfigDigest",
  20: "buildTrigger",
  21: "runInvocationUri",
  22: "sourceRepositoryVisibility"
};
var NAMES = new Map(
  Object.entries(EXTENSIONS).map(([number, name]) => [`1.3.6.1.4.1.57264.1.${number}`, name])
);
var MAX_BYTES = 64 * 1024;
var EXTENSIONS_TAG = 3;
var CONTEXT_CLASS = 3;
async function parseCertificate(der) {
  if (der.byteLength > MAX_BYTES) return void 0;
  const key = Buffer.from(der).toString("base64");
  if (parsed.has(key)) return parsed.get(key);
  const facts = tryReadFacts(await loadReader(), der);
  if (parsed.size < MAX_PARSED) parsed.set(key, facts);
  return facts;
}
var parsed = /* @__PURE__ */ new Map();
var MAX_PARSED = 256;
function tryReadFacts(reader, der) {
  try {
    return readFacts(reader, der);
  } catch {
    return void 0;
  }
}
function parseRunInvocation(uri) {
  const found = /^(https?:\/\/[^/?#\s]+)\/([^/?#\s]+\/[^/?#\s]+)\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/.exec(
    uri ?? ""
  );
  if (found === null) return void 0;
  const [, serverUrl = "", repository = "", runId, attempt2] = found;
  return { serverUrl, repository, runId: Number(runId), attempt: Number(attempt2) };
}
async function loadReader() {
  const library = await import("./build-O77I4TDB.js");
  return library.default ?? library;
}
function readFacts(reader, der) {
  const [toBeSigned] = readChildren(reader, readWhole(reader, der)) ?? [];
  const wrapped = readChildren(reader, toBeSigned)?.find(
    ({ idBlock }) => idBlock.tagClass === CONTEXT_CLASS && idBlock.tagNumber === EXTENSIONS_TAG
  );
  const [list] = readChildren(reader, wrapped) ?? [];
  const found = {};
  for (const extension of readChildren(reader, list) ?? []) {
    const parts = readChildren(reader, extension) ?? [];
    const [id] = parts;
    const name = id instanceof reader.ObjectIdentifier ? NAMES.get(id.valueBlock.toString()) : void 0;
    if (name === void 0) continue;
    const text = readText2(reader, parts.at(-1));
    if (text === void 0 || found[name] !== void 0) return void 0;
    found[name] = text;
  }
  return list === void 0 ? void 0 : found;
}
function readWhole(reader, bytes) {
  const { offset, result } = reader.fromBER(bytes);
  return offset === bytes.byteLength ? result : void 0;
}
function readChildren({ Constructed }, block) {
  return block instanceof Constructed ? block.valueBlock.value : void 0;
}
function readText2(reader, block) {
  if (!(block instanceof reader.OctetString)) return void 0;
  const text = readWhole(reader, block.valueBlock.valueHexView);
  return text instanceof reader.Utf8String ? text.valueBlock.value : void 0;
}

// src/image/manifest.ts
var MEDIA_TYPE = {
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  ociEmpty: "application/vnd.oci.empty.v1+json",
  inToto: "application/vnd.in-toto+json",
  /** Artifact type of BuildKit's attestation manifests; they have a `subject` and so stand among the referrers. */
  attestationManifest: "application/vnd.docker.attestation.manifest.v1+json",
  /** Artifact type and layer type of a Sigstore bundle. */
  bundle: "application/vnd.dev.sigstore.bundle.v0.3+json"
};
var MANIFEST_MEDIA_TYPES = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerList,
  MEDIA_TYPE.dockerManifest
];
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
var MAX_DESCRIPTORS = 5e3;
var INDEX_TYPES = [MEDIA_TYPE.ociIndex, MEDIA_TYPE.dockerList];
var IMAGE_TYPES = [MEDIA_TYPE.ociManifest, MEDIA_TYPE.dockerManifest];
function parseManifest(bytes, contentType) {
  try {
    return { ok: true, manifest: toManifest(parseJson(bytes, MAX_MANIFEST_BYTES), contentType) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, reason: error.message };
    throw error;
  }
}
function parseConfigPlatform(bytes) {
  try {
    return toPlatform2(parseJson(bytes, MAX_MANIFEST_BYTES));
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function listPlatformManifests(index) {
  return index.manifests.flatMap((descriptor) => {
    const { platform } = descriptor;
    if (platform === void 0 || platform.os === "unknown" || isAttestationDescriptor(descriptor))
      return [];
    return [{ platform, descriptor }];
  });
}
function listAttestationManifests(index) {
  const listed = new Set(index.manifests.map(({ digest }) => digest));
  return index.manifests.flatMap((descriptor) => {
    const describes = parseDigest(descriptor.annotations["vnd.docker.reference.digest"]);
    if (!isAttestationDescriptor(descriptor) || describes === void 0 || !listed.has(describes))
      return [];
    return [{ describes, descriptor }];
  });
}
function isAttestationDescriptor({ annotations }) {
  return annotations["vnd.docker.reference.type"] === "attestation-manifest";
}
function listPredicateLayers(manifest) {
  return manifest.layers.flatMap((descriptor) => {
    const predicateType = descriptor.annotations["in-toto.io/predicate-type"];
    return descriptor.mediaType === MEDIA_TYPE.inToto && predicateType !== void 0 ? [{ predicateType, descriptor }] : [];
  });
}
function toManifest(json, contentType) {
  if (json["schemaVersion"] !== 2)
    throw new ShapeError(`has schema version ${shown(json["schemaVersion"])}`);
  const stated = json["mediaType"] === void 0 ? void 0 : asText(json["mediaType"], "mediaType");
  const served = contentType?.split(";")[0]?.trim().toLowerCase() || void 0;
  if (stated !== void 0 && served !== void 0 && stated !== served) {
    throw new ShapeError(`calls itself ${shown(stated)} and was served as ${shown(served)}`);
  }
  const isIndex = json["manifests"] !== void 0;
  if (isIndex === (json["layers"] !== void 0 || json["config"] !== void 0)) {
    throw new ShapeError("is not clearly either an index or an image manifest");
  }
  const mediaType = stated ?? served ?? (isIndex ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest);
  if (!(isIndex ? INDEX_TYPES : IMAGE_TYPES).includes(mediaType))
    throw new ShapeError(`has the media type ${shown(mediaType)}`);
  return isIndex ? toIndex(json, mediaType) : toImage(json, mediaType);
}
function toIndex(json, mediaType) {
  return {
    kind: "index",
    mediaType,
    manifests: toDescriptors(json["manifests"], "manifests"),
    annotations: toAnnotations(json["annotations"])
  };
}
function toImage(json, mediaType) {
  return {
    kind: "image",
    mediaType,
    ...json["artifactType"] === void 0 ? {} : { artifactType: asText(json["artifactType"], "artifactType") },
    config: toDescriptor(json["config"], "config"),
    layers: toDescriptors(json["layers"], "layers"),
    ...json["subject"] === void 0 ? {} : { subject: toDescriptor(json["subject"], "subject") },
    annotations: toAnnotations(json["annotations"])
  };
}
function toDescriptors(value, name) {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ShapeError(`has ${name} that are not a list`);
  if (value.length > MAX_DESCRIPTORS) throw new ShapeError(`has ${value.length} ${name}`);
  return value.map((entry) => toDescriptor(entry, name));
}
function toDescriptor(value, name) {
  const json = asObject(value, name);
  const digest = typeof json["digest"] === "string" ? parseDigest(json["digest"]) : void 0;
  if (digest === void 0) throw new ShapeError(`has ${name} without a sha256 digest`);
  const size = json["size"];
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
    throw new ShapeError(`has ${name} without a size`);
  const platform = json["platform"] === void 0 ? void 0 : toPlatform2(asObject(json["platform"], `the platform of ${name}`));
  return {
    mediaType: asText(json["mediaType"], `the media type of ${name}`),
    digest,
    sizeBytes: size,
    ...typeof json["artifactType"] === "string" ? { artifactType: json["artifactType"] } : {},
    annotations: toAnnotations(json["annotations"]),
    ...platform === void 0 ? {} : { platform }
  };
}
function toPlatform2(json) {
  const { os, architecture, variant, "os.version": osVersion, "os.features": features } = json;
  if (typeof os !== "string" || typeof architecture !== "string" || os === "" || architecture === "")
    return void 0;
  const named = typeof variant === "string" ? { os, architecture, variant } : { os, architecture };
  const isText2 = (value) => typeof value === "string" && value !== "";
  const osFeatures = Array.isArray(features) ? features.filter(isText2) : [];
  return {
    ...normalizePlatform(named),
    ...isText2(osVersion) ? { osVersion } : {},
    ...osFeatures.length > 0 ? { osFeatures } : {}
  };
}
function toAnnotations(value) {
  if (value === void 0 || value === null) return {};
  const entries = Object.entries(asObject(value, "annotations"));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, asText(text, `the annotation ${shown(key)}`)])
  );
}

// src/image/statement.ts
var MAX_SUBJECTS = 1e3;
function parseStatement(bytes, maxBytes) {
  const statement = readStatement(bytes, maxBytes);
  if (statement === void 0 || statement.count > MAX_SUBJECTS) return void 0;
  const { predicateType, subjects, predicate } = statement;
  return { predicateType, subjects, predicate };
}
function parseFileStatement(bytes) {
  return readStatement(bytes, bytes.byteLength);
}
function readStatement(bytes, maxBytes) {
  try {
    const { predicateType, subject, predicate } = parseJson(bytes, maxBytes);
    if (!Array.isArray(subject)) return void 0;
    const files = subject.flatMap(readSubject);
    return {
      predicateType: asText(predicateType, "a predicate type"),
      subjects: files.map(({ digest }) => digest),
      predicate: asObject(predicate, "a predicate"),
      files,
      count: subject.length
    };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readSubject(value) {
  const subject = asObject(value, "a subject");
  const { sha256 } = asObject(subject["digest"] ?? {}, "a digest");
  const digest = typeof sha256 === "string" ? parseDigest(`sha256:${sha256}`) : void 0;
  const { name } = subject;
  return digest === void 0 ? [] : [{ name: typeof name === "string" ? name : "", digest }];
}

// src/tools/bundle.ts
var MAX_BUNDLE_BYTES = 192 * 1024 * 1024;
var MAX_CERTIFICATE_BYTES = 64 * 1024;
var IN_TOTO = "application/vnd.in-toto+json";
function parseBundle(bytes) {
  try {
    const json = parseJson(bytes, MAX_BUNDLE_BYTES);
    if (json["mediaType"] !== MEDIA_TYPE.bundle) return void 0;
    const certificate = readCertificate(json);
    const statement = readStatement2(json);
    return certificate === void 0 || statement === void 0 ? void 0 : { certificate, statement };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readCertificate(json) {
  const material = asObject(json["verificationMaterial"], "material");
  if (material["certificate"] === void 0) return void 0;
  const { rawBytes } = asObject(material["certificate"], "a certificate");
  const der = Buffer.from(asText(rawBytes, "a certificate"), "base64");
  return der.byteLength > 0 && der.byteLength <= MAX_CERTIFICATE_BYTES ? der : void 0;
}
function readStatement2(json) {
  if (json["dsseEnvelope"] === void 0) return void 0;
  const { payload, payloadType } = asObject(json["dsseEnvelope"], "an envelope");
  if (payloadType !== IN_TOTO) return void 0;
  return parseStatement(Buffer.from(asText(payload, "a payload"), "base64"), MAX_BUNDLE_BYTES);
}

// src/stages/check-candidate.ts
async function checkCandidate({ candidate, bundle }, { check, runId, repository }) {
  if (bundle === void 0) throw reject(candidate, "is not signed");
  const bytes = Buffer.from(bundle);
  const claim = { bytes, digest: candidate.digest, predicateType: CANDIDATE_PREDICATE };
  const verdict = await check(claim);
  if (!verdict.ok)
    throw reject(candidate, `has a signature that does not verify: ${verdict.reason}`);
  const parsed2 = parseBundle(bytes);
  const signed = parseCandidate(parsed2?.statement.predicate);
  if (parsed2 === void 0 || signed === void 0 || !isSameCandidate(signed, candidate))
    throw reject(candidate, "differs from what was signed");
  const certificate = await parseCertificate(parsed2.certificate);
  const invocation = parseRunInvocation(certificate?.runInvocationUri);
  const isOurs2 = invocation !== void 0 && String(invocation.runId) === runId && invocation.repository.toLowerCase() === repository.toLowerCase();
  if (!isOurs2)
    throw reject(candidate, `was signed by ${describeRun(invocation)}, not by this run (${runId})`);
  return signed;
}
function describeRun(invocation) {
  return invocation === void 0 ? "no run that its certificate names" : `run ${invocation.runId} of ${invocation.repository}`;
}
function describeCandidate({
  platform,
  digest,
  group
}) {
  const what = platform === void 0 ? "image" : formatPlatform(platform);
  return `${what} ${digest} (group ${group})`;
}
function reject(candidate, why) {
  return new ActionError(
    "CANDIDATE_REJECTED",
    `The candidate for ${describeCandidate(candidate)} ${why}`,
    {
      hint: "Nothing was published. Only this action, in a job of this run that may sign (`id-token: write`), hands over candidates; look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
    }
  );
}

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve, reject2, arguments_) => {
    const queueItem = { reject: reject2 };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve, reject2) => {
    enqueue(function_, resolve, reject2, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/plan/artifact-names.ts
var LEG_PREFIX = "bsa-leg.";
var WHOLE_IMAGE = "all";
function formatLegArtifact({ group, platform, attempt: attempt2, phase }) {
  return `${LEG_PREFIX}${group}.${platform.replaceAll("/", "-")}.${attempt2}.${phase}`;
}
function parseLegArtifact(name) {
  const match = /^bsa-leg\.([0-9a-f]{16})\.([a-z0-9.-]+)\.([1-9]\d{0,5})\.(start|done)$/.exec(name);
  if (match === null) return void 0;
  const [, group = "", platform = "", attempt2 = "", phase] = match;
  return {
    group,
    platform: platform.replaceAll("-", "/"),
    attempt: Number(attempt2),
    phase: phase === "start" ? "start" : "done"
  };
}
function formatMergeArtifact(merge) {
  const { group, children, attempt: attempt2, generation } = merge;
  return `bsa-merge.${group}.${children}.${attempt2}.${generation}`;
}
function formatReleaseArtifact(merge) {
  return `${formatMergeArtifact(merge)}.released`;
}

// src/plan/keep-alive.ts
var REAPED_AFTER_HOURS = {
  "quay.io": 1,
  "registry.gitlab.com": 24
};
function planKeepAlive({
  input,
  destinations,
  ...leg
}) {
  if (input === "off") return void 0;
  const repositories = destinations.map(({ repository }) => repository).filter(({ registry }) => input === "on" || REAPED_AFTER_HOURS[registry] !== void 0);
  if (repositories.length === 0) return void 0;
  const tag = makeKeepTag(leg);
  const names = repositories.map(formatRepository).join(", ");
  const why = input === "on" ? "asked for" : `deletes untagged images after ${listHours(repositories)}`;
  return { tag, repositories, reason: `${tag} until the image is published (${names}: ${why})` };
}
function listHours(repositories) {
  const hours = repositories.map(({ registry }) => REAPED_AFTER_HOURS[registry] ?? 0);
  const shortest = Math.min(...hours);
  return shortest === 1 ? "one hour" : `${shortest} hours`;
}
function makeKeepTag({ runId, attempt: attempt2, group, platform }) {
  const suffix = platform === void 0 ? WHOLE_IMAGE : formatPlatform(platform).replaceAll("/", "-");
  const parsed2 = parseTag(`bsa-keep.${runId}.${attempt2}.${escapeGroup(group)}.${suffix}`);
  if (parsed2.ok) return parsed2.tag;
  const problem = `${parsed2.reason} as a part of the temporary tag of each leg`;
  throw new InputError([
    { input: "group", value: group, problem, fix: "Use up to 60 letters and digits." }
  ]);
}
function escapeGroup(group) {
  return group.replace(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`
  );
}

// src/stages/fetch.ts
async function fetchManifest(registry, repository, digest) {
  const content = await registry.readManifest(repository, digest);
  if (content === void 0) throw makeGone(repository, digest);
  return openManifest(repository, content);
}
function openManifest(repository, content) {
  const { digest } = content;
  const parsed2 = parseManifest(content.bytes, content.mediaType);
  if (parsed2.ok)
    return { bytes: content.bytes, mediaType: content.mediaType, manifest: parsed2.manifest };
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not a manifest: ${parsed2.reason}`
  );
}
async function fetchBlob(registry, repository, { digest, sizeBytes }) {
  const bytes = await registry.readBlob({ repository, digest, maxBytes: sizeBytes });
  if (bytes === void 0) throw makeGone(repository, digest);
  return bytes;
}
function makeGone(repository, digest) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not in the registry any more`,
    {
      hint: "Does a clean-up job or a retention policy delete untagged manifests? It has to leave new ones alone for some hours."
    }
  );
}
async function* readBundles(registry, {
  repository,
  digest,
  predicateType,
  maxBytes = MAX_BUNDLE_BYTES
}) {
  const referrers = await registry.listReferrers(repository, digest);
  const candidates = referrers.filter((referrer) => mayBe(referrer, predicateType)).sort(compareNewest);
  for (const candidate of candidates) {
    const { manifest } = await fetchManifest(registry, repository, candidate.digest);
    const layer = manifest.kind === "image" ? manifest.layers.find(({ mediaType }) => mediaType === MEDIA_TYPE.bundle) : void 0;
    if (layer === void 0 || layer.sizeBytes > maxBytes) continue;
    yield { digest: candidate.digest, bytes: await fetchBlob(registry, repository, layer) };
  }
}
function mayBe({ artifactType, annotations }, predicateType) {
  const stated = annotations["dev.sigstore.bundle.predicateType"];
  if (stated !== void 0) return stated === predicateType;
  return artifactType === void 0 || artifactType === MEDIA_TYPE.bundle || artifactType === MEDIA_TYPE.ociEmpty;
}
function compareNewest(a, b) {
  const created = ({ annotations }) => annotations["org.opencontainers.image.created"] ?? "";
  return created(b).localeCompare(created(a));
}

// src/stages/keep-alive.ts
var PARALLEL = 8;
async function keepAlive(host, { registry, keep: keep2, image }) {
  const { tag, repositories } = keep2;
  const { bytes, mediaType, digest } = image;
  await Promise.all(
    repositories.map(async (repository) => {
      const name = formatReference({ repository, tag });
      try {
        await registry.moveTag({ repository, tag, bytes, mediaType });
        host.log.info(`${name} keeps ${digest} until the image is published`);
      } catch (error) {
        warn(
          host,
          `${name} could not be set, and ${repository.registry} may delete it soon`,
          error
        );
      }
    })
  );
}
async function dropKeepAlive(host, dropping) {
  const limit = pLimit(PARALLEL);
  const names = await Promise.all(
    dropping.repositories.flatMap(
      (repository) => dropping.legs.map((leg) => limit(() => dropOne(host, { dropping, repository, leg })))
    )
  );
  const left = names.filter((name) => name !== void 0);
  if (left.length === 0) return;
  host.log.notice(
    `${left.join(", ")} could not be deleted and ${left.length === 1 ? "names" : "name"} the published image now: the registry, or the account used for it, does not delete tags.`
  );
}
async function dropOne(host, { dropping, repository, leg }) {
  const { registry, image, runId, group } = dropping;
  const tag = makeKeepTag({ ...leg, runId, group });
  const name = formatReference({ repository, tag });
  try {
    if (await deleteTag(registry, { repository, tag, digest: leg.digest })) {
      host.log.info(`${name} is removed`);
      return void 0;
    }
    await registry.moveTag({ repository, tag, bytes: image.bytes, mediaType: image.mediaType });
    return name;
  } catch (error) {
    warn(host, `${name} could not be removed`, error);
    return void 0;
  }
}
async function deleteTag(registry, { repository, tag, digest }) {
  const leg = await registry.readManifest(repository, digest);
  const result = await registry.deleteTag(repository, tag);
  if (result === "unsupported") return false;
  if (result === "absent" && await registry.probeManifest(repository, tag) !== void 0)
    return false;
  if (leg !== void 0 && await registry.probeManifest(repository, digest) === void 0)
    await registry.putManifest({ repository, reference: digest, ...leg });
  return true;
}
function warn(host, what, error) {
  if (errorCode(error) === "CANCELLED") throw error;
  host.log.warning(`${what}: ${error instanceof Error ? error.message : String(error)}`);
}
async function dropKept(host, {
  registry,
  destinations,
  candidates,
  image
}) {
  const [first] = candidates;
  const kept = new Set(candidates.flatMap((candidate) => candidate.keepAlive));
  const repositories = destinations.map(({ repository }) => repository).filter((repository) => kept.has(formatRepository(repository)));
  if (first === void 0 || repositories.length === 0) return;
  const { runId, group } = first;
  const legs = await listKept(host, { registry, repositories, candidates });
  await dropKeepAlive(host, { registry, repositories, runId, group, legs, image });
}
async function listKept(host, {
  registry,
  repositories,
  candidates
}) {
  const last = Math.max(...candidates.map(({ attempt: attempt2 }) => attempt2));
  const attempts = Array.from({ length: last }, (_, at) => at + 1);
  const others = candidates.flatMap(
    (leg) => attempts.filter((one) => one !== leg.attempt).map((attempt2) => ({ ...leg, attempt: attempt2 }))
  );
  try {
    const found = await Promise.all(
      others.map(async (leg) => {
        const tag = makeKeepTag(leg);
        const kept = await Promise.all(repositories.map((one) => registry.readManifest(one, tag)));
        const digest = kept.find((one) => one !== void 0)?.digest;
        return digest === void 0 ? [] : [{ ...leg, digest }];
      })
    );
    return [...candidates, ...found.flat()];
  } catch (error) {
    warn(host, "Temporary tags of earlier attempts could not be looked for", error);
    return candidates;
  }
}
async function readLeg(registry, {
  repository,
  digest,
  platform
}) {
  const content = await registry.readManifest(repository, digest);
  if (content !== void 0) return openManifest(repository, content);
  const name = formatReference({ repository, digest });
  const what = platform === void 0 ? "the image" : `the image of ${formatPlatform(platform)}`;
  throw new ActionError(
    "LEG_VANISHED",
    `${repository.registry} deleted ${what}, ${name}, before it was published: run the job that built it again, with \`keep-alive: on\`.`
  );
}

// src/image/assemble.ts
var DOCKER_TYPES = [MEDIA_TYPE.dockerManifest];
var NO_PLATFORM = { os: "unknown", architecture: "unknown" };
function assembleIndex({
  parts,
  annotations
}) {
  const sorted = [...parts].sort((a, b) => comparePlatforms(a.platform, b.platform));
  checkParts(sorted);
  const manifests = [
    ...sorted.map(({ platform, manifest }) => formatDescriptor(manifest, platform)),
    ...sorted.flatMap(
      ({ attestations }) => [...attestations].sort(compareDigests).map((one) => formatDescriptor(one, NO_PLATFORM))
    )
  ];
  const hasAnnotations = Object.keys(annotations).length > 0;
  const isDocker = manifests.every(({ mediaType: mediaType2 }) => DOCKER_TYPES.includes(mediaType2));
  const mediaType = isDocker && !hasAnnotations ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests,
    ...hasAnnotations ? { annotations: sortKeys(annotations) } : {}
  };
  return { bytes: new TextEncoder().encode(JSON.stringify(index, void 0, 2)), mediaType };
}
function checkParts(sorted) {
  if (sorted.length === 0) throw refuse2("An index needs at least one platform");
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== void 0) throw refuse2(`Two images were built for ${twice}`);
  for (const { platform, manifest, attestations } of sorted) {
    const name = formatPlatform(platform);
    if (manifest.platform !== void 0 && formatPlatform(manifest.platform) !== name)
      throw refuse2(`The image of ${name} is listed for ${formatPlatform(manifest.platform)}`);
    const stray = attestations.find(
      ({ annotations }) => annotations["vnd.docker.reference.digest"] !== manifest.digest
    );
    if (stray !== void 0)
      throw refuse2(`The attestations ${stray.digest} of ${name} are not about ${manifest.digest}`);
  }
}
function refuse2(message) {
  return new ActionError("BUILD_RESULT_INVALID", message, {
    hint: "Each platform of an image has to be built exactly once: look at the jobs that built it."
  });
}
function formatDescriptor(descriptor, platform) {
  const { mediaType, digest, sizeBytes, annotations, artifactType } = descriptor;
  const { architecture, os, variant } = normalizePlatform(platform);
  const { osVersion = platform.osVersion, osFeatures = platform.osFeatures } = descriptor.platform ?? {};
  return {
    mediaType,
    digest,
    size: sizeBytes,
    annotations: Object.keys(annotations).length === 0 ? void 0 : sortKeys(annotations),
    platform: {
      architecture,
      os,
      "os.version": osVersion,
      "os.features": osFeatures,
      variant
    },
    artifactType
  };
}
function sortKeys(annotations) {
  return Object.fromEntries(
    Object.entries(annotations).sort(([left], [right]) => left < right ? -1 : 1)
  );
}
function compareDigests(left, right) {
  return left.digest < right.digest ? -1 : 1;
}

// src/registry/content.ts
import { createHash } from "node:crypto";
function computeDigest(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

// src/stages/assemble-legs.ts
async function assembleLegs(assembly) {
  const { registry, destinations, annotations } = assembly;
  const [first] = destinations;
  if (first === void 0) throw refuse3("There is no image to assemble");
  const parts = await Promise.all(
    sortOut(assembly).map((candidate) => readPart(registry, first.repository, candidate))
  );
  const { bytes, mediaType } = assembleIndex({ parts, annotations: toRecord(annotations) });
  const digest = computeDigest(bytes);
  await Promise.all(
    destinations.map(
      ({ repository }) => registry.putManifest({ repository, reference: digest, mediaType, bytes })
    )
  );
  return digest;
}
function sortOut({ platforms, candidates, destinations }) {
  const expected = listRepositories(destinations);
  return platforms.map((platform) => {
    const name = formatPlatform(platform);
    const [candidate, second] = candidates.filter(
      (one) => one.platform !== void 0 && formatPlatform(one.platform) === name
    );
    if (candidate === void 0 || second !== void 0)
      throw refuse3(`There ${second === void 0 ? "is no leg" : "are several legs"} for ${name}`);
    const given = listRepositories(candidate.destinations);
    if (given !== expected)
      throw refuse3(
        `The leg for ${describeCandidate(candidate)} was pushed to ${given}, and this image belongs to ${expected}`
      );
    return candidate;
  });
}
function listRepositories(destinations) {
  return destinations.map(({ repository }) => formatRepository(repository)).sort().join(", ");
}
async function readPart(registry, repository, candidate) {
  const { platform, digest } = candidate;
  if (platform === void 0)
    throw refuse3(`${describeCandidate(candidate)} is a whole image, not a leg`);
  const root = await readLeg(registry, { repository, digest, platform });
  const found = readDescriptors(root, { digest, platform });
  await requirePlatform(registry, { repository, candidate, manifest: found.manifest });
  return { platform, ...found };
}
function readDescriptors({ manifest, mediaType, bytes }, { digest, platform }) {
  if (manifest.kind === "image") {
    const own = { mediaType, digest, sizeBytes: bytes.length, annotations: {}, platform };
    return { manifest: own, attestations: [] };
  }
  const [only, second] = listPlatformManifests(manifest);
  if (only === void 0 || second !== void 0 || formatPlatform(only.platform) !== formatPlatform(platform))
    throw refuse3(`${digest} is not an index of ${formatPlatform(platform)} alone`);
  const attestations = listAttestationManifests(manifest).filter(({ describes }) => describes === only.descriptor.digest).map(({ descriptor }) => descriptor);
  return { manifest: only.descriptor, attestations };
}
async function requirePlatform(registry, {
  repository,
  candidate: { platform },
  manifest
}) {
  const { manifest: image } = await fetchManifest(registry, repository, manifest.digest);
  if (image.kind !== "image") throw refuse3(`${manifest.digest} is not the manifest of an image`);
  const stated = parseConfigPlatform(await fetchBlob(registry, repository, image.config));
  const names = [stated, platform].map((one) => one === void 0 ? "" : formatPlatform(one));
  if (names[0] !== names[1])
    throw refuse3(
      `${manifest.digest} says that it is for ${names[0] || "no platform"}, not for ${names[1]}`
    );
}
function toRecord(annotations) {
  return Object.fromEntries(
    annotations.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    })
  );
}
function refuse3(message) {
  return new ActionError("CANDIDATE_REJECTED", message, {
    hint: "Nothing was published. Run all jobs again; if it comes back, look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
  });
}

// src/stages/hand-over.ts
var SECOND_LOOK_MS = 3e3;
var MAX_HAND_OVERS = 20;
async function handOver({ artifacts }, { identity: identity2, document }) {
  const { group, platform, attempt: attempt2 } = identity2;
  const name = formatLegArtifact({ group, platform, attempt: attempt2, phase: "done" });
  const text = formatCandidateDocument(document);
  for (let turn = 1; turn <= MAX_HAND_OVERS; turn++) {
    if (await artifacts.create(turn === 1 ? name : `${name}.${turn}`, text) === "created") return;
  }
  throw new ActionError(
    "ARTIFACTS_UNAVAILABLE",
    `This job cannot hand over what it built: the run has ${MAX_HAND_OVERS} artifacts named ${name} already`,
    {
      hint: "Look for a job of this run that creates artifacts of this name, and run all jobs again."
    }
  );
}
async function collectLegs(host, {
  identity: identity2,
  leg: { platform, platforms },
  own
}) {
  const others = platforms.map(formatPlatform).filter((name) => name !== formatPlatform(platform));
  const look2 = () => listNewest(host, identity2);
  let found = await look2();
  if (others.some((name) => !found.has(name))) {
    await host.clock.sleep(SECOND_LOOK_MS);
    found = await look2();
  }
  const missing = others.filter((name) => !found.has(name));
  if (missing.length > 0) return { documents: [], missing };
  const handed = others.flatMap((name) => found.get(name) ?? []);
  return { documents: [own, ...await readDocuments(host, handed)], missing };
}
async function collectAll(host, { attempt: attempt2 }) {
  const found = await listNewest(host, { group: void 0, attempt: attempt2 });
  return readDocuments(host, [...found.values()]);
}
async function listNewest({ artifacts }, { group, attempt: attempt2 }) {
  const newest = /* @__PURE__ */ new Map();
  const begun = /* @__PURE__ */ new Map();
  for (const one of await listLegs(artifacts, group)) {
    const { leg } = one;
    const key = group === void 0 ? `${leg.group} ${leg.platform}` : leg.platform;
    const known = newest.get(key);
    if (leg.phase === "start") {
      if (leg.attempt <= attempt2) begun.set(key, Math.max(leg.attempt, begun.get(key) ?? 0));
    } else if (known === void 0 || isNewer(one, known)) newest.set(key, one);
  }
  return new Map([...newest].filter(([key, { leg }]) => leg.attempt >= (begun.get(key) ?? 0)));
}
async function listLegs(artifacts, group) {
  const listed = await artifacts.list(group === void 0 ? LEG_PREFIX : `${LEG_PREFIX}${group}.`);
  return listed.flatMap(({ id, name }) => {
    const [, base = name, turn = "1"] = /^(.*\.done)\.(\d{1,2})$/.exec(name) ?? [];
    const leg = parseLegArtifact(base);
    return leg === void 0 ? [] : [{ id, leg, turn: Number(turn) }];
  });
}
function isNewer(a, b) {
  return a.leg.attempt === b.leg.attempt ? a.turn > b.turn : a.leg.attempt > b.leg.attempt;
}
async function readDocuments({ artifacts, log }, found) {
  const texts = await Promise.all(
    found.map(async ({ id, leg }) => ({ leg, text: await artifacts.read(id) }))
  );
  return texts.flatMap(({ leg, text }) => {
    const document = parseCandidateDocument(text);
    const name = formatLegArtifact(leg);
    if (document === void 0) {
      log.warning(`The artifact ${name} holds no candidate and is left out`);
      return [];
    }
    if (!isNamed(document, leg))
      throw reject(document.candidate, `was handed over as that of another leg, in ${name}`);
    return [document];
  });
}
function isNamed({ candidate }, named) {
  const { group, platform, attempt: attempt2 } = candidate;
  const built = platform === void 0 ? WHOLE_IMAGE : formatPlatform(platform);
  return group === named.group && built === named.platform && attempt2 === named.attempt;
}

// src/plan/runners.ts
var MOST_LEGS = 20;
var HOSTED = [
  { pattern: "linux/arm64", runner: "ubuntu-24.04-arm" },
  { pattern: "linux/arm", runner: "ubuntu-24.04-arm" },
  { pattern: "default", runner: "ubuntu-24.04" }
];
function planLegs({
  inputs: { platforms, runners, workflow },
  problems
}) {
  if (workflow !== void 0 && platforms.length > MOST_LEGS) {
    problems.push({
      input: "platforms",
      value: `${platforms.length} platforms`,
      problem: `are more than the ${MOST_LEGS} legs of the reusable workflow`,
      fix: "Use the step in a matrix of your own, or build some platforms in one job."
    });
  }
  return platforms.map((each, index) => {
    const platform = formatPlatform(each);
    const rule = findRule(platform, runners) ?? findRule(platform, HOSTED);
    return { platform, runner: rule?.runner ?? "ubuntu-24.04", index };
  });
}
function formatMatrix(legs) {
  return JSON.stringify({ include: legs });
}
function findRule(platform, rules) {
  return rules.filter(({ pattern }) => isMatch2(pattern, platform)).sort((left, right) => weigh(right) - weigh(left))[0];
}
function isMatch2(pattern, platform) {
  return pattern === "default" || platform === pattern || platform.startsWith(`${pattern}/`);
}
function weigh({ pattern }) {
  return pattern === "default" ? 0 : pattern.split("/").length;
}

// src/plan/level.ts
var HOSTED_LABEL = /^ubuntu-(latest|slim|\d{2}\.\d{2})(-arm)?$/;
function planLevel({
  inputs,
  facts,
  cache,
  builder,
  problems
}) {
  const { workflow, prepared } = inputs;
  if (workflow === void 0) {
    const reasons2 = ["other steps of the job can ask for the same identity"];
    const builderId = makeStepId(facts);
    return { level: 2, reasons: reasons2, builderId, accepted: [builderId] };
  }
  refuseOtherBuilders(inputs, problems);
  const whole = `${facts.serverUrl}/${workflow.ref}`;
  const name = prepared.includes("command") ? "prepared-step" : "step";
  const part = `${facts.serverUrl}/${readRepository(workflow)}/${name}@${workflow.sha}`;
  const reasons = findReasons({ inputs, facts, cache, builder, whole });
  return reasons.length === 0 ? { level: 3, reasons, builderId: whole, accepted: [whole, part] } : { level: 2, reasons, builderId: part, accepted: [part] };
}
function findReasons({
  inputs,
  facts,
  cache,
  builder,
  whole
}) {
  const { prepared, allow, network, builderIds } = inputs;
  const others = planLegs({ inputs, problems: [] }).filter(({ runner }) => !isHosted(runner));
  return [
    ...facts.runnerEnvironment === "github-hosted" ? [] : ["not a runner that GitHub hosts"],
    ...others.length === 0 ? [] : [`runners of other labels: ${others.map(({ platform }) => platform).join(", ")}`],
    // What the workflow signed itself, its own builders made: a build cannot choose what they take for a step's result.
    ...isCacheVerified(cache) ? [] : ["a cache that is not signed: other runs can write what is built from"],
    ...allow.length === 0 ? [] : [`privileges for steps: ${allow.join(", ")}`],
    ...network === "host" ? ["steps use the runner's network"] : [],
    ...listBuilderReasons(builder),
    ...prepared.includes("command") ? ["a command prepared the sources (`prepare`)"] : [],
    ...builderIds.length === 0 || builderIds.includes(whole) ? [] : ["the run was planned so"]
  ];
}
function listBuilderReasons(builder) {
  if (builder.kind === "existing") return [`the builder ${builder.name} was there before`];
  const { driver, nodes, config } = findOwn(builder) ?? { nodes: [] };
  const isElsewhere = driver !== "docker-container" || nodes.some((one) => one.endpoint !== void 0);
  return [
    ...driver !== void 0 && isElsewhere ? ["a builder on other machines than the runner"] : [],
    ...config === void 0 ? [] : ["a configuration of buildkitd"]
  ];
}
function isHosted(runner) {
  const labels = typeof runner === "string" ? [runner] : runner;
  return Array.isArray(labels) && labels.length === 1 && HOSTED_LABEL.test(String(labels[0]));
}
function refuseOtherBuilders({ provenance, attests }, problems) {
  const fix = "Leave it out: the workflow writes what is true.";
  const problem = "names a builder";
  if (provenance.kind === "attributes" && "builder-id" in provenance.attributes)
    problems.push({ input: "provenance", problem, fix });
  if (attests.some(({ attributes }) => "builder-id" in attributes))
    problems.push({ input: "attests", problem, fix });
}
function makeStepId({
  serverUrl,
  actionSource,
  repository
}) {
  const [source = "", ref = ""] = (actionSource === "" ? repository : actionSource).split("@");
  return `${serverUrl}/${source}/step${ref === "" ? "" : `@${ref}`}`;
}
function readRepository({ ref }) {
  return ref.slice(0, ref.indexOf("/.github/"));
}
function readBuilderId(predicate) {
  const details = readField2(predicate, "runDetails") ?? predicate;
  const id = readField2(readField2(details, "builder"), "id");
  return typeof id === "string" ? id : void 0;
}
function readField2(value, name) {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : void 0;
}

// src/stages/attach.ts
async function attachAll(host, {
  registry,
  repositories,
  bundles,
  createdAt
}) {
  const attached = [];
  const byDigest = /* @__PURE__ */ new Map();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...byDigest.get(bundle.subject.digest) ?? [], bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group) => group[0]?.subject.kind === "index";
  for (const repository of repositories) {
    const attach = async (group) => {
      attached.push(...await attachGroup({ registry, repository, group, createdAt }));
    };
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${countBundles(bundles.length)} attached and read back`
    );
  }
  return attached;
}
async function keepAttached(registry, attached) {
  await settleAll(attached.map((one) => registry.ensureReferrers(one)));
}
async function attachGroup({
  registry,
  repository,
  group,
  createdAt
}) {
  const [first] = group;
  if (first === void 0) return [];
  const { digest, mediaType, sizeBytes } = first.subject;
  const subject = { digest, mediaType, sizeBytes };
  const referrers = await registry.attachBundles({
    repository,
    subject,
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt
  });
  return [{ repository, subject, referrers }];
}
function countBundles(count2) {
  return count2 === 1 ? "1 signature or attestation" : `${count2} signatures and attestations`;
}
async function settleAll(work) {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

// src/names/lines.ts
var import_semver3 = __toESM(require_semver(), 1);

// src/names/list.ts
function parseList2(text) {
  return readCsv(() => parseList(text.trim(), { comma: "keep" }));
}
function parseFields(entry) {
  const records = readCsv(
    () => parse(entry, { relax_column_count: true, skip_empty_lines: true })
  );
  const [record = []] = records;
  return record.map((field) => {
    const at = field.indexOf("=");
    if (at < 1) return { key: void 0, value: field.trim() };
    return { key: field.slice(0, at).trim().toLowerCase(), value: field.slice(at + 1).trim() };
  });
}
function readCsv(read) {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault(
      `its quotes do not fit (${reason})`,
      "Put the whole entry or field into double quotes, and double those inside."
    );
  }
}

// src/names/settings.ts
var ANNOTATION_LEVELS = [
  "manifest",
  "index",
  "manifest-descriptor",
  "index-descriptor"
];
var LEVEL = new RegExp(`^(?:${ANNOTATION_LEVELS.join("|")})(?:\\[[A-Za-z0-9_/-]+\\])?$`);
var DEFAULT_SHORT_SHA_LENGTH = 7;
function isAnnotationLevel(text) {
  return LEVEL.test(text);
}
function parseSettings(env, problems) {
  const read = (name, parse3) => {
    const value = env[name]?.trim() ?? "";
    return value === "" ? void 0 : attempt({ input: name, value, problems }, () => parse3(value));
  };
  return {
    shortShaLength: read("DOCKER_METADATA_SHORT_SHA_LENGTH", parseLength) ?? DEFAULT_SHORT_SHA_LENGTH,
    usePullRequestHead: /true/i.test(env["DOCKER_METADATA_PR_HEAD_SHA"] ?? ""),
    annotationLevels: read("DOCKER_METADATA_ANNOTATIONS_LEVELS", parseLevels) ?? ["manifest"],
    // BuildKit also takes the word `context` here, which is not a time: then it is none for names either.
    sourceTime: parseEpoch(env["SOURCE_DATE_EPOCH"] ?? "")
  };
}
function parseLength(text) {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Fault("it is not a positive whole number", "Set it to a length such as 12.");
}
function parseLevels(text) {
  const levels = text.split(",").map((level) => level.trim()).filter((level) => level !== "");
  const wrong = levels.find((level) => !isAnnotationLevel(level));
  if (wrong === void 0) return levels;
  throw new Fault(
    `it has the unknown level \`${wrong}\``,
    `Use ${ANNOTATION_LEVELS.map((level) => `\`${level}\``).join(", ")}, by comma.`
  );
}
function parseEpoch(text) {
  const time = new Date(/^\d{1,12}$/.test(text) ? Number(text) * 1e3 : Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}

// src/names/metadata.ts
var PREFIX = "org.opencontainers.image.";
function makeStandardPairs({ event, version, created }) {
  const { repository, sha } = event;
  const standard = {
    title: repository.name,
    description: repository.description,
    url: repository.htmlUrl,
    source: repository.htmlUrl,
    version,
    created: created.toISOString(),
    revision: sha,
    licenses: repository.license
  };
  return new Map(Object.entries(standard).map(([key, value]) => [`${PREFIX}${key}`, value ?? ""]));
}
function makeLabels(standard, custom) {
  const pairs = new Map(standard);
  for (const { key, value } of parseCustom(custom)) pairs.set(key, value);
  return formatPairs(pairs);
}
function makeAnnotations(standard, custom, levels) {
  const entries = parseCustom(custom).map(parseLevels2);
  const everywhere = new Map(standard);
  for (const { key, value, levels: own } of entries) {
    if (own.length === 0) everywhere.set(key, value);
  }
  const all = /* @__PURE__ */ new Set([...levels, ...entries.flatMap((entry) => entry.levels)]);
  return [...all].flatMap((level) => {
    const pairs = new Map(levels.includes(level) ? everywhere : []);
    for (const { key, value, levels: own } of entries) {
      if (own.includes(level)) pairs.set(key, value);
    }
    return formatPairs(pairs).map((pair) => `${level}:${pair}`);
  });
}
function parsePairs(lines) {
  return Object.fromEntries(lines.map(splitPair2));
}
function parseCustom({ input, text, render, problems, warn: warn2 }) {
  const lines = attempt({ input, value: text, problems }, () => parseList2(text)) ?? [];
  return lines.flatMap((line) => {
    const rendered = attempt({ input, value: line, problems }, () => render(line));
    if (rendered === void 0) return [];
    if (!rendered.includes("=")) {
      warn2(`${input}: \`${line}\` has no \`=\`; it is ignored.`);
      return [];
    }
    const [key, value] = splitPair2(rendered);
    return [{ levels: [], key, value }];
  });
}
function parseLevels2(entry) {
  const colon = entry.key.indexOf(":");
  const levels = entry.key.slice(0, Math.max(colon, 0)).split(",");
  return levels.every(isAnnotationLevel) ? { levels, key: entry.key.slice(colon + 1), value: entry.value } : entry;
}
function splitPair2(line) {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}
function formatPairs(pairs) {
  return [...pairs].toSorted(([left], [right]) => left.localeCompare(right, "en")).map(([key, value]) => `${key}=${value}`);
}

// src/names/lines.ts
var PREFIX2 = "org.opencontainers.image.";
var COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
function isCommit(text) {
  return COMMIT.test(text);
}
function findBasis({ type }, {
  version,
  isLatest,
  event
}) {
  if (version !== void 0 && (type === "semver" || type === "pep440"))
    return { kind: "version", scheme: type, full: version.full };
  if (branchOf(event.ref) !== void 0) return { kind: "branch" };
  return isLatest || type === "match" ? findGitVersion(event) : void 0;
}
function findGitVersion({ ref }) {
  const full = import_semver3.default.parse(tagOf(ref) ?? "", { loose: true })?.version;
  return full === void 0 ? void 0 : { kind: "version", scheme: "semver", full };
}
async function makeTagLines(tags, statements) {
  const [source, ...others] = readStatements(statements, "source");
  const isClear = source !== void 0 && others.every((other) => other === source);
  const lines = /* @__PURE__ */ new Map();
  for (const { name, kind, basis, release } of tags) {
    if (kind !== "floating") continue;
    const followed = isClear ? await findFollowed(basis, statements) : void 0;
    if (followed === void 0 && release === void 0) continue;
    lines.set(name, {
      source: source ?? "",
      ...followed,
      ...release === void 0 ? {} : { release }
    });
  }
  return lines;
}
async function findFollowed(basis, statements) {
  if (basis?.kind === "branch") {
    const { revision } = statements;
    const stated = readStatements(statements, "revision");
    const isTrue = stated.length > 0 && stated.every((one) => one === revision);
    return isTrue && isCommit(revision) ? { revision } : void 0;
  }
  if (basis === void 0) return void 0;
  const { scheme, full } = basis;
  const { prefix, suffix } = statements;
  const [first, ...others] = readStatements(statements, "version");
  if (first === void 0 || others.some((other) => other !== first)) return void 0;
  const version = { scheme, text: stripAffixes(first, { prefix, suffix }), prefix, suffix };
  return await isLabelOf(version, full) ? { version } : void 0;
}
function readStatements({ labels, annotations }, name) {
  const key = `${PREFIX2}${name}`;
  const label = parsePairs(labels)[key];
  const marks = annotations.flatMap((line) => {
    const at = line.indexOf(`${key}=`);
    const isWhole = at === 0 || line[at - 1] === ":";
    return isWhole ? [line.slice(at + key.length + 1)] : [];
  });
  return [label ?? "", ...marks].filter((value) => value !== "");
}

// src/stages/json-field.ts
function readField3(value, path) {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return void 0;
    at = Reflect.get(at, key);
  }
  return at;
}

// src/stages/ancestry.ts
var GIT_MS = 5e3;
async function findAncestry(host, { own, theirs, access }) {
  if (own === theirs || !isCommit(own) || !isCommit(theirs)) return "apart";
  try {
    return await askGit(host, own, theirs) ?? await askGitHub(host, { own, theirs, access });
  } catch (error) {
    host.log.debug(`${theirs} could not be compared with ${own}: ${String(error)}`);
    return "apart";
  }
}
async function askGit(host, own, theirs) {
  if (await isAncestor(host, theirs, own)) return "ancestor";
  return await isAncestor(host, own, theirs) ? "descendant" : void 0;
}
async function isAncestor({ env, run }, older, newer) {
  const { exitCode } = await run({
    tool: "git",
    file: "git",
    args: ["-c", "safe.directory=*", "merge-base", "--is-ancestor", older, newer],
    // A partial clone would fetch what it lacks: from wherever its configuration says, and as long as that takes.
    env: { PATH: env["PATH"] ?? "", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" },
    deadlineMs: GIT_MS
  });
  return exitCode === 0;
}
async function askGitHub({ github }, { own, theirs, access }) {
  const { token, repository } = access;
  const [owner, repo] = repository.split("/");
  if (token === void 0 || !owner || !repo) return "apart";
  const answer = await github.compare({ token, owner, repo, base: own, head: theirs });
  const status = readField3(answer, ["status"]);
  if (status === "ahead") return "descendant";
  return status === "behind" ? "ancestor" : "apart";
}

// src/stages/image-statements.ts
var MAX_CONFIG_BYTES = 1024 * 1024;
async function readStatements2(registry, repository, digest) {
  const { manifest } = await fetchManifest(registry, repository, digest);
  const onTop = pickStatements(manifest.annotations);
  if (isComplete(onTop)) return onTop;
  const image = await openImage(registry, repository, manifest);
  if (image === void 0) return onTop;
  const onImage = pickStatements(image.annotations);
  if (isComplete(onImage)) return onImage;
  if (image.config.sizeBytes > MAX_CONFIG_BYTES) return onImage;
  const labels = readLabels(await fetchBlob(registry, repository, image.config));
  return pickStatements(labels) ?? onImage ?? onTop;
}
async function openImage(registry, repository, manifest) {
  if (manifest.kind === "image") return manifest;
  const [first] = listPlatformManifests(manifest);
  if (first === void 0) return void 0;
  const found = await fetchManifest(registry, repository, first.descriptor.digest);
  return found.manifest.kind === "image" ? found.manifest : void 0;
}
function readLabels(bytes) {
  const { config } = parseJson(bytes, MAX_MANIFEST_BYTES);
  const { Labels: labels } = asObject(config ?? {}, "a config");
  return asObject(labels ?? {}, "labels");
}
function pickStatements(from) {
  const pick = (name) => {
    const value = from[`org.opencontainers.image.${name}`];
    return typeof value === "string" ? value : "";
  };
  const found = { source: pick("source"), version: pick("version"), revision: pick("revision") };
  return found.source === "" ? void 0 : found;
}
function isComplete(found) {
  return found !== void 0 && found.version !== "" && found.revision !== "";
}

// src/stages/content-order.ts
var NO_RELEASE = "no release";
var UNKNOWN = { rank: "unknown" };
function makeContentOrder(host, setting) {
  const verdicts = /* @__PURE__ */ new Map();
  const readings = /* @__PURE__ */ new Map();
  const silent = /* @__PURE__ */ new Set();
  let release;
  const keyOf = (line, repository, digest) => JSON.stringify([line, formatRepository(repository), digest]);
  async function read(repository, digest) {
    if (silent.has(repository.registry)) return void 0;
    try {
      return await readStatements2(setting.registry.brief, repository, digest);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      const reference = formatReference({ repository, digest });
      host.log.debug(`${reference} could not be compared: ${String(error)}`);
      return void 0;
    }
  }
  function readOnce(repository, digest) {
    const key = formatReference({ repository, digest });
    const reading = readings.get(key) ?? read(repository, digest);
    readings.set(key, reading);
    return reading;
  }
  return {
    known: (line, repository, digest) => verdicts.get(keyOf(line, repository, digest)),
    compare: async (line, repository, digest) => {
      const key = keyOf(line, repository, digest);
      const found = verdicts.get(key) ?? await judge(host, { line, ...setting }, readOnce(repository, digest));
      verdicts.set(key, found);
      return found;
    },
    findLatestRelease: () => {
      release ??= askLatestRelease(host, setting.access);
      return release;
    }
  };
}
async function judge(host, { line, access }, reading) {
  const { version, revision } = line;
  if (version === void 0 && revision === void 0) return UNKNOWN;
  const stated = await reading;
  if (stated === void 0 || normalize(stated.source) !== normalize(line.source)) return UNKNOWN;
  if (version !== void 0) {
    const ahead2 = await compareWithLabel(version, stated.version) ?? 0;
    const named = stripAffixes(stated.version, version);
    return toVerdict(ahead2, { kind: "version", named, own: version.text });
  }
  const own = revision ?? "";
  const theirs = stated.revision;
  const ancestry = await findAncestry(host, { own, theirs, access });
  const ahead = ancestry === "apart" ? 0 : ancestry === "descendant" ? 1 : -1;
  return toVerdict(ahead, { kind: "commit", named: theirs, own });
}
function toVerdict(ahead, reason) {
  if (ahead === 0) return UNKNOWN;
  return ahead > 0 ? { rank: "later", reason } : { rank: "earlier" };
}
function normalize(source) {
  return source.toLowerCase().replace(/(?:\.git)?\/?$/, "");
}
async function askLatestRelease({ github, log }, { token, repository }) {
  const [owner, repo] = repository.split("/");
  if (token === void 0 || !owner || !repo) return void 0;
  try {
    const answer = await github.latestRelease({ token, owner, repo });
    const tag = readField3(answer, ["tag_name"]);
    return typeof tag === "string" && tag !== "" ? tag : NO_RELEASE;
  } catch (error) {
    log.debug(`GitHub did not tell the latest release: ${String(error)}`);
    return void 0;
  }
}

// src/stages/describe.ts
async function describeImage(host, wanted) {
  const { registry, repository, digest } = wanted;
  const root = await fetchManifest(registry, repository, digest);
  if (root.manifest.kind === "image") return describeSingle(wanted, root);
  const index = root.manifest;
  const platforms = listPlatformManifests(index).map(
    ({ platform, descriptor }) => makeSubject("platform", descriptor, formatPlatform(platform))
  );
  checkPlatforms(wanted.platforms, platforms);
  const { subjects, predicates } = await readAttestations(host, { wanted, index, platforms });
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [
      ...platforms,
      ...subjects,
      {
        kind: "index",
        digest,
        mediaType: root.mediaType,
        sizeBytes: root.bytes.length,
        platform: void 0
      }
    ],
    predicates
  };
}
function describeSingle({ platforms, attestations, digest }, root) {
  if (attestations.length > 0) throw makeMissing(attestations, "the image");
  const [platform] = platforms;
  const subject = {
    kind: "platform",
    digest,
    mediaType: root.mediaType,
    sizeBytes: root.bytes.length,
    platform: platform === void 0 ? void 0 : formatPlatform(platform)
  };
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [subject],
    predicates: []
  };
}
function makeSubject(kind, descriptor, platform) {
  return {
    kind,
    digest: descriptor.digest,
    mediaType: descriptor.mediaType,
    sizeBytes: descriptor.sizeBytes,
    platform
  };
}
function checkPlatforms(wanted, found) {
  const names = new Set(found.map(({ platform }) => platform));
  const missing = wanted.map(formatPlatform).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `The pushed index has no manifest for ${missing.join(", ")}`,
    {
      hint: `It has ${[...names].join(", ") || "none"}. Does the Dockerfile set a fixed \`--platform\` in its last FROM?`
    }
  );
}
async function readAttestations(host, {
  wanted,
  index,
  platforms
}) {
  const described = listAttestationManifests(index);
  const parts = await Promise.all(
    platforms.map(async (subject) => {
      const own = described.filter(({ describes }) => describes === subject.digest);
      const manifests = own.map(
        ({ descriptor }) => makeSubject("attestation-manifest", descriptor, subject.platform ?? "")
      );
      return { manifests, predicates: await readPredicates(host, { wanted, subject, manifests }) };
    })
  );
  return {
    subjects: parts.flatMap(({ manifests }) => manifests),
    predicates: parts.flatMap(({ predicates }) => predicates)
  };
}
async function readPredicates(host, {
  wanted,
  subject,
  manifests
}) {
  const { registry, repository, attestations, folder } = wanted;
  if (attestations.length === 0) return [];
  const layers = (await Promise.all(
    manifests.map(async ({ digest }) => {
      const { manifest } = await fetchManifest(registry, repository, digest);
      return manifest.kind === "image" ? listPredicateLayers(manifest) : [];
    })
  )).flat();
  const missing = attestations.filter(
    (spec) => !layers.some(({ predicateType }) => predicateType === spec.predicateType)
  );
  if (missing.length > 0) throw makeMissing(missing, subject.platform ?? subject.digest);
  const wantedLayers = attestations.flatMap(
    (spec) => layers.filter(({ predicateType }) => predicateType === spec.predicateType).map(({ descriptor }) => ({ spec, descriptor }))
  );
  return Promise.all(
    wantedLayers.map(async ({ spec, descriptor }) => {
      const statement = await fetchBlob(registry, repository, descriptor);
      const file = `${folder}/${spec.kind}-${digestHex(descriptor.digest)}.json`;
      await host.files.write(file, readPredicate(statement, { spec, subject }));
      return { spec, subject, file };
    })
  );
}
function readPredicate(statement, { spec, subject }) {
  const parsed2 = parseStatement(statement, statement.byteLength);
  const about = parsed2?.subjects.includes(subject.digest) === true;
  if (parsed2 === void 0 || parsed2.predicateType !== spec.predicateType || !about) {
    throw new ActionError(
      "BUILD_RESULT_INVALID",
      `BuildKit's ${spec.kind} of ${subject.platform ?? "the image"} is not a statement about ${subject.digest}`,
      {
        hint: "Was the image changed in the registry while it was built? Run the job again."
      }
    );
  }
  return JSON.stringify(parsed2.predicate);
}
function makeMissing(specs, where) {
  const kinds = specs.map(({ predicateType }) => predicateType).join(", ");
  return new ActionError("PREDICATE_MISSING", `BuildKit recorded no ${kinds} for ${where}`, {
    hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`."
  });
}

// src/stages/kept.ts
function tellKept({ reference, digest, run, reason }) {
  const kept = `${reference} is left alone: `;
  const names = `it names ${digest}, `;
  const { kind } = reason;
  if (kind === "run")
    return `${kept}${names}which ${formatRun(run)} signed, a later run than this one. To go back on purpose, start a new run.`;
  const why = kind === "release" ? formatReason(reason) : `${names}${formatReason(reason)}`;
  return `${kept}${why}. To move it all the same, set \`allow-downgrade: true\`.`;
}
function formatKeptLine({ reference, digest, run, reason }) {
  if (reason.kind === "release") return `- \`${reference}\`: ${formatReason(reason)}`;
  const named = `- \`${reference}\` names \`${digest?.slice(0, 19)}\u2026\``;
  return reason.kind === "run" ? `${named} of ${formatRun(run)}` : `${named}, ${formatReason(reason)}`;
}
function formatReason(reason) {
  const { kind, named, own } = reason;
  switch (kind) {
    case "version":
      return `version ${named}, which is higher than ${own}`;
    case "commit":
      return `commit ${shorten2(named)}, which is newer than ${shorten2(own)}`;
    case "release":
      return named === NO_RELEASE ? `GitHub marks no release as the latest, and so not ${own}` : `GitHub marks ${named} as the latest release, not ${own}`;
  }
}
function formatRun(run) {
  if (run === void 0) return "another run";
  return `run ${run.runId} (${run.serverUrl}/${run.repository}/actions/runs/${run.runId})`;
}
var shorten2 = (commit) => commit.slice(0, 12);

// src/stages/within.ts
function settleWithin({ clock }, limitMs, work) {
  return new Promise((resolve) => {
    const stop = clock.repeat(limitMs, async () => settle(void 0));
    function settle(value) {
      stop();
      resolve(value);
    }
    work.then(settle, () => settle(void 0));
  });
}

// src/stages/refusable.ts
var LIMIT_MS = 2e3;
async function putRefusableFirst(host, {
  registry,
  image
}, planned) {
  if (planned.length < 2) return planned;
  const isRefusable = await Promise.all(
    planned.map(async ({ repository, tag, kind, platform }) => {
      if (kind !== "immutable" || platform !== void 0) return false;
      const asked = registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, LIMIT_MS, asked);
      return head !== void 0 && head.digest !== image.digest;
    })
  );
  const pick = (wanted) => planned.filter((_, at) => isRefusable[at] === wanted);
  return [...pick(true), ...pick(false)];
}

// src/stages/tag-choice.ts
function chooseOrder({ order, content }, line) {
  if (content === void 0 || line === void 0 || !isComparable(line)) return order;
  const isVersion = line.version !== void 0;
  const choose = (own, run) => {
    if (own === "later" || isVersion && own === "earlier") return own;
    return run === "unknown" ? own : run;
  };
  return {
    known: (repository, digest) => {
      const own = content.known(line, repository, digest);
      if (own === void 0) return void 0;
      const run = order === void 0 ? "unknown" : order.known(repository, digest);
      return run === void 0 ? void 0 : choose(own.rank, run);
    },
    // At the same time: each of them waits for three answers, one after the other.
    compare: async (repository, digest) => {
      const [own, run = "unknown"] = await Promise.all([
        content.compare(line, repository, digest),
        order?.compare(repository, digest)
      ]);
      return choose(own.rank, run);
    },
    noteGap: (gapMs) => order?.noteGap(gapMs)
  };
}
function isComparable({ version, revision }) {
  return version !== void 0 || revision !== void 0;
}

// src/stages/publish.ts
function listPlannedTags(destinations) {
  return destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name: tag, kind, of, line }) => ({
      repository,
      tag,
      kind,
      platform: of?.platform,
      reference: formatReference({ repository, tag }),
      line
    }))
  );
}
async function moveTags(host, publication) {
  const { destinations, moved, kept } = publication;
  const planned = await putRefusableFirst(host, publication, listPlannedTags(destinations));
  for (const one of planned) {
    const { reference } = one;
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const reason = await findOtherRelease(host, publication, one);
      if (reason !== void 0) {
        keepFor(host, publication, { ...one, digest: void 0, reason });
        continue;
      }
      const { previous, digest, leftTo } = await moveOne(publication, one);
      if (leftTo !== void 0) {
        keepBack(host, publication, { ...one, digest: leftTo });
        continue;
      }
      moved.push({ reference, previous, ...one.platform === void 0 ? {} : { digest } });
      host.log.info(`${reference} \u2192 ${digest}${describePrevious(previous, digest)}`);
    } catch (error) {
      const left = planned.length - moved.length - kept.length - 1;
      throw makePartial({ error, reference, moved, left });
    }
  }
}
async function findOtherRelease(host, { content }, { line, reference }) {
  if (line?.release === void 0 || content === void 0) return void 0;
  const latest = await content.findLatestRelease();
  if (latest === line.release) return void 0;
  if (latest !== void 0) return { kind: "release", named: latest, own: line.release };
  host.log.notice(
    `${reference}: GitHub could not be asked which release is the latest (\`latest=release\` takes a \`github-token\`); it goes by the version.`
  );
  return void 0;
}
async function moveOne(publication, { repository, tag, platform, line }) {
  const { registry, image } = publication;
  const order = chooseOrder(publication, line);
  const { mediaType, bytes } = platform === void 0 ? image : await fetchManifest(registry, repository, digestOf(image, platform));
  return registry.moveTag({ repository, tag, mediaType, bytes, order });
}
function digestOf(image, platform) {
  if (platform === void 0) return image.digest;
  const subject = image.subjects.find(
    (one) => one.kind === "platform" && one.platform === platform
  );
  if (subject !== void 0) return subject.digest;
  throw new ActionError("BUILD_RESULT_INVALID", `The image has no manifest for ${platform}`);
}
function keepBack(host, publication, planned) {
  const { content } = publication;
  const { repository, digest, line } = planned;
  const verdict = line === void 0 ? void 0 : content?.known(line, repository, digest);
  const reason = verdict?.reason ?? { kind: "run" };
  keepFor(host, publication, { ...planned, reason });
}
function keepFor(host, { order, moved, kept }, {
  repository,
  reference,
  digest,
  reason
}) {
  const at = moved.findIndex((one) => one.reference === reference);
  if (at >= 0) moved.splice(at, 1);
  const isRun = reason.kind === "run" && digest !== void 0;
  const run = isRun ? order?.findRun(repository, digest) : void 0;
  const tag = { reference, digest, run, reason };
  kept.push(tag);
  host.log.notice(tellKept(tag));
}
function describePrevious(previous, digest) {
  if (previous === void 0) return " (new)";
  return previous === digest ? " (was there already)" : ` (was ${previous})`;
}
function makePartial({
  error,
  reference,
  moved,
  left
}) {
  if (!(error instanceof ActionError) || error.code === "CANCELLED") return error;
  const done = moved.length === 0 ? "No tag was moved." : `Moved before: ${moved.map((one) => one.reference).join(", ")}.`;
  const untouched = left === 0 ? "" : `Not touched: the ${left === 1 ? "one" : left} after it.`;
  return new ActionError("TAG_NOT_MOVED", `${reference} could not be moved: ${error.message}`, {
    hint: [done, untouched, error.hint ?? "Run the job again."].filter(Boolean).join(" "),
    cause: error,
    details: error.details
  });
}

// src/stages/settle.ts
var MIN_WAIT_MS = 250;
var MAX_ROUNDS = 6;
async function settleTags(host, publication) {
  const { order, destinations, moved } = publication;
  if (order === void 0) return;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const names = new Set(moved.map(({ reference }) => reference));
    const ours = listPlannedTags(destinations).filter(({ reference }) => names.has(reference));
    if (ours.length === 0) return;
    await host.clock.sleep(Math.max(MIN_WAIT_MS, 2 * order.longestGapMs()));
    const again = await Promise.all(ours.map((one) => settleOne(host, publication, one)));
    if (!again.includes(true)) return;
  }
  host.log.warning(
    "Older runs kept moving the same tags back: give the workflow a `concurrency` group."
  );
}
async function settleOne(host, publication, planned) {
  const { image } = publication;
  const { repository, reference, platform, line } = planned;
  const order = chooseOrder(publication, line);
  const wanted = digestOf(image, platform);
  const named = await readTag(host, publication, planned);
  if (order === void 0 || named === void 0 || named === wanted) return false;
  const rank2 = await order.compare(repository, named);
  if (rank2 === "later") keepBack(host, publication, { ...planned, digest: named });
  if (rank2 !== "earlier") return false;
  const { leftTo } = await moveOne(publication, planned);
  if (leftTo === void 0)
    host.log.info(`${reference} \u2192 ${wanted} once more: an earlier run had moved it back`);
  else keepBack(host, publication, { ...planned, digest: leftTo });
  return leftTo === void 0;
}
async function readTag(host, { registry }, { repository, tag, reference }) {
  try {
    return (await registry.brief.readManifest(repository, tag))?.digest;
  } catch (error) {
    if (host.signal.aborted || errorCode(error) === "CANCELLED") throw error;
    host.log.debug(`${reference} could not be looked at again: ${String(error)}`);
    return void 0;
  }
}

// src/plan/outputs.ts
var OURS = ["name", "push", "push-by-digest", "name-canonical", "dest", "tar"];
function isImage({ type }) {
  return type === "image" || type === "registry";
}
function pushes({ type, attributes }) {
  return type === "registry" || isOn(attributes["push"]);
}
function isOn(value) {
  return value === "1" || parseBoolean(value ?? "") === true;
}
function asksToPush({ outputs }) {
  return outputs.some((entry) => isImage(entry) && pushes(entry));
}
function pushesByDigest({ outputs, images }) {
  return images === "" && outputs.some((entry) => isImage(entry) && isByDigest(entry));
}
function listDigestNames({ outputs }) {
  return outputs.flatMap(
    (entry) => isImage(entry) && isByDigest(entry) ? [entry.attributes["name"] ?? ""] : []
  ).filter((name) => name !== "").join(",");
}
function isByDigest({ attributes }) {
  return isOn(attributes["push-by-digest"]);
}
function asksToLoad({ load, outputs }) {
  return load || outputs.some(isLoad);
}
function isLoad({ type, attributes }) {
  return type === "docker" && attributes["dest"] === void 0;
}
function isFile(entry) {
  return !isImage(entry) && !isLoad(entry) && entry.type !== "cacheonly";
}
function planFiles({ outputs, call }) {
  if (call !== void 0) return [];
  return outputs.flatMap((entry) => {
    const { type, attributes } = entry;
    if (!isFile(entry) || type === "image" || type === "registry" || type === "cacheonly")
      return [];
    const split = attributes["platform-split"];
    return [
      {
        type,
        // A name that starts with a dash would be an option of cosign.
        dest: (attributes["dest"] ?? "").replace(/(?<=.)\/+$/, "").replace(/^-/, "./-"),
        isFolder: type === "local" || type !== "tar" && /^(0|f|false)$/i.test(attributes["tar"] ?? ""),
        prefix: attributes["attestation-prefix"] ?? "",
        split: split === void 0 ? void 0 : isOn(split)
      }
    ];
  });
}
function canAttest(files) {
  return files.length > 0 && files.every(({ type }) => type !== "docker");
}
function planOutputs({
  inputs,
  destinations,
  references,
  mode,
  problems
}) {
  const images = inputs.outputs.filter(isImage);
  const refuse5 = (entry, problem) => problems.push({ input: "outputs", value: formatEntry(entry), ...problem });
  for (const entry of images) {
    const problem = judgeImage(entry, { inputs, destinations });
    if (problem !== void 0) refuse5(entry, problem);
  }
  const files = inputs.outputs.filter(isFile);
  const holdsOne = inputs.platforms.length < 2 && mode !== "push";
  for (const entry of files) {
    if (entry.type === "docker" && !holdsOne) refuse5(entry, DOCKER_ARCHIVE);
  }
  const attributes = Object.assign({}, ...images.map((entry) => entry.attributes));
  return {
    imageAttributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !OURS.includes(name))
    ),
    exports: mode === "call" ? [] : files.map((entry) => formatEntry(withName(entry, references)))
  };
}
var DOCKER_ARCHIVE = {
  problem: "cannot hold several platforms or attestations",
  fix: "Use `type=oci`, which `docker load` takes too."
};
function judgeImage({ type, attributes }, { inputs, destinations }) {
  const byDigest = isByDigest({ type, attributes });
  const { name } = attributes;
  if (name !== void 0) {
    const own = destinations.map(({ repository }) => formatRepository(repository));
    const isOurs2 = name.split(",").every((one) => own.includes(nameRepository(one)));
    if (isOurs2 && (byDigest || !pushes({ type, attributes }))) return void 0;
    return {
      problem: "would be pushed under a name by itself, before anything is signed",
      fix: "Give the name in `images`, or with `push: true` in `tags`, and leave `name` and `push` out here."
    };
  }
  if (pushes({ type, attributes }) && inputs.images === "" && inputs.tags === "")
    return {
      problem: "asks for a push, and there is no name to push to",
      fix: "Set e.g. `images: ghcr.io/${{ github.repository }}`."
    };
  return judgeAttributes(attributes);
}
var KINDS3 = [
  [
    "compression",
    /^(uncompressed|gzip|estargz|zstd)$/,
    "`gzip`, `zstd`, `estargz`, `uncompressed`"
  ],
  ["compression-level", /^-?\d{1,2}$/, "a number such as `9`"],
  ["force-compression", /^(true|false|1|0)$/i, "`true` or `false`"],
  ["oci-mediatypes", /^(true|false|1|0)$/i, "`true` or `false`"]
];
function judgeAttributes(attributes) {
  const wrong = KINDS3.find(([name, pattern]) => {
    const value = attributes[name];
    return value !== void 0 && !pattern.test(value);
  });
  return wrong && { problem: `has a wrong \`${wrong[0]}\``, fix: `Use ${wrong[2]}.` };
}
function nameRepository(name) {
  const parsed2 = parseReference(name);
  return parsed2.ok ? formatRepository(parsed2.reference.repository) : "";
}
function withName(entry, references) {
  const isArchive = entry.type === "oci" || entry.type === "docker";
  if (!isArchive || "name" in entry.attributes || references.length === 0) return entry;
  return { ...entry, attributes: { ...entry.attributes, name: references.join(",") } };
}
function formatEntry({ type, attributes }) {
  return formatAttributes({ type, ...attributes });
}

// src/plan/signing.ts
var SIGNATURE_PREDICATE = "https://sigstore.dev/cosign/sign/v1";
var PERMISSIONS_BLOCK = [
  "permissions:",
  "  contents: read",
  "  packages: write",
  "  id-token: write"
].join("\n");
function planSigning({
  inputs,
  facts,
  destinations,
  result,
  problems
}) {
  checkTrustInputs({ inputs, facts, problems });
  if (inputs.sign === false) return { kind: "off", reason: "turned off by `sign: false`" };
  if (result === "nothing" || result === "bare files") {
    demandNothing(inputs, problems);
    return {
      kind: "off",
      reason: result === "nothing" ? "nothing is pushed" : "a folder is signed by its SBOM and provenance, and neither is asked for"
    };
  }
  if (result === "files") {
    const reason = findInability(inputs, facts);
    if (reason !== void 0) return { kind: "off", reason };
  }
  if (result === "image") refuseShortNames(destinations, problems);
  return {
    kind: "keyless",
    timeoutMs: inputs.signTimeoutMs,
    cosign: inputs.cosign,
    trustedRoot: inputs.trustedRoot,
    signingConfig: inputs.signingConfig,
    // The public log would publish the name of a private repository for good.
    transparencyLog: inputs.signingConfig === void 0 ? facts.visibility === "public" : facts.signingConfigLogs
  };
}
function demandNothing(inputs, problems) {
  const isByEvent = inputs.call !== void 0 || inputs.push === "auto" && inputs.images !== "" && !asksToLoad(inputs);
  if (inputs.sign === true && !isByEvent) {
    problems.push({
      input: "sign",
      value: "true",
      problem: "needs an image in a registry, an archive, or files with SBOM or provenance, and there is none",
      fix: "Set `push: true` with `images`, or `sign: auto`."
    });
  }
}
function findInability({ sign }, facts) {
  if (facts.untrusted) return "this event has no identity to sign with";
  if (sign === "auto" && !facts.oidcAvailable) return "the job has no `id-token: write`";
  return void 0;
}
function refuseShortNames(destinations, problems) {
  for (const { repository } of destinations) {
    if (repository.path.length > 1) continue;
    problems.push({
      input: "images",
      value: formatRepository(repository),
      problem: "has a name of one letter, which cosign cannot sign",
      fix: "Use a longer name, or `sign: false`."
    });
  }
}
function checkTrustInputs({
  inputs,
  facts,
  problems
}) {
  const files = [
    { input: "trusted-root", value: inputs.trustedRoot, kind: facts.paths.trustedRoot },
    { input: "signing-config", value: inputs.signingConfig, kind: facts.paths.signingConfig }
  ];
  for (const { input, value, kind } of files) {
    if (value !== void 0 && kind !== "file" && kind !== "later") {
      const problem = kind === "missing" ? "does not exist" : "is not a readable file";
      problems.push({
        input,
        value,
        problem,
        fix: "Give the path of a JSON file made by `cosign`.",
        ...noteLacking(kind)
      });
    }
  }
  if (inputs.trustedRoot === void 0 !== (inputs.signingConfig === void 0)) {
    const missing = inputs.trustedRoot === void 0 ? "trusted-root" : "signing-config";
    problems.push({
      input: missing,
      problem: "is missing: a Sigstore of your own needs both `trusted-root` and `signing-config`",
      fix: "Give both, or neither for the public Sigstore."
    });
  }
}
function makeMissingPermission(facts) {
  if (facts.untrusted) return makeUntrusted();
  return new ActionError(
    "OIDC_PERMISSION_MISSING",
    `Signing needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    {
      hint: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):
${PERMISSIONS_BLOCK}
Or set \`sign: false\` to publish unsigned.`
    }
  );
}
function makeUntrusted() {
  return new ActionError(
    "UNTRUSTED_EVENT",
    "A pull request from a fork, or a run by Dependabot, can neither push nor sign: GitHub gives it a token that only reads, no secrets and no identity",
    {
      hint: "Leave `push` at `auto`, which only builds then, and publish from another event, such as `push` to the default branch."
    }
  );
}
function foreseePolicy({
  facts,
  identity: identity2,
  attestations,
  transparencyLog
}) {
  const { serverUrl, workflowRef, repository, ref, sha, eventName } = facts;
  const issuer = findIssuer(serverUrl);
  const claims = { issuer, jobWorkflowRef: workflowRef, repository, ref, sha, eventName };
  return makePolicy({ facts, claims, identity: identity2, attestations, transparencyLog });
}
function findIssuer(serverUrl) {
  if (serverUrl === "https://github.com") return "https://token.actions.githubusercontent.com";
  const [, tenant] = /^https:\/\/([\w-]+)\.ghe\.com$/.exec(serverUrl) ?? [];
  return tenant === void 0 ? `${serverUrl}/_services/token` : `https://token.actions.${tenant}.ghe.com`;
}
function makePolicy({
  facts,
  claims,
  identity: identity2,
  attestations,
  transparencyLog
}) {
  return {
    identity: identity2 ?? `${facts.serverUrl}/${claims.jobWorkflowRef}`,
    issuer: claims.issuer,
    repository: claims.repository,
    sha: claims.sha,
    ref: claims.ref,
    trigger: claims.eventName,
    attestations,
    transparencyLog
  };
}

// src/plan/subjects.ts
function describeSubject({ kind, platform, digest }) {
  if (kind === "index") return "the index";
  return kind === "platform" ? platform ?? digest : `the attestation manifest of ${platform ?? digest}`;
}

// src/tools/cosign.ts
var SIGNING_FLAGS = ({
  trustedRoot,
  signingConfig,
  tokenFile,
  bundleFile
}) => [
  "--yes",
  `--bundle=${bundleFile}`,
  // An absent or refused token fails at once instead of opening the device flow, which polls for five minutes.
  "--fulcio-auth-flow=token",
  `--identity-token=${tokenFile}`,
  "--oidc-disable-ambient-providers",
  `--signing-config=${signingConfig}`,
  `--trusted-root=${trustedRoot}`
];
function makeSignArgs({ image, files }) {
  return ["sign", "--upload=false", ...SIGNING_FLAGS(files), image];
}
function makeAttestArgs({
  image,
  files,
  type,
  predicateFile
}) {
  return [
    "attest",
    "--no-upload",
    `--type=${type}`,
    `--predicate=${predicateFile}`,
    ...SIGNING_FLAGS(files),
    image
  ];
}
function makeTrustedRootArgs(out) {
  return ["trusted-root", "create", "--with-default-services", `--out=${out}`];
}
function makeSigningConfigArgs(out, { transparencyLog }) {
  return [
    "signing-config",
    "create",
    "--with-default-services",
    ...transparencyLog ? [] : ["--no-default-rekor"],
    `--out=${out}`
  ];
}
function makeSignBlobArgs({ file, files }) {
  return ["sign-blob", ...SIGNING_FLAGS(files), file];
}
function makeAttestBlobArgs({
  files,
  type,
  statementFile
}) {
  return ["attest-blob", `--type=${type}`, `--statement=${statementFile}`, ...SIGNING_FLAGS(files)];
}
function makeVerifyBundleArgs({
  bundleFile,
  about,
  predicateType,
  policy,
  trustedRoot
}) {
  const means = [
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`]
  ];
  if (predicateType === void 0) {
    return [
      "verify-blob",
      `--bundle=${bundleFile}`,
      ...means,
      "file" in about ? about.file : about.digest
    ];
  }
  return [
    "verify-blob-attestation",
    `--bundle=${bundleFile}`,
    ..."file" in about ? [] : [`--digest=${digestHex(about.digest)}`, "--digestAlg=sha256"],
    `--type=${predicateType}`,
    ...means,
    ..."file" in about ? [about.file] : []
  ];
}
function makeVerifyImageArgs({
  image,
  predicateType,
  policy,
  trustedRoot
}) {
  return [
    "verify-attestation",
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    image
  ];
}
function makePolicyFlags(policy) {
  const optional = [
    ["repository", policy.repository],
    ["sha", policy.sha],
    ["ref", policy.ref],
    ["trigger", policy.trigger]
  ];
  return [
    `--certificate-identity=${policy.identity}`,
    `--certificate-oidc-issuer=${policy.issuer}`,
    ...optional.flatMap(
      ([name, value]) => value === void 0 ? [] : [`--certificate-github-workflow-${name}=${value}`]
    ),
    ...policy.transparencyLog ? [] : ["--use-signed-timestamps", "--insecure-ignore-tlog"]
  ];
}
function formatShellCommand(program, args) {
  return [program, ...args].map(quoteShell).join(" ");
}
function quoteShell(word) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// src/tools/catalogue-build.ts
var STEPS = [
  {
    id: "emulator-crash",
    pattern: /qemu: uncaught target signal \d+|QEMU internal SIGSEGV/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "The emulator (QEMU) crashed while it ran a program of another architecture",
    hint: "Build this platform on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.",
    retry: "once"
  },
  {
    id: "exec-format",
    pattern: /exec format error|invalid ELF image/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "A step ran a program of an architecture that this machine cannot execute",
    hint: "Set `emulation: auto`, or build the platform on a native runner. When it happens for the native platform, the base image or a copied binary is of another architecture.",
    retry: "no"
  },
  {
    id: "disk-full",
    pattern: /no space left on device|disk quota exceeded/i,
    fromStep: true,
    code: "BUILD_FAILED",
    message: "The disk of the runner is full",
    hint: "Remove software that the job does not need before this step, or use a larger runner. `docker system df` shows what images and cache take.",
    retry: "no"
  }
];
var BUILDER = [
  {
    id: "engine-unreachable",
    pattern: /cannot connect to the docker daemon|failed to connect to the docker API|error during connect/i,
    code: "ENGINE_UNREACHABLE",
    message: "No container engine answers",
    hint: "Use a runner with Docker, or set DOCKER_HOST to an engine that this job may use.",
    retry: "no"
  },
  {
    id: "engine-denied",
    pattern: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    code: "ENGINE_UNREACHABLE",
    message: "The user of the runner may not use the container engine",
    hint: "Add the user to the group `docker`, or set DOCKER_HOST to a rootless engine.",
    retry: "no"
  },
  {
    id: "builder-absent",
    pattern: /no builder "(?<name>[^"]*)" found/i,
    code: "BUILDER_FAILED",
    message: "There is no builder `{name}`",
    hint: "`builder` has to name one that an earlier step of this job made. Without `builder` the action makes its own.",
    retry: "no"
  },
  {
    id: "driver-limit",
    pattern: /not supported for (?:the )?docker driver/i,
    code: "BUILDER_FAILED",
    message: "The `docker` driver of this engine can do neither several platforms nor cache export",
    hint: "Leave `driver` and `builder` at their defaults, or turn on the containerd image store of the engine.",
    retry: "no"
  },
  {
    id: "load-several",
    pattern: /docker exporter does not (?:currently )?support exporting manifest lists/i,
    code: "BUILD_FAILED",
    message: "The engine cannot load an image of several platforms",
    hint: "Load one platform, or push.",
    retry: "no"
  },
  {
    id: "entitlement",
    pattern: /(?<what>network\.host|security\.insecure|device) is not allowed|additional privileges requested/i,
    code: "BUILD_FAILED",
    message: "The build asks for a privilege that was not granted",
    hint: "Grant it with `allow: network.host` or `allow: security.insecure`, or remove the flag from the Dockerfile. An existing `builder` has to have been created with it too.",
    retry: "no"
  }
];
var SOURCES = [
  {
    id: "dockerfile-absent",
    pattern: /failed to read dockerfile/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile was not found",
    hint: "`file` counts from the workspace, not from `context`. Is there an `actions/checkout` step before?",
    retry: "no"
  },
  {
    id: "context-absent",
    pattern: /unable to prepare context: path "(?<path>[^"]*)" not found/i,
    code: "BUILD_FAILED",
    message: "The build context `{path}` does not exist",
    hint: "Is there an `actions/checkout` step before? `context` counts from the workspace.",
    retry: "no"
  },
  {
    id: "git-denied",
    pattern: /could not read (?:Username|Password) for '|Authentication failed for '|remote: Repository not found/i,
    code: "BUILD_FAILED",
    message: "The Git repository of a context does not open with the token that it got",
    hint: "`github-token` opens the job's own repository, with `contents: read`. For another one give the build secret `GIT_AUTH_TOKEN`, a token that reads it.",
    retry: "no"
  },
  {
    id: "git-ref-absent",
    pattern: /couldn't find remote ref|upload-pack: not our ref|reference is not a tree/i,
    code: "BUILD_FAILED",
    message: "The Git repository of a context has no such commit, branch or tag",
    hint: "Check what stands behind the `#`. A branch may have been deleted, or its commit replaced by a forced push, since this run was started.",
    retry: "no"
  },
  {
    id: "dockerfile-invalid",
    pattern: /dockerfile parse error on line (?<line>\d+): (?<why>[^\n]+)/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has an error in line {line}: {why}",
    hint: "A newer syntax needs `# syntax=docker/dockerfile:1` as the first line.",
    retry: "no"
  },
  {
    id: "stage-absent",
    pattern: /target stage "(?<stage>[^"]*)" could not be found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has no stage `{stage}`",
    hint: "Check `target` against the `AS` names.",
    retry: "no"
  },
  {
    id: "copy-absent",
    pattern: /failed to calculate checksum of ref [^\n]*?: "?(?<path>[^\n"]+?)"?: not found/i,
    code: "BUILD_FAILED",
    message: "A file that the Dockerfile copies is not in the build context: {path}",
    hint: "Is it excluded by `.dockerignore`, not checked in, or made by a step or job whose artifact was not downloaded?",
    retry: "no"
  },
  {
    id: "platform-absent",
    pattern: /no match for platform in manifest|no matching manifest for (?<platform>\S+)/i,
    code: "BUILD_FAILED",
    message: "A base image does not exist for one of the platforms",
    hint: "`docker buildx imagetools inspect IMAGE` lists its platforms. Remove the platform or choose another base.",
    retry: "no"
  },
  {
    id: "secret-absent",
    pattern: /secret (?<id>[^\s:]+): not found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile requires the secret `{id}`, which the step does not give",
    hint: "Add it to `secrets`: `{id}=${{ secrets.\u2026 }}`. Pull requests from forks get no secrets.",
    retry: "no"
  },
  {
    id: "ssh-absent",
    pattern: /unset ssh forward key (?<id>\S+)/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile requires the SSH agent or key `{id}`, which the step does not give",
    hint: "Add it to `ssh`: `default` for the agent of the job, or `{id}=/path/of/a/key`.",
    retry: "no"
  },
  {
    id: "input-list",
    pattern: /secret missing ID|extraneous or missing " in quoted-field|bare " in non-quoted-field|invalid opening quote/i,
    code: "INPUT_INVALID",
    message: "An input with a list has a quotation mark in the wrong place",
    hint: 'Quote a whole entry as in CSV: `"id=a ""quoted"" value"`.',
    retry: "no"
  },
  {
    id: "name-case",
    pattern: /repository name must be lowercase|invalid reference format/i,
    code: "INPUT_INVALID",
    message: "An image name is not valid",
    hint: "Names have lower case letters, digits and `.`, `_`, `-`, `/` only; owner names of GitHub often have capitals.",
    retry: "no"
  }
];
var OUTCOMES = [
  {
    id: "step-killed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 137|signal: killed)|cannot allocate memory/i,
    code: "BUILD_FAILED",
    message: "A build step was killed, most likely for want of memory",
    hint: "Use a larger runner, build fewer platforms at once, or limit the parallelism of the step.",
    retry: "no"
  },
  {
    id: "step-crashed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 139|signal: segmentation fault)/i,
    code: "BUILD_FAILED",
    message: "The build step `{step}` crashed (segmentation fault)",
    hint: "On a platform that is emulated this is most often the emulator: build it on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.",
    retry: "once"
  },
  {
    id: "step-failed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: exit code: (?<exit>\d+)/i,
    code: "BUILD_FAILED",
    message: "The build step `{step}` failed with exit code {exit}",
    hint: "Its output is in the log above.",
    retry: "no"
  }
];
var forBuilds = (failures) => failures.map((failure) => ({ ...failure, tool: "buildx" }));
var STEP_FAILURES = forBuilds(STEPS);
var BUILDER_FAILURES = BUILDER;
var SOURCE_FAILURES = forBuilds([...SOURCES, ...OUTCOMES]);

// src/tools/catalogue-cache.ts
var CACHE = [
  {
    id: "cache-service-old",
    pattern: /legacy service is shutting down/i,
    code: "BUILD_FAILED",
    message: "The builder speaks a version of GitHub's cache service that was switched off",
    hint: "Use BuildKit 0.20 and buildx 0.21 or newer: leave `builder` and `driver-opts` at their defaults.",
    retry: "no"
  },
  {
    id: "cache-throttled",
    pattern: /cache service responded with 429|exceeding usage of resource 'Count'|maximum timeout reached|(?:cache|actions)[^\n]*\b429\b/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache service is limiting requests",
    hint: "Fewer scopes or `mode=min` make fewer requests; `cache: off` makes none.",
    retry: "yes"
  },
  {
    id: "cache-blob-gone",
    pattern: /blob\.core\.windows\.net[^\n]*(?:403|404|AuthenticationFailed|BlobNotFound)|Server failed to authenticate the request|The specified blob does not exist/i,
    code: "BUILD_FAILED",
    message: "A layer could not be fetched from GitHub's cache: its address has expired or it was evicted",
    hint: "Run again; should it stay, delete the cache of this scope in the repository or set `cache: off` once. The registry is not at fault.",
    retry: "once"
  },
  {
    id: "cache-blob-wrong",
    pattern: /short read: expected \d+ bytes but got \d+|failed size validation: \d+ != \d+|unexpected commit digest sha256:/i,
    code: "BUILD_FAILED",
    message: "A layer that was fetched is not what its digest says",
    hint: "Run again; should it stay, delete the cache of this scope or set `cache: off` once.",
    retry: "once"
  },
  {
    id: "cache-full",
    pattern: /failed to reserve cache|error committing cache|cache already exists|cache storage quota|error writing layer blob[^\n]*RESPONSE 400/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache did not take the build cache",
    hint: "The quota of the repository may be used up, or another job writes the same scope: give each image its own `scope`.",
    retry: "no"
  },
  {
    id: "cache-media-type",
    pattern: /(?:exporting cache|error writing (?:layer|manifest|config) blob|cache export)[\s\S]*?unexpected status from PUT[^\n]*: 400 Bad Request/i,
    code: "BUILD_FAILED",
    message: "The registry does not take the build cache in this format",
    hint: "Add `image-manifest=true,oci-mediatypes=true` to `cache-to`.",
    retry: "no"
  },
  {
    id: "cache-denied",
    pattern: /error writing layer blob[^\n]*: 40[13]\b|(?:cache export|exporting cache)[^\n]*denied/i,
    code: "BUILD_FAILED",
    message: "The build cache may not be written there",
    hint: "Log in to the registry of `cache-to`, or add `ignore-error=true` to it. Pull requests from forks can only read.",
    retry: "no"
  }
];
var CACHE_FAILURES = CACHE.map((failure) => ({
  ...failure,
  tool: "buildx"
}));

// src/tools/catalogue-cluster.ts
var CLUSTER = [
  {
    id: "cluster-forbidden",
    pattern: /is forbidden: User "(?<user>[^"]*)" cannot (?<verb>[a-z]+) resource "(?<resource>[^"]*)" in API group "(?<group>[^"]*)" in the namespace "(?<namespace>[^"]*)"/i,
    code: "BUILDER_FAILED",
    message: "The cluster does not let `{user}` {verb} `{resource}` in the namespace `{namespace}`",
    hint: 'Grant it by a Role there with `apiGroups: ["{group}"]`, `resources: ["{resource}"]`, `verbs: ["{verb}"]`. docs/kubernetes.md has one with all that a builder needs.',
    retry: "no"
  },
  {
    id: "cluster-unauthorized",
    pattern: /error (?:for bootstrap|while calling)[^\n]*: Unauthorized|the server has asked for the client to provide credentials/i,
    code: "BUILDER_FAILED",
    message: "The cluster does not accept the credentials of the kubeconfig",
    hint: "Has its token or certificate expired? Make the kubeconfig in this job, shortly before this step.",
    retry: "no"
  },
  {
    id: "cluster-unreachable",
    pattern: /error (?:for bootstrap|while calling)[^\n]*(?:dial tcp|no such host|i\/o timeout|x509:|TLS handshake)/i,
    code: "BUILDER_FAILED",
    message: "The API server of the cluster cannot be reached",
    hint: "Does `kubectl version` answer on this runner, with the same `KUBECONFIG`?",
    retry: "yes"
  },
  {
    id: "cluster-unprivileged",
    pattern: /securityContext\.privileged: Forbidden: disallowed by cluster policy/i,
    code: "BUILDER_FAILED",
    message: "The cluster runs no privileged containers",
    hint: "`driver-opts: rootless=true` does without.",
    retry: "no"
  },
  {
    id: "cluster-unknown",
    pattern: /invalid configuration: no configuration has been provided|kubernetes driver requires kubernetes API access/i,
    code: "BUILDER_FAILED",
    message: "There is no kubeconfig, and the runner is in no cluster",
    hint: "Give the step `env: KUBECONFIG: \u2026` with the path of one, or write it to `~/.kube/config` before.",
    retry: "no"
  },
  {
    id: "kubeconfig-unreadable",
    pattern: /cannot determine Kubernetes namespace, specify manually: (?<why>[^\n]+)/i,
    code: "BUILDER_FAILED",
    message: "The kubeconfig cannot be read: {why}",
    hint: "`KUBECONFIG` has to be the path of one file: buildx takes no list of several.",
    retry: "no"
  }
];
var CLUSTER_FAILURES = CLUSTER.map((failure) => ({
  ...failure,
  tool: "buildx"
}));

// src/tools/catalogue-registry.ts
var REGISTRY_FAILURES = [
  {
    id: "package-denied",
    pattern: /installation not allowed to (?:create|write) organization package|permission_denied: (?:write|create)_package|ghcr\.io\/[^\n]*: 403 Forbidden/i,
    code: "REGISTRY_DENIED",
    message: "GitHub does not let this job write the package",
    hint: 'Add `permissions: packages: write` to the job. Does the package belong to another repository? Give this one write access under "Manage Actions access" in its settings. Does the organization let its members create packages? Is the owner in the image name the owner of the repository?',
    retry: "no"
  },
  {
    id: "rate-limit",
    pattern: /toomanyrequests|pull rate limit|(?:registry-1\.docker\.io|docker\.io)[^\n]*429 Too Many Requests/i,
    code: "REGISTRY_THROTTLED",
    message: "The registry limits how much may be pulled, and the limit is reached",
    hint: "Log in to Docker Hub before this step, or pull base images through a mirror.",
    retry: "yes"
  },
  {
    id: "credential-expired",
    pattern: /authorization token has expired|failed to fetch oauth token/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential of the registry was refused or has expired",
    hint: "Tokens of ECR and the like live for hours at most: log in right before this step.",
    retry: "once"
  },
  {
    id: "token-scope",
    pattern: /access token has insufficient scopes|cannot be authenticated with the token provided|no basic auth credentials/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential does not fit: expired, of another account, or without the scope that is needed",
    hint: "Pushing needs a token with write access to this repository of the registry.",
    retry: "once"
  },
  {
    id: "repository-absent",
    pattern: /name unknown|NAME_UNKNOWN|repository with name '[^']*' does not exist|app repository not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The repository does not exist in the registry",
    hint: "Create it first (ECR: `aws ecr create-repository`), or check the spelling of the name. Fly.io says so of attestations: `provenance: false` and `sbom: false` leave them out.",
    retry: "no"
  },
  {
    id: "login-missing",
    pattern: /insufficient_scope|requested access to the resource is denied|(?:pull|push) access denied|authorization failed/i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access: no login for this host, or a wrong name",
    hint: "A name without a host means docker.io: is it meant to be `ghcr.io/\u2026`? Log in to the host that the name begins with.",
    retry: "no"
  },
  {
    id: "immutable-tag",
    pattern: /TAG_INVALID|configured as immutable|tag is immutable|cannot be overwritten/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not allow this tag to be changed",
    hint: "Release tags of an immutable repository can be pushed once. For the tags `sha256-\u2026` that hold signatures, exclude this prefix from immutability.",
    retry: "no"
  },
  {
    id: "manifest-refused",
    pattern: /MANIFEST_INVALID|manifest invalid/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not take a manifest of this kind",
    hint: "Registries from before OCI 1.1 refuse attestations or signatures: `provenance: false` and `sbom: false` leave them out of the image.",
    retry: "no"
  },
  {
    id: "unauthorized",
    pattern: /\b401 Unauthorized\b|UNAUTHORIZED: |authentication required|no credentials found for registry/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The registry wants a login",
    hint: "Give `username` and `password` (or log in with `docker/login-action`) for the host of the image name.",
    retry: "no"
  },
  {
    id: "forbidden",
    pattern: /\b403 Forbidden\b|\bDENIED: |\bdenied: /i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access",
    hint: "The login works, but its account may not do this: check its rights on the repository, and for ghcr.io `permissions: packages: write`.",
    retry: "no"
  },
  {
    id: "manifest-unknown",
    pattern: /MANIFEST_UNKNOWN|manifest unknown|image tag not found|\/manifests\/\S+ not found|failed to resolve source metadata for [^\n]*: not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The registry does not have an image or a part of it",
    hint: "Wrong tag or digest? Deleted by a clean-up job? Some registries also take seconds to show what was just pushed.",
    retry: "once"
  },
  {
    id: "throttled",
    pattern: /\b429 Too Many Requests\b|\bstatus(?: code)?:? 429\b|failed to parse error response 429/i,
    code: "REGISTRY_THROTTLED",
    message: "A server limits the number of requests",
    hint: "Run the job again later, or run fewer at the same time.",
    retry: "yes"
  },
  {
    id: "certificate-untrusted",
    pattern: /x509: |certificate signed by unknown authority|tls: failed to verify certificate|server gave HTTP response to HTTPS client/i,
    code: "REGISTRY_UNREACHABLE",
    message: "The connection to a server is not trusted",
    hint: "For a certificate authority of your own install it on the runner and give it to the builder; is the server meant to speak plain HTTP?",
    retry: "no"
  },
  {
    id: "connection-refused",
    pattern: /connection refused/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server refused the connection",
    hint: "Is the host name with its port right? From inside a builder container, `localhost` is the container: use `driver-opts: network=host`.",
    retry: "yes"
  },
  {
    id: "transient",
    pattern: /\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|status(?: code)?:? 50[0234]\b|failed to parse error response 50\d|UNAVAILABLE: |cannot reuse body, request must be retried|read\/write on closed pipe|i\/o timeout|connection reset|broken pipe|TLS handshake timeout|unexpected EOF|no such host|Client\.Timeout exceeded|context deadline exceeded|temporary failure in name resolution/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server did not answer properly, or the network failed",
    hint: "Usually passes. No tag was moved: run the job again.",
    retry: "yes"
  }
];

// src/tools/catalogue-signing.ts
var RERUN = "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev).";
var DEFECT = "This should not be reachable: please report it with the log of the run.";
var IDENTITY = [
  {
    id: "oidc-permission",
    pattern: /unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL) environment variable was unset|using device flow|error obtaining token: expired_token|error retrieving identity token|missing id-token: write/i,
    code: "OIDC_PERMISSION_MISSING",
    message: "The job has no OIDC token to sign with",
    hint: "Add `permissions: id-token: write` to the job, and to the calling job when this one is in a reusable workflow. Pull requests from forks never get a token.",
    retry: "no"
  },
  {
    id: "oidc-token-malformed",
    pattern: /compact JWS format must have three parts|failed to parse token|malformed jwt/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The OIDC token is not a JSON Web Token",
    hint: "Something between the job and GitHub answered in its place: check the proxy of the runner.",
    retry: "once"
  },
  {
    id: "oidc-endpoint",
    pattern: /fetching ambient OIDC credentials|error fetching GitHub OIDC token/i,
    code: "OIDC_UNAVAILABLE",
    message: "GitHub's OIDC endpoint gave no token",
    hint: "Usually passes within minutes (githubstatus.com). No tag was moved.",
    retry: "yes"
  },
  {
    id: "oidc-issuer",
    pattern: /id token issued by a different provider|unsupported issuer|issuer (?:is )?not (?:configured|trusted)/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority does not know the issuer of the OIDC token",
    hint: "The public Sigstore accepts tokens of github.com only. GitHub Enterprise Server needs a Sigstore of its own: `trusted-root` and `signing-config`.",
    retry: "no"
  },
  {
    id: "oidc-token-refused",
    pattern: /Fulcio returned 40[013]|signingCert\]\[40[013]\]|401 Unauthorized[^\n]*signingCert|error processing the identity token|token is expired/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority refused the OIDC token",
    hint: "A token lives for some minutes, and its audience has to be `sigstore`. Is the clock of the runner right?",
    retry: "once"
  }
];
var SERVICES = [
  {
    id: "trust-metadata-invalid",
    pattern: /TUF[^\n]*(?:invalid key|expired|signature threshold)|sigstore\/root[^\n]*permission denied/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be used",
    hint: "Is the clock of the runner right? Does a proxy change downloads? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "once"
  },
  {
    id: "trust-metadata-unreachable",
    pattern: /getting trusted root from TUF|getting signing config from TUF|error updating to TUF remote mirror|failed to create TUF client|tuf refresh failed|failed to download \d+\.root\.json/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be fetched",
    hint: "Is tuf-repo-cdn.sigstore.dev reachable from the runner? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "yes"
  },
  {
    id: "log-duplicate",
    pattern: /createLogEntryConflict|equivalent entry already exists|failed to fetch conflicting entry|unexpected entry returned from rekor server/i,
    code: "SIGNING_FAILED",
    message: "The transparency log has this entry already and would not hand it over",
    hint: "A new attempt signs with a new key and makes a new entry.",
    retry: "once"
  },
  {
    id: "payload-too-large",
    pattern: /payload too large|request entity too large|status(?: code)?:? 413\b|\]\[413\]|exceeded the limit \(|exceeds maximum allowed size|message larger than max/i,
    code: "SIGNING_FAILED",
    message: "What is to be signed is larger than the service accepts",
    hint: "Usually an SBOM of many megabytes. Use a Sigstore whose log stores only hashes (Rekor v2), or turn the SBOM off: `sbom: false`.",
    retry: "no"
  },
  {
    id: "log-refused",
    pattern: /createLogEntryBadRequest|adding rekor v2 entry: unexpected response: 4(?!29)\d\d|giving up[^\n]*status 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The transparency log refused the entry",
    hint: "Does the signing config name the log of the same Sigstore as the trusted root?",
    retry: "no"
  },
  {
    id: "log-unavailable",
    pattern: /adding rekor v2 entry|giving up after \d+ attempt|\/api\/v[12]\/log\/entries|createLogEntryDefault/i,
    code: "SIGNING_FAILED",
    message: "The transparency log (Rekor) did not take the entry",
    hint: RERUN,
    retry: "yes"
  },
  {
    id: "timestamp-missing",
    pattern: /a timestamp authority must be provided/i,
    code: "SIGNING_FAILED",
    message: "The signing config names no timestamp authority, which this transparency log (Rekor v2) needs",
    hint: "Add one to the signing config: `cosign signing-config create --tsa \u2026`.",
    retry: "no"
  },
  {
    id: "timestamp-refused",
    pattern: /timestamp authority returned 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The timestamp authority refused the request",
    hint: "Does the signing config name an RFC 3161 authority?",
    retry: "no"
  },
  {
    // sigstore-go closes the body before it reads it: neither the status nor the host is told.
    id: "sigstore-unavailable",
    pattern: /http: read on closed response body|timestamp authority returned|Fulcio returned|api\/v[12]\/(?:signingCert|timestamp)|getting key from Fulcio/i,
    code: "SIGNING_FAILED",
    message: "The certificate authority or the timestamp authority did not answer properly",
    hint: RERUN,
    retry: "yes"
  }
];
var VERIFICATION = [
  {
    // cosign checks what it was given before it writes the bundle.
    id: "certificate-invalid",
    pattern: /failed to verify leaf certificate|accepted signatures do not match threshold|failed to verify signed certificate timestamp/i,
    code: "BUNDLE_REJECTED",
    message: "The certificate that was issued does not verify with the trusted root",
    hint: "Do trusted root and signing config belong to the same Sigstore, and is the clock of the runner right?",
    retry: "once"
  },
  {
    id: "log-proof-invalid",
    pattern: /failed to verify log inclusion|note has no verifiable signatures|unable to verify transparency log/i,
    code: "BUNDLE_REJECTED",
    message: "The proof of the log entry does not verify with the trusted root's key",
    hint: "Trusted root and signing config have to belong to the same Sigstore.",
    retry: "no"
  },
  {
    id: "identity-mismatch",
    pattern: /expected SAN value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by {got}, expected is {expected}",
    hint: "A workflow called from another one signs as the called workflow: name it in `certificate-identity`, exactly, with its ref.",
    retry: "no"
  },
  {
    id: "issuer-mismatch",
    pattern: /expected issuer value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The issuer of the signature is {got}, expected is {expected}",
    hint: "GitHub Enterprise has issuers of its own.",
    retry: "no"
  },
  {
    id: "identity-unmatched",
    pattern: /none of the expected identities matched|no matching certificate ?identity found|failed to verify certificate identity/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by somebody else than expected",
    hint: "Compare the identity in the lines below with the expected one: workflow file, ref and upper or lower case count.",
    retry: "no"
  },
  {
    id: "predicate-missing",
    pattern: /none of the attestations matched the predicate type: (?<wanted>[^\s,]+)/i,
    code: "VERIFICATION_FAILED",
    message: "There is no attestation of type {wanted}",
    hint: "It may be attached to the platform manifests instead of the index, or the other way round.",
    retry: "once"
  },
  {
    // cosign says so too when the registry answered 401, 403, 429 or 500: never a verdict on its own.
    id: "nothing-found",
    pattern: /no signatures found|no matching (?:signatures|attestations)/i,
    code: "VERIFICATION_FAILED",
    message: "cosign found no signature or attestation that verifies, or could not read the registry",
    hint: "Images signed by cosign 3 need cosign 2.6 or newer to verify.",
    retry: "once"
  },
  {
    id: "flags-conflict",
    pattern: /cannot specify service URLs and use signing config|not supported with --signing-config|certificate-identity-regexp is required|unknown flag: --|invalid predicate type/i,
    code: "COMMAND_FAILED",
    message: "cosign does not accept the arguments it was given",
    hint: DEFECT,
    retry: "no"
  }
];
var SIGNING_FAILURES = [
  ...IDENTITY,
  ...SERVICES,
  ...VERIFICATION
].map((failure) => ({ ...failure, tool: "cosign" }));

// src/tools/redact.ts
var RULES = [
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, "***"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_pat_[\w-]{16,})/g, "***"],
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)?\s*)[^\s"',]+/gi, "$1***"],
  [
    /([?&](?:sig|signature|token|access_token|x-amz-(?:signature|credential|security-token)|x-goog-signature|sas)=)[^&\s"'<>]+/gi,
    "$1***"
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, "$1***"]
];
var SECRET_NAME = /token|secret|passw|pword|credential|(?:^|_)(?:key|auth)$|api_?key/i;
var SECRET_ATTRIBUTE = /((?:^|[,=]"?)(?:secret_access_key|session_token|access_key_id|account_key|token|password)=)[^,"]*/gi;
function redactArgument(argument) {
  const [, start, name = ""] = /^(--build-arg=([^=]*)=)./s.exec(argument) ?? [];
  if (start !== void 0 && SECRET_NAME.test(name)) return `${start}***`;
  const isCache = /^--cache-(?:from|to)=/.test(argument);
  const shown2 = isCache ? argument.replace(SECRET_ATTRIBUTE, "$1***") : argument;
  return redactLine(shown2.replace(/^(--driver-opt="?env\.[^=]*=).*$/s, "$1***"));
}
function redactLine(line) {
  return RULES.reduce((text, [pattern, shown2]) => text.replace(pattern, shown2), line);
}

// src/tools/catalogue.ts
var KNOWN_FAILURES = [
  ...STEP_FAILURES,
  ...CACHE_FAILURES,
  ...SIGNING_FAILURES,
  ...CLUSTER_FAILURES,
  ...BUILDER_FAILURES,
  ...SOURCE_FAILURES,
  ...REGISTRY_FAILURES
];
function classifyOutput({
  tool,
  text
}) {
  const lines = text.split("\n").map(readLine);
  const all = lines.map((line) => line.text).join("\n");
  const own = lines.flatMap((line) => line.fromStep ? [] : [line.text]).join("\n");
  for (const failure of KNOWN_FAILURES) {
    if (failure.tool !== void 0 && failure.tool !== tool) continue;
    const match = failure.pattern.exec(failure.fromStep === true ? all : own);
    if (match !== null) return describe(failure, match.groups ?? {});
  }
  return void 0;
}
function describe({ id, code, message, hint, retry }, groups) {
  const fill = (template) => template.replace(/\{(\w+)\}/g, (_, name) => shorten3(groups[name] ?? ""));
  return { id, code, message: fill(message), hint: fill(hint), retry };
}
function shorten3(value) {
  return value.length > 160 ? `${value.slice(0, 159)}\u2026` : value;
}
function readLine(raw) {
  const line = redactLine(defuseLine(raw)).trim();
  const [, output] = /^(?:#\d+ )?\d+\.\d+ (.*)$/.exec(line) ?? [];
  if (output !== void 0) return { text: output, fromStep: true };
  const text = line.replace(/^#\d+ /, "");
  return { text: /^warning\b/i.test(text) ? "" : text, fromStep: false };
}
var MAX_DETAILS = 20;
function describeCommandFailure(result, { tool, file, deadlineMs }) {
  const text = result.stderr.trim() === "" ? result.stdout : result.stderr;
  const details = listTail(text);
  const known = classifyOutput({ tool, text });
  if (result.timedOut) {
    const limit = deadlineMs === void 0 ? "its time limit" : `${Math.round(deadlineMs / 1e3)} s`;
    return new ActionError(
      "COMMAND_TIMED_OUT",
      `${tool} did not end within ${limit} and was stopped`,
      { details, hint: known?.hint }
    );
  }
  if (result.notFound) {
    return new ActionError(
      "COMMAND_NOT_FOUND",
      `${tool} could not be started: ${file} is not there or may not be executed`,
      {
        details,
        hint: "Is it installed on the runner? A temporary folder that is mounted with `noexec` gives the same error."
      }
    );
  }
  const ended = describeEnd(result);
  const why = known?.message ?? findLastWord(details);
  return new ActionError(
    "COMMAND_FAILED",
    `${tool} ${ended}${why === void 0 ? "" : `: ${why}`}`,
    {
      details,
      hint: known?.hint ?? (isKilled(result) ? "Most often the runner has no memory left: use a larger one." : void 0),
      cause: known === void 0 ? void 0 : new ActionError(known.code, known.message, { hint: known.hint })
    }
  );
}
function describeEnd({ exitCode, signal }) {
  if (signal !== void 0) return `was ended by ${signal}`;
  return exitCode === void 0 ? "ended without an exit code" : `failed with exit code ${exitCode}`;
}
function isKilled({ exitCode, signal }) {
  return signal === "SIGKILL" || exitCode === 137;
}
function listTail(text) {
  const lines = text.slice(-64 * 1024).split(/\r\n|\n|\r/).map((line) => redactLine(defuseLine(line)).trimEnd());
  return lines.filter((line) => line.trim() !== "").slice(-MAX_DETAILS);
}
function findLastWord(details) {
  return details.at(-1)?.trim().replace(/^(?:#\d+ )?(?:error(?: during command execution)?: )+/i, "");
}

// src/stages/run-command.ts
async function runChecked(host, command) {
  host.log.debug(`${command.file} ${command.args.join(" ")}`);
  const result = await host.run(command);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0 && !result.timedOut) return result;
  throw describeCommandFailure(result, command);
}
function withCode(code, error) {
  const generic = error instanceof ActionError && /^COMMAND_/.test(error.code) && error.code !== "COMMAND_TIMED_OUT";
  if (!generic) return error;
  const known = error.cause instanceof ActionError ? error.cause.code : void 0;
  return new ActionError(known ?? code, error.message, {
    hint: error.hint,
    cause: error.cause,
    details: error.details
  });
}
function withHint(hint, error) {
  if (!(error instanceof ActionError) || error.hint !== void 0) return error;
  const { code, message, cause, details } = error;
  return new ActionError(code, message, { hint, cause, details });
}

// src/stages/sign-retry.ts
var MAX_DELAY_MS = 6e4;
var UNKNOWN_ATTEMPTS = 3;
var ATTEMPTS = {
  yes: Number.POSITIVE_INFINITY,
  once: 2,
  no: 1,
  unknown: UNKNOWN_ATTEMPTS
};
var UNKNOWN_HINT = "No tag was moved. Run the job again; when it fails in the same way, the lines of cosign above tell more.";
async function retryUntil(host, { deadlineMs, label }, attempt2) {
  const startedMs = host.clock.elapsedMs();
  for (let count2 = 1; ; count2++) {
    const remainingMs = Math.max(1, deadlineMs - host.clock.elapsedMs());
    try {
      return await attempt2({ count: count2, remainingMs });
    } catch (error) {
      if (host.signal.aborted || !(error instanceof ActionError) || !/^COMMAND_/.test(error.code))
        throw error;
      const known = classifyOutput({
        tool: "cosign",
        text: [error.message, ...error.details].join("\n")
      });
      const retry = error.code === "COMMAND_TIMED_OUT" ? "yes" : known?.retry ?? "unknown";
      const reason = known?.message ?? error.message;
      if (count2 >= ATTEMPTS[retry]) throw makeFailed(label, { reason, hint: known?.hint, error });
      const delayMs = Math.min(MAX_DELAY_MS, 1e3 * 2 ** (count2 - 1));
      if (host.clock.elapsedMs() + delayMs >= deadlineMs) {
        throw makeTimedOut(label, {
          reason,
          count: count2,
          elapsedMs: host.clock.elapsedMs() - startedMs,
          error
        });
      }
      host.log.info(`${label}: ${reason}; again in ${delayMs / 1e3} s`);
      await host.clock.sleep(delayMs);
    }
  }
}
function makeFailed(label, { reason, hint, error }) {
  return new ActionError("SIGNING_FAILED", `The ${label} could not be made: ${reason}`, {
    hint: hint ?? error.hint ?? UNKNOWN_HINT,
    cause: error,
    details: error.details
  });
}
function makeTimedOut(label, {
  reason,
  count: count2,
  elapsedMs,
  error
}) {
  const seconds = Math.round(elapsedMs / 1e3);
  const attempts = count2 === 1 ? "1 attempt" : `${count2} attempts`;
  return new ActionError(
    "SIGNING_TIMED_OUT",
    `The ${label} could not be made in ${seconds} s and ${attempts}: ${reason}`,
    {
      hint: "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev); `sign-timeout` sets how long it keeps trying.",
      cause: error,
      details: error.details
    }
  );
}

// src/stages/make-bundle.ts
var PARALLEL2 = 12;
var ATTEMPT_DEADLINE_MS = 12e4;
async function runSigningTasks(host, { tasks, timeoutMs, tools }) {
  const limit = pLimit(PARALLEL2);
  const making = {
    tools,
    deadlineMs: host.clock.elapsedMs() + timeoutMs,
    state: { failed: false }
  };
  const made = await Promise.allSettled(
    tasks.map((task) => limit(() => makeBundle(host, task, making)))
  );
  const failures = made.filter((one) => one.status === "rejected").map(({ reason }) => reason);
  const [first] = failures.filter((reason) => !(reason instanceof Stopped));
  if (first !== void 0) throw first;
  return made.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
}
var Stopped = class extends Error {
};
async function makeBundle(host, task, { tools, deadlineMs, state }) {
  const startedMs = host.clock.elapsedMs();
  try {
    const bytes = await retryUntil(
      host,
      { deadlineMs, label: task.label },
      (attempt2) => {
        if (state.failed) throw new Stopped();
        return attemptBundle(host, { task, tools, attempt: attempt2 });
      }
    );
    host.log.info(
      `${task.label}: made and checked in ${((host.clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`
    );
    return bytes;
  } catch (error) {
    state.failed = true;
    throw error;
  }
}
async function attemptBundle(host, { task, tools, attempt: attempt2 }) {
  const { cosign, tokens, folder } = tools;
  const id = host.randomHex(6);
  const tokenFile = `${folder}/secrets/token-${id}`;
  const bundleFile = `${folder}/bundles/${id}.json`;
  await host.files.write(tokenFile, (await tokens()).text);
  try {
    await runChecked(host, {
      tool: "cosign",
      file: cosign.path,
      args: task.args(tokenFile, bundleFile),
      env: cosign.env,
      deadlineMs: Math.min(ATTEMPT_DEADLINE_MS, attempt2.remainingMs)
    });
  } finally {
    await host.files.remove(tokenFile);
  }
  const bytes = await readBundle(host, bundleFile);
  await requireVerified(task, bytes);
  return bytes;
}
async function readBundle({ files }, path) {
  if (await files.kind(path) === "file") return files.readBytes(path);
  throw new ActionError("COMMAND_FAILED", "cosign ended with exit code 0 and wrote no bundle");
}
async function requireVerified({ check, label }, bytes) {
  const verdict = await check(bytes);
  if (verdict.ok) return;
  throw new ActionError("BUNDLE_REJECTED", `The ${label} does not verify, so it is not used`, {
    hint: `${verdict.reason}
Do trusted root and signing config belong to the same Sigstore, and is \`certificate-identity\` right?`,
    details: verdict.details
  });
}

// src/stages/sign.ts
async function makeBundles(host, { timeoutMs, ...wanted }) {
  const tasks = planTasks(wanted);
  const made = await runSigningTasks(host, { tasks, timeoutMs, tools: wanted.tools });
  return made.flatMap((bytes, index) => {
    const task = tasks[index];
    return task === void 0 ? [] : [{ subject: task.subject, predicateType: task.predicateType, bytes }];
  });
}
function planTasks({ image, repository, tools: { trust, check } }) {
  return planCommands({ image, repository, trust }).map((command) => ({
    ...command,
    check: (bytes) => check({ bytes, digest: command.subject.digest, predicateType: command.predicateType })
  }));
}
function planCommands({
  image,
  repository,
  trust
}) {
  const name = (subject) => formatReference({ repository, digest: subject.digest });
  const signatures = image.subjects.map(
    (subject) => ({
      subject,
      predicateType: SIGNATURE_PREDICATE,
      label: `signature of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) => makeSignArgs({ image: name(subject), files: { ...trust, tokenFile, bundleFile } })
    })
  );
  const attestations = image.predicates.map(
    ({ spec, subject, file }) => ({
      subject,
      predicateType: spec.predicateType,
      label: describeAttestation(spec, subject),
      args: (tokenFile, bundleFile) => makeAttestArgs({
        image: name(subject),
        files: { ...trust, tokenFile, bundleFile },
        type: spec.cosignType,
        predicateFile: file
      })
    })
  );
  return [...signatures, ...attestations];
}
function describeAttestation({ kind }, subject) {
  if (kind === "candidate") return "record of what is handed over";
  return `${kind} attestation of ${describeSubject(subject)}`;
}

// src/stages/tag-order.ts
var MAX_SIGNATURES = 4;
var MAX_SIGNATURE_BYTES = 256 * 1024;
function makeTagOrder(host, setting) {
  const judgements = /* @__PURE__ */ new Map();
  const silent = /* @__PURE__ */ new Set();
  let longestGapMs = 0;
  const keyOf = (repository, digest) => formatReference({ repository, digest });
  async function judge2(repository, digest) {
    if (silent.has(repository.registry)) return { rank: "unknown", run: void 0 };
    try {
      const run = await readLatestRun(setting, repository, digest);
      return { rank: rankRun(run, setting.run), run };
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      host.log.debug(`${keyOf(repository, digest)} could not be compared: ${String(error)}`);
      return { rank: "unknown", run: void 0 };
    }
  }
  return {
    known: (repository, digest) => judgements.get(keyOf(repository, digest))?.rank,
    findRun: (repository, digest) => judgements.get(keyOf(repository, digest))?.run,
    compare: async (repository, digest) => {
      const key = keyOf(repository, digest);
      const found = judgements.get(key) ?? await judge2(repository, digest);
      judgements.set(key, found);
      return found.rank;
    },
    noteGap: (gapMs) => {
      longestGapMs = Math.max(longestGapMs, gapMs);
    },
    longestGapMs: () => longestGapMs
  };
}
async function readLatestRun(setting, repository, digest) {
  const { registry, run } = setting;
  let latest;
  for await (const signed of readRuns(registry.brief, { ...setting, repository, digest })) {
    if (latest === void 0 || rankRun(signed, latest) === "later") latest = signed;
    if (rankRun(latest, run) === "later") break;
  }
  return latest;
}
async function* readRuns(registry, { repository, digest, issuer, run }) {
  const wanted = { repository, digest, predicateType: SIGNATURE_PREDICATE };
  let count2 = 0;
  for await (const { bytes } of readBundles(registry, {
    ...wanted,
    maxBytes: MAX_SIGNATURE_BYTES
  })) {
    const bundle = parseBundle(bytes);
    const isAbout = bundle?.statement.subjects.includes(digest) === true;
    const facts = isAbout ? await parseCertificate(bundle.certificate) : void 0;
    const signed = parseRunInvocation(facts?.runInvocationUri);
    if (signed !== void 0 && facts?.issuer === issuer && isSameProject(signed, run))
      yield signed;
    count2 += 1;
    if (count2 === MAX_SIGNATURES) return;
  }
}
function isSameProject(left, right) {
  const nameOf = ({ serverUrl, repository }) => `${serverUrl}/${repository}`.toLowerCase();
  return nameOf(left) === nameOf(right);
}
function rankRun(signed, own) {
  if (signed === void 0) return "unknown";
  const ahead = signed.runId - own.runId || signed.attempt - own.attempt;
  if (ahead === 0) return "unknown";
  return ahead > 0 ? "later" : "earlier";
}

// src/stages/verify.ts
var PARALLEL3 = 8;
var DEADLINE_MS = 6e4;
var USER_ATTEMPTS = 3;
function listRequired(subjects, policy) {
  return subjects.flatMap((subject) => [
    { subject, predicateType: SIGNATURE_PREDICATE },
    ...subject.kind === "platform" ? policy.attestations.map(({ predicateType }) => ({ subject, predicateType })) : []
  ]);
}
async function verifyAll(host, wanted) {
  const required = listRequired(wanted.subjects, wanted.policy);
  const limit = pLimit(PARALLEL3);
  const checks = wanted.repositories.flatMap((repository) => [
    ...required.map((one) => limit(() => verifyOne({ wanted, repository, required: one }))),
    limit(() => verifyAsUsersDo(host, { wanted, repository }))
  ]);
  const problems = (await Promise.allSettled(checks)).flatMap(
    (one) => one.status === "rejected" ? [one.reason] : []
  );
  if (host.signal.aborted) throw host.signal.reason;
  if (problems.length > 0) throw gather(problems);
  for (const repository of wanted.repositories) {
    host.log.info(`${formatRepository(repository)}: ${countBundles(required.length)} verified`);
  }
  return required;
}
function gather(problems) {
  const [other] = problems.filter(
    (one) => !(one instanceof ActionError && one.code === "VERIFICATION_FAILED")
  );
  if (other !== void 0) return other;
  const failures = problems.filter((one) => one instanceof ActionError);
  const [first] = failures;
  if (failures.length === 1) return first;
  return new ActionError("VERIFICATION_FAILED", failures.map(({ message }) => message).join("\n"), {
    hint: first?.hint,
    details: failures.flatMap(({ details }) => details).slice(0, 40)
  });
}
async function verifyOne({
  wanted,
  repository,
  required
}) {
  const { registry, policy, check } = wanted;
  const { subject, predicateType } = required;
  const reasons = [];
  for await (const candidate of readBundles(registry, {
    repository,
    digest: subject.digest,
    predicateType
  })) {
    const verdict = await check({
      bytes: candidate.bytes,
      digest: subject.digest,
      predicateType
    });
    if (verdict.ok) return;
    reasons.push(`${candidate.digest}: ${verdict.reason}`);
  }
  const where = `${describeSubject(subject)} (${formatReference({ repository, digest: subject.digest })})`;
  const what = predicateType === SIGNATURE_PREDICATE ? "signature" : `attestation of type ${predicateType}`;
  throw new ActionError(
    "VERIFICATION_FAILED",
    `No ${what} of ${where} verifies; ${reasons.length} found in the registry`,
    {
      hint: `Expected identity ${policy.identity}, issuer ${policy.issuer}. No tag was moved.`,
      details: reasons
    }
  );
}
async function verifyAsUsersDo(host, { wanted, repository }) {
  const { policy, cosign, trustedRoot, subjects } = wanted;
  const top = subjects.at(-1);
  if (top === void 0) return;
  const image = formatReference({ repository, digest: top.digest });
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyImageArgs({ image, predicateType: SIGNATURE_PREDICATE, policy, trustedRoot }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS
  };
  let result = await host.run(command);
  for (let attempt2 = 1; result.exitCode !== 0 && attempt2 < USER_ATTEMPTS; attempt2++) {
    await host.clock.sleep(2e3 * attempt2);
    result = await host.run(command);
  }
  if (result.exitCode === 0) return;
  const failure = describeCommandFailure(result, command);
  throw new ActionError(
    "VERIFICATION_FAILED",
    `cosign does not accept ${image}: ${failure.message}`,
    {
      hint: "Every bundle verifies by itself, so cosign does not find them as this registry lists them. No tag was moved; run the job again.",
      cause: failure,
      details: failure.details
    }
  );
}

// src/stages/release.ts
async function inspectImage(host, { registry, destinations, folder, timings }, wanted) {
  const [first] = destinations;
  if (first === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "There is no repository to read from");
  return timings.measure("Inspect", async () => {
    const seen = destinations.map((one) => registry.waitForManifest(one.repository, wanted.digest));
    await joinTracks(seen);
    const predicates = `${folder}/predicates`;
    const { repository } = first;
    return describeImage(host, { registry, repository, folder: predicates, ...wanted });
  });
}
async function signAndVerify(host, release, { image, fresh, covered, record }) {
  const { signing, destinations, folder, results, timings, registry } = release;
  const repositories = destinations.map(({ repository: repository2 }) => repository2);
  const [repository] = repositories;
  if (signing === void 0 || repository === void 0)
    return record === void 0 ? void 0 : { candidate: record, bundle: void 0 };
  const { spec, policy, cosign, trust, tokens, check } = signing;
  const { builderIds = [] } = release;
  const { identity: identity2 } = policy;
  await requireOwnBuilder(host, { predicates: fresh.predicates, identity: identity2, builderIds });
  const statement = record === void 0 ? [] : [await writeRecord(host, { image, record, folder })];
  const createdAt = host.clock.now();
  const made = await timings.measure(
    "Sign",
    () => makeBundles(host, {
      image: { ...fresh, predicates: [...fresh.predicates, ...statement] },
      repository,
      timeoutMs: spec.timeoutMs,
      tools: { cosign, trust, tokens, check, folder }
    })
  );
  const bundles = made.filter(({ predicateType }) => predicateType !== CANDIDATE_PREDICATE);
  const attached = await timings.measure(
    "Attach",
    () => attachAll(host, { registry, repositories, bundles, createdAt })
  );
  results.verified = await timings.measure(
    "Verify",
    () => verifyAll(host, {
      registry,
      repositories,
      subjects: covered,
      policy,
      cosign,
      trustedRoot: trust.trustedRoot,
      check
    })
  );
  await keepAttached(registry, attached);
  const [bundle] = made.filter(({ predicateType }) => predicateType === CANDIDATE_PREDICATE);
  if (record === void 0 || bundle === void 0) return void 0;
  return { candidate: record, bundle: Buffer.from(bundle.bytes).toString("utf8") };
}
async function requireOwnBuilder({ files }, {
  predicates,
  identity: identity2,
  builderIds
}) {
  for (const { spec, file } of predicates) {
    if (spec.kind !== "provenance") continue;
    const builder = readBuilderId(JSON.parse(await files.readText(file)));
    const isOwn2 = !builder?.includes("/.github/workflows/") || builder === identity2;
    if (builderIds.length === 0 ? isOwn2 : isOwn2 && builderIds.includes(builder ?? "")) continue;
    throw new ActionError(
      "PROVENANCE_UNTRUE",
      `The provenance names ${builder} as its builder, and it would be signed by ${identity2}`,
      {
        hint: "Leave `builder-id` out of `provenance`: the action writes what is true. Nothing was published."
      }
    );
  }
}
async function writeRecord({ files }, { image, record, folder }) {
  const subject = image.subjects.find(({ digest }) => digest === image.digest);
  if (subject === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", `${image.digest} is not among its own manifests`);
  const file = `${folder}/predicates/candidate.json`;
  await files.write(file, JSON.stringify(formatCandidate(record)));
  const type = CANDIDATE_PREDICATE;
  return { spec: { kind: "candidate", predicateType: type, cosignType: type }, subject, file };
}
async function publishTags(host, release, image) {
  const { registry, destinations, results, timings } = release;
  const { moved } = results;
  const kept = [];
  results.kept = kept;
  const orders = makeOrders(host, release);
  const publication = { registry, destinations, image, ...orders, moved, kept };
  await timings.measure("Publish", () => moveTags(host, publication));
  if (orders.order !== void 0)
    await timings.measure("Settle", () => settleTags(host, publication));
  results.published = moved.length > 0 || kept.length === 0;
}
function makeOrders(host, { registry, signing, guard }) {
  if (guard === void 0) return { order: void 0 };
  const content = makeContentOrder(host, { registry, access: guard });
  if (signing?.run === void 0) return { order: void 0, content };
  const { run, policy } = signing;
  return { order: makeTagOrder(host, { registry, run, issuer: policy.issuer }), content };
}

// src/tools/buildkitd-config.ts
async function parseBuildkitdConfig(text) {
  const { parse: parse3, TomlError } = await import("./dist-VIHOP6I3.js");
  try {
    return { ok: true, table: parse3(text) };
  } catch (error) {
    return { ok: false, line: error instanceof TomlError ? error.line : 1 };
  }
}
async function formatBuildkitdConfig(table) {
  const { stringify } = await import("./dist-VIHOP6I3.js");
  return stringify(table);
}
function mergeBuildkitdConfig(tables) {
  const merged = {};
  for (const table of tables)
    for (const [key, value] of Object.entries(table)) merged[key] = mergeValues(merged[key], value);
  return merged;
}
function mergeValues(before, value) {
  if (isTable(before) && isTable(value)) return mergeBuildkitdConfig([before, value]);
  if (Array.isArray(before) && Array.isArray(value)) return [.../* @__PURE__ */ new Set([...before, ...value])];
  return value;
}
function isTable(value) {
  return isRecord(value) && !(value instanceof Date);
}
function listGrants(table) {
  const granted = table["insecure-entitlements"];
  return Array.isArray(granted) ? granted.map(String) : [];
}

// src/stages/buildkitd-config.ts
async function readBuildkitdConfig2({ files }, config) {
  if (config === void 0) return void 0;
  const text = config.kind === "text" ? config.text : await files.readText(config.path).catch(() => void 0);
  if (text === void 0) return { kind: "missing" };
  const parsed2 = await parseBuildkitdConfig(text);
  return parsed2.ok ? { kind: "table", table: parsed2.table } : { kind: "invalid", line: parsed2.line };
}

// src/stages/foreign-head.ts
import { dirname, isAbsolute, join } from "node:path";
async function readsForeignHead(host, { event, inputs }) {
  const { env } = host;
  const sides = readSides(env, event);
  if (sides === void 0) return false;
  const sources = [inputs.context, ...inputs.buildContexts.map(({ source }) => source)];
  for (const source of sources) {
    if (isRemoteContext(source) && namesHead(source, sides)) return true;
    if (isLocalSource(source) && await holdsForeign(host, source, sides)) return true;
  }
  return false;
}
function readSides(env, event) {
  const eventName = env["GITHUB_EVENT_NAME"] ?? "";
  if (!PRIVILEGED_EVENTS.includes(eventName)) return void 0;
  const text = (...path) => {
    const value = readField3(event, path);
    return typeof value === "string" && value !== "" ? value.toLowerCase() : void 0;
  };
  if (eventName === "issue_comment" && readField3(event, ["issue", "pull_request"]) === void 0)
    return void 0;
  const headRepository = text("pull_request", "head", "repo", "full_name") ?? text("workflow_run", "head_repository", "full_name");
  if (headRepository === (env["GITHUB_REPOSITORY"] ?? "").toLowerCase()) return void 0;
  const known = (values) => values.filter((value) => value !== void 0 && value !== "");
  return {
    ownShas: known([env["GITHUB_SHA"]?.toLowerCase(), text("pull_request", "base", "sha")]),
    ownBranches: known([text("pull_request", "base", "ref"), text("repository", "default_branch")]),
    headSha: text("pull_request", "head", "sha") ?? text("workflow_run", "head_sha"),
    headRepository
  };
}
function namesHead(url, { headSha, headRepository }) {
  const [place = "", revision = ""] = url.toLowerCase().split("#");
  if (/^(refs\/)?pull\//.test(revision)) return true;
  if (headSha !== void 0 && revision.startsWith(headSha)) return true;
  const path = place.replace(/(\.git)?\/*$/, "");
  return headRepository !== void 0 && /[/:]/.test(path) && path.endsWith(`/${headRepository}`);
}
async function holdsForeign({ env, files }, source, sides) {
  const git = await findCheckout(files, source, env["GITHUB_WORKSPACE"] ?? "");
  if (git === void 0) return false;
  const read = (path) => files.readText(join(git, path)).then(
    (text) => text.trim(),
    () => ""
  );
  const head = await read("HEAD");
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  const sha = branch === void 0 ? head : await readRef(read, `refs/heads/${branch}`);
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
function isOrigin(config, env) {
  const url = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(config)?.[1] ?? "";
  const server = env["GITHUB_SERVER_URL"] || "https://github.com";
  const own = `${server}/${env["GITHUB_REPOSITORY"] ?? ""}`.toLowerCase();
  return url.toLowerCase().replace(/(\.git)?\/*$/, "") === own;
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

// src/stages/read-stages.ts
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

// src/stages/repository-facts.ts
async function readNamesFacts(host, source) {
  const { env, clock } = host;
  const { event, repository } = source;
  const request = { env, event, repository, runTime: clock.now() };
  const stated = makeNamesFacts(request);
  const { sha } = stated;
  if (stated.commitTime !== void 0 || sha === "") return stated;
  const commitTime = await readCommitTime(host, sha) ?? readTime(
    await askGitHub2(host, source, "commit", (asked) => host.github.commit({ ...asked, sha }))
  );
  return makeNamesFacts({ ...request, commitTime });
}
function readTime(commit) {
  const time = new Date(String(readField3(commit, ["commit", "committer", "date"])));
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
async function readRepository2(host, source) {
  const stated = readField3(source.event, ["repository"]);
  if (readVisibility(stated) !== void 0) return stated;
  return askGitHub2(host, source, "repository", (asked) => host.github.repository(asked));
}
async function askGitHub2({ log }, { token, name }, what, ask) {
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
  const stated = readField3(repository, ["visibility"]);
  if (stated === "public" || stated === "private" || stated === "internal") return stated;
  const isPrivate = readField3(repository, ["private"]);
  return typeof isPrivate === "boolean" ? isPrivate ? "private" : "public" : void 0;
}

// src/stages/facts.ts
async function gatherFacts(host, inputs, isEntered = true) {
  const { env } = host;
  const event = await readEvent(host);
  const serverUrl = env["GITHUB_SERVER_URL"] || "https://github.com";
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  const eventName = env["GITHUB_EVENT_NAME"] ?? "";
  const source = { event, token: inputs.githubToken, name: repository };
  const stated = readRepository2(host, source);
  const [paths, visibility, names, signingConfigLogs, foreignHead, stages, buildkitdConfig] = await Promise.all([
    readPaths(host, inputs, isEntered),
    stated.then(readVisibility),
    stated.then((known) => readNamesFacts(host, { ...source, repository: known })),
    readsLog(host, inputs.signingConfig),
    readsForeignHead(host, { event, inputs }),
    readStages(host, inputs),
    readBuildkitdConfig2(host, inputs.buildkitdConfig)
  ]);
  return {
    eventName,
    ref: env["GITHUB_REF"] ?? "",
    sha: env["GITHUB_SHA"] ?? "",
    repository,
    visibility,
    untrusted: isUntrusted({ event, repository, actor: env["GITHUB_ACTOR"] ?? "", eventName }),
    foreignHead,
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
    cacheUsage: void 0,
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
  return { isEntered, beside, context, dockerfile: file, trustedRoot, signingConfig, named };
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
    const logs = readField3(JSON.parse(await files.readText(path)), ["rekorTlogUrls"]);
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
  const head = readField3(event, ["pull_request", "head", "repo", "full_name"]);
  return typeof head !== "string" || head.toLowerCase() !== repository.toLowerCase();
}

// src/plan/cache-secrets.ts
var VARIABLES = {
  gha: {
    token: "ACTIONS_RUNTIME_TOKEN",
    url: "ACTIONS_CACHE_URL",
    url_v2: "ACTIONS_RESULTS_URL"
  },
  s3: {
    access_key_id: "AWS_ACCESS_KEY_ID",
    secret_access_key: "AWS_SECRET_ACCESS_KEY",
    session_token: "AWS_SESSION_TOKEN"
  }
};
function makeCacheVariables(secrets) {
  const pairs = Object.entries(VARIABLES).flatMap(
    ([backend, names]) => Object.entries(secrets[backend] ?? {}).flatMap(([key, value]) => {
      const name = names[key];
      return name === void 0 ? [] : [[name, value]];
    })
  );
  return Object.fromEntries(pairs);
}
var AZURE_KEY_VARIABLE = "AZURE_STORAGE_KEY";
function findAzureKey(secrets, env) {
  const key = secrets.azblob?.["secret_access_key"] ?? env[AZURE_KEY_VARIABLE];
  return key === void 0 || key === "" ? void 0 : { secret_access_key: key };
}
function listCacheSecrets(secrets) {
  return Object.values(secrets).flatMap(
    (one) => Object.entries(one).flatMap(
      ([key, value]) => /^url/.test(key) || value === "" ? [] : [value]
    )
  );
}
var BETTER = {
  gha: "Leave them out: the step knows the cache service of its runner.",
  s3: "Leave them out, and give the step\nenv:\n  AWS_ACCESS_KEY_ID: ${{ secrets.AWS_ACCESS_KEY_ID }}\n  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}",
  azblob: "Leave it out, and give the step\nenv:\n  AZURE_STORAGE_KEY: ${{ secrets.AZURE_STORAGE_KEY }}"
};
function warnOfCacheSecrets(secrets) {
  const backends = Object.keys(secrets);
  if (backends.length === 0) return [];
  const lines = backends.map((one) => `For \`type=${one}\`: ${BETTER[one] ?? ""}`);
  return [
    `Credentials stand in the attributes of a cache. They were masked and handed over outside of the command line. ${lines.join("\n")}`
  ];
}

// src/registry/aws-signature.ts
async function signAwsRequest({ url, service, region, headers, body }, { key, now }) {
  const { default: aws4 } = await import("./aws4-UKTT3K3Z.js");
  const { host, pathname } = new URL(url);
  const request = {
    method: "POST",
    path: pathname,
    service,
    region,
    headers: { ...headers, Host: host, "X-Amz-Date": formatAmzDate(now) },
    body,
    // The HTTP client counts the bytes itself, and AWS does not ask for it.
    extraHeadersToIgnore: { "content-length": true }
  };
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...sessionToken === void 0 ? {} : { sessionToken }
  };
  const signed = aws4.sign(request, credentials);
  return Object.fromEntries(
    // The client sets these two itself, from the same address and body.
    Object.entries(signed.headers ?? {}).filter(([name]) => !/^(?:host|content-length)$/i.test(name)).map(([name, value]) => [name.toLowerCase(), String(value)])
  );
}
function formatAmzDate(time) {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

// src/registry/identity-call.ts
var ATTEMPTS2 = 4;
var TIMEOUT_MS = 1e4;
var MAX_BYTES2 = 1024 * 1024;
var FIRST_DELAY_MS = 500;
var MAX_DELAY_MS2 = 1e4;
var RETRYABLE = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
async function callIdentity(host, call) {
  for (let attempt2 = 1; ; attempt2++) {
    const got = await attemptCall(host, call);
    if (typeof got === "string") return got;
    if (!got.retry || attempt2 === ATTEMPTS2) throw got.error;
    const delayMs = got.retryAfterMs ?? FIRST_DELAY_MS * 2 ** (attempt2 - 1);
    if (delayMs > MAX_DELAY_MS2) throw got.error;
    host.log.debug(`${got.error.message}; again in ${delayMs} ms`);
    await host.clock.sleep(delayMs);
  }
}
async function attemptCall(host, call) {
  const { url, headers, body } = call;
  try {
    const response = await host.fetch({
      method: "POST",
      url,
      headers: { "user-agent": "build-sign-action", ...headers },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES2
    });
    if (response.status === 200) return new TextDecoder().decode(response.body);
    return describeAnswer(call, response);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { message, kind } = error;
    return {
      error: makeUnavailable(call, message, error),
      retry: kind !== "tls" && kind !== "too-large",
      retryAfterMs: void 0
    };
  }
}
function describeAnswer(call, { status, headers, body }) {
  const retryAfterS = Number(headers["retry-after"] || Number.NaN);
  const retryAfterMs = Number.isFinite(retryAfterS) ? Math.max(0, retryAfterS * 1e3) : void 0;
  const said = parseSafely(call, new TextDecoder().decode(body));
  const outcome = [`HTTP ${status}`, said?.code, said?.message].filter(Boolean).join(", ");
  if (RETRYABLE.has(status))
    return { error: makeUnavailable(call, outcome), retry: true, retryAfterMs };
  const hint = call.hint(said ?? { code: "", message: "" });
  const error = new ActionError(
    "IDENTITY_REFUSED",
    `${call.service} (${new URL(call.url).host}) refused the login at ${call.registry}: ${outcome}`,
    { hint }
  );
  return { error, retry: false, retryAfterMs };
}
function parseSafely({ parseRefusal }, text) {
  const said = /^\s*<(?:!doctype|html)/i.test(text) ? void 0 : parseRefusal(text);
  if (said === void 0) return void 0;
  const clean = (part, max) => part.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").replace(/[A-Za-z0-9+/=_-]{16,}(?:\.[A-Za-z0-9+/=_-]{8,}){2}/g, "\u2026").trim().slice(0, max);
  return { code: clean(said.code, 80), message: clean(said.message, 400) };
}
function makeUnavailable({ service, registry, url }, outcome, cause) {
  return new ActionError(
    "IDENTITY_UNAVAILABLE",
    `${service} (${new URL(url).host}) gave no login at ${registry}: ${outcome}`,
    {
      hint: "Nothing was pushed. Look at the status page of the service, then run the job again.",
      cause
    }
  );
}
function makeStrange({
  service,
  registry,
  url
}) {
  return new ActionError(
    "IDENTITY_REFUSED",
    `${service} (${new URL(url).host}) answered the login at ${registry} with something else than a credential`,
    { hint: "Is the address of the service right, and is there a proxy on the way to it?" }
  );
}
function parseJson2(text) {
  const value = readJson(text);
  return isRecord(value) ? value : {};
}
function readString(fields, name) {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : void 0;
}
function parseOAuthRefusal(text) {
  const fields = parseJson2(text);
  const code = readString(fields, "error") ?? "";
  const message = readString(fields, "error_description") ?? readString(fields, "message") ?? "";
  return code === "" && message === "" ? void 0 : { code, message };
}
var FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded" };

// src/registry/aws.ts
async function assumeRole(host, { identity: identity2, token }) {
  const { stsUrl, role, sessionName, durationS, registry } = identity2;
  const call = { service: "AWS STS", registry, url: `${stsUrl}/` };
  const form = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: role,
    RoleSessionName: sessionName,
    DurationSeconds: String(durationS),
    WebIdentityToken: token.text
  });
  const text = await callIdentity(host, {
    ...call,
    headers: { ...FORM_HEADERS, accept: "text/xml" },
    body: form.toString(),
    parseRefusal: parseXmlRefusal,
    hint: (refusal) => hintRole(refusal, identity2, token)
  });
  const [accessKeyId, secretAccessKey, sessionToken] = [
    readElement(text, "AccessKeyId"),
    readElement(text, "SecretAccessKey"),
    readElement(text, "SessionToken")
  ];
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw makeStrange(call);
  for (const secret of [secretAccessKey, sessionToken]) host.mask(secret);
  return { accessKeyId, secretAccessKey, sessionToken };
}
function readElement(xml, name) {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
function parseXmlRefusal(text) {
  const code = readElement(text, "Code");
  return code === void 0 ? void 0 : { code, message: readElement(text, "Message") ?? "" };
}
function hintRole({ code, message }, { role, audience, durationS }, { subject }) {
  const account = /::(\d{12}):/.exec(role)?.[1] ?? "";
  if (code === "AccessDenied")
    return `The trust policy of ${role} has to let this job in. Its token says
"token.actions.githubusercontent.com:sub": "${subject}"
"token.actions.githubusercontent.com:aud": "${audience}"
Compare both, character by character, with the conditions of that policy; and the role has to exist.`;
  if (/OpenIDConnect provider/i.test(message))
    return `Add GitHub as an identity provider to account ${account}: URL https://token.actions.githubusercontent.com, audience ${audience}.`;
  if (code === "InvalidIdentityToken" && /audience/i.test(message))
    return `Add the audience ${audience} to GitHub's identity provider in account ${account}, or set \`audience\` to one that it has.`;
  if (code === "ValidationError" && /DurationSeconds/i.test(message))
    return `The role allows no session of ${durationS} s: lower \`role-duration-seconds\`, or raise the role's maximum.`;
  if (code === "ExpiredTokenException") return "Set the clock of the runner (NTP).";
  return `Check the role ${role} and its region.`;
}
function findEcrUrl({ kind, region }) {
  const service = kind === "public" ? "api.ecr-public" : "api.ecr";
  return `https://${service}.${region}.${findAwsDomain(region)}`;
}
async function readEcrToken(host, question) {
  const { registry, isPublic, region, url, key } = question;
  const service = isPublic ? "ecr-public" : "ecr";
  const target = isPublic ? "SpencerFrontendService" : "AmazonEC2ContainerRegistry_V20150921";
  const call = { service: isPublic ? "AWS ECR Public" : "AWS ECR", registry, url: `${url}/` };
  const body = "{}";
  const headers = await signAwsRequest(
    {
      url: call.url,
      service,
      region,
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `${target}.GetAuthorizationToken`
      },
      body
    },
    { key, now: host.clock.now() }
  );
  const text = await callIdentity(host, {
    ...call,
    headers,
    body,
    parseRefusal: parseJsonRefusal,
    hint: (refusal) => hintEcr(refusal, service)
  });
  const lease = parseAuthorization(text);
  if (lease === void 0) throw makeStrange(call);
  host.mask(lease.password);
  return {
    credential: { username: lease.username, password: lease.password },
    expiresAtMs: lease.expiresAtMs
  };
}
function parseAuthorization(text) {
  const { authorizationData: data } = parseJson2(text);
  const entry = Array.isArray(data) ? data[0] : data;
  if (!isRecord(entry)) return void 0;
  const decoded = Buffer.from(readString(entry, "authorizationToken") ?? "", "base64").toString();
  const colon = decoded.indexOf(":");
  const expiresAt = entry["expiresAt"];
  if (colon < 1 || colon === decoded.length - 1 || typeof expiresAt !== "number") return void 0;
  return {
    username: decoded.slice(0, colon),
    password: decoded.slice(colon + 1),
    expiresAtMs: expiresAt * 1e3
  };
}
function parseJsonRefusal(text) {
  const fields = parseJson2(text);
  const code = readString(fields, "__type")?.replace(/^.*#/, "");
  const message = readString(fields, "message") ?? readString(fields, "Message") ?? "";
  return code === void 0 ? void 0 : { code, message };
}
function hintEcr({ code, message }, service) {
  const bearer = service === "ecr-public" ? ' and "sts:GetServiceBearerToken"' : "";
  if (code === "AccessDeniedException")
    return `Allow the role, or the owner of the key, "${service}:GetAuthorizationToken"${bearer} on resource "*".`;
  if (/ExpiredToken/.test(code))
    return "The AWS session in the environment has ended: get a new one right before this step.";
  if (/InvalidSignature/.test(code) && /expired|current time|not yet/i.test(message))
    return "Set the clock of the runner (NTP): the signature carries the time.";
  if (/UnrecognizedClient|InvalidSignature|InvalidClientTokenId/.test(code))
    return "The access key is unknown, or its secret does not belong to it.";
  return `Allow "${service}:GetAuthorizationToken"${bearer}, and check the region.`;
}
function readAmbientKey(env) {
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) return void 0;
  return { accessKeyId, secretAccessKey, sessionToken: env["AWS_SESSION_TOKEN"] || void 0 };
}

// src/registry/azure.ts
var LIFE_MS = 3 * 60 * 6e4;
async function readAzureToken(host, {
  identity: identity2,
  token,
  scheme
}) {
  const access = await readEntraToken(host, { identity: identity2, token });
  const { registry, tenantId, clientId } = identity2;
  const call = {
    service: "Azure Container Registry",
    registry,
    url: `${scheme}://${registry}/oauth2/exchange`
  };
  const form = new URLSearchParams({
    grant_type: "access_token",
    service: registry,
    tenant: tenantId,
    access_token: access
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseRegistryRefusal,
    hint: () => `Give ${clientId} the role AcrPush on ${registry} (Container Registry Repository Writer where access is by repository). Where the registry takes no tokens of Azure Resource Manager, set \`token-scope: https://containerregistry.azure.net/.default\`.`
  });
  const refresh = readString(parseJson2(text), "refresh_token");
  if (refresh === void 0) throw makeStrange(call);
  host.mask(refresh);
  return {
    // As a password, with zeros for a user, it would do as well; `docker login` stores it as an identity token too.
    credential: { identityToken: refresh },
    expiresAtMs: readExpiry(refresh) ?? host.clock.now().getTime() + LIFE_MS
  };
}
async function readEntraToken(host, { identity: identity2, token }) {
  const { authorityUrl, tenantId, clientId, tokenScope, registry } = identity2;
  const call = { service: "Entra", registry, url: `${authorityUrl}/${tenantId}/oauth2/v2.0/token` };
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    scope: tokenScope,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: token.text
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: (refusal) => hintEntra(refusal, identity2, token)
  });
  const access = readString(parseJson2(text), "access_token");
  if (access === void 0) throw makeStrange(call);
  host.mask(access);
  return access;
}
function hintEntra({ message }, { clientId, tenantId, audience }, { subject }) {
  if (/AADSTS700016/.test(message))
    return `There is no application ${clientId} in tenant ${tenantId}.`;
  if (/AADSTS90002/.test(message)) return `There is no tenant ${tenantId} in this cloud.`;
  if (/AADSTS700024/.test(message)) return "Set the clock of the runner (NTP).";
  return `Add a federated credential to application ${clientId}, exactly as this job's token is:
issuer: https://token.actions.githubusercontent.com
subject: ${subject}
audience: ${audience}`;
}
function parseRegistryRefusal(text) {
  const { errors } = parseJson2(text);
  const first = Array.isArray(errors) ? errors[0] : void 0;
  if (!isRecord(first)) return parseOAuthRefusal(text);
  return { code: readString(first, "code") ?? "", message: readString(first, "message") ?? "" };
}
function readExpiry(jwt) {
  const payload = Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString();
  const { exp } = parseJson2(payload);
  return typeof exp === "number" ? exp * 1e3 : void 0;
}

// src/registry/docker-hub.ts
async function readHubToken(host, { identity: identity2, token }) {
  const { identityUrl, connectionId, expiresInS, registry, username, audience } = identity2;
  const call = { service: "Docker Hub", registry, url: `${identityUrl}/oauth/token` };
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    subject_token: token.text,
    connection_id: connectionId,
    expires_in: String(expiresInS)
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: () => `Check the connection ${connectionId} of the organization ${username} (Admin Console, OIDC connections): a ruleset has to match this job, whose token says
sub: ${token.subject}
aud: ${audience}`
  });
  const password2 = readString(parseJson2(text), "access_token");
  if (password2 === void 0) throw makeStrange(call);
  host.mask(password2);
  return {
    credential: { username, password: password2 },
    expiresAtMs: host.clock.now().getTime() + expiresInS * 1e3
  };
}

// src/registry/google.ts
var USERNAME = "oauth2accesstoken";
var SCOPE2 = "https://www.googleapis.com/auth/cloud-platform";
var JSON_HEADERS = { "content-type": "application/json", accept: "application/json" };
async function readGoogleToken(host, { identity: identity2, token }) {
  const federated = await federate(host, { identity: identity2, token });
  const { serviceAccount } = identity2;
  const access = serviceAccount === void 0 ? federated : await impersonate(host, {
    identity: identity2,
    serviceAccount,
    token: federated.token,
    subject: token.subject
  });
  return {
    credential: { username: USERNAME, password: access.token },
    expiresAtMs: access.expiresAtMs
  };
}
async function federate(host, { identity: identity2, token }) {
  const { provider, stsUrl, registry } = identity2;
  const call = { service: "Google STS", registry, url: `${stsUrl}/v1/token` };
  const text = await callIdentity(host, {
    ...call,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      audience: `//iam.googleapis.com/${provider}`,
      grantType: "urn:ietf:params:oauth:grant-type:token-exchange",
      requestedTokenType: "urn:ietf:params:oauth:token-type:access_token",
      scope: SCOPE2,
      subjectTokenType: "urn:ietf:params:oauth:token-type:jwt",
      subjectToken: token.text
    }),
    parseRefusal: (body) => parseOAuthRefusal(body) ?? parseApiRefusal(body),
    hint: (refusal) => hintProvider(refusal, identity2, token)
  });
  const fields = parseJson2(text);
  const [access, lastsS] = [readString(fields, "access_token"), fields["expires_in"]];
  if (access === void 0) throw makeStrange(call);
  host.mask(access);
  const lastsMs = (typeof lastsS === "number" && lastsS > 0 ? lastsS : 300) * 1e3;
  return { token: access, expiresAtMs: host.clock.now().getTime() + lastsMs };
}
async function impersonate(host, {
  identity: identity2,
  serviceAccount,
  token,
  subject
}) {
  const { iamUrl, registry, provider } = identity2;
  const path = `/v1/projects/-/serviceAccounts/${encodeURIComponent(serviceAccount)}:generateAccessToken`;
  const call = { service: "Google IAM Credentials", registry, url: `${iamUrl}${path}` };
  const pool = provider.replace(/\/providers\/.*$/, "");
  const text = await callIdentity(host, {
    ...call,
    headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` },
    body: JSON.stringify({ scope: [SCOPE2], lifetime: "3600s" }),
    parseRefusal: parseApiRefusal,
    hint: ({ code }) => code === "NOT_FOUND" ? `There is no service account ${serviceAccount}.` : `Let this job act as ${serviceAccount}: give it the role roles/iam.workloadIdentityUser for
principal://iam.googleapis.com/${pool}/subject/${subject}
or for a principalSet that holds it, and enable the API iamcredentials.googleapis.com.`
  });
  const fields = parseJson2(text);
  const access = readString(fields, "accessToken");
  const expiresAtMs = Date.parse(readString(fields, "expireTime") ?? "");
  if (access === void 0 || Number.isNaN(expiresAtMs)) throw makeStrange(call);
  host.mask(access);
  return { token: access, expiresAtMs };
}
function parseApiRefusal(text) {
  const { error } = parseJson2(text);
  if (!isRecord(error)) return void 0;
  return { code: readString(error, "status") ?? "", message: readString(error, "message") ?? "" };
}
function hintProvider({ code, message }, { provider, audience }, { subject }) {
  if (/attribute condition/i.test(message))
    return `The condition of the provider does not let this job in. Its token says
sub: ${subject}`;
  if (/stale to sign-in|expired/i.test(message)) return "Set the clock of the runner (NTP).";
  if (/audience/i.test(message))
    return `The token is for ${audience}: add that to the allowed audiences of the provider, or set \`audience\` to one that it has.`;
  if (code === "invalid_target")
    return `There is no such provider, or it is disabled: ${provider}. The project is named by its number, not its id.`;
  if (/issuer/i.test(message))
    return "The provider has to have the issuer https://token.actions.githubusercontent.com.";
  return `Check the provider ${provider} and its attribute mapping (google.subject = assertion.sub). The token says
sub: ${subject}`;
}

// src/registry/identities.ts
var THIS_MACHINE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;
async function exchangeIdentity(host, { identity: identity2, tokens }) {
  const token = await tokens(identity2.audience);
  switch (identity2.type) {
    case "aws-ecr": {
      const key = await assumeRole(host, { identity: identity2, token });
      const { registry, isPublic, region, ecrUrl: url } = identity2;
      return readEcrToken(host, { registry, isPublic, region, url, key });
    }
    case "gcp-wif":
      return readGoogleToken(host, { identity: identity2, token });
    case "azure-acr": {
      const scheme = THIS_MACHINE.test(identity2.registry) ? "http" : "https";
      return readAzureToken(host, { identity: identity2, token, scheme });
    }
    case "dockerhub":
      return readHubToken(host, { identity: identity2, token });
  }
}

// src/registry/lease.ts
var MARGIN_MS = 10 * 6e4;
var LAST_MS = 6e4;
function makeLeaseSource({
  host,
  name,
  ask
}) {
  let held;
  let flying;
  const leftMs = ({ expiresAtMs }) => expiresAtMs === void 0 ? Number.POSITIVE_INFINITY : expiresAtMs - host.clock.now().getTime();
  async function renew() {
    try {
      const lease = await ask();
      held = { lease, marginMs: Math.min(MARGIN_MS, leftMs(lease) / 2) };
      return lease;
    } catch (error) {
      if (held === void 0 || leftMs(held.lease) < LAST_MS) throw error;
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(
        `The login at ${name} could not be renewed, and is used until it ends: ${why}`
      );
      return held.lease;
    }
  }
  return {
    read: async () => {
      if (held !== void 0 && leftMs(held.lease) > held.marginMs) return held.lease;
      flying ??= renew().finally(() => {
        flying = void 0;
      });
      return flying;
    }
  };
}

// src/tools/oidc-token.ts
function parseTokenAnswer(body, audience) {
  const answer = readJson(body);
  if (!isRecord(answer)) return refuse4("the answer is not JSON");
  const text = answer["value"];
  if (typeof text !== "string" || text === "") return refuse4("the answer holds no token");
  const [, payload = "", signature = ""] = text.split(".");
  const claims = readJson(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isRecord(claims) || signature === "") return refuse4("the token is not a JWT");
  if (claims["aud"] !== audience)
    return refuse4(`the token is for another audience than ${audience}`);
  const expiresAtS = claims["exp"];
  if (typeof expiresAtS !== "number") return refuse4("the token has no expiry");
  const read = (name) => typeof claims[name] === "string" ? claims[name] : "";
  const jobWorkflowRef = read("job_workflow_ref");
  if (jobWorkflowRef === "") return refuse4("the token names no workflow (job_workflow_ref)");
  return {
    ok: true,
    token: {
      text,
      expiresAtS,
      subject: read("sub"),
      claims: {
        issuer: read("iss"),
        jobWorkflowRef,
        repository: read("repository"),
        ref: read("ref"),
        sha: read("sha"),
        eventName: read("event_name")
      }
    }
  };
}
function findMismatch(claims, job) {
  if (job.repository !== "" && claims.repository.toLowerCase() !== job.repository.toLowerCase()) {
    return `the token is for repository ${claims.repository}, the job runs in ${job.repository}`;
  }
  if (job.sha !== "" && claims.sha !== job.sha)
    return `the token is for commit ${claims.sha}, the job builds ${job.sha}`;
  return void 0;
}
function refuse4(reason) {
  return { ok: false, reason };
}

// src/stages/oidc.ts
var SIGSTORE_AUDIENCE = "sigstore";
var ATTEMPTS3 = 6;
var REQUEST_TIMEOUT_MS = 1e4;
var TOTAL_MS = 9e4;
var MAX_DELAY_MS3 = 15e3;
var MIN_LIFE_S = 60;
function makeTokenSource(host, request) {
  let current;
  return async () => {
    const last = current;
    const token = await last?.catch(() => void 0);
    if (token !== void 0 && lifeS(host, token) >= MIN_LIFE_S) return token;
    current = current === void 0 || current === last ? fetchToken(host, request) : current;
    return current;
  };
}
function lifeS({ clock }, { expiresAtS }) {
  return expiresAtS - clock.now().getTime() / 1e3;
}
async function fetchToken(host, { audience, purpose, timeoutMs }) {
  const endMs = host.clock.elapsedMs() + Math.min(TOTAL_MS, timeoutMs);
  let last = { reason: "not asked", retry: true };
  for (let attempt2 = 1; attempt2 <= ATTEMPTS3; attempt2++) {
    const leftMs = Math.max(1, endMs - host.clock.elapsedMs());
    const timeout = { audience, timeoutMs: Math.min(REQUEST_TIMEOUT_MS, leftMs) };
    const got = await requestToken(host, timeout);
    if (!("reason" in got)) return checkToken(host, got);
    last = got;
    const delayMs = Math.min(MAX_DELAY_MS3, 1e3 * 2 ** (attempt2 - 1));
    if (!got.retry || attempt2 === ATTEMPTS3 || host.clock.elapsedMs() + delayMs > endMs) break;
    host.log.info(
      `GitHub's OIDC endpoint: ${got.reason}; again in ${delayMs / 1e3} s (attempt ${attempt2 + 1} of ${ATTEMPTS3})`
    );
    await host.clock.sleep(delayMs);
  }
  throw new ActionError(
    "OIDC_UNAVAILABLE",
    `GitHub gave no OIDC token for ${purpose}: ${last.reason}`,
    {
      hint: last.retry ? "Nothing was published under a tag. Run the job again when GitHub Actions has recovered (www.githubstatus.com)." : "Check that the job has `permissions: id-token: write`, in the calling workflow too."
    }
  );
}
async function requestToken(host, { audience, timeoutMs }) {
  const base = host.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const bearer = host.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (!base || !bearer) {
    throw new ActionError(
      "OIDC_PERMISSION_MISSING",
      "The job has no permission to ask for an OIDC token"
    );
  }
  if (!URL.canParse(base))
    return { reason: "ACTIONS_ID_TOKEN_REQUEST_URL is no URL", retry: false };
  const url = new URL(base);
  url.searchParams.set("audience", audience);
  try {
    const { status, body } = await host.fetch({
      url: url.href,
      headers: { authorization: `bearer ${bearer}`, accept: "application/json" },
      timeoutMs,
      maxBytes: 1024 * 1024
    });
    if (status !== 200)
      return {
        reason: `HTTP ${status} from ${url.host}`,
        retry: status >= 500 || status === 429 || status === 408
      };
    const parsed2 = parseTokenAnswer(Buffer.from(body).toString("utf8"), audience);
    return parsed2.ok ? parsed2.token : { reason: parsed2.reason, retry: true };
  } catch (error) {
    if (error instanceof TransportError)
      return { reason: error.message, retry: error.kind !== "tls" };
    throw error;
  }
}
function checkToken(host, token) {
  host.mask(token.text);
  const mismatch = findMismatch(token.claims, {
    repository: host.env["GITHUB_REPOSITORY"] ?? "",
    sha: host.env["GITHUB_SHA"] ?? ""
  });
  if (mismatch !== void 0) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      `GitHub's OIDC token does not fit this job: ${mismatch}`,
      {
        hint: "An earlier step may have changed GITHUB_* or ACTIONS_ID_TOKEN_REQUEST_* in the environment."
      }
    );
  }
  if (lifeS(host, token) < MIN_LIFE_S) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      "GitHub's OIDC token has expired by this machine's clock",
      {
        hint: "Set the clock of the runner (NTP)."
      }
    );
  }
  return token;
}

// src/stages/logins.ts
var TOKEN_TIMEOUT_MS = 6e4;
function maskSecrets({ mask }, { githubToken = "", registryAuth, cacheSecrets }) {
  const passwords = registryAuth.map(({ password: password2 }) => password2);
  for (const secret of [githubToken, ...passwords, ...listCacheSecrets(cacheSecrets)])
    if (secret !== "") mask(secret);
}
function makeOwnLogins(host, plan, inputs) {
  const tokens = makeAudienceTokens(host);
  return plan.logins.map((spec) => ({
    registry: spec.registry,
    repository: spec.repository,
    use: spec.use,
    ...makeReader(host, { spec, inputs, tokens })
  }));
}
function makeAudienceTokens(host) {
  const sources = /* @__PURE__ */ new Map();
  return async (audience) => {
    const source = sources.get(audience) ?? makeTokenSource(host, {
      audience,
      purpose: `the login (${audience})`,
      timeoutMs: TOKEN_TIMEOUT_MS
    });
    sources.set(audience, source);
    return source();
  };
}
function makeReader(host, { spec, inputs, tokens }) {
  const { registry, identity: identity2, isAwsKey } = spec;
  if (identity2 !== void 0) {
    const ask = () => exchangeIdentity(host, { identity: identity2, tokens });
    return {
      read: withoutIfOptional(host, spec, makeLeaseSource({ host, name: registry, ask }))
    };
  }
  const secret = readSecret(spec, inputs);
  if (secret !== "") host.mask(secret);
  if (isAwsKey === true) return makeKeySource(host, spec, secret);
  const known = { username: spec.username, password: secret };
  return { known, read: async () => ({ credential: known, expiresAtMs: void 0 }) };
}
function readSecret({ source, entry = -1 }, inputs) {
  if (source === "registry-auth") return inputs.registryAuth[entry]?.password ?? "";
  return (source === "password" ? inputs.password : inputs.githubToken) ?? "";
}
function withoutIfOptional(host, { registry, isOptional }, source) {
  if (isOptional !== true) return source.read;
  let isGivenUp = false;
  return async () => {
    if (isGivenUp) return void 0;
    try {
      return await source.read();
    } catch (error) {
      if (!(error instanceof ActionError) || error.code === "CANCELLED") throw error;
      isGivenUp = true;
      host.log.warning(`No login at ${registry}, and nothing is pushed: ${error.message}`);
      return void 0;
    }
  };
}
function makeKeySource(host, { registry, username }, secret) {
  const key = username === "" ? void 0 : { accessKeyId: username, secretAccessKey: secret };
  const ask = async () => {
    const used = key ?? readAmbientKey(host.env);
    if (used === void 0)
      throw new ActionError(
        "IDENTITY_REFUSED",
        `The login at ${registry} has neither \`username\` and \`password\` nor an AWS access key in the environment`,
        { hint: "Run aws-actions/configure-aws-credentials before, or use `registry-identities`." }
      );
    return exchangeKey(host, registry, used);
  };
  return makeLeaseSource({ host, name: registry, ask });
}
function makeAmbientSource(host, registry) {
  const key = readAmbientKey(host.env);
  if (key === void 0 || parseEcrHost(registry) === void 0) return void 0;
  const ask = () => exchangeKey(host, registry, key);
  return makeLeaseSource({ host, name: registry, ask });
}
async function exchangeKey(host, registry, key) {
  const ecr = parseEcrHost(registry);
  if (ecr === void 0)
    throw new ActionError("IDENTITY_REFUSED", `${registry} is no registry of Amazon's`);
  const { kind, region } = ecr;
  const url = findEcrUrl(ecr);
  return readEcrToken(host, { registry, isPublic: kind === "public", region, url, key });
}

// src/plan/cache-hits.ts
var MAX_COMMAND_CHARS = 200;
function countHits(steps, platforms) {
  const [only] = platforms;
  const alone = only === void 0 ? "" : formatPlatform(only);
  const hits = steps.flatMap((step) => {
    const { command, state, seconds, stage, index, total, platform = alone } = step;
    if (state !== "cached" && state !== "done" || /^FROM /i.test(command)) return [];
    const cached = state === "cached";
    const place = `${stage === void 0 ? "" : `${stage} `}${index}/${total}`;
    return [{ platform, step: place, command: shorten4(command), cached, seconds }];
  });
  if (hits.length === 0) return void 0;
  const names = [...new Set(hits.map(({ platform }) => platform))].sort();
  const counts = names.map(
    (name) => [name, count(hits.filter(({ platform }) => platform === name))]
  );
  return { ...count(hits), platforms: Object.fromEntries(counts), steps: hits };
}
function count(hits) {
  return { cached: hits.filter(({ cached }) => cached).length, total: hits.length };
}
function shorten4(command) {
  const line = command.replace(/\s+/g, " ");
  return line.length <= MAX_COMMAND_CHARS ? line : `${line.slice(0, MAX_COMMAND_CHARS - 1)}\u2026`;
}
function formatHits({ cached, total, platforms }) {
  const each = Object.entries(platforms).map(
    ([name, one]) => `${name} ${one.cached} of ${one.total}`
  );
  const share = `${Math.round(cached / total * 100)} % of ${total} ${total === 1 ? "step" : "steps"}`;
  return `${share} from the cache${each.length > 1 ? ` (${each.join(", ")})` : ""}`;
}
function formatHitsJson(hits) {
  const { cached, total, platforms, steps } = hits;
  const ratio = Number((cached / total).toFixed(3));
  const named = steps.map(({ command: _, ...step }) => step);
  return JSON.stringify({ ratio, cached, total, platforms, steps: named });
}

// src/plan/cache-advice.ts
var WORTH_S = 5;
var NEAR_LIMIT = 0.8;
var INSTALLERS = [
  {
    pattern: /\bnpm (ci|i|install)\b/,
    files: "package.json package-lock.json",
    cache: "/root/.npm"
  },
  {
    pattern: /\bpnpm (i|install|fetch)\b/,
    files: "package.json pnpm-lock.yaml",
    cache: "/root/.local/share/pnpm/store"
  },
  {
    pattern: /\byarn( install)?( --\S+)*\s*($|&&|;)/,
    files: "package.json yarn.lock",
    cache: "/usr/local/share/.cache/yarn"
  },
  {
    pattern: /\b(pip3?|python3? -m pip) install\b/,
    files: "requirements.txt",
    cache: "/root/.cache/pip"
  },
  {
    pattern: /\buv (sync|pip install)\b/,
    files: "pyproject.toml uv.lock",
    cache: "/root/.cache/uv"
  },
  { pattern: /\bgo (mod download|build|install)\b/, files: "go.mod go.sum", cache: "/go/pkg/mod" },
  {
    pattern: /\bcargo (build|fetch|install)\b/,
    files: "Cargo.toml Cargo.lock",
    cache: "/usr/local/cargo/registry"
  },
  {
    pattern: /\bcomposer install\b/,
    files: "composer.json composer.lock",
    cache: "/root/.composer/cache"
  },
  {
    pattern: /\bbundle install\b/,
    files: "Gemfile Gemfile.lock",
    cache: "/usr/local/bundle/cache"
  },
  { pattern: /\b(mvn|mvnw)\b/, files: "pom.xml", cache: "/root/.m2" },
  { pattern: /\b(gradle|gradlew)\b/, files: "build.gradle", cache: "/root/.gradle" }
];
var ROOM_BYTES = 10 * 1024 ** 3;
function adviseCache({
  hits,
  room,
  mode
}) {
  const advice = hits.steps.flatMap((step, at) => adviseStep(step, hits.steps.slice(0, at)));
  const isNear = room !== void 0 && room.usedBytes >= room.limitBytes * NEAR_LIMIT;
  return [
    ...new Set(advice),
    ...isNear && mode === "max" ? [
      "the repository's room for caches is nearly full: `cache-mode: min` keeps the layers of the image alone, `cache: registry` keeps them elsewhere"
    ] : []
  ];
}
function adviseStep({ command, cached, seconds = 0, platform, step }, earlier) {
  const installer = INSTALLERS.find(({ pattern }) => pattern.test(command));
  if (cached || seconds < WORTH_S || installer === void 0 || !/^RUN /i.test(command)) return [];
  const stage = step.replace(/\d+\/\d+$/, "");
  const copied = earlier.some(
    (one) => !one.cached && one.platform === platform && one.step.replace(/\d+\/\d+$/, "") === stage && /^(COPY|ADD)( --\S+)* \.\/? /i.test(one.command)
  );
  const what = `\`${shortenCommand(command)}\` (${seconds.toFixed(0)} s)`;
  if (copied)
    return [
      `${what} ran because all of the context is copied before it: copy ${installer.files} first, install, then copy the rest`
    ];
  if (/--mount=\S*type=cache/.test(command)) return [];
  return [`${what} downloads anew: \`RUN --mount=type=cache,target=${installer.cache}\` keeps it`];
}
function shortenCommand(command) {
  const text = command.replace(/^RUN( --\S+)* /i, "").replaceAll("`", "'");
  return text.length <= 60 ? text : `${text.slice(0, 59)}\u2026`;
}

// src/stages/summary-table.ts
function formatTable(header, rows3) {
  return [header, header.map(() => "---"), ...rows3].map((row2) => `| ${row2.join(" | ")} |`).join("\n");
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
  const fence = "`".repeat(Math.max(3, findLongest(lines.join("\n")) + 1));
  return [
    `<details><summary>${summary}</summary>`,
    "",
    `${fence}sh`,
    ...lines,
    fence,
    "",
    "</details>"
  ].join("\n");
}
function findLongest(text) {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/stages/summary-cache.ts
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
function formatRoom({ cacheRoom }) {
  if (cacheRoom === void 0) return "";
  const { usedBytes, limitBytes, scopeBytes } = cacheRoom;
  const isNear = usedBytes >= limitBytes * NEAR_LIMIT;
  return [
    ...scopeBytes === void 0 ? [] : [`this scope ${formatSize(scopeBytes)}`],
    ...isNear ? [
      `all caches of the repository ${formatSize(usedBytes)} of ${formatSize(limitBytes)}: GitHub drops those that were not used for longest`
    ] : []
  ].join("; ");
}
function formatSize(bytes) {
  const mb = bytes / 1024 ** 2;
  return mb < 1024 ? `${mb.toFixed(1)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}
function formatMissed(missed) {
  const rows3 = missed.slice(0, MAX_ROWS).map(({ platform, step, command, seconds }) => [
    formatCell(`${platform} ${step}`.trim()),
    formatCode(command),
    seconds === void 0 ? "" : `${seconds.toFixed(1)} s`
  ]);
  const table = formatTable(["built anew", "step", "time"], rows3);
  return missed.length <= MAX_ROWS ? table : `${table}

and ${missed.length - MAX_ROWS} more`;
}

// src/stages/summary-dry.ts
function formatRehearsal({ rehearsal, names, separator = "\n" }) {
  if (rehearsal === void 0) return "";
  const tags = names?.tags === void 0 || names.tags === "" ? [] : names.tags.split(separator);
  return [
    formatFindings(rehearsal),
    tags.length === 0 ? "No tag for this event." : formatColumn("tag", tags),
    formatPairs2("label", rehearsal.labels),
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
function formatPairs2(name, entries) {
  const rows3 = entries.flatMap((entry) => {
    const at = entry.indexOf("=");
    const value = entry.slice(at + 1);
    return value === "" ? [] : [[formatCode(entry.slice(0, at)), formatCode(value)]];
  });
  return rows3.length === 0 ? "" : formatTable([name, "value"], rows3);
}
function formatDecisions({ decisions, needs }) {
  const rows3 = [...decisions, ...needs].map(([name, value]) => [name, formatCell(value)]);
  return formatTable(["plan", ""], rows3);
}

// src/stages/summary-legs.ts
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

// src/plan/emulated-times.ts
function timeEmulated(steps, { emulated, machine }) {
  const foreign = steps.flatMap((step) => {
    const platform = findForeign(step, { emulated, machine });
    return platform === void 0 ? [] : [{ ...step, place: platform }];
  });
  return foreign.flatMap(({ place, command, stage, state, seconds, index }) => {
    if (state !== "done" || seconds === void 0) return [];
    const peers = foreign.filter((other) => other.place === place && other.stage === stage).toSorted((left, right) => left.index - right.index);
    const known = emulated.steps.filter(
      (step) => formatPlatform(step.platform) === place && (stage === void 0 || step.stage === stage)
    );
    const at = peers.findIndex((other) => other.index === index);
    const line = known.length === peers.length ? known[at]?.line : void 0;
    return [{ platform: place, command: shorten5(command), line, seconds }];
  });
}
function findForeign({ platform, stage, command }, { emulated, machine }) {
  if (!/^(ONBUILD )?RUN /.test(command)) return void 0;
  if (platform === void 0) {
    const known = emulated.steps.find((step) => stage === void 0 || step.stage === stage);
    return known && formatPlatform(known.platform);
  }
  const parsed2 = parsePlatform(platform);
  if (!parsed2.ok || isNative(parsed2.platform, machine)) return void 0;
  return formatPlatform(parsed2.platform);
}
var MAX_COMMAND_CHARS2 = 72;
function shorten5(command) {
  const line = command.replace(/\s+/g, " ");
  return line.length <= MAX_COMMAND_CHARS2 ? line : `${line.slice(0, MAX_COMMAND_CHARS2 - 1)}\u2026`;
}
function formatTotal(times) {
  const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${times.length} ${times.length === 1 ? "step" : "steps"}, ${total.toFixed(1)} s`;
}
function describeTimes(times, { file = "Dockerfile", isLeg }) {
  const lines = times.map(({ platform, command, line, seconds }) => {
    const place = line === void 0 ? file : `${file}:${line}`;
    return `${seconds.toFixed(1).padStart(7)} s  ${platform}  ${place}  ${command}`;
  });
  return [...lines, chooseHint(times, isLeg)];
}
var CROSS_COMPILERS = /\b(go (build|install|test)|cargo (build|install)|dotnet (build|publish)|zig build|(npm|yarn|pnpm) (run )?build|tsc|mvnw?|gradlew?|javac)\b/;
var COMPILERS = /\b(make|cmake|ninja|meson|gcc|g\+\+|cc|clang(\+\+)?|rustc|pip3? (install|wheel))\b/;
function chooseHint(times, isLeg) {
  const slowest = times.toSorted((left, right) => right.seconds - left.seconds);
  if (slowest.some(({ command }) => CROSS_COMPILERS.test(command)))
    return "A compiler runs under emulation. It makes programs for other platforms by itself: `FROM --platform=$BUILDPLATFORM \u2026` for its stage, with `ARG TARGETOS TARGETARCH` to tell it the platform.";
  const isArm = times.every(({ platform }) => platform === "linux/arm64");
  const native = isArm ? " (`runs-on: ubuntu-24.04-arm`)" : "";
  const way = isLeg ? `A native machine for this leg${native} emulates nothing.` : `A leg of a matrix on a native machine${native} emulates nothing; the legs make one image.`;
  return slowest.some(({ command }) => COMPILERS.test(command)) ? `A compiler runs under emulation. ${way}` : way;
}

// src/plan/mount-economy.ts
var MIN_BYTES = 256 * 1024;
var RESTORE_BYTES_PER_SECOND = 40 * 1024 * 1024;
var RESTORE_SECONDS = 1.5;
function findUnchanged({ restored }) {
  return restored?.isExact === true ? "Dockerfile and locks are those of what is kept" : void 0;
}
function findExcess({ restored, buildSeconds }, { bytes, maxBytes }) {
  if (bytes < MIN_BYTES) return `they hold next to nothing (${formatBytes(bytes)})`;
  if (bytes > maxBytes)
    return `they hold ${formatBytes(bytes)}, more than \`cache-mounts-max-size\` (${formatBytes(maxBytes)})`;
  const expected = RESTORE_SECONDS + bytes / RESTORE_BYTES_PER_SECOND;
  if (restored === void 0) {
    return expected > buildSeconds ? `to bring ${formatBytes(bytes)} back would take about ${formatSeconds2(expected)}, longer than the whole build (${formatSeconds2(buildSeconds)})` : void 0;
  }
  const { seconds, coldSeconds } = restored;
  if (coldSeconds === void 0 || buildSeconds + seconds <= coldSeconds) return void 0;
  return `with them the build took ${formatSeconds2(buildSeconds)} and ${formatSeconds2(seconds)} to bring them back, without them ${formatSeconds2(coldSeconds)}: \`cache-mounts: off\` saves that`;
}
function formatBytes(bytes) {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
function formatSeconds2(seconds) {
  return `${seconds.toFixed(1)} s`;
}

// src/stages/summary-mounts.ts
function formatMountRow2(mounts) {
  if (mounts === void 0) return "";
  return formatCell(`${tellRestored(mounts.restored)}; ${tellKept2(mounts.kept)}`);
}
function tellRestored({ outcome, mounts, seconds }) {
  switch (outcome) {
    case "restored": {
      const list = mounts.map(({ mount, bytes }) => `${mount} ${formatBytes(bytes)}`);
      return `restored in ${formatSeconds2(seconds)}: ${list.join(", ") || "none of those that are used"}`;
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
function tellKept2(kept) {
  switch (kept.outcome) {
    case "saved":
      return `saved ${formatBytes(kept.bytes)} in ${formatSeconds2(kept.seconds)}`;
    case "skipped":
      return `not saved: ${kept.reason}`;
    case "failed":
      return "**not saved**, see the warning";
  }
}
function formatMountOutput(mounts) {
  if (mounts === void 0) return "";
  const { keys, coldSeconds: _, ...restored } = mounts.restored;
  return JSON.stringify({ restored: { ...restored, wanted: keys.key }, saved: mounts.kept });
}

// src/stages/summary-run.ts
function formatAbout({ results, timings }) {
  const { plan, build, image, cacheExport } = results;
  if (plan === void 0 || build === void 0 && image === void 0) return "";
  const rows3 = [
    ["provenance", formatLevel2(plan, image !== void 0)],
    ["cache", formatCache({ plan, build, cacheExport, seconds: timings["Cache"] })],
    ["cache mounts", formatMountRow2(results.mounts)],
    ["cache trust", formatTrusted(plan)],
    ["cache hits", formatFound(build)],
    ["cache size", formatRoom(results)],
    ["emulated", formatEmulated2(build?.emulated ?? [])],
    ["time", formatTimings(timings)]
  ].filter(([, value]) => value !== "");
  return rows3.length === 0 ? "" : formatTable(["run", ""], rows3);
}
function formatLevel2({ level, attestations, signing }, isPushed) {
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
  const spent = build?.importSeconds ?? 0;
  const read = spent > 0 ? `; read in ${spent.toFixed(1)} s` : "";
  return `${formatCell(cache.reason)}${read}${written}`;
}
function formatTrusted({ cache }) {
  if (cache === void 0) return "";
  const { from, to, trust } = cache;
  return from.length + to.length + trust.refused.length === 0 ? "" : formatCell(formatTrust(trust));
}
function formatFound(build) {
  return build?.hits === void 0 ? "" : formatHits(build.hits);
}
function formatEmulated2(times) {
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

// src/stages/summary.ts
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
  return `${quoted}

\`${errorCode(error)}\` \xB7 ${tags}`;
}
function formatTags({ moved, image }) {
  if (moved.length === 0 || image === void 0) return "";
  const rows3 = moved.map(({ reference, previous, digest }) => [
    `\`${reference}\``,
    formatPrevious(previous, digest ?? image.digest)
  ]);
  return `**Digest** \`${image.digest}\`

${formatTable(["tag", "before"], rows3)}`;
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
  const rows3 = image.subjects.filter(({ kind }) => kind === "platform" || kind === "index" && !isLeg).map((subject) => [
    subject.kind === "index" ? "index" : subject.platform ?? "",
    `\`${subject.digest.slice(0, 19)}\u2026\``,
    found(subject, SIGNATURE_PREDICATE),
    ...attestations.map(
      ({ predicateType }) => subject.kind === "platform" ? found(subject, predicateType) : ""
    )
  ]);
  return formatTable(header, rows3);
}
function formatFiles({ files = [] }) {
  if (files.length === 0) return "";
  const rows3 = files.map(({ output, platform, spec, bundlePath }) => {
    const what = spec === void 0 ? "signature" : spec.kind === "spdx" ? "SBOM" : spec.kind;
    return [`\`${output.dest}\``, platform ?? "", what, `\`${bundlePath}\``];
  });
  return formatTable(["file", "platform", "\u2705", "bundle"], rows3);
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
  const identity2 = escapeHtml(results.policy?.identity ?? "");
  const summary = `Verify it (signed by <code>${identity2}</code>)`;
  return formatFolded(
    summary,
    commands.flatMap((command, at) => [...at === 0 ? [] : [""], wrapCommand(command)])
  );
}
function wrapCommand(command) {
  return command.replaceAll(/ (?=--| ?[^ ]+$)/g, " \\\n  ");
}

// src/stages/report.ts
async function report2(host, reported) {
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
    "cache-hits": build?.hits === void 0 ? "" : formatHitsJson(build.hits),
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
  const shown2 = chooseShown(verified, top);
  return plan.destinations.flatMap(
    ({ repository }) => shown2.map(
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

// src/outputs.ts
var rows2 = [
  {
    name: "digest",
    description: "Digest of the image index (or of the manifest, for an image without an index)"
  },
  { name: "digests", description: "JSON: platform \u2192 digest of its manifest" },
  {
    name: "tags",
    description: "The tags that were published (or loaded), as full references, one per line; with `dry-run`, those that `images` and `tags` give for this event"
  },
  { name: "version", description: "The first tag of this event, as in docker/metadata-action" },
  { name: "tag-names", description: "The tags of this event without the names of images" },
  { name: "labels", description: "The labels, one per line" },
  { name: "annotations", description: "The annotations with their levels, one per line" },
  {
    name: "json",
    description: "JSON: `tags`, `tag-names`, `labels` and `annotations` of this event, published or not"
  },
  { name: "bake-file", description: "Path of a bake file with tags and labels" },
  { name: "bake-file-tags", description: "Path of a bake file with the tags" },
  { name: "bake-file-labels", description: "Path of a bake file with the labels" },
  { name: "bake-file-annotations", description: "Path of a bake file with the annotations" },
  { name: "image", description: "The first image by digest: `name@sha256:\u2026`" },
  {
    name: "imageid",
    description: "Image ID: the digest of the image configuration for a loaded image, otherwise the digest"
  },
  { name: "metadata", description: "JSON: buildx's metadata of the build" },
  {
    name: "published",
    description: "`true` when every tag was moved and read back, or left to a later run; `false` when that run has all of them; empty for a leg that others finish"
  },
  {
    name: "verified",
    description: "`true` when all that the policy asks for was verified: an image from the registry, files by the bundles beside them"
  },
  {
    name: "signer-identity",
    description: "The identity (certificate SAN) that signed, as verifiers have to name it"
  },
  {
    name: "verify-commands",
    description: "cosign commands that verify what was published, one per line"
  },
  {
    name: "bundle-paths",
    description: "Paths of the Sigstore bundles beside the files that `outputs` left, one per line: what an upload step takes"
  },
  {
    name: "candidate",
    description: "JSON: what a leg, or a step with `publish: off`, pushed by digest and signed: name, digest and planned tags, for the `publish/` action"
  },
  {
    name: "group",
    description: "Which image this is, the same for each of its legs and for no other of the run"
  },
  {
    name: "matrix",
    description: "JSON for `strategy.matrix`: platform, runner (see `runners`) and index of each leg, were the platforms built side by side"
  },
  {
    name: "builder-ids",
    description: "Builders that the provenance may name, one per line: what the reusable workflow holds its legs to"
  },
  {
    name: "cache-mounts",
    description: "JSON: what was restored into cache mounts and what was saved of them, with bytes and seconds; empty where none is kept"
  },
  {
    name: "builder",
    description: "Name of the builder that built, as `docker buildx build --builder` takes it; see `export-builder`"
  },
  {
    name: "cache-hits",
    description: "JSON: how many steps of the Dockerfile came from a cache (`ratio`, `cached`, `total`), for each of `platforms`, and each of `steps` with what it took"
  },
  { name: "timings", description: "JSON: stage \u2192 seconds" }
];
var OUTPUTS = rows2;
var BUILD_ONLY = [
  ...[
    "imageid",
    "metadata",
    "candidate",
    "matrix",
    "builder-ids",
    "cache-mounts",
    "builder",
    "bundle-paths",
    "cache-hits",
    "version",
    "tag-names",
    "labels",
    "annotations"
  ],
  ...["json", "bake-file", "bake-file-tags", "bake-file-labels", "bake-file-annotations"]
];
var PUBLISH_OUTPUTS = [
  ...OUTPUTS.filter(({ name }) => !BUILD_ONLY.includes(name)),
  {
    name: "result",
    description: "JSON: a list with digest, digests, tags and verification commands of each image; `published` and `verified` speak of all of them, the other outputs are those of the first"
  }
];

// src/stages/report-images.ts
async function reportImages(host, {
  images,
  timings,
  error
}) {
  const [first = { moved: [], published: false }] = images;
  const all = images.map((one) => makeOutputs(one, timings));
  const isAll = (name) => String(error === void 0 && all.length > 0 && all.every((one) => one[name] === "true"));
  const outputs = {
    ...makeOutputs(first, timings),
    published: isAll("published"),
    verified: isAll("verified"),
    result: JSON.stringify(images.map((one) => summarize(one, timings)))
  };
  for (const { name } of PUBLISH_OUTPUTS) host.setOutput(name, outputs[name]);
  for (const [at, results] of images.entries()) {
    const isLast = at === images.length - 1;
    await writeSummary(host, { results, timings, error: isLast ? error : void 0 });
  }
}
var TOLD = ["group", "image", "digest", "published", "verified", "signer-identity"];
function summarize(results, timings) {
  const outputs = makeOutputs(results, timings);
  return {
    ...Object.fromEntries(TOLD.map((name) => [name, outputs[name]])),
    digests: outputs.digests === "" ? {} : JSON.parse(outputs.digests),
    tags: results.moved.map(({ reference }) => reference),
    "verify-commands": outputs["verify-commands"].split("\n").filter(Boolean)
  };
}
function tellFailure(host, error) {
  const details = error instanceof ActionError ? error.details : [];
  if (details.length > 0) {
    const close = host.log.open("What the tool said");
    details.forEach(host.log.foreign);
    close();
  }
  if (error instanceof Error && error.stack !== void 0) host.log.debug(error.stack);
  host.log.error(describeError(error), errorCode(error));
  host.fail();
}

// src/stages/run-folder.ts
async function openRunFolder(host) {
  const path = await host.files.makeTempDir(FOLDER_PREFIX);
  let state = { v: 1, folder: path };
  host.saveState(STATE_NAME, formatState(state));
  await Promise.all(
    ["docker", "buildx", "home", "tuf", "secrets", "bundles", "predicates"].map(
      (name) => host.files.makeDir(`${path}/${name}`)
    )
  );
  return {
    path,
    remember: (resource) => {
      state = { ...state, ...resource };
      host.saveState(STATE_NAME, formatState(state));
    }
  };
}

// src/plan/pushed.ts
function listPushed({
  destinations,
  cache
}) {
  const named = destinations.map(({ repository }) => repository);
  const caches = (cache?.to ?? []).flatMap(({ backend, attributes }) => {
    const parsed2 = parseReference(attributes["ref"] ?? "");
    return backend === "registry" && parsed2.ok ? [parsed2.reference.repository] : [];
  });
  return [...named, ...caches].filter(
    (one, at, all) => all.findIndex((other) => isSameRepository(one, other)) === at
  );
}

// src/registry/challenge.ts
var MAX_HEADER_LENGTH = 8192;
var ITEM = /[\s,]*([\w.~+/-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
function parseChallenge(header) {
  const found = header === void 0 ? [] : listChallenges(header.slice(0, MAX_HEADER_LENGTH));
  const bearer = found.find(({ scheme, params }) => scheme === "bearer" && params.has("realm"));
  const realm = bearer?.params.get("realm");
  if (bearer !== void 0 && realm !== void 0) {
    return {
      scheme: "bearer",
      realm,
      service: bearer.params.get("service"),
      scope: bearer.params.get("scope"),
      isInsufficient: bearer.params.get("error") === "insufficient_scope"
    };
  }
  return found.some(({ scheme }) => scheme === "basic") ? { scheme: "basic" } : void 0;
}
function listChallenges(header) {
  const found = [];
  ITEM.lastIndex = 0;
  for (let item = ITEM.exec(header); item !== null; item = ITEM.exec(header)) {
    const [, name = "", quoted, plain] = item;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    if (value === void 0) found.push({ scheme: name.toLowerCase(), params: /* @__PURE__ */ new Map() });
    else found.at(-1)?.params.set(name.toLowerCase(), value);
  }
  return found;
}

// src/registry/login-lines.ts
var ACCESS = "permissions:\n  contents: read\n  id-token: write";
function formatLoginLines(registry) {
  switch (findRegistryService(registry)) {
    case "aws-ecr":
      return identity(registry, "aws-ecr", [
        `role-to-assume: arn:aws:iam::${/^\d{12}/.exec(registry)?.[0] ?? "<account>"}:role/<role>`
      ]);
    case "google":
      return identity(registry, "gcp-wif", [
        "workload-identity-provider: projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>",
        "service-account: <name>@<project>.iam.gserviceaccount.com"
      ]);
    case "azure-acr":
      return identity(registry, "azure-acr", ["tenant-id: <uuid>", "client-id: <uuid>"]);
    case "dockerhub":
      return `${password(registry)}
or, without a stored secret, \`registry-identities\` with \`type: dockerhub\`.`;
    default:
      return password(registry);
  }
}
function password(registry) {
  return `Log in to ${registry}, by a login step before or by
registry: ${registry}
username: <user>
password: \${{ secrets.<NAME> }}`;
}
function identity(registry, type, fields) {
  const lines = [`type: ${type}`, `registry: ${registry}`, ...fields];
  const entry = lines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`);
  return `Log in to ${registry} with the identity of the job:
${ACCESS}
and in \`with\`:
registry-identities: |
${entry.join("\n")}`;
}

// src/registry/hints.ts
var PACKAGES_WRITE = "permissions:\n  contents: read\n  packages: write";
function findHint(facts) {
  if (facts.code === "REGISTRY_THROTTLED") return hintThrottled(facts);
  if (facts.code === "REGISTRY_UNREACHABLE") return hintUnreachable(facts);
  if (/immutab|cannot be overwritten/i.test(facts.outcome)) return hintImmutable(facts);
  if (facts.code === "REGISTRY_NOT_FOUND") return hintNotFound(facts);
  if (facts.code === "REGISTRY_DENIED" || facts.code === "REGISTRY_UNAUTHORIZED")
    return hintDenied(facts);
  if (facts.status === 413)
    return "The registry, or a proxy in front of it, limits the size of uploads: raise that limit.";
  return void 0;
}
function hintThrottled({ repository }) {
  const login = repository.registry === "docker.io" ? " Docker Hub limits by account: log in, also for public images." : "";
  return `The registry limits requests. Run again later, or lower the number of jobs that run at once.${login}`;
}
function hintUnreachable({ repository, outcome }) {
  if (/CERT|certificate|SELF_SIGNED|self-signed/i.test(outcome)) {
    return `The certificate of ${repository.registry} is not trusted here: set NODE_EXTRA_CA_CERTS to a file with its authority.`;
  }
  return `Look at the status page of ${repository.registry}, then run the failed job again: it continues with what was already pushed.`;
}
function hintImmutable({ repository }) {
  return `A tag in ${repository.path} is immutable and holds something else. Publish under a new tag; where the tag begins with \`sha256-\`, exclude that prefix from the immutability rule: signatures are listed under it.`;
}
function hintNotFound({ repository, outcome }) {
  if (!/NAME_UNKNOWN|name unknown|repository/i.test(outcome)) return void 0;
  if (/\.dkr\.ecr\./.test(repository.registry)) {
    return `Create the repository first: aws ecr create-repository --repository-name ${repository.path}`;
  }
  return `Create the repository ${repository.path} first, or correct its name.`;
}
function hintDenied({ repository, outcome, code, isLoggedIn }) {
  const { registry, path } = repository;
  if (registry === "docker.pkg.github.com")
    return `docker.pkg.github.com is no longer a registry: publish to ghcr.io/${path}.`;
  if (registry === "ghcr.io")
    return isLoggedIn === false ? hintNoToken(path) : hintGitHub(path, outcome);
  if (registry === "docker.io" && path.startsWith("library/")) {
    return `\`${path}\` without a registry means Docker Hub's official images. Did you mean \`ghcr.io/\u2026/${path.slice("library/".length)}\`?`;
  }
  if (isLoggedIn === false) return formatLoginLines(registry);
  if (/scope/i.test(outcome))
    return `The token for ${registry} may not write to ${path}: create one with read and write access.`;
  if (code === "REGISTRY_UNAUTHORIZED") return hintRefused(registry, isLoggedIn === true);
  return `The account used for ${registry} may not do this in ${path}: give it write access, or correct the name.`;
}
function hintRefused(registry, isLoggedIn) {
  return isLoggedIn ? `The login used for ${registry} is wrong or has ended: look at its user name and password, or get a new token. It comes from the inputs, or from a login step before.` : formatLoginLines(registry);
}
function hintNoToken(path) {
  return `There is no login for ghcr.io: leave \`github-token\` at its default and give the job
${PACKAGES_WRITE}
or, for ${path} of another GitHub, set \`username\` and a \`password\` with \`write:packages\`.`;
}
function hintGitHub(path, outcome) {
  const owner = path.split("/")[0] ?? path;
  if (/create.{0,20}organization package|create_package/i.test(outcome)) {
    return `Check in this order: \`${owner}\` is the owner of this repository; the job has
${PACKAGES_WRITE}
and the organization lets its members create packages (organization settings, Packages).`;
  }
  return `Give the job
${PACKAGES_WRITE}
and, if the package exists already, add this repository with the role Write under "Manage Actions access" in the settings of the package \`${path}\`. Pull requests from forks never get write access.`;
}

// src/registry/failure.ts
var RegistryFailure = class extends Error {
  facts;
  constructor(facts) {
    super(`${facts.phase}: ${facts.outcome}`, { cause: facts.cause });
    this.name = "RegistryFailure";
    this.facts = facts;
  }
};
var RETRYABLE2 = /* @__PURE__ */ new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
var LATE_BLOB = /\b(?:MANIFEST_BLOB_UNKNOWN|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID)\b/;
var RATE_LIMIT = /rate.?limit|too many requests|toomanyrequests/i;
function toStatusFailure(doing, response, now) {
  const { status } = response;
  const said = describeBody(response.body);
  const limited = status === 403 && RATE_LIMIT.test(said);
  return new RegistryFailure({
    ...doing,
    code: limited ? "REGISTRY_THROTTLED" : findCode(status),
    outcome: said === "" ? `HTTP ${status}` : `HTTP ${status}, ${said}`,
    status,
    retryable: limited || RETRYABLE2.has(status) || status === 404 && LATE_BLOB.test(said),
    retryAfterMs: parseRetryAfter(response.headers["retry-after"], now)
  });
}
function toTransportFailure(doing, error) {
  if (!(error instanceof TransportError)) return error;
  const hopeless = error.kind === "tls" || error.kind === "too-large";
  return new RegistryFailure({
    ...doing,
    code: error.kind === "too-large" ? "REGISTRY_CORRUPT" : "REGISTRY_UNREACHABLE",
    outcome: error.message,
    retryable: !hopeless,
    cause: error
  });
}
function makeCorruptFailure(doing, outcome) {
  return new RegistryFailure({
    ...doing,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: true,
    maxAttempts: 2
  });
}
function toActionError({ facts }, attempts) {
  const { repository, phase, outcome, code } = facts;
  const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const message = `${repository.registry}: ${phase} in ${repository.path} failed after ${tries}: ${outcome}`;
  return new ActionError(code, message, { hint: findHint(facts), cause: facts.cause });
}
function findCode(status) {
  if (status === 401) return "REGISTRY_UNAUTHORIZED";
  if (status === 403) return "REGISTRY_DENIED";
  if (status === 404) return "REGISTRY_NOT_FOUND";
  if (status === 429) return "REGISTRY_THROTTLED";
  return RETRYABLE2.has(status) || status >= 500 ? "REGISTRY_UNREACHABLE" : "REGISTRY_REFUSED";
}
function describeBody(body) {
  const text = new TextDecoder().decode(body.subarray(0, 4096));
  if (/^\s*</.test(text)) return "";
  return listErrors(text).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim().slice(0, 300);
}
function listErrors(text) {
  try {
    const { errors } = JSON.parse(text);
    if (!Array.isArray(errors)) return text;
    const told = errors.slice(0, 3).map((error) => {
      return [error?.code, error?.message].filter((part) => typeof part === "string").join(": ");
    });
    return told.join("; ");
  } catch {
    return text;
  }
}
function parseRetryAfter(header, now) {
  if (header === void 0) return void 0;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1e3 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : void 0;
}

// src/registry/authorizer.ts
var TOKEN_TIMEOUT_MS2 = 2e4;
var MAX_TOKEN_BYTES = 1024 * 1024;
var DEFAULT_EXPIRY_S = 60;
function makeAuthorizer(context) {
  const tokens = /* @__PURE__ */ new Map();
  const flying = /* @__PURE__ */ new Map();
  const learned = /* @__PURE__ */ new Map();
  const extras = /* @__PURE__ */ new Map();
  const { clock } = context.host;
  async function findToken(challenge, origin, scopes) {
    const { key, usable, purpose, extra } = scopes;
    const fresh = usable.map((name) => tokens.get(name)).find((token) => (token?.expiresMs ?? 0) > clock.elapsedMs());
    if (fresh !== void 0) return fresh.header;
    const fetching = flying.get(key) ?? fetchToken2({ context, challenge, origin, purpose, extra });
    flying.set(key, fetching);
    try {
      const token = await fetching;
      tokens.set(key, token);
      return token.header;
    } finally {
      flying.delete(key);
    }
  }
  async function authorize(origin, purpose) {
    const challenge = origin.challenge ?? learned.get(purpose.repository.registry);
    if (challenge === void 0) return void 0;
    if (challenge.scheme === "bearer")
      return findToken(challenge, origin, listScopes(purpose, extras.get(placeOf(purpose))));
    const credential = await context.credentials(purpose);
    return credential !== void 0 && "username" in credential ? formatBasic(credential) : void 0;
  }
  return {
    authorize,
    renew: async (origin, purpose, { used, asked }) => {
      const challenge = parseChallenge(asked);
      if (origin.challenge === void 0 && challenge !== void 0)
        learned.set(purpose.repository.registry, challenge);
      const bearer = challenge?.scheme === "bearer" ? challenge : void 0;
      if (bearer?.isInsufficient !== true) forget(tokens, used);
      if (isBeyond(bearer?.scope, purpose)) extras.set(placeOf(purpose), bearer.scope);
      const renewed = await authorize(origin, purpose);
      return renewed === used ? void 0 : renewed;
    }
  };
}
function forget(tokens, refused) {
  for (const [key, { header }] of tokens) if (header === refused) tokens.delete(key);
}
function listScopes(purpose, extra) {
  const { repository, access } = purpose;
  const key = `${placeOf(purpose)} ${extra ?? ""}`;
  const pushing = `${placeOf({ repository, access: "pull,push" })} ${extra ?? ""}`;
  return { purpose, extra, key, usable: access === "pull" ? [pushing, key] : [key] };
}
function isBeyond(asked, purpose) {
  return asked?.startsWith("repository:") === true && !formatScope(purpose).startsWith(asked);
}
function placeOf(purpose) {
  return `${purpose.repository.registry} ${formatScope(purpose)}`;
}
function formatScope({ repository, access }) {
  return `repository:${repository.path}:${access}`;
}
async function fetchToken2(question) {
  const { context, purpose } = question;
  const doing = { repository: purpose.repository, phase: "logging in" };
  const { clock } = context.host;
  const credential = await context.credentials(purpose);
  let response;
  try {
    response = await context.host.fetch(makeTokenRequest(question, credential));
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  if (response.status !== 200) {
    const { facts } = toStatusFailure(doing, response, clock.now());
    throw new RegistryFailure({ ...facts, isLoggedIn: credential !== void 0 });
  }
  const token = parseToken(response.body);
  if (token === void 0) throw refuseRealm(purpose, "the token server sent no token");
  context.host.mask(token.value);
  const usableMs = Math.max(token.lastsS - 30, token.lastsS / 2) * 1e3;
  return { header: `Bearer ${token.value}`, expiresMs: clock.elapsedMs() + usableMs };
}
function makeTokenRequest({ challenge, origin, purpose, extra }, credential) {
  const url = parseRealm(challenge.realm, origin, purpose);
  const scopes = [formatScope(purpose), ...extra === void 0 ? [] : [extra]];
  const bounds = { timeoutMs: TOKEN_TIMEOUT_MS2, maxBytes: MAX_TOKEN_BYTES };
  if (credential !== void 0 && "identityToken" in credential) {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "build-sign-action",
      refresh_token: credential.identityToken,
      service: challenge.service ?? "",
      scope: scopes.join(" ")
    });
    const headers2 = { "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url: url.href, headers: headers2, body: form.toString(), ...bounds };
  }
  if (challenge.service !== void 0) url.searchParams.set("service", challenge.service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const headers = credential === void 0 ? {} : { authorization: formatBasic(credential) };
  return { url: url.href, headers, ...bounds };
}
function parseRealm(realm, origin, purpose) {
  const url = URL.canParse(realm, origin.url) ? new URL(realm, origin.url) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw refuseRealm(purpose, "the registry names a token server that is not a URL");
  }
  if (url.protocol === "http:" && !origin.url.startsWith("http:")) {
    throw refuseRealm(purpose, `the registry wants the password sent to ${url.host} in the clear`);
  }
  return url;
}
function refuseRealm({ repository }, outcome) {
  return new RegistryFailure({
    repository,
    phase: "logging in",
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function formatBasic({ username, password: password2 }) {
  return `Basic ${Buffer.from(`${username}:${password2}`).toString("base64")}`;
}
function parseToken(body) {
  try {
    const json = JSON.parse(new TextDecoder().decode(body));
    const value = json["token"] || json["access_token"];
    const lasts = json["expires_in"];
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return void 0;
    return { value, lastsS: typeof lasts === "number" && lasts > 0 ? lasts : DEFAULT_EXPIRY_S };
  } catch {
    return void 0;
  }
}

// src/registry/context.ts
function startAttempts({ host, retry, budgetMs }) {
  const deadlineMs = host.clock.elapsedMs() + budgetMs;
  return { clock: host.clock, log: host.log, policy: retry, deadlineMs };
}

// src/registry/origin.ts
var PING_TIMEOUT_MS = 15e3;
function makeOriginFinder(context) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const { registry } = repository;
    const found = known.get(registry) ?? probeOrigin(context, repository);
    known.set(registry, found);
    found.catch(() => known.delete(registry));
    return found;
  };
}
function isLoopbackHost(registry) {
  const host = registry.replace(/:\d+$/, "");
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
async function probeOrigin(context, repository) {
  const { registry } = repository;
  const doing = { repository, phase: "reaching the registry" };
  const mayBePlain = isLoopbackHost(registry) || context.insecureHosts.has(registry);
  const apiHost = formatApiHost(registry);
  const secure = `https://${apiHost}`;
  const ping = async (url) => {
    const response = await context.host.fetch({ url: `${url}/v2/`, timeoutMs: PING_TIMEOUT_MS });
    return toOrigin(url, response);
  };
  try {
    return await ping(secure).catch((error) => {
      if (mayBePlain && speaksNoTls(error)) return ping(`http://${apiHost}`);
      throw error;
    });
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  function toOrigin(url, response) {
    const { status, headers } = response;
    if (status === 429 || status === 408 || status >= 500) {
      throw toStatusFailure(doing, response, context.host.clock.now());
    }
    return {
      url,
      challenge: status === 401 ? parseChallenge(headers["www-authenticate"]) : void 0
    };
  }
}
function speaksNoTls(error) {
  return error instanceof TransportError && error.kind !== "timeout" && error.kind !== "dns";
}

// src/registry/retry.ts
var RETRY_POLICY = {
  attempts: 5,
  baseDelayMs: 1e3,
  maxDelayMs: 3e4,
  maxRetryAfterMs: 12e4,
  random: Math.random
};
async function runAttempts(attempts, attempt2) {
  for (let count2 = 1; ; count2++) {
    try {
      return await attempt2();
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error;
      await waitOrThrow(attempts, error, count2);
    }
  }
}
async function waitOrThrow(attempts, failure, count2) {
  const { clock, log, policy, deadlineMs } = attempts;
  const { facts } = failure;
  const allowed = Math.min(policy.attempts, facts.maxAttempts ?? policy.attempts);
  if (!facts.retryable || count2 >= allowed) throw toActionError(failure, count2);
  if (facts.retryAfterMs !== void 0 && facts.retryAfterMs > policy.maxRetryAfterMs)
    throw makeTooLong(failure, count2);
  const delayMs = findDelayMs(policy, count2, facts.retryAfterMs);
  if (clock.elapsedMs() + delayMs > deadlineMs) throw toActionError(failure, count2);
  const wait = `again in ${(delayMs / 1e3).toFixed(1)} s (attempt ${count2 + 1} of ${allowed})`;
  log.info(`${facts.repository.registry}: ${failure.message}; ${wait}`);
  await clock.sleep(delayMs);
}
function findDelayMs(policy, count2, retryAfterMs) {
  if (retryAfterMs !== void 0) return retryAfterMs + policy.random() * policy.baseDelayMs;
  return policy.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (count2 - 1));
}
function makeTooLong(failure, count2) {
  const known = toActionError(failure, count2);
  const seconds = Math.ceil((failure.facts.retryAfterMs ?? 0) / 1e3);
  const message = `${known.message}; it asks to wait ${seconds} s (Retry-After), which is too long`;
  return new ActionError("REGISTRY_THROTTLED", message, { hint: known.hint, cause: known.cause });
}
var POLL_POLICY = {
  baseDelayMs: 250,
  factor: 1.7,
  maxDelayMs: 5e3,
  totalMs: 9e4
};
async function pollUntil({ clock, poll }, ask) {
  const endMs = clock.elapsedMs() + poll.totalMs;
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (answer !== void 0) return answer;
    const delayMs = Math.min(poll.maxDelayMs, poll.baseDelayMs * poll.factor ** round);
    if (clock.elapsedMs() + delayMs > endMs) return void 0;
    await clock.sleep(delayMs);
  }
}

// src/registry/exchange.ts
var DEFAULT_TIMEOUT_MS = 3e4;
var MIN_TIMEOUT_MS = 5e3;
var MIN_ANSWER_BYTES = 64 * 1024;
var USER_AGENT = "build-sign-action";
function makeWire(context) {
  const findOrigin = makeOriginFinder(context);
  const authorizer = makeAuthorizer(context);
  return makeWireWith({ context, findOrigin, authorizer });
}
function makeWireWith({ context, findOrigin, authorizer }) {
  return {
    context,
    limit: ({ budgetMs, attempts }) => {
      const retry = { ...context.retry, attempts };
      return makeWireWith({ context: { ...context, budgetMs, retry }, findOrigin, authorizer });
    },
    attempt: (run) => {
      const attempts = startAttempts(context);
      const send = (exchange) => {
        const leftMs = Math.max(
          MIN_TIMEOUT_MS,
          attempts.deadlineMs - context.host.clock.elapsedMs()
        );
        const timeoutMs = Math.min(exchange.timeoutMs ?? DEFAULT_TIMEOUT_MS, leftMs);
        return runExchange({ context, findOrigin, authorizer }, { ...exchange, timeoutMs });
      };
      return runAttempts(attempts, () => run(send));
    }
  };
}
async function runExchange({ context, findOrigin, authorizer }, exchange) {
  const origin = await findOrigin(exchange.repository);
  const url = findUrl(exchange, origin);
  const purpose = { repository: exchange.repository, access: exchange.access };
  const isOurs2 = url.origin === new URL(origin.url).origin;
  const used = isOurs2 ? await authorizer.authorize(origin, purpose) : void 0;
  let response = await transmit(context, { exchange, url, authorization: used });
  if (response.status === 401 && isOurs2 && exchange.renew !== false) {
    const asked = response.headers["www-authenticate"];
    const renewed = await authorizer.renew(origin, purpose, { used, asked });
    if (renewed !== void 0)
      response = await transmit(context, { exchange, url, authorization: renewed });
  }
  if (exchange.accept.includes(response.status)) return { response, url };
  throw await makeRefusal(context, exchange, response);
}
async function makeRefusal({ host, credentials }, exchange, response) {
  const failure = toStatusFailure(exchange, response, host.clock.now());
  if (response.status !== 401 && response.status !== 403) return failure;
  const isLoggedIn = await credentials(exchange) !== void 0;
  const asked = response.status === 401 ? parseChallenge(response.headers["www-authenticate"]) : void 0;
  const isDenied = asked?.scheme === "bearer" && asked.isInsufficient && isLoggedIn;
  const { code } = failure.facts;
  return new RegistryFailure({
    ...failure.facts,
    code: isDenied ? "REGISTRY_DENIED" : code,
    isLoggedIn
  });
}
async function transmit(context, {
  exchange,
  url,
  authorization
}) {
  const headers = { "user-agent": USER_AGENT, ...exchange.headers };
  if (authorization !== void 0) headers["authorization"] = authorization;
  try {
    return await context.host.fetch({
      method: exchange.method,
      url: url.href,
      headers,
      ...exchange.body === void 0 ? {} : { body: exchange.body },
      timeoutMs: exchange.timeoutMs,
      maxBytes: Math.max(exchange.maxBytes ?? 0, MIN_ANSWER_BYTES)
    });
  } catch (error) {
    throw toTransportFailure(exchange, error);
  }
}
function findUrl(exchange, origin) {
  const { target, repository, phase } = exchange;
  if (typeof target === "string") return new URL(`${origin.url}/v2/${repository.path}/${target}`);
  const home = new URL(origin.url);
  if (target.protocol === "https:" || target.protocol === home.protocol) return target;
  if (target.protocol === "http:" && target.hostname === home.hostname) {
    const secure = new URL(target);
    secure.protocol = "https:";
    secure.port = home.port;
    return secure;
  }
  const outcome = `the registry refers to ${target.host} without TLS`;
  throw new RegistryFailure({
    repository,
    phase,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function readLocation({ response, url }, exchange) {
  const location = response.headers["location"];
  if (location !== void 0 && URL.canParse(location, url.href)) return new URL(location, url);
  const outcome = `HTTP ${response.status} without a usable Location`;
  throw new RegistryFailure({ ...exchange, code: "REGISTRY_CORRUPT", outcome, retryable: true });
}

// src/registry/blobs.ts
var BLOB_TIMEOUT_MS = 12e4;
function readBlob(wire, { repository, digest, maxBytes }) {
  const asked = { repository, phase: `reading the blob ${digest}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `blobs/${digest}`,
      timeoutMs: BLOB_TIMEOUT_MS,
      maxBytes,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const { byteLength } = response.body;
    if (byteLength > maxBytes)
      throw makeCorruptFailure(
        asked,
        `the registry sent ${byteLength} bytes, more than ${maxBytes}`
      );
    const sent = computeDigest(response.body);
    if (sent !== digest) throw makeCorruptFailure(asked, `the registry sent ${sent}`);
    return response.body;
  });
}
function hasBlob(wire, repository, digest) {
  return wire.attempt((send) => probeBlob(send, { repository, digest, access: "pull" }));
}
async function probeBlob(send, { repository, digest, access }) {
  const phase = `looking for the blob ${digest}`;
  const target = `blobs/${digest}`;
  const { response } = await send({
    repository,
    access,
    phase,
    method: "HEAD",
    target,
    accept: [200, 404]
  });
  return response.status === 200;
}
function ensureBlob(wire, repository, bytes) {
  const digest = computeDigest(bytes);
  const asked = {
    repository,
    access: "pull,push",
    phase: `pushing the blob ${digestHex(digest).slice(0, 12)}`
  };
  return wire.attempt(async (send) => {
    if (await probeBlob(send, { repository, digest, access: "pull,push" })) return digest;
    const location = await startUpload(send, asked);
    location.search += `${location.search === "" ? "?" : "&"}digest=${encodeURIComponent(digest)}`;
    await send({
      ...asked,
      method: "PUT",
      target: location,
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
      timeoutMs: BLOB_TIMEOUT_MS,
      accept: [200, 201, 202, 204]
    });
    return digest;
  });
}
function probePush(wire, repository) {
  const asked = {
    repository,
    access: "pull,push",
    phase: "checking the permission to push"
  };
  return wire.attempt(async (send) => {
    const target = await startUpload(send, asked);
    await send({
      ...asked,
      method: "DELETE",
      target,
      renew: false,
      timeoutMs: 1e4,
      accept: [200, 202, 204, 401, 403, 404, 405]
    }).catch((error) => wire.context.host.log.debug(String(error)));
  });
}
async function startUpload(send, asked) {
  const answer = await send({
    ...asked,
    method: "POST",
    target: "blobs/uploads/",
    accept: [202]
  });
  return readLocation(answer, asked);
}

// src/registry/bundle-manifest.ts
var EMPTY_CONFIG = new TextEncoder().encode("{}");
function makeBundleManifest({
  subject,
  bundle,
  predicateType,
  createdAt
}) {
  const annotations = {
    "dev.sigstore.bundle.content": "dsse-envelope",
    "dev.sigstore.bundle.predicateType": predicateType,
    "org.opencontainers.image.created": createdAt.toISOString().replace(/\.\d+Z$/, "Z")
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { ...makeContent(MEDIA_TYPE.ociEmpty, EMPTY_CONFIG), artifactType: MEDIA_TYPE.bundle },
    layers: [makeContent(MEDIA_TYPE.bundle, bundle)],
    annotations,
    subject: { mediaType: subject.mediaType, size: subject.sizeBytes, digest: subject.digest },
    artifactType: MEDIA_TYPE.bundle
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const descriptor = {
    mediaType: MEDIA_TYPE.ociManifest,
    digest: computeDigest(bytes),
    sizeBytes: bytes.byteLength,
    artifactType: MEDIA_TYPE.bundle,
    annotations
  };
  return { bytes, descriptor };
}
function makeContent(mediaType, bytes) {
  return { mediaType, size: bytes.byteLength, digest: computeDigest(bytes) };
}

// src/registry/manifests.ts
var ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(", ") };
function readManifest(wire, repository, reference) {
  const asked = { repository, phase: `reading the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const digest = computeDigest(response.body);
    const called = isDigest(reference) ? reference : parseDigest(response.headers["docker-content-digest"]);
    if (called !== void 0 && called !== digest) {
      throw makeCorruptFailure(asked, `the registry sent ${digest} as ${called}`);
    }
    return { digest, mediaType: readMediaType(response.headers), bytes: response.body };
  });
}
function probeManifest(wire, repository, reference) {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      access: "pull",
      phase: `looking for the manifest ${reference}`,
      method: "HEAD",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const length = response.headers["content-length"];
    return {
      digest: parseDigest(response.headers["docker-content-digest"]),
      mediaType: readMediaType(response.headers) || void 0,
      sizeBytes: length !== void 0 && /^\d{1,12}$/.test(length) ? Number(length) : void 0,
      pullsLeft: readPullsLeft(response.headers)
    };
  });
}
function readPullsLeft(headers) {
  const left = /^(\d{1,9})(;|$)/.exec(headers["ratelimit-remaining"] ?? "")?.[1];
  return left === void 0 ? void 0 : Number(left);
}
function readMediaType(headers) {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
}
async function waitForManifest(wire, repository, digest) {
  const { host, poll } = wire.context;
  const found = await pollUntil(
    { clock: host.clock, poll },
    () => probeManifest(wire, repository, digest)
  );
  if (found !== void 0 && (found.digest ?? digest) === digest) return found;
  const name = formatReference({ repository, digest });
  if (found !== void 0)
    throw new ActionError("REGISTRY_CORRUPT", `${name} is said to be ${found.digest}`);
  throw new ActionError(
    "REGISTRY_NOT_FOUND",
    `${name} was pushed and did not appear within ${poll.totalMs / 1e3} s`,
    {
      hint: "A clean-up job or a lifecycle rule may delete untagged manifests at once: exclude new ones from it."
    }
  );
}
function putManifest(wire, { repository, reference, mediaType, bytes }) {
  const digest = computeDigest(bytes);
  const asked = { repository, phase: `writing the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull,push",
      method: "PUT",
      target: `manifests/${reference}`,
      headers: { "content-type": mediaType },
      body: bytes,
      timeoutMs: 6e4,
      accept: [200, 201, 202]
    });
    const stored = parseDigest(response.headers["docker-content-digest"]);
    if (stored !== void 0 && stored !== digest) {
      throw makeCorruptFailure(asked, `the registry stored ${digest} as ${stored}`);
    }
    return digest;
  });
}
var DELETE_REFUSED = [400, 401, 403, 405];
var REFUSALS = [
  "REGISTRY_DENIED",
  "REGISTRY_UNAUTHORIZED",
  "REGISTRY_REFUSED"
];
async function deleteReference(wire, repository, reference) {
  try {
    return await wire.attempt(async (send) => {
      const { response } = await send({
        repository,
        access: "pull,push",
        phase: `deleting ${reference}`,
        method: "DELETE",
        target: `manifests/${reference}`,
        accept: [200, 202, 204, 404, ...DELETE_REFUSED]
      });
      if (response.status === 404) return "absent";
      return DELETE_REFUSED.includes(response.status) ? "unsupported" : "deleted";
    });
  } catch (error) {
    if (REFUSALS.includes(errorCode(error))) return "unsupported";
    throw error;
  }
}

// src/registry/queue.ts
function makeQueue() {
  const last = /* @__PURE__ */ new Map();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      const forget2 = () => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget2, forget2);
      return mine;
    }
  };
}

// src/registry/referrers-index.ts
function parseReferrersIndex(bytes, contentType) {
  const parsed2 = parseManifest(bytes, contentType);
  if (!parsed2.ok) return parsed2;
  const { manifest } = parsed2;
  if (manifest.kind !== "index" || manifest.mediaType !== MEDIA_TYPE.ociIndex) {
    return { ok: false, reason: `is not an OCI index but ${manifest.mediaType}` };
  }
  const json = parseJson(bytes, MAX_MANIFEST_BYTES);
  const entries = json["manifests"] ?? [];
  return { ok: true, index: { json, entries, descriptors: manifest.manifests } };
}
function formatEntry2(descriptor) {
  const { mediaType, digest, sizeBytes, artifactType, annotations } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...artifactType === void 0 ? {} : { artifactType },
    annotations
  };
}
function mergeReferrers(index, wanted) {
  const present = new Map(index?.entries.map((entry) => [digestOf2(entry), entry]));
  const missing = [...wanted].filter(([digest, entry]) => !isListed(present.get(digest), entry));
  if (missing.length === 0) return void 0;
  for (const [digest, entry] of missing) present.set(digest, entry);
  const manifests = [...present.values()].sort(
    (left, right) => digestOf2(left) < digestOf2(right) ? -1 : 1
  );
  const base = index?.json ?? { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex };
  return new TextEncoder().encode(
    JSON.stringify({ ...base, mediaType: MEDIA_TYPE.ociIndex, manifests })
  );
}
function isListed(present, wanted) {
  return present !== void 0 && present["artifactType"] === wanted["artifactType"];
}
function digestOf2(entry) {
  return String(entry["digest"]);
}

// src/registry/referrers.ts
var MAX_REFERRERS = 200;
var MAX_PAGES = 20;
var NO_API = [400, 404, 406];
async function readReferrers(wire, repository, digest) {
  const listed = await readFromApi(wire, repository, digest);
  if (listed !== void 0) return { source: "api", referrers: listed };
  return readReferrersTag(wire, repository, digest);
}
async function readFromApi(wire, repository, digest) {
  const found = [];
  let target = `referrers/${digest}`;
  for (let page = 0; target !== void 0; page++) {
    const answer = await readPage(wire, { repository, digest, target });
    if (answer === void 0) {
      if (page === 0) return void 0;
      throw new ActionError(
        "REGISTRY_CORRUPT",
        `${repository.registry}: the list of referrers of ${digest} broke off after ${page} pages`
      );
    }
    found.push(...answer.referrers);
    if (found.length > MAX_REFERRERS || page >= MAX_PAGES) throw refuseFlood(repository, digest);
    target = answer.next;
  }
  return found;
}
function readPage(wire, { repository, digest, target }) {
  const asked = { repository, phase: `listing the referrers of ${digest}` };
  return wire.attempt(async (send) => {
    const answer = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target,
      headers: { accept: MEDIA_TYPE.ociIndex },
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, ...NO_API]
    });
    const { status, headers, body } = answer.response;
    const contentType = headers["content-type"] ?? "";
    if (status !== 200 || !contentType.startsWith(MEDIA_TYPE.ociIndex)) return void 0;
    const parsed2 = parseManifest(body, contentType);
    if (!parsed2.ok) throw makeCorruptFailure(asked, `the list ${parsed2.reason}`);
    if (parsed2.manifest.kind !== "index")
      throw makeCorruptFailure(asked, "the list is not an index");
    return { referrers: parsed2.manifest.manifests, next: readNext(answer, asked) };
  });
}
var NOBODY = `sha256:${"0".repeat(64)}`;
function probeReferrersApi(wire, repository) {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      phase: "looking for the referrers API",
      access: "pull",
      method: "GET",
      target: `referrers/${NOBODY}`,
      headers: { accept: MEDIA_TYPE.ociIndex },
      accept: [200, ...NO_API]
    });
    const { status, headers, body } = response;
    if (status !== 200)
      return /NAME_UNKNOWN/.test(new TextDecoder().decode(body)) ? void 0 : false;
    return (headers["content-type"] ?? "").startsWith(MEDIA_TYPE.ociIndex);
  });
}
function readNext({ response, url }, asked) {
  const [, target] = /<([^>]{1,2048})>\s*;[^,]{0,200}\brel="?next"?/i.exec(response.headers["link"] ?? "") ?? [];
  if (target === void 0) return void 0;
  const next = URL.canParse(target, url.href) ? new URL(target, url) : void 0;
  if (next === void 0 || next.host !== url.host)
    throw makeCorruptFailure(asked, "the list continues on another host");
  return next;
}
async function readReferrersTag(wire, repository, digest) {
  const tag = formatReferrersTag(digest);
  const content = await readManifest(wire, repository, tag);
  if (content === void 0)
    return { source: "tag", referrers: [], index: void 0, digest: void 0 };
  const parsed2 = parseReferrersIndex(content.bytes, content.mediaType);
  if (!parsed2.ok) {
    const name = formatReference({ repository, tag });
    throw new ActionError(
      "REGISTRY_CORRUPT",
      `${name} should list signatures and attestations, but it ${parsed2.reason}`,
      {
        hint: "Another tool uses this tag for something else: delete the tag, then run again."
      }
    );
  }
  const referrers = parsed2.index.descriptors;
  if (referrers.length > MAX_REFERRERS) throw refuseFlood(repository, digest);
  return { source: "tag", referrers, index: parsed2.index, digest: content.digest };
}
function refuseFlood(repository, digest) {
  const name = formatReference({ repository, digest });
  return new ActionError("REGISTRY_REFUSED", `${name} has more than ${MAX_REFERRERS} referrers`, {
    hint: "Delete those that are not needed: verification reads every one of them."
  });
}

// src/registry/attach.ts
function newMemory() {
  return { seen: /* @__PURE__ */ new Map(), own: /* @__PURE__ */ new Map(), outdated: /* @__PURE__ */ new Set([void 0]) };
}
var MAX_ROUNDS2 = 5;
function makeAttacher(wire) {
  const queue = makeQueue();
  const memories = /* @__PURE__ */ new Map();
  const ensureConfig = makeConfigUploader(wire);
  return {
    attachBundles: async (wanted) => {
      await Promise.all([
        ensureConfig(wanted.repository),
        ...wanted.bundles.map(({ bytes }) => ensureBlob(wire, wanted.repository, bytes))
      ]);
      const manifests = await writeManifests(wire, wanted);
      const referrers = manifests.map(({ descriptor }) => descriptor);
      await ensureListed({ wire, queue, memories }, { ...wanted, referrers });
      return referrers;
    },
    ensureReferrers: (wanted) => ensureListed({ wire, queue, memories }, wanted)
  };
}
function makeConfigUploader(wire) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const key = formatRepository(repository);
    const uploading = known.get(key) ?? ensureBlob(wire, repository, EMPTY_CONFIG);
    known.set(key, uploading);
    uploading.catch(() => known.delete(key));
    return uploading;
  };
}
function writeManifests(wire, wanted) {
  const { repository, bundles } = wanted;
  return Promise.all(
    bundles.map(async ({ bytes, predicateType }) => {
      const manifest = makeBundleManifest({ ...wanted, bundle: bytes, predicateType });
      const { mediaType, digest } = manifest.descriptor;
      await putManifest(wire, { repository, reference: digest, mediaType, bytes: manifest.bytes });
      return manifest;
    })
  );
}
function ensureListed({ wire, queue, memories }, wanted) {
  const key = formatReference({ repository: wanted.repository, digest: wanted.subject.digest });
  return queue.run(key, async () => {
    const memory = memories.get(key) ?? newMemory();
    memories.set(key, memory);
    for (const referrer of wanted.referrers) memory.own.set(referrer.digest, formatEntry2(referrer));
    for (let round = 1; round <= MAX_ROUNDS2; round++) {
      if (await runRound(wire, wanted, memory)) return;
      await pauseForOthers(wire, round);
    }
    throw refuseLost(wanted, `was overwritten by another writer ${MAX_ROUNDS2} times`);
  });
}
async function runRound(wire, wanted, memory) {
  const { repository, subject } = wanted;
  const list = await readReferrers(wire, repository, subject.digest);
  if (isComplete2(list, wanted)) return true;
  if (list.source === "tag") {
    for (const entry of list.index?.entries ?? []) memory.seen.set(digestOf2(entry), entry);
    await writeIndex(wire, wanted, { list, memory });
  }
  const { host, poll } = wire.context;
  const readAgain = list.source === "tag" ? readReferrersTag : readReferrers;
  const seen = await pollUntil({ clock: host.clock, poll }, async () => {
    const now = await readAgain(wire, repository, subject.digest);
    if (isComplete2(now, wanted)) return "listed";
    return now.source === "tag" && !memory.outdated.has(now.digest) ? "overwritten" : void 0;
  });
  if (seen === void 0)
    throw refuseLost(wanted, `does not show them after ${poll.totalMs / 1e3} s`);
  return seen === "listed";
}
async function writeIndex(wire, { repository, subject }, { list, memory }) {
  const bytes = mergeReferrers(list.index, new Map([...memory.seen, ...memory.own]));
  if (bytes === void 0) return;
  memory.outdated.add(list.digest);
  memory.outdated.delete(computeDigest(bytes));
  const reference = formatReferrersTag(subject.digest);
  await putManifest(wire, { repository, reference, mediaType: MEDIA_TYPE.ociIndex, bytes });
}
function isComplete2({ referrers }, wanted) {
  const listed = new Set(referrers.map(({ digest }) => digest));
  return wanted.referrers.every(({ digest }) => listed.has(digest));
}
function pauseForOthers({ context }, round) {
  const { host, retry, poll } = context;
  return host.clock.sleep(retry.random() * poll.baseDelayMs * 2 ** round);
}
function refuseLost({ repository, subject }, what) {
  const name = formatReference({ repository, digest: subject.digest });
  return new ActionError(
    "REFERRER_LOST",
    `The list of signatures and attestations of ${name} ${what}`,
    {
      hint: "Run the failed job again: nothing is signed twice. If other jobs attach to the same image, let them run one after the other."
    }
  );
}

// src/registry/tags.ts
var MAX_LOOKS = 5;
async function moveTag(wire, move) {
  const digest = computeDigest(move.bytes);
  const { named: previous, rank: rank2, lookedMs } = await look(wire, move, digest);
  if (previous === digest) return { digest, previous };
  if (previous !== void 0 && rank2 === "later") return { digest, previous, leftTo: previous };
  await write(wire, move, lookedMs);
  const seen = await waitForTag(wire, { move, digest, previous });
  if (seen.digest === digest) return { digest, previous };
  if (seen.isLeft) return { digest, previous, leftTo: seen.digest };
  throw makeUnmoved(wire, { move, digest, previous, seen: seen.digest });
}
async function look(wire, { repository, tag, order }, digest) {
  for (let count2 = 1; ; count2++) {
    const lookedMs = wire.context.host.clock.elapsedMs();
    const named = await readPrevious(wire, repository, tag);
    if (named === void 0 || named === digest || order === void 0)
      return { named, rank: "unknown", lookedMs };
    const rank2 = order.known(repository, named);
    if (rank2 !== void 0 || count2 === MAX_LOOKS)
      return { named, rank: rank2 ?? "unknown", lookedMs };
    await order.compare(repository, named);
  }
}
async function write(wire, { repository, tag, mediaType, bytes, order }, lookedMs) {
  await putManifest(wire, { repository, reference: tag, mediaType, bytes });
  order?.noteGap(wire.context.host.clock.elapsedMs() - lookedMs);
}
async function waitForTag(wire, { move, digest, previous }) {
  const { repository, tag, order } = move;
  const { host, poll } = wire.context;
  let last;
  const found = await pollUntil(
    { clock: host.clock, poll },
    async () => {
      const lookedMs = host.clock.elapsedMs();
      last = (await readManifest(wire, repository, tag))?.digest;
      if (last === digest) return { isLeft: false, digest };
      if (last === void 0 || last === previous || order === void 0) return void 0;
      const known = order.known(repository, last);
      const rank2 = known ?? await order.compare(repository, last);
      if (rank2 === "later") return { isLeft: true, digest: last };
      if (rank2 === "earlier" && known !== void 0) await write(wire, move, lookedMs);
      return void 0;
    }
  );
  return found ?? { isLeft: false, digest: last };
}
function makeUnmoved({ context: { poll } }, {
  move,
  digest,
  previous,
  seen
}) {
  const names = seen === void 0 ? "nothing" : seen;
  return new ActionError(
    "TAG_NOT_MOVED",
    `${formatReference(move)} was set to ${digest} and after ${poll.totalMs / 1e3} s still names ${names}`,
    {
      hint: seen === previous ? "The registry took the tag without moving it: look whether it is immutable, then run again." : "Another run moved the same tag meanwhile: give the workflow a `concurrency` group."
    }
  );
}
async function readPrevious(wire, repository, tag) {
  try {
    return (await readManifest(wire, repository, tag))?.digest;
  } catch (error) {
    if (errorCode(error) === "REGISTRY_DENIED") return void 0;
    throw error;
  }
}

// src/registry/client.ts
var BUDGET_MS = 5 * 6e4;
var BRIEF = { budgetMs: 5e3, attempts: 1 };
function makeRegistryClient(options) {
  const context = {
    host: options.host,
    credentials: options.credentials,
    insecureHosts: new Set(options.insecureHosts),
    retry: { ...RETRY_POLICY, ...options.retry },
    poll: { ...POLL_POLICY, ...options.poll },
    budgetMs: options.budgetMs ?? BUDGET_MS
  };
  const wire = makeWire(context);
  return {
    ...makeReader2(wire),
    brief: makeReader2(wire.limit(BRIEF)),
    waitForManifest: (repository, digest) => waitForManifest(wire, repository, digest),
    putManifest: (write2) => putManifest(wire, write2),
    moveTag: (move) => moveTag(wire, move),
    deleteTag: (repository, tag) => deleteReference(wire, repository, tag),
    deleteManifest: (repository, digest) => deleteReference(wire, repository, digest),
    hasBlob: (repository, digest) => hasBlob(wire, repository, digest),
    ensureBlob: (repository, bytes) => ensureBlob(wire, repository, bytes),
    probePush: (repository) => probePush(wire, repository),
    ...makeAttacher(wire)
  };
}
function makeReader2(wire) {
  return {
    readManifest: (repository, reference) => readManifest(wire, repository, reference),
    probeManifest: (repository, reference) => probeManifest(wire, repository, reference),
    readBlob: (read) => readBlob(wire, read),
    listReferrers: async (repository, digest) => (await readReferrers(wire, repository, digest)).referrers,
    hasReferrersApi: (repository) => probeReferrersApi(wire, repository)
  };
}

// src/registry/docker-config.ts
var HUB_KEY = "https://index.docker.io/v1/";
var HUB_HOSTS = /* @__PURE__ */ new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
function parseDockerConfig(text) {
  try {
    const json = JSON.parse(text);
    return isObject3(json) ? { json } : void 0;
  } catch {
    return void 0;
  }
}
function findCredential({ json }, registry) {
  const server = formatAuthKey(registry);
  const helpers = isObject3(json["credHelpers"]) ? json["credHelpers"] : {};
  const named = [server, registry].map((key) => helpers[key]).find((helper2) => helper2 !== void 0);
  const helper = named ?? json["credsStore"];
  if (typeof helper === "string" && helper !== "") return { kind: "helper", helper, server };
  const credential = findInline(isObject3(json["auths"]) ? json["auths"] : {}, registry);
  return credential === void 0 ? { kind: "none" } : { kind: "inline", credential };
}
function findInline(auths, registry) {
  const entry = auths[formatAuthKey(registry)] ?? Object.entries(auths).find(([key]) => isKeyOf(key, registry))?.[1];
  if (!isObject3(entry)) return void 0;
  const token = entry["identitytoken"];
  if (typeof token === "string" && token !== "") return { identityToken: token };
  const [username, password2] = typeof entry["auth"] === "string" ? decodeAuth(entry["auth"]) : [entry["username"], entry["password"]];
  if (typeof username !== "string" || username === "" || typeof password2 !== "string")
    return void 0;
  return { username, password: password2 };
}
function isKeyOf(key, registry) {
  const host = key.replace(/^https?:\/\//, "").split("/")[0]?.toLowerCase() ?? "";
  return host === registry || HUB_HOSTS.has(host) && HUB_HOSTS.has(registry);
}
function decodeAuth(auth) {
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? [void 0, void 0] : [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, "")];
}
function formatAuthKey(registry) {
  return HUB_HOSTS.has(registry) ? HUB_KEY : registry;
}
function addEnvironmentLogins(config, text) {
  const given = parseDockerConfig(text)?.json["auths"];
  if (!isObject3(given)) return void 0;
  const logins = /* @__PURE__ */ new Map();
  for (const [key, entry] of Object.entries(given)) {
    const auth = isObject3(entry) ? entry["auth"] : void 0;
    const [username, password2] = typeof auth === "string" ? decodeAuth(auth) : [];
    if (username === void 0 || password2 === void 0) return void 0;
    logins.set(key, { username, password: password2 });
  }
  return { json: addLogins(config, { inline: logins }) };
}
function formatDockerConfig(config, logins) {
  return `${JSON.stringify(addLogins(config, logins), void 0, 2)}
`;
}
function addLogins(config, { inline, helpers = /* @__PURE__ */ new Map() }) {
  const json = config?.json ?? {};
  const auths = isObject3(json["auths"]) ? json["auths"] : {};
  const named = isObject3(json["credHelpers"]) ? json["credHelpers"] : {};
  const own = [...inline].map(([registry, login]) => [formatAuthKey(registry), login]);
  const asked = [...helpers].map(([registry, name]) => [formatAuthKey(registry), name]);
  return {
    ...json,
    auths: {
      ...auths,
      ...Object.fromEntries(own.map(([key, login]) => [key, formatAuth(login)]))
    },
    credHelpers: {
      ...named,
      ...Object.fromEntries(own.map(([key]) => [key, ""])),
      ...Object.fromEntries(asked)
    }
  };
}
function hasHelpers({ json }) {
  const helpers = isObject3(json["credHelpers"]) ? Object.values(json["credHelpers"]) : [];
  return [json["credsStore"], ...helpers].some((name) => typeof name === "string" && name !== "");
}
function formatAuth(credential) {
  if ("identityToken" in credential) return { identitytoken: credential.identityToken };
  return { auth: encodeAuth(credential.username, credential.password) };
}
function encodeAuth(username, password2) {
  return Buffer.from(`${username}:${password2}`).toString("base64");
}
function isObject3(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/registry/docker-credential.ts
var DEADLINE_MS2 = 3e4;
var NOT_FOUND = /credentials not found in native keychain/i;
async function askHelper(host, helper, server) {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper))
    throw new ActionError(
      "CREDENTIAL_HELPER_FAILED",
      `docker's config.json names a credential helper that is not a program name`
    );
  const result = await host.run({
    tool,
    file: tool,
    args: ["get"],
    env: pickEnvironment(host.env),
    stdin: server,
    deadlineMs: DEADLINE_MS2
  });
  if (result.exitCode === 0) {
    const credential = parseAnswer(result.stdout, tool, server);
    if (credential !== void 0) host.mask(findSecret(credential));
    return credential;
  }
  if (NOT_FOUND.test(result.stdout) || NOT_FOUND.test(result.stderr)) return void 0;
  const why = result.notFound ? "is not installed" : result.timedOut ? "did not answer in 30 s" : `ended with exit code ${result.exitCode ?? result.signal}`;
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool}, which docker's config.json names for ${server}, ${why}`,
    {
      hint: `Install ${tool}, or set the inputs \`registry\`, \`username\` and \`password\`: they are used without it.`,
      details: result.stderr.split("\n").slice(-5)
    }
  );
}
function findSecret(credential) {
  return "identityToken" in credential ? credential.identityToken : credential.password;
}
function pickEnvironment(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(
      ([name, value]) => value !== void 0 && HELPER_VARIABLE.test(name) ? [[name, value]] : []
    )
  );
}
function parseAnswer(stdout, tool, server) {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout);
    if (typeof secret === "string" && typeof username === "string") {
      if (secret === "") return void 0;
      return username === TOKEN_USER ? { identityToken: secret } : { username, password: secret };
    }
  } catch {
  }
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool} answered for ${server} with something else than a credential`
  );
}
var TOKEN_USER = "<token>";
function formatHelperAnswer(server, credential) {
  const [Username, Secret] = "identityToken" in credential ? [TOKEN_USER, credential.identityToken] : [credential.username, credential.password];
  return JSON.stringify({ ServerURL: server, Username, Secret });
}

// src/registry/credentials.ts
function makeCredentials(options) {
  const docker = /* @__PURE__ */ new Map();
  const environment = /* @__PURE__ */ new Map();
  async function find(repository) {
    const { registry } = repository;
    for (const origin of listFitting(options, repository)) {
      const lease = await origin.read();
      if (lease !== void 0) return { ...lease, origin };
    }
    const lookUp = docker.get(registry) ?? makeLookUp(options, registry);
    docker.set(registry, lookUp);
    const known = await lookUp();
    if (known !== void 0) return { ...known, origin: "docker" };
    if (!environment.has(registry)) environment.set(registry, options.ambient?.(registry));
    const ambient = await environment.get(registry)?.read();
    return ambient === void 0 ? void 0 : { ...ambient, origin: "environment" };
  }
  return {
    find,
    source: async ({ repository }) => (await find(repository))?.credential
  };
}
function listFitting({ logins, pushed }, repository) {
  const isPushed = pushed.some((one) => isSameRepository(one, repository));
  const other = isPushed ? "pull" : "push";
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== other
  );
  return fitting.sort((a, b) => rank(a) - rank(b));
}
function rank({ repository, use }) {
  return (repository === void 0 ? 2 : 0) + (use === "both" ? 1 : 0);
}
var HELPER_LIFE_MS = 15 * 6e4;
function makeLookUp({ host, config }, registry) {
  const place = config === void 0 ? { kind: "none" } : findCredential(config, registry);
  if (place.kind === "none") return async () => void 0;
  if (place.kind === "inline") {
    const lease = { credential: place.credential, expiresAtMs: void 0 };
    return async () => lease;
  }
  const { helper, server } = place;
  const source = makeLeaseSource({
    host,
    name: registry,
    ask: async () => ({
      credential: await askHelper(host, helper, server),
      expiresAtMs: host.clock.now().getTime() + HELPER_LIFE_MS
    })
  });
  return async () => {
    const { credential, expiresAtMs } = await source.read();
    return credential === void 0 ? void 0 : { credential, expiresAtMs };
  };
}

// src/registry/login-files.ts
function makeLoginFiles(set) {
  const { folder, config, pulls, pushes: pushes2 } = set;
  const plain = new Map([...pulls].map(([host, { credential }]) => [host, credential]));
  return [
    makeFile(`${folder}/docker/config.json`, formatDockerConfig(config, { inline: plain })),
    ...makeConfig(set, { dir: `${folder}/docker-push`, config, logins: chooseHostLogins(set) }),
    makeFile(`${folder}/docker-verify/config.json`, formatCosignConfig(pushes2)),
    ...makeScopedConfigs(set)
  ];
}
function makeFile(path, text) {
  return { path, text, isProgram: false };
}
function chooseHostLogins({ pulls, pushes: pushes2 }) {
  const first = /* @__PURE__ */ new Map();
  for (const { repository, login } of pushes2) {
    if (login !== void 0 && !first.has(repository.registry))
      first.set(repository.registry, login);
  }
  return new Map([...pulls, ...first]);
}
function makeScopedConfigs(set) {
  const { folder, narrow, pushes: pushes2, apart } = set;
  const base = `${folder}/buildx/config`;
  const make = (dir, host, login) => makeConfig(set, {
    dir: `${base}/${dir}`,
    config: void 0,
    logins: new Map(login === void 0 ? [] : [[host, login]])
  });
  const single = [...pushes2.filter(({ repository }) => apart.has(repository.registry)), ...narrow];
  return [
    ...[...apart].flatMap(([host, login]) => make(`${formatApiHost(host)}@pull`, host, login)),
    ...single.flatMap(
      ({ repository: { registry, path }, login }) => make(`${formatApiHost(registry)}/${path}`, registry, login)
    )
  ];
}
function makeConfig({ folder }, {
  dir,
  config,
  logins
}) {
  const renewed = [...logins].filter(([, { isRenewed }]) => isRenewed);
  const inline = [...logins].filter(([, { isRenewed }]) => !isRenewed);
  const place = dir.slice(folder.length).replace(/[^A-Za-z0-9.-]/g, "_");
  const helpers = renewed.map(([host, { credential }]) => ({
    host,
    credential,
    name: `bsa${place}_${host.replace(/[^A-Za-z0-9.-]/g, "_")}`
  }));
  const text = formatDockerConfig(config, {
    inline: new Map(inline.map(([host, { credential }]) => [host, credential])),
    helpers: new Map(helpers.map(({ host, name }) => [host, name]))
  });
  return [
    ...helpers.flatMap(({ host, credential, name }) => [
      makeFile(
        `${folder}/logins/${name}.json`,
        formatHelperAnswer(formatAuthKey(host), credential)
      ),
      {
        path: `${folder}/bin/docker-credential-${name}`,
        text: formatProgram(`${folder}/logins/${name}.json`),
        isProgram: true
      }
    ]),
    makeFile(`${dir}/config.json`, text)
  ];
}
function formatProgram(path) {
  return `#!/bin/sh
exec cat '${path.replaceAll("'", `'\\''`)}'
`;
}
function formatCosignConfig(pushes2) {
  const auths = /* @__PURE__ */ new Map();
  for (const { repository, login } of pushes2) {
    if (login === void 0) continue;
    const { registry, path } = repository;
    if (!auths.has(registry)) auths.set(registry, login.credential);
    const host = registry === "docker.io" ? "index.docker.io" : registry;
    const isOther = auths.get(registry) !== login.credential;
    if (isOther) auths.set(`${host}/${path}`, login.credential);
  }
  return formatDockerConfig(void 0, { inline: auths });
}

// src/stages/gather-logins.ts
async function gatherLogins(gathering) {
  const { logins, pushed } = gathering;
  const readers = logins.filter(({ use }) => use !== "push");
  const hosts = readers.flatMap((one) => one.repository === void 0 ? [one.registry] : []);
  const single = readers.flatMap(
    ({ registry, repository: path }) => path === void 0 ? [] : [{ registry, path }]
  );
  const pulls = Promise.all([...new Set(hosts)].map((host) => findOwn2(gathering, host)));
  const narrow = Promise.all(single.map((one) => findLogin(gathering, one)));
  const pushes2 = Promise.all(pushed.map((one) => findLogin(gathering, one)));
  await joinTracks([pulls, narrow, pushes2]);
  return {
    pulls: new Map((await pulls).flat()),
    narrow: await narrow,
    pushes: await pushes2,
    apart: await findApart(gathering, [...new Set(pushed.map(({ registry }) => registry))])
  };
}
async function findOwn2(gathering, host) {
  const found = await gathering.credentials.find(elsewhere(host));
  return typeof found?.origin === "object" ? [[host, toFileLogin(gathering, found)]] : [];
}
async function findLogin(gathering, repository) {
  const found = await gathering.credentials.find(repository);
  return { repository, login: found && toFileLogin(gathering, found) };
}
async function findApart(gathering, hosts) {
  const { credentials, pushed } = gathering;
  const apart = /* @__PURE__ */ new Map();
  for (const host of hosts) {
    const other = await credentials.find(elsewhere(host));
    const own = await Promise.all(
      pushed.filter(({ registry }) => registry === host).map(credentials.find)
    );
    if (own.some((found) => found?.origin !== other?.origin))
      apart.set(host, other && toFileLogin(gathering, other));
  }
  return apart;
}
function elsewhere(registry) {
  return { registry, path: "" };
}
var LONGEST_JOB_MS = 6 * 60 * 6e4;
function toFileLogin({ clock }, { credential, expiresAtMs }) {
  const isRenewed = expiresAtMs !== void 0 && expiresAtMs - clock.now().getTime() < LONGEST_JOB_MS;
  return { credential, isRenewed, expiresAtMs };
}
function findSoonestEnd({ pulls, narrow, pushes: pushes2, apart }) {
  const single = [...narrow, ...pushes2].map(({ login }) => login);
  const ends = [...pulls.values(), ...apart.values(), ...single].flatMap(
    (login) => login?.expiresAtMs === void 0 ? [] : [login.expiresAtMs]
  );
  return ends.length === 0 ? void 0 : Math.min(...ends);
}

// src/stages/access.ts
var REFRESH_MS = 6e4;
var MIN_REFRESH_MS = 1e3;
async function openAccess(host, { plan, inputs, folder }) {
  const userFolder = userDockerConfig(host.env);
  const isAnonymous = plan.isAnonymous === true;
  const config = isAnonymous ? void 0 : await readUserConfig(host, userFolder);
  const logins = makeOwnLogins(host, plan, inputs);
  const pushed = listPushed(plan);
  const credentials = makeCredentials({
    host,
    config,
    logins,
    pushed,
    ambient: (registry) => isAnonymous ? void 0 : makeAmbientSource(host, registry)
  });
  const written = /* @__PURE__ */ new Map();
  const write2 = (set) => writeFiles(host, set, written);
  const pulls = new Map(logins.flatMap(listKnown));
  await write2({ folder, config, pulls, narrow: [], pushes: [], apart: /* @__PURE__ */ new Map() });
  await linkContexts(host, userFolder, folder);
  let soonestEnd;
  const gather2 = async () => {
    const gathered = await gatherLogins({ clock: host.clock, credentials, logins, pushed });
    soonestEnd = findSoonestEnd(gathered);
    await write2({ folder, config, ...gathered });
    return gathered;
  };
  const refresh = makeRefresh(host, gather2);
  return {
    registry: makeRegistryClient({ host, credentials: credentials.source }),
    asksHelpers: config !== void 0 && hasHelpers(config),
    logIn: async () => tellLimits(host, plan, await gather2()),
    refresh,
    keepFresh: () => keepFresh(host, { refresh, findSoonest: () => soonestEnd })
  };
}
function listKnown({ registry, repository, use, known }) {
  if (known === void 0 || repository !== void 0 || use === "push") return [];
  return [[registry, { credential: known, isRenewed: false }]];
}
function makeRefresh(host, gather2) {
  let running;
  return () => {
    running ??= gather2().then(() => void 0).catch(
      (error) => host.log.warning(`A login was not renewed: ${describeError(error)}`)
    ).finally(() => {
      running = void 0;
    });
    return running;
  };
}
function keepFresh({ clock }, { refresh, findSoonest }) {
  let stop = () => void 0;
  let isOver = false;
  const arm = () => {
    const leftMs = (findSoonest() ?? Number.POSITIVE_INFINITY) - clock.now().getTime();
    const waitMs = Math.min(REFRESH_MS, Math.max(MIN_REFRESH_MS, leftMs / 2));
    stop = clock.repeat(waitMs, async () => {
      stop();
      await refresh();
      if (!isOver) arm();
    });
  };
  arm();
  return () => {
    isOver = true;
    stop();
  };
}
async function readUserConfig(host, folder) {
  const path = `${folder ?? ""}/config.json`;
  const text = folder !== void 0 && await host.files.kind(path) === "file" ? await host.files.readText(path) : void 0;
  const config = text === void 0 ? void 0 : parseDockerConfig(text);
  if (text !== void 0 && config === void 0)
    host.log.warning(`${path} is not valid JSON; its logins are not used`);
  const given = host.env["DOCKER_AUTH_CONFIG"];
  if (given === void 0 || given === "") return config;
  const both = addEnvironmentLogins(config, given);
  if (both === void 0)
    host.log.warning("DOCKER_AUTH_CONFIG is not what docker takes; its logins are not used");
  return both ?? config;
}
async function linkContexts({ files }, userFolder, folder) {
  if (userFolder === void 0 || await files.kind(`${userFolder}/contexts`) !== "directory")
    return;
  for (const name of ["docker", "docker-push"])
    await files.symlink(`${userFolder}/contexts`, `${folder}/${name}/contexts`);
}
async function writeFiles({ files }, set, written) {
  for (const { path, text, isProgram } of makeLoginFiles(set)) {
    if (written.get(path) === text) continue;
    await files.makeDir(path.slice(0, path.lastIndexOf("/")));
    await files.write(path, text, isProgram ? 448 : void 0);
    written.set(path, text);
  }
}
function tellLimits({ log }, { builder }, { apart }) {
  if (builder?.kind !== "existing" || apart.size === 0) return;
  log.notice(
    `The builder ${builder.name} is yours, and so is the folder of its logins: base images at ${[...apart.keys()].join(", ")} are pulled with the login for pushing.`
  );
}

// src/image/compatibility.ts
function mayServe(offered, wanted) {
  const [have, need] = [normalizePlatform(offered), normalizePlatform(wanted)];
  if (have.os !== need.os) return false;
  if (need.architecture === "amd64") return /^(amd64|386)$/.test(have.architecture);
  if (need.architecture === "arm64") return /^arm(64)?$/.test(have.architecture);
  if (have.architecture !== need.architecture) return false;
  return need.architecture !== "arm" || readVariant(have) <= readVariant(need);
}
function readVariant({ variant = "" }) {
  return Number(/\d+/.exec(variant)?.[0] ?? 0);
}

// src/stages/check-bases.ts
var LIMIT_MS2 = 2e3;
var MAX_IMAGES = 12;
var MAX_CONFIG_BYTES2 = 1024 * 1024;
async function checkBases(host, { plan, registry, say }) {
  const bases = await readBases(host, plan);
  const images = [...new Set(bases.map(({ image }) => image))].slice(0, MAX_IMAGES);
  const problems = [];
  await Promise.all(
    images.map(async (image) => {
      const offer = await settleWithin(host, LIMIT_MS2, readOffer(registry.brief, image));
      if (offer === void 0 || offer.platforms.length === 0) return;
      say(`${image}: ${offer.platforms.map(formatPlatform).join(", ")}`);
      const lacking = bases.filter(
        (base) => base.image === image && !offer.platforms.some((one) => mayServe(one, base.platform))
      );
      if (lacking.length === 0) return;
      const problem = describeLack(plan.build.file, { image, lacking, offer });
      if (offer.isIndex) problems.push(problem);
      else
        host.log.warning(`${problem} The build takes it as it is: its programs do not run there.`);
    })
  );
  if (problems.length === 0) return;
  throw new ActionError("BASE_PLATFORM_MISSING", problems.sort().join("\n"), {
    hint: "Take a base image that has the platform, or leave the platform out of `platforms`. A stage that only makes files for others can run on the platform of the builder: `FROM --platform=$BUILDPLATFORM \u2026`."
  });
}
async function readBases({ files, log }, plan) {
  const { build, builder } = plan;
  const isLocal = builder.kind === "engine" && !build.pull;
  if (plan.mode === "call" || plan.mode === "load" || isLocal || build.file === void 0)
    return [];
  if (isRemoteContext(build.context)) return [];
  try {
    const text = await files.readText(build.file);
    const { listBases } = await import("./dockerfile-SDMFWZDM.js");
    const { target, buildArgs } = build;
    const contexts = build.contexts.map((entry) => entry.split("=")[0] ?? "");
    return build.platforms.flatMap(
      (platform) => listBases({ text, target, buildArgs, contexts, platform })
    );
  } catch (error) {
    log.debug(`Base images are not checked: ${String(error)}`);
    return [];
  }
}
async function readOffer(registry, image) {
  const parsed2 = parseReference(image);
  if (!parsed2.ok) return void 0;
  const { repository, tag, digest } = parsed2.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? "latest");
  const result = content && parseManifest(content.bytes, content.mediaType);
  if (result?.ok !== true) return void 0;
  const { manifest } = result;
  if (manifest.kind === "index") {
    const found = listPlatformManifests(manifest).map(({ platform }) => platform);
    return { isIndex: true, platforms: found.filter(isFirst) };
  }
  const blob = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES2
  });
  const own = blob && parseConfigPlatform(blob);
  return own && { isIndex: false, platforms: [own] };
}
function isFirst(platform, at, all) {
  return all.findIndex((other) => isSamePlatform(other, platform)) === at;
}
function describeLack(file, { image, lacking, offer }) {
  const unique = (values) => [...new Set(values)].join(", ");
  const missing = unique(lacking.map(({ platform }) => formatPlatform(platform)));
  const lines = unique(lacking.map(({ line }) => `${file}:${line}`));
  return `The base image ${image} (${lines}) has nothing for ${missing}, only ${unique(offer.platforms.map(formatPlatform))}.`;
}

// src/stages/denial.ts
function explainDenial({ error, repository, logins, facts }) {
  const isRefusal = /^REGISTRY_(?:DENIED|UNAUTHORIZED)$/.test(errorCode(error));
  if (!(error instanceof ActionError) || !isRefusal) return error;
  if (facts.untrusted) return makeUntrusted();
  const used = findUsed(logins, repository);
  const owner = facts.repository.split("/")[0]?.toLowerCase() ?? "";
  const isForeign = repository.path.split("/")[0] !== owner;
  const hint = used?.source === "github-token" && owner !== "" && isForeign ? explainOwner(repository, owner) : [describeLogin(used, { repository, logins }), error.hint].filter(Boolean).join("\n");
  return new ActionError(error.code, error.message, {
    hint,
    cause: error.cause,
    details: error.details
  });
}
function findUsed(logins, repository) {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== "pull"
  );
  return fitting.find((one) => one.repository !== void 0) ?? fitting[0];
}
function describeLogin(used, { repository, logins }) {
  if (used !== void 0) return `It was asked as ${used.username} (\`${used.source}\`).`;
  const others = [...new Set(logins.map(({ registry }) => registry))].join(", ");
  if (others === "") return void 0;
  return `The inputs have no login for ${repository.registry}, but for ${others}.`;
}
function explainOwner({ registry, path }, owner) {
  const [other, ...rest] = path.split("/");
  return `The token of this job belongs to ${owner}, and the image to ${other}: publish to ${[registry, owner, ...rest].join("/")}, or log in as somebody who may write there, with \`username\` and a \`password\` that has \`write:packages\`.`;
}

// src/stages/preflight.ts
var TAGS_LIMIT_MS = 2e3;
async function runPreflight(host, { plan, facts, access, timings }) {
  const { registry } = access;
  const destinations = runTrack(host, {
    title: "Registry",
    timings,
    work: (say) => probeDestinations(access, { ...plan, facts, say })
  });
  const bases = runTrack(host, {
    title: "Base images",
    timings,
    work: (say) => checkBases(host, { plan, registry, say })
  });
  await joinTracks([destinations, bases]);
  await Promise.all([
    tellTakenTags(host, { plan, facts, access }),
    tellReferrers(host, { plan, access })
  ]);
}
async function tellReferrers(host, { plan, access }) {
  if (plan.signing.kind === "off") return;
  await Promise.all(
    plan.destinations.map(async ({ repository }) => {
      const asked = access.registry.brief.hasReferrersApi(repository);
      const hasApi = await settleWithin(host, TAGS_LIMIT_MS, asked);
      if (hasApi === void 0) return;
      const how = hasApi ? "by the referrers API" : "under tags `sha256-\u2026` (no referrers API)";
      host.log.info(`${formatRepository(repository)}: signatures are listed ${how}`);
    })
  );
}
async function probeDestinations({ registry, logIn }, {
  destinations,
  logins,
  facts,
  say
}) {
  await logIn();
  for (const { registry: place, identity: identity2 } of logins)
    if (identity2 !== void 0) say(`${place}: logged in by ${identity2.type}`);
  await joinTracks(
    destinations.map(async ({ repository }) => {
      await registry.probePush(repository).catch((error) => {
        throw explainDenial({ error, repository, logins, facts });
      });
      say(`${formatRepository(repository)}: pushing is allowed`);
    })
  );
}
async function tellTakenTags(host, { plan, facts, access }) {
  if (facts.runAttempt !== 1 || plan.publish !== "auto") return;
  const wanted = plan.destinations.flatMap(
    ({ repository, tags }) => tags.filter(({ kind, of }) => kind === "immutable" && of === void 0).map(({ name }) => ({ repository, tag: name }))
  );
  const found = await Promise.all(
    wanted.map(async ({ repository, tag }) => {
      const asked = access.registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, TAGS_LIMIT_MS, asked);
      return head && `${formatReference({ repository, tag })} (${head.digest ?? "unknown digest"})`;
    })
  );
  const taken = found.filter((one) => one !== void 0);
  if (taken.length === 0) return;
  host.log.notice(
    `There already: ${taken.join(", ")}. If the image comes out different, the tag is moved to it; a repository whose tags are immutable (an option of Amazon ECR, Docker Hub, Harbor and others) refuses that after the build.`
  );
}

// src/stages/check-bundle.ts
var DEADLINE_MS3 = 6e4;
function makeBundleChecker(host, means) {
  const accepted = /* @__PURE__ */ new Set();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(" ");
    if (accepted.has(key)) return { ok: true };
    const asked = await askCosign(host, { ...means, claim });
    const verdict = asked.ok ? await checkRun(claim, means) : asked;
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}
async function checkRun({ bytes }, { runId }) {
  const certificate = parseBundle(bytes)?.certificate;
  const stated = certificate === void 0 ? void 0 : await parseCertificate(certificate);
  const invocation = parseRunInvocation(stated?.runInvocationUri);
  if (invocation === void 0 || runId === "" || String(invocation.runId) === runId)
    return { ok: true };
  return { ok: false, reason: `it was signed by another run (${invocation.runId})`, details: [] };
}
async function askCosign(host, { claim, policy, cosign, trustedRoot, folder }) {
  const bundleFile = `${folder}/bundles/check-${host.randomHex(6)}.json`;
  await host.files.write(bundleFile, claim.bytes);
  const { digest, predicateType } = claim;
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyBundleArgs({
      bundleFile,
      about: { digest },
      predicateType,
      policy,
      trustedRoot
    }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS3
  };
  const result = await host.run(command);
  await host.files.remove(bundleFile);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0) return { ok: true };
  if (result.exitCode === void 0) throw describeCommandFailure(result, command);
  const lines = result.stderr.split("\n").filter(Boolean);
  const reason = lines.at(-1)?.replace(/^error during command execution: /, "");
  return { ok: false, reason: reason ?? "cosign gave no reason", details: lines.slice(-20) };
}

// src/stages/install-tool.ts
import { isAbsolute as isAbsolute3 } from "node:path";

// src/tools/releases.ts
var GITHUB = "https://github.com";
var PUBLISHERS = {
  // As sigstore/cosign-installer and docker/actions-toolkit (src/cosign/install.ts) check it.
  cosign: {
    issuer: "https://accounts.google.com",
    identity: { exact: "keyless@projectsigstore.iam.gserviceaccount.com" },
    repository: void 0,
    fromTag: false,
    format: "signature"
  },
  // Docker's builder is a reusable workflow that anybody can call, and its identity is in the certificate of whoever
  // does: only the repository tells Docker's own runs from other people's. The bundle is the provenance that BuildKit
  // made (docker/buildx .github/workflows/build.yml).
  buildx: {
    issuer: "https://token.actions.githubusercontent.com",
    identity: {
      pattern: "^https://github\\.com/docker/github-builder(-experimental)?/\\.github/workflows/bake\\.yml@[0-9A-Za-z._/-]+$"
    },
    repository: "docker/buildx",
    fromTag: true,
    format: "attestation"
  }
};
var PROJECTS = {
  cosign: "sigstore/cosign",
  buildx: "docker/buildx"
};
function makeReleaseUrls(tool, { version, platform, baseUrl }) {
  const { os, arch } = platform;
  const file = tool === "cosign" ? `cosign-${os}-${arch}` : `buildx-v${version}.${os}-${arch}`;
  const binary = `${baseUrl}/${PROJECTS[tool]}/releases/download/v${version}/${file}`;
  return { binary, bundle: `${binary}.sigstore.json` };
}
function makeVerifyReleaseArgs({
  file,
  bundleFile,
  version,
  publisher,
  trustedRoot
}) {
  const { issuer, identity: identity2, repository, fromTag, format: format2 } = publisher;
  return [
    ...format2 === "signature" ? ["verify-blob"] : ["verify-blob-attestation", "--type=slsaprovenance1"],
    `--bundle=${bundleFile}`,
    "exact" in identity2 ? `--certificate-identity=${identity2.exact}` : `--certificate-identity-regexp=${identity2.pattern}`,
    `--certificate-oidc-issuer=${issuer}`,
    ...repository === void 0 ? [] : [`--certificate-github-workflow-repository=${repository}`],
    ...fromTag ? [`--certificate-github-workflow-ref=refs/tags/v${version}`] : [],
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    file
  ];
}

// src/stages/tool-check.ts
var VERSION_DEADLINE_MS = 3e4;
var VERIFY_DEADLINE_MS = 6e4;
var TRUST_TRIES = 4;
async function readToolVersion(host, tool, path) {
  const args = tool === "cosign" ? ["version", "--json"] : ["version"];
  const { stdout } = await runChecked(host, {
    tool,
    file: path,
    args,
    env: { LANG: "C" },
    deadlineMs: VERSION_DEADLINE_MS
  });
  return tool === "cosign" ? parseCosignVersion(stdout) : parseBuildxVersion(stdout);
}
async function makeReleaseCheck(host, { cosign, publisher, trustedRoot }) {
  const folder = await host.files.makeTempDir("release-check-");
  const env = makeCosignEnv({ env: host.env, folder });
  const root = trustedRoot ?? await fetchTrustedRoot(host, { cosign, env, folder });
  return async ({ file, bundleFile, version }) => {
    const args = makeVerifyReleaseArgs({ file, bundleFile, version, publisher, trustedRoot: root });
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
    } catch (error) {
      if (host.signal.aborted) throw error;
      throw makeInvalid(error);
    }
  };
}
function makeInvalid(error) {
  const known = error instanceof ActionError ? error : void 0;
  return new ActionError(
    "TOOL_SIGNATURE_INVALID",
    `The downloaded binary is not signed by its publisher: ${known?.message ?? String(error)}`,
    {
      hint: "It was not run. Does a proxy or a mirror change downloads? A version that is pinned in this action needs no signature.",
      cause: error,
      details: known?.details
    }
  );
}
async function fetchTrustedRoot(host, {
  cosign,
  env,
  folder
}) {
  const out = `${folder}/trusted_root.json`;
  const args = ["trusted-root", "create", "--with-default-services", `--out=${out}`];
  for (let count2 = 1; ; count2++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
      return out;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (count2 === TRUST_TRIES) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched, by which the downloaded tool would be checked",
          {
            hint: "Use a version that is pinned in this action: it is checked by its hash.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (count2 - 1));
    }
  }
}

// src/stages/tool-pinned.ts
import { isAbsolute as isAbsolute2 } from "node:path";

// src/stages/tool-download.ts
var FIRST_DELAY_MS2 = 1e3;
var IDLE_MS = 15e3;
var TRY_MS = 12e4;
var ALL_PATIENCE = { tries: 5, budgetMs: 5 * 6e4 };
var SOME_PATIENCE = { tries: 2, budgetMs: 6e4 };
var NotPublishedError = class extends ActionError {
  constructor(url, status, cause) {
    super("TOOL_DOWNLOAD_FAILED", `${url} does not exist (HTTP ${status})`, {
      hint: "Is it a published version, and is there a release for this operating system and architecture?",
      cause
    });
  }
};
var StatusError = class extends Error {
  status;
  constructor(url, status) {
    super(`${new URL(url).host} answered HTTP ${status}`);
    this.status = status;
  }
};
async function downloadFile(host, { url, file, patience = ALL_PATIENCE }) {
  const { tries, budgetMs } = patience;
  const startedMs = host.clock.elapsedMs();
  for (let count2 = 1; ; count2++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    const timeoutMs = Math.min(leftMs, TRY_MS);
    const idleMs = Math.min(IDLE_MS, budgetMs);
    try {
      const status = await host.toolCache.download({ url, file, timeoutMs, idleMs });
      if (status === void 0) return;
      throw new StatusError(url, status);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = error instanceof StatusError ? error.status : void 0;
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS2 * 2 ** (count2 - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error) || count2 === tries || late) throw makeFailed2({ url, count: count2, error });
      await host.clock.sleep(delayMs);
    }
  }
}
function mayPass(error) {
  if (error instanceof StatusError)
    return error.status >= 500 || error.status === 408 || error.status === 429;
  return error instanceof TransportError && error.kind !== "tls" && error.kind !== "other";
}
function makeFailed2({
  url,
  count: count2,
  error
}) {
  const reason = error instanceof Error ? error.message : String(error);
  const tries = count2 === 1 ? "" : ` in ${count2} tries`;
  const disk = /ENOSPC|EDQUOT/.test(reason);
  return new ActionError(
    "TOOL_DOWNLOAD_FAILED",
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: disk ? "The disk of the runner is full: `df` shows which one. Nothing was published." : "Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.",
      cause: error
    }
  );
}

// src/tools/image-sources.ts
var COPIES2 = /* @__PURE__ */ new Map([["docker.io", "mirror.gcr.io"]]);
function listSources2(image) {
  const parsed2 = parseReference(image);
  if (!parsed2.ok || parsed2.reference.digest === void 0) return [image];
  const { repository } = parsed2.reference;
  const registry = COPIES2.get(repository.registry);
  if (registry === void 0) return [image];
  const copy = { ...parsed2.reference, repository: { ...repository, registry } };
  return [image, formatReference(copy)];
}

// src/stages/image-source.ts
var FEW_PULLS = 5;
var LIMIT_MS3 = 3e3;
async function rankSources(host, { sources, registry, say }) {
  if (sources.length < 2) return sources;
  const lacks = await Promise.all(sources.map((source) => findLack(host, registry, source)));
  const good = sources.filter((_, at) => lacks[at] === void 0);
  for (const [at, lack] of lacks.entries())
    if (lack !== void 0 && good.length > 0) say(`${sources[at]}: ${lack}`);
  return [...good, ...sources.filter((source) => !good.includes(source))];
}
async function findLack(host, registry, source) {
  const parsed2 = parseReference(source);
  if (!parsed2.ok) return parsed2.reason;
  const { repository, digest = "" } = parsed2.reference;
  const asked = registry.probeManifest(repository, digest).then(
    (head) => {
      if (head === void 0) return { lack: "is not there" };
      const { pullsLeft } = head;
      const isFew = pullsLeft !== void 0 && pullsLeft < FEW_PULLS;
      return { lack: isFew ? `${pullsLeft} pulls are left to this address` : void 0 };
    },
    (error) => ({ lack: describeError(error) })
  );
  const answer = await settleWithin(host, LIMIT_MS3, asked);
  return answer === void 0 ? `no answer in ${LIMIT_MS3 / 1e3} s` : answer.lack;
}

// src/stages/tool-image.ts
var MAX_LAYER_BYTES = 256 * 1024 * 1024;
var BUDGET_MS2 = 2 * 6e4;
var TRIES = 2;
async function fetchCopy(host, { copy, platform, say }) {
  const registry = makeRegistryClient({
    host,
    credentials: async () => void 0,
    budgetMs: BUDGET_MS2,
    retry: { attempts: TRIES }
  });
  const sources = listSources2(copy.image);
  const ranked = await rankSources(host, { sources, registry: registry.brief, say });
  let failure;
  for (const from of ranked) {
    try {
      return { path: await fetchFrom(host, { from, registry, copy, platform }), from };
    } catch (error) {
      if (host.signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}
async function fetchFrom(host, {
  from,
  registry,
  copy,
  platform
}) {
  const parsed2 = parseReference(from);
  if (!parsed2.ok || parsed2.reference.digest === void 0) throw makeMissing2(from, "no digest");
  const { repository, digest } = parsed2.reference;
  const layers = await listLayers(registry, { repository, digest, platform });
  for (const layer of [...layers].sort((one, other) => other.sizeBytes - one.sizeBytes)) {
    const asked = { repository, digest: layer.digest, maxBytes: MAX_LAYER_BYTES };
    const bytes = await registry.readBlob(asked);
    if (bytes === void 0) throw makeMissing2(from, `no layer ${layer.digest}`);
    const folder = await host.files.makeTempDir("tool-copy-");
    await host.files.write(`${folder}/layer`, bytes);
    await host.toolCache.extract(`${folder}/layer`, `${folder}/root`);
    const path = `${folder}/root/${copy.path}`;
    if (await host.files.kind(path) === "file") return path;
    await host.files.remove(folder);
  }
  throw makeMissing2(from, `no file ${copy.path}`);
}
async function listLayers(registry, {
  repository,
  digest,
  platform
}) {
  const content = await registry.readManifest(repository, digest);
  const name = `${repository.registry}/${repository.path}@${digest}`;
  if (content === void 0) throw makeMissing2(name, "no such manifest");
  const result = parseManifest(content.bytes, content.mediaType);
  if (!result.ok) throw makeMissing2(name, result.reason);
  const { manifest } = result;
  if (manifest.kind === "image") return manifest.layers;
  const found = listPlatformManifests(manifest).find(
    (one) => one.platform.os === platform.os && one.platform.architecture === platform.arch
  );
  if (found === void 0) throw makeMissing2(name, `nothing for ${platform.os}/${platform.arch}`);
  return listLayers(registry, { repository, digest: found.descriptor.digest, platform });
}
function makeMissing2(image, lack) {
  return new ActionError("TOOL_DOWNLOAD_FAILED", `${image}: ${lack}`);
}

// src/stages/tool-request.ts
function makeUrls(source, key) {
  return makeReleaseUrls(key.tool, { ...key, baseUrl: source.baseUrl ?? GITHUB });
}

// src/stages/tool-store.ts
var cacheName = (tool) => `build-sign-${tool}`;
async function findKept({ toolCache, files, log }, { tool, version, platform }) {
  try {
    const folder = await toolCache.find(cacheName(tool), version, platform.arch);
    const path = folder === void 0 ? void 0 : `${folder}/${tool}`;
    return path !== void 0 && await files.executable(path) ? path : void 0;
  } catch (error) {
    log.debug(`No tool cache: ${String(error)}`);
    return void 0;
  }
}
async function placePrivately({ files }, tool, download) {
  const path = `${await files.makeTempDir(`${tool}-`)}/${tool}`;
  await files.write(path, await files.readBytes(download), 493);
  await files.remove(download);
  return path;
}
async function keep({ toolCache, log }, { tool, version, platform }, file) {
  try {
    await toolCache.add(file, tool, cacheName(tool), version, platform.arch);
  } catch (error) {
    log.debug(`${tool} ${version} was not kept in the tool cache: ${String(error)}`);
  }
}

// src/stages/tool-pinned.ts
async function ensurePinned(host, pinned) {
  const { key, sha256, say } = pinned;
  const { tool, version } = key;
  const found = await findOnPath(host, tool, sha256) ?? await findKeptPinned(host, key, sha256);
  if (found !== void 0) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  try {
    return await fetchPinned(host, pinned, `${folder}/${tool}`);
  } finally {
    await host.files.remove(folder);
  }
}
async function fetchPinned(host, pinned, file) {
  const [copy] = listCopies(pinned);
  if (copy === void 0) return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  try {
    return await downloadPinned(host, { pinned, file, patience: SOME_PATIENCE });
  } catch (error) {
    if (host.signal.aborted) throw error;
    pinned.say(`${describeError(error)}. Trying ${copy.image}.`);
    const path = await takeCopy(host, pinned, copy);
    if (path !== void 0) return path;
    if (error instanceof ActionError && error.code === "TOOL_HASH_MISMATCH") throw error;
    return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  }
}
function listCopies({ key, source }) {
  if (source.copies !== void 0) return source.copies;
  const copy = key.platform.os === "linux" ? findCopy(key.tool, key.version) : void 0;
  return copy === void 0 ? [] : [copy];
}
async function takeCopy(host, { key, say }, copy) {
  try {
    const { path, from } = await fetchCopy(host, { copy, platform: key.platform, say });
    const placed = await placePrivately(host, key.tool, path);
    say(`${key.tool} ${key.version}: ${copy.path} of ${from} (by its digest)`);
    return placed;
  } catch (error) {
    if (host.signal.aborted) throw error;
    say(describeError(error));
    return void 0;
  }
}
async function findOnPath({ env, files }, tool, sha256) {
  for (const folder of (env["PATH"] ?? "").split(":")) {
    const path = `${folder}/${tool}`;
    if (!isAbsolute2(folder) || !await files.executable(path)) continue;
    if (await files.sha256(path) === sha256) return path;
  }
  return void 0;
}
async function findKeptPinned(host, key, sha256) {
  const path = await findKept(host, key);
  if (path === void 0 || await host.files.sha256(path) === sha256) return path;
  host.log.warning(
    `${path} is not ${key.tool} ${key.version}: its bytes were changed. It is downloaded again.`
  );
  return void 0;
}
async function downloadPinned(host, {
  pinned: { key, sha256, source, say },
  file,
  patience
}) {
  const { binary: url } = makeUrls(source, key);
  for (let count2 = 1; ; count2++) {
    await downloadFile(host, { url, file, patience });
    const got = await host.files.sha256(file);
    if (got === sha256) break;
    await host.files.remove(file);
    if (count2 === 2) throw makeMismatch(url, { got, sha256 });
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
  const path = await placePrivately(host, key.tool, file);
  await keep(host, key, path);
  say(`${key.tool} ${key.version}: downloaded from ${url} (sha256 as pinned)`);
  return path;
}
function makeMismatch(url, { got, sha256 }) {
  return new ActionError(
    "TOOL_HASH_MISMATCH",
    `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
    {
      hint: "It was not run. A proxy or a mirror that answers with a page of its own gives this error too."
    }
  );
}

// src/stages/tool-release.ts
async function ensureRelease(host, signed) {
  const { key, source } = signed;
  const { tool } = key;
  const { binary, bundle } = makeUrls(source, key);
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  const [file, bundleFile] = [`${folder}/${tool}`, `${folder}/bundle.json`];
  try {
    return await checkRelease(host, { ...signed, binary, bundle, file, bundleFile });
  } finally {
    await host.files.remove(folder);
  }
}
async function checkRelease(host, signed) {
  const { key, say, binary, file, bundleFile } = signed;
  const { tool, version } = key;
  await downloadBundle(host, signed);
  const check = await prepareCheck(host, signed);
  const kept = await findKeptSigned(host, { key, check, bundleFile });
  if (kept !== void 0) {
    say(`${tool} ${version}: ${kept} (signature checked)`);
    return kept;
  }
  await downloadFile(host, { url: binary, file });
  await check({ file, bundleFile, version });
  const path = await placePrivately(host, tool, file);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (signature checked)`);
  return path;
}
async function downloadBundle(host, { bundle: url, bundleFile, key }) {
  try {
    await downloadFile(host, { url, file: bundleFile });
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    const { tool, version, platform } = key;
    const old = readCapabilities(tool, version)["signed-release"] ? "" : ": releases of that age are not signed";
    throw new ActionError(
      "TOOL_SIGNATURE_INVALID",
      `${tool} ${version} for ${platform.os}/${platform.arch} has no Sigstore bundle at ${url}${old}`,
      {
        hint: `It was not installed. Use ${DEFAULT_VERSIONS[tool]}, which is pinned by its hash, or the path of one that is installed.`,
        cause: error
      }
    );
  }
}
async function prepareCheck(host, { key, source, say }) {
  return makeReleaseCheck(host, {
    cosign: source.verifier ?? await ensureVerifier(host, { source, say }),
    publisher: source.publisher ?? PUBLISHERS[key.tool],
    trustedRoot: source.trustedRoot
  });
}
async function ensureVerifier(host, { source, say }) {
  const { os, arch, nodeArch } = host.machine;
  const key = {
    tool: "cosign",
    version: DEFAULT_VERSIONS.cosign,
    platform: { os, arch }
  };
  const sha256 = findPinnedHash("cosign", key);
  if (sha256 !== void 0) return ensurePinned(host, { key, sha256, source, say });
  throw new ActionError("ENVIRONMENT_UNSUPPORTED", `No cosign is pinned for ${os}/${nodeArch}`, {
    hint: "Install cosign and buildx on the runner, and give the path of cosign: `cosign-version: /path/to/cosign`."
  });
}
async function findKeptSigned(host, {
  key,
  check,
  bundleFile
}) {
  const file = await findKept(host, key);
  if (file === void 0) return void 0;
  try {
    await check({ file, bundleFile, version: key.version });
    return file;
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `${file} is not ${key.tool} ${key.version}: its signature does not verify. It is downloaded again.`
    );
    return void 0;
  }
}

// src/stages/install-tool.ts
async function ensureTool(host, request) {
  const { tool, choice, say, source = {} } = request;
  if (choice.kind === "path") return useOwn(host, { tool, path: choice.path, say });
  const version = requireVersion(tool, choice.version);
  const { os, arch } = host.machine;
  const key = { tool, version, platform: { os, arch } };
  const sha256 = findPinnedHash(tool, key);
  const path = sha256 === void 0 ? await ensureRelease(host, { key, source, say }) : await ensurePinned(host, { key, sha256, source, say });
  await requireSame(host, { tool, path, version });
  return { path, version, sha256: await host.files.sha256(path) };
}
function requireVersion(tool, wanted) {
  const version = parseVersion2(wanted);
  const plain = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(wanted);
  if (version === void 0 || !plain) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be installed as ${JSON.stringify(wanted)}: it is no version`,
      {
        hint: `Write a version such as ${DEFAULT_VERSIONS[tool]}.`
      }
    );
  }
  requireFloor(tool, version);
  return wanted.replace(/^v/, "");
}
function requireFloor(tool, version) {
  if (listLacks(tool, version).length === 0) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `${tool} ${version} is older than ${FLOORS[tool]}, the oldest that can be used`,
    {
      hint: `Use ${DEFAULT_VERSIONS[tool]}, which is the default.`
    }
  );
}
async function requireSame(host, { tool, path, version }) {
  const found = await readToolVersion(host, tool, path);
  if (found !== void 0 && isSameVersion(found, parseVersion2(version) ?? version)) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `The release ${version} of ${tool} says that it is ${found ?? "of no known version"}`,
    {
      hint: `${path} was not used. Does a mirror serve other releases than GitHub?`
    }
  );
}
async function useOwn(host, { tool, path, say }) {
  if (!isAbsolute3(path) || !await host.files.executable(path)) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be used from ${path}: it is no absolute path of an executable file`,
      {
        hint: "Install it in an earlier step, or give a version to have it installed."
      }
    );
  }
  const version = await readToolVersion(host, tool, path);
  if (version === void 0) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${path} does not say which version of ${tool} it is`,
      {
        hint: "Builds from source have to be stamped with their version."
      }
    );
  }
  requireFloor(tool, version);
  const sha256 = await host.files.sha256(path);
  say(`${tool} ${version}: ${path}, as the workflow names it (sha256 ${sha256})`);
  return { path, version, sha256 };
}

// src/stages/trust.ts
var ATTEMPTS4 = 5;
var DEADLINE_MS4 = 3e4;
async function ensureTrust(host, {
  spec,
  cosign,
  folder,
  say
}) {
  const files = spec.trustedRoot !== void 0 && spec.signingConfig !== void 0 ? { trustedRoot: spec.trustedRoot, signingConfig: spec.signingConfig } : await fetchPublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    "trusted root": files.trustedRoot,
    "signing config": files.signingConfig
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}\u2026)`);
  }
  return files;
}
async function fetchPublic(host, {
  spec,
  cosign,
  folder
}) {
  const trustedRoot = `${folder}/trusted_root.json`;
  const signingConfig = `${folder}/signing_config.json`;
  await create(host, cosign, makeTrustedRootArgs(trustedRoot));
  await create(host, cosign, makeSigningConfigArgs(signingConfig, spec));
  return { trustedRoot, signingConfig };
}
async function create(host, cosign, args) {
  for (let attempt2 = 1; ; attempt2++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign.path,
        args,
        env: cosign.env,
        deadlineMs: DEADLINE_MS4
      });
      return;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (attempt2 === ATTEMPTS4) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched",
          {
            hint: "Nothing was published. Run the job again; for a Sigstore of your own give `trusted-root` and `signing-config`.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (attempt2 - 1));
    }
  }
}

// src/stages/prepare-signing.ts
function startPolicing(host, { spec, attestations, facts, identity: identity2, timings }) {
  const tokens = makeTokenSource(host, {
    audience: SIGSTORE_AUDIENCE,
    purpose: "signing",
    timeoutMs: spec.timeoutMs
  });
  const policy = runTrack(host, {
    title: "Identity",
    timings,
    work: async (say) => {
      const { claims } = await tokens();
      const { transparencyLog } = spec;
      const made = makePolicy({ facts, claims, identity: identity2, attestations, transparencyLog });
      formatPolicy(made).forEach(say);
      return made;
    }
  });
  return { tokens, policy };
}
async function prepareSigning(host, setting) {
  const { spec, facts, folder, timings, preflight } = setting;
  const { tokens, policy: policing } = setting.policing ?? startPolicing(host, setting);
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: "cosign",
    timings,
    // Nothing is fetched for a cosign that is here.
    after: spec.cosign.kind === "path" ? void 0 : preflight,
    work: async (say) => {
      const { path } = await ensureTool(host, { tool: "cosign", choice: spec.cosign, say });
      const cosign2 = { path, env };
      return { cosign: cosign2, trust: await ensureTrust(host, { spec, cosign: cosign2, folder: folder.path, say }) };
    }
  });
  await joinTracks([tools, policing]);
  const [{ cosign, trust }, policy] = [await tools, await policing];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, {
    ...{ policy, cosign, trustedRoot },
    runId: facts.runId,
    folder: folder.path
  });
  return { spec, tokens, policy, cosign, trust, check, run: parseRunInvocation(facts.runUrl) };
}

// src/plan/login-identities.ts
var PERMISSIONS = "permissions:\n  contents: read\n  id-token: write";
function planIdentities({ inputs, facts, mode, problems }) {
  const wanted = inputs.registryIdentities.filter(({ use }) => mode === "push" || use !== "push");
  if (wanted.length === 0) return { logins: [], warnings: [] };
  if (facts.oidcAvailable) {
    const isOptional = mode === "push" ? {} : { isOptional: true };
    return { logins: wanted.map((one) => ({ ...makeLogin(one), ...isOptional })), warnings: [] };
  }
  const hosts = [...new Set(wanted.map(({ registry }) => registry))].join(", ");
  if (mode !== "push")
    return { logins: [], warnings: [`No login at ${hosts}: this run gets no OIDC token.`] };
  problems.push({
    input: "registry-identities",
    problem: `needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    fix: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):
${PERMISSIONS}`,
    lacking: true
  });
  return { logins: [], warnings: [] };
}
function makeLogin(identity2) {
  const { registry, repository, use } = identity2;
  return {
    registry,
    username: describeIdentity(identity2),
    source: "registry-identities",
    use,
    identity: identity2,
    ...repository === void 0 ? {} : { repository }
  };
}
function describeIdentity(identity2) {
  switch (identity2.type) {
    case "aws-ecr":
      return identity2.role;
    case "gcp-wif":
      return identity2.serviceAccount ?? identity2.provider;
    case "azure-acr":
      return identity2.clientId;
    case "dockerhub":
      return identity2.username;
  }
}

// src/plan/logins.ts
var GHCR = "ghcr.io";
var GITHUB2 = "https://github.com";
function planLogins(planning) {
  const { inputs, facts, destinations, problems } = planning;
  if (facts.foreignHead) return { ...NONE, isAnonymous: true };
  const parts = [planExplicit(planning), planList(planning), planIdentities(planning)];
  const logins = parts.flatMap((part) => part.logins);
  refuseRivals(logins, problems);
  const hosts = destinations.map(({ repository }) => repository.registry);
  const isCovered = logins.some(
    ({ registry, repository, use }) => registry === GHCR && repository === void 0 && use !== "pull"
  );
  const hasToken = inputs.githubToken !== void 0 && facts.serverUrl === GITHUB2;
  if (hosts.includes(GHCR) && !isCovered && hasToken) logins.push(makeTokenLogin(facts));
  return { logins, warnings: parts.flatMap((part) => part.warnings), isAnonymous: false };
}
function makeTokenLogin({ actor }) {
  return {
    registry: GHCR,
    username: actor === "" ? "token" : actor,
    source: "github-token",
    use: "both"
  };
}
var NONE = { logins: [], warnings: [] };
function planExplicit({ inputs, mode, destinations, problems }) {
  const { registry, username, password: password2 } = inputs;
  if (username === void 0 && password2 === void 0) return NONE;
  if (username === void 0 || password2 === void 0) {
    const missing = username === void 0 ? "username" : "password";
    if (mode !== "push")
      return { logins: [], warnings: [`No login: \`${missing}\` is empty in this run.`] };
    problems.push({ input: missing, ...makeEmptyLogin("is empty") });
    return NONE;
  }
  const host = destinations[0]?.repository.registry;
  const place = registry === void 0 ? host : parseRegistryHost(registry);
  if (place !== void 0) {
    const isAwsKey = parseEcrHost(place) !== void 0 && username !== "AWS";
    const login = { registry: place, username, source: "password", use: "both" };
    return { logins: [isAwsKey ? { ...login, isAwsKey } : login], warnings: [] };
  }
  problems.push({
    input: "registry",
    value: registry,
    problem: registry === void 0 ? "is missing: there is no image that tells whose login this is" : "is not the host of a registry",
    fix: "Give the host, such as `ghcr.io` or `docker.io`, with a port where it has one."
  });
  return NONE;
}
function makeEmptyLogin(what) {
  return {
    problem: `${what}: a login needs both \`username\` and \`password\``,
    fix: "Give both, or neither. A secret that is not set for this repository or environment is empty too.",
    lacking: true
  };
}
function planList({ inputs, mode, problems }) {
  const { registryAuth, registry, username, password: password2 } = inputs;
  const beside = Object.entries({ registry, username, password: password2 }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`\`${name}\``]
  );
  if (registryAuth.length > 0 && beside.length > 0)
    problems.push({
      input: "registry-auth",
      problem: `is given together with ${beside.join(", ")}`,
      fix: "Move that login into the list."
    });
  const logins = [];
  const warnings = [];
  for (const [entry, auth] of registryAuth.entries()) {
    const { registry: registry2, repository, use, username: username2, password: password3, isAwsKey } = auth;
    const isComplete3 = username2 !== "" && password3 !== "";
    const isAmbient = isAwsKey && username2 === "" && password3 === "";
    if (isComplete3 || isAmbient)
      logins.push({
        registry: registry2,
        username: username2,
        source: "registry-auth",
        use,
        entry,
        ...repository === void 0 ? {} : { repository },
        ...isAwsKey ? { isAwsKey } : {}
      });
    else if (mode !== "push")
      warnings.push(
        `No login at ${registry2}: its entry in \`registry-auth\` is empty in this run.`
      );
    else
      problems.push({
        input: "registry-auth",
        ...makeEmptyLogin(`has an empty entry ${entry + 1} (${registry2})`)
      });
  }
  return { logins, warnings };
}
function refuseRivals(logins, problems) {
  const sources = /* @__PURE__ */ new Map();
  for (const login of logins) {
    for (const place of listPlaces({ ...login, repository: login.repository })) {
      const other = sources.get(place);
      if (other !== void 0 && other !== login.source) {
        problems.push({
          input: login.source,
          problem: `has a second login for ${login.registry}, beside the one of \`${other}\``,
          fix: "Remove one of them."
        });
        return;
      }
      sources.set(place, login.source);
    }
  }
}

// src/plan/warnings.ts
function notePrivacy(signing, { visibility }) {
  if (signing.kind === "off" || signing.trustedRoot !== void 0 || visibility === "public")
    return [];
  const repository = visibility === void 0 ? "Neither the event nor GitHub (`github-token`) says whether this repository is public, so it is treated as private" : "This repository is not public";
  return [
    `${repository}: nothing is written to Sigstore's log of signatures, but the certificate, which names repository and workflow, appears in the public log of certificates. A Sigstore of your own (\`trusted-root\`, \`signing-config\`) or \`sign: false\` avoids that.`
  ];
}
function gatherWarnings({
  inputs,
  facts,
  cache
}) {
  const empty = inputs.secrets.flatMap(({ id, value }) => value === "" ? [id] : []);
  return [
    ...warnOfBuildArgs(inputs.buildArgs),
    ...warnOfPrivileges(inputs),
    ...facts.untrusted && empty.length > 0 ? [`Build secrets that were left out, because this run gets none: ${empty.join(", ")}.`] : [],
    ...warnOfCache(inputs, cache),
    ...warnOfSharing(inputs, cache)
  ];
}
function warnOfCache({ cache, cacheSecrets }, spec) {
  const isMissed = typeof cache !== "string" && spec.from.length + spec.to.length === 0;
  return [
    ...isMissed ? [`\`cache\` names one, but the cache is ${spec.reason}.`] : [],
    ...warnOfCacheSecrets(cacheSecrets)
  ];
}
function warnOfSharing({ matrix, jobTotal }, { name, to }) {
  if (jobTotal < 2 || name === void 0 || to.length === 0) return [];
  const keys = listUnscoped(matrix, name);
  const [key] = keys;
  if (key === void 0) return [];
  const named = keys.map((one) => `\`${one}\``).join(", ");
  return [
    `The ${jobTotal} jobs of this matrix overwrite the build cache of one another: its values of ${named} are no part of image, context, Dockerfile, target or build arguments. Write
cache-scope: \${{ matrix.${key} }}`
  ];
}
var NO_SECRET = /public/i;
function warnOfBuildArgs(entries) {
  const names = entries.map((entry) => entry.split("=")[0] ?? entry);
  const empty = names.filter((_, at) => entries[at]?.endsWith("=") === true);
  const secret = names.filter(
    (name) => SECRET_NAME.test(name) && !NO_SECRET.test(name) && !empty.includes(name)
  );
  return [
    ...empty.map((name) => `The build argument ${name} is empty.`),
    ...secret.length > 0 ? [warnOfSecrets(secret)] : []
  ];
}
function warnOfSecrets(names) {
  const [first = ""] = names;
  const what = names.length === 1 ? `argument ${first} looks` : `arguments ${names.join(", ")} look`;
  const lines = names.map((name) => `  ${name}=\${{ secrets.${name} }}`);
  return `The build ${what} like a secret, and build arguments are recorded in the image and published with its provenance. Write instead
secrets: |
${lines.join("\n")}
and in the Dockerfile: RUN --mount=type=secret,id=${first},env=${first} \u2026`;
}
var PRIVILEGES = [
  [
    "security.insecure",
    "steps that ask for it run with all capabilities, unconfined: they can take over the builder's host"
  ],
  [
    "network.host",
    "steps that ask for it use the host's network: whatever listens on the runner's loopback is open to them"
  ],
  ["device", "steps that ask for it reach the host's devices"],
  ["buildx.local.delete", "an output with `mode=delete` may empty any folder of the runner"]
];
function warnOfPrivileges({ allow, network }) {
  const given = PRIVILEGES.filter(([name]) => allow.some((entry) => entry.split("=")[0] === name));
  return [
    ...given.map(([name, meaning]) => `\`allow: ${name}\`: ${meaning}.`),
    ...network === "host" ? [
      "`network: host`: every step uses the host's network; whatever listens on the runner's loopback is open to them."
    ] : []
  ];
}

export {
  parseList,
  splitPair,
  formatList,
  quoteField,
  formatAttributes,
  isDigest,
  parseDigest,
  digestHex,
  parseRepository,
  parseReference,
  parseTag,
  formatRepository,
  formatReference,
  TLS_PARTS,
  listNodes,
  chooseOwnDriver,
  planAttestations,
  addLines,
  formatPlatformTag,
  parseBuildxVersion,
  parseVersion2 as parseVersion,
  isAtLeast,
  listLacks,
  FLOORS,
  DEFAULT_VERSIONS,
  IMAGES,
  isPinned,
  readPublishing,
  readInputs,
  readLogins,
  usesBackend,
  formatCacheEntry,
  findOwn,
  usesEngine,
  listNative,
  fitBuilder,
  isRemoteContext,
  dockerfilePath,
  checkContexts,
  noteLacking,
  trustCache,
  Fault,
  attempt,
  resolveEvent,
  branchOf,
  tagOf,
  pullRequestOf,
  makeDateExpressions,
  makeGlobalExpressions,
  EVENTS,
  classifyEvent,
  makeForeignHead,
  planCache,
  planMounts,
  nameMount,
  formatPlan,
  listDecisions,
  formatRow,
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact,
  formatMergeArtifact,
  formatReleaseArtifact,
  makeTimings,
  runTrack,
  joinTracks,
  joinFailures,
  isAnnotationLevel,
  parseSettings,
  MEDIA_TYPE,
  parseManifest,
  listPlatformManifests,
  listAttestationManifests,
  listPredicateLayers,
  computeDigest,
  parseFileStatement,
  checkCandidate,
  readBundles,
  pLimit,
  planKeepAlive,
  keepAlive,
  dropKept,
  readLeg,
  assembleLegs,
  countHits,
  formatHits,
  timeEmulated,
  formatTotal,
  describeTimes,
  redactArgument,
  redactLine,
  classifyOutput,
  describeCommandFailure,
  runChecked,
  withCode,
  withHint,
  makeSignArgs,
  makeTrustedRootArgs,
  makeSigningConfigArgs,
  makeSignBlobArgs,
  makeAttestBlobArgs,
  makeVerifyImageArgs,
  quoteShell,
  runSigningTasks,
  asksToPush,
  pushesByDigest,
  listDigestNames,
  asksToLoad,
  planFiles,
  canAttest,
  planOutputs,
  SIGNATURE_PREDICATE,
  planSigning,
  makeMissingPermission,
  foreseePolicy,
  makeCacheVariables,
  findAzureKey,
  ROOM_BYTES,
  readField3 as readField,
  handOver,
  collectLegs,
  collectAll,
  planLegs,
  planLevel,
  parseList2,
  parseFields,
  makeStandardPairs,
  makeLabels,
  makeAnnotations,
  parsePairs,
  findBasis,
  findGitVersion,
  makeTagLines,
  settleWithin,
  planCommands,
  listRequired,
  inspectImage,
  signAndVerify,
  publishTags,
  formatBuildkitdConfig,
  mergeBuildkitdConfig,
  listGrants,
  gatherFacts,
  readPaths,
  listSources2 as listSources,
  planLogins,
  notePrivacy,
  gatherWarnings,
  findUnchanged,
  findExcess,
  formatBytes,
  maskSecrets,
  report2 as report,
  chooseShown,
  reportImages,
  tellFailure,
  openRunFolder,
  openAccess,
  rankSources,
  ensureTool,
  makeBundleChecker,
  checkBases,
  runPreflight,
  probeDestinations,
  tellTakenTags,
  startPolicing,
  prepareSigning
};
