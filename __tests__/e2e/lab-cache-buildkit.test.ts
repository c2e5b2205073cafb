import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { probeCommand } from '../../lab/provision/commands.ts';
import { type Engine, ensureEngine } from '../../lab/provision/engine.ts';
import { ensureImages } from '../../lab/provision/images.ts';
import { ensureLabTools, type LabTools } from '../../lab/provision/tools.ts';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';

const BUILDER = `lab-cache-test-${process.pid}`;
const SET_UP_TIMEOUT_MS = 1_800_000;

let tools: LabTools;
let engine: Engine;
let service: CacheService;
let dir: string;

beforeAll(async () => {
  const log = () => undefined;
  tools = await ensureLabTools(log);
  engine = await ensureEngine(tools, log);
  const { buildkit, baseContent } = await ensureImages({ engine, tools, log });
  service = await startCacheService();
  dir = await mkdtemp(join(tmpdir(), 'bsa-cache-test-'));
  await mkdir(join(dir, 'context'));
  const busybox = process.arch === 'arm64' ? baseContent.busyboxArm64 : baseContent.busyboxAmd64;
  await copyFile(busybox, join(dir, 'context', 'busybox'));
  await writeFile(
    join(dir, 'context', 'Dockerfile'),
    `FROM scratch
COPY --chmod=755 busybox /bin/sh
RUN ["/bin/sh", "-c", "echo made >/made"]
`,
  );
  await buildx([
    'create',
    '--name',
    BUILDER,
    '--driver',
    'docker-container',
    '--driver-opt',
    `image=${buildkit},network=host`,
    '--bootstrap',
  ]);
}, SET_UP_TIMEOUT_MS);

afterAll(async () => {
  await buildx(['rm', '--force', BUILDER]);
  await service.stop();
  await engine.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Runs buildx and returns its progress. */
async function buildx(args: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await probeCommand({
    file: tools.buildx,
    args,
    env: { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: join(dir, 'buildx') },
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stderr;
}

async function build(): Promise<string> {
  const token = await service.runtimeToken();
  const attributes = `type=gha,version=2,url_v2=${service.url}/,token=${token},scope=app`;
  const cache = ['--cache-from', attributes, '--cache-to', `${attributes},mode=max`];
  const context = join(dir, 'context');
  return buildx(['build', '--builder', BUILDER, '--progress', 'plain', ...cache, context]);
}

describe('BuildKit’s gha cache', () => {
  it('is exported, and imported after the builder lost everything', async () => {
    expect(await build()).not.toContain('CACHED');
    const blobs = service.entries().filter(({ key }) => key.startsWith('buildkit-blob-1-'));
    expect(blobs.length).toBeGreaterThanOrEqual(2);
    expect(blobs.every(({ sizeBytes = 0 }) => sizeBytes > 0)).toBe(true);
    expect(service.entries().map(({ key }) => key)).toContainEqual(
      expect.stringMatching(/^index-app-1-[0-9a-f]{8}#1$/),
    );
    await buildx(['prune', '--builder', BUILDER, '--all', '--force']);
    const callsBefore = service.calls.length;
    const progress = await build();
    expect(progress.match(/^#\d+ CACHED$/gm)).toHaveLength(2);
    const calls = service.calls.slice(callsBefore);
    expect(
      calls.some(
        ({ result, matched }) => result === 'hit' && matched?.key.startsWith('index-app-1-'),
      ),
    ).toBe(true);
    // Nothing was built anew: no new blob, only the index once more.
    expect(
      calls.filter(({ result, key }) => result === 'reserved' && !key.startsWith('index-')),
    ).toEqual([]);
  }, 120_000);
});
