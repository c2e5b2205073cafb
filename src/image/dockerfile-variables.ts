/** Variables of a Dockerfile: those of the whole file, and those of each stage. */
import { Arg, type Dockerfile, Env, type Instruction, type Property } from 'dockerfile-ast';
import { expandWord, type Lookup } from './dockerfile-words.ts';
import { formatPlatform, type Platform } from './platform.ts';

export interface StageVariables {
  /** Arguments before the first FROM, and those that BuildKit sets. */
  readonly global: Lookup;
  /** `--build-arg` of the build. */
  readonly given: ReadonlyMap<string, string>;
  readonly escapeChar: string;
  /** What images set, as far as that is known: image -> names and values. */
  readonly environments: Environments;
}

export type Environments = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The arguments that every Dockerfile has (dockerfile2llb/platform.go, defaultArgs), then those before the first FROM. */
export function readGlobals(
  dockerfile: Dockerfile,
  {
    given,
    platform,
    buildPlatform,
    target,
  }: {
    given: ReadonlyMap<string, string>;
    platform: Platform;
    buildPlatform: Platform | undefined;
    target: string | undefined;
  },
): Lookup {
  const values = new Map<string, string | undefined | null>([
    ...listPlatformArgs('TARGET', platform),
    ...listPlatformArgs('BUILD', buildPlatform),
    ['TARGETSTAGE', target ?? null],
  ]);
  for (const name of values.keys()) values.set(name, given.get(name) ?? values.get(name));
  const lookup: Lookup = (name) => values.get(name);
  const escapeChar = dockerfile.getEscapeCharacter();
  for (const arg of dockerfile.getInitialARGs())
    for (const property of arg.getProperties())
      values.set(property.getName(), readArg(property, { given, lookup, escapeChar }));
  return lookup;
}

function listPlatformArgs(
  prefix: 'TARGET' | 'BUILD',
  platform: Platform | undefined,
): Array<[string, string | null]> {
  return [
    [`${prefix}PLATFORM`, platform === undefined ? null : formatPlatform(platform)],
    [`${prefix}OS`, platform?.os ?? null],
    [`${prefix}ARCH`, platform?.architecture ?? null],
    [`${prefix}VARIANT`, platform === undefined ? null : (platform.variant ?? '')],
  ];
}

function readArg(
  property: Property,
  {
    given,
    lookup,
    escapeChar,
  }: { given: ReadonlyMap<string, string>; lookup: Lookup; escapeChar: string },
): string | undefined | null {
  const name = property.getName();
  const value = given.get(name);
  if (value !== undefined) return value;
  const text = property.getUnescapedValue();
  // Declared without a value: what BuildKit sets by itself stays.
  if (text === null) return lookup(name);
  return expandWord(text, { lookup, escapeChar }) ?? null;
}

/** Variables of a stage. What an image from elsewhere sets in its environment is not known. */
export interface StageScope {
  readonly values: Map<string, string | null>;
  readonly isOpen: boolean;
}

/** BuildKit's own where an image sets none (system.DefaultPathEnv). */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The variables of a stage that begins with an image. */
export function beginScope(
  image: string | undefined,
  { environments }: Pick<StageVariables, 'environments'>,
): StageScope {
  const known = image === 'scratch' ? new Map<string, string>() : environments.get(image ?? '');
  if (known === undefined) return { values: new Map(), isOpen: true };
  return { values: new Map([['PATH', PATH], ...known]), isOpen: false };
}

/** Those of a stage that begins with another one. */
export function continueScope({ values, isOpen }: StageScope): StageScope {
  return { values: new Map(values), isOpen };
}

/** What a step of the stage finds when it asks for a variable. */
export function makeLookup({ values, isOpen }: StageScope): Lookup {
  return (name) => (values.has(name) ? values.get(name) : isOpen ? null : undefined);
}

/** Adds what an ENV or ARG declares. */
export function declare(
  scope: StageScope,
  instruction: Instruction,
  variables: StageVariables,
): void {
  const { given, escapeChar, global } = variables;
  const lookup = makeLookup(scope);
  if (instruction instanceof Env) {
    const added = instruction.getProperties().map((property): [string, string | null] => {
      const text = property.getUnescapedValue() ?? '';
      return [property.getName(), expandWord(text, { lookup, escapeChar }) ?? null];
    });
    for (const [name, value] of added) scope.values.set(name, value);
  }
  if (!(instruction instanceof Arg)) return;
  for (const property of instruction.getProperties()) {
    const name = property.getName();
    // Without a default in the stage, that of the argument before the first FROM.
    const outer: Lookup = property.getUnescapedValue() === null ? () => global(name) : lookup;
    const value = readArg(property, { given, lookup: outer, escapeChar });
    if (value !== undefined) scope.values.set(name, value);
  }
}
