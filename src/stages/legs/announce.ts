/**
 * Before the build a leg tells the others what it is, and looks whether that can go well: two legs that build the same,
 * or two images that want the same tag, would otherwise be found out after an hour of building, or never.
 */
import { createHash } from 'node:crypto';
import { ActionError } from '../../errors.ts';
import type { Artifact, Host } from '../../host/host.ts';
import { formatPlatform } from '../../image/platform.ts';
import { formatReference } from '../../image/reference.ts';
import type { Inputs } from '../../inputs/parse.ts';
import {
  formatLegArtifact,
  LEG_PREFIX,
  type LegArtifact,
  parseLegArtifact,
  WHOLE_IMAGE,
} from '../../plan/artifact-names.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import { runTrack, type Say, type Timings } from '../job/tracks.ts';

type Reach = Pick<Host, 'artifacts' | 'clock'>;

/** Who this use of the step is among the legs of the run. */
export interface LegIdentity {
  readonly group: string;
  /** As `formatPlatform` writes it; `all` for a whole image. */
  readonly platform: string;
  readonly runId: string;
  readonly attempt: number;
  /** The same for a step that is run again in its job, another one for any other job. */
  readonly job: string;
  /** How many jobs the matrix has; 1 without one. */
  readonly jobTotal: number;
}

interface Announcement {
  readonly job: string;
  /** `name:tag` of everything that is to be moved. */
  readonly tags: readonly string[];
}

/** 16 hexadecimal characters that stand for the group's key. */
export function makeGroupId({ groupKey }: Pick<Plan, 'groupKey'>): string {
  return createHash('sha256').update(groupKey).digest('hex').slice(0, 16);
}

export function identifyLeg(
  { artifacts }: Pick<Host, 'artifacts'>,
  {
    plan,
    facts,
    inputs: { matrix, jobTotal },
  }: { plan: Plan; facts: Facts; inputs: Pick<Inputs, 'matrix' | 'jobTotal'> },
): LegIdentity {
  return {
    group: makeGroupId(plan),
    platform: plan.leg === undefined ? WHOLE_IMAGE : formatPlatform(plan.leg.platform),
    runId: facts.runId,
    attempt: facts.runAttempt,
    // Local runners give all jobs one token, or none: then jobs are told apart by name and matrix.
    job: JSON.stringify([artifacts.jobId ?? '', facts.jobName, matrix]),
    jobTotal,
  };
}

/** Each job reads what all others have announced: in a larger matrix that is more than the service should be asked. */
const MOST_JOBS = 20;

/**
 * A leg does, and a whole image beside other jobs of a matrix: with `platforms: ${{ matrix.platform }}` each of them makes
 * one, and the last to end would have the tags. Any other announces nothing: it should not depend on one more service.
 */
function announcesItself({ mode, leg, publish }: Plan, { jobTotal }: LegIdentity): boolean {
  if (mode !== 'push') return false;
  return leg !== undefined || (publish === 'auto' && jobTotal > 1 && jobTotal <= MOST_JOBS);
}

/** The track of the set-up in which a job announces itself; most have none. */
export async function prepareLegs(
  host: Reach & Pick<Host, 'log'>,
  setting: { plan: Plan; identity: LegIdentity; timings: Timings },
): Promise<void> {
  const { plan, identity, timings } = setting;
  if (!announcesItself(plan, identity)) return;
  await runTrack(host, {
    title: plan.leg === undefined ? 'Matrix' : 'Legs',
    timings,
    work: (say) => announceLeg(host, { ...setting, say }),
  });
}

/**
 * Throws LEG_DUPLICATE, TAG_CONFLICT, or ARTIFACTS_UNAVAILABLE unless it can do without artifacts: a candidate is handed
 * over by outputs as well, a whole image not at all. Nothing has been built by then.
 */
export async function announceLeg(
  host: Reach,
  { plan, identity, say }: { plan: Plan; identity: LegIdentity; say: Say },
): Promise<void> {
  try {
    await announce(host, { plan, identity, say });
  } catch (error) {
    const isNeeded = plan.leg !== undefined && plan.publish === 'auto';
    if (!isDown(error) || isNeeded) throw error;
    say(`not announced: ${error.message}`);
  }
}

async function announce(
  host: Reach,
  { plan, identity, say }: { plan: Plan; identity: LegIdentity; say: Say },
): Promise<void> {
  const { group, platform, attempt, job } = identity;
  const own: LegArtifact = { group, platform, attempt, phase: 'start' };
  const record: Announcement = { job, tags: listTags(plan) };
  const made = await host.artifacts.create(formatLegArtifact(own), JSON.stringify(record));
  // Two whole images of one group are the same one: whoever comes second moves the tags to it again.
  if (made === 'exists' && plan.leg !== undefined) await requireSameJob(host, { own, identity });
  say(`group ${group}, ${platform}, attempt ${attempt}`);
  await requireNoConflict(host, { plan, identity, done: 'Nothing was built.' });
}

