/**
 * What runs before have left on a machine of one's own, because they were killed and no post step came after: builders,
 * their volumes, private folders with logins in them, links to caches, emulators. Each by a mark of ours or a name that is ours alone.
 * Never in anybody's way: beside the build, and a failure is nothing but a line of the debug log.
 */
import { describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { isForgotten, isOrphanLink, LINKS_FOLDER, OWN_VOLUME } from '../../plan/orphans.ts';
import { FOLDER_PREFIX, MARK_FILE } from '../../state.ts';
import { listSources } from '../../tools/image-sources.ts';
import { parseMark } from '../../tools/mark.ts';
import { removeContainer } from '../builder/remove-builder.ts';
import { findLeftEmulators } from '../emulation/emulator-records.ts';
import { endUse, listUses } from '../emulation/emulator-uses.ts';
import { removeEmulators } from '../emulation/remove-emulators.ts';
import { askDocker } from '../job/ask-docker.ts';
import { isLeft } from '../job/owner.ts';
import { findImage } from '../tools/pull-image.ts';
import { listOwnContainers, OWN_FILTER } from './own-builders.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'clock'>;
type Environment = Readonly<Record<string, string>>;

interface Sweep {
  readonly env: Environment;
  /** Is there an engine here that may have something of ours? */
  readonly usesEngine: boolean;
  /** What removes emulators, where the engine has it. */
  readonly emulationImage: string;
}

/** Never throws. Only a runner of one's own has runs before this one. */
export async function sweepOrphans(
  host: Reach,
  { env, usesEngine, emulationImage }: Sweep,
): Promise<void> {
  if (host.env['RUNNER_ENVIRONMENT'] !== 'self-hosted') return;
  const parts = [
    sweepFolders(host),
    sweepLinks(host),
    ...(usesEngine
      ? [
          sweepEngine(host, env),
          sweepUses(host, env),
          sweepEmulators(host, { env, image: emulationImage }),
        ]
      : []),
  ];
  await Promise.all(
    parts.map((part) =>
      part.catch((error: unknown) => host.log.debug(`The sweep failed: ${describeError(error)}`)),
    ),
  );
}

/** A runner empties its temp folder; what starts jobs without one may not. */
async function sweepFolders(host: Reach): Promise<void> {
  const { env, files, log } = host;
  const temp = env['RUNNER_TEMP'] ?? '';
  const names = temp === '' ? [] : await files.list(temp);
  for (const name of names.filter((one) => one.startsWith(FOLDER_PREFIX))) {
    const folder = `${temp}/${name}`;
    if (!(await files.isPrivate(folder))) continue;
    const text = await files.readText(`${folder}/${MARK_FILE}`).catch(() => '');
    const mark = parseMark(text);
    if (!(await isLeft(host, mark))) continue;
    await files.remove(folder);
    log.info(`Removed ${folder}, which run ${mark?.runId ?? ''} has left`);
  }
}

/** In the folder that all users of the machine share; the system keeps those of others from being removed. */
async function sweepLinks({ files, clock, log }: Reach): Promise<void> {
  const nowMs = clock.now().getTime();
  const names = (await files.list(LINKS_FOLDER)).filter((name) => isOrphanLink(name, nowMs));
  for (const name of names) {
    const link = `${LINKS_FOLDER}/${name}`;
    const isGone = await files.unlink(link).then(
      () => true,
      () => false,
    );
    if (isGone) log.info(`Removed ${link}, which a killed run has left`);
  }
}

async function sweepEngine(host: Reach, env: Environment): Promise<void> {
  const containers = await listOwnContainers(host, env, 'all');
  for (const { container, mark } of containers) {
    if (!(await isLeft(host, mark))) continue;
    if (await removeContainer(host, { container, env }))
      host.log.info(`Removed ${container}, which run ${mark?.runId ?? ''} has left`);
  }
  const used = new Set(containers.map(({ container }) => `${container}_state`));
  await sweepVolumes(host, env, used);
}

/** They weigh nothing, and mean nothing once their job is gone. */
async function sweepUses(host: Reach, env: Environment): Promise<void> {
  for (const { volume, mark } of await listUses(host, env)) {
    if (!(await isLeft(host, mark))) continue;
    if (await endUse(host, { volume, env }))
      host.log.info(`Removed the volume ${volume}, which run ${mark?.runId ?? ''} has left`);
  }
}

/** Those that this run uses are its own by now. */
async function sweepEmulators(
  host: Reach,
  { env, image: planned }: { env: Environment; image: string },
): Promise<void> {
  const left = await findLeftEmulators(host);
  if (left.length === 0) return;
  const image = await findImage(host, { sources: listSources(planned), env });
  if (image === undefined) return;
  const names = left.map(({ name }) => name);
  if (await removeEmulators(host, { image, names, env }))
    host.log.info(`Removed the emulators ${names.join(', ')}, which a killed run has left`);
}

/** Of builders whose container is gone already. */
async function sweepVolumes(
  host: Reach,
  env: Environment,
  used: ReadonlySet<string>,
): Promise<void> {
  const names = (await askDocker(host, env, ['volume', 'ls', OWN_FILTER, '--format={{.Name}}']))
    .split('\n')
    .filter((name) => OWN_VOLUME.test(name) && !used.has(name));
  for (const name of names) {
    const format = '--format={{.CreatedAt}}';
    const createdAt = await askDocker(host, env, ['volume', 'inspect', format, name]);
    const createdAtMs = Date.parse(createdAt.trim());
    if (Number.isNaN(createdAtMs) || !isForgotten(createdAtMs, host.clock.now().getTime()))
      continue;
    // Without --force: the engine refuses one that a container has got in the meantime.
    await askDocker(host, env, ['volume', 'rm', name]);
    host.log.info(`Removed the volume ${name}, whose builder is gone`);
  }
}
