import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  ActionError,
  defuseLine,
  isRecord
} from "./chunk-YIUYN5FS.js";

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
  const parsed = parseReference(text);
  if (!parsed.ok) return parsed;
  const { repository, tag, digest } = parsed.reference;
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
  const records = parse(text, {
    columns: false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...comments ? { comment: "#", comment_no_infix: true } : {}
  });
  const entries = comma === "split" ? records.flat() : records.map((fields) => fields.join(","));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
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

// src/tools/lock.ts
var COSIGN_FLOOR = "3.0.4";
var BUILDX_FLOOR = "0.30.0";
var FLOORS = {
  cosign: COSIGN_FLOOR,
  buildx: BUILDX_FLOOR
};
var DEFAULT_VERSIONS = {
  cosign: "3.1.3",
  buildx: "0.36.1"
};
var IMAGES = {
  buildkit: "docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8",
  binfmt: "docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0",
  sbomScanner: "docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9"
};
var PINNED = {
  cosign: {
    "3.1.3": {
      "linux/amd64": "4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71",
      "linux/arm64": "c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a",
      "darwin/amd64": "2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c",
      "darwin/arm64": "5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76"
    },
    // What sigstore/cosign-installer v4 installs: found on the PATH, it is used as it is.
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
      // Pinned or not at all: Docker publishes no Sigstore bundle for its darwin binaries.
      "darwin/amd64": "52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8",
      "darwin/arm64": "214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7"
    },
    "0.35.0": {
      "linux/amd64": "d41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda",
      "linux/arm64": "c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766"
    }
  }
};
function isPinned(tool, version) {
  return Object.hasOwn(PINNED[tool], version);
}
function findPinnedHash(tool, { version, platform }) {
  const hashes = isPinned(tool, version) ? PINNED[tool][version] : void 0;
  const key = `${platform.os}/${platform.arch}`;
  return hashes !== void 0 && Object.hasOwn(hashes, key) ? hashes[key] : void 0;
}

// src/plan/cache-spec.ts
function usesBackend({ from, to }, backend) {
  return [...from, ...to].some((place) => place.backend === backend);
}
function formatCacheEntry({ backend, attributes }) {
  return formatAttributes({ type: backend, ...attributes });
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
  const shown = isCache ? argument.replace(SECRET_ATTRIBUTE, "$1***") : argument;
  return redactLine(shown.replace(/^(--driver-opt="?env\.[^=]*=).*$/s, "$1***"));
}
function redactLine(line) {
  return RULES.reduce((text, [pattern, shown]) => text.replace(pattern, shown), line);
}

// src/tools/catalogue.ts
var KNOWN_FAILURES = [
  ...STEP_FAILURES,
  ...CACHE_FAILURES,
  ...SIGNING_FAILURES,
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
  const fill = (template) => template.replace(/\{(\w+)\}/g, (_, name) => shorten(groups[name] ?? ""));
  return { id, code, message: fill(message), hint: fill(hint), retry };
}
function shorten(value) {
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

// src/state.ts
var STATE_NAME = "run";
var FOLDER_PREFIX = "build-sign-";
function formatState(state) {
  return JSON.stringify(state);
}
var BUILDER2 = /^build-sign-[0-9a-f]{12}$/;
var EMULATOR = /^qemu-[a-z0-9_]+$/;
var ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
function parseState(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { folder, buildx, builder, emulators } = value;
  if (!isText(folder, ABSOLUTE)) return void 0;
  if (buildx !== void 0 && !isText(buildx, ABSOLUTE)) return void 0;
  if (builder !== void 0 && !isText(builder, BUILDER2)) return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  return { v: 1, folder, buildx, builder, emulators: parsed };
}
function parseEmulators(value) {
  if (!isRecord(value)) return void 0;
  const { image, names } = value;
  if (!isText(image, /^[^\s-]\S*$/) || !Array.isArray(names) || names.length === 0)
    return void 0;
  const known = names.filter((name) => isText(name, EMULATOR));
  return known.length === names.length ? { image, names: known } : void 0;
}
function isText(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

export {
  parse,
  parseList,
  splitPair,
  parseAttributes,
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
  isSameRepository,
  formatApiHost,
  formatReferrersTag,
  COSIGN_FLOOR,
  BUILDX_FLOOR,
  FLOORS,
  DEFAULT_VERSIONS,
  IMAGES,
  isPinned,
  findPinnedHash,
  usesBackend,
  formatCacheEntry,
  SECRET_NAME,
  redactArgument,
  classifyOutput,
  describeCommandFailure,
  runChecked,
  withCode,
  withHint,
  STATE_NAME,
  FOLDER_PREFIX,
  formatState,
  parseState
};
