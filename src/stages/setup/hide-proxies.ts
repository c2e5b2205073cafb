/** Logins at the machine's proxies stay out of what is published. */
import type { Host } from '../../host/host.ts';
import type { MetadataSpec } from '../../plan/metadata.ts';
import type { BuildSpec } from '../../plan/types.ts';
import type { Access } from '../logins/access.ts';

const MAX = /(^type=provenance(?:,.*)?,mode=)max(?=,|$)/;

/**
 * buildx makes the proxies of docker's configuration build arguments. BuildKit keeps them out of the image's history, and not
 * out of the provenance (mode=max): nobody has written them into the workflow, and whoever pulls the image could read them.
 */
export function hideProxies(
  { log }: Pick<Host, 'log'>,
  { build, access }: { build: BuildSpec; access: Pick<Access, 'hasProxyLogin'> },
): BuildSpec {
  if (!access.hasProxyLogin || !build.attests.some((attest) => MAX.test(attest))) return build;
  log.warning(
    'A proxy in the configuration of docker on this runner has a user or a password, and proxies are build arguments, which the provenance would publish: it is made with `mode=min`, which has none. A proxy that knows the runner without a login needs no such care.',
  );
  return { ...build, attests: build.attests.map((attest) => attest.replace(MAX, '$1min')) };
}

/** What buildx tells of the build has the arguments in every mode, and GitHub drops an output with a masked text in it. */
export function hideInMetadata(
  metadata: MetadataSpec,
  { hasProxyLogin }: Pick<Access, 'hasProxyLogin'>,
): MetadataSpec {
  return hasProxyLogin ? { ...metadata, provenance: 'disabled' } : metadata;
}
