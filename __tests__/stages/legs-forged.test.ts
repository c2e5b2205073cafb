import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CANDIDATE_PREDICATE } from '../../src/plan/candidate.ts';
import { makeFakeBundle, type Stated } from '../support/fake-cosign.ts';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import {
  type Job,
  type LegsWorld,
  RUN_ID,
  startLegsWorld,
  stopLegsWorlds,
} from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

interface Handed {
  readonly candidate: Readonly<Record<string, unknown>> & { readonly digest: string };
  readonly bundle: string;
}

/** What the leg, and a leg of another image of the same run, have handed over. */
interface Loot {
  readonly own: Handed;
  readonly other: Handed;
  readonly group: string;
}

const read = (job: Job): Handed => JSON.parse(job.output('candidate'));

/** A bundle about the leg's digest that holds the record, as this run would sign it but for what is given. */
function sign(
  { candidate }: Pick<Handed, 'candidate'>,
  given: Partial<Stated> = {},
): Promise<string> {
  const { signer, ...stated } = given;
  return makeFakeBundle({
    digestHex: candidate.digest.slice('sha256:'.length),
    predicateType: CANDIDATE_PREDICATE,
    predicate: candidate,
    ...stated,
    signer: { runId: RUN_ID, ...signer },
  });
}

const FOREIGN = `sha256:${'f'.repeat(64)}`;

type Forge = (loot: Loot) => Promise<object> | object;

const resigned =
  (given: Partial<Stated>): Forge =>
  async ({ own }) => ({ ...own, bundle: await sign(own, given) });
const changed =
  (change: Readonly<Record<string, unknown>>): Forge =>
  ({ own }) => ({ ...own, candidate: { ...own.candidate, ...change } });

const FORGERIES: readonly (readonly [string, Forge])[] = [
  ['without a signature', ({ own }) => ({ candidate: own.candidate })],
  ['that says it is not signed', ({ own }) => ({ candidate: { ...own.candidate, signed: false } })],
  ['with what is no bundle', ({ own }) => ({ ...own, bundle: '{}' })],
  ['signed by another run', resigned({ signer: { runId: '78' } })],
  [
    'signed by a run of this number in another repository',
    resigned({ signer: { repository: 'mallory/app' } }),
  ],
  [
    'signed by another workflow',
    resigned({
      signer: {
        identity: 'https://github.com/octo-org/app/.github/workflows/test.yml@refs/tags/v1.2.3',
      },
    }),
  ],
  ['signed as something else', resigned({ predicateType: 'https://example.com/other/v1' })],
  ['signed with nothing in it', resigned({ predicate: {} })],
  ['naming a foreign digest', changed({ digest: FOREIGN })],
  [
    'naming a foreign digest, with a bundle about it that another workflow signed',
    async ({ own }) => {
      const candidate = { ...own.candidate, digest: FOREIGN };
      const identity = 'https://github.com/mallory/app/.github/workflows/x.yml@refs/heads/main';
      return { candidate, bundle: await sign({ candidate }, { signer: { identity } }) };
    },
  ],
  [
    'with other tags than were signed',
    changed({ images: [{ name: 'ghcr.io/octo-org/app', tags: [] }] }),
  ],
  ['with other attestations than were signed', changed({ attestations: [] })],
  ['of another image of the run', ({ other }) => other],
  [
    'of another image of the run, called one of this',
    ({ other, group }) => ({ ...other, candidate: { ...other.candidate, group } }),
  ],
];

describe('an artifact that another job forged', () => {
  let world: LegsWorld;
  let loot: Loot;
  beforeAll(async () => {
    world = await startLegsWorld();
    const own = await world.leg('linux/amd64');
    const other = await world.leg('linux/amd64', {
      inputs: { target: 'alpine', flavor: 'suffix=-alpine,onlatest=true' },
    });
    loot = { own: read(own), other: read(other), group: own.output('group') };
  });

  let turn = 1;
  it.each(FORGERIES)('%s is refused', async (_, forge) => {
    turn += 1;
    const name = `bsa-leg.${loot.group}.linux-amd64.1.done.${turn}`;
    await world.artifacts.door('mallory').create(name, JSON.stringify(await forge(loot)));
    const job = await world.leg('linux/arm64', { jobId: 'the-job' });
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expectNothing(world, job);
  });
});

describe('a candidate', () => {
  it('is what this run signed, whatever artifact it comes in', async () => {
    const world = await startLegsWorld();
    const own = read(await world.leg('linux/amd64'));
    const name = `bsa-leg.${own.candidate['group']}.linux-amd64.1.done.2`;
    const bundle = await sign(own, { signer: { attempt: '3' } });
    await world.artifacts.door('other').create(name, JSON.stringify({ ...own, bundle }));
    const job = await world.leg('linux/arm64');
    expectPublished(world, job);
  });

  it('of the other platform, under the name of this one, is refused', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    const name = `bsa-leg.${first.output('group')}.linux-arm64.1.done`;
    await world.artifacts.door('mallory').create(name, first.output('candidate'));
    // The leg's own hand-over is the newer one, and counts.
    expectPublished(world, await world.leg('linux/arm64'));

    const again = await startLegsWorld();
    const leg = await again.leg('linux/amd64');
    const forged = `bsa-leg.${leg.output('group')}.linux-amd64.9.done`;
    const other = await again.leg('linux/arm64', {
      inputs: { publish: 'off' },
    });
    await again.artifacts.door('mallory').create(forged, other.output('candidate'));
    const job = await again.leg('linux/arm64', { attempt: 2 });
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expect(job.host.lines.join('\n')).toContain('that of another leg');
    expectNothing(again, job);
  });

  it('of the leg itself, called newer than it is, is refused', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    const name = `bsa-leg.${first.output('group')}.linux-amd64.9.done`;
    await world.artifacts.door('mallory').create(name, first.output('candidate'));
    const job = await world.leg('linux/arm64');
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expectNothing(world, job);
  });

  it('that is none is left out with a warning, and its leg is missed', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    const name = `bsa-leg.${first.output('group')}.linux-amd64.9.done`;
    await world.artifacts.door('mallory').create(name, 'garbage');
    const job = await world.leg('linux/arm64');
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expect(job.host.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
    expectNothing(world, job);
  });

  it('whose artifact is not what its digest says is refused', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    world.artifacts.corrupt(`bsa-leg.${first.output('group')}.linux-amd64.1.done`);
    const job = await world.leg('linux/arm64');
    expect(job.codes()).toEqual(['ARTIFACT_INVALID']);
    expectNothing(world, job);
  });

  it('whose index calls another platform by its name is refused', async () => {
    const world = await startLegsWorld();
    const seed = 'the-same';
    await world.leg('linux/amd64', { seed });
    const job = await world.leg('linux/arm64', { seed, configured: 'linux/amd64' });
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expectNothing(world, job);
  });
});
