/** What every part of the registry client works with. */
import type { Host } from '../host/host.ts';
import type { Repository } from '../image/reference.ts';
import type { Attempts, PollPolicy, RetryPolicy } from './retry.ts';

/** What this room needs of the world. */
export type RegistryHost = Pick<Host, 'fetch' | 'clock' | 'log' | 'mask'>;

/** A password, or a refresh token that a token server exchanges (`docker login` stores either). */
export type Credential =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

/** What will be done → what to log in with; undefined means anonymously. Asked anew for each token, so that it may change. */
export type CredentialSource = (purpose: Purpose) => Promise<Credential | undefined>;

export interface RegistryContext {
  readonly host: RegistryHost;
  readonly credentials: CredentialSource;
  readonly insecureHosts: ReadonlySet<string>;
  readonly retry: RetryPolicy;
  readonly poll: PollPolicy;
  /** Milliseconds for one call of the client with all its attempts; waiting for a lagging registry is on top. */
  readonly budgetMs: number;
}

/** The attempts of one call, from now on. */
export function startAttempts({ host, retry, budgetMs }: RegistryContext): Attempts {
  const deadlineMs = host.clock.elapsedMs() + budgetMs;
  return { clock: host.clock, log: host.log, policy: retry, deadlineMs };
}

/** What may be done with a token: the two scopes that registries know. */
export type Access = 'pull' | 'pull,push';

export interface Purpose {
  readonly repository: Repository;
  readonly access: Access;
}
