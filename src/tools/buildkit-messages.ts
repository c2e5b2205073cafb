/**
 * The few messages of BuildKit's API that are read or written here (protocol buffers). Fields: moby/buildkit v0.32.2,
 * frontend/gateway/pb/gateway.proto and api/services/control/control.proto; v0.9.3 has the same.
 */
import { BinaryReader, BinaryWriter, WireType } from '@protobuf-ts/runtime';
import { isRecord, readJson } from '../image/json-shape.ts';

/** `SolveRequest` of the gateway: what a client asks of its build. */
export const GATEWAY_SOLVE = '/moby.buildkit.v1.frontend.LLBBridge/Solve';
/** A stream of `StatusResponse`: what happens in a build. */
export const CONTROL_STATUS = '/moby.buildkit.v1.Control/Status';

/** One cache that is to be read: `CacheOptionsEntry`. */
export interface ImportEntry {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a frontend is told of caches to read (`cache-imports`), in a `SolveRequest` for a frontend. Throws what no message is. */
export function readSolveImports(message: Uint8Array): readonly ImportEntry[] {
  let imports: readonly ImportEntry[] = [];
  eachField(message, (field, reader) => {
    if (field !== 3) return false;
    const { key, value } = readPair(reader.bytes());
    if (key === 'cache-imports') imports = readEntries(value);
    return true;
  });
  return imports;
}

function readEntries(json: string): readonly ImportEntry[] {
  const entries = readJson(json);
  return (Array.isArray(entries) ? entries : []).filter(isRecord).map((entry) => {
    const given = isRecord(entry['Attrs']) ? Object.entries(entry['Attrs']) : [];
    const attributes = Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
    return { type: String(entry['Type']), attributes };
  });
}

/** How many caches entries are: BuildKit reads the same one once, and knows registries' by their reference. */
export function countImports(imports: readonly ImportEntry[]): number {
  const keys = imports.map(({ type, attributes }) =>
    type === 'registry'
      ? (attributes['ref'] ?? '')
      : JSON.stringify([type, Object.entries(attributes).sort()]),
  );
  return new Set(keys).size;
}

/**
 * A `SolveRequest` that begins to read caches, and does nothing else: they are read from when a definition is evaluated,
 * before it is looked at (solver/llbsolver/bridge.go, `loadResult`; so in v0.9.3 and v0.32.2), and this one is none.
 */
export function makeImportSolve(imports: readonly ImportEntry[]): Uint8Array {
  const noDefinition = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .bytes(NO_OPERATION)
    .finish();
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(noDefinition);
  writer.tag(5, WireType.Varint).bool(true).tag(6, WireType.Varint).bool(true);
  for (const entry of imports) writer.tag(12, WireType.LengthDelimited).bytes(writeEntry(entry));
  return writer.tag(14, WireType.Varint).bool(true).finish();
}

/** A message that breaks off. */
const NO_OPERATION = Uint8Array.of(0xff);

function writeEntry({ type, attributes }: ImportEntry): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string(type);
  for (const [key, value] of Object.entries(attributes)) {
    const pair = new BinaryWriter().tag(1, WireType.LengthDelimited).string(key);
    const both = pair.tag(2, WireType.LengthDelimited).string(value).finish();
    writer.tag(2, WireType.LengthDelimited).bytes(both);
  }
  return writer.finish();
}

/** A piece of work as a `StatusResponse` tells of it. */
export interface VertexState {
  readonly digest: string;
  readonly name: string;
  readonly isStarted: boolean;
  readonly isCompleted: boolean;
}

/** Throws what no message is. */
export function readVertices(message: Uint8Array): readonly VertexState[] {
  const vertices: VertexState[] = [];
  eachField(message, (field, reader) => {
    if (field !== 1) return false;
    vertices.push(readVertex(reader.bytes()));
    return true;
  });
  return vertices;
}

function readVertex(message: Uint8Array): VertexState {
  let vertex = { digest: '', name: '', isStarted: false, isCompleted: false };
  eachField(message, (field, reader) => {
    switch (field) {
      case 1:
        vertex = { ...vertex, digest: reader.string() };
        return true;
      case 3:
        vertex = { ...vertex, name: reader.string() };
        return true;
      case 5:
        vertex = { ...vertex, isStarted: true };
        return false;
      case 6:
        vertex = { ...vertex, isCompleted: true };
        return false;
      default:
        return false;
    }
  });
  return vertex;
}

function readPair(message: Uint8Array): { key: string; value: string } {
  let pair = { key: '', value: '' };
  eachField(message, (field, reader) => {
    if (field === 1) pair = { ...pair, key: reader.string() };
    else if (field === 2) pair = { ...pair, value: reader.string() };
    else return false;
    return true;
  });
  return pair;
}

/** `take` reads a field and returns true, or leaves it. */
function eachField(
  message: Uint8Array,
  take: (field: number, reader: BinaryReader) => boolean,
): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!take(field, reader)) reader.skip(wireType);
  }
}
