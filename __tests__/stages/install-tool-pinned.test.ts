import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import { downloadFile } from '../../src/stages/tools/tool-download.ts';
import { ensurePinned, type PinnedTool } from '../../src/stages/tools/tool-pinned.ts';
import { hash } from '../support/hash.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

const PATH = '/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64';

let world: ToolWorld;
let server: ReleaseServer;
/** A binary that leaves a trace when it is run, and another one that must never run. */
let binary: string;
let forged: string;

beforeEach(async () => {
  world = await makeToolWorld();
  server = await startReleaseServer();
  binary = world.makeBinary('ran', '3.1.3');
  forged = world.makeBinary('forged', '3.1.3');
});

afterEach(async () => {
  await Promise.all([server.stop(), world.remove()]);
});

describe('a pinned version', () => {
  const say = (): void => undefined;
  const platform = { os: 'linux', arch: 'amd64' };
  const pinned = (): PinnedTool => ({
    key: { tool: 'cosign', version: '3.1.3', platform },
    sha256: hash(binary),
    source: { baseUrl: server.baseUrl, copies: [] },
    say,
  });
  const install = (): Promise<string> => ensurePinned(world.host, pinned());
  const keptFile = (): string =>
    join(world.folder, 'cache', 'build-sign-cosign', '3.1.3', 'amd64', 'cosign');

  it('is downloaded through the redirect, executable, and found the next time', async () => {
    server.publish(PATH, [{ kind: 'whole', bytes: binary }]);
    const first = await install();
    expect(await world.host.files.executable(first)).toBe(true);
    expect(await readFile(first, 'utf8')).toBe(binary);
    expect(await install()).toBe(keptFile());
    expect(server.asked).toEqual([PATH]);
    expect(world.wasRun('ran')).toBe(false);
  });

  it('is downloaded again when its file in the tool cache was changed', async () => {
    server.publish(PATH, [{ kind: 'whole', bytes: binary }]);
    await install();
    await writeFile(keptFile(), forged);
    const path = await install();
    expect(await readFile(path, 'utf8')).toBe(binary);
    expect(await readFile(keptFile(), 'utf8')).toBe(binary);
    expect(world.warnings).toHaveLength(1);
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ['one changed byte', () => binary.replace('ran', 'rbn')],
    ['a page of a proxy', () => '<html>Please log in</html>'],
    ['nothing', () => ''],
    ['half of it', () => binary.slice(0, 20)],
  ])('is refused with %s, twice, and leaves nothing behind', async (_, bytes) => {
    server.publish(PATH, [{ kind: 'whole', bytes: bytes() }]);
    expect(await readCode(install())).toBe('TOOL_HASH_MISMATCH');
    expect(server.asked).toHaveLength(2);
    expect(await world.listTemp()).toEqual([]);
    expect(world.commands).toEqual([]);
    expect(await world.host.files.kind(keptFile())).toBeUndefined();
  });

  it('is accepted from the second download when the first was garbled', async () => {
    server.publish(PATH, [
      { kind: 'whole', bytes: forged },
      { kind: 'whole', bytes: binary },
    ]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(world.warnings).toHaveLength(1);
  });

  it.each([
    ['503', { kind: 'status', status: 503 }],
    ['429', { kind: 'status', status: 429 }],
    ['a connection that breaks', { kind: 'cut', bytes: 'abc' }],
  ] as const)('survives %s that passes', async (_, fault) => {
    server.publish(PATH, [fault, fault, { kind: 'whole', bytes: binary }]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(world.sleepsMs).toEqual([1000, 2000]);
    expect(server.asked).toHaveLength(3);
    expect(await world.listTemp()).toHaveLength(1);
  });

  it('gives up on a server that stays broken, and names the address', async () => {
    server.publish(PATH, [{ kind: 'status', status: 502 }]);
    const error = await install().catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe('TOOL_DOWNLOAD_FAILED');
    expect(String(error)).toContain(server.baseUrl + PATH);
    expect(world.sleepsMs).toEqual([1000, 2000, 4000, 8000]);
    expect(await world.listTemp()).toEqual([]);
  });

  it.each([404, 410])('does not ask again for what is not published (%i)', async (status) => {
    server.publish(PATH, [{ kind: 'status', status }]);
    const error = await install().catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe('TOOL_DOWNLOAD_FAILED');
    expect(String(error)).toContain(server.baseUrl + PATH);
    expect(server.asked).toHaveLength(1);
    expect(world.sleepsMs).toEqual([]);
  });

  it.each([401, 403])('does not ask again when it is denied (%i)', async (status) => {
    server.publish(PATH, [{ kind: 'status', status }]);
    expect(await readCode(install())).toBe('TOOL_DOWNLOAD_FAILED');
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['says nothing', { kind: 'hang' }],
    ['stops in the middle', { kind: 'stall', bytes: 'abc' }],
  ] as const)('does not wait for a server that %s', async (_, fault) => {
    server.publish(PATH, [fault]);
    const file = join(world.folder, 'file');
    const patience = { tries: 5, budgetMs: 200 };
    const work = downloadFile(world.host, { url: server.baseUrl + PATH, file, patience });
    expect(await readCode(work)).toBe('TOOL_DOWNLOAD_FAILED');
    expect(server.asked).toHaveLength(1);
  });

  it('goes on where it broke off', async () => {
    const half = binary.slice(0, 20);
    server.publish(PATH, [
      { kind: 'cut', bytes: half },
      { kind: 'range', bytes: binary },
    ]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(server.ranges).toEqual(['', 'bytes=20-']);
    expect(world.warnings).toEqual([]);
  });

  it('begins anew where the server cannot go on, and where it goes on with something else', async () => {
    server.publish(PATH, [
      { kind: 'cut', bytes: binary.slice(0, 20) },
      { kind: 'whole', bytes: binary },
    ]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    await writeFile(keptFile(), forged);
    server.publish(PATH, [
      { kind: 'cut', bytes: forged.slice(0, 40) },
      { kind: 'range', bytes: binary },
      { kind: 'whole', bytes: binary },
    ]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(server.ranges.slice(-3)).toEqual(['', 'bytes=40-', '']);
    expect(world.wasRun('forged')).toBe(false);
  });

  it('takes no other part than it asked for', async () => {
    server.publish(PATH, [
      { kind: 'cut', bytes: binary.slice(0, 20) },
      { kind: 'wrong-range', bytes: binary },
    ]);
    expect(await readCode(install())).toBe('TOOL_DOWNLOAD_FAILED');
    expect(await world.listTemp()).toEqual([]);
  });

  it('does not follow redirects without an end', async () => {
    server.publish(PATH, [{ kind: 'loop' }]);
    const error = await install().catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe('TOOL_DOWNLOAD_FAILED');
    expect(String(error)).toContain('redirects without an end');
    expect(server.ranges).toHaveLength(5);
  });

  it('ends at once when the job is cancelled', async () => {
    server.publish(PATH, [{ kind: 'hang' }]);
    const work = readCode(install());
    setTimeout(() => world.cancel(new ActionError('CANCELLED', 'no more')), 50);
    expect(await work).toBe('CANCELLED');
  });

  it('is installed where the tool cache cannot be written', async () => {
    await world.remove();
    world = await makeToolWorld({ withToolCache: false });
    server.publish(PATH, [{ kind: 'whole', bytes: binary }]);
    const path = await install();
    expect(await world.host.files.executable(path)).toBe(true);
    expect(await world.host.files.sha256(path)).toBe(hash(binary));
  });

  it('is taken from the PATH when its bytes are the pinned ones', async () => {
    const path = await world.writeScript('bin/cosign', '');
    await writeFile(path, binary);
    expect(await install()).toBe(path);
    expect(server.asked).toEqual([]);
  });

  it('is not taken from the PATH otherwise, and what stands there is not run', async () => {
    await writeFile(await world.writeScript('bin/cosign', ''), forged);
    server.publish(PATH, [{ kind: 'whole', bytes: binary }]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(world.wasRun('forged')).toBe(false);
  });

  it('can be installed by several jobs at once into one tool cache', async () => {
    server.publish(PATH, [{ kind: 'whole', bytes: binary }]);
    const paths = await Promise.all(Array.from({ length: 6 }, install));
    const results = await Promise.all(
      paths.map((file) => world.host.run({ tool: 'x', file, args: [], env: {}, deadlineMs: 5000 })),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
