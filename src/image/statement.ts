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

/** A statement about more than this describes no image. */
const MAX_SUBJECTS = 1000;

/** Bytes → statement, or undefined when they are none or are larger than `maxBytes`. */
export function parseStatement(bytes: Uint8Array, maxBytes: number): Statement | undefined {
  try {
    const { predicateType, subject, predicate } = parseJson(bytes, maxBytes);
    if (!Array.isArray(subject) || subject.length > MAX_SUBJECTS) return undefined;
    return {
      predicateType: asText(predicateType, 'a predicate type'),
      subjects: subject.flatMap(listDigests),
      predicate: asObject(predicate, 'a predicate'),
    };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function listDigests(subject: unknown): Digest[] {
  const { sha256 } = asObject(asObject(subject, 'a subject')['digest'] ?? {}, 'a digest');
  const digest = typeof sha256 === 'string' ? parseDigest(`sha256:${sha256}`) : undefined;
  return digest === undefined ? [] : [digest];
}
