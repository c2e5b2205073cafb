import http2 from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readFrames, writeFrame } from '../../src/tools/grpc-frames.ts';
import type { RelayedCall } from '../../src/tools/relay.ts';
import { makeGate } from '../support/gates.ts';
import { begin, call, endScenes, HELD, openScene, reply, WATCHED } from '../support/relay-scene.ts';

const { NGHTTP2_CANCEL } = http2.constants;

afterEach(endScenes);

const frame = (text: string): Uint8Array => writeFrame(Buffer.from(text));
const show = (message: Uint8Array | undefined): string => Buffer.from(message ?? []).toString();
const OK = { 'grpc-status': '0' };

describe('a call that is held', () => {
  /** What the daemon has been asked, as `path buildid message`. */
  const holdIn = async (until: (call: RelayedCall) => Promise<void>) => {
    const asked: string[] = [];
    const { client } = await openScene({
      holds: { path: HELD, until },
      serve: async (stream, { path, headers }) => {
        const [message] = readFrames()(await buffer(stream));
        asked.push(`${path} ${new Map(headers).get('buildid')} ${show(message)}`);
        reply(stream, { body: frame(`to ${show(message)}`), trailers: OK });
      },
    });
    const options = { headers: { buildid: 'b1' }, body: frame('solve') };
    return { asked, client, ask: () => call(client, HELD, options) };
  };

  it('waits, and something else may be asked before it', async () => {
    const gate = makeGate(/solve/);
    const { asked, client, ask } = await holdIn(async (held) => {
      await held.ask(Buffer.from('import'));
      await gate.pass(show(held.message));
    });
    const asking = ask();
    await gate.reached;
    await call(client, '/other', { body: frame('x') });
    expect(asked).toEqual([`${HELD} b1 import`, '/other undefined x']);
    gate.open();
    const { body, trailers } = await asking;
    expect(show(readFrames()(body)[0])).toBe('to solve');
    expect(trailers).toEqual([['grpc-status', '0']]);
    expect(asked.slice(2)).toEqual([`${HELD} b1 solve`]);
  });

  it('is passed on when what it waits for fails', async () => {
    const { asked, ask } = await holdIn(() => Promise.reject(new Error('x')));
    expect((await ask()).trailers).toEqual([['grpc-status', '0']]);
    expect(asked).toEqual([`${HELD} b1 solve`]);
  });

  it('is asked of nobody when it has been cancelled', async () => {
    const gate = makeGate(/solve/);
    const { asked, client } = await holdIn(({ message }) => gate.pass(show(message)));
    const stream = client.request({ ':method': 'POST', ':path': HELD });
    stream.on('error', () => undefined);
    stream.end(frame('solve'));
    await gate.reached;
    stream.close(NGHTTP2_CANCEL);
    await call(client, '/other', { body: frame('x') });
    gate.open();
    await call(client, '/other', { body: frame('y') });
    expect(asked).toEqual(['/other undefined x', '/other undefined y']);
  });

  it('is passed on where it is compressed, for nobody reads it', async () => {
    const held: string[] = [];
    const { client, asked } = await holdIn(async ({ message }) => void held.push(show(message)));
    const { trailers } = await call(client, HELD, { body: Uint8Array.of(1, 0, 0, 0, 1, 65) });
    expect(trailers).toEqual([['grpc-status', '0']]);
    expect([held, asked.length]).toEqual([[], 1]);
  });

  it('is nothing to wait for when it breaks off', async () => {
    const held: string[] = [];
    const { client } = await holdIn(async ({ message }) => void held.push(show(message)));
    const stream = client.request({ ':method': 'POST', ':path': HELD });
    stream.on('error', () => undefined);
    stream.write(frame('solve').subarray(0, 7));
    await call(client, '/other');
    stream.close(NGHTTP2_CANCEL);
    await call(client, '/other');
    expect(held).toEqual([]);
  });
});

describe('answers that are watched', () => {
  it('are told message by message, and arrive', async () => {
    const seen: string[] = [];
    const whole = Buffer.concat([frame('one'), frame('two'), frame('three')]);
    const { client } = await openScene({
      watches: { path: WATCHED, onMessage: (message) => seen.push(show(message)) },
      serve: (stream) => {
        begin(stream, { trailers: OK });
        stream.write(whole.subarray(0, 10), () => stream.end(whole.subarray(10)));
      },
    });
    await call(client, '/other');
    expect(seen).toEqual([]);
    expect((await call(client, WATCHED)).body.equals(whole)).toBe(true);
    expect(seen).toEqual(['one', 'two', 'three']);
  });
});
