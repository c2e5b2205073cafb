/** Arguments for what a builder has in a cluster, and the labels by which it is found there. */
import type { OwnBuilder } from '../plan/builder-spec.ts';
import { findDriverOption, listNodeNames } from './create-builder.ts';

/** Its value is the run. */
export const RUN_LABEL = 'build-sign-action';
const JOB_LABEL = `${RUN_LABEL}-job`;

/** Whose it is: a label's value has letters, digits, `-`, `_` and `.` between a letter or digit at each end. */
export function makeClusterLabels({
  runId,
  job,
}: {
  readonly runId: string;
  readonly job: string;
}): Record<string, string> {
  return { [RUN_LABEL]: trim(runId), [JOB_LABEL]: trim(job) };
}

function trim(text: string): string {
  const value = text
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, 63)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return value === '' ? 'unknown' : value;
}

/** One list of arguments for each namespace in which it has pods. */
export function listPodQueries(name: string, own: Pick<OwnBuilder, 'nodes'>): string[][] {
  const names = listNodeNames(name, own);
  const byNamespace = new Map<string | undefined, string[]>();
  own.nodes.forEach((node, at) => {
    const namespace = findDriverOption(node, 'namespace');
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), names[at] ?? '']);
  });
  return [...byNamespace].map(([namespace, apps]) => [
    ...['get', 'deployments,pods', `--selector=app in (${apps.join(',')})`, '--output=json'],
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
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
