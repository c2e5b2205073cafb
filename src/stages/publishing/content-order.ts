/**
 * Tags never go backwards in what they name, whichever run comes last: `latest`, `1` and `1.2` not to a lower version, a
 * branch's tag not to an older commit. What the image that has the tag is stands in its labels, and in no other place.
 *
 * Labels are read and not verified: whoever can push an image to the repository can move the tag itself. What cannot be
 * found out keeps no tag: a release does not fail or wait over this.
 */
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { formatReference, formatRepository, type Repository } from '../../image/reference.ts';
import type { TagLine } from '../../names/lines.ts';
import { compareWithLabel, stripAffixes } from '../../names/version-order.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { TagRank } from '../../registry/tags.ts';
import { findAncestry, type GitHubAccess } from '../facts/ancestry.ts';
import { type ImageStatements, readStatements } from '../image/image-statements.ts';
import { readField } from '../job/json-field.ts';

type Reach = Pick<Host, 'env' | 'github' | 'log' | 'run' | 'signal'>;

/** Why a tag stays with an image of the same repository's. */
export type ContentReason =
  | { readonly kind: 'version'; readonly named: string; readonly own: string }
  | { readonly kind: 'commit'; readonly named: string; readonly own: string };

export interface Verdict {
  readonly rank: TagRank;
  /** With `later` only. */
  readonly reason?: ContentReason;
}

export interface ContentOrder {
  /** The verdict on an image that was asked for before. */
  known(line: TagLine, repository: Repository, digest: Digest): Verdict | undefined;
  /** Asks, once for each image and line. Throws only when the run is cancelled. */
  compare(line: TagLine, repository: Repository, digest: Digest): Promise<Verdict>;
  /** The Git tag that GitHub's latest release has, NO_RELEASE without one; asked once. Undefined: GitHub did not say. */
  findLatestRelease(): Promise<string | undefined>;
}

interface Setting {
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly access: GitHubAccess;
}

/** No Git tag can be called so: it has a blank. */
export const NO_RELEASE = 'no release';

const UNKNOWN: Verdict = { rank: 'unknown' };

export function makeContentOrder(host: Reach, setting: Setting): ContentOrder {
  const verdicts = new Map<string, Verdict>();
  const readings = new Map<string, Promise<ImageStatements | undefined>>();
  const silent = new Set<string>();
  let release: Promise<string | undefined> | undefined;
  const keyOf = (line: TagLine, repository: Repository, digest: Digest): string =>
    JSON.stringify([line, formatRepository(repository), digest]);

  async function read(repository: Repository, digest: Digest) {
    if (silent.has(repository.registry)) return undefined;
    try {
      return await readStatements(setting.registry.brief, repository, digest);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      silent.add(repository.registry);
      const reference = formatReference({ repository, digest });
      host.log.debug(`${reference} could not be compared: ${String(error)}`);
      return undefined;
    }
  }
  /** Several tags name one image: it is read once. */
  function readOnce(repository: Repository, digest: Digest) {
    const key = formatReference({ repository, digest });
    const reading = readings.get(key) ?? read(repository, digest);
    readings.set(key, reading);
    return reading;
  }

  return {
    known: (line, repository, digest) => verdicts.get(keyOf(line, repository, digest)),
    compare: async (line, repository, digest) => {
      const key = keyOf(line, repository, digest);
      const found =
        verdicts.get(key) ??
        (await judge(host, { line, ...setting }, readOnce(repository, digest)));
      verdicts.set(key, found);
      return found;
    },
    findLatestRelease: () => {
      release ??= askLatestRelease(host, setting.access);
      return release;
    },
  };
}

async function judge(
  host: Reach,
  { line, access }: { line: TagLine; access: GitHubAccess },
  reading: Promise<ImageStatements | undefined>,
): Promise<Verdict> {
  const { version, revision } = line;
  if (version === undefined && revision === undefined) return UNKNOWN;
  const stated = await reading;
  // A label that came with a base image is about the base.
  if (stated === undefined || normalize(stated.source) !== normalize(line.source)) return UNKNOWN;
  if (version !== undefined) {
    const ahead = (await compareWithLabel(version, stated.version)) ?? 0;
    const named = stripAffixes(stated.version, version);
    return toVerdict(ahead, { kind: 'version', named, own: version.text });
  }
  const own = revision ?? '';
  const theirs = stated.revision;
  const ancestry = await findAncestry(host, { own, theirs, access });
  const ahead = ancestry === 'apart' ? 0 : ancestry === 'descendant' ? 1 : -1;
  return toVerdict(ahead, { kind: 'commit', named: theirs, own });
}

function toVerdict(ahead: number, reason: ContentReason): Verdict {
  if (ahead === 0) return UNKNOWN;
  return ahead > 0 ? { rank: 'later', reason } : { rank: 'earlier' };
}

/** GitHub's names of repositories are of either case. */
function normalize(source: string): string {
  return source.toLowerCase().replace(/(?:\.git)?\/?$/, '');
}

async function askLatestRelease(
  { github, log }: Reach,
  { token, repository }: GitHubAccess,
): Promise<string | undefined> {
  const [owner, repo] = repository.split('/');
  if (token === undefined || !owner || !repo) return undefined;
  try {
    const answer = await github.latestRelease({ token, owner, repo });
    const tag = readField(answer, ['tag_name']);
    return typeof tag === 'string' && tag !== '' ? tag : NO_RELEASE;
  } catch (error) {
    log.debug(`GitHub did not tell the latest release: ${String(error)}`);
    return undefined;
  }
}
