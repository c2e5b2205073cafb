/** The main step, from the runner's side. */
import { makeActionsHost } from './host/actions-host.ts';
import { closeConnections } from './host/http.ts';
import { run } from './pipeline.ts';

export async function start(): Promise<void> {
  await run(makeActionsHost());
  await closeConnections();
}
