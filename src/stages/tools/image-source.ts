/**
 * Which registry an image is taken from. Docker Hub counts pulls per address, which runners share, and not the HEAD
 * requests by which this asks; its answer says how many are left.
 */
import { describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { parseReference } from '../../image/reference.ts';
import type { RegistryReader } from '../../registry/client.ts';
import type { Say } from '../job/tracks.ts';
import { settleWithin } from '../job/within.ts';

/** What some jobs beside this one may pull before it does. */
const FEW_PULLS = 5;
/** Milliseconds for all answers: whoever does not answer by then is asked last. */
const LIMIT_MS = 3000;

export interface SourceQuestion {
  /** One image by its digest, in the order of preference. */
  readonly sources: readonly string[];
  readonly registry: Pick<RegistryReader, 'probeManifest'>;
  readonly say: Say;
}

/** The same sources, those first that have the image and let it be pulled. Never throws. */
export async function rankSources(
  host: Pick<Host, 'clock'>,
  { sources, registry, say }: SourceQuestion,
): Promise<readonly string[]> {
  if (sources.length < 2) return sources;
  const lacks = await Promise.all(sources.map((source) => findLack(host, registry, source)));
  const good = sources.filter((_, at) => lacks[at] === undefined);
  for (const [at, lack] of lacks.entries())
    if (lack !== undefined && good.length > 0) say(`${sources[at]}: ${lack}`);
  return [...good, ...sources.filter((source) => !good.includes(source))];
}

async function findLack(
  host: Pick<Host, 'clock'>,
  registry: SourceQuestion['registry'],
  source: string,
): Promise<string | undefined> {
  const parsed = parseReference(source);
  if (!parsed.ok) return parsed.reason;
  const { repository, digest = '' } = parsed.reference;
  const asked = registry.probeManifest(repository, digest).then(
    (head) => {
      if (head === undefined) return { lack: 'is not there' };
      const { pullsLeft } = head;
      const isFew = pullsLeft !== undefined && pullsLeft < FEW_PULLS;
      return { lack: isFew ? `${pullsLeft} pulls are left to this address` : undefined };
    },
    (error: unknown) => ({ lack: describeError(error) }),
  );
  const answer = await settleWithin(host, LIMIT_MS, asked);
  return answer === undefined ? `no answer in ${LIMIT_MS / 1000} s` : answer.lack;
}
