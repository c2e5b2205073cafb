import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import type { Engine } from '../../lab/provision/engine.ts';
import { ensureNewEngine } from '../../lab/provision/new-engine.ts';
import { parseMark } from '../../src/tools/mark.ts';
import { expectLeftOut, writeOtherBuild } from '../support/cache-fault-scene.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { BARE, LEAN, useWorld } from '../support/e2e-world.ts';

const PLATFORMS = 'linux/amd64,linux/arm64';
const ANY = { 'driver-opts': '' } as const;

const USE_LABEL = 'build-sign-emulators';

const world = useWorld();

describe('the BuildKit of an engine that keeps images in containerd', () => {
  let engine: Engine | undefined;
  const docker = (...args: string[]): Promise<string> => {
    if (engine === undefined) throw new Error('The engine is not there');
    return runDocker({ ...world().lab, engine }, ...args);
  };
  const listAll = async (): Promise<string> =>
    [
      await docker('ps', '--all', '--quiet'),
      await docker('volume', 'ls', '--quiet'),
      await docker('images', '--all', '--digests', '--format', '{{.Repository}}@{{.Digest}}'),
    ].join('\n');

  const listUses = async () =>
    (await docker('volume', 'ls', `--format={{.Name}} {{.Label "${USE_LABEL}"}}`))
      .split('\n')
      .filter((line) => line.startsWith('build-sign-use-'))
      .map((line) => ({ mark: parseMark(line.slice(line.indexOf(' ') + 1)) }));

  beforeAll(async () => {
    engine = await ensureNewEngine(world().lab.tools, () => undefined);
  }, 180_000);
  afterAll(() => engine?.stop());

  it.each(['auto', 'docker'])('builds for two platforms, by `driver: %s`', async (driver) => {
    const { run } = world();
    const before = await listAll();
    let whileBuilding: ReturnType<typeof listUses> | undefined;
    const built = await run({
      inputs: { ...LEAN, ...ANY, driver, platforms: PLATFORMS, push: 'false' },
      ...{ wanted: 'built', runnerEnvironment: 'self-hosted' },
      onLine: ({ text }) => {
        if (text === '::group::Build') whileBuilding = listUses();
      },
      docker: { dockerHost: engine?.dockerHost ?? '' },
    });
    expect(built.error).toBeUndefined();
    expect(built.text).toContain('using the BuildKit of engine 28.');
    expect(built.main.outputs['builder']).toBe('default');
    // Other jobs on this machine see in the meantime that it needs emulators.
    const [use] = (await whileBuilding) ?? [];
    expect(use?.mark?.owner?.pid).toBe(process.pid);
    expect(await listAll()).toBe(before);
  });

  it('is not where an archive is made that is signed, on a machine that others build on too', async () => {
    const { run } = world();
    const ended = await run({
      inputs: { ...BARE, ...ANY, push: 'false', outputs: 'type=oci,dest=a.tar' },
      runnerEnvironment: 'self-hosted',
      wanted: 'built',
      docker: { dockerHost: engine?.dockerHost ?? '' },
    });
    // The pinned image comes from Docker Hub: without a way there it stays at the attempt.
    expect([undefined, 'BUILDER_FAILED', 'REGISTRY_UNREACHABLE']).toContain(ended.error?.code);
    expect(ended.text).toMatch(/not the engine's own BuildKit: .* keeps what others have built/);
  });

  it('is refused for a release, which is pushed by digest', async () => {
    const { run, registry } = world();
    const failed = await run({
      inputs: { ...LEAN, ...ANY, driver: 'docker', images: `${registry.host}/octo/engine-push` },
      docker: { dockerHost: engine?.dockerHost ?? '' },
    });
    expect(failed.error?.code).toBe('ENVIRONMENT_UNSUPPORTED');
    expect(failed.error?.message).toContain('pushes by tag only');
    expect(failed.main.groups).not.toContain('Build');
  });

  it('waits for no silent cache', async () => {
    const { lab, runWith } = world();
    const inputs = { ...BARE, ...ANY, push: 'false', cache: 'gha', 'cache-mounts': 'off' };
    await expectLeftOut(
      (faults, timeout) =>
        runWith(faults, {
          inputs: { ...inputs, ...timeout },
          wanted: 'built',
          docker: { dockerHost: engine?.dockerHost ?? '' },
        }),
      {
        other: async () =>
          runCommand({
            file: lab.tools.buildx,
            args: ['build', '--no-cache', await writeOtherBuild(await lab.makeWorkspace())],
            env: { DOCKER_HOST: engine?.dockerHost, DOCKER_CONFIG: lab.folder },
          }),
      },
    );
  });

  it('loads what it builds, with attestations or without', async () => {
    const { run } = world();
    const reference = 'octo/engine-loaded:one';
    const loaded = await run({
      inputs: { ...LEAN, ...ANY, load: 'true', tags: reference, sign: 'false' },
      wanted: 'loaded',
      docker: { dockerHost: engine?.dockerHost ?? '' },
    });
    try {
      expect(loaded.error).toBeUndefined();
      expect(await docker('image', 'inspect', '--format', '{{.Id}}', reference)).toContain(
        loaded.main.outputs['digest'] ?? '?',
      );
    } finally {
      await docker('image', 'rm', '--force', reference);
    }
  });
});

describe('the BuildKit of an engine with a store of its own', () => {
  it('is refused where it was asked for, with all that it lacks', async () => {
    const { run, registry } = world();
    const failed = await run({
      inputs: { ...LEAN, ...ANY, driver: 'docker', images: `${registry.host}/octo/engine-old` },
    });
    expect(failed.error?.code).toBe('ENVIRONMENT_UNSUPPORTED');
    expect(failed.error?.message).toMatch(/store of its own.*older than 28\.3\.0/);
    expect(failed.error?.message).toContain('containerd-snapshotter');
    expect(failed.main.groups).not.toContain('Build');
  });

  it('is not what `auto` takes: one of ours is booted instead, and the log says why', async () => {
    const { run, registry } = world();
    const ended = await run({
      inputs: { ...LEAN, ...ANY, images: `${registry.host}/octo/engine-auto-old` },
    });
    // The pinned image comes from Docker Hub: without a way there it stays at the attempt.
    expect([undefined, 'BUILDER_FAILED', 'REGISTRY_UNREACHABLE']).toContain(ended.error?.code);
    expect(ended.text).toMatch(
      /not the engine's own BuildKit: engine \S+ .*keeps images in a store/,
    );
    expect(ended.text).not.toContain('using the BuildKit of engine');
  });
});
