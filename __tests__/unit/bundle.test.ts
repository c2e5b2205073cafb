import { describe, expect, it } from '@jest/globals';
import { parseCertificate, parseRunInvocation } from '../../src/image/certificate.ts';
import { parseStatement } from '../../src/image/statement.ts';
import { SIGNATURE_PREDICATE } from '../../src/plan/signing.ts';
import { parseBundle } from '../../src/tools/bundle.ts';
import { makeDigest } from '../support/make-digest.ts';
import { readFixture } from '../support/recorded.ts';
import { readSignedImage } from '../support/recorded-bundles.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const RECORDED = JSON.parse(readFixture('bundles/run-100.sign.json'));
const { verificationMaterial: MATERIAL, dsseEnvelope: ENVELOPE } = RECORDED;
const makePayload = (statement: unknown) => ({
  ...RECORDED,
  dsseEnvelope: { ...ENVELOPE, payload: Buffer.from(encode(statement)).toString('base64') },
});

describe("a bundle of cosign's", () => {
  it('holds the signature of an image', async () => {
    const { bundle, digest } = readSignedImage('run-100');
    const parsed = parseBundle(bundle);
    expect(parsed?.statement).toEqual({
      predicateType: SIGNATURE_PREDICATE,
      subjects: [digest],
      predicate: {},
    });
    const facts = await parseCertificate(parsed?.certificate ?? new Uint8Array());
    expect(facts).toEqual({
      issuer: 'https://token.actions.githubusercontent.com',
      buildSignerUri:
        'https://github.com/octo-org/app/.github/workflows/release.yml@refs/heads/main',
      buildSignerDigest: expect.stringMatching(/^[0-9a-f]{40}$/),
      runnerEnvironment: 'github-hosted',
      sourceRepositoryUri: 'https://github.com/octo-org/app',
      sourceRepositoryDigest: expect.stringMatching(/^[0-9a-f]{40}$/),
      sourceRepositoryRef: 'refs/heads/main',
      sourceRepositoryId: expect.stringMatching(/^\d+$/),
      sourceRepositoryOwnerUri: 'https://github.com/octo-org',
      sourceRepositoryOwnerId: expect.stringMatching(/^\d+$/),
      buildConfigUri:
        'https://github.com/octo-org/app/.github/workflows/release.yml@refs/heads/main',
      buildConfigDigest: expect.stringMatching(/^[0-9a-f]{40}$/),
      buildTrigger: 'push',
      runInvocationUri: 'https://github.com/octo-org/app/actions/runs/100/attempts/1',
      sourceRepositoryVisibility: 'public',
    });
  });

  it('holds an attestation with its predicate', () => {
    const { digest } = readSignedImage('run-100');
    expect(parseBundle(Buffer.from(readFixture('bundles/run-100.spdx.json')))?.statement).toEqual({
      predicateType: 'https://spdx.dev/Document',
      subjects: [digest],
      predicate: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT' },
    });
  });

  it('is the one that these changes are made to', () => {
    expect(parseBundle(encode(RECORDED))).toEqual(parseBundle(readSignedImage('run-100').bundle));
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    [
      'an older version',
      { ...RECORDED, mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' },
    ],
    ['no material', { ...RECORDED, verificationMaterial: undefined }],
    ['a key', { ...RECORDED, verificationMaterial: { publicKey: { hint: 'x' } } }],
    [
      'a chain',
      {
        ...RECORDED,
        verificationMaterial: { x509CertificateChain: { certificates: [MATERIAL.certificate] } },
      },
    ],
    [
      'an empty certificate',
      { ...RECORDED, verificationMaterial: { certificate: { rawBytes: '' } } },
    ],
    [
      'a certificate that is a number',
      { ...RECORDED, verificationMaterial: { certificate: { rawBytes: 7 } } },
    ],
    [
      'a huge certificate',
      { ...RECORDED, verificationMaterial: { certificate: { rawBytes: 'A'.repeat(100_000) } } },
    ],
    ['no envelope', { ...RECORDED, dsseEnvelope: undefined }],
    [
      'a message in place of a statement',
      { ...RECORDED, dsseEnvelope: undefined, messageSignature: {} },
    ],
    ['another payload', { ...RECORDED, dsseEnvelope: { ...ENVELOPE, payloadType: 'text/plain' } }],
    ['a payload that is no JSON', { ...RECORDED, dsseEnvelope: { ...ENVELOPE, payload: 'AAAA' } }],
    ['a statement without a type', makePayload({ subject: [], predicate: {} })],
    ['a statement without subjects', makePayload({ predicateType: 'x', predicate: {} })],
    ['a statement without a predicate', makePayload({ predicateType: 'x', subject: [] })],
    ['a subject that is none', makePayload({ predicateType: 'x', subject: ['x'], predicate: {} })],
    [
      'a flood of subjects',
      makePayload({ predicateType: 'x', subject: Array(1001).fill({}), predicate: {} }),
    ],
  ])('is not %s', (_what, json) => {
    expect(parseBundle(encode(json))).toBeUndefined();
  });
});

describe('a statement', () => {
  const BYTES = encode({
    predicateType: 'https://example.com/x',
    subject: [
      { name: 'a', digest: { sha256: makeDigest('a').slice(7), sha512: 'x' } },
      { name: 'b', digest: { sha1: 'b' } },
      { name: 'c', digest: { sha256: 'short' } },
      { name: 'd' },
    ],
    predicate: { a: 1 },
  });

  it('is about the sha256 digests of its subjects', () => {
    expect(parseStatement(BYTES, 10_000)?.subjects).toEqual([makeDigest('a')]);
  });

  it('is not read when it is larger than expected', () => {
    expect(parseStatement(BYTES, BYTES.length - 1)).toBeUndefined();
  });
});

const id = (number: number): string =>
  Buffer.from(
    `06 0a 2b 06 01 04 01 83 bf 30 01 ${number.toString(16).padStart(2, '0')}`.replaceAll(' ', ''),
    'hex',
  ).toString('latin1');

/** The recorded certificate with bytes in place of others. */
function patch(from: string, to: string): Buffer {
  const text = Buffer.from(MATERIAL.certificate.rawBytes, 'base64').toString('latin1');
  if (!text.includes(from)) throw new Error('nothing to patch');
  return Buffer.from(text.replace(from, to), 'latin1');
}

describe('a certificate', () => {
  it("of the public Fulcio says what GitHub's job was", async () => {
    const pem = readFixture('certificates/sigstore-js-1.3.0.pem').replace(
      /-----[^-]+-----|\s/g,
      '',
    );
    const facts = await parseCertificate(Buffer.from(pem, 'base64'));
    expect(facts).toEqual({
      issuer: 'https://token.actions.githubusercontent.com',
      buildSignerUri:
        'https://github.com/sigstore/sigstore-js/.github/workflows/release.yml@refs/heads/main',
      buildSignerDigest: 'dae8bd8eb433a4147b4655c00fe73e0f22bc0fb1',
      runnerEnvironment: 'github-hosted',
      sourceRepositoryUri: 'https://github.com/sigstore/sigstore-js',
      sourceRepositoryDigest: 'dae8bd8eb433a4147b4655c00fe73e0f22bc0fb1',
      sourceRepositoryRef: 'refs/heads/main',
      sourceRepositoryId: '495574555',
      sourceRepositoryOwnerUri: 'https://github.com/sigstore',
      sourceRepositoryOwnerId: '71096353',
      buildConfigUri:
        'https://github.com/sigstore/sigstore-js/.github/workflows/release.yml@refs/heads/main',
      buildConfigDigest: 'dae8bd8eb433a4147b4655c00fe73e0f22bc0fb1',
      buildTrigger: 'push',
      runInvocationUri:
        'https://github.com/sigstore/sigstore-js/actions/runs/4735384265/attempts/1',
    });
    expect(parseRunInvocation(facts?.runInvocationUri)?.runId).toBe(4_735_384_265);
  });

  it('says nothing of what it does not have', async () => {
    const facts = await parseCertificate(patch(id(21), id(99)));
    expect(facts?.issuer).toBe('https://token.actions.githubusercontent.com');
    expect(facts?.runInvocationUri).toBeUndefined();
  });

  const DER = Buffer.from(MATERIAL.certificate.rawBytes, 'base64');
  const INNER = 'https://github.com/octo-org/app/actions/runs/100/attempts/1';
  /** Thousands of sequences, each in the one before. */
  const nested = (): Buffer => {
    const heads: Buffer[] = [];
    for (let length = 0; length <= 60_000; length += heads.at(-1)?.length ?? 0)
      heads.push(
        Buffer.from(length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255]),
      );
    expect(heads.length).toBeGreaterThan(15_000);
    return Buffer.concat(heads.reverse());
  };

  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['a text', () => Buffer.from('-----BEGIN CERTIFICATE-----')],
    ['a part of one', () => DER.subarray(0, 700)],
    ['one with a byte behind it', () => Buffer.concat([DER, Buffer.from([0])])],
    ['one with an extension twice', () => patch(id(9), id(21))],
    ['a value of another kind', () => patch(`\x0c\x3b${INNER}`, `\x13\x3b${INNER}`)],
    ['a value that is no UTF-8', () => patch(INNER, `\xff${INNER.slice(1)}`)],
    ['a value that ends early', () => patch(`\x0c\x3b${INNER}`, `\x0c\x3a${INNER}`)],
    ['a value that is longer than there is', () => patch(`\x0c\x3b${INNER}`, `\x0c\x3c${INNER}`)],
    ['more than a certificate has', () => Buffer.alloc(65 * 1024, DER)],
    ['a deep nest', nested],
    ['an endless length', () => Buffer.from([0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255])],
  ])('is not %s', async (_what, make) => {
    expect(await parseCertificate(make())).toBeUndefined();
  });
});

