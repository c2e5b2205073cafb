/** What is signed, in words. */
import type { Subject } from './types.ts';

/** `index`, `linux/arm64`, `attestation manifest of linux/arm64`. */
export function describeSubject({ kind, platform, digest }: Subject): string {
  if (kind === 'index') return 'the index';
  return kind === 'platform'
    ? (platform ?? digest)
    : `the attestation manifest of ${platform ?? digest}`;
}
