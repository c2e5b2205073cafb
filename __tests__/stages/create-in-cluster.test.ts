import { describe, expect, it } from '@jest/globals';
import type { Host } from '../../src/host/host.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { createInCluster } from '../../src/stages/builder/create-in-cluster.ts';
import { parseMark } from '../../src/tools/mark.ts';
import { count, ensure } from '../support/builder-scene.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';
import { readFixture } from '../support/recorded.ts';

const OWN: BuilderSpec = {
  kind: 'own',
  own: makeOwnBuilder({
    driver: 'kubernetes',
    nodes: [makeNode({ driverOpts: ['namespace=ci', 'timeout=10m', 'labels=team=x'] })],
  }),
};
const failing = (stderr: string): ScriptedCommand => ({
  when: /^buildx create /,
  answer: { exitCode: 1, stderr },
});
const saying = (pods: string): ScriptedCommand => ({
  when: /^kubectl get deployments,pods /,
  answer: { stdout: readFixture(`cluster/pods-${pods}.json`) },
});
const WAITED = 'ERROR: expected 1 replicas to be ready, got 0';

describe('a builder in a cluster', () => {
  it('is labelled with run and job, beside what the user wants', async () => {
    const { host, ensuring } = await ensure(OWN, [{ when: /^buildx create /, answer: {} }], {
      env: { GITHUB_RUN_ID: '42', GITHUB_JOB: 'release' },
    });
    await ensuring;
    const [created] = host.commands;
    expect(created?.args).toContain(
      '--driver-opt="labels=team=x,build-sign-action=42,build-sign-action-job=release"',
    );
    const [, mark = ''] =
      /annotations=build-sign-action\/mark=([^,"\s]+)/.exec(created?.args.join(' ') ?? '') ?? [];
    expect(parseMark(decodeURIComponent(mark))).toMatchObject({ runId: '42', job: 'release' });
    // It waits longer than buildx does.
    expect(created?.deadlineMs).toBe(660_000);
    expect(count(host, 'get')).toBe(0);
  });

  it('whose pod does not come is an error with the reason of the cluster, after one attempt', async () => {
    const { host, ensuring } = await ensure(OWN, [failing(WAITED), saying('unschedulable')]);
    await expect(ensuring).rejects.toMatchObject({
      code: 'BUILDER_FAILED',
      message: expect.stringContaining('Unschedulable: 0/2 nodes'),
      hint: expect.stringContaining('nodeselector'),
    });
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 1, rm: 1 });
    const asked = host.commands.find(({ tool }) => tool === 'kubectl');
    expect(asked?.args).toEqual(expect.arrayContaining(['--namespace=ci', '--output=json']));
  });

  it('is an error of buildx where no kubectl tells more, and is tried again', async () => {
    const { host, ensuring } = await ensure(OWN, [
      failing(WAITED),
      { when: /^kubectl /, answer: { exitCode: undefined, notFound: true } },
    ]);
    await expect(ensuring).rejects.toMatchObject({
      code: 'BUILDER_FAILED',
      message: expect.stringContaining('expected 1 replicas'),
      hint: expect.stringContaining('kubectl auth can-i'),
    });
    expect(count(host, 'create')).toBe(3);
  });

  it.each([
    [
      'ERROR: error for bootstrap "b0": deployments.apps "b0" is forbidden: User "me" cannot get resource "deployments" in API group "apps" in the namespace "ci"',
      1,
    ],
    ['ERROR: error for bootstrap "b0": Unauthorized', 1],
    [
      'ERROR: error for bootstrap "b0": Get "https://a.example/apis": dial tcp 10.0.0.1:443: connect: connection refused',
      3,
    ],
  ])('%j is tried %d times', async (stderr, attempts) => {
    const nothing = { when: /^kubectl /, answer: { exitCode: 1, stderr: 'no' } };
    const { host, ensuring } = await ensure(OWN, [failing(stderr), nothing]);
    await expect(ensuring).rejects.toMatchObject({ code: 'BUILDER_FAILED' });
    expect(count(host, 'create')).toBe(attempts);
  });

  it('ends as soon as the cluster says what no waiting mends', async () => {
    let look = async (): Promise<void> => undefined;
    const fake = makeFakeHost({
      commands: [
        saying('crashing'),
        {
          when: /^buildx create /,
          answer: async ({ stop }) => {
            await look();
            return { exitCode: 1, stderr: stop?.aborted === true ? 'forced' : WAITED };
          },
        },
      ],
    });
    const clock: Host['clock'] = {
      ...fake.clock,
      repeat: (_, work) => {
        look = work;
        return () => undefined;
      },
    };
    const creating = createInCluster(
      { ...fake, clock },
      {
        ...{ own: makeOwnBuilder({ driver: 'kubernetes' }), name: 'b' },
        buildx: { path: '/opt/buildx', env: {} },
        commands: [['create', '--name=b']],
      },
    );
    const error = await creating.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'BUILDER_FAILED' });
    expect(String(error)).toContain('CrashLoopBackOff');
    expect(String((error as Error).cause)).toContain('forced');
  });
});
