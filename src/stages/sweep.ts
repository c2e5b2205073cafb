/**
 * Builders that runs before have left on a machine of one's own, because they were killed and no post step came after.
 * Never in anybody's way: beside the build, and a failure is nothing but a line of the debug log.
 */
import { describeError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { isOrphan, OWN_CONTAINER } from '../plan/orphans.ts';
import { MARK_VARIABLE, type Mark, parseMark } from '../tools/mark.ts';
import { isAlive } from './owner.ts';
import { removeContainer } from './remove-builder.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'clock'>;
type Environment = Readonly<Record<string, string>>;

const DEADLINE_MS = 20_000;

interface Found {
  readonly container: string;
  readonly mark: Mark | undefined;
}

/** Never throws. Only a runner of one's own has runs before this one. */
export async function sweepOrphans(host: Reach, env: Environment): Promise<void> {
  if (host.env['RUNNER_ENVIRONMENT'] !== 'self-hosted') return;
  try {
    for (const { container, mark } of await listOwn(host, env)) {
      const alive = mark?.owner === undefined ? undefined : await isAlive(host, mark.owner);
      const nowMs = host.clock.now().getTime();
      if (!isOrphan(mark, { nowMs, isAlive: alive })) continue;
      if (await removeContainer(host, { container, env }))
        host.log.info(`Removed ${container}, which run ${mark?.runId ?? ''} has left`);
    }
  } catch (error) {
    host.log.debug(`The sweep failed: ${describeError(error)}`);
  }
}

async function listOwn(host: Reach, env: Environment): Promise<Found[]> {
  const docker = async (...args: string[]): Promise<string> => {
    const command = { tool: 'docker', file: 'docker', args, env, deadlineMs: DEADLINE_MS };
    const { exitCode, stdout } = await host.run(command);
    return exitCode === 0 ? stdout : '';
  };
  const filter = '--filter=name=buildx_buildkit_build-sign-';
  const names = (await docker('ps', '--all', filter, '--format={{.Names}}'))
    .split('\n')
    .filter((name) => OWN_CONTAINER.test(name));
  return Promise.all(
    names.map(async (container) => ({
      container,
      mark: readMark(
        await docker(
          'container',
          'inspect',
          '--format={{range .Config.Env}}{{println .}}{{end}}',
          container,
        ),
      ),
    })),
  );
}

function readMark(text: string): Mark | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  return line === undefined ? undefined : parseMark(line.slice(MARK_VARIABLE.length + 1));
}
