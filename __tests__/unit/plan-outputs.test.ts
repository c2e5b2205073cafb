import { describe, expect, it } from '@jest/globals';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { makeFacts, makeForkFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, findProblems, IMAGE, makePlanOf } from '../support/make-plan.ts';

const FULL = { images: '', tags: 'octo/app:1', push: 'true' };
const withNamed = (named: Facts['paths']['named']): Partial<Facts> => ({
  paths: { ...makeFacts().paths, named },
});

describe('outputs', () => {
  it.each<[InputTexts, Partial<Plan['build']>]>([
    [
      { outputs: 'type=image,compression=zstd,force-compression=true' },
      { imageAttributes: { compression: 'zstd', 'force-compression': 'true' }, exports: [] },
    ],
    [
      { outputs: 'type=registry,push=true,push-by-digest=true,name-canonical=true' },
      { imageAttributes: {}, exports: [] },
    ],
    [
      { outputs: `type=image,"name=${IMAGE}",push-by-digest=true,push=true,compression=gzip` },
      { imageAttributes: { compression: 'gzip' }, exports: [] },
    ],
    [
      { outputs: 'type=local,dest=out\ntype=tar,dest=out.tar' },
      { exports: ['type=local,dest=out', 'type=tar,dest=out.tar'] },
    ],
    [
      { tags: 'a\nb', outputs: 'type=oci,dest=a.tar' },
      { exports: [`type=oci,dest=a.tar,"name=${IMAGE}:a,${IMAGE}:b"`] },
    ],
    [{ outputs: 'type=oci,dest=a.tar,name=x' }, { exports: ['type=oci,dest=a.tar,name=x'] }],
    [{ outputs: 'type=cacheonly' }, { imageAttributes: {}, exports: [] }],
    [
      { push: 'false', tags: 'a', platforms: 'linux/amd64', outputs: 'type=docker,dest=a.tar' },
      { exports: [`type=docker,dest=a.tar,name=${IMAGE}:a`] },
    ],
  ])('%j', async (inputs, build) => {
    expect((await makePlanOf({ inputs })).build).toMatchObject(build);
  });

  it.each<[string, InputTexts]>([
    ['a push under another name', { outputs: 'type=image,name=octo/other,push=true' }],
    ['a push under the name itself', { outputs: `type=image,name=${IMAGE}:x,push=true` }],
    ['a registry with a name', { outputs: 'type=registry,name=octo/other' }],
    ['a push to nowhere', { images: '', outputs: 'type=image,push=true' }],
    ['an archive that cannot hold it', { outputs: 'type=docker,dest=a.tar' }],
    ['an unknown compression', { outputs: 'type=image,compression=brotli' }],
    ['a level that is none', { outputs: 'type=image,compression-level=high' }],
  ])('refuses %s', async (_, inputs) => {
    expect(await findBlamed({ inputs })).toEqual(['outputs']);
  });

  it.each<[string, InputTexts]>([
    ['named by tags', { ...FULL, outputs: 'type=image,push-by-digest=true,push=true' }],
    [
      'named by itself',
      { images: '', outputs: `type=image,name=${IMAGE},push-by-digest=true,push=true` },
    ],
  ])('a push by digest, %s, moves no tag', async (_, inputs) => {
    const { mode, publish, destinations } = await makePlanOf({ inputs });
    expect({ mode, publish }).toEqual({ mode: 'push', publish: 'off' });
    expect(destinations.map(({ tags }) => tags)).toEqual([[]]);
  });

  it('that are files carry what was asked to be known of them', async () => {
    const inputs = { push: 'false', outputs: 'type=local,dest=out' };
    const plan = await makePlanOf({ inputs });
    expect(plan.build.attests.join()).not.toContain('disabled');
    expect(plan.attestations.map(({ kind }) => kind)).toEqual(['spdx', 'provenance']);
    const without = await makePlanOf({ inputs: { push: 'false' } });
    expect(without.build.attests.join()).toContain('disabled');
  });
});

describe('attests', () => {
  it.each<[InputTexts, string[], string[]]>([
    [{ attests: 'type=sbom,generator=a/b' }, ['provenance', 'spdx'], ['generator=a/b']],
    [{ attests: 'type=provenance,mode=min,version=v0.2' }, ['provenance', 'spdx'], ['mode=min']],
    [{ attests: 'type=sbom,disabled=true' }, ['provenance'], ['type=sbom,disabled=true']],
    [{ attests: 'type=provenance,false' }, ['spdx'], ['type=provenance,disabled=true']],
    // As in docker/build-push-action, the inputs of the same name decide where they say anything.
    [{ attests: 'type=sbom,disabled=true', sbom: 'true' }, ['provenance', 'spdx'], ['generator=']],
    [{ attests: 'type=sbom', sbom: 'false' }, ['provenance'], ['type=sbom,disabled=true']],
    [
      { attests: 'type=provenance,mode=min', provenance: 'mode=max' },
      ['provenance', 'spdx'],
      ['mode=max'],
    ],
  ])('%j', async (inputs, kinds, parts) => {
    const plan = await makePlanOf({ inputs });
    expect(plan.attestations.map(({ kind }) => kind).sort()).toEqual(kinds);
    for (const part of parts) expect(plan.build.attests.join('\n')).toContain(part);
  });
});

