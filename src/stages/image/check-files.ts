/** Files on disk against what statements say of them, so that nothing is signed that is not there. */
import pLimit from 'p-limit';
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import type { FileStatement } from '../../image/statement.ts';

const PARALLEL = 16;
/** What a name becomes that is not UTF-8: no path any more. */
const UNREADABLE_NAME = '\uFFFD';

/** Every file that the statements are about has to be below `root` with the digest they name. Throws BUILD_RESULT_INVALID. */
export async function checkFiles(
  host: Pick<Host, 'files' | 'log'>,
  { root, statements }: { root: string; statements: ReadonlyArray<{ statement: FileStatement }> },
): Promise<void> {
  const wanted = new Map(
    statements.flatMap(({ statement }) =>
      statement.files.map(({ name, digest }): [string, Digest] => [name, digest]),
    ),
  );
  const limit = pLimit(PARALLEL);
  const verdicts = await Promise.all(
    [...wanted].map(([name, digest]) =>
      limit(async () => ({ name, verdict: await judge(host, `${root}${name}`, digest) })),
    ),
  );
  const wrong = verdicts.filter(({ verdict }) => verdict === 'missing' || verdict === 'changed');
  if (wrong.length > 0) throw makeChanged(root, wrong);
  const unread = verdicts.filter(({ verdict }) => verdict === 'unreadable').length;
  if (unread > 0)
    host.log.info(
      `${root}: ${unread} of ${wanted.size} files cannot be read, and were not compared`,
    );
}

type Verdict = 'same' | 'changed' | 'missing' | 'unreadable';

async function judge(
  { files }: Pick<Host, 'files'>,
  path: string,
  digest: Digest,
): Promise<Verdict> {
  if (path.includes(UNREADABLE_NAME)) return 'unreadable';
  try {
    if ((await files.kind(path)) !== 'file') return 'missing';
    return `sha256:${await files.sha256(path)}` === digest ? 'same' : 'changed';
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    // The file's own mode, which the exporter keeps: a shadow file, say.
    if (code === 'EACCES') return 'unreadable';
    if (code === 'ENOENT') return 'missing';
    throw error;
  }
}

function makeChanged(
  root: string,
  wrong: ReadonlyArray<{ readonly name: string; readonly verdict: Verdict }>,
): ActionError {
  const [first] = wrong;
  const others = wrong.length > 1 ? `, and ${wrong.length - 1} more` : '';
  return new ActionError(
    'BUILD_RESULT_INVALID',
    `${root}${first?.name} is ${first?.verdict} since BuildKit wrote it${others}`,
    {
      hint: 'Do two outputs, or another step of the job, write to the same folder? Give each a folder of its own; `attestation-prefix` helps where the build makes a file called `provenance.json`.',
      details: wrong.slice(0, 40).map(({ name, verdict }) => `${verdict}: ${name}`),
    },
  );
}
