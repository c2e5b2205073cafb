/** Which of two versions is the higher one, as the labels of images state them. */
import semver from 'semver';
import { loadPep440 } from './pep440.ts';

export const VERSION_SCHEMES = ['semver', 'pep440'] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];

/** What the image states as its version, and how such texts are to be read. */
export interface LineVersion {
  readonly scheme: VersionScheme;
  /** `1.2.3`, or the part of it that the first tag has: `1.2`. */
  readonly text: string;
  /** What stands around the version in the label, as the first tag has it; may be empty. */
  readonly prefix: string;
  readonly suffix: string;
}

const PARTIAL = /^v?(\d{1,9})(?:\.(\d{1,9}))?$/;

/** The version in a label: without what the flavor puts around it. */
export function stripAffixes(
  label: string,
  { prefix, suffix }: Pick<LineVersion, 'prefix' | 'suffix'>,
): string {
  const rest = label.startsWith(prefix) ? label.slice(prefix.length) : label;
  return suffix !== '' && rest.endsWith(suffix) ? rest.slice(0, -suffix.length) : rest;
}

/**
 * Above 0 when the label states a higher version than ours, below 0 for a lower one, 0 for the same. Undefined when the
 * two cannot be compared: one of them is no version, or they have another number of parts (a nightly's `20260102` is not
 * the major version of anything).
 */
export async function compareWithLabel(
  own: LineVersion,
  label: string,
): Promise<number | undefined> {
  const other = stripAffixes(label.trim(), own);
  return own.scheme === 'pep440' ? comparePep440(other, own.text) : compareSemver(other, own.text);
}

/** True when a label says the version in full, or its major and minor part. */
export async function isLabelOf(
  own: Pick<LineVersion, 'scheme' | 'text'>,
  full: string,
): Promise<boolean> {
  if (own.scheme === 'pep440') return (await comparePep440(own.text, full)) === 0;
  const partial = parsePartial(own.text);
  const parsed = semver.parse(full, { loose: true });
  if (partial === undefined || parsed === null) return compareSemver(own.text, full) === 0;
  return partial.every((part, at) => part === [parsed.major, parsed.minor][at]);
}

function compareSemver(left: string, right: string): number | undefined {
  const [one, other] = [left, right].map((text) => semver.parse(text, { loose: true }));
  if (one && other) return one.compare(other);
  return comparePartial(parsePartial(left), parsePartial(right));
}

/** Two of the same length; the same parts leave it open which of their releases is the newer one. */
function comparePartial(
  left: readonly number[] | undefined,
  right: readonly number[] | undefined,
): number | undefined {
  if (left === undefined || right === undefined || left.length !== right.length) return undefined;
  const differences = left.map((part, at) => part - (right[at] ?? 0));
  return differences.find((difference) => difference !== 0);
}

function parsePartial(text: string): readonly number[] | undefined {
  const found = PARTIAL.exec(text);
  return found === null
    ? undefined
    : found
        .slice(1)
        .filter((part) => part !== undefined)
        .map(Number);
}

async function comparePep440(left: string, right: string): Promise<number | undefined> {
  const pep440 = await loadPep440();
  if (pep440.valid(left) === null || pep440.valid(right) === null) return undefined;
  return pep440.compare(left, right);
}
