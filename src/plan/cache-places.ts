/** The places of a planned cache, per backend: what is read, in order, and what is written. */
import { formatRepository, parseRepository } from '../image/reference.ts';
import type { CacheEntry } from '../inputs/cache-entries.ts';
import { type CacheLine, listLines, type RefFacts } from './cache-refs.ts';
import { encodePart, fingerprint, shorten } from './cache-scope.ts';
import type { CachePlace, KeptCache } from './cache-spec.ts';
import type { Destination } from './types.ts';

export interface PlaceRequest {
  readonly entry: CacheEntry;
  /** Read in this order; the first is written. */
  readonly scopes: readonly string[];
  readonly facts: RefFacts & { readonly runId: string; readonly runAttempt: number };
  /** `registry/path` of the first image. */
  readonly image: string | undefined;
  readonly destinations: readonly Destination[];
  readonly mode: 'min' | 'max';
  readonly timeout: { readonly read: string; readonly write: string };
  readonly isWritten: boolean;
}

export interface Places {
  readonly from: readonly CachePlace[];
  readonly to: readonly CachePlace[];
  readonly kept?: KeptCache;
  /** For the printed plan. */
  readonly text: string;
}

/** Undefined where there is no image for a cache that lies beside it. */
export function makePlaces(request: PlaceRequest): Places | undefined {
  const made = MAKERS[request.entry.backend](request);
  if (made === undefined) return undefined;
  return request.isWritten ? made : { ...made, to: [] };
}

const MAKERS = {
  gha: makeActionsPlaces,
  registry: makeRegistryPlaces,
  local: makeLocalPlaces,
  s3: makeObjectPlaces,
  azblob: makeObjectPlaces,
  inline: makeInlinePlaces,
} satisfies Record<string, (request: PlaceRequest) => Places | undefined>;

/** GitHub keeps refs apart by itself, and shows a ref what its base has under the same name. */
function makeActionsPlaces({ scopes, mode, timeout }: PlaceRequest): Places {
  const [own = ''] = scopes;
  const place = (scope: string, attributes: CacheEntry['attributes']): CachePlace => ({
    backend: 'gha',
    scope,
    of: 'own',
    attributes: { scope, ...attributes },
  });
  return {
    from: scopes.map((scope) => place(scope, { timeout: timeout.read })),
    to: [place(own, { mode, 'ignore-error': 'true', timeout: timeout.write })],
    text: `Actions cache, scope ${own}`,
  };
}

interface NamedLine {
  readonly of: CacheLine['of'];
  readonly name: string;
}

/** Every scope of the nearest line before any of the next. */
function nameLines({ scopes, facts }: PlaceRequest): NamedLine[] {
  return listLines(facts).flatMap(({ of, branch }) =>
    scopes.map((scope) => ({
      of,
      name: branch === undefined ? scope : `${scope}.b-${encodePart(branch)}`,
    })),
  );
}

const MAX_TAG_CHARS = 128;
const TAG_PREFIX = 'buildcache-';

/**
 * `buildcache-<fingerprint>-<platforms>`: a tag that no user gives and no verifier looks at (`sha256-…`). What an
 * earlier BuildKit or another registry wants is always said: an image manifest (ECR, Docker Hub, aws/containers-roadmap#876).
 */
function makeRegistryPlaces(request: PlaceRequest): Places | undefined {
  const { entry, image, mode } = request;
  const { ref = image, ...rest } = entry.attributes;
  if (ref === undefined) return undefined;
  const parsed = parseRepository(ref);
  const repository = parsed.ok ? formatRepository(parsed.repository) : ref;
  const place = ({ of, name }: NamedLine, more: CacheEntry['attributes']): CachePlace => {
    const tagged = `${repository}:${makeCacheTag(name)}`;
    return {
      backend: 'registry',
      scope: tagged,
      of,
      attributes: { ref: tagged, ...rest, ...more },
    };
  };
  const lines = nameLines(request);
  const written = {
    mode,
    'image-manifest': 'true',
    'oci-mediatypes': 'true',
    'ignore-error': 'true',
  };
  const to = lines.slice(0, 1).map((line) => place(line, written));
  return {
    from: lines.map((line) => place(line, {})),
    to,
    text: `registry cache ${to[0]?.scope ?? repository}`,
  };
}

