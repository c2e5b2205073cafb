/**
 * cosign: specification → arguments. Facts: cosign 3.1.3. Every command names its trusted root and signing config:
 * without them cosign goes on when TUF cannot be reached ("Continuing with individual targets") and signs without
 * checking what it got.
 */
import { type Digest, digestHex } from '../image/digest.ts';
import type { Policy } from '../plan/types.ts';

export interface TrustFiles {
  readonly trustedRoot: string;
  readonly signingConfig: string;
}

/** How a token reaches cosign: by path, since a token given as text is echoed in errors (`open eyJ…`). */
export interface SigningFiles extends TrustFiles {
  readonly tokenFile: string;
  readonly bundleFile: string;
}

const SIGNING_FLAGS = ({
  trustedRoot,
  signingConfig,
  tokenFile,
  bundleFile,
}: SigningFiles): string[] => [
  '--yes',
  `--bundle=${bundleFile}`,
  // An absent or refused token fails at once instead of opening the device flow, which polls for five minutes.
  '--fulcio-auth-flow=token',
  `--identity-token=${tokenFile}`,
  '--oidc-disable-ambient-providers',
  `--signing-config=${signingConfig}`,
  `--trusted-root=${trustedRoot}`,
];

/** `cosign sign` that writes the bundle and uploads nothing. `image` is `name@sha256:…`. */
export function makeSignArgs({ image, files }: { image: string; files: SigningFiles }): string[] {
  return ['sign', '--upload=false', ...SIGNING_FLAGS(files), image];
}

/** `cosign attest` that writes the bundle; it makes no request to the registry. */
export function makeAttestArgs({
  image,
  files,
  type,
  predicateFile,
}: {
  image: string;
  files: SigningFiles;
  type: string;
  predicateFile: string;
}): string[] {
  return [
    'attest',
    '--no-upload',
    `--type=${type}`,
    `--predicate=${predicateFile}`,
    ...SIGNING_FLAGS(files),
    image,
  ];
}

/** Fetches the trusted root of the public Sigstore by TUF into a file. */
export function makeTrustedRootArgs(out: string): string[] {
  return ['trusted-root', 'create', '--with-default-services', `--out=${out}`];
}

/** Fetches where the public Sigstore signs; without its log where signatures are only timestamped. */
export function makeSigningConfigArgs(
  out: string,
  { transparencyLog }: { readonly transparencyLog: boolean },
): string[] {
  return [
    'signing-config',
    'create',
    '--with-default-services',
    ...(transparencyLog ? [] : ['--no-default-rekor']),
    `--out=${out}`,
  ];
}

/** `cosign sign-blob`: a signature of the file's bytes, all of which it reads into memory. */
export function makeSignBlobArgs({ file, files }: { file: string; files: SigningFiles }): string[] {
  return ['sign-blob', ...SIGNING_FLAGS(files), file];
}

/** `cosign attest-blob` for a ready in-toto statement, signed byte for byte; of the file it is about nothing is read. */
export function makeAttestBlobArgs({
  files,
  type,
  statementFile,
}: {
  files: SigningFiles;
  type: string;
  statementFile: string;
}): string[] {
  return ['attest-blob', `--type=${type}`, `--statement=${statementFile}`, ...SIGNING_FLAGS(files)];
}

/**
 * Checks a bundle without a registry: against a digest or, as people do it, against the file itself. With a predicate
 * type it has to hold such a statement about it, without one a signature of its bytes.
 */
export function makeVerifyBundleArgs({
  bundleFile,
  about,
  predicateType,
  policy,
  trustedRoot,
}: {
  bundleFile: string;
  about: { readonly digest: Digest } | { readonly file: string };
  predicateType: string | undefined;
  policy: Policy;
  trustedRoot: string | undefined;
}): string[] {
  const means = [
    ...makePolicyFlags(policy),
    ...(trustedRoot === undefined ? [] : [`--trusted-root=${trustedRoot}`]),
  ];
  if (predicateType === undefined) {
    return [
      'verify-blob',
      `--bundle=${bundleFile}`,
      ...means,
      'file' in about ? about.file : about.digest,
    ];
  }
  return [
    'verify-blob-attestation',
    `--bundle=${bundleFile}`,
    ...('file' in about ? [] : [`--digest=${digestHex(about.digest)}`, '--digestAlg=sha256']),
    `--type=${predicateType}`,
    ...means,
    ...('file' in about ? [about.file] : []),
  ];
}

/**
 * Verification as anybody does it, from the registry. The predicate type is always named: `cosign verify` accepts any
 * bundle about the image, so that one with nothing but an SBOM attestation passes as signed.
 */
export function makeVerifyImageArgs({
  image,
  predicateType,
  policy,
  trustedRoot,
}: {
  image: string;
  predicateType: string;
  policy: Policy;
  trustedRoot: string | undefined;
}): string[] {
  return [
    'verify-attestation',
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    ...(trustedRoot === undefined ? [] : [`--trusted-root=${trustedRoot}`]),
    image,
  ];
}

/** Exactly one identity, exactly one issuer, and the claims that bind the certificate to repository and commit. */
export function makePolicyFlags(policy: Policy): string[] {
  const optional: ReadonlyArray<readonly [string, string | undefined]> = [
    ['repository', policy.repository],
    ['sha', policy.sha],
    ['ref', policy.ref],
    ['trigger', policy.trigger],
  ];
  return [
    `--certificate-identity=${policy.identity}`,
    `--certificate-oidc-issuer=${policy.issuer}`,
    ...optional.flatMap(([name, value]) =>
      value === undefined ? [] : [`--certificate-github-workflow-${name}=${value}`],
    ),
    ...(policy.transparencyLog ? [] : ['--use-signed-timestamps', '--insecure-ignore-tlog']),
  ];
}

/** A command line that a person can paste: values quoted for a POSIX shell where they need it. */
export function formatShellCommand(program: string, args: readonly string[]): string {
  return [program, ...args].map(quoteShell).join(' ');
}

/** One word for a POSIX shell. */
export function quoteShell(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
