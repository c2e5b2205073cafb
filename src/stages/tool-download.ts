/** Downloads of releases: bounded in tries and in time, and never more than a file whose bytes nobody has checked. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';

type Reach = Pick<Host, 'toolCache' | 'clock' | 'signal' | 'files'>;

const MAX_TRIES = 5;
const FIRST_DELAY_MS = 1000;
/** For all tries together; `@actions/tool-cache` makes up to three requests, 10 to 20 s apart, in each. */
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

/** Path of the downloaded file. Throws NotPublishedError, or TOOL_DOWNLOAD_FAILED with the address, within the budget. */
export async function downloadFile(
  host: Reach,
  url: string,
  budgetMs = BUDGET_MS,
): Promise<string> {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    try {
      return await tryDownload(host, url, leftMs);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = readStatus(error);
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error, status) || count === MAX_TRIES || late) {
        throw makeFailed({ url, count, error });
      }
      await host.clock.sleep(delayMs);
    }
  }
}

/**
 * The library has no time limit for a body that stops coming and cannot be cancelled: it is left alone then, and what
 * still arrives is thrown away.
 */
async function tryDownload(
  { toolCache, files, signal }: Reach,
  url: string,
  limitMs: number,
): Promise<string> {
  // Its timer does not keep the process alive, as one of the host's clock would after every download that succeeds.
  const ended = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(limitMs))]);
  ended.throwIfAborted();
  const download = toolCache.download(url);
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      reject(ended.reason);
      download.then((path) => files.remove(path)).catch(() => undefined);
    };
    ended.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([download, stopped]);
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

/** Status of an HTTPError of `@actions/tool-cache`. */
function readStatus(error: unknown): number | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The next try would meet them again: faults of this machine, and the time limit, which is for all tries. */
const LASTING =
  /^(TimeoutError|ERR_ASSERTION|ERR_INVALID_URL|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOENT)$/;

function mayPass(error: unknown, status: number | undefined): boolean {
  if (status !== undefined) return status >= 500 || status === 408 || status === 429;
  if (!(error instanceof Error)) return true;
  return !LASTING.test(error.name) && !LASTING.test(String(Reflect.get(error, 'code')));
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
