/** buildx: a builder's specification → the commands that create it. Facts: buildx 0.36.1. */

import { quoteField, splitPair } from '../inputs/lists.ts';
import type { TlsPart } from '../inputs/nodes.ts';
import type { NodeSpec, OwnBuilder } from '../plan/builder-spec.ts';

/** What is known only when the builder is made. */
export interface CreateMeans {
  readonly name: string;
  /** BuildKit's image; undefined: the driver's own choice, or none. */
  readonly image: string | undefined;
  /** Path of buildkitd's configuration. */
  readonly configFile: string | undefined;
  /** Where the text of a node's certificate or key was written to. */
  readonly tlsFile: (node: number, part: TlsPart) => string;
  /** Variables of buildkitd's container, unless an option names them. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the objects of a cluster are given, beside what an option names. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** One command for each node; the last one boots them all. Every value is part of a `--flag=value`. */
export function makeCreateCommands(own: OwnBuilder, means: CreateMeans): string[][] {
  const last = own.nodes.length - 1;
  return own.nodes.map((node, at) => [
    'create',
    `--name=${means.name}`,
    ...(at === 0 ? [`--driver=${own.driver}`] : ['--append']),
    `--node=${nameNode(means.name, node, at)}`,
    ...listOptions(own, { node, at, means }).map((option) => `--driver-opt=${quoteField(option)}`),
    ...makeFlags(own, node),
    ...(means.configFile === undefined ? [] : [`--buildkitd-config=${means.configFile}`]),
    ...(node.platforms.length === 0 ? [] : [`--platform=${node.platforms.join(',')}`]),
    ...(at === last ? ['--bootstrap'] : []),
    ...(node.endpoint === undefined ? [] : ['--', node.endpoint]),
  ]);
}

/**
 * buildx names container, volume and deployment after the node, and takes one that exists as its own: the name of the
 * builder, which is random, is always part of it.
 */
function nameNode(builder: string, { label }: NodeSpec, at: number): string {
  return label === undefined ? `${builder}${at}` : `${builder}-${label}`;
}

/** Names of all its nodes. */
export function listNodeNames(name: string, { nodes }: Pick<OwnBuilder, 'nodes'>): string[] {
  return nodes.map((node, at) => nameNode(name, node, at));
}

function listOptions(
  { driver }: OwnBuilder,
  { node, at, means }: { node: NodeSpec; at: number; means: CreateMeans },
): string[] {
  const given = new Set(
    node.driverOpts.map((option) => splitPair(option)?.key.toLowerCase() ?? ''),
  );
  const { image, variables, tlsFile } = means;
  const ours: ReadonlyArray<readonly [string, string]> = [
    ...(image === undefined || driver === 'remote' ? [] : [['image', image] as const]),
    ...(driver === 'docker-container' ? listVariables(variables) : []),
    ...node.tls.map((part) => [part, tlsFile(at, part)] as const),
  ];
  return [
    ...ours.flatMap(([key, value]) => (given.has(key.toLowerCase()) ? [] : [`${key}=${value}`])),
    ...node.driverOpts,
    ...(driver === 'kubernetes'
      ? (['labels', 'annotations'] as const).flatMap((name) => joinPairs(node, name, means[name]))
      : []),
  ];
}

/** The last option of a name counts, for buildx as well: it is one that has the user's labels and ours. */
export function findDriverOption(
  { driverOpts }: Pick<NodeSpec, 'driverOpts'>,
  name: string,
): string | undefined {
  return driverOpts.map(splitPair).findLast((pair) => pair?.key.toLowerCase() === name)?.value;
}

function joinPairs(node: NodeSpec, name: string, ours: CreateMeans['labels']): string[] {
  const pairs = Object.entries(ours).map(([key, value]) => `${key}=${value}`);
  if (pairs.length === 0) return [];
  const theirs = findDriverOption(node, name)?.replaceAll('"', '') ?? '';
  return [`${name}=${[...(theirs === '' ? [] : [theirs]), ...pairs].join(',')}`];
}

function listVariables(
  variables: CreateMeans['variables'],
): ReadonlyArray<readonly [string, string]> {
  return Object.entries(variables).map(([name, value]) => [`env.${name}`, value]);
}

/** Ours stand first: buildx looks for grants only up to the first flag that it does not know. */
function makeFlags({ entitlements }: OwnBuilder, { flags }: NodeSpec): string[] {
  const all = [
    ...entitlements.map((one) => `--allow-insecure-entitlement=${one}`),
    ...(flags === '' ? [] : [flags]),
  ];
  return all.length === 0 ? [] : [`--buildkitd-flags=${all.join(' ')}`];
}

const PROXIES = /^(?:https?_proxy|no_proxy|all_proxy)$/i;
/** In the container this is the container itself. */
const LOOPBACK = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i;

/** Proxies of the job's environment, for buildkitd: without them it reaches no registry where there is one. */
export function listProxies(
  env: Readonly<Record<string, string | undefined>>,
  { isHostNetwork }: { readonly isHostNetwork: boolean },
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '' || !PROXIES.test(name)) continue;
    if (isHostNetwork || /^no_proxy$/i.test(name) || !LOOPBACK.test(value)) found[name] = value;
  }
  return found;
}

/** Its containers share the machine's network. */
export function isHostNetwork({ nodes }: Pick<OwnBuilder, 'nodes'>): boolean {
  return nodes.every(({ driverOpts }) => driverOpts.includes('network=host'));
}
