/** `node bench/cache-history-main.ts`: six images, two platforms, 20 runs; this action's scopes and the usual ones. */

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

const IMAGES = 6;
/** Room for what the default branch and some others need, and not for everything. */
const QUOTA_BYTES = 3_000_000;

const lab = await openLab({ log: () => undefined, isDirect: true });
const builder = `bench-history-${process.pid}`;
const { tools, engine, baseImage, folder } = lab;
const means: HistoryMeans = { tools, engine, baseImage, builder, folder };
const env = { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: join(folder, 'buildx') };
try {
  const options = `image=${lab.images.buildkit},network=host`;
  await runCommand({
    file: tools.buildx,
    args: [
      'create',
      '--name',
      builder,
      '--driver',
      'docker-container',
      '--driver-opt',
      options,
      '--bootstrap',
    ],
    env,
  });
  const history = makeHistory(IMAGES);
  process.stdout.write(
    '| cache | hits after the first run | hits of releases | indexes overwritten by another image | stored at the end | entries dropped |\n| --- | --- | --- | --- | --- | --- |\n',
  );
  for (const strategy of [PLANNED, DEFAULTS]) {
    const started = performance.now();
    const request = { strategy, images: IMAGES, history, quotaBytes: QUOTA_BYTES };
    const result = await replayHistory(means, request);
    process.stdout.write(`${formatRow(result)}\n`);
    process.stderr.write(
      `${strategy.name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
    );
  }
  function formatRow(result: HistoryResult): string {
    const releases = result.runs.filter((_run, at) => history[at]?.kind === 'tag');
    const percent = (ratio: number): string => `${(ratio * 100).toFixed(0)} %`;
    return `| ${result.name} | ${percent(countRatio(result))} | ${percent(countRatio({ runs: [{ cached: 0, total: 0 }, ...releases] }))} | ${result.overwritten} | ${(result.storedBytes / 1e6).toFixed(1)} MB | ${result.evicted} |`;
  }
} finally {
  await runCommand({ file: tools.buildx, args: ['rm', '--force', builder], env }).catch(() => '');
  await lab.stop();
}
