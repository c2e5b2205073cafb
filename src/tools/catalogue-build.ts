/** Failures of the build itself: platform, builder, Dockerfile. Texts: buildx 0.36, BuildKit 0.32, docker 28. */
import type { KnownFailure } from './known-failure.ts';

/** Printed by programs inside a `RUN`, and more telling than the exit code that BuildKit reports afterwards. */
const STEPS: readonly KnownFailure[] = [
  {
    id: 'emulator-crash',
    pattern: /qemu: uncaught target signal \d+|QEMU internal SIGSEGV/i,
    fromStep: true,
    code: 'EMULATION_FAILED',
    message: 'The emulator (QEMU) crashed while it ran a program of another architecture',
    hint: 'Build this platform on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.',
    retry: 'once',
  },
  {
    id: 'exec-format',
    pattern: /exec format error|invalid ELF image/i,
    fromStep: true,
    code: 'EMULATION_FAILED',
    message: 'A step ran a program of an architecture that this machine cannot execute',
    hint: 'Set `emulation: auto`, or build the platform on a native runner. When it happens for the native platform, the base image or a copied binary is of another architecture.',
    retry: 'no',
  },
  {
    id: 'disk-full',
    pattern: /no space left on device|disk quota exceeded/i,
    fromStep: true,
    code: 'BUILD_FAILED',
    message: 'The disk of the runner is full',
    hint: 'Remove software that the job does not need before this step, or use a larger runner. `docker system df` shows what images and cache take.',
    retry: 'no',
  },
];

const BUILDER: readonly KnownFailure[] = [
  {
    id: 'builder-lost',
    tool: 'buildx',
    pattern:
      /\bUnavailable(?: desc = |: )[^\n]*(?:error reading from server|transport is closing|graceful_stop)/i,
    code: 'BUILDER_FAILED',
    message: 'The builder ended in the middle of the build',
    hint: 'Most often its machine had no memory left, or its engine was started anew. Run the job again; when it comes back, use a larger runner or build one platform for each job.',
    retry: 'once',
  },
  {
    id: 'engine-unreachable',
    pattern:
      /cannot connect to the docker daemon|failed to connect to the docker API|error during connect/i,
    code: 'ENGINE_UNREACHABLE',
    message: 'No container engine answers',
    hint: 'Use a runner with Docker, or set DOCKER_HOST to an engine that this job may use.',
    retry: 'no',
  },
  {
    id: 'engine-denied',
    pattern: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    code: 'ENGINE_UNREACHABLE',
    message: 'The user of the runner may not use the container engine',
    hint: 'Add the user to the group `docker`, or set DOCKER_HOST to a rootless engine.',
    retry: 'no',
  },
  {
    id: 'builder-absent',
    pattern: /no builder "(?<name>[^"]*)" found/i,
    code: 'BUILDER_FAILED',
    message: 'There is no builder `{name}`',
    hint: '`builder` has to name one that an earlier step of this job made. Without `builder` the action makes its own.',
    retry: 'no',
  },
  {
    id: 'driver-limit',
    pattern: /not supported for (?:the )?docker driver/i,
    code: 'BUILDER_FAILED',
    message: 'The `docker` driver of this engine can do neither several platforms nor cache export',
    hint: 'Leave `driver` and `builder` at their defaults, or turn on the containerd image store of the engine.',
    retry: 'no',
  },
  {
    id: 'load-several',
    pattern: /docker exporter does not (?:currently )?support exporting manifest lists/i,
    code: 'BUILD_FAILED',
    message: 'The engine cannot load an image of several platforms',
    hint: 'Load one platform, or push.',
    retry: 'no',
  },
  {
    id: 'entitlement',
    pattern:
      /(?<what>network\.host|security\.insecure|device) is not allowed|additional privileges requested/i,
    code: 'BUILD_FAILED',
    message: 'The build asks for a privilege that was not granted',
    hint: 'Grant it with `allow: network.host` or `allow: security.insecure`, or remove the flag from the Dockerfile. An existing `builder` has to have been created with it too.',
    retry: 'no',
  },
];

