/** docker's credential helpers: programs that are asked for a login by name. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { HELPER_VARIABLE } from '../tools/child-env.ts';
import type { Credential } from './context.ts';

export type HelperHost = Pick<Host, 'run' | 'env' | 'mask'>;

const DEADLINE_MS = 30_000;
/** The helpers' protocol has no exit code for "no such entry", only these words (docker-credential-helpers credentials/error.go). */
const NOT_FOUND = /credentials not found in native keychain/i;

/** What `docker-credential-<helper>` says about `server`; undefined when it knows nothing. Throws CREDENTIAL_HELPER_FAILED. */
export async function askHelper(
  host: HelperHost,
  helper: string,
  server: string,
): Promise<Credential | undefined> {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper))
    throw new ActionError(
      'CREDENTIAL_HELPER_FAILED',
      `docker's config.json names a credential helper that is not a program name`,
    );
  const result = await host.run({
    tool,
    file: tool,
    args: ['get'],
    env: pickEnvironment(host.env),
    stdin: server,
    deadlineMs: DEADLINE_MS,
  });
  if (result.exitCode === 0) {
    const credential = parseAnswer(result.stdout, tool, server);
    if (credential !== undefined) host.mask(findSecret(credential));
    return credential;
  }
  if (NOT_FOUND.test(result.stdout) || NOT_FOUND.test(result.stderr)) return undefined;
  const why = result.notFound
    ? 'is not installed'
    : result.timedOut
      ? 'did not answer in 30 s'
      : `ended with exit code ${result.exitCode ?? result.signal}`;
  throw new ActionError(
    'CREDENTIAL_HELPER_FAILED',
    `${tool}, which docker's config.json names for ${server}, ${why}`,
    {
      hint: `Install ${tool}, or set the inputs \`registry\`, \`username\` and \`password\`: they are used without it.`,
      details: result.stderr.split('\n').slice(-5),
    },
  );
}

/** The part of a credential that nobody may see. */
export function findSecret(credential: Credential): string {
  return 'identityToken' in credential ? credential.identityToken : credential.password;
}

function pickEnvironment(env: HelperHost['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && HELPER_VARIABLE.test(name) ? [[name, value]] : [],
    ),
  );
}

/** The answer holds the secret: no part of it may reach a message. */
function parseAnswer(stdout: string, tool: string, server: string): Credential | undefined {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout) as Readonly<
      Record<string, unknown>
    >;
    if (typeof secret === 'string' && typeof username === 'string') {
      if (secret === '') return undefined;
      return username === TOKEN_USER ? { identityToken: secret } : { username, password: secret };
    }
  } catch {
    // Told below, without the text.
  }
  throw new ActionError(
    'CREDENTIAL_HELPER_FAILED',
    `${tool} answered for ${server} with something else than a credential`,
  );
}

/** The user name by which the protocol marks an identity token. */
const TOKEN_USER = '<token>';

/** A helper's answer to `get`, as docker reads it. */
export function formatHelperAnswer(server: string, credential: Credential): string {
  const [Username, Secret] =
    'identityToken' in credential
      ? [TOKEN_USER, credential.identityToken]
      : [credential.username, credential.password];
  return JSON.stringify({ ServerURL: server, Username, Secret });
}
