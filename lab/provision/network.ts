import { probeCommand, runCommand } from './commands.ts';
import type { LabFolders } from './folders.ts';

/** The lab engine's own bridge, so that it shares no addresses with an engine that is there or comes later. */
export interface LabNetwork {
  readonly bridge: string;
  /** Networks made later (`docker network create`) are cut from this range. */
  readonly pool: string;
}

const FIRST_SECOND_BYTE = 128;
const SECOND_BYTES = 120;

/** Creates the bridge when it is missing, with addresses from 10.128/16 to 10.247/16 that no interface has yet. */
export async function ensureBridge(folders: Pick<LabFolders, 'id'>): Promise<LabNetwork> {
  const bridge = `bsa${folders.id}`;
  const addresses = await runCommand({ file: 'ip', args: ['-4', '-o', 'addr', 'show'] });
  const own = new RegExp(`\\s${bridge}\\s+inet 10\\.(\\d+)\\.`).exec(addresses)?.[1];
  const taken = new Set(
    [...addresses.matchAll(/inet 10\.(\d+)\./g)].map((match) => Number(match[1])),
  );
  const second = own === undefined ? pickFree(Number.parseInt(folders.id, 16), taken) : Number(own);
  if (own === undefined) {
    // A bridge of that name without an address is what an abort between these commands leaves.
    await probeCommand({ file: 'ip', args: ['link', 'add', 'name', bridge, 'type', 'bridge'] });
    await runCommand({ file: 'ip', args: ['addr', 'add', `10.${second}.0.1/24`, 'dev', bridge] });
  }
  await runCommand({ file: 'ip', args: ['link', 'set', bridge, 'up'] });
  return { bridge, pool: `10.${second}.0.0/16` };
}

/** Takes the bridge away, if it is there. */
export async function removeBridge(folders: Pick<LabFolders, 'id'>): Promise<void> {
  await probeCommand({ file: 'ip', args: ['link', 'del', `bsa${folders.id}`] });
}

function pickFree(seed: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < SECOND_BYTES; step += 1) {
    const candidate = FIRST_SECOND_BYTE + ((seed + step) % SECOND_BYTES);
    if (!taken.has(candidate)) return candidate;
  }
  return FIRST_SECOND_BYTE;
}
