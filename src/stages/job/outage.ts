/** An outage meets several stages, before and after the build, each by itself. */
import type { Host } from '../../host/host.ts';
import type { Outage } from '../../tools/actions-cache.ts';

/** The host, whose log warns of an outage once; what comes after stands in the log. */
export function warnOfOutageOnce(host: Host): Host {
  const told = new Set<Outage>();
  const warning = (message: string, outage?: Outage): void => {
    if (outage !== undefined && told.has(outage)) host.log.info(message);
    else host.log.warning(message);
    if (outage !== undefined) told.add(outage);
  };
  return { ...host, log: { ...host.log, warning } };
}
