import { createHash } from 'node:crypto';

/** DER as PEM text, 64 characters a line, with a newline at its end. */
export function formatPem(label: 'CERTIFICATE' | 'PUBLIC KEY', der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** How certificate transparency and Rekor v1 name a key: the hash of its SubjectPublicKeyInfo. */
export function hashKey(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest();
}

/** The same bytes as a Buffer. */
export function toBuffer({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** What the text holds, or undefined when it is no JSON. */
export function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

/** A member of something that came as JSON; undefined where there is none. */
export function readField(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (each, name) =>
      typeof each === 'object' && each !== null ? Reflect.get(each, name) : undefined,
    value,
  );
}
