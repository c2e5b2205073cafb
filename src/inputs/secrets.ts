/**
 * Build secrets from their three inputs. No problem shows an entry: one without `=` is most often the second line of
 * an unquoted secret, and what stands after the `=` may be a secret that was written into the wrong input.
 */
import { parseList, splitPair } from './lists.ts';
import { type Reader, readText, report } from './reader.ts';

type SecretInput = 'secrets' | 'secret-files' | 'secret-envs';

export interface BuildSecret {
  readonly id: string;
  /** Empty where the workflow's secret is: the plan decides whether that is wrong. */
  readonly value: string;
  /** Where it comes from, for messages. */
  readonly input: 'secrets' | 'secret-envs';
}

/** A secret that is a file already; its path as it was written. */
export interface BuildSecretFile {
  readonly id: string;
  readonly path: string;
}

export interface BuildSecrets {
  readonly secrets: readonly BuildSecret[];
  readonly secretFiles: readonly BuildSecretFile[];
}

/** An id is one secret in the build, whatever input it comes from. */
export function readSecrets(reader: Reader): BuildSecrets {
  const ids = new Set<string>();
  const given = readPairs(reader, { input: 'secrets', comma: 'keep', ids });
  const files = readPairs(reader, { input: 'secret-files', comma: 'keep', ids });
  const named = readPairs(reader, { input: 'secret-envs', comma: 'split', ids });
  return {
    secrets: [
      ...given.map(({ key: id, value }) => ({ id, value, input: 'secrets' as const })),
      ...named.flatMap(({ key: id, value }) => readVariable(reader, id, value.trim())),
    ],
    secretFiles: files.flatMap(({ key: id, value }) => checkPath(reader, id, value.trim())),
  };
}

const FORMS: Readonly<Record<SecretInput, string>> = {
  secrets: 'Write `id=value`, one per line; quote a value of several lines as in CSV.',
  'secret-files': 'Write `id=path`, one per line.',
  'secret-envs': 'Write `id=NAME`, with the name of a variable that the step has in `env`.',
};

function readPairs(
  reader: Reader,
  { input, comma, ids }: { input: SecretInput; comma: 'split' | 'keep'; ids: Set<string> },
): Array<{ key: string; value: string }> {
  const refuse = (problem: string, fix = FORMS[input]): [] => {
    report(reader, { input, problem, fix });
    return [];
  };
  return splitEntries(reader, { input, comma }).flatMap((entry, index) => {
    const pair = splitPair(entry);
    if (pair === undefined) return refuse(`entry ${index + 1} has no \`=\``);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(pair.key))
      return refuse(
        `the id of entry ${index + 1} has other characters than letters, digits, \`.\`, \`_\`, \`-\``,
        'Rename it.',
      );
    if (ids.has(pair.key))
      return refuse(`the id \`${pair.key}\` appears twice`, 'Give each secret an id of its own.');
    ids.add(pair.key);
    return [pair];
  });
}

function splitEntries(
  reader: Reader,
  { input, comma }: { input: SecretInput; comma: 'split' | 'keep' },
): string[] {
  try {
    // A secret may begin with a `#`; a path or a name of a variable is no secret and may be commented out.
    return parseList(readText(reader, input) ?? '', { comma, comments: input !== 'secrets' });
  } catch {
    const fix = 'Quote a value of several lines as in CSV, and double each quote inside it.';
    report(reader, { input, problem: 'is not a valid list', fix });
    return [];
  }
}

function readVariable(reader: Reader, id: string, name: string): BuildSecret[] {
  const input = 'secret-envs';
  const refuse = (problem: string, fix: string): [] => {
    report(reader, { input, problem, fix });
    return [];
  };
  if (!/^[A-Za-z_]\w*$/.test(name))
    return refuse(`what \`${id}\` names is not a variable`, FORMS[input]);
  if (/^ACTIONS_/i.test(name))
    return refuse(`\`${id}\` hands a token of the job to the build`, 'Remove it.');
  const value = reader.env[name];
  if (value === undefined)
    return refuse(
      `the variable that \`${id}\` names is not set`,
      'Set it in `env` of the step, such as `NPM_TOKEN: ${{ secrets.NPM_TOKEN }}`.',
    );
  return [{ id, value, input }];
}

function checkPath(reader: Reader, id: string, path: string): BuildSecretFile[] {
  if (path !== '' && !/[\0-\x1f\x7f]/.test(path)) return [{ id, path }];
  const problem = `\`${id}\` has no path`;
  report(reader, { input: 'secret-files', problem, fix: FORMS['secret-files'] });
  return [];
}
