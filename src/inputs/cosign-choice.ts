/** The input `cosign-version`. */
import type { CosignChoice } from '../plan/types.ts';
import { COSIGN_FLOOR, DEFAULT_VERSIONS, isPinned } from '../tools/lock.ts';
import { isAtLeast } from '../tools/versions.ts';
import { type Reader, readWord, report } from './reader.ts';

const INPUT = 'cosign-version';
const VERSION = /^v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?)$/;

/** A version (pinned here or not), or the absolute path of a cosign that is installed. */
export function readCosignChoice(reader: Reader): CosignChoice {
  const pinned: CosignChoice = { kind: 'pinned', version: DEFAULT_VERSIONS.cosign };
  const value = readWord(reader, INPUT);
  if (value === undefined) return pinned;
  if (value.startsWith('/')) return { kind: 'path', path: value };
  const version = VERSION.exec(value)?.[1];
  if (version === undefined) {
    report(reader, {
      input: INPUT,
      value,
      problem: 'is neither a version nor an absolute path',
      fix: `Write e.g. \`${DEFAULT_VERSIONS.cosign}\`.`,
    });
    return pinned;
  }
  if (!isAtLeast(version, COSIGN_FLOOR)) {
    report(reader, {
      input: INPUT,
      value,
      problem: `is older than ${COSIGN_FLOOR}, whose predecessors accept a log entry of another artifact (GHSA-whqx-f9j3-ch6m)`,
      fix: `Use ${COSIGN_FLOOR} or newer.`,
    });
    return pinned;
  }
  return { kind: isPinned('cosign', version) ? 'pinned' : 'release', version };
}
