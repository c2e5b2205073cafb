import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type FaultAction,
  type FaultProxy,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import {
  type HttpServer,
  readBody,
  sendJson,
  startHttpServer,
} from '../../lab/services/http-server.ts';

const MEBIBYTE = 1024 * 1024;

let upstream: HttpServer;
let proxy: FaultProxy;

beforeAll(async () => {
  upstream = await startHttpServer({
    async handler(request, response) {
      const body = await readBody(request);
      const own = `http://${request.headers.host}`;
      if (request.url === '/moved') {
        response.writeHead(202, {
          location: `${own}/uploads/1?state=a`,
          'www-authenticate': `Bearer realm="${own}/token",service="registry"`,
          link: `<${own}/page/2>; rel="next"`,
        });
        return void response.end();
      }
      if (request.url === '/big') return void response.end(Buffer.alloc(4 * MEBIBYTE, 7));
      const sha256 = createHash('sha256').update(body).digest('hex');
      sendJson(response, 200, { method: request.method, sha256, sizeBytes: body.length });
    },
  });
  proxy = await startFaultProxy({ upstream: upstream.url });
});

afterEach(() => proxy.setRules([]));

afterAll(async () => {
  await proxy.stop();
  await upstream.stop();
});

/** Status and body, or `broken` when no whole answer came. */
async function ask(path: string, init: RequestInit = {}): Promise<string> {
  try {
    const answer = await fetch(`${proxy.url}${path}`, init);
    return `${answer.status} ${await answer.text()}`;
  } catch {
    return 'broken';
  }
}

const forwarded = (since: number) => upstream.requests.length - since;

describe('what passes through the fault proxy', () => {
  it('may be garbled, and is as long as it was', async () => {
    proxy.setRules([{ match: /big/, action: { kind: 'garbled' } }]);
    const answer = await fetch(`${proxy.url}/big`);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body).toHaveLength(4 * MEBIBYTE);
    expect(body.equals(Buffer.alloc(4 * MEBIBYTE, 7))).toBe(false);
  });

  it('is whole in both directions, also when big', async () => {
    const body = Buffer.alloc(4 * MEBIBYTE, 3);
    const answer = await fetch(`${proxy.url}/echo`, { method: 'PATCH', body });
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(await answer.json()).toEqual({ method: 'PATCH', sha256, sizeBytes: body.length });
    const big = await (await fetch(`${proxy.url}/big`)).arrayBuffer();
    expect(big.byteLength).toBe(4 * MEBIBYTE);
  });

  it('sends nobody around the proxy', async () => {
    const { headers } = await fetch(`${proxy.url}/moved`, { method: 'POST' });
    expect(headers.get('location')).toBe(`${proxy.url}/uploads/1?state=a`);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer realm="${proxy.url}/token",service="registry"`,
    );
    expect(headers.get('link')).toBe(`<${proxy.url}/page/2>; rel="next"`);
  });

  it('keeps the name by which the client knows the proxy', async () => {
    const { headers } = await fetch(`http://localhost:${proxy.port}/moved`);
    expect(headers.get('location')).toBe(`http://localhost:${proxy.port}/uploads/1?state=a`);
  });

  it('is recorded with the status that the client saw', async () => {
    await ask('/recorded?a=1', { method: 'DELETE' });
    expect(proxy.requests.at(-1)).toMatchObject({
      method: 'DELETE',
      path: '/recorded?a=1',
      status: 200,
    });
    expect(proxy.countRequests(/^DELETE \/recorded/g)).toBe(1);
    expect(proxy.countRequests(/^DELETE \/recorded/g)).toBe(1);
  });
});

describe('faults', () => {
  it.each<readonly [FaultAction, string | RegExp, number]>([
    [{ kind: 'pass' }, /^200 \{/, 1],
    [{ kind: 'status', status: 503, body: 'busy' }, '503 busy', 0],
    [{ kind: 'status', status: 429, headers: { 'retry-after': '7' } }, '429 ', 0],
    [{ kind: 'reset' }, 'broken', 0],
    [{ kind: 'reset', afterRequestBytes: MEBIBYTE }, 'broken', 0],
    [{ kind: 'partial', body: 'half' }, 'broken', 0],
    [{ kind: 'lost' }, 'broken', 1],
  ])('%j', async (action, expected, reached) => {
    const before = upstream.requests.length;
    proxy.setRules([{ match: /^PUT \/fault$/, action, times: 1 }]);
    const body = Buffer.alloc(2 * MEBIBYTE);
    expect(await ask('/fault', { method: 'PUT', body })).toEqual(expect.stringMatching(expected));
    expect(forwarded(before)).toBe(reached);
    expect(proxy.faults.at(-1)).toMatchObject({ method: 'PUT', path: '/fault', kind: action.kind });
    expect(await ask('/fault', { method: 'PUT', body })).toMatch(/^200 /);
  });

  it('come after `skip` requests and end after `times`', async () => {
    proxy.setRules([
      { match: /^GET \/a$/, action: { kind: 'status', status: 500 }, skip: 1, times: 2 },
      { match: /^GET /, action: { kind: 'status', status: 404 }, times: 1 },
    ]);
    const seen: string[] = [];
    for (const path of ['/a', '/a', '/a', '/a', '/b']) seen.push((await ask(path)).slice(0, 3));
    expect(seen).toEqual(['404', '500', '500', '200', '200']);
  });

  it('can be late', async () => {
    proxy.setRules([{ match: /./, action: { kind: 'pass' }, delayMs: 200 }]);
    const startMs = performance.now();
    expect(await ask('/late')).toMatch(/^200 /);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(195);
  });

  it('answers 502 for an upstream that is gone', async () => {
    const gone = await startHttpServer({ handler: () => undefined });
    const before = await startFaultProxy({ upstream: gone.url });
    await gone.stop();
    expect((await fetch(before.url)).status).toBe(502);
    await before.stop();
  });
});

it('stops at once, whatever hangs', async () => {
  const stopped = await startFaultProxy({
    upstream: upstream.url,
    rules: [
      { match: /hang/, action: { kind: 'hang' } },
      { match: /late/, action: { kind: 'pass' }, delayMs: 60_000 },
    ],
  });
  const waiting = ['/hang', '/late'].map((path) =>
    fetch(`${stopped.url}${path}`).then(
      () => 'answered',
      () => 'broken',
    ),
  );
  while (stopped.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const startMs = performance.now();
  await stopped.stop();
  expect(await Promise.all(waiting)).toEqual(['broken', 'broken']);
  expect(performance.now() - startMs).toBeLessThan(1_000);
});
