import { describe, expect, it } from '@jest/globals';
import { makeGivenLines } from '../../src/names/given-lines.ts';
import { type Given, name } from '../support/names-given.ts';

const SHA = '860c1904a1ce19322e91ac35af1ab07466440c37';
const VERSIONS = 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}';
const onTag = (tag: string): Pick<Given, 'facts'> => ({ facts: { ref: `refs/tags/${tag}` } });

/** Tag → what its line goes by. */
async function linesOf(given: Given) {
  const { lines, problems } = await name(given);
  expect(problems).toEqual([]);
  return Object.fromEntries(
    [...lines].map(([tag, { version, revision, release }]) => [
      tag,
      [version && `${version.prefix}|${version.text}|${version.suffix}`, revision, release].filter(
        (one) => one !== undefined,
      ),
    ]),
  );
}

describe('what a tag must not go back from', () => {
  it.each<[string, Given, Record<string, string[]>]>([
    [
      'a version',
      { tags: VERSIONS, ...onTag('v1.2.3') },
      { '1.2': ['|1.2.3|'], latest: ['|1.2.3|'] },
    ],
    ['a pre-release: no floating tag', { tags: VERSIONS, ...onTag('v1.2.3-rc.1') }, {}],
    [
      'a suffix',
      { tags: VERSIONS, flavor: 'suffix=-alpine,onlatest=true', ...onTag('v1.2.3') },
      { '1.2-alpine': ['|1.2.3|-alpine'], 'latest-alpine': ['|1.2.3|-alpine'] },
    ],
    ['the Git tag', { tags: 'type=ref,event=tag', ...onTag('v1.2.3') }, { latest: ['|v1.2.3|'] }],
    [
      'a date as version',
      { tags: 'type=ref,event=tag', ...onTag('2026.01.02') },
      { latest: ['|2026.01.02|'] },
    ],
    ['a Git tag that is no version', { tags: 'type=ref,event=tag', ...onTag('friday') }, {}],
    [
      'PEP 440',
      { tags: 'type=pep440,pattern={{version}}', ...onTag('v1.2.3.4') },
      { latest: ['|1.2.3.4|'] },
    ],
    ['a branch', { tags: 'type=ref,event=branch' }, { main: [SHA] }],
    [
      'latest of a branch',
      { tags: 'type=raw,value=latest,enable={{is_default_branch}}\ntype=edge' },
      { latest: [SHA], edge: [SHA] },
    ],
    ['a commit: names one build', { tags: 'type=sha' }, {}],
    ['a pull request', { facts: { ref: 'refs/pull/7/merge', eventName: 'pull_request' } }, {}],
    [
      'the release of GitHub',
      { tags: VERSIONS, flavor: 'latest=release', ...onTag('v1.2.3') },
      { '1.2': ['|1.2.3|'], latest: ['|1.2.3|', 'v1.2.3'] },
    ],
    [
      'the release of GitHub, without a version',
      { tags: 'type=ref,event=tag', flavor: 'latest=release', ...onTag('friday') },
      { latest: ['friday'] },
    ],
    [
      'a label of the same version',
      {
        tags: VERSIONS,
        labels: 'org.opencontainers.image.version={{version}}',
        ...onTag('v1.2.3'),
      },
      { '1.2': ['|1.2.3|'], latest: ['|1.2.3|'] },
    ],
    [
      'a label of one’s own',
      { tags: VERSIONS, labels: 'org.opencontainers.image.version=20260102', ...onTag('v1.2.3') },
      {},
    ],
    [
      'an annotation of one’s own',
      {
        tags: VERSIONS,
        annotations: 'index:org.opencontainers.image.version=7',
        ...onTag('v1.2.3'),
      },
      {},
    ],
    [
      'a revision of one’s own',
      { tags: 'type=edge', labels: 'org.opencontainers.image.revision=abc' },
      {},
    ],
    ['no source', { tags: 'type=edge', facts: { repository: { name: 'app' } } }, {}],
    ['the commit first', { tags: `type=sha,priority=2000\n${VERSIONS}`, ...onTag('v1.2.3') }, {}],
  ])('%s', async (_title, given, expected) => {
    expect(await linesOf(given)).toEqual(expected);
  });

  it('with latest=release has no latest off Git tags', async () => {
    const given = {
      tags: 'type=semver,pattern={{version}},value=v1.2.3',
      flavor: 'latest=release',
    };
    expect((await name(given)).tagNames).toEqual(['1.2.3']);
  });
});

describe('full references', () => {
  const labels = (version: string) => [
    'org.opencontainers.image.source=https://github.com/acme/app',
    `org.opencontainers.image.version=${version}`,
    `org.opencontainers.image.revision=${SHA}`,
  ];
  const given = async (tagNames: string[], ref: string, lines: string[]) => {
    const facts = { ref, sha: SHA };
    const found = await makeGivenLines({ tagNames, labels: lines, annotations: [], facts });
    return Object.fromEntries(
      [...found].map(([tag, { version, revision }]) => [
        tag,
        version === undefined ? revision : `${version.text}|${version.suffix}`,
      ]),
    );
  };

  it.each<[string[], string, string[], Record<string, string>]>([
    [
      ['1.2.3', '1.2', '1', 'latest', 'stable'],
      'refs/tags/v1.2.3',
      labels('1.2.3'),
      { '1.2': '1.2.3|', '1': '1.2.3|', latest: '1.2.3|' },
    ],
    [
      ['1.2-alpine', 'latest-alpine'],
      'refs/tags/v1.2.3',
      labels('1.2.3-alpine'),
      { '1.2-alpine': '1.2.3|-alpine', 'latest-alpine': '1.2.3|-alpine' },
    ],
    [['latest', 'main'], 'refs/heads/main', labels('main'), { latest: SHA, main: SHA }],
    [['latest'], 'refs/tags/v1.2.3', [], {}],
    [['latest'], 'refs/tags/v1.2.3', labels('1.2.4'), {}],
  ])('%j at %s', async (tagNames, ref, lines, expected) => {
    expect(await given(tagNames, ref, lines)).toEqual(expected);
  });
});
