/** The rows of the table of inputs that say where the build runs: builder, its nodes, emulation. */
import type { InputRow } from './table.ts';

export const BUILDER_ROWS = [
  {
    name: 'driver',
    group: 'builder',
    description:
      'Builder: `auto`, `docker-container` (a builder of its own for this step), `docker` (the BuildKit of an engine with the containerd image store)',
    default: 'auto',
  },
  {
    name: 'driver-opts',
    group: 'builder',
    description: 'Options for the driver as `buildx create --driver-opt` takes them, one per line',
    example: 'network=host',
  },
  {
    name: 'builder',
    group: 'builder',
    description: 'Name of an existing builder to use; it is never removed',
  },
  {
    name: 'emulation',
    group: 'builder',
    description:
      'Emulation of foreign platforms: `auto` (installed when a platform needs it and the machine has none), `off`',
    default: 'auto',
  },
  {
    name: 'buildx-version',
    group: 'builder',
    description:
      'buildx to use: a version (0.30.0 or newer; one that is not pinned here is verified by its Sigstore bundle first), `latest`, or the absolute path of an installed buildx. Default: the installed one where it is new enough, else the pinned version',
    example: '0.36.1',
  },
  {
    name: 'emulation-image',
    group: 'builder',
    description: 'Image that installs the emulators. Default: tonistiigi/binfmt, pinned by digest',
  },
] as const satisfies readonly InputRow[];
