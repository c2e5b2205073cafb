import { describe, expect, it } from '@jest/globals';
import { findOwn, listNative, usesEngine } from '../../src/plan/builder-spec.ts';
import type { Facts } from '../../src/plan/types.ts';
import { parseBuildkitdConfig } from '../../src/tools/buildkitd-config.ts';
import { listSources } from '../../src/tools/image-sources.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const planBuilder = async (inputs: InputTexts) => (await makePlanOf({ inputs })).builder;

describe('the builder', () => {
  it.each<[InputTexts, object]>([
    [{}, { kind: 'auto', wants: { pushes: true }, own: { driver: 'docker-container' } }],
    [{ push: 'false' }, { kind: 'auto', wants: { pushes: false } }],
    [
      { driver: 'docker-container' },
      { kind: 'own', own: { images: listSources(IMAGES.buildkit) } },
    ],
    [
      { 'driver-opts': 'network=host' },
      { kind: 'own', own: { nodes: [{ driverOpts: ['network=host'] }] } },
    ],
    [{ 'buildkitd-flags': '--debug' }, { kind: 'own', own: { nodes: [{ flags: '--debug' }] } }],
    [{ mirrors: 'm.example' }, { kind: 'own' }],
    [{ driver: 'docker' }, { kind: 'engine', wants: { entitlements: [] } }],
    [{ emulation: 'builtin' }, { kind: 'auto', wants: { emulators: true } }],
    [{ emulation: 'binfmt' }, { kind: 'auto', wants: { emulators: false } }],
    [{ builder: 'mine' }, { kind: 'existing', name: 'mine' }],
    [
      { driver: 'remote', endpoint: 'tcp://a:1' },
      { kind: 'own', own: { driver: 'remote', images: [] } },
    ],
    [
      { driver: 'kubernetes' },
      { kind: 'own', own: { driver: 'kubernetes', images: listSources(IMAGES.buildkit) } },
    ],
    [
      { driver: 'kubernetes', 'driver-opts': 'rootless=true' },
      { own: { images: listSources(IMAGES.buildkitRootless) } },
    ],
    [
      { driver: 'kubernetes', 'driver-opts': 'rootless=false' },
      { own: { images: listSources(IMAGES.buildkit) } },
    ],
    [
      {
        driver: 'kubernetes',
        nodes: '- driver-opts: rootless=true\n- name: b\n  platforms: linux/arm64',
      },
      { own: { images: [] } },
    ],
    [
      {
        'cache-from': 'ghcr.io/a/b\ntype=s3,region=x,bucket=b',
        'cache-to': 'type=azblob,name=a,account_url=https://a.example',
      },
      { kind: 'auto', wants: { caches: ['registry', 's3', 'azblob'] } },
    ],
    [
      { allow: 'security.insecure' },
      { kind: 'auto', wants: { entitlements: ['security.insecure'] } },
    ],
  ])('%j', async (inputs, builder) => {
    expect(await planBuilder(inputs)).toMatchObject(builder);
  });

  const ARCHIVE = { push: 'false', outputs: 'type=oci,dest=a.tar' };
  it.each<[string, InputTexts, Facts['runnerEnvironment'], boolean]>([
    ['signed, on a machine of their own', ARCHIVE, 'self-hosted', true],
    ['signed, on a machine that nobody describes', ARCHIVE, undefined, true],
    ['signed, on a machine that is new', ARCHIVE, 'github-hosted', false],
    ['not signed', { ...ARCHIVE, sign: 'false' }, 'self-hosted', false],
    ['asked for by name', { ...ARCHIVE, driver: 'docker' }, 'self-hosted', false],
  ])(
    'is the one that others build in, or not: %s',
    async (_, inputs, runnerEnvironment, isApart) => {
      const { builder } = await makePlanOf({ inputs, facts: { runnerEnvironment } });
      expect(builder).toMatchObject({ wants: { isApart } });
    },
  );

  it('that is kept has a bound, and tells nothing of the run that makes it', async () => {
    const inputs = { 'keep-builder': 'main', 'keep-builder-max-size': '2gb' };
    const facts = { runnerEnvironment: 'self-hosted', visibility: 'public' } as const;
    const maxBytes = 2 * 1024 ** 3;
    expect((await makePlanOf({ inputs, facts })).builder).toMatchObject({
      kind: 'own',
      own: {
        ...{ kept: { maxBytes }, recordsRun: false },
        config: { worker: { oci: { maxUsedSpace: maxBytes } } },
      },
    });
  });

  it.each<[InputTexts, string[]]>([
    [{ builder: 'mine', driver: 'docker' }, ['builder']],
    [{ builder: 'mine', 'driver-opts': 'network=host' }, ['builder']],
    [{ builder: 'mine', endpoint: 'tcp://a:1', mirrors: 'm.example' }, ['builder']],
    [{ builder: 'mine', nodes: '- endpoint: a' }, ['builder']],
    [{ builder: 'mine', 'keep-builder': 'main' }, ['builder']],
    [{ driver: 'docker', 'keep-builder': 'main' }, ['keep-builder']],
    [{ driver: 'kubernetes', 'keep-builder': 'main' }, ['keep-builder']],
    [{ endpoint: 'ssh://a', 'keep-builder': 'main' }, ['keep-builder']],
    [{ driver: 'docker-container', 'keep-builder': 'main' }, []],
    [{ driver: 'docker', 'driver-opts': 'network=host' }, ['driver-opts']],
    [
      { driver: 'docker', mirrors: 'm.example', 'buildkitd-config': 'debug = true' },
      ['buildkitd-config', 'mirrors'],
    ],
    [{ driver: 'remote' }, ['endpoint']],
    [{ driver: 'remote', endpoint: 'a.example:1' }, ['endpoint']],
    [{ driver: 'remote', endpoint: 'http://a:1' }, ['endpoint']],
    [
      {
        driver: 'remote',
        endpoint: 'tcp://a:1',
        'buildkitd-flags': '--debug',
        mirrors: 'm.example',
      },
      ['buildkitd-flags', 'mirrors'],
    ],
    [
      {
        driver: 'remote',
        nodes: '- endpoint: tcp://a:1\n- endpoint: tcp://a:1\n  platforms: linux/arm64',
      },
      ['nodes'],
    ],
    [{ driver: 'remote', nodes: '- endpoint: tcp://a:1\n  buildkitd-flags: --debug' }, ['nodes']],
    [{ nodes: '- {}\n- {}' }, ['nodes', 'nodes']],
    [{ nodes: '- {}\n- endpoint: ssh://a' }, ['nodes']],
    [{ nodes: '- endpoint: tcp://a:1\n  cacert: x' }, ['nodes']],
    [{ driver: 'kubernetes', endpoint: 'tcp://a:1' }, ['endpoint']],
    [{ driver: 'kubernetes', nodes: '- name: a\n- name: b\n  platforms: linux/arm64' }, []],
  ])('%j contradicts itself', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });

  it.each<[InputTexts, boolean | 'perhaps']>([
    [{}, true],
    [{ driver: 'docker' }, true],
    [{ driver: 'docker-container' }, true],
    [{ builder: 'mine' }, 'perhaps'],
    [{ driver: 'remote', endpoint: 'tcp://a:1' }, false],
    [{ driver: 'kubernetes' }, false],
    [{ endpoint: 'ssh://a' }, false],
    [{ nodes: '- {}\n- endpoint: ssh://a\n  platforms: linux/arm64' }, true],
  ])('%j uses the engine here: %j', async (inputs, uses) => {
    expect(usesEngine(await planBuilder(inputs))).toBe(uses);
  });

  it.each<[string, string, string[][]]>([
    ['- {}\n- endpoint: ssh://a\n  platforms: linux/arm64', '', [['linux/amd64'], ['linux/arm64']]],
    [
      '- platforms: linux/amd64\n- endpoint: ssh://a',
      'linux/amd64,linux/arm64,linux/s390x',
      [['linux/amd64'], ['linux/arm64', 'linux/s390x']],
    ],
    [
      '- platforms: linux/amd64\n- endpoint: ssh://a\n  platforms: linux/arm64',
      'linux/amd64,linux/arm64,linux/s390x',
      [['linux/amd64', 'linux/s390x'], ['linux/arm64']],
    ],
    ['- endpoint: ssh://a', '', [[]]],
  ])('gives every platform to one node: %j', async (nodes, platforms, expected) => {
    const given = platforms === '' ? {} : { platforms };
    const builder = await planBuilder({ nodes, ...given });
    expect(findOwn(builder)?.nodes.map((node) => node.platforms)).toEqual(expected);
  });

  it('emulates nothing that a node elsewhere is for', async () => {
    const nodes = '- platforms: linux/amd64\n- endpoint: ssh://a\n  platforms: linux/arm64';
    expect(listNative(await planBuilder({ nodes }))).toEqual(['linux/arm64']);
  });

  it('of the user elsewhere is no builder of Build L3', async () => {
    const { level } = await makePlanOf({
      inputs: {
        driver: 'remote',
        endpoint: 'tcp://a:1',
        workflow: '{}',
      } as InputTexts,
    });
    expect(level.level).toBe(2);
  });
});

