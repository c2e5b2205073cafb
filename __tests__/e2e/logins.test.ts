import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUD_IDS } from '../../lab/services/cloud-office.ts';
import { type Clouds, startClouds } from '../../lab/services/clouds.ts';
import { startRegistry } from '../../lab/services/registry.ts';
import { startRegistryFront } from '../../lab/services/registry-front.ts';
import {
  type RegistryUser,
  startTokenAuth,
  type TokenAuth,
} from '../../lab/services/token-auth.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import type { RegistryView } from '../support/e2e-registry.ts';
import { type CaseRequest, type CheckedRun, LEAN, useWorld } from '../support/e2e-world.ts';

const SUBJECT = 'repo:octo-org/app:ref:refs/heads/main';
const ROLE = { arn: 'arn:aws:iam::123456789012:role/push', subject: SUBJECT };
const WRITER = { username: 'octocat', password: makeSecret() };
/** A token as Docker Hub gives them for one repository: not even public images of others can be pulled with it. */
const NARROW = {
  username: 'narrow',
  password: makeSecret(),
  grant: (name: string) => (name === 'octo/app' ? ['pull', 'push'] : []),
};

const world = useWorld();
const users: RegistryUser[] = [WRITER, NARROW];
const started: Array<{ stop(): Promise<void> }> = [];
let tokens: TokenAuth;
let clouds: Clouds;
/** By what they ask for: tokens of a token service, the same with Azure's exchange, or a password each time. */
let views: Record<'bearer' | 'azure' | 'basic', RegistryView>;

beforeAll(async () => {
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => {
    started.unshift(service);
    return service;
  };
  const { lab } = world();
  const anonymous = (name: string) => (name === 'octo/base' ? ['pull'] : []);
  tokens = keep(await startTokenAuth({ users, anonymous }));
  clouds = keep(await startClouds({ oidc: lab.oidc, users, role: ROLE, subject: SUBJECT }));
  // cosign's library follows a challenge to no address on this machine or network, except by name.
  const auth = { ...tokens, realm: tokens.realm.replace('127.0.0.1', 'localhost') };
  const start = async (demands: boolean) =>
    keep(
      await startRegistry({ tools: lab.tools, kind: 'distribution', ...(demands ? { auth } : {}) }),
    );
  const [bearer, open] = [await start(true), await start(false)];
  const routes = { '/oauth2/exchange': clouds.exchange };
  const azure = keep(await startRegistryFront({ upstream: bearer.url, routes }));
  const basic = keep(await startRegistryFront({ upstream: open.url, users }));
  const repositories = ['octo/app', 'octo/base'];
  const view = (url: string, port: number, login?: typeof WRITER): RegistryView => ({
    url,
    host: `127.0.0.1:${port}`,
    repositories,
    ...(login === undefined ? {} : { login }),
  });
  views = {
    bearer: view(bearer.url, bearer.port, WRITER),
    azure: view(bearer.url, azure.port, WRITER),
    basic: view(open.url, basic.port),
  };
});
afterAll(async () => {
  for (const service of started) await service.stop();
});

function publish(
  view: RegistryView,
  { name = 'app', ...inputs }: Record<string, string>,
  more: Pick<CaseRequest, 'workspace' | 'env' | 'github'> = {},
): Promise<CheckedRun> {
  return world().run({
    inputs: { ...LEAN, images: `${view.host}/octo/${name}`, tags: 'type=raw,v1', ...inputs },
    registries: [view],
    // What will be given out during the run counts as well: the list grows.
    canaries: clouds.canaries,
    ...more,
  });
}

const ENTRIES: ReadonlyArray<
  readonly [cloud: string, kind: keyof typeof views, entry: () => string]
> = [
  [
    'AWS',
    'basic',
    () =>
      `type: aws-ecr, role-to-assume: '${ROLE.arn}', region: ${CLOUD_IDS.region}, endpoint: '${clouds.url}/sts', ecr-endpoint: '${clouds.url}'`,
  ],
  [
    'Google',
    'bearer',
    () =>
      `type: gcp-wif, workload-identity-provider: ${CLOUD_IDS.provider}, service-account: ${CLOUD_IDS.serviceAccount}, endpoint: '${clouds.url}/google', iam-endpoint: '${clouds.url}/iam'`,
  ],
  [
    'Azure',
    'azure',
    () =>
      `type: azure-acr, tenant-id: ${CLOUD_IDS.tenant}, client-id: ${CLOUD_IDS.client}, endpoint: '${clouds.url}/entra'`,
  ],
  [
    'Docker Hub',
    'bearer',
    () =>
      `type: dockerhub, username: ${CLOUD_IDS.hubUser}, connection-id: ${CLOUD_IDS.connection}, endpoint: '${clouds.url}/hub'`,
  ],
];

