import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Registry, startRegistry } from '../../lab/services/registry.ts';
import { startTokenAuth, type TokenAuth } from '../../lab/services/token-auth.ts';
import { expectLeftOut, HANG } from '../support/cache-fault-scene.ts';
import { type ClusterScene, openCluster } from '../support/cluster-scene.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();
const NAMESPACE = 'builds';
const WRITER = { username: 'octocat', password: makeSecret() };

let scene: ClusterScene;
let tokens: TokenAuth;
let registry: Registry;
beforeAll(async () => {
  const { lab } = world();
  scene = await openCluster(lab, { [NAMESPACE]: {} });
  tokens = await startTokenAuth({ users: [WRITER] });
  const auth = { ...tokens, realm: tokens.realm.replace('127.0.0.1', 'localhost') };
  registry = await startRegistry({ tools: lab.tools, kind: 'distribution', auth });
});
afterAll(async () => {
  await registry?.stop();
  await tokens?.stop();
  await scene?.stop();
});

/** The cluster gives a buildkitd half a minute to end, which one that waits takes: into the next run. */
const SLOW_END = /^(?:left behind|removed): (?:container \/k8s_buildkitd_|volume [0-9a-f]{64}$)/;

/** So long that to bring the result back is worth its time. */
const WORK = '/bin/busybox sleep 4 && /bin/busybox head -c 1000000 /dev/urandom > /made/it';

it('a pod is new in each job, and has the layers, the mounts and the logins all the same', async () => {
  const workspace = await makeWorkspace(world().lab, [
    'RUN echo expensive > /expensive',
    'COPY source /source',
    `RUN --mount=type=cache,target=/made if test -e /made/it; then echo found it; else ${WORK}; fi`,
  ]);
  const release = async (source: string): Promise<CheckedRun> => {
    await writeFile(join(workspace, 'source'), source);
    return world().run({
      ...scene.job({ namespace: NAMESPACE }),
      workspace,
      registries: [
        { url: registry.url, host: registry.host, repositories: ['octo/app'], login: WRITER },
      ],
      inputs: {
        ...BARE,
        ...WRITER,
        cache: 'auto',
        driver: 'kubernetes',
        'driver-opts': `image=${scene.image}`,
        images: `${registry.host}/octo/app`,
      },
    });
  };
  const [first, second] = [await release('1'), await release('2')];
  expect([first.error, second.error]).toEqual([undefined, undefined]);
  expect(readMounts(first)).toMatchObject({
    restored: { outcome: 'missing' },
    saved: { outcome: 'saved' },
  });
  expect(new Set([first, second].map(({ main }) => main.outputs['builder'])).size).toBe(2);
  expect(first.text).not.toContain('CACHED');
  expect(second.text).toContain('33 % of 3 steps from the cache');
  expect(second.text).toMatch(/^#\d+ [\d.]+ found it$/m);
  expect(readMounts(second).restored.outcome).toBe('restored');
  expect(await scene.left(NAMESPACE)).toBe('');
});

it('a pod waits for no silent cache', async () => {
  const { runWith, registry } = world();
  await expectLeftOut((faults, timeout) =>
    runWith(faults, {
      ...scene.job({ namespace: NAMESPACE }),
      machineChanges: SLOW_END,
      inputs: {
        ...{ ...BARE, sign: 'false', cache: 'gha', 'cache-mounts': 'off', driver: 'kubernetes' },
        ...{ ...timeout, 'driver-opts': `image=${scene.image}` },
        images: `${registry.host}/octo/silent-pod`,
      },
    }),
  );
});

it('nor for one that has answered a moment before', async () => {
  const { lab, runWith, registry } = world();
  const manifest = /^(GET|HEAD) \/v2\/.*manifests\/buildcache-/;
  // Preflight alone has an answer.
  const faults = { registry: [{ match: manifest, action: HANG, skip: 1 }] };
  const run = await runWith(faults, {
    ...scene.job({ namespace: NAMESPACE }),
    workspace: await lab.makeWorkspace(),
    machineChanges: SLOW_END,
    inputs: {
      ...{ ...BARE, sign: 'false', cache: 'registry', 'cache-mounts': 'off' },
      ...{ driver: 'kubernetes', 'driver-opts': `image=${scene.image}`, 'cache-timeout': '3s' },
      images: `${registry.host}/octo/silent-later-pod`,
    },
  });
  expect(run.error).toBeUndefined();
  expect(run.main.outputs['published']).toBe('true');
  expect(run.warnings).toEqual([expect.stringContaining('cache')]);
});
