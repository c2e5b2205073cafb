/** An action from the runner's side. */
import { makeActionsHost } from './host/actions-host.ts';
import { closeConnections } from './host/http.ts';

const PIPELINES = {
  step: async () => (await import('./pipeline.ts')).run,
  publish: async () => (await import('./publish-pipeline.ts')).runPublish,
} as const;

/** `publish` is the action of that name. The signal is that of a cancel, which may come while this loads. */
export async function start(what: keyof typeof PIPELINES, signal: AbortSignal): Promise<void> {
  const run = await PIPELINES[what]();
  const host = makeActionsHost(signal);
  // Node tells a signal between two turns of its loop, and all of this may have been loaded in one.
  await new Promise(setImmediate);
  await run(host);
  await closeConnections();
  // A download that stalled cannot be cancelled in `@actions/tool-cache`: its socket would keep the process alive.
  process.exit();
}
