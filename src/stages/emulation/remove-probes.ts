/**
 * To learn whether an engine has GPUs, buildx makes a container that removes itself when it ends (hasGPUCapability in its
 * driver/docker-container). A buildx that is ended between making and starting it leaves it for good, with a volume.
 */
import type { Host } from '../../host/host.ts';
import { isRecord, readJson } from '../../image/json-shape.ts';
import type { RunState } from '../../state.ts';

type Reach = Pick<Host, 'run' | 'log' | 'clock'>;
type Boot = NonNullable<RunState['boot']>;

const DEADLINE_MS = 15_000;
/** Another buildx that has made one starts it at once: what has not run after this time never will. */
const WAIT_MS = 2000;
/** Between this machine's clock and the engine's. */
const SKEW_MS = 1000;

/** Those that were made since the builder of this run began to boot, and never started. */
export async function removeProbes(
  host: Reach,
  { boot, env }: { boot: Boot; env: Readonly<Record<string, string>> },
): Promise<void> {
  const docker = async (args: readonly string[]): Promise<string> => {
    const command = { tool: 'docker', file: 'docker', args, env, deadlineMs: DEADLINE_MS };
    const { exitCode, stdout } = await host.run(command);
    return exitCode === 0 ? stdout : '';
  };
  const list = async (): Promise<string[]> => {
    const filters = ['--filter=status=created', `--filter=ancestor=${boot.image}`];
    const ids = (await docker(['ps', '--all', '--quiet', '--no-trunc', ...filters])).split('\n');
    const texts = await Promise.all(
      ids.filter(Boolean).map((id) => docker(['container', 'inspect', '--format={{json .}}', id])),
    );
    return texts.flatMap((text) => readProbe(text, boot) ?? []);
  };
  const before = await list();
  if (before.length === 0) return;
  await host.clock.sleep(WAIT_MS).catch(() => undefined);
  const after = await list();
  for (const id of after.filter((one) => before.includes(one)))
    await docker(['rm', '--volumes', id]);
}

/** Its number, where it is one of that time. */
function readProbe(text: string, { sinceMs }: Boot): string | undefined {
  const value = readJson(text);
  const config = isRecord(value) ? value['HostConfig'] : undefined;
  if (!isRecord(value) || !isRecord(config)) return undefined;
  const { Id: id, Path: path, Created: created } = value;
  if (typeof id !== 'string' || path !== '/bin/true' || config['AutoRemove'] !== true)
    return undefined;
  return Date.parse(String(created)) >= sinceMs - SKEW_MS ? id : undefined;
}
