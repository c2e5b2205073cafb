/** An outage of the Actions cache meets layers and cache mounts, before and after the build, each by itself. */
import type { Host } from '../host/host.ts';
import { type CacheSpec, usesBackend } from '../plan/cache-spec.ts';

/** How the stages that use the service begin to say that they did without. */
const OUTAGE =
  /^(?:Built without the Actions cache|The build cache was not written|What cache mounts (?:held was not restored|hold was not saved)): /;

/** The host, whose log warns of it once; what comes after stands in the log. */
export function warnOfOutageOnce(host: Host, cache: CacheSpec): Host {
  if (!usesBackend(cache, 'gha')) return host;
  let isTold = false;
  const warning = (message: string): void => {
    const isOutage = OUTAGE.test(message);
    if (isOutage && isTold) host.log.info(message);
    else host.log.warning(message);
    isTold ||= isOutage;
  };
  return { ...host, log: { ...host.log, warning } };
}
