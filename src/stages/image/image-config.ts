/** What an image says of itself: its configuration, from the registry that the build would pull it from. */
import { isRecord, readJson } from '../../image/json-shape.ts';
import {
  type ImageIndex,
  type ImageManifest,
  listPlatformManifests,
  parseManifest,
} from '../../image/manifest.ts';
import { isSamePlatform, type Platform } from '../../image/platform.ts';
import { parseReference, type Repository } from '../../image/reference.ts';
import type { RegistryReader } from '../../registry/client.ts';

const MAX_CONFIG_BYTES = 1024 * 1024;

export interface ImageConfig {
  /** `ONBUILD`, for builds that begin with the image. */
  readonly triggers: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

/** Undefined where no registry tells. */
export async function readImageConfig(
  registry: RegistryReader,
  { image, platform }: { readonly image: string; readonly platform: Platform },
): Promise<ImageConfig | undefined> {
  const parsed = parseReference(image);
  if (!parsed.ok) return undefined;
  const { repository, tag, digest } = parsed.reference;
  const read = (name: string): ReturnType<typeof readManifestContent> =>
    readManifestContent(registry, { repository, reference: name });
  const top = await read(digest ?? tag ?? 'latest');
  const own =
    top?.kind === 'index'
      ? listPlatformManifests(top).find((one) => isSamePlatform(one.platform, platform))
      : undefined;
  const manifest = own === undefined ? top : await read(own.descriptor.digest);
  if (manifest?.kind !== 'image') return undefined;
  const bytes = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES,
  });
  return bytes && parseConfig(bytes);
}

/** Undefined where there is none, or none that can be understood. */
export async function readManifestContent(
  registry: Pick<RegistryReader, 'readManifest'>,
  { repository, reference }: { readonly repository: Repository; readonly reference: string },
): Promise<ImageIndex | ImageManifest | undefined> {
  const content = await registry.readManifest(repository, reference);
  const result = content && parseManifest(content.bytes, content.mediaType);
  return result?.ok === true ? result.manifest : undefined;
}

function parseConfig(bytes: Uint8Array): ImageConfig | undefined {
  const value = readJson(new TextDecoder().decode(bytes));
  if (!isRecord(value)) return undefined;
  const config = isRecord(value['config']) ? value['config'] : {};
  const [triggers, environment] = [config['OnBuild'] ?? [], config['Env'] ?? []];
  if (!Array.isArray(triggers) || !Array.isArray(environment)) return undefined;
  return {
    triggers: triggers.map(String),
    environment: new Map(environment.map((entry: unknown) => splitEntry(String(entry)))),
  };
}

function splitEntry(entry: string): [string, string] {
  const [name = ''] = entry.split('=', 1);
  return [name, entry.slice(name.length + 1)];
}
