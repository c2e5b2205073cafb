/** Against Azure's own emulator, which checks signatures. */
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BlobStorage, startAzurite } from '../../lab/services/azurite.ts';
import { readAzureSize } from '../../src/stages/cache/cache-azure.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const size = (bytes: number) => ({ blob: 'sha256:a', annotations: { size: bytes } });
const DESCRIPTION = JSON.stringify({ layers: [size(3), size(4)] });

describe('the size of a cache in Azure', () => {
  let azure: BlobStorage;

  beforeAll(async () => {
    azure = await startAzurite();
    const credential = new StorageSharedKeyCredential(azure.accountName, azure.accountKey);
    for (const [container, blob] of [
      ['buildkit-cache', 'manifests/buildkit'],
      ['other', 'p/m/feature a%2Fb'],
    ] as const) {
      const client = new ContainerClient(`${azure.accountUrl}/${container}`, credential);
      await client.create();
      await client.getBlockBlobClient(blob).upload(DESCRIPTION, DESCRIPTION.length);
    }
  }, 60_000);
  afterAll(() => azure?.stop());

  async function read(
    attributes: Readonly<Record<string, string>> = {},
    key: string | undefined = azure.accountKey,
  ) {
    const host = makeFakeHost({ network: 'real', now: new Date() });
    const { accountUrl: account_url, accountName: account_name } = azure;
    const place = { attributes: { account_url, account_name, ...attributes } };
    const keys = key === '' ? {} : { azblob: { secret_access_key: key } };
    const bytes = await readAzureSize(host, { place, keys });
    return { bytes, host };
  }

  it('is read where BuildKit wrote it, by an address whose signature nobody sees', async () => {
    const { bytes, host } = await read();
    expect(bytes).toBe(7);
    const signature = new URL(host.requests[0]?.url ?? '').searchParams.get('sig');
    expect(host.masked).toEqual([signature]);
  });

  it('is read under names of its own', async () => {
    const attributes = { container: 'other', prefix: 'p', manifests_prefix: 'm' };
    expect((await read({ ...attributes, name: 'feature a%2Fb;main' })).bytes).toBe(7);
  });

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['with another key', {}, Buffer.from('another key').toString('base64')],
    ['without a cache', { name: 'none' }, undefined],
    ['without a container', { container: 'nowhere' }, undefined],
  ])('is not known %s', async (_, attributes, key) => {
    const { bytes, host } = await read(attributes, key);
    expect(bytes).toBeUndefined();
    expect(host.requests).toHaveLength(1);
  });

  it('is not asked for without a key of the job', async () => {
    const { bytes, host } = await read({}, '');
    expect([bytes, host.requests]).toEqual([undefined, []]);
  });
});
