/** A run from beginning to end, in the order in which its log tells it. */
import type { Host } from './host/host.ts';
import { type ParsedInputs, readInputs, readLogins } from './inputs/parse.ts';
import { formatPlan } from './plan/print.ts';
import type { Facts, Plan } from './plan/types.ts';
import { foreseeEmulation } from './stages/emulation/emulated.ts';
import { gatherFacts } from './stages/facts/facts.ts';
import { tellNames } from './stages/facts/name-outputs.ts';
import { nameImage } from './stages/facts/names.ts';
import { openRunFolder, type RunFolder } from './stages/job/run-folder.ts';
import { makeTimings, type Timings } from './stages/job/tracks.ts';
import { settleWithin } from './stages/job/within.ts';
import { enterOrTell } from './stages/job/working-directory.ts';
import { identifyLeg, type LegIdentity } from './stages/legs/announce.ts';
import { maskSecrets } from './stages/logins/logins.ts';
import { draftRun } from './stages/mounts/find-mounts.ts';
import type { Results } from './stages/report/report.ts';
import type { EarlyBuilder } from './stages/setup/early-builder.ts';

/** Runs the action. Never throws: a failure becomes one annotation, exit code 1, and outputs that say how far it came. */
export async function run(host: Host): Promise<void> {
  const results: Results = { moved: [], published: false };
  const timings = makeTimings(host.clock);
  let failure: unknown;
  try {
    await runStages(host, results, timings);
  } catch (error) {
    failure = error;
  }
  // Where not even that can be written, why the run failed is still told; one that succeeded fails without its outputs.
  await tellResults(host, { results, timings: timings.all(), error: failure }).catch((error) => {
    failure ??= error;
  });
  if (failure === undefined) return;
  const { tellFailure } = await import('./stages/report/report-images.ts');
  tellFailure(host, failure);
}

async function tellResults(
  ...told: Parameters<typeof import('./stages/report/report.ts').report>
): Promise<void> {
  const { report } = await import('./stages/report/report.ts');
  await report(...told);
}

type Execution = Promise<typeof import('./carry-out.ts')>;

async function runStages(host: Host, results: Results, timings: Timings): Promise<void> {
  host.signal.throwIfAborted();
  const parsed = await readLogins(host.env, readInputs(host.env));
  const { inputs } = parsed;
  const executing = inputs.dryRun ? undefined : loadExecution();
  maskSecrets(host, inputs);
  const lost = await enterOrTell(host, inputs);
  const gathering = gatherFacts(host, inputs, lost.length === 0);
  const known = { ...parsed, problems: [...parsed.problems, ...lost] };
  const early = executing && (await bootEarly(host, known, gathering));
  const resolved = { known, gathering, executing, early, timings };
  try {
    await resolveAndCarryOut(host, resolved, results);
  } finally {
    await early?.builder.drop();
  }
}

async function resolveAndCarryOut(
  host: Host,
  {
    known,
    gathering,
    executing,
    early,
    timings,
  }: {
    known: ParsedInputs;
    gathering: Promise<Facts>;
    executing: Execution | undefined;
    early: Early | undefined;
    timings: Timings;
  },
  results: Results,
): Promise<void> {
  const { inputs } = known;
  const facts = await gathering;
  const named = await nameImage(host, { parsed: known, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  const open = async (): Promise<RunFolder> => early?.folder ?? openRunFolder(host);
  if (refusal !== undefined) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const folder = await open();
    const { surveyRefused } = await import('./stages/setup/survey.ts');
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder, timings });
  }
  const plan = await foreseeEmulation(host, draft);
  const identity = identifyLeg(host, { plan, facts, inputs });
  Object.assign(results, { plan, group: identity.group });
  printPlan(host, plan, identity);
  const folder = await open();
  Object.assign(results, await tellNames(host, { named, plan, folder: folder.path }));
  if (executing === undefined) {
    const { rehearse } = await import('./stages/report/rehearse.ts');
    const filled = named.parsed.inputs;
    results.rehearsal = rehearse(host, { plan, inputs: filled, facts, group: identity.group });
    return;
  }
  const { carryOut } = await executing;
  const setting = { plan, inputs, facts, folder, timings, identity, early: early?.builder };
  await carryOut(host, setting, results);
}

interface Early {
  readonly builder: EarlyBuilder;
  readonly folder: RunFolder;
}

/** Milliseconds: event and checkout tell by then what they know. Whatever else the facts need comes from GitHub. */
const PATIENCE_MS = 50;

/** While GitHub has not answered yet. Input with a problem starts nothing. */
async function bootEarly(
  host: Host,
  known: ParsedInputs,
  gathering: Promise<Facts>,
): Promise<Early | undefined> {
  if (known.problems.length > 0) return undefined;
  if ((await settleWithin(host, PATIENCE_MS, gathering)) !== undefined) return undefined;
  const { startEarly } = await import('./stages/setup/early-builder.ts');
  const folder = await openRunFolder(host);
  return { folder, builder: startEarly(host, { parsed: known, folder }) };
}

/** Two thirds of the code: it loads while events and paths are read, and not at all where a plan is all that is asked for. */
async function loadExecution(): Execution {
  return import('./carry-out.ts');
}

function printPlan(host: Host, plan: Plan, { group }: LegIdentity): void {
  host.log.group('Plan', formatPlan(plan, group));
  tellThoughts(host, plan);
  if (plan.mode === 'build') host.log.notice(`Not pushed: ${plan.reason}`);
}

function tellThoughts({ log }: Host, { notices, warnings }: Plan): void {
  notices.forEach(log.notice);
  for (const message of warnings) log.warning(message);
}
