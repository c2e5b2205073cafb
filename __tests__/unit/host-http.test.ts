import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { failureOf, send, stopHttp } from '../support/http-client.ts';
import { serveHttp } from '../support/http-servers.ts';

afterEach(stopHttp);

const text = (body: Uint8Array): string => Buffer.from(body).toString();

describe('an exchange', () => {
  it('gives status, headers in lower case and the body', async () => {
    const host = await serveHttp((_, response) => {
      response.writeHead(418, { 'X-Thing': 'a', 'Set-Cookie': ['b', 'c'] }).end('hello');
    });
    const { status, headers, body } = await send(`http://${host}/`);
    expect({ status, body: text(body) }).toEqual({ status: 418, body: 'hello' });
    expect(headers).toMatchObject({ 'x-thing': 'a', 'set-cookie': 'b, c' });
  });

  it.each([
    ['POST', 'text'],
    ['PUT', new Uint8Array([0, 255, 10])],
    ['PATCH', ''],
    ['DELETE', undefined],
  ] as const)('%s sends its body as it is', async (method, body) => {
    const host = await serveHttp(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      response.end(`${request.method} ${Buffer.concat(chunks).toString('hex')}`);
    });
    const answer = await send(`http://${host}/`, { method, body });
    expect(text(answer.body)).toBe(`${method} ${Buffer.from(body ?? '').toString('hex')}`);
  });

  it('of HEAD has no body', async () => {
    const host = await serveHttp((_, response) =>
      response.writeHead(200, { 'content-length': 7 }).end(),
    );
    const { headers, body } = await send(`http://${host}/`, { method: 'HEAD' });
    expect({ length: headers['content-length'], size: body.length }).toEqual({
      length: '7',
      size: 0,
    });
  });

  it('takes what is left of a budget, which is a fraction', async () => {
    const host = await serveHttp((_, response) => response.end('ok'));
    expect((await send(`http://${host}/`, { timeoutMs: 1234.5678 })).status).toBe(200);
  });
});

describe('a redirect', () => {
  const HEADERS = { authorization: 'Bearer secret', cookie: 'a=b', accept: 'x' };
  const show = ({ headers: { authorization, cookie, accept } }: IncomingMessage): string =>
    JSON.stringify({ authorization, cookie, accept });

  it('within the origin keeps the credentials', async () => {
    const host = await serveHttp((request, response) => {
      if (request.url === '/a') response.writeHead(307, { location: '/b' }).end();
      else response.end(show(request));
    });
    const { body } = await send(`http://${host}/a`, { headers: HEADERS });
    expect(JSON.parse(text(body))).toEqual(HEADERS);
  });

  it.each([301, 302, 303, 307, 308])(
    '%i to another origin drops them, and nothing else',
    async (status) => {
      const target = await serveHttp((request, response) => response.end(show(request)));
      const host = await serveHttp((_, response) =>
        response.writeHead(status, { location: `http://${target}/blob?sig=x` }).end(),
      );
      const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', accept: 'x' };
      const { body } = await send(`http://${host}/`, { headers });
      expect(JSON.parse(text(body))).toEqual({ accept: 'x' });
    },
  );

  it('that comes back does not bring them back', async () => {
    let first = '';
    const other = await serveHttp((_, response) =>
      response.writeHead(302, { location: `http://${first}/end` }).end(),
    );
    first = await serveHttp((request, response) => {
      if (request.url === '/end') response.end(show(request));
      else response.writeHead(302, { location: `http://${other}/` }).end();
    });
    const { body } = await send(`http://${first}/`, { headers: HEADERS });
    expect(JSON.parse(text(body))).toEqual({ accept: 'x' });
  });

  it('is followed five times', async () => {
    let count = 0;
    const host = await serveHttp((_, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}` }).end();
    });
    expect((await send(`http://${host}/`)).status).toBe(302);
    expect(count).toBe(6);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'of %s is for the caller',
    async (method) => {
      const host = await serveHttp((_, response) =>
        response.writeHead(307, { location: '/x' }).end(),
      );
      expect((await send(`http://${host}/`, { method })).status).toBe(307);
    },
  );

  it('without a place is an answer', async () => {
    const host = await serveHttp((_, response) => response.writeHead(302).end());
    expect((await send(`http://${host}/`)).status).toBe(302);
  });

  it.each(['http://[', 'file:///etc/passwd', 'http://:0'])(
    'to %s is a transport failure',
    async (location) => {
      const host = await serveHttp((_, response) => response.writeHead(302, { location }).end());
      expect(await failureOf(send(`http://${host}/`))).toBe('other');
    },
  );
});
