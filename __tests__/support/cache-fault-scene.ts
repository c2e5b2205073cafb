/** Builds whose cache is out of order: what it answers, and how such a run is asked for. */
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
