/** What credentials are called in the query of an URL. */
const QUERY_SECRET = String.raw`(?:[\w.-]*(?:token|secret|passw(?:or)?d|pwd|credentials?|signature|(?:api|access|auth|private|secret)[-_]?key)|sig|sas|jwt|auth)`;

/**
 * Secrets that tools print when something goes wrong: tokens in error messages, signed addresses of blob stores,
 * passwords in URLs. What the job knows as a secret is masked by the runner besides.
 */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, '***'],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_pat_[\w-]{16,})/g, '***'],
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)?\s*)[^\s"',]+/gi, '$1***'],
  [new RegExp(`([?&]${QUERY_SECRET}=)[^&\\s"'<>]+`, 'gi'), '$1***'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, '$1***'],
];

const IS_QUERY_SECRET = new RegExp(`^${QUERY_SECRET}$`, 'i');

/** Whether the query of an URL carries a credential. */
export function hasQuerySecret(url: string): boolean {
  const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return [...new URLSearchParams(query)].some(
    ([name, value]) => value !== '' && IS_QUERY_SECRET.test(name),
  );
}

/** A name by which people call what nobody should see. */
export const SECRET_NAME = /token|secret|passw|pword|credential|(?:^|_)(?:key|auth)$|api_?key/i;

/** Keys of cache backends (BuildKit cache/remotecache: s3, azblob, gha), in a list of attributes. */
const SECRET_ATTRIBUTE =
  /((?:^|[,=]"?)(?:secret_access_key|session_token|access_key_id|account_key|token|password)=)[^,"]*/gi;

/** An argument of buildx as it may be shown: values of arguments with such a name, keys, and proxies' passwords hidden. */
export function redactArgument(argument: string): string {
  const [, start, name = ''] = /^(--build-arg=([^=]*)=)./s.exec(argument) ?? [];
  if (start !== undefined && SECRET_NAME.test(name)) return `${start}***`;
  const isCache = /^--cache-(?:from|to)=/.test(argument);
  const shown = isCache ? argument.replace(SECRET_ATTRIBUTE, '$1***') : argument;
  return redactLine(shown.replace(/^(--driver-opt="?env\.[^=]*=).*$/s, '$1***'));
}

/** The line with everything that looks like a credential replaced by `***`. */
export function redactLine(line: string): string {
  return RULES.reduce((text, [pattern, shown]) => text.replace(pattern, shown), line);
}
