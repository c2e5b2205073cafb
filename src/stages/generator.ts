/** The SBOM generator: an image that BuildKit pulls itself, so that where from is chosen before the build. */
import type { Host } from '../host/host.ts';
import type { BuildSpec } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import { listSources } from '../tools/image-sources.ts';
import { IMAGES } from '../tools/lock.ts';
import { rankSources } from './image-source.ts';
import type { Say } from './tracks.ts';

/** Does this build use the pinned generator, rather than one that the user names or none? */
export function usesOwnGenerator({ attests }: Pick<BuildSpec, 'attests'>): boolean {
  return attests.some((attest) => attest.includes(IMAGES.sbomScanner));
}

export interface GeneratorQuestion {
  readonly build: BuildSpec;
  /** Where the generator can be had from; the first is what the build names. The pinned one's unless told. */
  readonly sources?: readonly [string, ...string[]];
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly say: Say;
}

/** The same build, its generator pulled from where it can be had. */
export async function chooseGenerator(
  host: Pick<Host, 'clock'>,
  { build, registry, say, sources = listSources(IMAGES.sbomScanner) }: GeneratorQuestion,
): Promise<BuildSpec> {
  const [named] = sources;
  const [best = named] = await rankSources(host, { sources, registry: registry.brief, say });
  say(best);
  return { ...build, attests: build.attests.map((attest) => attest.replace(named, best)) };
}
