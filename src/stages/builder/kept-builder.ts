/**
 * A builder that stays on this machine. Jobs that run at the same time share it; with other settings it is made anew,
 * and not under anybody's hands: who uses one says so in the runner's tool cache before looking at the container, so
 * that of two jobs with different settings at least one sees the other.
 */
import type { Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import { formatMark, MARK_VARIABLE, type Mark, parseMark } from '../../tools/mark.ts';
import { isAlive, makeMark } from '../job/owner.ts';
import { type BootRequest, bootBuilder } from './boot-builder.ts';

type Reach = Parameters<typeof bootBuilder>[0];
type Wanted = BootRequest & {
  readonly kept: NonNullable<OwnBuilder['kept']>;
  readonly key: string;
};

const DEADLINE_MS = 20_000;
/** Where the process of a job cannot be seen: jobs on machines of one's own end after five days. */
const UNSEEN_MS = 6 * 24 * 3_600_000;

interface Found {
  readonly id: string;
  readonly mark: Mark | undefined;
}

/** Its name; undefined where another job has it with other settings. Throws BUILDER_FAILED. */
export async function obtainKept(host: Reach, wanted: Wanted): Promise<string | undefined> {
  const { kept, key, say } = wanted;
  await writeUse(host, wanted);
  const other = await findOtherUse(host, wanted);
  if (other !== undefined) {
    say(`${kept.name} is in use with other settings, by run ${other.runId}`);
    await endUse(host, wanted);
    return undefined;
  }
  const found = await findContainer(host, wanted);
  if (found !== undefined && found.mark?.kept !== key) {
    say(`${kept.name} is made anew: its settings have changed`);
    await removeFound(host, wanted, found);
  }
  const name = await bootBuilder(host, wanted);
  const made = found?.mark?.kept === key ? found : await findContainer(host, wanted);
  if (made?.mark?.kept === key) {
    if (made === found) say(`${name} has been here since run ${made.mark.runId}`);
    return name;
  }
  say(`${name} was made by another job in the meantime, with other settings`);
  await endUse(host, wanted);
  return undefined;
}

/** Called again when the job ends: this use does not count any more. */
export async function endUse(
  { env, files }: Pick<Host, 'env' | 'files'>,
  { kept, folder }: { kept: { readonly name: string }; folder: { readonly path: string } },
): Promise<void> {
  const uses = findUses(env, kept.name);
  if (uses !== undefined) await files.remove(`${uses}/${nameUse(folder)}`).catch(() => undefined);
}

async function writeUse(host: Reach, { kept, key, folder }: Wanted): Promise<void> {
  const uses = findUses(host.env, kept.name);
  if (uses === undefined) return;
  const mark = formatMark({ ...(await makeMark(host)), kept: key });
  await host.files
    .write(`${uses}/${nameUse(folder)}`, mark)
    .catch((error: unknown) => host.log.debug(`The use was not recorded: ${String(error)}`));
}

/** Of a job that runs, with other settings. Those of jobs that are gone are forgotten. */
async function findOtherUse(host: Reach, { kept, key, folder }: Wanted): Promise<Mark | undefined> {
  const uses = findUses(host.env, kept.name);
  if (uses === undefined) return undefined;
  for (const name of await host.files.list(uses).catch(() => [])) {
    if (name === nameUse(folder)) continue;
    const text = await host.files.readText(`${uses}/${name}`).catch(() => '');
    const mark = parseMark(text);
    if (mark === undefined) continue;
    if (!(await isUsed(host, mark))) await host.files.remove(`${uses}/${name}`);
    else if (mark.kept !== key) return mark;
  }
  return undefined;
}

async function isUsed(host: Reach, { owner, createdAtMs }: Mark): Promise<boolean> {
  const alive = owner === undefined ? undefined : await isAlive(host, owner);
  return alive ?? host.clock.now().getTime() - createdAtMs < UNSEEN_MS;
}

function findUses(env: Host['env'], name: string): string | undefined {
  const cache = env['RUNNER_TOOL_CACHE'];
  return cache ? `${cache}/build-sign-builders/${name}` : undefined;
}

/** Folders of runs have random names. */
function nameUse({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function findContainer(host: Reach, { kept, buildx }: Wanted): Promise<Found | undefined> {
  const format = '{{.Id}}{{println}}{{range .Config.Env}}{{println .}}{{end}}';
  const { exitCode, stdout } = await host.run({
    ...{ tool: 'docker', file: 'docker', env: buildx.env, deadlineMs: DEADLINE_MS },
    args: ['container', 'inspect', `--format=${format}`, nameContainer(kept)],
  });
  if (exitCode !== 0) return undefined;
  const [id = '', ...variables] = stdout.split('\n');
  const line = variables.find((one) => one.startsWith(`${MARK_VARIABLE}=`));
  const mark = line === undefined ? undefined : parseMark(line.slice(MARK_VARIABLE.length + 1));
  return { id, mark };
}

/** By its number: under its name another job may have made a new one by now. A volume in use is not removed either. */
async function removeFound(host: Reach, { kept, buildx }: Wanted, { id }: Found): Promise<void> {
  for (const args of [
    ['rm', '--force', id],
    ['volume', 'rm', `${nameContainer(kept)}_state`],
  ]) {
    const command = { tool: 'docker', file: 'docker', args, env: buildx.env };
    const { exitCode, stderr } = await host.run({ ...command, deadlineMs: DEADLINE_MS });
    if (exitCode !== 0) host.log.debug(`docker ${args.join(' ')}: ${stderr.trim()}`);
  }
}

function nameContainer({ name }: { readonly name: string }): string {
  return `buildx_buildkit_${name}0`;
}
