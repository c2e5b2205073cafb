import { describe, expect, it } from '@jest/globals';
import { listNodes } from '../../src/inputs/nodes.ts';
import { type ParsedInputs, readInputs, readLogins } from '../../src/inputs/parse.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';

const SECRET = 'hunter2';

async function read(
  texts: InputTexts,
  env: Readonly<Record<string, string>> = {},
): Promise<ParsedInputs> {
  const all = { ...env, ...makeInputEnv(texts) };
  return readLogins(all, readInputs(all));
}
const blame = async (texts: InputTexts): Promise<string[]> =>
  (await read(texts)).problems.map(({ input }) => input);

describe('driver options', () => {
  it.each<[string, string]>([
    ['auto', 'network=host'],
    ['docker-container', 'network=host,image=a\nmemory=2g'],
    ['docker-container', 'env.HTTP_PROXY=http://p'],
    ['docker-container', '"env.NO_PROXY=a,b"'],
    ['docker-container', 'default-load=true\nprovenance-add-gha=false\nallow-untrusted-image=true'],
    ['remote', 'cacert=/ca\ncert=/c\nkey=/k\nservername=x'],
    ['kubernetes', 'namespace=ci\nreplicas=2\nrequests.cpu=1\nlimits.ephemeral-storage=1Gi'],
    ['kubernetes', '"nodeselector=a=b,c=d"\n"tolerations=key=a,value=b"\nenv.A=b'],
    ['kubernetes', 'persistent-volume-claim.requests.storage=1Gi\nqemu.install=true\ntimeout=1m'],
    ['docker', 'network=host'],
  ])('of %s may be %j', async (driver, text) => {
    expect(await blame({ driver, 'driver-opts': text })).toEqual([]);
  });

  it.each<[string, string]>([
    ['auto', 'netwrok=host'],
    ['docker-container', 'network'],
    ['docker-container', '=host'],
    ['docker-container', 'env.=x'],
    ['docker-container', 'env.A-B=x'],
    ['docker-container', 'namespace=x'],
    ['docker-container', 'nodeselector=a=b,c=d'],
    ['remote', 'image=x'],
    ['remote', 'env.A=b'],
    ['kubernetes', 'network=host'],
    ['kubernetes', 'env.ACTIONS_RUNTIME_TOKEN=x'],
  ])('of %s may not be %j', async (driver, text) => {
    expect([...new Set(await blame({ driver, 'driver-opts': text }))]).toEqual(['driver-opts']);
  });

  it('are taken apart as buildx does', async () => {
    const text = 'image=a,network=host\n"env.NO_PROXY=a,b"';
    const { inputs } = await read({ 'driver-opts': text });
    expect(inputs.driverOpts).toEqual(['image=a', 'network=host', 'env.NO_PROXY=a,b']);
  });

  it.each(['env.A-B=hunter2', 'env.ACTIONS_X=hunter2', 'cacert=hunter2'])(
    'never show a value: %j',
    async (text) => {
      const { problems } = await read({ driver: 'docker-container', 'driver-opts': text });
      expect(problems).toHaveLength(1);
      expect(JSON.stringify(problems)).not.toContain(SECRET);
    },
  );
});

