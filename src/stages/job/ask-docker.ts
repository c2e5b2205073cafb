import type { Host } from '../../host/host.ts';

const DEADLINE_MS = 20_000;

/** What docker says; nothing where it fails. */
export async function askDocker(
  host: Pick<Host, 'run'>,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<string> {
  const command = { tool: 'docker', file: 'docker', args, env, deadlineMs: DEADLINE_MS };
  const { exitCode, stdout } = await host.run(command);
  return exitCode === 0 ? stdout : '';
}
