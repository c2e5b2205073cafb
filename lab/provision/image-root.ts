import { chmod, copyFile, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './commands.ts';

/** A folder tree that becomes an image: what goes where. Paths inside are relative, modes 0755. */
export interface ImageRoot {
  readonly files: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** Names in /bin that run busybox, which must be one of `files`. */
  readonly applets?: readonly string[];
}

/** Lays the tree out in an empty folder. */
export async function writeRoot(
  root: string,
  { files, folders = [], applets = [] }: ImageRoot,
): Promise<void> {
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(source, join(root, path));
    await chmod(join(root, path), 0o755);
  }
  if (applets.length > 0) await mkdir(join(root, 'bin'), { recursive: true });
  for (const applet of applets) await symlink('busybox', join(root, 'bin', applet));
}

/** Writes the tree as a tar archive with the same bytes each time, owned by root whoever packs it. */
export async function packRoot(root: string, archive: string): Promise<void> {
  const stable = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await runCommand({ file: 'tar', args: [...stable, '-C', root, '-cf', archive, '.'] });
}
