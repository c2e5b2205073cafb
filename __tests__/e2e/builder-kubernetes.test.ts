import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../lab/services/cluster.ts';
import { type ClusterScene, openCluster } from '../support/cluster-scene.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const ANY = { driver: 'kubernetes', 'driver-opts': '' } as const;
const NAMESPACE = 'builds';
const RECORDED = new URL('../fixtures/cluster/', import.meta.url);

let scene: ClusterScene;
beforeAll(async () => {
  scene = await openCluster(world().lab, { [NAMESPACE]: {} });
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
          .replaceAll(/"build-sign-action":"\d+"/g, '"build-sign-action":"1536140711"'),
      ),
    );
}

/** Who may what, as far as it was made use of. */
async function readRights(): Promise<string[]> {
  const rights = (await scene.cluster.audit()).flatMap(({ verb, objectRef }) => {
    if (objectRef === undefined) return [];
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
    expect(released.text).toContain('instance using kubernetes driver');
    expect(released.text).toContain('not here: the builder is on other machines');
    const builder = released.main.outputs['builder'] ?? '?';
    expect(await readCreated(builder)).toEqual(readFixture('created-nodes'));
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

  it('takes no other rights than those of the documentation, and all of them', async () => {
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
