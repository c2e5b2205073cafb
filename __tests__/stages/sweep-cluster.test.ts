import { describe, expect, it } from '@jest/globals';
import { sweepCluster } from '../../src/stages/cleanup/sweep-cluster.ts';
import { makeClusterAnnotations } from '../../src/tools/cluster.ts';
import { formatMark } from '../../src/tools/mark.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeNode } from '../support/make-own-builder.ts';

const NOW = new Date('2026-01-10T00:00:00Z');
const HOUR_MS = 3_600_000;
const OWN = 'build-sign-0123456789ab0';

interface Left {
  readonly name?: string;
  readonly hours?: number;
  readonly annotations?: Record<string, string>;
  readonly configMaps?: readonly string[];
}

function makeDeployment({ name = OWN, hours = 145, annotations, configMaps = [] }: Left): object {
  const createdAtMs = NOW.getTime() - hours * HOUR_MS;
  const mark = formatMark({
    ...{ runId: '7', runAttempt: 1, job: 'a b', owner: undefined },
    createdAtMs,
  });
  return {
    metadata: { name, annotations: annotations ?? makeClusterAnnotations(mark) },
    spec: {
      template: { spec: { volumes: configMaps.map((one) => ({ configMap: { name: one } })) } },
    },
  };
}

/** What is deleted when these are there. */
async function sweep(
  left: readonly Left[],
  {
    driverOpts = [],
    scripts = [],
  }: { driverOpts?: readonly string[]; scripts?: readonly ScriptedCommand[] } = {},
) {
  const items = left.map(makeDeployment);
  const host = makeFakeHost({
    now: NOW,
    commands: [
      ...scripts,
      { when: /^kubectl get deployments /, answer: { stdout: JSON.stringify({ items }) } },
      { when: /^kubectl delete /, answer: {} },
    ],
  });
  await sweepCluster(host, { own: { nodes: [makeNode({ driverOpts })] }, env: {} });
  const deleted = host.commands.filter(({ args }) => args[0] === 'delete');
  return { host, deleted: deleted.map(({ args }) => args.slice(1)) };
}

describe('what killed runs have left in a cluster', () => {
  it('is removed with what belongs to it, in the namespace of the builder', async () => {
    const configMaps = [`${OWN}-config`, 'of-somebody', `${OWN}-config-1`];
    const { host, deleted } = await sweep([{ configMaps }], { driverOpts: ['namespace=ci'] });
    expect(host.commands[0]?.args).toEqual([
      ...['get', 'deployments', '--selector=build-sign-action', '--output=json', '--namespace=ci'],
    ]);
    expect(deleted).toEqual([
      [
        ...[`deployment/${OWN}`, `configmap/${OWN}-config`, `configmap/${OWN}-config-1`],
        ...['--ignore-not-found', '--wait=false', '--namespace=ci'],
      ],
    ]);
    expect(host.lines).toContain(`Removed ${OWN} from the cluster, which run 7 has left`);
  });

  it.each<[string, Left]>([
    ['is younger than a job may be', { hours: 143 }],
    ['has no mark', { annotations: {} }],
    ['has a mark that is none', { annotations: { 'build-sign-action/mark': '%' } }],
    ['has another name', { name: 'theirs' }],
    ['has a name like ours', { name: 'build-sign-me' }],
  ])('stays where it %s', async (_, left) => {
    expect((await sweep([left])).deleted).toEqual([]);
  });

  it.each<[string, ScriptedCommand]>([
    ['no kubectl', { when: /^kubectl /, answer: { exitCode: undefined, notFound: true } }],
    ['a cluster that refuses', { when: /^kubectl /, answer: { exitCode: 1, stderr: 'no' } }],
    ['an answer that is none', { when: /^kubectl get/, answer: { stdout: 'what?' } }],
  ])('disturbs nobody where there is %s', async (_, script) => {
    const { host, deleted } = await sweep([{}], { scripts: [script] });
    expect(host.lines.filter((line) => !line.startsWith('debug: '))).toEqual([]);
    expect(deleted).toEqual([]);
  });
});
