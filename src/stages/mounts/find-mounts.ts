/** Looks into the Dockerfile for the cache mounts that its target needs. */
import type { Host } from '../../host/host.ts';
import {
  type CacheMount,
  type FoundMounts,
  identifyMount,
  joinMounts,
} from '../../image/cache-mounts.ts';
import type { BaseImage } from '../../image/dockerfile.ts';
import type { Environments } from '../../image/dockerfile-variables.ts';
import { usesEngine } from '../../plan/builder-spec.ts';
import { formatOther, nameMount } from '../../plan/mounts.ts';
import { draftPlan } from '../../plan/plan.ts';
import type { Plan } from '../../plan/types.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { readImageConfig } from '../image/image-config.ts';
import type { Say } from '../job/tracks.ts';
import { settleWithin } from '../job/within.ts';

type Reach = Pick<Host, 'files' | 'log' | 'machine'>;

/** Milliseconds: a mount that is not known by then is not kept. */
const LIMIT_MS = 3000;

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
  const found = plan.mounts.off === undefined ? await readMounts(host, plan, new Map()) : undefined;
  return found === undefined ? plan : { ...plan, mounts: { ...plan.mounts, ...found } };
}

/** The mounts of the plan, and those of which the images of the Dockerfile tell the rest. Says what came of these. */
export async function completeMounts(
  host: Reach & Pick<Host, 'clock'>,
  {
    plan,
    registry,
    say,
  }: { readonly plan: Plan; readonly registry: RegistryReader; readonly say: Say },
): Promise<readonly CacheMount[]> {
  const { mounts: known } = plan;
  if (known.open.length === 0) return known.mounts;
  const environments = await readEnvironments(host, { images: known.open, registry });
  const found = (await readMounts(host, plan, environments)) ?? known;
  const before = new Set(known.mounts.map(identifyMount));
  for (const one of found.mounts)
    if (!before.has(identifyMount(one))) say(`line ${one.line}: ${nameMount(one)}`);
  for (const one of found.others) if (one.isOpen) say(formatOther(one));
  return found.mounts;
}

async function readEnvironments(
  host: Pick<Host, 'clock'>,
  { images, registry }: { images: readonly BaseImage[]; registry: RegistryReader },
): Promise<Environments> {
  const answers = await Promise.all(
    images.map(async (base): Promise<[string, ReadonlyMap<string, string>][]> => {
      const config = await settleWithin(host, LIMIT_MS, readImageConfig(registry, base));
      return config === undefined ? [] : [[base.image, config.environment]];
    }),
  );
  return new Map(answers.flat());
}

async function readMounts(
  { files, log, machine }: Reach,
  { build, builder }: Pick<Plan, 'build' | 'builder'>,
  environments: Environments,
): Promise<FoundMounts | undefined> {
  if (build.file === undefined) return undefined;
  try {
    const text = await files.readText(build.file);
    // Most Dockerfiles have none: the parser is loaded for those that may.
    if (!/--mount=/.test(text) || !/cache|\$/i.test(text)) return undefined;
    const { analyseDockerfile } = await import('../../image/dockerfile.ts');
    const contexts = build.contexts.map((entry) => entry.split('=')[0] ?? '');
    const { target, buildArgs, platforms } = build;
    const isHere = usesEngine(builder) === true && machine.arch !== 'other';
    const buildPlatform = isHere ? { os: 'linux', architecture: machine.arch } : undefined;
    const asked = { text, target, buildArgs, contexts, buildPlatform, environments };
    const found = platforms.map((platform) => analyseDockerfile({ ...asked, platform }));
    const joined = joinMounts(found.flatMap(({ runs }) => runs));
    const starts = new Map(found.flatMap((one) => one.starts).map((one) => [one.image, one]));
    const isOpen = joined.others.some((one) => one.isOpen);
    return { ...joined, open: isOpen ? [...starts.values()] : [], bases: [...starts.keys()] };
  } catch (error) {
    log.debug(`Cache mounts are not looked for: ${String(error)}`);
    return undefined;
  }
}
