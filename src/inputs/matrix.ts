/** Inputs of a leg: the platform it builds, and the matrix it is part of. */
import { type Platform, parsePlatform } from '../image/platform.ts';
import { type Reader, readText, readWord, report } from './reader.ts';

/** Values of a matrix that are texts or numbers, by the key they stand under (`build.platform` for those of an object). */
export type MatrixValues = Readonly<Record<string, string>>;

export function readPlatform(reader: Reader): Platform | undefined {
  const value = readWord(reader, 'platform');
  if (value === undefined) return undefined;
  const parsed = parsePlatform(value);
  if (parsed.ok) return parsed.platform;
  report(reader, { input: 'platform', value, problem: parsed.reason, fix: parsed.fix });
  return undefined;
}

/** `toJSON(matrix)`; nothing outside of a matrix. It comes from the runner, so what is no JSON is no matrix either. */
export function readMatrix(reader: Reader): MatrixValues {
  const text = readText(reader, 'matrix');
  if (text === undefined) return {};
  try {
    return Object.fromEntries(listTexts(JSON.parse(text), ''));
  } catch {
    return {};
  }
}

function listTexts(value: unknown, path: string): ReadonlyArray<readonly [string, string]> {
  if (typeof value === 'string' || typeof value === 'number') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    listTexts(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** `strategy.job-total`; 1 outside of a matrix. */
export function readJobTotal(reader: Reader): number {
  const total = Number(readText(reader, 'job-total') ?? '1');
  return Number.isInteger(total) && total > 0 ? total : 1;
}

const GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function readGroup(reader: Reader): string | undefined {
  const value = readWord(reader, 'group');
  if (value === undefined || GROUP.test(value)) return value;
  report(reader, {
    input: 'group',
    value,
    problem: 'is not a name of letters, digits, `.`, `_` and `-`',
    fix: 'Give e.g. `app-alpine`, at most 64 characters.',
  });
  return undefined;
}
