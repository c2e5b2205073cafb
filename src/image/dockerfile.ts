/**
 * What a build of a Dockerfile does, as the file alone tells it: the images it pulls, the steps it runs and on which
 * platform (docs.docker.com "Dockerfile reference"; BuildKit v0.32 frontend/dockerfile/dockerfile2llb). What cannot
 * be told for certain is left out of the images, and is said of the steps.
 */
import type { Dockerfile } from 'dockerfile-ast';
import { parseDockerfile, readSyntax } from './dockerfile-parse.ts';
import { readStages, type Stage, type StageRun, type StageStep } from './dockerfile-stages.ts';
import { type Environments, readGlobals } from './dockerfile-variables.ts';
import { type Platform, parsePlatform } from './platform.ts';

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
  /** Of the builder; undefined where it is not known yet. */
  readonly buildPlatform?: Platform | undefined;
  /** What images set in the environment of stages that begin with them, where somebody has asked. */
  readonly environments?: Environments;
}

/** A step that runs a program. */
export interface RunStep extends Omit<StageRun, 'kind'> {
  /** As BuildKit's log names its stage. */
  readonly stage: string;
  /** What the program is for; undefined where it is not known. */
  readonly platform: Platform | undefined;
  /** The image that its stage begins with; undefined for `scratch`, a build context, and where it is not known. */
  readonly base: string | undefined;
}

export interface DockerfileAnalysis {
  readonly bases: readonly BaseImage[];
  /** In the order in which they are reached; each once. */
  readonly runs: readonly RunStep[];
  /** Images that stages begin with. Their own ONBUILD triggers, which the file does not show, would run. */
  readonly starts: readonly BaseImage[];
  /** Build contexts that stages begin with; one that is an image may have triggers too. */
  readonly contexts: readonly BaseImage[];
  /** Why there may be more steps than these; empty when these are all, but for triggers of `starts`. */
  readonly doubts: readonly string[];
}

const NOTHING: Omit<DockerfileAnalysis, 'doubts'> = {
  bases: [],
  runs: [],
  starts: [],
  contexts: [],
};

/** What the target needs for one platform. Never throws for what a file says. */
export function analyseDockerfile(question: DockerfileQuestion): DockerfileAnalysis {
  const dockerfile = parse(question.text);
  const given = readGiven(question.buildArgs);
  const frontend = given.get('BUILDKIT_SYNTAX') || readSyntax(question.text);
  if (frontend !== undefined && !USUAL_FRONTEND.test(frontend))
    return { ...NOTHING, doubts: [`another frontend reads it (${frontend})`] };
  const global = readGlobals(dockerfile, {
    ...question,
    buildPlatform: question.buildPlatform,
    given,
  });
  const escapeChar = dockerfile.getEscapeCharacter();
  const replaced = new Set(question.contexts.map(simplifyName));
  const asked = [...(question.environments ?? [])];
  const environments = new Map(asked.filter(([image]) => !replaced.has(simplifyName(image))));
  return walkStages(readStages(dockerfile, { global, given, escapeChar, environments }), question);
}

/** The same file is asked about for each platform, and for each thing that is to be known of it. */
let parsed: { readonly text: string; readonly dockerfile: Dockerfile } | undefined;

function parse(text: string): Dockerfile {
  if (parsed?.text !== text) parsed = { text, dockerfile: parseDockerfile(text) };
  return parsed.dockerfile;
}

/** The images that the target needs for one platform, each with the platform that is pulled; none of other frontends. */
export function listBases(question: DockerfileQuestion): readonly BaseImage[] {
  return analyseDockerfile(question).bases;
}

const USUAL_FRONTEND = /^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/;

function readGiven(buildArgs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    buildArgs.flatMap((entry): Array<[string, string]> => {
      const at = entry.indexOf('=');
      return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
    }),
  );
}

function walkStages(stages: readonly Stage[], question: DockerfileQuestion): DockerfileAnalysis {
  const walk = new Walk(stages, question);
  const { target } = question;
  const start = target === undefined ? stages.at(-1) : walk.find(target, stages.length);
  if (start === undefined)
    return {
      ...NOTHING,
      doubts: [target === undefined ? 'it has no stage' : `it has no ${target}`],
    };
  walk.visit(start);
  return walk;
}

