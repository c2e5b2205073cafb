/** A version whose sha256 is in the source: wherever the file is found, its bytes decide. */
import { isAbsolute } from 'node:path';
import { ActionError } from '../errors.ts';
import type { Tool } from '../tools/lock.ts';
import { downloadFile } from './tool-download.ts';
import { makeUrls, type ReleaseSource, type ToolHost } from './tool-request.ts';
import { findKept, keep, placePrivately, type ToolKey } from './tool-store.ts';

export interface PinnedTool {
  readonly key: ToolKey;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly source: ReleaseSource;
  readonly say: (line: string) => void;
}

/** Path of the tool: on the PATH, in the tool cache, or downloaded. Throws TOOL_DOWNLOAD_FAILED and TOOL_HASH_MISMATCH. */
export async function ensurePinned(
  host: ToolHost,
  { key, sha256, source, say }: PinnedTool,
): Promise<string> {
  const { tool, version } = key;
  const found = (await findOnPath(host, tool, sha256)) ?? (await findKeptPinned(host, key, sha256));
  if (found !== undefined) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  const { binary } = makeUrls(source, key);
  const download = await downloadPinned(host, { url: binary, sha256 });
  const path = await placePrivately(host, tool, download);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (sha256 as pinned)`);
  return path;
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

/** A truncated or garbled download is worth one more try; the same wrong bytes twice are not an accident. */
async function downloadPinned(
  host: ToolHost,
  { url, sha256 }: { url: string; sha256: string },
): Promise<string> {
  for (let count = 1; ; count++) {
    const path = await downloadFile(host, url);
    const got = await host.files.sha256(path);
    if (got === sha256) return path;
    await host.files.remove(path);
    if (count === 2) {
      throw new ActionError(
        'TOOL_HASH_MISMATCH',
        `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
        {
          hint: 'It was not run. A proxy or a mirror that answers with a page of its own gives this error too.',
        },
      );
    }
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
}
