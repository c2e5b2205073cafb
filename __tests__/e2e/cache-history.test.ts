/** The history of `npm run bench -- --only=cache-history`, shorter: what must hold of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryMeans } from '../../bench/cache-build.ts';
import {
  countRatio,
  DEFAULTS,
  type HistoryResult,
  makeHistory,
  PLANNED,
  replayHistory,
} from '../../bench/cache-history.ts';
import { type Lab, openLab } from '../../lab/lab.ts';
import { runCommand } from '../../lab/provision/commands.ts';

const IMAGES = 2;
const RUNS = 5;
const TIMEOUT_MS = 300_000;

describe('runs over branches, pull requests and a tag', () => {
  let lab: Lab;
  let means: HistoryMeans;
  let env: Record<string, string>;
  let folder: string;

  beforeAll(async () => {
    lab = await openLab({ log: () => undefined, isDirect: true });
    folder = await mkdtemp(join(tmpdir(), 'bsa-history-'));
    const { tools, engine, baseImage, images } = lab;
    means = { tools, engine, baseImage, folder, builder: `history-${process.pid}` };
    env = { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: join(folder, 'buildx') };
    const options = `image=${images.buildkit},network=host`;
    const create = ['create', '--name', means.builder, '--driver', 'docker-container'];
    const args = [...create, '--driver-opt', options, '--bootstrap'];
    await runCommand({ file: tools.buildx, args, env });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await runCommand({ file: lab.tools.buildx, args: ['rm', '--force', means.builder], env });
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }, TIMEOUT_MS);

  const replay = (strategy: typeof PLANNED): Promise<HistoryResult> =>
    replayHistory(means, {
      strategy,
      images: IMAGES,
      history: makeHistory(IMAGES).slice(0, RUNS),
      quotaBytes: Number.POSITIVE_INFINITY,
    });

  it(
    'no image overwrites the cache of another, and every run finds what did not change',
    async () => {
      const ours = await replay(PLANNED);
      expect(ours.overwritten).toBe(0);
      // Of the last run, a tag, nothing is new. A step that only feeds another is not kept once that one came from the cache.
      const { cached = 0, total = 0 } = ours.runs.at(-1) ?? {};
      expect(cached / total).toBeGreaterThanOrEqual(0.8);
      const usual = await replay(DEFAULTS);
      expect(usual.overwritten).toBeGreaterThan(0);
      expect(countRatio(ours)).toBeGreaterThan(countRatio(usual));
    },
    TIMEOUT_MS,
  );
});
