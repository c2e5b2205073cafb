/**
 * GitHub's artifact service v4: the methods of `github.actions.results.api.v1.ArtifactService`, as far as clients
 * can see. Sources: the requests and answers of `@actions/artifact`, and the errors its users report.
 */
import type { ArtifactEntries, ArtifactEntry } from './artifact-entries.ts';
import type { BlobStore } from './blob-store.ts';
import type { RuntimeGrant } from './cache-token.ts';

/** One call of the artifact API. */
export interface ArtifactCall {
  readonly method: string;
  /** Empty for a list of all. */
  readonly name: string;
  readonly jobId: string;
  readonly status: number;
}

export interface ArtifactStore {
  readonly entries: ArtifactEntries;
  readonly blobs: BlobStore;
  readonly calls: ArtifactCall[];
  readonly publicUrl: () => string;
}

interface Caller {
  readonly runId: string;
  readonly jobId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Method = (store: ArtifactStore, caller: Caller) => Answer | Promise<Answer>;

export const ARTIFACT_ROUTE = '/twirp/github.actions.results.api.v1.ArtifactService/';

const METHODS: Readonly<Record<string, Method>> = {
  CreateArtifact: createArtifact,
  FinalizeArtifact: finalizeArtifact,
  ListArtifacts: listArtifacts,
  GetSignedArtifactURL: signArtifact,
  DeleteArtifact: deleteArtifact,
};

/** Carries out a call; `grant` is what the caller's token states, undefined for one that is not in force. */
export async function callArtifacts(
  store: ArtifactStore,
  method: string,
  { grant, body }: { readonly grant: RuntimeGrant | undefined; readonly body: Caller['body'] },
): Promise<Answer> {
  const identity = grant?.identity;
  const run = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  let answer = refuse(404, 'bad_route', `no method ${method}`);
  if (identity === undefined) {
    answer = refuse(401, 'unauthenticated', 'invalid or expired token');
  } else if (!isOwn(body, identity)) {
    answer = refuse(403, 'permission_denied', 'the token is for another run or job');
  } else if (run !== undefined) {
    answer = await run(store, { ...identity, body });
  }
  const { status } = answer;
  store.calls.push({ method, name: readText(body, 'name'), jobId: identity?.jobId ?? '', status });
  return answer;
}

/** A signed URL is asked for with the ids of the job that created the artifact: only the run must be the caller's. */
function isOwn(body: Caller['body'], { runId }: Pick<Caller, 'runId'>): boolean {
  return readText(body, 'workflow_run_backend_id') === runId;
}

function createArtifact(
  { entries, blobs, publicUrl }: ArtifactStore,
  { runId, jobId, body }: Caller,
): Answer {
  const name = readText(body, 'name');
  if (name === '' || /["<>|*?\r\n\\/:]/.test(name)) {
    return refuse(400, 'invalid_argument', 'the artifact name is not valid');
  }
  const entry = entries.create({ runId, jobId, name });
  if (entry === undefined) {
    const message = 'an artifact with this name already exists on the workflow run';
    return refuse(409, 'already_exists', message);
  }
  const url = new URL(blobs.sign(entry.key, 'cw'), publicUrl()).href;
  return { status: 200, body: { ok: true, signed_upload_url: url } };
}

async function finalizeArtifact(
  { entries, blobs }: ArtifactStore,
  { runId, jobId, body }: Caller,
): Promise<Answer> {
  const entry = entries.find(runId, readText(body, 'name'));
  // What GitHub says to whoever finalizes twice, or for another job, is not known.
  if (entry === undefined || entry.jobId !== jobId || entry.done !== undefined) {
    return refuse(404, 'not_found', 'artifact not found');
  }
  const sizeBytes = await blobs.size(entry.key);
  const claimed = Number(body['size'] ?? 0);
  if (sizeBytes === undefined || sizeBytes !== claimed) {
    const found = sizeBytes ?? 'nothing';
    return refuse(400, 'invalid_argument', `uploaded ${found}, announced ${claimed} bytes`);
  }
  const { id } = entries.finalize(entry.key, { sizeBytes, digest: readText(body, 'hash') });
  return { status: 200, body: { ok: true, artifact_id: String(id) } };
}

function listArtifacts({ entries }: ArtifactStore, { runId, body }: Caller): Answer {
  const name = readText(body, 'name_filter');
  const id = String(body['id_filter'] ?? '');
  const artifacts = entries
    .show(runId)
    .filter((entry) => name === '' || entry.name === name)
    .filter((entry) => id === '' || String(entry.id) === id);
  return { status: 200, body: { artifacts: artifacts.map(formatEntry) } };
}

/** 64-bit numbers are strings in protobuf's JSON. */
function formatEntry({ runId, jobId, id, name, done }: ArtifactEntry) {
  return {
    workflow_run_backend_id: runId,
    workflow_job_run_backend_id: jobId,
    database_id: String(id),
    name,
    size: String(done?.sizeBytes),
    created_at: done?.at.toISOString(),
    ...(done?.digest === '' ? {} : { digest: done?.digest }),
  };
}

function signArtifact(
  { entries, blobs, publicUrl }: ArtifactStore,
  { runId, body }: Caller,
): Answer {
  const entry = entries.find(runId, readText(body, 'name'));
  if (entry?.done === undefined) return refuse(404, 'not_found', 'artifact not found');
  const disposition = new URLSearchParams({ rscd: `attachment; filename="${entry.name}.zip"` });
  const url = `${new URL(blobs.sign(entry.key, 'r'), publicUrl())}&${disposition}`;
  return { status: 200, body: { signed_url: url } };
}

async function deleteArtifact(store: ArtifactStore, { runId, body }: Caller): Promise<Answer> {
  const entry = store.entries.find(runId, readText(body, 'name'));
  if (entry?.id === undefined) return refuse(404, 'not_found', 'artifact not found');
  await removeArtifacts(store, [entry]);
  return { status: 200, body: { ok: true, artifact_id: String(entry.id) } };
}

/** Drops artifacts and their blobs: their names are free again. */
export async function removeArtifacts(
  { entries, blobs }: Pick<ArtifactStore, 'entries' | 'blobs'>,
  doomed: readonly ArtifactEntry[],
): Promise<void> {
  for (const { key } of doomed) {
    entries.remove(key);
    await blobs.remove(key);
  }
}

function refuse(status: number, code: string, msg: string): Answer {
  return { status, body: { code, msg } };
}

function readText(body: Caller['body'], name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
