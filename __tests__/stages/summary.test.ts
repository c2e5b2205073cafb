import { describe, expect, it } from '@jest/globals';
import { ActionError, InputError } from '../../src/errors.ts';
import type { Plan } from '../../src/plan/types.ts';
import {
  makeOutputs,
  makeVerifyCommands,
  type Results,
  report,
} from '../../src/stages/report/report.ts';
import { formatSummary } from '../../src/stages/report/summary.ts';
import { listRequired } from '../../src/stages/signing/verify.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { IMAGE, makePlanOf } from '../support/make-plan.ts';
import { AMD64, makeImage, makePolicy, TOP } from '../support/make-subjects.ts';

const METADATA = { digest: TOP.digest, configDigest: undefined, json: '{}' };
const MOVED = [
  { reference: `${IMAGE}:v1.2.3`, previous: undefined },
  { reference: `${IMAGE}:latest`, previous: AMD64.digest },
];

type Change = { readonly [K in keyof Results]?: Results[K] | undefined };

/** Results of a run that did everything, but for what is given; undefined is what it did not come to. */
async function makeResults(inputs: InputTexts = {}, change: Change = {}): Promise<Results> {
  const plan: Plan = await makePlanOf({ inputs });
  const policy = makePolicy({ attestations: plan.attestations });
  const image = makeImage();
  return {
    plan,
    policy,
    image,
    build: { metadata: METADATA },
    verified: listRequired(image.subjects, policy),
    moved: MOVED,
    published: true,
    ...change,
  } as Results;
}

const summarize = (results: Results, error?: unknown): string =>
  formatSummary({
    results,
    timings: { Build: 3.06, Cache: 1 },
    error,
    commands: makeVerifyCommands(results),
  });

