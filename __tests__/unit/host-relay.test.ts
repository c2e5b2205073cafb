import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http2, { type ServerHttp2Stream } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { begin, call, endScenes, eventually, openScene, reply } from '../support/relay-scene.ts';

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } =
  http2.constants;

afterEach(endScenes);

const show = (message: Uint8Array | undefined): string => Buffer.from(message ?? []).toString();
const OK = { 'grpc-status': '0' };

describe('a call', () => {
  it('arrives whole, and so does its answer', async () => {
    let asked: unknown;
    const { client } = await openScene({
      serve: async (stream, { headers }) => {
        asked = { headers, body: show(await buffer(stream)) };
        reply(stream, {
          headers: { 'content-type': 'application/grpc', 'x-answer': ['a', 'b'] },
          body: 'answer',
          trailers: { 'grpc-status': '5', 'grpc-message': 'not%20found', 'x-more': ['c', 'd'] },
        });
      },
    });
    const headers = { 'x-method': ['/a.B/C', '/a.B/D'], 'user-agent': 'x', te: 'trailers' };
    const {
      headers: told,
      body,
      trailers,
      code,
    } = await call(client, '/a', { headers, body: 'q' });
    expect(asked).toEqual({
      headers: expect.arrayContaining([
        [':path', '/a'],
        ['x-method', '/a.B/C'],
        ['x-method', '/a.B/D'],
        ['user-agent', 'x'],
        ['te', 'trailers'],
      ]),
      body: 'q',
    });
    expect(told).toEqual(
      expect.arrayContaining([
        [':status', '200'],
        ['content-type', 'application/grpc'],
        ['x-answer', 'a'],
        ['x-answer', 'b'],
      ]),
    );
    expect({ body: show(body), trailers, code }).toEqual({
      body: 'answer',
      trailers: [
        ['grpc-status', '5'],
        ['grpc-message', 'not%20found'],
        ['x-more', 'c'],
        ['x-more', 'd'],
      ],
      code: NGHTTP2_NO_ERROR,
    });
  });

  it.each(['ended', 'open'])('may be answered by trailers alone while it is %s', async (state) => {
    const { client } = await openScene({
      serve: (stream) => {
        stream.respond({ ':status': 200, 'grpc-status': '12' }, { endStream: true });
        stream.close(NGHTTP2_NO_ERROR);
      },
    });
    const stream = client.request({ ':method': 'POST', ':path': '/a' });
    stream.on('trailers', () => stream.destroy(new Error('trailers of their own')));
    if (state === 'ended') stream.end('q');
    else stream.write('q');
    const [headers, flags] = await once(stream, 'response');
    expect(headers).toMatchObject({ 'grpc-status': '12' });
    expect(flags & http2.constants.NGHTTP2_FLAG_END_STREAM).toBeTruthy();
    stream.resume();
    if (state === 'ended') await once(stream, 'close');
  });

  it('may be long, and its answer too', async () => {
    const { client } = await openScene({
      serve: async (stream) => reply(stream, { body: await buffer(stream), trailers: OK }),
    });
    const body = randomBytes(6_000_001);
    const answered = await call(client, '/a', { body });
    expect(answered.body.equals(body)).toBe(true);
    expect(answered.trailers).toEqual([['grpc-status', '0']]);
  });

  it('may go to and fro', async () => {
    const { client } = await openScene({
      serve: (stream) => {
        begin(stream, { trailers: OK });
        stream.on('data', (chunk: Buffer) => stream.write(show(chunk).toUpperCase()));
        stream.on('end', () => stream.end());
      },
    });
    const stream = client.request({ ':method': 'POST', ':path': '/a' });
    for (const text of ['a', 'b', 'c']) {
      stream.write(text);
      expect(show((await once(stream, 'data'))[0])).toBe(text.toUpperCase());
    }
    stream.end();
    await once(stream, 'close');
    expect(stream.rstCode).toBe(NGHTTP2_NO_ERROR);
  });

  it('does not wait for another', async () => {
    const { client } = await openScene({
      serve: (stream, { path }) => (path === '/slow' ? undefined : reply(stream, { trailers: OK })),
    });
    void call(client, '/slow');
    expect((await call(client, '/quick')).trailers).toEqual([['grpc-status', '0']]);
  });

  it.each(['at once', 'after its answer has begun'])(
    'that the daemon resets %s is reset',
    async (when) => {
      const { client } = await openScene({
        serve: (stream) => {
          if (when === 'at once') return stream.close(NGHTTP2_REFUSED_STREAM);
          // Without this, Node ends the answer before it resets it.
          stream.respond({ ':status': 200 }, { waitForTrailers: true });
          stream.write('begun', () => stream.close(NGHTTP2_INTERNAL_ERROR));
        },
      });
      expect(await call(client, '/a', { body: 'q' })).toMatchObject({
        code: when === 'at once' ? NGHTTP2_REFUSED_STREAM : NGHTTP2_INTERNAL_ERROR,
        trailers: [],
      });
    },
  );

  it.each(['at once', 'after its answer has begun'])('is cancelled %s', async (when) => {
    const served: ServerHttp2Stream[] = [];
    const { client } = await openScene({
      serve: (stream) => {
        if (when !== 'at once') stream.respond({ ':status': 200 });
        served.push(stream);
      },
    });
    const stream = client.request({ ':method': 'POST', ':path': '/a' });
    stream.on('error', () => undefined);
    const responding = when === 'at once' ? undefined : once(stream, 'response');
    stream.write('q');
    expect(await eventually(() => served.length > 0)).toBe(true);
    await responding;
    stream.close(NGHTTP2_CANCEL);
    expect(await eventually(() => served.every(({ closed }) => closed))).toBe(true);
    expect(served.map(({ aborted, rstCode }) => [aborted, rstCode])).toEqual([
      [true, NGHTTP2_CANCEL],
    ]);
  });
});
