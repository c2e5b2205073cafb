import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { annotateChecks } from '../../src/stages/build/annotate-checks.ts';
import { explainFailedBuild, keepOutputEnd } from '../../src/stages/build/failed-build.ts';
import { tellFailure } from '../../src/stages/report/report-images.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { readFixture } from '../support/recorded.ts';

const OUTPUT = readFixture('tool-output/buildx-step-failed-arm64.txt').split('\n');
const BLAMED = 'RUN if [ "$TARGETARCH" = arm64 ]; then echo "only arm" >&2; exit 7; fi';
const DOCKERFILE = `FROM x\r\nARG TARGETARCH\r\n${BLAMED}\r\n`;
const FAILED = new ActionError('BUILD_FAILED', 'it failed', { hint: 'Look.', details: ['tail'] });

async function explain(files: Readonly<Record<string, string>>, file?: string) {
  const world = makeFakeHost({ files });
  const error = await explainFailedBuild(world, { error: FAILED, output: OUTPUT, file });
  return { world, error: error as ActionError };
}

describe('a build that failed', () => {
  it('is shown at the line of the Dockerfile, once', async () => {
    const { world, error } = await explain({ './Dockerfile': DOCKERFILE }, './Dockerfile');
    expect(error).toMatchObject({ code: 'BUILD_FAILED', message: 'it failed', hint: 'Look.' });
    expect(error.place).toEqual({ file: 'Dockerfile', line: 3 });
    expect(error.details).toContain('0.289 only arm');
    tellFailure(world, error);
    const told = world.lines.filter((line) => !line.startsWith('debug: '));
    expect(told).toEqual(['error: Dockerfile:3 [BUILD_FAILED] it failed\nLook.']);
  });

  it('is shown where the repository has it, however deep it is checked out', async () => {
    const files = { '/w/source/.git': '', '/w/source/app/Dockerfile': DOCKERFILE };
    const { error } = await explain(files, '/w/source/app/Dockerfile');
    expect(error.place).toEqual({ file: 'app/Dockerfile', line: 3 });
  });

  it.each([
    ['the Dockerfile has another text', { Dockerfile: 'FROM x\n\nRUN other\n' }, 'Dockerfile'],
    ['the Dockerfile is shorter', { Dockerfile: 'FROM x\n' }, 'Dockerfile'],
    ['there is none here', {}, 'Dockerfile'],
    ['it was none of ours', { Dockerfile: DOCKERFILE }, undefined],
  ])('is shown nowhere when %s', async (_title, files, file) => {
    const { error } = await explain(files, file);
    expect(error.place).toBeUndefined();
    expect(error.details).toContain('0.289 only arm');
  });

  it('of which nothing is known keeps the end of its output for the summary', async () => {
    const host = makeFakeHost();
    const error = await explainFailedBuild(host, { error: FAILED, output: [], file: undefined });
    expect(error).toMatchObject({ details: ['tail'], isLogged: true });
  });

  it('that is no failure of a tool stays what it is', async () => {
    const host = makeFakeHost();
    const error = new Error('defect');
    expect(await explainFailedBuild(host, { error, output: OUTPUT, file: undefined })).toBe(error);
  });
});

describe('the end of an output', () => {
  it('is all that is kept', () => {
    const end = keepOutputEnd();
    for (let at = 0; at < 5000; at++) end.add(`${at}`);
    expect(end.lines().length).toBeLessThanOrEqual(600);
    expect(end.lines().at(-1)).toBe('4999');
  });
});

describe('what BuildKit found wrong with a Dockerfile', () => {
  it('is shown where the repository has it', async () => {
    const plan = await makePlanOf({ inputs: { file: '/w/source/app/Dockerfile' } });
    const world = makeFakeHost({
      files: {
        '/w/source/.git': '',
        '/w/source/app/Dockerfile': readFixture('buildx-0.36/warnings.Dockerfile'),
      },
    });
    const metadata = readFixture('buildx-0.36/warnings.metadata.json');
    await annotateChecks(world, { plan, metadata });
    expect(world.lines.map((line) => line.split(' ')[1])).toEqual([
      'app/Dockerfile:1',
      'app/Dockerfile:2',
      'app/Dockerfile:3',
    ]);
  });
});
