/** One artifact of a run, as GitHub keeps it. */
export interface ArtifactEntry {
  /** Names its blob. */
  readonly key: string;
  /** Backend ids of the run, and of the job that created it. */
  readonly runId: string;
  readonly jobId: string;
  readonly name: string;
  /** Undefined while it has none: see `ArtifactRules.numbering`. */
  readonly id: number | undefined;
  /** Undefined before it is finalized. */
  readonly done: FinalizedArtifact | undefined;
}

export interface FinalizedArtifact {
  readonly sizeBytes: number;
  /** As the client said, `sha256:…`; empty when it said none. */
  readonly digest: string;
  readonly at: Date;
  /** Milliseconds since the epoch from which lists show it. */
  readonly visibleAtMs: number;
}

/** What GitHub does not document, and what tests therefore try both ways. */
export interface ArtifactRules {
  /** When an artifact gets its id. */
  readonly numbering: 'create' | 'finalize';
  /** Milliseconds before a list shows what was finalized. */
  readonly listLagMs: number;
}

export interface ArtifactEntries {
  list(): readonly ArtifactEntry[];
  setRules(rules: Partial<ArtifactRules>): void;
  /** Takes a name in a run for good; undefined when the run has it, finalized or not. */
  create(owner: Pick<ArtifactEntry, 'runId' | 'jobId' | 'name'>): ArtifactEntry | undefined;
  find(runId: string, name: string): ArtifactEntry | undefined;
  finalize(key: string, told: Pick<FinalizedArtifact, 'sizeBytes' | 'digest'>): ArtifactEntry;
  /** Finalized artifacts of a run that are to be seen by now, by id. */
  show(runId: string): readonly ArtifactEntry[];
  remove(key: string): void;
}

/** Makes an empty index. */
export function makeArtifactEntries(): ArtifactEntries {
  const entries = new Map<string, ArtifactEntry>();
  let rules: ArtifactRules = { numbering: 'create', listLagMs: 0 };
  let lastKey = 0;
  let lastId = 4_000_000_000;
  const find = (runId: string, name: string) =>
    [...entries.values()].find((entry) => entry.runId === runId && entry.name === name);
  return {
    list: () => [...entries.values()],
    setRules: (changes) => {
      rules = { ...rules, ...changes };
    },
    create: (owner) => {
      if (find(owner.runId, owner.name) !== undefined) return undefined;
      const id = rules.numbering === 'create' ? ++lastId : undefined;
      const entry = { ...owner, key: `artifact-${++lastKey}`, id, done: undefined };
      entries.set(entry.key, entry);
      return entry;
    },
    find,
    finalize: (key, told) => {
      const entry = entries.get(key);
      if (entry === undefined) throw new Error(`no artifact ${key}`);
      const at = new Date();
      const done = { ...told, at, visibleAtMs: at.getTime() + rules.listLagMs };
      const finalized = { ...entry, id: entry.id ?? ++lastId, done };
      entries.set(key, finalized);
      return finalized;
    },
    show: (runId) =>
      [...entries.values()]
        .filter(({ done }) => done !== undefined && done.visibleAtMs <= Date.now())
        .filter((entry) => entry.runId === runId)
        .sort((a, b) => (a.id ?? 0) - (b.id ?? 0)),
    remove: (key) => void entries.delete(key),
  };
}
