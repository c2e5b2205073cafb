/** The input `candidates` of the `publish/` action: JSON in the shapes in which GitHub hands outputs on. */
import { type CandidateDocument, parseCandidateDocument } from '../plan/candidate.ts';
import { type Reader, readText, report } from './reader.ts';

/** Undefined when nothing is given: the run's artifacts are asked then. */
export function readCandidates(reader: Reader): readonly CandidateDocument[] | undefined {
  const text = readText(reader, 'candidates');
  if (text === undefined) return undefined;
  const found = splitTexts(text).map(parseCandidateDocument);
  const documents = found.filter((one) => one !== undefined);
  if (documents.length === found.length && found.length > 0) return documents;
  report(reader, {
    input: 'candidates',
    problem:
      found.length === 0
        ? 'holds no candidate: no job handed one over'
        : `has ${found.length - documents.length} of ${found.length} entries that are no candidates`,
    fix: 'Give outputs `candidate` of earlier jobs: one per line, a JSON list, or `${{ toJSON(needs.build.outputs) }}`.',
  });
  return [];
}

/** A list, an object whose values count (other outputs of the job are no JSON objects), or one document per line. */
function splitTexts(text: string): readonly string[] {
  const whole = parseJson(text);
  if (whole === undefined)
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (Array.isArray(whole)) return whole.map(toText);
  if (typeof whole !== 'object' || whole === null) return [];
  if ('candidate' in whole && typeof whole.candidate === 'object') return [text];
  return Object.values(whole).map(toText).filter(mayBeDocument);
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function mayBeDocument(text: string): boolean {
  return text.trimStart().startsWith('{"candidate"');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
