/** A version whose bytes are in the source, by their hash or by the digest of an image: wherever they are found, they decide. */
import { isAbsolute } from 'node:path';
import { ActionError, describeError } from '../../errors.ts';
import { findCopy, type Tool, type ToolCopy } from '../../tools/lock.ts';
import { ALL_PATIENCE, downloadFile, type Patience, SOME_PATIENCE } from './tool-download.ts';
import { fetchCopy } from './tool-image.ts';
import { makeUrls, type ReleaseSource, type ToolHost } from './tool-request.ts';
import { findKept, keep, placePrivately, type ToolKey } from './tool-store.ts';

export interface PinnedTool {
  readonly key: ToolKey;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly source: ReleaseSource;
  readonly say: (line: string) => void;
  /** Nothing is fetched before. */
  readonly after?: Promise<unknown> | undefined;
}

/** Path of the tool: on the PATH, in the tool cache, or downloaded. Throws TOOL_DOWNLOAD_FAILED and TOOL_HASH_MISMATCH. */
export async function ensurePinned(host: ToolHost, pinned: PinnedTool): Promise<string> {
  const { key, sha256, say, after } = pinned;
  const { tool, version } = key;
  const found = (await findOnPath(host, tool, sha256)) ?? (await findKeptPinned(host, key, sha256));
  if (found !== undefined) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  await after;
  const folder = await host.files.makeTempDir(`${tool}-download-`);
  try {
    return await fetchPinned(host, pinned, `${folder}/${tool}`);
  } finally {
    await host.files.remove(folder);
  }
}

/** The release, then its copy, then the release with more patience, which goes on where it broke off. */
async function fetchPinned(host: ToolHost, pinned: PinnedTool, file: string): Promise<string> {
  const [copy] = listCopies(pinned);
  if (copy === undefined) return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  try {
    return await downloadPinned(host, { pinned, file, patience: SOME_PATIENCE });
  } catch (error) {
    if (host.signal.aborted) throw error;
    pinned.say(`${describeError(error)}. Trying ${copy.image}.`);
    const path = await takeCopy(host, pinned, copy);
    if (path !== undefined) return path;
    if (error instanceof ActionError && error.code === 'TOOL_HASH_MISMATCH') throw error;
    return downloadPinned(host, { pinned, file, patience: ALL_PATIENCE });
  }
}

/** Images have programs for linux alone. */
function listCopies({ key, source }: PinnedTool): readonly ToolCopy[] {
  if (source.copies !== undefined) return source.copies;
  const copy = key.platform.os === 'linux' ? findCopy(key.tool, key.version) : undefined;
  return copy === undefined ? [] : [copy];
}

/** Not kept for later jobs, who would ask for the release's hash; undefined when it cannot be had. */
async function takeCopy(
  host: ToolHost,
  { key, say }: PinnedTool,
  copy: ToolCopy,
): Promise<string | undefined> {
  try {
    const { path, from } = await fetchCopy(host, { copy, platform: key.platform, say });
    const placed = await placePrivately(host, key.tool, path);
    say(`${key.tool} ${key.version}: ${copy.path} of ${from} (by its digest)`);
    return placed;
  } catch (error) {
    if (host.signal.aborted) throw error;
    say(describeError(error));
    return undefined;
  }
}

async function findOnPath(
  { env, files }: ToolHost,
  tool: Tool,
  sha256: string,
): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(':')) {
    const path = `${folder}/${tool}`;
    if (!isAbsolute(folder) || !(await files.executable(path))) continue;
    if ((await files.sha256(path)) === sha256) return path;
  }
  return undefined;
}

async function findKeptPinned(
  host: ToolHost,
  key: ToolKey,
  sha256: string,
): Promise<string | undefined> {
  const path = await findKept(host, key);
  if (path === undefined || (await host.files.sha256(path)) === sha256) return path;
  host.log.warning(
    `${path} is not ${key.tool} ${key.version}: its bytes were changed. It is downloaded again.`,
  );
  return undefined;
}

/** A truncated or garbled download is worth one more try, from its beginning; the same wrong bytes twice are not an accident. */
async function downloadPinned(
  host: ToolHost,
  {
    pinned: { key, sha256, source, say },
    file,
    patience,
  }: { pinned: PinnedTool; file: string; patience: Patience },
): Promise<string> {
  const { binary: url } = makeUrls(source, key);
  for (let count = 1; ; count++) {
    await downloadFile(host, { url, file, patience });
    const got = await host.files.sha256(file);
    if (got === sha256) break;
    await host.files.remove(file);
    if (count === 2) throw makeMismatch(url, { got, sha256 });
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
  const path = await placePrivately(host, key.tool, file);
  await keep(host, key, path);
  say(`${key.tool} ${key.version}: downloaded from ${url} (sha256 as pinned)`);
  return path;
}

function makeMismatch(url: string, { got, sha256 }: { got: string; sha256: string }): ActionError {
  return new ActionError(
    'TOOL_HASH_MISMATCH',
    `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
    {
      hint: 'It was not run. A proxy or a mirror that answers with a page of its own gives this error too.',
    },
  );
}
