/** Shows what BuildKit found wrong with the Dockerfile where it stands. */
import type { Host } from '../../host/host.ts';
import type { Plan } from '../../plan/types.ts';
import { parseBuildWarnings } from '../../tools/build-warnings.ts';
import { findInRepository, readSource } from './source-place.ts';

/** Warnings only: a Dockerfile that builds is released. `metadata` is buildx's, as JSON. */
export async function annotateChecks(
  host: Pick<Host, 'log' | 'files'>,
  { plan, metadata }: { plan: Plan; metadata: string },
): Promise<void> {
  if (!plan.metadata.annotatesChecks) return;
  const warnings = parseBuildWarnings(metadata);
  if (warnings.length === 0) return;
  const { file } = plan.build;
  const text = file === undefined ? undefined : await readSource(host, file);
  const shown =
    file === undefined || text === undefined ? undefined : await findInRepository(host, file);
  for (const { title, message, line, ...source } of warnings) {
    // A line number belongs to the text that was checked, which may be another's: a remote context, a named one.
    const isThis = text !== undefined && text === source.text;
    const place = isThis ? { file: shown, line } : NOWHERE;
    host.log.annotate(message, { title, ...place });
  }
}

const NOWHERE = { file: undefined, line: undefined };
