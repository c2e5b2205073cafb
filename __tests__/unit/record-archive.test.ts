import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { readRecordArchive } from '../../src/host/record-archive.ts';
import { makeZip } from '../support/make-zip.ts';

const LIMITS = { file: 'record.json', maxBytes: 1_000 };
const RECORD = { name: 'record.json', content: '{"platform":"linux/arm64"}' };

function refuse(archive: Uint8Array): string {
  try {
    return `accepted: ${readRecordArchive(archive, LIMITS)}`;
  } catch (error) {
    return error instanceof ActionError ? error.code : String(error);
  }
}

describe('readRecordArchive', () => {
  it.each([
    ['deflated', makeZip(RECORD), RECORD.content],
    ['stored', makeZip({ ...RECORD, method: 0 }), RECORD.content],
    ['empty', makeZip({ ...RECORD, content: '' }), ''],
    ['as large as may be', makeZip({ ...RECORD, content: 'x'.repeat(1_000) }), 'x'.repeat(1_000)],
    [
      'in a larger buffer',
      Buffer.concat([Buffer.alloc(7), makeZip(RECORD)]).subarray(7),
      RECORD.content,
    ],
    [
      'with another name before the content',
      makeZip({ ...RECORD, localName: 'y' }),
      RECORD.content,
    ],
  ])('reads a file that is %s', (_what, archive, text) => {
    expect(readRecordArchive(archive, LIMITS)).toBe(text);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no archive', Buffer.alloc(100)],
    ['no file', makeZip()],
    ['two files', makeZip(RECORD, RECORD)],
    ['another file', makeZip({ ...RECORD, name: 'recard.json' })],
    ['a path', makeZip({ ...RECORD, name: '../record.json' })],
    ['an absolute path', makeZip({ ...RECORD, name: '/record.json' })],
    ['a name that only begins so', makeZip({ ...RECORD, name: 'record.json\0' })],
    ['more than the limit, packed', makeZip({ ...RECORD, content: '0'.repeat(1_001) })],
    ['a bomb', makeZip({ ...RECORD, content: Buffer.alloc(64 * 1024 * 1024) })],
    ['more than the limit, stored', makeZip({ ...RECORD, content: '0'.repeat(1_001), method: 0 })],
    ['another compression', makeZip({ ...RECORD, method: 12 })],
    ['a size beyond the end', makeZip({ ...RECORD, packedSize: 5_000 })],
    ['sizes that stand elsewhere, as in zip64', makeZip({ ...RECORD, packedSize: 0xffffffff })],
    ['less than its content', makeZip({ ...RECORD, packedSize: 5 })],
    ['an offset beyond the end', makeZip({ ...RECORD, localOffset: 0xfffffff0 })],
    ['an offset into nothing', makeZip({ ...RECORD, localOffset: 3 })],
    ['no UTF-8', makeZip({ ...RECORD, content: Buffer.from([0xff, 0xfe, 0x00]) })],
    ['its beginning alone', makeZip(RECORD).subarray(0, 60)],
    ['its end alone', makeZip(RECORD).subarray(60)],
  ])('refuses %s', (_what, archive) => {
    expect(refuse(archive)).toBe('ARTIFACT_INVALID');
  });
});
