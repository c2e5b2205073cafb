/** Temporary tags that keep the legs of an image alive in registries that delete untagged manifests, and their removal. */
import pLimit from 'p-limit';
import { ActionError, errorCode } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { formatReference, formatRepository, type Repository } from '../../image/reference.ts';
import type { Candidate } from '../../plan/candidate.ts';
import { type KeepAlive, makeKeepTag } from '../../plan/keep-alive.ts';
import type { Destination } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { BuiltImage } from '../image/describe.ts';
import { type FetchedManifest, openManifest } from '../image/fetch.ts';

type Reach = Pick<Host, 'log'>;
/** What a tag can be pointed at. */
type Pushed = Pick<BuiltImage, 'digest' | 'bytes' | 'mediaType'>;

const PARALLEL = 8;

/**
 * Tags what a leg pushed. A registry that does not take the tag is a warning: the leg may well live long enough, and
 * whoever merges says so where it did not.
 */
export async function keepAlive(
  host: Reach,
  { registry, keep, image }: { registry: RegistryClient; keep: KeepAlive; image: Pushed },
): Promise<void> {
  const { tag, repositories } = keep;
  const { bytes, mediaType, digest } = image;
  await Promise.all(
    repositories.map(async (repository) => {
      const name = formatReference({ repository, tag });
      try {
        await registry.moveTag({ repository, tag, bytes, mediaType });
        host.log.info(`${name} keeps ${digest} until the image is published`);
      } catch (error) {
        warn(
          host,
          `${name} could not be set, and ${repository.registry} may delete it soon`,
          error,
        );
      }
    }),
  );
}

/** What one leg pushed, in which attempt of the run. */
export interface KeptLeg {
  /** Undefined for a whole image. */
  readonly platform: Platform | undefined;
  readonly attempt: number;
  readonly digest: Digest;
}

interface Dropping {
  readonly registry: RegistryClient;
  readonly repositories: readonly Repository[];
  readonly runId: string;
  readonly group: string;
  /** Of every attempt: one that was superseded left a tag too. */
  readonly legs: readonly KeptLeg[];
  /** What was published. */
  readonly image: Pushed;
}

/**
 * Removes the temporary tags of all legs, after publication. The names are made here and never taken from a leg's
 * record, which could name `latest`. A tag that the registry does not delete is pointed at the published image: it
 * then keeps nothing else, and no leg's digest hangs on it. Never fails a release.
 */
export async function dropKeepAlive(host: Reach, dropping: Dropping): Promise<void> {
  const limit = pLimit(PARALLEL);
  const names = await Promise.all(
    dropping.repositories.flatMap((repository) =>
      dropping.legs.map((leg) => limit(() => dropOne(host, { dropping, repository, leg }))),
    ),
  );
  const left = names.filter((name) => name !== undefined);
  if (left.length === 0) return;
  host.log.notice(
    `${left.join(', ')} could not be deleted and ${left.length === 1 ? 'names' : 'name'} the published image now: the registry, or the account used for it, does not delete tags.`,
  );
}

/** The name of the tag when it had to stay. */
async function dropOne(
  host: Reach,
  { dropping, repository, leg }: { dropping: Dropping; repository: Repository; leg: KeptLeg },
): Promise<string | undefined> {
  const { registry, image, runId, group } = dropping;
  const tag = makeKeepTag({ ...leg, runId, group });
  const name = formatReference({ repository, tag });
  try {
    if (await deleteTag(registry, { repository, tag, digest: leg.digest })) {
      host.log.info(`${name} is removed`);
      return undefined;
    }
    await registry.moveTag({ repository, tag, bytes: image.bytes, mediaType: image.mediaType });
    return name;
  } catch (error) {
    warn(host, `${name} could not be removed`, error);
    return undefined;
  }
}

/** False when the tag is still there. Some registries delete the manifest along with its last tag: it is put back. */
async function deleteTag(
  registry: RegistryClient,
  { repository, tag, digest }: { repository: Repository; tag: string; digest: Digest },
): Promise<boolean> {
  const leg = await registry.readManifest(repository, digest);
  const result = await registry.deleteTag(repository, tag);
  if (result === 'unsupported') return false;
  // For a path that they do not know, registries answer 404 as well.
  if (result === 'absent' && (await registry.probeManifest(repository, tag)) !== undefined)
    return false;
  if (leg !== undefined && (await registry.probeManifest(repository, digest)) === undefined)
    await registry.putManifest({ repository, reference: digest, ...leg });
  return true;
}

function warn(host: Reach, what: string, error: unknown): void {
  if (errorCode(error) === 'CANCELLED') throw error;
  host.log.warning(`${what}: ${error instanceof Error ? error.message : String(error)}`);
}

/** After publication: the tags that candidates were kept by, where they say that they were. */
export async function dropKept(
  host: Reach,
  {
    registry,
    destinations,
    candidates,
    image,
  }: {
    registry: RegistryClient;
    destinations: readonly Destination[];
    candidates: readonly Candidate[];
    image: Pushed;
  },
): Promise<void> {
  const [first] = candidates;
  const kept = new Set(candidates.flatMap((candidate) => candidate.keepAlive));
  const repositories = destinations
    .map(({ repository }) => repository)
    .filter((repository) => kept.has(formatRepository(repository)));
  if (first === undefined || repositories.length === 0) return;
  const { runId, group } = first;
  const legs = await listKept(host, { registry, repositories, candidates });
  await dropKeepAlive(host, { registry, repositories, runId, group, legs, image });
}

/**
 * The legs, and those of other attempts that they take the place of: these left a tag when they, or whoever was to merge
 * them, failed after it was set. Looked for only in a run of several attempts.
 */
async function listKept(
  host: Reach,
  {
    registry,
    repositories,
    candidates,
  }: {
    registry: RegistryClient;
    repositories: readonly Repository[];
    candidates: readonly Candidate[];
  },
): Promise<readonly KeptLeg[]> {
  const last = Math.max(...candidates.map(({ attempt }) => attempt));
  const attempts = Array.from({ length: last }, (_, at) => at + 1);
  const others = candidates.flatMap((leg) =>
    attempts.filter((one) => one !== leg.attempt).map((attempt) => ({ ...leg, attempt })),
  );
  try {
    const found = await Promise.all(
      others.map(async (leg): Promise<KeptLeg[]> => {
        const tag = makeKeepTag(leg);
        const kept = await Promise.all(repositories.map((one) => registry.readManifest(one, tag)));
        const digest = kept.find((one) => one !== undefined)?.digest;
        return digest === undefined ? [] : [{ ...leg, digest }];
      }),
    );
    return [...candidates, ...found.flat()];
  } catch (error) {
    warn(host, 'Temporary tags of earlier attempts could not be looked for', error);
    return candidates;
  }
}

/** What a leg pushed, or with no platform the whole image, by its digest. Throws LEG_VANISHED when the registry has it no more. */
export async function readLeg(
  registry: RegistryClient,
  {
    repository,
    digest,
    platform,
  }: { repository: Repository; digest: Digest; platform: Platform | undefined },
): Promise<FetchedManifest> {
  const content = await registry.readManifest(repository, digest);
  if (content !== undefined) return openManifest(repository, content);
  const name = formatReference({ repository, digest });
  const what = platform === undefined ? 'the image' : `the image of ${formatPlatform(platform)}`;
  throw new ActionError(
    'LEG_VANISHED',
    `${repository.registry} deleted ${what}, ${name}, before it was published: run the job that built it again, with \`keep-alive: on\`.`,
  );
}
