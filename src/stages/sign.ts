/**
 * Signing in two phases. First every bundle is made and checked here, uploading nothing; then the bundles are attached
 * by an uploader that can be repeated. So a retry of an upload makes no second log entry, a log that takes a second
 * per entry costs one second and not one per signature, and nothing reaches the registry that does not verify.
 */
import pLimit from 'p-limit';
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../plan/signing.ts';
import { describeSubject } from '../plan/subjects.ts';
import type { AttestationSpec, Subject } from '../plan/types.ts';
import { makeAttestArgs, makeSignArgs, type TrustFiles } from '../tools/cosign.ts';
import type { BundleChecker } from './check-bundle.ts';
import type { BuiltImage } from './describe.ts';
import type { TokenSource } from './oidc.ts';
import { runChecked } from './run-command.ts';
import { type Attempted, retryUntil } from './sign-retry.ts';
import type { Cosign } from './trust.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

/** cosign processes at once: each waits for the network most of its time, and takes some 100 MB. */
const PARALLEL = 12;
/** Longest sensible single attempt: two tries of Fulcio and of the timestamp authority at 30 s each. */
const ATTEMPT_DEADLINE_MS = 120_000;

export interface SigningTools {
  readonly cosign: Cosign;
  readonly trust: TrustFiles;
  readonly tokens: TokenSource;
  readonly check: BundleChecker;
  readonly folder: string;
}

/** A signature or attestation that exists on disk and verifies. */
export interface Bundle {
  readonly subject: Subject;
  readonly predicateType: string;
  readonly bytes: Uint8Array;
}

interface Task {
  readonly subject: Subject;
  readonly predicateType: string;
  readonly label: string;
  /** Arguments for one attempt; each attempt has a bundle file of its own. */
  readonly args: (tokenFile: string, bundleFile: string) => string[];
}

/** Makes all bundles, several at a time. Throws the first failure that no retry cured, after the others have stopped. */
export async function makeBundles(
  host: Reach,
  {
    image,
    repository,
    timeoutMs,
    tools,
  }: {
    image: Pick<BuiltImage, 'subjects' | 'predicates'>;
    repository: Repository;
    timeoutMs: number;
    tools: SigningTools;
  },
): Promise<Bundle[]> {
  const limit = pLimit(PARALLEL);
  const deadlineMs = host.clock.elapsedMs() + timeoutMs;
  const state = { failed: false };
  const made = await Promise.allSettled(
    planTasks({ image, repository, trust: tools.trust }).map((task) =>
      limit(() => makeBundle(host, { task, tools, deadlineMs, state })),
    ),
  );
  const failures = made
    .filter((one) => one.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  const [first] = failures.filter((reason) => !(reason instanceof Stopped));
  if (first !== undefined) throw first;
  return made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Another bundle failed for good, so this one is not tried again. */
class Stopped extends Error {}

/** Signatures first, then attestations, each of them for one subject. */
export function planTasks({
  image,
  repository,
  trust,
}: {
  image: Pick<BuiltImage, 'subjects' | 'predicates'>;
  repository: Repository;
  trust: TrustFiles;
}): Task[] {
  const name = (subject: Subject): string =>
    formatReference({ repository, digest: subject.digest });
  const signatures = image.subjects.map(
    (subject): Task => ({
      subject,
      predicateType: SIGNATURE_PREDICATE,
      label: `signature of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) =>
        makeSignArgs({ image: name(subject), files: { ...trust, tokenFile, bundleFile } }),
    }),
  );
  const attestations = image.predicates.map(
    ({ spec, subject, file }): Task => ({
      subject,
      predicateType: spec.predicateType,
      label: describeAttestation(spec, subject),
      args: (tokenFile, bundleFile) =>
        makeAttestArgs({
          image: name(subject),
          files: { ...trust, tokenFile, bundleFile },
          type: spec.cosignType,
          predicateFile: file,
        }),
    }),
  );
  return [...signatures, ...attestations];
}

/** A candidate is not attached, and says what was pushed and not what is in it. */
function describeAttestation({ kind }: AttestationSpec, subject: Subject): string {
  if (kind === 'candidate') return 'record of what is handed over';
  return `${kind} attestation of ${describeSubject(subject)}`;
}

async function makeBundle(
  host: Reach,
  {
    task,
    tools,
    deadlineMs,
    state,
  }: {
    task: Task;
    tools: SigningTools;
    deadlineMs: number;
    state: { failed: boolean };
  },
): Promise<Bundle> {
  const startedMs = host.clock.elapsedMs();
  try {
    const bytes = await retryUntil(
      host,
      { deadlineMs, label: task.label },
      (attempt: Attempted) => {
        if (state.failed) throw new Stopped();
        return attemptBundle(host, { task, tools, attempt });
      },
    );
    host.log.info(
      `${task.label}: made and checked in ${((host.clock.elapsedMs() - startedMs) / 1000).toFixed(1)} s`,
    );
    return { subject: task.subject, predicateType: task.predicateType, bytes };
  } catch (error) {
    state.failed = true;
    throw error;
  }
}

async function attemptBundle(
  host: Reach,
  { task, tools, attempt }: { task: Task; tools: SigningTools; attempt: Attempted },
): Promise<Uint8Array> {
  const { cosign, tokens, folder } = tools;
  const id = host.randomHex(6);
  const tokenFile = `${folder}/secrets/token-${id}`;
  const bundleFile = `${folder}/bundles/${id}.json`;
  // No line break at the end: cosign sends the file's content as it is, in a header.
  await host.files.write(tokenFile, (await tokens()).text);
  try {
    await runChecked(host, {
      tool: 'cosign',
      file: cosign.path,
      args: task.args(tokenFile, bundleFile),
      env: cosign.env,
      deadlineMs: Math.min(ATTEMPT_DEADLINE_MS, attempt.remainingMs),
    });
  } finally {
    await host.files.remove(tokenFile);
  }
  const bytes = await readBundle(host, bundleFile);
  await requireVerified({ task, bytes, tools });
  return bytes;
}

async function readBundle({ files }: Reach, path: string): Promise<Uint8Array> {
  if ((await files.kind(path)) === 'file') return files.readBytes(path);
  throw new ActionError('COMMAND_FAILED', 'cosign ended with exit code 0 and wrote no bundle');
}

/** `cosign attest` takes a certificate for another identity, or without an SCT, without a word: only this finds it. */
async function requireVerified({
  task,
  bytes,
  tools,
}: {
  task: Task;
  bytes: Uint8Array;
  tools: SigningTools;
}): Promise<void> {
  const { predicateType, subject, label } = task;
  const verdict = await tools.check({ bytes, digest: subject.digest, predicateType });
  if (verdict.ok) return;
  throw new ActionError('BUNDLE_REJECTED', `The ${label} does not verify, so it was not uploaded`, {
    hint: `${verdict.reason}\nDo trusted root and signing config belong to the same Sigstore, and is \`certificate-identity\` right?`,
    details: verdict.details,
  });
}
