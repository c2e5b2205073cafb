import { describe, expect, it } from '@jest/globals';
import { readBucketSize } from '../../src/stages/cache/cache-bucket.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
const BUCKET = { bucket: 'b', region: 'eu-central-1' };
const size = (bytes: unknown) => ({ blob: 'sha256:a', annotations: { size: bytes } });
const TWO = JSON.stringify({ layers: [size(3), size(4)] });

async function read(attributes: Readonly<Record<string, string>>, answer = TWO, env = KEYS) {
  const host = makeFakeHost({ requests: [{ when: /^GET /, answer: { body: answer } }] });
  const bytes = await readBucketSize(host, { place: { attributes }, env });
  return { bytes, urls: host.requests.map(({ url }) => url), requests: host.requests };
}

describe('the size of a cache in a bucket', () => {
  it.each<[Readonly<Record<string, string>>, string]>([
    [BUCKET, 'https://b.s3.eu-central-1.amazonaws.com/manifests/buildkit'],
    [
      { ...BUCKET, prefix: 'p/', name: 'one;two', endpoint_url: 'http://localhost:1' },
      'http://b.localhost:1/p/manifests/one',
    ],
    [
      { ...BUCKET, manifests_prefix: 'm/', endpoint_url: 'http://h:1', use_path_style: 'true' },
      'http://h:1/b/m/buildkit',
    ],
  ])('of %j is read where BuildKit wrote it', async (attributes, url) => {
    const { bytes, urls, requests } = await read(attributes);
    expect([bytes, urls]).toEqual([7, [url]]);
    expect(requests[0]?.headers?.['authorization']).toContain('/eu-central-1/s3/aws4_request');
  });

  it.each<[string, string]>([
    ['no layers', '{}'],
    ['a layer without a size', JSON.stringify({ layers: [size(3), size('4')] })],
    ['no JSON', '<Error/>'],
  ])('is not known with %s', async (_, answer) => {
    expect((await read(BUCKET, answer)).bytes).toBeUndefined();
  });

  it.each([
    [{ region: 'r' }],
    [{ bucket: 'b' }],
    [{ ...BUCKET, endpoint_url: 'nowhere' }],
    [{ ...BUCKET, endpoint_url: 'http://127.0.0.1:1' }],
  ])('is not asked for with %j', async (attributes) => {
    expect((await read(attributes)).urls).toEqual([]);
  });

  it('is not asked for without a key of the job', async () => {
    const env = { ...KEYS, AWS_SECRET_ACCESS_KEY: '' };
    expect((await read(BUCKET, TWO, env)).urls).toEqual([]);
  });
});
