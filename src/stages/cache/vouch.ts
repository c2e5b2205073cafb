/** Signatures of caches in registries: found and checked before one is read, made when one was written. */
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { formatReference, parseReference, type Repository } from '../../image/reference.ts';
import type { CachePlace } from '../../plan/cache-spec.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import type { RegistryClient, RegistryReader } from '../../registry/client.ts';
import { makeSignArgs } from '../../tools/cosign.ts';
import { readBundles } from '../image/fetch.ts';
import type { BundleChecker } from '../signing/check-bundle.ts';
import { runSigningTasks } from '../signing/make-bundle.ts';
import type { Signing } from '../signing/prepare-signing.ts';

/** Of a manifest that somebody filled with signatures, no more are looked at. */
const MAX_BUNDLES = 8;

/** What a place names at this moment. */
export interface FoundCache {
  readonly repository: Repository;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
}

/** Undefined where there is none yet. */
export async function findCache(
  registry: Pick<RegistryReader, 'readManifest'>,
  { attributes }: CachePlace,
): Promise<FoundCache | undefined> {
  const parsed = parseReference(attributes['ref'] ?? '');
  if (!parsed.ok) return undefined;
  const { repository, tag, digest } = parsed.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? 'latest');
  if (content === undefined) return undefined;
  const { mediaType, bytes } = content;
  return { repository, digest: content.digest, mediaType, sizeBytes: bytes.length, bytes };
}

/** True when a signature beside the manifest satisfies one of the checkers. */
export async function isVouchedFor(
  registry: RegistryReader,
  { repository, digest }: FoundCache,
  checkers: readonly BundleChecker[],
): Promise<boolean> {
  let left = MAX_BUNDLES;
  for await (const { bytes } of readBundles(registry, {
    repository,
    digest,
    predicateType: SIGNATURE_PREDICATE,
  })) {
    for (const check of checkers)
      if ((await check({ bytes, digest, predicateType: SIGNATURE_PREDICATE })).ok) return true;
    left -= 1;
    if (left === 0) break;
  }
  return false;
}

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

/** Signs the manifest as an image is signed, and attaches the signature. */
export async function vouchFor(
  host: Reach,
  found: FoundCache,
  { signing, registry, folder }: { signing: Signing; registry: RegistryClient; folder: string },
): Promise<void> {
  const { repository, digest, mediaType, sizeBytes } = found;
  const predicateType = SIGNATURE_PREDICATE;
  const image = formatReference({ repository, digest });
  const task = {
    label: `signature of the cache ${image}`,
    args: (tokenFile: string, bundleFile: string) =>
      makeSignArgs({ image, files: { ...signing.trust, tokenFile, bundleFile } }),
    check: (bytes: Uint8Array) => signing.check({ bytes, digest, predicateType }),
  };
  const { timeoutMs } = signing.spec;
  const [bytes] = await runSigningTasks(host, {
    tasks: [task],
    timeoutMs,
    tools: { ...signing, folder },
  });
  if (bytes === undefined) return;
  await registry.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes },
    bundles: [{ bytes, predicateType }],
    createdAt: host.clock.now(),
  });
}
