/** docker, buildx and cosign that write down each start of theirs before they do what they do. */
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';

export interface RecordedPrograms {
  /** For a request to the lab. */
  readonly env: Readonly<Record<string, string>>;
  readonly homeDir: string;
  readonly cosign: string;
  /** Each start, as `docker info --format …`, in their order. */
  read(): Promise<readonly string[]>;
}

export async function recordPrograms({ folder, tools }: Lab): Promise<RecordedPrograms> {
  const homeDir = await mkdtemp(join(folder, 'recorded-'));
  // Not in the home, in which nothing may change.
  const trace = join(await mkdtemp(join(folder, 'starts-')), 'starts');
  const place = async (name: string, path: string, program: string): Promise<string> => {
    await mkdir(dirname(path), { recursive: true });
    const lines = ['#!/bin/sh', `echo "${name} $*" >> '${trace}'`, `exec '${program}' "$@"`];
    await writeFile(path, `${lines.join('\n')}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const bin = join(homeDir, 'bin');
  await place('docker', join(bin, 'docker'), tools.docker);
  await place('buildx', join(homeDir, '.docker/cli-plugins/docker-buildx'), tools.buildx);
  return {
    env: { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin` },
    homeDir,
    cosign: await place('cosign', join(bin, 'cosign'), tools.cosign),
    read: async () => (await readFile(trace, 'utf8').catch(() => '')).split('\n').filter(Boolean),
  };
}
