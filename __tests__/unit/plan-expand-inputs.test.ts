import { describe, expect, it } from '@jest/globals';
import { parseAttributes } from '../../src/inputs/lists.ts';
import { formatCacheEntry } from '../../src/plan/cache-spec.ts';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findProblems, makePlanOf } from '../support/make-plan.ts';

/** Git takes all of these in the name of a branch; what they mean in a list or to buildx must not be found out. */
const ODD = 'a,type=local"b=c,ref=evil/x:y';

function planOn(ref: string, inputs: InputTexts) {
  const facts = { eventName: 'push', ref, names: makeNamesFacts({ ref }) };
  return makePlanOf({ inputs: { cache: 'off', ...inputs }, facts });
}
const onOdd = (inputs: InputTexts) => planOn(`refs/heads/${ODD}`, inputs);

describe('expressions on a version tag', () => {
  const tag = (inputs: InputTexts) => planOn('refs/tags/v1.2.3', inputs);

  it.each<[string, string, readonly string[]]>([
    ['a version', 'VERSION={{version}}', ['VERSION=1.2.3']],
    ['several', 'V={{major}}.{{minor}} {{sha}}', ['V=1.2 5f1d1d8']],
    ['the time of the commit', 'DATE={{created}}', ['DATE=2026-01-02T03:04:05.000Z']],
    [
      'all tags',
      'TAGS={{meta.tags}}',
      ['TAGS=ghcr.io/octo-org/app:v1.2.3\nghcr.io/octo-org/app:latest'],
    ],
    [
      'a Go template',
      'FORMAT={{.Name}} {{ json . }} {{- .X -}}',
      ['FORMAT={{.Name}} {{ json . }} {{- .X -}}'],
    ],
    [
      'a Go function with our name',
      'F={{ date "2006" .Created }}',
      ['F={{ date "2006" .Created }}'],
    ],
    ['a filter', 'J={{ version | upper }}', ['J={{ version | upper }}']],
    ['one behind a backslash', String.raw`F=\{{version}}`, ['F={{version}}']],
    ['one behind two', String.raw`F=C:\\{{version}}`, [String.raw`F=C:\1.2.3`]],
    ['a backslash before something else', String.raw`F=\{{.Name}}`, [String.raw`F=\{{.Name}}`]],
    ['an expression as a name', '{{version}}=x', ['{{version}}=x']],
    ['nothing of ours', 'A={{}} {{ }} {"a":{"b":1}}', ['A={{}} {{ }} {"a":{"b":1}}']],
  ])('build-args: %s', async (_, text, expected) => {
    expect((await tag({ 'build-args': text })).build.buildArgs).toEqual(expected);
  });

  it('are filled in wherever the outputs of docker/metadata-action used to stand', async () => {
    const { build, cache } = await tag({
      'build-contexts': 'base=docker-image://ghcr.io/octo-org/base:{{version}}',
      outputs: 'type=oci,dest=app-{{version}}.tar',
      'cache-from': 'ghcr.io/octo-org/app:cache-{{major}}\ntype=gha,scope=app-{{minor}}',
      'cache-to': 'type=local,dest=/cache/{{version}}',
      'cache-trust': 'any',
      labels: 'my.version={{version}}\nmy.format={{.Name}}',
      annotations: 'index:my.version={{version}}',
    });
    expect(build.contexts).toEqual(['base=docker-image://ghcr.io/octo-org/base:1.2.3']);
    expect(build.exports).toEqual([expect.stringContaining('dest=app-1.2.3.tar')]);
    expect(cache.from.map(formatCacheEntry)).toEqual([
      'type=registry,ref=ghcr.io/octo-org/app:cache-1',
      'type=gha,scope=app-2,timeout=30s',
    ]);
    expect(cache.to.map(formatCacheEntry)).toEqual([
      'type=local,dest=/cache/1.2.3,ignore-error=true',
    ]);
    expect(build.labels).toEqual(
      expect.arrayContaining(['my.version=1.2.3', 'my.format={{.Name}}']),
    );
    expect(build.annotations).toContain('index:my.version=1.2.3');
  });

  it('are filled in without images too', async () => {
    const { build } = await tag({
      images: '',
      labels: 'v={{version}}\n"many=one\n{{version}}, ""two"""\nformat={{.Name}}',
      annotations: 'index:v={{version}}',
    });
    expect(build.labels).toEqual(['v=1.2.3', 'many=one\n1.2.3, "two"', 'format={{.Name}}']);
    expect(build.annotations).toEqual(['index:v=1.2.3']);
  });

  it('leave {{defaultContext}} to the contexts', async () => {
    const { build } = await tag({
      context: '{{defaultContext}}:app',
      'build-contexts': 'root={{defaultContext}}',
      'build-args': 'CONTEXT={{defaultContext}}',
    });
    expect(build.context).toMatch(/^https:\/\/github\.com\/.*:app$/);
    expect(build.contexts).toEqual([expect.stringMatching(/^root=https:/)]);
    expect(build.buildArgs).toEqual(['CONTEXT={{defaultContext}}']);
  });
});

