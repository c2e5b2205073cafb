/** A builder of ours: the one of an earlier use in this job, or a new one. */
import type { Host } from '../host/host.ts';
import { listNodes } from '../inputs/nodes.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { OwnBuilder } from '../plan/builder-spec.ts';
import { bootBuilder } from './boot-builder.ts';
import type { Buildx } from './builder.ts';
import type { RunFolder } from './run-folder.ts';
import { findShared, share } from './shared-builder.ts';
import type { Say } from './tracks.ts';

/** The one of an earlier use in this job, where it was made with the same settings, or else a new one. */
export async function obtainBuilder(
  host: Host,
  {
    own,
    inputs,
    buildx,
    folder,
    say,
  }: { own: OwnBuilder; inputs: Inputs; buildx: Buildx; folder: RunFolder; say: Say },
): Promise<string> {
  const tls = listNodes(inputs).map((node) => node.tls);
  const sharing = { own, tls, buildx, folder: folder.path };
  const shared = await findShared(host, sharing);
  if (shared !== undefined) {
    say(`using ${shared}, which an earlier use in this job made`);
    return shared;
  }
  const name = await bootBuilder(host, { own, tls, buildx, folder, say });
  await share(host, name, sharing);
  return name;
}
