import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { packRoot } from './image-root.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const GO_ARCHES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** What of an image's configuration the lab's images need, named as the OCI image spec names it. */
export interface RunConfig {
  readonly Entrypoint: readonly string[];
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Writes a folder tree as an image of one layer, for this machine's platform, into an OCI layout.
 * Made once and pushed as often as a registry starts: no builder and no engine takes part.
 */
export async function writeImageLayout(target: {
  readonly folder: string;
  readonly root: string;
  readonly config: RunConfig;
}): Promise<void> {
  const { folder, root, config } = target;
  const blobs = join(folder, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const layer = await writeLayer(blobs, root);
  const configBlob = await writeJson(blobs, CONFIG, {
    architecture: GO_ARCHES[process.arch] ?? process.arch,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [layer.diffId] },
  });
  const manifest = await writeJson(blobs, MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: configBlob,
    layers: [layer.descriptor],
  });
  await writeFile(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
  );
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}

async function writeLayer(
  blobs: string,
  root: string,
): Promise<{ readonly descriptor: Descriptor; readonly diffId: string }> {
  const archive = join(blobs, 'layer.tar');
  const draft = join(blobs, 'layer.tar.gz');
  await packRoot(root, archive);
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  await pipeline(
    createReadStream(archive),
    hashInto(plain),
    // The layer travels over loopback only: fast beats small.
    createGzip({ level: constants.Z_BEST_SPEED }),
    hashInto(packed),
    createWriteStream(draft),
  );
  await rm(archive);
  const hex = packed.digest('hex');
  const { size } = await stat(draft);
  await rename(draft, join(blobs, hex));
  return {
    descriptor: { mediaType: LAYER, digest: `sha256:${hex}`, size },
    diffId: `sha256:${plain.digest('hex')}`,
  };
}

function hashInto(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function writeJson(blobs: string, mediaType: string, value: object): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(value));
  const hex = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(blobs, hex), bytes);
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
}
