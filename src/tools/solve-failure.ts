/** What a registry refused to a build that failed, by what buildx 0.36 and BuildKit 0.32 print at its end. */

const PUSH = /^ERROR: (?:failed to build: )?failed to solve: failed to push (\S+): (.*)$/m;
/** Too many at once, or an outage: both pass. BuildKit tries an outage for seven seconds by itself, and a 429 not at all. */
const PASSING =
  /\btoomanyrequests\b[^\n]*|\b(?:429 Too Many Requests|5\d\d (?:[A-Z][\w-]*(?: [A-Z][\w-]*)*))/;
const PULL =
  /^ERROR: (?:failed to build: )?failed to solve: [^\n]*\b(?:failed to copy|failed to resolve source metadata|failed to do request|failed to authorize|httpReadSeeker)\b/m;

/** gRPC of a buildkitd that is gone, or told to go, while it builds (grpc-go internal/transport/http2_client.go). */
const LOST =
  /^ERROR: [^\n]*\bUnavailable(?: desc = |: )[^\n]*(?:error reading from server|transport is closing|graceful_stop)/m;
const NO_ENGINE =
  /^ERROR: [^\n]*(?:cannot connect to the docker daemon|failed to connect to the docker API|error during connect)/im;

/** The registry's words about a push that is worth another try; undefined where it failed for something else. */
export function findPassingPush(text: string): string | undefined {
  const [, name, reason = ''] = PUSH.exec(text) ?? [];
  const [words] = PASSING.exec(reason) ?? [];
  return words === undefined ? undefined : `${name}: ${words}`;
}

/** Could an image not be pulled that the build itself needs, such as the generator of SBOMs? */
export function failsToPull(text: string, image: string): boolean {
  const steps = text.split('\n').filter((line) => /^ > /.test(line));
  return PULL.test(text) && steps.some((line) => line.includes(image));
}

/** Did the builder end in the middle of the build? */
export function losesBuilder(text: string): boolean {
  return LOST.test(text);
}

/** Is there no engine, as while one is started anew? */
export function lacksEngine(text: string): boolean {
  return NO_ENGINE.test(text);
}