describe('annotations', () => {
  it('are those that are given when there are no rules for names', async () => {
    const plan = await makePlanOf({ inputs: { ...FULL, annotations: 'index:a=b\nc=d=e' } });
    expect(plan.build.annotations).toEqual(['index:a=b', 'c=d=e']);
  });

  it('come on top of the derived ones with `images`', async () => {
    const plan = await makePlanOf({
      inputs: { annotations: 'index,manifest-descriptor:a={{tag}}' },
    });
    expect(plan.build.annotations).toEqual(
      expect.arrayContaining(['index:a=v1.2.3', 'manifest-descriptor:a=v1.2.3']),
    );
    expect(plan.build.annotations.join('\n')).toContain(
      'manifest:org.opencontainers.image.source=',
    );
  });

  it.each<[InputTexts]>([[{ load: 'true', push: 'auto' }], [{ call: 'check' }]])(
    'stand nowhere with %j',
    async (inputs) => {
      const plan = await makePlanOf({ inputs: { ...inputs, annotations: 'a=b' } });
      expect(plan.build.annotations).toEqual([]);
    },
  );

  const single = { platforms: 'linux/amd64', sbom: 'false', provenance: 'false' };
  it.each<[string, InputTexts]>([
    ['an unknown level', { annotations: 'layer:a=b' }],
    ['one unknown level of two', { annotations: 'index,layer:a=b' }],
    ['no value', { annotations: 'index' }],
    ['no key', { annotations: 'index:=b' }],
    ['a platform that is not built', { annotations: 'manifest[linux/s390x]:a=b' }],
    ['an index where there is none', { ...single, annotations: 'index:a=b' }],
    [
      'manifests that have none',
      { annotations: 'a=b', outputs: 'type=image,oci-mediatypes=false' },
    ],
    ['quotes that do not fit', { annotations: '"a=b' }],
  ])('refuse %s', async (_, inputs) => {
    expect(await findBlamed({ inputs: { ...FULL, ...inputs } })).toEqual(['annotations']);
  });

  it('are left out with Docker media types when they are only derived', async () => {
    const plan = await makePlanOf({ inputs: { outputs: 'type=image,oci-mediatypes=false' } });
    expect(plan.build.annotations).toEqual([]);
  });
});

describe('what inputs name', () => {
  it.each<[InputTexts, Partial<Facts>, string[]]>([
    [{ 'build-contexts': 'a=b' }, withNamed({ b: 'directory' }), []],
    [{ 'build-contexts': 'a=b' }, withNamed({ b: 'missing' }), ['build-contexts']],
    [{ 'build-contexts': 'a=b' }, withNamed({ b: 'file' }), ['build-contexts']],
    [{ 'build-contexts': 'a=docker-image://b\nc=https://example.com/d.git' }, {}, []],
    [{ 'build-contexts': 'a=http://example.com/d.git' }, {}, ['build-contexts']],
    [{ 'secret-files': 'a=b' }, withNamed({ b: 'file' }), []],
    [{ 'secret-files': 'a=b' }, withNamed({ b: 'missing' }), ['secret-files']],
    [{ 'secret-files': 'a=b' }, withNamed({ b: 'unreadable' }), ['secret-files']],
    [{ ssh: 'default' }, {}, []],
    [{ ssh: 'default' }, { sshAgent: false }, ['ssh']],
    [{ ssh: 'default=/a/key' }, { sshAgent: false }, []],
  ])('%j, where there is %j', async (inputs, facts, blamed) => {
    expect(await findBlamed({ inputs, facts })).toEqual(blamed);
  });

  it.each([
    'https://user:hunter2@example.com/a.git',
    'https://example.com/a.git?private_token=hunter2',
  ])('is not shown where it may be a secret: %s', async (url) => {
    const inputs = { 'secret-files': 'a=hunter2', 'build-contexts': `a=${url}` };
    const problems = await findProblems({ inputs });
    expect(problems.map(({ input }) => input).sort()).toEqual(['build-contexts', 'secret-files']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('reaches the build as it was written', async () => {
    const inputs = {
      'secret-files': 'a=b',
      secrets: 'c=d',
      'build-contexts': 'e=docker-image://f',
    };
    const { build } = await makePlanOf({ inputs, facts: withNamed({ b: 'file' }) });
    expect(build).toMatchObject({ secretIds: ['c', 'a'], contexts: ['e=docker-image://f'] });
  });
});

describe('privileges', () => {
  it.each<[InputTexts, number]>([
    [{ allow: 'security.insecure' }, 1],
    [{ allow: 'network.host,device=a' }, 2],
    [{ network: 'host' }, 1],
    [{ network: 'none' }, 0],
  ])('%j: %i warnings', async (inputs, count) => {
    expect((await makePlanOf({ inputs })).warnings).toHaveLength(count);
  });
});

describe('an evaluation', () => {
  it('needs nothing that a release needs', async () => {
    const plan = await makePlanOf({
      inputs: { call: 'check', outputs: 'type=local,dest=out' },
      facts: makeForkFacts(),
    });
    expect(plan).toMatchObject({
      mode: 'call',
      call: 'check',
      destinations: [],
      attestations: [],
      signing: { kind: 'off' },
      cache: { from: [], to: [] },
      build: { platforms: [], exports: [], attests: [] },
    });
  });
});
