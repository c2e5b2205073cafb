/** A base image for two platforms, as most Dockerfiles start from one: busybox with its applets as links. */
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaseContent } from './base-content.ts';
import { runCommand } from './commands.ts';
import type { LabTools } from './tools.ts';

const APPLETS =
  'sh cat cp echo env false head id ls mkdir mv printf rm sha256sum sleep tail tee test touch true uname wc yes';

/** Pushes it to a registry on loopback; returns its reference. */
export async function pushBaseImage({
  registry,
  tools,
  baseContent,
}: {
  readonly registry: string;
  readonly tools: Pick<LabTools, 'crane'>;
  readonly baseContent: BaseContent;
}): Promise<string> {
  const name = `${registry}/lab/base`;
  const folder = await mkdtemp(join(tmpdir(), 'bsa-lab-base-'));
  const crane = (args: readonly string[]): Promise<string> =>
    runCommand({ file: tools.crane, args: [...args, '--insecure'] });
  const push = async (architecture: string, busybox: string): Promise<string> => {
    const image = `${name}:${architecture}`;
    const layer = await packLayer(join(folder, architecture), busybox);
    await crane(['append', `--new_layer=${layer}`, `--new_tag=${image}`]);
    await crane(['mutate', image, `--set-platform=linux/${architecture}`, `--tag=${image}`]);
    return image;
  };
  try {
    const images = await Promise.all([
      push('amd64', baseContent.busyboxAmd64),
      push('arm64', baseContent.busyboxArm64),
    ]);
    await crane([
      'index',
      'append',
      ...images.map((image) => `--manifest=${image}`),
      `--tag=${name}:1`,
    ]);
    return `${name}:1`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packLayer(folder: string, busybox: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await copyFile(busybox, join(bin, 'busybox'));
  for (const applet of APPLETS.split(' ')) await symlink('busybox', join(bin, applet));
  const layer = `${folder}.tar`;
  await runCommand({
    file: 'tar',
    args: ['--create', `--file=${layer}`, '--directory', folder, 'bin'],
  });
  return layer;
}
