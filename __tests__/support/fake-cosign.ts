/**
 * cosign as far as a run can see it: bundles that state what was signed and by whom, and checks that compare. What it
 * says when something does not fit was recorded from the real one.
 */
import type { Command, CommandResult } from '../../src/host/host.ts';
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

interface FakeBundle {
  readonly digestHex: string;
  /** As in a real one, where it is about a statement. */
  readonly dsseEnvelope?: { readonly payload: string };
  readonly predicateType: string;
  readonly identity: string;
}

type Answer = Partial<CommandResult>;

/** The value of `--name=value`. */
export function readFlag({ args }: Pick<Command, 'args'>, name: string): string {
  const found = args.find((arg) => arg.startsWith(`--${name}=`));
  return found?.slice(name.length + 3) ?? '';
}

export function answerCosign(command: Command, host: FakeHost): Answer {
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

function makeBundle(command: Command, { stored }: FakeHost): Answer {
  // As the real one: a token that is not there is taken for the token itself, and refused.
  if (!stored.has(readFlag(command, 'identity-token')))
    return readStderr('cosign-3.1.3/sign-fulcio-401.stderr.txt');
  const image = command.args.at(-1) ?? '';
  const type = readFlag(command, 'type');
  const bundle: FakeBundle = {
    digestHex: image.slice(image.indexOf('@sha256:') + '@sha256:'.length),
    predicateType: type === '' ? SIGNATURE : (TYPES[type] ?? type),
    identity: IDENTITY,
  };
  stored.set(readFlag(command, 'bundle'), JSON.stringify(bundle));
  return readStderr(`cosign-3.1.3/${type === '' ? 'sign' : 'attest'}.stderr.txt`);
}

/** Without a predicate type it is a signature of bytes. */
function makeFileBundle(command: Command, { stored }: FakeHost): Answer {
  const statementFile = readFlag(command, 'statement');
  const content = Buffer.from(stored.get(statementFile || (command.args.at(-1) ?? '')) ?? '');
  const { subject = [], predicateType = '' } = statementFile === '' ? {} : JSON.parse(`${content}`);
  const bundle: FakeBundle = {
    digestHex: statementFile === '' ? hash(content) : subject[0].digest.sha256,
    predicateType,
    identity: IDENTITY,
    ...(statementFile === '' ? {} : { dsseEnvelope: { payload: content.toString('base64') } }),
  };
  stored.set(readFlag(command, 'bundle'), JSON.stringify(bundle));
  return readStderr(`cosign-3.1.3/${command.args[0]}.stderr.txt`);
}

/** The digest is a flag of `verify-blob-attestation`, and the last argument of `verify-blob`. */
function readDigest(command: Command): string {
  return readFlag(command, 'digest') || (command.args.at(-1)?.replace('sha256:', '') ?? '');
}

function checkBundle(command: Command, { stored }: FakeHost): Answer {
  const bytes = stored.get(readFlag(command, 'bundle')) ?? '{}';
  const bundle: FakeBundle = JSON.parse(Buffer.from(bytes).toString());
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
