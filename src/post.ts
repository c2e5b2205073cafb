/** Entry of `runs.post`: always runs, and never fails the job. */
import { makeActionsHost } from './host/actions-host.ts';
import { cancelOnSignals } from './host/signals.ts';
import { cleanUp } from './stages/cleanup/cleanup.ts';

const host = makeActionsHost(cancelOnSignals());
try {
  await cleanUp(host);
} catch (error) {
  host.log.warning(`Cleaning up failed: ${error instanceof Error ? error.message : String(error)}`);
}
