import { describe, expect, it } from '@jest/globals';
import { makeCacheExport } from '../../src/plan/solves.ts';
import { makeBuildArgs } from '../../src/tools/buildx.ts';
import { makePlanOf } from '../support/make-plan.ts';

describe('the build that writes the cache', () => {
  it('describes and scans nothing: nobody keeps its result', async () => {
    const plan = await makePlanOf({
      inputs: {
        images: 'ghcr.io/octo-org/app',
        'cache-to': 'type=registry,ref=ghcr.io/octo-org/app:cache',
      },
    });
    expect(plan.build.attests.join()).toMatch(/type=sbom,generator=/);
    const build = makeCacheExport(plan, { builder: 'b', secrets: [] });
    const args = build === undefined ? [] : makeBuildArgs(build);
    expect(args).toContain('--output=type=cacheonly');
    expect(args.filter((arg) => arg.startsWith('--attest='))).toEqual([
      '--attest=type=provenance,disabled=true',
      '--attest=type=sbom,disabled=true',
    ]);
    expect(args.some((arg) => arg.startsWith('--cache-to=type=registry'))).toBe(true);
  });
});
