/** Where the sources come from: `context` and `build-contexts`. */
import { hasQuerySecret } from '../tools/redact.ts';
import { splitPair } from './lists.ts';
import { type Reader, readList, readText, readWord, report } from './reader.ts';
import type { BuildSecret } from './secrets.ts';

export interface BuildContext {
  readonly name: string;
  /** A folder, a URL, or `docker-image://…` and the like. */
  readonly source: string;
}

const PLACEHOLDER = /\{\{\s*defaultContext\s*\}\}/g;

/** `{{defaultContext}}` is what it is in docker/build-push-action: the commit of the run, as a Git URL. */
function fillIn(text: string, env: Reader['env']): string {
  return text.replace(PLACEHOLDER, () => makeDefaultContext(env));
}

function makeDefaultContext(env: Reader['env']): string {
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  return `${server}/${env['GITHUB_REPOSITORY'] ?? ''}.git#${env['GITHUB_SHA'] ?? ''}`;
}

export function readContext(reader: Reader): string {
  return fillIn(readWord(reader, 'context') ?? '.', reader.env);
}

/** BuildKit fetches the repository by itself, and needs the job's token for it where that is private. */
export function readContextSecrets(
  reader: Reader,
  secrets: readonly Pick<BuildSecret, 'id'>[],
): BuildSecret[] {
  const token = readText(reader, 'github-token');
  const named = [readText(reader, 'context') ?? '', ...readList(reader, 'build-contexts', 'keep')];
  const isDefault = named.some((text) => /\{\{\s*defaultContext\s*\}\}/.test(text));
  const isGiven = secrets.some(({ id }) => /^GIT_AUTH_TOKEN(\.|$)/.test(id));
  if (token === undefined || !isDefault || isGiven) return [];
  const server = reader.env['GITHUB_SERVER_URL'] || 'https://github.com';
  const host = server.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '');
  return [{ id: `GIT_AUTH_TOKEN.${host}`, value: token, input: 'secrets' }];
}

export function readBuildContexts(reader: Reader): BuildContext[] {
  const contexts = new Map<string, BuildContext>();
  for (const entry of readList(reader, 'build-contexts', 'keep')) {
    const { key: name, value } = splitPair(entry) ?? { key: '', value: '' };
    const source = fillIn(value.trim(), reader.env);
    const problem = findProblem({ name, source, isTaken: contexts.has(name.toLowerCase()) });
    if (problem === undefined) contexts.set(name.toLowerCase(), { name, source });
    else
      report(reader, {
        input: 'build-contexts',
        // Nothing of a source is shown that may hold a password.
        value: source.includes('@') || hasQuerySecret(source) ? name : entry,
        problem,
        fix: 'Write `name=path` or `name=docker-image://…`, one per line, each name once.',
      });
  }
  return [...contexts.values()];
}

function findProblem({
  name,
  source,
  isTaken,
}: {
  name: string;
  source: string;
  isTaken: boolean;
}): string | undefined {
  if (name === '' || source === '' || /[\0-\x1f\x7f]/.test(name + source))
    return 'is not `name=source`';
  // docker/cli and BuildKit take names of images too: `golang:1.24=docker-image://…` replaces a base.
  if (!/^[A-Za-z0-9][\w./:@-]*$/.test(name)) return 'has a name that no `FROM` could use';
  return isTaken ? 'has a name that stands there already' : undefined;
}
