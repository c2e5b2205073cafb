/**
 * Where dockerfile-ast divides a file into other steps than BuildKit does (frontend/dockerfile/parser, v0.32): what it
 * would take for one is hidden from it, and shown again in the text of a step.
 */
import {
  type Argument,
  type Dockerfile,
  DockerfileParser,
  type Instruction,
  Onbuild,
} from 'dockerfile-ast';
import { isRecord, readJson } from './json-shape.ts';

/** Private characters of Unicode, which stand in no Dockerfile. */
const HIDDEN_OPERATOR = '\ue000\ue000';
const LINE_END = '\ue001';

/** Every line keeps its number. */
export function parseDockerfile(written: string): Dockerfile {
  const text = endDirectives(written);
  const dockerfile = DockerfileParser.parse(text);
  const ended = endLines(text, dockerfile.getEscapeCharacter());
  return hideOperators(ended, ended === text ? dockerfile : DockerfileParser.parse(ended));
}

const DIRECTIVE = /^\s*(syntax|escape|check)\s*=\s*(\S+)/i;

/** What a line of comment says as a directive. */
function readDirective(
  line: string,
  comment: '#' | '//',
): { readonly name: string; readonly value: string } | undefined {
  if (!line.startsWith(comment)) return undefined;
  const [, name, value = ''] = DIRECTIVE.exec(line.slice(comment.length)) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), value };
}

/** The image that is to read the file; as BuildKit looks for it (parser/directives.go, DetectSyntax), be it in files of other kinds. */
export function readSyntax(text: string): string | undefined {
  const content = text.replace(/^\uFEFF?(?:#!.*\n)?/, '');
  const json = readJson(content);
  if (isRecord(json)) return typeof json['syntax'] === 'string' ? json['syntax'] : undefined;
  const lines = content.split('\n');
  return findSyntax(lines, '#') ?? findSyntax(lines, '//');
}

function findSyntax(lines: readonly string[], comment: '#' | '//'): string | undefined {
  for (const line of lines) {
    const directive = readDirective(line, comment);
    if (directive === undefined) return undefined;
    if (directive.name === 'syntax') return directive.value;
  }
  return undefined;
}

/** Any other comment ends them, also one like `# a=b`, for which dockerfile-ast reads on. */
function endDirectives(text: string): string {
  const lines = text.split('\n');
  const plain = (line: string): string => line.replace(/^\uFEFF/, '').trimStart();
  const end = lines.findIndex((line) => readDirective(plain(line), '#') === undefined);
  const last = lines[end];
  if (last === undefined || !plain(last).startsWith('#')) return text;
  return lines.with(end, last.replaceAll('=', ' ')).join('\n');
}

/** What was hidden in a part of the file, as it is written. */
export function showHidden(text: string): string {
  return text.replaceAll(HIDDEN_OPERATOR, '<<').replaceAll(LINE_END, '');
}

/** `C:\\` at the end of a line is a backslash, and the next line another step; dockerfile-ast goes on there. */
function endLines(text: string, escapeChar: string): string {
  const twice = escapeChar.repeat(2);
  if (!text.includes(twice)) return text;
  return text.replace(
    escapeChar === '`' ? /``(?=[ \t]*$)/gm : /\\\\(?=[ \t]*$)/gm,
    (end) => end + LINE_END,
  );
}

/**
 * Inside of quotes `<<` begins no heredoc (`sh -c "cat <<EOF …"`); dockerfile-ast reads on until the file ends. BuildKit
 * refuses one without an end, so that what has none is none.
 */
function hideOperators(text: string, dockerfile: Dockerfile): Dockerfile {
  const last = dockerfile.getInstructions().at(-1);
  const offsets = last === undefined ? [] : listEndless(last, text.split(/\r?\n/));
  if (offsets.length === 0) return dockerfile;
  const lines = text.split('\n');
  for (const { line, character } of offsets) {
    const written = lines[line] ?? '';
    lines[line] = written.slice(0, character) + HIDDEN_OPERATOR + written.slice(character + 2);
  }
  const hidden = lines.join('\n');
  return hideOperators(hidden, DockerfileParser.parse(hidden));
}

/** Where the operators stand. A heredoc with an end never reaches beyond it: only the last step can be meant. */
function listEndless(
  last: Instruction,
  lines: readonly string[],
): ReadonlyArray<{ readonly line: number; readonly character: number }> {
  const step = last instanceof Onbuild ? last.getTriggerInstruction() : last;
  if (step === null || !/^(?:RUN|COPY|ADD)$/.test(step.getKeyword())) return [];
  const lasts = new Map(
    lines.flatMap((text, line) => [
      [text, line] as const,
      [text.replace(/^\t+/, '\t'), line] as const,
    ]),
  );
  return step
    .getArguments()
    .filter((argument) => isOperator(argument) && !isEnded(argument, lasts))
    .map((argument) => argument.getRange().start);
}

function isOperator(argument: Argument): boolean {
  return /^<<-?[^<]/.test(argument.getValue());
}

function isEnded(argument: Argument, lasts: ReadonlyMap<string, number>): boolean {
  const [, dash = '', , name = ''] = /^<<(-?)(["']?)(.+?)\2$/.exec(argument.getValue()) ?? [];
  const { line } = argument.getRange().start;
  const ends = [name, ...(dash === '' ? [] : [`\t${name}`])];
  return ends.some((end) => (lasts.get(end) ?? -1) > line);
}
