import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

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

export {
  SECRET_NAME,
  redactArgument,
  redactLine
};
