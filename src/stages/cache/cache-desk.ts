/**
 * Signatures for BuildKit's cache at GitHub. BuildKit runs its signing command inside the builder's container, which gets
 * neither cosign nor the job's identity: the command hands over the index and waits, and this side signs it.
 */
import type { Host } from '../../host/host.ts';
import { parseDigest } from '../../image/digest.ts';
import { SIGN_FOLDER } from '../../plan/cache-policy.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { makeSignBlobArgs } from '../../tools/cosign.ts';
import type { BuildMeans } from '../build/build.ts';
import { runChecked } from '../job/run-command.ts';
import { runSigningTasks } from '../signing/make-bundle.ts';
import type { Signing } from '../signing/prepare-signing.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

/** An export takes no longer; the command that waits for it ends with it. */
const WAIT_MS = 65 * 60_000;
const STEP_MS = 30_000;
const END = 'end';

interface Desk {
  readonly container: string;
  readonly means: BuildMeans;
  readonly signing: Signing;
}

/** Does `work` while somebody signs what BuildKit asks for. Without a builder of ours, and unless the plan wants it, `work` alone. */
export async function withCacheDesk<T>(
  host: Reach,
  {
    cache,
    means,
    signing,
  }: { cache: Pick<CacheSpec, 'to' | 'trust'>; means: BuildMeans; signing: Signing | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const { builder } = means;
  const isWanted =
    cache.trust.actionsCache?.kind === 'signed' &&
    cache.to.some(({ backend }) => backend === 'gha');
  if (!isWanted || builder === undefined || signing === undefined) return work();
  const desk: Desk = { container: `buildx_buildkit_${builder}0`, means, signing };
  const open = await openDesk(host, desk);
  if (!open) return work();
  let isServing = true;
  const serving = serve(host, desk).finally(() => {
    isServing = false;
  });
  try {
    return await work();
  } finally {
    // Who waits for a request is told that there is no more.
    if (isServing) await execute(host, desk, { script: `echo ${END} > ${SIGN_FOLDER}/ask` });
    await serving;
  }
}

async function openDesk(host: Reach, desk: Desk): Promise<boolean> {
  const folder = `mkdir -p -m 700 ${SIGN_FOLDER}`;
  const script = `${folder} && { [ -p ${SIGN_FOLDER}/ask ] || mkfifo ${SIGN_FOLDER}/ask; }`;
  const result = await execute(host, desk, { script });
  if (result.exitCode === 0) return true;
  host.log.warning(
    `The build cache will not be signed, and so not be written: ${result.stderr.trim() || 'docker exec failed'}`,
  );
  return false;
}

/** Ends with the first answer that is no request. */
async function serve(host: Reach, desk: Desk): Promise<void> {
  for (;;) {
    const script = `read -r one < ${SIGN_FOLDER}/ask && echo "$one"`;
    const { stdout } = await execute(host, desk, { script, deadlineMs: WAIT_MS });
    const folder = stdout.trim();
    if (!isRequest(folder)) return;
    const bundle = await signIndex(host, desk, folder).catch((error: unknown) => {
      host.log.warning(
        `The build cache was not signed: ${error instanceof Error ? error.message : String(error)}`,
      );
      return '';
    });
    // BuildKit takes no empty bundle: it says that it wrote no cache, and goes on.
    await execute(host, desk, { script: `cat > ${folder}/bundle`, stdin: bundle });
  }
}

function isRequest(folder: string): boolean {
  return folder.startsWith(`${SIGN_FOLDER}/`) && /^\d+$/.test(folder.slice(SIGN_FOLDER.length + 1));
}

async function signIndex(
  host: Reach,
  { container, means, signing }: Desk,
  folder: string,
): Promise<string> {
  const file = `${means.folder}/cache-index-${host.randomHex(6)}.json`;
  await runChecked(host, {
    tool: 'docker',
    file: 'docker',
    args: ['cp', `${container}:${folder}/index`, file],
    env: means.buildx.env,
    deadlineMs: STEP_MS,
  });
  const digest = parseDigest(`sha256:${await host.files.sha256(file)}`);
  const [bytes] = await runSigningTasks(host, {
    tasks: [
      {
        label: 'signature of the cache index',
        args: (tokenFile, bundleFile) =>
          makeSignBlobArgs({ file, files: { ...signing.trust, tokenFile, bundleFile } }),
        check: async (bytes) =>
          digest === undefined
            ? { ok: false, reason: 'it has no digest', details: [] }
            : signing.check({ bytes, digest, predicateType: undefined }),
      },
    ],
    timeoutMs: signing.spec.timeoutMs,
    tools: { ...signing, folder: means.folder },
  });
  return Buffer.from(bytes ?? []).toString('utf8');
}

function execute(
  host: Reach,
  { container, means }: Desk,
  { script, stdin, deadlineMs = STEP_MS }: { script: string; stdin?: string; deadlineMs?: number },
): ReturnType<Reach['run']> {
  return host.run({
    tool: 'docker',
    file: 'docker',
    args: [
      'exec',
      ...(stdin === undefined ? [] : ['--interactive']),
      container,
      'sh',
      '-c',
      script,
    ],
    env: means.buildx.env,
    stdin,
    deadlineMs,
  });
}
