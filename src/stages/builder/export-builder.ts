/** Which builder there is, told to the steps that follow and, where they are to use it, left to them. */
import type { Host } from '../../host/host.ts';
import { type BuilderSpec, findOwn } from '../../plan/builder-spec.ts';
import { BUILDER_NAME, KEPT_NAME } from '../../state.ts';
import { userDockerConfig } from '../../tools/child-env.ts';
import type { Buildx } from './builder.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'exportVariable'>;

export interface BuilderTelling {
  /** Undefined for the engine's own. */
  readonly builder: string | undefined;
  readonly buildx: Buildx;
  readonly spec: BuilderSpec;
  readonly isExported: boolean;
  readonly folder: string;
}

/** Where buildx finds an exported builder, below the run's folder: without the logins that are beside it in ours. */
const EXPORTED = 'exported';

/**
 * Returns the name that `docker buildx build --builder` takes. With `isExported` plain `docker buildx build` of the
 * steps that follow uses it, by the variables of docker's own tools.
 */
export async function tellBuilder(host: Reach, telling: BuilderTelling): Promise<string> {
  const { builder, buildx, spec, isExported, folder } = telling;
  const name = builder ?? (await readContext(host, buildx));
  if (!isExported) return name;
  host.exportVariable('BUILDX_BUILDER', name);
  // One of ours buildx finds by a file of its configuration only.
  if (builder !== undefined && findOwn(spec) !== undefined) {
    const config = `${folder}/${EXPORTED}`;
    const instance = await host.files.readText(`${folder}/buildx/instances/${name}`);
    await host.files.write(`${config}/instances/${name}`, instance);
    host.exportVariable('BUILDX_CONFIG', config);
  }
  host.log.info(`The builder ${name} is there for the steps that follow`);
  return name;
}

/** Each docker context has a builder of its name: the BuildKit of its engine. */
async function readContext(host: Reach, { env }: Buildx): Promise<string> {
  const { exitCode, stdout } = await host.run({
    tool: 'docker',
    file: 'docker',
    args: ['context', 'show'],
    env,
  });
  return (exitCode === 0 && stdout.trim()) || 'default';
}

const OWN_CONFIG = new RegExp(`[/\\\\]build-sign-[A-Za-z0-9]+[/\\\\]${EXPORTED}$`);

/** Whether a BUILDX_CONFIG is one that an earlier use of the action exported, which knows none of the user's builders. */
function isExportedConfig(path: string): boolean {
  return OWN_CONFIG.test(path);
}

/** Where an existing builder is known: to the user's buildx, or among what an earlier use has exported. */
export function findUserBuilders({ env }: Pick<Host, 'env'>, builder: string): string | undefined {
  const config = userDockerConfig(env);
  const given = env['BUILDX_CONFIG'] ?? '';
  const isOwn = BUILDER_NAME.test(builder) || KEPT_NAME.test(builder);
  const isMeant = given !== '' && (isOwn || !isExportedConfig(given));
  return isMeant ? given : config === undefined ? undefined : `${config}/buildx`;
}
