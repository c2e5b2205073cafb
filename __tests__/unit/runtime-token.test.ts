import { describe, expect, it } from '@jest/globals';
import { parseCacheAccess, parseRuntimeToken } from '../../src/tools/runtime-token.ts';

function makeToken(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

const RUN = 'ce7f54c7-61c7-4aae-887f-30da475f5f1a';
const JOB = 'ca395085-040a-526b-2ce8-bdc85f692774';

describe('parseRuntimeToken', () => {
  it.each([
    [`Actions.Results:${RUN}:${JOB}`],
    [`Actions.ExampleScope Actions.Results:${RUN}:${JOB} Actions.UploadArtifacts:x:y`],
  ])('finds run and job in %s', (scp) => {
    expect(parseRuntimeToken(makeToken({ scp }))).toEqual({ runId: RUN, jobId: JOB });
  });

  it.each([
    ['no token', ''],
    ['no JWT', 'secret'],
    ['no signature', makeToken({ scp: `Actions.Results:${RUN}:${JOB}` }).replace(/[^.]*$/, '')],
    ['a payload that is no JSON', 'a.b.c'],
    ['a payload that is no object', makeToken('Actions.Results:a:b')],
    ['no scopes', makeToken({})],
    ['scopes of another type', makeToken({ scp: ['Actions.Results:a:b'] })],
    ['another scope', makeToken({ scp: 'Actions.GenericRead:a:b XActions.Results:a:b' })],
    ['a scope with fewer parts', makeToken({ scp: `Actions.Results:${RUN}` })],
    ['a scope with more parts', makeToken({ scp: `Actions.Results:${RUN}:${JOB}:z` })],
  ])('finds nothing in %s', (_what, token) => {
    expect(parseRuntimeToken(token)).toBeUndefined();
  });
});

describe('what a token may do with the Actions cache', () => {
  it.each<[string, unknown, unknown]>([
    [
      'as GitHub writes it',
      '[{"Scope":"refs/pull/1/merge","Permission":3},{"Scope":"refs/heads/main","Permission":1}]',
      [
        { ref: 'refs/pull/1/merge', writes: true },
        { ref: 'refs/heads/main', writes: false },
      ],
    ],
    ['nothing', '[]', []],
    ['what is no scope', '[1,{"Scope":1,"Permission":3},{"Scope":"a"}]', []],
    ['no list', '{}', undefined],
    ['no JSON', 'x', undefined],
    ['a claim of another type', [{ Scope: 'a', Permission: 3 }], undefined],
    ['no claim', undefined, undefined],
  ])('%s', (_what, ac, expected) => {
    expect(parseCacheAccess(makeToken({ ac }))).toEqual(expected);
  });
});
