import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClusterScene, openCluster } from '../support/cluster-scene.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const ABSENT = `sha256:${'0'.repeat(64)}`;
/** buildx waits two minutes for what may come yet, unless it is told otherwise. */
const SHORT = 'timeout=8s';

let scene: ClusterScene;
beforeAll(async () => {
  scene = await openCluster(world().lab, {
    open: {},
    full: {
      manifests: [
        {
          ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' } },
          spec: { hard: { pods: '0' } },
        },
      ],
    },
    silent: { without: 'pods/exec' },
    strict: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
  });
});
afterAll(() => scene?.stop());

interface Refusal {
  readonly job: Parameters<ClusterScene['job']>[0];
  readonly env?: Record<string, string>;
  readonly options?: readonly string[];
  readonly inputs?: Record<string, string>;
}

/** Runs them side by side. */
async function refuse(refusals: readonly Refusal[]): Promise<CheckedRun[]> {
  const { runAll, registry } = world();
  const runs = await runAll(
    refusals.map(({ job, options = [], inputs, env }) => {
      const { docker, env: given } = scene.job(job);
      return {
        docker,
        env: { ...given, ...env },
        inputs: {
          ...BARE,
          driver: 'kubernetes',
          'driver-opts': [`image=${scene.image}`, ...options].join('\n'),
          images: `${registry.host}/octo/refused`,
          ...inputs,
        },
      };
    }),
  );
  expect(runs.map(({ error }) => error?.code)).toEqual(refusals.map(() => 'BUILDER_FAILED'));
  return runs;
}

const readMessages = (runs: readonly CheckedRun[]): Array<string | undefined> =>
  runs.map(({ error }) => error?.message);

describe('a cluster that has no pod for the build', () => {
  it('is quoted with its reason, in time, and nothing is left in it', async () => {
    const startedMs = performance.now();
    const { host } = world().lab.registry;
    const runs = await refuse([
      { job: { namespace: 'open' }, options: [`image=${host}/lab/absent@${ABSENT}`] },
      { job: { namespace: 'open' }, options: ['requests.cpu=64', SHORT] },
      { job: { namespace: 'open' }, inputs: { 'buildkitd-flags': '--no-such-flag' } },
      { job: { namespace: 'full' }, options: [SHORT] },
      { job: { namespace: 'strict' } },
    ]);
    expect(readMessages(runs)).toEqual([
      expect.stringMatching(/: (?:ErrImagePull|ImagePullBackOff): .*manifest unknown.*image=/s),
      expect.stringMatching(/: Unschedulable: .*2 Insufficient cpu.*timeout=/s),
      expect.stringMatching(/: CrashLoopBackOff: .*ended with Error 1.*kubectl logs/s),
      expect.stringMatching(/: FailedCreate: .*exceeded quota: small.*limits\.cpu=/s),
      expect.stringMatching(/: FailedCreate: .*violates PodSecurity.*rootless=true/s),
    ]);
    for (const { text } of runs) expect(text).not.toContain('attempt 1 of');
    // Of five, three were told at once that no waiting helps: none of them took its two minutes.
    expect(performance.now() - startedMs).toBeLessThan(90_000);
    for (const namespace of ['open', 'full', 'strict'])
      expect(await scene.left(namespace)).toBe('');
  });

  it('says who may not do what, and which kubeconfig is of no use', async () => {
    const folder = await mkdtemp(join(world().lab.folder, 'kube-'));
    const wrong = await scene.cluster.writeKubeconfig('not-a-token', 'open');
    const garbage = join(folder, 'garbage');
    await writeFile(garbage, 'garbage: [');
    const runs = await refuse([
      { job: { namespace: 'open', account: 'stranger' } },
      { job: { namespace: 'silent' } },
      { job: { kubeconfig: wrong } },
      { job: { kubeconfig: join(folder, 'absent') } },
      { job: { kubeconfig: garbage } },
      { job: { kubeconfig: '' } },
    ]);
    expect(readMessages(runs)).toEqual([
      expect.stringMatching(/serviceaccount:open:stranger` get `deployments` in.*`open`.*"apps"/s),
      expect.stringMatching(/serviceaccount:silent:builder` create `pods\/exec` in.*`silent`/s),
      expect.stringContaining('does not accept the credentials'),
      expect.stringMatching(/kubeconfig cannot be read: .*absent: no such file/),
      expect.stringMatching(/kubeconfig cannot be read: .*garbage.*yaml/),
      expect.stringContaining('There is no kubeconfig, and the runner is in no cluster'),
    ]);
    expect(await scene.left('silent')).toBe('');
  });
});
