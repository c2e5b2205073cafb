import { describe, expect, it } from '@jest/globals';
import { followImports, isMissing } from '../../src/tools/import-progress.ts';

describe('what BuildKit says of the caches that it reads', () => {
  it('tells which are being read, since when, and which could not be', () => {
    const imports = followImports();
    imports.read('#5 importing cache manifest from gha:123', 1000);
    imports.read('#6 importing cache manifest from ghcr.io/o/app:buildcache-1', 1500);
    imports.read('#6 importing cache manifest from ghcr.io/o/app:buildcache-1', 9000);
    expect(imports.pending()).toEqual([
      { source: 'gha:123', sinceMs: 1000 },
      { source: 'ghcr.io/o/app:buildcache-1', sinceMs: 1500 },
    ]);
    imports.read('#5 DONE 0.2s', 2000);
    imports.read('#6 ERROR: failed to configure registry cache importer: x: not found', 2000);
    imports.read('#7 ERROR: of something else', 2000);
    expect(imports.pending()).toEqual([]);
    expect(imports.failed()).toEqual([
      {
        source: 'ghcr.io/o/app:buildcache-1',
        problem: 'failed to configure registry cache importer: x: not found',
      },
    ]);
  });

  it('is deaf to steps that print the same', () => {
    const imports = followImports();
    imports.read('#8 0.123 #5 importing cache manifest from gha:1', 0);
    expect(imports.pending()).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['failed to configure registry cache importer: ghcr.io/o/app:x: not found', true],
    ['unexpected status from HEAD request: 500 Internal Server Error', false],
    ['invalid character h', false],
    [
      'httpReadSeeker: failed open: could not fetch content descriptor sha256:19981c37 () from remote: not found',
      false,
    ],
  ])('%s is missing: %s', (problem, missing) => {
    expect(isMissing({ source: 'x', problem })).toBe(missing);
  });
});
