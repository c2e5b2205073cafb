import { errorCode } from '../../src/errors.ts';
import { closeConnections } from '../../src/host/http.ts';
import { type Digest, parseDigest } from '../../src/image/digest.ts';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import type { Repository } from '../../src/image/reference.ts';
import {
  makeRegistryClient,
  type RegistryClient,
  type RegistryOptions,
} from '../../src/registry/client.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import { type FakeRegistry, type FakeRegistryOptions, startFakeRegistry } from './fake-registry.ts';
import { digestOf } from './fake-registry-content.ts';

/** A fake registry, a client for it, and the time that both live in. */
export interface RegistryScene {
  readonly registry: FakeRegistry;
  readonly host: FakeHost;
  readonly client: RegistryClient;
  readonly repository: Repository;
}

const running: FakeRegistry[] = [];

/** Jitter is half of its bound, so that waits can be told. */
export async function setUpRegistry(
  options: FakeRegistryOptions = {},
  more: Partial<RegistryOptions> = {},
): Promise<RegistryScene> {
  const host = makeFakeHost({ network: 'real', now: new Date('2026-01-01T00:00:00Z') });
  const registry = await startFakeRegistry({ nowMs: () => host.clock.elapsedMs(), ...options });
  running.push(registry);
  const client = makeRegistryClient({
    host,
    credentials: async () => undefined,
    retry: { random: () => 0.5 },
    ...more,
  });
  return { registry, host, client, repository: { registry: registry.name, path: 'org/app' } };
}

export async function tearDownRegistries(): Promise<void> {
  await Promise.all(running.splice(0).map((registry) => registry.stop()));
  await closeConnections();
}

export function countRequests(
  { registry }: Pick<RegistryScene, 'registry'>,
  match: RegExp,
): number {
  return registry.requests.filter((line) => match.test(line)).length;
}

/** The code a call fails with; `resolved` when it does not. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'resolved',
    (error: unknown) => errorCode(error),
  );
}

export function asDigest(text: string): Digest {
  const digest = parseDigest(text);
  if (digest === undefined) throw new Error(`${text} is no digest`);
  return digest;
}

/** An index with nothing in it: the smallest manifest there is. */
const BYTES = new TextEncoder().encode(
  JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [] }),
);
export const EMPTY_INDEX = {
  mediaType: MEDIA_TYPE.ociIndex,
  bytes: BYTES,
  digest: asDigest(digestOf(BYTES)),
};
