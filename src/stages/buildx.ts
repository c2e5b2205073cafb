/** Finds buildx. It is called by its own path: found through the docker CLI, it would depend on DOCKER_CONFIG. */
import type { Host } from '../host/host.ts';
import { userDockerConfig } from '../tools/child-env.ts';
import { BUILDX_FLOOR, DEFAULT_VERSIONS } from '../tools/lock.ts';
import { isAtLeast, parseBuildxVersion } from '../tools/versions.ts';
import { ensureTool, type ToolHost } from './install-tool.ts';

/** Where packages of Docker and of distributions put CLI plugins (docker/cli cli-plugins/manager). */
const PLUGIN_FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

/** Path of a buildx that is new enough: the installed one, or else the pinned release. */
export async function ensureBuildx(
  host: ToolHost & Pick<Host, 'env'>,
  say: (line: string) => void,
): Promise<string> {
  const found = await findInstalled(host);
  if (found !== undefined) {
    const version = await readVersion(host, found);
    if (version !== undefined && isAtLeast(version, BUILDX_FLOOR)) {
      say(`buildx ${version}: ${found}`);
      return found;
    }
    say(`buildx ${version ?? 'of unknown version'} at ${found} is older than ${BUILDX_FLOOR}`);
  }
  const { path } = await ensureTool(host, {
    tool: 'buildx',
    choice: { kind: 'pinned', version: DEFAULT_VERSIONS.buildx },
    say,
  });
  return path;
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

async function readVersion(
  host: Pick<Host, 'env' | 'run'>,
  path: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await host.run({
    tool: 'buildx',
    file: path,
    args: ['version'],
    env: { PATH: host.env['PATH'] ?? '' },
  });
  return exitCode === 0 ? parseBuildxVersion(stdout) : undefined;
}
