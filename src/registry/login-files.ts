/**
 * The files by which docker, buildx and cosign log in, below the run's private folder. Pure.
 *
 * `docker` is for what the engine pulls itself, `docker-push` for the build, `docker-verify` for verification. buildx
 * looks for a login first in `<BUILDX_CONFIG>/config/<host>[/<repository>][@<action>]`, when the token that is asked for
 * has one scope (buildx util/dockerutil/dockerconfig): that is how a login for one repository leaves all others of the
 * host alone. With several scopes, as for a layer that is mounted from another repository, and for registries that take
 * a password instead of a token, it takes the host's: therefore the login for pushing stands there.
 */
import { formatApiHost, type Repository } from '../image/reference.ts';
import type { Credential } from './context.ts';
import { type DockerConfig, formatAuthKey, formatDockerConfig } from './docker-config.ts';
import { formatHelperAnswer } from './docker-credential.ts';

/** A credential, and whether it ends while a build may still run. */
export interface FileLogin {
  readonly credential: Credential;
  readonly isRenewed: boolean;
  /** Milliseconds since the epoch; undefined for what has no end. */
  readonly expiresAtMs?: number | undefined;
}

export interface LoginSet {
  /** Folder of the run, without a slash at its end. */
  readonly folder: string;
  readonly config: DockerConfig | undefined;
  /** Host → our login for what is only read. */
  readonly pulls: ReadonlyMap<string, FileLogin>;
  /** Logins for single repositories that are only read. */
  readonly narrow: readonly RepositoryLogin[];
  /** Every repository that is written to. */
  readonly pushes: readonly RepositoryLogin[];
  /** Hosts whose login for pushing must not be used for anything else → the one for all else; undefined: none. */
  readonly apart: ReadonlyMap<string, FileLogin | undefined>;
}

export interface RepositoryLogin {
  readonly repository: Repository;
  /** Undefined: anonymously. */
  readonly login: FileLogin | undefined;
}

export interface LoginFile {
  readonly path: string;
  readonly text: string;
  readonly isProgram: boolean;
}

/** Every file with its content; the same set of logins always makes the same paths. */
export function makeLoginFiles(set: LoginSet): LoginFile[] {
  const { folder, config, pulls, pushes } = set;
  const plain = new Map([...pulls].map(([host, { credential }]) => [host, credential]));
  return [
    makeFile(`${folder}/docker/config.json`, formatDockerConfig(config, { inline: plain })),
    ...makeConfig(set, { dir: `${folder}/docker-push`, config, logins: chooseHostLogins(set) }),
    makeFile(`${folder}/docker-verify/config.json`, formatCosignConfig(pushes)),
    ...makeScopedConfigs(set),
  ];
}

function makeFile(path: string, text: string): LoginFile {
  return { path, text, isProgram: false };
}

function chooseHostLogins({ pulls, pushes }: LoginSet): Map<string, FileLogin> {
  const first = new Map<string, FileLogin>();
  for (const { repository, login } of pushes) {
    if (login !== undefined && !first.has(repository.registry))
      first.set(repository.registry, login);
  }
  return new Map([...pulls, ...first]);
}

/** For single repositories, and beside them for all that is only read. */
function makeScopedConfigs(set: LoginSet): LoginFile[] {
  const { folder, narrow, pushes, apart } = set;
  const base = `${folder}/buildx/config`;
  const make = (dir: string, host: string, login: FileLogin | undefined): LoginFile[] =>
    makeConfig(set, {
      dir: `${base}/${dir}`,
      config: undefined,
      logins: new Map(login === undefined ? [] : [[host, login]]),
    });
  const single = [...pushes.filter(({ repository }) => apart.has(repository.registry)), ...narrow];
  return [
    ...[...apart].flatMap(([host, login]) => make(`${formatApiHost(host)}@pull`, host, login)),
    ...single.flatMap(({ repository: { registry, path }, login }) =>
      make(`${formatApiHost(registry)}/${path}`, registry, login),
    ),
  ];
}

/**
 * One config.json. A login that ends is not in it: buildx reads the file once, but asks a helper again after five
 * minutes, and ours prints a file that is kept fresh.
 */
function makeConfig(
  { folder }: LoginSet,
  {
    dir,
    config,
    logins,
  }: {
    dir: string;
    config: DockerConfig | undefined;
    logins: ReadonlyMap<string, FileLogin>;
  },
): LoginFile[] {
  const renewed = [...logins].filter(([, { isRenewed }]) => isRenewed);
  const inline = [...logins].filter(([, { isRenewed }]) => !isRenewed);
  const place = dir.slice(folder.length).replace(/[^A-Za-z0-9.-]/g, '_');
  const helpers = renewed.map(([host, { credential }]) => ({
    host,
    credential,
    name: `bsa${place}_${host.replace(/[^A-Za-z0-9.-]/g, '_')}`,
  }));
  const text = formatDockerConfig(config, {
    inline: new Map(inline.map(([host, { credential }]) => [host, credential])),
    helpers: new Map(helpers.map(({ host, name }) => [host, name])),
  });
  return [
    ...helpers.flatMap(({ host, credential, name }) => [
      makeFile(
        `${folder}/logins/${name}.json`,
        formatHelperAnswer(formatAuthKey(host), credential),
      ),
      {
        path: `${folder}/bin/docker-credential-${name}`,
        text: formatProgram(`${folder}/logins/${name}.json`),
        isProgram: true,
      },
    ]),
    makeFile(`${dir}/config.json`, text),
  ];
}

/** Whatever it is asked, it has one answer. */
function formatProgram(path: string): string {
  return `#!/bin/sh\nexec cat '${path.replaceAll("'", `'\\''`)}'\n`;
}

/**
 * cosign looks for a repository's login before it looks for the host's (go-containerregistry pkg/authn/keychain.go), and
 * runs with a private home, where no credential helper finds its store.
 */
function formatCosignConfig(pushes: readonly RepositoryLogin[]): string {
  const auths = new Map<string, Credential>();
  for (const { repository, login } of pushes) {
    if (login === undefined) continue;
    const { registry, path } = repository;
    if (!auths.has(registry)) auths.set(registry, login.credential);
    const host = registry === 'docker.io' ? 'index.docker.io' : registry;
    const isOther = auths.get(registry) !== login.credential;
    if (isOther) auths.set(`${host}/${path}`, login.credential);
  }
  return formatDockerConfig(undefined, { inline: auths });
}
