/** The post step: removes what the main step created, as its state tells. Never fails the job. */
import type { Host } from '../../host/host.ts';
import { FOLDER_PREFIX, parseState, type RunState, STATE_NAME } from '../../state.ts';
import { makeEngineEnv } from '../../tools/child-env.ts';
import { makeClusterLabels, RUN_LABEL } from '../../tools/cluster-labels.ts';
import { endUse as endKept } from '../builder/kept-builder.ts';
import { removeBuilder } from '../builder/remove-builder.ts';
import { endUse } from '../emulation/emulator-uses.ts';
import { removeEmulators } from '../emulation/remove-emulators.ts';
import { removeProbes } from '../emulation/remove-probes.ts';
import { findOtherBuild } from './own-builders.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'clock' | 'readState' | 'saveState'>;

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
  await Promise.all([
    removeOwnBuilder(host, state, env),
    pruneKept(host, state, env),
    state.boot && removeProbes(host, { boot: state.boot, env }),
    removeOwnEmulators(host, state, env),
    state.emulatorUse && endUse(host, { volume: state.emulatorUse, env }),
  ]);
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

const PRUNE_DEADLINE_MS = 60_000;

/** A builder that stays keeps no more than it may. What another job builds with at this moment is left to its own end. */
async function pruneKept(
  host: Reach,
  { kept, buildx, folder }: RunState,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  if (kept === undefined || buildx === undefined) return;
  // A post step before this one has done it, and took away what buildx knows the builder by.
  if ((await host.files.kind(folder)) === undefined) return;
  const { exitCode, stderr } = await host.run({
    tool: 'buildx',
    file: buildx,
    args: [
      ...['prune', `--builder=${kept.name}`, '--all', '--force'],
      `--max-used-space=${kept.maxBytes}`,
    ],
    env,
    deadlineMs: PRUNE_DEADLINE_MS,
  });
  if (exitCode === 0) host.log.info(`The builder ${kept.name} stays`);
  else host.log.warning(`The builder ${kept.name} could not be pruned: ${stderr.trim()}`);
  await endKept(host, { kept, folder: { path: folder } });
}

async function removeOwnEmulators(
  host: Reach,
  { emulators }: RunState,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  if (emulators === undefined) return;
  const names = emulators.names.join(',');
  const other = await findOtherBuild(host, env);
  if (other !== undefined) {
    host.log.info(
      `The emulators ${names} stay: run ${other.runId} builds on this machine and may need them; a later run removes them`,
    );
    return;
  }
  const isGone = await removeEmulators(host, { ...emulators, env });
  if (isGone) host.log.info(`Removed the emulators ${names}`);
  else host.log.warning(`The emulators ${names} could not be removed`);
}
