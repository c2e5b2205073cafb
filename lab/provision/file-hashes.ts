import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { planFolders } from './folders.ts';

/**
 * SHA-256 of a file, remembered by its path, size, inode and times: the lab's programs are a hundred megabytes each,
 * and every test file asks for theirs again.
 */
export async function hashFile(path: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const key = createHash('sha256').update([path, size, ino, mtimeNs, ctimeNs].join('\0'));
  const record = join(planFolders().cache, 'hashes', key.digest('hex'));
  const known = await readFile(record, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const hash = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  await mkdir(dirname(record), { recursive: true });
  const draft = `${record}.${process.pid}`;
  await writeFile(draft, hash);
  await rename(draft, record);
  return hash;
}