describe('TLS of a node', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';

  it('is a file as it is, and a text in a file of ours', async () => {
    const indented = PEM.replaceAll('\n', '\n    ');
    const nodes = `- endpoint: tcp://a:1\n  cacert: /etc/ca.pem\n  key: |\n    ${indented}`;
    expect(await planBuilder({ driver: 'remote', nodes })).toMatchObject({
      own: { nodes: [{ driverOpts: ['cacert=/etc/ca.pem'], tls: ['key'] }] },
    });
  });
});

describe('privileges of a builder of ours', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['network.host', ['network.host']],
    ['security.insecure', ['security.insecure']],
    ['device=a,device=b,security.insecure', ['device', 'security.insecure']],
  ])('are those of `allow: %s`', async (allow, entitlements) => {
    const builder = await planBuilder({ allow, driver: 'docker-container' });
    expect(builder).toMatchObject({ own: { entitlements } });
  });

  const FLAG = '--allow-insecure-entitlement';
  it.each<[InputTexts, string[]]>([
    [{ 'buildkitd-flags': `${FLAG} security.insecure` }, ['buildkitd-flags']],
    [{ 'buildkitd-flags': `--debug ${FLAG}=network.host` }, ['buildkitd-flags']],
    [{ 'buildkitd-flags': `${FLAG} "device"` }, ['buildkitd-flags']],
    [{ 'buildkitd-flags': `${FLAG}=device`, allow: 'device=gpu' }, []],
    [{ 'buildkitd-flags': `${FLAG}=network.host`, allow: 'network.host' }, []],
    [{ nodes: `- buildkitd-flags: ${FLAG} security.insecure` }, ['nodes']],
  ])('by a flag have to be asked for: %j', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });

  it('by the configuration have to be asked for', async () => {
    const parsed = await parseBuildkitdConfig('insecure-entitlements = ["security.insecure"]');
    const table = parsed.ok ? parsed.table : {};
    const given = {
      inputs: { 'buildkitd-config': 'x.toml' },
      facts: { buildkitdConfig: { kind: 'table', table } as const },
    };
    expect(await findBlamed(given)).toEqual(['buildkitd-config']);
    const inputs = { ...given.inputs, allow: 'security.insecure' };
    expect(await findBlamed({ ...given, inputs })).toEqual([]);
  });
});
