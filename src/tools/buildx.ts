/** buildx: specification → arguments, output → result. Facts: buildx 0.36.1, BuildKit 0.32.2. */
import { type Digest, parseDigest } from '../image/digest.ts';
import { formatPlatform } from '../image/platform.ts';
import { formatRepository, type Repository } from '../image/reference.ts';
import type { BuildSpec, CacheSpec } from '../plan/types.ts';

export interface SecretFile {
  readonly id: string;
  readonly path: string;
}

/** What becomes of the result: pushed by digest to every repository, loaded under tags, or kept in the cache only. */
export type BuildOutput =
  | { readonly kind: 'push'; readonly repositories: readonly Repository[] }
  | { readonly kind: 'load'; readonly tags: readonly string[] }
  | { readonly kind: 'cache-only' };

export interface BuildCommand {
  /** Undefined: the BuildKit of the engine that the docker context names, whatever that is called. */
  readonly builder: string | undefined;
  readonly spec: BuildSpec;
  readonly cache: Pick<CacheSpec, 'from' | 'to'>;
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
    ...spec.attests.map((value) => `--attest=${value}`),
    ...spec.buildArgs.map((value) => `--build-arg=${value}`),
    ...cache.from.map((value) => `--cache-from=${value}`),
    ...cache.to.map((value) => `--cache-to=${value}`),
    ...(spec.file === undefined ? [] : [`--file=${spec.file}`]),
    ...spec.labels.map((value) => `--label=${value}`),
    ...(metadataFile === undefined ? [] : [`--metadata-file=${metadataFile}`]),
    ...(spec.noCache ? ['--no-cache'] : []),
    ...makeOutputArgs(output),
    `--platform=${spec.platforms.map(formatPlatform).join(',')}`,
    ...(spec.pull ? ['--pull'] : []),
    ...secrets.map(
      ({ id, path }) => `--secret=${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`,
    ),
    ...(spec.target === undefined ? [] : [`--target=${spec.target}`]),
    '--',
    spec.context,
  ];
}

function makeOutputArgs(output: BuildOutput): string[] {
  switch (output.kind) {
    case 'cache-only':
      return ['--output=type=cacheonly'];
    case 'load':
      return ['--load', ...output.tags.map((tag) => `--tag=${tag}`)];
    case 'push': {
      const names = output.repositories.map(formatRepository).join(',');
      const fields = [
        'type=image',
        quoteField(`name=${names}`),
        'push=true',
        'push-by-digest=true',
        'name-canonical=true',
        'oci-mediatypes=true',
      ];
      return [`--output=${fields.join(',')}`];
    }
  }
}

function quoteField(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Arguments that create and boot a builder of our own. `image` is the BuildKit image unless an option names one. */
export function makeCreateArgs({
  name,
  driverOpts,
  image,
}: {
  name: string;
  driverOpts: readonly string[];
  image: string;
}): string[] {
  const named = driverOpts.some((option) => /(^|,)\s*"?image=/.test(option));
  return [
    'create',
    `--name=${name}`,
    '--driver=docker-container',
    ...(named ? [] : [`--driver-opt=image=${image}`]),
    ...driverOpts.map((option) => `--driver-opt=${option}`),
    '--bootstrap',
  ];
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
