/** The engine behind docker: asked once. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { type Engine, parseEngine } from '../tools/docker.ts';

const DEADLINE_MS = 15_000;

/** Throws ENGINE_UNREACHABLE when no engine answers within 15 s. */
export async function readEngine(
  host: Pick<Host, 'run'>,
  env: Readonly<Record<string, string>>,
): Promise<Engine> {
  const result = await host.run({
    tool: 'docker',
    file: 'docker',
    args: ['info', '--format', '{{json .}}'],
    env,
    deadlineMs: DEADLINE_MS,
  });
  const engine = parseEngine(result.stdout);
  if (engine !== undefined) return engine;
  const why = result.notFound
    ? 'docker is not on the PATH'
    : result.timedOut
      ? 'it did not answer in 15 s'
      : lastLine(result.stderr);
  throw new ActionError('ENGINE_UNREACHABLE', `No container engine answers: ${why}`, {
    hint: 'Use a runner with Docker (GitHub-hosted Linux runners have it), or set DOCKER_HOST to an engine this job may use.',
  });
}

function lastLine(text: string): string {
  return text.split('\n').filter(Boolean).at(-1) ?? 'docker gave no reason';
}
