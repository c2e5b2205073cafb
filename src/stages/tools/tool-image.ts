/**
 * The second source of a tool: an image of its publisher's, by digest, in another registry than GitHub's releases are.
 * Index, manifest and layer are read by their digests, each out of the one before, so that the file is known by them.
 */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { type Descriptor, listPlatformManifests, parseManifest } from '../../image/manifest.ts';
import { parseReference, type Repository } from '../../image/reference.ts';
import { makeRegistryClient, type RegistryClient } from '../../registry/client.ts';
import { listSources } from '../../tools/image-sources.ts';
import type { ToolCopy, ToolPlatform } from '../../tools/lock.ts';
import type { Say } from '../job/tracks.ts';
import { rankSources } from './image-source.ts';

type Reach = Pick<Host, 'fetch' | 'clock' | 'log' | 'mask' | 'files' | 'toolCache' | 'signal'>;

/** cosign has some 60 MB, compressed. */
const MAX_LAYER_BYTES = 256 * 1024 * 1024;
const BUDGET_MS = 2 * 60_000;
const TRIES = 2;

export interface CopyRequest {
  readonly copy: ToolCopy;
  readonly platform: ToolPlatform;
  readonly say: Say;
}

/** Path of the file in a new folder, and where it came from. Throws TOOL_DOWNLOAD_FAILED, and what registries answer. */
export async function fetchCopy(
  host: Reach,
  { copy, platform, say }: CopyRequest,
): Promise<{ path: string; from: string }> {
  // Nobody's login: what is public needs none, and a login may have no right to it.
  const registry = makeRegistryClient({
    host,
    credentials: async () => undefined,
    budgetMs: BUDGET_MS,
    retry: { attempts: TRIES },
  });
  const sources = listSources(copy.image);
  const ranked = await rankSources(host, { sources, registry: registry.brief, say });
  let failure: unknown;
  for (const from of ranked) {
    try {
      return { path: await fetchFrom(host, { from, registry, copy, platform }), from };
    } catch (error) {
      if (host.signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function fetchFrom(
  host: Reach,
  {
    from,
    registry,
    copy,
    platform,
  }: { from: string; registry: RegistryClient; copy: ToolCopy; platform: ToolPlatform },
): Promise<string> {
  const parsed = parseReference(from);
  if (!parsed.ok || parsed.reference.digest === undefined) throw makeMissing(from, 'no digest');
  const { repository, digest } = parsed.reference;
  const layers = await listLayers(registry, { repository, digest, platform });
  // The program is by far the largest of what the image has.
  for (const layer of [...layers].sort((one, other) => other.sizeBytes - one.sizeBytes)) {
    const asked = { repository, digest: layer.digest, maxBytes: MAX_LAYER_BYTES };
    const bytes = await registry.readBlob(asked);
    if (bytes === undefined) throw makeMissing(from, `no layer ${layer.digest}`);
    const folder = await host.files.makeTempDir('tool-copy-');
    await host.files.write(`${folder}/layer`, bytes);
    await host.toolCache.extract(`${folder}/layer`, `${folder}/root`);
    const path = `${folder}/root/${copy.path}`;
    if ((await host.files.kind(path)) === 'file') return path;
    await host.files.remove(folder);
  }
  throw makeMissing(from, `no file ${copy.path}`);
}

async function listLayers(
  registry: RegistryClient,
  {
    repository,
    digest,
    platform,
  }: { repository: Repository; digest: Digest; platform: ToolPlatform },
): Promise<readonly Descriptor[]> {
  const content = await registry.readManifest(repository, digest);
  const name = `${repository.registry}/${repository.path}@${digest}`;
  if (content === undefined) throw makeMissing(name, 'no such manifest');
  const result = parseManifest(content.bytes, content.mediaType);
  if (!result.ok) throw makeMissing(name, result.reason);
  const { manifest } = result;
  if (manifest.kind === 'image') return manifest.layers;
  const found = listPlatformManifests(manifest).find(
    (one) => one.platform.os === platform.os && one.platform.architecture === platform.arch,
  );
  if (found === undefined) throw makeMissing(name, `nothing for ${platform.os}/${platform.arch}`);
  return listLayers(registry, { repository, digest: found.descriptor.digest, platform });
}

function makeMissing(image: string, lack: string): ActionError {
  return new ActionError('TOOL_DOWNLOAD_FAILED', `${image}: ${lack}`);
}
