import { describe, expect, it } from '@jest/globals';
import { makeBakeArgs, makeBakeDefinition, unwrapBakeMetadata } from '../../src/tools/bake.ts';
import type { BuildCommand } from '../../src/tools/buildx.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makePlaces } from '../support/make-cache.ts';

const COMMAND: BuildCommand = {
  builder: 'b',
  spec: makeBuildSpec({
    context: './app',
    file: 'app/Dockerfile',
    target: 'release',
    buildArgs: ['A=1=2', 'T=${NOT_A_VARIABLE} %{if}'],
    labels: ['org.example.x=y'],
    contexts: ['base=docker-image://a/b'],
    addHosts: ['db:10.0.0.1', 'v6=::1'],
    noCacheFilters: ['x'],
    allow: ['network.host'],
  }),
  cache: {
    from: makePlaces('type=azblob,account_url=https://a,name=n'),
    to: makePlaces('type=azblob,account_url=https://a,name=n,mode=max'),
  },
  secrets: [{ id: 'npm', path: '/run/a,b' }],
  output: { kind: 'push', repositories: [{ registry: 'r.io', path: 'o/a' }] },
  metadataFile: '/run/metadata.json',
};

describe('a build as a definition', () => {
  const keys = { azblob: { secret_access_key: 'hush' } };

  it('says what the arguments say, and has the key', () => {
    const { target } = JSON.parse(makeBakeDefinition(COMMAND, keys));
    expect(target.default).toMatchObject({
      context: './app',
      dockerfile: 'cwd://app/Dockerfile',
      target: 'release',
      args: { A: '1=2', T: '$${NOT_A_VARIABLE} %%{if}' },
      labels: { 'org.example.x': 'y' },
      contexts: { base: 'docker-image://a/b' },
      'cache-from': [
        { type: 'azblob', account_url: 'https://a', name: 'n', secret_access_key: 'hush' },
      ],
      'cache-to': [{ type: 'azblob', mode: 'max', secret_access_key: 'hush' }],
      secret: ['id=npm,"src=/run/a,b"'],
      output: [expect.stringContaining('push-by-digest=true')],
      'no-cache-filter': ['x'],
      'extra-hosts': { db: '10.0.0.1', v6: '::1' },
      entitlements: ['network.host'],
    });
  });

  it('is named by its file, and the key by nothing', () => {
    const args = makeBakeArgs(COMMAND, '/run/build.json');
    expect(args).toEqual([
      'bake',
      '--builder=b',
      '--progress=plain',
      '--allow=fs=*',
      '--allow=ssh',
      '--allow=network.host',
      '--file=/run/build.json',
      '--metadata-file=/run/metadata.json',
      'default',
    ]);
  });

  it.each<[string, string]>([
    ['{"default":{"a":1},"buildx.build.warnings":[]}', '{"a":1,"buildx.build.warnings":[]}'],
    ['{"containerimage.digest":"x"}', '{"containerimage.digest":"x"}'],
    ['no json', 'no json'],
  ])('has its metadata unwrapped: %s', (text, expected) => {
    expect(unwrapBakeMetadata(text)).toBe(expected);
  });
});
