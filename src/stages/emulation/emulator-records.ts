/** Emulators that runs have registered on a machine of one's own, and which of them nobody will remove any more. */
import type { Host } from '../../host/host.ts';
import { BINFMT_FOLDER } from '../../tools/binfmt.ts';
import {
  type EmulatorRecord,
  parseEmulatorRecord,
  RECORD_FOLDER,
} from '../../tools/emulator-record.ts';
import { formatMark } from '../../tools/mark.ts';
import { isLeft, makeMark } from '../job/owner.ts';

type Reach = Pick<Host, 'env' | 'files' | 'clock' | 'log'>;

/** Written when they work: a machine of one's own has runs after this one. */
export async function recordEmulators(host: Reach, names: readonly string[]): Promise<void> {
  const folder = findFolder(host);
  if (folder === undefined) return;
  const mark = formatMark(await makeMark(host));
  for (const name of names) {
    const handler = await readHandler(host, name);
    // An engine on another machine has a kernel of its own, of which nothing is known here.
    if (handler === undefined) continue;
    const text = JSON.stringify({ v: 1, name, handler, mark });
    await host.files
      .write(`${folder}/${name}.json`, text)
      .catch((error: unknown) => host.log.debug(`${name} was not recorded: ${String(error)}`));
  }
}

/** Those that a killed run has left: still what it registered, and its time is over. */
export async function findLeftEmulators(host: Reach): Promise<readonly EmulatorRecord[]> {
  const folder = findFolder(host);
  if (folder === undefined) return [];
  const found: EmulatorRecord[] = [];
  for (const file of await host.files.list(folder).catch(() => [])) {
    const text = await host.files.readText(`${folder}/${file}`).catch(() => '');
    const record = parseEmulatorRecord(text);
    if (record === undefined || file !== `${record.name}.json`) continue;
    if (!(await isLeft(host, record.mark))) continue;
    if ((await readHandler(host, record.name)) === record.handler) found.push(record);
    else await forgetEmulators(host, [record.name]);
  }
  return found;
}

/** Of what is gone. */
export async function forgetEmulators(host: Reach, names: readonly string[]): Promise<void> {
  const folder = findFolder(host);
  if (folder === undefined) return;
  for (const name of names)
    await host.files.remove(`${folder}/${name}.json`).catch(() => undefined);
}

function findFolder({ env }: Pick<Host, 'env'>): string | undefined {
  const cache = env['RUNNER_TOOL_CACHE'];
  if (env['RUNNER_ENVIRONMENT'] !== 'self-hosted' || !cache) return undefined;
  return `${cache}/${RECORD_FOLDER}`;
}

async function readHandler(
  { files }: Pick<Host, 'files'>,
  name: string,
): Promise<string | undefined> {
  return files.readText(`${BINFMT_FOLDER}/${name}`).catch(() => undefined);
}
