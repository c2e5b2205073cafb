import { describe, expect, it } from '@jest/globals';
import type { LoginSpec } from '../../src/plan/login-spec.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeForkFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const TOKEN: LoginSpec = {
  registry: 'ghcr.io',
  username: 'octocat',
  source: 'github-token',
  use: 'both',
};
const own = (registry: string): LoginSpec => ({
  registry,
  username: 'ann',
  source: 'password',
  use: 'both',
});
const LOGIN = { username: 'ann', password: 'hunter2' };

describe('logins', () => {
  it.each<[string, InputTexts, Partial<Facts>, LoginSpec[]]>([
    ['the token for ghcr.io', {}, {}, [TOKEN]],
    ['the token without an actor', {}, { actor: '' }, [{ ...TOKEN, username: 'token' }]],
    ['no token', { 'github-token': '' }, {}, []],
    ['no image at ghcr.io', { images: 'quay.io/a/b' }, {}, []],
    ['a token of another GitHub', { sign: 'false' }, { serverUrl: 'https://ghe.example' }, []],
    [
      'the token of a server of its own for the registry of that server',
      { images: 'containers.ghe.example/a/b', sign: 'false' },
      { serverUrl: 'https://ghe.example' },
      [{ ...TOKEN, registry: 'containers.ghe.example' }],
    ],
    [
      'the token with data residency',
      { images: 'containers.octo.ghe.com/a/b', sign: 'false' },
      { serverUrl: 'https://octo.ghe.com' },
      [{ ...TOKEN, registry: 'containers.octo.ghe.com' }],
    ],
    [
      'no token for the registry of another server',
      { images: 'containers.ghe.example/a/b' },
      {},
      [],
    ],
    [
      'one for the first image',
      { ...LOGIN, images: 'quay.io/a/b\ndocker.io/a/b' },
      {},
      [own('quay.io')],
    ],
    ['one for Docker Hub', { ...LOGIN, images: 'octo/app' }, {}, [own('docker.io')]],
    ['one for ghcr.io instead of the token', LOGIN, {}, [own('ghcr.io')]],
    ['one beside the token', { ...LOGIN, registry: 'quay.io' }, {}, [own('quay.io'), TOKEN]],
    ['one for a base image', { ...LOGIN, registry: 'quay.io', images: '' }, {}, [own('quay.io')]],
    ['references', { ...LOGIN, images: '', tags: 'quay.io/a/b:1' }, {}, [own('quay.io')]],
  ])('%s', async (_, inputs, facts, logins) => {
    expect((await makePlanOf({ inputs, facts })).logins).toEqual(logins);
  });

  it.each([
    ['ghcr.io', 'ghcr.io'],
    ['https://ghcr.io/', 'ghcr.io'],
    ['HTTPS://GHCR.IO', 'ghcr.io'],
    ['http://localhost:5000/', 'localhost:5000'],
    ['localhost', 'localhost'],
    ['docker.io', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['https://registry.example.com:8443/v2/', 'registry.example.com:8443'],
    ['[::1]:5000', '[::1]:5000'],
  ])('registry %s is %s', async (registry, host) => {
    const plan = await makePlanOf({ inputs: { ...LOGIN, registry, 'github-token': '' } });
    expect(plan.logins).toEqual([own(host)]);
  });

  it.each<[InputTexts, string[]]>([
    [{ username: 'ann' }, ['password']],
    [{ password: 'hunter2' }, ['username']],
    [{ ...LOGIN, images: '', push: 'false' }, ['registry']],
    [{ ...LOGIN, registry: 'ghcr.io/octo-org' }, ['registry']],
    [{ ...LOGIN, registry: 'ghcr' }, ['registry']],
    [{ ...LOGIN, registry: 'gh cr.io' }, ['registry']],
    [{ ...LOGIN, registry: 'ghcr.io:port' }, ['registry']],
  ])('%j is refused', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });

  it('that a pull request from a fork has no secret for are left out', async () => {
    const plan = await makePlanOf({ inputs: { username: 'ann' }, facts: makeForkFacts() });
    expect(plan.logins).toEqual([TOKEN]);
    expect(plan.warnings.join()).toContain('password');
  });

  it('stand in the plan without their secret', async () => {
    expect(JSON.stringify(await makePlanOf({ inputs: LOGIN }))).not.toContain('hunter2');
  });
});

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const ROLE = 'arn:aws:iam::123456789012:role/push';
const IDENTITY = `- { type: aws-ecr, registry: ${ECR}, role-to-assume: '${ROLE}' }`;

