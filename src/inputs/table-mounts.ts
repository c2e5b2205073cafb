/** The rows of the table of inputs about cache mounts. */
import type { InputRow } from './table.ts';

export const MOUNT_ROWS = [
  {
    name: 'cache-mounts',
    group: 'cache',
    description:
      'Keep what `RUN --mount=type=cache` gathers from run to run, in the Actions cache: `auto` (where `cache` is not `off`; saved on the default branch, read everywhere), `off`',
    default: 'auto',
  },
  {
    name: 'cache-mounts-max-size',
    group: 'cache',
    description: 'Cache mounts that hold more, all together and uncompressed, are not saved',
    default: '2gb',
  },
] as const satisfies readonly InputRow[];
