/** Runs a tool and turns anything but exit code 0 into an error that says what to do. */
import { ActionError, restate } from '../../errors.ts';
import type { Command, CommandResult, Host } from '../../host/host.ts';
import { describeCommandFailure } from '../../tools/catalogue.ts';

/**
 * Exit code 0 is success and nothing else is: stderr only explains. A child that a signal ended (the kernel's
 * OOM killer, say) has no exit code and an empty stderr, and is a failure all the same.
 */
export async function runChecked(
  host: Pick<Host, 'run' | 'signal' | 'log'>,
  command: Command,
): Promise<CommandResult> {
  host.log.debug(`${command.file} ${command.args.join(' ')}`);
  const result = await host.run(command);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0 && !result.timedOut) return result;
  throw describeCommandFailure(result, command);
}

/** Says by code what a tool's failure is: what its output is known to mean, else the stage in which it happened. */
export function withCode(code: ActionError['code'], error: unknown): unknown {
  const generic =
    error instanceof ActionError &&
    /^COMMAND_/.test(error.code) &&
    error.code !== 'COMMAND_TIMED_OUT';
  if (!generic) return error;
  const known = error.cause instanceof ActionError ? error.cause.code : undefined;
  return restate(error, { code: known ?? code });
}

/** Adds what to do to a failure that nobody has seen before. */
export function withHint(hint: string, error: unknown): unknown {
  if (!(error instanceof ActionError) || error.hint !== undefined) return error;
  return restate(error, { hint });
}
