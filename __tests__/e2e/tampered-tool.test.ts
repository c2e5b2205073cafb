import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_VERSIONS, type Tool } from '../../src/tools/lock.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';

/** What an earlier job on the same self-hosted machine may have done. */
describe('a tool cache that somebody has written to', () => {
  const world = useWorld();
  let folder: string;
  let trace: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tampered-'));
    trace = join(folder, 'was-run');
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** A program that leaves a trace, where the action keeps a version, marked as complete. */
  async function plant(tool: Tool): Promise<string> {
    const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
    const place = join(folder, 'cache', `build-sign-${tool}`, DEFAULT_VERSIONS[tool], arch);
    await mkdir(place, { recursive: true });
    const file = join(place, tool);
    await writeFile(file, `#!/bin/sh\n: > ${trace}\n`);
    await chmod(file, 0o755);
    await writeFile(`${place}.complete`, '');
    return file;
  }

  // Where nothing can be downloaded, the step fails; elsewhere it goes on with the genuine one.
  it.each(['cosign', 'buildx'] as const)('has no %s that is run', async (tool) => {
    const { run, registry } = world();
    const file = await plant(tool);
    const failed = await run({
      toolCacheDir: join(folder, 'cache'),
      inputs: {
        ...LEAN,
        images: `${registry.host}/octo/tampered`,
        [`${tool}-version`]: DEFAULT_VERSIONS[tool],
      },
    });
    expect([undefined, 'TOOL_DOWNLOAD_FAILED']).toContain(failed.error?.code);
    expect(failed.warnings.join('\n')).toContain(`${file} is not ${tool}`);
    expect(existsSync(trace)).toBe(false);
    if (failed.error !== undefined) expect(await readFile(file, 'utf8')).toContain(trace);
  });
});
