/** Logins by the job's OIDC token: which of them this run can have, and needs. */
import type { RegistryIdentity } from './identities.ts';
import type { LoginSpec } from './login-spec.ts';
import type { Planning, SomeLogins } from './logins.ts';

const PERMISSIONS = 'permissions:\n  contents: read\n  id-token: write';

/** A run that pushes nothing goes on without them: what it can pull anonymously it can build. */
export function planIdentities({ inputs, facts, mode, problems }: Planning): SomeLogins {
  const wanted = inputs.registryIdentities.filter(({ use }) => mode === 'push' || use !== 'push');
  if (wanted.length === 0) return { logins: [], warnings: [] };
  if (facts.oidcAvailable) {
    const isOptional = mode === 'push' ? {} : { isOptional: true };
    return { logins: wanted.map((one) => ({ ...makeLogin(one), ...isOptional })), warnings: [] };
  }
  const hosts = [...new Set(wanted.map(({ registry }) => registry))].join(', ');
  if (mode !== 'push')
    return { logins: [], warnings: [`No login at ${hosts}: this run gets no OIDC token.`] };
  problems.push({
    input: 'registry-identities',
    problem: `needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    fix: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):\n${PERMISSIONS}`,
    lacking: true,
  });
  return { logins: [], warnings: [] };
}

function makeLogin(identity: RegistryIdentity): LoginSpec {
  const { registry, repository, use } = identity;
  return {
    registry,
    username: describeIdentity(identity),
    source: 'registry-identities',
    use,
    identity,
    ...(repository === undefined ? {} : { repository }),
  };
}

function describeIdentity(identity: RegistryIdentity): string {
  switch (identity.type) {
    case 'aws-ecr':
      return identity.role;
    case 'gcp-wif':
      return identity.serviceAccount ?? identity.provider;
    case 'azure-acr':
      return identity.clientId;
    case 'dockerhub':
      return identity.username;
  }
}
