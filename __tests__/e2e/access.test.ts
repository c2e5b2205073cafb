import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeHome } from '../../lab/job.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { type FaultProxy, startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { startRegistry } from '../../lab/services/registry.ts';
import { startTokenAuth } from '../../lab/services/token-auth.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import { runDocker } from '../support/e2e-docker.ts';
import type { RegistryView } from '../support/e2e-registry.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';

const WRITER = { username: 'octocat', password: makeSecret('pass word+') };
const READER = { username: 'reader', password: makeSecret(), grant: () => ['pull'] };

/** In the user's folder, where an existing builder is: when it was used, and for what. Never another builder. */
const NOTES_OF_BUILDX = /\.docker\/buildx\/(?!current|instances\/)/;

const world = useWorld();

describe('a registry that wants a login', () => {
  let view: RegistryView;
  let proxy: FaultProxy;
  const started: Array<{ stop(): Promise<void> }> = [];

  beforeAll(async () => {
    const tokens = await startTokenAuth({ users: [WRITER, READER] });
    started.unshift(tokens);
    // cosign's library follows a challenge to no address on this machine or network, except by name.
    const auth = { ...tokens, realm: tokens.realm.replace('127.0.0.1', 'localhost') };
    const registry = await startRegistry({ tools: world().lab.tools, kind: 'distribution', auth });
    started.unshift(registry);
    proxy = await startFaultProxy({ upstream: registry.url });
    started.unshift(proxy);
    view = {
      url: registry.url,
      host: `127.0.0.1:${proxy.port}`,
      login: WRITER,
      repositories: ['octo/private'],
    };
  });
  afterAll(async () => {
    for (const service of started) await service.stop();
  });

  const request = (inputs: Record<string, string>) => ({
    inputs: { ...LEAN, images: `${view.host}/octo/private`, ...inputs },
    registries: [view],
  });

  it('gets the one of the inputs', async () => {
    const { username, password } = WRITER;
    const released = await world().run(request({ username, password }));
    expect(released.error).toBeUndefined();
    expect(released.main.masks).toContain(password);
  });

  it('gets the one that a step before has left in the docker configuration', async () => {
    const { lab, run } = world();
    const homeDir = await makeHome(lab);
    const auth = Buffer.from(`${WRITER.username}:${WRITER.password}`).toString('base64');
    await mkdir(join(homeDir, '.docker'), { recursive: true });
    await writeFile(
      join(homeDir, '.docker/config.json'),
      JSON.stringify({ auths: { [view.host]: { auth } } }),
    );
    const released = await run({
      ...request({}),
      homeDir,
      canaries: [{ name: 'password', value: WRITER.password }],
    });
    expect(released.error).toBeUndefined();
  });

  it('gets the one of a credential helper', async () => {
    const { lab, run } = world();
    const homeDir = await makeHome(lab);
    const bin = join(homeDir, 'bin');
    await mkdir(bin);
    const answer = {
      ServerURL: view.host,
      Username: WRITER.username,
      Secret: WRITER.password,
    };
    // docker-credential-helpers: the server comes by stdin, the login goes by stdout.
    const program = `#!/bin/sh\n[ "$1" = get ] && [ "$(cat)" = '${view.host}' ] || exit 1\nprintf '%s' '${JSON.stringify(answer)}'\n`;
    await writeFile(join(bin, 'docker-credential-lab'), program, { mode: 0o755 });
    await mkdir(join(homeDir, '.docker'), { recursive: true });
    await writeFile(
      join(homeDir, '.docker/config.json'),
      JSON.stringify({ credHelpers: { [view.host]: 'lab' } }),
    );
    const released = await run({
      ...request({}),
      homeDir,
      env: { PATH: `${bin}:${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin` },
      canaries: [{ name: 'password', value: WRITER.password }],
    });
    expect(released.error).toBeUndefined();
    expect(released.main.masks).toContain(WRITER.password);
  });

  it.each<[string, Record<string, string>, RegExp, RegExp]>([
    [
      'a wrong password',
      { username: 'octocat', password: makeSecret() },
      /UNAUTHORIZED/,
      /asked as octocat.*wrong or has ended/s,
    ],
    ['no login', {}, /UNAUTHORIZED/, /registry: 127\.0\.0\.1.*username/s],
    [
      'one that may only read',
      { username: READER.username, password: READER.password },
      /DENIED/,
      /asked as reader.*write access/s,
    ],
  ])('refuses %s before anything is built', async (_title, login, code, told) => {
    const failed = await world().run(request(login));
    expect(failed.error?.code).toMatch(code);
    expect(failed.error?.message).toMatch(told);
    expect(failed.error?.message).toContain('octo/private');
    expect(failed.main.groups).not.toContain('Build');
    expect(failed.text).not.toMatch(/creating|booting|pulling|installing/i);
    expect(failed.main.durationMs).toBeLessThan(3_000);
  });
});

describe('a builder that is there already', () => {
  it('is used, and stays as it was, byte for byte: its file, container, volume and configuration', async () => {
    const { lab, run, registry } = world();
    const homeDir = await makeHome(lab);
    const name = `shared-${process.pid}`;
    const buildx = (...args: string[]): Promise<string> =>
      runCommand({
        file: lab.tools.buildx,
        args,
        env: { HOME: homeDir, DOCKER_CONFIG: undefined, DOCKER_HOST: lab.engine.dockerHost },
      });
    const docker = (...args: string[]): Promise<string> => runDocker(lab, ...args);
    const container = `buildx_buildkit_${name}0`;
    const list = 'cd /etc/buildkit && ls -lR && cat $(find . -type f)';
    const look = async () => ({
      file: await readFile(join(homeDir, '.docker/buildx/instances', name), 'utf8'),
      // Who looks into it at this moment is no part of it.
      container: { ...JSON.parse(await docker('container', 'inspect', container))[0], ExecIDs: [] },
      volume: JSON.parse(await docker('volume', 'inspect', `${container}_state`)),
      config: await docker('exec', container, 'sh', '-c', list),
    });
    const options = [`image=${lab.images.buildkit}`, 'network=host'];
    const toml = join(homeDir, 'theirs.toml');
    await writeFile(toml, 'debug = true\n');
    await buildx(
      ...['create', '--name', name, '--driver', 'docker-container', '--bootstrap'],
      `--buildkitd-config=${toml}`,
      ...options.flatMap((option) => ['--driver-opt', option]),
    );
    try {
      const before = await look();
      expect(before.config).toContain('debug = true');
      const released = await run({
        inputs: {
          ...LEAN,
          images: `${registry.host}/octo/shared`,
          builder: name,
          'driver-opts': '',
        },
        homeDir,
        homeChanges: NOTES_OF_BUILDX,
      });
      expect(released.error).toBeUndefined();
      expect(released.text).toContain(`--builder=${name}`);
      expect(await look()).toEqual(before);
      expect(before.container).toMatchObject({ State: { Running: true } });
    } finally {
      await buildx('rm', '--force', name);
    }
  });

  it('that is not there is told before anything else is done', async () => {
    const { run, registry } = world();
    const failed = await run({
      inputs: {
        ...LEAN,
        images: `${registry.host}/octo/shared`,
        builder: 'nobody-made-me',
        'driver-opts': '',
      },
      homeChanges: NOTES_OF_BUILDX,
    });
    expect(failed.error?.code).toBe('BUILDER_FAILED');
    expect(failed.error?.message).toContain('nobody-made-me');
  });
});
