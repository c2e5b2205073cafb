/**
 * Provisions the lab and prints what there is.
 *   --hold    keeps the engine until this process is ended, for work by hand
 *   --clean   ends the engine and removes its state (not the cache); --force even while it is used
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { describeError } from '../../src/errors.ts';
import { cleanLab } from './clean.ts';
import { planFolders } from './folders.ts';
import { type Lab, provisionLab } from './provision.ts';
import { formatSeconds } from './steps.ts';

const OPTIONS = {
  hold: { type: 'boolean', default: false },
  clean: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
} as const;

const log = (line: string) => console.log(line);

function printLab({ tools, engine, images }: Lab): void {
  const { world, ...programs } = tools;
  const { cache, state } = planFolders();
  const rows: readonly (readonly [string, string])[] = [
    ['engine', `${engine.dockerHost} (${world.engine})`],
    ['buildkit image', `${images.buildkit} (${world.images})`],
    ['cache', cache],
    ['state', state],
    ...Object.entries(programs).map(([name, path]) => [name, path ?? '(absent)'] as const),
    ['busybox amd64', images.baseContent.busyboxAmd64],
    ['busybox arm64', images.baseContent.busyboxArm64],
  ];
  for (const [name, value] of rows) log(`  ${name.padEnd(18)} ${value}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.clean) return cleanLab(log, values.force);
  const startedMs = performance.now();
  const lab = await provisionLab({ log });
  log(`The lab is ready after ${formatSeconds(performance.now() - startedMs)}:`);
  printLab(lab);
  if (values.hold) {
    log(`Holding the engine (process ${process.pid}); end this to let it go.`);
    // A pending promise keeps no process alive.
    const alive = setInterval(() => undefined, 60_000);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    clearInterval(alive);
  }
  await lab.engine.stop();
}

try {
  await main();
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
