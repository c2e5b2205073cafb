/** What has to hold in a registry whatever jobs did to it: nothing has a tag that is not signed, attested and whole. */
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { formatPlatform, type Platform } from '../../src/image/platform.ts';
import { IDENTITY, readFakeBundle } from './fake-cosign.ts';
import { listTagged } from './fake-registry-content.ts';
import type { Job, LegsWorld } from './legs-world.ts';

const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const ATTESTED = ['https://spdx.dev/Document', 'https://slsa.dev/provenance/v1'];

interface Manifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly manifests?: readonly (Manifest & {
    readonly platform?: Platform;
    readonly annotations?: Readonly<Record<string, string>>;
  })[];
  readonly layers?: readonly Manifest[];
  readonly subject?: Manifest;
}

/** One line for each violation. */
export function findViolations(
  world: LegsWorld,
  {
    platforms = ['linux/amd64', 'linux/arm64'],
    attested = ATTESTED,
  }: { platforms?: readonly string[]; attested?: readonly string[] } = {},
): readonly string[] {
  return Object.entries(world.tags()).flatMap(([tag, digest]) => {
    const path = tag.slice(0, tag.lastIndexOf(':'));
    const { manifests = [] } = readManifest(world, path, digest);
    const isImage = ({ platform }: { platform?: Platform }): boolean =>
      platform !== undefined && platform.os !== 'unknown';
    const images = manifests.filter(isImage);
    const names = images.map(({ platform }) => (platform && formatPlatform(platform)) ?? '');
    const wrong = names.join() === platforms.join() ? [] : [`has ${names.join()}`];
    const missing = [
      ...[digest, ...manifests.map((one) => one.digest)].map((one) => [one, SIGNATURE] as const),
      ...images.flatMap((one) => attested.map((type) => [one.digest, type] as const)),
    ].flatMap(([about, type]) => {
      const own = listStated(world, path, about).filter((one) => one === type);
      return own.length > 0 ? [] : [`no ${type} of ${about}`];
    });
    return [...wrong, ...missing].map((text) => `${tag}: ${text}`);
  });
}

function readManifest({ registry }: LegsWorld, path: string, digest: string): Manifest {
  const found = registry.content.manifests.get(`${path}@${digest}`);
  if (found === undefined) throw new Error(`${path}@${digest} is not there`);
  return JSON.parse(found.bytes.toString());
}

function listSubjects({ registry }: LegsWorld, path: string, digest: string): readonly string[] {
  return [...registry.content.manifests].flatMap(([key, { bytes }]) => {
    const { subject }: Manifest = JSON.parse(bytes.toString());
    const isAbout = key.startsWith(`${path}@`) && subject?.digest === digest;
    return isAbout ? [key.slice(path.length + 1)] : [];
  });
}

/** Predicate types of the bundles about a manifest that its list names, and that the right identity signed. */
export function listStated(world: LegsWorld, path: string, digest: string): readonly string[] {
  const { content } = world.registry;
  const listed = content.referrersApi
    ? listSubjects(world, path, digest)
    : listTagged(content, path, digest);
  return listed.flatMap((referrer) => {
    const [layer] = readManifest(world, path, referrer).layers ?? [];
    const bytes = content.blobs.get(`${path}@${layer?.digest}`);
    // BuildKit's own attestation manifests refer to what they describe as well.
    if (bytes === undefined || layer?.mediaType !== MEDIA_TYPE.bundle) return [];
    const { digestHex, identity, predicateType } = readFakeBundle(bytes);
    return digestHex === digest.slice(7) && identity === IDENTITY ? [predicateType] : [];
  });
}

/** Outputs that would overwrite those of the leg that published, when the job of the matrix has them for outputs. */
const WHOLE = [
  'digest',
  'digests',
  'tags',
  'image',
  'imageid',
  'published',
  'verified',
  'signer-identity',
  'verify-commands',
] as const;

export function findPartialClaims(job: Job): readonly string[] {
  return WHOLE.filter((name) => job.output(name) !== '');
}
