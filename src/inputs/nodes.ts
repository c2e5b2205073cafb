/** The input `nodes`: machines that build together, as docker/setup-buildx-action's `append` lists them. */
import { formatPlatform, parsePlatform } from '../image/platform.ts';
import { checkDriverOptions, type OwnDriver } from './driver-options.ts';
import { parseList } from './lists.ts';
import type { Reader } from './reader.ts';
import { readYamlEntries, refuseUnknown, type YamlEntry } from './yaml-entries.ts';

/** What a TLS connection to a node needs: certificates as text, or paths. */
export const TLS_PARTS = ['cacert', 'cert', 'key'] as const;
export type TlsPart = (typeof TLS_PARTS)[number];
export type TlsFiles = Readonly<Partial<Record<TlsPart, string>>>;

export interface BuilderNode {
  readonly name: string | undefined;
  /** Undefined: the engine here. */
  readonly endpoint: string | undefined;
  /** That it is known to build for, whatever it says itself. */
  readonly platforms: readonly string[];
  readonly driverOpts: readonly string[];
  readonly buildkitdFlags: string;
  /** Texts of certificates (PEM). */
  readonly tls: TlsFiles;
}

const FIELDS = [
  ...['name', 'endpoint', 'platforms', 'driver-opts', 'buildkitd-flags'],
  ...TLS_PARTS,
] as const;
const LISTS = ['platforms', 'driver-opts'] as const;
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** Reads them all. TLS texts may come from the environment as well, as docker/setup-buildx-action takes them. */
export async function readNodes(
  reader: Reader,
  {
    driver,
    offset,
  }: {
    driver: OwnDriver | undefined;
    /** What the first has for a number in those variables: 1 where `endpoint` is another node. */
    offset: number;
  },
): Promise<BuilderNode[]> {
  const entries = await readYamlEntries(reader, 'nodes', LISTS);
  const names = new Set<string>();
  return entries.map((entry, at) => {
    refuseUnknown(entry, FIELDS);
    const node = readNode(reader, entry, { index: at + offset, driver });
    refuseSecondName(entry, node, names);
    return node;
  });
}

/** The machines of the builder: that of `endpoint`, or the engine here where nothing is said, and then `nodes`. */
export function listNodes({
  endpoint,
  driverOpts,
  endpointTls,
  nodes,
}: {
  readonly endpoint: string | undefined;
  readonly driverOpts: readonly string[];
  readonly endpointTls: TlsFiles;
  readonly nodes: readonly BuilderNode[];
}): readonly [BuilderNode, ...BuilderNode[]] {
  const [first, ...others] = nodes;
  if (endpoint === undefined && first !== undefined) return [first, ...others];
  const own = { name: undefined, endpoint, platforms: [], buildkitdFlags: '' };
  return [{ ...own, driverOpts, tls: endpointTls }, ...nodes];
}

function readNode(
  reader: Reader,
  entry: YamlEntry,
  { index, driver }: { index: number; driver: OwnDriver | undefined },
): BuilderNode {
  const { fields, refuse } = entry;
  const name = fields.get('name') || undefined;
  if (name !== undefined && !NAME.test(name))
    refuse('has a `name` that is none', 'Use lower-case letters, digits and dashes.');
  const endpoint = fields.get('endpoint') || undefined;
  if (endpoint !== undefined && !isEndpoint(endpoint))
    refuse('has an `endpoint` that is none', 'Write e.g. `ssh://user@host` or `tcp://host:1234`.');
  return {
    name,
    endpoint,
    platforms: readNodePlatforms(entry),
    driverOpts: readNodeOptions(entry, driver),
    buildkitdFlags: fields.get('buildkitd-flags') ?? '',
    tls: readTls(reader, index, fields),
  };
}

/** One word that no tool takes for an option. */
export function isEndpoint(text: string): boolean {
  return /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]*$/.test(text);
}

function readEntries({ fields, refuse }: YamlEntry, key: (typeof LISTS)[number]): string[] {
  try {
    return parseList(fields.get(key) ?? '', { comma: 'split' });
  } catch {
    refuse(`has no valid list in \`${key}\``, 'Quote an entry that holds commas as in CSV.');
    return [];
  }
}

function readNodePlatforms(entry: YamlEntry): string[] {
  return readEntries(entry, 'platforms').flatMap((text) => {
    const parsed = parsePlatform(text);
    if (parsed.ok) return [formatPlatform(parsed.platform)];
    entry.refuse(`has a platform that ${parsed.reason}`, parsed.fix);
    return [];
  });
}

function readNodeOptions(entry: YamlEntry, driver: OwnDriver | undefined): string[] {
  const options = readEntries(entry, 'driver-opts');
  for (const { value, problem, fix } of checkDriverOptions(options, driver))
    entry.refuse(
      `has an option ${value === undefined ? 'that' : `\`${value}\` that`} ${problem}`,
      fix,
    );
  return options;
}

/** Of one node. */
export function readTls(
  { env }: Reader,
  index: number,
  fields: ReadonlyMap<string, string>,
): TlsFiles {
  const found: Partial<Record<TlsPart, string>> = {};
  for (const part of TLS_PARTS) {
    const text =
      fields.get(part) || env[`BUILDER_NODE_${index}_AUTH_TLS_${part.toUpperCase()}`]?.trim();
    if (text) found[part] = text;
  }
  return found;
}

function refuseSecondName({ refuse }: YamlEntry, { name }: BuilderNode, given: Set<string>): void {
  if (name === undefined) return;
  if (given.has(name)) refuse(`has the name \`${name}\` a second time`, 'Give each its own.');
  given.add(name);
}
