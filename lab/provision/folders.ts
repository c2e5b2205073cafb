import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the lab keeps what. Only `cache` is worth keeping between machines (a CI cache, for example). */
export interface LabFolders {
  /** Tools and files that never change once they are there. */
  readonly cache: string;
  /** What the engine writes: images, volumes, logs. */
  readonly state: string;
  /** Sockets and pid files. Short on purpose: a unix socket's path may have 107 bytes. */
  readonly run: string;
  /** Eight hexadecimal digits that tell this lab's network and namespaces from another one's. */
  readonly id: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Derives the lab's folders from `BSA_LAB_CACHE`, `BSA_LAB_STATE` and `XDG_CACHE_HOME`, else the home folder.
 * Two labs with different state folders do not share an engine.
 */
export function planFolders(env: Environment = process.env): LabFolders {
  const caches = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const cache = resolve(env['BSA_LAB_CACHE'] || join(caches, 'build-sign-action-lab'));
  const state = resolve(env['BSA_LAB_STATE'] || join(cache, 'state'));
  const id = createHash('sha256').update(state).digest('hex').slice(0, 8);
  const root = process.getuid?.() === 0 && process.platform === 'linux' ? '/run' : tmpdir();
  return { cache, state, run: join(root, `bsa-lab-${id}`), id };
}

/** The state folder of a worker beside the first one, whose engine is the lab's; undefined for that one. */
export function planWorkerState(
  worker: number,
  env: Environment = process.env,
): string | undefined {
  return worker > 1 ? `${planFolders(env).state}-worker-${worker}` : undefined;
}
