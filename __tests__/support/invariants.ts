/** What has to hold after every run of the action, whatever was asked of it and whatever went wrong. */
import { ERROR_CODES } from '../../src/errors.ts';
import { findLeaks } from './e2e-canaries.ts';
import { type Check, type Evidence, isSuccess } from './e2e-evidence.ts';
import { compareTrees, findRemains } from './e2e-machine.ts';
import {
  checkEffects,
  checkMovedTags,
  checkTagsTogether,
  checkTemporaryTags,
} from './invariants-registry.ts';
import { checkCandidates, checkLogEntries, checkReferrers } from './invariants-signatures.ts';

const CHECKS: Readonly<Record<string, Check>> = {
  'I1 tags name verified images': checkMovedTags,
  'I2 success means that it is there': checkEffects,
  'I2 what is handed over is signed': checkCandidates,
  'I3 failure claims nothing': checkFailureOutputs,
  'I4 each tag names the old or the new image': checkTagsTogether,
  'I5 nothing attached is lost, ours is there once': checkReferrers,
  'I6 no secret anywhere': ({ canaries, traces }) => [...new Set(findLeaks(canaries, traces))],
  'I7 nothing is left behind': checkRemains,
  'I7 no temporary tag is left behind': checkTemporaryTags,
  "I8 what is the user's is untouched": checkUserFiles,
  'I11 one error that says what to do': checkError,
  'I12 one log entry each': checkLogEntries,
  'I15 post is harmless': checkPost,
  'I18 no output is dropped': ({ run }) => run.main.droppedOutputs.map((name) => `output ${name}`),
};

/** One line for each violation, with the invariant's number. */
export async function checkInvariants(evidence: Evidence): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    for (const violation of await check(evidence)) found.push(`${name}: ${violation}`);
  }
  return found;
}

function checkFailureOutputs(evidence: Evidence): readonly string[] {
  if (isSuccess(evidence)) return [];
  const { published, verified } = evidence.run.main.outputs;
  return [
    ...(published === 'true' ? ['published is true'] : []),
    ...(verified === 'true' ? ['verified is true'] : []),
  ];
}

function checkRemains({ run, expected, before, after, leftFiles }: Evidence): readonly string[] {
  // Nobody is left to end them but the runner, which finds them by their RUNNER_TRACKING_ID, as `orphans` were.
  const orphans = expected.isKilled ? [] : run.orphans;
  const told = [
    ...run.main.log.map(({ text }) => text),
    ...(run.post?.log ?? []).map(({ text }) => text),
    ...Object.values(run.main.state),
  ].join('\n');
  const remains = [
    ...findRemains(before.machine, after.machine, told),
    ...leftFiles.map((path) => `left behind: ${path}`),
  ].filter((line) => expected.machineChanges?.test(line) !== true);
  return [
    ...remains,
    ...orphans.map(({ pid, command }) => `process ${pid}: ${command}`),
    ...compareTrees(before.workspace, after.workspace).map((line) => `workspace, ${line}`),
  ];
}

function checkUserFiles({ before, after, expected }: Evidence): readonly string[] {
  const changes = compareTrees(before.home, after.home);
  return changes.filter((line) => expected.homeChanges?.test(line) !== true);
}

function checkError(evidence: Evidence): readonly string[] {
  const { run, expected } = evidence;
  const errors = run.main.annotations.filter(({ level }) => level === 'error');
  const problems = [
    ...(run.main.timedOut ? ['it had to be stopped by the runner'] : []),
    ...errors
      .filter(({ source }) => source === 'runner')
      .map(({ message }) => `runner: ${message}`),
  ];
  if (expected.isKilled) return problems;
  if (isSuccess(evidence))
    return [...problems, ...errors.map(({ message }) => `success with ${message}`)];
  const [error] = errors;
  if (error === undefined || errors.length > 1) return [...problems, `${errors.length} errors`];
  const isKnown = ERROR_CODES.some((code) => code === error.title);
  // The lines of a wrong workflow file end with their cure, as one sentence does; a cancelled job needs none.
  const isHelpful =
    error.message.includes('\n') ||
    /^(INPUT_INVALID|LEG_VANISHED|CANCELLED)$/.test(error.title ?? '');
  return [
    ...problems,
    ...(isKnown ? [] : [`code ${error.title}: ${error.message}`]),
    ...(isHelpful ? [] : [`no next step in ${error.title}: ${error.message}`]),
  ];
}

function checkPost({ run, postAgain }: Evidence): readonly string[] {
  const limitMs = 30_000;
  const { post } = run;
  return [
    ...(post?.exitCode === 0 ? [] : [`exit code ${post?.exitCode ?? post?.signal}`]),
    ...(post !== undefined && post.durationMs > limitMs ? [`took ${post.durationMs} ms`] : []),
    ...(post?.annotations ?? []).map(({ level, message }) => `${level}: ${message}`),
    ...(postAgain.exitCode === 0 ? [] : [`again: exit code ${postAgain.exitCode}`]),
    ...(postAgain.durationMs > limitMs ? [`again: took ${postAgain.durationMs} ms`] : []),
    ...(/^::(error|warning)/m.test(postAgain.output) ? [`again: ${postAgain.output}`] : []),
  ];
}
