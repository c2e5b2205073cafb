import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { digestHex } from '../../src/image/digest.ts';
import type { Policy } from '../../src/plan/types.ts';
import {
  formatShellCommand,
  makeAttestArgs,
  makeAttestBlobArgs,
  makePolicyFlags,
  makeSignArgs,
  makeSignBlobArgs,
  makeVerifyBundleArgs,
  makeVerifyImageArgs,
} from '../../src/tools/cosign.ts';
import { makeDigest } from '../support/make-digest.ts';

const DIGEST = makeDigest('an image');
const IMAGE = `ghcr.io/octo-org/app@${DIGEST}`;
const FILES = {
  trustedRoot: '/run/root.json',
  signingConfig: '/run/config.json',
  tokenFile: '/run/token',
  bundleFile: '/run/bundle.json',
};
const POLICY: Policy = {
  identity: 'https://github.com/octo-org/app/.github/workflows/release.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
  repository: 'octo-org/app',
  sha: 'abc',
  ref: 'refs/heads/main',
  trigger: 'push',
  attestations: [],
  transparencyLog: true,
};

describe('signing', () => {
  const sign = makeSignArgs({ image: IMAGE, files: FILES });
  const attest = makeAttestArgs({
    image: IMAGE,
    files: FILES,
    type: 'spdxjson',
    predicateFile: '/run/p.json',
  });

  it.each([
    ['sign', sign, '--upload=false'],
    ['attest', attest, '--no-upload'],
  ])('%s uploads nothing', (_, args, flag) => {
    expect(args).toContain(flag);
  });

  const signBlob = makeSignBlobArgs({ file: 'a.tar', files: FILES });
  const attestBlob = makeAttestBlobArgs({
    files: FILES,
    type: 'spdxjson',
    statementFile: '/run/s',
  });

  it.each([
    ['sign', sign, IMAGE],
    ['attest', attest, IMAGE],
    ['sign-blob', signBlob, 'a.tar'],
    ['attest-blob', attestBlob, '--trusted-root=/run/root.json'],
  ])('%s names all that cosign would otherwise look for itself', (_, args, last) => {
    expect(args).toEqual(
      expect.arrayContaining([
        '--trusted-root=/run/root.json',
        '--signing-config=/run/config.json',
        '--identity-token=/run/token',
        '--oidc-disable-ambient-providers',
        '--fulcio-auth-flow=token',
        '--bundle=/run/bundle.json',
        '--yes',
      ]),
    );
    expect(args.at(-1)).toBe(last);
  });

  it('attests a predicate or a statement of a type', () => {
    expect(attestBlob).toEqual(expect.arrayContaining(['--type=spdxjson', '--statement=/run/s']));
    expect(attest).toEqual(expect.arrayContaining(['--type=spdxjson', '--predicate=/run/p.json']));
  });
});

describe('the policy as flags', () => {
  const claims = ['repository', 'sha', 'ref', 'trigger'];

  it('is exact in all that it names', () => {
    expect(makePolicyFlags(POLICY)).toEqual([
      `--certificate-identity=${POLICY.identity}`,
      `--certificate-oidc-issuer=${POLICY.issuer}`,
      '--certificate-github-workflow-repository=octo-org/app',
      '--certificate-github-workflow-sha=abc',
      '--certificate-github-workflow-ref=refs/heads/main',
      '--certificate-github-workflow-trigger=push',
    ]);
  });

  it('names no claim that is not known', () => {
    const unknown = { repository: undefined, sha: undefined, ref: undefined, trigger: undefined };
    const flags = makePolicyFlags({ ...POLICY, ...unknown }).join('\n');
    expect(claims.filter((claim) => flags.includes(`workflow-${claim}`))).toEqual([]);
  });

  it('is never a pattern', () => {
    expect(makePolicyFlags(POLICY).join('\n')).not.toContain('regexp');
  });

  it.each([
    [true, []],
    [false, ['--use-signed-timestamps', '--insecure-ignore-tlog']],
  ])('with a log: %s', (transparencyLog, flags) => {
    const made = makePolicyFlags({ ...POLICY, transparencyLog });
    expect(made.filter((flag) => !flag.startsWith('--certificate'))).toEqual(flags);
  });
});

type Checked = Parameters<typeof makeVerifyBundleArgs>[0];

describe('verifying', () => {
  const predicateType = 'https://sigstore.dev/cosign/sign/v1';
  it('a bundle names digest and predicate type', () => {
    const args = makeVerifyBundleArgs({
      bundleFile: '/run/b',
      about: { digest: DIGEST },
      predicateType,
      policy: POLICY,
      trustedRoot: '/run/root.json',
    });
    expect(args).toEqual([
      'verify-blob-attestation',
      '--bundle=/run/b',
      `--digest=${digestHex(DIGEST)}`,
      '--digestAlg=sha256',
      `--type=${predicateType}`,
      ...makePolicyFlags(POLICY),
      '--trusted-root=/run/root.json',
    ]);
  });

  it.each<[string, Pick<Checked, 'about' | 'predicateType'>, string[], string[]]>([
    [
      'a statement about a file',
      { about: { file: 'out/app' }, predicateType },
      ['verify-blob-attestation', '--bundle=b.json', `--type=${predicateType}`],
      ['out/app'],
    ],
    [
      'a signature of a file',
      { about: { file: 'a.tar' }, predicateType: undefined },
      ['verify-blob', '--bundle=b.json'],
      ['a.tar'],
    ],
    [
      'a signature of bytes elsewhere',
      { about: { digest: DIGEST }, predicateType: undefined },
      ['verify-blob', '--bundle=b.json'],
      [DIGEST],
    ],
  ])('%s', (_, checked, first, last) => {
    const means = { bundleFile: 'b.json', policy: POLICY, trustedRoot: undefined };
    const args = makeVerifyBundleArgs({ ...means, ...checked });
    expect(args).toEqual([...first, ...makePolicyFlags(POLICY), ...last]);
  });

  it.each([
    [undefined, []],
    ['/run/root.json', ['--trusted-root=/run/root.json']],
  ])('an image with the trusted root %s', (trustedRoot, flags) => {
    const args = makeVerifyImageArgs({ image: IMAGE, predicateType, policy: POLICY, trustedRoot });
    expect(args).toEqual([
      'verify-attestation',
      `--type=${predicateType}`,
      ...makePolicyFlags(POLICY),
      ...flags,
      IMAGE,
    ]);
  });
});

describe('a command to paste', () => {
  it.each([
    ['a b'],
    ["it's"],
    ['$(id)'],
    ['`id`'],
    ['refs/heads/a;b'],
    ['a"b'],
    ['~'],
    ['*'],
    ['\\'],
    [''],
    ['a\nb'],
    [POLICY.identity],
  ])('%j means the same to a shell', (word) => {
    const command = formatShellCommand('printf', ['%s', word]);
    expect(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' })).toBe(word);
  });

  it('is quoted only where it has to be', () => {
    expect(formatShellCommand('cosign', ['verify', IMAGE])).toBe(`cosign verify ${IMAGE}`);
  });
});
