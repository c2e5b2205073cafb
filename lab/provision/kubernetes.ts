/** The programs of a cluster: most of a Kubernetes release, which only the tests of `driver: kubernetes` need. */
import { ActionError } from '../../src/errors.ts';
import { planFolders } from './folders.ts';
import { ensureGo } from './go-installation.ts';
import { ensureGoTool, hasGoTool } from './go-tools.ts';
import { runLocked } from './lock.ts';
import { KUBERNETES_PIN } from './pins.ts';
import type { LogLine } from './steps.ts';

/** Path of the one program that is all of them. Built first when the cache does not have it; throws `SETUP_FAILED`. */
export async function ensureKubernetes(log: LogLine): Promise<string> {
  const { cache } = planFolders();
  const build = { pin: KUBERNETES_PIN, cache };
  return runLocked({ path: `${cache}/kubernetes.lock`, log }, async () => {
    if (!(await hasGoTool(build)) && !(await ensureGo(log)))
      throw new ActionError('SETUP_FAILED', 'There is no Go to build Kubernetes with.', {
        hint: 'Install Go 1.21 or later (https://go.dev/dl) and run this again.',
      });
    return ensureGoTool({ ...build, log });
  });
}
