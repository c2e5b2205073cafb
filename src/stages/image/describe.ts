/** Reads back what was pushed: which manifests there are, and the predicates that BuildKit recorded for each platform. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { type Digest, digestHex } from '../../image/digest.ts';
import {
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  isEmptyImage,
  listAttestationManifests,
  listPlatformManifests,
  listPredicateLayers,
} from '../../image/manifest.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import type { Repository } from '../../image/reference.ts';
import { parseStatement } from '../../image/statement.ts';
import type { AttestationSpec, Subject } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { fetchBlob, fetchManifest } from './fetch.ts';
import { makeMissing } from './missing-predicates.ts';

/** A predicate as BuildKit recorded it, written to a file for cosign. */
export interface Predicate {
  readonly spec: AttestationSpec;
  readonly subject: Subject;
  readonly file: string;
}

export interface BuiltImage {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Platform manifests, their attestation manifests, and the index last: the order in which they are signed. */
  readonly subjects: readonly Subject[];
  readonly predicates: readonly Predicate[];
}

type Reach = Pick<Host, 'files'>;

interface Wanted {
  readonly registry: RegistryClient;
  readonly repository: Repository;
  readonly digest: Digest;
  readonly platforms: readonly Platform[];
  readonly attestations: readonly AttestationSpec[];
  readonly folder: string;
}

/**
 * Everything is fetched by digest and hashed, so that what is signed is what was built. Throws BUILD_RESULT_INVALID when
 * a platform is missing, and PREDICATE_MISSING when BuildKit recorded less than the plan promises.
 */
export async function describeImage(host: Reach, wanted: Wanted): Promise<BuiltImage> {
  const { registry, repository, digest } = wanted;
  const root = await fetchManifest(registry, repository, digest);
  const { manifest } = root;
  if (manifest.kind === 'image') return describeSingle(wanted, { ...root, manifest });
  const index = manifest;
  const platforms = listPlatformManifests(index).map(({ platform, descriptor }) =>
    makeSubject('platform', descriptor, formatPlatform(platform)),
  );
  checkPlatforms(wanted.platforms, platforms);
  const { subjects, predicates } = await readAttestations(host, { wanted, index, platforms });
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [
      ...platforms,
      ...subjects,
      {
        kind: 'index',
        digest,
        mediaType: root.mediaType,
        sizeBytes: root.bytes.length,
        platform: undefined,
      },
    ],
    predicates,
  };
}

/** One platform without attestations is pushed as a bare manifest. */
function describeSingle(
  { platforms, attestations, digest }: Wanted,
  root: { manifest: ImageManifest; bytes: Uint8Array; mediaType: string },
): BuiltImage {
  if (attestations.length > 0)
    throw makeMissing({
      missing: attestations,
      where: 'the image',
      isEmpty: isEmptyImage(root.manifest),
    });
  const [platform] = platforms;
  const subject: Subject = {
    kind: 'platform',
    digest,
    mediaType: root.mediaType,
    sizeBytes: root.bytes.length,
    platform: platform === undefined ? undefined : formatPlatform(platform),
  };
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [subject],
    predicates: [],
  };
}

function makeSubject(kind: Subject['kind'], descriptor: Descriptor, platform: string): Subject {
  return {
    kind,
    digest: descriptor.digest,
    mediaType: descriptor.mediaType,
    sizeBytes: descriptor.sizeBytes,
    platform,
  };
}

function checkPlatforms(wanted: readonly Platform[], found: readonly Subject[]): void {
  const names = new Set(found.map(({ platform }) => platform));
  const missing = wanted.map(formatPlatform).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new ActionError(
    'BUILD_RESULT_INVALID',
    `The pushed index has no manifest for ${missing.join(', ')}`,
    {
      hint: `It has ${[...names].join(', ') || 'none'}. Does the Dockerfile set a fixed \`--platform\` in its last FROM?`,
    },
  );
}

