/** What one use of the action writes down for the next one in the same job. */
import { isRecord, readJson } from '../image/json-shape.ts';

/** The answer, where it is one of this job to the same question; undefined for any other text. */
export function parseFinding(
  text: string,
  { job, key }: { readonly job: string; readonly key: string },
): unknown {
  const value = readJson(text);
  if (!isRecord(value) || value['v'] !== 1) return undefined;
  return value['job'] === job && value['key'] === key ? value['answer'] : undefined;
}
