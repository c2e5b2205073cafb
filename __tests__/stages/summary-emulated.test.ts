import { describe, expect, it } from '@jest/globals';
import { formatAbout } from '../../src/stages/report/summary-run.ts';
import { parseBuildMetadata } from '../../src/tools/buildx.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { readFixture } from '../support/recorded.ts';

const step = { platform: 'linux/arm64', command: 'RUN make', line: 7, seconds: 31.2 };

async function summarize(emulated: readonly (typeof step)[]): Promise<string> {
  const metadata = parseBuildMetadata(readFixture('buildx-0.36/push.metadata.json'));
  if (metadata === undefined) throw new Error('The fixture is no metadata');
  const plan = await makePlanOf();
  const build = { metadata, emulated };
  return formatAbout({ results: { plan, build, moved: [], published: true }, timings: {} });
}

describe('the summary of the run', () => {
  it('tells what emulation took', async () => {
    expect(await summarize([step, { ...step, line: 9, seconds: 1 }])).toContain(
      '| emulated | 2 steps, 32.2 s, lines 7, 9 |',
    );
    expect(await summarize([step])).toContain('| emulated | 1 step, 31.2 s, line 7 |');
  });

  it('says nothing of it where there was none', async () => {
    expect(await summarize([])).not.toContain('emulated');
  });
});
