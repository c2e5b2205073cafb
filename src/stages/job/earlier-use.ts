/**
 * What earlier uses of the action in this job have found out, in their private folders, so that the next one need not
 * look again. Nothing by which a binary is taken for genuine is among it: those are hashed in every use.
 */
import { createHmac } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import { FOLDER_PREFIX } from '../../state.ts';
import { parseFinding } from '../../tools/finding.ts';

type Reach = Pick<Host, 'env' | 'files'>;

/** Undefined outside of a run, where nobody can tell one job from another. */
export function describeJob(env: Host['env']): string | undefined {
  const runId = env['GITHUB_RUN_ID'] ?? '';
  if (runId === '') return undefined;
  return formatJob(runId, Number(env['GITHUB_RUN_ATTEMPT'] || '1'), env['GITHUB_JOB'] ?? '');
}

/** One text for run, attempt and job. */
export function formatJob(runId: string, attempt: number, job: string): string {
  return `${runId}/${attempt}/${job}`;
}

/** Private folders that other uses have left here. Those of another job are among them. */
export async function listEarlier({ env, files }: Reach, own: string): Promise<string[]> {
  const temp = env['RUNNER_TEMP'];
  if (!temp) return [];
  const names = await files.list(temp).catch(() => []);
  const folders = names
    .filter((name) => name.startsWith(FOLDER_PREFIX))
    .map((name) => `${temp}/${name}`)
    .filter((folder) => folder !== own);
  const isPrivate = await Promise.all(folders.map((folder) => files.isPrivate(folder)));
  return folders.filter((_, at) => isPrivate[at]);
}

export interface Finding<T> {
  readonly name: string;
  /** Everything that the answer depends on: another key is another question. */
  readonly key: unknown;
  /** Undefined for what is no answer: another step can write there. The answer is JSON. */
  readonly parse: (value: unknown) => T | undefined;
  readonly find: () => Promise<T>;
}

/** What an earlier use in this job has found, or else what is found now; the next use finds it here. */
export async function ensureFound<T>(host: Reach, folder: string, finding: Finding<T>): Promise<T> {
  const { name, parse, find } = finding;
  const job = describeJob(host.env);
  if (job === undefined) return find();
  // The token is this job's alone: what another job has left on the same machine cannot know the key.
  const secret = host.env['ACTIONS_RUNTIME_TOKEN'] ?? '';
  const key = createHmac('sha256', secret).update(JSON.stringify(finding.key)).digest('hex');
  const file = `found/${name}.json`;
  const answers = await Promise.all(
    // This use may have asked already, for a builder that boots early.
    [folder, ...(await listEarlier(host, folder))].map(async (earlier) => {
      const text = await host.files.readText(`${earlier}/${file}`).catch(() => '');
      const answer = parseFinding(text, { job, key });
      return answer === undefined ? undefined : parse(answer);
    }),
  );
  const value = answers.find((one) => one !== undefined) ?? (await find());
  const text = JSON.stringify({ v: 1, job, key, answer: value });
  await host.files.write(`${folder}/${file}`, text);
  return value;
}
