/** A cancel of the job. In a file of its own, which loads at once: what takes a signal too late is ended by it, without a word. */
import { ActionError } from '../errors.ts';

/**
 * Takes over SIGINT and SIGTERM. The runner sends SIGINT, SIGTERM 7.5 s later and kills 2.5 s after that (actions/runner
 * ProcessInvoker.cs), and it signals this process alone: children are ended through the AbortSignal.
 */
export function cancelOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      controller.abort(new ActionError('CANCELLED', `The job was cancelled (${name})`));
    });
  }
  return controller.signal;
}
