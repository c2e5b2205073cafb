/** Dockerfiles and what a build of them emulates: on which platform each stage runs, and what cannot be told. */
import { type DockerfileCase, lines, STAGE_CASES } from './dockerfiles-stages.ts';

const PLATFORM_CASES: readonly DockerfileCase[] = [
  {
    name: 'the platform of the target in so many words',
    text: lines('FROM --platform=$TARGETPLATFORM base', 'RUN uname -m'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a platform in plain text, that of the builder',
    text: lines('FROM --platform=linux/amd64 base', 'RUN uname -m'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a platform in plain text, the other one',
    text: lines('FROM --platform=linux/arm64 base', 'RUN uname -m'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a platform by parts',
    text: lines('FROM --platform=linux/${BUILDARCH} base', 'RUN uname -m'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a platform by an argument with a default',
    text: lines('ARG P=$BUILDPLATFORM', 'FROM --platform=$P base', 'RUN uname -m'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a platform by an argument that is given',
    text: lines('ARG P=$BUILDPLATFORM', 'FROM --platform=$P base', 'RUN uname -m'),
    buildArgs: ['P=linux/arm64'],
    emulated: [3],
    isBuilt: true,
  },
  {
    name: 'a default in its place',
    text: lines('ARG P', 'FROM --platform=${P:-$BUILDPLATFORM} base', 'RUN uname -m'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a platform that is not known',
    text: lines('ARG P', 'FROM --platform=$P base', 'RUN uname -m'),
    emulated: 'install',
  },
  {
    name: 'an image by an argument',
    text: lines('ARG V=base', 'FROM ${V}', 'RUN uname -m'),
    emulated: [3],
  },
  {
    name: 'a stage by an argument',
    text: lines(
      'ARG MODE=cross',
      'FROM base AS emulated',
      'RUN uname -m',
      'FROM --platform=$BUILDPLATFORM base AS cross',
      'RUN uname -m',
      'FROM ${MODE}',
    ),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'another stage by an argument',
    text: lines(
      'ARG MODE=cross',
      'FROM base AS emulated',
      'RUN uname -m',
      'FROM --platform=$BUILDPLATFORM base AS cross',
      'RUN uname -m',
      'FROM ${MODE}',
    ),
    buildArgs: ['MODE=emulated'],
    emulated: [3],
    isBuilt: true,
  },
  {
    name: 'a stage by architecture',
    text: lines(
      'FROM base AS for-amd64',
      'RUN uname -m',
      'FROM scratch AS for-arm64',
      'FROM for-${TARGETARCH}',
      'COPY <<E /f',
      'x',
      'E',
    ),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'an image that is not known',
    text: lines('FROM $NOTHING', 'RUN uname -m'),
    emulated: 'install',
  },
  {
    name: 'scratch on the builder, which BuildKit takes for the target',
    text: lines('FROM --platform=$BUILDPLATFORM scratch', 'COPY --from=base / /', 'RUN uname -m'),
    emulated: [3],
    isBuilt: true,
  },
  {
    name: 'a step left to the next stage',
    text: lines('FROM base AS a', 'ONBUILD RUN uname -m', 'FROM a'),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a step left to nobody',
    text: lines('FROM base', 'ONBUILD RUN uname -m'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'a step left to a stage on the builder',
    text: lines('FROM --platform=$BUILDPLATFORM base AS a', 'ONBUILD RUN uname -m', 'FROM a'),
    emulated: [],
    isBuilt: true,
  },
  {
    name: 'another frontend',
    text: lines('# syntax=example.com/own/frontend:1', 'FROM base', 'CMD x'),
    emulated: 'install',
  },
  {
    name: 'another frontend by an argument',
    text: lines('FROM base', 'CMD x'),
    buildArgs: ['BUILDKIT_SYNTAX=example.com/own/frontend:1'],
    emulated: 'install',
  },
  {
    name: 'the usual frontend',
    text: lines('# syntax=docker/dockerfile:1', 'FROM base', 'CMD x'),
    emulated: [],
  },
  {
    name: 'a context in place of a stage',
    text: lines('FROM base AS build', 'RUN uname -m', 'FROM scratch', 'COPY --from=build / /'),
    contexts: ['build=./built'],
    emulated: [],
  },
  {
    name: 'a context that is begun with',
    text: lines('FROM rootfs', 'RUN uname -m'),
    contexts: ['rootfs=./rootfs'],
    emulated: [2],
  },
  {
    name: 'a context that is a layout',
    text: lines('FROM rootfs', 'COPY . /'),
    contexts: ['rootfs=oci-layout://./rootfs'],
    emulated: 'install',
  },
  {
    name: 'a cache, a secret and the network in a step',
    text: lines(
      'FROM base',
      'RUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t --network=none uname -m',
    ),
    emulated: [2],
    isBuilt: true,
  },
  {
    name: 'a download',
    text: lines('FROM scratch', 'ADD https://example.com/file.tar /'),
    emulated: [],
  },
  {
    name: 'a repository',
    text: lines('FROM scratch', 'ADD https://github.com/octo/app.git#v1 /src'),
    emulated: [],
  },
  {
    name: 'what is no heredoc, inside of quotes',
    text: lines(
      'FROM --platform=$BUILDPLATFORM base AS work',
      'RUN echo "cat <<EOF > /x" \'1 <<3\'',
      'FROM base',
      'RUN uname -m',
    ),
    emulated: [4],
    isBuilt: true,
  },
  {
    name: 'a backslash that ends a line',
    text: lines(
      'FROM --platform=$BUILDPLATFORM base AS work',
      'RUN echo C:\\\\',
      'FROM base',
      'RUN uname -m',
    ),
    emulated: [4],
    isBuilt: true,
  },
  { name: 'nothing at all', text: '', emulated: 'install' },
  {
    name: 'a target that is not there',
    text: lines('FROM base', 'CMD x'),
    target: 'none',
    emulated: 'install',
  },
];

export const DOCKERFILES: readonly DockerfileCase[] = [...STAGE_CASES, ...PLATFORM_CASES];
