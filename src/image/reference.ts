/**
 * Image references by the grammar of github.com/distribution/reference, told apart with reasons instead of errors:
 * what a user wrote wrong is shown together with everything else that is wrong.
 */
import { type Digest, digestHex, parseDigest } from './digest.ts';

/** A registry and a path in it, as `registry/path`; Docker Hub is always `docker.io`, its official images `library/…`. */
export interface Repository {
  /** Host in lower case, with the port where one was given. */
  readonly registry: string;
  readonly path: string;
}

/** A repository with a tag, a digest, both or neither. */
export interface Reference {
  readonly repository: Repository;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** Why a text was refused, as the predicate of a sentence (`has an empty tag`), and what to write instead. */
export interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly fix: string;
}
export type RepositoryResult = { readonly ok: true; readonly repository: Repository } | Refused;
export type ReferenceResult = { readonly ok: true; readonly reference: Reference } | Refused;
export type TagResult = { readonly ok: true; readonly tag: string } | Refused;

const EXAMPLE = 'ghcr.io/org/app';
const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_ALIASES = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io']);
const MAX_TEXT_LENGTH = 512;
/** distribution/reference, RepositoryNameTotalLengthMax: the longest path that docker and containerd take. */
const MAX_PATH_LENGTH = 255;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const IPV6 = /^\[[0-9a-f:]+\]$/i;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** The referrers tag of distribution-spec 1.1, and cosign's older tags: registries and verifiers give them a meaning. */
const RESERVED_TAG = /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/i;

/** `registry/path` → Repository. A tag or digest in it is refused. */
export function parseRepository(text: string): RepositoryResult {
  const parsed = parseReference(text);
  if (!parsed.ok) return parsed;
  const { repository, tag, digest } = parsed.reference;
  if (tag === undefined && digest === undefined) return { ok: true, repository };
  return refuse(
    `has a ${tag === undefined ? 'digest' : 'tag'}`,
    `Write the name alone: \`${formatRepository(repository)}\`.`,
  );
}