const SHOWN = /^(?:[tsb]-|linux__|windows__|load$)/;

/** Unlike any other scope's; people see target, scope, platforms and branch in it. */
export function makeCacheTag(name: string): string {
  const hash = fingerprint(name);
  const room = MAX_TAG_CHARS - TAG_PREFIX.length - hash.length - 1;
  const parts = name.split('.').filter((part) => SHOWN.test(part));
  const shown = parts
    .join('.')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, room);
  return shown === '' ? `${TAG_PREFIX}${hash}` : `${TAG_PREFIX}${hash}-${shown}`;
}

/** Manifests by name, blobs in common. S3 reads the first name of several only, so each has an entry of its own. */
function makeObjectPlaces(request: PlaceRequest): Places {
  const { entry, mode } = request;
  const { backend, attributes } = entry;
  const place = ({ of, name }: NamedLine, more: CacheEntry['attributes']): CachePlace => ({
    backend,
    scope: name,
    of,
    attributes: { ...attributes, name, ...more },
  });
  const lines = nameLines(request);
  const [own] = lines;
  const where =
    backend === 's3'
      ? `S3 bucket ${attributes['bucket'] ?? ''}`
      : `Azure container ${attributes['container'] ?? 'buildkit-cache'}`;
  return {
    from: lines.map((line) => place(line, {})),
    to: own === undefined ? [] : [place(own, { mode, 'ignore-error': 'true' })],
    text: `${where}, name ${own?.name ?? ''}`,
  };
}

const MAX_KEY_CHARS = 440;

/** The folder is the run's own; the runner's cache keeps it, and refs apart from one another. */
function makeLocalPlaces({ scopes, facts, mode, isWritten }: PlaceRequest): Places {
  const [own = ''] = scopes;
  const prefixes = scopes.map((scope) => `${shorten(`layers.${scope}`, MAX_KEY_CHARS)}.`);
  const place = (attributes: CacheEntry['attributes']): CachePlace => ({
    backend: 'local',
    scope: own,
    of: 'own',
    attributes,
  });
  return {
    from: [place({})],
    to: [place({ mode, 'ignore-error': 'true' })],
    kept: {
      key: `${prefixes[0] ?? ''}${facts.runId}-${facts.runAttempt}`,
      restoreKeys: prefixes,
      isWritten,
    },
    text: `folder kept by the Actions cache, key ${prefixes[0] ?? ''}…`,
  };
}

const MAX_INLINE_IMAGES = 4;

/** Part of the image: the tags under which earlier builds of this line may be found. */
function makeInlinePlaces({ image, facts, destinations }: PlaceRequest): Places | undefined {
  if (image === undefined) return undefined;
  const own = (destinations[0]?.tags ?? []).filter(({ kind }) => kind === 'floating');
  const branches = [facts.names.pullRequest?.baseRef, facts.names.repository.defaultBranch];
  const named = branches.flatMap((branch) =>
    branch === undefined ? [] : [branch.replace(/[^\w.-]+/g, '-')],
  );
  const tags = [...new Set([...own.map(({ name }) => name), ...named, 'latest'])];
  return {
    from: tags.slice(0, MAX_INLINE_IMAGES).map((tag, at) => ({
      backend: 'registry',
      scope: `${image}:${tag}`,
      of: at < own.length ? 'own' : 'default',
      attributes: { ref: `${image}:${tag}` },
    })),
    to: [{ backend: 'inline', scope: image, of: 'own', attributes: {} }],
    text: 'inline in the image',
  };
}
