import { describe, expect, it } from '@jest/globals';
import { parseRuntimeToken } from '../../src/tools/runtime-token.ts';

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
