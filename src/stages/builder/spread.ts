/** Whether a builder is several machines. */
import type { Host } from '../../host/host.ts';
import { type BuilderSpec, findOwn } from '../../plan/builder-spec.ts';
import type { Buildx } from './builder.ts';

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
  const { buildx } = means;
  const args = ['inspect', builder.name];
  const { stdout } = await host.run({ tool: 'buildx', file: buildx.path, args, env: buildx.env });
  return (stdout.match(/^Endpoint:/gm) ?? []).length > 1;
}
