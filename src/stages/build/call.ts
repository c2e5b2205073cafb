/** `call`: BuildKit evaluates the Dockerfile and builds nothing. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { makeCall } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import { makeBuildArgs } from '../../tools/buildx.ts';
import { describeCommandFailure } from '../../tools/catalogue.ts';
import { withCode } from '../job/run-command.ts';
import { withSecretFiles } from '../job/secrets.ts';
import type { BuildMeans } from './build.ts';

/** An evaluation loads the Dockerfile and its frontend; nothing in it takes minutes. */
const DEADLINE_MS = 10 * 60_000;

/**
 * Prints what the evaluation says. Throws CHECK_FAILED when it found something (buildx then exits with a code of its
 * own and the findings on stdout), and BUILD_FAILED when it could not be made.
 */
export async function runCall(
  host: Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'mask'>,
  { plan, means, call }: { plan: Plan; means: BuildMeans; call: string },
): Promise<void> {
  const command = {
    tool: 'buildx',
    file: means.buildx.path,
    env: means.buildx.env,
    deadlineMs: DEADLINE_MS,
  };
  const result = await withSecretFiles(
    host,
    { ...means.secrets, folder: means.folder },
    (secrets) =>
      host.run({
        ...command,
        args: makeBuildArgs(makeCall(plan, { builder: means.builder, call, secrets })),
      }),
  );
  if (host.signal.aborted) throw host.signal.reason;
  result.stdout.trimEnd().split('\n').forEach(host.log.foreign);
  if (result.exitCode === 0) return;
  if (result.exitCode === undefined || result.stdout.trim() === '')
    throw withCode('BUILD_FAILED', describeCommandFailure(result, command));
  throw new ActionError('CHECK_FAILED', `\`call: ${call}\` found something in the Dockerfile`, {
    hint: 'What it found stands above. `ignorestatus=true` (`call: check,ignorestatus=true`) reports without failing.',
  });
}
