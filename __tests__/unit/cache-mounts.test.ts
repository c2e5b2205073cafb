import { describe, expect, it } from '@jest/globals';
import {
  cleanPath,
  identifyMount,
  joinMounts,
  parseCacheMount,
} from '../../src/image/cache-mounts.ts';
import { parseMountFlag } from '../../src/image/mount-flag.ts';
import { parseMountUsage } from '../../src/tools/builder-usage.ts';
import { makeHelperArgs, makeKeepFile, makeRestoreFile } from '../../src/tools/mount-copy.ts';
import { readFixture } from '../support/recorded.ts';

const PLACE = { base: 'node:24', line: 3 };
const PLAIN = {
  id: '/c',
  target: '/c',
  uid: undefined,
  gid: undefined,
  mode: undefined,
  sharing: 'shared',
  ...PLACE,
};

/** `$` stands for what is not known. */
function readFlag(value: string) {
  const expand = (word: string) => (word.includes('$') ? undefined : word);
  return parseMountFlag(value, { expand, escapeChar: '\\' });
}

function parse(value: string) {
  return parseCacheMount(readFlag(value), PLACE);
}

describe('a value of --mount', () => {
  it.each<[string, object]>([
    ['type=cache,target=/c', PLAIN],
    ['target=/c,TYPE=CACHE', PLAIN],
    ['type=cache,dst=/c/', { ...PLAIN, target: '/c/' }],
    ['type=cache,destination=/a/../c', { ...PLAIN, target: '/a/../c' }],
    ['type=cache,target=c/d', { ...PLAIN, id: 'c/d', target: 'c/d' }],
    ['type=cache,id=own,target=/c,sharing=locked', { ...PLAIN, id: 'own', sharing: 'locked' }],
    ['type=cache,target=/c,from=scratch', PLAIN],
    [
      'type=cache,target=/c,uid=1000,gid=0,mode=0750',
      { ...PLAIN, uid: 1000, gid: 0, mode: '0750' },
    ],
  ])('%s is a mount', (value, mount) => {
    expect(parse(value)).toEqual(mount);
  });

  it.each([
    ['type=cache,target=/c,from=build', 'it begins with what build has'],
    ['type=cache,target="/c d"', '"/c d" is no plain path or id'],
    ['type=cache,id=a,target=', '"" is no plain path or id'],
    ['type=cache,target=/c,mode=rwx', 'its owner or mode is none'],
    ['type=cache,target=/c,uid=me', 'its owner or mode is none'],
  ])('%s cannot be kept', (value, reason) => {
    expect(parse(value)).toEqual({ line: 3, reason });
  });

  it.each([
    ['type=cache,id=$X,target=/c', 'id'],
    ['type=cache,target=$HOME/.m2', 'target'],
    ['type=cache,target=/c,uid=$U', 'uid'],
    ['type=$T,target=/c', 'type'],
  ])('%s is not known', (value, name) => {
    const reason = `its ${name} is not known before the build`;
    expect(parse(value)).toEqual({ line: 3, reason, isOpen: true });
  });

  it.each(['type=secret,id=$X', 'target=/c', 'type=bind,from=build,source=$S,target=/c', ''])(
    '%s is another kind',
    (value) => {
      expect(parse(value)).toBeUndefined();
    },
  );
});

describe('the text of a --mount', () => {
  const escapeChar = '\\';
  const expand = (word: string) => word.replace('$V', 'a,b').replaceAll('"', '');
  it.each<[string, Record<string, string>]>([
    ['a=1,b=2,a=3', { a: '3', b: '2' }],
    ['readonly,dst=/x', { readonly: '', target: '/x' }],
    ['target=/$V,id=x', { target: '/a,b', id: 'x' }],
    [`"target=/a",'id=b'`, { target: '/a', id: 'b' }],
    ['target=/a\\,id=b', { target: '/a', id: 'b' }],
    ['\\"target=/a,b\\",id=c', { target: '/a,b', id: 'c' }],
  ])('%s', (text, fields) => {
    expect(Object.fromEntries(parseMountFlag(text, { expand, escapeChar }))).toEqual(fields);
  });
});

describe('what BuildKit knows a mount by', () => {
  it.each([
    ['type=cache,target=/c', '/c'],
    ['type=cache,target=/c,uid=5', '/c 5:0 0755'],
    ['type=cache,target=/c,mode=700', '/c 0:0 700'],
  ])('%s', (value, identity) => {
    const mount = parse(value);
    expect(mount !== undefined && 'id' in mount && identifyMount(mount)).toBe(identity);
  });

  it.each([
    ['/a//b/./c/', '/a/b/c'],
    ['/../a', '/a'],
    ['a/../../b', '../b'],
    ['', '.'],
  ])('the path %s is %s', (path, clean) => {
    expect(cleanPath(path)).toBe(clean);
  });
});

