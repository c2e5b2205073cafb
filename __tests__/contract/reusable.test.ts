/** The reusable workflow keeps apart what the user controls and what signs. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { INPUTS, type InputRow, PUBLISH_INPUTS } from '../../src/inputs/table.ts';
import { WORKFLOW_ROWS } from '../../src/inputs/table-workflow.ts';
import { MOST_LEGS } from '../../src/plan/runners.ts';
import { readText } from './sources.ts';
import type { Job, Step, Workflow } from './workflow-rules.ts';

interface Called {
  readonly inputs: Readonly<Record<string, { type: string; default: unknown; required: boolean }>>;
  readonly secrets: Readonly<Record<string, { required: boolean }>>;
  readonly outputs: Readonly<Record<string, { value: string }>>;
}

const text = readText('.github/workflows/build-sign.yml');
const workflow: Workflow & { readonly on: { readonly workflow_call: Called } } = parse(text);
const called = workflow.on.workflow_call;
const { plan, build, publish } = workflow.jobs as Readonly<
  Record<'plan' | 'build' | 'publish', Job>
>;
const rows: readonly InputRow[] = INPUTS;

const stepsOf = (job: Job): readonly Step[] => job.steps ?? [];
const findStep = (job: Job, uses: string): Step =>
  stepsOf(job).find((step) => step.uses === uses) ?? {};
const ownSteps = (job: Job): readonly Step[] =>
  stepsOf(job).filter(
    ({ name, with: given }) =>
      name === 'Know our own commit' || given?.['path'] === '.build-sign-action',
  );

describe('jobs', () => {
  it('are three, with no more permissions than they need', () => {
    expect(Object.keys(workflow.jobs)).toEqual(['plan', 'build', 'publish']);
    expect(plan.permissions).toEqual({ contents: 'read' });
    expect(build.permissions).toEqual({ contents: 'read', packages: 'write' });
    expect(publish.permissions).toEqual({
      contents: 'read',
      packages: 'write',
      'id-token': 'write',
    });
  });

  it('have a deadline each', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeDefined();
  });

  it('run only actions of GitHub and this one, and this one at the commit of the workflow', () => {
    const uses = Object.values(workflow.jobs).flatMap((job) =>
      stepsOf(job).flatMap((step) => step.uses?.replace(/@.*/, '') ?? []),
    );
    expect([...new Set(uses)].sort()).toEqual([
      './.build-sign-action',
      './.build-sign-action/publish',
      'actions/checkout',
      'actions/download-artifact',
    ]);
    for (const job of [plan, build, publish]) {
      const [guard, checkout] = ownSteps(job);
      expect([guard, checkout]).toEqual(ownSteps(plan));
      expect(checkout?.with).toMatchObject({
        repository: '${{ job.workflow_repository }}',
        ref: '${{ job.workflow_sha }}',
      });
      // Whatever came before may have put something in its place.
      const at = stepsOf(job).findIndex(({ uses: name }) => name?.startsWith('./') === true);
      expect(stepsOf(job).slice(at - 2, at)).toEqual([guard, checkout]);
    }
  });
});

describe('the job that signs', () => {
  it('has nothing of the user: no sources, no artifact, no command', () => {
    expect(stepsOf(publish).slice(0, 2)).toEqual(ownSteps(plan));
    expect(stepsOf(publish).map(({ uses, name }) => uses ?? name)).toEqual([
      'Know our own commit',
      expect.stringMatching(/^actions\/checkout@/),
      './.build-sign-action/publish',
    ]);
  });

  it('takes candidates from the outputs of the build alone, which no other job can write', () => {
    expect(findStep(publish, './.build-sign-action/publish').with).toMatchObject({
      candidates: '${{ toJSON(needs.build.outputs) }}',
    });
    expect(publish.needs).toEqual(['plan', 'build']);
  });

  it('holds the legs to what was planned where nothing of the user runs', () => {
    // GitHub leaves out what holds text of a secret: then no builder is allowed, instead of each.
    const planned = "${{ needs.plan.outputs.builder-ids || 'none' }}";
    expect(findStep(publish, './.build-sign-action/publish').with?.['builder-ids']).toBe(planned);
    expect(findStep(build, './.build-sign-action').with?.['builder-ids']).toBe(planned);
    expect(stepsOf(plan).flatMap(({ run, name }) => (run === undefined ? [] : [name]))).toEqual([
      'Know our own commit',
    ]);
  });

  it('is the only one that may have an identity', () => {
    expect(text.match(/^ +id-token:/gm)).toHaveLength(1);
    expect(text).toContain('no `id-token`');
  });
});

