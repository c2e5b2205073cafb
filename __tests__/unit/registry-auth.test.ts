import { afterEach, describe, expect, it } from '@jest/globals';
import type { Credential } from '../../src/registry/context.ts';
import { makeUsers, type RegistryUsers } from '../support/fake-registry-auth.ts';
import { serveHttp, stopServers } from '../support/http-servers.ts';
import {
  codeOf,
  countRequests,
  EMPTY_INDEX,
  type RegistryScene,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const INDEX = { mediaType: EMPTY_INDEX.mediaType, bytes: EMPTY_INDEX.bytes };
const ANN = { username: 'ann', password: 'pa:ss' };
const bearer = (more: Partial<RegistryUsers> = {}): RegistryUsers =>
  makeUsers({ scheme: 'bearer', ...more });

afterEach(tearDownRegistries);
afterEach(stopServers);

function setUp(auth: RegistryUsers, credential?: Credential): Promise<RegistryScene> {
  return setUpRegistry({ auth }, { credentials: async () => credential });
}

const push = ({ client, repository }: RegistryScene): Promise<unknown> =>
  client.putManifest({ repository, reference: 'v1', ...INDEX });
const pull = ({ client, repository }: RegistryScene): Promise<unknown> =>
  client.readManifest(repository, 'v1');
const authorizations = ({ host }: RegistryScene): (string | undefined)[] =>
  host.requests.map(({ headers }) => headers?.['authorization']);

describe('a host that a registry redirects to', () => {
  it.each([
    ['a token server', (host: string) => `Bearer realm="http://${host}/token",service="x"`],
    ['the password', () => 'Basic realm="x"'],
  ])('does not get the password by naming %s', async (_, challenge) => {
    const seen: (string | undefined)[] = [];
    const thief = await serveHttp((request, response) => {
      seen.push(request.headers.authorization);
      const asks = { 'www-authenticate': challenge(String(request.headers.host)) };
      response.writeHead(401, asks).end('{"token":"stolen"}');
    });
    // The registry lets everybody in, so that it has asked for nothing itself.
    const scene = await setUpRegistry({}, { credentials: async () => ANN });
    const location = `http://${thief}/blob`;
    scene.registry.faults.push({
      match: /manifests/,
      times: 9,
      status: 307,
      headers: { location },
    });
    expect(await codeOf(pull(scene))).toBe('REGISTRY_UNAUTHORIZED');
    expect(seen).toEqual([undefined]);
    scene.registry.faults.length = 0;
    await pull(scene);
    expect(authorizations(scene).filter((one) => one !== undefined)).toEqual([]);
  });
});

describe('a registry with a token server', () => {
  it('gives a token for a password, once for many requests', async () => {
    const scene = await setUp(bearer(), ANN);
    await push(scene);
    await Promise.all([pull(scene), pull(scene), pull(scene)]);
    expect(countRequests(scene, /^GET \/token/)).toBe(1);
    expect(scene.registry.requests.find((line) => line.includes('/token'))).toBe(
      'GET /token?service=fake&scope=repository%3Aorg%2Fapp%3Apull%2Cpush',
    );
  });

  it('asks once when parallel requests need the same token', async () => {
    const scene = await setUp(bearer(), ANN);
    await Promise.all([pull(scene), pull(scene), pull(scene)]);
    expect(countRequests(scene, /^GET \/token/)).toBe(1);
  });

  it('gives a token to nobody in particular where pulling is free', async () => {
    const scene = await setUp(bearer({ publicPull: true }));
    expect(await codeOf(pull(scene))).toBe('resolved');
    expect(await codeOf(push(scene))).toBe('REGISTRY_UNAUTHORIZED');
  });

  it('takes a refresh token by POST', async () => {
    const scene = await setUp(bearer({ refreshToken: 'r+f=' }), { identityToken: 'r+f=' });
    expect(await codeOf(push(scene))).toBe('resolved');
    expect(countRequests(scene, /^POST \/token/)).toBe(1);
  });

  it('asks for a new token when the old one is about to expire', async () => {
    const scene = await setUp(bearer({ expiresInS: 60 }), ANN);
    await pull(scene);
    await scene.host.clock.sleep(29_000);
    await pull(scene);
    expect(countRequests(scene, /^GET \/token/)).toBe(1);
    await scene.host.clock.sleep(2000);
    await pull(scene);
    expect(countRequests(scene, /^GET \/token/)).toBe(2);
  });

  it('logs in again once when a token expired early', async () => {
    const users = bearer();
    const scene = await setUp(users, ANN);
    await pull(scene);
    users.tokens.clear();
    expect(await codeOf(pull(scene))).toBe('resolved');
    expect(scene.host.slept).toEqual([]);
  });

  it('gives up after one renewal', async () => {
    const scene = await setUp(bearer(), ANN);
    scene.registry.faults.push({ match: /manifests/, times: 99, status: 401 });
    expect(await codeOf(pull(scene))).toBe('REGISTRY_UNAUTHORIZED');
    expect(countRequests(scene, /manifests/)).toBe(2);
  });

  it('may give a token that is not enough: a matter of rights, and no reason for another token', async () => {
    const scene = await setUp(bearer({ granted: ':pull' }), ANN);
    expect(await codeOf(pull(scene))).toBe('resolved');
    expect(await codeOf(push(scene))).toBe('REGISTRY_DENIED');
    expect(countRequests(scene, /^GET \/token/)).toBe(2);
    expect(countRequests(scene, /^PUT/)).toBe(1);
  });

  it('learns once that a registry wants another scope than usual', async () => {
    const scope = 'repository:org/app:pull,push repository:virtual/app:pull';
    const scene = await setUp(
      bearer({ challenge: `Bearer realm="REALM",scope="${scope}"`, needed: 'virtual/app' }),
      ANN,
    );
    for (let count = 0; count < 3; count++) expect(await codeOf(push(scene))).toBe('resolved');
    expect(countRequests(scene, /^GET \/token/)).toBe(2);
    expect(countRequests(scene, /^PUT/)).toBe(4);
  });

  it('refuses a wrong password at once, with the way to log in', async () => {
    const scene = await setUp(bearer(), { ...ANN, password: 'wrong' });
    await expect(push(scene)).rejects.toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      hint: expect.stringContaining('password'),
    });
    expect(countRequests(scene, /token/)).toBe(1);
  });

  it('may be down for a moment', async () => {
    const scene = await setUp(bearer(), ANN);
    scene.registry.faults.push({ match: /token/, times: 2, status: 503 });
    expect(await codeOf(push(scene))).toBe('resolved');
    expect(countRequests(scene, /token/)).toBe(3);
  });

  it.each([
    ['no token', 200, '{}', 'REGISTRY_CORRUPT'],
    ['a page', 200, '<html>', 'REGISTRY_CORRUPT'],
    ['a token that would break a header', 200, '{"token":"a\\r\\nx: y"}', 'REGISTRY_CORRUPT'],
    ['a refusal', 403, '{"errors":[{"code":"DENIED","message":"denied"}]}', 'REGISTRY_DENIED'],
  ])('may answer %s', async (_what, status, body, code) => {
    const scene = await setUp(bearer(), ANN);
    scene.registry.faults.push({ match: /token/, times: 9, status, body });
    expect(await codeOf(push(scene))).toBe(code);
  });

  it('masks no token that anybody may have: it can be any word', async () => {
    const users = bearer({ publicPull: true });
    const scene = await setUp(users);
    await pull(scene);
    expect(users.tokens.size).toBe(1);
    expect(scene.host.masked).toEqual([]);
  });

  it('never has its tokens or the password in the log, and they are masked', async () => {
    const users = bearer();
    const scene = await setUp(users, ANN);
    scene.registry.faults.push({ match: /PUT/, times: 1, status: 503 });
    await push(scene);
    expect(scene.host.masked).toEqual([...users.tokens.keys()]);
    for (const secret of [
      ...users.tokens.keys(),
      'pa:ss',
      Buffer.from('ann:pa:ss').toString('base64'),
    ]) {
      expect(scene.host.lines.join('\n')).not.toContain(secret);
    }
  });

  it.each([
    [
      'several schemes in one header',
      'Negotiate, Basic realm="x", Bearer realm="REALM",service="fake"',
    ],
    ['no service', 'Bearer realm="REALM"'],
    ['a relative realm', 'Bearer realm="/token"'],
  ])('may be named by %s', async (_what, challenge) => {
    expect(await codeOf(push(await setUp(bearer({ challenge }), ANN)))).toBe('resolved');
  });

  it.each(['ftp://203.0.113.1/token', 'http://user:x@127.0.0.1/token', 'http://['])(
    'is not asked at %s',
    async (realm) => {
      const scene = await setUp(bearer({ challenge: `Bearer realm="${realm}"` }), ANN);
      expect(await codeOf(push(scene))).toBe('REGISTRY_CORRUPT');
      expect(authorizations(scene).filter((value) => value !== undefined)).toEqual([]);
    },
  );
});

