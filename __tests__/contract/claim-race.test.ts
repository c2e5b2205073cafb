import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';
import type { Host } from '../../src/host/host.ts';
import { formatPlatform, parsePlatform } from '../../src/image/platform.ts';
import type { Candidate } from '../../src/plan/candidate.ts';
import { type Claim, claimMerge } from '../../src/stages/legs/claim.ts';
import { collectLegs, handOver } from '../../src/stages/legs/hand-over.ts';
import { openDoor } from '../support/artifact-client.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeDigest } from '../support/make-digest.ts';

const REPETITIONS = 20;
const LATE = { numbering: 'finalize', listLagMs: 100 } as const;
const PLATFORMS = ['linux/amd64', 'linux/arm64'].map((text) => {
  const parsed = parsePlatform(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.platform;
});

type Reach = Pick<Host, 'artifacts' | 'clock' | 'log'>;

let service: CacheService;
let hosts: readonly [Reach, Reach];

beforeAll(async () => {
  service = await startCacheService();
  hosts = [await openHost('amd64'), await openHost('arm64')];
});

afterEach(() => service.artifacts.setRules({ numbering: 'create', listLagMs: 0 }));
afterAll(() => service.stop());

/** The real door of one job; waits are a tenth as long, as is the lag of lists below. */
async function openHost(job: string): Promise<Reach> {
  const { artifacts } = await openDoor(service, { job });
  const { log, clock } = makeFakeHost();
  return { artifacts, log, clock: { ...clock, sleep: (ms) => sleep(ms / 10) } };
}

function makeCandidate(group: string, at: number): Candidate {
  const platform = PLATFORMS[at];
  return {
    group,
    runId: '1',
    attempt: 1,
    platform,
    platforms: PLATFORMS,
    digest: makeDigest(`${group} ${at}`),
    destinations: [
      {
        repository: { registry: 'registry.example.test', path: 'octo/app' },
        tags: [{ name: 'latest', kind: 'floating' }],
      },
    ],
    annotations: [],
    attestations: [],
    signed: false,
    keepAlive: [],
  };
}

let lastGroup = 0;

function makeGroup(): string {
  lastGroup += 1;
  return makeDigest(`group ${lastGroup}`).slice('sha256:'.length).slice(0, 16);
}

/** What a leg does when it has built: hands over, looks for the others, and claims the merge when all are there. */
async function finishLeg(group: string, at: number): Promise<Claim | undefined> {
  const host = hosts[at];
  const platform = PLATFORMS[at];
  if (host === undefined || platform === undefined) throw new Error(`no leg ${at}`);
  const candidate = makeCandidate(group, at);
  const identity = {
    ...{ group, runId: '1', attempt: 1, job: `job ${at}`, jobTotal: 2 },
    platform: formatPlatform(platform),
  };
  const own = { candidate, bundle: undefined };
  await handOver(host, { identity, document: own });
  const leg = { platform, platforms: PLATFORMS };
  const { documents, missing } = await collectLegs(host, { identity, leg, own });
  if (missing.length > 0) return undefined;
  return claimMerge(host, { identity, candidates: documents.map((one) => one.candidate) });
}

/** Each repetition is a group of its own; the second leg is 0 to 9 ms behind the first, or ahead of it. */
async function race(repetition: number): Promise<Array<Claim | undefined>> {
  const group = makeGroup();
  const order = repetition % 2 === 0 ? [0, 1] : [1, 0];
  return Promise.all(
    order.map(async (at, place) => {
      await sleep(place * (repetition % 10));
      return finishLeg(group, at);
    }),
  );
}

describe.each([
  ['numbers artifacts when they are created', { numbering: 'create', listLagMs: 0 }],
  ['numbers them when they are finalized, and shows them late', LATE],
] as const)('legs that end within 10 ms, where the service %s', (_title, rules) => {
  it(`have exactly one that merges, ${REPETITIONS} times`, async () => {
    service.artifacts.setRules(rules);
    const winners: number[] = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const claims = await race(repetition);
      winners.push(claims.filter((claim) => claim !== undefined).length);
    }
    expect(winners).toEqual(Array.from({ length: REPETITIONS }, () => 1));
  }, 60_000);
});

it('give the merge to one of those that come after the first gave it up', async () => {
  for (let repetition = 0; repetition < 5; repetition++) {
    const group = makeGroup();
    const candidates = [makeCandidate(group, 0), makeCandidate(group, 1)];
    const claim = (host: Reach, platform: string) =>
      claimMerge(host, { identity: { group, attempt: 1, platform }, candidates });
    const [first, second] = hosts;
    await (await claim(first, 'linux/amd64'))?.release();
    const next = await Promise.all([claim(second, 'linux/arm64'), claim(first, 'linux/s390x')]);
    expect(next.filter((one) => one !== undefined)).toHaveLength(1);
  }
}, 60_000);
