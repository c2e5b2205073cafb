/** The rows of the table of inputs that say how several uses of the step make one image. */
import type { InputRow } from './table.ts';

export const MATRIX_ROWS = [
  {
    name: 'platform',
    group: 'matrix',
    description:
      'The one of `platforms` that this leg of a matrix builds; the last leg to finish assembles the image, signs it, verifies it and moves its tags. Default: the platform that the matrix holds, where it is one of `platforms` and the only one',
    example: '${{ matrix.platform }}',
  },
  {
    name: 'group',
    group: 'matrix',
    description:
      'Name of the image that legs make together, the same in each of them. Default: derived from names, tags, context, file, target, build arguments and secret ids, which are then the same in each leg',
  },
  {
    name: 'publish',
    group: 'matrix',
    description:
      '`auto`: tags are moved as soon as the image is whole and verified. `off`: pushed by digest, signed, attested and verified, and no tag yet: the output `candidate` goes to the `publish/` action of a later job',
    default: 'auto',
  },
  {
    name: 'keep-alive',
    group: 'matrix',
    description:
      'Temporary tags for what is not tagged yet: `auto` (only in registries that delete untagged manifests within hours), `on`, `off`',
    default: 'auto',
  },
  {
    name: 'matrix',
    group: 'matrix',
    description: 'The matrix of this job; set by its default',
    default: '${{ toJSON(matrix) }}',
    hidden: true,
  },
  {
    name: 'job-total',
    group: 'matrix',
    description: 'How many jobs the matrix has; set by its default',
    default: '${{ strategy.job-total }}',
    hidden: true,
  },
] as const satisfies readonly InputRow[];
