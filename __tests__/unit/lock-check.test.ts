import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkBinaries, pinRelease } from '../../scripts/pin.ts';
import { PINNED } from '../../src/tools/pins.ts';
import { hash } from '../support/hash.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';

const PATH = '/sigstore/cosign/releases/download/v3.1.3/cosign-linux-arm64';
const PINS = new URL('../../src/tools/pins.ts', import.meta.url);
const PLATFORMS = ['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64'];

let server: ReleaseServer;

beforeEach(async () => {
  server = await startReleaseServer();
});

afterEach(() => server.stop());

describe('comparing the lock with what is published', () => {
  it('asks for every pinned binary and tells what was found in its place', async () => {
    server.publish(PATH, [{ kind: 'whole', bytes: 'something else' }]);
    const results = await checkBinaries(server.baseUrl);
    expect(server.asked).toHaveLength(results.length);
    expect(results.length).toBeGreaterThan(10);
    const { found, expected } = results.find(({ name }) => name.endsWith(PATH)) ?? {};
    expect(found).toBe(hash('something else'));
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    expect(results.filter((one) => one.found === 'HTTP 404')).toHaveLength(results.length - 1);
  });
});

describe('writing a version into the lock', () => {
  const DIGEST = `sha256:${'c'.repeat(64)}`;
  let folder: string;
  let file: URL;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pins-'));
    file = pathToFileURL(join(folder, 'pins.ts'));
    await writeFile(file, await readFile(PINS, 'utf8'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** A release as Docker's and Sigstore's are: binaries, and a list of their checksums. */
  function publish(tool: 'cosign' | 'buildx', version: string, changed?: string): void {
    const base =
      tool === 'cosign'
        ? `/sigstore/cosign/releases/download/v${version}`
        : `/docker/buildx/releases/download/v${version}`;
    const names = PLATFORMS.map((platform) =>
      tool === 'cosign' ? `cosign-${platform}` : `buildx-v${version}.${platform}`,
    );
    for (const name of names) server.publish(`${base}/${name}`, [{ kind: 'whole', bytes: name }]);
    const list = names.map((name) => `${hash(name === changed ? 'other' : name)} *${name}\n`);
    const title = tool === 'cosign' ? 'cosign_checksums.txt' : 'checksums.txt';
    server.publish(`${base}/${title}`, [{ kind: 'whole', bytes: list.join('') }]);
  }

  const pin = (tool: 'cosign' | 'buildx', version: string): Promise<void> =>
    pinRelease({ tool, version }, { baseUrl: server.baseUrl, file, readCopy: async () => DIGEST });
  const read = async (): Promise<typeof import('../../src/tools/pins.ts')> => {
    const copy = join(folder, `read-${Math.random()}.ts`);
    await writeFile(copy, await readFile(file));
    return import(copy);
  };

  it.each([
    ['buildx', '0.37.0', 'docker.io/docker/buildx-bin'],
    ['cosign', '3.2.0', 'ghcr.io/sigstore/cosign/cosign'],
  ] as const)(
    '%s %s: hashes of each platform, its image, and everything else as it was',
    async (tool, version, image) => {
      publish(tool, version);
      await pin(tool, version);
      const pins = await read();
      expect(Object.keys(pins.PINNED[tool][version] ?? {})).toEqual(
        PLATFORMS.map((one) => one.replace('-', '/')),
      );
      expect(pins.COPIES[tool][version]).toBe(`${image}@${DIGEST}`);
      for (const known of Object.keys(PINNED[tool]))
        expect(pins.PINNED[tool][known]).toEqual(PINNED[tool][known]);
    },
  );

  it('writes a version that is there in its place, and again the same', async () => {
    publish('buildx', '0.36.1');
    await pin('buildx', '0.36.1');
    const text = await readFile(file, 'utf8');
    const pins = await read();
    expect(pins.PINNED.buildx['0.36.1']?.['linux/amd64']).toBe(hash('buildx-v0.36.1.linux-amd64'));
    expect(pins.PINNED.buildx['0.35.0']).toEqual(PINNED.buildx['0.35.0']);
    await pin('buildx', '0.36.1');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it.each([
    ['a binary is not what the list of checksums says', 'buildx-v0.37.0.darwin-arm64', '0.37.0'],
    ['there is no such release', undefined, '0.38.0'],
  ])('writes nothing when %s', async (_, changed, version) => {
    publish('buildx', '0.37.0', changed);
    await expect(pin('buildx', version)).rejects.toThrow(/checksums\.txt says/);
    expect(await readFile(file, 'utf8')).toBe(await readFile(PINS, 'utf8'));
  });
});
