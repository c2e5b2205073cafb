import semver from 'semver';
import type { VersionSource } from './rules.ts';
import type { VersionParts } from './types.ts';
import { type NamingWorld, parseRegExp, type RuleValue, readVersionText } from './world.ts';

/** Only `{{raw}}` and nothing else: then even a pre-release keeps its own spelling. */
const RAW_PATTERN = /^\{\{\{?&?\s*raw\s*\}?\}\}$/;

/** `type=semver` → its value; undefined, with a warning, where the text is no version. */
export function makeSemverValue(source: VersionSource, world: NamingWorld): RuleValue | undefined {
  const text = readVersion(source, world);
  if (text === undefined) return undefined;
  const parsed = semver.valid(text) === null ? null : semver.parse(text, { loose: true });
  if (parsed === null) {
    world.warn(`tags: \`${text}\` is not a semantic version (https://semver.org).`);
    return undefined;
  }
  return makeValue(source.pattern, world, {
    isFinal: parsed.prerelease.length === 0,
    values: parsed,
    version: parseVersionParts(text),
  });
}

/** `type=pep440` → its value; undefined, with a warning, where the text is no version. */
export function makePep440Value(source: VersionSource, world: NamingWorld): RuleValue | undefined {
  const { pep440, warn } = world;
  const text = readVersion(source, world);
  if (text === undefined || pep440 === undefined) return undefined;
  const explained = pep440.valid(text) === null ? null : pep440.explain(text);
  const full = pep440.clean(text);
  if (explained === null || full === null) {
    warn(`tags: \`${text}\` is not a version by PEP 440 (https://peps.python.org/pep-0440).`);
    return undefined;
  }
  const { is_prerelease, is_postrelease, is_devrelease } = explained;
  const parts = {
    major: String(pep440.major(text)),
    minor: String(pep440.minor(text)),
    patch: String(pep440.patch(text)),
  };
  return makeValue(source.pattern, world, {
    isFinal: !(is_prerelease || is_postrelease || is_devrelease),
    values: { raw: text, version: full, ...parts },
    version: { full, ...parts },
  });
}

/** A semantic version → its parts, undefined for anything else. */
export function parseVersionParts(text: string): VersionParts | undefined {
  const parsed = semver.parse(text);
  if (parsed === null) return undefined;
  return {
    full: parsed.version,
    major: String(parsed.major),
    minor: String(parsed.minor),
    patch: String(parsed.patch),
  };
}

function readVersion(source: VersionSource, world: NamingWorld): string | undefined {
  const given = readVersionText(source.value, world);
  if (given === undefined || source.match === '') return given?.replaceAll('/', '-');
  const found = given.match(parseRegExp(source.match));
  if (found === null) world.warn(`tags: \`${source.match}\` does not match \`${given}\`.`);
  // A pattern without a group means all that it matches.
  return (found?.[1] ?? found?.[0] ?? given).replaceAll('/', '-');
}

interface KnownVersion {
  /** Neither a pre-release nor what PEP 440 calls post- and development releases. */
  readonly isFinal: boolean;
  readonly values: object;
  readonly version: VersionParts | undefined;
}

/** Anything but a final release gets its full version as the only tag: `1` and `1.2` must not move to a release candidate. */
function makeValue(pattern: string, { templates }: NamingWorld, known: KnownVersion): RuleValue {
  const { isFinal, values, version } = known;
  const used = isFinal || RAW_PATTERN.test(pattern) ? pattern : '{{version}}';
  return {
    text: templates.render(used, values),
    isRelease: isFinal,
    kind: isFullPattern(used) ? 'immutable' : 'floating',
    ...(version === undefined ? {} : { version }),
  };
}

function isFullPattern(pattern: string): boolean {
  const names = new Set(Array.from(pattern.matchAll(/\{\{\{?&?\s*(\w+)/g), (found) => found[1]));
  return (
    names.has('version') ||
    names.has('raw') ||
    ['major', 'minor', 'patch'].every((name) => names.has(name))
  );
}
