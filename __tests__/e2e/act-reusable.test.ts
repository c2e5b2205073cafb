import { expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { ACTION_NAME, ACTION_REF } from '../../lab/act/request.ts';
import type { ActRun } from '../../lab/act.ts';
import {
  describeRun,
  makeDockerfile,
  readBuilderIds,
  readExample,
  useActWorld,
} from '../support/act-world.ts';

const useWorld = useActWorld();
const NAME = 'octo-org/app';
const IDENTITY = `${ACTION_NAME}/.github/workflows/build-sign.yml@refs/tags/${ACTION_REF}`;
const CLAIMS = { job_workflow_ref: IDENTITY };
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** The example with inputs of the test's own. */
function withInputs(inputs: Readonly<Record<string, unknown>>): string {
  const workflow = parse(readExample('reusable.yml'));
  Object.assign(workflow.jobs.image.with, inputs);
  return stringify(workflow);
}

const logOf = (run: ActRun, id: string): string =>
  run.jobs.flatMap((job) => (job.id === id ? job.log : [])).join('\n');

it('reusable.yml publishes native legs under the identity of the workflow, at Build L3', async () => {
  const world = useWorld();
  const run = await world.run({
    workflows: { 'release.yml': readExample('reusable.yml') },
    run: 'release.yml',
    claims: CLAIMS,
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  const digest = (await world.readTags()).get(`${NAME}:main`) ?? '';
  const image = { name: NAME, digest };
  expect([...(await world.readTags()).keys()]).toEqual([`${NAME}:main`]);
  expect(await world.findFaults({ ...image, run, platforms: PLATFORMS })).toEqual([]);
  const id = `https://github.com/${IDENTITY}`;
  expect(await readBuilderIds(world.lab, image)).toEqual([id, id]);
  expect(run.jobs.filter(({ id: job }) => job === 'build')).toHaveLength(2);
});

it('a command prepares the sources, finds no identity in the build, and the provenance tells', async () => {
  const world = useWorld();
  const look =
    'echo "identity: [${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}${ACTIONS_ID_TOKEN_REQUEST_URL:-}]"';
  const run = await world.run({
    workflows: {
      'release.yml': withInputs({
        context: 'made',
        platforms: 'linux/amd64',
        tags: 'type=raw,value=prepared',
        prepare: `${look}\nmkdir made\nmv Plainfile made/Dockerfile\nmkdir ../.build-sign-action`,
      }),
    },
    run: 'release.yml',
    files: { Plainfile: makeDockerfile(world.lab) },
    claims: CLAIMS,
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  expect(logOf(run, 'build')).toContain('identity: []');
  const digest = (await world.readTags()).get(`${NAME}:prepared`) ?? '';
  const [id, ...more] = await readBuilderIds(world.lab, { name: NAME, digest });
  expect(more).toEqual([]);
  expect(id).toMatch(new RegExp(`^https://github.com/${ACTION_NAME}/prepared-step@[0-9a-f]{40}$`));
});

it('what is wrong with the inputs is told before anything is built', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const run = await world.run({
    workflows: { 'release.yml': withInputs({ context: 'nowhere', runners: '{"linus": "a"}' }) },
    run: 'release.yml',
    claims: CLAIMS,
  });
  expect(run.exitCode).toBe(1);
  expect(logOf(run, 'plan')).toContain('INPUT_INVALID');
  expect(logOf(run, 'plan')).toMatch(/runners[\s\S]*context/);
  expect(logOf(run, 'build')).not.toContain('build-sign-action 0');
  expect(await world.readTags()).toEqual(before);
});

it('a leg that claims more than was planned is not signed, and nothing is published', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const handed = 'candidates: ${{ toJSON(needs.build.outputs) }}\n          builder-ids: ';
  const run = await world.run({
    workflows: { 'release.yml': withInputs({ platforms: 'linux/amd64', tags: 'forged' }) },
    run: 'release.yml',
    claims: CLAIMS,
    // As if the plan had been made for less than the legs say of themselves.
    replace: {
      [`${handed}\${{ needs.plan.outputs.builder-ids || 'none' }}`]: `${handed}https://example.com/less`,
    },
  });
  expect(run.exitCode).toBe(1);
  expect(logOf(run, 'publish')).toContain('PROVENANCE_UNTRUE');
  expect(await world.readTags()).toEqual(before);
});

it('an artifact of an earlier job becomes part of the sources', async () => {
  const world = useWorld();
  const workflow = parse(
    withInputs({ context: 'made', artifact: 'made', 'artifact-path': 'made' }),
  );
  const upload = { name: 'made', path: 'made' };
  workflow.jobs.make = {
    'runs-on': 'ubuntu-24.04',
    steps: [
      {
        run: 'mkdir made && printf %s "$FILE" > made/Dockerfile',
        env: { FILE: makeDockerfile(world.lab) },
      },
      { uses: 'actions/upload-artifact@v7', with: upload },
    ],
  };
  workflow.jobs.image.needs = 'make';
  Object.assign(workflow.jobs.image.with, { platforms: 'linux/amd64', tags: 'made' });
  const run = await world.run({
    workflows: { 'release.yml': stringify(workflow) },
    run: 'release.yml',
    claims: CLAIMS,
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  const digest = (await world.readTags()).get(`${NAME}:made`) ?? '';
  expect(await readBuilderIds(world.lab, { name: NAME, digest })).toEqual([
    `https://github.com/${IDENTITY}`,
  ]);
});

it('a pull request is built and nothing is published', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const run = await world.run({
    workflows: {
      'release.yml': readExample('reusable.yml').replace('on:\n', 'on:\n  pull_request:\n'),
    },
    run: 'release.yml',
    eventName: 'pull_request',
    ref: 'refs/pull/7/merge',
    claims: CLAIMS,
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  expect(logOf(run, 'build')).toContain('build only');
  expect(logOf(run, 'publish')).not.toContain('build-sign-action 0');
  expect(await world.readTags()).toEqual(before);
});

/** As if the text of a secret were in an output: GitHub's runner leaves it out then, and act does not. */
const withoutOutput = (name: string, value: string) => ({
  [`${name}: \${{ ${value} }}`]: `${name}: ''`,
});

it('what a leg hands over is missed when GitHub leaves it out, instead of nothing being published in silence', async () => {
  const world = useWorld();
  const before = await world.readTags();
  const run = await world.run({
    workflows: { 'release.yml': withInputs({ platforms: 'linux/amd64', tags: 'lost' }) },
    run: 'release.yml',
    claims: CLAIMS,
    replace: withoutOutput('leg-0', "matrix.index == 0 && steps.image.outputs.candidate || ''"),
  });
  expect(run.exitCode).toBe(1);
  expect(logOf(run, 'publish')).toContain('since it may contain secret');
  expect(await world.readTags()).toEqual(before);
});

it('a plan that GitHub leaves out is told, and nothing is built', async () => {
  const world = useWorld();
  const run = await world.run({
    workflows: { 'release.yml': withInputs({ platforms: 'linux/amd64', tags: 'lost' }) },
    run: 'release.yml',
    claims: CLAIMS,
    replace: withoutOutput('matrix', 'steps.plan.outputs.matrix'),
  });
  expect(run.exitCode).toBe(1);
  expect(logOf(run, 'build')).toContain('left the output `matrix`');
  expect(logOf(run, 'build')).not.toContain('build-sign-action 0');
});

it('text of the caller is nothing but text: no expression, no command, no YAML', async () => {
  const world = useWorld();
  const odd =
    '"quoted" \'single\' $(touch pwned) `touch pwned` {"json": ["${HOME}"]} ; exit 9 # no comment';
  const run = await world.run({
    workflows: {
      'release.yml': withInputs({
        platforms: 'linux/amd64',
        tags: 'odd',
        'platform-tags': '{{tag}}-{{os}}-{{arch}}',
        labels: `odd.label=${odd}\nodd.more=a: b\n`,
        'build-args': `ODD=${odd}`,
        target: '',
        file: '',
      }),
    },
    run: 'release.yml',
    claims: CLAIMS,
  });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  const tags = await world.readTags();
  expect([...tags.keys()]).toEqual(
    expect.arrayContaining([`${NAME}:odd`, `${NAME}:odd-linux-amd64`]),
  );
  const read = async (path: string) => {
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const answer = await fetch(`${world.lab.registry.url}/v2/${NAME}/${path}`, { headers });
    return parse(await answer.text());
  };
  const manifest = await read(`manifests/${tags.get(`${NAME}:odd-linux-amd64`)}`);
  const { config } = await read(`blobs/${manifest.config.digest}`);
  expect(config.Labels).toMatchObject({ 'odd.label': odd, 'odd.more': 'a: b' });
});
