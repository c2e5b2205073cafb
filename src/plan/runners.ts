/** Which leg of a matrix builds which platform, and where. */
import type { InputProblem } from '../errors.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { Runner, RunnerRule } from '../inputs/runners.ts';

/** One entry of the `include` of a matrix. */
export interface Leg {
  readonly platform: string;
  readonly runner: Runner;
  /** From 0, in the order of `platforms`. */
  readonly index: number;
}

/** The reusable workflow names each leg's output by hand: GitHub keeps one writer for a name. */
export const MOST_LEGS = 20;

/** What GitHub hosts. Other platforms are emulated. */
const HOSTED: readonly RunnerRule[] = [
  { pattern: 'linux/arm64', runner: 'ubuntu-24.04-arm' },
  { pattern: 'linux/arm', runner: 'ubuntu-24.04-arm' },
  { pattern: 'default', runner: 'ubuntu-24.04' },
];

/** One leg for each platform. What the user says goes before what GitHub hosts, and of it the most specific rule. */
export function planLegs({
  platforms,
  rules,
}: {
  platforms: readonly Platform[];
  rules: readonly RunnerRule[];
}): Leg[] {
  return platforms.map((each, index) => {
    const platform = formatPlatform(each);
    const rule = findRule(platform, rules) ?? findRule(platform, HOSTED);
    return { platform, runner: rule?.runner ?? 'ubuntu-24.04', index };
  });
}

/** The reusable workflow has as many outputs as are written down in it. */
export function checkLegCount(legs: readonly Leg[], problems: InputProblem[]): void {
  if (legs.length <= MOST_LEGS) return;
  problems.push({
    input: 'platforms',
    value: `${legs.length} platforms`,
    problem: `are more than the ${MOST_LEGS} legs of the reusable workflow`,
    fix: 'Use the step in a matrix of your own, or build some platforms in one job.',
  });
}

/** The value for `strategy.matrix`. */
export function formatMatrix(legs: readonly Leg[]): string {
  return JSON.stringify({ include: legs });
}

function findRule(platform: string, rules: readonly RunnerRule[]): RunnerRule | undefined {
  return rules
    .filter(({ pattern }) => isMatch(pattern, platform))
    .sort((left, right) => weigh(right) - weigh(left))[0];
}

function isMatch(pattern: string, platform: string): boolean {
  return pattern === 'default' || platform === pattern || platform.startsWith(`${pattern}/`);
}

function weigh({ pattern }: RunnerRule): number {
  return pattern === 'default' ? 0 : pattern.split('/').length;
}
