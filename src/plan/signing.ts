/** Whether and how the image is signed, and what every verification has to find. */
import { ActionError, type InputProblem } from '../errors.ts';
import { formatRepository } from '../image/reference.ts';
import { findGitHubRegistry } from '../image/registry-host.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { SignerClaims } from './claims.ts';
import { noteLacking } from './contexts.ts';
import { asksToLoad } from './outputs.ts';
import type { AttestationSpec, Destination, Facts, Policy, SigningSpec } from './types.ts';

/** Type of the in-toto statement that makes a bundle a signature (cosign v3 pkg/types/predicate.go). */
export const SIGNATURE_PREDICATE = 'https://sigstore.dev/cosign/sign/v1';

/** The permissions that publishing with a signature needs, as they stand in a workflow file, and none besides. */
function formatPermissions({ serverUrl }: Facts, destinations: readonly Destination[]): string {
  const home = findGitHubRegistry(serverUrl);
  const isGitHub = destinations.some(({ repository }) => repository.registry === home);
  return [
    'permissions:',
    '  contents: read',
    ...(isGitHub ? ['  packages: write'] : []),
    '  id-token: write',
  ].join('\n');
}

/** `auto` signs whatever is pushed, and files wherever the job can: what neither is pushed nor a file has no place for a signature. */
export function planSigning({
  inputs,
  facts,
  destinations,
  result,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  destinations: readonly Destination[];
  /** What there is to sign; with an image come the files besides it. Bare files have nothing that says what they are. */
  result: 'image' | 'files' | 'bare files' | 'nothing';
  problems: InputProblem[];
}): SigningSpec {
  checkTrustInputs({ inputs, facts, problems });
  if (inputs.sign === false) return { kind: 'off', reason: 'turned off by `sign: false`' };
  if (result === 'nothing' || result === 'bare files') {
    demandNothing(inputs, problems);
    return {
      kind: 'off',
      reason:
        result === 'nothing'
          ? 'nothing is pushed'
          : 'a folder is signed by its SBOM and provenance, and neither is asked for',
    };
  }
  if (result === 'files') {
    const reason = findInability(inputs, facts);
    if (reason !== undefined) return { kind: 'off', reason };
  }
  if (result === 'image') refuseShortNames({ inputs, destinations, problems });
  demandOwnSigstore({ inputs, facts, problems });
  return {
    kind: 'keyless',
    timeoutMs: inputs.signTimeoutMs,
    cosign: inputs.cosign,
    trustedRoot: inputs.trustedRoot,
    signingConfig: inputs.signingConfig,
    // The public log would publish the name of a private repository for good.
    transparencyLog:
      inputs.signingConfig === undefined ? facts.visibility === 'public' : facts.signingConfigLogs,
  };
}

function demandNothing(inputs: Inputs, problems: InputProblem[]): void {
  // With `push: auto` it is the event that decides, and one workflow serves pull requests and releases.
  const isByEvent =
    inputs.call !== undefined ||
    (inputs.push === 'auto' && inputs.images !== '' && !asksToLoad(inputs));
  if (inputs.sign === true && !isByEvent) {
    problems.push({
      input: 'sign',
      value: 'true',
      problem:
        'needs an image in a registry, an archive, or files with SBOM or provenance, and there is none',
      fix: 'Set `push: true` with `images`, or `sign: auto`.',
    });
  }
}

/** Why files stay unsigned though nobody turned that off. No permission cures an untrusted event, so demanding it does not either. */
function findInability({ sign, trustedRoot }: Inputs, facts: Facts): string | undefined {
  if (facts.untrusted) return 'this event has no identity to sign with';
  if (sign === 'auto' && trustedRoot === undefined && facts.serverUrl !== HOME)
    return 'the public Sigstore takes identities of github.com alone';
  if (sign === 'auto' && !facts.oidcAvailable) return 'the job has no `id-token: write`';
  return undefined;
}

const HOME = 'https://github.com';

/** Its certificate authority knows the issuer of github.com and of no other GitHub (sigstore/fulcio config/identity). */
function demandOwnSigstore({
  inputs: { trustedRoot, signingConfig },
  facts: { serverUrl },
  problems,
}: {
  inputs: Pick<Inputs, 'trustedRoot' | 'signingConfig'>;
  facts: Pick<Facts, 'serverUrl'>;
  problems: InputProblem[];
}): void {
  if (trustedRoot !== undefined || signingConfig !== undefined || serverUrl === HOME) return;
  problems.push({
    input: 'trusted-root',
    problem: `is missing: the public Sigstore takes identities of github.com alone, and this job is one of ${serverUrl}`,
    fix: 'Give `trusted-root` and `signing-config` of a Sigstore of your own, or set `sign: false` to publish unsigned.',
  });
}

