/**
 * Dockerfiles and what a build of them for linux/arm64 and linux/amd64 emulates on an amd64 machine: the lines of the
 * steps that run there as linux/arm64. Images are called `base`; the end-to-end comparison gives them one that exists.
 */

export interface DockerfileCase {
  readonly name: string;
  readonly text: string;
  /** Lines; `install` where it cannot be told. */
  readonly emulated: readonly number[] | 'install';
  readonly target?: string;
  readonly buildArgs?: readonly string[];
  readonly contexts?: readonly string[];
  /** Built by BuildKit in the end-to-end comparison. */
  readonly isBuilt?: true;
}

export const lines = (...text: string[]): string => text.join('\n');

/** Stages, and what is a step. */
export const STAGE_CASES: readonly DockerfileCase[] = [
  { name: 'one step', text: lines('FROM base', 'RUN uname -m'), emulated: [2], isBuilt: true },
  { name: 'no step', text: lines('FROM base', 'COPY . /x', 'CMD ["x"]'), emulated: [] },
  { name: 'scratch', text: lines('FROM scratch', 'COPY . /'), emulated: [] },
  {
    name: 'WORKDIR, ENV, USER, LABEL and the like are no steps',
    text: lines('FROM base', 'WORKDIR /w', 'ENV A=b', 'USER 1', 'LABEL a=b', 'HEALTHCHECK CMD x'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'several steps',
    text: lines('FROM base', 'RUN uname -m', 'ENV A=1', 'RUN true && uname -m'),
    emulated: [2, 4],
    isBuilt: true,
  },
  {
    name: 'a step over several lines',
    text: lines('FROM base', 'RUN true && \\', '  # why', '  uname -m', 'RUN uname -m'),
    emulated: [2, 5],
    isBuilt: true,
  },
  {
    name: 'another escape character',
    text: lines('# escape=`', 'FROM base', 'RUN true && `', '  uname -m', 'RUN uname -m'),
    emulated: [3, 5],
    isBuilt: true,
  },
  {
    name: 'a step as a list',
    text: lines('FROM base', 'RUN ["uname", "-m"]'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'in lower case',
    text: lines('from base', 'run uname -m'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a script, which is no Dockerfile',
    text: lines(
      'FROM base',
      'RUN <<EOF',
      'FROM base',
      'RUN false',
      'uname -m',
      'EOF',
      'RUN uname -m',
    ),
    emulated: [2, 7],
  },
  {
    name: 'a script',
    text: lines('FROM base', 'RUN <<EOF', 'set -e', 'uname -m', 'EOF', 'RUN uname -m'),
    emulated: [2, 6],
    isBuilt: true,
  },
  {
    name: 'a file that holds a RUN',
    text: lines('FROM base', 'COPY <<EOF /Dockerfile', 'FROM x', 'RUN y', 'EOF'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'cross-compiling',
    text: lines(
      'FROM --platform=$BUILDPLATFORM base AS build',
      'ARG TARGETARCH',
      'RUN uname -m && echo $TARGETARCH > /out',
      'FROM scratch',
      'COPY --from=build /out /',
    ),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'cross-compiling, with a step in the end',
    text: lines(
      'FROM --platform=$BUILDPLATFORM base AS build',
      'RUN uname -m && echo x > /out',
      'FROM base',
      'COPY --from=build /out /',
      'RUN uname -m && test -s /out',
    ),
    emulated: [5],
    isBuilt: true,
  },
  {
    name: 'both stages for the target',
    text: lines(
      'FROM base AS a',
      'RUN uname -m && echo > /o',
      'FROM base',
      'COPY --from=a /o /',
      'RUN uname -m',
    ),
    emulated: [2, 5],
    isBuilt: true,
  },
  {
    name: 'a stage that nothing needs',
    text: lines('FROM base AS unused', 'RUN uname -m', 'FROM base', 'COPY --from=base /bin/sh /s'),
    emulated: [],
  },
  {
    name: 'a stage that nothing needs, built',
    text: lines('FROM base AS unused', 'RUN uname -m', 'FROM scratch', 'COPY <<E /f', 'x', 'E'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a target before the last stage',
    text: lines('FROM base AS one', 'RUN uname -m', 'FROM one AS two', 'RUN uname -m'),
    target: 'one',
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a target that runs nothing',
    text: lines('FROM scratch AS files', 'COPY . /', 'FROM base', 'RUN uname -m'),
    target: 'files',
    emulated: [],
  },
  {
    name: 'a target in another case',
    text: lines('FROM base AS One', 'RUN uname -m', 'FROM base'),
    target: 'ONE',
    emulated: [2],
  },
  {
    name: 'a stage by its number',
    text: lines('FROM base', 'RUN uname -m && echo > /o', 'FROM scratch', 'COPY --from=0 /o /'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a stage that is only mounted',
    text: lines(
      'FROM base AS tools',
      'RUN uname -m && echo > /t',
      'FROM --platform=$BUILDPLATFORM base AS build',
      'RUN --mount=from=tools,target=/tools uname -m && test -e /tools/t',
      'FROM scratch',
      'COPY --from=build /bin /',
    ),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'an image that is copied from',
    text: lines('FROM scratch', 'COPY --from=base /bin/sh /sh'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a stage on a stage on the builder',
    text: lines(
      'FROM --platform=$BUILDPLATFORM base AS a',
      'FROM a AS b',
      'RUN uname -m',
      'FROM b',
      'RUN uname -m',
    ),
    emulated: [],
    isBuilt: true,
  },
];
