import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { type LabResult, probeCommand } from '../../lab/provision/commands.ts';
import { GITHUB_ISSUER, type GitHubClaims } from '../../lab/services/oidc.ts';
import { type RegistryView, readManifest } from './e2e-registry.ts';

export const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
export const SPDX = 'https://spdx.dev/Document';
export const PROVENANCE = 'https://slsa.dev/provenance/v1';

/** What the tests demand of an image, made from what they asked for and never from what the action said. */
export interface ExpectedPolicy {
  readonly claims: GitHubClaims;
  readonly trustedRoot: string;
  /** Predicate types of every platform manifest. */
  readonly attestations: readonly string[];
}

/** A cosign of the tests' own: no home, no settings and no credentials of the action reach it. */
export interface Verifier {
  /** Runs it as given. */
  run(args: readonly string[]): Promise<LabResult>;
  /** What is missing of a signed image and its attestations; empty when all is accepted. */
  findUnverified(image: PublishedImage, policy: ExpectedPolicy): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface PublishedImage {
  readonly registry: RegistryView;
  readonly name: string;
  readonly digest: string;
}

/** One thing that has to be there: predicate type and the manifest it is about. */
export interface Requirement {
  readonly digest: string;
  readonly predicateType: string;
  readonly subject: 'index' | 'platform' | 'attestation-manifest';
}

export async function makeVerifier(cosign: string): Promise<Verifier> {
  const home = await mkdtemp(join(tmpdir(), 'bsa-verifier-'));
  const limit = pLimit(4);
  const run: Verifier['run'] = (args) =>
    probeCommand({
      file: cosign,
      args,
      env: { HOME: home, DOCKER_CONFIG: home, TUF_ROOT: join(home, 'tuf') },
      timeoutMs: 60_000,
    });
  return {
    run,
    async findUnverified(image, policy) {
      const { registry, name } = image;
      if (registry.login !== undefined) await writeLogin(home, registry);
      const required = await listRequirements(image, policy);
      const results = await Promise.all(
        required.map((each) =>
          limit(async () => {
            const reference = `${new URL(registry.url).host}/${name}@${each.digest}`;
            const { exitCode, stderr } = await run(
              makeVerifyArgs(each.predicateType, policy, reference),
            );
            const what = `${each.predicateType} of the ${each.subject} ${reference}`;
            return exitCode === 0 ? [] : [`${what}: ${stderr.trim().split('\n').at(-1)}`];
          }),
        ),
      );
      return results.flat();
    },
    stop: () => rm(home, { recursive: true, force: true }),
  };
}

/** A signature on each manifest, and every attestation on each platform's. */
export async function listRequirements(
  { registry, name, digest }: PublishedImage,
  { attestations }: Pick<ExpectedPolicy, 'attestations'>,
): Promise<readonly Requirement[]> {
  const manifest = await readManifest(registry, name, digest);
  if (manifest === undefined) throw new Error(`${name}@${digest} is not in the registry`);
  const onPlatform = (of: string): Requirement[] =>
    [SIGNATURE, ...attestations].map((predicateType) => ({
      digest: of,
      predicateType,
      subject: 'platform',
    }));
  if (manifest.manifests === undefined) return onPlatform(digest);
  const children = manifest.manifests.flatMap((child): Requirement[] =>
    child.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest'
      ? [{ digest: child.digest, predicateType: SIGNATURE, subject: 'attestation-manifest' }]
      : onPlatform(child.digest),
  );
  return [...children, { digest, predicateType: SIGNATURE, subject: 'index' }];
}

type Demanded = Pick<ExpectedPolicy, 'claims' | 'trustedRoot'>;

export function makeVerifyArgs(
  predicateType: string,
  policy: Demanded,
  reference: string,
): string[] {
  return ['verify-attestation', `--type=${predicateType}`, ...makeClaimFlags(policy), reference];
}

/** A bundle beside a file: a statement of that type about it, or without a type a signature of its bytes. */
export function makeVerifyFileArgs(
  predicateType: string | undefined,
  policy: Demanded,
  { bundle, file }: { readonly bundle: string; readonly file: string },
): string[] {
  return [
    ...(predicateType === undefined
      ? ['verify-blob']
      : ['verify-blob-attestation', `--type=${predicateType}`]),
    `--bundle=${bundle}`,
    ...makeClaimFlags(policy),
    file,
  ];
}

/** Exact identity, issuer, repository, commit, ref and trigger. */
function makeClaimFlags({ claims, trustedRoot }: Demanded): string[] {
  return [
    `--certificate-identity=https://github.com/${claims.job_workflow_ref}`,
    `--certificate-oidc-issuer=${GITHUB_ISSUER}`,
    `--certificate-github-workflow-repository=${claims.repository}`,
    `--certificate-github-workflow-sha=${claims.sha}`,
    `--certificate-github-workflow-ref=${claims.ref}`,
    `--certificate-github-workflow-trigger=${claims.event_name}`,
    `--trusted-root=${trustedRoot}`,
  ];
}

async function writeLogin(home: string, { url, login }: RegistryView): Promise<void> {
  const auth = Buffer.from(`${login?.username}:${login?.password}`).toString('base64');
  const config = { auths: { [new URL(url).host]: { auth } } };
  await writeFile(join(home, 'config.json'), JSON.stringify(config));
}
