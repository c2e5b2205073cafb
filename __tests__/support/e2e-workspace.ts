import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';

/** What the tests' own Dockerfiles begin with: a shell on each platform. */
const BASE = [
  'FROM scratch',
  'ARG TARGETARCH',
  'COPY busybox-$TARGETARCH /bin/busybox',
  'SHELL ["/bin/busybox", "sh", "-c"]',
];

/** A workspace whose Dockerfile has these lines after the shell is there. */
export async function makeWorkspace(
  lab: Pick<Lab, 'makeWorkspace'>,
  lines: readonly string[],
): Promise<string> {
  const workspace = await lab.makeWorkspace();
  await writeFile(join(workspace, 'Dockerfile'), `${[...BASE, ...lines].join('\n')}\n`);
  return workspace;
}
