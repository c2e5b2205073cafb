/** Builds whose cache is out of order: what it answers, and how such a run is asked for. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { BARE, type CaseRequest, type CheckedRun, type Faults, type World } from './e2e-world.ts';

export const HANG: FaultAction = { kind: 'hang' };
export const BROKEN: FaultAction = { kind: 'status', status: 500, body: 'oops' };
/** As long as it should be. */
export const GARBLED: FaultAction = { kind: 'garbled' };
export const GARBAGE: FaultAction = {
  kind: 'status',
  status: 200,
  body: 'this is not what was asked for',
};

/** What reading or writing may take in these runs; the rest of each is the same as without a cache. */
export const LIMIT_SECONDS = 6;

interface CacheCase {
  /** Of the image. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly env?: CaseRequest['env'];
  readonly faults?: Faults;
}

/** A run that published in spite of its cache. */
export async function buildInSpite(
  { runWith, registry }: World,
  { name, inputs, workspace, env, faults = {} }: CacheCase,
): Promise<CheckedRun> {
  const run = await runWith(faults, {
    workspace,
    ...(env === undefined ? {} : { env }),
    inputs: {
      ...BARE,
      sign: 'false',
      images: `${registry.host}/octo/${name}`,
      'cache-timeout': `${LIMIT_SECONDS}s`,
      ...inputs,
    },
  });
  expect(run.error).toBeUndefined();
  expect(run.main.outputs['published']).toBe('true');
  return run;
}

/** GitHub's cache answers the action, and not the builder. */
const SILENT: Faults = {
  cache: [{ match: /GetCacheEntryDownloadURL/, action: HANG, skip: 1 }],
};
const SILENT_SECONDS = 3;
/** What such a run takes without its cache, on a machine that has other work. */
const ROOM_MS = 20_000;

/** What a builder that may not be started anew makes of a silent cache. `other`: a build of somebody else, afterwards. */
export async function expectLeftOut(
  build: (faults: Faults, timeout: { 'cache-timeout': string }) => Promise<CheckedRun>,
  { faults = SILENT, other }: { faults?: Faults; other?: () => Promise<unknown> } = {},
): Promise<void> {
  const run = await build(faults, { 'cache-timeout': `${SILENT_SECONDS}s` });
  expect([run.error, run.warnings]).toEqual([
    undefined,
    [expect.stringContaining(`it did not answer within ${SILENT_SECONDS} s`)],
  ]);
  expect(run.main.durationMs).toBeLessThan(SILENT_SECONDS * 1000 + ROOM_MS);
  await other?.();
}

/** A folder with the smallest build there is. */
export async function writeOtherBuild(folder: string): Promise<string> {
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
  return folder;
}
