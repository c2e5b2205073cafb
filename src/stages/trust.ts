/**
 * Whom cosign trusts and where it signs: two files, always explicit. cosign left to itself goes on when TUF cannot be
 * reached, and then signs without checking the certificate and the log entry that it was given.
 */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { SigningSpec } from '../plan/types.ts';
import { makeSigningConfigArgs, makeTrustedRootArgs, type TrustFiles } from '../tools/cosign.ts';
import { runChecked } from './run-command.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files'>;

const ATTEMPTS = 5;
const DEADLINE_MS = 30_000;

export interface Cosign {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The files of the plan, or those of the public Sigstore by TUF into the run's folder. Throws TRUSTED_ROOT_UNAVAILABLE. */
export async function ensureTrust(
  host: Reach,
  {
    spec,
    cosign,
    folder,
    say,
  }: {
    spec: Extract<SigningSpec, { kind: 'keyless' }>;
    cosign: Cosign;
    folder: string;
    say: (line: string) => void;
  },
): Promise<TrustFiles> {
  const files: TrustFiles =
    spec.trustedRoot !== undefined && spec.signingConfig !== undefined
      ? { trustedRoot: spec.trustedRoot, signingConfig: spec.signingConfig }
      : await fetchPublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    'trusted root': files.trustedRoot,
    'signing config': files.signingConfig,
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}…)`);
  }
  return files;
}

async function fetchPublic(
  host: Reach,
  {
    spec,
    cosign,
    folder,
  }: { spec: Extract<SigningSpec, { kind: 'keyless' }>; cosign: Cosign; folder: string },
): Promise<TrustFiles> {
  const trustedRoot = `${folder}/trusted_root.json`;
  const signingConfig = `${folder}/signing_config.json`;
  // One after the other: the second finds the TUF metadata of the first.
  await create(host, cosign, makeTrustedRootArgs(trustedRoot));
  await create(host, cosign, makeSigningConfigArgs(signingConfig, spec));
  return { trustedRoot, signingConfig };
}

async function create(host: Reach, cosign: Cosign, args: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: 'cosign',
        file: cosign.path,
        args,
        env: cosign.env,
        deadlineMs: DEADLINE_MS,
      });
      return;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (attempt === ATTEMPTS) {
        throw new ActionError(
          'TRUSTED_ROOT_UNAVAILABLE',
          "Sigstore's trusted root could not be fetched",
          {
            hint: 'Nothing was published. Run the job again; for a Sigstore of your own give `trusted-root` and `signing-config`.',
            cause: error,
            details: error instanceof ActionError ? error.details : [],
          },
        );
      }
      await host.clock.sleep(1000 * 2 ** (attempt - 1));
    }
  }
}
