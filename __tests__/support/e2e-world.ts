/** The lab with everything that tests of the action add: planted secrets, watched processes, checked invariants. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import { type JobRequest, runJob } from '../../lab/job.ts';
import { type Lab, type LabOptions, openLab } from '../../lab/lab.ts';
import type { Annotation } from '../../lab/runner/records.ts';
import type { ActionRun } from '../../lab/runner.ts';
import type { FaultRule } from '../../lab/services/fault-proxy.ts';
import { type Canary, makeSecret } from './e2e-canaries.ts';
import type { Expectation } from './e2e-evidence.ts';
import { watchProcesses } from './e2e-machine.ts';
import type { RegistryView } from './e2e-registry.ts';
import { readAllReferrers, takeSnapshot } from './e2e-snapshot.ts';
import { gatherTraces, listLeftFiles, plantHome, runPostAgain } from './e2e-traces.ts';
import { makeVerifier, PROVENANCE, SPDX, type Verifier } from './e2e-verify.ts';
import { checkInvariants } from './invariants.ts';

/** One run of the action as a test asks for it. */
export interface CaseRequest extends Omit<JobRequest, 'workspace'> {
  readonly workspace?: string;
  /** What exit code 0 has to mean; `published` unless told. */
  readonly wanted?: Expectation['wanted'];
  readonly homeChanges?: RegExp;
  /** Bundles that the run has to leave beside files; none unless told. */
  readonly fileBundles?: number;
  /** Secrets that the inputs carry, besides the password. */
  readonly canaries?: readonly Canary[];
  /** Registries besides the lab's. */
  readonly registries?: readonly RegistryView[];
}

/** A run that has kept every invariant. */
export interface CheckedRun extends ActionRun {
  /** Code and text of the one error; undefined after a success. */
  readonly error: { readonly code: string | undefined; readonly message: string } | undefined;
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** What the main step printed. */
  readonly text: string;
}

export type Faults = Partial<Record<keyof Lab['proxies'], readonly FaultRule[]>>;

export interface World {
  readonly lab: Lab;
  readonly verifier: Verifier;
  /** The lab's registry, past its proxy. */
  readonly registry: RegistryView;
  /** Runs main and post. Throws when an invariant is broken. */
  run(request: CaseRequest): Promise<CheckedRun>;
  /** Runs with rules in the proxies, which are gone afterwards. */
  runWith(faults: Faults, request: CaseRequest): Promise<CheckedRun>;
  stop(): Promise<void>;
}

/** The platform of this machine and of its engine. */
export const NATIVE = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
/** The smallest release: one platform, no SBOM, no cache. For cases that are about something else. */
export const LEAN = { platforms: NATIVE, sbom: 'false', cache: 'off' } as const;
/** Even smaller: one manifest, one signature. */
export const BARE = { ...LEAN, provenance: 'false' } as const;
const TEST_TIMEOUT_MS = 180_000;
/** No run of these tests takes longer; one that does hangs. */
const RUN_TIMEOUT_MS = 100_000;

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
  const run = (request: CaseRequest): Promise<CheckedRun> => runCase(means, request);
  return {
    ...means,
    run,
    runWith: async (faults, request) => {
      try {
        setFaults(lab, faults);
        return await run(request);
      } finally {
        clearFaults(lab);
      }
    },
    stop: async () => {
      await lab.stop();
      await verifier.stop();
    },
  };
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

type Means = Pick<World, 'lab' | 'verifier' | 'registry'>;

