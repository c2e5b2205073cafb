/** Why a registry refuses a push, where the run knows more about it than the registry. */
import { ActionError, errorCode, restate } from '../../errors.ts';
import type { Repository } from '../../image/reference.ts';
import type { LoginSpec } from '../../plan/login-spec.ts';
import { makeUntrusted } from '../../plan/signing.ts';
import type { Facts } from '../../plan/types.ts';

interface Refused {
  readonly error: unknown;
  readonly repository: Repository;
  readonly logins: readonly LoginSpec[];
  readonly facts: Pick<Facts, 'untrusted' | 'repository'>;
}

/** The failure with the one cause that fits, or with the login that was used. Whatever is no refusal stays as it is. */
export function explainDenial({ error, repository, logins, facts }: Refused): unknown {
  const isRefusal = /^REGISTRY_(?:DENIED|UNAUTHORIZED)$/.test(errorCode(error));
  if (!(error instanceof ActionError) || !isRefusal) return error;
  if (facts.untrusted) return makeUntrusted();
  const used = findUsed(logins, repository);
  const owner = facts.repository.split('/')[0]?.toLowerCase() ?? '';
  const isForeign = repository.path.split('/')[0] !== owner;
  const hint =
    used?.source === 'github-token' && owner !== '' && isForeign
      ? explainOwner(repository, owner)
      : [describeLogin(used, { repository, logins }), error.hint].filter(Boolean).join('\n');
  return restate(error, { hint });
}

function findUsed(logins: readonly LoginSpec[], repository: Repository): LoginSpec | undefined {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) =>
      registry === repository.registry &&
      (path === undefined || path === repository.path) &&
      use !== 'pull',
  );
  return fitting.find((one) => one.repository !== undefined) ?? fitting[0];
}

function describeLogin(
  used: LoginSpec | undefined,
  { repository, logins }: Pick<Refused, 'repository' | 'logins'>,
): string | undefined {
  if (used !== undefined) return `It was asked as ${used.username} (\`${used.source}\`).`;
  const others = [...new Set(logins.map(({ registry }) => registry))].join(', ');
  if (others === '') return undefined;
  return `The inputs have no login for ${repository.registry}, but for ${others}.`;
}

/** A job's own token writes packages of its own owner alone. */
function explainOwner({ registry, path }: Repository, owner: string): string {
  const [other, ...rest] = path.split('/');
  return `The token of this job belongs to ${owner}, and the image to ${other}: publish to ${[registry, owner, ...rest].join('/')}, or log in as somebody who may write there, with \`username\` and a \`password\` that has \`write:packages\`.`;
}
