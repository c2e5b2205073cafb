/** Legs of one image as a matrix has them: jobs of one run, a builder that they share, and what has to be there in the end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { ACTION_FOLDER, makeRunId } from '../../lab/job.ts';
import type { Lab, LabOptions } from '../../lab/lab.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import type { StageRun } from '../../lab/runner/records.ts';
import { readManifest, readTags } from './e2e-registry.ts';
import { type CaseRequest, type CheckedRun, LEAN, useWorld, type World } from './e2e-world.ts';

export const LEGS = ['linux/amd64', 'linux/arm64'] as const;

export interface LegWorld extends World {
  /** Inputs and environment by which jobs use the builder that is there. */
  readonly shared: Pick<CaseRequest, 'inputs' | 'env'>;
  /** A folder to build from, in which no step is run but the one given. */
  makeContext(content?: ContextContent): Promise<string>;
}

export interface ContextContent {
  /** What the image holds; undefined: the file is missing, and the build fails. */
  readonly greeting?: string | undefined;
  /** A command of the shell, on this machine's platform. */
  readonly step?: string;
}

export interface LegsRequest {
  readonly runId?: string;
  readonly attempt?: number;
  /** Repository without its host. */
  readonly name: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly platforms?: readonly string[];
  readonly more?: Partial<CaseRequest>;
}

/** A world with one builder for all jobs: booting one for each would take longer than everything else. */
export function useLegs(options: Partial<LabOptions> = {}): () => LegWorld {
  let remove: (() => Promise<void>) | undefined;
  // Before the world's own: hooks of one kind run in the order in which they stand.
  afterAll(() => remove?.());
  const world = useWorld(options);
  let legs: LegWorld | undefined;
  beforeAll(async () => {
    const { lab } = world();
    const folder = await mkdtemp(join(lab.folder, 'builders-'));
    const builder = `legs-${process.pid}-${Date.now()}`;
    const buildx = (...args: string[]): Promise<string> =>
      runCommand({
        file: lab.tools.buildx,
        args,
        env: {
          BUILDX_CONFIG: folder,
          DOCKER_CONFIG: undefined,
          DOCKER_HOST: lab.engine.dockerHost,
        },
      });
    const driver = ['--driver', 'docker-container', '--bootstrap'];
    const image = ['--driver-opt', `image=${lab.images.buildkit}`, '--driver-opt', 'network=host'];
    await buildx('create', '--name', builder, ...driver, ...image);
    remove = async () => {
      await buildx('rm', '--force', builder);
      await rm(folder, { recursive: true, force: true });
    };
    legs = {
      ...world(),
      shared: {
        inputs: { builder, 'driver-opts': '', emulation: 'off' },
        env: { BUILDX_CONFIG: folder },
      },
      makeContext: (content) => makeContext(lab, content),
    };
  });
  return () => {
    if (legs === undefined) throw new Error('The builder is not there');
    return legs;
  };
}

async function makeContext(
  { makeWorkspace, baseImage }: Lab,
  { greeting, step }: ContextContent = { greeting: 'hello' },
): Promise<string> {
  const workspace = await makeWorkspace();
  const lines = step === undefined ? ['FROM scratch'] : [`FROM ${baseImage}`, `RUN ${step}`];
  const text = [...lines, 'COPY greeting /greeting', ''].join('\n');
  await writeFile(join(workspace, 'Dockerfile'), text);
  if (greeting !== undefined) await writeFile(join(workspace, 'greeting'), greeting);
  return workspace;
}

/** One job for each platform. */
export function makeLegs(
  { shared, registry }: LegWorld,
  { runId = makeRunId(), attempt = 1, name, inputs = {}, platforms = LEGS, more }: LegsRequest,
): CaseRequest[] {
  return platforms.map((platform, index) => ({
    wanted: 'leg',
    ...more,
    github: { runId, runAttempt: String(attempt), ...more?.github },
    env: { ...shared.env, ...more?.env },
    matrix: { platform },
    leg: { index, total: platforms.length },
    inputs: {
      ...LEAN,
      ...shared.inputs,
      images: `${registry.host}/${name}`,
      tags: 'latest',
      platforms: platforms.join(','),
      ...inputs,
    },
  }));
}

