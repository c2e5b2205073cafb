/** Names under which cache mounts are kept. */

/** Files that say which packages a build gets, by their names (https://docs.github.com "Dependency caching", setup-* actions). */
const LOCKS: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock'],
  ...['bun.lockb', 'deno.lock', 'go.sum', 'go.work.sum', 'Cargo.lock', 'poetry.lock', 'uv.lock'],
  ...['pdm.lock', 'Pipfile.lock', 'conda-lock.yml', 'Gemfile.lock', 'composer.lock', 'mix.lock'],
  ...['gradle.lockfile', 'libs.versions.toml', 'gradle-wrapper.properties', 'pom.xml'],
  ...['packages.lock.json', 'Package.resolved', 'pubspec.lock', 'Podfile.lock', 'flake.lock'],
  ...['conan.lock', 'build.sbt', 'stack.yaml.lock', 'cabal.project.freeze', 'rebar.lock'],
  ...['shard.lock', 'Manifest.toml', 'renv.lock', 'MODULE.bazel.lock', '.terraform.lock.hcl'],
]);
const LIKE_LOCKS = /^requirements.*\.txt$|\.gradle(?:\.kts)?$|\.csproj$/;

/** Is a file of this name a statement of what a build gets? */
export function isLock(name: string): boolean {
  return LOCKS.has(name) || LIKE_LOCKS.test(name);
}

/** No lock is worth looking for in there, and there may be very much of it. */
const DEEP = /^(?:\.git|node_modules|vendor|target|dist|build|\.venv|__pycache__)$/;

export function isWorthLooking(folder: string): boolean {
  return !DEEP.test(folder.slice(folder.lastIndexOf('/') + 1));
}

export interface MountKeys {
  readonly key: string;
  /** From the one that fits best to the one that fits least. */
  readonly restoreKeys: readonly string[];
}

/**
 * `scope`, `dockerfile` and `locks` are fingerprints. Without locks nothing tells when there is something new to keep:
 * then it is once a day.
 */
export function makeMountKeys({
  scope,
  architecture,
  dockerfile,
  locks,
  day,
}: {
  readonly scope: string;
  /** Of the runner: legs of several may build for the same platform. */
  readonly architecture: string;
  readonly dockerfile: string;
  readonly locks: string | undefined;
  /** `2026-01-31` */
  readonly day: string;
}): MountKeys {
  const own = `bsa-mounts-1.${architecture}.${scope}.`;
  const same = `${own}${dockerfile}.`;
  return { key: `${same}${locks ?? day}`, restoreKeys: [same, own] };
}
