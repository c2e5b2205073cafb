/**
 * Several uses of the action in one job have one builder: the next use finds it in the folder of the one before, by run,
 * job and settings. Whoever made it removes it: post steps run in the reverse order, so that its own comes last.
 */
import { createHash } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import { listNodeNames } from '../../tools/create-builder.ts';
import { MARK_VARIABLE, parseMark } from '../../tools/mark.ts';
import {
  formatShared,
  parseShared,
  SHARED_FILE,
  type SharedBuilder,
} from '../../tools/shared-builder.ts';
import { describeJob, formatJob, listEarlier } from '../job/earlier-use.ts';
import type { Buildx } from './builder.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log'>;

/** Everything that makes a builder what it is. */
export interface Settings {
  readonly own: OwnBuilder;
  /** Texts of certificates and keys: another key is another login. */
  readonly tls: ReadonlyArray<Readonly<Record<string, string>>>;
}

interface Search {
  /** Asked only where an earlier use has left a builder. */
  readonly settle: () => Promise<Settings>;
  readonly env: Buildx['env'];
  /** Of this use. */
  readonly folder: string;
}

/** Where engines and clusters are, and what their builders are given. */
const SETTINGS =
  /^(?:DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|KUBECONFIG|(?:https?|no|all)_proxy)$/i;

/** Name of a builder that an earlier use in this job made with the same settings, and that still runs. */
export async function findShared(host: Reach, search: Search): Promise<string | undefined> {
  const job = describeJob(host.env);
  if (job === undefined) return undefined;
  for (const folder of await listEarlier(host, search.folder)) {
    const shared = await readShared(host, folder);
    if (shared?.job !== job) continue;
    const settings = await search.settle();
    if (shared.key !== makeKey(host.env, settings)) continue;
    if (await adopt(host, { shared, folder, search, own: settings.own })) return shared.builder;
  }
  return undefined;
}

async function readShared({ files }: Reach, folder: string): Promise<SharedBuilder | undefined> {
  return files.readText(`${folder}/${SHARED_FILE}`).then(parseShared, () => undefined);
}

/** What the next use finds. Without a run there is no next one. */
export async function share(
  host: Reach,
  name: string,
  { folder, ...settings }: Settings & { readonly folder: string },
): Promise<void> {
  const job = describeJob(host.env);
  if (job === undefined) return;
  const nodes = listNodeNames(name, settings.own);
  const shared = { v: 1, job, key: makeKey(host.env, settings), builder: name, nodes } as const;
  await host.files.write(`${folder}/${SHARED_FILE}`, formatShared(shared));
}

/** buildx knows a builder by one file; with a copy of it this use is independent of the other's folder. */
async function adopt(
  host: Reach,
  {
    shared,
    folder,
    search,
    own,
  }: { shared: SharedBuilder; folder: string; search: Search; own: OwnBuilder },
): Promise<boolean> {
  const { env } = search;
  const path = `buildx/instances/${shared.builder}`;
  const instance = await host.files.readText(`${folder}/${path}`).catch(() => undefined);
  if (instance === undefined) return false;
  if (own.driver === 'docker-container' && !(await areRunning(host, { shared, own, env })))
    return false;
  await host.files.write(`${search.folder}/${path}`, instance);
  return true;
}

/** Containers of the engine here; those of others answer when they are used. Each says whose it is. */
async function areRunning(
  host: Reach,
  { shared, own, env }: { shared: SharedBuilder; own: OwnBuilder; env: Buildx['env'] },
): Promise<boolean> {
  const here = shared.nodes.filter((_, at) => own.nodes[at]?.endpoint === undefined);
  if (here.length === 0) return true;
  const { exitCode, stdout } = await host.run({
    tool: 'docker',
    file: 'docker',
    args: [
      ...['container', 'inspect', '--format', '{{.State.Running}} {{json .Config.Env}}'],
      ...here.map((node) => `buildx_buildkit_${node}`),
    ],
    env,
  });
  const lines = stdout.split('\n').filter(Boolean);
  const job = describeJob(host.env);
  return (
    exitCode === 0 &&
    lines.length === here.length &&
    lines.every((line) => isOfJob(line, { job, key: shared.key }))
  );
}

/** One that stays is of every job with the same settings. */
function isOfJob(line: string, { job, key }: { job: string | undefined; key: string }): boolean {
  const [, running, json = ''] = /^(true|false) (\[.*\])$/.exec(line) ?? [];
  if (running !== 'true') return false;
  const mark = readVariables(json)
    .filter((one) => one.startsWith(`${MARK_VARIABLE}=`))
    .map((one) => parseMark(one.slice(MARK_VARIABLE.length + 1)))[0];
  if (mark?.kept !== undefined) return mark.kept === key;
  return mark !== undefined && formatJob(mark.runId, mark.runAttempt, mark.job) === job;
}

function readVariables(json: string): string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

/** Of all settings that make a builder what it is. */
export function makeKey(env: Reach['env'], { own, tls }: Settings): string {
  const settings = Object.entries(env).filter(([name]) => SETTINGS.test(name));
  // Where the image comes from depends on who answers first; it is the same everywhere.
  const made = { ...own, images: [...own.images].sort() };
  const text = JSON.stringify([made, tls, settings.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest('hex');
}
