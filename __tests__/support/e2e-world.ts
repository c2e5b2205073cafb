/** The lab with everything that tests of the action add: planted secrets, watched processes, checked invariants. */
import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import { type Lab, type LabOptions, openLab } from '../../lab/lab.ts';
import type { FaultRule } from '../../lab/services/fault-proxy.ts';
import { type CaseRequest, type CheckedRun, type Means, runCases } from './e2e-case.ts';
import { makeVerifier } from './e2e-verify.ts';

export type { CaseRequest, CheckedRun } from './e2e-case.ts';

export type Faults = Partial<Record<keyof Lab['proxies'], readonly FaultRule[]>>;

export interface World extends Means {
  /** Runs main and post. Throws when an invariant is broken. */
  run(request: CaseRequest): Promise<CheckedRun>;
  /** Runs jobs at the same time; results in the order of the requests. */
  runAll(requests: readonly CaseRequest[]): Promise<CheckedRun[]>;
  /** Runs with rules in the proxies, which are gone afterwards. */
  runWith(faults: Faults, request: CaseRequest): Promise<CheckedRun>;
  runAllWith(faults: Faults, requests: readonly CaseRequest[]): Promise<CheckedRun[]>;
  stop(): Promise<void>;
}

/** The platform of this machine and of its engine. */
export const NATIVE = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
/** The smallest release: one platform, no SBOM, no cache. For cases that are about something else. */
export const LEAN = { platforms: NATIVE, sbom: 'false', cache: 'off' } as const;
/** Even smaller: one manifest, one signature. */
export const BARE = { ...LEAN, provenance: 'false' } as const;
const TEST_TIMEOUT_MS = 180_000;

/** Opens a world for a test file and closes it after the last test. */
export function useWorld(options: Partial<LabOptions> = {}): () => World {
  jest.setTimeout(TEST_TIMEOUT_MS);
  let world: World | undefined;
  beforeAll(async () => {
    world = await openWorld(options);
  });
  afterEach(() => {
    if (world !== undefined) clearFaults(world.lab);
  });
  afterAll(() => world?.stop());
  return () => {
    if (world === undefined) throw new Error('The world is not open');
    return world;
  };
}

async function openWorld(options: Partial<LabOptions>): Promise<World> {
  const lab = await openLab({ log: () => undefined, ...options });
  const verifier = await makeVerifier(lab.tools.cosign);
  const registry = { url: lab.registry.url, host: lab.registryHost };
  const means = { lab, verifier, registry };
  const runAll = (requests: readonly CaseRequest[]): Promise<CheckedRun[]> =>
    runCases(means, requests);
  const runAllWith = async (
    faults: Faults,
    requests: readonly CaseRequest[],
  ): Promise<CheckedRun[]> => {
    try {
      setFaults(lab, faults);
      return await runAll(requests);
    } finally {
      clearFaults(lab);
    }
  };
  return {
    ...means,
    runAll,
    runAllWith,
    run: async (request) => only(await runAll([request])),
    runWith: async (faults, request) => only(await runAllWith(faults, [request])),
    stop: async () => {
      await lab.stop();
      await verifier.stop();
    },
  };
}

function only([run]: readonly CheckedRun[]): CheckedRun {
  if (run === undefined) throw new Error('No job was run');
  return run;
}

function setFaults({ proxies }: Lab, faults: Faults): void {
  proxies.registry.setRules(faults.registry ?? []);
  proxies.oidc.setRules(faults.oidc ?? []);
  proxies.sigstore.setRules(faults.sigstore ?? []);
  proxies.cache.setRules(faults.cache ?? []);
}

function clearFaults(lab: Lab): void {
  setFaults(lab, {});
  lab.sigstore.setForgery(undefined);
}
