/** The inputs about cache mounts. */
import { type Reader, readChoice, readOrDefault, report } from './reader.ts';

export interface MountInputs {
  readonly cacheMounts: 'auto' | 'off';
  readonly cacheMountsMaxBytes: number;
}

export function readMountInputs(reader: Reader): MountInputs {
  return {
    cacheMounts: readChoice(reader, 'cache-mounts', ['auto', 'off']),
    cacheMountsMaxBytes: readBytes(reader, 'cache-mounts-max-size'),
  };
}

const UNITS: Readonly<Record<string, number>> = { m: 1024 ** 2, g: 1024 ** 3 };

/** `500mb`, `2g` -> bytes; a `b` at the end says nothing more. */
function readBytes(reader: Reader, input: 'cache-mounts-max-size'): number {
  const value = readOrDefault(reader, input);
  const [, count = '', unit = ''] = /^(\d{1,5})\s*([mg])i?b?$/i.exec(value) ?? [];
  const bytes = Number(count) * (UNITS[unit.toLowerCase()] ?? 0);
  if (bytes > 0) return bytes;
  report(reader, {
    input,
    value,
    problem: 'is not a size of a megabyte or more',
    fix: 'Write e.g. `500mb` or `2gb`.',
  });
  return 0;
}
