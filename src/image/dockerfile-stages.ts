/** A Dockerfile's stages as they are written, variables filled in where their values are known. */
import {
  Copy,
  type Dockerfile,
  From,
  type Instruction,
  type ModifiableInstruction,
  Onbuild,
  Run,
} from 'dockerfile-ast';
import { showHidden } from './dockerfile-parse.ts';
import {
  beginScope,
  continueScope,
  declare,
  makeLookup,
  type StageScope,
  type StageVariables,
} from './dockerfile-variables.ts';
import { expandWord, type Lookup } from './dockerfile-words.ts';
import { type MountFields, parseMountFlag } from './mount-flag.ts';

/** One step of a stage that runs a program. */
export interface StageRun {
  readonly kind: 'run';
  /** Counted from 1. */
  readonly line: number;
  /** The command, on one line and shortened. */
  readonly text: string;
  /** The fields of each `--mount`. */
  readonly mounts: readonly MountFields[];
}

/** A stage or an image that a step takes files from. */
export interface StageSource {
  readonly kind: 'source';
  readonly line: number;
  readonly name: string;
}

export type StageStep = StageRun | StageSource;

export interface Stage {
  readonly name: string | undefined;
  /** Undefined where it is not known. */
  readonly base: string | undefined;
  /** The value of `--platform`; undefined without one, null where it is not known. */
  readonly platformFlag: string | undefined | null;
  readonly line: number;
  readonly steps: readonly StageStep[];
  /** What a stage does first that begins with this one. */
  readonly triggers: readonly StageStep[];
}

/** Every stage of the file, in its order. */
export function readStages(dockerfile: Dockerfile, variables: StageVariables): Stage[] {
  const stages: Stage[] = [];
  const inherited = new Map<string, StageScope>();
  for (const group of groupByStage(dockerfile.getInstructions())) {
    const stage = readStage(group, { variables, inherited });
    stages.push(stage.stage);
    const { name } = stage.stage;
    if (name !== undefined) inherited.set(name, stage.scope);
  }
  return stages;
}

interface StageGroup {
  readonly from: From;
  readonly body: readonly Instruction[];
}

function groupByStage(instructions: readonly Instruction[]): StageGroup[] {
  const groups: Array<{ from: From; body: Instruction[] }> = [];
  for (const instruction of instructions) {
    if (instruction instanceof From) groups.push({ from: instruction, body: [] });
    else groups.at(-1)?.body.push(instruction);
  }
  return groups;
}

function readStage(
  { from, body }: StageGroup,
  {
    variables,
    inherited,
  }: { variables: StageVariables; inherited: ReadonlyMap<string, StageScope> },
): { stage: Stage; scope: StageScope } {
  const { global, escapeChar } = variables;
  const expand = (text: string | null | undefined): string | undefined =>
    text ? expandWord(text, { lookup: global, escapeChar }) || undefined : undefined;
  const base = dropUnfinished(expand(from.getImage()));
  const flag = from.getPlatformFlag()?.getValue() ?? undefined;
  const parent = base === undefined ? undefined : inherited.get(base.toLowerCase());
  const scope = parent === undefined ? beginScope(base, variables) : continueScope(parent);
  const steps: StageStep[] = [];
  const triggers: StageStep[] = [];
  for (const instruction of body) {
    declare(scope, instruction, variables);
    const lookup = makeLookup(scope);
    if (instruction instanceof Onbuild) {
      const trigger = instruction.getTriggerInstruction();
      if (trigger !== null) triggers.push(...readSteps(trigger, { lookup: unknown, escapeChar }));
    } else steps.push(...readSteps(instruction, { lookup, escapeChar }));
  }
  return {
    scope,
    stage: {
      name: from.getBuildStage()?.toLowerCase() ?? undefined,
      base,
      platformFlag: flag === undefined ? undefined : (expand(flag) ?? null),
      line: lineOf(from),
      steps,
      triggers,
    },
  };
}

/** `alpine:$V` without a value for V: no image at all, and the build fails. */
function dropUnfinished(image: string | undefined): string | undefined {
  return image === undefined || /[:@/]$/.test(image) ? undefined : image;
}

const unknown: Lookup = () => null;

function readSteps(
  instruction: Instruction,
  { lookup, escapeChar }: { lookup: Lookup; escapeChar: string },
): StageStep[] {
  const line = lineOf(instruction);
  if (instruction instanceof Run) {
    const expand = (word: string): string | undefined => expandWord(word, { lookup, escapeChar });
    const mounts = listFlags(instruction, 'mount').map((value) =>
      parseMountFlag(value, { expand, escapeChar }),
    );
    const sources = listFlags(instruction, 'mount').map(
      (value) => /(?:^|,)from=([^,]*)/.exec(value)?.[1] ?? '',
    );
    return [
      ...sources.filter(isPlain).map((name): StageSource => ({ kind: 'source', line, name })),
      { kind: 'run', line, text: readText(instruction), mounts },
    ];
  }
  if (!(instruction instanceof Copy)) return [];
  const sources = listFlags(instruction, 'from').filter(isPlain);
  return sources.map((name): StageSource => ({ kind: 'source', line, name }));
}

/** BuildKit looks for these by the text as it is written. */
function isPlain(name: string): boolean {
  return /^[\w./:@-]+$/.test(name);
}

function listFlags(instruction: ModifiableInstruction, name: string): string[] {
  return instruction
    .getFlags()
    .filter((flag) => flag.getName() === name)
    .map((flag) => flag.getValue() ?? '');
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}

const MAX_TEXT_CHARS = 72;

/** Half of the time that reading a file for a platform takes, and the same for each. */
const shortened = new WeakMap<Run, string>();

function readText(instruction: Run): string {
  const text = shortened.get(instruction) ?? shorten(instruction);
  shortened.set(instruction, text);
  return text;
}

function shorten(instruction: Run): string {
  const content = showHidden(instruction.getArgumentsContent() ?? '');
  const isScript = instruction.getHeredocs().length > 0;
  const [head = '', ...script] = content.split('\n');
  const lines = isScript && /^<<\S+$/.test(head.trim()) ? script.slice(0, 1) : [content];
  const text = lines
    .join(' ')
    .replace(/\\?\s+/g, ' ')
    .trim();
  return text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS - 1)}…` : text;
}
