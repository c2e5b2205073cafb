/** A tag for each leg where manifests without one do not live until the legs are merged. */
import { InputError } from '../errors.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import { formatRepository, parseTag, type Repository } from '../image/reference.ts';
import { WHOLE_IMAGE } from './artifact-names.ts';
import type { Destination } from './types.ts';

export const KEEP_ALIVE_CHOICES = ['auto', 'on', 'off'] as const;
export type KeepAliveChoice = (typeof KEEP_ALIVE_CHOICES)[number];

/**
 * Registries that delete what neither a tag nor another manifest names, by themselves and without being told to →
 * hours that it lives. quay.io: a push by digest gets a hidden tag that expires (config.py,
 * PUSH_TEMP_TAG_EXPIRATION_SEC, one hour). GitLab.com: online garbage collection ("Delete container images from the
 * container registry": scheduled for deletion in 24 hours if left unreferenced). GHCR, Docker Hub, ECR, Google's
 * Artifact Registry, ACR and Harbor delete only by rules that their users make, which `on` is for.
 */
const REAPED_AFTER_HOURS: Readonly<Record<string, number>> = {
  'quay.io': 1,
  'registry.gitlab.com': 24,
};

/** What tells one leg from all others. */
export interface LegName {
  readonly runId: string;
  readonly attempt: number;
  readonly group: string;
  /** Undefined for a whole image that is published later. */
  readonly platform: Platform | undefined;
}

export interface KeepAlive {
  /** The temporary tag, of this leg alone. */
  readonly tag: string;
  /** Where it is set. */
  readonly repositories: readonly Repository[];
  /** One sentence for the printed plan. */
  readonly reason: string;
}

/** The tag that keeps a leg's image, or undefined where none is needed. Throws InputError for a group that no tag can hold. */
export function planKeepAlive({
  input,
  destinations,
  ...leg
}: LegName & { input: KeepAliveChoice; destinations: readonly Destination[] }):
  | KeepAlive
  | undefined {
  if (input === 'off') return undefined;
  const repositories = destinations
    .map(({ repository }) => repository)
    .filter(({ registry }) => input === 'on' || REAPED_AFTER_HOURS[registry] !== undefined);
  if (repositories.length === 0) return undefined;
  const tag = makeKeepTag(leg);
  const names = repositories.map(formatRepository).join(', ');
  const why =
    input === 'on' ? 'asked for' : `deletes untagged images after ${listHours(repositories)}`;
  return { tag, repositories, reason: `${tag} until the image is published (${names}: ${why})` };
}

function listHours(repositories: readonly Repository[]): string {
  const hours = repositories.map(({ registry }) => REAPED_AFTER_HOURS[registry] ?? 0);
  const shortest = Math.min(...hours);
  return shortest === 1 ? 'one hour' : `${shortest} hours`;
}

/** `bsa-keep.<run>.<attempt>.<group>.<platform>`. Two groups never share one. Throws InputError when it is too long. */
export function makeKeepTag({ runId, attempt, group, platform }: LegName): string {
  const suffix =
    platform === undefined ? WHOLE_IMAGE : formatPlatform(platform).replaceAll('/', '-');
  const parsed = parseTag(`bsa-keep.${runId}.${attempt}.${escapeGroup(group)}.${suffix}`);
  if (parsed.ok) return parsed.tag;
  const problem = `${parsed.reason} as a part of the temporary tag of each leg`;
  throw new InputError([
    { input: 'group', value: group, problem, fix: 'Use up to 60 letters and digits.' },
  ]);
}

/** What a tag can not hold as `_` and its code; `_` too, so that no two groups become one. */
function escapeGroup(group: string): string {
  return group.replace(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
}
