import { describe, expect, it } from '@jest/globals';
import { type Faults, LEAN, useWorld } from '../support/e2e-world.ts';

const FULCIO = /^POST \/api\/v2\/signingCert/;
const REKOR = /^POST \/api\/v1\/log\/entries/;
const OIDC = /^GET \/.*idtoken/;
const OUTAGE = { kind: 'status', status: 503, body: '<html>Service Unavailable</html>' } as const;
const JSON_OUTAGE = {
  kind: 'status',
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"internal error"}',
} as const;
const HANG = { kind: 'hang' } as const;

/** Set-up, a build without cache and the retries of the registry are part of it. */
const BOUND_MS = 20_000;

describe('Sigstore and GitHub out of order', () => {
  const world = useWorld({ registry: 'distribution', rekor: 'v1' });
  const inputs = (name: string) => ({
    ...LEAN,
    images: `${world().registry.host}/octo/${name}`,
    tags: 'latest',
  });

  async function failInTime(name: string, faults: Faults, code: string): Promise<void> {
    const failed = await world().runWith(faults, {
      inputs: { ...inputs(name), 'sign-timeout': '3s' },
    });
    expect(failed.error?.code).toBe(code);
    expect(failed.main.exitCode).toBe(1);
    expect(failed.main.durationMs).toBeLessThan(BOUND_MS);
    expect(failed.main.outputs['tags']).toBe('');
  }

  it.each<[string, Faults, string]>([
    ['rekor', { sigstore: [{ match: REKOR, action: OUTAGE }] }, 'SIGNING_TIMED_OUT'],
    ['fulcio', { sigstore: [{ match: FULCIO, action: OUTAGE }] }, 'SIGNING_TIMED_OUT'],
    ['oidc', { oidc: [{ match: OIDC, action: JSON_OUTAGE }] }, 'OIDC_UNAVAILABLE'],
  ])('%s down: fails, moves no tag, and completes when run again', async (name, faults, code) => {
    await failInTime(name, faults, code);
    const again = await world().run({ inputs: inputs(name) });
    expect(again.error).toBeUndefined();
    expect(again.main.outputs).toMatchObject({ published: 'true', verified: 'true' });
  });

  it.each<[string, Faults, string]>([
    ['rekor', { sigstore: [{ match: REKOR, action: HANG }] }, 'SIGNING_TIMED_OUT'],
    ['fulcio', { sigstore: [{ match: FULCIO, action: HANG }] }, 'SIGNING_TIMED_OUT'],
    ['oidc', { oidc: [{ match: OIDC, action: HANG }] }, 'OIDC_UNAVAILABLE'],
  ])('%s hanging: fails in time', failInTime);

  it('GitHub refusing a token: fails at once and names the permission', async () => {
    const { runWith, lab } = world();
    const denied = { kind: 'status', status: 403, body: '{"message":"forbidden"}' } as const;
    const requests = lab.proxies.oidc.countRequests(OIDC);
    const failed = await runWith(
      { oidc: [{ match: OIDC, action: denied }] },
      { inputs: inputs('refused') },
    );
    expect(failed.error?.code).toBe('OIDC_UNAVAILABLE');
    expect(failed.error?.message).toContain('id-token: write');
    expect(lab.proxies.oidc.countRequests(OIDC)).toBe(requests + 1);
    // Before anything is built.
    expect(failed.main.groups).not.toContain('Build');
  });

  it.each<[string, Faults]>([
    [
      '503 twice from each service',
      {
        sigstore: [
          { match: FULCIO, action: OUTAGE, times: 2 },
          { match: REKOR, action: OUTAGE, times: 2 },
        ],
        oidc: [{ match: OIDC, action: OUTAGE, times: 2 }],
      },
    ],
    [
      'a reset from each service',
      {
        sigstore: [
          { match: FULCIO, action: { kind: 'reset' }, times: 1 },
          { match: REKOR, action: { kind: 'reset', afterRequestBytes: 100 }, times: 1 },
        ],
        oidc: [{ match: OIDC, action: { kind: 'reset' }, times: 1 }],
      },
    ],
    [
      'a lost answer from the log',
      { sigstore: [{ match: REKOR, action: { kind: 'lost' }, times: 1 }] },
    ],
    [
      'a token that Fulcio refuses once',
      {
        sigstore: [
          {
            match: FULCIO,
            times: 1,
            action: {
              kind: 'status',
              status: 400,
              headers: { 'content-type': 'application/json' },
              body: '{"code":3,"message":"There was an error processing the identity token","details":[]}',
            },
          },
        ],
      },
    ],
  ])('%s is outlived', async (name, faults) => {
    const { runWith, lab } = world();
    const released = await runWith(faults, {
      inputs: inputs(`outlived-${name.length}`),
    });
    expect(released.error).toBeUndefined();
    expect(lab.proxies.sigstore.faults.length).toBeGreaterThan(0);
  });
});
