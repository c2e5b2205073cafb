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

/** The same build, its generator pulled from where it can be had. */
export async function chooseGenerator(
  host: Pick<Host, 'clock'>,
  { build, registry, say }: { build: BuildSpec; registry: Pick<RegistryClient, 'brief'>; say: Say },
): Promise<BuildSpec> {
  const sources = listSources(IMAGES.sbomScanner);
  const [best = IMAGES.sbomScanner] = await rankSources(host, {
    sources,
    registry: registry.brief,
    say,
  });
  say(best);
  const attests = build.attests.map((attest) => attest.replace(IMAGES.sbomScanner, best));
  return { ...build, attests };
}
