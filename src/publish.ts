/** Entry of the `publish/` action. */
import { cancelOnSignals } from './host/signals.ts';
import { VERSION } from './version.ts';

const signal = cancelOnSignals();
process.stdout.write(`build-sign-action ${VERSION}: publish\n`);
const { start } = await import('./start.ts');
await start('publish', signal);
