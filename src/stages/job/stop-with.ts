import type { Host } from '../../host/host.ts';

/** The same host, whose commands are ended as soon as other work has failed; that failure is then what they throw. */
export function stopWith(host: Host, work: Promise<unknown>): Host {
  const controller = new AbortController();
  work.catch((error: unknown) => controller.abort(error));
  return stopOn(host, controller.signal);
}

/** The same host, whose commands are ended by a signal of somebody else's. */
export function stopOn(host: Host, stop: AbortSignal): Host {
  return {
    ...host,
    signal: AbortSignal.any([host.signal, stop]),
    run: (command) => host.run({ ...command, stop: joinStops(command.stop, stop) }),
  };
}

/** A command may have a reason of its own to end before its time. */
function joinStops(own: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return own === undefined ? other : AbortSignal.any([own, other]);
}
