/**
 * The list of referrers that clients keep themselves, as an index under the tag `sha256-<hex>`, where a registry has no
 * referrers API (distribution-spec 1.1, "Referrers Tag Schema"): read, and added to without losing what others wrote.
 */

import { type JsonObject, parseJson } from '../image/json-shape.ts';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  MEDIA_TYPE,
  parseManifest,
} from '../image/manifest.ts';

export interface ReferrersIndex {
  /** The whole document: fields we do not know have to survive. */
  readonly json: JsonObject;
  readonly entries: readonly JsonObject[];
  readonly descriptors: readonly Descriptor[];
}

export type ReferrersIndexResult =
  | { readonly ok: true; readonly index: ReferrersIndex }
  | { readonly ok: false; readonly reason: string };

/** Digest → the descriptor as it stands, or will stand, in the document. */
export type Entries = ReadonlyMap<string, JsonObject>;

export function parseReferrersIndex(bytes: Uint8Array, contentType: string): ReferrersIndexResult {
  const parsed = parseManifest(bytes, contentType);
  if (!parsed.ok) return parsed;
  const { manifest } = parsed;
  if (manifest.kind !== 'index' || manifest.mediaType !== MEDIA_TYPE.ociIndex) {
    return { ok: false, reason: `is not an OCI index but ${manifest.mediaType}` };
  }
  const json = parseJson(bytes, MAX_MANIFEST_BYTES);
  // parseManifest has seen that these are descriptors.
  const entries = (json['manifests'] ?? []) as readonly JsonObject[];
  return { ok: true, index: { json, entries, descriptors: manifest.manifests } };
}

/** A descriptor in the field order of the specification. */
export function formatEntry(descriptor: Descriptor): JsonObject {
  const { mediaType, digest, sizeBytes, artifactType, annotations } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...(artifactType === undefined ? {} : { artifactType }),
    annotations,
  };
}

/**
 * The document with every one of `wanted` in it, or undefined when nothing is missing. Entries of others are kept as
 * they are. Sorted by digest, as go-containerregistry does: writers who know the same referrers write the same bytes.
 */
export function mergeReferrers(
  index: ReferrersIndex | undefined,
  wanted: Entries,
): Uint8Array | undefined {
  const present = new Map(index?.entries.map((entry) => [digestOf(entry), entry]));
  const missing = [...wanted].filter(([digest, entry]) => !isListed(present.get(digest), entry));
  if (missing.length === 0) return undefined;
  for (const [digest, entry] of missing) present.set(digest, entry);
  const manifests = [...present.values()].sort((left, right) =>
    digestOf(left) < digestOf(right) ? -1 : 1,
  );
  const base = index?.json ?? { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex };
  return new TextEncoder().encode(
    JSON.stringify({ ...base, mediaType: MEDIA_TYPE.ociIndex, manifests }),
  );
}

/**
 * Older go-containerregistry writes entries without the manifest's artifact type (sigstore/cosign#4641), which no
 * filter finds: such an entry is replaced by the complete one.
 */
function isListed(present: JsonObject | undefined, wanted: JsonObject): boolean {
  return present !== undefined && present['artifactType'] === wanted['artifactType'];
}

export function digestOf(entry: JsonObject): string {
  return String(entry['digest']);
}
