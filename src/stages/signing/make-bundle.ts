/** Bundles made by cosign, several at a time, each checked before it counts. What they are about is the caller's matter. */
import pLimit from 'p-limit';
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { TrustFiles } from '../../tools/cosign.ts';
import type { TokenSource } from '../job/oidc.ts';
import { runChecked } from '../job/run-command.ts';
import type { Cosign } from '../tools/trust.ts';
import type { BundleChecker, BundleVerdict } from './check-bundle.ts';
import { type Attempted, retryUntil } from './sign-retry.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

/** cosign processes at once: each waits for the network most of its time, and takes some 60 MB, most of it shared. */
const PARALLEL = 32;
/** Longest sensible single attempt: two tries of Fulcio and of the timestamp authority at 30 s each. */
const ATTEMPT_DEADLINE_MS = 120_000;

export interface SigningTools {
  readonly cosign: Cosign;
  readonly trust: TrustFiles;
  readonly tokens: TokenSource;
  readonly check: BundleChecker;
  readonly folder: string;
}

export interface SigningTask {
  readonly label: string;
  /** Arguments for one attempt; each attempt has a bundle file of its own. */
  readonly args: (tokenFile: string, bundleFile: string) => string[];
  readonly check: (bytes: Uint8Array) => Promise<BundleVerdict>;
}

type Tools = Pick<SigningTools, 'cosign' | 'tokens' | 'folder'>;

interface Making {
  readonly tools: Tools;
  readonly deadlineMs: number;
  readonly state: { failed: boolean };
}

/** The bundle of each task, in their order. Throws the first failure that no retry cured, after the others have stopped. */
export async function runSigningTasks(
  host: Reach,
  { tasks, timeoutMs, tools }: { tasks: readonly SigningTask[]; timeoutMs: number; tools: Tools },
): Promise<Uint8Array[]> {
  const limit = pLimit(PARALLEL);
  const making = {
    tools,
    deadlineMs: host.clock.elapsedMs() + timeoutMs,
    state: { failed: false },
  };
  const made = await Promise.allSettled(
    tasks.map((task) => limit(() => makeBundle(host, task, making))),
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

async function makeBundle(
  host: Reach,
  task: SigningTask,
  { tools, deadlineMs, state }: Making,
): Promise<Uint8Array> {
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
    return bytes;
  } catch (error) {
    state.failed = true;
    throw error;
  }
}

async function attemptBundle(
  host: Reach,
  { task, tools, attempt }: { task: SigningTask; tools: Tools; attempt: Attempted },
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
  await requireVerified(task, bytes);
  return bytes;
}

async function readBundle({ files }: Reach, path: string): Promise<Uint8Array> {
  if ((await files.kind(path)) === 'file') return files.readBytes(path);
  throw new ActionError('COMMAND_FAILED', 'cosign ended with exit code 0 and wrote no bundle');
}

/** `cosign attest` takes a certificate for another identity, or without an SCT, without a word: only this finds it. */
async function requireVerified({ check, label }: SigningTask, bytes: Uint8Array): Promise<void> {
  const verdict = await check(bytes);
  if (verdict.ok) return;
  throw new ActionError('BUNDLE_REJECTED', `The ${label} does not verify, so it is not used`, {
    hint: `${verdict.reason}\nDo trusted root and signing config belong to the same Sigstore, and is \`certificate-identity\` right?`,
    details: verdict.details,
  });
}
