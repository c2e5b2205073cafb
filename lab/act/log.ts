/** What act says with `--json`, one object a line, as jobs with their steps' outputs. */

/** One job, or one leg of a matrix. */
export interface ActJob {
  /** As act shows it: `workflow/job`, `workflow/job-2` for the second leg, `workflow/caller/job` in a called workflow. */
  readonly name: string;
  /** Its key below `jobs:`. */
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  /** `undefined`: it never ended. */
  readonly result: 'success' | 'failure' | undefined;
  /** Step id → output → value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What its steps printed, masks applied. */
  readonly log: readonly string[];
  /** What its steps wrote for the summary page, in order. */
  readonly summary: string;
}

interface Draft {
  id: string;
  matrix: Record<string, unknown>;
  hasEnded: boolean;
  hasFailed: boolean;
  readonly outputs: Record<string, Record<string, string>>;
  readonly log: string[];
  summary: string;
}

/** Gathers lines; whatever is no JSON is what act itself said and is left to the caller. */
export function makeActLog(): { add(line: string): void; jobs(): readonly ActJob[] } {
  const drafts = new Map<string, Draft>();
  return {
    add: (line) => {
      const entry = parseEntry(line);
      const name = entry === undefined ? '' : readText(entry, 'job').trim();
      if (entry === undefined || name === '') return;
      const draft = drafts.get(name) ?? startDraft(entry);
      drafts.set(name, draft);
      addEntry(draft, entry);
    },
    jobs: () => [...drafts].map(([name, draft]) => finishDraft(name, draft)),
  };
}

type Entry = Readonly<Record<string, unknown>>;

function startDraft(entry: Entry): Draft {
  return {
    id: readText(entry, 'jobID'),
    matrix: asRecord(entry['matrix']),
    hasEnded: false,
    hasFailed: false,
    outputs: {},
    log: [],
    summary: '',
  };
}

function addEntry(draft: Draft, entry: Entry): void {
  const [step = ''] = Array.isArray(entry['stepID']) ? entry['stepID'].map(String) : [];
  const message = readText(entry, 'msg');
  if (entry['raw_output'] === true) draft.log.push(message.replace(/\r?\n$/, ''));
  if (entry['level'] === 'error') draft.log.push(`act: ${message}`);
  // A job result is the whole matrix's so far; a leg is judged by its own steps.
  if (entry['stepResult'] === 'failure') draft.hasFailed = true;
  if (typeof entry['jobResult'] === 'string') draft.hasEnded = true;
  if (entry['command'] === 'summary') draft.summary += readText(entry, 'content');
  if (entry['command'] === 'set-output') {
    const outputs = draft.outputs[step] ?? {};
    draft.outputs[step] = { ...outputs, [readText(entry, 'name')]: readText(entry, 'arg') };
  }
}

function finishDraft(
  name: string,
  { hasEnded, hasFailed, id, matrix, outputs, log, summary }: Draft,
): ActJob {
  const result = !hasEnded ? undefined : hasFailed ? 'failure' : 'success';
  return { name, id, matrix, result, outputs, log, summary };
}

function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? asRecord(value) : undefined;
  } catch {
    return undefined;
  }
}

function readText(entry: Entry, name: string): string {
  const value = entry[name];
  return typeof value === 'string' ? value : '';
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
