import { describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import {
  findFaults,
  formatOutputs,
  LEGS,
  listIndexes,
  makeLegs,
  makePublishing,
  useLegs,
  withContexts,
} from '../support/e2e-legs.ts';
import { readTags } from '../support/e2e-registry.ts';
import { type CaseRequest, type CheckedRun, type Faults, NATIVE } from '../support/e2e-world.ts';

/** The library gives up at once when nobody listens, and the door tries three times. */
const GONE = { kind: 'reset' } as const;
/** As for a token that may not, or GitHub Enterprise Server, which has no such service. */
const FORBIDDEN = { kind: 'status', status: 403, body: '{"msg":"forbidden"}' } as const;
const CREATE = /ArtifactService\/CreateArtifact/;

describe('a run of legs that is disturbed', () => {
  const world = useLegs();
  const runId = makeRunId();
  const name = 'octo/app';
  const other = LEGS.find((platform) => platform !== NATIVE) ?? NATIVE;
  const ends = new Map<string, CheckedRun>();
  let attempt = 0;

  async function listTags(): Promise<string[]> {
    const tags = [...(await readTags(world().registry)).keys()];
    return tags.filter((tag) => tag.startsWith(`${name}:`) && !tag.includes(':bsa-keep.'));
  }

  /** The next attempt of the run: the leg for this machine's platform, which fails until the last one. */
  async function startAttempt(step?: string): Promise<CaseRequest> {
    attempt += 1;
    const inputs = { 'keep-alive': 'on' };
    const request = { runId, attempt, name, inputs };
    const own = makeLegs(world(), request).filter(({ matrix }) => matrix?.['platform'] === NATIVE);
    const greeting = `attempt ${attempt}`;
    const content = step === undefined ? { greeting } : { greeting, step };
    const [leg] = await withContexts(world(), own, content);
    if (leg === undefined) throw new Error('There is no leg');
    return leg;
  }

  async function expectFailure(
    code: string,
    leg: CaseRequest,
    faults: Faults = {},
  ): Promise<CheckedRun> {
    const failed = await world().runWith(faults, leg);
    expect(failed.error?.code).toBe(code);
    expect(await listTags()).toEqual([]);
    return failed;
  }

  it('begins with a leg that waits, and one that is cancelled in its build', async () => {
    const leg = await startAttempt('sleep 60');
    const legs = makeLegs(world(), { runId, name, inputs: { 'keep-alive': 'on' } });
    const waiting = legs.filter(({ matrix }) => matrix?.['platform'] === other);
    const [cancelled, first] = await world().runAll([
      { ...leg, signals: [{ signal: 'cancel', whenLine: /RUN sleep/, afterMs: 300 }] },
      ...(await withContexts(world(), waiting)),
    ]);
    expect(cancelled?.error?.code).toBe('CANCELLED');
    expect(first?.error).toBeUndefined();
    if (first !== undefined) ends.set(other, first);
    expect(await listTags()).toEqual([]);
  });

  it('fails before the build when the artifact service is down', async () => {
    const down = { cache: [{ match: /ArtifactService/, action: GONE }] };
    const failed = await expectFailure('ARTIFACTS_UNAVAILABLE', await startAttempt(), down);
    expect(failed.main.groups).not.toContain('Build');
  });

  it('fails when the service goes down before the hand-over', async () => {
    const down = { cache: [{ match: CREATE, skip: 1, action: GONE }] };
    const failed = await expectFailure('ARTIFACTS_UNAVAILABLE', await startAttempt(), down);
    expect(failed.main.groups).toContain('Build');
  });

  it('moves no tag when the leg that merges is cancelled', async () => {
    const hang = {
      registry: [{ match: /PUT .*manifests\/latest/, action: { kind: 'hang' } }],
    } as const;
    const leg = await startAttempt();
    const signals = [{ signal: 'cancel', whenLine: /: merging$/, afterMs: 1_500 }] as const;
    const failed = await expectFailure('CANCELLED', { ...leg, signals }, hang);
    expect(failed.text).toContain('merging');
  });

  it('moves no tag when the leg that merges is killed', async () => {
    const hang = {
      registry: [{ match: /PUT .*manifests\/latest/, action: { kind: 'hang' } }],
    } as const;
    const signals = [{ signal: 'SIGKILL', whenLine: /: merging$/, afterMs: 1_500 }] as const;
    const killed = await world().runWith(hang, { ...(await startAttempt()), signals });
    expect(killed.main.signal).toBe('SIGKILL');
    expect(await listTags()).toEqual([]);
  });

  it('publishes in the attempt that nothing disturbs, and leaves nothing else behind', async () => {
    const publisher = await world().run(await startAttempt());
    expect(publisher.error).toBeUndefined();
    const first = ends.get(other);
    const legs = first === undefined ? [publisher] : [first, publisher];
    const { digest } = publisher.main.outputs;
    expect(await findFaults(world(), { name, tags: ['latest'], digest, legs })).toEqual([]);
    expect(await listIndexes(world(), name)).toContain(digest);
  });

  it('with `publish: off` needs no artifact service', async () => {
    const { runAllWith, run } = world();
    const more = { wanted: 'candidate' } as const;
    const legs = makeLegs(world(), { name: 'octo/off', inputs: { publish: 'off' }, more });
    const down = { cache: [{ match: /ArtifactService/, action: FORBIDDEN }] };
    const built = await runAllWith(down, await withContexts(world(), legs));
    expect(built.flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(built.map(({ warnings }) => warnings)).toEqual(
      LEGS.map(() => [expect.stringContaining('hand the output `candidate`')]),
    );
    const publisher = await run(makePublishing(legs, { candidates: formatOutputs(built) }));
    const { digest } = publisher.main.outputs;
    const image = { name: 'octo/off', tags: ['latest'], digest, legs: built };
    expect(await findFaults(world(), image)).toEqual([]);
  });
});
