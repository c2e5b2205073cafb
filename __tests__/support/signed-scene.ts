/** Images in a registry, signed by runs of one repository, and the runs that publish them. */
import type { Host } from '../../src/host/host.ts';
import { parseRunInvocation, type RunInvocation } from '../../src/image/certificate.ts';
import type { Repository } from '../../src/image/reference.ts';
import { SIGNATURE_PREDICATE } from '../../src/plan/signing.ts';
import { makeRegistryClient, type RegistryClient } from '../../src/registry/client.ts';
import {
  type KeptTag,
  moveTags,
  type Publication,
  type PublishedTag,
} from '../../src/stages/publishing/publish.ts';
import { settleTags } from '../../src/stages/publishing/settle.ts';
import { makeTagOrder } from '../../src/stages/publishing/tag-order.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import { readSignedImage, type SignedBy, type SignedImage } from './recorded-bundles.ts';

export const ISSUER = 'https://token.actions.githubusercontent.com';
const RUNS: Readonly<Record<SignedBy, string>> = {
  'run-99': 'octo-org/app/actions/runs/99/attempts/1',
  'run-100': 'octo-org/app/actions/runs/100/attempts/1',
  'run-100-again': 'octo-org/app/actions/runs/100/attempts/2',
  'run-101': 'octo-org/app/actions/runs/101/attempts/1',
  'other-repository': 'octo-org/other/actions/runs/500/attempts/1',
};

export function runOf(by: SignedBy): RunInvocation {
  const run = parseRunInvocation(`https://github.com/${RUNS[by]}`);
  if (run === undefined) throw new Error(`${by} is no run`);
  return run;
}

/** Pushes the image and attaches its signature, as a run does before it moves tags. */
export async function pushSigned(
  client: RegistryClient,
  repository: Repository,
  by: SignedBy,
): Promise<SignedImage> {
  const image = readSignedImage(by);
  const { digest, bytes, mediaType, bundle } = image;
  await client.putManifest({ repository, reference: digest, bytes, mediaType });
  await client.attachBundles({
    repository,
    subject: { digest, mediaType, sizeBytes: bytes.length },
    bundles: [{ bytes: bundle, predicateType: SIGNATURE_PREDICATE }],
    createdAt: new Date('2026-01-02T03:04:05Z'),
  });
  return image;
}

/** The time as it is, and every request as late as `delay` makes it. */
export function makeRealTimeHost(
  delay: (line: string) => Promise<void> = async () => {},
): FakeHost {
  const fake = makeFakeHost({ network: 'real' });
  return {
    ...fake,
    clock: {
      now: () => new Date(),
      elapsedMs: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      repeat: () => () => undefined,
    },
    fetch: async (request) => {
      await delay(`${request.method ?? 'GET'} ${new URL(request.url).pathname}`);
      return fake.fetch(request);
    },
  };
}

export interface PublishingRun {
  readonly host: FakeHost;
  readonly client: RegistryClient;
  readonly moved: PublishedTag[];
  readonly kept: KeptTag[];
  /** Pushes and signs. */
  push(): Promise<SignedImage>;
  move(): Promise<void>;
  settle(): Promise<void>;
}

/** A run with a client of its own, as in a process of its own. */
export function makePublishingRun(
  by: SignedBy,
  { repository, tags, host }: { repository: Repository; tags: readonly string[]; host: FakeHost },
): PublishingRun {
  const client = makeRegistryClient({
    host,
    credentials: async () => undefined,
    poll: { baseDelayMs: 20, totalMs: 2000 },
  });
  const [moved, kept]: [PublishedTag[], KeptTag[]] = [[], []];
  const publication: Publication = {
    registry: client,
    destinations: [{ repository, tags: tags.map((name) => ({ name, kind: 'floating' })) }],
    image: { ...readSignedImage(by), subjects: [] },
    order: makeTagOrder(host, { registry: client, run: runOf(by), issuer: ISSUER }),
    moved,
    kept,
  };
  const reach: Pick<Host, 'log' | 'signal' | 'clock'> = host;
  return {
    ...{ host, client, moved, kept },
    push: () => pushSigned(client, repository, by),
    move: () => moveTags(reach, publication),
    settle: () => settleTags(reach, publication),
  };
}
