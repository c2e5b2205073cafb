/**
 * What a leg hands over, or a whole image that is not published yet: pushed by digest, and no tag. The record is signed
 * as an in-toto attestation about the digest it names; where no signature comes with it, it is the word of a job.
 */

import { type Digest, parseDigest } from '../image/digest.ts';
import { isRecord, readJson } from '../image/json-shape.ts';
import { formatPlatform, type Platform, parsePlatform } from '../image/platform.ts';
import { formatRepository, parseRepository, type Repository } from '../image/reference.ts';
import { PROVENANCE_V1, PROVENANCE_V02, SPDX } from './attestations.ts';
import { parseTagLine } from './tag-lines.ts';
import type { AttestationSpec, Destination, Tag } from './types.ts';

/** In-toto predicate type of the signed record. It stays in the run's artifacts and never reaches a registry. */
export const CANDIDATE_PREDICATE = 'https://build-sign-action.dev/candidate/v1';

export interface Candidate {
  /** 16 hexadecimal characters; legs of one image have the same. */
  readonly group: string;
  /** Of the workflow run that built it. */
  readonly runId: string;
  readonly attempt: number;
  /** What this leg built; undefined for a whole image. */
  readonly platform: Platform | undefined;
  /** What the whole image is to have. */
  readonly platforms: readonly Platform[];
  /** What was pushed: the leg's own index or manifest, or the image. */
  readonly digest: Digest;
  /** The same in each leg: the tags are those that are planned. */
  readonly destinations: readonly Destination[];
  /** `key=value`, for the index that is assembled. */
  readonly annotations: readonly string[];
  readonly attestations: readonly AttestationSpec[];
  /** Everything pushed carries its signature and attestations. */
  readonly signed: boolean;
  /** Repositories in which a temporary tag keeps the digest from being reaped. */
  readonly keepAlive: readonly string[];
}

/** A candidate and, unless nothing was signed, the Sigstore bundle whose statement holds the same record. */
export interface CandidateDocument {
  readonly candidate: Candidate;
  /** Text of the bundle. */
  readonly bundle: string | undefined;
}

const KINDS: readonly AttestationSpec[] = [SPDX, PROVENANCE_V1, PROVENANCE_V02];
const MAX_ENTRIES = 1000;
const TAG_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** JSON value of the record, as it is signed. */
export function formatCandidate(candidate: Candidate): Readonly<Record<string, unknown>> {
  const { platform, platforms, destinations, attestations, annotations, keepAlive } = candidate;
  return {
    version: 1,
    group: candidate.group,
    runId: candidate.runId,
    attempt: candidate.attempt,
    ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
    platforms: platforms.map(formatPlatform),
    digest: candidate.digest,
    images: destinations.map(({ repository, tags }) => ({
      name: formatRepository(repository),
      tags: tags.map(({ name, kind, of, line }) => ({
        ...{ name, kind },
        ...(of === undefined ? {} : { of }),
        ...(line === undefined ? {} : { line }),
      })),
    })),
    annotations,
    attestations: attestations.map(({ predicateType }) => predicateType),
    signed: candidate.signed,
    keepAlive,
  };
}

/** True when both say the same in every field, as it would be signed. */
export function isSameCandidate(one: Candidate, other: Candidate): boolean {
  return JSON.stringify(formatCandidate(one)) === JSON.stringify(formatCandidate(other));
}

/** Text of the output `candidate` and of the artifact that hands it over. */
export function formatCandidateDocument({ candidate, bundle }: CandidateDocument): string {
  return JSON.stringify({
    candidate: formatCandidate(candidate),
    ...(bundle === undefined ? {} : { bundle }),
  });
}

/** Untrusted text → document; undefined when it is none. */
export function parseCandidateDocument(text: string): CandidateDocument | undefined {
  const value = readJson(text);
  if (!isRecord(value)) return undefined;
  const candidate = parseCandidate(value['candidate']);
  const bundle = value['bundle'];
  if (candidate === undefined || (bundle !== undefined && typeof bundle !== 'string'))
    return undefined;
  return { candidate, bundle };
}

/** Untrusted JSON → record; undefined when anything in it is not as `formatCandidate` writes it. */
export function parseCandidate(value: unknown): Candidate | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const { group, runId, attempt, signed } = value;
  const digest = typeof value['digest'] === 'string' ? parseDigest(value['digest']) : undefined;
  const platform = value['platform'] === undefined ? undefined : toPlatform(value['platform']);
  const platforms = mapAll(value['platforms'], toPlatform);
  const destinations = mapAll(value['images'], toDestination);
  const annotations = mapAll(value['annotations'], toText);
  const attestations = mapAll(value['attestations'], toSpec);
  const keepAlive = mapAll(value['keepAlive'], toText);
  if (
    !isMatch(group, /^[0-9a-f]{16}$/) ||
    !isMatch(runId, /^\d{1,20}$/) ||
    typeof attempt !== 'number' ||
    !Number.isSafeInteger(attempt) ||
    attempt < 1 ||
    typeof signed !== 'boolean' ||
    digest === undefined ||
    (value['platform'] !== undefined && platform === undefined) ||
    platforms === undefined ||
    platforms.length === 0 ||
    destinations === undefined ||
    destinations.length === 0 ||
    annotations === undefined ||
    attestations === undefined ||
    keepAlive === undefined
  )
    return undefined;
  return {
    group,
    runId,
    attempt,
    platform,
    platforms,
    digest,
    destinations,
    annotations,
    attestations,
    signed,
    keepAlive,
  };
}

function toPlatform(value: unknown): Platform | undefined {
  const parsed = typeof value === 'string' ? parsePlatform(value) : undefined;
  return parsed?.ok === true ? parsed.platform : undefined;
}

function toRepository(value: unknown): Repository | undefined {
  const parsed = typeof value === 'string' ? parseRepository(value) : undefined;
  return parsed?.ok === true ? parsed.repository : undefined;
}

function toDestination(value: unknown): Destination | undefined {
  if (!isRecord(value)) return undefined;
  const repository = toRepository(value['name']);
  const tags = mapAll(value['tags'], toTag);
  return repository === undefined || tags === undefined ? undefined : { repository, tags };
}

function toTag(value: unknown): Tag | undefined {
  if (!isRecord(value)) return undefined;
  const { name, kind } = value;
  const of = value['of'] === undefined ? undefined : toCompanion(value['of']);
  if (!isMatch(name, TAG_NAME) || (kind !== 'immutable' && kind !== 'floating')) return undefined;
  const line = value['line'] === undefined ? undefined : parseTagLine(value['line']);
  if ((value['of'] === undefined) !== (of === undefined)) return undefined;
  if ((value['line'] === undefined) !== (line === undefined)) return undefined;
  return {
    ...{ name, kind },
    ...(of === undefined ? {} : { of }),
    ...(line === undefined ? {} : { line }),
  };
}

function toCompanion(value: unknown): Tag['of'] {
  if (!isRecord(value)) return undefined;
  const { tag } = value;
  const platform = toPlatform(value['platform']);
  if (!isMatch(tag, TAG_NAME) || platform === undefined) return undefined;
  return { tag, platform: formatPlatform(platform) };
}

function toSpec(value: unknown): AttestationSpec | undefined {
  return KINDS.find(({ predicateType }) => predicateType === value);
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Undefined unless it is a list and every entry fits. */
function mapAll<T>(value: unknown, convert: (entry: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) return undefined;
  const converted = value.flatMap((entry: unknown) => {
    const one = convert(entry);
    return one === undefined ? [] : [one];
  });
  return converted.length === value.length ? converted : undefined;
}

function isMatch(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
