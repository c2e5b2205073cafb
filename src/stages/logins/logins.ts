/** The logins of the plan with the secrets of the inputs: ready to be asked for. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { parseEcrHost } from '../../image/registry-host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { listCacheSecrets } from '../../plan/cache-secrets.ts';
import type { LoginSpec } from '../../plan/login-spec.ts';
import type { Plan } from '../../plan/types.ts';
import { findEcrUrl, readAmbientKey, readEcrToken } from '../../registry/aws.ts';
import type { AwsKey } from '../../registry/aws-signature.ts';
import type { OwnLogin } from '../../registry/credentials.ts';
import { type AudienceTokens, exchangeIdentity } from '../../registry/identities.ts';
import { type Lease, type LeaseSource, makeLeaseSource } from '../../registry/lease.ts';
import { makeTokenSource, type TokenSource } from '../job/oidc.ts';

export type LoginHost = Pick<
  Host,
  'env' | 'files' | 'run' | 'log' | 'mask' | 'fetch' | 'clock' | 'signal'
>;

/** GitHub is waited for this long: a login that comes later is no preflight any more. */
const TOKEN_TIMEOUT_MS = 60_000;

/** Before anything is printed. */
export function maskSecrets(
  { mask }: Pick<Host, 'mask'>,
  { githubToken = '', registryAuth, cacheSecrets }: Inputs,
): void {
  const passwords = registryAuth.map(({ password }) => password);
  for (const secret of [githubToken, ...passwords, ...listCacheSecrets(cacheSecrets)])
    if (secret !== '') mask(secret);
}

/** Asks nobody yet; masks what the inputs hold. */
export function makeOwnLogins(
  host: LoginHost,
  plan: Pick<Plan, 'logins'>,
  inputs: Inputs,
): OwnLogin[] {
  const tokens = makeAudienceTokens(host);
  return plan.logins.map((spec) => ({
    registry: spec.registry,
    repository: spec.repository,
    use: spec.use,
    ...makeReader(host, { spec, inputs, tokens }),
  }));
}

/** One source for each audience: several registries of one cloud share a token. */
function makeAudienceTokens(host: LoginHost): AudienceTokens {
  const sources = new Map<string, TokenSource>();
  return async (audience) => {
    const source =
      sources.get(audience) ??
      makeTokenSource(host, {
        audience,
        purpose: `the login (${audience})`,
        timeoutMs: TOKEN_TIMEOUT_MS,
      });
    sources.set(audience, source);
    return source();
  };
}

function makeReader(
  host: LoginHost,
  { spec, inputs, tokens }: { spec: LoginSpec; inputs: Inputs; tokens: AudienceTokens },
): Pick<OwnLogin, 'read' | 'known'> {
  const { registry, identity, isAwsKey } = spec;
  if (identity !== undefined) {
    const ask = (): Promise<Lease> => exchangeIdentity(host, { identity, tokens });
    return {
      read: withoutIfOptional(host, spec, makeLeaseSource({ host, name: registry, ask })),
    };
  }
  const secret = readSecret(spec, inputs);
  if (secret !== '') host.mask(secret);
  if (isAwsKey === true) return makeKeySource(host, spec, secret);
  const known = { username: spec.username, password: secret };
  return { known, read: async () => ({ credential: known, expiresAtMs: undefined }) };
}

function readSecret({ source, entry = -1 }: LoginSpec, inputs: Inputs): string {
  if (source === 'registry-auth') return inputs.registryAuth[entry]?.password ?? '';
  return (source === 'password' ? inputs.password : inputs.githubToken) ?? '';
}

/** A build that pushes nothing may well do without: what it pulls can be public. Told once. */
function withoutIfOptional(
  host: LoginHost,
  { registry, isOptional }: LoginSpec,
  source: LeaseSource,
): OwnLogin['read'] {
  if (isOptional !== true) return source.read;
  let isGivenUp = false;
  return async () => {
    if (isGivenUp) return undefined;
    try {
      return await source.read();
    } catch (error) {
      if (!(error instanceof ActionError) || error.code === 'CANCELLED') throw error;
      isGivenUp = true;
      host.log.warning(`No login at ${registry}, and nothing is pushed: ${error.message}`);
      return undefined;
    }
  };
}

function makeKeySource(
  host: LoginHost,
  { registry, username }: LoginSpec,
  secret: string,
): LeaseSource {
  const key = username === '' ? undefined : { accessKeyId: username, secretAccessKey: secret };
  const ask = async (): Promise<Lease> => {
    const used = key ?? readAmbientKey(host.env);
    if (used === undefined)
      throw new ActionError(
        'IDENTITY_REFUSED',
        `The login at ${registry} has neither \`username\` and \`password\` nor an AWS access key in the environment`,
        { hint: 'Run aws-actions/configure-aws-credentials before, or use `registry-identities`.' },
      );
    return exchangeKey(host, registry, used);
  };
  return makeLeaseSource({ host, name: registry, ask });
}

/** For a registry of Amazon's that nobody gave a login for, where a step before has left an access key. */
export function makeAmbientSource(host: LoginHost, registry: string): LeaseSource | undefined {
  const key = readAmbientKey(host.env);
  if (key === undefined || parseEcrHost(registry) === undefined) return undefined;
  const ask = (): Promise<Lease> => exchangeKey(host, registry, key);
  return makeLeaseSource({ host, name: registry, ask });
}

async function exchangeKey(host: LoginHost, registry: string, key: AwsKey): Promise<Lease> {
  const ecr = parseEcrHost(registry);
  if (ecr === undefined)
    throw new ActionError('IDENTITY_REFUSED', `${registry} is no registry of Amazon's`);
  const { kind, region } = ecr;
  const url = findEcrUrl(ecr);
  return readEcrToken(host, { registry, isPublic: kind === 'public', region, url, key });
}
