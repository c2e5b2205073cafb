import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { makeInputEnv } from '../support/make-inputs.ts';

const SECRET = 'hunter2-do-not-show';

async function readAuth(text: string) {
  const env = makeInputEnv({ 'registry-auth': text });
  const { inputs, problems } = await readLogins(env, readInputs(env));
  return {
    auths: inputs.registryAuth,
    problems: problems.map(({ problem }) => problem),
    told: new InputError(problems).message,
  };
}

describe('registry-auth', () => {
  it('is a list of logins as docker/login-action has it', async () => {
    const { auths, problems } = await readAuth(`
# a comment
- username: ann
  password: ${SECRET}
- registry: https://GHCR.io/
  username: bot
  password: "0123"
  scope: octo-org/app@push
- { registry: quay.io, username: bob, password: 0123, for: pull }
- registry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com
  username: AKIDEXAMPLE
  password: ${SECRET}
- { registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com, username: AWS, password: token, logout: true }
- { registry: public.ecr.aws, ecr: 'true' }
`);
    expect(problems).toEqual([]);
    expect(auths).toMatchObject([
      { registry: 'docker.io', username: 'ann', password: SECRET, use: 'both', isAwsKey: false },
      { registry: 'ghcr.io', password: '0123', repository: 'octo-org/app', use: 'push' },
      { registry: 'quay.io', password: '0123', use: 'pull' },
      { username: 'AKIDEXAMPLE', isAwsKey: true },
      { username: 'AWS', isAwsKey: false },
      { registry: 'public.ecr.aws', username: '', password: '', isAwsKey: true },
    ]);
  });

  it('may hold a password of several lines, and one that the workflow has left empty', async () => {
    const { auths, problems } = await readAuth(
      '- registry: europe-docker.pkg.dev\n  username: _json_key\n  password: |\n    {\n      "a": 1\n    }\n- { registry: quay.io, username: , password: }',
    );
    expect(problems).toEqual([]);
    expect(auths).toMatchObject([
      { password: '{\n  "a": 1\n}' },
      { registry: 'quay.io', username: '', password: '' },
    ]);
  });

  it.each([
    ['a mapping', `registry: ghcr.io\npassword: ${SECRET}`, 'is not a list'],
    ['a text', SECRET, 'is not a list'],
    ['a broken text', `- password: "${SECRET}\n- x`, 'is not valid YAML in line'],
    ['a list of texts', `- ${SECRET}`, 'entry 1 is not a mapping'],
    ['a key twice', `- password: a\n  password: ${SECRET}`, 'is not valid YAML in line 2'],
    ['a nested value', `- password: { a: ${SECRET} }`, 'entry 1 has something else than a text'],
    ['an alias of nothing', `- { password: ${SECRET} }\n- *a`, 'is not'],
    ['an unknown field', `- { pasword: ${SECRET} }`, 'entry 1 has a field `pasword`'],
    ['a secret for a field', `- { '${SECRET}': x }`, 'entry 1 has a field that is not known'],
    ['no host', `- { registry: ghcr.io/octo, password: ${SECRET} }`, 'entry 1 has a `registry`'],
    ['an unknown use', `- { for: sign, password: ${SECRET} }`, 'entry 1 has an unknown `for`'],
    ['a scope that is none', `- { scope: '@sign' }`, 'entry 1 has a `scope`'],
    ['two uses', `- { scope: '@push', for: pull }`, 'entry 1 says two things'],
    ['an unknown ecr', `- { ecr: maybe }`, 'entry 1 has an unknown `ecr`'],
    ['ecr elsewhere', `- { registry: ghcr.io, ecr: 'true' }`, 'entry 1 has `ecr: true`'],
    ['a login that stays', `- { logout: false }`, 'entry 1 has a `logout`'],
    ['two for one', `- { username: a }\n- { username: b }`, 'entry 2 is a second login'],
    ['two that overlap', `- { for: push }\n- { scope: '@push' }`, 'entry 2 is a second login'],
  ])('is refused with %s, and its values are not shown', async (_, text, problem) => {
    const { problems, told } = await readAuth(text);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain('hunter2');
  });

  it('tells every problem at once', async () => {
    const { problems } = await readAuth(
      "- { registry: a/b, pasword: x }\n- { ecr: maybe, for: sign }\n- 3\n- { registry: x.io, logout: 'no' }",
    );
    expect(problems.map((problem) => problem.slice(0, 7)).sort()).toEqual([
      'entry 1',
      'entry 1',
      'entry 2',
      'entry 2',
      'entry 3',
      'entry 4',
    ]);
  });
});