describe('the summary', () => {
  it('of a failure has what the tool said, as it is', async () => {
    const error = new ActionError('BUILD_FAILED', 'it failed', {
      details: ['0.1 <b>no</b> | *rule*', '```'],
      isLogged: true,
    });
    const text = summarize(await makeResults({}, { moved: [], published: false }), error);
    expect(text).toContain('\n\n````text\n0.1 <b>no</b> | *rule*\n```\n````');
  });

  it('of a published image has its tags, its manifests and the commands', async () => {
    const text = summarize(await makeResults());
    expect(text).toMatch(/^### ✅ ghcr\.io\/octo-org\/app is published, signed and verified$/m);
    expect(text).toContain(`| \`${IMAGE}:v1.2.3\` | new |`);
    expect(text).toContain('| linux/amd64 |');
    expect(text.match(/^cosign verify/gm)).toHaveLength(5);
    expect(text).not.toContain('Not part of this image');
  });

  it('has as many columns in every row of a table', async () => {
    for (const inputs of [{}, { sbom: 'false' }, { sbom: 'false', provenance: 'false' }]) {
      const tables = summarize(await makeResults(inputs)).match(/(?:^\|.*\n?)+/gm) ?? [];
      expect(tables).toHaveLength(3);
      for (const table of tables) {
        const widths = table
          .trim()
          .split('\n')
          .map((row) => row.split('|').length);
        expect(new Set(widths).size).toBe(1);
      }
    }
  });

  it('says what is not part of the image', async () => {
    const inputs = { sbom: 'false', provenance: 'false', sign: 'false' };
    const text = summarize(await makeResults(inputs, { verified: undefined, policy: undefined }));
    expect(text).toMatch(/^### ⚠️ .*without a signature/m);
    expect(text).toMatch(/Not part of this image: no signature \(.*\), no SBOM, no provenance\./);
  });

  it.each<[string, InputTexts, Change, RegExp]>([
    [
      'loaded',
      { load: 'true' },
      { image: undefined, moved: [], published: false, verified: undefined },
      /✅ Built and loaded/,
    ],
    [
      'built',
      { push: 'false' },
      { image: undefined, moved: [], published: false, verified: undefined },
      /✅ Built, not pushed/,
    ],
    [
      'a dry run',
      {},
      { build: undefined, image: undefined, moved: [], published: false, verified: undefined },
      /Dry run/,
    ],
    [
      'a dry run of a build',
      { push: 'false' },
      { build: undefined, image: undefined, moved: [], published: false, verified: undefined },
      /Dry run/,
    ],
  ])('of what was %s says so', async (_, inputs, change, headline) => {
    expect(summarize(await makeResults(inputs, change)).split('\n')[0]).toMatch(headline);
  });

  it('of a failure says what failed, and that no tag was moved', async () => {
    const results = await makeResults({}, { moved: [], published: false, verified: undefined });
    const error = new ActionError('SIGNING_FAILED', 'It failed', { hint: 'Do that.' });
    const text = summarize(results, error);
    expect(text).toContain('> It failed<br>\n> Do that.');
    expect(text).toContain('`SIGNING_FAILED` · No tag was created or moved.');
    expect(text).not.toContain('```sh');
  });

  it.each<[string, Change]>([
    ['signed and verified', {}],
    ['unsigned', { verified: undefined }],
  ])('of a failure between tags says that they name an image that is %s', async (what, change) => {
    const results = await makeResults(
      {},
      { moved: MOVED.slice(0, 1), published: false, ...change },
    );
    expect(summarize(results, new ActionError('TAG_NOT_MOVED', 'x'))).toContain(
      `the ${what} image: \`${IMAGE}:v1.2.3\``,
    );
  });

  it('renders nothing that a message holds', async () => {
    const results = await makeResults({}, { moved: [], published: false });
    const error = new InputError([
      {
        input: 'context',
        value: '<img src=x onerror=alert(1)>',
        problem: 'is odd',
        fix: '</details><script>.',
      },
    ]);
    const text = summarize(results, error);
    expect(text).not.toMatch(/<(img|script)|<\/details><s/);
  });
});

describe('the summary of the run itself', () => {
  it.each<[string, InputTexts, Change, RegExp]>([
    ['level', {}, {}, /^\| provenance \| SLSA Build L2, not more: other steps/m],
    ['want of a signature', { sign: 'false' }, {}, /^\| provenance \| not signed, .* L1 \|$/m],
    ['cache', {}, { cacheExport: { ok: true, seconds: 1 } }, /^\| cache \| Actions .* 1\.0 s \|$/m],
    ['broken cache', {}, { cacheExport: { ok: false, seconds: 0 } }, /\*\*not written\*\*/],
    ['cache that is off', { cache: 'off' }, {}, /^\| cache \| none: turned off/m],
    ['time', {}, {}, /^\| time \| Build 3\.1 s \|$/m],
  ])('tells the %s', async (_, inputs, change, row) => {
    expect(summarize(await makeResults(inputs, change))).toMatch(row);
  });

  it('claims no level where there is no provenance', async () => {
    expect(summarize(await makeResults({ provenance: 'false' }))).not.toContain('SLSA');
  });

  it('keeps the lines to paste as they are', async () => {
    const hint = 'Add:\npermissions:\n  id-token: write\nOr not.';
    const error = new ActionError('OIDC_PERMISSION_MISSING', 'No', { hint });
    const block = '> ```yaml\n> permissions:\n>   id-token: write\n> ```\n>\n> Or not.';
    expect(summarize(await makeResults(), error)).toContain(block);
  });
});

describe('the verify commands', () => {
  it('mean what they are with line breaks in the summary', async () => {
    const results = await makeResults();
    const [block = ''] = /(?<=```sh\n)[\s\S]*?(?=\n```)/.exec(summarize(results)) ?? [];
    const joined = block
      .replace(/ \\\n {2}/g, ' ')
      .split('\n')
      .filter(Boolean);
    expect(joined).toEqual(makeVerifyCommands(results));
  });

  it('are there for every repository', async () => {
    const commands = makeVerifyCommands(
      await makeResults({ images: `${IMAGE}\nquay.io/octo/app` }),
    );
    expect(
      commands.filter((command) => command.includes(' quay.io/octo/app@sha256:')),
    ).toHaveLength(5);
  });

  it('are none for what was not verified', async () => {
    expect(makeVerifyCommands(await makeResults({}, { verified: undefined }))).toEqual([]);
  });

  it('say what a private repository has instead of a log', async () => {
    const commands = makeVerifyCommands(
      await makeResults({}, { policy: makePolicy({ transparencyLog: false }) }),
    );
    expect(commands.filter((command) => !command.includes('--insecure-ignore-tlog'))).toEqual([]);
  });
});

describe('the outputs', () => {
  it('are all there, empty where nothing is known', () => {
    const outputs = makeOutputs({ moved: [], published: false }, {});
    expect(Object.entries(outputs).filter(([, value]) => value !== '')).toEqual([
      ['published', 'false'],
      ['verified', 'false'],
      ['timings', '{}'],
    ]);
  });

  it('of a loaded image name its configuration and its tags', async () => {
    const configDigest = AMD64.digest;
    const results = await makeResults(
      { load: 'true' },
      { image: undefined, moved: [], build: { metadata: { ...METADATA, configDigest } } },
    );
    expect(makeOutputs(results, {})).toMatchObject({
      imageid: configDigest,
      tags: `${IMAGE}:v1.2.3\n${IMAGE}:latest`,
      image: '',
    });
  });

  it('are set even if the summary cannot be written', async () => {
    const host = makeFakeHost();
    const broken = { ...host, writeSummary: () => Promise.reject(new Error('EACCES')) };
    await report(broken, { results: await makeResults(), timings: {}, error: undefined });
    expect(host.outputs.get('published')).toBe('true');
    expect(host.lines).toEqual([expect.stringMatching(/^warning: .*EACCES/)]);
  });
});
