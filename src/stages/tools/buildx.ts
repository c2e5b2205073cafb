/** The buildx that the workflow chooses. */

import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { BuildxChoice, ToolChoice } from '../../plan/tool-choice.ts';
import { DEFAULT_VERSIONS, isPinned } from '../../tools/lock.ts';
import { parseVersion } from '../../tools/versions.ts';
import { readField } from '../job/json-field.ts';
import { ensureTool, type ToolHost } from './install-tool.ts';
import { findUsableBuildx } from './installed-buildx.ts';
import type { ReleaseSource } from './tool-request.ts';

export interface BuildxRequest {
  readonly choice: BuildxChoice;
  /** For GitHub's API, which knows what the latest release is. */
  readonly token: string | undefined;
  readonly say: (line: string) => void;
  readonly source?: ReleaseSource;
  /** Nothing is fetched before, and nobody asked for a release. */
  readonly after?: Promise<unknown> | undefined;
  /** Of this use. */
  readonly folder?: string | undefined;
}

/** Path of the buildx that the workflow chooses. Throws what `ensureTool` throws. */
export async function ensureChosenBuildx(
  host: ToolHost & Pick<Host, 'github'>,
  { choice: wanted, token, say, source = {}, after, folder }: BuildxRequest,
): Promise<string> {
  if (wanted.kind === 'installed') return ensureBuildx(host, { say, after, folder });
  const choice = wanted.kind === 'latest' ? await findLatest(host, { token, after }) : wanted;
  const { path, version, sha256 } = await ensureTool(host, {
    tool: 'buildx',
    choice,
    say,
    source,
    after,
    folder,
  });
  host.log.debug(`buildx ${version} at ${path}: sha256 ${sha256}`);
  return path;
}

async function findLatest(
  host: Pick<Host, 'github' | 'env' | 'fetch'>,
  { token, after }: Pick<BuildxRequest, 'token' | 'after'>,
): Promise<ToolChoice> {
  await after;
  const answer: unknown = await askLatest(host, token).catch((error: unknown) => error);
  const tag = readField(answer, ['tag_name']);
  const version = typeof tag === 'string' ? parseVersion(tag) : undefined;
  if (version !== undefined)
    return { kind: isPinned('buildx', version) ? 'pinned' : 'release', version };
  const why = answer instanceof Error ? `: ${answer.message}` : '';
  throw new ActionError(
    'TOOL_DOWNLOAD_FAILED',
    `GitHub did not say which release of buildx is the latest${why}`,
    {
      hint: `Give a version in place of \`latest\`, such as ${DEFAULT_VERSIONS.buildx}, or leave \`buildx-version\` out.`,
      cause: answer,
    },
  );
}

const LATEST_URL = 'https://api.github.com/repos/docker/buildx/releases/latest';

/** The API of another GitHub knows nothing of docker/buildx, and its token is none of github.com's business. */
async function askLatest(
  host: Pick<Host, 'github' | 'env' | 'fetch'>,
  token: string | undefined,
): Promise<unknown> {
  const isHome = (host.env['GITHUB_SERVER_URL'] || 'https://github.com') === 'https://github.com';
  if (isHome && token !== undefined)
    return host.github.latestRelease({ token, owner: 'docker', repo: 'buildx' });
  const headers = { accept: 'application/vnd.github+json', 'user-agent': 'build-sign-action' };
  const { status, body } = await host.fetch({ url: LATEST_URL, headers, timeoutMs: 15_000 });
  if (status === 200) return JSON.parse(Buffer.from(body).toString('utf8'));
  throw new Error(`HTTP ${status} from api.github.com, asked without a token`);
}

/** Path of a buildx that is new enough: the installed one, or else the pinned release. */
export async function ensureBuildx(
  host: ToolHost & Pick<Host, 'env'>,
  { say, after, folder }: Pick<BuildxRequest, 'say' | 'after' | 'folder'>,
): Promise<string> {
  const found = await findUsableBuildx(host, { choice: { kind: 'installed' }, say, folder });
  if (found !== undefined) return found;
  const { path } = await ensureTool(host, {
    tool: 'buildx',
    choice: { kind: 'pinned', version: DEFAULT_VERSIONS.buildx },
    say,
    after,
  });
  return path;
}
