import type { Lab } from '../../lab/lab.ts';
import { type MachineSnapshot, readMachine, readSettledMachine, readTree } from './e2e-machine.ts';
import {
  type ReferrerView,
  type RegistryView,
  readFamily,
  readReferrers,
  readTags,
} from './e2e-registry.ts';

/** A tag of one of the registries, by the name that the action would use for it. */
export interface TagState {
  readonly registry: RegistryView;
  /** Of the repository. */
  readonly name: string;
  readonly digest: string;
}

/** A manifest and what refers to it. */
export interface ReferrersState {
  readonly registry: RegistryView;
  readonly name: string;
  readonly digest: string;
  readonly referrers: readonly ReferrerView[];
}

/** Everything a run could change that is not its own. */
export interface Snapshot {
  readonly machine: MachineSnapshot;
  /** `host/name:tag` → what it names. */
  readonly tags: ReadonlyMap<string, TagState>;
  readonly registries: readonly RegistryView[];
  readonly home: ReadonlyMap<string, string>;
  readonly workspace: ReadonlyMap<string, string>;
  /** Entries in the transparency log. */
  readonly logEntries: number;
  /** Faults that the proxy before Sigstore has applied. */
  readonly sigstoreFaults: number;
}

export interface Surroundings {
  readonly lab: Lab;
  readonly registries: readonly RegistryView[];
  /** The folders of each job. */
  readonly jobs: ReadonlyArray<{ readonly homeDir: string; readonly workspace: string }>;
}

/** One for each job, at one time. `before` holds those to compare with, for snapshots after the jobs. */
export async function takeSnapshots(
  { lab, registries, jobs }: Surroundings,
  before: readonly Snapshot[] = [],
): Promise<Snapshot[]> {
  const { dockerHost } = lab.engine;
  const [earlier] = before;
  const [machine, tags] = await Promise.all([
    earlier === undefined
      ? readMachine(dockerHost)
      : readSettledMachine(dockerHost, earlier.machine),
    readAllTags(registries),
  ]);
  return Promise.all(
    jobs.map(async ({ homeDir, workspace }) => ({
      machine,
      tags,
      registries,
      home: await readTree(homeDir),
      workspace: await readTree(workspace),
      logEntries: lab.sigstore.entries().length,
      sigstoreFaults: lab.proxies.sigstore.faults.length,
    })),
  );
}

/** What refers to one image and, for an index, to its children. */
export async function readImageReferrers(
  registry: RegistryView,
  name: string,
  digest: string,
): Promise<Map<string, ReferrersState>> {
  const family = await readFamily(registry, name, digest);
  const states = await Promise.all(
    family.map(async (each) => ({
      registry,
      name,
      digest: each,
      referrers: await readReferrers(registry, name, each),
    })),
  );
  return new Map(states.map((state) => [`${registry.host}/${name}@${state.digest}`, state]));
}

async function readAllTags(registries: readonly RegistryView[]): Promise<Map<string, TagState>> {
  const all = new Map<string, TagState>();
  for (const registry of registries) {
    for (const [tag, digest] of await readTags(registry)) {
      const name = tag.slice(0, tag.lastIndexOf(':'));
      // A cache is nobody's image, and every run may write it.
      if (tag.slice(name.length).startsWith(':buildcache-')) continue;
      all.set(`${registry.host}/${tag}`, { registry, name, digest });
    }
  }
  return all;
}

/** What refers to all that tags name in the repositories that `inputs` speak of. `host/name@digest` → state. */
export async function readAllReferrers(
  tags: ReadonlyMap<string, TagState>,
  inputs: string,
): Promise<Map<string, ReferrersState>> {
  const all = new Map<string, ReferrersState>();
  for (const { registry, name, digest } of tags.values()) {
    const repository = `${registry.host}/${name}`;
    if (!inputs.includes(repository) || all.has(`${repository}@${digest}`)) continue;
    for (const [key, state] of await readImageReferrers(registry, name, digest))
      all.set(key, state);
  }
  return all;
}
