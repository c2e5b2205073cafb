import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import {
  formatOutputs,
  listIndexes,
  makeLegs,
  makePublishing,
  readCandidate,
  useLegs,
  withContexts,
} from '../support/e2e-legs.ts';
import { deleteReference, readReferrers, readTag, readTags } from '../support/e2e-registry.ts';
import type { CaseRequest, CheckedRun } from '../support/e2e-world.ts';

const REPETITIONS = 20;
const NAME = 'octo/race';
/** For all repetitions, on a machine that is busy. */
const TIMEOUT_MS = 600_000;

/** Two jobs merge the legs of the later run at the same time, and one those of an earlier run, all for one tag. */
describe.each([
  ['without the referrers API', 'distribution'],
  ['with the referrers API', 'referrers'],
] as const)('merges at the same time, in a registry %s', (_title, kind) => {
  const world = useLegs({ registry: kind });
  let children: readonly string[];
  let publishing: readonly CaseRequest[];

  beforeAll(async () => {
    const more = { wanted: 'candidate' } as const;
    const inputs = { provenance: 'false', publish: 'off' };
    const runs = [makeRunId(), makeRunId()];
    const legs = runs.map((runId) => makeLegs(world(), { runId, name: NAME, inputs, more }));
    const greetings = ['earlier', 'later'].map((greeting) => ({ greeting }));
    const jobs = await Promise.all(
      legs.map((each, at) => withContexts(world(), each, greetings[at])),
    );
    const built = await world().runAll(jobs.flat());
    expect(built.flatMap(({ error }) => error ?? [])).toEqual([]);
    children = built.map(({ main }) => readCandidate(main).digest);
    const [earlier = [], later = []] = [built.slice(0, 2), built.slice(2)];
    const publish = (of: readonly CaseRequest[], by: readonly CheckedRun[]): CaseRequest => ({
      ...makePublishing(of, { candidates: formatOutputs(by) }),
    });
    publishing = [
      { ...publish(legs[0] ?? [], earlier), mayBeOvertaken: true },
      publish(legs[1] ?? [], later),
      publish(legs[1] ?? [], later),
    ];
  });

  /** As before the merges: legs, and no tag. */
  async function reset(): Promise<void> {
    const { registry } = world();
    for (const tag of (await readTags(registry)).keys())
      if (tag.startsWith(`${NAME}:`))
        await deleteReference(registry, NAME, tag.split(':')[1] ?? '');
    for (const digest of await listIndexes(world(), NAME)) {
      const referrers = await readReferrers(registry, NAME, digest);
      for (const one of referrers) await deleteReference(registry, NAME, one.digest);
      if (kind === 'distribution') await deleteReference(registry, NAME, digest.replace(':', '-'));
      await deleteReference(registry, NAME, digest);
    }
  }

  it(
    `write the same index, lose nothing, and the later run has the tag, ${REPETITIONS} times`,
    async () => {
      const { runAll, registry } = world();
      const seen = new Set<string>();
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        await reset();
        const runs = await runAll(publishing);
        expect(runs.flatMap(({ error }) => error ?? [])).toEqual([]);
        const [earlier, later, same] = runs.map(({ main }) => main.outputs['digest'] ?? '');
        expect(same).toBe(later);
        expect(await readTag(registry, NAME, 'latest')).toBe(later);
        const count = async (digest = ''): Promise<number> =>
          (await readReferrers(registry, NAME, digest)).length;
        // Each merge signs the index, each leg has signed its own.
        expect(await Promise.all([earlier, later].map(count))).toEqual([1, 2]);
        expect(await Promise.all(children.map(count))).toEqual([1, 1, 1, 1]);
        for (const digest of [earlier, later]) seen.add(digest ?? '');
      }
      expect([...seen].sort()).toEqual([...(await listIndexes(world(), NAME))].sort());
      expect(seen.size).toBe(2);
    },
    TIMEOUT_MS,
  );
});
