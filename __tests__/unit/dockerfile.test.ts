import { describe, expect, it } from '@jest/globals';
import { mayServe } from '../../src/image/compatibility.ts';
import { type DockerfileQuestion, listBases } from '../../src/image/dockerfile.ts';
import { formatPlatform, type Platform, parsePlatform } from '../../src/image/platform.ts';

function platformOf(text: string): Platform {
  const parsed = parsePlatform(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.platform;
}

/** Each as `image line platform`. */
function list(text: string, more: Partial<DockerfileQuestion> = {}): string[] {
  const platform = platformOf('linux/arm64');
  const question = { text, target: undefined, buildArgs: [], contexts: [], platform, ...more };
  return listBases(question).map(
    (base) => `${base.image} ${base.line} ${formatPlatform(base.platform)}`,
  );
}

describe('the images that a Dockerfile pulls', () => {
  it.each<[string, string, string[], Partial<DockerfileQuestion>?]>([
    ['one', 'FROM alpine:3', ['alpine:3 1 linux/arm64']],
    ['in lower case, after comments', '# a\n\nfrom alpine', ['alpine 3 linux/arm64']],
    ['scratch is none', 'FROM scratch\nCOPY a /', []],
    ['a stage is none', 'FROM a AS Base\nFROM base', ['a 1 linux/arm64']],
    ['a stage that is not reached', 'FROM a AS x\nFROM b', ['b 2 linux/arm64']],
    [
      'a stage that is copied from',
      'FROM a AS x\nFROM b\nCOPY --from=x /f /',
      ['b 2 linux/arm64', 'a 1 linux/arm64'],
    ],
    [
      'a stage by its number',
      'FROM a\nFROM b\nCOPY --from=0 /f /',
      ['b 2 linux/arm64', 'a 1 linux/arm64'],
    ],
    [
      'a stage that is mounted',
      'FROM a AS x\nFROM b\nRUN --mount=type=bind,from=x,target=/x true',
      ['b 2 linux/arm64', 'a 1 linux/arm64'],
    ],
    [
      'an image that is copied from',
      'FROM scratch\nCOPY --from=ghcr.io/o/uv:1 /uv /',
      ['ghcr.io/o/uv:1 2 linux/arm64'],
    ],
    ['a target', 'FROM a AS one\nFROM b AS two', ['a 1 linux/arm64'], { target: 'ONE' }],
    ['a target that is not there', 'FROM a', [], { target: 'x' }],
    ['a default', 'ARG V=3.20\nFROM alpine:$V', ['alpine:3.20 2 linux/arm64']],
    ['a quoted default', 'ARG V="3.20"\nFROM alpine:${V}', ['alpine:3.20 2 linux/arm64']],
    ['a default of another', 'ARG A=1\nARG B=$A.2\nFROM x:${B}', ['x:1.2 3 linux/arm64']],
    ['a build argument', 'ARG V=1\nFROM a:$V', ['a:2 2 linux/arm64'], { buildArgs: ['V=2'] }],
    ['a build argument that nothing declares', 'FROM a:$V', [], { buildArgs: ['V=2'] }],
    ['a value in its place', 'FROM a:${V:-7}', ['a:7 1 linux/arm64']],
    ['a value beside it', 'ARG V=1\nFROM a:x${V:+-slim}', ['a:x-slim 2 linux/arm64']],
    ['no value at all', 'ARG V\nFROM a:$V', []],
    ['a value less its end', 'ARG V=1.2\nFROM a:${V%.*}', ['a:1 2 linux/arm64']],
    ['a form that is not known', 'ARG V=1.2\nFROM a:${V^^}', []],
    [
      'the platform of the builder',
      'FROM --platform=$BUILDPLATFORM a AS x\nFROM b\nCOPY --from=x / /',
      ['b 2 linux/arm64'],
    ],
    [
      'what a stage on the platform of the builder copies',
      'FROM --platform=$BUILDPLATFORM a AS x\nFROM x\nCOPY --from=img / /',
      // For the target: BuildKit gives such an image no platform of the stage's (dockerfile2llb toCommand).
      ['img 3 linux/arm64'],
    ],
    ['a fixed platform', 'FROM --platform=linux/amd64 a', ['a 1 linux/amd64']],
    ['the platform that is built for', 'FROM --platform=$TARGETPLATFORM a', ['a 1 linux/arm64']],
    [
      'a stage by architecture',
      'FROM x AS a-amd64\nFROM y AS a-arm64\nFROM a-$TARGETARCH',
      ['y 2 linux/arm64'],
    ],
    ['another frontend', '# syntax=example/frontend\nFROM a', []],
    ['the usual frontend', '# syntax=docker/dockerfile:1\nFROM a', ['a 2 linux/arm64']],
    [
      'a context in place of an image',
      'FROM docker.io/library/golang',
      [],
      { contexts: ['golang'] },
    ],
    [
      'a context in place of a stage',
      'FROM a AS src\nFROM b\nCOPY --from=src / /',
      ['b 2 linux/arm64'],
      { contexts: ['src'] },
    ],
    ['a document that looks like one', 'FROM a\nRUN <<EOF\nFROM b\nEOF', ['a 1 linux/arm64']],
    ['nothing', '', []],
  ])('%s', (_, text, expected, more = {}) => {
    expect(list(text, more)).toEqual(expected);
  });
});

describe('an image of another platform', () => {
  it.each<[string, string, boolean]>([
    ['linux/amd64', 'linux/amd64', true],
    ['linux/amd64', 'linux/arm64', false],
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/386', 'linux/amd64', true],
    ['linux/amd64', 'linux/386', false],
    ['linux/arm/v7', 'linux/arm64', true],
    ['linux/arm/v6', 'linux/arm/v7', true],
    ['linux/arm/v7', 'linux/arm/v6', false],
    ['windows/amd64', 'linux/amd64', false],
    ['linux/s390x', 'linux/ppc64le', false],
  ])('%s for %s: %s', (offered, wanted, serves) => {
    expect(mayServe(platformOf(offered), platformOf(wanted))).toBe(serves);
  });
});
