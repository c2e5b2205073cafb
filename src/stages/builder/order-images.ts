/** Where BuildKit's image comes from: what the engine here has, or the registries in an order. Nothing is pulled for it. */
import type { Host } from '../../host/host.ts';
import type { Machines, OwnBuilder } from '../../plan/builder-spec.ts';
import { rankSources } from '../tools/image-source.ts';
import { findImage, type ImageRequest } from '../tools/pull-image.ts';

type Asking = Omit<ImageRequest, 'sources'>;

export interface ImageOrder {
  /** Has the engine here the image that will be booted? Then booting downloads nothing. */
  readonly isLocal: Promise<boolean>;
  /** The same builder: what the engine has comes first, else the registry that answers and lets it be pulled. */
  readonly own: Promise<OwnBuilder>;
}

/** Asks engine and registries, at once and side by side. What it returns never fails. */
export function orderImages(
  host: Pick<Host, 'run' | 'clock'>,
  own: OwnBuilder,
  asking: Asking,
): ImageOrder {
  const { images } = own;
  if (!isHere(own)) return { isLocal: Promise.resolve(false), own: Promise.resolve(own) };
  const named = listNamed(own);
  if (named.length > 0) {
    const all = named.map((name) => findImage(host, { ...asking, sources: [name] }));
    const isLocal = Promise.all(all).then((found) => !found.includes(undefined));
    return { isLocal, own: Promise.resolve(own) };
  }
  const local = findImage(host, { ...asking, sources: images });
  return {
    isLocal: local.then((name) => name !== undefined),
    own: local.then(async (name) => {
      if (name === undefined)
        return { ...own, images: await rankSources(host, { ...asking, sources: images }) };
      return { ...own, images: [name, ...images.filter((image) => image !== name)] };
    }),
  };
}

/** What the engine here is asked for: each name by itself. */
export function listLookedFor(own: Machines): readonly string[] {
  if (!isHere(own)) return [];
  const named = listNamed(own);
  return named.length > 0 ? named : own.images;
}

function isHere({ driver, nodes }: Machines): boolean {
  return driver === 'docker-container' && nodes.every((one) => one.endpoint === undefined);
}

function listNamed({ nodes }: Machines): string[] {
  return [...new Set(nodes.flatMap(({ driverOpts }) => driverOpts.flatMap(findNamed)))];
}

/** The image that an option of the driver names, as buildx takes it: one option, or several in CSV. */
export function findNamed(option: string): string[] {
  const name = /(?:^|,)\s*"?image=([^",]+)/.exec(option)?.[1];
  return name === undefined ? [] : [name];
}
