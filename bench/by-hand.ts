/**
 * The same work as the step's, by the commands a person would put in a workflow, one after the other: builder, build
 * with provenance and, where it is cached, SBOM, signatures of all manifests, attestations of all platforms, verification, tags.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeHome } from '../lab/job.ts';
import type { Lab } from '../lab/lab.ts';
import { type RunCommand, runCommand } from './command.ts';

interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly layers?: readonly Descriptor[];
}

const TYPES: Readonly<Record<string, string>> = {
  'https://spdx.dev/Document': 'spdxjson',
  'https://slsa.dev/provenance/v1': 'slsaprovenance1',
};
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';

export interface HandWork {
  readonly lab: Lab;
  readonly workspace: string;
  readonly image: string;
  readonly tags: readonly string[];
  readonly identity: string;
  readonly platforms: readonly string[];
  /** Undefined: neither cache nor SBOM, for builds in which nothing is to be cached or found. */
  readonly cacheScope: string | undefined;
}

/** Runs it all and returns the seconds it took. */
export async function runByHand(work: HandWork): Promise<number> {
  const { lab } = work;
  const folder = await mkdtemp(join(lab.folder, 'by-hand-'));
  const session = await makeSession(work, folder);
  const started = performance.now();
  const digest = await build(session);
  const image = `${work.image}@${digest}`;
  const platforms = await readPlatforms(session, image);
  await session.cosign(['sign', '--yes', '--recursive', ...session.signing, image]);
  for (const platform of platforms) await attest(session, platform);
  await verify(session, image, platforms);
  for (const tag of work.tags) await session.run(lab.tools.crane, ['tag', image, tag]);
  const seconds = (performance.now() - started) / 1000;
  await session.run(lab.tools.buildx, ['rm', '--force', session.builder]);
  await rm(folder, { recursive: true });
  return seconds;
}

interface Session {
  readonly work: HandWork;
  readonly folder: string;
  readonly builder: string;
  readonly signing: readonly string[];
  readonly run: RunCommand;
  cosign(args: readonly string[]): Promise<string>;
}

async function makeSession(work: HandWork, folder: string): Promise<Session> {
  const { lab } = work;
  const { oidc, cache } = await lab.services();
  const home = await makeHome(lab);
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    DOCKER_HOST: lab.engine.dockerHost,
    ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
    ACTIONS_RESULTS_URL: `${cache.url}/`,
    ACTIONS_RUNTIME_TOKEN: cache.runtimeToken,
    ACTIONS_CACHE_SERVICE_V2: 'true',
  };
  const run: RunCommand = (file, args) => runCommand({ file, args, env, cwd: work.workspace });
  const { trustedRoot, signingConfig } = lab.trust;
  return {
    work,
    folder,
    builder: `by-hand-${Math.random().toString(36).slice(2)}`,
    signing: [
      '--oidc-provider=github-actions',
      `--signing-config=${signingConfig}`,
      `--trusted-root=${trustedRoot}`,
    ],
    run,
    cosign: (args) => run(lab.tools.cosign, args),
  };
}

async function build({ work, folder, builder, run }: Session): Promise<string> {
  const { lab } = work;
  const metadata = join(folder, 'metadata.json');
  await run(lab.tools.buildx, [
    'create',
    `--name=${builder}`,
    '--driver=docker-container',
    `--driver-opt=image=${lab.images.buildkit}`,
    '--driver-opt=network=host',
    '--bootstrap',
  ]);
  await run(lab.tools.buildx, [
    'build',
    `--builder=${builder}`,
    `--platform=${work.platforms.join(',')}`,
    '--attest=type=provenance,mode=max,version=v1',
    ...(work.cacheScope === undefined ? [] : makeCached(lab, work.cacheScope)),
    `--output=type=image,name=${work.image},push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true`,
    `--metadata-file=${metadata}`,
    '.',
  ]);
  const { 'containerimage.digest': digest } = JSON.parse(await run('cat', [metadata])) as Record<
    string,
    string
  >;
  if (digest === undefined) throw new Error('buildx reported no digest');
  return digest;
}

function makeCached(lab: Lab, scope: string): string[] {
  return [
    `--attest=type=sbom,generator=${lab.sbomScanner}`,
    `--cache-from=type=gha,scope=${scope}`,
    `--cache-to=type=gha,scope=${scope},mode=max,ignore-error=true`,
  ];
}

interface PlatformWork {
  readonly image: string;
  readonly predicates: ReadonlyArray<{ readonly type: string; readonly file: string }>;
}

/** Predicates out of BuildKit's attestation manifests, as a person has to dig for them. */
async function readPlatforms(session: Session, image: string): Promise<PlatformWork[]> {
  const { work, folder, run } = session;
  const crane = work.lab.tools.crane;
  const { manifests = [] } = JSON.parse(await run(crane, ['manifest', image])) as Manifest;
  const platforms: PlatformWork[] = [];
  for (const { digest, annotations } of manifests) {
    const describes = annotations?.['vnd.docker.reference.digest'];
    if (describes === undefined) continue;
    const { layers = [] } = JSON.parse(
      await run(crane, ['manifest', `${work.image}@${digest}`]),
    ) as Manifest;
    const predicates = [];
    for (const layer of layers) {
      const statement = JSON.parse(await run(crane, ['blob', `${work.image}@${layer.digest}`])) as {
        predicateType: string;
        predicate: unknown;
      };
      const file = join(folder, `${layer.digest.slice(7)}.json`);
      await writeFile(file, JSON.stringify(statement.predicate));
      predicates.push({ type: TYPES[statement.predicateType] ?? statement.predicateType, file });
    }
    platforms.push({ image: `${work.image}@${describes}`, predicates });
  }
  return platforms;
}

async function attest(session: Session, { image, predicates }: PlatformWork): Promise<void> {
  for (const { type, file } of predicates) {
    await session.cosign([
      'attest',
      '--yes',
      `--type=${type}`,
      `--predicate=${file}`,
      ...session.signing,
      image,
    ]);
  }
}

async function verify(
  session: Session,
  index: string,
  platforms: readonly PlatformWork[],
): Promise<void> {
  const { work } = session;
  const flags = [
    `--certificate-identity=${work.identity}`,
    '--certificate-oidc-issuer=https://token.actions.githubusercontent.com',
    `--trusted-root=${work.lab.trust.trustedRoot}`,
  ];
  const check = (type: string, image: string): Promise<string> =>
    session.cosign(['verify-attestation', `--type=${type}`, ...flags, image]);
  await check(SIGNATURE, index);
  for (const { image, predicates } of platforms) {
    await check(SIGNATURE, image);
    for (const { type } of predicates) await check(type, image);
  }
}
