/** Entry of `runs.main`. The first line stands in the log before the libraries are loaded, which takes most of start-up. */
import { cancelOnSignals } from './host/signals.ts';
import { VERSION } from './version.ts';

const signal = cancelOnSignals();
process.stdout.write(`build-sign-action ${VERSION}\n`);
const { start } = await import('./start.ts');
await start('step', signal);
