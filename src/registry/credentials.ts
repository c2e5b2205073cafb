/** Which credential a registry gets: the action's own inputs first, then whatever docker would use. */
import { ActionError } from '../errors.ts';
import type { Files, Host, Log } from '../host/host.ts';
import type { Credential, CredentialSource } from './context.ts';
import { type DockerConfig, findCredential, parseDockerConfig } from './docker-config.ts';

export interface CredentialOptions {
  readonly host: Pick<Host, 'run' | 'env' | 'mask'> & {
    readonly files: Pick<Files, 'kind' | 'readText'>;
    readonly log: Pick<Log, 'warning'>;
  };
  /** Folder of the user's config.json (`DOCKER_CONFIG`, else `~/.docker`). */
  readonly dockerConfigDir: string;
  /** Registry, as image names have it, → credential from the inputs. */
  readonly extra: ReadonlyMap<string, Credential>;
}

const HELPER_DEADLINE_MS = 30_000;
/** What credential helpers need to find their store and their cloud account; nothing of the job's secrets beyond that. */
const HELPER_ENV =
  /^(?:PATH|HOME|USER|TMPDIR|LANG|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR|SSL_CERT_\w+|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|AWS_\w+|GOOGLE_\w+|CLOUDSDK_\w+|AZURE_\w+)$/;
/** The helpers' protocol has no exit code for "no such entry", only these words (docker-credential-helpers credentials/error.go). */
const NOT_FOUND = /credentials not found in native keychain/i;

/** Each registry is asked about once; a second question waits for the first answer. Throws CREDENTIAL_HELPER_FAILED. */
export function makeCredentialSource(options: CredentialOptions): CredentialSource {
  const known = new Map<string, Promise<Credential | undefined>>();
  let config: Promise<DockerConfig | undefined> | undefined;
  return (registry) => {
    config ??= readConfig(options);
    const found = known.get(registry) ?? config.then((read) => findFor(options, read, registry));
    known.set(registry, found);
    return found;
  };
}

async function findFor(
  { host, extra }: CredentialOptions,
  config: DockerConfig | undefined,
  registry: string,
): Promise<Credential | undefined> {
  const own = extra.get(registry);
  if (own !== undefined || config === undefined) return own;
  const place = findCredential(config, registry);
  if (place.kind === 'none') return undefined;
  if (place.kind === 'inline') return place.credential;
  const credential = await askHelper(host, place.helper, place.server);
  if (credential !== undefined)
    host.mask('identityToken' in credential ? credential.identityToken : credential.password);
  return credential;
}

async function readConfig({
  host,
  dockerConfigDir,
}: CredentialOptions): Promise<DockerConfig | undefined> {
  const path = `${dockerConfigDir}/config.json`;
  if ((await host.files.kind(path)) !== 'file') return undefined;
  const config = parseDockerConfig(await host.files.readText(path));
  if (config === undefined) host.log.warning(`${path} is not valid JSON; its logins are not used`);
  return config;
}

async function askHelper(
  host: CredentialOptions['host'],
  helper: string,
  server: string,
): Promise<Credential | undefined> {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper))
    throw new ActionError(
      'CREDENTIAL_HELPER_FAILED',
      `docker's config.json names a credential helper that is not a program name`,
    );
  const env = Object.fromEntries(
    Object.entries(host.env).flatMap(([name, value]) =>
      value !== undefined && HELPER_ENV.test(name) ? [[name, value]] : [],
    ),
  );
  const result = await host.run({
    tool,
    file: tool,
    args: ['get'],
    env,
    stdin: server,
    deadlineMs: HELPER_DEADLINE_MS,
  });
  if (result.exitCode === 0) return parseHelperAnswer(result.stdout, tool, server);
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

/** The answer holds the secret: no part of it may reach a message. */
function parseHelperAnswer(stdout: string, tool: string, server: string): Credential | undefined {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout) as Readonly<
      Record<string, unknown>
    >;
    if (typeof secret === 'string' && typeof username === 'string') {
      if (secret === '') return undefined;
      return username === '<token>' ? { identityToken: secret } : { username, password: secret };
    }
  } catch {
    // Told below, without the text.
  }
  throw new ActionError(
    'CREDENTIAL_HELPER_FAILED',
    `${tool} answered for ${server} with something else than a credential`,
  );
}
