/** Inputs with a grammar of their own. */
import { formatPlatform, type Platform, parsePlatform } from '../image/platform.ts';
import { checkAttributes } from './attests.ts';
import { parseAttributes, splitPair } from './lists.ts';
import { parseBoolean, type Reader, readList, readOrDefault, readWord, report } from './reader.ts';
import type { InputName } from './table.ts';

/** `true`, `false`, nothing said, or attributes for BuildKit such as `mode=max`. */
export type Attestation =
  | { readonly kind: 'auto' | 'on' | 'off' }
  | { readonly kind: 'attributes'; readonly attributes: Readonly<Record<string, string>> };

/** Platforms in the order given, each once. */
export function readPlatforms(reader: Reader): Platform[] {
  const found = new Map<string, Platform>();
  for (const entry of readList(reader, 'platforms', 'split')) {
    const parsed = parsePlatform(entry);
    if (parsed.ok) found.set(formatPlatform(parsed.platform), parsed.platform);
    else
      report(reader, { input: 'platforms', value: entry, problem: parsed.reason, fix: parsed.fix });
  }
  return [...found.values()];
}

export function readBuildArgs(reader: Reader): string[] {
  return readList(reader, 'build-args', 'keep').filter((entry) => {
    const pair = splitPair(entry);
    if (pair !== undefined && !/\s/.test(pair.key)) return true;
    const fix = "Write the value out: the job's environment is not passed to the build.";
    const value = isName(entry) ? entry : undefined;
    report(reader, {
      input: 'build-args',
      value,
      problem: 'has an entry that is not `NAME=value`',
      fix,
    });
    return false;
  });
}

/** Names are shown. Anything else may be a line of a secret of several lines that was not quoted. */
function isName(entry: string): boolean {
  return /^[A-Za-z_]\w{0,39}$/.test(entry);
}

export function readAttestation(reader: Reader, name: 'provenance' | 'sbom'): Attestation {
  const value = readOrDefault(reader, name);
  if (value === 'auto' || value === '') return { kind: 'auto' };
  const boolean = parseBoolean(value);
  if (boolean !== undefined) return { kind: boolean ? 'on' : 'off' };
  const attributes = parseAttributes(value);
  if (attributes !== undefined) {
    checkAttributes(reader, { input: name, value, type: name, attributes });
    return { kind: 'attributes', attributes };
  }
  const fix = 'Use `true`, `false`, or attributes such as `mode=max`.';
  report(reader, { input: name, value, problem: 'is neither a boolean nor attributes', fix });
  return { kind: 'auto' };
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `15m`, `1h` → milliseconds, more than 0 and at most `maxMs`. */
export function readDuration(reader: Reader, name: InputName, maxMs: number): number {
  const value = readOrDefault(reader, name);
  const [, count = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= maxMs) return ms;
  const problem = `is not a duration between 1s and ${maxMs / 60_000}m`;
  report(reader, { input: name, value, problem, fix: 'Write e.g. `90s` or `15m`.' });
  return maxMs;
}

/** What no Git ref can hold, and so no identity of a workflow, and what only a regular expression would. */
const PATTERN = /[\\^*?[]|\.\+|\||\$$/;

/** Identities are compared exactly: an unanchored pattern accepts any identity that merely contains it. */
export function readIdentity(reader: Reader): string | undefined {
  const value = readWord(reader, 'certificate-identity');
  if (value !== undefined && PATTERN.test(value)) {
    report(reader, {
      input: 'certificate-identity',
      value,
      problem: 'looks like a regular expression; identities are compared exactly',
      fix: 'Write it out, e.g. `https://github.com/org/app/.github/workflows/release.yml@refs/heads/main`.',
    });
  }
  return value;
}

export function readBuilderName(reader: Reader): string | undefined {
  const value = readWord(reader, 'builder');
  if (value !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) {
    report(reader, {
      input: 'builder',
      value,
      problem: 'is not a builder name',
      fix: 'Use a name that `docker buildx ls` shows.',
    });
  }
  return value;
}

const UNITS_BYTES: Readonly<Record<string, number>> = { m: 1024 ** 2, g: 1024 ** 3 };

/** `500mb`, `2g` -> bytes; a `b` at the end says nothing more. */
export function readBytes(reader: Reader, input: InputName): number {
  const value = readOrDefault(reader, input);
  const [, count = '', unit = ''] = /^(\d{1,5})\s*([mg])i?b?$/i.exec(value) ?? [];
  const bytes = Number(count) * (UNITS_BYTES[unit.toLowerCase()] ?? 0);
  if (bytes > 0) return bytes;
  report(reader, {
    input,
    value,
    problem: 'is not a size of a megabyte or more',
    fix: 'Write e.g. `500mb` or `2gb`.',
  });
  return 0;
}
