import { describe, expect, it } from '@jest/globals';
import { formatState, parseState } from '../../src/state.ts';

const FOLDER = '/home/runner/work/_temp/build-sign-a1B2c3';

describe('the state', () => {
  it.each([
    [{ v: 1, folder: FOLDER }],
    [
      {
        v: 1,
        folder: FOLDER,
        builder: 'build-sign-0123456789ab',
        buildx: '/usr/bin/docker-buildx',
      },
    ],
    [{ v: 1, folder: FOLDER, emulators: { image: 'docker.io/a/b@sha256:0', names: ['qemu-arm'] } }],
    [{ v: 1, folder: FOLDER, emulatorUse: 'build-sign-use-0123456789ab' }],
  ] as const)('survives being written and read: %j', (state) => {
    expect(parseState(formatState(state))).toEqual(state);
  });

  const hostile: readonly unknown[] = [
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { v: 2, folder: FOLDER },
    { v: '1', folder: FOLDER },
    { v: 1 },
    { v: 1, folder: '' },
    { v: 1, folder: 7 },
    { v: 1, folder: 'build-sign-a' },
    { v: 1, folder: FOLDER, builder: '--all-inactive' },
    { v: 1, folder: FOLDER, builder: 'a b' },
    { v: 1, folder: FOLDER, builder: '../a' },
    { v: 1, folder: FOLDER, builder: 'a\n' },
    { v: 1, folder: FOLDER, builder: ['a'] },
    { v: 1, folder: FOLDER, buildx: 'docker-buildx' },
    { v: 1, folder: FOLDER, buildx: '-c' },
    { v: 1, folder: FOLDER, buildx: { file: '/bin/sh' } },
    { v: 1, folder: FOLDER, emulatorUse: 'data' },
    { v: 1, folder: FOLDER, emulatorUse: '--force' },
    { v: 1, folder: FOLDER, emulators: 'qemu-arm' },
    { v: 1, folder: FOLDER, emulators: {} },
    { v: 1, folder: FOLDER, emulators: { image: '--volume=/:/host', names: ['qemu-arm'] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a b', names: ['qemu-arm'] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: [] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: ['qemu-arm', 7] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: ['*'] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: ['../../x'] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: ['qemu-arm\nx'] } },
    { v: 1, folder: FOLDER, emulators: { image: 'a', names: 'qemu-arm' } },
  ];
  it.each(hostile.map((value) => [JSON.stringify(value) ?? '']))('refuses %s', (text) => {
    expect(parseState(text)).toBeUndefined();
  });

  it.each(['', '{', 'x'])('refuses text that is no JSON: %j', (text) => {
    expect(parseState(text)).toBeUndefined();
  });
});
