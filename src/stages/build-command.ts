/** A build on its way to buildx: as arguments, or as a definition where a cache needs a key that no argument may hold. */
import type { Host } from '../host/host.ts';
import { usesBackend } from '../plan/cache-spec.ts';
import { type CacheKeys, makeBakeArgs, makeBakeDefinition } from '../tools/bake.ts';
import { type BuildCommand, makeBuildArgs } from '../tools/buildx.ts';

/** True where the definition is needed: buildx asks the environment for the keys of all others. */
export function needsDefinition({ cache }: Pick<BuildCommand, 'cache'>, keys: CacheKeys): boolean {
  return keys.azblob !== undefined && usesBackend(cache, 'azblob');
}

/** Runs `work` with the arguments; a definition exists only meanwhile. */
export async function withBuildArgs<T>(
  { files }: Pick<Host, 'files'>,
  { command, keys, file }: { command: BuildCommand; keys: CacheKeys; file: string },
  work: (args: readonly string[]) => Promise<T>,
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
