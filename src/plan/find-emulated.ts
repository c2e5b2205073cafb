/** Which steps of a build need an emulator, as far as its Dockerfile tells. */
import {
  analyseDockerfile,
  type BaseImage,
  type DockerfileAnalysis,
  type RunStep,
  simplifyName,
} from '../image/dockerfile.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import { type Emulated, type EmulatedStep, isNative } from './emulated.ts';
import type { BuildSpec } from './types.ts';

/** What a build of these platforms emulates on a builder that is one machine. */
export function findEmulated({
  text,
  build: { target, buildArgs, contexts, platforms },
  machine,
}: {
  readonly text: string;
  readonly build: Pick<BuildSpec, 'target' | 'buildArgs' | 'contexts' | 'platforms'>;
  readonly machine: Platform;
}): Emulated {
  const sources = contexts.map(splitContext);
  const found = platforms.map((platform) =>
    analyseDockerfile({
      text,
      target,
      buildArgs,
      contexts: sources.map(({ name }) => name),
      platform,
      buildPlatform: machine,
    }),
  );
  const steps = found.flatMap(({ runs }) => listForeign(runs, machine));
  const bases = found.flatMap((analysis) => listOpenBases(analysis, sources));
  return {
    steps: unique(steps, ({ line, text: command }) => `${line} ${command}`).sort(
      (left, right) => left.line - right.line,
    ),
    bases: unique(bases, ({ image }) => image).filter(
      ({ platform }) => !isNative(platform, machine),
    ),
    doubts: [...new Set(found.flatMap((analysis) => listDoubts(analysis, sources)))],
  };
}

function listForeign(runs: readonly RunStep[], machine: Platform): EmulatedStep[] {
  return runs.flatMap(({ line, text, stage, platform }) =>
    platform === undefined || isNative(platform, machine) ? [] : [{ line, text, stage, platform }],
  );
}

interface ContextSource {
  readonly name: string;
  readonly source: string;
}

function splitContext(entry: string): ContextSource {
  const [name = ''] = entry.split('=', 1);
  return { name, source: entry.slice(name.length + 1) };
}

/** Images that stages begin with, be it under the name of a build context. */
function listOpenBases(
  { starts, contexts }: DockerfileAnalysis,
  sources: readonly ContextSource[],
): BaseImage[] {
  const named = contexts.flatMap((context): BaseImage[] => {
    const source = findSource(context, sources);
    const [, image] = /^docker-image:\/\/(.+)$/.exec(source) ?? [];
    return image === undefined ? [] : [{ ...context, image }];
  });
  return [...starts, ...named];
}

function findSource({ image }: BaseImage, sources: readonly ContextSource[]): string {
  return sources.find(({ name }) => simplifyName(name) === simplifyName(image))?.source ?? '';
}

function listDoubts(
  { runs, contexts, doubts }: DockerfileAnalysis,
  sources: readonly ContextSource[],
): string[] {
  return [
    ...doubts,
    ...runs.flatMap(({ line, platform }) =>
      platform === undefined ? [`line ${line}: the platform is not known`] : [],
    ),
    ...contexts.flatMap((context) =>
      /^(oci-layout|target):/.test(findSource(context, sources))
        ? [`line ${context.line}: ${context.image} is an image that is not looked into`]
        : [],
    ),
  ];
}

function unique<T extends { readonly platform: Platform }>(
  all: readonly T[],
  name: (one: T) => string,
): T[] {
  const keys = all.map((one) => `${name(one)} ${formatPlatform(one.platform)}`);
  return all.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}
