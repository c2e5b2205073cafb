/** Cache mounts of a Dockerfile (`RUN --mount=type=cache`), as BuildKit tells them apart. */
import type { BaseImage } from './dockerfile.ts';
import type { MountFields } from './mount-flag.ts';

export const SHARINGS = ['shared', 'private', 'locked'] as const;

export interface CacheMount {
  /** `id`, or the target as it is written, cleaned: what BuildKit knows the mount by. */
  readonly id: string;
  readonly target: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** Octal digits. */
  readonly mode: string | undefined;
  readonly sharing: (typeof SHARINGS)[number];
  /** The image that the stage begins with; undefined for `scratch`, and where it cannot be told. */
  readonly base: string | undefined;
  /** Counted from 1. */
  readonly line: number;
}

/** A mount that is in the Dockerfile and cannot be kept. */
export interface OtherMount {
  readonly line: number;
  readonly reason: string;
  /** The image that its stage begins with may tell. */
  readonly isOpen?: boolean;
}

export interface FoundMounts {
  /** Each once, in the order of the Dockerfile. */
  readonly mounts: readonly CacheMount[];
  readonly others: readonly OtherMount[];
  /** Images whose configuration may tell what is not known of `others`. */
  readonly open: readonly BaseImage[];
  /** Images that the build begins with. */
  readonly bases: readonly string[];
}

/**
 * What makes two mounts one: BuildKit looks for a mount with an owner or a mode under an id to which it adds the folder
 * that it made for them (solver/llbsolver/mounts, dockerfile2llb setCacheUIDGID).
 */
export function identifyMount({ id, uid, gid, mode }: CacheMount): string {
  const owned = uid !== undefined || gid !== undefined || mode !== undefined;
  return owned ? `${id} ${uid ?? 0}:${gid ?? 0} ${mode ?? '0755'}` : id;
}

/** What a value of `--mount` is made of when it needs no quotes; `,` and `"` are CSV's, `$` would be expanded again. */
const PLAIN = /^[\w@%+=:./~-]+$/;

/** A step, as far as its mounts are concerned. */
interface MountingStep {
  readonly line: number;
  readonly mounts: readonly MountFields[];
  readonly base: string | undefined;
}

/** The cache mounts of steps, each once: those of one platform may be those of another too. */
export function joinMounts(steps: readonly MountingStep[]): Pick<FoundMounts, 'mounts' | 'others'> {
  const mounts = new Map<string, CacheMount>();
  const others = new Map<number, OtherMount>();
  for (const { line, base, mounts: values } of steps) {
    for (const fields of values) {
      const mount = parseCacheMount(fields, { base, line });
      if (mount !== undefined && 'reason' in mount) others.set(line, mount);
      else if (mount !== undefined && !mounts.has(identifyMount(mount)))
        mounts.set(identifyMount(mount), mount);
    }
  }
  return {
    mounts: [...mounts.values()],
    others: [...others.values()],
  };
}

/** The fields of one `--mount` -> a cache mount, why it cannot be kept, or undefined for another type. */
export function parseCacheMount(
  fields: MountFields,
  place: Pick<CacheMount, 'base' | 'line'>,
): CacheMount | OtherMount | undefined {
  const unknown = KNOWN.find((name) => fields.has(name) && fields.get(name) === undefined);
  const type = fields.get('type')?.toLowerCase();
  if (type !== 'cache' && unknown !== 'type') return undefined;
  const { line } = place;
  if (unknown !== undefined)
    return { line, reason: `its ${unknown} is not known before the build`, isOpen: true };
  // What BuildKit does with a target relative to WORKDIR changes nothing of the id.
  const target = fields.get('target') ?? '';
  const id = fields.get('id') || cleanPath(target);
  const from = fields.get('from') || 'scratch';
  if (from !== 'scratch') return { line, reason: `it begins with what ${from} has` };
  const strange = [id, target].find((one) => !PLAIN.test(one));
  if (strange !== undefined)
    return { line, reason: `${JSON.stringify(strange)} is no plain path or id` };
  const mode = fields.get('mode');
  const [uid, gid] = [readNumber(fields.get('uid')), readNumber(fields.get('gid'))];
  if (uid === null || gid === null || (mode !== undefined && !/^[0-7]{1,7}$/.test(mode)))
    return { line, reason: 'its owner or mode is none' };
  const sharing = SHARINGS.find((one) => one === fields.get('sharing')?.toLowerCase()) ?? 'shared';
  return { id, target, uid, gid, mode, sharing, ...place };
}

/** What has to be known of a mount to find it again. */
const KNOWN = ['type', 'id', 'target', 'from', 'sharing', 'uid', 'gid', 'mode'] as const;

/** Undefined where nothing is said, null where it is no number. */
function readNumber(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined;
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** As Go's `path.Clean` does. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isAbsolute) parts.push('..');
  }
  const joined = parts.join('/');
  if (isAbsolute) return `/${joined}`;
  return joined === '' ? '.' : joined;
}
