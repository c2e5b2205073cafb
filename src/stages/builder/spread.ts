/** Whether a builder is several machines. */
import type { Host } from '../../host/host.ts';
import { type BuilderSpec, findOwn } from '../../plan/builder-spec.ts';
import type { Buildx } from './builder.ts';

/** What buildx says of a builder that exists. */
export interface Inspected {
  /** Undefined where it does not say. */
  readonly driver: string | undefined;
  /** Names of its machines. */
  readonly nodes: readonly string[];
}

/** By the text of `buildx inspect` (0.36.1): a builder that is not there has no nodes. */
export async function inspectBuilder(
  host: Pick<Host, 'run'>,
  { name, buildx }: { name: string; buildx: Buildx },
): Promise<Inspected> {
  const args = ['inspect', name];
  const { stdout } = await host.run({ tool: 'buildx', file: buildx.path, args, env: buildx.env });
  const found = stdout.matchAll(/(?:^Name:\s*(\S*)\s+)?^Endpoint:/gm);
  const nodes = [...found].map(([, node = '']) => node);
  return { driver: /^Driver:\s*(\S+)/m.exec(stdout)?.[1], nodes };
}

/** Of a builder that exists, buildx is asked. */
export async function isSpread(
  host: Pick<Host, 'run'>,
  {
    builder,
    means,
  }: {
    readonly builder: BuilderSpec;
    readonly means: { readonly buildx: Buildx; readonly builder: string | undefined };
  },
): Promise<boolean> {
  const own = findOwn(builder);
  if (own !== undefined) return means.builder !== undefined && own.nodes.length > 1;
  if (builder.kind !== 'existing') return false;
  const { nodes } = await inspectBuilder(host, { name: builder.name, buildx: means.buildx });
  return nodes.length > 1;
}
