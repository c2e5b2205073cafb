/** The rows of the table of inputs that say which cache the build uses. */
import type { InputRow } from './table.ts';

export const CACHE_ROWS = [
  {
    name: 'cache',
    group: 'cache',
    description:
      'Build cache: `auto` (the Actions cache where it is there, else the registry; the registry too for 20 jobs or more), `off`, or one or several of `gha`, `registry`, `local`, `s3`, `azblob`, `inline`, by comma or one per line; with where it is, an entry is `type=s3,bucket=…,region=…`. See [docs/cache.md](docs/cache.md)',
    default: 'auto',
  },
  {
    name: 'cache-scope',
    group: 'cache',
    description:
      'Tells builds apart that are otherwise alike, so that they do not overwrite the cache of one another. Image, context, Dockerfile, target, platforms and the build arguments that a matrix varies are told apart without it',
    example: '${{ matrix.flavor }}',
  },
  {
    name: 'cache-mode',
    group: 'cache',
    description:
      '`max` writes the layers of all stages, `min` those of the image; `auto`: `max` where the image is built from several stages',
    default: 'auto',
  },
  {
    name: 'cache-timeout',
    group: 'cache',
    description:
      'How long writing the cache and saving cache mounts may take, which happens while the image is signed and published; then they are left as they were',
    default: '5m',
  },
  {
    name: 'cache-trust',
    group: 'cache',
    description:
      'Whose caches are read: `signed` (those that this workflow signed on a trusted branch), `ref` (those too that GitHub keeps away from other refs), `any`; `auto`: `signed` for a tag, `ref` for what else is signed, `any` for what is not. See [docs/cache-trust.md](docs/cache-trust.md)',
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
