import { describe, expect, it } from '@jest/globals';
import type { Credential } from '../../src/registry/context.ts';
import {
  addEnvironmentLogins,
  findCredential,
  formatDockerConfig,
  hasHelpers,
  parseDockerConfig,
} from '../../src/registry/docker-config.ts';

const HUB = 'https://index.docker.io/v1/';
const auth = (user: string, password: string): { auth: string } => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});

describe('formatDockerConfig', () => {
  const extra = new Map<string, Credential>([
    ['ghcr.io', { username: 'me', password: 'p:w' }],
    ['docker.io', { username: 'hub', password: 'x' }],
    ['r.azurecr.io', { identityToken: 'idt' }],
  ]);

  it('adds ours, and an empty helper so that a global store does not hide them', () => {
    const user = {
      credsStore: 'desktop',
      credHelpers: { 'gcr.io': 'gcloud', 'ghcr.io': 'pass' },
      auths: { 'quay.io': auth('q', 'q') },
      proxies: { default: {} },
    };
    expect(
      JSON.parse(formatDockerConfig(parseDockerConfig(JSON.stringify(user)), { inline: extra })),
    ).toEqual({
      credsStore: 'desktop',
      proxies: { default: {} },
      auths: {
        'quay.io': auth('q', 'q'),
        'ghcr.io': auth('me', 'p:w'),
        [HUB]: auth('hub', 'x'),
        'r.azurecr.io': { identitytoken: 'idt' },
      },
      credHelpers: { 'gcr.io': 'gcloud', 'ghcr.io': '', [HUB]: '', 'r.azurecr.io': '' },
    });
  });

  it.each([undefined, '', '[]', '{'])('takes %j for an empty config', (text) => {
    expect(
      JSON.parse(formatDockerConfig(parseDockerConfig(text ?? ''), { inline: new Map() })),
    ).toEqual({ auths: {}, credHelpers: {} });
  });

  it('makes what the reader finds again', () => {
    const user = parseDockerConfig('{"credsStore":"desktop"}');
    const config = parseDockerConfig(formatDockerConfig(user, { inline: extra }));
    for (const [registry, credential] of extra) {
      expect(config && findCredential(config, registry)).toEqual({ kind: 'inline', credential });
    }
  });
});

describe('addEnvironmentLogins', () => {
  const user = parseDockerConfig(
    JSON.stringify({ credsStore: 'desktop', auths: { 'ghcr.io': auth('old', 'old') } }),
  );
  const given = { auths: { 'ghcr.io': auth('ann', 'p:w'), [HUB]: auth('hub', 'x') } };

  it('puts its logins before files and helpers', () => {
    const config = addEnvironmentLogins(user, JSON.stringify(given));
    const find = (registry: string): unknown => config && findCredential(config, registry);
    expect(find('ghcr.io')).toEqual({
      kind: 'inline',
      credential: { username: 'ann', password: 'p:w' },
    });
    expect(find('docker.io')).toEqual({
      kind: 'inline',
      credential: { username: 'hub', password: 'x' },
    });
    expect(find('quay.io')).toMatchObject({ kind: 'helper', helper: 'desktop' });
  });

  it.each([
    '{',
    '[]',
    '{}',
    '{"auths":{"ghcr.io":{}}}',
    '{"auths":{"ghcr.io":{"username":"a","password":"b"}}}',
    '{"auths":{"ghcr.io":{"auth":"YWJj"}}}',
  ])('does not take %s, as docker does not', (text) => {
    expect(addEnvironmentLogins(user, text)).toBeUndefined();
  });
});

it.each([
  [{}, false],
  [{ credsStore: '' }, false],
  [{ credHelpers: { 'x.io': '' } }, false],
  [{ credsStore: 'desktop' }, true],
  [{ credHelpers: { 'x.io': 'ecr-login' } }, true],
])('%j asks programs: %j', (json, asks) => {
  expect(hasHelpers({ json })).toBe(asks);
});
