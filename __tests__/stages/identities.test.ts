import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUD_IDS } from '../../lab/services/cloud-office.ts';
import { type Clouds, startClouds } from '../../lab/services/clouds.ts';
import type { HttpServer } from '../../lab/services/http-server.ts';
import { type Oidc, startOidc } from '../../lab/services/oidc.ts';
import { startRegistryFront } from '../../lab/services/registry-front.ts';
import type { RegistryUser } from '../../lab/services/token-auth.ts';
import { ActionError } from '../../src/errors.ts';
import { openLogins, readLogin } from '../support/login-scene.ts';
import type { InputTexts } from '../support/make-inputs.ts';

const SUBJECT = 'repo:octo-org/app:ref:refs/heads/main';
const ROLE = 'arn:aws:iam::123456789012:role/push';

let oidc: Oidc;
let clouds: Clouds;
let azure: HttpServer;
const users: RegistryUser[] = [];

beforeAll(async () => {
  oidc = await startOidc();
  const role = { arn: ROLE, subject: SUBJECT };
  clouds = await startClouds({ oidc, users, role, subject: SUBJECT });
  const routes = { '/oauth2/exchange': clouds.exchange };
  azure = await startRegistryFront({ upstream: 'http://127.0.0.1:9', routes });
});
afterAll(async () => {
  for (const service of [azure, clouds, oidc]) await service.stop();
});

const TYPES = ['aws-ecr', 'gcp-wif', 'gcp-account', 'azure-acr', 'dockerhub'] as const;
type Type = (typeof TYPES)[number];

/** The host that the image names, and the entry that logs in there. */
function describeEntry(type: Type): { readonly registry: string; readonly entry: string } {
  const { url } = clouds;
  const google = `type: gcp-wif, workload-identity-provider: ${CLOUD_IDS.provider}, endpoint: '${url}/google'`;
  const entries: Record<Type, string> = {
    'aws-ecr': `type: aws-ecr, role-to-assume: '${ROLE}', region: ${CLOUD_IDS.region}, endpoint: '${url}/sts', ecr-endpoint: '${url}'`,
    'gcp-wif': google,
    'gcp-account': `${google}, service-account: ${CLOUD_IDS.serviceAccount}, iam-endpoint: '${url}/iam'`,
    'azure-acr': `type: azure-acr, tenant-id: ${CLOUD_IDS.tenant}, client-id: ${CLOUD_IDS.client}, endpoint: '${url}/entra'`,
    dockerhub: `type: dockerhub, username: ${CLOUD_IDS.hubUser}, connection-id: ${CLOUD_IDS.connection}, endpoint: '${url}/hub'`,
  };
  const registry = type === 'azure-acr' ? `127.0.0.1:${azure.port}` : 'registry.example.com';
  return { registry, entry: `- { registry: '${registry}', ${entries[type]} }` };
}

const open = (inputs: InputTexts, now = new Date()) =>
  openLogins(inputs, {
    now,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
      GITHUB_REPOSITORY: 'octo-org/app',
    },
  });

const openFor = (type: Type, more: InputTexts = {}, now?: Date) => {
  const { registry, entry } = describeEntry(type);
  const images = `${registry}/octo-org/app`;
  return open({ images, 'registry-identities': entry, ...more }, now);
};

async function fail(type: Type, more?: InputTexts, now?: Date): Promise<ActionError> {
  const { access } = await openFor(type, more, now);
  const error: unknown = await access.logIn().catch((thrown: unknown) => thrown);
  if (error instanceof ActionError) return error;
  throw new Error(`no refusal: ${String(error)}`);
}

