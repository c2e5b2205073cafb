import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUD_IDS } from '../../lab/services/cloud-office.ts';
import { type Clouds, startClouds } from '../../lab/services/clouds.ts';
import { startRegistry } from '../../lab/services/registry.ts';
import { startRegistryFront } from '../../lab/services/registry-front.ts';
import { type RegistryUser, startTokenAuth } from '../../lab/services/token-auth.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import type { RegistryView } from '../support/e2e-registry.ts';
import { BARE, type CheckedRun, type Faults, useWorld } from '../support/e2e-world.ts';

const SUBJECT = 'repo:octo-org/app:ref:refs/heads/main';
const ROLE = { arn: 'arn:aws:iam::123456789012:role/push', subject: SUBJECT };
const WRITER = { username: 'octocat', password: makeSecret() };

/** Of every login that is given out. */
const LIFE_S = 8;
/** What the build takes, and each entry in the log: the login that the run began with has long ended. */
const BUILD_S = 10;
const SLOW_LOG: Faults = {
  sigstore: [{ match: /log\/entries/, action: { kind: 'pass' }, delayMs: LIFE_S * 500 }],
};

const world = useWorld();
const users: RegistryUser[] = [WRITER];
const started: Array<{ stop(): Promise<void> }> = [];
let clouds: Clouds;
let views: Record<'bearer' | 'basic', RegistryView>;

beforeAll(async () => {
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => {
    started.unshift(service);
    return service;
  };
  const { lab } = world();
  const tokens = keep(await startTokenAuth({ users, lifetimeMs: LIFE_S * 1000 }));
  const given = { oidc: lab.oidc, users, role: ROLE, subject: SUBJECT, lifetimeS: LIFE_S };
  clouds = keep(await startClouds(given));
  // cosign's library follows a challenge to no address on this machine or network, except by name.
  const auth = { ...tokens, realm: tokens.realm.replace('127.0.0.1', 'localhost') };
  const start = async (more: object) =>
    keep(await startRegistry({ tools: lab.tools, kind: 'distribution', ...more }));
  const [bearer, open] = [await start({ auth }), await start({})];
  const basic = keep(await startRegistryFront({ upstream: open.url, users }));
  const repositories = ['octo/app'];
  views = {
    bearer: { url: bearer.url, host: `127.0.0.1:${bearer.port}`, repositories, login: WRITER },
    basic: { url: open.url, host: `127.0.0.1:${basic.port}`, repositories },
  };
});
afterAll(async () => {
  for (const service of started) await service.stop();
});

async function release(view: RegistryView, entry: string): Promise<CheckedRun> {
  const workspace = await world().lab.makeWorkspace();
  const path = join(workspace, 'Dockerfile');
  const text = await readFile(path, 'utf8');
  await writeFile(path, `${text}RUN sleep ${BUILD_S} && echo ${Date.now()} > /slept\n`);
  return world().runWith(SLOW_LOG, {
    inputs: {
      ...BARE,
      images: `${view.host}/octo/app`,
      tags: 'type=raw,v1',
      'registry-identities': `- { registry: '${view.host}', ${entry} }`,
    },
    workspace,
    registries: [view],
    canaries: clouds.canaries,
  });
}

describe('a login that ends while the image is built, and again while it is signed', () => {
  it.each<[string, keyof typeof views, () => string]>([
    [
      'a password of Amazon',
      'basic',
      () =>
        `type: aws-ecr, role-to-assume: '${ROLE.arn}', region: ${CLOUD_IDS.region}, endpoint: '${clouds.url}/sts', ecr-endpoint: '${clouds.url}'`,
    ],
    [
      'an access token of Google',
      'bearer',
      () =>
        `type: gcp-wif, workload-identity-provider: ${CLOUD_IDS.provider}, service-account: ${CLOUD_IDS.serviceAccount}, endpoint: '${clouds.url}/google', iam-endpoint: '${clouds.url}/iam'`,
    ],
  ])('is renewed before push, signature and tag: %s', async (_, kind, entry) => {
    const startedMs = Date.now();
    const before = users.length;
    const released = await release(views[kind], entry());
    expect(released.error).toBeUndefined();
    expect(released.main.outputs.published).toBe('true');
    expect(released.main.durationMs).toBeGreaterThan((BUILD_S + LIFE_S / 2) * 1000);
    // The first had ended before the image was pushed; those that came after it were used.
    const own = users.slice(before).map(({ untilMs = 0 }) => untilMs - startedMs);
    expect(own.length).toBeGreaterThan(2);
    expect(Math.min(...own)).toBeLessThan(BUILD_S * 1000);
    expect(released.warnings.filter((text) => text.includes('renewed'))).toEqual([]);
  });
});
