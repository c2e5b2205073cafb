import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureEmulation, isEmulating, removeEmulation } from '../../lab/provision/emulation.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';

describe('emulation on a machine that has none', () => {
  const world = useWorld();

  beforeAll(removeEmulation);
  afterAll(() => ensureEmulation(() => undefined, world().lab.engine));

  it('is installed for the build and gone after the job', async () => {
    const { run, registry } = world();
    expect(await isEmulating()).toBe(false);
    let whileBuilding: Promise<boolean> | undefined;
    const released = await run({
      inputs: {
        ...LEAN,
        platforms: 'linux/amd64,linux/arm64',
        images: `${registry.host}/octo/emulated`,
      },
      onLine: ({ text }) => {
        if (text === '::group::Build') whileBuilding = isEmulating();
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).toContain('installing qemu-');
    expect(await whileBuilding).toBe(true);
    expect(await isEmulating()).toBe(false);
  });

  it('is not installed where every platform is native', async () => {
    const { run, registry } = world();
    const released = await run({
      inputs: { ...LEAN, images: `${registry.host}/octo/native` },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).not.toContain('installing');
  });

  it('is gone too when the build fails', async () => {
    const { run, registry } = world();
    const failed = await run({
      inputs: {
        ...LEAN,
        platforms: 'linux/amd64,linux/arm64',
        images: `${registry.host}/octo/emulated`,
        target: 'no-such-stage',
      },
    });
    expect(failed.main.exitCode).toBe(1);
    expect(failed.text).toContain('installing qemu-');
    expect(await isEmulating()).toBe(false);
  });
});
