import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { parseRepository, parseTag } from '../../src/image/reference.ts';
import { type KeepAliveChoice, makeKeepTag, planKeepAlive } from '../../src/plan/keep-alive.ts';
import type { Destination } from '../../src/plan/types.ts';

const LEG = {
  runId: '19000000001',
  attempt: 2,
  group: '0123456789abcdef',
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
};

function makeDestinations(...names: string[]): Destination[] {
  return names.map((name) => {
    const parsed = parseRepository(name);
    if (!parsed.ok) throw new Error(parsed.reason);
    return { repository: parsed.repository, tags: [{ name: 'latest', kind: 'floating' }] };
  });
}

const plan = (input: KeepAliveChoice, ...names: string[]) =>
  planKeepAlive({ ...LEG, input, destinations: makeDestinations(...names) });

describe('keep-alive', () => {
  it.each<[KeepAliveChoice, readonly string[], readonly string[]]>([
    ['auto', ['ghcr.io/o/app', 'docker.io/o/app'], []],
    ['auto', ['quay.io/o/app'], ['quay.io']],
    ['auto', ['registry.gitlab.com/o/app', 'ghcr.io/o/app'], ['registry.gitlab.com']],
    ['auto', ['quay.example/o/app', 'not-quay.io/o/app'], []],
    ['on', ['ghcr.io/o/app', 'quay.io/o/app'], ['ghcr.io', 'quay.io']],
    ['off', ['quay.io/o/app'], []],
    ['on', [], []],
  ])('%s for %j is for %j', (input, names, registries) => {
    const planned = plan(input, ...names)?.repositories ?? [];
    expect(planned.map(({ registry }) => registry)).toEqual(registries);
  });

  it('names the tag, the registry and the time', () => {
    const planned = plan('auto', 'quay.io/o/app', 'registry.gitlab.com/o/app');
    expect(planned?.tag).toBe('bsa-keep.19000000001.2.0123456789abcdef.linux-arm-v7');
    expect(planned?.reason).toMatch(/bsa-keep.*quay\.io\/o\/app.*one hour/);
    expect(plan('auto', 'registry.gitlab.com/o/app')?.reason).toContain('24 hours');
  });
});

describe('the temporary tag', () => {
  const tags = ['a', 'a_b', 'a b', 'a/b', 'A', 'ä', 'a-b', 'a.b', '_61_', ''].map((group) =>
    makeKeepTag({ ...LEG, group }),
  );

  it('is a tag, and another one for each group', () => {
    for (const tag of tags) expect(parseTag(tag)).toEqual({ ok: true, tag });
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('is another one for each run, attempt and platform', () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const others = [LEG, { ...LEG, runId: '1' }, { ...LEG, attempt: 1 }, { ...LEG, platform }];
    expect(new Set(others.map(makeKeepTag)).size).toBe(4);
  });

  it('holds a group of 60 characters in the longest run, and says when one is too long', () => {
    const longest = { ...LEG, runId: '999999999999999', attempt: 999_999 };
    expect(makeKeepTag({ ...longest, group: 'a'.repeat(60) })).toHaveLength(105);
    const makeCode = (): string => {
      try {
        return makeKeepTag({ ...LEG, group: 'a'.repeat(100) });
      } catch (error) {
        return errorCode(error);
      }
    };
    expect(makeCode()).toBe('INPUT_INVALID');
  });
});
