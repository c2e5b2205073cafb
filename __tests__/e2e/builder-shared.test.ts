import { mkdtemp, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeHome, makeRunId, runUses } from '../../lab/job.ts';
import { probeCommand } from '../../lab/provision/commands.ts';
import type { StepRun } from '../../lab/runner.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { recordPrograms } from '../support/e2e-programs.ts';
import { BARE, LEAN, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

const readSetUp = ({ main }: StepRun): number =>
  Number(JSON.parse(main.outputs['timings'] ?? '{}')['Set-up'] ?? Number.NaN);
const readText = ({ main }: StepRun): string => main.log.map(({ text }) => text).join('\n');

const docker = (...args: string[]): Promise<string> => runDocker(world().lab, ...args);
const listOf = async (builder: string): Promise<string> =>
  [
    await docker('ps', '--all', '--quiet', '--filter', `name=${builder}`),
    await docker('volume', 'ls', '--quiet', '--filter', `name=${builder}`),
  ].join('');

describe('several uses in one job', () => {
  it('have one builder, are set up with one start of a program, and leave nothing', async () => {
    const { lab, registry } = world();
    const image = `${registry.host}/octo/uses`;
    const programs = await recordPrograms(lab);
    const { env, homeDir, cosign } = programs;
    const inputs = { ...BARE, 'cosign-version': cosign };
    const { steps, job } = await runUses(
      lab,
      {
        ...{ env, homeDir, inputs, workspace: await lab.makeWorkspace() },
        github: { runId: makeRunId() },
      },
      [
        { images: image, tags: 'type=raw,value=one', 'build-args': 'VERSION=one' },
        { images: image, tags: 'type=raw,value=two', 'build-args': 'VERSION=two' },
        { images: image, tags: 'type=raw,value=release', ...LEAN, provenance: 'true' },
      ],
    );
    try {
      expect(steps.map(({ main }) => main.outputs['published'])).toEqual(['true', 'true', 'true']);
      const builders = new Set(steps.map(({ main }) => main.outputs['builder']));
      expect(builders.size).toBe(1);
      const [builder = ''] = builders;
      expect(builder).toMatch(/^build-sign-[0-9a-f]{12}$/);
      const texts = steps.map(readText);
      expect(texts.filter((text) => text.includes('booted build-sign-'))).toHaveLength(1);
      expect(texts.filter((text) => text.includes('an earlier use in this job made'))).toHaveLength(
        2,
      );

      const [first = 0, ...next] = steps.map(readSetUp);
      expect(Math.min(...next)).toBeLessThan(first);
      const starts = await programs.read();
      const count = (start: RegExp): number => starts.filter((one) => start.test(one)).length;
      // What the set-up of the first looks at; the next two ask only whether the builder is still theirs.
      expect(count(/^docker info/)).toBe(1);
      expect(count(/^buildx version/)).toBe(1);
      expect(count(/^cosign version/)).toBe(1);
      expect(count(/^docker image inspect/)).toBe(1);
      expect(count(/^buildx create/)).toBe(1);
      expect(count(/^docker container inspect/)).toBe(2);
      const setUps = starts.slice(starts.findIndex((one) => one.startsWith('buildx build')));
      const later = setUps.slice(
        0,
        setUps.findLastIndex((one) => one.startsWith('buildx build')),
      );
      const others = later.filter(
        (one) => !/^(?:buildx build|cosign (?:sign|attest|verify))/.test(one),
      );
      expect(others.map((one) => one.split(' ').slice(0, 3).join(' '))).toEqual([
        'docker container inspect',
        'docker container inspect',
      ]);

      expect(steps.map(({ post }) => post?.exitCode)).toEqual([0, 0, 0]);
      expect(await listOf(builder)).toBe('');
      expect((await readdir(job.tempDir)).filter((name) => !name.startsWith('_'))).toEqual([]);
    } finally {
      await job.cleanup();
    }
  });

  it('with other settings have a builder each, and another job has its own', async () => {
    const { lab } = world();
    const workspace = await lab.makeWorkspace();
    const inputs = { ...BARE, push: 'false' };
    const { steps, job } = await runUses(
      lab,
      { workspace, github: { runId: makeRunId() }, inputs },
      [{}, { 'buildkitd-flags': '--debug' }, { allow: 'network.host' }, {}],
    );
    await job.cleanup();
    const [one, two, three, four] = steps.map(({ main }) => main.outputs['builder']);
    expect(new Set([one, two, three]).size).toBe(3);
    expect(four).toBe(one);
    for (const name of [one, two, three]) expect(await listOf(name ?? '')).toBe('');
  });
});

describe('an exported builder', () => {
  it('is what docker buildx build of a later step builds with, as plain buildx does, and goes with the job', async () => {
    const { lab } = world();
    const workspace = await lab.makeWorkspace();
    const homeDir = await makeHome(lab);
    const output = await mkdtemp(join(lab.folder, 'exported-'));
    const told: string[] = [];
    /** As the runner starts the next step: the job's environment, and what GITHUB_ENV got. */
    const build = async (file: string, args: readonly string[], added: Record<string, string>) => {
      const { exitCode, stderr } = await probeCommand({
        file,
        args: [
          ...args,
          'build',
          '--progress=plain',
          '--output',
          join(output, file === lab.tools.docker ? 'docker' : 'buildx'),
          workspace,
        ],
        env: {
          PATH: `${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`,
          ...{ HOME: homeDir, DOCKER_HOST: lab.engine.dockerHost, ...added },
        },
      });
      expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 });
      told.push(stderr);
    };
    const { steps, job } = await runUses(
      lab,
      {
        ...{ workspace, homeDir, github: { runId: makeRunId() } },
        inputs: { ...BARE, push: 'false', 'export-builder': 'true' },
        afterUse: async ({ main }) => {
          const { BUILDX_BUILDER = '', BUILDX_CONFIG = '' } = main.env;
          expect(BUILDX_BUILDER).toBe(main.outputs['builder']);
          expect(BUILDX_CONFIG).toContain('/build-sign-');
          const added = { BUILDX_BUILDER, BUILDX_CONFIG };
          await build(lab.tools.docker, ['buildx'], added);
          await build(lab.tools.buildx, [], added);
        },
      },
      [{}],
    );
    const builder = steps[0]?.main.outputs['builder'] ?? '';
    for (const text of told)
      expect(text).toContain(`building with "${builder}" instance using docker-container driver`);
    // The second finds the layers of the first: both built in the same BuildKit.
    expect(told[1]).toContain('CACHED');
    expect((await readdir(join(output, 'docker'))).length).toBeGreaterThan(0);
    expect(builder).toMatch(/^build-sign-/);
    expect(await listOf(builder)).toBe('');
    expect((await readdir(job.tempDir)).filter((name) => !name.startsWith('_'))).toEqual([]);
    await job.cleanup();
  });
});
