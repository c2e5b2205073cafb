/** The input `candidates` of the `publish/` action: JSON in the shapes in which GitHub hands outputs on. */
import { readJson } from '../image/json-shape.ts';
import { type CandidateDocument, parseCandidateDocument } from '../plan/candidate.ts';
import { type Reader, readText, report } from './reader.ts';

/** Undefined when nothing is given: the run's artifacts are asked then. The same candidate twice counts once. */
export function readCandidates(reader: Reader): readonly CandidateDocument[] | undefined {
  const text = readText(reader, 'candidates');
  if (text === undefined) return undefined;
  const found = [...new Set(splitTexts(text))].map(parseCandidateDocument);
  const documents = found.filter((one) => one !== undefined);
  if (documents.length === found.length && found.length > 0) return documents;
  report(reader, {
    input: 'candidates',
    problem:
      found.length === 0
        ? 'holds no candidate: no job handed one over'
        : `has ${found.length - documents.length} of ${found.length} entries that are no candidates`,
    fix: 'Give outputs `candidate` of earlier jobs: one per line, a JSON list, or `${{ toJSON(needs.build.outputs) }}`. Where a job warned `Skip output … since it may contain secret`, GitHub left it out: give that job fewer secrets, and none with a line as short as `{` or the name of the image.',
  });
  return [];
}

const MAX_DEPTH = 6;

/** One JSON value, or one per line: the texts of what is a candidate, or was meant to be one. */
function splitTexts(text: string): readonly string[] {
  const whole = readJson(text);
  if (whole === undefined) return text.split('\n').flatMap(readEntry);
  return Array.isArray(whole) ? whole.flatMap(readEntry) : findTexts(whole, MAX_DEPTH);
}

/** An entry of a list is a candidate and nothing else. A leg that handed nothing over has an empty output. */
function readEntry(entry: unknown): readonly string[] {
  if (typeof entry === 'string' && entry.trim() === '') return [];
  const found = findTexts(entry, MAX_DEPTH);
  return found.length > 0 ? found : [JSON.stringify(entry) ?? ''];
}

/**
 * The candidates in outputs of a job or of several, where other outputs stand beside them. Outputs are texts: a list or
 * an object in one of them comes as JSON in a text.
 */
function findTexts(value: unknown, depth: number): readonly string[] {
  if (depth === 0) return [];
  if (typeof value === 'string') {
    const parsed = readJson(value);
    if (parsed === undefined && BROKEN.test(value)) return [value];
    return typeof parsed === 'string' ? [] : findTexts(parsed, depth - 1);
  }
  if (Array.isArray(value)) return value.flatMap((entry) => findTexts(entry, depth - 1));
  if (!isObject(value)) return [];
  if ('candidate' in value && isObject(value.candidate) && !('candidate' in value.candidate))
    return [JSON.stringify(value)];
  return Object.values(value).flatMap((inner) => findTexts(inner, depth - 1));
}

/** Begins as a candidate does and is no JSON: cut off on its way. */
const BROKEN = /^\s*\{\s*"candidate"\s*:/;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
