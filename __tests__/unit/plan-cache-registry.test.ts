import { describe, expect, it } from '@jest/globals';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

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

describe('a cache under a name of the image', () => {
  it.each<[InputTexts, string[]]>([
    [{ images: 'r.io/a/b', 'cache-to': 'type=registry,ref=r.io/a/b:v1.2.3' }, ['cache-to']],
    [{ images: 'a/b', 'cache-to': 'type=registry,ref=docker.io/a/b' }, ['cache-to']],
    [
      { images: '', tags: 'r.io/a/b:1', push: 'true', 'cache-to': 'type=registry,ref=r.io/a/b:1' },
      ['cache-to'],
    ],
    [{ images: 'r.io/a/b', 'cache-from': 'type=registry,ref=r.io/a/b:v1.2.3' }, []],
    [{ images: 'r.io/a/b', 'cache-to': 'type=registry,ref=r.io/a/b:buildcache' }, []],
    [{ images: 'r.io/a/b', 'cache-to': 'type=registry,ref=r.io/a/b-cache' }, []],
  ])('is refused, and no other: %j', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });
});
