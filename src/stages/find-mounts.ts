/** Looks into the Dockerfile for the cache mounts that its target needs. */
import type { Host } from '../host/host.ts';
import { type FoundMounts, joinMounts } from '../image/cache-mounts.ts';
import { draftPlan } from '../plan/plan.ts';
import type { Plan } from '../plan/types.ts';

type Reach = Pick<Host, 'files' | 'log'>;

/** The plan, as far as the inputs are understood, with the mounts that the Dockerfile names. */
export async function draftRun(
  host: Reach,
  planning: Parameters<typeof draftPlan>[0],
): Promise<ReturnType<typeof draftPlan>> {
  const draft = draftPlan(planning);
  return { ...draft, plan: await findMounts(host, draft.plan) };
}

/** The plan with the mounts that are kept; as it was where none are, or where nothing can be told. */
export async function findMounts(host: Reach, plan: Plan): Promise<Plan> {
  const found = plan.mounts.off === undefined ? await readMounts(host, plan) : undefined;
  return found === undefined ? plan : { ...plan, mounts: { ...plan.mounts, ...found } };
}

async function readMounts(
  { files, log }: Reach,
  { build }: Pick<Plan, 'build'>,
): Promise<FoundMounts | undefined> {
  if (build.file === undefined) return undefined;
  try {
    const text = await files.readText(build.file);
    // Most Dockerfiles have none: the parser is loaded for those that may.
    if (!/--mount=/.test(text) || !/cache/i.test(text)) return undefined;
    const { analyseDockerfile } = await import('../image/dockerfile.ts');
    const contexts = build.contexts.map((entry) => entry.split('=')[0] ?? '');
    const { target, buildArgs, platforms } = build;
    return joinMounts(
      platforms.flatMap(
        (platform) => analyseDockerfile({ text, target, buildArgs, contexts, platform }).runs,
      ),
    );
  } catch (error) {
    log.debug(`Cache mounts are not looked for: ${String(error)}`);
    return undefined;
  }
}
