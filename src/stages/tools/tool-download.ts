/** Downloads of releases: bounded in tries and in time, resumed, and never more than a file whose bytes nobody has checked. */
import { ActionError } from '../../errors.ts';
import { type Host, TransportError } from '../../host/host.ts';

type Reach = Pick<Host, 'toolCache' | 'clock' | 'signal'>;

const FIRST_DELAY_MS = 1000;
/** Without a byte. */
const IDLE_MS = 15_000;
const TRY_MS = 120_000;

export interface Patience {
  readonly tries: number;
  /** For all tries together. */
  readonly budgetMs: number;
}

/** Where nobody else has the file. */
export const ALL_PATIENCE: Patience = { tries: 5, budgetMs: 5 * 60_000 };
/** Where somebody else does. */
export const SOME_PATIENCE: Patience = { tries: 2, budgetMs: 60_000 };

/** The release has no such file: asking again cannot help. */
export class NotPublishedError extends ActionError {
  constructor(url: string, status: number, cause: unknown) {
    super('TOOL_DOWNLOAD_FAILED', `${url} does not exist (HTTP ${status})`, {
      hint: 'Is it a published version, and is there a release for this operating system and architecture?',
      cause,
    });
  }
}

/** The server answered, but with no file. */
class StatusError extends Error {
  readonly status: number;

  constructor(url: string, status: number) {
    super(`${new URL(url).host} answered HTTP ${status}`);
    this.status = status;
  }
}

/**
 * Downloads to `file`, going on behind what is there. Throws NotPublishedError, or TOOL_DOWNLOAD_FAILED with the address,
 * within the budget; what has come until then stays for the next who tries.
 */
export async function downloadFile(
  host: Reach,
  { url, file, patience = ALL_PATIENCE }: { url: string; file: string; patience?: Patience },
): Promise<void> {
  const { tries, budgetMs } = patience;
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    const timeoutMs = Math.min(leftMs, TRY_MS);
    const idleMs = Math.min(IDLE_MS, budgetMs);
    try {
      const status = await host.toolCache.download({ url, file, timeoutMs, idleMs });
      if (status === undefined) return;
      throw new StatusError(url, status);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = error instanceof StatusError ? error.status : undefined;
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error) || count === tries || late) throw makeFailed({ url, count, error });
      await host.clock.sleep(delayMs);
    }
  }
}

/** Whether the next try may fare better: not with faults of this machine, of its trust, or of an address. */
function mayPass(error: unknown): boolean {
  if (error instanceof StatusError)
    return error.status >= 500 || error.status === 408 || error.status === 429;
  return error instanceof TransportError && error.kind !== 'tls' && error.kind !== 'other';
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
  const disk = /ENOSPC|EDQUOT/.test(reason);
  return new ActionError(
    'TOOL_DOWNLOAD_FAILED',
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: disk
        ? 'The disk of the runner is full: `df` shows which one. Nothing was published.'
        : 'Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.',
      cause: error,
    },
  );
}
