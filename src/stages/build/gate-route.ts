/** Where the machines of a builder are, for whoever stands between. */
import type { Host } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { findOwn, listOnePerNode, type OwnBuilder } from '../../plan/builder-spec.ts';
import type { Plan } from '../../plan/types.ts';
import { listNodeNames } from '../../tools/create-builder.ts';
import { inspectBuilder } from '../builder/spread.ts';
import type { BuildMeans } from './build.ts';

export interface RouteNode {
  readonly name: string;
  /** What it is chosen by; empty where it is the only one. */
  readonly platforms: readonly string[];
}

export type Route =
  /** An engine's own BuildKit. `context`: docker's name for the engine; undefined: the one that is set. */
  | { readonly kind: 'engine'; readonly context: string | undefined }
  | {
      readonly kind: 'daemons';
      readonly builder: string;
      readonly nodes: readonly RouteNode[];
    };

interface Wanted {
  readonly plan: Pick<Plan, 'builder'>;
  readonly means: Pick<BuildMeans, 'builder' | 'buildx'>;
  readonly platforms: readonly Platform[];
}

/** Only the machines that build `platforms`, as far as that is known. */
export async function findRoute(
  host: Pick<Host, 'run'>,
  { plan, means: { builder, buildx }, platforms }: Wanted,
): Promise<Route> {
  if (builder === undefined) return { kind: 'engine', context: undefined };
  const own = findOwn(plan.builder);
  if (own !== undefined)
    return { kind: 'daemons', builder, nodes: listOwn(builder, own, platforms) };
  const { driver, nodes } = await inspectBuilder(host, { name: builder, buildx });
  // Each engine that docker knows is a builder as well, by the name of its context.
  if (driver === 'docker') return { kind: 'engine', context: builder };
  if (nodes.length < 2)
    return { kind: 'daemons', builder, nodes: [{ name: nodes[0] || builder, platforms: [] }] };
  // Which of them builds a platform, buildx finds for each.
  const named = platforms.map(formatPlatform);
  return {
    kind: 'daemons',
    builder,
    nodes: named.map((platform, at) => ({ name: `${builder}${at}`, platforms: [platform] })),
  };
}

function listOwn(
  builder: string,
  own: OwnBuilder,
  platforms: readonly Platform[],
): readonly RouteNode[] {
  const names = listNodeNames(builder, own);
  if (own.nodes.length === 1) return [{ name: names[0] ?? builder, platforms: [] }];
  return [...listOnePerNode(own, platforms)].map(([at, platform]) => {
    const asked = formatPlatform(platform);
    const others = (own.nodes[at]?.platforms ?? []).filter((one) => one !== asked);
    return { name: names[at] ?? builder, platforms: [asked, ...others] };
  });
}
