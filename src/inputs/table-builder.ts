/** The rows of the table of inputs that say where the build runs: builder, its nodes, emulation. */
import type { InputRow } from './table.ts';

export const BUILDER_ROWS = [
  {
    name: 'driver',
    group: 'builder',
    description:
      "Builder: `auto` (the engine's own BuildKit where it can do all that the step asks, which no push by digest is, else `docker-container`), `docker-container` (BuildKit in a container of its own), `docker` (the engine's own, which needs the containerd image store), `remote` (a buildkitd elsewhere, see `endpoint`), `kubernetes`",
    default: 'auto',
  },
  {
    name: 'driver-opts',
    group: 'builder',
    description: 'Options for the driver as `buildx create --driver-opt` takes them, one per line',
    example: 'network=host',
  },
  {
    name: 'endpoint',
    group: 'builder',
    description:
      'Where the builder is: for `remote` the address of a buildkitd (`tcp://`, `ssh://`, `unix://`), for `docker-container` an engine or docker context. Default: the engine here',
    example: 'tcp://buildkit.internal:1234',
  },
  {
    name: 'nodes',
    group: 'builder',
    description:
      'Several machines as one builder, each platform being built where it is native: a YAML list with `endpoint`, `platforms`, `name`, `driver-opts`, `buildkitd-flags`, and for TLS `cacert`, `cert` and `key` as text. An entry without `endpoint` is the engine here',
  },
  {
    name: 'buildkitd-config',
    group: 'builder',
    description: 'Configuration of buildkitd (TOML), inline or the path of a file',
  },
  {
    name: 'buildkitd-flags',
    group: 'builder',
    description: 'Flags of buildkitd. One that grants a privilege needs the same in `allow`',
    example: '--debug',
  },
  {
    name: 'mirrors',
    group: 'builder',
    description:
      'Mirrors of registries, `registry=mirror` one per line, for what is built from and for the image of the builder',
    example: 'docker.io=mirror.gcr.io',
  },
  {
    name: 'builder',
    group: 'builder',
    description: 'Name of an existing builder to use; it is never removed',
  },
  {
    name: 'keep-builder',
    group: 'builder',
    description:
      'Name of a builder that stays on the machine after the job, for runners of your own: later runs find its layers and cache mounts. It is made anew when its settings change. Releases, branches and pull requests have one each; forks, and machines that GitHub hosts, have none',
    example: 'main',
  },
  {
    name: 'keep-builder-max-size',
    group: 'builder',
    description: 'What the disk of a kept builder is pruned to, by BuildKit and after each job',
    default: '20gb',
  },
  {
    name: 'export-builder',
    group: 'builder',
    description:
      'Leave the builder to the steps that follow in this job: plain `docker buildx build` uses it. It is removed at the end of the job',
    default: 'false',
  },
  {
    name: 'emulation',
    group: 'builder',
    description:
      'Emulation of foreign platforms: `auto` (installed when a step of the Dockerfile needs it and the machine has none), `binfmt` (for every foreign platform), `builtin` (what the BuildKit image brings; nothing is installed), `off`',
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
