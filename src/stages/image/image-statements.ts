/** What an image says of itself: the labels that docker/metadata-action and this action write. */
import type { Digest } from '../../image/digest.ts';
import { asObject, parseJson } from '../../image/json-shape.ts';
import {
  type ImageIndex,
  type ImageManifest,
  listPlatformManifests,
  MAX_MANIFEST_BYTES,
} from '../../image/manifest.ts';
import type { Repository } from '../../image/reference.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { fetchBlob, fetchManifest } from './fetch.ts';

/** Texts of anybody's; empty where the image says nothing. */
export interface ImageStatements {
  readonly source: string;
  readonly version: string;
  readonly revision: string;
}

/** A configuration with its history has some ten KiB. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * From the first place that says all: the annotations of the index, those of its first platform, the labels of that one.
 * At most two manifests and a blob. Undefined for an image that does not say where it is from, or is none. Throws when
 * the registry does not answer, or answers something else than a manifest.
 */
export async function readStatements(
  registry: RegistryReader,
  repository: Repository,
  digest: Digest,
): Promise<ImageStatements | undefined> {
  const { manifest } = await fetchManifest(registry, repository, digest);
  const onTop = pickStatements(manifest.annotations);
  if (isComplete(onTop)) return onTop;
  const image = await openImage(registry, repository, manifest);
  if (image === undefined) return onTop;
  const onImage = pickStatements(image.annotations);
  if (isComplete(onImage)) return onImage;
  if (image.config.sizeBytes > MAX_CONFIG_BYTES) return onImage;
  const labels = readLabels(await fetchBlob(registry, repository, image.config));
  return pickStatements(labels) ?? onImage ?? onTop;
}

async function openImage(
  registry: RegistryReader,
  repository: Repository,
  manifest: ImageIndex | ImageManifest,
): Promise<ImageManifest | undefined> {
  if (manifest.kind === 'image') return manifest;
  const [first] = listPlatformManifests(manifest);
  if (first === undefined) return undefined;
  const found = await fetchManifest(registry, repository, first.descriptor.digest);
  return found.manifest.kind === 'image' ? found.manifest : undefined;
}

/** Image-spec 1.1 config.md: `config.Labels`, which may be null. */
function readLabels(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const { config } = parseJson(bytes, MAX_MANIFEST_BYTES);
  const { Labels: labels } = asObject(config ?? {}, 'a config');
  return asObject(labels ?? {}, 'labels');
}

function pickStatements(from: Readonly<Record<string, unknown>>): ImageStatements | undefined {
  const pick = (name: keyof ImageStatements): string => {
    const value = from[`org.opencontainers.image.${name}`];
    return typeof value === 'string' ? value : '';
  };
  const found = { source: pick('source'), version: pick('version'), revision: pick('revision') };
  return found.source === '' ? undefined : found;
}

function isComplete(found: ImageStatements | undefined): boolean {
  return found !== undefined && found.version !== '' && found.revision !== '';
}
