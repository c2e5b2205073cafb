/**
 * What buildx prints last about a build that failed (util/progress/progressui and solver/errdefs of BuildKit 0.32): what
 * the step had printed, between lines of six dashes, then the place in the Dockerfile.
 */
import { defuseLine } from './output-filter.ts';
import { redactLine } from './redact.ts';

export interface BuildFailure {
  /** As they may be shown; of more than MAX_LINES the last. */
  readonly lines: readonly string[];
  /** Undefined where no line of a Dockerfile is to blame. */
  readonly source: SourceLine | undefined;
}

export interface SourceLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

const MAX_LINES = 40;

/** What a step prints is indented, numbered or timed wherever buildx repeats it, and cannot pass for these lines. */
const STEP = /^ > \[/;
const PLACE = /^[^\s:][^:]*:\d+$/;
const RULE = /^-{20}$/;
const BLAMED = /^ *(\d+) \| >>> (.*)$/;

/** Lines of a build's output → its end; undefined when that says nothing of a step or a place. */
export function parseBuildFailure(output: readonly string[]): BuildFailure | undefined {
  const start = output.findIndex((line, at) => isStart(line, output[at + 1] ?? ''));
  if (start < 0) return undefined;
  const end = output.findLastIndex((line) => line.startsWith('ERROR: '));
  const told = output.slice(start, end < start ? undefined : end);
  const [, line, text = ''] = told.map((one) => BLAMED.exec(one)).find((one) => one !== null) ?? [];
  return {
    lines: told.slice(-MAX_LINES).map((one) => redactLine(defuseLine(one)).trimEnd()),
    source: line === undefined ? undefined : { line: Number(line), text },
  };
}

function isStart(line: string, next: string): boolean {
  return (line === '------' && STEP.test(next)) || (PLACE.test(line) && RULE.test(next));
}
