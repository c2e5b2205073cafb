/** In which order the registries of BuildKit's image are tried. Nothing is pulled for it. */
import type { Host } from '../host/host.ts';
import type { OwnBuilder } from '../plan/builder-spec.ts';
import { rankSources } from './image-source.ts';
import { findImage, type ImageRequest } from './pull-image.ts';

/** The same builder: what the engine has comes first, else the registry that answers and lets it be pulled. */
export async function orderImages(
  host: Pick<Host, 'run' | 'clock'>,
  own: OwnBuilder,
  { env, registry, say }: Omit<ImageRequest, 'sources'>,
): Promise<OwnBuilder> {
  const { images, driver, nodes } = own;
  const isNamed = nodes.some(({ driverOpts }) =>
    driverOpts.some((option) => /(^|,)\s*"?image=/.test(option)),
  );
  if (driver !== 'docker-container' || isNamed || images.length < 2) return own;
  const local = await findImage(host, { sources: images, env });
  if (local === undefined)
    return { ...own, images: await rankSources(host, { sources: images, registry, say }) };
  return { ...own, images: [local, ...images.filter((image) => image !== local)] };
}
