import type { NodeSpec, OwnBuilder } from '../../src/plan/builder-spec.ts';

export function makeNode(given: Partial<NodeSpec> = {}): NodeSpec {
  return {
    label: undefined,
    endpoint: undefined,
    platforms: [],
    driverOpts: [],
    flags: '',
    tls: [],
    ...given,
  };
}

/** A builder in a container of the engine here. */
export function makeOwnBuilder(given: Partial<OwnBuilder> = {}): OwnBuilder {
  return {
    kept: undefined,
    driver: 'docker-container',
    nodes: [makeNode()],
    images: ['pinned'],
    entitlements: [],
    config: undefined,
    recordsRun: false,
    ...given,
  };
}
