/** The rows of the table of inputs that say which cache the build uses. */
import type { InputRow } from './table.ts';

export const CACHE_ROWS = [
  {
    name: 'cache',
    group: 'cache',
    description: 'Build cache: `auto` (the Actions cache where it is available), `gha`, `off`',
    default: 'auto',
  },
  {
    name: 'cache-from',
    group: 'cache',
    description:
      'Cache sources as buildx takes them, one per line; values may hold expressions. With it or `cache-to` set, `cache` chooses nothing',
  },
  {
    name: 'cache-to',
    group: 'cache',
    description:
      'Cache destinations as buildx takes them, one per line; values may hold expressions. With it or `cache-from` set, `cache` chooses nothing',
  },
] as const satisfies readonly InputRow[];
