/** Downloads of releases: bounded in tries and in time, and never more than a file whose bytes nobody has checked. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';

type Reach = Pick<Host, 'toolCache' | 'clock' | 'signal' | 'files'>;

const MAX_TRIES = 5;
const FIRST_DELAY_MS = 1000;
/** No new try after this; `@actions/tool-cache` makes up to three requests, 10 to 20 s apart, in each. */
const BUDGET_MS = 5 * 60_000;

/** The release has no such file: asking again cannot help. */
export class NotPublishedError extends ActionError {
  constructor(url: string, status: number, cause: unknown) {
    super('TOOL_DOWNLOAD_FAILED', `${url} does not exist (HTTP ${status})`, {
      hint: 'Is it a published version, and is there a release for this operating system and architecture?',
      cause,
    });
  }
}

/** Path of the downloaded file. Throws NotPublishedError, or TOOL_DOWNLOAD_FAILED with the address. */
export async function downloadFile(host: Reach, url: string): Promise<string> {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    try {
      return await withCancellation(host, host.toolCache.download(url));
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = readStatus(error);
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const spentMs = host.clock.elapsedMs() - startedMs;
      if (!mayPass(error, status) || count === MAX_TRIES || spentMs + delayMs > BUDGET_MS) {
        throw makeFailed({ url, count, error });
      }
      await host.clock.sleep(delayMs);
    }
  }
}

/** A cancelled job does not wait for the rest of 100 MB; what still arrives is thrown away. */
async function withCancellation(
  { signal, files }: Reach,
  download: Promise<string>,
): Promise<string> {
  if (signal.aborted) throw signal.reason;
  let cancel: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      reject(signal.reason);
      download.then((path) => files.remove(path)).catch(() => undefined);
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
  try {
    return await Promise.race([download, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Status of an HTTPError of `@actions/tool-cache`. */
function readStatus(error: unknown): number | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Faults of this machine: the next try would meet them again. */
const LOCAL = /^(ERR_ASSERTION|ERR_INVALID_URL|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOENT)$/;

function mayPass(error: unknown, status: number | undefined): boolean {
  if (status !== undefined) return status >= 500 || status === 408 || status === 429;
  const code: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : '';
  return !LOCAL.test(String(code));
}

function makeFailed({
  url,
  count,
  error,
}: {
  url: string;
  count: number;
  error: unknown;
}): ActionError {
  const reason = error instanceof Error ? error.message : String(error);
  const tries = count === 1 ? '' : ` in ${count} tries`;
  return new ActionError(
    'TOOL_DOWNLOAD_FAILED',
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: 'Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.',
      cause: error,
    },
  );
}
