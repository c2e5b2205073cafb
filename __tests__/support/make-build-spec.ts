import type { BuildSpec } from '../../src/plan/types.ts';

const PLAIN: BuildSpec = {
  context: '.',
  contexts: [],
  file: undefined,
  target: undefined,
  platforms: [],
  buildArgs: [],
  labels: [],
  annotations: [],
  attests: [],
  secretIds: [],
  ssh: [],
  noCache: false,
  noCacheFilters: [],
  pull: false,
  addHosts: [],
  allow: [],
  network: undefined,
  shmSize: undefined,
  ulimits: [],
  cgroupParent: undefined,
  imageAttributes: {},
  exports: [],
};

/** A build of the working folder, with nothing set that is not given. */
export function makeBuildSpec(overrides: Partial<BuildSpec> = {}): BuildSpec {
  return { ...PLAIN, ...overrides };
}
