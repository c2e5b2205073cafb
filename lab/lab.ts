/**
 * The embedded world, all of it real: an engine with BuildKit, a registry, GitHub's OIDC and cache endpoints, a
 * certificate authority with a log and timestamps, each behind a proxy that can be told to fail. Free ports, loopback
 * only; `stop()` ends everything that was started.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pushBaseImage } from './provision/base-image.ts';
import { ensureEmulation } from './provision/emulation.ts';
import { type Engine, ensureEngine } from './provision/engine.ts';
import {
  ensureBinfmtImage,
  ensureImages,
  ensureSbomScanner,
  type LabImages,
} from './provision/images.ts';
import type { LogLine } from './provision/steps.ts';
import { ensureLabTools, type LabTools } from './provision/tools.ts';
import {
  type CacheService,
  type CacheServiceOptions,
  startCacheService,
} from './services/cache.ts';
import type { RuntimeTokenOptions } from './services/cache-token.ts';
import { type FaultProxy, startFaultProxy } from './services/fault-proxy.ts';
import { type ClaimOverrides, type Oidc, startOidc } from './services/oidc.ts';
import { type Registry, type RegistryKind, startRegistry } from './services/registry.ts';
import { type Sigstore, startSigstore } from './services/sigstore.ts';
import type { RekorVersion } from './services/sigstore-log.ts';

export interface LabOptions {
  readonly log: LogLine;
  readonly registry?: RegistryKind;
  readonly rekor?: RekorVersion;
  /** Milliseconds that a log entry takes. */
  readonly entryDelayMs?: number;
  readonly claims?: ClaimOverrides;
  readonly cache?: CacheServiceOptions;
  /** Services are reached without the proxies in front of them: for measuring. */
  readonly isDirect?: boolean;
}

/** Addresses as the action gets them: with proxies in front, unless the lab was opened without. */
export interface Lab {
  readonly tools: LabTools;
  readonly engine: Engine;
  readonly images: LabImages;
  readonly sbomScanner: string;
  readonly binfmtImage: string;
  /** For two platforms, with a shell: what a Dockerfile starts `FROM`. */
  readonly baseImage: string;
  readonly registry: Registry;
  /** `127.0.0.1:<port>` of the proxy in front of the registry: what image names begin with. */
  readonly registryHost: string;
  readonly oidc: Oidc;
  readonly sigstore: Sigstore;
  readonly cache: CacheService;
  readonly proxies: Readonly<Record<'registry' | 'oidc' | 'sigstore' | 'cache', FaultProxy>>;
  /** Services as the runner announces them to an action; with `job`, to one of several at the same time. */
  services(job?: JobIdentity): Promise<LabServices>;
  /** Trust files whose services are reached through the proxies. */
  readonly trust: { readonly trustedRoot: string; readonly signingConfig: string };
  /** A fresh folder with the sample application, a workspace for one job. */
  makeWorkspace(): Promise<string>;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Whose tokens a job gets. */
export interface JobIdentity {
  /** Claims that are the job's alone; without, they are the endpoint's, whoever sets them. */
  readonly claims?: ClaimOverrides;
  readonly runtime?: RuntimeTokenOptions;
}

export interface LabServices {
  readonly oidc: { readonly requestUrl: string; readonly requestToken: string };
  readonly cache: { readonly url: string; readonly runtimeToken: string };
}

const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), 'sample');

/** The parts that take long and that several labs share: tools, engine, images, emulation. */
export interface Ground {
  readonly tools: LabTools;
  readonly engine: Engine;
  readonly images: LabImages;
}

export async function prepareGround(log: LogLine): Promise<Ground> {
  const tools = await ensureLabTools(log);
  const engine = await ensureEngine(tools, log);
  const images = await ensureImages({ engine, tools, log });
  await ensureEmulation(log, engine);
  return { tools, engine, images };
}

/** Opens a lab. What was started is ended again when a later part fails. */
export async function openLab(options: LabOptions): Promise<Lab> {
  const started: Array<{ stop(): Promise<void> }> = [];
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => {
    started.push(service);
    return service;
  };
  const folder = await mkdtemp(join(tmpdir(), 'bsa-lab-'));
  const stop = async (): Promise<void> => {
    for (const service of started.reverse().splice(0)) await service.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ground = await prepareGround(options.log);
    keep(ground.engine);
    const services = await startServices({ options, ground, folder, keep });
    return {
      ...ground,
      ...services,
      folder,
      stop,
      makeWorkspace: () => makeWorkspace(folder, services.baseImage),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Opening {
  readonly options: LabOptions;
  readonly ground: Ground;
  readonly folder: string;
  readonly keep: <T extends { stop(): Promise<void> }>(service: T) => T;
}

async function startServices({ options, ground, folder, keep }: Opening) {
  const { tools } = ground;
  const [oidc, cache, registry] = await Promise.all([
    startOidc({ claims: options.claims }),
    startCacheService(options.cache),
    startRegistry({ tools, kind: options.registry ?? 'distribution' }),
  ]);
  [oidc, cache, registry].forEach(keep);
  const trustFolder = join(folder, 'sigstore');
  await mkdir(trustFolder, { recursive: true });
  const sigstore = keep(
    await startSigstore({
      oidc,
      rekor: options.rekor ?? 'v1',
      folder: trustFolder,
      entryDelayMs: options.entryDelayMs,
    }),
  );
  const proxies = {
    registry: keep(await startFaultProxy({ upstream: registry.url })),
    oidc: keep(await startFaultProxy({ upstream: oidc.url })),
    sigstore: keep(await startFaultProxy({ upstream: sigstore.url })),
    cache: keep(await startFaultProxy({ upstream: cache.url })),
  };
  const urls = options.isDirect === true ? { oidc, cache, sigstore, registry } : proxies;
  cache.setPublicUrl(urls.cache.url);
  const signingConfig = join(trustFolder, 'proxied_signing_config.json');
  const { url } = urls.sigstore;
  await sigstore.writeSigningConfig(signingConfig, { fulcio: url, rekor: url, tsa: url });
  const work = { registry: registry.host, tools, log: options.log };
  const [baseImage, sbomScanner, binfmtImage] = await Promise.all([
    pushBaseImage({ ...work, baseContent: ground.images.baseContent }),
    ensureSbomScanner(work),
    ensureBinfmtImage(work),
  ]);
  return {
    oidc,
    cache,
    registry,
    sigstore,
    proxies,
    registryHost: `127.0.0.1:${urls.registry.port}`,
    baseImage,
    sbomScanner,
    binfmtImage,
    trust: { trustedRoot: sigstore.trustedRootFile, signingConfig },
    services: async ({ claims, runtime }: JobIdentity = {}): Promise<LabServices> => ({
      oidc: {
        requestUrl: oidc.requestUrl.replace(oidc.url, urls.oidc.url),
        requestToken: claims === undefined ? oidc.requestToken : oidc.openJob(claims),
      },
      cache: { url: urls.cache.url, runtimeToken: await cache.runtimeToken(runtime) },
    }),
  };
}

/** The sample as a checkout would have it; which base image it starts from is known only now. */
async function makeWorkspace(folder: string, baseImage: string): Promise<string> {
  const workspace = await mkdtemp(join(folder, 'workspace-'));
  await cp(SAMPLE, workspace, { recursive: true });
  const dockerfile = join(workspace, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  await writeFile(dockerfile, text.replace('ARG BASE_IMAGE', `ARG BASE_IMAGE=${baseImage}`));
  return workspace;
}
