/** The input `outputs`: what buildx takes after `--output` (buildx util/buildflags/export.go). */
import { parseAttributes } from './lists.ts';
import { type Reader, readText, report } from './reader.ts';

const OUTPUT_TYPES = ['image', 'registry', 'local', 'tar', 'oci', 'docker', 'cacheonly'] as const;

export interface OutputEntry {
  readonly type: (typeof OUTPUT_TYPES)[number];
  /** All but the type; names in lower case. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** One output per line; quotes within it are those of its own comma-separated fields. */
export function readOutputs(reader: Reader): OutputEntry[] {
  const lines = (readText(reader, 'outputs') ?? '').split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => readEntry(reader, line));
}

function readEntry(reader: Reader, line: string): OutputEntry[] {
  const refuse = (problem: string, fix: string): [] => {
    report(reader, { input: 'outputs', value: line, problem, fix });
    return [];
  };
  const attributes = parseOutput(line);
  if (attributes === undefined)
    return refuse('is not `type=…` with attributes', 'Write e.g. `type=local,dest=out`.');
  const { type: given, ...rest } = attributes;
  const type = OUTPUT_TYPES.find((one) => one === given);
  if (type === undefined)
    return refuse('has a type that buildx does not know', 'Use `local`, `tar`, `oci` or `docker`.');
  const isFile = type === 'local' || type === 'tar' || type === 'oci';
  const { dest } = rest;
  if (dest === '-' || (dest === undefined && isFile))
    return refuse('needs a destination that is no terminal', 'Add `dest=` with a path.');
  return [{ type, attributes: rest }];
}

/** A path alone is the folder of `type=local`. */
function parseOutput(line: string): Readonly<Record<string, string>> | undefined {
  return /[,="]/.test(line) ? parseAttributes(line) : { type: 'local', dest: line };
}
