/** What BuildKit writes of a cache beside its layers (cache/remotecache/v1/types), in buckets as in images. */
import { isRecord, readJson } from './json-shape.ts';

/** Undefined where it does not say how large each layer is. */
export function sumCachedLayers(bytes: Uint8Array): number | undefined {
  const description = readJson(new TextDecoder().decode(bytes));
  const layers = isRecord(description) ? description['layers'] : undefined;
  if (!Array.isArray(layers)) return undefined;
  let sum = 0;
  for (const layer of layers) {
    const annotations: unknown = isRecord(layer) ? layer['annotations'] : undefined;
    const size = isRecord(annotations) ? annotations['size'] : undefined;
    if (typeof size !== 'number') return undefined;
    sum += size;
  }
  return sum;
}

/** What an image's configuration holds of an inline cache, without its layers, which are the image's own. */
export function measureInlineCache(config: Uint8Array): number | undefined {
  const parsed = readJson(new TextDecoder().decode(config));
  const cache = isRecord(parsed) ? parsed['moby.buildkit.cache.v0'] : undefined;
  return typeof cache === 'string' ? Buffer.from(cache, 'base64').length : undefined;
}

const CACHE_CONFIG = 'application/vnd.buildkit.cacheconfig.v0';

/** Is it a cache, as an image manifest or as a list (cache/remotecache/export.go)? */
export function isCacheManifest(bytes: Uint8Array): boolean {
  const parsed = readJson(new TextDecoder().decode(bytes));
  if (!isRecord(parsed)) return false;
  const { config, manifests } = parsed;
  const listed = Array.isArray(manifests) ? manifests : [];
  return [config, ...listed].some((one) => isRecord(one) && one['mediaType'] === CACHE_CONFIG);
}
