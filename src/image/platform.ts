/** Platforms as containerd writes and compares them (github.com/containerd/platforms: platforms.go, database.go). */

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** Absent where the architecture has a default one: arm64 is v8, amd64 is v1. `arm` always has one, v7 by default. */
  readonly variant?: string;
}

/** As image configurations and the descriptors of an index state it. What Windows needs besides is no part of the platform's name. */
export interface ImagePlatform extends Platform {
  /** `os.version`: Windows runs only images of its own build number. */
  readonly osVersion?: string;
  /** `os.features` */
  readonly osFeatures?: readonly string[];
}

/** `reason` continues a sentence that starts with the value. */
export type PlatformResult =
  | { readonly ok: true; readonly platform: Platform }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

const SYSTEMS = [
  'linux',
  'windows',
  'darwin',
  'freebsd',
  'openbsd',
  'netbsd',
  'dragonfly',
  'solaris',
  'illumos',
  'aix',
  'android',
  'ios',
  'plan9',
  'zos',
  'js',
  'wasi',
  'wasip1',
] as const;
const ARCHITECTURES = [
  'amd64',
  'arm64',
  'arm',
  '386',
  'ppc64le',
  's390x',
  'riscv64',
  'loong64',
  'mips64le',
  'mips64',
  'mipsle',
  'mips',
  'ppc64',
  'ppc',
  'arm64be',
  'armbe',
  's390',
  'sparc64',
  'sparc',
  'riscv',
  'wasm',
] as const;
/** What a suggestion may be: platforms that base images are published for. */
const COMMON = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/arm/v5',
  'linux/386',
  'linux/ppc64le',
  'linux/s390x',
  'linux/riscv64',
  'linux/loong64',
  'linux/mips64le',
  'windows/amd64',
  'windows/arm64',
  'wasi/wasm',
] as const;
const ARCHITECTURE_ALIASES: Readonly<Record<string, { architecture: string; variant?: string }>> = {
  i386: { architecture: '386' },
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  aarch64: { architecture: 'arm64' },
  armhf: { architecture: 'arm', variant: 'v7' },
  armel: { architecture: 'arm', variant: 'v6' },
};
const VARIANTS: Readonly<Record<string, RegExp>> = {
  amd64: /^v[1-4]$/,
  arm64: /^v[89](?:\.\d)?$/,
  arm: /^v[5-8]$/,
};
const MAX_TEXT_LENGTH = 64;

/** `os/architecture[/variant]`, case and aliases as containerd takes them → the normal form. Unknown names are refused with the nearest known one. */
export function parsePlatform(text: string): PlatformResult {
  const trimmed = text.trim();
  const parts = trimmed.toLowerCase().split('/');
  if (
    trimmed.length > MAX_TEXT_LENGTH ||
    parts.length < 2 ||
    parts.length > 3 ||
    parts.includes('')
  ) {
    return refuse('is not `os/architecture` or `os/architecture/variant`', trimmed);
  }
  const [os = '', architecture = '', variant] = parts;
  const platform = normalizePlatform({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
  });
  if (!isOneOf(SYSTEMS, platform.os)) return refuse('names an unknown operating system', trimmed);
  if (!isOneOf(ARCHITECTURES, platform.architecture))
    return refuse('names an unknown architecture', trimmed);
  if (!hasKnownVariant(platform))
    return refuse(`names an unknown variant of ${platform.architecture}`, trimmed);
  return { ok: true, platform };
}

/** The one spelling under which two platforms are equal exactly when their texts are. Does not ask whether they are known. */
export function normalizePlatform(platform: Platform): Platform {
  const os = platform.os.toLowerCase() === 'macos' ? 'darwin' : platform.os.toLowerCase();
  const wanted = platform.architecture.toLowerCase();
  const alias = ARCHITECTURE_ALIASES[wanted];
  const architecture = alias?.architecture ?? wanted;
  const variant = normalizeVariant(
    architecture,
    alias?.variant ?? platform.variant?.toLowerCase() ?? '',
  );
  return variant === '' ? { os, architecture } : { os, architecture, variant };
}

function normalizeVariant(architecture: string, variant: string): string {
  const named =
    /^\d/.test(variant) && (architecture === 'arm' || architecture === 'arm64')
      ? `v${variant}`
      : variant;
  if (architecture === 'amd64') return named === 'v1' ? '' : named;
  if (architecture === 'arm64')
    return named === 'v8' || named === 'v8.0' ? '' : named.replace(/\.0$/, '');
  if (architecture === 'arm') return named === '' ? 'v7' : named;
  return named;
}

function hasKnownVariant({ architecture, variant }: Platform): boolean {
  if (variant === undefined) return true;
  return VARIANTS[architecture]?.test(variant) ?? false;
}

/** `os/architecture[/variant]` in the normal form, as `docker buildx build --platform` takes it. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = normalizePlatform(platform);
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

export function isSamePlatform(left: Platform, right: Platform): boolean {
  return formatPlatform(left) === formatPlatform(right);
}

/** For `sort`: a fixed order that does not depend on where or when it is asked. */
export function comparePlatforms(left: Platform, right: Platform): number {
  const [first, second] = [formatPlatform(left), formatPlatform(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function refuse(reason: string, text: string): PlatformResult {
  const nearest = findNearest(text.toLowerCase().slice(0, MAX_TEXT_LENGTH));
  const fix =
    nearest === undefined
      ? 'Write e.g. `linux/amd64,linux/arm64`.'
      : `Did you mean \`${nearest}\`?`;
  return { ok: false, reason, fix };
}

function findNearest(text: string): string | undefined {
  if (isOneOf(ARCHITECTURES, text) || Object.hasOwn(ARCHITECTURE_ALIASES, text))
    return formatPlatform({ os: 'linux', architecture: text });
  if (isOneOf(SYSTEMS, text)) return `${text}/amd64`;
  const ranked = COMMON.map((name) => ({ name, distance: editDistance(text, name) }));
  const best = ranked.reduce((nearest, next) =>
    next.distance < nearest.distance ? next : nearest,
  );
  return best.distance <= 4 ? best.name : undefined;
}

/** Levenshtein distance, with a swap of neighbours as one step: `amd46` is nearer to `amd64` than to `arm64`. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number =>
    rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= left.length; row++) {
    const current: number[] = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(left.length, right.length);
}

function isOneOf(known: readonly string[], name: string): boolean {
  return known.includes(name);
}