const SOURCES: readonly KnownFailure[] = [
  {
    id: 'dockerfile-absent',
    pattern: /failed to read dockerfile/i,
    code: 'BUILD_FAILED',
    message: 'The Dockerfile was not found',
    hint: '`file` counts from the workspace, not from `context`. Is there an `actions/checkout` step before?',
    retry: 'no',
  },
  {
    id: 'context-absent',
    pattern: /unable to prepare context: path "(?<path>[^"]*)" not found/i,
    code: 'BUILD_FAILED',
    message: 'The build context `{path}` does not exist',
    hint: 'Is there an `actions/checkout` step before? `context` counts from the workspace.',
    retry: 'no',
  },
  {
    id: 'git-denied',
    pattern:
      /could not read (?:Username|Password) for '|Authentication failed for '|remote: Repository not found/i,
    code: 'BUILD_FAILED',
    message: 'The Git repository of a context does not open with the token that it got',
    hint: "`github-token` opens the job's own repository, with `contents: read`. For another one give the build secret `GIT_AUTH_TOKEN`, a token that reads it.",
    retry: 'no',
  },
  {
    id: 'git-unreachable',
    pattern: /fatal: unable to access '(?<url>[^'\n]*)': (?<why>[^\n]+)/i,
    code: 'BUILD_FAILED',
    message: 'The Git repository of a context, {url}, cannot be reached: {why}',
    hint: 'Is the address right, and may the builder reach that host? An answer of 403 or 404 is a matter of rights: the build secret `GIT_AUTH_TOKEN` has to read it.',
    retry: 'yes',
  },
  {
    id: 'git-ref-absent',
    pattern: /couldn't find remote ref|upload-pack: not our ref|reference is not a tree/i,
    code: 'BUILD_FAILED',
    message: 'The Git repository of a context has no such commit, branch or tag',
    hint: 'Check what stands behind the `#`. A branch may have been deleted, or its commit replaced by a forced push, since this run was started.',
    retry: 'no',
  },
  {
    id: 'dockerfile-invalid',
    pattern: /dockerfile parse error on line (?<line>\d+): (?<why>[^\n]+)/i,
    code: 'BUILD_FAILED',
    message: 'The Dockerfile has an error in line {line}: {why}',
    hint: 'A newer syntax needs `# syntax=docker/dockerfile:1` as the first line.',
    retry: 'no',
  },
  {
    id: 'stage-absent',
    pattern: /target stage "(?<stage>[^"]*)" could not be found/i,
    code: 'BUILD_FAILED',
    message: 'The Dockerfile has no stage `{stage}`',
    hint: 'Check `target` against the `AS` names.',
    retry: 'no',
  },
  {
    id: 'copy-absent',
    pattern: /failed to calculate checksum of ref [^\n]*?: "?(?<path>[^\n"]+?)"?: not found/i,
    code: 'BUILD_FAILED',
    message: 'A file that the Dockerfile copies is not in the build context: {path}',
    hint: 'Is it excluded by `.dockerignore`, not checked in, or made by a step or job whose artifact was not downloaded?',
    retry: 'no',
  },
  {
    id: 'platform-absent',
    pattern: /no match for platform in manifest|no matching manifest for (?<platform>\S+)/i,
    code: 'BUILD_FAILED',
    message: 'A base image does not exist for one of the platforms',
    hint: '`docker buildx imagetools inspect IMAGE` lists its platforms. Remove the platform or choose another base.',
    retry: 'no',
  },
  {
    id: 'secret-absent',
    pattern: /secret (?<id>[^\s:]+): not found/i,
    code: 'BUILD_FAILED',
    message: 'The Dockerfile requires the secret `{id}`, which the step does not give',
    hint: 'Add it to `secrets`: `{id}=${{ secrets.… }}`. Pull requests from forks get no secrets.',
    retry: 'no',
  },
  {
    id: 'ssh-absent',
    pattern: /unset ssh forward key (?<id>\S+)/i,
    code: 'BUILD_FAILED',
    message: 'The Dockerfile requires the SSH agent or key `{id}`, which the step does not give',
    hint: 'Add it to `ssh`: `default` for the agent of the job, or `{id}=/path/of/a/key`.',
    retry: 'no',
  },
  {
    id: 'input-list',
    pattern:
      /secret missing ID|extraneous or missing " in quoted-field|bare " in non-quoted-field|invalid opening quote/i,
    code: 'INPUT_INVALID',
    message: 'An input with a list has a quotation mark in the wrong place',
    hint: 'Quote a whole entry as in CSV: `"id=a ""quoted"" value"`.',
    retry: 'no',
  },
  {
    id: 'name-case',
    pattern: /repository name must be lowercase|invalid reference format/i,
    code: 'INPUT_INVALID',
    message: 'An image name is not valid',
    hint: 'Names have lower case letters, digits and `.`, `_`, `-`, `/` only; owner names of GitHub often have capitals.',
    retry: 'no',
  },
];

const OUTCOMES: readonly KnownFailure[] = [
  {
    id: 'step-killed',
    pattern:
      /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 137|signal: killed)|cannot allocate memory/i,
    code: 'BUILD_FAILED',
    message: 'A build step{place} was killed, most likely for want of memory',
    hint: 'Use a larger runner, build fewer platforms at once, or limit the parallelism of the step.',
    retry: 'no',
  },
  {
    id: 'step-crashed',
    pattern:
      /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 139|signal: segmentation fault)/i,
    code: 'BUILD_FAILED',
    message: 'The build step `{step}`{place} crashed (segmentation fault)',
    hint: 'On a platform that is emulated this is most often the emulator: build it on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.',
    retry: 'once',
  },
  {
    id: 'step-failed',
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: exit code: (?<exit>\d+)/i,
    code: 'BUILD_FAILED',
    message: 'The build step `{step}`{place} failed with exit code {exit}',
    hint: 'Its output is in the log above.',
    retry: 'no',
  },
];

const forBuilds = (failures: readonly KnownFailure[]): readonly KnownFailure[] =>
  failures.map((failure) => ({ ...failure, tool: 'buildx' }));

export const STEP_FAILURES = forBuilds(STEPS);
/** docker says some of them as well. */
export const BUILDER_FAILURES = BUILDER;
export const SOURCE_FAILURES = forBuilds([...SOURCES, ...OUTCOMES]);
