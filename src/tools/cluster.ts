/** Arguments for what a builder has in a cluster, and the labels by which it is found there. */
import type { OwnBuilder } from '../plan/builder-spec.ts';
import { RUN_LABEL } from './cluster-labels.ts';
import { findDriverOption, listNodeNames } from './create-builder.ts';
import { type Mark, parseMark } from './mark.ts';

const MARK_ANNOTATION = `${RUN_LABEL}/mark`;

/** Encoded: buildx takes apart what has a comma or another `=`. */
export function makeClusterAnnotations(mark: string): Record<string, string> {
  return { [MARK_ANNOTATION]: encodeURIComponent(mark) };
}

/** A builder's object in a cluster, with what belongs to it. */
export interface ClusterBuilder {
  readonly name: string;
  readonly mark: Mark | undefined;
  readonly configMaps: readonly string[];
}

interface Deployment {
  readonly metadata?: { readonly name?: string; readonly annotations?: Record<string, string> };
  readonly spec?: {
    readonly template?: {
      readonly spec?: {
        readonly volumes?: ReadonlyArray<{ readonly configMap?: { readonly name?: string } }>;
      };
    };
  };
}

const OWN_DEPLOYMENT = /^build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)$/;

/** Arguments that list what runs have made, in each namespace that these nodes are in. */
export function listSweepQueries({ nodes }: Pick<OwnBuilder, 'nodes'>): string[][] {
  const namespaces = new Set(nodes.map((node) => findDriverOption(node, 'namespace')));
  return [...namespaces].map((namespace) => [
    ...['get', 'deployments', `--selector=${RUN_LABEL}`, '--output=json'],
    ...nameNamespace(namespace),
  ]);
}

/** Of what kubectl listed, that which has a name of ours. */
export function parseClusterBuilders(text: string): ClusterBuilder[] {
  const { items = [] } = JSON.parse(text) as { readonly items?: readonly Deployment[] };
  return items.flatMap(({ metadata, spec }) => {
    const { name = '', annotations = {} } = metadata ?? {};
    if (!OWN_DEPLOYMENT.test(name)) return [];
    const volumes = spec?.template?.spec?.volumes ?? [];
    const named = volumes.map(({ configMap }) => configMap?.name ?? '');
    return {
      name,
      mark: readMark(annotations[MARK_ANNOTATION]),
      configMaps: named.filter((one) => one.startsWith(`${name}-config`)),
    };
  });
}

function readMark(text = ''): Mark | undefined {
  try {
    return parseMark(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function nameNamespace(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : [`--namespace=${namespace}`];
}

/** One list of arguments for each namespace in which it has pods, with what has made them. */
export function listPodQueries(name: string, own: Pick<OwnBuilder, 'nodes'>): string[][] {
  return selectPods(name, own).map((selected) => [
    ...['get', 'deployments,pods', '--output=json'],
    ...selected,
  ]);
}

function selectPods(name: string, own: Pick<OwnBuilder, 'nodes'>): string[][] {
  const names = listNodeNames(name, own);
  const byNamespace = new Map<string | undefined, string[]>();
  own.nodes.forEach((node, at) => {
    const namespace = findDriverOption(node, 'namespace');
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), names[at] ?? '']);
  });
  return [...byNamespace].map(([namespace, apps]) => [
    `--selector=app in (${apps.join(',')})`,
    ...nameNamespace(namespace),
  ]);
}

/** Milliseconds that buildx waits for the pods of the slowest node; its default is two minutes. */
export function readPodTimeoutMs({ nodes }: Pick<OwnBuilder, 'nodes'>): number {
  return Math.max(
    ...nodes.map((node) => parseDuration(findDriverOption(node, 'timeout')) ?? DEFAULT_WAIT_MS),
  );
}

const DEFAULT_WAIT_MS = 120_000;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Durations as Go writes them: `90s`, `1h30m`, `1.5m`. */
function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0),
    0,
  );
}
