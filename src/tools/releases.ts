/** Where releases of the tools are, and whose signature makes one genuine. */
import type { Tool, ToolPlatform } from './lock.ts';

export const GITHUB = 'https://github.com';

/** Who signs releases, as their certificates state it. */
export interface Publisher {
  readonly issuer: string;
  /** Either the identity itself, or an anchored RE2 pattern where it ends in a ref that changes. */
  readonly identity: { readonly exact: string } | { readonly pattern: string };
  /** `owner/name` of the repository whose workflow run signed. */
  readonly repository: string | undefined;
  /** Is the run that signed a run for the tag of the version? */
  readonly fromTag: boolean;
  /** A signature over the binary, or an in-toto statement that names the binary's digest. */
  readonly format: 'signature' | 'attestation';
}

export const PUBLISHERS: Readonly<Record<Tool, Publisher>> = {
  // As sigstore/cosign-installer and docker/actions-toolkit (src/cosign/install.ts) check it.
  cosign: {
    issuer: 'https://accounts.google.com',
    identity: { exact: 'keyless@projectsigstore.iam.gserviceaccount.com' },
    repository: undefined,
    fromTag: false,
    format: 'signature',
  },
  // Docker's builder is a reusable workflow that anybody can call, and its identity is in the certificate of whoever
  // does: only the repository tells Docker's own runs from other people's. The bundle is the provenance that BuildKit
  // made (docker/buildx .github/workflows/build.yml).
  buildx: {
    issuer: 'https://token.actions.githubusercontent.com',
    identity: {
      pattern:
        '^https://github\\.com/docker/github-builder(-experimental)?/\\.github/workflows/bake\\.yml@[0-9A-Za-z._/-]+$',
    },
    repository: 'docker/buildx',
    fromTag: true,
    format: 'attestation',
  },
};

const PROJECTS: Readonly<Record<Tool, string>> = {
  cosign: 'sigstore/cosign',
  buildx: 'docker/buildx',
};

export interface ReleaseUrls {
  readonly binary: string;
  readonly bundle: string;
}

/** Addresses of a release's binary and of its Sigstore bundle. `baseUrl` has no slash at its end. */
export function makeReleaseUrls(
  tool: Tool,
  { version, platform, baseUrl }: { version: string; platform: ToolPlatform; baseUrl: string },
): ReleaseUrls {
  const { os, arch } = platform;
  const file = tool === 'cosign' ? `cosign-${os}-${arch}` : `buildx-v${version}.${os}-${arch}`;
  const binary = `${baseUrl}/${PROJECTS[tool]}/releases/download/v${version}/${file}`;
  return { binary, bundle: `${binary}.sigstore.json` };
}

/** cosign's arguments that check a downloaded release. The trusted root is the public one unless a file is given. */
export function makeVerifyReleaseArgs({
  file,
  bundleFile,
  version,
  publisher,
  trustedRoot,
}: {
  file: string;
  bundleFile: string;
  version: string;
  publisher: Publisher;
  trustedRoot: string | undefined;
}): string[] {
  const { issuer, identity, repository, fromTag, format } = publisher;
  return [
    ...(format === 'signature'
      ? ['verify-blob']
      : ['verify-blob-attestation', '--type=slsaprovenance1']),
    `--bundle=${bundleFile}`,
    'exact' in identity
      ? `--certificate-identity=${identity.exact}`
      : `--certificate-identity-regexp=${identity.pattern}`,
    `--certificate-oidc-issuer=${issuer}`,
    ...(repository === undefined ? [] : [`--certificate-github-workflow-repository=${repository}`]),
    ...(fromTag ? [`--certificate-github-workflow-ref=refs/tags/v${version}`] : []),
    ...(trustedRoot === undefined ? [] : [`--trusted-root=${trustedRoot}`]),
    file,
  ];
}
