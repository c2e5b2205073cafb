/** Builds of the sample application in every way that the action builds, and some that fail. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabResult } from '../../lab/provision/commands.ts';
import type { Platform } from '../../src/image/platform.ts';
import { parseRepository } from '../../src/image/reference.ts';
import type { BuildSpec } from '../../src/plan/types.ts';
import { type BuildCommand, makeBuildArgs } from '../../src/tools/buildx.ts';
import { makeCreateCommands } from '../../src/tools/create-builder.ts';
import { makeBuildSpec } from './make-build-spec.ts';
import { makePlaces } from './make-cache.ts';
import { makeNode, makeOwnBuilder } from './make-own-builder.ts';
import type { Recording } from './record-tools.ts';

const BUILDER = 'build-sign-0123456789ab';
const PLATFORMS: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];
const SCOPE = 'type=gha,scope=fixture';

type Variation = Partial<BuildCommand> & { readonly more?: Partial<BuildSpec> };

/** Returns the pushed image: `name@sha256:…`. */
export async function recordBuildx(recording: Recording): Promise<string> {
  const { lab, run, keep } = recording;
  const { buildx } = lab.tools;
  await keep('buildx-0.36/version.txt', (await run(buildx, ['version'])).stdout);
  await run(buildx, makeCreate(recording));
  try {
    const image = await recordSuccess(recording);
    await recordWarnings(recording);
    await recordFailures(recording);
    return image;
  } finally {
    await run(buildx, ['rm', '--force', BUILDER]);
  }
}

function makeCreate({ lab }: Recording): string[] {
  const own = makeOwnBuilder({ nodes: [makeNode({ driverOpts: ['network=host'] })] });
  return makeCreateCommands(own, {
    name: BUILDER,
    image: lab.images.buildkit,
    configFile: undefined,
    tlsFile: () => '',
    variables: {},
    labels: {},
    annotations: {},
  }).flat();
}

async function build(recording: Recording, { more, ...varied }: Variation): Promise<LabResult> {
  const { lab, run, folder } = recording;
  const spec = makeBuildSpec({
    file: './Dockerfile',
    platforms: PLATFORMS,
    attests: ['type=provenance,mode=max,version=v1', `type=sbom,generator=${lab.sbomScanner}`],
    ...more,
  });
  const args = makeBuildArgs({
    builder: BUILDER,
    spec,
    cache: { from: [], to: [] },
    secrets: [],
    output: makePush(recording),
    metadataFile: join(folder, 'metadata.json'),
    ...varied,
  });
  return run(lab.tools.buildx, args);
}

function makePush({ lab }: Recording): BuildCommand['output'] {
  const parsed = parseRepository(`${lab.registryHost}/octo/app`);
  if (!parsed.ok) throw new Error(parsed.reason);
  return { kind: 'push', repositories: [parsed.repository] };
}

async function recordSuccess(recording: Recording): Promise<string> {
  const { keep, folder, lab } = recording;
  const readMetadata = (): Promise<string> => readFile(join(folder, 'metadata.json'), 'utf8');
  const bare = { more: { attests: ['type=provenance,disabled=true', 'type=sbom,disabled=true'] } };
  await keep('buildx-0.36/push.stderr.txt', (await build(recording, {})).stderr);
  const metadata = await readMetadata();
  await keep('buildx-0.36/push.metadata.json', metadata);
  const digest = String(JSON.parse(metadata)['containerimage.digest']);
  await recordImage(recording, digest);
  const [platform] = PLATFORMS;
  const single = { ...bare.more, platforms: platform === undefined ? [] : [platform] };
  await build(recording, { more: single });
  await keep('buildx-0.36/push-bare.metadata.json', await readMetadata());
  const loaded = await build(recording, {
    more: single,
    output: { kind: 'load', tags: ['octo/app:fixture'] },
  });
  await keep('buildx-0.36/load.stderr.txt', loaded.stderr);
  await keep('buildx-0.36/load.metadata.json', await readMetadata());
  await build(recording, { ...bare, output: { kind: 'cache-only' } });
  await keep('buildx-0.36/cache-only.metadata.json', await readMetadata());
  return `${lab.registryHost}/octo/app@${digest}`;
}

