import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../lab/services/cluster.ts';
import { leaveOrphan } from '../support/cluster-orphan.ts';
import { type ClusterScene, openCluster } from '../support/cluster-scene.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const ANY = { driver: 'kubernetes', 'driver-opts': '' } as const;
const NAMESPACE = 'builds';
const RECORDED = new URL('../fixtures/cluster/', import.meta.url);
const ABSENT = `sha256:${'0'.repeat(64)}`;
/** buildx waits two minutes for what may come yet, unless it is told otherwise. */
const SHORT = 'timeout=5s';

let scene: ClusterScene;
beforeAll(async () => {
  scene = await openCluster(world().lab, {
    [NAMESPACE]: {},
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

/** What the API server was given to create, by name, with the names of a run in the place of this one's. */
async function readCreated(builder: string): Promise<unknown[]> {
  const events = [...(await scene.cluster.audit())];
  const nameOf = ({ objectRef }: AuditEvent): string => objectRef?.name ?? '';
  return events
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
    .filter(({ verb, objectRef }) => verb === 'create' && objectRef?.subresource === undefined)
    .filter(({ requestObject }) => JSON.stringify(requestObject ?? '').includes(builder))
    .map(({ requestObject }) =>
      JSON.parse(
        JSON.stringify(requestObject)
          .replaceAll(builder, 'build-sign-0123456789ab')
          .replaceAll(scene.image, 'registry.example/buildkit@sha256:…')
          .replaceAll(/"build-sign-action":"\d+"/g, '"build-sign-action":"1536140711"')
          .replaceAll(/"build-sign-action\/mark":"run%3D[^"]*"/g, '"build-sign-action/mark":"…"'),
      ),
    );
}

/** Who may what, as far as it was made use of. */
async function readRights(): Promise<string[]> {
  const account = `system:serviceaccount:${NAMESPACE}:builder`;
  const rights = (await scene.cluster.audit()).flatMap(({ verb, user, objectRef }) => {
    if (objectRef === undefined || user.username !== account) return [];
    const { resource, subresource } = objectRef;
    return [`${verb} ${subresource === undefined ? resource : `${resource}/${subresource}`}`];
  });
  return [...new Set(rights)].sort();
}

const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, RECORDED), 'utf8'));

describe('a builder in a cluster', () => {
  it('has a pod for each platform, on a node of its kind, and is gone afterwards', async () => {
    const { run, registry, lab } = world();
    const nodes = ['amd64', 'arm64'].map((arch) =>
      [
        `- name: ${arch}`,
        `  platforms: linux/${arch}`,
        '  driver-opts: |',
        `    namespace=${NAMESPACE}`,
        `    image=${scene.image}`,
        `    nodeselector=kubernetes.io/arch=${arch}`,
        '    requests.cpu=250m',
        '    requests.memory=64Mi',
        '    limits.memory=2Gi',
        '    "labels=team=images,tier=ci"',
      ].join('\n'),
    );
    const orphan = await leaveOrphan(scene, NAMESPACE);
    const workspace = await makeWorkspace(lab, ['ARG TARGETARCH', 'COPY only-${TARGETARCH} /only']);
    for (const arch of ['amd64', 'arm64']) await writeFile(join(workspace, `only-${arch}`), arch);
    const released = await run({
      ...scene.job({ namespace: NAMESPACE }),
      workspace,
      inputs: {
        ...ANY,
        nodes: nodes.join('\n'),
        sbom: 'false',
        images: `${registry.host}/octo/cluster`,
        platforms: 'linux/amd64,linux/arm64',
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).toContain('on 2 nodes');
    expect(released.text).toContain('not here: the builder is on other machines');
    const builder = released.main.outputs['builder'] ?? '?';
    expect(await readCreated(builder)).toEqual(readFixture('created-nodes'));
    expect(released.text).toContain(`Removed ${orphan} from the cluster, which run 7 has left`);
    expect(await scene.left(NAMESPACE)).toBe('');
  });

  it('has replicas and a configuration, and is gone after a build that fails', async () => {
    const { run, registry, lab } = world();
    const failed = await run({
      ...scene.job({ namespace: NAMESPACE }),
      workspace: await makeWorkspace(lab, ['RUN false']),
      inputs: {
        ...BARE,
        driver: 'kubernetes',
        'driver-opts': `image=${scene.image}\nreplicas=2`,
        'buildkitd-config': '[registry."mirrored.example"]\nmirrors = ["m.example"]',
        images: `${registry.host}/octo/cluster-fails`,
      },
    });
    expect(failed.error?.code).toBe('BUILD_FAILED');
    expect(failed.text).toContain('RUN false');
    const builder = failed.main.outputs['builder'] || '?';
    expect(await readCreated(builder)).toEqual(readFixture('created-replicas'));
    expect(await scene.left(NAMESPACE)).toBe('');
  });

  it('takes the rights of the role in the documentation, and no others', async () => {
    expect(await readRights()).toEqual([
      'create configmaps',
      'create deployments',
      'create pods/exec',
      'delete configmaps',
      'delete deployments',
      'get deployments',
      'list deployments',
      'list pods',
    ]);
  });
});

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
      { job: { namespace: 'strict' }, options: ['rootless=true'] },
    ]);
    expect(readMessages(runs)).toEqual([
      expect.stringMatching(/: (?:ErrImagePull|ImagePullBackOff): .*manifest unknown.*image=/s),
      expect.stringMatching(/: Unschedulable: .*2 Insufficient cpu.*timeout=/s),
      expect.stringMatching(/: CrashLoopBackOff: .*ended with Error 1.*kubectl logs/s),
      expect.stringMatching(/: FailedCreate: .*exceeded quota: small.*limits\.cpu=/s),
      expect.stringMatching(/: FailedCreate: .*PodSecurity.*securityContext\.privileged=true/s),
      expect.stringMatching(/: FailedCreate: .*PodSecurity.*seccompProfile/s),
    ]);
    for (const { text } of runs) expect(text).not.toContain('attempt 1 of');
    // Of six, four were told at once that no waiting helps: none of them took its two minutes.
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
