import { describe, expect, it } from '@jest/globals';
import { foreseePolicy } from '../../src/plan/signing.ts';
import { makeFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const BARE = makeFacts();
const MISSING = {
  oidcAvailable: false,
  sshAgent: false,
  paths: { ...BARE.paths, context: 'missing', dockerfile: 'missing' },
} as const;
const DRY: InputTexts = { 'dry-run': 'true' };
const WORKFLOW: InputTexts = {
  'workflow-ref': 'octo-org/build/.github/workflows/build-sign.yml@refs/tags/v1',
  'workflow-sha': 'a'.repeat(40),
};

describe('what a job lacks', () => {
  it.each<[string, InputTexts, RegExp]>([
    ['a checkout', {}, /^context \("\."\)/],
    ['an identity', {}, /^sign: .*id-token: write/],
    ['an agent', { ssh: 'default' }, /^ssh /],
    ['a secret', { secrets: 'npm=' }, /^secrets: .*npm/],
    ['a file of a secret', { 'secret-files': 'npm=/no' }, /^secret-files: /],
    ['a password', { username: 'me' }, /^password: /],
    ['a folder', { 'build-contexts': 'a=nowhere' }, /^build-contexts /],
  ])('%s is a finding of a dry run and a problem of any other', async (_, inputs, finding) => {
    const { findings } = await makePlanOf({ inputs: { ...inputs, ...DRY }, facts: MISSING });
    expect(findings).toContainEqual(expect.stringMatching(finding));
    const [, blamed = ''] = /^\^([\w-]+)/.exec(finding.source) ?? [];
    expect(await findBlamed({ inputs, facts: MISSING })).toContain(blamed);
  });

  it('stops the plan of the reusable workflow, before its builds start', async () => {
    const given = { inputs: { ...DRY, ...WORKFLOW, sign: 'false' }, facts: MISSING };
    expect(await findBlamed(given)).toContain('context');
  });

  it('is nothing where all is there', async () => {
    expect((await makePlanOf({ inputs: DRY })).findings).toEqual([]);
  });
});

describe('the policy that is foreseen', () => {
  it.each([
    ['https://github.com', 'https://token.actions.githubusercontent.com'],
    ['https://octo.ghe.com', 'https://token.actions.octo.ghe.com'],
    ['https://git.example', 'https://git.example/_services/token'],
  ])('at %s has the issuer %s', (serverUrl, issuer) => {
    const facts = makeFacts({ serverUrl });
    const own = { facts, identity: undefined, attestations: [], transparencyLog: true };
    expect(foreseePolicy(own)).toMatchObject({
      issuer,
      identity: `${serverUrl}/${facts.workflowRef}`,
    });
  });
});
