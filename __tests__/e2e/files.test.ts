import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILES, makePlainResult, PLATFORMS, readLayout, verifyFile } from '../support/e2e-files.ts';
import { runPasted } from '../support/e2e-shell.ts';
import { PROVENANCE, SPDX } from '../support/e2e-verify.ts';
import { type CheckedRun, LEAN, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const verify = (type: string | undefined, bundle: string, file: string) =>
  verifyFile(world(), { type, bundle, file });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('outputs of a build that pushes nothing', () => {
  let built: CheckedRun;
  const at = (...names: string[]) => join(folder, 'all', ...names);

  beforeAll(async () => {
    await mkdir(at());
    built = await world().run({
      workspace: await makePlainResult(world()),
      wanted: 'built',
      // A provenance and an SBOM for each platform in each output, and two archives as such.
      fileBundles: 3 * 4 + 2,
      inputs: {
        platforms: PLATFORMS,
        cache: 'off',
        outputs: [
          `type=local,dest=${at('local')},platform-split=true`,
          `type=tar,dest=${at('files.tar')}`,
          `type=oci,dest=${at('image.tar')}`,
        ].join('\n'),
      },
    });
  });

  it('is told as signed and verified', () => {
    expect(built.error).toBeUndefined();
    expect(built.warnings).toEqual([]);
    expect(built.main.outputs).toMatchObject({ published: 'false', verified: 'true' });
    expect(built.main.outputs['signer-identity']).toContain('https://github.com/');
    expect(built.main.summary).toContain('its files are signed and verified');
  });

  it('has its bundles beside what they are about', async () => {
    const told = (built.main.outputs['bundle-paths'] ?? '').split('\n').sort();
    const parts = ['linux_amd64', 'linux_arm64'];
    expect(told).toEqual(
      [
        ...parts.flatMap((part) => [
          at('local', part, 'provenance.sigstore.json'),
          at('local', part, 'sbom.sigstore.json'),
          ...['files.tar', 'image.tar'].flatMap((archive) => [
            at(`${archive}.provenance.${part}.sigstore.json`),
            at(`${archive}.sbom.${part}.sigstore.json`),
          ]),
        ]),
        at('files.tar.sigstore.json'),
        at('image.tar.sigstore.json'),
      ].sort(),
    );
    expect(await readdir(at('local', 'linux_arm64'))).toHaveLength(FILES + 4);
  });

  it.each([
    ['provenance', PROVENANCE],
    ['sbom', SPDX],
  ])('has a %s for every file of a folder', async (name, type) => {
    const bundle = at('local', 'linux_arm64', `${name}.sigstore.json`);
    const last = at('local', 'linux_arm64', `file-${FILES - 1}`);
    expect(await verify(type, bundle, at('local', 'linux_arm64', 'file-0'))).toBe(0);
    expect(await verify(type, bundle, last)).toBe(0);
    expect(await verify(type === SPDX ? PROVENANCE : SPDX, bundle, last)).not.toBe(0);
  });

  it('has a signature for each archive', async () => {
    for (const archive of ['files.tar', 'image.tar'])
      expect(await verify(undefined, at(`${archive}.sigstore.json`), at(archive))).toBe(0);
    expect(await verify(undefined, at('image.tar.sigstore.json'), at('files.tar'))).not.toBe(0);
  });

  it('has statements about what is in an archive', async () => {
    const content = join(folder, 'content');
    await mkdir(content);
    await runPasted(world().lab, `tar -xf ${at('files.tar')} -C ${content}`);
    const inside = join(content, 'linux_amd64', 'file-7');
    expect(
      await verify(PROVENANCE, at('files.tar.provenance.linux_amd64.sigstore.json'), inside),
    ).toBe(0);
    const bundle = at('image.tar.sbom.linux_arm64.sigstore.json');
    const image = await readLayout(world(), at('image.tar'));
    expect(await verify(SPDX, bundle, image['linux/arm64'] ?? '')).toBe(0);
    expect(await verify(SPDX, bundle, image['linux/amd64'] ?? '')).not.toBe(0);
  });

  it('is verified by the commands that it tells', async () => {
    const commands = (built.main.outputs['verify-commands'] ?? '').split('\n');
    expect(commands).toHaveLength(14);
    const { exitCode, stderr } = await runPasted(world().lab, commands.join('\n'));
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('is refused once a file is changed', async () => {
    const file = at('local', 'linux_amd64', 'file-3');
    const bundle = at('local', 'linux_amd64', 'provenance.sigstore.json');
    expect(await verify(PROVENANCE, bundle, file)).toBe(0);
    await appendFile(file, '!');
    expect(await verify(PROVENANCE, bundle, file)).not.toBe(0);
    await appendFile(at('files.tar'), '!');
    expect(await verify(undefined, at('files.tar.sigstore.json'), at('files.tar'))).not.toBe(0);
  });
});

describe('an archive beside a push', () => {
  it('is signed with the image, whose digests its statements name', async () => {
    const { registry, run } = world();
    const archive = join(folder, 'pushed.tar');
    const layout = join(folder, 'layout');
    const released = await run({
      workspace: await makePlainResult(world()),
      // A signature and two statements for each.
      fileBundles: 2 * 3,
      inputs: {
        ...LEAN,
        platforms: PLATFORMS,
        images: `${registry.host}/octo/files`,
        outputs: `type=oci,dest=${archive}\ntype=oci,tar=false,dest=${layout}`,
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.main.outputs).toMatchObject({ published: 'true', verified: 'true' });
    expect(await verify(undefined, `${archive}.sigstore.json`, archive)).toBe(0);
    const digests: Record<string, string> = JSON.parse(released.main.outputs['digests'] ?? '{}');
    for (const place of [archive, layout]) {
      const bundle = `${place}.provenance.linux_arm64.sigstore.json`;
      expect(await verify(PROVENANCE, bundle, digests['linux/arm64'] ?? '')).toBe(0);
    }
    const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    expect(manifests.map(({ digest }: { digest: string }) => digest)).toEqual([
      released.main.outputs['digest'],
    ]);
  });
});
