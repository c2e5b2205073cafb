import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { findLeaks, makeSecret, toTrace } from '../support/e2e-canaries.ts';
import { compareTrees, findRemains } from '../support/e2e-machine.ts';

const VALUE = makeSecret('p"w+ ');
const base64 = (before: string) => Buffer.from(`${before}${VALUE}${before}`).toString('base64');

describe('a planted secret', () => {
  const canaries = [{ name: 'it', value: VALUE }];

  it.each<[string, string]>([
    ['raw', `x${VALUE}y`],
    ['base64', base64('')],
    ['base64 after one byte', base64('a')],
    ['base64 after two bytes', base64('ab')],
    ['base64url', Buffer.from(`abc${VALUE}`).toString('base64url')],
    ['hex', Buffer.from(VALUE).toString('hex')],
    ['upper hex', Buffer.from(VALUE).toString('hex').toUpperCase()],
    ['URL', `?q=${encodeURIComponent(VALUE)}`],
    ['form', new URLSearchParams({ q: VALUE }).toString()],
    ['JSON', JSON.stringify({ q: VALUE })],
    ['XML', VALUE.replaceAll('"', '&quot;')],
    ['reversed', [...VALUE].reverse().join('')],
  ])('is found as %s', (_title, text) => {
    expect(findLeaks(canaries, [toTrace('here', text)])).not.toEqual([]);
  });

  it('is found by each of its lines', () => {
    const key = ['-----BEGIN', makeSecret(), makeSecret()].join('\n');
    const [, , last = ''] = key.split('\n');
    expect(findLeaks([{ name: 'key', value: key }], [toTrace('here', `… ${last} …`)])).toHaveLength(
      1,
    );
  });

  it('is found beside bytes that are no text', () => {
    const bytes = Buffer.concat([gzipSync('noise'), Buffer.from(VALUE)]);
    expect(findLeaks(canaries, [toTrace('here', bytes)])).toHaveLength(1);
  });

  it('is not seen where it is not', () => {
    expect(findLeaks(canaries, [toTrace('here', makeSecret('p"w+ '))])).toEqual([]);
  });

  it('need not be planted when it is a token', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256' })}.${part({ sub: 'somebody' })}.${makeSecret()}`;
    expect(findLeaks([], [toTrace('here', `Bearer ${token}`)])).toHaveLength(1);
  });
});

describe('what is left behind', () => {
  it('is told of files', () => {
    const before = new Map([
      ['kept', 'a'],
      ['changed', 'a'],
      ['gone', 'a'],
    ]);
    const after = new Map([
      ['kept', 'a'],
      ['changed', 'b'],
      ['new', 'a'],
    ]);
    expect(compareTrees(before, after)).toEqual([
      'changed: changed',
      'removed: gone',
      'left behind: new',
    ]);
  });

  it('is told of engine and kernel, except for what the run never named', () => {
    const resource = (name: string) => [name, { name, isYoung: false }] as const;
    const own = 'container /buildx_buildkit_build-sign-0a1b2c3d4e550';
    const others = 'container /buildx_buildkit_build-sign-00000000aa110';
    const before = {
      engine: new Map([resource('volume data')]),
      handlers: new Map([['qemu-a', 'on']]),
    };
    const after = {
      engine: new Map([own, others].map(resource)),
      handlers: new Map([
        ['qemu-b', 'on'],
        ['qemu-c', 'on'],
      ]),
    };
    expect(
      findRemains(
        before,
        after,
        'booted build-sign-0a1b2c3d4e55\nalready there: qemu-a, installing qemu-b',
      ),
    ).toEqual([
      `left behind: ${own}`,
      'removed: volume data',
      'binfmt handler changed: qemu-a',
      'binfmt handler changed: qemu-b',
    ]);
  });
});
