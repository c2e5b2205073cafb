/** The second phase of signing: bundles that exist and verify are attached in the registry, as often as it takes. */
import type { Host } from '../../host/host.ts';
import type { Descriptor } from '../../image/manifest.ts';
import { formatRepository, type Repository } from '../../image/reference.ts';
import type { SubjectDescriptor } from '../../registry/bundle-manifest.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { Bundle } from './sign.ts';

/** What one subject has been given in one repository. */
export interface Attached {
  readonly repository: Repository;
  readonly subject: SubjectDescriptor;
  readonly referrers: readonly Descriptor[];
}

/**
 * Attaches the bundles to every repository: the index last, so that a refused upload never leaves a signed index over
 * unsigned children.
 */
export async function attachAll(
  host: Pick<Host, 'log' | 'clock'>,
  {
    registry,
    repositories,
    bundles,
    createdAt,
  }: {
    registry: RegistryClient;
    repositories: readonly Repository[];
    bundles: readonly Bundle[];
    createdAt: Date;
  },
): Promise<Attached[]> {
  const attached: Attached[] = [];
  const byDigest = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...(byDigest.get(bundle.subject.digest) ?? []), bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group: readonly Bundle[]): boolean => group[0]?.subject.kind === 'index';
  for (const repository of repositories) {
    const attach = async (group: readonly Bundle[]): Promise<void> => {
      attached.push(...(await attachGroup({ registry, repository, group, createdAt })));
    };
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${countBundles(bundles.length)} attached and read back`,
    );
  }
  return attached;
}

/**
 * Once more before the tags: where there is no referrers API, another job that signs the same digest may have put its
 * list in the place of ours since it was read back.
 */
export async function keepAttached(
  registry: RegistryClient,
  attached: readonly Attached[],
): Promise<void> {
  await settleAll(attached.map((one) => registry.ensureReferrers(one)));
}

async function attachGroup({
  registry,
  repository,
  group,
  createdAt,
}: {
  registry: RegistryClient;
  repository: Repository;
  group: readonly Bundle[];
  createdAt: Date;
}): Promise<Attached[]> {
  const [first] = group;
  if (first === undefined) return [];
  const { digest, mediaType, sizeBytes } = first.subject;
  const subject = { digest, mediaType, sizeBytes };
  const referrers = await registry.attachBundles({
    repository,
    subject,
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt,
  });
  return [{ repository, subject, referrers }];
}

/** `1 signature or attestation`, `9 signatures and attestations` */
export function countBundles(count: number): string {
  return count === 1 ? '1 signature or attestation' : `${count} signatures and attestations`;
}

/** Waits for all, then throws the first failure: nothing goes on behind a failed step. */
async function settleAll(work: ReadonlyArray<Promise<void>>): Promise<void> {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
