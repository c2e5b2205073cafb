/** Entry of `runs.main`. */
import { makeActionsHost } from './host/actions-host.ts';
import { closeConnections } from './host/http.ts';
import { run } from './pipeline.ts';

await run(makeActionsHost());
await closeConnections();
