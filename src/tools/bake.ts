/**
 * A build as a definition for `buildx bake`: the one way to hand buildx the attributes of a cache that is in no argument
 * and in no environment (buildx bake/bake.go). Same build, same options; made only where a key has no other way.
 */
import { formatPlatform } from '../image/platform.ts';
import type { CacheEntry } from '../inputs/cache-entries.ts';
import type { CacheBackend } from '../inputs/cache-keys.ts';
import { quoteField } from '../inputs/lists.ts';
import { isRemoteContext } from '../plan/contexts.ts';
import { type BuildCommand, formatPush } from './buildx.ts';

/** What is secret, by backend. */
export type CacheKeys = Readonly<Partial<Record<CacheBackend, Readonly<Record<string, string>>>>>;

/** The text of the definition. Holds secrets. */
export function makeBakeDefinition(
  { spec, cache, secrets, output }: BuildCommand,
  keys: CacheKeys,
): string {
  const isRemote = isRemoteContext(spec.context);
  const addKeys = ({ backend, attributes }: CacheEntry) => ({
    type: backend,
    ...attributes,
    ...keys[backend],
  });
  const target = {
    context: spec.context,
    ...(spec.file === undefined ? {} : { dockerfile: isRemote ? spec.file : `cwd://${spec.file}` }),
    ...(spec.target === undefined ? {} : { target: spec.target }),
    args: splitPairs(spec.buildArgs),
    labels: splitPairs(spec.labels),
    annotations: spec.annotations,
    attest: spec.attests,
    contexts: splitPairs(spec.contexts),
    platforms: spec.platforms.map(formatPlatform),
    'cache-from': cache.from.map(addKeys),
    'cache-to': cache.to.map(addKeys),
    secret: secrets.map(({ id, path }) => `${quoteField(`id=${id}`)},${quoteField(`src=${path}`)}`),
    ssh: spec.ssh,
    output: makeOutputs({ spec, output }),
    ...(output.kind === 'load' ? { tags: output.tags } : {}),
    'no-cache': spec.noCache,
    'no-cache-filter': spec.noCacheFilters,
    pull: spec.pull,
    ...(spec.shmSize === undefined ? {} : { 'shm-size': spec.shmSize }),
    ulimits: spec.ulimits,
    ...(spec.network === undefined ? {} : { network: spec.network }),
    'extra-hosts': splitHosts(spec.addHosts),
    entitlements: spec.allow,
  };
  return JSON.stringify({ target: { default: escapeTemplates(target) } });
}

/** The arguments hold the path of the definition. Everything it names was named by the plan, so all of it is allowed. */
export function makeBakeArgs(
  { builder, spec, metadataFile }: Pick<BuildCommand, 'builder' | 'spec' | 'metadataFile'>,
  file: string,
): string[] {
  return [
    'bake',
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    '--progress=plain',
    '--allow=fs=*',
    '--allow=ssh',
    ...spec.allow.map((entry) => `--allow=${entry}`),
    `--file=${file}`,
    ...(metadataFile === undefined ? [] : [`--metadata-file=${metadataFile}`]),
    'default',
  ];
}

/** Bake's metadata has those of each target under its name. */
export function unwrapBakeMetadata(text: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Whoever reads it says so.
    return text;
  }
  if (typeof parsed !== 'object' || parsed === null) return text;
  const { default: inner, ...rest } = parsed as Readonly<Record<string, unknown>>;
  return typeof inner === 'object' && inner !== null ? JSON.stringify({ ...inner, ...rest }) : text;
}

function makeOutputs({ spec, output }: Pick<BuildCommand, 'spec' | 'output'>): string[] {
  switch (output.kind) {
    case 'push':
      return [...spec.exports, formatPush(output.repositories, spec)];
    case 'load':
      return [...spec.exports, 'type=docker'];
    case 'cache-only':
    case 'call':
      return spec.exports.length > 0 ? [...spec.exports] : ['type=cacheonly'];
  }
}

function splitPairs(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

/** `name:address`, or with `=`. */
function splitHosts(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [, name = entry, address = ''] = /^([^:=]+)[:=](.*)$/.exec(entry) ?? [];
      return [name, address];
    }),
  );
}

/** HCL reads a template in every text, names of attributes included. */
function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [escapeText(name), escapeTemplates(inner)]),
  );
}

function escapeText(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
