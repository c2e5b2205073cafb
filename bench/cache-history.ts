/**
 * What a history of runs finds in the Actions cache: real BuildKit, the lab's cache service with GitHub's rules (refs kept
 * apart, least recently used out first), every job on a machine that has nothing.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startCacheService } from '../lab/services/cache.ts';
import { mayWrite, type RefKind } from '../src/plan/cache-refs.ts';
import { makeCacheScope } from '../src/plan/cache-scope.ts';
import {
  buildOnce,
  type CacheArguments,
  type HistoryMeans,
  MAIN,
  PLATFORMS,
} from './cache-build.ts';

/** Random bytes, which no compression makes smaller, that an image's dependencies are. */
const LAYER_BYTES = 30_000;

/** One run of the workflow: all images, each in a job of its own. */
export interface HistoryRun {
  readonly ref: string;
  readonly kind: RefKind;
  /** Images whose own sources are new in this run, by their numbers. */
  readonly changed: readonly number[];
  /** Images whose dependencies are new. */
  readonly updated?: readonly number[];
}

export interface Strategy {
  readonly name: string;
  cacheOf(image: number, run: HistoryRun): CacheArguments;
}

/** As this action plans it: a scope for each image, and tags that only read. */
export const PLANNED: Strategy = {
  name: 'this action',
  cacheOf: (image, { kind }) => {
    const scope = makeCacheScope({
      inputs: {
        context: `image-${image}`,
        file: undefined,
        target: undefined,
        platforms: PLATFORMS,
      },
      image: `ghcr.io/octo-org/image-${image}`,
    });
    const to = mayWrite('gha', kind) ? `scope=${scope},mode=max,ignore-error=true` : undefined;
    return { from: `scope=${scope}`, to };
  },
};

/** As the READMEs of docker/build-push-action show it. */
export const DEFAULTS: Strategy = {
  name: 'build-push-action, `type=gha` and `type=gha,mode=max`',
  cacheOf: () => ({ from: 'scope=buildkit', to: 'scope=buildkit,mode=max' }),
};

/** 20 runs: pushes, three pull requests, two branches, three releases. */
export function makeHistory(images: number): readonly HistoryRun[] {
  const on = (ref: string, kind: RefKind, ...changed: number[]): HistoryRun => ({
    ref,
    kind,
    changed: changed.map((one) => one % images),
  });
  const push = (...changed: number[]) => on(MAIN, 'default', ...changed);
  const pull = (number: number, ...changed: number[]) =>
    on(`refs/pull/${number}/merge`, 'pull-request', ...changed);
  const branch = (name: string, ...changed: number[]) =>
    on(`refs/heads/${name}`, 'branch', ...changed);
  const tag = (name: string) => on(`refs/tags/${name}`, 'tag');
  return [
    push(),
    pull(1, 0),
    pull(1, 0),
    push(0),
    tag('v1.0.0'),
    push(1),
    pull(2, 2),
    branch('feature', 3),
    pull(2, 2),
    push(2),
    { ...push(4), updated: [4 % images] },
    branch('feature', 3),
    tag('v1.1.0'),
    pull(3, 5, 1),
    push(3),
    branch('release', 0),
    pull(3, 5),
    push(5, 1),
    tag('v1.2.0'),
    push(),
  ];
}

export interface HistoryResult {
  readonly name: string;
  /** Steps from the cache, of all, for each run. */
  readonly runs: readonly { readonly cached: number; readonly total: number }[];
  /** Names of indexes that builds of more than one image wrote. */
  readonly overwritten: number;
  readonly storedBytes: number;
  readonly evicted: number;
}

export async function replayHistory(
  means: HistoryMeans,
  {
    strategy,
    images,
    history,
    quotaBytes,
  }: { strategy: Strategy; images: number; history: readonly HistoryRun[]; quotaBytes: number },
): Promise<HistoryResult> {
  const service = await startCacheService({ quotaBytes });
  const writers = new Map<string, Set<number>>();
  const runs: { cached: number; total: number }[] = [];
  let lastId = 0;
  try {
    await makeImages(means, images);
    for (const run of history) {
      let cached = 0;
      let total = 0;
      for (let image = 0; image < images; image++) {
        await changeSources(means, image, run);
        const hits = await buildOnce(means, {
          service,
          image,
          cache: strategy.cacheOf(image, run),
          ref: run.ref,
        });
        cached += hits.cached;
        total += hits.total;
        for (const { id, key, scope } of service.entries())
          if (id > lastId && key.startsWith('index-'))
            noteWriter(writers, `${scope} ${key.replace(/#\d+$/, '')}`, image);
        lastId = Math.max(lastId, ...service.entries().map(({ id }) => id));
      }
      runs.push({ cached, total });
    }
    const entries = service.entries();
    return {
      name: strategy.name,
      runs,
      overwritten: [...writers.values()].filter((who) => who.size > 1).length,
      storedBytes: entries.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
      evicted: lastId - entries.length,
    };
  } finally {
    await service.stop();
  }
}

function noteWriter(writers: Map<string, Set<number>>, key: string, image: number): void {
  writers.set(key, (writers.get(key) ?? new Set()).add(image));
}

async function makeImages({ folder, baseImage }: HistoryMeans, images: number): Promise<void> {
  for (let image = 0; image < images; image++) {
    const context = join(folder, `image-${image}`);
    await mkdir(context, { recursive: true });
    await writeFile(join(context, 'dependencies.txt'), `first of image ${image}\n`);
    await writeFile(join(context, 'source.txt'), `first of image ${image}\n`);
    const lines = [
      `FROM ${baseImage} AS dependencies`,
      'COPY dependencies.txt /',
      `RUN read -r line < /dependencies.txt && head -c ${LAYER_BYTES} /dev/urandom > /installed`,
      `FROM ${baseImage}`,
      'COPY --from=dependencies /installed /installed',
      'COPY source.txt /',
      'RUN read -r line < /source.txt && echo "built of $line" > /built',
      '',
    ];
    await writeFile(join(context, 'Dockerfile'), lines.join('\n'));
  }
}

/** Sources as a checkout of this run's commit has them. */
async function changeSources(
  { folder }: HistoryMeans,
  image: number,
  { changed, updated = [], ref }: HistoryRun,
): Promise<void> {
  const context = join(folder, `image-${image}`);
  if (updated.includes(image))
    await writeFile(join(context, 'dependencies.txt'), `updated on ${ref}\n`);
  if (changed.includes(image)) {
    await writeFile(join(context, 'source.txt'), `${process.hrtime.bigint()} on ${ref}\n`);
  }
}

/** Of all runs but the first, which finds nothing anywhere. */
export function countRatio({ runs }: Pick<HistoryResult, 'runs'>): number {
  const later = runs.slice(1);
  const sum = (read: (run: HistoryResult['runs'][number]) => number) =>
    later.reduce((total, run) => total + read(run), 0);
  return sum(({ cached }) => cached) / sum(({ total }) => total);
}
