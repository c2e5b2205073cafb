import { ActionError } from '../../src/errors.ts';
import type { Artifact, Artifacts } from '../../src/host/host.ts';

/** The artifacts of one workflow run, in memory, shared by the hosts of its jobs. */
export interface ArtifactService {
  /** What one job has of it: for `makeFakeHost({ artifacts })`. */
  door(jobId: string | undefined): Artifacts;
  /** While true every call throws ARTIFACTS_UNAVAILABLE. */
  isDown: boolean;
  /** So many calls of `list` go by before one shows what was finalized from now on. */
  listLagCalls: number;
  /** Takes a name as a job does that dies between create and finalize: it exists, and no list shows it. */
  reserve(name: string): void;
  /** The next `create` of a name that begins so takes the name, and then throws ARTIFACTS_UNAVAILABLE. */
  breakNextCreate(prefix: string): void;
  /** From now on the artifact is not what its digest says: `read` throws ARTIFACT_INVALID. */
  corrupt(name: string): void;
  /** Finalized artifacts, list lag or not: name -> text. */
  texts(): ReadonlyMap<string, string>;
}

interface Entry {
  /** Undefined before it is finalized. */
  text: string | undefined;
  readonly id: number;
  /** How many calls of `list` there must have been for it to be shown. */
  visibleAtCall: number;
  isCorrupt: boolean;
}

interface Run {
  readonly entries: Map<string, Entry>;
  readonly service: Pick<ArtifactService, 'isDown' | 'listLagCalls'>;
  /** Of names whose next `create` breaks off. */
  breaking: string | undefined;
  listCalls: number;
}

/** Makes the service of one run, empty and well. */
export function makeArtifactService(): ArtifactService {
  const entries = new Map<string, Entry>();
  const service: ArtifactService = {
    isDown: false,
    listLagCalls: 0,
    door: (jobId) => makeDoor(run, jobId),
    reserve: (name) => void reserve(run, name),
    breakNextCreate: (prefix) => {
      run.breaking = prefix;
    },
    corrupt: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error(`no artifact ${name}`);
      entry.isCorrupt = true;
    },
    texts: () =>
      new Map(
        [...entries].flatMap(([name, { text }]): [string, string][] =>
          text === undefined ? [] : [[name, text]],
        ),
      ),
  };
  const run: Run = { entries, service, breaking: undefined, listCalls: 0 };
  return service;
}

function makeDoor(run: Run, jobId: string | undefined): Artifacts {
  return {
    jobId,
    create: async (name, text) => {
      await reach(run);
      const entry = reserve(run, name);
      if (entry === undefined) return 'exists';
      await breakOff(run, name);
      entry.text = text;
      entry.visibleAtCall = run.listCalls + run.service.listLagCalls;
      return 'created';
    },
    list: async (prefix) => {
      await reach(run);
      const calls = run.listCalls++;
      return [...run.entries].flatMap(([name, entry]) =>
        name.startsWith(prefix) && calls >= entry.visibleAtCall ? describe(name, entry) : [],
      );
    },
    read: async (id) => {
      await reach(run);
      const entry = [...run.entries.values()].find((each) => each.id === id);
      if (entry?.text === undefined) throw new ActionError('ARTIFACT_INVALID', `no artifact ${id}`);
      if (entry.isCorrupt) throw new ActionError('ARTIFACT_INVALID', `artifact ${id}: digest`);
      return entry.text;
    },
  };
}

/** The door of one host, its calls noted; without a door every call is refused. */
export function recordCalls(
  door: Artifacts | undefined,
  events: string[],
  refuse: (what: string) => never,
): Artifacts {
  const note = (what: string): Artifacts => {
    events.push(what);
    return door ?? refuse(what);
  };
  return {
    jobId: door?.jobId,
    create: async (name, text) => note(`artifact create ${name}`).create(name, text),
    list: async (prefix) => note(`artifact list ${prefix}`).list(prefix),
    read: async (id) => note(`artifact read ${id}`).read(id),
  };
}

/** As over a network: jobs that call at the same time take turns. */
async function reach({ service }: Run): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (service.isDown) throw unavailable('the service is down');
}

async function breakOff(run: Run, name: string): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (run.breaking === undefined || !name.startsWith(run.breaking)) return;
  run.breaking = undefined;
  throw unavailable('the upload broke off');
}

/** Takes a name for good; undefined when the run has it already. */
function reserve({ entries }: Run, name: string): Entry | undefined {
  if (entries.has(name)) return undefined;
  const entry = { id: entries.size + 1, text: undefined, visibleAtCall: 0, isCorrupt: false };
  entries.set(name, entry);
  return entry;
}

function describe(name: string, { id, text }: Entry): readonly Artifact[] {
  return text === undefined ? [] : [{ id, name, sizeBytes: Buffer.byteLength(text) }];
}

function unavailable(why: string): ActionError {
  return new ActionError('ARTIFACTS_UNAVAILABLE', why);
}
