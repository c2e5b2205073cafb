import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { BuildSpec } from '../../src/plan/types.ts';
import { type BuildCommand, makeBuildArgs, parseBuildMetadata } from '../../src/tools/buildx.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makePlaces } from '../support/make-cache.ts';

const SPEC = makeBuildSpec({
  platforms: [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
  ],
});
const REPOSITORY = { registry: 'ghcr.io', path: 'octo-org/app' };
const COMMAND: BuildCommand = {
  builder: 'b',
  spec: SPEC,
  cache: { from: [], to: [] },
  secrets: [],
  output: { kind: 'push', repositories: [REPOSITORY] },
  metadataFile: '/run/metadata.json',
};
const PUSH = 'push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true';

describe('makeBuildArgs', () => {
  it('names everything that a default or the environment could decide otherwise', () => {
    expect(makeBuildArgs(COMMAND)).toEqual([
      'build',
      '--builder=b',
      '--progress=plain',
      '--metadata-file=/run/metadata.json',
      `--output=type=image,name=ghcr.io/octo-org/app,${PUSH}`,
      '--platform=linux/amd64,linux/arm/v7',
      '--',
      '.',
    ]);
  });

  const spec = (more: Partial<BuildSpec>): Partial<BuildCommand> => ({
    spec: { ...SPEC, ...more },
  });
  it.each<[Partial<BuildCommand>, string[]]>([
    [spec({ file: 'a/Dockerfile' }), ['--file=a/Dockerfile']],
    [spec({ target: 'debug' }), ['--target=debug']],
    [spec({ buildArgs: ['A=1', 'B=x y'] }), ['--build-arg=A=1', '--build-arg=B=x y']],
    [spec({ labels: ['a=b'] }), ['--label=a=b']],
    [spec({ noCache: true, pull: true }), ['--no-cache', '--pull']],
    [spec({ annotations: ['index:a=b,c'] }), ['--annotation=index:a=b,c']],
    [spec({ contexts: ['a=docker-image://b'] }), ['--build-context=a=docker-image://b']],
    [spec({ addHosts: ['a:1.2.3.4'] }), ['--add-host=a:1.2.3.4']],
    [spec({ allow: ['network.host'] }), ['--allow=network.host']],
    [spec({ cgroupParent: 'a/b' }), ['--cgroup-parent=a/b']],
    [spec({ network: 'none' }), ['--network=none']],
    [spec({ noCacheFilters: ['a', 'b'] }), ['--no-cache-filter=a', '--no-cache-filter=b']],
    [spec({ shmSize: '2gb' }), ['--shm-size=2gb']],
    [spec({ ssh: ['default', 'a=/b'] }), ['--ssh=default', '--ssh=a=/b']],
    [spec({ ulimits: ['nofile=1:2'] }), ['--ulimit=nofile=1:2']],
    [
      spec({ imageAttributes: { compression: 'zstd', 'oci-mediatypes': 'false' } }),
      [
        `--output=type=image,name=ghcr.io/octo-org/app,${PUSH.replace('types=true', 'types=false')},compression=zstd`,
      ],
    ],
    [spec({ exports: ['type=local,dest=a'] }), ['--output=type=local,dest=a']],
    [
      { ...spec({ exports: ['type=local,dest=a'] }), output: { kind: 'load', tags: [] } },
      ['--output=type=local,dest=a', '--load'],
    ],
    [{ output: { kind: 'call', call: 'check' } }, ['--call=check']],
    [spec({ attests: ['type=sbom,disabled=true'] }), ['--attest=type=sbom,disabled=true']],
    [
      { cache: { from: makePlaces('type=gha'), to: makePlaces('type=inline') } },
      ['--cache-from=type=gha', '--cache-to=type=inline'],
    ],
    [{ secrets: [{ id: 'npm', path: '/run/s' }] }, ['--secret=id=npm,src=/run/s']],
    [{ secrets: [{ id: 'npm', path: '/run,a/"s' }] }, ['--secret=id=npm,"src=/run,a/""s"']],
    [
      { output: { kind: 'load', tags: ['a/b:1', 'a/b:2'] } },
      ['--load', '--tag=a/b:1', '--tag=a/b:2'],
    ],
    [{ output: { kind: 'cache-only' } }, ['--output=type=cacheonly']],
  ])('%j', (more, expected) => {
    expect(makeBuildArgs({ ...COMMAND, ...more })).toEqual(expect.arrayContaining(expected));
  });

  it('pushes to several repositories at once', () => {
    const repositories = [REPOSITORY, { registry: 'docker.io', path: 'octo/app' }];
    const args = makeBuildArgs({ ...COMMAND, output: { kind: 'push', repositories } });
    const output = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length) ?? '';
    const [fields = []]: string[][] = parse(output);
    expect(fields).toContain('name=ghcr.io/octo-org/app,docker.io/octo/app');
  });

  it('lets no value become an option', () => {
    const args = makeBuildArgs({ ...COMMAND, spec: { ...SPEC, context: '--push' } });
    expect(args.slice(-2)).toEqual(['--', '--push']);
  });

  it.each<[string, Partial<BuildCommand>]>([
    ['an evaluation has none', { output: { kind: 'call', call: 'check' } }],
    [
      'files take its place',
      { output: { kind: 'cache-only' }, spec: { ...SPEC, exports: ['type=local,dest=a'] } },
    ],
  ])('names no output besides: %s', (_, more) => {
    const outputs = makeBuildArgs({ ...COMMAND, ...more }).filter((arg) => arg.includes('output='));
    expect(outputs).toEqual((more.spec?.exports ?? []).map((value) => `--output=${value}`));
  });

  it('names what it pushes last, whose digest the metadata then tells', () => {
    const spec = { ...SPEC, exports: ['type=oci,dest=a', 'type=local,dest=b'] };
    const outputs = makeBuildArgs({ ...COMMAND, spec }).filter((arg) => /^--output=/.test(arg));
    expect(outputs).toHaveLength(3);
    expect(outputs.at(-1)).toContain('type=image');
  });

  it('names no platform where none is asked for', () => {
    const args = makeBuildArgs({ ...COMMAND, spec: { ...SPEC, platforms: [] } });
    expect(args.join()).not.toContain('--platform');
  });

  it('asks for no metadata that nobody reads', () => {
    expect(makeBuildArgs({ ...COMMAND, metadataFile: undefined }).join()).not.toContain('metadata');
  });
});

