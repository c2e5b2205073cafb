import { describe, expect, it } from '@jest/globals';
import { BinaryWriter, WireType } from '@protobuf-ts/runtime';
import { openGate } from '../../src/stages/build/open-gate.ts';
import type { RelayRequest } from '../../src/tools/relay.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeRealClock } from '../support/real-clock.ts';

const DIAL = { file: '/buildx', args: ['dial-stdio'], env: {} };

const part = (field: number, bytes: Uint8Array | string) => {
  const writer = new BinaryWriter().tag(field, WireType.LengthDelimited);
  return typeof bytes === 'string' ? writer.string(bytes).finish() : writer.bytes(bytes).finish();
};
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

/** What buildx asks for, and what BuildKit tells of one cache. */
const solve = (...refs: string[]) => {
  const entries = refs.map((ref) => ({ Type: 'registry', Attrs: { ref } }));
  return part(3, join(part(1, 'cache-imports'), part(2, JSON.stringify(entries))));
};
const status = (name: string, isDone: boolean) =>
  part(
    1,
    join(
      part(1, `sha256:${name}`),
      part(3, `importing cache manifest from ${name}`),
      part(5, part(1, 'x').slice(0, 0)),
      ...(isDone ? [part(6, new Uint8Array())] : []),
    ),
  );

describe('what is asked of such a builder', () => {
  const pass = async (
    message: Uint8Array,
    tell: readonly Uint8Array[],
  ): Promise<{ isPassed: boolean; asked: number }> => {
    let isPassed = false;
    let asked = 0;
    const relays: RelayRequest[] = [];
    const relay = async (request: RelayRequest) => {
      relays.push(request);
      return { close: async () => undefined };
    };
    const host = { relay, clock: makeRealClock(makeFakeHost()) };
    const { close } = await openGate(host, { socket: '/s', dial: DIAL, isEngine: false });
    const ask = async () => {
      asked++;
      for (const one of tell) relays[0]?.watches.onMessage(one);
    };
    const passing = relays[0]?.holds.until({ message, ask }).then(() => {
      isPassed = true;
    });
    await Promise.race([passing, new Promise((resolve) => setTimeout(resolve, 300))]);
    const before = isPassed;
    await close();
    await passing;
    // Whatever waits is let go in the end.
    expect(isPassed).toBe(true);
    return { isPassed: before, asked };
  };

  it('passes at once where it names no cache', async () => {
    expect(await pass(part(2, 'dockerfile.v0'), [])).toEqual({ isPassed: true, asked: 0 });
  });

  it('passes when all that it names have been read', async () => {
    const done = [status('a', true), status('b', true)];
    expect(await pass(solve('a', 'b'), done)).toEqual({ isPassed: true, asked: 1 });
  });

  it.each<[string, Uint8Array[]]>([
    ['is silent', [status('a', true), status('b', false)]],
    ['has not been begun with', [status('a', true)]],
  ])('waits while one of them %s', async (_, told) => {
    expect(await pass(solve('a', 'b'), told)).toEqual({ isPassed: false, asked: 1 });
  });
});
