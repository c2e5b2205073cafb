import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { CosignChoice } from '../plan/types.ts';
export type ToolHost = Pick<
  Host,
  'files' | 'run' | 'log' | 'toolCache' | 'clock' | 'fetch' | 'signal'
>;
export async function ensureTool(
  _host: ToolHost,
  {
    tool,
    choice,
    say,
  }: { tool: 'cosign' | 'buildx'; choice: CosignChoice; say: (line: string) => void },
): Promise<{ path: string }> {
  if (choice.kind !== 'path') throw new ActionError('TOOL_DOWNLOAD_FAILED', 'not yet');
  say(`${tool}: ${choice.path}`);
  return { path: choice.path };
}
