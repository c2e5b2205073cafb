import { createRequire } from 'node:module';
import { startServerProcess } from './server-process.ts';

/** Azure's blob storage, by its own emulator: signatures are checked, content is kept in memory. */
export interface BlobStorage {
  /** `http://127.0.0.1:<port>/devstoreaccount1`: what `account_url` takes. */
  readonly accountUrl: string;
  readonly accountName: string;
  readonly accountKey: string;
  stop(): Promise<void>;
}

const ACCOUNT = 'devstoreaccount1';
/** In the place of the emulator's well-known key, so that what hides keys is put to the test. */
const KEY = Buffer.from('a key of the lab that nobody should ever see').toString('base64');

export async function startAzurite(): Promise<BlobStorage> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const { server, address } = await startServerProcess({
    name: 'azurite',
    file: process.execPath,
    args: [
      main,
      ...['--blobHost', '127.0.0.1', '--blobPort', '0', '--inMemoryPersistence'],
      ...['--disableTelemetry', '--skipApiVersionCheck', '--silent'],
    ],
    env: { AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` },
    listening: /successfully listens on http:\/\/(127\.0\.0\.1:\d+)/,
    timeoutMs: 60_000,
  });
  return {
    accountUrl: `http://${address}/${ACCOUNT}`,
    accountName: ACCOUNT,
    accountKey: KEY,
    stop: server.stop,
  };
}
