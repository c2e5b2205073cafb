/** Emulators for the steps that need them: only those that are missing, and gone again after the job. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { listNative } from '../../plan/builder-spec.ts';
import { describeSteps, type Emulated, formatEmulated, isNative } from '../../plan/emulated.ts';
import { choosePlatforms } from '../../plan/load.ts';
import type { Plan } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { type Handler, planHandlers } from '../../tools/binfmt.ts';
import type { Engine } from '../../tools/docker.ts';
import { listSources } from '../../tools/image-sources.ts';
import { withCode } from '../job/run-command.ts';
import type { RunFolder } from '../job/run-folder.ts';
import type { Say } from '../job/tracks.ts';
import { ensureImage } from '../tools/pull-image.ts';
import { askBases, chooseEmulated, readEmulated } from './emulated.ts';
import { findLeftEmulators, recordEmulators } from './emulator-records.ts';
import { announceUse } from './emulator-uses.ts';
import { installHandlers, probeHandlers } from './install-emulation.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'signal' | 'clock' | 'randomHex'>;

export interface EmulationRequest {
  readonly plan: Pick<Plan, 'build' | 'builder' | 'emulation' | 'mode'>;
  /** Those that are built on the engine's machine. */
  readonly platforms: readonly Platform[];
  readonly engine: Engine;
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: RunFolder;
  readonly say: Say;
  /** Gets the installer's image into the engine, and returns its name there. */
  readonly pull: (image: string) => Promise<string>;
}

export interface EmulationResult {
  /** Handlers that were registered for this run. */
  readonly installed: readonly string[];
  readonly emulated: Emulated;
  /** What the builder's machine is. */
  readonly machine: Platform;
}

/** Nodes elsewhere run what is theirs; here the engine's are emulated. Undefined where the engine builds nothing. */
export async function prepareEmulation(
  host: Reach,
  {
    engine,
    ...rest
  }: Omit<EmulationRequest, 'platforms' | 'engine' | 'pull'> & {
    readonly engine: Promise<Engine | undefined>;
  },
): Promise<EmulationResult | undefined> {
  const { plan, registry, env, say } = rest;
  const found = await engine;
  if (found === undefined) {
    say('not here: the builder is on other machines');
    return undefined;
  }
  const native = listNative(plan.builder);
  const platforms = choosePlatforms(plan, { os: found.os, architecture: found.arch }).filter(
    (one) => !native.includes(formatPlatform(one)),
  );
  const pull = (image: string): Promise<string> =>
    ensureImage(host, { sources: listSources(image), env, registry: registry.brief, say });
  return ensureEmulation(host, { ...rest, platforms, engine: found, pull });
}

/**
 * Asks the Dockerfile what has to run, then the kernel whether it does; docker only where something is missing. Throws
 * EMULATION_FAILED when programs of a platform do not run afterwards, whatever the installer's exit code was.
 */
export async function ensureEmulation(
  host: Reach,
  request: EmulationRequest,
): Promise<EmulationResult> {
  const { plan, engine, say } = request;
  const machine = { os: engine.os, architecture: engine.arch };
  const emulated = await gather(host, { request, machine });
  const wanted = chooseEmulated(emulated, {
    platforms: request.platforms,
    machine,
    isWhole: plan.emulation.mode === 'binfmt',
  });
  const handlers = planHandlers(wanted, engine.arch);
  const nothing = { installed: [], emulated, machine };
  if (handlers.length === 0) {
    say(`not needed: no step runs programs that are foreign to ${formatPlatform(machine)}`);
    return nothing;
  }
  say(`emulated: ${formatEmulated(emulated)}`);
  if (plan.emulation.mode === 'builtin') {
    say('left to the emulators in the BuildKit image');
    return nothing;
  }
  const names = await ensureHandlers(host, { request, handlers, emulated });
  return { ...nothing, installed: names };
}

