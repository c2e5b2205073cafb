/** The builder's track before all others, until its builder boots: it takes longest. */
import type { Host } from '../../host/host.ts';

/**
 * At most so many milliseconds. What the other tracks begin with is loading their libraries, which keeps this process
 * from starting another for as long.
 */
const LONGEST_MS = 150;

export interface HeadStart {
  /** For who has it: the head start is over when buildx is asked for more than its version. */
  readonly host: Host;
  /** Over for another reason: nothing boots, or not yet. */
  readonly end: () => void;
  /** What the others wait for. Rejects when the run is cancelled. */
  readonly over: Promise<void>;
}

export function giveHeadStart(host: Host): HeadStart {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run: Host['run'] = (command) => {
    const running = host.run(command);
    if (command.tool === 'buildx' && command.args[0] !== 'version') end();
    return running;
  };
  return {
    host: { ...host, run },
    end,
    over: Promise.race([ended, host.clock.sleep(LONGEST_MS)]),
  };
}
