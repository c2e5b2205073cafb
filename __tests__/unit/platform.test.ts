import { describe, expect, it } from '@jest/globals';
import {
  comparePlatforms,
  formatPlatform,
  isSamePlatform,
  normalizePlatform,
  parsePlatform,
} from '../../src/image/platform.ts';

describe('parsePlatform', () => {
  // Left to right as containerd/platforms normalises (platforms_test.go, TestParseSelector and TestNormalize).
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['Linux/AMD64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['linux/x86-64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm64/v9', 'linux/arm64/v9'],
    ['linux/arm64/9.0', 'linux/arm64/v9'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/arm/v6', 'linux/arm/v6'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['macos/arm64', 'darwin/arm64'],
    ['windows/amd64', 'windows/amd64'],
    ['wasi/wasm', 'wasi/wasm'],
    [' linux/arm/v7\t', 'linux/arm/v7'],
  ])('%j is %s', (text, normal) => {
    const parsed = parsePlatform(text);
    expect(parsed.ok && formatPlatform(parsed.platform)).toBe(normal);
  });

  it.each([
    ['linux/amd46', 'linux/amd64'],
    ['linux/arm46', 'linux/arm64'],
    ['linx/amd64', 'linux/amd64'],
    ['linux-amd64', 'linux/amd64'],
    ['linux/arm/v9', 'linux/arm/v'],
    ['amd64', 'linux/amd64'],
    ['aarch64', 'linux/arm64'],
    ['linux', 'linux/amd64'],
    ['linux/ppc64el', 'linux/ppc64le'],
  ])('refuses %s and suggests %s', (text, nearest) => {
    const parsed = parsePlatform(text);
    expect(!parsed.ok && parsed.fix).toContain(nearest);
  });

  it.each([
    '',
    'all',
    'linux/',
    '/amd64',
    'linux/amd64;id',
    'linux/arm64/v7',
    'a/b/c/d',
    '--uninstall',
    'qemu-*',
    'linux/constructor',
    'x'.repeat(5000),
  ])('refuses %j', (text) => {
    expect(parsePlatform(text)).toMatchObject({
      ok: false,
      reason: expect.any(String),
      fix: expect.any(String),
    });
  });
});

describe('comparing', () => {
  it('sees through spellings', () => {
    expect(
      isSamePlatform(
        { os: 'linux', architecture: 'arm64', variant: 'v8' },
        { os: 'Linux', architecture: 'aarch64' },
      ),
    ).toBe(true);
    expect(
      isSamePlatform(
        { os: 'linux', architecture: 'arm', variant: 'v6' },
        { os: 'linux', architecture: 'arm' },
      ),
    ).toBe(false);
  });

  it('sorts in a fixed order', () => {
    const platforms = ['linux/arm64', 'linux/386', 'windows/amd64', 'linux/amd64'].map((text) => {
      const [os = '', architecture = ''] = text.split('/');
      return { os, architecture };
    });
    const sorted = platforms.sort(comparePlatforms).map(formatPlatform);
    expect(sorted).toEqual(['linux/386', 'linux/amd64', 'linux/arm64', 'windows/amd64']);
  });

  it('leaves what it does not know as it is', () => {
    expect(normalizePlatform({ os: 'unknown', architecture: 'unknown' })).toEqual({
      os: 'unknown',
      architecture: 'unknown',
    });
  });
});
