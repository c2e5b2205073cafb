import { dirname } from 'node:path/posix';
import { type Import, readImports, type Source, type SyntaxNode, walkTree } from './sources.ts';

/** Where a file may reach. Folders end in `/`. */
interface Room {
  readonly name: string;
  readonly paths: readonly string[];
  /** Where its own imports may lead; `src/host/host.ts` stands for the interface and the errors it throws. */
  readonly reach: readonly string[];
  /** Packages and `node:` modules; a name stands for its subpaths too. */
  readonly libraries: readonly string[];
  /** May it ask for the time, the network, the environment? */
  readonly effects: boolean;
}

const PURE = [
  'src/inputs/',
  'src/plan/',
  'src/image/',
  'src/tools/',
  'src/names/',
  'src/errors.ts',
  'src/outputs.ts',
  'src/state.ts',
  'src/version.ts',
] as const;
const PURE_LIBRARIES = [
  'node:string_decoder',
  '@renovatebot/pep440',
  '@sigstore/core',
  'csv-parse',
  'handlebars',
  '@protobuf-ts/runtime',
  'semver',
  'smol-toml',
  'yaml',
  'dockerfile-ast',
  'dayjs',
] as const;
/** Computation only: no file, no process, no socket. */
const STAGE_LIBRARIES = [
  ...PURE_LIBRARIES,
  'aws4',
  // For the signing of addresses alone: requests go through the host.
  '@azure/storage-blob',
  '@balena/dockerignore',
  'p-limit',
  'p-retry',
  'node:crypto',
  'node:path',
  'node:util',
] as const;
const HOST_INTERFACE = 'src/host/host.ts';

/** From the ground up: a stage uses what stands in its own folder and in those before it. */
const STAGES = [
  ...['job', 'facts', 'image', 'logins', 'tools', 'emulation', 'builder', 'cleanup', 'signing'],
  ...['legs', 'build', 'cache', 'mounts', 'publishing', 'setup', 'report'],
].map((name) => `src/stages/${name}/`);

export const ROOMS: readonly Room[] = [
  {
    name: 'pure',
    paths: PURE,
    reach: PURE,
    libraries: PURE_LIBRARIES,
    effects: false,
  },
  {
    name: 'registry',
    paths: ['src/registry/'],
    reach: [...PURE, 'src/registry/', HOST_INTERFACE],
    libraries: STAGE_LIBRARIES,
    effects: false,
  },
  ...STAGES.map((path, at) => ({
    name: path.slice('src/'.length, -1),
    paths: [path],
    reach: [...PURE, 'src/registry/', ...STAGES.slice(0, at + 1), HOST_INTERFACE],
    libraries: STAGE_LIBRARIES,
    effects: false,
  })),
  {
    name: 'pipelines',
    paths: ['src/pipeline.ts', 'src/carry-out.ts', 'src/publish-pipeline.ts'],
    reach: [...PURE, 'src/registry/', ...STAGES, 'src/carry-out.ts', HOST_INTERFACE],
    libraries: [],
    effects: false,
  },
  {
    name: 'host',
    paths: ['src/host/'],
    reach: [...PURE, 'src/host/'],
    libraries: ['@actions', 'node:', 'undici', 'p-retry', 'semver'],
    effects: true,
  },
  {
    name: 'entries',
    // Files right below src/ that no other room names.
    paths: ['src/*'],
    reach: ['src/'],
    libraries: [],
    effects: true,
  },
];

const EFFECT_GLOBALS = [
  ...['process', 'globalThis', 'console', 'performance', 'crypto', 'fetch', 'WebSocket'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'eval', 'Function'],
];

export function findRoom(path: string): Room | undefined {
  return ROOMS.find(({ paths }) => paths.some((each) => isWithin(path, each)));
}

/** What the file does that its room does not allow, one sentence each; empty for a file that keeps the rules. */
export function findViolations(source: Source): readonly string[] {
  const room = findRoom(source.path);
  if (room === undefined) return [`${source.path} is in no room`];
  const imports = readImports(source).flatMap((each) => describeImport(room, each));
  const nodes = [...walkTree(source.tree)].flatMap((node) => describeNode(room, node));
  return [...new Set([...imports, ...nodes])].map(
    (text) => `${source.path} (${room.name}): ${text}`,
  );
}

function describeImport(
  room: Room,
  { target, relative, typeOnly, values }: Import,
): readonly string[] {
  const allowed = relative
    ? room.reach.some((each) => isWithin(target, each))
    : room.libraries.some((each) => isLibrary(target, each));
  if (!allowed) return [`imports ${target}`];
  if (target !== HOST_INTERFACE || typeOnly || room.effects) return [];
  // An error class is needed as a value by whoever has to recognise it.
  return values
    .filter((name) => !name.endsWith('Error'))
    .map((name) => `imports the value ${name} of ${target}`);
}

function describeNode(room: Room, node: SyntaxNode): readonly string[] {
  if (room.effects) return [];
  const [base, member] = readUse(node);
  if (base === undefined) return [];
  if (EFFECT_GLOBALS.includes(base)) return [`uses ${base}`];
  if (base === 'Date' && (member === 'now' || hasNoArguments(node))) return ['asks for the time'];
  // Jitter is no secret and no fact: whoever may wait may also draw lots.
  return base === 'Math' && member === 'random' && room.name === 'pure'
    ? ['asks for a random number']
    : [];
}

/** The name that an expression starts from when it is called, constructed or looked into, and the member it takes. */
function readUse(node: SyntaxNode): readonly [string | undefined, string | undefined] {
  if (node.type === 'MemberExpression')
    return [readName(node['object']), readName(node['property'])];
  if (node.type === 'CallExpression' || node.type === 'NewExpression')
    return [readName(node['callee']), undefined];
  return [undefined, undefined];
}

function readName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('value' in value))
    return undefined;
  return value.type === 'Identifier' && typeof value.value === 'string' ? value.value : undefined;
}

function hasNoArguments({ type, arguments: list }: SyntaxNode): boolean {
  return type !== 'MemberExpression' && (!Array.isArray(list) || list.length === 0);
}

function isWithin(path: string, place: string): boolean {
  if (place.endsWith('/*')) return dirname(path) === dirname(place);
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

function isLibrary(name: string, library: string): boolean {
  return name === library || name.startsWith(library.endsWith(':') ? library : `${library}/`);
}