describe('the job that builds', () => {
  it('signs nothing, and publishes nothing', () => {
    expect(findStep(build, './.build-sign-action').with).toMatchObject({
      publish: 'off',
      sign: false,
      'working-directory': 'source',
      platform: '${{ matrix.platform }}',
    });
  });

  it('runs the command of the user before our code is there, and says that it ran', () => {
    const names = stepsOf(build).map(({ name }) => name);
    expect(names.indexOf('Prepare the sources')).toBeLessThan(names.indexOf('Know our own commit'));
    for (const job of [plan, build])
      expect(findStep(job, './.build-sign-action').with?.['prepared']).toContain(
        "${{ inputs.prepare != '' && 'command' || '' }}",
      );
  });

  it('refuses an artifact that is not what was uploaded', () => {
    const [download] = stepsOf(build).filter(({ uses }) => uses?.includes('download-artifact'));
    expect(download?.with).toMatchObject({ 'digest-mismatch': 'error' });
  });

  it('gives every leg an output of its own', () => {
    expect(build.outputs).toEqual({
      'handed-over': expect.stringContaining("steps.image.outputs.candidate != ''"),
      ...Object.fromEntries(
        Array.from({ length: MOST_LEGS }, (_, at) => [
          `leg-${at}`,
          `\${{ matrix.index == ${at} && steps.image.outputs.candidate || '' }}`,
        ]),
      ),
    });
  });
});

describe('an output that GitHub leaves out, because it holds text of a secret', () => {
  it('of a leg makes the job that signs fail, instead of being skipped', () => {
    expect(publish.if).toBe("${{ needs.build.outputs.handed-over != '' }}");
  });

  it('of the plan is told by the first step of what would have been planned', () => {
    expect(JSON.stringify(build.strategy)).toContain('needs.plan.outputs.matrix || ');
    const [first] = stepsOf(build);
    expect(first?.if).toBe('${{ matrix.index < 0 }}');
    expect(first?.run).toContain('title=INPUT_INVALID');
    expect(first?.run).toContain('exit 1');
  });
});

describe('inputs', () => {
  const own = WORKFLOW_ROWS.map(({ name }) => name);

  it('are those of the step, with the same defaults but for the cache, or its own', () => {
    const differing = Object.entries(called.inputs).filter(([name, { default: value }]) => {
      const row = rows.find((one) => one.name === name);
      return row === undefined ? !own.includes(name) : String(value) !== (row.default ?? '');
    });
    expect(differing.map(([name]) => name)).toEqual(['cache']);
    expect(called.inputs['cache']?.default).toBe('off');
  });

  it('that take more than yes and no are texts', () => {
    expect(called.inputs['platform-tags']).toMatchObject({ type: 'string', default: 'false' });
    expect(called.inputs['pull']).toMatchObject({ type: 'boolean', default: false });
  });

  it('are all optional, and secrets are secrets', () => {
    const all = [...Object.values(called.inputs), ...Object.values(called.secrets)];
    expect(all.filter(({ required }) => required !== false)).toEqual([]);
    const secret = rows.filter((row) => row.secret === true).map(({ name }) => name);
    expect(Object.keys(called.secrets)).toEqual(secret);
    expect(Object.keys(called.inputs).filter((name) => secret.includes(name))).toEqual([]);
  });

  it('reach a step that takes them, each under its own name', () => {
    const steps: ReadonlyArray<readonly [Step, readonly InputRow[]]> = [
      [findStep(plan, './.build-sign-action'), rows],
      [findStep(build, './.build-sign-action'), rows],
      [findStep(publish, './.build-sign-action/publish'), PUBLISH_INPUTS],
    ];
    const reached = new Set(own);
    for (const [step, known] of steps) {
      const names = known.map(({ name }) => name);
      for (const [name, value] of Object.entries(step.with ?? {})) {
        expect(names).toContain(name);
        const source = /^\$\{\{ (?:inputs|secrets)\.([\w-]+)(?: \|\| [\w.]+)? \}\}$/.exec(
          String(value),
        )?.[1];
        if (source !== undefined) expect(source).toBe(name);
        if (source !== undefined) reached.add(source);
      }
    }
    const declared = [...Object.keys(called.inputs), ...Object.keys(called.secrets)];
    expect(declared.filter((name) => !reached.has(name))).toEqual([]);
  });

  it('of its own are used', () => {
    for (const name of own) expect(text).toContain(`inputs.${name}`);
  });
});

describe('outputs', () => {
  it('are those of the job that publishes', () => {
    const names = Object.keys(called.outputs);
    expect(names).toEqual(Object.keys(publish.outputs ?? {}));
    expect(names).toEqual(
      expect.arrayContaining(['result', 'digest', 'digests', 'tags', 'image', 'verify-commands']),
    );
    expect(Object.values(called.outputs).map(({ value }) => value)).toEqual(
      names.map((name) => `\${{ jobs.publish.outputs.${name} }}`),
    );
  });
});
