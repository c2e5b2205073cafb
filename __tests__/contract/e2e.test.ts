import { expect, it } from '@jest/globals';
import { readSources } from './sources.ts';

it('end-to-end tests of the action start it where its invariants are checked', () => {
  const unchecked = readSources('__tests__')
    .filter(({ path }) => path.startsWith('__tests__/e2e/') && !/\/lab-[^/]+$/.test(path))
    .filter(({ text }) => /\b(?:runJob|runAction|startJob)\b/.test(text));
  expect(unchecked.map(({ path }) => path)).toEqual([]);
});
