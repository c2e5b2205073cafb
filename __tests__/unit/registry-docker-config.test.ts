import { describe, expect, it } from '@jest/globals';
import type { Credential } from '../../src/registry/context.ts';
import {
  findCredential,
  formatDockerConfig,
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
    expect(JSON.parse(formatDockerConfig(JSON.stringify(user), extra))).toEqual({
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
    expect(JSON.parse(formatDockerConfig(text, new Map()))).toEqual({ auths: {}, credHelpers: {} });
  });

  it('makes what the reader finds again', () => {
    const config = parseDockerConfig(formatDockerConfig('{"credsStore":"desktop"}', extra));
    for (const [registry, credential] of extra) {
      expect(config && findCredential(config, registry)).toEqual({ kind: 'inline', credential });
    }
  });
});
