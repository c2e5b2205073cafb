/** Whether a binary is what it is said to be: by its publisher's signature, and by what it says of itself. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { isRecord } from '../../image/json-shape.ts';
import { makeCosignEnv } from '../../tools/child-env.ts';
import type { Tool } from '../../tools/lock.ts';
import { makeVerifyReleaseArgs, type Publisher } from '../../tools/releases.ts';
import { parseBuildxVersion, parseCosignVersion } from '../../tools/versions.ts';
import { linkAuthorities } from '../job/authorities.ts';
import { ensureFound } from '../job/earlier-use.ts';
import { runChecked } from '../job/run-command.ts';

type Reach = Pick<Host, 'run' | 'files' | 'clock' | 'signal' | 'log' | 'env'>;

const VERSION_DEADLINE_MS = 30_000;
const VERIFY_DEADLINE_MS = 60_000;
const TRUST_TRIES = 4;

/** Version that the binary prints; undefined when it prints something else. Throws COMMAND_NOT_FOUND and the like. */
export async function readToolVersion(
  host: Pick<Host, 'run' | 'signal' | 'log'>,
  tool: Tool,
  path: string,
): Promise<string | undefined> {
  const args = tool === 'cosign' ? ['version', '--json'] : ['version'];
  const { stdout } = await runChecked(host, {
    tool,
    file: path,
    args,
    env: { LANG: 'C' },
    deadlineMs: VERSION_DEADLINE_MS,
  });
  return tool === 'cosign' ? parseCosignVersion(stdout) : parseBuildxVersion(stdout);
}

interface ToolFacts {
  readonly version: string | undefined;
  readonly sha256: string;
}

/**
 * What a tool that the user has chosen says of itself, and its hash: that of an earlier use in this job, as long as
 * nobody has touched the file. There is nothing to compare it with, so nothing is believed for it.
 */
export async function describeTool(
  host: Pick<Host, 'env' | 'files' | 'run' | 'signal' | 'log'>,
  { tool, path, folder }: { tool: Tool; path: string; folder: string | undefined },
): Promise<ToolFacts> {
  const find = async (): Promise<ToolFacts> => {
    const [version, sha256] = await Promise.all([
      readToolVersion(host, tool, path),
      host.files.sha256(path),
    ]);
    return { version, sha256 };
  };
  if (folder === undefined) return find();
  const key = [path, await host.files.stamp(path)];
  return ensureFound(host, folder, { name: tool, key, parse: parseFacts, find });
}

function parseFacts(value: unknown): ToolFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { version, sha256 } = value;
  if (typeof version !== 'string' || typeof sha256 !== 'string') return undefined;
  return { version, sha256 };
}

export interface Verifier {
  /** Path of a cosign that is trusted already. */
  readonly cosign: string;
  readonly publisher: Publisher;
  /** Undefined: the public Sigstore's, fetched by TUF. */
  readonly trustedRoot: string | undefined;
}

export interface SignedFile {
  readonly file: string;
  readonly bundleFile: string;
  readonly version: string;
}

/**
 * A function that throws TOOL_SIGNATURE_INVALID for a file that its publisher has not signed. The trusted root is
 * fetched here, once and on its own: a network failure is then told as one (TRUSTED_ROOT_UNAVAILABLE), and with
 * `--trusted-root` cosign neither falls back to the older bundle format nor goes on without the root.
 */
export async function makeReleaseCheck(
  host: Reach,
  { cosign, publisher, trustedRoot }: Verifier,
): Promise<(signed: SignedFile) => Promise<void>> {
  const folder = await host.files.makeTempDir('release-check-');
  await linkAuthorities(host, folder);
  const env = makeCosignEnv({ env: host.env, folder });
  const root = trustedRoot ?? (await fetchTrustedRoot(host, { cosign, env, folder }));
  return async ({ file, bundleFile, version }) => {
    const args = makeVerifyReleaseArgs({ file, bundleFile, version, publisher, trustedRoot: root });
    try {
      await runChecked(host, {
        tool: 'cosign',
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS,
      });
    } catch (error) {
      if (host.signal.aborted) throw error;
      throw makeInvalid(error);
    }
  };
}

function makeInvalid(error: unknown): ActionError {
  const known = error instanceof ActionError ? error : undefined;
  return new ActionError(
    'TOOL_SIGNATURE_INVALID',
    `The downloaded binary is not signed by its publisher: ${known?.message ?? String(error)}`,
    {
      hint: 'It was not run. Does a proxy or a mirror change downloads? A version that is pinned in this action needs no signature.',
      cause: error,
      details: known?.details,
    },
  );
}

async function fetchTrustedRoot(
  host: Reach,
  {
    cosign,
    env,
    folder,
  }: { cosign: string; env: Readonly<Record<string, string>>; folder: string },
): Promise<string> {
  const out = `${folder}/trusted_root.json`;
  const args = ['trusted-root', 'create', '--with-default-services', `--out=${out}`];
  for (let count = 1; ; count++) {
    try {
      await runChecked(host, {
        tool: 'cosign',
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS,
      });
      return out;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (count === TRUST_TRIES) {
        throw new ActionError(
          'TRUSTED_ROOT_UNAVAILABLE',
          "Sigstore's trusted root could not be fetched, by which the downloaded tool would be checked",
          {
            hint: 'Use a version that is pinned in this action: it is checked by its hash.',
            cause: error,
            details: error instanceof ActionError ? error.details : [],
          },
        );
      }
      await host.clock.sleep(1000 * 2 ** (count - 1));
    }
  }
}