describe('a registry that takes the password itself', () => {
  it('gets it on every request', async () => {
    const scene = await setUp(makeUsers({ scheme: 'basic' }), ANN);
    expect(await codeOf(push(scene))).toBe('resolved');
    expect(await codeOf(pull(scene))).toBe('resolved');
    expect(authorizations(scene).slice(2)).toEqual(
      Array(2).fill(`Basic ${Buffer.from('ann:pa:ss').toString('base64')}`),
    );
  });

  it('refuses who has none, after one request', async () => {
    const scene = await setUp(makeUsers({ scheme: 'basic' }));
    expect(await codeOf(push(scene))).toBe('REGISTRY_UNAUTHORIZED');
    expect(countRequests(scene, /^PUT/)).toBe(1);
  });
});

describe('a registry that lets everybody in until something is written', () => {
  it('is logged in to where it asks for it', async () => {
    const scene = await setUp(bearer(), ANN);
    scene.registry.faults.push({ match: /^GET \/v2\/$/, status: 200, body: '{}' });
    expect(await codeOf(push(scene))).toBe('resolved');
  });
});

describe('an upload that the registry sends elsewhere', () => {
  it('carries no password and no token there', async () => {
    const scene = await setUp(bearer(), ANN);
    const storage = await setUpRegistry();
    const location = `http://${storage.registry.name}/v2/org/app/blobs/uploads/1?_state=a%2Bb%3D&sig=%2F`;
    scene.registry.faults.push({ match: /^POST/, status: 202, headers: { location } });
    await scene.client.ensureBlob(scene.repository, EMPTY_INDEX.bytes);
    const upload = scene.host.requests.find(({ url }) => url.includes(storage.registry.name));
    expect(upload?.url).toBe(`${location}&digest=${encodeURIComponent(EMPTY_INDEX.digest)}`);
    expect(upload?.headers).not.toHaveProperty('authorization');
    expect(storage.registry.content.blobs.size).toBe(1);
  });
});
