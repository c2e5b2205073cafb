/** The second phase of signing: bundles that exist and verify are attached in the registry, as often as it takes. */
import type { Host } from '../host/host.ts';
import { formatRepository, type Repository } from '../image/reference.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Bundle } from './sign.ts';

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
): Promise<void> {
  const byDigest = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...(byDigest.get(bundle.subject.digest) ?? []), bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group: readonly Bundle[]): boolean => group[0]?.subject.kind === 'index';
  for (const repository of repositories) {
    const attach = (group: readonly Bundle[]): Promise<void> =>
      attachGroup({ registry, repository, group, createdAt });
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${bundles.length} signatures and attestations attached and read back`,
    );
  }
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
}): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { digest, mediaType, sizeBytes } = first.subject;
  await registry.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes },
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt,
  });
}

/** Waits for all, then throws the first failure: nothing goes on behind a failed step. */
async function settleAll(work: ReadonlyArray<Promise<void>>): Promise<void> {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
