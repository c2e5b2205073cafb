/** Every repository that a run writes to: its destinations, and the caches that it keeps in a registry. */
import { isSameRepository, parseReference, type Repository } from '../image/reference.ts';
import { parseAttributes } from '../inputs/lists.ts';
import type { Plan } from './types.ts';

export function listPushed({
  destinations,
  cache,
}: Pick<Plan, 'destinations'> & Partial<Pick<Plan, 'cache'>>): Repository[] {
  const named = destinations.map(({ repository }) => repository);
  const caches = (cache?.to ?? []).flatMap((entry) => {
    const attributes = parseAttributes(entry);
    // Without a type it is a reference alone (buildx util/buildflags/cache.go).
    const isRegistry = attributes === undefined || attributes['type'] === 'registry';
    const parsed = parseReference((attributes === undefined ? entry : attributes['ref']) ?? '');
    return isRegistry && parsed.ok ? [parsed.reference.repository] : [];
  });
  return [...named, ...caches].filter(
    (one, at, all) => all.findIndex((other) => isSameRepository(one, other)) === at,
  );
}
