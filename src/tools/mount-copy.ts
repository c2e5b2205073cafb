/**
 * Helper builds that carry the content of cache mounts into a builder and out of it. A mount is reached by a `RUN` alone,
 * so one `cp` runs in an image that the build needs anyway; owners and times survive because BuildKit itself unpacks
 * (`ADD`) and packs (`type=tar`) on the way. Facts: BuildKit 0.32.2, coreutils and busybox `cp`.
 */
import type { CacheMount } from '../image/cache-mounts.ts';

/** A mount and the name of its folder in the archive. */
export interface NamedMount {
  readonly name: string;
  readonly mount: CacheMount;
}

export interface MountHelper {
  readonly mounts: readonly NamedMount[];
  /** An image with `cp`. */
  readonly base: string;
  /** Its name in the context: a tar, compressed or not. */
  readonly archive: string;
  /** Another one in each run: BuildKit does not look into mounts to see whether a step has to be run again. */
  readonly nonce: string;
}

/** A Dockerfile that fills mounts from the archive in its context. */
export function makeRestoreFile(helper: MountHelper): string {
  const sources = helper.mounts.map(({ name }) => `/bsa/from/${name}`);
  return [
    'FROM scratch AS archive',
    `ADD ${helper.archive} /`,
    ...startCopy(helper),
    formatRun(helper, {
      mounts: ['type=bind,from=archive,target=/bsa/from'],
      folder: '/bsa/to',
      command: ['cp', '-a', ...sources, '/bsa/to/'],
    }),
    '',
  ].join('\n');
}

/** A Dockerfile whose result is the content of mounts, each in a folder with its name. */
export function makeKeepFile(helper: MountHelper): string {
  const sources = helper.mounts.map(({ name }) => `/bsa/from/${name}`);
  return [
    ...startCopy(helper),
    'WORKDIR /bsa/to',
    formatRun(helper, {
      mounts: [],
      folder: '/bsa/from',
      command: ['cp', '-a', ...sources, '/bsa/to/'],
    }),
    'FROM scratch',
    'COPY --from=copy /bsa/to /',
    '',
  ].join('\n');
}

function startCopy({ base, nonce }: MountHelper): string[] {
  return [
    // The builder's own platform: nothing is emulated to copy files.
    `FROM --platform=$BUILDPLATFORM ${base} AS copy`,
    'USER 0:0',
    `ENV BUILD_SIGN_RUN=${nonce}`,
  ];
}

function formatRun(
  { mounts }: MountHelper,
  step: { readonly mounts: readonly string[]; readonly folder: string; readonly command: string[] },
): string {
  const all = [
    ...step.mounts,
    ...mounts.map(({ name, mount }) => formatMount(mount, `${step.folder}/${name}`)),
  ];
  const flags = all.map((value) => `--mount=${value}`).join(' ');
  return `RUN --network=none ${flags} ${JSON.stringify(step.command)}`;
}

/** With owner and mode as in the Dockerfile: they are part of what BuildKit knows a mount by. */
function formatMount({ id, uid, gid, mode, sharing }: CacheMount, target: string): string {
  const optional = Object.entries({ uid, gid, mode }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return ['type=cache', `id=${id}`, `target=${target}`, `sharing=${sharing}`, ...optional].join();
}

export interface HelperCommand {
  readonly builder: string | undefined;
  readonly file: string;
  readonly context: string;
  /** Those of the build: they may stand for the image that is used. */
  readonly contexts: readonly string[];
  /** `BUILDKIT_CACHE_MOUNT_NS` of the build. */
  readonly namespace: string | undefined;
  /** What the machine builds for on which it runs; undefined: there is one. */
  readonly platform: string | undefined;
  /** Where the archive is written; undefined: there is no result. */
  readonly dest: string | undefined;
}

/** Arguments of `buildx build` for a helper. */
export function makeHelperArgs(command: HelperCommand): string[] {
  const { builder, file, context, contexts, namespace, platform, dest } = command;
  return [
    'build',
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    '--progress=plain',
    '--provenance=false',
    '--sbom=false',
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
    ...contexts.map((value) => `--build-context=${value}`),
    ...(namespace === undefined ? [] : [`--build-arg=BUILDKIT_CACHE_MOUNT_NS=${namespace}`]),
    `--file=${file}`,
    dest === undefined ? '--output=type=cacheonly' : `--output=type=tar,dest=${dest}`,
    '--',
    context,
  ];
}
