/**
 * The OCI distribution client: what a run reads from and writes to registries itself, beside buildx and cosign. Every
 * call bounds its attempts and its time, and fails with an ActionError that names host, repository, what was being
 * done, the number of attempts, the last answer and the next step.
 */
import type { Digest } from '../image/digest.ts';
import type { Descriptor } from '../image/manifest.ts';
import type { Repository } from '../image/reference.ts';
import { type Attacher, makeAttacher } from './attach.ts';
import { type BlobRead, ensureBlob, hasBlob, probePush, readBlob } from './blobs.ts';
import type { CredentialSource, RegistryContext, RegistryHost } from './context.ts';
import { makeWire, type Wire } from './exchange.ts';
import {
  type Deletion,
  deleteReference,
  type ManifestContent,
  type ManifestHead,
  type ManifestWrite,
  probeManifest,
  putManifest,
  readManifest,
  waitForManifest,
} from './manifests.ts';
import { probeReferrersApi, readReferrers } from './referrers.ts';
import { POLL_POLICY, type PollPolicy, RETRY_POLICY, type RetryPolicy } from './retry.ts';
import { moveTag, type TagMove, type TagMoved } from './tags.ts';

export interface RegistryOptions {
  readonly host: RegistryHost;
  readonly credentials: CredentialSource;
  /** Registries, as image names have them, that may be reached without TLS. This machine always may. */
  readonly insecureHosts?: readonly string[];
  readonly retry?: Partial<RetryPolicy>;
  readonly poll?: Partial<PollPolicy>;
  /** Milliseconds for one call with all its attempts. Default 5 minutes. */
  readonly budgetMs?: number;
}

/** Questions to a registry. */
export type RegistryReader = Pick<
  RegistryClient,
  'readManifest' | 'probeManifest' | 'readBlob' | 'listReferrers' | 'hasReferrersApi'
>;

export interface RegistryClient extends Attacher {
  /** The same questions where an answer is welcome and not needed: one attempt each, of 5 s. */
  readonly brief: RegistryReader;
  /** The manifest under a digest or tag, its bytes checked; undefined when the registry has none. */
  readManifest(repository: Repository, reference: string): Promise<ManifestContent | undefined>;
  /** What the registry claims about a manifest; undefined when it has none. */
  probeManifest(repository: Repository, reference: string): Promise<ManifestHead | undefined>;
  /** Waits up to 90 s for a manifest that was pushed. Throws REGISTRY_NOT_FOUND. */
  waitForManifest(repository: Repository, digest: Digest): Promise<ManifestHead>;
  /** Writes a manifest under its digest or a tag, without reading it back. */
  putManifest(write: ManifestWrite): Promise<Digest>;
  /** Writes a tag and reads it until it names the manifest, or one that an order prefers. Throws TAG_NOT_MOVED. */
  moveTag(move: TagMove): Promise<TagMoved>;
  /** Removes a tag. Registries differ in whether the manifest goes with it. */
  deleteTag(repository: Repository, tag: string): Promise<Deletion>;
  /** Removes a manifest and every tag that names it. */
  deleteManifest(repository: Repository, digest: Digest): Promise<Deletion>;
  /** The bytes of a blob, checked; undefined when the registry has none. */
  readBlob(read: BlobRead): Promise<Uint8Array | undefined>;
  hasBlob(repository: Repository, digest: Digest): Promise<boolean>;
  /** Pushes a blob unless it is there. */
  ensureBlob(repository: Repository, bytes: Uint8Array): Promise<Digest>;
  /** Throws REGISTRY_DENIED or REGISTRY_UNAUTHORIZED with the cure where pushing would fail; leaves nothing behind. */
  probePush(repository: Repository): Promise<void>;
  /** All that refers to a manifest, from the referrers API or the tag that stands for it. Never fewer because of an outage. */
  listReferrers(repository: Repository, digest: Digest): Promise<readonly Descriptor[]>;
  /** Undefined where that is not known before the first push. */
  hasReferrersApi(repository: Repository): Promise<boolean | undefined>;
}

const BUDGET_MS = 5 * 60_000;
const BRIEF = { budgetMs: 5000, attempts: 1 };

/** One client serves a whole run: it remembers tokens, schemes, and what it knows of each list of referrers. */
export function makeRegistryClient(options: RegistryOptions): RegistryClient {
  const context: RegistryContext = {
    host: options.host,
    credentials: options.credentials,
    insecureHosts: new Set(options.insecureHosts),
    retry: { ...RETRY_POLICY, ...options.retry },
    poll: { ...POLL_POLICY, ...options.poll },
    budgetMs: options.budgetMs ?? BUDGET_MS,
  };
  const wire = makeWire(context);
  return {
    ...makeReader(wire),
    brief: makeReader(wire.limit(BRIEF)),
    waitForManifest: (repository, digest) => waitForManifest(wire, repository, digest),
    putManifest: (write) => putManifest(wire, write),
    moveTag: (move) => moveTag(wire, move),
    deleteTag: (repository, tag) => deleteReference(wire, repository, tag),
    deleteManifest: (repository, digest) => deleteReference(wire, repository, digest),
    hasBlob: (repository, digest) => hasBlob(wire, repository, digest),
    ensureBlob: (repository, bytes) => ensureBlob(wire, repository, bytes),
    probePush: (repository) => probePush(wire, repository),
    ...makeAttacher(wire),
  };
}

function makeReader(wire: Wire): RegistryReader {
  return {
    readManifest: (repository, reference) => readManifest(wire, repository, reference),
    probeManifest: (repository, reference) => probeManifest(wire, repository, reference),
    readBlob: (read) => readBlob(wire, read),
    listReferrers: async (repository, digest) =>
      (await readReferrers(wire, repository, digest)).referrers,
    hasReferrersApi: (repository) => probeReferrersApi(wire, repository),
  };
}