async function runCase(means: Means, request: CaseRequest): Promise<CheckedRun> {
  const { wanted, homeChanges, fileBundles, canaries = [], registries = [], ...job } = request;
  const { verifier } = means;
  const planted = plantCanaries(means.lab, request);
  const workspace = job.workspace ?? (await means.lab.makeWorkspace());
  const homeDir = job.homeDir ?? (await plantHome(means.lab, planted.homePassword));
  const temp = await mkdtemp(join(tmpdir(), 'bsa-case-'));
  const surroundings = {
    lab: means.lab,
    registries: [means.registry, ...registries],
    homeDir,
    workspace,
  };
  const before = await takeSnapshot(surroundings);
  const named = `${job.inputs['images'] ?? ''}\n${job.inputs['tags'] ?? ''}`;
  const referrersBefore = await readAllReferrers(before.tags, named);
  const watch = watchProcesses();
  const run = await runJob(planted.lab, {
    timeoutMs: RUN_TIMEOUT_MS,
    ...job,
    workspace,
    homeDir,
    github: { token: planted.githubToken, ...job.github },
    env: { TMPDIR: temp, ...job.env },
  });
  try {
    const processes = watch.stop();
    const after = await takeSnapshot(surroundings, before);
    const violations = await checkInvariants({
      run,
      expected: makeExpectation(means.lab, request),
      before,
      after,
      referrersBefore,
      verifier,
      postAgain: await runPostAgain(run, means.lab),
      canaries: [...planted.list(run), ...canaries],
      traces: await gatherTraces({ run, processes, after, temp }),
      leftFiles: await listLeftFiles(run, temp),
    });
    if (violations.length > 0) throw new Error(describeViolations(violations, run));
    return describeRun(run);
  } finally {
    await run.cleanup();
    await rm(temp, { recursive: true, force: true });
  }
}

/** What the test asked for, as a policy that the separate cosign checks. */
function makeExpectation(lab: Lab, request: CaseRequest): Expectation {
  const { inputs, wanted = 'published', homeChanges, signals = [] } = request;
  const attestations = [
    ...(inputs['sbom'] === 'false' ? [] : [SPDX]),
    ...(inputs['provenance'] === 'false' ? [] : [PROVENANCE]),
  ];
  const policy = {
    claims: lab.oidc.claims,
    trustedRoot: lab.sigstore.trustedRootFile,
    attestations,
  };
  return {
    wanted,
    policy: wanted !== 'published' || inputs['sign'] === 'false' ? undefined : policy,
    homeChanges,
    fileBundles: request.fileBundles ?? 0,
    isKilled: signals.some(({ signal }) => signal === 'SIGKILL'),
  };
}

/** Gives the job secrets that are searched for afterwards. */
function plantCanaries(lab: Lab, { inputs }: CaseRequest) {
  const homePassword = makeSecret('home-');
  const githubToken = makeSecret('ghs_');
  const runtimeTokens: string[] = [];
  const requestTokens = [lab.oidc.requestToken];
  const watched: Lab = {
    ...lab,
    services: async (job) => {
      const services = await lab.services(job);
      runtimeTokens.push(services.cache.runtimeToken);
      requestTokens.push(services.oidc.requestToken);
      return services;
    },
  };
  const list = (run: ActionRun): readonly Canary[] =>
    [
      { name: 'password of another registry', value: homePassword },
      { name: 'github token', value: githubToken },
      ...requestTokens.map((value) => ({ name: 'OIDC request token', value })),
      { name: 'password', value: inputs['password'] ?? '' },
      ...runtimeTokens.map((value) => ({ name: 'runtime token', value })),
      ...run.main.masks
        .filter((mask) => mask.startsWith('eyJ'))
        .map((value) => ({ name: 'OIDC token', value })),
    ].filter(({ value }) => value !== '');
  return { homePassword, githubToken, lab: watched, list };
}

function describeRun(run: ActionRun): CheckedRun {
  const { annotations, log } = run.main;
  const of = (level: Annotation['level']): Annotation[] =>
    annotations.filter((each) => each.level === level);
  const [error] = of('error');
  return {
    ...run,
    error: error && { code: error.title, message: error.message },
    warnings: of('warning').map(({ message }) => message),
    notices: of('notice').map(({ message }) => message),
    text: log.map(({ text }) => text).join('\n'),
  };
}

function describeViolations(violations: readonly string[], { main }: ActionRun): string {
  const tail = main.maskedLog.filter((line) => !line.startsWith('::debug::')).slice(-25);
  return `${violations.join('\n')}\n\nexit code ${main.exitCode}; the end of the log:\n${tail.join('\n')}`;
}
