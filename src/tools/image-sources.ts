/** Where an image can be had from besides the registry of its name. */
import { formatReference, parseReference, type Reference } from '../image/reference.ts';

/**
 * Google's copy of Docker Hub, which keeps what is pulled often and counts nobody's pulls. GHCR and Amazon's public
 * registry have neither tonistiigi/binfmt nor the SBOM generator.
 */
const COPIES: ReadonlyMap<string, string> = new Map([['docker.io', 'mirror.gcr.io']]);

/** The image first, then its copies. Only a digest makes them the same: of a tag there is none. */
export function listSources(image: string): readonly [string, ...string[]] {
  const parsed = parseReference(image);
  if (!parsed.ok || parsed.reference.digest === undefined) return [image];
  const { repository } = parsed.reference;
  const registry = COPIES.get(repository.registry);
  if (registry === undefined) return [image];
  const copy: Reference = { ...parsed.reference, repository: { ...repository, registry } };
  return [image, formatReference(copy)];
}
