/** The one next step that fits what a registry said. Texts are matched as registries send them; see the sources at each. */
import type { FailureFacts } from './failure.ts';

type Facts = Pick<FailureFacts, 'repository' | 'code' | 'outcome' | 'status'>;

const PACKAGES_WRITE = 'permissions:\n  contents: read\n  packages: write';

/** What to do about it, or undefined when the message says all. */
export function findHint(facts: Facts): string | undefined {
  if (facts.code === 'REGISTRY_THROTTLED') return hintThrottled(facts);
  if (facts.code === 'REGISTRY_UNREACHABLE') return hintUnreachable(facts);
  if (/immutab|cannot be overwritten/i.test(facts.outcome)) return hintImmutable(facts);
  if (facts.code === 'REGISTRY_NOT_FOUND') return hintNotFound(facts);
  if (facts.code === 'REGISTRY_DENIED' || facts.code === 'REGISTRY_UNAUTHORIZED')
    return hintDenied(facts);
  if (facts.status === 413)
    return 'The registry, or a proxy in front of it, limits the size of uploads: raise that limit.';
  return undefined;
}

function hintThrottled({ repository }: Facts): string {
  const login =
    repository.registry === 'docker.io'
      ? ' Docker Hub limits by account: log in, also for public images.'
      : '';
  return `The registry limits requests. Run again later, or lower the number of jobs that run at once.${login}`;
}

function hintUnreachable({ repository, outcome }: Facts): string {
  if (/CERT|certificate|SELF_SIGNED|self-signed/i.test(outcome)) {
    return `The certificate of ${repository.registry} is not trusted here: set NODE_EXTRA_CA_CERTS to a file with its authority.`;
  }
  return `Look at the status page of ${repository.registry}, then run the failed job again: it continues with what was already pushed.`;
}

function hintImmutable({ repository }: Facts): string {
  return (
    `A tag in ${repository.path} is immutable and holds something else. Publish under a new tag; where the tag begins with ` +
    '`sha256-`, exclude that prefix from the immutability rule: signatures are listed under it.'
  );
}

function hintNotFound({ repository, outcome }: Facts): string | undefined {
  if (!/NAME_UNKNOWN|name unknown|repository/i.test(outcome)) return undefined;
  if (/\.dkr\.ecr\./.test(repository.registry)) {
    return `Create the repository first: aws ecr create-repository --repository-name ${repository.path}`;
  }
  return `Create the repository ${repository.path} first, or correct its name.`;
}

function hintDenied({ repository, outcome, code }: Facts): string {
  const { registry, path } = repository;
  if (registry === 'ghcr.io') return hintGitHub(path, outcome);
  if (registry === 'docker.io' && path.startsWith('library/')) {
    return `\`${path}\` without a registry means Docker Hub's official images. Did you mean \`ghcr.io/…/${path.slice('library/'.length)}\`?`;
  }
  if (/scope/i.test(outcome))
    return `The token for ${registry} may not write to ${path}: create one with read and write access.`;
  if (code === 'REGISTRY_UNAUTHORIZED') {
    return `Log in to ${registry}: set the inputs \`registry: ${registry}\`, \`username\` and \`password\`, or use a login step before.`;
  }
  return `The account used for ${registry} may not do this in ${path}: give it write access, or correct the name.`;
}

/** GitHub's registry has one sentence for at least six causes; what its code word tells apart is told apart. */
function hintGitHub(path: string, outcome: string): string {
  const owner = path.split('/')[0] ?? path;
  if (/create.{0,20}organization package|create_package/i.test(outcome)) {
    return (
      `Check in this order: \`${owner}\` is the owner of this repository; the job has\n${PACKAGES_WRITE}\n` +
      `and the organization lets its members create packages (organization settings, Packages).`
    );
  }
  return (
    `Give the job\n${PACKAGES_WRITE}\nand, if the package exists already, add this repository with the role Write under ` +
    `"Manage Actions access" in the settings of the package \`${path}\`. Pull requests from forks never get write access.`
  );
}
