import { describe, expect, it } from '@jest/globals';
import type { LoginSpec } from '../../src/plan/login-spec.ts';
import { planSurvey } from '../../src/plan/survey.ts';
import type { Destination } from '../../src/plan/types.ts';

const place = (registry: string): Destination => ({
  repository: { registry, path: 'octo/app' },
  tags: [],
});
const login = (registry: string, more: Partial<LoginSpec> = {}): LoginSpec => ({
  registry,
  username: 'me',
  source: 'registry-auth',
  use: 'both',
  ...more,
});
const BOTH = [place('ghcr.io'), place('docker.io')];
const PASSWORD = login('ghcr.io', { source: 'password' });
const IDENTITY = login('docker.io', {
  source: 'registry-identities',
  identity: {
    type: 'dockerhub',
    registry: 'docker.io',
    username: 'me',
    connectionId: 'c',
    use: 'both',
  } as unknown as NonNullable<LoginSpec['identity']>,
});

describe('what is asked when inputs are wrong', () => {
  it.each<
    [
      string,
      { blamed?: string[]; logins?: LoginSpec[]; registry?: string; untrusted?: boolean },
      { destinations: string[]; logins?: number; bases?: boolean; tags?: boolean },
    ]
  >([
    ['nothing that matters here', {}, { destinations: ['ghcr.io', 'docker.io'] }],
    ['a platform', { blamed: ['platforms'] }, { destinations: ['ghcr.io', 'docker.io'] }],
    [
      'the target',
      { blamed: ['target'] },
      { destinations: ['ghcr.io', 'docker.io'], bases: false },
    ],
    ['a tag rule', { blamed: ['tags'] }, { destinations: ['ghcr.io', 'docker.io'], tags: false }],
    ['push', { blamed: ['push'] }, { destinations: [], tags: false }],
    ['a stranger', { untrusted: true }, { destinations: [] }],
    ['the password', { blamed: ['password'] }, { destinations: [] }],
    [
      'one login of two',
      { blamed: ['registry-auth'], logins: [login('ghcr.io')] },
      { destinations: ['ghcr.io'] },
    ],
    [
      'two logins for one place',
      { blamed: ['registry-auth'], logins: [login('ghcr.io'), PASSWORD] },
      { destinations: [] },
    ],
    [
      'a login for pulling',
      { blamed: ['password'], logins: [login('ghcr.io', { use: 'pull' })] },
      { destinations: [] },
    ],
    [
      'a login for another repository',
      { blamed: ['password'], logins: [login('ghcr.io', { repository: 'octo/other' })] },
      { destinations: [] },
    ],
    [
      'an identity',
      { blamed: ['registry-identities'], logins: [IDENTITY, login('ghcr.io')] },
      { destinations: ['ghcr.io'], logins: 1 },
    ],
    [
      'a name, whose registry the password may be for',
      { blamed: ['images'], logins: [PASSWORD, login('docker.io')] },
      { destinations: ['docker.io'], logins: 1, tags: false },
    ],
    [
      'a name, where the registry is given',
      { blamed: ['images'], logins: [PASSWORD], registry: 'ghcr.io' },
      { destinations: ['ghcr.io', 'docker.io'], logins: 1, tags: false },
    ],
  ])('%s', (_, given, expected) => {
    const { blamed = [], logins = [], registry, untrusted = false } = given;
    const survey = planSurvey({
      plan: { logins, destinations: BOTH },
      inputs: { registry },
      blamed: new Set(blamed),
      untrusted,
    });
    expect(survey.destinations.map(({ repository }) => repository.registry)).toEqual(
      expected.destinations,
    );
    expect(survey.logins).toHaveLength(expected.logins ?? logins.length);
    expect(survey.checksBases).toBe(expected.bases ?? true);
    expect(survey.checksTags).toBe(expected.tags ?? true);
  });
});
