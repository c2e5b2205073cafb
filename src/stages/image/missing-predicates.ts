/** Why BuildKit recorded less than the plan promises, and how to go on. */
import { ActionError } from '../../errors.ts';
import type { AttestationSpec } from '../../plan/types.ts';

interface Missing {
  readonly missing: readonly Pick<AttestationSpec, 'predicateType'>[];
  /** A platform, and whatever tells it from others. */
  readonly where: string;
  /** Of an image without layers BuildKit records less than of others, and its builder is not to blame. */
  readonly isEmpty: boolean;
}

/** PREDICATE_MISSING, for an image and for files alike. */
export function makeMissing({ missing, where, isEmpty }: Missing): ActionError {
  const kinds = missing.map(({ predicateType }) => predicateType).join(', ');
  return isEmpty
    ? new ActionError(
        'PREDICATE_MISSING',
        `The image for ${where} has no layers: BuildKit recorded no ${kinds} for an image with nothing in it`,
        {
          hint: 'Is a `COPY` missing after the last `FROM scratch` of the Dockerfile? An image that is to be empty is built with `sbom: false` and `provenance: false`.',
        },
      )
    : new ActionError('PREDICATE_MISSING', `BuildKit recorded no ${kinds} for ${where}`, {
        hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`.",
      });
}
