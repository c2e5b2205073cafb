/** The steps that a build would emulate: what the Dockerfile tells, and the configurations of the images it begins with. */
import type { Host } from '../../host/host.ts';
import { formatPlatform, isSamePlatform, type Platform } from '../../image/platform.ts';
import { listNative, usesEngine } from '../../plan/builder-spec.ts';
import { isRemoteContext } from '../../plan/contexts.ts';
import { type Emulated, isNative, listEmulated, NOTHING_EMULATED } from '../../plan/emulated.ts';
import type { BuildSpec, Plan } from '../../plan/types.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { readImageConfig } from '../image/image-config.ts';
import { settleWithin } from '../job/within.ts';

/** Milliseconds: what is not told by then is taken for granted, which costs an installation. */
const LIMIT_MS = 2000;

/** Of the platforms in `build`, on a machine of the builder. A Dockerfile that is not at hand is a doubt. */
export async function readEmulated(
  { files }: Pick<Host, 'files'>,
  { build, mode, machine }: { build: BuildSpec; mode: Plan['mode']; machine: Platform },
): Promise<Emulated> {
  if (mode === 'call') return NOTHING_EMULATED;
  const text =
    build.file === undefined || isRemoteContext(build.context)
      ? undefined
      : await files.readText(build.file).catch(() => undefined);
  if (text === undefined) {
    const isForeign = build.platforms.some((platform) => !isNative(platform, machine));
    return { ...NOTHING_EMULATED, doubts: isForeign ? ['the Dockerfile is not here'] : [] };
  }
  // Loaded here: not every run gets this far, and none needs it for its first line.
  const { findEmulated } = await import('../../plan/find-emulated.ts');
  return findEmulated({ text, build, machine });
}

/** The plan with what its Dockerfile says, were it built on a machine like this one. */
export async function foreseeEmulation(
  host: Pick<Host, 'files' | 'machine'>,
  plan: Plan,
): Promise<Plan> {
  const { arch } = host.machine;
  if (arch === 'other' || usesEngine(plan.builder) !== true) return plan;
  const machine = { os: 'linux', architecture: arch };
  const { mode, emulation } = plan;
  const native = listNative(plan.builder);
  const platforms = plan.build.platforms.filter((one) => !native.includes(formatPlatform(one)));
  const build = { ...plan.build, platforms };
  const outlook = await readEmulated(host, { build, mode, machine });
  const isForeign = platforms.some((platform) => !isNative(platform, machine));
  const isTold = isForeign || outlook.steps.length > 0;
  return isTold ? { ...plan, emulation: { ...emulation, outlook } } : plan;
}

/** With what the images themselves leave to be done (`ONBUILD`) where it would make a difference. */
export async function askBases(
  host: Pick<Host, 'clock'>,
  {
    emulated,
    registry,
    isPulled,
  }: { emulated: Emulated; registry: RegistryReader; isPulled: boolean },
): Promise<Emulated> {
  const { steps, bases, doubts } = emulated;
  const open = bases.filter(
    ({ platform }) => !steps.some((step) => isSamePlatform(step.platform, platform)),
  );
  if (doubts.length > 0 || open.length === 0) return emulated;
  const found = await Promise.all(
    open.map(async (base) => {
      // An engine's own BuildKit may have another image of that name.
      const triggers = isPulled
        ? (await settleWithin(host, LIMIT_MS, readImageConfig(registry, base)))?.triggers
        : undefined;
      if (triggers === undefined) return `whether ${base.image} has ONBUILD steps is not known`;
      const isSilent = !triggers.some((text) => /^\s*run\b|--from=/i.test(text));
      return isSilent ? undefined : `${base.image} has ONBUILD steps`;
    }),
  );
  return { ...emulated, doubts: found.filter((one) => one !== undefined) };
}

/** The platforms whose programs have to run: all foreign ones where `isWhole`. */
export function chooseEmulated(
  emulated: Emulated,
  {
    platforms,
    machine,
    isWhole,
  }: { platforms: readonly Platform[]; machine: Platform; isWhole: boolean },
): Platform[] {
  const doubts = isWhole ? ['asked for'] : emulated.doubts;
  return listEmulated({ steps: emulated.steps, doubts }, { platforms, machine });
}