describe('parseRunInvocation', () => {
  it.each([
    [
      'https://github.com/octo-org/app/actions/runs/19000000001/attempts/2',
      {
        serverUrl: 'https://github.com',
        repository: 'octo-org/app',
        runId: 19_000_000_001,
        attempt: 2,
      },
    ],
    [
      'https://ghe.example:8443/o/r/actions/runs/1/attempts/10',
      { serverUrl: 'https://ghe.example:8443', repository: 'o/r', runId: 1, attempt: 10 },
    ],
    ['https://github.com/octo-org/app/actions/runs/1', undefined],
    ['https://github.com/octo-org/app/actions/runs//attempts/1', undefined],
    ['https://github.com/octo-org/app/actions/runs/1/attempts/1/', undefined],
    ['https://github.com/octo-org/app/x/actions/runs/1/attempts/1', undefined],
    ['https://github.com/app/actions/runs/1/attempts/1', undefined],
    ['https://github.com/o/r?/actions/runs/1/attempts/1', undefined],
    ['https://github.com/o/r/actions/runs/9007199254740993/attempts/1', undefined],
    ['https://github.com/o/r/actions/runs/-1/attempts/1', undefined],
    ['x https://github.com/o/r/actions/runs/1/attempts/1', undefined],
    [undefined, undefined],
  ])('%s', (uri, parts) => {
    expect(parseRunInvocation(uri)).toEqual(parts);
  });
});
