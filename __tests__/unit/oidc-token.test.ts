import { describe, expect, it } from '@jest/globals';
import { findMismatch, parseTokenAnswer } from '../../src/tools/oidc-token.ts';
import { makeTokenAnswer } from '../support/make-token.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('parseTokenAnswer', () => {
  it('reads what the token states', () => {
    const parsed = parseTokenAnswer(makeTokenAnswer({ exp: 1_800_000_000 }), 'sigstore');
    expect(parsed).toMatchObject({
      ok: true,
      token: {
        expiresAtS: 1_800_000_000,
        claims: {
          issuer: 'https://token.actions.githubusercontent.com',
          jobWorkflowRef: 'octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
          repository: 'octo-org/app',
          ref: 'refs/tags/v1.2.3',
          eventName: 'push',
        },
      },
    });
  });

  it.each([
    ['', 'no JSON'],
    ['null', 'no object'],
    ['[]', 'a list'],
    ['{}', 'no value'],
    ['{"value":""}', 'an empty value'],
    ['{"value":7}', 'a number'],
    ['{"value":"abc"}', 'no JWT'],
    [`{"value":"a.${encode([])}.c"}`, 'no claims'],
    [`{"value":"a.${encode({ aud: 'sigstore' })}"}`, 'no signature'],
    ['{"message":"Unauthorized"}', 'an error as JSON'],
    [makeTokenAnswer({ aud: 'other' }), 'another audience'],
    [makeTokenAnswer({ aud: ['sigstore'] }), 'a list of audiences'],
    [makeTokenAnswer({ exp: 'soon' }), 'no expiry'],
    [makeTokenAnswer({ job_workflow_ref: undefined }), 'no workflow'],
    [makeTokenAnswer({ job_workflow_ref: 7 }), 'a workflow that is no text'],
  ])('refuses %j: %s', (body) => {
    const parsed = parseTokenAnswer(body, 'sigstore');
    expect(parsed.ok).toBe(false);
    // The longest part of a token that could stand in a message.
    if (!parsed.ok) expect(parsed.reason).not.toMatch(/[A-Za-z0-9_-]{40}/);
  });
});

describe('findMismatch', () => {
  const claims = {
    issuer: '',
    jobWorkflowRef: '',
    repository: 'Octo-Org/App',
    ref: '',
    sha: 'a1',
    eventName: '',
  };
  it.each([
    [{ repository: 'octo-org/app', sha: 'a1' }, false],
    [{ repository: '', sha: '' }, false],
    [{ repository: 'octo-org/other', sha: 'a1' }, true],
    [{ repository: 'octo-org/app', sha: 'b2' }, true],
  ])('%j: %s', (job, differs) => {
    expect(findMismatch(claims, job) !== undefined).toBe(differs);
  });
});
