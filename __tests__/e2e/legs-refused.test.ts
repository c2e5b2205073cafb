import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import { formatLegArtifact } from '../../src/plan/artifact-names.ts';
import { openDoor } from '../support/artifact-client.ts';
import {
  findFaults,
  formatOutputs,
  listIndexes,
  makeLegs,
  makePublishing,
  readCandidate,
  useLegs,
  withContexts,
} from '../support/e2e-legs.ts';
import { deleteReference, readTags } from '../support/e2e-registry.ts';
import type { CaseRequest, CheckedRun } from '../support/e2e-world.ts';
import { pushImage } from '../support/lab-image.ts';

describe.each([
  ['without the referrers API', 'distribution'],
  ['with the referrers API', 'referrers'],
] as const)('in a registry %s', (_title, kind) => {
  const world = useLegs({ registry: kind });
  const runId = makeRunId();
  const name = 'octo/app';
  let legs: readonly CaseRequest[];
  let built: readonly CheckedRun[];

  beforeAll(async () => {
    const more = { wanted: 'candidate' } as const;
    legs = makeLegs(world(), { runId, name, inputs: { publish: 'off' }, more });
    built = await world().runAll(await withContexts(world(), legs));
    expect(built.flatMap(({ error }) => error ?? [])).toEqual([]);
  });

  async function listTags(of: string): Promise<string[]> {
    return [...(await readTags(world().registry)).keys()].filter((tag) => tag.startsWith(`${of}:`));
  }

  /** Says something in the name of a leg, as a job of the run that has no identity can. */
  async function forge(run: string, text: string, turn = 1): Promise<void> {
    const { artifacts } = await openDoor(world().lab.cache, { run: `run-${run}`, job: 'forger' });
    const { group, platform } = readView(text);
    const leg = formatLegArtifact({ group, platform, attempt: 1, phase: 'done' });
    const forged = turn === 1 ? leg : `${leg}.${turn}`;
    expect(await artifacts.create(forged, text)).toBe('created');
  }

  const readView = (text: string) => readCandidate({ outputs: { candidate: text } });

  async function expectRefusal(request: CaseRequest): Promise<string> {
    const refused = await world().run(request);
    expect(refused.error?.code).toBe('CANDIDATE_REJECTED');
    expect(await listTags(name)).toEqual([]);
    expect(await listIndexes(world(), name)).toEqual([]);
    return refused.error?.message ?? '';
  }

  /** The record of the last leg with other words in it, and the signature of the true ones if asked for. */
  function rewrite(words: Readonly<Record<string, unknown>>, signature: 'kept' | 'gone'): string {
    const { candidate, bundle } = JSON.parse(built.at(-1)?.main.outputs['candidate'] ?? '{}');
    const told = { ...candidate, ...words };
    return JSON.stringify({ candidate: told, ...(signature === 'kept' ? { bundle } : {}) });
  }

  it('two legs that build the same: one is told before its build', async () => {
    const [leg] = makeLegs(world(), { name: 'octo/twice' });
    const requests = leg === undefined ? [] : [leg, leg];
    const runs = await world().runAll(await withContexts(world(), requests));
    const refused = runs.filter(({ error }) => error !== undefined);
    expect(refused.map(({ error }) => error?.code)).toEqual(['LEG_DUPLICATE']);
    expect(refused.flatMap(({ main }) => main.groups)).not.toContain('Build');
    expect(await listTags('octo/twice')).toEqual([]);
  });

  it('two images that want one tag: told before the build', async () => {
    const run = makeRunId();
    const requests = ['a', 'b'].flatMap((value) => {
      const inputs = { 'build-args': `VARIANT=${value}` };
      return makeLegs(world(), { runId: run, name: 'octo/conflict', inputs }).slice(0, 1);
    });
    const runs = await world().runAll(await withContexts(world(), requests));
    const refused = runs.filter(({ error }) => error !== undefined);
    expect([...new Set(refused.map(({ error }) => error?.code))]).toEqual(['TAG_CONFLICT']);
    expect(refused.flatMap(({ main }) => main.groups)).not.toContain('Build');
    expect(await listTags('octo/conflict')).toEqual([]);
  });

  it('a foreign digest that another job hands over is refused by the last leg', async () => {
    const run = makeRunId();
    const url = `${world().lab.registry.url}/v2/${name}`;
    const digest = await pushImage(url, 'nobody signed this');
    await forge(run, rewrite({ digest, runId: run }, 'gone'));
    const [own] = makeLegs(world(), { runId: run, name });
    const [leg] = await withContexts(world(), own ? [own] : [], { greeting: 'of another run' });
    if (leg === undefined) throw new Error('There is no leg');
    expect(await expectRefusal(leg)).toContain(digest);
  });

  it.each([
    ['unsigned, about a foreign digest', 'gone', { digest: `sha256:${'0'.repeat(64)}` }],
    ['signed, and its tags exchanged', 'kept', { images: [{ name: 'octo/app', tags: [] }] }],
  ] as const)(
    'a record that is %s, is refused by the publishing job',
    async (_what, kept, words) => {
      const { lab, registry } = world();
      const images = [
        { name: `${registry.host}/${name}`, tags: [{ name: 'evil', kind: 'floating' }] },
      ];
      await forge(runId, rewrite('images' in words ? { images } : words, kept), 9);
      await expectRefusal(makePublishing(legs));
      await lab.cache.artifacts.remove((entry) => entry.name.endsWith('.9'));
    },
  );

  it('what another run of the same workflow has signed is refused', async () => {
    const run = makeRunId();
    for (const { main } of built) await forge(run, main.outputs['candidate'] ?? '');
    const request = { ...makePublishing(legs), github: { runId: run } };
    expect(await expectRefusal(request)).toContain(`signed by another run (${runId})`);
  });

  it('an unsigned record is no better for coming from the outputs when another one is signed', async () => {
    const [first] = built;
    const candidates = JSON.stringify([
      first?.main.outputs['candidate'],
      rewrite({ digest: `sha256:${'0'.repeat(64)}` }, 'gone'),
    ]);
    const refused = await world().run(makePublishing(legs, { candidates }));
    expect(refused.error?.code).toBe('LEG_VANISHED');
    expect(await listTags(name)).toEqual([]);
  });

  it('what legs have signed is published when nobody lies', async () => {
    const publisher = await world().run(makePublishing(legs));
    const { digest } = publisher.main.outputs;
    expect(await findFaults(world(), { name, tags: ['latest'], digest, legs: built })).toEqual([]);
    expect(await listIndexes(world(), name)).toEqual([digest]);
  });

  it('what the registry has deleted meanwhile is told by name, and no tag is moved', async () => {
    const tags = await readTags(world().registry);
    const [, arm64] = built;
    if (arm64 === undefined) throw new Error('There is no leg');
    await deleteReference(world().registry, name, readCandidate(arm64.main).digest);
    const candidates = formatOutputs(built);
    const failed = await world().run(makePublishing(legs, { candidates }));
    expect(failed.error?.code).toBe('LEG_VANISHED');
    expect(failed.error?.message).toContain('linux/arm64');
    expect(await readTags(world().registry)).toEqual(tags);
  });
});
