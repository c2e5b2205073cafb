import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureLabTools, type LabTools } from '../../lab/provision/tools.ts';
import { type RegistryOptions, startRegistry } from '../../lab/services/registry.ts';
import { startTokenAuth } from '../../lab/services/token-auth.ts';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const EMPTY = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

let tools: LabTools;
let dir: string;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  tools = await ensureLabTools(() => undefined);
  dir = await mkdtemp(join(tmpdir(), 'bsa-registry-test-'));
}, 900_000);

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

afterAll(() => rm(dir, { recursive: true, force: true }));

async function start(options: Omit<RegistryOptions, 'tools'>) {
  const registry = await startRegistry({ tools, ...options });
  stops.push(registry.stop);
  return registry;
}

/** Puts `{}` as config and a manifest that names it; returns the digest. */
async function push(url: string, headers: Record<string, string> = {}): Promise<string> {
  const opened = await fetch(`${url}/v2/org/app/blobs/uploads/`, { method: 'POST', headers });
  const location = new URL(opened.headers.get('location') ?? '', url);
  location.searchParams.set('digest', EMPTY);
  await fetch(location, { method: 'PUT', body: '{}', headers });
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: EMPTY, size: 2 },
    layers: [],
  });
  const put = await fetch(`${url}/v2/org/app/manifests/v1`, {
    method: 'PUT',
    body,
    headers: { ...headers, 'content-type': MANIFEST_TYPE },
  });
  expect(put.status).toBe(201);
  return put.headers.get('docker-content-digest') ?? '';
}

async function readStatus(url: string, method = 'GET'): Promise<number> {
  const response = await fetch(url, { method, headers: { accept: MANIFEST_TYPE } });
  await response.arrayBuffer();
  return response.status;
}

describe('a registry', () => {
  it.each([
    ['distribution', 404],
    ['referrers', 200],
  ] as const)('of kind %s answers /referrers with %i', async (kind, status) => {
    const { url, host, pid, stop } = await start({ kind });
    expect(url).toBe(`http://${host}`);
    const digest = await push(url);
    expect(await readStatus(`${url}/v2/org/app/referrers/${digest}`)).toBe(status);
    expect(await readStatus(`${url}/v2/org/app/manifests/${digest}`, 'DELETE')).toBe(202);
    await stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(`${url}/v2/`)).rejects.toThrow();
  });

  it('comes back on its port with its content', async () => {
    const first = await start({ kind: 'distribution', dir });
    const digest = await push(first.url);
    await first.stop();
    const second = await start({ kind: 'distribution', dir, port: first.port });
    expect(second.url).toBe(first.url);
    expect(await readStatus(`${second.url}/v2/org/app/manifests/${digest}`)).toBe(200);
  });

  it('says why it cannot start', async () => {
    const { port } = await start({ kind: 'distribution' });
    await expect(start({ kind: 'distribution', port })).rejects.toMatchObject({
      code: 'SETUP_FAILED',
      message: expect.stringContaining('address already in use'),
    });
  });

  it('can refuse to delete', async () => {
    const { url } = await start({ kind: 'distribution', isDeleteRefused: true });
    const digest = await push(url);
    expect(await readStatus(`${url}/v2/org/app/manifests/${digest}`, 'DELETE')).toBe(405);
  });
});

describe('a registry that demands tokens', () => {
  async function startBoth(lifetimeMs?: number) {
    const auth = await startTokenAuth({
      users: [
        { username: 'ci', password: 'pass:word' },
        { username: 'reader', password: 'r', grant: () => ['pull'] },
      ],
      anonymous: (repository) => (repository === 'org/public' ? ['pull'] : []),
      lifetimeMs,
    });
    stops.push(auth.stop);
    return { auth, registry: await start({ kind: 'distribution', auth }) };
  }

  const basic = (pair: string) => ({
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
  });

  async function takeToken(challenge: string, headers: Record<string, string>) {
    const [, realm, service, scope] =
      /realm="([^"]+)",service="([^"]+)"(?:,scope="([^"]+)")?/.exec(challenge) ?? [];
    const url = new URL(realm ?? '');
    url.search = new URLSearchParams({ service: service ?? '', scope: scope ?? '' }).toString();
    const response = await fetch(url, { headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  async function readChallenge(url: string): Promise<string> {
    const response = await fetch(`${url}/v2/org/app/blobs/uploads/`, { method: 'POST' });
    expect(response.status).toBe(401);
    return response.headers.get('www-authenticate') ?? '';
  }

  it('lets the token of a user in', async () => {
    const { registry } = await startBoth();
    const challenge = await readChallenge(registry.url);
    expect(challenge).toMatch(/scope="repository:org\/app:(pull,push|push,pull)"/);
    const { body } = await takeToken(challenge, basic('ci:pass:word'));
    await push(registry.url, { authorization: `Bearer ${body.token}` });
  });

  it.each([
    ['a reader', { authorization: `Basic ${Buffer.from('reader:r').toString('base64')}` }],
    ['nobody', {}],
  ])('gives %s a token that cannot push', async (_, headers) => {
    const { registry } = await startBoth();
    const { status, body } = await takeToken(await readChallenge(registry.url), headers);
    expect(status).toBe(200);
    const refused = await fetch(`${registry.url}/v2/org/app/blobs/uploads/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${body.token}` },
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it('refuses wrong credentials and tells of expired tokens', async () => {
    const { registry } = await startBoth(-120_000);
    const challenge = await readChallenge(registry.url);
    expect((await takeToken(challenge, basic('ci:wrong'))).status).toBe(401);
    const { body } = await takeToken(challenge, basic('ci:pass:word'));
    const refused = await fetch(`${registry.url}/v2/`, {
      headers: { authorization: `Bearer ${body.token}` },
    });
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('serves the password grant too', async () => {
    const { auth } = await startBoth();
    const ask = (password: string) =>
      fetch(auth.realm, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'password',
          service: auth.service,
          client_id: 'test',
          username: 'ci',
          password,
          scope: 'repository:org/app:pull,push repository:org/base:pull',
        }),
      });
    expect([(await ask('pass:word')).status, (await ask('x')).status]).toEqual([200, 401]);
    expect(auth.requests).toMatchObject([
      { method: 'POST', path: '/token', status: 200 },
      { status: 401 },
    ]);
  });
});
