/** The statements in an OCI image layout (image-spec image-layout.md), in a folder or in an archive of one. */
import { ActionError } from '../../errors.ts';
import { type Digest, digestHex } from '../../image/digest.ts';
import {
  type ImageIndex,
  type ImageManifest,
  isEmptyImage,
  listAttestationManifests,
  listPlatformManifests,
  listPredicateLayers,
  parseManifest,
} from '../../image/manifest.ts';
import { formatPlatform } from '../../image/platform.ts';
import { parseFileStatement } from '../../image/statement.ts';
import { nameLayoutBundle } from '../../plan/files.ts';
import type { AttestationSpec, FileOutput } from '../../plan/types.ts';
import { computeDigest } from '../../registry/content.ts';
import { extractMembers } from './archive.ts';
import {
  type FileClaim,
  type FilesReach,
  makeGone,
  requireStatements,
  type WantedFiles,
} from './file-claims.ts';
import { makeMissing } from './missing-predicates.ts';

interface Wanted extends WantedFiles {
  readonly output: FileOutput;
}

type ReadBlob = (digest: Digest) => Promise<Uint8Array>;

/** Throws BUILD_RESULT_INVALID for a layout that is not whole, PREDICATE_MISSING when a platform lacks what the plan promises. */
export async function describeLayout(host: FilesReach, wanted: Wanted): Promise<FileClaim[]> {
  const { output } = wanted;
  const read = makeReader(host, wanted);
  const readBlob: ReadBlob = async (digest) => {
    const bytes = await read(`blobs/sha256/${digestHex(digest)}`);
    if (computeDigest(bytes) === digest) return bytes;
    throw makeBroken(output, `${digest} has other content`);
  };
  const index = await readImage(output, await read('index.json'), { wanted, readBlob });
  const platforms = listPlatformManifests(index);
  const claims = await Promise.all(
    platforms.map(async ({ platform, descriptor: { digest } }) => {
      const statements = await readStatements({ wanted, index, digest, readBlob });
      const name = formatPlatform(platform);
      await requireStatements(statements, wanted, {
        where: `${name} in ${output.dest}`,
        isEmpty: async () => isEmptyImage(parse(output, await readBlob(digest))),
      });
      return Promise.all(
        statements.map(({ spec, bytes, count }) =>
          keepClaim(host, {
            wanted,
            claim: {
              output,
              platform: name,
              spec,
              digest,
              about: undefined,
              bundlePath: nameLayoutBundle(output, {
                spec,
                platform: name,
                isOnly: platforms.length === 1,
                count,
              }),
            },
            bytes,
          }),
        ),
      );
    }),
  );
  return claims.flat();
}

/** Files of the layout by their path in it. */
function makeReader(host: FilesReach, { output, folder }: Wanted) {
  const { files } = host;
  const root = output.isFolder
    ? output.dest
    : `${folder}/${digestHex(computeDigest(Buffer.from(output.dest)))}`;
  return async (path: string): Promise<Uint8Array> => {
    if (!output.isFolder) {
      await files.makeDir(root);
      await extractMembers(host, { archive: output.dest, members: [path], into: root });
    }
    if ((await files.kind(`${root}/${path}`)) !== 'file')
      throw makeGone(output, `${output.dest}/${path}`);
    return files.readBytes(`${root}/${path}`);
  };
}

/** The index of the image that was built; an older layout may hold others beside it. */
async function readImage(
  output: FileOutput,
  bytes: Uint8Array,
  { wanted, readBlob }: { wanted: Wanted; readBlob: ReadBlob },
): Promise<ImageIndex> {
  const layout = parse(output, bytes);
  const digests = new Set(
    layout.kind === 'index' ? layout.manifests.map(({ digest }) => digest) : [],
  );
  const [only] = digests;
  const { imageDigest } = wanted;
  const digest = imageDigest !== undefined && digests.has(imageDigest) ? imageDigest : only;
  if (digest === undefined || (digests.size > 1 && digest !== imageDigest))
    throw makeBroken(output, 'its index does not name the image that was built');
  const image = parse(output, await readBlob(digest));
  if (image.kind === 'index') return image;
  const { attestations: missing } = wanted;
  throw makeMissing({ missing, where: output.dest, isEmpty: isEmptyImage(image) });
}

function parse(output: FileOutput, bytes: Uint8Array): ImageIndex | ImageManifest {
  const parsed = parseManifest(bytes);
  if (parsed.ok) return parsed.manifest;
  throw makeBroken(output, parsed.reason);
}

function makeBroken({ dest }: FileOutput, reason: string): ActionError {
  return new ActionError(
    'BUILD_RESULT_INVALID',
    `${dest} is not the layout of an image: ${reason}`,
    {
      hint: 'Does another step of the job, or another output, write there too? Build into a new place.',
    },
  );
}

interface Found {
  readonly spec: AttestationSpec;
  readonly bytes: Uint8Array;
  /** 1 for the first of its kind. */
  readonly count: number;
}

async function readStatements({
  wanted: { output, attestations },
  index,
  digest,
  readBlob,
}: {
  wanted: Wanted;
  index: ImageIndex;
  digest: Digest;
  readBlob: ReadBlob;
}): Promise<Found[]> {
  const own = listAttestationManifests(index).filter(({ describes }) => describes === digest);
  const layers = await Promise.all(
    own.map(async ({ descriptor }) => {
      const manifest = parse(output, await readBlob(descriptor.digest));
      return manifest.kind === 'image' ? listPredicateLayers(manifest) : [];
    }),
  );
  const found = attestations.map(async (spec) => {
    const fitting = layers.flat().filter((layer) => layer.predicateType === spec.predicateType);
    return Promise.all(
      fitting.map(async ({ descriptor }, position): Promise<Found> => {
        const bytes = nameSubject(await readBlob(descriptor.digest), digest);
        const statement = parseFileStatement(bytes);
        const isAbout = statement?.subjects.includes(digest) === true;
        if (!isAbout || statement.predicateType !== spec.predicateType)
          throw makeBroken(output, `its ${spec.kind} is not a statement about ${digest}`);
        return { spec, bytes, count: position + 1 };
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

/**
 * For an image without a name BuildKit writes statements without a subject (its exporter/containerimage/writer.go makes
 * them of the names): what they are about is told by the index alone. Signed, they would be about nothing.
 */
function nameSubject(bytes: Uint8Array, digest: Digest): Uint8Array {
  const statement = parseFileStatement(bytes);
  if (statement === undefined || statement.subjects.length > 0) return bytes;
  const { predicateType, predicate } = statement;
  return Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType,
      subject: [{ name: '_', digest: { sha256: digestHex(digest) } }],
      predicate,
    }),
  );
}

async function keepClaim(
  { files }: FilesReach,
  { wanted, claim, bytes }: { wanted: Wanted; claim: Omit<FileClaim, 'file'>; bytes: Uint8Array },
): Promise<FileClaim> {
  const file = `${wanted.folder}/${digestHex(computeDigest(bytes))}.json`;
  await files.write(file, bytes);
  return { ...claim, file };
}
