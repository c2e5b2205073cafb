import type { Fault } from './fake-registry.ts';
import type { ScriptedCommand, ScriptedRequest } from './fake-script.ts';
import type { WorldOptions } from './fake-world.ts';
import { makeTokenAnswer } from './make-token.ts';
import { INDEX, readFixture, readStderr } from './recorded.ts';

/** One stage that fails, and what must not happen then. */
export interface Case extends WorldOptions {
  readonly name: string;
  readonly faults?: readonly Fault[];
  readonly code: string;
  /** What must not have happened after the failure. */
  readonly never: RegExp;
  /** What has to have happened before it. */
  readonly done?: RegExp;
}

const fail = (when: RegExp, stderr = 'it broke'): ScriptedCommand[] => [
  { when, answer: { exitCode: 1, stderr } },
];
const failAs = (when: RegExp, fixture: string): ScriptedCommand[] => [
  { when, answer: readStderr(`cosign-3.1.3/${fixture}.stderr.txt`) },
];
const oidc = (answer: ScriptedRequest['answer']): ScriptedRequest[] => [
  { when: /oidc\.example/, answer },
];
const deny = (match: RegExp): Fault[] => [{ match, times: 1000, status: 403 }];
/** Whatever costs time or leaves something behind. */
export const START = /^run (?!docker info|docker image|buildx version)|^PUT/;
const BUILD = /^run buildx build|^PUT/;
const SIGN = /^run cosign (sign|attest)|^PUT/;
const UPLOAD = /^PUT/;
const TAG = /^PUT .*manifests\/(v1|latest)/;

export const CASES: readonly Case[] = [
  {
    name: 'the inputs',
    inputs: { platforms: 'linux/mars' },
    code: 'INPUT_INVALID',
    never: START,
  },
  {
    name: 'the permission',
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: '' },
    code: 'OIDC_PERMISSION_MISSING',
    never: START,
  },
  {
    name: 'the engine',
    commands: [
      {
        when: /^docker info/,
        answer: {
          exitCode: 1,
          stdout: readFixture('docker-info/unreachable.json'),
          stderr: readFixture('docker-info/unreachable.stderr.txt'),
        },
      },
    ],
    code: 'ENGINE_UNREACHABLE',
    never: BUILD,
  },
  {
    name: 'the builder',
    commands: fail(/^buildx create/),
    code: 'BUILDER_FAILED',
    never: BUILD,
    done: /^run buildx rm/,
  },
  {
    name: 'cosign',
    files: { '/opt/cosign': '' },
    commands: [{ when: /^cosign version/, answer: { stdout: '{}' } }],
    code: 'TOOL_VERSION_REFUSED',
    never: BUILD,
  },
  {
    name: 'the identity, refused',
    requests: oidc({ status: 403 }),
    code: 'OIDC_UNAVAILABLE',
    never: BUILD,
  },
  {
    name: 'the identity, away',
    requests: oidc({ status: 503 }),
    code: 'OIDC_UNAVAILABLE',
    never: BUILD,
  },
  {
    name: 'the identity of another repository',
    requests: oidc({ body: makeTokenAnswer({ repository: 'evil/app' }) }),
    code: 'OIDC_TOKEN_INVALID',
    never: BUILD,
  },
  {
    name: 'the right to push',
    faults: deny(/^POST .*uploads/),
    code: 'REGISTRY_DENIED',
    never: BUILD,
  },
  {
    name: 'the build',
    commands: fail(/^buildx build .*type=image/, readFixture('buildx-0.36/run-failed.stderr.txt')),
    code: 'BUILD_FAILED',
    never: SIGN,
  },
  {
    name: 'a build that pushed something else',
    faults: [{ match: /^GET .*manifests\/sha256:/, times: 1000, status: 404 }],
    code: 'BUILD_RESULT_INVALID',
    never: SIGN,
  },
  {
    name: 'a platform that was not built',
    inputs: { platforms: 'linux/amd64,linux/arm64,linux/386' },
    code: 'BUILD_RESULT_INVALID',
    never: SIGN,
  },
  {
    name: 'an attestation that was not made',
    inputs: { provenance: 'version=v0.2' },
    code: 'PREDICATE_MISSING',
    never: SIGN,
  },
  {
    name: 'a signature, refused',
    commands: failAs(/^cosign sign/, 'sign-fulcio-401'),
    code: 'SIGNING_FAILED',
    never: UPLOAD,
  },
  {
    name: 'a signature, with the log away',
    commands: failAs(/^cosign sign/, 'sign-rekor-503'),
    code: 'SIGNING_TIMED_OUT',
    never: UPLOAD,
  },
  {
    name: 'an attestation, with Fulcio away',
    commands: failAs(/^cosign attest/, 'sign-fulcio-500'),
    code: 'SIGNING_TIMED_OUT',
    never: UPLOAD,
  },
  {
    name: 'a bundle of another identity',
    inputs: {
      'certificate-identity':
        'https://github.com/octo-org/app/.github/workflows/other.yml@refs/heads/main',
    },
    code: 'BUNDLE_REJECTED',
    never: UPLOAD,
  },
  {
    name: 'the upload of a signature',
    faults: deny(/^PUT .*manifests\/sha256:/),
    code: 'REGISTRY_DENIED',
    // The index keeps unsigned what the registry would not take for a platform.
    never: new RegExp(`^(?!HEAD).*manifests/(v1|latest|${INDEX.replace(':', '-')})`),
  },
  {
    name: 'a list of signatures that another writer keeps emptying',
    faults: [{ match: /^GET .*manifests\/sha256-/, times: 100_000, status: 404 }],
    code: 'REFERRER_LOST',
    never: TAG,
  },
  {
    name: 'the check that users run',
    commands: failAs(/^cosign verify-attestation/, 'verify-unsigned'),
    code: 'VERIFICATION_FAILED',
    never: TAG,
  },
  {
    name: 'the first tag',
    faults: deny(/^PUT .*manifests\/v1/),
    code: 'TAG_NOT_MOVED',
    never: /PUT .*manifests\/latest/,
  },
];
