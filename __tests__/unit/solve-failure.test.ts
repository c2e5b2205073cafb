import { describe, expect, it } from '@jest/globals';
import {
  failsToPull,
  findPassingPush,
  lacksEngine,
  losesBuilder,
} from '../../src/tools/solve-failure.ts';
import { readFixture } from '../support/recorded.ts';

const read = (name: string): string => readFixture(`tool-output/buildx-${name}.txt`);

describe('a push that is worth another try', () => {
  it.each([
    ['push-429', 'toomanyrequests: slow down'],
    ['push-429-plain', '429 Too Many Requests'],
    ['push-503', '503 Service Unavailable'],
  ])('%s: %s', (name, words) => {
    expect(findPassingPush(read(name))).toMatch(
      new RegExp(`^127\\.0\\.0\\.1:\\d+/octo/\\w+: ${words}$`),
    );
  });

  it.each([
    ...['push-401', 'push-413', 'push-refused', 'step-failed', 'pull-401', 'cache-401'],
    ...['generator-429', 'generator-503'],
  ])('%s is none', (name) => {
    expect(findPassingPush(read(name))).toBeUndefined();
  });

  it('what a step prints is none either', () => {
    const line =
      'ERROR: failed to build: failed to solve: failed to push r.io/a: toomanyrequests: x';
    expect(findPassingPush(line)).toBe('r.io/a: toomanyrequests: x');
    for (const printed of [`#5 0.123 ${line}`, `0.123 ${line}`])
      expect(
        findPassingPush(`${printed}\nERROR: failed to solve: process "x" failed`),
      ).toBeUndefined();
  });
});

describe('the generator of SBOMs', () => {
  const nameIn = (text: string): string =>
    /127\.0\.0\.1:\d+\/lab\/sbom-scanner:\w+/.exec(text)?.[0] ?? '';

  it.each(['generator-429', 'generator-503', 'generator-404'])('cannot be pulled: %s', (name) => {
    const text = read(name);
    expect(failsToPull(text, nameIn(text))).toBe(true);
    expect(failsToPull(text, 'docker.io/docker/buildkit-syft-scanner')).toBe(false);
  });

  it.each(['pull-401', 'pull-refused', 'tag-absent', 'push-429', 'step-failed'])(
    'is not to blame for %s',
    (name) => {
      expect(failsToPull(read(name), 'lab/sbom-scanner')).toBe(false);
    },
  );

  it('is not pulled again where it ran and failed', () => {
    const text = [
      ' > [linux/amd64] generating sbom using docker.io/docker/buildkit-syft-scanner@sha256:0:',
      'ERROR: failed to build: failed to solve: process "/bin/syft-scanner" did not complete successfully: exit code: 1',
    ].join('\n');
    expect(failsToPull(text, 'docker.io/docker/buildkit-syft-scanner@sha256:0')).toBe(false);
  });
});

describe('a builder that ended in the middle of a build', () => {
  it.each([...['builder-killed', 'builder-stopped', 'engine-stopped']])('%s', (name) => {
    expect([losesBuilder(read(name)), lacksEngine(read(name))]).toEqual([true, false]);
  });

  it.each(['engine-socket', 'engine-tcp'])('%s: nor is an engine there', (name) => {
    expect([losesBuilder(read(name)), lacksEngine(read(name))]).toEqual([false, true]);
  });

  it.each(['push-503', 'pull-refused', 'step-failed', 'dns', 'cache-401'])('%s is none', (name) => {
    expect([losesBuilder(read(name)), lacksEngine(read(name))]).toEqual([false, false]);
  });

  it('what a step prints is none', () => {
    const line = 'ERROR: rpc error: code = Unavailable desc = error reading from server: EOF';
    expect(losesBuilder(line)).toBe(true);
    expect(losesBuilder(`#5 0.123 ${line}\nERROR: failed to solve: process "x" failed`)).toBe(
      false,
    );
  });
});
