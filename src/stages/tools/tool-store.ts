/**
 * Where binaries are kept. The runner's tool cache outlives the job on self-hosted machines and every job may write to
 * it, so nothing in it is trusted for its name: whoever takes a file from it checks the bytes first.
 */
import type { Host } from '../../host/host.ts';
import type { Tool, ToolPlatform } from '../../tools/lock.ts';

type Reach = Pick<Host, 'toolCache' | 'files' | 'log'>;

export interface ToolKey {
  readonly tool: Tool;
  readonly version: string;
  readonly platform: ToolPlatform;
}

/** A name of our own: other actions keep the same tools under names that say less about what is inside. */
const cacheName = (tool: Tool): string => `build-sign-${tool}`;

/** Path of the file that an earlier job left, unchecked. A runner without a tool cache has none. */
export async function findKept(
  { toolCache, files, log }: Reach,
  { tool, version, platform }: ToolKey,
): Promise<string | undefined> {
  try {
    const folder = await toolCache.find(cacheName(tool), version, platform.arch);
    const path = folder === undefined ? undefined : `${folder}/${tool}`;
    return path !== undefined && (await files.executable(path)) ? path : undefined;
  } catch (error) {
    log.debug(`No tool cache: ${String(error)}`);
    return undefined;
  }
}

/**
 * Copies a checked download to a private folder of this job, executable, and removes the download. The job runs this
 * copy: the tool cache replaces a folder by deleting it first, so with two jobs on one machine a file in it can vanish
 * between the check and the start.
 */
export async function placePrivately(
  { files }: Pick<Reach, 'files'>,
  tool: Tool,
  download: string,
): Promise<string> {
  const path = `${await files.makeTempDir(`${tool}-`)}/${tool}`;
  await files.write(path, await files.readBytes(download), 0o755);
  await files.remove(download);
  return path;
}

/** Keeps a copy for later jobs. A tool cache that cannot be written costs them a download, nothing else. */
export async function keep(
  { toolCache, log }: Reach,
  { tool, version, platform }: ToolKey,
  file: string,
): Promise<void> {
  try {
    await toolCache.add(file, tool, cacheName(tool), version, platform.arch);
  } catch (error) {
    log.debug(`${tool} ${version} was not kept in the tool cache: ${String(error)}`);
  }
}
