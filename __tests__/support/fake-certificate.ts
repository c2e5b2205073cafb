import { generateKeyPairSync } from 'node:crypto';
import { makeFulcioExtensions } from '../../lab/services/sigstore-claims.ts';
import { toBuffer } from '../../lab/services/sigstore-der.ts';
import { SHA } from './make-facts.ts';

/** What tells one job's certificate from another's. */
export interface CertificateFacts {
  /** `https://github.com/owner/name/.github/workflows/file.yml@ref` */
  readonly identity: string;
  readonly repository: string;
  readonly runId: string;
  readonly attempt: string;
}

type Authority = Awaited<ReturnType<typeof startAuthority>>;
let authority: Promise<Authority> | undefined;
const issued = new Map<string, Promise<string>>();

/** Base64 of a certificate with Fulcio's extensions, as the lab's authority issues it; the same facts get the same one. */
export function issueCertificate(facts: CertificateFacts): Promise<string> {
  const key = JSON.stringify(facts);
  const known = issued.get(key) ?? issue(facts);
  issued.set(key, known);
  return known;
}

async function issue({ identity, repository, runId, attempt }: CertificateFacts): Promise<string> {
  authority ??= startAuthority();
  const workflow = identity.replace('https://github.com/', '');
  const [, ref = ''] = identity.split('@');
  const [owner = ''] = repository.split('/');
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    sub: `repo:${repository}:ref:${ref}`,
    job_workflow_ref: workflow,
    job_workflow_sha: SHA,
    workflow_ref: workflow,
    workflow_sha: SHA,
    workflow: 'Release',
    sha: SHA,
    ref,
    event_name: 'push',
    repository,
    repository_id: '1',
    repository_owner: owner,
    repository_owner_id: '2',
    repository_visibility: 'public',
    runner_environment: 'github-hosted',
    run_id: runId,
    run_attempt: attempt,
  };
  const certificate = await (await authority).issueCertificate({
    publicKey: makeKeys().publicKey.export({ format: 'der', type: 'spki' }),
    subjectAltName: identity,
    extensions: [...makeFulcioExtensions(claims)],
  });
  return toBuffer(certificate).toString('base64');
}

async function startAuthority() {
  // Loaded late: it costs more than most tests that only need a fake cosign.
  const { initializeCA } = await import('@sigstore/mock/dist/fulcio/index.js');
  return initializeCA(makeKeys());
}

function makeKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}
