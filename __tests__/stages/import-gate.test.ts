import { describe, expect, it } from '@jest/globals';
import { BinaryWriter, WireType } from '@protobuf-ts/runtime';
import { parsePlatform } from '../../src/image/platform.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { limitFar, withImportGate } from '../../src/stages/build/import-gate.ts';
import type { RelayRequest } from '../../src/tools/relay.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlaces } from '../support/make-cache.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';
import { makeRealClock } from '../support/real-clock.ts';

const REGISTRY = 'type=registry,ref=127.0.0.1:5000/a/b:cache';
const EXISTING: BuilderSpec = { kind: 'existing', name: 'b' };
const wants = { pushes: false, emulators: false, isApart: false, caches: [], entitlements: [] };

const part = (field: number, bytes: Uint8Array | string) => {
  const writer = new BinaryWriter().tag(field, WireType.LengthDelimited);
  return typeof bytes === 'string' ? writer.string(bytes).finish() : writer.bytes(bytes).finish();
};
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

/** What buildx asks for, and what BuildKit tells of one cache. */
const solve = (...refs: string[]) => {
  const entries = refs.map((ref) => ({ Type: 'registry', Attrs: { ref } }));
  return part(3, join(part(1, 'cache-imports'), part(2, JSON.stringify(entries))));
};
const status = (name: string, isDone: boolean) =>
  part(
    1,
    join(
      part(1, `sha256:${name}`),
      part(3, `importing cache manifest from ${name}`),
      part(5, part(1, 'x').slice(0, 0)),
      ...(isDone ? [part(6, new Uint8Array())] : []),
    ),
  );

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
  readonly work?: (relays: readonly RelayRequest[]) => Promise<void>;
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
}: Case) {
  const relays: RelayRequest[] = [];
  let closed = 0;
  const fake = makeFakeHost({
    commands: [
      { when: /^buildx inspect b/, answer: { stdout: describeBuilder(driver, nodes) } },
      { when: /^buildx create/, answer: {} },
    ],
  });
  const relay = async (request: RelayRequest) => {
    if (refuses !== undefined) throw new Error(refuses);
    relays.push(request);
    return { close: async () => void ++closed };
  };
  const ways = await withImportGate(
    { ...fake, clock: makeRealClock(fake), relay },
    {
      plan: { builder },
      means: { builder: name ?? undefined, buildx: { path: '/buildx', env } },
      cache: { from: makePlaces(...from) },
      platforms: platforms.flatMap((one) => {
        const parsed = parsePlatform(one);
        return parsed.ok ? [parsed.platform] : [];
      }),
    },
    async (given) => {
      await work(relays);
      return given;
    },
  );
  expect(closed).toBe(relays.length);
  return {
    ...{ ways, relays },
    warnings: fake.lines.filter((line) => line.startsWith('warning: ')),
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
      ...{ builder: 'default', readsFar: true },
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
  it('nothing far away is read, and a warning says why', async () => {
    const { ways, warnings } = await gate({
      from: [REGISTRY, 'type=local,dest=/a'],
      refuses: 'EPERM: no sockets here',
    });
    expect([ways.builder, ways.readsFar]).toEqual(['b', false]);
    expect(limitFar(makePlaces(REGISTRY, 'type=local,dest=/a'), ways)).toHaveLength(1);
    expect(warnings).toEqual([
      'warning: Built without the cache in the registry: it cannot be read beforehand: EPERM: no sockets here',
    ]);
  });
});

describe('what is asked of such a builder', () => {
  const pass = async (
    message: Uint8Array,
    tell: readonly Uint8Array[],
  ): Promise<{ isPassed: boolean; asked: number }> => {
    let isPassed = false;
    let asked = 0;
    await gate({
      work: async ([relay]) => {
        const ask = async () => {
          asked++;
          for (const one of tell) relay?.watches.onMessage(one);
        };
        const passing = relay?.holds.until({ message, ask }).then(() => {
          isPassed = true;
        });
        await Promise.race([passing, new Promise((resolve) => setTimeout(resolve, 300))]);
      },
    });
    return { isPassed, asked };
  };

  it('passes at once where it names no cache', async () => {
    expect(await pass(part(2, 'dockerfile.v0'), [])).toEqual({ isPassed: true, asked: 0 });
  });

  it('passes when all that it names have been read', async () => {
    const done = [status('a', true), status('b', true)];
    expect(await pass(solve('a', 'b'), done)).toEqual({ isPassed: true, asked: 1 });
  });

  it.each<[string, Uint8Array[]]>([
    ['is silent', [status('a', true), status('b', false)]],
    ['has not been begun with', [status('a', true)]],
  ])('waits while one of them %s', async (_, told) => {
    expect(await pass(solve('a', 'b'), told)).toEqual({ isPassed: false, asked: 1 });
  });
});
