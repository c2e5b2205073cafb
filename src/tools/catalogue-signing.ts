/** cosign's failures. Texts: cosign 3.1, sigstore-go 1.2 and 1.3. */
import type { KnownFailure } from './known-failure.ts';

const RERUN =
  'No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev).';
const DEFECT = 'This should not be reachable: please report it with the log of the run.';

const IDENTITY: readonly KnownFailure[] = [
  {
    id: 'oidc-permission',
    pattern:
      /unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL) environment variable was unset|using device flow|error obtaining token: expired_token|error retrieving identity token|missing id-token: write/i,
    code: 'OIDC_PERMISSION_MISSING',
    message: 'The job has no OIDC token to sign with',
    hint: 'Add `permissions: id-token: write` to the job, and to the calling job when this one is in a reusable workflow. Pull requests from forks never get a token.',
    retry: 'no',
  },
  {
    id: 'oidc-token-malformed',
    pattern: /compact JWS format must have three parts|failed to parse token|malformed jwt/i,
    code: 'OIDC_TOKEN_INVALID',
    message: 'The OIDC token is not a JSON Web Token',
    hint: 'Something between the job and GitHub answered in its place: check the proxy of the runner.',
    retry: 'once',
  },
  {
    id: 'oidc-endpoint',
    pattern: /fetching ambient OIDC credentials|error fetching GitHub OIDC token/i,
    code: 'OIDC_UNAVAILABLE',
    message: "GitHub's OIDC endpoint gave no token",
    hint: 'Usually passes within minutes (githubstatus.com). No tag was moved.',
    retry: 'yes',
  },
  {
    id: 'oidc-issuer',
    pattern:
      /id token issued by a different provider|unsupported issuer|issuer (?:is )?not (?:configured|trusted)/i,
    code: 'OIDC_TOKEN_INVALID',
    message: 'The certificate authority does not know the issuer of the OIDC token',
    hint: 'The public Sigstore accepts tokens of github.com only. GitHub Enterprise Server needs a Sigstore of its own: `trusted-root` and `signing-config`.',
    retry: 'no',
  },
  {
    id: 'oidc-token-refused',
    pattern:
      /Fulcio returned 40[013]|signingCert\]\[40[013]\]|401 Unauthorized[^\n]*signingCert|error processing the identity token|token is expired/i,
    code: 'OIDC_TOKEN_INVALID',
    message: 'The certificate authority refused the OIDC token',
    hint: 'A token lives for some minutes, and its audience has to be `sigstore`. Is the clock of the runner right?',
    retry: 'once',
  },
];

const SERVICES: readonly KnownFailure[] = [
  {
    id: 'trust-metadata-invalid',
    pattern:
      /TUF[^\n]*(?:invalid key|expired|signature threshold)|sigstore\/root[^\n]*permission denied/i,
    code: 'TRUSTED_ROOT_UNAVAILABLE',
    message: "Sigstore's trust metadata could not be used",
    hint: 'Is the clock of the runner right? Does a proxy change downloads? For a Sigstore of your own give `trusted-root` and `signing-config`.',
    retry: 'once',
  },
  {
    id: 'trust-metadata-unreachable',
    pattern:
      /getting trusted root from TUF|getting signing config from TUF|error updating to TUF remote mirror|failed to create TUF client|tuf refresh failed|failed to download \d+\.root\.json/i,
    code: 'TRUSTED_ROOT_UNAVAILABLE',
    message: "Sigstore's trust metadata could not be fetched",
    hint: 'Is tuf-repo-cdn.sigstore.dev reachable from the runner? For a Sigstore of your own give `trusted-root` and `signing-config`.',
    retry: 'yes',
  },
  {
    id: 'log-duplicate',
    pattern:
      /createLogEntryConflict|equivalent entry already exists|failed to fetch conflicting entry|unexpected entry returned from rekor server/i,
    code: 'SIGNING_FAILED',
    message: 'The transparency log has this entry already and would not hand it over',
    hint: 'A new attempt signs with a new key and makes a new entry.',
    retry: 'once',
  },
  {
    id: 'payload-too-large',
    pattern:
      /payload too large|request entity too large|status(?: code)?:? 413\b|\]\[413\]|exceeded the limit \(|exceeds maximum allowed size|message larger than max/i,
    code: 'SIGNING_FAILED',
    message: 'What is to be signed is larger than the service accepts',
    hint: 'Usually an SBOM of many megabytes. Use a Sigstore whose log stores only hashes (Rekor v2), or turn the SBOM off: `sbom: false`.',
    retry: 'no',
  },
  {
    id: 'log-refused',
    pattern:
      /createLogEntryBadRequest|adding rekor v2 entry: unexpected response: 4(?!29)\d\d|giving up[^\n]*status 4(?!29)\d\d/i,
    code: 'SIGNING_FAILED',
    message: 'The transparency log refused the entry',
    hint: 'Does the signing config name the log of the same Sigstore as the trusted root?',
    retry: 'no',
  },
  {
    id: 'log-unavailable',
    pattern:
      /adding rekor v2 entry|giving up after \d+ attempt|\/api\/v[12]\/log\/entries|createLogEntryDefault/i,
    code: 'SIGNING_FAILED',
    message: 'The transparency log (Rekor) did not take the entry',
    hint: RERUN,
    retry: 'yes',
  },
  {
    id: 'timestamp-missing',
    pattern: /a timestamp authority must be provided/i,
    code: 'SIGNING_FAILED',
    message:
      'The signing config names no timestamp authority, which this transparency log (Rekor v2) needs',
    hint: 'Add one to the signing config: `cosign signing-config create --tsa …`.',
    retry: 'no',
  },
  {
    id: 'timestamp-refused',
    pattern: /timestamp authority returned 4(?!29)\d\d/i,
    code: 'SIGNING_FAILED',
    message: 'The timestamp authority refused the request',
    hint: 'Does the signing config name an RFC 3161 authority?',
    retry: 'no',
  },
  {
    // sigstore-go closes the body before it reads it: neither the status nor the host is told.
    id: 'sigstore-unavailable',
    pattern:
      /http: read on closed response body|timestamp authority returned|Fulcio returned|api\/v[12]\/(?:signingCert|timestamp)|getting key from Fulcio/i,
    code: 'SIGNING_FAILED',
    message: 'The certificate authority or the timestamp authority did not answer properly',
    hint: RERUN,
    retry: 'yes',
  },
];

