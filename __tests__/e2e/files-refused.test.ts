import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePlainResult, makeResult, PLATFORMS, SBOM } from '../support/e2e-files.ts';
import { PROVENANCE, SPDX } from '../support/e2e-verify.ts';
import { BARE, LEAN, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A statement as a Dockerfile could forge it, about a file that is not even there. */
const forge = (predicateType: string): string =>
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType,
    subject: [{ name: 'malware', digest: { sha256: 'ab'.repeat(32) } }],
    predicate: { forged: true },
  });

describe('what there is to sign', () => {
  it.each<[string, string, Record<string, string>, readonly string[]]>([
    ['an archive alone', 'type=oci,dest=@/a.tar', { ...BARE }, ['a.tar.sigstore.json']],
    ['an archive for docker', 'type=docker,dest=@/d.tar', {}, ['d.tar.sigstore.json']],
    [
      'a layout that is no archive',
      'type=oci,dest=@/layout,tar=false',
      { sbom: 'false' },
      ['layout.provenance.sigstore.json', 'layout.sigstore.json'],
    ],
    [
      'a folder with its own names',
      'type=local,dest=@/named,attestation-prefix=app-',
      { sbom: 'false' },
      ['named/app-provenance.sigstore.json'],
    ],
    [
      'platforms in one archive without folders in the names',
      'type=tar,dest=@/split.tar,platform-split=false',
      { sbom: 'false', platforms: PLATFORMS },
      [
        'split.tar.provenance.linux_amd64.sigstore.json',
        'split.tar.provenance.linux_arm64.sigstore.json',
        'split.tar.sigstore.json',
      ],
    ],
    ['nothing of a folder without attestations', 'type=local,dest=@/bare', { ...BARE }, []],
  ])('%s', async (_, outputs, inputs, bundles) => {
    const built = await world().run({
      workspace: await makePlainResult(world()),
      wanted: 'built',
      fileBundles: bundles.length,
      inputs: { ...SBOM, ...inputs, outputs: outputs.replace('@', folder) },
    });
    expect(built.error).toBeUndefined();
    const told = (built.main.outputs['bundle-paths'] ?? '').split('\n').filter(Boolean);
    expect(told.sort()).toEqual(bundles.map((name) => join(folder, name)));
  });

  it('is not what a Dockerfile forges', async () => {
    const dest = join(folder, 'forged');
    const built = await world().run({
      workspace: await makeResult(world(), { 'evil.spdx.json': forge(SPDX), a: 'a' }),
      wanted: 'built',
      fileBundles: 2,
      inputs: { ...SBOM, outputs: `type=local,dest=${dest}` },
    });
    expect(built.error).toBeUndefined();
    expect((await readdir(dest)).sort()).toEqual([
      'a',
      'evil.spdx.json',
      'provenance.json',
      'provenance.sigstore.json',
      'sbom.sigstore.json',
      'sbom.spdx.json',
    ]);
  });
});

describe('no signature', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a file has the name of a statement', { 'provenance.json': forge(PROVENANCE) }, 'provenance'],
    ['a file has the name of a bundle', { 'provenance.sigstore.json': '{}' }, 'provenance'],
  ])('where %s', async (_, files, name) => {
    const dest = join(folder, Object.keys(files).join());
    const built = await world().run({
      workspace: await makeResult(world(), files),
      wanted: 'built',
      inputs: { ...LEAN, outputs: `type=local,dest=${dest}` },
    });
    expect(built.error?.code).toBe('BUILD_RESULT_INVALID');
    expect(built.error?.message).toContain(name);
  });

  it('where its bundle cannot be put, and no tag is moved', async () => {
    const archive = join(folder, 'blocked.tar');
    await mkdir(join(folder, 'blocked.tar.sigstore.json'));
    const built = await world().run({
      workspace: await makePlainResult(world()),
      inputs: {
        ...BARE,
        images: `${world().registry.host}/octo/blocked`,
        outputs: `type=oci,dest=${archive}`,
      },
    });
    expect(built.error?.code).toBe('BUNDLE_NOT_WRITTEN');
    expect(built.main.outputs).toMatchObject({ published: 'false', tags: '' });
    expect((await readdir(folder)).filter((name) => name.startsWith('blocked'))).toEqual([
      'blocked.tar',
      'blocked.tar.sigstore.json',
    ]);
  });

  it('without the permission, and the files are there', async () => {
    const dest = join(folder, 'without');
    const built = await world().run({
      workspace: await makePlainResult(world()),
      wanted: 'built',
      identity: 'without',
      inputs: { ...LEAN, outputs: `type=local,dest=${dest}` },
    });
    expect(built.error).toBeUndefined();
    expect(built.main.summary).toContain('`id-token: write`');
    expect(await readFile(join(dest, 'file-0'), 'utf8')).toBe('content 0');
  });

  it('and no build where it is demanded without the permission', async () => {
    const dest = join(folder, 'demanded');
    const built = await world().run({
      workspace: await makePlainResult(world()),
      wanted: 'built',
      identity: 'without',
      inputs: { ...LEAN, sign: 'true', outputs: `type=local,dest=${dest}` },
    });
    expect(built.error?.code).toBe('OIDC_PERMISSION_MISSING');
    expect(built.main.groups).not.toContain('Build');
  });
});
