/** Which platform's image another platform takes where there is none of its own. */
import { normalizePlatform, type Platform } from './platform.ts';

/**
 * False only where BuildKit would find no image: it takes 386 for amd64, 32-bit arm for arm64, and older variants of
 * arm (github.com/containerd/platforms compare.go, `platformVector`).
 */
export function mayServe(offered: Platform, wanted: Platform): boolean {
  const [have, need] = [normalizePlatform(offered), normalizePlatform(wanted)];
  if (have.os !== need.os) return false;
  if (need.architecture === 'amd64') return /^(amd64|386)$/.test(have.architecture);
  if (need.architecture === 'arm64') return /^arm(64)?$/.test(have.architecture);
  if (have.architecture !== need.architecture) return false;
  return need.architecture !== 'arm' || readVariant(have) <= readVariant(need);
}

function readVariant({ variant = '' }: Platform): number {
  return Number(/\d+/.exec(variant)?.[0] ?? 0);
}
