/**
 * Gets a tool ready to run. Nothing runs before its bytes are known: a pinned version by the sha256 in the source,
 * another release by its publisher's signature. A tool that is merely on the PATH is not trusted, since an earlier
 * step can put anything there: it is used when its bytes are those of the pinned version, and otherwise ignored. Who
 * has a build of their own names its path in the workflow file, in plain sight.
 */
import { isAbsolute } from 'node:path';
import { ActionError } from '../../errors.ts';
import { FLOORS, listLacks } from '../../tools/capabilities.ts';
import { DEFAULT_VERSIONS, findPinnedHash, type Tool } from '../../tools/lock.ts';
import { isSameVersion, parseVersion } from '../../tools/versions.ts';
import { describeTool, readToolVersion } from './tool-check.ts';
import { ensurePinned } from './tool-pinned.ts';
import { ensureRelease } from './tool-release.ts';
import type { InstalledTool, ToolHost, ToolRequest } from './tool-request.ts';
import type { ToolKey } from './tool-store.ts';

export type { ToolHost } from './tool-request.ts';

/**
 * Throws TOOL_DOWNLOAD_FAILED, TOOL_HASH_MISMATCH, TOOL_SIGNATURE_INVALID, TOOL_VERSION_REFUSED (below the floor, no
 * version, or a binary that says it is another one) and TRUSTED_ROOT_UNAVAILABLE.
 */
export async function ensureTool(host: ToolHost, request: ToolRequest): Promise<InstalledTool> {
  const { tool, choice, say, after, source = {} } = request;
  if (choice.kind === 'path') return useOwn(host, { ...request, path: choice.path });
  const version = requireVersion(tool, choice.version);
  const { os, arch } = host.machine;
  const key: ToolKey = { tool, version, platform: { os, arch } };
  const sha256 = findPinnedHash(tool, key);
  // Bytes that are known are of the version that they are known for.
  if (sha256 !== undefined)
    return { path: await ensurePinned(host, { key, sha256, source, say, after }), version, sha256 };
  await after;
  const path = await ensureRelease(host, { key, source, say });
  await requireSame(host, { tool, path, version });
  return { path, version, sha256: await host.files.sha256(path) };
}

/** `latest` could be anything tomorrow, and `../x` would be a path in the tool cache. */
function requireVersion(tool: Tool, wanted: string): string {
  const version = parseVersion(wanted);
  const plain = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(wanted);
  if (version === undefined || !plain) {
    throw new ActionError(
      'TOOL_VERSION_REFUSED',
      `${tool} cannot be installed as ${JSON.stringify(wanted)}: it is no version`,
      {
        hint: `Write a version such as ${DEFAULT_VERSIONS[tool]}.`,
      },
    );
  }
  requireFloor(tool, version);
  return wanted.replace(/^v/, '');
}

function requireFloor(tool: Tool, version: string): void {
  if (listLacks(tool, version).length === 0) return;
  throw new ActionError(
    'TOOL_VERSION_REFUSED',
    `${tool} ${version} is older than ${FLOORS[tool]}, the oldest that can be used`,
    {
      hint: `Use ${DEFAULT_VERSIONS[tool]}, which is the default.`,
    },
  );
}

async function requireSame(
  host: ToolHost,
  { tool, path, version }: { tool: Tool; path: string; version: string },
): Promise<void> {
  const found = await readToolVersion(host, tool, path);
  if (found !== undefined && isSameVersion(found, parseVersion(version) ?? version)) return;
  throw new ActionError(
    'TOOL_VERSION_REFUSED',
    `The release ${version} of ${tool} says that it is ${found ?? 'of no known version'}`,
    {
      hint: `${path} was not used. Does a mirror serve other releases than GitHub?`,
    },
  );
}

/** A binary of the user's own: known by its path, shown by its hash, held to the floor. */
async function useOwn(
  host: ToolHost,
  { tool, path, say, folder }: ToolRequest & { path: string },
): Promise<InstalledTool> {
  if (!isAbsolute(path) || !(await host.files.executable(path))) {
    throw new ActionError(
      'TOOL_VERSION_REFUSED',
      `${tool} cannot be used from ${path}: it is no absolute path of an executable file`,
      {
        hint: 'Install it in an earlier step, or give a version to have it installed.',
      },
    );
  }
  const { version, sha256 } = await describeTool(host, { tool, path, folder });
  if (version === undefined) {
    throw new ActionError(
      'TOOL_VERSION_REFUSED',
      `${path} does not say which version of ${tool} it is`,
      {
        hint: 'Builds from source have to be stamped with their version.',
      },
    );
  }
  requireFloor(tool, version);
  say(`${tool} ${version}: ${path}, as the workflow names it (sha256 ${sha256})`);
  return { path, version, sha256 };
}
