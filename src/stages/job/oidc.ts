/**
 * The job's OIDC token, fetched by us: cosign never looks at the endpoint's HTTP status, takes any JSON error for an
 * empty token and then polls the device flow for five minutes (cosign pkg/providers/github/github.go).
 */
import { ActionError } from '../../errors.ts';
import { type Host, TransportError } from '../../host/host.ts';
import { findMismatch, type OidcToken, parseTokenAnswer } from '../../tools/oidc-token.ts';

type Reach = Pick<Host, 'env' | 'fetch' | 'clock' | 'mask' | 'log' | 'signal'>;

/** Whom Fulcio wants the token made out to. */
export const SIGSTORE_AUDIENCE = 'sigstore';
const ATTEMPTS = 6;
const REQUEST_TIMEOUT_MS = 10_000;
const TOTAL_MS = 90_000;
const MAX_DELAY_MS = 15_000;
/** A token has to outlive a slow Fulcio and a slow log. */
const MIN_LIFE_S = 60;

/** Gives a token that lives long enough; asks GitHub again only when the last one no longer does. */
export type TokenSource = () => Promise<OidcToken>;

/** What a token is for: a service takes none that is made out to another. */
export interface TokenRequest {
  readonly audience: string;
  /** What messages call the purpose, as `signing`. */
  readonly purpose: string;
  /** How long this run is patient with whoever takes the token; GitHub gets no more of it than 90 s. */
  readonly timeoutMs: number;
}

export function makeTokenSource(host: Reach, request: TokenRequest): TokenSource {
  let current: Promise<Held> | undefined;
  const ask = (): Promise<Held> => {
    const asking = fetchHeld(host, request);
    current = asking;
    asking.catch(() => {
      if (current === asking) current = undefined;
    });
    return asking;
  };
  return async () => {
    const last = current;
    // Who waits for a request shares its failure: it has been patient, and a second one would be no luckier.
    const held = await last;
    if (held !== undefined && leftS(host, held) >= MIN_LIFE_S) return held.token;
    // Several that find it expired wait for the request of the first.
    return (await (current === undefined || current === last ? ask() : current)).token;
  };
}

interface Held {
  readonly token: OidcToken;
  /** When it was got, on the clock's monotonic scale. */
  readonly sinceMs: number;
}

async function fetchHeld(host: Reach, request: TokenRequest): Promise<Held> {
  const token = await fetchToken(host, request);
  return { token, sinceMs: host.clock.elapsedMs() };
}

/** A clock that is slow, or set back while the image is built, makes a token look young that has long ended. */
function leftS(host: Reach, { token, sinceMs }: Held): number {
  const { lifetimeS = Number.POSITIVE_INFINITY } = token;
  return Math.min(lifeS(host, token), lifetimeS - (host.clock.elapsedMs() - sinceMs) / 1000);
}

function lifeS({ clock }: Reach, { expiresAtS }: OidcToken): number {
  return expiresAtS - clock.now().getTime() / 1000;
}

interface Failure {
  readonly reason: string;
  readonly retry: boolean;
}

/** Throws OIDC_PERMISSION_MISSING, OIDC_UNAVAILABLE after the attempts are used up, or OIDC_TOKEN_INVALID. */
async function fetchToken(
  host: Reach,
  { audience, purpose, timeoutMs }: TokenRequest,
): Promise<OidcToken> {
  const endMs = host.clock.elapsedMs() + Math.min(TOTAL_MS, timeoutMs);
  let last: Failure = { reason: 'not asked', retry: true };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const leftMs = Math.max(1, endMs - host.clock.elapsedMs());
    const timeout = { audience, timeoutMs: Math.min(REQUEST_TIMEOUT_MS, leftMs) };
    const got = await requestToken(host, timeout);
    if (!('reason' in got)) return checkToken(host, got);
    last = got;
    const delayMs = Math.min(MAX_DELAY_MS, 1000 * 2 ** (attempt - 1));
    if (!got.retry || attempt === ATTEMPTS || host.clock.elapsedMs() + delayMs > endMs) break;
    host.log.info(
      `GitHub's OIDC endpoint: ${got.reason}; again in ${delayMs / 1000} s (attempt ${attempt + 1} of ${ATTEMPTS})`,
    );
    await host.clock.sleep(delayMs);
  }
  throw new ActionError(
    'OIDC_UNAVAILABLE',
    `GitHub gave no OIDC token for ${purpose}: ${last.reason}`,
    {
      hint: last.retry
        ? 'Nothing was published under a tag. Run the job again when GitHub Actions has recovered (www.githubstatus.com).'
        : 'Check that the job has `permissions: id-token: write`, in the calling workflow too.',
    },
  );
}

async function requestToken(
  host: Reach,
  { audience, timeoutMs }: Pick<TokenRequest, 'audience' | 'timeoutMs'>,
): Promise<OidcToken | Failure> {
  const base = host.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const bearer = host.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!base || !bearer) {
    throw new ActionError(
      'OIDC_PERMISSION_MISSING',
      'The job has no permission to ask for an OIDC token',
    );
  }
  if (!URL.canParse(base))
    return { reason: 'ACTIONS_ID_TOKEN_REQUEST_URL is no URL', retry: false };
  const url = new URL(base);
  url.searchParams.set('audience', audience);
  try {
    const { status, body } = await host.fetch({
      url: url.href,
      headers: { authorization: `bearer ${bearer}`, accept: 'application/json' },
      timeoutMs,
      maxBytes: 1024 * 1024,
    });
    if (status !== 200)
      return {
        reason: `HTTP ${status} from ${url.host}`,
        retry: status >= 500 || status === 429 || status === 408,
      };
    const parsed = parseTokenAnswer(Buffer.from(body).toString('utf8'), audience);
    return parsed.ok ? parsed.token : { reason: parsed.reason, retry: true };
  } catch (error) {
    if (error instanceof TransportError)
      return { reason: error.message, retry: error.kind !== 'tls' };
    throw error;
  }
}

function checkToken(host: Reach, token: OidcToken): OidcToken {
  host.mask(token.text);
  const mismatch = findMismatch(token.claims, {
    repository: host.env['GITHUB_REPOSITORY'] ?? '',
    sha: host.env['GITHUB_SHA'] ?? '',
  });
  if (mismatch !== undefined) {
    throw new ActionError(
      'OIDC_TOKEN_INVALID',
      `GitHub's OIDC token does not fit this job: ${mismatch}`,
      {
        hint: 'An earlier step may have changed GITHUB_* or ACTIONS_ID_TOKEN_REQUEST_* in the environment.',
      },
    );
  }
  if (lifeS(host, token) < MIN_LIFE_S) {
    throw new ActionError(
      'OIDC_TOKEN_INVALID',
      "GitHub's OIDC token has expired by this machine's clock",
      {
        hint: 'Set the clock of the runner (NTP).',
      },
    );
  }
  return token;
}
