/** The main step, from the runner's side. */
import { makeActionsHost } from './host/actions-host.ts';
import { closeConnections } from './host/http.ts';
import { run } from './pipeline.ts';

export async function start(): Promise<void> {
  await run(makeActionsHost());
  await closeConnections();
  // A download that stalled cannot be cancelled in `@actions/tool-cache`: its socket would keep the process alive.
  process.exit();
}