/** Gathers while it follows what stages need of each other. */
class Walk implements DockerfileAnalysis {
  readonly bases: BaseImage[] = [];
  readonly runs: RunStep[] = [];
  readonly starts: BaseImage[] = [];
  readonly contexts: BaseImage[] = [];
  readonly doubts: string[] = [];
  readonly #stages: readonly Stage[];
  readonly #platform: Platform;
  readonly #replaced: ReadonlySet<string>;
  readonly #seen = new Set<Stage>();

  constructor(stages: readonly Stage[], { platform, contexts }: DockerfileQuestion) {
    this.#stages = stages;
    this.#platform = platform;
    this.#replaced = new Set(contexts.map(simplifyName));
  }

  /** The stage that a name or a number stands for in a stage: one before it. */
  find(name: string, before: number): Stage | undefined {
    const isNumber = /^\d+$/.test(name) && Number(name) < before;
    return this.#findNamed(name, before) ?? (isNumber ? this.#stages[Number(name)] : undefined);
  }

  #findNamed(name: string, before: number): Stage | undefined {
    return this.#stages.slice(0, before).findLast((stage) => stage.name === name.toLowerCase());
  }

  visit(stage: Stage): void {
    if (this.#seen.has(stage) || this.#isReplaced(stage)) return;
    this.#seen.add(stage);
    const parent = this.#findParent(stage);
    if (parent !== undefined) this.visit(parent);
    else this.#begin(stage);
    const isBuilt = parent !== undefined && !this.#isReplaced(parent);
    for (const step of [...(isBuilt ? parent.triggers : []), ...stage.steps])
      this.#follow(stage, step);
  }

  #begin({ base, line, ...stage }: Stage): void {
    if (base === undefined) this.doubts.push(`line ${line}: the image is not known`);
    if (base === undefined || base === 'scratch') return;
    const platform = this.#findPlatform({ base, line, ...stage });
    if (platform === undefined) return;
    if (this.#replaced.has(simplifyName(base))) {
      this.contexts.push({ image: base, line, platform });
      return;
    }
    this.bases.push({ image: base, line, platform });
    this.starts.push({ image: base, line, platform });
  }

  #follow(stage: Stage, step: StageStep): void {
    const { line } = step;
    if (step.kind === 'run') {
      const { text, mounts } = step;
      const platform = this.#findPlatform(stage);
      const label = stage.name ?? `stage-${this.#stages.indexOf(stage)}`;
      const base = this.#findBase(stage);
      this.runs.push({ line, text, mounts, stage: label, platform, base });
      return;
    }
    const { name } = step;
    if (this.#replaced.has(simplifyName(name)) || name === 'scratch') return;
    const other = this.find(name, this.#stages.indexOf(stage));
    if (other !== undefined) this.visit(other);
    // An image that is only taken from is that of the target, whatever the stage runs on.
    else this.bases.push({ image: name, line, platform: this.#platform });
  }

  #findParent(stage: Stage): Stage | undefined {
    return stage.base === undefined
      ? undefined
      : this.#findNamed(stage.base, this.#stages.indexOf(stage));
  }

  /** That of the stage it begins with, whatever its own flag says; `scratch` is for the target. */
  #findPlatform(stage: Stage): Platform | undefined {
    const parent = this.#findParent(stage);
    if (parent !== undefined) return this.#findPlatform(parent);
    const { platformFlag, base } = stage;
    if (platformFlag === null) return undefined;
    if (platformFlag === undefined || base === 'scratch') return this.#platform;
    const parsed = parsePlatform(platformFlag);
    return parsed.ok ? parsed.platform : undefined;
  }

  #findBase(stage: Stage): string | undefined {
    const parent = this.#findParent(stage);
    if (this.#isReplaced(stage)) return undefined;
    if (parent !== undefined) return this.#findBase(parent);
    const { base } = stage;
    return base === 'scratch' || (base !== undefined && this.#replaced.has(simplifyName(base)))
      ? undefined
      : base;
  }

  #isReplaced({ name }: Stage): boolean {
    return name !== undefined && this.#replaced.has(name);
  }
}

/** A build context may be called as an image is, in any of the ways to write it. */
export function simplifyName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '');
}
