import type { CacheService } from '../../lab/services/cache.ts';
import { type ArtifactLimits, makeArtifacts } from '../../src/host/artifacts.ts';
import { makeFiles } from '../../src/host/files.ts';
import type { Artifacts } from '../../src/host/host.ts';

/** A job's door to a service that runs, and what the job's log and masks got of it. */
export interface JobDoor {
  readonly artifacts: Artifacts;
  readonly lines: readonly string[];
  readonly masked: readonly string[];
  cancel(reason: Error): void;
}

export interface JobDoorOptions {
  readonly run?: string;
  readonly job?: string;
  /** Where the service is reached, when not directly. */
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<ArtifactLimits>;
  /** RUNNER_TEMP. */
  readonly temp?: string;
}

/** Opens the door of one job by the real library. */
export async function openDoor(
  service: CacheService,
  { run = 'run', job = 'job', url, env, limits, temp }: JobDoorOptions = {},
): Promise<JobDoor> {
  const lines: string[] = [];
  const masked: string[] = [];
  const controller = new AbortController();
  const artifacts = makeArtifacts({
    env: {
      GITHUB_SERVER_URL: 'https://github.com',
      ACTIONS_RESULTS_URL: `${url ?? service.url}/`,
      ACTIONS_RUNTIME_TOKEN: await service.runtimeToken({ runId: run, jobId: job }),
      ...env,
    },
    files: makeFiles(temp),
    log: { debug: (line) => lines.push(line) },
    mask: (value) => masked.push(value),
    signal: controller.signal,
    ...(limits === undefined ? {} : { limits }),
  });
  return { artifacts, lines, masked, cancel: (reason) => controller.abort(reason) };
}

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';

/** A call as another client makes it, for job `forger` of run `run`. */
export async function callService(
  service: CacheService,
  method: string,
  fields: Readonly<Record<string, unknown>>,
  token?: string,
): Promise<{ readonly status: number } & Readonly<Record<string, unknown>>> {
  const own = await service.runtimeToken({ runId: 'run', jobId: 'forger' });
  const response = await fetch(`${service.url}${TWIRP}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? own}` },
    body: JSON.stringify({
      workflow_run_backend_id: 'run',
      workflow_job_run_backend_id: 'forger',
      ...fields,
    }),
  });
  return { ...JSON.parse(await response.text()), status: response.status };
}

/** Puts any bytes under a name, as any job of the run can. */
export async function upload(
  service: CacheService,
  { name, content, hash }: { name: string; content: Uint8Array<ArrayBuffer>; hash?: string },
): Promise<void> {
  const { signed_upload_url: url } = await callService(service, 'CreateArtifact', { name });
  const headers = { 'x-ms-blob-type': 'BlockBlob' };
  await fetch(String(url), { method: 'PUT', body: content, headers });
  const size = String(content.length);
  await callService(service, 'FinalizeArtifact', { name, size, ...(hash ? { hash } : {}) });
}
