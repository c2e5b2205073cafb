/** What a cache in an S3 bucket takes, by the description that BuildKit wrote there (cache/remotecache/s3/s3.go, v1/types). */
import type { Host } from '../../host/host.ts';
import { sumCachedLayers } from '../../image/cache-description.ts';
import type { CachePlace } from '../../plan/cache-spec.ts';
import { type AwsKey, signAwsRequest } from '../../registry/aws-signature.ts';

type Env = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 5000;
const MAX_BYTES = 16 * 1024 ** 2;

/** Undefined where the job has no key of its own (a role is left to BuildKit), and where the bucket does not tell. */
export async function readBucketSize(
  host: Pick<Host, 'fetch' | 'clock'>,
  { place: { attributes }, env }: { place: Pick<CachePlace, 'attributes'>; env: Env },
): Promise<number | undefined> {
  const key = findKey(env);
  const region = attributes['region'] ?? env['AWS_REGION'] ?? '';
  const url = locate({ bucket: env['AWS_BUCKET'] ?? '', ...attributes }, region);
  if (key === undefined || url === undefined) return undefined;
  const headers = await signAwsRequest(
    { method: 'GET', url, service: 's3', region, headers: {}, body: '' },
    { key, now: host.clock.now() },
  );
  const { status, body } = await host.fetch({
    ...{ url, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
  });
  return status === 200 ? sumCachedLayers(body) : undefined;
}

function findKey(env: Env): AwsKey | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
}

/** Where the description is; undefined where the attributes do not say. */
function locate(attributes: CachePlace['attributes'], region: string): string | undefined {
  const { bucket = '', prefix = '', manifests_prefix: folder = 'manifests/' } = attributes;
  const [name = ''] = (attributes['name'] ?? 'buildkit').split(';');
  const endpoint = attributes['endpoint_url'] ?? `https://s3.${region}.amazonaws.com`;
  if (bucket === '' || region === '' || !URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  const object = encodeURI(`${prefix}${folder}${name}`);
  if (attributes['use_path_style'] === 'true') return `${url.origin}/${bucket}/${object}`;
  const hosted = `${url.protocol}//${bucket}.${url.host}/${object}`;
  return URL.canParse(hosted) ? hosted : undefined;
}
