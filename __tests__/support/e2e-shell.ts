import { dirname } from 'node:path';
import type { Lab } from '../../lab/lab.ts';
import { type LabResult, probeCommand } from '../../lab/provision/commands.ts';

type Tools = Pick<Lab, 'tools' | 'engine' | 'folder'>;

/** Runs a command line as a person would paste it: the lab's cosign and docker are on the PATH. */
export function runPasted({ tools, engine, folder }: Tools, commands: string): Promise<LabResult> {
  return probeCommand({
    file: 'sh',
    args: ['-e', '-c', commands],
    env: {
      PATH: `${dirname(tools.cosign)}:${dirname(tools.docker)}:/usr/bin:/bin`,
      HOME: folder,
      DOCKER_CONFIG: `${folder}/pasted`,
      DOCKER_HOST: engine.dockerHost,
    },
    timeoutMs: 60_000,
  });
}

/** Pulls an image, starts it, and returns what it printed. The engine keeps nothing of it. */
export async function startImage(
  lab: Tools,
  { image, platform }: { readonly image: string; readonly platform: string },
): Promise<string> {
  const { exitCode, stdout, stderr } = await runPasted(
    lab,
    `docker run --rm --quiet --platform ${platform} ${image}`,
  );
  await runPasted(lab, `docker image rm --force ${image}`);
  if (exitCode !== 0) throw new Error(`${image} does not start on ${platform}: ${stderr}`);
  return stdout.trim();
}
