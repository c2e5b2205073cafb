/** What emulated steps took, and what would spare it. */
import { formatPlatform, type Platform, parsePlatform } from '../image/platform.ts';
import type { BuildStep } from '../tools/build-progress.ts';
import { type Emulated, isNative } from './emulated.ts';

export interface EmulatedTime {
  /** Where it runs. */
  readonly platform: string;
  readonly command: string;
  /** Of the Dockerfile; undefined where the steps of the log are not those of the analysis. */
  readonly line: number | undefined;
  readonly seconds: number;
}

/** The steps that ran, and did not come from the cache, in the order of the log. */
export function timeEmulated(
  steps: readonly BuildStep[],
  { emulated, machine }: { emulated: Emulated; machine: Platform },
): EmulatedTime[] {
  const foreign = steps.flatMap((step) => {
    const platform = findForeign(step, { emulated, machine });
    return platform === undefined ? [] : [{ ...step, place: platform }];
  });
  return foreign.flatMap(({ place, command, stage, state, seconds, index }) => {
    if (state !== 'done' || seconds === undefined) return [];
    const peers = foreign
      .filter((other) => other.place === place && other.stage === stage)
      .toSorted((left, right) => left.index - right.index);
    const known = emulated.steps.filter(
      (step) =>
        formatPlatform(step.platform) === place && (stage === undefined || step.stage === stage),
    );
    const at = peers.findIndex((other) => other.index === index);
    const line = known.length === peers.length ? known[at]?.line : undefined;
    return [{ platform: place, command: shorten(command), line, seconds }];
  });
}

/** The platform of a step that is emulated. With one platform BuildKit does not say which: then the Dockerfile does. */
function findForeign(
  { platform, stage, command }: BuildStep,
  { emulated, machine }: { emulated: Emulated; machine: Platform },
): string | undefined {
  if (!/^(ONBUILD )?RUN /.test(command)) return undefined;
  if (platform === undefined) {
    const known = emulated.steps.find((step) => stage === undefined || step.stage === stage);
    return known && formatPlatform(known.platform);
  }
  const parsed = parsePlatform(platform);
  if (!parsed.ok || isNative(parsed.platform, machine)) return undefined;
  return formatPlatform(parsed.platform);
}

const MAX_COMMAND_CHARS = 72;

function shorten(command: string): string {
  const line = command.replace(/\s+/g, ' ');
  return line.length <= MAX_COMMAND_CHARS ? line : `${line.slice(0, MAX_COMMAND_CHARS - 1)}…`;
}

/** `2 steps, 41.3 s` */
export function formatTotal(times: readonly EmulatedTime[]): string {
  const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${times.length} ${times.length === 1 ? 'step' : 'steps'}, ${total.toFixed(1)} s`;
}

/** A line for each, and what fits best. */
export function describeTimes(
  times: readonly EmulatedTime[],
  { file = 'Dockerfile', isLeg }: { file?: string | undefined; isLeg: boolean },
): string[] {
  const lines = times.map(({ platform, command, line, seconds }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    return `${seconds.toFixed(1).padStart(7)} s  ${platform}  ${place}  ${command}`;
  });
  return [...lines, chooseHint(times, isLeg)];
}

/** Compilers, and what starts them; those in front make programs for other platforms by themselves. */
const CROSS_COMPILERS =
  /\b(go (build|install|test)|cargo (build|install)|dotnet (build|publish)|zig build|(npm|yarn|pnpm) (run )?build|tsc|mvnw?|gradlew?|javac)\b/;
const COMPILERS =
  /\b(make|cmake|ninja|meson|gcc|g\+\+|cc|clang(\+\+)?|rustc|pip3? (install|wheel))\b/;

function chooseHint(times: readonly EmulatedTime[], isLeg: boolean): string {
  const slowest = times.toSorted((left, right) => right.seconds - left.seconds);
  if (slowest.some(({ command }) => CROSS_COMPILERS.test(command)))
    return 'A compiler runs under emulation. It makes programs for other platforms by itself: `FROM --platform=$BUILDPLATFORM …` for its stage, with `ARG TARGETOS TARGETARCH` to tell it the platform.';
  const isArm = times.every(({ platform }) => platform === 'linux/arm64');
  const native = isArm ? ' (`runs-on: ubuntu-24.04-arm`)' : '';
  const way = isLeg
    ? `A native machine for this leg${native} emulates nothing.`
    : `A leg of a matrix on a native machine${native} emulates nothing; the legs make one image.`;
  return slowest.some(({ command }) => COMPILERS.test(command))
    ? `A compiler runs under emulation. ${way}`
    : way;
}
