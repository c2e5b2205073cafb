/**
 * What BuildKit pushes for some platforms, as `docs/attestations/attestation-storage.md` and the recorded image have it:
 * an index with an attestation manifest for each, or one bare manifest. A seed makes another build of the same source.
 */
import type { Command } from '../../src/host/host.ts';
import type { FakeContent } from './fake-registry-content.ts';
import { makeDigest } from './make-digest.ts';

const OCI = 'application/vnd.oci.image';
const IN_TOTO = 'application/vnd.in-toto+json';
const EMPTY = Buffer.from('{}');
const PREDICATES = {
  sbom: 'https://spdx.dev/Document',
  provenance: 'https://slsa.dev/provenance/v1',
};

export interface BuildRequest {
  readonly platforms: readonly string[];
  readonly kinds: ReadonlyArray<keyof typeof PREDICATES>;
  readonly seed: string;
  /** What the image's configuration says, whatever the index says. */
  readonly configured?: string;
}

/** What of a build's command line decides over what it pushes. */
export function readBuildCommand({ args }: Pick<Command, 'args'>): Pick<
  BuildRequest,
  'platforms' | 'kinds'
> & {
  readonly repositories: readonly string[];
} {
  const find = (start: string): string => args.find((arg) => arg.startsWith(start)) ?? '';
  const output = find('--output=type=image');
  const isOn = (kind: string): boolean => !find(`--attest=type=${kind}`).includes('disabled=true');
  return {
    platforms: find('--platform=').slice('--platform='.length).split(','),
    kinds: (['sbom', 'provenance'] as const).filter(isOn),
    repositories: (/name=([^"]*?)"?,push=/.exec(output)?.[1] ?? '').split(','),
  };
}

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

function toPlatform(name: string): object {
  const [os = '', architecture = '', variant] = name.split('/');
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}

type Manifest = Readonly<Record<string, unknown>> & { readonly mediaType: string };

/** Stores what a build of that command pushes to a repository of the registry; returns buildx's metadata of it. */
export function pushBuild(
  content: Pick<FakeContent, 'blobs' | 'manifests'>,
  path: string,
  request: BuildRequest,
): Readonly<Record<string, unknown>> {
  const putBlob = (bytes: Buffer, mediaType: string): Described => {
    content.blobs.set(`${path}@${makeDigest(bytes)}`, bytes);
    return { mediaType, digest: makeDigest(bytes), size: bytes.length };
  };
  const putManifest = (manifest: Manifest): Described => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, ...manifest }, undefined, 2));
    const { mediaType } = manifest;
    content.manifests.set(`${path}@${makeDigest(bytes)}`, { mediaType, bytes });
    return { mediaType, digest: makeDigest(bytes), size: bytes.length };
  };
  const images = request.platforms.map((name) => {
    const platform = toPlatform(name);
    const stated = {
      ...toPlatform(request.configured ?? name),
      config: { Labels: { seed: request.seed } },
      rootfs: {},
    };
    const config = putBlob(Buffer.from(JSON.stringify(stated)), `${OCI}.config.v1+json`);
    const image = putManifest({
      mediaType: `${OCI}.manifest.v1+json`,
      config,
      layers: [putBlob(Buffer.from(`${name} ${request.seed}`), `${OCI}.layer.v1.tar+gzip`)],
    });
    return { ...image, platform, configDigest: config.digest };
  });
  const attestations = images.flatMap((image) =>
    request.kinds.length === 0 ? [] : [describe(image)],
  );
  const [only] = images;
  if (only !== undefined && images.length === 1 && attestations.length === 0)
    return {
      'containerimage.digest': only.digest,
      'containerimage.config.digest': only.configDigest,
    };
  const index = putManifest({
    mediaType: `${OCI}.index.v1+json`,
    manifests: [...images.map(({ configDigest: _, ...image }) => image), ...attestations],
  });
  return { 'containerimage.digest': index.digest };

  function describe(image: Described): object {
    const layers = request.kinds.map((kind) => {
      const predicateType = PREDICATES[kind];
      const statement = {
        _type: 'https://in-toto.io/Statement/v1',
        predicateType,
        subject: [{ name: 'pkg:docker/app', digest: { sha256: image.digest.slice(7) } }],
        predicate: { seed: request.seed },
      };
      return {
        ...putBlob(Buffer.from(JSON.stringify(statement)), IN_TOTO),
        annotations: { 'in-toto.io/predicate-type': predicateType },
      };
    });
    const manifest = putManifest({
      mediaType: `${OCI}.manifest.v1+json`,
      artifactType: 'application/vnd.docker.attestation.manifest.v1+json',
      config: putBlob(EMPTY, 'application/vnd.oci.empty.v1+json'),
      layers,
      subject: image,
    });
    return {
      ...manifest,
      annotations: {
        'vnd.docker.reference.digest': image.digest,
        'vnd.docker.reference.type': 'attestation-manifest',
      },
      platform: { architecture: 'unknown', os: 'unknown' },
    };
  }
}
