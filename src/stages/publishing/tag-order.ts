/**
 * Tags never go backwards: a run that is slower than a later one leaves the tags to it. Which run an image is from stands
 * in the certificate of its signature, run ids grow with time, and nothing else has to be kept anywhere.
 *
 * The certificate is read and not verified. Whoever can attach a forged signature to what the tag names can write to the
 * repository, and so could move the tag itself: the worst that the forgery brings about is a tag that stays, with a
 * notice that says why.
 */
import type { Host } from '../../host/host.ts';
import {
  parseCertificate,
  parseRunInvocation,
  type RunInvocation,
} from '../../image/certificate.ts';
import type { Digest } from '../../image/digest.ts';
import { formatReference, type Repository } from '../../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import type { RegistryClient, RegistryReader } from '../../registry/client.ts';
import type { TagOrder, TagRank } from '../../registry/tags.ts';
import { parseBundle } from '../../tools/bundle.ts';
import { readBundles } from '../image/fetch.ts';

/** Signatures that are looked at, newest first: a digest that was built again has one of each run. */
const MAX_SIGNATURES = 4;
/** A signature's statement is small: cosign's bundles of them have 8 KiB. */
const MAX_SIGNATURE_BYTES = 256 * 1024;

export interface RunOrder extends TagOrder {
  /** The latest run that signed an image, among those that could be found out about. */
  findRun(repository: Repository, digest: Digest): RunInvocation | undefined;
  /** Whether that run is this one, in this attempt: of an image that was asked for before. */
  isOfThisRun(repository: Repository, digest: Digest): boolean;
  /** Milliseconds: the longest time between a look at a tag and its writing so far. */
  longestGapMs(): number;
}

interface Setting {
  readonly registry: Pick<RegistryClient, 'brief'>;
  /** This run. */
  readonly run: RunInvocation;
  /** Of the tokens that its signatures are made with: run ids of another GitHub mean nothing here. */
  readonly issuer: string;
}

interface Judgement {
  readonly rank: TagRank;
  readonly run: RunInvocation | undefined;
}

/**
 * Compares images with this run. Each costs a list, a manifest and a blob, once. A registry that does not answer one of
 * these is not asked again, and its tags are moved as if there were no order: a release does not fail over this.
 */
export function makeTagOrder(host: Pick<Host, 'log' | 'signal'>, setting: Setting): RunOrder {
  const judgements = new Map<string, Judgement>();
  const silent = new Set<string>();
  let longestGapMs = 0;
  const keyOf = (repository: Repository, digest: Digest): string =>
    formatReference({ repository, digest });

  async function judge(repository: Repository, digest: Digest): Promise<Judgement> {
    if (silent.has(repository.registry)) return { rank: 'unknown', run: undefined };
    try {
      const run = await readLatestRun(setting, repository, digest);
      return { rank: rankRun(run, setting.run), run };
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      host.log.debug(`${keyOf(repository, digest)} could not be compared: ${String(error)}`);
      return { rank: 'unknown', run: undefined };
    }
  }

  return {
    known: (repository, digest) => judgements.get(keyOf(repository, digest))?.rank,
    findRun: (repository, digest) => judgements.get(keyOf(repository, digest))?.run,
    isOfThisRun: (repository, digest) => {
      const found = judgements.get(keyOf(repository, digest))?.run;
      const { run } = setting;
      return found?.runId === run.runId && found.attempt === run.attempt;
    },
    compare: async (repository, digest) => {
      const key = keyOf(repository, digest);
      const found = judgements.get(key) ?? (await judge(repository, digest));
      judgements.set(key, found);
      return found.rank;
    },
    noteGap: (gapMs) => {
      longestGapMs = Math.max(longestGapMs, gapMs);
    },
    longestGapMs: () => longestGapMs,
  };
}

async function readLatestRun(
  setting: Setting,
  repository: Repository,
  digest: Digest,
): Promise<RunInvocation | undefined> {
  const { registry, run } = setting;
  let latest: RunInvocation | undefined;
  for await (const signed of readRuns(registry.brief, { ...setting, repository, digest })) {
    if (latest === undefined || rankRun(signed, latest) === 'later') latest = signed;
    if (rankRun(latest, run) === 'later') break;
  }
  return latest;
}

/** The runs of this repository that signed an image, newest signature first. */
async function* readRuns(
  registry: RegistryReader,
  { repository, digest, issuer, run }: Setting & { repository: Repository; digest: Digest },
): AsyncGenerator<RunInvocation> {
  const wanted = { repository, digest, predicateType: SIGNATURE_PREDICATE };
  let count = 0;
  for await (const { bytes } of readBundles(registry, {
    ...wanted,
    maxBytes: MAX_SIGNATURE_BYTES,
  })) {
    const bundle = parseBundle(bytes);
    const isAbout = bundle?.statement.subjects.includes(digest) === true;
    const facts = isAbout ? await parseCertificate(bundle.certificate) : undefined;
    const signed = parseRunInvocation(facts?.runInvocationUri);
    if (signed !== undefined && facts?.issuer === issuer && isSameProject(signed, run))
      yield signed;
    count += 1;
    if (count === MAX_SIGNATURES) return;
  }
}

function isSameProject(left: RunInvocation, right: RunInvocation): boolean {
  const nameOf = ({ serverUrl, repository }: RunInvocation): string =>
    `${serverUrl}/${repository}`.toLowerCase();
  return nameOf(left) === nameOf(right);
}

/** Two jobs of one attempt have no order: neither is a step back from the other. */
function rankRun(signed: RunInvocation | undefined, own: RunInvocation): TagRank {
  if (signed === undefined) return 'unknown';
  const ahead = signed.runId - own.runId || signed.attempt - own.attempt;
  if (ahead === 0) return 'unknown';
  return ahead > 0 ? 'later' : 'earlier';
}
