/** `sha256:` and 64 lower-case hexadecimal digits (OCI image-spec v1.1, descriptor.md "Digests"). Made by `parseDigest` only. */
export type Digest = `sha256:${string}` & { readonly __brand: 'Digest' };

const PATTERN = /^sha256:[0-9a-f]{64}$/;

/** True for a well-formed sha256 digest; sha512 is not accepted anywhere in this action. */
export function isDigest(text: string): text is Digest {
  return PATTERN.test(text);
}

/** Text → Digest, or undefined: the caller knows what to say. */
export function parseDigest(text: string | undefined): Digest | undefined {
  return text !== undefined && isDigest(text) ? text : undefined;
}

/** The 64 hexadecimal digits. */
export function digestHex(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
