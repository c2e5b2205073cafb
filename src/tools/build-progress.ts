/**
 * BuildKit's plain progress → the steps of the Dockerfile: what came from the cache, and how long the rest took.
 * Line by line, for a log is longer than what is kept of it.
 */
import { type Digest, parseDigest } from '../image/digest.ts';

export interface BuildStep {
  /** `#7` of the log. BuildKit's unit: a stage that two platforms share is one step. */
  readonly id: number;
  /** Whose image it becomes part of, as `linux/arm64`; undefined where only one platform is built. */
  readonly platform: string | undefined;
  /** Where it runs, where that is another platform: the target's part after `->`. */
  readonly target: string | undefined;
  readonly stage: string | undefined;
  /** Counted from 1, within its stage. */
  readonly index: number;
  readonly total: number;
  /** The instruction as the log shows it: `RUN npm ci`. */
  readonly command: string;
  readonly state: StepState;
  /** Undefined while it is open, and for what came from the cache. */
  readonly seconds: number | undefined;
}

export type StepState = 'open' | 'cached' | 'done' | 'failed' | 'cancelled';

export interface BuildProgress {
  feed(line: string): void;
  /** In the order in which the log names them. `FROM` is one too. */
  steps(): readonly BuildStep[];
  /** Seconds for reading the descriptions of caches; what steps fetch of them is not told apart. */
  importSeconds(): number;
  /** Layers of the caches that were written. */
  cacheLayers(): readonly Digest[];
  /** Caches that were written to a registry. */
  cacheManifests(): readonly Digest[];
}

interface Vertex {
  readonly name: string;
  readonly state: StepState;
  readonly seconds: number | undefined;
}

export function makeBuildProgress(): BuildProgress {
  const vertices = new Map<number, Vertex>();
  const manifests = new Set<Digest>();
  const layers = new Set<Digest>();
  return {
    feed: (line) => {
      const [, number, rest = ''] = /^#(\d+) (.*?)\s*$/s.exec(line) ?? [];
      if (number === undefined) return;
      const digest = parseDigest(
        /^writing cache image manifest (sha256:\w+)/.exec(rest)?.[1] ?? '',
      );
      if (digest !== undefined) manifests.add(digest);
      const layer = parseDigest(/^writing layer (sha256:\w+)/.exec(rest)?.[1]);
      if (layer !== undefined) layers.add(layer);
      const id = Number(number);
      vertices.set(id, advance(vertices.get(id), rest));
    },
    steps: () =>
      [...vertices].flatMap(([id, { name, state, seconds }]): BuildStep[] => {
        const named = parseStepName(name);
        return named === undefined ? [] : [{ id, ...named, state, seconds }];
      }),
    importSeconds: () =>
      [...vertices.values()]
        .filter(({ name }) => name.startsWith('importing cache manifest'))
        .reduce((sum, { seconds = 0 }) => sum + seconds, 0),
    cacheLayers: () => [...layers],
    cacheManifests: () => [...manifests],
  };
}

/** What a step prints has its time before it (`#7 0.123 text`), so it cannot pass for one of these lines. */
function advance(before: Vertex | undefined, rest: string): Vertex {
  // The first line of a vertex is its name.
  if (before === undefined) return { name: rest, state: 'open', seconds: undefined };
  if (rest === 'CACHED' || isFetch(before, rest))
    return { ...before, state: 'cached', seconds: undefined };
  if (rest === 'CANCELED') return { ...before, state: 'cancelled' };
  if (rest.startsWith('ERROR: ')) return { ...before, state: 'failed' };
  const [, seconds] = /^DONE (\d+(?:\.\d+)?)s$/.exec(rest) ?? [];
  // What came from the cache is fetched when something needs it, and is then told to be done once more.
  if (seconds === undefined || before.state === 'cached') return before;
  return { ...before, state: 'done', seconds: Number(seconds) };
}

/**
 * When an SBOM is made, layers are fetched while the build goes on, and BuildKit then says nothing of a cache. Only
 * what comes from one, or from a registry as `FROM` does, is fetched in its own name.
 */
function isFetch({ name }: Vertex, rest: string): boolean {
  return /^(extracting )?sha256:[0-9a-f]{64}( |$)/.test(rest) && parseStepName(name) !== undefined;
}

const NAME = /^\[(?:(?<label>[^\]]*) )? *(?<index>\d+)\/(?<total>\d+)\] (?<command>.*)$/s;
const PLATFORM =
  /^(?<platform>[a-z0-9]+(?:\/[a-z0-9]+)+(?:\([^)]*\))?)(?:->(?<target>\S+))?(?: |$)/;

export type StepName = Omit<BuildStep, 'id' | 'state' | 'seconds'>;

/** `[linux/amd64->arm64 build  2/10] RUN make` and `[2/3] COPY . .`; undefined for BuildKit's own work. */
export function parseStepName(name: string): StepName | undefined {
  const { label = '', index, total, command } = NAME.exec(name)?.groups ?? {};
  if (index === undefined || total === undefined || command === undefined) return undefined;
  const { platform, target } = PLATFORM.exec(label)?.groups ?? {};
  const stage = label.replace(PLATFORM, '').trim();
  return {
    platform,
    target,
    stage: stage === '' ? undefined : stage,
    index: Number(index),
    total: Number(total),
    command,
  };
}
