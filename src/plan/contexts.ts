/** Contexts of the build: what they may be, and whether what they name is there. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import { hasQuerySecret } from '../tools/redact.ts';
import type { Facts, PathKind } from './types.ts';

/** `org-123@github.com:org/app.git` is how an organization with certificates is reached (BuildKit util/sshutil). */
const REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:|github\.com\/)/i;

/** True when `context` is not a folder of the workspace. */
export function isRemoteContext(context: string): boolean {
  return REMOTE_CONTEXT.test(context);
}

/** Where the Dockerfile of a local context is, as buildx will look for it; undefined for a remote context. */
export function dockerfilePath({
  context,
  file,
}: Pick<Inputs, 'context' | 'file'>): string | undefined {
  if (isRemoteContext(context)) return undefined;
  return file ?? `${context.replace(/\/+$/, '')}/Dockerfile`;
}

/** True for a source of `build-contexts` that is a path: not remote, and not `docker-image://…` or the like. */
export function isLocalSource(source: string): boolean {
  return !isRemoteContext(source) && !/^[a-z][a-z0-9+.-]*:/i.test(source);
}

/** Adds a problem for each context that is not there, or that should not be fetched as it is written. */
export function checkContexts({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  checkContext({ inputs, facts, problems });
  for (const { name, source } of inputs.buildContexts) {
    if (isRemoteContext(source)) checkRemote('build-contexts', source, problems);
    const kind = facts.paths.named[source];
    if (!isLocalSource(source) || kind === 'directory' || kind === 'later') continue;
    problems.push({
      input: 'build-contexts',
      value: `${name}=${source}`,
      problem: 'names a folder that does not exist',
      fix: 'Give a folder, relative to the workspace, or write `docker-image://…` for an image.',
      ...noteLacking(kind),
    });
  }
}

function checkContext({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  if (isRemoteContext(inputs.context)) {
    checkRemote('context', inputs.context, problems);
    refuseNamesake({ inputs, facts, problems });
    return;
  }
  if (facts.paths.context === 'later') return;
  const hasContext = facts.paths.context === 'directory';
  if (!hasContext) {
    const problem =
      facts.paths.context === 'missing' ? 'does not exist' : 'is not a readable folder';
    const fix = `Check the repository out first (\`actions/checkout\`) and give a folder below the workspace.${describeBeside(facts)}`;
    const lacking = noteLacking(facts.paths.context);
    problems.push({ input: 'context', value: inputs.context, problem, fix, ...lacking });
  }
  // Without the folder, a Dockerfile that was expected in it is no second problem.
  if (hasContext || inputs.file !== undefined) checkDockerfile({ inputs, facts, problems });
}

/** buildx looks for a folder first (build/opt.go): a checkout may have one at `https:/github.com/…`, whoever wrote it. */
function refuseNamesake({
  inputs: { context },
  facts: { paths },
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  if (!paths.hasNamesake) return;
  problems.push({
    input: 'context',
    value: CREDENTIALS.test(context) || hasQuerySecret(context) ? undefined : context,
    problem:
      'is an address, and a folder here is called the same, which buildx would build instead',
    fix: 'Write `./` before it where the folder is meant. Where it is not, look who has put it there, and remove it.',
  });
}

function checkDockerfile({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  const kind = facts.paths.dockerfile;
  if (kind === 'file' || kind === 'later') return;
  if (inputs.file !== undefined && isRemoteContext(inputs.file)) {
    problems.push({
      input: 'file',
      value: inputs.file,
      problem: 'is a URL, whose content nobody could tell from the commit that is signed',
      fix: 'Check the file in, or fetch it in an earlier step, where its digest can be compared.',
    });
    return;
  }
  const problem = {
    missing: 'does not exist',
    directory: 'is a folder, not a Dockerfile',
    other: 'is not a regular file',
    unreadable: 'cannot be read',
  }[kind];
  problems.push({
    input: 'file',
    value: dockerfilePath(inputs),
    problem,
    fix: `Is the repository checked out (\`actions/checkout\`)? The path counts from the workspace, not from the context.${describeBeside(facts)}`,
    ...noteLacking(kind),
  });
}

const MAX_BESIDE = 12;

/** What a user compares the path with that was written. */
function describeBeside({ paths: { beside } }: Facts): string {
  const names = beside.filter((name) => !name.startsWith('.')).sort();
  if (names.length === 0) return '';
  const more = names.length > MAX_BESIDE ? ', …' : '';
  return ` There are: ${names.slice(0, MAX_BESIDE).join(', ')}${more}.`;
}

/** What is not there may come with a checkout; what is there and of another kind is a mistake. */
export function noteLacking(kind: PathKind | undefined): Pick<InputProblem, 'lacking'> {
  return kind === undefined || kind === 'missing' ? { lacking: true } : {};
}

/** A user name alone is how ssh works; everywhere else what stands before the `@` is a secret. */
const CREDENTIALS = /^(?:ssh:\/\/[^/@]*:[^/@]*@|(?!ssh:)[a-z+]+:\/\/[^/]*@)/i;

/** What never leaves the machine needs no encryption. */
const LOOPBACK = /^[a-z]+:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/]|$)/i;

function checkRemote(
  input: 'context' | 'build-contexts',
  context: string,
  problems: InputProblem[],
): void {
  const hasLogin = CREDENTIALS.test(context);
  const hasCredentials = hasLogin || hasQuerySecret(context);
  if (hasCredentials) {
    const what = hasLogin ? 'a user name or password' : 'a token or a signature in its query';
    problems.push({
      input,
      problem: `carries ${what}, which would stand in the log and in the provenance`,
      fix: 'Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`, or `HTTP_AUTH_TOKEN_<host>` where the address is that of an archive. What only a signed address opens is fetched in an earlier step.',
    });
  }
  if (/^(http|git):\/\//i.test(context) && !LOOPBACK.test(context)) {
    problems.push({
      input,
      value: hasCredentials ? undefined : context,
      problem: 'is fetched without encryption, so that anybody on the way can change it',
      fix: 'Use `https://`.',
    });
  }
}
