import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { closeConnections } from '../../src/host/http.ts';
import { failureOf, send, stopHttp } from '../support/http-client.ts';
import { findClosedPort, serveHttp, serveTcp } from '../support/http-servers.ts';

const PROXY_VARIABLES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

afterEach(async () => {
  for (const name of PROXY_VARIABLES) delete process.env[name];
  await stopHttp();
});

describe('a failure', () => {
  it('of a server that never answers is a timeout', async () => {
    const host = await serveHttp(() => undefined);
    expect(await failureOf(send(`http://${host}/`, { timeoutMs: 100 }))).toBe('timeout');
  });

  it('of a body that never ends is a timeout of the whole', async () => {
    const host = await serveHttp((_, response) => {
      response.write('a');
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await failureOf(send(`http://${host}/`, { timeoutMs: 200 }))).toBe('timeout');
  });

  it('of redirects in a circle is bounded by the same time', async () => {
    const host = await serveHttp((_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60);
    });
    expect(await failureOf(send(`http://${host}/`, { timeoutMs: 150 }))).toBe('timeout');
  });

  it('of a closed port is told', async () => {
    expect(await failureOf(send(`http://${await findClosedPort()}/`))).toBe('refused');
  });

  it('of a connection that breaks before the answer is told', async () => {
    const host = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await failureOf(send(`http://${host}/`))).toBe('reset');
  });

  it('of a connection that breaks within the body is told', async () => {
    const host = await serveTcp((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        setTimeout(() => socket.destroy(), 20);
      }),
    );
    expect(await failureOf(send(`http://${host}/`))).toBe('reset');
  });

  it('of a name that is no host is told', async () => {
    expect(await failureOf(send('http://nothing.invalid/'))).toBe('dns');
  });

  it('of something that does not speak TLS is told', async () => {
    const host = await serveTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
    );
    expect(await failureOf(send(`https://${host}/`))).toBe('tls');
  });

  it.each([
    ['a length', { 'content-length': '2000' }],
    ['no length', { 'transfer-encoding': 'chunked' }],
  ])('of a body that is too large, with %s, is told before it is read', async (_, headers) => {
    const host = await serveHttp((_request, response) => {
      response.writeHead(200, headers).end('x'.repeat(2000));
    });
    expect(await failureOf(send(`http://${host}/`, { maxBytes: 1999 }))).toBe('too-large');
    expect(await failureOf(send(`http://${host}/`, { maxBytes: 2000 }))).toBe('none');
  });

  it('names the host and no path or query, which may carry a signature', async () => {
    const host = await findClosedPort();
    const error: unknown = await send(`http://${host}/v2/x?sig=secret`).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ host, message: expect.stringContaining(host) });
    expect(String(error)).not.toContain('secret');
  });

  it('of a run that is cancelled is the cancellation', async () => {
    const controller = new AbortController();
    const host = await serveHttp(() => controller.abort(new ActionError('CANCELLED', 'x')));
    expect(await failureOf(send(`http://${host}/`, {}, controller.signal))).toBe('CANCELLED');
    expect(await failureOf(send(`http://${host}/`, {}, controller.signal))).toBe('CANCELLED');
  });
});

describe('a proxy', () => {
  async function startProxy(): Promise<{ host: string; asked: string[] }> {
    const asked: string[] = [];
    const host = await serveTcp((socket) =>
      socket.once('data', (head) => {
        const [, name = '', port = ''] = /^CONNECT ([^:]+):(\d+) /.exec(head.toString()) ?? [];
        asked.push(`${name}:${port}`);
        const upstream = connect(Number(port), name, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
        upstream.on('error', () => socket.destroy());
        socket.on('close', () => upstream.destroy());
        socket.pipe(upstream).pipe(socket);
      }),
    );
    return { host, asked };
  }

  it('of the environment is used, but not for what it excepts', async () => {
    const target = await serveHttp((_, response) => response.end('ok'));
    const proxy = await startProxy();
    process.env['HTTP_PROXY'] = `http://${proxy.host}`;
    expect((await send(`http://${target}/`)).status).toBe(200);
    expect(proxy.asked).toEqual([target]);
    await closeConnections();
    process.env['NO_PROXY'] = '127.0.0.1';
    expect((await send(`http://${target}/`)).status).toBe(200);
    expect(proxy.asked).toEqual([target]);
  });

  it.each([
    ['HTTP_PROXY', ''],
    ['http_proxy', ''],
    ['HTTP_PROXY', 'user:word@'],
  ])(
    'needs no scheme in %s, as for the runner and tools in Go: %shost:port',
    async (name, user) => {
      const target = await serveHttp((_, response) => response.end('ok'));
      const proxy = await startProxy();
      process.env[name] = `${user}${proxy.host.replace('127.0.0.1', 'localhost')}`;
      expect((await send(`http://${target}/`)).status).toBe(200);
      expect(proxy.asked).toEqual([target]);
    },
  );

  it('that is none of HTTP is told by the name of its variable, and without what it holds', async () => {
    process.env['HTTPS_PROXY'] = 'socks5://user:word@proxy.example:1080';
    const error: unknown = await send('http://127.0.0.1/').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ENVIRONMENT_UNSUPPORTED' });
    expect(String(error)).toContain('HTTPS_PROXY');
    expect(String(error)).not.toContain('word');
  });

  it('that is away is a failure, never a way around it', async () => {
    const target = await serveHttp((_, response) => response.end('ok'));
    process.env['HTTP_PROXY'] = `http://${await findClosedPort()}`;
    expect(await failureOf(send(`http://${target}/`))).toBe('refused');
  });
});
