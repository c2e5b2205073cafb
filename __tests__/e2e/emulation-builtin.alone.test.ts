import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findProgram } from '../../lab/provision/commands.ts';
import {
  ensureEmulation,
  FOREIGN_HANDLER,
  isEmulating,
  removeEmulation,
} from '../../lab/provision/emulation.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const IMAGE = `local/buildkit-with-emulator:${process.pid}`;
const FOREIGN = process.arch === 'arm64' ? 'amd64' : 'arm64';

/** BuildKit's image with an emulator where the published one has its own. */
describe("BuildKit's own emulators", () => {
  // Before the world ends: such functions are called in the order in which they are given.
  afterAll(async () => {
    await docker('image', 'rm', '--force', IMAGE);
    await ensureEmulation(() => undefined);
  });
  const world = useWorld();
  const docker = (...args: string[]): Promise<string> => runDocker(world().lab, ...args);

  beforeAll(async () => {
    const qemu = await findProgram(`${FOREIGN_HANDLER}-static`);
    if (qemu === undefined) throw new Error(`This machine has no ${FOREIGN_HANDLER}-static`);
    const container = (await docker('create', world().lab.images.buildkit)).trim();
    await docker('cp', qemu, `${container}:/usr/bin/buildkit-${FOREIGN_HANDLER}`);
    await docker('commit', container, IMAGE);
    await docker('rm', container);
    await removeEmulation();
  });

  it('run the foreign steps, and nothing is installed', async () => {
    const { lab, run, registry } = world();
    const workspace = await lab.makeWorkspace();
    // Debian's emulator runs the one program; the published one follows what that starts as well.
    const text = `FROM ${lab.baseImage}\nRUN ["/bin/busybox", "touch", "/made"]\n`;
    await writeFile(join(workspace, 'Dockerfile'), text);
    let whileBuilding: Promise<boolean> | undefined;
    const released = await run({
      workspace,
      inputs: {
        ...BARE,
        platforms: `linux/${FOREIGN}`,
        emulation: 'builtin',
        'driver-opts': `image=${IMAGE}\nnetwork=host`,
        images: `${registry.host}/octo/builtin`,
      },
      onLine: ({ text: line }) => {
        if (line === '::group::Build') whileBuilding = isEmulating();
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).toContain('left to the emulators in the BuildKit image');
    expect(released.text).not.toContain('installing');
    expect(await whileBuilding).toBe(false);
    // The log of one platform does not say which; the Dockerfile does.
    expect(released.text).toMatch(
      new RegExp(`\\d s {2}linux/${FOREIGN} {2}\\S*Dockerfile:2 {2}RUN `),
    );
  });

  it("are none of the engine's own BuildKit, which is told before anything is built", async () => {
    const { run, registry } = world();
    const failed = await run({
      inputs: {
        ...BARE,
        emulation: 'builtin',
        driver: 'docker',
        'driver-opts': '',
        images: `${registry.host}/octo/builtin`,
      },
    });
    expect(failed.error?.code).toBe('ENVIRONMENT_UNSUPPORTED');
    expect(failed.error?.message).toContain('brings no emulators of its own');
  });
});