const VERIFICATION: readonly KnownFailure[] = [
  {
    // cosign checks what it was given before it writes the bundle.
    id: 'certificate-invalid',
    pattern:
      /failed to verify leaf certificate|accepted signatures do not match threshold|failed to verify signed certificate timestamp/i,
    code: 'BUNDLE_REJECTED',
    message: 'The certificate that was issued does not verify with the trusted root',
    hint: 'Do trusted root and signing config belong to the same Sigstore, and is the clock of the runner right?',
    retry: 'once',
  },
  {
    id: 'log-proof-invalid',
    pattern:
      /failed to verify log inclusion|note has no verifiable signatures|unable to verify transparency log/i,
    code: 'BUNDLE_REJECTED',
    message: "The proof of the log entry does not verify with the trusted root's key",
    hint: 'Trusted root and signing config have to belong to the same Sigstore.',
    retry: 'no',
  },
  {
    id: 'identity-mismatch',
    pattern: /expected SAN value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: 'VERIFICATION_FAILED',
    message: 'The signature is by {got}, expected is {expected}',
    hint: 'A workflow called from another one signs as the called workflow: name it in `certificate-identity`, exactly, with its ref.',
    retry: 'no',
  },
  {
    id: 'issuer-mismatch',
    pattern: /expected issuer value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: 'VERIFICATION_FAILED',
    message: 'The issuer of the signature is {got}, expected is {expected}',
    hint: 'GitHub Enterprise has issuers of its own.',
    retry: 'no',
  },
  {
    id: 'identity-unmatched',
    pattern:
      /none of the expected identities matched|no matching certificate ?identity found|failed to verify certificate identity/i,
    code: 'VERIFICATION_FAILED',
    message: 'The signature is by somebody else than expected',
    hint: 'Compare the identity in the lines below with the expected one: workflow file, ref and upper or lower case count.',
    retry: 'no',
  },
  {
    id: 'predicate-missing',
    pattern: /none of the attestations matched the predicate type: (?<wanted>[^\s,]+)/i,
    code: 'VERIFICATION_FAILED',
    message: 'There is no attestation of type {wanted}',
    hint: 'It may be attached to the platform manifests instead of the index, or the other way round.',
    retry: 'once',
  },
  {
    // cosign says so too when the registry answered 401, 403, 429 or 500: never a verdict on its own.
    id: 'nothing-found',
    pattern: /no signatures found|no matching (?:signatures|attestations)/i,
    code: 'VERIFICATION_FAILED',
    message:
      'cosign found no signature or attestation that verifies, or could not read the registry',
    hint: 'Images signed by cosign 3 need cosign 2.6 or newer to verify.',
    retry: 'once',
  },
  {
    id: 'flags-conflict',
    pattern:
      /cannot specify service URLs and use signing config|not supported with --signing-config|certificate-identity-regexp is required|unknown flag: --|invalid predicate type/i,
    code: 'COMMAND_FAILED',
    message: 'cosign does not accept the arguments it was given',
    hint: DEFECT,
    retry: 'no',
  },
];

export const SIGNING_FAILURES: readonly KnownFailure[] = [
  ...IDENTITY,
  ...SERVICES,
  ...VERIFICATION,
].map((failure) => ({ ...failure, tool: 'cosign' }));