describe('a login by the identity of the job', () => {
  it.each(TYPES)('by %s is one that the registry knows', async (type) => {
    const { host, access } = await openFor(type);
    const before = clouds.secrets.length;
    await access.logIn();
    expect(users).toContainEqual(readLogin(host, describeEntry(type).registry));
    const given = clouds.secrets.slice(before);
    expect(given.length).toBeGreaterThan(0);
    // A JWT is masked whole; the lab remembers the part of it that is secret.
    for (const secret of given)
      expect(host.masked.some((masked) => masked.endsWith(secret))).toBe(true);
    for (const secret of given) expect(host.lines.join('\n')).not.toContain(secret);
  });

  it('is asked for once, by however many', async () => {
    const { host, access } = await openFor('gcp-wif');
    await Promise.all([access.logIn(), access.refresh(), access.refresh()]);
    await access.refresh();
    expect(host.requests.filter(({ url }) => url.includes('/google'))).toHaveLength(1);
  });

  it('is renewed before it ends, in the files that a running build reads', async () => {
    const { host, access } = await openFor('gcp-wif');
    await access.logIn();
    const [path = ''] = [...host.stored.keys()].filter((name) => name.startsWith('/run/logins/'));
    const first = host.stored.get(path);
    await host.clock.sleep(49 * 60_000);
    await access.refresh();
    expect(host.stored.get(path)).toBe(first);
    // GitHub's token of the first exchange has ended by now, too.
    oidc.setClaims({ exp: Math.floor(host.clock.now().getTime() / 1000) + 3600 });
    await host.clock.sleep(2 * 60_000);
    await access.refresh();
    oidc.setClaims({});
    const { Username, Secret } = JSON.parse(String(host.stored.get(path)));
    expect(host.stored.get(path)).not.toBe(first);
    expect(users).toContainEqual({ username: Username, password: Secret });
    expect(host.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('at Docker Hub is not used for base images', async () => {
    const { entry } = describeEntry('dockerhub');
    const { host, access } = await open({
      images: 'octo-org/app',
      'registry-identities': entry.replace("'registry.example.com'", 'docker.io'),
    });
    await access.logIn();
    const scoped = '/run/buildx/config/registry-1.docker.io';
    expect(JSON.parse(String(host.stored.get(`${scoped}@pull/config.json`)))).toEqual({
      auths: {},
      credHelpers: {},
    });
    expect(host.stored.get(`${scoped}/octo-org/app/config.json`)).toContain('bsa');
  });
});

describe('a refusal', () => {
  it.each<[Type, string, RegExp]>([
    ['aws-ecr', 'AWS STS', /AccessDenied/],
    ['gcp-wif', 'Google STS', /attribute condition/],
    ['azure-acr', 'Entra', /AADSTS700213/],
    ['dockerhub', 'Docker Hub', /401/],
  ])(
    'by %s names the service, its words and the subject to let in',
    async (type, service, said) => {
      oidc.setClaims({ ref: 'refs/heads/other' });
      const error = await fail(type);
      oidc.setClaims({});
      expect(error.code).toBe('IDENTITY_REFUSED');
      expect(error.message).toContain(service);
      expect(error.message).toContain('127.0.0.1');
      expect(error.message).toMatch(said);
      expect(error.hint).toContain('repo:octo-org/app:ref:refs/heads/other');
    },
  );

  it.each<[Type, RegExp, string, RegExp]>([
    ['aws-ecr', /role\/push/, 'role/other', /AccessDenied/],
    ['gcp-wif', /projects\/42/, 'projects/43', /invalid_target/],
    ['gcp-account', /push@octo/, 'pull@octo', /PERMISSION_DENIED/],
    ['azure-acr', /76543210/, '00000000', /AADSTS/],
    ['dockerhub', /11112222/, '22221111', /401/],
  ])('by %s of something else is told as such', async (type, part, other, said) => {
    const { entry } = describeEntry(type);
    const error = await fail(type, { 'registry-identities': entry.replace(part, other) });
    expect(error.code).toBe('IDENTITY_REFUSED');
    expect(error.message).toMatch(said);
    expect(error.hint).toContain(other);
  });

  it.each<[Type, RegExp, RegExp]>([
    ['aws-ecr', /Incorrect token audience/, /Add the audience elsewhere/],
    ['gcp-wif', /audience in ID Token/, /The token is for elsewhere/],
    ['azure-acr', /AADSTS700212/, /audience: elsewhere/],
    ['dockerhub', /401/, /aud: elsewhere/],
  ])('by %s of a token for somebody else names the audience', async (type, said, hint) => {
    const { entry } = describeEntry(type);
    const error = await fail(type, {
      'registry-identities': entry.replace('- {', '- { audience: elsewhere,'),
    });
    expect(error.code).toBe('IDENTITY_REFUSED');
    expect(error.message).toMatch(said);
    expect(error.hint).toMatch(hint);
  });

  it.each<[Type, RegExp]>([
    ['aws-ecr', /ExpiredTokenException/],
    ['gcp-wif', /stale/],
    ['azure-acr', /AADSTS700024/],
  ])('by %s of a token that has ended there is the clock of the runner', async (type, said) => {
    const now = new Date(Date.now() - 3600_000);
    const iat = Math.floor(now.getTime() / 1000);
    oidc.setClaims({ iat, nbf: iat, exp: iat + 600 });
    const error = await fail(type, {}, now);
    oidc.setClaims({});
    expect(error.code).toBe('IDENTITY_REFUSED');
    expect(error.message).toMatch(said);
    expect(error.hint).toMatch(/clock of the runner/);
  });

  it('is a warning where nothing is pushed', async () => {
    oidc.setClaims({ ref: 'refs/heads/other' });
    const { host, access } = await openFor('gcp-wif', { push: 'false' });
    await access.logIn();
    await access.refresh();
    oidc.setClaims({});
    expect(host.lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });
});
