/** The buildx that is installed here. It is called by its own path: found through the docker CLI, it would depend on DOCKER_CONFIG. */
import type { Host } from '../../host/host.ts';
import type { BuildxChoice } from '../../plan/tool-choice.ts';
import { FLOORS, listLacks } from '../../tools/capabilities.ts';
import { userDockerConfig } from '../../tools/child-env.ts';
import { parseBuildxVersion } from '../../tools/versions.ts';
import { ensureFound } from '../job/earlier-use.ts';

/** Where packages of Docker and of distributions put CLI plugins (docker/cli cli-plugins/manager). */
const PLUGIN_FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

const VERSION_DEADLINE_MS = 15_000;

/** The installed one, where it is new enough and nobody has chosen another. */
export async function findUsableBuildx(
  host: Pick<Host, 'env' | 'run' | 'files'>,
  {
    choice,
    say,
    folder,
  }: { choice: BuildxChoice; say: (line: string) => void; folder?: string | undefined },
): Promise<string | undefined> {
  const found = choice.kind === 'installed' ? await findInstalled(host) : undefined;
  if (found === undefined) return undefined;
  const version = await recallVersion(host, found, folder);
  if (version !== undefined && listLacks('buildx', version).length === 0) {
    say(`buildx ${version}: ${found}`);
    return found;
  }
  say(`buildx ${version ?? 'of unknown version'} at ${found} is older than ${FLOORS.buildx}`);
  return undefined;
}

async function findInstalled(host: Pick<Host, 'env' | 'files'>): Promise<string | undefined> {
  const config = userDockerConfig(host.env);
  const folders = [...(config === undefined ? [] : [`${config}/cli-plugins`]), ...PLUGIN_FOLDERS];
  for (const folder of folders) {
    const path = `${folder}/docker-buildx`;
    if (await host.files.executable(path)) return path;
  }
  return undefined;
}

/** As an earlier use in this job has read it, as long as nobody has touched the file. */
async function recallVersion(
  host: Pick<Host, 'env' | 'run' | 'files'>,
  path: string,
  folder: string | undefined,
): Promise<string | undefined> {
  if (folder === undefined) return readVersion(host, path);
  const version = await ensureFound(host, folder, {
    name: 'buildx',
    key: [path, await host.files.stamp(path)],
    parse: (value) => (typeof value === 'string' ? value : undefined),
    find: async () => (await readVersion(host, path)) ?? '',
  });
  return version === '' ? undefined : version;
}

async function readVersion(
  host: Pick<Host, 'env' | 'run'>,
  path: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await host.run({
    tool: 'buildx',
    file: path,
    args: ['version'],
    env: { PATH: host.env['PATH'] ?? '' },
    deadlineMs: VERSION_DEADLINE_MS,
  });
  return exitCode === 0 ? parseBuildxVersion(stdout) : undefined;
}
