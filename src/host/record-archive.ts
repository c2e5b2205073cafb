/**
 * Zip of exactly one file -> its text. Nothing is unpacked to disk and no name is used as a path: each job of the run
 * can upload an archive, and the job that reads it may be the only one that can sign.
 * Source of facts: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { inflateRawSync } from 'node:zlib';
import { ActionError } from '../errors.ts';

const END_SIZE = 22;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIZE = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIZE = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** The text of the archive's only file. Throws ARTIFACT_INVALID, also for more than `maxBytes` of content. */
export function readRecordArchive(
  archive: Uint8Array,
  { file, maxBytes }: { readonly file: string; readonly maxBytes: number },
): string {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const content = readOnlyEntry(bytes, file, maxBytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    if (error instanceof ActionError) throw error;
    // Out of bounds, a broken deflate stream, more than the limit, no UTF-8.
    throw invalid('it cannot be unpacked', error);
  }
}

function readOnlyEntry(bytes: Buffer, file: string, maxBytes: number): Buffer {
  const end = bytes.length - END_SIZE;
  if (end < 0 || bytes.readUInt32LE(end) !== END_SIGNATURE) throw invalid('it is no zip archive');
  if (bytes.readUInt16LE(end + 10) !== 1) throw invalid('it does not hold exactly one file');
  const entry = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt32LE(entry) !== ENTRY_SIGNATURE) throw invalid('its directory is broken');
  const method = bytes.readUInt16LE(entry + 10);
  const packedSize = bytes.readUInt32LE(entry + 20);
  const name = slice(bytes, entry + ENTRY_SIZE, bytes.readUInt16LE(entry + 28)).toString();
  if (name !== file) throw invalid(`it holds another file than ${file}`);
  const local = bytes.readUInt32LE(entry + 42);
  if (bytes.readUInt32LE(local) !== LOCAL_SIGNATURE) throw invalid('its entry is broken');
  const skipped = bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = slice(bytes, local + LOCAL_SIZE + skipped, packedSize);
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: maxBytes });
  if (method !== STORED || packedSize > maxBytes) throw invalid('its compression is not known');
  return packed;
}

function slice(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new RangeError('beyond the end');
  return bytes.subarray(start, start + length);
}

function invalid(why: string, cause?: unknown): ActionError {
  return new ActionError('ARTIFACT_INVALID', `The archive was not made by this action: ${why}`, {
    cause,
  });
}
