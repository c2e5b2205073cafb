import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { makeActLog } from '../../lab/act/log.ts';
import { adaptWorkflow, listUses } from '../../lab/act/workflow.ts';

const SETTING = {
  replace: { 'ghcr.io': '127.0.0.1:5000' },
  inputs: { sbom: 'generator=lab', 'trusted-root': '/root.json' },
  identity: { TOKEN: 'secret' },
  declared: (uses: string) => (uses.startsWith('org/ours') ? ['sbom', 'images'] : undefined),
};

function adapt(workflow: unknown) {
  return parse(adaptWorkflow(stringify(workflow), SETTING));
}

const job = (permissions?: unknown) => ({
  ...(permissions === undefined ? {} : { permissions }),
  steps: [{ run: 'true' }],
});

describe('the identity', () => {
  it.each([
    ['the job may have it', {}, { 'id-token': 'write' }, true],
    ['the workflow says so', { 'id-token': 'write' }, undefined, true],
    ['the job may write everything', {}, 'write-all', true],
    ['the job takes back what the workflow says', { 'id-token': 'write' }, {}, false],
    ['the job may only read it', {}, { 'id-token': 'read' }, false],
    ['nobody says anything', undefined, undefined, false],
  ])('is given, or not, where %s', (_what, top, own, isGiven) => {
    const { jobs } = adapt({ ...(top && { permissions: top }), jobs: { a: job(own) } });
    expect(jobs.a.env).toEqual(isGiven ? { TOKEN: 'secret' } : {});
  });
});

describe('a step of ours', () => {
  it('gets the inputs of the lab that it declares, below those of its author', () => {
    const steps = [
      { uses: 'org/ours@v1', with: { images: 'ghcr.io/a/b' } },
      { uses: 'org/ours@v1', with: { sbom: false } },
      { uses: 'other/action@v1' },
    ];
    expect(adapt({ jobs: { a: { steps } } }).jobs.a.steps).toEqual([
      { uses: 'org/ours@v1', with: { sbom: 'generator=lab', images: '127.0.0.1:5000/a/b' } },
      { uses: 'org/ours@v1', with: { sbom: false } },
      { uses: 'other/action@v1' },
    ]);
  });

  it('may be a job that calls a workflow', () => {
    const { jobs } = adapt({ jobs: { a: { uses: 'org/ours/.github/workflows/w.yml@v1' } } });
    expect(jobs.a).toEqual({
      uses: 'org/ours/.github/workflows/w.yml@v1',
      with: { sbom: 'generator=lab' },
    });
  });
});

describe('outputs of a matrix', () => {
  const matrix = {
    strategy: { matrix: { n: [1, 2] } },
    outputs: { 'leg-1': '${{ steps.x.outputs.y }}' },
    steps: [{ id: 'x', run: 'true' }],
  };

  it('are recorded by each leg, and read by the job that needs them', () => {
    const use = { run: 'true', env: { ALL: '${{ toJSON(needs.a.outputs) }}' } };
    const { jobs } = adapt({ jobs: { a: matrix, b: { needs: 'a', steps: [use] } } });
    expect(jobs.a.steps.at(-1)).toMatchObject({
      if: 'always()',
      with: { job: 'a', 'output-leg-1': '${{ steps.x.outputs.y }}' },
    });
    expect(jobs.b.steps).toEqual([
      expect.objectContaining({ id: 'lab-needs-a', with: { read: 'a' } }),
      { run: 'true', env: { ALL: '${{ toJSON(fromJSON(steps.lab-needs-a.outputs.all)) }}' } },
    ]);
  });

  it('of a job without a matrix stay as they are', () => {
    const plain = { outputs: { y: '1' }, steps: [{ run: 'true' }] };
    const { jobs } = adapt({ jobs: { a: plain, b: { needs: ['a'], steps: [{ run: 'true' }] } } });
    expect(jobs.a.steps).toHaveLength(1);
    expect(jobs.b.steps).toHaveLength(1);
  });
});

it('every use is listed, of steps and of jobs', () => {
  const steps = [{ uses: 'a/b@v1' }, { run: 'true' }];
  expect(listUses(stringify({ jobs: { a: { steps }, b: { uses: 'c/d@v1' } } }))).toEqual([
    'a/b@v1',
    'c/d@v1',
  ]);
});

describe("act's log", () => {
  const line = (fields: object) => JSON.stringify({ job: 'w/a ', jobID: 'a', ...fields });

  it('becomes jobs with outputs, lines and a result of their own', () => {
    const log = makeActLog();
    log.add('not JSON');
    log.add(line({ raw_output: true, msg: 'hello\n', matrix: { n: 1 } }));
    log.add(line({ command: 'set-output', stepID: ['x'], name: 'y', arg: '1' }));
    log.add(line({ stepResult: 'success' }));
    // What act says of a leg is the result of the whole matrix so far.
    log.add(line({ jobResult: 'failure' }));
    expect(log.jobs()).toEqual([
      {
        name: 'w/a',
        id: 'a',
        matrix: { n: 1 },
        result: 'success',
        outputs: { x: { y: '1' } },
        log: ['hello'],
        summary: '',
      },
    ]);
  });

  it.each([
    ['failed, when a step did', [{ stepResult: 'failure' }, { jobResult: 'success' }], 'failure'],
    ['nothing, when it never ended', [{ stepResult: 'success' }], undefined],
  ])('says %s', (_what, lines, result) => {
    const log = makeActLog();
    for (const fields of lines) log.add(line(fields));
    expect(log.jobs().map((each) => each.result)).toEqual([result]);
  });
});
