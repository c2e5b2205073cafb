/** Cache mounts of a Dockerfile (`RUN --mount=type=cache`), as BuildKit tells them apart. */
import { parseList } from '../inputs/lists.ts';

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
}

export interface FoundMounts {
  /** Each once, in the order of the Dockerfile. */
  readonly mounts: readonly CacheMount[];
  readonly others: readonly OtherMount[];
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
  /** Values of `--mount`, variables filled in; undefined where they are not known. */
  readonly mounts: ReadonlyArray<string | undefined>;
  readonly base: string | undefined;
}

/** The cache mounts of steps, each once: those of one platform may be those of another too. */
export function joinMounts(steps: readonly MountingStep[]): FoundMounts {
  const mounts = new Map<string, CacheMount>();
  const others = new Map<number, string>();
  for (const { line, base, mounts: values } of steps) {
    for (const value of values) {
      const mount =
        value === undefined
          ? { line, reason: 'what it says is not known before the build' }
          : parseCacheMount(splitFields(value), { base, line });
      if (mount !== undefined && 'reason' in mount) others.set(line, mount.reason);
      else if (mount !== undefined && !mounts.has(identifyMount(mount)))
        mounts.set(identifyMount(mount), mount);
    }
  }
  return {
    mounts: [...mounts.values()],
    others: [...others].map(([line, reason]) => ({ line, reason })),
  };
}

/** BuildKit takes the value for a line of CSV. */
function splitFields(value: string): readonly string[] {
  try {
    return parseList(value, { comma: 'split', comments: false });
  } catch {
    // The build will say what is wrong with it.
    return [];
  }
}

/** The fields of one `--mount`, variables filled in -> a cache mount, why it cannot be kept, or undefined for another type. */
export function parseCacheMount(
  fields: readonly string[],
  place: Pick<CacheMount, 'base' | 'line'>,
): CacheMount | OtherMount | undefined {
  const values = new Map<string, string>();
  for (const field of fields) {
    const at = field.indexOf('=');
    const name = (at < 0 ? field : field.slice(0, at)).trim().toLowerCase();
    values.set(NAMES[name] ?? name, at < 0 ? '' : field.slice(at + 1));
  }
  if (values.get('type')?.toLowerCase() !== 'cache') return undefined;
  const { line } = place;
  const target = values.get('target') ?? '';
  const id = values.get('id') || cleanPath(target);
  if (values.has('from') && values.get('from') !== 'scratch')
    return { line, reason: `it begins with what ${values.get('from')} has` };
  if (!PLAIN.test(id) || !PLAIN.test(target))
    return { line, reason: 'its id or target is not known before the build' };
  const mode = values.get('mode');
  const [uid, gid] = [readNumber(values.get('uid')), readNumber(values.get('gid'))];
  if (uid === null || gid === null || (mode !== undefined && !/^[0-7]{1,7}$/.test(mode)))
    return { line, reason: 'its owner or mode is not known before the build' };
  const sharing = SHARINGS.find((one) => one === values.get('sharing')?.toLowerCase()) ?? 'shared';
  return { id, target, uid, gid, mode, sharing, ...place };
}

const NAMES: Readonly<Record<string, string>> = { dst: 'target', destination: 'target' };

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
