/** Candidates on their way between jobs: handed over as artifacts of the run, and collected from there. */
import type { Host } from '../host/host.ts';
import { formatPlatform } from '../image/platform.ts';
import {
  formatLegArtifact,
  LEG_PREFIX,
  type LegArtifact,
  parseLegArtifact,
} from '../plan/artifact-names.ts';
import {
  type CandidateDocument,
  formatCandidateDocument,
  parseCandidateDocument,
} from '../plan/candidate.ts';
import type { LegSpec } from '../plan/types.ts';
import type { LegIdentity } from './announce.ts';

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
}

export interface Collected {
  readonly documents: readonly CandidateDocument[];
  /** Platforms whose legs have not handed over, as `formatPlatform` writes them. */
  readonly missing: readonly string[];
}

/** What the legs of a group have handed over: the newest of each platform. Looks twice when some are missing. */
export async function collectLegs(
  host: Reach,
  { group, leg: { platforms } }: { group: string; leg: LegSpec },
): Promise<Collected> {
  const wanted = platforms.map(formatPlatform);
  let found = await listNewest(host, group);
  if (wanted.some((platform) => !found.has(platform))) {
    await host.clock.sleep(SECOND_LOOK_MS);
    found = await listNewest(host, group);
  }
  const missing = wanted.filter((platform) => !found.has(platform));
  if (missing.length > 0) return { documents: [], missing };
  const documents = await readDocuments(
    host,
    wanted.flatMap((platform) => found.get(platform) ?? []),
  );
  return { documents, missing };
}

/** Every candidate of the run that is the newest of its group and platform. */
export async function collectAll(host: Reach): Promise<readonly CandidateDocument[]> {
  const found = await listNewest(host, undefined);
  return readDocuments(host, [...found.values()]);
}

interface Found {
  readonly id: number;
  readonly leg: LegArtifact;
}

async function listNewest(
  { artifacts }: Reach,
  group: string | undefined,
): Promise<Map<string, Found>> {
  const prefix = group === undefined ? LEG_PREFIX : `${LEG_PREFIX}${group}.`;
  const newest = new Map<string, Found & { readonly turn: number }>();
  for (const { id, name } of await artifacts.list(prefix)) {
    const [, base = name, turn = '1'] = /^(.*\.done)\.(\d{1,2})$/.exec(name) ?? [];
    const leg = parseLegArtifact(base);
    if (leg?.phase !== 'done') continue;
    const key = group === undefined ? `${leg.group} ${leg.platform}` : leg.platform;
    const one = { id, leg, turn: Number(turn) };
    const known = newest.get(key);
    if (known === undefined || isNewer(one, known)) newest.set(key, one);
  }
  return newest;
}

type Turned = Found & { readonly turn: number };

function isNewer(a: Turned, b: Turned): boolean {
  return a.leg.attempt === b.leg.attempt ? a.turn > b.turn : a.leg.attempt > b.leg.attempt;
}

/** What is no candidate is left out with a warning: any job of the run can create artifacts of these names. */
async function readDocuments(
  { artifacts, log }: Reach,
  found: readonly Found[],
): Promise<CandidateDocument[]> {
  const texts = await Promise.all(
    found.map(async ({ id, leg }) => ({ leg, text: await artifacts.read(id) })),
  );
  return texts.flatMap(({ leg, text }) => {
    const document = parseCandidateDocument(text);
    if (document === undefined)
      log.warning(`The artifact ${formatLegArtifact(leg)} holds no candidate and is left out`);
    return document === undefined ? [] : [document];
  });
}
