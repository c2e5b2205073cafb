import { describe, expect, it } from '@jest/globals';
import type { OwnBuilder } from '../../src/plan/builder-spec.ts';
import {
  type CreateMeans,
  listNodeNames,
  listProxies,
  makeCreateCommands,
} from '../../src/tools/create-builder.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';

const MEANS: CreateMeans = {
  name: 'b',
  image: 'pinned',
  configFile: undefined,
  tlsFile: (node, part) => `/certs/${node}-${part}.pem`,
  variables: {},
  labels: { a: '1', b: '2' },
  annotations: { c: '3' },
};

const create = (own: Partial<OwnBuilder>, means: Partial<CreateMeans> = {}): string[][] =>
  makeCreateCommands(makeOwnBuilder(own), { ...MEANS, ...means });
const opts = (...driverOpts: string[]): Partial<OwnBuilder> => ({
  nodes: [makeNode({ driverOpts })],
});

describe('a builder of one node', () => {
  it('is created and booted by one command', () => {
    expect(create({})).toEqual([
      [
        ...['create', '--name=b', '--driver=docker-container', '--node=b0'],
        ...['--driver-opt=image=pinned', '--bootstrap'],
      ],
    ]);
  });

  it.each<[string[], string[]]>([
    [['network=host'], ['--driver-opt=image=pinned', '--driver-opt=network=host']],
    [['image=mine'], ['--driver-opt=image=mine']],
    [['env.A=image'], ['--driver-opt=image=pinned', '--driver-opt=env.A=image']],
    [['env.A=b,c'], ['--driver-opt=image=pinned', '--driver-opt="env.A=b,c"']],
    [['env.A=say "x"'], ['--driver-opt=image=pinned', '--driver-opt="env.A=say ""x"""']],
  ])('takes options %j as they are', (given, expected) => {
    const [args = []] = create(opts(...given));
    expect(args.filter((arg) => arg.startsWith('--driver-opt'))).toEqual(expected);
  });

  it('gives its container variables, unless an option has them', () => {
    const variables = { HTTP_PROXY: 'http://p', no_proxy: 'a,b' };
    const [args] = create(opts('env.http_proxy=http://mine'), { variables });
    expect(args).toEqual(
      expect.arrayContaining([
        '--driver-opt=env.http_proxy=http://mine',
        '--driver-opt="env.no_proxy=a,b"',
      ]),
    );
    expect(args?.join()).not.toContain('HTTP_PROXY');
  });

  it.each<[readonly string[], string, string[]]>([
    [[], '', []],
    [['security.insecure'], '', ['--allow-insecure-entitlement=security.insecure']],
    [
      ['network.host', 'device'],
      '--debug',
      ['--allow-insecure-entitlement=network.host --allow-insecure-entitlement=device --debug'],
    ],
    [[], '--debug --oci-worker-gc', ['--debug --oci-worker-gc']],
  ])('grants %j and is started with %j', (entitlements, flags, expected) => {
    const [args = []] = create({ entitlements, nodes: [makeNode({ flags })] });
    expect(args.filter((arg) => arg.startsWith('--buildkitd-flags'))).toEqual(
      expected.map((one) => `--buildkitd-flags=${one}`),
    );
  });

  it('is configured by a file', () => {
    expect(create({}, { configFile: '/run/buildkitd.toml' })[0]).toContain(
      '--buildkitd-config=/run/buildkitd.toml',
    );
  });
});

describe('a builder elsewhere', () => {
  it('is one command for each node, and the last boots all', () => {
    const nodes: OwnBuilder['nodes'] = [
      makeNode({ endpoint: 'tcp://x:1', tls: ['cacert', 'cert', 'key'] }),
      makeNode({
        label: 'arm',
        endpoint: 'ssh://me@y',
        platforms: ['linux/arm64', 'linux/arm/v7'],
        driverOpts: ['servername=y'],
      }),
    ];
    expect(create({ driver: 'remote', nodes, images: [] }, { image: undefined })).toEqual([
      [
        ...['create', '--name=b', '--driver=remote', '--node=b0'],
        '--driver-opt=cacert=/certs/0-cacert.pem',
        '--driver-opt=cert=/certs/0-cert.pem',
        '--driver-opt=key=/certs/0-key.pem',
        ...['--', 'tcp://x:1'],
      ],
      [
        ...['create', '--name=b', '--append', '--node=b-arm'],
        ...['--driver-opt=servername=y', '--platform=linux/arm64,linux/arm/v7'],
        ...['--bootstrap', '--', 'ssh://me@y'],
      ],
    ]);
    expect(listNodeNames('b', { nodes })).toEqual(['b0', 'b-arm']);
  });

  it('in a cluster gets labels instead of variables', () => {
    const [args] = create(
      { driver: 'kubernetes', nodes: [makeNode({ driverOpts: ['namespace=ci', 'replicas=2'] })] },
      { variables: { HTTP_PROXY: 'x' } },
    );
    expect(args).toEqual([
      ...['create', '--name=b', '--driver=kubernetes', '--node=b0'],
      ...['--driver-opt=image=pinned', '--driver-opt=namespace=ci', '--driver-opt=replicas=2'],
      ...['--driver-opt="labels=a=1,b=2"', '--driver-opt=annotations=c=3', '--bootstrap'],
    ]);
  });

  it.each([
    ['labels=team=x,tier=y', 'team=x,tier=y'],
    ['labels="team=x"', 'team=x'],
    ['labels=a=theirs', 'a=theirs'],
  ])('in a cluster keeps the labels of the user beside ours: %s', (option, theirs) => {
    const nodes: OwnBuilder['nodes'] = [makeNode({ driverOpts: [option] })];
    const [args = []] = create({ driver: 'kubernetes', nodes });
    // The last one counts.
    expect(args.findLast((one) => one.includes('labels='))).toBe(
      `--driver-opt="labels=${theirs},a=1,b=2"`,
    );
  });
});

it('a plan that marks nothing asks a cluster for no empty labels', () => {
  const [args = []] = create({ driver: 'kubernetes' }, { labels: {}, annotations: {} });
  expect(args.join(' ')).not.toMatch(/labels|annotations/);
});

describe('proxies of the job', () => {
  const HOST = { isHostNetwork: true };
  const BRIDGE = { isHostNetwork: false };
  it.each<[Record<string, string>, typeof HOST, string[]]>([
    [{ HTTP_PROXY: 'http://p:3128', PATH: '/bin' }, BRIDGE, ['HTTP_PROXY']],
    [{ https_proxy: 'http://p', no_proxy: 'localhost' }, BRIDGE, ['https_proxy', 'no_proxy']],
    [{ HTTP_PROXY: '' }, BRIDGE, []],
    [{ HTTP_PROXY: 'http://localhost:3128' }, BRIDGE, []],
    [{ HTTP_PROXY: 'http://ann:pw@127.0.0.1:3128/' }, BRIDGE, []],
    [{ HTTP_PROXY: 'http://[::1]:3128' }, BRIDGE, []],
    [{ HTTP_PROXY: 'http://localhost:3128' }, HOST, ['HTTP_PROXY']],
    [{ HTTP_PROXY: 'http://localhost.example:3128' }, BRIDGE, ['HTTP_PROXY']],
    [{ HTTP_PROXY_X: 'http://p' }, BRIDGE, []],
  ])('%j, %j: %j', (env, network, names) => {
    expect(Object.keys(listProxies(env, network))).toEqual(names);
  });
});
