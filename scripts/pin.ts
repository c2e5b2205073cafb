/**
 * Compares src/tools/lock.ts with what is published: downloads every pinned binary and hashes it, and asks the
 * registry what the images' tags name today. For maintainers, before a release and after a change of the lock; some
 * 800 MB. A tag that has moved on is told, a binary that differs fails.
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseReference } from '../src/image/reference.ts';
import { IMAGES, PINNED, TOOLS, type Tool } from '../src/tools/lock.ts';
import { GITHUB, makeReleaseUrls } from '../src/tools/releases.ts';

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

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
    const [os = '', arch = ''] = platform.split('/');
    const { binary } = makeReleaseUrls(tool, { version, platform: { os, arch }, baseUrl });
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

/** The images of the lock that have a tag, as Docker Hub has them now. */
async function checkImages(): Promise<PinResult[]> {
  const parsed = Object.values(IMAGES).map(parseReference);
  const tagged = parsed.flatMap((one) =>
    one.ok && one.reference.tag !== undefined ? [one.reference] : [],
  );
  return Promise.all(
    tagged.map(async ({ repository, tag = '', digest = '' }) => ({
      name: `${repository.path}:${tag}`,
      expected: digest,
      found: await readDigest(repository.path, tag).catch(String),
    })),
  );
}

async function readDigest(path: string, tag: string): Promise<string> {
  const scope = `service=registry.docker.io&scope=repository:${path}:pull`;
  const grant: unknown = await (await fetch(`https://auth.docker.io/token?${scope}`)).json();
  const token: unknown =
    typeof grant === 'object' && grant !== null ? Reflect.get(grant, 'token') : undefined;
  const response = await fetch(`https://registry-1.docker.io/v2/${path}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${String(token)}`, accept: INDEX_TYPES },
  });
  return response.headers.get('docker-content-digest') ?? `HTTP ${response.status}`;
}

function formatResult({ name, expected, found }: PinResult): string {
  return expected === found
    ? `same     ${name}`
    : `DIFFERS  ${name}\n  pinned ${expected}\n  found  ${found}`;
}

async function main(): Promise<void> {
  const [binaries, images] = [await checkBinaries(GITHUB), await checkImages()];
  for (const result of [...binaries, ...images]) console.log(formatResult(result));
  if (binaries.some(({ expected, found }) => expected !== found)) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
