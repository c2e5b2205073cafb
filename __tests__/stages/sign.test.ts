import { describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import { makeBundleChecker } from '../../src/stages/signing/check-bundle.ts';
import { type Bundle, makeBundles } from '../../src/stages/signing/sign.ts';
import { answerCosign, readFakeBundle, readFlag } from '../support/fake-cosign.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeImage, makePolicy, TOP } from '../support/make-subjects.ts';
import { makeToken } from '../support/make-token.ts';
import { readStderr } from '../support/recorded.ts';

const COSIGN = { path: '/opt/cosign', env: { HOME: '/run/home' } };
const TRUST = { trustedRoot: '/trust/root.json', signingConfig: '/trust/config.json' };
const REAL: ScriptedCommand = { when: /^cosign /, answer: answerCosign };
const failing = (when: RegExp, name: string, times?: number): ScriptedCommand => ({
  when,
  answer: readStderr(`cosign-3.1.3/${name}.stderr.txt`),
  ...(times === undefined ? {} : { times }),
});

function sign(
  commands: readonly ScriptedCommand[],
  { timeoutMs = 900_000, policy = makePolicy() } = {},
): { host: FakeHost; signing: Promise<Bundle[]>; code: Promise<string> } {
  const host = makeFakeHost({ commands: [...commands, REAL] });
  const folder = '/run';
  const text = makeToken();
  const signing = makeBundles(host, {
    image: makeImage(),
    repository: { registry: 'ghcr.io', path: 'octo-org/app' },
    timeoutMs,
    tools: {
      cosign: COSIGN,
      trust: TRUST,
      folder,
      tokens: async () => ({
        text,
        expiresAtS: Number.POSITIVE_INFINITY,
        subject: '',
        claims: { issuer: '', jobWorkflowRef: '', repository: '', ref: '', sha: '', eventName: '' },
      }),
      check: makeBundleChecker(host, {
        runId: '1',
        policy,
        cosign: COSIGN,
        trustedRoot: TRUST.trustedRoot,
        folder,
      }),
    },
  });
  return { host, signing, code: signing.then(() => 'signed', errorCode) };
}

const attempts = ({ commands }: FakeHost, verb = /^(sign|attest)$/) =>
  commands.filter(({ args }) => verb.test(args[0] ?? ''));

describe('bundles', () => {
  it('are made for every subject and every predicate', async () => {
    const bundles = await sign([]).signing;
    expect(
      bundles.map(({ subject, predicateType }) => [subject.platform ?? 'index', predicateType]),
    ).toEqual([
      ['linux/amd64', 'https://sigstore.dev/cosign/sign/v1'],
      ['linux/arm64', 'https://sigstore.dev/cosign/sign/v1'],
      ['index', 'https://sigstore.dev/cosign/sign/v1'],
      ['linux/amd64', 'https://spdx.dev/Document'],
      ['linux/amd64', 'https://slsa.dev/provenance/v1'],
      ['linux/arm64', 'https://spdx.dev/Document'],
      ['linux/arm64', 'https://slsa.dev/provenance/v1'],
    ]);
    const index = bundles.find(({ subject }) => subject === TOP);
    expect(readFakeBundle(index?.bytes ?? '')).toMatchObject({
      digestHex: TOP.digest.slice(7),
    });
  });

  it('name what they are about by digest', async () => {
    const { host, signing } = sign([]);
    await signing;
    const images = attempts(host).map(({ args }) => args.at(-1));
    expect(
      images.filter((image) => !/^ghcr\.io\/octo-org\/app@sha256:[0-9a-f]{64}$/.test(image ?? '')),
    ).toEqual([]);
  });

  it('have a token file of their own for every attempt, which is gone afterwards', async () => {
    const { host, signing } = sign([failing(/^cosign sign/, 'sign-rekor-503', 2)]);
    await signing;
    const files = attempts(host).map((command) => readFlag(command, 'identity-token'));
    expect(new Set(files).size).toBe(files.length);
    expect([...host.stored.keys()].filter((path) => path.includes('token'))).toEqual([]);
  });

  it.each([
    ['the log is away', 'sign-rekor-503'],
    ['Fulcio is away', 'sign-fulcio-500'],
  ])('are made in the end when %s for a while', async (_, name) => {
    const { host, code } = sign([failing(/^cosign attest/, name, 3)]);
    expect(await code).toBe('signed');
    expect(attempts(host)).toHaveLength(7 + 3);
  });

  it('wait longer before every further attempt, and never longer than a minute', async () => {
    const { host, code } = sign([failing(/^cosign sign .*@sha256:/, 'sign-rekor-503', 3 * 10)]);
    expect(await code).toBe('signed');
    expect(host.slept.filter((ms) => ms > 60_000)).toEqual([]);
    expect([...new Set(host.slept)].slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  });
});

describe('no bundles', () => {
  it.each<[string, readonly ScriptedCommand[], string]>([
    ['the token is refused', [failing(/^cosign sign/, 'sign-fulcio-401')], 'SIGNING_FAILED'],
    ['the log stays away', [failing(/^cosign sign/, 'sign-rekor-503')], 'SIGNING_TIMED_OUT'],
    [
      'cosign says something unknown',
      [{ when: /^cosign attest/, answer: { exitCode: 1, stderr: 'Error: 42' } }],
      'SIGNING_FAILED',
    ],
    [
      'cosign hangs',
      [
        {
          when: /^cosign sign/,
          answer: { exitCode: undefined, timedOut: true, durationMs: 120_000 },
        },
      ],
      'SIGNING_TIMED_OUT',
    ],
    [
      'the kernel kills it',
      [{ when: /^cosign sign/, answer: { exitCode: undefined, signal: 'SIGKILL' } }],
      'SIGNING_FAILED',
    ],
    ['it succeeds and writes nothing', [{ when: /^cosign sign/, answer: {} }], 'SIGNING_FAILED'],
    [
      'the check cannot be run',
      [{ when: /^cosign verify/, answer: { exitCode: undefined, signal: 'SIGKILL' } }],
      'SIGNING_FAILED',
    ],
  ])('when %s', async (_, commands, code) => {
    const signing = sign(commands);
    expect(await signing.code).toBe(code);
    expect([...signing.host.stored.keys()].filter((path) => path.includes('token'))).toEqual([]);
  });

  it('when they are of another identity than the policy wants', async () => {
    const policy = makePolicy({
      identity: 'https://github.com/octo-org/app/.github/workflows/x.yml@refs/heads/main',
    });
    expect(await sign([], { policy }).code).toBe('BUNDLE_REJECTED');
  });

  it('within the time that the workflow gives', async () => {
    const { host, code } = sign([failing(/^cosign/, 'sign-rekor-503')], { timeoutMs: 30_000 });
    expect(await code).toBe('SIGNING_TIMED_OUT');
    expect(host.clock.elapsedMs()).toBeLessThanOrEqual(30_000);
    const limits = attempts(host).map(({ deadlineMs }) => deadlineMs ?? 0);
    expect(Math.max(...limits)).toBeLessThanOrEqual(30_000);
  });

  it('and no further attempt when one has failed for good', async () => {
    const { host, code } = sign([
      failing(/^cosign sign/, 'sign-fulcio-401'),
      failing(/^cosign attest/, 'sign-rekor-503'),
    ]);
    expect(await code).toBe('SIGNING_FAILED');
    expect(attempts(host, /^attest$/).length).toBeLessThanOrEqual(4);
  });

  it('and no further attempt when the run is cancelled', async () => {
    const { host, code } = sign([
      {
        when: /^cosign sign/,
        answer: (_, job) => {
          job.cancel(new ActionError('CANCELLED', 'cancelled'));
          return { exitCode: undefined, signal: 'SIGINT' };
        },
      },
    ]);
    expect(await code).toBe('CANCELLED');
    expect(host.slept).toEqual([]);
  });
});
