/** Workflows run by act in the lab, and what has to hold of the registry afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, jest } from '@jest/globals';
import type { ActRequest } from '../../lab/act/request.ts';
import { type ActRun, runWorkflow } from '../../lab/act.ts';
import { ACTION_FOLDER } from '../../lab/job.ts';
import { type Lab, type LabOptions, openLab } from '../../lab/lab.ts';
import { type RegistryView, readManifest, readTags } from './e2e-registry.ts';
import { makeVerifier, PROVENANCE, SPDX, type Verifier } from './e2e-verify.ts';

export interface ActWorld {
  readonly lab: Lab;
  /** Runs workflows; a run that fails is a result. */
  run(request: ActRequest): Promise<ActRun>;
  /** Every tag outside the lab's own repositories: `name:tag` → digest. */
  readTags(): Promise<ReadonlyMap<string, string>>;
  /** What is wrong with an image: platforms, signatures and attestations, by a cosign of the tests' own. */
  findFaults(image: ImageRequest): Promise<readonly string[]>;
}

export interface ImageRequest {
  readonly run: ActRun;
  /** Repository without its host. */
  readonly name: string;
  readonly digest: string;
  readonly platforms: readonly string[];
  /** Who has to have signed; the run's own identity unless told. */
  readonly jobWorkflowRef?: string;
}

const TEST_TIMEOUT_MS = 300_000;

/** Opens a world for a test file and closes it after the last test. */
export function useActWorld(options: Partial<LabOptions> = {}): () => ActWorld {
  jest.setTimeout(TEST_TIMEOUT_MS);
  let world: ActWorld | undefined;
  let verifier: Verifier | undefined;
  beforeAll(async () => {
    const lab = await openLab({ log: () => undefined, ...options });
    verifier = await makeVerifier(lab.tools.cosign);
    world = makeWorld(lab, verifier);
  });
  afterAll(async () => {
    await world?.lab.stop();
    await verifier?.stop();
  });
  return () => {
    if (world === undefined) throw new Error('The world is not open');
    return world;
  };
}

function makeWorld(lab: Lab, verifier: Verifier): ActWorld {
  const registry = { url: lab.registry.url, host: lab.registryHost };
  return {
    lab,
    run: (request) => runWorkflow(lab, request),
    readTags: async () => {
      const all = await readTags(registry);
      return new Map([...all].filter(([tag]) => !tag.startsWith('lab/')));
    },
    findFaults: async (image) => {
      const { run, name, digest, jobWorkflowRef } = image;
      const claims = jobWorkflowRef
        ? { ...run.claims, job_workflow_ref: jobWorkflowRef }
        : run.claims;
      const trustedRoot = lab.sigstore.trustedRootFile;
      const policy = { claims, trustedRoot, attestations: [SPDX, PROVENANCE] };
      return [
        ...(await comparePlatforms(registry, image)),
        ...(await verifier.findUnverified({ registry, name, digest }, policy)),
      ];
    },
  };
}

async function comparePlatforms(
  registry: RegistryView,
  { name, digest, platforms }: ImageRequest,
): Promise<readonly string[]> {
  const index = await readManifest(registry, name, digest);
  const found = (index?.manifests ?? []).flatMap(({ platform }) =>
    platform === undefined || platform.os === 'unknown'
      ? []
      : [`${platform.os}/${platform.architecture}`],
  );
  const wanted = [...platforms].sort().join();
  return found.sort().join() === wanted
    ? []
    : [`${name}@${digest} is for ${found.join()}, not for ${wanted}`];
}

/** An example as users copy it. */
export function readExample(name: string): string {
  return readFileSync(join(ACTION_FOLDER, 'examples', name), 'utf8');
}

/** A small image for any platform. */
export function makeDockerfile({ baseImage }: Lab): string {
  return `FROM ${baseImage}\nARG TARGETPLATFORM\nRUN echo "plain, for $TARGETPLATFORM" > /greeting\nCMD ["cat", "/greeting"]\n`;
}

/** The end of every job's log, for a run that went wrong. */
export function describeRun({ exitCode, jobs, log }: ActRun): string {
  const ends = jobs.map((job) => `${job.name}: ${job.result}\n${job.log.slice(-15).join('\n')}`);
  const own = jobs.length === 0 ? log.slice(-10) : [];
  return [`exit code ${exitCode}`, ...ends, ...own].join('\n\n');
}

/** The provenance's builder, as the registry has it, for each platform manifest of an index. */
export async function readBuilderIds(
  { registry }: Lab,
  { name, digest }: { readonly name: string; readonly digest: string },
): Promise<readonly string[]> {
  const view = { url: registry.url, host: registry.host };
  const index = await readManifest(view, name, digest);
  const attached = (index?.manifests ?? []).filter(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] === 'attestation-manifest',
  );
  return Promise.all(
    attached.map(async ({ digest: manifest }) => {
      const found = await readManifest(view, name, manifest);
      const layer = found?.layers?.find(
        ({ annotations }) => annotations?.['in-toto.io/predicate-type'] === PROVENANCE,
      );
      const answer = await fetch(`${registry.url}/v2/${name}/blobs/${layer?.digest}`);
      const statement = (await answer.json()) as Statement;
      return statement.predicate.runDetails.builder.id;
    }),
  );
}

interface Statement {
  readonly predicate: { readonly runDetails: { readonly builder: { readonly id: string } } };
}
