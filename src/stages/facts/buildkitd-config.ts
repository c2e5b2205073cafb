/** What stands at `buildkitd-config`. */
import type { Host } from '../../host/host.ts';
import type { BuildkitdConfigInput } from '../../inputs/builder.ts';
import type { BuildkitdConfigFact } from '../../plan/builder-config.ts';
import { parseBuildkitdConfig } from '../../tools/buildkitd-config.ts';

/** Undefined where nothing is given. Paths count from the step's folder. */
export async function readBuildkitdConfig(
  { files }: Pick<Host, 'files'>,
  config: BuildkitdConfigInput | undefined,
): Promise<BuildkitdConfigFact | undefined> {
  if (config === undefined) return undefined;
  const text =
    config.kind === 'text' ? config.text : await files.readText(config.path).catch(() => undefined);
  if (text === undefined) return { kind: 'missing' };
  const parsed = await parseBuildkitdConfig(text);
  return parsed.ok
    ? { kind: 'table', table: parsed.table }
    : { kind: 'invalid', line: parsed.line };
}
