import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '../../src/image/platform.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { GateFailure, withImportGate } from '../../src/stages/build/import-gate.ts';
import type { RelayRequest } from '../../src/tools/relay.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlaces } from '../support/make-cache.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';
import { makeRealClock } from '../support/real-clock.ts';

const REGISTRY = 'type=registry,ref=127.0.0.1:5000/a/b:cache';
const EXISTING: BuilderSpec = { kind: 'existing', name: 'b' };
const wants = { pushes: false, emulators: false, isApart: false, caches: [], entitlements: [] };

/** As buildx 0.36.1 prints it. */
const describeBuilder = (driver: string, nodes: number) =>
  [
    `Name:          b\nDriver:        ${driver}\n\nNodes:`,
    ...Array.from({ length: nodes }, (_, at) => `Name:     b-n${at}\nEndpoint: x\n`),
  ].join('\n');

interface Case {
  readonly builder?: BuilderSpec;
  /** Null: the engine's own. */
  readonly name?: string | null;
  readonly from?: readonly string[];
  readonly platforms?: readonly string[];
  readonly nodes?: number;
  readonly driver?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Why there is no relay. */
  readonly refuses?: string;
  readonly stop?: AbortSignal;
  readonly work?: (
    relays: readonly RelayRequest[],
    closed: ReadonlySet<RelayRequest>,
  ) => Promise<void>;
}

async function gate({
  builder = EXISTING,
  name = 'b',
  from = [REGISTRY],
  platforms = ['linux/amd64'],
  nodes = 1,
  driver = 'remote',
  env = {},
  work = async () => undefined,
  refuses,
  stop = new AbortController().signal,
}: Case) {
  const relays: RelayRequest[] = [];
  const closed = new Set<RelayRequest>();
  const fake = makeFakeHost({
    commands: [
      { when: /^buildx inspect b/, answer: { stdout: describeBuilder(driver, nodes) } },
      { when: /^buildx create/, answer: {} },
    ],
  });
  const relay = async (request: RelayRequest) => {
    if (refuses !== undefined) throw new Error(refuses);
    relays.push(request);
    return { close: async () => void closed.add(request) };
  };
  const ways = await withImportGate(
    { ...fake, clock: makeRealClock(fake), relay },
    {
      plan: { builder },
      means: { builder: name ?? undefined, buildx: { path: '/buildx', env } },
      cache: { from: makePlaces(...from) },
      stop,
      platforms: platforms.flatMap((one) => {
        const parsed = parsePlatform(one);
        return parsed.ok ? [parsed.platform] : [];
      }),
    },
    async (given) => {
      await work(relays, closed);
      return given;
    },
  );
  expect([...closed]).toEqual(relays);
  return {
    ...{ ways, relays },
    created: fake.commands.filter(({ args }) => args[0] === 'create').map(({ args }) => args),
  };
}

describe('a builder that reads caches before it builds', () => {
  it.each<[string, Case]>([
    ['reads none', { from: [] }],
    ['reads a folder, through buildx', { from: ['type=local,dest=/a'] }],
    ['may be started anew', { builder: { kind: 'own', own: makeOwnBuilder() } }],
  ])('is reached as it is where it %s', async (_, given) => {
    const { ways, relays } = await gate(given);
    expect([ways.builder, relays]).toEqual(['b', []]);
  });

  it('is reached by a builder in nobody’s list', async () => {
    const { ways, relays, created } = await gate({ env: { BUILDX_CONFIG: '/home/x', A: 'b' } });
    const [relay] = relays;
    expect(relay).toMatchObject({
      isEngine: false,
      dial: { file: '/buildx', args: ['dial-stdio', '--builder=b'], env: { A: 'b' } },
    });
    expect(relay?.dial.env['BUILDX_CONFIG']).toBe('/home/x');
    expect(ways.env['BUILDX_CONFIG']).not.toBe('/home/x');
    // `buildx.build.ref` is made of both names.
    expect(ways.builder).toBe('b');
    expect(created).toEqual([
      [...['create', '--name=b', '--node=b-n0', '--driver=remote'], `unix://${relay?.socket}`],
    ]);
  });

  it.each<[string, Case, string[], string[]]>([
    [
      'that somebody else has made, by platform',
      { nodes: 2, platforms: ['linux/amd64', 'linux/arm64'] },
      ['linux/amd64', 'linux/arm64'],
      ['linux/amd64', 'linux/arm64'],
    ],
    [
      'of ours, by what each was given',
      {
        builder: {
          kind: 'own',
          own: makeOwnBuilder({
            driver: 'remote',
            nodes: [
              makeNode({ platforms: ['linux/amd64', 'linux/386'] }),
              makeNode({ platforms: ['linux/arm64'] }),
            ],
          }),
        },
        platforms: ['linux/arm64', 'linux/386'],
      },
      ['linux/arm64', 'linux/386'],
      ['linux/arm64', 'linux/386,linux/amd64'],
    ],
  ])('has a way to each of its machines: %s', async (_, given, dialled, claimed) => {
    const { relays, created } = await gate(given);
    expect(relays.map(({ dial }) => dial.args.at(-1))).toEqual(
      dialled.map((one) => `--platform=${one}`),
    );
    expect(new Set(relays.map(({ socket }) => socket)).size).toBe(2);
    expect(
      created.map((args) => args.filter((one) => /--platform|--append|--driver/.test(one))),
    ).toEqual([
      ['--driver=remote', `--platform=${claimed[0]}`],
      ['--append', `--platform=${claimed[1]}`],
    ]);
  });

  it('is not reached any more when the build is of no use', async () => {
    const stopping = new AbortController();
    await gate({
      stop: stopping.signal,
      work: async (relays, closed) => {
        expect(closed.size).toBe(0);
        stopping.abort();
        expect([...closed]).toEqual(relays);
      },
    });
  });

  it('is the engine’s own by the address of the engine', async () => {
    const env = { DOCKER_CONTEXT: 'c', DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'tcp://x', A: 'b' };
    const builder: BuilderSpec = { kind: 'engine', wants };
    const { ways, relays, created } = await gate({ builder, name: null, env });
    const [relay] = relays;
    expect(relay).toMatchObject({
      isEngine: true,
      dial: { file: 'docker', args: ['system', 'dial-stdio'], env },
    });
    expect(ways).toEqual({
      builder: 'default',
      env: { A: 'b', DOCKER_HOST: `unix://${relay?.socket}` },
    });
    expect(created).toEqual([]);
  });

  it('is an engine by its context where that is what buildx calls it', async () => {
    const { ways, relays } = await gate({ driver: 'docker' });
    expect(relays.map(({ dial, isEngine }) => [isEngine, dial.args])).toEqual([
      [true, ['--context=b', 'system', 'dial-stdio']],
    ]);
    expect(ways.builder).toBe('default');
  });
});

describe('where no socket can be made', () => {
  it('nothing is built, and the error says what it takes', async () => {
    const worked: unknown[] = [];
    const work = async () => void worked.push(1);
    const building = gate({ refuses: 'EPERM: no sockets here', work });
    await expect(building).rejects.toThrow(GateFailure);
    await expect(building).rejects.toThrow(/RUNNER_TEMP.*EPERM: no sockets here/);
    expect(worked).toEqual([]);
  });
});