describe('nodes', () => {
  it('are the engine here where nothing is said', async () => {
    const { inputs } = await read({ 'driver-opts': 'network=host' });
    expect(listNodes(inputs)).toEqual([
      {
        name: undefined,
        endpoint: undefined,
        platforms: [],
        driverOpts: ['network=host'],
        buildkitdFlags: '',
        tls: {},
      },
    ]);
  });

  it('have the fields of setup-buildx-action, lists as lists or as text', async () => {
    const nodes = `
- endpoint: ssh://one
  driver-opts:
    - network=host
    - "env.NO_PROXY=a"
  platforms: linux/amd64
- name: arm
  endpoint: ssh://two
  platforms: linux/arm64,linux/arm/v7
  buildkitd-flags: --debug`;
    const { inputs, problems } = await read({ nodes });
    expect(problems).toEqual([]);
    expect(listNodes(inputs)).toMatchObject([
      { endpoint: 'ssh://one', driverOpts: ['network=host', 'env.NO_PROXY=a'] },
      {
        name: 'arm',
        platforms: ['linux/arm64', 'linux/arm/v7'],
        buildkitdFlags: '--debug',
      },
    ]);
  });

  it('come after the endpoint, and get TLS texts from the variables of setup-buildx-action', async () => {
    const { inputs } = await read(
      {
        driver: 'remote',
        endpoint: 'tcp://a:1',
        'driver-opts': 'servername=a',
        nodes: '- endpoint: tcp://b:1\n  cert: TEXT',
      },
      { BUILDER_NODE_0_AUTH_TLS_KEY: 'K0', BUILDER_NODE_1_AUTH_TLS_CACERT: ' C1\n' },
    );
    expect(listNodes(inputs)).toMatchObject([
      { endpoint: 'tcp://a:1', driverOpts: ['servername=a'], tls: { key: 'K0' } },
      { endpoint: 'tcp://b:1', driverOpts: [], tls: { cacert: 'C1', cert: 'TEXT' } },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['no list', 'endpoint: x', /not a list/],
    ['no YAML', '- a: [', /not valid YAML/],
    ['an unknown field', '- endpont: x', /endpont/],
    ['a name of several words', '- name: a b', /`name`/],
    ['a name in upper case', '- name: Arm', /`name`/],
    ['one name twice', '- name: a\n- name: a\n  endpoint: x', /second time/],
    ['an endpoint that is an option', '- endpoint: --use', /`endpoint`/],
    ['a platform that is none', '- platforms: arm', /platform/],
    ['an unknown option', '- driver-opts: nonsense=1', /nonsense/],
    ['an option for the token', '- driver-opts: env.ACTIONS_RUNTIME_TOKEN=x', /token/],
    ['a list in a list', '- driver-opts: [[a]]', /driver-opts/],
  ])('with %s are refused', async (_title, nodes, told) => {
    const { problems } = await read({ nodes });
    expect(problems.map(({ input }) => input)).toEqual(['nodes']);
    expect(problems[0]?.problem).toMatch(told);
  });

  it('never show what they hold', async () => {
    const nodes = `- key: ${SECRET}\n  nonsense: ${SECRET}\n  driver-opts: env.X-Y=${SECRET}`;
    expect(JSON.stringify((await read({ nodes })).problems)).not.toContain(SECRET);
  });
});

describe('mirrors', () => {
  it.each<[string, object[]]>([
    ['mirror.gcr.io', [{ registry: 'docker.io', mirror: 'mirror.gcr.io' }]],
    [
      'docker.io=https://a.example/,b.example:5000/hub\nghcr.io=c.example/ghcr',
      [
        { registry: 'docker.io', mirror: 'a.example' },
        { registry: 'docker.io', mirror: 'b.example:5000/hub' },
        { registry: 'ghcr.io', mirror: 'c.example/ghcr' },
      ],
    ],
    ['index.docker.io=m.example', [{ registry: 'docker.io', mirror: 'm.example' }]],
  ])('%j', async (mirrors, expected) => {
    const { inputs, problems } = await read({ mirrors });
    expect(problems).toEqual([]);
    expect(inputs.mirrors).toEqual(expected.map((one) => ({ registry: 'docker.io', ...one })));
  });

  it.each([
    'http://m.example',
    'a b',
    'docker.io=',
    '=m.example',
    'docker.io/library=m.example',
    '-x',
    'a=b=c d',
  ])('refuses %j', async (mirrors) => {
    expect(await blame({ mirrors })).toEqual(['mirrors']);
  });
});

describe('the other inputs of a builder', () => {
  it.each<[string, object]>([
    ['debug = true', { kind: 'text', text: 'debug = true' }],
    ['[worker.oci]', { kind: 'text', text: '[worker.oci]' }],
    ['.github/buildkitd.toml', { kind: 'file', path: '.github/buildkitd.toml' }],
  ])('a configuration may be %j', async (text, expected) => {
    expect((await read({ 'buildkitd-config': text })).inputs.buildkitdConfig).toEqual(expected);
  });

  it.each<[InputTexts, string[]]>([
    [{ driver: 'cloud' }, ['driver']],
    [{ endpoint: '-x' }, ['endpoint']],
    [{ endpoint: 'a b' }, ['endpoint']],
    [{ 'buildkitd-flags': 'debug' }, ['buildkitd-flags']],
    [{ 'buildkitd-config': '-c' }, ['buildkitd-config']],
    [{ 'export-builder': 'perhaps' }, ['export-builder']],
    [{ 'keep-builder': 'Main' }, ['keep-builder']],
    [{ 'keep-builder': 'a.b' }, ['keep-builder']],
    [{ 'keep-builder': 'a'.repeat(33) }, ['keep-builder']],
    [{ 'keep-builder': 'main-2', 'keep-builder-max-size': '20gb' }, []],
    [{ 'keep-builder-max-size': '20' }, ['keep-builder-max-size']],
    [{ 'keep-builder-max-size': '0gb' }, ['keep-builder-max-size']],
    [{ 'buildkitd-flags': '--debug', endpoint: 'tcp://a:1', 'export-builder': 'true' }, []],
  ])('%j: %j', async (texts, blamed) => {
    expect([...new Set(await blame(texts))]).toEqual(blamed);
  });
});
