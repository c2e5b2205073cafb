import { afterEach, describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { SPDX } from '../../src/plan/attestations.ts';
import { SIGNATURE_PREDICATE } from '../../src/plan/signing.ts';
import type { Policy, Subject } from '../../src/plan/types.ts';
import { makeBundleChecker } from '../../src/stages/signing/check-bundle.ts';
import { listRequired, verifyAll } from '../../src/stages/signing/verify.ts';
import { answerCosign, IDENTITY, makeFakeBundle } from '../support/fake-cosign.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { AMD64, ARM64, makePolicy, makeSubject, TOP } from '../support/make-subjects.ts';
import { readStderr } from '../support/recorded.ts';
import {
  type RegistryScene,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const COSIGN = { path: '/opt/cosign', env: {} };
const SUBJECTS = [AMD64, ARM64, TOP];
const POLICY = makePolicy({ attestations: [SPDX] });

interface Attached {
  readonly subject: Subject;
  /** What the registry's list says the bundle is about. */
  readonly predicateType: string;
  /** What it is about. */
  readonly stated?: string;
  readonly identity?: string;
  readonly about?: Subject;
}

const signature = (subject: Subject): Attached => ({ subject, predicateType: SIGNATURE_PREDICATE });
const sbom = (subject: Subject): Attached => ({ subject, predicateType: SPDX.predicateType });
const ALL = [...SUBJECTS.map(signature), sbom(AMD64), sbom(ARM64)];

async function attach(
  { client, repository, host }: RegistryScene,
  attached: readonly Attached[],
): Promise<void> {
  for (const {
    subject,
    predicateType,
    stated = predicateType,
    identity = IDENTITY,
    about = subject,
  } of attached) {
    const bundle = await makeFakeBundle({
      digestHex: about.digest.slice(7),
      predicateType: stated,
      signer: { identity },
    });
    await client.attachBundles({
      repository,
      subject,
      bundles: [{ bytes: new TextEncoder().encode(bundle), predicateType }],
      createdAt: host.clock.now(),
    });
  }
}

/** Verifies a registry that holds what is attached. */
async function verify(
  attached: readonly Attached[],
  {
    policy = POLICY,
    commands = [],
  }: { policy?: Policy; commands?: readonly ScriptedCommand[] } = {},
) {
  const scene = await setUpRegistry();
  await attach(scene, attached);
  const host = makeFakeHost({
    commands: [...commands, { when: /^cosign /, answer: answerCosign }],
  });
  const trustedRoot = '/trust/root.json';
  const verifying = () =>
    verifyAll(host, {
      registry: scene.client,
      repositories: [scene.repository],
      subjects: SUBJECTS,
      policy,
      cosign: COSIGN,
      trustedRoot,
      check: makeBundleChecker(host, {
        ...{ policy, cosign: COSIGN, trustedRoot },
        runId: '1',
        folder: '/run',
      }),
    });
  return { host, scene, verifying };
}

const codeOf = async (...given: Parameters<typeof verify>): Promise<string> =>
  (await verify(...given)).verifying().then(() => 'verified', errorCode);

describe('what is required', () => {
  it('is a signature of everything, and each attestation of each platform', () => {
    const subjects = [AMD64, makeSubject('attestation-manifest', 'linux/amd64'), TOP];
    const required = listRequired(subjects, makePolicy());
    expect(required.map(({ subject, predicateType }) => [subject.kind, predicateType])).toEqual([
      ['platform', SIGNATURE_PREDICATE],
      ['platform', 'https://spdx.dev/Document'],
      ['platform', 'https://slsa.dev/provenance/v1'],
      ['attestation-manifest', SIGNATURE_PREDICATE],
      ['index', SIGNATURE_PREDICATE],
    ]);
  });
});

describe('an image', () => {
  it.each<[string, readonly Attached[]]>([
    ['with all that is required', ALL],
    ['with more', [...ALL, { ...signature(AMD64), identity: 'https://github.com/somebody/else' }]],
  ])('%s is accepted', async (_, attached) => {
    const { verifying } = await verify(attached);
    expect(await verifying()).toHaveLength(5);
  });

  const without = (left: Attached): Attached[] =>
    ALL.filter(
      ({ subject, predicateType }) =>
        subject !== left.subject || predicateType !== left.predicateType,
    );
  const OTHER = 'https://github.com/octo-org/app/.github/workflows/other.yml@refs/heads/main';
  it.each<[string, readonly Attached[]]>([
    ['with nothing', []],
    ['without a signature of the index', without(signature(TOP))],
    ['without a signature of a platform', without(signature(ARM64))],
    ['without an SBOM of a platform', without(sbom(ARM64))],
    ['with SBOMs alone', [sbom(AMD64), sbom(ARM64), sbom(TOP)]],
    [
      'with an SBOM that is listed as a signature',
      [...without(signature(TOP)), { ...signature(TOP), stated: SPDX.predicateType }],
    ],
    [
      'with a signature by somebody else',
      [...without(signature(TOP)), { ...signature(TOP), identity: OTHER }],
    ],
    [
      'with a signature of something else',
      [...without(signature(TOP)), { ...signature(TOP), about: AMD64 }],
    ],
  ])('%s is refused', async (_, attached) => {
    expect(await codeOf(attached)).toBe('VERIFICATION_FAILED');
  });

  it('is refused with everything that is missing, each named', async () => {
    const { verifying } = await verify([signature(AMD64)]);
    const error: unknown = await verifying().catch((thrown: unknown) => thrown);
    const { message } = error instanceof Error ? error : new Error('accepted');
    expect(message.split('\n').filter((line) => line.startsWith('No '))).toHaveLength(4);
    expect(message).toContain('linux/arm64');
    expect(message).toContain(TOP.digest);
  });

  it('is refused when the command that users run refuses it', async () => {
    const answer = readStderr('cosign-3.1.3/verify-unsigned.stderr.txt');
    const commands = [{ when: /^cosign verify-attestation/, answer }];
    expect(await codeOf(ALL, { commands })).toBe('VERIFICATION_FAILED');
  });

  it.each([
    ['an outage', 500],
    ['a refusal', 403],
  ])('is not called unsigned because of %s', async (_, status) => {
    const { scene, verifying } = await verify(ALL);
    scene.registry.faults.push({ match: /^GET/, times: 1000, status });
    const code = await verifying().then(() => 'verified', errorCode);
    expect(code).toMatch(/^REGISTRY_/);
  });

  it('is not called unsigned because cosign was killed', async () => {
    const commands = [
      { when: /^cosign verify-blob/, answer: { exitCode: undefined, signal: 'SIGKILL' } },
    ];
    expect(await codeOf(ALL, { commands })).not.toBe('VERIFICATION_FAILED');
  });
});
