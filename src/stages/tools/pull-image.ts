/** An image of a tool, by digest, in the engine: what is there already, or else pulled from wherever it can be had. */
import { ActionError, describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { runChecked, withCode, withHint } from '../job/run-command.ts';
import type { Say } from '../job/tracks.ts';
import { rankSources } from './image-source.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock'>;

const ROUNDS = 3;
const FIRST_DELAY_MS = 3000;
const INSPECT_DEADLINE_MS = 15_000;
/** For one pull: BuildKit has some 100 MB. */
const PULL_DEADLINE_MS = 2 * 60_000;
/** Asking again cannot help. */
const LASTING = /manifest unknown|not found|no matching manifest|denied|unauthorized/i;

export interface ImageRequest {
  /** Names of one image in the order of preference, with its digest where there are several. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly registry: Pick<RegistryReader, 'probeManifest'>;
  readonly say: Say;
}

/** The name under which the engine has the image; undefined when it has it under none. */
export async function findImage(
  host: Pick<Host, 'run'>,
  { sources, env }: Pick<ImageRequest, 'sources' | 'env'>,
): Promise<string | undefined> {
  const found = await Promise.all(
    sources.map(async (source) => {
      const { exitCode } = await host.run({
        tool: 'docker',
        file: 'docker',
        args: ['image', 'inspect', '--format={{.Id}}', source],
        env,
        deadlineMs: INSPECT_DEADLINE_MS,
      });
      return exitCode === 0;
    }),
  );
  return sources.find((_, at) => found[at]);
}

/** The name under which the engine has the image afterwards. Throws what the engine said of the last source. */
export async function ensureImage(host: Reach, request: ImageRequest): Promise<string> {
  const found = await findImage(host, request);
  if (found !== undefined) return found;
  let sources = await rankSources(host, request);
  const failures = new Map<string, unknown>();
  for (let round = 1; ; round++) {
    const tried: string[] = [];
    for (const source of sources) {
      const failure = await pull(host, source, request);
      if (failure === undefined) return source;
      failures.set(source, failure.error);
      if (!failure.isLasting) tried.push(source);
    }
    sources = tried;
    if (sources.length === 0 || round === ROUNDS) throw makeFailed(failures);
    await host.clock.sleep(FIRST_DELAY_MS * 2 ** (round - 1));
  }
}

async function pull(
  host: Reach,
  source: string,
  { env, say }: Pick<ImageRequest, 'env' | 'say'>,
): Promise<{ error: unknown; isLasting: boolean } | undefined> {
  try {
    await runChecked(host, {
      tool: 'docker',
      file: 'docker',
      args: ['pull', '--quiet', source],
      env,
      deadlineMs: PULL_DEADLINE_MS,
    });
    say(`pulled ${source}`);
    return undefined;
  } catch (error) {
    if (host.signal.aborted) throw error;
    const told = [describeError(error), ...(error instanceof ActionError ? error.details : [])];
    say(`${source}: ${told[0]}`);
    return { error, isLasting: LASTING.test(told.join('\n')) };
  }
}

function makeFailed(failures: ReadonlyMap<string, unknown>): unknown {
  const names = [...failures.keys()].join(', ');
  const hint = `None of ${names} could be pulled. Can the engine reach one of these registries?`;
  return withHint(hint, withCode('TOOL_DOWNLOAD_FAILED', [...failures.values()].at(-1)));
}
