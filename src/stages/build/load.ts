/** `load` beside a push: the image in the engine too, by a second solve of what is built already. */
import type { Host } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { choosePlatforms } from '../../plan/load.ts';
import { makeLoad } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import { makeBuildArgs } from '../../tools/buildx.ts';
import { runChecked, withCode } from '../job/run-command.ts';
import { withSecretFiles } from '../job/secrets.ts';
import type { BuildMeans } from './build.ts';

/** Everything is in the builder; what takes time is the copy into the engine. */
const DEADLINE_MS = 30 * 60_000;

/** Which platform of a plan that pushes is loaded as well; throws ENVIRONMENT_UNSUPPORTED when the engine takes none. */
export function chooseLoaded(plan: Plan, engine: Platform): readonly Platform[] {
  return plan.mode === 'push' && plan.load !== undefined
    ? choosePlatforms({ mode: 'load', build: plan.build }, engine)
    : [];
}

/** Loads the platforms under the tags of the plan. Throws what BuildKit's failure means. */
export async function loadImage(
  host: Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'mask'>,
  { plan, means, platforms }: { plan: Plan; means: BuildMeans; platforms: readonly Platform[] },
): Promise<void> {
  const close = host.log.open(`Load ${platforms.map(formatPlatform).join(', ')} into the engine`);
  try {
    await withSecretFiles(host, { ...means.secrets, folder: `${means.folder}/load` }, (secrets) =>
      runChecked(host, {
        tool: 'buildx',
        file: means.buildx.path,
        args: makeBuildArgs(makeLoad(plan, { builder: means.builder, platforms, secrets })),
        env: means.buildx.env,
        deadlineMs: DEADLINE_MS,
        onLine: host.log.foreign,
      }),
    );
  } catch (error) {
    throw withCode('BUILD_FAILED', error);
  } finally {
    close();
  }
}