const ODD_DOCKERFILE = `FROM scratch as app
MAINTAINER someone
ENV NAME value
`;

/** What BuildKit finds wrong with a Dockerfile, for each platform again. */
export async function recordWarnings(recording: Recording): Promise<void> {
  const { keep, folder, lab, run, workspace } = recording;
  await mkdir(join(workspace, 'odd'), { recursive: true });
  await writeFile(join(workspace, 'odd/Dockerfile'), ODD_DOCKERFILE);
  const args = makeBuildArgs({
    builder: BUILDER,
    spec: makeBuildSpec({ context: 'odd', file: 'odd/Dockerfile', platforms: PLATFORMS }),
    cache: { from: [], to: [] },
    secrets: [],
    output: { kind: 'cache-only' },
    metadataFile: join(folder, 'metadata.json'),
  });
  await run(lab.tools.buildx, args, { BUILDX_METADATA_WARNINGS: 'true' });
  await keep(
    'buildx-0.36/warnings.metadata.json',
    await readFile(join(folder, 'metadata.json'), 'utf8'),
  );
  await keep('buildx-0.36/warnings.Dockerfile', ODD_DOCKERFILE);
}

interface Described {
  readonly digest: string;
}

/** What was pushed, byte for byte: the index, every manifest in it, and the statements of the attestation manifests. */
async function recordImage(recording: Recording, digest: string): Promise<void> {
  const index: { manifests: Described[] } = JSON.parse(
    await recordContent(recording, `manifests/${digest}`),
  );
  for (const described of index.manifests) {
    const manifest: { layers: (Described & { mediaType: string })[] } = JSON.parse(
      await recordContent(recording, `manifests/${described.digest}`),
    );
    for (const layer of manifest.layers)
      if (layer.mediaType === 'application/vnd.in-toto+json')
        await recordContent(recording, `blobs/${layer.digest}`);
  }
}

async function recordContent({ lab, fixtures }: Recording, path: string): Promise<string> {
  const accept =
    'application/vnd.oci.image.index.v1+json,application/vnd.oci.image.manifest.v1+json';
  const answer = await fetch(`http://${lab.registryHost}/v2/octo/app/${path}`, {
    headers: { accept },
  });
  const text = await answer.text();
  await mkdir(join(fixtures, 'buildx-0.36/image'), { recursive: true });
  const name = `${path.slice(path.indexOf(':') + 1)}.json`;
  await writeFile(join(fixtures, 'buildx-0.36/image', name), text);
  return text;
}

/** The cache service refuses, then is away; then the Dockerfile itself fails. */
async function recordFailures(recording: Recording): Promise<void> {
  const { keep, workspace, lab } = recording;
  const exporting = (to: string): Promise<LabResult> =>
    build(recording, {
      output: { kind: 'cache-only' },
      cache: { from: [], to: makePlaces(to) },
      metadataFile: undefined,
    });
  const written = await exporting(`${SCOPE},mode=max,ignore-error=true`);
  await keep('buildx-0.36/cache-written.stderr.txt', written.stderr);
  lab.proxies.cache.setRules([{ match: /Create/, action: { kind: 'status', status: 403 } }]);
  const ignored = await exporting(`${SCOPE}2,mode=max,ignore-error=true`);
  await keep('buildx-0.36/cache-ignored.stderr.txt', `${ignored.stderr}exit ${ignored.exitCode}\n`);
  const refused = await exporting(`${SCOPE}3,mode=max`);
  await keep('buildx-0.36/cache-refused.stderr.txt', `${refused.stderr}exit ${refused.exitCode}\n`);
  lab.proxies.cache.setRules([]);
  const broken = join(workspace, 'Broken');
  const text = await readFile(join(workspace, 'Dockerfile'), 'utf8');
  await writeFile(broken, `${text}\nRUN echo "about to fail" && exit 3\n`);
  const failed = await build(recording, { more: { file: './Broken' } });
  await keep('buildx-0.36/run-failed.stderr.txt', failed.stderr);
}
