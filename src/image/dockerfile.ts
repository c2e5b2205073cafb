/**
 * Images that a build pulls, as its Dockerfile names them (docs.docker.com "Dockerfile reference"; BuildKit
 * frontend/dockerfile/dockerfile2llb). What cannot be told for certain is left out.
 */
import { Copy, DockerfileParser, From, type Instruction, Run } from 'dockerfile-ast';
import { formatPlatform, type Platform, parsePlatform } from './platform.ts';

export interface BaseImage {
  /** As written, with variables filled in. */
  readonly image: string;
  /** Counted from 1. */
  readonly line: number;
  readonly platform: Platform;
}

export interface DockerfileQuestion {
  readonly text: string;
  /** Name or number of a stage; undefined: the last one. */
  readonly target: string | undefined;
  /** `NAME=value` */
  readonly buildArgs: readonly string[];
  /** Names of build contexts, which take the place of stages and images. */
  readonly contexts: readonly string[];
  /** What is built for. */
  readonly platform: Platform;
}

type Variables = ReadonlyMap<string, string>;

interface Stage {
  readonly name: string | undefined;
  readonly base: string | undefined;
  readonly platformFlag: string | undefined;
  readonly line: number;
  /** What its steps copy or mount from. */
  readonly sources: ReadonlyArray<{ readonly name: string; readonly line: number }>;
}

/** The images that the target needs for one platform, each with the platform that is pulled; none of other frontends. */
export function listBases(question: DockerfileQuestion): BaseImage[] {
  const dockerfile = DockerfileParser.parse(question.text);
  const syntax = dockerfile.getDirectives().find((one) => one.getName() === 'syntax');
  if (syntax !== undefined && !/^(docker\.io\/)?docker\/dockerfile\b/.test(syntax.getValue()))
    return [];
  const known = readVariables(dockerfile.getInitialARGs(), question);
  const stages = readStages(dockerfile.getInstructions(), known);
  return walkStages(stages, question);
}

function readVariables(
  args: ReturnType<ReturnType<typeof DockerfileParser.parse>['getInitialARGs']>,
  { buildArgs, platform }: DockerfileQuestion,
): Variables {
  const given = new Map(
    buildArgs.flatMap((entry): Array<[string, string]> => {
      const at = entry.indexOf('=');
      return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
    }),
  );
  const known = new Map([
    ['TARGETPLATFORM', formatPlatform(platform)],
    ['TARGETOS', platform.os],
    ['TARGETARCH', platform.architecture],
    ['TARGETVARIANT', platform.variant ?? ''],
  ]);
  for (const name of known.keys()) known.set(name, given.get(name) ?? known.get(name) ?? '');
  for (const arg of args) {
    const property = arg.getProperty();
    if (property === null) continue;
    const name = property.getName();
    const value = given.get(name) ?? expand(property.getValue() ?? undefined, known);
    if (value === undefined) known.delete(name);
    else known.set(name, value);
  }
  return known;
}

const VARIABLE = /\$(?:(\w+)|\{(\w+)(?:(:?)([-+])([^}$]*))?\})/g;

/** Undefined where a variable has no value, or where a form is used that this does not know. */
function expand(text: string | undefined, known: Variables): string | undefined {
  if (text === undefined) return undefined;
  let isSure = !/["'\\]/.test(text);
  const filled = text.replace(VARIABLE, (_all, bare, braced, colon, sign, word) => {
    const value = known.get(bare ?? braced);
    const isSet = value !== undefined && (colon !== ':' || value !== '');
    if (sign === '+') return isSet ? word : '';
    if (sign === '-') return isSet ? value : word;
    if (value === undefined) isSure = false;
    return value ?? '';
  });
  return isSure && filled !== '' && !filled.includes('$') ? filled : undefined;
}

function readStages(instructions: readonly Instruction[], known: Variables): Stage[] {
  const stages: Array<Stage & { sources: Array<{ name: string; line: number }> }> = [];
  for (const instruction of instructions) {
    const line = instruction.getRange().start.line + 1;
    if (instruction instanceof From) {
      const flag = instruction.getPlatformFlag()?.getValue() ?? undefined;
      stages.push({
        name: instruction.getBuildStage()?.toLowerCase(),
        base: expand(instruction.getImage() ?? undefined, known),
        // Without a value that is known, the platform is not known either.
        platformFlag: flag === undefined ? undefined : (expand(flag, known) ?? 'unknown'),
        line,
        sources: [],
      });
      continue;
    }
    for (const name of listSources(instruction)) stages.at(-1)?.sources.push({ name, line });
  }
  return stages;
}

function listSources(instruction: Instruction): string[] {
  const isSource = instruction instanceof Copy || instruction instanceof Run;
  if (!isSource) return [];
  const values = instruction.getFlags().map((flag) => {
    const value = flag.getValue() ?? '';
    if (flag.getName() === 'from') return value;
    return flag.getName() === 'mount' ? (/(?:^|,)from=([^,]*)/.exec(value)?.[1] ?? '') : '';
  });
  return values.filter((value) => /^[\w./:@-]+$/.test(value));
}

function walkStages(stages: readonly Stage[], question: DockerfileQuestion): BaseImage[] {
  const replaced = new Set(question.contexts.map(simplify));
  const bases: BaseImage[] = [];
  const seen = new Set<Stage>();
  /** The stage that a name stands for in a stage: one before it. */
  const find = (name: string, before: number): Stage | undefined => {
    const earlier = stages.slice(0, before);
    const named = earlier.findLast((stage) => stage.name === name.toLowerCase());
    return named ?? (/^\d+$/.test(name) ? earlier[Number(name)] : undefined);
  };
  const findPlatform = (stage: Stage): Platform | undefined => {
    const base = stage.base === undefined ? undefined : find(stage.base, stages.indexOf(stage));
    if (base !== undefined) return findPlatform(base);
    if (stage.platformFlag === undefined) return question.platform;
    const parsed = parsePlatform(stage.platformFlag);
    return parsed.ok ? parsed.platform : undefined;
  };
  const visit = (stage: Stage): void => {
    if (seen.has(stage) || (stage.name !== undefined && replaced.has(stage.name))) return;
    seen.add(stage);
    const platform = findPlatform(stage);
    const needs = [
      ...(stage.base === undefined ? [] : [{ name: stage.base, line: stage.line }]),
      ...stage.sources,
    ];
    for (const { name, line } of needs) {
      if (replaced.has(simplify(name))) continue;
      const other = find(name, stages.indexOf(stage));
      if (other !== undefined) visit(other);
      else if (platform !== undefined && name !== 'scratch')
        bases.push({ image: name, line, platform });
    }
  };
  const last = stages.at(-1);
  const start = question.target === undefined ? last : find(question.target, stages.length);
  if (start !== undefined) visit(start);
  return bases;
}

/** A build context may be called as an image is, in any of the ways to write it. */
function simplify(name: string): string {
  return name
    .toLowerCase()
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '');
}
