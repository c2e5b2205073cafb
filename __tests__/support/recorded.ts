import { readdirSync, readFileSync } from 'node:fs';
import { makeDigest } from './make-digest.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);

export function readFixture(path: string): string {
  return readFileSync(new URL(path, FIXTURES), 'utf8');
}

/** What a tool printed to stderr; the recording ends with its exit code. */
export function readStderr(path: string): { stderr: string; exitCode: number } {
  const [, stderr = '', code = '0'] = /^([\s\S]*?)exit (\d+)\n$/.exec(readFixture(path)) ?? [];
  return { stderr, exitCode: Number(code) };
}

export interface RecordedContent {
  readonly digest: string;
  readonly bytes: Buffer;
  /** Undefined for statements, which are blobs. */
  readonly mediaType: string | undefined;
}

/** The image that `push.metadata.json` is about: index, manifests, attestation manifests, and the statements in them. */
export function readRecordedImage(): readonly RecordedContent[] {
  const folder = new URL('buildx-0.36/image/', FIXTURES);
  return readdirSync(folder).map((name) => {
    const bytes = readFileSync(new URL(name, folder));
    const { mediaType }: { mediaType?: string } = JSON.parse(bytes.toString());
    return { digest: makeDigest(bytes), bytes, mediaType };
  });
}

export const METADATA = readFixture('buildx-0.36/push.metadata.json');
/** Digest of the recorded index. */
export const INDEX: string = JSON.parse(METADATA)['containerimage.digest'];
