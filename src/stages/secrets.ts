/** Build secrets on their way to BuildKit: private files that exist only while the build runs. */
import type { Host } from '../host/host.ts';
import type { BuildSecret } from '../inputs/values.ts';
import type { SecretFile } from '../tools/buildx.ts';

/** Masks the values, writes each to a file (0600), runs `work` with them, and removes them whatever happens. */
export async function withSecretFiles<T>(
  host: Pick<Host, 'files' | 'mask'>,
  { secrets, folder }: { secrets: readonly BuildSecret[]; folder: string },
  work: (files: readonly SecretFile[]) => Promise<T>,
): Promise<T> {
  for (const { value } of secrets) host.mask(value);
  const files = secrets.map(({ id }, index) => ({ id, path: `${folder}/secrets/build-${index}` }));
  try {
    await Promise.all(
      secrets.map(({ value }, index) =>
        host.files.write(`${folder}/secrets/build-${index}`, value),
      ),
    );
    return await work(files);
  } finally {
    await Promise.all(files.map(({ path }) => host.files.remove(path)));
  }
}
