/** What can be known to go wrong before anything is pulled, all at once. */
import type { Host } from '../../host/host.ts';
import { formatReference, formatRepository } from '../../image/reference.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import { joinTracks, runTrack, type Say, type Timings } from '../job/tracks.ts';
import { findFailureWithin, settleWithin } from '../job/within.ts';
import type { Access } from '../logins/access.ts';
import { explainDenial } from '../logins/denial.ts';
import { checkBases } from './check-bases.ts';

/** Milliseconds for a look at the tags: nothing depends on it. */
const TAGS_LIMIT_MS = 2000;
/** Milliseconds that are left where the engine is known to be missing: the run has failed, and its user waits for the message. */
const LATE_LIMIT_MS = 2000;

type Reach = Pick<Host, 'log' | 'clock' | 'files'>;
type Doors = Pick<Access, 'registry' | 'logIn'>;

interface Setting {
  readonly plan: Plan;
  readonly facts: Pick<Facts, 'runAttempt' | 'untrusted' | 'repository'>;
  readonly access: Doors;
  readonly timings: Timings;
}

/** Throws what one of them found, or SETUP_FAILED with everything that several found. */
export async function runPreflight(
  host: Reach,
  { plan, facts, access, timings }: Setting,
): Promise<void> {
  const { registry } = access;
  const destinations = runTrack(host, {
    title: 'Registry',
    timings,
    work: (say) => probeDestinations(access, { ...plan, facts, say }),
  });
  const bases = runTrack(host, {
    title: 'Base images',
    timings,
    work: (say) => checkBases(host, { plan, registry, say }),
  });
  await joinTracks([destinations, bases]);
  await Promise.all([
    tellTakenTags(host, { plan, facts, access }),
    tellReferrers(host, { plan, access }),
  ]);
}

/** The preflight, which nobody waits long for once there is no engine. Throws what it found until then. */
export async function endPreflight(
  host: Pick<Host, 'clock'>,
  { preflight, engine }: { preflight: Promise<void>; engine: Promise<unknown> },
): Promise<void> {
  // It may fail before the engine has answered.
  preflight.catch(() => undefined);
  const isThere = await engine.then(
    () => true,
    () => false,
  );
  if (isThere) return preflight;
  const failure = await findFailureWithin(host, LATE_LIMIT_MS, preflight);
  if (failure !== undefined) throw failure;
}

/** How others will find the signatures. The same tag is written again and again where tags are immutable. */
async function tellReferrers(
  host: Reach,
  { plan, access }: { plan: Plan; access: Doors },
): Promise<void> {
  if (plan.signing.kind === 'off') return;
  await Promise.all(
    plan.destinations.map(async ({ repository }) => {
      const asked = access.registry.brief.hasReferrersApi(repository);
      const hasApi = await settleWithin(host, TAGS_LIMIT_MS, asked);
      if (hasApi === undefined) return;
      const how = hasApi ? 'by the referrers API' : 'under tags `sha256-…` (no referrers API)';
      host.log.info(`${formatRepository(repository)}: signatures are listed ${how}`);
    }),
  );
}

/** A push that will be refused is known now, not after the build; so is a login. */
export async function probeDestinations(
  { registry, logIn }: Doors,
  {
    destinations,
    logins,
    facts,
    say,
  }: Pick<Plan, 'destinations' | 'logins'> & {
    readonly facts: Pick<Facts, 'untrusted' | 'repository'>;
    readonly say: Say;
  },
): Promise<void> {
  await logIn();
  for (const { registry: place, identity } of logins)
    if (identity !== undefined) say(`${place}: logged in by ${identity.type}`);
  await joinTracks(
    destinations.map(async ({ repository }) => {
      await registry.probePush(repository).catch((error: unknown) => {
        throw explainDenial({ error, repository, logins, facts });
      });
      say(`${formatRepository(repository)}: pushing is allowed`);
    }),
  );
}

/**
 * Whether a repository lets tags be changed is known to its owner alone: there is no question for it in the API of
 * registries, and trying would move a tag. So what is certain is told, and what may come of it.
 */
export async function tellTakenTags(
  host: Reach,
  { plan, facts, access }: Pick<Setting, 'plan' | 'facts' | 'access'>,
): Promise<void> {
  // A run that is run again finds its own.
  if (facts.runAttempt !== 1 || plan.publish !== 'auto') return;
  const wanted = plan.destinations.flatMap(({ repository, tags }) =>
    tags
      .filter(({ kind, of }) => kind === 'immutable' && of === undefined)
      .map(({ name }) => ({ repository, tag: name })),
  );
  const found = await Promise.all(
    wanted.map(async ({ repository, tag }) => {
      const asked = access.registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, TAGS_LIMIT_MS, asked);
      return head && `${formatReference({ repository, tag })} (${head.digest ?? 'unknown digest'})`;
    }),
  );
  const taken = found.filter((one) => one !== undefined);
  if (taken.length === 0) return;
  host.log.notice(
    `There already: ${taken.join(', ')}. If the image comes out different, the tag is moved to it; a repository whose tags are immutable (an option of Amazon ECR, Docker Hub, Harbor and others) refuses that after the build.`,
  );
}
