/**
 * What the set-up asks first of this machine, asked while the plan is made: which buildx, which engine, and whether it has
 * BuildKit's image. It takes as long as the plan, and what the builder's track begins with is then known.
 */
import type { Command, CommandResult, Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { foreseeMachines } from '../../plan/builder.ts';
import { hasNodeHere } from '../../plan/builder-spec.ts';
import { makeEngineEnv } from '../../tools/child-env.ts';
import { listLookedFor } from '../builder/order-images.ts';
import { listEarlier } from '../job/earlier-use.ts';
import { askEngine } from '../job/engine.ts';
import { stopOn } from '../job/stop-with.ts';
import { writeContext } from '../logins/user-config.ts';
import { findUsableBuildx } from '../tools/installed-buildx.ts';
import { findImage } from '../tools/pull-image.ts';

export interface Ahead {
  /** Who gives this one a command that was given ahead, with the same environment, gets that one's result, once. */
  readonly host: Host;
  /** Ends what nobody has wanted. */
  readonly end: () => void;
}

/**
 * Returns when docker's configuration is written, which the set-up writes again with logins. Says nothing and never fails:
 * what is wrong shows when it is asked for.
 */
export async function askAhead(
  outside: Host,
  { inputs, folder }: { inputs: Inputs; folder: string },
): Promise<Ahead> {
  const ending = new AbortController();
  const asked = new Map<string, Promise<CommandResult>>();
  const asking = stopOn(outside, ending.signal);
  const remember: Host['run'] = (command) => {
    const running = asking.run(command);
    asked.set(describe(command), running);
    return running;
  };
  const recall: Host['run'] = (command) => {
    const key = describe(command);
    const running = asked.get(key);
    asked.delete(key);
    return running ?? outside.run(command);
  };
  const host: Host = { ...asking, run: remember };
  // An earlier use in this job has left its answers, and perhaps its builder.
  if ((await listEarlier(host, folder)).length === 0) {
    const images = listImagesHere(inputs);
    const isReady = images !== undefined && (await isWritten(writeContext(host, folder)));
    void ask(host, { inputs, folder, images: isReady ? images : undefined });
  }
  return { host: { ...outside, run: recall }, end: () => ending.abort() };
}

function describe({ file, args, env }: Command): string {
  return JSON.stringify([file, args, env]);
}

function isWritten(writing: Promise<void>): Promise<boolean> {
  return writing.then(
    () => true,
    () => false,
  );
}

/** What the engine here is asked for; undefined where it has no part in the build. */
function listImagesHere(inputs: Inputs): readonly string[] | undefined {
  const machines = foreseeMachines(inputs);
  if (machines === undefined) return [];
  return hasNodeHere(machines) ? listLookedFor(machines) : undefined;
}

async function ask(
  host: Host,
  {
    inputs,
    folder,
    images,
  }: { inputs: Inputs; folder: string; images: readonly string[] | undefined },
): Promise<void> {
  const env = makeEngineEnv({ env: host.env, folder });
  await Promise.allSettled([
    findUsableBuildx(host, { choice: inputs.buildx, say: () => undefined, folder }),
    images && askEngine(host, { env, folder }),
    images && findImage(host, { sources: images, env }),
  ]);
}
