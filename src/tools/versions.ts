/** What the tools say of their versions, and which of two is the newer one. */
import { eq, gte, parse } from 'semver';

/** `cosign version --json` -> `3.1.3`; undefined when the output is something else or the build is unstamped. */
export function parseCosignVersion(stdout: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  const version: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'gitVersion') : undefined;
  return typeof version === 'string' ? parseVersion(version) : undefined;
}

/** `buildx version` (`github.com/docker/buildx v0.36.1 <commit>`) -> `0.36.1`. */
export function parseBuildxVersion(stdout: string): string | undefined {
  const version = /^github\.com\/docker\/buildx (\S+)/m.exec(stdout)?.[1];
  return version === undefined ? undefined : parseVersion(version);
}

/** Pre-releases precede their release; any other suffix is a vendor's revision of it. */
const PRE_RELEASE = /^(alpha|beta|dev|pre|preview|rc)/i;

/**
 * Version as semver, without the `v`. Distributions and Docker Desktop write their revision where semver has the
 * pre-release (`0.30.1-desktop.2`, `3.1.1-2`), which would make it older than the release it comes from: it is moved
 * behind a `+`.
 */
export function parseVersion(text: string): string | undefined {
  const version = parse(text.trim(), { loose: true });
  if (version === null) return undefined;
  const suffix = version.prerelease.join('.');
  const build = version.build.join('.');
  const core = `${version.major}.${version.minor}.${version.patch}`;
  if (suffix === '' || PRE_RELEASE.test(suffix)) {
    return `${core}${suffix && `-${suffix}`}${build && `+${build}`}`;
  }
  return `${core}+${[suffix, build].filter(Boolean).join('.')}`;
}

/** Same release: what stands behind a `+` does not count. */
export function isSameVersion(one: string, other: string): boolean {
  return eq(one, other);
}

/** A pre-release of the floor itself is below it. Anything that is no version is below every floor. */
export function isAtLeast(version: string, floor: string): boolean {
  const parsed = parse(version);
  return parsed !== null && gte(parsed, floor);
}
