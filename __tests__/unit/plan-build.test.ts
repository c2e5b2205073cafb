import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { dockerfilePath, isRemoteContext } from '../../src/plan/contexts.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeFacts, makeForkFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, findProblems, makePlanOf } from '../support/make-plan.ts';

const GIT = 'https://github.com/octo-org/app.git#main';
const withPaths = (paths: Partial<Facts['paths']>): Partial<Facts> => ({
  paths: { ...makeFacts().paths, ...paths },
});

describe('the context and the Dockerfile', () => {
  it.each([
    ['.', false],
    ['services/a', false],
    ['./github.com/x', false],
    ['https://example.com/a.git', true],
    ['HTTPS://example.com/a.git', true],
    ['git@github.com:octo/app.git', true],
    ['org-123@github.com:octo/app.git#main', true],
    ['./a@b:c', false],
    ['ssh://git@example.com/a', true],
    ['git://example.com/a', true],
    ['github.com/octo/app', true],
  ])('%s is remote: %s', (context, remote) => {
    expect(isRemoteContext(context)).toBe(remote);
  });

  it.each([
    ['.', undefined, './Dockerfile'],
    ['app', undefined, 'app/Dockerfile'],
    ['app/', undefined, 'app/Dockerfile'],
    ['app', 'docker/Dockerfile', 'docker/Dockerfile'],
    [GIT, 'docker/Dockerfile', undefined],
  ])('%s and %s: looked for at %s', (context, file, path) => {
    expect(dockerfilePath({ context, file })).toBe(path);
  });

  it.each<[InputTexts, string | undefined]>([
    [{}, './Dockerfile'],
    [{ context: GIT }, undefined],
    // It counts from the root of the context there, where nobody has looked.
    [{ context: GIT, file: 'docker/Dockerfile' }, 'docker/Dockerfile'],
  ])('%j gives buildx %s', async (inputs, file) => {
    const facts = withPaths({ context: 'missing', dockerfile: 'missing' });
    const plan = await makePlanOf({ inputs, facts: inputs.context === GIT ? facts : {} });
    expect(plan.build.file).toBe(file);
  });

  it.each<[InputTexts, Partial<Facts['paths']>, string[]]>([
    [{}, { context: 'missing', dockerfile: 'missing' }, ['context']],
    [{ file: 'a/Dockerfile' }, { context: 'missing', dockerfile: 'missing' }, ['context', 'file']],
    [{}, { context: 'file' }, ['context']],
    [{}, { context: 'unreadable' }, ['context']],
    [{}, { dockerfile: 'missing' }, ['file']],
    [{}, { dockerfile: 'directory' }, ['file']],
    [{}, { dockerfile: 'other' }, ['file']],
    [{}, { dockerfile: 'unreadable' }, ['file']],
    [{ context: GIT }, { context: 'missing', dockerfile: 'missing' }, []],
    [{ context: GIT }, { hasNamesake: true }, ['context']],
    [{ context: 'http://example.com/a.git' }, {}, ['context']],
    [{ context: 'http://127.0.0.1:3000/a.git' }, {}, []],
    [{ context: 'http://127.0.0.1.example.com/a.git' }, {}, ['context']],
    [{ context: 'http://localhost.example.com/a.git' }, {}, ['context']],
    [{ context: 'git://example.com/a.git' }, {}, ['context']],
    [{ context: 'ssh://git@example.com/a.git' }, {}, []],
    [{ file: 'https://example.com/Dockerfile' }, { dockerfile: 'missing' }, ['file']],
  ])('%j where there is %j', async (inputs, paths, blamed) => {
    expect(await findBlamed({ inputs, facts: withPaths(paths) })).toEqual(blamed);
  });

  it.each([
    'https://user:hunter2@example.com/a.git',
    'https://hunter2@example.com/a.git',
    'HTTPS://hunter2@example.com/a.git',
    'http://user:hunter2@example.com/a.git',
    'git://hunter2@example.com/a.git',
    'ssh://git:hunter2@example.com/a.git',
    'https://example.com/a.git?private_token=hunter2',
    'https://example.com/a.git?branch=main&access_token=hunter2#main:sub',
    'http://example.com/a.git?Private%5FToken=hunter2',
    'https://bucket.example/a.tar.gz?X-Amz-Credential=hunter2%2F1&X-Amz-Signature=hunter2',
    'https://store.example/a.tar.gz?sv=1&sig=hunter2',
    'github.com/octo/app?token=hunter2',
  ])('a context with a password is refused without showing it: %s', async (context) => {
    const problems = await findProblems({ inputs: { context } });
    expect(problems.length).toBeGreaterThan(0);
    expect(new InputError(problems).message).not.toContain('hunter2');
  });
});