/** Gives every job a folder of its own to build from. */
export function withContexts(
  { makeContext: make }: LegWorld,
  requests: readonly CaseRequest[],
  content?: ContextContent,
): Promise<CaseRequest[]> {
  return Promise.all(
    requests.map(async (request) => ({ ...request, workspace: await make(content) })),
  );
}

/** The `publish/` action in a later job of the run that these jobs belong to. */
export function makePublishing(
  [first]: readonly CaseRequest[],
  inputs: Readonly<Record<string, string>> = {},
): CaseRequest {
  if (first === undefined) throw new Error('There is nothing to publish');
  const isSigned = first.inputs['sign'] !== 'false';
  return {
    actionDir: join(ACTION_FOLDER, 'publish'),
    github: first.github ?? {},
    builtWith: first.inputs,
    inputs,
    // Legs that are signed leave the index.
    ...(isSigned ? { logEntries: 1 } : {}),
  };
}

/** `toJSON(needs.<job>.outputs)` of jobs that set their candidates as outputs. */
export function formatOutputs(runs: readonly CheckedRun[]): string {
  return JSON.stringify(
    Object.fromEntries(runs.map(({ main }, at) => [`leg-${at}`, main.outputs['candidate']])),
  );
}

/** The one among legs that published. Throws when none or several say so. */
export function findPublisher(runs: readonly CheckedRun[]): CheckedRun {
  const [publisher, second] = runs.filter(({ main }) => main.outputs['published'] === 'true');
  if (publisher === undefined || second !== undefined)
    throw new Error(`${second === undefined ? 'None' : 'Several'} of the legs published`);
  return publisher;
}

export interface WantedImage {
  readonly name: string;
  readonly tags: readonly string[];
  /** Digest of the one index. */
  readonly digest: string | undefined;
  /** The newest job of each platform. */
  readonly legs: readonly CheckedRun[];
}

/** What is wrong with a repository that legs have published to; empty when it holds their image and nothing else. */
export async function findFaults(world: LegWorld, wanted: WantedImage): Promise<string[]> {
  const { registry } = world;
  const { name, digest = '', legs } = wanted;
  const tags = [...(await readTags(registry))].filter(([tag]) => tag.startsWith(`${name}:`));
  const right = [...wanted.tags].sort().map((tag) => `${name}:${tag} ${digest}`);
  const found = tags.map(([tag, named]) => `${tag} ${named}`).sort();
  const children = await listChildren(world, name, digest);
  const parts = (await Promise.all(legs.map((leg) => readPart(world, name, leg)))).flat();
  return [
    ...(found.join() === right.join() ? [] : [`tags: ${found.join(', ')}`]),
    ...(children.sort().join() === parts.sort().join()
      ? []
      : [`${digest} lists ${children.join()}, and legs made ${parts.join()}`]),
  ];
}

/** Digests of every index of several platforms that was ever pushed to a repository. */
export async function listIndexes(
  { lab, registry }: World,
  name: string,
): Promise<readonly string[]> {
  const pushed = new Set(
    lab.proxies.registry.requests.flatMap(({ method, path }) => {
      const [, repository, digest] =
        /^\/v2\/(.+)\/manifests\/(sha256:[0-9a-f]{64})$/.exec(path) ?? [];
      return method === 'PUT' && repository === name && digest !== undefined ? [digest] : [];
    }),
  );
  const read = await Promise.all(
    [...pushed].map(async (digest) => {
      const { manifests = [] } = (await readManifest(registry, name, digest)) ?? {};
      return manifests.filter(({ platform }) => platform?.os === 'linux').length > 1
        ? [digest]
        : [];
    }),
  );
  return read.flat();
}

async function listChildren({ registry }: World, name: string, digest: string): Promise<string[]> {
  const manifest = await readManifest(registry, name, digest);
  return (manifest?.manifests ?? []).map((child) => child.digest);
}

/** What a leg puts into the index: its manifest, and that of its attestations. */
async function readPart(world: World, name: string, { main }: CheckedRun): Promise<string[]> {
  const { digest } = readCandidate(main);
  const children = await listChildren(world, name, digest);
  return children.length === 0 ? [digest] : children;
}

/** Fields of a handed-over record that the tests read. */
export interface CandidateView {
  readonly group: string;
  readonly platform: string;
  readonly digest: string;
}

export function readCandidate({ outputs }: Pick<StageRun, 'outputs'>): CandidateView {
  const { candidate }: { candidate: CandidateView } = JSON.parse(outputs['candidate'] ?? '');
  return candidate;
}
