import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '../../src/errors.ts';
import type { LabTools } from '../provision/tools.ts';
import { findFreePort } from './free-port.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** An object store that speaks S3 and checks signatures (AWS Signature Version 4), with one bucket and one user. */
export interface ObjectStore {
  /** `http://127.0.0.1:<port>`, for path-style addresses. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The folder in which each object is a file under its key. */
  readonly folder: string;
  stop(): Promise<void>;
}

const BUCKET = 'cache';
const REGION = 'lab-central-1';
const ANSWER_TIMEOUT_MS = 20_000;

/** Starts versitygw on a folder. Throws `SETUP_FAILED` with its log. */
export async function startObjectStore({
  tools,
}: {
  readonly tools: Pick<LabTools, 'versitygw'>;
}): Promise<ObjectStore> {
  const dir = await mkdtemp(join(tmpdir(), 'bsa-s3-'));
  const folder = join(dir, 'root', BUCKET);
  await mkdir(folder, { recursive: true });
  await mkdir(join(dir, 'metadata'));
  // Keys that look like AWS's own, so that what hides those is put to the test.
  const user = { accessKeyId: 'AKIALABLABLABLABLAB0', secretAccessKey: 'lab/Secret+Key0123456789' };
  const port = await findFreePort();
  const { server } = await startServerProcess({
    name: 'versitygw',
    file: tools.versitygw,
    args: [
      ...['--port', `127.0.0.1:${port}`, '--region', REGION],
      ...['posix', '--sidecar', join(dir, 'metadata'), join(dir, 'root')],
    ],
    env: { ROOT_ACCESS_KEY_ID: user.accessKeyId, ROOT_SECRET_ACCESS_KEY: user.secretAccessKey },
    listening: /http:\/\/(127\.0\.0\.1:\d+)/,
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await waitForAnswer(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, bucket: BUCKET, region: REGION, ...user, folder: join(folder), stop };
}

/** The banner is printed before the port is open. */
async function waitForAnswer(url: string, server: ServerProcess): Promise<void> {
  const until = Date.now() + ANSWER_TIMEOUT_MS;
  while (Date.now() < until) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new ActionError('SETUP_FAILED', `versitygw does not answer at ${url}:\n${server.output()}`);
}