describe('a context with a query that is no credential', () => {
  it.each([
    'https://example.com/a.git?branch=main&subdir=token',
    'https://example.com/a.git?token=',
    'https://example.com/a.tar.gz?tokenizer=bpe&key=a%2Fb',
    'https://example.com/a.git#main:a?token=b',
  ])('is taken: %s', async (context) => {
    expect(await findBlamed({ inputs: { context } })).toEqual([]);
  });
});

describe('platforms', () => {
  it.each([
    ['linux/amd46', ['platforms']],
    ['linux/amd46,linux/mars', ['platforms', 'platforms']],
    [',', ['platforms']],
  ])('%s is told once for each', async (platforms, blamed) => {
    expect(await findBlamed({ inputs: { platforms } })).toEqual(blamed);
  });
});

describe('secrets', () => {
  it('stand in the plan by name alone', async () => {
    const plan = await makePlanOf({ inputs: { secrets: 'a=hunter2\nb=hunter3' } });
    expect(plan.build.secretIds).toEqual(['a', 'b']);
    expect(JSON.stringify(plan)).not.toContain('hunter');
  });

  it('that are empty are a problem where the job should have them', async () => {
    expect(await findBlamed({ inputs: { secrets: 'a=\nb=x' } })).toEqual(['secrets']);
  });

  it('that are empty are left out of builds that get none', async () => {
    const plan = await makePlanOf({ inputs: { secrets: 'a=\nb=x' }, facts: makeForkFacts() });
    expect(plan.build.secretIds).toEqual(['b']);
    expect(plan.warnings.join()).toContain('a');
  });
});

describe('build arguments', () => {
  it.each([
    ['NPM_TOKEN=hunter2', 1],
    ['DB_PASSWORD=hunter2', 1],
    ['SIGNING_KEY=hunter2', 1],
    ['NPM_TOKEN=hunter2\nSECRET=hunter2', 1],
    ['PUBLIC_KEY=hunter2', 0],
    ['MONKEY=hunter2', 0],
    ['EMPTY=', 1],
    ['API_TOKEN=', 1],
    ['DATA=aGVsbG8=', 0],
    ['API_TOKEN=hunter2==', 1],
    ['PIP_INDEX_URL=https://ann:hunter2@pypi.example/simple', 1],
    ['HTTPS_PROXY=http://ann:hunter2@proxy.example:3128', 1],
    ['HTTPS_PROXY=http://proxy.example:3128', 0],
    ['HOME_PAGE=https://example.com/@hunter2', 0],
    ['VERSION=1.2.3', 0],
  ])('%s: %i warnings, never with the value', async (arg, count) => {
    const { warnings } = await makePlanOf({ inputs: { 'build-args': arg } });
    const about = warnings.filter((text) => text.includes('build argument'));
    expect(about).toHaveLength(count);
    expect(about.join()).not.toContain('hunter2');
  });

  it('that end like base64 are neither empty nor less of a secret', async () => {
    const { warnings } = await makePlanOf({ inputs: { 'build-args': 'API_TOKEN=aGk==' } });
    const about = warnings.filter((text) => text.includes('build argument'));
    expect(about.join()).toContain('secrets: |');
    expect(about.join()).not.toContain('is empty');
  });
});

describe('all problems', () => {
  it('of reading, naming and planning come at once', async () => {
    const inputs = {
      images: 'ghcr.io/a b',
      tags: 'type=nonsense',
      platforms: 'linux/mars',
      context: 'nowhere',
      username: 'ann',
      push: 'true',
      builder: 'mine',
      driver: 'docker',
      'trusted-root': 'missing.json',
    };
    const facts = { ...withPaths({ context: 'missing' }), oidcAvailable: false };
    expect([...(await findBlamed({ inputs, facts }))].sort()).toEqual([
      'builder',
      'context',
      'images',
      'password',
      'platforms',
      'sign',
      'signing-config',
      'tags',
      'trusted-root',
    ]);
  });
});

describe('a path that leads nowhere', () => {
  it.each<[InputTexts, string]>([
    [{ context: 'ap' }, 'context'],
    [{ file: 'Dockerfil' }, 'file'],
  ])('%j is told beside what is there', async (inputs, input) => {
    const beside = ['src', '.git', 'app', ...Array.from({ length: 20 }, (_, at) => `z${at}`)];
    const missing = input === 'context' ? { context: 'missing' as const } : {};
    const facts = withPaths({ ...missing, dockerfile: 'missing', beside });
    const [problem] = await findProblems({ inputs, facts });
    expect(problem?.input).toBe(input);
    expect(problem?.fix).toMatch(/There are: app, src, z0, (?:z\d+, ){9}…\.$/);
  });
});
