/** Certificate authorities of one's own, for the tools that do not read Node's variable. */
import type { Host } from '../../host/host.ts';
import { AUTHORITIES, findExtraAuthorities } from '../../tools/child-env.ts';

/** Links the file of NODE_EXTRA_CA_CERTS into a folder that the environment of docker, buildx and cosign names. */
export async function linkAuthorities(
  { env, files }: Pick<Host, 'env' | 'files'>,
  folder: string,
): Promise<void> {
  const file = findExtraAuthorities(env);
  // Node goes on without a file that is not there.
  if (file === undefined || (await files.kind(file).catch(() => undefined)) !== 'file') return;
  await files.makeDir(`${folder}/${AUTHORITIES}`);
  await files.symlink(await files.realpath(file), `${folder}/${AUTHORITIES}/extra.pem`);
}
