/**
 * Tools that the user chooses and that have a hand in the provenance: who names another BuildKit, or another buildx, can
 * have it write what he likes. Such a build is not isolated from him, whatever runs around it.
 */
import type { Inputs } from '../inputs/parse.ts';
import { type BuilderSpec, findOwn } from './builder-spec.ts';

/** What the lab has in the place of images that it cannot pull; it writes them here, into its own copy. */
const TAKEN_FOR_OURS: readonly string[] = [];

/** Options of the driver that say how much a builder gets, and not what it is. */
const AMOUNTS =
  /^(?:memory|memory-swap|cpu-quota|cpu-period|cpu-shares|cpuset-cpus|cpuset-mems|restart-policy|default-load|provenance-add-gha)=/;

/** Each is a reason why the build is not of the highest level. */
export function listToolReasons(
  { buildx, emulationImage }: Pick<Inputs, 'buildx' | 'emulationImage'>,
  builder: BuilderSpec,
): string[] {
  const nodes = findOwn(builder)?.nodes ?? [];
  const options = nodes
    .flatMap(({ driverOpts }) => driverOpts)
    .filter((option) => !AMOUNTS.test(option) && !TAKEN_FOR_OURS.includes(option));
  const names = [...new Set(options.map((option) => option.split('=')[0]))];
  const isForeign = emulationImage !== undefined && !TAKEN_FOR_OURS.includes(emulationImage);
  return [
    ...(names.length === 0
      ? []
      : [`options of the builder (\`driver-opts\`): ${names.join(', ')}`]),
    ...(nodes.every(({ flags }) => flags === '') ? [] : ['flags of buildkitd']),
    ...(buildx.kind === 'path' ? ['a buildx that the workflow names by its path'] : []),
    ...(isForeign ? ['an image of emulators that runs with all privileges'] : []),
  ];
}
