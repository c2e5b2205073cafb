/** The post step: removes what the main step created, as its state tells. Never fails the job. */
import type { Host } from '../host/host.ts';
import { FOLDER_PREFIX, parseState, type RunState, STATE_NAME } from '../state.ts';
import { parseEmulators } from '../tools/binfmt.ts';
import { makeEngineEnv } from '../tools/child-env.ts';
import { makeClusterLabels, RUN_LABEL } from '../tools/cluster.ts';
import { removeBuilder } from './remove-builder.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'readState' | 'saveState'>;

/** Idempotent. Without state, or with one that is not ours, it does nothing. */
export async function cleanUp(host: Reach): Promise<void> {
  const text = host.readState(STATE_NAME);
  if (text === '') return;
  const state = parseState(text);
  if (state === undefined || !(await isOurs(host, state.folder))) {
    host.log.warning('The state of the main step cannot be read; nothing is cleaned up');
    return;
  }
  const env = makeEngineEnv({
    env: host.env,
    folder: state.folder,
    cluster: state.driver === 'kubernetes',
  });
  await Promise.all([removeOwnBuilder(host, state, env), removeEmulators(host, state, env)]);
  await host.files.remove(state.folder);
}

const FOLDER = new RegExp(`^(.*)[/\\\\](${FOLDER_PREFIX}[A-Za-z0-9]+)$`, 's');

/**
 * Another step can write any path into our state; only a folder that we made, where we make them, is removed. A link
 * in its place would lead to another one, whose files would also tell the tools of the clean-up what to do.
 */
async function isOurs({ env, files }: Reach, folder: string): Promise<boolean> {
  const temp = env['RUNNER_TEMP']?.replace(/[/\\]+$/, '');
  const [, parent, name = ''] = FOLDER.exec(folder) ?? [];
  if (!temp || parent !== temp) return false;
  const kind = await files.kind(folder);
  if (kind !== 'directory') return kind === undefined;
  const [real, realTemp] = await Promise.all([files.realpath(folder), files.realpath(temp)]);
  const [, realParent, realName] = FOLDER.exec(real) ?? [];
  return realParent === realTemp && realName === name;
}

async function removeOwnBuilder(
  host: Reach,
  { builder, buildx, driver }: RunState,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  if (builder === undefined || buildx === undefined) return;
  const removed = await removeBuilder(host, {
    name: builder,
    buildx: { path: buildx, env },
    driver,
  });
  if (removed) host.log.info(`Removed the builder ${builder}`);
  else host.log.warning(`The builder ${builder} could not be removed${tellHow(host, driver)}`);
}

/** Nobody else takes it away before days have passed. */
function tellHow({ env }: Pick<Host, 'env'>, driver: RunState['driver']): string {
  if (driver !== 'kubernetes') return '';
  const { [RUN_LABEL]: run } = makeClusterLabels({ runId: env['GITHUB_RUN_ID'] ?? '', job: '' });
  return `: \`kubectl delete deployments -l ${RUN_LABEL}=${run}\` does, in its namespace`;
}

const UNINSTALL_DEADLINE_MS = 20_000;

async function removeEmulators(
  host: Reach,
  { emulators }: RunState,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  if (emulators === undefined) return;
  const names = emulators.names.join(',');
  const { exitCode, stdout } = await host.run({
    tool: 'docker',
    file: 'docker',
    args: [
      'run',
      '--rm',
      '--privileged',
      '--label=build-sign-action',
      emulators.image,
      '--uninstall',
      names,
    ],
    env,
    deadlineMs: UNINSTALL_DEADLINE_MS,
  });
  // The installer exits 0 whatever happens; what it lists at its end is what is left.
  const left = exitCode === 0 ? parseEmulators(stdout) : undefined;
  const isGone = left !== undefined && !emulators.names.some((name) => left.includes(name));
  if (isGone) host.log.info(`Removed the emulators ${names}`);
  else host.log.warning(`The emulators ${names} could not be removed`);
}