function isDown(error: unknown): error is ActionError {
  return error instanceof ActionError && error.code === 'ARTIFACTS_UNAVAILABLE';
}

/** Before the tags of a whole image are moved. Throws TAG_CONFLICT; without the artifact service nothing is known. */
export async function requireOwnTags(
  host: Reach & Pick<Host, 'log'>,
  setting: { plan: Plan; identity: LegIdentity },
): Promise<void> {
  if (!announcesItself(setting.plan, setting.identity)) return;
  try {
    await requireNoConflict(host, { ...setting, done: 'No tag was moved.' });
  } catch (error) {
    if (!isDown(error)) throw error;
    host.log.debug(`Other jobs of the matrix: ${error.message}`);
  }
}

/** Again before anything is published: a leg that was announced later could not be seen before the build. */
export async function requireNoConflict(
  host: Reach,
  {
    plan,
    identity: { group, attempt, job: own },
    done,
  }: {
    plan: Plan;
    identity: Pick<LegIdentity, 'group' | 'attempt' | 'job'>;
    /** A sentence for the error: how far it came. */
    done: string;
  },
): Promise<void> {
  const others = new Map<string, Artifact>();
  for (const artifact of await host.artifacts.list(LEG_PREFIX)) {
    const leg = parseLegArtifact(artifact.name);
    // An earlier attempt of the run may have had other inputs from its event or variables; it is over.
    if (leg?.phase !== 'start' || leg.group === group || leg.attempt !== attempt) continue;
    others.set(leg.group, artifact);
  }
  const wanted = new Set(listTags(plan));
  await Promise.all(
    [...others].map(async ([other, { id }]) => {
      const { job, tags } = parseAnnouncement(await host.artifacts.read(id));
      const both = tags.filter((tag) => wanted.has(tag));
      // The steps of one job follow each other, and the last one is meant to have the tag.
      const isNext = plan.leg === undefined && job === own;
      if (both.length > 0 && !isNext) throw makeTagConflict({ group, other, both, done });
    }),
  );
}

/**
 * What nobody else of the run may want. Of a whole image not what follows the version, as `latest` of a matrix over
 * versions: the highest has it, whoever ends last.
 */
function listTags({ destinations, leg, allowDowngrade }: Plan): string[] {
  const isOrdered = leg === undefined && !allowDowngrade;
  return destinations.flatMap(({ repository, tags }) =>
    tags
      .filter(({ line }) => !isOrdered || line?.version === undefined)
      .map(({ name }) => formatReference({ repository, tag: name })),
  );
}

function makeTagConflict({
  group,
  other,
  both,
  done,
}: {
  group: string;
  other: string;
  both: readonly string[];
  done: string;
}): ActionError {
  return new ActionError(
    'TAG_CONFLICT',
    `Another image of this run (group ${other}) is to get ${both.length === 1 ? 'the tag' : 'the tags'} ${both.join(', ')} too; this one is group ${group}`,
    {
      hint: `Legs of one image need the same images, tags, context, file, target, build arguments and secret ids, or the same \`group\`; \`platforms\` is the whole set in each of them. Different images need different tags, e.g. by \`flavor: suffix=-alpine\`. ${done}`,
    },
  );
}

const POLLS = 5;
const POLL_MS = 1000;

/** A step that is run again in its own job meets its own announcement. */
async function requireSameJob(
  host: Reach,
  { own, identity }: { own: LegArtifact; identity: LegIdentity },
): Promise<void> {
  const name = formatLegArtifact(own);
  for (let poll = 1; poll <= POLLS; poll++) {
    const found = (await host.artifacts.list(name)).find((one) => one.name === name);
    if (found !== undefined) {
      const { job } = parseAnnouncement(await host.artifacts.read(found.id));
      if (job === identity.job) return;
      break;
    }
    await host.clock.sleep(POLL_MS);
  }
  throw new ActionError(
    'LEG_DUPLICATE',
    `Another job of this run builds ${own.platform} of the same image (group ${own.group})`,
    {
      hint: 'Each leg of a matrix builds another one of `platforms`. Legs that are meant to make different images differ in their tags, target or build arguments, or by `group`. Nothing was built.',
    },
  );
}

/** Another job wrote it: whatever is in it, it can only make this run refuse. */
function parseAnnouncement(text: string): Announcement {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return { job: '', tags: [] };
    const job: unknown = Reflect.get(value, 'job');
    const tags: unknown = Reflect.get(value, 'tags');
    return {
      job: typeof job === 'string' ? job : '',
      tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    };
  } catch {
    return { job: '', tags: [] };
  }
}
