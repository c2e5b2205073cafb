import { ActionError } from '../errors.ts';
export function classifyOutput(_: {
  tool: string;
  text: string;
}): { message: string; hint: string; retry: 'yes' | 'no' | 'once' } | undefined {
  return undefined;
}
export function describeCommandFailure(
  result: {
    exitCode: number | undefined;
    timedOut: boolean;
    notFound: boolean;
    stderr: string;
    signal: string | undefined;
  },
  command: { tool: string },
): ActionError {
  const details = result.stderr.split('\n').filter(Boolean).slice(-20);
  if (result.timedOut)
    return new ActionError('COMMAND_TIMED_OUT', `${command.tool} timed out`, { details });
  if (result.notFound) return new ActionError('COMMAND_NOT_FOUND', `${command.tool} was not found`);
  return new ActionError(
    'COMMAND_FAILED',
    `${command.tool} failed (${result.exitCode ?? result.signal ?? 'killed'})`,
    { details },
  );
}
