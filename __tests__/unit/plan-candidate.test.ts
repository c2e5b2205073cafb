import { describe, expect, it } from '@jest/globals';
import type { TagLine } from '../../src/names/lines.ts';
import {
  formatCandidate,
  formatCandidateDocument,
  isSameCandidate,
  parseCandidate,
  parseCandidateDocument,
} from '../../src/plan/candidate.ts';
import type { Tag } from '../../src/plan/types.ts';
import { makeCandidate, platformOf } from '../support/make-candidate.ts';
import { makeDigest } from '../support/make-digest.ts';

const LEG = makeCandidate();
const RECORD: Readonly<Record<string, unknown>> = formatCandidate(LEG);
const LINES: readonly TagLine[] = [
  { source: 'https://github.com/octo-org/app', revision: 'a'.repeat(40) },
  {
    source: '',
    version: { scheme: 'pep440', text: '1.2.3', prefix: '', suffix: '-alpine' },
    release: 'v1.2.3',
  },
];

function withLines(...lines: readonly TagLine[]) {
  const [first] = makeCandidate().destinations;
  if (first === undefined) throw new Error('no destination');
  const tags = lines.map((line, at): Tag => ({ name: `t${at}`, kind: 'floating', line }));
  return makeCandidate({ destinations: [{ ...first, tags }] });
}

const many = (count: number, value: unknown): unknown[] => Array(count).fill(value);

describe('a candidate', () => {
  it.each([
    ['a leg', LEG],
    ['a leg with a variant', makeCandidate({ platform: platformOf('linux/arm/v7') })],
    ['a whole image', makeCandidate({ platform: undefined })],
    ['one without anything', makeCandidate({ annotations: [], attestations: [], signed: false })],
    ['one with temporary tags', makeCandidate({ keepAlive: ['bsa-keep-1'] })],
    ['one whose tags have lines', withLines(...LINES)],
  ])('comes back as it was: %s', (_, candidate) => {
    const text = JSON.stringify(formatCandidate(candidate));
    expect(parseCandidate(JSON.parse(text))).toEqual(candidate);
  });

  it.each<[unknown]>([
    [null],
    ['latest'],
    [{}],
    [{ source: 7 }],
    [{ source: '', revision: 7 }],
    [{ source: '', release: {} }],
    [{ source: '', version: '1.2.3' }],
    [{ source: '', version: { scheme: 'date', text: '1', prefix: '', suffix: '' } }],
    [{ source: '', version: { scheme: 'semver', text: '1', prefix: '' } }],
    [{ source: 'x'.repeat(2000) }],
  ])('is none with a tag whose line is %j', (line) => {
    const tags = [{ name: 'latest', kind: 'floating', line }];
    const images = [{ name: 'ghcr.io/octo-org/app', tags }];
    expect(parseCandidate({ ...RECORD, images })).toBeUndefined();
  });

  it.each([['{}'], [undefined]])('comes back with bundle %j', (bundle) => {
    const document = { candidate: LEG, bundle };
    expect(parseCandidateDocument(formatCandidateDocument(document))).toEqual(document);
  });

  it('whose platform is spelled otherwise is the same', () => {
    const spelled = parseCandidate({ ...RECORD, platform: 'linux/x86_64' });
    expect(spelled?.platform).toEqual(LEG.platform);
  });

  it.each<[string, unknown]>([
    ['version', 2],
    ['version', undefined],
    ['group', 'abc'],
    ['group', `${'0'.repeat(16)}\n`],
    ['group', 1],
    ['runId', ''],
    ['runId', '-1'],
    ['runId', '1'.repeat(21)],
    ['runId', 77],
    ['attempt', 0],
    ['attempt', -1],
    ['attempt', 1.5],
    ['attempt', '1'],
    ['platform', 'amd64'],
    ['platform', null],
    ['platforms', []],
    ['platforms', 'linux/amd64'],
    ['platforms', ['linux/amd64', 'amd64']],
    ['platforms', undefined],
    ['digest', 'sha256:abc'],
    ['digest', 'latest'],
    ['digest', undefined],
    ['images', []],
    ['images', [{ name: 'ghcr.io/octo-org/app' }]],
    ['images', [{ name: 'GHCR.io/UPPER', tags: [] }]],
    ['images', [{ name: 'ghcr.io/octo-org/app:v1', tags: [] }]],
    ['images', [{ name: 'ghcr.io/octo-org/app', tags: [{ name: 'v1', kind: 'other' }] }]],
    ['images', [{ name: 'ghcr.io/octo-org/app', tags: [{ name: 'a b', kind: 'floating' }] }]],
    ['images', [{ name: 'ghcr.io/octo-org/app', tags: [{ name: '-x', kind: 'floating' }] }]],
    ['images', [{ name: 'ghcr.io/octo-org/app', tags: ['v1'] }]],
    ['images', undefined],
    ['annotations', 'a=b'],
    ['annotations', [1]],
    ['attestations', ['https://example.com/unknown/v1']],
    ['attestations', undefined],
    ['signed', 'true'],
    ['signed', undefined],
    ['keepAlive', [{}]],
    ['keepAlive', undefined],
  ])('with %s %j is none', (field, value) => {
    expect(parseCandidate({ ...RECORD, [field]: value })).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['platforms', 'linux/amd64'],
    ['images', { name: 'ghcr.io/octo-org/app', tags: [] }],
    ['annotations', 'a=b'],
    ['keepAlive', 'bsa-keep-1'],
  ])('has at most 1000 %s', (field, value) => {
    expect(parseCandidate({ ...RECORD, [field]: many(1000, value) })).toBeDefined();
    expect(parseCandidate({ ...RECORD, [field]: many(1001, value) })).toBeUndefined();
  });

  it.each(['null', '[]', '"text"', 'no JSON', '{}', '{"candidate":{}}'])('is not in %s', (text) => {
    expect(parseCandidateDocument(text)).toBeUndefined();
  });

  it('does not come with a bundle that is no text', () => {
    const text = JSON.stringify({ candidate: RECORD, bundle: {} });
    expect(parseCandidateDocument(text)).toBeUndefined();
  });
});

describe('two candidates', () => {
  it('are the same when every field is', () => {
    expect(isSameCandidate(LEG, makeCandidate())).toBe(true);
  });

  const [destination] = LEG.destinations;
  it.each([
    ['group', { group: 'f'.repeat(16) }],
    ['run', { runId: '78' }],
    ['attempt', { attempt: 2 }],
    ['platform', { platform: platformOf('linux/arm64') }],
    ['kind', { platform: undefined, digest: LEG.digest }],
    ['platforms', { platforms: [platformOf('linux/amd64')] }],
    ['digest', { digest: makeDigest('other') }],
    [
      'tags',
      {
        destinations: LEG.destinations.map((one) => ({
          ...one,
          tags: [{ name: 'stable', kind: 'floating' as const }],
        })),
      },
    ],
    ['number of images', { destinations: destination ? [destination, destination] : [] }],
    ['annotations', { annotations: [] }],
    ['attestations', { attestations: [] }],
    ['signature', { signed: false }],
    ['temporary tags', { keepAlive: ['x'] }],
  ])('differ in their %s', (_, change) => {
    expect(isSameCandidate(LEG, makeCandidate(change))).toBe(false);
  });
});
