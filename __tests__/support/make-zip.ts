import { deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** 8 is deflate, 0 none; others are only claimed. */
  readonly method?: number;
  /** What the directory says instead of the truth. */
  readonly packedSize?: number;
  readonly localOffset?: number;
  /** The name before the content, where it differs from the directory's. */
  readonly localName?: string;
}

/** Makes a zip archive, also a lying one: what an attacker can upload is no tool's output. */
export function makeZip(...entries: readonly ZipEntry[]): Buffer<ArrayBuffer> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, ...lies } of entries) {
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const sizes = { packed: lies.packedSize ?? packed.length, full: bytes.length, method };
    const localName = Buffer.from(lies.localName ?? name);
    const local = Buffer.concat([makeHeader('local', localName, sizes), localName, packed]);
    const entry = makeHeader('entry', Buffer.from(name), sizes);
    entry.writeUInt32LE(lies.localOffset ?? offset, 42);
    directory.push(entry, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, table, end]);
}

/** The fields both headers share lie two bytes apart. */
function makeHeader(
  kind: 'local' | 'entry',
  name: Buffer,
  { packed, full, method }: { packed: number; full: number; method: number },
): Buffer {
  const shift = kind === 'entry' ? 2 : 0;
  const header = Buffer.alloc(kind === 'entry' ? 46 : 30);
  header.writeUInt32LE(kind === 'entry' ? 0x02014b50 : 0x04034b50, 0);
  header.writeUInt16LE(method, 8 + shift);
  header.writeUInt32LE(packed, 18 + shift);
  header.writeUInt32LE(full, 22 + shift);
  header.writeUInt16LE(name.length, 26 + shift);
  return header;
}
