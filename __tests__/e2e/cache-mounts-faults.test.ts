import { execFileSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { shortHash } from '../../src/stages/mounts/mount-keys.ts';
import { call, saveAs } from '../support/cache-client.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();

/** Nothing but the mounts needs the Actions cache. */
const MOUNTED = { ...BARE, cache: 'auto', 'cache-to': 'type=inline' } as const;
const MOUNT = 'RUN --mount=type=cache,target=/made';
const FILL = `${MOUNT} sleep 2 && head -c 3000000 /dev/urandom > /made/file`;

const images = (name: string): string => `${world().registry.host}/octo/mounts-${name}`;

/** One warning at most, and an image that is published, signed and verified as ever. */
function expectRelease(run: CheckedRun, warnings: readonly string[]): void {
  expect(run.error).toBeUndefined();
  expect(run.main.outputs['verified']).toBe('true');
  expect(run.warnings).toEqual(warnings.map((text) => expect.stringContaining(text)));
}

describe('a cache service that', () => {
  it.each<[string, FaultAction]>([
    ['limits', { kind: 'status', status: 429, body: '{}' }],
    ['breaks the connection', { kind: 'reset' }],
  ])('%s costs one line and some seconds', async (name, action) => {
    const { lab, runWith } = world();
    const workspace = await makeWorkspace(lab, [FILL]);
    const inputs = { ...MOUNTED, images: images(name.replaceAll(' ', '-')) };
    const run = await runWith({ cache: [{ match: /./, action }] }, { inputs, workspace });
    expectRelease(run, ['What cache mounts held was not restored: ']);
    expect(readMounts(run).restored.outcome).toBe('unreachable');
  });

  it.each([400, 429])('takes no upload (%d) costs one line', async (status) => {
    const { lab, runWith } = world();
    const workspace = await makeWorkspace(lab, [FILL]);
    const inputs = { ...MOUNTED, images: images(`no-upload-${status}`) };
    const action: FaultAction = { kind: 'status', status, body: '{"msg":"no"}' };
    const run = await runWith(
      { cache: [{ match: /CreateCacheEntry/, action }] },
      { inputs, workspace },
    );
    expectRelease(run, ['What cache mounts hold was not saved: ']);
    expect(readMounts(run).saved.outcome).toBe('failed');
  });

  it('was found silent before is not asked again', async () => {
    const { lab, runWith } = world();
    const workspace = await makeWorkspace(lab, [FILL]);
    const inputs = { ...BARE, cache: 'gha', images: images('silent') };
    const run = await runWith(
      { cache: [{ match: /./, action: { kind: 'hang' } }] },
      { inputs, workspace },
    );
    expectRelease(run, ['Actions cache']);
  });
});

describe('an entry that somebody spoilt', () => {
  /** Puts other content in the place of what is kept for the workspace. */
  async function forge(
    { key, version }: { readonly key: string; readonly version: string },
    files: Record<string, string | Uint8Array>,
  ): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'bsa-forged-'));
    try {
      await mkdir(join(folder, 'in'));
      for (const [name, content] of Object.entries(files))
        await writeFile(join(folder, 'in', name), content);
      const archive = join(folder, 'archive');
      execFileSync('tar', ['--zstd', '-cf', archive, '-C', join(folder, 'in'), '.']);
      await saveAs(world().lab.cache, { key, version, content: await readFile(archive) });
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  const NAME = `m${shortHash('/made')}`;
  const RECORD = JSON.stringify({
    v: 1,
    mounts: [{ name: NAME, bytes: 3_000_000 }],
    coldSeconds: 9,
  });

  /** An archive that would write outside of its folder, by each of the ways that archives know. */
  async function makeEvil(): Promise<Buffer> {
    const folder = await mkdtemp(join(tmpdir(), 'bsa-evil-'));
    try {
      await mkdir(join(folder, NAME));
      await writeFile(join(folder, NAME, 'good'), 'good');
      await writeFile(join(folder, 'evil'), 'evil');
      await symlink('/bsa/to/../../../..', join(folder, NAME, 'up'));
      const archive = join(folder, 'archive');
      const tar = (...args: string[]) => execFileSync('tar', ['-P', '-C', folder, ...args]);
      tar('-cf', archive, NAME);
      for (const path of ['../../../../escaped', '/escaped', `${NAME}/up/escaped`])
        tar('-rf', archive, '--transform', `s,^evil$,${path},`, 'evil');
      return await readFile(archive);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it('costs one line, or nothing, and never gets out of the mount', async () => {
    const { lab, run } = world();
    const look = `${MOUNT} echo "mount: $(echo /made/*)" && ! ls /escaped /bsa/escaped`;
    const workspace = await makeWorkspace(lab, [FILL, look]);
    const request = { inputs: { ...MOUNTED, images: images('spoilt') }, workspace };
    const first = await run(request);
    expect(readMounts(first).saved.outcome).toBe('saved');
    const [entry] = lab.cache.entries().filter(({ key }) => key.startsWith('bsa-mounts-'));
    const { key = '', version = '' } = entry ?? {};
    const { signed_download_url: url } = Object(
      await call(lab.cache, 'GetCacheEntryDownloadURL', { key, version, restore_keys: [] }),
    );
    const whole = Buffer.from(await (await fetch(String(url))).arrayBuffer());
    for (const content of [Buffer.from('no archive'), whole.subarray(0, whole.length / 2)]) {
      await lab.cache.removeEntries(() => true);
      await saveAs(lab.cache, { key, version, content });
      const spoilt = await run(request);
      expectRelease(spoilt, ['What cache mounts held was not restored: ']);
      expect(readMounts(spoilt).restored.outcome).toBe('failed');
    }
    await lab.cache.removeEntries(() => true);
    await forge({ key, version }, { 'mounts.json': RECORD, 'mounts.tar': 'no tar' });
    const third = await run(request);
    expectRelease(third, ['What cache mounts held was not restored: ']);
    expect(readMounts(third).restored.outcome).toBe('failed');
    await lab.cache.removeEntries(() => true);
    await forge({ key, version }, { 'mounts.json': RECORD, 'mounts.tar': await makeEvil() });
    const fourth = await run(request);
    expect(fourth.error).toBeUndefined();
    expect(fourth.warnings.length).toBeLessThanOrEqual(1);
    expect(fourth.text).not.toMatch(/#\d+ [\d.]+ mount: .*escaped/);
    await expect(access('/escaped')).rejects.toThrow('ENOENT');
  });
});

describe('mounts that are not kept', () => {
  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    ['large', [FILL], { 'cache-mounts-max-size': '1mb' }, /more than `cache-mounts-max-size`/],
    ['quick', [`${MOUNT} echo x > /made/file`], {}, /next to nothing/],
    [
      'unknown',
      [FILL, 'ARG NAME', `RUN --mount=type=cache,id=$NAME-x,target=/other true`],
      {},
      /saved/,
    ],
  ])('are told in a line: %s', async (name, lines, more, told) => {
    const { lab, run } = world();
    const workspace = await makeWorkspace(lab, lines);
    const released = await run({
      inputs: { ...MOUNTED, images: images(name), ...more },
      workspace,
    });
    expectRelease(released, []);
    expect(JSON.stringify(readMounts(released).saved)).toMatch(told);
  });
});
