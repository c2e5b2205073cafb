import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSecret } from '../support/e2e-canaries.ts';
import { type ManifestView, readManifest, readTag } from '../support/e2e-registry.ts';
import { runPasted } from '../support/e2e-shell.ts';
import { BARE, type CheckedRun, LEAN, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

/** A checkout whose Dockerfile has these lines after its base image. */
async function makeCheckout(lines: readonly string[]): Promise<string> {
  const workspace = await world().lab.makeWorkspace();
  const base = `FROM ${world().lab.baseImage}`;
  await writeFile(join(workspace, 'Dockerfile'), [base, ...lines, ''].join('\n'));
  return workspace;
}

describe('a release that uses many inputs', () => {
  let folder: string;
  let released: CheckedRun;
  const name = 'octo/inputs';
  const secrets = {
    given: makeSecret('given-'),
    file: `${makeSecret('file-')}\n${makeSecret('second-line-')}\n`,
    variable: makeSecret('variable-in-the-environment-'),
  };
  const lengths = [
    `given ${secrets.given.length}`,
    `file ${secrets.file.split('\n')[0]?.length}`,
    `variable ${secrets.variable.length}`,
  ];

  const read = async (reference: string): Promise<ManifestView> => {
    const manifest = await readManifest(world().registry, name, reference);
    if (manifest === undefined) throw new Error(`${name} has no ${reference}`);
    return manifest;
  };
  const readIndex = () => read(released.main.outputs['digest'] ?? '');
  const readPlatform = (platform: string) =>
    read(JSON.parse(released.main.outputs['digests'] ?? '{}')[platform] ?? '');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'build-inputs-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets', 'asset.txt'), 'from another context');
    await writeFile(join(folder, 'secret'), secrets.file, { mode: 0o600 });
    const mounts = ['given', 'file', 'variable'].map((id) => `--mount=type=secret,id=${id}`);
    const workspace = await makeCheckout([
      'COPY --from=assets asset.txt /seen/asset',
      `RUN ${mounts.join(' ')} for id in given file variable; do read -r value < /run/secrets/$id || true; echo "$id \${#value}"; done > /seen/secrets`,
      'RUN while read -r line; do echo "$line"; done < /etc/hosts > /seen/hosts',
      'RUN ulimit -n > /seen/limit',
      'ARG RELEASE',
      'RUN echo "$RELEASE" > /seen/release',
    ]);
    released = await world().run({
      workspace,
      // A provenance for each platform in both outputs, and the archive.
      fileBundles: 5,
      inputs: {
        ...LEAN,
        images: `${world().registry.host}/${name}`,
        platforms: 'linux/amd64,linux/arm64',
        annotations: [
          'index,manifest:org.example.everywhere=yes',
          'manifest[linux/arm64]:org.example.arm=only',
          'manifest-descriptor:org.example.listed=yes',
        ].join('\n'),
        'build-args': 'RELEASE={{version}} of {{tag}}, not {{.Version}}',
        'platform-tags': 'true',
        'build-contexts': `assets=${join(folder, 'assets')}`,
        secrets: `given=${secrets.given}`,
        'secret-files': `file=${join(folder, 'secret')}`,
        'secret-envs': 'variable=DEPLOY_KEY',
        'add-hosts': 'lab.internal:10.1.2.3',
        'shm-size': '64m',
        ulimit: 'nofile=1000:2000',
        outputs: [
          'type=image,compression=zstd,force-compression=true',
          `type=local,dest=${join(folder, 'local')}`,
          `type=oci,dest=${join(folder, 'image.tar')}`,
        ].join('\n'),
      },
      env: { DEPLOY_KEY: secrets.variable },
      github: { ref: 'refs/tags/v1.2.3' },
      canaries: Object.entries(secrets).map(([id, value]) => ({ name: `secret ${id}`, value })),
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is published without a word of warning', () => {
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([]);
    expect(released.main.outputs['verified']).toBe('true');
  });

  it('has a tag for each platform, and what the names say in its build arguments', async () => {
    const { digests, tags } = released.main.outputs;
    const reference = `${world().registry.host}/${name}:v1.2.3`;
    for (const [platform, digest] of Object.entries<string>(JSON.parse(digests ?? '{}'))) {
      const tag = `v1.2.3-${platform.replace('linux/', '')}`;
      expect(await readTag(world().registry, name, tag)).toBe(digest);
      expect(tags?.split('\n')).toContain(`${reference}${tag.slice('v1.2.3'.length)}`);
    }
    const release = join(folder, 'local', 'linux_amd64', 'seen', 'release');
    expect(await readFile(release, 'utf8')).toBe('1.2.3 of v1.2.3, not {{.Version}}\n');
  });

  it('has its annotations on the levels they name', async () => {
    const index = await readIndex();
    expect(index.annotations).toEqual({ 'org.example.everywhere': 'yes' });
    const listed = (index.manifests ?? []).filter(({ platform }) => platform?.os === 'linux');
    expect(listed.map(({ annotations }) => annotations?.['org.example.listed'])).toEqual([
      'yes',
      'yes',
    ]);
    const [amd64, arm64] = await Promise.all(['linux/amd64', 'linux/arm64'].map(readPlatform));
    expect(amd64?.annotations).toMatchObject({
      'org.example.everywhere': 'yes',
      // What docker/metadata-action would derive stands there too.
      'org.opencontainers.image.version': 'v1.2.3',
    });
    expect(amd64?.annotations).not.toHaveProperty('org.example.arm');
    expect(arm64?.annotations).toMatchObject({ 'org.example.arm': 'only' });
  });

  it('has layers of the compression asked for, the base image’s too', async () => {
    const { layers = [] } = await readPlatform('linux/amd64');
    expect(layers.length).toBeGreaterThan(3);
    expect(new Set(layers.map(({ mediaType }) => mediaType))).toEqual(
      new Set(['application/vnd.oci.image.layer.v1.tar+zstd']),
    );
  });

  it.each(['linux_amd64', 'linux_arm64'])('leaves the files of %s', async (platform) => {
    const seen = (file: string) => readFile(join(folder, 'local', platform, 'seen', file), 'utf8');
    expect(await seen('asset')).toBe('from another context');
    expect((await seen('secrets')).trim().split('\n')).toEqual(lengths);
    expect(await seen('hosts')).toMatch(/^10\.1\.2\.3\s+lab\.internal$/m);
    expect((await seen('limit')).trim()).toBe('1000');
  });

  it('leaves an archive that knows its name', async () => {
    const { stdout } = await runPasted(
      world().lab,
      `tar -xOf ${join(folder, 'image.tar')} index.json`,
    );
    const index: ManifestView = JSON.parse(stdout);
    const names = (index.manifests ?? []).map(
      ({ annotations }) => annotations?.['io.containerd.image.name'],
    );
    expect(names).toContain(`${world().registry.host}/${name}:v1.2.3`);
    const left = (await readdir(folder)).filter((name) => !name.endsWith('.sigstore.json'));
    expect(left).toEqual(['assets', 'image.tar', 'local', 'secret']);
  });
});

