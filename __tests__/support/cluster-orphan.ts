import { makeClusterAnnotations } from '../../src/tools/cluster.ts';
import { makeClusterLabels } from '../../src/tools/cluster-labels.ts';
import { formatMark } from '../../src/tools/mark.ts';
import type { ClusterScene } from './cluster-scene.ts';

/** What a run has left a week ago that was killed; no pod of it runs any more. */
export async function leaveOrphan(
  scene: Pick<ClusterScene, 'cluster' | 'image'>,
  namespace: string,
): Promise<string> {
  const name = 'build-sign-00000000000a0';
  const mark = formatMark({
    ...{ runId: '7', runAttempt: 1, job: 'release', owner: undefined },
    createdAtMs: Date.now() - 7 * 24 * 3_600_000,
  });
  const labels = { app: name, ...makeClusterLabels({ runId: '7', job: 'release' }) };
  const metadata = { labels, annotations: makeClusterAnnotations(mark) };
  const volumes = [{ name: 'config', configMap: { name: `${name}-config` } }];
  await scene.cluster.apply(
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: `${name}-config`, namespace },
    },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      metadata: { ...metadata, name, namespace },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata, spec: { volumes, containers: [{ name: 'x', image: scene.image }] } },
      },
    },
  );
  return name;
}
