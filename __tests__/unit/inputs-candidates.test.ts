import { describe, expect, it } from '@jest/globals';
import { readCandidates } from '../../src/inputs/candidates.ts';
import { formatCandidateDocument } from '../../src/plan/candidate.ts';
import { makeCandidate, platformOf } from '../support/make-candidate.ts';

const [AMD, ARM] = ['linux/amd64', 'linux/arm64'].map((platform) => ({
  candidate: makeCandidate({ platform: platformOf(platform) }),
  bundle: '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}',
}));
if (AMD === undefined || ARM === undefined) throw new Error('two legs are needed');
const [amd, arm] = [formatCandidateDocument(AMD), formatCandidateDocument(ARM)];
const indent = (text: string): string => JSON.stringify(JSON.parse(text), undefined, 2);

function read(text: string) {
  const reader = { env: { INPUT_CANDIDATES: text }, problems: [] };
  return { documents: readCandidates(reader), blamed: reader.problems.length };
}

describe('candidates', () => {
  it.each<[string, string]>([
    ['one per line', `${amd}\n${arm}`],
    ['lines with gaps', `\n  ${amd}\r\n\n${arm}  \n`],
    ['a list of texts', JSON.stringify([amd, arm])],
    ['a list of objects', `[${amd},${arm}]`],
    ['a list with an empty output', JSON.stringify([amd, '', arm])],
    ['outputs of a job', JSON.stringify({ amd64: amd, arm64: arm })],
    [
      'outputs of a job, others among them',
      JSON.stringify({
        amd64: amd,
        digest: 'sha256:abc',
        tags: '["v1","latest"]',
        digests: '{"linux/amd64":"sha256:abc"}',
        count: '2',
        note: '{not JSON',
        empty: '',
        arm64: arm,
      }),
    ],
    [
      'outputs of several jobs',
      JSON.stringify({ a: { outputs: { candidate: amd } }, b: { outputs: { candidate: arm } } }),
    ],
    ['an output that is a list', JSON.stringify({ candidates: `[${amd},${arm}]` })],
    [
      'an output that is an object of texts',
      JSON.stringify({ all: JSON.stringify({ amd64: amd, arm64: arm }) }),
    ],
    ['texts that were indented', JSON.stringify({ amd64: indent(amd), arm64: indent(arm) })],
    ['an indented list', JSON.stringify([JSON.parse(amd), JSON.parse(arm)], undefined, 2)],
    ['the same one twice', `${amd}\n${arm}\n${amd}`],
  ])('are read from %s', (_, text) => {
    expect(read(text)).toEqual({ documents: [AMD, ARM], blamed: 0 });
  });

  it.each([
    ['alone', amd],
    ['indented', indent(amd)],
    ['as the one output of a job', JSON.stringify({ candidate: amd })],
    ['as an object in the output of its own name', `{"candidate":${amd}}`],
  ])('are read from one %s', (_, text) => {
    expect(read(text)).toEqual({ documents: [AMD], blamed: 0 });
  });

  it.each([[''], ['  \n ']])('are asked of the run where the input is %j', (text) => {
    expect(read(text)).toEqual({ documents: undefined, blamed: 0 });
  });

  it.each<[string, string]>([
    ['no job has outputs', '{}'],
    ['every output is empty', '{"candidate":""}'],
    ['the list is empty', '[]'],
    ['it is a word', 'latest'],
    ['it is a number', '1'],
    ['it is null', 'null'],
    ['it is an image', 'ghcr.io/octo-org/app@sha256:abc'],
    ['a line is garbage', `${amd}\ngarbage`],
    ['an entry of a list is garbage', JSON.stringify([amd, 'garbage'])],
    ['an entry of a list is of another kind', JSON.stringify([amd, { digest: 'sha256:abc' }])],
    ['one was cut off', `${amd}\n${arm.slice(0, 200)}`],
    ['an output was cut off', JSON.stringify({ amd64: amd, arm64: arm.slice(0, 200) })],
    ['a field is broken', JSON.stringify([amd, arm.replace('"linux/arm64"', '"arm64"')])],
    ['it is deeper than anything GitHub makes', `${'['.repeat(50)}${amd}${']'.repeat(50)}`],
  ])('are none when %s', (_, text) => {
    expect(read(text)).toEqual({ documents: [], blamed: 1 });
  });
});
