/** The input `mirrors`: where images of a registry are looked for first. */
import { parseRegistryHost } from '../image/registry-host.ts';
import { type Reader, readList, report } from './reader.ts';

export interface Mirror {
  /** As image names have it: `docker.io`. */
  readonly registry: string;
  /** Host, perhaps with a port and a path below it, as BuildKit takes it. */
  readonly mirror: string;
}

const PLACE = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._/-]*)?$/;
const FIX =
  'Write `registry=mirror`, such as `docker.io=mirror.gcr.io`; without a registry it is docker.io.';

/** In the order in which they are tried. */
export function readMirrors(reader: Reader): Mirror[] {
  return readList(reader, 'mirrors', 'split').flatMap((entry) => {
    const [first = '', second] = entry.split('=');
    const registry = second === undefined ? 'docker.io' : parseRegistryHost(first.trim());
    const place = (second ?? first).trim();
    if (/^http:\/\//i.test(place)) {
      const fix = 'Say `http = true` for it in `buildkitd-config`, and leave `http://` out here.';
      report(reader, { input: 'mirrors', value: entry, problem: 'is not encrypted', fix });
      return [];
    }
    const mirror = place.replace(/^https:\/\//i, '').replace(/\/+$/, '');
    if (registry !== undefined && PLACE.test(mirror)) return [{ registry, mirror }];
    report(reader, { input: 'mirrors', value: entry, problem: 'is not a mirror', fix: FIX });
    return [];
  });
}
