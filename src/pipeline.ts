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
import { askAhead } from './stages/setup/ask-ahead.ts';
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
  maskSecrets(host, parsed.inputs);
  const lost = await enterOrTell(host, parsed.inputs);
  const known = { ...parsed, problems: [...parsed.problems, ...lost] };
  const folder = await openRunFolder(host);
  if (known.inputs.dryRun || known.problems.length > 0) {
    const gathering = gatherFacts(host, known.inputs, lost.length === 0);
    await resolveAndCarryOut(host, { known, gathering, folder, timings }, results);
    return;
  }
  const ahead = await askAhead(host, { inputs: known.inputs, folder: folder.path });
  try {
    await bootAndCarryOut(ahead.host, { known, folder, timings }, results);
  } finally {
    ahead.end();
  }
}

async function bootAndCarryOut(
  host: Host,
  begun: Pick<Begun, 'known' | 'folder' | 'timings'>,
  results: Results,
): Promise<void> {
  const { known, folder } = begun;
  const executing = loadExecution();
  const gathering = gatherFacts(host, known.inputs);
  const early = await bootEarly(host, { known, folder, gathering });
  try {
    await resolveAndCarryOut(host, { ...begun, gathering, executing, early }, results);
  } finally {
    await early?.drop();
  }
}

interface Begun {
  readonly known: ParsedInputs;
  readonly folder: RunFolder;
  readonly timings: Timings;
  readonly gathering: Promise<Facts>;
  /** Undefined where nothing is carried out. */
  readonly executing?: Execution;
  readonly early?: EarlyBuilder | undefined;
}

async function resolveAndCarryOut(
  host: Host,
  { known, folder, gathering, executing, early, timings }: Begun,
  results: Results,
): Promise<void> {
  const { inputs } = known;
  const facts = await gathering;
  const named = await nameImage(host, { parsed: known, facts });
  const { plan: draft, refusal } = await draftRun(host, named);
  if (refusal !== undefined) {
    tellThoughts(host, draft);
    if (inputs.dryRun) throw refusal;
    const { surveyRefused } = await import('./stages/setup/survey.ts');
    throw await surveyRefused(host, { plan: draft, inputs, facts, refusal, folder, timings });
  }
  const plan = await foreseeEmulation(host, draft);
  const identity = identifyLeg(host, { plan, facts, inputs });
  Object.assign(results, { plan, group: identity.group });
  printPlan(host, plan, identity);
  Object.assign(results, await tellNames(host, { named, plan, folder: folder.path }));
  if (executing === undefined) {
    const { rehearse } = await import('./stages/report/rehearse.ts');
    const filled = named.parsed.inputs;
    results.rehearsal = rehearse(host, { plan, inputs: filled, facts, group: identity.group });
    return;
  }
  const { carryOut } = await executing;
  const setting = { plan, inputs, facts, folder, timings, identity, early };
  await carryOut(host, setting, results);
}

/** Milliseconds: event and checkout tell by then what they know. Whatever else the facts need comes from GitHub. */
const PATIENCE_MS = 50;

/** While GitHub has not answered yet. */
async function bootEarly(
  host: Host,
  {
    known: parsed,
    folder,
    gathering,
  }: { known: ParsedInputs; folder: RunFolder; gathering: Promise<Facts> },
): Promise<EarlyBuilder | undefined> {
  if ((await settleWithin(host, PATIENCE_MS, gathering)) !== undefined) return undefined;
  const { startEarly } = await import('./stages/setup/early-builder.ts');
  return startEarly(host, { parsed, folder });
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
