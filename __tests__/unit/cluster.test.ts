import { describe, expect, it } from '@jest/globals';
import { listPodQueries, readPodTimeoutMs } from '../../src/tools/cluster.ts';
import { makeClusterLabels } from '../../src/tools/cluster-labels.ts';
import { makeNode } from '../support/make-own-builder.ts';

describe('labels of what a cluster gets', () => {
  it.each([
    [
      { runId: '42', job: 'release' },
      { run: '42', job: 'release' },
    ],
    [
      { runId: '', job: '' },
      { run: 'unknown', job: 'unknown' },
    ],
    [
      { runId: '1', job: '_build-' },
      { run: '1', job: 'build' },
    ],
    [
      { runId: '1', job: 'a/b c,d=e' },
      { run: '1', job: 'a-b-c-d-e' },
    ],
    [
      { runId: '1', job: `${'x'.repeat(62)}--` },
      { run: '1', job: 'x'.repeat(62) },
    ],
  ])('%j', (facts, { run, job }) => {
    expect(makeClusterLabels(facts)).toEqual({
      'build-sign-action': run,
      'build-sign-action-job': job,
    });
  });
});

describe('who is asked about the pods of a builder', () => {
  it('is each namespace once, of its own', () => {
    const inCi = makeNode({ driverOpts: ['namespace=ci'] });
    const other = makeNode({ label: 'arm', driverOpts: ['namespace=x', 'namespace=y'] });
    expect(listPodQueries('b', { nodes: [inCi, other, inCi, makeNode()] })).toEqual([
      [
        ...['get', 'deployments,pods', '--output=json', '--selector=app in (b0,b2)'],
        '--namespace=ci',
      ],
      ['get', 'deployments,pods', '--output=json', '--selector=app in (b-arm)', '--namespace=y'],
      ['get', 'deployments,pods', '--output=json', '--selector=app in (b3)'],
    ]);
  });
});

describe('how long pods are waited for', () => {
  it.each([
    [[], 120_000],
    [['timeout=90s'], 90_000],
    [['timeout=1h30m'], 5_400_000],
    [['timeout=1.5m'], 90_000],
    [['timeout=500ms'], 500],
    [['timeout=soon'], 120_000],
    [['timeout=1m', 'timeout=3m'], 180_000],
  ])('%j: %d', (driverOpts, ms) => {
    expect(readPodTimeoutMs({ nodes: [makeNode({ driverOpts })] })).toBe(ms);
  });

  it('is as long as the most patient node has it', () => {
    const nodes = ['timeout=1m', 'timeout=5m'].map((one) => makeNode({ driverOpts: [one] }));
    const [first = makeNode(), ...others] = nodes;
    expect(readPodTimeoutMs({ nodes: [first, ...others] })).toBe(300_000);
  });
});
