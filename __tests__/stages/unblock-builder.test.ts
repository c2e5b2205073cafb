import { describe, expect, it } from '@jest/globals';
import { parsePlatform } from '../../src/image/platform.ts';
import type { BuilderSpec, OwnBuilder } from '../../src/plan/builder-spec.ts';
import { unblockBuilder } from '../../src/stages/build/unblock-builder.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';

const own = (given: Partial<OwnBuilder> = {}): BuilderSpec => ({
  kind: 'own',
  own: makeOwnBuilder(given),
});
const wants = { pushes: true, emulators: false, isApart: false, caches: [], entitlements: [] };
const ARM = makeNode({ label: 'arm', endpoint: 'ssh://arm', platforms: ['linux/arm64'] });
const CONTEXT = makeNode({ endpoint: 'other' });

async function unblock(
  builder: BuilderSpec,
  {
    name = 'b',
    platform = 'linux/amd64',
    exitCode = 0,
    isStuck = true,
  }: { name?: string | null; platform?: string; exitCode?: number; isStuck?: boolean } = {},
) {
  const host = makeFakeHost({
    commands: [{ when: /^(docker|buildx prune) /, answer: { exitCode } }],
  });
  const parsed = parsePlatform(platform);
  const isUnblocked = await unblockBuilder(host, {
    plan: { builder },
    means: { builder: name ?? undefined, buildx: { path: '/buildx', env: {} } },
    platforms: parsed.ok ? [parsed.platform] : [],
    isStuck,
  });
  const commands = host.commands.map(({ args }) => args.join(' '));
  expect(host.commands.every(({ deadlineMs = 0 }) => deadlineMs > 0)).toBe(true);
  return { isUnblocked, stopped: commands.filter((args) => / ?stop /.test(args)), commands };
}

describe('a builder that waits for a cache', () => {
  it.each<[string, BuilderSpec, string, string[]]>([
    ['one container', own(), 'linux/amd64', ['stop --time=1 buildx_buildkit_b0']],
    [
      'where the engine itself would not do',
      { kind: 'auto', wants, own: makeOwnBuilder() },
      'linux/amd64',
      ['stop --time=1 buildx_buildkit_b0'],
    ],
    [
      'the node that builds the platform, where it is',
      own({ nodes: [makeNode({ platforms: ['linux/amd64'] }), ARM] }),
      'linux/arm64',
      ['--host=ssh://arm stop --time=1 buildx_buildkit_b-arm'],
    ],
    [
      'all nodes where nobody says which one it is',
      own({ nodes: [makeNode(), CONTEXT] }),
      'linux/amd64',
      ['stop --time=1 buildx_buildkit_b0', '--context=other stop --time=1 buildx_buildkit_b1'],
    ],
  ])('is started anew: %s', async (_, builder, platform, stopped) => {
    const done = await unblock(builder, { platform });
    expect([done.isUnblocked, done.stopped]).toEqual([true, stopped]);
    // Parts of layers go first, while the container runs.
    expect(done.commands).toHaveLength(2 * stopped.length);
    expect(done.commands[0]).toContain('content/ingest');
  });

  it.each<[string, BuilderSpec, string | null]>([
    ['of somebody else', { kind: 'existing', name: 'b' }, 'b'],
    ['of the engine', { kind: 'engine', wants }, null],
    ['of the engine, which will do', { kind: 'auto', wants, own: makeOwnBuilder() }, null],
    ['on another machine', own({ driver: 'remote' }), 'b'],
  ])('stays as it is: %s', async (_, builder, name) => {
    const done = await unblock(builder, { name });
    expect([done.isUnblocked, done.stopped]).toEqual([false, []]);
    // Nothing of it is pruned but parts of layers.
    const named = name === null ? '' : ' --builder=b';
    expect(done.commands).toEqual([`prune${named} --force --filter=id=none`]);
  });

  it.each<[boolean, string[]]>([
    [true, ['stop --time=1 buildx_buildkit_b0']],
    // It keeps wrong parts of layers: no reason to end the builds of other jobs.
    [false, []],
  ])(
    'and stays for other jobs is stopped only where they get nothing from it: %s',
    async (isStuck, stopped) => {
      const done = await unblock(own({ kept: { name: 'k', maxBytes: 1 } }), { isStuck });
      expect(done.stopped).toEqual(stopped);
    },
  );

  it('that could not be stopped is known as such', async () => {
    expect((await unblock(own(), { exitCode: 1 })).isUnblocked).toBe(false);
  });
});

describe('pods that wait for a cache', () => {
  const inCluster = own({
    driver: 'kubernetes',
    nodes: [makeNode({ driverOpts: ['namespace=ci'] })],
  });

  /** `seen`: what kubectl lists, one time after the other; its last answer stays. */
  async function replace(
    seen: readonly string[],
    answers: { list?: number; remove?: number } = {},
  ) {
    let looked = 0;
    const host = makeFakeHost({
      commands: [
        {
          when: /^kubectl get /,
          answer: () => ({
            stdout: seen[Math.min(looked++, seen.length - 1)] ?? '',
            exitCode: answers.list ?? 0,
          }),
        },
        { when: /^kubectl delete /, answer: { exitCode: answers.remove ?? 0 } },
        { when: /^buildx prune /, answer: {} },
      ],
    });
    const isUnblocked = await unblockBuilder(host, {
      plan: { builder: inCluster },
      means: { builder: 'b', buildx: { path: '/buildx', env: { KUBECONFIG: '/k' } } },
      platforms: [],
      isStuck: true,
    });
    expect(host.commands.every(({ env }) => env['KUBECONFIG'] === '/k')).toBe(true);
    return { isUnblocked, host, verbs: host.commands.map(({ args }) => args[0]) };
  }

  it('are ended, and waited for until none of them is left', async () => {
    const { isUnblocked, host, verbs } = await replace(['a\nb\n', 'a\nb\nc\n', 'b\nc\n', 'c\nd\n']);
    expect(isUnblocked).toBe(true);
    expect(verbs).toEqual(['get', 'delete', 'get', 'get', 'get']);
    expect(host.commands[1]?.args).toEqual([
      ...['delete', 'pods', '--grace-period=1', '--wait=false'],
      ...['--selector=app in (b0)', '--namespace=ci'],
    ]);
  });

  it.each<[string, readonly string[], { list?: number; remove?: number }, string[]]>([
    ['may not be listed', [''], { list: 1 }, ['get']],
    ['may not be deleted', ['a\n'], { remove: 1 }, ['get', 'delete']],
  ])('are left where they %s', async (_name, seen, answers, expected) => {
    const { isUnblocked, verbs } = await replace(seen, answers);
    expect([isUnblocked, verbs]).toEqual([false, expected]);
  });

  it('that do not end are not waited for longer than 20 s', async () => {
    const { isUnblocked, host } = await replace(['a\n']);
    expect(isUnblocked).toBe(false);
    expect(host.slept.reduce((sum, ms) => sum + ms, 0)).toBe(20_000);
  });
});
