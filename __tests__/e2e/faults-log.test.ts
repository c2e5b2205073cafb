import { afterEach, describe, expect, it } from '@jest/globals';
import type { Forgery } from '../../lab/services/sigstore.ts';
import { readFamily, readReferrers } from '../support/e2e-registry.ts';
import { type CheckedRun, type Faults, LEAN, useWorld } from '../support/e2e-world.ts';

const REKOR = /^POST \/api\/v2\/log\/entries/;
const TSA = /^POST \/api\/v1\/timestamp/;
const OUTAGE = { kind: 'status', status: 503, body: 'no healthy upstream' } as const;

describe('a Sigstore with log v2 and timestamps', () => {
  const world = useWorld({ registry: 'referrers', rekor: 'v2' });
  const images = () => `${world().registry.host}/octo/stamped`;
  const inputs = () => ({ ...LEAN, images: images(), tags: 'latest' });

  /** Signatures and attestations of everything the run pushed. */
  async function countAttached(run: CheckedRun): Promise<number> {
    const { registry } = world();
    const digest = run.main.outputs['digest'] ?? '';
    const family = await readFamily(registry, 'octo/stamped', digest);
    expect(family).toHaveLength(3);
    const found = await Promise.all(
      family.map((each) => readReferrers(registry, 'octo/stamped', each)),
    );
    return found.flat().length;
  }

  it.each<[string, Faults]>([
    ['the timestamp authority is down', { sigstore: [{ match: TSA, action: OUTAGE }] }],
    ['the log is down', { sigstore: [{ match: REKOR, action: OUTAGE }] }],
    ['the timestamp authority hangs', { sigstore: [{ match: TSA, action: { kind: 'hang' } }] }],
  ])('%s: fails in time with nothing attached', async (_title, faults) => {
    const failed = await world().runWith(faults, {
      inputs: { ...inputs(), 'sign-timeout': '3s' },
    });
    expect(failed.error?.code).toBe('SIGNING_TIMED_OUT');
    expect(failed.main.outputs['tags']).toBe('');
    expect(await countAttached(failed)).toBe(0);
  });

  it.each<[string, Faults]>([
    [
      'an outage of both',
      {
        sigstore: [
          { match: TSA, action: OUTAGE, times: 2 },
          { match: REKOR, action: OUTAGE, times: 2 },
        ],
      },
    ],
    [
      'resets from both',
      {
        sigstore: [
          { match: TSA, action: { kind: 'reset' }, times: 1 },
          { match: REKOR, action: { kind: 'reset' }, times: 1 },
        ],
      },
    ],
    [
      'a timestamp that is none',
      { sigstore: [{ match: TSA, action: { kind: 'status', status: 201, body: 'x' }, times: 1 }] },
    ],
  ])('outlives %s', async (_title, faults) => {
    const released = await world().runWith(faults, { inputs: inputs() });
    expect(released.error).toBeUndefined();
    expect(await countAttached(released)).toBe(4);
  });

  describe('that lies', () => {
    afterEach(() => world().lab.sigstore.setForgery(undefined));

    it.each<Forgery>([
      'wrong-san',
      'no-sct',
      'expired',
      'other-key',
      'checkpoint-origin',
      'checkpoint-signature',
      'checkpoint-stale',
    ])('is found out and nothing is attached: %s', async (forgery) => {
      const { lab, run } = world();
      lab.sigstore.setForgery(forgery);
      const failed = await run({ inputs: inputs() });
      expect(['BUNDLE_REJECTED', 'SIGNING_FAILED']).toContain(failed.error?.code);
      expect(failed.main.outputs['tags']).toBe('');
      expect(await countAttached(failed)).toBe(0);
    });
  });
});
