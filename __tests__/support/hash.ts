import { createHash } from 'node:crypto';

/** Hexadecimal sha256. */
export function hash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
