import { ActionError } from '../../src/errors.ts';
import { canInstallPackages } from './debian.ts';
import { socketPath } from './dockerd.ts';
import { planFolders } from './folders.ts';
import { findInstalledEngine } from './installed-engine.ts';

/** What this machine gives, and so what the lab has to bring. */
export interface World {
  /** `installed`: a Docker engine answers and is used as it is. `own`: the lab starts one. */
  readonly engine: 'installed' | 'own';
  /** `official`: pulled from Docker Hub by digest. `local`: made here from the same components. */
  readonly images: 'official' | 'local';
  /** Endpoint of the installed engine. */
  readonly dockerHost?: string;
}

const IMAGE_SOURCES = ['official', 'local'] as const;

/**
 * The one decision between the two worlds. `BSA_LAB_ENGINE=own` ignores an installed engine;
 * `BSA_LAB_IMAGES=local|official` decides where images come from (a machine with Docker and without internet).
 */
export async function decideWorld(env: NodeJS.ProcessEnv = process.env): Promise<World> {
  const found = env['BSA_LAB_ENGINE'] === 'own' ? undefined : await findInstalledEngine();
  // Started by someone who was given the lab's own engine: that one is still to be held by a lease of one's own.
  const own = `unix://${socketPath(planFolders())}`;
  const dockerHost = found === own ? undefined : found;
  const wished = IMAGE_SOURCES.find((each) => each === env['BSA_LAB_IMAGES']);
  if (dockerHost !== undefined) {
    return { engine: 'installed', images: wished ?? 'official', dockerHost };
  }
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new ActionError(
      'ENVIRONMENT_UNSUPPORTED',
      'No Docker engine answers, and the lab can start one only as root on Linux.',
      {
        hint: 'Start Docker and run this again.',
      },
    );
  }
  return { engine: 'own', images: wished ?? ((await canInstallPackages()) ? 'local' : 'official') };
}
