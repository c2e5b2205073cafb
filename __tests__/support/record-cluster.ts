/** Records what kubectl says of Deployments whose pods do not come: `node __tests__/support/record-cluster.ts`. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureKubernetes } from '../../lab/provision/kubernetes.ts';
import { provisionLab } from '../../lab/provision/provision.ts';
import { startCluster } from '../../lab/services/cluster.ts';

const log = (line: string): void => console.log(line);
const FOLDER = new URL('../fixtures/cluster/', import.meta.url);

const lab = await provisionLab({ log });
const cluster = await startCluster({ kubernetes: await ensureKubernetes(log), ...lab });

const make = (name: string, pod: object, container: object, namespace = 'builds'): object => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        ...pod,
        containers: [{ name: 'buildkitd', image: lab.images.buildkit, ...container }],
      },
    },
  },
});
const probe = { exec: { command: ['buildctl', 'debug', 'workers'] }, initialDelaySeconds: 1 };
const cases: Readonly<Record<string, object>> = {
  ready: make('ready', {}, { securityContext: { privileged: true }, readinessProbe: probe }),
  silent: make(
    'silent',
    {},
    {
      securityContext: { privileged: true },
      readinessProbe: { ...probe, initialDelaySeconds: 99 },
    },
  ),
  absent: make('absent', {}, { image: '127.0.0.1:1/absent:1' }),
  crashing: make('crashing', {}, { args: ['--no-such-flag'] }),
  unschedulable: make('unschedulable', { nodeSelector: { 'kubernetes.io/arch': 's390x' } }, {}),
  quota: make('quota', {}, {}, 'full'),
};
try {
  const namespaces = ['builds', 'full'].map((name) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  }));
  await cluster.apply(...namespaces, {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { pods: '0' } } },
    metadata: { name: 'small', namespace: 'full' },
  });
  await cluster.apply(...Object.values(cases));
  await sleep(8_000);
  for (const name of Object.keys(cases)) {
    const text = await cluster.kubectl(
      ...['get', 'deployments,pods', `--selector=app=${name}`, '--output=json'],
      `--namespace=${name === 'quota' ? 'full' : 'builds'}`,
    );
    await writeFile(new URL(`pods-${name}.json`, FOLDER), text);
  }
} finally {
  await cluster.stop();
  await lab.engine.stop();
}
