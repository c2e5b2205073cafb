/**
 * Whom cosign trusts and where it signs: two files, always explicit. cosign left to itself goes on when TUF cannot be
 * reached, and then signs without checking the certificate and the log entry that it was given.
 */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { isRecord } from '../../image/json-shape.ts';
import type { SigningSpec } from '../../plan/types.ts';
import { makeSigningConfigArgs, makeTrustedRootArgs, type TrustFiles } from '../../tools/cosign.ts';
import { ensureFound } from '../job/earlier-use.ts';
import { runChecked } from '../job/run-command.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'env'>;

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
      : await ensurePublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    'trusted root': files.trustedRoot,
    'signing config': files.signingConfig,
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}…)`);
  }
  return files;
}

interface Fetching {
  readonly spec: Extract<SigningSpec, { kind: 'keyless' }>;
  readonly cosign: Cosign;
  readonly folder: string;
}

/** What an earlier use in this job has fetched is new enough, and saves two starts of cosign. */
async function ensurePublic(host: Reach, fetching: Fetching): Promise<TrustFiles> {
  const { spec, folder } = fetching;
  const { transparencyLog, cosign } = spec;
  const files: TrustFiles = {
    trustedRoot: `${folder}/trusted_root.json`,
    signingConfig: `${folder}/signing_config.json`,
  };
  const texts = await ensureFound(host, folder, {
    name: 'trust',
    key: { transparencyLog, cosign },
    parse: parseTexts,
    find: () => fetchPublic(host, fetching, files),
  });
  await host.files.write(files.trustedRoot, texts.trustedRoot);
  await host.files.write(files.signingConfig, texts.signingConfig);
  return files;
}

/** By the names of the files, what is in them. */
async function fetchPublic(
  host: Reach,
  { spec, cosign }: Fetching,
  { trustedRoot, signingConfig }: TrustFiles,
): Promise<TrustFiles> {
  // One after the other: the second finds the TUF metadata of the first.
  await create(host, cosign, makeTrustedRootArgs(trustedRoot));
  await create(host, cosign, makeSigningConfigArgs(signingConfig, spec));
  return {
    trustedRoot: await host.files.readText(trustedRoot),
    signingConfig: await host.files.readText(signingConfig),
  };
}

function parseTexts(value: unknown): TrustFiles | undefined {
  if (!isRecord(value)) return undefined;
  const { trustedRoot, signingConfig } = value;
  if (typeof trustedRoot !== 'string' || typeof signingConfig !== 'string') return undefined;
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
