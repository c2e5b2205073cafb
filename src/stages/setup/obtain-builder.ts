/** A builder of ours: the one of an earlier use in this job, or a new one. */
import type { Host } from '../../host/host.ts';
import { listNodes } from '../../inputs/nodes.ts';
import type { Inputs } from '../../inputs/parse.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import { bootBuilder } from '../builder/boot-builder.ts';
import type { Buildx } from '../builder/builder.ts';
import { obtainKept } from '../builder/kept-builder.ts';
import { findShared, makeKey, type Settings, share } from '../builder/shared-builder.ts';
import type { RunFolder } from '../job/run-folder.ts';
import type { Say } from '../job/tracks.ts';
import type { EarlyBuilder } from './early-builder.ts';

/** The one that boots already, or that of an earlier use in this job, where it was made with the same settings and still runs. */
export async function findUsable(
  host: Pick<Host, 'env' | 'files' | 'run' | 'log'>,
  {
    planned,
    makeOwn,
    inputs,
    env,
    folder,
    say,
    early,
  }: {
    /** Undefined where none of ours is planned. */
    planned: OwnBuilder | undefined;
    /** With what is known only when the job's identity is. */
    makeOwn: (own: OwnBuilder) => Promise<OwnBuilder>;
    inputs: Inputs;
    env: Buildx['env'];
    folder: RunFolder;
    say: Say;
    early?: EarlyBuilder | undefined;
  },
): Promise<string | undefined> {
  if (planned === undefined) return undefined;
  const settle = async (): Promise<Settings> => ({
    own: await makeOwn(planned),
    tls: readTls(inputs),
  });
  const booted = await early?.take(settle, say);
  if (booted !== undefined) return booted;
  const shared = await findShared(host, { settle, env, folder: folder.path });
  if (shared !== undefined) say(`using ${shared}, which an earlier use in this job made`);
  return shared;
}

/** A new one, which the next use in this job finds. */
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
  const tls = readTls(inputs);
  const boot = { own, tls, buildx, folder, say };
  const { kept } = own;
  if (kept !== undefined) {
    const key = makeKey(host.env, { own, tls });
    const name = await obtainKept(host, { ...boot, kept, key });
    if (name !== undefined) {
      await share(host, name, { own, tls, folder: folder.path });
      return name;
    }
  }
  const alone = { ...own, kept: undefined };
  const name = await bootBuilder(host, { ...boot, own: alone });
  await share(host, name, { own: alone, tls, folder: folder.path });
  return name;
}

/** Texts of the certificates that nodes are given. */
export function readTls(inputs: Inputs): Array<Readonly<Record<string, string>>> {
  return listNodes(inputs).map((node) => node.tls);
}
