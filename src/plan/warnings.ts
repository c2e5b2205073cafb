/** What a user should think about. */
import type { Inputs } from '../inputs/parse.ts';
import { SECRET_NAME } from '../tools/redact.ts';
import { listUnscoped } from './cache-scope.ts';
import { warnOfCacheSecrets } from './cache-secrets.ts';
import type { CacheSpec } from './cache-spec.ts';
import { noteKept } from './kept-builder.ts';
import type { Facts, Plan, SigningSpec } from './types.ts';

/** The certificate authority's own log is public as well (Certificate Transparency), whatever is left out of Rekor. */
export function notePrivacy(signing: SigningSpec, { visibility }: Facts): string[] {
  if (signing.kind === 'off' || signing.trustedRoot !== undefined || visibility === 'public')
    return [];
  const repository =
    visibility === undefined
      ? 'Neither the event nor GitHub (`github-token`) says whether this repository is public, so it is treated as private'
      : 'This repository is not public';
  return [
    `${repository}: nothing is written to Sigstore's log of signatures, but the certificate, which names repository and workflow, appears in the public log of certificates. A Sigstore of your own (\`trusted-root\`, \`signing-config\`) or \`sign: false\` avoids that.`,
  ];
}

/** What people should know of a run before it publishes anything. */
export function noteRun({
  mode,
  signing,
  facts,
}: {
  mode: Plan['mode'];
  signing: SigningSpec;
  facts: Facts;
}): string[] {
  return [...notePrivacy(signing, facts), ...noteCheckout(mode, facts)];
}

/** Nightly rebuilds of a tag, and steps that commit, build another commit than the one that GitHub names. */
function noteCheckout(
  mode: Plan['mode'],
  { checkedOut, sha, eventName }: Pick<Facts, 'checkedOut' | 'sha' | 'eventName'>,
): string[] {
  // In a pull request it may be the merge or its head, and nothing is released.
  const isNamed = checkedOut === undefined || checkedOut === sha || /^pull_request/.test(eventName);
  if (mode !== 'push' || isNamed || sha === '') return [];
  return [
    `The sources are checked out at ${checkedOut}, and this run is for ${sha}: names, labels and the signature's certificate are about the latter. A release of another commit is one of a run for it (\`gh workflow run --ref\`).`,
  ];
}

/** Things that are allowed and rarely wanted. */
export function gatherWarnings({
  inputs,
  facts,
  cache,
}: {
  inputs: Inputs;
  facts: Facts;
  cache: CacheSpec;
}): string[] {
  const empty = inputs.secrets.flatMap(({ id, value }) => (value === '' ? [id] : []));
  return [
    ...warnOfBuildArgs(inputs.buildArgs),
    ...warnOfPrivileges(inputs),
    ...noteKept(inputs, facts),
    ...(facts.untrusted && empty.length > 0
      ? [`Build secrets that were left out, because this run gets none: ${empty.join(', ')}.`]
      : []),
    ...warnOfCache(inputs, cache),
    ...warnOfSharing(inputs, cache),
  ];
}

/** A cache that was asked for by name, and the lines to write instead of credentials. */
function warnOfCache({ cache, cacheSecrets }: Inputs, spec: CacheSpec): string[] {
  const isMissed = typeof cache !== 'string' && spec.from.length + spec.to.length === 0;
  return [
    ...(isMissed ? [`\`cache\` names one, but the cache is ${spec.reason}.`] : []),
    ...warnOfCacheSecrets(cacheSecrets),
  ];
}

/** Keys of the matrix whose jobs all write the same cache. */
export function findSharing(
  { matrix, jobTotal }: Pick<Inputs, 'matrix' | 'jobTotal'>,
  { name, to }: Pick<CacheSpec, 'name' | 'to'>,
): string[] {
  return jobTotal < 2 || name === undefined || to.length === 0 ? [] : listUnscoped(matrix, name);
}

/** A builder keeps one description of the cache per name: the last job to end would be the only one with a cache. */
function warnOfSharing(inputs: Inputs, cache: CacheSpec): string[] {
  const { jobTotal } = inputs;
  const keys = findSharing(inputs, cache);
  const [key] = keys;
  if (key === undefined) return [];
  const named = keys.map((one) => `\`${one}\``).join(', ');
  return [
    `The ${jobTotal} jobs of this matrix overwrite the build cache of one another: its values of ${named} are no part of image, context, Dockerfile, target or build arguments. Write\ncache-scope: \${{ matrix.${key} }}`,
  ];
}

const NO_SECRET = /public/i;
const PASSWORD_IN_URL = /:\/\/[^\s/:@]*:[^\s/@]+@/;
const PROXY = /^(?:https?|ftp|all)_proxy$/i;

function warnOfBuildArgs(entries: readonly string[]): string[] {
  const names = entries.map((entry) => entry.split('=')[0] ?? entry);
  // Base64 ends in `=` too.
  const empty = names.filter((name, at) => entries[at] === `${name}=`);
  const withPassword = names.filter((_, at) => PASSWORD_IN_URL.test(entries[at] ?? ''));
  const secret = names.filter(
    (name) =>
      (withPassword.includes(name) && !PROXY.test(name)) ||
      (SECRET_NAME.test(name) && !NO_SECRET.test(name) && !empty.includes(name)),
  );
  return [
    ...empty.map((name) => `The build argument ${name} is empty.`),
    ...(secret.length > 0 ? [warnOfSecrets(secret)] : []),
    ...withPassword.filter((name) => PROXY.test(name)).map(warnOfProxy),
  ];
}

/** BuildKit keeps these out of the image's history, and not out of the provenance (mode=max). */
function warnOfProxy(name: string): string {
  return `The build argument ${name} holds a password, and build arguments are published with the provenance. Leave the password out, or write \`provenance: mode=min\`, which has no build arguments.`;
}

function warnOfSecrets(names: readonly string[]): string {
  const [first = ''] = names;
  const what =
    names.length === 1 ? `argument ${first} looks` : `arguments ${names.join(', ')} look`;
  const lines = names.map((name) => `  ${name}=\${{ secrets.${name} }}`);
  return `The build ${what} like a secret, and build arguments are recorded in the image and published with its provenance. Write instead\nsecrets: |\n${lines.join('\n')}\nand in the Dockerfile: RUN --mount=type=secret,id=${first},env=${first} …`;
}

const PRIVILEGES: ReadonlyArray<readonly [name: string, meaning: string]> = [
  [
    'security.insecure',
    "steps that ask for it run with all capabilities, unconfined: they can take over the builder's host",
  ],
  [
    'network.host',
    "steps that ask for it use the host's network: whatever listens on the runner's loopback is open to them",
  ],
  ['device', "steps that ask for it reach the host's devices"],
  ['buildx.local.delete', 'an output with `mode=delete` may empty any folder of the runner'],
];

function warnOfPrivileges({ allow, network }: Inputs): string[] {
  const given = PRIVILEGES.filter(([name]) => allow.some((entry) => entry.split('=')[0] === name));
  return [
    ...given.map(([name, meaning]) => `\`allow: ${name}\`: ${meaning}.`),
    ...(network === 'host'
      ? [
          "`network: host`: every step uses the host's network; whatever listens on the runner's loopback is open to them.",
        ]
      : []),
  ];
}
