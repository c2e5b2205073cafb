/** What buildx is asked for: the build itself, and what is made out of the builder afterwards. The same for a dry run. */
import type { Platform } from '../image/platform.ts';
import type { BuildCommand, BuildOutput } from '../tools/buildx.ts';
import type { CachePlace } from './cache-spec.ts';
import type { Plan } from './types.ts';

/** What is known only when a builder is there. */
type Means = Pick<BuildCommand, 'builder' | 'secrets'>;

/** The build of the plan. `platforms`: those that are built, of a plan that loads the engine's own only. */
export function makeBuild(
  plan: Plan,
  {
    platforms,
    metadataFile,
    ...means
  }: Means & { readonly platforms: readonly Platform[]; readonly metadataFile: string },
): BuildCommand {
  return {
    ...means,
    spec: { ...plan.build, platforms },
    cache: { from: plan.cache.from, to: directCache(plan) },
    output: chooseOutput(plan),
    metadataFile,
  };
}

/** An evaluation of the Dockerfile. */
export function makeCall(plan: Plan, { call, ...means }: Means & { call: string }): BuildCommand {
  return {
    ...means,
    spec: plan.build,
    cache: { from: [], to: [] },
    output: { kind: 'call', call },
    metadataFile: undefined,
  };
}

/** Writes the cache; undefined when nothing is left to write. */
export function makeCacheExport(plan: Plan, means: Means): BuildCommand | undefined {
  const to = deferredCache(plan);
  if (to.length === 0) return undefined;
  return {
    ...means,
    // A scan is never cached, and the provenance of what nobody keeps is worth nothing.
    spec: { ...makeRepeat(plan.build), attests: NO_ATTESTATIONS },
    // What came from a cache is in the builder by name alone: without the cache at hand BuildKit runs the steps again.
    cache: { from: plan.cache.from, to },
    output: { kind: 'cache-only' },
    metadataFile: undefined,
  };
}

const NO_ATTESTATIONS = ['type=provenance,disabled=true', 'type=sbom,disabled=true'];

/** Loads `platforms` under the tags of the plan. */
export function makeLoad(
  plan: Plan,
  { platforms, ...means }: Means & { readonly platforms: readonly Platform[] },
): BuildCommand {
  return {
    ...means,
    spec: { ...makeRepeat(plan.build), platforms, attests: NO_ATTESTATIONS },
    cache: { from: [], to: [] },
    output: { kind: 'load', tags: plan.load?.tags ?? [] },
    metadataFile: undefined,
  };
}

/** What becomes of the result of a plan's main build. */
export function chooseOutput(plan: Plan): BuildOutput {
  switch (plan.mode) {
    case 'push':
      return { kind: 'push', repositories: plan.destinations.map(({ repository }) => repository) };
    case 'load':
      return { kind: 'load', tags: plan.load?.tags ?? [] };
    case 'build':
    case 'call':
      return { kind: 'cache-only' };
  }
}

/** Everything but the inline cache, which is part of the image itself. */
function deferredCache({ cache }: Plan): readonly CachePlace[] {
  return cache.to.filter((place) => !isInline(place));
}

/** What the main build writes itself: nothing that could hold it up. */
function directCache({ cache }: Plan): readonly CachePlace[] {
  return cache.to.filter(isInline);
}

function isInline({ backend }: CachePlace): boolean {
  return backend === 'inline';
}

/** The build once more, out of the builder: asking for newer bases or for new steps could only change the result. */
function makeRepeat(spec: Plan['build']): Plan['build'] {
  return { ...spec, noCache: false, noCacheFilters: [], pull: false, annotations: [], exports: [] };
}
