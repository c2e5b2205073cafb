/** buildx: specification → arguments, output → result. Facts: buildx 0.36.1, BuildKit 0.32.2. */
import { type Digest, parseDigest } from '../image/digest.ts';
import { formatPlatform } from '../image/platform.ts';
import { formatRepository, type Repository } from '../image/reference.ts';
import type { CacheEntry } from '../inputs/cache-entries.ts';
import { formatAttributes, quoteField } from '../inputs/lists.ts';
import { formatCacheEntry } from '../plan/cache-spec.ts';
import type { MetadataSpec } from '../plan/metadata.ts';
import type { BuildSpec } from '../plan/types.ts';

export interface SecretFile {
  readonly id: string;
  readonly path: string;
}

/** What becomes of the result: pushed by digest to every repository, loaded under tags, kept in the cache only; or no result. */
export type BuildOutput =
  | { readonly kind: 'push'; readonly repositories: readonly Repository[] }
  | { readonly kind: 'load'; readonly tags: readonly string[] }
  | { readonly kind: 'cache-only' }
  | { readonly kind: 'call'; readonly call: string };

export interface BuildCommand {
  /** Undefined: the BuildKit of the engine that the docker context names, whatever that is called. */
  readonly builder: string | undefined;
  readonly spec: BuildSpec;
  readonly cache: { readonly from: readonly CacheEntry[]; readonly to: readonly CacheEntry[] };
  readonly secrets: readonly SecretFile[];
  readonly output: BuildOutput;
  readonly metadataFile: string | undefined;
}

/** Arguments of `buildx build`. Every value is part of a `--flag=value`, so that none can become an option. */
export function makeBuildArgs({
  builder,
  spec,
  cache,
  secrets,
  output,
  metadataFile,
}: BuildCommand): string[] {
  return [
    'build',
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    '--progress=plain',
    ...makeContentArgs(spec),
    ...makeStepArgs(spec),
    ...makeFlags('cache-from', cache.from.map(formatCacheEntry)),
    ...makeFlags('cache-to', cache.to.map(formatCacheEntry)),
    ...makeFlag('metadata-file', metadataFile),
    ...makeOutputArgs(output, spec),
    ...makeFlag('platform', spec.platforms.map(formatPlatform).join(',')),
    ...secrets.map(
      ({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`,
    ),
    '--',
    spec.context,
  ];
}

function makeContentArgs(spec: BuildSpec): string[] {
  return [
    ...makeFlags('annotation', spec.annotations),
    ...makeFlags('attest', spec.attests),
    ...makeFlags('build-arg', spec.buildArgs),
    ...makeFlags('build-context', spec.contexts),
    ...makeFlag('file', spec.file),
    ...makeFlags('label', spec.labels),
    ...(spec.noCache ? ['--no-cache'] : []),
    ...makeFlags('no-cache-filter', spec.noCacheFilters),
    ...(spec.pull ? ['--pull'] : []),
    ...makeFlag('target', spec.target),
  ];
}

function makeStepArgs(spec: BuildSpec): string[] {
  return [
    ...makeFlags('add-host', spec.addHosts),
    ...makeFlags('allow', spec.allow),
    ...makeFlag('cgroup-parent', spec.cgroupParent),
    ...makeFlag('network', spec.network),
    ...makeFlag('shm-size', spec.shmSize),
    ...makeFlags('ssh', spec.ssh),
    ...makeFlags('ulimit', spec.ulimits),
  ];
}

function makeFlags(name: string, values: readonly string[]): string[] {
  return values.map((value) => `--${name}=${value}`);
}

function makeFlag(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : makeFlags(name, [value]);
}

function makeOutputArgs(output: BuildOutput, spec: BuildSpec): string[] {
  const files = makeFlags('output', spec.exports);
  switch (output.kind) {
    case 'call':
      return [`--call=${output.call}`];
    case 'cache-only':
      return files.length > 0 ? files : ['--output=type=cacheonly'];
    case 'load':
      return [...files, '--load', ...makeFlags('tag', output.tags)];
    case 'push':
      // The last one's digest is what the metadata tells (BuildKit solver/llbsolver/export.go, runExporters).
      return [...files, `--output=${formatPush(output.repositories, spec)}`];
  }
}

export function formatPush(
  repositories: readonly Repository[],
  { imageAttributes }: Pick<BuildSpec, 'imageAttributes'>,
): string {
  return formatAttributes({
    type: 'image',
    name: repositories.map(formatRepository).join(','),
    push: 'true',
    'push-by-digest': 'true',
    'name-canonical': 'true',
    'oci-mediatypes': 'true',
    ...imageAttributes,
  });
}

/** Variables that say what buildx writes into its metadata; the warnings are there as docker/build-push-action has them. */
export function makeMetadataEnv({
  provenance,
}: Pick<MetadataSpec, 'provenance'>): Record<string, string> {
  return {
    BUILDX_METADATA_WARNINGS: 'true',
    ...(provenance === undefined ? {} : { BUILDX_METADATA_PROVENANCE: provenance }),
  };
}

/** What buildx writes with `--metadata-file`, as far as the run needs it. */
export interface BuildMetadata {
  /** Digest of what was pushed: the index, or the one manifest of an image without an index. */
  readonly digest: Digest | undefined;
  /** Digest of the image configuration; present for one platform without attestations. */
  readonly configDigest: Digest | undefined;
  readonly json: string;
}

/** Metadata file → facts; undefined when it is not the JSON object that buildx writes. */
export function parseBuildMetadata(text: string): BuildMetadata | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const read = (key: string): Digest | undefined => {
    const value: unknown = Reflect.get(parsed, key);
    return typeof value === 'string' ? parseDigest(value) : undefined;
  };
  return {
    digest: read('containerimage.digest'),
    configDigest: read('containerimage.config.digest'),
    json: JSON.stringify(parsed),
  };
}
