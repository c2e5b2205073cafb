/** A build on its way to buildx: as arguments, or as a definition where a cache needs a key that no argument may hold. */
import { dirname } from 'node:path';
import type { Host } from '../../host/host.ts';
import { usesBackend } from '../../plan/cache-spec.ts';
import { type CacheKeys, makeBakeArgs, makeBakeDefinition } from '../../tools/bake.ts';
import { type BuildCommand, makeBuildArgs } from '../../tools/buildx.ts';
import { withPlainFolders } from './plain-folders.ts';

/** True where the definition is needed: buildx asks the environment for the keys of all others. */
export function needsDefinition({ cache }: Pick<BuildCommand, 'cache'>, keys: CacheKeys): boolean {
  return keys.azblob !== undefined && usesBackend(cache, 'azblob');
}

interface Given {
  readonly command: BuildCommand;
  readonly keys: CacheKeys;
  readonly file: string;
}

type Work<T> = (args: readonly string[]) => Promise<T>;

/** Runs `work` with the arguments; a definition exists only meanwhile. */
export async function withBuildArgs<T>(
  host: Pick<Host, 'files' | 'randomHex' | 'log' | 'clock'>,
  given: Given,
  work: Work<T>,
): Promise<T> {
  const { command, file } = given;
  return withPlainFolders(host, { cache: command.cache, folder: dirname(file) }, (cache) =>
    withArgs(host, { ...given, command: { ...command, cache } }, work),
  );
}

async function withArgs<T>(
  { files }: Pick<Host, 'files'>,
  { command, keys, file }: Given,
  work: Work<T>,
): Promise<T> {
  if (!needsDefinition(command, keys)) return work(makeBuildArgs(command));
  const azblob = keys.azblob ?? {};
  try {
    await files.write(file, makeBakeDefinition(command, { azblob }));
    return await work(makeBakeArgs(command, file));
  } finally {
    await files.remove(file);
  }
}
