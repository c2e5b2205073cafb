/**
 * cosign as far as a run can see it: bundles that state what was signed and by whom, and checks that compare. What it
 * says when something does not fit was recorded from the real one.
 */
import type { Command, CommandResult } from '../../src/host/host.ts';
import type { FakeHost } from './fake-host.ts';
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

function checkBundle(command: Command, { stored }: FakeHost): Answer {
  const bytes = stored.get(readFlag(command, 'bundle')) ?? '{}';
  const bundle: FakeBundle = JSON.parse(Buffer.from(bytes).toString());
  const differs = (
    [
      ['digest', bundle.digestHex],
      ['type', bundle.predicateType],
      ['certificate-identity', bundle.identity],
    ] as const
  ).find(([flag, value]) => readFlag(command, flag) !== value)?.[0];
  const name = differs === undefined ? 'check' : `check-${differs.replace('certificate-', '')}`;
  return readStderr(`cosign-3.1.3/${name}.stderr.txt`);
}
