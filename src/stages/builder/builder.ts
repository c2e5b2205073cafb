/** A builder that is ready to build: an existing one, the engine's own, or one of ours. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { findEngineLacks } from '../../plan/builder-engine.ts';
import type { BuilderSpec, OwnBuilder } from '../../plan/builder-spec.ts';
import type { Engine } from '../../tools/docker.ts';
import { runChecked, withCode, withHint } from '../job/run-command.ts';
import type { Say } from '../job/tracks.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal'>;

/** Starting a builder that exists may pull its image. */
const START_DEADLINE_MS = 3 * 60_000;

export interface Buildx {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface BuilderRequest {
  readonly spec: BuilderSpec;
  readonly buildx: Buildx;
  readonly engine: () => Promise<Engine | undefined>;
  /** Makes one of ours, and returns its name. */
  readonly boot: (own: OwnBuilder) => Promise<string>;
  readonly say: Say;
}

/** Returns the builder's name, or undefined for the engine's own. Throws BUILDER_FAILED, or ENVIRONMENT_UNSUPPORTED for an engine that cannot do the work. */
export async function ensureBuilder(
  host: Reach,
  { spec, buildx, engine, boot, say }: BuilderRequest,
): Promise<string | undefined> {
  switch (spec.kind) {
    case 'existing':
      return useExisting(host, { name: spec.name, buildx, say });
    case 'own':
      return boot(spec.own);
    case 'engine':
    case 'auto': {
      const found = await engine();
      if (found === undefined) throw new ActionError('ENGINE_UNREACHABLE', 'No engine answers');
      const lacks = findEngineLacks(spec.wants, found);
      if (lacks.length === 0) {
        say(`using the BuildKit of engine ${found.version}`);
        return undefined;
      }
      if (spec.kind === 'engine') throw refuseEngine(found, lacks);
      say(`not the engine's own BuildKit: engine ${found.version} ${lacks.join('; ')}`);
      return boot(spec.own);
    }
  }
}

async function useExisting(
  host: Reach,
  { name, buildx, say }: { name: string; buildx: Buildx; say: Say },
): Promise<string> {
  await runChecked(host, {
    tool: 'buildx',
    file: buildx.path,
    args: ['inspect', '--bootstrap', name],
    env: buildx.env,
    deadlineMs: START_DEADLINE_MS,
  }).catch((error: unknown) => {
    throw withHint(
      `Does \`docker buildx ls\` show ${name} on this runner?`,
      withCode('BUILDER_FAILED', error),
    );
  });
  say(`using the existing builder ${name}`);
  return name;
}

/** Without a name buildx takes the engine of the docker context, which need not be called `default`. */
function refuseEngine({ version }: Engine, lacks: readonly string[]): ActionError {
  return new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    `The BuildKit of this engine cannot do the work: engine ${version} ${lacks.join('; ')}`,
    {
      hint: 'Use `driver: auto`. Images of several platforms and attestations need the engine\'s containerd image store (`"features": {"containerd-snapshotter": true}` in daemon.json).',
    },
  );
}