describe('what an expression gives', () => {
  it('stays one value, whatever a branch is called', async () => {
    const { build, cache } = await onOdd({
      'build-args': 'BRANCH={{branch}}\nNEXT=1',
      outputs: 'type=oci,dest=out/{{branch}}.tar',
      'cache-from': 'type=local,src=/cache/{{branch}}\ntype=gha,scope={{branch}}',
      'cache-trust': 'any',
      labels: 'branch={{branch}}\nnext=1',
    });
    expect(build.buildArgs).toEqual([`BRANCH=${ODD}`, 'NEXT=1']);
    expect(build.labels).toEqual(expect.arrayContaining([`branch=${ODD}`, 'next=1']));
    const parsed = [...build.exports, ...cache.from.map(formatCacheEntry)].map(parseAttributes);
    expect(parsed).toEqual([
      expect.objectContaining({ type: 'oci', dest: `out/${ODD}.tar` }),
      { type: 'local', src: `/cache/${ODD}` },
      { type: 'gha', scope: ODD, timeout: '30s' },
    ]);
  });

  it('stays one entry without images', async () => {
    const inputs = { images: '', labels: 'branch={{branch}}\nnext=1' };
    expect((await onOdd(inputs)).build.labels).toEqual([`branch=${ODD}`, 'next=1']);
  });

  it('is not looked at again', async () => {
    const inputs = { 'build-args': 'BRANCH={{branch}}', labels: 'branch={{branch}}' };
    const { build } = await planOn('refs/heads/x{{sha}}', inputs);
    expect(build.buildArgs).toEqual(['BRANCH=x{{sha}}']);
    expect(build.labels).toContain('branch=x{{sha}}');
  });
});

describe('problems and notices', () => {
  it.each<[keyof InputTexts, string]>([
    ['build-contexts', 'x=docker-image://{{meta.tags}}'],
    ['outputs', 'type=oci,dest={{meta.tags}}'],
    ['cache-to', 'type=local,dest={{meta.tags}}'],
    ['cache-from', '"type=gha,scope={{branch}}'],
    ['build-args', "NOW={{date 'YYYY' tz='No/Where'}}"],
    ['labels', "now={{date 'YYYY' tz='No/Where'}}"],
  ])('%s: %s', async (name, text) => {
    const problems = await findProblems({ inputs: { cache: 'off', [name]: text } });
    expect(problems.map(({ input }) => input)).toContain(name);
  });

  it.each([
    ['V={{verison}}', '{{version}}'],
    ['V={{Version}}', '{{version}}'],
    ['V={{is-default-branch}}', '{{is_default_branch}}'],
    ['V={{commitdate}}', '{{commit_date}}'],
    ['V={{ version | upper }}', '{{version}}'],
  ])('%s is noticed', async (text, meant) => {
    const { notices, build } = await makePlanOf({ inputs: { 'build-args': text } });
    expect(notices.filter((notice) => notice.includes(`\`${meant}\``))).toHaveLength(1);
    expect(build.buildArgs).toEqual([text]);
  });

  it.each([
    'V={{.Version}}',
    'V={{name}}',
    'V={{ tags }}',
    'V={{range .}}{{end}}',
    String.raw`V=\{{version}}`,
  ])('%s is none of our business', async (text) => {
    const { notices } = await makePlanOf({ inputs: { 'build-args': text } });
    expect(notices.filter((notice) => notice.includes('{{'))).toEqual([]);
  });
});
