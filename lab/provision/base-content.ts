import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from './cached-folder.ts';
import { runCommand } from './commands.ts';
import { canInstallPackages, extractPackageFiles } from './debian.ts';
import { planFolders } from './folders.ts';
import { runLocked } from './lock.ts';
import { BASE_IMAGE } from './pins.ts';
import { type LogLine, runStep } from './steps.ts';
import type { LabTools } from './tools.ts';

/** Static programs for the sample image, one per platform: enough for a `FROM scratch` with a RUN. */
export interface BaseContent {
  readonly busyboxAmd64: string;
  readonly busyboxArm64: string;
}

const ARCHES = ['amd64', 'arm64'] as const;

/** Finds or fetches busybox for both platforms: from Debian's packages, or out of the official image. */
export async function ensureBaseContent(
  tools: Pick<LabTools, 'crane'>,
  log: LogLine,
): Promise<BaseContent> {
  const { cache } = planFolders();
  const debian = await canInstallPackages();
  const folder = join(cache, 'base', debian ? 'busybox-debian' : `busybox-${BASE_IMAGE.tag}`);
  await runLocked({ path: join(cache, 'base.lock'), log }, () =>
    ensureFolder(folder, (draft) =>
      runStep(log, `busybox: fetching it for ${ARCHES.join(' and ')}`, async () => {
        if (debian) await extractDebianBusybox(draft);
        else await exportImageBusybox(tools.crane, draft);
        for (const arch of ARCHES) await chmod(join(draft, arch), 0o755);
      }),
    ),
  );
  return { busyboxAmd64: join(folder, 'amd64'), busyboxArm64: join(folder, 'arm64') };
}

async function extractDebianBusybox(folder: string): Promise<void> {
  await extractPackageFiles({
    package: 'busybox-static',
    arches: ARCHES,
    member: 'bin/busybox',
    folder,
  });
}

/**
 * Without apt: the musl variant of the official image is one static program under many names, hard links to whichever
 * comes first in the layer, so that the folder is taken out whole.
 */
async function exportImageBusybox(crane: string, folder: string): Promise<void> {
  for (const arch of ARCHES) {
    const work = join(folder, `work-${arch}`);
    await mkdir(work);
    const archive = join(work, 'root.tar');
    await runCommand({
      file: crane,
      args: [
        'export',
        '--platform',
        `linux/${arch}`,
        `${BASE_IMAGE.name}:${BASE_IMAGE.tag}`,
        archive,
      ],
    });
    await runCommand({ file: 'tar', args: ['-C', work, '-xf', archive, 'bin'] });
    await copyFile(join(work, 'bin/busybox'), join(folder, arch));
    await rm(work, { recursive: true });
  }
}
