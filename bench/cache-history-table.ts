/** Six images, two platforms, 20 runs: with the scopes of this action and with the usual one. */
import { join } from 'node:path';
import { openLab } from '../lab/lab.ts';
import { runCommand } from '../lab/provision/commands.ts';
import type { HistoryMeans } from './cache-build.ts';
import {
  countRatio,
  DEFAULTS,
  type HistoryResult,
  makeHistory,
  PLANNED,
  replayHistory,
} from './cache-history.ts';
import type { Tell } from './main.ts';

const IMAGES = 6;
/** Room for what the default branch and some others need, and not for everything. */
const QUOTA_BYTES = 3_000_000;

export async function benchCacheHistory(tell: Tell): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true });
  const { tools, engine, baseImage, folder } = lab;
  const means: HistoryMeans = {
    ...{ tools, engine, baseImage, folder },
    builder: `bench-history-${process.pid}`,
  };
  const env = { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: join(folder, 'buildx') };
  const buildx = (args: readonly string[]): Promise<string> =>
    runCommand({ file: tools.buildx, args, env });
  try {
    const options = `image=${lab.images.buildkit},network=host`;
    const create = ['create', '--name', means.builder, '--driver', 'docker-container'];
    await buildx([...create, '--driver-opt', options, '--bootstrap']);
    tell(
      '| cache | hits after the first run | hits of releases | indexes overwritten by another image | stored at the end | entries dropped | time of all builds, s |',
    );
    tell('| --- | --- | --- | --- | --- | --- | --- |');
    for (const strategy of [PLANNED, DEFAULTS]) {
      const startedMs = performance.now();
      const history = makeHistory(IMAGES);
      const request = { strategy, images: IMAGES, history, quotaBytes: QUOTA_BYTES };
      const result = await replayHistory(means, request);
      const releases = result.runs.filter((_run, at) => history[at]?.kind === 'tag');
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
      tell(`${formatRow(result, releases)} ${seconds} |`);
    }
  } finally {
    await buildx(['rm', '--force', means.builder]).catch(() => '');
    await lab.stop();
  }
}

function formatRow(result: HistoryResult, releases: HistoryResult['runs']): string {
  const percent = (ratio: number): string => `${(ratio * 100).toFixed(0)} %`;
  const ofReleases = countRatio({ runs: [{ cached: 0, total: 0 }, ...releases] });
  return `| ${[
    result.name,
    percent(countRatio(result)),
    percent(ofReleases),
    result.overwritten,
    `${(result.storedBytes / 1e6).toFixed(1)} MB`,
    result.evicted,
  ].join(' | ')} |`;
}
