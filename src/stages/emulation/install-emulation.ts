/** Handlers of binfmt_misc: which of them are missing, and how they get there. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { type BinfmtStatus, type Handler, parseBinfmtStatus } from '../../tools/binfmt.ts';
import type { Engine } from '../../tools/docker.ts';
import { runChecked, withCode, withHint } from '../job/run-command.ts';
import type { Say } from '../job/tracks.ts';
import { type HandlerState, isOwnKernel, probeHandler } from './probe-emulation.ts';

type Reach = Pick<Host, 'files' | 'run' | 'log' | 'signal'>;

/** Pulling the image is part of it; Docker Hub's slowest answers come within minutes. */
const INSTALL_DEADLINE_MS = 5 * 60_000;

interface Means {
  readonly engine: Engine;
  /** Its name in the engine, where it is pulled to. */
  readonly image: () => Promise<string>;
  readonly env: Readonly<Record<string, string>>;
  /** The run's own. */
  readonly folder: string;
}

/**
 * The handlers that are not there. Throws EMULATION_FAILED for one that is registered and does not work: it is not
 * ours to replace.
 */
export async function probeHandlers(
  host: Reach,
  {
    handlers,
    means,
    mayAsk,
    say,
  }: { handlers: readonly Handler[]; means: Means; mayAsk: boolean; say: Say },
): Promise<Handler[]> {
  const isOwn = await isOwnKernel(host, means.engine);
  if (!isOwn) say('the engine is on another machine');
  if (!isOwn && !mayAsk) return [...handlers];
  const status = isOwn ? undefined : await runInstaller(host, { args: [], means });
  const states = await Promise.all(
    handlers.map(async (handler) => ({
      handler,
      state:
        status === undefined
          ? await probeHandler(host, handler, means.folder)
          : readState(status, handler),
    })),
  );
  const broken = states.flatMap(({ handler, state }) =>
    typeof state === 'string' ? [] : [{ ...handler, reason: state.broken }],
  );
  if (broken.length > 0) throw refuseBroken(broken);
  return states.filter(({ state }) => state === 'missing').map(({ handler }) => handler);
}

/** What the installer sees in its container: it runs a program of each platform itself. */
function readState({ supported, emulators }: BinfmtStatus, handler: Handler): HandlerState {
  if (isSupported(supported, handler)) return 'runs';
  return emulators.includes(handler.name)
    ? { broken: 'it runs no programs inside containers' }
    : 'missing';
}

function isSupported(supported: readonly string[], { arch }: Handler): boolean {
  return supported.some((platform) => platform.split('/')[1] === arch);
}

function refuseBroken(broken: ReadonlyArray<Handler & { readonly reason: string }>): ActionError {
  const [first] = broken;
  return new ActionError(
    'EMULATION_FAILED',
    broken
      .map(({ name, reason }) => `The handler ${name} is registered and does not work: ${reason}`)
      .join('\n'),
    {
      hint: `It was there before this run, which leaves it alone. Remove it (as root: echo -1 > /proc/sys/fs/binfmt_misc/${first?.name}), or set \`emulation: builtin\`.`,
    },
  );
}

/** Throws EMULATION_FAILED unless programs of every platform run afterwards. */
export async function installHandlers(
  host: Reach,
  { missing, means }: { missing: readonly Handler[]; means: Means },
): Promise<void> {
  const archs = missing.map(({ arch }) => arch).join(',');
  const status = await runInstaller(host, { args: ['--install', archs], means });
  const absent = missing.filter(({ name }) => !status.emulators.includes(name));
  if (absent.length > 0)
    throw new ActionError(
      'EMULATION_FAILED',
      `The emulators ${absent.map(({ name }) => name).join(', ')} were not registered`,
      { hint: HINT, details: status.output.split('\n').slice(-20) },
    );
  const isOwn = await isOwnKernel(host, means.engine);
  const states = await Promise.all(
    missing.map(async (handler) => ({
      handler,
      state: isOwn ? await probeHandler(host, handler, means.folder) : readState(status, handler),
    })),
  );
  const idle = states.filter(({ state }) => state !== 'runs').map(({ handler }) => handler);
  if (idle.length > 0)
    throw new ActionError(
      'EMULATION_FAILED',
      `The emulators ${idle.map(({ name }) => name).join(', ')} were registered, and programs for ${idle.map(({ arch }) => `linux/${arch}`).join(', ')} do not run`,
      { hint: HINT },
    );
}

const HINT =
  'The engine has to allow privileged containers, which a rootless one does not, and binfmt_misc has to be mounted. `emulation: builtin` needs neither, and native runners for each platform need no emulation.';

async function runInstaller(
  host: Reach,
  { args, means: { image, env } }: { args: readonly string[]; means: Means },
): Promise<BinfmtStatus & { readonly output: string }> {
  const { stdout } = await runChecked(host, {
    tool: 'docker',
    file: 'docker',
    args: ['run', '--rm', '--privileged', '--label=build-sign-action', await image(), ...args],
    env,
    deadlineMs: INSTALL_DEADLINE_MS,
  }).catch((error: unknown) => {
    throw withHint(HINT, withCode('EMULATION_FAILED', error));
  });
  const status = parseBinfmtStatus(stdout) ?? { supported: [], emulators: [] };
  return { ...status, output: stdout };
}
