/** One run of the action as a test asks for it, or several jobs at the same time, and whether it kept the invariants. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JobRequest, runJob } from '../../lab/job.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Annotation } from '../../lab/runner/records.ts';
import type { ActionRun } from '../../lab/runner.ts';
import { type Canary, makeSecret } from './e2e-canaries.ts';
import type { Evidence, Expectation } from './e2e-evidence.ts';
import { watchProcesses } from './e2e-machine.ts';
import type { RegistryView } from './e2e-registry.ts';
import { readAllReferrers, takeSnapshots } from './e2e-snapshot.ts';
import { gatherTraces, listLeftFiles, plantHome, runPostAgain } from './e2e-traces.ts';
import { PROVENANCE, SPDX, type Verifier } from './e2e-verify.ts';
import { checkInvariants } from './invariants.ts';

/** One run of the action as a test asks for it. */
export interface CaseRequest extends Omit<JobRequest, 'workspace'> {
  readonly workspace?: string;
  /** What exit code 0 has to mean; `published` unless told. `leg`: that, or that others finish it. */
  readonly wanted?: Exclude<Expectation['wanted'], 'partial' | 'overtaken'> | 'leg';
  /** A later run publishes at the same time, and may have all tags. */
  readonly mayBeOvertaken?: boolean;
  /** Inputs of the jobs that built what this one publishes. */
  readonly builtWith?: Readonly<Record<string, string>>;
  /** Entries that it makes in the log, where that does not follow from what it publishes. */
  readonly logEntries?: number;
  readonly homeChanges?: RegExp;
  readonly machineChanges?: RegExp;
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

export interface Means {
  readonly lab: Lab;
  readonly verifier: Verifier;
  /** The lab's registry, past its proxy. */
  readonly registry: RegistryView;
}

/** No run of these tests takes longer; one that does hangs. */
const RUN_TIMEOUT_MS = 100_000;

interface PreparedJob {
  readonly request: CaseRequest;
  readonly planted: ReturnType<typeof plantCanaries>;
  readonly workspace: string;
  readonly homeDir: string;
  /** TMPDIR. */
  readonly temp: string;
}

/** Runs jobs side by side, each with main and post, between two looks at the world. Throws for a broken invariant. */
export async function runCases(
  means: Means,
  requests: readonly CaseRequest[],
): Promise<CheckedRun[]> {
  const { lab, registry } = means;
  const jobs = await Promise.all(requests.map((request) => prepareJob(lab, request)));
  const registries = [registry, ...new Set(requests.flatMap((one) => one.registries ?? []))];
  const surroundings = { lab, registries, jobs };
  const before = await takeSnapshots(surroundings);
  const named = requests.map(listNames).join('\n');
  const referrersBefore = await readAllReferrers(before[0]?.tags ?? new Map(), named);
  const watch = watchProcesses();
  const runs = await Promise.all(jobs.map(startJob)).catch((error: unknown) => {
    // Otherwise it goes on, and no test run ends by itself.
    watch.stop();
    throw error;
  });
  try {
    const processes = watch.stop();
    const after = await takeSnapshots(surroundings, before);
    const told = runs.map((run, at) => ({
      run,
      expected: makeExpectation(lab, requests[at], run),
    }));
    const evidence = await Promise.all(
      jobs.map(async ({ planted, request, temp }, at): Promise<Evidence> => {
        const own = pick(told, at);
        const snapshots = { before: pick(before, at), after: pick(after, at) };
        return {
          ...own,
          ...snapshots,
          beside: told.filter((one) => one !== own),
          referrersBefore,
          verifier: means.verifier,
          postAgain: await runPostAgain(own.run, lab),
          canaries: [...planted.list(own.run), ...(request.canaries ?? [])],
          traces: await gatherTraces({ run: own.run, processes, after: snapshots.after, temp }),
          leftFiles: await listLeftFiles(own.run, temp),
        };
      }),
    );
    const violations = new Set((await Promise.all(evidence.map(checkInvariants))).flat());
    if (violations.size > 0) throw new Error(describeViolations([...violations], runs));
    return runs.map(describeRun);
  } finally {
    for (const run of runs) await run.cleanup();
    for (const { temp } of jobs) await rm(temp, { recursive: true, force: true });
  }
}

function pick<T>(list: readonly T[], at: number): T {
  const found = list[at];
  if (found === undefined) throw new Error(`There is no job ${at}`);
  return found;
}

async function prepareJob(lab: Lab, request: CaseRequest): Promise<PreparedJob> {
  const planted = plantCanaries(lab, request);
  return {
    request,
    planted,
    workspace: request.workspace ?? (await lab.makeWorkspace()),
    homeDir: request.homeDir ?? (await plantHome(lab, planted.homePassword)),
    temp: await mkdtemp(join(tmpdir(), 'bsa-case-')),
  };
}

function startJob({ request, planted, workspace, homeDir, temp }: PreparedJob): Promise<ActionRun> {
  const { wanted, builtWith, logEntries, mayBeOvertaken, ...more } = request;
  const { homeChanges, machineChanges, fileBundles, canaries, registries, ...job } = more;
  return runJob(planted.lab, {
    timeoutMs: RUN_TIMEOUT_MS,
    ...job,
    workspace,
    homeDir,
    github: { token: planted.githubToken, ...job.github },
    env: { TMPDIR: temp, ...job.env },
  });
}

function listNames({ inputs, builtWith }: CaseRequest): string {
  const { images = '', tags = '' } = { ...builtWith, ...inputs };
  return `${images}\n${tags}`;
}

/** What the test asked for, as a policy that the separate cosign checks. */
function makeExpectation(lab: Lab, request: CaseRequest | undefined, run: ActionRun): Expectation {
  const { inputs = {}, builtWith = {}, signals = [], homeChanges } = request ?? {};
  const asked = request?.wanted ?? 'published';
  const { sbom, provenance } = { ...inputs, ...builtWith };
  const attestations = [
    ...(sbom === 'false' ? [] : [SPDX]),
    ...(provenance === 'false' ? [] : [PROVENANCE]),
  ];
  const policy = {
    claims: lab.oidc.claims,
    trustedRoot: lab.sigstore.trustedRootFile,
    attestations,
  };
  const isSigned = inputs['sign'] !== 'false' && /^(published|candidate|leg)$/.test(asked);
  return {
    wanted: settleWanted(asked, request?.mayBeOvertaken === true, run),
    isMerge: asked === 'leg' || request?.builtWith !== undefined,
    policy: isSigned ? policy : undefined,
    homeChanges,
    machineChanges: request?.machineChanges,
    fileBundles: request?.fileBundles ?? 0,
    logEntries: request?.logEntries,
    isKept: inputs['keep-alive'] === 'on',
    isKilled: signals.some(({ signal }) => signal === 'SIGKILL'),
  };
}

/** Which of several legs is the last one, and which of two runs the first, is for them to find out. */
function settleWanted(
  asked: CaseRequest['wanted'] = 'published',
  mayBeOvertaken: boolean,
  { main }: ActionRun,
): Expectation['wanted'] {
  const { published } = main.outputs;
  if (asked === 'leg') return published === '' ? 'partial' : 'published';
  return mayBeOvertaken && published === 'false' ? 'overtaken' : asked;
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

function describeViolations(violations: readonly string[], runs: readonly ActionRun[]): string {
  const ends = runs.map(({ main }) => {
    const tail = main.maskedLog.filter((line) => !line.startsWith('::debug::')).slice(-25);
    return `exit code ${main.exitCode}; the end of the log:\n${tail.join('\n')}`;
  });
  return [violations.join('\n'), ...ends].join('\n\n');
}
