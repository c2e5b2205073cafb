/** A dry run: what would be done, what it would need, and the commands, told without doing or asking anything. */
import { describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { choosePlatforms } from '../../plan/load.ts';
import { listNeeds } from '../../plan/needs.ts';
import { formatRow, listDecisions, type PlanRow } from '../../plan/print.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import { chooseLoaded } from '../build/load.ts';
import { readPlatform } from '../job/engine.ts';
import { type Rehearsed, rehearseBuild, rehearseCleanup, type Step } from './rehearse-build.ts';
import { rehearseSigning } from './rehearse-signing.ts';

/** What the summary of a dry run tells. */
export interface Rehearsal {
  readonly decisions: readonly PlanRow[];
  readonly needs: readonly PlanRow[];
  /** What this job lacks of it, in sentences. */
  readonly findings: readonly string[];
  /** `key=value` */
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  /** A shell script. */
  readonly commands: readonly string[];
}

/** Prints it. The plan itself stands in the log already. */
export function rehearse(
  host: Pick<Host, 'log' | 'machine'>,
  { plan, inputs, facts, group }: { plan: Plan; inputs: Inputs; facts: Facts; group: string },
): Rehearsal {
  const { findings, ...platforms } = foreseePlatforms(host, plan);
  const rehearsed = { plan, inputs, facts, ...platforms };
  // What a dry run of the reusable workflow plans is built by its legs, and signed by another job.
  const commands = inputs.workflow === undefined ? formatSteps(listSteps(rehearsed)) : [];
  const rehearsal = {
    decisions: listDecisions(plan, group),
    needs: listNeeds(plan),
    findings: [...plan.findings, ...findings],
    labels: plan.build.labels,
    annotations: plan.build.annotations,
    commands,
  };
  print(host, rehearsal);
  return rehearsal;
}

function listSteps(rehearsed: Rehearsed & { readonly facts: Facts }): Step[] {
  const { plan, inputs, facts } = rehearsed;
  const { before, after } = rehearseBuild(rehearsed);
  const identity = inputs.certificateIdentity;
  return [
    ...before,
    ...rehearseSigning({ plan, facts, identity }),
    ...after,
    ...listTagging(plan),
    rehearseCleanup(plan),
  ];
}

/** No command of somebody else's: the same bytes are written under each name, read back, and left to a later run. */
function listTagging({ mode, publish, leg }: Plan): Step[] {
  if (mode !== 'push') return [];
  const line =
    publish === 'off'
      ? '# None: the output `candidate` goes to the publishing job.'
      : leg === undefined
        ? '# The action writes the same manifest under each tag of the plan, and reads it back.'
        : '# The last leg to finish puts the image together, signs its index, and moves the tags.';
  return [{ title: 'Tags', lines: [line] }];
}

/** For `load`, this machine stands for the engine, which is not asked. */
function foreseePlatforms(
  host: Pick<Host, 'machine'>,
  plan: Plan,
): Pick<Rehearsed, 'platforms' | 'loaded'> & { findings: readonly string[] } {
  const engine = readPlatform(host, undefined);
  try {
    const loaded = chooseLoaded(plan, engine);
    return { platforms: choosePlatforms(plan, engine), loaded, findings: [] };
  } catch (error) {
    return { platforms: plan.build.platforms, loaded: [], findings: [describeError(error)] };
  }
}

function formatSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(({ title, lines }, at) => [
    ...(at === 0 ? [] : ['']),
    `## ${title}`,
    ...lines,
  ]);
}

function print({ log }: Pick<Host, 'log'>, { needs, findings, commands }: Rehearsal): void {
  log.group(
    'Needs',
    needs.map(([name, value]) => formatRow(name, value)),
  );
  if (commands.length > 0) {
    const close = log.open('Commands');
    // They hold what the workflow file says, line breaks included, and the runner must not execute any of it.
    for (const line of commands.flatMap((command) => command.split('\n'))) log.foreign(line);
    close();
  }
  if (findings.length === 0) return;
  log.info('To do this for real, the job lacks:');
  for (const line of findings.flatMap((finding) => finding.split('\n'))) log.foreign(`  ${line}`);
}
