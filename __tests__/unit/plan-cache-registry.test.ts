import { describe, expect, it } from '@jest/globals';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

const ref = 'refs/heads/main';
const facts = {
  ref,
  names: makeNamesFacts({ ref, repository: { name: 'app', defaultBranch: 'main' } }),
  actionsCache: false,
};

async function planCache(inputs: InputTexts) {
  return (await makePlanOf({ inputs: { 'cache-trust': 'any', ...inputs }, facts })).cache;
}

describe('the registry, where a run has no Actions cache', () => {
  it.each<[string, InputTexts, number]>([
    ['is written where the image is pushed', {}, 1],
    ['is only read where nothing is', { push: 'false' }, 0],
    ['is only read where the image is loaded', { load: 'true' }, 0],
    ['is written for one who names it', { push: 'false', cache: 'registry' }, 1],
  ])('%s', async (_, inputs, written) => {
    const { from, to } = await planCache(inputs);
    expect(from).not.toHaveLength(0);
    expect(from.every(({ backend }) => backend === 'registry')).toBe(true);
    expect(to).toHaveLength(written);
  });

  it.each<[InputTexts]>([
    [{ load: 'true' }],
    [{ outputs: 'type=docker,dest=app.tar', platforms: 'linux/amd64' }],
    [{}],
  ])('is not asked for the name of an image on this machine: %j', async (inputs) => {
    const { from, to } = await planCache({ images: '', tags: 'app:test', ...inputs });
    expect([...from, ...to]).toEqual([]);
  });
});
