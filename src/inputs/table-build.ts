/** The rows of the table of inputs that say what is built, how its steps run, and where the result goes. */
import type { InputRow } from './table.ts';

export const BUILD_ROWS = [
  {
    name: 'platforms',
    group: 'build',
    description: 'Platforms to build for, by comma or one per line',
    default: 'linux/amd64,linux/arm64',
  },
  {
    name: 'context',
    group: 'build',
    description:
      'Build context: a folder below the workspace, or a Git URL. `{{defaultContext}}` is the commit of this run on GitHub, without a checkout',
    default: '.',
  },
  {
    name: 'build-contexts',
    group: 'build',
    description:
      'Further contexts, `name=…` one per line: a folder, a Git URL, `docker-image://…`, `oci-layout://…`. A source may hold expressions',
    example: 'assets=./assets',
  },
  {
    name: 'file',
    group: 'build',
    description: 'Path of the Dockerfile. Default: `Dockerfile` in the context',
  },
  { name: 'target', group: 'build', description: 'Stage of the Dockerfile to build' },
  {
    name: 'build-args',
    group: 'build',
    description:
      'Build arguments, `NAME=value` one per line. A value may hold the expressions of tag rules and `{{version}}`, `{{major}}`, `{{minor}}`, `{{patch}}`, `{{created}}`, `{{revision}}`; any other `{{…}}` stays, and so does one after a backslash',
    example: 'VERSION={{version}}',
  },
  {
    name: 'secrets',
    group: 'build',
    description:
      'Build secrets, `id=value` one per line (quote a value of several lines). Handed to BuildKit by file, never recorded',
    secret: true,
    example: 'npm_token=${{ secrets.NPM_TOKEN }}',
  },
  {
    name: 'secret-files',
    group: 'build',
    description: 'Build secrets that are files, `id=path` one per line',
    example: 'npmrc=./.npmrc',
  },
  {
    name: 'secret-envs',
    group: 'build',
    description:
      "Build secrets that are variables of the step's environment, `id=NAME` by comma or one per line",
    example: 'npm_token=NPM_TOKEN',
  },
  {
    name: 'ssh',
    group: 'build',
    description:
      'SSH agent sockets or keys for the build, `default` or `id=path`, by comma or one per line',
    example: 'default',
  },
  {
    name: 'pull',
    group: 'build',
    description: 'Always look for newer base images',
    default: 'false',
  },
  { name: 'no-cache', group: 'build', description: 'Build every step anew', default: 'false' },
  {
    name: 'no-cache-filters',
    group: 'build',
    description: 'Stages to build anew, by comma or one per line',
  },
  {
    name: 'call',
    group: 'build',
    description:
      'Evaluate the Dockerfile instead of building it: `check`, `outline` or `targets`. The result is printed, and a check that finds something fails',
    example: 'check',
  },
  {
    name: 'network',
    group: 'steps',
    description: 'Network of the steps: `default`, `none` or `host`',
  },
  {
    name: 'add-hosts',
    group: 'steps',
    description: 'Host names for the steps, `host:ip`, by comma or one per line',
    example: 'registry.internal:10.0.0.5',
  },
  {
    name: 'allow',
    group: 'steps',
    description:
      'Privileges that steps may ask for, by comma or one per line: `network.host`, `security.insecure`, `device`',
  },
  {
    name: 'shm-size',
    group: 'steps',
    description: 'Size of `/dev/shm` in the steps',
    example: '2gb',
  },
  {
    name: 'ulimit',
    group: 'steps',
    description: 'Limits of the steps, `type=soft[:hard]` one per line',
    example: 'nofile=1024:1024',
  },
  { name: 'cgroup-parent', group: 'steps', description: 'Parent cgroup of the steps' },
  {
    name: 'push',
    group: 'result',
    description:
      'Push the image: by digest first, and under its tags once it is signed and verified. `auto`: when there is something to push to, except in pull requests',
    default: 'auto',
  },
  {
    name: 'load',
    group: 'result',
    description:
      "Load the image into the engine (the engine's own platform). Instead of pushing it, or with `push: true` after that",
    default: 'false',
  },
  {
    name: 'outputs',
    group: 'result',
    description:
      'Outputs as buildx takes them, one per line: `type=local`, `tar`, `oci` and `docker` are made by the same build; `type=image` and `type=registry` without a name give attributes, such as `compression=zstd`, to what is pushed. Values of attributes may hold expressions',
    example: 'type=oci,dest=image.tar',
  },
] as const satisfies readonly InputRow[];
