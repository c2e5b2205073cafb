import type { CacheService } from '../../lab/services/cache.ts';
import { makeCache } from '../../src/host/cache.ts';
import { makeFiles } from '../../src/host/files.ts';
import type { ActionsCache } from '../../src/tools/actions-cache.ts';

/** A job's door to a cache service that runs, and what the job's log and masks got of it. */
export interface CacheDoor {
  readonly cache: ActionsCache;
  readonly lines: readonly string[];
  readonly masked: readonly string[];
  cancel(reason: Error): void;
}

/** Opens the door of one job by the real library. `env` on top of what a runner gives. */
export async function openCacheDoor(
  service: CacheService,
  {
    url = service.url,
    temp,
    env,
  }: {
    readonly url?: string;
    readonly temp: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<CacheDoor> {
  const lines: string[] = [];
  const masked: string[] = [];
  const controller = new AbortController();
  const cache = makeCache({
    env: {
      PATH: process.env['PATH'],
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: await service.runtimeToken(),
      ...env,
    },
    files: makeFiles(temp),
    log: { debug: (line) => lines.push(line) },
    mask: (value) => masked.push(value),
    signal: controller.signal,
    os: 'linux',
  });
  return { cache, lines, masked, cancel: (reason) => controller.abort(reason) };
}
