import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { makeOutputs, makeVerifyCommands, type Results } from '../../src/stages/report/report.ts';
import { formatSummary } from '../../src/stages/report/summary.ts';
import { listRequired } from '../../src/stages/signing/verify.ts';
import { makeCandidate } from '../support/make-candidate.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { IMAGE, makePlanOf } from '../support/make-plan.ts';
import { AMD64, makeImage, makePolicy, TOP } from '../support/make-subjects.ts';

const LEG: InputTexts = { platform: 'linux/amd64' };
const BUILT = makeImage({ subjects: [AMD64, TOP] });
const MOVED = [{ reference: `${IMAGE}:v1.2.3`, previous: undefined }];

type Change = { readonly [K in keyof Results]?: Results[K] | undefined };

/** Results of a leg that has handed over, and changes of them. */
async function makeResults(inputs: InputTexts, change: Change = {}): Promise<Results> {
  const plan = await makePlanOf({ inputs });
  const policy = makePolicy({ attestations: plan.attestations });
  return {
    plan,
    policy,
    image: BUILT,
    build: { metadata: { digest: TOP.digest, configDigest: AMD64.digest, json: '{}' } },
    verified: listRequired([AMD64], policy),
    candidate: { candidate: makeCandidate(), bundle: '{}' },
    moved: [],
    published: false,
    ...change,
  } as Results;
}

function summarize(results: Results, error?: unknown): string {
  return formatSummary({ results, timings: {}, error, commands: makeVerifyCommands(results) });
}

const WHOLE = makeImage();
const DONE = { image: WHOLE, published: true, moved: MOVED };

describe('the summary', () => {
  it('of a leg that waits for others says for whom, and names no tag as moved', async () => {
    const text = summarize(await makeResults(LEG, { waiting: ['linux/arm/v7', 'linux/arm64'] }));
    expect(text).toMatch(/^### ✅ linux\/amd64 of \S+ is built, signed and verified; another leg/);
    expect(text).toContain('linux/arm/v7, linux/arm64 were still missing');
    expect(text).toContain(`Planned tags: \`${IMAGE}:v1.2.3\``);
    expect(text).not.toContain('| tag |');
  });

  it('of a leg that another one publishes says no more than that', async () => {
    const text = summarize(await makeResults(LEG, { waiting: [] }));
    expect(text).toMatch(/^### ✅ linux\/amd64 of .*another leg publishes/);
    expect(text).not.toMatch(/Planned tags|missing/);
  });

  it('of a leg has no row for the index that holds it together', async () => {
    const text = summarize(await makeResults(LEG, { waiting: [] }));
    expect(text).toContain('| linux/amd64 |');
    expect(text).not.toContain('| index |');
    expect(text).not.toContain('–');
  });

  it('of the leg that published tells of the whole image', async () => {
    const policy = makePolicy();
    const verified = listRequired(WHOLE.subjects, policy);
    const text = summarize(await makeResults(LEG, { ...DONE, verified }));
    expect(text).toMatch(/^### ✅ \S+ is published, signed and verified$/m);
    expect(text).toContain('the legs for linux/amd64, linux/arm64.');
    expect(text).toContain('| index |');
  });

  it('of the leg whose tags a later run has says that, and not that there is no tag', async () => {
    const run = { serverUrl: 'https://github.com', repository: 'octo-org/app', runId: 9 };
    const reason = { kind: 'run' } as const;
    const kept = [
      { reference: `${IMAGE}:latest`, digest: TOP.digest, run: { ...run, attempt: 1 }, reason },
    ];
    const results = await makeResults(LEG, { image: WHOLE, kept });
    expect(summarize(results).split('\n')[0]).toMatch(/a later run has its tags$/);
    expect(makeOutputs(results, {})).toMatchObject({ digest: TOP.digest, published: 'false' });
  });

  it.each<[string, InputTexts, Change, RegExp, RegExp]>([
    [
      'a candidate',
      {},
      {},
      /^### ✅ ghcr\S+ is built, signed and verified, and has no tag yet/,
      /finds the candidate by itself/,
    ],
    [
      'a leg',
      LEG,
      {},
      /^### ✅ linux\/amd64 of ghcr\S+ is built, signed/,
      /finds the candidate by itself/,
    ],
    [
      'an unsigned one',
      { sign: 'false' },
      { verified: undefined, policy: undefined },
      /^### ✅ ghcr\S+ is built, and has no tag yet/,
      /hand it the output `candidate`/,
    ],
  ])(
    'of %s with `publish: off` says who moves its tags',
    async (_, inputs, change, headline, next) => {
      const text = summarize(await makeResults({ ...inputs, publish: 'off' }, change));
      expect(text).toMatch(headline);
      expect(text).toMatch(next);
      expect(text).toContain(`pulled as \`${IMAGE}@${TOP.digest}\``);
    },
  );

  it('of a failure promises nothing', async () => {
    const text = summarize(await makeResults(LEG), new ActionError('LEG_VANISHED', 'It is gone'));
    expect(text).toMatch(/^### ❌ ghcr\S+ was not published/);
    expect(text).not.toMatch(/Planned tags|Put together/);
  });

  it('of a publishing step is none of a dry run', async () => {
    const plan = await makePlanOf();
    const results = await makeResults(
      {},
      { ...DONE, plan, build: undefined, candidate: undefined },
    );
    expect(summarize(results)).toMatch(/^### ✅ \S+ is published/);
  });
});

describe('the outputs', () => {
  it('of a leg that others finish are empty, but for what is its own or the same in each', async () => {
    const outputs = makeOutputs(await makeResults(LEG, { waiting: [], group: 'g' }), {});
    const set = Object.entries(outputs).filter(([, value]) => value !== '');
    expect(set.map(([name]) => name).sort()).toEqual([
      ...['builder-ids', 'candidate', 'group', 'matrix', 'metadata', 'timings'],
    ]);
  });

  it('of a leg that failed are no go-ahead', async () => {
    expect(makeOutputs(await makeResults(LEG), {})).toMatchObject({
      ...{ digest: '', image: '', tags: '' },
      ...{ published: 'false', verified: 'false' },
    });
  });

  it("of the leg that published are the image's, also its id", async () => {
    expect(makeOutputs(await makeResults(LEG, DONE), {})).toMatchObject({
      ...{ digest: TOP.digest, imageid: TOP.digest, image: `${IMAGE}@${TOP.digest}` },
      ...{ published: 'true', verified: 'true' },
    });
  });

  it('of a leg that is loaded, and not pushed, are those of any build', async () => {
    const inputs = { ...LEG, load: 'true' };
    const results = await makeResults(inputs, { image: undefined, candidate: undefined });
    expect(makeOutputs(results, {}).imageid).toBe(AMD64.digest);
  });

  it('of a leg with `publish: off` are its own, with commands that verify it', async () => {
    const outputs = makeOutputs(await makeResults({ ...LEG, publish: 'off' }), {});
    expect(outputs).toMatchObject({ digest: TOP.digest, published: 'false', verified: 'true' });
    const commands = outputs['verify-commands'].split('\n');
    expect(commands).toHaveLength(3);
    expect(commands.filter((command) => !command.includes(AMD64.digest))).toEqual([]);
    expect(commands.join('\n')).toContain('cosign/sign/v1');
  });
});
