import { expect, it } from '@jest/globals';
import { describeRun, readExample, useActWorld } from '../support/act-world.ts';

const useWorld = useActWorld();

it('single.yml publishes one signed image under the tag of its branch', async () => {
  const world = useWorld();
  const run = await world.run({
    workflows: { 'single.yml': readExample('single.yml') },
    run: 'single.yml',
  });
  expect({ exitCode: run.exitCode, why: run.exitCode === 0 ? '' : describeRun(run) }).toEqual({
    exitCode: 0,
    why: '',
  });
  expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([['image', 'success']]);
  const digest = run.jobs[0]?.outputs['image']?.['digest'] ?? '';
  expect([...(await world.readTags())]).toEqual([['octo-org/app:main', digest]]);
  const platforms = ['linux/amd64', 'linux/arm64'];
  expect(await world.findFaults({ run, name: 'octo-org/app', digest, platforms })).toEqual([]);
});

it('a job without `id-token: write` gets no identity: the run ends before anything is built', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const text = readExample('single.yml').replace(/^ *id-token: write.*\n/m, '');
  const run = await world.run({ workflows: { 'single.yml': text }, run: 'single.yml' });
  expect(run.jobs.map(({ id, result }) => [id, result])).toEqual([['image', 'failure']]);
  expect(run.jobs[0]?.log.join('\n')).toContain('OIDC_PERMISSION_MISSING');
  expect(await world.readTags()).toEqual(before);
});
