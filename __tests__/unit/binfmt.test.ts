import { describe, expect, it } from '@jest/globals';
import { type Platform, parsePlatform } from '../../src/image/platform.ts';
import {
  parseBinfmtStatus,
  parseEmulators,
  parseHandler,
  planHandlers,
} from '../../src/tools/binfmt.ts';

const platforms = (texts: readonly string[]): Platform[] =>
  texts.flatMap((text) => {
    const parsed = parsePlatform(text);
    return parsed.ok ? [parsed.platform] : [];
  });

describe('planHandlers', () => {
  it.each<[string[], string, string[]]>([
    [['linux/amd64', 'linux/arm64'], 'amd64', ['qemu-aarch64']],
    [['linux/amd64', 'linux/arm64'], 'arm64', ['qemu-x86_64']],
    [['linux/amd64'], 'amd64', []],
    [['linux/amd64/v3'], 'amd64', []],
    [['linux/386'], 'amd64', []],
    [['linux/386'], 'arm64', ['qemu-i386']],
    [['linux/arm/v6', 'linux/arm/v7'], 'amd64', ['qemu-arm']],
    [
      ['linux/s390x', 'linux/ppc64le', 'linux/riscv64'],
      'amd64',
      ['qemu-s390x', 'qemu-ppc64le', 'qemu-riscv64'],
    ],
    [['linux/mips64le', 'linux/loong64'], 'amd64', ['qemu-mips64el', 'qemu-loongarch64']],
    [['windows/amd64', 'wasi/wasm'], 'arm64', []],
  ])('%j on %s needs %j', (wanted, engine, names) => {
    expect(planHandlers(platforms(wanted), engine).map(({ name }) => name)).toEqual(names);
  });

  it('names the architecture as the installer takes it', () => {
    expect(planHandlers(platforms(['linux/arm64']), 'amd64')).toEqual([
      { arch: 'arm64', name: 'qemu-aarch64' },
    ]);
  });
});

describe('parseHandler', () => {
  // As the kernel shows a handler (Documentation/admin-guide/binfmt-misc.rst).
  const SHOWN =
    'enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: POCF\noffset 0\nmagic 7f454c46\nmask ffffffff\n';
  const interpreter = '/usr/bin/qemu-aarch64-static';
  it.each([
    [SHOWN, { isEnabled: true, isFixed: true, interpreter }],
    [SHOWN.replace('enabled', 'disabled'), { isEnabled: false, isFixed: true, interpreter }],
    [SHOWN.replace('POCF', 'POC'), { isEnabled: true, isFixed: false, interpreter }],
    [SHOWN.replace('POCF', ''), { isEnabled: true, isFixed: false, interpreter }],
    ['', { isEnabled: false, isFixed: false, interpreter: '' }],
    ['not enabled', { isEnabled: false, isFixed: false, interpreter: '' }],
  ])('%j', (text, facts) => {
    expect(parseHandler(text)).toEqual(facts);
  });
});

describe('parseBinfmtStatus', () => {
  it('has the platforms whose programs run, and the handlers', () => {
    const text =
      'installing: arm64 OK\n{\n  "supported": ["linux/amd64", "linux/arm64"],\n  "emulators": ["qemu-aarch64"]\n}\n';
    expect(parseBinfmtStatus(text)).toEqual({
      supported: ['linux/amd64', 'linux/arm64'],
      emulators: ['qemu-aarch64'],
    });
    expect(parseBinfmtStatus('error')).toBeUndefined();
  });
});

describe('parseEmulators', () => {
  it.each([
    [
      '{\n  "supported": ["linux/amd64"],\n  "emulators": ["qemu-aarch64", "qemu-arm"]\n}\n',
      ['qemu-aarch64', 'qemu-arm'],
    ],
    [
      'installing: arm64 OK\n{\n  "supported": [],\n  "emulators": ["qemu-aarch64"]\n}\n',
      ['qemu-aarch64'],
    ],
    ['installing: arm64 {\n odd }\n{\n  "emulators": ["qemu-aarch64"]\n}', ['qemu-aarch64']],
    ['{\n  "supported": ["linux/amd64"],\n  "emulators": null\n}\n', []],
    ['{"supported":[],"emulators":["qemu-arm"]}', ['qemu-arm']],
    ['{\n "supported": []\n}', undefined],
    ['', undefined],
    ['error: permission denied', undefined],
  ])('%j', (stdout, emulators) => {
    expect(parseEmulators(stdout)).toEqual(emulators);
  });
});
