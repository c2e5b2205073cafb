/**
 * Secrets that tools print when something goes wrong: tokens in error messages, signed addresses of blob stores,
 * passwords in URLs. What the job knows as a secret is masked by the runner besides.
 */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, '***'],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_pat_[\w-]{16,})/g, '***'],
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)?\s*)[^\s"',]+/gi, '$1***'],
  [
    /([?&](?:sig|signature|token|access_token|x-amz-(?:signature|credential|security-token)|x-goog-signature|sas)=)[^&\s"'<>]+/gi,
    '$1***',
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, '$1***'],
];

/** The line with everything that looks like a credential replaced by `***`. */
export function redactLine(line: string): string {
  return RULES.reduce((text, [pattern, shown]) => text.replace(pattern, shown), line);
}
