import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type Trace, toTrace } from './e2e-canaries.ts';

/** A registry as the tests look at it: past every proxy, with requests of their own. */
export interface RegistryView {
  /** Without a slash at its end. */
  readonly url: string;
  /** What image names begin with when the action is told them: the proxy's address. */
  readonly host: string;
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  /** Repositories of a registry whose tokens do not allow to list them. */
  readonly repositories?: readonly string[] | undefined;
}

/** Fields of manifests and indexes that the tests read. */
export interface ManifestView {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly config?: DescriptorView;
  readonly layers?: readonly DescriptorView[];
  readonly manifests?: readonly DescriptorView[];
}

export interface DescriptorView {
  readonly mediaType: string;
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One signature or attestation bundle that refers to a manifest. */
export interface ReferrerView {
  readonly digest: string;
  readonly artifactType: string | undefined;
  readonly predicateType: string | undefined;
}

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const MOVING_TAG = /^(?:sha256-[0-9a-f]{64}$|buildcache-[0-9a-f]{16}\b)/;

/** `name:tag` → digest of every tag of every repository. Left out are those that have to move: of lists of referrers, and of caches. */
export async function readTags(registry: RegistryView): Promise<Map<string, string>> {
  const tags = new Map<string, string>();
  for (const name of await readRepositories(registry)) {
    const listed = await ask(registry, name, '/tags/list');
    const names = listed === undefined ? [] : ((await listed.json()) as { tags: string[] | null });
    const all = 'tags' in names ? (names.tags ?? []) : [];
    for (const tag of all.filter((each) => !MOVING_TAG.test(each))) {
      const digest = await readTag(registry, name, tag);
      if (digest !== undefined) tags.set(`${name}:${tag}`, digest);
    }
  }
  return tags;
}

async function readRepositories(registry: RegistryView): Promise<readonly string[]> {
  if (registry.repositories !== undefined) return registry.repositories;
  const answer = await ask(registry, '', '_catalog?n=1000');
  return answer === undefined
    ? []
    : (((await answer.json()) as { repositories: string[] | null }).repositories ?? []);
}

export async function readTag(
  registry: RegistryView,
  name: string,
  tag: string,
): Promise<string | undefined> {
  const answer = await ask(registry, name, `/manifests/${tag}`);
  await answer?.arrayBuffer();
  return answer?.headers.get('docker-content-digest') ?? undefined;
}

export async function readManifest(
  registry: RegistryView,
  name: string,
  reference: string,
): Promise<ManifestView | undefined> {
  const answer = await ask(registry, name, `/manifests/${reference}`);
  return answer === undefined ? undefined : ((await answer.json()) as ManifestView);
}

/** A manifest's digest and those of an index's children, children first. */
export async function readFamily(
  registry: RegistryView,
  name: string,
  digest: string,
): Promise<readonly string[]> {
  const manifest = await readManifest(registry, name, digest);
  return [...(manifest?.manifests ?? []).map((child) => child.digest), digest];
}

/** Deletes a manifest by its digest, or a tag. */
export async function deleteReference(
  { url }: RegistryView,
  name: string,
  reference: string,
): Promise<void> {
  const { status } = await fetch(`${url}/v2/${name}/manifests/${reference}`, { method: 'DELETE' });
  if (status !== 202 && status !== 200) throw new Error(`DELETE answered ${status}`);
}

/** From the referrers API, or from the tag that stands for it; what BuildKit itself attached is left out. */
export async function readReferrers(
  registry: RegistryView,
  name: string,
  digest: string,
): Promise<readonly ReferrerView[]> {
  const answer =
    (await ask(registry, name, `/referrers/${digest}`)) ??
    (await ask(registry, name, `/manifests/${digest.replace(':', '-')}`));
  const list = answer === undefined ? {} : ((await answer.json()) as ManifestView);
  const found = await Promise.all(
    (list.manifests ?? []).map(async (entry) => {
      const manifest = await readManifest(registry, name, entry.digest);
      const { artifactType, annotations, config } = manifest ?? {};
      return {
        digest: entry.digest,
        artifactType: artifactType ?? config?.mediaType,
        predicateType: annotations?.['dev.sigstore.bundle.predicateType'],
      };
    }),
  );
  return found.filter(({ artifactType = '' }) => !artifactType.includes('docker.attestation'));
}

/** Everything the registry stores for an image and its referrers: manifests, configurations, layers (unpacked too). */
export async function readImageTraces(
  registry: RegistryView,
  name: string,
  digest: string,
): Promise<readonly Trace[]> {
  const family = await readFamily(registry, name, digest);
  const referrers = await Promise.all(family.map((each) => readReferrers(registry, name, each)));
  const digests = [...family, ...referrers.flat().map((each) => each.digest)];
  const traces: Trace[] = [];
  const blobs = new Set<string>();
  for (const each of digests) {
    const answer = await ask(registry, name, `/manifests/${each}`);
    if (answer === undefined) continue;
    const text = await answer.text();
    traces.push(toTrace(`manifest ${name}@${each}`, text));
    const { config, layers } = JSON.parse(text) as ManifestView;
    // Null in an image with nothing in it.
    for (const blob of [config, ...(layers ?? [])]) if (blob !== undefined) blobs.add(blob.digest);
  }
  for (const blob of blobs) {
    const content = await readBlob(registry, name, blob);
    if (content !== undefined) traces.push(toTrace(`blob ${name}@${blob}`, unpack(content)));
  }
  return traces;
}

export async function readBlob(
  registry: RegistryView,
  name: string,
  digest: string,
): Promise<Buffer | undefined> {
  const answer = await ask(registry, name, `/blobs/${digest}`);
  return answer === undefined ? undefined : Buffer.from(await answer.arrayBuffer());
}

function unpack(content: Buffer): Buffer {
  if (content[0] === 0x1f && content[1] === 0x8b) return gunzipSync(content);
  const isZstd = content.length > 4 && content.readUInt32LE(0) === 0xfd2fb528;
  return isZstd ? zstdDecompressSync(content) : content;
}

/** Undefined for 404. Any other refusal throws: a check that sees nothing must not pass for one that found nothing. */
async function ask(
  registry: RegistryView,
  name: string,
  path: string,
): Promise<Response | undefined> {
  const url = `${registry.url}/v2/${name}${path}`;
  let answer = await fetch(url, { headers: { accept: ACCEPT } });
  if (answer.status === 401) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const authorization = await logIn(registry, challenge, `repository:${name}:pull`);
    answer = await fetch(url, { headers: { accept: ACCEPT, authorization } });
  }
  if (answer.ok) return answer;
  await answer.arrayBuffer();
  if (answer.status === 404) return undefined;
  throw new Error(`${url} answered ${answer.status}`);
}

async function logIn({ login }: RegistryView, challenge: string, scope: string): Promise<string> {
  const [, realm = ''] = /realm="([^"]+)"/.exec(challenge) ?? [];
  const [, service = ''] = /service="([^"]+)"/.exec(challenge) ?? [];
  const query = new URLSearchParams({ service, scope });
  const basic = Buffer.from(`${login?.username}:${login?.password}`).toString('base64');
  const answer = await fetch(`${realm}?${query}`, { headers: { authorization: `Basic ${basic}` } });
  return `Bearer ${((await answer.json()) as { token: string }).token}`;
}
