/** How many stages the image has, which says what a cache of it has to hold. */
import type { Host } from '../../host/host.ts';
import { countStages } from '../../image/stage-count.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { dockerfilePath, isRemoteContext } from '../../plan/contexts.ts';

/** Undefined where the Dockerfile is not at hand: then a cache of all stages is right. */
export async function readStages(
  { files }: Pick<Host, 'files'>,
  inputs: Inputs,
): Promise<number | undefined> {
  const path = dockerfilePath(inputs);
  if (path === undefined || isRemoteContext(inputs.context)) return undefined;
  try {
    return countStages(await files.readText(path), inputs.target);
  } catch {
    return undefined;
  }
}
