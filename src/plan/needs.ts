/** What a run of the plan needs of its job, whether the job has it or not. */
import { formatRepository } from '../image/reference.ts';
import { isRemoteContext } from './contexts.ts';
import type { Plan } from './types.ts';

/** Permissions of the job's token, and who may push where; each with a name and its value. */
export function listNeeds(plan: Plan): ReadonlyArray<readonly [name: string, value: string]> {
  const pushed = plan.mode === 'push' ? plan.destinations : [];
  return [
    ['permissions', listPermissions(plan).join(', ') || 'none'],
    ...pushed.map(({ repository }) => {
      const name = formatRepository(repository);
      return ['push access', `${name} (${findLogin(plan, repository.registry)})`] as const;
    }),
  ];
}

function listPermissions({ build, mode, destinations, signing, logins }: Plan): string[] {
  const hasIdentity = logins.some(({ identity }) => identity !== undefined);
  const usesToken = logins.some(({ source }) => source === 'github-token');
  const isGitHub =
    usesToken || destinations.some(({ repository }) => repository.registry === 'ghcr.io');
  return [
    ...(isRemoteContext(build.context) ? [] : ['contents: read']),
    ...(mode === 'push' && isGitHub ? ['packages: write'] : []),
    ...(signing.kind === 'keyless' || hasIdentity ? ['id-token: write'] : []),
  ];
}

function findLogin({ logins }: Plan, registry: string): string {
  const login = logins.find((one) => one.registry === registry && one.use !== 'pull');
  return login === undefined
    ? 'no login here: a docker login of the job counts'
    : `login by \`${login.source}\``;
}