describe('the identity of the job', () => {
  it.each(ENTRIES)(
    'is exchanged by %s for a login that pushes, signs, verifies and tags',
    async (_, kind, entry) => {
      const view = views[kind];
      const before = clouds.secrets.length;
      const released = await publish(view, {
        'registry-identities': `- { registry: '${view.host}', ${entry()} }`,
      });
      expect(released.error).toBeUndefined();
      const given = clouds.secrets.slice(before);
      expect(given.length).toBeGreaterThan(0);
      const masked = released.main.masks.join('\n');
      for (const secret of given) expect(masked).toContain(secret);
    },
  );

  it('is exchanged by AWS for its public registry too', async () => {
    const [, , aws] = ENTRIES[0] ?? [];
    const released = await publish(views.bearer, {
      registry: views.bearer.host,
      ...WRITER,
      'registry-identities': `- { registry: public.ecr.aws, for: pull, ${aws?.()} }`,
    });
    expect(released.error).toBeUndefined();
    expect(clouds.ecr.at(-1)).toBe('ecr-public');
    expect(released.main.masks.join('\n')).toContain(clouds.secrets.at(-1));
  });

  async function refuse(
    kind: keyof typeof views,
    entry: string,
    github: CaseRequest['github'] = {},
  ): Promise<string> {
    const inputs = { 'registry-identities': `- { registry: '${views[kind].host}', ${entry} }` };
    const failed = await publish(views[kind], inputs, { github });
    expect(failed.error?.code).toBe('IDENTITY_REFUSED');
    expect(failed.main.durationMs).toBeLessThan(3000);
    expect(failed.main.groups).not.toContain('Build');
    return failed.error?.message ?? '';
  }

  it.each(ENTRIES)(
    'that %s does not let in is told before anything is built, with the subject to let in',
    async (_, kind, entry) => {
      const told = await refuse(kind, entry(), { ref: 'refs/heads/other' });
      expect(told).toContain('repo:octo-org/app:ref:refs/heads/other');
    },
  );

  it.each(ENTRIES)('for somebody else is told by %s, with the audience', async (_, kind, entry) => {
    expect(await refuse(kind, `audience: elsewhere, ${entry()}`)).toContain('elsewhere');
  });

  it('for a role that is not this one is told with both', async () => {
    const [, kind, entry] = ENTRIES[0] ?? [];
    const told = await refuse(kind ?? 'basic', entry?.().replace('role/push', 'role/other') ?? '');
    expect(told).toContain('role/other');
    expect(told).toContain(SUBJECT);
  });
});

describe('a login that is for pushing alone', () => {
  it('leaves public base images of the same registry to be pulled without it', async () => {
    const { bearer } = views;
    const { username, password } = WRITER;
    const base = await publish(bearer, { name: 'base', username, password });
    expect(base.error).toBeUndefined();
    const workspace = await world().lab.makeWorkspace();
    await writeFile(
      join(workspace, 'Dockerfile'),
      `FROM ${bearer.host}/octo/base:v1\nLABEL over=it\n`,
    );
    const auth = `- { registry: '${bearer.host}', username: narrow, password: '${NARROW.password}'`;
    const released = await publish(
      bearer,
      { 'registry-auth': `${auth}, for: push }`, pull: 'true' },
      { workspace },
    );
    expect(released.error).toBeUndefined();
    // The same login for everything is what breaks the pull.
    const broken = await publish(
      bearer,
      { 'registry-auth': `${auth} }`, pull: 'true' },
      { workspace },
    );
    expect(broken.error?.code).toMatch(/REGISTRY|BUILD/);
  });

  it('is found in DOCKER_AUTH_CONFIG as well', async () => {
    const { bearer } = views;
    const auth = Buffer.from(`${WRITER.username}:${WRITER.password}`).toString('base64');
    const released = await publish(
      bearer,
      {},
      { env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [bearer.host]: { auth } } }) } },
    );
    expect(released.error).toBeUndefined();
  });
});
