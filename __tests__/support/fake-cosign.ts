/**
 * cosign as far as a run can see it: bundles that state what was signed and by whom, and checks that compare. What it
 * says when something does not fit was recorded from the real one.
 */
import { X509Certificate } from 'node:crypto';
import type { Command, CommandResult } from '../../src/host/host.ts';
import { type CertificateFacts, issueCertificate } from './fake-certificate.ts';
import type { FakeHost } from './fake-host.ts';
import { hash } from './hash.ts';
import { readFixture, readStderr } from './recorded.ts';

export const IDENTITY =
  'https://github.com/octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3';
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const TYPES: Readonly<Record<string, string>> = {
  spdxjson: 'https://spdx.dev/Document',
  slsaprovenance1: 'https://slsa.dev/provenance/v1',
  slsaprovenance02: 'https://slsa.dev/provenance/v0.2',
};

/** What a bundle states, and who says so. */
export interface Stated {
  readonly digestHex: string;
  readonly predicateType: string;
  readonly predicate?: unknown;
  readonly signer?: Partial<CertificateFacts>;
}

interface FakeBundle {
  readonly verificationMaterial: { readonly certificate: { readonly rawBytes: string } };
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly signatures: readonly [{ readonly sig: string }];
  };
}

type Answer = Partial<CommandResult>;

/** The value of `--name=value`. */
export function readFlag({ args }: Pick<Command, 'args'>, name: string): string {
  const found = args.find((arg) => arg.startsWith(`--${name}=`));
  return found?.slice(name.length + 3) ?? '';
}

export async function answerCosign(command: Command, host: FakeHost): Promise<Answer> {
  const [verb] = command.args;
  switch (verb) {
    case 'version':
      return { stdout: readFixture('cosign-3.1.3/version.json') };
    case 'sign':
    case 'attest':
      return makeBundle(command, host);
    case 'sign-blob':
    case 'attest-blob':
      return makeFileBundle(command, host);
    case 'verify-blob':
    case 'verify-blob-attestation':
      return checkBundle(command, host);
    case 'verify-attestation':
      return { exitCode: 0 };
    default:
      return { exitCode: 1, stderr: `Error: unknown command "${verb}" for "cosign"` };
  }
}

/** A bundle about one digest. */
export function makeFakeBundle({
  digestHex,
  predicateType,
  predicate = {},
  signer,
}: Stated): Promise<string> {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: digestHex } }],
    predicateType,
    predicate,
  };
  return wrapStatement(JSON.stringify(statement), signer);
}

/** A bundle in the real form but for the signature, which binds payload and certificate by a hash. */
async function wrapStatement(
  statement: string | Uint8Array,
  signer: Partial<CertificateFacts> = {},
): Promise<string> {
  const facts = { identity: IDENTITY, repository: 'octo-org/app', runId: '1', attempt: '1' };
  const rawBytes = await issueCertificate({ ...facts, ...signer });
  const payload = Buffer.from(statement).toString('base64');
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes } },
    dsseEnvelope: {
      payload,
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: hash(payload + rawBytes) }],
    },
  });
}

/** What a fake bundle states; the lists of a registry hold nothing else in these tests. */
export function readFakeBundle(bytes: Uint8Array | string): Stated & { readonly identity: string } {
  const { verificationMaterial, dsseEnvelope }: FakeBundle = JSON.parse(
    Buffer.from(bytes).toString(),
  );
  const { rawBytes } = verificationMaterial.certificate;
  const { payload, signatures } = dsseEnvelope;
  const isWhole = signatures[0].sig === hash(payload + rawBytes);
  const statement = JSON.parse(Buffer.from(payload, 'base64').toString());
  const { subjectAltName = '' } = new X509Certificate(Buffer.from(rawBytes, 'base64'));
  return {
    digestHex: isWhole ? statement.subject[0].digest.sha256 : 'tampered',
    predicateType: statement.predicateType,
    predicate: statement.predicate,
    identity: subjectAltName.replace(/^URI:/, ''),
  };
}

async function makeBundle(command: Command, { stored, env }: FakeHost): Promise<Answer> {
  // As the real one: a token that is not there is taken for the token itself, and refused.
  if (!stored.has(readFlag(command, 'identity-token')))
    return readStderr('cosign-3.1.3/sign-fulcio-401.stderr.txt');
  const image = command.args.at(-1) ?? '';
  const type = readFlag(command, 'type');
  const predicate = stored.get(readFlag(command, 'predicate'));
  const bundle = await makeFakeBundle({
    digestHex: image.slice(image.indexOf('@sha256:') + '@sha256:'.length),
    predicateType: type === '' ? SIGNATURE : (TYPES[type] ?? type),
    predicate: predicate === undefined ? {} : JSON.parse(Buffer.from(predicate).toString()),
    signer: {
      runId: env['GITHUB_RUN_ID'] ?? '1',
      attempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
    },
  });
  stored.set(readFlag(command, 'bundle'), bundle);
  return readStderr(`cosign-3.1.3/${type === '' ? 'sign' : 'attest'}.stderr.txt`);
}

/** A ready statement is signed as it is; a signature of bytes stands as a statement without a type. */
async function makeFileBundle(command: Command, { stored }: FakeHost): Promise<Answer> {
  const statement = stored.get(readFlag(command, 'statement'));
  const file = stored.get(command.args.at(-1) ?? '') ?? '';
  const bundle =
    statement === undefined
      ? await makeFakeBundle({ digestHex: hash(file), predicateType: '' })
      : await wrapStatement(statement);
  stored.set(readFlag(command, 'bundle'), bundle);
  return readStderr(`cosign-3.1.3/${command.args[0]}.stderr.txt`);
}

/** The digest is a flag of `verify-blob-attestation`, and the last argument of `verify-blob`. */
function readDigest(command: Command): string {
  return readFlag(command, 'digest') || (command.args.at(-1)?.replace('sha256:', '') ?? '');
}

function checkBundle(command: Command, { stored }: FakeHost): Answer {
  let bundle: ReturnType<typeof readFakeBundle>;
  try {
    bundle = readFakeBundle(stored.get(readFlag(command, 'bundle')) ?? '{}');
  } catch {
    return { exitCode: 1 };
  }
  const differs = (
    [
      ['digest', readDigest(command), bundle.digestHex],
      ['type', readFlag(command, 'type'), bundle.predicateType],
      ['identity', readFlag(command, 'certificate-identity'), bundle.identity],
    ] as const
  ).find(([, asked, value]) => asked !== value)?.[0];
  const name = differs === undefined ? 'check' : `check-${differs}`;
  return readStderr(`cosign-3.1.3/${name}.stderr.txt`);
}
