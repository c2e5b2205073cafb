/** What buildx is to tell about the build besides its digest. */
import type { Inputs } from '../inputs/parse.ts';

/** What buildx tells about the build besides. */
export interface MetadataSpec {
  /** Undefined: buildx's own choice. */
  readonly provenance: 'min' | 'max' | 'disabled' | undefined;
  /** Findings about the Dockerfile become annotations. */
  readonly annotatesChecks: boolean;
}

export function planMetadata({ switches }: Inputs): MetadataSpec {
  return {
    provenance: switches.metadataProvenance,
    annotatesChecks: switches.checkAnnotations,
  };
}
