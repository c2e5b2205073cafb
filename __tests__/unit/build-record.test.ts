import { describe, expect, it } from '@jest/globals';
import {
  countSaved,
  formatBuildRecord,
  formatSaving,
  gatherSeconds,
  labelJob,
  listRecorded,
  parseBuildRecord,
} from '../../src/plan/build-record.ts';
import type { StepHit } from '../../src/plan/cache-hits.ts';
import { makePlaces } from '../support/make-cache.ts';

const step = (at: string, command: string, seconds: number | undefined): StepHit => ({
  ...{ platform: 'linux/amd64', step: at, command, seconds },
  cached: seconds === undefined,
});
const NOTHING: ReadonlyMap<string, number> = new Map();
const BUILT = gatherSeconds(
  { steps: [step('build 2/3', 'COPY . .', 0.2), step('build 3/3', 'RUN make', 74)] },
  NOTHING,
);

describe('what the steps from the cache once took', () => {
  it.each<[string, StepHit[], object | undefined]>([
    [
      'is added up',
      [step('build 2/3', 'COPY . .', undefined), step('build 3/3', 'RUN make', undefined)],
      { seconds: 74.2, isWhole: true },
    ],
    [
      'is what is known of it at least',
      [step('build 3/3', 'RUN make', undefined), step('2/2', 'RUN other', undefined)],
      { seconds: 74, isWhole: false },
    ],
    [
      'is known of a stage that became longer',
      [step('build 3/4', 'RUN make', undefined), step('build 4/4', 'RUN more', 3)],
      { seconds: 74, isWhole: true },
    ],
    ['is nothing of what was built anew', [step('build 3/3', 'RUN make', 70)], undefined],
    ['is not known of another command', [step('build 3/3', 'RUN make -j', undefined)], undefined],
    [
      'is not known of another platform',
      [{ ...step('build 3/3', 'RUN make', undefined), platform: 'linux/arm64' }],
      undefined,
    ],
    ['is not worth a word', [step('build 2/3', 'COPY  . .', undefined)], undefined],
  ])('%s', (_, steps, saved) => {
    expect(countSaved({ steps }, BUILT)).toEqual(saved);
  });

  it('stays known as long as a step is there, and is measured anew when it is built', () => {
    const steps = [step('build 2/3', 'COPY . .', 0.5), step('build 3/3', 'RUN make', undefined)];
    const later = gatherSeconds({ steps }, BUILT);
    const all = steps.map((one) => ({ ...one, cached: true, seconds: undefined }));
    expect(countSaved({ steps: all }, later)).toEqual({ seconds: 74.5, isWhole: true });
    expect(gatherSeconds({ steps: [] }, BUILT).size).toBe(0);
  });

  it.each([
    [{ seconds: 74.21, isWhole: true }, 'which took 74.2 s when they were built'],
    [{ seconds: 3, isWhole: false }, 'which took at least 3.0 s when they were built'],
  ])('reads %j', (saving, text) => {
    expect(formatSaving(saving)).toBe(text);
  });
});

describe('the record of a build', () => {
  const record = { job: 'build', label: 'build (slim)', id: 'a1', seconds: BUILT };

  it('is read as it was written, and says nothing of commands', () => {
    const text = formatBuildRecord(record);
    expect(parseBuildRecord(text)).toEqual(record);
    expect(text).not.toMatch(/make|COPY/);
  });

  it.each<[string, unknown]>([
    ['no JSON', '<html>'],
    ['a list', []],
    ['without times', { job: 'a', label: 'a', id: 'b' }],
    ['with another name', { job: 1, label: 'a', id: 'b', seconds: {} }],
  ])('that is %s is none', (_, value) => {
    expect(
      parseBuildRecord(typeof value === 'string' ? value : JSON.stringify(value)),
    ).toBeUndefined();
  });

  it('has no strange times, and no name that could pass for more than one', () => {
    const seconds = { a: -1, b: 'x', c: 1e9, d: 2 };
    const label = `x\n::error::\u001b[31m\`${'y'.repeat(200)}`;
    const parsed = parseBuildRecord(JSON.stringify({ job: 'a', label, id: 'b', seconds }));
    expect([...(parsed?.seconds ?? [])]).toEqual([['d', 2]]);
    expect(parsed?.label).toMatch(/^x ::error:: \[31m y{100,}$/);
    expect(parsed?.label).toHaveLength(120);
  });

  it('is named by where a build is described, whatever else is said of it', () => {
    const prefixes = (...texts: string[]): string[] =>
      listRecorded(makePlaces(...texts)).map(({ prefix }) => prefix);
    const [gha] = prefixes('type=gha,scope=a,mode=max');
    expect(prefixes('type=gha,scope=a', 'type=gha,scope=a,timeout=30s')).toEqual([gha]);
    const all = prefixes(
      ...['type=gha', 'type=gha,scope=b', 'type=registry,ref=r.io/a:c'],
      ...['type=s3,bucket=b,region=r', 'type=s3,bucket=b,region=r,name=n'],
      'type=azblob,account_url=https://a.example,name=n',
    );
    expect(new Set([gha, ...all]).size).toBe(7);
    expect(prefixes('type=inline', 'type=local,dest=/tmp/x')).toEqual([]);
    // The one that is kept between runs has its folder later.
    const kept = { backend: 'local', scope: 'app', of: 'own', attributes: {} } as const;
    const filled = { ...kept, attributes: { src: '/tmp/layers' } };
    expect(listRecorded([kept, filled])).toHaveLength(1);
  });

  it.each([
    [{}, 'build'],
    [{ flavor: 'slim', debug: '' }, 'build (slim)'],
    [{ a: '1', b: '2' }, 'build (1, 2)'],
  ])('has the name that GitHub shows, with a matrix of %j', (matrix, label) => {
    expect(labelJob('build', matrix)).toBe(label);
  });
});
