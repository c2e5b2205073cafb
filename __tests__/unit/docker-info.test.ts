import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseEngine } from '../../src/tools/docker.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../fixtures/docker-info/${name}.json`, import.meta.url), 'utf8');

describe('parseEngine', () => {
  it.each([
    [
      'graphdriver',
      {
        os: 'linux',
        arch: 'amd64',
        version: '20.10.24+dfsg1',
        kernel: '6.1.0',
        hostname: 'runner',
        containerdStore: false,
        rootDir: '/var/lib/docker',
      },
    ],
    [
      'containerd',
      {
        os: 'linux',
        arch: 'amd64',
        version: '28.5.2+dfsg4',
        kernel: '6.1.0',
        hostname: 'runner',
        containerdStore: true,
        rootDir: '/var/lib/docker',
      },
    ],
  ])('%s', (name, engine) => {
    expect(parseEngine(read(name))).toEqual(engine);
  });

  it('finds no engine in the half of the answer that the CLI prints without one', () => {
    expect(parseEngine(read('unreachable'))).toBeUndefined();
  });

  it.each(['', 'null', '7', '[]', '{}', 'Cannot connect to the Docker daemon'])(
    'refuses %j',
    (text) => {
      expect(parseEngine(text)).toBeUndefined();
    },
  );

  it.each([
    ['x86_64', 'amd64'],
    ['aarch64', 'arm64'],
    ['armv7l', 'arm'],
    ['armv6l', 'arm'],
    ['i686', '386'],
    ['loongarch64', 'loong64'],
    ['s390x', 's390x'],
    ['ppc64le', 'ppc64le'],
    ['riscv64', 'riscv64'],
  ])('%s is %s', (machine, arch) => {
    const info: Record<string, unknown> = JSON.parse(read('graphdriver'));
    expect(parseEngine(JSON.stringify({ ...info, Architecture: machine }))?.arch).toBe(arch);
  });
});
