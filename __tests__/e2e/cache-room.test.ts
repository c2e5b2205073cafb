/** Where the layers go when the caches of the repository fill the room at GitHub, by the real client of its API. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GitHubApi, startGitHubApi } from '../../lab/services/github-api.ts';
import { readSteps } from '../support/e2e-build-log.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const REPOSITORY = 'octo-org/app';
const FULL_BYTES = 10.5e9;

describe('the room for caches at GitHub', () => {
  const world = useWorld();
  let api: GitHubApi;
  let workspace = '';

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    api = await startGitHubApi({ repository: REPOSITORY, folder: workspace });
  });
  afterAll(() => api?.stop());

  async function build(name: string): Promise<CheckedRun> {
    const { run, registry } = world();
    const done = await run({
      inputs: {
        ...BARE,
        ...{ cache: 'auto', 'cache-mounts': 'off', sign: 'false' },
        images: `${registry.host}/octo/${name}`,
      },
      workspace,
      github: { apiUrl: api.url },
    });
    expect(done.error).toBeUndefined();
    expect(done.warnings).toEqual([]);
    return done;
  }

  const keys = (): string[] =>
    world()
      .lab.cache.entries()
      .map(({ key }) => key);
  const ofLayers = (): string[] => keys().filter((key) => key.includes('buildkit'));

  it('is left alone when it is taken: the registry keeps the layers, and gives them', async () => {
    api.setCacheUsage(FULL_BYTES);
    const first = await build('full');
    expect(first.text).toMatch(/instead of the Actions cache: registry cache \S+buildcache-/);
    expect(ofLayers()).toEqual([]);
    const second = await build('full');
    expect(new Set(readSteps(second.text).values())).toEqual(new Set(['cached']));
    expect(second.main.summary).toContain('the Actions cache of the repository is full');
  });

  it('is used while there is some', async () => {
    api.setCacheUsage(1e9);
    await build('room');
    expect(ofLayers().length).toBeGreaterThan(0);
  });

  it('is used where somebody has bought more, and the token is let know', async () => {
    api.setCacheUsage(FULL_BYTES);
    api.setCacheLimit(20);
    const before = ofLayers().length;
    const { main } = await build('bought');
    expect(ofLayers().length).toBeGreaterThan(before);
    expect(main.summary).not.toContain('is full');
  });

  it('is used where GitHub does not say', async () => {
    api.setOutage(500);
    const before = ofLayers().length;
    await build('outage');
    expect(ofLayers().length).toBeGreaterThan(before);
  });
});
