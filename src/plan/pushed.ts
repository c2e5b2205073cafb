/** Every repository that a run writes to: its destinations, and the caches that it keeps in a registry. */
import { isSameRepository, parseReference, type Repository } from '../image/reference.ts';
import type { Plan } from './types.ts';

export function listPushed({
  destinations,
  cache,
}: Pick<Plan, 'destinations'> & Partial<Pick<Plan, 'cache'>>): Repository[] {
  const named = destinations.map(({ repository }) => repository);
  const caches = (cache?.to ?? []).flatMap(({ backend, attributes }) => {
    const parsed = parseReference(attributes['ref'] ?? '');
    return backend === 'registry' && parsed.ok ? [parsed.reference.repository] : [];
  });
  return [...named, ...caches].filter(
    (one, at, all) => all.findIndex((other) => isSameRepository(one, other)) === at,
  );
}
