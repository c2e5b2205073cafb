/** Steps that need an emulator: what is known of them before the build. */
import type { BaseImage, RunStep } from '../image/dockerfile.ts';
import { formatPlatform, isSamePlatform, type Platform } from '../image/platform.ts';

/** A step that runs programs of a platform that is foreign to the builder. */
export interface EmulatedStep extends Pick<RunStep, 'line' | 'text' | 'stage'> {
  readonly platform: Platform;
}

export interface Emulated {
  /** In the order of the file. */
  readonly steps: readonly EmulatedStep[];
  /** Foreign images that stages begin with; `ONBUILD` in their configuration would add steps. */
  readonly bases: readonly BaseImage[];
  /** Why there may be more; then every foreign platform may have steps. */
  readonly doubts: readonly string[];
}

export const NOTHING_EMULATED: Emulated = { steps: [], bases: [], doubts: [] };

/** Whether the kernel of a machine runs a platform's programs by itself. 32-bit arm on arm64 depends on the processor: only trying tells. */
export function isNative(platform: Platform, machine: Platform): boolean {
  if (platform.os !== machine.os) return false;
  if (platform.architecture === machine.architecture) return true;
  return machine.architecture === 'amd64' && platform.architecture === '386';
}

/** What has to run here, each platform once: of the steps that are known, or of everything where one cannot be sure. */
export function listEmulated(
  { steps, doubts }: Pick<Emulated, 'steps' | 'doubts'>,
  { platforms, machine }: { readonly platforms: readonly Platform[]; readonly machine: Platform },
): Platform[] {
  const found = [...steps.map(({ platform }) => platform), ...(doubts.length > 0 ? platforms : [])];
  return found.filter(
    (one, at) =>
      !isNative(one, machine) && found.findIndex((other) => isSamePlatform(other, one)) === at,
  );
}

/** `2 steps, lines 7, 9`; what is in doubt is said. */
export function formatEmulated({ steps, doubts }: Emulated): string {
  const lines = [...new Set(steps.map(({ line }) => line))];
  const known =
    steps.length === 0
      ? 'no step that is known'
      : `${steps.length} ${steps.length === 1 ? 'step, line' : `steps, ${lines.length === 1 ? 'line' : 'lines'}`} ${lines.join(', ')}`;
  return doubts.length === 0 ? known : `${known}, perhaps more (${doubts.join('; ')})`;
}

/** Each step on a line: `Dockerfile:7 RUN make (linux/arm64)`. */
export function describeSteps(steps: readonly EmulatedStep[], file = 'Dockerfile'): string[] {
  return steps.map(
    ({ line, text, platform }) => `${file}:${line} RUN ${text} (${formatPlatform(platform)})`,
  );
}
