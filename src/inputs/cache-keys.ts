/**
 * The keys that each cache backend of BuildKit takes, once: parsing, planning and documentation follow this table.
 * From BuildKit's own readers (cache/remotecache/*, client/solve.go) and buildx (util/buildflags/cache.go, build/opt.go);
 * both ignore what they do not know, so that a key with a typing error would say nothing and do nothing.
 */

export const CACHE_BACKENDS = ['gha', 'registry', 'local', 's3', 'azblob', 'inline'] as const;
export type CacheBackend = (typeof CACHE_BACKENDS)[number];

/** Read from, or written to. */
export type CacheSide = 'from' | 'to';

export type CacheValue =
  | 'text'
  | 'names'
  | 'boolean'
  | 'count'
  | 'integer'
  | 'duration'
  | 'reference'
  | 'url'
  | 'token-url'
  | 'path'
  | 'tag'
  | 'digest'
  | 'mode'
  | 'compression'
  | 'api-version'
  | 'retry-mode'
  | 'secret';

export interface CacheKey {
  readonly value: CacheValue;
  /** The only side that knows it; both when absent. */
  readonly side?: CacheSide;
  /** Says where the cache is or how it is reached, and so may stand in `cache`; the plan makes the rest. */
  readonly place?: true;
}

type KeyTable = Readonly<Record<string, CacheKey>>;

const EXPORT: KeyTable = {
  mode: { value: 'mode', side: 'to' },
  'ignore-error': { value: 'boolean', side: 'to' },
};

/** Of what is written as an image (remotecache.NewExporter). */
const IMAGE: KeyTable = {
  ...EXPORT,
  'image-manifest': { value: 'boolean', side: 'to' },
  'oci-mediatypes': { value: 'boolean', side: 'to' },
  compression: { value: 'compression', side: 'to' },
  'compression-level': { value: 'integer', side: 'to' },
  'force-compression': { value: 'boolean', side: 'to' },
};

/** Of what is kept as objects beside a manifest. */
const OBJECTS: KeyTable = {
  ...EXPORT,
  name: { value: 'names' },
  prefix: { value: 'text', place: true },
  manifests_prefix: { value: 'text', place: true },
  blobs_prefix: { value: 'text', place: true },
};

export const CACHE_KEYS: Readonly<Record<CacheBackend, KeyTable>> = {
  gha: {
    ...EXPORT,
    scope: { value: 'text' },
    timeout: { value: 'duration' },
    version: { value: 'api-version' },
    repository: { value: 'text' },
    url: { value: 'token-url' },
    url_v2: { value: 'token-url' },
    token: { value: 'secret' },
    ghtoken: { value: 'secret' },
  },
  registry: {
    ...IMAGE,
    ref: { value: 'reference', place: true },
    'registry.insecure': { value: 'boolean', place: true },
  },
  local: {
    ...IMAGE,
    src: { value: 'path', side: 'from' },
    digest: { value: 'digest', side: 'from' },
    dest: { value: 'path', side: 'to' },
    tag: { value: 'tag' },
    reset: { value: 'boolean', side: 'to' },
  },
  s3: {
    ...OBJECTS,
    bucket: { value: 'text', place: true },
    region: { value: 'text', place: true },
    endpoint_url: { value: 'url', place: true },
    use_path_style: { value: 'boolean', place: true },
    touch_refresh: { value: 'duration', place: true },
    upload_parallelism: { value: 'count', place: true },
    disable_accept_encoding: { value: 'boolean', place: true },
    retry_mode: { value: 'retry-mode', place: true },
    retry_max_attempts: { value: 'count', place: true },
    access_key_id: { value: 'secret', place: true },
    secret_access_key: { value: 'secret', place: true },
    session_token: { value: 'secret', place: true },
  },
  azblob: {
    ...OBJECTS,
    account_url: { value: 'url', place: true },
    account_name: { value: 'text', place: true },
    container: { value: 'text', place: true },
    secret_access_key: { value: 'secret', place: true },
  },
  inline: {},
};

/** Variables of the job that stand in for a key that is left out (as BuildKit's documentation names them). */
export const CACHE_VARIABLES: Readonly<
  Partial<Record<CacheBackend, Readonly<Record<string, readonly string[]>>>>
> = {
  s3: { bucket: ['AWS_BUCKET'], region: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
  azblob: {
    account_url: ['BUILDKIT_AZURE_STORAGE_ACCOUNT_URL'],
    account_name: ['BUILDKIT_AZURE_STORAGE_ACCOUNT_NAME'],
    container: ['BUILDKIT_AZURE_STORAGE_CONTAINER'],
    prefix: ['BUILDKIT_AZURE_STORAGE_PREFIX'],
  },
};

/** Keys without which there is no cache to speak of, by side. */
export const REQUIRED_KEYS: Readonly<
  Record<CacheBackend, Readonly<Record<CacheSide, readonly string[]>>>
> = {
  gha: { from: [], to: [] },
  registry: { from: ['ref'], to: ['ref'] },
  local: { from: ['src'], to: ['dest'] },
  s3: { from: ['bucket', 'region'], to: ['bucket', 'region'] },
  azblob: { from: ['account_url'], to: ['account_url'] },
  inline: { from: [], to: [] },
};

export function findBackend(name: string): CacheBackend | undefined {
  return CACHE_BACKENDS.find((one) => one === name);
}

/** The keys that may be written at one place: `cache` takes those that say where, the others what their side knows. */
export function listCacheKeys(backend: CacheBackend, at: CacheSide | 'place'): string[] {
  return Object.entries(CACHE_KEYS[backend]).flatMap(([name, { side, place }]) => {
    const fits = at === 'place' ? place === true : side === undefined || side === at;
    return fits ? [name] : [];
  });
}
