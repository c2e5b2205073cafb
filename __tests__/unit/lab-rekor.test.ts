import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Sigstore, startSigstore } from '../../lab/services/sigstore.ts';

const JWKS = { jwksUrl: 'http://127.0.0.1:1/unused' };
const DIGEST = 'a'.repeat(64);

const ENTRY = {
  v1: {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: DIGEST } },
      signature: { content: 'c2ln', publicKey: { content: 'a2V5' } },
    },
  },
  v2: {
    hashedRekordRequestV002: {
      digest: Buffer.from(DIGEST, 'hex').toString('base64'),
      signature: {
        content: 'c2ln',
        verifier: { keyDetails: 'PKIX_ECDSA_P256_SHA_256', publicKey: { rawBytes: 'a2V5' } },
      },
    },
  },
};

describe.each(['v1', 'v2'] as const)('the log of a private Sigstore, Rekor %s', (rekor) => {
  let folder: string;
  let sigstore: Sigstore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-rekor-'));
    sigstore = await startSigstore({ oidc: JWKS, rekor, folder });
  });

  afterEach(async () => {
    await sigstore.stop();
    await rm(folder, { recursive: true });
  });

  const post = (body: unknown, to = sigstore) =>
    fetch(`${to.url}/api/${rekor}/log/entries`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('takes an entry once, and says where it is to who asks again', async () => {
    const first = await post(ENTRY[rekor]);
    const second = await post(ENTRY[rekor]);
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(sigstore.entries()).toMatchObject([
      { index: 0, kind: 'hashedrekord', signature: 'c2ln' },
    ]);
    if (rekor === 'v2') return expect(second.headers.get('x-log-index')).toBe('0');
    const location = second.headers.get('location');
    expect(location).toBe(first.headers.get('location'));
    const found = await fetch(new URL(location ?? '', sigstore.url));
    expect(await readLogged(found)).toEqual(await readLogged(first));
  });

  it.each([
    ['no JSON', '<html>'],
    ['nothing', {}],
    ['an unknown kind', { kind: 'rpm', apiVersion: '0.0.1', spec: {} }],
    ['an envelope that its verifier did not sign', makeForeignEnvelope()],
  ])('refuses %s', async (_name, body) => {
    expect((await post(body)).status).toBe(400);
    expect(sigstore.entries()).toEqual([]);
  });

  it('stops while an entry is on its way in', async () => {
    const slow = await startSigstore({ oidc: JWKS, rekor, folder, entryDelayMs: 60_000 });
    const answer = post(ENTRY[rekor], slow).then(
      ({ status }) => status,
      () => 'broken',
    );
    while (slow.entries().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const startMs = performance.now();
    await slow.stop();
    expect(await answer).not.toBe(201);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});

/** Proofs and promises are signed anew each time; the rest stays. */
async function readLogged(answer: Response): Promise<unknown> {
  const entries: unknown = await answer.json();
  return Object.entries(entries ?? {}).map(([uuid, { body, logIndex }]) => [uuid, body, logIndex]);
}

function makeForeignEnvelope(): unknown {
  const envelope = { payload: 'e30=', payloadType: 'text/plain', signatures: [{ sig: 'c2ln' }] };
  const verifier = Buffer.from('-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n');
  return {
    kind: 'dsse',
    apiVersion: '0.0.1',
    spec: {
      proposedContent: {
        envelope: JSON.stringify(envelope),
        verifiers: [verifier.toString('base64')],
      },
    },
  };
}
