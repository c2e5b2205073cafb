import { describe, expect, it } from '@jest/globals';
import { TransportError } from '../../src/host/host.ts';
import type { CacheSpec } from '../../src/plan/cache-spec.ts';
import { probeCache } from '../../src/stages/cache/cache-probe.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedRequest } from '../support/fake-script.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const ENV = {
  ACTIONS_RESULTS_URL: 'https://results.example/',
  ACTIONS_RUNTIME_TOKEN: 'runtime-token',
  ACTIONS_CACHE_SERVICE_V2: 'True',
};
const CACHE = makeCache({
  from: makePlaces('type=gha,scope=a', 'type=registry,ref=ghcr.io/octo/cache'),
  to: makePlaces('type=gha,scope=a,mode=max'),
  reason: 'as given by cache-from and cache-to',
});

function probe(host: FakeHost): Promise<CacheSpec> {
  return probeCache(host, { cache: Promise.resolve(CACHE), env: host.env, say: () => undefined });
}

const answering = (...answers: readonly ScriptedRequest['answer'][]): FakeHost =>
  makeFakeHost({
    env: ENV,
    requests: answers.map((answer, index) => ({
      when: /CacheService/,
      answer,
      ...(index < answers.length - 1 ? { times: 1 } : {}),
    })),
  });

describe('the Actions cache', () => {
  it.each([200, 400, 404])('is used when it answers %d', async (status) => {
    const host = answering({ status });
    expect(await probe(host)).toEqual(CACHE);
    expect(host.requests).toHaveLength(1);
    expect(host.requests[0]?.headers).toMatchObject({ authorization: 'Bearer runtime-token' });
  });

  it.each<[string, number, boolean]>([
    ['reads and writes', 3, true],
    ['only reads', 1, false],
  ])('a token that %s', async (_title, permission, writes) => {
    const ac = JSON.stringify([{ Scope: 'refs/heads/main', Permission: permission }]);
    const payload = Buffer.from(JSON.stringify({ ac })).toString('base64url');
    const env = { ...ENV, ACTIONS_RUNTIME_TOKEN: `e30.${payload}.c2ln` };
    const host = makeFakeHost({ env, requests: [{ when: /CacheService/, answer: {} }] });
    const probed = await probe(host);
    expect(probed.from).toEqual(CACHE.from);
    expect(probed.to).toEqual(writes ? CACHE.to : []);
    expect(host.lines.filter((line) => /^notice\b/.test(line))).toHaveLength(writes ? 0 : 1);
  });

  it('is used when it answers in the end', async () => {
    const host = answering({ status: 503 }, { status: 429 }, { status: 200 });
    expect(await probe(host)).toEqual(CACHE);
  });

  it.each<[string, ScriptedRequest['answer'], number]>([
    ['errors', { status: 500 }, 3],
    ['limits', { status: 429 }, 3],
    ['resets', new TransportError('reset', 'results.example', 'results.example: reset'), 3],
    ['silence', new TransportError('timeout', 'results.example', 'results.example: no answer'), 1],
  ])('is left out after %s, with one warning; other caches stay', async (_title, answer, asked) => {
    const host = answering(answer);
    expect(await probe(host)).toMatchObject({
      from: makePlaces('type=registry,ref=ghcr.io/octo/cache'),
      to: [],
    });
    expect(host.requests).toHaveLength(asked);
    expect(host.lines.filter((line) => /^warning\b/.test(line))).toHaveLength(1);
  });
});