/** `[registry/]path[:tag][@sha256:…]` → Reference. */
export function parseReference(text: string): ReferenceResult {
  const unfit = findUnfitText(text);
  if (unfit !== undefined) return unfit;
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : parseDigest(text.slice(at + 1));
  if (at >= 0 && digest === undefined) {
    return refuse(
      'has something else than a sha256 digest after `@`',
      'Write `@sha256:` and 64 hexadecimal digits in lower case.',
    );
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const repository = parseName(hasTag ? named.slice(0, colon) : named);
  if (!repository.ok) return repository;
  const known = { repository: repository.repository, ...(digest === undefined ? {} : { digest }) };
  if (!hasTag) return { ok: true, reference: known };
  const tag = parseTag(named.slice(colon + 1));
  return tag.ok ? { ok: true, reference: { ...known, tag: tag.tag } } : tag;
}

/** A tag alone, without a name. Tags that stand for referrers (`sha256-…`, `….sig`) are refused. */
export function parseTag(text: string): TagResult {
  if (text === '')
    return refuse('has an empty tag', 'Write a tag after the colon, or leave the colon out.');
  if (text.length > 128)
    return refuse(`has a tag of ${text.length} characters`, 'Use at most 128.');
  if (RESERVED_TAG.test(text)) {
    return refuse(
      'has a tag that is reserved for signatures and other referrers',
      'Use a tag that is not `sha256-` and a digest.',
    );
  }
  if (!TAG.test(text)) {
    return refuse(
      'has a tag that is not valid',
      'Use letters, digits, `_`, `.` and `-`, the first one neither `.` nor `-`.',
    );
  }
  return { ok: true, tag: text };
}

function parseName(name: string): RepositoryResult {
  if (/:sha256$/.test(name))
    return refuse('has a digest in place of a tag', 'Write `@sha256:…` instead of `:sha256:…`.');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (!isRegistryHost(first)) {
    return checkPath(DOCKER_HUB, name.includes('/') ? name : `library/${name}`);
  }
  const reason = findHostProblem(first);
  if (reason !== undefined)
    return refuse(
      reason,
      `Write the registry as a host with an optional port, e.g. \`${EXAMPLE}\`.`,
    );
  const registry = first.toLowerCase();
  const path = name.slice(slash + 1);
  if (!DOCKER_HUB_ALIASES.has(registry)) return checkPath(registry, path);
  return checkPath(DOCKER_HUB, path.includes('/') ? path : `library/${path}`);
}

/** As docker does: only a dot, a colon or `localhost` make the first component a host. */
function isRegistryHost(first: string): boolean {
  return /[.:]/.test(first) || first.toLowerCase() === 'localhost';
}

function findHostProblem(registry: string): string | undefined {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(registry) ?? [];
  if (!DOMAIN.test(host) && !IPV6.test(host)) return 'has a registry that is not a host name';
  if (port === undefined) return undefined;
  const inRange = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  return inRange ? undefined : 'has a port that is not a number from 1 to 65535';
}

function checkPath(registry: string, path: string): RepositoryResult {
  const components = path.split('/');
  if (components.includes(''))
    return refuse(
      'has an empty part in its name',
      `Write it like \`${EXAMPLE}\`, without \`//\` or a slash at an end.`,
    );
  if (path.length > MAX_PATH_LENGTH)
    return refuse(`has a name of ${path.length} characters`, `Use at most ${MAX_PATH_LENGTH}.`);
  if (components.every((component) => PATH_COMPONENT.test(component)))
    return { ok: true, repository: { registry, path } };
  const lower = path.toLowerCase();
  if (lower !== path && lower.split('/').every((component) => PATH_COMPONENT.test(component))) {
    return refuse(
      'has upper case in its name',
      `Write \`${formatRepository({ registry, path: lower })}\`.`,
    );
  }
  return refuse(
    'has a name that is not valid',
    `Use lower-case letters and digits, with \`.\`, \`_\`, \`__\` or \`-\` between them, e.g. \`${EXAMPLE}\`.`,
  );
}

/** Texts that are no reference at all, whatever their parts; a homoglyph or a zero-width space would otherwise name another image. */
function findUnfitText(text: string): Refused | undefined {
  if (text === '') return refuse('is empty', `Write a name such as \`${EXAMPLE}\`.`);
  if (text.length > MAX_TEXT_LENGTH)
    return refuse(`has ${text.length} characters`, `Use at most ${MAX_TEXT_LENGTH}.`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return refuse('starts with a URL scheme', `Write it without, e.g. \`${EXAMPLE}\`.`);
  if (/[\s\x00-\x1f\x7f]/.test(text))
    return refuse(
      'has white space or a control character in it',
      'Remove it; write one name per line.',
    );
  const odd = /[^\x21-\x7e]/u.exec(text)?.[0];
  if (odd === undefined) return undefined;
  const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return refuse(
    `has a character that no image name can have (U+${code})`,
    'Type the name anew in plain ASCII.',
  );
}

function refuse(reason: string, fix: string): Refused {
  return { ok: false, reason, fix };
}

/** `registry/path`, the form that buildx, cosign and docker all read the same way. */
export function formatRepository({ registry, path }: Repository): string {
  return `${registry}/${path}`;
}

/** `registry/path[:tag][@digest]` */
export function formatReference({ repository, tag, digest }: Reference): string {
  return `${formatRepository(repository)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** True when both name the same place; registries are already normalised by the parser. */
export function isSameRepository(left: Repository, right: Repository): boolean {
  return left.registry === right.registry && left.path === right.path;
}

/** Host (and port) that answers the distribution API: Docker Hub's is not the one in its image names. */
export function formatApiHost(registry: string): string {
  return DOCKER_HUB_ALIASES.has(registry) ? 'registry-1.docker.io' : registry;
}

/** The tag under which registries without the referrers API keep the list (distribution-spec 1.1, "Referrers Tag Schema"). */
export function formatReferrersTag(digest: Digest): string {
  return `sha256-${digestHex(digest)}`;
}
