/** Which leg of a matrix builds which platform, and where. */
import type { InputProblem } from '../errors.ts';
import { formatPlatform } from '../image/platform.ts';
import type { Inputs } from '../inputs/parse.ts';
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
  inputs: { platforms, runners, workflow },
  problems,
}: {
  inputs: Pick<Inputs, 'platforms' | 'runners' | 'workflow'>;
  problems: InputProblem[];
}): Leg[] {
  if (workflow !== undefined && platforms.length > MOST_LEGS) {
    problems.push({
      input: 'platforms',
      value: `${platforms.length} platforms`,
      problem: `are more than the ${MOST_LEGS} legs of the reusable workflow`,
      fix: 'Use the step in a matrix of your own, or build some platforms in one job.',
    });
  }
  return platforms.map((each, index) => {
    const platform = formatPlatform(each);
    const rule = findRule(platform, runners) ?? findRule(platform, HOSTED);
    return { platform, runner: rule?.runner ?? 'ubuntu-24.04', index };
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
