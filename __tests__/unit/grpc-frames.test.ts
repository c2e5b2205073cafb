import { describe, expect, it } from '@jest/globals';
import { readFrames, writeFrame } from '../../src/tools/grpc-frames.ts';

const TEXTS = ['first', '', 'x'.repeat(300)];
const frame = (text: string) => writeFrame(Buffer.from(text));
const all = Buffer.concat(TEXTS.map(frame));
const show = (messages: readonly Uint8Array[]) =>
  messages.map((one) => Buffer.from(one).toString());

function read(size: number): string[] {
  const take = readFrames();
  const texts: string[] = [];
  for (let at = 0; at < all.length; at += size)
    texts.push(...show(take(all.subarray(at, at + size))));
  return texts;
}

describe('messages of gRPC', () => {
  it.each([1, 2, 5, 7, 300, all.length])('are the same in pieces of %d bytes', (size) => {
    expect(read(size)).toEqual(TEXTS);
  });

  it('are told as soon as they are whole, and not before', () => {
    const take = readFrames();
    expect(take(all.subarray(0, 9))).toEqual([]);
    expect(show(take(all.subarray(9, 17)))).toEqual(['first', '']);
  });

  it('are left out where they are compressed', () => {
    const compressed = Buffer.from(frame('y'));
    compressed[0] = 1;
    expect(show(readFrames()(Buffer.concat([frame('a'), compressed, frame('b')])))).toEqual([
      'a',
      'b',
    ]);
  });

  it('are kept when the piece that they came in is used again', () => {
    const take = readFrames();
    const piece = Buffer.from(frame('abc'));
    take(piece.subarray(0, 6));
    const rest = Buffer.from(piece.subarray(6));
    piece.fill(0);
    expect(show(take(rest))).toEqual(['abc']);
  });

  it('begin with a flag and their length, the highest byte first', () => {
    const written = frame('z'.repeat(258));
    expect([...written.subarray(0, 6)]).toEqual([0, 0, 0, 1, 2, 'z'.charCodeAt(0)]);
    expect(written.length).toBe(263);
  });
});
