/** Build secrets on their way to BuildKit: private files that exist only while the build runs. */
import type { Host } from '../../host/host.ts';
import type { BuildSecret, BuildSecretFile, BuildSecrets } from '../../inputs/secrets.ts';
import type { SecretFile } from '../../tools/buildx.ts';

/**
 * Masks the values, writes each to a file (0600), runs `work` with them, and removes them whatever happens. What is a
 * file already is handed over where it is, and stays.
 */
export async function withSecretFiles<T>(
  host: Pick<Host, 'files' | 'mask'>,
  { secrets, secretFiles, folder }: BuildSecrets & { folder: string },
  work: (files: readonly SecretFile[]) => Promise<T>,
): Promise<T> {
  for (const { value } of secrets) host.mask(value);
  await Promise.all(secretFiles.map((file) => maskFile(host, file)));
  const files = secrets.map(({ id }, index) => ({ id, path: `${folder}/secrets/build-${index}` }));
  try {
    await Promise.all(
      secrets.map(({ value }, index) =>
        host.files.write(`${folder}/secrets/build-${index}`, value),
      ),
    );
    return await work([...files, ...secretFiles]);
  } finally {
    await Promise.all(files.map(({ path }) => host.files.remove(path)));
  }
}

/** A runner masks by line, and each mask costs time in every line of the log: what is larger is no text to be printed. */
const MAX_MASKED_CHARS = 64 * 1024;

async function maskFile(
  { files, mask }: Pick<Host, 'files' | 'mask'>,
  { path }: BuildSecretFile,
): Promise<void> {
  const text = await files.readText(path);
  if (text.length <= MAX_MASKED_CHARS && !/[\0\uFFFD]/.test(text)) mask(text);
}

/** The secrets that the plan hands over. */
export function chooseSecrets(
  { secrets, secretFiles }: BuildSecrets,
  ids: readonly string[],
): BuildSecrets {
  const isWanted = ({ id }: Pick<BuildSecret, 'id'>): boolean => ids.includes(id);
  return { secrets: secrets.filter(isWanted), secretFiles: secretFiles.filter(isWanted) };
}