async function readAttestations(
  host: Reach,
  {
    wanted,
    index,
    platforms,
  }: { wanted: Wanted; index: ImageIndex; platforms: readonly Subject[] },
): Promise<{ subjects: Subject[]; predicates: Predicate[] }> {
  const described = listAttestationManifests(index);
  const parts = await Promise.all(
    platforms.map(async (subject) => {
      const own = described.filter(({ describes }) => describes === subject.digest);
      const manifests = own.map(({ descriptor }) =>
        makeSubject('attestation-manifest', descriptor, subject.platform ?? ''),
      );
      return { manifests, predicates: await readPredicates(host, { wanted, subject, manifests }) };
    }),
  );
  return {
    subjects: parts.flatMap(({ manifests }) => manifests),
    predicates: parts.flatMap(({ predicates }) => predicates),
  };
}

async function readPredicates(
  host: Reach,
  {
    wanted,
    subject,
    manifests,
  }: { wanted: Wanted; subject: Subject; manifests: readonly Subject[] },
): Promise<Predicate[]> {
  const { registry, repository, attestations, folder } = wanted;
  if (attestations.length === 0) return [];
  const layers = (
    await Promise.all(
      manifests.map(async ({ digest }) => {
        const { manifest } = await fetchManifest(registry, repository, digest);
        return manifest.kind === 'image' ? listPredicateLayers(manifest) : [];
      }),
    )
  ).flat();
  const missing = attestations.filter(
    (spec) => !layers.some(({ predicateType }) => predicateType === spec.predicateType),
  );
  if (missing.length > 0) throw await explainMissing(wanted, { missing, subject });
  const wantedLayers = attestations.flatMap((spec) =>
    layers
      .filter(({ predicateType }) => predicateType === spec.predicateType)
      .map(({ descriptor }) => ({ spec, descriptor })),
  );
  requireOneProvenance(wantedLayers, subject);
  return Promise.all(
    wantedLayers.map(async ({ spec, descriptor }) => {
      const statement = await fetchBlob(registry, repository, descriptor);
      const file = `${folder}/${spec.kind}-${digestHex(descriptor.digest)}.json`;
      await host.files.write(file, readPredicate(statement, { spec, subject }));
      return { spec, subject, file };
    }),
  );
}

/** BuildKit writes one. A frontend of the user's (`# syntax=`) may add another, whose builder would be his own word. */
function requireOneProvenance(
  layers: ReadonlyArray<Pick<Predicate, 'spec'>>,
  { platform, digest }: Subject,
): void {
  const count = layers.filter(({ spec }) => spec.kind === 'provenance').length;
  if (count < 2) return;
  throw new ActionError(
    'PROVENANCE_UNTRUE',
    `${platform ?? digest} has ${count} provenance statements, and BuildKit writes one: nobody can tell which is true`,
    {
      hint: 'A frontend that the Dockerfile names (`# syntax=`) adds a provenance of its own: use another. Nothing was published.',
    },
  );
}

/** The statement decides what it is about, not the annotation that led to it. */
function readPredicate(
  statement: Uint8Array,
  { spec, subject }: { spec: AttestationSpec; subject: Subject },
): string {
  const parsed = parseStatement(statement, statement.byteLength);
  const about = parsed?.subjects.includes(subject.digest) === true;
  if (parsed === undefined || parsed.predicateType !== spec.predicateType || !about) {
    throw new ActionError(
      'BUILD_RESULT_INVALID',
      `BuildKit's ${spec.kind} of ${subject.platform ?? 'the image'} is not a statement about ${subject.digest}`,
      {
        hint: 'Was the image changed in the registry while it was built? Run the job again.',
      },
    );
  }
  return JSON.stringify(parsed.predicate);
}

async function explainMissing(
  { registry, repository }: Wanted,
  { missing, subject }: { missing: readonly AttestationSpec[]; subject: Subject },
): Promise<ActionError> {
  const where = subject.platform ?? subject.digest;
  const { manifest } = await fetchManifest(registry, repository, subject.digest);
  return makeMissing({ missing, where, isEmpty: isEmptyImage(manifest) });
}
