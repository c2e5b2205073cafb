import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ActionError } from '../../src/errors.ts';
import type { LabTools } from '../provision/tools.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import type { TokenAuth } from './token-auth.ts';

/** `distribution` answers `/referrers` with 404, as GHCR and Docker Hub; `referrers` speaks that API. */
export const REGISTRY_KINDS = ['distribution', 'referrers'] as const;
export type RegistryKind = (typeof REGISTRY_KINDS)[number];

export interface RegistryOptions {
  readonly tools: Pick<LabTools, 'registry' | 'referrersRegistry'>;
  readonly kind: RegistryKind;
  /** Where distribution keeps its content, so that it survives a restart; `referrers` keeps it in memory always. */
  readonly dir?: string | undefined;
  /** A fixed port, for a registry that has to come back where it was; a free one unless told. */
  readonly port?: number | undefined;
  /** Demands its tokens (distribution only). */
  readonly auth?: TokenAuth | undefined;
  /** Refuses DELETE, as GHCR does through the registry API (distribution only). */
  readonly isDeleteRefused?: boolean | undefined;
}

export interface Registry {
  readonly kind: RegistryKind;
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  /** `127.0.0.1:<port>`: what an image reference begins with. */
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** What the registry logged, requests included. */
  output(): string;
  /** Ends the process and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

const ANSWER_TIMEOUT_MS = 10_000;

/** Starts a real registry on loopback and waits until it answers. Throws `SETUP_FAILED` with its log. */
export async function startRegistry(options: RegistryOptions): Promise<Registry> {
  const { server, address, clean } = await (options.kind === 'distribution'
    ? startDistribution(options)
    : startReferrers(options));
  const url = `http://${address}`;
  const stop = async () => {
    await server.stop();
    await clean();
  };
  try {
    await waitForAnswer(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  const port = Number(new URL(url).port);
  return {
    kind: options.kind,
    url,
    host: address,
    port,
    pid: server.pid,
    output: server.output,
    stop,
  };
}

interface Started {
  readonly server: ServerProcess;
  readonly address: string;
  clean(): Promise<void>;
}

async function startReferrers({ tools, port = 0, auth }: RegistryOptions): Promise<Started> {
  if (auth !== undefined) {
    throw new ActionError('SETUP_FAILED', 'Only the distribution registry can demand tokens.');
  }
  const started = await startServerProcess({
    name: 'referrers-registry',
    file: tools.referrersRegistry,
    args: ['-addr', `127.0.0.1:${port}`, '-verbose'],
    env: {},
    listening: /^(127\.0\.0\.1:\d+)$/m,
  });
  return { ...started, clean: async () => undefined };
}

async function startDistribution(options: RegistryOptions): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'bsa-registry-'));
  const clean = () => rm(folder, { recursive: true, force: true });
  const configFile = join(folder, 'config.yml');
  const jwksFile = join(folder, 'jwks.json');
  if (options.auth !== undefined) await writeFile(jwksFile, JSON.stringify(options.auth.jwks));
  const content = options.dir ?? join(folder, 'content');
  await writeFile(configFile, stringify(makeConfig({ ...options, dir: content }, jwksFile)));
  try {
    const started = await startServerProcess({
      name: 'registry',
      file: options.tools.registry,
      args: ['serve', configFile],
      // It exports traces to a collector on this machine unless told not to.
      env: { OTEL_TRACES_EXPORTER: 'none' },
      listening: /listening on (127\.0\.0\.1:\d+)/,
    });
    return { ...started, clean };
  } catch (error) {
    await clean();
    throw error;
  }
}

function makeConfig(
  { dir, port = 0, auth, isDeleteRefused = false }: RegistryOptions & { readonly dir: string },
  jwksFile: string,
) {
  const token = auth && {
    realm: auth.realm,
    issuer: auth.issuer,
    service: auth.service,
    jwks: jwksFile,
  };
  return {
    version: '0.1',
    log: { level: 'info', formatter: 'text' },
    storage: {
      // Not in memory: there a blob of 30 MB takes four seconds, as each write copies what was written before.
      filesystem: { rootdirectory: dir },
      delete: { enabled: !isDeleteRefused },
    },
    // Random on each start otherwise, and then an upload cannot go on after a restart.
    http: { addr: `127.0.0.1:${port}`, secret: 'lab' },
    ...(token && { auth: { token } }),
  };
}

async function waitForAnswer(url: string, server: ServerProcess): Promise<void> {
  const deadline = performance.now() + ANSWER_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const status = await fetch(`${url}/v2/`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => undefined,
    );
    if (status === 200 || status === 401) return;
    await sleep(50);
  }
  throw new ActionError('SETUP_FAILED', `The registry does not answer:\n${server.output()}`);
}