describe('a load beside a push', () => {
  it('gives the engine its own platform of what was published', async () => {
    const { lab, run, registry } = world();
    const images = `${registry.host}/octo/loaded`;
    const released = await run({
      inputs: {
        ...BARE,
        images,
        platforms: 'linux/amd64,linux/arm64',
        push: 'true',
        load: 'true',
        tags: 'both',
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.main.outputs['tags']).toBe(`${images}:both`);
    const format = '{{.Os}}/{{.Architecture}}';
    const { stdout } = await runPasted(
      lab,
      `docker image inspect --format '${format}' ${images}:both && docker image rm ${images}:both >&2`,
    );
    expect(stdout.trim()).toBe('linux/amd64');
    expect(released.main.groups).toContain('Load linux/amd64 into the engine');
  });
});

describe('call', () => {
  it.each<[string, string]>([
    ['check', 'Check complete, no warnings found'],
    ['targets', 'last (default)'],
    ['outline', 'last'],
  ])('%s evaluates and builds nothing', async (call, said) => {
    const workspace = await makeCheckout(['RUN exit 7', `FROM ${world().lab.baseImage} AS last`]);
    const evaluated = await world().run({
      workspace,
      wanted: 'built',
      identity: 'without',
      inputs: { call, images: `${world().registry.host}/octo/called`, push: 'true' },
    });
    expect(evaluated.error).toBeUndefined();
    expect(evaluated.text).toContain(said);
    expect(evaluated.main.outputs['digest']).toBe('');
  });

  it('check fails with what it finds', async () => {
    const workspace = await makeCheckout(['env key value']);
    const checked = await world().run({
      workspace,
      wanted: 'built',
      identity: 'without',
      inputs: { call: 'check', images: `${world().registry.host}/octo/called` },
    });
    expect(checked.error?.code).toBe('CHECK_FAILED');
    expect(checked.text).toContain('LegacyKeyValueFormat');
  });
});
