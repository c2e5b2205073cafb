import { describe, expect, it } from '@jest/globals';
import { makeExpressions } from '../../src/names/expand.ts';
import { makeNamesFacts } from '../../src/names/facts.ts';
import { makeNames } from '../../src/names/names.ts';

const runTime = new Date('2024-06-16T08:00:00Z');
const sha = '860c1904a1ce19322e91ac35af1ab07466440c37';
const env = {
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: sha,
  GITHUB_REPOSITORY: 'Acme/App',
};

describe('makeNamesFacts', () => {
  it('needs nothing but the environment', () => {
    expect(makeNamesFacts({ env, event: {}, runTime })).toEqual({
      eventName: 'push',
      ref: 'refs/heads/main',
      sha,
      repository: { name: 'App', htmlUrl: 'https://github.com/Acme/App' },
      runTime,
    });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{ commits: 'x', head_commit: 3, repository: null, pull_request: { number: 'x' }, number: {} }],
    [
      {
        commits: [null, { id: sha, timestamp: 'yesterday' }],
        repository: { name: 7, license: null },
      },
    ],
  ])('survives the payload %j', (event) => {
    const facts = makeNamesFacts({ env, event, runTime });
    expect(facts.repository.name).toBe('App');
    expect([facts.commitTime, facts.pullRequest]).toEqual([undefined, undefined]);
  });

  it("takes the commit's time from the commit of this run only", () => {
    const timestamp = '2024-06-15T22:05:09+02:00';
    const other = { id: 'ffff', timestamp: '2001-01-01T00:00:00Z' };
    const commitTime = new Date('2000-01-01T00:00:00Z');
    const time = (event: unknown) => makeNamesFacts({ env, event, commitTime, runTime }).commitTime;
    expect(time({ commits: [other, { id: sha, timestamp }] })).toEqual(new Date(timestamp));
    expect(time({ commits: [], head_commit: { id: sha, timestamp } })).toEqual(new Date(timestamp));
    expect(time({ commits: [other], head_commit: other })).toEqual(commitTime);
  });

  it('prefers the payload to the API, and asks the API for what it lacks', () => {
    const { repository } = makeNamesFacts({
      env,
      event: { repository: { name: 'Event', default_branch: 'trunk' } },
      repository: { name: 'Api', description: 'Said by the API', license: { spdx_id: 'MIT' } },
      runTime,
    });
    expect(repository).toEqual({
      name: 'Event',
      description: 'Said by the API',
      htmlUrl: 'https://github.com/Acme/App',
      license: 'MIT',
      defaultBranch: 'trunk',
    });
  });
});

describe('{{is_default_branch}} without a known default branch', () => {
  it.each([
    ['schedule', 'refs/heads/main', 'true'],
    ['issues', 'refs/heads/main', 'true'],
    ['push', 'refs/heads/main', 'false'],
    ['create', 'refs/heads/main', 'false'],
    ['schedule', 'refs/tags/x', 'false'],
  ])('%s on %s: %s', async (eventName, ref, expected) => {
    const expand = await makeExpand({ GITHUB_EVENT_NAME: eventName, GITHUB_REF: ref });
    expect((await expand('{{is_default_branch}}', 'build-args')).text).toBe(expected);
  });
});

async function makeExpand(more: Readonly<Record<string, string>> = {}, tags = '') {
  const facts = makeNamesFacts({
    env: { ...env, ...more },
    event: { head_commit: { id: sha, timestamp: '2024-06-15T20:05:09Z' } },
    runTime,
  });
  const texts = { images: 'acme/app', tags, flavor: '', labels: '', annotations: '' };
  const names = await makeNames({ ...texts, facts, env: more });
  return makeExpressions({ names, facts, env: more, more: { defaultContext: 'https://x.git' } });
}

describe('makeExpressions', () => {
  const tag = { GITHUB_REF: 'refs/tags/v1.16.2' };
  const partial = 'type=semver,pattern=v{{major}}.{{minor}}';

  it.each([
    ['VERSION={{version}}', 'VERSION=1.16.2'],
    ['{{ major }}.{{minor}}.{{patch}}', '1.16.2'],
    ['{{meta.version}}|{{meta.tags}}', 'v1.16|acme/app:v1.16\nacme/app:latest'],
    ['{{tag}} {{sha}} [{{branch}}]', 'v1.16.2 860c190 []'],
    ['{{revision}} {{created}}', `${sha} 2024-06-15T20:05:09.000Z`],
    ["{{commit_date 'YYYYMMDD'}} {{date 'HH:mm' tz='Asia/Tokyo'}}", '20240615 17:00'],
    ['{{commit_date}}', '2024-06-15T20:05:09Z'],
    ["{{date 'z ZZ' tz='Asia/Tokyo'}}", 'GMT+9 +0900'],
    ['{{{version}}}', '1.16.2'],
    ['{{defaultContext}}:sub', 'https://x.git:sub'],
    ['plain', 'plain'],
    ['{{.Version}} {{ .Commit }}', '{{.Version}} {{ .Commit }}'],
    [
      '{{unknown}} {{meta.nope}} {{meta}} {{version.x}}',
      '{{unknown}} {{meta.nope}} {{meta}} {{version.x}}',
    ],
    ['{{constructor}} {{__proto__}} {{toString}}', '{{constructor}} {{__proto__}} {{toString}}'],
    ['{{#if version}}x{{/if}}', '{{#if version}}x{{/if}}'],
    ['{"a":{"b":1}}', '{"a":{"b":1}}'],
  ])('%j gives %j', async (text, expected) => {
    const expand = await makeExpand(tag, partial);
    expect(await expand(text, 'build-args')).toMatchObject({ text: expected, problems: [] });
  });

  it('gives the first tag where there is no version', async () => {
    const expand = await makeExpand();
    expect((await expand('{{version}}-{{major}}', 'build-args')).text).toBe('main-');
  });

  it('reports what cannot be filled in under the input', async () => {
    const expand = await makeExpand();
    const { problems } = await expand("a={{date 'YYYY' tz='No/Where'}} b={{sha", 'build-args');
    expect(problems.map(({ input, value }) => [input, value])).toEqual([
      ['build-args', "{{date 'YYYY' tz='No/Where'}}"],
    ]);
  });
});
