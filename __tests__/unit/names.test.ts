import { describe, expect, it } from '@jest/globals';
import { type Given, name } from '../support/names-given.ts';

const problemsOf = async (given: Given) =>
  (await name(given)).problems.map(({ input, value }) => [input, value]);

describe('problems', () => {
  it('reports every mistake of every input at once', async () => {
    const given = {
      images: 'acme/app:v1\nhttps://ghcr.io/acme/app\nghcr.io/acme/ok\nname=x,colour=red',
      tags: 'type=semver\ntype=raw,value={{branch\ntype=sha\ntype=nope',
      flavor: 'latest=perhaps\nsuffix=-x',
      labels: 'a={{#if}}\nok=1',
      annotations: "b={{date 'YYYY' tz='Nowhere'}}",
      env: {
        DOCKER_METADATA_SHORT_SHA_LENGTH: '-3',
        DOCKER_METADATA_ANNOTATIONS_LEVELS: 'manifest,indx',
      },
    };
    expect(await problemsOf(given)).toEqual([
      ['DOCKER_METADATA_SHORT_SHA_LENGTH', '-3'],
      ['DOCKER_METADATA_ANNOTATIONS_LEVELS', 'manifest,indx'],
      ['images', 'acme/app:v1'],
      ['images', 'https://ghcr.io/acme/app'],
      ['images', 'name=x,colour=red'],
      ['tags', 'type=semver'],
      ['tags', 'type=nope'],
      ['flavor', 'latest=perhaps'],
      ['tags', 'type=raw,value={{branch'],
      ['labels', 'a={{#if}}'],
      ['annotations', "{{date 'YYYY' tz='Nowhere'}}"],
    ]);
  });

  it.each([
    ['tags', { tags: 'type=raw,value="a' }],
    ['tags', { tags: 'v1,v2' }],
    ['tags', { tags: 'ghcr.io/acme/app:v1' }],
    ['tags', { tags: 'type=raw,value=acme/app:v1' }],
    ['tags', { tags: "type=raw,value={{log 'x'}}" }],
    ['tags', { tags: 'type=raw,value={{> partial}}' }],
    ['tags', { tags: `type=raw,value=sha256-${'0'.repeat(64)}` }],
    ['tags', { tags: 'type=match,pattern=v(,value=v1' }],
    ['flavor', { flavor: 'latest=true\nprefix=-,onlatest=true', tags: 'type=raw,value=x,prefix=' }],
    ['images', { images: '"a' }],
    ['images', { images: 'acme/app\u200b' }],
    ['labels', { labels: '"a=1' }],
  ])('refuses in %s: %j', async (input, given) => {
    const problems = await problemsOf(given);
    expect(problems.map(([first]) => first)).toEqual([input]);
  });

  it.each(['feature/x', 'type=raw,latest,enable=true', 'a:b', 'enable=true,v1'])(
    'finds nothing wrong with %s',
    async (tags) => {
      expect(await problemsOf({ tags })).toEqual([]);
    },
  );

  it('gives the other tags besides the one that is refused', async () => {
    const names = await name({ tags: 'type=ref,event=branch\ntype=raw,value=-x' });
    expect(names.tags).toEqual(['acme/app:main']);
    expect(names.problems).toHaveLength(1);
  });

  it.each([
    ['type=raw,value=-x', []],
    ['type=ref,event=tag', ['No tag comes out of `tags` for this event.']],
  ])('of %s alone is told once, as an error or as a warning', async (tags, warnings) => {
    const names = await name({ tags });
    expect(names.warnings).toEqual(warnings);
    expect(names.problems).toHaveLength(1 - warnings.length);
  });
});

describe('images', () => {
  it('lowers names and says so', async () => {
    const names = await name({ images: 'ghcr.io/Acme/App' });
    expect(names.tags).toEqual(['ghcr.io/acme/app:main']);
    expect(names.notices).toHaveLength(1);
    expect(names.notices[0]).toContain('ghcr.io/acme/app');
  });

  it('knows one place under two names', async () => {
    const names = await name({ images: 'acme/app\ndocker.io/acme/app\nindex.docker.io/acme/app' });
    expect(names.images.map((image) => image.name)).toEqual(['acme/app']);
  });

  it.each(['', '\n\n', 'name=acme/app,enable=false', ',,'])(
    'publishes nothing to %j',
    async (images) => {
      const names = await name({ images });
      expect(names.problems).toEqual([]);
      expect(names.tags).toEqual(['main']);
      expect(names.destinations).toEqual([]);
    },
  );

  it('does not look at a name that is switched off', async () => {
    expect(await problemsOf({ images: 'name=/,enable=false\nacme/app' })).toEqual([]);
  });
});

describe('labels and annotations', () => {
  it.each([
    ['2024-06-15T20:05:09.000Z', {}],
    ['2024-06-16T08:00:00.000Z', { facts: { commitTime: undefined } }],
    ['2020-01-01T00:00:00.000Z', { env: { SOURCE_DATE_EPOCH: '1577836800' } }],
    ['2024-06-15T20:05:09.000Z', { env: { SOURCE_DATE_EPOCH: 'context' } }],
  ])('were created at %s with %j', async (created, given) => {
    const names = await name(given);
    expect(names.created.toISOString()).toBe(created);
    expect(names.labels).toContain(`org.opencontainers.image.created=${created}`);
  });

  it('puts an annotation with levels on these, and others on the levels of the job', async () => {
    const names = await name({
      annotations: 'a=all\nindex:a=index\nindex,manifest[linux/arm64]:b=1\nfoo:c=colon',
      env: { DOCKER_METADATA_ANNOTATIONS_LEVELS: 'manifest, index' },
    });
    expect(names.annotations.filter((line) => !line.includes('org.opencontainers'))).toEqual([
      'manifest:a=all',
      'manifest:foo:c=colon',
      'index:a=index',
      'index:b=1',
      'index:foo:c=colon',
      'manifest[linux/arm64]:b=1',
    ]);
    expect(names.annotations).toContain('index:org.opencontainers.image.title=app');
    expect(names.annotations).not.toContain(
      'manifest[linux/arm64]:org.opencontainers.image.title=app',
    );
  });

  it('warns of what it ignores', async () => {
    const names = await name({ labels: 'alone\na=1', tags: 'type=sha,prefx=x' });
    expect(names.warnings).toHaveLength(2);
    expect(names.problems).toEqual([]);
  });

  it('keeps a label key that JavaScript objects have already', async () => {
    const names = await name({ labels: '__proto__=1\nconstructor=2' });
    expect(names.json).toContain('"__proto__":"1","constructor":"2"');
  });
});

describe('the version in full', () => {
  it.each([
    ['1.16.0', 'v1.16.0', 'type=semver,pattern=v{{major}}.{{minor}}', 'v1.16'],
    ['1.16.0', 'v1.16.0', 'type=ref,event=tag', 'v1.16.0'],
    ['1.2.3-rc.1', 'v1.2.3-rc.1', 'type=semver,pattern={{major}}', '1.2.3-rc.1'],
    ['4.5.6', 'p1/v4.5.6', 'type=semver,pattern={{major}},match=v(.*)', '4'],
    ['1.2.post1', '1.2post1', 'type=pep440,pattern={{major}}', '1.2.post1'],
    [undefined, 'release-7', 'type=ref,event=tag', 'release-7'],
  ])('is %s on %s with %s', async (full, tag, rule, version) => {
    const names = await name({ tags: rule, facts: { ref: `refs/tags/${tag}` } });
    expect(names.fullVersion?.full).toBe(full);
    expect(names.version).toBe(version);
  });
});