describe('the mounts of steps', () => {
  it('are each there once, with what cannot be kept', () => {
    const one = 'type=cache,target=/c';
    const steps = [
      { line: 3, base: 'node:24', mounts: [one, '"type=cache","id=own",target=/o'] },
      { line: 9, base: undefined, mounts: [one, 'type=cache,target=/c,uid=5', `${one}$`] },
      { line: 12, base: undefined, mounts: ['type=secret,id=s', '\\"broken'] },
    ].map((step) => ({ ...step, mounts: step.mounts.map(readFlag) }));
    const { mounts, others } = joinMounts(steps);
    expect(mounts.map(({ id, line, uid }) => [id, line, uid])).toEqual([
      ['/c', 3, undefined],
      ['own', 3, undefined],
      ['/c', 9, 5],
    ]);
    expect(others).toMatchObject([{ line: 9, isOpen: true }]);
  });
});

describe('a build that copies', () => {
  const own = { ...PLAIN, id: 'own', uid: 1000, mode: '0750', sharing: 'locked' } as const;
  const copy = {
    mounts: [
      { name: 'm1', mount: { ...PLAIN, sharing: 'shared' as const } },
      { name: 'm2', mount: own },
    ],
    base: 'node:24',
    archive: 'mounts.tar',
    nonce: 'abc',
  };
  const mountsAt = (folder: string): string =>
    `--mount=type=cache,id=/c,target=${folder}/m1,sharing=shared --mount=type=cache,id=own,target=${folder}/m2,sharing=locked,uid=1000,mode=0750`;

  it('into mounts', () => {
    expect(makeRestoreFile(copy)).toBe(
      `FROM scratch AS archive
ADD mounts.tar /
FROM --platform=$BUILDPLATFORM node:24 AS copy
USER 0:0
ENV BUILD_SIGN_RUN=abc
RUN --network=none --mount=type=bind,from=archive,target=/bsa/from ${mountsAt('/bsa/to')} ["cp","-a","/bsa/from/m1","/bsa/from/m2","/bsa/to/"]
`,
    );
  });

  it('out of mounts', () => {
    expect(makeKeepFile(copy)).toBe(
      `FROM --platform=$BUILDPLATFORM node:24 AS copy
USER 0:0
ENV BUILD_SIGN_RUN=abc
WORKDIR /bsa/to
RUN --network=none ${mountsAt('/bsa/from')} ["cp","-a","/bsa/from/m1","/bsa/from/m2","/bsa/to/"]
FROM scratch
COPY --from=copy /bsa/to /
`,
    );
  });

  it('has the contexts and the namespace of the other one', () => {
    const command = {
      builder: 'b',
      file: '/f',
      context: '/c',
      contexts: ['node:24=docker-image://mirror/node'],
      namespace: 'ns',
      platform: undefined,
      dest: undefined,
    };
    expect(makeHelperArgs(command)).toEqual([
      ...['build', '--builder=b', '--progress=plain', '--provenance=false', '--sbom=false'],
      '--build-context=node:24=docker-image://mirror/node',
      ...['--build-arg=BUILDKIT_CACHE_MOUNT_NS=ns', '--file=/f', '--output=type=cacheonly'],
      ...['--', '/c'],
    ]);
    const out = { ...command, builder: undefined, contexts: [], namespace: undefined, dest: '/d' };
    expect(makeHelperArgs(out)).toEqual([
      ...['build', '--progress=plain', '--provenance=false', '--sbom=false', '--file=/f'],
      ...['--output=type=tar,dest=/d', '--', '/c'],
    ]);
    expect(makeHelperArgs({ ...out, platform: 'linux/arm64' })).toContain('--platform=linux/arm64');
  });
});

describe('what a builder says that its mounts hold', () => {
  it('is read by id', () => {
    const usage = parseMountUsage(readFixture('buildx-0.36/du-mounts.jsonl'));
    expect(usage).toEqual(
      new Map([
        ['/own', 12_290],
        ['//cache', 12_290],
      ]),
    );
  });

  it('is nothing where there is nothing, or something else', () => {
    expect(parseMountUsage('')).toEqual(new Map());
    const used = readFixture('buildx-0.36/du-mounts.jsonl').replace(
      /"Reclaimable":true/g,
      '"Reclaimable":false',
    );
    expect([...parseMountUsage(used).values()]).toEqual([undefined, undefined]);
    expect(parseMountUsage('{"Type":"regular","Description":"x"}\nnonsense')).toEqual(new Map());
  });
});
