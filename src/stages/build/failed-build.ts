/** What a build that failed leaves for the annotation and the summary. */
import { ActionError, type ErrorPlace, restate } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { parseBuildFailure, type SourceLine } from '../../tools/build-failure.ts';
import { defuseLine } from '../../tools/output-filter.ts';
import { findInRepository, readSource } from './source-place.ts';

/** More than buildx says of all steps that failed, and less than a build's output. */
const KEPT_LINES = 300;

export interface OutputEnd {
  readonly add: (line: string) => void;
  readonly lines: () => readonly string[];
}

/** Keeps the end of an output. */
export function keepOutputEnd(): OutputEnd {
  const lines: string[] = [];
  return {
    add: (line) => {
      lines.push(line);
      if (lines.length > 2 * KEPT_LINES) lines.splice(0, KEPT_LINES);
    },
    lines: () => lines,
  };
}

interface Failed {
  readonly error: unknown;
  readonly output: readonly string[];
  /** The Dockerfile as the plan names it. */
  readonly file: string | undefined;
}

/** The failure with what the step printed and where it stands. All of it is in the log already, line by line. */
export async function explainFailedBuild(
  host: Pick<Host, 'files'>,
  { error, output, file }: Failed,
): Promise<unknown> {
  if (!(error instanceof ActionError)) return error;
  const failure = parseBuildFailure(output);
  return restate(error, {
    details: failure?.lines ?? error.details,
    isLogged: true,
    place: await findPlace(host, { file, source: failure?.source }),
  });
}

/** An output has been made harmless before anybody reads it. */
function harmless(text: string): string {
  return defuseLine(text).trimEnd();
}

/** The line's number belongs to the text that was built, which may be another's: a remote context, a named one. */
async function findPlace(
  host: Pick<Host, 'files'>,
  { file, source }: { file: string | undefined; source: SourceLine | undefined },
): Promise<ErrorPlace | undefined> {
  if (file === undefined || source === undefined) return undefined;
  const text = (await readSource(host, file))?.split(/\r?\n/)[source.line - 1];
  if (text === undefined || harmless(text) !== harmless(source.text)) return undefined;
  return { file: await findInRepository(host, file), line: source.line };
}
