/** A builder that is ready to build: an existing one, the engine's own, or one of ours for this step. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { BuilderSpec } from '../plan/builder-spec.ts';
import { makeCreateArgs } from '../tools/buildx.ts';
import type { Engine } from '../tools/docker.ts';
import { IMAGES } from '../tools/lock.ts';
import { runChecked, withCode, withHint } from './run-command.ts';
import type { RunFolder } from './run-folder.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'randomHex'>;

/** Pulling the BuildKit image is part of the first boot. */
const BOOT_DEADLINE_MS = 3 * 60_000;
const BOOT_ATTEMPTS = 3;
const BOOT_HINT =
  'Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=…` names another image, `builder` a builder that exists.';

export interface Buildx {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Returns the builder's name, or undefined for the engine's own. Throws BUILDER_FAILED, or ENVIRONMENT_UNSUPPORTED for an engine that cannot do the work. */
export async function ensureBuilder(
  host: Reach,
  {
    spec,
    buildx,
    engine,
    folder,
    say,
  }: {
    spec: BuilderSpec;
    buildx: Buildx;
    engine: () => Promise<Engine>;
    folder: RunFolder;
    say: (line: string) => void;
  },
): Promise<string | undefined> {
  switch (spec.kind) {
    case 'existing':
      return useExisting(host, { name: spec.name, buildx, say });
    case 'engine':
      useEngine(await engine(), say);
      return undefined;
    case 'own':
      return bootOwn(host, { spec, buildx, folder, say });
  }
}

async function useExisting(
  host: Reach,
  { name, buildx, say }: { name: string; buildx: Buildx; say: (line: string) => void },
): Promise<string> {
  await runChecked(host, {
    tool: 'buildx',
    file: buildx.path,
    args: ['inspect', '--bootstrap', name],
    env: buildx.env,
    deadlineMs: BOOT_DEADLINE_MS,
  }).catch((error: unknown) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode('BUILDER_FAILED', error),
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}

/** Needs no name: without one buildx takes the engine of the docker context, which need not be called `default`. */
function useEngine(engine: Engine, say: (line: string) => void): void {
  if (!engine.containerdStore) {
    throw new ActionError(
      'ENVIRONMENT_UNSUPPORTED',
      `The engine ${engine.version} keeps images in its own store, which holds neither several platforms nor attestations`,
      {
        hint: 'Use `driver: auto`, or turn on the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).',
      },
    );
  }
  say(`using the BuildKit of engine ${engine.version}`);
}

/**
 * A random name always: buildx takes a container that exists under the name as its own (a 409 is ignored in its
 * docker-container driver), and two jobs would then share, and remove, one daemon.
 */
async function bootOwn(
  host: Reach,
  {
    spec: { driverOpts, entitlements },
    buildx,
    folder,
    say,
  }: {
    spec: Extract<BuilderSpec, { kind: 'own' }>;
    buildx: Buildx;
    folder: RunFolder;
    say: (line: string) => void;
  },
): Promise<string> {
  const name = `build-sign-${host.randomHex(6)}`;
  folder.remember({ builder: name, buildx: buildx.path });
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: 'buildx',
        file: buildx.path,
        args: makeCreateArgs({ name, driverOpts, entitlements, image: IMAGES.buildkit }),
        env: buildx.env,
        deadlineMs: BOOT_DEADLINE_MS,
      });
      say(`booted ${name}`);
      return name;
    } catch (error) {
      await removeBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= BOOT_ATTEMPTS)
        throw withHint(BOOT_HINT, withCode('BUILDER_FAILED', error));
      say(
        `attempt ${attempt} of ${BOOT_ATTEMPTS} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** Removes a builder of ours, with its container and volume. Never throws: it is called on the way out. */
export async function removeBuilder(
  host: Pick<Host, 'run' | 'log'>,
  { name, buildx }: { name: string; buildx: Buildx },
): Promise<boolean> {
  const { exitCode, stderr } = await host.run({
    tool: 'buildx',
    file: buildx.path,
    args: ['rm', '--force', name],
    env: buildx.env,
  });
  if (exitCode === 0) return true;
  host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  return removeContainer(host, { name, env: buildx.env });
}

/**
 * buildx knows a builder only by the files of its configuration. When those are gone (post ran before, or somebody
 * emptied the temp folder), container and volume are found by the names that buildx gives them. With `--force` what
 * is not there counts as removed.
 */
async function removeContainer(
  host: Pick<Host, 'run' | 'log'>,
  { name, env }: { name: string; env: Buildx['env'] },
): Promise<boolean> {
  const container = `buildx_buildkit_${name}0`;
  for (const args of [
    ['rm', '--force', '--volumes', container],
    ['volume', 'rm', '--force', `${container}_state`],
  ]) {
    const { exitCode, stderr } = await host.run({ tool: 'docker', file: 'docker', args, env });
    if (exitCode === 0) continue;
    host.log.debug(`docker ${args.join(' ')}: ${stderr.trim()}`);
    return false;
  }
  return true;
}
