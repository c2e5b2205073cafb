import { describe, expect, it } from '@jest/globals';
import { classifyTag } from '../../src/names/classify.ts';
import { name } from '../support/names-given.ts';

describe('destinations', () => {
  const release = { ref: 'refs/tags/v1.2.3' };
  const tags = [
    'latest',
    'type=semver,pattern={{major}}',
    'type=semver,pattern={{version}}',
    'type=semver,pattern={{major}}.{{minor}}',
    'type=ref,event=tag',
    'type=sha',
  ].join('\n');

  it('moves immutable tags first, floating ones then, latest last, for each image', async () => {
    const names = await name({ images: 'acme/app\nghcr.io/acme/app', tags, facts: release });
    const expected = [
      { name: '1.2.3', kind: 'immutable' },
      { name: 'v1.2.3', kind: 'immutable' },
      { name: 'sha-860c190', kind: 'immutable' },
      { name: '1', kind: 'floating' },
      { name: '1.2', kind: 'floating' },
      { name: 'latest', kind: 'floating' },
    ];
    expect(names.destinations).toEqual([
      { repository: { registry: 'docker.io', path: 'acme/app' }, tags: expected },
      { repository: { registry: 'ghcr.io', path: 'acme/app' }, tags: expected },
    ]);
  });

  it('takes a latest with prefix and suffix for what it is', async () => {
    const flavor = 'prefix=p-,onlatest=true\nsuffix=-s,onlatest=true';
    const names = await name({
      tags: 'type=semver,pattern={{version}}\ntype=raw,value=z',
      flavor,
      facts: release,
    });
    expect(names.destinations[0]?.tags.map((tag) => tag.name)).toEqual([
      'p-1.2.3-s',
      'p-z-s',
      'p-latest-s',
    ]);
  });

  it.each([
    ['type=ref,event=branch', 'refs/heads/main', 'floating'],
    ['type=ref,event=branch', 'refs/heads/1.2.3', 'floating'],
    ['type=ref,event=pr', 'refs/pull/3/merge', 'floating'],
    ['type=edge', 'refs/heads/main', 'floating'],
    ['type=ref,event=tag', 'refs/tags/release-7', 'immutable'],
    ['type=ref,event=tag', 'refs/tags/latest', 'floating'],
    ['type=sha,format=long', 'refs/heads/main', 'immutable'],
    ['type=raw,value={{branch}}-{{sha}}', 'refs/heads/main', 'immutable'],
    ['type=raw,value=v2.0.1-alpine', 'refs/heads/main', 'immutable'],
    ['type=raw,value=2.0', 'refs/heads/main', 'floating'],
    ['type=raw,value=stable', 'refs/heads/main', 'floating'],
    ['type=semver,pattern={{major}}.{{minor}}.{{patch}}', 'refs/tags/v1.2.3', 'immutable'],
    ['type=semver,pattern=v{{raw}}', 'refs/tags/1.2.3', 'immutable'],
    ['type=semver,pattern=stable', 'refs/tags/v1.2.3', 'floating'],
    ['type=semver,pattern={{major}}', 'refs/tags/v1.2.3-rc.1', 'immutable'],
    ['type=pep440,pattern={{major}}.{{minor}}', 'refs/tags/1.2.3', 'floating'],
    ['type=pep440,pattern={{version}}', 'refs/tags/1.2', 'immutable'],
    ['type=match,pattern=v(.*),group=1', 'refs/tags/v1.2.3', 'immutable'],
    ['type=match,pattern=v(\\d+),group=1', 'refs/tags/v1.2.3', 'floating'],
    ['type=match,pattern=.*', 'refs/tags/release-7', 'immutable'],
  ])('%s on %s is %s', async (rule, ref, kind) => {
    const names = await name({ tags: rule, flavor: 'latest=false', facts: { ref } });
    expect(names.destinations[0]?.tags.map((tag) => tag.kind)).toEqual([kind]);
  });

  it('calls a schedule floating, and a tag that two rules give too if either does', async () => {
    const names = await name({
      tags: 'type=schedule,pattern=1.0.0\ntype=raw,value=1.0.0',
      facts: { eventName: 'schedule' },
    });
    expect(names.destinations[0]?.tags).toEqual([{ name: '1.0.0', kind: 'floating' }]);
  });
});

describe('classifyTag', () => {
  it.each([
    ['1.2.3', 'immutable'],
    ['v1.2.3-rc.1', 'immutable'],
    ['app-1.2.3', 'immutable'],
    ['2024.06.15', 'immutable'],
    ['sha-860c190', 'immutable'],
    ['860c1904a1ce19322e91ac35af1ab07466440c37', 'immutable'],
    ['main-860c1904a1ce19322e91ac35af1ab07466440c37', 'immutable'],
    ['latest', 'floating'],
    ['1.2', 'floating'],
    ['v1', 'floating'],
    ['20240615', 'floating'],
    ['nightly', 'floating'],
    ['sha-main', 'floating'],
  ])('%s is %s', (tag, kind) => {
    expect(classifyTag(tag)).toBe(kind);
  });
});
