/** The run's private folder: credentials, builder state, bundles, predicates. Post removes it whatever happens. */
import type { Host } from '../../host/host.ts';
import { FOLDER_PREFIX, formatState, MARK_FILE, type RunState, STATE_NAME } from '../../state.ts';
import { formatMark } from '../../tools/mark.ts';
import { linkAuthorities } from './authorities.ts';
import { makeMark } from './owner.ts';

export interface RunFolder {
  readonly path: string;
  /** Records a resource for the post step. Called before the resource is created, so that a crash leaves no orphan. */
  remember(resource: Omit<Partial<RunState>, 'v' | 'folder'>): void;
}

/** Creates the folder (mode 0700, below the runner's temp folder) with the places that tools expect in it. */
export async function openRunFolder(
  host: Pick<Host, 'files' | 'saveState' | 'env' | 'clock'>,
): Promise<RunFolder> {
  const path = await host.files.makeTempDir(FOLDER_PREFIX);
  let state: RunState = { v: 1, folder: path };
  host.saveState(STATE_NAME, formatState(state));
  await host.files.write(`${path}/${MARK_FILE}`, formatMark(await makeMark(host)));
  await Promise.all(
    ['docker', 'buildx', 'home', 'tuf', 'secrets', 'bundles', 'predicates'].map((name) =>
      host.files.makeDir(`${path}/${name}`),
    ),
  );
  await linkAuthorities(host, path);
  return {
    path,
    remember: (resource) => {
      state = { ...state, ...resource };
      host.saveState(STATE_NAME, formatState(state));
    },
  };
}

/** The same host, whose temporary folders are in the run's: what is in them goes with it, also after a kill. */
export function keepTemp(host: Host, { path }: Pick<RunFolder, 'path'>): Host {
  const makeTempDir = async (prefix: string): Promise<string> => {
    const folder = `${path}/temp/${prefix}${host.randomHex(6)}`;
    await host.files.makeDir(folder);
    return folder;
  };
  return { ...host, files: { ...host.files, makeTempDir } };
}
