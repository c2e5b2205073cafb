/** The SBOM generator: an image that BuildKit pulls itself, so that where from is chosen before the build. */
import type { Host } from '../../host/host.ts';
import type { BuildSpec } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { listSources } from '../../tools/image-sources.ts';
import { IMAGES } from '../../tools/lock.ts';
import type { Say } from '../job/tracks.ts';
import { rankSources } from '../tools/image-source.ts';

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
  host: Pick<Host, 'clock' | 'log'>,
  { build, registry, say, sources = listSources(IMAGES.sbomScanner) }: GeneratorQuestion,
): Promise<BuildSpec> {
  const [named] = sources;
  const lacks: string[] = [];
  const [best = named] = await rankSources(host, {
    ...{ sources, registry: registry.brief },
    say: (lack) => {
      lacks.push(lack);
      say(lack);
    },
  });
  say(best);
  if (best !== named) host.log.warning(tellSwitch(best, lacks[0] ?? named));
  return { ...build, attests: renameGenerator(build.attests, { named, best }) };
}

/** What is told where the generator comes from another registry than the first. */
export function tellSwitch(best: string, why: string): string {
  return `The SBOM generator comes from ${best}: ${why}`;
}

/** Where this build's generator can be had from: the one that it names, and then the others. None of one that the user names. */
export function listGenerators(
  { attests }: Pick<BuildSpec, 'attests'>,
  sources: readonly string[] = listSources(IMAGES.sbomScanner),
): readonly string[] {
  const named = sources.find((source) => attests.some((attest) => attest.includes(source)));
  return named === undefined ? [] : [named, ...sources.filter((source) => source !== named)];
}

/** The attestations, with another name of the same generator. */
export function renameGenerator(
  attests: readonly string[],
  { named, best }: { readonly named: string; readonly best: string },
): readonly string[] {
  return attests.map((attest) => attest.replace(named, best));
}
