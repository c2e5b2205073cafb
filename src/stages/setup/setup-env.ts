import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { findOwn } from '../../plan/builder-spec.ts';
import { makeCacheVariables } from '../../plan/cache-secrets.ts';
import { usesBackend } from '../../plan/cache-spec.ts';
import type { Plan } from '../../plan/types.ts';
import { makeEngineEnv } from '../../tools/child-env.ts';
import type { Buildx } from '../builder/builder.ts';
import { findUserBuilders } from '../builder/export-builder.ts';
import type { RunFolder } from '../job/run-folder.ts';

/** What docker and buildx are given before anything is pushed. */
export function makeSetupEnv(
  host: Pick<Host, 'env'>,
  { plan, inputs, folder }: { plan: Plan; inputs: Inputs; folder: RunFolder },
): Buildx['env'] {
  return makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders:
      plan.builder.kind === 'existing' ? findUserBuilders(host, plan.builder.name) : undefined,
    actionsCache: usesBackend(plan.cache, 'gha'),
    s3Cache: usesBackend(plan.cache, 's3'),
    cacheVariables: makeCacheVariables(inputs.cacheSecrets),
    recordsRun: findOwn(plan.builder)?.recordsRun === true,
    cluster: findOwn(plan.builder)?.driver === 'kubernetes',
  });
}
