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
      'Emulation of foreign platforms: `auto` (installed when a step of the Dockerfile needs it and the machine has none), `binfmt` (for every foreign platform), `builtin` (what the BuildKit image brings; nothing is installed), `off`',
    default: 'auto',
  },
  {
    name: 'emulation-image',
    group: 'builder',
    description: 'Image that installs the emulators. Default: tonistiigi/binfmt, pinned by digest',
  },
] as const satisfies readonly InputRow[];
