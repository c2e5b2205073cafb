/** The examples are what users copy: what they set exists, and they ask for no more than they need. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { INPUTS, PUBLISH_INPUTS } from '../../src/inputs/table.ts';
import { WORKFLOW_INPUTS, WORKFLOW_SECRETS } from '../../src/inputs/table-workflow.ts';
import { OUTPUTS, PUBLISH_OUTPUTS } from '../../src/outputs.ts';
import { ROOT, readText } from './sources.ts';
import type { Job, Workflow } from './workflow-rules.ts';

const STEP = 'org/build-sign-action@v1';
const PUBLISH = 'org/build-sign-action/publish@v1';
const REUSABLE = 'org/build-sign-action/.github/workflows/build-sign.yml@v1';
const TAKES: Readonly<Record<string, readonly string[]>> = {
  [STEP]: INPUTS.map(({ name }) => name),
  [PUBLISH]: PUBLISH_INPUTS.map(({ name }) => name),
  [REUSABLE]: [...WORKFLOW_INPUTS, ...WORKFLOW_SECRETS].map(({ name }) => name),
};

const names = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.yml'));

/** What a job uses of ours: the job itself where it calls a workflow, and its steps. */
function listOwn(job: Job): ReadonlyArray<{ uses: string; with: readonly string[] }> {
  const places = [{ uses: job.uses, with: Reflect.get(job, 'with') }, ...(job.steps ?? [])];
  return places.flatMap((place) =>
    place.uses?.startsWith('org/') === true
      ? [{ uses: place.uses, with: Object.keys(place.with ?? {}) }]
      : [],
  );
}

it('show every way to use it', () => {
  const used = names.flatMap((name) => {
    const { jobs }: Workflow = parse(readText(`examples/${name}`));
    return Object.values(jobs).flatMap((job) => listOwn(job).map(({ uses }) => uses));
  });
  expect([...new Set(used)].sort()).toEqual([REUSABLE, PUBLISH, STEP].sort());
});

describe.each(names)('%s', (name) => {
  const text = readText(`examples/${name}`);
  const workflow: Workflow = parse(text);
  const jobs = Object.values(workflow.jobs);

  it('sets inputs that exist', () => {
    const unknown = jobs.flatMap(listOwn).flatMap((own) => {
      const takes = TAKES[own.uses];
      return takes === undefined ? [own.uses] : own.with.filter((input) => !takes.includes(input));
    });
    expect(unknown).toEqual([]);
  });

  it('reads outputs that exist', () => {
    const known: readonly string[] = [...OUTPUTS, ...PUBLISH_OUTPUTS].map((row) => row.name);
    const read = [...text.matchAll(/\.outputs\.([\w-]+)/g)].map(([, output = '']) => output);
    expect(read.filter((output) => !known.includes(output))).toEqual([]);
  });

  it('lets what signs sign, and nothing else', () => {
    for (const job of jobs) {
      const signs = listOwn(job).length > 0;
      const granted = typeof job.permissions === 'object' ? job.permissions : {};
      expect(granted['id-token']).toBe(signs ? 'write' : undefined);
    }
  });

  it('does not move one tag from two runs at once', () => {
    expect(workflow.concurrency).toMatchObject({ 'cancel-in-progress': false });
  });
});
