import { describe, expect, it } from '@jest/globals';
import { findProblems } from '../support/make-plan.ts';

describe('what is wrong with a cache', () => {
  it.each([
    'type=azblob,account_url=https://a.blob.core.windows.net/?sv=1&sig=hunter2',
    'type=s3,bucket=b,region=r,endpoint_url=https://me:hunter2@storage.example',
  ])('is told without a secret: %s', async (text) => {
    for (const inputs of [{ cache: text }, { 'cache-from': text, 'cache-to': text }]) {
      const problems = await findProblems({ inputs });
      expect(problems.map(({ problem }) => problem)).toContainEqual(
        expect.stringContaining('holds more than an address'),
      );
      expect(JSON.stringify(problems)).not.toContain('hunter2');
    }
  });
});
