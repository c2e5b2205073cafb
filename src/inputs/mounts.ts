/** The inputs about cache mounts. */
import { type Reader, readChoice } from './reader.ts';
import { readBytes } from './values.ts';

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
