/**
 * Signing in two phases. First every bundle is made and checked here, uploading nothing; then the bundles are attached
 * by an uploader that can be repeated. So a retry of an upload makes no second log entry, a log that takes a second
 * per entry costs one second and not one per signature, and nothing reaches the registry that does not verify.
 */
import pLimit from 'p-limit';
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatReference, formatRepository, type Repository } from '../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../plan/signing.ts';
import type { Policy, Subject } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import {
  makeAttestArgs,
  makeSignArgs,
  makeVerifyBundleArgs,
  type TrustFiles,
} from '../tools/cosign.ts';
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
const CHECK_DEADLINE_MS = 30_000;

export interface SigningTools {
  readonly cosign: Cosign;
  readonly trust: TrustFiles;
  readonly tokens: TokenSource;
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
    policy,
    timeoutMs,
    tools,
  }: {
    image: BuiltImage;
    repository: Repository;
    policy: Policy;
    timeoutMs: number;
    tools: SigningTools;
  },
): Promise<Bundle[]> {
  const limit = pLimit(PARALLEL);
  const deadlineMs = host.clock.elapsedMs() + timeoutMs;
  const state = { failed: false };
  const made = await Promise.allSettled(
    planTasks({ image, repository, trust: tools.trust }).map((task) =>
      limit(() => makeBundle(host, { task, policy, tools, deadlineMs, state })),
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

function planTasks({
  image,
  repository,
  trust,
}: {
  image: BuiltImage;
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
      label: `${spec.kind} attestation of ${describeSubject(subject)}`,
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

/** `index`, `linux/arm64`, `attestation manifest of linux/arm64`. */
export function describeSubject({ kind, platform, digest }: Subject): string {
  if (kind === 'index') return 'the index';
  return kind === 'platform'
    ? (platform ?? digest)
    : `the attestation manifest of ${platform ?? digest}`;
}

async function makeBundle(
  host: Reach,
  {
    task,
    policy,
    tools,
    deadlineMs,
    state,
  }: {
    task: Task;
    policy: Policy;
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
        return attemptBundle(host, { task, policy, tools, attempt });
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
  {
    task,
    policy,
    tools,
    attempt,
  }: { task: Task; policy: Policy; tools: SigningTools; attempt: Attempted },
): Promise<Uint8Array> {
  const { cosign, trust, tokens, folder } = tools;
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
  await checkBundle(host, { bundleFile, task, policy, cosign, trustedRoot: trust.trustedRoot });
  return host.files.readBytes(bundleFile);
}

async function checkBundle(
  host: Reach,
  {
    bundleFile,
    task,
    policy,
    cosign,
    trustedRoot,
  }: { bundleFile: string; task: Task; policy: Policy; cosign: Cosign; trustedRoot: string },
): Promise<void> {
  const { digest } = task.subject;
  const result = await host.run({
    tool: 'cosign',
    file: cosign.path,
    args: makeVerifyBundleArgs({
      bundleFile,
      digest,
      predicateType: task.predicateType,
      policy,
      trustedRoot,
    }),
    env: cosign.env,
    deadlineMs: CHECK_DEADLINE_MS,
  });
  if (result.exitCode === 0) return;
  if (host.signal.aborted) throw host.signal.reason;
  throw new ActionError(
    'BUNDLE_REJECTED',
    `The ${task.label} does not verify, so it was not uploaded`,
    {
      hint: `Expected the identity ${policy.identity} (issuer ${policy.issuer}). Do trusted root and signing config belong to the same Sigstore?`,
      details: result.stderr.split('\n').filter(Boolean).slice(-20),
    },
  );
}

/**
 * Attaches the bundles to every repository: the index last, so that a refused upload never leaves a signed index over
 * unsigned children.
 */
export async function attachAll(
  host: Pick<Host, 'log' | 'clock'>,
  {
    registry,
    repositories,
    bundles,
    createdAt,
  }: {
    registry: RegistryClient;
    repositories: readonly Repository[];
    bundles: readonly Bundle[];
    createdAt: Date;
  },
): Promise<void> {
  const byDigest = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...(byDigest.get(bundle.subject.digest) ?? []), bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group: readonly Bundle[]): boolean => group[0]?.subject.kind === 'index';
  for (const repository of repositories) {
    const attach = (group: readonly Bundle[]): Promise<void> =>
      attachGroup({ registry, repository, group, createdAt });
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${bundles.length} signatures and attestations attached and read back`,
    );
  }
}

async function attachGroup({
  registry,
  repository,
  group,
  createdAt,
}: {
  registry: RegistryClient;
  repository: Repository;
  group: readonly Bundle[];
  createdAt: Date;
}): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { digest, mediaType, sizeBytes } = first.subject;
  await registry.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes },
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt,
  });
}

/** Waits for all, then throws the first failure: nothing goes on behind a failed step. */
async function settleAll(work: ReadonlyArray<Promise<void>>): Promise<void> {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
