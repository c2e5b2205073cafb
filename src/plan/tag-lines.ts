/** Gives tags the lines that they must not go back on, and reads lines that another job has written down. */
import { isRecord } from '../image/json-shape.ts';
import type { TagLine } from '../names/lines.ts';
import { VERSION_SCHEMES } from '../names/version-order.ts';
import type { Destination } from './types.ts';

const MAX_CHARS = 1024;

/** The destinations with the line of each tag that has one. */
export function addLines(
  destinations: readonly Destination[],
  lines: ReadonlyMap<string, TagLine>,
): readonly Destination[] {
  return destinations.map(({ repository, tags }) => ({
    repository,
    tags: tags.map((tag) => {
      const line = lines.get(tag.name);
      return line === undefined ? tag : { ...tag, line };
    }),
  }));
}

/** Untrusted JSON → line; undefined when anything in it is not as it was written. */
export function parseTagLine(value: unknown): TagLine | undefined {
  if (!isRecord(value)) return undefined;
  const { source, version, revision, release } = value;
  if (!isText(source) || !isOptionalText(revision) || !isOptionalText(release)) return undefined;
  const known = {
    source,
    ...(revision === undefined ? {} : { revision }),
    ...(release === undefined ? {} : { release }),
  };
  if (version === undefined) return known;
  const parsed = parseVersion(version);
  return parsed === undefined ? undefined : { ...known, version: parsed };
}

function parseVersion(value: unknown): TagLine['version'] {
  if (!isRecord(value)) return undefined;
  const { text, prefix, suffix } = value;
  const scheme = VERSION_SCHEMES.find((one) => one === value['scheme']);
  if (scheme === undefined || !isText(text) || !isText(prefix) || !isText(suffix)) return undefined;
  return { scheme, text, prefix, suffix };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_CHARS;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
