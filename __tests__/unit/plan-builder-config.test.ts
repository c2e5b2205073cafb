import { describe, expect, it } from '@jest/globals';
import { listImageSources } from '../../src/plan/builder-config.ts';
import { findEngineLacks } from '../../src/plan/builder-engine.ts';
import type { Facts } from '../../src/plan/types.ts';
import { mergeBuildkitdConfig, parseBuildkitdConfig } from '../../src/tools/buildkitd-config.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findProblems, makePlanOf } from '../support/make-plan.ts';

const planBuilder = async (inputs: InputTexts, facts: Partial<Facts> = {}) =>
  (await makePlanOf({ inputs, facts })).builder;

describe('the configuration of buildkitd', () => {
  it.each<[Facts['buildkitdConfig'], RegExp]>([
    [{ kind: 'invalid', line: 7 }, /not valid TOML in line 7/],
    [{ kind: 'missing' }, /names no file/],
  ])('%j is a problem', async (buildkitdConfig, told) => {
    const inputs = { 'buildkitd-config': 'hunter2.toml' };
    const [problem] = await findProblems({ inputs, facts: { buildkitdConfig } });
    expect(problem?.problem).toMatch(told);
  });

  it('gets the mirrors, after those it names itself', async () => {
    const table = { registry: { 'docker.io': { mirrors: ['a.example'], http: true } } };
    const builder = await planBuilder(
      { 'buildkitd-config': 'x', mirrors: 'b.example\nghcr.io=c.example' },
      { buildkitdConfig: { kind: 'table', table } },
    );
    expect(builder).toMatchObject({
      own: {
        config: {
          registry: {
            'docker.io': { mirrors: ['a.example', 'b.example'], http: true },
            'ghcr.io': { mirrors: ['c.example'] },
          },
        },
      },
    });
  });

  it('is merged table by table', () => {
    const merged = mergeBuildkitdConfig([
      { debug: true, worker: { oci: { gc: true, labels: { a: '1' } } }, list: ['a'] },
      { debug: false, worker: { oci: { labels: { b: '2' } } }, list: ['a', 'b'] },
    ]);
    expect(merged).toEqual({
      debug: false,
      worker: { oci: { gc: true, labels: { a: '1', b: '2' } } },
      list: ['a', 'b'],
    });
  });

  it.each<[string, number]>([
    ['debug = ', 1],
    ['debug = true\n[worker', 2],
    ['a = 1\na = 2', 2],
  ])('%j is wrong in line %i', async (text, line) => {
    expect(await parseBuildkitdConfig(text)).toMatchObject({ ok: false, line });
  });
});

describe('the image of BuildKit', () => {
  const IMAGE = 'docker.io/moby/buildkit:v1@sha256:aa';
  it.each<[Array<[string, string]>, string[]]>([
    [[], []],
    [[['docker.io', 'm.example/hub']], ['m.example/hub/moby/buildkit:v1@sha256:aa']],
    [[['ghcr.io', 'm.example']], []],
    [
      [
        ['docker.io', 'a.example'],
        ['docker.io', 'b.example:5000'],
      ],
      ['a.example/moby/buildkit:v1@sha256:aa', 'b.example:5000/moby/buildkit:v1@sha256:aa'],
    ],
  ])('with mirrors %j is looked for there first', (mirrors, places) => {
    const image = IMAGE.replace('aa', 'a'.repeat(64));
    const given = mirrors.map(([registry, mirror]) => ({ registry, mirror }));
    expect(listImageSources(image, given)).toEqual([
      ...places.map((one) => one.replace('aa', 'a'.repeat(64))),
      image,
      image.replace('docker.io', 'mirror.gcr.io'),
    ]);
  });
});

describe("the engine's own BuildKit", () => {
  const ENGINE = { os: 'linux', version: '28.5.2+dfsg4', containerdStore: true };
  const WANTS = {
    pushes: false,
    emulators: false,
    isApart: false,
    caches: ['gha', 'registry'],
    entitlements: ['network.host'],
  };
  it.each<[string, object, object, RegExp | undefined]>([
    ['does', {}, {}, undefined],
    ['of Docker 29 does', { version: '29.6.2' }, {}, undefined],
    ['of the first good version does', { version: '28.3.0' }, {}, undefined],
    ['grants devices', {}, { entitlements: ['device'] }, undefined],
    ['is too old', { version: '28.2.2' }, {}, /older than 28\.3\.0/],
    ['is a pre-release of it', { version: '28.3.0-rc.1' }, {}, /older/],
    ['says no version', { version: 'master' }, {}, /older/],
    ['has the old store', { containerdStore: false }, {}, /store of its own/],
    ['is of another system', { os: 'windows' }, {}, /windows/],
    ['has no such cache', {}, { caches: ['gha', 's3', 'azblob'] }, /cache backend s3, azblob/],
    ['does not grant it', {}, { entitlements: ['security.insecure'] }, /security\.insecure/],
    ['has no emulators', {}, { emulators: true }, /emulators/],
    ['is shared with others', {}, { isApart: true }, /others have built/],
    ['pushes by tag only', {}, { pushes: true }, /by tag only/],
  ])('%s', (_title, engine, wants, lack) => {
    const lacks = findEngineLacks({ ...WANTS, ...wants }, { ...ENGINE, ...engine });
    expect(lacks).toEqual(lack === undefined ? [] : [expect.stringMatching(lack)]);
  });

  it('is told all that it lacks', () => {
    const engine = { os: 'linux', version: '20.10.24', containerdStore: false };
    expect(findEngineLacks({ ...WANTS, caches: ['s3'] }, engine)).toHaveLength(3);
  });
});
