/** A run that will not start: what can be found out all the same is told with it, so that one corrected push is enough. */
import { type ActionError, InputError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { planSurvey } from '../../plan/survey.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import { makeEngineEnv } from '../../tools/child-env.ts';
import { readEngine } from '../job/engine.ts';
import type { RunFolder } from '../job/run-folder.ts';
import { joinFailures, runTrack, type Say, type Timings } from '../job/tracks.ts';
import { findFailureWithin } from '../job/within.ts';
import { openAccess } from '../logins/access.ts';
import { checkBases } from './check-bases.ts';
import { checkDisk } from './check-disk.ts';
import { probeDestinations, tellTakenTags } from './preflight.ts';

/** Milliseconds for all of it: the run has failed already, and its user waits for the message. */
const LIMIT_MS = 2000;

interface Setting {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly refusal: ActionError;
  readonly folder: RunFolder;
  readonly timings: Timings;
}

/** The refusal, and with it whatever registries and engine answer within 2 s. Pulls and starts nothing. */
export async function surveyRefused(host: Host, setting: Setting): Promise<unknown> {
  const { plan, inputs, facts, refusal, folder, timings } = setting;
  const blamed = new Set(
    refusal instanceof InputError ? refusal.problems.map(({ input }) => input) : [],
  );
  const { untrusted } = facts;
  const survey = planSurvey({ plan, inputs, blamed, untrusted });
  const { logins, destinations } = survey;
  const asked = { ...plan, logins, destinations };
  const access = await openAccess(host, { plan: asked, inputs, folder: folder.path });
  const env = makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: undefined,
    actionsCache: false,
    recordsRun: false,
  });
  const engine = readEngine(host, env);
  const track = (title: string, work: (say: Say) => Promise<unknown>): Promise<unknown> =>
    runTrack(host, { title, timings, work });
  const { registry } = access;
  const found = await Promise.all(
    [
      engine,
      checkDisk(host, engine),
      track('Registry', (say) => probeDestinations(access, { ...asked, facts, say })),
      survey.checksBases &&
        track('Base images', (say) => checkBases(host, { plan: asked, registry, say })),
      survey.checksTags && tellTakenTags(host, { plan: asked, facts, access }),
    ].map((work) => findFailureWithin(host, LIMIT_MS, Promise.resolve(work))),
  );
  return joinFailures([refusal, ...found.filter((one) => one !== undefined)]);
}