describe('parseBuildMetadata', () => {
  const read = (name: string): string =>
    readFileSync(new URL(`../fixtures/buildx-0.36/${name}.metadata.json`, import.meta.url), 'utf8');

  it.each([
    ['push', true, false],
    ['push-bare', true, true],
    ['load', true, true],
    ['cache-only', false, false],
  ])('of %s has a digest: %s, a configuration: %s', (name, hasDigest, hasConfig) => {
    const metadata = parseBuildMetadata(read(name));
    const isDigest = (value: string | undefined) => /^sha256:[0-9a-f]{64}$/.test(value ?? '');
    expect(isDigest(metadata?.digest)).toBe(hasDigest);
    expect(isDigest(metadata?.configDigest)).toBe(hasConfig);
  });

  it('keeps the whole of it, on one line', () => {
    const text = read('push');
    const json = parseBuildMetadata(text)?.json ?? '';
    expect(JSON.parse(json)).toEqual(JSON.parse(text));
    expect(json).not.toContain('\n');
  });

  it.each(['', '{', '[]', 'null', '"x"'])('refuses %j', (text) => {
    expect(parseBuildMetadata(text)).toBeUndefined();
  });

  it.each(['sha256:1', 'md5:x', 7, null])('takes %j for no digest', (digest) => {
    const metadata = parseBuildMetadata(JSON.stringify({ 'containerimage.digest': digest }));
    expect(metadata?.digest).toBeUndefined();
  });
});
