import { type ParsedCommand, parseCommand, RUNNER_COMMANDS } from './commands.ts';
import type { Masker } from './masks.ts';
import type { Annotation, WorkflowCommand } from './records.ts';

const MAX_MESSAGE_LENGTH = 4096;
const STOP = 'stop-commands';
const NEEDS_OPT_IN: ReadonlySet<string> = new Set(['set-env', 'add-path']);
const NAMED: ReadonlySet<string> = new Set(['set-env', 'set-output', 'save-state']);

/** What the commands in the output of one process did. */
export interface CommandSession {
  readonly maskedLog: string[];
  readonly annotations: Annotation[];
  readonly groups: string[];
  readonly debug: string[];
  readonly masks: string[];
  readonly workflowCommands: WorkflowCommand[];
  readonly outputs: Map<string, string>;
  readonly state: Map<string, string>;
  /** True when a command made the step fail whatever its exit code. */
  isFailed: boolean;
  take(stream: 'stdout' | 'stderr', line: string): void;
  /** Something the runner itself annotates the step with. */
  report(level: Annotation['level'], message: string): void;
}

interface Work {
  readonly session: CommandSession;
  readonly masker: Masker;
  readonly registered: Set<string>;
  /** The lower-case token that ends `stop-commands`, while commands are stopped. */
  stopToken: string | undefined;
}

/**
 * Executes workflow commands as the runner does for one process; stdout and stderr share it.
 * `masker` lives as long as the job: what main masked stays masked in post.
 */
export function startCommandSession(masker: Masker): CommandSession {
  const registered = new Set<string>(RUNNER_COMMANDS);
  const session: CommandSession = {
    maskedLog: [],
    annotations: [],
    groups: [],
    debug: [],
    masks: [],
    workflowCommands: [],
    outputs: new Map(),
    state: new Map(),
    isFailed: false,
    take: (stream, line) => takeLine(work, stream, line),
    report: (level, message) => annotate(work, { level, message, source: 'runner' }),
  };
  const work: Work = { session, masker, registered, stopToken: undefined };
  return session;
}

function takeLine(work: Work, stream: 'stdout' | 'stderr', line: string): void {
  const command = parseCommand(line, work.registered);
  if (command === undefined) print(work, line);
  else if (work.stopToken === undefined) obey(work, command, { stream, line });
  else {
    print(work, line);
    if (command.command === work.stopToken) {
      work.registered.delete(work.stopToken);
      work.stopToken = undefined;
    }
  }
}

function obey(
  work: Work,
  command: ParsedCommand,
  source: Pick<WorkflowCommand, 'stream' | 'line'>,
): void {
  const problem = findProblem(work, command);
  work.session.workflowCommands.push({ ...command, ...source, accepted: problem === undefined });
  if (problem === undefined) {
    EFFECTS[command.command]?.(work, command, source.line);
    return;
  }
  work.session.isFailed = true;
  work.session.report('error', `Unable to process command '${source.line}' successfully.`);
  work.session.report('error', problem);
}

/** Why the runner throws on this command; undefined when it does not. */
function findProblem({ registered }: Work, { command, data, properties }: ParsedCommand) {
  if (NEEDS_OPT_IN.has(command)) return `The \`${command}\` command is disabled.`;
  if (NAMED.has(command) && !properties['name'])
    return `'name' is missing in ##[${command}] command.`;
  if (command !== STOP) return undefined;
  const token = data.toLowerCase();
  const isRefused = token === '' || token === 'pause-logging' || registered.has(token);
  return isRefused ? 'The token of stop-commands is empty or a command.' : undefined;
}

type Effect = (work: Work, command: ParsedCommand, line: string) => void;

/** `echo` and the problem matchers are not here: they leave no trace that a test of an action needs. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  [STOP]: stopCommands,
  'add-mask': (work, { data }) => addMask(work, data),
  error: annotateAs('error'),
  warning: annotateAs('warning'),
  notice: annotateAs('notice'),
  group: (work, { data }) => {
    work.session.groups.push(data);
    print(work, `##[group]${data}`);
  },
  endgroup: (work) => print(work, '##[endgroup]'),
  debug: ({ session, masker }, { data }) => {
    session.debug.push(masker.mask(data));
  },
  'set-output': ({ session }, { data, properties }) => {
    session.outputs.set(properties['name'] ?? '', data);
  },
  'save-state': ({ session }, { data, properties }) => {
    session.state.set(properties['name'] ?? '', data);
  },
};

function annotateAs(level: Annotation['level']): Effect {
  return (work, { data, properties }) =>
    annotate(work, { level, message: data, properties, source: 'action' });
}

function stopCommands(work: Work, { data }: ParsedCommand, line: string): void {
  work.stopToken = data.toLowerCase();
  work.registered.add(work.stopToken);
  if (data.length > 6) work.masker.add(data);
  print(work, line);
}

function addMask({ session, masker }: Work, data: string): void {
  if (data.trim() === '') {
    session.report('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
    return;
  }
  const lines = data.split(/[\r\n]/).map((line) => line.trim());
  for (const value of new Set([data, ...lines.filter((line) => line !== '')])) {
    masker.add(value);
    session.masks.push(value);
  }
}

function annotate(
  work: Work,
  issue: Pick<Annotation, 'level' | 'message' | 'source'> &
    Partial<Pick<ParsedCommand, 'properties'>>,
): void {
  const properties = issue.properties ?? {};
  const message = work.masker.mask(issue.message).slice(0, MAX_MESSAGE_LENGTH);
  work.session.annotations.push({
    level: issue.level,
    message,
    title: properties['title'],
    file: properties['file'],
    line: properties['line'],
    source: issue.source,
  });
  for (const line of message.split('\n')) work.session.maskedLog.push(`##[${issue.level}]${line}`);
}

function print({ session, masker }: Work, line: string): void {
  session.maskedLog.push(masker.mask(line));
}
