/**
 * The lock of tools, for maintainers. `npm run pin` compares it with what is published: downloads every pinned binary
 * and hashes it, and asks the registries what the images' tags name today (some 800 MB). A tag that has moved on is
 * told, a binary that differs fails. `npm run pin -- buildx 0.37.0` writes a version into it, once the binaries have the
 * hashes that their publisher's list of checksums says.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { sendRequest } from '../src/host/http.ts';
import { formatReference, parseReference } from '../src/image/reference.ts';
import { makeRegistryClient } from '../src/registry/client.ts';
import { IMAGES, TOOLS, type Tool } from '../src/tools/lock.ts';
import { COPIES, PINNED } from '../src/tools/pins.ts';
import { GITHUB, makeReleaseUrls } from '../src/tools/releases.ts';
import { addPin, type NewPin } from './pin-file.ts';

const PLATFORMS = ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64'];
const PINS = new URL('../src/tools/pins.ts', import.meta.url);

export interface PinResult {
  readonly name: string;
  readonly expected: string;
  /** What is published, or why that could not be found out. */
  readonly found: string;
}

/** Every pinned binary at its address below `baseUrl`, one after the other. */
export async function checkBinaries(baseUrl: string): Promise<PinResult[]> {
  const results: PinResult[] = [];
  for (const { tool, version, platform, expected } of listBinaries()) {
    const binary = findBinary(tool, { version, platform, baseUrl });
    results.push({ name: binary, expected, found: await hashUrl(binary) });
  }
  return results;
}

function listBinaries(): Array<{
  tool: Tool;
  version: string;
  platform: string;
  expected: string;
}> {
  return TOOLS.flatMap((tool) =>
    Object.entries(PINNED[tool]).flatMap(([version, hashes]) =>
      Object.entries(hashes).map(([platform, expected]) => ({ tool, version, platform, expected })),
    ),
  );
}

function findBinary(
  tool: Tool,
  { version, platform, baseUrl }: { version: string; platform: string; baseUrl: string },
): string {
  const [os = '', arch = ''] = platform.split('/');
  return makeReleaseUrls(tool, { version, platform: { os, arch }, baseUrl }).binary;
}

async function hashUrl(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null) return `HTTP ${response.status}`;
    const hash = createHash('sha256');
    for await (const chunk of response.body) hash.update(chunk);
    return hash.digest('hex');
  } catch (error) {
    return String(error);
  }
}

/** Hashes of a release by its own binaries. Throws unless the publisher's list of checksums has the same for each. */
export async function readRelease(
  tool: Tool,
  { version, baseUrl }: { version: string; baseUrl: string },
): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const platform of PLATFORMS) {
    const binary = findBinary(tool, { version, platform, baseUrl });
    const found = await hashUrl(binary);
    const file = binary.slice(binary.lastIndexOf('/') + 1);
    const list = `${binary.slice(0, -file.length)}${tool === 'cosign' ? 'cosign_checksums.txt' : 'checksums.txt'}`;
    const listed = findListed(await readList(list), file);
    if (found !== listed)
      throw new Error(`${file}: the binary has ${found}, ${list} says ${listed ?? 'nothing'}`);
    hashes[platform] = found;
  }
  return hashes;
}

async function readList(url: string): Promise<string> {
  const response = await fetch(url);
  return response.ok ? response.text() : '';
}

/** `<sha256>  <file>` or `<sha256> *<file>` */
function findListed(text: string, file: string): string | undefined {
  const lines = text.split('\n').map((line) => /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trim()));
  return lines.find((match) => match?.[2] === file)?.[1];
}

/** What the registries say of images with a tag: those of the lock, or the publishers' images of a new version. */
async function readDigest(image: string): Promise<string> {
  const parsed = parseReference(image);
  if (!parsed.ok) return parsed.reason;
  const { repository, tag = '' } = parsed.reference;
  const { signal } = new AbortController();
  const silent = (): void => undefined;
  const log = { info: silent, debug: silent, notice: silent, warning: silent, error: silent };
  const client = makeRegistryClient({
    host: {
      fetch: (request) => sendRequest(request, signal),
      log: { ...log, annotate: silent, group: silent, open: () => silent, foreign: silent },
      mask: silent,
      clock: {
        now: () => new Date(),
        elapsedMs: () => performance.now(),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        repeat: () => silent,
      },
    },
    credentials: async () => undefined,
  });
  return client.probeManifest(repository, tag).then((head) => head?.digest ?? 'nothing', String);
}

async function checkImages(): Promise<PinResult[]> {
  const tagged = Object.values(IMAGES).flatMap((image) => {
    const parsed = parseReference(image);
    return parsed.ok && parsed.reference.tag !== undefined ? [parsed.reference] : [];
  });
  return Promise.all(
    tagged.map(async ({ repository, tag = '', digest = '' }) => {
      const name = formatReference({ repository, tag });
      return { name, expected: digest, found: await readDigest(name) };
    }),
  );
}

function formatResult({ name, expected, found }: PinResult): string {
  return expected === found
    ? `same     ${name}`
    : `DIFFERS  ${name}\n  pinned ${expected}\n  found  ${found}`;
}

/** Writes a version into the lock at `file`. Throws what `readRelease` throws, before anything is written. */
export async function pinRelease(
  { tool, version }: Pick<NewPin, 'tool' | 'version'>,
  {
    baseUrl,
    file,
    readCopy = readDigest,
  }: { baseUrl: string; file: URL; readCopy?: (image: string) => Promise<string> },
): Promise<void> {
  const hashes = await readRelease(tool, { version, baseUrl });
  const [repository, tag] =
    tool === 'cosign'
      ? ['ghcr.io/sigstore/cosign/cosign', `v${version}`]
      : ['docker.io/docker/buildx-bin', version];
  const digest = await readCopy(`${repository}:${tag}`);
  const copy = digest.startsWith('sha256:') ? `${repository}@${digest}` : undefined;
  const text = await readFile(file, 'utf8');
  await writeFile(file, addPin(text, { tool, version, hashes, copy }));
}

async function main([wanted, version]: readonly string[]): Promise<void> {
  if (wanted !== undefined) {
    const tool = TOOLS.find((one) => one === wanted);
    if (tool === undefined || version === undefined || !/^\d+\.\d+\.\d+$/.test(version))
      throw new Error(`Say which: npm run pin -- <${TOOLS.join('|')}> <version>`);
    await pinRelease({ tool, version }, { baseUrl: GITHUB, file: PINS });
    console.log(`pinned   ${tool} ${version} in src/tools/pins.ts`);
    return;
  }
  const [binaries, images] = [await checkBinaries(GITHUB), await checkImages()];
  for (const result of [...binaries, ...images]) console.log(formatResult(result));
  for (const tool of TOOLS)
    for (const copy of Object.keys(COPIES[tool])) console.log(`copy     ${tool} ${copy}`);
  if (binaries.some(({ expected, found }) => expected !== found)) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(process.argv.slice(2));
