/** Candidates on their way between jobs: handed over as artifacts of the run, and collected from there. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { formatPlatform } from '../../image/platform.ts';
import {
  formatLegArtifact,
  LEG_PREFIX,
  type LegArtifact,
  parseLegArtifact,
  WHOLE_IMAGE,
} from '../../plan/artifact-names.ts';
import {
  type CandidateDocument,
  formatCandidateDocument,
  parseCandidateDocument,
} from '../../plan/candidate.ts';
import type { LegSpec } from '../../plan/types.ts';
import type { LegIdentity } from './announce.ts';
import { reject } from './check-candidate.ts';

type Reach = Pick<Host, 'artifacts' | 'clock' | 'log'>;

/** A list may lag behind what was created; whoever is not the last leg has time to look twice. */
const SECOND_LOOK_MS = 3000;
/** A leg that is run again in its job hands over again; names are never reused. */
const MAX_HAND_OVERS = 20;

/** Throws ARTIFACTS_UNAVAILABLE. */
export async function handOver(
  { artifacts }: Pick<Host, 'artifacts'>,
  { identity, document }: { identity: LegIdentity; document: CandidateDocument },
): Promise<void> {
  const { group, platform, attempt } = identity;
  const name = formatLegArtifact({ group, platform, attempt, phase: 'done' });
  const text = formatCandidateDocument(document);
  for (let turn = 1; turn <= MAX_HAND_OVERS; turn++) {
    if ((await artifacts.create(turn === 1 ? name : `${name}.${turn}`, text)) === 'created') return;
  }
  throw new ActionError(
    'ARTIFACTS_UNAVAILABLE',
    `This job cannot hand over what it built: the run has ${MAX_HAND_OVERS} artifacts named ${name} already`,
    {
      hint: 'Look for a job of this run that creates artifacts of this name, and run all jobs again.',
    },
  );
}

export interface Collected {
  readonly documents: readonly CandidateDocument[];
  /** Platforms whose legs have not handed over, as `formatPlatform` writes them. */
  readonly missing: readonly string[];
}

/**
 * What the legs of a group have handed over: the newest of each other platform, and this leg's own, which is known and
 * need not be found in a list that lags behind. Looks twice when some are missing.
 */
export async function collectLegs(
  host: Reach,
  {
    identity,
    leg: { platform, platforms },
    own,
  }: {
    identity: Pick<LegIdentity, 'group' | 'attempt'>;
    leg: LegSpec;
    own: CandidateDocument;
  },
): Promise<Collected> {
  const others = platforms.map(formatPlatform).filter((name) => name !== formatPlatform(platform));
  const look = () => listNewest(host, identity);
  let found = await look();
  if (others.some((name) => !found.has(name))) {
    await host.clock.sleep(SECOND_LOOK_MS);
    found = await look();
  }
  const missing = others.filter((name) => !found.has(name));
  if (missing.length > 0) return { documents: [], missing };
  const handed = others.flatMap((name) => found.get(name) ?? []);
  return { documents: [own, ...(await readDocuments(host, handed))], missing };
}

/** Every candidate of the run that is the newest of its group and platform. */
export async function collectAll(
  host: Reach,
  { attempt }: Pick<LegIdentity, 'attempt'>,
): Promise<readonly CandidateDocument[]> {
  const found = await listNewest(host, { group: undefined, attempt });
  return readDocuments(host, [...found.values()]);
}

interface Found {
  readonly id: number;
  readonly leg: LegArtifact;
  readonly turn: number;
}

/**
 * Hand-overs by platform, with the group before it where that is not given. A leg that began again in a later attempt
 * of the run, and has not handed over in it, is under way or has failed: what it built before does not count any more.
 */
async function listNewest(
  { artifacts }: Reach,
  { group, attempt }: { group: string | undefined; attempt: number },
): Promise<ReadonlyMap<string, Found>> {
  const newest = new Map<string, Found>();
  const begun = new Map<string, number>();
  for (const one of await listLegs(artifacts, group)) {
    const { leg } = one;
    const key = group === undefined ? `${leg.group} ${leg.platform}` : leg.platform;
    const known = newest.get(key);
    if (leg.phase === 'start') {
      // What claims to be of a later attempt than this one nobody has announced.
      if (leg.attempt <= attempt) begun.set(key, Math.max(leg.attempt, begun.get(key) ?? 0));
    } else if (known === undefined || isNewer(one, known)) newest.set(key, one);
  }
  return new Map([...newest].filter(([key, { leg }]) => leg.attempt >= (begun.get(key) ?? 0)));
}

async function listLegs(artifacts: Host['artifacts'], group: string | undefined): Promise<Found[]> {
  const listed = await artifacts.list(group === undefined ? LEG_PREFIX : `${LEG_PREFIX}${group}.`);
  return listed.flatMap(({ id, name }) => {
    const [, base = name, turn = '1'] = /^(.*\.done)\.(\d{1,2})$/.exec(name) ?? [];
    const leg = parseLegArtifact(base);
    return leg === undefined ? [] : [{ id, leg, turn: Number(turn) }];
  });
}

function isNewer(a: Found, b: Found): boolean {
  return a.leg.attempt === b.leg.attempt ? a.turn > b.turn : a.leg.attempt > b.leg.attempt;
}

/**
 * What is no candidate is left out with a warning, and what is another leg's than the name says, or older, is refused:
 * each job of the run can create artifacts of these names, and copy into them what others have signed.
 */
async function readDocuments(
  { artifacts, log }: Reach,
  found: readonly Found[],
): Promise<CandidateDocument[]> {
  const texts = await Promise.all(
    found.map(async ({ id, leg }) => ({ leg, text: await artifacts.read(id) })),
  );
  return texts.flatMap(({ leg, text }) => {
    const document = parseCandidateDocument(text);
    const name = formatLegArtifact(leg);
    if (document === undefined) {
      log.warning(`The artifact ${name} holds no candidate and is left out`);
      return [];
    }
    if (!isNamed(document, leg))
      throw reject(document.candidate, `was handed over as that of another leg, in ${name}`);
    return [document];
  });
}

function isNamed({ candidate }: CandidateDocument, named: LegArtifact): boolean {
  const { group, platform, attempt } = candidate;
  const built = platform === undefined ? WHOLE_IMAGE : formatPlatform(platform);
  return group === named.group && built === named.platform && attempt === named.attempt;
}
