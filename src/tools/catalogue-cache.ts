/** Failures of the build cache. They read like a registry's, and are not. Texts: BuildKit 0.32. */
import type { KnownFailure } from './known-failure.ts';

const CACHE: readonly KnownFailure[] = [
  {
    id: 'cache-service-old',
    pattern: /legacy service is shutting down/i,
    code: 'BUILD_FAILED',
    message: "The builder speaks a version of GitHub's cache service that was switched off",
    hint: 'Use BuildKit 0.20 and buildx 0.21 or newer: leave `builder` and `driver-opts` at their defaults.',
    retry: 'no',
  },
  {
    id: 'cache-throttled',
    pattern:
      /cache service responded with 429|exceeding usage of resource 'Count'|maximum timeout reached|(?:(?<!(?:compute|load) )cache|actions)[^\n]*\b429\b/i,
    code: 'BUILD_FAILED',
    message: "GitHub's cache service is limiting requests",
    hint: 'Fewer scopes or `mode=min` make fewer requests; `cache: off` makes none.',
    retry: 'yes',
  },
  {
    id: 'cache-blob-gone',
    pattern:
      /blob\.core\.windows\.net[^\n]*(?:403|404|AuthenticationFailed|BlobNotFound)|Server failed to authenticate the request|The specified blob does not exist/i,
    code: 'BUILD_FAILED',
    message:
      "A layer could not be fetched from GitHub's cache: its address has expired or it was evicted",
    hint: 'Run again; should it stay, delete the cache of this scope in the repository or set `cache: off` once. The registry is not at fault.',
    retry: 'once',
  },
  {
    id: 'cache-blob-wrong',
    pattern:
      /short read: expected \d+ bytes but got \d+|failed size validation: \d+ != \d+|unexpected commit digest sha256:/i,
    code: 'BUILD_FAILED',
    message: 'A layer that was fetched is not what its digest says',
    hint: 'Run again; should it stay, delete the cache of this scope or set `cache: off` once.',
    retry: 'once',
  },
  {
    id: 'cache-full',
    pattern:
      /failed to reserve cache|error committing cache|cache already exists|cache storage quota|error writing layer blob[^\n]*RESPONSE 400/i,
    code: 'BUILD_FAILED',
    message: "GitHub's cache did not take the build cache",
    hint: 'The quota of the repository may be used up, or another job writes the same scope: give each image its own `scope`.',
    retry: 'no',
  },
  {
    id: 'cache-media-type',
    pattern:
      /(?:exporting cache|error writing (?:layer|manifest|config) blob|cache export)[\s\S]*?unexpected status from PUT[^\n]*: 400 Bad Request/i,
    code: 'BUILD_FAILED',
    message: 'The registry does not take the build cache in this format',
    hint: 'Add `image-manifest=true,oci-mediatypes=true` to `cache-to`.',
    retry: 'no',
  },
  {
    id: 'cache-denied',
    pattern:
      /error writing layer blob[^\n]*: 40[13]\b|(?:cache export|exporting cache)[^\n]*denied/i,
    code: 'BUILD_FAILED',
    message: 'The build cache may not be written there',
    hint: 'Log in to the registry of `cache-to`, or add `ignore-error=true` to it. Pull requests from forks can only read.',
    retry: 'no',
  },
];

export const CACHE_FAILURES: readonly KnownFailure[] = CACHE.map((failure) => ({
  ...failure,
  tool: 'buildx',
}));
