/** Checked reading of untrusted JSON: the first thing that has another shape than expected is told by a ShapeError. */

/** Its message continues a sentence that starts with the document. Callers catch it and never let it out. */
export class ShapeError extends Error {}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Bytes → the JSON object they are. */
export function parseJson(bytes: Uint8Array, maxBytes: number): JsonObject {
  if (bytes.byteLength > maxBytes)
    throw new ShapeError(`has ${bytes.byteLength} bytes, more than ${maxBytes}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ShapeError('is not JSON');
  }
  return asObject(value, 'a document');
}

export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ShapeError(`has ${name} of another kind than an object`);
}

export function asText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new ShapeError(`has ${name} of another kind than text`);
}

/** A value from the document as a message may quote it. */
export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}

/** Text → the JSON value it is; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
