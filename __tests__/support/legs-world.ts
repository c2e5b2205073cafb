/** One workflow run with several jobs: each has its own machine, and all share a registry and the run's artifacts. */
import type { Artifacts } from '../../src/host/host.ts';
import { run } from '../../src/pipeline.ts';
import { runPublish } from '../../src/publish-pipeline.ts';
import { type ArtifactService, makeArtifactService } from './fake-artifacts.ts';
import { pushBuild, readBuildCommand } from './fake-build.ts';
import { readFlag } from './fake-cosign.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import { type FakeRegistry, type FakeRegistryOptions, startFakeRegistry } from './fake-registry.ts';
import type { ScriptedCommand } from './fake-script.ts';
import { makeHostOptions, PATH } from './fake-world.ts';
import type { InputTexts } from './make-inputs.ts';

export const RUN_ID = '77';

export interface JobOptions {
  readonly inputs?: InputTexts;
  readonly env?: Readonly<Record<string, string>>;
  /** Answer before the world's own. */
  readonly commands?: readonly ScriptedCommand[];
  readonly attempt?: number;
  /** How the runner's token calls the job; by default one of its own. */
  readonly jobId?: string | undefined;
  /** Makes another build of the same source; by default attempt and job do. */
  readonly seed?: string;
  /** Milliseconds of real time that a build takes. */
  readonly buildMs?: number;
  /** Happens while the build runs. */
  readonly duringBuild?: () => unknown;
  /** What the configuration of the pushed image says, whatever its index says. */
  readonly configured?: string;
  /** Stands between the job and the run's artifacts. */
  readonly artifacts?: (door: Artifacts) => Artifacts;
  readonly now?: Date;
}

export interface Job {
  readonly host: FakeHost;
  readonly output: (name: string) => string;
  /** Codes of the annotations of failures. */
  readonly codes: () => readonly string[];
  /** What buildx was asked to build. */
  readonly builds: () => number;
}

export interface LegsWorld {
  readonly registry: FakeRegistry;
  readonly artifacts: ArtifactService;
  /** `127.0.0.1:<port>/octo-org/app` */
  readonly image: string;
  /** Starts a job that uses the step once, and waits for its end. */
  build(options?: JobOptions): Promise<Job>;
  /** The same for a leg of a matrix over platforms. */
  leg(platform: string, options?: JobOptions): Promise<Job>;
  /** The same for the `publish/` action. */
  publish(options?: JobOptions & { readonly candidates?: string }): Promise<Job>;
  /** `path:tag` → digest, without the tags that stand for referrers. */
  tags(): Readonly<Record<string, string>>;
}

const running: FakeRegistry[] = [];

export async function startLegsWorld(options: FakeRegistryOptions = {}): Promise<LegsWorld> {
  const registry = await startFakeRegistry(options);
  running.push(registry);
  const image = `${registry.name}/${PATH}`;
  const artifacts = makeArtifactService();
  let jobs = 0;
  const start = async (action: (host: FakeHost) => Promise<void>, given: JobOptions) => {
    jobs += 1;
    const host = makeJobHost(given, { registry, artifacts, image, name: `job-${jobs}` });
    await action(host);
    return makeJob(host);
  };
  return {
    registry,
    artifacts,
    image,
    build: (given = {}) => start(run, given),
    leg: (platform, given = {}) =>
      start(run, { ...given, inputs: { matrix: JSON.stringify({ platform }), ...given.inputs } }),
    publish: ({ candidates, ...given } = {}) => {
      const own = candidates === undefined ? {} : { INPUT_CANDIDATES: candidates };
      const inputs: InputTexts = { images: '', ...given.inputs };
      return start(runPublish, { ...given, inputs, env: { ...own, ...given.env } });
    },
    tags: () => listTags(registry),
  };
}

export async function stopLegsWorlds(): Promise<void> {
  await Promise.all(running.splice(0).map((registry) => registry.stop()));
}

function listTags({ content }: FakeRegistry): Readonly<Record<string, string>> {
  const names = [...content.tags].filter(([key]) => !/:sha256-[0-9a-f]{64}$/.test(key));
  return Object.fromEntries(names.map(([key, moves]) => [key, moves.at(-1)?.digest ?? '']));
}

function makeJobHost(
  { inputs, env, commands = [], attempt = 1, seed, buildMs = 0, configured, ...job }: JobOptions,
  world: Pick<LegsWorld, 'registry' | 'artifacts' | 'image'> & { readonly name: string },
): FakeHost {
  const { registry, artifacts, name } = world;
  const builder: ScriptedCommand = {
    when: /^buildx build .*type=image/,
    answer: async (command, { stored }) => {
      await new Promise((resolve) => setTimeout(resolve, buildMs));
      await job.duringBuild?.();
      const { repositories, ...request } = readBuildCommand(command);
      const metadata = repositories.map((repository) => {
        const path = repository.slice(registry.name.length + 1);
        return pushBuild(registry.content, path, {
          ...request,
          seed: seed ?? `${name} ${attempt}`,
          ...(configured === undefined ? {} : { configured }),
        });
      });
      stored.set(readFlag(command, 'metadata-file'), JSON.stringify(metadata[0]));
      return {};
    },
  };
  const ofRun = { GITHUB_RUN_ID: RUN_ID, GITHUB_RUN_ATTEMPT: String(attempt) };
  const { executables, ...options } = makeHostOptions(
    {
      inputs: { sbom: 'true', cache: 'off', ...inputs },
      env: { ...ofRun, ...env },
      files: {
        './Dockerfile': 'FROM scratch AS alpine\nFROM scratch\n',
        '/proc/sys/fs/binfmt_misc/qemu-arm': 'enabled\n',
      },
      commands: [...commands, builder],
    },
    world,
  );
  const door = artifacts.door('jobId' in job ? job.jobId : name);
  return makeFakeHost({
    ...options,
    ...(executables === undefined ? {} : { executables }),
    ...(job.now === undefined ? {} : { now: job.now }),
    artifacts: job.artifacts?.(door) ?? door,
  });
}

function makeJob(host: FakeHost): Job {
  if (host.unscripted.length > 0) throw new Error(`not scripted: ${host.unscripted.join(', ')}`);
  return {
    host,
    output: (name) => host.outputs.get(name) ?? '',
    codes: () => host.lines.flatMap((line) => /^error: \[([A-Z_]+)\]/.exec(line)?.[1] ?? []),
    builds: () => host.commands.filter(({ args }) => args[0] === 'build').length,
  };
}
