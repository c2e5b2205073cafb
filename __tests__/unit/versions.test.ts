import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  isAtLeast,
  isSameVersion,
  parseBuildxVersion,
  parseCosignVersion,
  parseVersion,
} from '../../src/tools/versions.ts';

const OUTPUT = new URL('../fixtures/tool-output/', import.meta.url);

describe('what the tools say', () => {
  it('cosign and buildx, as recorded', async () => {
    const cosign = await readFile(new URL('cosign-version.json', OUTPUT), 'utf8');
    const buildx = await readFile(new URL('buildx-version.txt', OUTPUT), 'utf8');
    expect(parseCosignVersion(cosign)).toBe('3.1.3');
    expect(parseBuildxVersion(buildx)).toBe('0.36.1');
  });

  it.each([
    ['', undefined],
    ['{}', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['{"gitVersion":7}', undefined],
    ['{"gitVersion":"devel"}', undefined],
    ['{"gitVersion":"v3.0.4-rc.1"}', '3.0.4-rc.1'],
    ['GitVersion: v3.1.3', undefined],
  ])('cosign: %j is %s', (stdout, version) => {
    expect(parseCosignVersion(stdout)).toBe(version);
  });

  it.each([
    ['github.com/docker/buildx v0.20.1-desktop.2 abcdef', '0.20.1+desktop.2'],
    ['github.com/docker/buildx 0.20.1 0.20.1-0ubuntu1~24.04.2', '0.20.1'],
    ['github.com/docker/buildx v0.0.0+unknown', '0.0.0+unknown'],
    ['warning: something\ngithub.com/docker/buildx v0.36.1 x\n', '0.36.1'],
    ['docker: unknown command: docker buildx', undefined],
    ['', undefined],
  ])('buildx: %j is %s', (stdout, version) => {
    expect(parseBuildxVersion(stdout)).toBe(version);
  });
});

describe('versions', () => {
  it.each([
    ['v3.1.3', '3.1.3'],
    ['3.1.1-2', '3.1.1+2'],
    ['v0.36.1-12-gabcdef0', '0.36.1+12-gabcdef0'],
    ['3.0.4-rc1', '3.0.4-rc1'],
    ['3.0.4-beta.1+x', '3.0.4-beta.1+x'],
    ['1.2.3+azure', '1.2.3+azure'],
    ['latest', undefined],
    ['3.1', undefined],
    ['../3.1.3', undefined],
    ['', undefined],
  ])('%j is %s', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it.each([
    ['3.0.4', '3.0.4', true],
    ['3.0.3', '3.0.4', false],
    ['3.0.4-rc.1', '3.0.4', false],
    ['3.0.4+2', '3.0.4', true],
    ['3.10.0', '3.9.0', true],
    ['0.0.0+unknown', '0.30.0', false],
    ['nonsense', '0.0.1', false],
    ['', '0.0.1', false],
  ])('%s is at least %s: %s', (version, floor, expected) => {
    expect(isAtLeast(version, floor)).toBe(expected);
  });

  it.each([
    ['3.1.3', '3.1.3+7', true],
    ['3.1.3', '3.1.2', false],
    ['3.1.3-rc.1', '3.1.3', false],
  ])('%s and %s are the same release: %s', (one, other, expected) => {
    expect(isSameVersion(one, other)).toBe(expected);
  });
});
