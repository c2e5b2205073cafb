/** In-toto statements, v0.1 and v1 alike: untrusted JSON → what it says about which digests. */
import { type Digest, parseDigest } from './digest.ts';
import { asObject, asText, type JsonObject, parseJson, ShapeError } from './json-shape.ts';

export interface Statement {
  /** A URI. */
  readonly predicateType: string;
  /** The sha256 digests that it is about; subjects without one are left out. */
  readonly subjects: readonly Digest[];
  readonly predicate: JsonObject;
}

export interface NamedSubject {
  /** A path in a folder or an archive; empty where there is none. */
  readonly name: string;
  readonly digest: Digest;
}

/** A statement about files, thousands where a folder has them. */
export interface FileStatement extends Statement {
  readonly files: readonly NamedSubject[];
}

/** A statement about more than this describes no image. */
const MAX_SUBJECTS = 1000;

/** Bytes → statement, or undefined when they are none or are larger than `maxBytes`. */
export function parseStatement(bytes: Uint8Array, maxBytes: number): Statement | undefined {
  const statement = readStatement(bytes, maxBytes);
  if (statement === undefined || statement.count > MAX_SUBJECTS) return undefined;
  const { predicateType, subjects, predicate } = statement;
  return { predicateType, subjects, predicate };
}

/** Bytes of a file on this machine → statement about files, or undefined when they are none. */
export function parseFileStatement(bytes: Uint8Array): FileStatement | undefined {
  return readStatement(bytes, bytes.byteLength);
}

function readStatement(
  bytes: Uint8Array,
  maxBytes: number,
): (FileStatement & { readonly count: number }) | undefined {
  try {
    const { predicateType, subject, predicate } = parseJson(bytes, maxBytes);
    if (!Array.isArray(subject)) return undefined;
    const files = subject.flatMap(readSubject);
    return {
      predicateType: asText(predicateType, 'a predicate type'),
      subjects: files.map(({ digest }) => digest),
      predicate: asObject(predicate, 'a predicate'),
      files,
      count: subject.length,
    };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function readSubject(value: unknown): NamedSubject[] {
  const subject = asObject(value, 'a subject');
  const { sha256 } = asObject(subject['digest'] ?? {}, 'a digest');
  const digest = typeof sha256 === 'string' ? parseDigest(`sha256:${sha256}`) : undefined;
  const { name } = subject;
  return digest === undefined ? [] : [{ name: typeof name === 'string' ? name : '', digest }];
}
