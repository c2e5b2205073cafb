/** The builder that the plan names: what is here already, or a new one as soon as it may be. */

import { withConfig } from '../../plan/builder-config.ts';
import { findOwn, type OwnBuilder } from '../../plan/builder-spec.ts';
import type { Engine } from '../../tools/docker.ts';
import { type Buildx, ensureBuilder } from '../builder/builder.ts';
import { orderImages } from '../builder/order-images.ts';
import { makeCacheConfig } from '../cache/cache-tracks.ts';
import { stopWith } from '../job/stop-with.ts';
import { joinTracks, type Say } from '../job/tracks.ts';
import type { Access } from '../logins/access.ts';
import type { Policing } from '../signing/prepare-signing.ts';
import { ensureChosenBuildx } from '../tools/buildx.ts';
import type { HeadStart } from './head-start.ts';
import { findUsable, obtainBuilder } from './obtain-builder.ts';
import type { Setting } from './setup.ts';

/** Throws what kept it from booting; what preflight says goes first. */
export async function prepareBuilder(
  { host, end }: HeadStart,
  {
    setting,
    env,
    engineEnv,
    engine,
    preflight,
    policing,
    access,
    say,
  }: {
    setting: Setting;
    env: Buildx['env'];
    /** For asking the engine itself. */
    engineEnv: Buildx['env'];
    engine: Promise<Engine | undefined>;
    preflight: Promise<void>;
    policing: Policing | undefined;
    access: Access;
    say: Say;
  },
): Promise<{ buildx: Buildx; builder: string | undefined }> {
  const { plan, inputs, facts, folder } = setting;
  const { githubToken: token } = inputs;
  const planned = findOwn(plan.builder);
  const makeOwn = async (own: OwnBuilder): Promise<OwnBuilder> => {
    if (plan.cache.trust.actionsCache?.kind === 'signed') end();
    return withConfig(own, await makeCacheConfig(plan, { facts, policing }));
  };
  const { early } = setting;
  preflight.catch(() => early?.drop());
  const finding = findUsable(host, { planned, makeOwn, inputs, env, folder, say, early });
  const asking = { env: engineEnv, registry: access.registry.brief, say };
  const ordering = finding.then((found) => {
    if (found === undefined && planned !== undefined) return orderImages(host, planned, asking);
    end();
    return undefined;
  });
  const choosing = ensureChosenBuildx(host, {
    ...{ choice: plan.buildx, token, say },
    folder: folder.path,
    // Where a builder needs the engine and has none, buildx is of no use.
    after: engine,
  });
  await joinTracks([ordering, choosing]);
  const [usable, images, path] = [await finding, await ordering, await choosing];
  const buildx: Buildx = { path, env };
  // What is here already boots beside preflight, which ends it when it says no. Nothing is pulled before it has said yes.
  const isHere = usable !== undefined || (await images?.isLocal) === true;
  if (!isHere) {
    end();
    await preflight;
  }
  const builder = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => engine,
    boot: async (wanted) => {
      if (usable !== undefined) return usable;
      const own = await makeOwn((await images?.own) ?? wanted);
      return obtainBuilder(stopWith(host, preflight), { own, inputs, buildx, folder, say });
    },
    say,
  })
    .finally(end)
    .catch((error: unknown) => preflight.then(() => Promise.reject(error)));
  return { buildx, builder };
}
