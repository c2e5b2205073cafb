/** What `@actions/artifact` says of a failure -> an error that says what to do. */
import { ActionError } from '../errors.ts';
import type { ArtifactFailure } from './artifact-worker.ts';

/** Another way by which legs can be handed over: it needs no service. */
const OTHER_WAY =
  'Or hand the legs over without artifacts: publish: off, and their output candidate as the input candidates of publish/';

/** True when the run has an artifact of the name that was to be created. */
export function isConflict({ message }: ArtifactFailure): boolean {
  return /^Failed to CreateArtifact: .*\(409\)/.test(message);
}

/** True when all but the last word of the service arrived: it may have taken note, and may not. */
export function isUnsettled(failure: ArtifactFailure): boolean {
  return (
    (failure.isRepeated && isConflict(failure)) ||
    /^Failed to FinalizeArtifact: /.test(failure.message)
  );
}

/** True when the connection failed: the library does not repeat such a request, whatever came of it. */
export function isNetworkFailure({ message }: ArtifactFailure): boolean {
  return /Unable to make request: E[A-Z]+/.test(message);
}

/** Makes ARTIFACTS_UNAVAILABLE, or ARTIFACT_INVALID for what a download brought. */
export function describeFailure(failure: ArtifactFailure, cause: unknown): ActionError {
  const { name } = failure;
  const message = redact(failure.message);
  if (name === 'DigestMismatch' || name === 'TooLarge' || name === 'NoFile') {
    return new ActionError('ARTIFACT_INVALID', `An artifact of the run is refused: ${message}`, {
      cause,
    });
  }
  if (name === 'ArtifactNotFoundError') {
    return new ActionError('ARTIFACT_INVALID', 'An artifact of the run is not there any more', {
      hint: 'Something deleted it while the run was going on',
      cause,
    });
  }
  return makeUnavailable(`Artifacts of this run cannot be used: ${message}`, {
    hint: chooseHint(name, message),
    cause,
  });
}

/** Makes ARTIFACTS_UNAVAILABLE; every hint ends with the way that needs no service. */
export function makeUnavailable(
  message: string,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown },
): ActionError {
  return new ActionError('ARTIFACTS_UNAVAILABLE', message, {
    hint: `${hint}. ${OTHER_WAY}`,
    cause,
  });
}

function chooseHint(name: string, message: string): string {
  if (name === 'GHESNotSupportedError')
    return 'GitHub Enterprise Server has no artifact service of version 4';
  if (name === 'UsageError' || /storage quota/.test(message))
    return 'The storage quota for artifacts is used up: delete old ones, or raise it';
  if (/\((401|403)\)/.test(message))
    return 'The service refused the token of the job: it ends with the job, or the runner gave another one';
  return 'Run the failed jobs again when https://www.githubstatus.com says that Actions is well';
}

/** A signed URL lets its holder at the file. */
function redact(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/([?&]sig=)[^&\s"']+/g, '$1***');
}
