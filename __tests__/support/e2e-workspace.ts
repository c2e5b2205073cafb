import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';

/** A workspace whose Dockerfile has these lines after its base image, which has a shell for each platform. */
export async function makeWorkspace(
  lab: Pick<Lab, 'makeWorkspace' | 'baseImage'>,
  lines: readonly string[],
): Promise<string> {
  const workspace = await lab.makeWorkspace();
  const text = [`FROM ${lab.baseImage}`, ...lines].join('\n');
  await writeFile(join(workspace, 'Dockerfile'), `${text}\n`);
  return workspace;
}
