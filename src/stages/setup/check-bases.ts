/** Base images against platforms: what would end the build after minutes is told before it begins. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { mayServe } from '../../image/compatibility.ts';
import type { BaseImage } from '../../image/dockerfile.ts';
import { listPlatformManifests, parseConfigPlatform, parseManifest } from '../../image/manifest.ts';
import { formatPlatform, isSamePlatform, type Platform } from '../../image/platform.ts';
import { parseReference, type Reference } from '../../image/reference.ts';
import { isRemoteContext } from '../../plan/contexts.ts';
import type { Plan } from '../../plan/types.ts';
import type { RegistryClient, RegistryReader } from '../../registry/client.ts';
import type { Say } from '../job/tracks.ts';
import { settleWithin } from '../job/within.ts';

type Reach = Pick<Host, 'files' | 'log' | 'clock'>;

/** Milliseconds for all of it: a registry that does not answer is the build's problem, if it is one at all. */
const LIMIT_MS = 2000;
/** Whoever pulls from more has other worries than one request for each. */
const MAX_IMAGES = 12;
const MAX_CONFIG_BYTES = 1024 * 1024;

interface Setting {
  readonly plan: Pick<Plan, 'mode' | 'build' | 'builder'>;
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly say: Say;
}

/** What a registry has under a name. */
interface Offer {
  /** False: one image, which BuildKit takes for whatever is built. */
  readonly isIndex: boolean;
  readonly platforms: readonly Platform[];
}

/** Throws BASE_PLATFORM_MISSING with everything that is missing. Silent about all that cannot be known within 2 s. */
export async function checkBases(host: Reach, { plan, registry, say }: Setting): Promise<void> {
  const bases = await readBases(host, plan);
  const images = [...new Set(bases.map(({ image }) => image))].slice(0, MAX_IMAGES);
  const problems: string[] = [];
  await Promise.all(
    images.map(async (image) => {
      const offer = await settleWithin(host, LIMIT_MS, readOffer(registry.brief, image));
      if (offer === undefined || offer.platforms.length === 0) return;
      say(`${image}: ${offer.platforms.map(formatPlatform).join(', ')}`);
      const lacking = bases.filter(
        (base) =>
          base.image === image && !offer.platforms.some((one) => mayServe(one, base.platform)),
      );
      if (lacking.length === 0) return;
      const problem = describeLack(plan.build.file, { image, lacking, offer });
      if (offer.isIndex) problems.push(problem);
      else
        host.log.warning(`${problem} The build takes it as it is: its programs do not run there.`);
    }),
  );
  if (problems.length === 0) return;
  throw new ActionError('BASE_PLATFORM_MISSING', problems.sort().join('\n'), {
    hint: 'Take a base image that has the platform, or leave the platform out of `platforms`. A stage that only makes files for others can run on the platform of the builder: `FROM --platform=$BUILDPLATFORM …`.',
  });
}

async function readBases({ files, log }: Reach, plan: Setting['plan']): Promise<BaseImage[]> {
  const { build, builder } = plan;
  // An engine's own BuildKit may have an image of that name that no registry knows.
  const isLocal = builder.kind === 'engine' && !build.pull;
  // What is loaded is built for the platform of the engine alone.
  if (plan.mode === 'call' || plan.mode === 'load' || isLocal || build.file === undefined)
    return [];
  if (isRemoteContext(build.context)) return [];
  try {
    const text = await files.readText(build.file);
    // Loaded here: not every run gets this far, and none needs it for its first line.
    const { listBases } = await import('../../image/dockerfile.ts');
    const { target, buildArgs } = build;
    const contexts = build.contexts.map((entry) => entry.split('=')[0] ?? '');
    return build.platforms.flatMap((platform) =>
      listBases({ text, target, buildArgs, contexts, platform }),
    );
  } catch (error) {
    log.debug(`Base images are not checked: ${String(error)}`);
    return [];
  }
}

async function readOffer(registry: RegistryReader, image: string): Promise<Offer | undefined> {
  const parsed = parseReference(image);
  if (!parsed.ok) return undefined;
  const { repository, tag, digest }: Reference = parsed.reference;
  const content = await registry.readManifest(repository, digest ?? tag ?? 'latest');
  const result = content && parseManifest(content.bytes, content.mediaType);
  if (result?.ok !== true) return undefined;
  const { manifest } = result;
  if (manifest.kind === 'index') {
    const found = listPlatformManifests(manifest).map(({ platform }) => platform);
    return { isIndex: true, platforms: found.filter(isFirst) };
  }
  const blob = await registry.readBlob({
    repository,
    digest: manifest.config.digest,
    maxBytes: MAX_CONFIG_BYTES,
  });
  const own = blob && parseConfigPlatform(blob);
  return own && { isIndex: false, platforms: [own] };
}

function isFirst(platform: Platform, at: number, all: readonly Platform[]): boolean {
  return all.findIndex((other) => isSamePlatform(other, platform)) === at;
}

function describeLack(
  file: string | undefined,
  { image, lacking, offer }: { image: string; lacking: readonly BaseImage[]; offer: Offer },
): string {
  const unique = (values: readonly string[]): string => [...new Set(values)].join(', ');
  const missing = unique(lacking.map(({ platform }) => formatPlatform(platform)));
  const lines = unique(lacking.map(({ line }) => `${file}:${line}`));
  return `The base image ${image} (${lines}) has nothing for ${missing}, only ${unique(offer.platforms.map(formatPlatform))}.`;
}
