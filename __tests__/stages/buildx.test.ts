import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureChosenBuildx } from '../../src/stages/tools/buildx.ts';
import { DEFAULT_VERSIONS } from '../../src/tools/lock.ts';
import type { GitHubAnswers } from '../support/fake-github.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

const LATEST = { tag_name: `v${DEFAULT_VERSIONS.buildx}` };

describe('the buildx that the workflow chooses', () => {
  let world: ToolWorld;

  beforeEach(async () => {
    world = await makeToolWorld();
  });

  afterEach(() => world.remove());

  const makeStub = (version: string): Promise<string> =>
    world.writeScript('own/buildx', `echo 'github.com/docker/buildx ${version} 0123456'`);

  const choose = (
    choice: Parameters<typeof ensureChosenBuildx>[1]['choice'],
    answers: GitHubAnswers = {},
  ): Promise<string> => {
    const { github } = makeFakeHost({ github: answers });
    const source = { baseUrl: 'http://127.0.0.1:9' };
    const say = (line: string) => void world.lines.push(line);
    return ensureChosenBuildx({ ...world.host, github }, { choice, token: 't', say, source });
  };

  it('is the one at a path, shown with its hash', async () => {
    const path = await makeStub('v0.31.0-7-gabcdef');
    expect(await choose({ kind: 'path', path })).toBe(path);
    expect(world.lines.join('\n')).toMatch(/as the workflow names it \(sha256 [0-9a-f]{64}\)/);
  });

  it.each(['v0.29.1', 'v0.0.0+unknown'])(
    'is refused when %s stands at the path',
    async (version) => {
      const path = await makeStub(version);
      expect(await readCode(choose({ kind: 'path', path }))).toBe('TOOL_VERSION_REFUSED');
    },
  );

  it.each([
    ['nothing', { latestRelease: {} }],
    ['a draft without a tag', { latestRelease: { tag_name: '' } }],
    ['no version', { latestRelease: { tag_name: 'nightly' } }],
    ['that there is none', { latestRelease: null }],
    ['an error', {}],
  ])('is not guessed when GitHub says %s', async (_, answers) => {
    expect(await readCode(choose({ kind: 'latest' }, answers))).toBe('TOOL_DOWNLOAD_FAILED');
    expect(world.commands).toEqual([]);
  });

  it.each([
    ['the latest release', { kind: 'latest' }],
    ['a version', { kind: 'pinned', version: DEFAULT_VERSIONS.buildx }],
  ] as const)('is installed as %s, whatever the machine has', async (_, choice) => {
    const error = await choose(choice, { latestRelease: LATEST }).catch(String);
    expect(error).toContain(`/docker/buildx/releases/download/v${DEFAULT_VERSIONS.buildx}/`);
    expect(world.commands).toEqual([]);
  });

  const chooseElsewhere = (
    request: { serverUrl: string; token: string | undefined },
    status = 200,
  ) => {
    const answer = { status, body: JSON.stringify(LATEST) };
    const asked = makeFakeHost({
      requests: [{ when: /^GET https:\/\/api\.github\.com\/repos\/docker\/buildx\//, answer }],
    });
    const env = { ...world.host.env, GITHUB_SERVER_URL: request.serverUrl };
    const fetch: typeof asked.fetch = (one) =>
      one.url.includes('api.github.com') ? asked.fetch(one) : world.host.fetch(one);
    const choosing = ensureChosenBuildx(
      { ...world.host, github: asked.github, env, fetch },
      {
        ...{ choice: { kind: 'latest' }, token: request.token, say: () => undefined },
        source: { baseUrl: 'http://127.0.0.1:9' },
      },
    ).catch(String);
    return { asked, choosing };
  };

  it.each([
    ['on another GitHub', { serverUrl: 'https://ghe.example', token: 'its-own' }],
    ['without a token', { serverUrl: 'https://github.com', token: undefined }],
  ])('is the latest that github.com tells to anybody, %s', async (_, request) => {
    const { asked, choosing } = chooseElsewhere(request);
    expect(await choosing).toContain(`/releases/download/v${DEFAULT_VERSIONS.buildx}/`);
    expect(asked.requests).toHaveLength(1);
    expect(JSON.stringify(asked.requests)).not.toMatch(/its-own|authorization/i);
  });

  it('is not guessed when github.com has been asked too often', async () => {
    const { choosing } = chooseElsewhere({ serverUrl: 'https://ghe.example', token: 't' }, 403);
    expect(await choosing).toMatch(/HTTP 403/);
  });
});
