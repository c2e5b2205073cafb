/** Shows what BuildKit found wrong with the Dockerfile where it stands. */
import type { Host } from '../host/host.ts';
import type { Plan } from '../plan/types.ts';
import { parseBuildWarnings } from '../tools/build-warnings.ts';

/** Warnings only: a Dockerfile that builds is released. `metadata` is buildx's, as JSON. */
export async function annotateChecks(
  host: Pick<Host, 'log' | 'files'>,
  { plan, metadata }: { plan: Plan; metadata: string },
): Promise<void> {
  if (!plan.metadata.annotatesChecks) return;
  const warnings = parseBuildWarnings(metadata);
  if (warnings.length === 0) return;
  const { file } = plan.build;
  const text = file === undefined ? undefined : await readDockerfile(host, file);
  for (const { title, message, line, ...source } of warnings) {
    // A line number belongs to the text that was checked, which may be another's: a remote context, a named one.
    const isThis = text !== undefined && text === source.text;
    const place = isThis ? { file: file?.replace(/^(?:\.\/)+/, ''), line } : NOWHERE;
    host.log.annotate(message, { title, ...place });
  }
}

const NOWHERE = { file: undefined, line: undefined };

async function readDockerfile(
  { files }: Pick<Host, 'files'>,
  file: string,
): Promise<string | undefined> {
  try {
    return await files.readText(file);
  } catch {
    return undefined;
  }
}
