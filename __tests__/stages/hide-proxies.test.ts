import { describe, expect, it } from '@jest/globals';
import { findProxySecrets, parseDockerConfig } from '../../src/registry/docker-config.ts';
import { hideInMetadata, hideProxies } from '../../src/stages/setup/hide-proxies.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlanOf } from '../support/make-plan.ts';

const { build } = await makePlanOf();
const SBOM = 'type=sbom,generator=x';
const hide = (provenance: string, hasProxyLogin: boolean) => {
  const host = makeFakeHost();
  const attests = [provenance, SBOM];
  const hidden = hideProxies(host, {
    build: { ...build, attests },
    access: { hasProxyLogin },
  }).attests;
  return { hidden, lines: host.lines };
};

describe('proxies with a login', () => {
  it('have provenance without build arguments', () => {
    const { hidden, lines } = hide('type=provenance,mode=max,version=v1,builder-id=b', true);
    expect(hidden).toEqual(['type=provenance,mode=min,version=v1,builder-id=b', SBOM]);
    expect(lines).toEqual([expect.stringMatching(/^warning: A proxy .* has a user or a password/)]);
    const metadata = { provenance: undefined, annotatesChecks: false };
    expect(hideInMetadata(metadata, { hasProxyLogin: true }).provenance).toBe('disabled');
  });

  it.each<[string, string, boolean]>([
    ['without a login', 'type=provenance,mode=max,version=v1', false],
    ['in provenance that has none', 'type=provenance,mode=min,version=v1', true],
    ['without provenance', 'type=provenance,disabled=true', true],
  ])('change nothing %s', (_, provenance, hasProxyLogin) => {
    expect(hide(provenance, hasProxyLogin)).toEqual({ hidden: [provenance, SBOM], lines: [] });
  });

  it.each<[string, unknown, string[]]>([
    ['for every engine', { default: { httpProxy: 'http://u:p%40@h:1' } }, ['p%40']],
    ['for one', { 'tcp://x:1': { httpsProxy: 'http://u:a@h', noProxy: 'x' } }, ['a']],
    ['without a scheme', { default: { allProxy: 'u:b@h:1' } }, ['b']],
    ['none', { default: { httpProxy: 'http://h:3128', noProxy: 'a,b' } }, []],
    ['a user alone', { default: { httpProxy: 'http://u@h:3128' } }, ['u']],
    ['a token for the user', { default: { httpProxy: 'http://token:@h:3128' } }, ['token']],
    ['of another kind', 'x', []],
  ])('are found in the configuration: %s', (_, proxies, expected) => {
    const config = parseDockerConfig(JSON.stringify({ proxies }));
    expect(config === undefined ? undefined : findProxySecrets(config)).toEqual(expected);
  });
});