/** go-containerregistry, and cosign with it, takes no repository name of a single letter. */
function refuseShortNames({
  inputs,
  destinations,
  problems,
}: {
  inputs: Inputs;
  destinations: readonly Destination[];
  problems: InputProblem[];
}): void {
  for (const { repository } of destinations) {
    if (repository.path.length > 1) continue;
    problems.push({
      input: inputs.images === '' ? 'tags' : 'images',
      value: formatRepository(repository),
      problem: 'has a name of one letter, which cosign cannot sign',
      fix: 'Use a longer name, or `sign: false`.',
    });
  }
}

function checkTrustInputs({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  const files = [
    { input: 'trusted-root', value: inputs.trustedRoot, kind: facts.paths.trustedRoot },
    { input: 'signing-config', value: inputs.signingConfig, kind: facts.paths.signingConfig },
  ];
  for (const { input, value, kind } of files) {
    if (value !== undefined && kind !== 'file' && kind !== 'later') {
      const problem = kind === 'missing' ? 'does not exist' : 'is not a readable file';
      problems.push({
        input,
        value,
        problem,
        fix: 'Give the path of a JSON file made by `cosign`.',
        ...noteLacking(kind),
      });
    }
  }
  if ((inputs.trustedRoot === undefined) !== (inputs.signingConfig === undefined)) {
    const missing = inputs.trustedRoot === undefined ? 'trusted-root' : 'signing-config';
    problems.push({
      input: missing,
      problem: 'is missing: a Sigstore of your own needs both `trusted-root` and `signing-config`',
      fix: 'Give both, or neither for the public Sigstore.',
    });
  }
}

/** Without it GitHub gives the job no OIDC token at all, however the repository's defaults are set. */
export function makeMissingPermission(
  facts: Facts,
  destinations: readonly Destination[],
): ActionError {
  if (facts.untrusted) return makeUntrusted();
  return new ActionError(
    'OIDC_PERMISSION_MISSING',
    `Signing needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    {
      hint: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):\n${formatPermissions(facts, destinations)}\nOr set \`sign: false\` to publish unsigned.`,
    },
  );
}

/** No permission cures this: GitHub never gives such a run more than reading. */
export function makeUntrusted(): ActionError {
  return new ActionError(
    'UNTRUSTED_EVENT',
    'A pull request from a fork, or a run by Dependabot, can neither push nor sign: GitHub gives it a token that only reads, no secrets and no identity',
    {
      hint: 'Leave `push` at `auto`, which only builds then, and publish from another event, such as `push` to the default branch.',
    },
  );
}

/**
 * The policy as far as it can be told without asking for a token: in a job of a reusable workflow the identity is that
 * workflow's, which only the token names.
 */
export function foreseePolicy({
  facts,
  identity,
  attestations,
  transparencyLog,
}: Omit<Parameters<typeof makePolicy>[0], 'claims'>): Policy {
  const { serverUrl, workflowRef, repository, ref, sha, eventName } = facts;
  const issuer = findIssuer(serverUrl);
  const claims = { issuer, jobWorkflowRef: workflowRef, repository, ref, sha, eventName };
  return makePolicy({ facts, claims, identity, attestations, transparencyLog });
}

/** docs.github.com "OpenID Connect reference": GitHub.com, GitHub Enterprise Cloud with data residency, and Server. */
function findIssuer(serverUrl: string): string {
  if (serverUrl === HOME) return 'https://token.actions.githubusercontent.com';
  const [, tenant] = /^https:\/\/([\w-]+)\.ghe\.com$/.exec(serverUrl) ?? [];
  return tenant === undefined
    ? `${serverUrl}/_services/token`
    : `https://token.actions.${tenant}.ghe.com`;
}

/**
 * The policy comes from the plan and from what GitHub states about the job, never from what signing produced:
 * otherwise verification would only compare the signature with itself.
 */
export function makePolicy({
  facts,
  claims,
  identity,
  attestations,
  transparencyLog,
}: {
  facts: Facts;
  claims: SignerClaims;
  identity: string | undefined;
  attestations: readonly AttestationSpec[];
  transparencyLog: boolean;
}): Policy {
  return {
    identity: identity ?? `${facts.serverUrl}/${claims.jobWorkflowRef}`,
    issuer: claims.issuer,
    repository: claims.repository,
    sha: claims.sha,
    ref: claims.ref,
    trigger: claims.eventName,
    attestations,
    transparencyLog,
  };
}
