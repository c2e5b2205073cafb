/** An action from the runner's side. */
import { makeActionsHost } from './host/actions-host.ts';
import { closeConnections } from './host/http.ts';

const PIPELINES = {
  step: async () => (await import('./pipeline.ts')).run,
  publish: async () => (await import('./publish-pipeline.ts')).runPublish,
} as const;

/** `publish` is the action of that name. */
export async function start(what: keyof typeof PIPELINES): Promise<void> {
  const run = await PIPELINES[what]();
  await run(makeActionsHost());
  await closeConnections();
  // A download that stalled cannot be cancelled in `@actions/tool-cache`: its socket would keep the process alive.
  process.exit();
}
