/** Annotations of the image, and the level each of them stands on. */
import type { InputProblem } from '../errors.ts';
import { formatPlatform, parsePlatform } from '../image/platform.ts';
import { parseList } from '../inputs/lists.ts';
import type { Inputs } from '../inputs/parse.ts';
import { isAnnotationLevel } from '../names/settings.ts';
import type { Names } from '../names/types.ts';
import type { BuildSpec, LegSpec, Plan } from './types.ts';

const LEVELS = '`index`, `manifest`, `index-descriptor`, `manifest-descriptor`';

export interface AnnotationPlan {
  /** Values of buildx's `--annotation`. */
  readonly build: readonly string[];
  /** `key=value`, for an index that is assembled of legs. */
  readonly index: readonly string[];
}

/**
 * Without `images` those that were given, as in docker/build-push-action; with them those that docker/metadata-action
 * derives come on top. A leg builds no index that stays, and gets what is for its own platform.
 */
export function planAnnotations({
  inputs,
  names,
  mode,
  leg,
  isAttested,
  outputs: { imageAttributes, exports },
  problems,
}: {
  inputs: Inputs;
  names: Names;
  mode: Plan['mode'];
  leg: LegSpec | undefined;
  isAttested: boolean;
  outputs: Pick<BuildSpec, 'imageAttributes' | 'exports'>;
  problems: InputProblem[];
}): AnnotationPlan {
  const given = readGiven(inputs.annotations, problems);
  const all = inputs.images === '' ? given : names.annotations;
  const refuse = (value: string, problem: string, fix: string): number =>
    problems.push({ input: 'annotations', value, problem, fix });
  for (const entry of given) {
    const problem = findProblem(entry);
    if (problem !== undefined)
      refuse(entry, problem, `Write \`key=value\` or \`level:key=value\`; levels are ${LEVELS}.`);
  }
  // An engine keeps no annotations, and refuses those of an index.
  if (mode === 'load' || mode === 'call') return { build: [], index: [] };
  const platforms = inputs.platforms.map(formatPlatform);
  for (const [entry, platform] of all.flatMap(listPlatforms)) {
    if (!platforms.includes(platform))
      refuse(entry, 'is for a platform that is not built', 'Name one of `platforms`.');
  }
  const onIndex = all.find((entry) => readLevels(entry).some((level) => level.startsWith('index')));
  const isBare = platforms.length === 1 && !isAttested && (mode === 'push' || exports.length > 0);
  if (onIndex !== undefined && isBare)
    refuse(
      onIndex,
      'stands on the index, and one platform without attestations has none',
      'Use the level `manifest`.',
    );
  if (!/^(false|0)$/i.test(imageAttributes['oci-mediatypes'] ?? ''))
    return leg === undefined
      ? { build: all, index: [] }
      : splitForLeg(all, formatPlatform(leg.platform));
  if (given.length > 0)
    refuse(
      given.join(', '),
      'cannot stand in a manifest with Docker media types',
      'Leave `oci-mediatypes=false` out of `outputs`.',
    );
  return { build: [], index: [] };
}

/** Those of one platform's own manifest, and those of the index that is assembled of several. */
export function splitForLeg(entries: readonly string[], platform: string): AnnotationPlan {
  const build: string[] = [];
  const index: string[] = [];
  for (const entry of entries) {
    const levels = readLevels(entry);
    const at = entry.indexOf('=');
    const key = entry.slice(levels.length === 0 ? 0 : entry.indexOf(':') + 1, at);
    const pair = `${key}=${entry.slice(at + 1)}`;
    if (levels.includes('index')) index.push(pair);
    const own = levels
      .filter((level) => !level.startsWith('index') && isFor(level, platform))
      .map((level) => level.replace(/\[.+\]$/, ''));
    if (levels.length === 0) build.push(entry);
    else if (own.length > 0) build.push(`${own.join(',')}:${pair}`);
  }
  return { build, index };
}

/** True for a level that names no platform, or this one. */
function isFor(level: string, platform: string): boolean {
  const [, named] = /\[(.+)\]$/.exec(level) ?? [];
  if (named === undefined) return true;
  const parsed = parsePlatform(named);
  return parsed.ok && formatPlatform(parsed.platform) === platform;
}

function readGiven(text: string, problems: InputProblem[]): readonly string[] {
  try {
    return parseList(text, { comma: 'keep' });
  } catch {
    const fix = 'One `key=value` per line; quote a value of several lines as in CSV.';
    problems.push({ input: 'annotations', problem: 'is not a valid list', fix });
    return [];
  }
}

function findProblem(entry: string): string | undefined {
  const at = entry.indexOf('=');
  if (at < 0) return 'has no `=`';
  const key = entry.slice(0, at);
  const colon = key.indexOf(':');
  if (key.slice(colon + 1).trim() === '') return 'has no key';
  if (colon < 0 || key.slice(0, colon).split(',').every(isAnnotationLevel)) return undefined;
  return 'has a level that BuildKit does not know';
}

/** What stands before the first colon of the key, by comma; empty where no level is named. */
function readLevels(entry: string): readonly string[] {
  const [key = ''] = entry.split('=');
  const colon = key.indexOf(':');
  return colon < 0 ? [] : key.slice(0, colon).split(',');
}

function listPlatforms(entry: string): ReadonlyArray<readonly [string, string]> {
  return readLevels(entry).flatMap((level) => {
    const [, platform] = /\[(.+)\]$/.exec(level) ?? [];
    if (platform === undefined) return [];
    const parsed = parsePlatform(platform);
    return [[entry, parsed.ok ? formatPlatform(parsed.platform) : platform] as const];
  });
}
