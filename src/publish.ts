/** Entry of the `publish/` action. */
import { VERSION } from './version.ts';

process.stdout.write(`build-sign-action ${VERSION}: publish\n`);
const { start } = await import('./start.ts');
await start('publish');
