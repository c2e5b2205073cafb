import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startHttpServer } from '../../lab/services/http-server.ts';
import { ensurePinned } from '../../src/stages/tools/tool-pinned.ts';
import { hash } from '../support/hash.ts';
import { type Answer, type ReleaseServer, startReleaseServer } from '../support/release-server.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

const PATH = '/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64';
const OCI = 'application/vnd.oci.image';

describe('a pinned version that GitHub does not give', () => {
  let world: ToolWorld;
  let server: ReleaseServer;
  let registry: Awaited<ReturnType<typeof startHttpServer>>;
  let blobs: Map<string, Buffer>;
  let index: string;
  /** Of the release, and of the publisher's image, which was built apart from it. */
  let binary: string;
  let other: string;

  beforeEach(async () => {
    world = await makeToolWorld();
    server = await startReleaseServer();
    binary = world.makeBinary('ran', '3.1.3');
    other = `${binary}# built apart\n`;
    blobs = new Map();
    registry = await startHttpServer({
      handler: ({ url = '' }, response) => {
        const bytes = blobs.get(url.slice(url.lastIndexOf('/') + 1));
        if (url === '/v2/') return void response.end('{}');
        if (bytes === undefined) return void response.writeHead(404).end('{}');
        const type = url.includes('/manifests/') ? readType(bytes) : 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(bytes);
      },
    });
    index = publishImage();
  });

  afterEach(async () => {
    await Promise.all([server.stop(), registry.stop(), world.remove()]);
  });

  const readType = (bytes: Buffer): string => JSON.parse(bytes.toString()).mediaType;

  function store(content: Buffer | object): { digest: string; size: number } {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    blobs.set(digest, bytes);
    return { digest, size: bytes.length };
  }

  /** A layer as ko makes it, packed by the real tar. */
  function packLayer(name: string, text: string): Buffer {
    const root = join(world.folder, `root-${blobs.size}`);
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
    chmodSync(join(root, name), 0o755);
    execFileSync('tar', ['-czf', join(root, '..', 'layer.tgz'), '-C', root, '.']);
    return readFileSync(join(root, '..', 'layer.tgz'));
  }

  /** Two platforms, each with a base layer and one that has the program. Returns the digest of the index. */
  function publishImage(): string {
    const manifests = ['arm64', 'amd64'].map((architecture) => {
      const program = architecture === 'amd64' ? other : 'for another machine';
      const layers = [packLayer('etc/passwd', 'root'), packLayer('ko-app/cosign', program)].map(
        (layer) => ({ mediaType: `${OCI}.layer.v1.tar+gzip`, ...store(layer) }),
      );
      const config = {
        mediaType: `${OCI}.config.v1+json`,
        ...store({ os: 'linux', architecture }),
      };
      const mediaType = `${OCI}.manifest.v1+json`;
      const stored = store({ schemaVersion: 2, mediaType, config, layers });
      return { mediaType, ...stored, platform: { os: 'linux', architecture } };
    });
    return store({ schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests }).digest;
  }

  const install = (): Promise<string> =>
    ensurePinned(world.host, {
      key: { tool: 'cosign', version: '3.1.3', platform: { os: 'linux', arch: 'amd64' } },
      sha256: hash(binary),
      source: {
        baseUrl: server.baseUrl,
        copies: [
          {
            image: `127.0.0.1:${new URL(registry.url).port}/sigstore/cosign@${index}`,
            path: 'ko-app/cosign',
          },
        ],
      },
      say: (line) => void world.lines.push(line),
    });

  it.each<[string, Answer, number]>([
    ['is down', { kind: 'status', status: 503 }, 2],
    ['asks to come later', { kind: 'status', status: 429 }, 2],
    ['has it no more', { kind: 'status', status: 404 }, 1],
    ['forbids it', { kind: 'status', status: 403 }, 1],
    ['breaks off', { kind: 'cut', bytes: 'abc' }, 2],
    ['shows a page of a proxy', { kind: 'whole', bytes: '<html>Please log in</html>' }, 2],
    ['redirects in a circle', { kind: 'loop' }, 1],
  ])('which %s, comes from the image of its publisher', async (_, fault, tries) => {
    server.publish(PATH, [fault]);
    const path = await install();
    expect(await readFile(path, 'utf8')).toBe(other);
    expect(await world.host.files.executable(path)).toBe(true);
    expect(server.asked).toHaveLength(tries);
    expect(world.lines.join('\n')).toContain(`(by its digest)`);
    expect(world.wasRun('ran')).toBe(false);
  });

  it('is not kept: the next job asks GitHub again', async () => {
    server.publish(PATH, [
      { kind: 'status', status: 404 },
      { kind: 'whole', bytes: binary },
    ]);
    await install();
    expect(await readFile(await install(), 'utf8')).toBe(binary);
  });

  it.each([
    ['a layer', (bytes: Buffer) => bytes.length > 100 && bytes[0] === 0x1f],
    ['a manifest', (bytes: Buffer) => bytes.includes('"layers"')],
    ['the index', (bytes: Buffer) => bytes.includes('"manifests"')],
  ])('is refused with %s that was changed, unrun', async (_, isIt) => {
    for (const [digest, bytes] of blobs)
      if (isIt(bytes)) blobs.set(digest, Buffer.concat([bytes, Buffer.from(' ')]));
    server.publish(PATH, [{ kind: 'whole', bytes: '<html></html>' }]);
    expect(await readCode(install())).toBe('TOOL_HASH_MISMATCH');
    expect(world.wasRun('ran')).toBe(false);
    expect(world.commands).toEqual([]);
  });

  it('comes from GitHub after all, from where it broke off, when the image is not to be had', async () => {
    blobs.clear();
    const half = binary.slice(0, 20);
    server.publish(PATH, [
      { kind: 'cut', bytes: half },
      { kind: 'status', status: 503 },
      { kind: 'range', bytes: binary },
    ]);
    expect(await readFile(await install(), 'utf8')).toBe(binary);
    expect(server.ranges).toEqual(['', 'bytes=20-', 'bytes=20-']);
  });
});