async function gather(
  host: Reach,
  {
    request: { plan, platforms, registry },
    machine,
  }: { request: EmulationRequest; machine: Platform },
): Promise<Emulated> {
  const { mode, builder, emulation } = plan;
  const build = { ...plan.build, platforms };
  const emulated = await readEmulated(host, { build, mode, machine });
  if (emulation.mode !== 'auto') return emulated;
  const isPulled = builder.kind === 'own' || build.pull;
  return askBases(host, { emulated, registry: registry.brief, isPulled });
}

async function ensureHandlers(
  host: Reach,
  {
    request,
    handlers,
    emulated,
  }: { request: EmulationRequest; handlers: readonly Handler[]; emulated: Emulated },
): Promise<readonly string[]> {
  const { plan, engine, env, folder, say } = request;
  const { mode } = plan.emulation;
  const image = pullOnce(request);
  const means = { engine, image, env, folder: folder.path };
  await announceUse(host, { builder: plan.builder, folder, env });
  // A machine elsewhere is asked in a container, for which `off` leaves no room.
  const missing = await probeHandlers(host, { handlers, means, mayAsk: mode !== 'off', say });
  const names = missing.map(({ name }) => name);
  const left = await adoptLeft(host, { request, handlers, names });
  if (missing.length === 0) {
    say(`already there: ${listNames(handlers)}`);
    return left;
  }
  if (mode === 'off') {
    refuseOff(host, { request, missing, emulated });
    return [];
  }
  const pulled = await image();
  const ours = [...left, ...names];
  folder.remember({ emulators: { image: pulled, names: ours } });
  say(`installing ${names.join(', ')} from ${pulled}`);
  await installHandlers(host, { missing, means });
  await recordEmulators(host, names);
  say(`programs run: ${missing.map(({ arch }) => `linux/${arch}`).join(', ')}`);
  return ours;
}

/** What a killed run has left is used, and from here on it is this run's to remove. */
async function adoptLeft(
  host: Reach,
  {
    request: { plan, folder, say },
    handlers,
    names,
  }: { request: EmulationRequest; handlers: readonly Handler[]; names: readonly string[] },
): Promise<readonly string[]> {
  const there = handlers.filter(({ name }) => !names.includes(name));
  const left = (await findLeftEmulators(host)).filter((record) =>
    there.some(({ name }) => name === record.name),
  );
  if (left.length === 0) return [];
  const adopted = left.map(({ name }) => name);
  folder.remember({ emulators: { image: plan.emulation.image, names: adopted } });
  await recordEmulators(host, adopted);
  for (const { name, mark } of left)
    say(`${name} is there since run ${mark.runId}, which was killed; it is removed after this job`);
  return adopted;
}

/** Nothing is pulled before the first call, and only once. */
function pullOnce({ plan, pull }: EmulationRequest): () => Promise<string> {
  let pulling: Promise<string> | undefined;
  return () => {
    pulling ??= pull(plan.emulation.image).catch((error: unknown) => {
      throw withCode('EMULATION_FAILED', error);
    });
    return pulling;
  };
}

function listNames(handlers: readonly Handler[]): string {
  return handlers.map(({ name }) => name).join(', ');
}

/** The engine's own BuildKit has no emulators; others may bring theirs. */
function refuseOff(
  host: Pick<Host, 'log'>,
  {
    request: { plan, engine, say },
    missing,
    emulated,
  }: { request: EmulationRequest; missing: readonly Handler[]; emulated: Emulated },
): void {
  const machine = { os: engine.os, architecture: engine.arch };
  const archs = missing.map(({ arch }) => arch);
  const steps = emulated.steps.filter(
    ({ platform }) => archs.includes(platform.architecture) && !isNative(platform, machine),
  );
  if (steps.length === 0) {
    say(`missing, and turned off: ${listNames(missing)}`);
    return;
  }
  const what = `${formatPlatform(machine)} does not run these steps, and emulation is turned off:\n${describeSteps(steps, plan.build.file).join('\n')}`;
  if (plan.builder.kind !== 'engine') {
    host.log.warning(`${what}\nThey end in "exec format error" unless BuildKit brings emulators.`);
    return;
  }
  throw new ActionError('EMULATION_FAILED', what, {
    hint: 'Set `emulation: auto`, run them on `FROM --platform=$BUILDPLATFORM`, or build the platform on a native runner.',
  });
}
