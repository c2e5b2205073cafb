/** Credentials that stand in cache entries: how they reach buildx, and what to write instead. */
import type { CacheBackend } from '../inputs/cache-keys.ts';
import type { Inputs } from '../inputs/parse.ts';

/** Variables by which buildx (build/opt.go) and the SDKs in it learn what must not stand in an argument. */
const VARIABLES: Readonly<Partial<Record<CacheBackend, Readonly<Record<string, string>>>>> = {
  gha: {
    token: 'ACTIONS_RUNTIME_TOKEN',
    url: 'ACTIONS_CACHE_URL',
    url_v2: 'ACTIONS_RESULTS_URL',
  },
  s3: {
    access_key_id: 'AWS_ACCESS_KEY_ID',
    secret_access_key: 'AWS_SECRET_ACCESS_KEY',
    session_token: 'AWS_SESSION_TOKEN',
  },
};

/** What cache entries held, as variables for buildx. */
export function makeCacheVariables(
  secrets: Inputs['cacheSecrets'],
): Readonly<Record<string, string>> {
  const pairs = Object.entries(VARIABLES).flatMap(([backend, names]) =>
    Object.entries(secrets[backend as CacheBackend] ?? {}).flatMap(([key, value]) => {
      const name = names[key];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
  return Object.fromEntries(pairs);
}

/** Where Azure's own tools look for the key of a storage account. */
export const AZURE_KEY_VARIABLE = 'AZURE_STORAGE_KEY';

/** The key of an Azure cache, which buildx takes from nowhere but an attribute: the entry's, else the job's. */
export function findAzureKey(
  secrets: Inputs['cacheSecrets'],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> | undefined {
  const key = secrets.azblob?.['secret_access_key'] ?? env[AZURE_KEY_VARIABLE];
  return key === undefined || key === '' ? undefined : { secret_access_key: key };
}

/** Everything in cache entries that nobody may see. */
export function listCacheSecrets(secrets: Inputs['cacheSecrets']): string[] {
  return Object.values(secrets).flatMap((one) =>
    Object.entries(one).flatMap(([key, value]) =>
      /^url/.test(key) || value === '' ? [] : [value],
    ),
  );
}

/** What to write instead, per backend. */
const BETTER: Readonly<Partial<Record<CacheBackend, string>>> = {
  gha: 'Leave them out: the step knows the cache service of its runner.',
  s3: 'Leave them out, and give the step\nenv:\n  AWS_ACCESS_KEY_ID: ${{ secrets.AWS_ACCESS_KEY_ID }}\n  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}',
  azblob:
    'Leave it out, and give the step\nenv:\n  AZURE_STORAGE_KEY: ${{ secrets.AZURE_STORAGE_KEY }}',
};

/** One warning, whatever the number of entries. */
export function warnOfCacheSecrets(secrets: Inputs['cacheSecrets']): string[] {
  const backends = Object.keys(secrets) as CacheBackend[];
  if (backends.length === 0) return [];
  const lines = backends.map((one) => `For \`type=${one}\`: ${BETTER[one] ?? ''}`);
  return [
    `Credentials stand in the attributes of a cache. They were masked and handed over outside of the command line. ${lines.join('\n')}`,
  ];
}
