/** Small images whose labels or annotations say what they are. */
import type { Digest } from '../../src/image/digest.ts';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import type { Repository } from '../../src/image/reference.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import { makeDigest } from './make-digest.ts';

type Texts = Readonly<Record<string, string>>;

export interface Labelled {
  readonly labels?: Texts | null;
  readonly manifestAnnotations?: Texts;
  readonly indexAnnotations?: Texts;
  /** No index around it. */
  readonly isBare?: boolean;
}

export interface LabelledImage {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const encode = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** `org.opencontainers.image.…` of an image of `octo-org/app`. */
export function makeStated(stated: Texts): Texts {
  const all = { source: 'https://github.com/octo-org/app', ...stated };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`org.opencontainers.image.${name}`, value]),
  );
}

/** Pushes it by digest: config, manifest, and an index of one platform. */
export async function pushLabelled(
  client: RegistryClient,
  repository: Repository,
  { labels = null, manifestAnnotations, indexAnnotations, isBare = false }: Labelled,
): Promise<LabelledImage> {
  const config = encode({ architecture: 'amd64', os: 'linux', config: { Labels: labels } });
  const manifest = await push(client, repository, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: await client.ensureBlob(repository, config),
      size: config.length,
    },
    layers: [],
    annotations: manifestAnnotations,
  });
  if (isBare) return manifest;
  const { digest, mediaType, bytes } = manifest;
  return push(client, repository, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [
      { mediaType, digest, size: bytes.length, platform: { os: 'linux', architecture: 'amd64' } },
    ],
    annotations: indexAnnotations,
  });
}

async function push(
  client: RegistryClient,
  repository: Repository,
  content: Readonly<Record<string, unknown>> & { readonly mediaType: string },
): Promise<LabelledImage> {
  const bytes = encode(content);
  const { mediaType } = content;
  const digest = makeDigest(bytes);
  await client.putManifest({ repository, reference: digest, mediaType, bytes });
  return { digest, bytes, mediaType };
}
