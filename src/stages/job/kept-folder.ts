/** A folder kept from run to run in the Actions cache. Whatever goes wrong is one warning, and the run goes on. */
import type { Host } from '../../host/host.ts';
import type {
  CacheFailure,
  CacheRestoreRequest,
  CacheSaveRequest,
  Outage,
} from '../../tools/actions-cache.ts';

type Reach = Pick<Host, 'cache' | 'log' | 'clock'>;

/** What a warning begins with: `The local build cache`. */
type Named<Request> = Request & { readonly what: string };

export interface RestoredFolder {
  /** Of the entry: the one that was asked for, or another that begins with a restore key. */
  readonly key: string;
  /** As it is stored, compressed. */
  readonly sizeBytes: number;
  readonly seconds: number;
}

export interface SavedFolder {
  readonly outcome: 'saved' | 'exists';
  readonly sizeBytes: number;
  readonly seconds: number;
}

/** Undefined where there is none, or where none could be had; the folder is empty then. Rejects only for a cancelled run. */
export async function restoreFolder(
  host: Reach,
  { what, ...request }: Named<CacheRestoreRequest>,
): Promise<RestoredFolder | undefined> {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.restore(request);
  if (result.outcome === 'failed')
    host.log.warning(`${what} was not restored: ${result.problem}`, nameOutage(result.reason));
  if (result.outcome !== 'restored') return undefined;
  const { key, sizeBytes } = result;
  return { key, sizeBytes, seconds: secondsSince(host, startedMs) };
}

/** Undefined where it could not be saved. Rejects only for a cancelled run. */
export async function saveFolder(
  host: Reach,
  { what, ...request }: Named<CacheSaveRequest>,
): Promise<SavedFolder | undefined> {
  const startedMs = host.clock.elapsedMs();
  const result = await host.cache.save(request);
  if (result.outcome === 'failed') {
    host.log.warning(`${what} was not saved: ${result.problem}`, nameOutage(result.reason));
    return undefined;
  }
  const sizeBytes = result.outcome === 'saved' ? result.sizeBytes : 0;
  return { outcome: result.outcome, sizeBytes, seconds: secondsSince(host, startedMs) };
}

/** What cannot be packed or unpacked is no fault of the service. */
export function nameOutage(reason: CacheFailure['reason']): Outage | undefined {
  return reason === 'archive' ? undefined : 'actions-cache';
}

function secondsSince({ clock }: Reach, startedMs: number): number {
  return Math.round(clock.elapsedMs() - startedMs) / 1000;
}
