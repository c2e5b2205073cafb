/** The one next step that fits what a registry said. Texts are matched as registries send them; see the sources at each. */
import type { FailureFacts } from './failure.ts';
import { formatLoginLines } from './login-lines.ts';

type Facts = Pick<FailureFacts, 'repository' | 'code' | 'outcome' | 'status' | 'isLoggedIn'>;

const PACKAGES_WRITE = 'permissions:\n  contents: read\n  packages: write';

/** What to do about it, or undefined when the message says all. */
export function findHint(facts: Facts): string | undefined {
  if (facts.code === 'REGISTRY_THROTTLED') return hintThrottled(facts);
  if (facts.code === 'REGISTRY_UNREACHABLE') return hintUnreachable(facts);
  if (/immutab|cannot be overwritten/i.test(facts.outcome)) return hintImmutable(facts);
  if (facts.code === 'REGISTRY_NOT_FOUND') return hintNotFound(facts);
  if (facts.code === 'REGISTRY_DENIED' || facts.code === 'REGISTRY_UNAUTHORIZED')
    return hintDenied(facts);
  if (facts.status !== undefined && facts.status < 400) return hintStranger(facts);
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

/** A login page, or the web server of a name that was mistyped, is glad about every request. */
function hintStranger({ repository }: Facts): string {
  return `What answers at ${repository.registry} does not speak as a registry does: is that its host and port, and is a proxy with a login page in front of it?`;
}

function hintUnreachable({ repository, outcome }: Facts): string {
  if (/CERT_NOT_YET_VALID|CERT_HAS_EXPIRED/.test(outcome)) {
    return `By the clock of this machine the certificate of ${repository.registry}, or of a proxy on the way, is not valid: is that clock right (NTP)? If it is, renew the certificate.`;
  }
  if (/ALTNAME_INVALID/.test(outcome)) {
    return `The certificate is for other names than ${repository.registry}: give the name that it holds, or one that holds this name to the registry.`;
  }
  if (/CERT|certificate|SELF_SIGNED|self-signed/i.test(outcome)) {
    return `The certificate of ${repository.registry} is not trusted here: set NODE_EXTRA_CA_CERTS, in the \`env\` of the job or of the runner, to a file with its authority. The builder has its own: give the file to \`buildkitd-config\` too (\`[registry."${repository.registry}"]\`, \`ca=[…]\`).`;
  }
  if (/\bENOTFOUND\b/.test(outcome)) {
    return `No host has the name ${repository.registry}: is it written right? For a host of your own, this machine's DNS has to know it.`;
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

function hintDenied({ repository, outcome, code, isLoggedIn }: Facts): string {
  const { registry, path } = repository;
  if (registry === 'docker.pkg.github.com')
    return `docker.pkg.github.com is no longer a registry: publish to ghcr.io/${path}.`;
  if (registry === 'ghcr.io')
    return isLoggedIn === false ? hintNoToken(path) : hintGitHub(path, outcome);
  if (registry === 'docker.io' && path.startsWith('library/')) {
    return `\`${path}\` without a registry means Docker Hub's official images. Did you mean \`ghcr.io/…/${path.slice('library/'.length)}\`?`;
  }
  if (isLoggedIn === false) return formatLoginLines(registry);
  if (/scope/i.test(outcome))
    return `The token for ${registry} may not write to ${path}: create one with read and write access.`;
  if (code === 'REGISTRY_UNAUTHORIZED') return hintRefused(registry, isLoggedIn === true);
  return `The account used for ${registry} may not do this in ${path}: give it write access, or correct the name.`;
}

/** Somebody who was logged in has a login that is wrong or has ended: another form of it is no cure. */
function hintRefused(registry: string, isLoggedIn: boolean): string {
  return isLoggedIn
    ? `The login used for ${registry} is wrong or has ended: look at its user name and password, or get a new token. It comes from the inputs, or from a login step before.`
    : formatLoginLines(registry);
}

/** The default token is only missing where somebody has emptied it, or on a server of one's own. */
function hintNoToken(path: string): string {
  return `There is no login for ghcr.io: leave \`github-token\` at its default and give the job\n${PACKAGES_WRITE}\nor, for ${path} of another GitHub, set \`username\` and a \`password\` with \`write:packages\`.`;
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
