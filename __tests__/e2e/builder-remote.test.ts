import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeHome } from '../../lab/job.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { type Sshd, startSshd } from '../../lab/services/sshd.ts';
import { makeTlsFiles, type TlsFiles } from '../../lab/services/tls-files.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

/** A runner on which no engine answers. */
const NO_ENGINE = { docker: { dockerHost: 'unix:///nowhere/docker.sock' } } as const;
const ANY = { 'driver-opts': '', driver: 'remote' } as const;

const indent = (text: string): string => text.trim().replaceAll('\n', '\n    ');

describe('machines that are reached over TLS', () => {
  let tls: TlsFiles;
  let amd: Buildkitd;
  let arm: Buildkitd;
  let texts: Record<'ca' | 'cert' | 'key', string>;

  beforeAll(async () => {
    tls = await makeTlsFiles();
    const { tools } = world().lab;
    [amd, arm] = await Promise.all(
      ['linux/amd64', 'linux/arm64'].map((platform) => startBuildkitd({ tools, tls, platform })),
    ).then(([first, second]) => [first, second] as [Buildkitd, Buildkitd]);
    const { client } = tls;
    texts = {
      ca: await tls.read(tls.ca),
      cert: await tls.read(client.cert),
      key: await tls.read(client.key),
    };
  });
  afterAll(async () => {
    for (const one of [amd, arm, tls]) await one.stop();
  });

  it('build each platform where it is native, and the runner needs no engine', async () => {
    const { run, registry } = world();
    const nodes = `
- endpoint: ${amd.endpoint}
  cacert: ${tls.ca}
  cert: ${tls.client.cert}
  key: ${tls.client.key}
- name: arm
  endpoint: ${arm.endpoint}
  platforms: linux/arm64
  cacert: |
    ${indent(texts.ca)}
  cert: |
    ${indent(texts.cert)}
  key: |
    ${indent(texts.key)}`;
    const [, line = ''] = texts.key.split('\n');
    const workspace = await makeWorkspace(world().lab, [
      'ARG TARGETARCH',
      'COPY only-${TARGETARCH} /only',
    ]);
    for (const arch of ['amd64', 'arm64']) await writeFile(join(workspace, `only-${arch}`), arch);
    const released = await run({
      ...NO_ENGINE,
      workspace,
      inputs: {
        ...ANY,
        nodes,
        cache: 'off',
        images: `${registry.host}/octo/remote`,
        platforms: 'linux/amd64,linux/arm64',
      },
      canaries: [{ name: 'private key', value: line }],
    });
    expect(released.error).toBeUndefined();
    expect(released.text).toContain('on 2 nodes');
    expect(released.text).toContain('not here: the builder is on other machines');
    expect(await amd.built()).toContain('COPY only-amd64');
    expect(await amd.built()).not.toContain('COPY only-arm64');
    expect(await arm.built()).toContain('COPY only-arm64');
    expect(await arm.built()).not.toContain('COPY only-amd64');
  });

  it('take the variables of docker/setup-buildx-action for their TLS files', async () => {
    const { run, registry } = world();
    const released = await run({
      ...NO_ENGINE,
      inputs: { ...LEAN, ...ANY, endpoint: amd.endpoint, images: `${registry.host}/octo/vars` },
      env: {
        BUILDER_NODE_0_AUTH_TLS_CACERT: texts.ca,
        BUILDER_NODE_0_AUTH_TLS_CERT: texts.cert,
        BUILDER_NODE_0_AUTH_TLS_KEY: texts.key,
      },
    });
    expect(released.error).toBeUndefined();
  });

  it('refuse who has no certificate, and the error says what is needed', async () => {
    const { run, registry } = world();
    const failed = await run({
      ...NO_ENGINE,
      inputs: {
        ...LEAN,
        ...ANY,
        endpoint: amd.endpoint,
        'driver-opts': `cacert=${tls.ca}`,
        images: `${registry.host}/octo/refused`,
      },
    });
    expect(failed.error?.code).toBe('BUILDER_FAILED');
    expect(failed.error?.message).toContain('`cacert`, `cert` and `key`');
    expect(failed.main.groups).not.toContain('Build');
  });

  it('are used as they are by a builder that exists, without an engine, and it stays so', async () => {
    const { lab, run, registry } = world();
    const homeDir = await makeHome(lab);
    const buildx = (...args: string[]): Promise<string> =>
      runCommand({
        file: lab.tools.buildx,
        args,
        env: { HOME: homeDir, DOCKER_CONFIG: undefined, DOCKER_HOST: NO_ENGINE.docker.dockerHost },
      });
    await buildx(
      ...['create', '--name', 'elsewhere', '--driver', 'remote'],
      ...['--driver-opt', `cacert=${tls.ca}`, '--driver-opt', `cert=${tls.client.cert}`],
      ...['--driver-opt', `key=${tls.client.key}`, amd.endpoint],
    );
    const released = await run({
      ...NO_ENGINE,
      homeDir,
      homeChanges: /\.docker\/buildx\/(?!current|instances\/)/,
      inputs: {
        ...LEAN,
        'driver-opts': '',
        builder: 'elsewhere',
        images: `${registry.host}/octo/elsewhere`,
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.main.outputs['builder']).toBe('elsewhere');
    expect(await buildx('inspect', 'elsewhere')).toMatch(/Status:\s+running/);
  });
});

describe('a machine that is reached by ssh', () => {
  let daemon: Buildkitd;
  let sshd: Sshd;

  beforeAll(async () => {
    const { tools } = world().lab;
    daemon = await startBuildkitd({ tools });
    const env = {
      BUILDKIT_HOST: daemon.endpoint,
      PATH: `${dirname(tools.buildctl ?? '')}:/usr/bin:/bin`,
    };
    sshd = await startSshd({ env, log: () => undefined });
  });
  afterAll(async () => {
    await sshd.stop();
    await daemon.stop();
  });

  it('builds, through its own buildctl', async () => {
    const { run, registry, lab } = world();
    const released = await run({
      ...NO_ENGINE,
      inputs: { ...LEAN, ...ANY, endpoint: sshd.url, images: `${registry.host}/octo/ssh` },
      env: {
        PATH: `${sshd.clientFolder}:${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`,
      },
    });
    expect(released.error).toBeUndefined();
    expect(await daemon.built()).toContain('mount / from exec');
  });

  it('that does not know us is told as such', async () => {
    const { run, registry, lab } = world();
    const failed = await run({
      ...NO_ENGINE,
      inputs: {
        ...LEAN,
        ...ANY,
        endpoint: sshd.url.replace(/\/\/[^@]*@/, '//nobody@'),
        images: `${registry.host}/octo/ssh-refused`,
      },
      env: {
        PATH: `${sshd.clientFolder}:${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`,
      },
    });
    expect(failed.error?.code).toBe('BUILDER_FAILED');
    expect(failed.error?.message).toContain('ssh');
  });
});
