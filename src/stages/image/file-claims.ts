/** What there is to sign about the files of a build. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import type { AttestationSpec, BuildSpec, FileOutput } from '../../plan/types.ts';
import { makeMissing } from './missing-predicates.ts';

export type FilesReach = Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'env'>;

/** One thing that gets a bundle: a statement about files, or the bytes of an archive. */
export interface FileClaim {
  readonly output: FileOutput;
  /** Undefined for the whole output. */
  readonly platform: string | undefined;
  /** Undefined: a signature of the bytes of `file`. */
  readonly spec: AttestationSpec | undefined;
  /** What cosign reads: the archive, or a copy of the statement that nobody else can change. */
  readonly file: string;
  /** The archive's, or that of one thing the statement is about. */
  readonly digest: Digest;
  /** A file with that digest, where there is one on disk. */
  readonly about: string | undefined;
  readonly bundlePath: string;
}

/** A claim whose bundle lies where it belongs, verified. */
export interface SignedFile extends FileClaim {
  /** Absolute path of the bundle: later steps need not share the working directory. */
  readonly storedAt: string;
}

export interface WantedFiles {
  readonly build: Pick<BuildSpec, 'platforms' | 'buildArgs'>;
  readonly attestations: readonly AttestationSpec[];
  /** What buildx's metadata calls the image. */
  readonly imageDigest: Digest | undefined;
  /** Private folder for copies. */
  readonly folder: string;
}

export function makeGone({ type, dest }: FileOutput, path: string): ActionError {
  return new ActionError(
    'BUILD_RESULT_INVALID',
    `${path} is not there, though BuildKit wrote it to \`type=${type},dest=${dest}\``,
    { hint: 'Does something else in the job empty that folder while the image is built?' },
  );
}

/** Throws PREDICATE_MISSING unless each attestation of the plan is among what was found. */
export async function requireStatements(
  found: ReadonlyArray<{ readonly spec: AttestationSpec }>,
  { attestations }: Pick<WantedFiles, 'attestations'>,
  { where, isEmpty }: { where: string; isEmpty: () => Promise<boolean> },
): Promise<void> {
  const missing = attestations.filter((spec) => !found.some((one) => one.spec === spec));
  if (missing.length === 0) return;
  throw makeMissing({ missing, where, isEmpty: await isEmpty() });
}
