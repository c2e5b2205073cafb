import { expect, it } from '@jest/globals';
import { describeRun, readExample, useActWorld } from '../support/act-world.ts';

const useWorld = useActWorld();
const NAME = 'octo-org/app';

it('approval.yml tests what was signed by its digest, and tags that very digest later', async () => {
  const world = useWorld();
  const run = await world.run({
    workflows: { 'approval.yml': readExample('approval.yml') },
    run: 'approval.yml',
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  const [build] = run.jobs.filter(({ id }) => id === 'build');
  const tests = run.jobs.filter(({ id }) => id === 'test');
  const digest = build?.outputs['image']?.['digest'] ?? '';
  expect(tests.map(({ log }) => log.some((line) => line.includes('machine')))).toEqual([
    true,
    true,
  ]);
  expect([...(await world.readTags())]).toEqual([[`${NAME}:main`, digest]]);
  const platforms = ['linux/amd64', 'linux/arm64'];
  expect(await world.findFaults({ run, name: NAME, digest, platforms })).toEqual([]);
});

it('a test that fails keeps the tags where they were', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const text = readExample('approval.yml').replace('docker run --rm', 'false docker run --rm');
  const run = await world.run({ workflows: { 'approval.yml': text }, run: 'approval.yml' });
  expect(run.exitCode).toBe(1);
  expect(run.jobs.filter(({ id, result }) => id === 'publish' && result === 'success')).toEqual([]);
  expect(await world.readTags()).toEqual(before);
});
