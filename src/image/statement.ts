/** In-toto statements as BuildKit writes them (in-toto attestation v0.1 and v1, statement.md): untrusted JSON until it is read. */
import { type Digest, parseDigest } from './digest.ts';

export interface StatementSubject {
  /** A path for what is in a folder or an archive, a package URL for an image. */
  readonly name: string;
  readonly digest: Digest;
}

export interface Statement {
  readonly predicateType: string;
  readonly subjects: readonly StatementSubject[];
  readonly predicate: object;
}

/** Bytes → statement; undefined when they are none. Subjects without a sha256 digest are left out. */
export function parseStatement(bytes: Uint8Array): Statement | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const predicate: unknown = Reflect.get(value, 'predicate');
  const predicateType: unknown = Reflect.get(value, 'predicateType');
  const subject: unknown = Reflect.get(value, 'subject');
  if (typeof predicate !== 'object' || predicate === null) return undefined;
  if (typeof predicateType !== 'string' || !Array.isArray(subject)) return undefined;
  return { predicateType, predicate, subjects: subject.flatMap(readSubject) };
}

function readSubject(subject: unknown): StatementSubject[] {
  if (typeof subject !== 'object' || subject === null) return [];
  const name: unknown = Reflect.get(subject, 'name');
  const digests: unknown = Reflect.get(subject, 'digest');
  const hex: unknown =
    typeof digests === 'object' && digests !== null ? Reflect.get(digests, 'sha256') : undefined;
  const digest = typeof hex === 'string' ? parseDigest(`sha256:${hex}`) : undefined;
  return digest === undefined ? [] : [{ name: typeof name === 'string' ? name : '', digest }];
}
