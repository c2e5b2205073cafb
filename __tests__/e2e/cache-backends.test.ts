import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BlobStorage, startAzurite } from '../../lab/services/azurite.ts';
import { type ObjectStore, startObjectStore } from '../../lab/services/s3.ts';
import { readSteps } from '../support/e2e-build-log.ts';
import { readManifest, readTag } from '../support/e2e-registry.ts';
import { BARE, type CaseRequest, type CheckedRun, useWorld } from '../support/e2e-world.ts';

describe('a build cache', () => {
  const world = useWorld();
  let s3: ObjectStore;
  let azure: BlobStorage;
  beforeAll(async () => {
    s3 = await startObjectStore({ tools: world().lab.tools });
    azure = await startAzurite();
  });
  afterAll(async () => {
    await azure?.stop();
    await s3?.stop();
  });

  async function readLayers(run: CheckedRun, name: string): Promise<readonly string[]> {
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const manifests = await Promise.all(
      Object.values(digests).map((digest) => readManifest(world().registry, name, digest)),
    );
    return manifests.flatMap((manifest) => (manifest?.layers ?? []).map(({ digest }) => digest));
  }

  /** Two runs, each with a builder of its own; the sample's RUN writes something else each time. */
  async function runTwice(
    name: string,
    { inputs, ...more }: Partial<CaseRequest>,
  ): Promise<readonly [CheckedRun, CheckedRun]> {
    const { lab, run, registry } = world();
    const request = {
      workspace: await lab.makeWorkspace(),
      ...more,
      inputs: { ...BARE, sign: 'false', images: `${registry.host}/octo/${name}`, ...inputs },
    };
    const first = await run(request);
    const second = await run(request);
    expect(await readLayers(second, `octo/${name}`)).toEqual(
      await readLayers(first, `octo/${name}`),
    );
    expect([...readSteps(first.text).values()]).toContain('done');
    expect(new Set(readSteps(second.text).values())).toEqual(new Set(['cached']));
    return [first, second];
  }

  const objects = (): string =>
    `type=s3,bucket=${s3.bucket},region=${s3.region},endpoint_url=${s3.url},use_path_style=true`;
  const keys = (): Record<string, string> => ({
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });

  it('in the registry gives every step to a new builder', async () => {
    const [first] = await runTwice('in-registry', { inputs: { cache: 'registry' } });
    expect(first.warnings).toEqual([]);
  });

  it('in the registry never takes the name of an image that is there', async () => {
    const { run, registry } = world();
    const images = `${registry.host}/octo/named`;
    const released = await run({ inputs: { ...BARE, images, tags: '1.0' } });
    const { cache: _, ...given } = BARE;
    const to = { push: 'false', 'cache-to': `type=registry,ref=${images}:1.0` };
    const built = await run({ inputs: { ...given, images, ...to }, wanted: 'built' });
    expect(built.warnings).toEqual([
      expect.stringMatching(/not written to .*:1\.0: an image has that name/),
    ]);
    expect(await readTag(registry, 'octo/named', '1.0')).toBe(released.main.outputs['digest']);
  });

  it('in the image gives every step to a new builder', async () => {
    const inputs = { cache: 'inline', tags: 'type=raw,value=edge' };
    const [first] = await runTwice('inline', { inputs });
    expect(first.warnings).toEqual([]);
    // What it adds to the image.
    expect(first.main.summary).toMatch(/cache size \| `\S+octo\/inline` \d\.\d KB/);
  });

  it('in a folder kept by the Actions cache gives every step to a new builder', async () => {
    const [first, second] = await runTwice('in-folder', { inputs: { cache: 'local' } });
    expect([...first.warnings, ...second.warnings]).toEqual([]);
  });

  it('in a bucket gives every step to a new builder, with keys of the job', async () => {
    const [first] = await runTwice('in-bucket', { inputs: { cache: objects() }, env: keys() });
    expect(first.warnings).toEqual([]);
    expect(await readdir(s3.folder)).toEqual(expect.arrayContaining(['blobs', 'manifests']));
    // By the description that BuildKit wrote.
    expect(first.main.summary).toMatch(/cache size \| `\S+in-bucket\S*` \d+\.\d MB/);
  });

  it('in a bucket takes keys among its attributes, with one warning and in no argument', async () => {
    const given = `${objects()},access_key_id=${s3.accessKeyId},secret_access_key=${s3.secretAccessKey}`;
    const inputs = {
      'cache-from': `${given},name=given`,
      'cache-to': `${given},name=given,mode=max`,
    };
    const canaries = [{ name: 'S3 key', value: s3.secretAccessKey }];
    const [first] = await runTwice('in-bucket-given', { inputs, canaries });
    expect(first.warnings).toEqual([expect.stringContaining('AWS_SECRET_ACCESS_KEY')]);
  });

  it('in Azure gives every step to a new builder, with a key of the job', async () => {
    const inputs = {
      cache: `type=azblob,account_url=${azure.accountUrl},account_name=${azure.accountName}`,
    };
    const env = { AZURE_STORAGE_KEY: azure.accountKey };
    const canaries = [{ name: 'Azure key', value: azure.accountKey }];
    const [first] = await runTwice('in-azure', { inputs, env, canaries });
    expect(first.warnings).toEqual([]);
    expect(first.main.summary).toMatch(/cache size \| `\S+in-azure\S*` \d+\.\d MB/);
  });

  it('in several places at once is written to all, and each serves alone', async () => {
    const inputs = { cache: `gha\nregistry\n${objects()}` };
    const [first] = await runTwice('everywhere', { inputs, env: keys() });
    expect(first.warnings).toEqual([]);
  });
});
