/** Builders of ours on the engine here, of this job and of others: each bears the mark of the job that made it. */
import type { Host } from '../../host/host.ts';
import { OWN_CONTAINER } from '../../plan/orphans.ts';
import { MARK_VARIABLE, type Mark, parseMark } from '../../tools/mark.ts';
import { listUses } from '../emulation/emulator-uses.ts';
import { askDocker } from '../job/ask-docker.ts';
import { formatJob } from '../job/earlier-use.ts';
import { isAlive, isLeft, makeMark } from '../job/owner.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'clock'>;
type Environment = Readonly<Record<string, string>>;

/** Of names; the rest of a name is looked at here. */
export const OWN_FILTER = '--filter=name=buildx_buildkit_build-sign-';

export interface OwnContainer {
  readonly container: string;
  readonly mark: Mark | undefined;
}

/** `all`: those that have ended as well. */
export async function listOwnContainers(
  host: Pick<Host, 'run'>,
  env: Environment,
  which: 'all' | 'running',
): Promise<OwnContainer[]> {
  const all = which === 'all' ? ['--all'] : [];
  const names = (await askDocker(host, env, ['ps', ...all, OWN_FILTER, '--format={{.Names}}']))
    .split('\n')
    .filter((name) => OWN_CONTAINER.test(name));
  const format = '--format={{range .Config.Env}}{{println .}}{{end}}';
  return Promise.all(
    names.map(async (container) => {
      const text = await askDocker(host, env, ['container', 'inspect', format, container]);
      return { container, mark: readMark(text) };
    }),
  );
}

/** The mark of another job that builds here at this moment. A machine of GitHub's has one job. */
export async function findOtherBuild(host: Reach, env: Environment): Promise<Mark | undefined> {
  if (host.env['RUNNER_ENVIRONMENT'] === 'github-hosted') return undefined;
  const own = await makeMark(host);
  const [containers, uses] = await Promise.all([
    listOwnContainers(host, env, 'running'),
    listUses(host, env),
  ]);
  for (const { mark } of [...containers, ...uses]) {
    if (mark === undefined || isSameJob(mark, own)) continue;
    const alive = mark.owner === undefined ? undefined : await isAlive(host, mark.owner);
    if (alive ?? !(await isLeft(host, mark))) return mark;
  }
  return undefined;
}

/** Legs of a matrix have run and job in common: the runner's process tells them apart. */
function isSameJob(one: Mark, other: Mark): boolean {
  if (one.owner !== undefined && other.owner !== undefined)
    return JSON.stringify(one.owner) === JSON.stringify(other.owner);
  return nameJob(one) === nameJob(other);
}

function nameJob({ runId, runAttempt, job }: Mark): string {
  return formatJob(runId, runAttempt, job);
}

function readMark(text: string): Mark | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  return line === undefined ? undefined : parseMark(line.slice(MARK_VARIABLE.length + 1));
}
