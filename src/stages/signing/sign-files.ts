/**
 * Signatures of files, in two phases as for images: bundles are made and checked in the run's own folder, then put beside
 * what they are about, read back and checked as what they will be taken for.
 */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import type { Platform } from '../../image/platform.ts';
import type { Plan } from '../../plan/types.ts';
import { makeAttestBlobArgs, makeSignBlobArgs } from '../../tools/cosign.ts';
import { describeFiles } from '../image/describe-files.ts';
import type { FileClaim, SignedFile } from '../image/file-claims.ts';
import type { BundleVerdict } from './check-bundle.ts';
import { runSigningTasks, type SigningTask, type SigningTools } from './make-bundle.ts';
import type { Signing } from './prepare-signing.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex' | 'env'>;

/** Others read the bundle: who downloads the files, later steps, an upload. */
const BUNDLE_MODE = 0o644;

interface Wanted {
  readonly plan: Pick<Plan, 'files' | 'attestations' | 'build'>;
  /** Those that were built. */
  readonly platforms: readonly Platform[];
  readonly imageDigest: Digest | undefined;
  readonly signing: Omit<SigningTools, 'folder'> & {
    readonly spec: Pick<Signing['spec'], 'timeoutMs'>;
  };
  readonly folder: string;
}

/** Signs what the outputs of the plan left, and returns what has its bundle beside it, verified. */
export async function signFiles(
  host: Reach,
  { plan, platforms, imageDigest, signing, folder }: Wanted,
): Promise<readonly SignedFile[]> {
  const { timeoutMs } = signing.spec;
  const tools = { ...signing, folder };
  const claims = await describeFiles(host, {
    outputs: plan.files,
    build: { ...plan.build, platforms },
    attestations: plan.attestations,
    imageDigest,
    folder: `${folder}/statements`,
  });
  const tasks = claims.map((claim) => makeTask(host, claim, tools));
  const bundles = await runSigningTasks(host, { tasks, timeoutMs, tools });
  return Promise.all(
    claims.map((claim, index) => placeBundle(host, { claim, bytes: bundles[index], tools })),
  );
}

function makeTask(host: Reach, claim: FileClaim, { trust, check }: SigningTools): SigningTask {
  const { spec, file } = claim;
  return {
    label: describeClaim(claim),
    args: (tokenFile, bundleFile) => {
      const files = { ...trust, tokenFile, bundleFile };
      return spec === undefined
        ? makeSignBlobArgs({ file, files })
        : makeAttestBlobArgs({ files, type: spec.cosignType, statementFile: file });
    },
    check: async (bytes) => {
      if (spec !== undefined && !(await holdsStatement(host, bytes, file)))
        return { ok: false, reason: 'it holds another statement than BuildKit wrote', details: [] };
      return check(makeCheck(claim, bytes));
    },
  };
}

export function describeClaim({ spec, platform, output, file }: FileClaim): string {
  if (spec === undefined) return `signature of ${file}`;
  const kind = spec.kind === 'spdx' ? 'SBOM' : spec.kind;
  return `${kind} of ${output.dest}${platform === undefined ? '' : ` (${platform})`}`;
}

function makeCheck(
  { digest, spec }: FileClaim,
  bytes: Uint8Array,
): Parameters<SigningTools['check']>[0] {
  return { bytes, digest, predicateType: spec?.predicateType };
}

/** cosign compares one subject; that all others are covered follows from the payload, byte for byte. */
async function holdsStatement(
  { files }: Reach,
  bundle: Uint8Array,
  statementFile: string,
): Promise<boolean> {
  try {
    const { dsseEnvelope }: { dsseEnvelope?: { payload?: unknown } } = JSON.parse(
      Buffer.from(bundle).toString('utf8'),
    );
    const payload = dsseEnvelope?.payload;
    if (typeof payload !== 'string') return false;
    const statement = Buffer.from(await files.readBytes(statementFile));
    return Buffer.from(payload, 'base64').equals(statement);
  } catch {
    return false;
  }
}

async function placeBundle(
  host: Reach,
  { claim, bytes, tools }: { claim: FileClaim; bytes: Uint8Array | undefined; tools: SigningTools },
): Promise<SignedFile> {
  const { bundlePath } = claim;
  if (bytes === undefined) throw makeUnwritten(bundlePath, undefined);
  let verdict: BundleVerdict;
  try {
    await host.files.write(bundlePath, bytes, BUNDLE_MODE);
    verdict = await tools.check(makeCheck(claim, await host.files.readBytes(bundlePath)));
  } catch (error) {
    if (host.signal.aborted || error instanceof ActionError) throw error;
    throw makeUnwritten(bundlePath, error);
  }
  if (verdict.ok) {
    host.log.info(`${bundlePath}: ${describeClaim(claim)}, verified`);
    return { ...claim, storedAt: await host.files.realpath(bundlePath) };
  }
  throw new ActionError('VERIFICATION_FAILED', `${bundlePath} does not verify`, {
    hint: `${verdict.reason}\nDoes something else in the job write to that file?`,
    details: verdict.details,
  });
}

function makeUnwritten(path: string, cause: unknown): ActionError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new ActionError('BUNDLE_NOT_WRITTEN', `${path} cannot be written${reason}`, {
    hint: 'Bundles go beside the files they are about. Is the folder writable and the disk not full? Otherwise give `dest` another path, or set `sign: false`.',
    cause,
  });
}
