import { ActionError } from '../../src/errors.ts';
import { canInstallPackages } from './debian.ts';
import { findInstalledEngine } from './docker-client.ts';
import { socketPath } from './dockerd.ts';
import { planFolders } from './folders.ts';

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
 * The one decision between the two worlds. `BSA_LAB_ENGINE=own` ignores an installed engine; `BSA_LAB_IMAGES` takes
 * images from where it says. Without it they are made locally wherever that can be done (Debian, as root), so that
 * such a machine needs no way to an image registry, and pulled elsewhere.
 */
export async function decideWorld(env: NodeJS.ProcessEnv = process.env): Promise<World> {
  const wished = IMAGE_SOURCES.find((each) => each === env['BSA_LAB_IMAGES']);
  const images = wished ?? ((await canInstallPackages()) ? 'local' : 'official');
  const found = env['BSA_LAB_ENGINE'] === 'own' ? undefined : await findInstalledEngine();
  // Started by someone who was given the lab's own engine: that one is still to be held by a lease of one's own.
  const own = `unix://${socketPath(planFolders(env))}`;
  if (found !== undefined && found !== own) {
    return { engine: 'installed', images, dockerHost: found };
  }
  if (process.platform === 'linux' && process.getuid?.() === 0) return { engine: 'own', images };
  throw new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    'No Docker engine answers, and the lab can start one only as root on Linux.',
    { hint: 'Start Docker and run this again.' },
  );
}