describe('a list of logins', () => {
  const AUTH = "- { registry: quay.io, username: ann, password: 'hunter2' }";

  it.each<[string, InputTexts, Partial<Facts>, Partial<LoginSpec>[]]>([
    [
      'one of `registry-auth`',
      { 'registry-auth': AUTH },
      {},
      [{ registry: 'quay.io', source: 'registry-auth', entry: 0 }, TOKEN],
    ],
    [
      'one for pulling beside the token',
      { 'registry-auth': '- { registry: ghcr.io, username: a, password: b, for: pull }' },
      {},
      [{ use: 'pull' }, TOKEN],
    ],
    [
      'one for pushing instead of the token',
      { 'registry-auth': '- { registry: ghcr.io, username: a, password: b, for: push }' },
      {},
      [{ use: 'push' }],
    ],
    [
      'an access key',
      { username: 'AKIDEXAMPLE', password: 'x', images: `${ECR}/app` },
      {},
      [{ isAwsKey: true }],
    ],
    [
      'an identity',
      { 'registry-identities': IDENTITY, images: `${ECR}/app` },
      {},
      [{ username: ROLE, source: 'registry-identities' }],
    ],
    [
      'an identity where nothing is pushed',
      { 'registry-identities': IDENTITY, images: `${ECR}/app`, push: 'false' },
      {},
      [{ isOptional: true }],
    ],
    [
      'an identity for pushing where nothing is',
      { 'registry-identities': IDENTITY.replace('{', '{ for: push,'), push: 'false', images: '' },
      {},
      [],
    ],
    [
      'an identity in a fork',
      { 'registry-identities': IDENTITY, images: `${ECR}/app` },
      makeForkFacts(),
      [],
    ],
    [
      'an empty one in a fork',
      { 'registry-auth': '- { registry: quay.io, username: , password: }', images: 'quay.io/a/b' },
      makeForkFacts(),
      [],
    ],
  ])('%s', async (_, inputs, facts, logins) => {
    const plan = await makePlanOf({ inputs, facts });
    expect(plan.logins).toEqual(logins.map((login) => expect.objectContaining(login)));
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });

  it.each<[InputTexts, Partial<Facts>, string[]]>([
    [{ 'registry-auth': AUTH, username: 'a', password: 'b' }, {}, ['registry-auth']],
    [
      { 'registry-auth': '- { registry: quay.io, username: ann, password: }' },
      {},
      ['registry-auth'],
    ],
    [
      {
        'registry-auth': `- { registry: ${ECR}, username: AWS, password: x }`,
        'registry-identities': IDENTITY,
      },
      {},
      ['registry-identities'],
    ],
    [
      { 'registry-identities': IDENTITY, sign: 'false' },
      { oidcAvailable: false },
      ['registry-identities'],
    ],
    [
      { 'registry-auth': '- x', 'registry-identities': '- y' },
      {},
      ['registry-auth', 'registry-identities'],
    ],
  ])('%j is refused', async (inputs, facts, blamed) => {
    expect(await findBlamed({ inputs, facts })).toEqual(blamed);
  });

  it('that is left out is told', async () => {
    const inputs = { 'registry-identities': IDENTITY, images: `${ECR}/app` };
    const plan = await makePlanOf({ inputs, facts: makeForkFacts() });
    expect(plan.warnings.join()).toContain(ECR);
  });
});
