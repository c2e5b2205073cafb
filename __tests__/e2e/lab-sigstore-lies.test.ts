import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { startOidc } from '../../lab/services/oidc.ts';
import { FORGERIES, type Forgery } from '../../lab/services/sigstore.ts';
import { makeCosign } from '../support/lab-cosign.ts';
import {
  CUSTOM_TYPE,
  expectRefusal,
  expectSuccess,
  readBundle,
  type SigningWorld,
  startSigningWorld,
} from '../support/lab-signing.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;

jest.setTimeout(60_000);

/** Lies that `cosign attest` does not notice, though it checks its own bundle: only a verification does. */
const UNNOTICED: readonly Forgery[] = ['wrong-san', 'no-sct'];

describe.each(['v1', 'v2'] as const)('a lying Sigstore with Rekor %s', (rekor) => {
  let world: SigningWorld;

  beforeAll(async () => {
    world = await startSigningWorld({ rekor });
  }, SETUP_TIMEOUT_MS);

  afterAll(() => world.stop());

  // Nobody looks at the name in a v1 checkpoint: its entries carry a signed promise besides.
  it.each(FORGERIES.filter((each) => rekor === 'v2' || each !== 'checkpoint-origin'))(
    'is found out: %s',
    async (forgery) => {
      const bundle = world.bundleFile();
      world.sigstore.setForgery(forgery);
      const { exitCode } = await world.attestTo(bundle);
      world.sigstore.setForgery(undefined);
      expect(exitCode === 0).toBe(UNNOTICED.includes(forgery));
      expectRefusal(await world.verifyBundle(bundle, ['--type', CUSTOM_TYPE]));
      const honest = world.bundleFile();
      expectSuccess(await world.attestTo(honest));
      expectSuccess(await world.verifyBundle(honest, ['--type', CUSTOM_TYPE]));
    },
  );

  it.each([
    ['another issuer', undefined],
    ['the past', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['another audience', { aud: 'api://AzureADTokenExchange' }],
  ])('gives no certificate for a token of %s', async (_name, claims) => {
    const { oidc, sigstore, cosignFile, predicate, image } = world;
    const issuer = claims === undefined ? await startOidc() : oidc;
    issuer.setClaims(claims ?? {});
    const cosign = await makeCosign({ file: cosignFile, oidc: issuer, sigstore });
    const before = sigstore.entries().length;
    const bundle = join(cosign.folder, 'bundle.json');
    const attest = ['attest', '--no-upload', '--bundle', bundle, ...predicate, image];
    const { stderr } = await cosign.sign(attest);
    oidc.setClaims({});
    if (issuer !== oidc) await issuer.stop();
    await rm(cosign.folder, { recursive: true });
    expect(stderr).toContain('There was an error processing the identity token');
    expect(sigstore.entries().length).toBe(before);
  });
});

const CERTIFICATES = /^POST \/api\/v2\/signingCert$/;
const ENTRIES = /^POST \/api\/v[12]\/log\/entries$/;
const TIMESTAMPS = /^POST \/api\/v1\/timestamp$/;
const BUSY: FaultAction = { kind: 'status', status: 503, body: '{"code":503}' };

describe('a Sigstore behind a faulty network', () => {
  const worlds = new Map<string, SigningWorld>();

  beforeAll(async () => {
    for (const rekor of ['v1', 'v2'] as const)
      worlds.set(rekor, await startSigningWorld({ rekor }));
  }, SETUP_TIMEOUT_MS);

  afterAll(() => Promise.all([...worlds.values()].map((world) => world.stop())));

  // What cosign 3.1 does by itself; everything that it does not survive is ours to repeat with a new token.
  it.each([
    { rekor: 'v1', match: CERTIFICATES, action: BUSY, survives: true, asked: 2, logged: 1 },
    {
      rekor: 'v1',
      match: CERTIFICATES,
      action: { kind: 'reset' },
      survives: false,
      asked: 1,
      logged: 0,
    },
    { rekor: 'v1', match: ENTRIES, action: BUSY, survives: true, asked: 2, logged: 1 },
    { rekor: 'v1', match: ENTRIES, action: { kind: 'lost' }, survives: false, asked: 2, logged: 1 },
    { rekor: 'v2', match: ENTRIES, action: BUSY, survives: false, asked: 1, logged: 0 },
    { rekor: 'v2', match: ENTRIES, action: { kind: 'lost' }, survives: false, asked: 1, logged: 1 },
    { rekor: 'v2', match: TIMESTAMPS, action: BUSY, survives: true, asked: 2, logged: 1 },
    {
      rekor: 'v2',
      match: TIMESTAMPS,
      action: { kind: 'partial', body: 'MIIB' },
      survives: false,
      asked: 1,
      logged: 0,
    },
  ] as const)(
    '$rekor $match.source $action.kind',
    async ({ rekor, match, action, survives, asked, logged }) => {
      const world = worlds.get(rekor);
      if (world === undefined) throw new Error('not started');
      const { sigstore, sigstoreProxy } = world;
      const before = {
        entries: sigstore.entries().length,
        asked: sigstoreProxy.countRequests(match),
      };
      const bundle = world.bundleFile();
      sigstoreProxy.setRules([{ match, action, times: 1 }]);
      const result = await world.attestTo(bundle, world.proxiedConfigFile);
      sigstoreProxy.setRules([]);
      expect(result.exitCode === 0).toBe(survives);
      expect(sigstoreProxy.countRequests(match) - before.asked).toBe(asked);
      const added = sigstore.entries().slice(before.entries);
      expect(added.length).toBe(logged);
      if (survives) {
        expect(added[0]?.signature).toBe((await readBundle(bundle)).dsseEnvelope.signatures[0].sig);
      }
    },
  );
});
