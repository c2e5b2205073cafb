import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { classifyOutput } from '../../src/tools/catalogue.ts';

interface Row {
  readonly about: string;
  readonly tool: string;
  readonly id: string;
  /** Pattern of what the user has to be told. */
  readonly told: string;
  /** As tools print them. */
  readonly texts: readonly string[];
}

const ROWS: readonly Row[] = JSON.parse(
  readFileSync(new URL('../fixtures/failure-texts.json', import.meta.url), 'utf8'),
);

describe('the texts that users see', () => {
  it.each(ROWS)('$about: $id', ({ tool, id, told, texts }) => {
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const known = classifyOutput({ tool, text });
      expect({ text, id: known?.id }).toEqual({ text, id });
      expect(known?.hint).toMatch(new RegExp(told, 's'));
    }
  });
});
