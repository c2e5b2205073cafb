/** Which platform an engine is given: it can take one only. */
import { ActionError } from '../errors.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { BuildSpec, Plan } from './types.ts';

/**
 * The platforms that are built: all of the plan's, or for `load` the engine's own where it is among them, else the only
 * one there is. Throws ENVIRONMENT_UNSUPPORTED where several are wanted and none is the engine's.
 */
export function choosePlatforms(
  { mode, build: { platforms } }: { mode: Plan['mode']; build: Pick<BuildSpec, 'platforms'> },
  engine: Platform,
): readonly Platform[] {
  if (mode !== 'load' || platforms.length === 1) return platforms;
  const own = platforms.find(
    ({ os, architecture }) => os === engine.os && architecture === engine.architecture,
  );
  if (own !== undefined) return [own];
  throw new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    `An engine can load one platform, and none of ${platforms.map(formatPlatform).join(', ')} is its own, ${formatPlatform(engine)}`,
    { hint: 'Set `platforms` to the one to load.' },
  );
}
