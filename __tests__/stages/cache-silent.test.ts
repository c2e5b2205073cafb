import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { TransportError } from '../../src/host/host.ts';
import { formatCacheEntry } from '../../src/plan/cache-spec.ts';
import type { Destination } from '../../src/plan/types.ts';
import { leaveSilent } from '../../src/stages/cache/cache-silent.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const PLACES = ['type=gha,scope=a', 'type=registry,ref=r.io/a:cache'];
const CACHE = makeCache({ from: makePlaces(...PLACES), to: makePlaces(...PLACES) });
const unreachable = (kind: TransportError['kind']): Error =>
  new ActionError('REGISTRY_UNREACHABLE', `r.io: ${kind}`, {
    cause: new TransportError(kind, 'r.io', kind),
  });

async function leave(failure: Error | undefined, registry = 'r.io') {
  const host = makeFakeHost();
  const destinations: Destination[] = [
    { repository: { registry, path: 'a' } as Destination['repository'], tags: [] },
  ];
  const asked: string[] = [];
  const cache = await leaveSilent(host, {
    ...{ cache: CACHE, destinations },
    registry: {
      probeManifest: async ({ path }, reference) => {
        asked.push(`${path}:${reference}`);
        if (failure !== undefined) throw failure;
        return undefined;
      },
    },
  });
  const warnings = host.lines.filter((line) => line.startsWith('warning: '));
  return { left: cache.from.map(formatCacheEntry), to: cache.to.length, asked, warnings };
}

describe('a cache in a registry', () => {
  it('that is silent is neither read nor written, with one warning', async () => {
    const { left, to, warnings } = await leave(unreachable('timeout'));
    expect([left, to]).toEqual([['type=gha,scope=a'], 1]);
    expect(warnings).toEqual(['warning: Built without the cache in the registry: r.io: timeout']);
  });

  it.each<[string, Error | undefined]>([
    ['there', undefined],
    ['out of order', new ActionError('REGISTRY_UNREACHABLE', 'HTTP 500')],
    ['refused', unreachable('refused')],
    ['denied', new ActionError('REGISTRY_DENIED', 'HTTP 403')],
  ])('that is %s stays: BuildKit copes with it', async (_, failure) => {
    const { left, asked, warnings } = await leave(failure);
    expect([left, asked, warnings]).toEqual([PLACES, ['a:cache'], []]);
  });

  it('to which nothing is pushed is not asked: it may be there for the builder alone', async () => {
    expect(await leave(unreachable('timeout'), 'ghcr.io')).toMatchObject({
      left: PLACES,
      asked: [],
    });
  });
});
