/** Which part of an image this use of the step builds, and which uses belong together. */
import type { InputProblem } from '../errors.ts';
import {
  comparePlatforms,
  formatPlatform,
  type Platform,
  parsePlatform,
} from '../image/platform.ts';
import { formatRepository } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { BuildSpec, Destination, LegSpec } from './types.ts';

export interface LegPlan {
  /** Undefined: this step builds the whole image. */
  readonly leg: LegSpec | undefined;
  readonly notices: readonly string[];
}

/** The platform is named by the input, or by the matrix where only one of its values is one of `platforms`. */
export function planLeg({
  inputs,
  problems,
}: {
  inputs: Pick<Inputs, 'platform' | 'platforms' | 'matrix'>;
  problems: InputProblem[];
}): LegPlan {
  const platforms = [...inputs.platforms].sort(comparePlatforms);
  const { platform, notices } = choosePlatform({ inputs, problems });
  if (platform === undefined || platforms.length < 2) return { leg: undefined, notices };
  return { leg: { platform, platforms }, notices };
}

function choosePlatform({
  inputs: { platform, platforms, matrix },
  problems,
}: {
  inputs: Pick<Inputs, 'platform' | 'platforms' | 'matrix'>;
  problems: InputProblem[];
}): { platform: Platform | undefined; notices: readonly string[] } {
  if (platform !== undefined) {
    requireOneOf({ platform, platforms, problems });
    return { platform, notices: [] };
  }
  const named = toPlatform(matrix['platform']);
  if (named !== undefined) {
    requireOneOf({ platform: named, platforms, problems });
    return { platform: named, notices: [] };
  }
  const wanted = new Map(platforms.map((one) => [formatPlatform(one), one]));
  const found = new Set(
    Object.values(matrix).flatMap((value) => {
      const parsed = toPlatform(value);
      return parsed === undefined ? [] : [formatPlatform(parsed)];
    }),
  );
  const fitting = [...found].filter((name) => wanted.has(name));
  const [only, second] = fitting;
  if (second === undefined)
    return { platform: only === undefined ? undefined : wanted.get(only), notices: [] };
  if (platforms.length < 2) return { platform: undefined, notices: [] };
  const notice = `The matrix names several of \`platforms\` (${fitting.join(', ')}), so this leg builds all of them; set \`platform\` to the one it should build.`;
  return { platform: undefined, notices: [notice] };
}

function requireOneOf({
  platform,
  platforms,
  problems,
}: {
  platform: Platform;
  platforms: readonly Platform[];
  problems: InputProblem[];
}): void {
  const name = formatPlatform(platform);
  const names = platforms.map(formatPlatform);
  if (names.includes(name) || names.length === 0) return;
  problems.push({
    input: 'platform',
    value: name,
    problem: 'is not one of `platforms`',
    fix: `\`platforms\` is the whole set that the image is to have, now ${names.join(', ')}; add it there.`,
  });
}

function toPlatform(value: string | undefined): Platform | undefined {
  const parsed = value === undefined ? undefined : parsePlatform(value);
  return parsed?.ok === true ? parsed.platform : undefined;
}

/**
 * What legs of one image have in common, as one text: everything of the plan but platform and runner. Names and tags
 * are those after evaluation at a time that is the same for every leg of a run, so that a `{{date}}` at midnight does
 * not tear a group apart.
 */
export function makeGroupKey({
  inputs: { group, platforms, buildArgs, buildContexts },
  build,
  destinations,
}: {
  inputs: Pick<Inputs, 'group' | 'platforms' | 'buildArgs' | 'buildContexts'>;
  build: BuildSpec;
  destinations: readonly Destination[];
}): string {
  if (group !== undefined) return JSON.stringify({ named: group });
  const { context, file, target, secretIds } = build;
  return JSON.stringify({
    tags: destinations.flatMap(listTags).sort(),
    platforms: [...platforms].map(formatPlatform).sort(),
    context,
    contexts: buildContexts.map(({ name, source }) => `${name}=${source}`).sort(),
    file: file ?? '',
    target: target ?? '',
    buildArgs: [...buildArgs].sort(),
    secretIds: [...secretIds].sort(),
  });
}

/** An image without a tag counts too. */
function listTags({ repository, tags }: Destination): string[] {
  const name = formatRepository(repository);
  return [name, ...tags.map((tag) => `${name}:${tag.name}`)];
}
